"""Lists of words as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """Write a pattern that matches any of the words, the longest that fits.

    The words stand by their first letters, so that a text with none of them fails at its first letter, not after
    trying each word.

    >>> any_of(["deux", "six", "dix-sept", "dix"])
    '(?:d(?:ix\\\\-sept|eux|ix)|s(?:ix))'
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "(?:" + "|".join(f"{re.escape(letter)}(?:{'|'.join(ends)})" for letter, ends in rests.items()) + ")"
