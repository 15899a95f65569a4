"""Stale citations: those whose words lead to an article that is no longer there, with the reason, and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.dates import Day, as_day, format_date
from corpus.model import Span
from graph.law_graph import LawGraph
from graph.ledger import day_of
from graph.rows import CitationRow, Node, Standing

GONE = frozenset({Standing.REPEALED, Standing.RENUMBERED, Standing.SPLIT, Standing.REASSIGNED})
"""What became of the cited article is known, and it is no longer at that address."""
NOT_FOUND = frozenset({Standing.MISSING, Standing.UNKNOWN_ARTICLE})
"""Nothing is known at that address: the citation may be wrong, or the corpus may lack the text."""
STALE = GONE | NOT_FOUND


@dataclass(frozen=True, slots=True)
class StaleCitation:
    """A citation that leads nowhere, or elsewhere than it says; ``spans``: each place of the article that makes it.

    ``since``: the day from which the words have been stale without a break, under the present number of the citing
    article. ``gone_since``: the last day on which the cited article ended, where its versions are known. ``certain``
    is false where nothing is known at the address. ``reason`` is one French sentence.
    """

    citation: CitationRow
    reason: str
    since: dt.date
    gone_since: dt.date | None
    certain: bool
    spans: tuple[Span | None, ...]


def stale_citations(graph: LawGraph, date: Day, text: str | None = None) -> tuple[StaleCitation, ...]:
    """List the stale citations of a day, made by the articles of one text or of all, in the order of their articles.

    What an article cites several times is one, with each place.

    Texts that are not in the corpus, and articles that are not in force yet, are no stale citations. An article that
    cites itself under its former number is one.
    """
    day = as_day(date)
    found: dict[Hashable, list[StaleCitation]] = {}
    for number in graph.ledger.intervals.at(day.toordinal()):
        if _is_stale(graph, number) and text in {None, graph.nodes[graph.ledger.source[number]].text}:
            one = _stale(graph, number, day)
            found.setdefault((one.citation.source, one.citation.target, one.reason), []).append(one)
    return tuple(sorted(map(_join, found.values()), key=lambda one: (one.citation.source.order, _place(one))))


def _place(one: StaleCitation) -> Span:
    return one.citation.span or (0, 0)


def _join(same: Sequence[StaleCitation]) -> StaleCitation:
    """Make one of the places where an article cites another: the first of them, which knows the others."""
    first, *others = sorted(same, key=_place)
    return replace(first, spans=tuple(one.citation.span for one in (first, *others)))


def _is_stale(graph: LawGraph, number: int) -> bool:
    ledger = graph.ledger
    return ledger.source[number] != ledger.target[number] and ledger.status(number) in STALE


def _stale(graph: LawGraph, number: int, day: dt.date) -> StaleCitation:
    row = graph.ledger.row(number)
    status = Standing(row.status or "")
    gone = _last_end(graph, graph.ledger.target[number], day) if status in GONE - {Standing.REASSIGNED} else None
    reason = _explain(graph, row, status, gone)
    return StaleCitation(row, reason, _since(graph, number), gone, status in GONE, (row.span,))


def _since(graph: LawGraph, number: int) -> dt.date:
    """Go back through the rows of the same citing and cited article, as long as they are stale and touch."""
    ledger = graph.ledger
    source, target = ledger.source[number], ledger.target[number]
    since = ledger.start[number]
    same = [n for n in ledger.of_source(source) if ledger.target[n] == target and _is_stale(graph, n)]
    for earlier in reversed(same):
        if ledger.start[earlier] < since <= ledger.end[earlier]:
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
