"""The database: its tables and views in plain SQL, and what each column means (Datasette shows these words).

The tables stand in :mod:`corpus.tables`; here are the views over them, the indexes, the constraints that SQLite
keeps by triggers, and the search.
"""

from __future__ import annotations

from corpus.act_tables import ACT_TABLES
from corpus.archive_tables import ARCHIVE_TABLES
from corpus.citation_tables import CITATION_INDEXES, CITATION_TABLES, CITATION_VIEWS
from corpus.keys import key_sql
from corpus.quality_tables import QUALITY_INDEXES, QUALITY_TABLES
from corpus.table import Table
from corpus.tables import TABLES as MAIN_TABLES

TABLES: tuple[Table, ...] = (*MAIN_TABLES, *ACT_TABLES, *ARCHIVE_TABLES, *CITATION_TABLES, *QUALITY_TABLES)
"""Every table, in the order in which they are created."""

APPLICATION_ID = 0x4C455831
"""SQLite ``application_id`` of a Chronolex corpus («LEX1»)."""

SCHEMA_VERSION = 6
"""SQLite ``user_version``; raised by one with each migration."""


VIEWS: tuple[Table, ...] = (
    Table(
        "version_texts",
        "Le texte entier de chaque version, avec son article et ses dates : la vue à interroger.",
        """CREATE VIEW version_texts AS
            SELECT v.id, t.slug AS text_slug, t.title AS text, a.number, a.number_as_published, v.start, v."end",
                   (SELECT group_concat(al.text, char(10)) FROM
                       (SELECT alineas.text FROM version_alineas va JOIN alineas ON alineas.id = va.alinea_id
                        WHERE va.version_id = v.id ORDER BY va.position) al) AS content,
                   act.title AS act, v.act_article, v.provenance, v.verification
            FROM versions v JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
            LEFT JOIN texts act ON act.id = v.act_id""",
        {
            "id": "Version",
            "text_slug": "Clé du texte",
            "text": "Texte",
            "number": "Numéro canonique",
            "number_as_published": "Numéro tel que publié",
            "start": "Début (inclus)",
            "end": "Fin (exclue)",
            "content": "Texte, un alinéa par ligne",
            "act": "Acte qui l’a écrite",
            "act_article": "Article de cet acte",
            "provenance": "Calculée ou officielle",
            "verification": "Comparaison au témoin officiel",
        },
    ),
    Table(
        "lineage_map",
        "La table de concordance, une ligne par filiation, avec les méthodes qui la prouvent.",
        """CREATE VIEW lineage_map AS
            SELECT l.id, ot.title AS old_text, l.old_number, nt.title AS new_text, l.new_number, l.kind, l.status,
                   l.score, l.date,
                   (SELECT group_concat(DISTINCT e.method) FROM lineage_evidence e WHERE e.lineage_id = l.id) AS methods
            FROM lineage l JOIN texts ot ON ot.id = l.old_text_id JOIN texts nt ON nt.id = l.new_text_id""",
        {
            "id": "Filiation",
            "old_text": "Ancien texte",
            "old_number": "Ancien numéro",
            "new_text": "Nouveau texte",
            "new_number": "Nouveau numéro",
            "kind": "Sorte",
            "status": "Degré de preuve",
            "score": "Force",
            "date": "Date",
            "methods": "Méthodes",
        },
    ),
)

