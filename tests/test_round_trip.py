"""The round trip: what is drafted from two official versions gives the newer one back, or is refused; no other text.

``tests/cases/pairs.json`` holds pairs of successive official versions, drawn at random; :mod:`drafting` writes the
instructions, in many forms.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidate import Amendment, amend

HERE = Path(__file__).parent
PAIRS: list[dict[str, Any]] = json.loads((HERE / "cases" / "pairs.json").read_text())["pairs"]
_SHAPES = str.maketrans({"’": "'", "–": "-", "−": "-", "“": '"', "”": '"', "«": '"', "»": '"', "œ": "oe"})


def load_drafting() -> ModuleType:
    spec = importlib.util.spec_from_file_location("drafting", HERE / "drafting.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


drafting = load_drafting()


def plain(alineas: Any) -> list[str]:
    return [re.sub(r"\s+", "", alinea.translate(_SHAPES)) for alinea in alineas]


def outcome(pair: dict[str, Any], amendment: Amendment) -> str:
    if amendment.unread:
        return "unread"
    if amendment.refused:
        return "refused"
    return "identical" if plain(amendment.articles[pair["article"]] or ()) == plain(pair["after"]) else "wrong"


def try_out(drafter: Any, pair: dict[str, Any]) -> tuple[str, str] | None:
    """Draft, read and apply: the outcome and the sentence; None where the form cannot say the difference."""
    sentence = drafting.draft(drafter, pair["article"], pair["text"], pair["before"], pair["after"])
    if sentence is None:
        return None
    amendment = amend(sentence, {pair["article"]: pair["before"]}, text=pair["text"])
    return outcome(pair, amendment), sentence


@pytest.mark.parametrize("drafter", drafting.DRAFTERS, ids=lambda drafter: drafter.__name__)
def test_what_is_drafted_from_two_versions_gives_the_newer_one(drafter: Any) -> None:
    tried = [result for pair in PAIRS if (result := try_out(drafter, pair)) is not None]
    assert tried
    assert [sentence for result, sentence in tried if result == "wrong"] == []
    counted = Counter(result for result, _ in tried)
    assert counted["identical"] >= 0.95 * len(tried)


@given(pair=st.sampled_from(PAIRS), other=st.sampled_from(PAIRS), drafter=st.sampled_from(drafting.DRAFTERS))
def test_what_is_drafted_for_one_article_leaves_another_whole_or_changed_as_said(
    pair: dict[str, Any], other: dict[str, Any], drafter: Any
) -> None:
    """On a text for which it was not drafted an instruction is refused, or does only what its operations say."""
    sentence = drafting.draft(drafter, pair["article"], pair["text"], pair["before"], pair["after"])
    if sentence is None:
        return
    amendment = amend(sentence, {pair["article"]: other["before"], "999999": ["Témoin."]}, text=pair["text"])
    assert amendment.articles["999999"] == ("Témoin.",)
    if amendment.refused or amendment.unread:
        assert amendment.articles[pair["article"]] == tuple(other["before"])
