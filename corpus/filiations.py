"""The filiations that the links of DILA's bases declare: CONCORDANCE, TRANSFERE, DEPLACE, CODIFICATION.

links of some versions ──▶ claims (this article is that one) ──dates──▶ evidence ──▶ lineage rows

A link says that two articles are one, not which came first: their dates do. The rows of ``lineage`` are a function of
the evidence, and the evidence of the links and versions at hand, so that a global archive followed by increments
leaves what a rebuild gives. What the dates do not decide is kept in ``unsettled_links``, never guessed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from corpus import filiation_sql as sql
from corpus.keys import dila_id
from corpus.numbering import canonical_number, sort_key
from corpus.schema import INDEXES
from corpus.weighing import DILA, weigh

_NEEDED = (
    "versions_in_order",
    "links_by_target",
    "unplaced_by_article",
    "past_versions_by_article",
    "lineage_by_new",
    "evidence_by_lineage",
    "evidence_by_version",
)
"""Indexes that may be away while a base is written, and that every question below needs."""


def settle_filiations(
    connection: sqlite3.Connection, archive_id: int, touched: Iterable[tuple[int, str]], *, everything: bool
) -> bool:
    """Bring the lineage up to date with the links, for the articles (text, number) that a delivery touched.

    ``everything`` is for a new base; a global archive, which resets its base, asks for it too. Says whether texts
    were added that links name and no file describes.
    """
    if not connection.execute(sql.HAS_CLAIMS).fetchone():
        return False
    _prepare(connection)
    if everything or connection.execute(sql.IS_GLOBAL, (archive_id,)).fetchone():
        connection.execute(sql.ASK_ALL)
    else:
        connection.executemany("INSERT INTO temp.touched VALUES (?, ?)", sorted(touched))
        _run(connection, sql.ASK_TOUCHED)
    _run(connection, sql.FORGET)
    _run(connection, sql.JUDGE)
    added = connection.execute(sql.ADD_TEXTS).rowcount
    _run(connection, sql.STATE)
    _restate_mixed(connection)
    _run(connection, sql.CLEAN)
    return added > 0


def _run(connection: sqlite3.Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(statement)


def _prepare(connection: sqlite3.Connection) -> None:
    for index in INDEXES:
        if index.split()[2] in _NEEDED:
            connection.execute(index.replace("INDEX", "INDEX IF NOT EXISTS", 1))
    for name, function in _FUNCTIONS.items():
        connection.create_function(name, 1, function, deterministic=True)
    _run(connection, (*sql.CLEAN, *sql.TABLES))


_FUNCTIONS: dict[str, Callable[[Any], str | None]] = {
    "canonical_number": lambda number: None if number is None else canonical_number(number) or None,
    "sort_key": sort_key,
    "dila_id": lambda key: None if key is None else dila_id(key),
    "text_named": lambda label: (label or "").split(" - art")[0].strip() or None,
}


def _restate_mixed(connection: sqlite3.Connection) -> None:
    """State anew the few rows that rest on other evidence too: their kind stays, unless DILA alone makes it a line."""
    for (row,) in connection.execute(sql.MIXED).fetchall():
        restate_lineage(connection, row)


def restate_lineage(connection: sqlite3.Connection, lineage_id: int) -> None:
    """Give a lineage row the status and the score that all its evidence gives together."""
    evidence = connection.execute(
        "SELECT method, score FROM lineage_evidence WHERE lineage_id = ? ORDER BY id", (lineage_id,)
    ).fetchall()
    status, score = weigh(evidence)
    connection.execute(sql.RESTATE_ROW, {"id": lineage_id, "status": status, "score": score, "dila": DILA})


__all__ = ["restate_lineage", "settle_filiations"]
