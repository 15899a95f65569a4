"""An article among those that cite it and those it cites, at a date: the most important of each, grouped by text."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from corpus.dates import Day, as_day
from corpus.numbering import display_number
from corpus.standing import Standing
from graph.asking import citations_in, citations_of
from graph.law_graph import LawGraph
from graph.rows import CitationRow, Node

WORDS: dict[Standing, str] = {
    Standing.IN_FORCE: "en vigueur",
    Standing.RENUMBERED: "renuméroté",
    Standing.SPLIT: "devenu plusieurs articles",
    Standing.REPEALED: "abrogé",
    Standing.REASSIGNED: "numéro passé à un autre article",
    Standing.NOT_YET: "pas encore de texte connu",
    Standing.MISSING: "texte inconnu du corpus",
    Standing.FOUND: "dans le corpus",
    Standing.UNKNOWN_ARTICLE: "article inconnu du corpus",
    Standing.UNKNOWN_DIVISION: "division non trouvée dans les tables du corpus",
    Standing.UNKNOWN_TEXT: "texte hors du corpus",
    Standing.AMBIGUOUS: "ambigu",
    Standing.UNDETERMINED: "texte non déterminé",
    Standing.UNRESOLVED: "pas encore résolu",
}
"""The statuses in French, of a cited article."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An article or a text next to another, by one or several citations that have the same status.

    ``note`` says in French what is to be known of them: the status, the number they were written with. ``importance``
    is the number of articles that cite this one.
    """

    node: Node
    name: str
    citations: int
    status: Standing | None
    note: str
    importance: int


@dataclass(frozen=True, slots=True)
class Side:
    """The neighbours on one side, by text (that of the article first, then by title), and how many are not shown."""

    groups: tuple[tuple[str, tuple[Neighbour, ...]], ...]
    total: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """An article at a date, with what cites it and what it cites."""

    node: Node
    date: dt.date
    citing: Side
    cited: Side


_Key = tuple[Node, str, Standing | None, str]


def find_neighbours(graph: LawGraph, node: Node, date: Day, most: int = 20) -> Neighbourhood:
    """Find the neighbours of an article on a day; of each side the ``most`` important, those most cited, are kept."""
    day = as_day(date)
    citing = Counter(_citing_key(row) for row in citations_of(graph, node, day))
    cited = Counter(_cited_key(row) for row in citations_in(graph, node, day))
    return Neighbourhood(node, day, _side(graph, node, day, citing, most), _side(graph, node, day, cited, most))


def _citing_key(row: CitationRow) -> _Key:
    old = f"sous {display_number(row.to_article)}" if row.now and row.to_article else ""
    return row.source, _name(row.source, None), None if row.status is None else Standing(row.status), old


def _cited_key(row: CitationRow) -> _Key:
    status = None if row.status is None else Standing(row.status)
    return row.target, _name(row.target, row.division), status, _note(row, status)


def _note(row: CitationRow, status: Standing | None) -> str:
    if status in {None, Standing.IN_FORCE, Standing.FOUND}:
        return ""
    if row.now and row.now.article:
        moved = "" if row.now.text == row.to_text else f" ({row.now.text})"
        return f"devenu {_name(row.now, None)}{moved}"
    return WORDS[Standing(status or "")]


def _name(node: Node, division: str | None) -> str:
    if node.article is None:
        return division or "le texte entier"
    word = "art. " if node.article[:1].isdigit() else ""
    return f"{word}{display_number(node.article)}"


def _side(graph: LawGraph, node: Node, day: dt.date, found: Counter[_Key], most: int) -> Side:
    neighbours = [
        Neighbour(other, name, count, status, note, _importance(graph, other, day))
        for (other, name, status, note), count in found.items()
    ]
    kept = sorted(neighbours, key=lambda one: (-one.importance, one.node.order, one.name, one.note))[:most]
    kept.sort(key=lambda one: (one.node.text != node.text, one.node.order, one.name, one.note))
    groups = groupby(kept, lambda one: one.node.text)
    total = len({one.node for one in neighbours})
    hidden = total - len({one.node for one in kept})
    return Side(tuple((text, tuple(group)) for text, group in groups), total, hidden)


def _importance(graph: LawGraph, node: Node, day: dt.date) -> int:
    number = graph.nodes.find(node)
    ledger, ordinal = graph.ledger, day.toordinal()
    rows: Iterable[int] = () if number is None else ledger.of_aim(number)
    return len({ledger.source[n] for n in rows if ledger.holds(n, ordinal) and not ledger.is_own(n)})
