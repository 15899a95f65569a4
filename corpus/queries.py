"""The questions in SQL, and the rows made values. Every value that comes from outside is a bound parameter."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.answers import (
    Act,
    Citation,
    DeclaredLink,
    Discrepancy,
    Evidence,
    Gap,
    GapKind,
    Instruction,
    KnownVersion,
    LineageLink,
    RepairEntry,
    SearchHit,
    Text,
    Version,
    VersionLife,
)
from corpus.dates import DateRule
from corpus.keys import dila_id
from corpus.search import read_excerpt

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = Mapping[str, Any]
T = TypeVar("T", bound="DataclassInstance")

VERSIONS = """
    SELECT v.*, t.title AS text, t.slug AS text_slug, a.number, a.number_as_published, act.title AS act,
           end_act.title AS end_act, s.name AS source,
           (SELECT json_group_array(text) FROM
               (SELECT alineas.text FROM version_alineas va JOIN alineas ON alineas.id = va.alinea_id
                WHERE va.version_id = v.id ORDER BY va.position)) AS alineas
    FROM articles a JOIN texts t ON t.id = a.text_id JOIN versions v ON v.article_id = a.id
    LEFT JOIN texts act ON act.id = v.act_id LEFT JOIN texts end_act ON end_act.id = v.end_act_id
    LEFT JOIN sources s ON s.id = v.source_id
"""

HOLDS = {
    "legifrance": 'v.start <= :day AND (v."end" IS NULL OR v."end" > :day)',
    "loi": 'v.law_start <= :day AND (coalesce(v.law_end, v."end") IS NULL OR coalesce(v.law_end, v."end") > :day)',
}
"""The condition «in force on :day», for each clock."""

COMPARED_VERSIONS = f"""{VERSIONS} WHERE v.id IN (
        SELECT id FROM versions WHERE verification = :verification AND verification <> 'official')
    ORDER BY t.slug, a.sort_key, v.start"""
"""Told twice what it looks for, SQLite takes the small index of what is not official."""
COUNT_VERIFICATIONS = """
    SELECT verification AS state, count(*) AS total FROM versions WHERE verification <> 'official' GROUP BY 1
    UNION ALL
    SELECT 'official', official FROM (
        SELECT (SELECT count(*) FROM versions)
             - (SELECT count(*) FROM versions WHERE verification <> 'official') AS official) WHERE official > 0
"""
"""How many versions have each verification. Nearly all of a national base are official: those are not read."""

ARTICLE_VERSIONS = f"{VERSIONS} WHERE a.id = :article ORDER BY v.start"
ARTICLE_AT = {clock: f"{VERSIONS} WHERE a.id = :article AND {holds}" for clock, holds in HOLDS.items()}
CHIEF = """(a.bearer > 0 OR NOT EXISTS (
    SELECT 1 FROM articles b WHERE b.text_id = a.text_id AND b.number = a.number AND b.bearer > 0))"""
"""Of an article that both bases hold, the consolidated one; what the Journal officiel published is bearer 0."""

ARTICLES = f"""
    SELECT a.id, t.title AS text, t.slug FROM articles a JOIN texts t ON t.id = a.text_id
    WHERE a.number = :number AND (:text IS NULL OR a.text_id = :text)
      AND (a.bearer = :bearer OR (:bearer IS NULL AND {CHIEF}))
    ORDER BY t.title, a.bearer
"""
"""The articles that bear :number, in one text or in all."""

TEXT_AT = {
    clock: f"{VERSIONS} WHERE a.text_id = :text AND {holds} AND {CHIEF} ORDER BY a.sort_key, a.number"
    for clock, holds in HOLDS.items()
}

LIVES = f"""
    SELECT t.title AS text, t.slug AS text_slug, a.number, v.start, v."end"
    FROM versions v JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
    WHERE {CHIEF} AND (:day IS NULL OR ({HOLDS["legifrance"]})) ORDER BY v.id
