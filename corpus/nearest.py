"""The numbers nearest to one that no article bears: those that would stand around it, then those spelled alike."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Sequence

from corpus.figures import read_figures
from corpus.numbering import nearest_numbers, sort_key

AROUND = 2
"""Numbers given on each side."""
MOST = 6
_ENOUGH_NUMBERS = 8
_LETTERS = 2
"""The characters of a sort key that hold the letters of a number; the others begin with «~» where it has figures."""


_NO_LETTER = " " * _LETTERS


def find_nearest(connection: sqlite3.Connection, number: str, text: int | None) -> tuple[str, ...]:
    """Give the canonical numbers nearest to one, in a text (its id) or, without one, in the chief texts.

    A text that has no number of those letters («R. 730» in the Code civil) gives those around the number without them.
    """
    texts = [text] if text is not None else [chief for chief, _, _ in read_figures(connection).chief]
    key = sort_key(number)
    places = [(key, f"{key[:_LETTERS]}~")]
    if text is not None:
        places.append((f"{_NO_LETTER}{key[_LETTERS:]}", f"{_NO_LETTER}~"))
    alike = nearest_numbers(number, _numbers_like(connection, number, text))
    around = next((found for place in places if (found := _around(connection, *place, texts))), [])
    if not around and not alike:
        around = _around(connection, key, "", texts)
    return tuple(dict.fromkeys((*around, *alike)))[:MOST]


def _around(connection: sqlite3.Connection, key: str, low: str, texts: Sequence[int]) -> list[str]:
    """List the numbers around a key, and at it, in their order, of those whose keys begin with ``low``."""
    found: set[tuple[str, str]] = set()
    for text in texts:
        values = {"key": key, "text": text, "low": low, "high": f"{low}\U0010ffff", "limit": AROUND}
        for sql in (_BEFORE, _FROM):
            found.update(map(tuple, connection.execute(sql, values)))  # Datasette's rows do not compare
    ordered = sorted(found)
    place = bisect_left(ordered, (key,))
    at = sum(one == key for one, _ in ordered)
    return [number for _, number in ordered[max(place - AROUND, 0) : place + at + AROUND]]


_BEFORE = """
    SELECT DISTINCT sort_key, number FROM articles
    WHERE text_id = :text AND sort_key >= :low AND sort_key < :key ORDER BY sort_key DESC, number LIMIT :limit
"""
_FROM = """
    SELECT DISTINCT sort_key, number FROM articles
    WHERE text_id = :text AND sort_key >= :key AND sort_key < :high ORDER BY sort_key, number LIMIT :limit + 1
"""


def _numbers_like(connection: sqlite3.Connection, number: str, text: int | None) -> list[str]:
    """List some numbers that begin alike, most alike first: a large corpus is not read whole for a typing error."""
    found: dict[str, None] = {}
    for length in range(len(number), -1, -1):
        values = {"low": number[:length], "high": f"{number[:length]}\U0010ffff", "text": text}
        found |= dict.fromkeys(row[0] for row in connection.execute(_NUMBERS_FROM, values))
        if len(found) >= _ENOUGH_NUMBERS:
            break
    return list(found)


_NUMBERS_FROM = """
    SELECT DISTINCT number FROM articles WHERE number >= :low AND number < :high
    AND (:text IS NULL OR text_id = :text) ORDER BY number LIMIT 300
"""
