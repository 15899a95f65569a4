"""The search: an article number leads straight to its article, a title to its text, words to the articles with them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chronolex.site.addresses import Addresses
from chronolex.site.answers import Answer, Asked, Choice, Desk, Page, Redirection
from corpus.answers import name_article
from corpus.dates import as_day
from corpus.errors import AmbiguousArticle, LookupFailed, UnknownArticle
from corpus.figures import read_figures
from corpus.finding import Found, FoundArticle, VersionState, Wanted, find_articles
from corpus.handles import ArticleHandle, TextHandle
from corpus.model import TextId
from corpus.numbering import NUMBER_PATTERN, canonical_number, display_number
from corpus.queries import CHIEF
from corpus.titles import read_title

LONGEST_SEARCH = 300
"""Characters of a search; more is no question."""
ON_A_PAGE = 20
LAST_PAGE = 200
MOST_CHOICES = 60
"""Texts shown that hold a number, the chief ones first."""
STATES: Mapping[str, VersionState] = {
    "vigueur": "in-force",
    "remplacees": "superseded",
    "abrogees": "ended",
    "a-venir": "not-yet",
}
"""The states that the form offers, as its address has them."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the form asks beside the words. ``text`` is as written; ``state`` a key of :data:`STATES`, or empty."""

    text: str = ""
    date: dt.date | None = None
    state: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The answer to a search. ``articles`` are those that bear the number asked for, ``more_articles`` not shown.

    ``hits`` are the articles with the words, from ``first`` (counted from 1) on; ``found`` and ``versions`` count all
    that there are; not ``complete``: at least. ``day`` is the day on which their states hold.
    """

    words: str
    message: str
    filters: Filters
    text_title: str | None
    day: dt.date
    articles: tuple[Choice, ...]
    more_articles: int
    hits: tuple[FoundArticle, ...]
    first: int
    found: int
    versions: int
    complete: bool
    before: str | None
    after: str | None


def answer_search(desk: Desk, asked: Asked) -> Answer:
    """Answer a search; raises :class:`~corpus.errors.DateError` for a date that is none."""
    words = " ".join(asked.arguments.get("q", "").split())[:LONGEST_SEARCH]
    filters = read_filters(asked)
    text, message = _find_filter(desk, filters.text)
    empty = [name for name in ("texte", "date", "etat") if asked.arguments.get(name) == ""]
    if empty and not asked.form:
        return Redirection(_address(desk.at, words, filters))  # the form sends its empty fields too
    if words and not message and not asked.form and (there := _straight(desk, words, text, filters.date)):
        return Redirection(there)
    if not words or message:
        data = _page(desk, words, filters, text, asked.today, message)
    else:
        data = _answer_words(desk, words, filters, text, asked.today)
    title = f"Recherche : {words}" if words else "Recherche"
    return Page("search.html", title, data, _address(desk.at, words, filters))


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


def _address(at: Addresses, words: str, filters: Filters, page: int | None = None) -> str:
    number = filters.page if page is None else page
    return at.search(
        words or None,
        text=filters.text or None,
        date=filters.date,
        state=filters.state or None,
        page=number if number > 1 else None,
    )


def _find_filter(desk: Desk, written: str) -> tuple[TextHandle | None, str]:
    """Find the text that a filter names; or say that there is none."""
    if not written:
        return None, ""
    try:
        return desk.reader.corpus.text(written), ""
    except LookupFailed as error:
        return None, str(error)


def _answer_words(desk: Desk, words: str, filters: Filters, text: TextHandle | None, today: dt.date) -> SearchPage:
    articles: tuple[Choice, ...] = ()
    more, message = 0, ""
    if (question := read_question(words)) is not None:
        number, named = question
        articles, more, message = _bearers(desk, number, text or _named(named), filters.date)
    try:
        found = _find(desk, words, filters, text, today)
    except LookupFailed as error:
        found, message = Found((), 0, 0, True), message or str(error)
    return _page(desk, words, filters, text, today, message, articles, more, found)


def _page(
    desk: Desk,
    words: str,
    filters: Filters,
    text: TextHandle | None,
    today: dt.date,
    message: str = "",
    articles: tuple[Choice, ...] = (),
    more: int = 0,
    found: Found | None = None,
) -> SearchPage:
    answer = found or Found((), 0, 0, True)
    first = (filters.page - 1) * ON_A_PAGE
    goes_on = first + len(answer.page) < answer.articles
    return SearchPage(
        words=words,
        message=message,
        filters=filters,
        text_title=text.title if text else None,
        day=filters.date or today,
        articles=articles,
        more_articles=more,
        hits=answer.page,
        first=first + 1,
        found=answer.articles,
        versions=answer.versions,
        complete=answer.complete,
        before=_address(desk.at, words, filters, filters.page - 1) if filters.page > 1 else None,
        after=_address(desk.at, words, filters, filters.page + 1) if goes_on else None,
    )


def _find(desk: Desk, words: str, filters: Filters, text: TextHandle | None, today: dt.date) -> Found:
    # A date alone asks for what was in force on it.
    named = filters.state or ("vigueur" if filters.date else "")
    wanted = Wanted(words, (filters.date or today).isoformat(), text.id if text else None, STATES.get(named))
    return find_articles(desk.reader.connection, wanted, (filters.page - 1) * ON_A_PAGE, ON_A_PAGE)


# --- a number or a title ----------------------------------------------------------------------------------------


def _straight(desk: Desk, words: str, text: TextHandle | None, date: dt.date | None) -> str | None:
    """Give the address to which the words lead straight: that of the one article, or else text, that they name."""
    if (question := read_question(words)) is not None:
        number, named = question
        articles, more, said = _bearers(desk, number, text or _named(named), date)
        if len(articles) == 1 and not more and not said:
            return articles[0].address
        if articles and not said:
            return None
    slug = desk.reader.find_text(words) if text is None else None
    return desk.at.text(slug, date) if slug is not None else None


_NUMBER = re.compile(NUMBER_PATTERN)
_NUMBER_OF_TEXT = re.compile(
    rf"(?P<number>{NUMBER_PATTERN})\s*,?\s+(?:(?:du|des|de la|de)\s+|de l['’]\s*)?(?P<text>\D.*)"
)


def read_question(words: str) -> tuple[str, TextId | None] | None:
    """Read the article that words name, and its text when they name one; None for words that name no article.

    >>> read_question("art. R. 730"), read_question("permanence des soins")
    (('R730', None), None)
    >>> read_question("article 2 du code civil")[1].slug
    'code-civil'
    """
    canonical = canonical_number(words)
    if _NUMBER.fullmatch(canonical) or canonical.startswith("Annexe"):
        return canonical, None
    match = _NUMBER_OF_TEXT.fullmatch(canonical)
    text = read_title(match["text"]) if match else None
    return (canonical_number(match["number"]), text) if match and text else None


def _named(named: TextId | None) -> str | None:
    return named.slug if named else None


def _bearers(
    desk: Desk, number: str, text: TextHandle | str | None, date: dt.date | None
) -> tuple[tuple[Choice, ...], int, str]:
    """List the articles that bear a number, the chief texts first; how many more there are; and what is to be said."""
    slug = text.slug if isinstance(text, TextHandle) else text
    try:
        if slug is not None:
            return (_choice(desk.at, desk.reader.corpus.article(number, slug), date),), 0, ""
        choices, total = _holders(desk, number, date)
        if not choices:
            desk.reader.corpus.article(number)  # raises, with the nearest
        said = f"Plusieurs textes ont un article {display_number(number)} : lequel ?" if total > 1 else ""
        return choices, max(total - len(choices), 0), said
    except AmbiguousArticle as error:  # several bearers in one text: its page says so
        return (Choice(display_number(number), desk.at.article(slug or "", number, date)),), 0, error.sentence
    except UnknownArticle as error:
        return tuple(choice for near in error.nearest for choice in holders(desk, near, slug)), 0, error.sentence
    except LookupFailed as error:
        return (), 0, error.sentence


def _choice(at: Addresses, handle: ArticleHandle, date: dt.date | None = None) -> Choice:
    return Choice(name_article(handle.number, handle.text), at.article(handle.text_slug, handle.number, date))


def _holders(desk: Desk, number: str, date: dt.date | None = None) -> tuple[tuple[Choice, ...], int]:
    """List the texts that hold a number, the chief ones first, and count them: «article 1er» is in nearly all."""
    connection = desk.reader.connection
    rows = connection.execute(_HOLDERS, {"number": number, "limit": MOST_CHOICES}).fetchall()
    total = len(rows)
    if len(rows) == MOST_CHOICES:
        chief = [text for text, _, _ in read_figures(connection).chief]
        rows = list(dict.fromkeys([*(row for text in chief for row in _of_text(desk, number, text)), *rows]))
        (total,) = connection.execute(_HOLDERS_COUNTED, {"number": number}).fetchone()
    choices = (Choice(name_article(number, title), desk.at.article(slug, number, date)) for slug, title in rows)
    return tuple(choices)[:MOST_CHOICES], total


def _of_text(desk: Desk, number: str, text: int) -> list[tuple[str, str]]:
    return desk.reader.connection.execute(_HOLDER_OF_TEXT, {"number": number, "text": text}).fetchall()


_HOLDERS = f"""
    SELECT DISTINCT t.slug, t.title FROM articles a JOIN texts t ON t.id = a.text_id
    WHERE a.number = :number AND {CHIEF} LIMIT :limit
"""
_HOLDER_OF_TEXT = """
    SELECT t.slug, t.title FROM texts t WHERE t.id = :text
    AND EXISTS (SELECT 1 FROM articles a WHERE a.text_id = t.id AND a.number = :number)
"""
_HOLDERS_COUNTED = "SELECT count(*) FROM articles WHERE number = :number AND bearer <= 1"


def holders(desk: Desk, number: str, text: str | None = None) -> Sequence[Choice]:
    """List the articles that bear a number: one, or one for each of the first texts that have it."""
    if text is None:
        return _holders(desk, canonical_number(number))[0]
    try:
        return [_choice(desk.at, desk.reader.corpus.article(number, text))]
    except AmbiguousArticle:
        slug = desk.reader.corpus.text(text).slug
        return [Choice(display_number(canonical_number(number)), desk.at.article(slug, number))]
    except LookupFailed:
        return []
