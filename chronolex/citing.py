"""Read the citations of the versions that are new, and settle what they mean: names, then addresses, then dates.

versions not read yet ──batches, on all cores──▶ :func:`read_batch`, pure ──one writer──▶ names, addresses, citations
──:mod:`graph.resolve`, pure──▶ what each address was over time
"""

from __future__ import annotations

import datetime as dt
import marshal
import multiprocessing as mp
import os
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from chronolex.progress import Moved
from corpus import settling
from corpus.cited import FOLLOWING, CitationWriter, Unread, count_unread, flatten, split_visas, unread_versions
from corpus.quality import write_quality
from corpus.settling import Touched, Unsettled
from corpus.store import open_for_update
from corpus.text_order import read_order
from graph import (
    Heir,
    Life,
    Past,
    State,
    Status,
    citations,
    division_lives,
    neighbour_lives,
    tell_lives,
    tell_states,
)

_BATCH = 500
_FEW = 2_000
"""Versions that one process reads sooner than several would have started."""


def cite(connection: sqlite3.Connection, touched: Touched | None = None, moved: Moved | None = None) -> int:
    """Read what is unread and settle what is unsettled, in the caller's transaction; give the citations read.

    ``touched`` is what changed since: what cites it is settled again.
    """
    read = read_citations(connection, moved)
    settle(connection, touched)
    return read


def cite_unread(path: Path, moved: Moved) -> int:
    """Read what a corpus has not read yet, as after a change of schema; all or nothing. Gives the citations read."""
    connection = open_for_update(path)
    try:
        connection.execute("BEGIN IMMEDIATE")
        found = cite(connection, None, moved) if count_unread(connection) else 0
        connection.execute("COMMIT")
        if found:
            write_quality(connection)
    finally:
        connection.close()
    return found


def is_read(path: Path) -> bool:
    """Say whether the citations of every version of a corpus were read."""
    with closing(open_for_update(path)) as connection:
        return not count_unread(connection)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def read_citations(connection: sqlite3.Connection, moved: Moved | None = None) -> int:
    """Read the citations of every version that was not read yet; give their number."""
    total, done, found = count_unread(connection), 0, 0
    writer = CitationWriter(connection)
    for read in _read_all(unread_versions(connection, _BATCH), alone=total <= _FEW):
        found += writer.write(read)
        done += len(read)
        if moved is not None:
            moved(done, total)
    return found


Read = list[tuple[int, int, list[tuple[Any, ...]]]]
"""For each version: itself, its text, and the fields of each :class:`corpus.cited.ReadCitation`."""


def read_batch(batch: Iterable[Unread]) -> Read:
    """Read the citations of versions: (version, text, citations as flat values). A pure function."""
    read: Read = []
    for version, text, title, number, content, visas in batch:
        found = flatten(citations(content, title, number, split_visas(visas)), content, title, number)
        read.append((version, text, [tuple(one) for one in found]))
    return read


def _read_all(batches: Iterator[list[Unread]], *, alone: bool) -> Iterator[Read]:
    cores = os.cpu_count() or 1
    if alone or cores == 1:
        yield from map(read_batch, batches)
        return
    with mp.get_context().Pool(cores) as pool:
        waiting: deque[mp.pool.AsyncResult[bytes]] = deque()
        for batch in batches:
            waiting.append(pool.apply_async(_read_packed, (marshal.dumps([tuple(one) for one in batch]),)))
            if len(waiting) > 2 * cores:
                yield marshal.loads(waiting.popleft().get())  # noqa: S302 - our own process's
        while waiting:
            yield marshal.loads(waiting.popleft().get())  # noqa: S302


def _read_packed(packed: bytes) -> bytes:
    return marshal.dumps(read_batch(Unread(*one) for one in marshal.loads(packed)))  # noqa: S302


# ── Settling ─────────────────────────────────────────────────────────────────────────────────────────────────────


