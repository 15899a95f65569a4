"""Build a corpus: everything into a new file, which takes the old one's place only when it is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.bounds import Bound
from corpus.counted import write_counts
from corpus.errors import CorpusError, NotACorpus, Overlap
from corpus.migrations import install, refuse_newer, refuse_older, schema_version
from corpus.replacing import refuse_busy, replacing
from corpus.schema import FIRST_OVERLAP, INDEXES, TRIGGERS
from corpus.writer import EvidenceRecord, Writer

__all__ = ["Bound", "EvidenceRecord", "Writer", "create"]


@contextmanager
def create(path: Path | str, *, bulk: bool = False) -> Iterator[Writer]:
    """Build a corpus at ``path``, all or nothing.

    Rows go to a new file beside ``path``. When the block ends well the file is checked, indexed, flushed to the disk
    and renamed over ``path``; on any error or interruption it is removed, and what stood at ``path`` stays as it was.

    ``bulk`` is for national bases: indexes and constraints are made once, after the rows.

    Raises :class:`NotACorpus` before anything is done when ``path`` holds a file that Chronolex did not write (it is
    never overwritten), and :class:`CorpusError` when the folder is missing, the old base is being written to, or the
    new one fails SQLite's own checks.
    """
    target = Path(path).absolute()
    _refuse_unsafe_target(target)
    with replacing(target) as partial:
        connection = sqlite3.connect(partial, isolation_level=None)
        try:
            _prepare(connection, bulk=bulk)
            yield Writer(connection)
            _finish(connection, bulk=bulk)
        finally:
            connection.close()


def _refuse_unsafe_target(target: Path) -> None:
    if not target.parent.is_dir():
        raise CorpusError(f"Le dossier {target.parent} n’existe pas.", "Le créer, ou choisir un autre --db.")
    if target.is_dir():
        raise NotACorpus(f"{target} est un dossier, non une base.", "Donner un nom de fichier à --db.")
    refuse_busy(target)
    if target.exists() and target.stat().st_size:
        _refuse_foreign(target)


def _refuse_foreign(target: Path) -> None:
    connection = sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)
    try:
        schema_version(connection, str(target))
    except NotACorpus as error:
        raise NotACorpus(error.sentence, "Le fichier n’est pas touché : choisir un autre --db.") from error
    finally:
        connection.close()


def open_for_update(path: Path | str) -> sqlite3.Connection:
    """Open a corpus, or the copy that :func:`~corpus.replacing.rewriting` gives, for writing, in autocommit.

    Raises NotACorpus or NewerSchema as reading does.
    """
    file = Path(path).absolute()
    if not file.is_file():
        raise NotACorpus(f"La base {path} n’existe pas.", f"La construire : chronolex build ARCHIVE --db {path}.")
    connection = sqlite3.connect(file, isolation_level=None, timeout=30)
    try:
        version = schema_version(connection, str(path))
        refuse_newer(version, str(path))
        refuse_older(version, str(path))
        connection.execute("PRAGMA cache_size = -65536")
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, *, bulk: bool) -> None:
    # Durability comes from the final flush: until the rename, this file is nobody's.
    connection.execute(f"PRAGMA journal_mode = {'OFF' if bulk else 'MEMORY'}")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA foreign_keys = {'OFF' if bulk else 'ON'}")
    if bulk:
        connection.execute("PRAGMA cache_size = -131072")
    connection.execute("BEGIN")
    install(connection)
    if bulk:
        drop_guards(connection)


def drop_guards(connection: sqlite3.Connection, *, indexes: bool = True) -> None:
    """Take the constraints (and indexes) away while many rows are written; :func:`restore_guards` puts them back."""
    kinds = ("trigger", "index") if indexes else ("trigger",)
    for kind in kinds:
        made = connection.execute("SELECT name FROM sqlite_master WHERE type = ? AND sql IS NOT NULL", (kind,))
        for (name,) in made.fetchall():
            connection.execute(f'DROP {kind} "{name}"')


def restore_guards(connection: sqlite3.Connection) -> None:
    """Make every index and constraint of the schema that is missing."""
    present = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    for statement in (*INDEXES, *TRIGGERS):
        if statement.split()[2 if statement.split()[1] != "UNIQUE" else 3] not in present:
            connection.execute(statement)


def _finish(connection: sqlite3.Connection, *, bulk: bool) -> None:
    if bulk:
        restore_guards(connection)
        if (overlap := connection.execute(FIRST_OVERLAP).fetchone()) is not None:
            raise Overlap(f"Deux versions d’un article se chevauchent (version {overlap[0]}).")
    _index_words(connection)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    write_counts(connection)
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    # Checking every page of a national base would take longer than writing it.
    problems = [] if bulk else [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    if orphans or problems:
        raise CorpusError(f"La base construite est incohérente : {orphans or problems}.", "L’ancienne est conservée.")


_WORDS_IN_MEMORY, _USUAL = 32 << 20, 1 << 20
"""Bytes of words that FTS5 gathers before it writes them; fewer and larger pieces need no merging afterwards."""


def _index_words(connection: sqlite3.Connection) -> None:
    set_size = "INSERT INTO alinea_search (alinea_search, rank) VALUES ('hashsize', ?)"
    connection.execute(set_size, (_WORDS_IN_MEMORY,))
    connection.execute("INSERT INTO alinea_search (alinea_search) VALUES ('rebuild')")
    connection.execute(set_size, (_USUAL,))
