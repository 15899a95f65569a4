"""A text at a date, addresses by identifier, the search with its filters, and what tells a copy from a newer one."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import shutil
import sqlite3
import time
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import Tag
from hypothesis import given
from hypothesis import strategies as st

from chronolex.build import build
from chronolex.national import update
from chronolex.site.text import say_state
from chronolex.site.tree import MOST_WHOLE
from chronolex.site.validators import make_validators
from corpus import finding, store
from corpus.answers import Version
from corpus.dates import DateRule, Moment
from corpus.errors import UnknownText
from corpus.figures import count_figures, forget_figures, read_figures, write_figures
from corpus.finding import Wanted, find_articles
from corpus.model import TextId
from corpus.reading import open_corpus
from corpus.store import Bound, Writer
from corpus.text_days import Life, TextLife, read_days, read_lives, state_on
from tests.reading_room import Site, words_of

ROOT = Path(__file__).parent.parent
SAMPLE = "/droit/code-de-la-sante-publique"
CIVIL = "/droit/code-civil"
CPI = "/droit/code-de-la-propriete-intellectuelle"


@pytest.fixture(scope="module")
def sample_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("text") / "permanence.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    return path


@pytest.fixture(scope="module")
def site(sample_path: Path) -> Site:
    return Site(sample_path, served=True)


@pytest.fixture(scope="module")
def dila_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("text") / "dila.db"
    build([ROOT / "tests" / "cases" / "dila"], path)
    return path


@pytest.fixture(scope="module")
def dila(dila_path: Path) -> Site:
    return Site(dila_path)


# --- a text on a day ---------------------------------------------------------------------------------------------


def test_a_text_without_contents_lists_its_articles_with_their_state_that_day(site: Site) -> None:
    page = site.read(f"{SAMPLE}/au/2005-05-01")
    rows = {words_of(row.find("th")): words_of(row.find("td")) for row in page.select("tbody tr")}
    assert rows["R. 730"] == "en vigueur depuis le 8 avril 2005"
    assert rows["R. 6315-1"] == "rien de connu avant le 26 juillet 2005"
    assert rows["L. 6314-1"] == "texte manquant depuis le 22 juin 2000"
    later = site.read(f"{SAMPLE}/au/2006-01-01")
    rows = {words_of(row.find("th")): words_of(row.find("td")) for row in later.select("tbody tr")}
    assert rows["R. 730"] == "abrogé le 26 juillet 2005 ; devenu R. 6315-1"
    link = later.find("a", string="R. 730")
    assert isinstance(link, Tag) and link["href"] == f"{SAMPLE}/R730/2006-01-01"


def test_the_states_of_a_text_are_those_that_its_articles_pages_say(site: Site) -> None:
    kinds = {"in-force": "in-force", "ended": "ended", "not-yet": "not-yet", "missing": "missing"}
    for day in ("2003-09-16", "2005-05-01", "2005-07-26", "2010-05-01", "2020-01-01"):
        for entry in site.json(f"{SAMPLE}/au/{day}.json")["articles"]:
            status = site.json(entry["address"] + ".json")["status"]["kind"]
            # «rien de connu avant» includes an article whose days are known before its text is.
            assert kinds[entry["state"]] == status or {entry["state"], status} == {"not-yet", "missing"}, (day, entry)


def test_a_text_leads_to_the_days_on_which_it_changes(site: Site, sample_path: Path) -> None:
    changes: set[tuple[dt.date, str]] = set()
    with open_corpus(sample_path) as corpus:
        for number in {v.number for v in corpus.versions()} | {"L6314-1", "R6315-2", "R6315-3", "R6315-4"}:
            for entry in corpus.lines.entries(("code-de-la-sante-publique", number)):
                known = (entry.start, entry.end) if isinstance(entry, Version) else entry.known_starts
                changes |= {(day, number) for day in known if day}
    days = sorted({day for day, _ in changes})
    for before, after in pairwise(days):
        between = before + (after - before) / 2
        data = site.json(f"{SAMPLE}/au/{between.isoformat()}.json")
        at = data["before"] if between > before else data["on_day"]
        assert at["date"] == before.isoformat() and data["after"]["date"] == after.isoformat()
        changed = {number for day, number in changes if day == after}
        assert data["after"]["articles"] == len(changed)
    page = site.read(f"{SAMPLE}/au/{days[1].isoformat()}")
    nav = page.find("nav", class_="changements-voisins")
    assert isinstance(nav, Tag)
    prev, following = nav.find("a", rel="prev"), nav.find("a", rel="next")
    assert isinstance(prev, Tag) and prev["href"] == f"{SAMPLE}/au/{days[0].isoformat()}"
    assert isinstance(following, Tag) and following["href"] == f"{SAMPLE}/au/{days[2].isoformat()}"
    assert "Ce jour-là" in words_of(nav)
    first = site.read(f"{SAMPLE}/au/1990-01-01").find("nav", class_="changements-voisins")
    assert isinstance(first, Tag) and "Aucun changement connu avant" in words_of(first)


def test_the_contents_of_a_text_are_those_of_the_day(dila: Site, dila_path: Path) -> None:
    with open_corpus(dila_path) as corpus:
        for slug in ("code-civil", "code-de-la-propriete-intellectuelle"):
            for day in ("1990-01-01", "2005-05-01", "2018-07-01"):
                lines = corpus.text(slug).at(day).contents()
                data = dila.json(f"/droit/{slug}/au/{day}.json")
                told = [*flat(data["contents"])]
                assert told == [(not line.is_section, line.title or line.number) for line in lines], (slug, day)


def flat(children: list[Any]) -> Any:
    for child in children:
        if "title" in child:
            yield False, child["title"]
            yield from flat(child["children"] or [])
        else:
            yield True, child["number"]


def test_every_article_of_the_contents_is_linked_at_the_day(dila: Site) -> None:
    page = dila.read(f"{CIVIL}/au/2018-07-01")
    links = page.select("ul.plan li:not(.division) > a")
    assert links and all(str(a["href"]).endswith("/2018-07-01") for a in links)
    for link in links[:5]:
        assert dila.ask(str(link["href"])).status_code == 200
    assert all(d.find("summary") for d in page.select("ul.plan details"))


def test_a_division_asked_for_stands_open_and_its_way_is_told(dila: Site) -> None:
    page = dila.read(f"{CPI}/au/2018-07-01")
    inner = page.select("ul.plan .division")[-1]
    key = str(inner["id"])
    opened = dila.read(f"{CPI}/au/2018-07-01?section={key.lower()}")
    asked = opened.find(id=key)
    assert isinstance(asked, Tag) and "demandee" in asked["class"]
    for division in [asked, *asked.find_parents("li", class_="division")]:
        details = division.find("details")
        assert isinstance(details, Tag) and details.has_attr("open")
    assert len(opened.select("nav.fil a")) >= 2
    assert dila.read(f"{CPI}/au/2018-07-01?section=LEGISCTA999999999999", 404)
    assert "n’est pas l’identifiant" in words_of(dila.read(f"{CPI}?section=livre", 404).find(role="status"))


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        (f"{SAMPLE}/au", SAMPLE),
        (f"{SAMPLE}?date=2005-05-01", f"{SAMPLE}/au/2005-05-01"),
        (f"{SAMPLE}/au/2005-05-01?date=", SAMPLE),
        (f"{SAMPLE}/au/1er%20mai%202005", f"{SAMPLE}/au/2005-05-01"),
        (f"{SAMPLE}/au/1er%20mai%202005.json", f"{SAMPLE}/au/2005-05-01.json"),
        (f"/droit/{quote('Code de la santé publique')}/au/2005-05-01", f"{SAMPLE}/au/2005-05-01"),
        (f"{SAMPLE}/au/2005-05-01?article=r.+730", f"{SAMPLE}/R730/2005-05-01"),
        (f"{SAMPLE}?article=R+6315-1", f"{SAMPLE}/R6315-1"),
        ("/droit/decret-2005-328/au/2005-05-01", "/droit/acte/decret-2005-328"),
    ],
)
def test_a_text_has_one_address_a_day(site: Site, asked: str, canonical: str) -> None:
    answer = site.ask(asked)
    assert (answer.status_code, answer.headers["location"]) == (302, canonical)
    assert site.ask(canonical).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        (f"{SAMPLE}/au/2005-02-30", 400, "2005-02-30"),
        (f"{SAMPLE}/au/jamais", 400, "jamais"),
        (f"{SAMPLE}/au/2005-05-01?article=R+739", 404, "ne connaît pas d’article R. 739"),
        ("/droit/code-de-la-sante-publiqe", 404, "ne connaît pas de texte"),
        ("/droit/code-de-la-sante-publiqe/au/2005-05-01", 404, "ne connaît pas de texte"),
        ("/droit/code-de-la-sante-publiqe/R730", 404, "ne connaît pas de texte"),
        ("/droit/LEGIARTI999999999999", 404, "ne connaît pas l’identifiant LEGIARTI999999999999"),
        ("/eli/decret/2005/4/7/XXXX0521313D/jo/texte", 404, "ne connaît pas de decret XXXX0521313D"),
        ("/eli/decret/2005/2/30/SANH0521313D/jo/texte", 400, "2005-02-30"),
    ],
)
def test_what_is_not_there_says_why_and_leads_on(site: Site, address: str, status: int, sentence: str) -> None:
    page = site.read(address, status)
    assert sentence in words_of(page.find(role="status"))
    if "publiqe" in address:
        assert page.find("a", href=SAMPLE) is not None
    if "XXXX" in address:
        assert page.find("a", href="/droit/decret-2005-328") is not None


def test_a_title_says_the_article_the_text_and_the_day(site: Site) -> None:
    def title(address: str) -> str:
        return words_of(site.read(address).find("title"))

    assert title(f"{SAMPLE}/au/2005-05-01") == "Code de la santé publique au 1er mai 2005 · Chronolex"
    assert title(f"{SAMPLE}/R730/2005-05-01") == (
        "Article R. 730 au 1er mai 2005 · Code de la santé publique · Chronolex"
    )
    assert title(f"{SAMPLE}/R730") == "Article R. 730 · Code de la santé publique · Chronolex"


def test_a_text_that_is_no_more_or_not_yet_is_shown_at_its_last_or_first_day() -> None:
    day, today = dt.date(2010, 1, 1), dt.date(2024, 1, 1)
    ended, later = TextLife(dt.date(1990, 1, 1), day), TextLife(dt.date(2030, 1, 1), None)
    kind, sentence = say_state(ended, dt.date(2009, 12, 31), {}, today)
    assert kind == "ended" and "n’est plus en vigueur depuis le 1er janvier 2010" in sentence
    assert sentence.endswith("Il est montré à son dernier jour, le 31 décembre 2009.")
    kind, sentence = say_state(later, dt.date(2030, 1, 1), {}, today)
    assert kind == "not-yet" and sentence.endswith("Il est montré à son premier jour, le 1er janvier 2030.")
    assert say_state(ended, dt.date(2000, 1, 1), {"in-force": 2})[1].endswith(
        "le corpus en connaît 2 articles à cette date."
    )
    assert say_state(TextLife(None, None), today, {"in-force": 1}) == (
        "known",
        "Le 1er janvier 2024, le corpus connaît 1 article en vigueur de ce texte.",
    )


def test_every_page_tells_its_canonical_address(site: Site) -> None:
    for address in ("/", f"{SAMPLE}/au/2005-05-01", SAMPLE, f"{SAMPLE}/R730/2005-05-01", "/droit/recherche?q=soins"):
        link = site.read(address).find("link", rel="canonical")
        assert isinstance(link, Tag) and link["href"] == address


_DAYS = st.dates(dt.date(1990, 1, 1), dt.date(1990, 2, 28)).map(dt.date.isoformat)


@st.composite
def lives(draw: st.DrawFn) -> list[Life]:
    """The lives of one article: versions that do not overlap, and absences between some of them."""
    marks = sorted(draw(st.lists(_DAYS, min_size=2, max_size=8, unique=True)))
    pieces = []
    for start, end in pairwise(marks):
        kind = draw(st.sampled_from(["version", "absence", "hole"]))
        if kind != "hole":
            cause = draw(st.sampled_from(["modified", "repealed", "renumbered"])) if kind == "version" else None
            pieces.append(Life("1", start, end, cause, kind == "absence"))
    if draw(st.booleans()):
        pieces.append(Life("1", marks[-1], None, None, False))
    return pieces


@given(lives(), _DAYS)
def test_an_article_is_in_force_exactly_when_a_version_holds(pieces: list[Life], day: str) -> None:
    if not pieces:
        return
    state = state_on(pieces, day)
    holding = [p for p in pieces if (p.start or "") <= day and (p.end is None or day < p.end)]
    assert (state.state == "in-force") == any(not p.absent for p in holding)
    if state.state == "not-yet":
        assert all((p.start or "") > day for p in pieces)
    if state.state == "ended":
        assert not holding and state.since is not None and state.since <= day


def test_an_article_without_any_date_is_missing() -> None:
    assert state_on([Life("1", None, None, None, False)], "2000-01-01").state == "missing"


def test_a_text_known_by_its_name_alone_says_so_and_one_that_acted_leads_to_what_it_did(
    site: Site, tmp_path: Path
) -> None:
    assert site.ask("/droit/decret-2005-840").headers["location"] == "/droit/acte/decret-2005-840"
    with store.create(tmp_path / "nom.db") as writer:
        writer.add_text(TextId("LOI", "Loi n° 731", "731"))
    page = Site(tmp_path / "nom.db").read("/droit/loi-731")
    assert "ne le connaît que par son nom" in words_of(page.main)
    assert page.find("nav", class_="changements-voisins") is None


# --- a text that is too large for one page -----------------------------------------------------------------------

_ROOT, _SECTION, _ARTICLE = 1_000000000001, 3_000000000000, 2_000000000000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Three books of three titles of 400 articles: more than a page holds whole."""
    path = tmp_path_factory.mktemp("large") / "large.db"
    with store.create(path) as writer:
        text = writer.add_text(TextId("CODE", "Code géant"))
        _fill_large(writer.connection, text)
    return Site(path)


