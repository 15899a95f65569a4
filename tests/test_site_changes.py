"""The pages of what changed: in all texts, one, a division, a list; as a page, JSON, CSV and an Atom feed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from chronolex.build import build
from chronolex.site import changes as pages
from chronolex.site.addresses import Addresses
from chronolex.site.feed import FeedPlaces, write_feed
from chronolex.site.latest import MOST_COUNTED
from chronolex.site.spreadsheet import COLUMNS, disarm, write_csv
from corpus import store
from corpus.changes import Change, ChangeAct, ChangeKind, State
from corpus.dates import DateRule, Moment
from corpus.model import TextId
from corpus.numbering import display_number
from corpus.reading import open_corpus
from corpus.store import Bound
from tests.reading_room import Site as AnySite
from tests.reading_room import words_of

ROOT = Path(__file__).parent.parent
SANTE, CIVIL, CPI = (
    f"/droit/changements/{slug}"
    for slug in ("code-de-la-sante-publique", "code-civil", "code-de-la-propriete-intellectuelle")
)
YEAR = f"{SANTE}/2005-01-01/2006-01-01"
ATOM = "{http://www.w3.org/2005/Atom}"


class Site(AnySite):
    """The site, with its tables and feeds; each answer is held to its status."""

    def ask(self, address: str, status: int = 200) -> Any:
        response = super().ask(address)
        assert response.status_code == status, (address, response.status_code, response.text[-300:])
        return response

    def read(self, address: str, status: int = 200) -> BeautifulSoup:
        return BeautifulSoup(self.ask(address, status).text, "html.parser")

    def feed(self, address: str) -> etree._Element:
        response = self.ask(address)
        assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
        return etree.fromstring(response.content)

    def table(self, address: str) -> list[dict[str, str]]:
        response = self.ask(address)
        assert response.headers["content-type"] == "text/csv; charset=utf-8"
        assert response.content.startswith(b"\xef\xbb\xbf")
        return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    path = tmp_path_factory.mktemp("site") / "permanence.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    return Site(path)


@pytest.fixture(scope="module")
def dila(tmp_path_factory: pytest.TempPathFactory) -> Site:
    path = tmp_path_factory.mktemp("dila") / "dila.db"
    build([ROOT / "tests" / "cases" / "dila"], path)
    return Site(path)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A day on which more changes than a page holds, between two quiet ones."""
    path = tmp_path_factory.mktemp("crowd") / "foule.db"
    with store.create(path) as writer:
        text = writer.add_text(TextId("CODE", "Code de la foule"))
        for number in range(1, 2 * pages.MOST_CHANGES + 12):
            year = 2001 if number > 10 else 2000 if number > 5 else 2002
            article = writer.add_article(text, str(number))
            start = Bound(Moment(dt.date(year, 1, 1), DateRule.SOURCE))
            writer.add_version(article, ["=Texte."], start=start, provenance="official", verification="official")
    return Site(path)


def entries_of(data: Any) -> list[Any]:
    return [entry for day in data["days"] for act in day["acts"] for entry in act["changes"]]


# --- a page -------------------------------------------------------------------------------------------------------


def test_changes_are_grouped_by_day_then_by_act(site: Site) -> None:
    page = site.read(YEAR)
    assert [words_of(h) for h in page.select("main h2")] == ["26 juillet 2005", "8 avril 2005"]
    assert [words_of(h) for h in page.select("main h3")] == [
        "Décret n° 2005-840 du 20 juillet 2005 JO du 26 juillet 2005",
        "Décret n° 2005-328 du 7 avril 2005 JO du 8 avril 2005",
    ]
    first, *_ = (words_of(item) for item in page.select("li.changement"))
    assert first.startswith("renuméroté R. 730 → devient R. 6315-1 par l’art. 4 1°")
    assert page.find("a", href="/droit/acte/decret-2005-328") is not None


