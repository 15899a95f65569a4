"""Quotations are masked, not lost: the mask keeps the length, and the quoted alinéas are found whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidate.quotes import CLOSE, INSIDE, OPEN, mask_quotes

CASES = [
    ("les mots : « A » sont remplacés par « B »", [("A",), ("B",)], "words in a sentence"),
    ("est ainsi rédigé :\n« Un.\n« Deux. »", [("Un.", "Deux.")], "a block: each alinéa opens, the last one closes"),
    ("« Art. 2. - L'expression « tiers » s'entend. »", [("Art. 2. - L'expression « tiers » s'entend.",)], "nested"),
    (
        "« Un.\n« Les mots « A » sont vagues.\n« Trois. »",
        [("Un.", "Les mots « A » sont vagues.", "Trois.")],
        "in a block",
    ),
    ('le mot "trois" devient le mot "cinq"', [("trois",), ("cinq",)], "straight quotes"),
    ("le mot “trois” est supprimé", [("trois",)], "curly quotes"),
    ("« Un. »\n« Deux. »", [("Un.",), ("Deux.",)], "two closed blocks"),
    ("« l'expression « nu-propriétaire » ;\n2° Autre", [("l'expression « nu-propriétaire",)], "one mark closes two"),
    ("aucune citation", [], "none"),
]


@pytest.mark.parametrize(("text", "expected", "what"), CASES, ids=[c[2] for c in CASES])
def test_quotations_are_found(text: str, expected: list[tuple[str, ...]], what: str) -> None:
    assert [quote.alineas for quote in mask_quotes(text).quotes] == expected


def test_a_quotation_that_nobody_closes_ends_with_its_alineas() -> None:
    masked = mask_quotes("est ainsi rédigé :\n« Un.\n« Deux.\nLe ministre est chargé de l'exécution.")
    (quote,) = masked.quotes
    assert not quote.closed
    assert quote.alineas == ("Un.", "Deux.")
    assert masked.mask.endswith("Le ministre est chargé de l'exécution.")


def test_a_double_quotation_mark_alone_quotes_nothing() -> None:
    assert mask_quotes('un écran de 15" suffit').quotes == ()


FRENCH = st.text(alphabet="aé 'l«»“”\"\n.;:1°-", max_size=80)


@given(FRENCH)
def test_the_mask_keeps_the_length_and_what_is_not_quoted(text: str) -> None:
    masked = mask_quotes(text)
    assert len(masked.mask) == len(text)
    kept = [(a, b) for a, b in zip(text, masked.mask, strict=True) if b not in {OPEN, INSIDE, CLOSE}]
    assert all(a == b for a, b in kept)


@given(FRENCH)
def test_quotations_do_not_overlap_and_open_with_a_mark(text: str) -> None:
    position = 0
    for quote in mask_quotes(text).quotes:
        start, end = quote.span
        assert position <= start < end <= len(text)
        assert text[start] in '«“"'
        position = end


@given(st.text(max_size=60))
def test_private_characters_of_a_text_are_never_taken_for_a_mask(text: str) -> None:
    masked = mask_quotes(text + OPEN + INSIDE + CLOSE)
    opened = [position for position, character in enumerate(masked.mask) if character == OPEN]
    assert opened == [quote.span[0] for quote in masked.quotes]
