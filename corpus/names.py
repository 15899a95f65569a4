"""The names that texts bear without a number: the codes, the Constitution, treaties, and their short titles.

The list is data (``corpus/data/codes.toml``, with its sources). Names are looked up word by word, without regard to
case, accents or the kind of apostrophe, and the longest one wins: «code de procédure pénale» is never «code …».
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from corpus.model import TextId

_WORD = re.compile(r"[\s,('’‑-]{0,3}([^\W\d_]+|\d+)")


@dataclass(slots=True)
class _Node:
    """One word deeper in the names: the words that may follow, and the text whose name ends here."""

    following: dict[str, _Node] = field(default_factory=dict)
    text: TextId | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """All names, ready for lookup. ``short`` maps a short title («CGI», «C. civ.») to its text."""

    root: _Node
    short: dict[str, TextId]

    def longest_at(self, text: str, start: int) -> tuple[int, TextId] | None:
        """Give the end and the text of the longest name that starts at ``start``."""
        node, position, found = self.root, start, None
        while match := _WORD.match(text, position):
            deeper = node.following.get(plain_word(match[1]))
            if deeper is None:
                break
            node, position = deeper, match.end()
            if node.text is not None:
                closing = text[position : position + 1] == ")" and "(" in text[start:position]
                found = (position + closing, node.text)
        return found


@lru_cache(maxsize=4096)
def plain_word(word: str) -> str:
    """Fold case, accents and ligatures: «ŒUVRE» and «oeuvre» are one word."""
    decomposed = unicodedata.normalize("NFD", word.lower().replace("œ", "oe"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def known_names() -> Names:
    """Read the list of names once."""
    data = tomllib.loads((files("corpus") / "data" / "codes.toml").read_text(encoding="utf-8"))
    names = Names(_Node(), {})
    for entry in data["code"]:
        _enter(names, TextId("CODE", entry["title"]), entry)
    for entry in data["named"]:
        _enter(names, TextId(entry["nature"], entry["title"], signed=entry.get("signed")), entry)
    return names


def _enter(names: Names, text: TextId, entry: dict[str, Any]) -> None:
    for name in (text.title, *entry.get("names", ())):
        node = names.root
        for match in _WORD.finditer(name):
            node = node.following.setdefault(plain_word(match[1]), _Node())
        node.text = text
    for short in entry.get("short", ()):
        names.short[short] = text
