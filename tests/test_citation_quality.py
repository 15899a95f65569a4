"""How well citations are read, on two sets that people annotated who had not seen the reader.

``annotated`` was the measure while the reader was mended; ``drawn`` was drawn at random and nobody has mended anything
by it, so it tells what to expect of other law. Their figures are printed by ``python -m benchmarks.citations``.
"""

from __future__ import annotations

import pytest

from benchmarks.citations import load, score


def test_the_sets_are_large_enough_to_say_something() -> None:
    cases = load("annotated")
    assert sum(len(case.get("citations", ())) for case in cases) >= 400
    assert sum(not case.get("citations") for case in cases) >= 100
    for case in [*cases, *load("drawn")]:
        for one in case.get("citations", ()):
            assert case["text"][one["at"] : one["at"] + len(one["written"])] == one["written"], case["source"]


@pytest.mark.parametrize(("name", "precision", "recall"), [("annotated", 0.99, 0.99), ("drawn", 0.98, 0.95)])
def test_citations_are_read_whole(name: str, precision: float, recall: float) -> None:
    result = score(load(name))
    assert (result.precision >= precision, result.recall >= recall) == (True, True), result.differences[:5]


def test_a_wrong_citation_lowers_the_score() -> None:
    [case] = [case for case in load("annotated") if len(case.get("citations", ())) == 1][:1]
    spoilt = case | {"citations": [case["citations"][0] | {"article": "R9999"}]}
    assert score([spoilt]).right == 0 == score([case | {"citations": []}]).right
