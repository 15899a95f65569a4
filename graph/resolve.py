"""What a cited address means, at each date: a version in force, an article that became another, a repealed one…

Pure functions on the lives of articles. An address is a number in a text, and a number is not an identity: it may be
without an article for a time, and another article may take it. Ties abstain: where two articles bear the number on
one day, or an article was split, no version is given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise


class Status(StrEnum):
    """What an address is during an interval. The value is what the database stores."""

    IN_FORCE = "in-force"
    """An article bears the number, and the corpus has its text."""
    RENUMBERED = "renumbered"
    """Its article goes on as another one: R. 730 is R. 6315-1 since 26 July 2005. The corpus may lack its text."""
    SPLIT = "split"
    """Its article goes on as several."""
    REPEALED = "repealed"
    """It was repealed, expired or was annulled, and nothing is known to go on."""
    NOT_YET = "not-yet"
    """Before the first version that the corpus knows."""
    MISSING = "missing"
    """Something was in force, of which the corpus has no text."""
    AMBIGUOUS = "ambiguous"
    """Two articles bear the number on the same day."""


@dataclass(frozen=True, slots=True)
class Life:
    """A version at an address, during ``[start, end)``, or a ``section``; without either its text is not known."""

    start: dt.date
    end: dt.date | None
    article: int | None
    version: int | None
    end_cause: str | None = None
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Heir:
    """An article that goes on another: where it stands, since when (None: not known)."""

    text: int
    number: str
    since: dt.date | None


@dataclass(frozen=True, slots=True)
class State:
    """What an address is during ``[start, end)``: None as a start is «always», as an end «still».

    ``article`` is the one meant (after a renumbering the new one), ``version`` its version in force. ``bearer`` counts
    the articles that bore the number one after the other, from 1.
    """

    start: dt.date | None
    end: dt.date | None
    status: Status
    article: int | None = None
    version: int | None = None
    bearer: int = 1
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """All that is known of an address: its lives, oldest first, and its heirs."""

    lives: Sequence[Life] = ()
    heirs: Sequence[Heir] = ()


PastOf = Callable[[int, str], Past]
"""Gives the past of an address: the row of a text and a canonical number."""

_OVER = {"repealed", "expired", "annulled"}
_DEEPEST = 12
"""Renumberings followed one after the other; the law has seen four."""


def tell_states(text: int, number: str, past_of: PastOf) -> tuple[State, ...]:
    """Say what an address was, from always to now: intervals that follow each other without gap or overlap.

    Empty for an address that never had an article.
    """
    return _tell((text, number), past_of, frozenset())


def tell_lives(lives: Sequence[Life]) -> tuple[State, ...]:
    """Say what a place without a number was: a division, a neighbour. Empty for no lives."""
    ordered = tuple(sorted(lives, key=lambda life: life.start))
    told = _tell((0, ""), lambda _, __: Past(ordered), frozenset()) if ordered else ()
    always = [state for state in told if state.end != dt.date.min]
    return tuple(replace(state, start=None) if state.start == dt.date.min else state for state in always)


def _tell(address: tuple[int, str], past_of: PastOf, seen: frozenset[tuple[int, str]]) -> tuple[State, ...]:
    past = past_of(*address)
    if not past.lives and not past.heirs:
        return ()
    days = _turns(past)
    bounds = [None, *days, None]
    states: list[State] = []
    for start, end in pairwise(bounds):
        states += _during(start, end, past, past_of, seen | {address})
    return _join(states)


def _turns(past: Past) -> list[dt.date]:
    """The days on which something may change at an address itself."""
    days = {life.start for life in past.lives} | {life.end for life in past.lives if life.end}
    days |= {heir.since for heir in past.heirs if heir.since}
    return sorted(days)


def _during(
    start: dt.date | None, end: dt.date | None, past: Past, past_of: PastOf, seen: frozenset[tuple[int, str]]
) -> list[State]:
    """Say what an address was during an interval in which nothing changes at the address itself."""
    before = [life for life in past.lives if start is not None and life.start <= start]
    holding = [life for life in before if life.end is None or (start is not None and life.end > start)]
    bearer = 1 + sum(_passed_on(one, two, past.heirs) for one, two in pairwise(before))
    known = [life for life in holding if life.version is not None or life.section is not None]
    if len(known) == 1:
        (life,) = known
        return [State(start, end, Status.IN_FORCE, life.article, life.version, bearer, life.section)]
    if known:
        return [State(start, end, Status.AMBIGUOUS, bearer=bearer)]
    if holding:
        return [State(start, end, Status.MISSING, holding[0].article, bearer=bearer)]
    heirs = _heirs_on(start, before, past.heirs)
    if not before and not heirs:
        return [State(start, end, Status.NOT_YET, past.lives[0].article if past.lives else None, bearer=bearer)]
    last = before[-1] if before else None
    if len(heirs) == 1 and len(seen) <= _DEEPEST:
        return [replace(state, bearer=bearer) for state in _carried_on(start, end, heirs[0], past_of, seen)]
    if heirs:
        return [State(start, end, Status.SPLIT, bearer=bearer)]
    status = Status.REPEALED if last and last.end_cause in _OVER else Status.MISSING
    return [State(start, end, status, last.article if last else None, bearer=bearer)]


def _passed_on(one: Life, two: Life, heirs: Sequence[Heir]) -> bool:
    """Say whether the number passed to another article between two lives: the first one went on elsewhere.

    An article repealed and written again under its number is taken for the same: its citations mean it again.
    """
    if one.end is None or one.end > two.start:
        return False
    moved = any(heir.since is not None and one.start < heir.since <= two.start for heir in heirs)
    return moved or one.end_cause == "renumbered"


def _heirs_on(day: dt.date | None, before: Sequence[Life], heirs: Iterable[Heir]) -> list[Heir]:
    """The articles that go on what bore the number last, as of a day."""
    since = before[-1].start if before else None
    if day is None:
        return []
    return [
        h
        for h in heirs
        if (h.since is None and before) or (h.since and h.since <= day and (not since or h.since > since))
    ]


def _carried_on(
    start: dt.date | None,
    end: dt.date | None,
    heir: Heir,
    past_of: PastOf,
    seen: frozenset[tuple[int, str]],
) -> list[State]:
    """Say what an address is while another article goes it on."""
    address = heir.text, heir.number
    told = () if address in seen else _tell(address, past_of, seen)
    clipped = [_clip(state, start, end) for state in told if _meet(state, start, end)]
    if not clipped:
        return [State(start, end, Status.RENUMBERED)]
    return [_as_heir(state) for state in clipped]


def _as_heir(state: State) -> State:
    """What is in force elsewhere, or has no known text there, is renumbered here."""
    elsewhere = {Status.IN_FORCE, Status.MISSING, Status.NOT_YET}
    return replace(state, status=Status.RENUMBERED) if state.status in elsewhere else state


def _meet(state: State, start: dt.date | None, end: dt.date | None) -> bool:
    return (state.end is None or start is None or state.end > start) and (
        state.start is None or end is None or state.start < end
    )


def _clip(state: State, start: dt.date | None, end: dt.date | None) -> State:
    low = max((day for day in (state.start, start) if day is not None), default=None)
    high = min((day for day in (state.end, end) if day is not None), default=None)
    return replace(state, start=low, end=high)


def _join(states: Iterable[State]) -> tuple[State, ...]:
    """Make one of neighbours that say the same."""
    joined: list[State] = []
    for state in states:
        last = joined[-1] if joined else None
        if last is not None and replace(last, end=state.end) == replace(state, start=last.start):
            joined[-1] = replace(last, end=state.end)
        else:
            joined.append(state)
    return tuple(joined)
