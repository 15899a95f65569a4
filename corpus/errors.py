"""Every error that Chronolex raises for a reason its user can act on.

    ChronolexError                      one clear sentence, and the next step
    ├── SourceError                     a file that cannot be read as law
    │   ├── UnreadableSource            empty, binary, too large, broken XML
    │   ├── UnknownFormat               text, but of no format that we read
    │   └── NoArticle                   a known format that holds no article
    ├── UnwritableFile                  a file that was asked for and cannot be written
    ├── MissingLibrary                  an optional library that the answer needs is not installed
    ├── ManifestError                   corpus.toml: always names the file and the key
    ├── DateError                       a date that is none
    ├── QuestionError                   a question put in a way that has no answer, or too long a one
    ├── CorpusError                     a database that cannot be used
    │   ├── NotACorpus                  no file, or a SQLite file that is not ours
    │   ├── NewerSchema                 written by a newer Chronolex
    │   └── Overlap                     two versions of one article at the same time
    └── LookupFailed                    a question whose answer is not in the corpus
        ├── UnknownText                 no such text
        ├── UnknownArticle              no such article; carries the nearest numbers
        ├── AmbiguousArticle            a number that several texts hold, and no text named
        └── NotInForce                  an article without text at the date; carries what is known instead

Bugs raise Python's own exceptions: they are not caught, so that they are seen.
"""

from __future__ import annotations


class ChronolexError(Exception):
    """One sentence for a person (in French: the interface's language), and what to do next.

    ``str(error)`` is both; ``error.sentence`` and ``error.next_step`` are the parts.
    """

    def __init__(self, sentence: str, next_step: str = "") -> None:
        self.sentence = sentence
        self.next_step = next_step
        super().__init__(f"{sentence} {next_step}".strip())


class SourceError(ChronolexError):
    """A source that cannot be read; the sentence names the file."""


class UnreadableSource(SourceError):
    """The bytes are no text: empty, binary, beyond the bounds, or broken XML."""


class UnknownFormat(SourceError):
    """Readable text in which no known format was recognised."""


class NoArticle(SourceError):
    """A recognised format that holds no article."""


class UnwritableFile(ChronolexError):
    """A file that was asked for and cannot be written: no such folder, no right, no room."""


class MissingLibrary(ChronolexError):
    """An optional library that the answer needs is not installed; the next step says how to install it."""


class ManifestError(ChronolexError):
    """A manifest that is malformed, or that contradicts its sources."""

    def __init__(self, file: str, key: str, problem: str, next_step: str = "") -> None:
        self.file = file
        self.key = key
        super().__init__(f"{file}, clé « {key} » : {problem}", next_step)


class DateError(ChronolexError):
    """A string that is no date of the calendar."""


class QuestionError(ChronolexError):
    """A question that contradicts itself, lacks a part, or is too long to be answered."""


class CorpusError(ChronolexError):
    """A database that cannot be opened or written."""


class NotACorpus(CorpusError):
    """The file is missing, is not SQLite, or was not written by Chronolex."""


class NewerSchema(CorpusError):
    """The database was written by a newer Chronolex than this one."""


class Overlap(CorpusError):
    """Two versions of the same article would be in force on the same day."""


class LookupFailed(ChronolexError):
    """A well-formed question whose answer the corpus does not hold."""


class UnknownText(LookupFailed):
    """No text of that title or identifier; ``nearest`` are the (slug, title) of the closest ones, or of the several."""

    def __init__(self, sentence: str, next_step: str = "", nearest: tuple[tuple[str, str], ...] = ()) -> None:
        self.nearest = nearest
        super().__init__(sentence, next_step)


class UnknownArticle(LookupFailed):
    """No article of that number; ``nearest`` are the closest numbers that exist."""

    def __init__(self, sentence: str, nearest: tuple[str, ...] = ()) -> None:
        self.nearest = nearest
        hint = f"Les plus proches : {', '.join(nearest)}." if nearest else ""
        super().__init__(sentence, hint)


class AmbiguousArticle(LookupFailed):
    """Several articles bear that number; ``texts`` are the titles of their texts, the same one twice included."""

    def __init__(self, sentence: str, texts: tuple[str, ...], next_step: str = "") -> None:
        self.texts = texts
        super().__init__(sentence, next_step or f"Préciser le texte : {' ; '.join(texts)}.")


class NotInForce(LookupFailed):
    """The corpus has no text of the article at the date; ``status`` says why (a ``corpus.answers.Status``)."""

    def __init__(self, sentence: str, status: object = None) -> None:
        self.status = status
        super().__init__(sentence)
