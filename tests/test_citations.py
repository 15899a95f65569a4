"""References in real sentences: exact spans, targets and methods; prose that only looks like a citation gives none.

The cases are data (``tests/cases/citations``): ``samples.json`` from the five sample documents and constructed edge
cases, ``codes.json`` from the code civil, the code de la propriété intellectuelle, the code des relations entre le
public et l'administration and the Constitution, ``forms.json`` of divisions, neighbours, relations, case law and names,
from these and from the code du travail, the code rural et de la pêche maritime and the code de la sécurité sociale,
``prose.json`` the negative ones. Spans and targets were checked by hand; a citation in them leaves out the fields that
are None, but always has ``text``.
"""

from __future__ import annotations

import doctest
import json
import time
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import corpus.numbering
import graph.citing
from corpus.references import Method, Reference, Relation
from graph import citations

CASES = Path(__file__).parent / "cases" / "citations"
SAMPLES = Path(__file__).parent.parent / "samples" / "permanence-des-soins"
CSP = "Code de la santé publique"


def _load(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return cases


POSITIVE = _load("samples.json") + _load("codes.json") + _load("forms.json")
NEGATIVE = _load("prose.json")


def _as_case(citation: Reference, text: str) -> dict[str, Any]:
    fields = {
        "at": citation.start,
        "written": citation.as_written,
        "text": citation.target_text,
        "article": citation.target_article,
        "alinea": citation.target_alinea,
        "sentence": citation.target_sentence,
        "item": citation.target_item,
        "range": text[slice(*citation.range_span)] if citation.range_span else None,
        "method": citation.method.value,
        "rival": citation.rival_text,
        "relation": None if citation.relation is Relation.CITED else citation.relation.value,
        "division": citation.target_division,
        "neighbour": citation.neighbour or None,
        "nature": citation.target.nature if citation.target and citation.target.nature == "JURISPRUDENCE" else None,
    }
    return {key: value for key, value in fields.items() if value is not None or key == "text"}


@pytest.mark.parametrize("case", POSITIVE, ids=[f"{c['source']}: {c['text'][:40]}" for c in POSITIVE])
def test_citations_of_a_real_sentence(case: dict[str, Any]) -> None:
    text = case["text"]
    found = citations(text, case.get("in_text"), case.get("in_article"), tuple(case.get("visas", ())))
    assert [_as_case(citation, text) for citation in found] == case["citations"]


@pytest.mark.parametrize("case", NEGATIVE, ids=[c["text"][:50] for c in NEGATIVE])
def test_prose_cites_nothing(case: dict[str, Any]) -> None:
    act = case["source"].startswith("Décret")
    in_text, in_article = ("Décret n° 2003-880 du 15 septembre 2003", None) if act else (CSP, "R730")
    assert citations(case["text"], in_text, in_article) == ()


def test_there_are_enough_cases() -> None:
    assert sum(len(case["citations"]) for case in POSITIVE) >= 500
    assert len(NEGATIVE) >= 60


def test_the_whole_page_of_r730() -> None:
    page = (SAMPLES / "R730.legifrance.md").read_text(encoding="utf-8").split("**Liens")[0]
    found = citations(page, CSP, "R730")
    assert [(c.target_article, c.method) for c in found] == [
        ("L6325-1", Method.THIS_TEXT),
        ("R735", Method.IN_TEXT),
        ("R730", Method.THIS_ARTICLE),
        ("L6313-1", Method.IN_TEXT),
        ("L6313-1", Method.IN_TEXT),
    ]
    assert {c.target_text for c in found} == {CSP}


def test_the_whole_decree_of_2003_never_takes_its_quotations_for_its_own_articles() -> None:
    act = (SAMPLES / "decret-2003-880.jo.md").read_text(encoding="utf-8")
    visas = tuple(line for line in act.splitlines() if line.startswith("Vu "))
    found = citations(act, "Décret n° 2003-880 du 15 septembre 2003", visas=visas)
    articles = {(c.target_text, c.target_article) for c in found if c.target_article}
    assert articles == {
        *((CSP, number) for number in ("L6313-1", "L6313-2", "L6325-1", "R730")),
        *(("Code de la sécurité sociale", number) for number in ("L162-5", "L162-31-1")),
        ("Décret n° 95-1000 du 6 septembre 1995", "77"),
        *(("Décret n° 87-964 du 30 novembre 1987", number) for number in ("1", "4")),
    }


def test_without_context_the_words_alone_count() -> None:
    [bare, named, own] = citations(
        "l'article R. 735, l'article 5 du code civil et le premier alinéa du présent article"
    )
    assert (bare.target_text, bare.target_article) == (None, "R735")
    assert (named.target_text, named.target_article) == ("Code civil", "5")
    assert (own.target_text, own.target_article, own.target_alinea) == (None, None, "1")


@pytest.mark.parametrize("number", ["R. 735", "R.735", "R735-1", "R 735-2", "R. * 735", "L.O. 735", "D. 735-1-1"])
@pytest.mark.parametrize(
    "before", ["l'article ", "l’article ", "à l'article\n", "Art. ", "aux articles ", "de l'ARTICLE "]
)
def test_every_spelling_of_a_number_is_cited_whole(before: str, number: str) -> None:
    text = f"Prévu {before}{number} du code de la route."
    [citation] = citations(text)
    assert text[citation.start : citation.end] == number == citation.as_written
    assert citation.target_text == "Code de la route"


PIECES = st.sampled_from(
    [
        "l'article ",
        "articles ",
        "Art. ",
        "présent article",
        "dudit article",
        "L. 162-5",
        "R. 730",
        "131-39",
        "1er",
        "VIII",
        ", ",
        " et ",
        " ou ",
        " à ",
        " ainsi que ",
        " de la ",
        " du ",
        " aux ",
        " de ",
        "\n",
        ". ",
        "« ",
        " »",
        "1°",
        "a)",
        "II",
        "premier alinéa",
        "deuxième, ",
        "dernière phrase",
        "alinéa 2",
        " (1°)",
        "code civil",
        "même code",
        "code de la sécurité sociale",
        "loi n° 86-1067 du 30 septembre 1986",
        "décret du 30 novembre 1987 susvisé",
        "est modifié",
        " et suivants",
        "45 jours",
        "annexe 2",
        "son ",
        "précité",
        "contrat",
        "notamment ",
        "titre II",
        " du livre VII",
        "présent chapitre",
        "du même titre",
        "sixième partie",
        "sections 1 à 3",
        "article précédent",
        "deux articles suivants",
        "ces articles",
        "cet article",
        "à l'exception de ",
        "sauf ",
        "soit ",
        "décision n° 2010-605 DC",
        "Conseil d'Etat, ",
        "C. civ.",
        "RGPD",
        "« Art. R. 730. - ",
        " et 17 du décret n° 87-964 du 30 novembre 1987",
        "l'annexe 1",
        " relative à la ",
        " portant code de déontologie médicale",
        "l'accord relatif à la pêche",
        "règlement d'exécution du traité de coopération en matière de brevets",
        "chapitre précédent",
        'au titre "Des successions"',
        "au titre De la vente",
        "même section",
        " (alinéa 1er)",
        "premier alinéa (2°) de ",
        ", à l'exception de l'article 5",
        "ou, le cas échéant, ",
        "ainsi qu'à ",
    ]
)
SENTENCES = st.lists(PIECES, max_size=40).map("".join)
CONTEXTS = st.sampled_from(
    [
        (None, None),
        (CSP, "R730"),
        ("Code civil", "1"),
        ("Décret n° 2003-880 du 15 septembre 2003", "2"),
        ("Statuts", "3"),
    ]
)


@given(SENTENCES, CONTEXTS)
def test_spans_are_inside_ordered_and_say_what_is_written(text: str, context: tuple[str | None, str | None]) -> None:
    last = (0, 0)
    for citation in citations(text, *context):
        assert 0 <= citation.start < citation.end <= len(text)
        assert citation.as_written == text[citation.start : citation.end]
        assert last <= (citation.start, citation.end)
        last = (citation.start, citation.end)


@given(SENTENCES, CONTEXTS)
@example("article précédent\narticle précédent", ("Code civil", "1"))
def test_spans_overlap_only_within_a_range(text: str, context: tuple[str | None, str | None]) -> None:
    written = [c for c in citations(text, *context) if (c.start, c.end) != c.range_span]
    for one, two in pairwise(written):
        assert one.end <= two.start or (one.start, one.end) == (two.start, two.end)  # «ces articles»: one each


@given(SENTENCES)
def test_a_text_without_number_or_name_is_undetermined_or_the_text_read(text: str) -> None:
    for citation in citations(text, "Code civil", "1"):
        if citation.target_text is None:
            assert citation.method in {Method.UNDETERMINED, Method.EARLIER, Method.SAME_ARTICLE}


@given(st.text(max_size=80), CONTEXTS)
def test_any_text_is_read_and_every_span_lies_in_it(text: str, context: tuple[str | None, str | None]) -> None:
    for citation in citations(text, *context):
        assert 0 <= citation.start < citation.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "articles 1, ",
        "L. 1 et ",
        "premier, deuxième ",
        "1° du 2° du ",
        "du code du code ",
        "l'article L. 1 à ",
        "L.",
        "convention ",
        "arrêté du ministre ",
        "le décret du 3 mai 2004 susvisé, ",
        "« article 5 ",
        "(1°, (2°, ",
        "annexe II au ",
        "notamment ",
        "loi de finances ",
        "article \n",
        "même code ",
        "des articles 1 et 2 de ",
        "titre II du ",
        "chapitre Ier, ",
        "même titre du livre II ",
        "titre II du livre III et du ",
        "première et deuxième ",
        "l'article 5, même article, ",
        "articles 1 et 2, ces articles, ",
        "\n1° même article",
        "à l'exception de l'article 5 et ",
        "sauf sauf ",
        "soit l'article 5, soit ",
        "décision n° ",
        "Conseil d'Etat, 12 mai 2010, ",
        "Cass. civ. 1re, 3 mars 2011, ",
        "CJUE, 13 mai 2014, ",
        "loi n° 1-1 du 3 mai 2004, ladite loi, ",
        "arrêtés des 3 mai, ",
        "règlement (UE) ",
        "« Art. 5. - présent article » ",
        "convention signée ",
        "circulaire du ministre ",
        "l'article 5 du code civil, 3 ",
        "articles 5 de la loi n° 1-1 du 3 mai 2004 relative à 3 et ",
        "articles 5 de la loi n° 1-1 du 3 mai 2004 et ",
        "au titre De la minorité, de la ",
        "au titre « De la ",
        "l'article 5 de l'accord relatif à la ",
        "règlement d'exécution du traité ",
        "à l'exception de ceux dont les ",
        "à l'exception des a ",
        "à l'exception du 1° et ",
        "sauf les cas ",
        "l'article 5 ou, le cas, aux ",
        "soit l'article 5, soit, si ",
        "conforme à l'annexe 1 ",
        "loi n° 1-1 du 3 mai 2004 portant ",
        "au 1° (2°) de l'article 5 ",
        "le chapitre précédent du ",
        "la loi n° 1-1 du 3 mai 2004, à l'exception de l'article 5 ",
        "en la même section ",
    ],
)
def test_reading_time_grows_with_the_text_only(piece: str) -> None:
    """50 000 characters of any repeated opening take well under the ten seconds of a runaway pattern."""
    text = piece * (50_000 // len(piece))
    start = time.perf_counter()
    citations(text, "Décret n° 2003-880 du 15 septembre 2003", "2")
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("module", [graph.citing, corpus.numbering])
def test_examples_in_docstrings_are_true(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert (result.failed, result.attempted > 0) == (0, True)


def test_examples_in_the_documentation_are_true() -> None:
    page = Path(__file__).parent.parent / "docs" / "citations.md"
    result = doctest.testfile(str(page), module_relative=False)
    assert (result.failed, result.attempted > 5) == (0, True)
