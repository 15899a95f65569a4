"""The rows of a corpus for its graph: citations and what became of the cited article, filiations, lives of versions."""

from __future__ import annotations

from collections.abc import Iterator

from chronolex.standings import Standings
from corpus.answers import Citation
from corpus.dates import Day
from corpus.reading import Corpus
from graph import CitationRow, LawGraph, LineageRow, Standing, VersionRow
from graph.network import Network
from graph.rows import Row


def read_graph(corpus: Corpus) -> LawGraph:
    """Read the graph of a corpus (see :func:`chronolex.law_graph`)."""
    return LawGraph(_rows(corpus))


def draw_network(corpus: Corpus, date: Day | None = None) -> Network:
    """Give the network of a corpus (see :func:`chronolex.network`)."""
    graph = read_graph(corpus)
    return graph.whole() if date is None else graph.at(date)


def _rows(corpus: Corpus) -> Iterator[Row]:
    standings = Standings(corpus)
    for citation in corpus.citations():
        yield from _follow(citation, standings)
    for version in corpus.versions():
        yield VersionRow(version.text, version.number, version.start, version.end)
    for link in corpus.lineage():
        if link.continues:
            methods = tuple(evidence.method for evidence in link.evidence)
            yield LineageRow(link.old_text, link.old, link.new_text, link.new, link.date, methods, link.score)


def _follow(citation: Citation, standings: Standings) -> Iterator[CitationRow]:
    """Make a citation one row for each status its target has while the citing version is in force."""
    target, start, end = citation.target_text or "", citation.version_start, citation.version_end
    stretches = (
        standings.stretches(target, citation.target_article, start, end)
        if citation.status == "resolved"
        else [(start, end, Standing(citation.status), None)]
    )
    for first, last, standing, now in stretches:
        yield CitationRow(
            citation.text,
            citation.number,
            target,
            citation.target_article,
            first,
            last,
            span=(citation.start, citation.end),
            as_written=citation.as_written,
            method=citation.method,
            alinea=citation.target_alinea,
            item=citation.target_item,
            status=standing,
            now_text=now.text if now else None,
            now_article=now.article if now else None,
        )
