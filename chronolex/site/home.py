"""The home page, the search, and the page of a text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from chronolex.site.addresses import Addresses, read_number
from chronolex.site.answers import Answer, Asked, Choice, Desk, Page, Problem, Redirection
from chronolex.site.changes import LatestChange, latest_changes
from chronolex.site.reader import ArticleEntry
from corpus.answers import Act, SearchHit, Text, name_article
from corpus.errors import AmbiguousArticle, LookupFailed, UnknownArticle
from corpus.handles import ArticleHandle
from corpus.model import TextId
from corpus.numbering import NUMBER_PATTERN, canonical_number, display_number
from corpus.titles import read_title

LONGEST_SEARCH = 300
"""Characters of a search; more is no question."""
MOST_HITS = 60
MOST_TEXTS = 40
"""Texts, and acts, on the home page: codes first, then those with most versions; the latest acts."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The corpus at a glance: the chief texts that have articles, and the latest acts.

    ``more_texts`` and ``more_acts`` count those not listed, ``named`` the texts known by name alone.
    """

    title: str
    texts: tuple[Text, ...]
    more_texts: int
    named: int
    acts: tuple[Act, ...]
    more_acts: int
    sources: int
    verifications: Mapping[str, int]
    verdicts: Mapping[str, int]
    repairs: Mapping[str, int]
    lineage: Mapping[str, int]
    discrepancies: Mapping[str, int]
    meta: Mapping[str, str]
    changes: tuple[LatestChange, ...]


def answer_home(desk: Desk, asked: Asked) -> Answer:
    """Answer with the home page."""
    corpus, reader = desk.reader.corpus, desk.reader
    texts = corpus.texts()
    held = sorted((text for text in texts if text.articles), key=lambda t: (t.nature != "CODE", -t.versions, t.title))
    acts = corpus.acts()
    meta = corpus.meta()
    data = HomePage(
        title=meta.get("title") or "L’histoire du droit français",
        texts=tuple(held[:MOST_TEXTS]),
        more_texts=max(len(held) - MOST_TEXTS, 0),
        named=len(texts) - len(held),
        acts=acts[-MOST_TEXTS:],
        more_acts=max(len(acts) - MOST_TEXTS, 0),
        sources=reader.count_sources(),
        verifications=reader.counts("versions"),
        verdicts=reader.counts("instructions"),
        repairs=reader.counts("repairs"),
        lineage=reader.counts("lineage"),
        discrepancies=reader.counts("discrepancies"),
        meta=meta,
        changes=latest_changes(desk, asked.today),
    )
    return Page("home.html", "Accueil", data, desk.at.home())


# --- search -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The answer to a search. ``articles`` are those that bear the number asked for."""

    words: str
    message: str
    articles: tuple[Choice, ...]
    hits: tuple[SearchHit, ...]
    more: bool


def answer_search(desk: Desk, asked: Asked) -> Answer:
    """Answer a search: an article number leads straight to its article, words to the versions that hold them."""
    words = " ".join(asked.arguments.get("q", "").split())[:LONGEST_SEARCH]
    title = f"Recherche : {words}" if words else "Recherche"
    address = desk.at.search(words or None)
    if not words:
        return Page("search.html", title, SearchPage("", "", (), (), False), address)
    message: str = ""
    articles: tuple[Choice, ...] = ()
    text = desk.reader.find_text(words)
    if text is not None and not asked.json:
        return Redirection(desk.at.text(text))
    try:
        handle = find_article(desk, words)
        if handle is not None and not asked.json:
            return Redirection(desk.at.article(handle.text_slug, handle.number))
        articles = (_choice(desk.at, handle),) if handle else ()
    except AmbiguousArticle as error:
        message, articles = error.sentence, _choose_text(desk, words, error.texts)
    except UnknownArticle as error:
        message, articles = error.sentence, _nearest(desk, error.nearest)
    hits, problem = _search(desk, words)
    data = SearchPage(words, message or problem, articles, hits[:MOST_HITS], len(hits) > MOST_HITS)
    return Page("search.html", title, data, address)


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


