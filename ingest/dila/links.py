"""The links that DILA's files declare (LIEN): their kinds in every spelling, and who acts on whom."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from corpus.delivered import LinkRow
from corpus.keys import dila_key
from corpus.kinds import FileFault
from ingest.dila.dates import read_day
from ingest.dila.readings import READINGS
from ingest.dila.reports import Report, once

_KINDS = """
ABROGE          ABROGE ABROGATION
ADHERE          ADHERE ADHESION
ANNULE          ANNULE ANNULATION
APPLICATION     APPLICATION APPLIQUE SPEC_APPLI
CITATION        CITATION CITE RENVOI RENVOIT
CODIFICATION    CODIFICATION CODIFIE
CONCORDANCE     CONCORDANCE CONCORDE
CREE            CREE CREATION
DENONCE         DENONCE DENONCIATION
DEPLACE         DEPLACE DEPLACEMENT
DISJOINT        DISJOINT DISJONCTION
ELARGIT         ELARGIT ELARGISSEMENT
ETEND           ETEND EXTENSION
HISTORIQUE      HISTO
MODIFIE         MODIFIE MODIFICATION
PERIME          PERIME PEREMPTION
PERIME_NVCC_IDCC PERIME_NVCC_IDCC PEREMPTION_NVCC_IDCC
RATIFIE         RATIFIE RATIFICATION
RATTACHE        RATTACHE RATTACHEMENT
RECTIFIE        RECTIFIE RECTIFICATION
TEXTE_ASSOCIE   TXT_ASSOCIE
TEXTE_SOURCE    TXT_SOURCE
TRANSFERE       TRANSFERE TRANSFERT
TRANSPOSITION   TRANSPOSITION
CITATION_JURI_LEGI CITATION_JURI_LEGI
DIRECTIVE_EUROPEENNE DIRECTIVE_EUROPEENNE
JURISPRUDENTIEL JURISPRUDENTIEL
PILOTE_SUIVEUR  PILOTE_SUIVEUR
PUBLICATION     PUBLICATION
SARDE           SARDE
SUITE_PROCEDURALE SUITE_PROCEDURALE
TEXTE_SUITE     TEXTE_SUITE
"""

LINK_KINDS: dict[str, str] = {
    spelling: kind for line in _KINDS.strip().splitlines() for kind, *found in [line.split()] for spelling in found
}
"""Kinds of links by their spellings: the list in ``lien.dtd`` (mirror Legilibre/dtd-legi), plus RATIFIE and
RATIFICATION, which the DTD forgets but ``legi.py`` maps and Tricoteuses counts (LEGI 629, JORF 345 links), and CITE,
which DILA's documentation uses. All kinds of our test archives are among them."""

ACTIONS = frozenset("MODIFIE CREE ABROGE TRANSFERE DEPLACE CODIFICATION RECTIFIE ANNULE PERIME".split())
"""Kinds by which one text acts on another: an act acts, an article of a code is acted on."""

_ACTS = ("LOI", "DECRET", "ORDONNANCE", "ARRETE", "DECISION", "SENAT", "DELIBERATION")
_SENSES = frozenset({"source", "cible"})
_MISSING = "(missing)"
_SHOWN = 60
_SEPARATORS = re.compile(r"[\s\-_]+")


Declared = tuple[Mapping[str, str], str]
"""A LIEN as it stands: its attributes and its words."""