VIEWS += (
    Table(
        "version_chain",
        "La chaîne des versions : celle qui précède est celle dont la fin est le début de la suivante.",
        f"""CREATE VIEW version_chain AS
            SELECT v.id, {key_sql("v.id")} AS dila_id, v.article_id, p.id AS previous_id, n.id AS next_id
            FROM versions v
            LEFT JOIN versions p ON p.article_id = v.article_id AND p."end" = v.start
            LEFT JOIN versions n ON n.article_id = v.article_id AND n.start = v."end" """,
        {
            "id": "Version",
            "dila_id": "Identifiant DILA de la version",
            "article_id": "Article",
            "previous_id": "Version précédente : sa fin est le début de celle-ci",
            "next_id": "Version suivante : son début est la fin de celle-ci",
        },
    ),
    Table(
        "missing_versions",
        "Les versions que la DILA nomme, absentes des archives : une ligne chacune, d’après le dernier des fichiers.",
        f"""CREATE VIEW missing_versions AS
            SELECT named_id AS id, {key_sql("named_id")} AS dila_id, version_id, article_id, number, start, "end", state
            FROM (
                SELECT n.*, coalesce(v.article_id, u.article_id) AS article_id,
                       row_number() OVER (PARTITION BY n.named_id ORDER BY r.mtime DESC, n.version_id DESC) AS rank
                FROM named_versions n JOIN records r ON r.key = n.version_id AND r.part = 'a'
                LEFT JOIN versions v ON v.id = n.version_id LEFT JOIN unplaced_versions u ON u.id = n.version_id)
            WHERE rank = 1""",
        {
            "id": "Identifiant DILA de la version, en nombre",
            "dila_id": "Identifiant DILA de la version",
            "version_id": "Version dont le fichier la nomme",
            "article_id": "Article de celle-ci",
            "number": "Numéro, tel que trouvé",
            "start": "Début (inclus)",
            "end": "Fin (exclue)",
            "state": "État tel que trouvé",
        },
    ),
    Table(
        "version_knowledge",
        "Ce que la base savait de chaque version, d’une archive (incluse) à une autre (exclue).",
        f"""CREATE VIEW version_knowledge AS
            SELECT {key_sql("k.version_id")} AS dila_id, k.version_id, k.article_id, k.start, k."end", k.state,
                   f.stamp AS known_from, u.stamp AS known_until
            FROM (
                SELECT r.key AS version_id, coalesce(v.article_id, u.article_id) AS article_id,
                       coalesce(v.start, u.start) AS start, coalesce(v."end", u."end") AS "end",
                       coalesce(v.state, u.state) AS state, r.archive_id AS from_id, NULL AS until_id
                FROM records r LEFT JOIN versions v ON v.id = r.key LEFT JOIN unplaced_versions u ON u.id = r.key
                WHERE r.part = 'a'
                UNION ALL
                SELECT version_id, article_id, start, "end", state, from_archive_id, until_archive_id
                FROM past_versions) k
            JOIN archives f ON f.id = k.from_id LEFT JOIN archives u ON u.id = k.until_id""",
        {
            "dila_id": "Identifiant DILA de la version",
            "version_id": "Version, en nombre",
            "article_id": "Article",
            "start": "Début que la base donnait (inclus)",
            "end": "Fin que la base donnait (exclue)",
            "state": "État que la base donnait",
            "known_from": "Archive qui l’a dit la première (date et heure)",
            "known_until": "Archive qui a dit autre chose, ou l’a retirée ; vide : c’est ce que la base dit encore",
        },
    ),
)

_DILA_ID = key_sql("v.id")

