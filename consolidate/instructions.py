"""Read the amending sentences of an act: its body in, typed operations out, and every character accounted for.

The body is read whole. Quotations and names of texts are masked first, so that only the drafter's own words are
matched against the forms (:mod:`consolidate.forms`). Lists («1° … a) …») give their points a context: «L'article 5 est
ainsi modifié : 1° Au premier alinéa, …».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from consolidate.actions import Clause, build_operations
from consolidate.anatomy import Label, read_label, settle_style
from consolidate.forms import CONTEXT, CUE, FORMS, HEADER, Form
from consolidate.operations import Operation, Place, SpanKind, Stretch
from consolidate.places import TITLE_CLOSE, TITLE_INSIDE, TITLE_OPEN, UNNAMED, PlaceReader, find_articles
from consolidate.quotes import OPEN, QUOTE_PATTERN, Masked, mask_quotes
from corpus.layout import ActArticle, split_articles
from corpus.model import Span, TextId
from corpus.titles import TitleMatch, find_titles

_SAME_LENGTH = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
_CONNECTOR = re.compile(
    r"\s*(?:[,;.]\s*)*(?:(?:et|puis)\b\s*)?(?:[,:]\s*)?(?:(?:enfin|d'autre\s+part|d'une\s+part)\s*,?\s*)?"
)
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in an act's body. ``stretches`` tile it; ``unread`` are those that look like orders."""

    body: str
    operations: tuple[Operation, ...]
    stretches: tuple[Stretch, ...]
    doubtful: tuple[tuple[str, Span], ...] = ()
    """(number, span): articles that an unread order names; what the act says of them is not known whole."""

    @property
    def unread(self) -> tuple[Span, ...]:
        """The spans that look like instructions and that no form reads."""
        return tuple(s.span for s in self.stretches if s.kind is SpanKind.UNREAD)


def read_instructions(body: str, act: TextId | None = None, visas: Sequence[str] = ()) -> Reading:
    """Read the amending instructions of an act's body.

    ``act`` is the act itself («du présent décret»); ``visas`` name the texts that «susvisé» recalls.
    """
    reader = _Reader(mask_quotes(body), act, tuple(visas))
    for article in split_articles(reader.masked.mask):
        reader.read_article(article)
    return Reading(body, tuple(reader.operations), reader.stretches(), tuple(reader.doubtful))


@dataclass(frozen=True, slots=True)
class _Context:
    """What a point of a list inherits: the places of its header. ``leaf``: an instruction, not a header."""

    style: str
    places: tuple[Place, ...]
    leaf: bool
    label: Label | None = None


