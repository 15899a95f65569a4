"""What changed between two days: articles created, modified, renumbered, repealed, with the act that did it.

Dates are Légifrance's; ``[since, until)`` is half-open. A change is told once, on the day it takes effect: what ends
and what begins on that day in one article is a modification; what a lineage link joins is a renumbering. What the
corpus knows by its date alone is told as such, and never taken for a creation or a repeal.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge
from itertools import groupby
from typing import Any
from uuid import UUID, uuid5

from corpus import change_queries as sql
from corpus.dates import UNFIXED
from corpus.queries import Row, read_day

Rows = Callable[..., Iterable[Row]]
"""Runs a query with bound values, as ``Corpus._rows``."""

_NAMESPACE = UUID("8f0c1c1e-6a0b-5c55-9d0e-3a7b6f2c9d41")
"""Where the identifiers of changes are made: any change of it would make every follower see everything anew."""


class ChangeKind(StrEnum):
    """What happened to an article."""

    CREATED = "created"
    RESTORED = "restored"
    """Created again after its repeal."""
    MODIFIED = "modified"
    RENUMBERED = "renumbered"
    """It continues under another number, or from another: renumbered, moved to another text, split or merged."""
    REPEALED = "repealed"
    EXPIRED = "expired"
    ANNULLED = "annulled"
    ENDED = "ended"
    """Its version ends, and no source says why or what follows."""
    FOUND = "found"
    """Its text is known from that day on; it existed before, and that text is not in the corpus."""


@dataclass(frozen=True, slots=True)
class State:
    """A version on one side of a change: ``id`` is that of the table ``versions``."""

    id: int
    text: str
    text_slug: str
    number: str
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class ChangeAct:
    """The act that made a change. ``held``: the corpus has it in its own words."""

    title: str
    slug: str
    article: str | None
    publication: dt.date | None
    held: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One change, on the day it takes effect. ``number`` is that of the article after it, or of the one that ended.

    ``old`` and ``new`` are the versions before and after. ``missing``: the corpus lacks the text of a side that
    existed; ``gap``: other versions may lie between the two. Of a renumbering, ``old_text`` and ``old_number`` are
    where the article stood, ``lineage`` the kind of the link (renumbered, transferred, split, merged, codified) and
    ``certainty`` its status (declared, confirmed, inferred). ``cause`` is what ended ``old``, as stored.
    """

    kind: ChangeKind
    day: dt.date
    text: str
    text_slug: str
    number: str
    bearer: int
    sort_key: str
    old: State | None
    new: State | None
    act: ChangeAct | None
    cause: str | None = None
    missing: bool = False
    gap: bool = False
    old_text: str | None = None
    old_text_slug: str | None = None
    old_number: str | None = None
    lineage: str | None = None
    certainty: str | None = None

    def is_future(self, today: dt.date) -> bool:
        """True for a change that has not taken effect on a day."""
        return self.day > today

    @property
    def unfixed(self) -> bool:
        """True when the day is not known yet: DILA writes 2222-02-22."""
        return self.day == UNFIXED

    @property
    def id(self) -> UUID:
        """An identifier that stays when the base is built anew: of the numbers, the texts and the day."""
        before = (self.old_text_slug, self.old_number) if self.old_number else _address(self.old)
        after = () if self.new is None and self.old_number is None and self.old else (self.text_slug, self.number)
        return uuid5(_NAMESPACE, json.dumps([before, after, self.day.isoformat(), self.bearer]))


