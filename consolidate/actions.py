"""From a matched form to typed operations: one small builder for each action that forms name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from consolidate.forms import Form
from consolidate.operations import (
    Action,
    CreateArticle,
    DeletePassage,
    DeleteWords,
    Edge,
    InsertPassage,
    InsertWords,
    Item,
    MergeItems,
    MoveArticle,
    Occurrence,
    Operation,
    Place,
    Ranked,
    Relabel,
    ReplacePassage,
    ReplaceTail,
    ReplaceWords,
    Unit,
)
from consolidate.places import CARDINALS, ORDINALS, PlaceReader, read_numbers
from corpus.model import Span
from corpus.numbering import NUMBER_PATTERN, canonical_number

Places = tuple[Place, ...]


class Reader(Protocol):
    """What a builder asks of the reader of the act."""

    @property
    def act_article(self) -> str | None:
        """The article of the act that is being read."""

    def places(self, phrase: str, offset: int, context: Places) -> Places | None:
        """Read a place phrase inside a context."""

    def quotes_in(self, span: Span) -> list[tuple[str, ...]]:
        """Give the quotations of a span, each as its alinéas."""

    def sentence(self, span: Span) -> str:
        """Give the words of a span."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that was understood: its operations, its end, and the place that the next clause inherits."""

    operations: tuple[Operation, ...]
    end: int
    lead: Places | None


@dataclass(frozen=True, slots=True)
class _Matched:
    """A matched form in its act: gives the parts of the match as places and quoted words."""

    match: re.Match[str]
    start: int
    reader: Reader
    context: Places

    def has(self, group: str) -> bool:
        return self.match.re.groupindex.get(group) is not None and bool(self.match[group])

    def words(self, group: str) -> str:
        return self.match[group] if self.has(group) else ""

    def span(self, group: str) -> Span:
        low, high = self.match.span(group)
        return self.start + low, self.start + high

    def quoted(self, group: str) -> tuple[str, ...]:
        return tuple("\n".join(alineas) for alineas in self.reader.quotes_in(self.span(group)))

    def block(self) -> tuple[str, ...]:
        return tuple(alinea for alineas in self.reader.quotes_in(self.span("block")) for alinea in alineas)

    def places(self, group: str, context: Places) -> Places | None:
        return self.reader.places(self.match[group], self.span(group)[0], context)


class _NotUnderstood(Exception):
    """A part of the match is no place, or announces something that the builders do not know."""


def build_operations(form: Form, match: re.Match[str], start: int, context: Places, reader: Reader) -> Clause | None:
    """Build the operations of a matched form; None when a part of it is not understood."""
    matched = _Matched(match, start, reader, context)
    end = start + match.end()
    try:
        lead = _narrow(matched, "lead", context)
        places = _narrow(matched, "subject", lead)
        actions = _BUILDERS[form.action](matched, places)
    except _NotUnderstood:
        return None
    landing = _rank(matched.words("landing"))
    operations = tuple(
        Operation(
            action,
            place,
            form.name,
            (start, end),
            reader.sentence((start, end)),
            reader.act_article,
            landing,
        )
        for place, action in actions
    )
    return Clause(operations, end, lead if matched.has("lead") else None)


def _narrow(matched: _Matched, group: str, context: Places) -> Places:
    if not matched.has(group):
        return context
    places = matched.places(group, context)
    if places is None:
        raise _NotUnderstood
    return places


def _rank(phrase: str) -> int | None:
    for word in phrase.lower().split():
        if word in ORDINALS:
            return ORDINALS[word]
    return None


Actions = list[tuple[Place, Action]]

# ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────


def _occurrence(matched: _Matched, places: Places) -> Occurrence:
    rank = ORDINALS.get(matched.words("rank").lower())
    every = any(matched.has(f"every{n}") for n in (1, 2, 3))
    counts = [matched.words(f"count{n}") for n in (1, 2, 3) if matched.has(f"count{n}")]
    whole_text = all(place.article is None for place in places)
    return Occurrence(rank, CARDINALS[counts[0].lower()] if counts else None, every or whole_text)


def _replace_words(matched: _Matched, places: Places) -> Actions:
    places = _narrow(matched, "tail", places)
    old, new = matched.quoted("old"), matched.quoted("new")
    if len(new) not in {1, len(old)}:
        raise _NotUnderstood
    return [(place, ReplaceWords(old, new, _occurrence(matched, places))) for place in places]


def _insert_words(matched: _Matched, places: Places) -> Actions:
    places = _narrow(matched, "tail", places)
    new, anchors = matched.quoted("new"), matched.quoted("anchor")
    if len(new) != 1:
        raise _NotUnderstood
    before = matched.words("side").lower() == "avant"
    occurrence = _occurrence(matched, places)
    return [(place, InsertWords(new[0], anchor, before, occurrence)) for place in places for anchor in anchors]


