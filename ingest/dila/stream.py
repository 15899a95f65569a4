"""A delivery of DILA's bases as a stream of batches of records, read on every core.

One process walks the archive. It hands its batches to the other readers while they keep up, and reads those they have
no room for itself: so no core waits for another, whatever their number. Every file is read by a pure function of its
bytes. Batches arrive in the archive's own order, and memory is bounded by what is under way.

archive ──walker──▶ batches of files ──readers (the walker too)──▶ batches of records ──in order──▶ the one who writes
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import marshal
import multiprocessing as mp
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Lock, Semaphore
from pathlib import Path
from typing import Any

from corpus.causes import describe_cause
from corpus.delivered import Placed, pack, unpack
from corpus.errors import SourceError, UnreadableSource
from ingest.anomalies import Anomaly
from ingest.archive import Deletion, read_deletions, read_members, source_size
from ingest.dila.reading import read_placed

BATCH = 200
"""Files of a batch: large enough that handing it over costs little, small enough to stay in memory."""

WAITING = 2
"""Batches of files that may wait for each reader."""

AHEAD = 6
"""Batches of records of each process that may wait for their turn."""

_PIPE = 1 << 20
"""Bytes that a pipe may hold: all that Linux gives to everyone."""

SMALL = 1 << 20
"""Bytes under which starting a process costs more than it gains."""


@dataclass(slots=True)
class Batch:
    """Some files of a delivery, in its order: their records, and all that was found on the way.

    ``files`` counts the XML files; ``position`` is how many bytes of the source were read, out of
    :func:`ingest.archive.source_size`.
    """

    files: int = 0
    position: int = 0
    placed: list[Placed] = field(default_factory=list)
    anomalies: list[Anomaly] = field(default_factory=list)
    deletions: list[Deletion] = field(default_factory=list)


@dataclass(slots=True)
class _Files:
    """A batch whose files are not read yet: their paths, bytes and dates."""

    members: list[tuple[str, bytes, int | None]] = field(default_factory=list)
    position: int = 0
    anomalies: list[Anomaly] = field(default_factory=list)
    deletions: list[Deletion] = field(default_factory=list)


def read_batches(path: Path) -> Iterator[Batch]:
    """Yield what a source holds. Raises UnreadableSource at any batch: nothing may be committed before the last."""
    if source_size(path) < SMALL:
        yield from map(_read, _walk(path))
    else:
        yield from _read_in_processes(path, os.cpu_count() or 2)


def _walk(path: Path) -> Iterator[_Files]:
    found: list[Anomaly] = []
    files = _Files()
    for member in read_members(path, found.append):
        files.position = member.position
        if member.is_deletion_list:
            files.deletions += read_deletions(member, found.append)
            continue
        files.members.append((member.path, member.data, member.mtime))
        if len(files.members) == BATCH:
            files.anomalies, found[:] = found.copy(), []
            yield files
            files = _Files(position=member.position)
    files.anomalies = found
    yield files


def _read(files: _Files) -> Batch:
    batch = Batch(len(files.members), files.position, [], files.anomalies, files.deletions)
    for member in files.members:
        placed, anomalies = read_placed(*member)
        batch.anomalies += anomalies
        if placed is not None:
            batch.placed.append(placed)
    return batch


# ── Processes ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where the walker puts batches of files and the readers take them, one at a time; ``room`` counts free places."""

    taking: Connection
    putting: Connection
    turn: Lock
    room: Semaphore


def _read_in_processes(path: Path, cores: int) -> Iterator[Batch]:
    context = mp.get_context()
    readers = cores - 1
    taking, putting = context.Pipe(duplex=False)
    _widen(putting)
    shelf = _Shelf(taking, putting, context.Lock(), context.Semaphore(WAITING * readers))
    arrivals = _Arrivals()
    processes = [_start(context, arrivals, _walk_and_read, path, shelf, readers)]
    processes += [_start(context, arrivals, _read_from_shelf, shelf) for _ in range(readers)]
    arrivals.receive()
    try:
        while (batch := arrivals.next()) is not None:
            yield batch
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


def _start(context: Any, arrivals: _Arrivals, work: Any, *arguments: object) -> Any:
    receiver, sender = context.Pipe(duplex=False)
    _widen(sender)
    process = context.Process(target=work, args=[*arguments, sender], daemon=True)
    process.start()
    sender.close()
    arrivals.expect(receiver)
    return process


