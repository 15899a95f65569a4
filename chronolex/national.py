"""Read DILA's national bases into a corpus: archives streamed, records parsed on all cores, one writer.

members ──batches──▶ workers: bytes → rows (pure) ──in order──▶ one writer, one transaction an archive
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import marshal
import os
import re
import sqlite3
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from consolidate import OfficialText
from corpus.bulk import BulkWriter
from corpus.dates import DateRule, Effect, Moment
from corpus.delivered import KINDS, PARTS, ArticleRecord, LinkRow, Placed, TextRecord
from corpus.errors import CorpusError
from corpus.keys import dila_id
from corpus.model import Source, TextId
from corpus.store import drop_guards, open_for_update, restore_guards
from ingest.anomalies import Anomaly
from ingest.archive import ArchiveKind, Deletion, Delivery, Member, identify, read_deletions, read_members, source_size
from ingest.dila import read_folder, read_placed, read_target

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
    if delivery.kind is ArchiveKind.GLOBAL and not fresh and delivery.base:
        writer.reset(delivery.base)
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
    if deletion.folder:
        text = read_folder(deletion.key)
        if text is None:
            anomalies.append(Anomaly(deletion.key, "deletion-unknown", "the folder of no text"))
        else:
            writer.delete_text(*text)
        return
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
    waiting: deque[tuple[list[Member], Future[bytes]]] = deque()
    with ProcessPoolExecutor(workers, initializer=_follow_parent) as pool:
        for batch in batches:
            sent = [(member.path, member.data, member.mtime) for member in batch]
            waiting.append((batch, pool.submit(parse_batch, sent)))
            if len(waiting) > workers * AHEAD:
                yield _next(waiting, moved, total)
        while waiting:
            yield _next(waiting, moved, total)


def _follow_parent() -> None:
    """End this worker when the program that started it is killed: nothing else would tell it."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    # A worker makes millions of small objects and no cycles: looking for some costs a tenth of its time.
    gc.disable()


def _next(waiting: deque[tuple[list[Member], Future[bytes]]], moved: Moved | None, total: int) -> Parsed:
    batch, future = waiting.popleft()
    if moved is not None and batch:
        moved(batch[-1].position, total)
    return batch, [_unpack(*packed) for packed in marshal.loads(future.result())]  # noqa: S302 - our own worker's


def parse_batch(batch: Iterable[tuple[str, bytes, int | None]]) -> bytes:
    """Parse files: (path, bytes, date of the file) each. A pure function, run in a process of its own.

    The records go back as plain tuples: naming them again here costs a tenth of what pickling named ones does.
    """
    return marshal.dumps([_pack(*read_placed(*member)) for member in batch])


def _pack(placed: Placed | None, anomalies: Sequence[Anomaly]) -> tuple[object, ...]:
    found = [tuple(anomaly) for anomaly in anomalies]
    if placed is None:
        return None, None, None, None, None, found
    record = placed.record
    values: list[Any] = list(record)
    if isinstance(record, ArticleRecord):
        values[_LINKS] = [tuple(link) for link in record.links]
    elif not isinstance(record, TextRecord):
        values[-1] = [tuple(child) for child in record.children]
    return PARTS[type(record)], values, placed.folder, placed.mtime, placed.path, found


_LINKS = ArticleRecord._fields.index("links")


def _unpack(
    part: str | None, values: list[Any], folder: str, mtime: int | None, path: str, found: list[tuple[str, str, str]]
) -> Read:
    anomalies = [Anomaly._make(one) for one in found]
    if part is None:
        return None, anomalies
    if part == "a":
        values[_LINKS] = [LinkRow._make(link) for link in values[_LINKS]]
    return Placed(KINDS[part]._make(values), folder, mtime, path), anomalies


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


# ── Whole bases and updates ──────────────────────────────────────────────────────────────────────────────────


def is_delivery(path: Path) -> bool:
    """Say whether a source is of DILA's bases: an archive, an XML file, or a folder that holds XML and no manifest."""
    kind = identify(path).kind
    if kind is ArchiveKind.FOLDER:
        return not (path / "corpus.toml").exists() and next(path.rglob("*.xml"), None) is not None
    if kind is not ArchiveKind.FILE:
        return True
    try:
        with path.open("rb") as file:
            return _ROOT.search(file.read(2000)) is not None
    except OSError:
        return False


_ROOT = re.compile(rb"<(?:ARTICLE|SECTION_TA|TEXTE_VERSION|TEXTELR)\b")


