"""Decisions of courts as they are cited: «décision n° 2010-605 DC», «Conseil d'Etat, 12 mai 2010, n° 339595».

A decision is known by its court and its number, whatever the order of the words; the title is one for all of them:
«Conseil constitutionnel, décision n° 2010-605 DC du 12 mai 2010», «Cour de cassation, n° 10-12.345 du 3 mars 2011».
A date without a number names no decision: courts hand down many a day.
"""

from __future__ import annotations

import re

from corpus.acts import DATE, NO, day_of
from corpus.dates import format_date
from corpus.model import TextId
from corpus.names import TitleMatch

NATURE = "JURISPRUDENCE"
HEADS = (
    "arrêt", "Arrêt", "arrêts", "Arrêts", "affaire", "Affaire", "affaires", "aff.", "Aff.", "Conseil d",
    "Conseil constitutionnel", "Cons. const.", "Cour de", "Cour EDH", "Cour européenne", "Cass", "Civ.", "Crim.",
    "Soc.", "Com.", "Ass. plén", "CE", "CJUE", "CJCE", "TUE", "TPICE", "CEDH", "ECLI", "CAA", "TA", "CA", "TC",
    "Tribunal des conflits",
)  # fmt: skip
"""How a citation of case law may begin, besides «décision»."""

_CC = r"[Cc]onseil\s+constitutionnel"
_CE = r"[Cc]onseil\s+d['’][EÉeé]tat"
_CASS = r"[Cc]our\s+de\s+cassation"


def _on(name: str) -> str:
    """Write the date that may follow: «du 12 mai 2010», «, 12 mai 2010»."""
    return rf"(?:\s*,?\s+(?:(?:rendue?\s+)?(?:du|le|en\s+date\s+du)\s+)?(?P<{name}>{DATE}))?"


_KIND_CC = r"(?:DC|QPC|LP|LOM|L|FNR|REF|I|PDR|AN|SEN|ORGA|ELEC|RIP|D)"
_NUMBER_CC = rf"\d{{2,4}}-\d+(?:\s?/\s?\d+)*\s?{_KIND_CC}(?:\s?/\s?QPC)?\b"
_POURVOI = r"\d{2}-\d{2}\.?\s?\d{3}"
_REQUEST = r"\d{5,6}"
_ADDED = (
    r"(?:\s*,\s*(?:statuant|assemblée|section|\w+\s+(?:chambre|ch\.|civ))[^,;.()\n]{0,60},?|\s*\([^()\n]{0,80}\)"
    r"|\s+statuant\s+au\s+contentieux)?"
)
_SECTION = r"(?:[^\n;°]{0,80}?)"
_SAID = r"(?:\s*,\s*[^,;\n°]{1,100}?)??"

_CJUE, _TUE = "Cour de justice de l'Union européenne", "Tribunal de l'Union européenne"
_LUXEMBOURG = (
    r"CJUE|CJCE|Cour\s+de\s+justice(?:\s+(?:de\s+l['’]Union\s+européenne|des\s+[Cc]ommunautés\s+européennes))?"
)
_CASE = rf"(?:[Aa]ff(?:aires?\b|\.)|[Aa]rrêts?)\s+(?:jointes\s+)?(?:{NO})?"

