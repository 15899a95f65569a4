"""Cut a consolidated text without headings into its articles, by alignment with the articles that it continues.

The new articles continue old ones in the same order. Each new alinéa is laid beside the old article that it is most
like, and the cuts are where the best alignment of the whole changes its old article. An alinéa that answers to no old
one lies between two of the same article, or goes where its words are at home: each says which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

from consolidate.lineage import ALIKE, ArticleText, bag_of_words

CutMethod = Literal["alignment", "between", "affinity"]

_AFFINITY_WEIGHT = 0.2
"""How much the words of a whole article count beside the likeness of two alinéas."""


@dataclass(frozen=True, slots=True)
class Cut:
    """To which article one alinéa (1-based ``position``) is given, and why."""

    position: int
    number: str
    aligned_with: str | None
    method: CutMethod
    score: float
    detail: str


def cut_alineas(alineas: Sequence[str], numbers: Sequence[str], olds: Sequence[ArticleText]) -> tuple[Cut, ...]:
    """Share alinéas out among consecutive articles.

    ``numbers`` are the new articles in order; ``olds`` the candidates that they may continue, in order. Gives one cut
    for each alinéa, or nothing when no alignment exists (fewer candidates or alinéas than articles, or nothing alike).
    """
    bags = [bag_of_words(alinea) for alinea in alineas]
    candidates = [old for old in olds if any(old.best_match(bag)[0] >= ALIKE for bag in bags)]
    if len(candidates) < len(numbers) or len(alineas) < len(numbers) or not numbers:
        return ()
    scores = _Scores.of(bags, candidates)
    owners = _best_path(scores, len(alineas), len(numbers), len(candidates))
    return tuple(_explain(position, owners, numbers, candidates, scores) for position in range(len(alineas)))


@dataclass(frozen=True, slots=True)
class _Scores:
    """For alinéa ``i`` and old article ``o``: ``like[i][o]``, its likeness to the best old alinéa, and affinity."""

    like: list[list[float]]
    rank: list[list[int]]
    affinity: list[list[float]]

    @classmethod
    def of(cls, bags: Sequence[Counter[str]], olds: Sequence[ArticleText]) -> _Scores:
        weights = _rarity(olds)
        like, rank, affinity = [], [], []
        for bag in bags:
            matches = [old.best_match(bag) for old in olds]
            like.append([score if score >= ALIKE else 0.0 for score, _ in matches])
            rank.append([1 - position for _, position in matches])
            affinity.append([_at_home(bag, old, weights) for old in olds])
        return cls(like, rank, affinity)

    def value(self, alinea: int, old: int) -> float:
        return self.like[alinea][old] + _AFFINITY_WEIGHT * self.affinity[alinea][old]


def _rarity(olds: Sequence[ArticleText]) -> dict[str, float]:
    """Weigh words by how few of the old articles use them: «régulation» says more than «département»."""
    holders = Counter(word for old in olds for word in old.bag)
    return {word: log(1 + len(olds) / count) for word, count in holders.items()}


def _at_home(bag: Counter[str], old: ArticleText, weights: dict[str, float]) -> float:
    """The share of an alinéa's weight that the words of an old article carry."""
    total = sum(weights.get(word, 0.0) for word in bag)
    return sum(weights[word] for word in bag if word in old.bag) / total if total else 0.0


def _best_path(scores: _Scores, alineas: int, articles: int, olds: int) -> list[tuple[int, int]]:
    """Find the owner (new article, old article) of every alinéa that makes the sum of the scores greatest.

    Both indexes only go up; each new article has at least one alinéa and an old article of its own.
    """
    unreachable = float("-inf")
    best = [[[unreachable] * olds for _ in range(articles)] for _ in range(alineas)]
    came: dict[tuple[int, int, int], tuple[int, int]] = {}
    for old in range(olds):
        best[0][0][old] = scores.value(0, old)
    for alinea in range(1, alineas):
        for article in range(articles):
            before = unreachable, (0, 0)
            for old in range(olds):
                stay = best[alinea - 1][article][old], (article, old)
                chosen = max(stay, before, key=lambda option: option[0])
                best[alinea][article][old] = chosen[0] + scores.value(alinea, old)
                came[alinea, article, old] = chosen[1]
                if article:
                    before = max(before, (best[alinea - 1][article - 1][old], (article - 1, old)))
    last = max(range(olds), key=lambda old: best[alineas - 1][articles - 1][old])
    path = [(articles - 1, last)]
    for alinea in range(alineas - 1, 0, -1):
        path.append(came[alinea, path[-1][0], path[-1][1]])
    return path[::-1]


def _explain(
    position: int,
    owners: list[tuple[int, int]],
    numbers: Sequence[str],
    olds: Sequence[ArticleText],
    scores: _Scores,
) -> Cut:
    article, old = owners[position]
    address = olds[old].address
    if like := scores.like[position][old]:
        answer = f"{address.shown}, al. {scores.rank[position][old]}"
        return Cut(position + 1, numbers[article], answer, "alignment", round(like, 4), f"Répond à {answer}.")
    matched = [p for p, owner in enumerate(owners) if scores.like[p][owner[1]]]
    before = max((p for p in matched if p < position), default=None)
    after = min((p for p in matched if p > position), default=None)
    if before is not None and after is not None and owners[before] == owners[after]:
        detail = f"Entre deux alinéas qui répondent à {address.shown}."
        score = min(scores.like[before][old], scores.like[after][old])
        return Cut(position + 1, numbers[article], None, "between", round(score, 4), detail)
    return _by_affinity(position, owners, numbers, olds, scores)


def _by_affinity(
    position: int,
    owners: list[tuple[int, int]],
    numbers: Sequence[str],
    olds: Sequence[ArticleText],
    scores: _Scores,
) -> Cut:
    """Say why an alinéa at a border went to one side: its words, against those of the article on the other side."""
    article, old = owners[position]
    own = scores.affinity[position][old]
    rivals = {owner[1] for owner in owners if abs(owner[0] - article) == 1}
    other = max((scores.affinity[position][rival] for rival in rivals), default=0.0)
    score = round(own / (own + other), 4) if own + other else 0.01
    detail = (
        f"Sans alinéa ancien qui lui réponde ; ses mots sont ceux de {olds[old].address.shown} "
        f"({own:.0%}, contre {other:.0%} pour l’article voisin)."
    )
    return Cut(position + 1, numbers[article], None, "affinity", max(score, 0.01), detail)
