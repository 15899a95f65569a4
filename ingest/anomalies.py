"""What a source holds that was not expected: counted and reported, never dropped in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from corpus.kinds import FileFault


class Anomaly(NamedTuple):
    """One fault of a file: where, of what kind, and what exactly.

    ``path`` is the file's path in its archive; ``kind`` what it is («broken-xml», «unknown-tag»,
    «unsafe-path»…); ``detail`` the tag path, the value, or the parser's own words.
    """

    path: str
    kind: FileFault
    detail: str


Report = Callable[[Anomaly], None]
"""Where a reader that streams hands its anomalies: a list's ``append``, a counter, a table."""
