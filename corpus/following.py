"""Follow the words of an article into its next state: which of them were there, and where.

An alinéa that moves, a passage cut out of one alinéa to open another, and a word that is only retyped (apostrophes,
spaces, dashes, œ/oe) stay: who retypes a word does not write the law.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import TypeVar

from corpus.diff import align, fold, pair_words
from corpus.model import Span

_PASSAGE = 12
"""Words, spaces and signs from which a passage found elsewhere in the article moved there; fewer may meet by chance."""

_LARGEST = 1_000_000
"""Comparisons of words at most to look for passages that moved; beyond, they are taken for new ones."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, space or sign of the newer text; where it stood before (alinéa from 0, span), None for a new one."""

    text: str
    origin: tuple[int, Span] | None = None


Mark = TypeVar("Mark")
Line = list[Word]
"""The words of one alinéa; joined, they are its text."""


def follow_words(old: Sequence[str], new: Sequence[str], *, tidy: bool = True) -> list[Line]:
    """Say of each word of ``new`` where it stood in ``old``; ``tidy`` as in :func:`corpus.diff.pair_words`."""
    lines: list[Line] = [[] for _ in new]
    gone: list[Word] = []
    for i, j in _pair(old, new):
        before, after = old[i] if i is not None else "", new[j] if j is not None else ""
        if i is not None and j is not None and before == after:  # most alinéas of most versions
            lines[j] = [Word(after, (i, (0, len(after))))] if after else []
            continue
        for here, there in pair_words(before, after, tidy=tidy):
            origin = (i, here) if i is not None and here is not None else None
            if j is not None and there is not None:
                lines[j].append(Word(after[slice(*there)], origin))
            elif here is not None:
                gone.append(Word(before[slice(*here)], origin))
    return [_retyped(line) for line in _bring_back(gone, lines)]


def _pair(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Pair the alinéas; one that left its place and stands whole at another is paired too."""
    pairs = align(old, new)
    left = {fold(old[i]): i for i, j in pairs if i is not None and j is None}
    moved = {j: left.pop(fold(new[j])) for i, j in pairs if i is None and j is not None and fold(new[j]) in left}
    paired = [(moved.get(j) if i is None and j is not None else i, j) for i, j in pairs]
    return [(i, j) for i, j in paired if j is not None or i not in moved.values()]


def _bring_back(gone: Sequence[Word], lines: list[Line]) -> list[Line]:
    """Find, among what is new, the passages that only left another alinéa."""
    missing = [word for line in lines for word in line if word.origin is None]
    if len(missing) < _PASSAGE or len(gone) * len(missing) > _LARGEST:
        return lines
    before, after = [fold(word.text) for word in gone], [fold(word.text) for word in missing]
    found: dict[int, tuple[int, Span] | None] = {}
    for start, there, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        if size >= _PASSAGE:
            found |= {there + k: gone[start + k].origin for k in range(size)}
    ranks = iter(range(len(missing)))
    return [
        [word if word.origin is not None else replace(word, origin=found.get(next(ranks))) for word in line]
        for line in lines
    ]


def _retyped(line: Line) -> Line:
    """Give a space or sign that was put between two words that stayed to the one before it: typography alone."""
    done: Line = []
    groups = [list(group) for _, group in groupby(line, key=lambda word: word.origin is None)]
    for rank, group in enumerate(groups):
        blank = group[0].origin is None and not fold("".join(word.text for word in group)).strip()
        neighbour = done[-1].origin if done else groups[rank + 1][0].origin if rank + 1 < len(groups) else None
        done += [replace(word, origin=neighbour) for word in group] if blank else group
    return done


def follow_marks(lines: Iterable[Line], marks: Sequence[Sequence[Mark]], new: Mark) -> list[list[Mark]]:
    """Give each character of the followed words the mark of the one that it was; ``new`` where it was none."""
    return [[mark for word in line for mark in _marks(word, marks, new)] for line in lines]


def _marks(word: Word, marks: Sequence[Sequence[Mark]], new: Mark) -> Sequence[Mark]:
    if word.origin is None:
        return [new] * len(word.text)
    alinea, (start, end) = word.origin
    if end - start == len(word.text):
        return marks[alinea][start:end]
    return [marks[alinea][end - 1]] * len(word.text)  # «coeur» retyped «cœur», «;» retyped « ;»


def carry_marks(
    old: Sequence[str],
    marks: Sequence[Sequence[Mark | None]],
    new: Sequence[str],
    known: Sequence[Sequence[Mark | None]],
) -> list[list[Mark | None]]:
    """Fill the marks ``known`` of the newer text with those of the older one; None where neither tells.

    What is known is set aside first. Where some is, the rest is known to have stood before, and is only looked up.
    """
    places = [[i for i, mark in enumerate(letters) if mark is None] for letters in known]
    rest = ["".join(alinea[i] for i in kept) for alinea, kept in zip(new, places, strict=True)]
    whole = sum(map(len, rest)) == sum(map(len, new))
    filled = [list(letters) for letters in known]
    for alinea, kept, found in zip(
        filled, places, follow_marks(follow_words(old, rest, tidy=whole), marks, None), strict=True
    ):
        for place, mark in zip(kept, found, strict=True):
            alinea[place] = mark
    return filled
