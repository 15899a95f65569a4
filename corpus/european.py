"""Acts of the European Union by their form: «règlement (CE) n° 1768/92», «directive (UE) 2019/790».

A regulation bore its number before its year until 2014 («n° 1768/92»); since 2015 every act has the year first and no
«n°». The title says which act it is; the institution and the subject are left out.
"""

from __future__ import annotations

import re

from corpus.acts import DATE, NO, act_id, day_of
from corpus.model import TextId
from corpus.names import TitleMatch, plain_word

_BODY = r"(?:CEEA?|CE|UE|EURATOM|CECA)(?:\s*,\s*(?:CEEA?|CE|UE|EURATOM|CECA))*"
_ENDING = r"(?:CECA|CEEA?|CE|UE|JAI|PESC|Euratom)"
_ON = r"(?:du|en\s+date\s+du)"
_DAY = (
    rf"(?:\s+(?:du|de\s+la)\s+(?:Parlement|Conseil|Commission)[^,;.:()\n]{{0,60}}?,?\s{_ON}\s+(?P<date>{DATE})"
    rf"|\s*,?\s+{_ON}\s+(?P<day>{DATE}))?"
)
_EUROPEAN = re.compile(
    rf"""(?P<kind>r[èe]glements?|directives?|d[ée]cisions?-cadres?|d[ée]cisions?)
    (?:\s+(?:europ[ée]enn?e?s?|communautaires?))?(?:\s+(?P<quality>d['’]ex[ée]cution|d[ée]l[ée]gu[ée]e?)s?)?
    (?:\s+\((?P<body>{_BODY})\)|\s+(?P<named>{_BODY})(?=\s+n?[°o]?\s*\d))?\s+
    (?:{NO}|n\s)?(?P<number>\d{{1,4}}\s?/\s?\d{{1,4}}(?:\s?/\s?{_ENDING})*|\d{{1,4}}-\d{{1,4}}(?:/{_ENDING}))(?![\w/]|-\d)
    (?:\s+\((?P<after>{_BODY})\))?{_DAY}""",
    re.VERBOSE | re.IGNORECASE,
)
_NEXT_EUROPEAN = re.compile(
    rf"(?:\s*,\s*(?:et\s+)?|\s+et\s+|\s+ou\s+)(?P<at>(?:\((?P<body>{_BODY})\)\s+)?(?:{NO})?(?P<number>\d{{1,4}}/\d{{1,4}}(?:\s?/\s?{_ENDING})?))(?![\w/])"
    rf"{_DAY}",
    re.VERBOSE | re.IGNORECASE,
)
_REGULATION = re.compile(rf"r[èe]glement\s+du\s+(?P<date>{DATE})", re.IGNORECASE)
_FIRST_YEAR, _YEAR_FIRST, _CENTURY = 1952, 2015, 2100
"""The first year of European acts, the year since which they bear the year first, and the first that is no year yet."""

_LABELS = {
    "reglement": ("REGLEMENT", "Règlement"),
    "directive": ("DIRECTIVE", "Directive"),
    "decision-cadre": ("DECISION_CADRE", "Décision-cadre"),
    "decision": ("DECISION", "Décision"),
}


def read_european(text: str, start: int) -> list[TitleMatch] | None:
    """Read the act of the Union whose kind («règlement») is at ``start``; a plural may name several."""
    match = _EUROPEAN.match(text, start)
    if match is None:
        return _read_dated(text, start)
    nature, label = _LABELS[plain_word(match["kind"]).replace("s-", "-").removesuffix("s")]
    body = match["body"] or match["named"] or match["after"]
    if nature == "DECISION" and not (body or "/" in match["number"][-8:].strip("0123456789 ")):
        return None  # «la décision 12/04» may be anyone's
    quality = f" {match['quality'].lower().replace('’', chr(39))}" if match["quality"] else ""
    found = [_act(match, start, nature, label + quality, body)]
    while match["kind"][-1] in "sS" and (following := _NEXT_EUROPEAN.match(text, found[-1].end)):
        body = following["body"] or body
        found.append(_act(following, following.start("at"), nature, label + quality, body))
    return found


def _act(match: re.Match[str], start: int, nature: str, label: str, body: str | None) -> TitleMatch:
    number = re.sub(r"\s", "", match["number"])
    identity = act_id(nature, label, None, day_of(match["date"] or match["day"]))
    name = f"{label} ({body.upper()})" if body and not re.search(r"/\D", number) else label
    title = f"{name} {'n° ' if _is_numbered_first(nature, number) else ''}{number}{identity.title[len(label) :]}"
    return TitleMatch(start, match.end(), TextId(nature, title, number, identity.signed), None, nature)


def _is_numbered_first(nature: str, number: str) -> bool:
    """Say whether the year stands last, as in «règlement n° 1768/92» and «décision n° 1082/2013/UE»."""
    first, last = map(int, re.split(r"[/-]", number)[:2])
    ends_in_year = _FIRST_YEAR <= last < _YEAR_FIRST or _FIRST_YEAR <= last + 1900 < 2000
    if nature == "REGLEMENT":
        return ends_in_year or not _YEAR_FIRST <= first < _CENTURY
    return nature == "DECISION" and ends_in_year and not _FIRST_YEAR <= first < _CENTURY


def _read_dated(text: str, start: int) -> list[TitleMatch] | None:
    """Read «règlement du 7 avril 2005», which has no number."""
    match = _REGULATION.match(text, start)
    signed = day_of(match["date"]) if match else None
    if match is None or signed is None:
        return None
    return [TitleMatch(start, match.end(), act_id("REGLEMENT", "Règlement", None, signed), None, "REGLEMENT")]