def _widen(pipe: Connection) -> None:
    """Let a pipe hold what may wait in it, where the system can: else who puts in waits for who takes out."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


def _walk_and_read(path: Path, shelf: _Shelf, readers: int, sender: Connection) -> None:
    """Walk a source; hand a batch over where there is room, or else read it. Ends with the number of batches."""
    _settle_in()
    done = 0
    try:
        for files in _walk(path):
            if shelf.room.acquire(block=False):
                shelf.putting.send_bytes(marshal.dumps((done, *_plain_files(files)), _FORMAT))
            else:
                sender.send_bytes(_dump(done, _read(files)))
            done += 1
        last: tuple[str | None, ...] = (None,)
    except SourceError as error:
        last = error.sentence, error.next_step
    except OSError as error:
        last = f"« {path.name} » est illisible : {describe_cause(error)}.", ""
    sender.send_bytes(marshal.dumps((done, *last)))
    for _ in range(readers):
        shelf.putting.send_bytes(b"")


def _read_from_shelf(shelf: _Shelf, sender: Connection) -> None:
    _settle_in()
    while True:
        with shelf.turn:
            message = shelf.taking.recv_bytes()
        if not message:
            return
        number, members, position, anomalies, deletions = marshal.loads(message)  # noqa: S302 - our own process's
        files = _Files(members, position, _named(Anomaly, anomalies), _named(Deletion, deletions))
        batch = _read(files)
        shelf.room.release()
        sender.send_bytes(_dump(number, batch))


def _settle_in() -> None:
    """Make this process end when the program that started it is killed: nothing else would tell it."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    # A reader makes millions of small objects and no cycles: looking for some costs a tenth of its time.
    gc.disable()


class _Arrivals:
    """What the processes send, put in order while the one who writes is busy.

    Each process sends its batches in rising order and may be :data:`AHEAD` of their turn: so the one whose turn it is
    is never kept from arriving by those after it.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._receivers: list[Connection] = []
        self._waiting: dict[int, tuple[int, tuple[Any, ...]]] = {}
        self._held: list[int] = []
        self._open = 0
        self._turn = 0

    def expect(self, receiver: Connection) -> None:
        self._receivers.append(receiver)
        self._held.append(0)

    def receive(self) -> None:
        """Begin to take messages in. Called when every process is started: a fork and a thread do not go together."""
        self._open = len(self._receivers)
        for sender, receiver in enumerate(self._receivers):
            threading.Thread(target=self._take_in, args=(sender, receiver), daemon=True).start()

    def _take_in(self, sender: int, receiver: Connection) -> None:
        try:
            while True:
                number, *content = marshal.loads(receiver.recv_bytes())  # noqa: S302 - our own process's
                with self._changed:
                    self._changed.wait_for(lambda: self._held[sender] < AHEAD)
                    self._waiting[number] = sender, tuple(content)
                    self._held[sender] += 1
                    self._changed.notify_all()
        except (EOFError, OSError):
            with self._changed:
                self._open -= 1
                self._changed.notify_all()

    def next(self) -> Batch | None:
        """Give the next batch, None after the last; raises UnreadableSource."""
        with self._changed:
            self._changed.wait_for(lambda: self._turn in self._waiting or not self._open)
            if self._turn not in self._waiting:
                raise UnreadableSource("La lecture s’est arrêtée : un processus a été tué.", "Recommencer.")
            sender, content = self._waiting.pop(self._turn)
            self._held[sender] -= 1
            self._changed.notify_all()
        self._turn += 1
        if content[0] is None:
            return None
        if isinstance(content[0], str):
            raise UnreadableSource(*content)
        return _load(content)


_FORMAT = 2
"""Of marshal: the last one that does not look for equal objects, which costs more than sending them twice."""


def _plain_files(files: _Files) -> tuple[Any, ...]:
    return files.members, files.position, _plain(files.anomalies), _plain(files.deletions)


def _dump(number: int, batch: Batch) -> bytes:
    # Plain tuples: naming the records again on arrival costs a tenth of what pickling named ones does.
    placed = [pack(one) for one in batch.placed]
    content = batch.files, batch.position, placed, _plain(batch.anomalies), _plain(batch.deletions)
    return marshal.dumps((number, *content), _FORMAT)


def _load(content: tuple[Any, ...]) -> Batch:
    files, position, placed, anomalies, deletions = content
    found, gone = _named(Anomaly, anomalies), _named(Deletion, deletions)
    return Batch(files, position, [unpack(one) for one in placed], found, gone)


def _plain(values: list[Any]) -> list[tuple[Any, ...]]:
    return [tuple(value) for value in values]


def _named(kind: Any, values: list[tuple[Any, ...]]) -> list[Any]:
    return [kind._make(value) for value in values]
