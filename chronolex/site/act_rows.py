"""The rows behind an act's page: the versions that it made and ended, by the indexes on both, and its words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chronolex.site.reader import ActText, Reader
from corpus.cited import split_visas
from corpus.queries import read_day


@dataclass(frozen=True, slots=True)
class Deed:
    """What an act did to an article on a day: it ``made`` a version, or ended one and made none in its place.

    ``kind`` is created, modified or the cause of the end (repealed…); ``version`` the one that was made, or ended.
    """

    version: int
    made: bool
    kind: str
    slug: str
    text: str
    number: str
    day: dt.date
    until: dt.date | None
    act_article: str | None
    verification: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many versions an act made and ended, of how many articles; ``deeds`` are the rows that tell it."""

    made: int
    ended: int
    articles: int
    deeds: int


def find_act(reader: Reader, slug: str) -> ActText:
    """Give an act, of which the corpus may not have the words."""
    (row,) = reader.rows(_ACT, slug=slug)
    return ActText(**(row | {name: split_visas(row[name]) for name in ("visas", "signatories")}))


def count_deeds(reader: Reader, act: int) -> Tally:
    """Count what an act did."""
    (row,) = reader.rows(_TALLY, act=act)
    return Tally(**row)


def deeds_of(reader: Reader, act: int, limit: int, skip: int = 0) -> list[Deed]:
    """List what an act did: by day, then in the order of the texts."""
    rows = reader.rows(_DEEDS, act=act, limit=limit, skip=skip)
    return [
        Deed(**(row | {"made": bool(row["made"]), "day": read_day(row["day"]), "until": read_day(row["until"])}))
        for row in rows
    ]


def has_articles(reader: Reader, text: int) -> bool:
    """Say whether the corpus has articles of a text."""
    return bool(reader.rows("SELECT 1 FROM articles WHERE text_id = :text LIMIT 1", text=text))


def authored_alineas(reader: Reader, act: int) -> dict[int, frozenset[int]]:
    """Give, by the position of each instruction of an act, the alinéas in which it wrote words."""
    found: dict[int, set[int]] = {}
    for row in reader.rows(_AUTHORED, act=act):
        found.setdefault(row["rank"], set()).add(row["alinea"])
    return {rank: frozenset(alineas) for rank, alineas in found.items()}


_ACT = """
    SELECT id, slug, title, full_title, nor, signed, published, jo_number, body, visas, signatories
    FROM texts WHERE slug = :slug
"""
_DONE = """
    SELECT v.id, v.article_id, v.start AS day, v."end" AS until, v.act_article, 1 AS made, v.end_cause, v.verification
    FROM versions v WHERE v.act_id = :act
    UNION ALL
    SELECT w.id, w.article_id, w."end", NULL, w.end_act_article, 0, w.end_cause, w.verification
    FROM versions w WHERE w.end_act_id = :act AND NOT EXISTS (
        SELECT 1 FROM versions n WHERE n.article_id = w.article_id AND n.start = w."end" AND n.act_id = :act)
"""
_TALLY = f"""
    SELECT count(*) FILTER (WHERE made) AS made,
           (SELECT count(*) FROM versions e WHERE e.end_act_id = :act) AS ended,
           count(DISTINCT article_id) AS articles, count(*) AS deeds
    FROM ({_DONE})
"""  # noqa: S608 - our own words; values are bound
_REWRITES = """(SELECT min(k.kind) = 'MODIFIE' AND max(k.kind) = 'MODIFIE' FROM links l
    JOIN link_kinds k ON k.id = l.kind_id WHERE l.version_id = d.id AND l.outgoing = 0
    AND k.kind IN ('CREE', 'MODIFIE'))"""
_DEEDS = f"""
    SELECT d.id AS version, d.made,
           CASE WHEN NOT d.made THEN coalesce(d.end_cause, 'unknown')
                WHEN EXISTS (SELECT 1 FROM versions p WHERE p.article_id = d.article_id AND p."end" = d.day)
                THEN 'modified'
                -- The text before is not in the corpus: a version that is named, or that the link of the act tells of.
                WHEN EXISTS (SELECT 1 FROM absences b WHERE b.article_id = d.article_id AND b."end" = d.day
                             AND coalesce(b.end_cause, 'unknown') IN ('modified', 'unknown'))
                OR {_REWRITES} THEN 'modified' ELSE 'created' END AS kind,
           t.slug, t.title AS text, a.number, d.day, d.until, d.act_article, d.verification
    FROM ({_DONE}) d JOIN articles a ON a.id = d.article_id JOIN texts t ON t.id = a.text_id
    ORDER BY d.day, t.title, a.sort_key, d.made LIMIT :limit OFFSET :skip
"""  # noqa: S608
_AUTHORED = """
    SELECT DISTINCT i.position AS rank, w.position AS alinea FROM instructions i
    JOIN authored_words w ON w.version_id = i.version_id AND w.instruction_id = i.id WHERE i.act_id = :act
"""
