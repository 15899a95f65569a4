"""Cut a consolidated text without headings into its articles, by alignment with the articles that it continues.

The new articles continue old ones in the same order. Each new alinéa is laid beside the old article that it is most
like, and the cuts are where the best alignment of the whole changes its old article. An alinéa that answers to no old
one lies between two of the same article, or goes where its words are at home: each says which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Literal

from consolidate.lineage import ALIKE, ArticleText, bag_of_words
from corpus.diff import align, similarity

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
    size = len(alineas), len(numbers), len(candidates)
    scores = _Scores.of(bags, candidates)
    # A second pass: what the first one aligns lends its words, which are those of the new text, to its article.
    homes = _homes(bags, candidates, _best_path(scores, *size), scores)
    owners = _best_path(scores.at_home(bags, homes), *size)
    scores = scores.at_home(bags, homes).one_to_one(alineas, candidates, owners)
    return tuple(_explain(position, owners, numbers, candidates, scores) for position in range(len(alineas)))


@dataclass(frozen=True, slots=True)
class _Scores:
    """For alinéa ``i`` and old article ``o``: ``like[i][o]``, its likeness to the best old alinéa, and affinity."""

    like: list[list[float]]
    rank: list[list[int]]
    affinity: list[list[float]]

    @classmethod
    def of(cls, bags: Sequence[Counter[str]], olds: Sequence[ArticleText]) -> _Scores:
        like, rank = [], []
        for bag in bags:
            matches = [old.best_match(bag) for old in olds]
            like.append([score if score >= ALIKE else 0.0 for score, _ in matches])
            rank.append([1 - position for _, position in matches])
        return cls(like, rank, like).at_home(bags, [old.bag for old in olds])

    def at_home(self, bags: Sequence[Counter[str]], homes: Sequence[Counter[str]]) -> _Scores:
        """Weigh the affinities anew, with the words of each article as ``homes`` has them."""
        weights = _rarity(homes)
        return replace(self, affinity=[[_share_at_home(bag, home, weights) for home in homes] for bag in bags])

    def one_to_one(
        self, alineas: Sequence[str], olds: Sequence[ArticleText], owners: Sequence[tuple[int, int]]
    ) -> _Scores:
        """Keep, of the likenesses, those of a one-to-one alignment: an old alinéa answers to one new alinéa only."""
        like = [[0.0] * len(row) for row in self.like]
        rank = [list(row) for row in self.rank]
        for owner in dict.fromkeys(owners):
            old = owner[1]
            positions = [p for p, other in enumerate(owners) if other == owner]
            for left, right in align(olds[old].alineas, [alineas[p] for p in positions]):
                if left is not None and right is not None:
                    position = positions[right]
                    like[position][old] = similarity(olds[old].bags[left], bag_of_words(alineas[position]))
                    rank[position][old] = left + 1
        return replace(self, like=like, rank=rank)

    def value(self, alinea: int, old: int) -> float:
        return self.like[alinea][old] + _AFFINITY_WEIGHT * self.affinity[alinea][old]


def _homes(
    bags: Sequence[Counter[str]], olds: Sequence[ArticleText], owners: Sequence[tuple[int, int]], scores: _Scores
) -> list[Counter[str]]:
    """The words of each old article, with those of the new alinéas that answer to it."""
    homes = [Counter(old.bag) for old in olds]
    for position, (_, old) in enumerate(owners):
        if scores.like[position][old]:
            homes[old] += bags[position]
    return homes


def _rarity(homes: Sequence[Counter[str]]) -> dict[str, float]:
    """Weigh words by how few of the articles use them: «régulation» says more than «département»."""
    holders = Counter(word for home in homes for word in home)
    return {word: log(1 + len(homes) / count) for word, count in holders.items()}


def _share_at_home(bag: Counter[str], home: Counter[str], weights: dict[str, float]) -> float:
    """The share of an alinéa's weight that the words of an article carry."""
    total = sum(weights.get(word, 0.0) for word in bag)
    return sum(weights[word] for word in bag if word in home) / total if total else 0.0


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
