"""A number that several articles of one text bear at the same time, as DILA's data have it: each with its own texts.

Their histories cannot be told apart by their number, so no timeline is drawn, and nobody is chosen for the reader
but by the day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from chronolex.site.answers import Answer, Asked, Choice, Desk, Page, Plain, Problem
from corpus.answers import Version
from corpus.dates import as_day, format_date
from corpus.errors import UnknownArticle
from corpus.handles import ArticleHandle
from corpus.numbering import display_number
from corpus.text_days import read_known_day


@dataclass(frozen=True, slots=True)
class BearerVersion:
    """A version of a bearer, the page on its first day, and whether it is in force on the day of the page."""

    version: Version
    address: str
    holds: bool


@dataclass(frozen=True, slots=True)
class BearersPage:
    """The articles that bear a number, each as its versions, oldest first. ``holding`` are in force on the day."""

    text: str
    text_slug: str
    number: str
    date: dt.date | None
    day: dt.date
    sentence: str
    holding: tuple[Version, ...]
    bearers: tuple[tuple[BearerVersion, ...], ...]
    table: str

    @property
    def name(self) -> str:
        """The number as acts print it."""
        return display_number(self.number)


def answer_bearers(desk: Desk, asked: Asked) -> Answer:
    """Answer for a number of several bearers: the text of the one in force on the day, or that there is no such one."""
    handles = _find_bearers(desk, asked)
    date = as_day(asked.part("date")) if asked.part("date") else None
    day = date or read_known_day(desk.reader.connection, asked.today)
    first = handles[0]
    holding = tuple(version for handle in handles if (version := handle.at(day)) is not None)
    there = desk.at.article(first.text_slug, first.number, date)
    status = 200 if len(holding) == 1 else 300
    sentence = _say(first, day, len(holding), len(handles))
    if asked.form == ".txt":
        said = holding[0].content if status == 200 else sentence
        return Plain(f"{said}\n", there, status=status)
    bearers = tuple(_list_versions(desk, handle, day) for handle in handles)
    table = desk.at.table("version_texts", text_slug=first.text_slug, number=first.number, _sort="start")
    data = BearersPage(first.text, first.text_slug, first.number, date, day, sentence, holding, bearers, table)
    return Page("bearers.html", f"Article {data.name} · {data.text}", data, there, status)


def _find_bearers(desk: Desk, asked: Asked) -> list[ArticleHandle]:
    handles: list[ArticleHandle] = []
    try:
        while True:
            handles.append(desk.reader.corpus.article(asked.number, asked.part("text"), bearer=len(handles) + 1))
    except UnknownArticle:
        if not handles:
            raise
    return handles


def _list_versions(desk: Desk, handle: ArticleHandle, day: dt.date) -> tuple[BearerVersion, ...]:
    return tuple(
        BearerVersion(
            version, desk.at.article(handle.text_slug, handle.number, version.start), version.dates().holds(day)
        )
        for version in handle.versions()
    )


def _say(article: ArticleHandle, day: dt.date, holding: int, bearers: int) -> str:
    name = f"{bearers} articles de ce texte ont porté le numéro {display_number(article.number)}"
    when = format_date(day)
    if holding == 1:
        return f"{name} ; un seul est en vigueur le {when}."
    if holding:
        return f"{name}, et {holding} sont en vigueur le {when} : la source les donne ainsi, aucun n’est choisi ici."
    return f"{name} ; le corpus n’a de texte d’aucun d’eux en vigueur le {when}."


def explain_bearers(desk: Desk, asked: Asked) -> Page:
    """Say of a page that needs one history that the number has several, and lead to their texts."""
    number = display_number(asked.number)
    there = desk.at.article(asked.part("text"), asked.number)
    sentence = (
        f"Plusieurs articles de ce texte portent en même temps le numéro {number} : cette page n’en choisit aucun."
    )
    problem = Problem(sentence, choices=(Choice(f"Les textes des articles {number}", there),))
    return Page("problem.html", f"Article {number}", problem, there, status=300)
