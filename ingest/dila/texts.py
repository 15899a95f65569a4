"""The SECTION_TA, TEXTELR and TEXTE_VERSION files of DILA's bases: divisions, structures and whole texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from corpus.delivered import ChildRow, SectionRecord, StructRecord, TextRecord
from corpus.keys import dila_key, is_jorf
from ingest.dila.context import text_key, text_of
from ingest.dila.dates import read_day
from ingest.dila.markup import read_alineas
from ingest.dila.plain import Child, SectionParts
from ingest.dila.reports import Report

Element = etree._Element


def _text(root: Element, path: str) -> str | None:
    value = root.findtext(path)
    return value.strip() or None if value else None


def _key_of(identifier: str, report: Report) -> int | None:
    key = dila_key(identifier)
    if key is None:
        report("bad-id", identifier[:60] or "missing")
    return key


def read_section(root: Element, path: str, report: Report) -> SectionRecord | None:
    """Read a division with what stands in it; None, and an anomaly, where it has no identifier."""
    parts = SectionParts(
        (root.findtext("ID") or "").strip(),
        root.findtext("TITRE_TA") or "",
        root.findtext("COMMENTAIRE") or "",
        text_of(root.find("CONTEXTE"))[0],
        _lines(root.find("STRUCTURE_TA")),
    )
    return section_of(parts, path, report)


def section_of(parts: SectionParts, path: str, report: Report) -> SectionRecord | None:
    """Make the record of a SECTION_TA file that was taken apart."""
    if (key := _key_of(parts.id, report)) is None:
        return None
    children = tuple(_children(parts.children, report))
    title = " ".join(parts.title.split())
    return SectionRecord(key, text_key(parts.cid, path, report), title, parts.comment.strip() or None, children)


def _lines(structure: Element | None) -> Iterator[Child]:
    for child in structure if structure is not None else ():
        fields = (str(child.get(name) or "") for name in ("debut", "etat", "fin", "id", "num"))
        yield Child(str(child.tag), *fields)


def _children(children: Iterable[Child], report: Report) -> Iterator[ChildRow]:
    for tag, start, state, end, identifier, number in children:
        key = dila_key(identifier)
        if key is None or tag not in {"LIEN_ART", "LIEN_SECTION_TA"}:
            report("bad-child", f"{tag} {identifier}"[:100])
            continue
        yield ChildRow(key, read_day(start), read_day(end), number if tag == "LIEN_ART" else None, state or None)


def read_struct(root: Element, path: str, report: Report) -> StructRecord | None:
    """Read the first level of a text's table of contents."""
    key = _key_of(_text(root, "META/META_COMMUN/ID") or "", report)
    if key is None:
        return None
    cid = dila_key(_text(root, "META/META_SPEC/META_TEXTE_CHRONICLE/CID") or "")
    children = tuple(_children(_lines(root.find("STRUCT")), report))
    return StructRecord(key, cid if cid is not None else key, children)


def read_text(root: Element, path: str, report: Report) -> TextRecord | None:
    """Read a text as a whole: its names, its dates, and what stands around its articles."""
    key = _key_of(_text(root, "META/META_COMMUN/ID") or "", report)
    if key is None:
        return None
    chronicle, version = "META/META_SPEC/META_TEXTE_CHRONICLE/", "META/META_SPEC/META_TEXTE_VERSION/"
    cid = dila_key(_text(root, f"{chronicle}CID") or "")
    if (state := _text(root, f"{version}ETAT")) is None and not is_jorf(key):
        report("empty-state", "ETAT")
    full = _text(root, f"{version}TITREFULL")
    return TextRecord(
        key,
        cid if cid is not None else key,
        _text(root, "META/META_COMMUN/NATURE") or "TEXTE",
        _text(root, f"{chronicle}NUM"),
        _text(root, f"{chronicle}NOR"),
        read_day(_text(root, f"{chronicle}DATE_TEXTE")),
        read_day(_text(root, f"{chronicle}DATE_PUBLI")),
        _text(root, f"{chronicle}NUM_PARUTION"),
        _text(root, f"{version}TITRE") or full or "",
        full,
        state,
        read_day(_text(root, f"{version}DATE_DEBUT")),
        read_day(_text(root, f"{version}DATE_FIN")),
        _prose(root, "VISAS"),
        _prose(root, "SIGNATAIRES"),
        _prose(root, "NOTA"),
    )


def _prose(root: Element, tag: str) -> str | None:
    content = root.find(f"{tag}/CONTENU")
    return "\n".join(read_alineas(content)) or None if content is not None else None
