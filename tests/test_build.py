"""The main job, end to end, on the project's own sample: what the database holds once it is built."""

from __future__ import annotations

import json
import sqlite3
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import chronolex
from chronolex.build import STAGES, Summary, build
from chronolex.cli import run
from corpus.answers import Gap, Version
from corpus.dates import Clock, DateRule
from corpus.errors import ChronolexError

SAMPLE = Path(__file__).parent.parent / "samples" / "permanence-des-soins"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary, list[str]]:
    path = tmp_path_factory.mktemp("built") / "permanence.db"
    stages: list[str] = []
    return path, build([SAMPLE], path, stages.append), stages


@pytest.fixture(scope="module")
def rows(built: tuple[Path, Summary, list[str]]) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{built[0]}?mode=ro", uri=True)


def test_a_build_says_what_it_did(built: tuple[Path, Summary, list[str]]) -> None:
    _, summary, stages = built
    assert tuple(stages) == STAGES
    assert (summary.sources, summary.acts) == (5, 2)
    assert (summary.applied, summary.refused, summary.pending, summary.unread) == (15, 0, 5, 0)
    assert (summary.derived, summary.official, summary.verified) == (12, 7, 1)
    assert summary.repairs > 370 and summary.undecided == 0
    assert "12 calculées" in str(summary)


def test_the_two_decrees_give_exactly_twelve_versions(rows: sqlite3.Connection) -> None:
    found = rows.execute(
        """SELECT number, start, "end" FROM version_texts WHERE provenance = 'derived' ORDER BY start, number"""
    ).fetchall()
    created = [(f"R{n}", "2003-09-16", "2005-07-26" if n == 731 else "2005-04-08") for n in range(730, 736)]
    amended = [(f"R{n}", "2005-04-08", "2005-07-26") for n in (730, 732, 733, 734, 735, 736)]
    assert found == created + amended


def test_all_end_by_the_declared_abrogation(rows: sqlite3.Connection) -> None:
    ended = rows.execute(
        """SELECT DISTINCT v.end_cause, t.title, v.end_act_article, v.end_publication
           FROM versions v JOIN texts t ON t.id = v.end_act_id WHERE v."end" = '2005-07-26'"""
    ).fetchall()
    assert ended == [("repealed", "Décret n° 2005-840 du 20 juillet 2005", "4 1°", "2005-07-26")]


def test_the_derived_text_is_verified_alinea_by_alinea(rows: sqlite3.Connection) -> None:
    verdicts = rows.execute(
        """SELECT x.position, x.verdict, s.name FROM verifications x JOIN version_texts v ON v.id = x.version_id
           JOIN sources s ON s.id = x.source_id WHERE v.number = 'R730' AND v.start = '2005-04-08'"""
    ).fetchall()
    assert verdicts == [(n, "identical", "R730.legifrance.md") for n in range(1, 7)]


def test_dates_are_kept_on_both_clocks_with_their_rules(built: tuple[Path, Summary, list[str]]) -> None:
    with chronolex.open(built[0]) as corpus:
        first, second = corpus.article("R730").versions()
    assert (str(first.law_start), first.law_start_rule) == ("2003-09-18", DateRule.LAW_1870_PARIS)
    assert (str(second.law_start), second.law_start_rule) == ("2005-04-09", DateRule.LAW_2004)
    assert (str(second.start), second.start_rule) == ("2005-04-08", DateRule.JO_DAY)
    assert first.law_end == second.law_start


def test_a_reader_can_ask_for_the_clock_of_the_law(built: tuple[Path, Summary, list[str]]) -> None:
    with chronolex.open(built[0]) as corpus:
        article = corpus.article("R730")
        on_the_day = article.at("2005-04-08"), article.at("2005-04-08", Clock.LAW)
    assert [len(version.alineas) for version in on_the_day if version] == [6, 5]


def test_instructions_on_an_absent_text_are_read_and_pending(rows: sqlite3.Connection) -> None:
    pending = rows.execute(
        "SELECT target_text, target_article, place FROM instructions WHERE verdict = 'pending' ORDER BY position"
    ).fetchall()
    assert {text for text, _, _ in pending} == {"Décret n° 87-964 du 30 novembre 1987"}
    assert [(article, place) for _, article, place in pending] == [
        ("1", "a"),
        ("1", "c"),
        ("1", "d"),
        ("4", "alinéa 1"),
        ("4", None),
    ]


