"""The common line model: what every reader of plain text and Markdown starts from.

A :class:`Line` is a physical line without its Markdown, already normalised, that remembers what the layout said:
a blank line before it, its width, its rank as a heading, its bullet. A reader of HTML would produce the same lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.typography import normalise

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_BULLET = re.compile(r"\s*([-*+•·–—―−])\s+(?=\S)")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}$")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^)\s]*(?:\s\"[^\"]*\")?\)")
# «R. ** 123-4» and «R.*421-1» are article numbers, not emphasis.
_STRONG = re.compile(r"(?<![RD*])(?<![RD]\.)(?<![RD][. ] )(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?!\*)")
# Bold that spans lines leaves a mark at the head of its first line and at the end of its last.
_HALF_STRONG = re.compile(r"^(\s*)\*\*(?=[^\W_]|«)|(?<![RD*\s])\*\*(?=\s*$)")
_EMPHASIS = re.compile(r"(?<![\w.*])(?<![RD]\. )\*(?=[^\W\d])([^*\n]+?)(?<=[\w.,;:»])\*(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>-])")
_QUOTE = re.compile(r"\s{0,3}>\s?")

# What a page of the printed journal carries around its text: running title, «Texte 23 sur 118», folio.
_FURNITURE = re.compile(
    r"(?:.{0,40}\bJOURNAL OFFICIEL DE LA R[ÉE]PUBLIQUE FRAN[ÇC]AISE\b.{0,60}"
    r"|Texte \d+ sur \d+|\.(?: \.)+|[-–—−] ?\d{1,5} ?[-–—−])"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``text`` is normalised, without Markdown and never empty; the rest is what its layout said.

    ``width`` counts the characters as they came; ``gap`` is True after a blank line or a page break; ``level`` is the
    rank of a Markdown heading or 0; ``strong`` and ``link`` are True when the whole line is bold or a hyperlink.
    """

    text: str
    width: int
    gap: bool = False
    level: int = 0
    bullet: str = ""
    strong: bool = False
    link: bool = False

    @property
    def item(self) -> str:
        """The text without its bullet."""
        return _BULLET.sub("", self.text, count=1) if self.bullet else self.text


def is_markdown(text: str) -> bool:
    """True when the text uses Markdown's headings, bold or hyperlinks at least once."""
    return bool(re.search(r"^\s{0,3}#{1,6}\s+\S", text, re.MULTILINE) or _STRONG.search(text) or _LINK.search(text))


def read_lines(text: str) -> tuple[Line, ...]:
    """Cut a decoded text into lines; blank lines become ``gap`` of the line that follows, page furniture too."""
    lines = []
    gap = True
    markdown = is_markdown(text)
    for raw in _BREAK.split(text):
        line = _read_line(raw, markdown)
        if line is None or is_furniture(line.text):
            gap = True
            continue
        lines.append(replace(line, gap=gap))
        gap = False
    return tuple(lines)


def read_furniture(text: str) -> tuple[str, ...]:
    """List the lines that belong to the printed page and not to its text: running titles, folios."""
    normalised = (normalise(raw) for raw in _BREAK.split(text))
    return tuple(line for line in normalised if is_furniture(line))


def is_furniture(line: str) -> bool:
    """True for a running title of the journal, a folio, a row of dots."""
    return bool(_FURNITURE.fullmatch(line))


def _read_line(raw: str, markdown: bool) -> Line | None:
    if not markdown:
        text = normalise(raw)
        bullet = _BULLET.match(raw)
        return Line(text, len(raw.strip()), bullet=bullet[1] if bullet else "") if text else None
    if _RULE.match(raw):
        return None
    raw = _QUOTE.sub("", raw)
    heading = _HEADING.match(raw)
    inner = heading[2] if heading else raw
    bullet = _BULLET.match(inner)
    text = normalise(strip_markdown(_dash(inner, bullet)))
    if not text:
        return None
    return Line(
        text,
        len(raw.strip()),
        level=len(heading[1]) if heading else 0,
        bullet=bullet[1] if bullet else "",
        strong=bool(_STRONG.fullmatch(inner.strip(" \t:"))),
        link=bool(_LINK.fullmatch(inner.strip())),
    )


def _dash(raw: str, bullet: re.Match[str] | None) -> str:
    """Write Markdown's «*» and «+» bullets as the dash that they print."""
    return f"- {raw[bullet.end() :]}" if bullet and bullet[1] in "*+" else raw


def strip_markdown(text: str) -> str:
    """Take away links, bold, emphasis and escapes, and keep the words."""
    text = _LINK.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    text = _HALF_STRONG.sub(r"\1", text)
    text = _EMPHASIS.sub(r"\1", text)
    return _ESCAPE.sub(r"\1", text)