def _fill_large(base: sqlite3.Connection, text: int) -> None:
    base.execute("PRAGMA defer_foreign_keys = ON")
    base.execute(
        "INSERT INTO text_versions (id, text_id, nature, title, start) "
        "VALUES (?, ?, 'CODE', 'Code géant', '2000-01-01')",
        (_ROOT, text),
    )
    number = 0
    for book in range(1, 4):
        key = _SECTION + book
        base.execute("INSERT INTO sections (id, text_id, title) VALUES (?, ?, ?)", (key, text, f"Livre {book}"))
        base.execute("INSERT INTO contents VALUES (?, ?, ?, '2000-01-01', NULL, NULL, NULL)", (_ROOT, book, key))
        for title in range(1, 4):
            inner = _SECTION + 10 * book + title
            base.execute("INSERT INTO sections (id, text_id, title) VALUES (?, ?, ?)", (inner, text, f"Titre {title}"))
            base.execute("INSERT INTO contents VALUES (?, ?, ?, '2000-01-01', NULL, NULL, NULL)", (key, title, inner))
            for place in range(400):
                number += 1
                _add_article(base, text, inner, place, number)


def _add_article(base: sqlite3.Connection, text: int, section: int, place: int, number: int) -> None:
    base.execute(
        "INSERT INTO articles (id, text_id, number, number_as_published, sort_key) VALUES (?, ?, ?, ?, ?)",
        (number, text, str(number), str(number), f"{number:06d}"),
    )
    base.execute(
        "INSERT INTO versions (id, article_id, start, start_rule, provenance, verification) "
        "VALUES (?, ?, '2000-01-01', 'source', 'official', 'official')",
        (_ARTICLE + number, number),
    )
    row = (section, place, _ARTICLE + number, str(number))
    base.execute("INSERT INTO contents VALUES (?, ?, ?, '2000-01-01', NULL, ?, 'VIGUEUR')", row)


