"""Who wrote the words of an article: each span with its author, and the authors as numbered notes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from chronolex.site.answers import Answer, Asked, Desk, Page, Redirection
from chronolex.site.article_address import is_at, read_article
from chronolex.site.reader import Reader
from corpus.answers import Version
from corpus.blame import Author, BlameSpan
from corpus.errors import NotInForce
from corpus.handles import ArticleHandle
from corpus.numbering import display_number, say_article


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one author: ``note`` is the number of the author's note."""

    text: str
    note: int


@dataclass(frozen=True, slots=True)
class Note:
    """An author, in the order of time: where the act and the version stand, and how much of the text is theirs.

    ``act_address`` is None for an act that is not known; ``share`` is of the article's characters, in percent.
    """

    number: int
    author: Author
    act_address: str | None
    version_address: str
    characters: int
    share: float


@dataclass(frozen=True, slots=True)
class AuthorsPage:
    """The words of a version and their authors. Joined, the passages give each alinéa back."""

    text: str
    text_slug: str
    number: str
    date: dt.date
    version: Version
    alineas: tuple[tuple[Passage, ...], ...]
    notes: tuple[Note, ...]

    @property
    def name(self) -> str:
        """The number as acts print it."""
        return display_number(self.number)


def answer_authors(desk: Desk, asked: Asked) -> Answer:
    """Answer with the authors of an article's words on a day (without one, of its last known text).

    Raises :class:`NotInForce` when there is no text that day.
    """
    handle, date = read_article(desk, asked)
    there = desk.at.authors(handle.text_slug, handle.number, date)
    if not is_at(asked, handle, date):
        return Redirection(there)
    version = handle.at(date)
    if version is None:
        raise NotInForce(handle.status_at(date).sentence)
    spans = handle.blame(date)
    data = AuthorsPage(
        handle.text, handle.text_slug, handle.number, date, version, *_number(desk, handle, version, spans)
    )
    return Page("authors.html", f"Qui a écrit {say_article(data.number)} · {handle.text}", data, there)


def _number(
    desk: Desk, handle: ArticleHandle, version: Version, spans: Sequence[BlameSpan]
) -> tuple[tuple[tuple[Passage, ...], ...], tuple[Note, ...]]:
    characters: dict[Author, int] = {}
    for span in spans:
        characters[span.author] = characters.get(span.author, 0) + len(span.text)
    # The oldest first; those of one day in the order of the text.
    authors = sorted(characters, key=lambda author: author.since)
    numbers = {author: number for number, author in enumerate(authors, 1)}
    held = {
        alinea: tuple(Passage(one.text, numbers[one.author]) for one in group)
        for alinea, group in groupby(spans, key=lambda one: one.alinea)
    }
    alineas = tuple(held.get(rank, ()) for rank in range(1, len(version.alineas) + 1))
    line = [entry for entry in handle.history() if isinstance(entry, Version)]
    slugs = _acts(desk.reader, (entry.id for entry in line))
    texts = {(entry.number, entry.start): entry.text_slug for entry in line}
    total = sum(characters.values()) or 1
    notes = tuple(
        Note(
            number,
            author,
            desk.at.act(slugs[author.act]) if author.act in slugs else None,
            desk.at.article(texts.get((author.number, author.since), handle.text_slug), author.number, author.since),
            characters[author],
            round(100 * characters[author] / total, 1),
        )
        for author, number in numbers.items()
    )
    return alineas, notes


def _acts(reader: Reader, versions: Iterable[int]) -> dict[str | None, str]:
    """Give the slugs of the acts that wrote some versions, by title; none for a title that two of them bear."""
    slugs: dict[str, set[str]] = {}
    for row in reader.rows(_ACTS, versions=json.dumps(list(versions))):
        slugs.setdefault(row["title"], set()).add(row["slug"])
    return {title: next(iter(found)) for title, found in slugs.items() if len(found) == 1}


_ACTS = """
    SELECT t.title, t.slug FROM json_each(:versions) j JOIN versions v ON v.id = j.value JOIN texts t ON t.id = v.act_id
    UNION
    SELECT t.title, t.slug FROM json_each(:versions) j JOIN instructions i ON i.version_id = j.value
    JOIN texts t ON t.id = i.act_id
"""
