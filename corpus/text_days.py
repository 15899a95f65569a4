"""A text over its days: when it changes, and the state of each of its articles on a day.

Pure functions on values; the one query reads the dates of a text's versions, never their words.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from corpus.keys import JORF_KEYS
from corpus.model import ENDS_ARTICLE
from corpus.queries import CHIEF, HOLDS, read_day

State = Literal["in-force", "ended", "not-yet", "missing"]
"""What a number is on a day: in force; repealed or moved; still to come; or without a text in the corpus."""


@dataclass(frozen=True, slots=True)
class Life:
    """When a version of an article, or a declared absence of its text, lasts: ``[start, end)`` in ISO dates.

    ``start`` None: an article of which the corpus knows nothing but its number.
    """

    number: str
    start: str | None
    end: str | None
    cause: str | None
    absent: bool


@dataclass(frozen=True, slots=True)
class ArticleOnDay:
    """The state of a number on a day. ``since`` is when it ended or went missing, or when it will begin."""

    number: str
    state: State
    since: str | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class TextLife:
    """When a text as a whole is in force, as far as its sources say: ``[start, end)``."""

    start: dt.date | None
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """A day on which articles of a text begin, change or end, and how many."""

    date: str
    articles: int


@dataclass(frozen=True, slots=True)
class TextDays:
    """The days of a text on which something changes, around one day. ``today`` is that day, when it is one of them."""

    before: ChangeDay | None
    today: ChangeDay | None
    after: ChangeDay | None


def read_lives(connection: sqlite3.Connection, text: int, beside: str | None = None) -> list[list[Life]]:
    """Read the lives of the articles of a text, article by article in the order of their numbers, oldest first.

    Of an article that both of DILA's bases hold, those of the consolidated one. With ``beside``, an ISO date, without
    the numbers that are in force on it: of a code in force they are most, and its contents list them.
    """
    rows = connection.execute(_LIVES if beside is None else _LIVES_BESIDE, {"text": text, "day": beside})
    lives: list[list[Life]] = []
    for _, bearers in groupby(rows, key=lambda row: row[0]):
        found = list(bearers)
        chief = [row for row in found if row[1] > 0] or found
        told = [Life(number, start, end, cause, bool(absent)) for number, _, start, end, cause, absent, _ in chief]
        lives.append(sorted(told, key=lambda life: life.start or ""))
    return lives


_LIVES_OF = """
    WITH o AS (SELECT o.id, o.number, o.bearer, o.sort_key FROM articles o WHERE o.text_id = :text{beside})
    SELECT o.number, o.bearer, v.start, v."end", v.end_cause, 0, o.sort_key
    FROM o LEFT JOIN versions v ON v.article_id = o.id
    UNION ALL
    SELECT o.number, o.bearer, b.start, b."end", b.end_cause, 1, o.sort_key
    FROM o JOIN absences b ON b.article_id = o.id
    ORDER BY 7, 1
"""
_LIVES = _LIVES_OF.format(beside="")
_LIVES_BESIDE = _LIVES_OF.format(
    beside=f"""
        AND NOT EXISTS (SELECT 1 FROM articles a JOIN versions v ON v.article_id = a.id
                        WHERE a.text_id = o.text_id AND a.number = o.number AND {CHIEF}
                          AND {HOLDS["legifrance"]})"""
)


def read_text_life(connection: sqlite3.Connection, text: int) -> TextLife:
    """Read when a text begins, and when it ends: not when one version of it does."""
    start, end = connection.execute(_TEXT_LIFE, {"text": text}).fetchone()
    return TextLife(read_day(start), read_day(end))


_TEXT_LIFE = f"""
    SELECT min(start), CASE WHEN count(*) = count("end") THEN max("end") END FROM text_versions
    WHERE text_id = :text AND NOT (id >= {JORF_KEYS[0]} AND id < {JORF_KEYS[1]})
"""


def read_base_day(connection: sqlite3.Connection) -> dt.date | None:
    """Read the day of the last archive of DILA's bases, of the one that is behind; None for a corpus without any."""
    (stamp,) = connection.execute(_LAST_STAMP).fetchone()
    return read_day(stamp[:10] if stamp else None)


