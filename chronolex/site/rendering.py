"""Make HTML or JSON of a page. Everything is escaped by Jinja; the only markup of ours is that of the pictures."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from chronolex import citation_words
from chronolex.change_words import explain_change, name_act, name_change, say_change
from chronolex.site import words
from chronolex.site.addresses import Addresses
from chronolex.site.answers import Page
from chronolex.site.article import ArticlePage, neighbours
from chronolex.site.compare import fold_alineas
from chronolex.site.compare_question import list_choices
from chronolex.site.differences import fold_unchanged, place_of
from chronolex.site.drawing import draw, draw_neighbours
from chronolex.site.mended import MOST_READ
from corpus.answers import Gap, Version, name_article
from corpus.model import Span
from corpus.numbering import display_number, say_article
from graph.chart import write_number
from graph.svg import style_sheet
from graph.timeline import lay_out

_STYLE = "chronolex.css"
STATIC = {_STYLE: "text/css; charset=utf-8", "chronolex.svg": "image/svg+xml"}
"""The files of ours that a page needs, with their types."""

WIDE, NARROW = 880.0, 350.0
"""Widths of the two timelines of a page: one for desks and paper, one for telephones."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
"""No script at all, no inline style, nothing from elsewhere."""


@cache
def static_file(name: str) -> tuple[bytes, str]:
    """Give the bytes of a static file and their digest; raises ``KeyError`` for a name that is not ours."""
    if name not in STATIC:
        raise KeyError(name)
    content = (files("chronolex.site") / "static" / name).read_bytes()
    if name == _STYLE:  # the pictures bring their own rules
        content += b"\n" + style_sheet().encode()
    return content, sha256(content).hexdigest()[:12]


def render_html(page: Page, at: Addresses) -> str:
    """Render a page."""
    template = _environment().get_template(page.template)
    style = at.static(_STYLE, static_file(_STYLE)[1])
    icon = at.static("chronolex.svg", static_file("chronolex.svg")[1])
    return template.render(page=page, data=page.data, at=at, style=style, icon=icon, json_address=json_address(page))


def json_address(page: Page) -> str:
    """Give the address of the JSON of a page."""
    address = f"{page.address}droit" if page.address.endswith("/") else page.address
    return Addresses.in_form(address, ".json")


def render_json(page: Page) -> str:
    """Render the data of a page as JSON."""
    return json.dumps(to_plain(page.data), ensure_ascii=False, indent=2)


def to_plain(value: Any) -> Any:
    """Make plain JSON values of frozen ones: fields become keys, dates ISO text, tuples lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("chronolex.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": words.write_day,
        "number": display_number,
        "article": say_article,
        "count": write_number,
        "rule": words.say_rule,
        "size": words.write_size,
        "say": words.say,
        "reason": words.explain_reason,
        "json_list": lambda text: json.loads(text or "[]"),
    }
    environment.globals |= {
        "plural": words.plural,
        "is_coming": words.is_coming,
        "today": dt.date.today,
        "law_markup": law_markup,
        "is_unfixed": words.is_unfixed,
        "say_change": say_change,
        "name_change": name_change,
        "name_act": name_act,
        "explain_change": explain_change,
        "name_article": name_article,
        "neighbours": neighbours,
        "picture": picture,
        "neighbourhood": neighbourhood,
        "cut_matches": cut_matches,
        "fold_alineas": fold_alineas,
        "list_choices": list_choices,
        "day_of": dt.date.fromisoformat,
        "SEARCH_STATES": words.SEARCH_STATES,
        "fold_unchanged": fold_unchanged,
        "place_of": place_of,
        "CLOCKS": words.CLOCKS,
        "STALE_CITATIONS": citation_words.STALE,
        "LOST_CITATIONS": citation_words.LOST,
        "MOST_READ": MOST_READ,
        "STRETCHES": words.STRETCHES,
        "VERIFICATIONS": words.VERIFICATIONS,
        "VERDICTS": words.VERDICTS,
    }
    return environment


def law_markup(sanitised: str) -> Markup:
    """Let the layout of a text of the law through, which :func:`ingest.dila.markup.sanitise` has just made anew."""
    return Markup(sanitised)  # noqa: S704


def picture(data: ArticlePage, width: float, name: str) -> Markup:
    """Draw the timeline of an article's page; empty when nothing of it has a date."""
    timeline = lay_out(data.entries, data.links, width=width, selected=data.date or data.day, clock=data.clock)
    if timeline is None:
        return Markup()
    addresses = {step.version.id: step.address for step in data.history if step.version}

    def link(entry: Version | Gap) -> str | None:
        return addresses.get(entry.id) if isinstance(entry, Version) else None

    return draw(timeline, name, link, data.clock)


def neighbourhood(data: ArticlePage, at: Addresses) -> Markup:
    """Draw what cites the article and what it cites, on the day of the page; empty when there is nothing."""
    if data.version is None and not data.cited_by.total:
        return Markup()
    citations = [*(one.citation for one in data.cites), *data.cited_by.citations]
    return draw_neighbours(data, citations, data.day, at, data.cited_by.total)


def cut_matches(text: str, matches: Sequence[Span]) -> list[tuple[str, bool]]:
    """Cut an excerpt into stretches, each with whether it is a match. Joined, they give it back."""
    stretches, done = [], 0
    for start, end in matches:
        stretches += [(text[done:start], False), (text[start:end], True)]
        done = end
    return [stretch for stretch in [*stretches, (text[done:], False)] if stretch[0]]
