"""The pictures of an article's page, those of :mod:`graph`, in the style sheet of the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from markupsafe import Markup

from chronolex.networks import make_row
from chronolex.site.addresses import Addresses
from corpus.answers import Citation
from corpus.dates import Clock
from graph import CitationRow, LawGraph, Node
from graph.lineage_picture import Link, draw_lineage
from graph.neighbourhood import find_neighbours
from graph.neighbourhood_picture import draw_neighbourhood
from graph.rows import NameText, name_apart
from graph.timeline import Timeline


def draw(timeline: Timeline, name: str, link: Link, clock: Clock = Clock.LEGIFRANCE) -> Markup:
    """Draw a timeline. ``name`` makes its ids unique in the page."""
    # The tree holds our own element names, and texts that the XML library has escaped.
    return Markup(draw_lineage(timeline, name, link, clock, styled=False))  # noqa: S704


class ArticleAddress(Protocol):
    """Where an article stands: the title and the slug of its text, and its number."""

    @property
    def text(self) -> str:
        """The title."""

    @property
    def text_slug(self) -> str:
        """The slug."""

    @property
    def number(self) -> str:
        """The canonical number."""


MOST_NEIGHBOURS = 20
"""Articles shown on each side; the tables below the picture have all of them."""


def draw_neighbours(
    article: ArticleAddress, citations: Iterable[Citation], date: dt.date, at: Addresses, citing: int
) -> Markup:
    """Draw an article among those that cite it and those it cites on a day; empty when there are none.

    ``citing`` articles cite it: those of them that ``citations`` do not give are counted without being named.
    """
    held = [one for one in citations if one.since <= date and (one.until is None or date < one.until)]
    name = _name_texts(article, held)
    rows = [(one, row) for one in held if (row := make_row(one, name)) is not None]
    law = LawGraph(row for _, row in rows)
    found = find_neighbours(law, Node(name(article.text, article.text_slug), article.number), date, MOST_NEIGHBOURS)
    named = found.citing.total - found.citing.hidden
    found = replace(found, citing=replace(found.citing, total=citing, hidden=citing - named))
    if not found.citing.total and not found.cited.total:
        return Markup()
    places = _find_places(rows)

    def address(text: str, number: str | None) -> str | None:
        place = places.get(Node(text, number))
        return at.article(*place, date) if place else None

    return Markup(draw_neighbourhood(found, address, "voisins", styled=False))  # noqa: S704 - escaped as above


def _name_texts(article: ArticleAddress, citations: Iterable[Citation]) -> NameText:
    """Name the texts of the picture so that no two have one name: an article is known by the text it stands in."""
    texts = {(article.text_slug, article.text)}
    for one in citations:
        texts.add((one.text_slug, one.text))
        if one.now_text_slug and one.now_text:
            texts.add((one.now_text_slug, one.now_text))
    return name_apart(title for _, title in texts)


def _find_places(rows: Iterable[tuple[Citation, CitationRow]]) -> dict[Node, tuple[str, str]]:
    """Find the slug of the text and the number by which each article of the picture has a page."""
    places: dict[Node, tuple[str, str]] = {}
    for one, row in rows:
        places[row.source] = one.text_slug, one.number
        if one.now_text_slug and one.now_article and row.target.article:
            # Words that name a former number lead to the article that carries it on, which may be of another text.
            places.setdefault(row.target, (one.now_text_slug, one.now_article))
    return places
