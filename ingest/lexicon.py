"""Which French word a damaged one was: known words, and what known words teach about the others.

Words come first from the caller's vocabulary (sound texts of the same corpus), then from the French frequency list of
pyspellchecker, then from the sound part of the text itself, last from analogy with the list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from spellchecker import SpellChecker

WORD = re.compile(r"[^\W\d_]+")
"""A word: letters only, so that «l’alinéa» is two."""

_ELISIONS = frozenset("l d s n c j m t y qu lorsqu puisqu quoiqu jusqu quelqu presqu entr aujourd hui parce".split())
_OWN = 1_000_000_000.0
_SEEN = 50.0
_SURE = 0.9
_ANALOGY_SURE = 0.95
_CONTEXTS = ((4, 3), (3, 3), (3, 2), (2, 3), (2, 2), (1, 3), (1, 2), (2, 1), (1, 1))


@cache
def french_list() -> dict[str, int]:
    """Give the French frequency list (140 000 forms in lower case), read once, on first need."""
    return dict(SpellChecker(language="fr").word_frequency.dictionary)


@cache
def _analogies() -> dict[tuple[str, str], Counter[str]]:
    """Count, for the letters before and after, which accented letter the words of the list have between them."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for word in french_list():
        if word.isascii():
            continue
        padded = f"<{word}>"
        for at, letter in enumerate(padded):
            if not letter.isascii():
                for left, right in _CONTEXTS:
                    context = (padded[max(0, at - left) : at], padded[at + 1 : at + 1 + right])
                    counts.setdefault(context, Counter())[letter] += 1
    return counts


@dataclass(frozen=True, slots=True)
class Guess:
    """A word with its lost letters restored, or as it stands when ``confidence`` is 0."""

    word: str
    confidence: float


@dataclass(slots=True)
class Lexicon:
    """The words known to one repair. ``vocabulary`` is the caller's, ``seen`` the sound words of the text itself."""

    vocabulary: Counter[str]
    seen: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, vocabulary: Iterable[str]) -> Lexicon:
        """Build from the words of sound texts (any case; a text's worth of words may come as one string)."""
        return cls(Counter(word.lower() for item in vocabulary for word in WORD.findall(item)))

    def weight(self, word: str) -> float:
        """Tell how usual a word is, in any case: 0 for an unknown one; the caller's own words weigh most."""
        lower = word.lower()
        own = self.vocabulary.get(lower, 0)
        listed = french_list().get(lower, 0) or french_list().get(lower.replace("œ", "oe"), 0)
        return own * _OWN + listed + (1.0 if lower in _ELISIONS else 0.0)

    def knows(self, word: str) -> bool:
        """Tell whether a word is known, in any case."""
        return self.weight(word) > 0

    def complete(self, word: str, places: Sequence[int], letters: str) -> Guess:
        """Restore the lost letters of ``word``, which stand at ``places``, out of ``letters``.

        A rival that is nearly as usual («gêne», «gène») leaves the word undecided: confidence 0.
        """
        if not places or len(places) > 3 or not letters:
            return Guess(word, 0.0)
        ranked = sorted(((self._rank(w), w) for w in _spellings(word, places, letters)), reverse=True)
        total = sum(rank for rank, _ in ranked)
        if total > 0:
            share = ranked[0][0] / total
            return Guess(ranked[0][1], min(share, 0.99)) if share >= _SURE else Guess(word, 0.0)
        return _by_analogy(word, places, letters)

    def _rank(self, word: str) -> float:
        seen = self.seen.get(word.lower(), 0)
        return self.weight(word) * (1.0 + _SEEN * seen) or float(seen)


def _spellings(word: str, places: Sequence[int], letters: str) -> list[str]:
    spellings = [word]
    for place in places:
        spellings = [w[:place] + letter + w[place + 1 :] for w in spellings for letter in letters]
    return spellings


def _by_analogy(word: str, places: Sequence[int], letters: str) -> Guess:
    """Restore an unknown word as known words are spelt: «hospitali•res» has «è», as all words in -ières."""
    if len(places) > 1 or len(word) < 4:
        return Guess(word, 0.0)
    place = places[0]
    padded = f"<{word.lower()}>"
    for left, right in _CONTEXTS:
        context = (padded[max(0, place + 1 - left) : place + 1], padded[place + 2 : place + 2 + right])
        found = {c: n for c, n in _analogies().get(context, Counter()).items() if c in letters.lower()}
        if sum(found.values()) >= 4:
            best = max(sorted(found), key=lambda c: found[c])
            share = found[best] / (sum(found.values()) + 0.5)
            if share < _ANALOGY_SURE and (left, right) != _CONTEXTS[-1] and sum(found.values()) < 40:
                continue
            kept = best if best in letters else best.upper()
            restored = word[:place] + kept + word[place + 1 :]
            return Guess(restored, share * 0.95) if share >= 0.85 else Guess(word, 0.0)
    return Guess(word, 0.0)
