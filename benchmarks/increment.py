"""Time ``chronolex update``, as a whole command, with an increment of changed files on a large base.

    python -m benchmarks.increment ARCHIVE DB [--files 1000] [--runs 3] [--legi PYTHON --legi-db DB] [--json]

ARCHIVE is the global archive that DB was built from. The increment re-issues ``--files`` of its article files, spread
evenly over it, each with a sentence added to its text. The base is copied before each run: it is never touched.
``--legi-db`` names a base that ``legi`` built from the same archive (else it is built here): its update is timed too.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import statistics
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.national import ROOT
from benchmarks.processes import Run, run_watched

STAMP = "20991231-213000"
"""Of the increment: later than any archive that DB holds."""

_TEXT = b"<BLOC_TEXTUEL>\n<CONTENU>"


def make_increment(source: Path, target: Path, files: int) -> int:
    """Write the increment; give the number of its files."""
    names = article_names(source)
    chosen = set(names[:: max(1, len(names) // files)][:files])
    written = 0
    with tarfile.open(source, "r|gz") as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            file = old.extractfile(member) if member.name in chosen else None
            if file is not None:
                data = file.read().replace(_TEXT, _TEXT + b"<p>Phrase de l'essai %d.</p>" % written)
                info = tarfile.TarInfo(f"{STAMP}/{member.name}")
                info.size, info.mtime = len(data), 4_102_000_000
                new.addfile(info, io.BytesIO(data))
                written += 1
    return written


def article_names(source: Path) -> list[str]:
    with tarfile.open(source, "r|gz") as tar:
        return [member.name for member in tar if "/article/" in member.name and member.isfile()]


def time_chronolex(increment: Path, base: Path, folder: Path) -> Run:
    copy = folder / "copy.db"
    shutil.copyfile(base, copy)
    command = [sys.executable, "-m", "chronolex", "update", str(increment), "--db", str(copy)]
    return run_watched(command, ROOT)


def time_legi(python: str, archive: Path, increment: Path, base: Path, folder: Path) -> Run:
    """Time the update of ``legi``, which wants the archives that were applied beside the new one."""
    copy, archives = folder / "legi-copy.db", folder / "archives"
    shutil.copyfile(base, copy)
    archives.mkdir(exist_ok=True)
    for path in (archive, increment):
        if not (archives / path.name).exists():
            (archives / path.name).symlink_to(path.absolute())
    return run_watched([python, "-m", "legi.tar2sqlite", str(copy), str(archives), "--raw"])


def build_legi(python: str, archive: Path, folder: Path) -> Path:
    alone = folder / "alone"
    alone.mkdir()
    (alone / archive.name).symlink_to(archive.absolute())
    run_watched([python, "-m", "legi.tar2sqlite", str(folder / "legi.db"), str(alone), "--raw"])
    return folder / "legi.db"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("database", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--legi", metavar="PYTHON")
    parser.add_argument("--legi-db", type=Path)
    parser.add_argument("--folder", type=Path, help="where the copies go (default: the system's, for a moment)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    try:
        increment = folder / f"LEGI_{STAMP}.tar.gz"
        files = make_increment(options.archive, increment, options.files)
        timed: dict[str, Callable[[], Run]] = {
            "chronolex update": lambda: time_chronolex(increment, options.database, folder)
        }
        if options.legi:
            legi_db = options.legi_db or build_legi(options.legi, options.archive, folder)
            timed["legi update"] = lambda: time_legi(options.legi, options.archive, increment, legi_db, folder)
        done = {name: [run() for _ in range(options.runs)] for name, run in timed.items()}
    finally:
        shutil.rmtree(folder)
    figures = {name: summary(runs) for name, runs in done.items()} | {"files": files}
    print(json.dumps(figures, indent=2) if options.json else as_lines(figures))
    return 0


def summary(runs: list[Run]) -> dict[str, float]:
    seconds = [run.seconds for run in runs]
    return {
        "seconds": statistics.median(seconds),
        "slowest": max(seconds),
        "memory_mb": max(run.together_mb for run in runs),
    }


def as_lines(figures: dict[str, dict[str, float] | int]) -> str:
    lines = [f"{figures.pop('files')} changed files"]
    for name, found in figures.items():
        values = found.items() if isinstance(found, dict) else ()
        lines.append(f"{name:<20}" + "".join(f"{key:>12} {value:8.2f}" for key, value in values))
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
