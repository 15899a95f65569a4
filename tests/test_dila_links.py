"""The links of DILA's files: their kinds in every spelling, who acts on whom, and what is reported."""

from __future__ import annotations

import pytest

from ingest.dila.links import ACTIONS, LINK_KINDS, decide_direction, link_kind, read_links, read_spelling
from ingest.dila.readings import EVIDENCE, READINGS

DTD = """ABROGATION ABROGE ADHESION ADHERE ANNULATION ANNULE APPLICATION APPLIQUE TRANSPOSITION CITATION CODIFICATION
CODIFIE CONCORDE CONCORDANCE CREATION CREE DENONCIATION DENONCE DIRECTIVE_EUROPEENNE DISJONCTION DISJOINT ELARGISSEMENT
ELARGIT RENVOIT RENVOI EXTENSION ETEND MODIFICATION DEPLACEMENT MODIFIE DEPLACE PEREMPTION PERIME PILOTE_SUIVEUR
PUBLICATION SARDE TEXTE_SUITE TRANSFERT TRANSFERE RATTACHEMENT RATTACHE RECTIFICATION RECTIFIE SUITE_PROCEDURALE
JURISPRUDENTIEL CITATION_JURI_LEGI PERIME_NVCC_IDCC PEREMPTION_NVCC_IDCC HISTO TXT_SOURCE SPEC_APPLI TXT_ASSOCIE"""
"""The values that DILA's ``lien.dtd`` lists."""


def test_every_spelling_of_the_dtd_is_known() -> None:
    assert set(DTD.split()) <= set(LINK_KINDS)
    assert set(DTD.split()) | {"RATIFIE", "RATIFICATION", "CITE"} == set(LINK_KINDS)
    assert set(LINK_KINDS.values()) >= ACTIONS
    assert all(read_spelling(spelling) == spelling for spelling in LINK_KINDS)


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ("MODIFICATION", "MODIFIE"),
        ("modifie", "MODIFIE"),
        ("Modifié", "MODIFIE"),
        ("MODIFIÉES", "MODIFIE"),
        ("Créée", "CREE"),
        ("CITATIONS", "CITATION"),
        ("CITÉ", "CITATION"),
        ("RENVOIT", "CITATION"),
        ("RATIFICATION", "RATIFIE"),
        ("EXTENSION", "ETEND"),
        ("CONCORDE", "CONCORDANCE"),
        ("Dénonciation", "DENONCE"),
        ("PÉREMPTION", "PERIME"),
        ("pilote-suiveur", "PILOTE_SUIVEUR"),
        (" TXT SOURCE ", "TEXTE_SOURCE"),
        ("SPEC_APPLI", "APPLICATION"),
        ("INTERPRETATION", "INTERPRETATION"),  # unknown: itself
        ("Interprète", "INTERPRETE"),
        ("CREATIONNISTE", "CREATIONNISTE"),
        ("", "?"),
        ("  ", "?"),
    ],
)
def test_a_kind_is_read_in_every_spelling(found: str, kind: str) -> None:
    assert link_kind(found) == kind


