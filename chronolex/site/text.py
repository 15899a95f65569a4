"""A text on a day: its table of contents, the state of its articles, and the days on which it changes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chronolex.site.answers import Answer, Asked, Choice, Desk, Page, Redirection
from chronolex.site.tree import Division, Leaf, Tree, grow
from chronolex.site.words import plural
from corpus.contents import SectionLine, read_sections
from corpus.dates import as_day, format_date
from corpus.errors import UnknownText
from corpus.handles import TextHandle
from corpus.keys import dila_id, dila_key
from corpus.numbering import display_number
from corpus.text_days import (
    ArticleOnDay,
    ChangeDay,
    State,
    TextLife,
    count_articles,
    read_base_day,
    read_days,
    read_heirs,
    read_known_day,
    read_lives,
    read_text_life,
    state_on,
)

MOST_LISTED = 1500
"""Articles listed with their state; the tables have them all."""
MOST_STATED = 6000
"""Articles, of all times, up to which those not in force are listed beside the table of contents."""


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the text changes, and the address of the text on it."""

    date: dt.date
    articles: int
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An article and its state on the day; ``address`` leads to it on that day, ``heirs`` to what continues it."""

    number: str
    state: State
    since: str | None
    cause: str | None
    address: str
    heirs: tuple[Choice, ...] = ()


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
    wanted = asked.part("text")
    handle = desk.reader.corpus.text(wanted)
    act = desk.reader.act(handle.slug)
    written = asked.arguments.get("date", asked.part("date")).strip()
    day = as_day(written) if written else None
    if number := asked.arguments.get("article", "").strip():
        article = desk.reader.corpus.article(number, handle.slug)
        return Redirection(desk.at.article(article.text_slug, article.number, day))
    section = asked.arguments.get("section") or None
    there = desk.at.text(handle.slug, day, section)
    canonical = [handle.slug, "au" if day else "", day.isoformat() if day else ""]
    sent = "date" in asked.arguments or "article" in asked.arguments
    if sent or canonical != [asked.part(name) for name in ("text", "on", "date")]:
        return Redirection(there)
    if not desk.reader.has_articles(handle.id) and (act or desk.reader.has_acted(handle.id)):
        return Redirection(desk.at.act(handle.slug))
    data = make_text(desk, handle, day, section, asked.today, desk.at.act(act.slug) if act else None)
    title = f"{handle.title} au {format_date(day)}" if day else handle.title
    return Page("text.html", title, data, there)


def make_text(
    desk: Desk, handle: TextHandle, asked_day: dt.date | None, section: str | None, today: dt.date, act: str | None
) -> TextPage:
    """Gather the page of a text on a day; without one, today, or the last day (the first) on which it is in force."""
    connection = desk.reader.connection
    life, base_day = read_text_life(connection, handle.id), read_base_day(connection)
    known_to = read_known_day(connection, today)  # of later days the base knows nothing
    day = asked_day or _usual_day(life, known_to)
    iso = day.isoformat()
    lines = read_sections(connection, handle.id, iso)
    tree = _grow(desk, handle, asked_day, day, lines, section) if lines else None
    states, unlisted = _states(desk, handle, iso, tree)
    counts = Counter(one.state for one in states)
    if tree is not None:
        counts["in-force"] = tree.articles
    days = read_days(connection, handle.id, iso)
    write_address = desk.at.articles(handle.slug, day)
    heirs = read_heirs(connection, handle.id)
    kind, sentence = say_state(life, day, counts, None if asked_day else known_to)
    if kind == "in-force" and day > known_to and base_day is not None:
        sentence = f"Si rien n’a changé depuis le {format_date(base_day)}, jour de la base : {sentence}"
    return TextPage(
        slug=handle.slug,
        title=handle.title,
        date=day,
        today=today,
        kind=kind,
        sentence=sentence,
        base_day=base_day,
        act_address=act,
        section=section,
        divisions=_trail(desk, handle, asked_day, tree) if tree else (),
        before=_change(desk, handle, days.before),
        on_day=_change(desk, handle, days.today),
        after=_change(desk, handle, days.after),
        counts=counts,
        contents=tree.top if tree else (),
        articles=tuple(
            _entry(desk, one, write_address(one.number), heirs.get(one.number, ())) for one in states[:MOST_LISTED]
        ),
        more=unlisted + max(len(states) - MOST_LISTED, 0),
    )


def _grow(
    desk: Desk,
    handle: TextHandle,
    asked_day: dt.date | None,
    day: dt.date,
    lines: Sequence[SectionLine],
    section: str | None,
) -> Tree:
    key = _read_section(section)
    tree = grow(
        desk.reader.connection,
        lines,
        day.isoformat(),
        key,
        desk.at.articles(handle.slug, day),
        lambda name: desk.at.text(handle.slug, asked_day, name),
    )
    if key is not None and not tree.trail:
        raise UnknownText(f"{handle.title} n’a pas de division {section} le {format_date(day)}.")
    return tree


def _trail(desk: Desk, handle: TextHandle, day: dt.date | None, tree: Tree) -> tuple[Choice, ...]:
    return tuple(Choice(line.title or "", desk.at.text(handle.slug, day, dila_id(line.key))) for line in tree.trail)


def _states(desk: Desk, handle: TextHandle, day: str, tree: Tree | None) -> tuple[list[ArticleOnDay], int]:
    """List the articles with their state on the day; beside a tree, those that are not in force.

    Of a very large text they are counted only: reading the days of all of them would take longer than the page.
    """
    connection = desk.reader.connection
    total = count_articles(connection, handle.id)
    if tree is not None and total > MOST_STATED:
        return [], total - tree.articles
    lives = read_lives(connection, handle.id, beside=None if tree is None else day)
    return [state_on(article, day) for article in lives], 0


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


def _entry(desk: Desk, one: ArticleOnDay, address: str, heirs: Sequence[tuple[str, str]]) -> Entry:
    went = heirs if one.state == "ended" else ()
    choices = tuple(Choice(display_number(number), desk.at.article(slug, number)) for slug, number in went)
    return Entry(one.number, one.state, one.since, one.cause, address, choices)


def say_state(
    life: TextLife, day: dt.date, counts: Mapping[State, int], today: dt.date | None = None
) -> tuple[str, str]:
    """Say the state of a text on a day, by its own dates, and how many of its articles in force are known.

    With ``today`` the reader asked for no day: of a text that is not in force, that is what is said first.
    """
    when = format_date(day)
    if today is not None and today != day:
        kind, sentence = say_state(life, today, counts)
        first_or_last = "dernier" if kind == "ended" else "premier"
        return kind, f"{sentence} Il est montré à son {first_or_last} jour, le {when}."
    total, missing = counts.get("in-force", 0), counts.get("missing", 0)
    known = f"connaît {plural(total, 'article')}" if total else "ne connaît le texte d’aucun article"
    lack = f" ; {plural(missing, 'article')} dont le texte manque" if missing else ""
    if life.start is not None and day < life.start:
        return "not-yet", f"Le {when}, ce texte n’est pas encore en vigueur : il commence le {format_date(life.start)}."
    if life.end is not None and day >= life.end:
        return "ended", f"Ce texte n’est plus en vigueur depuis le {format_date(life.end)}."
    if life.start is not None:
        return "in-force", f"Ce texte est en vigueur le {when} ; le corpus en {known} à cette date{lack}."
    return "known", f"Le {when}, le corpus {known} en vigueur de ce texte{lack}."
