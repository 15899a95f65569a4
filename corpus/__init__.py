"""Ground floor: the law's vocabulary, its dates and references, and the SQLite corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.reading import Corpus

__all__ = ["open"]


def open(path: Path | str) -> Corpus:
    """Open a corpus for reading; see :func:`corpus.reading.open_corpus`."""
    # Imported here: the wings use the vocabulary in every worker, and need no database for it.
    from corpus.reading import open_corpus

    return open_corpus(path)
