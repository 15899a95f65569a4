"""Who wrote each word of a version: the act, its article and the instruction, through all versions and numbers.

Three ways to know, told apart by ``method``:

* ``instruction``: the words were written by an instruction that was applied. Known by construction: the build stores
  which words each instruction wrote (table ``authored_words``).
* ``alignment``: two successive official versions differ there, and nothing says which instruction made the
  difference. The words are those of the act that made the later version, as far as it is known.
* ``origin``: the words stand in the oldest version that the corpus has; its act is the oldest that can be named.

Words that stay keep their author, also when they move inside the article or when only their typography changes
(apostrophes, spaces, dashes, œ/oe): who retypes a word does not write the law. An act that creates an article again
after its repeal wrote all its words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.answers import Version
from corpus.following import carry_marks


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote some words: ``since`` is the start of the version that brought them, ``number`` its article's then.

    ``act`` is None where no source names it; ``instruction`` are the instruction's own words, where one is known.
    ``after``: the text from that day to ``since`` is not in the corpus, and the words came at some time between.
    """

    act: str | None
    act_article: str | None
    since: dt.date
    number: str
    method: str
    instruction: str | None = None
    after: dt.date | None = None


@dataclass(frozen=True, slots=True)
class BlameSpan:
    """Words of one author: characters ``[start, end)`` of alinéa ``alinea`` (from 1). The spans tile every alinéa."""

    alinea: int
    start: int
    end: int
    text: str
    author: Author


@dataclass(frozen=True, slots=True)
class Authored:
    """Words that an instruction wrote in a version: ``[start, end)`` of an alinéa (from 1)."""

    alinea: int
    start: int
    end: int
    act: str
    act_article: str | None
    instruction: str


_Letters = list[list[Author]]
"""For each alinéa, the author of each of its characters."""


def blame_versions(versions: Sequence[Version], authored: Mapping[int, Sequence[Authored]]) -> tuple[BlameSpan, ...]:
    """Blame the last of some versions, oldest first, each continuing the one before it.

    ``authored`` gives the words known by construction, by the identifier of the version. Empty without a version.
    """
    if not versions:
        return ()
    first, *later = versions
    letters = [[author or _author(first, "origin") for author in line] for line in _written(first, authored)]
    before = first
    for version in later:
        fresh = _fresh(before, version)
        carried = carry_marks(before.alineas, letters, version.alineas, _written(version, authored))
        letters = [[author or fresh for author in line] for line in carried]
        before = version
    return tuple(_spans(letters, before.alineas))


def _author(version: Version, method: str) -> Author:
    return Author(version.act, version.act_article, version.start, version.number, method)


def _written(version: Version, authored: Mapping[int, Sequence[Authored]]) -> list[list[Author | None]]:
    """The authors known by construction; None where there is none."""
    letters: list[list[Author | None]] = [[None] * len(alinea) for alinea in version.alineas]
    for words in authored.get(version.id, ()):
        author = Author(
            words.act,
            words.act_article or version.act_article,
            version.start,
            version.number,
            "instruction",
            words.instruction,
        )
        letters[words.alinea - 1][words.start : words.end] = [author] * (words.end - words.start)
    return letters


def _fresh(old: Version, new: Version) -> Author:
    """The author of what is new: the act of the newer version, unless another text stood between the two."""
    author = _author(new, "alignment")
    if old.end is None or old.end >= new.start:
        return author
    return replace(author, act=None, act_article=None, after=old.end)


def _spans(letters: _Letters, alineas: Sequence[str]) -> Iterator[BlameSpan]:
    for number, (authors, text) in enumerate(zip(letters, alineas, strict=True), 1):
        position = 0
        for author, run in groupby(authors):
            end = position + len(list(run))
            yield BlameSpan(number, position, end, text[position:end], author)
            position = end
