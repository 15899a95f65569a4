"""Numbers in words: «deuxième», «avant-dernier», «trente et unième», «quatre»."""

from __future__ import annotations

from corpus.wordlist import any_of

ORDINALS = {
    word: rank
    for rank, words in enumerate(
        (
            "premier première 1er 1re",
            "deuxième second seconde 2e",
            "troisième 3e",
            "quatrième 4e",
            "cinquième 5e",
            "sixième 6e",
            "septième 7e",
            "huitième 8e",
            "neuvième 9e",
            "dixième 10e",
            "onzième 11e",
            "douzième 12e",
            "treizième 13e",
            "quatorzième 14e",
            "quinzième 15e",
            "seizième 16e",
            "dix-septième 17e",
            "dix-huitième 18e",
            "dix-neuvième 19e",
            "vingtième 20e",
        ),
        1,
    )
    for word in words.split()
} | {
    "dernier": -1,
    "dernière": -1,
    "avant-dernier": -2,
    "avant-dernière": -2,
    "pénultième": -2,
    "antépénultième": -3,
}
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_UNITS = {
    "et-unième": 1,
    "deuxième": 2,
    "troisième": 3,
    "quatrième": 4,
    "cinquième": 5,
    "sixième": 6,
    "septième": 7,
    "huitième": 8,
    "neuvième": 9,
}
ORDINALS |= {f"{ten}-{unit}": t + u for ten, t in _TENS.items() for unit, u in _UNITS.items()}
ORDINALS |= {f"{ten} et unième": t + 1 for ten, t in _TENS.items()} | {
    f"{ten.rstrip('e')}ième": t for ten, t in _TENS.items() if ten != "vingt"
}

CARDINALS = {
    word: n
    for n, word in enumerate(
        "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split(), 1
    )
} | {"une": 1}

PART_PATTERN = any_of(word for word, rank in ORDINALS.items() if rank > 0).replace("è", "[èe]") + r"\s+partie"
"""«sixième partie», «PREMIERE PARTIE»: the largest divisions of a code, which it numbers in words."""

ROMANS = tuple(
    tens + units
    for tens in ("", "X", "XX", "XXX", "XL")
    for units in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
)
"""Numerals by their value: ``ROMANS[4]`` is «IV». Beyond, «L», «C» and «D» are letters of a list."""


def roman_value(numeral: str) -> int:
    """Give the value of a numeral, capital or small; 0 when it is none."""
    upper = numeral.upper()
    return ROMANS.index(upper) if upper in ROMANS else 0
