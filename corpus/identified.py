"""What a DILA identifier names (LEGIARTI…, LEGITEXT…, LEGISCTA…): an article, a text, a division."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from corpus.queries import read_day
from corpus.rows import read_rows


@dataclass(frozen=True, slots=True)
class Identified:
    """A text, by its slug; one of its articles (``number``), whose version starts on a day; or a ``section`` of it."""

    slug: str
    number: str | None = None
    start: dt.date | None = None
    section: int | None = None


def find_identified(connection: sqlite3.Connection, key: int) -> Identified | None:
    """Find what bears a key (:func:`corpus.keys.dila_key`); versions that DILA withdrew are known by their article."""
    for sql in QUERIES:
        for row in read_rows(connection, sql, {"key": key}):
            return Identified(row["slug"], row["number"], read_day(row["start"]), row["section"])
    return None


_VERSION = """
    SELECT t.slug, a.number, v.start, NULL AS section FROM versions v JOIN articles a ON a.id = v.article_id
    JOIN texts t ON t.id = a.text_id WHERE v.id = :key
"""
_UNPLACED = """
    SELECT t.slug, a.number, NULL AS start, NULL AS section FROM unplaced_versions u
    JOIN articles a ON a.id = u.article_id JOIN texts t ON t.id = a.text_id WHERE u.id = :key
"""
_NAMED = """
    SELECT t.slug, coalesce(o.number, a.number) AS number, b.start, NULL AS section FROM missing_versions m
    JOIN articles a ON a.id = m.article_id JOIN texts t ON t.id = a.text_id
    LEFT JOIN absences b ON b.named_id = m.id LEFT JOIN articles o ON o.id = b.article_id WHERE m.id = :key
"""
_PAST = """
    SELECT t.slug, a.number, NULL AS start, NULL AS section FROM past_versions p
    JOIN articles a ON a.id = p.article_id JOIN texts t ON t.id = a.text_id WHERE p.version_id = :key LIMIT 1
"""
_TEXT = """
    SELECT slug, NULL AS number, NULL AS start, NULL AS section FROM texts WHERE id = coalesce(
        (SELECT text_id FROM text_versions WHERE id = :key), (SELECT id FROM texts WHERE key = :key))
"""
_SECTION = """
    SELECT t.slug, NULL AS number, NULL AS start, s.id AS section FROM sections s JOIN texts t ON t.id = s.text_id
    WHERE s.id = :key
"""

QUERIES = (_VERSION, _UNPLACED, _NAMED, _PAST, _TEXT, _SECTION)
"""What may bear a key, each found by an index."""