@dataclass(slots=True)
class _Reader:
    masked: Masked
    act: TextId | None
    visas: tuple[str, ...]
    operations: list[Operation] = field(default_factory=list)
    kinds: list[SpanKind | None] = field(init=False)
    sentences: str = field(init=False)
    titles: dict[int, TextId] = field(default_factory=dict)
    doubtful: list[tuple[str, Span]] = field(default_factory=list)
    stack: list[_Context] = field(default_factory=list)
    last_article: str | None = None
    act_article: str | None = None

    def __post_init__(self) -> None:
        self.kinds = [None] * len(self.masked.mask)
        self.sentences = self._mask_titles(self.masked.mask.translate(_SAME_LENGTH))
        for quote in self.masked.quotes:
            self._paint(quote.span, SpanKind.QUOTED)

    # ── Names of texts ───────────────────────────────────────────────────────────────────────────────────────

    def _mask_titles(self, mask: str) -> str:
        pieces, position = [], 0
        last: dict[str, TextId] = {}
        recalled = _recalled(self.visas)
        for title in find_titles(mask):
            if OPEN in mask[title.start : title.end] or title.end - title.start < 2:
                continue
            text = _resolve_title(title, last, self.act, recalled)
            if text is None:
                continue
            if text is not UNNAMED:
                last[title.nature] = text
            self.titles[title.start] = text
            inside = TITLE_INSIDE * (title.end - title.start - 2)
            pieces += [mask[position : title.start], TITLE_OPEN, inside, TITLE_CLOSE]
            position = title.end
        return "".join([*pieces, mask[position:]])

    # ── Articles of the act, units, clauses ──────────────────────────────────────────────────────────────────

    def read_article(self, article: ActArticle) -> None:
        self.act_article = article.number
        self.stack = []
        self.last_article = None
        self._paint(article.heading, SpanKind.HEADING)
        for start, end in _units(self.sentences, article.content):
            self._read_unit(start, end)

    def _read_unit(self, start: int, end: int) -> None:
        labels, position = self._read_labels(start, end)
        styles = [label.style for label in labels]
        inherited = self._enter(styles)
        if header := self._read_header(position, end, inherited):
            self._push(labels, header, leaf=False)
            self._paint((position, end), SpanKind.CONNECTIVE)
            return
        read = self._read_clauses(position, end, inherited)
        if labels:
            self._push(labels, inherited, leaf=True)
        if not read:
            self._leave(position, end, inherited)

    def _read_labels(self, start: int, end: int) -> tuple[list[Label], int]:
        """Read the labels at the head of a unit: «I. - A. - 1.» opens three levels."""
        labels: list[Label] = []
        position = start
        while (label := read_label(self.sentences[position:end])) and len(labels) < 4:
            if label.style == "dash" and labels:
                break
            labels.append(settle_style(label, [c.label for c in self.stack if c.label]))
            self._paint((position, position + label.span[1]), SpanKind.CONNECTIVE)
            position += label.span[1]
        return labels, position

    def _enter(self, styles: list[str]) -> tuple[Place, ...]:
        """Go to the level of a unit's first label; give the places that it inherits."""
        if styles:
            opened = [c.style for c in self.stack]
            if styles[0] in opened:
                del self.stack[opened.index(styles[0]) :]
        else:
            while self.stack and self.stack[-1].leaf:
                self.stack.pop()
        return self.stack[-1].places if self.stack else (Place(),)

    def _push(self, labels: list[Label], places: tuple[Place, ...], *, leaf: bool) -> None:
        if labels:
            self.stack += [_Context(label.style, places, leaf, label) for label in labels]
            return
        opened = [c.style for c in self.stack]
        if "plain" in opened:
            del self.stack[opened.index("plain") :]
        self.stack.append(_Context("plain", places, leaf))

    def _read_header(self, start: int, end: int, inherited: tuple[Place, ...]) -> tuple[Place, ...] | None:
        sentence = self.sentences[start:end]
        for form in (HEADER, CONTEXT):
            match = form.match(sentence)
            if match and not sentence[match.end() :].strip():
                return self.places(match["subject"], start + match.start("subject"), inherited)
        return None

    def _read_clauses(self, start: int, end: int, inherited: tuple[Place, ...]) -> bool:
        """Read the clauses of a unit one after the other; a clause without place takes the place before it."""
        position, read_any = start, False
        context = inherited
        while position < end:
            connector = _CONNECTOR.match(self.sentences, position, end)
            clause_start = connector.end() if connector else position
            clause = self._read_clause(clause_start, end, context, inherited)
            if clause is None:
                break
            self._paint((position, clause_start), SpanKind.CONNECTIVE)
            self._paint((clause_start, clause.end), SpanKind.OPERATION)
            position, context, read_any = clause.end, clause.lead or context, True
        if read_any and self.sentences[position:end].strip():
            # Words that go on with the clause, not after its end, are part of the order: it was not read whole.
            whole = re.match(r"\s*[.;»]", self.sentences[position:end]) is not None
            self._leave(position, end, context, order=not whole)
        return read_any

    def _read_clause(
        self, start: int, end: int, context: tuple[Place, ...], inherited: tuple[Place, ...]
    ) -> Clause | None:
        rest = self.sentences[start:end]
        for form in FORMS:
            match = form.regex.match(rest)
            if match is None:
                continue
            clause = self._build(form, match, start, context)
            if clause is None and context is not inherited:
                clause = self._build(form, match, start, inherited)
            if clause is not None:
                self.operations += clause.operations
                return clause
        return None

    def _build(self, form: Form, match: re.Match[str], start: int, context: tuple[Place, ...]) -> Clause | None:
        return build_operations(form, match, start, context, self)

    # ── What the builders of operations ask ──────────────────────────────────────────────────────────────────

    def places(self, phrase: str, offset: int, context: tuple[Place, ...]) -> tuple[Place, ...] | None:
        """Read a place phrase inside a context; None when it is not understood."""
        read = PlaceReader(self.titles.get, self.last_article).read(phrase, offset)
        if read is None:
            return None
        named = [p.article for p in read if p.article]
        if named:
            self.last_article = named[-1]
        return tuple(place.inside(outer) for outer in context for place in read)

    def quotes_in(self, span: Span) -> list[tuple[str, ...]]:
        """Give the quotations of a span of the body, each as its alinéas."""
        return [q.alineas for q in self.masked.quotes if span[0] <= q.span[0] and q.span[1] <= span[1]]

    def sentence(self, span: Span) -> str:
        """Give the words of a span of the body."""
        return self.masked.text[slice(*span)]

    # ── The account of characters ────────────────────────────────────────────────────────────────────────────

    def _leave(self, start: int, end: int, context: tuple[Place, ...], *, order: bool = False) -> None:
        """Leave words that no form reads; where they look like an order, the articles that they name are in doubt."""
        kind = self._judge(start, end)
        if order and kind is SpanKind.OTHER:
            kind = SpanKind.UNREAD
        self._paint((start, end), kind)
        if kind is SpanKind.UNREAD:
            named = find_articles(self.sentences[start:end]) or [p.article for p in context if p.article]
            self.doubtful += [(number, (start, end)) for number in dict.fromkeys(named)]

    def _judge(self, start: int, end: int) -> SpanKind:
        """Say what prose without a form is: unread when it looks like an order, else a provision of its own."""
        words = self.sentences[start:end]
        if not _LETTERS.search(re.sub(QUOTE_PATTERN, "", words)):
            return SpanKind.CONNECTIVE if OPEN not in words else SpanKind.UNREAD
        return SpanKind.UNREAD if OPEN in words or CUE.search(words) else SpanKind.OTHER

    def _paint(self, span: Span, kind: SpanKind) -> None:
        for position in range(*span):
            if self.kinds[position] is not SpanKind.QUOTED or kind is SpanKind.UNREAD:
                self.kinds[position] = kind

    def stretches(self) -> tuple[Stretch, ...]:
        """Tile the body: runs of one kind; white space between units is connective."""
        stretches: list[Stretch] = []
        start = 0
        for position in range(1, len(self.kinds) + 1):
            if position == len(self.kinds) or self.kinds[position] is not self.kinds[start]:
                stretches.append(Stretch((start, position), self.kinds[start] or SpanKind.CONNECTIVE))
                start = position
        return tuple(stretches)


