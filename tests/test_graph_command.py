"""``chronolex graph``: each command on the sample, as text and as JSON, its exit statuses, its sentences."""

from __future__ import annotations

import datetime as dt
import json
import shlex
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from lxml import etree

import chronolex
from chronolex import cli
from chronolex.build import build
from chronolex.citation_words import RESOLUTIONS
from chronolex.citing import settle
from chronolex.graph_cli import graph
from chronolex.networks import make_row, read_graph, read_stale
from corpus import store
from corpus.answers import Citation
from corpus.bearers import add_article
from corpus.cited import NO_NAME, OWN, CitationWriter, ReadCitation
from corpus.dates import DateRule, Moment
from corpus.model import TextId
from corpus.reading import open_corpus
from corpus.store import Bound, EvidenceRecord, Writer
from graph import Node, citations_of, stale_citations
from graph.neighbourhood import WORDS

ROOT = Path(__file__).parent.parent
CSP = "Code de la santé publique"
IN_2005, IN_2010 = "--date 2005-05-01", "--date 2010-05-01"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "permanence.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    return path


@pytest.fixture
def run(database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("CHRONOLEX_DB", str(database))
    monkeypatch.chdir(tmp_path)

    def run_line(line: str) -> tuple[int, str, str]:
        status = cli.run(["graph", *shlex.split(line)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run_line


def read(run: Run, line: str, status: int = 0) -> Any:
    found, out, err = run(f"{line} --json")
    assert (found, err) == (status, "")
    return json.loads(out)


# --- questions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("article", ["R730", "'R. 730'", "'R. 730 du code de la santé publique'"])
def test_who_cites_an_article(run: Run, article: str) -> None:
    status, out, _ = run(f"cited-by {article} {IN_2005}")
    assert (status, out.splitlines()[0]) == (0, f"{CSP}, art. R. 730, au 1er mai 2005, cité par :")
    assert f"  {CSP}, art. R. 735 : « R. 730 »" in out
    data = read(run, f"cited-by {article} {IN_2005}")
    assert data["article"] == {"text": CSP, "article": "R730"}
    assert [row["from_article"] for row in data["citations"]] == ["R731", "R735"]
    assert run(f"cited-by {article} {IN_2005} --format json")[1] == run(f"cited-by {article} {IN_2005} --json")[1]


def test_what_an_article_cites_with_what_became_of_it(run: Run) -> None:
    assert f"{CSP}, art. L. 6313-1 : « L. 6313-1 » (texte inconnu du corpus)" in run(f"cites R735 {IN_2005}")[1]
    assert [row["status"] for row in read(run, f"cites R735 {IN_2005}")["citations"]] == [
        "missing",
        "in-force",
        "in-force",
    ]
    assert run(f"cites R731 {IN_2010}")[:2] == (1, f"{CSP}, art. R. 731, au 1er mai 2010, cite : rien.\n")


def test_an_article_that_is_only_cited_is_in_the_graph(run: Run) -> None:
    assert len(read(run, f"cited-by L6313-1 {IN_2005}")["citations"]) == 3


def test_stale_citations(run: Run) -> None:
    status, out, _ = run(f"stale {IN_2010}")
    assert status == 0 and "Renvois dont le corpus ne connaît pas l’article (4) :" in out
    assert "Depuis le 1er avril 2010 : Le corpus n’a pas de texte de l’article cité à cette date." in out
    assert {one["certain"] for one in read(run, f"stale {IN_2010}")} == {False}
    assert run("stale --date 2008-01-01")[:2] == (1, "Aucun renvoi périmé.\n")


def test_what_an_amendment_touches(run: Run) -> None:
    out = run(f"touched R730 R732 --depth 2 {IN_2005}")[1]
    assert "À 1 renvoi (3) :" in out and "À 2 renvois (1) :" in out
    assert f"    {CSP}, art. R. 730 ← {CSP}, art. R. 731 ← {CSP}, art. R. 733" in out
    assert [one["depth"] for one in read(run, f"touched R730 {IN_2005}")] == [1, 1]
    assert run(f"touched R736 {IN_2005}")[0] == 1


def test_hubs_and_communities(run: Run) -> None:
    assert f"   1. {CSP}, art. R. 6315-1 : 3" in run(f"hubs {IN_2010}")[1]
    data = read(run, f"hubs {IN_2010} --measure pagerank --limit 2")
    assert (data["measure"], data["exact"], len(data["hubs"])) == ("pagerank", True, 2)
    assert run("hubs --date 1990-01-01")[0] == 1
    assert "communautés, modularité" in run(f"communities {IN_2010}")[1]
    assert sum(len(one["members"]) for one in read(run, f"communities {IN_2010}")["communities"]) == 8
    assert "plus petites" in run(f"communities {IN_2010} --limit 1")[1]


def test_the_way_from_one_article_to_another(run: Run) -> None:
    assert run(f"path R735 R732 {IN_2005}")[1] == f"{CSP}, art. R. 735 cite {CSP}, art. R. 732 : « R. 732 »\n"
    assert run(f"path R734 R730 {IN_2005}")[:2] == (1, "Aucune chaîne de renvois n’y mène à cette date.\n")
    assert [step["forward"] for step in read(run, f"path R734 R730 --undirected {IN_2005}")] == [True, False, True]
    assert read(run, f"path R734 R730 {IN_2005}", status=1) is None


def test_growth_as_a_table_data_and_a_picture(run: Run) -> None:
    line = "growth --from 2004-01-01 --to 2006-01-01"
    assert "2004-01-01          6          7          1         1,17      0,033" in run(line)[1]
    assert [row["articles"] for row in read(run, line)] == [6, 6, 0]
    assert read(run, line)[2]["per_article"] is None
    assert len(read(run, f"{line} --by month")) == 25
    run(f"{line} --svg c.svg --text code-de-la-sante-publique")
    assert etree.parse("c.svg").getroot().findtext("{*}title") == f"Croissance : {CSP}"


def test_isolated_articles(run: Run) -> None:
    assert run(f"isolated {IN_2005}")[:2] == (1, "Aucun article isolé.\n")
    assert read(run, "isolated --date 2004-01-01") == [{"text": CSP, "article": number} for number in ("R733", "R734")]


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["graphml", "gexf", "json"])
def test_a_network_is_written(run: Run, end: str) -> None:
    data = read(run, f"export r.{end} {IN_2005}")
    assert data["files"] == [f"r.{end}"] and data["nodes"] > 10
    readers: dict[str, Callable[[], Any]] = {
        "graphml": lambda: nx.read_graphml("r.graphml"),
        "gexf": lambda: nx.read_gexf("r.gexf"),
        "json": lambda: nx.node_link_graph(json.loads(Path("r.json").read_text("utf-8")), edges="edges"),
    }
    assert readers[end]().number_of_nodes() == data["nodes"]
    assert [path.name for path in Path().iterdir()] == [f"r.{end}"]


def test_a_span_holds_more_than_its_days(run: Run) -> None:
    both = read(run, "export a.json --from 2005-01-01 --to 2010-05-01")["edges"]
    assert both > read(run, f"export b.json {IN_2005}")["edges"]
    assert read(run, "export c.json")["edges"] >= both
    assert read(run, "export d.json --from 1900-01-01 --to 1901-01-01", status=1)["nodes"] == 0


def test_parquet_is_two_files(run: Run) -> None:
    pytest.importorskip("pyarrow")
    assert read(run, f"export r.parquet {IN_2005}")["files"] == ["r.parquet", "r.nodes.parquet"]


def test_pictures_are_written_and_told(run: Run) -> None:
    status, out, _ = run(f"draw R730 {IN_2005} -o v.svg")
    assert status == 0 and out.startswith(f"v.svg : {CSP}, art. R. 730, au 1er mai 2005. Cité par")
    run("draw R6315-1 --lineage -o f.svg")
    said = etree.parse("f.svg").getroot().findtext("{*}desc") or ""
    assert "R. 730 devient R. 6315-1 le 26 juillet 2005" in said


# --- bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("export r.pdf", "Le nom doit finir par .graphml, .gexf, .json, .parquet."),
        ("export r.json --from 2005-01-01", "Donner --date, ou bien --from et --to ensemble, ou rien."),
        ("export nulle/part.json", "ne s’écrit pas"),
        ("cited-by R9999", "Le corpus ne connaît pas d’article R. 9999. Les plus proches :"),
        ("cited-by R730 --text 'code inconnu'", "Le corpus ne connaît pas de texte"),
        ("hubs --date hier", "hier"),
        ("hubs --measure x", "valeurs possibles : cited, pagerank"),
        ("draw R730", "Il manque l’option -o"),
        ("touch", "Peut-être : touched ?"),
    ],
)
def test_bad_input_is_told_in_one_sentence(run: Run, line: str, sentence: str) -> None:
    status, out, err = run(line)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert sentence in err


