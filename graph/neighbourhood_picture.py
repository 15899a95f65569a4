"""Draw an article among its neighbours: cited by on the left, the article in the middle, what it cites on the right.

A status is told by a sign, a kind of line and a word; colour says nothing alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from corpus.dates import format_date
from corpus.numbering import display_number
from corpus.standing import Standing
from graph.markup import clean
from graph.neighbourhood import WORDS, Neighbour, Neighbourhood, Side
from graph.svg import (
    add_link,
    add_path,
    add_text,
    add_tip,
    finish_picture,
    measure_text,
    round_off,
    shorten_text,
    start_picture,
    wrap_text,
)

Address = Callable[[str, str | None], str | None]
"""The address of an article (None: of a text as a whole) of a text; None for no link."""

WIDTH = 1000.0
_LEFT, _RIGHT = 350.0, 650.0
"""Where the signs of the two columns stand; their words go outwards from there."""
_HEART = (425.0, 575.0)
_LEAST_HEART, _MOST_HEART = 110.0, 320.0
"""How high the article in the middle is drawn."""
_EDGE = 16.0
_WORDS = 14.0
"""From a sign to its words."""
_ROOM = WIDTH - _RIGHT - _WORDS - _EDGE
_TOP = 96.0
_ROW, _TITLE_LINE = 25.0, 16.0
_ARTICLE, _SMALL, _NUMBER, _TITLE = 14.0, 12.0, 20.0, 17.0
_SIGN = 5.0
_NOTE_APART = 9.0
_LEGEND = 26.0


def no_address(text: str, article: str | None) -> None:
    """Lead nowhere."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a column: part of the title of a text, a neighbour, or a remark. ``y`` is its middle."""

    y: float
    words: str = ""
    neighbour: Neighbour | None = None
    is_title: bool = False


def draw_neighbourhood(
    found: Neighbourhood, address: Address = no_address, name: str = "voisinage", *, styled: bool = True
) -> str:
    """Draw a neighbourhood. ``name`` makes its ids unique in a page; ``styled``: with its style sheet."""
    heights = [_height(side) for side in (found.citing, found.cited)]
    tallest = max(*heights, _LEAST_HEART)
    bottom = _TOP + tallest
    columns = [
        _lay_out(side, _TOP + (tallest - height) / 2, nothing)
        for side, height, nothing in zip(
            (found.citing, found.cited), heights, ("aucun article connu", "rien"), strict=True
        )
    ]
    legend = _lay_legend(found)
    height = bottom + 8 + _LEGEND * (1 + max((row for row, _, _ in legend), default=-1)) + _EDGE
    title = f"Voisinage : {found.node.label}, au {format_date(found.date)}"
    svg = start_picture("voisinage", WIDTH, height, name, title, describe_neighbourhood(found), styled=styled)
    add_tip(SubElement(svg, "defs"), f"{name}-p")
    _draw_heads(svg, found)
    middle, heart = (_TOP + bottom) / 2, min(tallest, _MOST_HEART)
    for column, outgoing in zip(columns, (False, True), strict=True):
        _draw_links(svg, column, middle, heart, f"{name}-p", outgoing=outgoing)
        for line in column:
            _draw_line(svg, line, address, outgoing=outgoing)
    _draw_heart(svg, found, middle, heart, address)
    _draw_legend(svg, legend, bottom + 8)
    return finish_picture(svg)


def describe_neighbourhood(found: Neighbourhood) -> str:
    """Say the whole picture in words."""
    citing = _say_side(found.citing, "Aucun article connu ne le cite", "Cité par")
    return (
        f"{found.node.label}, au {format_date(found.date)}. {citing} {_say_side(found.cited, 'Ne cite rien', 'Cite')}"
    )


def _say_side(side: Side, nothing: str, verb: str) -> str:
    if not side.groups:
        return f"{nothing}."
    groups = [f"{text} : {', '.join(map(_say, neighbours))}" for text, neighbours in side.groups]
    return f"{verb} {' ; '.join(groups)}{f' ; {_say_hidden(side)}' if side.hidden else ''}."


def _say(one: Neighbour) -> str:
    times = f", {one.citations} fois" if one.citations > 1 else ""
    return f"{one.name}{times}{f' ({one.note})' if one.note else ''}"


