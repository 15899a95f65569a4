"""A change of the law, as a value: an article created, modified, renumbered, repealed, on a day, by an act."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

from corpus import change_queries as sql
from corpus.dates import UNFIXED

_NAMESPACE = UUID("8f0c1c1e-6a0b-5c55-9d0e-3a7b6f2c9d41")
"""Where the identifiers of changes are made: any change of it would make every follower see everything anew."""


class ChangeKind(StrEnum):
    """What happened to an article."""

    CREATED = "created"
    RESTORED = "restored"
    """Created again after its repeal."""
    MODIFIED = "modified"
    RENUMBERED = "renumbered"
    """It continues under another number, or from another: renumbered, moved to another text, split or merged."""
    REPEALED = "repealed"
    EXPIRED = "expired"
    ANNULLED = "annulled"
    ENDED = "ended"
    """Its version ends, and no source says why or what follows."""
    FOUND = "found"
    """Its text is known from that day on; it existed before, and that text is not in the corpus."""


class Wording(StrEnum):
    """How the words of the two sides of a change stand to each other."""

    SAME = "same"
    TYPOGRAPHIC = "typographic"
    """Apostrophes, quotation marks, dashes, spaces: the words are the same."""
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class State:
    """A version on one side of a change: ``id`` is that of the table ``versions``.

    ``learnt`` is since when the base says so of the end that this change is about, where something tells it: an archive
    of DILA's, or the publication of the act.
    """

    id: int
    text: str
    text_slug: str
    number: str
    start: dt.date
    end: dt.date | None
    learnt: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeAct:
    """The act that made a change. ``held``: the corpus has it in its own words."""

    title: str
    slug: str
    article: str | None
    publication: dt.date | None
    held: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One change, on the day it takes effect. ``number`` is that of the article after it, or of the one that ended.

    ``old`` and ``new`` are the versions before and after. ``missing``: the corpus lacks the text of a side that
    existed; ``gap``: other versions may lie between the two; ``overlap``: the source gives another
    version of that number in force at the same time. Of a renumbering, ``old_text`` and ``old_number`` are
    where the article stood, ``lineage`` the kind of the link (renumbered, transferred, split, merged, codified) and
    ``certainty`` its status (declared, confirmed, inferred). ``cause`` is what ended ``old``, as stored.

    ``wording`` says whether words changed; None where a side has none. ``learnt`` is when the base learnt what it says
    now of the change (French time): the archive that first said so of both sides; without archives the publication of
    the act, else the day of effect once it is past; None when nothing tells it.
    """

    kind: ChangeKind
    day: dt.date
    text: str
    text_slug: str
    number: str
    bearer: int
    sort_key: str
    old: State | None
    new: State | None
    act: ChangeAct | None
    cause: str | None = None
    missing: bool = False
    gap: bool = False
    overlap: bool = False
    old_text: str | None = None
    old_text_slug: str | None = None
    old_number: str | None = None
    lineage: str | None = None
    certainty: str | None = None
    wording: Wording | None = None
    learnt: dt.datetime | None = None

    def is_future(self, today: dt.date) -> bool:
        """True for a change that has not taken effect on a day."""
        return self.day > today

    @property
    def unfixed(self) -> bool:
        """True when the day is not known yet: DILA writes 2222-02-22."""
        return self.day == UNFIXED

    @property
    def id(self) -> UUID:
        """An identifier that stays when the base is built anew: of the numbers, the texts and the day."""
        before = (self.old_text_slug, self.old_number) if self.old_number else _address(self.old)
        after = () if self.new is None and self.old_number is None and self.old else (self.text_slug, self.number)
        return uuid5(_NAMESPACE, json.dumps([before, after, self.day.isoformat(), self.bearer]))


def _address(state: State | None) -> tuple[str, ...]:
    return (state.text_slug, state.number) if state else ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What is followed: everything, a text, the articles that bear a number of it, or what stands in sections.

    ``since`` and ``until`` bound it in time, as when an article had this number for a while.
    """

    text_id: int | None = None
    number: str | None = None
    sections: tuple[int, ...] | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def kind(self) -> str:
        """Which of the queries reads it."""
        if self.sections is not None:
            return sql.DIVISION
        return sql.EVERYTHING if self.text_id is None else sql.TEXT if self.number is None else sql.ARTICLE


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Boundary:
    """A day on which a row of ``versions`` starts or ends, or (``date``) on which an article is known to change.

    ``place`` is where it stands among those of its day: by act, then in the order of texts and articles. ``moment`` is
    when the base learnt it, as the database writes it; None where that is unknown, or was not asked.
    """

    day: str
    act: int
    article: int
    kind: str
    row: int
    place: Place
    moment: str | None = None


Place = tuple[int, str, str, str, str, str, str, int, int]
"""Unknown act (1) or known (0), its title and slug; text, slug, sort key, number, bearer, row."""
