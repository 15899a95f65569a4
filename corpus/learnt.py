"""Since when the base says what it says of a version: its beginning and its words, its end and its words.

DILA sends records again, most often to say the same, or to give another end to a version whose beginning has not moved.
So the archive that a record came from last says little. What counts is the first of the archives which, one after the
other, have said the same of one side of a version. The present state of a record and what ``past_versions`` keeps of it
are enough to find it: it is settled at the end of each delivery, for the numbers that were touched.

A state that only follows the calendar (VIGUEUR_DIFF, then VIGUEUR; VIGUEUR with an end, then MODIFIE) is no news.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from corpus.delivered import END_CAUSES
from corpus.removal import Address

_OVER = {state: cause for state, cause in END_CAUSES.items() if cause != "modified"}
"""The states that say more than that another version follows."""
_OVER_SQL = f"""CASE {{}}.state {" ".join(f"WHEN '{state}' THEN '{cause}'" for state, cause in _OVER.items())} END"""
_WORDS = """(SELECT json_group_array(alinea_id) FROM (
    SELECT alinea_id FROM version_alineas WHERE version_id = v.id ORDER BY position))"""
_FACTS = {
    "start": "p.start = v.start",
    "end": f'p."end" IS v."end" AND {_OVER_SQL.format("p")} IS {_OVER_SQL.format("v")}',
}
"""What an archive must have said already, for each side of a version."""


def _back(side: str) -> str:
    """Walk back from the record that stands, as long as the archive before had said the same."""
    return f"""{side}s(key, since) AS (
        SELECT v.id, r.archive_id FROM articles a JOIN versions v ON v.article_id = a.id
        JOIN records r ON r.key = v.id AND r.part = 'a' WHERE {{which}}
        UNION ALL
        SELECT b.key, p.from_archive_id FROM {side}s b
        JOIN past_versions p ON p.version_id = b.key AND p.until_archive_id = b.since
        JOIN articles o ON o.id = p.article_id JOIN versions v ON v.id = b.key JOIN articles a ON a.id = v.article_id
        WHERE o.text_id = a.text_id AND o.number = a.number AND {_FACTS[side]} AND json(p.alineas) = {_WORDS})"""


# What followed a version, or came before it, may have been taken away: since then the base says another thing of that
# day, though the record of the version is the same.
_GONE = """SELECT v.id, max(p.until_archive_id) FROM articles a JOIN versions v ON v.article_id = a.id
    JOIN articles o ON o.text_id = a.text_id AND o.number = a.number JOIN past_versions p ON p.article_id = o.id
    WHERE {which} AND p.{other} = v.{side} AND NOT EXISTS (
        SELECT 1 FROM articles x JOIN versions n ON n.article_id = x.id
        WHERE x.text_id = a.text_id AND x.number = a.number AND n.{other} = v.{side})
    GROUP BY v.id"""


def _learn(side: str, which: str) -> str:
    other = {"start": '"end"', "end": "start"}[side]
    gone = _GONE.format(which=which, side=f'"{side}"', other=other)
    # The oldest archive is the state in which the base was found: written down for no version, it takes no room.
    return f"""WITH RECURSIVE {_back(side).format(which=which)}, known(key, since) AS (
        SELECT key, max(since) FROM (SELECT key, min(since) AS since FROM {side}s GROUP BY key UNION ALL {gone})
        GROUP BY key)
    UPDATE records SET {side}_archive_id = nullif(known.since, (SELECT min(id) FROM archives))
    FROM known WHERE records.key = known.key AND records.part = 'a'"""


_TOUCHED = "a.text_id = :text AND a.number = :number"
_WITH_A_PAST = """EXISTS (SELECT 1 FROM articles y JOIN past_versions q ON q.article_id = y.id
    WHERE y.text_id = a.text_id AND y.number = a.number)"""
_LEARN = tuple(_learn(side, _TOUCHED) for side in _FACTS)

LEARN_ALL = (
    "UPDATE records SET start_archive_id = nullif(archive_id, (SELECT min(id) FROM archives)) WHERE part = 'a'",
    "UPDATE records SET end_archive_id = start_archive_id WHERE part = 'a'",
    *(_learn(side, _WITH_A_PAST) for side in _FACTS),
)
"""The same for a whole base, as a migration needs it."""


def learn(connection: sqlite3.Connection, addresses: Iterable[Address]) -> None:
    """Settle since when the base says what it says of the versions of some numbers."""
    for text, number in addresses:
        for statement in _LEARN:
            connection.execute(statement, {"text": text, "number": number})


def learn_of_delivery(connection: sqlite3.Connection, archive_id: int) -> None:
    """Settle the same for every number of which an archive changed what was said, as a new global archive does."""
    learn(connection, connection.execute(_CHANGED, (archive_id,)).fetchall())


_CHANGED = """SELECT DISTINCT a.text_id, a.number FROM past_versions p JOIN articles a ON a.id = p.article_id
    WHERE p.until_archive_id = ?"""
