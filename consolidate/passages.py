"""From a matched form to operations on whole units: alinéas, sentences, items, articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from consolidate.anatomy import read_label
from consolidate.clauses import Actions, Built, Matched, NotUnderstood, Places, read_rank
from consolidate.labels import are_next
from consolidate.operations import (
    Action,
    CreateArticle,
    DeletePassage,
    Edge,
    InsertPassage,
    InsertWords,
    Item,
    MergeItems,
    Place,
    Ranked,
    ReplacePassage,
    RetitleDivision,
    RewriteArticles,
)
from consolidate.places import TITLE_OPEN, PlaceReader, read_articles, spell_out
from consolidate.quoted import opens_with_heading, split_quoted_articles, without_heading
from consolidate.words import may_hold_sentences
from corpus.numbering import canonical_number
from corpus.numerals import CARDINALS
from corpus.wordlist import any_of

# ── What is announced ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _What:
    """What an insertion or a replacement announces: a unit, how many, and their numbers or labels."""

    unit: str
    count: int | None = None
    lands: int | None = None
    numbers: tuple[Place, ...] = ()
    labels: tuple[str, ...] = ()


_ARTICLE_WHAT = re.compile(r"articles?\b(?P<numbers>.*)", re.DOTALL | re.IGNORECASE)
_DIVISION_WHAT = re.compile(
    r"(?:livre|titre|chapitre|(?:sous-)?section|division|sous-titre|partie)s?\b|paragraphes?\s+\d+\b", re.IGNORECASE
)
_ALINEA_WHAT = re.compile(r"alinéas?\b|tirets?\b|lignes?\b", re.IGNORECASE)
_ANY_WHAT = re.compile(r"dispositions?\b|paragraphes?\b|texte\b|(?:mots?\s+et\s+)?(?:de\s+)?rédaction\b", re.IGNORECASE)
_LEADING = re.compile(
    rf"^(?P<count>{any_of(CARDINALS)}|les?|des|la|l')(?:\s+|(?<='))"
    r"(?:nouve(?:au|l|lle)x?s?\s+)?",
    re.IGNORECASE,
)


def _read_what(phrase: str) -> _What:
    stripped = " ".join(phrase.split())
    if "tableau" in stripped:
        raise NotUnderstood
    leading = _LEADING.match(stripped)
    bare = stripped[leading.end() :] if leading else stripped
    count = CARDINALS.get(leading["count"].lower()) if leading else None
    if re.search(r"\bet\s+une?\s", bare):
        count = None
    if article := _ARTICLE_WHAT.match(bare):
        return _What("article", count, numbers=tuple(read_articles(article["numbers"])))
    if _DIVISION_WHAT.match(bare):
        return _What("division")
    if re.match(r"membres?\s+de\s+phrase", bare, re.IGNORECASE):
        raise NotUnderstood
    mixed = re.search(r"\bphrases?\b", bare, re.IGNORECASE)
    if mixed and re.search(r"\balinéas?\b", bare, re.IGNORECASE):
        return _What("phrase et alinéas")
    if mixed:
        return _What("mots" if re.search(r"\bmots?\b", bare) else "phrase", count)
    return _read_unit(stripped, bare, count)


def _read_unit(phrase: str, bare: str, count: int | None) -> _What:
    if _ALINEA_WHAT.search(bare):
        rank = read_rank(bare)
        return _What("alinéa", count, rank if rank and rank > 0 else None)
    if _ANY_WHAT.match(bare):
        return _What("alinéa")
    steps = PlaceReader(lambda _: None).read(re.sub(r"(^|\bet\s+|,\s*)une?\s+(?:nouve(?:au|lle)\s+)?", r"\1", phrase))
    labels = tuple(p.steps[-1].label for p in steps or () if p.steps and isinstance(p.steps[-1], Item))
    if steps and len(labels) == len(steps):
        return _What("item", labels=labels)
    raise NotUnderstood


def _check_block(what: _What, new: tuple[str, ...]) -> None:
    """The quoted block must be what was announced: so many alinéas, or items of these labels.

    Texts before the circular of 20 October 2000 count only the alinéas that end a sentence: «deux alinéas» may be a
    sentence, three items and a sentence.
    """
    if not new:
        raise NotUnderstood
    if what.unit == "alinéa" and what.count and what.count != len(new):
        ended = sum(alinea.rstrip(" »").endswith((".", "!", "?")) for alinea in new)
        if ended != what.count:
            raise NotUnderstood
    if what.unit == "phrase" and what.count and not may_hold_sentences(" ".join(new), what.count):
        raise NotUnderstood
    if what.labels:
        found = [label.text for alinea in new if (label := read_label(alinea))]
        if not found or found[0] != what.labels[0] or any(label not in found for label in what.labels):
            raise NotUnderstood


def _check_numbers(quoted: Iterable[str], announced: tuple[Place, ...]) -> None:
    """The quoted articles must be those announced: «les articles 5, 8-1 et 8-2», «les articles 9 à 9-3»."""
    found = set(quoted)
    ends = {number for place in announced for number in spell_out(place)}
    if announced and (not ends <= found or not all(any(p.covers(n) for p in announced) for n in found)):
        raise NotUnderstood


def _announced(matched: Matched, default: str = "alinéa") -> _What:
    return _read_what(matched.words("what")) if matched.has("what") else _What(default)


# ── Replacing and deleting ───────────────────────────────────────────────────────────────────────────────────


def replace_passage(matched: Matched) -> Built:
    """Whole units by new ones: an article, items, alinéas, sentences, or several of them in a row."""
    places, new, what = matched.narrow("in", "subject"), matched.block(), _announced(matched)
    if not new:
        raise NotUnderstood
    if any(p.article is None and not p.steps for p in places):
        return places, _rewrite_division(places, new)
    if all(p.article and not p.steps for p in places):
        return places, _rewrite_articles(places, new, what, announced=matched.has("what"))
    if what.unit != "mots":
        _check_block(what, new)
    _check_label(places, new, what)
    if len(places) == 1:
        return places, [
            (places[0], ReplacePassage(new if places[0].steps else without_heading(new, places[0].article)))
        ]
    if len({(p.article, p.text) for p in places}) > 1:
        return places, [(p, ReplacePassage(new)) for p in places]
    if len(places) == len(new) and what.count in {None, len(new)}:
        return places, [(place, ReplacePassage((alinea,))) for place, alinea in zip(places, new, strict=True)]
    if not are_contiguous(places):
        raise NotUnderstood
    first: Actions = [(places[0], ReplacePassage(new))]
    return places, first + [(place, DeletePassage()) for place in places[1:]]


def rewrite_article(matched: Matched) -> Built:
    """«L'article 3 est modifié comme suit : « Art. 3. - …»: quoted under its number, an article is quoted whole."""
    places, new = matched.narrow("in", "subject"), matched.block()
    quoted = split_quoted_articles(new)
    if any(p.steps or p.article is None for p in places) or not opens_with_heading(new) or not quoted:
        raise NotUnderstood
    return places, _rewrite_articles(places, new, _What("alinéa"), announced=False)


