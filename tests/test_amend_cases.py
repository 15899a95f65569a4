"""Worked cases of the amending language: a sentence, the articles before, and what the law says comes out.

The cases are data (``tests/cases/amendments``, its README tells the conventions). A case with ``error`` must be refused
and change nothing; one with ``xfail`` is a known failure, and its reason stands there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from consolidate import Amendment, amend

CASES = Path(__file__).parent / "cases" / "amendments"
FILES = sorted(CASES.glob("*.json"))

_SHAPES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"'} | dict.fromkeys("‐‑‒–—―−", "-"))


def comparable(alineas: list[str] | tuple[str, ...] | None) -> list[str] | None:
    """Put alinéas in the form in which cases are compared: white space, marks' shapes and œ/oe do not count."""
    if alineas is None:
        return None
    shaped = (alinea.translate(_SHAPES).replace("œ", "oe").replace("Œ", "OE").replace("Oe", "OE") for alinea in alineas)
    return [re.sub(r"\s+", "", alinea) for alinea in shaped]


def load_cases() -> list[Any]:
    cases = []
    for file in FILES:
        for case in json.loads(file.read_text("utf-8")):
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if case.get("xfail") else []
            cases.append(pytest.param(case, id=f"{file.stem}:{case['id']}", marks=marks))
    return cases


def run_case(case: Mapping[str, Any]) -> Amendment:
    """Give the engine the case's own articles, and nothing else."""
    articles = {t["article"]: t["before"] for t in case["targets"]} | context_of(case)
    return amend(case["instruction"], articles, text=case["text_title"])


def context_of(case: Mapping[str, Any]) -> dict[str, list[str]]:
    """The other articles that the case supplies."""
    return {article["article"]: article["text"] for article in case.get("context") or []}


@pytest.mark.parametrize("case", load_cases())
def test_a_case_gives_what_the_law_says(case: Mapping[str, Any]) -> None:
    amendment = run_case(case)
    for target in case["targets"]:
        expected = target["before"] if target.get("error") else target["after"]
        assert comparable(amendment.articles[target["article"]]) == comparable(expected), target["article"]
    for number, alineas in context_of(case).items():
        assert comparable(amendment.articles[number]) == comparable(alineas), f"{number} is context: it must not change"
    if any(target.get("error") for target in case["targets"]):
        assert amendment.refused or amendment.unread, "what cannot apply must be told"
    else:
        assert not amendment.refused, [(r.reason, r.detail) for r in amendment.refused]
        assert not amendment.unread, [case["instruction"][slice(*span)] for span in amendment.unread]


def test_every_case_is_told_apart_by_its_id() -> None:
    ids = [case["id"] for file in FILES for case in json.loads(file.read_text("utf-8"))]
    assert len(ids) == len(set(ids))


def test_a_refused_case_says_why_in_the_words_of_the_engine() -> None:
    """Each refusal of the cases names one of the engine's reasons, when the case asks for one."""
    for file in FILES:
        for case in json.loads(file.read_text("utf-8")):
            if reason := case.get("reason"):
                assert reason in {r.reason for r in run_case(case).refused}, case["id"]
