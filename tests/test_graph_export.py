"""Every form, read back by the programs it is for, against what went in; hostile text stays text."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import sys
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus.errors import MissingLibrary
from graph import CitationRow, LawGraph, LineageRow, VersionRow, build_network
from graph.export import FORMS, export_network
from graph.flat import flatten
from graph.network import Network
from graph.rows import Row

CSP = "Code de la santé publique"
EVIL = '<script>alert("&")</script> \'«\x00\x0b\r\n]]>'
ONE, TWO, THREE = (dt.date(2000 + year, 1, 1) for year in range(3))
ROWS: tuple[Row, ...] = (
    VersionRow(CSP, "R2", ONE, TWO),
    VersionRow(CSP, "R2", TWO, THREE),
    VersionRow(CSP, "R10", ONE),
    VersionRow(CSP, "R3", ONE),
    VersionRow(CSP, "R3-1", ONE),
    CitationRow(
        CSP, "R10", CSP, "R2", ONE, THREE, (3, 8), "R. 2", "in-text", "2", "1°", "1", None, "cited", "in-force"
    ),
    CitationRow(CSP, "R10", CSP, "R2", TWO, THREE, (30, 35), "article R. 2", status="in-force"),
    CitationRow(
        CSP, "R10", CSP, "R2", THREE, None, (3, 8), "R. 2", status="renumbered", now_text=CSP, now_article="R3"
    ),
    CitationRow(CSP, "R10", "Code <civil> & “autres”", None, ONE, None, (50, 60), EVIL, relation="excluded"),
    CitationRow(CSP, "R3", f"Arrêté {EVIL}", "1", ONE, dt.date(2000, 1, 2)),
    LineageRow(CSP, "R2", CSP, "R3", THREE, ("declared", "alignment"), 0.75),
    LineageRow(CSP, "R2", CSP, "R3-1", None),
)
NETWORK = LawGraph(ROWS).whole()


def written(form: str, network: Network = NETWORK, suffix: str | None = None) -> bytes:
    return export_network(network, form)[suffix or f".{form}"]


def clean(text: str) -> str:
    """What XML can hold of a text."""
    return "".join(c if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff") else "\ufffd" for c in text)


@pytest.mark.parametrize("form", FORMS)
def test_the_order_of_the_rows_does_not_change_a_byte(form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    shuffled = list(ROWS)
    first = export_network(NETWORK, form)
    random.Random(3).shuffle(shuffled)
    assert export_network(build_network(shuffled), form) == first


def test_graphml_is_what_networkx_and_lxml_read() -> None:
    content = written("graphml")
    back: Any = nx.read_graphml(io.BytesIO(content), force_multigraph=True)
    assert {clean(name): clean(d["label"]) for name, d in NETWORK.nodes(data=True)} == dict(back.nodes(data="label"))
    assert back.nodes[f"{CSP} R2"]["lives"] == "2000-01-01/2002-01-01"
    assert back.nodes[f"{CSP} R10"]["lives"] == "2000-01-01/.."
    assert back.number_of_edges() == NETWORK.number_of_edges() == 7
    edges = sorted(back.get_edge_data(f"{CSP} R10", f"{CSP} R2").values(), key=lambda d: d["start"])
    assert edges[0] == {
        "kind": "cites", "start": "2000-01-01", "end": "2002-01-01", "as_written": "R. 2", "span_start": 3,
        "span_end": 8, "relation": "cited", "status": "in-force", "alinea": "2", "item": "1°", "sentence": "1",
        "method": "in-text",
    }  # fmt: skip
    assert (edges[2]["now_article"], "end" in edges[2]) == ("R3", False)
    [moved] = back.get_edge_data(f"{CSP} R2", f"{CSP} R3").values()
    assert moved == {"kind": "continues", "start": "2002-01-01", "methods": "declared ; alignment", "score": 0.75}
    tree = etree.fromstring(content)
    assert clean(EVIL) in {node.text for node in tree.iter("{*}data")}
    assert not list(tree.iter("{*}script"))


def test_gexf_has_one_edge_with_the_spells_of_all_citations() -> None:
    content = written("gexf")
    back: Any = nx.read_gexf(io.BytesIO(content))
    assert set(back) == set(map(clean, NETWORK))
    assert back.nodes[f"{CSP} R2"]["label"] == f"{CSP}, art. R. 2"
    assert back.nodes[f"{CSP} R2"]["spells"] == [("2000-01-01", "2001-12-31")]
    edge = back.get_edge_data(f"{CSP} R10", f"{CSP} R2")
    assert (edge["weight"], edge["status"]) == (2.0, "in-force ; renumbered")
    assert edge["as_written"] == "R. 2 ; article R. 2"
    # Three rows that follow one another: one spell, without an end.
    tree = etree.fromstring(content)
    [graph] = tree.iter("{*}graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    spells = [[dict(s.attrib) for s in one.iter("{*}spell")] for one in tree.iter("{*}edge")]
    assert [{"start": "2000-01-01"}] in spells and [{"start": "2000-01-01", "end": "2000-01-01"}] in spells
    assert [] in spells  # a filiation of unknown date
    assert not list(tree.iter("{*}script"))


def test_json_is_the_network_itself() -> None:
    data = json.loads(written("json"))
    back: Any = nx.node_link_graph(data, edges="edges")
    assert set(back) == set(NETWORK)
    assert [d["article"] for _, d in back.nodes(data=True) if d["text"] == CSP] == ["R2", "R3", "R3-1", "R10"]
    went_in = sorted(
        (a, b, d.get("as_written"), str(d.get("start", d.get("date")))) for a, b, d in NETWORK.edges(data=True)
    )
    came_out = sorted((a, b, d.get("as_written"), str(d.get("start"))) for a, b, d in back.edges(data=True))
    assert [tuple(map(str, row)) for row in came_out] == [tuple(map(str, row)) for row in went_in]
    assert back.nodes[f"{CSP} R2"]["lives"] == [["2000-01-01", "2002-01-01"]]


def test_parquet_is_two_tables_with_types() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    files = export_network(NETWORK, "parquet")
    edges, nodes = (parquet.read_table(io.BytesIO(files[end])).to_pylist() for end in (".parquet", ".nodes.parquet"))
    flat = flatten(NETWORK)
    assert [{"source": e.source, "target": e.target, **e.values} for e in flat.edges] == edges
    assert next(node for node in nodes if node["article"] == "R2") == {
        "name": f"{CSP} R2", "text": CSP, "article": "R2", "label": f"{CSP}, art. R. 2",
        "lives": [{"start": ONE, "end": THREE}],
    }  # fmt: skip
    assert [edge["score"] for edge in edges if edge["kind"] == "continues"] == [0.75, 1.0]


def test_without_pyarrow_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingLibrary, match=r"pyarrow.*chronolex\[parquet\]"):
        export_network(NETWORK, "parquet")


HOSTILE = st.text(st.characters(codec=None), min_size=1, max_size=6)


@settings(max_examples=60)
@given(st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE), max_size=6))
def test_any_text_goes_through_and_no_two_nodes_become_one(names: list[tuple[str, str, str]]) -> None:
    network = build_network(CitationRow(text, "1", other, None, ONE, as_written=w) for text, other, w in names)
    graphml: Any = nx.read_graphml(io.BytesIO(written("graphml", network)), force_multigraph=True)
    gexf: Any = nx.read_gexf(io.BytesIO(written("gexf", network)))
    node_link: Any = nx.node_link_graph(json.loads(written("json", network)), edges="edges")
    assert len(graphml) == len(gexf) == len(node_link) == len(network)
    assert graphml.number_of_edges() == len(names)
    assert sorted(clean(d["label"]) for _, d in network.nodes(data=True)) == sorted(
        label for _, label in graphml.nodes(data="label")
    )
    assert set(node_link) == set(network)
