"""The site: its pages in process, through Datasette's own client, on the sample and on hostile or foreign bases."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from chronolex.build import build
from chronolex.citing import settle
from chronolex.site import plugin
from chronolex.site.act import cut_lines
from chronolex.site.addresses import RESERVED, read_number, write_number
from chronolex.site.canned import QUESTIONS
from chronolex.site.citations import Link, cut_alinea
from chronolex.site.drawing import draw
from chronolex.site.reader import Stretch
from chronolex.site.rendering import cut_matches, static_file
from chronolex.site.routes import PAGES
from chronolex.site.words import VOCABULARY, plural, write_size
from corpus import store
from corpus.answers import Gap, LineageLink, Version
from corpus.citation_tables import ADDRESS_STATUSES, STATE_STATUSES
from corpus.cited import OWN, CitationWriter, ReadCitation
from corpus.dates import DateRule, Moment
from corpus.model import Edit, Source, TextId
from corpus.numbering import canonical_number
from corpus.reading import open_corpus
from corpus.schema import TABLES, VIEWS
from corpus.store import Bound, EvidenceRecord, Writer
from graph.timeline import lay_out
from tests.reading_room import Site, section, words_of

ROOT = Path(__file__).parent.parent
CODE = "/droit/code-de-la-sante-publique"


@pytest.fixture(scope="module")
def site(sample_path: Path) -> Site:
    return Site(sample_path)


@pytest.fixture(scope="module")
def small(corpus_path: Path) -> Site:
    return Site(corpus_path)


# --- the home page and the search --------------------------------------------------------------------------------


def test_the_plugin_is_declared_to_datasette() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["datasette"] == {"chronolex": plugin.__name__}


def test_home_shows_the_search_first_then_the_corpus(site: Site, sample_path: Path) -> None:
    page = site.read("/")
    main = page.find("main")
    assert isinstance(main, Tag)
    first_field = main.find("input")
    assert isinstance(first_field, Tag) and first_field["type"] == "search"
    with open_corpus(sample_path) as corpus:
        acts = corpus.acts()
        versions = len(corpus.versions())
    assert f"{versions} versions" in words_of(section(page, "textes"))
    table = words_of(section(page, "actes"))
    assert acts and all(act.title in table for act in acts)
    data = site.json("/droit.json")
    assert [act["pending"] for act in data["acts"]] == [act.pending for act in acts]
    assert sum(data["verifications"].values()) == versions


def test_the_tables_stay_reachable(site: Site) -> None:
    assert site.json("/permanence/texts.json")["rows"]
    home = site.read("/")
    assert home.find("a", href="/permanence") is not None


@pytest.mark.parametrize(
    "words",
    [
        "R730", "R. 730", "r 730", "R.730", "art. R. 730", "Article R. 730", "  R\u00a0730 ",
        "R. 730 du code de la santé publique", "article R730, code de la santé publique",
    ],
)  # fmt: skip
def test_a_number_in_any_spelling_leads_straight_to_its_article(site: Site, words: str) -> None:
    answer = asyncio.run(site.datasette.client.get("/droit/recherche", params={"q": words}))
    assert (answer.status_code, answer.headers["location"]) == (302, f"{CODE}/R730")


def test_the_name_or_number_of_a_text_leads_to_it(site: Site) -> None:
    assert site.ask("/droit/recherche?q=Code+de+la+sant%C3%A9+publique").headers["location"] == CODE
    assert site.led("/droit/recherche?q=2005-328") == "/droit/acte/decret-2005-328"
    assert site.ask("/droit/decret-2005-328").headers["location"] == "/droit/acte/decret-2005-328"


def test_words_are_found_without_their_accents(site: Site) -> None:
    with_accents = site.json("/droit/recherche.json?q=m%C3%A9decins+d%27astreinte")["hits"]
    without = site.json("/droit/recherche.json?q=MEDECINS+D%27ASTREINTE")["hits"]
    assert with_accents and with_accents == without
    page = site.read("/droit/recherche?q=medecins")
    assert {mark.get_text().lower() for mark in page.find_all("mark")} == {"médecins"}


def test_a_search_that_finds_nothing_says_so(site: Site) -> None:
    assert "Aucune version ne contient ces mots" in words_of(site.read("/droit/recherche?q=xylophone").main)


def test_an_unknown_number_is_told_with_the_nearest(site: Site) -> None:
    page = site.read("/droit/recherche?q=R.+739")
    assert "ne connaît pas d’article R. 739" in words_of(page.main)
    assert page.find("a", href=f"{CODE}/R730") is not None


def test_the_number_of_an_article_goes_before_that_of_an_act(tmp_path: Path) -> None:
    with store.create(tmp_path / "droit.db") as writer:
        start = Bound(Moment(dt.date(2001, 1, 1), DateRule.SOURCE))
        for text, number in ((TextId("CODE", "Code d’essai"), "730"), (TextId("LOI", "Loi n° 731", "731"), "1")):
            article = writer.add_article(writer.add_text(text), number)
            writer.add_version(article, ["Texte."], start=start, provenance="official", verification="official")
        writer.add_text(TextId("DECRET", "Décret n° 730", "730"))
    site = Site(tmp_path / "droit.db")
    assert site.led("/droit/recherche?q=730") == "/droit/code-d-essai/730"
    assert site.led("/droit/recherche?q=731") == "/droit/loi-731"  # no article bears it
    # The one near number is offered, never taken for the one that was asked for.
    page = site.read("/droit/recherche?q=7301")
    assert "ne connaît pas d’article 7301" in words_of(page.main)


def test_a_number_of_several_texts_asks_which(small: Site) -> None:
    page = small.read("/droit/recherche?q=R730")
    links = {a["href"] for a in page.select("ul.choix a")}
    assert links == {f"{CODE}/R730", "/droit/code-civil/R730"}


# --- an article --------------------------------------------------------------------------------------------------


def test_the_text_at_a_date(site: Site, sample_path: Path) -> None:
    page = site.read(f"{CODE}/R730/2005-05-01")
    with open_corpus(sample_path) as corpus:
        version = corpus.article("R730").at("2005-05-01")
    assert version is not None
    assert [li.get_text() for li in page.select("ol.alineas > li")] == list(version.alineas)
    assert "Texte en vigueur le 1er mai 2005" in words_of(page.find(id="le-texte"))
    text = words_of(page.find("section", class_="texte"))
    assert "vérifiée : identique au texte officiel" in text
    assert "Début selon Légifrance 8 avril 2005" in text
    assert "Début selon la loi 9 avril 2005 Lendemain de la publication (code civil, art. 1er" in text


def test_the_text_on_the_clock_of_the_law(site: Site) -> None:
    by_law = site.json(f"{CODE}/R730/2005-04-08.json?dates=loi")["version"]
    shown = site.json(f"{CODE}/R730/2005-04-08.json")["version"]
    assert (by_law["start"], shown["start"]) == ("2003-09-16", "2005-04-08")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (f"{CODE}/R730/2003-09-15", "ne connaît pas de texte de l’article R. 730 (Code de la santé publique)"),
        (
            f"{CODE}/R730/2008-05-01",
            "n’est plus en vigueur depuis le 26 juillet 2005 : abrogé par le décret n° 2005-840",
        ),
        (f"{CODE}/R730/2008-05-01", "Il est devenu l’article R. 6315-1"),
        (f"{CODE}/R6315-1/2008-05-01", "lacune du 26 juillet 2005 au 1er avril 2010"),
        (f"{CODE}/R736/2006-01-01", "Il serait devenu l’article R. 6315-7"),
        (f"{CODE}/R6315-7", "n’a pas le texte de l’article R. 6315-7"),
    ],
)
def test_a_date_without_text_is_told_in_a_sentence(site: Site, address: str, sentence: str) -> None:
    page = site.read(address)
    assert sentence in words_of(page.find(role="status"))
    assert page.find("ol", class_="alineas") is None
    assert site.json(f"{address}.json")["version"] is None


def test_a_date_without_text_leads_on(site: Site) -> None:
    status = site.read(f"{CODE}/R730/2010-05-01").find(role="status")
    assert isinstance(status, Tag) and status.find("a", href=f"{CODE}/R6315-1/2010-05-01") is not None
    status = site.read(f"{CODE}/R730/2008-05-01").find(role="status")
    assert isinstance(status, Tag) and status.find("a", href=f"{CODE}/R6315-1/2008-05-01") is not None


def test_without_a_date_a_text_out_of_force_is_never_shown_as_in_force(site: Site) -> None:
    page = site.read(f"{CODE}/R730")
    assert "n’est plus en vigueur" in words_of(page.find(role="status"))
    assert "en vigueur" not in words_of(page.find(id="le-texte"))


def test_the_history_is_in_order_with_its_gaps(site: Site) -> None:
    page = site.read(f"{CODE}/R6315-1")
    rows = [words_of(row) for row in page.select("table.versions tbody tr")]
    assert [bool(re.match(r"\d", row)) for row in rows] == [True, True, False, True, False]
    assert "26 juillet 2005 au 1er avril 2010" in rows[2] and "Lacune" in rows[2]
    assert "8 juin 2006, 28 décembre 2006" in rows[2]
    kinds = [step["kind"] for step in site.json(f"{CODE}/R6315-1.json")["history"]]
    assert kinds == ["version", "version", "gap", "version", "gap"]


def test_the_change_is_marked_word_by_word(site: Site) -> None:
    changes = section(site.read(f"{CODE}/R730/2005-05-01"), "changements")
    added = [ins.get_text() for ins in changes.select("ol ins")]
    removed = [d.get_text() for d in changes.select("ol del")]
    assert any("ainsi que par des médecins appartenant à des associations" in words for words in added)
    assert any("en tenant compte" in words for words in removed)


def test_a_change_across_a_gap_says_that_texts_are_missing(site: Site) -> None:
    text = words_of(section(site.read(f"{CODE}/R6315-1/2010-05-01"), "changements"))
    assert "R. 730 du 8 avril 2005" in text
    assert "une lacune : d’autres versions ont existé" in text
    assert "lacune" not in words_of(section(site.read(f"{CODE}/R730/2005-05-01"), "changements"))


def test_an_article_shows_what_made_it_and_what_it_cites(site: Site) -> None:
    page = site.read(f"{CODE}/R730/2005-05-01")
    assert len(page.select("#instructions ~ ol .instruction")) == 3
    alinea = page.select("ol.alineas > li")[1]
    link = alinea.find("a", string="R. 735")
    assert isinstance(link, Tag) and link["href"] == f"{CODE}/R735/2005-05-01"
    lineage = words_of(section(page, "filiation"))
    assert "R. 730 → R. 6315-1" in lineage and "alignement des textes" in lineage
    assert "386 réparations" in words_of(section(page, "reparations"))
    assert page.find("a", href=f"{CODE}/R731/2003-09-16") is not None


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        (f"{CODE}/R.%20730", f"{CODE}/R730"),
        (f"{CODE}/art.%20R%20730/2005-05-01", f"{CODE}/R730/2005-05-01"),
        (f"{CODE}/R730?date=2005-05-01", f"{CODE}/R730/2005-05-01"),
        (f"{CODE}/R730?date=1er+mai+2005&dates=loi", f"{CODE}/R730/2005-05-01?dates=loi"),
        (f"{CODE}/R730/2003-10-01?date=&dates=legifrance", f"{CODE}/R730"),
        (f"{CODE}/R.%20730.json", f"{CODE}/R730.json"),
        ("/droit/Code%20de%20la%20sant%C3%A9%20publique/R730", f"{CODE}/R730"),
        ("/droit/Code%20de%20la%20sant%C3%A9%20publique", CODE),
        ("/droit/acte/D%C3%A9cret%20n%C2%B0%202005-328", "/droit/acte/decret-2005-328"),
    ],
)
def test_each_page_has_one_address(site: Site, asked: str, canonical: str) -> None:
    answer = site.ask(asked)
    assert (answer.status_code, answer.headers["location"]) == (302, canonical)
    assert site.ask(canonical).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        (f"{CODE}/R739", 404, "ne connaît pas d’article R. 739"),
        ("/droit/code-de-la-route", 404, "ne connaît pas de texte"),
        ("/droit/code-de-la-route/R730", 404, "ne connaît pas de texte"),
        ("/droit/acte/rien", 404, "ne connaît pas de texte"),
        (f"{CODE}/R730/2005-02-30", 400, "2005-02-30"),
        (f"{CODE}/R730/jamais", 400, "jamais"),
        (f"{CODE}/R730?date=99999999999999999999", 400, "99999999999999999999"),
        (f"{CODE}/{'9' * 4000}", 404, "ne connaît pas d’article"),
    ],
)
def test_a_page_that_is_not_there_says_why(site: Site, address: str, status: int, sentence: str) -> None:
    page = site.read(address, status)
    assert sentence in words_of(page.find(role="status"))
    path, question, arguments = address.partition("?")
    assert sentence in site.json(f"{path}.json{question}{arguments}", status)["error"]


def test_a_404_leads_to_the_nearest_numbers_of_the_same_text(small: Site) -> None:
    links = [a["href"] for a in small.read(f"{CODE}/R73", 404).select("ul.choix a")]
    assert f"{CODE}/R730" in links
    assert all(str(link).startswith(CODE) for link in links)


def test_a_number_that_several_articles_bear_at_once_is_not_chosen_for_the_reader(tmp_path: Path) -> None:
    # DILA gives two articles L. 615-14 of the code de la propriété intellectuelle the same days.
    path = tmp_path / "dila.db"
    build([ROOT / "tests" / "cases" / "dila"], path)
    site = Site(path)
    address = "/droit/code-de-la-propriete-intellectuelle/L615-14"
    assert words_of(site.read("/").find("h1")) == "L’histoire du droit français"
    told = site.json(f"{address}.json", site.ask(f"{address}.json").status_code)
    assert len(told["bearers"]) == 2
    # Whatever the day, the texts shown are those of the bearers in force on it, and one alone is a plain answer.
    starts = {one["version"]["start"] for bearer in told["bearers"] for one in bearer}
    seen = set()
    for day in sorted(starts):
        there = f"{address}/{day}"
        answer = site.ask(f"{there}.json")
        held = answer.json()["holding"]
        assert all(one["start"] <= day < (one["end"] or "9999") for one in held) and held
        assert answer.status_code == (200 if len(held) == 1 else 300)
        page = site.read(there, answer.status_code)
        assert len(page.select("section.texte")) == len(held)
        plain = site.ask(f"{there}.txt")
        assert plain.status_code == answer.status_code and ("aucun n’est choisi" in plain.text) == (len(held) > 1)
        seen.add(len(held))
    assert 2 in seen
    assert "cette page n’en choisit aucun" in words_of(site.read(f"{address}/auteurs", 300).main)


def test_a_version_to_come_leads_to_its_own_authors_and_lasts_until_nothing(tmp_path: Path) -> None:
    with store.create(tmp_path / "droit.db") as writer:
        article = writer.add_article(writer.add_text(TextId("CODE", "Code d’essai")), "1")
        start = Bound(Moment(dt.date(2222, 2, 22), DateRule.UNFIXED))
        writer.add_version(article, ["À venir."], start=start, provenance="official", verification="official")
    site = Site(tmp_path / "droit.db")
    page = site.read("/droit/code-d-essai/1")
    said = words_of(page.main)
    assert "Version à partir d’une date à fixer" in said and "depuis le" not in said
    (authors,) = page.find_all("a", string="Qui a écrit ces mots ?")
    assert site.ask(authors["href"]).status_code == 200


def test_a_repealed_and_restored_article(small: Site) -> None:
    page = small.read("/droit/code-civil/R730/1955-01-01")
    assert "n’est plus en vigueur depuis le 1er janvier 1950" in words_of(page.find(role="status"))
    assert any("Abrogé." in words_of(row) for row in page.select("table.versions tr.lacune"))


# --- the pages that prove ----------------------------------------------------------------------------------------


def test_the_lineage_shows_a_guess_as_a_guess(site: Site, sample_path: Path) -> None:
    page = site.read("/droit/filiation")
    rows = {words_of(row.find("th")).split(" Code")[0]: row for row in page.select("table.filiation tbody tr")}
    assert "supposée" in words_of(rows["R. 736"]) and "⇢" in words_of(rows["R. 736"])
    assert "confirmée" in words_of(rows["R. 733"]) and "→" in words_of(rows["R. 733"])
    with open_corpus(sample_path) as corpus:
        links = corpus.lineage()
    assert len(page.select("ul.preuves li")) == sum(len(link.evidence) for link in links)
    findings = words_of(page.find_all("table")[1])
    assert "L. 6325-1" in findings and "L. 6314-1" in findings and "constat" in findings


def test_an_act_shows_every_character_and_every_verdict(site: Site, sample_path: Path) -> None:
    page = site.read("/droit/acte/decret-2003-880")
    data = site.json("/droit/acte/decret-2003-880.json")
    assert "\n".join(p.get_text() for p in _without_calls(page).select(".dispositif > p")) == data["act"]["body"]
    assert sum(data["characters"].values()) == len(data["act"]["body"])
    verdicts = [entry["instruction"]["verdict"] for entry in data["instructions"]]
    assert sorted(set(verdicts)) == ["applied", "pending"]
    shown = [words_of(li) for li in page.select("ol.instructions > li")]
    calls = [
        int(call["id"].removeprefix("p")) for call in site.read("/droit/acte/decret-2003-880").select(".dispositif a")
    ]
    assert calls == [entry["instruction"]["position"] for entry in data["instructions"]]
    assert len(shown) == len(verdicts)
    assert sum("en attente" in words for words in shown) == verdicts.count("pending")


def _without_calls(page: BeautifulSoup) -> BeautifulSoup:
    for call in page.select(".dispositif .appel"):
        call.decompose()
    return page


def test_what_was_refused_or_not_read_stands_out(small: Site) -> None:
    page = small.read("/droit/acte/decret-2005-328")
    assert [span.get_text() for span in page.select(".dispositif .k-unread")] == [
        small.json("/droit/acte/decret-2005-328.json")["act"]["body"][35:41]
    ]
    assert "non lu 6 caractères" in words_of(page.find("dl", class_="legende"))
    refused = next(li for li in page.select(".instruction") if "refusée" in words_of(li))
    assert "mots introuvables" in words_of(refused)


def test_the_quality_page_has_the_repairs_and_the_disagreements(small: Site) -> None:
    page = small.read("/droit/qualite")
    repairs = section(page, "reparations")
    rows = [words_of(row) for row in repairs.select("tbody tr")]
    assert "laissé en l’état" in rows[0] and "•" in rows[0]
    assert "Ž" in rows[1] and "é" in rows[1] and "DŽcr•te" in rows[1]
    assert "La page omet R. 735." in words_of(section(page, "desaccords"))
    assert "mots introuvables" in words_of(section(page, "instructions"))


# --- Datasette's own pages ---------------------------------------------------------------------------------------

_VALUES = {
    "numero": "R. 730",
    "date": "2005-05-01",
    "texte": "code-de-la-sante-publique",
    "du": "2003-01-01",
    "au": "2006-01-01",
}
_OTHER_VALUES = {"articles_isoles": {"date": "2004-05-01"}}
_NOTHING_HERE = {"citations_perimees"}
"""No article that the sample cites is known to have gone; :mod:`tests.test_stale` has such citations."""


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_each_canned_query_answers(site: Site, question: Any) -> None:
    names = re.findall(r":(\w+)", question.sql)
    values = _VALUES | _OTHER_VALUES.get(question.name, {})
    arguments = "&".join(f"{name}={values[name].replace(' ', '+')}" for name in names)
    answer = site.json(f"/permanence/{question.name}.json?_shape=objects&{arguments}")
    assert bool(answer["rows"]) is (question.name not in _NOTHING_HERE), question.name
    assert question.title in words_of(site.read(f"/permanence?_={question.name}").find("body"))


def test_the_query_at_a_date_agrees_with_the_site(site: Site) -> None:
    rows = site.json("/permanence/article_a_une_date.json?_shape=objects&numero=r.730&date=2005-05-01")["rows"]
    version = site.json(f"{CODE}/R730/2005-05-01.json")["version"]
    assert [row["content"] for row in rows] == ["\n".join(version["alineas"])]


def test_the_query_of_a_history_follows_the_renumbering(site: Site) -> None:
    rows = site.json("/permanence/histoire_d_un_article.json?_shape=objects&numero=R6315-1")["rows"]
    assert [row["number_as_published"] for row in rows] == ["R. 730", "R. 730", "R. 6315-1"]


def test_values_of_a_query_are_bound(site: Site) -> None:
    hostile = "R730' OR '1'='1"
    answer = asyncio.run(
        site.datasette.client.get(
            "/permanence/article_a_une_date.json", params={"numero": hostile, "date": "2005-05-01"}
        )
    )
    assert answer.json()["rows"] == []


@pytest.mark.parametrize("table", TABLES + VIEWS, ids=lambda t: t.name)
def test_every_column_is_described(site: Site, table: Any) -> None:
    page = site.read(f"/permanence/{table.name}")
    terms = {words_of(dt_) for dt_ in page.select("dl.column-descriptions dt")}
    assert terms == set(table.columns)
    assert table.meaning.split(" : ")[0] in words_of(page.find(class_="metadata-description"))


# --- where it is active ------------------------------------------------------------------------------------------


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "autre.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE versions (id INTEGER PRIMARY KEY)")
    connection.commit()
    connection.close()
    return path


def test_a_foreign_database_is_left_to_datasette(foreign: Path) -> None:
    site = Site(foreign)
    assert words_of(site.read("/").find("h1")) == "Datasette"
    assert site.ask("/droit").status_code == 404
    assert site.ask("/autre/article_a_une_date").status_code == 404
    assert site.read("/autre/versions").find("dl", class_="column-descriptions") is None


def test_beside_another_database_the_home_stands_at_droit(foreign: Path, corpus_path: Path) -> None:
    site = Site(corpus_path, foreign)
    assert words_of(site.read("/").find("h1")) == "Datasette"
    page = site.read("/droit")
    assert page.find("a", class_="enseigne")["href"] == "/droit"  # type: ignore[index]
    assert site.ask(f"{CODE}/R730").status_code == 200


def test_two_corpora_leave_the_choice_to_datasette(corpus_path: Path, sample_path: Path) -> None:
    site = Site(corpus_path, sample_path)
    assert words_of(site.read("/").find("h1")) == "Datasette"
    assert site.ask("/droit").status_code == 404
    assert site.ask("/permanence/filiation").status_code == 200


@pytest.mark.parametrize(("version", "advice"), [(0, "migrate"), (99, "Chronolex")])
def test_another_schema_is_told(tmp_path: Path, fill: Callable[[Writer], None], version: int, advice: str) -> None:
    path = tmp_path / "autre-schema.db"
    with store.create(path) as writer:
        fill(writer)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    assert advice in words_of(Site(path).read("/droit", 503).main)


def test_datasettes_permissions_hold(corpus_path: Path) -> None:
    closed = Site(corpus_path, metadata={"databases": {corpus_path.stem: {"allow": False}}})
    for address in ("/droit", "/", f"{CODE}/R730", "/droit/qualite.json"):
        assert closed.ask(address).status_code == 403, address


def test_every_link_keeps_the_base_address(corpus_path: Path) -> None:
    site = Site(corpus_path, settings={"base_url": "/loi/"})
    for address in ("/", "/droit/qualite", f"{CODE}/R730"):
        page = site.read(address)
        links = [tag.get("href") or tag.get("action") for tag in page.select("[href], [action]")]
        assert links and all(str(link).startswith(("/loi/", "#")) for link in links), (address, links)


# --- safety ------------------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }}&amp;"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    with store.create(path) as writer:
        _fill_hostile(writer)
    return Site(path)


def _fill_hostile(writer: Writer) -> None:
    source = writer.add_source(Source(HOSTILE, HOSTILE, 3), format=HOSTILE, title=HOSTILE, original=HOSTILE)
    code = writer.add_text(TextId("CODE", f"Code {HOSTILE}"))
    act = writer.add_text(
        TextId("LOI", f"Loi {HOSTILE}", "1-1"), full_title=HOSTILE, body=HOSTILE, visas=[HOSTILE],
        signatories=[HOSTILE], jo_number=HOSTILE, source_id=source,
    )  # fmt: skip
    start = Bound(Moment(dt.date(2000, 1, 1), DateRule.SOURCE), None, None, act, HOSTILE)
    middle = Bound(Moment(dt.date(2001, 1, 1), DateRule.SOURCE), None, None, act, HOSTILE)
    article = writer.add_article(code, "L. 1", HOSTILE)
    named = {"provenance": "official", "verification": "official", "source_id": source}
    writer.add_version(article, [HOSTILE, "avant"], start=start, end=middle, end_cause="modified", **named)
    version = writer.add_version(article, [HOSTILE, HOSTILE + " après"], start=middle, **named)
    other = writer.add_article(code, f"L. 2 {HOSTILE}")
    writer.add_absence(other, dt.date(1999, 1, 1), None, reason=HOSTILE)
    evidence = [EvidenceRecord("sequence", 0.5, HOSTILE)]
    writer.add_lineage(
        (code, f"L. 2 {HOSTILE}"), (code, "L1"), kind="renumbered", status="inferred", score=0.5, evidence=evidence
    )
    writer.add_instruction(
        act, (0, 9), HOSTILE, "refused", kind=HOSTILE, target_text=f"Code {HOSTILE}", target_article="L1",
        place=HOSTILE, reason=HOSTILE, detail=HOSTILE, version_id=version, act_article=HOSTILE,
    )  # fmt: skip
    writer.add_act_spans(act, [((0, 9), "unread", None)])
    parts = {"alinea": HOSTILE, "sentence": HOSTILE, "item": HOSTILE, "method": HOSTILE}
    named = HOSTILE, HOSTILE, HOSTILE, HOSTILE, None
    cited = [
        ReadCitation(0, 8, HOSTILE, named, HOSTILE, HOSTILE, HOSTILE, **parts),
        ReadCitation(0, 8, HOSTILE, OWN, "L1", relation="excluded", **parts),
    ]
    CitationWriter(writer.connection).write([(version, code, cited)])
    settle(writer.connection)
    writer.add_repairs(source, [Edit(0, 8, HOSTILE, HOSTILE + "é", HOSTILE, 0.5)], HOSTILE)
    writer.add_discrepancy(HOSTILE, HOSTILE, HOSTILE, source_id=source, version_id=version)
    writer.set_meta("title", HOSTILE)
    writer.set_meta(HOSTILE, HOSTILE)


def _hostile_addresses(site: Site) -> list[str]:
    slug = site.json("/droit.json")["texts"][0]["slug"]
    other = write_number(f"L. 2 {HOSTILE}")
    search = "/droit/recherche?q=%3Cscript%3Ealert(1)%3C/script%3E%22%20onfocus=alert(1)"
    return [
        "/", search, "/droit/recherche?q=script", "/droit/filiation", "/droit/qualite", f"/droit/{slug}",
        f"/droit/{slug}/L1", f"/droit/{slug}/L1/2000-06-01", f"/droit/{slug}/{other}", "/droit/acte/loi-1-1",
        f"/droit/{slug}/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/droit/%22%3E%3Cscript%3E",
        f"/droit/{slug}/L1/%3Cscript%3E",
    ]  # fmt: skip


def test_hostile_text_never_becomes_markup(hostile: Site) -> None:
    shown = 0
    for address in _hostile_addresses(hostile):
        response = hostile.ask(address)
        assert response.status_code in {200, 400, 404}, (address, response.text[-300:])
        page = BeautifulSoup(response.text, "html.parser")
        assert not page.select("script, img, iframe, object, style"), address
        for tag in page.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on") or name == "style"], (address, tag)
            assert "javascript:" not in str(tag.get("href", "")), address
        assert ">49" not in response.text and " 49" not in page.get_text(), address
        shown += page.get_text().count("<script>alert(1)</script>")
    assert shown > 20  # the words themselves are shown, as words


def test_every_answer_forbids_scripts_and_anything_from_elsewhere(site: Site) -> None:
    for address in ("/", f"{CODE}/R730", "/droit/qualite.json", f"{CODE}/R739", "/droit/statique/chronolex.css"):
        policy = site.ask(address).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy and "script-src" not in policy


def test_no_page_asks_for_anything_elsewhere(site: Site) -> None:
    for address in ("/", f"{CODE}/R730/2005-05-01", "/droit/filiation", "/droit/acte/decret-2005-328"):
        html = site.ask(address).text
        assert re.findall(r"(?:src|href|action)=\"(?!/|#)[^\"]*", html) == []
    css = (ROOT / "chronolex" / "site" / "static" / "chronolex.css").read_text("utf-8")
    assert "url(" not in css.replace("url(#", "") and "@import" not in css


def test_a_static_file_is_one_of_ours(site: Site) -> None:
    style = site.read("/").find("link", rel="stylesheet")
    assert isinstance(style, Tag)
    answer = site.ask(str(style["href"]))
    assert answer.headers["content-type"].startswith("text/css") and "immutable" in answer.headers["cache-control"]
    for name in ("plugin.py", "..%2fplugin.py", "layout.html"):
        assert site.ask(f"/droit/statique/{name}").status_code in {404, 302}


def test_pages_are_only_read(site: Site) -> None:
    assert site.ask("/droit/qualite", "post").status_code in {403, 405}


def test_many_readers_at_once(site: Site) -> None:
    async def read_all() -> list[int]:
        paths = [f"{CODE}/R730", "/droit/filiation", f"{CODE}/R6315-1/2010-05-01", "/droit/recherche?q=soins"] * 6
        answers = await asyncio.gather(*(site.datasette.client.get(path) for path in paths))
        return [answer.status_code for answer in answers]

    assert set(asyncio.run(read_all())) == {200}


# --- every page ---------------------------------------------------------------------------------------------------


def _crawl(site: Site) -> Iterator[tuple[str, BeautifulSoup]]:
    """Follow every link of the site from its home; Datasette's own pages are not followed."""
    queue, seen = ["/"], {"/"}
    while queue:
        address = queue.pop(0)
        page = site.read(address)
        yield address, page
        for link in page.find_all("a", href=True):
            there = urlsplit(str(link["href"]))
            path = there.path + (f"?{there.query}" if there.query else "")
            other_form = there.path.endswith((".json", ".csv", ".atom"))
            if there.path.startswith("/droit") and _is_made(there.path) and not other_form and path not in seen:
                seen.add(path)
                queue.append(path)