def test_each_kind_is_said_in_words_and_counted(site: Site) -> None:
    data = site.ask(f"{YEAR}.json").json()
    assert data["counts"] == {"renumbered": 7, "created": 1, "modified": 5}
    assert data["shown"] == len(entries_of(data)) == 13
    legend = words_of(site.read(YEAR).select_one("dl.chiffres-page"))
    assert sorted(legend.split()) == sorted("renuméroté 7 créé 1 modifié 5".split())


def test_a_modification_folds_its_words(site: Site) -> None:
    (item,) = (i for i in site.read(YEAR).select("li.changement") if "modifié R. 730" in words_of(i))
    details = item.find("details")
    assert isinstance(details, Tag) and not details.has_attr("open")
    assert any("ainsi que par des médecins appartenant" in ins.get_text() for ins in details.select("ins"))
    compare = details.find("a", string=re.compile("Comparer"))
    assert (
        isinstance(compare, Tag)
        and compare["href"] == "/droit/comparer/code-de-la-sante-publique/R730/2003-09-16/2005-04-08"
    )
    opened = site.read(f"{YEAR}?mots=ouverts").select("li.changement details")
    assert opened and all(one.has_attr("open") for one in opened)


def test_a_page_that_has_no_room_for_words_leads_to_them(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_CHARACTERS", 0)
    page = site.read(YEAR)
    assert not page.select("li.changement details")
    assert page.select('li.changement a[href^="/droit/comparer/code-de-la-sante-publique/R730/"]')


def test_json_says_what_there_was_no_room_for_and_leads_on_to_json(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(entry["left_out"] for entry in entries_of(site.ask(f"{YEAR}.json").json()))
    monkeypatch.setattr(pages, "MOST_CHARACTERS", 0)
    found = entries_of(site.ask(f"{SANTE}.json").json())
    assert all(entry["left_out"] for entry in found if entry["change"]["wording"] in {"reworded", "typographic"})
    assert all(entry["left_out"] for entry in found if entry["change"]["new"] and not entry["change"]["old"])
    assert not any(entry["alineas"] or entry["words"] for entry in found)


def test_a_printed_page_holds_more_and_says_what_it_has_no_room_for(
    crowded: Site, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(crowded.read("/droit/changements?mots=ouverts").select("li.changement")) == 2 * pages.MOST_CHANGES + 11
    folded = crowded.read("/droit/changements?au=2001-01-02&page=3").find("a", string=re.compile("Tout déplier"))
    assert isinstance(folded, Tag) and folded["href"] == "/droit/changements?au=2001-01-02&mots=ouverts"
    monkeypatch.setattr(pages, "MOST_UNFOLDED", 0)
    (item,) = (
        item for item in site.read(f"{YEAR}?mots=ouverts").select("li.changement") if words_of(item).startswith("créé")
    )
    assert "Plus de mots que cette page n’en tient : lire le texte" in words_of(item)
    link = item.select_one(".note a")
    assert link is not None
    site.ask(str(link["href"]))


def test_every_form_gives_the_changes_in_one_order(dila: Site) -> None:
    days = "du=1900-01-01&au=2222-01-01"
    page = [words_of(item.select_one("a")) for item in dila.read(f"/droit/changements?{days}").select("li.changement")]
    data = entries_of(dila.ask(f"/droit/changements.json?{days}").json())
    table = dila.table(f"/droit/changements.csv?{days}")
    assert page == [display_number(entry["change"]["number"]) for entry in data]
    assert page == [row["article"].removeprefix("art. ") for row in table]
    with open_corpus(Path(dila.datasette.get_database("dila").path)) as corpus:
        told = list(corpus.changes(since="1900-01-01", until="2222-01-01", newest_first=True))
    assert [str(change.id) for change in told] == [entry["id"] for entry in data]


def test_what_the_corpus_lacks_is_said(site: Site) -> None:
    text = words_of(site.read(f"{SANTE}?du=2005-07-26").main)
    assert "renuméroté (supposé) R. 736" in text and "Le nouveau numéro est déduit, non déclaré." in text
    assert "Version connue par sa date seule" in text
    assert "Texte connu à partir de ce jour : l’article existait" in text


def test_what_is_to_come_is_marked_and_can_be_left_out(dila: Site) -> None:
    page = dila.read(CPI)
    first = page.select_one("main h2")
    assert words_of(first) == "Date à fixer à venir"
    settled = page.find("a", string="Sans ce qui est à venir")
    assert isinstance(settled, Tag)
    assert "à venir" not in words_of(dila.read(str(settled["href"])).main)


def test_bounds_are_half_open(site: Site) -> None:
    def days(since: str, until: str) -> list[str]:
        return [day["day"] for day in site.ask(f"{SANTE}/{since}/{until}.json").json()["days"]]

    assert days("2005-04-08", "2005-07-26") == ["2005-04-08"]
    assert days("2005-04-09", "2005-07-27") == ["2005-07-26"]
    page = site.read(f"{SANTE}/2005-04-09/2005-07-26")
    assert words_of(page.find(role="status")).startswith("Rien n’a changé du 9 avril 2005 au 26 juillet 2005 exclu")


# --- what is followed -----------------------------------------------------------------------------------------------


def test_a_division_is_followed_by_name_or_by_identifier(dila: Site) -> None:
    by_name = dila.ask(f"{CIVIL}.json?section=livre+Ier%2C+titre+V").json()
    by_key = dila.ask(f"{CIVIL}.json?section=LEGISCTA907210000008").json()
    numbers = [[entry["change"]["number"] for entry in entries_of(data)] for data in (by_name, by_key)]
    assert numbers == [["144"] * 3] * 2
    assert by_key["label"] == "Titre V (Code civil)"


def test_a_list_is_followed_together(dila: Site) -> None:
    query = urlencode({"articles": "144 du code civil;L. 613-3 du code de la propriété intellectuelle"})
    data = dila.ask(f"/droit/changements.json?{query}").json()
    assert {entry["change"]["number"] for entry in entries_of(data)} == {"144", "L613-3"}
    assert data["watched"] == ["144 (Code civil)", "L. 613-3 (Code de la propriété intellectuelle)"]
    numbers = dila.ask(f"{CIVIL}.json?articles=144%3B371-4").json()
    assert {entry["change"]["number"] for entry in entries_of(numbers)} == {"144", "371-4"}


def test_an_article_of_a_list_is_followed_through_its_numbers(site: Site) -> None:
    data = site.ask(f"{SANTE}.json?articles=R.+6315-1").json()
    assert {"R730", "R6315-1"} == {
        number for e in entries_of(data) for number in (e["change"]["number"], e["change"]["old_number"]) if number
    }


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/droit/changements?texte=Code+de+la+sant%C3%A9+publique&section=&articles=&du=&au=", SANTE),
        ("/droit/changements?texte=code-de-la-sante-publique&du=2005-01-01&au=2006-01-01", YEAR),
        ("/droit/changements?texte=&articles=&du=2005-01-01&au=", "/droit/changements?du=2005-01-01"),
        ("/droit/changements/Code%20de%20la%20sant%C3%A9%20publique/2005-01-01/1er%20janvier%202006", YEAR),
        (f"{SANTE}?du=2005-01-01&au=2006-01-01", YEAR),
        (f"{SANTE}.csv?du=01/01/2005&au=2006-01-01", f"{YEAR}.csv"),
        ("/droit/changements.atom?texte=Code+de+la+sant%C3%A9+publique", f"{SANTE}.atom"),
        (
            "/droit/changements?texte=Code+de+la+sant%C3%A9+publique&articles=R.+730%0D%0A%0D%0AR.+731",
            f"{SANTE}?articles=R.+730%3BR.+731",
        ),
        (f"{SANTE}?page=abc", SANTE),
    ],
)
def test_what_is_asked_has_one_address(site: Site, asked: str, canonical: str) -> None:
    assert site.ask(asked, 302).headers["location"] == canonical
    site.ask(canonical)


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/droit/changements/code-de-la-route", 404, "ne connaît pas de texte"),
        (f"{SANTE}?articles=R.+739", 404, "ne connaît pas d’article R. 739"),
        (f"{SANTE}?section=livre+VII", 404, "ne connaît pas de division « livre VII »"),
        (f"{SANTE}/2005-02-30/2006-01-01", 400, "2005-02-30"),
        ("/droit/changements?section=livre+Ier", 400, "Une division se suit dans un texte."),
        (f"{SANTE}?section={'l' * 301}", 400, "est trop long pour un nom : 301 caractères"),
        (
            f"{SANTE}?articles={'%3B'.join(['R.+730'] * 201)}",
            400,
            "Cette liste a 201 lignes ; une adresse en tient 200.",
        ),
        (f"{SANTE}?apprises=demain", 400, "demain"),
        (f"{SANTE}/2006-01-01/2005-01-01", 400, "La fin ne vient pas après le début"),
        ("/droit/changements?du=hier", 400, "hier"),
    ],
)
def test_what_is_not_known_is_said(site: Site, address: str, status: int, sentence: str) -> None:
    page = site.read(address, status)
    assert sentence in words_of(page.find(role="status")) and len(str(page)) < 5_000
    for form in (".csv", ".atom"):
        path, question, arguments = address.partition("?")
        site.ask(f"{path}{form}{question}{arguments}", status)