def _insert_words_at_edge(matched: _Matched, places: Places) -> Actions:
    new = matched.quoted("new")
    if len(new) != 1:
        raise _NotUnderstood
    actions: Actions = []
    for place in places:
        edge = place.steps[-1] if place.steps else None
        steps = place.steps[:-1] if isinstance(edge, Edge) else place.steps
        actions.append((replace(place, steps=steps), InsertWords(new[0], before=edge is Edge.START)))
    return actions


def _delete_words(matched: _Matched, places: Places) -> Actions:
    places = _narrow(matched, "tail", places)
    return [(place, DeleteWords(matched.quoted("old"), _occurrence(matched, places))) for place in places]


def _replace_tail(matched: _Matched, places: Places) -> Actions:
    places = _narrow(matched, "place", places)
    new = " ".join(matched.block()) if matched.has("block") else ""
    return [(place, ReplaceTail(matched.quoted("anchor")[0], new)) for place in places]


# ── Whole units ──────────────────────────────────────────────────────────────────────────────────────────────

_HEADING = re.compile(
    rf"(?:\*\*)?\s*(?:Art(?:icle)?s?\.?)\s*(?P<number>{NUMBER_PATTERN})\s*\.?\s*(?:\*\*)?\s*(?:[-‐‑–—−!]+|\.|:)\s*(?:\*\*)?",
)
_DIVISION_HEADING = re.compile(
    r"(?:partie|livre|titre|chapitre|(?:sous-)?section|(?:sous-)?paragraphe)\s+(?:[IVXLC]+|\d+|premi|préliminaire|unique)",
    re.IGNORECASE,
)


