"""A clause that a form found, and where it applies: places are completed by the clauses and headers before it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from consolidate.chunks import CARD_WORD, MARK_NAMES, MARKS, OCCURRENCE_COUNT, OCCURRENCE_RANK, RANK_WORD
from consolidate.operations import Action, Edge, Item, Occurrence, Operation, Place, Ranked, Recall, Step, Unit
from consolidate.patterns import Match
from corpus.dates import find_dates
from corpus.model import Span, TextId
from corpus.numerals import CARDINALS, ORDINALS

_MARK_AND_WORDS = re.compile(rf"(?:l[ea]|une?)\s+(?P<mark>{MARK_NAMES})\s+(?:et|ou)\s", re.IGNORECASE)

Places = tuple[Place, ...]
Actions = list[tuple[Place, Action]]
Built = tuple[Places, Actions]
"""The places that a clause names, and its actions."""


class NotUnderstood(Exception):
    """A part of the match is no place, or announces something that the builders do not know."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a clause inherits.

    ``inherited`` are the places of the header; ``lead`` those that the clause before put first («Au premier alinéa,
    …»), which hold for a clause that names none; ``named`` all that the clause before named, whose outer levels
    complete the places of the next one («… et le second alinéa …»).
    """

    inherited: Places
    lead: Places | None = None
    named: Places | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that was understood: its operations, the span of its words, and what the next clause inherits."""

    operations: tuple[Operation, ...]
    span: Span
    last: int
    form: str
    context: Context
    opens: Places | None = None
    effective: dt.date | None = None
    """The day that a header gives for its points: «A compter du 1er janvier 2011, le code est ainsi modifié :»."""


class Reader(Protocol):
    """What a builder asks of the reader of the act."""

    @property
    def act_article(self) -> str | None:
        """The article of the act that is being read."""

    def relative_places(self, phrase: str, offset: int) -> Places | None:
        """Read a place phrase as it stands, without any context."""

    def note_places(self, places: Places) -> None:
        """Remember the places that «le même alinéa», «le même article» will recall."""

    def quotes_in(self, span: Span) -> list[tuple[str, ...]]:
        """Give the quotations of a span, each as its alinéas."""

    def sentence(self, span: Span) -> str:
        """Give the act's own words in a span."""

    def masked(self, span: Span) -> str:
        """Give a span of the sentence with quotations and titles masked."""


