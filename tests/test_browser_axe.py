"""axe-core in a real Chromium finds nothing wrong on any kind of page, at a desk and on a telephone, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

CODE, COMPARE = "/droit/code-de-la-sante-publique", "/droit/comparer/code-de-la-sante-publique/R730"
CIVIL, CPI = "/droit/code-civil", "/droit/code-de-la-propriete-intellectuelle"
SAMPLE = {
    "/": 200,
    "/droit/recherche?q=permanence": 200,
    "/droit/recherche?q=xylophone": 200,
    f"{CODE}/au/2005-05-01": 200,
    f"{CODE}/R730/2005-05-01": 200,
    f"{CODE}/R730": 200,
    f"{CODE}/R6315-1/2008-01-01": 200,
    f"{CODE}/R730/2005-05-01/auteurs": 200,
    f"{CODE}/R730/2005-05-01/citations": 200,
    f"{COMPARE}/2004-01-01/2010-05-01": 200,
    f"{COMPARE}/2004-01-01/2010-05-01?vue=fil": 200,
    f"{COMPARE}/2006-01-01/2008-05-01": 200,
    "/droit/changements": 200,
    "/droit/changements/code-de-la-sante-publique/2005-01-01/2006-01-01?mots=ouverts": 200,
    "/droit/changements?du=1900-01-01&au=1901-01-01": 200,
    "/droit/acte/decret-2003-880": 200,
    "/droit/filiation": 200,
    "/droit/qualite": 200,
    "/droit/qualite/verification": 200,
    "/droit/qualite/instructions": 200,
    "/droit/qualite/reparations": 200,
    "/droit/qualite/reparations?source=decret-2005-328.jo.txt": 200,
    "/droit/qualite/desaccords": 200,
    f"{CODE}/R739": 404,
    f"{CODE}/R730/2005-02-30": 400,
}
DILA = {
    f"{CIVIL}/au/2012-05-01": 200,
    f"{CIVIL}/371-4/2012-05-01": 200,
    "/droit/changements/code-civil": 200,
    "/droit/acte/loi-2002-303": 200,
    "/droit/loi-70-459": 200,
    "/droit/qualite/anomalies": 200,
    "/droit/qualite/citations": 200,
    f"{CPI}/L615-14": 200,
    f"{CPI}/L615-14/1993-06-01": 300,
}
SCREENS = ((1200, "light"), (1200, "dark"), (360, "light"), (360, "dark"))
_RUN = """rules => axe.run(document, rules).then(found => found.violations.map(one =>
    `${one.id} (${one.impact}): ${one.nodes.map(node => node.html.slice(0, 120)).slice(0, 3).join(' ⏎ ')}`))"""
_UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    # The policy of the site forbids scripts, axe's too.
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def find_faults(page: Page, axe: str) -> list[str]:
    """Give what axe finds on the page that is open, on each screen.

    What the dark changes is colours only. On a telephone everything is unfolded: what is folded is looked at too.
    """
    found: list[str] = []
    page.evaluate(axe)
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        if width < 600:
            page.evaluate(_UNFOLD)
            if (wide := page.evaluate(_TOO_WIDE)) > 0:
                found.append(f"{wide} pixels wider than the screen")
        rules = {"resultTypes": ["violations"], **({"runOnly": ["color-contrast"]} if scheme == "dark" else {})}
        found += [f"{width} {scheme} {one}" for one in page.evaluate(_RUN, rules)]
    return found


@pytest.mark.parametrize("path", SAMPLE)
def test_axe_finds_nothing_on_the_sample(reader: Page, address: str, axe: str, path: str) -> None:
    response = reader.goto(f"{address}{path}")
    assert response is not None and response.status == SAMPLE[path]
    assert find_faults(reader, axe) == []


@pytest.mark.parametrize("path", DILA)
def test_axe_finds_nothing_on_dilas_files(reader: Page, dila_address: str, axe: str, path: str) -> None:
    response = reader.goto(f"{dila_address}{path}")
    assert response is not None and response.status == DILA[path]
    assert find_faults(reader, axe) == []


def test_axe_sees_what_is_wrong(reader: Page, address: str, axe: str) -> None:
    reader.goto(f"{address}/droit/filiation")
    reader.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input name=sans-nom>')")
    assert {one.split(" ")[2] for one in find_faults(reader, axe)} == {"label"}
