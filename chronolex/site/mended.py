"""The repairs of a source that stand in the words of an article: its log holds those of all its articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chronolex.site.reader import Reader, SourceEntry
from corpus.answers import RepairEntry
from corpus.diff import fold
from corpus.model import Span
from corpus.queries import make_repair

MOST_READ = 5_000
"""Repairs of one source that are looked at for an article's page, which says so where the source has more."""

AROUND = 120
"""Characters of the repaired source, the repair among them, that must stand in the article for it to concern the
article: acts repeat their phrases from one article to the next. Fewer, for an article of few words."""

LEAST = 12
"""Characters under which a passage is too short to tell that it is the article's."""

_LOG = """
    SELECT r.*, s.name AS source FROM repairs r JOIN sources s ON s.id = r.source_id
    WHERE r.source_id = :source ORDER BY r.start, r.id LIMIT :limit
"""
_ORIGINAL = "SELECT original FROM sources WHERE id = :source"


def repairs_within(reader: Reader, source: SourceEntry, content: str, sentences: Sequence[str]) -> list[RepairEntry]:
    """List the repairs of a source, among its :data:`MOST_READ` first, whose passage stands in ``content``.

    None where the source was not kept. ``sentences`` are those of the instructions that wrote it.
    """
    (row,) = reader.rows(_ORIGINAL, source=source.id)
    if not row["original"]:
        return []
    repairs = [make_repair(one) for one in reader.rows(_LOG, source=source.id, limit=MOST_READ)]
    return find_within(row["original"], repairs, content, sentences)


def find_within(
    original: str, repairs: Sequence[RepairEntry], content: str, sentences: Sequence[str] = ()
) -> list[RepairEntry]:
    """List the repairs, sorted by place, whose repaired passage stands in ``content``, typography apart.

    Where one of the ``sentences`` stands in the source, only what it holds counts: an act says the same of several
    articles. Repairs that do not fit the original are left out.
    """
    folded = fold(content)
    mended, places = _replay(original, repairs)
    regions = _find_sentences(mended, sentences)
    return [
        one
        for one, (start, end) in places
        if _stands_in(folded, mended, start, end)
        and (not regions or any(left <= start and end <= right for left, right in regions))
    ]


def _find_sentences(mended: str, sentences: Iterable[str]) -> list[Span]:
    """Find where sentences stand in a source, whatever its lines and signs: by their letters and figures."""
    places = [index for index, character in enumerate(mended) if character.isalnum()]
    letters = "".join(mended[index] for index in places)
    found = []
    for sentence in sentences:
        wanted = "".join(filter(str.isalnum, sentence))
        if wanted and (at := letters.find(wanted)) >= 0:
            found.append((places[at], places[at + len(wanted) - 1] + 1))
    return found


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
    """Say whether the repair stands in the words of the article: with what is around it, before it or after it."""
    around = min(AROUND, len(folded) // 2)
    half = around // 2
    windows = ((start - half, end + half), (start - around, end), (start, end + around))
    passages = (_whole_words(mended, max(left, 0), min(right, len(mended))) for left, right in windows)
    return any(len(passage) >= LEAST and passage in folded for passage in passages)


def _whole_words(mended: str, left: int, right: int) -> str:
    """Give a passage up to the ends of the words that it cuts; lines of the source are no lines of the law."""
    while left > 0 and not mended[left - 1].isspace():
        left -= 1
    while right < len(mended) and not mended[right].isspace():
        right += 1
    return fold(mended[left:right])
