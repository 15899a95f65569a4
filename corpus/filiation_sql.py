"""The SQL of :mod:`corpus.filiations`, set by set: every statement works on the links of the versions that are asked.

An address is a text's key and a canonical number. An open end is '9999' in the working tables, so that days compare.
"""

from __future__ import annotations

from corpus.keys import FIRST, dila_key, key_sql
from corpus.weighing import DILA

_ACTING = ("TRANSFERE", "DEPLACE", "CODIFICATION")
"""Kinds that an act does: «Transféré par ordonnance n° 2016-131, art. 2» names who did it, not what it became."""

KINDS = ("CONCORDANCE", *_ACTING)
"""Kinds of links by which an article can be another one."""


def _listed(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


def _is(prefixes: tuple[str, ...], column: str) -> str:
    numbers = ", ".join(str((dila_key(f"{prefix}{0:012d}") or 0) // FIRST) for prefix in prefixes)
    return f"({column} / {FIRST} IN ({numbers}))"


def _is_act(column: str) -> str:
    """Acts bear the identifier of their Journal officiel, codes one of LEGI's own."""
    return _is(("JORFTEXT",), column)


def _is_article(column: str) -> str:
    return _is(("LEGIARTI", "JORFARTI"), column)


_OF_KINDS = f"kind_id IN (SELECT id FROM link_kinds WHERE kind IN {_listed(KINDS)})"

HAS_CLAIMS = f"SELECT 1 FROM link_kinds WHERE kind IN {_listed(KINDS)} LIMIT 1"
IS_GLOBAL = "SELECT 1 FROM archives WHERE id = ? AND kind = 'global'"

TABLES = (
    "CREATE TEMP TABLE touched (text_id INTEGER, number TEXT, PRIMARY KEY (text_id, number))",
    "CREATE TEMP TABLE asked (version_id INTEGER PRIMARY KEY)",
    """CREATE TEMP TABLE claim (
        id INTEGER PRIMARY KEY, version_id INTEGER, position INTEGER, kind TEXT, article_id INTEGER,
        start TEXT, "end" TEXT, text_key INTEGER, number TEXT,
        target_key INTEGER, met INTEGER, other_key INTEGER, other_number TEXT)""",
    """CREATE TEMP TABLE facing (
        claim_id INTEGER, version_id INTEGER, article_id INTEGER, start TEXT, "end" TEXT,
        PRIMARY KEY (claim_id, version_id)) WITHOUT ROWID""",
    "CREATE TEMP TABLE run (version_id INTEGER PRIMARY KEY, first TEXT, last TEXT)",
    "CREATE TEMP TABLE verdict (claim_id INTEGER, forward INTEGER, day TEXT, touching INTEGER)",
    """CREATE TEMP TABLE decided (
        claim_id INTEGER PRIMARY KEY, old_key INTEGER, old_number TEXT, new_key INTEGER, new_number TEXT, day TEXT)""",
    """CREATE TEMP TABLE moved (
        version_id INTEGER, text_key INTEGER, label TEXT, PRIMARY KEY (version_id, text_key)) WITHOUT ROWID""",
    "CREATE TEMP TABLE changed (id INTEGER PRIMARY KEY, own INTEGER)",
)
CLEAN = tuple(
    f"DROP TABLE IF EXISTS temp.{name}"
    for name in ("touched", "asked", "claim", "facing", "run", "verdict", "decided", "moved", "changed")
)

# ── Whose links are read ─────────────────────────────────────────────────────────────────────────────────────

ASK_ALL = f"""
    INSERT INTO temp.asked SELECT version_id FROM links WHERE {_OF_KINDS}
    UNION SELECT version_id FROM lineage_evidence WHERE version_id IS NOT NULL
"""

_TOUCHED_KEYS = " UNION ALL ".join(
    f"""SELECT v.{key} AS id FROM temp.touched x
        CROSS JOIN articles a ON a.text_id = x.text_id AND a.number = x.number
        CROSS JOIN {table} v ON v.article_id = a.id"""
    for table, key in (("versions", "id"), ("unplaced_versions", "id"), ("past_versions", "version_id"))
)
"""The versions of the articles that a delivery touched, those that it took away included."""

ASK_TOUCHED = (
    f"INSERT OR IGNORE INTO temp.asked {_TOUCHED_KEYS}",
    f"""INSERT OR IGNORE INTO temp.asked SELECT l.version_id FROM ({_TOUCHED_KEYS}) w
        CROSS JOIN links l ON l.target_key = w.id WHERE {_OF_KINDS}""",
    # What an article that is gone, or another of its number, was said to be; and what could not be settled so far.
    """INSERT OR IGNORE INTO temp.asked SELECT e.version_id FROM temp.touched x
        CROSS JOIN lineage n ON n.old_text_id = x.text_id AND n.old_number = x.number
        CROSS JOIN lineage_evidence e ON e.lineage_id = n.id WHERE e.version_id IS NOT NULL""",
    """INSERT OR IGNORE INTO temp.asked SELECT e.version_id FROM temp.touched x
        CROSS JOIN lineage n ON n.new_text_id = x.text_id AND n.new_number = x.number
        CROSS JOIN lineage_evidence e ON e.lineage_id = n.id WHERE e.version_id IS NOT NULL""",
    "INSERT OR IGNORE INTO temp.asked SELECT version_id FROM unsettled_links",
)

FORGET = (
    """INSERT OR IGNORE INTO temp.changed SELECT e.lineage_id, 1 FROM temp.asked q
        CROSS JOIN lineage_evidence e ON e.version_id = q.version_id""",
    """DELETE FROM lineage_evidence WHERE version_id IS NOT NULL
        AND version_id IN (SELECT version_id FROM temp.asked)""",
    "DELETE FROM unsettled_links",
)

# ── What they say, and which end the dates make the older ────────────────────────────────────────────────────

# Almost every link of a kind that acts names the act that did it: these are left where they stand, unless the other
# end is at hand to say by its dates that it is what became of the article.
_NAMES_THE_ACT = f"""
    k.kind <> 'CONCORDANCE' AND w.id IS NULL AND ({_is_act("coalesce(wt.key, l.text_key)")}
        OR (NOT {_is_article("coalesce(l.target_key, 0)")} AND l.number IS NULL)
        OR ({_is_act("t.key")} AND coalesce(wt.key, l.text_key) IS NOT t.key))
"""

_CLAIMS = f"""
    INSERT INTO temp.claim
    SELECT NULL, v.id, l.position, k.kind, v.article_id, v.start, coalesce(v."end", '9999'), t.key, a.number,
           l.target_key, w.id IS NOT NULL, coalesce(wt.key, l.text_key),
           coalesce(wa.number, canonical_number(l.number))
    FROM temp.asked q CROSS JOIN versions v ON v.id = q.version_id CROSS JOIN links l ON l.version_id = v.id
    JOIN link_kinds k ON k.id = l.kind_id AND k.kind IN {_listed(KINDS)}
    JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
    LEFT JOIN versions w ON w.id = l.target_key LEFT JOIN unplaced_versions u ON u.id = l.target_key
    LEFT JOIN articles wa ON wa.id = coalesce(w.article_id, u.article_id) LEFT JOIN texts wt ON wt.id = wa.text_id
    WHERE NOT ifnull({_NAMES_THE_ACT}, 0)
"""

_RUNS = """
    INSERT INTO temp.run
    WITH marked AS (
        SELECT v.id, v.article_id, v.start, coalesce(v."end", '9999') AS last,
               lag(v."end") OVER w IS NOT v.start AS opens
        FROM (SELECT article_id FROM temp.claim UNION SELECT article_id FROM temp.facing) x
        CROSS JOIN versions v ON v.article_id = x.article_id
        WINDOW w AS (PARTITION BY v.article_id ORDER BY v.start)),
    numbered AS (
        SELECT *, sum(opens) OVER (PARTITION BY article_id ORDER BY start) AS part FROM marked)
    SELECT id, min(start) OVER w, max(last) OVER w FROM numbered WINDOW w AS (PARTITION BY article_id, part)
"""
"""The unbroken life of a number around each version: a link is copied from version to version, long after the day."""

_SAME_TEXT = "c.text_key = c.other_key"
_NO_ACT = f"(NOT {_is_act('c.text_key')} AND NOT {_is_act('c.other_key')})"
_BY_ORDER = f"(c.kind = 'CONCORDANCE' OR (c.kind <> 'CODIFICATION' AND ({_SAME_TEXT} OR {_NO_ACT})))"
"""Links that say for sure that two articles are one: the order of their lives is then enough."""

_NEW_IS_NO_ACT = f"NOT {_is_act('CASE WHEN r.forward THEN c.text_key ELSE c.other_key END')}"

JUDGE = (
    _CLAIMS,
    """INSERT INTO unsettled_links SELECT version_id, position, 'unresolved', other_key, other_number FROM temp.claim
        WHERE other_key IS NULL OR other_number IS NULL""",
    """DELETE FROM temp.claim WHERE other_key IS NULL OR other_number IS NULL
        OR (other_key = text_key AND other_number = number)""",
    """INSERT INTO temp.facing SELECT c.id, w.id, w.article_id, w.start, coalesce(w."end", '9999')
        FROM temp.claim c CROSS JOIN versions w ON w.id = c.target_key WHERE c.met""",
    f"""INSERT OR IGNORE INTO temp.facing SELECT c.id, w.id, w.article_id, w.start, coalesce(w."end", '9999')
        FROM temp.claim c CROSS JOIN texts t ON t.key = c.other_key
        CROSS JOIN articles a ON a.text_id = t.id AND a.number = c.other_number
        CROSS JOIN versions w ON w.article_id = a.id WHERE NOT c.met AND w.id >= {FIRST}""",
    _RUNS,
    """INSERT INTO temp.verdict
        SELECT c.id, 1, CASE WHEN f."end" = c.start THEN c.start ELSE ours.first END,
               f."end" = c.start OR theirs.last = ours.first
        FROM temp.facing f CROSS JOIN temp.claim c ON c.id = f.claim_id
        CROSS JOIN temp.run ours ON ours.version_id = c.version_id
        CROSS JOIN temp.run theirs ON theirs.version_id = f.version_id
        WHERE f."end" = c.start OR theirs.last <= ours.first""",
    """INSERT INTO temp.verdict
        SELECT c.id, 0, CASE WHEN c."end" = f.start THEN f.start ELSE theirs.first END,
               c."end" = f.start OR ours.last = theirs.first
        FROM temp.facing f CROSS JOIN temp.claim c ON c.id = f.claim_id
        CROSS JOIN temp.run ours ON ours.version_id = c.version_id
        CROSS JOIN temp.run theirs ON theirs.version_id = f.version_id
        WHERE c."end" = f.start OR ours.last <= theirs.first""",
    # Of the other end nothing but its name is at hand; a version that has no end did not become anything else.
    """INSERT INTO temp.verdict SELECT c.id, 1, c.start, 0 FROM temp.claim c
        WHERE c."end" = '9999' AND NOT EXISTS (SELECT 1 FROM temp.facing f WHERE f.claim_id = c.id)""",
    f"""INSERT INTO temp.decided
        SELECT c.id, iif(r.forward, c.other_key, c.text_key), iif(r.forward, c.other_number, c.number),
               iif(r.forward, c.text_key, c.other_key), iif(r.forward, c.number, c.other_number), min(r.day)
        FROM temp.verdict r CROSS JOIN temp.claim c ON c.id = r.claim_id
        WHERE {_BY_ORDER} OR (r.touching AND {_NEW_IS_NO_ACT})
        GROUP BY c.id HAVING min(r.forward) = max(r.forward)""",
    f"""INSERT INTO unsettled_links SELECT c.version_id, c.position, 'undecided', c.other_key, c.other_number
        FROM temp.claim c WHERE {_BY_ORDER} AND c.id NOT IN (SELECT claim_id FROM temp.decided)""",
)

# ── What follows for the lineage ─────────────────────────────────────────────────────────────────────────────

ADD_TEXTS = """
    INSERT INTO texts (slug, nature, number, title, nor, signed, key)
    SELECT lower(dila_id(d.key)), coalesce(s.nature, 'TEXTE'), s.number,
           coalesce(text_named(min(l.label)), dila_id(d.key)), s.nor, s.signed, d.key
    FROM (SELECT claim_id, old_key AS key FROM temp.decided UNION ALL SELECT claim_id, new_key FROM temp.decided) d
    JOIN temp.claim c ON c.id = d.claim_id AND c.other_key = d.key
    JOIN links l ON l.version_id = c.version_id AND l.position = c.position
    LEFT JOIN linked_texts s ON s.key = d.key
    WHERE NOT EXISTS (SELECT 1 FROM texts t WHERE t.key = d.key) GROUP BY d.key
"""

_ENDS = """(SELECT old_key AS key, old_number AS number FROM temp.decided
    UNION SELECT new_key, new_number FROM temp.decided)"""

_EDGES = """temp.decided d JOIN texts o ON o.key = d.old_key JOIN texts n ON n.key = d.new_key"""

_MOVED = f"""
    INSERT INTO temp.moved SELECT x.version_id, b.text_key, min(b.label)
    FROM (SELECT version_id FROM temp.claim UNION SELECT target_key FROM temp.claim WHERE met) x
    CROSS JOIN links b ON b.version_id = x.version_id
    JOIN link_kinds k ON k.id = b.kind_id AND k.kind IN {_listed(_ACTING)}
    WHERE {_is_act("b.text_key")} GROUP BY x.version_id, b.text_key
"""

_ACT = """
    SELECT CASE WHEN count(DISTINCT m.text_key) = 1 THEN ' ; par ' || min(m.label) ELSE '' END FROM temp.moved m
    WHERE m.version_id IN (c.version_id, c.target_key) AND m.text_key <> c.other_key
"""
"""The one act that the two versions name as having moved the article, if there is one."""

_PURE = """temp.changed x CROSS JOIN lineage_evidence e ON e.lineage_id = x.id
    GROUP BY x.id HAVING count(*) = count(e.version_id)"""
"""The changed rows that rest on DILA's links alone."""


def _shared(own: str) -> str:
    """Write the condition that another row shares this one's old (or new) article on the same day."""
    return f"""EXISTS (SELECT 1 FROM lineage m WHERE m.{own}_text_id = lineage.{own}_text_id
        AND m.{own}_number = lineage.{own}_number AND m.date = lineage.date AND m.id <> lineage.id
        AND EXISTS (SELECT 1 FROM lineage_evidence e WHERE e.lineage_id = m.id AND e.version_id IS NOT NULL))"""


def _mates(own: str) -> str:
    return f"""INSERT OR IGNORE INTO temp.changed SELECT m.id, 0 FROM temp.changed x CROSS JOIN lineage n ON n.id = x.id
        CROSS JOIN lineage m ON m.{own}_text_id = n.{own}_text_id AND m.{own}_number = n.{own}_number"""


STATE = (
    f"""INSERT OR IGNORE INTO articles (text_id, number, number_as_published, sort_key, bearer)
        SELECT t.id, x.number, x.number, sort_key(x.number), 1 FROM {_ENDS} x
        JOIN texts t ON t.key = x.key
        WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.text_id = t.id AND a.number = x.number)""",
    f"""INSERT OR IGNORE INTO lineage (old_text_id, old_number, new_text_id, new_number, kind, status, score)
        SELECT DISTINCT o.id, d.old_number, n.id, d.new_number, 'renumbered', 'declared', 0.99 FROM {_EDGES}
        ORDER BY 1, 2, 3, 4""",
    _MOVED,
    f"""INSERT INTO lineage_evidence (lineage_id, method, score, detail, version_id, link, date)
        SELECT g.id, '{DILA}', 1.0,
               'Lien ' || c.kind || ' de la version ' || {key_sql("c.version_id")}
               || coalesce(' vers ' || {key_sql("c.target_key")}, '') || ({_ACT}) || '.',
               c.version_id, c.kind, min(d.day)
        FROM {_EDGES} JOIN temp.claim c ON c.id = d.claim_id
        JOIN lineage g ON g.old_text_id = o.id AND g.old_number = d.old_number
                      AND g.new_text_id = n.id AND g.new_number = d.new_number
        GROUP BY g.id, c.version_id, c.kind, c.target_key ORDER BY g.id, c.version_id, c.kind""",
    """INSERT OR IGNORE INTO temp.changed SELECT e.lineage_id, 1 FROM temp.asked q
        CROSS JOIN lineage_evidence e ON e.version_id = q.version_id""",
    _mates("old"),
    _mates("new"),
    """DELETE FROM lineage WHERE id IN (SELECT id FROM temp.changed WHERE own)
        AND NOT EXISTS (SELECT 1 FROM lineage_evidence e WHERE e.lineage_id = lineage.id)""",
    f"""UPDATE lineage SET status = 'declared', score = 0.99, date = said.day, kind = CASE
            WHEN said.codified THEN 'codified'
            WHEN said.moved OR lineage.old_text_id <> lineage.new_text_id THEN 'transferred' ELSE 'renumbered' END
        FROM (SELECT x.id, min(e.date) AS day, max(e.link = 'CODIFICATION') AS codified,
                     max(e.link IN ('TRANSFERE', 'DEPLACE')) AS moved FROM {_PURE}) said
        WHERE said.id = lineage.id""",
    f"""UPDATE lineage SET kind = 'split' FROM (SELECT x.id FROM {_PURE}) pure
        WHERE pure.id = lineage.id AND {_shared("old")}""",
    f"""UPDATE lineage SET kind = 'merged' FROM (SELECT x.id FROM {_PURE}) pure
        WHERE pure.id = lineage.id AND kind <> 'split' AND {_shared("new")}""",
)

MIXED = """
    SELECT x.id FROM temp.changed x CROSS JOIN lineage_evidence e ON e.lineage_id = x.id
    GROUP BY x.id HAVING count(*) > count(e.version_id) ORDER BY x.id
"""

RESTATE_ROW = """
    UPDATE lineage SET status = :status, score = :score, kind = CASE
            WHEN :status = 'finding' THEN 'rewritten'
            WHEN kind <> 'rewritten' THEN kind
            WHEN old_text_id = new_text_id THEN 'renumbered' ELSE 'transferred' END,
        date = coalesce(date, (SELECT min(e.date) FROM lineage_evidence e
                               WHERE e.lineage_id = :id AND e.method = :dila))
    WHERE id = :id
"""
