"""The citation and lineage network of a corpus, as networkx draws, measures and exports it."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.dates import Day, as_day
from corpus.reading import Corpus
from graph import CitationRow, LineageRow, build_network, network_at
from graph.network import Network


def draw_network(corpus: Corpus, date: Day | None = None) -> Network:
    """Give the network of a corpus (see :func:`chronolex.network`)."""
    rows: list[CitationRow | LineageRow] = [*_citations(corpus), *_lineage(corpus)]
    return build_network(rows) if date is None else network_at(rows, as_day(date))


def _citations(corpus: Corpus) -> Iterator[CitationRow]:
    for citation in corpus.citations():
        yield CitationRow(
            citation.text,
            citation.number,
            citation.target_text or "",
            citation.target_article,
            citation.since,
            citation.until,
            (citation.start, citation.end),
            citation.as_written,
            citation.method,
            citation.target_alinea,
            citation.target_item,
        )


def _lineage(corpus: Corpus) -> Iterator[LineageRow]:
    for link in corpus.lineage():
        if link.continues:
            methods = tuple(evidence.method for evidence in link.evidence)
            yield LineageRow(link.old_text, link.old, link.new_text, link.new, link.date, methods, link.score)