# --- many changes -------------------------------------------------------------------------------------------------


def test_a_crowded_day_is_paged_and_nothing_is_lost(crowded: Site) -> None:
    seen: list[str] = []
    sizes: list[int] = []
    address: str | None = "/droit/changements.json"
    while address:
        data = crowded.ask(address).json()
        numbers = [entry["change"]["number"] for entry in entries_of(data)]
        sizes.append(len(numbers))
        seen += numbers
        following = crowded.read(address.replace(".json", "")).find("a", rel="next")
        href = following["href"] if isinstance(following, Tag) else None
        address = data["older"]
        assert href == (address and address.replace(".json", ""))
    assert len(seen) == len(set(seen)) == 2 * pages.MOST_CHANGES + 11
    assert max(sizes) <= pages.MOST_CHANGES
    assert sizes == [5, pages.MOST_CHANGES, pages.MOST_CHANGES, 1, 5]


@pytest.mark.parametrize("form", ["", ".json", ".csv", ".atom"])
@pytest.mark.parametrize("asked", ["page=2", "page=99999", "page=99&du=2001-01-01&au=2001-01-02"])
def test_a_page_beyond_the_last_is_none_and_leads_back(crowded: Site, form: str, asked: str) -> None:
    answer = crowded.ask(f"/droit/changements{form}?{asked}", 404)
    if form == ".json":
        problem = answer.json()
        assert problem["error"].endswith("n’existe pas.")
        back = problem["choices"][0]["address"]
    else:
        page = BeautifulSoup(answer.text, "html.parser")
        assert words_of(page.find(role="status")).endswith("n’existe pas.")
        assert "Les plus proches" not in words_of(page.main)
        (link,) = page.select("ul.choix a")
        back = str(link["href"])
    assert "page=" not in back
    crowded.ask(back)


