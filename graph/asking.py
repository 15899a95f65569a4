"""Who cites an article on a day, what it cites, and which articles stand alone.

A citation of a renumbered article counts for the one that carries it on, and its row says so: «R. 730» read after 2005
is a citation of R. 6315-1, with status «renumbered». An article's citations of itself are left out everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from corpus.dates import Day, as_day
from graph.law_graph import LawGraph
from graph.rows import CitationRow, Node


def citations_of(graph: LawGraph, node: Node, date: Day) -> tuple[CitationRow, ...]:
    """List the citations of an article (or of a text as a whole) on a day, by the articles that make them."""
    number = graph.nodes.find(node)
    found = [] if number is None else _holding(graph, graph.ledger.of_aim(number), date)
    return tuple(sorted(found, key=lambda row: (row.source.order, row.span or (0, 0))))


def citations_in(graph: LawGraph, node: Node, date: Day) -> tuple[CitationRow, ...]:
    """List the citations that an article makes on a day, in the order of its text."""
    number = graph.nodes.find(node)
    found = [] if number is None else _holding(graph, graph.ledger.of_source(number), date)
    return tuple(sorted(found, key=lambda row: (row.span or (0, 0), row.target.order)))


def _holding(graph: LawGraph, numbers: Iterable[int], date: Day) -> list[CitationRow]:
    day, ledger = as_day(date).toordinal(), graph.ledger
    return [ledger.row(number) for number in numbers if ledger.holds(number, day) and not ledger.is_own(number)]


def isolated_articles(graph: LawGraph, date: Day, text: str | None = None) -> tuple[Node, ...]:
    """List the articles (of a text) in force on a day that cite nothing and that nothing cites."""
    linked: set[Node] = set()
    for _, source, aim in graph.links_at(as_day(date).toordinal()):
        linked |= {graph.nodes[source], graph.nodes[aim]}
    return tuple(node for node in graph.in_force(date) if node not in linked and text in {None, node.text})
