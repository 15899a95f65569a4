"""What the pages ask of the database beyond :class:`~corpus.reading.Corpus`: a few rows, read-only, values bound."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from corpus import queries
from corpus.answers import Gap, Instruction, Version
from corpus.reading import Corpus
from corpus.rows import read_rows

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Authorship:
    """The slugs of the acts that wrote and ended a version."""

    act: str | None
    end_act: str | None


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A file that was read, with the count of its repairs."""

    id: int
    name: str
    format: str
    title: str
    sha256: str
    size: int
    repairs: int
    undecided: int


@dataclass(frozen=True, slots=True)
class ActText:
    """An act; ``body`` is its operative part, one alinéa a line, None when the corpus does not have its words."""

    id: int
    slug: str
    title: str
    full_title: str | None
    nor: str | None
    signed: str | None
    published: str | None
    jo_number: str | None
    body: str | None
    visas: tuple[str, ...]
    signatories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an act's body."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Produced:
    """An instruction, and the version that it made, when it made one."""

    instruction: Instruction
    act_slug: str
    text_slug: str | None
    number: str | None
    start: dt.date | None


@dataclass(frozen=True, slots=True)
class PairEntry:
    """One alinéa of a derived version beside its official witness."""

    position: int
    verdict: str
    derived: str | None
    official: str | None
    source: str


class Reader:
    """A corpus and its connection, for one page. Nothing is kept between two pages."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @cached_property
    def corpus(self) -> Corpus:
        """The corpus, for all that it answers itself."""
        return Corpus(self.connection, remembers=True)

    def rows(self, sql: str, **values: str | int | None) -> list[Row]:
        """Run a query of ours with its values, and give its rows by the names of their columns."""
        return list(read_rows(self.connection, sql, values))

    _rows = rows

    def counts(self, table: str) -> dict[str, int]:
        """Count the rows of a table by the column that tells their states (verdicts, verifications…)."""
        return {row["state"]: row["total"] for row in self._rows(_COUNTS[table])}

    def authorship(self, versions: Iterable[int]) -> dict[int, Authorship]:
        """Give the acts of some versions, by version."""
        rows = self._rows(_AUTHORSHIP, versions=json.dumps(list(versions)))
        return {row["id"]: Authorship(row["act"], row["end_act"]) for row in rows}

    def count_sources(self) -> int:
        """Count the files that were read."""
        return int(self._rows("SELECT count(*) AS total FROM sources")[0]["total"])

    def sources_of(self, version: int) -> list[SourceEntry]:
        """List the sources of a version: of its text, of its act, and of its official witness."""
        return [SourceEntry(**row) for row in self._rows(_SOURCES, version=version)]

    def verification_of(self, version: int) -> list[PairEntry]:
        """List the comparison of a derived version with its witness, alinéa by alinéa."""
        return [PairEntry(**row) for row in self._rows(_VERIFICATION, version=version)]

    def act(self, slug: str) -> ActText | None:
        """Give an act in its own words, or None when the corpus knows it by name alone."""
        rows = self._rows(_ACT, slug=slug)
        if not rows:
            return None
        lists = {name: tuple(json.loads(rows[0][name] or "[]")) for name in ("visas", "signatories")}
        return ActText(**(rows[0] | lists))

    def line(self, slug: str, number: str) -> tuple[Version | Gap, ...]:
        """Give the versions and gaps of an article across its numbers, oldest first."""
        return self.corpus.lines.history((slug, number))

    def stretches(self, act: int) -> list[Stretch]:
        """List the stretches of an act's body, in order."""
        return [Stretch(**row) for row in self._rows(_STRETCHES, act=act)]

    def instructions_of_act(self, act: int) -> list[Produced]:
        """List the instructions of an act, with what each made."""
        return self._produced(f"{_INSTRUCTIONS} WHERE i.act_id = :act ORDER BY i.position", act=act)

    def instructions_of_version(self, version: int) -> list[Produced]:
        """List the instructions that made a version."""
        sql = f"{_INSTRUCTIONS} WHERE i.version_id = :version ORDER BY t.published, i.position"
        return self._produced(sql, version=version)

    def idle_instructions(self, limit: int, number: str, text: str) -> list[Produced]:
        """List the instructions at one article that were not applied: refused, pending or unread."""
        return self._produced(_IDLE, number=number, text=text, limit=limit)

    def idle_page(self, verdict: str | None, limit: int, skip: int) -> list[Produced]:
        """List the instructions that were not applied, of one verdict or of all: a page of them."""
        found: list[Produced] = []
        for one in [verdict] if verdict else _IDLE_VERDICTS:
            found += self._produced(_IDLE_OF, verdict=one, limit=limit - len(found), skip=skip)
            if len(found) == limit:
                break
            (row,) = self.rows(_COUNT_IDLE, verdict=one)
            skip = max(skip - row["total"], 0)
        return found

    def _produced(self, sql: str, **values: str | int | None) -> list[Produced]:
        return [
            Produced(
                queries.make_instruction(row),
                row["act_slug"],
                row["made_slug"],
                row["made_number"],
                queries.read_day(row["made_start"]),
            )
            for row in self._rows(sql, **values)
        ]

    def has_acted(self, act: int) -> bool:
        """Say whether an act made or ended a version."""
        return bool(self.rows(_HAS_ACTED, act=act))

    def has_articles(self, text: int) -> bool:
        """Say whether the corpus has an article of a text."""
        return bool(self._rows("SELECT 1 FROM articles WHERE text_id = :text LIMIT 1", text=text))


