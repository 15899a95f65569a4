"""Prose that only looks like an order gives none; what may be one is never passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from consolidate import SpanKind, read_instructions
from consolidate.prose import PROVISIONS, Provision
from corpus.titles import read_title

CASES = json.loads((Path(__file__).parent / "cases" / "prose.json").read_text("utf-8"))
LAW = read_title("Loi n° 2010-1 du 1er janvier 2010")


@pytest.mark.parametrize("words", CASES["none"], ids=lambda words: words[:60])
def test_prose_orders_nothing(words: str) -> None:
    reading = read_instructions(words, LAW)
    assert reading.operations == ()
    assert [words[slice(*span)] for span in reading.unread] == []


@pytest.mark.parametrize("words", CASES["unread"], ids=lambda words: words[:60])
def test_what_may_be_an_order_is_unread(words: str) -> None:
    reading = read_instructions(words, LAW)
    assert reading.operations == ()
    assert reading.unread


@pytest.mark.parametrize("words", CASES["unsure"], ids=lambda words: words[:60])
def test_an_order_with_a_condition_is_not_applied(words: str) -> None:
    reading = read_instructions(words, LAW)
    assert not reading.operations or reading.unread


@pytest.mark.parametrize("kind", PROVISIONS, ids=lambda kind: kind.name)
def test_each_kind_of_provision_is_shown_by_its_example(kind: Provision) -> None:
    assert kind.pattern.match(kind.example)
    assert {stretch.kind for stretch in read_instructions(kind.example, LAW).stretches} <= {
        SpanKind.OTHER,
        SpanKind.QUOTED,
        SpanKind.CONNECTIVE,
    }
