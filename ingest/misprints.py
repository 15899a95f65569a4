"""Point at likely misprints of sound sources: reported as published, never corrected.

Two signs, both cautious. A word that French does not know, one letter away from a word that it knows well («Lorque»).
Three words that stand once, while the same three with one or two letters changed in the middle one stand several
times in the same sources («aide médical urgente», «aide médicale urgente»).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Document, Source
from ingest.lexicon import french_list

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 5
"""Shorter words have too many neighbours at one letter."""

_WELL_KNOWN = 3000
"""Frequency in the French list from which a neighbour is a word that everybody knows (measured on 1,500 articles of
four codes: below it, rare words of the law such as «impenses» are taken for misprints)."""

_REPEATED = 3
"""How often a turn of phrase stands in the sources before its variant is odd."""

_LETTERS = "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿ"
_ACCENTED = {letter: family for family in ("eéèêë", "aàâä", "iîï", "oôö", "uùûü", "cç") for letter in family}


@dataclass(frozen=True, slots=True)
class Misprint:
    """A word that looks misprinted: where, what stands there, what was probably meant, and why (French)."""

    source: Source
    word: str
    meant: str
    context: str
    reason: str


def find_misprints(documents: Sequence[Document]) -> tuple[Misprint, ...]:
    """List the likely misprints of documents, in their order."""
    texts = [(document.source, [*_texts_of(document)]) for document in documents]
    counts = Counter(word.lower() for _, lines in texts for line in lines for word in _WORD.findall(line))
    phrases = _count_phrases(line for _, lines in texts for line in lines)
    found: dict[tuple[str, str, str], Misprint] = {}
    for source, lines in texts:
        for line in lines:
            for misprint in (*_unknown_words(source, line, counts), *_odd_phrases(source, line, phrases)):
                found.setdefault((source.name, misprint.word, misprint.meant), misprint)
    return tuple(found.values())


def _texts_of(document: Document) -> Iterator[str]:
    yield document.title
    yield from document.visas
    if document.body:
        yield from document.body.split("\n")
    else:
        yield from (alinea for article in document.articles for alinea in article.alineas)


# ── Words that French does not know ──────────────────────────────────────────────────────────────────────────


def _unknown_words(source: Source, line: str, counts: Counter[str]) -> Iterator[Misprint]:
    for match in _WORD.finditer(line):
        word = match[0].lower().replace("œ", "oe")
        if len(word) < _SHORTEST or counts[word] > 1 or match[0].isupper() or _is_french(word):
            continue
        if match[0][0].isupper() and match.start() and line[: match.start()].rstrip(" «")[-1:] not in ".:;":
            continue  # a proper name, in the middle of a sentence
        if meant := _known_neighbour(word, counts):
            yield Misprint(
                source, match[0], meant, _context(line, match.start(), match.end()), "mot inconnu du français"
            )


def _is_french(word: str) -> bool:
    known = french_list()
    return word in known or word.replace("oe", "œ") in known


def _known_neighbour(word: str, counts: Counter[str]) -> str | None:
    known = french_list()
    candidates = [w for w in _neighbours(word) if known.get(w, 0) >= _WELL_KNOWN]
    return max(candidates, key=lambda w: (counts[w], known[w]), default=None)


def _neighbours(word: str) -> set[str]:
    """Every string one slip away inside the word: a letter lost, two swapped, an accent wrong.

    The first and last letters are left alone: endings make other forms of a word, not misprints of it.
    """
    cuts = [(word[:k], word[k:]) for k in range(1, len(word))]
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 2}
    lost = {a + c + b for a, b in cuts for c in _LETTERS}
    accents = {a + c + b[1:] for a, b in cuts if len(b) > 1 and b[0] in _ACCENTED for c in _ACCENTED[b[0]]}
    return (swapped | lost | accents) - {word}


# ── Turns of phrase that stand once beside a common one ──────────────────────────────────────────────────────

Phrase = tuple[str, str, str]
Phrases = dict[tuple[str, str], Counter[str]]
"""For the words before and after, how often each word stands between them."""


def _count_phrases(lines: Iterable[str]) -> Phrases:
    phrases: Phrases = defaultdict(Counter)
    for line in lines:
        for before, middle, after, _ in _phrases_of(line):
            phrases[before, after][middle] += 1
    return phrases


def _phrases_of(line: str) -> Iterator[tuple[str, str, str, re.Match[str]]]:
    words = list(_WORD.finditer(line))
    for one, two, three in zip(words, words[1:], words[2:], strict=False):
        # Only words that stand side by side: a comma or a number between them makes another phrase.
        if line[one.end() : two.start()] == " " == line[two.end() : three.start()]:
            yield one[0].lower(), two[0].lower(), three[0].lower(), two


def _odd_phrases(source: Source, line: str, phrases: Phrases) -> Iterator[Misprint]:
    for before, middle, after, match in _phrases_of(line):
        between = phrases[before, after]
        if len(middle) < _SHORTEST or len(before) < 4 or len(after) < _SHORTEST or between[middle] > 1:
            continue
        usual = [w for w, n in between.items() if n >= _REPEATED and _is_variant(middle, w)]
        if usual:
            reason = f"« {before} {usual[0]} {after} » ailleurs dans les sources"
            yield Misprint(source, match[0], usual[0], _context(line, match.start(), match.end()), reason)


def _is_variant(word: str, other: str) -> bool:
    """Tell two forms of one word: alike but for a missing or added ending of one or two letters, not a plural."""
    if word == other or {word + "s", word + "x", word + "nt"} & {other} or {other + "s", other + "x"} & {word}:
        return False
    short, long = sorted((word, other), key=len)
    return long.startswith(short) and len(long) - len(short) <= 2


def _context(line: str, start: int, end: int) -> str:
    return line[max(0, start - 40) : end + 40].strip()
