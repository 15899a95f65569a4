"""The comparison of two versions on the site: both texts whole, gaps said, one address, forms that work."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from chronolex.build import build
from chronolex.site.addresses import Addresses, read_number, write_number
from chronolex.site.between import list_between
from corpus import store
from corpus.dates import Clock, DateRule, Moment
from corpus.model import TextId
from corpus.reading import open_corpus
from corpus.store import Bound, EvidenceRecord, Writer
from tests.reading_room import Site, words_of

ROOT = Path(__file__).parent.parent
SLUG = "code-de-la-sante-publique"
CODE = f"/droit/{SLUG}"
COMPARE = f"/droit/comparer/{SLUG}"
R730 = f"{COMPARE}/R730/2004-01-01/2010-05-01"
HOSTILE = '<script>alert(1)</script>" onfocus="alert(1) {{ 7*7 }} \' --'


def raw(tags: list[Tag]) -> list[str]:
    return [tag.get_text() for tag in tags]


@pytest.fixture(scope="module")
def sample_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compare") / "permanence.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    return path


@pytest.fixture(scope="module")
def site(sample_path: Path) -> Site:
    return Site(sample_path)


# --- the texts ----------------------------------------------------------------------------------------------------


def texts_of(path: Path) -> tuple[list[str], list[str]]:
    with open_corpus(path) as corpus:
        article = corpus.article("R730")
        old, new = article.require("2004-01-01"), article.require("2010-05-01")
    assert (old.number, new.number) == ("R730", "R6315-1")
    return list(old.alineas), list(new.alineas)


@pytest.mark.parametrize("arguments", ["", "?alineas=tous"])
def test_side_by_side_each_column_is_the_whole_text_of_its_version(
    arguments: str, site: Site, sample_path: Path
) -> None:
    page = site.read(R730 + arguments)
    table = page.find("table", class_="regard")
    assert isinstance(table, Tag)
    old, new = texts_of(sample_path)
    assert raw(table.select(".mots.avant, .mots.partout")) == old
    assert raw(table.select(".mots.apres, .mots.partout")) == new
    assert bool(table.find("details", open=True)) is bool(arguments)


def test_inline_kept_words_and_either_mark_give_either_text(site: Site, sample_path: Path) -> None:
    old, new = texts_of(sample_path)
    for mark, wanted in (("ins", old), ("del", new)):
        page = site.read(f"{R730}?vue=fil")
        assert page.find("table", class_="regard") is None
        for gone in page.select(f"ol.collation {mark}"):
            gone.decompose()
        assert [text for text in raw(page.select("ol.collation .mots")) if text] == wanted


def test_the_json_gives_both_texts_back(site: Site, sample_path: Path) -> None:
    data = site.json(f"{R730.replace('/2010', '/2010')}.json")
    assert [data[side]["version"]["number"] for side in ("old", "new")] == ["R730", "R6315-1"]
    for side, absent in (("old", {"added", "arrived"}), ("new", {"removed", "left"})):
        joined = [
            "".join(passage[side] for passage in alinea["passages"])
            for alinea in data["alineas"]
            if alinea["fate"] not in absent
        ]
        assert joined == data[side]["version"]["alineas"]
    assert data["changed"] is True and data["typographic"] is False


def test_figures_gap_and_acts_passed_over_are_said(site: Site) -> None:
    page = site.read(R730)
    assert words_of(page.find("h1")) == "De l’article R. 730 à l’article R. 6315-1"
    assert "4 alinéas modifiés, 5 alinéas ajoutés, 1 alinéa inchangé." in words_of(page.find(attrs={"role": "status"}))
    figures = site.json(f"{R730}.json")["figures"]
    measured = words_of(page.find("dl", class_="mesures"))
    assert f"+ {figures['words_added']}" in measured and f"− {figures['words_removed']}" in measured
    gap = words_of(page.find("p", class_="s-missing"))
    assert "Entre les deux s’étend une lacune, du 26 juillet 2005 au 1er avril 2010" in gap and "8 juin 2006" in gap
    steps = [words_of(step) for step in page.select(".etapes li")]
    assert len(steps) == 3
    assert "8 avril 2005" in steps[0] and "Décret n° 2005-328 du 7 avril 2005" in steps[0]
    assert "lacune" in steps[1] and "acte inconnu" in steps[2]


def test_a_change_between_two_neighbours_passes_over_nothing(site: Site) -> None:
    page = site.read(f"{COMPARE}/R730/2004-01-01/2005-05-01")
    assert page.find("p", class_="s-missing") is None
    (step,) = page.select(".etapes li")
    assert "Décret n° 2005-328" in words_of(step)
    assert words_of(page.find("h1")) == "Article R. 730 : ce qui a changé"


def test_one_may_walk_from_change_to_change(site: Site) -> None:
    first = site.read(f"{COMPARE}/R730/2003-09-16/2005-04-08")
    assert first.find("a", rel="prev") is None
    following = first.find("a", rel="next")
    assert isinstance(following, Tag)
    there = site.read(str(following["href"]))
    assert "De l’article R. 730 à l’article R. 6315-1" in words_of(there.find("h1"))
    back = there.find("a", rel="prev")
    assert isinstance(back, Tag) and str(back["href"]) == f"{COMPARE}/R730/2003-09-16/2005-04-08"


def test_the_renumbered_article_gives_the_same_comparison(site: Site) -> None:
    one, other = site.json(f"{R730}.json"), site.json(f"{COMPARE}/R6315-1/2004-01-01/2010-05-01.json")
    assert one["alineas"] == other["alineas"] and one["between"] == other["between"]


# --- what is not there --------------------------------------------------------------------------------------------


def test_one_version_on_both_days_is_no_difference(site: Site) -> None:
    page = site.read(f"{COMPARE}/R730/2005-05-01/2005-06-01")
    assert "Une même version est en vigueur à ces deux dates" in words_of(page.find(attrs={"role": "status"}))
    assert page.find("table", class_="regard") is None


def test_the_json_tells_nothing_compared_from_nothing_changed(site: Site) -> None:
    told = [site.json(f"{COMPARE}/R730/{days}.json") for days in ("2004-01-01/2008-05-01", "2005-05-01/2005-06-01")]
    assert [(one["changed"], one["typographic"]) for one in told] == [(None, None), (False, False)]


def test_a_day_without_text_compares_nothing_and_gives_ways_on(site: Site) -> None:
    page = site.read(f"{COMPARE}/R730/2004-01-01/2008-05-01")
    said = words_of(page.find("main"))
    assert "Il manque un texte : rien n’est comparé." in said
    assert "n’est plus en vigueur depuis le 26 juillet 2005" in said
    assert "Lacune de l’article R. 6315-1 à cette date" in said
    assert page.find("table", class_="regard") is None and not page.select("ins, del")
    ways = [site.led(str(way["href"])) for way in page.select(".cote .choix a")]
    assert ways == [f"{COMPARE}/R730/2004-01-01/2005-04-08", f"{COMPARE}/R730/2004-01-01/2010-04-01"]


def test_before_the_first_text_too(site: Site) -> None:
    page = site.read(f"{COMPARE}/R730/1999-01-01/2005-05-01")
    (way,) = page.select(".cote .choix a")
    assert site.led(str(way["href"])) == f"{COMPARE}/R730/2003-09-16/2005-05-01"
    data = site.json(f"{COMPARE}/R730/1999-01-01/2005-05-01.json")
    assert data["old"]["version"] is None and data["figures"] is None and data["alineas"] == []


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (f"{COMPARE}/R730/2004-01-01/2005-02-30", 400, "n’est pas une date"),
        (f"{COMPARE}/R730/hier/2005-02-28", 400, "n’est pas une date"),
        (f"{COMPARE}/R7310/2004-01-01/2005-05-01", 404, "Le corpus ne connaît pas d’article R. 7310"),
        ("/droit/comparer/code-du-neant/R730/2004-01-01/2005-05-01", 404, "ne connaît pas de texte"),
        (f"{R730}?avec={SLUG}/R7311", 404, "Le corpus ne connaît pas d’article R. 7311"),
        (f"{R730}?avec=nimporte+quoi", 404, "n’est pas un numéro d’article"),
        (f"{R730}?avec=code-du-neant/1", 404, "ne connaît pas de texte"),
    ],
)
def test_what_is_not_known_is_said(address: str, status: int, said: str, site: Site) -> None:
    page = site.read(address, status)
    assert said in words_of(page.find("main"))
    assert page.select("main a")


# --- one address, and the forms -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        (f"{COMPARE}/R730/2010-05-01/2004-01-01", R730),
        (f"{COMPARE}/R730/2010-05-01/2004-01-01.json?vue=fil", f"{R730}.json?vue=fil"),
        (f"{COMPARE}/R. 730/1er janvier 2004/1er mai 2010", R730),
        ("/droit/comparer/Code de la santé publique/art. R730/2004-01-01/2010-05-01?vue=regard", R730),
        (f"{R730}?vue=nulle&alineas=aucun&dates=", R730),
        (f"{COMPARE}/R730?de=2010-05-01&a=01/01/2004", R730),
        (f"{COMPARE}/R730?de={SLUG}/R730/2004-01-01&a={SLUG}/R6315-1/2010-05-01", R730),
        (f"{COMPARE}/R6315-1?de={SLUG}/R730/2005-04-08&a={SLUG}/R730/2003-09-16&vue=fil",
         f"{COMPARE}/R730/2003-09-16/2005-04-08?vue=fil"),
        (f"{COMPARE}/R730", f"{COMPARE}/R730/2005-04-08/2010-04-01"),
        (f"{COMPARE}/R730/2005-05-01", f"{COMPARE}/R730/2003-09-16/2005-05-01"),
        (f"{R730}?avec={SLUG}/R730", R730),
        (f"{COMPARE}/R730?de=2004-01-01&a=2004-02-01&avec=r. 731",
         f"{COMPARE}/R730/2004-01-01/2004-02-01?avec={SLUG}%2FR731"),
        (f"{COMPARE}/R730?de=2004-02-01&a=2004-01-01&avec=R731+du+code+de+la+santé+publique",
         f"{COMPARE}/R731/2004-01-01/2004-02-01?avec={SLUG}%2FR730"),
    ],
)  # fmt: skip
def test_other_spellings_lead_to_the_one_address(asked: str, there: str, site: Site) -> None:
    assert site.led(asked.replace(" ", "%20")) == there
    assert site.ask(there).status_code == 200


def test_a_form_without_its_second_day_asks_what_changed_since(site: Site) -> None:
    assert site.led(f"{COMPARE}/R730?de=2004-01-01&a=") == f"{COMPARE}/R730/2004-01-01/{dt.date.today()}"


def test_the_addresses_are_written_in_one_place() -> None:
    at = Addresses("/base/", "x", True)
    days = dt.date(2004, 1, 1), dt.date(2010, 5, 1)
    assert at.compare(SLUG, "R730", *days) == f"/base{R730}"
    assert at.compare("cgi", "235 ter ZD bis") == "/base/droit/comparer/cgi/235_ter_ZD_bis"
    assert at.compare("c", "1", *days, clock=Clock.LAW, shown={"vue": "fil"}).endswith("?dates=loi&vue=fil")
    assert read_number(write_number("221-II-1/13")) == "221-II-1/13"


def test_every_version_can_be_chosen_and_gaps_stand_between(site: Site) -> None:
    page = site.read(f"{R730}?vue=fil")
    for name, chosen in (("de", "R730/2003-09-16"), ("a", "R6315-1/2010-04-01")):
        select = page.find("select", attrs={"name": name})
        assert isinstance(select, Tag)
        options = select.find_all("option")
        assert [bool(option.has_attr("disabled")) for option in options] == [False, False, True, False, True]
        (selected,) = select.find_all("option", selected=True)
        assert selected["value"] == f"{SLUG}/{chosen}"
    assert len(page.select("form.comparer input[type=hidden][name=vue][value=fil]")) == 2


def test_the_page_says_how_it_is_shown(site: Site) -> None:
    for arguments, current in (("", "En regard"), ("?vue=fil", "Au fil du texte")):
        page = site.read(R730 + arguments)
        assert words_of(page.select_one(".vues [aria-current]")) == current
        for link in page.select(".vues a"):
            assert site.ask(str(link["href"])).status_code == 200
        canonical = page.find("link", rel="canonical")
        assert isinstance(canonical, Tag) and canonical["href"] == R730 + arguments


def test_the_law_s_dates_can_be_asked_for(site: Site) -> None:
    """On 8 April 2005 the decree holds by Légifrance's date, and not yet by the law's."""
    by_law = site.json(f"{COMPARE}/R730/2004-01-01/2005-04-08.json?dates=loi")
    by_legifrance = site.json(f"{COMPARE}/R730/2004-01-01/2005-04-08.json")
    assert by_law["changed"] is False and by_legifrance["changed"] is True


def test_the_article_s_page_leads_to_the_comparisons(site: Site) -> None:
    page = site.read(f"{CODE}/R730/2005-05-01")
    links = [str(a["href"]) for a in page.select("table.versions a") if "précédente" in a.get_text()]
    assert links == [
        f"{COMPARE}/R730/2003-09-16/2005-04-08",
        f"{COMPARE}/R6315-1/2005-04-08/2010-04-01",
    ]
    assert all(site.ask(link).status_code == 200 for link in links)
    form = page.find("form", class_="comparer")
    assert isinstance(form, Tag) and form["action"] == f"{COMPARE}/R730"
    chosen = [str(option["value"]) for option in form.find_all("option", selected=True)]
    assert site.led(f"{form['action']}?de={chosen[0]}&a={chosen[1]}") == links[0]
    assert site.read(f"{CODE}/L6314-1").find("form", class_="comparer") is None  # one version: nothing to choose


# --- lines that split, move, or do not meet ------------------------------------------------------------------------


def _bound(year: int) -> Bound:
    return Bound(Moment(dt.date(year, 1, 1), DateRule.SOURCE))


MAP = "La carte des secteurs fait l'objet, suivant la même procédure, d'un réexamen annuel."
WATCH = "Cette permanence est organisée dans le cadre départemental en liaison avec les établissements de santé."
SECTORS = "La détermination du nombre et des limites des secteurs est arrêtée par le préfet du département."


def _fill_lines(writer: Writer) -> None:
    """An article that was split in two, one that was retyped, one whose alinéas moved, and hostile words."""
    code = writer.add_text(TextId("CODE", "Code d'essai"))
    named = {"provenance": "official", "verification": "official"}

    def article(number: str, *states: tuple[int, int | None, list[str]]) -> None:
        holder = writer.add_article(code, number)
        for start, end, alineas in states:
            closed = _bound(end) if end else None
            writer.add_version(
                holder, alineas, start=_bound(start), end=closed, end_cause="modified" if end else None, **named
            )

    article("1", (2000, 2005, [MAP, WATCH]))
    article("10", (2005, None, [MAP]))
    article("11", (2005, None, [WATCH]))
    article("2", (2000, 2005, [MAP]), (2005, None, [MAP.replace("'", "’")]))
    article("3", (2000, 2005, [SECTORS, WATCH, MAP]), (2005, None, [WATCH, MAP, SECTORS]))
    article("4", (2000, 2005, [HOSTILE]), (2005, None, [HOSTILE, HOSTILE + " mots"]))
    article("5", (2000, 2005, [MAP, WATCH]), (2005, 2010, [MAP]), (2010, None, [MAP, WATCH]))
    writer.add_article(code, "6")
    evidence = [EvidenceRecord("declared", 1.0, "dit")]
    for number in ("10", "11"):
        writer.add_lineage(
            (code, "1"), (code, number), kind="split", status="declared", score=1.0,
            date=dt.date(2005, 1, 1), evidence=evidence,
        )  # fmt: skip


ESSAY = "/droit/comparer/code-d-essai"


@pytest.fixture(scope="module")
def essay_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lines") / "lignes.db"
    with store.create(path) as writer:
        _fill_lines(writer)
    return path


@pytest.fixture(scope="module")
def essay(essay_path: Path) -> Site:
    return Site(essay_path)


def test_of_an_article_that_was_split_none_is_chosen(essay: Site) -> None:
    page = essay.read(f"{ESSAY}/1/2001-01-01/2006-01-01")
    assert "rien n’est comparé" in words_of(page.find(attrs={"role": "status"}))
    ways = [essay.led(str(way["href"])) for way in page.select(".cote .choix a")]
    assert ways == [f"{ESSAY}/1/2001-01-01/2006-01-01?avec=code-d-essai%2F{number}" for number in ("10", "11")]
    one = essay.read(ways[0])
    assert words_of(one.find("h1")) == "De l’article 1er à l’article 10"
    assert len(one.select(".etapes li")) == 1  # the other half is not on the way
    assert [words_of(tag) for tag in one.select("table del")] == [WATCH]


def test_two_articles_of_no_one_line_are_compared_and_it_is_said(essay: Site) -> None:
    page = essay.read(f"{ESSAY}/10/2006-01-01/2006-01-01?avec=code-d-essai/2")
    assert words_of(page.find("h1")) == "Articles 10 et 2 comparés"
    assert "Aucune filiation connue ne mène de l’un à l’autre" in words_of(page.find(attrs={"role": "status"}))
    assert page.find("ol", class_="etapes") is None
    assert essay.json(f"{ESSAY}/10/2006-01-01/2006-01-01.json?avec=code-d-essai/2")["between"] is None


def test_typography_alone_is_no_change_of_words(essay: Site) -> None:
    for view, shown in (("", 2), ("?vue=fil", 1)):
        page = essay.read(f"{ESSAY}/2/2001-01-01/2006-01-01{view}")
        assert "Seule la typographie diffère" in words_of(page.find(attrs={"role": "status"}))
        assert not page.select("section.comparaison details ins, section.comparaison details del")
        assert "1 alinéa retouché, typographie seule" in words_of(page.find("summary"))
        assert len(page.select("details .mots .retouche")) == shown * 2  # «l’» and «d’»


def test_a_moved_alinea_is_shown_as_moved_at_both_places(essay: Site) -> None:
    page = essay.read(f"{ESSAY}/3/2001-01-01/2006-01-01")
    assert not page.select("section.comparaison table ins, section.comparaison table del")
    left, arrived = page.select_one("tr.r-left"), page.select_one("tr.r-arrived")
    assert "déplacé" in words_of(left) and "l’alinéa 3 du texte récent" in words_of(left)
    assert "déplacé" in words_of(arrived) and "l’alinéa 1 du texte ancien" in words_of(arrived)
    for link in page.select(".deplacement a"):
        assert page.find(id=str(link["href"])[1:]) is not None
    assert raw(page.select(".mots.avant, .mots.partout")) == [SECTORS, WATCH, MAP]
    assert raw(page.select(".mots.apres, .mots.partout")) == [WATCH, MAP, SECTORS]
    assert "1 alinéa déplacé, 2 alinéas inchangés." in words_of(page.find(attrs={"role": "status"}))


def test_a_text_that_came_back_is_no_difference_between_two_versions(essay: Site) -> None:
    page = essay.read(f"{ESSAY}/5/2001-01-01/2011-01-01")
    assert "Aucune différence" in words_of(page.find(attrs={"role": "status"}))
    assert len(page.select(".etapes li")) == 2


def test_an_article_without_any_text_has_nothing_to_compare(essay: Site) -> None:
    page = essay.read(f"{ESSAY}/6")
    assert "il n’y a rien à comparer" in words_of(page.find("main"))


def test_hostile_words_never_become_markup(essay: Site) -> None:
    shown = 0
    hostile = "%3Cscript%3Ealert(1)%3C%2Fscript%3E"
    for address in (
        f"{ESSAY}/4/2001-01-01/2006-01-01",
        f"{ESSAY}/4/2001-01-01/2006-01-01?vue=fil&alineas=tous",
        f"{ESSAY}/4/2001-01-01/2006-01-01?avec={hostile}",
        f"{ESSAY}/4/{hostile}/2006-01-01",
        f"{ESSAY}/{hostile}/2001-01-01/2006-01-01",
        f"/droit/comparer/{hostile}/4",
    ):
        response = essay.ask(address)
        assert response.status_code in {200, 400, 404}, address
        assert "default-src 'none'" in response.headers["content-security-policy"]
        page = BeautifulSoup(response.text, "html.parser")
        assert not page.select("script, img, style")
        assert not [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
        shown += page.get_text().count("<script>alert(1)</script>")
    assert shown >= 6


def test_what_lies_between_leaves_out_the_siblings(essay_path: Path) -> None:
    with open_corpus(essay_path) as corpus:
        first, second, third = (corpus.article(number, "code-d-essai") for number in ("1", "10", "11"))
        old, new, sibling = (article.versions()[0] for article in (first, second, third))
        assert list_between(old, new, first.history(), second.history()) == (new,)
        assert list_between(sibling, new, third.history(), second.history()) is None
