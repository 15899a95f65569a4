"""The HTML inside DILA's files: its alinéas as plain text, and a sanitised form for display where one is needed.

Nothing of the source reaches a browser but the tags and attributes listed here; text is escaped anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from lxml import etree

Element = etree._Element

BREAKS = frozenset(
    "p br div table tr td th tbody thead blockquote li ul center caption ol dl dt dd hr h1 h2 h3 h4 h5 h6 pre".split()
)
"""Tags that end an alinéa: each cell of a table is one, so that its words are found and compared."""

_ALLOWED = frozenset(
    """p br div table thead tbody tfoot tr td th caption colgroup col ul ol li dl dt dd sup sub b strong i em u
    blockquote pre hr h1 h2 h3 h4 h5 h6 span""".split()
)
_EMPTY = frozenset({"br", "hr", "col"})
_ATTRIBUTES = frozenset({"colspan", "rowspan"})
_DROPPED = frozenset(
    "script style iframe object embed form input button select textarea link meta base svg math".split()
)
"""Dropped with all that they hold, and reported."""

MARKUP_TAGS = _ALLOWED | _EMPTY | {"a", "font", "center", "strike", "small", "big", "tt"}
"""Tags that are expected inside a CONTENU."""

_PLAIN = frozenset({"p", "br"})
_NUMBER = re.compile(r"\d{1,3}")


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


def _walk(element: Element, lines: list[str], buffer: list[str]) -> None:
    if element.text:
        buffer.append(element.text)
    for child in element:
        if isinstance(child.tag, str):
            breaks = child.tag.lower() in BREAKS
            if breaks:
                _flush(lines, buffer)
            if (raised := _RAISED.get(child.tag.lower())) and (digits := _digits_of(child)):
                # «10<sup>3</sup>» is no 103: digits keep their place in the plain text too.
                buffer.append(digits.translate(raised))
            elif child.tag.lower() not in _DROPPED:
                _walk(child, lines, buffer)
            if breaks:
                _flush(lines, buffer)
        if child.tail:
            buffer.append(child.tail)


_RAISED = {
    "sup": str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"),
    "sub": str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋"),
}


def _digits_of(element: Element) -> str | None:
    """The text of an exponent or index that is a number; None for letters («1<sup>er</sup>»), which join."""
    text = (element.text or "").strip()
    return text if len(element) == 0 and re.fullmatch(r"[+\-−]?\d+[+\-−]?", text) else None


def _flush(lines: list[str], buffer: list[str]) -> None:
    if buffer:
        if joined := " ".join("".join(buffer).split()):
            lines.append(joined)
        buffer.clear()


def read_markup(content: Element, report: Callable[[str, str], None]) -> str | None:
    """Give the sanitised HTML of a CONTENU; None where its alinéas alone say it all (paragraphs and line breaks)."""
    for element in content.iter():
        if element is not content and (not isinstance(element.tag, str) or element.tag not in _PLAIN):
            break
    else:
        return None
    pieces: list[str] = []
    _sanitise(content, pieces, report)
    return "".join(pieces).strip() or None


def _sanitise(element: Element, pieces: list[str], report: Callable[[str, str], None]) -> None:
    if element.text:
        pieces.append(escape(element.text))
    for child in element:
        tag = child.tag.lower() if isinstance(child.tag, str) else ""
        if tag in _DROPPED:
            report("dropped-markup", tag)
        elif tag in _EMPTY:
            pieces.append(f"<{tag}>")
        elif tag in _ALLOWED:
            attributes = "".join(
                f' {name}="{value!s}"'
                for name, value in child.attrib.items()
                if name in _ATTRIBUTES and _NUMBER.fullmatch(str(value))
            )
            pieces.append(f"<{tag}{attributes}>")
            _sanitise(child, pieces, report)
            pieces.append(f"</{tag}>")
        elif tag:
            # An unknown or harmless tag (a, font, center…): its words stay, it does not.
            _sanitise(child, pieces, report)
        if child.tail:
            pieces.append(escape(child.tail))