def _check_label(places: Places, new: tuple[str, ...], what: _What) -> None:
    """«Le 2° est ainsi rédigé» quotes a 2°: another label, or none, and the item would lose its place in the list."""
    match places[0].steps:
        case (*_, Item(label=label)) if not what.labels and what.count is None:
            found = read_label(new[0])
            if found is None or found.text != label:
                raise NotUnderstood


def _rewrite_division(places: Places, new: tuple[str, ...]) -> Actions:
    """«Le chapitre III est remplacé par les dispositions suivantes»: which articles go, no text of ours tells."""
    if any(p.division is None for p in places):
        raise NotUnderstood
    return [(place, ReplacePassage(new)) for place in places]


def _rewrite_articles(places: Places, new: tuple[str, ...], what: _What, *, announced: bool) -> Actions:
    """Articles by articles: those that are quoted are written, those that are not quoted again disappear."""
    named = (*places, *what.numbers) if what.numbers or not announced else ()
    known = (lambda number: any(p.covers(number) for p in named)) if named else None
    quoted = {canonical_number(n): (n, text) for n, text in split_quoted_articles(new, known)}
    if not quoted and len(places) == 1 and places[0].until is None and what.numbers in {(), (_only(places[0]),)}:
        if what.unit not in {"article", "mots"}:
            _check_block(what, new)
        return [(places[0], ReplacePassage(new))]
    if not quoted or any(p.steps for p in places):
        raise NotUnderstood
    _check_numbers(quoted, what.numbers)
    if what.unit == "article" and what.count not in {None, len(quoted)}:
        raise NotUnderstood
    if any(p.until for p in places):
        return _rewrite_range(places, quoted)
    replaced = {p.article: p for p in places}
    if what.unit not in {"article", "division"} and not set(replaced) <= set(quoted):
        raise NotUnderstood
    actions: Actions = []
    for number, place in replaced.items():
        action: Action = ReplacePassage(quoted[number][1]) if number in quoted else DeletePassage()
        actions.append((place, action))
    for number, (shown, text) in quoted.items():
        if number not in replaced:
            actions.append((replace(places[0], article=number), CreateArticle(number, shown, text)))
    return actions


