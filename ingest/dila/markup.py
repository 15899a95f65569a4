"""The HTML inside DILA's files: its alinéas as plain text, and a sanitised form for display where one is needed.

Nothing of the source reaches a browser but the tags and attributes that :mod:`ingest.dila.tags` lists; text is escaped
anew. Comments and processing instructions reach neither form. Reading is silent: :func:`check_markup` reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from lxml import etree
from lxml.html import HTMLParser, fragment_fromstring

from ingest.dila.reports import Report, once
from ingest.dila.tags import (
    ALLOWED,
    BREAKS,
    DROPPED,
    EMPTY,
    HARMLESS_ATTRIBUTES,
    HARMLESS_STYLES,
    IMAGES,
    KEPT_ATTRIBUTES,
    MARKUP_TAGS,
)

Element = etree._Element

_PLAIN = frozenset({"p", "br"})
_NUMBER = re.compile(r"\d{1,3}")
_SHOWN = 60


def read_alineas(content: Element) -> tuple[str, ...]:
    """Give the alinéas of a CONTENU as plain text, white space collapsed, empty ones dropped.

    «m<sup>2</sup>» reads «m²», «1<sup>er</sup>» reads «1er»: a number is never read as another.
    """
    if not content.text or content.text.isspace():
        simple = [child.text for child in content if child.tag == "p" and len(child) == 0 and _blank(child.tail)]
        if len(simple) == len(content):
            return tuple(joined for text in simple if text and (joined := " ".join(text.split())))
    lines: list[str] = []
    buffer: list[str] = []
    _walk(content, lines, buffer)
    _flush(lines, buffer)
    return tuple(lines)


def _blank(text: str | None) -> bool:
    return not text or text.isspace()


def _name(element: Element) -> str:
    """The name of a tag in lower case, without its namespace; «» for a comment or a processing instruction."""
    return _bare(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=1_000)
def _bare(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _walk(element: Element, lines: list[str], buffer: list[str]) -> None:
    if element.text:
        buffer.append(element.text)
    for child in element:
        name = _name(child)
        breaks = name in BREAKS
        if breaks:
            _flush(lines, buffer)
        if name in _RAISED and (raised := _raise(child, name)):
            buffer.append(raised)
        elif name and name not in DROPPED:
            _walk(child, lines, buffer)
        if breaks:
            _flush(lines, buffer)
        if child.tail:
            buffer.append(child.tail)


_RAISED = {
    "sup": str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"),
    "sub": str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋"),
}
_RAISABLE = {
    # «10<sup>n+1</sup>» is no «10n+1», and «10<sup>2,5</sup>» no «102,5»: whatever holds a digit is raised.
    "sup": re.compile(r"[\w+\-−.,/]*\d[\w+\-−.,/]*"),
    # «PM<sub>2,5</sub>» is written «PM2,5» by everyone, and acts quote it so: numbers without a comma only.
    "sub": re.compile(r"[+\-−]?\d+[+\-−]?"),
}


def _raise(element: Element, name: str) -> str | None:
    """An exponent or an index whose digits must keep their place; None for letters («1<sup>er</sup>»), which join.

    «10<sup>3</sup>» is no 103, nor is «10<sup><i>3</i></sup>».
    """
    if any(_name(inner) in BREAKS | DROPPED for inner in element.iterdescendants()):
        return None
    whole = "".join(_texts(element))
    return whole.translate(_RAISED[name]) if _RAISABLE[name].fullmatch(whole.strip()) else None


def _texts(element: Element) -> Iterator[str]:
    """The words of an element and of those in it; ``itertext`` would give those of comments too."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child)
        yield child.tail or ""


def _flush(lines: list[str], buffer: list[str]) -> None:
    if buffer:
        if joined := " ".join("".join(buffer).split()):
            lines.append(joined)
        buffer.clear()


