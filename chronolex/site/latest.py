"""The latest changes of all texts, act by act: what the home page shows of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from chronolex.site.answers import Desk
from chronolex.site.changes import change_address
from corpus.changes import EVERYTHING, Change, ChangeAct

MOST_READ = 3_000
"""Beginnings and ends of versions that are looked at, newest first."""
MOST_NAMED = 4
"""Articles named of each act."""


@dataclass(frozen=True, slots=True)
class LatestChange:
    """One of the latest changes, with the address where to read it."""

    change: Change
    address: str


@dataclass(frozen=True, slots=True)
class LatestAct:
    """What one act changed on a day: the first changes, and how many articles in all (of those looked at).

    ``day_address`` is the page of all that changed on that day. No ``act``: one that the corpus does not know.
    """

    day: dt.date
    act: ChangeAct | None
    changes: tuple[LatestChange, ...]
    articles: int
    act_address: str | None
    day_address: str


def latest_acts(desk: Desk, today: dt.date, count: int = 6) -> tuple[LatestAct, ...]:
    """Give the acts whose changes have taken effect last, newest first."""
    reader = desk.reader.corpus.change_reader()
    tomorrow = today + dt.timedelta(days=1)
    boundaries = islice(reader.latest((EVERYTHING,), None, tomorrow, MOST_READ), MOST_READ)
    told: list[LatestAct] = []
    for _, of_day in groupby(boundaries, key=lambda boundary: boundary.day):
        seen: set[int] = set()
        for _, of_act in groupby(of_day, key=lambda boundary: boundary.act):
            new = [boundary for boundary in of_act if boundary.article not in seen]
            seen |= (articles := {boundary.article for boundary in new})
            changes = list(islice(reader.tell((EVERYTHING,), new), MOST_NAMED))
            if changes:
                told.append(_tell(desk, changes, len(articles)))
            if len(told) == count:
                return tuple(told)
    return tuple(told)


def _tell(desk: Desk, changes: Sequence[Change], articles: int) -> LatestAct:
    day, act = changes[0].day, changes[0].act
    return LatestAct(
        day,
        act,
        tuple(LatestChange(change, change_address(desk, change, change.new)) for change in _in_order(changes)),
        articles,
        desk.at.act(act.slug) if act else None,
        desk.at.changes(since=day, until=day + dt.timedelta(days=1)),
    )


def _in_order(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: (change.text, change.text_slug, change.sort_key, change.number))
