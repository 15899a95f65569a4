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

WORD = re.compile(r"[^\W\d_ªº²³¹¼-¾\u02b0-\u02ff\u1d2c-\u1d6a\u2070-\u209c]+")
"""A word: letters only, raised ones and signs that Unicode counts as letters excepted; «l’alinéa» is two."""

_ELISIONS = frozenset("l d s n c j m t y qu lorsqu puisqu quoiqu jusqu quelqu presqu entr aujourd hui parce".split())
_OWN = 1_000_000_000.0
_SEEN = 50.0
_SURE = 0.9
_ANALOGY_SURE = 0.95
_ENOUGH = 4
_BLOT = "*"
_CONTEXTS = ((4, 3), (3, 3), (2, 3), (2, 2), (1, 2), (1, 1))


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


def _index(words: Iterable[str], letters: str) -> dict[str, list[str]]:
    """Group the words by what is left of them when ``letters`` are lost, each blotted out."""
    blots = str.maketrans(dict.fromkeys(letters, _BLOT))
    index: dict[str, list[str]] = {}
    for word in words:
        if not word.isascii() and (skeleton := word.translate(blots)) != word:
            index.setdefault(skeleton, []).append(word)
    return index


@cache
def _list_index(letters: str) -> dict[str, list[str]]:
    words = french_list()
    ligatures = [word.replace("oe", "œ") for word in words if "oe" in word]
    return _index([*words, *ligatures], letters)


@dataclass(slots=True)
class Lexicon:
    """The words known to one repair. ``vocabulary`` is the caller's, ``seen`` the sound words of the text itself."""

    vocabulary: Counter[str]
    seen: Counter[str] = field(default_factory=Counter)
    indexes: dict[str, dict[str, list[str]]] = field(default_factory=dict, repr=False)

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
        blotted = "".join(_BLOT if at in places else char for at, char in enumerate(word.lower()))
        ranked = sorted(((self._rank(w), w) for w in self._matches(blotted, letters.lower())), reverse=True)
        if not ranked or ranked[0][0] <= 0:
            return _by_analogy(word, places, letters)
        share = ranked[0][0] / sum(rank for rank, _ in ranked)
        restored = _recased(word, places, ranked[0][1], letters) if share >= _SURE else None
        return Guess(restored, min(share, 0.99)) if restored else Guess(word, 0.0)

    def _matches(self, blotted: str, letters: str) -> set[str]:
        if letters not in self.indexes:
            self.indexes[letters] = _index([*self.vocabulary, *self.seen], letters)
        return {*self.indexes[letters].get(blotted, ()), *_list_index(letters).get(blotted, ())}

    def _rank(self, word: str) -> float:
        seen = self.seen.get(word, 0)
        return self.weight(word) * (1.0 + _SEEN * seen) or float(seen)


def _recased(word: str, places: Sequence[int], spelling: str, letters: str) -> str | None:
    """Put the letters of ``spelling`` at ``places``; None where capital and small letter are both possible."""
    restored = list(word)
    for place in places:
        cases = [c for c in (spelling[place], spelling[place].upper()) if c in letters]
        if len(cases) != 1:
            return None
        restored[place] = cases[0]
    return "".join(restored)


def _by_analogy(word: str, places: Sequence[int], letters: str) -> Guess:
    """Restore one letter of an unknown word as known words are spelt: «-i•res» has «è», as all words in -ières."""
    if len(places) != 1 or len(word) < 4:
        return Guess(word, 0.0)
    place = places[0]
    padded = f"<{word.lower()}>"
    for left, right in _CONTEXTS:
        context = (padded[max(0, place + 1 - left) : place + 1], padded[place + 2 : place + 2 + right])
        found = {c: n for c, n in _analogies().get(context, Counter()).items() if c in letters.lower()}
        total = sum(found.values())
        best = max(sorted(found), key=lambda c: found[c], default="")
        if total >= _ENOUGH and found[best] >= _ANALOGY_SURE * total:
            restored = _recased(word, places, padded[1 : place + 1] + best + padded[place + 2 : -1], letters)
            return Guess(restored, 0.9) if restored else Guess(word, 0.0)
        if total >= _ENOUGH:
            return Guess(word, 0.0)
    return Guess(word, 0.0)
