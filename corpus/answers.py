"""What a corpus answers: frozen values, complete in themselves, without a database behind them.

Dates are ``datetime.date``; intervals are half-open and an open end is None. Numbers are canonical (``R730``);
titles are the texts' usual titles. Words with a closed list of values are those that the database stores.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.dates import Clock, DateRule
from corpus.keys import dila_id
from corpus.model import Span
from corpus.numbering import Form, display_number, say_article


@dataclass(frozen=True, slots=True)
class Interval:
    """When something holds on one clock. A None ``start`` is unknown, not «always»; a None ``end`` is open."""

    start: dt.date | None
    end: dt.date | None
    start_rule: DateRule | None = None
    end_rule: DateRule | None = None

    def holds(self, day: dt.date) -> bool:
        """True when the interval contains the day."""
        return self.start is not None and self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Version:
    """What an article says during ``[start, end)``, by which act, and how well that is proved.

    ``start`` and ``end`` are Légifrance's dates; :meth:`dates` gives those of either clock. ``act`` wrote the version
    and ``end_act`` ended it (titles; None when no source says). ``end_cause`` is one of
    :class:`~corpus.model.EndCause`. ``provenance`` is derived or official; ``verification`` is identical, typographic,
    different, unverified or official. ``source`` is the name of the file that the text comes from. ``nota`` is the
    publisher's note on it, ``html`` its sanitised layout where the alinéas alone do not tell it (tables).
    """

    id: int
    text: str
    text_slug: str
    number: str
    number_as_published: str
    start: dt.date
    end: dt.date | None
    start_rule: DateRule
    end_rule: DateRule | None
    law_start: dt.date | None
    law_end: dt.date | None
    law_start_rule: DateRule | None
    law_end_rule: DateRule | None
    publication: dt.date | None
    end_publication: dt.date | None
    end_cause: str | None
    act: str | None
    act_article: str | None
    end_act: str | None
    end_act_article: str | None
    provenance: str
    verification: str
    alineas: tuple[str, ...]
    source: str | None
    nota: str | None = None
    html: str | None = None

    def dates(self, clock: Clock = Clock.LEGIFRANCE) -> Interval:
        """Give the interval on one clock.

        On the law's clock an unknown end of a version that has ended is Légifrance's.
        """
        if clock is Clock.LEGIFRANCE:
            return Interval(self.start, self.end, self.start_rule, self.end_rule)
        if self.law_end is None and self.end is not None:
            return Interval(self.law_start, self.end, self.law_start_rule, self.end_rule)
        return Interval(self.law_start, self.law_end, self.law_start_rule, self.law_end_rule)

    @property
    def dila_id(self) -> str | None:
        """The identifier in DILA's bases (LEGIARTI…); None for a version of another source."""
        return dila_id(self.id)

    @property
    def content(self) -> str:
        """The alinéas, one a line: the text that citation spans count in."""
        return "\n".join(self.alineas)


@dataclass(frozen=True, slots=True)
class VersionLife:
    """When a version of an article is in force, without its words."""

    text: str
    text_slug: str
    number: str
    start: dt.date
    end: dt.date | None