def test_a_crowded_day_is_paged_the_same_in_a_table(crowded: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [row["article"] for row in crowded.table("/droit/changements.csv")]
    monkeypatch.setattr(pages, "MOST_ROWS", 20)
    read: list[str] = []
    address = "/droit/changements.csv"
    while address:
        answer = crowded.ask(address)
        *rows, last = crowded.table(address)
        address = last["adresse"].partition("localhost")[2] if last["changement"] == "suite" else ""
        assert answer.headers.get("link") == (f'<{last["adresse"]}>; rel="next"' if address else None)
        read += [row["article"] for row in ([*rows] if address else [*rows, last])]
    assert read == whole and len(read) == 2 * pages.MOST_CHANGES + 11


# --- the other forms ----------------------------------------------------------------------------------------------


def test_the_csv_holds_every_change(site: Site) -> None:
    rows = site.table(f"{YEAR}.csv")
    assert len(rows) == 13 and tuple(rows[0]) == COLUMNS
    (row,) = (r for r in rows if r["ancien article"] == "art. R. 730")
    assert (row["jour"], row["changement"], row["nature"]) == ("2005-07-26", "renuméroté", "renumbered")
    assert (row["article"], row["acte"]) == ("art. R. 6315-1", "Décret n° 2005-840 du 20 juillet 2005, art. 4 1°")
    assert (row["publication"], row["version d’avant"], row["version d’après"]) == ("2005-07-26", "2005-04-08", "")
    assert re.fullmatch(r"https?://[^/]+/droit/code-de-la-sante-publique/R730/2005-04-08", row["adresse"])
    disposition = site.ask(f"{YEAR}.csv").headers["content-disposition"]
    assert disposition == 'attachment; filename="changements-code-de-la-sante-publique.csv"'


def test_a_number_is_no_date_and_excel_has_its_semicolons(site: Site) -> None:
    rows = site.table(f"{YEAR}.csv")
    assert all(row["article"].startswith("art. ") for row in rows)
    excel = site.ask(f"{YEAR}.csv?pour=excel").content.decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(excel, newline=""), delimiter=";")) == rows
    links = {words_of(link): str(link["href"]) for link in site.read(YEAR).select(".sorties a")}
    assert (links["Tableau CSV"], links["pour Excel"]) == (f"{YEAR}.csv", f"{YEAR}.csv?pour=excel")
    assert site.ask(f"{YEAR}?pour=excel", 302).headers["location"] == YEAR


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert disarm(cell) == f"'{cell}"