@dataclass(slots=True)
class Matched:
    """A matched form in its act: gives the parts of the match as places, words and occurrences."""

    found: Match
    reader: Reader
    context: Context

    # ── Parts ────────────────────────────────────────────────────────────────────────────────────────────────

    def has(self, group: str) -> bool:
        """Tell whether a group is there."""
        return self.found.has(group)

    def spans(self, group: str) -> list[Span]:
        """The characters of a group, each time that it occurs."""
        return [self.found.chunked.span(*indexes) for indexes in self.found.groups(group)]

    def words(self, group: str) -> str:
        """The masked words of a group, or nothing."""
        return " ".join(self.reader.masked(span) for span in self.spans(group))

    def quoted(self, group: str) -> tuple[str, ...]:
        """The quotations of a group, each as one string: words stand in one alinéa."""
        quotes = [(span, alineas) for span in self.spans(group) for alineas in self.reader.quotes_in(span)]
        if any(len(alineas) != 1 for _, alineas in quotes):
            raise NotUnderstood
        if any(mark in self.reader.masked(span) for span in self.spans(group) for mark in ("virgule", "point")):
            return tuple(self._with_mark(group))
        return tuple(alineas[0] for _, alineas in quotes)

    def _with_mark(self, group: str) -> Iterator[str]:
        """«La virgule et les mots : « sauf urgence »»: the sign, then the words, unless they bring it themselves."""
        chunks = self.found.chunked.chunks
        for first, last in self.found.groups(group):
            for chunk in chunks[first:last]:
                named = _MARK_AND_WORDS.match(self.reader.masked(chunk.span))
                for (words,) in self.reader.quotes_in(chunk.span):
                    mark = MARKS[named["mark"].lower()] if named else ""
                    if mark in words and not words.startswith(mark):
                        raise NotUnderstood  # whether it is this one, the drafter does not say
                    yield words if words.startswith(mark) else f"{mark} {words}"

    def block(self, group: str = "block") -> tuple[str, ...]:
        """The quoted alinéas of a group."""
        return tuple(a for span in self.spans(group) for alineas in self.reader.quotes_in(span) for a in alineas)

    def takes(self, code: str) -> bool:
        """Tell whether the clause holds a chunk of a code."""
        return code in self.found.codes

    def says(self, word: str) -> bool:
        """Tell whether the clause holds a word of the drafter: «respectivement»."""
        return word in self.reader.masked(self.found.span).lower()

    # ── Places ───────────────────────────────────────────────────────────────────────────────────────────────

    def start_places(self) -> Places:
        """The places of a clause before its own ones are read."""
        if self.context.lead is not None:
            return self.context.lead
        if self.context.named is None or any(p.article for p in self.context.inherited):
            return self.context.inherited
        whole = {replace(p, steps=()) for p in self.context.named}
        if len(whole) == 1 and not any(p.steps for p in self.context.named):
            return tuple(whole)
        raise NotUnderstood

    def narrow(self, *groups: str) -> Places:
        """Read the places of groups, in their order, each inside the one before; none of them gives the context."""
        places: Places | None = None
        spans = sorted((span, group) for group in groups for span in self.spans(group))
        for span, _ in spans:
            read = self.reader.relative_places(self.reader.masked(span), span[0])
            if read is None:
                raise NotUnderstood
            places = self._complete(read) if places is None else _nest(read, places)
        if places is None:
            return self.start_places()
        self.reader.note_places(places)
        return places

    def narrow_read(self, read: Places) -> Places:
        """Complete places that a builder read itself."""
        places = self._complete(read)
        self.reader.note_places(places)
        return places

    def _complete(self, read: Places) -> Places:
        """Complete the first place of a clause by the clause before it, or by the header."""
        if self.context.named is None or any(p.article or p.text or p.division for p in read):
            completed = (p.inside(outer) for outer in self.context.inherited for p in read)
            before = self._text_before()
            filled = (p if p.text or before is None else replace(p, text=before) for p in completed)
            return tuple(dict.fromkeys(filled)) if len(self.context.inherited) > 1 else tuple(filled)
        fixed = len(self.context.inherited[0].steps)
        after = [_after(p, named, fixed) for named in self.context.named for p in read]
        return tuple(dict.fromkeys(after))

    def _text_before(self) -> TextId | None:
        """The text of the clause before: «A l'article 5 du code civil, … et, à l'article 6, …»."""
        texts = {p.text for p in self.context.named or ()}
        return texts.pop() if len(texts) == 1 else None

    # ── Occurrences and dates ────────────────────────────────────────────────────────────────────────────────

    def occurrence(self) -> Occurrence:
        """What the clause says of occurrences, wherever it says so."""
        return self._occurrence_of(range(self.found.first, self.found.last))

    def occurrences_of(self, group: str) -> list[Occurrence]:
        """The occurrence that is said of each quotation of a group («les mots « A » et la seconde occurrence…»)."""
        chunks = self.found.chunked.chunks
        said: list[Occurrence] = []
        for first, last in self.found.groups(group):
            for index in range(first, last):
                if chunks[index].code in "wvqW":
                    before = chunks[index - 1].code if index > self.found.first else ""
                    own = self._occurrence_of([index - 1]) if before == "o" else Occurrence()
                    said.append(own)
        return said if len(said) > 1 and any(o != Occurrence() for o in said) else [self.occurrence()] * len(said)

    def _occurrence_of(self, indexes: Sequence[int]) -> Occurrence:
        chunks = self.found.chunked.chunks
        read = [read_occurrence(self.reader.masked(chunks[i].span)) for i in indexes if chunks[i].code == "o"]
        if len(read) > 1:
            raise NotUnderstood
        return read[0] if read else Occurrence()

    def effective(self) -> dt.date | None:
        """The day that the clause itself gives."""
        chunks = self.found.chunked.chunks[self.found.first : self.found.last]
        days = [day for c in chunks if c.code == "d" for *_, day in find_dates(self.reader.masked(c.span))]
        return days[0] if days else None

    def chunks_of(self, code: str) -> list[Span]:
        """The characters of the chunks of a code in the clause."""
        return [c.span for c in self.found.chunked.chunks[self.found.first : self.found.last] if c.code == code]

    def landing(self) -> int | None:
        """The rank that «qui devient le quatrième» gives."""
        chunks = self.found.chunked.chunks[self.found.first : self.found.last]
        return next((read_rank(self.reader.masked(c.span)) for c in chunks if c.code == "h"), None)


