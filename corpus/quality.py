"""Count what the quality pages show, once, when the corpus is written; forget it when the corpus is about to change."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any

from corpus.standing import STALE
from corpus.witnessed import witness_citations

DAY = "citation-day"
"""The topic whose subject is the day of which the citations are counted: the last that the sources know."""
ONE_IN = "witness-one-in"
"""The topic whose total says of how many versions one was compared with DILA's links: 1 is all."""

MOST_WITNESSED = 400
"""Disagreements with DILA's links that are kept, of each kind."""
MOST_COMPARED = 20_000
"""Links above which a part of the versions is compared: a comparison of all takes minutes on a national base."""
MOST_STALE = 300
"""Texts of which the stale citations are counted: those that have most."""

TABLES = ("faults", "quality_figures", "witnessed_citations")


def forget_quality(connection: sqlite3.Connection) -> None:
    """Forget what is about to become false. The caller holds the transaction."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names


def write_quality(connection: sqlite3.Connection) -> None:
    """Count everything anew: some seconds for a million versions. In one transaction, the caller's if there is one."""
    own = not connection.in_transaction
    if own:
        connection.execute("BEGIN IMMEDIATE")
    try:
        forget_quality(connection)
        connection.execute(_KEEP_FAULTS)
        for sql in _COUNTS:
            connection.execute(f"INSERT INTO quality_figures (topic, subject, state, total) {sql}")
        _count_citations(connection)
        _compare(connection)
    except BaseException:
        if own and connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    if own:
        connection.execute("COMMIT")


def _count_citations(connection: sqlite3.Connection) -> None:
    (day,) = connection.execute(_LAST_DAY).fetchone()
    if day is None:
        return
    _write(connection, DAY, [(day, "", 1)])
    totals: Counter[str] = Counter()
    stale: dict[str, Counter[str]] = {}
    for slug, status, total in connection.execute(_CITATIONS, {"day": day}):
        totals[status] += total
        if status in STALE:
            stale.setdefault(slug, Counter())[status] += total
    _write(connection, "citation", [("", status, total) for status, total in totals.items()])
    most = sorted(stale.items(), key=lambda item: (-item[1].total(), item[0]))[:MOST_STALE]
    _write(connection, "stale", [(slug, status, n) for slug, counts in most for status, n in counts.items()])


def _compare(connection: sqlite3.Connection) -> None:
    """Compare the citations that were read with those that DILA declares, of all versions or of one in so many."""
    (links,) = connection.execute(_CITATION_LINKS).fetchone()
    if not links:
        return
    one_in = max(links // MOST_COMPARED, 1)
    _write(connection, ONE_IN, [("", "", one_in)])
    totals: Counter[str] = Counter()

    def rows(sql: str, **values: Any) -> Iterable[Any]:
        cursor = connection.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    kept: list[tuple[Any, ...]] = []
    for one in witness_citations(rows, one_in):
        totals[one.verdict] += 1
        if one.verdict != "agreed" and totals[one.verdict] <= MOST_WITNESSED:
            where = one.text_slug, one.number, one.start.isoformat()
            kept.append((one.verdict, totals[one.verdict], *where, one.cited, one.cited_number))
    connection.executemany("INSERT INTO witnessed_citations VALUES (?, ?, ?, ?, ?, ?, ?)", kept)
    _write(connection, "witness", [("", verdict, total) for verdict, total in totals.items()])


def _write(connection: sqlite3.Connection, topic: str, figures: Iterable[tuple[str, str, int]]) -> None:
    rows = [(topic, *figure) for figure in figures]
    connection.executemany("INSERT INTO quality_figures (topic, subject, state, total) VALUES (?, ?, ?, ?)", rows)


_KEEP_FAULTS = """
    INSERT INTO faults (kind, position, subject, detail, text_slug, number, day)
    SELECT kind, row_number() OVER (PARTITION BY kind ORDER BY subject, detail, text_slug, number, day),
           subject, detail, text_slug, number, day
    FROM data_faults
"""
_COUNTS = (
    "SELECT 'fault', '', kind, count(*) FROM faults GROUP BY kind",
    "SELECT 'verification', '', verification, count(*) FROM versions GROUP BY verification",
    # Of the texts that have something to verify.
    """SELECT 'verification', t.slug, v.verification, count(*) FROM (
        SELECT DISTINCT a.text_id FROM versions u JOIN articles a ON a.id = u.article_id
        WHERE u.verification <> 'official') x
        JOIN texts t ON t.id = x.text_id JOIN articles a ON a.text_id = t.id JOIN versions v ON v.article_id = a.id
        GROUP BY t.slug, v.verification""",
    "SELECT 'instruction', '', verdict, count(*) FROM instructions GROUP BY verdict",
    "SELECT 'discrepancy', '', kind, count(*) FROM discrepancies GROUP BY kind",
    """SELECT 'repair', s.name, CASE r.decided WHEN 1 THEN 'decided' ELSE 'undecided' END, count(*)
        FROM repairs r JOIN sources s ON s.id = r.source_id GROUP BY 2, 3""",
    """SELECT 'rule', rule, CASE decided WHEN 1 THEN 'decided' ELSE 'undecided' END, count(*)
        FROM repairs GROUP BY 2, 3""",
)
_LAST_DAY = """
    SELECT coalesce((SELECT substr(max(stamp), 1, 10) FROM archives), max(
        coalesce((SELECT max(start) FROM versions), (SELECT max(published) FROM texts)),
        coalesce((SELECT max(published) FROM texts), (SELECT max(start) FROM versions))))
"""
_CITATION_LINKS = """
    SELECT count(*) FROM links l JOIN link_kinds k ON k.id = l.kind_id WHERE k.kind = 'CITATION'
"""
# The status is that of resolved_citations, without the columns that it would look up for nothing.
_CITATIONS = """
    SELECT t.slug, CASE
               WHEN c.first_id <> d.id AND c.rival_id <> d.id THEN 'ambiguous'
               WHEN d.status IS NULL THEN 'unresolved'
               WHEN s.bearer > 1 AND s.status = 'in-force' AND s.bearer > (SELECT min(o.bearer) FROM cited_states o
                   WHERE o.address_id = d.id AND (o."end" IS NULL OR o."end" > v.start)) THEN 'reassigned'
               ELSE coalesce(s.status, d.status) END AS status, count(*)
    FROM versions v JOIN citations c ON c.version_id = v.id JOIN cited_addresses d ON d.id = c.address_id
    JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
    LEFT JOIN cited_states s ON s.address_id = d.id AND (s.start IS NULL OR s.start <= :day)
        AND (s."end" IS NULL OR s."end" > :day)
    WHERE v.start <= :day AND (v."end" IS NULL OR v."end" > :day) AND d.last_number = ''
    GROUP BY 1, 2
"""
