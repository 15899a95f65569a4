"""Which of two articles bears a number, where DILA's bases give it to both at the same time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from corpus.numbering import sort_key
from corpus.removal import Address


def overlapping(connection: sqlite3.Connection) -> list[Address]:
    """List the addresses at which two versions hold at the same time."""
    return connection.execute(_OVERLAPPING).fetchall()


_OVERLAPPING = """
    SELECT DISTINCT a.text_id, a.number FROM (
        SELECT article_id, start, max(coalesce("end", '9999')) OVER (
            PARTITION BY article_id ORDER BY start, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS last_end
        FROM versions) w JOIN articles a ON a.id = w.article_id WHERE w.last_end > w.start
"""


def share_out(connection: sqlite3.Connection, addresses: Iterable[Address]) -> None:
    """Share each number out among the articles that bear it at the same time.

    A version goes to the first bearer whose last version has ended when it starts; DILA's own data has such numbers.
    """
    for text_id, number in addresses:
        _share_out(connection, text_id, number)


def _share_out(connection: sqlite3.Connection, text_id: int, number: str) -> None:
    """Give each version to the first bearer of its number whose last version has ended when it starts."""
    execute = connection.execute
    address = text_id, number
    bearers = dict(execute(_BEARERS, address).fetchall())
    versions = execute(_VERSIONS, address).fetchall()
    ends: list[str] = []
    moves: list[tuple[int, int]] = []
    for version_id, start, end, article_id, published in versions:
        rank = next((n for n, last in enumerate(ends) if last <= start), len(ends))
        ends[rank : rank + 1] = [end or "9999"]
        if rank + 1 not in bearers:
            bearers[rank + 1] = add_article(connection, text_id, number, published, rank + 1)
        if bearers[rank + 1] != article_id:
            moves.append((bearers[rank + 1], version_id))
    connection.executemany("UPDATE versions SET article_id = ? WHERE id = ?", moves)
    for bearer, article_id in bearers.items():
        if bearer > max(len(ends), 1):
            execute(_DELETE_UNUSED, {"article": article_id})


# What the Journal officiel published (bearer 0) stands apart: it never competes with consolidated versions.
_BEARERS = "SELECT bearer, id FROM articles WHERE text_id = ? AND number = ? AND bearer > 0"
_VERSIONS = """
    SELECT v.id, v.start, v."end", v.article_id, a.number_as_published FROM versions v
    JOIN articles a ON a.id = v.article_id WHERE a.text_id = ? AND a.number = ? AND a.bearer > 0 ORDER BY v.start, v.id
"""
_DELETE_UNUSED = """
    DELETE FROM articles WHERE id = :article AND NOT EXISTS (SELECT 1 FROM past_versions WHERE article_id = :article)
    AND NOT EXISTS (SELECT 1 FROM unplaced_versions WHERE article_id = :article)
"""


def add_article(connection: sqlite3.Connection, text_id: int, number: str, published: str, bearer: int) -> int:
    """Add an article and give its identifier."""
    cursor = connection.execute(
        "INSERT INTO articles (text_id, number, number_as_published, sort_key, bearer) VALUES (?, ?, ?, ?, ?)",
        (text_id, number, published, sort_key(number), bearer),
    )
    return int(cursor.lastrowid or 0)
