"""The SQL of :mod:`corpus.changes`: the days on which something changed, by index, and what stood around each.

A *boundary* is a day, the act that made it (NULL sorts first), and a row: a version that starts or ends, or an article
of which a version is known by its date alone. Bounds are half-open; an open one is '' or '~', before and after any day.
"""

from __future__ import annotations

from corpus.queries import CHIEF

EVERYTHING, TEXT, ARTICLE, DIVISION = "everything", "text", "article", "division"
"""What can be followed: all articles, those of a text, those that bear a number of it, those that stand in sections."""

_TREE = """WITH RECURSIVE tree(id) AS (
    SELECT value FROM json_each(:sections)
    UNION SELECT c.child_id FROM tree JOIN contents c ON c.parent_id = tree.id)"""
"""All that some sections hold, on any day."""

# CROSS JOIN keeps the order of the tables: the first is the one whose index is walked.
_FROM = {
    EVERYTHING: ("", "versions v INDEXED BY {index} CROSS JOIN articles a ON a.id = v.article_id", "1"),
    TEXT: ("", "articles a CROSS JOIN versions v ON v.article_id = a.id", "a.text_id = :text"),
    ARTICLE: (
        "",
        "articles a CROSS JOIN versions v ON v.article_id = a.id",
        "a.text_id = :text AND a.number = :number",
    ),
    DIVISION: (
        _TREE,
        "versions v CROSS JOIN articles a ON a.id = v.article_id",
        # Joined, the planner would put a filter before the table of versions, and read it whole for that.
        "v.id IN (SELECT id FROM tree)",
    ),
}
_CONTINUES = "l.kind <> 'rewritten' AND l.status <> 'finding'"
_LEFT = f"""EXISTS (SELECT 1 FROM lineage l WHERE l.old_text_id = a.text_id AND l.old_number = a.number
    AND {_CONTINUES} AND (l.date IS NULL OR l.date = v."end"))"""
_TAKEN = f"""EXISTS (SELECT 1 FROM lineage l WHERE l.new_text_id = a.text_id AND l.new_number = a.number
    AND {_CONTINUES} AND (l.date IS NULL OR l.date = v."end"))"""
_FOLLOWED = """EXISTS (SELECT 1 FROM versions n WHERE n.article_id = v.article_id AND n.start = v."end")"""

_ENDED = f"NOT {_FOLLOWED} OR {_LEFT} OR {_TAKEN}"
# The version that follows may stand in another division, which is not followed.
_TOLD_BY_THE_END = {EVERYTHING: _ENDED, TEXT: _ENDED, ARTICLE: _ENDED, DIVISION: "1"}
"""The ends to look at: where the next version starts, it tells the change."""


def _starts(scope: str, order: str) -> str:
    before, tables, where = _FROM[scope]
    return f"""{before} SELECT v.start AS day, v.act_id AS act, v.article_id AS article, v.id AS row
        FROM {tables.format(index="versions_by_start")}
        WHERE {where} AND v.start >= :since AND v.start < :until AND {CHIEF}
        ORDER BY v.start {order}, v.act_id {order}, v.article_id {order}, v.id {order}"""


def _ends(scope: str, order: str) -> str:
    before, tables, where = _FROM[scope]
    return f"""{before} SELECT v."end" AS day, v.end_act_id AS act, v.article_id AS article, v.id AS row
        FROM {tables.format(index="versions_by_end")}
        WHERE {where} AND v."end" >= :since AND v."end" < :until AND {CHIEF}
          AND ({_TOLD_BY_THE_END[scope]})
        ORDER BY v."end" {order}, v.end_act_id {order}, v.article_id {order}, v.id {order}"""


def _dates_alone(scope: str, order: str) -> str:
    # Declared one by one in manifests, a national base has none: there is no index to walk, and no need of one.
    tables = "articles a CROSS JOIN absences b ON b.article_id = a.id"
    if scope == EVERYTHING:
        tables = "absences b CROSS JOIN articles a ON a.id = b.article_id"
    return f"""SELECT DISTINCT j.value AS day, NULL AS act, a.id AS article, a.id AS row
        FROM {tables} CROSS JOIN json_each(b.known_starts) j
        WHERE {_FROM[scope][2]} AND j.value >= :since AND j.value < :until AND NOT EXISTS (
            SELECT 1 FROM versions v WHERE v.article_id = a.id AND j.value IN (v.start, v."end"))
        ORDER BY day {order}, a.id {order}"""


def _kinds(scope: str, order: str) -> dict[str, str]:
    kinds = {"start": _starts(scope, order), "end": _ends(scope, order)}
    # A division is one of DILA's contents, which hold versions and no bare dates.
    return kinds if scope == DIVISION else kinds | {"date": _dates_alone(scope, order)}