@pytest.mark.parametrize("command", graph.commands.values(), ids=lambda command: str(command.name))
def test_every_help_page_has_an_example(run: Run, command: Any) -> None:
    status, out, _ = run(f"{command.name} --help")
    assert status == 0 and f"chronolex graph {command.name}" in out.split("Exemple", 1)[1]


# --- what became of what is cited -----------------------------------------------------------------------------------


def day(year: int) -> dt.date:
    return dt.date(year, 1, 1)


def bound(year: int) -> Bound:
    return Bound(Moment(day(year), DateRule.SOURCE))


def fill(writer: Writer) -> None:
    """Article 9 cites 1, which became 2 in 2000; 2 became 3 in 2005; 3 was repealed in 2010. 5 was split in 2000."""
    code = writer.add_text(TextId("CODE", CSP))
    official = {"provenance": "official", "verification": "official"}
    lives = {
        "1": (1990, 2000),
        "2": (2000, 2005),
        "3": (2005, 2010),
        "5": (1990, 2000),
        "6": (2000, None),
        "7": (2000, None),
    }
    articles = {}
    for number, (start, end) in lives.items():
        articles[number] = writer.add_article(code, number)
        ends = {"end": bound(end), "end_cause": "repealed"} if end else {}
        writer.add_version(articles[number], [f"Texte {number}."], start=bound(start), **ends, **official)  # type: ignore[arg-type]
    for old, new, year in (("1", "2", 2000), ("2", "3", 2005), ("5", "6", 2000), ("5", "7", 2000)):
        evidence = [EvidenceRecord("declared", 1.0, "dit")]
        writer.add_lineage(
            (code, old), (code, new), kind="renumbered", date=day(year), status="declared", score=1.0, evidence=evidence
        )
    nine = writer.add_article(code, "9")
    version = writer.add_version(nine, ["Les articles 1 et 5."], start=bound(1985), **official)  # type: ignore[arg-type]
    words = [(13, 14, "1", OWN), (18, 19, "5", OWN), (0, 1, "2", NO_NAME)]
    read = [ReadCitation(start, end, n, name, n, method="in-text") for start, end, n, name in words]
    CitationWriter(writer.connection).write([(version, code, read)])
    writer.connection.execute("UPDATE versions SET citations = 0 WHERE citations IS NULL")
    settle(writer.connection)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("standings") / "line.db"
    with store.create(path) as writer:
        fill(writer)
    return path