def _address(state: State | None) -> tuple[str, ...]:
    return (state.text_slug, state.number) if state else ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What is followed: everything, a text, the articles that bear a number of it, or what stands in sections.

    ``since`` and ``until`` bound it in time, as when an article had this number for a while.
    """

    text_id: int | None = None
    number: str | None = None
    sections: tuple[int, ...] | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def kind(self) -> str:
        """Which of the queries reads it."""
        if self.sections is not None:
            return sql.DIVISION
        return sql.EVERYTHING if self.text_id is None else sql.TEXT if self.number is None else sql.ARTICLE


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Boundary:
    """A day on which a row of ``versions`` starts or ends, or (``date``) on which an article is known to change."""

    day: str
    act: int
    article: int
    kind: str
    row: int


def read_boundaries(
    rows: Rows,
    scopes: Sequence[Scope] = (EVERYTHING,),
    since: dt.date | None = None,
    until: dt.date | None = None,
    *,
    newest_first: bool = False,
) -> Iterator[Boundary]:
    """Give the boundaries of some scopes in the order of days, then of acts, each once; nothing is read ahead."""
    streams = [
        _stream(rows, kind, query, _bind(scope, since, until))
        for scope in scopes
        for kind, query in sql.BOUNDARIES[scope.kind, newest_first].items()
    ]
    last: Boundary | None = None
    for boundary in merge(*streams, key=_order, reverse=newest_first):
        if boundary != last:
            yield boundary
        last = boundary


def read_latest(
    rows: Rows, scopes: Sequence[Scope], since: dt.date | None, until: dt.date | None, count: int
) -> Iterator[Boundary]:
    """Give the boundaries newest first, when about ``count`` of them are wanted.

    Ends that nothing follows are rare: looking for the next one could walk over years of the others, that no one asks
    for. So the days that hold ``count`` starts are read first, and what lies before them only if need be.
    """
    middle = _day_of_start(rows, since, until, count) if EVERYTHING in scopes else None
    bounds = [(since, until)] if middle is None else [(middle, until), (since, middle)]
    for low, high in bounds:
        yield from read_boundaries(rows, scopes, low, high, newest_first=True)


def _day_of_start(rows: Rows, since: dt.date | None, until: dt.date | None, count: int) -> dt.date | None:
    values = _bind(EVERYTHING, since, until)
    return next((dt.date.fromisoformat(row["day"]) for row in rows(sql.DAY_OF_START, **values, count=count)), None)


def _order(boundary: Boundary) -> tuple[str, int, int, int, str]:
    return boundary.day, boundary.act, boundary.article, boundary.row, boundary.kind


def _stream(rows: Rows, kind: str, query: str, values: dict[str, Any]) -> Iterator[Boundary]:
    for row in rows(query, **values):
        yield Boundary(row["day"], -1 if row["act"] is None else row["act"], row["article"], kind, row["row"])


def _bind(scope: Scope, since: dt.date | None, until: dt.date | None) -> dict[str, Any]:
    lows = [day.isoformat() for day in (since, scope.since) if day]
    highs = [day.isoformat() for day in (until, scope.until) if day]
    values: dict[str, Any] = {"since": max(lows, default=""), "until": min(highs, default="~")}
    if scope.sections is not None:
        return values | {"sections": json.dumps(scope.sections)}
    own = {"text": scope.text_id, "number": scope.number}
    return values | {name: value for name, value in own.items() if value is not None}


def read_changes(
    rows: Rows,
    scopes: Sequence[Scope] = (EVERYTHING,),
    since: dt.date | None = None,
    until: dt.date | None = None,
    *,
    newest_first: bool = False,
) -> Iterator[Change]:
    """Give the changes of some scopes in ``[since, until)``, by day then by act, one at a time, each once."""
    boundaries = read_boundaries(rows, scopes, since, until, newest_first=newest_first)
    yield from tell_boundaries(rows, scopes, boundaries)


def tell_boundaries(rows: Rows, scopes: Sequence[Scope], boundaries: Iterable[Boundary]) -> Iterator[Change]:
    """Tell what happened at boundaries, which come in the order of days."""
    teller = Teller(rows, whole=EVERYTHING in scopes)
    for _, same_day in groupby(boundaries, key=lambda boundary: boundary.day):
        told: set[UUID] = set()
        for change in (change for boundary in same_day for change in teller.tell(boundary)):
            if change.id not in told:
                told.add(change.id)
                yield change


class Teller:
    """Says what happened at a boundary, by what stands around it.

    ``whole``: every boundary is told, so that the version that starts tells the change; else what it belongs to may not
    be followed, and the version that ends tells it too.
    """

    def __init__(self, rows: Rows, *, whole: bool = True) -> None:
        self._rows = rows
        self._whole = whole

    def tell(self, boundary: Boundary) -> Iterator[Change]:
        """Tell a boundary: one change, several (an article split), or none, when another boundary tells it."""
        if boundary.kind == "date":
            return self._tell_date(boundary)
        row = self._one(sql.STATE, row=boundary.row)
        if row is None:
            return iter(())
        return self._tell_start(row) if boundary.kind == "start" else self._tell_end(row)

    def _one(self, query: str, **values: Any) -> Row | None:
        return next(iter(self._rows(query, **values)), None)

    def _links(self, query: str, text: int, number: str, day: str) -> list[Row]:
        return list(self._rows(query, text=text, number=number, day=day))

    # --- a version starts ----------------------------------------------------------------------------------------

    def _tell_start(self, new: Row) -> Iterator[Change]:
        day, at = new["start"], (new["text_id"], new["number"])
        before = self._one(sql.BEFORE, article=new["article_id"], day=day)
        arrived = self._links(sql.LINKS_IN, *at, day)
        for link in arrived:
            eve = self._one(sql.ON_THE_EVE, text=link["old_text_id"], number=link["old_number"], day=day)
            yield _renumbered(link, day, new, eve, new, missing=eve is None)
        left = bool(before and before["end"] == day and self._links(sql.LINKS_OUT, *at, day))
        if before is None or left:
            yield from () if arrived else self._tell_first(new, gone=left)
        elif before["end"] == day:
            if not arrived or before["end_cause"] not in _OVER:
                yield _change(ChangeKind.MODIFIED, day, new, before, new)
        elif not arrived:
            over = before["end_cause"] in _OVER
            kind = ChangeKind.RESTORED if over else ChangeKind.MODIFIED
            yield _change(kind, day, new, before, new, gap=not over)

    def _tell_first(self, new: Row, *, gone: bool) -> Iterator[Change]:
        """Tell the first text of a number: its creation, unless it is known to have been borne before."""
        values = {"article": new["article_id"], "text": new["text_id"], "number": new["number"], "day": new["start"]}
        row = None if gone else self._one(sql.EXISTED, **values)
        existed = bool(row and row["existed"])
        kind = ChangeKind.FOUND if existed else ChangeKind.CREATED
        yield _change(kind, new["start"], new, None, new, missing=existed)

    # --- a version ends ------------------------------------------------------------------------------------------

    def _tell_end(self, old: Row) -> Iterator[Change]:
        day, at = old["end"], (old["text_id"], old["number"])
        left = self._links(sql.LINKS_OUT, *at, day)
        for link in left:
            new = self._one(sql.STARTS_THERE, text=link["new_text_id"], number=link["new_number"], day=day)
            if new is None or not self._whole:
                yield _renumbered(link, day, new or old, old, new, missing=new is None)
        following = None if left else self._one(sql.AFTER, article=old["article_id"], day=day)
        if following is not None:
            if old["end_cause"] in _OVER and self._links(sql.LINKS_IN, *at, day):  # another article took the number
                yield _change(_OVER[old["end_cause"]], day, old, old, None)
            elif not self._whole:
                yield from self._tell_start(following)
        elif not left:
            yield from self._tell_over(old, day)

    def _tell_over(self, old: Row, day: str) -> Iterator[Change]:
        """Tell an end that nothing follows: that of the article, or of the text that the corpus has of it."""
        kind = _OVER.get(old["end_cause"])
        if kind is None:
            dated = self._one(sql.KNOWN_DATE, article=old["article_id"], day=day) is not None
            kind = ChangeKind.MODIFIED if dated or old["end_cause"] == "modified" else ChangeKind.ENDED
            yield _change(kind, day, old, old, None, missing=True)
        else:
            yield _change(kind, day, old, old, None)

    # --- a date alone --------------------------------------------------------------------------------------------

    def _tell_date(self, boundary: Boundary) -> Iterator[Change]:
        row = self._one(sql.ADDRESS, row=boundary.row)
        if row is None:
            return
        at = (row["text_id"], row["number"])
        arrived = self._links(sql.LINKS_IN, *at, boundary.day)
        for link in arrived:
            eve = self._one(sql.ON_THE_EVE, text=link["old_text_id"], number=link["old_number"], day=boundary.day)
            if eve is None or eve["end"] != boundary.day:  # else the version that ends tells it
                yield _renumbered(link, boundary.day, row, eve, None, missing=True)
        if arrived:
            return
        values = {"article": row["article_id"], "text": at[0], "number": at[1], "day": boundary.day}
        known = self._one(sql.EXISTED, **values)
        before = self._one(sql.BEFORE, article=row["article_id"], day=boundary.day)
        existed = bool(before or (known and known["existed"]))
        kind = ChangeKind.MODIFIED if existed else ChangeKind.CREATED
        yield _change(kind, boundary.day, row, None, None, missing=True)


_OVER = {
    "repealed": ChangeKind.REPEALED,
    "renumbered": ChangeKind.RENUMBERED,
    "expired": ChangeKind.EXPIRED,
    "annulled": ChangeKind.ANNULLED,
}
"""The causes after which an article is no more at its number."""


def _change(kind: ChangeKind, day: str, at: Row, old: Row | None, new: Row | None, **known: Any) -> Change:
    return Change(
        kind=kind,
        day=dt.date.fromisoformat(day),
        text=at["text"],
        text_slug=at["text_slug"],
        number=at["number"],
        bearer=at["bearer"],
        sort_key=at["sort_key"],
        old=_state(old),
        new=_state(new),
        act=_writer(new) or _ender(old, day),
        cause=old["end_cause"] if old and old["end"] == day else None,
        **known,
    )


def _renumbered(link: Row, day: str, at: Row, old: Row | None, new: Row | None, *, missing: bool) -> Change:
    where = dict(at) | {"text": link["new_text"], "text_slug": link["new_slug"], "number": link["new_number"]}
    return _change(
        ChangeKind.RENUMBERED,
        day,
        where,
        old,
        new,
        missing=missing,
        old_text=link["old_text"],
        old_text_slug=link["old_slug"],
        old_number=link["old_number"],
        lineage=link["kind"],
        certainty=link["status"],
    )


def _state(row: Row | None) -> State | None:
    if row is None:
        return None
    days = dt.date.fromisoformat(row["start"]), read_day(row["end"])
    return State(row["id"], row["text"], row["text_slug"], row["number"], *days)


def _writer(row: Row | None) -> ChangeAct | None:
    if row is None or row["act"] is None:
        return None
    published = read_day(row["publication"])
    return ChangeAct(row["act"], row["act_slug"], row["act_article"], published, bool(row["act_held"]))


def _ender(row: Row | None, day: str) -> ChangeAct | None:
    if row is None or row["end_act"] is None or row["end"] != day:
        return None
    published = read_day(row["end_publication"])
    return ChangeAct(row["end_act"], row["end_act_slug"], row["end_act_article"], published, bool(row["end_act_held"]))