_HAS_ACTED = """
    SELECT 1 WHERE EXISTS (SELECT 1 FROM versions WHERE act_id = :act)
                OR EXISTS (SELECT 1 FROM versions WHERE end_act_id = :act)
"""
_COUNTS = {
    "versions": queries.COUNT_VERIFICATIONS,
    "instructions": "SELECT verdict AS state, count(*) AS total FROM instructions GROUP BY 1",
    "repairs": "SELECT CASE decided WHEN 1 THEN 'decided' ELSE 'undecided' END AS state, count(*) AS total"
    " FROM repairs GROUP BY 1",
    "lineage": "SELECT status AS state, count(*) AS total FROM lineage GROUP BY 1",
    "discrepancies": "SELECT kind AS state, count(*) AS total FROM discrepancies GROUP BY 1",
}
_AUTHORSHIP = """
    SELECT v.id, a.slug AS act, e.slug AS end_act
    FROM json_each(:versions) j JOIN versions v ON v.id = j.value
    LEFT JOIN texts a ON a.id = v.act_id LEFT JOIN texts e ON e.id = v.end_act_id
"""
_SOURCES = """
    SELECT s.id, s.name, s.format, s.title, s.sha256, s.size,
           (SELECT count(*) FROM repairs r WHERE r.source_id = s.id) AS repairs,
           (SELECT count(*) FROM repairs r WHERE r.source_id = s.id AND NOT r.decided) AS undecided
    FROM sources s WHERE s.id IN (
        SELECT source_id FROM versions WHERE id = :version
        UNION SELECT t.source_id FROM versions v JOIN texts t ON t.id = v.act_id WHERE v.id = :version
        UNION SELECT source_id FROM verifications WHERE version_id = :version)
    ORDER BY s.name
"""
_VERIFICATION = """
    SELECT p.position, p.verdict, p.derived, p.official, s.name AS source FROM verifications p
    JOIN sources s ON s.id = p.source_id WHERE p.version_id = :version ORDER BY p.position
"""
_ACT = """
    SELECT id, slug, title, full_title, nor, signed, published, jo_number, body, visas, signatories
    FROM texts WHERE slug = :slug AND body IS NOT NULL
"""
_STRETCHES = """
    SELECT start, "end", kind FROM act_spans WHERE act_id = :act ORDER BY start
"""
_INSTRUCTIONS = """
    SELECT i.*, t.title AS act, t.slug AS act_slug, mt.slug AS made_slug,
           ma.number AS made_number, v.start AS made_start
    FROM instructions i JOIN texts t ON t.id = i.act_id LEFT JOIN versions v ON v.id = i.version_id
    LEFT JOIN articles ma ON ma.id = v.article_id LEFT JOIN texts mt ON mt.id = ma.text_id
"""
_IDLE = f"""{_INSTRUCTIONS} WHERE i.verdict <> 'applied' AND i.target_article = :number
    AND (i.target_text IS NULL OR i.target_text = :text)
    ORDER BY t.published, t.slug, i.position LIMIT :limit"""
_BY_VERDICT = "ORDER BY i.verdict DESC, i.act_id, i.position LIMIT :limit OFFSET :skip"
_IDLE_VERDICTS = ("unread", "refused", "pending")
"""One verdict after the other, each by its index: together, SQLite would sort all of them for a page."""
_COUNT_IDLE = "SELECT count(*) AS total FROM instructions WHERE verdict <> 'applied' AND verdict = :verdict"
_IDLE_OF = f"{_INSTRUCTIONS} WHERE i.verdict <> 'applied' AND i.verdict = :verdict {_BY_VERDICT}"
