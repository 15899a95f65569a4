"""Read DILA's national bases into a corpus: archives streamed, records parsed on all cores, one writer.

members ──batches──▶ workers: bytes → rows (pure) ──in order──▶ one writer, one transaction an archive
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus.bulk import BulkWriter
from corpus.delivered import Placed
from ingest.anomalies import Anomaly
from ingest.archive import Delivery, Deletion, Member, identify, read_deletions, read_members, source_size
from ingest.rows import read_placed, read_target

BATCH = 200
"""Files sent to a worker at a time: large enough that sending them costs little, small enough to stay in memory."""

AHEAD = 4
"""Batches under way for each worker: what bounds the memory, with the size of a batch."""

Moved = Callable[[int, int], None]
"""Called with the bytes read so far and the bytes in all."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one archive brought, in figures."""

    archive: str
    files: int
    written: int
    replaced: int
    duplicates: int
    deleted: int
    absent: int
    anomalies: int
    kinds: dict[str, int] = field(default_factory=dict)


def write_delivery(connection: sqlite3.Connection, path: Path, *, fresh: bool, moved: Moved | None = None) -> Delivered:
    """Write one archive, folder or file into an open transaction.

    ``fresh`` says that the base is empty, so that everything is settled at once at the end. Raises UnreadableSource
    when the source is truncated or corrupt: the caller then rolls back.
    """
    delivery = identify(path)
    archive_id = _register(connection, delivery)
    writer = BulkWriter(connection, archive_id)
    anomalies: list[Anomaly] = []
    deletions: list[Deletion] = []
    kinds: Counter[str] = Counter()
    files = 0
    for members, placed in _parsed(path, anomalies, deletions, moved):
        files += len(members)
        batch: list[Placed] = []
        for one, found in placed:
            anomalies += found
            if one is not None:
                kinds[type(one.record).__name__] += 1
                batch.append(one)
        if batch:
            raw = {member.path: member.data for member in members}
            writer.write(batch, raw.__getitem__)
        _write_anomalies(connection, archive_id, anomalies)
    # Deletions come last, as the data's other consumers have it: a file delivered and deleted by one archive is gone.
    for deletion in deletions:
        _delete(writer, deletion, anomalies)
    writer.settle(everything=fresh)
    total = _write_anomalies(connection, archive_id, anomalies, last=True)
    delivered = Delivered(delivery.name, files, **asdict(writer.tally), anomalies=total, kinds=dict(kinds))
    counts = json.dumps(asdict(delivered), ensure_ascii=False)
    connection.execute("UPDATE archives SET counts = ? WHERE id = ?", (counts, archive_id))
    return delivered


def _register(connection: sqlite3.Connection, delivery: Delivery) -> int:
    cursor = connection.execute(
        "INSERT INTO archives (name, base, kind, stamp, counts) VALUES (?, ?, ?, ?, '{}')",
        (delivery.name, delivery.base, delivery.kind, delivery.stamp.isoformat() if delivery.stamp else None),
    )
    return int(cursor.lastrowid or 0)


def _write_anomalies(
    connection: sqlite3.Connection, archive_id: int, anomalies: list[Anomaly], *, last: bool = False
) -> int:
    connection.executemany(
        "INSERT INTO anomalies (archive_id, path, kind, detail) VALUES (?, ?, ?, ?)",
        [(archive_id, *anomaly) for anomaly in anomalies],
    )
    anomalies.clear()
    if not last:
        return 0
    (total,) = connection.execute("SELECT count(*) FROM anomalies WHERE archive_id = ?", (archive_id,)).fetchone()
    return int(total)


def _delete(writer: BulkWriter, deletion: Deletion, anomalies: list[Anomaly]) -> None:
    target = read_target(deletion.key)
    if target is None:
        anomalies.append(Anomaly(deletion.key, "deletion-unknown", "neither an article, a section nor a text"))
        return

    def restore(path: str, data: bytes) -> Placed | None:
        return read_placed(path, data, None)[0]

    writer.delete(*target, restore)


# ── Reading ahead ────────────────────────────────────────────────────────────────────────────────────────────

Read = tuple[Placed | None, Sequence[Anomaly]]
Parsed = tuple[list[Member], list[Read]]


def _parsed(path: Path, anomalies: list[Anomaly], deletions: list[Deletion], moved: Moved | None) -> Iterator[Parsed]:
    """Yield the members of a source with what they hold, in their order, parsed on the other cores."""
    total = source_size(path)
    batches = _batches(path, anomalies, deletions)
    workers = max(1, (os.cpu_count() or 2) - 1)
    waiting: deque[tuple[list[Member], Future[list[Read]]]] = deque()
    with ProcessPoolExecutor(workers) as pool:
        for batch in batches:
            sent = [(member.path, member.data, member.mtime) for member in batch]
            waiting.append((batch, pool.submit(parse_batch, sent)))
            if len(waiting) > workers * AHEAD:
                yield _next(waiting, moved, total)
        while waiting:
            yield _next(waiting, moved, total)


def _next(waiting: deque[tuple[list[Member], Future[list[Read]]]], moved: Moved | None, total: int) -> Parsed:
    batch, future = waiting.popleft()
    if moved is not None and batch:
        moved(batch[-1].position, total)
    return batch, future.result()


def parse_batch(batch: Iterable[tuple[str, bytes, int | None]]) -> list[Read]:
    """Parse files: (path, bytes, date of the file) each. A pure function, run in a process of its own."""
    return [read_placed(*member) for member in batch]


def _batches(path: Path, anomalies: list[Anomaly], deletions: list[Deletion]) -> Iterator[list[Member]]:
    batch: list[Member] = []
    for member in read_members(path, anomalies.append):
        if member.is_deletion_list:
            deletions += read_deletions(member, anomalies.append)
            continue
        batch.append(member)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
