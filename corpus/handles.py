"""What a corpus hands out: one of its texts, that text on a day, one of its articles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import queries
from corpus.answers import Citation, DeclaredLink, Gap, KnownVersion, LineageLink, Version, name_article
from corpus.blame import Authored, BlameSpan, blame_versions
from corpus.contents import CONTENTS, HAS_CONTENTS, TEXT_IN_ORDER, ContentsLine
from corpus.dates import Clock, Day, as_day
from corpus.descent import trace_versions
from corpus.errors import NotInForce
from corpus.history import Address, Entry, Status, StatusKind
from corpus.model import ENDS_ARTICLE

if TYPE_CHECKING:
    from corpus.reading import Corpus

_FULL_TITLE = "SELECT full_title FROM texts WHERE id = :text"
_NUMBER_OF = "SELECT text_id, number FROM articles WHERE id = :article"


@dataclass(frozen=True, slots=True)
class TextHandle:
    """One text of the corpus."""

    _corpus: Corpus
    id: int
    slug: str
    title: str

    def at(self, date: Day, clock: Clock = Clock.LEGIFRANCE) -> TextAt:
        """Give the text as it stands on a day."""
        return TextAt(self._corpus, self.id, as_day(date), clock)

    def article(self, number: str) -> ArticleHandle:
        """Find one of its articles; raises :class:`UnknownArticle`."""
        return self._corpus.article(number, self.slug)

    def full_title(self) -> str | None:
        """Give the title that was published, with its subject; None where no source says it."""
        (row,) = self._corpus._rows(_FULL_TITLE, text=self.id)
        return str(row["full_title"]) if row["full_title"] else None

    def first_effect(self) -> dt.date | None:
        """Tell when the oldest version that this act wrote starts; None where the corpus has none of it."""
        (row,) = self._corpus._rows("SELECT min(start) AS day FROM versions WHERE act_id = :act", act=self.id)
        return dt.date.fromisoformat(row["day"]) if row["day"] else None


@dataclass(frozen=True, slots=True)
class TextAt:
    """A text on a day, on one clock."""

    _corpus: Corpus
    _text_id: int
    date: dt.date
    clock: Clock

    def articles(self) -> tuple[Version, ...]:
        """List the versions in force on that day, in the text's own order."""
        day = self.date.isoformat()
        if self.clock is Clock.LEGIFRANCE and self._has_contents():
            return self._corpus._versions(TEXT_IN_ORDER, text=self._text_id, day=day)
        return self._corpus._versions(queries.TEXT_AT[self.clock], text=self._text_id, day=day)

    def contents(self) -> tuple[ContentsLine, ...]:
        """List the table of contents of that day: sections and articles, in order, each with its depth.

        Empty for a text whose sources give no divisions.
        """
        rows = self._corpus._rows(CONTENTS, text=self._text_id, day=self.date.isoformat())
        return tuple(ContentsLine(**row) for row in rows)

    def _has_contents(self) -> bool:
        return any(row["found"] for row in self._corpus._rows(HAS_CONTENTS, text=self._text_id))