def _only(place: Place) -> Place:
    return Place(article=place.article, until=place.until)


def _rewrite_range(places: Places, quoted: dict[str, tuple[str, tuple[str, ...]]]) -> Actions:
    """«Les articles 5 à 8 sont remplacés par les dispositions suivantes»: all of the range go, the quoted ones stay."""
    if len(places) != 1 or not any(places[0].covers(number) for number in quoted):
        raise NotUnderstood
    articles = tuple((number, shown, text) for number, (shown, text) in quoted.items())
    return [(places[0], RewriteArticles(articles))]


def are_contiguous(places: Places) -> bool:
    """Tell whether several places of one article follow each other: alinéas 2, 3, 4, or items a, b, c."""
    steps = [place.steps[-1] if place.steps else None for place in places]
    if len({(p.article, p.steps[:-1]) for p in places}) != 1:
        return False
    for one, two in pairwise(steps):
        match one, two:
            case Ranked(last=last), Ranked(first=first) if first != last + 1:
                return False
            case Item(label=a), Item(label=b) if not are_next(a, b):
                return False
            case None, _:
                return False
    return True


def delete_passage(matched: Matched) -> Built:
    """Whole units go; an article is repealed."""
    places = matched.narrow("in", "subject")
    named = TITLE_OPEN in matched.words("subject")
    if any(p.article is None and not p.steps and p.division is None and not (named and p.text) for p in places):
        raise NotUnderstood
    return places, [(place, DeletePassage()) for place in places]


def merge_items(matched: Matched) -> Built:
    """«est modifiée et complétée comme suit»: items whose label exists are rewritten, the others added."""
    places = matched.narrow("in", "subject")
    return places, [(place, MergeItems(matched.block())) for place in places]


# ── Inserting ────────────────────────────────────────────────────────────────────────────────────────────────


def insert_passage(matched: Matched) -> Built:
    """Alinéas, items, sentences or articles: after or before a place, between two, or at the end."""
    what, new = _announced(matched), matched.block()
    if what.unit == "alinéa" and what.count is None and _holds_articles(matched) and split_quoted_articles(new):
        what = _What("division")
    if what.unit in {"article", "division"}:
        return create_articles(matched, what.numbers, what.count if what.unit == "article" else None)
    _check_block(what, new)
    if not matched.has("what") and new and new[0][:1].islower() and read_label(new[0]) is None:
        raise NotUnderstood  # «est ainsi complété : « et la région »»: words, or an alinéa?
    restored = matched.takes("T")
    if matched.has("place"):
        return _insert_at(matched, what, new, restored=restored)
    places = matched.narrow("in", "subject")
    actions: Actions = []
    for place in places:
        edge = place.steps[-1] if place.steps else None
        inner = replace(place, steps=place.steps[:-1]) if isinstance(edge, Edge) else place
        actions += _insert_in(inner, what, new, "before" if edge is Edge.START else "end", restored=restored)
    return places, actions


def _holds_articles(matched: Matched) -> bool:
    """Tell whether what is inserted goes after an article, or into a division or a text: it holds articles then."""
    if matched.has("place"):
        return True
    return all(p.article is None and not p.steps and (p.division or p.text) for p in matched.narrow("in", "subject"))


def _insert_in(place: Place, what: _What, new: tuple[str, ...], position: str, *, restored: bool) -> Actions:
    if what.unit == "mots":
        if len(new) != 1:
            raise NotUnderstood
        return [(place, InsertWords(" ".join(new), before=position == "before"))]
    if what.unit == "phrase et alinéas":
        if position != "end" or len(new) < 2:
            raise NotUnderstood
        return [(place, InsertPassage(new[:1], "phrase")), (place, InsertPassage(new[1:], "alinéa", "after"))]
    return [(place, InsertPassage(new, what.unit, position, what.lands, restored))]


def _insert_at(matched: Matched, what: _What, new: tuple[str, ...], *, restored: bool) -> Built:
    places = matched.narrow("in", "place")
    position = "before" if matched.takes("b") else "after"
    if matched.takes("n"):
        if len(places) != 2 or not are_contiguous(places):
            raise NotUnderstood
        places = places[:1]
    if what.unit not in {"alinéa", "item", "phrase"} or any(p.article is None and not p.steps for p in places):
        raise NotUnderstood
    if any(not p.steps for p in places):
        raise NotUnderstood
    return places, [(place, InsertPassage(new, what.unit, position, None, restored)) for place in places]


