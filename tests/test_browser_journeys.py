"""What a reader comes for, from the home page to the answer, in a real Chromium."""

from __future__ import annotations

import csv
import io
import re

import pytest
from lxml import etree
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

CODE = "/droit/code-de-la-sante-publique"
CIVIL = "/droit/code-civil"
ATOM = "{http://www.w3.org/2005/Atom}"


def h1(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_what_did_it_say_who_wrote_it_and_what_became_of_it(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Un numéro d’article").fill("art. R 730")
    page.get_by_label("En vigueur le").fill("2005-05-01")
    page.get_by_role("button", name="Chercher").click()
    page.wait_for_url(f"**{CODE}/R730/2005-05-01")
    text = page.locator("section.texte")
    assert "associations de permanence des soins." in text.locator("ol.alineas li").first.inner_text()
    assert text.get_by_role("link", name="Décret n° 2005-328").count() == 1
    text.get_by_role("link", name="Qui a écrit ces mots ?").click()
    page.wait_for_url("**/R730/2005-05-01/auteurs")
    authors = page.locator("ol.notes-auteurs").inner_text()
    assert "Décret n° 2003-880" in authors and "Décret n° 2005-328" in authors
    page.get_by_role("navigation", name="Fil d’Ariane").get_by_role("link", name=re.compile(r"Article R\. 730")).click()
    page.get_by_role("link", name="R. 6315-1", exact=True).first.click()
    page.wait_for_url(re.compile(f"{CODE}/R6315-1"))
    assert h1(page) == "Article R. 6315-1"
    assert "R. 730 → R. 6315-1" in page.locator("section[aria-labelledby=filiation]").inner_text()


def test_two_dates_are_compared_side_by_side_and_inline(page: Page) -> None:
    page.goto(f"{CODE}/R730/2005-05-01")
    page.get_by_role("link", name="Les comparer en regard").click()
    page.wait_for_url("**/droit/comparer/code-de-la-sante-publique/R730/2003-09-16/2005-04-08")
    assert "2 alinéas modifiés, 1 alinéa ajouté" in page.locator("main").inner_text()
    assert page.locator("table ins:visible").count() and page.locator("table del:visible").count()
    page.get_by_role("link", name="Au fil du texte").click()
    page.wait_for_url("**?vue=fil")
    assert page.locator("main ins:visible").count()
    page.get_by_role("link", name=re.compile("Changement suivant")).click()
    page.wait_for_url("**/R6315-1/2005-04-08/2010-04-01?vue=fil")
    assert "lacune" in page.locator("main").inner_text().lower()


def test_what_changed_in_a_code_between_two_dates_as_a_table_and_a_feed(dila_page: Page) -> None:
    page = dila_page
    page.goto("/")
    page.locator("ul.cartes").get_by_role("link", name="Code civil").click()
    page.get_by_role("link", name="Tout ce qui a changé dans ce texte").click()
    page.wait_for_url("**/droit/changements/code-civil")
    page.get_by_text("Choisir le texte et les dates").click()
    page.get_by_label("Du", exact=True).fill("2013-01-01")
    page.get_by_label("Jusqu’au").fill("2014-01-01")
    page.get_by_role("button", name="Voir").click()
    page.wait_for_url("**/droit/changements/code-civil/2013-01-01/2014-01-01")
    assert page.locator("li.changement").count() == 2
    assert page.get_by_role("heading", name="19 mai 2013").count() == 1
    page.locator("li.changement summary").first.click()
    assert page.locator("li.changement ins:visible").count()

    with page.expect_download() as kept:
        page.get_by_role("link", name="Tableau CSV").click()
    assert kept.value.suggested_filename == "changements-code-civil.csv"
    rows = list(csv.DictReader(io.StringIO(kept.value.path().read_text("utf-8-sig"), newline="")))
    assert {(row["jour"], row["article"]) for row in rows} == {("2013-05-19", "art. 144"), ("2013-05-19", "art. 371-4")}
    assert all(page.request.get(row["adresse"]).ok for row in rows)

    feed = page.get_by_role("link", name="Suivre (Atom)").get_attribute("href")
    answer = page.request.get(str(feed))
    entries = etree.fromstring(answer.body()).findall(f"{ATOM}entry")
    assert answer.ok and any("371-4" in (entry.findtext(f"{ATOM}title") or "") for entry in entries)


def test_the_contents_of_a_day_lead_to_an_article_of_that_day(dila_page: Page) -> None:
    page = dila_page
    page.goto(CIVIL)
    page.get_by_label("Texte au").fill("2012-05-01")
    page.get_by_role("button", name="Voir").click()
    page.wait_for_url(f"**{CIVIL}/au/2012-05-01")
    assert page.get_by_role("heading", name="Table des matières au 1er mai 2012").count() == 1
    page.locator(".plan summary").first.click()  # folded, then unfolded
    page.locator(".plan summary").first.click()
    page.locator(".plan summary", has_text="Titre IX").click()
    article = page.locator(".plan").get_by_role("link", name="371-4", exact=True)
    if not article.is_visible():
        page.locator(".plan summary", has_text="Titre IX").click()
    article.click()
    page.wait_for_url(f"**{CIVIL}/371-4/2012-05-01")
    assert "Texte en vigueur le 1er mai 2012" in page.locator("#le-texte").inner_text()
    page.get_by_role("navigation", name="Fil d’Ariane").get_by_role("link", name="Code civil").click()
    page.get_by_role("link", name=re.compile("Changement précédent")).click()
    page.wait_for_url(re.compile(f"{CIVIL}/au/\\d{{4}}-\\d\\d-\\d\\d$"))


def test_each_passage_leads_to_its_author_and_to_the_instruction(page: Page) -> None:
    page.goto(f"{CODE}/R730/2005-05-01/auteurs")
    call = page.locator("ol.alineas a.note-n").last
    number = call.inner_text()
    call.click()
    author = page.locator(f"#auteur-{number}")
    assert page.url.endswith(f"#auteur-{number}") and author.is_visible()
    author.get_by_text("l’instruction", exact=True).click()
    assert author.locator("blockquote").is_visible()
    author.get_by_role("link", name=re.compile("Décret")).first.click()
    page.wait_for_url(re.compile("/droit/acte/decret-"))


def test_an_act_shows_its_effects_and_leads_to_them(page: Page) -> None:
    page.goto("/")
    page.get_by_role("row", name=re.compile("2005-328")).get_by_role("link").click()
    page.wait_for_url("**/droit/acte/decret-2005-328")
    assert "0 sur" in page.locator("main").inner_text()  # no character was left unread
    page.get_by_role("link", name=re.compile(r"ce qui a changé à R\. 730")).click()
    page.wait_for_url(re.compile(r"\?diff=\d+#v\d+$"))
    assert page.locator("#effets ~ * ins:visible, section[aria-labelledby=effets] ins:visible").count()
    page.locator("section[aria-labelledby=effets]").get_by_role("link", name="R. 730", exact=True).first.click()
    page.wait_for_url(f"**{CODE}/R730/2005-04-08")


def test_the_quality_of_the_data_leads_to_the_passage_of_the_source(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Navigation principale").get_by_role("link", name="Qualité").click()
    page.locator("section[aria-labelledby=reparations] summary").first.click()
    page.get_by_role("link", name=re.compile("réparations de cette source")).first.click()
    page.wait_for_url("**/droit/qualite/reparations?source=*")
    before, after = page.locator("tbody tr").first.locator("td").all()[:2]
    assert before.inner_text() and after.inner_text()
    assert page.locator("td.contexte").first.inner_text()
    page.get_by_role("link", name="Page suivante").first.click()
    page.wait_for_url("**page=2**")
    page.get_by_role("link", name="le texte d’origine").click()
    page.wait_for_url(re.compile(r"/permanence/sources/\d+$"))
    page.goto("/droit/qualite")
    page.get_by_role("link", name="Toutes les instructions non appliquées").click()
    page.locator(".instruction").get_by_role("link", name=re.compile("Décret n° 2003-880")).first.click()
    page.wait_for_url(re.compile(r"/droit/acte/decret-2003-880#i\d+$"))
    shown = page.locator(f"#{page.url.partition('#')[2]}")
    assert "en attente" in shown.inner_text()
    shown.get_by_role("link", name=re.compile("dans le dispositif")).click()
    assert re.search(r"#p\d+$", page.url)
