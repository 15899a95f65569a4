"""What the site shows at a glance, counted when the corpus is written and forgotten when it is about to change."""

from __future__ import annotations

import sqlite3

from corpus.figures import forget_figures, write_figures
from corpus.quality import forget_quality, write_quality


def forget_counts(connection: sqlite3.Connection) -> None:
    """Forget counts that are about to become false. The caller holds the transaction."""
    forget_figures(connection)
    forget_quality(connection)


def write_counts(connection: sqlite3.Connection) -> None:
    """Count anew: some ten seconds for a million versions."""
    write_figures(connection)
    write_quality(connection)
