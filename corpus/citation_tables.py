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
            division TEXT NOT NULL,
            neighbour INTEGER NOT NULL,
            article_id INTEGER REFERENCES articles(id),
            status TEXT {_one_of("status", ADDRESS_STATUSES)},
            UNIQUE (cited_text_id, number, division, neighbour)
        )""",
        {
            "id": "Identifiant",
            "cited_text_id": "Nom du texte",
            "number": "Numéro canonique de l’article ; vide : le texte entier ou une division",
            "division": "Division citée (livre VII, titre II) ; « présent chapitre » : celui de l’article de ce numéro",
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
        "cited_ranges",
        "Les séries citées par leurs bouts (« L. 1 à L. 5 », « 26 et suivants »), chacune une fois.",
        """CREATE TABLE cited_ranges (
            id INTEGER PRIMARY KEY,
            cited_text_id INTEGER NOT NULL REFERENCES cited_texts(id),
            first TEXT NOT NULL,
            last TEXT NOT NULL,
            settled INTEGER NOT NULL DEFAULT 0,
            UNIQUE (cited_text_id, first, last)
        )""",
        {
            "id": "Identifiant",
            "cited_text_id": "Nom du texte",
            "first": "Premier numéro écrit",
            "last": "Dernier numéro écrit ; vide : « et suivants »",
            "settled": "1 : les articles de la série ont été cherchés",
        },
    ),
    Table(
        "range_articles",
        "Les articles qui se trouvent entre les deux bouts d’une série, dans l’ordre du texte.",
        """CREATE TABLE range_articles (
            range_id INTEGER NOT NULL REFERENCES cited_ranges(id),
            position INTEGER NOT NULL,
            article_id INTEGER NOT NULL REFERENCES articles(id),
            PRIMARY KEY (range_id, position)
        ) WITHOUT ROWID""",
        {"range_id": "Série", "position": "Rang dans la série", "article_id": "Article"},
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
            rival_id INTEGER REFERENCES cited_addresses(id),
            range_id INTEGER REFERENCES cited_ranges(id),
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
            "rival_id": "Seconde lecture possible : celle des deux qui existe l’emporte",
            "range_id": "Série dont c’est le premier bout",
            "alinea": "Alinéa cité",
            "sentence": "Phrase citée",
            "item": "Item cité (1°, a)",
            "relation": "cited ; alternative (« ou ») ; excluded (« à l’exception de »)",
            "method": "Comment le texte cité a été trouvé",
        },
    ),
)

_STATUS_OF = "(SELECT status FROM cited_addresses WHERE id = c.{}_id)"
_FOUND = {reading: f"coalesce({_STATUS_OF.format(reading)}, '') = 'found'" for reading in ("address", "rival")}

_ARMS = {
    "c.address_id": f"""(c.rival_id IS NULL OR NOT ({_FOUND["rival"]}))""",
    "c.rival_id": f"""+c.rival_id IS NOT NULL AND {_FOUND["rival"]} AND NOT ({_FOUND["address"]})""",
}
"""Of the two readings of a citation ``c``, the one that exists; so each is met by its own index, from both sides.

The «+» keeps SQLite from walking all citations with two readings, where those of one version are asked for.
"""

_TWO_READINGS = f"""+c.rival_id IS NOT NULL AND {_FOUND["rival"]} AND {_FOUND["address"]}"""

_HOW = """c.version_id, c.position, c.start AS span_start, c."end" AS span_end, c.as_written, c.relation, c.method,
    c.alinea, c.sentence, c.item"""


def _together(other: str) -> str:
    """Write the condition that an interval and that of the citing version ``v`` overlap."""
    return f"""({other}.start IS NULL OR v."end" IS NULL OR {other}.start < v."end")
        AND ({other}."end" IS NULL OR {other}."end" > v.start)"""


def _shared(other: str) -> str:
    """Write the columns of the interval that both share."""
    return f"""max(v.start, coalesce({other}.start, '')) AS start,
        nullif(min(coalesce(v."end", '9'), coalesce({other}."end", '9')), '9') AS "end\""""


_BEARER_AT_FIRST = """(SELECT min(o.bearer) FROM cited_states o
    WHERE o.address_id = d.id AND (o."end" IS NULL OR o."end" > v.start))"""
_WHAT = """d.id AS address_id, coalesce(x.title, n.title) AS cited_text, nullif(d.number, '') AS cited_number,
    nullif(d.division, '') AS division, d.neighbour"""
_NAMED = "JOIN cited_texts n ON n.id = d.cited_text_id LEFT JOIN texts x ON x.id = n.text_id"


def _resolved(address: str, condition: str) -> str:
    """Write one arm of the view: the citations whose meaning is one of their two readings."""
    return f"""
        SELECT {_HOW}, {_WHAT}, {_shared("s")},
               CASE WHEN d.status IS NULL THEN 'unresolved'
                    WHEN s.status = 'in-force' AND s.bearer > {_BEARER_AT_FIRST} THEN 'reassigned'
                    ELSE coalesce(s.status, d.status) END AS status,
               n.text_id AS cited_text_id, s.article_id AS cited_article_id, s.version_id AS cited_version_id,
               s.section_id AS cited_section_id
        FROM citations c JOIN versions v ON v.id = c.version_id JOIN cited_addresses d ON d.id = {address} {_NAMED}
        LEFT JOIN cited_states s ON s.address_id = {address} AND {_together("s")} WHERE {condition}"""


_AMBIGUOUS = f"""
        SELECT {_HOW}, {_WHAT}, v.start, v."end", 'ambiguous', NULL, NULL, NULL, NULL
        FROM citations c JOIN versions v ON v.id = c.version_id JOIN cited_addresses d ON d.id = c.address_id {_NAMED}
        WHERE {_TWO_READINGS}"""
_IN_RANGE = f"""
        SELECT {_HOW}, NULL, x.title, a.number, NULL, 0, {_shared("m")}, 'in-force', a.text_id, a.id, m.id, NULL
        FROM citations c JOIN versions v ON v.id = c.version_id JOIN range_articles r ON r.range_id = c.range_id
        JOIN articles a ON a.id = r.article_id JOIN texts x ON x.id = a.text_id
        JOIN versions m ON m.article_id = a.id AND {_together("m")}"""

CITATION_VIEWS: tuple[Table, ...] = (
    Table(
        "resolved_citations",
        "Les citations résolues : une ligne par citation et par intervalle où ce qu’elle vise ne change pas.",
        "CREATE VIEW resolved_citations AS"
        + " UNION ALL".join([*(_resolved(*arm) for arm in _ARMS.items()), _AMBIGUOUS, _IN_RANGE]),
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
            "address_id": "Adresse citée ; vide : article qui se trouve dans une série citée par ses bouts",
            "cited_text": "Texte cité",
            "cited_number": "Article cité, sous le numéro écrit",
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
    "CREATE INDEX citations_by_rival ON citations(rival_id) WHERE rival_id IS NOT NULL",
    "CREATE INDEX citations_by_range ON citations(range_id) WHERE range_id IS NOT NULL",
    "CREATE INDEX states_by_article ON cited_states(article_id)",
    "CREATE INDEX states_by_version ON cited_states(version_id)",
    "CREATE INDEX ranges_by_article ON range_articles(article_id)",
    "CREATE INDEX addresses_by_article ON cited_addresses(article_id)",
    "CREATE INDEX addresses_unsettled ON cited_addresses(id) WHERE status IS NULL",
    "CREATE INDEX cited_texts_by_text ON cited_texts(text_id)",
    "CREATE INDEX versions_unread ON versions(id) WHERE citations IS NULL",
)