def in_order(paths: Iterable[Path]) -> list[Path]:
    """Sort sources in the order in which they apply: of each base the last global, then what came after it."""
    deliveries = sorted(((identify(path), path) for path in paths), key=lambda pair: pair[0].key)
    last_global = {d.base: d.stamp for d, _ in deliveries if d.kind is ArchiveKind.GLOBAL}
    return [
        path
        for d, path in deliveries
        if d.base not in last_global or d.stamp is None or d.stamp >= (last_global[d.base] or d.stamp)
    ]


def write_deliveries(
    connection: sqlite3.Connection, paths: Sequence[Path], moved: Callable[[str], Moved]
) -> list[Delivered]:
    """Write sources into a new base, in their order."""
    written = []
    for rank, path in enumerate(in_order(paths)):
        written.append(write_delivery(connection, path, fresh=rank == 0, moved=moved(path.name)))
    return written


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did with each archive: applied, or skipped because it was applied before."""

    applied: tuple[Delivered, ...]
    skipped: tuple[str, ...]


def update(db: Path, paths: Sequence[Path], moved: Callable[[str], Moved]) -> Update:
    """Apply archives to a corpus, in the order of their dates, each in a transaction of its own.

    An archive that was applied is skipped. Raises CorpusError for one that is older than the state of its base, and
    SourceError for one that cannot be read: the corpus then is as the archive before left it.
    """
    connection = open_for_update(db)
    try:
        applied: list[Delivered] = []
        skipped: list[str] = []
        for path in in_order(paths):
            if _is_applied(connection, path):
                skipped.append(path.name)
            else:
                _refuse_older(connection, identify(path))
                applied.append(_apply(connection, path, moved(path.name)))
    finally:
        connection.close()
    return Update(tuple(applied), tuple(skipped))


def _is_applied(connection: sqlite3.Connection, path: Path) -> bool:
    return connection.execute("SELECT 1 FROM archives WHERE name = ?", (path.name,)).fetchone() is not None


def _refuse_older(connection: sqlite3.Connection, delivery: Delivery) -> None:
    (latest,) = connection.execute("SELECT max(stamp) FROM archives WHERE base = ?", (delivery.base,)).fetchone()
    if latest and delivery.stamp and delivery.stamp.isoformat() < latest:
        raise CorpusError(
            f"{delivery.name} est plus ancienne que l’état de la base {delivery.base} ({latest[:10]}).",
            "L’appliquer effacerait du plus récent : reconstruire la base avec toutes les archives.",
        )


def _apply(connection: sqlite3.Connection, path: Path, moved: Moved) -> Delivered:
    (last_alinea,) = connection.execute("SELECT coalesce(max(id), 0) FROM alineas").fetchone()
    connection.execute("BEGIN IMMEDIATE")
    try:
        # While an archive is half written, a version may be there whose predecessor's end is still to come.
        drop_guards(connection, indexes=False)
        delivered = write_delivery(connection, path, fresh=False, moved=moved)
        restore_guards(connection)
        connection.execute(
            "INSERT INTO alinea_search (rowid, text) SELECT id, text FROM alineas WHERE id > ?", (last_alinea,)
        )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return delivered


# ── Meeting the other sources ────────────────────────────────────────────────────────────────────────────────


def stored_officials(connection: sqlite3.Connection, wanted: Iterable[tuple[str, str]]) -> list[OfficialText]:
    """Give the versions that DILA's bases hold of some articles (slug of the text, number), as official texts."""
    return [official for slug, number in sorted(wanted) for official in _officials_of(connection, slug, number)]


def _officials_of(connection: sqlite3.Connection, slug: str, number: str) -> Iterator[OfficialText]:
    rows = connection.execute(
        """SELECT v.id, v.start, v."end", v.end_cause, t.nature, t.title, t.number, t.signed, t.nor
           FROM texts t JOIN articles a ON a.text_id = t.id AND a.number = ? AND a.bearer = 1
           JOIN versions v ON v.article_id = a.id WHERE t.slug = ? ORDER BY v.start""",
        (number, slug),
    ).fetchall()
    for version_id, start, end, cause, nature, title, text_number, signed, nor in rows:
        alineas = connection.execute(
            """SELECT text FROM version_alineas JOIN alineas ON alineas.id = alinea_id
               WHERE version_id = ? ORDER BY position""",
            (version_id,),
        )
        text = TextId(nature, title, text_number, dt.date.fromisoformat(signed) if signed else None, nor)
        yield OfficialText(
            text,
            number,
            tuple(alinea for (alinea,) in alineas),
            _as_published(start),
            _as_published(end) if end else None,
            Source(dila_id(version_id) or ""),
            cause if cause in {"modified", "repealed", "renumbered"} else "unknown",
        )


def _as_published(day: str) -> Effect:
    return Effect(None, Moment(dt.date.fromisoformat(day), DateRule.SOURCE), None)
