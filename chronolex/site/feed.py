"""Changes as an Atom feed (RFC 4287) in pages (RFC 5005, 3), to follow them; written by an XML library."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from chronolex.change_words import explain_change, name_act, name_change, say_change
from chronolex.site.addresses import Addresses
from corpus.changes import Change
from corpus.dates import format_date

ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = dt.datetime(1970, 1, 1)
"""When a feed without entry was updated: there has to be a moment, and no clock is asked, so that a feed is the same as
long as the base is."""
_UNKNOWN = dt.datetime(1000, 1, 1)
"""The same for a change that no one knows since when: it stands last, after those of the oldest law."""


@dataclass(frozen=True, slots=True)
class FeedPlaces:
    """Whole addresses: the feed from its beginning, this part of it, the one after it, and the page of the same."""

    first: str
    own: str
    next: str | None
    page: str


def write_feed(
    label: str, places: FeedPlaces, changes: Sequence[Change], at: Addresses, origin: str, today: dt.date
) -> str:
    """Write a part of a feed, in the order of ``changes``: what the base learnt last first.

    The identifier of an entry depends on the article and the day alone, and its date is that on which the base learnt
    what it says of the change: a base that is built anew repeats nothing, and what is corrected is told again.
    """
    feed = etree.fromstring(f'<feed xmlns="{ATOM}" xml:lang="fr"/>')
    # An address without its host: the same feed through a proxy keeps its identity, and so do all its parts.
    _add(feed, "id", uuid5(NAMESPACE_URL, f"chronolex:{_path(places.first)}").urn)
    _add(feed, "title", f"Ce qui a changé : {label}")
    _add(feed, "subtitle", "Ce que la base a appris en dernier d’abord ; chaque résumé dit le jour d’effet.")
    _add(feed, "updated", write_moment(max((change.learnt or _UNKNOWN for change in changes), default=_NEVER)))
    _add(_add(feed, "author"), "name", "Chronolex")
    _add(feed, "link", rel="self", type="application/atom+xml", href=places.own)
    _add(feed, "link", rel="first", type="application/atom+xml", href=places.first)
    if places.next:
        _add(feed, "link", rel="next", type="application/atom+xml", href=places.next)
    _add(feed, "link", rel="alternate", type="text/html", href=places.page)
    for change in changes:
        _write_entry(feed, change, at, origin, today)
    written: str = etree.tostring(feed, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}'


def _write_entry(feed: etree._Element, change: Change, at: Addresses, origin: str, today: dt.date) -> None:
    entry = _add(feed, "entry")
    coming = "à venir : " if change.is_future(today) else ""
    _add(entry, "id", change.id.urn)
    _add(entry, "title", f"{coming}{name_change(change)} : {say_change(change)}")
    _add(entry, "updated", write_moment(change.learnt or _UNKNOWN))
    _add(entry, "link", rel="alternate", type="text/html", href=f"{origin}{_address(change, at)}")
    _add(entry, "category", term=change.kind.value, label=say_change(change))
    when = f"Le {format_date(change.day)}, par : {name_act(change.act)}."
    since = "" if change.learnt else "La base ne dit pas depuis quand elle le sait."
    _add(entry, "summary", " ".join(part for part in (when, explain_change(change), since) if part))


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = None if text is None else _clean(text)
    return element


def _clean(text: str) -> str:
    """Leave out the characters that XML cannot hold (XML 1.0, 2.2)."""
    return _NO_XML.sub("", text)


def write_moment(moment: dt.datetime) -> str:
    """Write a moment of French time as RFC 3339 has it.

    >>> write_moment(dt.datetime(2018, 5, 11, 21, 30)), write_moment(dt.datetime(2018, 12, 1))
    ('2018-05-11T21:30:00+02:00', '2018-12-01T00:00:00+01:00')
    """
    first, last = (_last_sunday(moment.year, month) for month in (3, 10))
    summer = moment.year >= _SUMMER_TIME and first <= moment < last
    return f"{moment.isoformat(timespec='seconds')}+0{2 if summer else 1}:00"


def _last_sunday(year: int, month: int) -> dt.datetime:
    """When clocks change (directive 2000/84/CE, and those before it since 1996), in the time that ends."""
    last = dt.datetime(year, month, 31, 2 if month == 3 else 3)
    return last - dt.timedelta(days=last.isoweekday() % 7)


_SUMMER_TIME = 1996
"""Since then summer ends in October; before, only days of publication are told, and an hour does not move them."""


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def _address(change: Change, at: Addresses) -> str:
    old, new = change.old, change.new
    if old and new:
        return at.compare(new.text_slug, new.number, old.start, new.start)
    if new:
        return at.article(new.text_slug, new.number, new.start)
    if old:
        return at.article(old.text_slug, old.number, change.day)
    return at.article(change.text_slug, change.number)
