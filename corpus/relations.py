"""What a sentence does with what it cites: sets it aside («sauf l'article 5»), offers it («l'article 1er ou 2»).

Only the words between two citations decide, so the reading is the same for articles, divisions and whole texts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Relation(StrEnum):
    """What the sentence does with an article. The value is what the database stores."""

    CITED = "cited"
    """It applies, or is spoken of."""
    ALTERNATIVE = "alternative"
    """One of several, joined by «ou»: «les articles L. 1 ou L. 2» (both are alternatives)."""
    EXCLUDED = "excluded"
    """Set aside: «à l'exception de l'article L. 5», «sauf les articles 3 et 4»."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One citation, or a list of them under one word «articles»: ``[lead, end)`` with its locator and its text's name.

    ``preposition`` is the word that leads it («de»); ``alternative`` says that «ou» joins its own numbers.
    """

    lead: int
    end: int
    preposition: str
    alternative: bool = False


_LED = r"(?:\s+(?:à|aux?|de|du|des|d['’]|par|dans|sous|selon|en|les?|la))*\s*(?:\bl['’])?\s*"
_SAID = (
    r"(?:(?:mentionn|vis|énum[ée]r|cit|port|instaur|fix|énonc|détermin|autoris|accord|institu|régl?ement|organis|indiqu|désign|list)ée?s?"
    r"|(?:prév|soum|régis?|défin|établ|relev|résult)(?:ue?s?|ise?s?|ies?|i|is|ant))"
)
_OR = re.compile(rf"\s*,?\s*(?:et/ou|ou)(?:\s+(?:bien|encore))?(?:\s+{_SAID})?{_LED}", re.IGNORECASE)
_EITHER = re.compile(rf"\s*,?\s*soit(?:\s+{_SAID})?{_LED}", re.IGNORECASE)
_EITHER_IF = re.compile(rf"\s*,\s*soit,\s[^;.:\n]{{1,120}},\s+(?:celles?|ceux|celui){_LED}")
_COMMA = re.compile(rf"\s*,{_LED}", re.IGNORECASE)
_AND = re.compile(rf"\s*(?:,|,?\s*(?:et|ou|ainsi\s+qu(?:e\b|['’])))(?:\s+(?:et|ou)\b)?{_LED}", re.IGNORECASE)
_CASE = r"(?:cas|hypothèse|exception|exclusion)s?"
_OPENING = re.compile(
    r"e(?:xcept(?:ion(?=\s+faite)|é)|(?<=l['’]e)xc(?:eption|lusion)(?=\s+d))\b|[sS]auf\b|[hH]ormis\b|[aA]utres?\s+que\b"
    rf"|hors\b(?:(?<!\w....)|(?<=[Ee]n\sdehors)(?=\s+(?:du\s|des\s|de\s+l['’]){_CASE}\b))|non\s+compris\b"
)
"""«en dehors des cas prévus à l'article 5» sets something aside, «en dehors des périodes définies à …» says when."""

_SIGNS = {"exception": 0, "excepté": 0, "exclusion": 0, "auf": 1, "ormis": 1, "tre que": 2, "tres que": 2,
          "tre\nque": 2, "tres\nque": 2, "hors": 0, "non compris": 0, "non\ncompris": 0}  # fmt: skip
"""What an opening is found by, faster than by a pattern, and how many letters stand before; most texts have none."""

_LABEL = r"(?:[a-h]\b|[IVX]{1,4}\b|\d{1,2}°)"
_DIRECT = re.compile(
    rf"(?:,?\s*(?:toutefois|notamment|cependant|faite),?)?"
    rf"(?:\s+(?:en\s+ce\s+qui\s+concerne|ce\s+qui\s+(?:est|sera|a\s+été)\s+(?:dit|{_SAID})))?"
    rf"(?:{_LED}{_LABEL})*(?:(?<=[\w°])\s+et(?=\s))?{_LED}"
    rf"(?:(?:les\s+)?dispositions\s*(?:{_SAID}\s*)?{_LED})?(?:\s*ceu?x?(?:lles)?{_LED})?"
)
"""What stands between «sauf» and what is set aside: «sauf [les dispositions de] l'article 5»."""

