"""Build a corpus: everything into a new file, which takes the old one's place only when it is whole."""

from __future__ import annotations

import glob
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.bounds import Bound
from corpus.errors import CorpusError, NotACorpus, Overlap
from corpus.migrations import install, refuse_newer, schema_version
from corpus.quality import write_quality
from corpus.schema import FIRST_OVERLAP, INDEXES, TRIGGERS
from corpus.writer import EvidenceRecord, Writer

try:
    import fcntl
except ImportError:  # not a POSIX system: nothing is swept there
    fcntl = None  # type: ignore[assignment]

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
    _sweep(target)
    partial, claim = _reserve(target)
    try:
        connection = sqlite3.connect(partial, isolation_level=None)
        try:
            _prepare(connection, bulk=bulk)
            yield Writer(connection)
            _finish(connection, bulk=bulk)
        finally:
            connection.close()
        _flush(partial)
        partial.replace(target)
        _flush(target.parent)
    finally:
        os.close(claim)
        partial.unlink(missing_ok=True)
        partial.with_name(f"{partial.name}-journal").unlink(missing_ok=True)


def _refuse_unsafe_target(target: Path) -> None:
    if not target.parent.is_dir():
        raise CorpusError(f"Le dossier {target.parent} n’existe pas.", "Le créer, ou choisir un autre --db.")
    if target.is_dir():
        raise NotACorpus(f"{target} est un dossier, non une base.", "Donner un nom de fichier à --db.")
    for suffix in ("-journal", "-wal"):
        # A journal left beside a replaced file would be replayed into the new one and corrupt it.
        sidecar = target.with_name(target.name + suffix)
        if sidecar.exists() and sidecar.stat().st_size:
            raise CorpusError(f"{target} est en cours d’écriture ({sidecar.name}).", "Fermer le programme qui l’écrit.")
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


def _reserve(target: Path) -> tuple[Path, int]:
    """Make an empty file of its own beside ``target``, with the permissions that a new file gets, and claim it.

    The claim, a lock on an open descriptor, goes with the process however it ends: see :func:`_sweep`.
    """
    partial = target.with_name(f".{target.name}.{secrets.token_hex(6)}.partial")
    try:
        claim = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    except OSError as error:
        raise CorpusError(f"Impossible d’écrire dans {target.parent} : {error.strerror}.") from error
    _claim(claim)
    return partial, claim


def _claim(descriptor: int) -> bool:
    """Lock a file for this process; False when another one holds it, or where files cannot be locked so."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sweep(target: Path) -> None:
    """Remove what killed builds of this base left: for a national base, gigabytes. Those of living ones are locked."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*.partial"):
        try:
            descriptor = os.open(left, os.O_RDWR)
        except OSError:  # another's, or gone meanwhile
            continue
        try:
            if _claim(descriptor):
                left.unlink(missing_ok=True)
        finally:
            os.close(descriptor)


def open_for_update(path: Path | str) -> sqlite3.Connection:
    """Open a corpus for writing, in autocommit; raises NotACorpus or NewerSchema as reading does."""
    file = Path(path).absolute()
    if not file.is_file():
        raise NotACorpus(f"La base {path} n’existe pas.", f"La construire : chronolex build ARCHIVE --db {path}.")
    connection = sqlite3.connect(file, isolation_level=None, timeout=30)
    try:
        refuse_newer(schema_version(connection, str(path)), str(path))
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
    write_quality(connection)
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


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
