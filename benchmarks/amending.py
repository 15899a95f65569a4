"""The amending engine in figures: how fast it reads and applies, and how often it is right, refuses, or is wrong.

    python -m benchmarks.amending [--json]

Quality is counted over the cases of ``tests/cases/amendments`` and over the round trip of ``tests/drafting.py``:
instructions drafted from pairs of official versions must give the newer one back. «Silently wrong» is what was applied
and is not the official text: it must be 0. Speed is that of one core, each sentence read once (no cache helps).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from consolidate import amend, read_instructions

TESTS = Path(__file__).parent.parent / "tests"
Case = tuple[str, str, dict[str, Any], dict[str, Any]]
"""Instruction, text, articles before, and articles as they must be after it."""

_SHAPES = str.maketrans({"’": "'", "–": "-", "−": "-", "“": '"', "”": '"', "«": '"', "»": '"', "œ": "oe"})


def plain(alineas: Any) -> list[str] | None:
    return None if alineas is None else [re.sub(r"\s+", "", alinea.translate(_SHAPES)) for alinea in alineas]


def load_drafting() -> Any:
    spec = spec_from_file_location("drafting", TESTS / "drafting.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
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


def draft_cases() -> Iterator[Case]:
    drafting = load_drafting()
    for pair in read_pairs():
        number, text, before, after = pair["article"], pair["text"], pair["before"], pair["after"]
        for drafter in drafting.DRAFTERS:
            if (sentence := drafting.draft(drafter, number, text, before, after)) is not None:
                yield sentence, text, {number: before}, {number: after}


def judge(case: Case) -> str:
    instruction, text, before, after = case
    amendment = amend(instruction, before, text=text)
    right = all(plain(amendment.articles.get(number)) == plain(alineas) for number, alineas in after.items())
    if amendment.unread or amendment.refused:
        expected = all(plain(before.get(number)) == plain(alineas) for number, alineas in after.items())
        return "refused as expected" if expected or right else "unread" if amendment.unread else "refused"
    return "identical" if right else "silently wrong"


def count(cases: list[Case]) -> dict[str, int]:
    return {"instructions": len(cases), **Counter(judge(case) for case in cases)}


def speed(cases: list[Case]) -> dict[str, float]:
    """Instructions of one sentence a second: read only, and read and applied."""
    short = [case for case in cases if "\n" not in case[0] and len(case[0]) < 300]
    started = time.process_time()
    for case in short:
        read_instructions(case[0])
    read = time.process_time() - started
    started = time.process_time()
    for case in short:
        amend(case[0], case[2], text=case[1])
    applied = time.process_time() - started
    return {"short": len(short), "read_per_s": len(short) / read, "applied_per_s": len(short) / applied}


def large_act(articles: int = 300) -> dict[str, float]:
    """One act on many articles: seconds to read and apply it."""
    drafting = load_drafting()
    body, before = [], {}
    for number, pair in enumerate((read_pairs() * 3)[:articles], 1):
        name, old, new = str(9000 + number), pair["before"], pair["after"]
        sentence = drafting.draft(drafting.alineas_in_a_list, name, "Code civil", old, new)
        before[name] = old
        body.append(f"Article {number}\n{sentence or f'L’article {name} du code civil est abrogé.'}")
    started = time.process_time()
    amendment = amend("\n".join(body), before, text="Code civil")
    seconds = time.process_time() - started
    return {"articles": len(before), "seconds": seconds, "refused": len(amendment.refused)}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    cases, drafted = list(read_cases()), list(draft_cases())
    result = {
        "speed": speed(cases + drafted),
        "large act": large_act(),
        "cases": count(cases),
        "round trip": count(drafted),
    }
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        for title, figures in result.items():
            print(title)
            for name, value in figures.items():
                print(f"  {name:<24}{value:>12,.2f}" if isinstance(value, float) else f"  {name:<24}{value:>12,}")
    return int(any(figures.get("silently wrong") for figures in result.values()))


if __name__ == "__main__":
    sys.exit(main())
