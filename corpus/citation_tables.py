"""The tables of citations: the words as they were read, and what they mean, in three steps that are each stored.

1. ``cited_texts``: each name under which a text is cited, once, and the text of the corpus that it names;
2. ``cited_addresses``: each article, division or whole text that is cited, once, and the article that it names;
3. ``cited_states``: what that address was over time: a version in force, repealed, become another article…

So a citation is resolved at a date by joining three small tables, and a delivery that changes an article touches the
states of its addresses alone, not the citations of it.
"""

from __future__ import annotations

from corpus.table import Table

TEXT_STATUSES = ("found", "unknown", "ambiguous", "undetermined")
"""What became of a name: one text of the corpus bears it, none, several; or the words give no name."""

ADDRESS_STATUSES = ("found", "unknown-text", "unknown-article", "unknown-division", "ambiguous", "undetermined")
"""What became of an address; ``ambiguous`` and ``undetermined`` are those of its text."""

STATE_STATUSES = ("in-force", "renumbered", "split", "repealed", "not-yet", "missing", "ambiguous")
"""What an address is during one interval; see :class:`graph.resolve.Status`."""


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"CHECK ({column} IN ({', '.join(repr(value) for value in values)}))"


CITATION_TABLES: tuple[Table, ...] = (
    Table(
        "cited_texts",
        "Les noms sous lesquels des textes sont cités, chacun une fois, et le texte du corpus qu’il désigne.",
        f"""CREATE TABLE cited_texts (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            nature TEXT,
            title TEXT,
            number TEXT,
            signed TEXT,
            text_id INTEGER REFERENCES texts(id),
            status TEXT {_one_of("status", TEXT_STATUSES)}
        )""",
        {
            "id": "Identifiant",
            "name": "Clé du nom ; « #12 » : le texte 12 du corpus, cité par lui-même ; vide : aucun texte n’est nommé",
            "nature": "Nature du texte nommé",
            "title": "Titre usuel du texte nommé",
            "number": "Numéro du texte nommé",
            "signed": "Signature du texte nommé",
            "text_id": "Texte du corpus",
            "status": "found, unknown (hors du corpus), ambiguous (plusieurs textes) ou undetermined (non nommé)",
        },
    ),
    Table(
        "cited_addresses",
        "Ce qui est cité : un article d’un texte, une division, ou un texte entier ; chaque adresse une fois.",
        f"""CREATE TABLE cited_addresses (
            id INTEGER PRIMARY KEY,
            cited_text_id INTEGER NOT NULL REFERENCES cited_texts(id),
            number TEXT NOT NULL,
            last_number TEXT NOT NULL,
            division TEXT NOT NULL,
            neighbour INTEGER NOT NULL,
            article_id INTEGER REFERENCES articles(id),
            status TEXT {_one_of("status", ADDRESS_STATUSES)},
            UNIQUE (cited_text_id, number, last_number, division, neighbour)
        )""",
        {
            "id": "Identifiant",
            "cited_text_id": "Nom du texte",
            "number": "Numéro canonique de l’article ; vide : le texte entier ou une division",
            "last_number": "Dernier numéro d’une série (« L. 1 à L. 5 ») que number ouvre ; « + » : et suivants",
            "division": "Division citée (livre VII, titre II), vue de l’article de ce numéro s’il est du même texte",
            "neighbour": "-1 : l’article qui précède celui de ce numéro ; 1 : celui qui le suit ; 0 : lui-même",
            "article_id": "Article du corpus qui porte ce numéro",
            "status": "found, unknown-text, unknown-article, unknown-division, ambiguous, "
            "undetermined ; vide : non résolu",
        },
    ),
    Table(
        "cited_states",
        "Ce qu’une adresse citée désigne au fil du temps : une version en vigueur, un article devenu un autre…",
        f"""CREATE TABLE cited_states (
            address_id INTEGER NOT NULL REFERENCES cited_addresses(id),
            position INTEGER NOT NULL,
            start TEXT,
            "end" TEXT,
            status TEXT NOT NULL {_one_of("status", STATE_STATUSES)},
            article_id INTEGER REFERENCES articles(id),
            version_id INTEGER REFERENCES versions(id),
            section_id INTEGER REFERENCES sections(id),
            bearer INTEGER NOT NULL,
            PRIMARY KEY (address_id, position)
        ) WITHOUT ROWID""",
        {
            "address_id": "Adresse citée",
            "position": "Rang, dans l’ordre du temps",
            "start": "Début (inclus) ; vide : depuis toujours",
            "end": "Fin (exclue) ; vide : encore",
            "status": "in-force ; renumbered (devenu l’article indiqué) ; split (devenu plusieurs) ; repealed ; "
            "not-yet ; missing (texte inconnu du corpus) ; ambiguous (deux articles portent ce numéro)",
            "article_id": "Article que l’adresse désigne alors",
            "version_id": "Version en vigueur de cet article",
            "section_id": "Division, si c’en est une",
            "bearer": "1, 2… : change quand le numéro passe à un autre article",
        },
    ),
    Table(
        "citations",
        "Les citations lues dans le texte de chaque version, avec leur position exacte.",
        """CREATE TABLE citations (
            version_id INTEGER NOT NULL REFERENCES versions(id),
            position INTEGER NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            as_written TEXT NOT NULL,
            address_id INTEGER NOT NULL REFERENCES cited_addresses(id),
            first_id INTEGER REFERENCES cited_addresses(id),
            rival_id INTEGER REFERENCES cited_addresses(id),
            alinea TEXT,
            sentence TEXT,
            item TEXT,
            relation TEXT NOT NULL CHECK (relation IN ('cited', 'alternative', 'excluded')),
            method TEXT NOT NULL,
            PRIMARY KEY (version_id, position)
        ) WITHOUT ROWID""",
        {
            "version_id": "Version citante",
            "position": "Rang dans la version, à partir de 1",
            "start": "Début dans le texte de la version (alinéas joints par un saut de ligne), en caractères",
            "end": "Fin",
            "as_written": "Mots de la citation",
            "address_id": "Ce qui est cité",
            "first_id": "Première de deux lectures possibles : celle qui existe l’emporte ; vide : il n’y en a qu’une",
            "rival_id": "Seconde lecture ; si les deux existent, rien ne dit laquelle est la bonne",
            "alinea": "Alinéa cité",
            "sentence": "Phrase citée",
            "item": "Item cité (1°, a)",
            "relation": "cited ; alternative (« ou ») ; excluded (« à l’exception de »)",
            "method": "Comment le texte cité a été trouvé",
        },
    ),
)

