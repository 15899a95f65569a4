"""Repair of damaged text: real damage, sound text that looks like damage, and what must hold of any text."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.repair_accuracy import DAMAGES, Damage
from corpus.model import Edit
from ingest import repair, replay
from ingest.edits import compose
from ingest.typography import normalise

CASES = Path(__file__).parent / "cases" / "repair"
ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "permanence-des-soins"
SOUND_FILES = (
    "L6314-1.legifrance.md",
    "R6315-1_a_R6315-6.consolide.txt",
    "R730.legifrance.md",
    "decret-2003-880.jo.md",
)
ALINEAS = (ROOT / "benchmarks" / "data" / "sound.txt").read_text(encoding="utf-8").splitlines()


def load(name: str) -> Any:
    return json.loads((CASES / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def decree() -> str:
    return (SAMPLES / "decret-2005-328.jo.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", load("damaged.json"), ids=lambda case: case["damaged"][:30])
def test_damage_is_repaired(case: dict[str, str]) -> None:
    result = repair(case["damaged"])
    assert result.text == case["sound"]
    assert replay(case["damaged"], result.edits) == result.text
    assert result.undecided == ()


@pytest.mark.parametrize("text", load("sound.json"), ids=lambda text: text[:30] or "empty")
def test_sound_text_stays(text: str) -> None:
    result = repair(text)
    assert result.text == text
    assert not any(edit.decided for edit in result.edits)


def test_the_2005_decree_is_what_a_careful_reader_types(decree: str) -> None:
    assert repair(decree).text == (CASES / "decret-2005-328.repaired.txt").read_text(encoding="utf-8")


def test_the_2005_decree_keeps_no_damage_and_no_doubt(decree: str) -> None:
    result = repair(decree)
    assert re.findall("[ŽÕ•Çƒ‰ˆ\u0302!]", result.text) == []
    assert re.findall(r"\w*È\w*", result.text) == ["MINISTÈRE"]
    assert result.undecided == ()
    assert not re.search(r"\S {2,}\S", result.text)


def test_the_2005_decree_had_379_damaged_characters(decree: str) -> None:
    repaired = [edit for edit in repair(decree).edits if not edit.rule.startswith("norm:")]
    letters = sum(len(edit.before.replace(" ", "")) for edit in repaired)
    assert letters == 379


def test_the_2005_decree_says_what_legifrance_published(decree: str) -> None:
    """Légifrance's page of R730 holds, word for word, the two alinéas that the decree wrote into it."""
    page = normalise((SAMPLES / "R730.legifrance.md").read_text(encoding="utf-8"))
    quoted = re.findall(r"« ((?:Toutefois, le cahier|A cette fin)[^«»]*) »", normalise(repair(decree).text))
    assert len(quoted) == 2
    assert all(alinea in page for alinea in quoted)


@pytest.mark.parametrize("name", SOUND_FILES)
def test_sound_files_get_only_declared_normalisation(name: str) -> None:
    text = (SAMPLES / name).read_text(encoding="utf-8")
    edits = repair(text).edits
    assert [edit for edit in edits if not edit.rule.startswith("norm:")] == []
    assert len(edits) == len(re.findall(r"\bno \d", text))


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_every_damage_of_legal_text_is_repaired(damage: Damage) -> None:
    """A code's alinéas, every other one damaged: the figures are in docs/repair.md, this keeps them from falling."""
    written = [damage.written(line) if at % 2 else line for at, line in enumerate(ALINEAS[:120])]
    damaged = [damage.misread(line) if at % 2 else line for at, line in enumerate(written)]
    repaired = repair("\n".join(damaged)).text.split("\n")
    wrong = [(good, found) for good, found in zip(written, repaired, strict=True) if good != found]
    assert len(wrong) <= 1


def test_callers_vocabulary_comes_first() -> None:
    damaged = "la g•ne rŽcessif"
    assert repair(damaged).text == "la g•ne récessif"
    assert repair(damaged, ["gène", "récessif"]).text == "la gène récessif"
    assert repair("dŽcret de XyloŽpt•re", ["xyloéptère"]).text == "décret de Xyloéptère"


def test_text_itself_is_a_vocabulary() -> None:
    assert repair("Le g•ne rŽcessif\nle gène dominant, ce gène\n").text.startswith("Le gène récessif")


