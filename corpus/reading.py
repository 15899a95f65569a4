"""Read a corpus: open the file, ask for a text, an article, a date; every answer is a frozen value."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus import queries
from corpus.answers import (
    Act,
    Citation,
    Discrepancy,
    Fault,
    Instruction,
    LineageLink,
    RepairEntry,
    SearchHit,
    Text,
    Version,
    VersionLife,
)
from corpus.changes import EVERYTHING, Change, ChangeReader, Scope
from corpus.dates import Day, as_day
from corpus.deliveries import DELIVERIES, DeliveryReport, make_report
from corpus.diff import AlineaDiff, diff_alineas
from corpus.errors import (
    AmbiguousArticle,
    DateError,
    LookupFailed,
    NotACorpus,
    UnknownArticle,
)
from corpus.figures import FIGURES
from corpus.handles import ArticleHandle, TextHandle
from corpus.identified import Identified, find_identified
from corpus.keys import dila_key
from corpus.lines import LineReader
from corpus.migrations import refuse_newer, refuse_older, schema_version
from corpus.nearest import find_nearest
from corpus.numbering import canonical_number, display_number, say_article
from corpus.queries import Row
from corpus.rows import read_rows
from corpus.schema import TABLES, VIEWS
from corpus.search import match_terms
from corpus.text_days import read_base_day
from corpus.text_finder import TextFinder
from corpus.text_order import TextOrder, read_divisions, read_order
from corpus.witnessed import WitnessedCitation, witness_citations


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
    refuse_older(version, name)
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

    def __init__(self, connection: sqlite3.Connection, *, remembers: bool = False) -> None:
        """Read by a connection; a corpus that ``remembers`` is for one page, while nobody writes."""
        self._connection = connection
        self._lines = LineReader(connection) if remembers else None

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
        return read_rows(self._connection, sql, values)

    # --- texts ---------------------------------------------------------------------------------------------------

    def texts(self) -> tuple[Text, ...]:
        """List the texts by title, those known by name alone included."""
        return tuple(map(queries.make_text, self._rows(queries.TEXTS)))

    def text(self, id_or_title: str) -> TextHandle:
        """Find a text by its slug, its title or the beginning of it, an abbreviation, its number or its NOR.

        Raises :class:`UnknownText`, and :class:`AmbiguousText` for a name that several texts have.
        """
        return self._text_handle(TextFinder(self._connection).find(id_or_title))

    def texts_named(self, name: str) -> tuple[TextHandle, ...]:
        """List the texts that a name means, by the first of its readings that means any: one, several or none.

        Only by indexes: a search asks it of any words.
        """
        return tuple(map(self._text_handle, TextFinder(self._connection).named(name)))

    def _text_handle(self, row: Row) -> TextHandle:
        return TextHandle(self, row["id"], row["slug"], row["title"])

    # --- articles ------------------------------------------------------------------------------------------------

    def article(self, number: str, text: str | None = None, bearer: int | None = None) -> ArticleHandle:
        """Find an article by its number, in any usual spelling; ``text`` is a title or a slug.

        ``bearer`` (1, 2…) chooses among the articles of one text that bear the number at the same time, as DILA's
        data can have it. Raises :class:`UnknownArticle` with the nearest numbers, :class:`UnknownText`, and
        :class:`AmbiguousArticle` when several texts hold the number and none is named, or several articles bear it.
        """
        canonical = canonical_number(number)
        if not canonical:
            raise UnknownArticle("Le numéro d’article est vide : en donner un, comme « L. 1 ».")
        holder = self.text(text) if text is not None else None
        rows = list(self._rows(queries.ARTICLES, number=canonical, text=holder.id if holder else None, bearer=bearer))
        if not rows:
            raise self._unknown_article(canonical, holder)
        if len(rows) > 1:
            texts = tuple(row["text"] for row in rows)
            if len(set(texts)) == 1:
                sentence = f"{len(rows)} articles portent le numéro {display_number(canonical)} en même temps."
                raise AmbiguousArticle(sentence, texts, f"Préciser lequel : porteur 1 à {len(rows)}.")
            raise AmbiguousArticle(f"Plusieurs textes ont {say_article(canonical, 'a')}.", texts)
        return ArticleHandle(self, rows[0]["id"], canonical, rows[0]["text"], rows[0]["slug"])

    def _unknown_article(self, number: str, holder: TextHandle | None) -> UnknownArticle:
        where = f" dans {holder.title}" if holder else ""
        near = find_nearest(self._connection, number, holder.id if holder else None)
        nearest = tuple(map(display_number, near))
        return UnknownArticle(f"Le corpus ne connaît pas {say_article(number, 'no')}{where}.", nearest)

    def _versions(self, sql: str, **values: str | int | None) -> tuple[Version, ...]:
        return tuple(map(queries.make_version, self._rows(sql, **values)))

    def diff(self, number: str, from_date: Day, to_date: Day, text: str | None = None) -> ArticleDiff:
        """Compare an article at two dates, across its renumbering when it had another number at one of them.

        Raises :class:`NotInForce` when the corpus has no text of it at one of the dates.
        """
        handle = self.article(number, text)
        old, new = handle.require(from_date), handle.require(to_date)
        return ArticleDiff(old, new, diff_alineas(old.alineas, new.alineas))

    def changes(
        self,
        text: str | None = None,
        article: str | None = None,
        *,
        since: Day | None = None,
        until: Day | None = None,
        newest_first: bool = False,
        learnt_since: Day | None = None,
    ) -> Iterator[Change]:
        """Give what changed in ``[since, until)``, by day then by act, one at a time; without bounds, everything known.

        ``text`` bounds it to a text (title or slug), ``article`` to one of its articles, through all its numbers.
        ``learnt_since`` bounds it to what the base learnt on that day or after it, whatever its day of effect.
        Raises :class:`UnknownText`, :class:`UnknownArticle`, :class:`AmbiguousArticle` and DateError.
        """
        scopes: tuple[Scope, ...] = (EVERYTHING,)
        if article is not None:
            scopes = self.article_scopes(article, text)
        elif text is not None:
            scopes = (Scope(self.text(text).id),)
        first, last, learnt = (None if day is None else as_day(day) for day in (since, until, learnt_since))
        if first and last and first > last:
            sentence = f"La fin ({last.isoformat()}) vient avant le début ({first.isoformat()})."
            raise DateError(sentence, "Donner le premier jour, puis celui de la fin.")
        return self.change_reader().changes(scopes, first, last, newest_first=newest_first, learnt_since=learnt)

    def change_reader(self, today: dt.date | None = None) -> ChangeReader:
        """Give what reads the changes of several texts, articles and divisions together."""
        return ChangeReader(self._connection, today)

    def divisions_of(self, text: TextHandle) -> TextOrder:
        """Give the divisions of a text over all its dates, in its order, without the articles that they hold."""
        return read_divisions(self._connection, text.id)

    def order_of(self, text: TextHandle) -> TextOrder:
        """Give the articles of a text in its order, over all its dates, with its divisions."""
        return read_order(self._connection, text.id)

    def identify(self, identifier: str) -> Identified | None:
        """Find what a DILA identifier (LEGITEXT…, LEGIARTI…, LEGISCTA…) names: a text, an article, a division."""
        key = dila_key(identifier.upper())
        return None if key is None else find_identified(self._connection, key)

    def find_address(self, number: str, text: str | None = None) -> tuple[TextHandle, str]:
        """Find the text and the canonical number of an article, whichever of several articles bears it.

        Raises what :meth:`article` does, but for several articles of one text.
        """
        try:
            handle = self.article(number, text)
        except AmbiguousArticle as error:
            if len(set(error.texts)) > 1:
                raise
            return self.text(text or error.texts[0]), canonical_number(number)
        return self.text(handle.text_slug), handle.number

    def article_scopes(self, number: str, text: str | None = None) -> tuple[Scope, ...]:
        """Give what there is to follow of an article: its number, and those that it had before and has after.

        A number that it bore for a while is followed for that while, the day of the change included. Raises what
        :meth:`find_address` does.
        """
        holder, borne = self.find_address(number, text)
        line = self.lines.line((holder.slug, borne))
        scopes = []
        for slug, number_then in line.addresses:
            before, after = line.before.get((slug, number_then)), line.after.get((slug, number_then))
            until = before + dt.timedelta(days=1) if before and not after else None
            scopes.append(Scope(self.text(slug).id, number_then, since=after if not before else None, until=until))
        return tuple(scopes)

    # --- lineage -------------------------------------------------------------------------------------------------

    def lineage(self, *, continues: bool | None = None, limit: int | None = None) -> tuple[LineageLink, ...]:
        """List the lineage links with their evidence: all, or those that continue an article, or mere findings.

        A national base has hundreds of thousands: ``limit`` gives the first of them.
        """
        asked = None if continues is None else int(continues)
        return tuple(map(queries.make_link, self._rows(queries.ALL_LINKS, continues=asked, limit=limit)))

    @property
    def lines(self) -> LineReader:
        """What reads the lines of articles: for one question, or for all of a corpus that ``remembers``."""
        return self._lines or LineReader(self._connection)

    # --- the rest ------------------------------------------------------------------------------------------------

    def search(self, words: str, limit: int = 50) -> tuple[SearchHit, ...]:
        """Find the versions that hold all these words, whatever their accents and case.

        Those of which one alinéa holds them all come first, best first; then those whose alinéas do together.
        """
        terms = match_terms(words)
        found = {row["version_id"]: row for row in self._rows(queries.SEARCH, words=" AND ".join(terms), limit=limit)}
        if 1 < len(terms) <= _MOST_TERMS and len(found) < limit:
            rarest_first = sorted(terms, key=self._count_some)
            values = {f"term{n}": term for n, term in enumerate(rarest_first)}
            for row in self._rows(queries.search_across(len(terms)), limit=limit, **values):
                found.setdefault(row["version_id"], row)
        return tuple(map(queries.make_hit, list(found.values())[:limit]))

    def _count_some(self, term: str) -> int:
        return next(int(row["found"]) for row in self._rows(queries.COUNT_SOME, term=term))

    def citations(self, text: str | None = None, date: Day | None = None, *, chief: bool = False) -> Iterator[Citation]:
        """Give the citations of every version, or of those of one text, resolved over all time or on a day.

        One at a time, in the order of the versions: a national base has millions. ``chief``: of an article that both
        of DILA's bases hold, those of the consolidated one alone.
        """
        text_id = self.text(text).id if text is not None else None
        day = as_day(date).isoformat() if date is not None else None
        return map(queries.make_citation, self._rows(queries.ALL_CITATIONS, text=text_id, day=day, chief=int(chief)))

    def citations_of(self, articles: Sequence[int], statuses: Iterable[str]) -> Iterator[Citation]:
        """Give the citations of some statuses that articles, by their rows, make over all time; one at a time."""
        asked = {"articles": json.dumps(articles), "statuses": json.dumps(sorted(statuses))}
        return map(queries.make_citation, self._rows(queries.CITATIONS_OF_ARTICLES, **asked))

    def citing_articles(self, statuses: Iterable[str], date: Day, text: str | None = None) -> tuple[int, ...]:
        """List the articles, of one text or of all, by their rows, that make a citation of some statuses on a day."""
        asked = {"text": self.text(text).id if text is not None else None, "day": as_day(date).isoformat()}
        rows = self._rows(queries.CITING_ARTICLES, statuses=json.dumps(sorted(statuses)), **asked)
        return tuple(row["id"] for row in rows)

    def lives_of(self, numbers: Iterable[str]) -> Iterator[VersionLife]:
        """Give when each version of the articles of some numbers, in any text, is in force; one at a time."""
        rows = self._rows(queries.LIVES_OF_NUMBERS, numbers=json.dumps(sorted(numbers)))
        return map(queries.make_life, rows)

    def lives(self, date: Day | None = None) -> Iterator[VersionLife]:
        """Give when each version, or each of those in force on a day, is in force; one at a time.

        Of an article of both bases, the consolidated one.
        """
        day = as_day(date).isoformat() if date is not None else None
        return map(queries.make_life, self._rows(queries.LIVES, day=day))

    def has_citations(self) -> bool:
        """Say whether any citation was read."""
        return any(self._rows("SELECT 1 FROM citations LIMIT 1"))

    def titles(self) -> tuple[str, ...]:
        """List the titles of all texts, each as often as texts bear it."""
        return tuple(row["title"] for row in self._rows("SELECT title FROM texts ORDER BY id"))

    def witnessed_citations(self) -> Iterator[WitnessedCitation]:
        """Compare the citations that were read with those that DILA declares, version by version."""
        return witness_citations(self._rows)

    def acts(self, latest: int | None = None) -> tuple[Act, ...]:
        """List the acts that were read, or the ``latest`` of them, with the count of their instructions."""
        return tuple(map(queries.make_act, self._rows(queries.ACTS, latest=latest)))

    def instructions(
        self, act: str | None = None, article: str | None = None, verdict: str | None = None
    ) -> tuple[Instruction, ...]:
        """List instructions in the order of their acts; ``act`` is a title or slug, ``article`` the amended number."""
        act_id = self.text(act).id if act is not None else None
        number = canonical_number(article) if article is not None else None
        rows = self._rows(queries.INSTRUCTIONS, act=act_id, article=number, verdict=verdict)
        return tuple(map(queries.make_instruction, rows))

    def repairs(self, source: str | None = None) -> tuple[RepairEntry, ...]:
        """List the repair log, of one source (by its name) or of all; raises LookupFailed for an unknown source."""
        if source is not None:
            names = [row["name"] for row in self._rows("SELECT name FROM sources ORDER BY name")]
            if source not in names:
                near = get_close_matches(source, names) or names[:_FEW_SOURCES]
                hint = f"Les plus proches : {' ; '.join(near)}." if near else "Elle n’en a aucune."
                raise LookupFailed(f"Le corpus ne connaît pas de source « {source} ».", hint)
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

    def base_day(self) -> dt.date | None:
        """Give the day to which DILA's archives bring the corpus: what was published since is not in it."""
        return read_base_day(self._connection)

    def versions(self, verification: str | None = None) -> tuple[Version, ...]:
        """List every version in the order of the texts, or those of one verification (identical, different…)."""
        if verification is None or verification == "official":
            return self._versions(_ALL_VERSIONS, verification=verification)
        return self._versions(queries.COMPARED_VERSIONS, verification=verification)

    def disagreement(self, version: Version) -> tuple[AlineaDiff, ...]:
        """Compare a derived version with its official witness: each alinéa that is not the same, word by word.

        What was derived is the old side, the official text the new one.
        """
        return self.disagreement_of(version.id)

    def disagreement_of(self, version: int) -> tuple[AlineaDiff, ...]:
        """Compare a version, by its identifier, with its official witness: see :meth:`disagreement`."""
        rows = list(self._rows(queries.COMPARED_ALINEAS, version=version))
        derived, official = ([row[side] for row in rows if row[side] is not None] for side in ("derived", "official"))
        return tuple(diff for diff in diff_alineas(derived, official) if diff.changed)

    def count_verifications(self) -> dict[str, int]:
        """Count the versions of each verification, without reading them."""
        return {row["state"]: row["total"] for row in self._rows(queries.COUNT_VERIFICATIONS)}

    def meta(self) -> dict[str, str]:
        """Give what the build recorded about itself."""
        rows = self._rows("SELECT key, value FROM meta WHERE key <> :figures ORDER BY key", figures=FIGURES)
        return {row["key"]: row["value"] for row in rows}


_MOST_TERMS, _FEW_SOURCES = 8, 20
_ALL_VERSIONS = f"""{queries.VERSIONS} WHERE :verification IS NULL OR v.verification = :verification
    ORDER BY t.slug, a.sort_key, v.start"""
