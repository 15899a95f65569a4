"""What citations mean, in the database: the SQL that finds the text of a name, the past of an article, a text's order.

What is settled is forgotten when a delivery touches it (:func:`forget_touched`); so a corpus brought up to date holds
what a rebuild would. The rules themselves are :mod:`graph.resolve`'s.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.model import family_of
from corpus.rows import Value

Address = tuple[int, str]
"""The row of a text and a canonical number."""


@dataclass(slots=True)
class Touched:
    """What a delivery changed: articles by their addresses; texts whose order it changed; or everything.

    The order of a text changes when an article of it comes, goes or changes its dates, or when its contents do.
    """

    articles: set[Address] = field(default_factory=set)
    texts: set[int] = field(default_factory=set)
    everything: bool = False


class NamedText(NamedTuple):
    """A name under which texts are cited, and what was known of it when it was last looked up."""

    id: int
    name: str
    nature: str | None
    number: str | None
    signed: str | None
    text: int | None
    status: str | None


class Unsettled(NamedTuple):
    """An address whose meaning is to be found. ``text`` is the row of its text, None where no text was found."""

    id: int
    text: int | None
    text_status: str
    number: str
    last_number: str
    division: str
    neighbour: int


# ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────


def settle_names(connection: sqlite3.Connection) -> None:
    """Find the text that each name names; what a name no longer names, or newly does, is settled again."""
    named = [NamedText(*row) for row in connection.execute(_NAMES)]
    changed = []
    for name in named:
        text, status = _find_text(connection, name)
        if (text, status) != (name.text, name.status):
            changed.append((text, status, name.id))
    connection.executemany("UPDATE cited_texts SET text_id = ?, status = ? WHERE id = ?", changed)
    for _, _, name_id in changed:
        _forget(connection, "WHERE cited_text_id = ?", (name_id,))


_NAMES = "SELECT id, name, nature, number, signed, text_id, status FROM cited_texts ORDER BY id"
_IDENTIFIER = re.compile(r"-[a-z]{8}\d{12}$")
_NAMESAKES = "SELECT id, slug FROM texts WHERE slug = :name OR (slug > :name || '-' AND slug < :name || '.')"
_BY_NUMBER = "SELECT id, nature FROM texts WHERE number = ?"
_BY_DAY = "SELECT id, nature FROM texts WHERE signed = ?"
_IS_HELD = "SELECT EXISTS (SELECT 1 FROM articles a JOIN versions v ON v.article_id = a.id WHERE a.text_id = ?)"


def _find_text(connection: sqlite3.Connection, name: NamedText) -> tuple[int | None, str]:
    """Give the one text that bears a name, and what became of the name."""
    if not name.name:
        return None, "undetermined"
    if name.name.startswith("#"):
        return int(name.name[1:]), "found"
    found = [row[0] for row in connection.execute(_NAMESAKES, {"name": name.name}) if _bears(row[1], name.name)]
    if not found:
        found = _by_identity(connection, name)
    if len(found) > 1:
        found = [text for text in found if connection.execute(_IS_HELD, (text,)).fetchone()[0]] or found
    if len(found) == 1:
        return found[0], "found"
    return None, "ambiguous" if found else "unknown"


def _bears(slug: str, name: str) -> bool:
    return slug == name or _IDENTIFIER.sub("", slug) == name


def _by_identity(connection: sqlite3.Connection, name: NamedText) -> list[int]:
    """«Loi n° 2001-692» is the loi organique of that number; «arrêté du 12 mars 2003» is the only one of that day."""
    if name.number:
        rows = connection.execute(_BY_NUMBER, (name.number,))
    elif name.signed:
        rows = connection.execute(_BY_DAY, (name.signed,))
    else:
        return []
    return [text for text, nature in rows if family_of(nature) == family_of(name.nature or "")]


# ── Addresses ────────────────────────────────────────────────────────────────────────────────────────────────────


def unsettled_addresses(connection: sqlite3.Connection, size: int = 5_000) -> Iterator[list[Unsettled]]:
    """Give the addresses to settle, ``size`` at a time; each batch must be settled before the next is asked for."""
    while rows := connection.execute(_UNSETTLED, (size,)).fetchall():
        yield [Unsettled(*row) for row in rows]


_UNSETTLED = """
    SELECT a.id, t.text_id, t.status, a.number, a.last_number, a.division, a.neighbour
    FROM cited_addresses a JOIN cited_texts t ON t.id = a.cited_text_id
    WHERE a.status IS NULL ORDER BY t.text_id, a.number, a.id LIMIT ?
"""


def write_settled(
    connection: sqlite3.Connection, statuses: Sequence[tuple[str, int | None, int]], states: Sequence[Sequence[Value]]
) -> None:
    """Write what addresses mean: (status, article, address), and the rows of ``cited_states``."""
    connection.executemany("UPDATE cited_addresses SET status = ?, article_id = ? WHERE id = ?", statuses)
    connection.executemany("INSERT INTO cited_states VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", states)


LifeRow = tuple[int, int | None, str, str | None, str | None]
"""A version of an article: article, version, start, end, cause of the end. One known by its dates alone is None."""


def lives_at(connection: sqlite3.Connection, address: Address) -> list[LifeRow]:
    """List what an address was, oldest first."""
    rows = connection.execute(_LIVES, address).fetchall()
    # What the Journal officiel published stands behind the consolidated article.
    rows = [row[:5] for row in rows if row[5]] or [row[:5] for row in rows]
    return sorted([*rows, *connection.execute(_ABSENT, address)], key=lambda row: row[2])


def lives_of(connection: sqlite3.Connection, article: int) -> list[LifeRow]:
    """List the versions of one article, oldest first."""
    return connection.execute(_VERSIONS, (article,)).fetchall()


_VERSIONS = 'SELECT article_id, id, start, "end", end_cause FROM versions WHERE article_id = ? ORDER BY start'
_LIVES = """
    SELECT a.id, v.id, v.start, v."end", v.end_cause, a.bearer > 0
    FROM articles a JOIN versions v ON v.article_id = a.id
    WHERE a.text_id = ? AND a.number = ?
