"""The published layout of DILA's files, as data, and the check of a file against it.

Four roots, in LEGI as in JORF: ARTICLE, SECTION_TA, TEXTELR, TEXTE_VERSION. Established from DILA's DTDs
(``legi_*.dtd``, ``jorf_*.dtd``, ``meta_commun``, ``meta_texte_chronicle``, ``lien``, ``lien_art``, ``lien_txt``,
``lien_section_ta``), through what is public of them: the mirror Legilibre/dtd-legi, and readers written against them
(Legilibre's ``legi``, Tricoteuses' types of LEGI and JORF); then held against every file of our test archives.

What stands inside a CONTENU is mark-up and is checked in :mod:`ingest.dila.markup`: this check stops there.
"""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from ingest.dila.reports import Report, once

Element = etree._Element

CONTENT = "CONTENU"


class Tag(NamedTuple):
    """What a tag may hold: other tags, attributes, and whether words may stand in it."""

    children: frozenset[str]
    attributes: frozenset[str]
    words: bool


Layout = dict[str, Tag]
"""What each tag may hold under one root."""

_META_COMMUN = """
META              META_COMMUN META_SPEC
META_COMMUN       ID ID_ELI ELI_ALIAS ANCIEN_ID ORIGINE URL NATURE
ELI_ALIAS         ID_ELI_ALIAS
ID ID_ELI ID_ELI_ALIAS ANCIEN_ID ORIGINE URL NATURE     #words
"""

_META_CHRONICLE = """
META_TEXTE_CHRONICLE  CID NUM NUM_PARUTION NUM_SEQUENCE NOR DATE_PUBLI DATE_TEXTE DERNIERE_MODIFICATION
META_TEXTE_CHRONICLE  VERSIONS_A_VENIR ORIGINE_PUBLI PAGE_DEB_PUBLI PAGE_FIN_PUBLI
VERSIONS_A_VENIR      VERSION_A_VENIR
CID NUM NUM_PARUTION NUM_SEQUENCE NOR DATE_PUBLI DATE_TEXTE DERNIERE_MODIFICATION       #words
VERSION_A_VENIR ORIGINE_PUBLI PAGE_DEB_PUBLI PAGE_FIN_PUBLI                             #words
"""

_CONTEXT = """
CONTEXTE    TEXTE
TEXTE       TITRE_TXT TM
TEXTE       @autorite @cid @date_publi @date_signature @ministere @nature @nor @num @num_parution_jo
TITRE_TXT   @c_titre_court @debut @fin @id_txt #words
TM          TITRE_TM TM
TITRE_TM    @debut @fin @id #words
"""

_LINKS = """
LIENS       LIEN
LIEN        @cidtexte @datesignatexte @id @naturetexte @nortexte @num @numtexte @sens @typelien #words
"""

_CONTENTS = """
LIEN_ART            @debut @etat @fin @id @num @origine
LIEN_SECTION_TA     @cid @debut @etat @fin @id @niv @url #words
"""

_ARTICLE = """
ARTICLE         META CONTEXTE VERSIONS NOTA BLOC_TEXTUEL LIENS SM
META_SPEC       META_ARTICLE
META_ARTICLE    NUM ETAT DATE_DEBUT DATE_FIN TYPE MCS_ART
MCS_ART         MC
NUM ETAT DATE_DEBUT DATE_FIN TYPE MC        #words
VERSIONS        VERSION
VERSION         LIEN_ART @etat
LIEN_ART        @debut @etat @fin @id @num @origine
NOTA BLOC_TEXTUEL SM                        CONTENU
"""

_SECTION_TA = """
SECTION_TA      ID TITRE_TA COMMENTAIRE CONTEXTE STRUCTURE_TA
STRUCTURE_TA    LIEN_ART LIEN_SECTION_TA
ID TITRE_TA COMMENTAIRE     #words
"""

_TEXTELR = """
TEXTELR         META VERSIONS STRUCT
META_SPEC       META_TEXTE_CHRONICLE
VERSIONS        VERSION
VERSION         LIEN_TXT @etat
LIEN_TXT        @debut @fin @id @num
STRUCT          LIEN_ART LIEN_SECTION_TA
"""

_TEXTE_VERSION = """
TEXTE_VERSION       META NOTICE VISAS SIGNATAIRES TP NOTA ABRO RECT SM ENTREPRISE
META_SPEC           META_TEXTE_CHRONICLE META_TEXTE_VERSION
META_TEXTE_VERSION  TITRE TITREFULL ETAT DATE_DEBUT DATE_FIN AUTORITE MINISTERE MCS_TXT LIENS
MCS_TXT             MC
TITRE TITREFULL ETAT DATE_DEBUT DATE_FIN AUTORITE MINISTERE MC      #words
NOTICE VISAS SIGNATAIRES TP NOTA ABRO RECT SM                       CONTENU
ENTREPRISE          DATES_EFFET DOMAINES @texte_entreprise
DATES_EFFET         DATE_EFFET
DOMAINES            DOMAINE
DATE_EFFET DOMAINE  #words
"""