@given(st.text(max_size=20))
def test_a_cell_is_disarmed_or_as_it_was(cell: str) -> None:
    assert disarm(cell) in {cell, f"'{cell}"} and disarm(cell)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}


HOSTILE = "=cmd|' /C calc'!A0"


def hostile_change() -> Change:
    state = State(1, HOSTILE, "texte", "-0 W", dt.date(2000, 1, 1), None)
    act = ChangeAct(f"{HOSTILE}\x00\x0b<script>", "acte", "@1", dt.date(2000, 1, 1), False)
    return Change(ChangeKind.CREATED, dt.date(2000, 1, 1), HOSTILE, "texte", "-0 W", 1, "", None, state, act)


def test_hostile_titles_are_no_formulas_and_no_markup() -> None:
    at, today = Addresses(), dt.date(2020, 1, 1)
    (row,) = csv.DictReader(io.StringIO(write_csv([hostile_change()], at, "", today).lstrip("\ufeff"), newline=""))
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    assert (row["texte"], row["article"]) == (f"'{HOSTILE}", "art. -0 W")
    feed = etree.fromstring(
        write_feed("t", FeedPlaces("/a", "/a", None, "/b"), [hostile_change()], at, "", today).encode()
    )
    assert "<script>" in "".join(feed.itertext())


def check_feed(feed: etree._Element) -> None:
    """What RFC 4287 requires of a feed and of each of its entries (4.1.1, 4.1.2)."""
    assert feed.tag == f"{ATOM}feed"

    def once(parent: etree._Element, name: str) -> str:
        (found,) = parent.findall(f"{ATOM}{name}")
        assert found.text
        return found.text

    for parent in (feed, *feed.findall(f"{ATOM}entry")):
        assert UUID(once(parent, "id")).urn == once(parent, "id")
        assert once(parent, "title")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", once(parent, "updated"))
    assert [name.text for name in feed.findall(f"{ATOM}author/{ATOM}name")]
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert set(links) - {"next"} == {"self", "first", "alternate"} and all(
        str(href).startswith("http") for href in links.values()
    )
    for entry in feed.findall(f"{ATOM}entry"):
        (link,) = entry.findall(f"{ATOM}link")
        assert link.get("rel") == "alternate" and str(link.get("href")).startswith("http")


