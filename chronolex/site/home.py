"""The home page, and the page of a question whose answer is not in the corpus."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from chronolex.site.answers import Answer, Asked, Choice, Desk, Page, Problem
from chronolex.site.bearers import explain_bearers
from chronolex.site.latest import LatestAct, latest_acts
from chronolex.site.named import holders
from chronolex.site.search import Filters
from corpus.answers import Act, Text
from corpus.deliveries import COUNT_HOLES, WIDEST_GAP
from corpus.errors import AmbiguousArticle, LookupFailed, UnknownArticle, UnknownText
from corpus.figures import MOST_TEXTS, Figures, read_figures
from corpus.queries import make_text
from corpus.text_days import read_base_day


@dataclass(frozen=True, slots=True)
class HomePage:
    """The corpus at a glance: the chief texts that have articles, and the latest acts.

    ``held``, ``articles`` and ``versions`` count what there is, ``more_texts`` and ``more_acts`` what is not listed,
    ``named`` the texts known by name alone, ``holes`` the interruptions between DILA's archives. ``base_day`` is that
    of the last of these: what was published later is not in the corpus.
    """

    title: str
    texts: tuple[Text, ...]
    held: int
    articles: int
    versions: int
    more_texts: int
    named: int
    acts: tuple[Act, ...]
    more_acts: int
    sources: int
    verifications: Mapping[str, int]
    verdicts: Mapping[str, int]
    repairs: Mapping[str, int]
    lineage: Mapping[str, int]
    discrepancies: Mapping[str, int]
    meta: Mapping[str, str]
    latest: tuple[LatestAct, ...]
    base_day: dt.date | None
    holes: int
    filters: Filters


def answer_home(desk: Desk, asked: Asked) -> Answer:
    """Answer with the home page, from the figures counted when the corpus was written."""
    corpus, figures = desk.reader.corpus, read_figures(desk.reader.connection)
    acts = corpus.acts(latest=MOST_TEXTS)
    meta = corpus.meta()
    states = figures.states
    data = HomePage(
        title=meta.get("title") or "L’histoire du droit français",
        texts=_chief_texts(desk, figures),
        held=figures.held,
        articles=figures.articles,
        versions=figures.versions,
        more_texts=max(figures.held - len(figures.chief), 0),
        named=figures.texts - figures.held,
        acts=acts,
        more_acts=max(figures.acts - len(acts), 0),
        sources=figures.sources,
        verifications=states["versions"],
        verdicts=states["instructions"],
        repairs=states["repairs"],
        lineage=states["lineage"],
        discrepancies=states["discrepancies"],
        meta=meta,
        latest=latest_acts(desk, asked.today),
        base_day=read_base_day(desk.reader.connection),
        holes=desk.reader.rows(COUNT_HOLES, days=WIDEST_GAP.days)[0]["holes"],
        filters=Filters(),
    )
    return Page("home.html", "Accueil", data, desk.at.home())


def _chief_texts(desk: Desk, figures: Figures) -> tuple[Text, ...]:
    names = ("articles", "versions")
    counts = {text: dict(zip(names, totals, strict=True)) for text, *totals in figures.chief}
    cursor = desk.reader.connection.execute(_TEXTS_OF_IDS, {"ids": json.dumps(list(counts))})
    columns = [column[0] for column in cursor.description]
    rows = (dict(zip(columns, row, strict=True)) for row in cursor)
    return tuple(make_text(row | counts[row["id"]]) for row in rows)


_TEXTS_OF_IDS = "SELECT t.* FROM json_each(:ids) j JOIN texts t ON t.id = j.value ORDER BY j.key"


def explain(desk: Desk, error: LookupFailed, asked: Asked) -> Page:
    """Make the page of a question whose answer is not in the corpus: a clear sentence, and the ways on."""
    choices: list[Choice] = []
    if isinstance(error, UnknownArticle):
        text = asked.part("text") or None
        choices = [choice for number in error.nearest for choice in holders(desk, number, text)]
    if isinstance(error, UnknownText):
        choices = [Choice(title, desk.at.text(slug)) for slug, title in error.nearest]
    if isinstance(error, AmbiguousArticle) and "number" in asked.parts:
        return explain_bearers(desk, asked)
    next_step = "" if choices else error.next_step
    data = Problem(error.sentence, next_step, tuple(choices))
    return Page("problem.html", "Introuvable", data, desk.at.home(), status=404)
