"""What a source holds that was not expected: counted and reported, never dropped in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Anomaly(NamedTuple):
    """One fault of a file: where, of what kind, and what exactly.

    ``path`` is the file's path in its archive; ``kind`` one of the names that ``docs/dila.md`` lists («broken-xml»,
    «unknown-tag», «unsafe-path»…); ``detail`` the tag path, the value, or the parser's own words.
    """

    path: str
    kind: str
    detail: str


Report = Callable[[Anomaly], None]
"""Where a reader that streams hands its anomalies: a list's ``append``, a counter, a table."""