BOUNDARIES = {
    (scope, newest_first): _kinds(scope, "DESC" if newest_first else "ASC")
    for scope in _FROM
    for newest_first in (False, True)
}
"""For each scope and order, the query of each kind of boundary: start, end, date."""

DAY_OF_START = """SELECT start AS day FROM versions INDEXED BY versions_by_start
    WHERE start >= :since AND start < :until ORDER BY start DESC LIMIT 1 OFFSET :count"""
"""The day of the version that is :count versions before the last that starts."""

_STATES = """
    SELECT v.id, v.article_id, v.start, v."end", v.end_cause, a.text_id, a.number, a.bearer, a.sort_key,
           t.slug AS text_slug, t.title AS text,
           w.title AS act, w.slug AS act_slug, w.body IS NOT NULL AS act_held, v.act_article, v.publication,
           e.title AS end_act, e.slug AS end_act_slug, e.body IS NOT NULL AS end_act_held, v.end_act_article,
           v.end_publication
    FROM versions v JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
    LEFT JOIN texts w ON w.id = v.act_id LEFT JOIN texts e ON e.id = v.end_act_id
"""
STATE = f"{_STATES} WHERE v.id = :row"
BEFORE = f"{_STATES} WHERE v.article_id = :article AND v.start < :day ORDER BY v.start DESC LIMIT 1"
AFTER = f"{_STATES} WHERE v.article_id = :article AND v.start = :day"
ON_THE_EVE = f"""{_STATES} WHERE v.article_id IN (
        SELECT id FROM articles a WHERE a.text_id = :text AND a.number = :number AND {CHIEF})
    AND v.start < :day AND (v."end" IS NULL OR v."end" >= :day) ORDER BY v.start DESC LIMIT 1"""
"""What a number said the day before."""
OTHER_BEARER = f"""{_STATES} WHERE a.text_id = :text AND a.number = :number AND a.id <> :article AND {CHIEF}
    AND v.start < :day AND (v."end" IS NULL OR v."end" >= :day) ORDER BY v."end" IS :day DESC, v.start DESC LIMIT 1"""
"""Another article of that number, as DILA's data have it where versions overlap: its version of the eve."""
OTHER_REMAINS = f"""SELECT 1 FROM articles a JOIN versions v ON v.article_id = a.id
    WHERE a.text_id = :text AND a.number = :number AND a.id <> :article AND {CHIEF}
    AND v.start <= :day AND (v."end" IS NULL OR v."end" > :day)"""
STARTS_THERE = f"""{_STATES} WHERE a.text_id = :text AND a.number = :number AND v.start = :day AND {CHIEF}"""

# A link without a date is one of the day on which its old article ended and its new one began.
_ON_THAT_DAY = """(l.date = :day OR (l.date IS NULL
    AND EXISTS (SELECT 1 FROM articles x JOIN versions v ON v.article_id = x.id
                WHERE x.text_id = l.old_text_id AND x.number = l.old_number AND v."end" = :day)
    AND EXISTS (SELECT 1 FROM articles x JOIN versions v ON v.article_id = x.id
                WHERE x.text_id = l.new_text_id AND x.number = l.new_number AND v.start = :day)))"""
_LINKS = f"""
    SELECT l.kind, l.status, l.date, l.old_text_id, l.old_number, o.slug AS old_slug, o.title AS old_text,
           l.new_text_id, l.new_number, n.slug AS new_slug, n.title AS new_text
    FROM lineage l JOIN texts o ON o.id = l.old_text_id JOIN texts n ON n.id = l.new_text_id
    WHERE {_CONTINUES}
"""
LINKS_IN = f"{_LINKS} AND l.new_text_id = :text AND l.new_number = :number AND {_ON_THAT_DAY} ORDER BY l.id"
LINKS_OUT = f"{_LINKS} AND l.old_text_id = :text AND l.old_number = :number AND {_ON_THAT_DAY} ORDER BY l.id"

EXISTED = f"""SELECT EXISTS (
        SELECT 1 FROM absences b WHERE b.article_id = :article AND b.start < :day
    ) OR EXISTS (
        SELECT 1 FROM lineage l WHERE l.new_text_id = :text AND l.new_number = :number AND {_CONTINUES}
        AND l.date < :day) AS existed"""
"""Whether a number was borne before a day, though the corpus may have no text of it."""

KNOWN_DATE = """SELECT 1 FROM absences b, json_each(b.known_starts) j
    WHERE b.article_id = :article AND j.value = :day"""
ADDRESS = """SELECT a.id AS article_id, a.text_id, a.number, a.bearer, a.sort_key, t.slug AS text_slug, t.title AS text
    FROM articles a JOIN texts t ON t.id = a.text_id WHERE a.id = :row"""
WORDS = """SELECT al.text FROM version_alineas va JOIN alineas al ON al.id = va.alinea_id
    WHERE va.version_id = :version ORDER BY va.position"""
