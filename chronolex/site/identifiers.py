"""Addresses by identifier: DILA's (LEGIARTI…, LEGITEXT…, LEGISCTA…) and the ELI, as Légifrance writes them.

They redirect for good to the address of the text, the act, the division or the article version.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import unquote

from chronolex.site.addresses import read_number
from chronolex.site.answers import Answer, Asked, Desk, Redirection
from corpus.dates import as_day, format_date
from corpus.errors import LookupFailed, UnknownText
from corpus.identified import find_identified
from corpus.keys import dila_id, dila_key
from corpus.model import family_of

Row = dict[str, Any]


def answer_identifier(desk: Desk, asked: Asked) -> Answer:
    """Redirect DILA's identifier of a text, a division or an article version; raises LookupFailed."""
    written = asked.parts["identifier"].upper()
    key = dila_key(written)
    address = _find_key(desk, key, asked.today) if key is not None else None
    if address is None:
        raise LookupFailed(f"Le corpus ne connaît pas l’identifiant {written}.")
    return _for_good(address, asked)


def _for_good(address: str, asked: Asked) -> Redirection:
    path, _, arguments = address.partition("?")
    suffix = ".json" if asked.json else ""
    return Redirection(f"{path}{suffix}" + (f"?{arguments}" if arguments else ""), permanent=True)


def _find_key(desk: Desk, key: int, today: dt.date) -> str | None:
    found = find_identified(desk.reader.connection, key)
    if found is None:
        return None
    if found.number is not None:
        return desk.at.article(found.slug, found.number, found.start)
    if found.section is not None:
        return _section(desk, found.slug, found.section, today)
    return _text_or_act(desk, _rows(desk, _TEXT_OF_SLUG, slug=found.slug)[0])


def _section(desk: Desk, slug: str, key: int, today: dt.date) -> str:
    """The text open to a division: as of today when it still stands, else on the last day from which it stood."""
    rows = _rows(desk, _SECTION_DAYS, key=key)
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
        return _for_good(desk.at.text(row["slug"], day) if day else _text_or_act(desk, row), asked)
    if row["has_body"] and not row["has_articles"]:
        return _for_good(desk.at.act(row["slug"]), asked)
    article = desk.reader.corpus.article(read_number(level.removeprefix("article_")), row["slug"])
    return _for_good(desk.at.article(article.text_slug, article.number, day), asked)


def _find_act(desk: Desk, nature: str, signed: dt.date, name: str) -> Row | None:
    by_nor = _rows(desk, _TEXTS_OF_NOR, nor=name.upper())
    if len(by_nor) == 1:
        return by_nor[0]
    numbered = _rows(desk, _TEXTS_OF_NUMBER, number=name, signed=signed.isoformat())
    same = [row for row in numbered if family_of(row["nature"]) == family_of(nature)]
    return same[0] if len(same) == 1 else None


def _unknown_act(desk: Desk, nature: str, signed: dt.date, name: str) -> UnknownText:
    rows = [
        r for r in _rows(desk, _TEXTS_OF_DAY, signed=signed.isoformat()) if family_of(r["nature"]) == family_of(nature)
    ]
    nearest = tuple((row["slug"], row["title"]) for row in rows)
    kind = nature.lower().replace("_", " ")
    return UnknownText(f"Le corpus ne connaît pas de {kind} {name} du {format_date(signed)}.", "", nearest)


def _rows(desk: Desk, sql: str, **values: str | int) -> list[Row]:
    cursor = desk.reader.connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


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
    ORDER BY up."end" DESC, up.start DESC LIMIT 1
"""
"""The last days on which a division stands in its text: those of all that holds it."""
