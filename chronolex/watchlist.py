"""What a line of a watch list names: a text, one or several articles, a division; nothing of it is passed over.

Code de la santé publique
R. 6315-1 du code de la santé publique
144 à 146 du code civil
livre VII, titre II du code civil
LEGIARTI000006527458
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from chronolex.watch_words import read_words
from corpus.answers import name_article
from corpus.changes import Scope
from corpus.errors import ChronolexError, LookupFailed, UnknownText
from corpus.handles import TextHandle
from corpus.keys import dila_id, dila_key
from corpus.model import slugify
from corpus.numbering import NUMBER_PATTERN, canonical_number, display_number
from corpus.reading import Corpus
from corpus.references import Reference
from graph.places import division_lives

NUMBER = re.compile(NUMBER_PATTERN)
"""A number alone."""
_NEAR = 0.7
_ONE_EACH = "Écrire une chose par ligne : un texte, des articles d’un texte ou une division."


@dataclass(frozen=True, slots=True)
class Watched:
    """What is followed: how to call it, and where its changes are read."""

    label: str
    scopes: tuple[Scope, ...]


class EmptyList(ChronolexError):
    """A watch list that names nothing: that nothing of it changed would be true, and tell nobody anything."""


class BadLines(ChronolexError):
    """Lines of a watch list that are not understood, or name nothing known; ``problems``: (line number, sentence)."""

    def __init__(self, name: str, problems: Sequence[tuple[int, str]]) -> None:
        self.problems = tuple(problems)
        told = "\n".join(f"  ligne {number} : {sentence}" for number, sentence in problems)
        super().__init__(f"{name} nomme ce qui n’est pas compris, ou que le corpus ne connaît pas :\n{told}")


def read_list(corpus: Corpus, text: str, name: str) -> tuple[Watched, ...]:
    """Read a watch list, one thing a line; empty lines and ``#`` comments are passed over.

    Raises :class:`BadLines` with every line that is not understood whole, or names nothing that can be followed, and
    the nearest that is known; :class:`EmptyList` where no line names anything.
    """
    watched: list[Watched] = []
    problems: list[tuple[int, str]] = []
    for number, line in _lines(text):
        try:
            watched.append(_refuse_unknowable(corpus, read_line(corpus, line)))
        except LookupFailed as error:
            problems.append((number, str(error)))
    if problems:
        raise BadLines(name, problems)
    if not watched:
        why = "est vide" if not text.strip() else "n’a que des commentaires"
        raise EmptyList(f"{name} {why} : rien n’est suivi.", _ONE_EACH)
    return tuple(watched)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        words = " ".join(line.partition("#")[0].split())
        if words:
            yield number, words


def _refuse_unknowable(corpus: Corpus, watched: Watched) -> Watched:
    """Refuse what has no date in the corpus, as a text that is known by its name alone: no change of it is seen."""
    if next(corpus.change_reader().boundaries(watched.scopes), None) is None:
        sentence = f"Le corpus nomme {watched.label}, et n’en a aucun article daté : il n’en verrait aucun changement."
        raise LookupFailed(sentence, "Ajouter ses sources à la base, ou ôter la ligne.")
    return watched


def read_line(corpus: Corpus, line: str) -> Watched:
    """Read all that one line names; raises :class:`~corpus.errors.LookupFailed` with what is not understood."""
    if dila_key(line.upper()) is not None:
        return watch_identified(corpus, line)
    if NUMBER.fullmatch(canonical_number(line)):
        return watch_article(corpus, line)
    words = read_words(line)
    if words.unread or not words.references:
        return watch_text(_find_named(corpus, line, words.unread if words.references else ()))
    watched = [_watch(corpus, reference) for reference in _without_insides(words.references)]
    scopes = dict.fromkeys(scope for one in watched for scope in one.scopes)
    return Watched(", ".join(dict.fromkeys(one.label for one in watched)), tuple(scopes))


def _find_named(corpus: Corpus, line: str, unread: Sequence[str]) -> TextHandle:
    """Find the text that a whole line names otherwise than as one cites it: its key, its NOR, its title and subject."""
    try:
        text = corpus.text(line)
    except UnknownText:
        if not unread:
            raise
    else:
        names = {text.slug, slugify(text.title), slugify(text.full_title() or "")}
        if not unread or slugify(line) in names:
            return text
    raise _not_understood(corpus, unread)


def _not_understood(corpus: Corpus, unread: Sequence[str]) -> LookupFailed:
    said = " ; ".join(f"« {words} »" for words in unread)
    near = list(dict.fromkeys(title for words in unread for title in _nearest(corpus, words)))
    return LookupFailed(
        f"N’est pas compris : {said}.", f"Les plus proches : {' ; '.join(near)}." if near else _ONE_EACH
    )


def _nearest(corpus: Corpus, words: str) -> list[str]:
    """List the texts whose names are near; of words that name no text («alinéa 2») nothing is as near as that."""
    try:
        return [corpus.text(words).title]
    except UnknownText as error:
        titles = dict(error.nearest)
        return [titles[slug] for slug in get_close_matches(slugify(words), titles, cutoff=_NEAR)]


def _without_insides(references: Sequence[Reference]) -> Iterator[Reference]:
    """Give each range once, by its first article: what stands in it is for the text to say."""
    ranges = set()
    for reference in references:
        if reference.range_span is None or reference.range_span not in ranges:
            yield reference
        ranges.add(reference.range_span)


def _watch(corpus: Corpus, reference: Reference) -> Watched:
    text = _find_text(corpus, reference)
    if reference.range_bounds:
        return watch_range(corpus, *reference.range_bounds, text)
    if reference.target_article:
        return watch_article(corpus, reference.target_article, text)
    if reference.target_division and text:
        return watch_division(corpus, text, reference.target_division)
    if text is None:
        raise UnknownText(f"« {reference.as_written} » ne dit pas de quel texte.", "Nommer le texte.")
    return watch_text(text)


def _find_text(corpus: Corpus, reference: Reference) -> TextHandle | None:
    names = [reference.target.slug] if reference.target else []
    names += [reference.target_text] if reference.target_text else []
    for name in names[:-1]:
        try:
            return corpus.text(name)
        except UnknownText:
            continue
    return corpus.text(names[-1]) if names else None


def watch_text(text: TextHandle) -> Watched:
    """Follow a text."""
    return Watched(text.title, (Scope(text.id),))


def watch_article(corpus: Corpus, number: str, text: TextHandle | None = None) -> Watched:
    """Follow an article through its numbers; raises what :meth:`Corpus.find_address` does."""
    holder, borne = corpus.find_address(number, text.slug if text else None)
    return Watched(name_article(borne, holder.title), corpus.article_scopes(borne, holder.slug))


def watch_range(corpus: Corpus, first: str, last: str | None, text: TextHandle | None = None) -> Watched:
    """Follow the articles from one to another, as the text has them over time; without an end, those of the division.

    Raises what :meth:`Corpus.find_address` does, and LookupFailed where they do not stand in that order.
    """
    holder, low = corpus.find_address(first, text.slug if text else None)
    high = corpus.find_address(last, holder.slug)[1] if last else None
    order = corpus.order_of(holder)
    numbers = order.run(low, high) if high else order.run_on(low)
    said = f"{display_number(low)} {f'à {display_number(high)}' if high else 'et suivants'}"
    if not numbers:
        why = "n’a pas dans cet ordre les articles" if high else "ne dit pas où s’arrêtent les articles"
        raise LookupFailed(f"{holder.title} {why} {said}.", "Nommer les articles un par un.")
    scopes = dict.fromkeys(scope for number in numbers for scope in corpus.article_scopes(number, holder.slug))
    return Watched(name_article(said, holder.title), tuple(scopes))


def watch_identified(corpus: Corpus, identifier: str) -> Watched:
    """Follow what a DILA identifier names: a text, a division, or the article that holds a version."""
    found = corpus.identify(identifier)
    if found is None:
        raise LookupFailed(f"Le corpus ne connaît pas l’identifiant {identifier.upper()}.")
    text = corpus.text(found.slug)
    if found.number is not None:
        return watch_article(corpus, found.number, text)
    if found.section is not None:
        return watch_division(corpus, text, dila_id(found.section) or "")
    return watch_text(text)


def watch_division(corpus: Corpus, text: TextHandle, division: str) -> Watched:
    """Follow a division of a text, by its name («livre VII, titre II») or its identifier (LEGISCTA…).

    Raises LookupFailed, with the nearest, for one that the contents of the text do not hold.
    """
    order = corpus.divisions_of(text)
    key = dila_key(division.strip().upper())
    keys = {key} & set(order.titles) if key else {life.section for life in division_lives(order, division)}
    sections = tuple(sorted(key for key in keys if key is not None))
    if not sections:
        near = get_close_matches(division, list(dict.fromkeys(order.titles.values())), n=3, cutoff=0.3)
        hint = f"Les plus proches : {' ; '.join(near)}." if near else "Ce texte n’a pas de divisions dans le corpus."
        raise LookupFailed(f"Le corpus ne connaît pas de division « {division} » dans {text.title}.", hint)
    name = order.titles[sections[0]] if key else division
    return Watched(f"{name} ({text.title})", (Scope(sections=sections),))
