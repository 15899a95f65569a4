"""How the law grows: articles in force, citations, citations per article, density, by year or by month."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from corpus.dates import UNFIXED, Day, as_day
from corpus.standing import Standing
from graph.intervals import Days
from graph.law_graph import LawGraph
from graph.ledger import day_of

_THERE = frozenset({None, Standing.IN_FORCE, Standing.RENUMBERED})
"""The statuses of a citation that leads to an article in force; None: nobody has looked."""


class Pace(StrEnum):
    """How often the law is counted: on every first of January, or on the first of every month."""

    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """The law on one day.

    ``articles`` are in force, and their text known; ``citations`` are made by them (each as often as it is written,
    self-citations left out); ``citing`` articles make at least one. ``links`` are pairs of articles in force of which
    the first cites the second; ``density`` is their share of the pairs there could be. No articles, no ratios (None).
    With a text, articles and citations are its own, and links are between two of its articles.
    """

    day: dt.date
    articles: int
    citations: int
    citing: int
    links: int

    @property
    def per_article(self) -> float | None:
        """Citations for each article in force."""
        return self.citations / self.articles if self.articles else None

    @property
    def density(self) -> float | None:
        """Share of the possible links that there are."""
        return self.links / (self.articles * (self.articles - 1)) if self.articles > 1 else None


def growth(
    graph: LawGraph, pace: Pace = Pace.YEAR, start: Day | None = None, end: Day | None = None, text: str | None = None
) -> tuple[GrowthRow, ...]:
    """Count the law on the first day of each year or month from ``start`` to ``end``, both included.

    Without them: from the first change known to the first of January after the last one. ``text``: of that text alone.
    """
    days = _sample(_span(graph, start, end, text), pace)
    ordinals = [day.toordinal() for day in days]
    rows = list(_own_citations(graph, text))
    ledger, lives = graph.ledger, graph.lives
    articles = [n for n in range(len(lives)) if text in {None, graph.nodes[lives.article[n]].text}]
    between = [n for n in rows if _links_articles(graph, n, text)]
    counts = (
        _count(ordinals, _stretches(articles, lambda n: lives.article[n], lives.start, lives.end)),
        _count(ordinals, ((ledger.start[n], ledger.end[n]) for n in rows)),
        _count(ordinals, _stretches(rows, lambda n: ledger.source[n], ledger.start, ledger.end)),
        _count(
            ordinals, _stretches(between, lambda n: ledger.source[n] << 32 | ledger.aim(n), ledger.start, ledger.end)
        ),
    )
    return tuple(GrowthRow(day, *values) for day, *values in zip(days, *counts, strict=True))


def _own_citations(graph: LawGraph, text: str | None) -> Iterator[int]:
    ledger, nodes = graph.ledger, graph.nodes
    for number in range(len(ledger)):
        if not ledger.is_own(number) and text in {None, nodes[ledger.source[number]].text}:
            yield number


def _links_articles(graph: LawGraph, number: int, text: str | None) -> bool:
    aim = graph.nodes[graph.ledger.aim(number)]
    return aim.article is not None and text in {None, aim.text} and graph.ledger.status(number) in _THERE


def _span(graph: LawGraph, start: Day | None, end: Day | None, text: str | None) -> tuple[dt.date, dt.date] | None:
    known = [day for day in _changes(graph, text) if day < UNFIXED] if start is None or end is None else []
    first = as_day(start) if start is not None else min(known, default=None)
    last = as_day(end) if end is not None else _following_year(max(known)) if known else None
    return None if first is None or last is None else (first, last)


def _changes(graph: LawGraph, text: str | None) -> Iterable[dt.date]:
    if text is None:
        return graph.dates()
    lives = [n for n in range(len(graph.lives)) if graph.nodes[graph.lives.article[n]].text == text]
    rows = list(_own_citations(graph, text))
    columns = (
        (graph.lives.start, lives),
        (graph.lives.end, lives),
        (graph.ledger.start, rows),
        (graph.ledger.end, rows),
    )
    days = {day_of(column[number]) for column, numbers in columns for number in numbers}
    return [day for day in days if day is not None]


def _following_year(day: dt.date) -> dt.date:
    return day if (day.month, day.day) == (1, 1) else dt.date(day.year + 1, 1, 1)


def _sample(span: tuple[dt.date, dt.date] | None, pace: Pace) -> list[dt.date]:
    """List the first days of the years or months in the span, both ends included."""
    if span is None:
        return []
    months = range(1, 2) if pace is Pace.YEAR else range(1, 13)
    days = (dt.date(year, month, 1) for year in range(span[0].year, span[1].year + 1) for month in months)
    return [day for day in days if span[0] <= day <= span[1]]


def _stretches(
    numbers: Sequence[int], key: Callable[[int], int], starts: Days[int], ends: Days[int]
) -> Iterator[tuple[int, int]]:
    """Give the stretches of time during which a key has an interval, for each key; ``numbers`` are sorted by start."""
    current, first, last = None, 0, 0
    for number in sorted(numbers, key=key):
        start, end = starts[number], ends[number]
        if key(number) == current and start <= last:
            last = max(last, end)
            continue
        if current is not None:
            yield first, last
        current, first, last = key(number), start, end
    if current is not None:
        yield first, last


def _count(days: Sequence[int], intervals: Iterable[tuple[int, int]]) -> list[int]:
    """Count, for each day (ascending), the intervals that hold."""
    changes = [0] * (len(days) + 1)
    for start, end in intervals:
        changes[bisect_left(days, start)] += 1
        changes[bisect_left(days, end)] -= 1
    return list(accumulate(changes[:-1]))
