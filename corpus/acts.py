"""Acts by their form: «loi organique n° 2001-692 du 1er août 2001», «arrêtés des 3 mai et 5 juin 2004».

An act is named by its nature with a number, a date or both; the NOR that follows is part of its identity. Natures
without a number or a date («un décret en Conseil d'Etat») name nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.dates import DATE_PATTERN, MONTH_PATTERN, format_date, read_date
from corpus.errors import DateError
from corpus.model import TextId
from corpus.names import TitleMatch, plain_word

ACT_KINDS = {
    "loi": "LOI", "décret": "DECRET", "décret-loi": "DECRET_LOI", "ordonnance": "ORDONNANCE", "arrêté": "ARRETE",
    "circulaire": "CIRCULAIRE", "instruction": "INSTRUCTION", "délibération": "DELIBERATION", "décision": "DECISION",
}  # fmt: skip
"""The kinds of acts, as they are written, with their nature."""

QUALITIES = {
    "organique": ("LOI_ORGANIQUE", "Loi organique"),
    "constitutionnelle": ("LOI_CONSTIT", "Loi constitutionnelle"),
}
DATE = rf"(?:{DATE_PATTERN}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
"""Pattern of a date in the name of a text."""

NO = r"n(?:o|°|º|\.)\s?s?\.?\s{0,2}"
"""Pattern of «n°», «no», «n°s»."""

_ACT_NUMBER = r"(?:\d{2,4}\s?[-‐‑–−]\s{0,2}\d+(?:-\d+)?|\d+)"
_ON = r"(?:du|en\s+date\s+du)"
_NOR = r"[A-Z]{4}\d{7}[A-Z]"
_ISSUER = r"(?:\s+(?:ministérielle?|interministérielle?|préfectorale?|conjointe?|royale?|impériale?|locale?))?"
_FINANCE = (
    r"de\s+finances(?:\s+rectificative)?|de\s+financement\s+(?:rectificative\s+)?de\s+la\s+sécurité\s+sociale"
    r"|de\s+règlement|de\s+programmation"
)
_IDENTITY = rf"""
    (?:(?:\s+|(?<=\())(?:{NO}(?P<number>{_ACT_NUMBER})|(?P<bare>\d{{2,4}}-\d+)(?![\w-])))?
    (?:\s+modifiée?s?)?
    (?:,?\s+(?:(?:du|le|en\s+date\s+du)\s+)?(?P<date>{DATE})(?!\w))?
"""
_ACT = re.compile(
    rf"""(?P<kind>lois?|d[ée]crets?(?:-lois?)?|ordonnances?|arr[êe]t[ée]s?){_ISSUER}
    (?:\s+(?P<quality>organiques?|constitutionnelles?)|\s+(?P<finance>(?:{_FINANCE})(?:\s+pour\s+(?P<year>\d{{4}}))?))?
    (?:\s+en\s+conseil\s+d['’][ée]tat)?
    (?:\s+modifiée?s?)?(?:\s+NOR\s?:?\s?(?P<nor>{_NOR}))?(?P<parenthesis>\s*\()?{_IDENTITY}(?(parenthesis)\s*\)|)""",
    re.VERBOSE | re.IGNORECASE,
)
_AND = r"(?:\s*,\s*(?:et\s+)?|\s+(?:et|ou|ainsi\s+que)\s+)"
_NEXT_ACT = re.compile(
    rf"{_AND}(?:(?:les?|la|du|de\s+la|des)\s+)?(?P<at>{NO}(?P<number>{_ACT_NUMBER})|(?P<bare>\d{{2,4}}-\d+)(?![\w-]))"
    rf"(?:\s+modifiée?)?(?:\s+{_ON}\s+(?P<date>{DATE})(?!\w))?",
    re.IGNORECASE,
)
_NEXT_DATED = re.compile(rf"{_AND}{_ON}\s+(?P<at>(?P<date>{DATE}))(?!\w)", re.IGNORECASE)
_MINISTER = re.compile(
    rf"arrêtés?\s+(?:conjoint\s+)?d(?:u|es|e\s+la|e\s+l['’])\s*[^,;.:()\n]{{1,100}}?\s{_ON}\s+(?P<date>{DATE})",
    re.IGNORECASE,
)
_DAY = rf"(?:1er|\d{{1,2}})(?:\s+(?:{MONTH_PATTERN})(?:\s+\d{{4}})?)?"
_DAYS = re.compile(
    rf"(?P<kind>lois|d[ée]crets|ordonnances|arr[êe]t[ée]s|circulaires)\s+des\s+(?P<days>{_DAY}(?:{_AND}{_DAY})+)(?!\w)",
    re.I,
)
_ONE_DAY = re.compile(rf"(1er|\d{{1,2}})(?:\s+({MONTH_PATTERN})(?:\s+(\d{{4}}))?)?", re.IGNORECASE)
_REVOLUTION = re.compile(
    rf"(?P<kind>loi|d[ée]cret)\s+des\s+(?P<days>\d{{1,2}}(?:\s?[-–]\s?|\s+et\s+)\d{{1,2}}\s+(?:{MONTH_PATTERN})\s+\d{{4}})(?!\w)",
    re.IGNORECASE,
)
_ADMINISTRATIVE = re.compile(
    rf"""(?P<kind>circulaire|instruction|d[ée]lib[ée]ration|d[ée]cision){_ISSUER}(?:\s[A-Z][A-Z0-9/ ]{{1,30}})?
    (?:\s+d(?:u|es|e\s+la|e\s+l['’])\s*(?!\d)[^,;.:()\n\d]{{1,80}}?)??
    (?:\s+{NO}(?P<number>\d{{2,4}}[-‐‑–−/]\d+)(?![\w/-])(?:\s?,?\s+{_ON}\s+(?P<date>{DATE})(?!\w))?
      |(?:\s+{NO}[\w/.-]+)?\s?,?\s+{_ON}\s+(?P<day>{DATE})(?!\w))""",
    re.VERBOSE | re.IGNORECASE,
)
_NOR_AFTER = re.compile(rf"\s*[,(]\s*NOR\s?:?\s?({_NOR})")


def read_acts(text: str, start: int) -> list[TitleMatch] | None:
    """Read the act whose kind («loi») is at ``start``; a plural may name several: «lois n°s 82-213 et 82-214»."""
    match = _ACT.match(text, start)
    if match is None:
        return _read_administrative(text, start)
    if not (match["number"] or match["bare"] or match["date"] or match["year"]):
        return _read_days(text, start) or _read_revolution(text, start) or _read_minister(text, start)
    plural = match["kind"][-1] in "sS"
    if match["number"] and not match["date"] and "-" not in clean_number(match["number"]) and not plural:
        return None  # «la loi n° 5» names nothing that can be found again
    nature, label = _act_nature(match)
    acts = [_act(text, match, nature, label, start)]
    following = (_NEXT_ACT if match["number"] or match["bare"] else _NEXT_DATED) if plural else None
    while following and (other := following.match(text, acts[-1].end)):
        acts.append(_act(text, other, nature, label, other.start("at")))
    return acts


def _act_nature(match: re.Match[str]) -> tuple[str, str]:
    if match["quality"]:
        return QUALITIES[plain_word(match["quality"]).removesuffix("s")]
    return _kind_nature(match["kind"])


def _kind_nature(kind: str) -> tuple[str, str]:
    plain = plain_word(kind).removesuffix("s").replace("s-", "-")
    label = next(name for name in ACT_KINDS if plain_word(name) == plain)
    return ACT_KINDS[label], label.capitalize()


def _act(text: str, match: re.Match[str], nature: str, label: str, start: int) -> TitleMatch:
    groups = match.groupdict()
    number = groups.get("number") or groups.get("bare")
    signed = day_of(groups["date"])
    if number is None and signed is None:
        label = " ".join(f"{label} {match['finance']}".split())
    end = match.end() if groups.get("parenthesis") else max(match.end(g) for g in groups if g != "parenthesis")
    identity = act_id(nature, label, clean_number(number) if number else None, signed)
    nor = groups.get("nor") or _nor_after(text, end)
    return TitleMatch(start, end, replace(identity, nor=nor) if nor else identity, None, nature)


def _nor_after(text: str, end: int) -> str | None:
    """«l'arrêté du 5 mai 2004 (NOR : SANP0421523A)»: the NOR says which arrêté of that day it is."""
    match = _NOR_AFTER.match(text, end)
    return match[1] if match else None


def act_id(nature: str, label: str, number: str | None, signed: dt.date | None) -> TextId:
    """Identify an act, with its usual title: «Loi organique n° 2001-692 du 1er août 2001»."""
    title = label + (f" n° {number}" if number else "") + (f" du {format_date(signed)}" if signed else "")
    return TextId(nature, title, number, signed)


def clean_number(number: str) -> str:
    """Write the number of an act as it is known: «n° 86–\\n1067» is 86-1067."""
    return "".join(_NO_BEFORE.sub("", number).split()).translate(_DASHES)


_NO_BEFORE = re.compile(rf"^{NO}", re.IGNORECASE)
_DASHES = str.maketrans("‐‑–−", "----")


def day_of(text: str | None) -> dt.date | None:
    """Read a date of a name; «31 avril» is no day, but the name stands."""
    try:
        return read_date(text) if text else None
    except DateError:
        return None


def _read_minister(text: str, start: int) -> list[TitleMatch] | None:
    """Read «arrêté du ministre chargé de la santé du 7 avril 2005»."""
    match = _MINISTER.match(text, start)
    signed = day_of(match["date"]) if match else None
    if match is None or signed is None:
        return None
    identity = act_id("ARRETE", "Arrêté", None, signed)
    nor = _nor_after(text, match.end())
    return [TitleMatch(start, match.end(), replace(identity, nor=nor) if nor else identity, None, "ARRETE")]


def _read_days(text: str, start: int) -> list[TitleMatch] | None:
    """Read «arrêtés des 3 mai et 5 juin 2004»: two acts; a day has the month and the year of the next one."""
    match = _DAYS.match(text, start)
    if match is None:
        return None
    nature, label = _kind_nature(match["kind"])
    days = [*_days_backwards(text, *match.span("days"))][::-1]
    if any(signed is None for _, _, signed in days):
        return None
    return [
        TitleMatch(start if at == days[0][0] else at, end, act_id(nature, label, None, signed), None, nature)
        for at, end, signed in days
    ]


def _days_backwards(text: str, start: int, end: int) -> Iterator[tuple[int, int, dt.date | None]]:
    month = year = None
    for match in reversed([*_ONE_DAY.finditer(text, start, end)]):
        month, year = match[2] or month, match[3] or year
        yield match.start(), match.end(), day_of(f"{match[1]} {month} {year}") if year else None


def _read_revolution(text: str, start: int) -> list[TitleMatch] | None:
    """Read «la loi des 16-24 août 1790»: one law, known by the days of its vote and of its sanction."""
    match = _REVOLUTION.match(text, start)
    if match is None:
        return None
    nature, label = _kind_nature(match["kind"])
    days = re.sub(r"\s?[-–]\s?", "-", " ".join(match["days"].split()))
    return [TitleMatch(start, match.end(), TextId(nature, f"{label} des {days}"), None, nature)]


def _read_administrative(text: str, start: int) -> list[TitleMatch] | None:
    """Read «circulaire du 20 octobre 2000», «délibération n° 2011-316 du 6 octobre 2011»: by date, or year's number."""
    match = _ADMINISTRATIVE.match(text, start)
    if match is None:
        return None
    signed, number = day_of(match["date"] or match["day"]), match["number"]
    if signed is None and number is None:
        return None
    nature, label = _kind_nature(match["kind"])
    identity = act_id(nature, label, clean_number(number) if number else None, signed)
    return [TitleMatch(start, match.end(), identity, None, nature)]
