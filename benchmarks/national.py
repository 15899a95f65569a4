"""Time the reading of a DILA archive, side by side in one run: Chronolex, the floor, and ``legi`` where it is given.

    python -m benchmarks.national ARCHIVE [--legi PYTHON] [--runs N] [--json]

The floor is one process that only decompresses, walks the tar with ``tarfile`` and parses each file with lxml.
``--legi`` names the Python of a virtual environment that has Legilibre's ``legi`` 0.6; it is run at its fastest
(``--raw``, no synchronous writes, no journal). Machines are noisy: quote the ratios of one run, not the seconds.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

FAST = ["--raw", "--pragma", "synchronous=OFF", "--pragma", "journal_mode=OFF"]


def floor(archive: Path, folder: Path) -> None:
    with tarfile.open(archive, "r|gz") as tar:
        for member in tar:
            if member.isfile() and member.name.endswith(".xml"):
                file = tar.extractfile(member)
                etree.fromstring(file.read() if file else b"")


def chronolex(archive: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "chronolex", "build", str(archive), "--db", str(folder / "chronolex.db")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def legi_runner(python: str) -> Callable[[Path, Path], None]:
    def legi(archive: Path, folder: Path) -> None:
        archives = folder / "archives"
        archives.mkdir(exist_ok=True)
        link = archives / archive.name
        if not link.exists():
            link.symlink_to(archive.absolute())
        (folder / "legi.db").unlink(missing_ok=True)
        command = [python, "-m", "legi.tar2sqlite", str(folder / "legi.db"), str(archives), *FAST]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    return legi


def measure(run: Callable[[Path, Path], None], archive: Path, folder: Path) -> float:
    start = time.perf_counter()
    run(archive, folder)
    return time.perf_counter() - start


def sizes(folder: Path) -> dict[str, float]:
    return {f"{path.stem}_mb": path.stat().st_size / 1e6 for path in sorted(folder.glob("*.db"))}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--legi", metavar="PYTHON")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    runners: dict[str, Callable[[Path, Path], None]] = {"chronolex": chronolex, "floor": floor}
    if options.legi:
        runners["legi"] = legi_runner(options.legi)
    seconds: dict[str, list[float]] = {name: [] for name in runners}
    folder = Path(tempfile.mkdtemp())
    try:
        for _ in range(options.runs):
            for name, run in runners.items():
                seconds[name].append(measure(run, options.archive, folder))
        medians = {name: statistics.median(values) for name, values in seconds.items()}
        ratios = {f"{name}/chronolex": value / medians["chronolex"] for name, value in medians.items()}
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        result = {**medians, **ratios, **sizes(folder), "largest_process_mb": memory}
    finally:
        shutil.rmtree(folder)
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"  {name:<22}{value:10.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
