"""Citations and lineage as one temporal graph: a networkx MultiDiGraph, and its view at a date.

A node is an article, «Code de la santé publique R730», or a text cited as a whole, «Code de la santé publique». An
edge of kind ``cites`` holds for the interval of the citing version; one of kind ``continues`` goes from the old
article to the one that carries it on, at the day of the renumbering.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from corpus.model import Span

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]
else:
    Network = nx.MultiDiGraph


@dataclass(frozen=True, slots=True)
class CitationRow:
    """One citation of one version. ``[start, end)`` is the interval of the version that cites; None is open."""

    from_text: str
    from_article: str
    to_text: str
    to_article: str | None
    start: dt.date
    end: dt.date | None = None
    span: Span | None = None
    as_written: str = ""
    method: str = ""
    alinea: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class LineageRow:
    """An old article and the one that carries it on, since ``date`` (None: not known)."""

    old_text: str
    old_article: str
    new_text: str
    new_article: str
    date: dt.date | None
    methods: tuple[str, ...] = ()
    score: float = 1.0


Row = CitationRow | LineageRow


def node_name(text: str, article: str | None) -> str:
    """Name a node: «Code de la santé publique R730», or the text alone."""
    return f"{text} {article}" if article else text


def build_network(rows: Iterable[Row]) -> Network:
    """Build the graph of all dates. Nodes have ``text`` and ``article``, edges ``kind`` and the fields of their row."""
    network: Network = nx.MultiDiGraph()
    for row in rows:
        match row:
            case CitationRow():
                _cite(network, row)
            case LineageRow():
                _continue(network, row)
    return network


def network_at(rows: Iterable[Row], date: dt.date) -> Network:
    """Build the graph of the citations in force at a date, and of the lineage that had taken place by then."""
    return build_network(row for row in rows if _holds(row, date))


def _holds(row: Row, date: dt.date) -> bool:
    match row:
        case CitationRow():
            return row.start <= date and (row.end is None or date < row.end)
        case LineageRow():
            return row.date is not None and row.date <= date


def _node(network: Network, text: str, article: str | None) -> str:
    name = node_name(text, article)
    network.add_node(name, text=text, article=article)
    return name


def _cite(network: Network, row: CitationRow) -> None:
    network.add_edge(
        _node(network, row.from_text, row.from_article),
        _node(network, row.to_text, row.to_article),
        kind="cites",
        start=row.start,
        end=row.end,
        span=row.span,
        as_written=row.as_written,
        method=row.method,
        alinea=row.alinea,
        item=row.item,
    )


def _continue(network: Network, row: LineageRow) -> None:
    network.add_edge(
        _node(network, row.old_text, row.old_article),
        _node(network, row.new_text, row.new_article),
        kind="continues",
        date=row.date,
        methods=row.methods,
        score=row.score,
    )


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