_WRITTEN: tuple[tuple[str, str, str], ...] = (
    # décision n° 2010-605 DC du 12 mai 2010 du Conseil constitutionnel
    (
        "Conseil constitutionnel",
        "décision n° ",
        rf"""(?:[Dd]écisions?|DÉCISION)\s+(?:du\s+{_CC}\s*,?\s+)?(?:{NO})?(?P<number>{_NUMBER_CC})(?:\s+du\s+{_CC})?
        {_on("date")}(?:\s+du\s+{_CC})?""",
    ),
    # décision du Conseil constitutionnel n° 2017-758
    (
        "Conseil constitutionnel",
        "décision n° ",
        rf"""[Dd]écision\s+du\s+{_CC}\s+{NO}(?P<number>\d{{2,4}}-\d+)(?![\w-]){_on("date")}""",
    ),
    # Conseil constitutionnel, 12 mai 2010, n° 2010-605 DC
    (
        "Conseil constitutionnel",
        "décision n° ",
        rf"""(?:{_CC}|Cons\.\s?const\.)\s*,?\s+(?:(?P<first>{DATE})\s*,\s*)?(?:[Dd]écision\s+)?(?:{NO})?
        (?P<number>{_NUMBER_CC}){_on("date")}""",
    ),
    # décision du Conseil d'Etat statuant au contentieux n° 410280 du 5 octobre 2018
    (
        "Conseil d'État",
        "n° ",
        rf"""(?:[Dd]écisions?|[Aa]rrêts?)\s+du\s+{_CE}{_ADDED}(?:\s+du\s+(?P<first>{DATE}))?\s*,?\s+\(?{NO}(?P<number>{_REQUEST})
        (?:\)|{_on("date")})""",
    ),
    # décision n° 339595 du 12 mai 2010 du Conseil d'Etat statuant au contentieux
    (
        "Conseil d'État",
        "n° ",
        rf"""(?:[Dd]écisions?|[Aa]rrêts?)\s+{NO}(?P<number>{_REQUEST})(?:(?:\s*,\s*|\s+et\s+)(?:{NO})?{_REQUEST})*
        (?:\s+(?:du|en\s+date\s+du)\s+(?P<date>{DATE}))?\s*,?\s+(?:du|le|par\s+le)\s+{_CE}(?:\s+statuant\s+au\s+contentieux)?
        (?:\s+(?:du|en\s+date\s+du)\s+(?P<first>{DATE}))?""",
    ),
    # Conseil d'Etat, 12 mai 2010, n° 339595
    (
        "Conseil d'État",
        "n° ",
        rf"""(?:{_CE}|CE){_ADDED}\s*,?\s+(?:(?:Ass|Sect|sect|ass)\.?\s*,?\s+)?(?P<first>{DATE}){_SAID}\s*,\s*
        (?:req\.\s+|requêtes?\s+)?{NO}(?P<number>{_REQUEST})\b""",
    ),
    # Conseil d'Etat, décision n° 410280 du 5 octobre 2018
    (
        "Conseil d'État",
        "n° ",
        rf"""(?:{_CE}|CE){_ADDED}\s*,?\s+(?:[Dd]écision\s+)?{NO}(?P<number>{_REQUEST})\b{_on("date")}""",
    ),
    # arrêt n° 10-12.345 de la Cour de cassation du 3 mars 2011
    (
        "Cour de cassation",
        "n° ",
        rf"""[Aa]rrêts?\s+{NO}(?P<number>{_POURVOI})\s+(?:rendu\s+par|de)\s+la\s+{_CASS}{_ADDED}{_on("date")}""",
    ),
    # arrêt de la Cour de cassation du 3 mars 2011, pourvoi n° 10-12.345
    (
        "Cour de cassation",
        "n° ",
        rf"""[Aa]rrêts?\s+de\s+la\s+{_CASS}{_ADDED}(?:\s*,?\s+du\s+(?P<first>{DATE}))?\s*,?\s+\(?(?:pourvoi\s+)?
        {NO}(?P<number>[A-Z]?\s?{_POURVOI})(?:\)|{_on("date")})""",
    ),
    # Cass. civ. 1re, 3 mars 2011, n° 10-12.345
    (
        "Cour de cassation",
        "n° ",
        rf"""(?:Cass\b\.?|{_CASS}|Civ\.|Crim\.|Soc\.|Com\.|Ass\.\s?plén\.){_SECTION}(?P<first>{DATE}){_SAID}\s*,?\s+
        \(?(?:pourvois?\s+)?{NO}(?P<number>[A-Z]?\s?{_POURVOI})\b""",
    ),
    # CJUE, 13 mai 2014, Google Spain, aff. C-131/12
    (
        _CJUE,
        "",
        rf"""(?:{_LUXEMBOURG})\s*,?\s+(?:[^\n;°,/]{{0,40}},\s+)?(?P<first>{DATE}){_SAID}\s*,\s*(?:aff(?:\.|aires?)\s+)?
        (?:jointes\s+)?(?:{NO})?(?P<number>(?:C[-‐‑–])?\d+/\d{{2}})(?!\d)""",
    ),
    # affaire C-131/12
    (_CJUE, "", rf"""{_CASE}(?P<number>C[-‐‑–]\d+/\d{{2}})(?!\d){_on("date")}"""),
    # CJUE, C-131/12
    (
        _CJUE,
        "",
        rf"""(?:{_LUXEMBOURG})\s*,?\s+(?:aff(?:\.|aires?)\s+)?(?P<number>C[-‐‑–]\d+/\d{{2}})(?!\d){_on("date")}""",
    ),
    # affaire T-201/04
    (_TUE, "", rf"""{_CASE}(?P<number>T[-‐‑–]\d+/\d{{2}})(?!\d){_on("date")}"""),
    # CEDH, 5 mai 2010, X c. France, n° 12345/67
    (
        "Cour européenne des droits de l'homme",
        "n° ",
        rf"""(?:CEDH|Cour\s+EDH|Cour\s+européenne\s+des\s+droits\s+de\s+l['’]homme)\s*,?\s+(?:(?:gr\.|grande)\s+ch(?:\.|ambre)\s*,?\s+)?
        (?:(?P<first>{DATE}){_SAID}\s*,\s*)?(?:req(?:\.|uête)\s+)?{NO}(?P<number>\d{{1,5}}/\d{{2}})(?!\d){_on("date")}""",
    ),
    # Tribunal des conflits, 8 février 2021, n° 4202
    (
        "Tribunal des conflits",
        "n° ",
        rf"""(?:Tribunal\s+des\s+conflits|TC)\s*,\s+(?P<first>{DATE}){_SAID}\s*,\s*{NO}(?P<number>C?\d{{4,5}})\b""",
    ),
    # CAA Paris, 5 mai 2010, n° 08PA01234
    (
        "",
        "n° ",
        rf"""(?P<court>(?:CAA|TA|CA)\s+(?:de\s+|d['’])?[A-ZÉ][\w-]+(?:\s[A-ZÉ][\w-]+)?)\s*,\s+(?P<first>{DATE}){_SAID}\s*,\s*
        {NO}(?P<number>\d{{2}}[A-Z]{{2}}\d{{5}}|\d{{7}}|\d{{2}}/\d{{5}})\b""",
    ),
)
_FORMS = tuple((court, label, re.compile(pattern, re.VERBOSE)) for court, label, pattern in _WRITTEN)
_ECLI = re.compile(r"ECLI:[A-Z]{2}:[A-Z0-9]{1,7}:\d{4}:[A-Z0-9.]{1,25}(?<!\.)")
_COURTS = {"CAA": "Cour administrative d'appel", "TA": "Tribunal administratif", "CA": "Cour d'appel"}


