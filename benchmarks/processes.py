"""Run a command and watch it: how long it takes, and how much memory it and its children hold together."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLING = 0.2
"""Seconds between two looks at the memory: often enough for builds of seconds, too rare to slow them."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: ``largest_mb`` is the peak of its largest process, ``together_mb`` the peak of all at one moment."""

    seconds: float
    largest_mb: float
    together_mb: float


def run_watched(command: Sequence[str], cwd: Path | None = None) -> Run:
    """Run a command to its end; raises CalledProcessError, with what it said, when it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    largest = together = 0.0
    complaint = ""
    while True:
        family = list(_family(process.pid))
        largest = max([largest, *(_status(pid, "VmHWM") for pid in family)])
        together = max(together, sum(map(_proportional, family)))
        try:
            _, complaint = process.communicate(timeout=SAMPLING)
            break
        except subprocess.TimeoutExpired:
            continue
    seconds = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=complaint)
    return Run(seconds, largest, together)


def _family(pid: int) -> Iterator[int]:
    """List a process and all that descend from it."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _family(int(child))


def _proportional(pid: int) -> float:
    """The memory of a process in MB, pages that several share counted once among them (PSS)."""
    return _field(_read(Path(f"/proc/{pid}/smaps_rollup")), "Pss")


def _status(pid: int, name: str) -> float:
    return _field(_read(Path(f"/proc/{pid}/status")), name)


def _field(text: str, name: str) -> float:
    line = next((line for line in text.splitlines() if line.startswith(f"{name}:")), "0 0")
    return int(line.split()[1]) / 1024


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has just ended
        return ""
