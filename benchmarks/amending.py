"""The amending engine in figures: how fast it reads and applies, and how often it is right, refuses, or is wrong.

    python -m benchmarks.amending [--json] [--db FILE]

Quality is counted over the cases of ``tests/cases/amendments`` and over the round trip of ``tests/drafting``:
instructions drafted from pairs of official versions must give the newer one back; ``--db`` adds all pairs of successive
versions of a base, and shows every instruction that gives another text. «Silently wrong» is what was applied
and is not the official text: it must be 0. Speed is that of one core, on distinct sentences and with cold caches.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from itertools import cycle, pairwise, product
from pathlib import Path
from typing import Any

from consolidate import amend, read_instructions
from corpus.names import known_names
from corpus.reading import open_corpus

PASSES = 5
TESTS = Path(__file__).parent.parent / "tests"
Case = tuple[str, str, dict[str, Any], dict[str, Any]]
"""Instruction, text, articles before, and articles as they must be after it."""

_SHAPES = str.maketrans(
    {"’": "'", "–": "-", "−": "-", "\u2010": "-", "\u2011": "-", "“": '"', "”": '"', "«": '"', "»": '"', "œ": "oe"}
)


def plain(alineas: Any) -> list[str] | None:
    return None if alineas is None else [re.sub(r"\s+", "", alinea.translate(_SHAPES)) for alinea in alineas]


def load_drafting() -> Any:
    spec = spec_from_file_location("drafting", TESTS / "drafting" / "__init__.py")
    assert spec is not None and spec.loader is not None
    sys.modules["drafting"] = module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_cases() -> Iterator[Case]:
    for file in sorted((TESTS / "cases" / "amendments").glob("*.json")):
        for case in json.loads(file.read_text()):
            targets = case["targets"]
            context = {one["article"]: one["text"] for one in case.get("context") or ()}
            before = {target["article"]: target["before"] for target in targets} | context
            after = {t["article"]: t["before"] if t.get("error") else t["after"] for t in targets} | context
            if not case.get("xfail"):
                yield case["instruction"], case["text_title"], before, after


def read_pairs() -> list[dict[str, Any]]:
    pairs: list[dict[str, Any]] = json.loads((TESTS / "cases" / "pairs.json").read_text())["pairs"]
    return pairs


def stored_pairs(database: Path) -> Iterator[dict[str, Any]]:
    """Pairs of official versions of one article of which the second starts on the day when the first ends."""
    with open_corpus(database) as corpus:
        for one, two in pairwise(corpus.versions()):
            follows = (one.text, one.number, one.end) == (two.text, two.number, two.start)
            if follows and one.alineas and two.alineas and one.alineas != two.alineas:
                yield {"article": two.number, "text": two.text, "before": [*one.alineas], "after": [*two.alineas]}


def draft_cases(pairs: Iterable[dict[str, Any]]) -> Iterator[Case]:
    """Every form that can say the difference of a pair, or one of its changes of words, or one item of its list."""
    drafting = load_drafting()
    for pair in pairs:
        number, text = pair["article"], pair["text"]
        whole = [(pair["before"], pair["after"])]
        words, items = drafting.single_changes(*whole[0]), drafting.item_changes(pair["after"])
        kinds = (
            (whole, drafting.DRAFTERS),
            (words, drafting.CHANGE_DRAFTERS),
            (items, drafting.ITEM_DRAFTERS),
        )
        for steps, drafters in kinds:
            for (before, after), drafter in product(steps, drafters):
                if (sentence := drafting.draft(drafter, number, text, before, after)) is not None:
                    yield sentence, text, {number: before}, {number: after}


# ── Quality ──────────────────────────────────────────────────────────────────────────────────────────────────


def judge(case: Case) -> Iterator[str]:
    """Say what became of an instruction: parsed, applied, and how it ended."""
    instruction, text, before, after = case
    amendment = amend(instruction, before, text=text)
    results = {number: plain(amendment.articles.get(number)) for number in after}
    right = all(result == plain(after[number]) for number, result in results.items())
    untouched = all(result in (plain(after[n]), plain(before.get(n))) for n, result in results.items())
    told = bool(amendment.unread or amendment.refused)
    if not amendment.unread:
        yield "parsed"
    if not told:
        yield "applied"
    if not (untouched if told else right):
        yield "silently wrong"
    elif not told:
        yield "identical"
    elif right:
        yield "refused as it must be"
    else:
        yield "unread" if amendment.unread else "refused"


OUTCOMES = ("parsed", "applied", "identical", "refused as it must be", "refused", "unread", "silently wrong")


def count(cases: list[Case]) -> dict[str, int]:
    counted = Counter(outcome for case in cases for outcome in judge(case))
    return {"instructions": len(cases), **{outcome: counted[outcome] for outcome in OUTCOMES}}


# ── Speed ────────────────────────────────────────────────────────────────────────────────────────────────────


def forget() -> None:
    """Empty every cache of the engine, but that of the names of codes, which is read from a file once."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in {"consolidate", "corpus"}:
            for value in vars(module).values():
                if hasattr(value, "cache_clear") and value is not known_names:
                    value.cache_clear()


