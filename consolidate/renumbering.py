"""From a matched form to renumberings and moves: units that take another number, become one, or change places."""

from __future__ import annotations

import re
from dataclasses import replace

from consolidate.clauses import Actions, Built, Matched, NotUnderstood, Places
from consolidate.labels import open_with, shape_of
from consolidate.operations import (
    Action,
    Detach,
    Exchange,
    InsertWords,
    Item,
    MoveAlinea,
    MoveArticle,
    MovePassage,
    Place,
    Ranked,
    Relabel,
    RetitleDivision,
    Unit,
)
from consolidate.passages import are_contiguous
from consolidate.places import spell_out
from corpus.numbering import NUMBER_PATTERN, canonical_number
from corpus.numerals import ORDINALS

# ── Renumbering ──────────────────────────────────────────────────────────────────────────────────────────────

_TARGET_LEAD = re.compile(r"^(?:sous\s+le\s+numéro\s+|à\s+(?=l')|aux\s+|une?\s+|(?:sont\s+)?respectivement\s+)", re.I)


def renumber(matched: Matched) -> Built:
    """«Les 4° et 5° deviennent respectivement les 3° et 4°», «L'article 8 devient l'article 11»."""
    named = matched.narrow("in", "subject")
    if detached := _detach(matched, named):
        return named, detached
    if numbered := _number(matched, named):
        return named, numbered
    places = [one for place in named for one in _spelled(place)]
    targets = [one for place in _read_targets(matched) for one, _ in _spelled(place)]
    if len(targets) != len(places):
        raise NotUnderstood
    if all(old.division and not old.article and not old.steps for old, _ in places):
        title = " ".join(matched.words("target").split())
        return tuple(old for old, _ in places), [(old, RetitleDivision(title)) for old, _ in places]
    moves: Actions = []
    for (old, among), new in zip(places, targets, strict=True):
        action = _renumber_one(old, new)
        moves.append((old, replace(action, among=among) if isinstance(action, MoveArticle) else action))
    return tuple(old for old, _ in places), moves


_NEW_ALINEA = re.compile(
    r"(?:une?|le|la)\s+(?:(?P<rank>[\w-]+)\s+)?alinéa(?:\s+(?:distinct|nouveau|séparé|autonome))?", re.IGNORECASE
)


def _detach(matched: Matched, places: Places) -> Actions:
    """«La dernière phrase du deuxième alinéa devient le troisième alinéa»; nothing when the order is another one."""
    alinea = _NEW_ALINEA.fullmatch(" ".join(matched.words("target").split()))
    match places[0].steps:
        case (*_, Ranked(unit=Unit.SENTENCE)) if alinea is not None and len(places) == 1:
            rank = None if alinea["rank"] in {None, "nouvel"} else ORDINALS.get(alinea["rank"].lower(), 0)
            return [(places[0], Detach(rank))]
    return []


def _number(matched: Matched, places: Places) -> Actions:
    """«Les deux premiers alinéas constituent un I»: their first one opens with «I. – »; nothing for other orders."""
    if not all(_is_numbered(place) for place in places):
        return []
    targets = _read_targets(matched)
    labels = [p.steps[0].label for p in targets if len(p.steps) == 1 and isinstance(p.steps[0], Item)]
    here = {None, *(place.article for place in places)}
    if len(labels) != len(targets) or any(p.article not in here or p.division for p in targets):
        return []
    firsts = places if len(labels) > 1 else places[:1]
    if len(firsts) != len(labels) or (len(labels) == 1 < len(places) and not are_contiguous(places)):
        raise NotUnderstood
    return [
        (_first_alinea(place), InsertWords(open_with(label), before=True))
        for place, label in zip(firsts, labels, strict=True)
    ]


def _first_alinea(place: Place) -> Place:
    """The alinéa that carries the number of several: words put at the start of all would number each of them."""
    match place.steps:
        case ():
            return replace(place, steps=(Ranked(Unit.ALINEA, 1, 1),))
        case (*outer, Ranked(first=first)):
            return replace(place, steps=(*outer, Ranked(Unit.ALINEA, first, first)))
    return place


def _is_numbered(place: Place) -> bool:
    """Tell whether a unit has no number of its own and can take one: alinéas, or a whole article."""
    if not place.steps:
        return place.article is not None and place.until is None
    return isinstance(place.steps[-1], Ranked) and place.steps[-1].unit is Unit.ALINEA


_ASIDE = re.compile(
    r"(?:qui\s+devien(?:nen)?t|(?:qui\s+(?:est|sont)\s+)?devenue?s?)\s+(?:respectivement\s+)?", re.IGNORECASE
)


def renumber_aside(matched: Matched, places: Places) -> Actions:
    """«L'article 3, qui devient l'article 13, est ainsi modifié»; «le quatrième» is checked against the result."""
    moves: Actions = []
    for span in matched.chunks_of("h"):
        phrase = matched.reader.masked(span)
        lead = _ASIDE.match(phrase)
        if lead is None or not re.search(r"\barticles?\b|\d|\b[IVXA-Z]\b|\b[a-z]\)?$", phrase[lead.end() :]):
            continue
        targets = matched.reader.relative_places(phrase[lead.end() :], span[0] + lead.end())
        if targets is None or len(targets) != len(places) or any(p.until for p in (*targets, *places)):
            raise NotUnderstood
        moves += [(old, _renumber_one(old, new)) for old, new in zip(places, targets, strict=True)]
    return moves