_TOGETHER = """(s.start IS NULL OR v."end" IS NULL OR s.start < v."end") AND (s."end" IS NULL OR s."end" > v.start)"""
_BEARER_AT_FIRST = """(SELECT min(o.bearer) FROM cited_states o
    WHERE o.address_id = d.id AND (o."end" IS NULL OR o."end" > v.start))"""

CITATION_VIEWS: tuple[Table, ...] = (
    Table(
        "resolved_citations",
        "Les citations résolues : une ligne par citation et par intervalle où ce qu’elle vise ne change pas.",
        # One SELECT, without UNION: so SQLite can join it from either side by its indexes.
        f"""CREATE VIEW resolved_citations AS
        SELECT c.version_id, c.position, c.start AS span_start, c."end" AS span_end, c.as_written, c.relation, c.method,
               c.alinea, c.sentence, c.item, d.id AS address_id, coalesce(x.title, n.title) AS cited_text,
               CASE WHEN d.division <> '' OR d.neighbour <> 0 THEN NULL
                    WHEN d.last_number = '' THEN nullif(d.number, '')
                    ELSE (SELECT number FROM articles WHERE id = s.article_id) END AS cited_number,
               nullif(d.last_number, '') AS last_number, nullif(d.division, '') AS division, d.neighbour,
               max(v.start, coalesce(s.start, '')) AS start,
               nullif(min(coalesce(v."end", '9'), coalesce(s."end", '9')), '9') AS "end",
               CASE WHEN c.first_id <> d.id AND c.rival_id <> d.id THEN 'ambiguous'
                    WHEN d.status IS NULL THEN 'unresolved'
                    WHEN s.bearer > 1 AND s.status = 'in-force' AND s.bearer > {_BEARER_AT_FIRST} THEN 'reassigned'
                    ELSE coalesce(s.status, d.status) END AS status,
               n.text_id AS cited_text_id, s.article_id AS cited_article_id, s.version_id AS cited_version_id,
               s.section_id AS cited_section_id
        FROM citations c JOIN versions v ON v.id = c.version_id JOIN cited_addresses d ON d.id = c.address_id
        JOIN cited_texts n ON n.id = d.cited_text_id LEFT JOIN texts x ON x.id = n.text_id
        LEFT JOIN cited_states s ON s.address_id = c.address_id AND {_TOGETHER}""",
        {
            "version_id": "Version citante",
            "position": "Rang de la citation dans la version",
            "span_start": "Début dans le texte de la version",
            "span_end": "Fin",
            "as_written": "Mots de la citation",
            "relation": "cited, alternative ou excluded",
            "method": "Comment le texte cité a été trouvé",
            "alinea": "Alinéa cité",
            "sentence": "Phrase citée",
            "item": "Item cité",
            "address_id": "Adresse citée",
            "cited_text": "Texte cité",
            "cited_number": "Article cité, sous le numéro écrit ; d’une série, l’article qui s’y trouve",
            "last_number": "Dernier numéro de la série citée par ses bouts",
            "division": "Division citée",
            "neighbour": "-1 : l’article précédent ; 1 : le suivant",
            "start": "Début (inclus) de l’intervalle",
            "end": "Fin (exclue) ; vide : encore",
            "status": "in-force, renumbered, split, repealed, not-yet, missing, reassigned (le numéro est passé "
            "depuis à un autre article), found (texte entier), unknown-text, unknown-article, "
            "unknown-division, ambiguous, undetermined",
            "cited_text_id": "Texte cité, s’il est du corpus",
            "cited_article_id": "Article que cela désigne pendant l’intervalle : après une renumérotation, le nouveau",
            "cited_version_id": "Version de cet article en vigueur pendant l’intervalle",
            "cited_section_id": "Division que cela désigne",
        },
    ),
)

CITATION_INDEXES: tuple[str, ...] = (
    "CREATE INDEX citations_by_address ON citations(address_id)",
    "CREATE INDEX citations_by_first ON citations(first_id) WHERE first_id IS NOT NULL",
    "CREATE INDEX citations_by_rival ON citations(rival_id) WHERE rival_id IS NOT NULL",
    "CREATE INDEX states_by_article ON cited_states(article_id)",
    "CREATE INDEX states_by_version ON cited_states(version_id)",
    "CREATE INDEX addresses_by_article ON cited_addresses(article_id)",
    "CREATE INDEX addresses_unsettled ON cited_addresses(id) WHERE status IS NULL",
    "CREATE INDEX cited_texts_by_text ON cited_texts(text_id)",
    "CREATE INDEX versions_unread ON versions(id) WHERE citations IS NULL",
)
