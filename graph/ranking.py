"""PageRank and HITS by repeated multiplication, on nodes numbered from 0; no array library is needed."""

from __future__ import annotations

from collections.abc import Sequence

Links = Sequence[Sequence[int]]
"""For each node, the nodes it leads to, each once."""

_DAMPING = 0.85
_MOST_ROUNDS = 200
_PRECISION = 1e-10


def page_rank(links: Links) -> list[float]:
    """Give the PageRank of each node (their sum is 1): the share of a reader's time who follows citations at random.

    At each step he goes on with probability 0.85, and opens an article at random otherwise, or where there is no
    citation to follow.
    """
    count = len(links)
    rank = [1.0 / count] * count
    for _ in range(_MOST_ROUNDS):
        lost = sum(value for value, ends in zip(rank, links, strict=True) if not ends)
        base = (1.0 - _DAMPING + _DAMPING * lost) / count
        following = [base] * count
        for value, ends in zip(rank, links, strict=True):
            for end in ends:
                following[end] += _DAMPING * value / len(ends)
        moved = sum(abs(new - old) for new, old in zip(following, rank, strict=True))
        rank = following
        if moved < _PRECISION * count:
            break
    return rank


def hubs_and_authorities(links: Links) -> tuple[list[float], list[float]]:
    """Give the two scores of HITS for each node, each of sum 1.

    A good hub cites good authorities, a good authority is cited by good hubs. All are 0 where there is no link.
    """
    hubs = [1.0 / len(links)] * len(links)
    authorities: list[float] = [0.0] * len(links)
    for _ in range(_MOST_ROUNDS):
        authorities = [0.0] * len(links)
        for value, ends in zip(hubs, links, strict=True):
            for end in ends:
                authorities[end] += value
        authorities = _scale(authorities)
        following = _scale([sum(authorities[end] for end in ends) for ends in links])
        moved = sum(abs(new - old) for new, old in zip(following, hubs, strict=True))
        hubs = following
        if moved < _PRECISION:
            break
    return hubs, authorities


def _scale(values: list[float]) -> list[float]:
    total = sum(values)
    return [value / total for value in values] if total else values
