"""The lives of articles: their versions' intervals, in columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import cached_property

from graph.intervals import OPEN, Intervals
from graph.ledger import Index, Nodes
from graph.rows import Node, VersionRow


class Lives:
    """The versions that were in force on some day, in the order of their starts."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.article, self.start, self.end = (array("i") for _ in range(3))

    def __len__(self) -> int:
        return len(self.article)

    def add(self, row: VersionRow) -> None:
        """Add the life of a version that was in force on some day."""
        self.article.append(self.nodes.add(Node(row.text, row.article)))
        self.start.append(row.start.toordinal())
        self.end.append(OPEN if row.end is None else row.end.toordinal())

    def close(self) -> None:
        """Put the versions in the order of their starts; no more may be added."""
        order = sorted(range(len(self)), key=self.start.__getitem__)
        for name in ("article", "start", "end"):
            setattr(self, name, array("i", map(getattr(self, name).__getitem__, order)))

    @cached_property
    def intervals(self) -> Intervals:
        """The intervals of the versions."""
        return Intervals(self.start, self.end)

    @cached_property
    def _by_article(self) -> Index:
        return Index(self.article, len(self.nodes))

    def articles_at(self, day: int) -> Iterator[int]:
        """Give the articles in force on a day, each once for every version."""
        return (self.article[number] for number in self.intervals.at(day))

    def of(self, node: int) -> tuple[tuple[int, int], ...]:
        """Give the stretches of time during which an article is in force; versions that follow on are one stretch."""
        stretches: list[tuple[int, int]] = []
        for number in self._by_article.of(node):
            start, end = self.start[number], self.end[number]
            if stretches and start <= stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
            else:
                stretches.append((start, end))
        return tuple(stretches)
