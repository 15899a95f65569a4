"""The links that DILA's files declare (LIEN): their kinds in every spelling, and who acts on whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from corpus.delivered import LinkRow
from corpus.keys import dila_key
from ingest.dila.dates import read_day

LINK_KINDS = {
    "MODIFICATION": "MODIFIE",
    "MODIFIE": "MODIFIE",
    "CREATION": "CREE",
    "CREE": "CREE",
    "ABROGATION": "ABROGE",
    "ABROGE": "ABROGE",
    "CITATION": "CITATION",
    "CITE": "CITATION",
    "TRANSFERT": "TRANSFERE",
    "TRANSFERE": "TRANSFERE",
    "DEPLACEMENT": "DEPLACE",
    "DEPLACE": "DEPLACE",
    "CODIFICATION": "CODIFICATION",
    "CODIFIE": "CODIFICATION",
    "CONCORDANCE": "CONCORDANCE",
    "CONCORDE": "CONCORDANCE",
    "RECTIFICATION": "RECTIFIE",
    "RECTIFIE": "RECTIFIE",
    "ANNULATION": "ANNULE",
    "ANNULE": "ANNULE",
    "PEREMPTION": "PERIME",
    "PERIME": "PERIME",
    "DISJOINT": "DISJOINT",
    "DISJONCTION": "DISJOINT",
    "SPEC_APPLI": "APPLICATION",
    "APPLICATION": "APPLICATION",
    "TXT_SOURCE": "TEXTE_SOURCE",
    "TXT_ASSOCIE": "TEXTE_ASSOCIE",
    "PILOTE_SUIVEUR": "PILOTE_SUIVEUR",
    "HISTO": "HISTORIQUE",
    "ETEND": "ETEND",
    "RENVOI": "CITATION",
}
"""Kinds of links in their spellings (DILA's documentation of LEGI, and the archives themselves)."""

ACTIONS = frozenset("MODIFIE CREE ABROGE TRANSFERE DEPLACE CODIFICATION RECTIFIE ANNULE PERIME".split())
"""Kinds by which one text acts on another: an act acts, an article of a code is acted on."""

_ACTS = ("LOI", "DECRET", "ORDONNANCE", "ARRETE", "DECISION", "SENAT", "DELIBERATION")


Declared = tuple[Mapping[str, str], str]
"""A LIEN as it stands: its attributes and its words."""


def read_links(links: Iterable[Declared], start: str | None) -> Iterator[LinkRow]:
    """Read the LIENs of an article version that begins on ``start`` (None: not known)."""
    for attributes, words in links:
        get = attributes.get
        found = get("typelien") or ""
        kind = LINK_KINDS.get(found.upper().strip(), found.upper().strip() or "?")
        nature, signed = get("naturetexte") or None, read_day(get("datesignatexte"))
        target_text = dila_key(get("cidtexte") or "")
        outgoing, decided = decide_direction(kind, get("sens"), nature, signed, start)
        yield LinkRow(
            found,
            kind,
            get("sens") or None,
            outgoing,
            decided,
            dila_key(get("id") or ""),
            target_text,
            get("num") or None,
            " ".join(words.split()) or None,
            nature,
            get("numtexte") or None,
            get("nortexte") or None,
            signed,
        )


def decide_direction(
    kind: str, sense: str | None, nature: str | None, signed: str | None, start: str | None
) -> tuple[int | None, str]:
    """Decide who acts on whom: 1, the version on the target; 0, the target on the version; None, undecided.

    @sens is not reliable. An act that was signed before the version began, and that modifies, creates or repeals, acts
    on it, whatever @sens says («roles»). Else @sens is followed («sens»), or nothing decides.
    """
    if kind in ACTIONS and nature and nature.startswith(_ACTS) and signed and start and signed <= start:
        return 0, "roles"
    if sense in {"cible", "source"}:
        return int(sense == "source"), "sens"
    return None, "none"
