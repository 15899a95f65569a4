"""Read the amending sentences of an act: its body in, typed operations out, and every character accounted for.

The body is read whole. Quotations and names of texts are masked first, so that only the drafter's own words are
matched against the forms (:mod:`consolidate.forms`). Lists («1° … a) …») give their points a context: «L'article 5 est
ainsi modifié : 1° Au premier alinéa, …».
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from consolidate.actions import build_clause
from consolidate.anatomy import Label, read_label, settle_style
from consolidate.chunks import Chunked, cut_chunks
from consolidate.clauses import Clause, Context, NotUnderstood, Places
from consolidate.entry import Entry, read_entries
from consolidate.forms import FOLLOWING, FORMS_BY_VERB
from consolidate.naming import Naming
from consolidate.operations import DeletePassage, DeleteWords, Operation, Place, Recall, SpanKind, Stretch
from consolidate.patterns import CONTEXT, DATED, LISTED_ORDER, LISTED_PLACE, LISTED_WORDS, VERBS, Form, match_form
from consolidate.places import (
    TITLE_CLOSE,
    TITLE_INSIDE,
    TITLE_OPEN,
    TITLE_PATTERN,
    PlaceReader,
    find_articles,
    read_untitled,
)
from consolidate.prose import CUE, is_order, is_reading_grid, is_vacant
from consolidate.quotes import OPEN, QUOTE_PATTERN, Masked, mask_quotes
from consolidate.sharing import spell_shared
from consolidate.units import complete_ordinal, recall_places, units_of
from corpus.dates import find_dates
from corpus.layout import ActArticle, split_articles
from corpus.model import Span, TextId

_VARIANT = re.compile("[’‘\u00a0\u202f\u2009\t\u2010\u2011]")
_PLAIN = {"’": "'", "‘": "'", "\u2010": "-", "\u2011": "-"}
_MOST_OPERATIONS = 5_000
"""Of one sentence: each place takes each change, so that hostile text could ask for their product without end."""

_SEPARATORS = re.compile("[,;:.&t]*")
_FIRST_VERB = re.compile(f"[{VERBS}]")
_NEW = re.compile(r"\((?:nouveau|nouvelle)\)\s*", re.IGNORECASE)
"""«a) (nouveau) Au 3° du II, …»: how a bill marks what a reading has added."""
_LETTERS = re.compile(r"[^\W\d_]")
_KINDS = tuple(SpanKind)
_CODES = {kind: bytes([code]) for code, kind in enumerate(_KINDS)}
_RUN = re.compile(b"|".join(re.escape(code) + b"+" for code in _CODES.values()))
_TITLE_MARKS = TITLE_OPEN + TITLE_INSIDE + TITLE_CLOSE


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch that looks like an order and that no form reads, with the places that it may be about."""

    span: Span
    places: Places


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in an act's body. ``stretches`` tile it.

    ``unread_orders`` are what looks like instructions and was not understood: no article that one of them may be
    about is amended.
    """

    body: str
    operations: tuple[Operation, ...]
    stretches: tuple[Stretch, ...]
    unread_orders: tuple[Unread, ...] = ()
    entries: tuple[Entry, ...] = ()
    """When the act says that its parts take effect."""

    @property
    def unread(self) -> tuple[Span, ...]:
        """The spans that look like instructions and that no form reads."""
        return tuple(s.span for s in self.stretches if s.kind is SpanKind.UNREAD)


def read_instructions(
    body: str, act: TextId | None = None, visas: Sequence[str] = (), text: TextId | None = None
) -> Reading:
    """Read the amending instructions of an act's body.

    ``act`` is the act itself («du présent décret»); ``visas`` name the texts that «susvisé» recalls; ``text`` is the
    text under amendment when the caller knows it: «du même code» is then that text until the body names one.
    """
    reader = _Reader(mask_quotes(body), act, tuple(visas), text)
    for article in split_articles(reader.quotes.mask):
        reader.read_article(article)
    return Reading(body, tuple(reader.operations), reader.stretches(), tuple(reader.unread), tuple(reader.entries))


@dataclass(frozen=True, slots=True)
class _Level:
    """What a point of a list inherits: the places of its header. ``leaf``: an instruction, not a header.

    ``order``: the header orders, and its points only name places («Sont abrogés : 1° L'article 5 ; …»).
    """

    style: str
    places: Places
    leaf: bool
    label: Label | None = None
    order: bool = False
    effective: dt.date | None = None
    grid: bool = False


@dataclass(slots=True)
class _Reader:
    quotes: Masked
    act: TextId | None
    visas: tuple[str, ...]
    text: TextId | None = None
    operations: list[Operation] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    painted: list[tuple[Span, SpanKind]] = field(default_factory=list)
    sentences: str = field(init=False)
    titles: dict[int, TextId | None] = field(default_factory=dict)
    stack: list[_Level] = field(default_factory=list)
    last_article: Place | None = None
    last_places: Places = ()
    act_article: str | None = None
    item: tuple[str, ...] = ()
    effective: dt.date | None = None

    def __post_init__(self) -> None:
        self.sentences = self._mask_titles(_same_length(self.quotes.mask))

    # ── Names of texts ───────────────────────────────────────────────────────────────────────────────────────

    def _mask_titles(self, mask: str) -> str:
        pieces, position = [], 0
        for name in Naming(self.text, self.act, self.visas).names_in(mask):
            self.titles[name.start] = name.text
            inside = TITLE_INSIDE * (name.end - name.start - 2)
            pieces += [mask[position : name.start], TITLE_OPEN, inside, TITLE_CLOSE]
            position = name.end
        return "".join([*pieces, mask[position:]])

    # ── Articles of the act, units ───────────────────────────────────────────────────────────────────────────

    def read_article(self, article: ActArticle) -> None:
        self.act_article = article.number
        self.stack = []
        self.last_article, self.last_places = None, ()
        self._paint(article.heading, SpanKind.HEADING)
        for start, end in units_of(self.sentences, article.content):
            self._read_unit(start, end)

    def _read_unit(self, start: int, end: int) -> None:
        labels, position = self._read_labels(start, end)
        inherited = self._enter([label.style for label in labels])
        self.item = self._item_path(labels)
        self.effective = self.stack[-1].effective if self.stack else None
        if not inherited:
            self._read_under_unread(labels, (position, end))
            return
        chunked = cut_chunks(self.sentences, position, end)
        if self._read_place_alone(chunked, labels, inherited, (position, end)):
            return
        clauses, done = self._read_clauses(chunked, inherited)
        if self._dates_some_only(chunked, clauses):
            self.unread.append(Unread((position, end), tuple(op.place for c in clauses for op in c.operations)))
            self._paint((position, end), SpanKind.UNREAD)
        opened = clauses[-1].opens if clauses and done == len(chunked.codes) else None
        if opened is not None:
            self.effective = clauses[-1].effective or self.effective
            self._push(labels, opened, leaf=False)
        elif self._announces_list(position, end):
            self._push_unknown(labels, (position, end))
        elif labels:
            self._push(labels, inherited, leaf=True)
        if not clauses:
            listed = bool(labels) and (inherited != (Place(),) or any(level.order for level in self.stack))
            self._judge((position, end), inherited, listed=listed)
        elif done < len(chunked.codes):
            self._judge_rest((chunked.chunks[done].span[0], end), chunked.codes[done:], clauses, inherited)

    def _announces_list(self, start: int, end: int) -> bool:
        """Tell whether a unit that was not understood whole is the header of what follows: «Pour l'application … :»."""
        return self.masked((start, end)).rstrip().endswith(":")

    def _push_unknown(self, labels: list[Label], span: Span) -> None:
        words = self.masked(span)
        grid = is_reading_grid(words)
        self._push(labels, (), leaf=False, order=not grid and is_order(words), grid=grid)

    def _read_under_unread(self, labels: list[Label], span: Span) -> None:
        """A point of a list whose header is no order that we know: what it would amend is not known either."""
        header = self.stack[-1]
        self._push(labels, (), leaf=not self._announces_list(*span), order=header.order, grid=header.grid)
        if header.grid:
            self._paint(span, SpanKind.OTHER)
        else:
            self._judge(span, (), listed=header.order)

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
            if new := _NEW.match(self.sentences, position, end):
                self._paint(new.span(), SpanKind.CONNECTIVE)
                position = new.end()
        return labels, position

    def _enter(self, styles: list[str]) -> Places:
        """Go to the level of a unit's first label; give the places that it inherits."""
        if styles:
            opened = [c.style for c in self.stack]
            if styles[0] in opened:
                del self.stack[opened.index(styles[0]) :]
        else:
            while self.stack and self.stack[-1].leaf:
                self.stack.pop()
        return self.stack[-1].places if self.stack else (Place(),)

    def _item_path(self, labels: list[Label]) -> tuple[str, ...]:
        return tuple(label.text for label in (*(c.label for c in self.stack), *labels) if label)

    def _push(
        self, labels: list[Label], places: Places, *, leaf: bool, order: bool = False, grid: bool = False
    ) -> None:
        if labels:
            self.stack += [_Level(label.style, places, leaf, label, order, self.effective, grid) for label in labels]
            return
        opened = [c.style for c in self.stack]
        if "plain" in opened:
            del self.stack[opened.index("plain") :]
        self.stack.append(_Level("plain", places, leaf, None, order, self.effective, grid))

    def _read_place_alone(self, chunked: Chunked, labels: list[Label], inherited: Places, span: Span) -> bool:
        """Read a unit without an order of its own: «I. - A l'article 1er :», «Sont abrogés :», «1° L'article 5 ;»."""
        codes = chunked.codes.rstrip(";.,&")
        ordered = bool(self.stack) and self.stack[-1].order
        if ordered and (match := LISTED_PLACE.fullmatch(codes) or LISTED_WORDS.fullmatch(codes)):
            return self._read_listed(chunked, match, labels, inherited, span)
        match = CONTEXT.fullmatch(codes) or LISTED_ORDER.fullmatch(codes) or DATED.fullmatch(codes)
        if match is None:
            return False
        places: Places | None = inherited
        self.effective = self._day_in(chunked) or self.effective
        for group in ("in", "of", "after", "of_after"):
            if places and group in match.re.groupindex and match[group]:
                places = self._inside(chunked, match.span(group), places)
        if not places:
            return False
        self.note_places(places)
        self._push(labels, places, leaf=False, order=ordered or "D" in codes)
        self._paint(span, SpanKind.CONNECTIVE)
        return True

    def _inside(self, chunked: Chunked, indexes: tuple[int, int], outer: Places) -> Places | None:
        read = self._place_of(chunked, indexes)
        return tuple(p.inside(context) for context in outer for p in read) if read else None

    def _day_in(self, chunked: Chunked) -> dt.date | None:
        days = [day for c in chunked.chunks if c.code == "d" for *_, day in find_dates(self.masked(c.span))]
        return days[0] if days else None

    def _dates_some_only(self, chunked: Chunked, clauses: list[Clause]) -> bool:
        """«Le mot « A » est supprimé et le mot « B » est remplacé … à compter du 1er janvier 2011»: both, or one?"""
        days = {op.effective for clause in clauses for op in clause.operations}
        return len(days) > 1 and None in days and not chunked.codes.startswith("d") and self.effective is None

    def _read_listed(
        self, chunked: Chunked, match: re.Match[str], labels: list[Label], inherited: Places, span: Span
    ) -> bool:
        """Read a point that names what goes: «1° L'article 5 ;», «2° A l'article 6, le mot : « A » ;»."""
        places: Places | None = inherited
        if match["in"]:
            places = self._inside(chunked, match.span("in"), inherited)
        group = "subject" if "subject" in match.re.groupindex else "old"
        words = chunked.span(*match.span(group))
        action: DeletePassage | DeleteWords = DeletePassage()
        if group == "old":
            quoted = [alinea for alineas in self.quotes_in(words) for alinea in alineas]
            action = DeleteWords(tuple(quoted))
        elif places:
            places = self._inside(chunked, match.span(group), places)
        if not places or not all(self._may_go(place, words, action) for place in places):
            return False
        form = "supprimer-passage" if group == "subject" else "supprimer-mots"
        for place in places:
            operation = Operation(action, place, form, words, self.sentence(words), self.act_article)
            self.operations.append(replace(operation, effective=self.effective, act_item=self.item))
        self.note_places(places)
        self._push(labels, inherited, leaf=True)
        self._paint(span, SpanKind.CONNECTIVE)
        self._paint(words, SpanKind.OPERATION)
        return True

    def _may_go(self, place: Place, words: Span, action: DeletePassage | DeleteWords) -> bool:
        """Tell whether a place can be deleted: a text only when it is named («la loi n° 86-33 du …»)."""
        if isinstance(action, DeleteWords):
            return place.article is not None
        if place.article is not None or place.steps or place.division is not None:
            return True
        return place.text is not None and TITLE_OPEN in self.masked(words)

    def _place_of(self, chunked: Chunked, indexes: tuple[int, int]) -> Places | None:
        span = chunked.span(*indexes)
        return self.relative_places(self.masked(span), span[0])

    # ── Clauses ──────────────────────────────────────────────────────────────────────────────────────────────

    def _read_clauses(self, chunked: Chunked, inherited: Places) -> tuple[list[Clause], int]:
        """Read the clauses of a unit one after the other; gives them, and how many chunks they take."""
        clauses: list[Clause] = []
        context = Context(inherited)
        position = done = written = 0
        day = self._day_in(chunked) if chunked.codes.startswith("d") else self.effective
        while position < len(chunked.codes):
            separators = _SEPARATORS.match(chunked.codes, position)
            position = separators.end() if separators else position
            clause = self._read_shared(chunked, position, context) or self._read_clause(
                chunked, position, context, clauses[-1].form if clauses else ""
            )
            if clause is None or (written := written + len(clause.operations)) > _MOST_OPERATIONS:
                break
            self._paint((chunked.chunks[done].span[0], clause.span[0]), SpanKind.CONNECTIVE)
            self._paint(clause.span, SpanKind.OPERATION if clause.operations else SpanKind.CONNECTIVE)
            self.operations += self._dated(clause.operations, day)
            clauses.append(clause)
            position = done = clause.last
            context = Context(clause.opens) if clause.opens is not None else clause.context
        rest = _SEPARATORS.match(chunked.codes, done)
        if clauses and rest and rest.end() == len(chunked.codes) > done:
            self._paint((clauses[-1].span[1], chunked.chunks[-1].span[1]), SpanKind.CONNECTIVE)
            done = rest.end()
        return clauses, done

    def _dated(self, operations: tuple[Operation, ...], day: dt.date | None) -> Iterable[Operation]:
        """Give operations the day of their header, and their item of the act."""
        if day is None and not self.item:
            return operations
        return [replace(op, effective=op.effective or day, act_item=self.item) for op in operations]

    def _read_shared(self, chunked: Chunked, position: int, context: Context) -> Clause | None:
        """Read clauses that share a part as one: all of them, or none."""
        spelled, last = spell_shared(chunked, position)
        operations: list[Operation] = []
        clause = None
        for one in spelled:
            clause = self._read_clause(one, 0, context, "")
            if clause is None or clause.last != len(one.codes.rstrip(",")):
                return None
            operations += clause.operations
            context = clause.context
        return clause and replace(clause, operations=tuple(operations), span=chunked.span(position, last), last=last)

    def _read_clause(self, chunked: Chunked, position: int, context: Context, previous: str) -> Clause | None:
        for form in _candidates(chunked, position, previous):
            found = match_form(form, chunked, position)
            if found is not None and (clause := build_clause(found, context, self)) is not None:
                return clause
        return None

    # ── What the builders of operations ask ──────────────────────────────────────────────────────────────────

    def relative_places(self, phrase: str, offset: int) -> Places | None:
        """Read a place phrase as it stands; «le même alinéa» is resolved to what was named before."""
        if TITLE_OPEN in phrase:
            read = PlaceReader(self.titles.get, self.last_article).read(phrase, offset)
        else:
            read = read_untitled(complete_ordinal(phrase, self.last_places) or phrase, self.last_article)
        if read is None or not any(isinstance(step, Recall) for p in read for step in p.steps):
            return read
        return recall_places(read, self.last_places)

    def note_places(self, places: Places) -> None:
        """Remember the places that «le même alinéa», «le même article» will recall."""
        self.last_places = places
        named = (Place(p.text, p.article, until=p.until) for p in reversed(places) if p.article)
        self.last_article = next(named, self.last_article)

    def quotes_in(self, span: Span) -> list[tuple[str, ...]]:
        """Give the quotations of a span of the body, each as its alinéas.

        Raises NotUnderstood for one that nobody closes: where it ends is not known.
        """
        quotes = self.quotes.quotes_in(span)
        if not all(quote.closed for quote in quotes):
            raise NotUnderstood
        return [quote.alineas for quote in quotes]

    def sentence(self, span: Span) -> str:
        """Give the words of a span of the body."""
        return self.quotes.text[slice(*span)]

    def masked(self, span: Span) -> str:
        """Give a span of the body with quotations and titles masked."""
        return self.sentences[slice(*span)]

    # ── The account of characters ────────────────────────────────────────────────────────────────────────────

    def _judge(self, span: Span, inherited: Places, *, listed: bool = False) -> None:
        """Say what prose without a form is: unread when it looks like an order, else a provision of its own.

        A point of a list whose header says «est ainsi modifié» is an order, whatever its words (``listed``).
        """
        words = self.masked(span)
        if not _LETTERS.search(re.sub(QUOTE_PATTERN, "", words)) and OPEN not in words:
            self._paint(span, SpanKind.CONNECTIVE)
        elif is_vacant(words):
            self._paint(span, SpanKind.OTHER)
        elif listed or is_order(words) or self._leaves_open(span):
            self._paint(span, SpanKind.UNREAD)
            self.unread.append(Unread(span, self._places_of_unread(words, inherited)))
        else:
            self._paint(span, SpanKind.OTHER)
            self._read_entries(span)

    def _leaves_open(self, span: Span) -> bool:
        """Tell whether a quotation opens there that nobody closes: what it hides may be an order."""
        return any(not q.closed and span[0] <= q.span[0] < span[1] for q in self.quotes.quotes)

    def _read_entries(self, span: Span) -> None:
        """«Le présent décret entre en vigueur le …»: prose that dates the orders."""
        words = _same_length(self.quotes.mask[slice(*span)])
        self.entries += read_entries(words, span[0], self.act_article, self.item, self._places_in_act)

    def _places_in_act(self, phrase: str, offset: int) -> Places | None:
        """Read a place in a phrase of the body whose names of texts are not masked, but may be blank."""
        masked = re.sub(
            TITLE_PATTERN,
            lambda m: m[0] if phrase[m.start()].strip() else " " * len(m[0]),
            self.masked((offset, offset + len(phrase))),
        )
        merged = "".join(m if m in _TITLE_MARKS else p for m, p in zip(masked, phrase, strict=True))
        return PlaceReader(self.titles.get).read(merged, offset)

    def _judge_rest(self, span: Span, codes: str, clauses: list[Clause], inherited: Places) -> None:
        """Judge what follows the clauses of a unit: in the same sentence it is a part of an order."""
        if codes[0] == "." and OPEN not in self.masked(span) and not CUE.search(self.masked(span)):
            self._paint(span, SpanKind.OTHER)
            self._read_entries((span[0] + 1, span[1]))
            return
        self._paint(span, SpanKind.UNREAD)
        self._withdraw(clauses)
        last = clauses[-1]
        said = last.context.named or last.context.lead or inherited
        self.unread.append(Unread(span, (*said, *self._places_of_unread(self.masked(span), inherited))))

    def _withdraw(self, clauses: list[Clause]) -> None:
        """Take back orders on a whole text: «dans le code civil, …, sauf à l'article 5» must not reach that article."""
        for clause in clauses:
            if clause.operations and all(op.place.article is None for op in clause.operations):
                withdrawn = {op.span for op in clause.operations}
                self.operations = [op for op in self.operations if op.span not in withdrawn]
                self._paint(clause.span, SpanKind.UNREAD)

    def _places_of_unread(self, words: str, inherited: Places) -> Places:
        named = tuple(find_articles(words))
        return (*named, *(p for p in inherited if p.article))

    def _paint(self, span: Span, kind: SpanKind) -> None:
        self.painted.append((span, kind))

    def stretches(self) -> tuple[Stretch, ...]:
        """Tile the body: runs of one kind; white space between units is connective."""
        kinds = bytearray(_CODES[SpanKind.CONNECTIVE] * len(self.sentences))
        unread = [p for p in self.painted if p[1] is SpanKind.UNREAD]
        quoted = [(quote.span, SpanKind.QUOTED) for quote in self.quotes.quotes]
        for (start, end), kind in [*self.painted, *quoted, *unread]:
            kinds[start:end] = _CODES[kind] * (end - start)
        return tuple([Stretch(run.span(), _KINDS[run[0][0]]) for run in _RUN.finditer(kinds)])


def _same_length(text: str) -> str:
    """Write apostrophes and spaces alike, each character for one."""
    return _VARIANT.sub(lambda variant: _PLAIN.get(variant[0], " "), text)


def _candidates(chunked: Chunked, position: int, previous: str) -> Iterator[Form]:
    """The forms of a clause's first verb; after a clause, those that go on without one."""
    verb = _FIRST_VERB.search(chunked.codes, position)
    for form in FOLLOWING:
        if previous and previous.startswith(form.follows):
            yield form
    if verb is not None:
        yield from FORMS_BY_VERB[verb[0]]
