"""SVG by hand: no script, no font to load. The XML library escapes every text; one style sheet serves all pictures.

A picture that stands alone carries the style sheet; a page that holds several links to :func:`style_sheet` itself. Its
colours are the page's own where it names any (``--encre``, ``--accent``…), else they follow light, dark and print.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from xml.etree.ElementTree import Element, SubElement, tostring

from graph.markup import clean

MARGIN = 10.0

_WIDTHS = {
    character: width
    for characters, width in (("ijlI'|", 0.31), (" .,:;’·!", 0.36), ("frtJ-‑()[]/°", 0.44), ("mwMWOQGDNHU×…—%@&", 1.0))
    for character in characters
}
"""Widths of characters in ems, rounded up from DejaVu Sans: of the usual faces without serifs, the widest."""

_LETTER, _CAPITAL, _WIDE, _BOLD = 0.68, 0.8, 1.1, 1.12
_FIRST_WIDE = "\u2e80"


@cache
def style_sheet() -> str:
    """Give the style sheet of all pictures."""
    return (files("graph") / "picture.css").read_text("utf-8")


def start_picture(
    kind: str, width: float, height: float, name: str, title: str, description: str, *, styled: bool
) -> Element:
    """Start a picture with its words for who does not see it. ``name`` makes its ids unique in a page."""
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {round_off(width)} {round_off(height)}",
            "class": f"dessin {kind}",
            "role": "group",
            "aria-labelledby": f"{name}-t {name}-d",
        },
    )
    SubElement(svg, "title", {"id": f"{name}-t"}).text = clean(title)
    SubElement(svg, "desc", {"id": f"{name}-d"}).text = clean(description)
    if styled:
        svg.attrib |= {"width": round_off(width), "height": round_off(height)}
        SubElement(svg, "style").text = style_sheet()
    return svg


def finish_picture(svg: Element) -> str:
    """Give the picture as text."""
    return tostring(svg, encoding="unicode")


def round_off(value: float) -> str:
    """Write a length: a tenth is enough."""
    return f"{value:.1f}".removesuffix(".0")


def add_line(parent: Element, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
    """Draw a line."""
    ends = {"x1": round_off(x1), "y1": round_off(y1), "x2": round_off(x2), "y2": round_off(y2)}
    SubElement(parent, "line", {**ends, "class": kind})


def add_text(parent: Element, x: float, y: float, text: str, kind: str, anchor: str = "start") -> Element:
    """Write a text; ``anchor`` is start, middle or end."""
    place = {"x": round_off(x), "y": round_off(y), "class": kind, "text-anchor": anchor}
    written = SubElement(parent, "text", place)
    written.text = clean(text)
    return written


def add_path(parent: Element, path: str, kind: str, tip: str | None = None) -> None:
    """Draw a path, with an arrow's tip (an id of :func:`add_tip`) at its end."""
    end = {"marker-end": f"url(#{tip})"} if tip else {}
    SubElement(parent, "path", {"d": path, "class": kind, **end})


def add_tip(definitions: Element, name: str) -> None:
    """Define an arrow's tip."""
    box = {"id": name, "viewBox": "0 0 8 8", "refX": "7", "refY": "4", "markerWidth": "10", "markerHeight": "10"}
    tip = SubElement(definitions, "marker", {**box, "orient": "auto", "markerUnits": "userSpaceOnUse"})
    SubElement(tip, "path", {"d": "M0 0 L8 4 L0 8 z", "class": "pointe"})


def add_link(parent: Element, address: str | None, said: str) -> Element:
    """Open a link, or a mere group where there is no address, that says in words what it holds."""
    holder = SubElement(parent, "a", {"href": clean(address), "aria-label": clean(said)}) if address else (
        SubElement(parent, "g")
    )  # fmt: skip
    SubElement(holder, "title").text = clean(said)
    return holder


@lru_cache(maxsize=4096)
def measure_text(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width a text takes at most, in the units of ``size``, in any usual face without serifs."""
    width = sum(map(_width, unicodedata.normalize("NFD", text)))
    return width * size * (_BOLD if bold else 1.0)


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if character >= _FIRST_WIDE:
        return _WIDE
    return _WIDTHS.get(character, _LETTER if character.islower() or character.isdigit() else _CAPITAL)


def wrap_text(text: str, width: float, size: float, most: int, *, bold: bool = False) -> list[str]:
    """Cut a text into lines of a width, ``most`` at most, the last of which is shortened."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or len(lines) == most or measure_text(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [shorten_text(line, width, size, bold=bold) for line in lines]


def shorten_text(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Cut a text that takes more than a width, «…» at its end."""
    if measure_text(text, size, bold=bold) <= width:
        return text
    kept = text
    while kept and measure_text(f"{kept}…", size, bold=bold) > width:
        kept = kept[:-1]
    return f"{kept.rstrip(' ,;:.-')}…"
