"""What a stale citation is: one answer of the graph, the command, the site and its SQL, whatever the status."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

import chronolex
from chronolex import citation_words
from chronolex.citation_words import RESOLUTIONS
from chronolex.citing import settle
from corpus import store
from corpus.cited import OWN, CitationWriter, ReadCitation
from corpus.dates import DateRule, Moment
from corpus.model import TextId
from corpus.quality import write_quality
from corpus.standing import LOST, STALE, Standing
from corpus.store import Bound
from graph import stale_citations
from tests.reading_room import Site, section, words_of

START = dt.date(2000, 1, 1)
STATES = (Standing.IN_FORCE, Standing.RENUMBERED, Standing.SPLIT, Standing.REPEALED, Standing.NOT_YET,
          Standing.MISSING, Standing.AMBIGUOUS)  # fmt: skip
ADDRESSES = (Standing.UNKNOWN_ARTICLE, Standing.UNKNOWN_DIVISION, Standing.UNKNOWN_TEXT)
NUMBERS = {standing: str(101 + rank) for rank, standing in enumerate((*STATES, *ADDRESSES, Standing.REASSIGNED))}
"""The article 1 cites an article of each status, under these numbers."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("perimees") / "essai.db"
    words = f"Voir {', '.join(NUMBERS.values())}."
    with store.create(file) as writer:
        code = writer.add_text(TextId("CODE", "Code civil"))
        bound = Bound(Moment(START, DateRule.SOURCE))
        version = writer.add_version(
            writer.add_article(code, "1"), [words], start=bound, provenance="official", verification="official"
        )
        read = [ReadCitation(words.index(n), words.index(n) + 3, n, OWN, n, method="in-text") for n in NUMBERS.values()]
        CitationWriter(writer.connection).write([(version, code, read)])
        settle(writer.connection)
    base = sqlite3.connect(file, isolation_level=None)
    base.execute("DELETE FROM cited_states")
    for standing, number in NUMBERS.items():
        (address,) = base.execute("SELECT id FROM cited_addresses WHERE number = ?", (number,)).fetchone()
        status = standing if standing in ADDRESSES else "found"
        base.execute("UPDATE cited_addresses SET status = ? WHERE id = ?", (status, address))
        states = [(None, None, standing, 1)] if standing in STATES else []
        if standing is Standing.REASSIGNED:  # the first bearer ended after the words were written
            states = [(None, "2001-01-01", "in-force", 1), ("2001-01-01", None, "in-force", 2)]
        for position, (start, end, status, bearer) in enumerate(states, 1):
            row = address, position, start, end, status, None, None, None, bearer
            base.execute("INSERT INTO cited_states VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    base.execute("INSERT INTO archives VALUES (1, 'a.tar.gz', 'LEGI', 'global', '2005-01-01', '{}')")
    write_quality(base)
    base.close()
    return file


@pytest.fixture(scope="module")
def site(path: Path) -> Site:
    return Site(path)


def listed(site: Site, question: str) -> set[str]:
    rows = site.json(f"/essai/{question}.json?texte=code-civil&date=2005-01-01&_shape=objects")["rows"]
    return {row["status"] for row in rows}


def test_stale_is_one_thing_everywhere(path: Path, site: Site) -> None:
    with chronolex.open(path) as corpus:
        found = stale_citations(chronolex.law_graph(corpus), "2005-01-01")
    assert {one.citation.status for one in found if one.certain} == STALE
    assert {one.citation.status for one in found if not one.certain} == LOST
    (figure,) = site.json("/droit/qualite/citations.json")["stale"]
    assert figure["states"] == dict.fromkeys(STALE, 1)
    assert listed(site, "citations_perimees") == STALE and listed(site, "citations_sans_article") == LOST
    strong = section(site.read("/droit/code-civil/1/2005-01-01"), "cite").select("ul.citations strong")
    assert len(strong) == len(STALE)


@pytest.mark.parametrize(("sentence", "meant"), [(citation_words.STALE, STALE), (citation_words.LOST, LOST)])
def test_the_sentence_names_what_is_meant_and_nothing_else(sentence: str, meant: frozenset[Standing]) -> None:
    says = {Standing.REASSIGNED: "passé à un autre article", Standing.MISSING: "n’a pas de texte"}
    told = {one for one in Standing if says.get(one, RESOLUTIONS[one]).removeprefix("texte ") in sentence}
    assert told == meant


def test_the_page_says_what_it_counts(site: Site) -> None:
    told = words_of(section(site.read("/droit/qualite/citations"), "perimees"))
    assert f"Celles qui visent {citation_words.STALE} ;" in told
    assert f"2 autres citations visent {citation_words.LOST}" in told


def test_figures_of_an_older_count_do_not_call_stale_what_is_not(path: Path, tmp_path: Path) -> None:
    older = tmp_path / "ancienne.db"
    older.write_bytes(path.read_bytes())
    with sqlite3.connect(older) as base:
        base.execute("INSERT INTO quality_figures VALUES ('stale', 'code-civil', 'missing', 9)")
    (figure,) = Site(older).json("/droit/qualite/citations.json")["stale"]
    assert figure["states"] == dict.fromkeys(STALE, 1)
