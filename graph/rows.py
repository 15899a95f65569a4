"""The rows a graph of the law is made of: citations, filiations, lives of versions, each with its interval.

Intervals are half-open, ``[start, end)``; None is an open end. A row that never holds (``end <= start``, a stillborn
version) is in no graph: :func:`keep_held` leaves it out, of every one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corpus.model import Span
from corpus.numbering import display_number, sort_key

NameText = Callable[[str, str], str]
"""Names a text, given its title and its slug."""


def name_apart(titles: Iterable[str]) -> NameText:
    """Name texts by their titles, given once for each text; those that share one («Arrêté du 7 avril 2005») by their
    slugs too, so that no two have one name.
    """
    shared = {title for title, count in Counter(titles).items() if count > 1}
    return lambda title, slug: f"{title} ({slug})" if title in shared else title


class Node(NamedTuple):
    """An article (canonical number) of a text (its name, see :func:`name_apart`), or, ``article`` None, the text."""

    text: str
    article: str | None = None

    @property
    def name(self) -> str:
        """The key of the node in a network: «Code de la santé publique R730»."""
        return node_name(self.text, self.article)

    @property
    def label(self) -> str:
        """The node for a reader: «Code de la santé publique, art. R. 730»."""
        return f"{self.text}, art. {display_number(self.article)}" if self.article else self.text

    @property
    def order(self) -> tuple[str, str, str]:
        """Sorts nodes by text, then as codes order their articles; a text comes before its articles."""
        return self.text, sort_key(self.article) if self.article else "", self.article or ""


def node_name(text: str, article: str | None) -> str:
    """Name a node: «Code de la santé publique R730», or the text alone."""
    return f"{text} {article}" if article else text


@dataclass(frozen=True, slots=True)
class CitationRow:
    """One citation, while ``[start, end)``: the citing version is in force and the cited address has that status.

    A citation whose target changes status in the meantime is several rows, one after the other. ``status`` is a
    :class:`Standing`, None where nobody has looked; ``now_text`` and ``now_article`` are the article that carries a
    renumbered one on. ``relation`` is cited, alternative («ou») or excluded («à l'exception de»); ``division`` a
    division cited as a whole, ``sentence``, ``alinea`` and ``item`` the place inside the article.
    """

    from_text: str
    from_article: str
    to_text: str
    to_article: str | None
    start: dt.date
    end: dt.date | None = None
    span: Span | None = None
    as_written: str = ""
    method: str = ""
    alinea: str | None = None
    item: str | None = None
    sentence: str | None = None
    division: str | None = None
    relation: str = "cited"
    status: str | None = None
    now_text: str | None = None
    now_article: str | None = None

    @property
    def source(self) -> Node:
        """The article that cites."""
        return Node(self.from_text, self.from_article)

    @property
    def target(self) -> Node:
        """What the words name."""
        return Node(self.to_text, self.to_article)

    @property
    def now(self) -> Node | None:
        """The article that carries the cited one on, if it was renumbered."""
        return Node(self.now_text, self.now_article) if self.now_text else None

    @property
    def aim(self) -> Node:
        """What the citation leads to: the article that carries the cited one on, else the cited one."""
        return self.now or self.target


@dataclass(frozen=True, slots=True)
class LineageRow:
    """An old article and the one that carries it on, since ``date`` (None: not known)."""

    old_text: str
    old_article: str
    new_text: str
    new_article: str
    date: dt.date | None
    methods: tuple[str, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class VersionRow:
    """The life of one version: by these, an article that neither cites nor is cited is in the graph too."""

    text: str
    article: str
    start: dt.date
    end: dt.date | None = None


Row = CitationRow | LineageRow | VersionRow


def keep_held(rows: Iterable[Row]) -> Iterator[Row]:
    """Leave out the rows that never hold; a filiation has a day, no interval."""
    return (row for row in rows if isinstance(row, LineageRow) or row.end is None or row.start < row.end)
