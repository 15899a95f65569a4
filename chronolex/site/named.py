"""Where the words of a search lead when they name articles or texts, in one text, on a day, in one state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chronolex.site.addresses import Addresses
from chronolex.site.answers import Choice, Desk
from chronolex.site.words import SEARCH_STATES, plural
from corpus.answers import name_article, the_article
from corpus.dates import format_date
from corpus.errors import AmbiguousArticle, AmbiguousText, LookupFailed, UnknownArticle, UnknownText
from corpus.figures import read_figures
from corpus.finding import STATE_SQL, VersionState
from corpus.handles import ArticleHandle, TextHandle
from corpus.inquiry import Inquiry, NamedArticle, is_exact
from corpus.model import TextId, slugify
from corpus.numbering import canonical_number, capital, display_number, say_article, sort_key
from corpus.queries import CHIEF

MOST_CHOICES = 60
"""Articles shown of a number that many texts hold, the chief ones first, or of a range."""
MOST_NAMED = 20
"""Articles named that are looked for: each may stand in many texts."""
STATES: dict[str, VersionState] = {
    "vigueur": "in-force",
    "remplacees": "superseded",
    "abrogees": "ended",
    "a-venir": "not-yet",
}
"""The states that the form offers, as its address has them."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the form asks beside the words. ``state`` is a key of :data:`STATES`, or empty; it holds on :attr:`day`."""

    text: TextHandle | None
    date: dt.date | None
    state: str
    today: dt.date

    @property
    def day(self) -> dt.date:
        """The day on which states hold: that which is asked for, or today."""
        return self.date or self.today


@dataclass(frozen=True, slots=True)
class Ways:
    """The articles and texts to which words lead, how many more articles there are, and what is to be said.

    ``unknown``: the corpus has not the article, and ``articles`` are the nearest.
    """

    articles: tuple[Choice, ...] = ()
    texts: tuple[Choice, ...] = ()
    more: int = 0
    said: tuple[str, ...] = ()
    unknown: bool = False

    @property
    def only(self) -> str | None:
        """The address to lead to at once: when there is but one, and nothing to be said."""
        found = (*self.articles, *self.texts)
        return found[0].address if len(found) == 1 and not self.more and not self.said else None

    def __add__(self, other: Ways) -> Ways:
        said = tuple(dict.fromkeys((*self.said, *other.said)))
        articles = tuple(dict.fromkeys((*self.articles, *other.articles)))
        return Ways(articles, self.texts + other.texts, self.more + other.more, said, self.unknown or other.unknown)


def find_ways(desk: Desk, inquiry: Inquiry, narrowing: Narrowing) -> Ways:
    """Find where an inquiry leads; what the corpus lacks is said, with the nearest."""
    left = len(inquiry.articles) - MOST_NAMED
    ways = Ways(said=(f"Seuls les {MOST_NAMED} premiers articles nommés sont cherchés.",) if left > 0 else ())
    for article in inquiry.articles[:MOST_NAMED]:
        ways += _article_ways(desk, article, narrowing)
    if narrowing.text is None:  # in one text, the name of another is words to find
        for text in inquiry.texts[:MOST_NAMED]:
            ways += _text_ways(desk, text, narrowing)
    return ways


def find_begun(desk: Desk, words: str, narrowing: Narrowing) -> Ways:
    """Find the texts whose title the words are, or begin."""
    if narrowing.text is not None or is_exact(words):
        return Ways()
    start = slugify(words)
    found = [text for text in desk.reader.corpus.texts_named(words) if "-" in start or _ends_word(start, text.slug)]
    which = ("Plusieurs textes ont ce nom, ou un titre qui commence ainsi : lequel ?",) if len(found) > 1 else ()
    return _texts(desk, found, narrowing) + Ways(said=which)


def _ends_word(start: str, slug: str) -> bool:
    """Say whether one word that is no name of its own is whole in a title: «const» is not."""
    return not slug.startswith(start) or slug[len(start) :][:1] in {"", "-"}


# --- texts --------------------------------------------------------------------------------------------------------


def text_way(desk: Desk, text: TextHandle, date: dt.date | None = None) -> Choice:
    """Lead to a text; to its page as an act when the corpus has none of its articles, and has its words or deeds."""
    ((acts,),) = desk.reader.connection.execute(_IS_ONLY_ACT, {"text": text.id})
    return Choice(text.title, desk.at.act(text.slug) if acts else desk.at.text(text.slug, date))


