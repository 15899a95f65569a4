"""Article numbers: the one place that knows «R. 730», «R730», «R 730» and «art. R.730» for the same number.

A number is an address, not an identity: the same one can name different articles over time.

The canonical form is the one that DILA publishes (``NUM``), without dots and outer spaces: ``R730``, ``L6314-1``,
``R*123-4``, ``1`` (for «1er»), ``235 ter ZD bis``, ``Annexe 1-2``.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from corpus.wordlist import any_of

LATIN_ADVERBS = (
    "bis ter quater quinquies sexies septies octies nonies decies undecies duodecies terdecies quaterdecies "
    "quindecies quinquedecies sexdecies septdecies septendecies octodecies novodecies vicies unvicies duovicies "
    "tervicies quatervicies quinvicies sexvicies septvicies octovicies novovicies tricies quadragies quinquagies"
).split()
"""Multiplicative adverbs used in French article numbers, in their order (Guide de légistique, fiche 3.3.1)."""

_ADVERB = any_of(LATIN_ADVERBS) + r"\b"
_GAP = r"[ \u00a0\u2009\u202f]*\n?[ \u00a0\u2009\u202f]*"
"""Space inside a number; a page may break there («L.⏎162-5», «L. 162-⏎5»)."""

_PREFIX = rf"(?:LO|L\.?{_GAP}O|[LRDA])\*{{0,2}}\.?{_GAP}(?:\*{{1,2}}{_GAP})?"
_BODY = r"\d+(?:[-‑‐–−]\n?\d+|[/.]\d+)*(?:[-‑][A-Z]{1,2}\b)?"
_CAPITAL_WORD = r"(?:DU|DE|ET|OU|LA|LE|AU|EN)\s+[A-ZÀÉÈ]{2}"
"""In a title in capitals, «L'ARTICLE LO 6313-2 DU CODE», DU is a word; in «41 DU de l'annexe III» it is not."""

_SUFFIX = rf"(?:[ \u00a0\u2009\u202f-](?:{_ADVERB}|(?!{_CAPITAL_WORD})[A-Z]{{1,2}}(?![\w.’'])))*"

_FIRST_BODY = r"(?:1er\b(?:-\d+)*|1ᵉʳ)"
NUMBER_PATTERN = rf"(?:(?:{_PREFIX})?(?:{_FIRST_BODY}|premier\b|{_BODY}){_SUFFIX}|préliminaire\b|liminaire\b)"
"""Regular expression source of one article number as it stands in running text (case-sensitive)."""

CODE_NUMBER_PATTERN = rf"(?:{_PREFIX}(?:{_FIRST_BODY}|{_BODY}){_SUFFIX})"
"""The same, for numbers that carry their own letter (L., R., D., A.): sure even without the word «article»."""

_CANON_PREFIX = re.compile(r"^(L\.? ?O|L|R|D|A)(\*{0,2})\.?\s*(\*{0,2})\s*(?=\d)", re.IGNORECASE)
_ARTICLE_WORD = re.compile(r"^(?:articles?|art\.?)\s+", re.IGNORECASE)
_FIRST = re.compile(r"^(?:1\s*(?:er|ᵉʳ)|premier|unique)\b", re.IGNORECASE)
_PIECES = re.compile(r"\d+|[a-z]+", re.IGNORECASE)

_KEPT = 50_000
"""Answers kept: every reader and every page asks for the same few numbers over and over."""


@lru_cache(maxsize=_KEPT)
def canonical_number(number: str) -> str:
    """Give the canonical form of an article number in any usual spelling.

    >>> [canonical_number(n) for n in ("R. 730", "art. R.730", "r 730", "1er", "L.O. 141", "R. * 123-4")]
    ['R730', 'R730', 'R730', '1', 'LO141', 'R*123-4']
    """
    dashes = re.sub("[\u2010-\u2015\u2212]\\n?|-\\n", "-", number)
    text = " ".join(dashes.split()).strip(" .:")
    text = _ARTICLE_WORD.sub("", text)
    text = _FIRST.sub("1", text)
    if match := _CANON_PREFIX.match(text):
        letters = match[1].upper().replace(".", "").replace(" ", "")
        text = letters + match[2] + match[3] + _FIRST.sub("1", text[match.end() :])
    elif text[:6].lower() == "annexe":
        text = "Annexe" + text[6:]
    elif text.lower() in {"préambule", "preambule"}:
        text = _PREAMBLE  # as the LEGI archives write it
    return text.strip()


@lru_cache(maxsize=_KEPT)
def display_number(number: str) -> str:
    """Write a canonical number as it is printed: ``R730`` → «R. 730», ``1`` → «1er», ``PREAMBULE`` → «Préambule».

    Acts write «R. * 123-4», «R.* 123-4» and «R.*123-4»; of these numbers, the form is that of Légifrance: «R*123-4».
    """
    if number == "1":
        return "1er"
    if number == _PREAMBLE:
        return "Préambule"
    return _CAPITALS.sub(lambda word: word[0].capitalize(), _LETTERS.sub(r"\1. ", number))


_PREAMBLE = "PREAMBULE"
_LETTERS = re.compile(r"^(LO|[LRDA])(?=\d)")
_CAPITALS = re.compile(r"\b(?![IVXLCDM]+\b)[^\W\d_a-zà-ÿ]{4,}\b")
"""«LISTE»; not «ZD», nor «XVIII»."""

Form = Literal["title", "the", "of", "to", "a", "no"]
_ARTICLE: dict[Form, str] = {
    "title": "Article", "the": "l’article", "of": "de l’article", "to": "à l’article", "a": "un article",
    "no": "d’article",
}  # fmt: skip
_ANNEX: dict[Form, str] = {
    "title": "Annexe", "the": "l’annexe", "of": "de l’annexe", "to": "à l’annexe", "a": "une annexe", "no": "d’annexe",
}  # fmt: skip
_PREAMBLES: dict[Form, str] = {
    "title": "Préambule", "the": "le préambule", "of": "du préambule", "to": "au préambule", "a": "un préambule",
    "no": "de préambule",
}  # fmt: skip


def say_article(number: str, form: Form = "the") -> str:
    """Put the number of an article in a sentence, with what leads it; an annex and a preamble are no «article».

    >>> say_article("R730"), say_article("Annexe I", "of"), say_article("PREAMBULE", "title")
    ('l’article R. 730', 'de l’annexe I', 'Préambule')
    """
    if number == _PREAMBLE:
        return _PREAMBLES[form]
    if is_annex(number):
        return f"{_ANNEX[form]}{number.removeprefix('Annexe')}"
    return f"{_ARTICLE[form]} {display_number(number)}"


def capital(words: str) -> str:
    """Begin a sentence: «L’article R. 730»."""
    return words[:1].upper() + words[1:]


def is_annex(number: str) -> bool:
    """Say whether an article is an annex, of which a sentence speaks in the feminine."""
    return number.startswith("Annexe")


@lru_cache(maxsize=_KEPT)
def name_articles(numbers: tuple[str | None, ...]) -> str | None:
    """Name some articles of one act, as acts do; None where one of them has no number: it may be any.

    >>> [name_articles(numbers) for numbers in (("4",), ("9", "1", "4", "4"), ("unique",), ("4", None))]
    ['4', '1er, 4 et 9', 'unique', None]
    """
    written = {"unique" if (n or "").strip().lower() == "unique" else canonical_number(n or "") for n in numbers}
    if not all(written):
        return None
    ordered = sorted(written, key=sort_key)
    if len(ordered) < 2:
        return ordered[0] if ordered else None
    return f"{', '.join(map(display_number, ordered[:-1]))} et {display_number(ordered[-1])}"


@lru_cache(maxsize=_KEPT)
def sort_key(number: str) -> str:
    """Give a text that sorts numbers as codes do where a source gives no order of its own: R2 < R10 < R10-1.

    Latin adverbs sort after the plain number and before its hyphenated children: 1 < 1 bis < 1-1. Codes differ
    on this; where a source gives its own order, that order wins.
    """
    canonical = canonical_number(number)
    prefix = re.match(r"(LO|L|R|D|A)\*{0,2}(?=\d)", canonical)
    rest = canonical[prefix.end() :] if prefix else canonical
    key = [f"{prefix[1] if prefix else '':<2}"]
    for piece in _PIECES.findall(rest):
        if piece.isdecimal():  # as text: an address can hold more digits than Python makes a number of
            key.append(f"~{piece.lstrip('0'):0>8}")
        elif piece.lower() in LATIN_ADVERBS:
            key.append(f"!{LATIN_ADVERBS.index(piece.lower()):02d}")
        else:
            key.append(f"#{piece.upper()}")
    return "".join(key)


def number_range(first: str, last: str, known: list[str]) -> list[str]:
    """List the known numbers from ``first`` to ``last`` (both included) in their order.

    «R. 730 à R. 736» names the articles that exist between the two ends, not every integer.
    """
    low, high = sort_key(first), sort_key(last)
    inside = {canonical_number(n) for n in known if low <= sort_key(n) <= high}
    return sorted(inside, key=sort_key)


def enumerate_range(first: str, last: str) -> list[str]:
    """Spell out a range of numbers that differ only in their last integer: R. 730 à R. 736 → seven numbers.

    Returns only the two ends where the range cannot be spelled out.
    """
    one, two = canonical_number(first), canonical_number(last)
    head_one, tail_one = _split_tail(one)
    head_two, tail_two = _split_tail(two)
    if head_one != head_two or tail_one is None or tail_two is None or not 0 <= tail_two - tail_one <= 500:
        return [one] if one == two else [one, two]
    return [f"{head_one}{n}" for n in range(tail_one, tail_two + 1)]


def _split_tail(number: str) -> tuple[str, int | None]:
    match = re.fullmatch(r"(.*?)(\d+)", number)
    return (match[1], int(match[2])) if match else (number, None)


def nearest_numbers(number: str, known: list[str], limit: int = 5) -> tuple[str, ...]:
    """Give the known numbers closest to one that does not exist, best first."""
    wanted = canonical_number(number).upper()

    def closeness(candidate: str) -> float:
        return SequenceMatcher(None, wanted, candidate.upper()).ratio()

    ranked = sorted(known, key=lambda n: (-closeness(n), sort_key(n)))
    return tuple(n for n in ranked[:limit] if closeness(n) >= 0.5)
