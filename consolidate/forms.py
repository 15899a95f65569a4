"""The amending language, form by form: one entry each, headed by a sentence that shows it and is its first test.

A pattern is a regular expression in which these stand for what they say; everything else is plain French:

* ``<lead>``     an optional place before the clause, with its comma: «Au premier alinéa, …»
* ``<subject>``  the place that the verb is about: «Le troisième alinéa, qui devient le quatrième, …»
* ``<place>``    a place inside the clause: «après le premier alinéa»
* ``<words:x>``  quoted words with their noun: «les mots : « A » et « B »», named ``x``
* ``<block>``    quoted alinéas
* ``<what>``     what is announced: «un alinéa», «deux phrases», «un article R. 736», «un 6°»
* ``<are>``      «est», «sont», «il est»
* ``<occ1>``…    an optional mention of occurrences: «à chaque occurrence», «, par deux fois,»
* ``<thus>``     «ainsi rédigé», «ainsi conçu», «rédigé comme suit»… with its colon

Forms are tried in this order; the first whose place is understood wins. A new form is one entry and its cases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from consolidate.places import CARDINALS, ORDINALS
from consolidate.quotes import QUOTE_PATTERN as Q

_NOUN = (
    r"(?:(?:[lL]es?|[lL]a|[lL]'|[dD]es|[dD]u|[dD]e\s+la|[aA]ux?|[dD]e\s+l')\s*"
    r"(?:mots?|membres?\s+de\s+phrase|expressions?|termes?|chiffres?|nombres?|numéros?|références?|années?|montants?"
    r"|sommes?|taux|signes?|dates?|mentions?|pourcentages?|durées?|intitulés?|ponctuations?|symboles?|lettres?)"
    r"(?:\s+et\s+(?:le\s+)?(?:signes?|mots?|chiffres?|références?))?)"
)
_AND = r"(?:\s*,\s*(?:et\s+|ou\s+)?|\s+et\s+|\s+ou\s+|\s+ainsi\s+que\s+)"
_LIST = rf"{Q}(?:{_AND}(?:{_NOUN}\s*:?\s*)?{Q})*"
_NEW_LIST = rf"{Q}(?:{_AND}(?:par\s+{_NOUN}\s*:?\s*)?{Q})*"
"""What replaces: a noun after it opens the next clause («…, le mot : « C » est supprimé»), unless «par» leads it."""

_ORD = "(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")"
_FREE = rf"[^{Q[0]}\n]"
_OCC = (
    r"(?:\s*,?\s*(?:(?:à\s+)?(?P<every{0}>chaque\s+occurrence|toutes\s+l(?:es|eurs)\s+occurrences|"
    r"chaque\s+fois\s+qu'(?:il|elle)s?\s+(?:apparai(?:t|ssen)t|apparaît|figuren?t?|est\s+mentionnée?|sont\s+mentionnée?s)|"
    r"partout\s+où\s+(?:il|elle)s?\s+(?:apparaissent|figurent|figure|apparaît)|les\s+deux\s+fois)"
    r"|(?:par|à)\s+(?P<count{0}>deux|trois|quatre|cinq|six|sept|huit|neuf|dix)\s+(?:fois|reprises))\s*,?)?"
)

_MACROS = {
    "<lead>": rf"(?:(?P<lead>{_FREE}*?)\s*,?\s+)??",
    "<subject>": (rf"(?P<subject>{_FREE}+?)(?:\s*,\s*qui\s+devien(?:nen)?t\s+(?P<landing>{_FREE}+?)\s*,)?"),
    "<place>": rf"(?P<place>{_FREE}+?)",
    "<tail>": rf"(?:\s*,?\s*(?:figurant|qui\s+figurent|mentionnée?s?|inscrite?s?)?\s*(?P<tail>{_FREE}+?))??",
    "<block>": rf"(?P<block>{Q}(?:[ ;.]*\n\s*{Q})*)",
    "<what>": rf"(?P<what>(?:(?:{'|'.join(CARDINALS)}|les?|des|la)\b|l'){_FREE}+?)",
    "<are>": r"(?:(?:[iI]l\s+)?(?:est|sont)|[eE]st|[sS]ont)",
    "<occ1>": _OCC.format(1),
    "<occ2>": _OCC.format(2),
    "<occ3>": _OCC.format(3),
    "<rank>": rf"(?:(?:[lL]a|[lL]es|[lL]')\s*(?P<rank>{_ORD})\s+occurrence\s+)?",
    "<thus>": (
        r"(?:\s*,?\s*(?:(?:est\s+|sont\s+)?(?:ainsi|comme\s+suit)\s+(?:rédigée?s?|conçue?s?|libellée?s?)"
        r"|(?:rédigée?s?|conçue?s?|libellée?s?)\s+(?:ainsi\s+qu'il\s+suit|comme\s+suit|ainsi)"
        r"|suivante?s?|dont\s+la\s+rédaction\s+suit))?\s*:?\s*"
    ),
    "<noun>": _NOUN,
    "<quote>": Q,
    "<free>": rf"{_FREE}*?",
    "<done>": r"(?:insérée?s?|ajoutée?s?|créée?s?|introduite?s?|intercalée?s?)",
    "<modified>": (
        r"(?:(?:ainsi\s+)?modifiée?s?(?:\s+(?:ainsi\s+qu'il\s+suit|comme\s+suit|ainsi))?"
        r"|modifiée?s?\s+conformément\s+aux\s+dispositions\s+suivantes)"
    ),
}


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the amending language: what it does, how it is written, and a sentence that shows it."""

    name: str
    action: str
    pattern: str
    example: str
    source: str
    verb: str
    regex: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "regex", compile_pattern(self.pattern))


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the table; white space in it stands for any white space."""
    spaced = re.sub(r" \?", r"\\s*", pattern.strip()).replace(" ", r"\s+")
    expanded = re.sub(r"(?<!\?P)<(\w+)(?::(\w+))?>", _expand, spaced)
    return re.compile(expanded, re.IGNORECASE)


def _expand(macro: re.Match[str]) -> str:
    if macro[1] == "words":
        return rf"{_NOUN}\s*:?\s*(?P<{macro[2]}>{_NEW_LIST if macro[2] == 'new' else _LIST})"
    return _MACROS[f"<{macro[1]}>"]


FORMS: tuple[Form, ...] = (
    # ── Words ────────────────────────────────────────────────────────────────────────────────────────────────
    Form(
        "remplacer-mots",
        "replace-words",
        r"<lead><rank><words:old><tail><occ1> <are><occ2> (?:respectivement )?remplacée?s?<occ3> "
        r"(?:respectivement )?par <words:new>",
        "Au premier alinéa, les mots : « au moins une fois par an » sont remplacés par les mots : "
        "« au moins deux fois par an ».",
        "Décret n° 2003-880 du 15 septembre 2003, art. 2, II",
        "remplac",
    ),
    Form(
        "substituer-mots",
        "replace-words",
        r"<lead><words:old> <are> substituée?s? <words:new>",
        "À l'article 5, aux mots : « trois mois » sont substitués les mots : « six mois ».",
        "Tournure ancienne de rédaction (exemple construit)",
        "substitu",
    ),
    Form(
        "fin-supprimée",
        "replace-tail",
        r"<lead>après <words:anchor>,? la fin(?: <place>)? <are> supprimée",
        "Après les mots : « un plus grand nombre », la fin de l'article 913 du code civil est supprimée.",
        "D’après l’ordonnance n° 2005-759 du 4 juillet 2005",
        "supprim",
    ),
    Form(
        "fin-remplacée",
        "replace-tail",
        r"<lead>après <words:anchor>,? la fin(?: <place>)? <are> (?:ainsi rédigée?s?|remplacée?s? par <noun>) ?: ?"
        r"<block>",
        "Après le mot : « mariage », la fin du deuxième alinéa est ainsi rédigée : « devant l'officier d'état civil. »",
        "Tournure du Guide de légistique (exemple construit)",
        "rédig|remplac",
    ),
    Form(
        "insérer-mots",
        "insert-words",
        r"<lead>(?P<side>après|avant) <rank><words:anchor><tail><occ1>,? <are> <done><occ2> <words:new>",
        "À l'avant-dernier alinéa de l'article 401 du code civil, après le mot : « mineur », sont insérés les mots : "
        "« âgé de seize ans révolus ».",
        "D’après la loi n° 2012-387 du 22 mars 2012",
        "insér|ajout|intercal",
    ),
    Form(
        "insérer-mots-inversé",
        "insert-words",
        r"<lead><are> <done>,? (?P<side>après|avant) <words:anchor>,? <words:new>",
        "Au deuxième alinéa, sont insérés, après le mot : « époux », les mots : « ou partenaires ».",
        "Tournure du Guide de légistique (exemple construit)",
        "insér|ajout|intercal",
    ),
    Form(
        "ajouter-mots",
        "insert-words-edge",
        r"<lead><are> <done> <words:new>",
        "Au début du premier alinéa, est insérée la mention : « I. - ».",
        "D’après le décret n° 2005-1315 du 21 octobre 2005",
        "insér|ajout",
    ),
    Form(
        "compléter-mots",
        "insert-words-edge",
        r"<lead><subject> <are> (?:ainsi )?complétée?s? par <words:new>",
        "Le premier alinéa est complété par les mots : « ainsi que par des médecins appartenant à des associations de "
        "permanence des soins ».",
        "Décret n° 2005-328 du 7 avril 2005, art. 1er, 1°",
        "complét",
    ),
    Form(
        "supprimer-mots",
        "delete-words",
        r"<lead><rank><words:old><tail><occ1> <are><occ2> (?:supprimée?s?|abrogée?s?)",
        "À l'article 96 du même code, les mots : « nationale et des forces armées » sont supprimés.",
        "D’après l’ordonnance n° 2007-465 du 29 mars 2007",
        "supprim|abrog",
    ),
    # ── Whole units ──────────────────────────────────────────────────────────────────────────────────────────
    Form(
        "modifier-et-compléter",
        "merge-items",
        r"<lead><subject> <are> modifiée?s? et complétée?s? (?:comme suit|ainsi qu'il suit) ?: ?<block>",
        "La liste des membres nommés par le préfet mentionnée au d est modifiée et complétée comme suit : "
        "« 5. Un médecin d'exercice libéral. »",
        "Décret n° 2003-880 du 15 septembre 2003, art. 2, I, C",
        "complét",
    ),
    Form(
        "remplacer-passage",
        "replace-passage",
        r"<lead><subject> <are> remplacée?s? (?:comme suit|ainsi qu'il suit|par <what>)<thus><block>",
        "Le troisième alinéa, qui devient le quatrième, est remplacé par les dispositions suivantes : « A cette fin, "
        "le département est divisé en secteurs. »",
        "Décret n° 2005-328 du 7 avril 2005, art. 1er, 3°",
        "remplac",
    ),
    Form(
        "rédiger-passage",
        "replace-passage",
        r"<lead><subject> (?:<are> (?:ainsi (?:rédigée?s?|conçue?s?|libellée?s?)"
        r"|rédigée?s? (?:comme suit|ainsi qu'il suit))|se lit comme suit) ?: ?<block>",
        "L'article 24 de la Constitution est ainsi rédigé : « Le Parlement vote la loi. »",
        "Loi constitutionnelle n° 2008-724 du 23 juillet 2008, art. 9",
        "rédig|conçu|libell|lit",
    ),
    Form(
        "insérer-division",
        "create-articles",
        r"il est <done> (?P<division>(?:au|dans|à) <place>) une? (?P<unit>(?:livre|titre|chapitre|section|sous-section)"
        r"<free>) intitulée? ?: ?<quote> (?:et )?(?:comprenant|composée? de|qui comprend)<free>: ?<block>",
        "Il est inséré au livre VII du code de la santé publique un titre II intitulé : « Permanence des soins » et "
        "comprenant les articles suivants : « Art. R. 730. - La permanence des soins est assurée. »",
        "Décret n° 2003-880 du 15 septembre 2003, art. 1er",
        "insér|ajout|cré",
    ),
    Form(
        "insérer-passage",
        "insert-passage",
        r"<lead>(?P<side>après|avant) <place>,? <are> (?:<done>|(?P<restored>rétablie?s?)) <what><thus><block>",
        "Après l'article R. 735 du même code, il est inséré un article R. 736 ainsi rédigé : « Art. R. 736. - La "
        "mission régionale de santé élabore ses propositions. »",
        "Décret n° 2005-328 du 7 avril 2005, art. 6",
        "insér|ajout|rétabl|cré|intercal",
    ),
    Form(
        "insérer-passage-inversé",
        "insert-passage",
        r"<lead><are> (?:<done>|(?P<restored>rétablie?s?)),? (?P<side>après|avant) <place>,? <what><thus><block>",
        "Il est inséré après le premier alinéa un alinéa ainsi rédigé : « Toutefois, le cahier des charges peut "
        "prévoir des modalités distinctes. »",
        "Décret n° 2005-328 du 7 avril 2005, art. 1er, 2°",
        "insér|ajout|rétabl|cré|intercal",
    ),
    Form(
        "ajouter-passage",
        "insert-passage",
        r"<lead><are> (?:<done>|(?P<restored>rétablie?s?)) <what><thus><block>",
        "Il est ajouté un troisième alinéa ainsi rédigé : « Il évalue chaque année l'organisation de la permanence. »",
        "Décret n° 2003-880 du 15 septembre 2003, art. 2, II",
        "insér|ajout|rétabl|cré",
    ),
    Form(
        "compléter-passage",
        "insert-passage",
        r"<lead><subject> <are> (?:ainsi complétée?s?|complétée?s? (?:comme suit|ainsi qu'il suit|par <what>))<thus>"
        r"<block>",
        "L'article 85 de la Constitution est complété par un alinéa ainsi conçu : « Les dispositions du présent titre "
        "peuvent être également révisées. »",
        "Loi constitutionnelle n° 60-525 du 4 juin 1960",
        "complét",
    ),
    Form(
        "supprimer-passage",
        "delete-passage",
        r"<lead><subject> <are> (?:supprimée?s?|abrogée?s?)",
        "Les articles L. 615-18 et L. 615-19 du code de la propriété intellectuelle sont abrogés.",
        "D’après la loi n° 2014-315 du 11 mars 2014",
        "supprim|abrog",
    ),
    Form(
        "renuméroter",
        "renumber",
        r"<lead><subject> devien(?:nen)?t(?: respectivement)? (?P<target>(?:[^;.,\n]|\.(?=\s?\d|-))+)",
        "Les articles L. 212-10 et L. 212-11 deviennent respectivement les articles L. 212-3-5 et L. 212-3-6.",
        "D’après la loi n° 2016-925 du 7 juillet 2016",
        "devien",
    ),
)

HEADER = compile_pattern(r"<subject> (?:<are> <modified>) ?(?::|$)")
"""«L'article 522 est ainsi modifié :»: what follows applies there."""

CONTEXT = compile_pattern(r"(?P<subject>(?:à|a|au|aux|dans|après) [^:\ue000\n]+?) ?: ?$")
"""«I. - A l'article 1er :»: a place alone, for what follows."""

CUE = re.compile(
    r"\b(?:est|sont|soit|être)\b[^.;]{0,60}?\b(?:remplac|insér|ajout|complét|supprim|abrog|rédig|modifi|rétabl|"
    r"substitu|créé|transfér|conçu)|\bdeviennent?\b|\bdevient\b",
    re.IGNORECASE,
)
"""Words by which a sentence may be an instruction: one that has them and no form is counted as unread."""
