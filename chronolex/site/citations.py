"""What an article cites, and who cites it, on a day: the links in its text, and the lists below it.

An address is not an article: it may have been repealed, renumbered, given to another. A link says so, and what cannot
be linked says why.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from chronolex.citation_words import RESOLUTIONS
from chronolex.site.answers import Desk
from chronolex.site.citation_rows import CitedRow, CitingRow, citations_by, cited_rows, citing_rows
from corpus.answers import Citation, Version, name_article
from corpus.model import Span
from graph import Standing

MOST_CITING = 50
"""Citing articles shown on an article's page; the page of citations has them all."""

PLAIN = frozenset({Standing.IN_FORCE, Standing.FOUND})
"""The statuses of which there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation by the article. ``address`` is where it leads, when the corpus has it; ``state`` what there is to say.

    ``names`` is what is cited, for a reader.
    """

    citation: Citation
    address: str | None
    names: str
    state: str

    @property
    def is_stale(self) -> bool:
        """True of an address that no longer is, that day, that of the article that it names."""
        return Standing(self.citation.status).is_stale

    @property
    def note(self) -> str:
        """Say all of it in one sentence."""
        return f"{self.names} : {self.state}" if self.state else self.names


@dataclass(frozen=True, slots=True)
class Link:
    """What stands behind cited words: where they lead, what to know of it; ``status`` where it is not the plain one."""

    address: str | None
    note: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of an alinéa; ``link`` is there when it is a citation."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class CitedBy:
    """A version that cites the article, and where its words stand."""

    number: str
    address: str
    citations: tuple[Citation, ...]

    @property
    def passages(self) -> tuple[tuple[str, str, int], ...]:
        """The words that cite, each with its status, once, and how often they stand there."""
        counts = Counter((one.as_written, one.status) for one in self.citations)
        return tuple((words, status, times) for (words, status), times in counts.items())


@dataclass(frozen=True, slots=True)
class CitingText:
    """A text whose articles cite the article: ``total`` of them, those of ``articles`` shown."""

    text: str
    slug: str
    total: int
    articles: tuple[CitedBy, ...]


@dataclass(frozen=True, slots=True)
class CitingList:
    """The articles in force on a day that cite the article, by text, its own first: ``shown`` of ``total``."""

    day: dt.date
    total: int
    shown: int
    texts: tuple[CitingText, ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of the articles shown."""
        return tuple(one for text in self.texts for article in text.articles for one in article.citations)


def reference_day(version: Version | None, date: dt.date | None, today: dt.date) -> dt.date:
    """Give the day of which a page speaks: the one asked for, else today, else that of the text shown next to it."""
    if date is not None:
        return date
    if version is None or version.dates().holds(today):
        return today
    return version.start if today < version.start or version.end is None else version.end - dt.timedelta(days=1)


# --- what it cites ------------------------------------------------------------------------------------------------


Where = Callable[[str, str], str]
"""Gives the address of an article, from the slug of its text and its number."""


def read_cited(desk: Desk, version: Version, day: dt.date, where: Where) -> tuple[Cited, ...]:
    """List what a version cites, in the order of its text, each passage once, as it is on ``day``.

    A day out of the version's interval (the two clocks differ by some days) is brought back to its nearest.
    """
    last = version.end - dt.timedelta(days=1) if version.end else day
    resolved_on = min(max(day, version.start), max(last, version.start))
    rows = cited_rows(desk.reader, version.id, resolved_on)
    groups = groupby(rows, key=lambda row: (row.citation.start, row.citation.end, row.citation.relation, row.names))
    return tuple(_cited(desk, next(group), where) for _, group in groups)


def _cited(desk: Desk, row: CitedRow, where: Where) -> Cited:
    one = row.citation
    state = "" if one.status in PLAIN else RESOLUTIONS.get(one.status, one.status)
    if one.status == Standing.RENUMBERED and one.now_article:
        state = f"renuméroté, devenu l’article {name_article(one.now_article)}"
    return Cited(one, _address(desk, row, where), row.names, state)


_NOW = frozenset({Standing.IN_FORCE, Standing.RENUMBERED})


def _address(desk: Desk, row: CitedRow, where: Where) -> str | None:
    one, slug = row.citation, row.text_slug
    if one.status in _NOW and one.now_text_slug and one.now_article:
        return where(one.now_text_slug, one.now_article)
    if slug is None or one.status == Standing.UNKNOWN_ARTICLE:
        return desk.at.text(slug) if slug else None
    if one.target_article and not one.target_division and not one.neighbour:
        return where(slug, one.target_article)
    return desk.at.text(slug)


def link_words(version: Version, cited: Iterable[Cited]) -> tuple[tuple[Words, ...], ...]:
    """Cut each alinéa of a version at its citations, which come in the order of the text."""
    places = deque(((one.citation.start, one.citation.end), _link(one)) for one in cited)
    alineas, start = [], 0
    for alinea in version.alineas:
        end = start + len(alinea)
        inside = []
        while places and places[0][0][0] <= end:
            (first, last), link = places.popleft()
            if start <= first < last <= end:
                inside.append(((first - start, last - start), link))
        alineas.append(cut_alinea(alinea, inside))
        start = end + 1
    return tuple(alineas)


def _link(one: Cited) -> Link:
    return Link(one.address, one.note, "" if one.citation.status in PLAIN else one.citation.status)


def cut_alinea(alinea: str, places: Sequence[tuple[Span, Link]]) -> tuple[Words, ...]:
    """Cut an alinéa at the places cited; of two that overlap the first is kept. Joined, the words give it back."""
    words, done = [], 0
    for (start, end), link in places:
        if start < done:
            continue
        if start > done:
            words.append(Words(alinea[done:start]))
        words.append(Words(alinea[start:end], link))
        done = end
    if done < len(alinea):
        words.append(Words(alinea[done:]))
    return tuple(words)


# --- who cites it -------------------------------------------------------------------------------------------------


def read_citing(
    desk: Desk, article: int, text_slug: str, day: dt.date, most: int = MOST_CITING, skip: int = 0
) -> CitingList:
    """List the articles in force on a day that cite an article: ``most`` of them, after the ``skip`` first."""
    found = citing_rows(desk.reader, article, day)
    found.sort(key=lambda row: (row.slug != text_slug, row.text, row.slug, row.sort_key))
    shown = found[skip : skip + most]
    citations = citations_by(desk.reader, [row.version for row in shown], article, day)
    totals: dict[str, int] = {}
    for row in found:
        totals[row.slug] = totals.get(row.slug, 0) + 1
    texts = tuple(
        CitingText(group[0].text, slug, totals[slug], tuple(_citing_articles(desk, group, citations)))
        for slug, rows in groupby(shown, key=lambda row: row.slug)
        for group in [list(rows)]
    )
    return CitingList(day, len(found), len(shown), texts)


def _citing_articles(
    desk: Desk, rows: Iterable[CitingRow], citations: dict[int, tuple[Citation, ...]]
) -> Iterator[CitedBy]:
    for row in rows:
        found = citations.get(row.version, ())
        if found:
            yield CitedBy(row.number, desk.at.article(row.slug, row.number, found[0].version_start), found)
