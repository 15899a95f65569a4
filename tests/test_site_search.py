"""Where a search leads: an article or a text by any of its names, in a text, on a day, in a state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from corpus import store
from corpus.dates import DateRule, Moment, as_day
from corpus.errors import DateError, UnknownArticle
from corpus.finding import Wanted, find_articles
from corpus.model import EndCause, TextId
from corpus.numbering import canonical_number, display_number, say_article
from corpus.reading import open_corpus
from corpus.store import Bound, Writer
from tests.reading_room import Site, words_of

CIVIL, CPI, CONSTITUTION = (
    "/droit/code-civil",
    "/droit/code-de-la-propriete-intellectuelle",
    "/droit/constitution-du-4-octobre-1958",
)
ACT = TextId("LOI", "Loi n° 2013-404 du 17 mai 2013", "2013-404", dt.date(2013, 5, 17))
SAME_DAY = TextId("LOI", "Loi n° 2013-403 du 17 mai 2013", "2013-403", dt.date(2013, 5, 17))


def at(year: int, act: int | None = None) -> Bound:
    return Bound(Moment(dt.date(year, 1, 1), DateRule.SOURCE), act_id=act)


def add_version(writer: Writer, article: int, words: str, start: Bound, **closed: Any) -> None:
    writer.add_version(article, [words], start=start, provenance="official", verification="official", **closed)


def fill(writer: Writer) -> None:
    act, other = writer.add_text(ACT), writer.add_text(SAME_DAY)
    civil = writer.add_text(TextId("CODE", "Code civil"))
    cpi = writer.add_text(TextId("CODE", "Code de la propriété intellectuelle"))
    constitution = writer.add_text(TextId("CONSTITUTION", "Constitution du 4 octobre 1958", None, dt.date(1958, 10, 4)))

    def add(text: int, number: str, *words: str, repealed: int | None = None) -> None:
        article = writer.add_article(text, number)
        for rank, content in enumerate(words):
            last = rank == len(words) - 1
            end = repealed if last else 2001 + rank
            cause = EndCause.REPEALED if last else EndCause.MODIFIED
            closed = {"end": at(end, other), "end_cause": cause} if end else {}
            add_version(writer, article, content, at(2000 + rank, act), **closed)

    for number in ("9", "16", "1382", "1383", "1383-1", "1384", "1385", "2534"):
        add(civil, number, f"Texte de {number}.")
    add(civil, "1386", "Ancien sens.", "Sens nouveau.")
    add(civil, "1387", "Abrogé en droit.", repealed=2010)
    for number in ("L122-5", "L122-6", "L122-6-1", "R*311-1", "L111-1"):
        add(cpi, number, f"Texte de {number}.")
    add(cpi, "Annexe I", "Compte de gestion.", repealed=2010)
    for number in ("1", "5", "PREAMBULE"):
        add(constitution, number, f"Texte de {number}.")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("search") / "droit.db"
    with store.create(file) as writer:
        fill(writer)
    return file


@pytest.fixture(scope="module")
def site(path: Path) -> Site:
    return Site(path)


def led(site: Site, words: str, **filters: str) -> str:
    return site.led("/droit/recherche?" + urlencode({"q": words, **filters}))


def shown(site: Site, words: str, **filters: str) -> BeautifulSoup:
    return site.read("/droit/recherche?" + urlencode({"q": words, **filters}))


def choices(page: BeautifulSoup) -> list[str]:
    return [str(a["href"]) for a in page.select("ul.choix a")]


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("loi n° 2013-404", "/droit/acte/loi-2013-404"),
        ("2013-404", "/droit/acte/loi-2013-404"),
        ("C. civ., art. 1382", f"{CIVIL}/1382"),
        ("1382 c. civ.", f"{CIVIL}/1382"),
        ("cpi", CPI),
        ("Code civ", CIVIL),
        ("code de la propriété", CPI),
        ("l 122 5", f"{CPI}/L122-5"),
        ("L. 122-5, 3°", f"{CPI}/L122-5"),
        ("Constitution", CONSTITUTION),
        ("art 16 al. 2 C. civ.", f"{CIVIL}/16"),
        ("préambule", f"{CONSTITUTION}/PREAMBULE"),
        ("préambule de la constitution", f"{CONSTITUTION}/PREAMBULE"),
        ("R.* 311-1", f"{CPI}/R%2A311-1".replace("%2A", "*")),
    ],
)
def test_what_names_one_thing_leads_to_it(site: Site, words: str, address: str) -> None:
    assert led(site, words) == address


@pytest.mark.parametrize(
    ("words", "addresses"),
    [
        ("articles L122-5 et L122-6", [f"{CPI}/L122-5", f"{CPI}/L122-6"]),
        ("L122-5 à L122-6-1 cpi", [f"{CPI}/L122-5", f"{CPI}/L122-6", f"{CPI}/L122-6-1"]),
        ("loi du 17 mai 2013", ["/droit/acte/loi-2013-403", "/droit/acte/loi-2013-404"]),
        ("1382 c. civ. et cpi", [f"{CIVIL}/1382", CPI]),
    ],
)
def test_what_names_several_things_lists_them(site: Site, words: str, addresses: list[str]) -> None:
    page = shown(site, words)
    assert choices(page) == addresses
    assert "Aucune version" not in words_of(page.main)


def test_a_long_list_is_cut_and_says_so(site: Site) -> None:
    page = shown(site, ", ".join(["16", *map(str, range(3000, 3030)), "1382"]) + " c. civ.")
    assert "Seuls les 20 premiers articles nommés" in words_of(page.find(role="status"))


def test_a_text_that_the_corpus_has_not_is_named_in_full(site: Site) -> None:
    assert "ne connaît pas de texte « Code de la sécurité sociale »" in words_of(shown(site, "CSS").find(role="status"))


def test_exact_words_are_looked_for_even_when_they_name_a_text(site: Site) -> None:
    assert shown(site, '"Constitution"').find(id="resultats") is not None


@pytest.mark.parametrize(
    ("words", "filters", "address"),
    [
        ("1382", {"date": "2005-05-01"}, f"{CIVIL}/1382/2005-05-01"),
        ("1382", {"date": "01-05-2005"}, f"{CIVIL}/1382/2005-05-01"),
        ("9", {"texte": "Code civ"}, f"{CIVIL}/9"),
        ("L122-5", {"texte": "cpi"}, f"{CPI}/L122-5"),
        ("1382", {"etat": "vigueur"}, f"{CIVIL}/1382"),
        ("1386", {"etat": "remplacees"}, f"{CIVIL}/1386/2000-01-01"),
        ("1387", {"etat": "abrogees"}, f"{CIVIL}/1387/2000-01-01"),
        ("1387", {"etat": "vigueur", "date": "2005-05-01"}, f"{CIVIL}/1387/2005-05-01"),
        ("cpi", {"date": "2005-05-01"}, f"{CPI}/au/2005-05-01"),
        ("", {"texte": "cpi"}, CPI),
        ("", {"texte": "cpi", "date": "2005-05-01"}, f"{CPI}/au/2005-05-01"),
    ],
)
def test_a_text_a_day_and_a_state_are_honoured_on_the_way(
    site: Site, words: str, filters: dict[str, str], address: str
) -> None:
    assert led(site, words, **filters) == address


@pytest.mark.parametrize(
    ("words", "filters", "said"),
    [
        ("1382", {"etat": "abrogees"}, "n’est dans l’état demandé (« abrogés ou déplacés »"),
        ("1382", {"etat": "abrogees"}, "L’article 1382 (Code civil) est en vigueur"),
        ("1387", {"etat": "vigueur"}, "n’est plus en vigueur depuis le 1er janvier 2010"),
        ("16 à 1384 c. civ.", {"etat": "abrogees"}, "articles ne sont pas dans l’état demandé"),
        ("1382 c. civ.", {"texte": "cpi"}, "est demandé dans « Code civil », et la recherche limitée à"),
        ("cpi", {"etat": "vigueur"}, "L’état demandé se dit d’un article"),
        ("", {"etat": "abrogees"}, "Écrire aussi un numéro d’article ou des mots"),
        ("LEGIARTI000000000000", {}, "ne connaît pas l’identifiant LEGIARTI000000000000"),
    ],
)
def test_what_cannot_be_honoured_is_said(site: Site, words: str, filters: dict[str, str], said: str) -> None:
    assert said in words_of(shown(site, words, **filters).find(role="status"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code inconnu", "ne connaît pas de texte « code inconnu »"),
        ("code", "désigne plusieurs textes : Code civil ; Code de la propriété intellectuelle"),
        ("loi du 17 mai 2013", "désigne plusieurs textes : Loi n° 2013-403 du 17 mai 2013 ; Loi n° 2013-404"),
    ],
)
def test_a_text_that_is_none_or_several_says_so_and_nothing_of_the_words(site: Site, text: str, said: str) -> None:
    page = shown(site, "texte", texte=text)
    assert said in words_of(page.find(role="status"))
    assert page.find(id="resultats") is None and "mots" not in words_of(page.find(role="status"))
    for address in choices(page):  # each is the same search in one of the texts that may be meant
        assert address.startswith("/droit/recherche?q=texte&texte=") and site.ask(address).status_code == 200


@pytest.mark.parametrize("text", ["cpi", "CPI", "code de la propriété", "Code de la propriété intellectuelle"])
def test_the_text_filter_takes_abbreviations_and_beginnings(site: Site, text: str) -> None:
    page = shown(site, "texte", texte=text)
    assert "5 articles contiennent ces mots, Code de la propriété intellectuelle" in words_of(page.find(id="resultats"))


def test_the_chief_texts_are_offered(site: Site) -> None:
    for page in (shown(site, "texte"), site.read("/")):
        offered = {str(option["value"]) for option in page.select("datalist#textes-offerts option")}
        assert {"Code civil", "Code de la propriété intellectuelle"} <= offered
        assert page.find("input", attrs={"list": "textes-offerts"}) is not None


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/droit/cpi/L122-5", f"{CPI}/L122-5"),
        ("/droit/cpi", CPI),
        ("/droit/Constitution", CONSTITUTION),
        ("/droit/constitution/5/2005-05-01", f"{CONSTITUTION}/5/2005-05-01"),
        ("/droit/code-civ", CIVIL),
    ],
)
def test_an_address_by_abbreviation_redirects_to_the_permanent_one(site: Site, address: str, there: str) -> None:
    assert site.led(address) == there


def test_an_address_that_several_texts_begin_lists_them(site: Site) -> None:
    page = site.read("/droit/code", status=404)
    assert set(choices(page)) == {CIVIL, CPI}


@pytest.mark.parametrize(
    ("number", "text", "nearest"),
    [
        ("1383-9", "code-civil", ("1383", "1383-1", "1384", "1385")),
        ("1383-9", None, ("1383", "1383-1", "1384", "1385")),
        ("99999", "code-civil", ("1387", "2534")),
        ("R. 1383", "code-civil", ("16", "1382", "1383", "1383-1", "1384")),
        ("L. 122-5-3", "cpi", ("L. 111-1", "L. 122-5", "L. 122-6", "L. 122-6-1")),
        ("R. 300-1", "cpi", ("R*311-1",)),
    ],
)
def test_the_nearest_numbers_are_those_around_first(
    path: Path, number: str, text: str | None, nearest: tuple[str, ...]
) -> None:
    with open_corpus(path) as corpus, pytest.raises(UnknownArticle) as raised:
        corpus.article(number, text)
    assert raised.value.nearest[: len(nearest)] == nearest


@pytest.mark.parametrize(
    ("address", "heading", "sentence"),
    [
        (f"{CIVIL}/1382", "Article 1382", "L’article 1382 (Code civil) est en vigueur"),
        (f"{CONSTITUTION}/PREAMBULE", "Préambule", "Le préambule (Constitution du 4 octobre 1958) est en vigueur"),
        (
            f"{CPI}/Annexe_I",
            "Annexe I",
            "L’annexe I (Code de la propriété intellectuelle) n’est plus en",
        ),
        (f"{CPI}/Annexe_I", "Annexe I", ": abrogée par la loi n° 2013-403 du 17 mai 2013"),
        (f"{CPI}/R*311-1", "Article R*311-1", "L’article R*311-1 (Code de la propriété intellectuelle) est en vigueur"),
    ],
)
def test_an_article_is_called_what_it_is(site: Site, address: str, heading: str, sentence: str) -> None:
    page = site.read(address)
    assert words_of(page.h1).partition(" · ")[0] == heading and heading in words_of(page.title)
    assert sentence in words_of(page.main)
    assert "Article Annexe" not in page.text and "article Annexe" not in page.text


@pytest.mark.parametrize(
    ("number", "displayed", "title", "of"),
    [
        ("R730", "R. 730", "Article R. 730", "de l’article R. 730"),
        ("1", "1er", "Article 1er", "de l’article 1er"),
        ("R*123-4", "R*123-4", "Article R*123-4", "de l’article R*123-4"),
        ("LO141", "LO. 141", "Article LO. 141", "de l’article LO. 141"),
        ("PREAMBULE", "Préambule", "Préambule", "du préambule"),
        ("Annexe 1-2", "Annexe 1-2", "Annexe 1-2", "de l’annexe 1-2"),
        ("Annexe art. R611-14-1", "Annexe art. R611-14-1", "Annexe art. R611-14-1", "de l’annexe art. R611-14-1"),
        ("LISTE A", "Liste A", "Article Liste A", "de l’article Liste A"),
        ("235 ter ZD bis", "235 ter ZD bis", "Article 235 ter ZD bis", "de l’article 235 ter ZD bis"),
        ("XVIII", "XVIII", "Article XVIII", "de l’article XVIII"),
    ],
)
def test_how_a_number_is_printed_and_put_in_a_sentence(number: str, displayed: str, title: str, of: str) -> None:
    assert (display_number(number), say_article(number, "title"), say_article(number, "of")) == (displayed, title, of)
    if "LISTE" not in number:
        assert canonical_number(displayed) == number


@pytest.mark.parametrize(
    ("written", "said"),
    [("2005", "ne dit pas le jour"), ("2005-05", "ne dit pas le jour"), ("mai 2005", "ne dit pas le jour"),
     ("01-05/2005", "n’est pas une date"), ("31-02-2005", "n’est pas une date du calendrier")],
)  # fmt: skip
def test_a_day_without_its_day_is_refused_and_says_how_to_write_one(written: str, said: str) -> None:
    with pytest.raises(DateError, match=f"{said}.* Écrire AAAA-MM-JJ"):
        as_day(written)


@pytest.mark.parametrize("written", ["2005-05-01", "01/05/2005", "01-05-2005", "1.5.2005", "1er mai 2005"])
def test_the_ways_to_write_a_day(written: str) -> None:
    assert as_day(written) == dt.date(2005, 5, 1)


# --- the order of what is found -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ranked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Thirty articles with the word: every third in force, the others replaced, repealed or to come."""
    file = tmp_path_factory.mktemp("ranked") / "droit.db"
    with store.create(file) as writer:
        code = writer.add_text(TextId("CODE", "Code d’essai"))
        for rank in range(30):
            article = writer.add_article(code, str(rank + 1))
            words, start = f"Servitude {'de passage ' * (30 - rank)}.", at(2100 if rank % 3 == 2 else 2000)
            repealed = {"end": at(2010), "end_cause": EndCause.REPEALED} if rank % 3 == 1 else {}
            add_version(writer, article, words, start, **repealed)
    yield file


