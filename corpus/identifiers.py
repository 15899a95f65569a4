"""The identifiers that rows get, by what makes each unique, where millions are written."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from corpus.rows import Value

_CACHED = 400_000
"""Identifiers of each kind kept in memory (about 60 MB); the others are looked up in the database's own index."""


class Identifiers:
    """The identifiers of a table's rows by what makes each unique: those of late in memory, the others in the base.

    ``find`` is the query for one of them. Rows that are new wait in ``new``, their identifier first.
    """

    def __init__(self, connection: sqlite3.Connection, table: str, find: str) -> None:
        self._connection = connection
        self._find = find
        (self._last,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        self._known: dict[tuple[Value, ...], int] = {}
        # While every row of the table is in memory, one that is not there is new: no need to ask.
        self._all_known = self._last == 0
        self.new: list[Sequence[Value]] = []

    def identify(self, key: tuple[Value, ...], *others: Value) -> int:
        """Give the identifier of the row with this key; a new row gets ``others`` too."""
        known = self._known.get(key)
        if known is not None:
            return known
        row = None if self._all_known else self._connection.execute(self._find, key).fetchone()
        if row is None:
            known = self._last = self._last + 1
            self.new.append((known, *key, *others))
        else:
            known = int(row[0])
        self._known[key] = known
        return known

    def forget_some(self) -> None:
        """Bound the memory; called when nothing new is waiting to be written."""
        if len(self._known) >= _CACHED:
            self._known.clear()
            self._all_known = False
