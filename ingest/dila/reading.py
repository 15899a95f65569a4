"""Read one file of DILA's bases: bytes in, one record ready to be written and the anomalies of the file out. Pure.

Four roots: ARTICLE, SECTION_TA, TEXTELR (a text's structure), TEXTE_VERSION, in LEGI as in JORF. What the file says is
kept as found beside what is normalised: ``2999-01-01`` is no end, or as a start no date of its own; ``2222-02-22`` is a
future date that is not known yet. Every tag that is not expected is an anomaly, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b

from lxml import etree

from corpus.delivered import (
    ArticleRecord,
    ChildRow,
    Placed,
    Record,
    SectionRecord,
    StructRecord,
    TextRecord,
)
from corpus.keys import dila_key
from corpus.numbering import canonical_number, sort_key
from ingest.anomalies import Anomaly
from ingest.dila.dates import NO_DATE, is_day, read_day
from ingest.dila.layout import check_layout
from ingest.dila.links import read_links
from ingest.dila.markup import check_markup, read_alineas, read_markup
from ingest.dila.paths import folder_of
from ingest.dila.plain import PARSER, ArticleParts, Content, split_paragraphs, take_apart
from ingest.dila.reports import Report, once

Element = etree._Element
_TEXT_IN_PATH = re.compile(r"/((?:LEGI|JORF)TEXT\d{12})/")

_END_CAUSES = {
    "MODIFIE": "modified",
    "REMPLACE": "modified",
    "ABROGE": "repealed",
    "ABROGE_DIFF": "repealed",
    "TRANSFERE": "renumbered",
    "DEPLACE": "renumbered",
    "PERIME": "expired",
    "ANNULE": "annulled",
}


def read_placed(path: str, data: bytes, mtime: int | None) -> tuple[Placed | None, tuple[Anomaly, ...]]:
    """Read a file: its record with its place in the archive (None when it has none), and its anomalies."""
    anomalies: list[Anomaly] = []

    def report(kind: str, detail: str) -> None:
        anomalies.append(Anomaly(path, kind, detail))

    record = _read(path, data, report)
    if record is None:
        return None, tuple(anomalies)
    return Placed(record, folder_of(path), mtime, path), tuple(anomalies)


def _read(path: str, data: bytes, report: Report) -> Record | None:
    if (parts := take_apart(data)) is not None:
        for block in (parts.nota, parts.content):
            if block is not None and not isinstance(block, str):
                check_markup(block, once(report))
        return _article_of(parts, path, report)
    if b"<!DOCTYPE" in data:
        # Its entities would have to be expanded or lost: either way the text would not be the source's.
        report("doctype", "document type declared: the file is refused")
        return None
    try:
        root = etree.fromstring(data, PARSER)
    except etree.XMLSyntaxError as error:
        report("broken-xml", str(error)[:300])
        return None
    reader = _READERS.get(str(root.tag))
    if reader is None:
        report("unknown-root", str(root.tag)[:100])
        return None
    tell = once(report)
    check_layout(root, tell)
    for content in root.iter("CONTENU"):
        check_markup(content, tell)
    return reader(root, path, report)


# ── Pieces ───────────────────────────────────────────────────────────────────────────────────────────────────


def _text(root: Element, path: str) -> str | None:
    value = root.findtext(path)
    return value.strip() or None if value else None


def _key_of(root: Element, path: str, report: Report, tag: str) -> int | None:
    identifier = _text(root, tag) or ""
    key = dila_key(identifier)
    if key is None:
        report("bad-id", identifier[:60] or "missing")
    return key


def _text_key(cid: str, path: str, report: Report) -> int | None:
    """The key of the text that a file belongs to: CONTEXTE says it, or else the path does."""
    if (key := _key_of_text(cid)) is not None:
        return key
    in_path = _TEXT_IN_PATH.search(path)
    report("missing-cid", "the path has it" if in_path else "nowhere")
    return dila_key(in_path[1]) if in_path else None


def _text_of(context: Element | None) -> tuple[str, str]:
    """The identifier of the text that CONTEXTE names, and the day on which it was signed, as found."""
    text = context.find("TEXTE") if context is not None else None
    if text is None:
        return "", ""
    return text.get("cid") or "", text.get("date_signature") or ""


_key_of_text = lru_cache(maxsize=10_000)(dila_key)
"""The same text stands in thousands of files in a row."""


@lru_cache(maxsize=100_000)
def _canonical(number: str) -> tuple[str, str]:
    """Give a number's canonical form and its sort key: the same few numbers stand in thousands of files."""
    canonical = canonical_number(number)
    return canonical, sort_key(canonical)


# ── Articles ─────────────────────────────────────────────────────────────────────────────────────────────────