VIEWS += (
    *CITATION_VIEWS,
    Table(
        "data_faults",
        "Les défauts des données de la DILA : ceux des fichiers, et ceux qui se voient en les rapprochant.",
        f"""CREATE VIEW data_faults AS
            SELECT an.kind, an.path AS subject, an.detail, NULL AS text_slug, NULL AS number, NULL AS day
            FROM anomalies an
            UNION ALL
            SELECT 'overlap', t.title || ', art. ' || a.number_as_published,
                   'Version ' || {_DILA_ID} || ' (du ' || v.start || ' au ' || coalesce(v."end", '…')
                   || ') en vigueur en même temps qu’une autre du même numéro.', t.slug, a.number, v.start
            FROM articles a JOIN versions v ON v.article_id = a.id JOIN texts t ON t.id = a.text_id WHERE a.bearer > 1
            UNION ALL
            SELECT 'gap', subject, detail, slug, number, last_end FROM (
                SELECT t.slug, a.id AS article, a.number, t.title || ', art. ' || a.number_as_published AS subject,
                       'Aucune version du ' || lag(v."end") OVER w || ' au ' || v.start || '.' AS detail,
                       lag(v."end") OVER w AS last_end, lag(v.end_cause) OVER w AS last_cause, v.start
                FROM versions v JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
                WHERE t.key IS NOT NULL WINDOW w AS (PARTITION BY v.article_id ORDER BY v.start)) x
            WHERE last_end < start AND last_cause NOT IN ('repealed', 'expired', 'annulled') AND NOT EXISTS (
                SELECT 1 FROM absences b WHERE b.article_id = article AND b.start < x.start
                AND (b."end" IS NULL OR b."end" > last_end))
            UNION ALL
            SELECT 'named-version', t.title || ', art. ' || coalesce(nullif(m.number, ''), a.number_as_published),
                   'Version ' || m.dila_id || ' (du ' || coalesce(m.start, '?') || ' au ' || coalesce(m."end", '…')
                   || coalesce(', ' || m.state, '') || '), nommée par ' || {key_sql("m.version_id")}
                   || ', absente des archives.', t.slug, coalesce(o.number, a.number), m.start
            FROM missing_versions m JOIN articles a ON a.id = m.article_id JOIN texts t ON t.id = a.text_id
            LEFT JOIN absences b ON b.named_id = m.id LEFT JOIN articles o ON o.id = b.article_id
            UNION ALL
            SELECT 'article-before-section', t.title || ', art. ' || a.number_as_published,
                   'Commence le ' || v.start || ', avant sa section « ' || s.title || ' » (' || x.first || ').',
                   t.slug, a.number, v.start
            FROM (SELECT child_id, min(start) AS first FROM contents WHERE number IS NULL GROUP BY child_id) x
            JOIN sections s ON s.id = x.child_id JOIN contents c ON c.parent_id = s.id
            JOIN versions v ON v.id = c.child_id JOIN articles a ON a.id = v.article_id
            JOIN texts t ON t.id = a.text_id WHERE v.start < x.first AND c.start < x.first
            UNION ALL
            SELECT 'missing-article', coalesce(t.title, 'Texte inconnu') || ', art. ' || c.number,
                   'Version ' || {key_sql("c.child_id")} || ' annoncée par la table des matières, sans fichier.',
                   t.slug, NULL, c.start
            FROM contents c LEFT JOIN sections s ON s.id = c.parent_id
            LEFT JOIN text_versions tv ON tv.id = c.parent_id
            LEFT JOIN texts t ON t.id = coalesce(s.text_id, tv.text_id)
            WHERE c.number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.id = c.child_id)
              AND NOT EXISTS (SELECT 1 FROM unplaced_versions u WHERE u.id = c.child_id)
            UNION ALL
            SELECT 'missing-section', coalesce(t.title, 'Texte inconnu'),
                   'Section ' || {key_sql("c.child_id")} || ' annoncée par la table des matières, sans fichier.',
                   t.slug, NULL, c.start
            FROM contents c LEFT JOIN sections p ON p.id = c.parent_id
            LEFT JOIN text_versions tv ON tv.id = c.parent_id
            LEFT JOIN texts t ON t.id = coalesce(p.text_id, tv.text_id)
            WHERE c.number IS NULL AND NOT EXISTS (SELECT 1 FROM sections s WHERE s.id = c.child_id)
            UNION ALL
            SELECT 'empty-text', t.title || ', art. ' || a.number_as_published,
                   'La version ' || {_DILA_ID} || ' du ' || v.start || ' n’a aucun texte.', t.slug, a.number, v.start
            FROM versions v JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
            WHERE t.key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM version_alineas va WHERE va.version_id = v.id)
            UNION ALL
            SELECT 'number-variants', t.title, 'Écritures du même numéro : ' || group_concat(a.number, ' ; ') || '.',
                   t.slug, NULL, NULL
            FROM articles a JOIN texts t ON t.id = a.text_id WHERE a.bearer = 1 AND t.key IS NOT NULL
            GROUP BY a.text_id, lower(replace(replace(a.number, ' ', ''), '.', '')) HAVING count(*) > 1
            UNION ALL
            SELECT 'state-disagrees', t.title || ', art. ' || a.number_as_published,
                   'État « ' || v.state || ' », mais du ' || v.start || ' au ' || coalesce(v."end", '…')
                   || ' (base du ' || x.day || ').', t.slug, a.number, v.start
            FROM (SELECT substr(max(stamp), 1, 10) AS day FROM archives) x
            JOIN versions v JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
            WHERE v.state IS NOT NULL AND x.day IS NOT NULL AND (
                (v.state IN ('VIGUEUR', 'ABROGE_DIFF') AND (v.start > x.day OR v."end" <= x.day))
                OR (v.state = 'VIGUEUR_DIFF' AND v.start <= x.day)
                OR (v.state IN ('MODIFIE', 'ABROGE') AND (v."end" IS NULL OR v."end" > x.day)))
            UNION ALL
            SELECT 'unplaced-' || u.reason, t.title || ', art. ' || a.number_as_published,
                   'Version ' || {key_sql("u.id")} || ', du ' || coalesce(u.start, '?')
                   || ' au ' || coalesce(u."end", '…'), t.slug, a.number, u.start
            FROM unplaced_versions u JOIN articles a ON a.id = u.article_id JOIN texts t ON t.id = a.text_id
            UNION ALL
            SELECT 'filiation-' || x.reason, t.title || ', art. ' || a.number_as_published,
                   'Lien ' || k.kind || ' de la version ' || {_DILA_ID} || ' : « '
                   || coalesce(l.label, x.number, 'sans intitulé') || ' ».', t.slug, a.number, v.start
            FROM unsettled_links x JOIN links l ON l.version_id = x.version_id AND l.position = x.position
            JOIN link_kinds k ON k.id = l.kind_id JOIN versions v ON v.id = x.version_id
            JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
            LEFT JOIN texts o ON o.key = x.text_key
            WHERE NOT EXISTS (SELECT 1 FROM lineage n WHERE n.old_text_id = a.text_id AND n.old_number = a.number
                              AND n.new_text_id = o.id AND n.new_number = x.number)
              AND NOT EXISTS (SELECT 1 FROM lineage n WHERE n.new_text_id = a.text_id AND n.new_number = a.number
                              AND n.old_text_id = o.id AND n.old_number = x.number)""",
        {
            "kind": "Sorte",
            "subject": "Ce dont il s’agit",
            "detail": "Ce qui a été constaté",
            "text_slug": "Clé du texte, s’il y en a un",
            "number": "Article, s’il y en a un",
            "day": "Jour où cela se voit",
        },
    ),
)