def rate(cases: list[Case], work: Callable[[Case], object]) -> float:
    """Cases a second: the best of some passes, each with cold caches, for the machine has other work too."""
    return max(_one_pass(cases, work) for _ in range(PASSES))


def _one_pass(cases: list[Case], work: Callable[[Case], object]) -> float:
    forget()
    started = time.process_time()
    for case in cases:
        work(case)
    return len(cases) / (time.process_time() - started)


def speed(cases: list[Case]) -> dict[str, float]:
    """Distinct instructions of one sentence a second: read only, and read and applied."""
    short = list({case[0]: case for case in cases if "\n" not in case[0] and len(case[0]) < 300}.values())
    return {
        "short instructions": len(short),
        "characters each": sum(len(case[0]) for case in short) / len(short),
        "read a second": rate(short, lambda case: read_instructions(case[0])),
        "read and applied a second": rate(short, lambda case: amend(case[0], case[2], text=case[1])),
    }


def make_act(articles: int) -> tuple[str, dict[str, Any]]:
    """Make an act on so many articles of real texts, in every form in turn."""
    drafting = load_drafting()
    body, before = [], {}
    for number, pair in zip(range(1, articles + 1), cycle(read_pairs()), strict=False):
        name, versions = str(9000 + number), (pair["before"], pair["after"])
        first = number % len(drafting.DRAFTERS)
        forms = (*drafting.DRAFTERS[first:], *drafting.DRAFTERS[:first])
        said = (drafting.draft(form, name, "Code civil", *versions) for form in forms)
        before[name] = versions[0]
        body.append(f"Article {number}\n{next(sentence for sentence in said if sentence)}")
    return "\n".join(body), before


def large_act(articles: int) -> dict[str, float]:
    """Seconds to read and apply one act on many articles, and the memory that it takes at most."""
    act, before = make_act(articles)
    forget()
    started = time.process_time()
    amendment = amend(act, before, text="Code civil")
    seconds = time.process_time() - started
    tracemalloc.start()
    amend(act, before, text="Code civil")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {
        "characters": len(act),
        "operations": len(amendment.operations),
        "seconds": seconds,
        "megabytes at most": peak / 1e6,
        "refused": len(amendment.refused),
        "unread": len(amendment.unread),
    }


def measure() -> dict[str, dict[str, float]]:
    cases, drafted = list(read_cases()), list(draft_cases(read_pairs()))
    return {
        "speed, worked cases": speed(cases),
        "speed, drafted instructions": speed(drafted),
        "an act on 300 articles": large_act(300),
        "an act on 3,000 articles": large_act(3000),
        "quality, worked cases": {**count(cases)},
        "quality, round trip": {**count(drafted)},
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--db", type=Path, help="a base of which every pair of successive versions is drafted too")
    options = parser.parse_args(arguments)
    result = measure()
    if options.db:
        drafted = list(draft_cases(stored_pairs(options.db)))
        result["quality, round trip on a base"] = {**count(drafted)}
        for wrong in (case for case in drafted if "silently wrong" in judge(case)):
            print(f"{wrong[1]} : {wrong[0]}", file=sys.stderr)
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        for title, figures in result.items():
            print(title)
            for name, value in figures.items():
                print(f"  {name:<28}{value:>12,.2f}" if isinstance(value, float) else f"  {name:<28}{value:>12,}")
    return int(any(figures.get("silently wrong") for figures in result.values()))


if __name__ == "__main__":
    sys.exit(main())