def test_what_is_in_force_comes_first_each_group_by_relevance_on_every_page(ranked: Path) -> None:
    with open_corpus(ranked) as corpus:
        wanted = Wanted("servitude", "2020-01-01")
        whole = find_articles(corpus._connection, wanted, 0, 100).page
        pages = [find_articles(corpus._connection, wanted, first, 7).page for first in range(0, 30, 7)]
    assert [one for page in pages for one in page] == list(whole) and len(whole) == 30
    states = [one.state for one in whole]
    assert states[:10] == ["in-force"] * 10 and "in-force" not in states[10:]
    for group in (whole[:10], whole[10:]):  # the shorter the text, the better the match
        assert [int(one.number) for one in group] == sorted((int(one.number) for one in group), reverse=True)


def test_an_article_shows_its_version_in_force_though_one_is_to_come(tmp_path: Path) -> None:
    with store.create(tmp_path / "droit.db") as writer:
        article = writer.add_article(writer.add_text(TextId("CODE", "Code d’essai")), "1")
        for start, end in ((2000, 2010), (2010, 2100), (2100, None)):
            closed = {"end": at(end), "end_cause": EndCause.MODIFIED} if end else {}
            add_version(writer, article, f"Servitude de {start}.", at(start), **closed)
    page = Site(tmp_path / "droit.db").read("/droit/recherche?q=servitude")
    assert "Servitude de 2010" in words_of(page.find(class_="extrait"))
    assert "2 autres versions" in words_of(page.find(class_="trouvailles"))