_IS_ONLY_ACT = """
    SELECT NOT EXISTS (SELECT 1 FROM articles a WHERE a.text_id = :text)
       AND (EXISTS (SELECT 1 FROM texts t WHERE t.id = :text AND t.body IS NOT NULL)
            OR EXISTS (SELECT 1 FROM versions v WHERE v.act_id = :text)
            OR EXISTS (SELECT 1 FROM versions v WHERE v.end_act_id = :text))
"""


def _text_ways(desk: Desk, named: TextId, narrowing: Narrowing) -> Ways:
    try:
        return _texts(desk, [find_text(desk, named)], narrowing)
    except UnknownText as error:
        return Ways(texts=nearest_texts(desk, error, narrowing.date), said=(error.sentence,))


def _texts(desk: Desk, texts: Sequence[TextHandle], narrowing: Narrowing) -> Ways:
    said = ("L’état demandé se dit d’un article, et non d’un texte entier.",) if texts and narrowing.state else ()
    return Ways(texts=tuple(text_way(desk, text, narrowing.date) for text in texts), said=said)


def nearest_texts(desk: Desk, error: UnknownText, date: dt.date | None = None) -> tuple[Choice, ...]:
    """Lead to the texts nearest to a name that none bears, or to those that bear it."""
    return tuple(text_way(desk, desk.reader.corpus.text(slug), date) for slug, _ in error.nearest)


def find_text(desk: Desk, named: TextId) -> TextHandle:
    """Find a text that words name, by its key or else by its title; raises :class:`UnknownText`."""
    corpus = desk.reader.corpus
    try:
        return corpus.text(named.slug)
    except AmbiguousText:
        raise
    except UnknownText:
        return corpus.text(named.title)


# --- articles -----------------------------------------------------------------------------------------------------


def _article_ways(desk: Desk, article: NamedArticle, narrowing: Narrowing) -> Ways:
    try:
        text = find_text(desk, article.text) if article.text else narrowing.text
    except UnknownText as error:
        return Ways(texts=nearest_texts(desk, error, narrowing.date), said=(error.sentence,))
    if text and narrowing.text and text.id != narrowing.text.id:
        asked = f"{capital(say_article(article.number))} est demandé dans « {text.title} »"
        return Ways(said=(f"{asked}, et la recherche limitée à « {narrowing.text.title} ».",))
    try:
        if text is None:
            return _in_any_text(desk, article.number, narrowing)
        return (
            _in_range(desk, article, text, narrowing)
            if article.last
            else _in_text(desk, article.number, text, narrowing)
        )
    except UnknownArticle as error:
        slug = text.slug if text else None
        near = tuple(choice for number in error.nearest for choice in holders(desk, number, slug))
        return Ways(near, said=(error.sentence,), unknown=True)


def _in_range(desk: Desk, article: NamedArticle, text: TextHandle, narrowing: Narrowing) -> Ways:
    """Lead to the articles that exist from one end of a range to the other."""
    low, high = sort_key(article.number), sort_key(article.last or article.number)
    rows = desk.reader.rows(_RANGE, text=text.id, low=low, high=high, limit=MOST_CHOICES + 1)
    found = [row["number"] for row in rows]
    if not found:
        desk.reader.corpus.article(article.number, text.slug)  # raises, with the nearest
    ways = _those_in_state(desk, [(number, text.slug, text.title) for number in found[:MOST_CHOICES]], narrowing)
    if len(found) <= MOST_CHOICES:
        return ways
    return ways + Ways(said=(f"Seuls les {MOST_CHOICES} premiers articles de la série sont donnés.",))


_RANGE = """
    SELECT DISTINCT number, sort_key FROM articles WHERE text_id = :text AND sort_key BETWEEN :low AND :high
    ORDER BY sort_key, number LIMIT :limit
"""


def _in_text(desk: Desk, number: str, text: TextHandle, narrowing: Narrowing) -> Ways:
    """Lead to an article of a text, in the state that is asked for; raises :class:`UnknownArticle`."""
    try:
        handle = desk.reader.corpus.article(number, text.slug)
    except AmbiguousArticle as error:  # several bearers: its page says so
        way = Choice(display_number(number), desk.at.article(text.slug, number, narrowing.date))
        return Ways((way,), said=(error.sentence,))
    held, date = _date_in_state(desk, text.slug, number, narrowing)
    if held:
        return Ways((_choice(desk.at, handle, date),))
    asked = f"Rien {the_article(number, handle.text, 'of')} n’est dans l’état demandé"
    return Ways(said=(f"{asked}{_state_of(narrowing)}. {handle.status_at(narrowing.day).sentence}",))