def test_every_character_of_the_acts_is_accounted_for(rows: sqlite3.Connection) -> None:
    for act_id, body in rows.execute("SELECT id, body FROM texts WHERE body IS NOT NULL"):
        spans = rows.execute('SELECT start, "end" FROM act_spans WHERE act_id = ? ORDER BY start', (act_id,)).fetchall()
        assert [start for start, _ in spans] == [0, *(end for _, end in spans[:-1])]
        assert spans[-1][1] == len(body)


@pytest.mark.parametrize(
    ("old", "new", "status", "methods"),
    [
        ("R730", "R6315-1", "declared", {"declared", "alignment", "sequence", "references"}),
        ("R731", "R6315-2", "confirmed", {"alignment", "sequence", "references"}),
        ("R732", "R6315-3", "confirmed", {"alignment", "sequence", "references"}),
        ("R733", "R6315-4", "confirmed", {"alignment", "sequence"}),
        ("R734", "R6315-5", "confirmed", {"alignment", "sequence"}),
        ("R735", "R6315-6", "confirmed", {"alignment", "sequence", "references"}),
        ("R736", "R6315-7", "inferred", {"sequence"}),
        ("L6325-1", "L6314-1", "finding", {"references"}),
        ("L6313-1", "R6313-1", "finding", {"references"}),
    ],
)
def test_the_map_follows_each_article_with_its_evidence(
    built: tuple[Path, Summary, list[str]], old: str, new: str, status: str, methods: set[str]
) -> None:
    with chronolex.open(built[0]) as corpus:
        links = [link for link in corpus.lineage() if link.old == old]
    assert [(link.new, link.status) for link in links] == [(new, status)]
    assert {evidence.method for evidence in links[0].evidence} == methods


def test_the_consolidated_text_is_cut_where_the_official_articles_are(rows: sqlite3.Connection) -> None:
    shares = rows.execute(
        "SELECT a.number, count(*) FROM cuts c JOIN articles a ON a.id = c.article_id GROUP BY a.id ORDER BY a.sort_key"
    ).fetchall()
    # Source: Légifrance, R6315-1 to R6315-6 in their versions of 1 April 2010.
    assert shares == [("R6315-1", 10), ("R6315-2", 3), ("R6315-3", 3), ("R6315-4", 4), ("R6315-5", 1), ("R6315-6", 7)]
    assert all(detail for (detail,) in rows.execute("SELECT detail FROM cuts"))


def test_the_missing_years_are_a_gap_never_filled(built: tuple[Path, Summary, list[str]]) -> None:
    with chronolex.open(built[0]) as corpus:
        history = corpus.article("R6315-1").history()
        assert corpus.article("R6315-1").at("2008-01-01") is None
    told = [
        (type(entry), str(entry.start), str(entry.end), entry.number if isinstance(entry, Version) else entry.numbers)
        for entry in history
    ]
    assert told == [
        (Version, "2003-09-16", "2005-04-08", "R730"),
        (Version, "2005-04-08", "2005-07-26", "R730"),
        (Gap, "2005-07-26", "2010-04-01", ("R6315-1",)),
        (Version, "2010-04-01", "2010-07-18", "R6315-1"),
        (Gap, "2010-07-18", "None", ("R6315-1",)),
    ]
    assert [str(day) for day in history[2].known_starts] == ["2005-07-26", "2006-06-08", "2006-12-28"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("citation-only-in-text", "R. 735"),
        ("coquille-probable", "médicale urgente"),
        ("division-discordante", "titre II du livre II"),
        ("coupe-incertaine", "Alinéa 16"),
    ],
)
def test_what_does_not_fit_is_told(rows: sqlite3.Connection, kind: str, words: str) -> None:
    details = [detail for (detail,) in rows.execute("SELECT detail FROM discrepancies WHERE kind = ?", (kind,))]
    assert len(details) >= 1
    assert any(words in detail for detail in details)


