"""The figures of a corpus at a glance, counted when it is written: a national base is never read to open its home page.

They stand in ``meta`` as one JSON value. A base written without them is counted when it is asked.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass

FIGURES = "figures"
"""The key of ``meta`` that holds them."""

MOST_TEXTS = 40
"""Texts of which the articles are counted: the codes first, then those with most versions."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a corpus holds. ``chief`` are the (text, articles, versions) of its chief texts, in the order to show.

    ``texts`` counts all texts, ``held`` those that have articles, ``acts`` those whose operative part was read;
    ``states`` counts the rows of each table by the state they are in (verdicts, verifications…).
    """

    texts: int
    held: int
    acts: int
    sources: int
    articles: int
    versions: int
    chief: tuple[tuple[int, int, int], ...]
    states: Mapping[str, Mapping[str, int]]


def read_figures(connection: sqlite3.Connection) -> Figures:
    """Give the stored figures, or count them where they were not stored."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (FIGURES,)).fetchone()
    if row is None:
        return count_figures(connection)
    stored = json.loads(row[0])
    return Figures(**stored | {"chief": tuple(map(tuple, stored["chief"]))})


def write_figures(connection: sqlite3.Connection) -> None:
    """Count the figures and store them."""
    value = json.dumps(asdict(count_figures(connection)), ensure_ascii=False)
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (FIGURES, value))


def forget_figures(connection: sqlite3.Connection) -> None:
    """Forget figures that are about to become false."""
    connection.execute("DELETE FROM meta WHERE key = ?", (FIGURES,))


def count_figures(connection: sqlite3.Connection) -> Figures:
    """Count the figures: a few seconds for a million versions."""
    texts, acts, sources = connection.execute(_TOTALS).fetchone()
    held, articles, versions = connection.execute(
        f"SELECT count(*), sum(articles), sum(versions) FROM ({_HELD})"
    ).fetchone()
    return Figures(
        texts=texts,
        held=held,
        acts=acts,
        sources=sources,
        articles=articles or 0,
        versions=versions or 0,
        chief=tuple(connection.execute(_CHIEF, (MOST_TEXTS,)).fetchall()),
        states={table: dict(connection.execute(sql).fetchall()) for table, sql in _STATES.items()},
    )


_TOTALS = """
    SELECT (SELECT count(*) FROM texts), (SELECT count(*) FROM texts WHERE body IS NOT NULL),
           (SELECT count(*) FROM sources)
"""
_HELD = """
    SELECT text_id, count(*) AS articles, coalesce(sum(versions), 0) AS versions FROM (
        SELECT a.text_id, (SELECT count(*) FROM versions v WHERE v.article_id = a.id) AS versions FROM articles a)
    GROUP BY text_id
"""
_CHIEF = f"""
    SELECT h.text_id, h.articles, h.versions FROM ({_HELD}) h JOIN texts t ON t.id = h.text_id
    ORDER BY t.nature <> 'CODE', h.versions DESC, t.title, t.slug LIMIT ?
"""
_STATES = {
    "versions": "SELECT verification, count(*) FROM versions GROUP BY 1",
    "instructions": "SELECT verdict, count(*) FROM instructions GROUP BY 1",
    "repairs": "SELECT CASE decided WHEN 1 THEN 'decided' ELSE 'undecided' END, count(*) FROM repairs GROUP BY 1",
    "lineage": "SELECT status, count(*) FROM lineage GROUP BY 1",
    "discrepancies": "SELECT kind, count(*) FROM discrepancies GROUP BY 1",
}
