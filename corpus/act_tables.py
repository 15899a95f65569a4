"""The tables of what amending acts ordered, what became of it, and which words each order wrote."""

from __future__ import annotations

from corpus.table import Table

ACT_TABLES: tuple[Table, ...] = (
    Table(
        "instructions",
        "Les instructions des actes modificatifs : lues, appliquées, refusées avec leur motif, en attente ou non lues.",
        """CREATE TABLE instructions (
            id INTEGER PRIMARY KEY,
            act_id INTEGER NOT NULL REFERENCES texts(id),
            act_article TEXT,
            position INTEGER NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            sentence TEXT NOT NULL,
            form TEXT,
            kind TEXT,
            target_text TEXT,
            target_article TEXT,
            place TEXT,
            old TEXT,
            new TEXT,
            verdict TEXT NOT NULL CHECK (verdict IN ('applied', 'refused', 'pending', 'unread')),
            reason TEXT,
            detail TEXT,
            version_id INTEGER REFERENCES versions(id),
            UNIQUE (act_id, position)
        )""",
        {
            "id": "Identifiant",
            "act_id": "Acte",
            "act_article": "Article de l’acte",
            "position": "Rang dans l’acte",
            "start": "Début dans le dispositif de l’acte, en caractères",
            "end": "Fin dans le dispositif de l’acte",
            "sentence": "Mots de l’instruction",
            "form": "Forme de la grammaire qui l’a lue",
            "kind": "Opération",
            "target_text": "Texte visé",
            "target_article": "Article visé",
            "place": "Endroit visé dans l’article",
            "old": "Mots ou passage visés",
            "new": "Mots ou passage nouveaux",
            "verdict": "applied, refused, pending (texte absent du corpus) ou unread",
            "reason": "Motif du refus ou de l’attente",
            "detail": "Détail : l’endroit montré dans l’article, ce qui a été constaté",
            "version_id": "Version produite",
        },
    ),
    Table(
        "act_spans",
        "Le compte des caractères du dispositif de chaque acte : rien n’est passé sous silence.",
        """CREATE TABLE act_spans (
            act_id INTEGER NOT NULL REFERENCES texts(id),
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            kind TEXT NOT NULL
                CHECK (kind IN ('heading', 'operation', 'quoted', 'connective', 'other', 'unread')),
            instruction_id INTEGER REFERENCES instructions(id),
            PRIMARY KEY (act_id, start)
        )""",
        {
            "act_id": "Acte",
            "start": "Début dans le dispositif, en caractères",
            "end": "Fin dans le dispositif",
            "kind": "heading, operation, quoted, connective, other (formule sans effet sur un texte) ou unread",
            "instruction_id": "Instruction à laquelle ce passage appartient",
        },
    ),
    Table(
        "lineage",
        "La filiation : quel article continue lequel, avec le degré de preuve.",
        """CREATE TABLE lineage (
            id INTEGER PRIMARY KEY,
            old_text_id INTEGER NOT NULL REFERENCES texts(id),
            old_number TEXT NOT NULL,
            new_text_id INTEGER NOT NULL REFERENCES texts(id),
            new_number TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (
                kind IN ('renumbered', 'transferred', 'split', 'merged', 'codified', 'rewritten')),
            status TEXT NOT NULL CHECK (status IN ('declared', 'confirmed', 'inferred', 'finding')),
            score REAL NOT NULL CHECK (score > 0 AND score <= 1),
            date TEXT,
            UNIQUE (old_text_id, old_number, new_text_id, new_number)
        )""",
        {
            "id": "Identifiant",
            "old_text_id": "Texte de l’ancien article",
            "old_number": "Ancien numéro",
            "new_text_id": "Texte du nouvel article",
            "new_number": "Nouveau numéro",
            "kind": "renumbered, transferred, split, merged, codified ; rewritten : seul le renvoi a changé",
            "status": "declared, confirmed (déclaré ou aligné, et corroboré), inferred (déduit), finding (constat)",
            "score": "Force de l’ensemble des preuves, de 0 à 1",
            "date": "Date de l’abrogation ou du transfert",
        },
    ),
    Table(
        "lineage_evidence",
        "Les preuves de chaque filiation, avec la méthode et le score de chacune.",
        """CREATE TABLE lineage_evidence (
            id INTEGER PRIMARY KEY,
            lineage_id INTEGER NOT NULL REFERENCES lineage(id),
            method TEXT NOT NULL
                CHECK (method IN
                    ('declared', 'declared-by-dila', 'instruction', 'alignment', 'references', 'sequence')),
            score REAL NOT NULL CHECK (score > 0 AND score <= 1),
            detail TEXT NOT NULL,
            source_id INTEGER REFERENCES sources(id),
            version_id INTEGER,
            link TEXT,
            date TEXT
        )""",
        {
            "id": "Identifiant",
            "lineage_id": "Filiation",
            "method": (
                "declared (déclarée), declared-by-dila (déclarée par un lien des bases de la DILA), "
                "instruction (dite par un acte), alignment (alignement des textes), "
                "references (renvois réécrits), sequence (rang dans la suite)"
            ),
            "score": "Force de la preuve, de 0 à 1",
            "detail": "Ce qui a été constaté",
            "source_id": "Source où la preuve se lit",
            "version_id": "Version qui porte le lien de la DILA, en nombre",
            "link": "Sorte de ce lien",
            "date": "Jour de la filiation selon cette preuve, d’après les dates des deux versions",
        },
    ),
    Table(
        "absences",
        "Les intervalles pour lesquels l’article existait mais dont le corpus n’a pas le texte : jamais comblés.",
        """CREATE TABLE absences (
            id INTEGER PRIMARY KEY,
            article_id INTEGER NOT NULL REFERENCES articles(id),
            start TEXT NOT NULL,
            "end" TEXT,
            known_starts TEXT NOT NULL,
            reason TEXT NOT NULL,
            end_cause TEXT,
            named_id INTEGER,
            CHECK ("end" IS NULL OR start < "end")
        )""",
        {
            "id": "Identifiant",
            "article_id": "Article",
            "start": "Début (inclus)",
            "end": "Fin (exclue) ; vide : jusqu’à aujourd’hui",
            "known_starts": "Dates de version connues dans cet intervalle (tableau JSON)",
            "reason": "Ce que l’on sait, et d’où",
            "end_cause": "Ce qui y a mis fin, comme dans versions ; vide : inconnu",
            "named_id": "Version que la DILA nomme et dont les archives n’ont pas le fichier, en nombre",
        },
    ),
    Table(
        "cuts",
        "Le découpage des textes consolidés sans titres : chaque coupe et sa preuve.",
        """CREATE TABLE cuts (
            id INTEGER PRIMARY KEY,
            source_id INTEGER NOT NULL REFERENCES sources(id),
            article_id INTEGER NOT NULL REFERENCES articles(id),
            position INTEGER NOT NULL,
            aligned_with TEXT,
            method TEXT NOT NULL,
            score REAL NOT NULL,
            detail TEXT NOT NULL,
            UNIQUE (source_id, position)
        )""",
        {
            "id": "Identifiant",
            "source_id": "Source découpée",
            "article_id": "Article auquel l’alinéa est attribué",
            "position": "Rang de l’alinéa dans la source, à partir de 1",
            "aligned_with": "Alinéa ancien qui lui répond (« R. 730, al. 4 »)",
            "method": "alignment, between (entre deux alinéas du même article), affinity (vocabulaire)",
            "score": "Force de la preuve, de 0 à 1",
            "detail": "Ce qui a été constaté",
        },
    ),
    Table(
        "authored_words",
        "Les mots que chaque instruction a écrits dans la version qu’elle a produite : la preuve par construction.",
        """CREATE TABLE authored_words (
            version_id INTEGER NOT NULL REFERENCES versions(id),
            position INTEGER NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            instruction_id INTEGER NOT NULL REFERENCES instructions(id),
            PRIMARY KEY (version_id, position, start)
        ) WITHOUT ROWID""",
        {
            "version_id": "Version",
            "position": "Rang de l’alinéa, à partir de 1",
            "start": "Début dans l’alinéa, en caractères",
            "end": "Fin dans l’alinéa",
            "instruction_id": "Instruction qui a écrit ces mots",
        },
    ),
)
