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
from corpus.keys import dila_id, dila_key
from corpus.model import family_of


def answer_identifier(desk: Desk, asked: Asked) -> Answer:
    """Redirect DILA's identifier of a text, a division or an article version; raises LookupFailed."""
    written = asked.parts["identifier"].upper()
    key = dila_key(written)
    if key is not None:
        if (address := _find_key(desk, key)) is not None:
            return _redirect(address, asked)
        if rows := desk.reader.rows(_SECTION_OF_KEY, key=key):
            return _redirect(_section(desk, rows[0]["slug"], key, asked.today), asked, permanent=False)
    raise LookupFailed(f"Le corpus ne connaît pas l’identifiant {written}.")


def _redirect(address: str, asked: Asked, *, permanent: bool = True) -> Redirection:
    return Redirection(address, permanent)


def _find_key(desk: Desk, key: int) -> str | None:
    for sql in (_VERSION_OF_KEY, _UNPLACED_OF_KEY, _NAMED_OF_KEY, _PAST_OF_KEY):
        if rows := desk.reader.rows(sql, key=key):
            start = rows[0]["start"]
            return desk.at.article(rows[0]["slug"], rows[0]["number"], dt.date.fromisoformat(start) if start else None)
    if rows := desk.reader.rows(_TEXT_OF_KEY, key=key):
        return _text_or_act(desk, rows[0])
    return None


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
        return _redirect(desk.at.text(row["slug"], day) if day else _text_or_act(desk, row), asked)
    if row["has_body"] and not row["has_articles"]:
        return _redirect(desk.at.act(row["slug"]), asked)
    article = desk.reader.corpus.article(read_number(level.removeprefix("article_")), row["slug"])
    return _redirect(desk.at.article(article.text_slug, article.number, day), asked)


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
_TEXT_OF_KEY = f"""SELECT {_TEXT} WHERE t.id = coalesce(
    (SELECT text_id FROM text_versions WHERE id = :key), (SELECT id FROM texts WHERE key = :key))"""
_VERSION_OF_KEY = """
    SELECT t.slug, a.number, v.start FROM versions v JOIN articles a ON a.id = v.article_id
    JOIN texts t ON t.id = a.text_id WHERE v.id = :key
"""
_UNPLACED_OF_KEY = """
    SELECT t.slug, a.number, NULL AS start FROM unplaced_versions u JOIN articles a ON a.id = u.article_id
    JOIN texts t ON t.id = a.text_id WHERE u.id = :key
"""
_NAMED_OF_KEY = """
    SELECT t.slug, coalesce(o.number, a.number) AS number, b.start FROM missing_versions m
    JOIN articles a ON a.id = m.article_id JOIN texts t ON t.id = a.text_id
    LEFT JOIN absences b ON b.named_id = m.id LEFT JOIN articles o ON o.id = b.article_id WHERE m.id = :key
"""
_PAST_OF_KEY = """
    SELECT t.slug, a.number, NULL AS start FROM past_versions p JOIN articles a ON a.id = p.article_id
    JOIN texts t ON t.id = a.text_id WHERE p.version_id = :key LIMIT 1
"""
_SECTION_OF_KEY = "SELECT t.slug FROM sections s JOIN texts t ON t.id = s.text_id WHERE s.id = :key"
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
