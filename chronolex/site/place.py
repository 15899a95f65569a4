"""Where an article stands in its text on a day: the divisions around it, and the articles before and after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chronolex.site.answers import Choice, Desk
from corpus.answers import Version
from corpus.handles import ArticleHandle
from corpus.keys import dila_id
from corpus.numbering import display_number, sort_key
from corpus.queries import CHIEF, HOLDS


@dataclass(frozen=True, slots=True)
class Place:
    """The divisions from the outermost on, and the neighbours in force on the day. Empty where nothing is known."""

    divisions: tuple[Choice, ...] = ()
    before: Choice | None = None
    after: Choice | None = None


def find_place(
    desk: Desk, handle: ArticleHandle, version: Version | None, day: dt.date, asked_day: dt.date | None
) -> Place:
    """Find where an article stands on a day; the links lead to ``asked_day``, to today without one."""
    values = {"text": handle.text_slug, "number": handle.number, "key": sort_key(handle.number), "day": day.isoformat()}
    return Place(
        _divisions(desk, handle, version, day, asked_day) if version else (),
        *(_neighbour(desk, handle, sql, values, asked_day) for sql in (_BEFORE, _AFTER)),
    )


def _divisions(
    desk: Desk, handle: ArticleHandle, version: Version, day: dt.date, asked_day: dt.date | None
) -> tuple[Choice, ...]:
    """Go up from the version; where a source puts one thing in two places, the one that it put there last."""
    found: list[Choice] = []
    held = version.id
    while len(found) < _DEEPEST and (rows := desk.reader.rows(_HOLDER, held=held, day=day.isoformat())):
        held, title = rows[0]["id"], rows[0]["title"]
        found.append(Choice(title or "division sans titre", desk.at.text(handle.text_slug, asked_day, dila_id(held))))
    return tuple(reversed(found))


_DEEPEST = 40
"""Divisions within each other at most: a source may hold one in itself."""


def _neighbour(
    desk: Desk, handle: ArticleHandle, sql: str, values: dict[str, str], asked_day: dt.date | None
) -> Choice | None:
    rows = desk.reader.rows(sql, **values)
    if not rows:
        return None
    number = rows[0]["number"]
    return Choice(display_number(number), desk.at.article(handle.text_slug, number, asked_day))


_HOLDER = """
    SELECT s.id, s.title FROM contents c JOIN sections s ON s.id = c.parent_id
    WHERE c.child_id = :held AND (c.start IS NULL OR c.start <= :day) AND (c."end" IS NULL OR c."end" > :day)
    ORDER BY c.start DESC LIMIT 1
"""
"""The division that holds a version, or another division, on a day."""

_NEXT_TO = f"""
    SELECT a.number FROM texts t CROSS JOIN articles a ON a.text_id = t.id
    WHERE t.slug = :text AND a.sort_key {{side}} :key AND a.number <> :number AND {CHIEF}
      AND EXISTS (SELECT 1 FROM versions v WHERE v.article_id = a.id AND {HOLDS["legifrance"]})
    ORDER BY a.sort_key {{order}}, a.number LIMIT 1
"""  # noqa: S608 - our own words; values are bound
_BEFORE = _NEXT_TO.format(side="<", order="DESC")
_AFTER = _NEXT_TO.format(side=">", order="ASC")