def _state_of(narrowing: Narrowing) -> str:
    return f" (« {SEARCH_STATES[narrowing.state]} », le {format_date(narrowing.day)})"


def _those_in_state(desk: Desk, places: Sequence[tuple[str, str, str]], narrowing: Narrowing) -> Ways:
    """Lead to those of several articles (number, slug and title of the text) that are in the state asked for."""
    dated = [(*place, *_date_in_state(desk, place[1], place[0], narrowing)) for place in places]
    ways = tuple(
        Choice(name_article(number, title), desk.at.article(slug, number, date))
        for number, slug, title, held, date in dated
        if held
    )
    left = plural(len(places) - len(ways), "article n’est pas", "articles ne sont pas")
    return Ways(ways, said=(f"{left} dans l’état demandé{_state_of(narrowing)}.",) if len(ways) < len(places) else ())


def _date_in_state(desk: Desk, slug: str, number: str, narrowing: Narrowing) -> tuple[bool, dt.date | None]:
    """Say whether an article has a version in the state that is asked for, and on which day to show it."""
    if not narrowing.state:
        return True, narrowing.date
    sql = f"{_STARTS} AND {STATE_SQL[STATES[narrowing.state]]}"
    ((start,),) = desk.reader.connection.execute(
        sql, {"slug": slug, "number": number, "day": narrowing.day.isoformat()}
    )
    if start is None:
        return False, None
    return True, narrowing.date if narrowing.state == "vigueur" else dt.date.fromisoformat(start)


_STARTS = """
    SELECT max(v.start) FROM texts t JOIN articles a ON a.text_id = t.id JOIN versions v ON v.article_id = a.id
    WHERE t.slug = :slug AND a.number = :number
"""


def _in_any_text(desk: Desk, number: str, narrowing: Narrowing) -> Ways:
    """Lead to the articles of a number, whatever their text; raises :class:`UnknownArticle`."""
    rows, total = _holders(desk, number)
    if not rows:
        desk.reader.corpus.article(number)  # raises, with the nearest
    if total == 1:
        return _in_text(desk, number, desk.reader.corpus.text(rows[0][0]), narrowing)
    ways = _those_in_state(desk, [(number, slug, title) for slug, title in rows], narrowing)
    which = f"Plusieurs textes ont {say_article(number, 'a')}"
    said = f"{which} : lequel ?" if len(ways.articles) > 1 else f"{which}."
    return Ways(more=max(total - len(rows), 0), said=(said,)) + ways


def _choice(at: Addresses, handle: ArticleHandle, date: dt.date | None = None) -> Choice:
    return Choice(name_article(handle.number, handle.text), at.article(handle.text_slug, handle.number, date))


def _holders(desk: Desk, number: str) -> tuple[list[tuple[str, str]], int]:
    """List the texts that hold a number, the chief ones first, and count them: «article 1er» is in nearly all."""
    connection = desk.reader.connection
    rows = connection.execute(_HOLDERS, {"number": number, "limit": MOST_CHOICES}).fetchall()
    total = len(rows)
    if len(rows) == MOST_CHOICES:
        chief = [text for text, _, _ in read_figures(connection).chief]
        rows = list(dict.fromkeys([*(row for text in chief for row in _of_text(desk, number, text)), *rows]))
        (total,) = connection.execute(_HOLDERS_COUNTED, {"number": number}).fetchone()
    return rows[:MOST_CHOICES], total


def _of_text(desk: Desk, number: str, text: int) -> Iterator[tuple[str, str]]:
    return desk.reader.connection.execute(_HOLDER_OF_TEXT, {"number": number, "text": text})


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
    canonical = canonical_number(number)
    if text is None:
        rows, _ = _holders(desk, canonical)
        return [Choice(name_article(canonical, title), desk.at.article(slug, canonical)) for slug, title in rows]
    try:
        return [_choice(desk.at, desk.reader.corpus.article(canonical, text))]
    except AmbiguousArticle:
        slug = desk.reader.corpus.text(text).slug
        return [Choice(display_number(canonical), desk.at.article(slug, canonical))]
    except LookupFailed:
        return []
