"""Read a corpus: open the file, ask for a text, an article, a date; every answer is a frozen value."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from corpus import queries
from corpus.answers import (
    Act,
    Citation,
    DeclaredLink,
    Discrepancy,
    Fault,
    Gap,
    Instruction,
    KnownVersion,
    LineageLink,
    RepairEntry,
    SearchHit,
    Text,
    Version,
    name_article,
)
from corpus.blame import Authored, BlameSpan, blame_versions
from corpus.citing import citations_of
from corpus.contents import CONTENTS, HAS_CONTENTS, TEXT_IN_ORDER, ContentsLine
from corpus.dates import Clock, read_date
from corpus.deliveries import DELIVERIES, DeliveryReport, make_report
from corpus.descent import trace_versions
from corpus.diff import AlineaDiff, diff_alineas
from corpus.errors import AmbiguousArticle, NotACorpus, NotInForce, UnknownArticle, UnknownText
from corpus.history import Address, Entry, Line, Status, StatusKind, tell_history, trace_line
from corpus.migrations import refuse_newer, schema_version
from corpus.model import slugify
from corpus.numbering import canonical_number, display_number, nearest_numbers, sort_key
from corpus.queries import Row
from corpus.schema import SCHEMA_VERSION, TABLES, VIEWS
from corpus.search import match_terms

Day = dt.date | str
"""A date, or one written «2005-05-01», «01/05/2005» or «1er mai 2005»."""


def as_day(day: Day) -> dt.date:
    """Read a date given as a value or as a string; raises :class:`~corpus.errors.DateError`."""
    return read_date(day) if isinstance(day, str) else day


def open_corpus(path: Path | str) -> Corpus:
    """Open a corpus for reading only.

    Raises :class:`NotACorpus` for a file that is missing, foreign or of an older schema, and :class:`NewerSchema`.
    """
    file = Path(path).absolute()
    if not file.is_file():
        raise NotACorpus(f"La base {path} n’existe pas.", f"La construire : chronolex build DOSSIER --db {path}.")
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    try:
        _check(connection, str(path))
    except BaseException:
        connection.close()
        raise
    return Corpus(connection)


def _check(connection: sqlite3.Connection, name: str) -> None:
    version = schema_version(connection, name)
    refuse_newer(version, name)
    if version < SCHEMA_VERSION:
        sentence = f"{name} a été écrit par une version plus ancienne de Chronolex (schéma {version})."
        raise NotACorpus(sentence, f"La mettre à jour : chronolex migrate --db {name}.")
    present = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    missing = [table.name for table in (*TABLES, *VIEWS) if table.name not in present]
    if missing:
        raise NotACorpus(f"{name} est incomplète : il manque {', '.join(missing)}.", "Reconstruire la base.")


@dataclass(frozen=True, slots=True)
class ArticleDiff:
    """What changed in an article between two dates. ``old`` and ``new`` bear different numbers after a renumbering."""

    old: Version
    new: Version
    alineas: tuple[AlineaDiff, ...]

    @property
    def changed(self) -> bool:
        """True when a character differs."""
        return any(alinea.changed for alinea in self.alineas)

    @property
    def typographic(self) -> bool:
        """True when something differs, and nothing but typography."""
        return self.changed and all(a.typographic for a in self.alineas if a.changed)


class Corpus:
    """A corpus, open for reading. A context manager: ``with chronolex.open(path) as corpus``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._db = Database(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def _rows(self, sql: str, **values: str | int | None) -> Iterator[Row]:
        rows: Iterator[Row] = self._db.query(sql, values)
        return rows

    # --- texts ---------------------------------------------------------------------------------------------------

    def texts(self) -> tuple[Text, ...]:
        """List the texts by title, those known by name alone included."""
        return tuple(map(queries.make_text, self._rows(queries.TEXTS)))

    def text(self, id_or_title: str) -> TextHandle:
        """Find a text by its slug, its title, its number or its NOR; raises :class:`UnknownText`."""
        found = list(self._rows(_TEXT_OF_SLUG, name=id_or_title)) or list(self._rows(_TEXTS_NAMED, name=id_or_title))
        exact = found or self._texts_called(id_or_title)
        if len(exact) == 1:
            return TextHandle(self, exact[0]["id"], exact[0]["slug"], exact[0]["title"])
        raise self._unknown_text(id_or_title, [row["title"] for row in exact])

    def _texts_called(self, name: str) -> list[Row]:
        wanted = slugify(name).replace("-no-", "-n-")
        number = _NUMBER_IN_NAME.search(name)
        # A national base has two hundred thousand texts: those of that number first, all of them only if need be.
        numbered = self._rows(_TEXTS_NUMBERED, number=number[0]) if number else iter(())
        found = [row for row in numbered if wanted in _names_of(row)]
        return found or [row for row in self._rows(_ALL_TEXTS) if wanted in _names_of(row)]

    def _unknown_text(self, wanted: str, several: Sequence[str]) -> UnknownText:
        if several:
            return UnknownText(f"« {wanted} » désigne plusieurs textes : {' ; '.join(several)}.", "Donner le titre.")
        titles = [row["title"] for row in self._rows(_ALL_TEXTS)]
        near = get_close_matches(wanted, titles, n=3, cutoff=0.5)
        hint = f"Les plus proches : {' ; '.join(near)}." if near else ""
        return UnknownText(f"Le corpus ne connaît pas de texte « {wanted} ».", hint)

    # --- articles ------------------------------------------------------------------------------------------------

    def article(self, number: str, text: str | None = None, bearer: int | None = None) -> ArticleHandle:
        """Find an article by its number, in any usual spelling; ``text`` is a title or a slug.

        ``bearer`` (1, 2…) chooses among the articles of one text that bear the number at the same time, as DILA's
        data can have it. Raises :class:`UnknownArticle` with the nearest numbers, :class:`UnknownText`, and
        :class:`AmbiguousArticle` when several texts hold the number and none is named, or several articles bear it.
        """
        canonical = canonical_number(number)
        holder = self.text(text) if text is not None else None
        rows = list(self._rows(queries.ARTICLES, number=canonical, text=holder.id if holder else None, bearer=bearer))
        if not rows:
            raise self._unknown_article(canonical, holder)
        if len(rows) > 1:
            texts = tuple(row["text"] for row in rows)
            if len(set(texts)) == 1:
                sentence = f"{len(rows)} articles portent le numéro {display_number(canonical)} en même temps."
                raise AmbiguousArticle(sentence, texts, f"Préciser lequel : porteur 1 à {len(rows)}.")
            raise AmbiguousArticle(f"Plusieurs textes ont un article {display_number(canonical)}.", texts)
        return ArticleHandle(self, rows[0]["id"], canonical, rows[0]["text"], rows[0]["slug"])

    def _unknown_article(self, number: str, holder: TextHandle | None) -> UnknownArticle:
        text_id = holder.id if holder else None
        where = f" dans {holder.title}" if holder else ""
        near = nearest_numbers(number, self._numbers_like(number, text_id)) or self._neighbours(number, text_id)
        nearest = tuple(map(display_number, near))
        return UnknownArticle(f"Le corpus ne connaît pas d’article {display_number(number)}{where}.", nearest)

    def _numbers_like(self, number: str, text_id: int | None) -> list[str]:
        """List some numbers that begin alike, most alike first: a large corpus is not read whole for a typing error."""
        found: dict[str, None] = {}
        for length in range(len(number), -1, -1):
            prefix = number[:length]
            rows = self._rows(_NUMBERS_FROM, low=prefix, high=f"{prefix}\U0010ffff", text=text_id)
            found |= dict.fromkeys(row["number"] for row in rows)
            if len(found) >= _ENOUGH_NUMBERS:
                break
        return list(found)

    def _neighbours(self, number: str, text_id: int | None) -> list[str]:
        """List the numbers that would stand around this one, when none is spelled like it."""
        values: dict[str, str | int | None] = {"key": sort_key(number), "text": text_id}
        before = [row["number"] for row in self._rows(_NUMBERS_BEFORE, **values)]
        return [*reversed(before), *(row["number"] for row in self._rows(_NUMBERS_AFTER, **values))]

    def _versions(self, sql: str, **values: str | int | None) -> tuple[Version, ...]:
        return tuple(map(queries.make_version, self._rows(sql, **values)))

    def diff(self, number: str, from_date: Day, to_date: Day, text: str | None = None) -> ArticleDiff:
        """Compare an article at two dates, across its renumbering when it had another number at one of them.

        Raises :class:`NotInForce` when the corpus has no text of it at one of the dates.
        """
        handle = self.article(number, text)
        old, new = handle.require(from_date), handle.require(to_date)
        return ArticleDiff(old, new, diff_alineas(old.alineas, new.alineas))

    # --- lineage -------------------------------------------------------------------------------------------------

    def lineage(self, *, continues: bool | None = None, limit: int | None = None) -> tuple[LineageLink, ...]:
        """List the lineage links with their evidence: all, or those that continue an article, or mere findings.

        A national base has hundreds of thousands: ``limit`` gives the first of them.
        """
        asked = None if continues is None else int(continues)
        return tuple(map(queries.make_link, self._rows(queries.ALL_LINKS, continues=asked, limit=limit)))

    def _links_to(self, address: Address) -> list[LineageLink]:
        return [queries.make_link(r) for r in self._rows(queries.LINKS_TO, slug=address[0], number=address[1])]

    def _links_from(self, address: Address) -> list[LineageLink]:
        return [queries.make_link(r) for r in self._rows(queries.LINKS_FROM, slug=address[0], number=address[1])]

    def _line(self, address: Address) -> Line:
        return trace_line(address, self._links_to, self._links_from)

    def _entries(self, address: Address) -> list[Entry]:
        """List the versions and the declared absences of one address, by date."""
        article = next((row["id"] for row in self._rows(_ARTICLE_AT_ADDRESS, slug=address[0], number=address[1])), None)
        absences = map(queries.make_absence, self._rows(queries.ABSENCES, article=article))
        entries: list[Entry] = [*self._versions(queries.ARTICLE_VERSIONS, article=article), *absences]
        return sorted(entries, key=lambda entry: entry.start)

    # --- the rest ------------------------------------------------------------------------------------------------

    def search(self, words: str, limit: int = 50) -> tuple[SearchHit, ...]:
        """Find the versions that hold all these words, whatever their accents and case.

        Those of which one alinéa holds them all come first, best first; then those whose alinéas do together.
        """
        terms = match_terms(words)
        found = {row["version_id"]: row for row in self._rows(queries.SEARCH, words=" AND ".join(terms), limit=limit)}
        if 1 < len(terms) <= _MOST_TERMS and len(found) < limit:
            values = {f"term{n}": term for n, term in enumerate(terms)}
            for row in self._rows(queries.search_across(len(terms)), limit=limit, **values):
                found.setdefault(row["version_id"], row)
        return tuple(map(queries.make_hit, list(found.values())[:limit]))

    def citations(self) -> tuple[Citation, ...]:
        """List every citation of every version, those with a known article alone, in the order of the versions."""
        return tuple(map(queries.make_citation, self._rows(queries.ALL_CITATIONS)))

    def acts(self) -> tuple[Act, ...]:
        """List the acts that were read, with the count of their instructions."""
        return tuple(map(queries.make_act, self._rows(queries.ACTS)))

    def instructions(
        self, act: str | None = None, article: str | None = None, verdict: str | None = None
    ) -> tuple[Instruction, ...]:
        """List instructions in the order of their acts; ``act`` is a title or slug, ``article`` the amended number."""
        act_id = self.text(act).id if act is not None else None
        number = canonical_number(article) if article is not None else None
        rows = self._rows(queries.INSTRUCTIONS, act=act_id, article=number, verdict=verdict)
        return tuple(map(queries.make_instruction, rows))

    def repairs(self, source: str | None = None) -> tuple[RepairEntry, ...]:
        """List the repair log, of one source (by its name) or of all."""
        return tuple(map(queries.make_repair, self._rows(queries.REPAIRS, source=source)))

    def discrepancies(self) -> tuple[Discrepancy, ...]:
        """List the disagreements that were found."""
        return tuple(map(queries.make_discrepancy, self._rows(queries.DISCREPANCIES)))

    def faults(self, kind: str | None = None) -> tuple[Fault, ...]:
        """List the faults of the data of DILA's bases, of one kind or of all: what could be reported to DILA."""
        rows = self._rows(
            "SELECT kind, subject, detail FROM data_faults WHERE :kind IS NULL OR kind = :kind", kind=kind
        )
        return tuple(Fault(**row) for row in rows)

    def deliveries(self) -> tuple[DeliveryReport, ...]:
        """List the archives of DILA's bases that were applied, in their order, with what each brought."""
        return tuple(map(make_report, self._rows(DELIVERIES)))

    def versions(self, verification: str | None = None) -> tuple[Version, ...]:
        """List every version in the order of the texts, or those of one verification (identical, different…)."""
        return self._versions(_ALL_VERSIONS, verification=verification)

    def disagreement(self, version: Version) -> tuple[AlineaDiff, ...]:
        """Compare a derived version with its official witness: each alinéa that is not the same, word by word.

        What was derived is the old side, the official text the new one.
        """
        rows = list(self._rows(queries.COMPARED_ALINEAS, version=version.id))
        derived, official = ([row[side] for row in rows if row[side] is not None] for side in ("derived", "official"))
        return tuple(diff for diff in diff_alineas(derived, official) if diff.changed)

    def count_verifications(self) -> dict[str, int]:
        """Count the versions of each verification, without reading them."""
        rows = self._rows("SELECT verification, count(*) AS versions FROM versions GROUP BY verification")
        return {row["verification"]: row["versions"] for row in rows}

    def meta(self) -> dict[str, str]:
        """Give what the build recorded about itself."""
        return {row["key"]: row["value"] for row in self._rows("SELECT key, value FROM meta ORDER BY key")}


_ALL_TEXTS = "SELECT id, slug, title, number FROM texts ORDER BY title, slug"
_TEXT_OF_SLUG = "SELECT id, slug, title, number FROM texts WHERE slug = :name"
_TEXTS_NUMBERED = "SELECT id, slug, title, number FROM texts WHERE number = :number ORDER BY title, slug"
_NUMBER_IN_NAME = re.compile(r"\b\d{2,4}-\d+\b")
_TEXTS_NAMED = """
    SELECT id, slug, title, number FROM texts WHERE title = :name OR nor = upper(:name) ORDER BY slug
"""
_ARTICLE_AT_ADDRESS = """
    SELECT a.id FROM texts t JOIN articles a ON a.text_id = t.id WHERE t.slug = :slug AND a.number = :number
    ORDER BY a.bearer = 0, a.bearer
"""
_NUMBERS_FROM = """
    SELECT DISTINCT number FROM articles WHERE number >= :low AND number < :high
    AND (:text IS NULL OR text_id = :text) ORDER BY number LIMIT 300
"""
_NUMBERS_BEFORE = """
    SELECT DISTINCT number, sort_key FROM articles WHERE sort_key < :key AND (:text IS NULL OR text_id = :text)
    ORDER BY sort_key DESC, number LIMIT 2
"""
_NUMBERS_AFTER = """
    SELECT DISTINCT number, sort_key FROM articles WHERE sort_key > :key AND (:text IS NULL OR text_id = :text)
    ORDER BY sort_key, number LIMIT 2
"""
_NUMBER_OF = "SELECT text_id, number FROM articles WHERE id = :article"
_ENOUGH_NUMBERS = 8
_MOST_TERMS = 8
_ALL_VERSIONS = f"""{queries.VERSIONS} WHERE :verification IS NULL OR v.verification = :verification
    ORDER BY t.slug, a.sort_key, v.start"""


def _names_of(row: Row) -> set[str]:
    """The ways to name a text, as slugs: its key, its title, its number, and its nature with «n°» and its number."""
    title = slugify(row["title"]).replace("-no-", "-n-")
    names = {row["slug"], title}
    if row["number"]:
        number = slugify(row["number"])
        names |= {number, title.split("-du-")[0]}
    return names


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
        line = self._corpus._line(self._address)
        return tell_history(line, {address: self._corpus._entries(address) for address in line.addresses})

    def lineage(self) -> tuple[LineageLink, ...]:
        """List the links that end at this number, then those that start from it, findings included."""
        return (*self._corpus._links_to(self._address), *self._corpus._links_from(self._address))

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
        entries = self._corpus._entries(self._address)
        if any(isinstance(e, Version) and e.dates(clock).start is None and e.dates().holds(day) for e in entries):
            return self._status(StatusKind.UNDATED, day, clock)
        if any(isinstance(e, Gap) and _covers(e, day) for e in entries):
            return self._missing(day, clock)
        dated = [(_start(e, clock), e) for e in entries]
        earlier = [entry for start, entry in dated if start is not None and start <= day]
        if not entries or (earlier and not _has_ended(earlier[-1], self._corpus._links_from(self._address))):
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
            predecessors=tuple(self._corpus._links_to(self._address)),
            successors=tuple(self._corpus._links_from(self._address)),
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
        return citations_of(self._corpus._rows, version)

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
        line = trace_versions(version, self._versions_at, self._corpus._links_to) if version is not None else []
        rows = self._corpus._rows
        authored = {v.id: [Authored(*row.values()) for row in rows(queries.AUTHORED, version=v.id)] for v in line}
        return blame_versions(line, authored)

    def _versions_at(self, address: Address) -> Sequence[Version]:
        if address == self._address:  # of several bearers of the number, this one
            return self.versions()
        return [entry for entry in self._corpus._entries(address) if isinstance(entry, Version)]

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
    if isinstance(entry, Version) and entry.end_cause in {"repealed", "renumbered"}:
        return True
    return any(link.continues for link in successors)
