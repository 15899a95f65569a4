"""Labels of units as drafters write them («a)», «I. -», «5 °»), and what lies between two of them."""

from __future__ import annotations

import re
from functools import lru_cache

_ROMANS = tuple(
    tens + units
    for tens in ("", "X", "XX", "XXX", "XL")
    for units in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
)
"""Numerals by their value: ``_ROMANS[4]`` is «IV»."""


@lru_cache(maxsize=10_000)
def clean_label(label: str) -> str:
    """Write a label without its punctuation: «a)» → ``a``, «I. -» → ``I``, «d bis)» → ``d bis``, «5 °» → ``5°``."""
    stripped = re.sub(r"\s*[-–—−―.][-–—−―.\s]*$", "", label.strip())
    return re.sub(r"\s+", " ", re.sub(r"\s+°", "°", stripped.replace(")", ""))).strip()


def roman_value(numeral: str) -> int:
    """Give the value of a numeral, capital or small; 0 when it is none."""
    upper = numeral.upper()
    return _ROMANS.index(upper) if upper in _ROMANS else 0


def labels_between(first: str, last: str) -> list[str]:
    """Spell out what lies strictly between two labels: 3° à 6° → 4°, 5°; a à d → b, c; II à V → III, IV."""
    if first.endswith("°") and last.endswith("°") and first[:-1].isdigit() and last[:-1].isdigit():
        return [f"{n}°" for n in range(int(first[:-1]) + 1, int(last[:-1]))]
    if first in _ROMANS and last in _ROMANS:
        return list(_ROMANS[roman_value(first) + 1 : roman_value(last)])
    if len(first) == len(last) == 1 and first.isalpha() and last.isalpha() and first.islower() == last.islower():
        return [chr(c) for c in range(ord(first) + 1, ord(last))]
    return []
