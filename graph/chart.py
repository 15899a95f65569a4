"""Draw the growth of the law: articles and citations, then citations for each article, on one scale of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, log10
from xml.etree.ElementTree import Element, SubElement

from corpus.dates import format_date
from graph.growth import GrowthRow
from graph.svg import (
    add_line,
    add_path,
    add_text,
    finish_picture,
    measure_text,
    round_off,
    shorten_text,
    start_picture,
)

WIDTH = 900.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 76.0, 172.0, 72.0, 40.0
_PANEL, _BETWEEN = 180.0, 70.0
_SMALL, _NAME, _TITLE, _HEAD = 12.0, 13.0, 17.0, 14.0
_LEAST_APART = 17.0
"""Between two names at the ends of their lines."""

Value = float | None


@dataclass(frozen=True, slots=True)
class _Series:
    name: str
    kind: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Panel:
    title: str
    series: tuple[_Series, ...]
    top: float
    ceiling: float
    step: float

    def y(self, value: float) -> float:
        return self.top + _PANEL * (1 - value / self.ceiling)


def draw_growth(rows: Sequence[GrowthRow], title: str, name: str = "courbe", *, styled: bool = True) -> str:
    """Draw what :func:`graph.growth.growth` counted, under a title; with nothing to draw, the picture says so."""
    panels = _lay_out(rows)
    height = _TOP + len(panels) * (_PANEL + _BETWEEN) - _BETWEEN + _BOTTOM if panels else _TOP + _BOTTOM
    svg = start_picture("courbe", WIDTH, height, name, title, describe_growth(rows, title), styled=styled)
    add_text(svg, 16, 28, shorten_text(title, WIDTH - 32, _TITLE, bold=True), "enonce")
    if not rows:
        add_text(svg, 16, 60, "Rien à compter : aucune date connue.", "petit")
    for panel in panels:
        _draw_panel(svg, panel, [row.day for row in rows])
    return finish_picture(svg)


def describe_growth(rows: Sequence[GrowthRow], title: str) -> str:
    """Say the first, the highest and the last counts in words."""
    if not rows:
        return f"{title} : aucune date connue."
    most = max(rows, key=lambda row: row.citations)
    told = dict.fromkeys((rows[0], most, rows[-1]))
    return f"{title}. " + " ".join(map(_say, told))


def _say(row: GrowthRow) -> str:
    ratio = f", soit {write_number(row.per_article)} par article" if row.per_article is not None else ""
    return (
        f"Au {format_date(row.day)} : {write_number(row.articles)} articles en vigueur, "
        f"{write_number(row.citations)} renvois{ratio}."
    )


def write_number(value: float) -> str:
    """Write a number the French way: «12 345», «0,99»; small ones with two significant digits."""
    if value == int(value):
        return f"{int(value):,}".replace(",", "\u202f")
    digits = max(2, 1 - floor(log10(abs(value))))
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".").replace(",", "\u202f").replace(".", ",")


def _lay_out(rows: Sequence[GrowthRow]) -> list[_Panel]:
    drawn = [
        ("Articles en vigueur et renvois", (_take("articles", "trace", rows, lambda row: row.articles),
                                            _take("renvois", "trace seconde", rows, lambda row: row.citations))),
        ("Renvois par article", (_take("renvois par article", "trace", rows, lambda row: row.per_article),)),
        ("Densité : part des liens possibles entre articles qui existent",
         (_take("densité", "trace", rows, lambda row: row.density),)),
    ]  # fmt: skip
    kept = [(title, series) for title, series in drawn if any(value for one in series for value in one.values)]
    return [_panel(title, series, _TOP + rank * (_PANEL + _BETWEEN)) for rank, (title, series) in enumerate(kept)]


def _take(name: str, kind: str, rows: Sequence[GrowthRow], value: Callable[[GrowthRow], Value]) -> _Series:
    return _Series(name, kind, tuple(map(value, rows)))


def _panel(title: str, series: tuple[_Series, ...], top: float) -> _Panel:
    highest = max(value for one in series for value in one.values if value is not None)
    step = _round_step(highest / 4)
    return _Panel(title, series, top, step * max(1, -(-highest // step)), step)


def _round_step(rough: float) -> float:
    """Give the round number (1, 2, 2,5 or 5 by a power of ten) that is not under ``rough``."""
    power = 10.0 ** floor(log10(rough))
    return next(power * lead for lead in (1, 2, 2.5, 5, 10) if power * lead >= rough * 0.999)


def _draw_panel(svg: Element, panel: _Panel, days: Sequence[dt.date]) -> None:
    group = SubElement(svg, "g")
    add_text(group, 16, panel.top - 14, shorten_text(panel.title, WIDTH - 32, _HEAD, bold=True), "colonne")
    for rank in range(round(panel.ceiling / panel.step) + 1):
        y = panel.y(rank * panel.step)
        add_line(group, _LEFT, y, WIDTH - _RIGHT, y, "grille" if rank else "axe")
        add_text(group, _LEFT - 8, y + 4, write_number(round(rank * panel.step, 12)), "petit", "end")
    _draw_years(group, panel.top + _PANEL, days)
    for one in panel.series:
        _draw_trace(group, panel, one, days)
    _write_names(group, panel)


def _x(day: dt.date, days: Sequence[dt.date]) -> float:
    span = max((days[-1] - days[0]).days, 1)
    return _LEFT + (WIDTH - _RIGHT - _LEFT) * (day - days[0]).days / span


def _draw_years(group: Element, y: float, days: Sequence[dt.date]) -> None:
    first, last = days[0].year, days[-1].year
    room = (WIDTH - _RIGHT - _LEFT) / measure_text("0000  ", _SMALL)
    step = next((step for step in (1, 2, 5, 10, 20, 25, 50, 100) if (last - first) / step <= room), 200)
    for year in range(first, last + 1):
        day = dt.date(year, 1, 1)
        if year % step == 0 and days[0] <= day <= days[-1]:
            x = _x(day, days)
            add_line(group, x, y, x, y + 5, "axe")
            add_text(group, x, y + 19, str(year), "annee", "middle")


def _draw_trace(group: Element, panel: _Panel, one: _Series, days: Sequence[dt.date]) -> None:
    pieces, open_piece = [], False
    for day, value in zip(days, one.values, strict=True):
        if value is not None:
            pieces.append(f"{'L' if open_piece else 'M'}{round_off(_x(day, days))} {round_off(panel.y(value))}")
        open_piece = value is not None
    holder = SubElement(group, "g")
    SubElement(holder, "title").text = one.name
    add_path(holder, " ".join(pieces), one.kind)
    if one.values[-1] is not None:
        end = {"cx": round_off(_x(days[-1], days)), "cy": round_off(panel.y(one.values[-1])), "r": "3.5"}
        SubElement(holder, "circle", {**end, "class": one.kind.replace("trace", "point")})


def _write_names(group: Element, panel: _Panel) -> None:
    """Write the name and last value of each line at its end, apart from each other, from the lowest up."""
    ends = [(panel.y(one.values[-1] or 0), one) for one in panel.series]
    lowest = panel.top + _PANEL + _LEAST_APART
    for y, one in sorted(ends, key=lambda pair: -pair[0]):
        lowest = min(y, lowest - _LEAST_APART)
        last = one.values[-1]
        value = "" if last is None else write_number(last)
        text = value if len(panel.series) == 1 else f"{one.name} : {value}"
        shown = shorten_text(text, _RIGHT - 14, _NAME, bold=True)
        add_text(group, WIDTH - _RIGHT + 10, lowest + 4, shown, one.kind.replace("trace", "nom"))
