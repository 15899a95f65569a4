"""Rows of a table by column names: the little SQL that writing a corpus needs, values always bound.

Table and column names come from our own code (:mod:`corpus.schema`), never from a source.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

Value = str | int | float | bytes | None


def read_rows(connection: sqlite3.Connection, sql: str, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Run a query and give its rows by the names of their columns, one at a time."""
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


@cache
def _insert_sql(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 (our own names)


@cache
def _find_sql(table: str, columns: tuple[str, ...]) -> str:
    # IS, not =, so that NULL equals NULL.
    condition = " AND ".join(f'"{name}" IS ?' for name in columns)
    return f'SELECT id FROM "{table}" WHERE {condition} ORDER BY id'  # noqa: S608


def insert_row(connection: sqlite3.Connection, table: str, values: Mapping[str, Value]) -> int:
    """Insert one row and return its identifier."""
    cursor = connection.execute(_insert_sql(table, tuple(values)), tuple(values.values()))
    return cursor.lastrowid or 0


def find_row(connection: sqlite3.Connection, table: str, values: Mapping[str, Value]) -> int | None:
    """Give the identifier of the first row that has these values, or None."""
    row = connection.execute(_find_sql(table, tuple(values)), tuple(values.values())).fetchone()
    return None if row is None else int(row[0])


def update_row(connection: sqlite3.Connection, table: str, row_id: int, values: Mapping[str, Value]) -> None:
    """Change some columns of one row; no columns, no change."""
    if not values:
        return
    changes = ", ".join(f'"{name}" = ?' for name in values)
    connection.execute(f'UPDATE "{table}" SET {changes} WHERE id = ?', (*values.values(), row_id))  # noqa: S608


def complete_row(connection: sqlite3.Connection, table: str, row_id: int, values: Mapping[str, Value]) -> None:
    """Fill in the columns of one row that are still NULL."""
    known = {name: value for name, value in values.items() if value is not None}
    if not known:
        return
    changes = ", ".join(f'"{name}" = coalesce("{name}", ?)' for name in known)
    connection.execute(f'UPDATE "{table}" SET {changes} WHERE id = ?', (*known.values(), row_id))  # noqa: S608


ROWS_AT_ONCE = 50
"""Rows of one INSERT where there are many: a statement a row costs more than the row. Well under SQLite's 32,766
parameters."""


def insert_many(connection: sqlite3.Connection, into: str, rows: Sequence[Sequence[Value]]) -> None:
    """Insert many rows of one width; ``into`` is the statement up to VALUES: «INSERT INTO alineas (id, text)»."""
    if not rows:
        return
    whole = len(rows) - len(rows) % ROWS_AT_ONCE
    mark = f"({', '.join('?' * len(rows[0]))})"
    statement = f"{into} VALUES {', '.join([mark] * ROWS_AT_ONCE)}"
    for start in range(0, whole, ROWS_AT_ONCE):
        connection.execute(statement, list(chain.from_iterable(rows[start : start + ROWS_AT_ONCE])))
    connection.executemany(f"{into} VALUES {mark}", rows[whole:])
