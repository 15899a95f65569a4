"""Replace a corpus's file in one step, so that readers see the old one or the new one, and never a half.

new file beside it, claimed ──filled──▶ flushed to the disk ──renamed over──▶ the path
"""

from __future__ import annotations

import glob
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from corpus.causes import describe_cause
from corpus.errors import CorpusError, NotACorpus

try:
    import fcntl
except ImportError:  # not a POSIX system: nothing is swept nor locked there
    fcntl = None  # type: ignore[assignment]


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give an empty file beside ``target``; when the block ends well it is flushed and renamed over it, else removed.

    Raises :class:`CorpusError` where no file can be written.
    """
    _sweep(target)
    partial, claim = _reserve(target)
    try:
        yield partial
        _flush(partial)
        partial.replace(target)
        _flush(target.parent)
    finally:
        os.close(claim)
        partial.unlink(missing_ok=True)
        _journal_of(partial).unlink(missing_ok=True)


@contextmanager
def rewriting(path: Path | str) -> Iterator[Path]:
    """Give a copy of a corpus to write to; when the block ends well it takes its place, else the corpus is as it was.

    Who reads the corpus meanwhile, or opens it as immutable, keeps a whole file. A link is followed: what it leads to
    is replaced. Raises :class:`CorpusError` when the disk has no room for the copy, when another process rewrites the
    corpus, and, before the copy takes its place, when something else wrote to it since it was copied.
    """
    target = Path(path).resolve()
    with _locked(target), replacing(target) as copy:
        _refuse_full_disk(target)
        _copy(target, copy)
        copy.chmod(target.stat().st_mode & 0o7777)
        copied = _state(target)
        yield copy
        refuse_busy(target)
        if _state(target) != copied:
            raise CorpusError(f"{path} a été écrite par un autre programme pendant ce temps.", "Recommencer.")


def _copy(target: Path, copy: Path) -> None:
    """Copy a base as it is between two transactions of whoever writes to it."""
    # For reading and writing: what a killed writer left half done in the old file is undone before it is copied.
    with closing(sqlite3.connect(f"{target.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=30)) as old:
        if old.execute("PRAGMA journal_mode").fetchone()[0] == "wal":  # part of it may stand in another file
            _leave_log(old, target)
        old.execute("BEGIN")
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on nobody writes
        try:
            shutil.copyfile(target, copy)  # four times as fast as SQLite's page by page
        except OSError as error:
            raise CorpusError(f"Impossible de copier {target} : {describe_cause(error)}.") from error


def _leave_log(connection: sqlite3.Connection, target: Path) -> None:
    busy = CorpusError(f"{target} est ouverte par un autre programme.", "Fermer le programme qui l’écrit.")
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as error:
        raise busy from error
    if mode != "delete":
        raise busy


def refuse_busy(target: Path) -> None:
    """Raise :class:`CorpusError` for a base that is being written to."""
    for suffix in ("-journal", "-wal"):
        # A journal left beside a replaced file would be replayed into the new one and corrupt it.
        sidecar = target.with_name(target.name + suffix)
        if sidecar.exists() and sidecar.stat().st_size:
            raise CorpusError(f"{target} est en cours d’écriture ({sidecar.name}).", "Fermer le programme qui l’écrit.")


def _state(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _refuse_full_disk(target: Path) -> None:
    needed, free = target.stat().st_size, shutil.disk_usage(target.parent).free
    if free < needed:
        sentence = f"Le disque est trop plein : {target.parent} a {_size(free)} libres, il en faut {_size(needed)}."
        raise CorpusError(sentence, "La base est copiée, puis remplacée d’un coup : libérer de la place.")


def _size(size: int) -> str:
    mega = size / 1e6
    return f"{mega / 1000:.1f} Go".replace(".", ",") if mega >= 1000 else f"{mega:.1f} Mo".replace(".", ",")


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    """Hold a corpus for the one process that rewrites it: two would each lose what the other did."""
    try:
        descriptor = os.open(target, os.O_RDONLY)
    except OSError as error:
        raise NotACorpus(
            f"La base {target} ne peut être lue : {describe_cause(error)}.", "Vérifier le chemin."
        ) from error
    try:
        if _is_held(descriptor):
            raise CorpusError(f"{target} est déjà en cours de mise à jour.", "Attendre la fin de l’autre programme.")
        yield
    finally:
        os.close(descriptor)


def _is_held(descriptor: int) -> bool:
    """Lock a file for this process, where files can be locked; True when another process holds it."""
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # a file system without locks
        return False
    return False


def _reserve(target: Path) -> tuple[Path, int]:
    """Make an empty file of its own beside ``target``, with the permissions that a new file gets, and claim it.

    The claim, a lock on an open descriptor, goes with the process however it ends: see :func:`_sweep`.
    """
    partial = target.with_name(f".{target.name}.{secrets.token_hex(6)}.partial")
    try:
        claim = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    except OSError as error:
        raise CorpusError(f"Impossible d’écrire dans {target.parent} : {describe_cause(error)}.") from error
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


def _journal_of(partial: Path) -> Path:
    return partial.with_name(f"{partial.name}{_JOURNAL}")


_JOURNAL = "-journal"
"""What SQLite appends to a file's name for what undoes an open transaction."""


def _sweep(target: Path) -> None:
    """Remove what killed builds of this base left: for a national base, gigabytes. Those of living ones are locked."""
    ours = f".{glob.escape(target.name)}.*.partial"
    for left in target.parent.glob(ours):
        try:
            descriptor = os.open(left, os.O_RDWR)
        except OSError:  # another's, or gone meanwhile
            continue
        try:
            if _claim(descriptor):
                left.unlink(missing_ok=True)
        finally:
            os.close(descriptor)
    for journal in target.parent.glob(f"{ours}{_JOURNAL}"):
        # Of a file that is gone it undoes nothing; that of a living build stands beside its file.
        if not journal.with_name(journal.name.removesuffix(_JOURNAL)).exists():
            with suppress(OSError):
                journal.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
