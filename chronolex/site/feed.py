"""Changes as an Atom feed (RFC 4287), to follow them; written by an XML library."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from chronolex.change_words import explain_change, name_act, name_change, say_change
from chronolex.site.addresses import Addresses
from corpus.changes import Change
from corpus.dates import format_date

ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = dt.date(1970, 1, 1)
"""When a feed without entry was updated: there has to be a day, and no clock is asked, so that a feed is cacheable."""


def write_feed(
    label: str, places: tuple[str, str], changes: Sequence[Change], at: Addresses, origin: str, today: dt.date
) -> str:
    """Write a feed; ``places`` are its own address and that of its page.

    The identifier of an entry depends on the article and the day alone, and its date is the day on which the change
    takes effect, so that a base that is built anew repeats nothing.
    """
    own, page = places
    feed = etree.fromstring(f'<feed xmlns="{ATOM}" xml:lang="fr"/>')
    # An address without its host: the same feed through a proxy keeps its identity.
    _add(feed, "id", uuid5(NAMESPACE_URL, f"chronolex:{_path(own)}").urn)
    _add(feed, "title", f"Ce qui a changé : {label}")
    _add(feed, "subtitle", "Chaque changement au jour où il prend effet ; sans ceux dont la date n’est pas fixée.")
    _add(feed, "updated", _stamp(max((change.day for change in changes), default=_NEVER)))
    _add(_add(feed, "author"), "name", "Chronolex")
    _add(feed, "link", rel="self", type="application/atom+xml", href=own)
    _add(feed, "link", rel="alternate", type="text/html", href=page)
    for change in changes:
        _write_entry(feed, change, at, origin, today)
    written: str = etree.tostring(feed, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}'


def _write_entry(feed: etree._Element, change: Change, at: Addresses, origin: str, today: dt.date) -> None:
    entry = _add(feed, "entry")
    coming = "à venir : " if change.is_future(today) else ""
    _add(entry, "id", change.id.urn)
    _add(entry, "title", f"{coming}{name_change(change)} : {say_change(change)}")
    _add(entry, "updated", _stamp(change.day))
    _add(entry, "link", rel="alternate", type="text/html", href=f"{origin}{_address(change, at)}")
    _add(entry, "category", term=change.kind.value, label=say_change(change))
    note = explain_change(change)
    when = f"Le {format_date(change.day)}, par : {name_act(change.act)}."
    _add(entry, "summary", f"{when} {note}".strip())


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = None if text is None else _clean(text)
    return element


def _clean(text: str) -> str:
    """Leave out the characters that XML cannot hold (XML 1.0, 2.2)."""
    return _NO_XML.sub("", text)


def _stamp(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


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