def _spelled(place: Place) -> list[tuple[Place, tuple[str, str] | None]]:
    """Spell out a range of articles, each with the ends of its range."""
    if place.article is None or place.until is None:
        return [(place, None)]
    ends = (place.article, place.until)
    return [(replace(place, article=number, until=None), ends) for number in spell_out(place)]


def _read_targets(matched: Matched) -> Places:
    (span,) = matched.spans("target")
    phrase = matched.reader.masked(span)
    lead = _TARGET_LEAD.match(phrase)
    start = lead.end() if lead else 0
    bare = re.sub(r"\bune?\s+(?=[\dIVXA-Za-z])", "", phrase[start:])
    read = matched.reader.relative_places(bare if bare != phrase[start:] else phrase[start:], span[0] + start)
    bare_number = re.fullmatch(NUMBER_PATTERN, bare.strip().rstrip("."))
    if matched.takes("N") and bare_number and re.search(r"\barticles?\b", matched.words("subject")):
        read = None  # «L'article 5 est renuméroté 9»: an article, and no point 9.
    if read is None and bare_number:
        read = (Place(article=canonical_number(bare)),)
    if read is None:
        ranks = [ORDINALS[w.removesuffix("s")] for w in re.findall(r"[\w-]+", bare) if w.removesuffix("s") in ORDINALS]
        read = tuple(Place(steps=(Ranked(Unit.ALINEA, rank, rank),)) for rank in ranks) or None
    if read is None:
        raise NotUnderstood
    return read


def _renumber_one(old: Place, new: Place) -> Action:
    if not old.steps and old.article and new.article and not new.steps and new.text in {None, old.text}:
        return MoveArticle(new.article)
    match old.steps, new.steps:
        case (*_, Item()), (*_, Item(label=label)) if not new.article:
            return Relabel(label)
        case (*_, Ranked(unit=Unit.ALINEA)), (*_, Ranked(unit=Unit.ALINEA, first=first)):
            return MoveAlinea(first)
    raise NotUnderstood


# ── Moves ────────────────────────────────────────────────────────────────────────────────────────────────────


def move_passage(matched: Matched) -> Built:
    """«Le troisième alinéa est placé après le cinquième», «… est déplacé à la fin de l'article»."""
    places = matched.narrow("in", "subject")
    if len(places) > 1 and not are_contiguous(places):
        raise NotUnderstood
    goal = _goal(matched, places[0])
    if (goal.article, goal.text) != (places[0].article, places[0].text) or not all(_moves(p) for p in (*places, goal)):
        raise NotUnderstood
    return places, [(place, MovePassage(goal, before=matched.takes("b"))) for place in places]


def _goal(matched: Matched, moved: Place) -> Place:
    """The unit after or before which the moved one goes; «après le cinquième» is the fifth alinéa."""
    (span,) = matched.spans("goal")
    phrase = matched.reader.masked(span)
    read = matched.reader.relative_places(phrase, span[0])
    if read is None and (rank := re.fullmatch(r"l[ea]\s+([\w-]+)", phrase.strip())) and moved.steps:
        unit, number = moved.steps[-1], ORDINALS.get(rank[1].lower())
        if number is not None and isinstance(unit, Ranked):
            read = (Place(steps=(Ranked(unit.unit, number, number),)),)
    if read is None or len(read) != 1:
        raise NotUnderstood
    if read[0].article or read[0].text or len(read[0].steps) > 1:
        return matched.narrow_read(read)[0]
    return read[0].inside(replace(moved, steps=moved.steps[:-1]))


def _moves(place: Place) -> bool:
    return bool(place.steps) and isinstance(place.steps[-1], Ranked) and place.steps[-1].unit is not Unit.SENTENCE


def exchange_passages(matched: Matched) -> Built:
    """«Les deuxième et troisième alinéas sont intervertis»."""
    places = matched.narrow("in", "subject")
    match places:
        case (Place(steps=(*outer, Ranked(unit=unit, first=first, last=last))) as both,) if last == first + 1:
            one, two = (replace(both, steps=(*outer, Ranked(unit, rank, rank))) for rank in (first, last))
        case (one, two):
            pass
        case _:
            raise NotUnderstood
    if (one.article, one.text) != (two.article, two.text) or not _are_alike(one, two):
        raise NotUnderstood
    return places, [(one, Exchange(two)), (two, Exchange(one))]


def _are_alike(one: Place, two: Place) -> bool:
    """Tell whether two units are of one kind, and can change places: two alinéas, two items of a list."""
    match one.steps, two.steps:
        case (*_, Ranked(unit=a)), (*_, Ranked(unit=b)):
            return a == b
        case (*outer, Item(label=a)), (*other, Item(label=b)):
            return outer == other and shape_of(a) == shape_of(b)
    return False
