"""The names that texts bear without a number: the codes, the Constitution, treaties, and their short titles.

The lists are data (``corpus/data/codes.toml``, ``laws.toml``, with their sources). Names are looked up word by word,
without regard to case, accents or the kind of apostrophe, and the longest one wins: «code de procédure pénale» is
never «code …».
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from corpus.model import TextId

Anaphora = Literal["same", "this", "aforementioned"]


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A name of a text in running text, without its article («du», «la»).

    ``anaphora`` says that the words point at a text rather than (only) name it: ``same`` («du même code», «dudit
    décret», «de cette loi»), ``this`` («du présent code») or ``aforementioned`` («le décret du 30 novembre 1987
    susvisé», «la loi précitée»). ``text`` is None where the words give no name; ``nature`` is always known.
    """

    start: int
    end: int
    text: TextId | None
    anaphora: Anaphora | None
    nature: str


_WORD = re.compile(r"[\s,('’‑«“\"-]{0,3}([^\W\d_]+|\d+)")
_LINKING = {"de", "du", "des", "d", "la", "le", "les", "l"}
"""The little words of names, which nearly never tell two apart."""

_LONGEST = 16
"""The number of words in which a name whose little words are wrong is looked for."""

_CLOSING = {"(": re.compile(r"\)"), "«": re.compile(r"\s?»"), "“": re.compile(r"\s?”"), '"': re.compile(r'\s?"')}


@dataclass(slots=True)
class _Node:
    """One word deeper in the names: the words that may follow, and the text whose name ends here."""

    following: dict[str, _Node] = field(default_factory=dict)
    text: TextId | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """All names, ready for lookup. ``short`` maps a short title («CGI», «C. civ.», «RGPD») to its text.

    ``loose`` maps names without their little words, in lower case, to texts. ``places`` are the cities after which
    treaties are called («convention de Munich»), ``plain`` the titles of the codes whose articles have no letter.
    ``annexes`` are the annexes of a code that are codes of their own, by rank: «Code général des impôts, annexe II».
    """

    root: _Node
    short: dict[str, TextId]
    loose: dict[str, TextId] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    annexes: dict[str, dict[str, TextId]] = field(default_factory=dict)

    def longest_at(self, text: str, start: int) -> tuple[int, TextId] | None:
        """Give the end and the text of the longest name that starts at ``start``."""
        node, position, found = self.root, start, None
        while match := _WORD.match(text, position):
            deeper = node.following.get(plain_word(match[1]))
            if deeper is None:
                break
            node, position = deeper, match.end()
            if node.text is not None:
                found = (position, node.text)
        return (_closed(text, start, found[0]), found[1]) if found else None

    def loosely_at(self, text: str, start: int) -> tuple[int, TextId] | None:
        """The same, where acts get the little words wrong: «code de sécurité sociale», «code du commerce»."""
        found, words, position, count = None, "", start, 0
        while count < _LONGEST and (match := _WORD.match(text, position)):
            position, count, word = match.end(), count + 1, plain_word(match[1])
            if word not in _LINKING:
                words = f"{words} {word}"
                if (known := self.loose.get(words)) is not None:
                    found = (position, known)
        return found


def _loose(name: str) -> str:
    return "".join(f" {word}" for word in map(plain_word, _WORD.findall(name)) if word not in _LINKING)


def _closed(text: str, start: int, end: int) -> int:
    """Take in the parenthesis or quotation mark that closes one inside the name: «loi « Informatique et libertés »»."""
    for mark, closing in _CLOSING.items():
        if mark in text[start:end] and (match := closing.match(text, end)):
            return match.end()
    return end


@lru_cache(maxsize=4096)
def plain_word(word: str) -> str:
    """Fold case, accents and ligatures: «ŒUVRE» and «oeuvre» are one word."""
    decomposed = unicodedata.normalize("NFD", word.lower().replace("œ", "oe"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def known_names() -> Names:
    """Read the lists of names once."""
    codes, laws = (_read_data(name) for name in ("codes", "laws"))
    plain = frozenset(entry["title"] for entry in codes["code"] if entry.get("plain"))
    names = Names(_Node(), {}, places=frozenset(laws["places"]), plain=plain)
    for entry in codes["code"]:
        _enter(names, TextId("CODE", entry["title"]), entry)
        code, _, rank = entry["title"].partition(", annexe ")
        if rank:
            names.annexes.setdefault(code, {})[rank] = TextId("CODE", entry["title"])
    for entry in (*codes["named"], *laws["named"]):
        identity = TextId(entry["nature"], entry["title"], entry.get("number"), entry.get("signed"))
        _enter(names, identity, entry)
    return names


def _read_data(name: str) -> dict[str, Any]:
    return tomllib.loads((files("corpus") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def _enter(names: Names, text: TextId, entry: dict[str, Any]) -> None:
    for name in (text.title, *entry.get("names", ())):
        node = names.root
        for word in map(plain_word, _WORD.findall(name)):
            node = node.following.setdefault(word, _Node())
        node.text = text
        names.loose.setdefault(_loose(name), text)
    for short in entry.get("short", ()):
        names.short[short] = text