@pytest.mark.parametrize("address", ["/droit/changements.atom", f"{SANTE}.atom", f"{SANTE}.atom?articles=R.+730"])
def test_the_feed_is_valid(site: Site, address: str) -> None:
    feed = site.feed(address)
    check_feed(feed)
    assert feed.findall(f"{ATOM}entry")


def test_an_empty_feed_is_valid(site: Site) -> None:
    feed = site.feed(f"{SANTE}/1900-01-01/1901-01-01.atom")
    check_feed(feed)
    assert not feed.findall(f"{ATOM}entry")


def test_an_entry_says_what_changed_when_and_leads_to_the_words(site: Site) -> None:
    feed = site.feed(f"{SANTE}.atom?articles=R.+730")
    entries = {entry.findtext(f"{ATOM}title"): entry for entry in feed.findall(f"{ATOM}entry")}
    entry = entries["R. 730 (Code de la santé publique) : modifié"]
    assert entry.findtext(f"{ATOM}updated") == "2005-04-08T00:00:00+02:00"
    assert "Décret n° 2005-328 du 7 avril 2005, art. 1er" in str(entry.findtext(f"{ATOM}summary"))
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert str(link.get("href")).endswith("/droit/comparer/code-de-la-sante-publique/R730/2003-09-16/2005-04-08")
    assert feed.findtext(f"{ATOM}updated") == "2019-05-05T00:00:00+02:00"


def test_a_page_tells_readers_of_feeds_where_its_feed_is(site: Site) -> None:
    link = site.read(YEAR).find("link", rel="alternate", type="application/atom+xml")
    assert isinstance(link, Tag) and link["href"] == f"{SANTE}.atom"


# --- the home page ------------------------------------------------------------------------------------------------


def test_the_home_page_shows_the_latest_changes(site: Site, dila: Site) -> None:
    section = site.read("/").find("section", attrs={"aria-labelledby": "changements"})
    assert isinstance(section, Tag)
    items = [words_of(item) for item in section.select("li")]
    unknown = "Par un acte que le corpus ne connaît pas"
    assert len(items) == 6
    assert items[0] == f"28 décembre 2023 {unknown} Code de la santé publique : modifié L. 6314-1"
    for link in section.select("li a"):
        site.ask(str(link["href"]))
    assert "date à fixer" not in words_of(dila.read("/").find("section", attrs={"aria-labelledby": "changements"}))


def test_the_latest_acts_count_every_change_once(site: Site, dila: Site) -> None:
    for room in (site, dila):
        told = room.ask("/droit.json").json()["latest"]
        assert told and [one["day"] for one in told] == sorted((one["day"] for one in told), reverse=True)
        for one in told:
            day = room.ask(one["day_address"].replace("?", ".json?")).json()
            of_act = [
                entry["change"]
                for day in day["days"]
                for group in day["acts"]
                if (group["act"] or {}).get("slug") == (one["act"] or {}).get("slug")
                for entry in group["changes"]
            ]
            named = [item["change"] for item in one["changes"]]
            assert all(change in of_act for change in named)
            assert len(named) + one["more"] == min(len(of_act), MOST_COUNTED)


# --- every link leads somewhere -----------------------------------------------------------------------------------


def links_of(page: BeautifulSoup) -> Iterator[str]:
    for link in page.select("main a[href]"):
        yield str(link["href"])


def test_every_link_of_a_page_is_answered(site: Site) -> None:
    links = {a for a in links_of(site.read("/droit/changements")) if not a.startswith("/droit/comparer/")}
    assert len(links) > 10
    for address in links:
        site.ask(address.partition("#")[0])  # held to 200


def test_the_page_and_python_agree(site: Site, tmp_path: Path) -> None:
    path = Path(site.datasette.get_database("permanence").path)
    with open_corpus(path) as corpus:
        ids = {
            str(change.id)
            for change in corpus.changes("Code de la santé publique", since="2005-01-01", until="2006-01-01")
        }
    assert {entry["id"] for entry in entries_of(site.ask(f"{YEAR}.json").json())} == ids