@dataclass(frozen=True, slots=True)
class ArticleHandle:
    """One article: a number in a text."""

    _corpus: Corpus
    id: int
    number: str
    text: str
    text_slug: str

    @property
    def _address(self) -> Address:
        return self.text_slug, self.number

    def at(self, date: Day, clock: Clock = Clock.LEGIFRANCE) -> Version | None:
        """Give the version in force on a day, or None; :meth:`status_at` says why there is none."""
        day = as_day(date).isoformat()
        found = self._corpus._versions(queries.ARTICLE_AT[clock], article=self.id, day=day)
        return found[-1] if found else None

    def versions(self) -> tuple[Version, ...]:
        """List the versions of this number alone, oldest first."""
        return self._corpus._versions(queries.ARTICLE_VERSIONS, article=self.id)

    def latest(self) -> Version | None:
        """Give the last version that the corpus has, whether it is in force or ended."""
        versions = self.versions()
        return versions[-1] if versions else None

    def history(self) -> tuple[Version | Gap, ...]:
        """Give the whole line of the article across its numbers, versions and gaps, oldest first."""
        return self._corpus.lines.history(self._address)

    def lineage(self) -> tuple[LineageLink, ...]:
        """List the links that end at this number, then those that start from it, findings included."""
        return self._corpus.lines.links_at(self._address)

    def known_on(self, date: Day) -> tuple[KnownVersion, ...]:
        """List the versions as DILA's base gave them on a day, after the last archive up to it; oldest first.

        Empty when no archive is that old, or when the base did not know the article yet.
        """
        day = as_day(date).isoformat()
        rows = self._corpus._rows(_NUMBER_OF, article=self.id)
        address = next(rows)
        known = self._corpus._rows(queries.KNOWN_ON, text=address["text_id"], number=address["number"], day=day)
        return tuple(map(queries.make_known, known))

    def status_at(self, date: Day, clock: Clock = Clock.LEGIFRANCE) -> Status:
        """Say what the corpus knows of this number on a day: in force, ended, not yet, missing or undated."""
        day = as_day(date)
        version = self.at(day, clock)
        if version is not None:
            return self._status(StatusKind.IN_FORCE, day, clock, version=version)
        return self._absent(day, clock)

    def _absent(self, day: dt.date, clock: Clock) -> Status:
        entries = self._corpus.lines.entries(self._address)
        if any(isinstance(e, Version) and e.dates(clock).start is None and e.dates().holds(day) for e in entries):
            return self._status(StatusKind.UNDATED, day, clock)
        if any(isinstance(e, Gap) and _covers(e, day) for e in entries):
            return self._missing(day, clock)
        dated = [(_start(e, clock), e) for e in entries]
        earlier = [entry for start, entry in dated if start is not None and start <= day]
        if not entries or (earlier and not _has_ended(earlier[-1], self._corpus.lines.links_from(self._address))):
            return self._missing(day, clock)
        entry = earlier[-1] if earlier else entries[0]
        kind = StatusKind.ENDED if earlier else StatusKind.NOT_YET
        if isinstance(entry, Gap):
            return self._status(kind, day, clock, gap=entry)
        return self._status(kind, day, clock, version=entry)

    def _missing(self, day: dt.date, clock: Clock) -> Status:
        gaps = [e for e in self.history() if isinstance(e, Gap) and self.number in e.numbers and _covers(e, day)]
        return self._status(StatusKind.MISSING, day, clock, gap=gaps[0] if gaps else None)

    def _status(
        self, kind: StatusKind, day: dt.date, clock: Clock, version: Version | None = None, gap: Gap | None = None
    ) -> Status:
        return Status(
            kind=kind,
            date=day,
            clock=clock,
            text=self.text,
            number=self.number,
            version=version,
            gap=gap,
            predecessors=self._corpus.lines.links_to(self._address),
            successors=self._corpus.lines.links_from(self._address),
        )

    def require(self, date: Day, clock: Clock = Clock.LEGIFRANCE) -> Version:
        """Give the version in force on a day, under the number that the article then had.

        Raises :class:`NotInForce`, with the status, when there is none or when two lines of descent give one each.
        """
        day = as_day(date)
        own = self.at(day, clock)
        if own is not None:
            return own
        line = [e for e in self.history() if isinstance(e, Version) and e.dates(clock).holds(day)]
        if len(line) == 1:
            return line[0]
        status = self.status_at(day, clock)
        several = [f" À cette date : {name_article(version.number, version.text)}." for version in line]
        raise NotInForce(status.sentence + "".join(several), status)

    def citations(self, date: Day | None = None) -> tuple[Citation, ...]:
        """List what the version in force on a day cites (the latest version without a date), in order.

        Raises :class:`NotInForce` when there is none on that day.
        """
        version = self.latest() if date is None else self.at(date)
        if version is None and date is not None:
            status = self.status_at(date)
            raise NotInForce(status.sentence, status)
        if version is None:
            return ()
        day = None if date is None else as_day(date).isoformat()
        return tuple(map(queries.make_citation, self._corpus._rows(queries.CITATIONS_OF, version=version.id, day=day)))

    def cited_by(self, date: Day | None = None) -> tuple[Citation, ...]:
        """List the citations of this article in the versions in force on a day (in all versions without a date)."""
        day = None if date is None else as_day(date).isoformat()
        return tuple(map(queries.make_citation, self._corpus._rows(queries.CITED_BY, article=self.id, day=day)))

    def blame(self, date: Day | None = None) -> tuple[BlameSpan, ...]:
        """Say who wrote each word of the version in force on a day (the latest without a date), in order.

        The line is followed back through the article's numbers while one article alone continues it. Raises
        :class:`NotInForce` when there is no text on that day.
        """
        version = self.latest() if date is None else self.require(date)
        line = trace_versions(version, self._versions_at, self._corpus.lines.links_to) if version is not None else []
        rows = self._corpus._rows
        authored = {v.id: [Authored(*row.values()) for row in rows(queries.AUTHORED, version=v.id)] for v in line}
        return blame_versions(line, authored)

    def _versions_at(self, address: Address) -> Sequence[Version]:
        if address == self._address:  # of several bearers of the number, this one
            return self.versions()
        return [entry for entry in self._corpus.lines.entries(address) if isinstance(entry, Version)]

    def declared_links(self, date: Day | None = None) -> tuple[DeclaredLink, ...]:
        """List the links that DILA's bases declare from and to the version of a day (the latest without a date)."""
        version = self.latest() if date is None else self.at(date)
        if version is None:
            return ()
        rows = (
            row
            for query in (queries.DECLARED_LINKS, queries.DECLARED_LINKS_TO)
            for row in self._corpus._rows(query, version=version.id)
        )
        return tuple(map(queries.make_declared_link, rows))


def _covers(gap: Gap, day: dt.date) -> bool:
    return gap.start <= day and (gap.end is None or day < gap.end)


def _start(entry: Entry, clock: Clock) -> dt.date | None:
    return entry.dates(clock).start if isinstance(entry, Version) else entry.start


def _has_ended(entry: Entry, successors: Sequence[LineageLink]) -> bool:
    """True when what ended was the article itself, and not just one of its versions."""
    if isinstance(entry, Version) and entry.end_cause in ENDS_ARTICLE:
        return True
    return any(link.continues for link in successors)
