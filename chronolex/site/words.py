"""The French words of the site for what the database stores in codes, and the ways to write figures and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from chronolex.change_words import CHANGES
from chronolex.citation_words import RELATIONS, RESOLUTIONS
from chronolex.discrepancy_words import DISCREPANCIES
from consolidate.operations import Reason
from corpus.dates import UNFIXED, Clock, format_date
from corpus.kinds import FileFault, RepairRule, SharedFault
from corpus.model import EndCause
from graph.chart import write_number
from graph.lineage_picture import CERTAINTY

VERDICTS = {"applied": "appliquée", "refused": "refusée", "pending": "en attente", "unread": "non lue"}
VERIFICATIONS = {
    "identical": "vérifiée : identique au texte officiel",
    "typographic": "vérifiée : seule la typographie diffère",
    "different": "diffère du texte officiel",
    "unverified": "non vérifiée : aucun témoin officiel",
    "official": "texte officiel",
}
VERIFICATIONS_SHORT = {
    "identical": "identiques",
    "typographic": "à la typographie près",
    "different": "différentes",
    "unverified": "sans témoin",
    "official": "officielles",
}
STATUSES = CERTAINTY
LINEAGE_KINDS = {
    "renumbered": "renumérotation",
    "transferred": "transfert",
    "split": "scission",
    "merged": "fusion",
    "codified": "codification",
    "rewritten": "renvoi réécrit",
}
METHODS = {
    "declared": "déclarée par une source",
    "declared-by-dila": "déclarée par un lien de la DILA",
    "instruction": "dite par un acte",
    "alignment": "alignement des textes",
    "references": "renvois réécrits",
    "sequence": "rang dans la suite",
}
AUTHORSHIP = {
    "instruction": "mots écrits par une instruction",
    "alignment": "mots nouveaux par rapprochement avec le texte précédent",
    "origin": "mots d’origine, dans le plus ancien texte connu",
}
END_CAUSES = {cause.value: cause.word for cause in EndCause}
OPERATIONS = {
    "replace-words": "remplace des mots",
    "insert-words": "insère des mots",
    "delete-words": "supprime des mots",
    "replace-stretch": "remplace ce qui va d’un mot à un autre",
    "replace-tail": "remplace la fin d’un passage",
    "replace-passage": "remplace un passage",
    "insert-passage": "insère un passage",
    "delete-passage": "supprime un passage",
    "merge-items": "modifie et complète une liste",
    "rewrite-articles": "réécrit plusieurs articles",
    "retitle-division": "change l’intitulé d’une division",
    "relabel": "renumérote un élément",
    "move-alinea": "constate le nouveau rang d’un alinéa",
    "move-passage": "déplace un passage",
    "exchange": "intervertit deux passages",
    "detach": "fait d’une phrase un alinéa",
    "create-article": "crée un article",
    "move-article": "renumérote un article",
}
VERSION_STATES = {
    "in-force": "en vigueur",
    "superseded": "rédaction remplacée",
    "ended": "abrogé ou déplacé",
    "not-yet": "pas encore en vigueur",
}
SEARCH_STATES = {
    "": "indifférent",
    "vigueur": "en vigueur",
    "remplacees": "rédactions remplacées",
    "abrogees": "abrogés ou déplacés",
    "a-venir": "pas encore en vigueur",
}
"""What the search can be narrowed to, as its address has it."""
STRETCHES = {
    "heading": "intitulé d’article",
    "operation": "instruction",
    "quoted": "texte cité",
    "connective": "liaison",
    "other": "formule sans effet sur un texte",
    "unread": "non lu",
}
FORMATS = {
    "jo-texte": "Journal officiel, texte",
    "jo-markdown": "Journal officiel, Markdown",
    "legifrance-page": "page Légifrance",
    "consolide-sans-titres": "texte consolidé sans titres",
}
FAULTS: dict[FileFault | SharedFault, str] = {
    "overlap": "versions du même numéro en vigueur en même temps",
    "gap": "intervalle sans version, sans abrogation",
    "article-before-section": "article qui commence avant sa section",
    "missing-article": "version annoncée, sans fichier",
    "named-version": "version nommée par la DILA, absente des archives",
    "bad-version": "version nommée par un identifiant qui n’en est pas un",
    "missing-section": "section annoncée, sans fichier",
    "empty-text": "version sans texte",
    "number-variants": "un même numéro écrit de plusieurs façons",
    "state-disagrees": "état qui contredit les dates",
    "unplaced-stillborn": "version mort-née, jamais en vigueur",
    "unplaced-undated": "version sans date",
    "filiation-undecided": "filiation que les dates ne décident pas",
    "filiation-unresolved": "filiation dont l’autre article n’est pas nommé",
    "broken-xml": "XML illisible",
    "unknown-tag": "balise inconnue",
    "misplaced-tag": "balise mal placée",
    "repeated-tag": "balise répétée",
    "unknown-attribute": "attribut inconnu",
    "unknown-markup": "mise en forme inconnue",
    "dropped-markup": "mise en forme écartée",
    "bad-date": "date qui n’existe pas",
    "empty-state": "état absent",
    "doctype": "type de document déclaré : fichier refusé",
    "unknown-root": "racine XML inconnue",
    "bad-id": "identifiant absent ou invalide",
    "missing-meta": "bloc META_ARTICLE absent",
    "missing-cid": "texte que le fichier ne nomme pas",
    "bad-child": "ligne de table des matières qui ne nomme ni article ni section",
    "stray-text": "mots hors de toute balise attendue",
    "unknown-link-kind": "lien de type inconnu",
    "unknown-link-sense": "lien de sens inconnu",
    "dropped-attribute": "attribut écarté",
    "image": "image : le texte n’est pas entier",
    "unsafe-path": "chemin hors du dossier de l’archive",
    "unknown-file": "fichier qui n’est pas de la base",
    "ignored-member": "lien ou périphérique laissé de côté dans l’archive",
    "member-too-large": "fichier trop gros, laissé de côté",
    "member-padding": "données après la taille annoncée d’un fichier",
    "archive-unmarked-end": "archive sans marque de fin",
    "archive-trailing-data": "données après la fin de l’archive",
    "deletion-line": "ligne de liste de suppressions illisible",
    "deletion-unknown": "suppression qui ne nomme rien de connu",
}
REPAIRS: dict[RepairRule, str] = {
    "mac-roman": "Mac Roman lu comme Windows-1252",
    "cp850": "CP850 (DOS) lu comme Windows-1252",
    "windows-1252/mac-roman": "Windows-1252 lu comme Mac Roman",
    "windows-1252/cp850": "Windows-1252 lu comme CP850 (DOS)",
    "lost": "lettre perdue, retrouvée par le mot",
    "utf-8/windows-1252": "UTF-8 lu comme Windows-1252",
    "utf-8/mac-roman": "UTF-8 lu comme Mac Roman",
    "utf-8/cp850": "UTF-8 lu comme CP850 (DOS)",
    "utf-8/cp437": "UTF-8 lu comme CP437 (DOS)",
    "heading-dash": "tiret perdu d’un intitulé d’article",
    "norm:item": "convention : « 1o » s’écrit « 1° »",
    "norm:numero": "convention : « no 5 » s’écrit « n° 5 »",
    "norm:nfc": "convention : accents composés (Unicode NFC)",
    "undecided": "dégât vu, que rien ne permet de trancher",
}
META = {
    "title": "Titre du corpus",
    "build.acts": "Actes lus",
    "build.anomalies": "Défauts relevés en lisant les archives",
    "build.applied": "Instructions appliquées",
    "build.archives": "Archives de la DILA",
    "build.citations": "Citations",
    "build.derived": "Versions calculées",
    "build.different": "Versions qui diffèrent du témoin",
    "build.discrepancies": "Désaccords",
    "build.lineage": "Filiations",
    "build.official": "Versions officielles",
    "build.pending": "Instructions en attente",
    "build.records": "Fiches lues dans ces archives",
    "build.refused": "Instructions refusées",
    "build.repairs": "Réparations",
    "build.sources": "Sources",
    "build.typographic": "Versions identiques à la typographie près",
    "build.undecided": "Dégâts laissés en l’état",
    "build.unread": "Instructions non lues",
    "build.unread_characters": "Caractères non lus",
    "build.unresolved_citations": "Citations d’articles hors du corpus",
    "build.verified": "Versions vérifiées identiques",
    "build.versions": "Versions",
}
FATES = {
    "kept": "inchangé",
    "retyped": "typographie seule",
    "amended": "modifié",
    "added": "ajouté",
    "removed": "supprimé",
    "left": "déplacé",
    "arrived": "déplacé",
}
CLOCKS = {Clock.LEGIFRANCE: "date de Légifrance", Clock.LAW: "date selon la loi"}

_STEP = 1024
"""Octets in a Ko, Ko in a Mo."""

VOCABULARY: dict[str, Mapping[Any, str]] = {
    "verdict": VERDICTS,
    "verification": VERIFICATIONS,
    "verification_short": VERIFICATIONS_SHORT,
    "status": STATUSES,
    "lineage": LINEAGE_KINDS,
    "method": METHODS,
    "authorship": AUTHORSHIP,
    "cause": END_CAUSES,
    "operation": OPERATIONS,
    "stretch": STRETCHES,
    "change": {str(kind): word for kind, word in CHANGES.items()},
    "version": VERSION_STATES,
    "citation": RESOLUTIONS,
    "relation": RELATIONS,
    "fault": FAULTS,
    "format": FORMATS,
    "rule": REPAIRS,
    "discrepancy": DISCREPANCIES,
    "fate": FATES,
    "meta": META,
}


def say(code: str | None, family: str) -> str:
    """Give the French words of a stored code; a code that has none is shown as it is."""
    return VOCABULARY[family].get(code or "", code or "")


def say_rule(rule: str) -> str:
    """Give the French words of a repair rule; of one that several made together, those of each."""
    return ", puis ".join(say(one, "rule") for one in rule.split("+"))


def explain_reason(reason: str | None) -> str:
    """Give the French sentence of a refusal; a reason that is already a sentence is shown as it is."""
    try:
        return Reason(reason or "").explanation
    except ValueError:
        return reason or ""


@lru_cache(maxsize=4096)
def write_day(day: dt.date | str | None) -> str:
    """Write a date, given as a value or as the database stores it: «8 avril 2005»."""
    if day is None:
        return ""
    return format_date(_read_day(day))


def _read_day(day: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(day) if isinstance(day, str) else day


def is_coming(day: dt.date | str) -> bool:
    """True for a day after today: nothing lasts «à aujourd’hui» from it."""
    return _read_day(day) > dt.date.today()


def is_unfixed(day: dt.date | str) -> bool:
    """True for the day by which DILA means that none is fixed yet."""
    return _read_day(day) == UNFIXED


def write_size(size: int) -> str:
    """Write a size in bytes: «7,5 Ko», «4,8 Mo»."""
    if size < _STEP:
        return plural(size, "octet")
    units = ("Ko", "Mo", "Go")
    rank = next((rank for rank in (1, 2) if round(size / _STEP**rank, 1) < _STEP), len(units))
    return f"{write_number(round(size / _STEP**rank, 1))} {units[rank - 1]}"


def plural(count: int, one: str, several: str | None = None) -> str:
    """Write a count with its noun; in French zero takes the singular: «0 version», «2 versions»."""
    noun = one if abs(count) < 2 else several or f"{one}s"
    return f"{write_number(count)} {noun}"
