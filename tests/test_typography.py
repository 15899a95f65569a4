"""What ``normalise`` guarantees of a line, and what it leaves."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.typography import normalise

CASES = {
    "l’alinéa, l‘alinéa, lʼalinéa, l´alinéa": "l'alinéa, l'alinéa, l'alinéa, l'alinéa",
    "«mots»": "« mots »",
    "«\u00a0mots\u202f» ;": "« mots » ;",
    "« mots »": "« mots »",
    "«\u00a0Art. R. 730. − A": "« Art. R. 730. − A",
    "les mots : “deux ans” sont": "les mots : « deux ans » sont",
    "un “ seul ne s'ouvre": "un “ seul ne s'ouvre",
    'les mots "deux ans"': 'les mots "deux ans"',
    "e\u0301tat": "état",
    "li\u00adgne co\u200bupée\ufeff": "ligne coupée",
    " a\t b\u2009 c \n": "a b c",
    "20\u00a0000\u202f€": "20 000 €",
    "− – — - restent": "− – — - restent",
    "a\x07b\x9fc": "abc",
    "": "",
}


@pytest.mark.parametrize(("line", "normal"), CASES.items(), ids=repr)
def test_a_line_gets_its_normal_form(line: str, normal: str) -> None:
    assert normalise(line) == normal


@given(st.one_of(st.text(max_size=40), st.text("«»“”’ \u00a0\u0301e\u200b\u00ad´\n\x85-a", max_size=30)))
@settings(max_examples=500)
def test_guarantees_hold_of_any_text(text: str) -> None:
    line = normalise(text)
    assert normalise(line) == line
    assert unicodedata.is_normalized("NFC", line)
    assert line == line.strip()
    assert "  " not in line
    assert not set(line) & set("’‘ʼ´\u00a0\u202f\u200b\u00ad\n\t")
    assert not any(unicodedata.category(char) == "Cc" for char in line)
