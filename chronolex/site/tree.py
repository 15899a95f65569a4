"""The table of contents of a text on a day as a tree: which divisions stand open, and what a folded one holds."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpus.contents import ARTICLES_IN, SectionLine
from corpus.keys import dila_id
from corpus.numbering import canonical_number

MOST_WHOLE = 3000
"""Articles up to which a page holds all of them; of a larger text, those of the open divisions."""
MOST_OPEN = 60
"""Articles up to which a tree, or the division asked for, stands wholly open."""

Link = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Leaf:
    """An article of the contents; without an ``address`` when the corpus has no text of it."""

    number: str
    address: str | None

    @property
    def is_division(self) -> bool:
        """False: an article."""
        return False


@dataclass(frozen=True, slots=True)
class Division:
    """A division. ``articles`` counts all that it holds, from ``first`` to ``last``.

    ``children`` are None where they are left out: the page of the division has them.
    """

    key: str
    title: str
    address: str
    is_open: bool
    asked: bool
    articles: int
    first: str | None
    last: str | None
    children: tuple[Division | Leaf, ...] | None

    @property
    def is_division(self) -> bool:
        """True: what holds articles."""
        return True


@dataclass(slots=True)
class _Node:
    """A division while the tree is made; ``total`` counts the articles in it and below."""

    line: SectionLine
    parent: _Node | None = None
    below: list[_Node] = field(default_factory=list)
    total: int = 0
    is_open: bool = False
    asked: bool = False

    def ends(self) -> tuple[str | None, str | None]:
        """Give the first and the last article in it and below, wherever its own stand among its divisions."""
        own, held = self.line, [(node.line.position, *node.ends()) for node in self.below if node.total]
        if own.articles:
            held += [(own.first_position, own.first, own.first), (own.last_position, own.last, own.last)]
        held.sort(key=lambda one: one[0])
        return (held[0][1], held[-1][2]) if held else (None, None)


@dataclass(frozen=True, slots=True)
class Tree:
    """What stands at the top of a table of contents, the count of its articles, and the way to the division asked."""

    top: tuple[Division | Leaf, ...]
    articles: int
    trail: tuple[SectionLine, ...]


def grow(
    connection: sqlite3.Connection,
    lines: Sequence[SectionLine],
    day: str,
    asked: int | None,
    link_article: Link,
    link_section: Link,
) -> Tree:
    """Make the tree of the divisions ``lines`` (the text itself first), open to the one ``asked`` for (its key)."""
    nodes = _nest(lines)
    root = nodes[0]
    found = next((node for node in nodes[1:] if node.line.key == asked), None)
    _open(root, found)
    shown = [node for node in nodes if root.total <= MOST_WHOLE or node.is_open]
    leaves = _read_leaves(connection, [node.line.key for node in shown], day, link_article)
    maker = _Maker(leaves, link_section)
    return Tree(maker.children(root), root.total, tuple(node.line for node in _down_to(found)))


def _nest(lines: Sequence[SectionLine]) -> list[_Node]:
    nodes = [_Node(line) for line in lines]
    around: list[_Node] = []
    for node in nodes:
        del around[node.line.depth + 1 :]
        if around:
            node.parent = around[-1]
            around[-1].below.append(node)
        around.append(node)
    for node in reversed(nodes):  # what is below comes after
        node.total = node.line.articles + sum(child.total for child in node.below)
    return nodes


def _open(root: _Node, found: _Node | None) -> None:
    root.is_open = True
    for node in _down_to(found):
        node.is_open = True
    for node in root.below if found is None else ():
        node.is_open = True
    if found is not None:
        found.asked = True
    for small in (root, found):
        if small is not None and small.total <= MOST_OPEN:
            _open_all(small)


def _open_all(node: _Node) -> None:
    node.is_open = True
    for child in node.below:
        _open_all(child)


def _down_to(node: _Node | None) -> list[_Node]:
    """List the divisions around one, from the outermost, and itself; not the text."""
    way: list[_Node] = []
    while node is not None and node.parent is not None:
        way.append(node)
        node = node.parent
    return way[::-1]


_Placed = list[tuple[int, Leaf]]


def _read_leaves(
    connection: sqlite3.Connection, parents: Sequence[int], day: str, link_article: Link
) -> dict[int, _Placed]:
    leaves: dict[int, _Placed] = defaultdict(list)
    rows = connection.execute(ARTICLES_IN, {"parents": json.dumps(parents), "day": day})
    for parent, position, number, held in rows:
        leaves[parent].append((position, Leaf(number, link_article(number) if held else None)))
    return leaves


@dataclass(frozen=True, slots=True)
class _Maker:
    leaves: dict[int, _Placed]
    link_section: Link

    def children(self, node: _Node) -> tuple[Division | Leaf, ...]:
        """Put the articles of a division and the divisions below in their common order."""
        placed: list[tuple[int, Division | Leaf]] = [(child.line.position, self.make(child)) for child in node.below]
        placed += self.leaves.get(node.line.key, [])
        return tuple(child for _, child in sorted(placed, key=lambda pair: pair[0]))

    def make(self, node: _Node) -> Division:
        name = dila_id(node.line.key) or str(node.line.key)
        first, last = (number and canonical_number(number) for number in node.ends())
        left_out = node.line.articles > 0 and node.line.key not in self.leaves and not node.is_open
        children = None if left_out else self.children(node)
        address = self.link_section(name)
        return Division(
            name, node.line.title or "", address, node.is_open, node.asked, node.total, first, last, children
        )
