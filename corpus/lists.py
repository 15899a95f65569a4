"""Lists of article numbers: «L. 1, L. 2 et L. 4 à L. 6», each number with its span, its range and its locator."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.locators import Locator, locator_after
from corpus.model import Span
from corpus.numbering import CODE_NUMBER_PATTERN, NUMBER_PATTERN, canonical_number, enumerate_range

SPACE = r"[^\S\n]*\n?[^\S\n]*"
"""Space that a page may break."""


_LETTERS = re.compile(r"(?:LO|[LRDA])\*{0,2}(?=\d)")


@dataclass(frozen=True, slots=True)
class CitedNumber:
    """One number that is cited: its span, canonical form, the range it belongs to, and the locator that follows it.

    ``canonical`` is empty where the words give no number («présent article»); of a division it is its path («livre VII,
    titre II»). ``neighbour`` counts articles from the one that is read: -1 for «article précédent».
    """

    start: int
    end: int
    canonical: str
    range_span: Span | None = None
    range_bounds: tuple[str, str | None] | None = None
    after: Locator | None = None
    neighbour: int = 0

    @property
    def letters(self) -> str:
        """The letters that open it: «L», «R*»; empty for a plain number."""
        match = _LETTERS.match(self.canonical)
        return match[0] if match else ""


_UNITS = (
    r"%|°|º|€|(?:euros?|francs?|ans?|années?|mois|jours?|semaines?|heures?|h|minutes?|kilomètres?|mètres?|m[²2³]?|km|mm|cm|dm|kg|mg|g|kW|MW|kVA|"
    r"hectares?|ares?|tonnes?|points?(?!\s\d)|litres?|membres?|personnes?|fois|exemplaires?|janvier|février|mars|avril|mai|juin|"
    r"juillet|août|septembre|octobre|novembre|décembre|millions?|milliards?)\b"
)
_NO_QUANTITY = rf"(?:(?!\w)|(?=[A-ZÉÀ][a-zéèà]|(?:est|sont|du|et)\b))(?!\s?(?:{_UNITS}))(?!\s\d{{3}}\b)"
_NUMBER = re.compile(rf"(?>{NUMBER_PATTERN}){_NO_QUANTITY}")
_CODED = re.compile(
    rf"(?!A)(?>{CODE_NUMBER_PATTERN})(?:{_NO_QUANTITY}|(?=(?!bis|ter|qua|qui|se[px]|oct|non|dec|déc)[a-zéèà]{{2}}))"
)
"""A misprint like «l'article L. 1233-87procède» leaves no doubt."""

_SEPARATOR = re.compile(
    rf"{SPACE}(?:(?P<comma>,{SPACE}(?:et\s+|ou\s+|ainsi\s+que\s+)?)|(?P<word>et/ou|et|ou|ainsi\s+que)\s+|(?P<range>à)\s+)"
    r"(?:(?:de|à)\s+(?=[LRDA]\b))?"
)
_FOLLOWING = re.compile(r"\s+et\s+(?:suivants?\b|s\.)")
_LISTED = re.compile(
    r"\s*(?:[,.;:)»\"\]]|$|\n|(?:et|ou|à|ainsi|du|des?|bis|ter|ci-dessus|susvisés|précités|sont)\b|d['’])"
)
_LABEL_OF_NEXT = re.compile(r"\s+(?:de\s+l['’]|du\s+présent\s+|des\s+)articles?\b")
_ROMAN_SUFFIX = re.compile(r"\s(?:I{1,3}|IV|VI{0,3}|IX)$")


@dataclass(frozen=True, slots=True)
class NumberList:
    """Numbers that stand in one list; ``alternative`` where «ou» joins them. ``end`` is after the last locator."""

    numbers: tuple[CitedNumber, ...]
    end: int
    alternative: bool = False


def read_list(text: str, start: int, *, plural: bool, coded: bool = False, alone: bool = False) -> NumberList | None:
    """Read «L. 1, L. 2 et L. 4 à L. 6»; after a singular «article» only numbers with their letter continue it.

    ``coded``: even the first number must have its letter, for no word «article» announces it. ``alone``: no other
    number belongs to it.
    """
    first = _CODED.match(text, start) or (None if coded else _NUMBER.match(text, start))
    if first is None:
        return None
    numbers = [_number(text, first, "")]
    alternative = False
    while not alone and (separator := _SEPARATOR.match(text, _end_of(numbers[-1]))):
        following = _CODED.match(text, separator.end())
        if following is None:
            following = _plain_in_list(text, separator) if plural else _plain_after_one(text, separator)
        if following is None or _LABEL_OF_NEXT.match(text, following.end()):
            break  # «des articles 10 et 11, 1 de l'article 12»: a label of the next
        number = _number(text, following, numbers[-1].letters)
        alternative = alternative or "ou" in separator[0]
        if separator["range"]:
            numbers[-1:] = _spell_out(numbers[-1], number)
        else:
            numbers.append(number)
    if following_on := _FOLLOWING.match(text, numbers[-1].end):
        last = numbers[-1]
        numbers[-1] = replace(last, range_span=(last.start, following_on.end()), range_bounds=(last.canonical, None))
    return NumberList(tuple(numbers), max(map(_end_of, numbers)), alternative)


def _end_of(number: CitedNumber) -> int:
    """Where reading goes on: after the locator that follows the number, or after «et suivants»."""
    ends = [number.end, number.after.end if number.after else 0, number.range_span[1] if number.range_span else 0]
    return max(ends)


def _plain_in_list(text: str, separator: re.Match[str]) -> re.Match[str] | None:
    match = _NUMBER.match(text, separator.end())
    if match is None or not separator["comma"]:
        return match
    short = match[0].isdigit() and len(match[0]) < 3
    return match if not short or _LISTED.match(text, match.end()) else None  # «aux articles 5 et 6, 3 membres …»


def _plain_after_one(text: str, separator: re.Match[str]) -> re.Match[str] | None:
    """«l'article 706-73, 706-73-1 ou 706-74»: after a singular, numbers that are no count, and what «ou» joins."""
    match = _NUMBER.match(text, separator.end())
    if match is None or not _LISTED.match(text, match.end()):
        return None
    return match if "-" in match[0] or (separator["word"] or "").endswith("ou") else None


def _number(text: str, match: re.Match[str], letters: str) -> CitedNumber:
    """Take one number; a number without letter after one with («L. 335-2 et 335-3») has the same letter."""
    end = match.end()
    if suffix := _ROMAN_SUFFIX.search(match[0]):
        end -= len(suffix[0])  # «l'article 6 II»: a part, not a number
    canonical = canonical_number(text[match.start() : end])
    if letters and canonical[0].isdigit():
        canonical = letters + canonical
    after = locator_after(text, end)
    if after and (after.item or "").isdigit() and not canonical[0].isdigit():
        after = None  # «l'article L. 1221-16 (2)»: the call of a note
    return CitedNumber(match.start(), end, canonical, after=after)


def _spell_out(first: CitedNumber, last: CitedNumber) -> list[CitedNumber]:
    """Give a range with the numbers inside it, where they can be spelled out; all are marked with its span."""
    span, bounds = (first.start, last.end), (first.canonical, last.canonical)
    inside = enumerate_range(*bounds)[1:-1]
    return [
        replace(first, range_span=span, range_bounds=bounds),
        *(CitedNumber(*span, canonical, range_span=span, range_bounds=bounds) for canonical in inside),
        replace(last, range_span=span, range_bounds=bounds),
    ]
