"""Who wrote each word of a version: the act, its article and the instruction, through all versions and numbers.

Three ways to know, told apart by ``method``:

* ``instruction``: the words were written by an instruction that was applied. Known by construction: the build stores
  which words each instruction wrote (table ``authored_words``).
* ``alignment``: two successive official versions differ there, and nothing says which instruction made the
  difference. The words are those of the act that made the later version, as far as it is known.
* ``origin``: the words stand in the oldest version that the corpus has; its act is the oldest that can be named.

Words that stay keep their author, also when their alinéa moves inside the article or when only their typography
changes (apostrophes, spaces, dashes, œ/oe): who retypes a word does not write the law.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.answers import Version
from corpus.diff import AlineaDiff, Kind, diff_alineas


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote some words: ``since`` is the start of the version that brought them, ``number`` its article's then.

    ``act`` is None where no source names it; ``instruction`` are the instruction's own words, where one is known.
    """

    act: str | None
    act_article: str | None
    since: dt.date
    number: str
    method: str
    instruction: str | None = None


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
    letters = [[_author(first, "origin")] * len(alinea) for alinea in first.alineas]
    letters = _overlay(letters, first, authored)
    before = first
    for version in later:
        letters = _overlay(_carry(letters, before, version), version, authored)
        before = version
    return tuple(_spans(letters, before.alineas))


def _author(version: Version, method: str) -> Author:
    return Author(version.act, version.act_article, version.start, version.number, method)


def _overlay(letters: _Letters, version: Version, authored: Mapping[int, Sequence[Authored]]) -> _Letters:
    """Write the authors known by construction over those that alignment found."""
    for words in authored.get(version.id, ()):
        author = replace(
            _author(version, "instruction"),
            act_article=words.act_article or version.act_article,
            instruction=words.instruction,
        )
        letters[words.alinea - 1][words.start : words.end] = [author] * (words.end - words.start)
    return letters


def _carry(letters: _Letters, old: Version, new: Version) -> _Letters:
    """Give each character of the newer version its author: the older one's where it stayed."""
    fresh = _author(new, "alignment")
    diffs = diff_alineas(old.alineas, new.alineas)
    moved = {d.old: d.old_position for d in diffs if d.new_position is None and d.old_position is not None}
    carried: dict[int, list[Author]] = {}
    for diff in diffs:
        if diff.new_position is None:
            continue
        origin = diff.old_position if diff.old_position is not None else moved.get(diff.new)
        if diff.old_position is None and origin is not None:
            carried[diff.new_position] = list(letters[origin - 1])
        else:
            own = letters[origin - 1] if origin is not None else []
            carried[diff.new_position] = list(_follow(diff, own, fresh))
    return [carried[position] for position in range(1, len(new.alineas) + 1)]


def _follow(diff: AlineaDiff, before: Sequence[Author], fresh: Author) -> Iterator[Author]:
    position = 0
    for segment in diff.segments:
        size = len(segment.text)
        match segment.kind:
            case Kind.EQUAL:
                yield from before[position : position + size]
                position += size
            case Kind.DELETE:
                position += size
            case Kind.INSERT:
                kept = before[min(position, len(before) - 1)] if diff.typographic and before else fresh
                yield from [kept] * size


def _spans(letters: _Letters, alineas: Sequence[str]) -> Iterator[BlameSpan]:
    for number, (authors, text) in enumerate(zip(letters, alineas, strict=True), 1):
        position = 0
        for author, run in groupby(authors):
            end = position + len(list(run))
            yield BlameSpan(number, position, end, text[position:end], author)
            position = end
