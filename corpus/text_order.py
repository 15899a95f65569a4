"""The order of a text's articles over all its dates, and the divisions that hold them, from the dated contents.

Where the sources give no contents, the order is that of the numbers (:func:`corpus.numbering.sort_key`).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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

    @property
    def holds(self) -> bool:
        """False where the sections around it were not all there at one time."""
        return self.start is None or self.end is None or self.start < self.end


class TextOrder:
    """The articles of a text in its own order, once each, and the sections of its contents, in order.

    ``articles`` are (article, number); ``holders`` are the sections around each article, as its last version has them.
    """

    def __init__(
        self,
        articles: Sequence[tuple[int, str]],
        placed: Sequence[Placed] = (),
        titles: Mapping[int, str] | None = None,
        holders: Mapping[int, Path] | None = None,
    ) -> None:
        self.articles = [article for article, _ in articles]
        self.numbers = [number for _, number in articles]
        self.sections = [one for one in placed if one.is_section and one.holds]
        self.titles = titles or {}
        self._versions: dict[int, list[Placed]] = {}
        for one in placed:
            if not one.is_section and one.holds:
                self._versions.setdefault(one.key, []).append(one)
        self._holders = holders or {}
        self._places = {number: place for place, number in reversed([*enumerate(self.numbers)])}
        self._keys = [sort_key(number) for number in self.numbers]

    def places_of(self, versions: Iterable[int]) -> Iterator[Placed]:
        """Give where the contents put some versions, in their order."""
        for version in versions:
            yield from self._versions.get(version, ())

    def between(self, first: str, last: str) -> list[int]:
        """List the articles strictly between two numbers; both may be unknown. Empty where they are out of order."""
        low, high = self._places.get(first), self._places.get(last)
        if low is not None and high is not None:
            return self.articles[low + 1 : high]
        one, two = sort_key(first), sort_key(last)
        return [article for article, key in zip(self.articles, self._keys, strict=True) if one < key < two]

    def run(self, first: str, last: str) -> list[str]:
        """List the numbers from one to another, both included; empty where they do not stand there in that order."""
        low, high = self._places.get(first), self._places.get(last)
        return list(dict.fromkeys(self.numbers[low : high + 1])) if low is not None and high is not None else []

    def run_on(self, number: str) -> list[str]:
        """List a number and those after it in its division, as :meth:`following`; empty where nothing says which."""
        rest = set(self.following(number))
        after = [other for article, other in zip(self.articles, self.numbers, strict=True) if article in rest]
        return list(dict.fromkeys([number, *after])) if rest else []

    def following(self, number: str) -> list[int]:
        """List the articles after a number in the division that holds it, as «26 et suivants» means them.

        Empty where the contents do not say what holds it.
        """
        place = self._places.get(number)
        holder = self._holders.get(self.articles[place]) if place is not None else None
        if place is None or holder is None:
            return []
        return [article for article in self.articles[place + 1 :] if self._holders.get(article) == holder]


def read_order(connection: sqlite3.Connection, text: int) -> TextOrder:
    """Read the order of a text: that of its contents, all dates together, or that of its numbers."""
    known = connection.execute(_ARTICLES, (text,)).fetchall()
    children = _children(connection, text)
    placed = list(_walk(children, *_root(connection, text, children))) if children else []
    if not placed:
        return TextOrder(known)
    article_of = dict(connection.execute(_ARTICLE_OF, (text,)))
    ranks: dict[int, int] = {}
    holders: dict[int, Path] = {}
    for rank, one in enumerate(placed):
        if not one.is_section and (article := article_of.get(one.key)) is not None:
            ranks[article], holders[article] = rank, one.path
    titles = dict(connection.execute("SELECT id, title FROM sections WHERE text_id = ?", (text,)))
    return TextOrder(_order(known, ranks), placed, titles, holders)


def read_divisions(connection: sqlite3.Connection, text: int) -> TextOrder:
    """Read the divisions of a text alone, in order, all dates together: its articles are many, and not asked for."""
    children = _children(connection, text, _DIVISIONS)
    placed = list(_walk(children, *_root(connection, text, children))) if children else []
    titles = dict(connection.execute("SELECT id, title FROM sections WHERE text_id = ?", (text,)))
    return TextOrder((), placed, titles)


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


def _children(connection: sqlite3.Connection, text: int, query: str | None = None) -> _Children:
    children: _Children = defaultdict(list)
    for parent, child, start, end, is_section in connection.execute(query or _CONTENTS, {"text": text}):
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
                (child, (*path, key), _later(start, low), _earlier(end, high), is_division)
                for child, low, high, is_division in children.get(key, ())
            ]
            waiting += inside[::-1]


def _later(one: str | None, two: str | None) -> str | None:
    """What stands in a section stands there as long as the section itself stands where it is."""
    return max(one, two) if one and two else one or two


def _earlier(one: str | None, two: str | None) -> str | None:
    return min(one, two) if one and two else one or two


_DEEPEST = 20
_ARTICLES = "SELECT id, number FROM articles WHERE text_id = ? AND bearer <= 1 ORDER BY sort_key, number, id"
_ARTICLE_OF = "SELECT v.id, a.id FROM articles a JOIN versions v ON v.article_id = a.id WHERE a.text_id = ?"
_ROOTS = "SELECT id FROM text_versions WHERE text_id = ? ORDER BY start, id"
_CONTENTS = """
    SELECT parent_id, child_id, start, "end", number IS NULL FROM contents WHERE parent_id IN (
        SELECT id FROM sections WHERE text_id = :text UNION SELECT id FROM text_versions WHERE text_id = :text)
    ORDER BY parent_id, position
"""
_DIVISIONS = _CONTENTS.replace("ORDER BY", "AND number IS NULL ORDER BY")
