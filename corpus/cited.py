"""Citations in the database: the versions still to read, the rows of what was read, and what addresses mean.

The reading itself and the resolution are pure (:mod:`corpus.references`, :mod:`graph`); here is their SQL. The caller
holds the transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from corpus.identifiers import Identifiers
from corpus.model import TextId, slugify
from corpus.references import Reference
from corpus.rows import Value, insert_many
from corpus.titles import read_title

Name = tuple[str, str, str, str | None, str | None]
"""The name of a text: key, nature, title, number, signature (ISO)."""

OWN: Name = ("#", "", "", None, None)
"""The text that is read, whatever it is called."""
NO_NAME: Name = ("", "", "", None, None)
"""Nothing says which text it is."""


class Unread(NamedTuple):
    """A version whose citations are still to be read. ``text`` is the row of the text, ``content`` an alinéa a line."""

    version: int
    text: int
    title: str
    number: str
    content: str
    visas: str | None


class ReadCitation(NamedTuple):
    """One citation, as flat values: what a process hands on. ``first`` and ``last`` bound a range, where it opens one;
    ``last`` is empty for «et suivants».
    """

    start: int
    end: int
    as_written: str
    name: Name
    number: str
    division: str
    neighbour: int
    rival: Name | None
    first: str | None
    last: str | None
    alinea: str | None
    sentence: str | None
    item: str | None
    relation: str
    method: str


def flatten(references: Iterable[Reference], title: str, number: str) -> list[ReadCitation]:
    """Make flat values of what was read in the article ``number`` of the text ``title``.

    Of a range, the written ends are kept; what lies between them is asked of the corpus.
    """
    written = [r for r in references if r.range_span != (r.start, r.end)]
    return [_flatten(reference, title, number) for reference in written]


def _flatten(reference: Reference, title: str, number: str) -> ReadCitation:
    division = reference.target_division or ""
    relative = reference.neighbour or division.startswith(_RELATIVE)
    first, last = _bounds(reference)
    return ReadCitation(
        reference.start,
        reference.end,
        reference.as_written,
        _name(reference.target_text, reference.target, title),
        number if relative else reference.target_article or "",
        division,
        reference.neighbour,
        _name(reference.rival_text, None, title) if reference.rival_text else None,
        first,
        last,
        reference.target_alinea,
        reference.target_sentence,
        reference.target_item,
        str(reference.relation),
        str(reference.method),
    )


_RELATIVE = ("présent", "même")
"""How a division begins that is known by the article that names it alone: «présent chapitre»."""


def _bounds(reference: Reference) -> tuple[str | None, str | None]:
    """Give the ends of a range to the citation that opens it."""
    if reference.range_bounds is None or reference.range_span is None or reference.range_span[0] != reference.start:
        return None, None
    first, last = reference.range_bounds
    return first, last or ""


def _name(title: str | None, target: TextId | None, own: str) -> Name:
    if title is None:
        return NO_NAME
    if title == own:
        return OWN
    text = target or read_title(title)
    if text is None:
        return slugify(title), "", title, None, None
    return text.slug, text.nature, text.title, text.number, text.signed.isoformat() if text.signed else None


# ── What is still to read ────────────────────────────────────────────────────────────────────────────────────────


def count_unread(connection: sqlite3.Connection) -> int:
    """Count the versions whose citations were not read yet."""
    return int(connection.execute("SELECT count(*) FROM versions WHERE citations IS NULL").fetchone()[0])


def count_citations(connection: sqlite3.Connection) -> dict[str, int]:
    """Count the citations, and those whose article the corpus does not know, by the names of a build's figures."""
    citations, unresolved = connection.execute(_COUNT).fetchone()
    return {"citations": citations, "unresolved_citations": unresolved}


_COUNT = """
    SELECT count(*), count(*) FILTER (WHERE a.status <> 'found' AND coalesce(r.status, '') <> 'found')
    FROM citations c JOIN cited_addresses a ON a.id = c.address_id LEFT JOIN cited_addresses r ON r.id = c.rival_id
"""