_NOT = (
    r"(?!\b(?:si|lorsqu|quand|où|dont|est|sont|peut|peuvent|que|qu|par|décret|arrêté|accord|convention|lois?)\b)"
    r"[^,;.:()\n«»]"
)
_LISTED = r"(?:mentionn|vis|énum[ée]r|list|désign|indiqu|cit)ée?s?"
_INDIRECT = re.compile(
    rf"{_LED}(?:{_NOT}){{0,120}}?\b(?:(?:qui\s+(?:est|sont)\s+)?{_SAID}|{_CASE}"
    rf"|dont\s[^,;.:()\n«»]{{1,80}}?\s(?:est|sont)\s+{_LISTED})"
    rf"{_LED}(?:\s*(?:présente?s?)\s*)?"
)
"""The same, where something else is set aside, and a citation says what: «sauf les cas prévus à», «sauf le cas de»."""

_OF = {"de", "du", "des", "de la", "d'"}


def relate(text: str, units: Sequence[Unit]) -> list[Relation]:
    """Say of each unit, given in the order of ``text``, what the sentence does with it."""
    relations = [Relation.ALTERNATIVE if unit.alternative else Relation.CITED for unit in units]
    _mark_alternatives(text, units, relations)
    leads = [unit.lead for unit in units]
    for opening in _openings(text) if units else ():
        index = bisect_left(leads, opening.end() - 1)
        if index < len(units) and _excludes(text, opening, units[index]):
            _mark_excluded(text, units, index, relations)
    return relations


def _openings(text: str) -> Iterator[re.Match[str]]:
    for sign, back in _SIGNS.items():
        at = text.find(sign)
        while at >= 0:
            if opening := _OPENING.match(text, max(0, at - back)):
                yield opening
            at = text.find(sign, at + 1)


def _mark_alternatives(text: str, units: Sequence[Unit], relations: list[Relation]) -> None:
    joined_before = [_joins(text, before, after) for before, after in pairwise(units)]
    alternative = False
    for index in range(len(units) - 2, -1, -1):
        match joined_before[index]:
            case "or":
                alternative = True
                relations[index + 1] = Relation.ALTERNATIVE
            case "comma" if alternative:
                pass
            case _:
                alternative = False
        if alternative:
            relations[index] = Relation.ALTERNATIVE
    if "soit," in text:
        _mark_conditional(text, units, relations)


def _mark_conditional(text: str, units: Sequence[Unit], relations: list[Relation]) -> None:
    """«soit les dispositions du chapitre VI, soit, si les formalités prévues à l'article 5 …, celles du titre IX»."""
    for index, first in enumerate(units):
        for other in range(index + 1, min(index + 3, len(units))):
            between = text[first.end : units[other].lead] if units[other].lead - first.end < _REACH else ""
            if _EITHER_IF.fullmatch(between) and _SOIT_BEFORE.search(text, max(0, first.lead - 60), first.lead):
                relations[index] = relations[other] = Relation.ALTERNATIVE


def _joins(text: str, before: Unit, after: Unit) -> str | None:
    """Say how two neighbours are joined: by «ou» («soit … soit»), by a comma, or not at all."""
    between = text[before.end : after.lead] if before.end <= after.lead else "…"
    if len(between) > _CLOSE:
        return "or" if len(between) < _FAR and _repeats(text, before, after, between) else None
    if (after.preposition == "ou" and between.strip(" ,") in {"", "et/"}) or _OR.fullmatch(between):
        return "or"
    if _EITHER.fullmatch(between) and _SOIT_BEFORE.search(text, max(0, before.lead - 60), before.lead):
        return "or"
    if _repeats(text, before, after, between):
        return "or"
    return "comma" if _COMMA.fullmatch(between) else None