@pytest.mark.parametrize(
    ("found", "sense", "nature", "signed", "start", "own_signed", "expected"),
    [
        # An act that was signed before the version began acts on it.
        ("MODIFIE", "cible", "LOI", "2013-05-17", "2013-05-19", None, (0, "roles")),
        ("MODIFIE", "source", "LOI", "2013-05-17", "2013-05-19", None, (0, "roles")),  # @sens says the contrary
        ("CREATION", "source", "LOI_CONSTIT", "1996-02-22", "1996-02-23", None, (0, "roles")),
        ("CREE", None, "DECRET", "2003-09-15", "2003-09-16", None, (0, "roles")),
        ("Créée", "ailleurs", "DECRET", "2003-09-15", "2003-09-16", "1987-11-30", (0, "roles")),
        # … unless it is older than the text that the version belongs to: a décret of 2002 amends one of 1986.
        ("MODIFIE", "source", "DECRET", "1986-03-07", "2002-12-22", "2002-12-20", (1, "roles")),
        ("MODIFIE", "cible", "DECRET", "2002-12-20", "2002-12-22", "1986-03-07", (0, "roles")),
        ("CREE", "cible", "LOI", "2002-03-04", "2002-03-05", "2002-03-04", (0, "sens")),  # an act and itself
        # Else @sens, taken at its word for verbs, turned round for nouns.
        ("MODIFIE", "source", "CODE", None, "2016-02-12", "2016-02-10", (1, "sens")),
        ("MODIFICATION", "cible", "CODE", None, "2016-02-12", "2016-02-10", (1, "form")),
        ("MODIFICATION", "source", "CODE", None, "2016-02-12", None, (0, "form")),
        ("ABROGE", "cible", "LOI_CONSTIT", "1995-08-04", "1993-07-28", None, (0, "sens")),
        ("ABROGATION", "source", "LOI_CONSTIT", "1995-08-04", "1958-10-05", None, (0, "form")),
        ("CODIFICATION", "source", None, None, "2016-03-19", None, (0, "form")),
        ("CITATION", "source", "CODE", None, "2013-05-19", None, (1, "sens")),
        ("CITATION", "cible", "LOI", "2013-12-06", "1958-10-05", None, (0, "sens")),
        ("CITATION", " Cible ", "LOI", "2013-12-06", "1958-10-05", None, (0, "sens")),
        # Nothing tells, or what tells contradicts itself.
        ("CITATION", None, None, None, "2013-05-19", None, (None, "none")),
        ("CITATION", "ailleurs", None, None, "2013-05-19", None, (None, "none")),
        ("CONCORDANCE", "source", "LOI", "2000-12-13", "2016-01-01", None, (None, "none")),
        ("ETEND", "source", "ARRETE", "2000-12-13", "2016-01-01", None, (None, "none")),
        ("INTERPRETATION", "source", "LOI", "2000-12-13", "2016-01-01", None, (None, "none")),
        ("", "cible", "LOI", "2000-12-13", "2016-01-01", None, (None, "none")),
        ("MODIFIE", "source", "LOI", "2020-01-01", "2013-05-19", None, (None, "none")),  # 2013 amends nothing of 2020
        ("ABROGATION", "cible", "DECRET", "2007-03-19", "1994-06-15", None, (None, "none")),
    ],
)
def test_the_direction_is_decided_by_roles_then_by_what_is_said(
    found: str,
    sense: str | None,
    nature: str | None,
    signed: str | None,
    start: str,
    own_signed: str | None,
    expected: tuple[int | None, str],
) -> None:
    assert decide_direction(found, sense, nature, signed, start, own_signed) == expected


def test_the_readings_are_of_known_spellings_and_mirror_each_other() -> None:
    assert len(READINGS) == len(EVIDENCE.strip().splitlines())
    assert {spelling for spelling, _ in READINGS} <= set(LINK_KINDS)
    for (spelling, sense), outgoing in READINGS.items():
        other = "source" if sense == "cible" else "cible"
        assert READINGS.get((spelling, other), 1 - outgoing) == 1 - outgoing


def declared(**attributes: str) -> tuple[dict[str, str], str]:
    return {"typelien": "CITATION", "sens": "source"} | attributes, "  Loi\n n° 1 "


def read(*links: tuple[dict[str, str], str]) -> tuple[list[str], list[tuple[str, str]]]:
    anomalies: list[tuple[str, str]] = []
    rows = list(read_links(links, "2000-01-01", lambda kind, detail: anomalies.append((kind, detail))))
    return [row.kind for row in rows], anomalies


@pytest.mark.parametrize(
    ("links", "kinds", "anomalies"),
    [
        ([declared(), declared(typelien="Abrogée", sens="CIBLE")], ["CITATION", "ABROGE"], []),
        (
            [declared(typelien="INTERPRETE"), declared(typelien="INTERPRETE")],
            ["INTERPRETE", "INTERPRETE"],
            [("unknown-link-kind", "INTERPRETE")],
        ),
        ([declared(typelien="")], ["?"], [("unknown-link-kind", "(missing)")]),
        ([({"sens": "cible"}, "")], ["?"], [("unknown-link-kind", "(missing)")]),
        ([declared(sens="aucun"), declared(sens="aucun")], ["CITATION"] * 2, [("unknown-link-sense", "aucun")]),
        ([({"typelien": "CITATION"}, "")], ["CITATION"], [("unknown-link-sense", "(missing)")]),
        ([declared(typelien="x" * 99)], ["X" * 99], [("unknown-link-kind", "x" * 60)]),
    ],
)
def test_what_is_not_known_is_kept_and_reported_once(
    links: list[tuple[dict[str, str], str]], kinds: list[str], anomalies: list[tuple[str, str]]
) -> None:
    assert read(*links) == (kinds, anomalies)


def test_a_link_keeps_what_was_found() -> None:
    link = declared(typelien="Modifiés", sens="Cible", num="1", datesignatexte="2999-01-01", cidtexte="?")
    (row,) = read_links([link], None, lambda kind, detail: None)
    assert (row.found, row.sense, row.label, row.number) == ("Modifiés", "Cible", "Loi n° 1", "1")
    assert (row.kind, row.outgoing, row.decided_by, row.signed, row.text_key) == ("MODIFIE", 0, "sens", None, None)