def read_decision(text: str, start: int) -> TitleMatch | None:
    """Read the decision whose citation begins at ``start``; None where no court and number are named."""
    if match := _ECLI.match(text, start):
        return TitleMatch(start, match.end(), TextId(NATURE, match[0], match[0]), None, NATURE)
    for court, label, form in _FORMS:
        if match := form.match(text, start):
            return _decision(match, court, label)
    return None


def _decision(match: re.Match[str], court: str, label: str) -> TitleMatch:
    groups = match.groupdict()
    number = _clean(match["number"])
    signed = next((day_of(groups[name]) for name in ("first", "date") if groups.get(name)), None)
    court = court or _local_court(groups["court"])
    title = f"{court}, {label}{number}" + (f" du {format_date(signed)}" if signed else "")
    return TitleMatch(match.start(), match.end(), TextId(NATURE, title, number, signed), None, NATURE)


def _clean(number: str) -> str:
    """Write «2010-605DC» as «2010-605 DC», «S 10-12345» as «10-12.345»."""
    plain = re.sub(r"[‐‑–]", "-", " ".join(number.split()))
    if pourvoi := re.fullmatch(r"(?:[A-Z] ?)?(\d{2}-\d{2})\.? ?(\d{3})", plain):
        return f"{pourvoi[1]}.{pourvoi[2]}"
    return re.sub(rf"(?<=\d)\s?(?={_KIND_CC}\b)", " ", plain) if re.match(r"\d{2,4}-", plain) else plain


def _local_court(written: str) -> str:
    kind, _, place = " ".join(written.replace("’", "'").split()).partition(" ")
    place = re.sub(r"^(?:de |d')", "", place)
    return f"{_COURTS[kind]} {'d' + chr(39) if place[0] in 'AEIOUÉÎ' else 'de '}{place}"


_USUAL = re.compile(
    r"(?P<court>(?:Co(?:ur|nseil)|Tribunal)\s[^,]+), (?:décision )?(?:n° )?"
    rf"(?P<number>\S+(?: {_KIND_CC})?)(?: du (?P<date>{DATE}))?"
)


def read_usual_title(title: str) -> TextId | None:
    """Read a title as this module writes it: «Cour de cassation, n° 10-12.345 du 3 mars 2011»."""
    match = _USUAL.fullmatch(title)
    return TextId(NATURE, title, match["number"], day_of(match["date"])) if match else None