def _repeats(text: str, before: Unit, after: Unit, between: str) -> bool:
    """«aux prescriptions de l'article 3 ou, s'il s'agit d'un dépôt simplifié, aux prescriptions de l'article 4».

    What stands after «ou» begins as what stands before the first: with the same noun, or the same preposition.
    """
    match = _OR_AGAIN.fullmatch(between) if " ou" in between else None
    if match is None:
        return False
    if (noun := match["noun"]) is None:
        same = _PREPOSITIONS.get(before.preposition) == _PREPOSITIONS.get(after.preposition)
        return match["clause"] is not None and before.preposition != "" and same
    return re.search(rf"\b{noun}\s*$", text[max(0, before.lead - 40) : before.lead]) is not None


_OR_AGAIN = re.compile(
    r"\s*,?\s*ou(?P<clause>,\s[^,;.:()\n]{1,60},)?(?:\s+(?:à|aux?|des|les|dans\s+les|par\s+les|selon\s+les)\s+(?P<noun>[a-zé]{5,}))?\s*"
)
_PREPOSITIONS = dict.fromkeys(("à", "au", "aux"), "à") | dict.fromkeys(("de", "du", "des"), "de")
_CLOSE, _FAR = 60, 120
"""Two citations further apart than this are not joined by the words between them; further with a clause inserted."""

_SOIT_BEFORE = re.compile(r"\b[Ss]oit\b[^,;.:\n]{0,40}$")


def _excludes(text: str, opening: re.Match[str], unit: Unit) -> bool:
    """Say whether the words between «à l'exception» and a citation lead from one to the other."""
    if unit.lead - opening.end() > _REACH:
        return False
    between = text[opening.end() : max(opening.end(), unit.lead)]
    return _DIRECT.fullmatch(between) is not None or _INDIRECT.fullmatch(between) is not None


_REACH = 160
"""How far an exception reaches, in characters."""


def excepts(text: str, end: int, lead: int) -> bool:
    """Say whether «…, à l'exception de …» leads from the end of one citation straight to the next."""
    opening = _EXCEPT.match(text, end, lead)
    return opening is not None and _DIRECT.fullmatch(text, opening.end(), lead) is not None


def near_exception(text: str, lead: int) -> bool:
    """Take a quick look whether something may be set aside just before a citation."""
    near = text[max(0, lead - _NEAR) : lead]
    return "xcept" in near or "xclusion" in near or "sauf" in near or "hormis" in near


def opening_before(text: str, lead: int) -> int | None:
    """Say where «, à l'exception de» starts that leads straight to the citation at ``lead``; None where none does.

    «à l'exception de ceux visés à» sets other things aside than articles.
    """
    for opening in _EXCEPT.finditer(text, max(0, lead - _NEAR), lead):
        between = text[opening.end() : lead]
        if _DIRECT.fullmatch(between) and "ceux" not in between and "celle" not in between:
            return opening.start()
    return None


_NEAR = 100
"""No words that lead straight to a citation are longer."""

_EXCEPT = re.compile(r"\s*[,(]?\s*(?:à\s+l['’](?:exception|exclusion)|sauf|hormis|excepté)\b")


def _mark_excluded(text: str, units: Sequence[Unit], index: int, relations: list[Relation]) -> None:
    """Mark the unit, and those coordinated with it under the same preposition."""
    first = units[index]
    relations[index] = Relation.EXCLUDED
    while index + 1 < len(units):
        before, after = units[index], units[index + 1]
        between = text[before.end : max(before.end, after.lead)] if after.lead - before.end < _CLOSE else "…"
        if not _AND.fullmatch(between) or not _parallel(first, after):
            return
        index += 1
        relations[index] = Relation.EXCLUDED


def _parallel(first: Unit, other: Unit) -> bool:
    return (first.preposition in _OF) == (other.preposition in _OF) and bool(first.preposition) == bool(
        other.preposition
    )
