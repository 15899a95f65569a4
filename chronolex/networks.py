"""The rows of a corpus for its graph: citations with what is cited over time, filiations, lives of versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from chronolex.progress import Moved
from corpus.answers import Citation
from corpus.dates import Day
from corpus.errors import AmbiguousArticle
from corpus.handles import ArticleHandle
from corpus.history import Address
from corpus.reading import Corpus
from corpus.standing import LOST, STALE
from graph import CitationRow, LawGraph, LineageRow, Standing, VersionRow
from graph.network import Network
from graph.rows import NameText, Row, name_apart


def read_graph(
    corpus: Corpus, *, date: Day | None = None, citing: str | None = None, moved: Moved | None = None
) -> LawGraph:
    """Read the graph of a corpus (see :func:`chronolex.law_graph`), or the part of it that a question needs.

    ``date``: what holds on that day; ``citing``: the citations that one text makes. A national base has millions of
    citations, of which a day has the tenth part. ``moved`` is told of how many versions the citations are read.
    """
    return LawGraph(_rows(corpus, date, citing, moved or (lambda _, __: None)))


def read_around(corpus: Corpus, articles: Sequence[ArticleHandle], date: Day, depth: int) -> LawGraph:
    """Read what cites some articles on a day and what they cite, then the same of those that cite them, to a depth."""
    name = name_texts(corpus)
    found: dict[CitationRow, None] = {}
    seen: set[Address] = set()
    waiting = list(articles)
    for _ in range(depth):
        citing: dict[Address, None] = {}
        for article in waiting:
            seen.add((article.text_slug, article.number))
            made = article.citations(date) if article.at(date) is not None else ()
            received = article.cited_by(date)
            found |= dict.fromkeys(row for one in (*made, *received) if (row := make_row(one, name)) is not None)
            citing |= dict.fromkeys((one.text_slug, one.number) for one in received)
        waiting = [one for address in citing if address not in seen for one in find_bearers(corpus, *address)]
    return LawGraph(found)


def read_stale(corpus: Corpus, date: Day, citing: str | None = None) -> LawGraph:
    """Read what tells the stale citations of a day, of one text or of all: by the articles that make them.

    A national base has millions of citations, of which few are stale. Those of these articles over all time say since
    when; the lives of what they cite, when it ended.
    """
    name = name_texts(corpus)
    made = corpus.citations_of(corpus.citing_articles(STALE | LOST, date, citing), STALE | LOST)
    citations = [row for one in made if (row := make_row(one, name)) is not None]
    cited = {(row.to_text, row.to_article) for row in citations}
    lives = (
        VersionRow(title, life.number, life.start, life.end)
        for life in corpus.lives_of({number for _, number in cited if number is not None})
        if ((title := name(life.text, life.text_slug)), life.number) in cited
    )
    split = any(row.status == Standing.SPLIT for row in citations)
    return LawGraph(chain(citations, lives, _filiations(corpus, name) if split else ()))


def find_bearers(corpus: Corpus, text: str | None, number: str) -> tuple[ArticleHandle, ...]:
    """Find all that bears a number in a text (its slug): one node of the graph, whatever DILA's data has of it.

    One article, which the Journal officiel alone may have given, or several at the same time. Raises what
    :meth:`Corpus.article` does, but for several articles of one text.
    """
    try:
        return (corpus.article(number, text),)
    except AmbiguousArticle as error:
        if len(set(error.texts)) > 1:
            raise
        return tuple(corpus.article(number, text, bearer) for bearer in range(1, len(error.texts) + 1))


def make_network(corpus: Corpus, date: Day | None = None) -> Network:
    """Make the network of a corpus (see :func:`chronolex.network`)."""
    graph = read_graph(corpus)
    return graph.whole() if date is None else graph.at(date)


def _rows(corpus: Corpus, date: Day | None, citing: str | None, moved: Moved) -> Iterator[Row]:
    name = name_texts(corpus)
    moved(0, 1)
    lives = 0
    for life in corpus.lives(date):
        lives += 1
        yield VersionRow(name(life.text, life.text_slug), life.number, life.start, life.end)
    by_version = groupby(corpus.citations(citing, date, chief=True), key=_version_of)
    for done, (_, citations) in enumerate(by_version):
        moved(done, lives)
        yield from (row for citation in citations if (row := make_row(citation, name)) is not None)
    moved(lives, lives)
    yield from _filiations(corpus, name)


def _version_of(citation: Citation) -> tuple[str, str, dt.date]:
    return citation.text_slug, citation.number, citation.version_start


def _filiations(corpus: Corpus, name: NameText) -> Iterator[LineageRow]:
    for link in corpus.lineage(continues=True):
        methods = tuple(evidence.method for evidence in link.evidence)
        old, new = name(link.old_text, link.old_text_slug), name(link.new_text, link.new_text_slug)
        yield LineageRow(old, link.old, new, link.new, link.date, methods, link.score)


def name_texts(corpus: Corpus) -> NameText:
    """Name the texts of a corpus, so that no two have one name (see :func:`graph.rows.name_apart`)."""
    return name_apart(corpus.titles())


def make_row(citation: Citation, name: NameText) -> CitationRow | None:
    """Make the row of a citation; None where its words name no text, or an article that is not found.

    «L'article précédent» cites the article that stands there; «présent chapitre» a division of the text.
    """
    meant = (name(citation.now_text or "", citation.now_text_slug or ""), citation.now_article)
    now = meant if citation.now_article else None
    if citation.target_text is None or (citation.neighbour and now is None) or _is_empty_range(citation):
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


def _is_empty_range(citation: Citation) -> bool:
    """True of «L. 1 à L. 5» where no article stands in between; it is no citation of the whole text."""
    named = citation.target_article or citation.target_division or citation.neighbour
    return not named and citation.status not in _OF_TEXTS


_OF_TEXTS = {Standing.FOUND, Standing.UNKNOWN_TEXT, Standing.AMBIGUOUS, Standing.UNRESOLVED}
"""The statuses of a text cited as a whole."""
