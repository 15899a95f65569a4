"""What a delivery of DILA's bases brings, as rows ready to be written: plain tuples, quick to send between processes.

Keys are integers (:mod:`corpus.keys`), dates ISO text, an open end None. Made by a pure function of a file's bytes.
"""

from __future__ import annotations

from typing import NamedTuple


class LinkRow(NamedTuple):
    """One LIEN of an article version."""

    found: str
    kind: str
    sense: str | None
    outgoing: int | None
    decided_by: str
    target_key: int | None
    text_key: int | None
    number: str | None
    label: str | None
    nature: str | None = None
    text_number: str | None = None
    nor: str | None = None
    signed: str | None = None


class ChildRow(NamedTuple):
    """One line of a table of contents: a section, or a version of an article with its number."""

    child_key: int
    start: str | None
    end: str | None
    number: str | None
    state: str | None


class ArticleRecord(NamedTuple):
    """One ARTICLE file. ``unplaced`` is None for a version with a place in time, else «stillborn» or «undated»."""

    key: int
    text_key: int | None
    number: str
    canonical: str
    start: str | None
    end: str | None
    end_cause: str | None
    state: str | None
    unplaced: str | None
    html: str | None
    nota: str | None
    alineas: tuple[tuple[bytes, str], ...]
    links: tuple[LinkRow, ...]
    pairs: tuple[int, ...]


class SectionRecord(NamedTuple):
    """One SECTION_TA file."""

    key: int
    text_key: int | None
    title: str
    comment: str | None
    children: tuple[ChildRow, ...]


class StructRecord(NamedTuple):
    """One TEXTELR file: the first level of a text's table of contents."""

    key: int
    text_key: int
    children: tuple[ChildRow, ...]


class TextRecord(NamedTuple):
    """One TEXTE_VERSION file: a text as a whole."""

    key: int
    text_key: int
    nature: str
    number: str | None
    nor: str | None
    signed: str | None
    published: str | None
    jo_number: str | None
    title: str
    full_title: str | None
    state: str | None
    start: str | None
    end: str | None
    visas: str | None
    signatories: str | None
    nota: str | None


Record = ArticleRecord | SectionRecord | StructRecord | TextRecord

PARTS: dict[type, str] = {ArticleRecord: "a", SectionRecord: "s", StructRecord: "v", TextRecord: "t"}
"""The letter under which a record of each kind is kept in the table ``records``."""


KINDS: dict[str, type[ArticleRecord] | type[SectionRecord] | type[StructRecord] | type[TextRecord]] = {
    "a": ArticleRecord,
    "s": SectionRecord,
    "v": StructRecord,
    "t": TextRecord,
}
"""The kind of record of each letter."""


class Placed(NamedTuple):
    """A record where it was found: its folder in the archive, and the date of its file."""

    record: Record
    folder: str
    mtime: int | None
    path: str
