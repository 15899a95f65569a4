"""Addresses by identifier: DILA's (LEGIARTI…, LEGITEXT…, LEGISCTA…) and the ELI, as Légifrance writes them.

They redirect for good to the address of the text, the act or the article version; for now to that of a division, which
moves from day to day.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import unquote

from chronolex.site.addresses import read_number
from chronolex.site.answers import Answer, Asked, Desk, Redirection
from chronolex.site.reader import Row
from corpus.dates import as_day, format_date
from corpus.errors import LookupFailed, UnknownText
from corpus.identified import find_identified
from corpus.keys import dila_id, dila_key
from corpus.model import family_of

ELI_PATTERN = (
    r"(?P<nature>[A-Za-z_-]+)/(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<name>[^/]+?)"
    r"(?:/(?:jo|lc)(?:/(?P<date>\d{4}-?\d\d-?\d\d))?(?:/(?P<level>texte|article_[^/]+?))?)?"
)
"""Regular expression source of an ELI, after «/eli/»."""


def answer_identifier(desk: Desk, asked: Asked) -> Answer:
    """Redirect DILA's identifier of a text, a division or an article version; raises LookupFailed."""
    written = asked.parts["identifier"].upper()
    key = dila_key(written)
    found = find_identified(desk.reader.connection, key) if key is not None else None
    if found is None:
        raise LookupFailed(f"Le corpus ne connaît pas l’identifiant {written}.")
    if found.number is not None:
        return Redirection(desk.at.article(found.slug, found.number, found.start), permanent=True)
    if found.section is not None:
        return Redirection(_section(desk, found.slug, found.section, asked.today))
    return Redirection(_text_or_act(desk, desk.reader.rows(_TEXT_OF_SLUG, slug=found.slug)[0]), permanent=True)


def _section(desk: Desk, slug: str, key: int, today: dt.date) -> str:
    """The text open to a division: as of today when it stands, else on the first of the days on which it stood."""
    rows = desk.reader.rows(_SECTION_DAYS, key=key, today=today.isoformat())
    if not rows:  # no division of the text holds it
        return desk.at.text(slug)
    stands = rows[0]["start"] <= today.isoformat() < rows[0]["end"]
    return desk.at.text(slug, None if stands else dt.date.fromisoformat(rows[0]["start"]), dila_id(key))


def _text_or_act(desk: Desk, row: Row) -> str:
    return desk.at.act(row["slug"]) if row["has_body"] and not row["has_articles"] else desk.at.text(row["slug"])


# --- ELI ---------------------------------------------------------------------------------------------------------


def answer_eli(desk: Desk, asked: Asked) -> Answer:
    """Redirect «/eli/decret/2005/4/7/SANH0521313D/jo/texte», by NOR or by nature, number and date of signature.

    Raises :class:`UnknownText`, with the texts of that nature and day, and :class:`UnknownArticle`.
    """
    parts = {name: unquote(value) for name, value in asked.parts.items()}
    nature = parts["nature"].upper().replace("-", "_")
    signed = as_day(f"{int(parts['year']):04d}-{int(parts['month']):02d}-{int(parts['day']):02d}")
    row = _find_act(desk, nature, signed, parts["name"])
    if row is None:
        raise _unknown_act(desk, nature, signed, parts["name"])
    level = parts.get("level") or "texte"
    day = as_day(parts["date"]) if parts.get("date") else None
    if level == "texte":
        return Redirection(desk.at.text(row["slug"], day) if day else _text_or_act(desk, row), permanent=True)
    if row["has_body"] and not row["has_articles"]:
        return Redirection(desk.at.act(row["slug"]), permanent=True)
    article = desk.reader.corpus.article(read_number(level.removeprefix("article_")), row["slug"])
    return Redirection(desk.at.article(article.text_slug, article.number, day), permanent=True)


def _find_act(desk: Desk, nature: str, signed: dt.date, name: str) -> Row | None:
    by_nor = desk.reader.rows(_TEXTS_OF_NOR, nor=name.upper())
    if len(by_nor) == 1:
        return by_nor[0]
    numbered = desk.reader.rows(_TEXTS_OF_NUMBER, number=name, signed=signed.isoformat())
    same = [row for row in numbered if family_of(row["nature"]) == family_of(nature)]
    return same[0] if len(same) == 1 else None


def _unknown_act(desk: Desk, nature: str, signed: dt.date, name: str) -> UnknownText:
    of_day = desk.reader.rows(_TEXTS_OF_DAY, signed=signed.isoformat())
    nearest = tuple((row["slug"], row["title"]) for row in of_day if family_of(row["nature"]) == family_of(nature))
    kind = nature.lower().replace("_", " ")
    return UnknownText(f"Le corpus ne connaît pas de {kind} {name} du {format_date(signed)}.", "", nearest)


_TEXT = """
    t.slug, t.title, t.nature, t.body IS NOT NULL AS has_body,
    EXISTS (SELECT 1 FROM articles a WHERE a.text_id = t.id) AS has_articles FROM texts t
"""
_TEXTS_OF_NOR = f"SELECT {_TEXT} WHERE t.nor = :nor LIMIT 2"
_TEXTS_OF_NUMBER = f"SELECT {_TEXT} WHERE t.number = :number AND t.signed = :signed LIMIT 5"
_TEXTS_OF_DAY = f"SELECT {_TEXT} WHERE t.signed = :signed ORDER BY t.title, t.slug LIMIT 20"
_TEXT_OF_SLUG = f"SELECT {_TEXT} WHERE t.slug = :slug"
_SECTION_DAYS = """
    WITH RECURSIVE up(id, start, "end", depth) AS (
        SELECT parent_id, coalesce(start, '0001-01-01'), coalesce("end", '9999-12-31'), 0 FROM contents
        WHERE child_id = :key
        UNION
        SELECT c.parent_id, max(up.start, coalesce(c.start, '0001-01-01')),
               min(up."end", coalesce(c."end", '9999-12-31')), up.depth + 1
        FROM up CROSS JOIN contents c ON c.child_id = up.id WHERE up.depth < 40)
    SELECT up.start, up."end" FROM up JOIN text_versions tv ON tv.id = up.id WHERE up.start < up."end"
    ORDER BY up.start <= :today AND up."end" > :today DESC, up.start <= :today DESC,
             CASE WHEN up.start <= :today THEN up."end" END DESC, up.start LIMIT 1
"""
"""The days on which a division stands in its text, those of all that holds it: today's, else the last before, else the
first to come."""
