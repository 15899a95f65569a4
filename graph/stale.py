"""Stale citations: those whose words lead to an article that is no longer there, with the reason, and since when.

What is stale is said by :attr:`corpus.standing.Standing.is_stale`. Beside them, and told apart, stand the citations of
which nobody can say it, since the corpus does not know the article (:attr:`corpus.standing.Standing.is_lost`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.dates import Day, as_day, format_date
from corpus.model import Span
from corpus.standing import Standing
from graph.law_graph import LawGraph
from graph.ledger import day_of
from graph.rows import CitationRow, Node


@dataclass(frozen=True, slots=True)
class StaleCitation:
    """A citation that is stale (``certain``), or whose article the corpus does not know (not ``certain``).

    ``spans``: each place of the article that makes it.

    ``since``: the day from which the words have been so without a break, under the present number of the citing
    article. ``gone_since``: the last day on which the cited article ended, where its versions are known. ``reason`` is
    one French sentence.
    """

    citation: CitationRow
    reason: str
    since: dt.date
    gone_since: dt.date | None
    certain: bool
    spans: tuple[Span | None, ...]


def stale_citations(graph: LawGraph, date: Day, text: str | None = None) -> tuple[StaleCitation, ...]:
    """List the stale citations of a day, made by the articles of one text or of all, in the order of their articles.

    What an article cites several times is one, with each place. Those whose article is not known come with them, not
    ``certain``. Texts that are not in the corpus, and articles that are not in force yet, are neither. An article that
    cites itself under its former number is stale.
    """
    day = as_day(date)
    found: dict[Hashable, list[StaleCitation]] = {}
    for number in graph.ledger.intervals.at(day.toordinal()):
        if _standing(graph, number) and text in {None, graph.nodes[graph.ledger.source[number]].text}:
            one = _stale(graph, number, day)
            found.setdefault((one.citation.source, one.citation.target, one.reason), []).append(one)
    return tuple(sorted(map(_join, found.values()), key=lambda one: (one.citation.source.order, _place(one))))


def _place(one: StaleCitation) -> Span:
    return one.citation.span or (0, 0)


def _join(same: Sequence[StaleCitation]) -> StaleCitation:
    """Make one of the places where an article cites another: the first of them, which knows the others."""
    first, *others = sorted(same, key=_place)
    return replace(first, spans=tuple(one.citation.span for one in (first, *others)))


def _standing(graph: LawGraph, number: int) -> Standing | None:
    """Give the status of a citation that is stale, or whose article is not known; None for others."""
    ledger = graph.ledger
    status = ledger.status(number)
    told = status is not None and (status.is_stale or status.is_lost) and ledger.source[number] != ledger.target[number]
    return status if told else None


def _stale(graph: LawGraph, number: int, day: dt.date) -> StaleCitation:
    row = graph.ledger.row(number)
    status = Standing(row.status or "")
    ended = status.is_stale and status is not Standing.REASSIGNED
    gone = _last_end(graph, graph.ledger.target[number], day) if ended else None
    reason, since = _explain(graph, row, status, gone), _since(graph, number, status)
    return StaleCitation(row, reason, since, gone, status.is_stale, (row.span,))


def _since(graph: LawGraph, number: int, status: Standing) -> dt.date:
    """Go back through the rows of the same citing and cited article, as long as they are of one kind and touch."""
    ledger = graph.ledger
    source, target = ledger.source[number], ledger.target[number]
    since = ledger.start[number]
    for earlier in reversed([n for n in ledger.of_source(source) if ledger.target[n] == target]):
        before = _standing(graph, earlier)
        same = before is not None and before.is_stale is status.is_stale
        if same and ledger.start[earlier] < since <= ledger.end[earlier]:
            since = ledger.start[earlier]
    return dt.date.fromordinal(since)


def _last_end(graph: LawGraph, node: int, day: dt.date) -> dt.date | None:
    ends = [end for _, end in graph.lives.of(node) if end <= day.toordinal()]
    return day_of(max(ends)) if ends else None


def _explain(graph: LawGraph, row: CitationRow, status: Standing, gone: dt.date | None) -> str:
    when = f" depuis le {format_date(gone)}" if gone else ""
    match status:
        case Standing.REPEALED:
            return f"L’article cité est abrogé{when}."
        case Standing.RENUMBERED if row.now:
            return f"L’article cité est devenu : {row.now.label}{when and ','}{when}."
        case Standing.RENUMBERED:
            return f"L’article cité a changé de numéro{when}."
        case Standing.SPLIT:
            return f"Plusieurs articles continuent l’article cité{when}{_name_heirs(graph, row)}."
        case Standing.REASSIGNED:
            return "Le numéro cité est passé depuis à un autre article."
        case Standing.MISSING:
            return "Le corpus n’a pas de texte de l’article cité à cette date."
        case _:
            return "Le corpus connaît le texte cité, mais aucun article de ce numéro."


def _name_heirs(graph: LawGraph, row: CitationRow) -> str:
    heirs: Iterable[Node] = {
        Node(link.new_text, link.new_article)
        for link in graph.filiations
        if (link.old_text, link.old_article) == row.target and link.date is not None and link.date <= row.start
    }
    names = [node.label for node in sorted(heirs, key=lambda node: node.order)]
    return f" : {' ; '.join(names)}" if names else ""
