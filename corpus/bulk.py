"""Write deliveries of DILA's bases: thousands of records a second, each of its own tables, replaceable and deletable.

A record's rows are a function of the record alone; what depends on several (which of two articles bears a number, what
ended a version) is settled per article at the end of a delivery. So a global archive followed by increments leaves
the same rows as a rebuild from the final state.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from corpus.delivered import (
    PARTS,
    ArticleRecord,
    ChildRow,
    LinkRow,
    Placed,
    Record,
    SectionRecord,
    StructRecord,
    TextRecord,
)
from corpus.filiations import settle_filiations
from corpus.keys import base_keys, dila_id
from corpus.model import TextId
from corpus.numbering import sort_key
from corpus.queries import read_day
from corpus.rows import Value
from corpus.schema import INDEXES

_CACHED_ALINEAS = 400_000
"""Digests kept in memory (about 60 MB); the others are looked up in the database's own index."""

_INSERT = {
    "records": "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)",
    "versions": (
        'INSERT INTO versions (id, article_id, start, "end", start_rule, end_rule, end_cause, provenance, '
        "verification, act_id, state, html, nota) "
        "VALUES (?, ?, ?, ?, 'source', ?, ?, 'official', 'official', ?, ?, ?, ?)"
    ),
    "unplaced": "INSERT INTO unplaced_versions VALUES (?, ?, ?, ?, ?, ?, ?)",
    "version_alineas": "INSERT INTO version_alineas VALUES (?, ?, ?)",
    "links": "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "pairs": "INSERT OR IGNORE INTO pairs VALUES (?, ?)",
    "contents": "INSERT INTO contents VALUES (?, ?, ?, ?, ?, ?, ?)",
    "sections": "INSERT INTO sections VALUES (?, ?, ?, ?)",
    "linked_texts": "INSERT OR IGNORE INTO linked_texts VALUES (?, ?, ?, ?, ?)",
}


@dataclass(slots=True)
class Tally:
    """What one delivery did."""

    written: int = 0
    replaced: int = 0
    duplicates: int = 0
    deleted: int = 0
    absent: int = 0


@dataclass(slots=True)
class _Cache:
    """Identifiers that a row got, bounded: texts by key, the articles of the text at hand, alinéas by digest."""

    texts: dict[int, int] = field(default_factory=dict)
    articles: dict[str, int] = field(default_factory=dict)
    articles_of: int | None = None
    alineas: dict[bytes, int] = field(default_factory=dict)
    folders: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)


