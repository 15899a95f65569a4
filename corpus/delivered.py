"""What a delivery of DILA's bases brings, as rows ready to be written: plain tuples, quick to send between processes.

Keys are integers (:mod:`corpus.keys`), dates ISO text, an open end None. Made by a pure function of a file's bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

END_CAUSES = {
    "MODIFIE": "modified",
    "REMPLACE": "modified",
    "ABROGE": "repealed",
    "ABROGE_DIFF": "repealed",
    "TRANSFERE": "renumbered",
    "DEPLACE": "renumbered",
    "PERIME": "expired",
    "ANNULE": "annulled",
}
"""What the state of a version that ends says of its end."""


NamedRow = tuple[int, str, str | None, str | None, str | None]
"""A version of the same article that a file names (VERSIONS): its key, number as found, start, end, state."""


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
    """One ARTICLE file.

    ``start_rule`` is the value of a :class:`corpus.dates.DateRule`; ``unplaced`` is None for a version with a place in
    time, else «stillborn» or «undated». ``pairs`` are the same article in the other base (LEGI, JORF), ``named`` the
    other versions in its own.
    """

    key: int
    text_key: int | None
    number: str
    canonical: str
    sort_key: str
    start: str | None
    start_rule: str | None
    end: str | None
    end_cause: str | None
    state: str | None
    unplaced: str | None
    html: str | None
    nota: str | None
    alineas: tuple[tuple[bytes, str], ...]
    links: tuple[LinkRow, ...]
    pairs: tuple[int, ...]
    named: tuple[NamedRow, ...] = ()


def find_no_place(start: str | None, end: str | None, state: str | None) -> str | None:
    """Say why a version has no place in time: «stillborn» or «undated»; None for one that has."""
    if start is None:
        return "undated"
    if state == "MODIFIE_MORT_NE" or (end is not None and end <= start):
        return "stillborn"
    return None


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


_ALINEAS, _LINKS = ArticleRecord._fields.index("alineas"), ArticleRecord._fields.index("links")


def pack(placed: Placed) -> tuple[Any, ...]:
    """Make plain tuples of a record and its place, which any serialiser takes; :func:`unpack` names them again."""
    record = placed.record
    values: list[Any] = list(record)
    if isinstance(record, ArticleRecord):
        values[_LINKS] = [tuple(link) for link in record.links]
    elif not isinstance(record, TextRecord):
        values[-1] = [tuple(child) for child in record.children]
    return PARTS[type(record)], values, placed.folder, placed.mtime, placed.path


def unpack(packed: Sequence[Any]) -> Placed:
    """Make a record and its place again of what :func:`pack` gave."""
    part, values, folder, mtime, path = packed
    if part == "a":
        values[_LINKS] = [LinkRow._make(link) for link in values[_LINKS]]
    # What an older Chronolex kept as JSON has no names of other versions.
    return Placed(KINDS[part](*values), folder, mtime, path)


def to_json(placed: Placed) -> str:
    """Write a record and its place as JSON, digests in hexadecimal."""
    return json.dumps(pack(placed), default=bytes.hex, ensure_ascii=False)


def from_json(text: str) -> Placed:
    """Read what :func:`to_json` wrote."""
    part, values, *place = json.loads(text)
    if part == "a":
        values[_ALINEAS] = [(bytes.fromhex(digest), alinea) for digest, alinea in values[_ALINEAS]]
    return unpack((part, values, *place))
