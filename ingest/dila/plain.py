"""The plain layout in which DILA writes nearly every article and section: recognised whole, taken apart unparsed.

Building a tree costs more than all else that is done with a file. A file that answers to the pattern below from
its first character to its last is well-formed, holds nothing unexpected (no unknown tag, attribute or stray word), and
falls into the same parts as its tree would. Any other file, however slight the difference, goes to the parser and to
the checks that tell what is unexpected. A test reads the files of the archives both ways and compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml import etree

from ingest.dila.links import Declared

Element = etree._Element

Content = str | Element | None
"""The inside of a CONTENU: mark-up of paragraphs and line breaks only, a tree where there is more, or nothing."""


NamedVersion = tuple[str, str, str, str, str]
"""One line of VERSIONS, as found, the file's own among them: start, state, end, identifier, number."""


class ArticleParts(NamedTuple):
    """An ARTICLE file taken apart, nothing interpreted yet: words as found, stripped.

    ``cid`` is the identifier of its text, ``published`` and ``signed`` that one's days; ``versions`` what VERSIONS
    lists, with nothing left out but, maybe, the file itself.
    """

    id: str
    number: str
    state: str
    start: str
    end: str
    cid: str
    published: str
    signed: str
    versions: Sequence[NamedVersion]
    nota: Content
    content: Content
    links: Iterable[Declared]


class Child(NamedTuple):
    """One line of a structure, as found: ``tag`` is LIEN_ART or LIEN_SECTION_TA."""

    tag: str
    start: str
    state: str
    end: str
    id: str
    number: str


class SectionParts(NamedTuple):
    """A SECTION_TA file taken apart, nothing interpreted yet."""

    id: str
    title: str
    comment: str
    cid: str
    children: Iterable[Child]


# Possessive quantifiers throughout: what does not match fails at once, on hostile input too. A «>» in the text goes to
# the parser, so that «]]>», which XML forbids there, needs no look of its own.
_TEXT = r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+"
_VALUE = r'[^"<&\x00-\x1f\ufffe\uffff]*+'


def _field(tag: str, *, needed: bool = True) -> str:
    pattern = rf"<(?:{tag}/>|{tag}>({_TEXT})</{tag}>)\s*+"
    return pattern if needed else f"(?:{pattern})?+"


def _unread(tag: str) -> str:
    """A field that nothing is taken from."""
    return rf"(?:<(?:{tag}/>|{tag}>{_TEXT}</{tag}>)\s*+)?+"


def _attributes(names: str, *, kept: str = "") -> str:
    """Attributes in DILA's (alphabetical) order, each at most once, those of ``kept`` captured."""
    value = {True: f"({_VALUE})", False: _VALUE}
    return "".join(rf'(?: {name}="{value[name in kept.split()]}")?+' for name in names.split())


_TEXTE = "autorite cid date_publi date_signature ministere nature nor num num_parution_jo"
_TITLE = rf"<TITRE_TXT{_attributes('c_titre_court debut fin id_txt')}>{_TEXT}</TITRE_TXT>\s*+"
_HEADING = rf"<TITRE_TM{_attributes('debut fin id')}>{_TEXT}</TITRE_TM>\s*+"
_VERSION = (
    rf"<VERSION{_attributes('etat')}>\s*+<LIEN_ART{_attributes('debut etat fin id num origine')}/>\s*+</VERSION>\s*+"
)
_LINK_NAMES = "cidtexte datesignatexte id naturetexte nortexte num numtexte sens typelien".split()
_LINK = rf"<LIEN{_attributes(' '.join(_LINK_NAMES), kept=' '.join(_LINK_NAMES))}(?:/>|>({_TEXT})</LIEN>)\s*+"
_LINK_UNREAD = rf"<LIEN{_attributes(' '.join(_LINK_NAMES))}(?:/>|>{_TEXT}</LIEN>)\s*+"

