"""Prose that is no order, although it may use the words of one: provisions of the act itself.

«Les agents sont transférés à l'établissement» moves people, not articles; «Le conseil est complété par deux élus» says
who sits. An order names a part of the law, or quotes its words; what does neither is a provision of its own. Each kind
is an entry of :data:`PROVISIONS`, headed by a sentence of a real act or of the Guide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from consolidate.places import TITLE_OPEN
from consolidate.quotes import OPEN

_DONE = (
    r"(?:remplacé|inséré|ajouté|complété|supprimé|abrogé|rédigé|modifié|rétabli|substitué|créé|réintroduit|réinséré|transféré|conçu|précédé"
    r"|(?:re)?numéroté|déplacé|interverti|permuté|fusionné|réuni|subdivisé|scindé|libellé|introduit|intercalé"
    r"|suivi|placé|porté|ramené|retiré|rapporté|intitulé|inscrit|rangé)e?s?\b"
)
CUE = re.compile(
    rf"\b(?:est|sont|soit|être|sera|seront)\b[^.;]{{0,60}}?\b{_DONE}|\bdeviennent\b|\bdevient\b"
    r"|\b(?:constitue|forme)(?:nt)?\s+(?:désormais\s+)?(?:les?|la|une?|respectivement|des)\s+"
    r"(?:\d+\s?°|[IVX]+\b|[A-Z]\b|[a-z]\)?(?=\s*[;.,]|\s+d)|(?:[\w-]+\s+)?alinéas?\b)"
    r"|\b(?:se\s+lit|se\s+lisent|lire)\b"
    r"|\b(?:remplacer|supprimer|insérer|ajouter|substituer|compléter|rédiger|abroger)\b|\bprend(?:|nent)\s+les?\s+numéros?\b"
    r"|\bcess(?:e|ent|era|eront)\s+(?:d'|de\s+)"
    r"|\bremplace(?:nt)?\s+(?:l'|les?\s+|la\s+)(?:annexe|article|tableau|disposition|alinéa|mots?\b|référence)"
    r"|\bse\s+substitue(?:nt)?\s+aux?\b|\bon\s+lira\b"
    r"|\bil\s+en\s+(?:est|va)\s+de\s+même\b[^.;]*\b(?:articles?|alinéas?|phrases?|\d+°)",
    re.IGNORECASE,
)
"""Words by which a sentence may be an instruction: one that has them and no form is counted as unread."""

_NAMED_PART = (
    r"(?:articles?|alinéas?|phrases?|tirets?|lignes?|colonnes?|tableaux?|annexes?|livres?|titres?|sous-titres?"
    r"|chapitres?|sections?|sous-sections?|paragraphes?|sous-paragraphes?|parties?|intitulés?|dispositions?|mots?"
    r"|mentions?|références?|termes?|codes?|lois?|décrets?|ordonnances?|arrêtés?|textes?|occurrences?|points?|items?"
    r"|rubriques?|préambules?|fin|début|numéros?|division)\b"
)
_PART = (
    rf"(?:{_NAMED_PART}|{TITLE_OPEN}|{OPEN}|\d+°|[IVXLC]+\b(?!')|[A-Z]\b(?!')|[a-z]\)?(?=\s+d[eu]|\s*,|\s+est|\s+et))"
)
_OF_A_PART = (
    r"(?:(?!\s(?:est|sont|sera|seront)\s)[^.;])*?"
    r"\b(?:(?:de\s+l'|des\s+|du\s+)(?:article|alinéa|annexe|tableau)|figurant|annexé)"
)
"""«Le barème de l'article 5»: a subject that is part of an article, whatever it is called."""
_HEAD = r"(?:(?:les?|la|ces?|cette|cet|un|une|des|chaque|tout|toute|aucun|aucune|mme|m\.)\s+|l')"


@dataclass(frozen=True, slots=True)
class Provision:
    """A kind of prose that is no order: its pattern, and a sentence that shows it."""

    name: str
    pattern: re.Pattern[str]
    example: str
    source: str


def _kind(name: str, pattern: str, example: str, source: str) -> Provision:
    return Provision(name, re.compile(pattern, re.IGNORECASE), example, source)


