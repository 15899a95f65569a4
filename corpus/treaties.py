"""Treaties and conventions by their form: «convention de Genève du 28 juillet 1951», «accord signé à Nouméa le …».

A treaty is named by its city, its date or both. A city alone names one only if treaties are called after it (the list
is data); an «accord», a «convention» of anything else is prose, or a contract.
"""

from __future__ import annotations

import re

from corpus.acts import DATE, act_id, day_of
from corpus.model import TextId
from corpus.names import Names, TitleMatch

_QUALITIES = (
    r"(?P<qualities>(?:\s+(?:collective|nationale?|interprofessionnel(?:le)?|internationale?|bilat[ée]rale?|cadre|additionnel"
    r"|europ[ée]en(?:ne)?|franco-\w+))*)"
)
_PLACE = r"(?:de\s+|d['’]|de\s+la\s+)(?P<place>(?:La\s+|New\s+|Montego\s+)?[A-ZÉÈÎ][\w-]+)"
_KIND = r"(?:[Cc]onvention|CONVENTION|[Tt]raité|TRAITÉ|TRAITE|[Aa]ccord|ACCORD|[Pp]rotocole|PROTOCOLE)"
_CONVENTION = re.compile(
    rf"{_KIND}{_QUALITIES}(?:\s+{_PLACE}(?:\s+(?:du|en\s+date\s+du)\s+(?P<date>{DATE}))?(?!\s*-)"
    rf"|\s*,?\s+(?:en\s+date\s+)?(?:du|signée?\s+le|conclue?\s+le)\s+(?P<day>{DATE}))"
)
_SIGNED = re.compile(
    rf"{_KIND}\b[^;.:()\n]{{1,160}}?\b(?:faite?|signée?|conclue?|adoptée?|ouverte?\s+à\s+la\s+signature)"
    rf"(?:\s+à\s+(?P<place>[A-ZÉÈÎ][\w-]+(?:\s[A-Z][\w-]+)?))?,?\s+le\s+(?P<date>{DATE})"
)
_LABOUR = re.compile(
    r"convention\s+(?:internationale\s+du\s+travail\s+)?n(?:°|o|º)\s?(?P<number>\d{1,3})\s+"
    r"de\s+l['’](?:Organisation\s+internationale\s+du\s+travail|OIT\b)",
    re.IGNORECASE,
)
_CONSTITUTION = re.compile(
    r"(?:Constitution|CONSTITUTION)(?P<date>\s+du\s+4\s+octobre\s+1958)?(?!\s+d(?:e|u|es)\b|\s+d['’])"
)
_LABELS = {"TRAITE": "Traité"}


def read_convention(text: str, start: int, nature: str, names: Names) -> list[TitleMatch] | None:
    """Read the treaty whose kind is at ``start``."""
    if labour := _LABOUR.match(text, start):
        title = f"Convention n° {labour['number']} de l'Organisation internationale du travail"
        return [TitleMatch(start, labour.end(), TextId(nature, title), None, nature)]
    match = _CONVENTION.match(text, start)
    if match is not None and match["place"] and not match["date"] and not _is_known(match, nature, names):
        match = None  # «accord de Communauté» is prose
    match = match or _SIGNED.match(text, start)
    if match is None:
        return None
    groups = match.groupdict()
    label = _LABELS.get(nature, nature.capitalize()) + " ".join(["", *(groups.get("qualities") or "").split()])
    place = groups.get("place")
    if place:
        label += f" d'{place}" if place[0] in "AEIOUÉÈÎ" else f" de {place}"
    identity = act_id(nature, label, None, day_of(groups.get("date") or groups.get("day")))
    return [TitleMatch(start, match.end(), identity, None, nature)]


def _is_known(match: re.Match[str], nature: str, names: Names) -> bool:
    return nature != "ACCORD" and match["place"] in names.places


def read_constitution(text: str, start: int, names: Names) -> list[TitleMatch] | None:
    """Read «la Constitution»: with a capital and after «la», for «Constitution d'un dossier» is prose."""
    match = _CONSTITUTION.match(text, start)
    if match is None or not (
        match["date"] or not start or re.search(r"\bla\s+$", text[max(0, start - 4) : start], re.IGNORECASE)
    ):
        return None
    known = names.longest_at("Constitution de 1958", 0)
    return [TitleMatch(start, match.end(), known[1] if known else None, None, "CONSTITUTION")]
