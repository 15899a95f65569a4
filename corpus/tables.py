"""The tables of a corpus, in plain SQL, each with the meaning of its columns: Datasette shows these words.

Names are those a jurist knows. Conventions that hold everywhere: dates are ISO text; intervals are half-open
``[start, end)`` and an open end is NULL; character spans are half-open and count Unicode characters of the text that
the column's description names.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view: its SQL and, for Datasette and the docs, the meaning of it and of each column (French)."""

    name: str
    meaning: str
    sql: str
    columns: dict[str, str]


TABLES: tuple[Table, ...] = (
    Table(
        "sources",
        "Les fichiers lus : nom, format reconnu, empreinte. Le texte d’origine est conservé tel quel.",
        """CREATE TABLE sources (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            format TEXT NOT NULL,
            title TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            size INTEGER NOT NULL,
            original TEXT
        )""",
        {
            "id": "Identifiant",
            "name": "Nom du fichier, relatif au dossier du corpus",
            "format": "Format reconnu d’après le contenu",
            "title": "Titre lu dans la source",
            "sha256": "Empreinte SHA-256 des octets",
            "size": "Taille en octets",
            "original": "Texte avant réparation et normalisation",
        },
    ),
    Table(
        "texts",
        "Les textes : codes, lois, décrets… y compris ceux qui ne sont connus que par leur nom.",
        """CREATE TABLE texts (
            id INTEGER PRIMARY KEY,
            slug TEXT NOT NULL UNIQUE,
            nature TEXT NOT NULL,
            number TEXT,
            title TEXT NOT NULL,
            full_title TEXT,
            nor TEXT,
            signed TEXT,
            published TEXT,
            jo_number TEXT,
            body TEXT,
            visas TEXT,
            signatories TEXT,
            source_id INTEGER REFERENCES sources(id),
            key INTEGER UNIQUE,
            state TEXT,
            start TEXT,
            "end" TEXT
        )""",
        {
            "id": "Identifiant",
            "slug": "Clé stable, lisible dans une adresse",
            "nature": "CODE, LOI, DECRET, ORDONNANCE, ARRETE…",
            "number": "Numéro (2005-328)",
            "title": "Titre usuel",
            "full_title": "Titre complet publié",
            "nor": "Numéro NOR",
            "signed": "Date de signature",
            "published": "Date de publication au Journal officiel",
            "jo_number": "Numéro du Journal officiel",
            "body": "Dispositif de l’acte, un alinéa par ligne (les positions des instructions s’y rapportent)",
            "visas": "Visas (tableau JSON)",
            "signatories": "Signataires (tableau JSON)",
            "source_id": "Source lue ; vide : texte connu par son seul nom, ou par une archive",
            "key": "Identifiant DILA (CID), en nombre",
            "state": "État tel que trouvé dans l’archive",
            "start": "Début (inclus) de la version la plus récente du texte",
            "end": "Fin (exclue) ; vide : en vigueur",
        },
    ),
    Table(
        "articles",
        "Les articles : un numéro dans un texte. Un numéro est une adresse : son porteur peut changer.",
        """CREATE TABLE articles (
            id INTEGER PRIMARY KEY,
            text_id INTEGER NOT NULL REFERENCES texts(id),
            number TEXT NOT NULL,
            number_as_published TEXT NOT NULL,
            sort_key TEXT NOT NULL,
            bearer INTEGER NOT NULL DEFAULT 1,
            UNIQUE (text_id, number, bearer)
        )""",
        {
            "id": "Identifiant",
            "text_id": "Texte auquel l’article appartient",
            "number": "Numéro canonique (R730)",
            "number_as_published": "Numéro tel que publié (R. 730)",
            "sort_key": "Clé de tri dans l’ordre du texte",
            "bearer": "2, 3… : autre article du même numéro en même temps ; 0 : l’article tel que le JO l’a publié",
        },
    ),
    Table(
        "versions",
        "Les versions : ce que dit un article pendant un intervalle [start, end[, d’où cela vient, et la preuve.",
        """CREATE TABLE versions (
            id INTEGER PRIMARY KEY,
            article_id INTEGER NOT NULL REFERENCES articles(id),
            start TEXT NOT NULL,
            "end" TEXT,
            start_rule TEXT NOT NULL,
            end_rule TEXT,
            law_start TEXT,
            law_end TEXT,
            law_start_rule TEXT,
            law_end_rule TEXT,
            publication TEXT,
            end_publication TEXT,
            end_cause TEXT
                CHECK (end_cause IN ('modified', 'repealed', 'renumbered', 'expired', 'annulled', 'unknown')),
            act_id INTEGER REFERENCES texts(id),
            act_article TEXT,
            end_act_id INTEGER REFERENCES texts(id),
            end_act_article TEXT,
            provenance TEXT NOT NULL CHECK (provenance IN ('derived', 'official')),
            verification TEXT NOT NULL
                CHECK (verification IN ('identical', 'typographic', 'different', 'unverified', 'official')),
            source_id INTEGER REFERENCES sources(id),
            state TEXT,
            html TEXT,
            nota TEXT,
            CHECK ("end" IS NULL OR start < "end"),
            CHECK (("end" IS NULL) = (end_cause IS NULL))
        )""",
        {
            "id": "Identifiant",
            "article_id": "Article",
            "start": "Début (inclus), date de Légifrance",
            "end": "Fin (exclue), date de Légifrance ; vide : en vigueur",
            "start_rule": "Règle qui a donné le début",
            "end_rule": "Règle qui a donné la fin",
            "law_start": "Début (inclus) selon la loi ; vide : inconnu",
            "law_end": "Fin (exclue) selon la loi",
            "law_start_rule": "Règle de droit qui a donné le début",
            "law_end_rule": "Règle de droit qui a donné la fin",
            "publication": "Publication au JO de l’acte qui a écrit la version",
            "end_publication": "Publication au JO de l’acte qui y a mis fin",
            "end_cause": "modified, repealed, renumbered, expired, annulled, unknown ; vide : en vigueur",
            "act_id": "Acte qui a écrit la version",
            "act_article": "Article de cet acte",
            "end_act_id": "Acte qui a mis fin à la version",
            "end_act_article": "Article de cet acte",
            "provenance": "derived : calculée à partir des actes ; official : publiée par une source officielle",
            "verification": "Résultat de la comparaison au témoin officiel ; unverified : aucun témoin",
            "source_id": "Source du texte affiché",
            "state": "État tel que trouvé dans l’archive, au jour de celle-ci",
            "html": "Mise en forme assainie, là où les alinéas seuls ne la disent pas (tableaux, exposants)",
            "nota": "Nota de l’éditeur",
        },
    ),
    Table(
        "alineas",
        "Les alinéas, chacun conservé une seule fois quel que soit le nombre de versions qui le portent.",
        """CREATE TABLE alineas (
            id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE,
            text TEXT NOT NULL
        )""",
        {"id": "Identifiant", "digest": "Empreinte du texte", "text": "Texte de l’alinéa"},
    ),
    Table(
        "version_alineas",
        "La suite des alinéas de chaque version.",
        """CREATE TABLE version_alineas (
            version_id INTEGER NOT NULL REFERENCES versions(id),
            position INTEGER NOT NULL,
            alinea_id INTEGER NOT NULL REFERENCES alineas(id),
            PRIMARY KEY (version_id, position)
        ) WITHOUT ROWID""",
        {"version_id": "Version", "position": "Rang de l’alinéa, à partir de 1", "alinea_id": "Alinéa"},
    ),
    Table(
        "verifications",
        "La comparaison, alinéa par alinéa, d’une version calculée avec le texte officiel.",
        """CREATE TABLE verifications (
            version_id INTEGER NOT NULL REFERENCES versions(id),
            position INTEGER NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('identical', 'typographic', 'different')),
            derived TEXT,
            official TEXT,
            source_id INTEGER NOT NULL REFERENCES sources(id),
            PRIMARY KEY (version_id, position)
        )""",
        {
            "version_id": "Version",
            "position": "Rang de l’alinéa, à partir de 1",
            "verdict": "identical, typographic (apostrophes, espaces, tirets, guillemets, œ) ou different",
            "derived": "Alinéa calculé ; vide : absent du calcul",
            "official": "Alinéa officiel ; vide : absent du texte officiel",
            "source_id": "Témoin officiel",
        },
    ),
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
            CHECK ("end" IS NULL OR start < "end")
        )""",
        {
            "id": "Identifiant",
            "article_id": "Article",
            "start": "Début (inclus)",
            "end": "Fin (exclue) ; vide : jusqu’à aujourd’hui",
            "known_starts": "Dates de version connues dans cet intervalle (tableau JSON)",
            "reason": "Ce que l’on sait, et d’où",
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
        "citations",
        "Les citations lues dans le texte de chaque version, avec leur position exacte.",
        """CREATE TABLE citations (
            id INTEGER PRIMARY KEY,
            version_id INTEGER NOT NULL REFERENCES versions(id),
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            as_written TEXT NOT NULL,
            target_text TEXT,
            target_article TEXT,
            target_alinea TEXT,
            target_item TEXT,
            target_text_id INTEGER REFERENCES texts(id),
            target_article_id INTEGER REFERENCES articles(id),
            method TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('resolved', 'unknown-text', 'unknown-article', 'ambiguous'))
        )""",
        {
            "id": "Identifiant",
            "version_id": "Version citante",
            "start": "Début dans le texte de la version (alinéas joints par un saut de ligne), en caractères",
            "end": "Fin",
            "as_written": "Mots de la citation",
            "target_text": "Texte cité",
            "target_article": "Article cité (numéro canonique)",
            "target_alinea": "Alinéa cité",
            "target_item": "Item cité (1°, a)",
            "target_text_id": "Texte cité, s’il est connu du corpus",
            "target_article_id": "Article cité, s’il est connu du corpus",
            "method": "Comment le texte cité a été trouvé",
            "status": "resolved, unknown-text, unknown-article ou ambiguous",
        },
    ),
    Table(
        "declared_links",
        "Les liens que les sources déclarent elles-mêmes (« Liens relatifs à cet article »).",
        """CREATE TABLE declared_links (
            id INTEGER PRIMARY KEY,
            source_id INTEGER NOT NULL REFERENCES sources(id),
            article_id INTEGER NOT NULL REFERENCES articles(id),
            kind TEXT NOT NULL,
            heading TEXT NOT NULL,
            as_written TEXT NOT NULL,
            target_text TEXT NOT NULL,
            target_article TEXT,
            state TEXT,
            published TEXT
        )""",
        {
            "id": "Identifiant",
            "source_id": "Source",
            "article_id": "Article qui porte le lien",
            "kind": "Sorte de lien",
            "heading": "Intitulé dans la source",
            "as_written": "Ligne de la source",
            "target_text": "Texte lié",
            "target_article": "Article lié",
            "state": "État de l’article lié : M modifié, V en vigueur, Ab abrogé, T transféré",
            "published": "Date du Journal officiel",
        },
    ),
    Table(
        "repairs",
        "Le journal des réparations : chaque caractère changé, la règle, la confiance.",
        """CREATE TABLE repairs (
            id INTEGER PRIMARY KEY,
            source_id INTEGER NOT NULL REFERENCES sources(id),
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            rule TEXT NOT NULL,
            confidence REAL NOT NULL,
            decided INTEGER NOT NULL,
            context TEXT NOT NULL
        )""",
        {
            "id": "Identifiant",
            "source_id": "Source",
            "start": "Début dans le texte d’origine, en caractères",
            "end": "Fin",
            "before": "Avant",
            "after": "Après",
            "rule": "Règle",
            "confidence": "Confiance, de 0 à 1",
            "decided": "0 : dégât vu et laissé en l’état, faute de certitude",
            "context": "Passage d’origine autour du changement",
        },
    ),
    Table(
        "discrepancies",
        "Les désaccords constatés : entre sources, entre texte et liens, bizarreries laissées telles que publiées.",
        """CREATE TABLE discrepancies (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            source_id INTEGER REFERENCES sources(id),
            article_id INTEGER REFERENCES articles(id),
            version_id INTEGER REFERENCES versions(id),
            subject TEXT NOT NULL,
            detail TEXT NOT NULL
        )""",
        {
            "id": "Identifiant",
            "kind": "Sorte de désaccord",
            "source_id": "Source",
            "article_id": "Article",
            "version_id": "Version",
            "subject": "Ce dont il s’agit",
            "detail": "Ce qui a été constaté",
        },
    ),
    Table(
        "meta",
        "Ce qui a construit cette base, et ce que la construction a compté.",
        """CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID""",
        {"key": "Nom", "value": "Valeur"},
    ),
)
