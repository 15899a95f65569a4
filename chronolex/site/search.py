"""The search: what names an article or a text leads straight to it, words to the articles that hold them."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, replace

from chronolex.site.addresses import Addresses
from chronolex.site.answers import Answer, Asked, Choice, Desk, Page, Redirection
from chronolex.site.identifiers import ELI_PATTERN, answer_eli, answer_identifier
from chronolex.site.named import STATES, Narrowing, Ways, find_begun, find_ways, nearest_texts, text_way
from corpus.dates import as_day
from corpus.errors import LookupFailed, UnknownText
from corpus.figures import read_figures
from corpus.finding import Found, FoundArticle, Wanted, find_articles
from corpus.handles import TextHandle
from corpus.inquiry import read_inquiry
from corpus.text_days import read_known_day

LONGEST_SEARCH = 300
"""Characters of a search; more is no question."""
ON_A_PAGE = 20
LAST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What the form asks beside the words. ``text`` is as written; ``state`` a key of ``STATES``, or empty."""

    text: str = ""
    date: dt.date | None = None
    state: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The answer to a search. ``articles`` and ``texts`` are what its words name, ``more_articles`` not shown.

    ``hits`` are the articles with the words, from ``first`` (counted from 1) on; ``found`` and ``versions`` count all
    that there are; not ``complete``: at least. Not ``searched``: the words were not looked for, and ``message`` says
    why. ``day`` is the day on which their states hold. ``offered`` are the titles of the chief texts.
    """

    words: str
    message: str
    filters: Filters
    text_title: str | None
    day: dt.date
    articles: tuple[Choice, ...]
    more_articles: int
    texts: tuple[Choice, ...]
    searched: bool
    hits: tuple[FoundArticle, ...]
    first: int
    found: int
    versions: int
    complete: bool
    before: str | None
    after: str | None
    offered: tuple[str, ...]


def answer_search(desk: Desk, asked: Asked) -> Answer:
    """Answer a search; raises :class:`~corpus.errors.DateError` for a date that is none."""
    today = read_known_day(desk.reader.connection, asked.today)
    words = " ".join(asked.arguments.get("q", "").split())[:LONGEST_SEARCH]
    filters = read_filters(asked)
    there = _address(desk.at, words, filters)
    if not asked.form and any(asked.arguments.get(name) == "" for name in ("texte", "date", "etat")):
        return Redirection(there)  # the form sends its empty fields too
    text, ways = _find_filter(desk, words, filters)
    sought = ways is None
    if ways is None:
        ways = _by_identifier(desk, asked, words, filters)
        sought = ways is None and bool(words)
    if ways is None:
        ways = _find_ways(desk, words, Narrowing(text, filters.date, filters.state, today))
    if ways.only and not asked.form:
        return Redirection(ways.only)
    found = None
    if sought:
        found, ways = _find_words(desk, words, filters, text, today, ways)
    data = _page(desk, words, filters, text, today, ways, found)
    return Page("search.html", f"Recherche : {words}" if words else "Recherche", data, there)


def read_filters(asked: Asked) -> Filters:
    """Read the filters of an address; what is no state or page is none."""
    written = asked.arguments.get("date", "").strip()
    state = asked.arguments.get("etat", "")
    return Filters(
        text=" ".join(asked.arguments.get("texte", "").split())[:LONGEST_SEARCH],
        date=as_day(written) if written else None,
        state=state if state in STATES else "",
        page=min(asked.page, LAST_PAGE),
    )


def offer_texts(desk: Desk) -> tuple[str, ...]:
    """List the titles of the chief texts, which the form proposes."""
    chief = [text for text, _, _ in read_figures(desk.reader.connection).chief]
    rows = desk.reader.rows(_TITLES, texts=json.dumps(chief))
    return tuple(dict.fromkeys(row["title"] for row in rows))


_TITLES = "SELECT t.title FROM json_each(:texts) j JOIN texts t ON t.id = j.value ORDER BY j.key"


def _address(at: Addresses, words: str, filters: Filters, page: int | None = None) -> str:
    number = filters.page if page is None else page
    return at.search(
        words or None,
        text=filters.text or None,
        date=filters.date,
        state=filters.state or None,
        page=number if number > 1 else None,
    )


def _page(
    desk: Desk,
    words: str,
    filters: Filters,
    text: TextHandle | None,
    today: dt.date,
    ways: Ways,
    found: Found | None,
) -> SearchPage:
    answer = found or Found((), 0, 0, True)
    first = (filters.page - 1) * ON_A_PAGE
    goes_on = first + len(answer.page) < answer.articles
    return SearchPage(
        words=words,
        message=" ".join(ways.said),
        filters=filters,
        text_title=text.title if text else None,
        day=filters.date or today,
        articles=ways.articles,
        more_articles=ways.more,
        texts=ways.texts,
        searched=found is not None,
        hits=answer.page,
        first=first + 1,
        found=answer.articles,
        versions=answer.versions,
        complete=answer.complete,
        before=_address(desk.at, words, filters, filters.page - 1) if filters.page > 1 else None,
        after=_address(desk.at, words, filters, filters.page + 1) if goes_on else None,
        offered=offer_texts(desk),
    )


# --- words ----------------------------------------------------------------------------------------------------------


def _find_filter(desk: Desk, words: str, filters: Filters) -> tuple[TextHandle | None, Ways | None]:
    """Find the text that a filter names; or say that there is none, or that several are meant, and offer these."""
    if not filters.text:
        return None, None
    try:
        return desk.reader.corpus.text(filters.text), None
    except UnknownText as error:
        near = nearest_texts(desk, error, filters.date)
        if words:
            found = [(title, replace(filters, text=slug, page=1)) for slug, title in error.nearest]
            near = tuple(Choice(f"Chercher dans : {title}", _address(desk.at, words, one)) for title, one in found)
        return None, Ways(texts=near, said=(f"Filtre « Dans le texte » : {error.sentence}",))


def _find_words(
    desk: Desk, words: str, filters: Filters, text: TextHandle | None, today: dt.date, ways: Ways
) -> tuple[Found | None, Ways]:
    # A date alone asks for what was in force on it.
    named = filters.state or ("vigueur" if filters.date else "")
    wanted = Wanted(words, (filters.date or today).isoformat(), text.id if text else None, STATES.get(named))
    try:
        found = find_articles(desk.reader.connection, wanted, (filters.page - 1) * ON_A_PAGE, ON_A_PAGE)
    except LookupFailed as error:
        return None, ways if ways.said else ways + Ways(said=(str(error),))
    # That its words were not found is no news of what was named.
    return None if not found.articles and found.complete and ways != Ways() else found, ways


# --- names ----------------------------------------------------------------------------------------------------------


def _find_ways(desk: Desk, words: str, narrowing: Narrowing) -> Ways:
    """Find where words lead that name articles or texts; without words, where the text asked for is."""
    if not words:
        return _without_words(desk, narrowing)
    inquiry = read_inquiry(words)
    if inquiry is None:
        return find_begun(desk, words, narrowing)
    ways = find_ways(desk, inquiry, narrowing)
    # «2005-328» is the number of an article, or else that of an act.
    act = find_begun(desk, words, narrowing) if ways.unknown else Ways()
    return act if act.texts else ways


def _without_words(desk: Desk, narrowing: Narrowing) -> Ways:
    if narrowing.text is not None and not narrowing.state:
        return Ways(texts=(text_way(desk, narrowing.text, narrowing.date),))
    if narrowing.text or narrowing.date or narrowing.state:
        return Ways(said=("Écrire aussi un numéro d’article ou des mots : le reste ne fait que restreindre.",))
    return Ways()


_IDENTIFIER = re.compile(r"(?:https?://\S*/)?(?P<identifier>[A-Za-z]{8}\d{12})(?:[/?#]\S*)?")
_ELI = re.compile(rf"(?:https?://[^/\s]+)?/?eli/{ELI_PATTERN}/?", re.IGNORECASE)


def _by_identifier(desk: Desk, asked: Asked, words: str, filters: Filters) -> Ways | None:
    """Lead to what DILA's identifier or an ELI names, alone or in an address of Légifrance; None for other words."""
    identifier = _IDENTIFIER.fullmatch(words)
    match = identifier or _ELI.fullmatch(words)
    if match is None:
        return None
    parts = {name: value for name, value in match.groupdict().items() if value is not None}
    try:
        answer = (answer_identifier if identifier else answer_eli)(desk, replace(asked, parts=parts))
    except UnknownText as error:
        return Ways(texts=nearest_texts(desk, error), said=(error.sentence,))
    except LookupFailed as error:
        return Ways(said=(error.sentence,))
    alone = not (filters.text or filters.date or filters.state)
    said = () if alone else ("Un identifiant dit déjà ce qu’il désigne : ni texte, ni date, ni état ne s’y ajoutent.",)
    return Ways((Choice(words, answer.address),), said=said) if isinstance(answer, Redirection) else None
