"""A network as the bytes of a file that other programs read. The same network gives the same bytes.

| form      | one row for                | dates                          | read by                          |
|-----------|----------------------------|--------------------------------|----------------------------------|
| graphml   | each citation              | half-open, as attributes       | networkx, igraph, Gephi, yEd     |
| gexf      | each pair of articles      | spells, their last day within  | Gephi, with its timeline         |
| json      | each citation (node-link)  | half-open                      | networkx, d3                     |
| parquet   | each citation, two files   | half-open, as dates            | pandas, polars, DuckDB, R        |
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any

from graph.flat import FlatEdge, FlatNetwork, FlatNode, flatten
from graph.markup import write_gexf, write_graphml
from graph.network import Network
from graph.parquet import write_parquet


def export_network(network: Network, form: str) -> Mapping[str, bytes]:
    """Give the files of a network in one of :data:`FORMS`, by the end of their names: ``{".graphml": b"<?xml…"}``.

    Parquet has two: ``.parquet`` for the edges and ``.nodes.parquet``. Raises KeyError for another form, and
    :class:`~corpus.errors.MissingLibrary` when pyarrow is not installed.
    """
    return FORMS[form](flatten(network))


def write_json(network: FlatNetwork) -> Mapping[str, bytes]:
    """Write node-link JSON, as ``networkx.node_link_graph(data, edges="edges")`` reads it; dates are ISO text."""
    data = {
        "directed": True,
        "multigraph": True,
        "graph": {},
        "nodes": [_json_node(node) for node in network.nodes],
        "edges": [_json_edge(edge, key) for key, edge in enumerate(network.edges)],
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=dt.date.isoformat)
    # Half of a surrogate pair has no bytes of its own, but JSON can spell it.
    return {".json": written.encode("utf-8", "backslashreplace") + b"\n"}


def _json_node(node: FlatNode) -> dict[str, Any]:
    return {"id": node.name, "text": node.text, "article": node.article, "label": node.label, "lives": node.lives}


def _json_edge(edge: FlatEdge, key: int) -> dict[str, Any]:
    known = {name: value for name, value in edge.values.items() if value is not None}
    return {"source": edge.source, "target": edge.target, "key": key, **known}


FORMS: Mapping[str, Callable[[FlatNetwork], Mapping[str, bytes]]] = {
    "graphml": write_graphml,
    "gexf": write_gexf,
    "json": write_json,
    "parquet": write_parquet,
}
"""What can be written, by its name, which is also the end of the file's."""