def precede_passage(matched: Matched) -> Built:
    """«Le premier alinéa est précédé d'un alinéa ainsi rédigé»."""
    what, new = _announced(matched), matched.block()
    _check_block(what, new)
    if what.unit not in {"alinéa", "item", "phrase"}:
        raise NotUnderstood
    places = matched.narrow("in", "subject")
    return places, [(place, InsertPassage(new, what.unit, "before")) for place in places]


def create_articles(matched: Matched, numbers: tuple[Place, ...] = (), count: int | None = None) -> Built:
    """Create the articles that a block quotes, each under its heading; one without heading takes its number."""
    places = matched.narrow("in", "place", "subject")
    named = next((p.division for p in places if p.division), None)
    unit = re.sub(r"^une?\s+|\s+intitulée?$", "", " ".join(matched.words("unit").split()))
    division = " du ".join(filter(None, (unit, named))) or None
    new = matched.block()
    quoted = split_quoted_articles(new, (lambda number: any(p.covers(number) for p in numbers)) if numbers else None)
    if not quoted and len(numbers) == 1 and numbers[0].article and numbers[0].until is None:
        quoted = [(numbers[0].article, new)]
    if not quoted:
        raise NotUnderstood
    _check_numbers([canonical_number(n) for n, _ in quoted], numbers)
    if count not in {None, len(quoted)}:
        raise NotUnderstood
    texts = {p.text for p in places}
    text = texts.pop() if len(texts) == 1 else None
    restored = matched.takes("T")
    return places, [
        (
            Place(text, canonical_number(number), division=division),
            CreateArticle(canonical_number(number), number, alineas, restored),
        )
        for number, alineas in quoted
    ]


def _restore_articles(places: Places, new: tuple[str, ...]) -> Actions:
    named = {place.article: place for place in places if place.article}
    quoted = split_quoted_articles(new, lambda number: number in named)
    if not quoted and len(places) == 1:
        quoted = [(places[0].article or "", new)]
    if {canonical_number(number) for number, _ in quoted} != set(named):
        raise NotUnderstood
    return [
        (named[canonical_number(number)], CreateArticle(canonical_number(number), number, text, True))
        for number, text in quoted
    ]


def restore_passage(matched: Matched) -> Built:
    """«L'article 11 est rétabli dans la rédaction suivante», «Le 4° est ainsi rétabli»."""
    places, new = matched.narrow("in", "subject"), matched.block()
    if all(p.article and not p.steps and p.until is None for p in places):
        return places, _restore_articles(places, new)
    if len(places) != 1:
        raise NotUnderstood
    place = places[0]
    match place.steps:
        case (*outer, Item(label=label)):
            _check_block(_What("item", labels=(label,)), new)
            return places, [(replace(place, steps=tuple(outer)), InsertPassage(new, "item", "end", None, True))]
    raise NotUnderstood


_TITLE_OF = re.compile(r"l'intitulé\s+", re.IGNORECASE)


def retitle_division(matched: Matched) -> Built:
    """«L'intitulé du titre V est ainsi rédigé»: a heading is no part of an article."""
    (span,) = matched.spans("title")
    phrase = matched.reader.masked(span)
    heading = _TITLE_OF.match(phrase)
    read = matched.reader.relative_places(phrase[heading.end() :], span[0] + heading.end()) if heading else None
    if read is None or len(read) != 1 or read[0].division is None:
        raise NotUnderstood
    new = " ".join(matched.quoted("new") or matched.block())
    places = matched.narrow_read(read)
    return places, [(place, RetitleDivision(new)) for place in places]


_GROUPED = re.compile(
    r"(?:et\s+)?(?:comprenant|(?:qui|il|elle)\s+comprend|(?:composée?|constituée?)\s+(?=d))\s*(?:l'|les\s+|des\s+|de\s+l')"
    r"articles?\b(?!.*\bsuivants?\b)",
    re.IGNORECASE,
)


def group_articles(matched: Matched) -> Built:
    """«Il est créé un paragraphe 1 intitulé : « … » qui comprend les articles 5 à 8»: their text stays what it is."""
    if _GROUPED.match(" ".join(matched.words("contents").split())) is None:
        raise NotUnderstood
    places = matched.narrow("in", "place")
    unit = re.sub(r"^une?\s+|\s+intitulée?$", "", " ".join(matched.words("unit").split()))
    title = " ".join(matched.quoted("title") or matched.block("title"))
    return places, [(Place(places[0].text, division=unit), RetitleDivision(title))]
