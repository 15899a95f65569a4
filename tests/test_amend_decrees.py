"""The two sample decrees, end to end: damaged text in, twelve versions out, the official page reproduced."""

from __future__ import annotations

from pathlib import Path

import pytest

from chronolex.pipeline import Consolidation, consolidate_sources
from consolidate import Operation, Reason, SpanKind
from ingest import read_corpus

SAMPLES = Path(__file__).parent.parent / "samples" / "permanence-des-soins"
CODE = "code-de-la-sante-publique"


@pytest.fixture(scope="module")
def work() -> Consolidation:
    return consolidate_sources(read_corpus([SAMPLES]))


def operations_of(work: Consolidation, slug: str) -> tuple[Operation, ...]:
    return next(reading.operations for document, reading in work.acts if document.text and document.text.slug == slug)


def test_the_two_decrees_give_twelve_versions(work: Consolidation) -> None:
    derived = [(v.number, v.start.publication.year) for v in work.timeline.versions if v.derived]
    created = [(f"R{n}", 2003) for n in range(730, 736)]
    amended = [(f"R{n}", 2005) for n in (730, 732, 733, 734, 735, 736)]
    assert sorted(derived) == sorted(created + amended)


def test_every_version_ends_by_an_act(work: Consolidation) -> None:
    ends = {(v.number, v.start.publication.year): (v.end_cause, v.end_act) for v in work.timeline.versions if v.derived}
    for (number, year), (cause, act) in ends.items():
        assert act is not None, (number, year)
        expected = "repealed" if year == 2005 or number == "R731" else "modified"
        assert cause == expected, (number, year)


def test_r730_of_2005_is_the_official_text(work: Consolidation) -> None:
    version = next(v for v in work.timeline.versions if v.number == "R730" and v.start.publication.year == 2005)
    assert len(version.alineas) == 6
    assert version.comparison is not None
    assert version.comparison.verdict == "identical"


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        ("R730", ["insert-words", "insert-passage", "replace-passage"]),
        ("R732", ["replace-passage"]),
        ("R733", ["replace-passage", "replace-passage"]),
        ("R734", ["replace-passage"]),
        ("R735", ["replace-passage"]),
        ("R736", ["create-article"]),
    ],
)
def test_what_the_2005_decree_orders(work: Consolidation, number: str, kinds: list[str]) -> None:
    operations = operations_of(work, "decret-2005-328")
    assert [op.kind for op in operations if op.place.article == number] == kinds


def test_the_third_alinea_of_r730_lands_fourth(work: Consolidation) -> None:
    replaced = next(
        op
        for op in operations_of(work, "decret-2005-328")
        if op.place.article == "R730" and op.kind == "replace-passage"
    )
    assert str(replaced.place) == "article R730, alinéa 3"
    assert replaced.landing == 4


def test_orders_on_a_text_that_is_not_there_are_pending(work: Consolidation) -> None:
    pending = [v for v in work.timeline.verdicts if v.refusal is not None]
    assert {v.refusal.reason for v in pending if v.refusal} == {Reason.BASE_TEXT_MISSING}
    assert {v.operation.place.text.slug for v in pending if v.operation.place.text} == {"decret-87-964"}
    assert len(pending) == 5


def test_nothing_in_the_decrees_is_unread(work: Consolidation) -> None:
    for document, reading in work.acts:
        assert not reading.unread, document.title


def test_the_spans_of_operations_are_the_drafter_s_words(work: Consolidation) -> None:
    for document, reading in work.acts:
        for operation in reading.operations:
            assert document.body[slice(*operation.span)] == operation.sentence


def test_execution_clauses_order_nothing(work: Consolidation) -> None:
    for document, reading in work.acts:
        others = [document.body[slice(*s.span)] for s in reading.stretches if s.kind is SpanKind.OTHER]
        assert any("sont chargés" in words for words in others), document.title
