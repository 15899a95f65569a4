"""The reader of citations in figures: precision and recall on what was annotated by hand, and its speed on real text.

    python -m benchmarks.citations [--json] [--differences] [--db FILE]

Quality is counted over ``tests/cases/citations/annotated*.json`` (and ``drawn*.json``, the set drawn at random once
the reader was finished): a citation is right when its words, text, article, division, neighbour, alinéa, sentence,
item, range and relation all are. ``--differences`` lists every one that is not. ``--db`` measures the speed, on one
core, on every version of a base.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.model import slugify
from corpus.reading import open_corpus
from corpus.references import Reference
from corpus.titles import read_title
from graph import citations

CASES = Path(__file__).parent.parent / "tests" / "cases" / "citations"
SETS = ("annotated", "drawn")
Case = dict[str, Any]
Facts = tuple[tuple[str, object], ...]
"""What is compared of one citation: the names of the fields and their values, none of them None."""


@dataclass(slots=True)
class Score:
    """How many citations were annotated, read, and read right; ``spans`` are those found where they stand."""

    annotated: int = 0
    read: int = 0
    right: int = 0
    spans: int = 0
    differences: list[tuple[Case, list[dict[str, object]], list[dict[str, object]]]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.annotated if self.annotated else 1.0


def load(name: str) -> list[Case]:
    files = [CASES / f"{name}.json", CASES / f"{name}_prose.json"]
    return [case for file in files if file.exists() for case in json.loads(file.read_text(encoding="utf-8"))]


def score(cases: list[Case]) -> Score:
    """Compare what is read in each case with what was annotated."""
    result = Score()
    for case in cases:
        found = citations(case["text"], case.get("in_text"), case.get("in_article"), case.get("visas", ()))
        read = Counter(read_facts(citation, case["text"]) for citation in found)
        annotated = Counter(annotated_facts(one) for one in case.get("citations", ()))
        result.annotated += annotated.total()
        result.read += read.total()
        result.right += (read & annotated).total()
        result.spans += (Counter(map(where, read.elements())) & Counter(map(where, annotated.elements()))).total()
        if read != annotated:
            result.differences.append((case, _listed(annotated - read), _listed(read - annotated)))
    return result


def _listed(facts: Counter[Facts]) -> list[dict[str, object]]:
    return [dict(one) for one in sorted(facts.elements(), key=str)]


def where(facts: Facts) -> tuple[object, ...]:
    return tuple(value for name, value in facts if name in {"at", "written"})


def read_facts(citation: Reference, text: str) -> Facts:
    return _facts(
        at=citation.start,
        written=citation.as_written,
        text=name_key(citation.target_text),
        article=citation.target_article,
        division=citation.target_division,
        neighbour=citation.neighbour or None,
        alinea=citation.target_alinea,
        sentence=citation.target_sentence,
        item=citation.target_item,
        range=text[slice(*citation.range_span)] if citation.range_span else None,
        relation=None if citation.relation == "cited" else str(citation.relation),
    )


def annotated_facts(one: dict[str, Any]) -> Facts:
    names = ("at", "written", "article", "division", "neighbour", "alinea", "sentence", "item", "range", "relation")
    return _facts(text=name_key(one["text"]), **{name: one.get(name) for name in names})


def name_key(title: str | None) -> str | None:
    """Reduce a title to the identity of its text: how it is written does not count."""
    if title is None:
        return None
    text = read_title(title)
    return text.slug if text else slugify(title)


def _facts(**values: object) -> Facts:
    return tuple(sorted((name, value) for name, value in values.items() if value is not None))


def measure_speed(database: Path) -> dict[str, float]:
    """Read every version of a base on one core; give characters, citations, and millions of characters a second."""
    with open_corpus(database) as corpus:
        versions = [(v.content, v.text, v.number) for v in corpus.versions()]
    characters = sum(len(content) for content, _, _ in versions)
    start = time.perf_counter()
    found = sum(len(citations(*version)) for version in versions)
    seconds = time.perf_counter() - start
    return {"characters": characters, "citations": found, "characters_a_second": round(characters / seconds)}


def figures(name: str) -> dict[str, float]:
    result = score(load(name))
    return {
        "annotated": result.annotated, "read": result.read, "right": result.right, "found in place": result.spans,
        "precision": round(result.precision, 4), "recall": round(result.recall, 4),
    }  # fmt: skip


def say_differences(name: str) -> Iterator[str]:
    for case, missed, wrong in score(load(name)).differences:
        yield f"\n{case.get('source')} [{case.get('in_text')}, {case.get('in_article')}]\n  {case['text']}"
        yield from (f"  annotated {one}" for one in missed)
        yield from (f"  read      {one}" for one in wrong)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--differences", action="store_true")
    parser.add_argument("--db", type=Path)
    options = parser.parse_args(arguments)
    measured: dict[str, dict[str, float]] = {name: figures(name) for name in SETS if load(name)}
    if options.db:
        measured["speed"] = measure_speed(options.db)
    if options.json:
        print(json.dumps(measured, indent=2))
        return 0
    for name, values in measured.items():
        print(f"citations, {name}")
        for what, value in values.items():
            print(f"  {what:<22} {value:>14,}")
    if options.differences:
        print("\n".join(line for name in SETS for line in say_differences(name)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
