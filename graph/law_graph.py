"""The law as one temporal multigraph: all rows, kept compactly, and the network of any day or span of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import networkx as nx

from corpus.dates import Day, as_day
from graph.intervals import OPEN
from graph.ledger import Ledger, Nodes, day_of
from graph.lives import Lives
from graph.network import Network, add_citation, add_filiation, add_node
from graph.rows import CitationRow, LineageRow, Node, Row, VersionRow, keep_held


class LawGraph:
    """Citations, filiations and lives of articles over all time.

    Rows are read once, in any order. ``at``, ``between`` and ``whole`` give networkx graphs of what they hold; with
    ``text``, of what concerns one text: its articles, what they cite, what cites them. The questions of
    :mod:`graph.measures` and :mod:`graph.touching` work on the compact rows, without building a network.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self.nodes = Nodes()
        self.ledger = Ledger(self.nodes)
        self.lives = Lives(self.nodes)
        self.filiations: list[LineageRow] = []
        for row in keep_held(rows):
            self._add(row)
        self.ledger.close()
        self.lives.close()

    def _add(self, row: Row) -> None:
        match row:
            case CitationRow():
                self.ledger.add(row)
            case VersionRow():
                self.lives.add(row)
            case LineageRow():
                self.filiations.append(row)

    def __len__(self) -> int:
        """Count the citations."""
        return len(self.ledger)

    def at(self, date: Day, text: str | None = None) -> Network:
        """Give the network of a day: what is in force, and the lineage that had taken place by then."""
        day = as_day(date)
        ordinal = day.toordinal()
        past = (row for row in self.filiations if row.date is not None and row.date <= day)
        return self._network(self.lives.intervals.at(ordinal), self.ledger.intervals.at(ordinal), past, text)

    def between(self, start: Day, end: Day, text: str | None = None) -> Network:
        """Give what held on some day of ``[start, end)``, and the lineage that had taken place by its last day."""
        first, last = as_day(start), as_day(end)
        days = first.toordinal(), last.toordinal()
        past = (row for row in self.filiations if row.date is not None and row.date < last and first < last)
        return self._network(self.lives.intervals.between(*days), self.ledger.intervals.between(*days), past, text)

    def whole(self, text: str | None = None) -> Network:
        """Give the network of all time, filiations of unknown date included."""
        return self._network(range(len(self.lives)), range(len(self.ledger)), self.filiations, text)

    def _network(
        self, lives: Iterable[int], citations: Iterable[int], filiations: Iterable[LineageRow], text: str | None
    ) -> Network:
        network: Network = nx.MultiDiGraph()
        wanted = self._nodes_of(text)
        for number in citations:
            if wanted is None or not wanted.isdisjoint(self._ends(number)):
                add_citation(network, self.ledger.row(number))
        for row in filiations:
            if text in {None, row.old_text, row.new_text}:
                add_filiation(network, row)
        for number in lives:
            node = self.nodes[self.lives.article[number]]
            if text in {None, node.text} or node.name in network:
                start, end = self.lives.start[number], self.lives.end[number]
                add_node(network, node, [(dt.date.fromordinal(start), day_of(end))])
        return network

    def _nodes_of(self, text: str | None) -> frozenset[int] | None:
        """Give the nodes of a text, None for all."""
        if text is None:
            return None
        return frozenset(number for number, node in enumerate(self.nodes.values) if node.text == text)

    def _ends(self, number: int) -> tuple[int, int, int]:
        return self.ledger.source[number], self.ledger.target[number], self.ledger.aim(number)

    def dates(self) -> tuple[dt.date, ...]:
        """Give the days on which something changes, ascending."""
        ordinals = {*self.ledger.start, *self.ledger.end, *self.lives.start, *self.lives.end} - {OPEN}
        days = {dt.date.fromordinal(ordinal) for ordinal in ordinals}
        return tuple(sorted(days | {row.date for row in self.filiations if row.date is not None}))

    def texts(self) -> tuple[str, ...]:
        """List the titles of the texts that have an article in force on some day, or that cite."""
        return tuple(sorted({self.nodes[node].text for node in {*self.lives.article, *self.ledger.source}}))

    def links_at(self, day: int) -> Iterator[tuple[int, int, int]]:
        """Give the citations of a day (an ordinal) as numbers: citation, citing node, node it leads to.

        Self-citations are left out; a citation of a renumbered article leads to the one that carries it on.
        """
        source, aim = self.ledger.source, self.ledger.aim
        for number in self.ledger.intervals.at(day):
            end = aim(number)
            if source[number] != end:
                yield number, source[number], end

    def in_force(self, date: Day) -> tuple[Node, ...]:
        """List the articles in force on a day, by text, then as codes order them."""
        found = {self.nodes[node] for node in self.lives.articles_at(as_day(date).toordinal())}
        return tuple(sorted(found, key=lambda node: node.order))