def test_a_citation_is_a_row_for_each_thing_that_becomes_of_what_it_cites(line: Path) -> None:
    with open_corpus(line) as corpus:
        law = chronolex.law_graph(corpus)
    rows = [row for row in map(law.ledger.row, range(len(law))) if row.to_article == "1"]
    assert [(row.start.year, row.end and row.end.year, row.status, row.now_article) for row in rows] == [
        (1985, 1990, "not-yet", None),
        (1990, 2000, "in-force", None),
        (2000, 2005, "renumbered", "2"),
        (2005, 2010, "renumbered", "3"),
        (2010, None, "repealed", None),
    ]


def test_an_article_of_no_known_text_is_not_in_the_graph(line: Path) -> None:
    with open_corpus(line) as corpus:
        law = chronolex.law_graph(corpus)
        assert sorted(c.target_article or "" for c in corpus.citations(date="2001-01-01")) == ["1", "2", "5"]
    rows = [law.ledger.row(n) for n in law.ledger.intervals.at(dt.date(2001, 1, 1).toordinal())]
    assert {row.to_article for row in rows} == {"1", "5"}


@pytest.mark.parametrize(
    ("said", "target", "now"),
    [
        ({}, ("Code civil", "1"), None),
        ({"status": "renumbered", "now_text": CSP, "now_article": "2"}, ("Code civil", "1"), (CSP, "2")),
        ({"now_text": "Code civil", "now_article": "1"}, ("Code civil", "1"), None),
        ({"neighbour": -1, "now_text": CSP, "now_article": "8"}, (CSP, "8"), None),
        ({"neighbour": -1}, None, None),
        ({"target_text": None}, None, None),
        ({"target_article": None, "status": "found"}, ("Code civil", None), None),
        ({"target_article": None, "status": "missing"}, None, None),
        ({"target_division": "titre II", "target_article": None, "status": "found"}, ("Code civil", None), None),
        ({"target_division": "présent chapitre"}, ("Code civil", None), None),
        ({"now_text": "Homonyme", "now_text_slug": "h-2", "now_article": "1"}, ("Homonyme (h-2)", "1"), None),
    ],
)
def test_what_the_words_name_and_what_it_is(said: dict[str, Any], target: Any, now: Any) -> None:
    none = ("version_end", "target_division", "target_alinea", "target_sentence", "target_item", "until")
    words = dict.fromkeys((*none, "now_text", "now_text_slug", "now_article")) | {
        "text": CSP, "text_slug": "csp", "number": "9", "version_start": day(2000), "start": 0, "end": 1,
        "neighbour": 0, "as_written": "1", "target_text": "Code civil", "target_article": "1", "relation": "cited",
        "method": "explicit", "status": "in-force", "since": day(2000),
    }  # fmt: skip
    row = make_row(Citation(**words | said), lambda title, slug: f"{title} ({slug})" if title == "Homonyme" else title)
    assert (row and tuple(row.target), row and row.now) == (target, now)


