"""Citations in columns: some forty bytes each, so that those of all codes fit in memory. What repeats (articles, words,
the manner of a citation) is kept once and numbered.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Hashable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

from corpus.model import Span
from corpus.standing import Standing
from graph.intervals import OPEN, Days, Intervals
from graph.rows import CitationRow, Node

_Value = TypeVar("_Value", bound=Hashable)
_NONE = -1
_Manner = tuple[str, str | None, str | None, str | None, str | None, str, Standing | None]


class Numbered(Generic[_Value]):
    """Values, each once, numbered from 0 in the order in which they came."""

    def __init__(self) -> None:
        self.values: list[_Value] = []
        self._numbers: dict[_Value, int] = {}

    def add(self, value: _Value) -> int:
        """Give the number of a value, a new one if it is new."""
        number = self._numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number

    def find(self, value: _Value) -> int | None:
        """Give the number of a value, None if it never came."""
        return self._numbers.get(value)

    def __getitem__(self, number: int) -> _Value:
        return self.values[number]

    def __len__(self) -> int:
        return len(self.values)


class Nodes(Numbered[Node]):
    """The articles and texts of a graph; the strings of a title are kept once."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: dict[str, str] = {}

    def add(self, value: Node) -> int:
        """Give the number of a node, a new one if it is new."""
        number = self.find(value)
        if number is not None:
            return number
        return super().add(Node(self._texts.setdefault(value.text, value.text), value.article))


class Ledger:
    """The citations that hold on some day, numbered in the order of their starts."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.source, self.target, self._now, self.start, self.end = (array("i") for _ in range(5))
        self._span_start, self._span_end, self._written, self._manner = (array("i") for _ in range(4))
        self._words: Numbered[str] = Numbered()
        self._manners: Numbered[_Manner] = Numbered()

    def __len__(self) -> int:
        return len(self.source)

    def add(self, row: CitationRow) -> None:
        """Add a citation that holds on some day; ValueError for a status that is none."""
        status = None if row.status is None else Standing(row.status)
        self.source.append(self.nodes.add(row.source))
        self.target.append(self.nodes.add(row.target))
        self._now.append(_NONE if row.now is None else self.nodes.add(row.now))
        self.start.append(row.start.toordinal())
        self.end.append(OPEN if row.end is None else row.end.toordinal())
        first, last = row.span or (_NONE, _NONE)
        self._span_start.append(first)
        self._span_end.append(last)
        self._written.append(self._words.add(row.as_written))
        manner = (row.method, row.alinea, row.item, row.sentence, row.division, row.relation, status)
        self._manner.append(self._manners.add(manner))

    def close(self) -> None:
        """Put the citations in the order of their starts; no more may be added."""
        order = array("i", sorted(range(len(self)), key=self.start.__getitem__))
        for name in ("source", "target", "_now", "start", "end", "_span_start", "_span_end", "_written", "_manner"):
            column = getattr(self, name)
            setattr(self, name, array("i", map(column.__getitem__, order)))

    @cached_property
    def intervals(self) -> Intervals:
        """The intervals of the citations."""
        return Intervals(self.start, self.end)

    @cached_property
    def _by_source(self) -> Index:
        return Index(self.source, len(self.nodes))

    @cached_property
    def _by_aim(self) -> Index:
        return Index(array("i", map(self.aim, range(len(self)))), len(self.nodes))

    def of_source(self, node: int) -> Iterator[int]:
        """Give the citations that an article makes, in the order of their starts."""
        return self._by_source.of(node)

    def of_aim(self, node: int) -> Iterator[int]:
        """Give the citations that lead to a node, in the order of their starts."""
        return self._by_aim.of(node)

    def aim(self, number: int) -> int:
        """Give the node a citation leads to: the one that carries the cited one on, else the cited one."""
        now = self._now[number]
        return self.target[number] if now == _NONE else now

    def status(self, number: int) -> Standing | None:
        """Give the status of a citation."""
        return self._manners[self._manner[number]][-1]

    def holds(self, number: int, day: int) -> bool:
        """True when a citation holds on a day."""
        return self.start[number] <= day < self.end[number]

    def is_own(self, number: int) -> bool:
        """True when an article cites itself, or the number it had; such citations count nowhere."""
        return self.source[number] == self.aim(number)

    def row(self, number: int) -> CitationRow:
        """Give a citation as it came."""
        source, target = self.nodes[self.source[number]], self.nodes[self.target[number]]
        now = None if self._now[number] == _NONE else self.nodes[self._now[number]]
        method, alinea, item, sentence, division, relation, status = self._manners[self._manner[number]]
        return CitationRow(
            source.text,
            source.article or "",
            target.text,
            target.article,
            dt.date.fromordinal(self.start[number]),
            day_of(self.end[number]),
            self._span(number),
            self._words[self._written[number]],
            method,
            alinea,
            item,
            sentence,
            division,
            relation,
            status,
            now.text if now else None,
            now.article if now else None,
        )

    def _span(self, number: int) -> Span | None:
        first = self._span_start[number]
        return None if first == _NONE else (first, self._span_end[number])


class Index:
    """Which rows have a value, for values from 0 to ``count``: eight bytes for each row and value."""

    def __init__(self, column: Days[int], count: int) -> None:
        self._first = array("i", bytes(4 * (count + 1)))
        for value in column:
            self._first[value + 1] += 1
        for value in range(count):
            self._first[value + 1] += self._first[value]
        places = array("i", self._first)
        self._rows = array("i", bytes(4 * len(column)))
        for row, value in enumerate(column):
            self._rows[places[value]] = row
            places[value] += 1

    def of(self, value: int) -> Iterator[int]:
        """Give the rows of a value, ascending."""
        return iter(self._rows[self._first[value] : self._first[value + 1]])


def day_of(ordinal: int) -> dt.date | None:
    """Give the day of an ordinal, None for an open end."""
    return None if ordinal == OPEN else dt.date.fromordinal(ordinal)
