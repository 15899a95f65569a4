"""GraphML and GEXF. What XML cannot hold (control characters) is written «�»: it never was law."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from xml.sax.saxutils import escape, quoteattr

from graph.flat import EDGE_FIELDS, FlatEdge, FlatNetwork, Life, Value, join

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_NODE_FIELDS = {"text": str, "article": str, "label": str, "lives": str}
_GRAPHML_TYPES = {int: "int", float: "double"}


def clean(text: str) -> str:
    """Give a text that XML can hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def _text(value: str) -> str:
    # A reader of XML makes a line feed of a bare carriage return.
    return escape(clean(value), {"\r": "&#13;"})


def _attribute(value: str) -> str:
    return quoteattr(clean(value))


def _plain(value: Value) -> str:
    if isinstance(value, list):
        return " ; ".join(value)
    return value.isoformat() if isinstance(value, dt.date) else "" if value is None else str(value)


def _ids(network: FlatNetwork) -> dict[str, str]:
    """Give each node a name that XML can hold, and no other bears."""
    taken: set[str] = set()
    ids = {}
    for node in network.nodes:
        name = clean(node.name)
        while name in taken:
            name += "\ufffd"
        taken.add(name)
        ids[node.name] = name
    return ids


def _bytes(lines: Iterable[str]) -> bytes:
    written = io.StringIO()
    written.writelines(f"{line}\n" for line in lines)
    return written.getvalue().encode()


# --- GraphML --------------------------------------------------------------------------------------------------------


def write_graphml(network: FlatNetwork) -> Mapping[str, bytes]:
    """Write every citation and filiation as an edge of its own. A value that is absent or empty is not written."""
    return {".graphml": _bytes(_graphml(network))}


def _graphml(network: FlatNetwork) -> Iterator[str]:
    ids = _ids(network)
    yield from (_HEAD, '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">')
    for kind, fields in (("node", _NODE_FIELDS), ("edge", EDGE_FIELDS)):
        for name, of in fields.items():
            sort = _GRAPHML_TYPES.get(of, "string")
            yield f'<key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{sort}"/>'
    yield '<graph edgedefault="directed">'
    for node in network.nodes:
        lives = " ; ".join(f"{start}/{end or '..'}" for start, end in node.lives)
        values = {"text": node.text, "article": node.article, "label": node.label, "lives": lives}
        yield f"<node id={_attribute(ids[node.name])}>{_data('node', values)}</node>"
    for number, edge in enumerate(network.edges):
        ends = f"source={_attribute(ids[edge.source])} target={_attribute(ids[edge.target])}"
        yield f'<edge id="e{number}" {ends}>{_data("edge", edge.values)}</edge>'
    yield from ("</graph>", "</graphml>")


def _data(kind: str, values: Mapping[str, Value]) -> str:
    written = ((name, _plain(value)) for name, value in values.items())
    return "".join(f'<data key="{kind}-{name}">{_text(value)}</data>' for name, value in written if value)


# --- GEXF -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bundle:
    """All citations from one node to another, as one edge with a spell for each stretch of time."""

    source: str
    target: str
    kind: str
    weight: int
    lives: tuple[Life, ...]
    words: Mapping[str, str]


_GEXF_NODE = ("text", "article")
_GEXF_EDGE = ("kind", "as_written", "relation", "status")


def write_gexf(network: FlatNetwork) -> Mapping[str, bytes]:
    """Write one edge for each pair of nodes and kind, with its spells: Gephi's timeline keeps no parallel edges.

    The weight is the largest number of citations on one day. The end of a spell is its last day: in GEXF both ends of
    a spell belong to it. Different words, statuses or relations of one edge are listed.
    """
    return {".gexf": _bytes(_gexf(network))}


def _gexf(network: FlatNetwork) -> Iterator[str]:
    ids = _ids(network)
    yield from (_HEAD, '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">')
    yield '<graph defaultedgetype="directed" mode="dynamic" timeformat="date">'
    for kind, names in (("node", _GEXF_NODE), ("edge", _GEXF_EDGE)):
        declared = "".join(f'<attribute id="{name}" title="{name}" type="string"/>' for name in names)
        yield f'<attributes class="{kind}" mode="static">{declared}</attributes>'
    yield "<nodes>"
    for node in network.nodes:
        inside = _attvalues({"text": node.text, "article": node.article or ""}) + _spells(node.lives)
        yield f"<node id={_attribute(ids[node.name])} label={_attribute(node.label)}>{inside}</node>"
    yield from ("</nodes>", "<edges>")
    for number, one in enumerate(_bundles(network.edges)):
        ends = f'source={_attribute(ids[one.source])} target={_attribute(ids[one.target])} weight="{one.weight}"'
        inside = _attvalues({"kind": one.kind, **one.words}) + _spells(one.lives)
        yield f'<edge id="{number}" {ends}>{inside}</edge>'
    yield from ("</edges>", "</graph>", "</gexf>")


def _bundles(edges: Sequence[FlatEdge]) -> Iterator[_Bundle]:
    for (source, target, kind), group in groupby(
        edges, lambda edge: (edge.source, edge.target, str(edge.values["kind"]))
    ):
        rows = [edge.values for edge in group]
        days = [(row["start"], row["end"]) for row in rows]
        lives = [
            (start, end if isinstance(end, dt.date) else None) for start, end in days if isinstance(start, dt.date)
        ]
        words = {
            name: " ; ".join(dict.fromkeys(_plain(row[name]) for row in rows if row[name])) for name in _GEXF_EDGE[1:]
        }
        yield _Bundle(source, target, kind, _most_at_once(lives) or 1, join(tuple(lives)), words)


def _most_at_once(lives: Iterable[Life]) -> int:
    changes: Counter[dt.date] = Counter()
    for start, end in lives:
        changes[start] += 1
        if end is not None:
            changes[end] -= 1
    return max(accumulate(changes[day] for day in sorted(changes)), default=0)


def _attvalues(values: Mapping[str, str]) -> str:
    written = "".join(f'<attvalue for="{n}" value={_attribute(v)}/>' for n, v in values.items() if v)
    return f"<attvalues>{written}</attvalues>"


def _spells(lives: Sequence[Life]) -> str:
    """Write the stretches of time; one without any (an article of which no version is known) is there always."""
    written = "".join(f'<spell start="{start}"{_last_day(end)}/>' for start, end in lives)
    return f"<spells>{written}</spells>" if written else ""


def _last_day(end: dt.date | None) -> str:
    return f' end="{end - dt.timedelta(1)}"' if end else ""
