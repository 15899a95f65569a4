"""What DILA's bases hold of the articles that acts amend: the official texts that acts apply to and are checked by."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator

from chronolex.pipeline import Addresses
from consolidate import OfficialText
from corpus.dates import DateRule, Effect, Moment
from corpus.keys import dila_id
from corpus.model import Source, TextId
from corpus.numbering import number_range

_OFFICIALS = """SELECT v.id, v.start, v."end", v.end_cause, t.nature, t.title, t.number, t.signed, t.nor
    FROM texts t JOIN articles a ON a.text_id = t.id AND a.number = :number AND a.bearer > 0
    JOIN versions v ON v.article_id = a.id
    WHERE t.slug = :slug AND NOT EXISTS (
        SELECT 1 FROM articles b JOIN versions w ON w.article_id = b.id
        WHERE b.text_id = a.text_id AND b.number = a.number AND b.bearer > 0 AND b.id != a.id
          AND w.start < coalesce(v."end", '9999-12-31') AND v.start < coalesce(w."end", '9999-12-31'))
    ORDER BY v.start"""
"""The versions of a number, but for the days on which two articles bear it: an act does not say which it means."""


def stored_officials(connection: sqlite3.Connection, wanted: Addresses) -> list[OfficialText]:
    """Give the versions that DILA's bases hold of some articles, as official texts."""
    numbers = {(slug, number) for address in wanted for slug, number in _stored_numbers(connection, *address)}
    return [official for slug, number in sorted(numbers) for official in _officials_of(connection, slug, number)]


def _stored_numbers(
    connection: sqlite3.Connection, slug: str, first: str | None, last: str | None
) -> Iterator[tuple[str, str]]:
    """Spell out an address: one article, those of a range that the base holds, or all of a text."""
    if first is not None and last is None:
        yield slug, first
        return
    rows = connection.execute(
        "SELECT DISTINCT a.number FROM articles a JOIN texts t ON t.id = a.text_id WHERE t.slug = ?", (slug,)
    )
    known = [number for (number,) in rows]
    yield from ((slug, number) for number in (number_range(first, last, known) if first and last else known))


def _officials_of(connection: sqlite3.Connection, slug: str, number: str) -> Iterator[OfficialText]:
    rows = connection.execute(_OFFICIALS, {"slug": slug, "number": number}).fetchall()
    for version_id, start, end, cause, nature, title, text_number, signed, nor in rows:
        alineas = connection.execute(
            """SELECT text FROM version_alineas JOIN alineas ON alineas.id = alinea_id
               WHERE version_id = ? ORDER BY position""",
            (version_id,),
        )
        text = TextId(nature, title, text_number, dt.date.fromisoformat(signed) if signed else None, nor)
        yield OfficialText(
            text,
            number,
            tuple(alinea for (alinea,) in alineas),
            _as_published(start),
            _as_published(end) if end else None,
            Source(dila_id(version_id) or ""),
            cause if cause in {"modified", "repealed", "renumbered"} else "unknown",
        )


def _as_published(day: str) -> Effect:
    return Effect(None, Moment(dt.date.fromisoformat(day), DateRule.SOURCE), None)
