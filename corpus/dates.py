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
from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import DateError

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_MONTH_NUMBER = {name: rank for rank, name in enumerate(MONTHS, 1)} | {
    "fevrier": 2,
    "aout": 8,
    "decembre": 12,
}
MONTH_PATTERN = "|".join(_MONTH_NUMBER)
DATE_PATTERN = rf"(?:1er|1°|\d{{1,2}})\s+(?:{MONTH_PATTERN})\s+\d{{4}}"

_FRENCH_DATE = re.compile(rf"(1er|1°|\d{{1,2}})\s+({MONTH_PATTERN})\s+(\d{{4}})", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")

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
    MANIFEST = "manifeste"
    SOURCE = "source"
    UNFIXED = "a-fixer"

    @property
    def explanation(self) -> str:
        """One French sentence for the reader of a date."""
        return _EXPLANATIONS[self]


_EXPLANATIONS = {
    DateRule.JO_DAY: "Jour de la publication au Journal officiel, date retenue par Légifrance jusqu’à l’automne 2007.",
    DateRule.JO_NEXT_DAY: "Lendemain de la publication au Journal officiel, date retenue par Légifrance.",
    DateRule.LAW_2004: "Lendemain de la publication (code civil, art. 1er, depuis le 1er juin 2004).",
    DateRule.LAW_1870_PARIS: (
        "Un jour franc après la publication, à Paris (décret du 5 novembre 1870) ; "
        "ailleurs, un jour franc après l’arrivée du Journal officiel dans l’arrondissement."
    ),
    DateRule.ACT: "Date fixée par l’acte lui-même.",
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


def entry_into_force(publication: dt.date, fixed: dt.date | None = None) -> Effect:
    """Say when an act published that day takes effect; ``fixed`` is a date that the act itself sets.

    Source: code civil art. 1; décret du 5 novembre 1870; DILA's data for Légifrance's convention.
    """
    if fixed is not None:
        moment = Moment(fixed, DateRule.ACT)
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


def read_date(text: str) -> dt.date:
    """Read one date: «1er mai 2005», «16 septembre 2003», «2005-05-01» or «01/05/2005».

    Raises :class:`~corpus.errors.DateError` for anything else, and for a day that no calendar has.
    """
    stripped = " ".join(text.split())
    try:
        if match := _FRENCH_DATE.fullmatch(stripped):
            return _date_of(match)
        if match := _NUMERIC_DATE.fullmatch(stripped):
            day, month, year = map(int, match.groups())
            return dt.date(year, month, day)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", stripped):
            return dt.date.fromisoformat(stripped)
    except ValueError as error:
        raise DateError(f"« {text} » n’est pas une date du calendrier.", _DATE_HINT) from error
    raise DateError(f"« {text} » n’est pas une date.", _DATE_HINT)


_DATE_HINT = "Écrire AAAA-MM-JJ, par exemple 2005-05-01."


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


def format_date(day: dt.date) -> str:
    """Write a date as French law does: «1er mai 2005»; the date that is not known yet is said to be so."""
    written = f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{written} (date à fixer)" if day == UNFIXED else written
