"""The citation graph, and the comparison with the links of a page."""

from __future__ import annotations

import datetime as dt

import networkx as nx
import pytest

from corpus.model import Link, LinkKind
from graph import (
    CitationRow,
    LineageRow,
    Verdict,
    build_network,
    citations,
    cited_by,
    cites,
    compare_cited,
    compare_citing,
    network_at,
    node_name,
    successors_of,
)

CSP = "Code de la santé publique"
CSS = "Code de la sécurité sociale"
BIRTH, CHANGE, DEATH = dt.date(2003, 9, 16), dt.date(2005, 4, 8), dt.date(2005, 7, 26)

ROWS = (
    CitationRow(CSP, "R730", CSP, "L6325-1", BIRTH, CHANGE, (60, 69), "L. 6325-1", "this-text"),
    CitationRow(CSP, "R730", CSP, "L6325-1", CHANGE, DEATH, (60, 69), "L. 6325-1", "this-text"),
    CitationRow(CSP, "R730", CSP, "R735", CHANGE, DEATH, (300, 306), "R. 735", "in-text"),
    CitationRow(CSP, "R730", CSP, "R730", CHANGE, DEATH, (500, 515), "présent article", "this-article", "1"),
    CitationRow(CSP, "R731", CSP, "R730", BIRTH, DEATH),
    CitationRow(CSP, "R732", CSS, "L162-5", BIRTH, CHANGE),
    CitationRow(CSP, "R6315-1", CSP, None, dt.date(2010, 4, 1)),
    LineageRow(CSP, "R730", CSP, "R6315-1", DEATH, ("declared", "alignment"), 0.97),
    LineageRow(CSP, "R736", CSP, "R6315-7", None, ("sequence",), 0.3),
)


def test_nodes_and_edges_carry_their_fields() -> None:
    network = build_network(ROWS)
    assert isinstance(network, nx.MultiDiGraph)
    assert network.nodes[f"{CSP} R730"] == {"text": CSP, "article": "R730", "label": f"{CSP}, art. R. 730", "lives": ()}
    assert network.nodes[CSP] == {"text": CSP, "article": None, "label": CSP, "lives": ()}
    assert network.number_of_edges(f"{CSP} R730", f"{CSP} L6325-1") == 2
    [[edge]] = [network.get_edge_data(f"{CSP} R730", f"{CSP} R735").values()]
    assert (edge["kind"], edge["start"], edge["end"], edge["span"]) == ("cites", CHANGE, DEATH, (300, 306))
    [lineage] = network.get_edge_data(f"{CSP} R730", f"{CSP} R6315-1").values()
    assert (lineage["kind"], lineage["date"], lineage["score"]) == ("continues", DEATH, 0.97)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (dt.date(2003, 9, 15), set()),
        (BIRTH, {"L6325-1"}),
        (dt.date(2005, 4, 7), {"L6325-1"}),
        (CHANGE, {"L6325-1", "R735"}),
        (dt.date(2005, 7, 25), {"L6325-1", "R735"}),
        (DEATH, set()),
    ],
)
def test_what_r730_cites_at_a_date_is_half_open(date: dt.date, expected: set[str]) -> None:
    assert set(cites(network_at(ROWS, date), CSP, "R730")) == {node_name(CSP, number) for number in expected}


def test_lineage_is_in_the_view_only_once_it_has_happened_and_is_dated() -> None:
    assert successors_of(network_at(ROWS, dt.date(2005, 7, 25)), CSP, "R730") == ()
    assert successors_of(network_at(ROWS, DEATH), CSP, "R730") == (f"{CSP} R6315-1",)
    assert successors_of(network_at(ROWS, dt.date(2020, 1, 1)), CSP, "R736") == ()
    assert successors_of(build_network(ROWS), CSP, "R736") == (f"{CSP} R6315-7",)


def test_successors_follow_several_renumberings_and_survive_a_circle() -> None:
    rows = [LineageRow(CSP, a, CSP, b, DEATH) for a, b in [("1", "2"), ("2", "3"), ("2", "4"), ("4", "1")]]
    assert successors_of(build_network(rows), CSP, "1") == tuple(f"{CSP} {n}" for n in ("2", "3", "4", "1"))


def test_an_article_is_not_among_those_that_cite_it() -> None:
    network = build_network(ROWS)
    assert cited_by(network, CSP, "R730") == (f"{CSP} R731",)
    assert cites(network, CSP, "R730") == (f"{CSP} L6325-1", f"{CSP} R735")
    assert cited_by(network, CSP, "R999") == () == cites(network, CSP, "R999")


# --- the witness ------------------------------------------------------------------------------------------------------


def _link(kind: LinkKind, article: str, state: str = "M") -> Link:
    return Link(kind, kind.value, f"{CSP} - art. {article} ({state})", CSP, article, state)


R730_2005 = (
    "La permanence des soins prévue à l'article L. 6325-1 du présent code est assurée par des médecins.\n"
    "Toutefois, le cahier des charges mentionné à l'article R. 735 peut prévoir des modalités distinctes de celles "
    "prévues au premier alinéa du présent article.\n"
    "Le comité départemental mentionné à l'article L. 6313-1 donne son avis."
)
PAGE = (
    _link(LinkKind.CITES, "L6313-1"),
    _link(LinkKind.CITES, "L6325-1", "T"),
    _link(LinkKind.NEW_TEXTS, "R6315-1"),
    _link(LinkKind.CITED_BY, "R731", "Ab"),
    _link(LinkKind.CITED_BY, "R735", "Ab"),
)


def test_the_page_of_r730_omits_r735() -> None:
    found = compare_cited(citations(R730_2005, CSP, "R730"), PAGE, CSP, "R. 730")
    assert [(c.verdict, c.target_article) for c in found] == [
        (Verdict.AGREED, "L6325-1"),
        (Verdict.AGREED, "L6313-1"),
        (Verdict.ONLY_IN_TEXT, "R735"),
    ]
    omitted = found[-1]
    assert omitted.explanation == f"{CSP}, art. R. 735 : cité par le texte, mais la page l’omet."
    assert [c.as_written for c in omitted.citations] == ["R. 735"]
    assert omitted.links == ()


def test_what_is_only_declared_is_said() -> None:
    [only] = compare_cited((), (_link(LinkKind.CITES, "L9999"),), CSP, "R730")
    assert (only.verdict, only.target_text, only.target_article) == (Verdict.ONLY_DECLARED, CSP, "L9999")
    assert "le texte ne le cite pas" in only.explanation
    assert len(only.links) == 1


def test_citing_articles_against_the_page() -> None:
    found = compare_citing([(CSP, "R731"), (CSP, "R733")], PAGE)
    assert [(c.verdict, c.target_article, c.kind) for c in found] == [
        (Verdict.AGREED, "R731", LinkKind.CITED_BY),
        (Verdict.ONLY_IN_TEXT, "R733", LinkKind.CITED_BY),
        (Verdict.ONLY_DECLARED, "R735", LinkKind.CITED_BY),
    ]
