"""Time the reading of a DILA archive, side by side in one run: Chronolex, the floor, and Legilibre's ``legi``.

    python -m benchmarks.national ARCHIVE [--legi PYTHON] [--legi-default [--legi-default-archive SMALL]] [--runs N]

The floor (:mod:`benchmarks.floor`) only decompresses, walks the tar and parses, in one process. ``--legi`` names the
Python of a virtual environment that has ``legi`` 0.6, run at its fastest (``--raw``, no journal, no synchronous
writes). ``--legi-default`` runs it once as its README says, with its cleaning of the HTML; it is slow, so a smaller
archive may be given for it, and Chronolex is then timed on that one too. Machines are noisy: quote the ratios of one
run, not its seconds.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Run, run_watched

ROOT = Path(__file__).parent.parent
FAST = ("--raw", "--pragma", "synchronous=OFF", "--pragma", "journal_mode=OFF")

Runner = Callable[[Path, Path], Run]
"""Reads an archive into a folder."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What one reader did with one archive, over all runs: the median of the seconds, the peaks of the memory."""

    reader: str
    archive: str
    versions: int
    seconds: float
    slowest: float
    largest_mb: float
    together_mb: float

    @property
    def rate(self) -> float:
        """Article versions a second."""
        return self.versions / self.seconds


def run_floor(archive: Path, folder: Path) -> Run:
    return run_watched([sys.executable, "-m", "benchmarks.floor", str(archive)], ROOT)


def run_chronolex(archive: Path, folder: Path) -> Run:
    database = str(folder / "chronolex.db")
    return run_watched([sys.executable, "-c", READ_ALONE, str(archive.absolute()), database], ROOT)


READ_ALONE = """
import sys
from pathlib import Path
from chronolex import build
build.read_citations = build.settle = lambda *_: 0
build.build([Path(sys.argv[1])], Path(sys.argv[2]))
"""
"""What ``legi`` does too: reading citations and resolving them, which only a build of ours does, is left out."""


def legi_runner(python: str, options: Sequence[str], database: str) -> Runner:
    """Give the runner of ``legi``, which wants a folder of archives and a database that is not there."""

    def run_legi(archive: Path, folder: Path) -> Run:
        archives = Path(tempfile.mkdtemp(dir=folder))
        (archives / archive.name).symlink_to(archive.absolute())
        (folder / database).unlink(missing_ok=True)
        return run_watched([python, "-m", "legi.tar2sqlite", str(folder / database), str(archives), *options])

    return run_legi


def measure(readers: dict[str, Runner], archive: Path, runs: int, folder: Path) -> list[Timing]:
    """Run the readers in turn, ``runs`` times: what slows the machine down slows them all."""
    done: dict[str, list[Run]] = {name: [] for name in readers}
    for turn in range(runs):
        for name, run in readers.items():
            done[name].append(run(archive, folder))
            print(f"  {name} {turn + 1}/{runs}: {done[name][-1].seconds:.2f} s", file=sys.stderr)
    versions = count_versions(folder / "chronolex.db")
    return [_timing(name, archive, versions, found) for name, found in done.items()]


def _timing(name: str, archive: Path, versions: int, runs: Sequence[Run]) -> Timing:
    seconds = [run.seconds for run in runs]
    largest, together = max(run.largest_mb for run in runs), max(run.together_mb for run in runs)
    return Timing(name, str(archive), versions, statistics.median(seconds), max(seconds), largest, together)


# ── What the databases hold ──────────────────────────────────────────────────────────────────────────────────


def count_versions(database: Path) -> int:
    base = sqlite3.connect(database)
    (versions,) = base.execute(
        "SELECT (SELECT count(*) FROM versions) + (SELECT count(*) FROM unplaced_versions)"
    ).fetchone()
    return int(versions)


def sizes(folder: Path) -> dict[str, float]:
    """Give the size of each database in MB, and apart that of our search index, which ``legi`` has none of."""
    found = {f"{path.stem}_mb": path.stat().st_size / 1e6 for path in sorted(folder.glob("*.db"))}
    index = _search_index(folder / "chronolex.db") / 1e6
    return found | {"chronolex_search_index_mb": index, "chronolex_without_search_mb": found["chronolex_mb"] - index}


def _search_index(database: Path) -> int:
    base = sqlite3.connect(database)
    try:
        query = "SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND name LIKE 'alinea_search%'"
        (size,) = base.execute(query).fetchone()
    except sqlite3.OperationalError:  # an SQLite without dbstat: the blocks, without the pages' own margin
        (size,) = base.execute("SELECT sum(length(block)) FROM alinea_search_data").fetchone()
    return int(size or 0)


# ── The command ──────────────────────────────────────────────────────────────────────────────────────────────


def compare(options: argparse.Namespace, folder: Path) -> tuple[list[Timing], dict[str, float]]:
    """Run all that was asked for; give the timings and the sizes of the databases."""
    readers: dict[str, Runner] = {"chronolex": run_chronolex, "floor": run_floor}
    if options.legi:
        readers["legi (fastest)"] = legi_runner(options.legi, FAST, "legi_fastest.db")
    timings = measure(readers, options.archive, options.runs, folder)
    weights = sizes(folder)
    if options.legi and options.legi_default:
        slow: dict[str, Runner] = {"legi (default)": legi_runner(options.legi, (), "legi_default.db")}
        small = options.legi_default_archive
        timings += measure({"chronolex": run_chronolex, **slow} if small else slow, small or options.archive, 1, folder)
        weights |= {} if small else sizes(folder)
    return timings, weights


def ratios(timings: Sequence[Timing]) -> dict[str, float]:
    """Say how many times longer than Chronolex each reader took on the same archive."""
    ours = {timing.archive: timing.seconds for timing in timings if timing.reader == "chronolex"}
    return {f"{t.reader} / chronolex": t.seconds / ours[t.archive] for t in timings if t.reader != "chronolex"}


def as_table(timings: Sequence[Timing], weights: dict[str, float]) -> str:
    head = (
        f"{'reader':<16}{'versions':>10}{'seconds':>10}{'slowest':>10}{'versions/s':>12}{'largest MB':>12}{'all MB':>9}"
    )
    lines = []
    for archive in dict.fromkeys(timing.archive for timing in timings):
        lines += [archive, head]
        lines += [
            f"{t.reader:<16}{t.versions:>10,}{t.seconds:>10.2f}{t.slowest:>10.2f}{t.rate:>12,.0f}"
            f"{t.largest_mb:>12.0f}{t.together_mb:>9.0f}"
            for t in timings
            if t.archive == archive
        ]
    lines += ["", *(f"{name:<32}{ratio:>8.2f}" for name, ratio in ratios(timings).items())]
    return "\n".join([*lines, "", *(f"{name:<32}{size:>10.1f}" for name, size in weights.items())])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--legi", metavar="PYTHON")
    parser.add_argument("--legi-default", action="store_true", help="run legi with its default options too, once")
    parser.add_argument("--legi-default-archive", type=Path, metavar="SMALL", help="a smaller archive for that run")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the databases go (default: the system's, for a moment)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    try:
        timings, weights = compare(options, folder)
    finally:
        shutil.rmtree(folder)
    if options.json:
        rows = [{name: getattr(t, name) for name in (*Timing.__slots__, "rate")} for t in timings]
        print(json.dumps({"readers": rows, "ratios": ratios(timings), "sizes": weights}, indent=2))
    else:
        print(as_table(timings, weights))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