_OTHER_ROOTS = frozenset("JO META_CONTENEUR STRUCTURE_TXT IDCC TEXTEKALI".split())
"""Tags that the DTDs name for other roots only: known, but at home in none of the four."""


def _parse(*tables: str) -> Layout:
    """Read tables: on the left the tags that a line is about, then what they may hold.

    The left part ends at two spaces. «@» begins an attribute, «#words» says that words may stand there.
    """
    layout: Layout = {}
    for line in "\n".join(tables).strip().splitlines():
        owners, _, held = line.strip().partition("  ")
        pieces = held.split()
        for owner in owners.split():
            before = layout.get(owner, Tag(frozenset(), frozenset(), False))
            layout[owner] = Tag(
                before.children | {piece for piece in pieces if piece[0] not in "@#"},
                before.attributes | {piece[1:] for piece in pieces if piece[0] == "@"},
                before.words or "#words" in pieces,
            )
    return layout


LAYOUTS: dict[str, Layout] = {
    "ARTICLE": _parse(_ARTICLE, _META_COMMUN, _CONTEXT, _LINKS),
    "SECTION_TA": _parse(_SECTION_TA, _CONTEXT, _CONTENTS),
    "TEXTELR": _parse(_TEXTELR, _META_COMMUN, _META_CHRONICLE, _CONTENTS),
    "TEXTE_VERSION": _parse(_TEXTE_VERSION, _META_COMMUN, _META_CHRONICLE, _LINKS),
}
"""What each tag may hold, by root. A tag that is missing from a root's layout does not belong under that root."""

KNOWN_TAGS: frozenset[str] = frozenset({CONTENT, *_OTHER_ROOTS}).union(*LAYOUTS.values())
"""Every tag that a DTD of LEGI or JORF names."""

ATTRIBUTES: dict[str, frozenset[str]] = {
    name: tag.attributes for layout in LAYOUTS.values() for name, tag in layout.items() if tag.attributes
}
"""The attributes of each tag that has any; they are the same under every root."""

_REPEATED = frozenset(
    """TITRE_TXT TM TITRE_TM VERSION LIEN LIEN_ART LIEN_SECTION_TA VERSION_A_VENIR MC ID_ELI_ALIAS DATE_EFFET
    DOMAINE""".split()
)
"""Tags that may stand more than once in their parent; of any other, a second one would be read by nobody."""

_NOTHING = Tag(frozenset(), frozenset(), False)
_SHOWN = 60


def check_layout(root: Element, report: Report) -> None:
    """Report what a file holds that its root's layout does not name; a root that is none of the four is not checked.

    ``unknown-tag`` (path from the root), ``misplaced-tag`` (same; a tag that the DTDs know, elsewhere),
    ``repeated-tag`` (same; a second CONTENU), ``unknown-attribute`` («LIEN/@nouveau»), ``stray-text`` (the tag and the
    first words), each once.
    """
    if (layout := LAYOUTS.get(str(root.tag))) is not None:
        _check(root, str(root.tag), layout, once(report))


def _check(element: Element, path: str, layout: Layout, report: Report) -> None:
    name = str(element.tag)
    tag = layout.get(name, _NOTHING)
    for attribute in map(str, element.keys()):
        if attribute not in tag.attributes:
            report("unknown-attribute", f"{name}/@{attribute}")
    if name == CONTENT:
        return
    if not tag.words:
        _check_words(element, name, report)
    _check_children(element, path, tag, layout, report)


def _check_children(element: Element, path: str, tag: Tag, layout: Layout, report: Report) -> None:
    met: set[str] = set()
    for child in element.iterchildren(etree.Element):
        name = str(child.tag)
        below = f"{path}/{name}"
        if name not in tag.children:
            # What it holds is at home nowhere: to list that too would drown the one thing that is new.
            report("misplaced-tag" if name in KNOWN_TAGS else "unknown-tag", below)
            continue
        if name in met and name not in _REPEATED:
            report("repeated-tag", below)
        met.add(name)
        _check(child, below, layout, report)


def _check_words(element: Element, name: str, report: Report) -> None:
    for words in (element.text, *(child.tail for child in element)):
        if words and (joined := " ".join(words.split())):
            report("stray-text", f"{name}: {joined[:_SHOWN]}")
