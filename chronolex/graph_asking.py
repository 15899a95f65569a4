"""What the commands ``chronolex graph …`` share: their options, and how they name an article."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from chronolex.asking import db_option, format_option
from chronolex.progress import show_versions
from corpus.dates import read_date
from corpus.errors import AmbiguousArticle, CorpusError, UnknownArticle, UnknownText
from corpus.numbering import canonical_number, display_number
from corpus.reading import Corpus
from corpus.references import find_references

if TYPE_CHECKING:
    from graph import LawGraph, Node

date_option = click.option("--date", "date", metavar="DATE", help="Le jour (défaut : aujourd’hui).")
limit_option = click.option(
    "--limit", "limit", type=click.IntRange(1), default=20, metavar="N", help="Combien en montrer (défaut : 20)."
)
from_option = click.option("--from", "first", metavar="DATE", help="Le premier jour.")
to_option = click.option("--to", "last", metavar="DATE", help="Le jour de la fin.")


def answers(command: Callable[..., int]) -> Callable[..., int]:
    """Add the base, and the choice between text and JSON, to a command that takes ``database`` and ``style``."""

    @functools.wraps(command)
    def run(*arguments: Any, as_json: bool, style: str, **options: Any) -> int:
        return command(*arguments, style="json" if as_json else style, **options)

    as_json = click.option("--json", "as_json", is_flag=True, help="Répondre en JSON, comme --format json.")
    return as_json(format_option(db_option(run)))


def read_law(corpus: Corpus, *, date: dt.date | None = None, citing: str | None = None) -> LawGraph:
    """Read the graph, or what holds on a day, or what one text cites; refuses a base without citations.

    All of it, of a national base, takes more than a minute: that it is read is shown from the beginning.
    """
    from chronolex.networks import read_graph

    refuse_uncited(corpus)
    moved = show_versions("lecture de tout le graphe") if date is None and citing is None else None
    return read_graph(corpus, date=date, citing=citing, moved=moved)


def read_law_around(
    corpus: Corpus, articles: Sequence[str], text: str | None, date: dt.date, depth: int = 1
) -> tuple[LawGraph, list[Node]]:
    """Read the graph around some articles on a day, and find their nodes. Raises what :meth:`Corpus.article` does."""
    from chronolex.networks import find_bearers, read_around

    refuse_uncited(corpus)
    addresses = [read_address(corpus, article, text) for article in articles]
    try:
        handles = [one for address in addresses for one in find_bearers(corpus, *address)]
    except (UnknownArticle, UnknownText):  # one that the texts of the corpus only cite
        law = read_law(corpus, date=date)
    else:
        law = read_around(corpus, handles, date, depth)
    return law, [find_article(law, corpus, article, text) for article in articles]


def refuse_uncited(corpus: Corpus) -> None:
    """Refuse a base without citations: «nobody cites it» would be a claim that nobody checked."""
    if not corpus.has_citations():
        sentence = "Cette base n’enregistre aucun renvoi : on ne peut rien dire de son graphe."
        raise CorpusError(sentence, "Construire une base dont les textes sont lus : chronolex build.")


def read_day(date: str | None) -> dt.date:
    """Read a date; today where none is given."""
    return read_date(date) if date else dt.date.today()


def find_title(corpus: Corpus, text: str | None) -> str | None:
    """Give the name that the graph has for a text named on the command line."""
    if text is None:
        return None
    from chronolex.networks import name_texts

    handle = corpus.text(text)
    return name_texts(corpus)(handle.title, handle.slug)


def read_address(corpus: Corpus, article: str, text: str | None) -> tuple[str | None, str]:
    """Read «R. 730» or «1382 du code civil»: a text, if one is named, and a canonical number."""
    if text is not None:
        return corpus.text(text).slug, canonical_number(article)
    [*found] = find_references(f"l'article {article}") if " d" in article else ()
    if len(found) == 1 and found[0].target_text and found[0].target_article:
        return found[0].target_text, found[0].target_article
    return None, canonical_number(article)


def find_article(law: LawGraph, corpus: Corpus, article: str, text: str | None) -> Node:
    """Find an article of the corpus, else one that its texts only cite. Raises what :meth:`Corpus.article` does."""
    named, number = read_address(corpus, article, text)
    try:
        holder, number = corpus.find_address(number, named)
    except (UnknownArticle, UnknownText):
        title = find_title(corpus, text) or named
        cited = [node for node in law.nodes.values if node.article == number and title in {None, node.text}]
        if len(cited) > 1:
            texts = tuple(sorted(node.text for node in cited))
            raise AmbiguousArticle(f"Plusieurs textes ont un article {display_number(number)}.", texts) from None
        if cited:
            return cited[0]
        raise
    from chronolex.networks import name_texts
    from graph import Node

    return Node(name_texts(corpus)(holder.title, holder.slug), number)