def _is_made(path: str) -> bool:
    """True unless it is the address of a comparison and this site has no page of that kind."""
    return not path.startswith("/droit/comparer/") or any("/comparer" in pattern for pattern, _ in PAGES)


def test_every_link_answers_and_every_page_is_well_made(site: Site) -> None:
    pages = {}
    for address, page in _crawl(site):
        pages[address] = page
        assert page.html is not None and page.html["lang"] == "fr"
        assert len(page.find_all("h1")) == 1, address
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), (address, [i for i in ids if ids.count(i) > 1])
        for field in page.find_all(["input", "select"], attrs={"type": lambda kind: kind != "hidden"}):
            assert page.find("label", attrs={"for": field["id"]}) is not None, (address, field)
        for tag in page.find_all(attrs={"aria-labelledby": True}):
            assert set(str(tag["aria-labelledby"]).split()) <= set(ids), (address, tag["aria-labelledby"])
        levels = [int(tag.name[1]) for tag in page.find_all(re.compile("^h[1-6]$"))]
        assert all(b - a <= 1 for a, b in pairwise(levels)), (address, levels)
    assert len(pages) > 40
    _check_anchors(pages)


def _check_anchors(pages: dict[str, BeautifulSoup]) -> None:
    for address, page in pages.items():
        for link in page.find_all("a", href=re.compile("#")):
            path, _, anchor = str(link["href"]).partition("#")
            target = pages.get(path or address)
            assert target is not None and target.find(id=anchor) is not None, (address, link["href"])