def read_occurrence(words: str) -> Occurrence:
    """Read «à la seconde occurrence», «par deux fois», «à chaque occurrence»."""
    stripped = words.strip()
    if OCCURRENCE_RANK.fullmatch(stripped):
        ranks = [_ordinal(m[0]) for m in RANK_WORD.finditer(stripped)]
        if count := CARD_WORD.search(stripped):
            number = CARDINALS[count[0].lower()]
            return Occurrence(tuple(range(1, number + 1)) if ranks == [1] else tuple(range(-number, 0)))
        return Occurrence(tuple(ranks))
    if OCCURRENCE_COUNT.fullmatch(stripped):
        count = CARD_WORD.search(stripped)
        return Occurrence(count=CARDINALS[count[0].lower()] if count else None)
    return Occurrence(every=True)


def _ordinal(word: str) -> int:
    lower = word.lower()
    return ORDINALS[lower] if lower in ORDINALS else ORDINALS[lower.removesuffix("s")]


def read_rank(phrase: str) -> int | None:
    """Give the first ordinal of a phrase as a rank."""
    for word in phrase.lower().split():
        if word in ORDINALS:
            return ORDINALS[word]
    return None


# ── Levels ───────────────────────────────────────────────────────────────────────────────────────────────────


def _level(step: Step) -> int:
    """How deep a step stands: «I» above «A» above «1°» above «a», then dashes, alinéas, sentences, edges."""
    match step:
        case Item(label=label):
            styles = (r"[IVXLC]+\b.*", r"[A-Z]\b.*", r"\d+.*", r"[a-z]+.*")
            return next(n for n, style in enumerate(styles) if re.fullmatch(style, label) or n == len(styles) - 1)
        case Ranked(unit=unit):
            return {Unit.DASH: 4, Unit.ALINEA: 5, Unit.SENTENCE: 6}[unit]
        case Edge():
            return 7
        case Recall():
            return 0


def _after(place: Place, named: Place, fixed: int) -> Place:
    """Complete a place by one that the clause before named: its levels that are outside the new place are kept.

    «A la première phrase du premier alinéa, … et, à la seconde phrase, …»: the second sentence is that of the first
    alinéa. «Au II, … et, au deuxième alinéa, …» could be the second alinéa of the II or of the article: not understood.
    """
    if not place.steps or isinstance(place.steps[0], Recall):
        return place.inside(named)
    depth = _level(place.steps[0])
    kept = [s for s in named.steps[fixed:] if _level(s) < depth]
    if kept and isinstance(kept[-1], Item) and depth == 5:
        raise NotUnderstood
    return replace(named, steps=(*named.steps[:fixed], *kept, *place.steps))


def _nest(read: Places, outer: Places) -> Places:
    """Read places inside those that the same clause named before: no article may follow a step."""
    if any(p.article or p.text for p in read) and any(o.steps for o in outer):
        raise NotUnderstood
    return tuple(p.inside(o) for o in outer for p in read)
