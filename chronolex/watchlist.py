"""What a line of a watch list names: a text, one or several articles, a division.

Code de la santé publique
R. 6315-1 du code de la santé publique
livre VII, titre II du code civil
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from corpus.answers import name_article
from corpus.changes import Scope
from corpus.errors import ChronolexError, LookupFailed, UnknownText
from corpus.handles import TextHandle
from corpus.keys import dila_key
from corpus.numbering import NUMBER_PATTERN, canonical_number
from corpus.reading import Corpus
from corpus.references import Reference, find_references
from graph.places import division_lives

NUMBER = re.compile(NUMBER_PATTERN)
"""A number alone."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is followed: how to call it, and where its changes are read."""

    label: str
    scopes: tuple[Scope, ...]


class BadLines(ChronolexError):
    """Lines of a watch list that name nothing known; ``problems`` are (line number, sentence)."""

    def __init__(self, name: str, problems: Sequence[tuple[int, str]]) -> None:
        self.problems = tuple(problems)
        told = "\n".join(f"  ligne {number} : {sentence}" for number, sentence in problems)
        super().__init__(f"{name} nomme ce que le corpus ne connaît pas :\n{told}")


def read_list(corpus: Corpus, text: str, name: str) -> tuple[Watched, ...]:
    """Read a watch list, one thing a line; empty lines and ``#`` comments are passed over.

    Raises :class:`BadLines` with every line that names nothing known, and the nearest that is.
    """
    watched: list[Watched] = []
    problems: list[tuple[int, str]] = []
    for number, line in _lines(text):
        try:
            watched.append(read_line(corpus, line))
        except LookupFailed as error:
            problems.append((number, str(error)))
    if problems:
        raise BadLines(name, problems)
    return tuple(watched)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        words = " ".join(line.partition("#")[0].split())
        if words:
            yield number, words


def read_line(corpus: Corpus, line: str) -> Watched:
    """Read what one line names; raises :class:`~corpus.errors.LookupFailed` with the nearest."""
    references = _references(line)
    if not references:
        if NUMBER.fullmatch(canonical_number(line)):
            return watch_article(corpus, line)
        return watch_text(corpus.text(line))
    watched = [_watch(corpus, reference) for reference in references]
    return Watched(", ".join(one.label for one in watched), tuple(scope for one in watched for scope in one.scopes))


def _references(line: str) -> tuple[Reference, ...]:
    """Read the line as running text; «1240 du code civil» says no «article», so the word is added."""
    for words in (line, f"article {line}"):
        found = find_references(words)
        narrow = [one for one in found if one.target_article or one.target_division]
        if narrow or any((one.start, one.end) == (0, len(words)) for one in found):
            return tuple(narrow) or found
    return ()


def _watch(corpus: Corpus, reference: Reference) -> Watched:
    text = _find_text(corpus, reference)
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
