"""Which of many half-open intervals hold on a day, without a look at each: they are sorted by start, and the latest
end of every block of them (and of every block of blocks) is kept, so that blocks that ended before are passed over.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

Days = array  # of signed 32-bit ordinals
OPEN = 2**31 - 1
"""The ordinal of an open end: after every day."""

_BLOCK = 64


class Intervals:
    """Intervals in the order of their starts. Positions are theirs in ``starts`` and ``ends``, which are not copied."""

    def __init__(self, starts: Days[int], ends: Days[int]) -> None:
        self._starts = starts
        self._levels = [ends]
        while len(self._levels[-1]) > _BLOCK:
            self._levels.append(_latest(self._levels[-1]))

    def at(self, day: int) -> Iterator[int]:
        """Give the positions of the intervals that hold on a day, ascending."""
        return self._ending_after(day, bisect_right(self._starts, day))

    def between(self, first: int, last: int) -> Iterator[int]:
        """Give those that hold on some day of ``[first, last)``, ascending; none when it holds no day."""
        return self._ending_after(first, bisect_left(self._starts, last)) if first < last else iter(())

    def _ending_after(self, day: int, count: int) -> Iterator[int]:
        """Give the positions under ``count`` whose interval ends after the day."""
        top = len(self._levels) - 1
        blocks: Iterable[int] = self._among(top, 0, day, count)
        for level in range(top - 1, -1, -1):
            blocks = self._below(blocks, level, day, count)
        return iter(blocks)

    def _below(self, blocks: Iterable[int], level: int, day: int, count: int) -> Iterator[int]:
        for block in blocks:
            yield from self._among(level, block, day, count)

    def _among(self, level: int, block: int, day: int, count: int) -> list[int]:
        ends = self._levels[level]
        needed = -(-count // _BLOCK**level)
        first = block * _BLOCK
        return [n for n in range(first, min(first + _BLOCK, needed)) if ends[n] > day]


def _latest(ends: Days[int]) -> Days[int]:
    return array("i", (max(ends[n : n + _BLOCK]) for n in range(0, len(ends), _BLOCK)))