def split_quoted_articles(alineas: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Cut quoted alinéas at their article headings («Art. R. 731. - …»): (number as published, alinéas).

    Headings of divisions between two articles, and the line of their title, belong to no article.
    """
    articles: list[tuple[str, list[str]]] = []
    in_heading = True
    for alinea in alineas:
        if heading := _HEADING.match(alinea):
            articles.append((" ".join(heading["number"].split()), []))
            in_heading = False
            if rest := alinea[heading.end() :].strip():
                articles[-1][1].append(rest)
        elif _DIVISION_HEADING.match(alinea) and len(alinea) < 200:
            in_heading = True
        elif not in_heading and articles:
            articles[-1][1].append(alinea)
    return [(number, tuple(text)) for number, text in articles]


def _without_heading(alineas: tuple[str, ...], number: str | None) -> tuple[str, ...]:
    """Take the heading of a quoted article off its first alinéa."""
    heading = _HEADING.match(alineas[0]) if alineas else None
    if heading is None or (number and canonical_number(heading["number"]) != number):
        return alineas
    rest = alineas[0][heading.end() :].strip()
    return ((rest,) if rest else ()) + alineas[1:]


def _replace_passage(matched: _Matched, places: Places) -> Actions:
    new = matched.block()
    if len({p.article for p in places}) > 1 and all(not p.steps for p in places):
        return _rewrite_articles(places, new)
    if len(places) == 1:
        return [(places[0], ReplacePassage(_for_place(new, places[0])))]
    if len(places) == len(new):
        return [(place, ReplacePassage((alinea,))) for place, alinea in zip(places, new, strict=True)]
    if not _contiguous(places):
        raise _NotUnderstood
    first: Actions = [(places[0], ReplacePassage(new))]
    return first + [(place, DeletePassage()) for place in places[1:]]


def _for_place(new: tuple[str, ...], place: Place) -> tuple[str, ...]:
    return new if place.steps else _without_heading(new, place.article)


def _rewrite_articles(places: Places, new: tuple[str, ...]) -> Actions:
    texts = {canonical_number(number): text for number, text in split_quoted_articles(new)}
    if set(texts) != {p.article for p in places}:
        raise _NotUnderstood
    return [(place, ReplacePassage(texts[place.article or ""])) for place in places]


def _contiguous(places: Places) -> bool:
    """Tell whether several places of one article follow each other: alinéas 2, 3, 4, or items a, b, c."""
    steps = [place.steps[-1] if place.steps else None for place in places]
    if len({(p.article, p.steps[:-1]) for p in places}) != 1:
        return False
    for one, two in pairwise(steps):
        match one, two:
            case Ranked(last=last), Ranked(first=first) if first != last + 1:
                return False
            case Item(label=a), Item(label=b) if not _next_label(a, b):
                return False
            case None, _:
                return False
    return True


def _next_label(one: str, two: str) -> bool:
    digits = re.match(r"\d+", one), re.match(r"\d+", two)
    if digits[0] and digits[1]:
        return int(digits[1][0]) - int(digits[0][0]) in {0, 1}
    return two > one


def _delete_passage(matched: _Matched, places: Places) -> Actions:
    if any(place.article is None and not place.steps for place in places):
        raise _NotUnderstood
    return [(place, DeletePassage()) for place in places]


def _merge_items(matched: _Matched, places: Places) -> Actions:
    return [(place, MergeItems(matched.block())) for place in places]


@dataclass(frozen=True, slots=True)
class _What:
    """What an insertion announces."""

    unit: str
    lands: int | None = None
    numbers: tuple[str, ...] = ()


_ARTICLE_WHAT = re.compile(rf"articles?\s+(?P<numbers>{NUMBER_PATTERN}.*)?", re.DOTALL)
_DIVISION_WHAT = re.compile(
    r"(?:nouve(?:au|lle)x?\s+)?(?:livre|titre|chapitre|(?:sous-)?section|division)s?\b", re.IGNORECASE
)
_ALINEA_WHAT = re.compile(r"alinéas?\b|paragraphes?\b|dispositions?\b|tirets?\b", re.IGNORECASE)


def _read_what(phrase: str) -> _What:
    bare = re.sub(
        rf"^(?:{'|'.join(CARDINALS)}|les?|des|la|l')\s*(?:nouve(?:au|l|lle)x?s?\s+)?", "", phrase.strip(), flags=re.I
    )
    if article := _ARTICLE_WHAT.match(bare):
        return _What("article", numbers=tuple(read_numbers(article["numbers"] or "")))
    if _DIVISION_WHAT.match(bare):
        return _What("article")
    if re.search(r"\bphrases?\b", bare, re.IGNORECASE):
        return _What("phrase")
    if _ALINEA_WHAT.search(bare):
        return _What("alinéa", _rank(bare))
    steps = PlaceReader(lambda _: None).read(bare if bare != phrase else phrase)
    if steps and all(p.steps and isinstance(p.steps[-1], Item) for p in steps):
        return _What("item")
    raise _NotUnderstood


def _insert_passage(matched: _Matched, places: Places) -> Actions:
    what = _read_what(matched.words("what")) if matched.has("what") else _What("alinéa")
    new = matched.block()
    if what.unit == "article":
        return _create_articles(matched, places, what.numbers)
    if matched.has("place"):
        places = _narrow(matched, "place", places)
        position = "before" if matched.words("side").lower() == "avant" else "after"
        return [(place, InsertPassage(new, what.unit, position)) for place in places]
    actions: Actions = []
    for place in places:
        edge = place.steps[-1] if place.steps else None
        steps = place.steps[:-1] if isinstance(edge, Edge) else place.steps
        position = "before" if edge is Edge.START else "end"
        actions.append((replace(place, steps=steps), InsertPassage(new, what.unit, position, what.lands)))
    return actions


def _create_articles(matched: _Matched, places: Places, numbers: tuple[str, ...] = ()) -> Actions:
    """Create the articles that a block quotes, each under its heading; one without heading takes its number."""
    context = places
    for group in ("place", "division"):
        if matched.has(group):
            context = _narrow(matched, group, places)
    text = context[0].text if context else None
    named = context[0].division if context else None
    division = " du ".join(filter(None, (" ".join(matched.words("unit").split()), named))) or None
    new = matched.block()
    restored = matched.has("restored")
    quoted = split_quoted_articles(new)
    if not quoted and len(numbers) == 1:
        quoted = [(numbers[0], new)]
    if not quoted or (numbers and {canonical_number(n) for n, _ in quoted} != set(numbers)):
        raise _NotUnderstood
    return [
        (
            Place(text, canonical_number(number), division=division),
            CreateArticle(canonical_number(number), number, alineas, restored),
        )
        for number, alineas in quoted
    ]


def _renumber(matched: _Matched, places: Places) -> Actions:
    """«Les 4° et 5° deviennent respectivement les 3° et 4°»; an alinéa that changes rank needs no edit."""
    target = re.sub(r"^(?:une?|l'|la|les?|respectivement)\s+", "", matched.words("target").strip(), flags=re.IGNORECASE)
    targets = PlaceReader(lambda _: None).read(target)
    if targets is None or len(targets) != len(places):
        raise _NotUnderstood
    actions: Actions = []
    for old, new in zip(places, targets, strict=True):
        if not old.steps and old.article and new.article and not new.steps:
            actions.append((old, MoveArticle(new.article)))
        elif old.steps and new.steps and isinstance(old.steps[-1], Item) and isinstance(new.steps[-1], Item):
            actions.append((old, Relabel(new.steps[-1].label)))
        elif not (old.steps and isinstance(old.steps[-1], Ranked) and old.steps[-1].unit is Unit.ALINEA):
            raise _NotUnderstood
    return actions


_BUILDERS: dict[str, Callable[[_Matched, Places], Actions]] = {
    "replace-words": _replace_words,
    "insert-words": _insert_words,
    "insert-words-edge": _insert_words_at_edge,
    "delete-words": _delete_words,
    "replace-tail": _replace_tail,
    "replace-passage": _replace_passage,
    "insert-passage": _insert_passage,
    "delete-passage": _delete_passage,
    "merge-items": _merge_items,
    "create-articles": lambda matched, places: _create_articles(matched, places),
    "renumber": _renumber,
}