def find_article(desk: Desk, words: str) -> ArticleHandle | None:
    """Find the article that a search names: «R730», «art. R. 730», «article 2 du code civil»; None for other words.

    Raises :class:`AmbiguousArticle` and :class:`UnknownArticle` as :meth:`corpus.reading.Corpus.article` does.
    """
    question = read_question(words)
    if question is None:
        return None
    number, text = question
    return desk.reader.corpus.article(number, text.slug if text else None)


def _choice(at: Addresses, handle: ArticleHandle) -> Choice:
    return Choice(name_article(handle.number, handle.text), at.article(handle.text_slug, handle.number))


def _choose_text(desk: Desk, words: str, texts: Sequence[str]) -> tuple[Choice, ...]:
    question = read_question(words)
    if question is None:
        return ()
    return tuple(_choice(desk.at, desk.reader.corpus.article(question[0], title)) for title in texts)


def _nearest(desk: Desk, numbers: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(choice for number in numbers for choice in holders(desk, number))


def holders(desk: Desk, number: str, text: str | None = None) -> list[Choice]:
    """List the articles that bear a number: one, or one for each text that has it."""
    corpus = desk.reader.corpus
    try:
        return [_choice(desk.at, corpus.article(number, text))]
    except AmbiguousArticle as error:
        return [_choice(desk.at, corpus.article(number, title)) for title in error.texts]
    except LookupFailed:
        return []


def _search(desk: Desk, words: str) -> tuple[tuple[SearchHit, ...], str]:
    try:
        return desk.reader.corpus.search(words, limit=MOST_HITS + 1), ""
    except LookupFailed as error:
        return (), str(error)


# --- a text -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextPage:
    """A text and its articles, in its own order."""

    slug: str
    title: str
    act_address: str | None
    articles: tuple[ArticleEntry, ...]


def answer_text(desk: Desk, asked: Asked) -> Answer:
    """Answer for a text; raises :class:`~corpus.errors.UnknownText`."""
    wanted = unquote(asked.parts["text"])
    handle = desk.reader.corpus.text(wanted)
    if handle.slug != wanted:
        return Redirection(desk.at.text(handle.slug) + (".json" if asked.json else ""))
    act = desk.reader.act(handle.slug)
    articles = tuple(desk.reader.articles_of(handle.slug))
    if act and not articles:
        return Redirection(desk.at.act(handle.slug) + (".json" if asked.json else ""))
    data = TextPage(handle.slug, handle.title, desk.at.act(act.slug) if act else None, articles)
    return Page("text.html", handle.title, data, desk.at.text(handle.slug))


def explain(desk: Desk, error: LookupFailed, asked: Asked) -> Page:
    """Make the page of a question whose answer is not in the corpus: a clear sentence, and the ways on."""
    choices: list[Choice] = []
    if isinstance(error, UnknownArticle):
        text = unquote(asked.parts.get("text") or "") or None
        choices = [choice for number in error.nearest for choice in holders(desk, number, text)]
    if isinstance(error, AmbiguousArticle) and "number" in asked.parts:
        return _several_bearers(desk, asked)
    next_step = "" if choices else error.next_step
    data = Problem(error.sentence, next_step, tuple(choices))
    return Page("problem.html", "Introuvable", data, desk.at.home(), status=404)


def _several_bearers(desk: Desk, asked: Asked) -> Page:
    """Make the page of a number that several articles of one text bear at the same time: it has no single history."""
    slug, number = unquote(asked.parts["text"]), read_number(asked.parts["number"])
    sentence = f"Plusieurs articles de ce texte portent en même temps le numéro {display_number(number)}."
    table = desk.at.table("version_texts", text_slug=slug, number=number, _sort="start")
    choices = (Choice(f"Toutes les versions du numéro {display_number(number)}, dans la table", table),)
    step = "La source les donne ainsi ; aucun n’est choisi à votre place."
    return Page(
        "problem.html", f"Article {display_number(number)}", Problem(sentence, step, choices), table, status=300
    )
