"""Everything by keyboard: Tab, Enter and the keys of a field, with the focus in sight at every step."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

CODE = "/droit/code-de-la-sante-publique"
COMPARE = "/droit/comparer/code-de-la-sante-publique/R730"
MOST_STOPS = 250

# What has the focus: its words, and what is wrong with how that is shown.
_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e), box = e.getBoundingClientRect(), faults = [];
  const label = e.labels && e.labels.length ? e.labels[0].textContent : '';
  const name = (e.getAttribute('aria-label') || label || e.textContent || '').replace(/\\s+/g, ' ').trim();
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) faults.push('no outline');
  const rgb = (style.outlineColor.match(/[\\d.]+/g) || []).map(Number);
  if (rgb.length === 4 && rgb[3] < 1) faults.push('an outline that is seen through');
  if (!box.width || !box.height) faults.push('no size');
  if (box.right < 1 || box.left > innerWidth) faults.push('beside the screen');
  if (box.bottom < 1 || box.top > innerHeight) faults.push('out of sight');
  if (!name && !e.querySelector('title')) faults.push('no name');
  return [name, e.tagName.toLowerCase(), faults];
}"""


def press_tab_to(page: Page, name: str | re.Pattern[str], tag: str = "a") -> None:
    """Press Tab until the focus is on what has that name; each stop on the way has to show that it has the focus."""
    wanted = name if isinstance(name, re.Pattern) else re.compile(re.escape(name))
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused is None:
            continue
        assert not focused[2], (page.url, focused)
        if focused[1] == tag and wanted.search(focused[0]):
            return
    pytest.fail(f"no {name} within {MOST_STOPS} stops on {page.url}")


def test_from_the_search_to_an_article_a_version_a_comparison_and_back(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#q")).to_be_focused()  # the search is where the reader starts
    page.keyboard.type("R. 730")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CODE}/R730")
    press_tab_to(page, re.compile(r"^Version précédente|^← Version précédente"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CODE}/R730/2003-09-16")
    press_tab_to(page, re.compile("Version suivante"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CODE}/R730/2005-04-08")
    press_tab_to(page, "comparer avec la précédente")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{COMPARE}/2003-09-16/2005-04-08")
    press_tab_to(page, re.compile("^Article R. 730"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"{CODE}/R730(/2003-09-16)?$"))
    press_tab_to(page, "Chronolex")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"://[^/]+/$"))


def test_a_day_is_typed_and_asked_for(page: Page) -> None:
    page.goto(f"{CODE}/R730")
    press_tab_to(page, "Texte au", "input")
    page.keyboard.type("05052005")  # whatever comes first in the reader's language, the day or the month
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CODE}/R730/2005-05-05")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        f"{CODE}/R730/2005-05-01",
        f"{COMPARE}/2003-09-16/2005-04-08",
        "/droit/qualite",
        "/droit/acte/decret-2003-880",
    ],
)
def test_the_skip_link_leads_past_the_head_of_the_page(page: Page, path: str) -> None:
    page.goto(path)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    if page.locator(":focus").inner_text() != "Aller au contenu":  # the search of the home page had the focus
        page.locator(".evitement").focus()
    box = page.locator(":focus").bounding_box()
    assert box is not None and box["x"] >= 0 and box["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("path", ["/droit/qualite", f"{COMPARE}/2003-09-16/2005-04-08", "/droit/changements"])
def test_what_is_folded_opens_by_keyboard(page: Page, path: str) -> None:
    page.goto(path)
    press_tab_to(page, re.compile("."), "summary")
    folded = page.locator("details:has(> summary:focus)")
    was_open = folded.get_attribute("open") is not None
    page.keyboard.press("Enter")
    assert (folded.get_attribute("open") is not None) != was_open
    page.keyboard.press("Space")
    assert (folded.get_attribute("open") is not None) == was_open


@pytest.mark.parametrize(
    "path",
    [f"{CODE}/R730/2005-05-01", f"{CODE}/R730/2005-05-01/auteurs", "/droit/changements", "/droit/qualite/reparations"],
)
def test_every_stop_of_the_keyboard_is_seen(page: Page, path: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(path)
    press_tab_to(page, "Toutes les tables et requêtes")


def test_no_stop_is_a_trap_and_all_are_in_reading_order(page: Page) -> None:
    page.goto(f"{CODE}/R730/2005-05-01")
    assert page.locator("[tabindex]:not([tabindex='0'])").count() == 0
    press_tab_to(page, "Toutes les tables et requêtes")
    page.keyboard.press("Shift+Tab")
    assert page.locator(":focus").inner_text() == "Cette page en JSON"