def test_a_letter_that_cannot_be_decided_stays_and_is_listed() -> None:
    result = repair("la g•ne rŽcessif")
    assert [(edit.before, edit.after, edit.decided) for edit in result.undecided] == [("•", "•", False)]
    assert result.undecided[0].start == 4


def test_lone_ambiguous_sign_between_sound_and_damaged_lines_is_listed() -> None:
    result = repair("d‚cret r‚gl‚ de la premiŠre\nle décret réglé\npropres … assurer\n")
    assert result.text == "décret réglé de la première\nle décret réglé\npropres … assurer\n"
    assert [edit.before for edit in result.undecided] == ["…"]


def test_dash_of_a_heading_is_the_one_the_text_uses() -> None:
    assert "Art. R. 2. − A" in repair("Art. 1er. − Au titre\n«Art. R. 2. ! A la").text
    assert "Art. R. 2. — A" in repair("Art. 1er. — Au titre\n«Art. R. 2. ! A la").text


def test_confidence_tells_sure_from_guessed() -> None:
    edits = repair("dŽcret extrahospitali•re").edits
    assert edits[0].confidence > edits[1].confidence > 0
    assert all(0 < edit.confidence <= 1 for edit in edits)


def test_replay_refuses_the_edits_of_another_text() -> None:
    edits = repair("dŽcret").edits
    with pytest.raises(ValueError, match="does not fit"):
        replay("arrêté", edits)


@pytest.mark.parametrize(
    "text",
    ["•" * 300_000, "\ufffd" * 50_000, "Ã" * 300_000, "ˆ" * 50_000 + "a", "Art. " * 60_000 + "!", "ŽéÕ•" * 30_000],
    ids=["bullets", "lost", "lead bytes", "hats", "headings", "one word"],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    begin = time.perf_counter()
    repair(text)
    assert time.perf_counter() - begin < 60


FRAGMENTS = st.sampled_from(
    [
        *"éèàêçùÉÈÀÇŽÕ•ˆ\u0302‰ƒ«»’…–°¡º!\ufffd\x8e\x85\xa0ÃÂ©€ ae1nol.\n",
        "DŽcr•te",
        "Ã©",
        "â€™",
        "1o ",
        "no 5",
        "Art. R. 1. ! ",
    ]
)
ANY_TEXT = st.one_of(st.lists(FRAGMENTS, max_size=40).map("".join), st.text(max_size=60))


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_repair_always_replays_and_rests(text: str) -> None:
    result = repair(text)
    assert replay(text, result.edits) == result.text
    again = repair(result.text)
    assert again.text == result.text
    assert not any(edit.decided for edit in again.edits)


@given(ANY_TEXT)
@settings(max_examples=150, deadline=None)
def test_edits_are_in_order_apart_and_true(text: str) -> None:
    edits = repair(text).edits
    assert all(edit.start < edit.end and text[edit.start : edit.end] == edit.before for edit in edits)
    assert all(one.end <= two.start for one, two in pairwise(edits))


@given(st.lists(st.sampled_from(ALINEAS), min_size=1, max_size=5), st.sampled_from("'’"))
@settings(max_examples=60, deadline=None)
def test_sound_law_is_never_touched(lines: list[str], apostrophe: str) -> None:
    text = "\n".join(lines).replace("'", apostrophe)
    assert all(edit.rule.startswith("norm:") for edit in repair(text).edits)


@st.composite
def plans(draw: st.DrawFn, text: str) -> tuple[Edit, ...]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    spans = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    return tuple(Edit(a, b, text[a:b], draw(st.text("xyz", max_size=3)), "rule", 0.9) for a, b in spans)


@given(st.data(), st.text("abc", max_size=12))
@settings(max_examples=300)
def test_composed_plans_do_what_both_do(data: st.DataObject, text: str) -> None:
    first = data.draw(plans(text))
    middle = replay(text, first)
    second = data.draw(plans(middle))
    assert replay(text, compose(text, first, second)) == replay(middle, second)


def test_a_text_on_which_repair_does_not_rest_is_left_and_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.mojibake._ROUNDS", 1)
    result = repair("le dŽcret")
    assert result.text == "le dŽcret"
    assert [edit.before for edit in result.undecided] == ["le dŽcret"]


def test_every_edit_names_its_rule(decree: str) -> None:
    rules = Counter(edit.rule for edit in repair(decree).edits)
    assert set(rules) == {"mac-roman", "heading-dash", "norm:item", "norm:numero"}
    assert rules["norm:item"] == len(re.findall(r"^\do ", decree, re.MULTILINE))
