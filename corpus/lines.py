"""Read the lines of articles: the links, the versions and the absences at an address.

The state of an article, its history and its lineage ask the same of the same addresses, so each is read once.
"""

from __future__ import annotations

import sqlite3

from corpus import queries
from corpus.answers import LineageLink
from corpus.history import Address, Entry, Line, tell_history, trace_line
from corpus.rows import read_rows


class LineReader:
    """Reads lines and remembers what it read: for the time of one question, while nobody writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._links: dict[tuple[str, Address], tuple[LineageLink, ...]] = {}
        self._entries: dict[Address, tuple[Entry, ...]] = {}

    def links_to(self, address: Address) -> tuple[LineageLink, ...]:
        """List the links that end at an address."""
        return self._read_links(queries.LINKS_TO, address)

    def links_from(self, address: Address) -> tuple[LineageLink, ...]:
        """List the links that start from an address."""
        return self._read_links(queries.LINKS_FROM, address)

    def links_at(self, address: Address) -> tuple[LineageLink, ...]:
        """List the links that end at an address, then those that start from it, findings included."""
        return (*self.links_to(address), *self.links_from(address))

    def line(self, address: Address) -> Line:
        """Follow the lineage from an address, back and forward."""
        return trace_line(address, self.links_to, self.links_from)

    def history(self, address: Address) -> tuple[Entry, ...]:
        """Give the whole line of the article at an address across its numbers, versions and gaps, oldest first."""
        line = self.line(address)
        return tell_history(line, {one: self.entries(one) for one in line.addresses})

    def entries(self, address: Address) -> tuple[Entry, ...]:
        """List the versions and the declared absences of one address, by date; of several bearers, of the first."""
        if address not in self._entries:
            self._entries[address] = tuple(sorted(self._read_entries(address), key=lambda entry: entry.start))
        return self._entries[address]

    def _read_entries(self, address: Address) -> list[Entry]:
        slug, number = address
        found = read_rows(self._connection, _ARTICLE_AT, {"slug": slug, "number": number})
        article = {"article": next((row["id"] for row in found), None)}
        versions = map(queries.make_version, read_rows(self._connection, queries.ARTICLE_VERSIONS, article))
        return [*versions, *map(queries.make_absence, read_rows(self._connection, queries.ABSENCES, article))]

    def _read_links(self, sql: str, address: Address) -> tuple[LineageLink, ...]:
        if (sql, address) not in self._links:
            rows = read_rows(self._connection, sql, {"slug": address[0], "number": address[1]})
            self._links[sql, address] = tuple(map(queries.make_link, rows))
        return self._links[sql, address]


_ARTICLE_AT = """
    SELECT a.id FROM texts t JOIN articles a ON a.text_id = t.id WHERE t.slug = :slug AND a.number = :number
    ORDER BY a.bearer = 0, a.bearer
"""
