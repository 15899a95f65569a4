"""The round trip: what is drafted from two official versions gives the newer one back, or is refused; no other text.

``tests/cases/pairs.json`` holds pairs of successive official versions, drawn at random; :mod:`drafting` writes the
instructions, in many forms.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from consolidate import Amendment, amend

HERE = Path(__file__).parent
PAIRS: list[dict[str, Any]] = json.loads((HERE / "cases" / "pairs.json").read_text())["pairs"]
_SHAPES = str.maketrans({"’": "'", "–": "-", "−": "-", "“": '"', "”": '"', "«": '"', "»": '"', "œ": "oe"})

Step = tuple[dict[str, Any], list[str], list[str]]
"""A pair, and the two texts of its article between which an instruction leads."""


def load_drafting() -> ModuleType:
    spec = importlib.util.spec_from_file_location("drafting", HERE / "drafting" / "__init__.py")
    assert spec is not None and spec.loader is not None
    sys.modules["drafting"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


drafting = load_drafting()


def plain(alineas: Any) -> list[str]:
    return [re.sub(r"\s+", "", alinea.translate(_SHAPES)) for alinea in alineas]


def outcome(article: str, before: Any, after: Any, amendment: Amendment) -> str:
    """One article after an act: «identical» to the official text, «wrong», or left as it was, and why."""
    result = amendment.articles[article] or ()
    if amendment.unread or amendment.refused:
        told = "unread" if amendment.unread else "refused"
        return told if plain(result) in (plain(before), plain(after)) else "wrong"
    return "identical" if plain(result) == plain(after) else "wrong"


def whole_steps(pair: dict[str, Any]) -> Iterator[Step]:
    yield pair, pair["before"], pair["after"]


def word_steps(pair: dict[str, Any]) -> Iterator[Step]:
    yield from ((pair, before, after) for before, after in drafting.single_changes(pair["before"], pair["after"]))


def item_steps(pair: dict[str, Any]) -> Iterator[Step]:
    yield from ((pair, before, after) for before, after in drafting.item_changes(pair["after"]))


CASES = [
    *((drafter, whole_steps) for drafter in drafting.DRAFTERS if drafter not in drafting.ITEM_DRAFTERS),
    *((drafter, word_steps) for drafter in drafting.CHANGE_DRAFTERS),
    *((drafter, item_steps) for drafter in drafting.ITEM_DRAFTERS if drafter.__name__ != "items_replaced"),
]


def draft_step(drafter: Any, step: Step) -> str | None:
    pair, before, after = step
    sentence: str | None = drafting.draft(drafter, pair["article"], pair["text"], before, after)
    return sentence


def try_out(drafter: Any, step: Step) -> tuple[str, str] | None:
    """Draft, read and apply: the outcome and the sentence; None where the form cannot say the difference."""
    pair, before, after = step
    if (sentence := draft_step(drafter, step)) is None:
        return None
    return outcome(pair["article"], before, after, amend(sentence, {pair["article"]: before}, pair["text"])), sentence


@pytest.mark.parametrize(("drafter", "steps"), CASES, ids=lambda value: value.__name__)
def test_what_is_drafted_from_two_versions_gives_the_newer_one(drafter: Any, steps: Any) -> None:
    tried = [result for pair in PAIRS for step in steps(pair) if (result := try_out(drafter, step)) is not None]
    assert tried
    assert [sentence for result, sentence in tried if result == "wrong"] == []
    counted = Counter(result for result, _ in tried)
    assert counted["identical"] >= 0.95 * len(tried)


# ── Several instructions in one act ──────────────────────────────────────────────────────────────────────────

Said = tuple[Step, list[str]]
"""A step, and all the sentences that say it."""


def say(step: Step, drafters: Any) -> Said:
    return step, [sentence for drafter in drafters if (sentence := draft_step(drafter, step)) is not None]


@cache
def said_of(text: str) -> list[Said]:
    """Every step between versions of articles of a text that some form says."""
    pairs = [pair for pair in PAIRS if pair["text"] == text]
    whole = (say(step, drafting.DRAFTERS) for pair in pairs for step in whole_steps(pair))
    words = (say(step, drafting.CHANGE_DRAFTERS) for pair in pairs for step in word_steps(pair))
    return [said for said in (*whole, *words) if said[1]]


@cache
def said_in_changes() -> list[tuple[dict[str, Any], list[Said]]]:
    """The pairs that differ by several words, with what says each change alone."""
    pairs = [(pair, [say(step, drafting.CHANGE_DRAFTERS) for step in word_steps(pair)]) for pair in PAIRS]
    return [(pair, changes) for pair, changes in pairs if 1 < len(changes) <= 26 and all(said for _, said in changes)]


def draw(data: st.DataObject, choices: list[Any]) -> Any:
    """Draw by rank, so that a failure shows a number and not the whole list."""
    return choices[data.draw(st.integers(0, len(choices) - 1))]


def _in_articles(one: str, two: str, text: str) -> str:
    return f"Article 1er\n{one}\nArticle 2\n{two}"


def _in_parts(one: str, two: str, text: str) -> str:
    return f"I. - {one}\nII. - {two}"


def _in_a_list(one: str, two: str, text: str) -> str:
    return _in_parts(one, two, text) if "\n" in one + two else list_points([one, two], text)


def list_points(points: list[str], text: str) -> str:
    """«Le code civil est ainsi modifié : 1° … ; 2° …»."""
    head = (
        "La Constitution est ainsi modifiée"
        if text.startswith("Constitution")
        else f"Le {text.lower()} est ainsi modifié"
    )
    return f"{head} :\n" + " ;\n".join(f"{n}° {point.rstrip('.')}" for n, point in enumerate(points, 1)) + "."


@settings(deadline=None)  # the first example drafts them all
@given(
    text=st.sampled_from(sorted({pair["text"] for pair in PAIRS})),
    layout=st.sampled_from([_in_articles, _in_parts, _in_a_list]),
    data=st.data(),
)
def test_two_instructions_of_one_act_do_what_each_does_alone(text: str, layout: Any, data: st.DataObject) -> None:
    steps = [draw(data, said_of(text)) for _ in range(2)]
    assume(steps[0][0][0]["article"] != steps[1][0][0]["article"])
    sentences = [data.draw(st.sampled_from(said)) for _, said in steps]
    articles = {pair["article"]: before for (pair, before, _), _ in steps}
    together = amend(layout(*sentences, text), articles, text)
    for ((pair, before, after), _), sentence in zip(steps, sentences, strict=True):
        number = pair["article"]
        alone = outcome(number, before, after, amend(sentence, {number: before}, text))
        told = outcome(number, before, after, together)
        assert told != "wrong"
        if alone == "identical" and not together.unread:
            assert plain(together.articles[number]) == plain(after)


@settings(deadline=None)  # the first example drafts them all
@given(data=st.data())
def test_all_changes_of_words_said_one_by_one_give_the_newer_version(data: st.DataObject) -> None:
    """Each in a form drawn at random, as points of one list: they refer to the text before the act, all together."""
    pair, changes = draw(data, said_in_changes())
    act = list_points([data.draw(st.sampled_from(said)) for _, said in changes], pair["text"])
    amendment = amend(act, {pair["article"]: pair["before"]}, pair["text"])
    assert outcome(pair["article"], pair["before"], pair["after"], amendment) != "wrong"
    assert not amendment.unread


# ── An instruction on another text ───────────────────────────────────────────────────────────────────────────


@settings(deadline=None)  # the first example drafts them all
@given(text=st.sampled_from(sorted({p["text"] for p in PAIRS})), other=st.sampled_from(PAIRS), data=st.data())
def test_what_is_drafted_for_one_article_leaves_another_whole_or_changed_as_said(
    text: str, other: dict[str, Any], data: st.DataObject
) -> None:
    """On a text for which it was not drafted an instruction is refused, or does only what its operations say."""
    (pair, _, _), said = draw(data, said_of(text))
    amendment = amend(
        data.draw(st.sampled_from(said)), {pair["article"]: other["before"], "999999": ["Témoin."]}, text=pair["text"]
    )
    assert amendment.articles["999999"] == ("Témoin.",)
    if amendment.refused or amendment.unread:
        assert amendment.articles[pair["article"]] == tuple(other["before"])
