"""The article and the day that an address names, in any spelling, and whether it is their one address."""

from __future__ import annotations

import datetime as dt
from urllib.parse import unquote

from chronolex.site.addresses import write_number
from chronolex.site.answers import Asked, Desk
from corpus.dates import as_day
from corpus.errors import NotInForce
from corpus.handles import ArticleHandle


def is_at(asked: Asked, handle: ArticleHandle, date: dt.date | None) -> bool:
    """True when the request spells an article and a day as their permanent address does."""
    canonical = [handle.text_slug, unquote(write_number(handle.number)), date.isoformat() if date else ""]
    return canonical == [asked.part("text"), asked.part("number"), asked.part("date")]


def read_article(desk: Desk, asked: Asked) -> tuple[ArticleHandle, dt.date]:
    """Read the article and the day of an address; without a day, one on which its last known text was in force.

    Raises :class:`NotInForce` for an article without any text, LookupFailed and DateError.
    """
    handle = desk.reader.corpus.article(asked.number, asked.part("text"))
    if written := asked.part("date").strip():
        return handle, as_day(written)
    last = handle.latest()
    if last is None:
        raise NotInForce(handle.status_at(asked.today).sentence)
    return handle, last.start if last.end and last.end <= asked.today else max(last.start, asked.today)