def settle(connection: sqlite3.Connection, touched: Touched | None = None) -> None:
    """Find what each name, address and range means, where that is not known, or may have changed."""
    if touched is not None:
        settling.forget_touched(connection, touched)
    settling.settle_names(connection)
    asked = _Asked(connection)
    for batch in settling.unsettled_addresses(connection):
        statuses: list[tuple[str, int | None, int]] = []
        states: list[tuple[Any, ...]] = []
        for address in batch:
            status, article, told = asked.settle(address)
            statuses.append((status, article, address.id))
            states += [_row(address.id, position, state) for position, state in enumerate(told, 1)]
        settling.write_settled(connection, statuses, states)
    settling.choose_readings(connection)
    settling.drop_unused(connection)


class _Asked:
    """Answers what addresses mean; remembers a little of what it was asked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.past_of = lru_cache(maxsize=20_000)(self._past_of)
        self._order_of = lru_cache(maxsize=2)(lambda text: read_order(connection, text))

    def settle(self, address: Unsettled) -> tuple[str, int | None, tuple[State, ...]]:
        """Give the status of an address, the article that bears its number, and what it was over time."""
        if address.text is None:
            return {"unknown": "unknown-text"}.get(address.text_status, address.text_status), None, ()
        if address.division:
            return self._settle_division(address.text, address)
        if address.last_number:
            return self._settle_range(address.text, address)
        if not address.number:
            return "found", None, ()
        article = settling.has_article(self._connection, (address.text, address.number))
        if address.neighbour:
            return self._settle_neighbour(address.text, article, address)
        told = tell_states(address.text, address.number, self.past_of)
        if article is not None and not told:
            told = (State(None, None, Status.MISSING, article),)  # known by its number alone
        return ("found" if told else "unknown-article"), article, told

    def _settle_division(self, text: int, address: Unsettled) -> tuple[str, None, tuple[State, ...]]:
        anchor = [life.version for life in self._lives(text, address.number) if life.version is not None]
        lives = division_lives(self._order_of(text), address.division, anchor)
        return ("found" if lives else "unknown-division"), None, tell_lives(lives)

    def _settle_range(self, text: int, address: Unsettled) -> tuple[str, None, tuple[State, ...]]:
        """Give every version of the articles that stand between the two ends, in the order of the text."""
        order = self._order_of(text)
        if address.last_number == FOLLOWING:
            inside = order.following(address.number)
        else:
            inside = order.between(address.number, address.last_number)
        lives = [life for article in inside for life in self._lives_of(article)]
        states = (State(one.start, one.end, Status.IN_FORCE, one.article, one.version) for one in lives if one.version)
        return "found", None, tuple(states)

    def _settle_neighbour(
        self, text: int, article: int | None, address: Unsettled
    ) -> tuple[str, int | None, tuple[State, ...]]:
        if article is None:
            return "unknown-article", None, ()
        lives = neighbour_lives(self._order_of(text), article, address.neighbour, self._lives_of)
        return ("found" if lives else "unknown-article"), None, tell_lives(lives)

    def _lives(self, text: int, number: str) -> Sequence[Life]:
        return self.past_of(text, number).lives if number else ()

    def _lives_of(self, article: int) -> Sequence[Life]:
        return tuple(map(_life, settling.lives_of(self._connection, article)))

    def _past_of(self, text: int, number: str) -> Past:
        address = text, number
        lives = map(_life, settling.lives_at(self._connection, address))
        heirs = [Heir(new, heir, _last(since)) for new, heir, since in settling.heirs_of(self._connection, address)]
        return Past(tuple(lives), tuple(heirs))


_day = dt.date.fromisoformat


def _life(row: settling.LifeRow) -> Life:
    article, version, start, end, cause = row
    return Life(_day(start), _last(end), article, version, cause)


def _last(day: str | None) -> dt.date | None:
    return None if day is None else _day(day)


def _row(address: int, position: int, state: State) -> tuple[Any, ...]:
    start, end = (day.isoformat() if day else None for day in (state.start, state.end))
    return address, position, start, end, str(state.status), state.article, state.version, state.section, state.bearer
