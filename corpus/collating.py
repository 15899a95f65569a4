"""Collate two states of an article: what was kept, retyped, amended, added, removed or moved, alinéa and word.

Finer than :func:`corpus.diff.diff_alineas`: who retypes a word (apostrophes, spaces, dashes, œ/oe) is told apart from
who changes it, and an alinéa that stands at another place has moved: it was not removed and written anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from corpus.diff import align, bag_words, fold, pair_words, similarity, similarity_from, split_words


class Change(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    RETYPED = "retyped"
    """The same words in another typography."""
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole words of an alinéa with one fate. ``old`` is empty for what is added, ``new`` for what is removed.

    ``words`` counts them without spaces and signs.
    """

    change: Change
    old: str
    new: str
    words: int


class Fate(StrEnum):
    """What became of an alinéa."""

    KEPT = "kept"
    RETYPED = "retyped"
    AMENDED = "amended"
    ADDED = "added"
    REMOVED = "removed"
    LEFT = "left"
    """It stood here, and stands at another place now."""
    ARRIVED = "arrived"
    """It stands here, and stood at another place."""


@dataclass(frozen=True, slots=True)
class CollatedAlinea:
    """An alinéa at its place in the order of reading. Positions count from 1; None on the side that lacks it.

    One that moved is given twice, with the same positions and passages: where it stood and where it stands.
    """

    fate: Fate
    old_position: int | None
    new_position: int | None
    passages: tuple[Passage, ...]

    @property
    def old(self) -> str:
        """Its words before."""
        return "".join(passage.old for passage in self.passages)

    @property
    def new(self) -> str:
        """Its words after."""
        return "".join(passage.new for passage in self.passages)

    @property
    def stands_before(self) -> bool:
        """True when the older text has an alinéa at this place."""
        return self.fate not in {Fate.ADDED, Fate.ARRIVED}

    @property
    def stands_after(self) -> bool:
        """True when the newer text has an alinéa at this place."""
        return self.fate not in {Fate.REMOVED, Fate.LEFT}

    @property
    def reworded(self) -> bool:
        """True when some of its words changed, typography aside."""
        return any(passage.change in {Change.ADDED, Change.REMOVED} for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Figures:
    """How much changed, in words and in alinéas. Words that moved or were retyped count as kept.

    Each alinéa is counted once; ``moved`` ones have the same words, ``moved_and_amended`` ones others too.
    """

    words_added: int
    words_removed: int
    words_kept: int
    passages_retyped: int
    added: int
    removed: int
    amended: int
    moved: int
    moved_and_amended: int
    retyped: int
    kept: int


# --- the alinéas ------------------------------------------------------------------------------------------------

_SAME_ALINEA = 0.75
"""Share of common words from which an alinéa that left one place is the one that stands, reworded, at another."""

_FEWEST_WORDS = 8
"""Words of the shorter of two such alinéas, at least: fewer are alike by chance."""

_LARGEST_SEARCH = 2_500
"""Pairs of alinéas weighed at most to find those that moved and were reworded."""


_LEAST_KEPT = 0.25
"""Share of the words of the shorter of two alinéas at one place that stay; below, one took the other's place."""


def collate(old: Sequence[str], new: Sequence[str]) -> tuple[CollatedAlinea, ...]:
    """Collate two lists of alinéas, in the order of reading.

    The words before of those that stand before give ``old`` back, the words after of those that stand after ``new``.
    """
    rows = [row for i, j in align(old, new) for row in _collate_place(i, j, old, new)]
    gone = [row.old_position - 1 for row in rows if row.old_position and not row.new_position]
    come = [row.new_position - 1 for row in rows if row.new_position and not row.old_position]
    moved = _find_moved(old, new, gone, come)
    arrived = {j: _collated(Fate.ARRIVED, i, j, old, new) for j, i in moved.items()}
    left = {i: replace(arrived[j], fate=Fate.LEFT) for j, i in moved.items()}
    return tuple(_or_moved(row, left, arrived) for row in rows)


def _collate_place(i: int | None, j: int | None, old: Sequence[str], new: Sequence[str]) -> list[CollatedAlinea]:
    fate = _fate(i, j, old, new)
    whole = _collated(fate, i, j, old, new)
    if fate is Fate.AMENDED and not _stays(whole):
        return [_collated(Fate.REMOVED, i, None, old, new), _collated(Fate.ADDED, None, j, old, new)]
    return [whole]


def _stays(alinea: CollatedAlinea) -> bool:
    counts = Counter(dict.fromkeys(Change, 0))
    for passage in alinea.passages:
        counts[passage.change] += passage.words
    kept = counts[Change.KEPT] + counts[Change.RETYPED]
    if kept >= _LEAST_KEPT * (kept + min(counts[Change.REMOVED], counts[Change.ADDED])):
        return True
    return similarity(bag_words(alinea.old), bag_words(alinea.new)) >= _SAME_ALINEA  # the words, in another order


def _or_moved(
    row: CollatedAlinea, left: Mapping[int, CollatedAlinea], arrived: Mapping[int, CollatedAlinea]
) -> CollatedAlinea:
    if row.fate is Fate.REMOVED and row.old_position:
        return left.get(row.old_position - 1, row)
    if row.fate is Fate.ADDED and row.new_position:
        return arrived.get(row.new_position - 1, row)
    return row


def _find_moved(old: Sequence[str], new: Sequence[str], gone: Sequence[int], come: Sequence[int]) -> dict[int, int]:
    """Find, for alinéas without a counterpart at their place, the one that each was: new index → old index."""
    waiting: dict[str, list[int]] = {}
    for i in gone:
        waiting.setdefault(fold(old[i]), []).append(i)
    moved = {j: same.pop(0) for j in come if (same := waiting.get(fold(new[j])))}
    taken = set(moved.values())
    rest_old, rest_new = [i for i in gone if i not in taken], [j for j in come if j not in moved]
    return moved | _find_reworded(old, new, rest_old, rest_new)


def _find_reworded(old: Sequence[str], new: Sequence[str], gone: Sequence[int], come: Sequence[int]) -> dict[int, int]:
    if len(gone) * len(come) > _LARGEST_SEARCH:
        return {}
    before, after = {i: bag_words(old[i]) for i in gone}, {j: bag_words(new[j]) for j in come}
    weights = [
        (similarity_from(_SAME_ALINEA, a, b), i, j)
        for i, a in before.items()
        for j, b in after.items()
        if min(a.total(), b.total()) >= _FEWEST_WORDS
    ]
    moved: dict[int, int] = {}
    for weight, i, j in sorted(weights, key=lambda found: (-found[0], found[1], found[2])):
        if weight and j not in moved and i not in moved.values():
            moved[j] = i
    return moved


def _fate(i: int | None, j: int | None, old: Sequence[str], new: Sequence[str]) -> Fate:
    if i is None:
        return Fate.ADDED
    if j is None:
        return Fate.REMOVED
    if old[i] == new[j]:
        return Fate.KEPT
    return Fate.RETYPED if fold(old[i]) == fold(new[j]) else Fate.AMENDED


def _collated(fate: Fate, i: int | None, j: int | None, old: Sequence[str], new: Sequence[str]) -> CollatedAlinea:
    before, after = "" if i is None else old[i], "" if j is None else new[j]
    positions = (None if i is None else i + 1), (None if j is None else j + 1)
    return CollatedAlinea(fate, *positions, collate_words(before, after))


# --- the words --------------------------------------------------------------------------------------------------

_CONTEXT = 30
"""Characters around a change that decide whether it is one of typography: a space beside a sign, or in a number."""

_Unit = tuple[str, str]
"""A word, space or sign on both sides; empty on the side that lacks it."""


def collate_words(old: str, new: str) -> tuple[Passage, ...]:
    """Collate two strings; no word is ever cut. The old sides joined are ``old``, the new ones ``new``."""
    if old == new:
        return (Passage(Change.KEPT, old, new, _count_words(split_words(new))),) if new else ()
    units = [
        (old[slice(*here)] if here else "", new[slice(*there)] if there else "") for here, there in pair_words(old, new)
    ]
    if not (old and new):
        change = Change.REMOVED if old else Change.ADDED
        return (Passage(change, old, new, _count_words(a or b for a, b in units)),) if units else ()
    told = _tell_retyping(units) if fold(old) == fold(new) else _tell_changes(units)
    passages = (
        Passage(
            change, "".join(a for a, _ in group), "".join(b for _, b in group), _count_words(b or a for a, b in group)
        )
        for change, group in _group(told)
    )
    return tuple(passages)


def _tell_retyping(units: Sequence[_Unit]) -> Iterator[tuple[Change, _Unit]]:
    yield from ((Change.KEPT if unit[0] == unit[1] else Change.RETYPED, unit) for unit in units)


def _count_words(units: Iterable[str]) -> int:
    return sum(any(letter.isalnum() for letter in unit) for unit in units)


def _group(told: Iterator[tuple[Change, _Unit]]) -> Iterator[tuple[Change, list[_Unit]]]:
    for change, group in groupby(told, key=lambda one: one[0]):
        yield change, [unit for _, unit in group]


def _tell_changes(units: Sequence[_Unit]) -> Iterator[tuple[Change, _Unit]]:
    """Give each unit its change: what lies between two kept ones and only changes typography is retyped."""
    before = ""
    after = _Ahead(units)
    for kept, group in groupby(units, key=lambda unit: unit[0] == unit[1]):
        run = list(group)
        here = "".join(a for a, _ in run)
        after.pass_over(run)
        if kept:
            yield from ((Change.KEPT, unit) for unit in run)
        elif _is_typography(before, run, after.text()):
            yield from ((Change.RETYPED, unit) for unit in run)
        else:
            yield from ((_change_of(unit), unit) for unit in run)
        before = (before + here)[-_CONTEXT:]


class _Ahead:
    """The words of the older text that follow, as far as the context reaches."""

    def __init__(self, units: Sequence[_Unit]) -> None:
        self._units = units
        self._next = 0

    def pass_over(self, run: Sequence[_Unit]) -> None:
        self._next += len(run)

    def text(self) -> str:
        return "".join(a for a, _ in self._units[self._next : self._next + _CONTEXT])[:_CONTEXT]


def _is_typography(before: str, run: Sequence[_Unit], after: str) -> bool:
    old, new = "".join(a for a, _ in run), "".join(b for _, b in run)
    return fold(before + old + after) == fold(before + new + after)


def _change_of(unit: _Unit) -> Change:
    old, new = unit
    if old and new:
        return Change.RETYPED
    return Change.REMOVED if old else Change.ADDED


def count_changes(alineas: Sequence[CollatedAlinea]) -> Figures:
    """Count what changed between two states."""
    once = [alinea for alinea in alineas if alinea.fate is not Fate.LEFT]
    passages = [passage for alinea in once for passage in alinea.passages]

    def words(*changes: Change) -> int:
        return sum(passage.words for passage in passages if passage.change in changes)

    def count(fate: Fate) -> int:
        return sum(alinea.fate is fate for alinea in once)

    reworded = sum(alinea.fate is Fate.ARRIVED and alinea.reworded for alinea in once)
    return Figures(
        words_added=words(Change.ADDED),
        words_removed=words(Change.REMOVED),
        words_kept=words(Change.KEPT, Change.RETYPED),
        passages_retyped=sum(passage.change is Change.RETYPED for passage in passages),
        added=count(Fate.ADDED),
        removed=count(Fate.REMOVED),
        amended=count(Fate.AMENDED),
        moved=count(Fate.ARRIVED) - reworded,
        moved_and_amended=reworded,
        retyped=count(Fate.RETYPED),
        kept=count(Fate.KEPT),
    )
