"""Where what a file holds that was not expected is handed to, before its path is known: a kind and a detail."""

from __future__ import annotations

from collections.abc import Callable

from corpus.kinds import FileFault

Report = Callable[[FileFault, str], None]
"""Called with the kind of an anomaly («unknown-tag») and with what exactly («ARTICLE/META/NOUVEAU»)."""


def once(report: Report) -> Report:
    """Give a report that passes each anomaly on a single time: a file with a thousand LIENs has one unknown kind."""
    seen: set[tuple[FileFault, str]] = set()

    def first(kind: FileFault, detail: str) -> None:
        if (kind, detail) not in seen:
            seen.add((kind, detail))
            report(kind, detail)

    return first