"""
_ABSENT = """
    SELECT a.id, NULL, b.start, b."end", b.end_cause FROM articles a JOIN absences b ON b.article_id = a.id
    WHERE a.text_id = ? AND a.number = ?
"""


def heirs_of(connection: sqlite3.Connection, address: Address) -> list[tuple[int, str, str | None]]:
    """List the articles that go on an address, as (text, number, date). What is only inferred is not followed."""
    return connection.execute(_HEIRS, address).fetchall()


_HEIRS = """
    SELECT new_text_id, new_number, date FROM lineage WHERE old_text_id = ? AND old_number = ?
    AND kind <> 'rewritten' AND status IN ('declared', 'confirmed') ORDER BY date, new_text_id, new_number
"""


def has_article(connection: sqlite3.Connection, address: Address) -> int | None:
    """Give the row of the article that bears a number, if the corpus knows one."""
    row = connection.execute(_ARTICLE, address).fetchone()
    return int(row[0]) if row else None


_ARTICLE = "SELECT id FROM articles WHERE text_id = ? AND number = ? ORDER BY bearer = 0, bearer LIMIT 1"


# ── What a delivery touches ──────────────────────────────────────────────────────────────────────────────────────


def forget_touched(connection: sqlite3.Connection, touched: Touched) -> None:
    """Forget what the addresses of the touched articles meant, and those that became them."""
    if touched.everything:
        _forget(connection, "WHERE true", ())
        return
    for text, number in touched.articles:
        for found in _TOUCHED:
            _forget(connection, f"WHERE id IN ({found})", {"text": text, "number": number})
    for text in touched.texts:
        _forget(connection, _IN_ORDER, (text,))


_IN_ORDER = """WHERE (last_number <> '' OR division <> '' OR neighbour <> 0)
    AND cited_text_id IN (SELECT id FROM cited_texts WHERE text_id = ?)"""
"""Addresses that depend on the order of a text."""
_TOUCHED = (
    """SELECT d.id FROM cited_texts n JOIN cited_addresses d ON d.cited_text_id = n.id
       WHERE n.text_id = :text AND d.number = :number AND d.last_number = ''""",
    """SELECT d.id FROM articles a JOIN cited_states s ON s.article_id = a.id
       JOIN cited_addresses d ON d.id = s.address_id AND d.last_number = ''
       WHERE a.text_id = :text AND a.number = :number""",
    """SELECT d.id FROM lineage l JOIN cited_texts n ON n.text_id = l.old_text_id
       JOIN cited_addresses d ON d.cited_text_id = n.id AND d.number = l.old_number
       WHERE l.new_text_id = :text AND l.new_number = :number""",
)


def _forget(connection: sqlite3.Connection, which: str, values: Sequence[Value] | dict[str, Value]) -> None:
    connection.execute(f"DELETE FROM cited_states WHERE address_id IN (SELECT id FROM cited_addresses {which})", values)
    connection.execute(f"UPDATE cited_addresses SET status = NULL {which}", values)


def choose_readings(connection: sqlite3.Connection) -> None:
    """Of citations with two readings, take the one that exists; none where both do.

    «À l'article 2101 et à l'article 2104 du code civil»: the first may be of the text that is read.
    """
    connection.execute("INSERT OR IGNORE INTO cited_texts (name, status) VALUES ('', 'undetermined')")
    connection.execute(_ADD_UNDECIDED)
    connection.execute(_CHOOSE)


def _is_found(reading: str) -> str:
    return f"(SELECT status FROM cited_addresses WHERE id = c.{reading}_id) = 'found'"


_BOTH = f"c.first_id IS NOT NULL AND {_is_found('first')} AND {_is_found('rival')}"
_ADD_UNDECIDED = f"""
    INSERT OR IGNORE INTO cited_addresses (cited_text_id, number, last_number, division, neighbour, status)
    SELECT (SELECT id FROM cited_texts WHERE name = ''), f.number, f.last_number, '', 0, 'undetermined'
    FROM citations c JOIN cited_addresses f ON f.id = c.first_id WHERE {_BOTH}
"""
_CHOOSE = f"""
    UPDATE citations AS c SET address_id = CASE
        WHEN {_is_found("first")} AND {_is_found("rival")} THEN (
            SELECT u.id FROM cited_addresses f JOIN cited_addresses u ON u.number = f.number
            AND u.last_number = f.last_number AND u.division = '' AND u.neighbour = 0
            AND u.cited_text_id = (SELECT id FROM cited_texts WHERE name = '') WHERE f.id = c.first_id)
        WHEN {_is_found("rival")} THEN c.rival_id ELSE c.first_id END
    WHERE c.first_id IS NOT NULL
"""


def drop_unused(connection: sqlite3.Connection) -> None:
    """Drop the addresses and names that no version cites any more."""
    for statement in _DROP:
        connection.execute(statement)


_UNUSED = "(SELECT d.id FROM cited_addresses d WHERE {})".format(
    " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM citations WHERE {reading}_id = d.id)" for reading in ("address", "first", "rival")
    )
)
_DROP = (
    f"DELETE FROM cited_states WHERE address_id IN {_UNUSED}",
    f"DELETE FROM cited_addresses WHERE id IN {_UNUSED}",
    "DELETE FROM cited_texts WHERE NOT EXISTS (SELECT 1 FROM cited_addresses WHERE cited_text_id = cited_texts.id)",
)
