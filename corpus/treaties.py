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
_ARTICLE_OF = re.compile(r"\b(?:articles?|art\.)\s[^;:.()\n]{1,60}(?:\bde\s+l['’]|\bde\s+la\s+|\bdu\s+)$")
_STOP = (
    r"(?=\s*(?:[,;.:()«»\n]|$)|\s+(?:n['’]|ne\b|s['’]|se\b|est\b|sont\b|a\b|ont\b|peu(?:t|vent)\b|doi(?:t|vent)\b|qui\b|qu['e’]|dont\b"
    r"|lorsqu|si\b|prévoi|dispos|défini|fixe|énonce|entre|deme?ur|reste|signée?\b|faite?\b|conclue?\b|adoptée?\b|annexée?\b|précitée?\b"
    r"|(?:sus)?visée?\b|modifiée?\b|en\s+date\b|ainsi\b|du\s+\d|et\s+(?:à\s|aux?\s|par\s|dans\s|(?:de\s+la\s+|du\s+|de\s+l['’])"
    r"(?:loi|décret|code|ordonnance|convention|règlement|accord|traité|protocole|directive|article))))"
)
_BY_SUBJECT = re.compile(
    rf"{_KIND}(?:\s+(?:internationale?|bilat[ée]rale?|multilat[ée]rale?|cadre|additionnel|europ[ée]en(?:ne)?))?"
    r"\s+(?:relati(?:f|ve)\s+(?:à|aux?)|sur|instituant|concernant|portant|pour|contre|établissant|créant)\s"
    rf"[^;.:(),\n«»\d]{{3,120}}?{_STOP}(?:\s+(?:du|en\s+date\s+du)\s+(?P<day>{DATE}))?"
)
_IMPLEMENTING = re.compile(
    r"(?P<of>r[èe]glement\s+d['’](?:ex[ée]cution|application)\s+(?:du|de\s+la|de\s+l['’]))\s*(?=(?P<kind>convention|trait[ée]|accord)\b)",
    re.IGNORECASE,
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
        return _read_subject(text, start, nature)
    groups = match.groupdict()
    label = _LABELS.get(nature, nature.capitalize()) + " ".join(["", *(groups.get("qualities") or "").split()])
    place = groups.get("place")
    if place:
        label += f" d'{place}" if place[0] in "AEIOUÉÈÎ" else f" de {place}"
    identity = act_id(nature, label, None, day_of(groups.get("date") or groups.get("day")))
    return [TitleMatch(start, match.end(), identity, None, nature)]


def _read_subject(text: str, start: int, nature: str) -> list[TitleMatch] | None:
    """Read «l'article 83 de l'accord relatif à une juridiction …»: a subject is a name where an article is cited."""
    match = _BY_SUBJECT.match(text, start)
    if match is None or not _ARTICLE_OF.search(text, max(0, start - 80), start):
        return None
    words = " ".join(text[start : match.start("day") if match["day"] else match.end()].split()).replace("’", "'")
    label = re.sub(r"\s(?:du|en date du)$", "", words) if match["day"] else words
    identity = act_id(nature, label[:1].upper() + label[1:], None, day_of(match["day"]))
    return [TitleMatch(start, match.end(), identity, None, nature)]


def read_implementing(text: str, start: int, names: Names) -> list[TitleMatch] | None:
    """Read «règlement d'exécution du traité de coopération …»: called after the treaty that it serves."""
    match = _IMPLEMENTING.match(text, start)
    if match is None:
        return None
    nature = {"c": "CONVENTION", "t": "TRAITE", "a": "ACCORD"}[match["kind"][0].lower()]
    named = names.longest_at(text, match.end())
    if named is None:
        read = read_convention(text, match.end(), nature, names) or []
        named = next(((treaty.end, treaty.text) for treaty in read if treaty.text), None)
    if named is None:
        return None
    of = " ".join(match["of"].split()).replace("’", "'")
    title = f"{of[:1].upper()}{of[1:]} {named[1].title[:1].lower()}{named[1].title[1:]}".replace("' ", "'")
    return [TitleMatch(start, named[0], TextId("REGLEMENT", title), None, "REGLEMENT")]


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
