"""What became of a cited article while the words that cite it were in force: one citation gives a row for each answer.

The answers are those of :meth:`corpus.handles.ArticleHandle.status_at`; a renumbered article is followed to the one
that carries it on, and is «repealed» when that one is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from corpus.answers import LineageLink, Version
from corpus.errors import AmbiguousArticle, UnknownArticle, UnknownText
from corpus.handles import ArticleHandle
from corpus.history import StatusKind
from corpus.reading import Corpus
from graph import Node, Standing

Answer = tuple[Standing, Node | None]
"""What an address is on a day, and the article that carries a renumbered one on."""

Stretch = tuple[dt.date, dt.date | None, Standing, Node | None]

_ERRORS = {
    UnknownText: Standing.UNKNOWN_TEXT,
    UnknownArticle: Standing.UNKNOWN_ARTICLE,
    AmbiguousArticle: Standing.AMBIGUOUS,
}
_GONE = {"repealed", "annulled", "expired"}


class Standings:
    """Follows the articles of a corpus; what it found of an address is kept."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._find = cache(self._look_up)
        self._days = cache(self._changes)

    def stretches(self, text: str, number: str | None, start: dt.date, end: dt.date | None) -> Iterator[Stretch]:
        """Cut ``[start, end)`` where the answer changes; the stretches follow one another and have all of it."""
        days = self._days(Node(text, number)) if number else ()
        bounds: list[dt.date | None] = [
            start,
            *(day for day in days if start < day and (end is None or day < end)),
            end,
        ]
        current: Stretch | None = None
        for first, last in pairwise(bounds):
            answer = self.at(Node(text, number), first or start)
            if current is not None and current[2:] == answer:
                current = (current[0], last, *answer)
                continue
            if current is not None:
                yield current
            current = (first or start, last, *answer)
        if current is not None:
            yield current

    def at(self, node: Node, day: dt.date, seen: frozenset[Node] = frozenset()) -> Answer:
        """Say what an address is on a day."""
        found = self._find(node)
        if isinstance(found, Standing):
            return found, None
        status = found.status_at(day)
        match status.kind:
            case StatusKind.IN_FORCE | StatusKind.UNDATED:
                return Standing.IN_FORCE, None
            case StatusKind.NOT_YET:
                return Standing.NOT_YET, None
            case StatusKind.MISSING:
                heirs = _heirs(status.successors, day)
                return self._follow(heirs, day, seen | {node}) if heirs else (Standing.MISSING, None)
            case StatusKind.ENDED:
                heirs = _heirs(status.successors, day)
                return self._follow(heirs, day, seen | {node}) if heirs else (_ended(status.version), None)

    def _follow(self, heirs: list[Node], day: dt.date, seen: frozenset[Node]) -> Answer:
        if len(heirs) > 1:
            return Standing.SPLIT, None
        if heirs[0] in seen:
            return Standing.RENUMBERED, None
        standing, now = self.at(heirs[0], day, seen)
        if standing in {Standing.REPEALED, Standing.SPLIT}:
            return standing, None
        return Standing.RENUMBERED, now or heirs[0]

    def _look_up(self, node: Node) -> ArticleHandle | Standing:
        try:
            if node.article is None:
                self._corpus.text(node.text)
                return Standing.IN_FORCE
            return self._corpus.article(node.article, node.text)
        except (UnknownText, UnknownArticle, AmbiguousArticle) as error:
            return _ERRORS[type(error)]

    def _changes(self, node: Node) -> tuple[dt.date, ...]:
        """List the days on which something may change for an address, those of its heirs included."""
        days: set[dt.date] = set()
        waiting, seen = [node], {node}
        while waiting:
            found = self._find(waiting.pop())
            if isinstance(found, Standing):
                continue
            for entry in found.history():
                days |= {day for day in (entry.start, entry.end) if day is not None}
            links = [link for link in found.lineage() if _is_sure(link)]
            days |= {link.date for link in links if link.date is not None}
            fresh = {Node(link.new_text, link.new) for link in links} - seen
            seen |= fresh
            waiting += fresh
        return tuple(sorted(days))


def _heirs(links: tuple[LineageLink, ...], day: dt.date) -> list[Node]:
    return [Node(link.new_text, link.new) for link in links if _is_sure(link) and link.date and link.date <= day]


def _is_sure(link: LineageLink) -> bool:
    return link.continues and link.status != "inferred"


def _ended(version: Version | None) -> Standing:
    """Tell how an article ended that nothing carries on; where no cause is known, only that there is no text."""
    cause = version.end_cause if version else None
    return Standing.REPEALED if cause in _GONE else Standing.RENUMBERED if cause == "renumbered" else Standing.MISSING
