"""Read DILA's national bases into a corpus: archives streamed, records parsed on all cores, one writer.

batches of records, read on all cores (:mod:`ingest.dila.stream`) ──▶ one writer, one transaction an archive
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from chronolex.citing import cite
from chronolex.progress import Moved, Watch
from corpus.bulk import BulkWriter
from corpus.counted import forget_counts, write_counts
from corpus.errors import CorpusError
from corpus.replacing import rewriting
from corpus.settling import Touched
from corpus.store import drop_guards, open_for_update, restore_guards
from ingest.anomalies import Anomaly
from ingest.archive import ArchiveKind, Deletion, Delivery, identify, refuse_unreachable, source_size
from ingest.dila import names_issue, read_folder, read_target
from ingest.dila.stream import read_batches


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


def write_delivery(
    connection: sqlite3.Connection, path: Path, *, fresh: bool, moved: Moved | None = None
) -> tuple[Delivered, Touched]:
    """Write one archive, folder or file into an open transaction; give also what it touched.

    ``fresh`` says that the base is empty, so that everything is settled at once at the end. Raises UnreadableSource
    when the source is truncated or corrupt: the caller then rolls back.
    """
    delivery = identify(path)
    archive_id = _register(connection, delivery)
    writer = BulkWriter(connection, archive_id, fresh=fresh)
    if delivery.kind is ArchiveKind.GLOBAL and not fresh and delivery.base:
        writer.reset(delivery.base)
    anomalies: list[Anomaly] = []
    deletions: list[Deletion] = []
    kinds: Counter[str] = Counter()
    files, size = 0, source_size(path)
    for batch in read_batches(path):
        files += batch.files
        anomalies += batch.anomalies
        deletions += batch.deletions
        kinds.update(type(placed.record).__name__ for placed in batch.placed)
        if batch.placed:
            writer.write(batch.placed)
        _write_anomalies(connection, archive_id, anomalies)
        if moved is not None:
            moved(batch.position, size)
    # Deletions come last, as the data's other consumers have it: a file delivered and deleted by one archive is gone.
    for deletion in deletions:
        _delete(writer, deletion, anomalies)
    writer.settle()
    total = _write_anomalies(connection, archive_id, anomalies, last=True)
    delivered = Delivered(delivery.name, files, **asdict(writer.tally), anomalies=total, kinds=dict(kinds))
    counts = json.dumps(asdict(delivered), ensure_ascii=False)
    connection.execute("UPDATE archives SET counts = ? WHERE id = ?", (counts, archive_id))
    return delivered, writer.touched


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
    if names_issue(deletion.key):
        return
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
    writer.delete(*target)


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
    """Sort sources in the order in which they apply: of each base the last global, then what came after it.

    Of several copies of an archive, that with the shortest name.
    """
    alone: dict[object, tuple[Delivery, Path]] = {}
    for path in paths:
        delivery = identify(path)
        other = alone.setdefault(delivery.identity if delivery.stamp else path, (delivery, path))
        if len(delivery.name) < len(other[0].name):
            alone[delivery.identity] = delivery, path
    deliveries = sorted(alone.values(), key=lambda pair: pair[0].key)
    last_global = {d.base: d.stamp for d, _ in deliveries if d.kind is ArchiveKind.GLOBAL}
    return [
        path
        for d, path in deliveries
        if d.base not in last_global or d.stamp is None or d.stamp >= (last_global[d.base] or d.stamp)
    ]


def write_deliveries(connection: sqlite3.Connection, paths: Sequence[Path], moved: Watch) -> list[Delivered]:
    """Write sources into a new base, in their order."""
    written = []
    for rank, path in enumerate(in_order(paths)):
        written.append(write_delivery(connection, path, fresh=rank == 0, moved=moved(path.name))[0])
    return written


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did with each archive: applied, or skipped because it was applied before."""

    applied: tuple[Delivered, ...]
    skipped: tuple[str, ...]


def update(db: Path, paths: Sequence[Path], moved: Watch) -> Update:
    """Apply archives to a corpus, in the order of their dates, each in a transaction of its own.

    They are applied to a copy, which then takes the corpus's place at once: readers never see a half. An archive that
    was applied is skipped. Raises CorpusError for one that is older than the state of its base, before anything is
    done, and SourceError for one that cannot be read: the corpus then is as the archive before left it.
    """
    waiting, skipped = _sort_out(db, paths)
    applied: list[Delivered] = []
    failure: BaseException | None = None
    if waiting:
        with rewriting(db) as copy, closing(open_for_update(copy)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # the copy is flushed before it takes the corpus's place
            try:
                for path in waiting:
                    applied.append(_apply(connection, path, moved(path.name)))
            except BaseException as error:
                if not applied:
                    raise
                failure = error
            write_counts(connection)
    if failure is not None:
        raise failure
    return Update(tuple(applied), skipped)


def _sort_out(db: Path, paths: Sequence[Path]) -> tuple[list[Path], tuple[str, ...]]:
    """Tell the archives to apply, in order, from those that were; raises CorpusError for one that comes too late."""
    for path in paths:
        refuse_unreachable(path)
    ordered = in_order(paths)
    identities = {identify(path).identity for path in ordered}
    copies = [path for path in paths if path not in ordered and identify(path).identity in identities]
    waiting: list[Path] = []
    skipped = [path.name for path in copies]
    with closing(open_for_update(db)) as connection:
        for path in ordered:
            delivery = identify(path)
            _refuse_undated(delivery)
            if _is_applied(connection, delivery) or path.name in {one.name for one in waiting}:
                skipped.append(path.name)
            else:
                _refuse_older(connection, delivery)
                waiting.append(path)
    return waiting, tuple(skipped)


def _refuse_undated(delivery: Delivery) -> None:
    if delivery.is_undated:
        raise CorpusError(
            f"« {delivery.name} » ne dit pas de quand est l’archive : elle pourrait effacer du plus récent.",
            "Lui rendre le nom que la DILA lui donne : LEGI_AAAAMMJJ-HHMMSS.tar.gz.",
        )


def _is_applied(connection: sqlite3.Connection, delivery: Delivery) -> bool:
    base, kind, stamp = delivery.identity
    same = "SELECT 1 FROM archives WHERE name = ? OR (base = ? AND kind = ? AND stamp = ?)"
    return connection.execute(same, (delivery.name, base, kind, stamp)).fetchone() is not None


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
        forget_counts(connection)
        delivered, touched = write_delivery(connection, path, fresh=False, moved=moved)
        restore_guards(connection)
        cite(connection, touched)
        connection.execute(
            "INSERT INTO alinea_search (rowid, text) SELECT id, text FROM alineas WHERE id > ?", (last_alinea,)
        )
        connection.execute("COMMIT")
    except BaseException:
        # Of a disk that is full SQLite has rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return delivered
