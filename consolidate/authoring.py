"""Which instruction wrote which words of a version: known by construction, kept when an official text confirms it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from consolidate.draft import line_text
from consolidate.operations import Operation
from consolidate.timeline import TimedVersion
from corpus.diff import Verdict
from corpus.following import carry_marks, follow_marks, follow_words
from corpus.model import TextId


class Written(NamedTuple):
    """Words of a version: characters ``[start, end)`` of an alinéa (from 1), the act and the operation of theirs."""

    alinea: int
    start: int
    end: int
    act: TextId
    operation: Operation


_Mark = tuple[TextId, Operation] | None


def authored_words(version: TimedVersion) -> Iterator[Written]:
    """List what operations wrote in a version, in the order of its text.

    Nothing where the official text that took its place differs by more than typography: what was derived is not the
    law then, and its words are nobody's.
    """
    verdict = version.comparison.verdict if version.comparison else Verdict.IDENTICAL
    if not version.lines or verdict is Verdict.DIFFERENT:
        return
    marks: Sequence[Sequence[_Mark]] = _marks(version)
    if verdict is Verdict.TYPOGRAPHIC:
        marks = follow_marks(follow_words(_derived(version), version.alineas), marks, None)
    for number, letters in enumerate(marks, 1):
        position = 0
        for _, run in groupby(letters, key=lambda mark: id(mark[1]) if mark else None):
            own = list(run)
            end = position + len(own)
            if (mark := own[0]) is not None:
                yield Written(number, position, end, *mark)
            position = end


def _derived(version: TimedVersion) -> list[str]:
    return [line_text(line) for line in version.lines]


def _marks(version: TimedVersion) -> Sequence[Sequence[_Mark]]:
    """Who wrote each character, an earlier act of the same day included."""
    act = version.act
    marks: list[list[_Mark]] = [
        [
            (act, version.ranked[piece.author]) if act is not None and piece.author is not None else None
            for piece in line
            for _ in piece.text
        ]
        for line in version.lines
    ]
    if version.earlier is None:
        return marks
    return carry_marks(_derived(version.earlier), _marks(version.earlier), _derived(version), marks)
