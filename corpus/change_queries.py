"""The SQL of :mod:`corpus.changes`: the days on which something changed, by index, and what stood around each.

A *boundary* is a day, the act that made it, and a row: a version that starts or ends, or an article of which a version
is known by its date alone. Bounds are half-open; an open one is '' or '~', before and after any day.
"""

from __future__ import annotations

from corpus.keys import FIRST
from corpus.queries import CHIEF

EVERYTHING, TEXT, ARTICLE, DIVISION, ACT = "everything", "text", "article", "division", "act"
"""What can be followed: all articles, those of a text, those that bear a number of it, those that stand in sections;
and what an act did, wherever it did it."""
BY_DAY, BY_ARCHIVE, UNFILED = "by day", "by archive", "unfiled"
"""Ways through all versions when it counts what the base learnt: by the index of days, those of which some archives
told the base; by the index of archives; those of no archive of DILA's."""

OLDEST, NEWEST, LATEST = "oldest", "newest", "latest"
"""Orders: by day, either way, or what was learnt last first."""

_TREE = """WITH RECURSIVE tree(id) AS (
    SELECT value FROM json_each(:sections)
    UNION SELECT c.child_id FROM tree JOIN contents c ON c.parent_id = tree.id)"""
"""All that some sections hold, on any day."""

_TOLD_BY = "coalesce(r.{side}_archive_id, (SELECT min(id) FROM archives))"
"""The archive that told of a side of a version; the oldest one is not written down (:mod:`corpus.learnt`)."""

# CROSS JOIN keeps the order of the tables: the first is the one whose index is walked.
_BY_DAY = "versions v INDEXED BY {index} CROSS JOIN articles a ON a.id = v.article_id"
_FROM = {
    EVERYTHING: ("", _BY_DAY, "1"),
    BY_DAY: (
        "",
        _BY_DAY,
        f"r.key IS NOT NULL AND {_TOLD_BY} IN (SELECT value FROM json_each(:archives))",
    ),
    BY_ARCHIVE: (
        "",
        """records x INDEXED BY records_by_{side}_archive CROSS JOIN versions v ON v.id = x.key
            CROSS JOIN articles a ON a.id = v.article_id""",
        "x.{side}_archive_id IN (SELECT value FROM json_each(:archives)) AND x.part = 'a'",
    ),
    UNFILED: (
        "",
        "versions v NOT INDEXED CROSS JOIN articles a ON a.id = v.article_id",
        f"v.id < {FIRST}",
    ),
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
    ACT: (
        "",
        "versions v INDEXED BY versions_by_{act} CROSS JOIN articles a ON a.id = v.article_id",
        "v.{act}_id = :act",
    ),
}
_CONTINUES = "l.kind <> 'rewritten' AND l.status <> 'finding'"
_LEFT = f"""EXISTS (SELECT 1 FROM lineage l WHERE l.old_text_id = a.text_id AND l.old_number = a.number
    AND {_CONTINUES} AND (l.date IS NULL OR l.date = v."end"))"""
_TAKEN = f"""EXISTS (SELECT 1 FROM lineage l WHERE l.new_text_id = a.text_id AND l.new_number = a.number
    AND {_CONTINUES} AND (l.date IS NULL OR l.date = v."end"))"""
_FOLLOWED = """EXISTS (SELECT 1 FROM versions n WHERE n.article_id = v.article_id AND n.start = v."end")"""

_TOLD_BY_THE_END = f"(NOT {_FOLLOWED} OR {_LEFT} OR {_TAKEN})"
"""The ends to look at: where the next version starts, it tells the change."""

_ACT = {
    "start": """coalesce(v.act_id, (SELECT p.end_act_id FROM versions p
        WHERE p.article_id = v.article_id AND p."end" = v.start AND p.start < v.start))""",
    "end": """coalesce((SELECT n.act_id FROM versions n WHERE n.article_id = v.article_id AND n.start = v."end"),
        v.end_act_id)""",
}
"""The act of a change that a boundary tells, as :mod:`corpus.telling` has it."""