def test_every_page_is_json_too(site: Site) -> None:
    for address in (
        "/",
        CODE,
        f"{CODE}/R730/2005-05-01",
        "/droit/filiation",
        "/droit/qualite",
        "/droit/acte/decret-2003-880",
    ):
        alternate = site.read(address).find("link", rel="alternate")
        assert isinstance(alternate, Tag)
        assert isinstance(site.json(str(alternate["href"])), dict)
    assert site.json("/.json").keys() == {"permanence"}  # Datasette's own index stays for programs


def test_the_pages_of_the_site_are_no_text() -> None:
    pages = {pattern.split("/")[2].split("(")[0] for pattern, _ in PAGES if pattern.count("/") >= 2}
    assert {name for name in pages if name and name != "?"} <= RESERVED


# --- the timeline --------------------------------------------------------------------------------------------------


def _version(number: str, start: dt.date, end: dt.date | None, rank: int) -> Version:
    unknown = dict.fromkeys(
        ("law_start", "law_end", "law_start_rule", "law_end_rule", "publication", "end_publication", "act",
         "act_article", "end_act", "end_act_article", "source")
    )  # fmt: skip
    return Version(
        id=rank, text="Code <b>", text_slug="code", number=number, number_as_published=number, start=start, end=end,
        start_rule=DateRule.SOURCE, end_rule=DateRule.SOURCE if end else None,
        end_cause="modified" if end else None, provenance="official", verification="official", alineas=("a",),
        **unknown,  # type: ignore[arg-type]
    )  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> list[Version | Gap]:
    days = draw(st.lists(st.dates(dt.date(1804, 3, 21), dt.date(2100, 1, 1)), min_size=2, max_size=12, unique=True))
    days.sort()
    entries: list[Version | Gap] = []
    for rank, start in enumerate(days):
        end = days[rank + 1] if rank + 1 < len(days) else None
        number = "R730" if rank < len(days) // 2 else "R6315-1"
        if draw(st.booleans()):
            entries.append(_version(number, start, end, rank))
        else:
            entries.append(Gap(start, end, "Code <b>", (number,), reason="Raison <i>."))
    return entries


