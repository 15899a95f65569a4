"""A repair is a plan: a list of edits that can be replayed, and composed with the plan of the next pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.model import Edit

Plan = tuple[Edit, ...]
"""Edits in the order of the text, none overlapping another."""


def replay(original: str, edits: Sequence[Edit]) -> str:
    """Apply ``edits`` (sorted, not overlapping, spans in ``original``) and give the resulting text.

    Raises ``ValueError`` where an edit's ``before`` does not stand at its place: the edits belong to another text.
    """
    pieces, at = [], 0
    for edit in edits:
        if edit.start < at or original[edit.start : edit.end] != edit.before:
            raise ValueError(f"edit {edit} does not fit the text")
        pieces += [original[at : edit.start], edit.after]
        at = edit.end
    pieces.append(original[at:])
    return "".join(pieces)


def compose(original: str, first: Plan, second: Plan) -> Plan:
    """Give the plan that does at once what ``first`` does to ``original`` and ``second`` does to the result.

    Edits that touch the same characters become one; an edit that is undone disappears.
    """
    middle = replay(original, first)
    composed: list[Edit] = []
    shift = 0
    for ours, theirs in _clusters(first, second):
        low = min([start for start, _ in ours] + [e.start for e in theirs])
        high = max([start + len(e.after) for start, e in ours] + [e.end for e in theirs])
        growth = sum(len(e.after) - (e.end - e.start) for _, e in ours)
        span = (low - shift, high - shift - growth)
        after = replay(middle[low:high], [replace(e, start=e.start - low, end=e.end - low) for e in theirs])
        edit = _merge(original[span[0] : span[1]], span, after, [e for _, e in ours] + theirs)
        composed += [edit] if edit else []
        shift += growth
    return tuple(composed)


def _merge(before: str, span: tuple[int, int], after: str, parts: list[Edit]) -> Edit | None:
    decided = [e for e in parts if e.decided] or parts
    if after == before and decided[0].decided:
        return None
    rule = "+".join(dict.fromkeys(e.rule for e in decided))
    return Edit(span[0], span[1], before, after, rule, min(e.confidence for e in decided))


def _clusters(first: Plan, second: Plan) -> Iterator[tuple[list[tuple[int, Edit]], list[Edit]]]:
    """Group the edits of two plans that overlap in the text between them.

    An edit of ``first`` comes with its start in that text.
    """
    ours: list[tuple[int, Edit]] = []
    theirs: list[Edit] = []
    reach = -1
    for start, end, edit, is_first in _in_order(first, second):
        if (ours or theirs) and start >= reach:
            yield ours, theirs
            ours, theirs, reach = [], [], -1
        if is_first:
            ours.append((start, edit))
        else:
            theirs.append(edit)
        reach = max(reach, end)
    if ours or theirs:
        yield ours, theirs


def _in_order(first: Plan, second: Plan) -> list[tuple[int, int, Edit, bool]]:
    entries: list[tuple[int, int, Edit, bool]] = []
    shift = 0
    for edit in first:
        start = edit.start + shift
        entries.append((start, start + len(edit.after), edit, True))
        shift += len(edit.after) - (edit.end - edit.start)
    entries += [(edit.start, edit.end, edit, False) for edit in second]
    return sorted(entries, key=lambda entry: (entry[0], entry[1]))
