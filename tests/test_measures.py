"""The measures themselves: what they compare must be what they say, on archives of a few files."""

from __future__ import annotations

import io
import sqlite3
import sys
import tarfile
from pathlib import Path

import pytest

from benchmarks import point_in_time
from benchmarks.agreement import Article, Comparison, differences
from benchmarks.cutting import alineas_of_html
from benchmarks.increment import make_increment
from benchmarks.oracle import Check, plain_alineas
from benchmarks.processes import run_watched
from chronolex.build import build
from chronolex.national import update
from corpus.delivered import ArticleRecord
from ingest.dila import read_placed

CASES = Path(__file__).parent / "cases" / "dila"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "Freemium_legi_global_20180501-000000.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for file in sorted((CASES / "global").rglob("*.xml")):
            info = tarfile.TarInfo(str(file.relative_to(CASES / "global")))
            info.size, info.mtime = file.stat().st_size, 1_530_000_000
            tar.addfile(info, io.BytesIO(file.read_bytes()))
    return path


OURS = Article("1", "2000-01-01", None, ("10³ m.", "Deux."))


@pytest.mark.parametrize(
    ("theirs", "kinds"),
    [
        (OURS, set()),
        (Article("1er", "2000-01-01", "2999-01-01", ("10³ m.", "Deux.")), {"number: spelling", "end: 2999-01-01"}),
        (Article("2", "2000-01-02", "2010-01-01", ("10³ m.", "Deux.")), {"number", "start", "end"}),
        (Article("1", "2000-01-01", None, ("103 m.", "Deux.")), {"text: exponents"}),
        (Article("1", "2000-01-01", None, ("10³ m. Deux.",)), {"text: blanks"}),
        (Article("1", "2000-01-01", None, ("10³ m.", "Trois.")), {"text"}),
        (Article("1", "2000-01-01", None, ("10³ m.",)), {"text"}),
    ],
)
def test_each_difference_is_named_and_only_choices_of_ours_are_explained(theirs: Article, kinds: set[str]) -> None:
    found = list(differences(OURS, theirs))
    assert {kind for kind, _ in found} == kinds
    result = Comparison()
    result.add("x", found)
    assert result.agrees is not bool(kinds & {"number", "start", "end", "text"})


def test_an_expectation_that_is_not_met_is_told() -> None:
    check = Check("rows")
    check.expect("articles", 1, "1")
    check.expect("links", 2, "3")
    assert (check.met, check.wrong) == (1, ["links: 2 found, 3 expected"])


def test_only_raised_digits_of_the_mark_up_are_put_back() -> None:
    assert plain_alineas(("10³",), "<p>10<sup>3</sup></p>") == ("103",)
    assert plain_alineas(("10³",), None) == ("10³",)


ARTICLE = """<ARTICLE><META><META_COMMUN><ID>LEGIARTI000000000001</ID></META_COMMUN><META_SPEC><META_ARTICLE>
<NUM>1</NUM><ETAT>VIGUEUR</ETAT><DATE_DEBUT>2000-01-01</DATE_DEBUT><DATE_FIN>2999-01-01</DATE_FIN></META_ARTICLE>
</META_SPEC></META><CONTEXTE><TEXTE cid="LEGITEXT000000000009"/></CONTEXTE><BLOC_TEXTUEL><CONTENU>{}</CONTENU>
</BLOC_TEXTUEL></ARTICLE>"""


@pytest.mark.parametrize(
    "text",
    [
        "<p>Un.</p><table><tr><td>A</td><td><p>B</p></td></tr></table>",
        "Un.<br/>Deux <b>trois</b>.",
        "<ul><li>Un</li><li>Deux</li></ul>",
        "<blockquote><p>Un.</p>Deux.</blockquote>",
        "<p/><center>Récapitulation des sommes</center>4-1 :",  # code de la propriété intellectuelle, annexe IV
    ],
)
def test_the_display_form_cuts_where_the_alineas_do(text: str) -> None:
    placed, _ = read_placed("x/LEGIARTI000000000001.xml", ARTICLE.format(text).encode(), None)
    assert placed is not None and isinstance(placed.record, ArticleRecord)
    alineas = tuple(text for _, text in placed.record.alineas)
    assert alineas == alineas_of_html(text)
    assert placed.record.html is None or alineas_of_html(placed.record.html) == alineas


def test_an_increment_changes_the_text_of_every_file_it_holds(archive: Path, tmp_path: Path) -> None:
    increment = tmp_path / "LEGI_20991231-213000.tar.gz"
    assert make_increment(archive, increment, 5) == 5
    build([archive], tmp_path / "legi.db")
    update(tmp_path / "legi.db", [increment], lambda name: lambda done, total: None)
    query = "SELECT count(*) FROM alineas WHERE text LIKE 'Phrase de l''essai %'"
    assert sqlite3.connect(tmp_path / "legi.db").execute(query).fetchone() == (5,)


def test_questions_at_a_date_have_answers_and_both_ways_agree(archive: Path, tmp_path: Path) -> None:
    build([archive], tmp_path / "legi.db")
    scores = {score.question: score for score in point_in_time.run(tmp_path / "legi.db", 20, 20)}
    assert all(score.asked and score.rows for score in scores.values())
    for question in ("article", "contents", "whole text"):
        assert scores[f"{question} at a date, API"].rows == scores[f"{question} at a date, SQL"].rows


def test_a_watched_run_counts_the_memory_of_its_children() -> None:
    child = "import time; held = bytearray(60 << 20); time.sleep(0.6)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    run = run_watched([sys.executable, "-c", parent])
    assert run.largest_mb > 60 and run.together_mb > 60
