"""The doors to the history of French law: this Python API, the command and the site.

>>> with chronolex.open("permanence.db") as corpus:                             # doctest: +SKIP
...     version = corpus.article("R. 730").at("1er mai 2005")
...     print(version.start, version.act, *version.alineas, sep="\\n")
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.dates import Clock, Day
from corpus.errors import ChronolexError
from corpus.reading import Corpus
from corpus.reading import open_corpus as open

if TYPE_CHECKING:
    from chronolex.previews import Preview
    from graph import LawGraph
    from graph.network import Network

__all__ = ["ChronolexError", "Clock", "Corpus", "__version__", "law_graph", "network", "open", "preview"]

try:
    __version__ = version("chronolex")
except PackageNotFoundError:  # run from a source tree that is not installed
    __version__ = "0+source"


def law_graph(corpus: Corpus) -> LawGraph:
    """Give the whole graph of a corpus: the network of any day, and the questions of :mod:`graph` (docs/graph.md)."""
    from chronolex.networks import read_graph  # networkx is slow to import, and most callers never need it

    return read_graph(corpus)


def network(corpus: Corpus, date: Day | None = None) -> Network:
    """Give the citation and lineage network of a corpus as a networkx graph, over all time or at a date.

    Nodes are articles («Code de la santé publique R730»); edges are citations (``kind`` «cites», with their validity
    and character span) and lineage (``kind`` «continues», with its methods and score). Raises DateError.
    """
    from chronolex.networks import make_network

    return make_network(corpus, date)


def preview(act: Path | str, on: Corpus | Path | str, *, date: Day | None = None, text: str | None = None) -> Preview:
    """Show what an act (a file) would do to a corpus at a date, or to a plain text file; nothing is stored.

    ``preview.articles`` are word diffs, ``preview.orders`` tell what became of each instruction, and
    ``preview.complete`` is true when all were applied. ``text`` names the text under amendment where neither file
    does. Raises SourceError, DateError, UnknownText and AmbiguousArticle.
    """
    from chronolex.previews import preview as preview_act  # the readers of all formats are slow to import

    return preview_act(act, on, date=date, text=text)