def test_of_a_very_large_text_a_page_holds_what_stands_open(large: Site) -> None:
    data = large.json("/droit/code-geant/au/2005-05-01.json")
    assert data["counts"]["in-force"] == 3600 > MOST_WHOLE
    page = large.read("/droit/code-geant/au/2005-05-01")
    assert not page.select("ul.plan li:not(.division)")
    titles = page.select("ul.plan .division .division > a")
    assert words_of(page.select(".division .division")[0]) == "Titre 1 400 articles, 1er à 400"
    assert len([a for a in titles if "ancre" not in a.get("class", [])]) == 9
    opened = large.read(str(titles[4]["href"]))
    numbers = [a.get_text() for a in opened.select("ul.plan li:not(.division) > a")]
    assert numbers == [str(n) for n in range(1601, 2001)]


# --- identifiers and ELI -----------------------------------------------------------------------------------------


def test_dilas_identifiers_lead_to_the_permanent_address_for_good(dila: Site, dila_path: Path) -> None:
    with open_corpus(dila_path) as corpus:
        versions = [v for v in corpus.versions() if v.dila_id]
    for version in versions:
        answer = dila.ask(f"/droit/{version.dila_id}")
        assert answer.status_code == 301
        there = str(answer.headers["location"])
        assert there.endswith(f"/{version.start.isoformat()}") and version.text_slug in there
        assert dila.ask(f"/droit/{str(version.dila_id).lower()}.json").headers["location"] == f"{there}.json"
    assert dila.ask("/droit/LEGITEXT000006069414").headers["location"] == CPI
    assert dila.ask("/droit/legitext000006069414").headers["location"] == CPI


