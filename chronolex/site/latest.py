"""The latest changes of all texts, act by act: what the home page shows of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from uuid import UUID

from chronolex.site.answers import Desk
from chronolex.site.change_links import change_address
from corpus.changes import EVERYTHING, Change, ChangeAct

MOST_READ = 3_000
"""Beginnings and ends of versions that are looked at, newest first."""
MOST_NAMED = 4
"""Changes named of each act."""
MOST_COUNTED = 12
"""Changes counted of each act."""


@dataclass(frozen=True, slots=True)
class LatestChange:
    """One of the latest changes, with the address where to read it."""

    change: Change
    address: str


@dataclass(frozen=True, slots=True)
class LatestAct:
    """What one act changed on a day: the first changes, and how many ``more`` (:data:`MOST_COUNTED` in all at most).

    ``day_address`` is the page of all that changed on that day. No ``act``: one that the corpus does not know.
    """

    day: dt.date
    act: ChangeAct | None
    changes: tuple[LatestChange, ...]
    more: int
    act_address: str | None
    day_address: str

    @property
    def at_least(self) -> bool:
        """True when the act may have changed more than was counted."""
        return len(self.changes) + self.more == MOST_COUNTED


def latest_acts(desk: Desk, today: dt.date, count: int = 6) -> tuple[LatestAct, ...]:
    """Give the acts whose changes have taken effect last, newest first."""
    reader = desk.reader.corpus.change_reader()
    tomorrow = today + dt.timedelta(days=1)
    boundaries = islice(reader.latest((EVERYTHING,), None, tomorrow, MOST_READ), MOST_READ)
    told: list[LatestAct] = []
    for _, of_day in groupby(boundaries, key=lambda boundary: boundary.day):
        seen: set[UUID] = set()
        for _, of_act in groupby(of_day, key=lambda boundary: boundary.act):
            new = (change for change in reader.tell((EVERYTHING,), of_act) if change.id not in seen)
            changes = list(islice(new, MOST_COUNTED))
            seen |= {change.id for change in changes}
            told += [_tell(desk, changes)] if changes else []
            if len(told) == count:
                return tuple(told)
    return tuple(told)


def _tell(desk: Desk, changes: Sequence[Change]) -> LatestAct:
    day, act = changes[0].day, changes[0].act
    named = _in_order(changes)[:MOST_NAMED]
    return LatestAct(
        day,
        act,
        tuple(LatestChange(change, change_address(desk.at, change, change.new)) for change in named),
        len(changes) - len(named),
        desk.at.act(act.slug) if act else None,
        desk.at.changes(since=day, until=day + dt.timedelta(days=1)),
    )


def _in_order(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: (change.text, change.text_slug, change.sort_key, change.number))
