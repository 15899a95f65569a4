"""Labels of units as drafters write them («a)», «I. -», «5 °»), and what lies between two of them."""

from __future__ import annotations

import re
from functools import lru_cache, reduce

from corpus.numerals import ROMANS, roman_value


@lru_cache(maxsize=10_000)
def clean_label(label: str) -> str:
    """Write a label without its punctuation: «a)» → ``a``, «I. -» → ``I``, «d bis)» → ``d bis``, «5 °» → ``5°``."""
    stripped = re.sub(r"\s*[-–—−―.][-–—−―.\s]*$", "", label.strip())
    return re.sub(r"\s+", " ", re.sub(r"\s+°", "°", stripped.replace(")", ""))).strip()


def labels_between(first: str, last: str) -> list[str]:
    """Spell out what lies strictly between two labels: 3° à 6° → 4°, 5°; a à d → b, c; II à V → III, IV."""
    if first.endswith("°") and last.endswith("°") and first[:-1].isdigit() and last[:-1].isdigit():
        return [f"{n}°" for n in range(int(first[:-1]) + 1, int(last[:-1]))]
    if first in ROMANS and last in ROMANS:
        return list(ROMANS[roman_value(first) + 1 : roman_value(last)])
    if len(first) == len(last) == 1 and first.isalpha() and last.isalpha() and first.islower() == last.islower():
        return [chr(c) for c in range(ord(first) + 1, ord(last))]
    return []


_SHAPES = (
    ("upper", re.compile(r"(?:[IVXLC]+|[A-Z])\b.*"), "{}. – "),
    ("degree", re.compile(r"\d+°.*"), "{} "),
    ("lower", re.compile(r"[a-z]{1,4}\b.*"), "{}) "),
    ("number", re.compile(r"\d+.*"), "{}. "),
)
"""How a label opens an alinéa: «II. – », «2° », «b) », «2. »."""


def shape_of(label: str) -> str:
    """Tell how a label is written: ``upper``, ``degree``, ``lower``, ``number``."""
    return next((name for name, pattern, _ in _SHAPES if pattern.fullmatch(label)), "")


def open_with(label: str) -> str:
    """Give a label as it opens an alinéa, with its punctuation."""
    return next((opening.format(label) for _, pattern, opening in _SHAPES if pattern.fullmatch(label)), f"{label} ")


def value_of(head: str, *, roman: bool) -> int:
    """Give the rank of the first word of a label in its list: 4 for «4°», «d», «D», and for «IV» as a numeral."""
    if roman:
        return roman_value(head)
    if digits := re.match(r"\d+", head):
        return int(digits[0])
    return reduce(lambda value, letter: value * 26 + ord(letter) - ord("a") + 1, head.lower(), 0)


def are_next(one: str, two: str) -> bool:
    """Tell whether a label goes on with another, with no number left out: «1° bis» after «1°», «c» after «b»."""
    heads = one.split()[0], two.split()[0]
    roman = all(map(roman_value, heads))
    return value_of(heads[1], roman=roman) - value_of(heads[0], roman=roman) in {0, 1}
