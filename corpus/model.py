"""The vocabulary of the law that all wings share: frozen values, one type per legal notion.

Glossary (``docs/glossary.md`` has the whole): a *text* is a code or an act; an *article* is one of its units; an
*alinéa* is one paragraph of an article; a *version* is what an article says during one half-open interval
``[start, end)``; a *document* is one source as read; a *link* is a relation that a source declares.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

Span = tuple[int, int]
"""Half-open character interval ``(start, end)`` in a text that the context names."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from: a name to show, the digest of its bytes, and how they were decoded.

    ``encoding`` is «utf-8», «utf-16», or «windows-1252»: the fallback for bytes that are neither, so a guess.
    """

    name: str
    sha256: str = ""
    size: int = 0
    encoding: str = "utf-8"


class Format(StrEnum):
    """The formats that are recognised, from the content alone."""

    JO_TEXT = "jo-texte"
    JO_MARKDOWN = "jo-markdown"
    LEGIFRANCE_PAGE = "legifrance-page"
    CONSOLIDATED = "consolide-sans-titres"


class EndCause(StrEnum):
    """What ended a version of an article; the value is what the database stores."""

    MODIFIED = "modified"
    REPEALED = "repealed"
    RENUMBERED = "renumbered"
    EXPIRED = "expired"
    ANNULLED = "annulled"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        """Say it in French, of an article: «abrogé»."""
        return _END_CAUSES[self]


_END_CAUSES = {
    EndCause.MODIFIED: "modifié",
    EndCause.REPEALED: "abrogé",
    EndCause.RENUMBERED: "renuméroté",
    EndCause.EXPIRED: "périmé",
    EndCause.ANNULLED: "annulé",
    EndCause.UNKNOWN: "fin de cause inconnue",
}
OUT_OF_FORCE: frozenset[str] = frozenset({EndCause.REPEALED, EndCause.EXPIRED, EndCause.ANNULLED})
"""The causes after which an article is no more, wherever it stood."""
ENDS_ARTICLE: frozenset[str] = OUT_OF_FORCE | {EndCause.RENUMBERED}
"""The causes that end an article at its number, and not one of its versions only."""


@dataclass(frozen=True, slots=True)
class TextId:
    """The identity of a text. ``title`` is its usual title: «Code civil», «Décret n° 2005-328 du 7 avril 2005»."""

    nature: str
    title: str
    number: str | None = None
    signed: dt.date | None = None
    nor: str | None = None

    @property
    def slug(self) -> str:
        """A stable, guessable key: ``code-de-la-sante-publique``, ``decret-2005-328``, ``arrete-2005-04-07``.

        A decision has its court in it, ``conseil-constitutionnel-2010-605-dc``: two courts may share a number.
        """
        if self.number and self.nature == "JURISPRUDENCE":
            return slugify(f"{self.title.partition(',')[0] if ',' in self.title else ''} {self.number}")
        if self.number and self.nature != "CODE":
            return slugify(f"{self.nature} {self.number}")
        if self.signed and self.nature not in {"CODE", "CONSTITUTION"}:
            return slugify(f"{self.nature} {self.signed.isoformat()} {self.nor or ''}")
        return slugify(self.title)


_FAMILY = {"LOI_ORGANIQUE": "LOI", "LOI_CONSTIT": "LOI", "DECRET_LOI": "DECRET"}


def family_of(nature: str) -> str:
    """Give the nature under which sentences name it too: «ladite loi» may be a loi organique."""
    return _FAMILY.get(nature, nature)


# The same few names of texts come back all the time.
@lru_cache(maxsize=10_000)
def slugify(text: str) -> str:
    """Reduce a title to lower-case ASCII words joined by hyphens."""
    decomposed = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that repair made: ``before`` stood at ``[start, end)`` of the text as it came; ``after`` replaces it.

    ``confidence`` is in ]0, 1]. An edit whose ``after`` equals ``before`` records a letter that could not be decided.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str
    confidence: float

    @property
    def decided(self) -> bool:
        """False for damage that was seen and left as it stands."""
        return self.after != self.before


class LinkKind(StrEnum):
    """What a source declares between an article and another text, whatever words it uses."""

    CODIFIED_BY = "codifié par"
    CREATED_BY = "créé par"
    MODIFIED_BY = "modifié par"
    REPEALED_BY = "abrogé par"
    TRANSFERRED_BY = "transféré par"
    CITES = "cite"
    CITED_BY = "cité par"
    NEW_TEXTS = "nouveaux textes"
    OLD_TEXTS = "anciens textes"
    OTHER = "autre"


@dataclass(frozen=True, slots=True)
class Link:
    """A declared link. ``state`` is Légifrance's letter (M modified, V in force, Ab repealed, T transferred)."""

    kind: LinkKind
    heading: str
    as_written: str
    target_text: str
    target_article: str | None = None
    state: str | None = None
    published: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article as a document gives it. ``number`` is canonical; both are None where the source has no heading.

    ``span`` is the article's place in the document's ``body``.
    """

    number: str | None
    number_as_published: str | None
    alineas: tuple[str, ...]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One source, read: the same shape for every format.

    What holds of every document, and later code relies on (it never cleans again):

    * text is NFC, without control characters, without two spaces in a row, without space at either end;
    * one alinéa is one line: page and line breaks inside an alinéa are joined;
    * apostrophes are U+0027, as DILA publishes; quotation marks are « and », one space inside;
    * «n°» and «1°» have their degree sign;
    * ``body`` is the operative part of an act, one alinéa per line, article headings as «Art. 1er. - …»;
    * ``outside`` keeps, in their order, the lines that no other field holds: titles of chapters, the author of an act,
      «Sur le rapport…», annexes, notes, the trail of a web page.
    """

    format: Format
    source: Source
    text: TextId | None
    articles: tuple[Article, ...]
    title: str = ""
    published: dt.date | None = None
    jo_number: str | None = None
    visas: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    body: str = ""
    outside: tuple[str, ...] = ()
    original: str = field(default="", repr=False)
    edits: tuple[Edit, ...] = field(default=(), repr=False, compare=False)
