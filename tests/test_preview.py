"""``chronolex amend``: what an act would do, shown and stored nowhere."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from chronolex.build import build
from chronolex.cli import run
from chronolex.preview import point_at

SAMPLES = Path(__file__).parent.parent / "samples" / "permanence-des-soins"
DECREE = SAMPLES / "decret-2005-328.jo.txt"

BASE = """Article 5
Le juge statue dans un délai de trois mois.
Il peut attendre trois mois.

Article 6
<script>alert("loi")</script> demeure.
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "base.txt").write_text(BASE)
    return tmp_path


def preview(folder: Path, act: str, *options: str) -> int:
    (folder / "acte.txt").write_text(act)
    return run(["amend", str(folder / "acte.txt"), "--base", str(folder / "base.txt"), *options])


@pytest.mark.parametrize(
    ("act", "status", "said"),
    [
        ("A l'article 5, le mot : « juge » est remplacé par le mot : « tribunal ».", 0, "[-juge-]{+tribunal+}"),
        ("L'article 6 est abrogé.", 0, "Article 6 (abrogé ou déplacé)"),
        ("A l'article 5, les mots : « trois mois » sont remplacés par les mots : « un an ».", 1, "^^^^^^^^^^"),
        ("A l'article 5, le mot : « notaire » est supprimé.", 1, "refusée"),
        ("Le quatrième alinéa de l'article 5 est placé après le premier alinéa.", 1, "non lue"),
    ],
)
def test_an_act_is_shown_on_the_articles_of_a_file(
    act: str, status: int, said: str, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert preview(texts, act) == status
    assert said in capsys.readouterr().out
    assert (texts / "base.txt").read_text() == BASE


def test_a_refusal_points_at_each_place_in_the_article(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preview(texts, "A l'article 5, les mots : « trois mois » sont supprimés.")
    lines = capsys.readouterr().out.splitlines()
    places = [n for n, line in enumerate(lines) if line.strip().startswith("al. ")]
    assert len([n for n in places if set(lines[n + 1].strip()) == {"^"}]) == 2
    for n in places[-2:]:
        start = lines[n + 1].index("^")
        assert lines[n][start : start + 10] == "trois mois"


def test_a_published_act_is_shown_on_a_corpus_that_it_does_not_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = tmp_path / "permanence.db"
    build([SAMPLES], db)
    before = db.read_bytes()
    status = run(["amend", str(DECREE), "--db", str(db), "--date", "2005-04-01", "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert status == 0 and data["complete"]
    assert [article["number"] for article in data["articles"]] == ["R730", "R732", "R733", "R734", "R735", "R736"]
    assert data["articles"][-1]["before"] is None
    assert db.read_bytes() == before


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)


def test_the_report_is_one_page_without_script_and_escapes_the_law(texts: Path) -> None:
    target = texts / "rapport.html"
    act = "A l'article 6, le mot : « demeure » est remplacé par le mot : « <img src=\"x\"> ».\nL'article 99 est abrogé."
    assert preview(texts, act, "--format", "html", "--output", str(target)) == 1
    page = target.read_text()
    tags = Tags()
    tags.feed(page)
    assert {"html", "title", "main", "h1", "table", "ins", "del"} <= set(tags.seen)
    assert not {"script", "img", "link", "iframe"} & set(tags.seen)
    assert "&lt;script&gt;" in page and 'lang="fr"' in page and "refusée" in page


def test_a_base_without_headings_is_bad_input(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (texts / "base.txt").write_text("Le juge statue.\n")
    assert preview(texts, "L'article 5 est abrogé.") == 2
    assert "Article 5" in capsys.readouterr().err


def test_carets_stand_under_the_words() -> None:
    line, carets = point_at("Un début.\nLe juge statue.\nUne fin.", (13, 17))
    assert line == "Le juge statue." and carets == "   ^^^^"
    line, carets = point_at("x" * 200 + " juge " + "y" * 200, (201, 205))
    assert line[carets.index("^") : carets.index("^") + 4] == "juge"


def test_check_shows_where_a_derived_text_differs_from_the_official_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = tmp_path / "sources"
    shutil.copytree(SAMPLES, sources)
    page = sources / "R730.legifrance.md"
    changed = page.read_text().replace("un réexamen annuel", "un réexamen mensuel")
    assert changed != page.read_text()
    page.write_text(changed)
    build([sources], tmp_path / "faux.db")
    assert run(["check", "--db", str(tmp_path / "faux.db")]) == 1
    said = capsys.readouterr().out
    assert "DIFFÈRE" in said and "[-annuel-]{+mensuel+}" in said
    assert run(["check", "--format", "json", "--db", str(tmp_path / "faux.db")]) == 1
    data = json.loads(capsys.readouterr().out)
    assert len(data["different"]) == 1 and data["different"][0]["disagreement"]


def test_a_refusal_points_at_the_quoted_words_of_the_act_and_at_where_they_stand_elsewhere(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    preview(texts, "Au second alinéa de l'article 5, le mot : « juge » est supprimé.")
    lines = capsys.readouterr().out.splitlines()
    pointed = [line[under.index("^") : under.rindex("^") + 1] for line, under in pairwise(lines) if "^" in under]
    assert set(pointed) == {"juge"}
    assert len(pointed) >= 2