def test_the_act_is_stored_as_published(rows: sqlite3.Connection) -> None:
    (text,) = rows.execute(
        "SELECT content FROM version_texts WHERE number = 'R732' AND start = '2005-04-08'"
    ).fetchone()
    assert "aide médical urgente" in text


def test_the_network_shows_citations_and_lineage(built: tuple[Path, Summary, list[str]]) -> None:
    with chronolex.open(built[0]) as corpus:
        then, now = chronolex.network(corpus, "2005-05-01"), chronolex.network(corpus, "2010-05-01")
    code = "Code de la santé publique"
    assert then.has_edge(f"{code} R731", f"{code} R730")
    assert not now.has_edge(f"{code} R731", f"{code} R730")
    assert now.has_edge(f"{code} R730", f"{code} R6315-1")


def test_the_same_sources_give_the_same_rows(built: tuple[Path, Summary, list[str]], tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    build([SAMPLE], again)
    dumps = [list(sqlite3.connect(path).iterdump()) for path in (built[0], again)]
    assert dumps[0] == dumps[1]


def test_a_failed_build_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    path, empty = tmp_path / "corpus.db", tmp_path / "vide.txt"
    build([SAMPLE], path)
    before = path.read_bytes()
    empty.write_bytes(b"")
    with pytest.raises(ChronolexError, match=r"vide\.txt"):
        build([SAMPLE, empty], path)
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["corpus.db", "vide.txt"]


def test_an_interrupted_build_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    build([SAMPLE], path)
    before = path.read_bytes()

    def interrupt(stage: str) -> None:
        if stage == STAGES[-1]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([SAMPLE], path, interrupt)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["corpus.db"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["at", "R730", "--date", "2005-05-01"], 0, "vérifiée, identique"),
        (["at", "R. 730", "--date", "1er mai 2005"], 0, "Toutefois, le cahier des charges"),
        (["at", "R730", "--date", "2007-01-01"], 1, "abrogé par le décret n° 2005-840"),
        (["at", "R730", "--date", "2002-01-01"], 2, "16 septembre 2003"),
        (["at", "R.7300", "--date", "2005-05-01"], 2, "Les plus proches"),
        (["at", "R730", "--date", "2005-13-01"], 2, "AAAA-MM-JJ"),
        (["history", "R6315-1"], 0, "lacune"),
        (["diff", "R730", "--from", "2004-01-01", "--to", "2005-05-01"], 0, "{+ainsi que+}"),
        (["map"], 0, "R. 736 → R. 6315-7"),
        (["cites", "R730"], 0, "R. 735"),
        (["check"], 0, "EN ATTENTE"),
        (["repairs"], 0, "mac-roman"),
    ],
)
def test_the_command_answers(
    built: tuple[Path, Summary, list[str]],
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    words: str,
) -> None:
    assert run([*arguments, "--db", str(built[0])]) == status
    printed = capsys.readouterr()
    assert words in printed.out + printed.err


def test_the_json_contracts_hold(built: tuple[Path, Summary, list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    def ask(*arguments: str) -> object:
        assert run([*arguments, "--db", str(built[0]), "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    version = ask("at", "R730", "--date", "2005-05-01")
    assert isinstance(version, dict)
    assert {"text", "number", "start", "end", "alineas", "act", "verification"} <= set(version)
    assert (version["number"], len(version["alineas"]), version["verification"]) == ("R730", 6, "identical")
    links = ask("map")
    assert isinstance(links, list) and {"old", "new", "evidence"} <= set(links[0])
    assert all({"method", "score"} <= set(evidence) for link in links for evidence in link["evidence"])
    history = ask("history", "R6315-1")
    assert isinstance(history, list) and [entry["type"] for entry in history] == [
        "version",
        "version",
        "gap",
        "version",
        "gap",
    ]


def test_each_package_name_is_ours_alone() -> None:
    # The names are common words: no other distribution may bring one of them (an editable install names none).
    distributions = packages_distributions()
    root = Path(chronolex.__file__).parent.parent
    for name in ("chronolex", "ingest", "consolidate", "corpus", "graph"):
        assert set(distributions.get(name, [])) <= {"chronolex"}
        assert Path(import_module(name).__file__ or "").parent.parent == root
