"""Bring an older corpus to today's schema: small steps, each one a transaction of its own.

A step that fails leaves the database exactly as the step before left it, ``user_version`` included, so that an
interrupted upgrade is run again without harm.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus.archive_tables import ARCHIVE_TABLES
from corpus.citation_tables import CITATION_INDEXES, CITATION_TABLES, CITATION_VIEWS
from corpus.counted import write_counts
from corpus.endings import ARTICLES, ENDINGS
from corpus.errors import NewerSchema, NotACorpus
from corpus.learnt import LEARN_ALL
from corpus.numbering import name_articles
from corpus.quality_tables import QUALITY_INDEXES, QUALITY_TABLES
from corpus.schema import (
    APPLICATION_ID,
    CHANGE_INDEXES,
    INDEXES,
    LEARNT_INDEXES,
    NAMED_INDEXES,
    SCHEMA_VERSION,
    SEARCH,
    TABLES,
    TEXT_INDEXES,
    TRIGGERS,
    VIEWS,
)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: the SQL statements that lead from schema ``version - 1`` to ``version``."""

    version: int
    purpose: str
    statements: tuple[str, ...]


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        2,
        "citations of every version, resolved at each date; all are to be read again",
        (
            "DROP TABLE citations",
            "ALTER TABLE versions ADD COLUMN citations INTEGER",
            *(table.sql for table in (*CITATION_TABLES, *CITATION_VIEWS)),
            *CITATION_INDEXES,
        ),
    ),
    Migration(
        3,
        "days of change, and texts by their names, found without reading the rest",
        # An update of an older base may have made some already.
        tuple(sql.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS", 1) for sql in CHANGE_INDEXES + TEXT_INDEXES),
    ),
    Migration(
        4,
        "what the quality pages show, counted and kept; indexes of what acts ended and of what is not proved",
        (
            *(table.sql for table in QUALITY_TABLES),
            "DROP VIEW data_faults",
            *(view.sql for view in VIEWS if view.name == "data_faults"),
            # An update of an older base may have made them already.
            *(sql.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS", 1) for sql in QUALITY_INDEXES),
        ),
    ),
    Migration(
        5,
        "since which archive the base says what it says of the two ends of a version",
        (
            *(f"ALTER TABLE records ADD COLUMN {side}_archive_id INTEGER" for side in ("start", "end")),
            *LEARN_ALL,
            *(sql.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS", 1) for sql in LEARNT_INDEXES),
        ),
    ),
    Migration(
        6,
        "versions that DILA names and the base lacks; the articles of acts, and the acts that ended versions",
        (
            *(table.sql for table in ARCHIVE_TABLES if table.name in {"named_versions", "withdrawn_versions"}),
            "ALTER TABLE absences ADD COLUMN end_cause TEXT",
            "ALTER TABLE absences ADD COLUMN named_id INTEGER",
            *(sql.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS", 1) for sql in NAMED_INDEXES),
            "DROP VIEW data_faults",
            *(view.sql for view in VIEWS if view.name in {"missing_versions", "data_faults"}),
            ARTICLES,
            ENDINGS,
        ),
    ),
)
"""The steps since schema 1, oldest first. Schema 1 is the first: :func:`install` writes the whole of today's."""


def install(connection: sqlite3.Connection) -> None:
    """Write today's schema into an empty database. The caller holds the transaction."""
    # The two pragmas take no bound parameter; both values are our own integers.
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")
    for table in (*TABLES, *VIEWS):
        connection.execute(table.sql)
    for statement in (*INDEXES, *TRIGGERS, SEARCH):
        connection.execute(statement)


def schema_version(connection: sqlite3.Connection, name: str) -> int:
    """Give the schema version of an open database; ``name`` is how to call it in an error.

    Raises :class:`NotACorpus` for a file that Chronolex did not write.
    """
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise NotACorpus(f"{name} n’est pas une base SQLite.", _BUILD_ONE) from error
    if application != APPLICATION_ID:
        raise NotACorpus(f"{name} n’est pas une base construite par Chronolex.", _BUILD_ONE)
    return int(version)


_BUILD_ONE = "Construire une base : chronolex build DOSSIER --db FICHIER."


def refuse_newer(version: int, name: str, ours: int = SCHEMA_VERSION) -> None:
    """Raise :class:`NewerSchema` when a database is ahead of this program."""
    if version > ours:
        sentence = f"{name} a été écrit par une version plus récente de Chronolex (schéma {version}, connu : {ours})."
        raise NewerSchema(sentence, "Mettre Chronolex à jour, ou reconstruire la base.")


def refuse_older(version: int, name: str) -> None:
    """Raise :class:`NotACorpus` when a database is behind this program, and has to be brought to its schema first."""
    if version < SCHEMA_VERSION:
        sentence = f"{name} a été écrit par une version plus ancienne de Chronolex (schéma {version})."
        raise NotACorpus(sentence, f"La mettre à jour : chronolex migrate --db {name}.")


def migrate(connection: sqlite3.Connection, name: str, steps: Sequence[Migration] = MIGRATIONS) -> tuple[int, ...]:
    """Apply the steps that the database lacks; return the versions reached, in order.

    Each step is all or nothing. The connection must be in autocommit mode (``isolation_level=None``).
    """
    current = schema_version(connection, name)
    connection.create_function("name_articles", 1, lambda numbers: name_articles(tuple(json.loads(numbers))))
    refuse_newer(current, name, max([SCHEMA_VERSION, *(step.version for step in steps)]))
    done = []
    for step in steps:
        if step.version > current:
            _apply(connection, step)
            done.append(step.version)
    return tuple(done)


def _apply(connection: sqlite3.Connection, step: Migration) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in step.statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {step.version:d}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def is_current(path: Path | str) -> bool:
    """Say whether the corpus at ``path`` has today's schema; raises as :func:`upgrade` does."""
    with closing(_open(path)) as connection:
        version = schema_version(connection, str(path))
    refuse_newer(version, str(path))
    return version == SCHEMA_VERSION


def upgrade(path: Path | str) -> tuple[int, ...]:
    """Bring the corpus at ``path`` to today's schema; return the versions reached (none when it is up to date).

    Raises :class:`NotACorpus` and :class:`NewerSchema`.
    """
    with closing(_open(path)) as connection:
        reached = migrate(connection, str(path))
        if reached:
            write_counts(connection)
        return reached


def _open(path: Path | str) -> sqlite3.Connection:
    file = Path(path)
    if not file.is_file():
        raise NotACorpus(f"{file} n’existe pas.", _BUILD_ONE)
    return sqlite3.connect(file, isolation_level=None)