"""

LIVES_OF_NUMBERS = f"""
    SELECT t.title AS text, t.slug AS text_slug, a.number, v.start, v."end"
    FROM json_each(:numbers) n CROSS JOIN articles a ON a.number = n.value JOIN versions v ON v.article_id = a.id
    JOIN texts t ON t.id = a.text_id WHERE {CHIEF} ORDER BY v.id
"""

LINKS = """
    SELECT l.*, o.title AS old_text, o.slug AS old_text_slug, n.title AS new_text, n.slug AS new_text_slug,
           (SELECT json_group_array(json_array(method, score, detail)) FROM
               (SELECT method, score, detail FROM lineage_evidence e WHERE e.lineage_id = l.id ORDER BY e.id))
           AS evidence
    FROM lineage l JOIN texts o ON o.id = l.old_text_id JOIN texts n ON n.id = l.new_text_id
"""
ALL_LINKS = f"""{LINKS} WHERE :continues IS NULL OR (l.kind <> 'rewritten') = :continues
    ORDER BY l.id LIMIT coalesce(:limit, -1)"""
LINKS_FROM = f"{LINKS} WHERE o.slug = :slug AND l.old_number = :number ORDER BY l.id"
LINKS_TO = f"{LINKS} WHERE n.slug = :slug AND l.new_number = :number ORDER BY l.id"

ABSENCES = """
    SELECT b.*, t.title AS text, a.number FROM absences b JOIN articles a ON a.id = b.article_id
    JOIN texts t ON t.id = a.text_id WHERE b.article_id = :article ORDER BY b.start
"""

CITATIONS = """
    SELECT r.*, t.title AS text, t.slug AS text_slug, a.number, v.start AS version_start, v."end" AS version_end,
           ct.title AS now_text, ct.slug AS now_text_slug, ca.number AS now_article
    FROM resolved_citations r JOIN versions v ON v.id = r.version_id JOIN articles a ON a.id = v.article_id
    JOIN texts t ON t.id = a.text_id
    LEFT JOIN articles ca ON ca.id = r.cited_article_id LEFT JOIN texts ct ON ct.id = ca.text_id
"""
_CITED_ON = '(:day IS NULL OR (r.start <= :day AND (r."end" IS NULL OR r."end" > :day)))'
CITATIONS_OF = f"""{CITATIONS} WHERE r.version_id = :version AND {_CITED_ON}
    AND (:day IS NOT NULL OR r."end" IS v."end") ORDER BY r.span_start, r.span_end, r.position, ca.sort_key"""
"""What a version cites, as it is on :day; without a day, as it is at the end of the version (today, if it is open)."""
ALL_CITATIONS = f"""{CITATIONS} WHERE (:text IS NULL OR a.text_id = :text) AND {_CITED_ON}
    AND (NOT :chief OR {CHIEF})
    ORDER BY r.version_id, r.position, r.start, ca.sort_key"""
CITATIONS_OF_ARTICLES = f"""{CITATIONS} WHERE a.id IN (SELECT value FROM json_each(:articles)) AND {CHIEF}
    AND r.status IN (SELECT value FROM json_each(:statuses))
    ORDER BY r.version_id, r.position, r.start, ca.sort_key"""
CITING_ARTICLES = f"""
    SELECT DISTINCT o.id FROM resolved_citations r JOIN versions v ON v.id = r.version_id
    JOIN articles a ON a.id = v.article_id JOIN articles o ON o.text_id = a.text_id AND o.number = a.number
    WHERE r.status IN (SELECT value FROM json_each(:statuses)) AND (:text IS NULL OR a.text_id = :text)
    AND {HOLDS["legifrance"]} AND r.start <= :day AND (r."end" IS NULL OR r."end" > :day) AND {CHIEF}
