"""From article to article along citations: what an amendment touches downstream, and the shortest way between two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from corpus.dates import Day, as_day
from graph.law_graph import LawGraph
from graph.rows import CitationRow, Node

_Way = tuple[int, int, bool]
"""A node that can be reached, by which citation, and whether along it or against it."""


@dataclass(frozen=True, slots=True)
class Touched:
    """An article that cites an amended one (``depth`` 1), or cites one that does (2), and so on.

    ``path`` goes from the amended article to this one; ``citations[n]`` is made by ``path[n + 1]`` of ``path[n]``.
    """

    node: Node
    depth: int
    path: tuple[Node, ...]
    citations: tuple[CitationRow, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. ``forward``: ``start`` cites ``end``; else ``end`` cites ``start``."""

    start: Node
    end: Node
    citation: CitationRow
    forward: bool


def touched_by(graph: LawGraph, amended: Iterable[Node], date: Day, depth: int = 1) -> tuple[Touched, ...]:
    """List what the amendment of articles touches on a day, to a depth, nearest first; the amended ones are left out.

    Each article stands once, with a shortest path from an amended one.
    """
    starts = sorted({node for node in amended if graph.nodes.find(node) is not None}, key=lambda node: node.order)
    roads = _explore(graph, starts, _backward(graph, as_day(date).toordinal()), depth)
    return tuple(
        Touched(node, len(steps), (steps[0].start, *(step.end for step in steps)), tuple(s.citation for s in steps))
        for node, steps in roads
    )


def shortest_path(
    graph: LawGraph, start: Node, end: Node, date: Day, *, directed: bool = True
) -> tuple[Step, ...] | None:
    """Find a shortest chain of citations from one article to another on a day; None when there is none.

    ``directed``: each article cites the next. Otherwise citations are followed both ways, but not through a text
    cited as a whole: that two articles cite the same code links them by nothing. Of several, the one whose articles
    come first in the order of texts and numbers.
    """
    if graph.nodes.find(start) is None or graph.nodes.find(end) is None:
        return None
    if start == end:
        return ()
    day = as_day(date).toordinal()
    ways = _forward(graph, day) if directed else _both(graph, day)
    return next((steps for node, steps in _explore(graph, [start], ways) if node == end), None)


_Ways = Callable[[int], Iterable[_Way]]


def _explore(
    graph: LawGraph, starts: Iterable[Node], ways: _Ways, depth: int | None = None
) -> Iterator[tuple[Node, tuple[Step, ...]]]:
    """Give the nodes that can be reached with the steps to each: nearest first, each distance in the nodes' order."""
    front: list[tuple[Node, tuple[Step, ...]]] = [(node, ()) for node in starts]
    seen = {node for node, _ in front}
    while front and depth != 0:
        depth = None if depth is None else depth - 1
        found: dict[Node, tuple[Step, ...]] = {}
        for node, steps in front:
            for reached, citation, forward in ways(graph.nodes.find(node) or 0):
                there = graph.nodes[reached]
                if there not in seen and there not in found:
                    found[there] = (*steps, Step(node, there, graph.ledger.row(citation), forward))
        seen |= found.keys()
        front = sorted(found.items(), key=lambda pair: pair[0].order)
        yield from front


def _forward(graph: LawGraph, day: int) -> _Ways:
    ledger = graph.ledger
    return lambda node: ((ledger.aim(n), n, True) for n in ledger.of_source(node) if ledger.holds(n, day))


def _backward(graph: LawGraph, day: int) -> _Ways:
    ledger = graph.ledger
    return lambda node: ((ledger.source[n], n, False) for n in ledger.of_aim(node) if ledger.holds(n, day))


def _both(graph: LawGraph, day: int) -> _Ways:
    forward, backward = _forward(graph, day), _backward(graph, day)

    def ways(node: int) -> Iterator[_Way]:
        if graph.nodes[node].article is not None:
            yield from forward(node)
            yield from backward(node)

    return ways