class GapKind(StrEnum):
    """Why there is no text during an interval."""

    MISSING = "missing"
    """The article was in force, the corpus has no text of it."""
    NOT_IN_FORCE = "not-in-force"
    """The article had been repealed, and was created again later."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An interval without text, never filled: what is known of it. ``end`` None: until today.

    ``known_starts`` are the dates of versions that exist but whose text the corpus does not hold; ``end_cause`` says,
    as for a version, what ended the one that a source names.
    """

    start: dt.date
    end: dt.date | None
    text: str
    numbers: tuple[str, ...]
    kind: GapKind = GapKind.MISSING
    known_starts: tuple[dt.date, ...] = ()
    reason: str = ""
    end_cause: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One proof of a lineage link; ``method`` is declared, declared-by-dila, instruction, alignment, references…"""

    method: str
    score: float
    detail: str


@dataclass(frozen=True, slots=True)
class LineageLink:
    """The article ``new`` continues ``old``. ``status`` is declared, confirmed, inferred or finding.

    Kind ``rewritten`` says only that a reference to ``old`` became one to ``new``: no history is built on it.
    """

    old_text: str
    old_text_slug: str
    old: str
    new_text: str
    new_text_slug: str
    new: str
    kind: str
    status: str
    score: float
    date: dt.date | None
    evidence: tuple[Evidence, ...] = ()

    @property
    def continues(self) -> bool:
        """True when the article itself went on under the new number, as far as is known."""
        return self.kind != "rewritten" and self.status != "finding"


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation read in a version: ``[start, end)`` in its :attr:`Version.content`, and what it means for a time.

    ``target_*`` are what the words say; ``status`` is what the address was during ``[since, until)``, within the
    version's own interval: in-force, renumbered, split, repealed, not-yet, missing, reassigned, found (a text as a
    whole), unknown-text, unknown-article, ambiguous, undetermined. ``now_text`` and ``now_article`` name the article
    that it then is: after a renumbering another one than the words say. ``relation`` is cited, alternative or excluded.
    """

    text: str
    text_slug: str
    number: str
    version_start: dt.date
    version_end: dt.date | None
    start: int
    end: int
    as_written: str
    target_text: str | None
    target_article: str | None
    target_division: str | None
    target_alinea: str | None
    target_sentence: str | None
    target_item: str | None
    neighbour: int
    relation: str
    method: str
    status: str
    since: dt.date
    until: dt.date | None
    now_text: str | None
    now_text_slug: str | None
    now_article: str | None


@dataclass(frozen=True, slots=True)
class DeclaredLink:
    """A link that DILA's bases declare between a version and an article or text.

    ``outgoing``: True, the version acts on the other or cites it; False, the contrary; None, undecided; ``decided_by``
    says how. ``found`` is the kind as the file has it. ``other`` is what the file calls the other end, and ``other_id``
    its identifier there.
    """

    kind: str
    found: str
    outgoing: bool | None
    decided_by: str
    other: str
    other_id: str | None


@dataclass(frozen=True, slots=True)
class Instruction:
    """An amending instruction: what was read, and what became of it (applied, refused, pending or unread)."""

    act: str
    act_article: str | None
    position: int
    span: Span
    sentence: str
    form: str | None
    kind: str | None
    target_text: str | None
    target_article: str | None
    place: str | None
    old: str | None
    new: str | None
    verdict: str
    reason: str | None
    detail: str | None
    version_id: int | None


@dataclass(frozen=True, slots=True)
class RepairEntry:
    """One change of the repair log; ``[start, end)`` is in the source as it came."""

    source: str
    start: int
    end: int
    before: str
    after: str
    rule: str
    confidence: float
    decided: bool
    context: str


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A disagreement that was found and left as it stands."""

    kind: str
    subject: str
    detail: str
    source: str | None = None
    text: str | None = None
    number: str | None = None
    version_start: dt.date | None = None


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """A version as DILA's base gave it on a day of the past: its dates, its state and its text of then."""

    id: str
    start: dt.date | None
    end: dt.date | None
    state: str | None
    alineas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the data of DILA's bases: of a file (``kind`` from the reader), or of what the files say together."""

    kind: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the corpus: a code or an act. ``articles`` and ``versions`` count what the corpus holds of it."""

    slug: str
    nature: str
    title: str
    full_title: str | None
    number: str | None
    nor: str | None
    signed: dt.date | None
    published: dt.date | None
    articles: int
    versions: int


@dataclass(frozen=True, slots=True)
class Act:
    """An act whose instructions were read: how many of each verdict, and the characters that nothing explains."""

    slug: str
    title: str
    published: dt.date | None
    applied: int
    refused: int
    pending: int
    unread: int
    unread_characters: int
    characters: int


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A version that holds the words; ``matches`` are their spans in ``excerpt``."""

    text: str
    text_slug: str
    number: str
    start: dt.date
    end: dt.date | None
    excerpt: str
    matches: tuple[Span, ...] = field(default=())


def name_article(number: str, text: str | None = None) -> str:
    """Name an article for a person: «R. 730 (Code de la santé publique)»."""
    return f"{display_number(number)} ({text})" if text else display_number(number)


def the_article(number: str, text: str, form: Form = "the") -> str:
    """Name an article in a sentence: «l’article R. 730 (Code de la santé publique)»."""
    return f"{say_article(number, form)} ({text})"