def _read_article(root: Element, path: str, report: Report) -> ArticleRecord | None:
    parts = {str(child.tag): child for child in root}
    meta = {str(child.tag): child for child in parts.get("META", ())}
    identifier = (meta["META_COMMUN"].findtext("ID") or "").strip() if "META_COMMUN" in meta else ""
    article = meta["META_SPEC"].find("META_ARTICLE") if "META_SPEC" in meta else None
    if article is None:
        report("missing-meta", "META_ARTICLE")
        return None
    fields = {str(child.tag): (child.text or "").strip() for child in article}
    taken = ArticleParts(
        identifier,
        fields.get("NUM", ""),
        fields.get("ETAT", ""),
        fields.get("DATE_DEBUT", ""),
        fields.get("DATE_FIN", ""),
        *_text_of(parts.get("CONTEXTE")),
        [str(link.get("id") or "") for version in parts.get("VERSIONS", ()) for link in version],
        _content(parts.get("NOTA")),
        _content(parts.get("BLOC_TEXTUEL")),
        [(_attributes(link), link.text or "") for link in parts.get("LIENS", ()) if link.tag == "LIEN"],
    )
    return _article_of(taken, path, report)


def _attributes(element: Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _content(block: Element | None) -> Element | None:
    """The CONTENU of a block; None when there is none, or nothing in it."""
    content = block[0] if block is not None and len(block) else None
    if content is None or (len(content) == 0 and not content.text):
        return None
    return content


def _article_of(parts: ArticleParts, path: str, report: Report) -> ArticleRecord | None:
    key = dila_key(parts.id)
    if key is None:
        report("bad-id", parts.id[:60] or "missing")
        return None
    number, state = " ".join(parts.number.split()), parts.state or None
    if state is None:
        report("empty-state", "ETAT")
    start, end = _day("DATE_DEBUT", parts.start, report), _day("DATE_FIN", parts.end, report)
    nota = _alineas(parts.nota)
    return ArticleRecord(
        key,
        _text_key(parts.cid, path, report),
        number,
        *_canonical(number),
        start,
        end,
        _END_CAUSES.get(state or "", "unknown") if end else None,
        state,
        _unplaced(start, end, state),
        None if parts.content is None or isinstance(parts.content, str) else read_markup(parts.content),
        "\n".join(nota) or None,
        tuple([(blake2b(alinea.encode(), digest_size=16).digest(), alinea) for alinea in _alineas(parts.content)]),
        tuple(read_links(parts.links, start, report, read_day(parts.signed))) if parts.links else (),
        _pairs(parts.versions, parts.id),
    )


def _day(name: str, value: str, report: Report) -> str | None:
    if value and value != NO_DATE and not is_day(value):
        report("bad-date", f"{name} {value}"[:60])
    return read_day(value)


def _alineas(content: Content) -> tuple[str, ...]:
    if content is None:
        return ()
    return split_paragraphs(content) if isinstance(content, str) else read_alineas(content)


def _pairs(versions: Iterable[str], own: str) -> tuple[int, ...]:
    """The identifiers that VERSIONS gives for the same article in the other base (LEGI, JORF)."""
    base = own[:4]
    found = [dila_key(other) for other in versions if not other.startswith(base)]
    return tuple(dict.fromkeys(key for key in found if key is not None))


def _unplaced(start: str | None, end: str | None, state: str | None) -> str | None:
    if start is None:
        return "undated"
    if state == "MODIFIE_MORT_NE" or (end is not None and end <= start):
        return "stillborn"
    return None


# ── Sections, structures, texts ──────────────────────────────────────────────────────────────────────────────


def _read_section(root: Element, path: str, report: Report) -> SectionRecord | None:
    key = _key_of(root, path, report, "ID")
    if key is None:
        return None
    structure = root.find("STRUCTURE_TA")
    children = tuple(_children(structure, report)) if structure is not None else ()
    title = " ".join((root.findtext("TITRE_TA") or "").split())
    return SectionRecord(
        key, _text_key(_text_of(root.find("CONTEXTE"))[0], path, report), title, _text(root, "COMMENTAIRE"), children
    )


def _children(structure: Element, report: Report) -> Iterator[ChildRow]:
    for child in structure:
        get = child.get
        key = dila_key(get("id") or "")
        if key is None or child.tag not in {"LIEN_ART", "LIEN_SECTION_TA"}:
            report("bad-child", f"{child.tag} {get('id')}"[:100])
            continue
        number = get("num") or "" if child.tag == "LIEN_ART" else None
        yield ChildRow(key, read_day(get("debut")), read_day(get("fin")), number, get("etat") or None)


def _read_struct(root: Element, path: str, report: Report) -> StructRecord | None:
    key = _key_of(root, path, report, "META/META_COMMUN/ID")
    if key is None:
        return None
    cid = dila_key(_text(root, "META/META_SPEC/META_TEXTE_CHRONICLE/CID") or "")
    structure = root.find("STRUCT")
    children = tuple(_children(structure, report)) if structure is not None else ()
    return StructRecord(key, cid if cid is not None else key, children)


def _read_text(root: Element, path: str, report: Report) -> TextRecord | None:
    key = _key_of(root, path, report, "META/META_COMMUN/ID")
    if key is None:
        return None
    chronicle, version = "META/META_SPEC/META_TEXTE_CHRONICLE/", "META/META_SPEC/META_TEXTE_VERSION/"
    cid = dila_key(_text(root, f"{chronicle}CID") or "")
    if (state := _text(root, f"{version}ETAT")) is None:
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


_READERS: dict[str, Callable[[Element, str, Report], Record | None]] = {
    "ARTICLE": _read_article,
    "SECTION_TA": _read_section,
    "TEXTELR": _read_struct,
    "TEXTE_VERSION": _read_text,
}