def read_links(
    links: Iterable[Declared], start: str | None, report: Report, own_signed: str | None = None
) -> Iterator[LinkRow]:
    """Read the LIENs of an article version that begins on ``start`` (None: not known).

    ``own_signed`` is the day on which the version's own text was signed, None for a code or where it is not known.
    Reports ``unknown-link-kind`` and ``unknown-link-sense``, each value once.
    """
    tell = once(report)
    for attributes, words in links:
        get = attributes.get
        found, sense = get("typelien") or "", get("sens") or None
        for fault in _faults(found, sense):
            tell(*fault)
        nature, signed = get("naturetexte") or None, read_day(get("datesignatexte"))
        outgoing, decided = decide_direction(found, sense, nature, signed, start, own_signed)
        yield LinkRow(
            found,
            link_kind(found),
            sense,
            outgoing,
            decided,
            dila_key(get("id") or ""),
            dila_key(get("cidtexte") or ""),
            get("num") or None,
            " ".join(words.split()) or None,
            nature,
            get("numtexte") or None,
            get("nortexte") or None,
            signed,
        )


@lru_cache(maxsize=1_000)
def _faults(found: str, sense: str | None) -> tuple[tuple[FileFault, str], ...]:
    faults: list[tuple[FileFault, str]] = []
    if read_spelling(found) not in LINK_KINDS:
        faults.append(("unknown-link-kind", found[:_SHOWN] or _MISSING))
    if _plain_sense(sense) not in _SENSES:
        faults.append(("unknown-link-sense", (sense or _MISSING)[:_SHOWN]))
    return tuple(faults)


@lru_cache(maxsize=1_000)
def read_spelling(found: str) -> str:
    """Give the spelling of :data:`LINK_KINDS` that a typelien is, whatever its case, accents, gender and number.

    >>> read_spelling("Créées"), read_spelling("citations"), read_spelling("inconnu")
    ('CREE', 'CITATION', 'INCONNU')
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", found) if not unicodedata.combining(c))
    plain = _SEPARATORS.sub("_", bare.strip()).upper()
    endings = [ending for ending in ("", "S", "E", "ES") if plain.endswith(ending)]
    known = [name for ending in endings if (name := plain[: len(plain) - len(ending)]) in LINK_KINDS]
    return known[0] if known else plain


@lru_cache(maxsize=1_000)
def link_kind(found: str) -> str:
    """Give the kind of a typelien; an unknown one is itself, a missing one «?»."""
    spelling = read_spelling(found)
    return LINK_KINDS.get(spelling, spelling) or "?"


def _plain_sense(sense: str | None) -> str:
    return (sense or "").strip().lower()


# One act amends many articles on one day: its links ask the same again and again.
@lru_cache(maxsize=20_000)
def decide_direction(
    found: str,
    sense: str | None,
    nature: str | None,
    signed: str | None,
    start: str | None,
    own_signed: str | None = None,
) -> tuple[int | None, str]:
    """Decide who acts on whom: 1, the version on the target; 0, the target on the version; None, undecided.

    ``found`` is the typelien as it stands, for its form counts; ``signed`` is the day of the linked act. How it was
    decided: «roles», an act that was signed before the version began acts on it, whatever @sens says, unless it is
    older than the version's own text; «sens», @sens at its word; «form», @sens turned round because the type is a
    noun (:data:`READINGS`); «none».
    """
    spelling = read_spelling(found)
    acts = LINK_KINDS.get(spelling) in ACTIONS and nature is not None and nature.startswith(_ACTS)
    if acts and (by_role := _decide_by_roles(signed, start, own_signed)) is not None:
        return by_role, "roles"
    plain = _plain_sense(sense)
    outgoing = READINGS.get((spelling, plain))
    if outgoing is None or (acts and outgoing == 1 and signed and start and signed > start):
        # What began before an act was signed cannot have amended it: @sens and the dates contradict each other.
        return None, "none"
    return outgoing, "sens" if outgoing == int(plain == "source") else "form"


def _decide_by_roles(signed: str | None, start: str | None, own_signed: str | None) -> int | None:
    """Let the dates of two acts say which one can act on the other; None where they leave it open."""
    if not signed or not start or signed > start or signed == own_signed:
        return None
    # Article 2 of a décret of 2002 that «MODIFIE» one of 1986: the older text cannot amend the younger.
    return int(own_signed is not None and own_signed > signed)
