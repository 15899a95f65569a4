"""What changed between two days: articles created, modified, renumbered, repealed, with the act that did it.

Dates are Légifrance's; ``[since, until)`` is half-open. A change is told once, on the day it takes effect: what ends
and what begins on that day in one article is a modification; what a lineage link joins is a renumbering. What the
corpus knows by its date alone is told as such, and never taken for a creation or a repeal.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from typing import Any
from uuid import UUID

from corpus import change_queries as sql
from corpus.change import EVERYTHING, Boundary, Change, ChangeAct, ChangeKind, Scope, State
from corpus.queries import Row
from corpus.rows import read_rows
from corpus.telling import Teller

__all__ = ["EVERYTHING", "Boundary", "Change", "ChangeAct", "ChangeKind", "ChangeReader", "Scope", "State"]


class ChangeReader:
    """Reads what changed from an open database; nothing is read ahead."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def _rows(self, query: str, **values: Any) -> Iterator[Row]:
        return read_rows(self._connection, query, values)

    def changes(
        self,
        scopes: Sequence[Scope] = (EVERYTHING,),
        since: dt.date | None = None,
        until: dt.date | None = None,
        *,
        newest_first: bool = False,
    ) -> Iterator[Change]:
        """Give the changes of some scopes in ``[since, until)``, by day then by act, one at a time, each once."""
        return self.tell(scopes, self.boundaries(scopes, since, until, newest_first=newest_first))

    def boundaries(
        self,
        scopes: Sequence[Scope] = (EVERYTHING,),
        since: dt.date | None = None,
        until: dt.date | None = None,
        *,
        newest_first: bool = False,
    ) -> Iterator[Boundary]:
        """Give the boundaries of some scopes in the order of days, then of acts, each once."""
        streams = [
            self._stream(kind, query, _bind(scope, since, until))
            for scope in scopes
            for kind, query in sql.BOUNDARIES[scope.kind, newest_first].items()
        ]
        return (one for one, _ in groupby(merge(*streams, key=_order, reverse=newest_first)))

    def _stream(self, kind: str, query: str, values: dict[str, Any]) -> Iterator[Boundary]:
        for row in self._rows(query, **values):
            yield Boundary(row["day"], -1 if row["act"] is None else row["act"], row["article"], kind, row["row"])

    def latest(
        self, scopes: Sequence[Scope], since: dt.date | None, until: dt.date | None, count: int
    ) -> Iterator[Boundary]:
        """Give the boundaries newest first, when about ``count`` of them are wanted.

        Ends that nothing follows are rare: looking for the next one could walk over years of the others, that no one
        asks for. So the days that hold ``count`` starts are read first, and what lies before them only if need be.
        """
        middle = self._day_of_start(since, until, count) if EVERYTHING in scopes else None
        bounds = [(since, until)] if middle is None else [(middle, until), (since, middle)]
        return (one for low, high in bounds for one in self.boundaries(scopes, low, high, newest_first=True))

    def _day_of_start(self, since: dt.date | None, until: dt.date | None, count: int) -> dt.date | None:
        rows = self._rows(sql.DAY_OF_START, **_bind(EVERYTHING, since, until), count=count)
        return next((dt.date.fromisoformat(row["day"]) for row in rows), None)

    def tell(self, scopes: Sequence[Scope], boundaries: Iterable[Boundary]) -> Iterator[Change]:
        """Tell what happened at boundaries, which come in the order of days."""
        teller = Teller(self._rows, whole=EVERYTHING in scopes)
        for _, same_day in groupby(boundaries, key=lambda boundary: boundary.day):
            told: set[UUID] = set()
            for change in (change for boundary in same_day for change in teller.tell(boundary)):
                if change.id not in told:
                    told.add(change.id)
                    yield change

    def words(self, state: State | None) -> tuple[str, ...]:
        """Give the alinéas of one side of a change; none where there is no text."""
        return () if state is None else tuple(row["text"] for row in self._rows(sql.WORDS, version=state.id))


def _order(boundary: Boundary) -> tuple[str, int, int, int, str]:
    return boundary.day, boundary.act, boundary.article, boundary.row, boundary.kind


def _bind(scope: Scope, since: dt.date | None, until: dt.date | None) -> dict[str, Any]:
    lows = [day.isoformat() for day in (since, scope.since) if day]
    highs = [day.isoformat() for day in (until, scope.until) if day]
    values: dict[str, Any] = {"since": max(lows, default=""), "until": min(highs, default="~")}
    if scope.sections is not None:
        return values | {"sections": json.dumps(scope.sections)}
    own = {"text": scope.text_id, "number": scope.number}
    return values | {name: value for name, value in own.items() if value is not None}