"""
"""The articles that make a citation of some statuses on :day, and those that bear their numbers beside them."""
CITED_BY = f"""{CITATIONS} WHERE r.cited_article_id = :article AND {_CITED_ON}
    ORDER BY t.title, a.sort_key, v.start, r.span_start, r.start"""

DECLARED_LINKS = """
    SELECT k.kind, k.found, l.outgoing, l.decided_by, coalesce(l.target_key, l.text_key) AS other_key,
           coalesce(l.label, t.title, l.number) AS other
    FROM links l JOIN link_kinds k ON k.id = l.kind_id LEFT JOIN texts t ON t.key = l.text_key
    WHERE l.version_id = :version ORDER BY l.position
"""
DECLARED_LINKS_TO = """
    SELECT k.kind, k.found, 1 - l.outgoing AS outgoing, l.decided_by, v.id AS other_key,
           t.title || ', art. ' || a.number_as_published || ' (' || v.start || ')' AS other
    FROM links l JOIN link_kinds k ON k.id = l.kind_id JOIN versions v ON v.id = l.version_id
    JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
    WHERE l.target_key = :version ORDER BY t.title, a.sort_key, v.start, l.position
"""

INSTRUCTIONS = """
    SELECT i.*, t.title AS act FROM instructions i JOIN texts t ON t.id = i.act_id
    WHERE (:act IS NULL OR t.id = :act) AND (:article IS NULL OR i.target_article = :article)
      AND (:verdict IS NULL OR i.verdict = :verdict)
    ORDER BY t.published, t.slug, i.position
"""
COMPARED_ALINEAS = """
    SELECT derived, official FROM verifications WHERE version_id = :version ORDER BY position
"""
AUTHORED = """
    SELECT w.position, w.start, w."end", t.title, i.act_article, i.sentence FROM authored_words w
    JOIN instructions i ON i.id = w.instruction_id JOIN texts t ON t.id = i.act_id
    WHERE w.version_id = :version ORDER BY w.position, w.start
"""
REPAIRS = """
    SELECT r.*, s.name AS source FROM repairs r JOIN sources s ON s.id = r.source_id
    WHERE (:source IS NULL OR s.name = :source) ORDER BY s.name, r.start, r.id
"""
DISCREPANCIES = """
    SELECT d.kind, d.subject, d.detail, s.name AS source, t.title AS text, a.number, v.start AS version_start
    FROM discrepancies d LEFT JOIN sources s ON s.id = d.source_id LEFT JOIN versions v ON v.id = d.version_id
    LEFT JOIN articles a ON a.id = coalesce(d.article_id, v.article_id) LEFT JOIN texts t ON t.id = a.text_id
    ORDER BY d.id
"""
TEXTS = """
    SELECT t.*, (SELECT count(*) FROM articles a WHERE a.text_id = t.id) AS articles,
           (SELECT count(*) FROM articles a JOIN versions v ON v.article_id = a.id WHERE a.text_id = t.id) AS versions
    FROM texts t ORDER BY t.title, t.slug
"""
ACTS = """
    SELECT t.slug, t.title, t.published, length(t.body) AS characters,
           (SELECT count(*) FROM instructions i WHERE i.act_id = t.id AND i.verdict = 'applied') AS applied,
           (SELECT count(*) FROM instructions i WHERE i.act_id = t.id AND i.verdict = 'refused') AS refused,
           (SELECT count(*) FROM instructions i WHERE i.act_id = t.id AND i.verdict = 'pending') AS pending,
           (SELECT count(*) FROM instructions i WHERE i.act_id = t.id AND i.verdict = 'unread') AS unread,
           (SELECT coalesce(sum(p."end" - p.start), 0) FROM act_spans p WHERE p.act_id = t.id AND p.kind = 'unread')
           AS unread_characters
    FROM (SELECT * FROM texts WHERE body IS NOT NULL ORDER BY published DESC, slug DESC LIMIT coalesce(:latest, -1)) t
    ORDER BY t.published, t.slug
