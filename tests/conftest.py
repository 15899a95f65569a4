"""A small corpus, filled by hand through the writer: R. 730 in the words of the samples, and made-up neighbours."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from chronolex.build import build
from chronolex.citing import settle
from corpus import store
from corpus.cited import OWN, CitationWriter, ReadCitation
from corpus.dates import DateRule, Moment, entry_into_force
from corpus.diff import compare
from corpus.model import Edit, Link, LinkKind, Source, TextId
from corpus.reading import Corpus, open_corpus
from corpus.store import Bound, EvidenceRecord, Writer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "permanence-des-soins"
STARTUP_SECONDS = 30
DESK = {"width": 1200, "height": 900}

CODE = TextId("CODE", "Code de la santé publique")
CIVIL = TextId("CODE", "Code civil")
ACT_2003 = TextId("DECRET", "Décret n° 2003-880 du 15 septembre 2003", "2003-880", dt.date(2003, 9, 15), "SANH0322761D")
ACT_2005 = TextId("DECRET", "Décret n° 2005-328 du 7 avril 2005", "2005-328", dt.date(2005, 4, 7), "SANH0521313D")
REPEAL = TextId("DECRET", "Décret n° 2005-840 du 20 juillet 2005", "2005-840", dt.date(2005, 7, 20))
JO_2003, JO_2005, JO_REPEAL = dt.date(2003, 9, 16), dt.date(2005, 4, 8), dt.date(2005, 7, 26)


def read_r730_of_2003() -> list[str]:
    """The five alinéas of R. 730 as the 2003 decree quotes them."""
    text = (SAMPLES / "decret-2003-880.jo.md").read_text("utf-8")
    quoted = text[text.index("R. 730.**") : text.index("R. 731.**")]
    alineas = re.findall(r"^(?:« |R. 730\.\*\* - )(?!\*\*)(.+)$", quoted, re.MULTILINE)
    assert len(alineas) == 5
    return alineas


def read_r730_of_2005() -> list[str]:
    """The six alinéas of R. 730 as Légifrance publishes them."""
    text = (SAMPLES / "R730.legifrance.md").read_text("utf-8")
    body = text[text.index("\n\n") : text.index("**Liens")]
    alineas = [" ".join(block.split()) for block in body.strip().split("\n\n")]
    assert len(alineas) == 6
    return alineas


def fill_corpus(writer: Writer) -> None:
    """Write the sample line, a repealed and restored article, and a code civil with a same number."""
    page = writer.add_source(
        Source("R730.legifrance.md", "ab" * 32, 10), format="legifrance-page", title="Article R730"
    )
    damaged = writer.add_source(Source("decret.txt", "cd" * 32, 20), format="jo-texte", original="DŽcr•te :")
    code = writer.add_text(CODE)
    act_2003 = writer.add_text(ACT_2003, published=JO_2003, body="Art. 1er. - Il est inséré")
    act_2005 = writer.add_text(
        ACT_2005, published=JO_2005, body="Art. 1er. - L'article R. 730 est complété", visas=["Vu"]
    )
    repeal = writer.add_text(REPEAL)
    created = Bound.of_effect(entry_into_force(JO_2003), act_2003, "1")
    amended = Bound.of_effect(entry_into_force(JO_2005), act_2005, "1")
    repealed = Bound.of_effect(entry_into_force(JO_REPEAL), repeal, "4 1°")

    r730 = writer.add_article(code, "R. 730", "R. 730")
    derived = {"provenance": "derived", "verification": "unverified"}
    writer.add_version(r730, read_r730_of_2003(), start=created, end=amended, end_cause="modified", **derived)
    official = read_r730_of_2005()
    last = writer.add_version(
        r730,
        official,
        start=amended,
        end=repealed,
        end_cause="repealed",
        provenance="derived",
        verification="identical",
        source_id=page,
    )
    writer.add_verification(last, compare(official, official), page)
    r736 = writer.add_article(code, "R. 736", "R. 736")
    writer.add_version(r736, ["Bilan annuel."], start=amended, end=repealed, end_cause="repealed", **derived)
    _fill_successors(writer, code)
    _fill_neighbours(writer)
    _fill_witnesses(writer, page, damaged, act_2005, last)


def _fill_successors(writer: Writer, code: int) -> None:
    r6315 = writer.add_article(code, "R. 6315-1", "R. 6315-1")
    writer.add_version(
        r6315,
        ["La permanence des soins prévue à l'article L. 6314-1 est assurée.", "Cette permanence est organisée."],
        start=Bound(Moment(dt.date(2010, 4, 1), DateRule.MANIFEST)),
        end=Bound(Moment(dt.date(2010, 7, 18), DateRule.MANIFEST)),
        end_cause="modified",
        provenance="official",
        verification="official",
    )
    writer.add_absence(
        r6315,
        JO_REPEAL,
        dt.date(2010, 4, 1),
        reason="Versions publiées par Légifrance, dont le corpus n’a pas le texte.",
        known_starts=[JO_REPEAL, dt.date(2006, 6, 8), dt.date(2006, 12, 28)],
    )
    evidence = [
        EvidenceRecord("declared", 1.0, "Nouveaux textes : R6315-1"),
        EvidenceRecord("alignment", 0.8, "6/6"),
    ]
    ends = {"kind": "renumbered", "date": JO_REPEAL}
    writer.add_lineage((code, "R730"), (code, "R6315-1"), status="confirmed", score=0.99, evidence=evidence, **ends)
    guess = [EvidenceRecord("sequence", 0.5, "R. 736 suit R. 735")]
    writer.add_lineage((code, "R736"), (code, "R6315-7"), status="inferred", score=0.5, evidence=guess, **ends)
    finding = [EvidenceRecord("references", 0.6, "« L. 6325-1 » réécrit « L. 6314-1 »")]
    writer.add_lineage(
        (code, "L6325-1"), (code, "L6314-1"), kind="rewritten", status="finding", score=0.6, evidence=finding
    )


def _fill_neighbours(writer: Writer) -> None:
    civil = writer.add_text(CIVIL)
    source = {"provenance": "official", "verification": "official"}

    def bound(year: int) -> Bound:
        return Bound(Moment(dt.date(year, 1, 1), DateRule.SOURCE))

    for number, words in (
        ("2", "La loi ne dispose que pour l'avenir."),
        ("10", "Chacun est tenu."),
        ("1er", "Les lois."),
    ):
        article = writer.add_article(civil, number, number)
        writer.add_version(article, [words], start=bound(1804), **source)
    restored = writer.add_article(civil, "R730")
    writer.add_version(
        restored, ["Les bonnes mœurs."], start=bound(1900), end=bound(1950), end_cause="repealed", **source
    )
    writer.add_version(restored, ["Rétabli : les bonnes moeurs."], start=bound(1960), **source)


def _fill_witnesses(writer: Writer, page: int, damaged: int, act: int, version: int) -> None:
    code = writer.add_text(CODE)
    writer.add_article(code, "R. 735")
    r730 = writer.add_article(code, "R. 730")
    applied = writer.add_instruction(
        act, (13, 41), "L'article R. 730 est complété", "applied", target_article="R730", version_id=version
    )
    writer.add_instruction(
        act,
        (0, 12),
        "Les mots « absents » sont supprimés",
        "refused",
        reason="mots introuvables",
        detail="^",
        act_article="1",
    )
    writer.add_act_spans(
        act, [((0, 13), "heading", None), ((13, 35), "operation", applied), ((35, 41), "unread", None)]
    )
    cited = ReadCitation(0, 10, "R. 735", OWN, "R735", method="in-text")
    CitationWriter(writer.connection).write([(version, code, [cited])])
    writer.connection.execute("UPDATE versions SET citations = 0 WHERE citations IS NULL")
    settle(writer.connection)
    writer.add_link(page, r730, Link(LinkKind.CITES, "Cite", "Code - art. L6313-1 (M)", CODE.title, "L6313-1", "M"))
    writer.add_repairs(
        damaged, [Edit(1, 2, "Ž", "é", "mac-roman", 1.0), Edit(5, 6, "•", "•", "perdu", 0.1)], "DŽcr•te :"
    )
    writer.add_discrepancy("links", "R. 730", "La page omet R. 735.", source_id=page, version_id=version)
    writer.add_cut(page, r730, 1, method="alignment", score=0.9, detail="5 mots", aligned_with="R. 730, al. 1")
    writer.set_meta("title", "Corpus d’essai")


@pytest.fixture(scope="session")
def corpus_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "essai.db"
    with store.create(path) as writer:
        fill_corpus(writer)
    return path


@pytest.fixture
def corpus(corpus_path: Path) -> Iterator[Corpus]:
    with open_corpus(corpus_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def fill() -> Callable[[Writer], None]:
    return fill_corpus


# --- for the tests that drive a browser ---------------------------------------------------------------------------


@pytest.fixture(scope="session")
def sample_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus of the sample, built once; nobody writes to it."""
    path = tmp_path_factory.mktemp("sample") / "permanence.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    return path


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of the sample, served by the command itself."""
    with _serve(SAMPLES, tmp_path_factory.mktemp("browser") / "permanence.db") as base:
        yield base


@pytest.fixture(scope="session")
def dila_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of some files of DILA's archives, with contents and acts known by name alone."""
    with _serve(ROOT / "tests" / "cases" / "dila", tmp_path_factory.mktemp("browser") / "dila.db") as base:
        yield base


