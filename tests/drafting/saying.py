"""What every drafter says: ordinals, numbers, the name of an article, a quoted block."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.numbering import display_number

Alineas = Sequence[str]
Drafter = Callable[[str, str, Alineas, Alineas], str | None]
"""Called with the article's number, the name of its text, and both versions."""

ORDINALS = (
    "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième "
    "treizième quatorzième quinzième seizième"
).split()
CARDINALS = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
ORDINALS_F = ["première", *ORDINALS[1:]]
MANY = len(ORDINALS)
NUMBERED = re.compile(r"(\d+°)\s")


class NotSaid(Exception):
    """The form cannot say this difference."""


def rank(position: int) -> str:
    if position >= MANY:
        raise NotSaid
    return ORDINALS[position]


def count(number: int, unit: str) -> str:
    if number > MANY:
        raise NotSaid
    return f"un {unit}" if number == 1 else f"{CARDINALS[number - 1]} {unit}s"


def block(alineas: Alineas) -> str:
    if any("«" in alinea or "»" in alinea for alinea in alineas):
        raise NotSaid  # quotations inside a quotation have tests of their own
    return "\n".join(f"« {alinea}" for alinea in alineas) + " »"


def of(article: str, text: str) -> str:
    if text.startswith("Constitution"):
        return f"l'article {display_number(article)} de la Constitution"
    name = text[:1].lower() + text[1:]
    return f"l'article {display_number(article)} {'de la' if name.startswith('loi') else 'du'} {name}"


def opening(article: str, text: str) -> str:
    return capital(of(article, text))


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def same_shape(before: Alineas, after: Alineas) -> list[int]:
    if len(before) != len(after):
        raise NotSaid
    return [n for n, (one, two) in enumerate(zip(before, after, strict=True)) if one != two]
