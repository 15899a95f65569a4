"""Parquet: a table of edges and one of nodes. It needs pyarrow, which is an extra: ``chronolex[parquet]``."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from corpus.errors import MissingLibrary
from graph.flat import EDGE_FIELDS, FlatNetwork

_Columns = dict[str, tuple[Any, list[Any]]]
"""Names of columns, with their type in Arrow and their values."""


def write_parquet(network: FlatNetwork) -> Mapping[str, bytes]:
    """Write the two tables. Raises :class:`~corpus.errors.MissingLibrary` without pyarrow."""
    arrow = _load()
    return {".parquet": _write(arrow, _edges(arrow, network)), ".nodes.parquet": _write(arrow, _nodes(arrow, network))}


def _edges(arrow: Any, network: FlatNetwork) -> _Columns:
    types = {str: arrow.string(), dt.date: arrow.date32(), int: arrow.int32(), float: arrow.float64()}
    types[list] = arrow.list_(arrow.string())
    columns: _Columns = {
        "source": (types[str], [edge.source for edge in network.edges]),
        "target": (types[str], [edge.target for edge in network.edges]),
    }
    return columns | {
        name: (types[kind], [edge.values[name] for edge in network.edges]) for name, kind in EDGE_FIELDS.items()
    }


def _nodes(arrow: Any, network: FlatNetwork) -> _Columns:
    life = arrow.struct([("start", arrow.date32()), ("end", arrow.date32())])
    lives = [[{"start": start, "end": end} for start, end in node.lives] for node in network.nodes]
    strings = {
        name: (arrow.string(), [getattr(node, name) for node in network.nodes])
        for name in ("name", "text", "article", "label")
    }
    return {**strings, "lives": (arrow.list_(life), lives)}


def _load() -> Any:
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError as error:
        sentence = "Le format Parquet demande la bibliothèque pyarrow, qui n’est pas installée."
        raise MissingLibrary(sentence, "L’installer : pip install 'chronolex[parquet]', ou choisir .json.") from error


def _write(arrow: Any, columns: _Columns) -> bytes:
    table = arrow.table({name: arrow.array(values, type=kind) for name, (kind, values) in columns.items()})
    written = io.BytesIO()
    arrow.parquet.write_table(table, written, compression="zstd")
    return written.getvalue()
