"""What changed between two days: articles created, modified, renumbered, repealed, with the act that did it.

Dates are Légifrance's; ``[since, until)`` is half-open. A change is told once, on the day it takes effect: what ends
and what begins on that day in one article is a modification; what a lineage link joins is a renumbering. What the
corpus knows by its date alone is told as such, and never taken for a creation or a repeal.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby
from typing import Any
from uuid import UUID

from corpus import change_queries as sql
from corpus.change import EVERYTHING, Boundary, Change, ChangeAct, ChangeKind, Scope, State, Wording
from corpus.learning import Followed, LearntReader, Mark, by_day
from corpus.queries import Row
from corpus.rows import read_rows
from corpus.telling import Teller

__all__ = [
    "EVERYTHING",
    "Boundary",
    "Change",
    "ChangeAct",
    "ChangeKind",
    "ChangeReader",
    "Mark",
    "Scope",
    "State",
    "Wording",
]


class ChangeReader:
    """Reads what changed from an open database; nothing is read ahead."""

    def __init__(self, connection: sqlite3.Connection, today: dt.date | None = None) -> None:
        self._connection = connection
        self._today = today or dt.date.today()

    def _rows(self, query: str, **values: Any) -> Iterator[Row]:
        return read_rows(self._connection, query, values)

    def changes(
        self,
        scopes: Sequence[Scope] = (EVERYTHING,),
        since: dt.date | None = None,
        until: dt.date | None = None,
        *,
        newest_first: bool = False,
        learnt_since: dt.date | None = None,
    ) -> Iterator[Change]:
        """Give the changes of some scopes in ``[since, until)``, by day, one at a time, each once.

        Inside a day they are in the order of acts, then of texts and of articles, whichever day comes first.
        ``learnt_since`` leaves out what the base knew before that day; what is not known since when is left out too.
        """
        boundaries = self.boundaries(scopes, since, until, newest_first=newest_first, learnt_since=learnt_since)
        return self.tell(scopes, boundaries, learnt_since=learnt_since)

    def boundaries(
        self,
        scopes: Sequence[Scope] = (EVERYTHING,),
        since: dt.date | None = None,
        until: dt.date | None = None,
        *,
        newest_first: bool = False,
        learnt_since: dt.date | None = None,
    ) -> Iterator[Boundary]:
        """Give the boundaries of some scopes in the order of their changes, each once."""
        if learnt_since is not None:
            return self._learnt(since, until).since(scopes, learnt_since, newest_first=newest_first)
        order = sql.NEWEST if newest_first else sql.OLDEST
        streams = [
            self._stream(kind, query, self._bind(scope, since, until))
            for scope in scopes
            for kind, query in sql.BOUNDARIES[scope.kind, order].items()
        ]
        merged = merge(*streams, key=lambda one: by_day(one, newest_first=newest_first))
        return (one for one, _ in groupby(merged))

    def _learnt(self, since: dt.date | None, until: dt.date | None) -> LearntReader:
        return LearntReader(self._rows, self._stream, lambda scope: self._bind(scope, since, until), self._today)

    def _stream(self, kind: str, query: str, values: Mapping[str, Any]) -> Iterator[Boundary]:
        cursor = self._connection.execute(query, values)
        for day, act, article, row, *place, bearer, moment in cursor:
            yield Boundary(day, -1 if act is None else act, article, kind, row, (*place, bearer, row), moment)

    def latest(
        self,
        scopes: Sequence[Scope],
        since: dt.date | None,
        until: dt.date | None,
        count: int,
        *,
        learnt_since: dt.date | None = None,
    ) -> Iterator[Boundary]:
        """Give the boundaries newest first, when about ``count`` of them are wanted.

        Ends that nothing follows are rare: looking for the next one could walk over years of the others, that no one
        asks for. So the days that hold ``count`` starts are read first, and what lies before them only if need be.
        """
        walked = EVERYTHING in scopes and learnt_since is None
        middle = self._day_of_start(since, until, count) if walked else None
        bounds = [(since, until)] if middle is None else [(middle, until), (since, middle)]
        return (
            one
            for low, high in bounds
            for one in self.boundaries(scopes, low, high, newest_first=True, learnt_since=learnt_since)
        )

    def _day_of_start(self, since: dt.date | None, until: dt.date | None, count: int) -> dt.date | None:
        rows = self._rows(sql.DAY_OF_START, **self._bind(EVERYTHING, since, until), count=count)
        return next((dt.date.fromisoformat(row["day"]) for row in rows), None)

    def last_learnt(
        self, scopes: Sequence[Scope], since: dt.date | None, until: dt.date | None, mark: Mark | None = None
    ) -> Iterator[Boundary]:
        """Give the boundaries of which the base learnt last first, from a mark on; :meth:`tell_learnt` tells them."""
        return self._learnt(since, until).latest(scopes, mark)

    def tell(
        self, scopes: Sequence[Scope], boundaries: Iterable[Boundary], *, learnt_since: dt.date | None = None
    ) -> Iterator[Change]:
        """Tell what happened at boundaries, which come in the order of days."""
        teller = Teller(self._rows, self._today, whole=EVERYTHING in scopes and learnt_since is None)
        for _, same_day in groupby(boundaries, key=lambda boundary: boundary.day):
            told: set[UUID] = set()
            for change in (change for boundary in same_day for change in teller.tell(boundary)):
                if change.id not in told and _is_learnt(change, learnt_since):
                    told.add(change.id)
                    yield change

    def tell_learnt(self, scopes: Sequence[Scope], boundaries: Iterable[Boundary]) -> Iterator[Change]:
        """Tell boundaries that :meth:`last_learnt` gave: each change once, where it was learnt last."""
        teller = Teller(self._rows, self._today, whole=False)
        followed = Followed(self._rows, scopes)
        told: set[UUID] = set()
        for boundary in boundaries:
            for change in teller.tell(boundary):
                if followed.side(change) == boundary.kind and change.id not in told:
                    told.add(change.id)
                    yield change

    def _bind(self, scope: Scope, since: dt.date | None, until: dt.date | None) -> dict[str, Any]:
        lows = [day.isoformat() for day in (since, scope.since) if day]
        highs = [day.isoformat() for day in (until, scope.until) if day]
        values = {"since": max(lows, default=""), "until": min(highs, default="~"), "today": self._today.isoformat()}
        own = {
            "sections": json.dumps(scope.sections) if scope.sections is not None else None,
            "text": scope.text_id,
            "number": scope.number,
        }
        return values | {name: value for name, value in own.items() if value is not None}

    def words(self, state: State | None) -> tuple[str, ...]:
        """Give the alinéas of one side of a change; none where there is no text."""
        return () if state is None else tuple(row["text"] for row in self._rows(sql.WORDS, version=state.id))


def _is_learnt(change: Change, since: dt.date | None) -> bool:
    return since is None or (change.learnt is not None and change.learnt.date() >= since)
