"""The database: its tables and views in plain SQL, and what each column means (Datasette shows these words).

The tables stand in :mod:`corpus.tables`; here are the views over them, the indexes, the constraints that SQLite
keeps by triggers, and the search.
"""

from __future__ import annotations

from corpus.archive_tables import ARCHIVE_TABLES
from corpus.tables import TABLES as MAIN_TABLES
from corpus.tables import Table

TABLES: tuple[Table, ...] = (*MAIN_TABLES, *ARCHIVE_TABLES)
"""Every table, in the order in which they are created."""

APPLICATION_ID = 0x4C455831
"""SQLite ``application_id`` of a Chronolex corpus («LEX1»)."""

SCHEMA_VERSION = 1
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

INDEXES: tuple[str, ...] = (
    "CREATE INDEX contents_by_child ON contents(child_id)",
    "CREATE INDEX version_alineas_by_alinea ON version_alineas(alinea_id)",
    "CREATE INDEX links_by_target ON links(target_key) WHERE target_key IS NOT NULL",
    "CREATE INDEX sections_by_text ON sections(text_id)",
    "CREATE INDEX articles_by_number ON articles(number)",
    "CREATE INDEX articles_in_order ON articles(text_id, sort_key)",
    "CREATE INDEX versions_in_order ON versions(article_id, start)",
    "CREATE INDEX versions_by_act ON versions(act_id)",
    "CREATE INDEX instructions_by_version ON instructions(version_id)",
    "CREATE INDEX citations_by_version ON citations(version_id)",
    "CREATE INDEX citations_by_target ON citations(target_article_id)",
    "CREATE INDEX lineage_by_old ON lineage(old_text_id, old_number)",
    "CREATE INDEX lineage_by_new ON lineage(new_text_id, new_number)",
    "CREATE INDEX evidence_by_lineage ON lineage_evidence(lineage_id)",
    "CREATE INDEX absences_by_article ON absences(article_id)",
    "CREATE INDEX repairs_by_source ON repairs(source_id)",
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
