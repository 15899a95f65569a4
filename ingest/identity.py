"""What a text is called: from «DECRET no 2005-328 du 7 avril 2005 relatif à…» to its nature, number and date."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from corpus.dates import DATE_PATTERN, format_date, read_date
from corpus.errors import DateError
from corpus.model import TextId, slugify

_NATURES = {
    "loi organique": ("LOI_ORGANIQUE", "Loi organique"),
    "loi constitutionnelle": ("LOI_CONSTIT", "Loi constitutionnelle"),
    "loi": ("LOI", "Loi"),
    "ordonnance": ("ORDONNANCE", "Ordonnance"),
    "décret-loi": ("DECRET_LOI", "Décret-loi"),
    "décret": ("DECRET", "Décret"),
    "arrêté": ("ARRETE", "Arrêté"),
    "décision": ("DECISION", "Décision"),
    "délibération": ("DELIBERATION", "Délibération"),
    "circulaire": ("CIRCULAIRE", "Circulaire"),
}
"""Natures of acts as DILA names them, and as a French sentence writes them."""

_BY_SLUG = {slugify(words): names for words, names in _NATURES.items()}
_WORDS = r"loi(?:\s+(?:organique|constitutionnelle))?|ordonnance|d[ée]cret-loi|d[ée]cret|arr[êe]t[ée]|d[ée]cision"
_NUMBER = r"\d[\w-]*(?:\.\d+)?(?:\s(?:DC|QPC)\b)?"
_DATE = rf"(?:du\s+)?(?P<date>{DATE_PATTERN}|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
_ACT = re.compile(
    rf"(?P<nature>{_WORDS}|d[ée]lib[ée]ration|circulaire)\b(?:\s+(?:inter)?(?:minist[ée]riel|pr[ée]fectoral)\b)?(?:\s+(?:n[°o]s?|num[ée]ro)\s*(?P<number>{_NUMBER}))?,?\s*"
    rf"(?:en\s+date\s+)?(?:{_DATE})?",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?:Nouveau\s+|Ancien\s+)?Code\s+(?:de|du|des|d'|général|civil|pénal|électoral|forestier|rural|disciplinaire)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ActTitle:
    """The head of an act's title: its identity, and where that head ends in the title."""

    text: TextId
    end: int


def match_act(title: str) -> ActTitle | None:
    """Read the nature, number and date at the start of an act's title; None where it names no act.

    A number or a date is required: «Décrets, arrêtés, circulaires» is the name of a section of the journal.
    """
    match = _ACT.match(title)
    if match is None or not (match["number"] or match["date"]):
        return None
    nature, words = _BY_SLUG[slugify(match["nature"])]
    try:
        signed = read_date(match["date"]) if match["date"] else None
    except DateError:
        return None
    return ActTitle(TextId(nature, _usual(words, match["number"], signed), match["number"], signed), match.end())


def _usual(words: str, number: str | None, signed: dt.date | None) -> str:
    parts = [words, f"n° {number}" if number else "", f"du {format_date(signed)}" if signed else ""]
    return " ".join(part for part in parts if part)


def is_code(title: str) -> bool:
    """True for the title of a code («Code de la santé publique», «Code civil»)."""
    return bool(_CODE.match(title))


def identify(title: str) -> TextId | None:
    """Give the identity behind a title, whether of a code, of the Constitution or of an act; None if it is neither.

    >>> identify("DECRET n°2005-840 2005-07-20").title
    'Décret n° 2005-840 du 20 juillet 2005'
    """
    title = " ".join(title.split()).rstrip(" .")
    if is_code(title):
        return TextId("CODE", title)
    if title.lower().startswith("constitution"):
        return TextId("CONSTITUTION", title)
    act = match_act(title)
    return act.text if act else None
