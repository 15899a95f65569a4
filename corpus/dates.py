"""French dates, and when a published act enters into force.

Two clocks are kept for every version, each with the rule that gave the date:

* ``Clock.LEGIFRANCE``: the date under which Légifrance publishes a version. Seen in DILA's data: the day of
  the Journal officiel until the autumn of 2007, the day after it since December 2007. It is the default for
  display, because it is the only date that exists for every version, official ones included.
* ``Clock.LAW``: the date that the law gives. Since 1 June 2004 (code civil art. 1, ordonnance n° 2004-164):
  the day after publication, unless the act says otherwise. Before (décret du 5 novembre 1870): one clear day
  after publication in Paris, elsewhere one clear day after the JO reached the arrondissement, so that no
  single national date exists; the date kept is that of Paris, and its rule says so.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from corpus.errors import DateError
from corpus.numerals import CARDINALS, ORDINALS
from corpus.wordlist import any_of

Day = dt.date | str
"""A date, or one written «2005-05-01», «01/05/2005», «01-05-2005» or «1er mai 2005»."""

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_MONTH_NUMBER = {name: rank for rank, name in enumerate(MONTHS, 1)} | {
    "fevrier": 2,
    "aout": 8,
    "decembre": 12,
}
MONTH_PATTERN = "|".join(_MONTH_NUMBER)
DATE_PATTERN = rf"(?:1er|1°|\d{{1,2}})\s+(?:{MONTH_PATTERN})\s+\d{{4}}"

_FRENCH_DATE = re.compile(rf"(1er|1°|\d{{1,2}})\s+({MONTH_PATTERN})\s+(\d{{4}})", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_WITHOUT_DAY = re.compile(rf"(?:(?:\d{{1,2}}[/.-]|(?:{MONTH_PATTERN})\s+))?\d{{4}}|\d{{4}}-\d{{1,2}}", re.IGNORECASE)

CODE_CIVIL_1 = dt.date(2004, 6, 1)
"""Entry into force of code civil art. 1 in its version of ordonnance n° 2004-164 du 20 février 2004, art. 2."""

LEGIFRANCE_DAY_AFTER = dt.date(2007, 12, 1)
"""From about this JO date on, DILA's DATE_DEBUT is the day after the JO (inferred from the data)."""


class Clock(StrEnum):
    """Which of the two calendars of entry into force is asked for."""

    LEGIFRANCE = "legifrance"
    LAW = "loi"


class DateRule(StrEnum):
    """Where a start or end date comes from. The value is what the database stores."""

    JO_DAY = "jo"
    JO_NEXT_DAY = "jo+1"
    LAW_2004 = "code-civil-1"
    LAW_1870_PARIS = "decret-1870-paris"
    ACT = "acte"
    ACT_TERM = "acte-delai"
    LATEST = "acte-au-plus-tard"
    MANIFEST = "manifeste"
    SOURCE = "source"
    UNFIXED = "a-fixer"

    @property
    def explanation(self) -> str:
        """One French sentence for the reader of a date."""
        return _EXPLANATIONS[self]

    @property
    def label(self) -> str:
        """The rule in a few French words, for a table of dates."""
        return _LABELS[self]


