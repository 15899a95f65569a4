"""The pictures of an article's page, those of :mod:`graph`, in the style sheet of the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from markupsafe import Markup

from chronolex.networks import make_row
from chronolex.site.addresses import Addresses
from corpus.answers import Citation
from corpus.dates import Clock
from graph import LawGraph, Node
from graph.lineage_picture import Link, draw_lineage
from graph.neighbourhood import find_neighbours
from graph.neighbourhood_picture import draw_neighbourhood
from graph.timeline import Timeline


def draw(timeline: Timeline, name: str, link: Link, clock: Clock = Clock.LEGIFRANCE) -> Markup:
    """Draw a timeline. ``name`` makes its ids unique in the page."""
    # The tree holds our own element names, and texts that the XML library has escaped.
    return Markup(draw_lineage(timeline, name, link, clock, styled=False))  # noqa: S704


MOST_NEIGHBOURS = 20
"""Articles shown on each side; the tables below the picture have all of them."""


def draw_neighbours(
    article: Node, citations: Iterable[Citation], date: dt.date, at: Addresses, hidden: int = 0
) -> Markup:
    """Draw an article among those that cite it and those it cites on a day; empty when there are none.

    ``hidden`` articles that cite it, beyond those of ``citations``, are counted without being named.
    """
    held = [one for one in citations if one.since <= date and (one.until is None or date < one.until)]
    rows = [row for one in held if (row := make_row(one, _title)) is not None]
    found = find_neighbours(LawGraph(rows), article, date, MOST_NEIGHBOURS)
    if hidden:
        citing = found.citing
        more = replace(citing, total=citing.total + hidden, hidden=citing.hidden + hidden)
        found = replace(found, citing=more)
    if not found.citing.total and not found.cited.total:
        return Markup()
    slugs = {(one.text, one.number): one.text_slug for one in held}
    slugs |= {
        (text, number): one.now_text_slug
        for one in held
        if one.now_text_slug and one.now_article
        for text, number in ((one.now_text or "", one.now_article), (one.target_text or "", one.target_article or ""))
    }

    def address(text: str, number: str | None) -> str | None:
        slug = slugs.get((text, number or ""))
        return at.article(slug, number, date) if slug and number else None

    return Markup(draw_neighbourhood(found, address, "voisins", styled=False))  # noqa: S704 - escaped as above


def _title(title: str, slug: str) -> str:
    return title