_PUBLICATION = {"start": "publication", "end": "end_publication"}
_LEARNT = """coalesce(s.stamp, CASE WHEN v.{publication} <= :today THEN v.{publication} || 'T00:00:00' END{day})"""
_LEARNT_LATER = """, CASE WHEN v."{side}" <= :today THEN v."{side}" || 'T00:00:00' END"""

_PLACE = """w.title IS NULL AS unknown_act, coalesce(w.title, '') AS act_title, coalesce(w.slug, '') AS act_slug,
    t.title AS text, t.slug AS text_slug, a.sort_key, a.number, a.bearer"""
_IN_PLACE = "unknown_act, act_title, act_slug, text, text_slug, a.sort_key, a.number, a.bearer"
_ORDER = {OLDEST: "day", NEWEST: "day DESC", LATEST: "moment DESC, day DESC"}


def _versions(scope: str, order: str, side: str, learnt: bool) -> str:
    """The query of the versions that start or end in a scope. ``learnt``: with when the base learnt it, on or after
    a moment; then every end is looked at, since the version that follows may be known for longer."""
    before, tables, where = _FROM[scope]
    names = {"index": f"versions_by_{side}", "side": side, "act": "act" if side == "start" else "end_act"}
    moment, joined = "NULL", ""
    if learnt:
        day = _LEARNT_LATER.format(side=side)
        moment = _LEARNT.format(publication=_PUBLICATION[side], day=day)
        joined = f"""LEFT JOIN records r ON r.key = v.id AND r.part = 'a'
            LEFT JOIN archives s ON s.id = {_TOLD_BY.format(side=side)} AND r.key IS NOT NULL"""
        where += " AND (:learnt = '' OR moment >= :learnt)"
    # The version that follows may stand in another division, which is not followed, or be another act's.
    elif side == "end" and scope not in {DIVISION, ACT}:
        where += f" AND {_TOLD_BY_THE_END}"
    day = f'v."{side}"'
    return f"""{before} SELECT {day} AS day, {_ACT[side]} AS act, v.article_id AS article, v.id AS row, {_PLACE},
            {moment} AS moment
        FROM {tables.format(**names)} CROSS JOIN texts t ON t.id = a.text_id
            LEFT JOIN texts w ON w.id = {_ACT[side]} {joined}
        WHERE {where.format(**names)} AND {day} >= :since AND {day} < :until AND {CHIEF}
        ORDER BY {_ORDER[order]}, {_IN_PLACE}, v.id"""


def _dates_alone(scope: str, order: str, learnt: bool) -> str:
    # Declared one by one in manifests, a national base has none: there is no index to walk, and no need of one.
    tables = "articles a CROSS JOIN absences b ON b.article_id = a.id"
    if scope == EVERYTHING:
        tables = "absences b CROSS JOIN articles a ON a.id = b.article_id"
    moment = "CASE WHEN j.value <= :today THEN j.value || 'T00:00:00' END" if learnt else "NULL"
    return f"""SELECT DISTINCT j.value AS day, NULL AS act, a.id AS article, a.id AS row,
            1 AS unknown_act, '' AS act_title, '' AS act_slug,
            t.title AS text, t.slug AS text_slug, a.sort_key, a.number, a.bearer, {moment} AS moment
        FROM {tables} CROSS JOIN json_each(b.known_starts) j CROSS JOIN texts t ON t.id = a.text_id
        WHERE {_FROM[scope][2]} AND j.value >= :since AND j.value < :until AND NOT EXISTS (
            SELECT 1 FROM versions v WHERE v.article_id = a.id AND j.value IN (v.start, v."end"))
          {"AND (:learnt = '' OR moment >= :learnt)" if learnt else ""}
        ORDER BY {_ORDER[order]}, {_IN_PLACE}, a.id"""


