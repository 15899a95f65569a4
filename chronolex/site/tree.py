"""The table of contents of a text on a day as a tree: which divisions stand open, and what a folded one holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.contents import ContentsLine
from corpus.keys import dila_id

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
    """A division while the tree is made."""

    line: ContentsLine | None
    children: list[_Node | ContentsLine] = field(default_factory=list)
    parent: _Node | None = None

    def articles(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, _Node):
                yield from child.articles()
            else:
                yield child.number or ""


def grow(
    lines: Iterable[ContentsLine], asked: int | None, link_article: Link, link_section: Link
) -> tuple[Division | Leaf, ...]:
    """Make the tree of a table of contents, open to the division ``asked`` for (its key)."""
    root = _nest(lines)
    whole = sum(1 for _ in root.articles())
    path = _path_to(root, asked)
    maker = _Maker(link_article, link_section, path, whole)
    return tuple(maker.make(child, 0, inside=False) for child in root.children)


def trail_to(lines: Iterable[ContentsLine], asked: int) -> tuple[ContentsLine, ...]:
    """Give the divisions from the outermost down to the one asked for; none when it is not there."""
    trail: list[ContentsLine] = []
    for line in lines:
        if line.is_section:
            trail[line.depth :] = [line]
            if line.key == asked:
                return tuple(trail)
    return ()


def _nest(lines: Iterable[ContentsLine]) -> _Node:
    root = _Node(None)
    open_nodes = [root]
    for line in lines:
        del open_nodes[line.depth + 1 :]
        parent = open_nodes[-1]
        if line.is_section:
            node = _Node(line, parent=parent)
            parent.children.append(node)
            open_nodes.append(node)
        else:
            parent.children.append(line)
    return root


def _path_to(root: _Node, asked: int | None) -> frozenset[int]:
    """Give the keys of the division asked for and of all that hold it."""
    waiting: list[_Node] = [root] if asked is not None else []
    while waiting:
        node = waiting.pop()
        if node.line is not None and node.line.key == asked:
            return frozenset(_keys_above(node))
        waiting += [child for child in node.children if isinstance(child, _Node)]
    return frozenset()


def _keys_above(node: _Node | None) -> Iterator[int]:
    while node is not None and node.line is not None:
        yield node.line.key
        node = node.parent


@dataclass(frozen=True, slots=True)
class _Maker:
    link_article: Link
    link_section: Link
    path: frozenset[int]
    whole: int

    def make(self, child: _Node | ContentsLine, depth: int, *, inside: bool) -> Division | Leaf:
        """Make a leaf or a division; ``inside`` the division that was asked for, when it is small, all stands open."""
        if isinstance(child, ContentsLine):
            number = child.number or ""
            return Leaf(number, self.link_article(number) if child.version_id is not None else None)
        assert child.line is not None  # only the root has none
        key, numbers = child.line.key, list(child.articles())
        on_path = key in self.path
        is_open = on_path or inside or self.whole <= MOST_OPEN or (depth == 0 and not self.path)
        asked = on_path and not any(isinstance(c, _Node) and c.line and c.line.key in self.path for c in child.children)
        open_below = inside or (asked and len(numbers) <= MOST_OPEN)
        shown = is_open or self.whole <= MOST_WHOLE
        name = dila_id(key) or str(key)
        division = Division(
            name, child.line.title or "", self.link_section(name), is_open, asked, len(numbers),
            numbers[0] if numbers else None, numbers[-1] if numbers else None, None,
        )  # fmt: skip
        if not shown:
            return division
        return replace(division, children=self._children(child.children, depth + 1, inside=open_below))

    def _children(
        self, children: Sequence[_Node | ContentsLine], depth: int, *, inside: bool
    ) -> tuple[Division | Leaf, ...]:
        return tuple(self.make(child, depth, inside=inside) for child in children)
