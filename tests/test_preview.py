"""``chronolex amend``: what an act would do, shown and stored nowhere."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

import chronolex
from chronolex.build import build
from chronolex.carets import point_at
from chronolex.cli import run

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
        ("L'article 6 est abrogé.", 0, "Article 6 : abrogé"),
        ("L'article 6 devient l'article 8.", 0, "Article 8 : auparavant article 6"),
        ("L'article 5 devient l'article 8. L'article 5 est ainsi rétabli : « Art. 5. - Rien. »", 0, "Article 5 : créé"),
        ("Après l'article 6, il est inséré un article 6-1 ainsi rédigé : « Art. 6-1. - Un. »", 0, "Article 6-1 : créé"),
        ("A compter du 1er janvier 2030, l'article 6 est abrogé.", 0, "À compter du 1er janvier 2030, selon l’acte."),
        ("Les agents saluent.", 0, "Aucune : rien, dans cet acte"),
        ("A l'article 5, les mots : « trois mois » sont remplacés par les mots : « un an ».", 1, "^^^^^^^^^^"),
        ("A l'article 5, le mot : « notaire » est supprimé.", 1, "refusée"),
        ("Le quatrième alinéa de l'article 5 est fusionné avec le premier alinéa.", 1, "non lue"),
    ],
)
def test_an_act_is_shown_on_the_articles_of_a_file(
    act: str, status: int, said: str, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert preview(texts, act) == status
    assert said in capsys.readouterr().out
    assert (texts / "base.txt").read_text() == BASE


CODES = """Article 1er
A l'article 5 du code civil, le mot : « juge » est remplacé par le mot : « tribunal ».
Article 2
A l'article 5 du code du travail, le mot : « délai » est remplacé par le mot : « terme ».
"""


@pytest.mark.parametrize(
    ("heading", "options", "changed"),
    [
        ("Code civil\n", (), "tribunal"),
        ("", ("--text", "Code civil"), "tribunal"),
        ("Code civil\n", ("--text", "Code du travail"), "terme"),
    ],
)
def test_an_act_on_several_texts_changes_only_the_one_of_the_file(
    heading: str, options: tuple[str, ...], changed: str, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (texts / "base.txt").write_text(heading + BASE)
    assert preview(texts, CODES, *options) == 1
    said = capsys.readouterr().out
    assert f"{{+{changed}+}}" in said and said.count("{+") == 1 and "en attente" in said


def test_an_order_that_names_no_text_waits_when_several_could_be_meant(
    corpus_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    act = tmp_path / "acte.txt"
    act.write_text(
        "L'article 1er du code civil est abrogé.\nL'article R. 730 du code de la santé publique est abrogé.\n"
        "L'article 2 est abrogé.\n"
    )
    with chronolex.open(corpus_path) as corpus:
        found = chronolex.preview(act, corpus, date="2005-05-01")
        again = chronolex.preview(str(act), corpus, date=dt.date(2005, 5, 1))
    assert found == again  # the function is not hidden by a module of its name
    assert [order.verdict for order in found.orders] == ["applied", "applied", "pending"]
    assert [(article.number, article.after) for article in found.articles] == [("1", None), ("R730", None)]
    assert not found.complete


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "L’acte modifie plusieurs textes (Code civil, Code du travail)"),
        (("--text", "n'importe quoi"), "n’est pas le nom d’un texte"),
        (("--date", "2005-05-01"), "--date n’a pas de sens avec --base"),
        (("--text", "Code civil", "--format", "html", "--output", "/nulle/part.html"), "ne s’écrit pas"),
    ],
)
def test_what_cannot_be_shown_is_bad_input(
    options: tuple[str, ...], said: str, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert preview(texts, CODES, *options) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("style", "mark"), [("text", "{+terme+}"), ("json", '"terme"'), ("html", "<ins>terme</ins>")])
def test_every_format_can_be_written_to_a_file(
    style: str, mark: str, texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = texts / "rapport"
    assert preview(texts, CODES, "--text", "Code du travail", "--format", style, "--output", str(target)) == 1
    assert mark in target.read_text() and capsys.readouterr().out == ""


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
    assert tags.seen.count("th") >= 3 and tags.seen.index("h2") > tags.seen.index("h1")
    assert "appliquée : 1 ; refusée : 1" in page and "http" not in page.replace("http-equiv", "")
    assert "&lt;script&gt;" in page and 'lang="fr"' in page and "refusée" in page


def test_the_report_marks_the_places_that_could_be_meant(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    preview(texts, "A l'article 5, les mots : « trois mois » sont supprimés.", "--format", "html")
    page = capsys.readouterr().out
    assert page.count("<mark>trois mois</mark>") == 2
    preview(texts, "L'article 6 devient l'article 8.\nL'article 5 est complété par un alinéa ainsi rédigé : « Fin. »",
            "--format", "html")  # fmt: skip
    page = capsys.readouterr().out
    assert "auparavant article 6" in page and "al. 3, nouveau" in page


def test_a_base_without_headings_is_bad_input(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (texts / "base.txt").write_text("Le juge statue.\n")
    assert preview(texts, "L'article 5 est abrogé.") == 2
    assert "Article 5" in capsys.readouterr().err


def test_carets_stand_under_the_words() -> None:
    line, carets = point_at("Un début.\nLe juge statue.\nUne fin.", (13, 17))
    assert line == "Le juge statue." and carets == "   ^^^^"
    line, carets = point_at("x" * 200 + " juge " + "y" * 200, (201, 205))
    assert line[carets.index("^") : carets.index("^") + 4] == "juge"


def test_check_shows_a_difference_of_typography_and_is_content(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = tmp_path / "sources"
    shutil.copytree(SAMPLES, sources)
    page = sources / "R730.legifrance.md"
    page.write_text(page.read_text().replace("soins existante.", "soins existante ."))
    build([sources], tmp_path / "presque.db")
    assert run(["check", "--db", str(tmp_path / "presque.db")]) == 0
    said = capsys.readouterr().out
    assert "la typographie diffère (calculé → officiel)" in said and "(typographie)" in said
    with chronolex.open(tmp_path / "presque.db") as corpus:
        assert {s.author.method for s in corpus.article("R730").blame("2005-05-01")} == {"instruction"}


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
    assert data["instructions"] == {"read": 20, "applied": 15, "refused": 0, "pending": 5, "unread": 0}
    assert "20 instruction(s) : 20 lue(s) ; 15 appliquée(s)" in said


def test_articles_of_a_code_are_read_from_a_file(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (texts / "base.txt").write_text("Article R. 730\nLe juge statue.\n\nArt. R. 731. - Le juge attend.\n")
    assert preview(texts, "A l'article R. 731, le mot : « juge » est remplacé par le mot : « tribunal ».") == 0
    said = capsys.readouterr().out
    assert "Article R. 731" in said and "Article R. 730" not in said
    assert "~ al. 1→1 : Le [-juge-]{+tribunal+} attend." in said


def test_an_act_finds_the_law_of_the_eve_of_its_effect(tmp_path: Path) -> None:
    build([SAMPLES], tmp_path / "permanence.db")
    with chronolex.open(tmp_path / "permanence.db") as corpus:
        found = chronolex.preview(DECREE, corpus)
        late = chronolex.preview(DECREE, corpus, date="2026-01-01")
    assert (found.date, found.complete, len(found.orders)) == (dt.date(2005, 4, 7), True, 9)
    assert {order.verdict for order in late.orders} == {"pending"}
    assert "aucun article en vigueur le 1er janvier 2026" in (late.orders[0].reason or "")


def test_a_refusal_points_at_the_quoted_words_of_the_act_and_at_where_they_stand_elsewhere(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    preview(texts, "Au second alinéa de l'article 5, le mot : « juge » est supprimé.")
    lines = capsys.readouterr().out.splitlines()
    pointed = [line[under.index("^") : under.rindex("^") + 1] for line, under in pairwise(lines) if "^" in under]
    assert set(pointed) == {"juge"}
    assert len(pointed) >= 2
