"""The order of a text's articles over all its dates, and the divisions that hold them, from the dated contents.

Where the sources give no contents, the order is that of the numbers (:func:`corpus.numbering.sort_key`).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.keys import JORF_KEYS
from corpus.numbering import sort_key

Path = tuple[int, ...]
"""Sections from the outermost inwards."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A version or a section where the contents put it during ``[start, end)``; ``path`` are the sections around it."""

    key: int
    path: Path
    start: str | None
    end: str | None
    is_section: bool


@dataclass(slots=True)
class TextOrder:
    """The articles of a text in its own order, once each, and all that its contents hold, in order."""

    articles: list[int]
    numbers: list[str]
    placed: list[Placed] = field(default_factory=list)
    titles: dict[int, str] = field(default_factory=dict)

    def between(self, first: str, last: str) -> list[int]:
        """List the articles strictly between two numbers; both may be unknown. Empty where they are out of order."""
        if first in self.numbers and last in self.numbers:
            low, high = self.numbers.index(first) + 1, len(self.numbers) - 1 - self.numbers[::-1].index(last)
            inside = list(range(low, high))
        else:
            keys = sort_key(first), sort_key(last)
            inside = [n for n, number in enumerate(self.numbers) if keys[0] < sort_key(number) < keys[1]]
        return [self.articles[n] for n in inside if self.numbers[n] not in (first, last)]


def read_order(connection: sqlite3.Connection, text: int) -> TextOrder:
    """Read the order of a text: that of its contents, all dates together, or that of its numbers."""
    known = connection.execute(_ARTICLES, (text,)).fetchall()
    children = _children(connection, text)
    placed = list(_walk(children, *_root(connection, text, children))) if children else []
    article_of = dict(connection.execute(_ARTICLE_OF, (text,))) if placed else {}
    ranks: dict[int, int] = {}
    for rank, one in enumerate(placed):
        if not one.is_section and one.key in article_of:
            ranks[article_of[one.key]] = rank
    ordered = _order(known, ranks)
    titles = dict(connection.execute("SELECT id, title FROM sections WHERE text_id = ?", (text,))) if placed else {}
    return TextOrder([a for a, _ in ordered], [number for _, number in ordered], placed, titles)


def _order(known: Sequence[tuple[int, str]], ranks: dict[int, int]) -> list[tuple[int, str]]:
    """Put articles in the order of the contents; one that they do not hold follows the number before it."""
    ordered: list[tuple[tuple[int, int], tuple[int, str]]] = []
    last = -1
    for place, article in enumerate(known):
        last = ranks.get(article[0], last)
        ordered.append(((last, place), article))
    return [article for _, article in sorted(ordered)]


_Child = tuple[int, str | None, str | None, bool]
_Children = dict[int, list[_Child]]


def _children(connection: sqlite3.Connection, text: int) -> _Children:
    children: _Children = defaultdict(list)
    for parent, child, start, end, is_section in connection.execute(_CONTENTS, {"text": text}):
        children[parent].append((child, start, end, bool(is_section)))
    return children


def _root(connection: sqlite3.Connection, text: int, children: _Children) -> tuple[int, ...]:
    """The structures of the text: LEGI's where there is one, else the Journal officiel's."""
    roots = [key for (key,) in connection.execute(_ROOTS, (text,)) if key in children]
    consolidated = [key for key in roots if not JORF_KEYS[0] <= key < JORF_KEYS[1]]
    return tuple(consolidated or roots)


def _walk(children: _Children, *roots: int) -> Iterator[Placed]:
    """List everything once, in order; a section that a source puts into itself is met once."""
    seen: set[tuple[int, Path]] = set()
    waiting: list[tuple[int, Path, str | None, str | None, bool]] = [
        (root, (), None, None, True) for root in roots[::-1]
    ]
    while waiting:
        key, path, start, end, is_section = waiting.pop()
        if key in path or (key, path) in seen or len(path) > _DEEPEST:
            continue
        seen.add((key, path))
        if path or key not in roots:
            yield Placed(key, path[1:] if path else (), start, end, is_section)
        if is_section:
            inside = [
                (child, (*path, key), low, high, is_division) for child, low, high, is_division in children.get(key, ())
            ]
            waiting += inside[::-1]


_DEEPEST = 20
_ARTICLES = "SELECT id, number FROM articles WHERE text_id = ? AND bearer <= 1 ORDER BY sort_key, number, id"
_ARTICLE_OF = "SELECT v.id, a.id FROM articles a JOIN versions v ON v.article_id = a.id WHERE a.text_id = ?"
_ROOTS = "SELECT id FROM text_versions WHERE text_id = ? ORDER BY start, id"
_CONTENTS = """
    SELECT parent_id, child_id, start, "end", number IS NULL FROM contents WHERE parent_id IN (
        SELECT id FROM sections WHERE text_id = :text UNION SELECT id FROM text_versions WHERE text_id = :text)
    ORDER BY parent_id, position
"""