@contextmanager
def _serve(source: Path, database: Path) -> Iterator[str]:
    build([source], database)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "chronolex", "serve", "--db", str(database), "--port", str(port)]
    log = database.with_suffix(".log")
    with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said, cwd=ROOT) as server:
        try:
            base = f"http://127.0.0.1:{port}"
            _wait_for(f"{base}/droit.json", server)
            yield base
            code = server.poll()
            assert code is None, f"the server stopped by itself ({code}): {log.read_text('utf-8', 'replace')[-2000:]}"
        finally:
            server.terminate()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < limit:
        assert server.poll() is None, "the server stopped"
        try:
            with urlopen(address, timeout=5):
                return
        except URLError:
            time.sleep(0.2)
    pytest.fail(f"nothing answers at {address}; is the package installed, so that Datasette finds the plugin?")


@pytest.fixture(scope="module")  # no longer: while it is there, no other test can have an event loop of its own
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("CHRONOLEX_REQUIRE_BROWSER") == "1":
            pytest.fail("no chromium, and CHRONOLEX_REQUIRE_BROWSER=1")
        pytest.skip("no chromium on this machine")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=arguments)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A reader of the sample, at a desk."""
    with _reader(browser, address) as opened:
        yield opened


@pytest.fixture
def dila_page(browser: Browser, dila_address: str) -> Iterator[Page]:
    """A reader of DILA's files, at a desk."""
    with _reader(browser, dila_address) as opened:
        yield opened


@contextmanager
def _reader(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, locale="fr-FR", viewport=DESK, color_scheme="light")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