def _say_hidden(side: Side) -> str:
    return f"et {side.hidden} autre{'s' if side.hidden > 1 else ''}"


def _lay_out(side: Side, top: float, nothing: str) -> list[_Line]:
    """Put the lines of a column one under the other."""
    lines: list[_Line] = []
    for text, neighbours in side.groups:
        top += _ROW - _TITLE_LINE
        for words in _title_lines(text):
            lines.append(_Line(top + _TITLE_LINE / 2, words, is_title=True))
            top += _TITLE_LINE
        for one in neighbours:
            lines.append(_Line(top + _ROW / 2, neighbour=one))
            top += _ROW
    if side.hidden or not side.groups:
        lines.append(_Line(top + _ROW / 2, _say_hidden(side) if side.hidden else nothing))
    return lines


def _height(side: Side) -> float:
    titles = sum(_ROW + _TITLE_LINE * (len(_title_lines(text)) - 1) for text, _ in side.groups)
    rows = sum(len(neighbours) for _, neighbours in side.groups) + (1 if side.hidden or not side.groups else 0)
    return titles + _ROW * rows


def _title_lines(text: str) -> list[str]:
    return wrap_text(text, _ROOM, _SMALL, 2, bold=True)


def _draw_heads(svg: Element, found: Neighbourhood) -> None:
    title = f"{display_number(found.node.article)} · {found.node.text}" if found.node.article else found.node.text
    add_text(svg, _EDGE, 28, shorten_text(title, WIDTH - 2 * _EDGE, _TITLE, bold=True), "enonce")
    add_text(svg, _EDGE, 47, f"Renvois au {format_date(found.date)}", "petit")
    add_text(svg, _LEFT - _WORDS, _TOP - 14, f"Cité par {_count(found.citing.total)}", "colonne", "end")
    add_text(svg, _RIGHT + _WORDS, _TOP - 14, f"Cite {_count(found.cited.total)}", "colonne")


def _count(total: int) -> str:
    return f"({total})" if total else ""


def _draw_line(svg: Element, line: _Line, address: Address, *, outgoing: bool) -> None:
    sign, x, anchor = (_RIGHT, _RIGHT + _WORDS, "start") if outgoing else (_LEFT, _LEFT - _WORDS, "end")
    if line.neighbour is not None:
        one = line.neighbour
        holder = add_link(svg, address(*one.node), f"{one.node.label} : {_say(one)}")
        _draw_sign(holder, sign, line.y, one.status)
        _write_neighbour(holder, x, line.y + 5, one, outgoing=outgoing)
    elif line.is_title:
        add_text(svg, x, line.y + 4, line.words, "groupe", anchor)
    else:
        add_text(svg, x, line.y + 5, line.words, "article mention", anchor)


def _write_neighbour(holder: Element, x: float, y: float, one: Neighbour, *, outgoing: bool) -> None:
    """Write the article, and, on its outer side, how often and what is to be known of it."""
    name = shorten_text(one.name, _ROOM, _ARTICLE)
    rest = " · ".join(part for part in (f"×{one.citations}" if one.citations > 1 else "", one.note) if part)
    left = _ROOM - measure_text(name, _ARTICLE) - _NOTE_APART
    note = shorten_text(rest, left, _SMALL) if rest and left > _SMALL * 3 else ""
    if outgoing or not note:
        written = add_text(holder, x, y, name, "article", "start" if outgoing else "end")
        if note:
            SubElement(written, "tspan", {"class": "petit mention", "dx": round_off(_NOTE_APART)}).text = clean(note)
        return
    written = add_text(holder, x, y, "", "article", "end")
    SubElement(written, "tspan", {"class": "petit mention"}).text = clean(note)
    SubElement(written, "tspan", {"dx": round_off(_NOTE_APART)}).text = clean(name)