class BulkWriter:
    """Writes the records of one delivery into an open transaction. Made anew for each delivery."""

    def __init__(self, connection: sqlite3.Connection, archive_id: int) -> None:
        self.connection = connection
        self.archive_id = archive_id
        self.tally = Tally()
        self.touched: set[tuple[int, str]] = set()
        self._texts_changed = False
        self._cache = _Cache()
        self._rows: dict[str, list[Sequence[Value]]] = {name: [] for name in _INSERT}

    # ── Records ──────────────────────────────────────────────────────────────────────────────────────────────

    def write(self, batch: Sequence[Placed], raw: Callable[[str], bytes]) -> None:
        """Write a batch of records; ``raw`` gives the bytes of a file of the batch, kept when it is a duplicate."""
        known = self._known(batch)
        for placed in batch:
            record = placed.record
            identity = record.key, PARTS[type(record)]
            if identity in known:
                self._flush()
                self._meet(placed, identity, raw)
            else:
                known.add(identity)
                self._insert(placed, identity, self.archive_id)
        self._flush()

    def _known(self, batch: Sequence[Placed]) -> set[tuple[int, str]]:
        keys = ",".join(str(placed.record.key) for placed in batch)
        return set(self.connection.execute(f"SELECT key, part FROM records WHERE key IN ({keys})"))

    def _meet(self, placed: Placed, identity: tuple[int, str], raw: Callable[[str], bytes]) -> None:
        """A record of that identifier is there: replace it, or keep the older file apart as a duplicate."""
        row = self.connection.execute(
            "SELECT folder_id, mtime, first_archive_id FROM records WHERE key = ? AND part = ?", identity
        ).fetchone()
        if row is None:
            self._insert(placed, identity, self.archive_id)
            return
        folder_id, mtime, first = row
        if self._folder(placed.folder) != folder_id and (placed.mtime or 0) < (mtime or 0):
            self._keep_duplicate(placed, identity, raw(placed.path))
            return
        self.connection.execute(
            "DELETE FROM duplicates WHERE key = ? AND part = ? AND folder_id = ?",
            (*identity, self._folder(placed.folder)),
        )
        self._remove(identity)
        self._insert(placed, identity, first)
        self.tally.replaced += 1

    def _keep_duplicate(self, placed: Placed, identity: tuple[int, str], data: bytes) -> None:
        self.connection.execute(
            "INSERT OR REPLACE INTO duplicates VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *identity,
                self._folder(placed.folder),
                placed.mtime,
                self.archive_id,
                placed.path,
                zlib.compress(data),
            ),
        )
        self.tally.duplicates += 1

    def _insert(self, placed: Placed, identity: tuple[int, str], first: int) -> None:
        folder = self._folder(placed.folder)
        self._rows["records"].append((*identity, folder, placed.mtime, first, self.archive_id))
        self._insert_rows(placed.record)
        self.tally.written += 1

    def _insert_rows(self, record: Record) -> None:
        match record:
            case ArticleRecord():
                self._insert_article(record)
            case SectionRecord():
                text_id = self._text(record.text_key)
                self._rows["sections"].append((record.key, text_id, record.title, record.comment))
                self._insert_children(record.key, record.children)
            case StructRecord():
                self._insert_children(record.key, record.children)
            case TextRecord():
                self._insert_text(record)

    def _flush(self) -> None:
        for name, rows in self._rows.items():
            if rows:
                self.connection.executemany(_INSERT[name], rows)
                rows.clear()

    # ── Articles ─────────────────────────────────────────────────────────────────────────────────────────────

    def _insert_article(self, record: ArticleRecord) -> None:
        article_id = self._article(record)
        if record.unplaced is not None or record.start is None:
            text = "\n".join(text for _, text in record.alineas)
            reason = record.unplaced or "undated"
            self._rows["unplaced"].append(
                (record.key, article_id, reason, record.start, record.end, record.state, text)
            )
        else:
            rule = "source" if record.end else None
            act_id = self._act(record)
            self._rows["versions"].append(
                (
                    record.key,
                    article_id,
                    record.start,
                    record.end,
                    rule,
                    record.end_cause,
                    act_id,
                    record.state,
                    record.html,
                    record.nota,
                )
            )
            rows = self._rows["version_alineas"]
            for position, (digest, text) in enumerate(record.alineas, 1):
                rows.append((record.key, position, self._alinea(digest, text)))
        self._insert_links(record)

    def _article(self, record: ArticleRecord) -> int:
        text_id = self._text(record.text_key)
        self.touched.add((text_id, record.canonical))
        if self._cache.articles_of != text_id:
            self._cache.articles_of = text_id
            self._cache.articles = dict(
                self.connection.execute("SELECT number, id FROM articles WHERE text_id = ? AND bearer = 1", (text_id,))
            )
        known = self._cache.articles.get(record.canonical)
        if known is None:
            known = self._add_article(text_id, record.canonical, record.number, 1)
            self._cache.articles[record.canonical] = known
        return known

    def _add_article(self, text_id: int, canonical: str, number: str, bearer: int) -> int:
        cursor = self.connection.execute(
            "INSERT INTO articles (text_id, number, number_as_published, sort_key, bearer) VALUES (?, ?, ?, ?, ?)",
            (text_id, canonical, number, sort_key(canonical), bearer),
        )
        return int(cursor.lastrowid or 0)

    def _alinea(self, digest: bytes, text: str) -> int:
        cache = self._cache.alineas
        known = cache.get(digest)
        if known is not None:
            return known
        row = self.connection.execute("SELECT id FROM alineas WHERE digest = ?", (digest,)).fetchone()
        if row is None:
            cursor = self.connection.execute("INSERT INTO alineas (digest, text) VALUES (?, ?)", (digest, text))
            known = int(cursor.lastrowid or 0)
        else:
            known = int(row[0])
        if len(cache) >= _CACHED_ALINEAS:
            cache.clear()
        cache[digest] = known
        return known

    def _insert_links(self, record: ArticleRecord) -> None:
        rows = self._rows["links"]
        for position, link in enumerate(record.links):
            if link.text_key is not None:
                self._rows["linked_texts"].append((link.text_key, link.nature, link.text_number, link.nor, link.signed))
            rows.append(
                (
                    record.key,
                    position,
                    self._kind(link),
                    link.sense,
                    link.outgoing,
                    link.decided_by,
                    link.target_key,
                    link.text_key,
                    link.number,
                    link.label,
                )
            )
        self._rows["pairs"] += [(record.key, other) for other in record.pairs]

    def _kind(self, link: LinkRow) -> int:
        known = self._cache.kinds.get(link.found)
        if known is None:
            self.connection.execute(
                "INSERT OR IGNORE INTO link_kinds (found, kind) VALUES (?, ?)", (link.found, link.kind)
            )
            (known,) = self.connection.execute("SELECT id FROM link_kinds WHERE found = ?", (link.found,)).fetchone()
            self._cache.kinds[link.found] = known
        return int(known)

    def _act(self, record: ArticleRecord) -> int | None:
        """The act that wrote a version: the one text that its incoming CREE and MODIFIE links name."""
        acts = {
            link.text_key: link
            for link in record.links
            if link.text_key is not None and link.outgoing == 0 and link.kind in {"CREE", "MODIFIE"}
        }
        if len(acts) != 1:
            return None
        ((key, link),) = acts.items()
        return self._text(key, link)

    # ── Texts and sections ───────────────────────────────────────────────────────────────────────────────────

    def _text(self, key: int | None, link: LinkRow | None = None) -> int:
        """The row of a text; one that is only named so far is added by its name."""
        if key is None:
            key = 0
        known = self._cache.texts.get(key)
        if known is None:
            row = self.connection.execute("SELECT id FROM texts WHERE key = ?", (key,)).fetchone()
            known = int(row[0]) if row else self._add_text(key, link)
            self._cache.texts[key] = known
        return known

    def _add_text(self, key: int, link: LinkRow | None) -> int:
        self._texts_changed = True
        name = dila_id(key) or "Texte sans identifiant"
        title = (link.label or "").split(" - art")[0].strip() if link else ""
        cursor = self.connection.execute(
            "INSERT INTO texts (slug, nature, number, title, nor, signed, key) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                name.lower(),
                (link.nature if link else None) or "TEXTE",
                link.text_number if link else None,
                title or name,
                link.nor if link else None,
                link.signed if link else None,
                key,
            ),
        )
        return int(cursor.lastrowid or 0)

    def _insert_text(self, record: TextRecord) -> None:
        self._insert_text_row(record, self._text(record.text_key))

    def _insert_text_row(self, record: TextRecord, text_id: int) -> None:
        self._texts_changed = True
        self.connection.execute(
            "INSERT INTO text_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                record.key,
                text_id,
                record.title,
                record.full_title,
                record.state,
                record.start,
                record.end,
                record.visas,
                record.signatories,
                record.nota,
            ),
        )
        self.connection.execute(
            """UPDATE texts SET nature = ?, number = ?, title = ?, full_title = ?, nor = ?, signed = ?, published = ?,
               jo_number = ?, state = ?, start = ?, "end" = ? WHERE id = ?""",
            (
                record.nature,
                record.number,
                record.title,
                record.full_title,
                record.nor,
                record.signed,
                record.published,
                record.jo_number,
                record.state,
                record.start,
                record.end,
                text_id,
            ),
        )

    def _insert_children(self, parent: int, children: Sequence[ChildRow]) -> None:
        self._rows["contents"] += [(parent, position, *child) for position, child in enumerate(children)]

    def _folder(self, path: str) -> int:
        known = self._cache.folders.get(path)
        if known is None:
            self.connection.execute("INSERT OR IGNORE INTO folders (path) VALUES (?)", (path,))
            (known,) = self.connection.execute("SELECT id FROM folders WHERE path = ?", (path,)).fetchone()
            self._cache.folders[path] = known
        return int(known)

    # ── What goes away ───────────────────────────────────────────────────────────────────────────────────────

    def delete(self, key: int, part: str, folder: str, restore: Callable[[str, bytes], Placed | None]) -> None:
        """Delete the file of an identifier from one folder; the same record in another folder takes its place.

        An absent file is no error: it is counted. ``restore`` reads a duplicate's bytes again.
        """
        folder_id = self._folder(folder)
        identity = key, part
        row = self.connection.execute("SELECT folder_id FROM records WHERE key = ? AND part = ?", identity).fetchone()
        dropped = self.connection.execute(
            "DELETE FROM duplicates WHERE key = ? AND part = ? AND folder_id = ?", (*identity, folder_id)
        ).rowcount
        if row is None or row[0] != folder_id:
            self.tally.deleted += dropped
            self.tally.absent += not dropped
            return
        self._remove(identity)
        self.tally.deleted += 1
        other = self.connection.execute(
            "SELECT path, data FROM duplicates WHERE key = ? AND part = ? ORDER BY mtime DESC LIMIT 1", identity
        ).fetchone()
        if other and (placed := restore(other[0], zlib.decompress(other[1]))) is not None:
            self.connection.execute(
                "DELETE FROM duplicates WHERE key = ? AND part = ? AND folder_id = ?",
                (*identity, self._folder(placed.folder)),
            )
            self._insert(placed, identity, self.archive_id)
            self._flush()

    def delete_text(self, key: int, folder: str) -> None:
        """Delete every file of a text from one folder; a text that is not there is counted as absent."""
        records = self.connection.execute(_RECORDS_OF_TEXT, {"key": key, "folder": self._folder(folder)}).fetchall()
        for identity in records:
            self._remove(identity)
        self.tally.deleted += len(records)
        self.tally.absent += not records

    def _remove(self, identity: tuple[int, str]) -> None:
        """Take a record's rows away; what a version said is kept in ``past_versions``."""
        key, part = identity
        execute = self.connection.execute
        if part == "a":
            self._remember(key)
            for table, column in (("versions", "id"), ("unplaced_versions", "id"), ("version_alineas", "version_id")):
                execute(f"DELETE FROM {table} WHERE {column} = ?", (key,))
            execute("DELETE FROM links WHERE version_id = ?", (key,))
            execute("DELETE FROM pairs WHERE version_id = ?", (key,))
        elif part == "t":
            execute("DELETE FROM text_versions WHERE id = ?", (key,))
        else:
            execute("DELETE FROM contents WHERE parent_id = ?", (key,))
            if part == "s":
                execute("DELETE FROM sections WHERE id = ?", (key,))
        execute("DELETE FROM records WHERE key = ? AND part = ?", identity)

    def _remember(self, key: int) -> None:
        row = self.connection.execute(
            """SELECT coalesce(v.article_id, u.article_id), coalesce(v.start, u.start), coalesce(v."end", u."end"),
                      coalesce(v.state, u.state), r.archive_id, a.text_id, a.number
               FROM records r LEFT JOIN versions v ON v.id = r.key LEFT JOIN unplaced_versions u ON u.id = r.key
               JOIN articles a ON a.id = coalesce(v.article_id, u.article_id) WHERE r.key = ? AND r.part = 'a'""",
            (key,),
        ).fetchone()
        if row is None:
            return
        article_id, start, end, state, archive_id, text_id, number = row
        self.touched.add((text_id, number))
        if archive_id == self.archive_id:
            return
        alineas = [
            alinea
            for (alinea,) in self.connection.execute(
                "SELECT alinea_id FROM version_alineas WHERE version_id = ? ORDER BY position", (key,)
            )
        ]
        self.connection.execute(
            "INSERT OR REPLACE INTO past_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (key, self.archive_id, archive_id, article_id, start, end, state, json.dumps(alineas)),
        )

    def reset(self, base: str) -> None:
        """Take every record of a base away, as a new global archive of it does; what it said is kept as past."""
        keys = dict(zip(("low", "high"), base_keys(base), strict=True)) | {"archive": self.archive_id}
        self.connection.execute(_REMEMBER_BASE, keys)
        for table, column in _BASE_TABLES.items():
            self.connection.execute(f"DELETE FROM {table} WHERE {column} >= :low AND {column} < :high", keys)

    # ── What depends on several records ──────────────────────────────────────────────────────────────────────

    def settle(self, *, everything: bool) -> None:
        """Share a number out among the articles that bear it at the same time, for what this delivery touched."""
        # Indexes may be away while a whole base is written; this one serves what follows.
        by_article = next(index for index in INDEXES if "versions_in_order" in index)
        self.connection.execute(by_article.replace("INDEX", "INDEX IF NOT EXISTS"))
        if everything:
            overlapping = self.connection.execute(_OVERLAPPING)
            targets: Iterable[tuple[int, str]] = overlapping.fetchall()
        else:
            targets = sorted(self.touched)
        for text_id, number in targets:
            self._share_out(text_id, number)
        added = settle_filiations(self.connection, self.archive_id, self.touched, everything=everything)
        if self._texts_changed or added:
            self._name_texts()

    def _name_texts(self) -> None:
        """Give the texts that were read a slug that a person can guess; of two with the same name, one keeps its id.

        The first by identifier bears the name alone; the others carry their identifier after it.
        """
        rows = self.connection.execute(
            "SELECT id, key, slug, nature, number, title, signed, nor FROM texts WHERE key IS NOT NULL ORDER BY key"
        ).fetchall()
        renamed: list[tuple[str, int]] = []
        taken = {slug for (slug,) in self.connection.execute("SELECT slug FROM texts WHERE key IS NULL")}
        for text_id, key, slug, nature, number, title, signed, nor in rows:
            wanted = TextId(nature, title, number, read_day(signed), nor).slug or slug
            if wanted in taken:
                wanted = f"{wanted}-{(dila_id(key) or str(key)).lower()}"
            taken.add(wanted)
            if wanted != slug:
                renamed.append((wanted, text_id))
        # Two texts may exchange a name: all step aside first.
        self.connection.executemany("UPDATE texts SET slug = '/' || id WHERE id = ?", [(i,) for _, i in renamed])
        self.connection.executemany("UPDATE texts SET slug = ? WHERE id = ?", renamed)

    def _share_out(self, text_id: int, number: str) -> None:
        """Give each version to the first bearer of its number whose last version has ended when it starts."""
        execute = self.connection.execute
        bearers = dict(
            execute("SELECT bearer, id FROM articles WHERE text_id = ? AND number = ?", (text_id, number)).fetchall()
        )
        versions = execute(
            """SELECT v.id, v.start, v."end", v.article_id, a.number_as_published FROM versions v
               JOIN articles a ON a.id = v.article_id WHERE a.text_id = ? AND a.number = ? ORDER BY v.start, v.id""",
            (text_id, number),
        ).fetchall()
        ends: list[str] = []
        moves: list[tuple[int, int]] = []
        for version_id, start, end, article_id, published in versions:
            rank = next((n for n, last in enumerate(ends) if last <= start), len(ends))
            ends[rank : rank + 1] = [end or "9999"]
            if rank + 1 not in bearers:
                bearers[rank + 1] = self._add_article(text_id, number, published, rank + 1)
            if bearers[rank + 1] != article_id:
                moves.append((bearers[rank + 1], version_id))
        self.connection.executemany("UPDATE versions SET article_id = ? WHERE id = ?", moves)
        for bearer, article_id in bearers.items():
            if bearer > max(len(ends), 1):
                execute(_DELETE_UNUSED, {"article": article_id})