_LAST_STAMP = """
    SELECT min(latest) FROM (SELECT max(stamp) AS latest FROM archives WHERE stamp IS NOT NULL GROUP BY base)
"""


def read_known_day(connection: sqlite3.Connection, today: dt.date) -> dt.date:
    """Give the last day of which the corpus can speak: today, or that of DILA's last archive."""
    return min(today, read_base_day(connection) or today)


def state_on(lives: Sequence[Life], day: str) -> ArticleOnDay:
    """Say what a number is on a day, from its lives in order. What is not known is missing, never guessed."""
    number = lives[0].number
    dated = [life for life in lives if life.start is not None]
    holding = [life for life in dated if (life.start or "") <= day and (life.end is None or day < life.end)]
    if holding:
        life = next((life for life in holding if not life.absent), holding[0])
        return ArticleOnDay(number, "missing" if life.absent else "in-force", life.start)
    before = [life for life in dated if (life.start or "") <= day]
    if before:
        last = max(before, key=lambda life: life.end or "")
        return ArticleOnDay(number, "ended" if last.cause in ENDS_ARTICLE else "missing", last.end, last.cause)
    if dated:
        return ArticleOnDay(number, "not-yet", dated[0].start)
    return ArticleOnDay(number, "missing")


def read_days(connection: sqlite3.Connection, text: int, day: str) -> TextDays:
    """Find the days of change next to a day, before and after it, with how many articles change on each."""
    values = {"text": text, "day": day}
    before, after = connection.execute(_NEXT_DAYS, values).fetchone()
    days = [before, day, after]
    counts = dict(connection.execute(_CHANGED_ON, values | {"before": before, "after": after}).fetchall())
    return TextDays(*(ChangeDay(one, counts[one]) if one in counts else None for one in days))


_VERSIONS_OF_TEXT = f"articles a CROSS JOIN versions v ON v.article_id = a.id WHERE a.text_id = :text AND {CHIEF}"
_KNOWN_DATES_OF_TEXT = """
    articles a CROSS JOIN absences b ON b.article_id = a.id CROSS JOIN json_each(b.known_starts) j
    WHERE a.text_id = :text
"""
_NEXT_DAYS = f"""
    SELECT max(before), min(after) FROM (
        SELECT CASE WHEN v."end" < :day THEN v."end" WHEN v.start < :day THEN v.start END AS before,
               CASE WHEN v.start > :day THEN v.start WHEN v."end" > :day THEN v."end" END AS after
        FROM {_VERSIONS_OF_TEXT}
        UNION ALL
        SELECT CASE WHEN j.value < :day THEN j.value END, CASE WHEN j.value > :day THEN j.value END
        FROM {_KNOWN_DATES_OF_TEXT})
"""
_CHANGED_ON = f"""
    SELECT day, count(DISTINCT number) FROM (
        SELECT v.start AS day, a.number FROM {_VERSIONS_OF_TEXT} AND v.start IN (:before, :day, :after)
        UNION ALL
        SELECT v."end", a.number FROM {_VERSIONS_OF_TEXT} AND v."end" IN (:before, :day, :after)
        UNION ALL
        SELECT j.value, a.number FROM {_KNOWN_DATES_OF_TEXT} AND j.value IN (:before, :day, :after)) GROUP BY day
"""


def read_heirs(connection: sqlite3.Connection, text: int) -> dict[str, list[tuple[str, str]]]:
    """Give where the articles of a text went, by number: the slugs and numbers of those that continue them."""
    heirs: dict[str, list[tuple[str, str]]] = {}
    for old, slug, number in connection.execute(_HEIRS, {"text": text}):
        heirs.setdefault(old, []).append((slug, number))
    return heirs


_HEIRS = """
    SELECT l.old_number, t.slug, l.new_number FROM lineage l JOIN texts t ON t.id = l.new_text_id
    WHERE l.old_text_id = :text AND l.kind <> 'rewritten' AND l.status <> 'finding' ORDER BY l.id
"""


def count_articles(connection: sqlite3.Connection, text: int) -> int:
    """Count the articles of a text, of all times."""
    (total,) = connection.execute("SELECT count(*) FROM articles WHERE text_id = ?", (text,)).fetchone()
    return int(total)