def read_markup(content: Element) -> str | None:
    """Give the sanitised HTML of a CONTENU; None where its alinéas alone say it all (paragraphs and line breaks)."""
    if all(element.tag in _PLAIN for element in content.iterdescendants(etree.Element)):
        return None
    pieces: list[str] = []
    _sanitise(content, pieces)
    return "".join(pieces).strip() or None


def sanitise(html: str) -> str:
    """Give the sanitised HTML of a fragment that was stored: whatever was put there since reaches no browser."""
    pieces: list[str] = []
    _sanitise(fragment_fromstring(html, create_parent="div", parser=HTMLParser(no_network=True)), pieces)
    return "".join(pieces)


def _sanitise(element: Element, pieces: list[str]) -> None:
    if element.text:
        pieces.append(escape(element.text))
    for child in element:
        name = _name(child)
        if name in EMPTY:
            pieces.append(f"<{name}>")
        elif name and name not in DROPPED:
            _sanitise_tag(child, name, pieces)
        if child.tail:
            pieces.append(escape(child.tail))


def _sanitise_tag(element: Element, name: str, pieces: list[str]) -> None:
    """Write a tag that is allowed; another block becomes a div, of any other tag the words alone stay."""
    written = name if name in ALLOWED else "div" if name in BREAKS else None
    if written:
        pieces.append(f"<{written}{''.join(_kept(element))}>")
    _sanitise(element, pieces)
    if written:
        pieces.append(f"</{written}>")


def _kept(element: Element) -> Iterator[str]:
    for name, value in _attributes(element):
        if _is_kept(name, value):
            yield f' {name}="{value}"'


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    for name, value in element.items():
        yield str(name).replace("{http://www.w3.org/XML/1998/namespace}", "xml:").lower(), str(value)


def _is_kept(attribute: str, value: str) -> bool:
    return attribute in KEPT_ATTRIBUTES and _NUMBER.fullmatch(value) is not None and value.isascii()


# ── What was not expected ────────────────────────────────────────────────────────────────────────────────────


def check_markup(content: Element, report: Report) -> None:
    """Report what a CONTENU holds beyond the mark-up that is known and kept.

    ``unknown-markup`` (a tag; its words are kept), ``dropped-markup`` (a tag that went with all that it held),
    ``image`` (its address, or its words), ``dropped-attribute`` (its name, where it may carry meaning or danger).
    Each once in this CONTENU; hand in a report made by :func:`ingest.dila.reports.once` for once in a file.
    """
    tell = once(report)
    for element in content.iterdescendants(etree.Element):
        _check_tag(element, _name(element), tell)
        if element.attrib:
            _check_attributes(element, tell)


def _check_tag(element: Element, name: str, report: Report) -> None:
    if name in IMAGES:
        report("image", (element.get("src") or element.get("alt") or name)[-_SHOWN:])
    elif name in DROPPED:
        report("dropped-markup", name)
    elif name not in MARKUP_TAGS or element.tag != name:
        _report_unknown(element, name, report)


def _report_unknown(element: Element, name: str, report: Report) -> None:
    """«P» is p in other letters; a tag of a namespace is reported with it, whatever it is called."""
    tag = str(element.tag)
    if name not in MARKUP_TAGS or "}" in tag:
        report("unknown-markup", tag[:_SHOWN])


def _check_attributes(element: Element, report: Report) -> None:
    for name, value in _attributes(element):
        if not (_is_kept(name, value) or _is_harmless(element, name, value)):
            report("dropped-attribute", name[:_SHOWN])


def _is_harmless(element: Element, attribute: str, value: str) -> bool:
    if attribute == "style":
        return _is_harmless_style(value)
    return attribute in HARMLESS_ATTRIBUTES or (attribute in {"src", "alt", "usemap"} and _name(element) in IMAGES)


def _is_harmless_style(style: str) -> bool:
    """Say whether a style only shapes what is there: it adds no words, hides none and fetches nothing."""
    if "(" in style and "url" in style.lower():
        return False
    properties = [part.partition(":")[0].strip().lower() for part in style.split(";") if part.strip()]
    return all(name in HARMLESS_STYLES for name in properties)
