"""The doors to the history of French law: this Python API, the command and the site.

>>> with chronolex.open("permanence.db") as corpus:                             # doctest: +SKIP
...     version = corpus.article("R. 730").at("1er mai 2005")
...     print(version.start, version.act, *version.alineas, sep="\\n")
"""

from importlib.metadata import PackageNotFoundError, version

from corpus.dates import Clock
from corpus.errors import ChronolexError
from corpus.reading import Corpus
from corpus.reading import open_corpus as open

__all__ = ["ChronolexError", "Clock", "Corpus", "__version__", "open"]

try:
    __version__ = version("chronolex")
except PackageNotFoundError:  # run from a source tree that is not installed
    __version__ = "0+source"
