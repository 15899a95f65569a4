"""Every form of the amending language reads the sentence that heads it, and gives the operation that it names."""

from __future__ import annotations

import pytest

from consolidate import read_instructions
from consolidate.forms import FORMS
from consolidate.operations import SpanKind
from consolidate.patterns import Form
from consolidate.prose import CUE

KINDS = {
    "replace-words": {"replace-words"},
    "replace-mark": {"replace-words"},
    "replace-words-block": {"replace-words"},
    "replace-stretch": {"replace-stretch"},
    "replace-between": {"replace-stretch"},
    "replace-head": {"replace-stretch"},
    "replace-tail-of": {"replace-tail"},
    "words-to-mark": {"replace-words"},
    "mark-at-words": {"replace-words", "delete-words"},
    "words-at-words": {"replace-words", "delete-words"},
    "insert-between": {"insert-words"},
    "insert-mark": {"insert-words"},
    "replace-to-end": {"replace-tail"},
    "replace-tail": {"replace-tail"},
    "replace-tail-inclusive": {"replace-tail"},
    "insert-words": {"insert-words"},
    "insert-words-block": {"insert-words"},
    "insert-block-edge": {"insert-words"},
    "insert-words-edge": {"insert-words"},
    "insert-words-start": {"insert-words"},
    "insert-words-place": {"insert-words"},
    "delete-words": {"delete-words"},
    "delete-mark": {"delete-words"},
    "replace-passage": {"replace-passage", "delete-passage"},
    "rewrite-article": {"replace-passage"},
    "insert-passage": {"insert-passage", "create-article"},
    "insert-passage-too": {"insert-passage"},
    "precede-passage": {"insert-passage"},
    "restore-passage": {"create-article"},
    "delete-passage": {"delete-passage"},
    "merge-items": {"merge-items"},
    "create-articles": {"create-article"},
    "retitle-division": {"retitle-division"},
    "group-articles": {"retitle-division"},
    "renumber": {"move-article", "relabel"},
    "move-passage": {"move-passage"},
    "exchange": {"exchange"},
    "context": set(),
}
"""The operations that each action of the table may give."""


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_reads_its_own_example(form: Form) -> None:
    reading = read_instructions(form.example)
    assert {op.kind for op in reading.operations if op.form == form.name} <= KINDS[form.action]
    assert not reading.unread
    if form.action != "context":
        own = {form.name, form.follows} if form.follows else {form.name}
        assert {operation.form for operation in reading.operations} == own


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_example_of_a_form_looks_like_an_order(form: Form) -> None:
    """Prose is judged unread when it has a cue; a form without cue could be passed over as a mere provision."""
    assert CUE.search(form.example)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_whole_example_is_accounted_for(form: Form) -> None:
    kinds = {stretch.kind for stretch in read_instructions(form.example).stretches}
    assert kinds <= {SpanKind.OPERATION, SpanKind.QUOTED, SpanKind.CONNECTIVE}


def test_every_form_has_a_name_and_a_source_of_its_own() -> None:
    assert len({form.name for form in FORMS}) == len(FORMS)
    assert all(form.source and form.example for form in FORMS)
