"""The rows of a corpus for its graph: citations with what is cited over time, filiations, lives of versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from corpus.answers import Citation
from corpus.dates import Day
from corpus.reading import Corpus
from graph import CitationRow, LawGraph, LineageRow, Standing, VersionRow
from graph.network import Network
from graph.rows import Row

NameText = Callable[[str, str], str]
"""Names a text, given its title and its slug."""


def read_graph(corpus: Corpus) -> LawGraph:
    """Read the graph of a corpus (see :func:`chronolex.law_graph`)."""
    return LawGraph(_rows(corpus))


def draw_network(corpus: Corpus, date: Day | None = None) -> Network:
    """Give the network of a corpus (see :func:`chronolex.network`)."""
    graph = read_graph(corpus)
    return graph.whole() if date is None else graph.at(date)


def _rows(corpus: Corpus) -> Iterator[Row]:
    name = name_texts(corpus)
    for life in corpus.lives():
        yield VersionRow(name(life.text, life.text_slug), life.number, life.start, life.end)
    for citation in corpus.citations(chief=True):
        row = _cite(citation, name)
        if row is not None:
            yield row
    for link in corpus.lineage():
        if link.continues:
            methods = tuple(evidence.method for evidence in link.evidence)
            old, new = name(link.old_text, link.old_text_slug), name(link.new_text, link.new_text_slug)
            yield LineageRow(old, link.old, new, link.new, link.date, methods, link.score)


def name_texts(corpus: Corpus) -> NameText:
    """Name texts by their titles; those that share one («Arrêté du 7 avril 2005») by their slugs too."""
    counts = Counter(corpus.titles())
    shared = {title for title, count in counts.items() if count > 1}
    return lambda title, slug: f"{title} ({slug})" if title in shared else title


def _cite(citation: Citation, name: NameText) -> CitationRow | None:
    """Make the row of a citation; None where its words name no text, or an article that is not found.

    «L'article précédent» cites the article that stands there; «présent chapitre» a division of the text.
    """
    meant = (name(citation.now_text or "", citation.now_text_slug or ""), citation.now_article)
    now = meant if citation.now_article else None
    if citation.target_text is None or (citation.neighbour and now is None):
        return None
    is_place = bool(citation.neighbour or citation.target_division)
    number = None if is_place else citation.target_article
    moved = citation.status == Standing.RENUMBERED and not citation.neighbour
    # The title of a text is that of its article, where that is known: of texts that share one, the right one.
    text = now[0] if now and not moved and not citation.target_division else citation.target_text
    return CitationRow(
        name(citation.text, citation.text_slug),
        citation.number,
        text,
        now[1] if now and citation.neighbour else number,
        citation.since,
        citation.until,
        span=(citation.start, citation.end),
        as_written=citation.as_written,
        method=citation.method,
        alinea=citation.target_alinea,
        item=citation.target_item,
        sentence=citation.target_sentence,
        division=citation.target_division,
        relation=citation.relation,
        status=citation.status,
        now_text=now[0] if now and moved else None,
        now_article=now[1] if now and moved else None,
    )
