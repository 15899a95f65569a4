"""``chronolex watch``: a list of what to follow, its answer as text and as JSON, its exit statuses."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chronolex import cli
from chronolex.build import build
from chronolex.watchlist import BadLines, read_line, read_list
from corpus.reading import open_corpus

ROOT = Path(__file__).parent.parent
Watch = Callable[[str, str], tuple[int, str, str]]


@pytest.fixture
def watch(
    corpus_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Watch:
    """Watch a list on the small corpus; gives the exit status, the output and the error output."""
    monkeypatch.setenv("CHRONOLEX_DB", str(corpus_path))

    def run(text: str, options: str) -> tuple[int, str, str]:
        path = tmp_path / "veille.txt"
        path.write_text(text, "utf-8")
        status = cli.run(["watch", str(path), *shlex.split(options)])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


LIST = """\
# ce que l’on suit
R. 6315-1 du code de la santé publique   # sa renumérotation comprise

Code civil
"""


def test_what_changed_is_told_by_day_then_by_act(watch: Watch) -> None:
    status, out, err = watch(LIST, "--since 2003-01-01 --until 2006-01-01")
    assert (status, err) == (1, "")
    assert out.split("\n\n")[-1].splitlines()[:3] == [
        "26 juillet 2005",
        "  Décret n° 2005-840 du 20 juillet 2005",
        "    renuméroté   R. 730 → R. 6315-1 (Code de la santé publique), par l’art. 4 1°",
    ]
    assert out.index("16 septembre 2003") < out.index("8 avril 2005") < out.index("26 juillet 2005")


@pytest.mark.parametrize("line", ["R. 730 du code de la santé publique", "R. 6315-1 du code de la santé publique"])
def test_either_number_of_an_article_follows_it(watch: Watch, line: str) -> None:
    status, out, _ = watch(line, "--since 2003-01-01 --until 2011-01-01 --format json")
    kinds = [change["kind"] for change in json.loads(out)["changes"]]
    assert status == 1
    assert kinds == ["created", "modified", "renumbered", "modified", "modified", "found", "modified"]


def test_nothing_changed(watch: Watch) -> None:
    assert watch(LIST, "--since 2005-01-01 --until 2005-04-08") == (0, "Rien n’a changé.\n", "")
    assert watch("# rien\n", "--since 1800-01-01") == (0, "Rien n’a changé.\n", "")


def test_the_bounds_are_half_open(watch: Watch) -> None:
    def days(options: str) -> list[str]:
        return [change["day"] for change in json.loads(watch(LIST, f"{options} --format json")[1])["changes"]]

    assert days("--since 2005-04-08 --until 2005-07-26") == ["2005-04-08"]
    assert days("--since 2005-04-09 --until 2005-07-27") == ["2005-07-26"]


def test_the_answer_as_json(watch: Watch) -> None:
    status, out, _ = watch("R730 du code de la santé publique", "--since 2005-07-01 --until 2006-01-01 --format json")
    data: Any = json.loads(out)
    (change,) = data["changes"]
    assert (status, data["since"], data["until"]) == (1, "2005-07-01", "2006-01-01")
    assert data["watched"] == ["R. 730 (Code de la santé publique)"]
    assert (change["kind"], change["old_number"], change["number"]) == ("renumbered", "R730", "R6315-1")
    assert (change["act"]["title"], change["act"]["article"]) == ("Décret n° 2005-840 du 20 juillet 2005", "4 1°")
    assert (change["future"], change["unfixed"], change["missing"], len(change["id"])) == (False, False, True, 36)


def test_what_is_to_come_is_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base, path = tmp_path / "dila.db", tmp_path / "veille.txt"
    build([ROOT / "tests" / "cases" / "dila"], base)
    path.write_text("L. 613-3 du code de la propriété intellectuelle", "utf-8")
    assert cli.run(["watch", str(path), "--since", "2020-01-01", "--db", str(base)]) == 1
    assert "22 février 2222 (date à fixer) (à venir)" in capsys.readouterr().out


def test_every_line_that_names_nothing_known_is_told_with_the_nearest(watch: Watch) -> None:
    lines = ["Code de la sante publik", "R. 739 du code de la santé publique", "# rien", "Code civil", "R730",
             "livre VII du code civil"]  # fmt: skip
    status, out, err = watch("\n".join(lines), "--since 2005-01-01")
    assert (status, out) == (2, "")
    told = [line.strip() for line in err.splitlines()[1:]]
    assert [line.partition(" :")[0] for line in told] == ["ligne 1", "ligne 2", "ligne 5", "ligne 6"]
    assert "Les plus proches : Code de la santé publique" in told[0]
    assert "Les plus proches : R. 735, R. 736, R. 6315-1" in told[1]
    assert "Préciser le texte : Code civil ; Code de la santé publique" in told[2]
    assert "ne connaît pas de division « livre VII »" in told[3]


@pytest.mark.parametrize(
    "options", ["--since hier", "--since 2005-01-01 --until 2005-01-01", "--since 2005-01-01 --until 2004-01-01", ""]
)
def test_bad_bounds_are_bad_input(watch: Watch, options: str) -> None:
    status, out, err = watch(LIST, options)
    assert (status, out) == (2, "") and err.startswith("chronolex :")


def test_a_list_that_does_not_read_is_bad_input(
    tmp_path: Path, corpus_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "latin.txt").write_bytes("Code de la santé".encode("latin-1"))
    for name in ("absente.txt", "latin.txt"):
        assert cli.run(["watch", str(tmp_path / name), "--since", "2005-01-01", "--db", str(corpus_path)]) == 2
        assert name in capsys.readouterr().err


# --- lines --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dila_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dila") / "dila.db"
    build([ROOT / "tests" / "cases" / "dila"], path)
    return path


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Code civil", "Code civil"),
        ("code-civil", "Code civil"),
        ("144 du code civil", "144 (Code civil)"),
        ("article 371-4 du code civil", "371-4 (Code civil)"),
        ("articles 144 et 371-4 du code civil", "144 (Code civil), 371-4 (Code civil)"),
        ("371-4", "371-4 (Code civil)"),
        ("L. 331-6 CPI", "L. 331-6 (Code de la propriété intellectuelle)"),
        ("titre V du livre Ier du code civil", "livre Ier, titre V (Code civil)"),
        ("livre Ier, titre V du code civil", "livre Ier, titre V (Code civil)"),
        ("deuxième partie du code de la propriété intellectuelle", "partie 2 (Code de la propriété intellectuelle)"),
    ],
)
def test_what_a_line_names(dila_path: Path, line: str, label: str) -> None:
    with open_corpus(dila_path) as corpus:
        assert read_line(corpus, line).label == label


def test_a_bad_list_says_which_lines(dila_path: Path) -> None:
    with open_corpus(dila_path) as corpus, pytest.raises(BadLines) as caught:
        read_list(corpus, "Code civil\nCode pénal\n\nrien", "veille")
    assert [number for number, _ in caught.value.problems] == [2, 4]