def test_the_words_of_the_pictures_are_those_of_the_pages() -> None:
    assert {str(status): word for status, word in WORDS.items()} == RESOLUTIONS


def test_the_graph_of_a_corpus_knows_it_all(line: Path) -> None:
    with chronolex.open(line) as corpus:
        law = chronolex.law_graph(corpus)
        assert chronolex.network(corpus, "2001-01-01").number_of_edges() == 2 + 3
    assert [row.to_article for row in citations_of(law, Node(CSP, "3"), "2007-01-01")] == ["1"]
    renumbered, split = stale_citations(law, "2001-01-01")
    assert renumbered.reason == f"L’article cité est devenu : {CSP}, art. 2, depuis le 1er janvier 2000."
    assert (
        split.reason
        == f"Plusieurs articles continuent l’article cité depuis le 1er janvier 2000 : {CSP}, art. 6 ; {CSP}, art. 7."
    )


@pytest.mark.parametrize("text", [None, CSP])
@pytest.mark.parametrize("date", ["1999-12-31", "2000-01-01", "2001-01-01", "2010-05-01"])
def test_stale_citations_need_no_whole_graph(line: Path, database: Path, date: str, text: str | None) -> None:
    """What is read of a base by the articles that cite amiss tells the same as the graph of all of it."""
    for path in (line, database):
        with chronolex.open(path) as corpus:
            whole, part = read_graph(corpus), read_stale(corpus, date, text)
        assert stale_citations(part, date, text) == stale_citations(whole, date, text)


