"""The boundaries of the law by what the base learnt: what it learnt last first, or all that it learnt since a day.

What is followed in a text is read whole and sorted. Of everything there is too much for that: the archives are gone
through one after the other, each by the index of what it taught or, when it taught most of the base, by that of days.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain, groupby
from typing import Any

from corpus import change_queries as sql
from corpus.change import EVERYTHING, Boundary, Change, Scope, State
from corpus.queries import Row

Bounds = tuple[str, str]
"""Days as ISO text, half-open."""
Stream = Callable[[str, str, Mapping[str, Any]], Iterator[Boundary]]
"""Reads the boundaries of one kind, by a query and its values."""

MOST_SORTED = 200_000
"""Boundaries of an archive that are sorted to be read; one that taught more taught a good part of what days hold."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a reading of what was learnt goes on: after ``skipped`` boundaries of a day, learnt at a moment.

    ``moment`` is empty for what no one knows since when.
    """

    moment: str
    day: str
    skipped: int = 0


class Followed:
    """Knows which sides of a change are followed, so that one of its boundaries tells it: the one learnt last."""

    def __init__(self, rows: Callable[..., Iterable[Row]], scopes: Sequence[Scope]) -> None:
        self._everything = EVERYTHING in scopes
        self._texts: set[str] = set()
        self._articles: set[tuple[str, str | None]] = set()
        self._versions: set[int] = set()
        for scope in scopes:
            if scope.sections is not None:
                self._versions |= {row["id"] for row in rows(sql.HELD, sections=json.dumps(scope.sections))}
            for row in rows(sql.SLUG, text=scope.text_id) if scope.text_id is not None else ():
                self._texts |= {row["slug"]} if scope.number is None else set()
                self._articles |= {(row["slug"], scope.number)} if scope.number is not None else set()

    def side(self, change: Change) -> str:
        """The kind of the boundary that tells a change: the start of what is new, the end of what was, or a date."""
        old = change.old if change.old and change.old.end == change.day else None
        starts, ends = self._follows(change.new), self._follows(old)
        if starts and ends and change.new and old:
            later = (old.learnt or dt.datetime.min) > (change.new.learnt or dt.datetime.min)
            return "end" if later else "start"
        return "start" if starts else "end" if ends else "date"

    def _follows(self, state: State | None) -> bool:
        return state is not None and (
            self._everything
            or state.text_slug in self._texts
            or (state.text_slug, state.number) in self._articles
            or state.id in self._versions
        )


class LearntReader:
    """Reads boundaries with the moment at which the base learnt them."""

    def __init__(
        self,
        rows: Callable[..., Iterable[Row]],
        stream: Stream,
        bind: Callable[[Scope], dict[str, Any]],
        today: dt.date,
    ) -> None:
        self._rows, self._stream, self._bind = rows, stream, bind
        self._tomorrow = (today + dt.timedelta(days=1)).isoformat()

    # --- since a day -------------------------------------------------------------------------------------------------

    def since(self, scopes: Sequence[Scope], learnt: dt.date, *, newest_first: bool) -> Iterator[Boundary]:
        """Give what was learnt on a day or after it, by the days of effect."""
        order = sql.NEWEST if newest_first else sql.OLDEST
        known = {"learnt": learnt.isoformat()}
        streams = [one for scope in scopes for one in self._since(scope, order, known)]
        return _once(merge(*streams, key=lambda one: by_day(one, newest_first=newest_first)))

    def _since(self, scope: Scope, order: str, known: dict[str, str]) -> Iterator[Iterator[Boundary]]:
        values, day = self._bind(scope) | known, known["learnt"]
        if scope != EVERYTHING:
            yield from self._streams(scope.kind, order, values)
            return
        dated = [(archive, self._taught_most(archive)) for archive, stamp in self._archives() if stamp and stamp >= day]
        for way, most in ((sql.BY_DAY, True), (sql.BY_ARCHIVE, False)):
            if archives := [archive for archive, taught_most in dated if taught_most is most]:
                yield from self._streams(way, order, values | {"archives": json.dumps(archives)})
        if undated := [archive for archive, stamp in self._archives() if stamp is None]:
            # Known since the day of effect, where nothing else tells it.
            bounds = {"since": max(values["since"], day), "until": min(values["until"], self._tomorrow)}
            yield from self._streams(sql.BY_DAY, order, values | bounds | {"archives": json.dumps(undated)})
        yield from self._streams(sql.UNFILED, order, values)
        yield self._stream("date", sql.LEARNT_BOUNDARIES[sql.EVERYTHING, order]["date"], values)

    def _streams(self, way: str, order: str, values: Mapping[str, Any]) -> Iterator[Iterator[Boundary]]:
        for kind, query in sql.LEARNT_BOUNDARIES[way, order].items():
            yield self._stream(kind, query, values)

    def _archives(self) -> list[tuple[int, str | None]]:
        return [(row["id"], row["stamp"]) for row in self._rows(sql.ARCHIVES)]

    def _taught_most(self, archive: int) -> bool:
        """Say whether what an archive taught is read by the index of days; the first is the state that was found."""
        (first,) = self._rows(sql.FIRST_ARCHIVE)
        (count,) = self._rows(sql.TAUGHT, archive=archive, most=MOST_SORTED + 1)
        return bool(archive == first["id"] or count["taught"] > MOST_SORTED)

    # --- last learnt first -------------------------------------------------------------------------------------------

    def latest(self, scopes: Sequence[Scope], mark: Mark | None) -> Iterator[Boundary]:
        """Give what was learnt last first, then by day of effect, newest first; from a mark on, if there is one."""
        streams = [one for scope in scopes for one in self._latest(scope, mark)]
        return _after(_once(merge(*streams, key=by_moment)), mark)

    def _latest(self, scope: Scope, mark: Mark | None) -> Iterator[Iterator[Boundary]]:
        values = self._bind(scope) | {"learnt": ""}
        if scope != EVERYTHING:
            yield from self._streams(scope.kind, sql.LATEST, values)
            return
        yield from self._streams(sql.UNFILED, sql.LATEST, values)
        yield self._stream("date", sql.LEARNT_BOUNDARIES[sql.EVERYTHING, sql.LATEST]["date"], values)
        yield chain.from_iterable(self._told(values, mark))
        yield chain.from_iterable(self._undated(values, mark))

    def _told(self, values: Mapping[str, Any], mark: Mark | None) -> Iterator[Iterator[Boundary]]:
        """What the archives told, moment by moment, each asked when those before have been read."""
        for stamp, same in groupby(self._archives(), key=lambda archive: archive[1]):
            if stamp is None or (mark and stamp > mark.moment):
                continue
            bound = {"until": min(values["until"], _next(mark.day))} if mark and mark.moment == stamp else {}
            yield self._of_archives([archive for archive, _ in same], dict(values) | bound)

    def _of_archives(self, archives: Sequence[int], values: Mapping[str, Any]) -> Iterator[Boundary]:
        most = any(self._taught_most(archive) for archive in archives)
        way = sql.BY_DAY if most else sql.BY_ARCHIVE
        bound = dict(values) | {"archives": json.dumps(archives)}
        return merge(*self._streams(way, sql.NEWEST, bound), key=lambda one: by_day(one, newest_first=True))

    def _undated(self, values: Mapping[str, Any], mark: Mark | None) -> Iterator[Iterator[Boundary]]:
        """What archives without a date told: known since the day of effect, or from no one knows when."""
        archives = [archive for archive, stamp in self._archives() if stamp is None]
        if archives and not (mark and not mark.moment):
            read = [_next(mark.moment[:10])] if mark else []
            past = {"until": min(values["until"], self._tomorrow, *read)}
            yield self._of_archives(archives, dict(values) | past)
        if archives:
            future = {"since": max(values["since"], self._tomorrow)}
            if mark and not mark.moment:
                future |= {"until": min(values["until"], _next(mark.day))}
            yield self._of_archives(archives, dict(values) | future)


def by_day(boundary: Boundary, *, newest_first: bool) -> tuple[Any, ...]:
    """The order of boundaries by day; inside a day it is the same either way."""
    day = dt.date.fromisoformat(boundary.day).toordinal()
    return -day if newest_first else day, boundary.place, boundary.kind


def by_moment(boundary: Boundary) -> tuple[Any, ...]:
    """The order of boundaries by what was learnt last; what no one knows since when comes last."""
    moment = dt.datetime.fromisoformat(boundary.moment or "0001-01-01")
    return dt.datetime.max - moment, by_day(boundary, newest_first=True)


def _once(boundaries: Iterable[Boundary]) -> Iterator[Boundary]:
    return (one for one, _ in groupby(boundaries))


def _after(boundaries: Iterable[Boundary], mark: Mark | None) -> Iterator[Boundary]:
    """Pass over what stands before a mark."""
    passed = 0
    for boundary in boundaries:
        if mark is not None:
            at = _at(mark.moment, mark.day)
            here = _at(boundary.moment or "", boundary.day)
            if here < at or (here == at and passed < mark.skipped):
                passed += here == at
                continue
        yield boundary


def _at(moment: str, day: str) -> tuple[dt.timedelta, int]:
    """A place in the order of what was learnt."""
    since = dt.datetime.max - dt.datetime.fromisoformat(moment or "0001-01-01")
    return since, -dt.date.fromisoformat(day).toordinal()


def _next(day: str) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
