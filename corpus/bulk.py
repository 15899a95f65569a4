"""Write deliveries of DILA's bases: thousands of records a second, each of its own tables, replaceable and deletable.

A record's rows are a function of the record alone; what depends on several (which of two articles bears a number, what
a text is called) is settled at the end of a delivery. So a global archive followed by increments leaves the same rows
as a rebuild from the final state.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.bearers import overlapping, share_out
from corpus.dates import UNFIXED, DateRule
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
    from_json,
    to_json,
)
from corpus.endings import WRITING, settle_endings
from corpus.filiations import settle_filiations
from corpus.identifiers import Identifiers
from corpus.keys import dila_id, is_jorf
from corpus.learnt import learn, learn_of_delivery
from corpus.named import differing, drop_held, forget_absences, settle_absences
from corpus.naming import describe_texts, name_texts
from corpus.numbering import name_articles
from corpus.queries import read_day
from corpus.removal import Identity, records_of_text, remove_record, reset_base
from corpus.rows import Value, insert_many
from corpus.schema import INDEXES
from corpus.settling import Touched
from corpus.titles import title_act

_INTO = {
    "records": "INSERT INTO records",
    "articles": "INSERT INTO articles (id, text_id, number, bearer, number_as_published, sort_key)",
    "alineas": "INSERT INTO alineas (id, digest, text)",
    "versions": (
        'INSERT INTO versions (id, article_id, start, "end", start_rule, end_rule, end_cause, provenance, '
        "verification, act_id, act_article, state, html, nota)"
    ),
    "unplaced": "INSERT INTO unplaced_versions",
    "version_alineas": "INSERT INTO version_alineas",
    "links": "INSERT INTO links",
    "pairs": "INSERT OR IGNORE INTO pairs",
    "named": "INSERT INTO named_versions",
    "contents": "INSERT INTO contents",
    "sections": "INSERT INTO sections",
    "text_versions": "INSERT INTO text_versions",
    "linked_texts": "INSERT OR IGNORE INTO linked_texts",
}
"""What is written many rows at once, in an order in which a row comes after those that it names."""


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
    """Identifiers that a row got: texts by key, folders, kinds of links."""

    texts: dict[int, int] = field(default_factory=dict)
    folders: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    linked: set[int] = field(default_factory=set)


class BulkWriter:
    """Writes the records of one delivery into an open transaction. Made anew for each delivery.

    ``fresh`` says that the base is empty: then everything is settled at once, and nothing touched is remembered.
    """

    def __init__(self, connection: sqlite3.Connection, archive_id: int, *, fresh: bool = False) -> None:
        self.connection = connection
        self.archive_id = archive_id
        self.tally = Tally()
        self._fresh = fresh
        self.touched = Touched()
        self._texts_changed: set[int] = set()
        self._cache = _Cache()
        self._alineas = Identifiers(connection, "alineas", "SELECT id FROM alineas WHERE digest = ?")
        self._articles = Identifiers(
            connection, "articles", "SELECT id FROM articles WHERE text_id = ? AND number = ? AND bearer = ?"
        )
        self._rows: dict[str, list[Sequence[Value]]] = {name: [] for name in _INTO}

    # ── Records ──────────────────────────────────────────────────────────────────────────────────────────────

    def write(self, batch: Sequence[Placed]) -> None:
        """Write a batch of records."""
        known = self._known(batch)
        for placed in batch:
            record = placed.record
            identity = record.key, PARTS[type(record)]
            if identity in known:
                self._flush()
                self._meet(placed, identity)
            else:
                known.add(identity)
                self._insert(placed, identity, self.archive_id)
                self._reorder(placed.record)
        self._flush()

    def _known(self, batch: Sequence[Placed]) -> set[Identity]:
        keys = ",".join(str(placed.record.key) for placed in batch)
        return set(self.connection.execute(f"SELECT key, part FROM records WHERE key IN ({keys})"))

    def _meet(self, placed: Placed, identity: Identity) -> None:
        """A record of that identifier is there: replace it, or keep the older file apart as a duplicate."""
        row = self.connection.execute(
            "SELECT folder_id, mtime, first_archive_id FROM records WHERE key = ? AND part = ?", identity
        ).fetchone()
        if row is None:
            self._insert(placed, identity, self.archive_id)
            return
        folder_id, mtime, first = row
        if self._folder(placed.folder) != folder_id and (placed.mtime or 0) < (mtime or 0):
            self._keep_duplicate(placed, identity)
            return
        self._drop_duplicate(identity, placed.folder)
        before = self._life(identity)
        self._remove(identity)
        self._insert(placed, identity, first)
        if before is None or before != self._life_of(placed.record):
            self._reorder(placed.record)
        self.tally.replaced += 1

    def _keep_duplicate(self, placed: Placed, identity: Identity) -> None:
        self.connection.execute(
            "INSERT OR REPLACE INTO duplicates VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*identity, self._folder(placed.folder), placed.mtime, self.archive_id, placed.path, to_json(placed)),
        )
        self.tally.duplicates += 1

    def _drop_duplicate(self, identity: Identity, folder: str) -> int:
        cursor = self.connection.execute(
            "DELETE FROM duplicates WHERE key = ? AND part = ? AND folder_id = ?", (*identity, self._folder(folder))
        )
        return cursor.rowcount

    def _insert(self, placed: Placed, identity: Identity, first: int) -> None:
        folder = self._folder(placed.folder)
        learnt = self.archive_id if identity[1] == "a" and not self._fresh else None
        self._rows["records"].append((*identity, folder, placed.mtime, first, self.archive_id, learnt, learnt))
        self._insert_rows(placed.record)
        self.tally.written += 1

    def _life(self, identity: Identity) -> tuple[Value, ...] | None:
        """Give where and when a version of an article stands; None for another record."""
        if self._fresh or identity[1] != "a":
            return None
        row: tuple[Value, ...] | None = self.connection.execute(_LIFE, (identity[0],)).fetchone()
        return row

    def _life_of(self, record: Record) -> tuple[Value, ...] | None:
        if not isinstance(record, ArticleRecord) or record.unplaced is not None:
            return None
        return self._text(record.text_key), record.canonical, record.start, record.end, record.end_cause

    def _reorder(self, record: Record) -> None:
        """Note that the order of a text changed, or may have."""
        if not self._fresh:
            self.touched.texts.add(self._text(record.text_key))

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
        self._rows |= {"alineas": self._alineas.new, "articles": self._articles.new}
        if self._rows["named"]:
            self._rows["named"] = drop_held(self.connection, self._rows["named"], self._rows["records"])
        for name, rows in self._rows.items():
            if rows:
                insert_many(self.connection, _INTO[name], rows)
                rows.clear()
        self._alineas.forget_some()
        self._articles.forget_some()

    # ── Articles ─────────────────────────────────────────────────────────────────────────────────────────────

    def _insert_article(self, record: ArticleRecord) -> None:
        article_id = self._article(record)
        key, start, end, state = record.key, record.start, record.end, record.state
        if record.unplaced is not None or start is None:
            text = "\n".join(text for _, text in record.alineas)
            self._rows["unplaced"].append((key, article_id, record.unplaced or "undated", start, end, state, text))
        else:
            act, act_article = self._act(record)
            end_rule = None if end is None else DateRule.UNFIXED if end == _UNFIXED else DateRule.SOURCE
            origin = record.start_rule, end_rule, record.end_cause, "official", "official"
            said = act, act_article, state, record.html, record.nota
            self._rows["versions"].append((key, article_id, start, end, *origin, *said))
            rows, identify = self._rows["version_alineas"], self._alineas.identify
            for position, (digest, text) in enumerate(record.alineas, 1):
                rows.append((key, position, identify((digest,), text)))
        if record.links:
            self._insert_links(record)
        if record.pairs:
            self._rows["pairs"] += [(key, other) for other in record.pairs]
        if record.named:
            self._rows["named"] += [(key, *named) for named in record.named]

    def _article(self, record: ArticleRecord) -> int:
        text_id, number = self._text(record.text_key), record.canonical
        if not self._fresh:
            self.touched.articles.add((text_id, number))
        bearer = 0 if is_jorf(record.key) else 1
        return self._articles.identify((text_id, number, bearer), record.number, record.sort_key)

    def _insert_links(self, record: ArticleRecord) -> None:
        rows, linked, kinds = self._rows["links"], self._cache.linked, self._cache.kinds
        for position, link in enumerate(record.links):
            text_key = link.text_key
            if text_key is not None and text_key not in linked:
                linked.add(text_key)
                self._rows["linked_texts"].append((text_key, link.nature, link.text_number, link.nor, link.signed))
            kind = kinds.get(link.found) or self._add_kind(link)
            target = link.target_key, text_key, link.number, link.label
            rows.append((record.key, position, kind, link.sense, link.outgoing, link.decided_by, *target))

    def _add_kind(self, link: LinkRow) -> int:
        self.connection.execute("INSERT OR IGNORE INTO link_kinds (found, kind) VALUES (?, ?)", (link.found, link.kind))
        (known,) = self.connection.execute("SELECT id FROM link_kinds WHERE found = ?", (link.found,)).fetchone()
        self._cache.kinds[link.found] = int(known)
        return int(known)

    def _act(self, record: ArticleRecord) -> tuple[int | None, str | None]:
        """The act that wrote a version, and its article: the one text that its incoming CREE and MODIFIE links name."""
        act, numbers = None, []
        for link in record.links:
            if link.outgoing == 0 and link.text_key is not None and link.kind in WRITING:
                if act is not None and act.text_key != link.text_key:
                    return None, None
                act = link
                numbers.append(link.number)
        return (self._text(act.text_key, act), name_articles(tuple(numbers))) if act is not None else (None, None)

    # ── Texts and sections ───────────────────────────────────────────────────────────────────────────────────

    def _text(self, key: int | None, link: LinkRow | None = None) -> int:
        """The row of a text; one that is only named so far is added by its name."""
        key = key or 0
        known = self._cache.texts.get(key)
        if known is None:
            row = self.connection.execute("SELECT id FROM texts WHERE key = ?", (key,)).fetchone()
            known = int(row[0]) if row else self._add_text(key, link)
            self._cache.texts[key] = known
        return known

    def _add_text(self, key: int, link: LinkRow | None) -> int:
        name = dila_id(key) or "Texte sans identifiant"
        nature, number, nor, signed = link[-4:] if link else (None, None, None, None)
        # Of all the links that name an act, each with words of its own, what identifies it says the same.
        title = title_act(nature or "", number, read_day(signed))
        if title is None and link is not None:
            title = (link.label or "").split(" - art")[0].strip()
        cursor = self.connection.execute(
            "INSERT INTO texts (slug, nature, number, title, nor, signed, key) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (name.lower(), nature or "TEXTE", number, title or name, nor, signed, key),
        )
        text_id = int(cursor.lastrowid or 0)
        self._texts_changed.add(text_id)
        return text_id

    def _insert_text(self, record: TextRecord) -> None:
        text_id = self._text(record.text_key)
        self._texts_changed.add(text_id)
        self._rows["text_versions"].append((record.key, text_id, *record[2:]))

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

    def delete(self, key: int, part: str, folder: str) -> None:
        """Delete the file of an identifier from one folder; the same record in another folder takes its place.

        An absent file is no error: it is counted.
        """
        identity = key, part
        row = self.connection.execute("SELECT folder_id FROM records WHERE key = ? AND part = ?", identity).fetchone()
        dropped = self._drop_duplicate(identity, folder)
        if row is None:
            self._withdraw(identity)
        if row is None or row[0] != self._folder(folder):
            self.tally.deleted += dropped
            self.tally.absent += not dropped
            return
        self._take_away(identity)
        self.tally.deleted += 1
        other = self.connection.execute(
            "SELECT record FROM duplicates WHERE key = ? AND part = ? ORDER BY mtime DESC LIMIT 1", identity
        ).fetchone()
        if other:
            placed = from_json(other[0])
            self._drop_duplicate(identity, placed.folder)
            self._insert(placed, identity, self.archive_id)
            self._flush()
        else:
            self._withdraw(identity)

    def _withdraw(self, identity: Identity) -> None:
        """Remember that a version of an article is not missing: DILA took it away."""
        if identity[1] == "a":
            self.connection.execute("INSERT OR IGNORE INTO withdrawn_versions VALUES (?)", identity[:1])

    def delete_text(self, key: int, folder: str) -> None:
        """Delete every file of a text from one folder; a text that is not there is counted as absent."""
        records = records_of_text(self.connection, key, self._folder(folder))
        for identity in records:
            self._take_away(identity)
            self._withdraw(identity)
        self.tally.deleted += len(records)
        self.tally.absent += not records

    def _take_away(self, identity: Identity) -> None:
        """Remove a record for good: its text has another order then."""
        rows = self.connection.execute(_TEXT_OF_RECORD, {"key": identity[0]})
        self.touched.texts.update(text for (text,) in rows)
        self._remove(identity)

    def _remove(self, identity: Identity) -> None:
        key, part = identity
        if part == "t":
            named = self.connection.execute("SELECT text_id FROM text_versions WHERE id = ?", (key,))
            self._texts_changed.update(text_id for (text_id,) in named)
        address = remove_record(self.connection, identity, self.archive_id)
        if address is not None:
            self.touched.articles.add(address)

    def reset(self, base: str) -> None:
        """Take every record of a base away, as a new global archive of it does; what it said is kept as past."""
        reset_base(self.connection, base, self.archive_id)
        self.touched.everything = True

    def settle(self) -> None:
        """Settle what depends on several records, for all that this delivery touched."""
        # Indexes may be away while a whole base is written; this one serves what follows.
        by_article = next(index for index in INDEXES if "versions_in_order" in index)
        self.connection.execute(by_article.replace("INDEX", "INDEX IF NOT EXISTS"))
        absent = forget_absences(self.connection)
        share_out(self.connection, overlapping(self.connection) if self._fresh else sorted(self.touched.articles))
        settle_endings(self.connection, None if self._fresh else sorted(self.touched.articles))
        self.touched.articles.update(differing(absent, settle_absences(self.connection)))
        if self.touched.everything:
            learn_of_delivery(self.connection, self.archive_id)
        else:
            learn(self.connection, sorted(self.touched.articles))
        (last_text,) = self.connection.execute("SELECT coalesce(max(id), 0) FROM texts").fetchone()
        if settle_filiations(self.connection, self.archive_id, self.touched.articles, everything=self._fresh):
            named = self.connection.execute("SELECT id FROM texts WHERE id > ?", (last_text,))
            self._texts_changed.update(text_id for (text_id,) in named)
        if self._texts_changed:
            titles = dict(self.connection.execute("SELECT id, title FROM texts")) if not self._fresh else {}
            describe_texts(self.connection, self._texts_changed)
            name_texts(self.connection, None if self._fresh else sorted(self._texts_changed))
            self._read_again(titles)

    def _read_again(self, titles: dict[int, str]) -> None:
        """Forget the citations read in texts whose title changed: «la présente loi» means another name now."""
        for text in self._texts_changed & titles.keys():
            (title,) = self.connection.execute("SELECT title FROM texts WHERE id = ?", (text,)).fetchone()
            if title != titles[text]:
                self.connection.execute(f"DELETE FROM citations WHERE version_id IN ({_VERSIONS_OF_TEXT})", (text,))
                self.connection.execute(
                    f"UPDATE versions SET citations = NULL WHERE id IN ({_VERSIONS_OF_TEXT})", (text,)
                )


_VERSIONS_OF_TEXT = "SELECT v.id FROM articles a JOIN versions v ON v.article_id = a.id WHERE a.text_id = ?"
_TEXT_OF_RECORD = """
    SELECT a.text_id FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.id = :key
    UNION SELECT text_id FROM sections WHERE id = :key UNION SELECT text_id FROM text_versions WHERE id = :key
"""
_LIFE = """
    SELECT a.text_id, a.number, v.start, v."end", v.end_cause FROM versions v JOIN articles a ON a.id = v.article_id
    WHERE v.id = ?
"""
_UNFIXED = UNFIXED.isoformat()


__all__ = ["BulkWriter", "Tally"]