CHANGE_INDEXES: tuple[str, ...] = (
    "CREATE INDEX versions_by_start ON versions(start, act_id, article_id)",
    'CREATE INDEX versions_by_end ON versions("end", end_act_id, article_id) WHERE "end" IS NOT NULL',
)
"""The days on which versions start and end, with the acts that made them so: what changed, without reading the rest."""
LEARNT_INDEXES: tuple[str, ...] = tuple(
    f"CREATE INDEX records_by_{side}_archive ON records({side}_archive_id) WHERE {side}_archive_id IS NOT NULL"
    for side in ("start", "end")
)
"""What each archive but the first taught: how versions start and end."""
NAMED_INDEXES: tuple[str, ...] = (
    "CREATE INDEX named_versions_by_name ON named_versions(named_id)",
    "CREATE INDEX absences_by_name ON absences(named_id) WHERE named_id IS NOT NULL",
)
"""An identifier that names a version without a file leads to its article."""
TEXT_INDEXES: tuple[str, ...] = (
    "CREATE INDEX texts_by_title ON texts(title)",
    "CREATE INDEX texts_by_number ON texts(number) WHERE number IS NOT NULL",
    "CREATE INDEX texts_by_nor ON texts(nor) WHERE nor IS NOT NULL",
    "CREATE INDEX texts_by_signature ON texts(signed) WHERE signed IS NOT NULL",
    "CREATE INDEX acts_by_publication ON texts(published, slug) WHERE body IS NOT NULL",
)
"""A text is found by each of its names: a national base has two hundred thousand."""