"""

SEARCH = """
    WITH hits AS (
        SELECT rowid AS alinea_id, rank, snippet(alinea_search, 0, char(2), char(3), '…', 24) AS excerpt
        FROM alinea_search WHERE alinea_search MATCH :words ORDER BY rank LIMIT :limit)
    SELECT t.title AS text, t.slug AS text_slug, a.number, v.id AS version_id, v.start, v."end", h.excerpt
    FROM hits h JOIN version_alineas va ON va.alinea_id = h.alinea_id JOIN versions v ON v.id = va.version_id
    JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
    GROUP BY v.id ORDER BY min(h.rank), t.slug, a.sort_key, v.start LIMIT :limit
"""
"""The versions of which one alinéa holds all the words, best first."""


_DAY_OF = "coalesce(substr({}.stamp, 1, 10), '')"

KNOWN_ON = f"""
    SELECT v.id AS key, v.start, v."end", v.state,
           (SELECT json_group_array(text) FROM (
               SELECT al.text FROM version_alineas va JOIN alineas al ON al.id = va.alinea_id
               WHERE va.version_id = v.id ORDER BY va.position)) AS alineas
    FROM versions v JOIN articles a ON a.id = v.article_id JOIN records r ON r.key = v.id AND r.part = 'a'
    JOIN archives f ON f.id = r.archive_id
    WHERE a.text_id = :text AND a.number = :number AND {_DAY_OF.format("f")} <= :day
    UNION ALL
    SELECT p.version_id, p.start, p."end", p.state,
           (SELECT json_group_array(text) FROM (
               SELECT al.text FROM json_each(p.alineas) j JOIN alineas al ON al.id = j.value ORDER BY j.key))
    FROM past_versions p JOIN articles a ON a.id = p.article_id
    JOIN archives f ON f.id = p.from_archive_id JOIN archives u ON u.id = p.until_archive_id
    WHERE a.text_id = :text AND a.number = :number AND {_DAY_OF.format("f")} <= :day AND {_DAY_OF.format("u")} > :day
    ORDER BY start, key
"""
"""What the base said of a number on :day, once the archives up to it had been applied. Each base has its calendar."""


def search_across(terms: int) -> str:
    """Write the query for the versions whose alinéas, together, hold ``terms`` words (:term0, :term1…).

    :term0 should be the rarest word: only the versions that hold it are looked at.
    """
    # The plus sign keeps SQLite to the alinéas of the version at hand, rather than to all that hold the word.
    held = "".join(
        f""" AND EXISTS (SELECT 1 FROM version_alineas va WHERE va.version_id = c.version_id AND +va.alinea_id IN (
                SELECT rowid FROM alinea_search WHERE alinea_search MATCH :term{n}))"""
        for n in range(1, terms)
    )
    return f"""
        WITH candidates AS (
            SELECT DISTINCT va.version_id FROM alinea_search
            JOIN version_alineas va ON va.alinea_id = alinea_search.rowid WHERE alinea_search MATCH :term0),
        together AS (SELECT c.version_id FROM candidates c WHERE true{held} LIMIT :limit)
        SELECT t.title AS text, t.slug AS text_slug, a.number, v.id AS version_id, v.start, v."end",
               (SELECT snippet(alinea_search, 0, char(2), char(3), '…', 24) FROM alinea_search
                JOIN version_alineas va ON va.alinea_id = alinea_search.rowid AND va.version_id = v.id
                WHERE alinea_search MATCH :term0 LIMIT 1) AS excerpt
        FROM together JOIN versions v ON v.id = together.version_id
        JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
        ORDER BY t.slug, a.sort_key, v.start LIMIT :limit
    """


COUNT_SOME = """
    SELECT count(*) AS found FROM (SELECT 1 FROM alinea_search WHERE alinea_search MATCH :term LIMIT 5000)
