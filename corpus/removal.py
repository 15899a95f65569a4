"""Take records of DILA's bases away: their rows go, and what versions said stays in ``past_versions``."""

from __future__ import annotations

import json
import sqlite3

from corpus.keys import base_keys

Identity = tuple[int, str]
"""The key of a record and its part: (2000006527458, "a")."""

Address = tuple[int, str]
"""The row of a text and a canonical number."""


def remove_record(connection: sqlite3.Connection, identity: Identity, archive_id: int) -> Address | None:
    """Take a record's rows away, as ``archive_id`` does; gives the address of the article whose version it was."""
    key, part = identity
    address = _remember(connection, key, archive_id) if part == "a" else None
    for table, column in _TABLES[part]:
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (key,))
    connection.execute("DELETE FROM records WHERE key = ? AND part = ?", identity)
    return address


_TABLES = {
    "a": (
        ("versions", "id"),
        ("unplaced_versions", "id"),
        ("version_alineas", "version_id"),
        ("citations", "version_id"),
        ("links", "version_id"),
        ("pairs", "version_id"),
        ("named_versions", "version_id"),
    ),
    "s": (("contents", "parent_id"), ("sections", "id")),
    "v": (("contents", "parent_id"),),
    "t": (("text_versions", "id"),),
}
"""Where the rows of a record of each part stand."""


def _remember(connection: sqlite3.Connection, key: int, archive_id: int) -> Address | None:
    row = connection.execute(_VERSION_OF_RECORD, (key,)).fetchone()
    if row is None:
        return None
    article_id, start, end, state, from_archive, text_id, number = row
    # What one archive says twice was never the state of the base.
    if from_archive != archive_id:
        rows = connection.execute(
            "SELECT alinea_id FROM version_alineas WHERE version_id = ? ORDER BY position", (key,)
        )
        alineas = json.dumps([alinea for (alinea,) in rows])
        connection.execute(
            "INSERT OR REPLACE INTO past_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (key, archive_id, from_archive, article_id, start, end, state, alineas),
        )
    return text_id, number


_VERSION_OF_RECORD = """
    SELECT coalesce(v.article_id, u.article_id), coalesce(v.start, u.start), coalesce(v."end", u."end"),
           coalesce(v.state, u.state), r.archive_id, a.text_id, a.number
    FROM records r LEFT JOIN versions v ON v.id = r.key LEFT JOIN unplaced_versions u ON u.id = r.key
    JOIN articles a ON a.id = coalesce(v.article_id, u.article_id) WHERE r.key = ? AND r.part = 'a'
"""


def reset_base(connection: sqlite3.Connection, base: str, archive_id: int) -> None:
    """Take every record of a base away, as a new global archive of it does; what it said is kept as past."""
    keys = dict(zip(("low", "high"), base_keys(base), strict=True)) | {"archive": archive_id}
    connection.execute(_REMEMBER_BASE, keys)
    for table, column in _BASE_TABLES.items():
        connection.execute(f"DELETE FROM {table} WHERE {column} >= :low AND {column} < :high", keys)


def records_of_text(connection: sqlite3.Connection, key: int, folder_id: int) -> list[Identity]:
    """List the records of a text that stand in one folder."""
    return connection.execute(_RECORDS_OF_TEXT, {"key": key, "folder": folder_id}).fetchall()


_RECORDS_OF_TEXT = """
    SELECT r.key, r.part FROM records r JOIN texts t ON t.key = :key WHERE r.folder_id = :folder AND (
        EXISTS (SELECT 1 FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.id = r.key AND a.text_id = t.id)
        OR EXISTS (SELECT 1 FROM unplaced_versions u JOIN articles a ON a.id = u.article_id
                   WHERE u.id = r.key AND a.text_id = t.id)
        OR EXISTS (SELECT 1 FROM sections s WHERE s.id = r.key AND s.text_id = t.id)
        OR EXISTS (SELECT 1 FROM text_versions tv WHERE tv.id = r.key AND tv.text_id = t.id))
"""

_BASE_TABLES = {
    "version_alineas": "version_id",
    "citations": "version_id",
    "links": "version_id",
    "pairs": "version_id",
    "named_versions": "version_id",
    "withdrawn_versions": "id",
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
