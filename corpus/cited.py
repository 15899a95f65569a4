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
from corpus.naming import MOST_TELLING
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


FOLLOWING = "+"
"""The end of a range that the words leave open: «26 et suivants»."""


class ReadCitation(NamedTuple):
    """One citation, as flat values: what a process hands on. ``last_number`` is the end of a range cited as one."""

    start: int
    end: int
    as_written: str
    name: Name
    number: str
    last_number: str = ""
    division: str = ""
    neighbour: int = 0
    rival: Name | None = None
    alinea: str | None = None
    sentence: str | None = None
    item: str | None = None
    relation: str = "cited"
    method: str = ""


def flatten(references: Iterable[Reference], content: str, title: str, number: str) -> list[ReadCitation]:
    """Make flat values of what was read in ``content``, the article ``number`` of the text ``title``.

    A range gives its written ends and, after them, one citation of what lies between: that is asked of the corpus.
    """
    flat: list[ReadCitation] = []
    last = None
    for reference in references:
        if reference.range_span == (reference.start, reference.end):
            continue
        flat.append(_flatten(reference, title, number))
        if reference.range_span is not None and reference.range_span != last:
            last = reference.range_span
            flat.append(_range(reference, flat[-1], content))
    return flat


def _flatten(reference: Reference, title: str, number: str) -> ReadCitation:
    division = reference.target_division or ""
    # Where the words stand tells which chapter is «présent», and of which part of its code a «livre III» is.
    relative = reference.neighbour or (division and reference.target_text == title)
    return ReadCitation(
        start=reference.start,
        end=reference.end,
        as_written=reference.as_written,
        name=_name(reference.target_text, reference.target, title),
        number=number if relative else reference.target_article or "",
        division=division,
        neighbour=reference.neighbour,
        rival=_name(reference.rival_text, None, title) if reference.rival_text else None,
        alinea=reference.target_alinea,
        sentence=reference.target_sentence,
        item=reference.target_item,
        relation=str(reference.relation),
        method=str(reference.method),
    )


def _range(reference: Reference, first: ReadCitation, content: str) -> ReadCitation:
    if reference.range_span is None or reference.range_bounds is None:
        raise ValueError(f"a range without its two ends: {reference}")
    (start, end), (number, last) = reference.range_span, reference.range_bounds
    bare = first._replace(alinea=None, sentence=None, item=None)
    return bare._replace(
        start=start, end=end, as_written=content[start:end], number=number, last_number=last or FOLLOWING
    )


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
    SELECT count(*), count(*) FILTER (WHERE a.status <> 'found')
    FROM citations c JOIN cited_addresses a ON a.id = c.address_id WHERE a.last_number = ''
"""


def unread_versions(connection: sqlite3.Connection, size: int) -> Iterator[list[Unread]]:
    """Give the versions still to read, ``size`` at a time, while what was read before may be written."""
    last = -1
    while rows := connection.execute(_UNREAD, (last, size)).fetchall():
        last = rows[-1][0]
        yield [Unread(*row) for row in rows]


_UNREAD = f"""
    SELECT v.id, t.id, t.title, a.number,
           coalesce((SELECT group_concat(text, char(10)) FROM (
               SELECT al.text FROM version_alineas va JOIN alineas al ON al.id = va.alinea_id
               WHERE va.version_id = v.id ORDER BY va.position)), ''),
           coalesce(t.visas, (
               SELECT v.visas FROM text_versions v WHERE v.text_id = t.id AND v.visas IS NOT NULL
               ORDER BY {MOST_TELLING} LIMIT 1))
    FROM versions v JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
    WHERE v.citations IS NULL AND v.id > ? ORDER BY v.id LIMIT ?
"""  # noqa: S608 - our own words


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

    def write(self, read: Iterable[tuple[int, int, Sequence[tuple[Any, ...]]]]) -> int:
        """Write what was read, as (version, text, citations); give the number of citations."""
        rows: list[Sequence[Value]] = []
        counts = []
        for version, text, citations in read:
            found = [ReadCitation(*citation) for citation in citations]
            rows += [self._row(version, text, rank, citation) for rank, citation in enumerate(found, 1)]
            counts.append((len(found), version))
        for into, new in ((_TEXTS, self._names), (_ADDRESSES, self._addresses)):
            insert_many(self._connection, into, new.new)
            new.new.clear()
            new.forget_some()
        insert_many(self._connection, "INSERT INTO citations", rows)
        self._connection.executemany("UPDATE versions SET citations = ? WHERE id = ?", counts)
        return len(rows)

    def _row(self, version: int, text: int, rank: int, found: ReadCitation) -> Sequence[Value]:
        where = found.number, found.last_number, found.division, found.neighbour
        address = self._addresses.identify((self._named(found.name, text), *where))
        first = rival = None
        if found.rival is not None:
            first, rival = address, self._addresses.identify((self._named(found.rival, text), *where))
        how = found.alinea, found.sentence, found.item, found.relation, found.method
        return (version, rank, found.start, found.end, found.as_written, address, first, rival, *how)

    def _named(self, name: Name, text: int) -> int:
        key, *others = name
        if key == "#":
            return self._names.identify((f"#{text}",), None, None, None, None)
        return self._names.identify((key,), *(other or None for other in others))


_FIND_ADDRESS = """
    SELECT id FROM cited_addresses
    WHERE cited_text_id = ? AND number = ? AND last_number = ? AND division = ? AND neighbour = ?
"""
_TEXTS = "INSERT INTO cited_texts (id, name, nature, title, number, signed)"
_ADDRESSES = "INSERT INTO cited_addresses (id, cited_text_id, number, last_number, division, neighbour)"
