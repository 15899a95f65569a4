"""Compare two states of an article: alinéa by alinéa, then word by word.

A *unit* is what is never cut: an alinéa when alinéas are aligned, a word when two alinéas are compared. The minimal
edit script between two sequences of units is diff-match-patch's, each distinct unit standing for one character.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from diff_match_patch import diff_match_patch

from corpus.model import Span

_QUOTES = dict.fromkeys(map(ord, '«»“”„‟‹›"'), '"')
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ´`′＇"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_LIGATURES = {ord("œ"): "oe", ord("Œ"): "OE", ord("æ"): "ae", ord("Æ"): "AE", ord("…"): "..."}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_FOLDING = _QUOTES | _APOSTROPHES | _DASHES | _LIGATURES | _INVISIBLE
_FOLDED = re.compile(f"[{''.join(re.escape(chr(c)) for c, level in _FOLDING.items() if level != chr(c))}]")

_BETWEEN_WORDS = re.compile(r"(?<=\w)(?: [^\w]+|[^\w ]+ [^\w]*)(?=\w)")
"""What stands between two words, when it is more than a space, and holds one."""
_NO_NUMBER_SIGNS = frozenset(';° !?"()')
"""Signs around which a space changes nothing even between two numbers: «au 1° ; 2°»."""


def fold(text: str) -> str:
    """Give the form in which two texts that differ in typography alone are equal.

    Apostrophes, quotation marks, dashes, spaces beside punctuation, and œ/oe, æ/ae are levelled; words, letters,
    accents, case, digits and punctuation are kept. Idempotent. Between two digits a space beside punctuation is kept,
    since it can change the law: «les articles 1 - 5» are five articles, «l'article 1-5» is one.
    """
    composed = unicodedata.normalize("NFC", text)
    plain = " ".join((composed.translate(_FOLDING) if _FOLDED.search(composed) else composed).split())
    inner = _BETWEEN_WORDS.sub(_close_up, plain)
    first, last = 0, len(inner)
    while first < last and not _is_of_word(inner[first]):
        first += 1
    while first < last and not _is_of_word(inner[last - 1]):
        last -= 1
    return inner[:first].replace(" ", "") + inner[first:last] + inner[last:].replace(" ", "")


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _close_up(match: re.Match[str]) -> str:
    gap, text = match[0], match.string
    between_digits = text[match.start() - 1].isdigit() and text[match.end()].isdigit()
    if between_digits and not _NO_NUMBER_SIGNS.issuperset(gap):
        return gap
    return gap.replace(" ", "")


class Verdict(StrEnum):
    """How a derived text stands to the official one."""

    IDENTICAL = "identical"
    TYPOGRAPHIC = "typographic"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Pair:
    """An alinéa of the derived text beside the official one; None on the side that lacks it."""

    verdict: Verdict
    derived: str | None
    official: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of a derived text with its official witness, one pair for each alinéa, in order."""

    alineas: tuple[Pair, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of the alinéas' verdicts: different, then typographic, then identical."""
        found = {pair.verdict for pair in self.alineas}
        return next((v for v in (Verdict.DIFFERENT, Verdict.TYPOGRAPHIC) if v in found), Verdict.IDENTICAL)


def compare(derived: Sequence[str], official: Sequence[str]) -> Comparison:
    """Compare two texts alinéa by alinéa, aligned, so that one alinéa too many does not spoil the rest."""
    pairs = []
    for old, new in align(derived, official):
        left = None if old is None else derived[old]
        right = None if new is None else official[new]
        pairs.append(Pair(_verdict(left, right), left, right))
    return Comparison(tuple(pairs))


def _verdict(left: str | None, right: str | None) -> Verdict:
    if left is None or right is None:
        return Verdict.DIFFERENT
    if left == right:
        return Verdict.IDENTICAL
    return Verdict.TYPOGRAPHIC if fold(left) == fold(right) else Verdict.DIFFERENT


class Kind(StrEnum):
    """What became of a stretch of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an alinéa that was kept, added or removed; whole words."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class AlineaDiff:
    """One alinéa, before and after. Positions count from 1; None on the side that lacks it."""

    old_position: int | None
    new_position: int | None
    segments: tuple[Segment, ...]
    typographic: bool = False

    @property
    def changed(self) -> bool:
        """True when a character differs, typography included."""
        return any(segment.kind is not Kind.EQUAL for segment in self.segments)

    @property
    def old(self) -> str:
        """The alinéa before; empty when it is new."""
        return "".join(s.text for s in self.segments if s.kind is not Kind.INSERT)

    @property
    def new(self) -> str:
        """The alinéa after; empty when it was removed."""
        return "".join(s.text for s in self.segments if s.kind is not Kind.DELETE)


def diff_alineas(old: Sequence[str], new: Sequence[str]) -> tuple[AlineaDiff, ...]:
    """Compare two lists of alinéas: aligned first, then word by word, in the order of reading."""
    return tuple(_diff_pair(i, j, old, new) for i, j in align(old, new))


def _diff_pair(i: int | None, j: int | None, old: Sequence[str], new: Sequence[str]) -> AlineaDiff:
    before = "" if i is None else old[i]
    after = "" if j is None else new[j]
    typographic = i is not None and j is not None and before != after and fold(before) == fold(after)
    return AlineaDiff(
        None if i is None else i + 1,
        None if j is None else j + 1,
        diff_words(before, after),
        typographic,
    )


_WORD = re.compile(r"\w+(?:[-‑]\w+|(?<=\d)[.,]\d+)*°?['’]?|\s+|[^\w\s]")
"""A word with its hyphens and its elision («l'»), a number («6314-1», «1°», «16,5»), a space, or one sign."""


_TYPED = re.compile(rf"\s*[;:!?»]|«\s*|{_WORD.pattern}")
"""The same with the space that typography puts beside a sign: «mot;» and «mot ;» are a word and a sign."""


def split_words(text: str) -> list[str]:
    """Split a string into its words, spaces and signs; joined, they give it back."""
    return _TYPED.findall(text)


def diff_words(old: str, new: str) -> tuple[Segment, ...]:
    """Compare two strings; no word is ever cut.

    Joining equal and deleted segments gives ``old`` back, equal and inserted ones ``new``.
    """
    if old == new:
        return (Segment(Kind.EQUAL, new),) if new else ()
    script = _edit_script(_WORD.findall(old), _WORD.findall(new), tidy=True)
    return tuple(Segment(kind, "".join(units)) for kind, units in script)


def pair_words(old: str, new: str, *, tidy: bool = True) -> Iterator[tuple[Span | None, Span | None]]:
    """Pair the words, spaces and signs of two strings, in order, typography aside: the span of each on both sides.

    None is on the side that lacks it. The spans of each side tile its string. ``tidy`` gives up a lone word that
    stayed between two changes, as :func:`diff_words` does.
    """
    before, after = ([m.span() for m in _TYPED.finditer(text)] for text in (old, new))
    olds, news = iter(before), iter(after)
    script = _edit_script(_keys(old, before), _keys(new, after), tidy=tidy)
    for kind, units in _pair_retyped(script):
        for _ in units:
            yield None if kind is Kind.INSERT else next(olds), None if kind is Kind.DELETE else next(news)


def _pair_retyped(script: Iterable[tuple[Kind, list[str]]]) -> Iterator[tuple[Kind, list[str]]]:
    """Pair again what tidying gave up though only its spaces changed: « - » that became «-»."""
    gone: list[str] = []
    for kind, units in script:
        if kind is Kind.INSERT and fold("".join(gone)) == fold("".join(units)):
            yield from _edit_script(gone, units, tidy=False)
            gone = []
            continue
        if gone:
            yield Kind.DELETE, gone
        gone = units if kind is Kind.DELETE else []
        if kind is not Kind.DELETE:
            yield kind, units
    if gone:
        yield Kind.DELETE, gone


def _keys(text: str, spans: Sequence[Span]) -> list[str]:
    return [_key(text[slice(*span)]) for span in spans]


@lru_cache(8192)
def _key(word: str) -> str:
    return fold(word) or " "


def _edit_script(old: Sequence[str], new: Sequence[str], *, tidy: bool) -> Iterator[tuple[Kind, list[str]]]:
    """Give the edit script between two sequences of units; ``tidy`` joins changes that a lone unit keeps apart."""
    if old == new:
        yield from [(Kind.EQUAL, list(new))] if new else []
        return
    letters: dict[str, str] = {}
    units: dict[str, str] = {}
    for unit in (*old, *new):
        if unit not in letters:
            letter = chr(_FIRST_LETTER + len(letters))
            letters[unit], units[letter] = letter, unit
    before, after = "".join(map(letters.__getitem__, old)), "".join(map(letters.__getitem__, new))
    for operation, text in _differences(before, after, tidy):
        yield _KINDS[operation], [units[letter] for letter in text]


_FIRST_LETTER = 0xE000
"""Start of the private use area: no surrogate above it, room for a million distinct units."""

_KINDS = {-1: Kind.DELETE, 0: Kind.EQUAL, 1: Kind.INSERT}


def _differences(before: str, after: str, tidy: bool) -> list[tuple[int, str]]:
    if _distance_at_least(before, after) > _TOO_FAR:
        return [(operation, text) for operation, text in ((-1, before), (1, after)) if text]
    engine = diff_match_patch()
    engine.Diff_Timeout = 0  # a time limit would make the result depend on the machine
    script = engine.diff_main(before, after, False)
    if tidy:
        engine.diff_cleanupSemantic(script)
    return [(int(operation), str(text)) for operation, text in script if text]


_TOO_FAR = 3000
"""Edits beyond which two texts are not compared unit by unit: the cost grows with their square."""


def _distance_at_least(before: str, after: str) -> int:
    shared = sum((Counter(before) & Counter(after)).values())
    return len(before) + len(after) - 2 * shared


# --- aligning alinéas -------------------------------------------------------------------------------------------

_ALIKE = 0.4
"""Share of common words from which two alinéas at the same place are one alinéa, amended."""

_LARGEST_BLOCK = 40_000
"""Pairs of alinéas weighed at most; larger blocks, which share no alinéa at all, are shown removed and inserted."""


def align(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Pair the alinéas of two lists, in order: indexes from 0, None for one without a counterpart.

    Alinéas that are equal but for typography anchor the rest; between two anchors, those that share enough words
    are paired. A removed alinéa comes before an inserted one at the same place.
    """
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    block_i, block_j = 0, 0
    for kind, units in _edit_script([fold(a) for a in old], [fold(a) for a in new], tidy=False):
        if kind is Kind.EQUAL:
            pairs += _align_block(old, new, (block_i, i), (block_j, j))
            pairs += [(i + k, j + k) for k in range(len(units))]
        i += 0 if kind is Kind.INSERT else len(units)
        j += 0 if kind is Kind.DELETE else len(units)
        if kind is Kind.EQUAL:
            block_i, block_j = i, j
    return pairs + _align_block(old, new, (block_i, i), (block_j, j))


def _align_block(
    old: Sequence[str], new: Sequence[str], rows: tuple[int, int], columns: tuple[int, int]
) -> list[tuple[int | None, int | None]]:
    matched = _best_pairs([bag_words(a) for a in old[slice(*rows)]], [bag_words(a) for a in new[slice(*columns)]])
    pairs: list[tuple[int | None, int | None]] = []
    i, j = rows[0], columns[0]
    for row, column in [*((rows[0] + r, columns[0] + c) for r, c in matched), (rows[1], columns[1])]:
        pairs += [(k, None) for k in range(i, row)] + [(None, k) for k in range(j, column)]
        if row < rows[1]:
            pairs.append((row, column))
        i, j = row + 1, column + 1
    return pairs


def bag_words(text: str) -> Counter[str]:
    """Count the words of a text, typography and case aside: what :func:`similarity` weighs."""
    return Counter(re.findall(r"\w+", fold(text).lower()))


def similarity(one: Counter[str], other: Counter[str]) -> float:
    """Give the share of words that two bags have in common, from 0 to 1 (Dice)."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 1.0


def similarity_from(least: float, one: Counter[str], other: Counter[str]) -> float:
    """Give the similarity of two bags of words when it is ``least`` or more, else 0; cheap for bags of unlike sizes."""
    sizes = one.total(), other.total()
    if 2 * min(sizes) < least * sum(sizes):
        return 0.0
    return found if (found := similarity(one, other)) >= least else 0.0


def _best_pairs(old: list[Counter[str]], new: list[Counter[str]]) -> list[tuple[int, int]]:
    """Choose the pairs, in order, whose similarities sum to most."""
    if not old or not new or len(old) * len(new) > _LARGEST_BLOCK:
        return []
    weights = [[similarity_from(_ALIKE, a, b) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + weights[i][j])
    return _trace(best, weights)


def _trace(best: list[list[float]], weights: list[list[float]]) -> list[tuple[int, int]]:
    pairs = []
    i = j = 0
    while i < len(weights) and j < len(weights[0]):
        if weights[i][j] and best[i][j] == best[i + 1][j + 1] + weights[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
