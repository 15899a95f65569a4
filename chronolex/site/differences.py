"""Differences as a page shows them: what changed at once, what did not folded together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from corpus.diff import AlineaDiff

Run = tuple[AlineaDiff, ...]


def fold_unchanged(alineas: Iterable[AlineaDiff]) -> Iterator[Run]:
    """Give each alinéa that changed alone, and those between them that did not as one run; in order."""
    for changed, run in groupby(alineas, key=lambda alinea: alinea.changed):
        if changed:
            yield from ((alinea,) for alinea in run)
        else:
            yield tuple(run)


def place_of(run: Run) -> str:
    """Say which alinéas a run is: «3», «3 → 4» where they moved, «5-12», «+ 4» for a new one, «− 2» for a lost one."""
    first, last = run[0], run[-1]
    if first.old_position is None:
        return f"+ {first.new_position}"
    if first.new_position is None:
        return f"− {first.old_position}"
    old, new = (_range(a, b) for a, b in zip(_ends(first), _ends(last), strict=True))
    return new if old == new else f"{old} → {new}"


def _ends(alinea: AlineaDiff) -> tuple[int | None, int | None]:
    return alinea.old_position, alinea.new_position


def _range(first: int | None, last: int | None) -> str:
    return f"{first}" if first == last else f"{first}-{last}"
