"""The repairs of a source that stand in the words of an article: its log holds those of all its articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chronolex.site.reader import Reader, SourceEntry
from corpus.answers import RepairEntry
from corpus.diff import fold
from corpus.queries import make_repair

MOST_READ = 5_000
"""Repairs of one source that are looked at for an article's page, which says so where the source has more."""

AROUND = 24
"""Characters on each side of a repair that must stand in the article for the repair to concern it."""

LEAST = 12
"""Characters under which a passage is too short to tell that it is the article's."""

_LOG = """
    SELECT r.*, s.name AS source FROM repairs r JOIN sources s ON s.id = r.source_id
    WHERE r.source_id = :source ORDER BY r.start, r.id LIMIT :limit
"""
_ORIGINAL = "SELECT original FROM sources WHERE id = :source"


def repairs_within(reader: Reader, source: SourceEntry, content: str) -> list[RepairEntry]:
    """List the repairs of a source, among its :data:`MOST_READ` first, whose passage stands in ``content``.

    None where the source was not kept.
    """
    (row,) = reader.rows(_ORIGINAL, source=source.id)
    if not row["original"]:
        return []
    repairs = [make_repair(one) for one in reader.rows(_LOG, source=source.id, limit=MOST_READ)]
    return find_within(row["original"], repairs, content)


def find_within(original: str, repairs: Sequence[RepairEntry], content: str) -> list[RepairEntry]:
    """List the repairs, sorted by place, whose repaired passage stands in ``content``, typography apart.

    A passage ends where its line does. Repairs that do not fit the original are left out.
    """
    folded = fold(content)
    mended, places = _replay(original, repairs)
    return [one for one, (start, end) in places if _stands_in(folded, mended, start, end)]


def _replay(original: str, repairs: Iterable[RepairEntry]) -> tuple[str, list[tuple[RepairEntry, tuple[int, int]]]]:
    """Repair a text anew, and tell where each repair stands in it."""
    pieces: list[str] = []
    places = []
    done = length = 0
    for one in repairs:
        if one.start < done or original[one.start : one.end] != one.before:
            continue
        kept, written = original[done : one.start], one.after if one.decided else one.before
        pieces += [kept, written]
        places.append((one, (length + len(kept), length + len(kept) + len(written))))
        length += len(kept) + len(written)
        done = one.end
    return "".join([*pieces, original[done:]]), places


def _stands_in(folded: str, mended: str, start: int, end: int) -> bool:
    left = max(mended.rfind("\n", 0, start) + 1, start - AROUND)
    stop = mended.find("\n", end)
    right = min(len(mended) if stop < 0 else stop, end + AROUND)
    return any(passage in folded for passage in _passages(mended, left, right))


def _passages(mended: str, left: int, right: int) -> Iterator[str]:
    """The passage between whole words: its ends may cut one, or stand at a mark of the source."""
    words = mended[left:right].split()
    for kept in (words, words[1:-1]):
        passage = fold(" ".join(kept))
        if len(passage) >= LEAST:
            yield passage
