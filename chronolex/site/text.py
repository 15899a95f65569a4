"""A text on a day: its table of contents, the state of its articles, and the days on which it changes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from chronolex.site.answers import Answer, Asked, Choice, Desk, Page, Redirection
from chronolex.site.tree import Division, Leaf, grow, trail_to
from chronolex.site.words import plural
from corpus.dates import as_day, format_date
from corpus.errors import UnknownText
from corpus.handles import TextHandle
from corpus.keys import dila_id, dila_key
from corpus.text_days import (
    ArticleOnDay,
    ChangeDay,
    State,
    TextLife,
    days_around,
    read_base_day,
    read_lives,
    read_text_life,
    state_on,
)

MOST_LISTED = 1500
"""Articles listed beside the table of contents, of each state; the tables have them all."""


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the text changes, and the address of the text on it."""

    date: dt.date
    articles: int
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An article and its state on the day; ``address`` leads to it on that day."""

    number: str
    state: State
    since: str | None
    cause: str | None
    address: str


@dataclass(frozen=True, slots=True)
class TextPage:
    """A text on a day. ``kind`` is in-force, ended, not-yet or known; ``base_day`` the last archive that was read.

    ``contents`` is the tree of that day, ``articles`` the list in the text's order where the sources give no contents;
    beside a tree they are the articles that are not in force that day. ``counts`` counts the articles by state,
    ``more`` are those not listed.
    """

    slug: str
    title: str
    date: dt.date
    today: dt.date
    kind: str
    sentence: str
    base_day: dt.date | None
    act_address: str | None
    section: str | None
    divisions: tuple[Choice, ...]
    before: Change | None
    on_day: Change | None
    after: Change | None
    counts: Mapping[State, int]
    contents: tuple[Division | Leaf, ...]
    articles: tuple[Entry, ...]
    more: int


def answer_text(desk: Desk, asked: Asked) -> Answer:
    """Answer for a text on a day; raises :class:`~corpus.errors.UnknownText` and :class:`~corpus.errors.DateError`."""
    wanted = unquote(asked.parts["text"])
    handle = desk.reader.corpus.text(wanted)
    suffix = ".json" if asked.json else ""
    act = desk.reader.act(handle.slug)
    written = asked.arguments.get("date", unquote(asked.parts.get("date") or "")).strip()
    day = as_day(written) if written else None
    if number := asked.arguments.get("article", "").strip():
        article = desk.reader.corpus.article(number, handle.slug)
        return Redirection(desk.at.article(article.text_slug, article.number, day))
    section = asked.arguments.get("section") or None
    there = desk.at.text(handle.slug, day, section)
    canonical = [handle.slug, day.isoformat() if day else None]
    if {"date", "article"} & set(asked.arguments) or canonical != [wanted, asked.parts.get("date")]:
        return _to(there, suffix)
    if act and not desk.reader.has_articles(handle.id):
        return _to(desk.at.act(handle.slug), suffix)
    data = make_text(desk, handle, day, section, asked.today, desk.at.act(act.slug) if act else None)
    title = f"{handle.title} au {format_date(day)}" if day else handle.title
    return Page("text.html", title, data, there)


def _to(address: str, suffix: str) -> Redirection:
    path, _, arguments = address.partition("?")
    return Redirection(f"{path}{suffix}" + (f"?{arguments}" if arguments else ""))


def make_text(
    desk: Desk, handle: TextHandle, asked_day: dt.date | None, section: str | None, today: dt.date, act: str | None
) -> TextPage:
    """Gather the page of a text on a day; without one, today, or the last day (the first) on which it is in force."""
    connection = desk.reader.connection
    life = read_text_life(connection, handle.id)
    day = asked_day or _usual_day(life, today)
    lives = read_lives(connection, handle.id)
    states = [state_on(article, day.isoformat()) for article in lives]
    lines = handle.at(day).contents()
    counts = Counter(one.state for one in states)
    listed = [one for one in states if one.state != "in-force"] if lines else states
    around = days_around(lives, day.isoformat())
    changes = [_change(desk, handle, change) for change in (around.before, around.today, around.after)]
    kind, sentence = say_state(life, day, counts)
    key = _read_section(section)
    trail = trail_to(lines, key) if key is not None else ()
    if key is not None and not trail:
        raise UnknownText(f"{handle.title} n’a pas de division {section} le {format_date(day)}.")
    return TextPage(
        slug=handle.slug,
        title=handle.title,
        date=day,
        today=today,
        kind=kind,
        sentence=sentence,
        base_day=read_base_day(connection),
        act_address=act,
        section=section,
        divisions=tuple(
            Choice(line.title or "", desk.at.text(handle.slug, asked_day, dila_id(line.key))) for line in trail
        ),
        before=changes[0],
        on_day=changes[1],
        after=changes[2],
        counts=counts,
        contents=grow(
            lines,
            key,
            lambda number: desk.at.article(handle.slug, number, day),
            lambda name: desk.at.text(handle.slug, asked_day, name),
        ),
        articles=tuple(_entry(desk, handle, one, day) for one in listed[:MOST_LISTED]),
        more=max(len(listed) - MOST_LISTED, 0),
    )


def _usual_day(life: TextLife, today: dt.date) -> dt.date:
    if life.end is not None and life.end <= today:
        return life.end - dt.timedelta(days=1)
    return life.start if life.start is not None and life.start > today else today


def _read_section(section: str | None) -> int | None:
    if section is None:
        return None
    key = dila_key(section.strip().upper())
    if key is None:
        raise UnknownText(f"« {section} » n’est pas l’identifiant d’une division.", "Exemple : LEGISCTA000006089696.")
    return key


def _change(desk: Desk, handle: TextHandle, change: ChangeDay | None) -> Change | None:
    if change is None:
        return None
    date = dt.date.fromisoformat(change.date)
    return Change(date, change.articles, desk.at.text(handle.slug, date))


def _entry(desk: Desk, handle: TextHandle, one: ArticleOnDay, day: dt.date) -> Entry:
    address = desk.at.article(handle.slug, one.number, day)
    return Entry(one.number, one.state, one.since, one.cause, address)


def say_state(life: TextLife, day: dt.date, counts: Mapping[State, int]) -> tuple[str, str]:
    """Say the state of a text on a day, by its own dates, and how many of its articles are in force."""
    when = format_date(day)
    total = counts.get("in-force", 0)
    articles = f"{plural(total, 'article')} en vigueur" if total else "aucun article en vigueur que le corpus connaisse"
    if life.start is not None and day < life.start:
        return "not-yet", f"Le {when}, ce texte n’est pas encore en vigueur : il commence le {format_date(life.start)}."
    if life.end is not None and day >= life.end:
        return "ended", f"Ce texte n’est plus en vigueur depuis le {format_date(life.end)}."
    if life.start is not None:
        return "in-force", f"Ce texte est en vigueur le {when} : {articles}."
    return "known", f"Le {when} : {articles}."