_START = r'(?:<\?xml version="1\.0" encoding="UTF-8"\?>)?+\s*+'
_CONTEXT = (
    rf"<CONTEXTE>\s*+<TEXTE{_attributes(_TEXTE, kept='cid date_publi date_signature')}>\s*+(?:{_TITLE})*+"
    rf"((?:<TM>\s*+(?:{_HEADING})*+)*+(?:</TM>\s*+)*+)</TEXTE>\s*+</CONTEXTE>\s*+"
)
_HEAD = re.compile(
    rf"{_START}<ARTICLE>\s*+<META>\s*+<META_COMMUN>\s*+"
    + _field("ID")
    + _unread("ID_ELI")
    + rf"(?:<ELI_ALIAS/>\s*+|<ELI_ALIAS>\s*+(?:{_unread('ID_ELI_ALIAS')})*+</ELI_ALIAS>\s*+)?+"
    + "".join(_unread(tag) for tag in ("ANCIEN_ID", "ORIGINE", "URL", "NATURE"))
    + r"</META_COMMUN>\s*+<META_SPEC>\s*+<META_ARTICLE>\s*+"
    + _field("NUM")
    + r"(?:<MCS_ART/>\s*+)?+"
    + _field("ETAT", needed=False)
    + _field("DATE_DEBUT")
    + _field("DATE_FIN")
    + _unread("TYPE")
    + rf"</META_ARTICLE>\s*+</META_SPEC>\s*+</META>\s*+{_CONTEXT}"
    + rf"<VERSIONS>\s*+((?:{_VERSION})*+)</VERSIONS>\s*+"
    + r"(?:<SM>\s*+<CONTENU/>\s*+</SM>\s*+)?+"
    + r"(?:<NOTA>\s*+(?:<CONTENU/>|<CONTENU>(.*?)</CONTENU>)\s*+</NOTA>\s*+)?+",
    re.DOTALL,
)
_ARTICLE_LINE = rf"<LIEN_ART{_attributes('debut etat fin id num origine')}/>\s*+"
_SECTION_LINE = rf"<LIEN_SECTION_TA{_attributes('cid debut etat fin id niv url')}(?:/>|>{_TEXT}</LIEN_SECTION_TA>)\s*+"
_SECTION = re.compile(
    rf"{_START}<SECTION_TA>\s*+{_field('ID')}{_field('TITRE_TA')}{_field('COMMENTAIRE', needed=False)}"
    rf"(?:<STRUCTURE_TA/>|<STRUCTURE_TA>\s*+((?:{_ARTICLE_LINE}|{_SECTION_LINE})*+)</STRUCTURE_TA>)\s*+"
    rf"{_CONTEXT}</SECTION_TA>\s*+"
)
_CHILD = re.compile(
    rf'<(LIEN_ART|LIEN_SECTION_TA)(?: cid="{_VALUE}")?+'
    + _attributes("debut etat fin id num", kept="debut etat fin id num")
)
_TAIL = re.compile(rf"\s*+(?:<LIENS/>|<LIENS>\s*+((?:{_LINK_UNREAD})*+)</LIENS>)\s*+</ARTICLE>\s*+")
_BLOCK = re.compile(r"\s*+(?:<CONTENU/>|<CONTENU>(.*)</CONTENU>)\s*+", re.DOTALL)
_LINK_PATTERN = re.compile(_LINK)
_NAMED_VERSION = re.compile(rf"<LIEN_ART{_attributes('debut etat fin id num origine', kept='debut etat fin id num')}")
_PARAGRAPHS = re.compile(rf"{_TEXT}(?:(?:<br/>|<p/>|<p>{_TEXT}(?:<br/>{_TEXT})*+</p>){_TEXT})*+")
# Comments would cut the words that they stand in: «<NUM>L1<!-- x -->22</NUM>» would read L1.
PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, remove_comments=True, remove_pis=True
)
"""No entity is ever expanded, nothing is ever fetched."""


def take_article_apart(data: bytes) -> ArticleParts | None:
    """Take a file of the plain layout apart; None for any other file, which says nothing against it."""
    if b"<ARTICLE>" not in data[:64]:
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    # What stands between the outermost marks is checked by itself, so these two searches need no care.
    opening, closing = text.find("<BLOC_TEXTUEL>"), text.rfind("</BLOC_TEXTUEL>")
    head = _HEAD.fullmatch(text, 0, max(opening, 0))
    tail = _TAIL.fullmatch(text, closing + len("</BLOC_TEXTUEL>"))
    block = _BLOCK.fullmatch(text, opening + len("<BLOC_TEXTUEL>"), max(closing, 0))
    if head is None or tail is None or block is None:
        return None
    identifier, number, state, start, end, cid, published, signed, headings, versions, nota = head.groups("")
    if headings.count("<TM>") != headings.count("</TM>"):
        return None
    try:
        nota_content, content = _read_content(nota), _read_content(block[1])
    except etree.XMLSyntaxError:
        return None
    return ArticleParts(
        identifier.strip(),
        number,
        state.strip(),
        start.strip(),
        end.strip(),
        cid,
        published,
        signed,
        _others(versions, identifier.strip()),
        nota_content,
        content,
        [(dict(zip(_LINK_NAMES, found, strict=False)), found[-1]) for found in _LINK_PATTERN.findall(tail[1])]
        if tail[1]
        else (),
    )


def take_section_apart(data: bytes) -> SectionParts | None:
    """Take a section of the plain layout apart; None for any other file, which says nothing against it."""
    if b"<SECTION_TA>" not in data[:64]:
        return None
    try:
        match = _SECTION.fullmatch(data.decode())
    except UnicodeDecodeError:
        return None
    if match is None:
        return None
    identifier, title, comment, children, cid, _, _, headings = match.groups("")
    if headings.count("<TM>") != headings.count("</TM>"):
        return None
    return SectionParts(identifier.strip(), title, comment, cid, map(Child._make, _CHILD.findall(children)))


def _others(versions: str, own: str) -> Sequence[NamedVersion]:
    """What VERSIONS lists, unless that is the article itself and no other, as it often is."""
    if versions.count("<LIEN_ART") == 1 and f' id="{own}"' in versions:
        return ()
    return _NAMED_VERSION.findall(versions)


def _read_content(text: str | None) -> Content:
    if not text:
        return None
    if _PARAGRAPHS.fullmatch(text):
        return text
    return etree.fromstring(f"<CONTENU>{text}</CONTENU>".encode(), PARSER)


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Give the alinéas of mark-up that holds paragraphs and line breaks only, white space collapsed."""
    # Plain string methods: three times as fast as a regular expression that cuts at all four marks.
    text = " ".join(text.split())
    for mark in ("<p>", "</p>", "<p/>"):
        text = text.replace(mark, "<br/>")
    return tuple([alinea for piece in text.split("<br/>") if (alinea := piece.strip(" "))])