_LABELS = {
    DateRule.JO_DAY: "jour du JO",
    DateRule.JO_NEXT_DAY: "lendemain du JO",
    DateRule.LAW_2004: "lendemain du JO, code civil, art. 1er",
    DateRule.LAW_1870_PARIS: "un jour franc après le JO, décret du 5 novembre 1870, à Paris",
    DateRule.ACT: "fixée par l’acte",
    DateRule.ACT_TERM: "délai fixé par l’acte",
    DateRule.LATEST: "date limite fixée par l’acte",
    DateRule.MANIFEST: "déclarée par le manifeste",
    DateRule.SOURCE: "donnée par la source",
    DateRule.UNFIXED: "pas encore fixée",
}
_EXPLANATIONS = {
    DateRule.JO_DAY: "Jour de la publication au Journal officiel, date retenue par Légifrance jusqu’à l’automne 2007.",
    DateRule.JO_NEXT_DAY: "Lendemain de la publication au Journal officiel, date retenue par Légifrance.",
    DateRule.LAW_2004: "Lendemain de la publication (code civil, art. 1er, depuis le 1er juin 2004).",
    DateRule.LAW_1870_PARIS: (
        "Un jour franc après la publication, à Paris (décret du 5 novembre 1870) ; "
        "ailleurs, un jour franc après l’arrivée du Journal officiel dans l’arrondissement."
    ),
    DateRule.ACT: "Date fixée par l’acte lui-même.",
    DateRule.ACT_TERM: "Date calculée d’après le délai que l’acte fixe à compter de sa publication.",
    DateRule.LATEST: "Date limite que l’acte fixe ; la date à laquelle sa condition a été remplie n’est pas connue.",
    DateRule.MANIFEST: "Date déclarée par le manifeste du corpus.",
    DateRule.SOURCE: "Date donnée par la source.",
    DateRule.UNFIXED: "Date future qui n’est pas encore fixée : la source l’écrit 2222-02-22.",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the rule that gave it."""

    day: dt.date
    rule: DateRule


@dataclass(frozen=True, slots=True)
class Effect:
    """When something takes effect, on both clocks; ``law`` is None where only Légifrance's date is known."""

    publication: dt.date | None
    legifrance: Moment
    law: Moment | None

    @classmethod
    def declared(cls, day: dt.date) -> Effect:
        """The effect of a date that a manifest declares, as Légifrance publishes it."""
        return cls(None, Moment(day, DateRule.MANIFEST), None)


def entry_into_force(
    publication: dt.date, fixed: dt.date | Term | None = None, promulgated: dt.date | None = None
) -> Effect:
    """Say when an act published that day takes effect; ``fixed`` is a date or a term that the act itself sets.

    ``promulgated``: the day that a law was signed, from which some terms run.

    Source: code civil art. 1; décret du 5 novembre 1870; DILA's data for Légifrance's convention.
    """
    if fixed is not None:
        term = fixed if isinstance(fixed, Term) else Term(fixed)
        moment = term.moment(promulgated if term.from_promulgation and promulgated else publication)
        return Effect(publication, moment, moment)
    return Effect(publication, _legifrance(publication), _law(publication))


def _legifrance(publication: dt.date) -> Moment:
    if publication < LEGIFRANCE_DAY_AFTER:
        return Moment(publication, DateRule.JO_DAY)
    return Moment(publication + dt.timedelta(days=1), DateRule.JO_NEXT_DAY)


def _law(publication: dt.date) -> Moment:
    if publication >= CODE_CIVIL_1:
        return Moment(publication + dt.timedelta(days=1), DateRule.LAW_2004)
    # «un jour franc»: neither the day of publication nor the day of entry into force counts.
    return Moment(publication + dt.timedelta(days=2), DateRule.LAW_1870_PARIS)


@dataclass(frozen=True, slots=True)
class Term:
    """When an act says that it takes effect: a day, or a delay that runs from its publication.

    ``latest``: a condition decides, and the day is the last one possible («à une date fixée par décret, et au plus
    tard le 15 janvier 2018»). ``first_of_month``: «le premier jour du troisième mois suivant sa publication».
    """

    day: dt.date | None = None
    months: int = 0
    days: int = 0
    first_of_month: bool = False
    latest: bool = False
    from_promulgation: bool = False

    def moment(self, publication: dt.date) -> Moment:
        """Say which day that is for an act published (or promulgated) on a day, and by which rule."""
        rule = DateRule.LATEST if self.latest else DateRule.ACT if self.day else DateRule.ACT_TERM
        if self.day is not None:
            return Moment(self.day, rule)
        if self.first_of_month:
            return Moment(add_months(publication.replace(day=1), self.months), rule)
        return Moment(add_months(publication, self.months) + dt.timedelta(days=self.days), rule)


def add_months(day: dt.date, months: int) -> dt.date:
    """Count months from date to date; the last day of a month that is too short.

    >>> add_months(dt.date(2010, 8, 31), 6)
    datetime.date(2011, 2, 28)
    """
    rank = day.year * 12 + day.month - 1 + months
    last = (dt.date(rank // 12, rank % 12 + 1, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return dt.date(rank // 12, rank % 12 + 1, min(day.day, last.day))


_NUMBERS = CARDINALS | {
    "dix-huit": 18, "vingt-quatre": 24, "trente": 30, "soixante": 60, "quatre-vingt-dix": 90,
}  # fmt: skip
_MONTH_RANKS = {word: rank for word, rank in ORDINALS.items() if rank > 0}
_COUNT = rf"(?P<count>{any_of(_NUMBERS)}|\d+)"
_ITS_PUBLICATION = (
    r"(?:celui\s+(?:de|qui\s+suit)\s+|celle\s+de\s+|le\s+jour\s+de\s+|(?=la\s+date\s+de\s))?"
    r"(?:(?:la|sa)\s+date\s+de\s+)?(?:(?:la|sa)\s+)?(?P<from>publication|promulgation)"
    r"(?:\s+(?:du\s+présent|de\s+la\s+présente)\s+\w+)?"
    r"(?:\s+au\s+Journal\s+officiel(?:\s+de\s+la\s+République\s+française)?)?"
)
_ON = r"(?:[àa]\s+(?:compter|partir)\s+(?:du|de)|à\s+la\s+date\s+du|le|au|dès\s+le)"
_FIXED = re.compile(rf"{_ON}\s+(?P<date>{DATE_PATTERN})", re.IGNORECASE)
_FIRST_DAY = re.compile(
    rf"(?:{_ON}\s+)?premier\s+jour\s+du\s+(?:(?P<rank>{any_of(_MONTH_RANKS)})\s+)?mois\s+(?:civil\s+)?(?:suivant|qui\s+suit)\s+{_ITS_PUBLICATION}",
    re.IGNORECASE,
)
_DELAY = re.compile(
    rf"(?:[àa]\s+(?:l'(?:expiration|issue)|compter\s+de\s+l'expiration)\s+d'un\s+délai\s+de\s+|au\s+terme\s+d'un\s+délai\s+de\s+)?{_COUNT}\s+(?P<unit>mois|ans?|jours?)"
    rf"\s+(?:après|à\s+compter\s+de|suivant)\s+{_ITS_PUBLICATION}",
    re.IGNORECASE,
)
_NEXT_DAY = re.compile(rf"(?:le|au|dès\s+le)\s+lendemain\s+(?:du\s+jour\s+)?de\s+{_ITS_PUBLICATION}", re.IGNORECASE)
_SAME_DAY = re.compile(
    rf"(?:immédiatement|(?:le\s+jour|dès|à\s+la\s+date|à\s+compter)\s+(?:du\s+jour\s+)?(?:de\s+)?{_ITS_PUBLICATION})",
    re.IGNORECASE,
)
_LATEST = re.compile(
    r"(?:à|aux)\s+(?:une|la|des|les)?\s*dates?\s+.*?(?:,\s*|\s)(?:et\s+)?au\s+plus\s+tard,?\s+(?P<limit>.+)",
    re.IGNORECASE | re.DOTALL,
)


def read_term(phrase: str) -> Term | None:
    """Read when something takes effect; None for what is not understood, or waits for a condition without a limit.

    >>> read_term("à une date fixée par décret, et au plus tard le 15 janvier 2018")
    Term(day=datetime.date(2018, 1, 15), months=0, days=0, first_of_month=False, latest=True, from_promulgation=False)
    >>> read_term("à une date fixée par décret") is None
    True
    """
    words = " ".join(phrase.split()).rstrip(" .;,")
    if limit := _LATEST.fullmatch(words):
        inner = read_term(limit["limit"])
        return replace(inner, latest=True) if inner else None
    if fixed := _FIXED.fullmatch(words):
        days = find_dates(fixed["date"])
        return Term(days[0][2]) if days else None
    if first := _FIRST_DAY.fullmatch(words):
        months = _MONTH_RANKS[first["rank"].lower()] if first["rank"] else 1
        return Term(months=months, first_of_month=True, from_promulgation=_promulgated(first))
    if delay := _DELAY.fullmatch(words):
        term = _delay(delay["count"].lower(), delay["unit"].lower())
        return replace(term, from_promulgation=_promulgated(delay))
    if following := _NEXT_DAY.fullmatch(words):
        return Term(days=1, from_promulgation=_promulgated(following))
    same = _SAME_DAY.fullmatch(words)
    return Term(from_promulgation=_promulgated(same)) if same else None


def _promulgated(match: re.Match[str]) -> bool:
    return (match["from"] or "").lower() == "promulgation"


def _delay(count: str, unit: str) -> Term:
    number = _NUMBERS.get(count) or int(count)
    if unit.startswith("jour"):
        return Term(days=number)
    return Term(months=number * (12 if unit.startswith("an") else 1))


def read_date(text: str) -> dt.date:
    """Read one date: «1er mai 2005», «16 septembre 2003», «2005-05-01», «01/05/2005» or «01-05-2005».

    Raises :class:`~corpus.errors.DateError` for anything else, and for a day that no calendar has.
    """
    stripped = " ".join(text.split())
    try:
        if match := _FRENCH_DATE.fullmatch(stripped):
            return _date_of(match)
        if match := _NUMERIC_DATE.fullmatch(stripped):
            return dt.date(int(match[4]), int(match[3]), int(match[1]))
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", stripped):
            return dt.date.fromisoformat(stripped)
    except ValueError as error:
        raise DateError(f"« {text} » n’est pas une date du calendrier.", _DATE_HINT) from error
    if _WITHOUT_DAY.fullmatch(stripped):
        raise DateError(f"« {text} » ne dit pas le jour.", _DATE_HINT)
    raise DateError(f"« {text} » n’est pas une date.", _DATE_HINT)


def as_day(day: Day) -> dt.date:
    """Read a date given as a value or as a string; raises :class:`~corpus.errors.DateError` for anything else."""
    if isinstance(day, str):
        return read_date(day)
    if isinstance(day, dt.datetime):
        return day.date()
    if not isinstance(day, dt.date):
        raise DateError(f"{day!r} n’est pas une date.", _DATE_HINT)
    return day


_DATE_HINT = "Écrire AAAA-MM-JJ, par exemple 2005-05-01, ou JJ/MM/AAAA."


def _date_of(match: re.Match[str]) -> dt.date:
    day, month, year = match.groups()
    return dt.date(int(year), _MONTH_NUMBER[month.lower()], int(re.sub(r"\D.*", "", day)))


def find_dates(text: str) -> list[tuple[int, int, dt.date]]:
    """List the dates written in words in ``text``, as (start, end, date); impossible days are left out."""
    found = []
    for match in _FRENCH_DATE.finditer(text):
        try:
            found.append((*match.span(), _date_of(match)))
        except ValueError:
            continue
    return found


UNFIXED = dt.date(2222, 2, 22)
"""How DILA writes a future date that nobody knows yet. It is kept as found: it sorts after every known date."""


@lru_cache(maxsize=4096)
def format_date(day: dt.date) -> str:
    """Write a date as French law does: «1er mai 2005»; the date that is not known yet is said to be so."""
    written = f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{written} (date à fixer)" if day == UNFIXED else written
