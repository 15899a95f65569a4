"""The tables that hold what DILA's national bases say beyond texts, articles and versions.

Keys are DILA's own identifiers made integers (:mod:`corpus.keys`): ``LEGIARTI000006527458`` is 2 followed by its twelve
digits. So rows need no look-up to meet, whatever the order in which files come, and a rebuild gives the same keys.
"""

from __future__ import annotations

from corpus.table import Table

ARCHIVE_TABLES: tuple[Table, ...] = (
    Table(
        "archives",
        "Les archives de la DILA qui ont été lues, dans leur ordre : ce que la base savait, et depuis quand.",
        """CREATE TABLE archives (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            base TEXT,
            kind TEXT NOT NULL,
            stamp TEXT,
            counts TEXT NOT NULL
        )""",
        {
            "id": "Identifiant, dans l’ordre d’application",
            "name": "Nom du fichier",
            "base": "Base : LEGI, JORF…",
            "kind": "global, increment, folder ou file",
            "stamp": "Date et heure de l’archive",
            "counts": "Ce qui y a été compté (objet JSON)",
        },
    ),
    Table(
        "folders",
        "Les dossiers des archives : un même enregistrement peut changer de dossier.",
        "CREATE TABLE folders (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE)",
        {"id": "Identifiant", "path": "Chemin"},
    ),
    Table(
        "records",
        "Les fichiers de la base, un par ligne : quelle archive l’a apporté, et laquelle d’abord.",
        """CREATE TABLE records (
            key INTEGER NOT NULL,
            part TEXT NOT NULL,
            folder_id INTEGER NOT NULL,
            mtime INTEGER,
            first_archive_id INTEGER NOT NULL,
            archive_id INTEGER NOT NULL,
            start_archive_id INTEGER,
            end_archive_id INTEGER,
            PRIMARY KEY (key, part)
        ) WITHOUT ROWID""",
        {
            "key": "Identifiant DILA, en nombre",
            "part": "a article, s section, t texte, v structure du texte",
            "folder_id": "Dossier",
            "mtime": "Date du fichier, en secondes depuis 1970",
            "first_archive_id": "Première archive qui l’a montré",
            "archive_id": "Archive dont vient l’état présent",
            "start_archive_id": "Archive depuis laquelle la base dit ce début et ces mots ; vide : la première",
            "end_archive_id": "Archive depuis laquelle la base dit cette fin et ces mots ; vide : la première",
        },
    ),
    Table(
        "duplicates",
        "Les fichiers en double : le même identifiant dans un autre dossier, plus ancien ; gardés entiers.",
        """CREATE TABLE duplicates (
            key INTEGER NOT NULL,
            part TEXT NOT NULL,
            folder_id INTEGER NOT NULL,
            mtime INTEGER,
            archive_id INTEGER NOT NULL,
            path TEXT NOT NULL,
            record TEXT NOT NULL,
            PRIMARY KEY (key, part, folder_id)
        ) WITHOUT ROWID""",
        {
            "key": "Identifiant DILA, en nombre",
            "part": "Sorte de fichier",
            "folder_id": "Dossier",
            "mtime": "Date du fichier",
            "archive_id": "Archive",
            "path": "Chemin dans l’archive",
            "record": "L’enregistrement lu, entier (tableau JSON)",
        },
    ),
    Table(
        "text_versions",
        "Les versions d’un texte entier, telles que la DILA les date.",
        """CREATE TABLE text_versions (
            id INTEGER PRIMARY KEY,
            text_id INTEGER NOT NULL REFERENCES texts(id),
            nature TEXT NOT NULL,
            number TEXT,
            nor TEXT,
            signed TEXT,
            published TEXT,
            jo_number TEXT,
            title TEXT NOT NULL,
            full_title TEXT,
            state TEXT,
            start TEXT,
            "end" TEXT,
            visas TEXT,
            signatories TEXT,
            nota TEXT
        )""",
        {
            "id": "Identifiant DILA, en nombre",
            "text_id": "Texte",
            "nature": "Nature",
            "number": "Numéro",
            "nor": "NOR",
            "signed": "Signature",
            "published": "Publication au Journal officiel",
            "jo_number": "Numéro du Journal officiel",
            "title": "Titre",
            "full_title": "Titre complet",
            "state": "État tel que trouvé",
            "start": "Début (inclus)",
            "end": "Fin (exclue) ; vide : en vigueur",
            "visas": "Visas",
            "signatories": "Signataires",
            "nota": "Nota",
        },
    ),
    Table(
        "sections",
        "Les divisions des textes : livres, titres, chapitres, sections.",
        """CREATE TABLE sections (
            id INTEGER PRIMARY KEY,
            text_id INTEGER NOT NULL REFERENCES texts(id),
            title TEXT NOT NULL,
            comment TEXT
        )""",
        {
            "id": "Identifiant DILA, en nombre",
            "text_id": "Texte",
            "title": "Intitulé",
            "comment": "Commentaire",
        },
    ),
    Table(
        "contents",
        "La table des matières, datée : ce qui se trouve sous chaque division, dans l’ordre, et quand.",
        """CREATE TABLE contents (
            parent_id INTEGER NOT NULL,
            position INTEGER NOT NULL,
            child_id INTEGER NOT NULL,
            start TEXT,
            "end" TEXT,
            number TEXT,
            state TEXT,
            PRIMARY KEY (parent_id, position)
        ) WITHOUT ROWID""",
        {
            "parent_id": "Section, ou texte pour le premier niveau",
            "position": "Rang",
            "child_id": "Section ou version d’article",
            "start": "Début (inclus)",
            "end": "Fin (exclue)",
            "number": "Numéro de l’article, tel que trouvé ; vide pour une section",
            "state": "État tel que trouvé",
        },
    ),
    Table(
        "unplaced_versions",
        "Les versions sans place dans le temps : mort-nées, ou sans date propre. Gardées à part.",
        """CREATE TABLE unplaced_versions (
            id INTEGER PRIMARY KEY,
            article_id INTEGER NOT NULL REFERENCES articles(id),
            reason TEXT NOT NULL CHECK (reason IN ('stillborn', 'undated')),
            start TEXT,
            "end" TEXT,
            state TEXT,
            text TEXT NOT NULL
        )""",
        {
            "id": "Identifiant DILA, en nombre",
            "article_id": "Article",
            "reason": "stillborn : jamais en vigueur ; undated : sans date",
            "start": "Début tel que trouvé",
            "end": "Fin telle que trouvée",
            "state": "État tel que trouvé",
            "text": "Texte, un alinéa par ligne",
        },
    ),
    Table(
        "past_versions",
        "Ce que la base disait avant : les enregistrements que des archives plus récentes ont changés ou retirés.",
        """CREATE TABLE past_versions (
            version_id INTEGER NOT NULL,
            until_archive_id INTEGER NOT NULL REFERENCES archives(id),
            from_archive_id INTEGER NOT NULL REFERENCES archives(id),
            article_id INTEGER NOT NULL REFERENCES articles(id),
            start TEXT,
            "end" TEXT,
            state TEXT,
            alineas TEXT NOT NULL,
            PRIMARY KEY (version_id, until_archive_id)
        ) WITHOUT ROWID""",
        {
            "version_id": "Identifiant DILA de la version, en nombre",
            "until_archive_id": "Archive qui l’a changé ou retiré",
            "from_archive_id": "Archive qui l’avait apporté",
            "article_id": "Article",
            "start": "Début d’alors",
            "end": "Fin d’alors",
            "state": "État d’alors",
            "alineas": "Alinéas d’alors (tableau JSON d’identifiants de la table alineas)",
        },
    ),
    Table(
        "link_kinds",
        "Les sortes de liens, telles que trouvées et telles que normalisées.",
        "CREATE TABLE link_kinds (id INTEGER PRIMARY KEY, found TEXT NOT NULL UNIQUE, kind TEXT NOT NULL)",
        {"id": "Identifiant", "found": "Sorte telle que trouvée", "kind": "Sorte normalisée"},
    ),
    Table(
        "linked_texts",
        "Les textes que les liens désignent : ce que le lien en dit.",
        """CREATE TABLE linked_texts (
            key INTEGER PRIMARY KEY,
            nature TEXT,
            number TEXT,
            nor TEXT,
            signed TEXT
        )""",
        {
            "key": "Identifiant DILA du texte, en nombre",
            "nature": "Nature",
            "number": "Numéro",
            "nor": "NOR",
            "signed": "Signature",
        },
    ),
    Table(
        "links",
        "Les liens de chaque version d’article : sorte, sens tel que trouvé, sens retenu et pourquoi.",
        """CREATE TABLE links (
            version_id INTEGER NOT NULL,
            position INTEGER NOT NULL,
            kind_id INTEGER NOT NULL REFERENCES link_kinds(id),
            sense TEXT,
            outgoing INTEGER,
            decided_by TEXT NOT NULL,
            target_key INTEGER,
            text_key INTEGER,
            number TEXT,
            label TEXT,
            PRIMARY KEY (version_id, position)
        ) WITHOUT ROWID""",
        {
            "version_id": "Version qui porte le lien",
            "position": "Rang",
            "kind_id": "Sorte",
            "sense": "Sens tel que trouvé (source, cible)",
            "outgoing": "1 : la version agit sur la cible ou la cite ; 0 : l’inverse ; vide : indécis",
            "decided_by": "Comment : roles (dates et natures), sens, form (sens retourné : le type est un nom), none",
            "target_key": "Article ou section visé (identifiant DILA, en nombre)",
            "text_key": "Texte visé",
            "number": "Numéro d’article visé",
            "label": "Intitulé du lien",
        },
    ),
    Table(
        "unsettled_links",
        "Les liens qui disent qu’un article en est un autre, sans que les dates disent lequel est l’ancien.",
        """CREATE TABLE unsettled_links (
            version_id INTEGER NOT NULL,
            position INTEGER NOT NULL,
            reason TEXT NOT NULL CHECK (reason IN ('undecided', 'unresolved')),
            text_key INTEGER,
            number TEXT,
            PRIMARY KEY (version_id, position)
        ) WITHOUT ROWID""",
        {
            "version_id": "Version qui porte le lien",
            "position": "Rang du lien",
            "reason": "undecided : les dates ne décident pas ; unresolved : l’autre article n’est pas nommé",
            "text_key": "Texte de l’autre article",
            "number": "Numéro canonique de l’autre article",
        },
    ),
    Table(
        "pairs",
        "Les articles que LEGI et JORF donnent pour les mêmes.",
        """CREATE TABLE pairs (version_id INTEGER NOT NULL, other_key INTEGER NOT NULL,
            PRIMARY KEY (version_id, other_key)) WITHOUT ROWID""",
        {"version_id": "Version", "other_key": "L’autre identifiant, en nombre"},
    ),
    Table(
        "named_versions",
        "Les versions que des fichiers de la DILA nomment (VERSIONS) et dont la base n’a pas le fichier.",
        """CREATE TABLE named_versions (
            version_id INTEGER NOT NULL,
            named_id INTEGER NOT NULL,
            number TEXT NOT NULL,
            start TEXT,
            "end" TEXT,
            state TEXT,
            PRIMARY KEY (version_id, named_id)
        ) WITHOUT ROWID""",
        {
            "version_id": "Version du même article dont le fichier la nomme",
            "named_id": "Identifiant DILA de la version nommée, en nombre",
            "number": "Numéro, tel que trouvé",
            "start": "Début (inclus)",
            "end": "Fin (exclue)",
            "state": "État tel que trouvé",
        },
    ),
    Table(
        "withdrawn_versions",
        "Les versions que les listes de suppression de la DILA ont retirées : elles ne manquent pas.",
        "CREATE TABLE withdrawn_versions (id INTEGER PRIMARY KEY)",
        {"id": "Identifiant DILA de la version, en nombre"},
    ),
    Table(
        "anomalies",
        "Ce que les archives ont d’inattendu : compté, jamais passé sous silence.",
        """CREATE TABLE anomalies (
            id INTEGER PRIMARY KEY,
            archive_id INTEGER REFERENCES archives(id),
            path TEXT NOT NULL,
            kind TEXT NOT NULL,
            detail TEXT NOT NULL
        )""",
        {
            "id": "Identifiant",
            "archive_id": "Archive",
            "path": "Chemin du fichier",
            "kind": "Sorte",
            "detail": "Ce qui a été trouvé",
        },
    ),
)
