"""Time the build of the demo corpus, stage by stage, and its whole: median of several runs.

python -m benchmarks.demo_build [--runs N] [--json]
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from chronolex.build import build

SAMPLES = Path(__file__).parent.parent / "samples" / "permanence-des-soins"


def time_build(folder: Path) -> dict[str, float]:
    """Build once; give the seconds of each stage, and ``total``."""
    marks: list[tuple[str, float]] = []
    start = time.perf_counter()
    build([SAMPLES], folder / "demo.db", lambda stage: marks.append((stage, time.perf_counter())))
    end = time.perf_counter()
    ends = [moment for _, moment in marks[1:]] + [end]
    stages = {stage: stop - begun for (stage, begun), stop in zip(marks, ends, strict=True)}
    return stages | {"total": end - start}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    figures: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        time_build(Path(folder))  # warm-up: the French word list is read once in a process
        for _ in range(options.runs):
            for stage, seconds in time_build(Path(folder)).items():
                figures[stage].append(seconds)
    medians = {stage: statistics.median(values) for stage, values in figures.items()}
    if options.json:
        print(json.dumps(medians))
    else:
        print(f"Demo build, median of {options.runs} runs")
        for stage, seconds in medians.items():
            print(f"  {stage:<15}{seconds * 1000:8.1f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
