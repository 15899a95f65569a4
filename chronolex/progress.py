"""How far long work is, on the error output: a bar with its rate and the time that is left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

Moved = Callable[[int, int], None]
"""Called with how much is done and how much there is in all."""

Watch = Callable[[str], Moved]
"""Asked, for each piece of long work by its name, whom to tell how far it is."""

_REFRESH = 0.2
"""Seconds between two redrawings of the bar."""


def show_stage(name: str) -> None:
    """Say that a stage begins."""
    click.echo(name, err=True)


def show_bytes(name: str) -> Moved:
    """Show the progress of one archive, in megabytes a second."""
    return _show(name, lambda done, seconds: f"{done / 1e6 / seconds:6.1f} Mo/s")


def show_versions(name: str) -> Moved:
    """Show the progress of work on versions, in versions a second."""
    return _show(name, lambda done, seconds: f"{done / seconds:6.0f} versions/s")


def ignore(name: str) -> Moved:
    """Show nothing."""
    return lambda _, __: None


def _show(name: str, rate: Callable[[int, float], str]) -> Moved:
    started = time.monotonic()
    shown = -1.0

    def moved(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if not sys.stderr.isatty() or (now - shown < _REFRESH and done < total):
            return
        shown = now
        share = done / total if total else 1.0
        seconds = max(now - started, 1e-6)
        left = seconds * (1 - share) / share if share else 0.0
        bar = f"{name[:40]:<40} {'█' * int(share * 30):<30} {share:4.0%}"
        end = "\n" if done >= total else ""
        click.echo(f"\r{bar} {rate(done, seconds)} reste {left:4.0f} s{end}", err=True, nl=False)

    return moved
