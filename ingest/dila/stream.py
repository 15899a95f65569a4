"""A delivery of DILA's bases as a stream of batches of records, read on every core.

Each reading process walks the whole archive and reads its share of the batches: decompressing again costs less than
sending the files from one process to another, and every file is then read by a pure function of its bytes. Batches come
in the archive's own order, whatever the number of processes, and memory is bounded by what is under way.

archive ──walked by each process──▶ its batches: bytes → records ──in order──▶ the one who writes
"""

from __future__ import annotations

import gc
import marshal
import multiprocessing as mp
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from typing import Any

from corpus.delivered import Placed, pack, unpack
from corpus.errors import SourceError, UnreadableSource
from ingest.anomalies import Anomaly
from ingest.archive import Deletion, read_deletions, read_members, source_size
from ingest.dila.reading import read_placed

BATCH = 200
"""Files of a batch: large enough that handing it over costs little, small enough to stay in memory."""

AHEAD = 6
"""Batches of each process that may wait for their turn: what bounds the memory, with the size of a batch."""

SMALL = 1 << 20
"""Bytes under which starting a process costs more than it gains."""


@dataclass(slots=True)
class Batch:
    """Some files of a delivery, in its order: their records, and all that was found on the way.

    It is good until the next one is asked for. ``files`` counts the XML files; ``position`` is how many bytes of the
    source were read, out of :func:`ingest.archive.source_size`.
    """

    files: int = 0
    position: int = 0
    placed: list[Placed] = field(default_factory=list)
    anomalies: list[Anomaly] = field(default_factory=list)
    deletions: list[Deletion] = field(default_factory=list)


def read_batches(path: Path) -> Iterator[Batch]:
    """Yield what a source holds. Raises UnreadableSource at any batch: nothing may be committed before the last."""
    readers = os.cpu_count() or 2
    if source_size(path) < SMALL:
        yield from _read_share(path, 0, 1)
    else:
        yield from _read_in_processes(path, readers)


def _read_share(path: Path, mine: int, of: int) -> Iterator[Batch]:
    """Walk a source and read every ``of``-th batch, from number ``mine`` on. Pure: only the file is read."""
    found: list[Anomaly] = []  # what the walk meets: it belongs to the batch at hand, whoever reads that one
    batch, number = Batch(anomalies=found), 0
    for member in read_members(path, found.append):
        batch.position = member.position
        if member.is_deletion_list:
            batch.deletions += read_deletions(member, found.append)
            continue
        batch.files += 1
        if number % of == mine:
            placed, anomalies = read_placed(member.path, member.data, member.mtime)
            found += anomalies
            if placed is not None:
                batch.placed.append(placed)
        if batch.files == BATCH:
            if number % of == mine:
                yield batch
            found.clear()
            batch, number = Batch(position=batch.position, anomalies=found), number + 1
    if number % of == mine:
        yield batch


# ── Processes ────────────────────────────────────────────────────────────────────────────────────────────────


def _read_in_processes(path: Path, readers: int) -> Iterator[Batch]:
    context = mp.get_context()
    processes, queues = [], []
    for mine in range(readers):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(path, mine, readers, sender), daemon=True)
        process.start()
        sender.close()
        processes.append(process)
        queues.append(_Ahead(receiver))
    try:
        turn = 0
        while (batch := queues[turn % readers].next()) is not None:
            yield batch
            turn += 1
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


def _work(path: Path, mine: int, of: int, sender: Connection) -> None:
    """Read a share of a source and send it; the last message is empty, or says what went wrong."""
    _follow_parent()
    try:
        for batch in _read_share(path, mine, of):
            sender.send_bytes(_dump(batch))
        sender.send_bytes(b"")
    except SourceError as error:
        sender.send_bytes(marshal.dumps((error.sentence, error.next_step)))
    except OSError as error:
        sender.send_bytes(marshal.dumps((f"« {path.name} » est illisible : {error.strerror}.", "")))


def _follow_parent() -> None:
    """End this process when the program that started it is killed: nothing else would tell it."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    # A reader makes millions of small objects and no cycles: looking for some costs a tenth of its time.
    gc.disable()


class _Ahead:
    """Takes in what a process sends while the one who writes is busy, up to :data:`AHEAD` batches."""

    def __init__(self, receiver: Connection) -> None:
        self._receiver = receiver
        self._waiting: Queue[bytes | None] = Queue(AHEAD)
        threading.Thread(target=self._receive, daemon=True).start()

    def _receive(self) -> None:
        try:
            while message := self._receiver.recv_bytes():
                self._waiting.put(message)
            self._waiting.put(b"")
        except (EOFError, OSError):
            self._waiting.put(None)

    def next(self) -> Batch | None:
        """Give the next batch, None after the last; raises UnreadableSource."""
        message = self._waiting.get()
        if message is None:
            raise UnreadableSource("La lecture s’est arrêtée : un processus a été tué.", "Recommencer.")
        if not message:
            return None
        content = marshal.loads(message)  # noqa: S302 - our own process's
        if isinstance(content[0], str):
            raise UnreadableSource(*content)
        return _load(content)


_FORMAT = 2
"""Of marshal: the last one that does not look for equal objects, which costs more than sending them twice."""


def _dump(batch: Batch) -> bytes:
    # Plain tuples: naming the records again on arrival costs a tenth of what pickling named ones does.
    return marshal.dumps(
        (
            batch.files,
            batch.position,
            [pack(placed) for placed in batch.placed],
            [tuple(anomaly) for anomaly in batch.anomalies],
            [tuple(deletion) for deletion in batch.deletions],
        ),
        _FORMAT,
    )


def _load(content: tuple[Any, ...]) -> Batch:
    files, position, placed, anomalies, deletions = content
    return Batch(
        files,
        position,
        [unpack(one) for one in placed],
        [Anomaly._make(one) for one in anomalies],
        [Deletion._make(one) for one in deletions],
    )
