"""The published layout of DILA's files: what fits it is silent, what does not is reported with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from ingest.dila import read_placed
from ingest.dila.layout import ATTRIBUTES, KNOWN_TAGS, LAYOUTS, check_layout
from ingest.dila.reports import once

CASES = Path(__file__).parent / "cases" / "dila"
FILES = sorted(CASES.rglob("*.xml"))

ARTICLE = """<ARTICLE><META><META_COMMUN><ID>LEGIARTI000000000001</ID></META_COMMUN><META_SPEC><META_ARTICLE>
<NUM>L1</NUM></META_ARTICLE></META_SPEC></META><CONTEXTE><TEXTE cid="LEGITEXT000000000009">
<TITRE_TXT debut="2000-01-01">Code</TITRE_TXT></TEXTE></CONTEXTE>
<VERSIONS><VERSION etat="VIGUEUR"><LIEN_ART id="LEGIARTI000000000001"/></VERSION>
</VERSIONS><BLOC_TEXTUEL><CONTENU><p>Un.</p></CONTENU></BLOC_TEXTUEL><LIENS>
<LIEN sens="cible" typelien="CITATION">Loi</LIEN></LIENS></ARTICLE>"""
JORF_TEXT = """<TEXTE_VERSION><META><META_COMMUN><ID>JORFTEXT000000000001</ID><ID_ELI>https://x</ID_ELI><ELI_ALIAS>
<ID_ELI_ALIAS>https://y</ID_ELI_ALIAS></ELI_ALIAS></META_COMMUN><META_SPEC><META_TEXTE_CHRONICLE><NUM_PARUTION>54
</NUM_PARUTION></META_TEXTE_CHRONICLE><META_TEXTE_VERSION><MCS_TXT><MC>SANTE</MC></MCS_TXT></META_TEXTE_VERSION></META_SPEC>
</META><NOTICE><CONTENU>Publics</CONTENU></NOTICE><SM><CONTENU/></SM><ENTREPRISE texte_entreprise="oui"><DATES_EFFET>
<DATE_EFFET>2020-01-01</DATE_EFFET></DATES_EFFET><DOMAINES><DOMAINE>Fiscal</DOMAINE></DOMAINES></ENTREPRISE></TEXTE_VERSION>"""
SECTION = """<SECTION_TA><ID>LEGISCTA000000000001</ID><TITRE_TA>Titre</TITRE_TA><STRUCTURE_TA><LIEN_ART num="1"/>
<LIEN_SECTION_TA niv="1">Chapitre</LIEN_SECTION_TA></STRUCTURE_TA></SECTION_TA>"""


def found(xml: str) -> list[tuple[str, str]]:
    anomalies: list[tuple[str, str]] = []
    check_layout(etree.fromstring(xml), lambda kind, detail: anomalies.append((kind, detail)))
    return anomalies


@pytest.mark.parametrize(
    "xml",
    [
        ARTICLE,
        JORF_TEXT,
        SECTION,
        ARTICLE.replace("<NUM>", "<!-- note --><NUM>"),
        ARTICLE.replace("<p>Un.</p>", 'Un <nouveau x="1">deux</nouveau>'),  # mark-up, not layout
        "<JO><TOUT/></JO>",  # no root of ours
    ],
)
def test_what_fits_is_silent(xml: str) -> None:
    assert found(xml) == []


@pytest.mark.parametrize(
    ("xml", "old", "new", "expected"),
    [
        (ARTICLE, "<NUM>", "<NEUF/><NUM>", ("unknown-tag", "ARTICLE/META/META_SPEC/META_ARTICLE/NEUF")),
        (ARTICLE, "<NUM>", "<NEUF><A/></NEUF><NUM>", ("unknown-tag", "ARTICLE/META/META_SPEC/META_ARTICLE/NEUF")),
        (ARTICLE, "L1", "L<sup>1</sup>", ("unknown-tag", "ARTICLE/META/META_SPEC/META_ARTICLE/NUM/sup")),
        (ARTICLE, "<LIENS>", "<ETAT/><LIENS>", ("misplaced-tag", "ARTICLE/ETAT")),
        (ARTICLE, "<LIENS>", "<STRUCT/><LIENS>", ("misplaced-tag", "ARTICLE/STRUCT")),
        (ARTICLE, "<LIENS>", "<STRUCTURE_TXT/><LIENS>", ("misplaced-tag", "ARTICLE/STRUCTURE_TXT")),
        (ARTICLE, "<LIEN_ART ", "<LIEN_TXT/><LIEN_ART ", ("misplaced-tag", "ARTICLE/VERSIONS/VERSION/LIEN_TXT")),
        (ARTICLE, "Loi</LIEN>", "<LIEN/></LIEN>", ("misplaced-tag", "ARTICLE/LIENS/LIEN/LIEN")),
        (ARTICLE, "<CONTENU>", "<CONTENU/><P/><CONTENU>", ("unknown-tag", "ARTICLE/BLOC_TEXTUEL/P")),
        (JORF_TEXT, "<SM>", "<BLOC_TEXTUEL/><SM>", ("misplaced-tag", "TEXTE_VERSION/BLOC_TEXTUEL")),
        (SECTION, "<ID>", "<META/><ID>", ("misplaced-tag", "SECTION_TA/META")),
        (ARTICLE, "<LIENS>", "<NOTA/><NOTA/><LIENS>", ("repeated-tag", "ARTICLE/NOTA")),
        (ARTICLE, "</CONTENU>", "</CONTENU><CONTENU/>", ("repeated-tag", "ARTICLE/BLOC_TEXTUEL/CONTENU")),
        (ARTICLE, "<LIEN sens", '<LIEN neuf="1" sens', ("unknown-attribute", "LIEN/@neuf")),
        (ARTICLE, "<CONTENU>", '<CONTENU type="x">', ("unknown-attribute", "CONTENU/@type")),
        (ARTICLE, "<ARTICLE>", '<ARTICLE x="1">', ("unknown-attribute", "ARTICLE/@x")),
        (ARTICLE, "<NUM>", "perdu<NUM>", ("stray-text", "META_ARTICLE: perdu")),
        (ARTICLE, "</NUM>", "</NUM>  perdu\n là", ("stray-text", "META_ARTICLE: perdu là")),
        (ARTICLE, "<LIENS>", "x<!-- c -->y<LIENS>", ("stray-text", "ARTICLE: x")),
        (ARTICLE, "<LIENS>", "<!-- c -->y<LIENS>", ("stray-text", "ARTICLE: y")),
        (ARTICLE, "</CONTENU>", "</CONTENU>Deux.", ("stray-text", "BLOC_TEXTUEL: Deux.")),
        (ARTICLE, "<LIENS>", "é" * 90 + "<LIENS>", ("stray-text", f"ARTICLE: {'é' * 60}")),
    ],
)
def test_what_does_not_fit_is_reported(xml: str, old: str, new: str, expected: tuple[str, str]) -> None:
    assert old in xml
    assert expected in found(xml.replace(old, new, 1))


def test_each_is_reported_once() -> None:
    twice = ARTICLE.replace("<LIENS>", '<LIENS><LIEN neuf="1"/><LIEN neuf="2"/>')
    assert found(twice) == [("unknown-attribute", "LIEN/@neuf")]


def test_a_report_passes_each_anomaly_on_once() -> None:
    passed: list[tuple[str, str]] = []
    tell = once(lambda kind, detail: passed.append((kind, detail)))
    for detail in ("a", "b", "a"):
        tell("kind", detail)
    assert passed == [("kind", "a"), ("kind", "b")]


def test_the_layout_is_whole() -> None:
    for root, layout in LAYOUTS.items():
        assert root in layout
        for name, tag in layout.items():
            assert tag.children - {"CONTENU"} <= set(layout), (root, name)
            assert tag.attributes <= ATTRIBUTES.get(name, frozenset())
            assert not (tag.words and tag.children)
    assert {"TITRE_TM", "CONTENU", "NUM_PARUTION", "STRUCTURE_TXT"} <= KNOWN_TAGS
    assert ATTRIBUTES["TITRE_TM"] == {"debut", "fin", "id"}


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_real_files_have_no_anomaly(file: Path) -> None:
    placed, anomalies = read_placed(str(file.relative_to(CASES)), file.read_bytes(), None)
    assert placed is not None and anomalies == ()
