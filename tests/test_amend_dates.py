"""What an act says of its own entry into force, read as terms and carried into the base that is built."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from chronolex.build import build
from corpus.dates import DateRule, read_term

PUBLISHED = dt.date(2010, 3, 15)
TERMS = [
    ("le 1er janvier 2011", "2011-01-01", DateRule.ACT),
    ("à compter du 1er janvier 2011", "2011-01-01", DateRule.ACT),
    ("au 1er janvier 2011", "2011-01-01", DateRule.ACT),
    ("le premier jour du mois suivant sa publication", "2010-04-01", DateRule.ACT_TERM),
    ("le premier jour du troisième mois suivant celui de sa publication", "2010-06-01", DateRule.ACT_TERM),
    ("six mois après la publication de la présente loi", "2010-09-15", DateRule.ACT_TERM),
    ("un mois après sa date de publication au Journal officiel", "2010-04-15", DateRule.ACT_TERM),
    (
        "à l'expiration d'un délai de trois mois à compter de la date de publication du présent décret",
        "2010-06-15",
        DateRule.ACT_TERM,
    ),
    (
        "le lendemain de sa publication au Journal officiel de la République française",
        "2010-03-16",
        DateRule.ACT_TERM,
    ),
    ("immédiatement", "2010-03-15", DateRule.ACT_TERM),
    ("à une date fixée par décret, et au plus tard le 15 janvier 2018", "2018-01-15", DateRule.LATEST),
    (
        "à la date de mise en service du téléservice et au plus tard six mois après la publication de la présente loi",
        "2010-09-15",
        DateRule.LATEST,
    ),
]


@pytest.mark.parametrize(("words", "day", "rule"), TERMS, ids=[term[0][:50] for term in TERMS])
def test_a_term_gives_a_day_and_its_rule(words: str, day: str, rule: DateRule) -> None:
    term = read_term(words)
    assert term is not None
    assert (term.moment(PUBLISHED).day.isoformat(), term.moment(PUBLISHED).rule) == (day, rule)


@pytest.mark.parametrize(
    "words",
    [
        "à une date fixée par décret en Conseil d'Etat",
        "à compter de la rentrée scolaire 2011",
        "au plus tard le 1er janvier 2011",
        "le 1er janvier 2011 pour les contrats en cours",
        "le premier jour du troisième mois suivant la signature de la convention",
    ],
)
def test_what_depends_on_something_else_is_no_term(words: str) -> None:
    assert read_term(words) is None


ACT = """**Loi n° 2010-1 du 1er janvier 2010 relative aux obligations alimentaires**

J.O. 1 du 2 janvier 2010

Article 1er

Le code civil est ainsi modifié :

1° A l'article 210, les mots : « le tribunal » sont remplacés par les mots : « le juge aux affaires familiales » ;

2° L'article 211 est abrogé.

Article 2

A l'article 210 du code civil, les mots : « connaissance de cause » sont remplacés par les mots : « équité ».

Article 3

Le 2° de l'article 1er entre en vigueur le premier jour du troisième mois suivant sa publication. \
L'article 2 entre en vigueur à une date fixée par décret, et au plus tard le 15 janvier 2018.
"""
PAGE = "###### Article {}\n\nS'il ne peut payer, le tribunal pourra, en connaissance de cause, l'en dispenser.\n"
SOURCE = '[[source]]\npath = "{}.md"\ntext = "Code civil"\nstart = 1994-01-01\n'


def test_one_act_makes_versions_at_several_dates_each_with_its_rule(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "loi.jo.md").write_text(ACT, "utf-8")
    manifest = '[corpus]\ntitle = "Essai"\n[[source]]\npath = "loi.jo.md"\n'
    for number in ("210", "211"):
        (folder / f"{number}.md").write_text(PAGE.format(number), "utf-8")
        manifest += SOURCE.format(number)
    (folder / "corpus.toml").write_text(manifest, "utf-8")
    build([folder], tmp_path / "made.db", lambda _: None)
    rows = sqlite3.connect(tmp_path / "made.db").execute(
        'SELECT a.number, v.start, v.start_rule, v."end", v.end_rule, v.end_cause FROM versions v '
        "JOIN articles a ON a.id = v.article_id ORDER BY a.number, v.start"
    )
    assert rows.fetchall() == [
        ("210", "1994-01-01", "manifeste", "2010-01-03", "jo+1", "modified"),
        ("210", "2010-01-03", "jo+1", "2018-01-15", "acte-au-plus-tard", "modified"),
        ("210", "2018-01-15", "acte-au-plus-tard", None, None, None),
        ("211", "1994-01-01", "manifeste", "2010-04-01", "acte-delai", "repealed"),
    ]