@given(histories(), st.one_of(st.none(), st.dates(dt.date(1700, 1, 1), dt.date(2300, 1, 1))))
def test_a_timeline_keeps_the_order_of_the_dates(entries: list[Version | Gap], selected: dt.date | None) -> None:
    timeline = lay_out(entries, (), width=600, selected=selected)
    assert timeline is not None
    bars = [bar for lane in timeline.lanes for bar in lane.bars]
    assert len(bars) == len(entries)
    for bar in bars:
        assert 0 <= bar.x <= bar.x + bar.width <= timeline.width + 0.01
    by_date = sorted(bars, key=lambda bar: bar.entry.start)
    assert [bar.x for bar in by_date] == sorted(bar.x for bar in bars)
    if timeline.selected:
        x, _ = timeline.selected
        assert all(bar.x - 0.01 <= x <= bar.x + bar.width + 0.01 for bar in bars if bar.selected)


@given(histories())
def test_a_drawing_is_sound_and_tells_all_in_words(entries: list[Version | Gap]) -> None:
    timeline = lay_out(entries, (), width=350)
    assert timeline is not None
    svg = ElementTree.fromstring(str(draw(timeline, "f", lambda entry: "/x?a=1&b=<2>")))
    names = {"s": "http://www.w3.org/2000/svg"}
    description = svg.findtext("s:desc", namespaces=names) or ""
    for entry in entries:
        assert str(entry.start.year) in description
    assert description.count("lacune") >= sum(isinstance(entry, Gap) for entry in entries)
    assert not svg.findall(".//s:b", names) and not svg.findall(".//s:i", names)
    assert not [e for e in svg.iter() if "style" in e.attrib]