def _draw_links(
    svg: Element, column: Sequence[_Line], middle: float, heart: float, tip: str, *, outgoing: bool
) -> None:
    """Draw the citations, fanned out along the side of the article."""
    lines = [line for line in column if line.neighbour is not None]
    step = heart / (len(lines) + 1)
    for rank, line in enumerate(lines, 1):
        near = middle - heart / 2 + step * rank
        there, here = line.y, (_HEART[1] if outgoing else _HEART[0])
        ends = ((here, near), (_RIGHT - 9, there)) if outgoing else ((_LEFT + 9, there), (here, near))
        status = (line.neighbour.status if line.neighbour else None) or Standing.IN_FORCE
        add_path(svg, _curve(*ends), f"lien {status}", tip)


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Lead from one point to another, level at both ends."""
    half = round_off((start[0] + end[0]) / 2)
    (x1, y1), (x2, y2) = ((round_off(x), round_off(y)) for x, y in (start, end))
    return f"M{x1} {y1} C{half} {y1} {half} {y2} {x2} {y2}"


def _draw_heart(svg: Element, found: Neighbourhood, middle: float, heart: float, address: Address) -> None:
    holder = add_link(svg, address(*found.node), found.node.label)
    left, width = _HEART[0], _HEART[1] - _HEART[0]
    box = {
        "x": round_off(left),
        "y": round_off(middle - heart / 2),
        "width": round_off(width),
        "height": round_off(heart),
    }
    SubElement(holder, "rect", {**box, "rx": "8", "class": "coeur"})
    room, center = width - 20, left + width / 2
    number = display_number(found.node.article) if found.node.article else "Texte"
    add_text(holder, center, middle - 8, shorten_text(number, room, _NUMBER, bold=True), "numero", "middle")
    for rank, line in enumerate(wrap_text(found.node.text, room, _SMALL, 3)):
        add_text(holder, center, middle + 14 + 16 * rank, line, "petit", "middle")


# --- signs ----------------------------------------------------------------------------------------------------------

_SHAPES: dict[Standing, tuple[str, bool]] = {
    Standing.IN_FORCE: ("circle", True),
    Standing.RENUMBERED: ("diamond", True),
    Standing.SPLIT: ("diamond", False),
    Standing.REPEALED: ("cross", False),
    Standing.REASSIGNED: ("square", True),
    Standing.NOT_YET: ("triangle", False),
    Standing.MISSING: ("circle", False),
    Standing.FOUND: ("circle", True),
    Standing.UNKNOWN_ARTICLE: ("circle", False),
    Standing.UNKNOWN_DIVISION: ("circle", False),
    Standing.UNKNOWN_TEXT: ("square", False),
    Standing.AMBIGUOUS: ("triangle", True),
    Standing.UNDETERMINED: ("triangle", True),
    Standing.UNRESOLVED: ("triangle", True),
}
_PATHS = {
    "circle": "m-5 0 a5 5 0 1 0 10 0 a5 5 0 1 0 -10 0 z",
    "diamond": "m-6 0 l6 -6 l6 6 l-6 6 z",
    "cross": "m-4.5 -4.5 l9 9 m0 -9 l-9 9",
    "triangle": "m0 -5.5 l5.5 10 l-11 0 z",
    "square": "m-4.5 -4.5 l9 0 l0 9 l-9 0 z",
}


def _draw_sign(parent: Element, x: float, y: float, status: Standing | None) -> None:
    shape, filled = _SHAPES[status or Standing.IN_FORCE]
    add_path(parent, f"M{round_off(x)} {round_off(y)} {_PATHS[shape]}", "signe plein" if filled else "signe")


_Key = tuple[int, float, Standing]
"""An entry of the legend: its row, where it begins, what it explains."""


def _lay_legend(found: Neighbourhood) -> list[_Key]:
    """Explain the signs that occur, in rows as wide as the picture; none where all is in force."""
    used = {one.status for side in (found.citing, found.cited) for _, group in side.groups for one in group}
    shown = [status for status in Standing if status in used]
    if not set(shown) - {Standing.IN_FORCE, Standing.FOUND}:
        return []
    return list(_flow(shown))


def _flow(statuses: Sequence[Standing]) -> Iterator[_Key]:
    row, x = 0, _EDGE
    for status in statuses:
        width = 22 + measure_text(WORDS[status], _SMALL) + 22
        if x + width > WIDTH - _EDGE and x > _EDGE:
            row, x = row + 1, _EDGE
        yield row, x, status
        x += width


def _draw_legend(svg: Element, legend: Sequence[_Key], top: float) -> None:
    for row, x, status in legend:
        y = top + _LEGEND * row + _LEGEND / 2
        _draw_sign(svg, x + _SIGN, y, status)
        add_text(svg, x + 18, y + 4, WORDS[status], "petit")