_RECORDS_OF_TEXT = """
    SELECT r.key, r.part FROM records r JOIN texts t ON t.key = :key WHERE r.folder_id = :folder AND (
        EXISTS (SELECT 1 FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.id = r.key AND a.text_id = t.id)
        OR EXISTS (SELECT 1 FROM unplaced_versions u JOIN articles a ON a.id = u.article_id
                   WHERE u.id = r.key AND a.text_id = t.id)
        OR EXISTS (SELECT 1 FROM sections s WHERE s.id = r.key AND s.text_id = t.id)
        OR EXISTS (SELECT 1 FROM text_versions tv WHERE tv.id = r.key AND tv.text_id = t.id))
"""

_DELETE_UNUSED = """
    DELETE FROM articles WHERE id = :article AND NOT EXISTS (SELECT 1 FROM past_versions WHERE article_id = :article)
    AND NOT EXISTS (SELECT 1 FROM unplaced_versions WHERE article_id = :article)
"""

_BASE_TABLES = {
    "version_alineas": "version_id",
    "links": "version_id",
    "pairs": "version_id",
    "versions": "id",
    "unplaced_versions": "id",
    "contents": "parent_id",
    "sections": "id",
    "text_versions": "id",
    "duplicates": "key",
    "records": "key",
}
_REMEMBER_BASE = """
    INSERT OR REPLACE INTO past_versions
    SELECT v.id, :archive, r.archive_id, v.article_id, v.start, v."end", v.state,
           (SELECT json_group_array(alinea_id) FROM
               (SELECT alinea_id FROM version_alineas WHERE version_id = v.id ORDER BY position))
    FROM records r JOIN versions v ON v.id = r.key WHERE r.part = 'a' AND r.key >= :low AND r.key < :high
"""

_OVERLAPPING = """
    SELECT DISTINCT a.text_id, a.number FROM (
        SELECT article_id, start, max(coalesce("end", '9999')) OVER (
            PARTITION BY article_id ORDER BY start, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS last_end
        FROM versions) w JOIN articles a ON a.id = w.article_id WHERE w.last_end > w.start
"""

__all__ = ["BulkWriter", "Tally"]