def _kinds(scope: str, order: str, learnt: bool) -> dict[str, str]:
    kinds = {side: _versions(scope, order, side, learnt) for side in ("start", "end")}
    # A division is one of DILA's contents, which hold versions and no bare dates.
    bare = scope in {EVERYTHING, TEXT, ARTICLE}
    return kinds | {"date": _dates_alone(scope, order, learnt)} if bare else kinds


BOUNDARIES = {
    (scope, order): _kinds(scope, order, False)
    for scope in (EVERYTHING, TEXT, ARTICLE, DIVISION, ACT)
    for order in (OLDEST, NEWEST)
}
"""For each scope and order, the query of each kind of boundary: start, end, date."""
LEARNT_BOUNDARIES = {(scope, order): _kinds(scope, order, True) for scope in _FROM for order in _ORDER}
"""The same with when the base learnt them."""

DAY_OF_START = """SELECT start AS day FROM versions INDEXED BY versions_by_start
    WHERE start >= :since AND start < :until ORDER BY start DESC LIMIT 1 OFFSET :count"""
"""The day of the version that is :count versions before the last that starts."""

_STATES = f"""
    SELECT v.id, v.article_id, v.start, v."end", v.end_cause, a.text_id, a.number, a.bearer, a.sort_key,
           t.slug AS text_slug, t.title AS text,
           w.title AS act, w.slug AS act_slug, w.body IS NOT NULL AS act_held, v.act_article, v.publication,
           e.title AS end_act, e.slug AS end_act_slug, e.body IS NOT NULL AS end_act_held, v.end_act_article,
           v.end_publication, s.stamp AS start_stamp, z.stamp AS end_stamp
    FROM versions v JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
    LEFT JOIN texts w ON w.id = v.act_id LEFT JOIN texts e ON e.id = v.end_act_id
    LEFT JOIN records r ON r.key = v.id AND r.part = 'a'
    LEFT JOIN archives s ON s.id = {_TOLD_BY.format(side="start")} AND r.key IS NOT NULL
    LEFT JOIN archives z ON z.id = {_TOLD_BY.format(side="end")} AND r.key IS NOT NULL
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

LOST_BEFORE = """SELECT start, "end", end_cause FROM absences WHERE article_id = :article AND start < :day
    AND named_id IS NOT NULL ORDER BY start DESC LIMIT 1"""
"""The last version before a day that DILA names and of which the corpus has no text."""
WRITTEN_BY = """SELECT DISTINCT k.kind FROM links l JOIN link_kinds k ON k.id = l.kind_id
    WHERE l.version_id = :version AND l.outgoing = 0 AND k.kind IN ('CREE', 'MODIFIE')"""
"""What the acts that wrote a version did, as DILA's links have it."""

KNOWN_DATE = """SELECT 1 FROM absences b, json_each(b.known_starts) j
    WHERE b.article_id = :article AND j.value = :day"""
ADDRESS = """SELECT a.id AS article_id, a.text_id, a.number, a.bearer, a.sort_key, t.slug AS text_slug, t.title AS text
    FROM articles a JOIN texts t ON t.id = a.text_id WHERE a.id = :row"""
WORDS = """SELECT al.text FROM version_alineas va JOIN alineas al ON al.id = va.alinea_id
    WHERE va.version_id = :version ORDER BY va.position"""
ALINEAS = "SELECT alinea_id FROM version_alineas WHERE version_id = :version ORDER BY position"
ALINEA = "SELECT text FROM alineas WHERE id = :alinea"

SLUG = "SELECT slug FROM texts WHERE id = :text"
HELD = f"{_TREE} SELECT id FROM tree"
"""All that sections hold."""

ARCHIVES = "SELECT id, stamp FROM archives ORDER BY stamp DESC, id"
"""Those that told the base what it says, the last first; those without a date last."""
FIRST_ARCHIVE = "SELECT min(id) AS id FROM archives"
TAUGHT = """SELECT count(*) AS taught FROM (SELECT 1 FROM records INDEXED BY records_by_start_archive
    WHERE start_archive_id = :archive LIMIT :most)"""
"""Of how many beginnings an archive told, up to many."""
