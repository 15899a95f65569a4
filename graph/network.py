"""Citations and lineage as networkx has them: a MultiDiGraph of rows, and its neighbours.

A node is an article, «Code de la santé publique R730», or a text cited as a whole, «Code de la santé publique». An
edge of kind ``cites`` holds for the interval of its row; one of kind ``continues`` goes from the old article to the one
that carries it on, at the day of the renumbering.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

import networkx as nx

from graph.rows import CitationRow, LineageRow, Node, Row, VersionRow, keep_held, node_name

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]
else:
    Network = nx.MultiDiGraph

Life = tuple[dt.date, dt.date | None]

_ADDRESSES = {"from_text", "from_article", "to_text", "to_article"}
_CITATION_FIELDS = tuple(field.name for field in fields(CitationRow) if field.name not in _ADDRESSES)


def build_network(rows: Iterable[Row]) -> Network:
    """Build the graph of all dates, of the rows that hold on some day.

    Nodes have ``text``, ``article``, ``label`` and ``lives`` (the intervals in force that are known); edges have
    ``kind`` and the fields of their row.
    """
    network: Network = nx.MultiDiGraph()
    for row in keep_held(rows):
        match row:
            case CitationRow():
                add_citation(network, row)
            case LineageRow():
                add_filiation(network, row)
            case VersionRow():
                add_node(network, Node(row.text, row.article), [(row.start, row.end)])
    return network


def network_at(rows: Iterable[Row], date: dt.date) -> Network:
    """Build the graph of what is in force at a date, and of the lineage that had taken place by then.

    It looks at every row: for many dates, see :class:`graph.law_graph.LawGraph`.
    """
    return build_network(row for row in rows if _holds(row, date))


def _holds(row: Row, date: dt.date) -> bool:
    match row:
        case LineageRow():
            return row.date is not None and row.date <= date
        case _:
            return row.start <= date and (row.end is None or date < row.end)


def add_node(network: Network, node: Node, lives: Sequence[Life] = ()) -> str:
    """Add an article or a text, with intervals during which it is in force; gives its name."""
    name = node.name
    if name not in network:
        network.add_node(name, text=node.text, article=node.article, label=node.label, lives=())
    if lives:
        network.nodes[name]["lives"] += tuple(lives)
    return name


def add_citation(network: Network, row: CitationRow) -> None:
    """Add an edge of kind ``cites`` and its two ends."""
    values = {name: getattr(row, name) for name in _CITATION_FIELDS}
    network.add_edge(add_node(network, row.source), add_node(network, row.target), kind="cites", **values)


def add_filiation(network: Network, row: LineageRow) -> None:
    """Add an edge of kind ``continues`` and its two ends."""
    old, new = Node(row.old_text, row.old_article), Node(row.new_text, row.new_article)
    values = {"date": row.date, "methods": row.methods, "score": row.score}
    network.add_edge(add_node(network, old), add_node(network, new), kind="continues", **values)


def cited_by(network: Network, text: str, article: str) -> tuple[str, ...]:
    """Name the articles that cite this one, sorted, without itself; empty for an unknown article."""
    return _neighbours(network, node_name(text, article), "cites", incoming=True)


def cites(network: Network, text: str, article: str) -> tuple[str, ...]:
    """Name what this article cites, sorted, without itself; empty for an unknown article."""
    return _neighbours(network, node_name(text, article), "cites", incoming=False)


def successors_of(network: Network, text: str, article: str) -> tuple[str, ...]:
    """Name the articles that carry this one on, through every renumbering, nearest first."""
    found: list[str] = []
    waiting = [node_name(text, article)]
    while waiting:
        following = _neighbours(network, waiting.pop(0), "continues", incoming=False)
        fresh = [name for name in following if name not in found]
        found += fresh
        waiting += fresh
    return tuple(found)


def _neighbours(network: Network, node: str, kind: str, *, incoming: bool) -> tuple[str, ...]:
    if node not in network:
        return ()
    edges = (network.in_edges if incoming else network.out_edges)(node, data=True)
    names = {edge[0] if incoming else edge[1] for edge in edges if edge[2]["kind"] == kind}
    return tuple(sorted(names - {node}))
