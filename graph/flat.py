"""A network as two plain tables, nodes and edges, in an order that depends on nothing but their content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.network import Network
from graph.rows import Node

Value = str | int | float | dt.date | list[str] | None
Life = tuple[dt.date, dt.date | None]

EDGE_FIELDS: dict[str, type] = {
    "kind": str,
    "start": dt.date,
    "end": dt.date,
    "as_written": str,
    "span_start": int,
    "span_end": int,
    "relation": str,
    "status": str,
    "now_text": str,
    "now_article": str,
    "alinea": str,
    "sentence": str,
    "item": str,
    "division": str,
    "method": str,
    "methods": list,
    "score": float,
}
"""The columns of an edge, each None where it has no meaning: a filiation («continues») has ``start``, the day of the
renumbering, ``methods`` and ``score``; a citation («cites») all the others."""


@dataclass(frozen=True, slots=True)
class FlatNode:
    """A node; ``lives`` are the intervals during which the article is in force, half-open, ascending."""

    name: str
    text: str
    article: str | None
    label: str
    lives: tuple[Life, ...]


@dataclass(frozen=True, slots=True)
class FlatEdge:
    """An edge from a node to another (their names), with a value for each of :data:`EDGE_FIELDS`."""

    source: str
    target: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class FlatNetwork:
    """A network as two tables."""

    nodes: tuple[FlatNode, ...]
    edges: tuple[FlatEdge, ...]


def flatten(network: Network) -> FlatNetwork:
    """Make tables of a network: nodes by text and number; edges by their ends, then by kind, dates and the rest."""
    found = [_node(name, data) for name, data in network.nodes(data=True)]
    nodes = tuple(sorted(found, key=lambda node: Node(node.text, node.article).order))
    rank = {node.name: place for place, node in enumerate(nodes)}
    edges = [FlatEdge(source, target, _values(data)) for source, target, data in network.edges(data=True)]
    edges.sort(key=lambda edge: (rank[edge.source], rank[edge.target], [_sortable(v) for v in edge.values.values()]))
    return FlatNetwork(nodes, tuple(edges))


def _node(name: str, data: Mapping[str, Any]) -> FlatNode:
    return FlatNode(name, data["text"], data["article"], data["label"], join(data["lives"]))


def _values(data: Mapping[str, Any]) -> dict[str, Value]:
    span = data.get("span") or (None, None)
    known = {
        **data,
        "start": data.get("start", data.get("date")),
        "span_start": span[0],
        "span_end": span[1],
        "methods": list(data["methods"]) if "methods" in data else None,
        "status": None if data.get("status") is None else str(data["status"]),
    }
    return {name: known.get(name) for name in EDGE_FIELDS}


def _sortable(value: Value) -> tuple[int, str]:
    """None first; numbers by size: those of a column are padded to one width."""
    if isinstance(value, int | float):
        return 1, f"{value:024.6f}"
    return (0, "") if value is None else (1, str(value))


def join(lives: tuple[Life, ...]) -> tuple[Life, ...]:
    """Put intervals in order, those that touch or overlap made one."""
    joined: list[Life] = []
    for start, end in sorted(lives, key=lambda life: (life[0], life[1] or dt.date.max)):
        last = joined[-1] if joined else None
        if last is None or (last[1] is not None and last[1] < start):
            joined.append((start, end))
        else:
            joined[-1] = (last[0], None if last[1] is None or end is None else max(last[1], end))
    return tuple(joined)
