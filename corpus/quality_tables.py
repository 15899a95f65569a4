"""The tables of what a sceptical reader wants counted: written at the end of a build or an update, never while reading.

To find the faults of a national base is to read it whole, some seconds for a million versions. So they are kept, with
the figures of every topic, and forgotten as soon as something changes.
"""

from __future__ import annotations

from corpus.table import Table

QUALITY_TABLES: tuple[Table, ...] = (
    Table(
        "faults",
        "Les défauts des données de la DILA, relevés à la dernière mise à jour : ce que data_faults trouve, gardé.",
        """CREATE TABLE faults (
            kind TEXT NOT NULL,
            position INTEGER NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL,
            text_slug TEXT,
            number TEXT,
            day TEXT,
            PRIMARY KEY (kind, position)
        ) WITHOUT ROWID""",
        {
            "kind": "Sorte",
            "position": "Rang dans sa sorte, à partir de 1",
            "subject": "Ce dont il s’agit",
            "detail": "Ce qui a été constaté",
            "text_slug": "Clé du texte, s’il y en a un",
            "number": "Article, s’il y en a un",
            "day": "Jour où cela se voit",
        },
    ),
    Table(
        "quality_figures",
        "Les chiffres de la page « Qualité », comptés à la dernière mise à jour.",
        """CREATE TABLE quality_figures (
            topic TEXT NOT NULL,
            subject TEXT NOT NULL,
            state TEXT NOT NULL,
            total INTEGER NOT NULL,
            PRIMARY KEY (topic, subject, state)
        ) WITHOUT ROWID""",
        {
            "topic": "Ce qui est compté : verification, citation, stale, witness, fault, discrepancy, repair, rule, "
            "instruction ; citation-day (le jour compté) ; witness-one-in (une version comparée sur tant)",
            "subject": "Clé du texte, nom de la source ou règle ; vide : toute la base",
            "state": "État, verdict ou sorte",
            "total": "Nombre",
        },
    ),
    Table(
        "witnessed_citations",
        "Des citations que la DILA déclare et que la lecture n’a pas, ou l’inverse : les premières de chaque sorte.",
        """CREATE TABLE witnessed_citations (
            verdict TEXT NOT NULL CHECK (verdict IN ('only-declared', 'only-read')),
            position INTEGER NOT NULL,
            text_slug TEXT NOT NULL,
            number TEXT NOT NULL,
            start TEXT NOT NULL,
            cited TEXT NOT NULL,
            cited_number TEXT,
            PRIMARY KEY (verdict, position)
        ) WITHOUT ROWID""",
        {
            "verdict": "only-declared : la DILA seule la déclare ; only-read : la lecture seule la trouve",
            "position": "Rang, à partir de 1",
            "text_slug": "Clé du texte citant",
            "number": "Article citant",
            "start": "Début de la version citante",
            "cited": "Texte cité",
            "cited_number": "Article cité",
        },
    ),
)

QUALITY_INDEXES: tuple[str, ...] = (
    "CREATE INDEX versions_by_end_act ON versions(end_act_id) WHERE end_act_id IS NOT NULL",
    "CREATE INDEX versions_unofficial ON versions(verification, article_id, start) WHERE verification <> 'official'",
    "CREATE INDEX instructions_idle ON instructions(verdict, act_id, position) WHERE verdict <> 'applied'",
    "CREATE INDEX instructions_by_target ON instructions(target_article) WHERE target_article IS NOT NULL",
    "CREATE INDEX discrepancies_by_kind ON discrepancies(kind)",
)
