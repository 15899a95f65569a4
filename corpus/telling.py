"""What happened at a boundary: a version that starts or ends, told with what stands around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from corpus import change_queries as sql
from corpus.change import Boundary, Change, ChangeAct, ChangeKind, State, Wording
from corpus.diff import fold
from corpus.queries import Row, read_day

Rows = Callable[..., Iterable[Row]]
"""Runs a query with bound values."""


class Teller:
    """Says what happened at a boundary, by what stands around it.

    ``whole``: every boundary is told, so that the version that starts tells the change; else what it belongs to may not
    be followed, and the version that ends tells it too.
    """

    def __init__(self, rows: Rows, today: dt.date, *, whole: bool = True) -> None:
        self._rows = rows
        self._today = today
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
        touching = before is not None and before["end"] == day
        arrived = self._links(sql.LINKS_IN, *at, day)
        for link in arrived:
            eve = self._one(sql.ON_THE_EVE, text=link["old_text_id"], number=link["old_number"], day=day)
            yield self._renumbered(link, day, new, eve, new, missing=eve is None)
        if before is not None and touching:
            if self._links(sql.LINKS_OUT, *at, day):  # it went elsewhere: this one is another article
                yield from () if arrived else (self._change(ChangeKind.CREATED, day, new, None, new),)
            elif not arrived or before["end_cause"] not in _OVER:
                yield self._change(ChangeKind.MODIFIED, day, new, before, new)
        elif not arrived:
            yield self._tell_first(new, before)

    def _tell_first(self, new: Row, before: Row | None) -> Change:
        """Tell a text that continues none of its own article: a creation, unless it is known to have been there."""
        day, at = new["start"], {"text": new["text_id"], "number": new["number"]}
        other = self._one(sql.OTHER_BEARER, **at, article=new["article_id"], day=day)
        if other is not None:
            return self._change(ChangeKind.MODIFIED, day, new, other, new, overlap=other["end"] != day)
        # Two articles may be given one number on the day on which both begin.
        twin = self._one(sql.OTHER_REMAINS, **at, article=new["article_id"], day=day) is not None
        lost = self._lost(new["article_id"], day, before)
        if lost is not None and (before is None or before["end_cause"] in _OVER):
            kind = ChangeKind.MODIFIED if lost["end"] == day else ChangeKind.FOUND
            kind = ChangeKind.RESTORED if lost["end_cause"] in _OVER else kind
            return self._change(kind, day, new, None, new, missing=True, overlap=twin)
        if before is not None:
            over = before["end_cause"] in _OVER
            kind = ChangeKind.RESTORED if over else ChangeKind.MODIFIED
            return self._change(kind, day, new, before, new, gap=not over, overlap=twin)
        row = self._one(sql.EXISTED, **at, article=new["article_id"], day=day)
        existed = bool(row and row["existed"]) or self._is_rewritten(new)
        kind = ChangeKind.FOUND if existed else ChangeKind.CREATED
        return self._change(kind, day, new, None, new, missing=existed, overlap=twin)

    def _lost(self, article: int, day: str, before: Row | None) -> Row | None:
        """Give the version that came last before a day, later than ``before``, if DILA names it and has no text."""
        lost = self._one(sql.LOST_BEFORE, article=article, day=day)
        return lost if lost is not None and (before is None or lost["start"] > before["start"]) else None

    def _is_rewritten(self, new: Row) -> bool:
        """Say whether all links by which acts wrote a version say that they modified what was there."""
        kinds = {row["kind"] for row in self._rows(sql.WRITTEN_BY, version=new["id"])}
        return kinds == {"MODIFIE"}

    # --- a version ends ------------------------------------------------------------------------------------------

    def _tell_end(self, old: Row) -> Iterator[Change]:
        day, at = old["end"], (old["text_id"], old["number"])
        left = self._links(sql.LINKS_OUT, *at, day)
        for link in left:
            new = self._one(sql.STARTS_THERE, text=link["new_text_id"], number=link["new_number"], day=day)
            if new is None or not self._whole:
                yield self._renumbered(link, day, new or old, old, new, missing=new is None)
        if left:
            return
        following = self._one(sql.AFTER, article=old["article_id"], day=day)
        if following is not None and old["end_cause"] in _OVER and self._links(sql.LINKS_IN, *at, day):
            yield self._change(_OVER[old["end_cause"]], day, old, old, None)  # another article took the number
            return
        following = following or self._heir(old, day)
        if following is None:
            yield self._tell_over(old, day)
        elif not self._whole:
            yield from self._tell_start(following)

    def _heir(self, old: Row, day: str) -> Row | None:
        """The version of another bearer of the number that begins where this one ends, and continues no other."""
        heir = self._one(sql.STARTS_THERE, text=old["text_id"], number=old["number"], day=day)
        before = heir and self._one(sql.BEFORE, article=heir["article_id"], day=day)
        return None if before is not None and before["end"] == day else heir

    def _tell_over(self, old: Row, day: str) -> Change:
        """Tell an end that nothing follows: that of the article, or of the text that the corpus has of it."""
        values = {"text": old["text_id"], "number": old["number"], "article": old["article_id"], "day": day}
        overlap = self._one(sql.OTHER_REMAINS, **values) is not None
        if kind := _OVER.get(old["end_cause"]):
            return self._change(kind, day, old, old, None, overlap=overlap)
        dated = self._one(sql.KNOWN_DATE, article=old["article_id"], day=day) is not None
        kind = ChangeKind.MODIFIED if dated or old["end_cause"] == "modified" else ChangeKind.ENDED
        return self._change(kind, day, old, old, None, missing=True, overlap=overlap)

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
                yield self._renumbered(link, boundary.day, row, eve, None, missing=True)
        if arrived:
            return
        values = {"article": row["article_id"], "text": at[0], "number": at[1], "day": boundary.day}
        known = self._one(sql.EXISTED, **values)
        before = self._one(sql.BEFORE, article=row["article_id"], day=boundary.day)
        existed = bool(before or (known and known["existed"]))
        kind = ChangeKind.MODIFIED if existed else ChangeKind.CREATED
        last = self._lost(row["article_id"], boundary.day, before) or before
        if last is not None and last["end_cause"] in _OVER and last["end"] <= boundary.day:
            kind = ChangeKind.RESTORED
        yield self._change(kind, boundary.day, row, None, None, missing=True)

    # --- making a change -----------------------------------------------------------------------------------------

    def _change(self, kind: ChangeKind, day: str, at: Row, old: Row | None, new: Row | None, **known: Any) -> Change:
        before, after = _state(old, "end"), _state(new, "start")
        when, act = dt.date.fromisoformat(day), _writer(new) or _ender(old, day)
        return Change(
            kind=kind,
            day=when,
            text=at["text"],
            text_slug=at["text_slug"],
            number=at["number"],
            bearer=at["bearer"],
            sort_key=at["sort_key"],
            old=before,
            new=after,
            act=act,
            cause=old["end_cause"] if old and old["end"] == day else None,
            wording=self._compare(before, after),
            learnt=self._learnt(when, before, after),
            **known,
        )

    def _renumbered(self, link: Row, day: str, at: Row, old: Row | None, new: Row | None, *, missing: bool) -> Change:
        where = dict(at) | {"text": link["new_text"], "text_slug": link["new_slug"], "number": link["new_number"]}
        return self._change(
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

    def _learnt(self, day: dt.date, old: State | None, new: State | None) -> dt.datetime | None:
        """Say when the base learnt of both sides; where nothing tells it, the day of effect, once it is there."""
        sides = [new, old if old and old.end == day else None]
        known = [side.learnt for side in sides if side and side.learnt and side.learnt.date() <= self._today]
        return max(known, default=dt.datetime.combine(day, dt.time()) if day <= self._today else None)

    def _compare(self, old: State | None, new: State | None) -> Wording | None:
        """Say how the words stand to each other: what both sides share is one row, so that few are read."""
        ids = [
            [row["alinea_id"] for row in self._rows(sql.ALINEAS, version=side.id)] if side else []
            for side in (old, new)
        ]
        if not all(ids):
            return None
        if ids[0] == ids[1]:
            return Wording.SAME
        retyped = len(ids[0]) == len(ids[1]) and all(
            before == after or fold(self._alinea(before)) == fold(self._alinea(after))
            for before, after in zip(*ids, strict=True)
        )
        return Wording.TYPOGRAPHIC if retyped else Wording.REWORDED

    def _alinea(self, alinea: int) -> str:
        row = self._one(sql.ALINEA, alinea=alinea)
        return row["text"] if row else ""


_OVER = {
    "repealed": ChangeKind.REPEALED,
    "renumbered": ChangeKind.RENUMBERED,
    "expired": ChangeKind.EXPIRED,
    "annulled": ChangeKind.ANNULLED,
}
"""The causes after which an article is no more at its number."""


def _state(row: Row | None, side: str) -> State | None:
    """Make the state of a version: ``side`` is the end of it that the change is about."""
    if row is None:
        return None
    days = dt.date.fromisoformat(row["start"]), read_day(row["end"])
    told = row[f"{side}_stamp"] or row[_PUBLICATION[side]]
    learnt = dt.datetime.fromisoformat(told) if told else None
    return State(row["id"], row["text"], row["text_slug"], row["number"], *days, learnt)


_PUBLICATION = {"start": "publication", "end": "end_publication"}


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