PROVISIONS: tuple[Provision, ...] = (
    _kind(
        "grille de lecture",
        r"\s*(?:toutefois,?\s+|(?:[IVX]+|\d+°)\s*[.)-–]*\s*)?pour\s+(?:l'application|son\s+application|leur\s+application|l'exécution)\b",
        "Pour l'application de l'article 57-1 du code civil en Nouvelle-Calédonie, les mots : « tribunal judiciaire » "
        "sont remplacés par les mots : « tribunal de première instance ».",
        "Guide de légistique, fiches sur l'outre-mer : le texte est lu autrement là-bas, il n'est pas modifié",
    ),
    _kind(
        "faculté ou obligation",
        rf"[^{OPEN}]*\b(?:peu(?:t|vent)|pourr(?:a|ont)|doi(?:t|vent)|devr(?:a|ont))\s+être\b[^{OPEN}]*$",
        "Les dispositions de l'article 3 peuvent être modifiées par décret.",
        "Formule usuelle des décrets en Conseil d'Etat délibérés en conseil des ministres",
    ),
    _kind(
        "renvoi à un texte à venir",
        rf"\s*une?\s+(?:décret|arrêté|ordonnance|loi|convention|règlement)\b[^{OPEN}]*$",
        "Un décret en Conseil d'Etat fixe les cas dans lesquels les mentions sont supprimées.",
        "Formule usuelle de renvoi au règlement : un texte à venir n'est pas un texte que l'on modifie",
    ),
    _kind(
        "motif",
        r"\s*(?:considérant|attendu|vu)\b",
        "Considérant que l'article 144 doit être modifié afin que les mots : « mari et femme » soient remplacés ;",
        "Considérants d'une décision ou d'un règlement, attendus, visas",
    ),
    _kind(
        "sujet qui n'est pas une partie du droit",
        rf"\s*(?:(?![^,]*\b{_PART})[^,{OPEN}]{{0,80}},\s*)?{_HEAD}(?!(?:\S+\s+){{0,3}}?(?:\S+[-'])?{_PART})(?!{_OF_A_PART})[^{OPEN}]*$",
        "Les agents de l'agence sont transférés à l'établissement public.",
        "Formule usuelle des dispositions transitoires",
    ),
    _kind(
        "institution",
        rf"\s*il\s+est\s+(?:créé|institué|inséré|ajouté)(?!.*\b{_NAMED_PART})[^{OPEN}]*$",
        "Il est créé un Haut Conseil de la famille, placé auprès du Premier ministre.",
        "Décret n° 2008-1112 du 30 octobre 2008, art. 1er (adapté)",
    ),
)
"""Every kind; none is looked for in the points of a list under «est ainsi modifié»."""


_VACANT = re.compile(
    r"\s*[(\[]\s*(?:supprimée?s?|abrogée?s?|réservée?s?|sans\s+objet"
    r"|(?:dispositions?|alinéas?|paragraphes?)\s+déclarée?s?\s+non\s+conformes?\b[^)\]]*)\s*[)\]]\s*[;.,]*\s*",
    re.IGNORECASE,
)


def is_vacant(words: str) -> bool:
    """Tell whether a point of a list was left empty: «2° (Supprimé)», «[Dispositions déclarées non conformes …]»."""
    return _VACANT.fullmatch(words) is not None


def is_order(words: str) -> bool:
    """Tell whether prose that no form reads may be an order; ``words`` have their quotations and titles masked."""
    if any(kind.pattern.match(words) for kind in PROVISIONS[:1]):
        return False
    if f"\n{OPEN}" in words or re.search(rf"\n\s*{OPEN}", words):
        return True
    sentences = re.split(r"(?<=[.;])\s+(?=[A-ZÀÉ])", words)
    return any(_may_order(sentence) for sentence in sentences)


def is_reading_grid(words: str) -> bool:
    """Tell whether prose says how a text is read somewhere, which amends nothing."""
    return PROVISIONS[0].pattern.match(words) is not None


def _may_order(sentence: str) -> bool:
    if CUE.search(sentence) is None:
        return "au lieu de" in sentence.lower() and OPEN in sentence
    return not any(kind.pattern.match(sentence) for kind in PROVISIONS[1:])
