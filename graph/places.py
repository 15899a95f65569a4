"""Where a citation points without a number: a division of a text, «présent chapitre», «l'article précédent».

Pure functions on the order of a text (:mod:`corpus.text_order`); each gives lives, which :mod:`graph.resolve` tells.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.numerals import ORDINALS, roman_value
from corpus.text_order import Placed, TextOrder
from graph.resolve import Life

Rank = tuple[str, str]
"""The kind of a division and its number: («titre», «2»), («livre», «préliminaire»)."""

_KINDS = (
    "sous-paragraphe", "sous-chapitre", "sous-section", "sous-titre", "paragraphe", "chapitre", "section", "partie",
    "annexe", "livre", "titre",
)  # fmt: skip
_KIND = rf"(?P<kind>{'|'.join(_KINDS)})"
_NUMBER = (
    r"(?P<number>préliminaire|unique|premier|première|[IVXL]+(?:er|re)?|1er|1re|\d+|[A-Z])"
    r"(?P<more>(?:\s(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies))?)(?![\w-])"
)
_HEADING = re.compile(rf"{_KIND}\s+{_NUMBER}", re.IGNORECASE)
_PART_IN_WORDS = re.compile(r"(?P<rank>\w+(?:-\w+)?)\s+partie\b", re.IGNORECASE)
_OWN = re.compile(rf"présente?\s+{_KIND}", re.IGNORECASE)
_FARTHEST = 60
"""Neighbours looked at before giving up: articles that are repealed may stand between two in force."""


# Asked of the titles of every section of a code, for each division that is cited.
@lru_cache(maxsize=50_000)
def read_rank(words: str) -> Rank | None:
    """Read the beginning of a heading, or one part of a cited division: «Titre II : Des auteurs» is (titre, 2).

    None for a heading without a number («Dispositions communes»).
    """
    match = _HEADING.match(words.strip())
    if match is None:
        in_words = _PART_IN_WORDS.match(words.strip())
        rank = ORDINALS.get(in_words["rank"].lower()) if in_words else None
        return ("partie", str(rank)) if rank else None
    number = match["number"].lower()
    if number.startswith("premi"):
        number = "1"
    plain = re.sub(r"^([ivxl]+|1)(?:er|re)$", r"\1", number)
    return match["kind"].lower(), str(roman_value(plain) or plain) + match["more"].lower()


# ── Divisions ────────────────────────────────────────────────────────────────────────────────────────────────────


def division_lives(order: TextOrder, division: str, anchor: Sequence[int] = ()) -> list[Life]:
    """Give the sections that a division names, over time.

    ``anchor`` are the versions of the article that says so, if it is of the same text. Empty for a division that is
    not read, or that the contents do not hold.
    """
    first, *rest = [part.strip() for part in division.split(",")]
    parts = [read_rank(part) for part in rest]
    holders: list[Placed] | None = None
    if own := _OWN.match(first):
        holders = list(_holders(order, own["kind"].lower(), anchor))
    else:
        parts.insert(0, read_rank(first))
    if any(part is None for part in parts):
        return []
    wanted = [part for part in parts if part is not None]
    if not wanted:
        return [_life(holder) for holder in holders or ()]
    found = [one for one in order.sections if _is_at(one, wanted, order.titles, holders)]
    return [_life(one) for one in _nearest(order, found, anchor)]


def _nearest(order: TextOrder, found: Sequence[Placed], anchor: Sequence[int]) -> Sequence[Placed]:
    """Keep the sections of the part that the citing article is in, where others bear the same path elsewhere.

    A code may have a «livre III» in its legislative part and one in its regulatory part; who means the other part says
    so («livre III de la partie réglementaire»).
    """
    parts = {one.path[0] for one in order.places_of(anchor) if one.path}
    near = [one for one in found if one.path and one.path[0] in parts]
    return near or found


def _is_at(one: Placed, wanted: Sequence[Rank], titles: Mapping[int, str], holders: Sequence[Placed] | None) -> bool:
    """Say whether a section bears the last of the ranks, and the others are around it, in their order."""
    if read_rank(titles.get(one.key, "")) != wanted[-1]:
        return False
    around = [read_rank(titles.get(key, "")) for key in one.path]
    position = 0
    for rank in wanted[:-1]:
        if rank not in around[position:]:
            return False
        position = around.index(rank, position) + 1
    return holders is None or any(holder.key in one.path for holder in holders)


def _holders(order: TextOrder, kind: str, versions: Sequence[int]) -> Iterator[Placed]:
    """The innermost sections of a kind that hold some versions, each while it holds them."""
    for one in order.places_of(versions):
        for depth in range(len(one.path) - 1, -1, -1):
            rank = read_rank(order.titles.get(one.path[depth], ""))
            if rank is not None and rank[0] == kind:
                yield replace(one, key=one.path[depth], path=one.path[:depth], is_section=True)
                break


def _life(section: Placed) -> Life:
    start = dt.date.fromisoformat(section.start) if section.start else dt.date.min
    end = dt.date.fromisoformat(section.end) if section.end else None
    return Life(start, end, None, None, "repealed" if end else None, section.key)


# ── Neighbours ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An interval for which a neighbour is looked for; ``skip`` of those met must still be passed over."""

    start: dt.date
    end: dt.date | None
    skip: int


def neighbour_lives(
    order: TextOrder, article: int, distance: int, lives_of: Callable[[int], Sequence[Life]]
) -> list[Life]:
    """Give the article that stands ``distance`` articles after another (before it: negative), while both are in force.

    Empty for an article that the order does not hold.
    """
    if article not in order.articles or distance == 0:
        return []
    place = order.articles.index(article)
    step = 1 if distance > 0 else -1
    candidates = order.articles[place + step :: step][:_FARTHEST]
    wanted = [_Wanted(life.start, life.end, abs(distance) - 1) for life in lives_of(article)]
    found: list[Life] = []
    for candidate in candidates:
        if not wanted:
            break
        wanted = list(_look(wanted, lives_of(candidate), found))
    return sorted(found, key=lambda life: life.start)


def _look(wanted: Iterable[_Wanted], lives: Sequence[Life], found: list[Life]) -> Iterator[_Wanted]:
    """Take the lives of one candidate; give what is still looked for."""
    for one in wanted:
        left: dt.date | None = one.start
        for life in lives:
            low, high = max(life.start, one.start), _earlier(life.end, one.end)
            if high is not None and low >= high:
                continue
            if one.skip:
                yield _Wanted(low, high, one.skip - 1)
            else:
                found.append(replace(life, start=low, end=high, end_cause=life.end_cause if high == life.end else None))
            if left is not None and left < low:
                yield replace(one, start=left, end=low)
            left = high
            if high is None:
                break
        if left is not None and (one.end is None or left < one.end):
            yield replace(one, start=left)


def _earlier(one: dt.date | None, two: dt.date | None) -> dt.date | None:
    return min((day for day in (one, two) if day is not None), default=None)