def test_a_renumbering_is_an_arrow_between_two_lanes() -> None:
    end = dt.date(2005, 7, 26)
    link = LineageLink(
        "Code <b>", "code", "R730", "Code <b>", "code", "R6315-1", "renumbered", "inferred", 0.5, end
    )  # fmt: skip
    entries = [_version("R730", dt.date(2003, 9, 16), end, 1), Gap(end, None, "Code <b>", ("R730", "R6315-1"))]
    timeline = lay_out(entries, (link,), width=600)
    assert timeline is not None
    assert [lane.number for lane in timeline.lanes] == ["R730", "R6315-1"]
    (arrow,) = timeline.arrows
    assert arrow.x1 == arrow.x2 and arrow.y1 < arrow.y2
    svg = str(draw(timeline, "f", lambda entry: None))
    assert "supposee" in svg and "R. 730 deviendrait R. 6315-1 le 26 juillet 2005" in svg


def test_a_history_without_dates_has_no_picture() -> None:
    assert lay_out([], (), width=600) is None


# --- small pure parts ----------------------------------------------------------------------------------------------


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_cutting_an_alinea_loses_nothing(alinea: str, spans: list[tuple[int, int]]) -> None:
    places = [((a, b), Link("/x")) for a, b in sorted(spans) if a < b <= len(alinea)]
    words = cut_alinea(alinea, places)
    assert "".join(w.text for w in words) == alinea
    assert bool(places) == any(w.link for w in words)