INDEXES: tuple[str, ...] = (
    "CREATE INDEX contents_by_child ON contents(child_id)",
    "CREATE INDEX version_alineas_by_alinea ON version_alineas(alinea_id)",
    "CREATE INDEX links_by_target ON links(target_key) WHERE target_key IS NOT NULL",
    "CREATE INDEX sections_by_text ON sections(text_id)",
    "CREATE INDEX text_versions_by_text ON text_versions(text_id)",
    "CREATE INDEX past_versions_by_article ON past_versions(article_id)",
    "CREATE INDEX articles_by_number ON articles(number)",
    "CREATE INDEX articles_in_order ON articles(text_id, sort_key)",
    "CREATE INDEX versions_in_order ON versions(article_id, start)",
    "CREATE INDEX versions_by_act ON versions(act_id)",
    "CREATE INDEX instructions_by_version ON instructions(version_id)",
    "CREATE INDEX lineage_by_old ON lineage(old_text_id, old_number)",
    "CREATE INDEX lineage_by_new ON lineage(new_text_id, new_number)",
    "CREATE INDEX evidence_by_lineage ON lineage_evidence(lineage_id)",
    "CREATE INDEX evidence_by_version ON lineage_evidence(version_id) WHERE version_id IS NOT NULL",
    "CREATE INDEX unplaced_by_article ON unplaced_versions(article_id)",
    "CREATE INDEX absences_by_article ON absences(article_id)",
    *NAMED_INDEXES,
    "CREATE INDEX repairs_by_source ON repairs(source_id)",
    *CITATION_INDEXES,
    *CHANGE_INDEXES,
    *LEARNT_INDEXES,
    *TEXT_INDEXES,
    *QUALITY_INDEXES,
)

_OVERLAP = """
    SELECT RAISE(ABORT, 'two versions of one article overlap') WHERE EXISTS (
        SELECT 1 FROM versions o WHERE o.article_id = NEW.article_id AND o.id <> NEW.id
        AND o.start < coalesce(NEW."end", '9999') AND NEW.start < coalesce(o."end", '9999'));
"""

# On the law's clock only known dates are compared; an unknown law_end cannot be later than what Légifrance shows.
_OVERLAP_IN_LAW = """
    SELECT RAISE(ABORT, 'two versions of one article overlap') WHERE EXISTS (
        SELECT 1 FROM versions o WHERE o.article_id = NEW.article_id AND o.id <> NEW.id
        AND o.law_start < coalesce(NEW.law_end, NEW."end", '9999')
        AND NEW.law_start < coalesce(o.law_end, o."end", '9999'));
"""

TRIGGERS: tuple[str, ...] = (
    f"CREATE TRIGGER versions_never_overlap_insert AFTER INSERT ON versions BEGIN {_OVERLAP} END",
    f"""CREATE TRIGGER versions_never_overlap_update AFTER UPDATE OF article_id, start, "end" ON versions
        BEGIN {_OVERLAP} END""",
    f"CREATE TRIGGER versions_never_overlap_in_law_insert AFTER INSERT ON versions BEGIN {_OVERLAP_IN_LAW} END",
    f"""CREATE TRIGGER versions_never_overlap_in_law_update
        AFTER UPDATE OF article_id, "end", law_start, law_end ON versions BEGIN {_OVERLAP_IN_LAW} END""",
)

FIRST_OVERLAP = """
    SELECT id FROM (
        SELECT id, start, max(coalesce("end", '9999')) OVER (
            PARTITION BY article_id ORDER BY start, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS last_end
        FROM versions) WHERE last_end > start LIMIT 1
"""
"""A version that begins before another of its article ends, where the constraint was away while rows were written."""

SEARCH = """CREATE VIRTUAL TABLE alinea_search USING fts5(
    text, content='alineas', content_rowid='id', tokenize="unicode61 remove_diacritics 2")"""
"""Accent-insensitive full-text index over ``alineas``: what many versions share is indexed once."""