def test_a_division_leads_to_the_text_open_there(dila: Site, dila_path: Path) -> None:
    base = sqlite3.connect(dila_path)
    keys = [key for (key,) in base.execute("SELECT id FROM sections WHERE id IN (SELECT child_id FROM contents)")]
    base.close()
    assert keys
    for key in keys:
        answer = dila.ask(f"/droit/LEGISCTA{key % 10**12:012d}")
        assert answer.status_code == 302  # where it stands depends on today
        opened = dila.ask(answer.headers["location"])
        assert opened.status_code == 200
        assert ("section=LEGISCTA" in answer.headers["location"]) == ("demandee" in opened.text)


@pytest.mark.parametrize(
    ("stays", "opens_at"),
    [
        ([("2000-01-01", "2100-01-01"), ("2100-01-01", None)], None),
        ([("2000-01-01", "2010-01-01"), ("2100-01-01", None)], "2000-01-01"),
        ([("2000-01-01", "2004-01-01"), ("2004-01-01", "2010-01-01")], "2004-01-01"),
        ([("2100-01-01", "2110-01-01"), ("2110-01-01", None)], "2100-01-01"),
    ],
)
def test_a_division_that_moves_is_opened_where_it_stands_today(
    dila_path: Path, tmp_path: Path, stays: list[tuple[str, str | None]], opens_at: str | None
) -> None:
    path = tmp_path / "moves.db"
    shutil.copy(dila_path, path)
    base = sqlite3.connect(path)
    key, parent = base.execute(
        "SELECT c.child_id, c.parent_id FROM contents c JOIN sections s ON s.id = c.child_id "
        "JOIN text_versions t ON t.id = c.parent_id LIMIT 1"
    ).fetchone()
    base.execute("DELETE FROM contents WHERE child_id = ?", (key,))
    for position, (start, end) in enumerate(stays, 1000):
        row = (parent, position, key, start, end)
        base.execute('INSERT INTO contents (parent_id, position, child_id, start, "end") VALUES (?, ?, ?, ?, ?)', row)
    base.commit()
    base.close()
    there = Site(path).led(f"/droit/LEGISCTA{key % 10**12:012d}").partition("?")[0]
    assert there.partition("/au/")[2] == (opens_at or "")


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/eli/decret/2005/4/7/SANH0521313D/jo/texte", "/droit/acte/decret-2005-328"),
        ("/eli/decret/2005/4/7/sanh0521313d/jo/texte", "/droit/acte/decret-2005-328"),
        ("/eli/decret/2005/4/7/2005-328/jo/texte", "/droit/acte/decret-2005-328"),
        ("/eli/decret/2005/4/7/SANH0521313D", "/droit/acte/decret-2005-328"),
        ("/droit/eli/decret/2005/4/7/SANH0521313D/jo/texte", "/droit/acte/decret-2005-328"),
        ("/eli/decret/2005/4/7/SANH0521313D/jo/article_1", "/droit/acte/decret-2005-328"),
        ("/eli/decret/2005/4/7/SANH0521313D/jo/texte.json", "/droit/acte/decret-2005-328.json"),
        ("/eli/decret/2005/7/20/2005-840/jo/texte", "/droit/decret-2005-840"),
    ],
)
def test_an_eli_leads_to_its_act_for_good(site: Site, address: str, there: str) -> None:
    answer = site.ask(address)
    assert (answer.status_code, answer.headers["location"]) == (301, there)