@given(st.text(alphabet="ab \n«", max_size=80), st.lists(st.integers(0, 80), max_size=8))
def test_cutting_a_body_loses_nothing(body: str, marks: list[int]) -> None:
    cuts = sorted({mark for mark in marks if mark <= len(body)})
    stretches = [Stretch(a, b, "operation") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    lines = list(cut_lines(body, stretches))
    assert "\n".join("".join(passage.text for passage in line) for line in lines) == body
    covered = sum(len(p.text) for line in lines for p in line if p.kind)
    assert covered == sum(body[s.start : s.end].replace("\n", "").__len__() for s in stretches)


def test_cutting_an_excerpt_at_its_matches() -> None:
    assert cut_matches("un médecin ici", [(3, 10)]) == [("un ", False), ("médecin", True), (" ici", False)]


@given(st.from_regex(r"(?:L|R\*?|D)\d{1,4}(?:-\d{1,3}){0,2}(?: bis| ter ZD)?", fullmatch=True))
def test_an_address_gives_its_number_back(number: str) -> None:
    assert read_number(write_number(number)) == canonical_number(number)
    assert not set(write_number(number)) & set(" /?#")


@pytest.mark.parametrize("number", ["221-II-1/13", "Annexe à l'article R127-3", "-0 W", "235 ter ZD bis", "R*123-4"])
def test_an_unusual_number_has_an_address(number: str) -> None:
    assert read_number(write_number(number)) == canonical_number(number)


def test_french_figures() -> None:
    sizes = {
        0: "0 octet",
        1: "1 octet",
        7_680: "7,5 Ko",
        5_000_000: "4,8 Mo",
        1_048_575: "1 Mo",
        3 * 1024**4: "3\u202f072 Go",
    }
    assert {size: write_size(size) for size in sizes} == sizes
    assert (plural(0, "version"), plural(1, "version"), plural(2, "version")) == (
        "0 version",
        "1 version",
        "2 versions",
    )


def test_every_meaning_of_a_citation_has_french_words() -> None:
    known = {*STATE_STATUSES, *ADDRESS_STATUSES, "reassigned", "unresolved"}
    assert known == set(VOCABULARY["citation"])


def test_each_part_of_the_style_sheet_is_closed_before_the_next() -> None:
    depth = 0
    for line in static_file("chronolex.css")[0].decode().splitlines():
        assert depth == 0 or not line.startswith("/*"), line
        words = re.sub(r'"[^"]*"|/\*.*?\*/', "", line)
        depth += words.count("{") - words.count("}")
    assert depth == 0


def test_json_is_plain(site: Site) -> None:
    data = site.json(f"{CODE}/R730/2005-05-01.json")
    assert json.loads(json.dumps(data)) == data
    assert data["sentence"].startswith("L’article R. 730")
    assert data["version"]["start"] == "2005-04-08" and data["version"]["start_rule"] == "jo"
