"""What the fast ways of reading must give: the same as the plain ones, on any text."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from consolidate.quotes import mask_quotes
from consolidate.words import find_words, fold
from corpus.wordlist import any_of

_SPACES, _TIGHT = "\u00a0\u202f\u2009\t\n", '.,;:!?"()[]-%°…'
_PLAIN = {"’": "'", "«": '"', "»": '"', "–": "-", "−": "-", "œ": "oe", "Œ": "OE"} | dict.fromkeys(_SPACES, " ")
_TEXTS = st.text(st.sampled_from(" \u00a0\t.,;'’«»-–()°%…aébœŒÆÉÀŸZ1"), max_size=40)


def fold_letter_by_letter(text: str) -> tuple[str, list[int]]:
    """The comparison form as its definition says it, with the place of each character."""
    letters: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        shaped = {"Æ": "AE"}.get(character) or _PLAIN.get(character, character)
        if shaped > "\x7f" and shaped.isupper():
            shaped = unicodedata.normalize("NFD", shaped)[0]
        for letter in shaped:
            before = letters[-1][0] if letters else " "
            if letter == " " and (before == " " or before in _TIGHT):
                continue
            if letter in _TIGHT and letters and before == " ":
                letters.pop()
            letters.append((letter, place))
    return "".join(letter for letter, _ in letters), [place for _, place in letters]


@given(_TEXTS)
def test_folding_at_once_is_folding_letter_by_letter(text: str) -> None:
    folded = fold(text)
    expected, places = fold_letter_by_letter(text)
    assert folded.text == expected
    spans = [(start, end) for end in range(1, len(places) + 1) for start in range(end)]
    assert [folded.original_span(*span) for span in spans] == [(places[s], places[e - 1] + 1) for s, e in spans]


def test_words_are_found_where_they_stand_whatever_the_typography_before_them() -> None:
    text = "L’«œuvre»  du   cœur ,  — 10 % — est  l’ Œuvre."
    assert [text[slice(*span)] for span in find_words(text, "OEuvre")] == ["Œuvre"]
    assert [text[slice(*span)] for span in find_words(text, "cœur, - 10%")] == ["cœur ,  — 10 %"]


@given(
    st.lists(st.text(st.sampled_from("abé -"), min_size=1, max_size=4), min_size=1), st.text(st.sampled_from("abé -"))
)
def test_a_list_of_words_matches_its_words_and_the_longest_first(words: list[str], text: str) -> None:
    longest = max((word for word in words if text.startswith(word)), key=len, default=None)
    match = re.match(any_of(words), text)
    assert (match[0] if match else None) == longest


@given(st.text(st.sampled_from("a«»\n "), max_size=30), st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_the_quotations_of_a_span_are_those_that_stand_whole_in_it(text: str, span: tuple[int, int]) -> None:
    masked = mask_quotes(text)
    inside = [q for q in masked.quotes if span[0] <= q.span[0] and q.span[1] <= span[1]]
    assert list(masked.quotes_in(span)) == inside