def test_texts_of_one_title_stay_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two arrêtés of one day bear the same title; the article 1 of each cites its own article 2."""
    path, title = tmp_path / "homonymes.db", "Arrêté du 7 avril 2005"
    with store.create(path) as writer:
        for nor in ("SANH0521313A", "SANH0521314A"):
            text = writer.add_text(TextId("ARRETE", title, None, dt.date(2005, 4, 7), nor))
            versions = [
                writer.add_version(
                    writer.add_article(text, number), ["L'article 2."], start=bound(2005), provenance="official",
                    verification="official",
                )
                for number in "12"
            ]  # fmt: skip
            cited = ReadCitation(10, 11, "2", OWN, "2", method="in-text")
            CitationWriter(writer.connection).write([(versions[0], text, [cited])])
        writer.connection.execute("UPDATE versions SET citations = 0 WHERE citations IS NULL")
        settle(writer.connection)
    with open_corpus(path) as corpus:
        slugs = [text.slug for text in corpus.texts()]
        law = chronolex.law_graph(corpus)
    for slug in slugs:
        (row,) = citations_of(law, Node(f"{title} ({slug})", "2"), "2006-01-01")
        assert row.from_text == row.to_text
        assert cli.run(["graph", "cited-by", "2", "--text", slug, "--date", "2006-01-01", "--db", str(path)]) == 0
        assert f"{title} ({slug}), art. 1er : « 2 »" in capsys.readouterr().out


@pytest.mark.parametrize("bearers", [(0,), (1, 2)])
def test_what_touches_an_article_goes_through_all_that_bears_its_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bearers: tuple[int, ...]
) -> None:
    """R. 9, which only the Journal officiel gave, or which two articles bore in turn, cites R. 8; R. 10 cites R. 9."""
    path = tmp_path / "porteurs.db"
    official = {"provenance": "official", "verification": "official"}
    cites = {"R8": "R10", "R9": "R8", "R10": "R9"}
    with store.create(path) as writer:
        code = writer.add_text(TextId("CODE", CSP))
        lives = {"R8": (2000, None), "R10": (2000, None), "R9": (2000, 2003 if 2 in bearers else None)}
        for number, (start, end) in (lives | ({"R9bis": (2003, None)} if 2 in bearers else {})).items():
            bearer = bearers[0] if number == "R9" else 1
            article = add_article(writer.connection, code, number, number, bearer)
            ends = {"end": bound(end), "end_cause": "modified"} if end else {}
            version = writer.add_version(article, ["L'article."], start=bound(start), **ends, **official)  # type: ignore[arg-type]
            found = ReadCitation(2, 9, "article", OWN, cites[number.removesuffix("bis")], method="in-text")
            CitationWriter(writer.connection).write([(version, code, [found])])
    with sqlite3.connect(path) as connection:  # only DILA's data gives one number to two articles
        connection.execute("UPDATE articles SET number = 'R9', bearer = 2 WHERE number = 'R9bis'")
        settle(connection)
    base = f"--text code-de-la-sante-publique --date 2006-01-01 --db {path}"
    assert cli.run(f"graph touched R8 --depth 2 {base}".split()) == 0
    out = capsys.readouterr().out
    assert "R. 9" in out and "R. 10" in out
    assert cli.run(f"graph cited-by R9 {base}".split()) == 0
    assert cli.run(f"graph draw R8 -o {tmp_path / 'r8.svg'} {base}".split()) == 0


def test_a_base_without_citations_claims_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "vide.db"
    with store.create(path) as writer:
        writer.add_article(writer.add_text(TextId("CODE", CSP)), "1")
    assert cli.run(["graph", "cited-by", "1", "--db", str(path)]) == 2
    assert "n’enregistre aucun renvoi" in capsys.readouterr().err
