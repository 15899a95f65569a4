"""Hostile input on every page: in every column of a real base, in every argument and segment of an address.

Whatever is asked, a page answers with one of ours (never a 500), under the strict policy, and no markup but ours.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from datasette.app import Datasette
from datasette.plugins import pm
from lxml import etree

from chronolex.build import build
from chronolex.site import plugin
from chronolex.site.rendering import HEADERS
from corpus.numbering import sort_key
from corpus.schema import TABLES

ROOT = Path(__file__).parent.parent
SLUG, CIVIL = "code-de-la-sante-publique", "code-civil"
CODE, COMPARE, CHANGES = f"/droit/{SLUG}", f"/droit/comparer/{SLUG}", f"/droit/changements/{SLUG}"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }}&amp;<"

PAGES: dict[str, tuple[str, ...]] = {
    "/droit": ("q", "page"),
    "/droit/recherche?q=permanence": ("q", "texte", "date", "etat", "page"),
    CODE: ("date", "article", "section", "page"),
    f"{CODE}/au/2005-05-01": ("date", "article", "section"),
    f"{CODE}/R730": ("date", "dates"),
    f"{CODE}/R730/2005-05-01": ("date", "dates", "page"),
    f"{CODE}/R730/2005-05-01.txt": ("date", "dates"),
    f"{CODE}/R730/2005-05-01/auteurs": ("date", "dates"),
    f"{CODE}/R730/2005-05-01/citations": ("date", "page"),
    f"{COMPARE}/R730": ("de", "a", "avec", "dates", "vue", "alineas"),
    f"{COMPARE}/R730/2004-01-01/2010-05-01": ("de", "a", "avec", "dates", "vue", "alineas"),
    "/droit/changements": ("du", "au", "texte", "articles", "section", "page", "mots"),
    f"{CHANGES}/2005-01-01/2006-01-01": ("du", "au", "articles", "section", "page", "mots"),
    f"{CHANGES}/2005-01-01/2006-01-01.csv": ("articles", "section", "page"),
    f"{CHANGES}.atom": ("du", "au", "articles", "section", "page"),
    "/droit/acte/decret-2005-328": ("page", "diff"),
    "/droit/acte/decret-2003-880": ("page", "diff"),
    "/droit/filiation": ("page",),
    "/droit/qualite": ("page", "etat"),
    "/droit/qualite/verification": ("etat", "texte", "page"),
    "/droit/qualite/instructions": ("verdict", "page"),
    "/droit/qualite/reparations": ("source", "etat", "page"),
    "/droit/qualite/desaccords": ("sorte", "page"),
    "/droit/qualite/anomalies": ("sorte", "page"),
    "/droit/qualite/citations": ("page",),
}
"""Each kind of page, and the arguments that it may be asked with."""

SEGMENTS = (
    "/droit/X", f"{CODE}/X", f"{CODE}/au/X", f"{CODE}/R730/X", f"{CODE}/R730/X.txt", f"{CODE}/X/2005-05-01",
    f"{CODE}/R730/X/auteurs", f"{CODE}/X/2005-05-01/citations", "/droit/acte/X", "/droit/comparer/X/R730",
    f"{COMPARE}/X", f"{COMPARE}/R730/X/2005-05-01", f"{COMPARE}/R730/2004-01-01/X", "/droit/changements/X",
    "/droit/changements/X.csv", f"{CHANGES}/X/2005-05-01", f"{CHANGES}/2004-01-01/X.atom", "/droit/qualite/X",
    "/droit/statique/X", "/eli/decret/2005/4/7/X/jo/texte", "/eli/decret/2005/4/7/SANH0521313D/jo/article_X",
)  # fmt: skip
"""Addresses with a place for what should not be there."""

WORDS = (
    MARKUP, "' OR '1'='1' --", '1"; DROP TABLE versions; --', "a\0b", "a\r\nX-Injected: 1", "../../etc/passwd", "%s%n",
    '" NEAR( AND * : ^ -', "0000-00-00", "9999-99-99", "2005-02-30", "10000-01-01", "0001-01-01", "9999-12-31",
    str(10**30), "-1", "²", "٣", "9" * 5000, "x" * 5000, "LEGISCTA000000000000", "//evil.example", "=1+1",
    "javascript:alert(1)", f"{CIVIL}/1/9999-12-31", "\U0001f600\u202e\ufffe",
)  # fmt: skip
BYTES = ("%ff%fe", "%ed%a0%80", "%00", "%", "%zz", "%2e%2e%2f", "%5c")
"""Percent-encodings of what is no text: a lone surrogate, NUL, half a sequence, no encoding at all."""
ASKED = (*(quote(words, safe="") for words in WORDS), *BYTES)

if plugin not in pm.get_plugins():
    pm.register(plugin, "chronolex")


class Site:
    """A Datasette on a file, asked in process; several addresses in one go."""

    def __init__(self, path: Path) -> None:
        self.datasette = Datasette(immutables=[str(path)])  # as the command serves it: pages are kept
        asyncio.run(self.datasette.invoke_startup())

    def ask(self, *addresses: str, **headers: str) -> list[Any]:
        async def ask_all() -> list[Any]:
            return [await self.datasette.client.get(address, headers=headers) for address in addresses]

        return asyncio.run(ask_all())


def check(address: str, response: Any) -> None:
    """Check one answer, whatever was asked."""
    asked = f"{address[:120]} → {response.status_code}"
    assert response.status_code in {200, 300, 301, 302, 400, 404}, (asked, response.text[-300:])
    assert response.headers["content-security-policy"] == HEADERS["Content-Security-Policy"], asked
    assert response.headers["x-content-type-options"] == "nosniff", asked
    assert "x-injected" not in response.headers, asked
    assert not re.search(r"[\r\n]", "".join(response.headers.values())), asked
    location = response.headers.get("location", "/")
    assert location.startswith("/") and not location.startswith(("//", "/\\")), (asked, location[:200])
    kind = response.headers["content-type"]
    if kind.startswith("text/html"):
        check_markup(asked, response.text)
    elif kind.startswith("application/atom+xml"):
        feed = etree.fromstring(response.content)
        assert {etree.QName(tag).namespace for tag in feed.iter()} == {"http://www.w3.org/2005/Atom"}, asked
    else:
        assert kind.partition(";")[0] in {"application/json", "text/plain", "text/csv"}, (asked, kind)


def check_markup(asked: str, html: str) -> None:
    page = BeautifulSoup(html, "html.parser")
    assert not page.select("script, img, iframe, object, embed, style, base, meta[http-equiv]"), asked
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"], (asked, tag)
        for name in ("href", "action", "xlink:href"):
            value = str(tag.get(name, "/"))
            assert value.startswith(("/", "#")) and not value.startswith("//"), (asked, value[:200])
    assert "&#39;49&amp;" not in html, (asked, "a template was evaluated")


@pytest.fixture(scope="module")
def sample_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "permanence.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    return path


@pytest.fixture(scope="module")
def dila_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "dila.db"
    build([ROOT / "tests" / "cases" / "dila"], path)
    return path


@pytest.fixture(scope="module")
def site(sample_path: Path) -> Site:
    return Site(sample_path)


# --- in addresses ------------------------------------------------------------------------------------------------


def _with_argument(address: str, name: str) -> Iterator[str]:
    for value in ASKED:
        yield f"{address}{'&' if '?' in address else '?'}{name}={value}"


@pytest.mark.parametrize("address", PAGES)
def test_whatever_an_argument_holds_the_page_answers(site: Site, address: str) -> None:
    asked = [one for name in PAGES[address] for one in _with_argument(address, name)]
    for one, response in zip(asked, site.ask(*asked), strict=True):
        check(one, response)


@pytest.mark.parametrize("pattern", SEGMENTS)
def test_whatever_a_segment_holds_the_page_answers(site: Site, pattern: str) -> None:
    asked = [pattern.replace("X", value) for value in ASKED]
    for one, response in zip(asked, site.ask(*asked), strict=True):
        check(one, response)


def test_the_json_of_what_is_absurd_is_json(site: Site) -> None:
    asked = [f"{CODE}/R730.json?date={value}" for value in ASKED] + [f"{CODE}/{value}.json" for value in ASKED]
    for one, response in zip(asked, site.ask(*asked), strict=True):
        check(one, response)
        if response.status_code in {200, 400, 404}:
            assert isinstance(response.json(), dict), one


def test_two_values_of_one_argument_are_no_fault(site: Site) -> None:
    asked = [
        f"{CODE}/R730?date=2005-05-01&date=jamais",
        "/droit/recherche?q=a&q=b&page=2&page=x",
        f"{CHANGES}?section=a&section=b&articles=a&articles=",
    ]
    for one, response in zip(asked, site.ask(*asked), strict=True):
        check(one, response)


def test_nothing_that_was_asked_has_changed_the_base(site: Site, sample_path: Path) -> None:
    with sqlite3.connect(sample_path) as connection:
        assert connection.execute("SELECT count(*) FROM versions").fetchone()[0] > 10
    check(CODE, site.ask(CODE)[0])


@pytest.mark.parametrize("host", ['"><script>alert(1)</script>', "evil.example/?x=<b>", "a\tb", "x" * 2000])
def test_a_host_that_is_none_becomes_no_markup(site: Site, host: str) -> None:
    asked = [f"{CHANGES}.atom", f"{CHANGES}.csv", f"{CHANGES}.json", f"{CHANGES}", f"{CODE}/R.%20730"]
    for one, response in zip(asked, site.ask(*asked, host=host), strict=True):
        check(one, response)


def test_the_addresses_of_one_host_are_not_kept_for_the_readers_of_another(site: Site) -> None:
    for address in (f"{CHANGES}.atom", f"{CHANGES}.csv"):
        for host in ("evil.example", "droit.example"):
            (response,) = site.ask(address, host=host)
            assert set(re.findall(r"http://([\w.]+)/droit", response.text)) == {host}


def test_a_file_to_keep_has_a_plain_name(site: Site) -> None:
    asked = [f"/droit/changements/{quote(name, safe='')}.csv" for name in ('a"; filename="b.exe', "Code\r\nX: 1", SLUG)]
    for one, response in zip(asked, site.ask(*asked), strict=True):
        check(one, response)
        named = response.headers.get("content-disposition", 'attachment; filename="x.csv"')
        assert re.fullmatch(r'attachment; filename="[\w.-]+"', named), named


def test_a_number_of_thousands_of_digits_has_its_place_in_the_order() -> None:
    longer = "9" * 5000
    assert sort_key("R10") < sort_key(f"R{longer}")
    assert sort_key("007") == sort_key("7") < sort_key("10")
    assert sort_key("0").endswith("~00000000")


# --- in the base ---------------------------------------------------------------------------------------------------

_KEYS = re.compile(
    r"slug|number|date|day|start|end|^published|rule|sha|digest|^id$|provenance|verification|^state$|_article$|path"
    r"|^name$|^key$|^value$|^topic$|^nature$|^family$|publication|signed|^positions?$|spans?$|^cause|^verdict$|^method$|^visas$|^signatories$"
)
"""Columns that hold keys, dates and codes: the writers choose their values, whatever a source says. Visas are JSON."""
MOST_READ = 400
"""Addresses of a base that are read."""


def poison(path: Path) -> int:
    """Put markup at the end of every free text of a base; give the number of columns."""
    connection = sqlite3.connect(path)
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (trigger,) in triggers:
        connection.execute(f'DROP TRIGGER "{trigger}"')
    done = 0
    for table in TABLES:
        for column in connection.execute(f'SELECT name, type FROM pragma_table_info("{table.name}")').fetchall():
            if column[1] == "TEXT" and not _KEYS.search(column[0]):
                done += _poison_column(connection, table.name, column[0])
    connection.commit()
    connection.close()
    return done


def _poison_column(connection: sqlite3.Connection, table: str, column: str) -> int:
    try:
        changed = connection.execute(
            f'UPDATE "{table}" SET "{column}" = "{column}" || ? WHERE "{column}" IS NOT NULL', [MARKUP]
        )
    except sqlite3.IntegrityError:  # one of a few codes, or a key
        return 0
    return min(changed.rowcount, 1)


def _crawl(site: Site) -> Iterator[tuple[str, Any]]:
    """Follow the links of the site from its home, to its JSON, its tables and its feeds too."""
    queue, seen = ["/droit", "/"], {"/droit", "/"}
    while queue:
        address = queue.pop(0)
        (response,) = site.ask(address)
        yield address, response
        page = BeautifulSoup(response.text if response.headers["content-type"].startswith("text/html") else "", "lxml")
        links = {str(link["href"]).partition("#")[0] for link in page.find_all(["a", "link"], href=True)}
        fresh = sorted(link for link in links if link.startswith("/droit") and "/statique/" not in link)
        queue += [link for link in fresh if link not in seen][: MOST_READ - len(seen)]
        seen.update(queue)


def test_markup_in_every_text_of_the_sample_stays_text(sample_path: Path, tmp_path: Path) -> None:
    _read_poisoned(sample_path, tmp_path, pages=100, columns=15)


def test_markup_in_every_text_of_dilas_archives_stays_text(dila_path: Path, tmp_path: Path) -> None:
    _read_poisoned(dila_path, tmp_path, pages=80, columns=8)


def _read_poisoned(path: Path, folder: Path, *, pages: int, columns: int) -> None:
    poisoned = folder / path.name
    shutil.copy(path, poisoned)
    assert poison(poisoned) >= columns
    read = shown = 0
    for address, response in _crawl(Site(poisoned)):
        check(address, response)
        read += 1
        if response.headers["content-type"].startswith("text/html"):
            shown += BeautifulSoup(response.text, "html.parser").get_text().count("<script>alert(1)</script>")
    assert read > pages and shown > 5 * pages, (read, shown)
