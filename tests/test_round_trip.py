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
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import assume, given
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

_DRAFTERS = st.sampled_from(drafting.DRAFTERS + drafting.SINGLE_DRAFTERS)
"""Those that can say most differences: two that seldom can would seldom meet."""


def _in_articles(one: str, two: str, text: str) -> str:
    return f"Article 1er\n{one}\nArticle 2\n{two}"


def _in_parts(one: str, two: str, text: str) -> str:
    return f"I. - {one}\nII. - {two}"


def _in_a_list(one: str, two: str, text: str) -> str:
    if "\n" in one + two:
        return _in_parts(one, two, text)
    name = text[:1].lower() + text[1:]
    head = "La Constitution" if name.startswith("constitution") else f"Le {name}"
    return f"{head} est ainsi modifié :\n1° {one.rstrip('.')} ;\n2° {two}"


@given(
    one=st.sampled_from(PAIRS), two=st.sampled_from(PAIRS), drafters=st.tuples(_DRAFTERS, _DRAFTERS),
    layout=st.sampled_from([_in_articles, _in_parts, _in_a_list]), data=st.data(),
)  # fmt: skip
def test_two_instructions_of_one_act_each_give_the_newer_version_of_their_article(
    one: Any, two: Any, drafters: Any, layout: Any, data: st.DataObject
) -> None:
    """Read together they do what each does alone, however the act is laid out."""
    assume(one["text"] == two["text"] and one["article"] != two["article"])
    steps = [_choose(drafter, pair, data) for drafter, pair in zip(drafters, (one, two), strict=True)]
    sentences = [draft_step(drafter, step) for drafter, step in zip(drafters, steps, strict=True)]
    assume(None not in sentences)
    alone = [try_out(drafter, step) for drafter, step in zip(drafters, steps, strict=True)]
    articles = {pair["article"]: before for pair, before, _ in steps}
    amendment = amend(layout(*sentences, one["text"]), articles, one["text"])
    for (pair, before, after), said in zip(steps, alone, strict=True):
        assert said is not None
        told = outcome(pair["article"], before, after, amendment)
        assert told == "identical" if {a and a[0] for a in alone} == {"identical"} else told != "wrong"


def _choose(drafter: Any, pair: dict[str, Any], data: st.DataObject) -> Step:
    steps = list(word_steps(pair)) if drafter in drafting.CHANGE_DRAFTERS else list(whole_steps(pair))
    assume(steps)
    return data.draw(st.sampled_from(steps))


@given(pair=st.sampled_from(PAIRS), data=st.data())
def test_all_changes_of_words_said_one_by_one_give_the_newer_version(pair: dict[str, Any], data: st.DataObject) -> None:
    """Each in a form drawn at random, as points of one list: they refer to the text before the act, all together."""
    changes = list(word_steps(pair))
    assume(1 < len(changes) <= 26)
    points = []
    for step in changes:
        said = [s for drafter in drafting.CHANGE_DRAFTERS if (s := draft_step(drafter, step)) is not None]
        assume(said)
        points.append(data.draw(st.sampled_from(said)))
    name = pair["text"][:1].lower() + pair["text"][1:]
    head = "La Constitution" if name.startswith("constitution") else f"Le {name}"
    points = [f"{rank}° {point.rstrip('.')}" for rank, point in enumerate(points, 1)]
    act = f"{head} est ainsi modifié :\n" + " ;\n".join(points) + "."
    amendment = amend(act, {pair["article"]: pair["before"]}, pair["text"])
    assert outcome(pair["article"], pair["before"], pair["after"], amendment) != "wrong"
    assert not amendment.unread


# ── An instruction on another text ───────────────────────────────────────────────────────────────────────────


@given(pair=st.sampled_from(PAIRS), other=st.sampled_from(PAIRS), drafter=st.sampled_from(drafting.DRAFTERS))
def test_what_is_drafted_for_one_article_leaves_another_whole_or_changed_as_said(
    pair: dict[str, Any], other: dict[str, Any], drafter: Any
) -> None:
    """On a text for which it was not drafted an instruction is refused, or does only what its operations say."""
    sentence = drafting.draft(drafter, pair["article"], pair["text"], pair["before"], pair["after"])
    assume(sentence is not None)
    amendment = amend(sentence, {pair["article"]: other["before"], "999999": ["Témoin."]}, text=pair["text"])
    assert amendment.articles["999999"] == ("Témoin.",)
    if amendment.refused or amendment.unread:
        assert amendment.articles[pair["article"]] == tuple(other["before"])
