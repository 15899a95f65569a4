"""Time the questions at a date on a large base, through the Python API and in plain SQL: median and p95.

    python -m benchmarks.point_in_time DB [--questions N] [--text-articles 3000] [--json]

Three questions, each for random subjects and random dates between the oldest and the newest version of the text: one
article; the table of contents of a code; every article of that code in its order. Codes are those with the number of
articles in force nearest to ``--text-articles``. The base is opened once; pages are in the system's memory or not as
chance has it, as for a user.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import chronolex
from chronolex import Corpus
from corpus.contents import CONTENTS, TEXT_IN_ORDER

SEED = 1804

ARTICLE_SQL = """
    SELECT v.start, v."end", al.text FROM versions v
    JOIN version_alineas va ON va.version_id = v.id JOIN alineas al ON al.id = va.alinea_id
    WHERE v.article_id = :article AND v.start <= :day AND (v."end" IS NULL OR v."end" > :day) ORDER BY va.position
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about: an article of a text (by keys for SQL, by names for the API), on a day."""

    article_id: int
    text_id: int
    number: str
    bearer: int
    slug: str
    day: str


@dataclass(frozen=True, slots=True)
class Score:
    """The times of one question, in milliseconds, and the median number of rows of its answer."""

    question: str
    asked: int
    rows: int
    median: float
    p95: float


Ask = Callable[[Subject], int]
"""Asks a question about a subject; gives the number of rows of the answer."""


def draw_articles(base: sqlite3.Connection, wanted: int, chance: random.Random) -> list[Subject]:
    """Draw articles among all, and for each a day on which it is in force."""
    (highest,) = base.execute("SELECT max(id) FROM articles").fetchone()
    subjects: list[Subject] = []
    while len(subjects) < wanted:
        row = base.execute(
            """SELECT a.id, a.text_id, a.number, a.bearer, t.slug, min(v.start), max(coalesce(v."end", '2025-01-01'))
               FROM articles a JOIN texts t ON t.id = a.text_id JOIN versions v ON v.article_id = a.id
               WHERE a.id = (SELECT min(id) FROM articles WHERE id >= ?)""",
            (chance.randint(1, highest),),
        ).fetchone()
        if row[0] is not None:
            article, text, number, bearer, slug, first, last = row
            subjects.append(Subject(article, text, number, bearer, slug, day_between(first, last, chance)))
    return subjects


def draw_texts(base: sqlite3.Connection, number: int, size: int, chance: random.Random) -> list[Subject]:
    """Draw texts among the ten whose number of articles is nearest to ``size``, each with a day since 2000."""
    found = base.execute(
        """SELECT t.id, t.slug FROM texts t JOIN articles a ON a.text_id = t.id
           GROUP BY t.id ORDER BY abs(count(*) - ?), t.id LIMIT 10""",
        (size,),
    ).fetchall()
    drawn = [chance.choice(found) for _ in range(number)]
    return [Subject(0, text, "", 1, slug, day_between("2000-01-01", "2018-05-01", chance)) for text, slug in drawn]


def day_between(first: str, last: str, chance: random.Random) -> str:
    low, high = dt.date.fromisoformat(first).toordinal(), dt.date.fromisoformat(last).toordinal()
    return dt.date.fromordinal(chance.randint(low, max(low, high - 1))).isoformat()


def questions(corpus: Corpus, base: sqlite3.Connection) -> tuple[dict[str, Ask], dict[str, Ask]]:
    """Give the questions about an article, then those about a text."""

    def select(query: str, **values: object) -> int:
        return len(base.execute(query, values).fetchall())

    def article(s: Subject) -> int:
        version = corpus.article(s.number, s.slug, s.bearer).at(s.day)
        return len(version.alineas) if version else 0

    about_articles: dict[str, Ask] = {
        "article at a date, API": article,
        "article at a date, SQL": lambda s: select(ARTICLE_SQL, article=s.article_id, day=s.day),
    }
    about_texts: dict[str, Ask] = {
        "contents at a date, API": lambda s: len(corpus.text(s.slug).at(s.day).contents()),
        "contents at a date, SQL": lambda s: select(CONTENTS, text=s.text_id, day=s.day),
        "whole text at a date, API": lambda s: len(corpus.text(s.slug).at(s.day).articles()),
        "whole text at a date, SQL": lambda s: select(TEXT_IN_ORDER, text=s.text_id, day=s.day),
    }
    return about_articles, about_texts


def measure(question: str, ask: Ask, subjects: Sequence[Subject]) -> Score:
    times, rows = [], []
    for subject in subjects:
        start = time.perf_counter()
        rows.append(ask(subject))
        times.append((time.perf_counter() - start) * 1000)
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return Score(question, len(subjects), int(statistics.median(rows)), statistics.median(times), p95)


def run(database: Path, asked: int, size: int) -> list[Score]:
    """Ask every question: the articles ``asked`` times, the texts a tenth of that."""
    chance = random.Random(SEED)
    base = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    articles, texts = draw_articles(base, asked, chance), draw_texts(base, max(asked // 10, 5), size, chance)
    with chronolex.open(database) as corpus:
        about_articles, about_texts = questions(corpus, base)
        scores = [measure(name, ask, articles) for name, ask in about_articles.items()]
        return scores + [measure(name, ask, texts) for name, ask in about_texts.items()]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--text-articles", type=int, default=3000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    scores = run(options.database, options.questions, options.text_articles)
    if options.json:
        print(json.dumps([{name: getattr(score, name) for name in Score.__slots__} for score in scores], indent=2))
    else:
        print(f"{'question':<28}{'asked':>8}{'rows':>8}{'median ms':>12}{'p95 ms':>10}")
        for s in scores:
            print(f"{s.question:<28}{s.asked:>8}{s.rows:>8}{s.median:>12.2f}{s.p95:>10.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
