"""All that an article cites, and all that cites it, on a day: the figures behind the picture of its neighbourhood."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chronolex.site.answers import Answer, Asked, Desk, Page, Redirection
from chronolex.site.article_address import is_at, read_article
from chronolex.site.citations import Cited, CitingList, read_cited, read_citing
from corpus.answers import Version
from corpus.numbering import display_number, say_article

MOST_LISTED = 200
"""Citing articles on one page."""


@dataclass(frozen=True, slots=True)
class CitationsPage:
    """The citations of an article on a day, both ways. ``page`` counts the pages of what cites it from 1."""

    id: int
    text: str
    text_slug: str
    number: str
    date: dt.date
    version: Version | None
    cites: tuple[Cited, ...]
    cited_by: CitingList
    page: int
    pages: int

    @property
    def name(self) -> str:
        """The number as acts print it."""
        return display_number(self.number)


def answer_citations(desk: Desk, asked: Asked) -> Answer:
    """Answer with the citations of an article on a day."""
    handle, date = read_article(desk, asked)
    page = asked.page
    there = desk.at.citations(handle.text_slug, handle.number, date, page)
    if not is_at(asked, handle, date):
        return Redirection(there)
    version = handle.at(date)
    cites = read_cited(desk, version, date, lambda slug, number: desk.at.article(slug, number, date)) if version else ()
    citing = read_citing(desk, handle.id, handle.text_slug, date, MOST_LISTED, MOST_LISTED * (page - 1))
    pages = max(-(-citing.total // MOST_LISTED), 1)
    data = CitationsPage(
        handle.id, handle.text, handle.text_slug, handle.number, date, version, cites, citing, page, pages
    )
    return Page("citations.html", f"Citations {say_article(data.number, 'of')} · {handle.text}", data, there)
