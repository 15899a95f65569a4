"""Find the articles that hold words, in one text, on a day, in one state, with work that is bounded.

A national base has five million alinéas, and «de» stands in most of them. So no more than :data:`MOST_ALINEAS` that
match are looked at, and no more than :data:`MOST_PAIRS` versions that hold them; an answer that leaves something out
says so (:attr:`Found.complete`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from corpus.model import ENDS_ARTICLE, Span
from corpus.search import match_terms, read_excerpt

VersionState = Literal["in-force", "superseded", "ended", "not-yet"]
"""What a version is on a day: in force; replaced by a later one; the last of an article that is no more; to come."""

MOST_ALINEAS = 3000
"""Alinéas that match whose versions are looked at."""
MOST_LOOKED = 20_000
"""Versions that hold them of which the dates are looked at."""
MOST_PAIRS = 5000
"""Versions in the text and in the state wanted that are kept."""
MANY_ALINEAS = 200
"""Alinéas from which on the versions of one text are found by the text, not by the alinéas."""
MOST_SEEN = 100_000
"""Alinéas that match that are passed over to find those of one text."""
MOST_RANKED = 30_000
"""Alinéas in which a word may stand for its rarity to be worth weighing."""
MOST_ACROSS = 1500
"""Versions with the rarest word in which the other words are looked for in other alinéas."""
MOST_TERMS = 8
ENOUGH = 50
"""Articles with all the words in one alinéa from which on those that have them in several are not looked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: words, in one text (its id) or all, on a ``day`` (ISO), in one state on that day or in any."""

    words: str
    day: str
    text: int | None = None
    state: VersionState | None = None


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article that holds the words: its version in force, or else the latest of those that do, of ``versions``."""

    text: str
    text_slug: str
    number: str
    start: str
    end: str | None
    state: VersionState
    versions: int
    excerpt: str
    matches: tuple[Span, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Found:
    """One page of an answer. ``articles`` and ``versions`` count all that were found; not ``complete``: at least."""

    page: tuple[FoundArticle, ...]
    articles: int
    versions: int
    complete: bool


@dataclass(slots=True)
class _Group:
    """The versions of one article that hold the words, and the alinéa to quote from the one to show."""

    versions: set[int] = field(default_factory=set)
    shown: tuple[bool, str] = (False, "")
    version: int = 0
    alinea: int = 0

    def add(self, version: int, start: str, alinea: int, in_force: bool) -> None:
        if (in_force, start) > self.shown:
            self.shown, self.version, self.alinea = (in_force, start), version, alinea
        self.versions.add(version)

    @property
    def in_force(self) -> bool:
        return self.shown[0]


def find_articles(connection: sqlite3.Connection, wanted: Wanted, first: int = 0, limit: int = 20) -> Found:
    """Find articles, best first, and give ``limit`` of them from the ``first`` (counted from 0).

    Those whose version in force on the day holds the words come first. Among them, and among the others, those with an
    alinéa that holds all the words come before those whose alinéas do together. Raises
    :class:`~corpus.errors.LookupFailed` when the words hold no word.
    """
    terms = match_terms(wanted.words)
    alineas, complete = _match(connection, terms, wanted)
    groups: dict[int, _Group] = {}
    pairs, all_of_them = _pairs(connection, alineas, wanted)
    _gather(groups, pairs)
    complete &= all_of_them
    if 1 < len(terms) <= MOST_TERMS and len(groups) < ENOUGH:
        pairs, all_of_them = _pairs_across(connection, terms, wanted)
        _gather(groups, pairs)
        complete &= all_of_them
    chosen = sorted(groups.values(), key=lambda group: not group.in_force)[first : first + limit]
    page = tuple(_describe(connection, terms, group, wanted.day) for group in chosen)
    return Found(page, len(groups), sum(len(group.versions) for group in groups.values()), complete)


def _gather(groups: dict[int, _Group], pairs: Iterable[_Pair]) -> None:
    """Put the versions found under their articles, in the order in which they come."""
    for alinea, version, article, start, in_force in pairs:
        groups.setdefault(article, _Group()).add(version, start, alinea, bool(in_force))


# --- the alinéas -------------------------------------------------------------------------------------------------


def _match(connection: sqlite3.Connection, terms: Sequence[str], wanted: Wanted) -> tuple[list[int], bool]:
    """List the alinéas that hold all the words, best first, and say whether these are all."""
    every = " AND ".join(terms)
    found = _column(connection, _MATCHES, words=every, limit=MOST_ALINEAS + 1)
    if len(found) <= MOST_ALINEAS:
        return _rank(connection, terms, found), True
    if wanted.text is None:
        return _rank(connection, terms, found[:MOST_ALINEAS]), False
    seen = _column(connection, _COUNTED, words=every, limit=MOST_SEEN)[0]
    own = _column(connection, _MATCHES_OF_TEXT, words=every, seen=MOST_SEEN, text=wanted.text, limit=MOST_ALINEAS + 1)
    return own[:MOST_ALINEAS], seen < MOST_SEEN and len(own) <= MOST_ALINEAS


def _rank(connection: sqlite3.Connection, terms: Sequence[str], alineas: list[int]) -> list[int]:
    """Put alinéas in order, best first: by the rarity of the words; by length where a word is everywhere."""
    if len(alineas) < 2:
        return alineas
    counts = [_column(connection, _COUNTED, words=term, limit=MOST_RANKED + 1)[0] for term in terms]
    every = " AND ".join(terms)
    if max(counts) <= MOST_RANKED:
        return _column(connection, _RANKED, words=every, last=max(alineas))
    return _column(connection, _SHORTEST, alineas=json.dumps(alineas))


def _column(connection: sqlite3.Connection, sql: str, **values: str | int) -> list[int]:
    return [row[0] for row in connection.execute(sql, values)]


_MATCHES = "SELECT rowid FROM alinea_search WHERE alinea_search MATCH :words LIMIT :limit"
_COUNTED = f"SELECT count(*) FROM ({_MATCHES})"
_RANKED = "SELECT rowid FROM alinea_search WHERE alinea_search MATCH :words AND rowid <= :last ORDER BY rank, rowid"
_SHORTEST = """
    SELECT al.id FROM json_each(:alineas) j JOIN alineas al ON al.id = j.value ORDER BY length(al.text), al.id
"""
_MATCHES_OF_TEXT = """
    SELECT m.rowid FROM (SELECT rowid FROM alinea_search WHERE alinea_search MATCH :words LIMIT :seen) m
    WHERE m.rowid IN (
        SELECT va.alinea_id FROM articles a JOIN versions v ON v.article_id = a.id
        JOIN version_alineas va ON va.version_id = v.id WHERE a.text_id = :text) LIMIT :limit
"""

# --- their versions ----------------------------------------------------------------------------------------------

_CAUSES = ", ".join(f"'{cause}'" for cause in sorted(ENDS_ARTICLE))
STATE_SQL: Mapping[VersionState, str] = {
    "in-force": 'v.start <= :day AND (v."end" IS NULL OR v."end" > :day)',
    "superseded": f'v."end" <= :day AND v.end_cause NOT IN ({_CAUSES})',
    "ended": f'v."end" <= :day AND v.end_cause IN ({_CAUSES})',
    "not-yet": "v.start > :day",
}
"""The test of each state, of a version «v» on «:day»."""
_STATE = "CASE " + " ".join(f"WHEN {sql} THEN '{state}'" for state, sql in STATE_SQL.items()) + " END"


_Pair = tuple[int, int, int, str, int]
"""An alinéa, a version that holds it, its article, when the version begins, and whether it is in force on the day."""


def _pairs(connection: sqlite3.Connection, alineas: Sequence[int], wanted: Wanted) -> tuple[list[_Pair], bool]:
    """List the versions wanted that hold some alinéas, in the order of the alinéas; and say whether these are all."""
    values = {"alineas": json.dumps(alineas), "day": wanted.day, "text": wanted.text}
    state = STATE_SQL[wanted.state] if wanted.state else "1"
    if wanted.text is not None and len(alineas) > MANY_ALINEAS:
        # Every piece of this SQL is our own; the values are bound.
        found = connection.execute(f"{_PAIRS_OF_TEXT} AND {state}", values).fetchall()
        places = {alinea: place for place, alinea in enumerate(alineas)}
        return sorted(found, key=lambda pair: (places[pair[0]], pair[1]))[:MOST_PAIRS], len(found) <= MOST_PAIRS
    (looked,) = connection.execute(f"SELECT count(*) FROM {_HELD}", values).fetchone()
    one_text = (
        ""
        if wanted.text is None
        else "AND EXISTS (SELECT 1 FROM articles a WHERE a.id = v.article_id AND a.text_id = :text)"
    )
    found = connection.execute(f"{_PAIRS} WHERE {state} {one_text} LIMIT {MOST_PAIRS + 1:d}", values).fetchall()
    return found[:MOST_PAIRS], looked < MOST_LOOKED and len(found) <= MOST_PAIRS


_HELD = f"""(
    SELECT va.alinea_id, va.version_id FROM json_each(:alineas) j
    CROSS JOIN version_alineas va ON va.alinea_id = j.value LIMIT {MOST_LOOKED:d}) f"""
_VERSION_HELD = f"v.id, v.article_id, v.start, {STATE_SQL['in-force']}"
_PAIRS = f"SELECT f.alinea_id, {_VERSION_HELD} FROM {_HELD} CROSS JOIN versions v ON v.id = f.version_id"
_PAIRS_OF_TEXT = f"""
    SELECT va.alinea_id, {_VERSION_HELD} FROM articles a CROSS JOIN versions v ON v.article_id = a.id
    CROSS JOIN version_alineas va ON va.version_id = v.id
    WHERE a.text_id = :text AND +va.alinea_id IN (SELECT value FROM json_each(:alineas))
"""


def _pairs_across(connection: sqlite3.Connection, terms: Sequence[str], wanted: Wanted) -> tuple[list[_Pair], bool]:
    """Give the versions whose alinéas hold the words together, by those that hold the rarest one; and if all are."""
    counts = [_column(connection, _COUNTED, words=term, limit=MOST_SEEN + 1)[0] for term in terms]
    rarest = min(range(len(terms)), key=counts.__getitem__)
    if not counts[rarest]:
        return [], True
    holders = _column(connection, _MATCHES, words=terms[rarest], limit=MOST_ALINEAS)
    pairs, complete = _pairs(connection, holders, wanted)
    complete &= counts[rarest] <= MOST_ALINEAS and len(pairs) <= MOST_ACROSS and max(counts) <= MOST_SEEN
    kept = {version for _, version, *_ in pairs[:MOST_ACROSS]}
    for place, term in enumerate(terms):
        if place != rarest and kept:
            kept &= set(
                _column(connection, _VERSIONS_WITH, words=term, seen=MOST_SEEN, versions=json.dumps(list(kept)))
            )
    return [pair for pair in pairs if pair[1] in kept], complete


_VERSIONS_WITH = """
    WITH own AS MATERIALIZED (
        SELECT va.alinea_id, va.version_id FROM json_each(:versions) j
        JOIN version_alineas va ON va.version_id = j.value)
    SELECT DISTINCT own.version_id
    FROM (SELECT rowid AS alinea_id FROM alinea_search WHERE alinea_search MATCH :words LIMIT :seen) m
    JOIN own ON own.alinea_id = m.alinea_id
"""

# --- what is shown -----------------------------------------------------------------------------------------------


def _describe(connection: sqlite3.Connection, terms: Sequence[str], group: _Group, day: str) -> FoundArticle:
    text, slug, number, start, end, state = connection.execute(
        _VERSION, {"version": group.version, "day": day}
    ).fetchone()
    any_term = " OR ".join(terms)
    (marked,) = connection.execute(_EXCERPT, {"words": any_term, "alinea": group.alinea}).fetchone()
    excerpt, matches = read_excerpt(marked)
    return FoundArticle(text, slug, number, start, end, state, len(group.versions), excerpt, matches)


_VERSION = f"""
    SELECT t.title, t.slug, a.number, v.start, v."end", {_STATE} FROM versions v JOIN articles a ON a.id = v.article_id
    JOIN texts t ON t.id = a.text_id WHERE v.id = :version
"""
_EXCERPT = """
    SELECT snippet(alinea_search, 0, char(2), char(3), '…', 40) FROM alinea_search
    WHERE alinea_search MATCH :words AND rowid = :alinea
"""
