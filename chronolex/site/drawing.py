"""Draw a timeline as SVG: no script, no inline style; colours and patterns come from the style sheet.

Markup is built by an XML library, which escapes every text and attribute.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

from chronolex.site.timeline import BAR, MARGIN, Arrow, Bar, Lane, Timeline
from chronolex.site.words import STATUSES, write_day
from corpus.answers import Gap, Version
from corpus.dates import Clock
from corpus.numbering import display_number

Link = Callable[[Version | Gap], str | None]
"""The address that a bar leads to."""

_RADIUS = "4"
_ROOM_FOR_ARROW = 10.0


def draw(timeline: Timeline, name: str, link: Link, clock: Clock = Clock.LEGIFRANCE) -> Markup:
    """Draw a timeline. ``name`` makes its ids unique in the page."""
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_n(timeline.width)} {_n(timeline.height)}",
            "class": "frise",
            "role": "group",
            "aria-labelledby": f"{name}-t {name}-d",
        },
    )
    _text_child(svg, "title", f"{name}-t", _title(timeline))
    _text_child(svg, "desc", f"{name}-d", describe(timeline, clock))
    _define(svg, name)
    _draw_axis(svg, timeline)
    for lane in timeline.lanes:
        _draw_lane(svg, lane, timeline, name, link, clock)
    for arrow in timeline.arrows:
        _draw_arrow(svg, arrow, name)
    if timeline.selected:
        _draw_selected(svg, timeline, *timeline.selected)
    # The tree holds our own element names, and texts that the library has escaped.
    return Markup(tostring(svg, encoding="unicode"))  # noqa: S704


def describe(timeline: Timeline, clock: Clock = Clock.LEGIFRANCE) -> str:
    """Say the whole picture in words, for who does not see it."""
    bars = [(lane, bar) for lane in timeline.lanes for bar in lane.bars]
    sentences = [say_bar(bar.entry, lane.number, clock) for lane, bar in sorted(bars, key=lambda pair: pair[1].x)]
    for arrow in timeline.arrows:
        sentences.append(_say_arrow(arrow))
    if timeline.selected:
        sentences.append(f"Date choisie : {write_day(timeline.selected[1])}")
    return ". ".join(sentences) + "."


def say_bar(entry: Version | Gap, number: str, clock: Clock = Clock.LEGIFRANCE) -> str:
    """Say what a bar shows: «R. 730, version du 16 septembre 2003 au 8 avril 2005 exclu»."""
    start, end = (
        (entry.start, entry.end) if isinstance(entry, Gap) else (entry.dates(clock).start, entry.dates(clock).end)
    )
    until = f"au {write_day(end)} exclu" if end else "à aujourd’hui"
    what = f"du {write_day(start)} {until}"
    if isinstance(entry, Version):
        return f"{display_number(number)}, version {what}"
    absent = "abrogé" if entry.kind == "not-in-force" else "lacune"
    return f"{display_number(number)}, {absent} {what} : {entry.reason.rstrip('.')}"


def _title(timeline: Timeline) -> str:
    numbers = " → ".join(display_number(lane.number) for lane in timeline.lanes)
    return f"Frise des versions de {numbers}"


def _say_arrow(arrow: Arrow) -> str:
    link = arrow.link
    verb = "devient" if link.status != "inferred" else "deviendrait"
    when = f" le {write_day(link.date)}" if link.date else ""
    return f"{display_number(link.old)} {verb} {display_number(link.new)}{when} (filiation {STATUSES[link.status]})"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _text_child(parent: Element, tag: str, name: str, text: str) -> None:
    SubElement(parent, tag, {"id": name}).text = text


def _define(svg: Element, name: str) -> None:
    defs = SubElement(svg, "defs")
    hatch = SubElement(
        defs,
        "pattern",
        {
            "id": f"{name}-h",
            "width": "7",
            "height": "7",
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        },
    )
    SubElement(hatch, "line", {"x1": "0", "y1": "0", "x2": "0", "y2": "7", "class": "hachure"})
    tip = SubElement(
        defs,
        "marker",
        {"id": f"{name}-p", "viewBox": "0 0 8 8", "refX": "7", "refY": "4", "markerWidth": "7", "markerHeight": "7",
         "orient": "auto"},
    )  # fmt: skip
    SubElement(tip, "path", {"d": "M0 0 L8 4 L0 8 z", "class": "pointe"})


def _draw_axis(svg: Element, timeline: Timeline) -> None:
    y = timeline.axis_y
    end = timeline.break_x or timeline.width - MARGIN
    _line(svg, MARGIN, y, end, y, "axe")
    for x, year in timeline.ticks:
        _line(svg, x, y, x, y + 5, "axe")
        _write(svg, x, y + 19, str(year), "annee", "middle")
    if timeline.break_x:
        x = timeline.break_x
        SubElement(svg, "path", {"d": f"M{_n(x)} {_n(y)} l4 -5 l5 10 l4 -5", "class": "axe coupure"})
        _line(svg, x + 13, y, timeline.width - MARGIN, y, "axe pointille")
        _write(svg, timeline.width - MARGIN, y + 19, "après", "annee", "end")


def _draw_lane(svg: Element, lane: Lane, timeline: Timeline, name: str, link: Link, clock: Clock) -> None:
    label = display_number(lane.number)
    if len(timeline.texts) > 1:
        label += f" · {lane.key[0]}"
    x = min(bar.x for bar in lane.bars)
    # The label makes room for the arrow that lands there.
    lands = any(abs(arrow.x2 - x) < _ROOM_FOR_ARROW and arrow.y2 > lane.y for arrow in timeline.arrows)
    _write_label(svg, x + (_ROOM_FOR_ARROW if lands else 0), lane.y + 17, label, timeline.width)
    for bar in lane.bars:
        _draw_bar(svg, bar, lane, name, link, clock)


def _draw_bar(svg: Element, bar: Bar, lane: Lane, name: str, link: Link, clock: Clock) -> None:
    said = say_bar(bar.entry, lane.number, clock)
    address = link(bar.entry)
    holder = SubElement(svg, "a", {"href": address, "aria-label": said}) if address else SubElement(svg, "g")
    SubElement(holder, "title").text = said
    box = {"x": _n(bar.x), "y": _n(bar.y), "width": _n(bar.width), "height": _n(BAR), "rx": _RADIUS}
    kind = "absent" if bar.not_in_force else "lacune" if bar.is_gap else "version"
    chosen = " choisie" if bar.selected else ""
    if kind == "lacune":
        SubElement(holder, "rect", box | {"fill": f"url(#{name}-h)", "class": "trame"})
    SubElement(holder, "rect", box | {"class": f"barre {kind}{chosen}"})
    for x in bar.marks:
        _line(holder, x, bar.y + 4, x, bar.y + BAR - 4, "repere")
    _label_bar(holder, bar)


def _label_bar(holder: Element, bar: Bar) -> None:
    word = None
    if bar.is_gap:
        word = "abrogé" if bar.not_in_force else "texte manquant"
    elif isinstance(bar.entry, Version):
        word = str(bar.entry.start.year)
    if word and bar.width > 8.0 * len(word) + 8:
        kind = "mot" if not bar.is_gap else "mot vide"
        _write(holder, bar.x + bar.width / 2, bar.y + BAR / 2 + 4.5, word, kind, "middle")


def _draw_arrow(svg: Element, arrow: Arrow, name: str) -> None:
    middle = (arrow.y1 + arrow.y2) / 2
    curve = (
        f"M{_n(arrow.x1)} {_n(arrow.y1)} C{_n(arrow.x1)} {_n(middle)} {_n(arrow.x2)} {_n(middle)} "
        f"{_n(arrow.x2)} {_n(arrow.y2)}"
    )
    unsure = " supposee" if arrow.link.status == "inferred" else ""
    group = SubElement(svg, "g")
    SubElement(group, "title").text = _say_arrow(arrow)
    SubElement(group, "path", {"d": curve, "class": f"fleche{unsure}", "marker-end": f"url(#{name}-p)"})


def _draw_selected(svg: Element, timeline: Timeline, x: float, day: dt.date) -> None:
    _line(svg, x, 20, x, timeline.axis_y, "date-choisie")
    anchor = "start" if x < 90 else "end" if x > timeline.width - 90 else "middle"
    _write(svg, x, 14, f"▼ {write_day(day)}" if anchor != "end" else f"{write_day(day)} ▼", "date-mot", anchor)


def _line(parent: Element, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
    SubElement(parent, "line", {"x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2), "class": kind})


def _write_label(parent: Element, x: float, y: float, text: str, width: float) -> None:
    """Write the label of a lane where its bars begin, or against the right edge when there is no room after it."""
    fits = x + 8.5 * len(text) <= width - MARGIN
    _write(parent, x if fits else width - MARGIN, y, text, "couloir", "start" if fits else "end")


def _write(parent: Element, x: float, y: float, text: str, kind: str, anchor: str) -> None:
    SubElement(parent, "text", {"x": _n(x), "y": _n(y), "class": kind, "text-anchor": anchor}).text = text
