"""Draw a timeline (see :mod:`graph.timeline`) as SVG: lanes of numbers, bars of versions, arrows at renumberings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from corpus.answers import Gap, Version
from corpus.dates import Clock, format_date
from corpus.numbering import display_number
from graph.svg import (
    MARGIN,
    add_line,
    add_link,
    add_path,
    add_text,
    add_tip,
    finish_picture,
    measure_text,
    round_off,
    shorten_text,
    start_picture,
)
from graph.timeline import BAR, BAR_TOP, LANE, Arrow, Bar, Lane, Timeline

Link = Callable[[Version | Gap], str | None]
"""The address that a bar leads to."""

CERTAINTY = {
    "declared": "déclarée par une source",
    "confirmed": "confirmée",
    "inferred": "supposée",
    "finding": "constat",
}
"""How sure a filiation is."""

_HEADING, _LEGEND = 34.0, 30.0
_RADIUS = "4"
_ROOM_FOR_ARROW = 10.0
_WORD, _LABEL, _CHOSEN, _HEAD = 12.0, 14.0, 12.5, 17.0
"""Sizes of letters, as the style sheet has them."""


def no_link(entry: Version | Gap) -> None:
    """Lead nowhere."""


def draw_lineage(
    timeline: Timeline,
    name: str = "frise",
    link: Link = no_link,
    clock: Clock = Clock.LEGIFRANCE,
    *,
    styled: bool = True,
) -> str:
    """Draw a timeline. ``name`` makes its ids unique in a page.

    ``styled``: to stand alone, with its style sheet, a heading and a legend.
    """
    height = timeline.height + (_HEADING + _LEGEND if styled else 0)
    words = _title(timeline), describe(timeline, clock)
    svg = start_picture("frise", timeline.width, height, name, *words, styled=styled)
    _define(svg, name)
    body = svg
    if styled:
        heading = f"{' → '.join(_numbers(timeline))} · {' ; '.join(timeline.texts)}"
        add_text(svg, MARGIN, 26, shorten_text(heading, timeline.width - 2 * MARGIN, _HEAD, bold=True), "enonce")
        _draw_legend(svg, timeline, name, height - _LEGEND / 2)
        body = SubElement(svg, "g", {"transform": f"translate(0 {round_off(_HEADING)})"})
    _draw_axis(body, timeline)
    for lane in timeline.lanes:
        _draw_lane(body, lane, timeline, name, link, clock)
    for arrow in timeline.arrows:
        _draw_arrow(body, arrow, name)
    _date_arrows(body, timeline)
    if timeline.selected:
        _draw_selected(body, timeline, *timeline.selected)
    return finish_picture(svg)


def describe(timeline: Timeline, clock: Clock = Clock.LEGIFRANCE) -> str:
    """Say the whole picture in words, for who does not see it."""
    bars = [(lane, bar) for lane in timeline.lanes for bar in lane.bars]
    sentences = [say_bar(bar.entry, lane.number, clock) for lane, bar in sorted(bars, key=lambda pair: pair[1].x)]
    sentences += [_say_arrow(arrow) for arrow in timeline.arrows]
    if timeline.selected:
        sentences.append(f"Date choisie : {format_date(timeline.selected[1])}")
    return ". ".join(sentences) + "."


def say_bar(entry: Version | Gap, number: str, clock: Clock = Clock.LEGIFRANCE) -> str:
    """Say what a bar shows: «R. 730, version du 16 septembre 2003 au 8 avril 2005 exclu»."""
    start, end = (entry.start, entry.end) if isinstance(entry, Gap) else _dates(entry, clock)
    since = format_date(start) if start else ""
    what = f"du {since} au {format_date(end)} exclu" if end else f"dès le {since}"
    if isinstance(entry, Version):
        return f"{display_number(number)}, version {what}"
    absent = "abrogé" if entry.kind == "not-in-force" else "lacune"
    return f"{display_number(number)}, {absent} {what} : {entry.reason.rstrip('.')}"


def _dates(entry: Version, clock: Clock) -> tuple[dt.date | None, dt.date | None]:
    dates = entry.dates(clock)
    return dates.start, dates.end


def _title(timeline: Timeline) -> str:
    return f"Frise des versions de {' → '.join(_numbers(timeline))}"


def _numbers(timeline: Timeline) -> list[str]:
    return [display_number(lane.number) for lane in timeline.lanes]


def _say_arrow(arrow: Arrow) -> str:
    link = arrow.link
    verb = "devient" if link.status != "inferred" else "deviendrait"
    when = f" le {format_date(link.date)}" if link.date else ""
    return f"{display_number(link.old)} {verb} {display_number(link.new)}{when} (filiation {CERTAINTY[link.status]})"


def _define(svg: Element, name: str) -> None:
    defs = SubElement(svg, "defs")
    size = {"id": f"{name}-h", "width": "7", "height": "7", "patternUnits": "userSpaceOnUse"}
    hatch = SubElement(defs, "pattern", size | {"patternTransform": "rotate(45)"})
    add_line(hatch, 0, 0, 0, 7, "hachure")
    add_tip(defs, f"{name}-p")


def _draw_legend(svg: Element, timeline: Timeline, name: str, y: float) -> None:
    """Explain what occurs, as long as there is room: kinds of bars, then kinds of arrows."""
    x = MARGIN
    bars = {_kind(bar) for lane in timeline.lanes for bar in lane.bars}
    arrows = {_certainty(arrow) for arrow in timeline.arrows}
    for kind, word in _LEGEND_WORDS.items():
        width = 36 + measure_text(word, _WORD) + 14
        if kind not in bars | arrows or x + width > timeline.width:
            continue
        if kind in arrows:
            add_path(svg, f"M{round_off(x)} {round_off(y)} h26", kind, f"{name}-p")
        else:
            _draw_box(svg, kind, name, (x, y - 6), (26, 12), kind)
        add_text(svg, x + 34, y + 4, word, "petit")
        x += width


_LEGEND_WORDS = {
    "version": "version",
    "lacune": "texte manquant",
    "absent": "abrogé",
    "fleche": "changement de numéro",
    "fleche supposee": "changement de numéro supposé",
}


def _kind(bar: Bar) -> str:
    return "absent" if bar.not_in_force else "lacune" if bar.is_gap else "version"


def _certainty(arrow: Arrow) -> str:
    return "fleche supposee" if arrow.link.status == "inferred" else "fleche"


def _draw_box(
    parent: Element, kind: str, name: str, corner: tuple[float, float], size: tuple[float, float], style: str
) -> None:
    box = {"x": round_off(corner[0]), "y": round_off(corner[1])}
    box |= {"width": round_off(size[0]), "height": round_off(size[1]), "rx": _RADIUS}
    if kind == "lacune":
        SubElement(parent, "rect", {**box, "fill": f"url(#{name}-h)", "class": "trame"})
    SubElement(parent, "rect", {**box, "class": f"barre {style}"})


def _draw_axis(svg: Element, timeline: Timeline) -> None:
    y = timeline.axis_y
    end = timeline.break_x or timeline.width - MARGIN
    add_line(svg, MARGIN, y, end, y, "axe")
    for x, year in timeline.ticks:
        add_line(svg, x, y, x, y + 5, "axe")
        half = measure_text(str(year), _WORD) / 2
        place = "start" if x < half else "end" if x > timeline.width - half else "middle"
        add_text(svg, x, y + 19, str(year), "annee", place)
    if timeline.break_x:
        x = timeline.break_x
        add_path(svg, f"M{round_off(x)} {round_off(y)} l4 -5 l5 10 l4 -5", "axe coupure")
        add_line(svg, x + 13, y, timeline.width - MARGIN, y, "axe pointille")
        add_text(svg, timeline.width - MARGIN, y + 19, "après", "annee", "end")


def _draw_lane(svg: Element, lane: Lane, timeline: Timeline, name: str, link: Link, clock: Clock) -> None:
    label = display_number(lane.number)
    if len(timeline.texts) > 1:
        label += f" · {lane.text}"
    x = min(bar.x for bar in lane.bars)
    # The label makes room for the arrow that lands there.
    lands = any(abs(arrow.x2 - x) < _ROOM_FOR_ARROW and arrow.y2 > lane.y for arrow in timeline.arrows)
    _label_lane(svg, x + (_ROOM_FOR_ARROW if lands else 0), lane.y + 17, label, timeline.width)
    for bar in lane.bars:
        _draw_bar(svg, bar, lane, name, link, clock)


def _label_lane(parent: Element, x: float, y: float, text: str, width: float) -> None:
    """Write the label of a lane where its bars begin, or against the right edge when there is no room after it."""
    shown = shorten_text(text, width - 2 * MARGIN, _LABEL, bold=True)
    fits = x + measure_text(shown, _LABEL, bold=True) <= width - MARGIN
    add_text(parent, x if fits else width - MARGIN, y, shown, "couloir", "start" if fits else "end")


def _draw_bar(svg: Element, bar: Bar, lane: Lane, name: str, link: Link, clock: Clock) -> None:
    holder = add_link(svg, link(bar.entry), say_bar(bar.entry, lane.number, clock))
    kind = _kind(bar)
    _draw_box(holder, kind, name, (bar.x, bar.y), (bar.width, BAR), f"{kind}{' choisie' if bar.selected else ''}")
    for x in bar.marks:
        add_line(holder, x, bar.y + 4, x, bar.y + BAR - 4, "repere")
    word = next((word for word in _words(bar) if _fits(word, bar)), None)
    if word:
        place = bar.x + bar.width / 2, bar.y + BAR / 2 + 4.5
        add_text(holder, *place, word, "mot vide" if bar.is_gap else "mot", "middle")


def _fits(word: str, bar: Bar) -> bool:
    """True when there is room for a word, and no mark in its middle."""
    width, center = measure_text(word, _WORD) + 8, bar.x + bar.width / 2
    return width < bar.width and all(abs(mark - center) > width / 2 for mark in bar.marks)


def _words(bar: Bar) -> tuple[str, ...]:
    """What could be written on a bar, the longest first."""
    if isinstance(bar.entry, Version):
        day = bar.entry.start
        return f"dès le {format_date(day)}", format_date(day), f"{day:%d/%m/%Y}", str(day.year)
    return ("abrogé",) if bar.not_in_force else ("texte manquant", "lacune")


def _draw_arrow(svg: Element, arrow: Arrow, name: str) -> None:
    x1, y1, x2, y2, middle = map(round_off, (arrow.x1, arrow.y1, arrow.x2, arrow.y2, (arrow.y1 + arrow.y2) / 2))
    group = SubElement(svg, "g")
    SubElement(group, "title").text = _say_arrow(arrow)
    add_path(group, f"M{x1} {y1} C{x1} {middle} {x2} {middle} {x2} {y2}", _certainty(arrow), f"{name}-p")


def _date_arrows(svg: Element, timeline: Timeline) -> None:
    """Write the day of each arrow under the lane it leaves, on a side where nothing stands yet, if there is one."""
    chosen = [(timeline.selected[0], timeline.selected[0])] if timeline.selected else []
    taken: dict[float, list[tuple[float, float]]] = {}
    for arrow in sorted(timeline.arrows, key=lambda arrow: arrow.x1):
        if arrow.link.date is None:
            continue
        text = format_date(arrow.link.date)
        width = measure_text(text, _WORD) + 8
        line = taken.setdefault(_gap_under(arrow), list(chosen))
        for place, x, anchor in (
            ((arrow.x1 - width, arrow.x1 - 1), arrow.x1 - 8, "end"),
            ((arrow.x1 + 1, arrow.x1 + width), arrow.x1 + 8, "start"),
        ):
            inside = place[0] >= 0 and place[1] <= timeline.width
            if inside and all(place[1] < other[0] or other[1] < place[0] for other in line):
                line.append(place)
                add_text(svg, x, _gap_under(arrow), text, "passage", anchor)
                break


def _gap_under(arrow: Arrow) -> float:
    """Where the day of an arrow is written: between the bars of the lane it leaves and the next lane."""
    down = arrow.y2 > arrow.y1
    top = arrow.y1 - (BAR_TOP + BAR if down else BAR_TOP)
    return top + LANE - 3 if down else top - 3


def _draw_selected(svg: Element, timeline: Timeline, x: float, day: dt.date) -> None:
    add_line(svg, x, 20, x, timeline.axis_y, "date-choisie")
    text = format_date(day)
    half = measure_text(f"▼ {text}", _CHOSEN, bold=True) / 2
    anchor = "start" if x < half + MARGIN else "end" if x > timeline.width - half - MARGIN else "middle"
    add_text(svg, x, 14, f"▼ {text}" if anchor != "end" else f"{text} ▼", "date-mot", anchor)