def _units(sentences: str, content: Span) -> Iterator[Span]:
    """Cut the content of an article into units: a line with the quoted blocks that follow it."""
    start, end = content
    lines = [m.span() for m in re.finditer(r"[^\n]+", sentences[start:end])]
    unit: list[int] | None = None
    for low, high in lines:
        line = sentences[start + low : start + high]
        if not line.strip():
            continue
        if unit is not None and line.lstrip().startswith(OPEN):
            unit[1] = start + high
            continue
        if unit is not None:
            yield unit[0], unit[1]
        unit = [start + low, start + high]
    if unit is not None:
        yield unit[0], unit[1]


def _recalled(visas: tuple[str, ...]) -> tuple[TextId, ...]:
    return tuple(t.text for visa in visas for t in find_titles(visa) if t.text is not None)


def _resolve_title(
    title: TitleMatch, last: Mapping[str, TextId], act: TextId | None, recalled: tuple[TextId, ...]
) -> TextId | None:
    """Say which text a name means: «le même code» is the last code named, «susvisé» is in the visas."""
    if title.anaphora == "same":
        return last.get(title.nature, UNNAMED)
    if title.anaphora == "this":
        return act
    if title.text is not None and title.text.number is None and title.text.signed is not None:
        same_day = [t for t in recalled if (t.nature, t.signed) == (title.text.nature, title.text.signed)]
        return same_day[0] if len({t.slug for t in same_day}) == 1 else title.text
    return title.text
