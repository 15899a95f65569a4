"""The timeline of an article: where each version, gap and change of number stands in the picture. Pure geometry.

One lane for each number. Between the first and the last known dates the scale is proportional; what goes on beyond
the last one (a version in force, a gap that lasts until today, a date asked for later) is drawn in a margin where it
is not, set off by a break.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.answers import Gap, GapKind, LineageLink
from corpus.dates import UNFIXED, Clock
from graph.lanes import Entry, LaneKey, Lanes
from graph.svg import MARGIN

BEYOND = 56.0
"""Width of the margin beyond the known dates."""
TOP = 26.0
LANE = 66.0
BAR_TOP = 24.0
BAR = 24.0
AXIS = 30.0
_THINNEST = 3.0
_TICK_SPACE = 64.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A version or a gap in its lane. ``open_ended`` bars run into the margin. ``marks`` are x of known dates."""

    entry: Entry
    x: float
    width: float
    y: float
    open_ended: bool
    selected: bool
    marks: tuple[float, ...] = ()

    @property
    def is_gap(self) -> bool:
        """True for an interval without text."""
        return isinstance(self.entry, Gap)

    @property
    def not_in_force(self) -> bool:
        """True for an interval during which the article was repealed."""
        return isinstance(self.entry, Gap) and self.entry.kind is GapKind.NOT_IN_FORCE


@dataclass(frozen=True, slots=True)
class Lane:
    """One number of the article. ``y`` is its top; ``text`` names the text, by its slug too where two share a title."""

    key: LaneKey
    text: str
    y: float
    bars: tuple[Bar, ...]

    @property
    def number(self) -> str:
        """The canonical number."""
        return self.key[1]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A change of number, from the lane of the old one to the lane of the new one."""

    link: LineageLink
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole picture, in its own units."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    arrows: tuple[Arrow, ...]
    ticks: tuple[tuple[float, int], ...]
    break_x: float | None
    selected: tuple[float, dt.date] | None
    texts: tuple[str, ...] = field(default=())

    @property
    def axis_y(self) -> float:
        """Where the axis stands."""
        return self.height - AXIS


@dataclass(frozen=True, slots=True)
class _Scale:
    """Dates to x. ``before`` and ``after`` are the widths of the margins beyond ``first`` and ``last``."""

    first: dt.date
    last: dt.date
    width: float
    before: float
    after: float

    @property
    def left(self) -> float:
        return MARGIN + self.before

    @property
    def right(self) -> float:
        return self.width - MARGIN - self.after

    def x(self, day: dt.date) -> float:
        if day < self.first:
            return MARGIN + self.before / 2
        if day > self.last:
            return self.right + self.after / 2
        days = max((self.last - self.first).days, 1)
        return self.left + (self.right - self.left) * (day - self.first).days / days


def lay_out(
    history: Sequence[Entry],
    links: Iterable[LineageLink],
    *,
    width: float,
    selected: dt.date | None = None,
    clock: Clock = Clock.LEGIFRANCE,
) -> Timeline | None:
    """Lay out the history of an article in a picture of that width; None when nothing of it has a date."""
    dated = [(entry, *_interval(entry, clock)) for entry in history]
    spans = [(entry, start, end) for entry, start, end in dated if start is not None]
    if not spans:
        return None
    scale = _make_scale(spans, width, selected)
    links = list(links)
    places = Lanes(history, links)
    keys = dict.fromkeys(key for entry, _, _ in spans for key in places.of(entry))
    lanes = tuple(_lay_lane(key, rank, places, spans, scale, selected) for rank, key in enumerate(keys))
    return Timeline(
        width,
        TOP + LANE * len(lanes) + AXIS,
        lanes,
        tuple(_lay_arrows(links, lanes, scale)),
        tuple(_lay_ticks(scale)),
        scale.right if scale.after else None,
        (scale.x(selected), selected) if selected else None,
        tuple(dict.fromkeys(lane.text for lane in lanes)),
    )


def _interval(entry: Entry, clock: Clock) -> tuple[dt.date | None, dt.date | None]:
    if isinstance(entry, Gap):
        return entry.start, entry.end
    dates = entry.dates(clock)
    return dates.start, dates.end


def _make_scale(
    spans: Sequence[tuple[Entry, dt.date, dt.date | None]], width: float, selected: dt.date | None
) -> _Scale:
    # A date that is not fixed yet has no place on the scale: it is drawn beyond it, as an open end is.
    days = [day for _, start, end in spans for day in (start, end) if day is not None and day != UNFIXED]
    if not days:
        days = [UNFIXED]
    first, last = min(days), max(days)
    is_open = any(end in {None, UNFIXED} for _, _, end in spans) or (selected is not None and selected > last)
    is_early = selected is not None and selected < first
    return _Scale(first, last, width, BEYOND if is_early else 0.0, BEYOND if is_open else 0.0)


def _lay_lane(
    key: LaneKey,
    rank: int,
    places: Lanes,
    spans: Sequence[tuple[Entry, dt.date, dt.date | None]],
    scale: _Scale,
    selected: dt.date | None,
) -> Lane:
    y = TOP + LANE * rank
    bars = [
        _lay_bar(entry, start, end, y + BAR_TOP, scale, selected)
        for entry, start, end in spans
        if key in places.of(entry)
    ]
    return Lane(key, places.name_text(key), y, tuple(bars))


def _lay_bar(
    entry: Entry, start: dt.date, end: dt.date | None, y: float, scale: _Scale, selected: dt.date | None
) -> Bar:
    x = scale.x(start)
    right = scale.width - MARGIN if end is None else scale.x(end)
    holds = selected is not None and start <= selected and (end is None or selected < end)
    known = entry.known_starts if isinstance(entry, Gap) else ()
    return Bar(entry, x, max(right - x, _THINNEST), y, end is None, holds, tuple(map(scale.x, known)))


def _lay_arrows(links: Iterable[LineageLink], lanes: Sequence[Lane], scale: _Scale) -> Iterable[Arrow]:
    by_number = {lane.key: lane for lane in lanes}
    for link in links:
        old, new = by_number.get((link.old_text_slug, link.old)), by_number.get((link.new_text_slug, link.new))
        if old is None or new is None or old is new or not old.bars or not new.bars:
            continue
        down = new.y > old.y
        leaves = max(bar.x + bar.width for bar in old.bars)
        x1 = scale.x(link.date) if link.date else leaves
        x2 = max(min(bar.x for bar in new.bars), x1)
        y1 = old.y + BAR_TOP + (BAR if down else 0)
        y2 = new.y + BAR_TOP + (0 if down else BAR)
        yield Arrow(link, x1, y1, x2, y2)


def _lay_ticks(scale: _Scale) -> Iterable[tuple[float, int]]:
    """First of January of as many round years as there is room for."""
    room = max(int((scale.right - scale.left) / _TICK_SPACE), 1)
    years = scale.last.year - scale.first.year + 1
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500) if years / step <= room), 1000)
    for year in range(scale.first.year, scale.last.year + 1):
        day = dt.date(year, 1, 1)
        if year % step == 0 and scale.first <= day <= scale.last:
            yield scale.x(day), year