def test_an_eli_keeps_the_base_address(sample_path: Path) -> None:
    site = Site(sample_path, settings={"base_url": "/loi/"})
    assert site.ask("/eli/decret/2005/4/7/SANH0521313D/jo/texte").headers["location"].startswith("/loi/droit/acte/")


def test_an_article_of_an_act_has_its_eli(tmp_path: Path) -> None:
    path = tmp_path / "loi.db"
    with store.create(path) as writer:
        law = writer.add_text(TextId("LOI", "Loi n° 2016-1", "2016-1", dt.date(2016, 8, 8), "ETSX1604461L"))
        article = writer.add_article(law, "1er")
        start = Bound(Moment(dt.date(2016, 8, 9), DateRule.SOURCE), None, None, None, None)
        writer.add_version(article, ["Un."], start=start, provenance="official", verification="official")
    site = Site(path)
    at = "/eli/loi/2016/8/8/ETSX1604461L"
    assert site.ask(f"{at}/jo/texte").headers["location"] == "/droit/loi-2016-1"
    assert site.ask(f"{at}/jo/article_1").headers["location"] == "/droit/loi-2016-1/1"
    assert site.ask(f"{at}/lc/2017-01-01/article_1").headers["location"] == "/droit/loi-2016-1/1/2017-01-01"
    assert site.ask(f"{at}/lc/2017-01-01/texte").headers["location"] == "/droit/loi-2016-1/au/2017-01-01"
    assert "ne connaît pas d’article 9" in words_of(site.read(f"{at}/jo/article_9", 404).find(role="status"))
    # Another law of that number, on another day, is not it.
    assert site.ask("/eli/loi/2016/8/9/2016-1/jo/texte").status_code == 404
    assert site.ask("/eli/decret/2016/8/8/2016-1/jo/texte").status_code == 404


# --- plain text --------------------------------------------------------------------------------------------------


def test_the_law_at_a_date_as_plain_text(site: Site, sample_path: Path) -> None:
    with open_corpus(sample_path) as corpus:
        version = corpus.article("R730").at("2005-05-01")
    assert version is not None
    answer = site.ask(f"{SAMPLE}/R730/2005-05-01.txt")
    assert answer.text == version.content + "\n"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["link"] == f'<{SAMPLE}/R730/2005-05-01>; rel="canonical"'
    assert site.ask(f"{SAMPLE}/r.%20730/2005-05-01.txt").headers["location"] == f"{SAMPLE}/R730/2005-05-01.txt"
    loi = site.ask(f"{SAMPLE}/R730/2005-04-08.txt?dates=loi").text
    assert loi != site.ask(f"{SAMPLE}/R730/2005-04-08.txt").text


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("R730/2008-05-01", 404, "n’est plus en vigueur"),
        ("R730", 404, "n’est plus en vigueur"),
        ("R739/2005-05-01", 404, "ne connaît pas d’article R. 739"),
        ("R730/jamais", 400, "jamais"),
    ],
)
def test_a_script_is_told_in_a_sentence_why_there_is_no_text(site: Site, path: str, status: int, sentence: str) -> None:
    answer = site.ask(f"{SAMPLE}/{path}.txt")
    assert answer.status_code == status and sentence in answer.text
    assert answer.headers["content-type"].startswith("text/plain") and "<" not in answer.text


# --- copies ------------------------------------------------------------------------------------------------------

_KEPT = [
    "/",
    f"{SAMPLE}/au/2005-05-01",
    f"{SAMPLE}/R730.json",
    f"{SAMPLE}/R730/2005-05-01.txt",
    "/droit/recherche?q=soins",
]