"""
"""How many alinéas hold a word, up to many: enough to tell a rare word from a usual one."""


def read_day(text: str | None) -> dt.date | None:
    """Read a stored date."""
    return None if text is None else dt.date.fromisoformat(text)


def _rule(value: str | None) -> DateRule | None:
    return None if value is None else DateRule(value)


def _make(value: type[T], row: Row, /, days: Sequence[str] = (), rules: Sequence[str] = (), **read: object) -> T:
    """Make a frozen value of a row whose columns bear the names of its fields.

    ``days`` and ``rules`` are the columns to read as dates and as rules; ``read`` are the fields read otherwise.
    """
    values: dict[str, Any] = {name: read_day(row[name]) for name in days}
    values |= {name: _rule(row[name]) for name in rules} | read
    for name in _names_of_fields(value):
        if name not in values:
            values[name] = row[name]
    return value(**values)


# Asked for each of millions of rows.
@cache
def _names_of_fields(value: type[DataclassInstance]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(value))


def make_version(row: Row) -> Version:
    """Make a version of a row of :data:`VERSIONS`."""
    return _make(
        Version,
        row,
        days=("start", "end", "law_start", "law_end", "publication", "end_publication"),
        rules=("start_rule", "end_rule", "law_start_rule", "law_end_rule"),
        alineas=tuple(json.loads(row["alineas"])),
    )


def make_link(row: Row) -> LineageLink:
    """Make a lineage link of a row of :data:`LINKS`."""
    evidence = tuple(Evidence(*item) for item in json.loads(row["evidence"]))
    return _make(LineageLink, row, days=("date",), old=row["old_number"], new=row["new_number"], evidence=evidence)


def make_absence(row: Row) -> Gap:
    """Make a gap of a row of :data:`ABSENCES`."""
    known = tuple(map(dt.date.fromisoformat, json.loads(row["known_starts"])))
    numbers = (row["number"],)
    return _make(Gap, row, days=("start", "end"), numbers=numbers, known_starts=known, kind=GapKind.MISSING)


def make_life(row: Row) -> VersionLife:
    """Make a life of a row of :data:`LIVES`."""
    return _make(VersionLife, row, days=("start", "end"))


def make_citation(row: Row) -> Citation:
    """Make a citation of a row of :data:`CITATIONS`."""
    return _make(
        Citation,
        {**row, "since": row["start"], "until": row["end"]},
        days=("version_start", "version_end", "since", "until"),
        start=row["span_start"],
        end=row["span_end"],
        target_text=row["cited_text"],
        target_article=row["cited_number"],
        **{f"target_{part}": row[part] for part in ("division", "alinea", "sentence", "item")},
    )


def make_declared_link(row: Row) -> DeclaredLink:
    """Make a link of a row of :data:`DECLARED_LINKS`."""
    outgoing = None if row["outgoing"] is None else bool(row["outgoing"])
    other_id = dila_id(row["other_key"]) if row["other_key"] is not None else None
    return _make(DeclaredLink, row, outgoing=outgoing, other=row["other"] or "?", other_id=other_id)


def make_instruction(row: Row) -> Instruction:
    """Make an instruction of a row of :data:`INSTRUCTIONS`."""
    return _make(Instruction, row, span=(row["start"], row["end"]))


def make_repair(row: Row) -> RepairEntry:
    """Make an entry of the repair log of a row of :data:`REPAIRS`."""
    return _make(RepairEntry, row, decided=bool(row["decided"]))


def make_discrepancy(row: Row) -> Discrepancy:
    """Make a discrepancy of a row of :data:`DISCREPANCIES`."""
    return _make(Discrepancy, row, days=("version_start",))


def make_text(row: Row) -> Text:
    """Make a text of a row of :data:`TEXTS`."""
    return _make(Text, row, days=("signed", "published"))


def make_act(row: Row) -> Act:
    """Make an act of a row of :data:`ACTS`."""
    return _make(Act, row, days=("published",))


def make_known(row: Row) -> KnownVersion:
    """Make a version of a row of :data:`KNOWN_ON`."""
    days = read_day(row["start"]), read_day(row["end"])
    return KnownVersion(dila_id(row["key"]) or "", *days, row["state"], tuple(json.loads(row["alineas"])))


def make_hit(row: Row) -> SearchHit:
    """Make a search hit of a row of :data:`SEARCH`."""
    excerpt, matches = read_excerpt(row["excerpt"])
    return _make(SearchHit, row, days=("start", "end"), excerpt=excerpt, matches=matches)