def unread_versions(connection: sqlite3.Connection, size: int) -> Iterator[list[Unread]]:
    """Give the versions still to read, ``size`` at a time, while what was read before may be written."""
    last = -1
    while rows := connection.execute(_UNREAD, (last, size)).fetchall():
        last = rows[-1][0]
        yield [Unread(*row) for row in rows]


_UNREAD = """
    SELECT v.id, t.id, t.title, a.number,
           coalesce((SELECT group_concat(text, char(10)) FROM (
               SELECT al.text FROM version_alineas va JOIN alineas al ON al.id = va.alinea_id
               WHERE va.version_id = v.id ORDER BY va.position)), ''),
           coalesce(t.visas, (SELECT tv.visas FROM text_versions tv WHERE tv.text_id = t.id AND tv.visas IS NOT NULL))
    FROM versions v JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
    WHERE v.citations IS NULL AND v.id > ? ORDER BY v.id LIMIT ?
"""


def split_visas(stored: str | None) -> tuple[str, ...]:
    """List visas as they are stored: a JSON array for an act that was read, lines for a text of DILA's bases."""
    if not stored:
        return ()
    return tuple(json.loads(stored)) if stored.startswith("[") else tuple(stored.splitlines())


# ── What was read ────────────────────────────────────────────────────────────────────────────────────────────────


class CitationWriter:
    """Writes the citations of versions, and the names, addresses and ranges that they bring."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._names = Identifiers(connection, "cited_texts", "SELECT id FROM cited_texts WHERE name = ?")
        self._addresses = Identifiers(connection, "cited_addresses", _FIND_ADDRESS)
        self._ranges = Identifiers(connection, "cited_ranges", _FIND_RANGE)

    def write(self, read: Iterable[tuple[int, int, Sequence[tuple[Any, ...]]]]) -> int:
        """Write what was read, as (version, text, citations); give the number of citations."""
        rows: list[Sequence[Value]] = []
        counts = []
        for version, text, citations in read:
            found = [ReadCitation(*citation) for citation in citations]
            rows += [self._row(version, text, rank, citation) for rank, citation in enumerate(found, 1)]
            counts.append((len(found), version))
        for into, new in ((_TEXTS, self._names), (_ADDRESSES, self._addresses), (_RANGES, self._ranges)):
            insert_many(self._connection, into, new.new)
            new.new.clear()
            new.forget_some()
        insert_many(self._connection, "INSERT INTO citations", rows)
        self._connection.executemany("UPDATE versions SET citations = ? WHERE id = ?", counts)
        return len(rows)

    def _row(self, version: int, text: int, rank: int, found: ReadCitation) -> Sequence[Value]:
        name = self._named(found.name, text)
        address = self._addresses.identify((name, found.number, found.division, found.neighbour))
        rival = series = None
        if found.rival is not None:
            rival = self._addresses.identify((self._named(found.rival, text), found.number, "", 0))
        if found.first is not None:
            series = self._ranges.identify((name, found.first, found.last))
        how = found.alinea, found.sentence, found.item, found.relation, found.method
        return (version, rank, found.start, found.end, found.as_written, address, rival, series, *how)

    def _named(self, name: Name, text: int) -> int:
        key, *others = name
        if key == "#":
            return self._names.identify((f"#{text}",), None, None, None, None)
        return self._names.identify((key,), *(other or None for other in others))


_FIND_ADDRESS = """
    SELECT id FROM cited_addresses WHERE cited_text_id = ? AND number = ? AND division = ? AND neighbour = ?
"""
_FIND_RANGE = "SELECT id FROM cited_ranges WHERE cited_text_id = ? AND first = ? AND last = ?"
_TEXTS = "INSERT INTO cited_texts (id, name, nature, title, number, signed)"
_ADDRESSES = "INSERT INTO cited_addresses (id, cited_text_id, number, division, neighbour)"
_RANGES = "INSERT INTO cited_ranges (id, cited_text_id, first, last)"
