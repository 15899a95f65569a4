"""The versions that DILA names and of which the base has no file: the history of an article is told with its gaps.

Every ARTICLE file lists the versions of its article, with their dates. Of these names the base keeps those that lead
to no file, settled at the end of each delivery: a version that has come since is no longer missing, and one that a
deletion list took away never was. What remains becomes rows of ``absences``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from json import dumps

from corpus.bearers import add_article
from corpus.delivered import END_CAUSES, find_no_place
from corpus.numbering import canonical_number
from corpus.removal import Address
from corpus.rows import Value

Absence = tuple[Address, str, str | None, str | None]
"""Of an article: the start of an absence, its end, and what ended it."""


def drop_held(
    connection: sqlite3.Connection, rows: Sequence[Sequence[Value]], records: Sequence[Sequence[Value]]
) -> list[Sequence[Value]]:
    """Leave out, of rows of ``named_versions``, those whose version has come, or comes with these rows of ``records``.

    Nearly all names lead to a file: writing them only to find that out costs more.
    """
    coming = {record[0] for record in records}
    rows = [row for row in rows if row[1] not in coming]
    keys = ",".join({str(row[1]) for row in rows})
    held = {key for (key,) in connection.execute(f"SELECT key FROM records WHERE key IN ({keys}) AND part = 'a'")}
    return [row for row in rows if row[1] not in held]


def forget_absences(connection: sqlite3.Connection) -> set[Absence]:
    """Take the absences away that rest on DILA's names; gives them, to be compared with :func:`settle_absences`."""
    known = _read(connection)
    connection.execute("DELETE FROM absences WHERE named_id IS NOT NULL")
    return known


def settle_absences(connection: sqlite3.Connection) -> set[Absence]:
    """Find which of the named versions are missing, and write down the absences that follow; gives them."""
    for statement in _KEEP_MISSING:
        connection.execute(statement)
    for row in connection.execute(_MISSING).fetchall():
        _write(connection, *row)
    return _read(connection)


def _read(connection: sqlite3.Connection) -> set[Absence]:
    return {((text, number), *rest) for text, number, *rest in connection.execute(_ABSENCES)}


_ABSENCES = """
    SELECT a.text_id, a.number, b.start, b."end", b.end_cause FROM absences b JOIN articles a ON a.id = b.article_id
    WHERE b.named_id IS NOT NULL
"""
_KEEP_MISSING = (
    """DELETE FROM named_versions WHERE EXISTS (
        SELECT 1 FROM records r WHERE r.key = named_versions.named_id AND r.part = 'a')""",
    "DELETE FROM named_versions WHERE named_id IN (SELECT id FROM withdrawn_versions)",
)
_MISSING = """
    SELECT m.id, m.dila_id, m.article_id, a.text_id, a.number, m.number, m.start, m."end", m.state
    FROM missing_versions m JOIN articles a ON a.id = m.article_id ORDER BY m.id
"""


def _write(
    connection: sqlite3.Connection,
    key: int,
    name: str,
    article: int,
    text: int,
    number: str,
    found: str,
    start: str | None,
    end: str | None,
    state: str | None,
) -> None:
    if start is None or find_no_place(start, end, state) is not None:
        return
    canonical = canonical_number(found)
    if canonical and canonical != number:
        article = _bearer(connection, text, canonical, found)
    first, last = connection.execute(_UNCOVERED, {"article": article, "start": start, "end": end}).fetchone()
    if first >= last:
        return
    whole = last == (end or "9999")
    cause = END_CAUSES.get(state or "", "unknown") if end and whole else None
    connection.execute(
        _ADD,
        (
            article,
            first,
            None if last == "9999" else last,
            dumps([start] if first == start else []),
            f"La DILA nomme la version {name}, absente des archives.",
            cause,
            key,
        ),
    )


def _bearer(connection: sqlite3.Connection, text: int, number: str, published: str) -> int:
    """The article that bore another number at the time of a named version."""
    row = connection.execute(_BEARER, (text, number)).fetchone()
    return int(row[0]) if row else add_article(connection, text, number, published, 1)


_BEARER = "SELECT id FROM articles WHERE text_id = ? AND number = ? ORDER BY bearer = 0, bearer LIMIT 1"
# Where another version of the article holds, its text is known: only what lies between them is missing.
_UNCOVERED = """
    SELECT max(:start, coalesce((SELECT max(coalesce("end", '9999')) FROM versions
                                 WHERE article_id = :article AND start <= :start), '')),
           min(coalesce(:end, '9999'), coalesce((SELECT min(start) FROM versions
                                                 WHERE article_id = :article AND start > :start), '9999'))
"""
_ADD = """
    INSERT INTO absences (article_id, start, "end", known_starts, reason, end_cause, named_id)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""


def differing(before: set[Absence], after: set[Absence]) -> Iterator[Address]:
    """Give the addresses of which what is missing changed."""
    return (address for address, *_ in before ^ after)


__all__ = ["differing", "drop_held", "forget_absences", "settle_absences"]