@pytest.mark.parametrize("address", _KEPT)
def test_a_copy_that_is_still_good_is_not_sent_again(site: Site, address: str) -> None:
    first = site.ask(address)
    assert first.headers["cache-control"].startswith("public")
    again = site.ask(address, If_None_Match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-security-policy" in again.headers
    assert site.ask(address, If_None_Match=f'W/{first.headers["etag"]}, "x"').status_code == 304
    assert site.ask(address, If_None_Match="*").status_code == 304
    assert site.ask(address, If_None_Match='"x"').status_code == 200
    assert site.ask(address, If_Modified_Since=first.headers["last-modified"]).status_code == 304
    assert site.ask(address, If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT").status_code == 200
    assert site.ask(address, If_Modified_Since="hier").status_code == 200
    # The tag counts, not the date, where both are there.
    moved = {"If_None_Match": '"x"', "If_Modified_Since": first.headers["last-modified"]}
    assert site.ask(address, **moved).status_code == 200


def test_each_address_and_each_form_of_it_has_its_own_tag(site: Site) -> None:
    addresses = [*_KEPT, SAMPLE, f"{SAMPLE}.json", f"{SAMPLE}/R730", f"{SAMPLE}/R730?dates=loi"]
    assert len({site.ask(address).headers["etag"] for address in addresses}) == len(addresses)


def test_an_error_or_a_redirection_is_not_kept(site: Site) -> None:
    for address in (f"{SAMPLE}/R739", f"{SAMPLE}/R730/jamais", f"{SAMPLE}/au"):
        answer = site.ask(address)
        assert "etag" not in answer.headers and answer.headers["cache-control"] == "no-cache"


def test_an_older_file_that_was_renamed_over_another_is_newer_than_any_copy(tmp_path: Path) -> None:
    path, older, today = tmp_path / "droit.db", tmp_path / "older.db", dt.date(2024, 1, 1)
    path.write_bytes(b"1")
    older.write_bytes(b"2")
    os.utime(older, (1, 1))
    shown = make_validators(str(path), "/droit", today).modified
    time.sleep(1.1)  # the header counts whole seconds
    older.rename(path)
    assert make_validators(str(path), "/droit", today).modified > shown


def test_another_file_or_another_day_is_another_page(tmp_path: Path) -> None:
    path, today = tmp_path / "droit.db", dt.date(2024, 1, 1)
    path.write_bytes(b"1")
    one = make_validators(str(path), "/droit", today)
    assert one == make_validators(str(path), "/droit", today)
    os.utime(path, ns=(1, 1))
    assert make_validators(str(path), "/droit", today).tag != one.tag
    assert make_validators(str(path), "/droit", today + dt.timedelta(days=1)).tag != one.tag


def test_what_not_everyone_may_see_is_kept_by_no_proxy(sample_path: Path) -> None:
    allowed = {"databases": {sample_path.stem: {"allow": {"id": "juriste"}}}}
    closed = Site(sample_path, served=True, metadata=allowed)
    first = closed.ask("/droit")
    assert first.status_code == 403 and "etag" not in first.headers
    cookie = closed.datasette.sign({"a": {"id": "juriste"}}, "actor")
    seen = asyncio.run(closed.datasette.client.get("/droit", cookies={"ds_actor": cookie}))
    assert seen.status_code == 200 and seen.headers["cache-control"].startswith("private")
    assert closed.ask("/droit", If_None_Match=seen.headers["etag"]).status_code == 403


# --- search ------------------------------------------------------------------------------------------------------


def hits(site: Site, question: str) -> list[tuple[str, str, str]]:
    found = site.json(f"/droit/recherche.json?{question}")["hits"]
    return [(hit["number"], hit["start"], hit["state"]) for hit in found]


def test_a_search_shows_each_article_once_with_its_versions(site: Site, sample_path: Path) -> None:
    data = site.json("/droit/recherche.json?q=permanence+des+soins")
    with open_corpus(sample_path) as corpus:
        # The whole phrase stands in more alinéas than versions are many: the old search finds the same versions.
        versions = {(hit.text_slug, hit.number, hit.start) for hit in corpus.search("permanence des soins", limit=500)}
    assert data["complete"] and data["versions"] == len(versions)
    assert data["found"] == len({(slug, number) for slug, number, _ in versions})
    assert len({hit["number"] for hit in data["hits"]}) == len(data["hits"])


def test_a_search_on_a_day_gives_what_was_in_force_on_it(site: Site) -> None:
    assert ("R730", "2003-09-16", "in-force") in hits(site, "q=permanence&date=2004-01-01")
    assert ("R730", "2005-04-08", "in-force") in hits(site, "q=permanence&date=2005-05-01")
    assert all(state == "in-force" for _, _, state in hits(site, "q=permanence&date=2005-05-01"))
    assert not [hit for hit in hits(site, "q=permanence&date=2008-01-01") if hit[0] == "R730"]


@pytest.mark.parametrize(
    ("etat", "state"),
    [("vigueur", "in-force"), ("remplacees", "superseded"), ("abrogees", "ended"), ("a-venir", "not-yet")],
)
def test_a_search_can_be_narrowed_to_a_state(site: Site, etat: str, state: str) -> None:
    found = hits(site, f"q=permanence&date=2005-05-01&etat={etat}")
    assert all(one == state for _, _, one in found)
    assert bool(found) == (state != "ended")  # nothing had been repealed on that day
    assert ("R730", "2005-04-08", "ended") in hits(site, "q=permanence&etat=abrogees")


def test_a_search_in_one_text(site: Site) -> None:
    inside = site.json(f"/droit/recherche.json?q=permanence&texte={quote('Code de la santé publique')}")
    assert inside["found"] and inside["text_title"] == "Code de la santé publique"
    page = site.read("/droit/recherche?q=permanence&texte=code+inconnu")
    assert "ne connaît pas de texte" in words_of(page.find(role="status"))
    assert site.ask("/droit/recherche?q=R+730&texte=code-de-la-sante-publique&date=2005-05-01").headers["location"] == (
        f"{SAMPLE}/R730/2005-05-01"
    )


def test_the_empty_fields_of_the_form_leave_no_trace(site: Site) -> None:
    answer = site.ask("/droit/recherche?q=permanence&texte=&date=&etat=")
    assert answer.headers["location"] == "/droit/recherche?q=permanence"
    assert site.ask("/droit/recherche?q=permanence&date=jamais").status_code == 400
    assert site.ask("/droit/recherche?q=permanence&etat=autre&page=x").status_code == 200


def test_an_answer_of_many_pages_is_whole(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setattr("chronolex.site.search.ON_A_PAGE", 3)
    seen: list[str] = []
    address = "/droit/recherche.json?q=m%C3%A9decin"
    data = site.json(address)
    while True:
        seen += [hit["number"] for hit in data["hits"]]
        if data["after"] is None:
            break
        data = site.json(data["after"].replace("recherche?", "recherche.json?"))
    assert len(seen) == len(set(seen)) == data["found"] > 6
    assert "Il n’y a pas tant de pages" in words_of(site.read("/droit/recherche?q=m%C3%A9decin&page=90").main)


def test_words_in_several_alineas_of_one_version_are_found(site: Site, sample_path: Path) -> None:
    words = ("samedi", "lundi", "secteurs")
    with open_corpus(sample_path) as corpus:
        versions = corpus.versions()
    together = {v.number for v in versions if all(word in v.content for word in words)}
    assert not [a for v in versions for a in v.alineas if all(word in a for word in words)]
    data = site.json(f"/droit/recherche.json?q={'+'.join(words)}")
    assert {hit["number"] for hit in data["hits"]} == together and together and data["complete"]


def test_what_the_search_leaves_out_is_said(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_ALINEAS", 3)
    page = site.read("/droit/recherche?q=de")
    assert words_of(page.find(id="resultats")).startswith("Plus de")
    assert "trop fréquents" in words_of(page.main)
    monkeypatch.undo()
    whole = site.json("/droit/recherche.json?q=de")
    assert whole["complete"]
    monkeypatch.setattr(finding, "MOST_ALINEAS", 30)
    narrowed = site.json("/droit/recherche.json?q=de&texte=code-de-la-sante-publique&date=2004-01-01")
    assert narrowed["found"] > 0


@pytest.mark.parametrize("many", [0, 10_000])
def test_both_ways_to_search_one_text_agree(sample_path: Path, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(finding, "MANY_ALINEAS", many)
    with open_corpus(sample_path) as corpus:
        text = corpus.text("code-de-la-sante-publique").id
        found = find_articles(corpus._connection, Wanted("médecin", "2005-05-01", text), limit=100)
        everywhere = find_articles(corpus._connection, Wanted("médecin", "2005-05-01"), limit=100)
    assert found == everywhere and found.complete


def test_a_number_that_very_many_texts_bear_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "many.db"
    with store.create(path) as writer:
        for rank in range(90):
            _add_law(writer, rank)
        code = writer.add_text(TextId("CODE", "Code civil"))
        writer.add_article(code, "1")
    page = Site(path).read("/droit/recherche?q=article+1er")
    choices = [a["href"] for a in page.select("ul.choix a")]
    assert choices[0] == "/droit/code-civil/1" and len(choices) == 60
    assert "Et 31 autres articles de ce numéro" in words_of(page.main)


def _add_law(writer: Writer, rank: int) -> None:
    law = writer.add_text(TextId("LOI", f"Loi n° 2001-{rank} du 3 mai 2001", f"2001-{rank}", dt.date(2001, 5, 3)))
    writer.add_article(law, "1er")


# --- figures, and texts by their names ---------------------------------------------------------------------------


def test_the_figures_of_the_home_page_are_those_of_the_tables(site: Site, sample_path: Path) -> None:
    base = sqlite3.connect(sample_path)
    stored = read_figures(base)
    assert stored == count_figures(base)
    assert stored.versions == base.execute("SELECT count(*) FROM versions").fetchone()[0]
    assert stored.texts == base.execute("SELECT count(*) FROM texts").fetchone()[0]
    base.close()
    data = site.json("/droit.json")
    assert sum(text["versions"] for text in data["texts"]) == data["versions"] == stored.versions
    assert data["named"] == stored.texts - stored.held


def test_figures_that_were_forgotten_are_counted_again(tmp_path: Path) -> None:
    path = tmp_path / "permanence.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    base = sqlite3.connect(path)
    before = read_figures(base)
    forget_figures(base)
    assert base.execute("SELECT count(*) FROM meta WHERE key = 'figures'").fetchone() == (0,)
    assert read_figures(base) == before
    write_figures(base)
    assert read_figures(base) == before
    base.close()
    with open_corpus(path) as corpus:
        assert "figures" not in corpus.meta()


def test_a_text_is_found_among_very_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "many.db"
    with store.create(path) as writer:
        for rank in range(90):
            _add_law(writer, rank)
        writer.add_text(TextId("ARRETE", "Arrêté du 5 mai 2004", None, dt.date(2004, 5, 5)))
        writer.add_text(TextId("CODE", "Code de la santé publique"))
    monkeypatch.setattr("corpus.text_finder._FEW_TEXTS", 5)
    with open_corpus(path) as corpus:
        for name in ("code de la sante publique", "Code de la santé publique", "arrêté du 5 mai 2004", "2001-17",
                     "loi n° 2001-17", "LOI 2001-17", "loi-2001-17"):  # fmt: skip
            assert corpus.text(name).slug in {"code-de-la-sante-publique", "arrete-2004-05-05", "loi-2001-17"}
        with pytest.raises(UnknownText) as told:
            corpus.text("code de la santé publiqe")
        assert told.value.nearest[0] == ("code-de-la-sante-publique", "Code de la santé publique")


def test_the_questions_of_these_pages_read_no_table_whole(dila_path: Path) -> None:
    """What is asked of a text, an identifier or a number goes by an index: a national base is never read whole."""
    from chronolex.site import identifiers, named
    from corpus import contents, identified, nearest, text_days, text_finder

    base = sqlite3.connect(dila_path)
    asked = [
        text_days._LIVES, text_days._LIVES_BESIDE, text_days._NEXT_DAYS, text_days._CHANGED_ON,
        text_days._TEXT_LIFE, contents.STRUCTURE,
        contents.SECTIONS, contents.ARTICLES_IN, identifiers._TEXTS_OF_NOR, identifiers._TEXTS_OF_NUMBER,
        identifiers._TEXTS_OF_DAY, identifiers._TEXT_OF_SLUG, *identified.QUERIES, identifiers._SECTION_DAYS,
        named._HOLDERS, named._HOLDERS_COUNTED, named._STARTS, named._RANGE, named._IS_ONLY_ACT,
        nearest._BEFORE, nearest._FROM, nearest._NUMBERS_FROM,
        text_finder._TEXTS_BEGUN, text_finder._TEXTS_OF_DAY, text_finder._TEXTS_NAMED, finding._PAIRS,
        finding._PAIRS_OF_TEXT, finding._VERSION,
    ]  # fmt: skip
    names = "text day before after parents nor number signed key limit alineas version today name low high slug".split()
    values: dict[str, Any] = dict.fromkeys(names, 1) | {"alineas": "[1]", "parents": "[1]"}
    tables = {"versions", "articles", "texts", "contents", "version_alineas", "sections", "text_versions", "alineas"}
    aliases = {"v", "a", "t", "c", "va", "s", "tv", "al", "u"}
    for sql in asked:
        plan = [row[3] for row in base.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        whole = [step for step in plan if step.startswith("SCAN ") and step.split()[1] in tables | aliases]
        assert not whole, (sql, whole)
    days = read_days(base, 1, "2000-01-01")
    assert days is not None and read_lives(base, 1) is not None
    base.close()


def test_the_lives_beside_a_day_are_those_of_the_articles_not_in_force(tmp_path: Path) -> None:
    path, cases = tmp_path / "dila.db", ROOT / "tests" / "cases" / "dila"
    build([cases / "global"], path)
    base = sqlite3.connect(path)
    # Another bearer of each number, that was in force for a year; and one that only the Journal officiel gave.
    for bearer, *life in ((0, "2003-01-01", None, None), (2, "2001-01-01", "2002-01-01", "modified")):
        shift = 1_000_000 * (bearer + 1)
        copied = "SELECT id + ?, text_id, number, number_as_published, sort_key, ? FROM articles WHERE bearer = 1"
        base.execute(f"INSERT OR IGNORE INTO articles {copied}", (shift, bearer))
        changed = {"id": "a.id", "article_id": "a.id", "start": ":start", '"end"': ":end", "end_cause": ":cause"}
        columns = [f'"{row[1]}"' if row[1] == "end" else row[1] for row in base.execute("PRAGMA table_info(versions)")]
        taken = ", ".join(changed.get(name, f"v.{name}") for name in columns)
        of_one = "FROM articles a JOIN versions v ON v.id = (SELECT min(id) FROM versions) WHERE a.id > :shift"
        base.execute(
            f"INSERT INTO versions ({', '.join(columns)}) SELECT {taken} {of_one}",
            dict(zip(("start", "end", "cause"), life, strict=True)) | {"shift": shift},
        )
    assert all(
        read_days(base, text, "2003-01-01").today is None  # of an article that both bases hold, the consolidated one
        for (text,) in base.execute("SELECT id FROM texts").fetchall()
    )
    found = 0
    for (text,) in base.execute("SELECT id FROM texts").fetchall():
        for day in ("1999-12-31", "2001-06-01", "2004-01-01", "2018-07-31", "2040-01-01"):
            expected = [one for lives in read_lives(base, text) if (one := state_on(lives, day)).state != "in-force"]
            assert [state_on(lives, day) for lives in read_lives(base, text, beside=day)] == expected, (text, day)
            found += len(expected)
    assert found
    base.close()


def test_the_figures_follow_an_update(tmp_path: Path) -> None:
    path, cases = tmp_path / "dila.db", ROOT / "tests" / "cases" / "dila"
    build([cases / "global"], path)
    assert update(path, [cases / "20180731", cases / "20180814"], lambda name: None).applied
    base = sqlite3.connect(path)
    assert base.execute("SELECT count(*) FROM meta WHERE key = 'figures'").fetchone() == (1,)
    assert read_figures(base) == count_figures(base)
    base.close()
