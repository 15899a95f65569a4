"""``chronolex watch``: a list of what to follow, its answer as text and as JSON, its exit statuses."""

from __future__ import annotations

import datetime as dt
import io
import json
import shlex
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from chronolex import cli
from chronolex.build import build
from chronolex.watchlist import BadLines, read_line, read_list
from corpus.dates import format_date
from corpus.errors import LookupFailed
from corpus.keys import dila_id
from corpus.reading import Corpus, open_corpus

ROOT = Path(__file__).parent.parent
Watch = Callable[[str, str], tuple[int, str, str]]
Age = Callable[[list[int]], dt.date | None]


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


NO_ARCHIVE = "La base n’a aucune archive de la DILA : elle ne dit pas jusqu’à quel jour elle est à jour."
LIST = """\
# ce que l’on suit
R. 6315-1 du code de la santé publique   # sa renumérotation comprise

Code civil
"""


def test_what_changed_is_told_by_day_then_by_act(watch: Watch) -> None:
    status, out, err = watch(LIST, "--since 2003-01-01 --until 2006-01-01")
    assert (status, err) == (1, "")
    assert out.split("\n\n")[-2].splitlines()[:3] == [
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
    status, out, err = watch(LIST, "--since 2005-01-01 --until 2005-04-08")
    assert (status, err) == (0, "")
    assert out.splitlines() == ["Rien n’a changé.", "", NO_ARCHIVE]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "est vide : rien n’est suivi."),
        ("\n \n", "est vide : rien n’est suivi."),
        ("# Code civil\n", "n’a que des commentaires : rien n’est suivi."),
    ],
)
def test_a_list_that_follows_nothing_is_bad_input(watch: Watch, text: str, said: str) -> None:
    status, out, err = watch(text, "--since 1800-01-01")
    assert (status, out) == (2, "") and said in err and "Écrire une chose par ligne" in err


def test_a_text_without_articles_is_told_with_its_line(watch: Watch) -> None:
    status, out, err = watch("Code civil\nSANH0322761D", "--since 1800-01-01")
    assert (status, out) == (2, "")
    assert "ligne 2 : Le corpus nomme Décret n° 2003-880 du 15 septembre 2003, et n’en a aucun article" in err


# --- what the base can know ----------------------------------------------------------------------------------------


@pytest.fixture
def age(corpus_path: Path, tmp_path: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> Age:
    """Give what makes a base with archives some days old, the first of LEGI, the others of JORF: the first's day."""

    def make(ages: list[int]) -> dt.date | None:
        path = shutil.copy(corpus_path, tmp_path / "aged.db")
        monkeypatch.setenv("CHRONOLEX_DB", str(path))
        days = [dt.date.today() - dt.timedelta(days=days) for days in ages]
        with closing(sqlite3.connect(path)) as connection, connection:
            for rank, day in enumerate(days):
                row = (f"{rank}.tar.gz", "JORF" if rank else "LEGI", "increment", f"{day}T21:30:00", "{}")
                connection.execute("INSERT INTO archives (name, base, kind, stamp, counts) VALUES (?, ?, ?, ?, ?)", row)
        return days[0] if days else None

    return make


WARNING = "elle ne sait rien de ce qui a été publié depuis. Appliquer les archives qui manquent : chronolex update"


@pytest.mark.parametrize(
    ("ages", "until", "warned"),
    [
        ([0], None, False),
        ([5], None, True),
        ([5], 0, True),  # the last day of the window is yesterday
        ([5], -4, False),  # the day of the last archive is the last of the window
        ([5], -3, True),
        ([5, 0], None, True),  # the Journal officiel of today does not make LEGI younger
        ([0], 3, True),
    ],
)
def test_a_window_that_passes_the_last_archive_is_told(
    age: Age, watch: Watch, ages: list[int], until: int | None, warned: bool
) -> None:
    day = age(ages)
    assert day is not None
    end = f"--until {dt.date.today() + dt.timedelta(days=until)}" if until is not None else ""
    status, out, err = watch("Code civil", f"--since 2005-01-01 {end}")
    assert status == 0
    said = "Aucun changement connu." if warned else "Rien n’a changé."
    assert out.splitlines() == [said, "", f"Base à jour au {format_date(day)}."]
    assert (WARNING in err and format_date(day) in err) if warned else err == ""
    data = json.loads(watch("Code civil", f"--since 2005-01-01 {end} --format json")[1])
    assert (data["base_day"], data["base_is_behind"]) == (day.isoformat(), warned)


@pytest.mark.parametrize(
    ("ages", "most", "said"),
    [
        ([5], 5, ""),
        ([5], 4, "il y a 5 jours, plus que les 4 permis. Appliquer les archives qui manquent : chronolex update"),
        ([5, 0], 4, "il y a 5 jours"),
        ([], 4, "La base n’a aucune archive de la DILA"),
    ],
)
def test_a_base_that_is_too_old_is_refused(age: Age, watch: Watch, ages: list[int], most: int, said: str) -> None:
    age(ages)
    status, out, err = watch(LIST, f"--since 2005-01-01 --until 2006-01-01 --require-fresh {most}")
    assert status == (2 if said else 1)
    assert said in err and bool(out) is not bool(said)


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
        ("144 et 371-4", "144 (Code civil), 371-4 (Code civil)"),
        ("144, 371-4 du code civil", "144 (Code civil), 371-4 (Code civil)"),
        ("article 144 et 371-4 du code civil", "144 (Code civil), 371-4 (Code civil)"),
        ("L'ARTICLE 144 DU CODE CIVIL", "144 (Code civil)"),
        ("l. 331-6 du code de la propriété intellectuelle", "L. 331-6 (Code de la propriété intellectuelle)"),
        ("144 du code civil et code de la propriété intellectuelle",
         "144 (Code civil), Code de la propriété intellectuelle"),
        ("code civil ; code de la propriété intellectuelle", "Code civil, Code de la propriété intellectuelle"),
        ("code civil art. 144", "144 (Code civil)"),
        ("Code civil, article 144", "144 (Code civil)"),
        ("Code civil - articles 144 et 371-4", "144 (Code civil), 371-4 (Code civil)"),
        ("Code civil, livre Ier, titre V", "livre Ier, titre V (Code civil)"),
        ("144 à 371-4 du code civil", "144 à 371-4 (Code civil)"),
        ("LEGITEXT000006070721", "Code civil"),
        ("legitext000006070721", "Code civil"),
    ],
)  # fmt: skip
def test_what_a_line_names(dila_path: Path, line: str, label: str) -> None:
    with open_corpus(dila_path) as corpus:
        assert read_line(corpus, line).label == label


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("144 du code civil, 371-4", "N’est pas compris : « 371-4 ». Écrire une chose par ligne"),
        ("article 371-4 du code de comerce", "N’est pas compris : « code de comerce »."),
        ("article 144 du code civl", "N’est pas compris : « code civl ». Les plus proches : Code civil."),
        ("article 144 du code civil et code pénal", "Le corpus ne connaît pas de texte « Code pénal »."),
        ("code civil ; code pénal", "Le corpus ne connaît pas de texte « Code pénal »."),
        ("Code civil, 144 du code pénal", "N’est pas compris : « 144 »."),
        ("Code civil ; article 144", "N’est pas compris : « 144 »."),
        ("Code civil et 144", "N’est pas compris : « 144 »."),
        ("144 ; code civil", "N’est pas compris : « 144 »."),
        ("alinéa 2 de l’article 144 du code civil", "N’est pas compris : « alinéa 2 ». Écrire une chose par ligne"),
        ("144 (ancien) du code civil", "N’est pas compris : « (ancien) » ; « 144 »."),
        ("144 II du code civil", "N’est pas compris : « II »."),
        ("144 - 371-4 du code civil", "N’est pas compris : « - 371-4 » ; « 144 »."),
        ("code civil sauf 144", "N’est pas compris : « sauf 144 »."),
        ("144 du même code", "N’est pas compris : « même code »."),
        ("371-4 à 144 du code civil", "Code civil n’a pas dans cet ordre les articles 371-4 à 144."),
        ("144 à 9999 du code civil", "Le corpus ne connaît pas d’article 9999 dans Code civil."),
        ("LEGIARTI999999999999", "Le corpus ne connaît pas l’identifiant LEGIARTI999999999999."),
    ],
)
def test_what_a_line_says_besides_is_refused(dila_path: Path, line: str, said: str) -> None:
    with open_corpus(dila_path) as corpus, pytest.raises(BadLines) as caught:
        read_list(corpus, f"# un commentaire\n{line}", "veille")
    ((number, sentence),) = caught.value.problems
    assert number == 2 and sentence.startswith(said)


def test_identifiers_name_the_article_that_holds_a_version_and_divisions(dila_path: Path) -> None:
    with open_corpus(dila_path) as corpus, sqlite3.connect(dila_path) as connection:
        version = corpus.article("144", "Code civil").versions()[0]
        section, title = connection.execute(
            "SELECT s.id, s.title FROM sections s JOIN texts t ON t.id = s.text_id WHERE t.slug = 'code-civil' LIMIT 1"
        ).fetchone()
        assert read_line(corpus, str(version.dila_id)).label == "144 (Code civil)"
        assert read_line(corpus, str(dila_id(section))).label == f"{title} (Code civil)"


def test_a_range_is_of_the_articles_that_the_text_has(corpus: Corpus) -> None:
    def followed(line: str) -> list[str | None]:
        return [scope.number for scope in read_line(corpus, line).scopes]

    assert followed("1er à 10 du code civil") == ["1", "2", "10"]
    assert followed("R. 730 à R. 735 du code de la santé publique") == ["R730", "R6315-1", "R735"]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Décret n° 2003-880 du 15 septembre 2003", True),
        ("SANH0322761D", True),
        ("2003-880", False),  # an article's number would be written so
        ("Décret n° 2003-880 du 15 septembre 2003 relatif aux modalités", False),
    ],
)
def test_an_act_is_named_whole(corpus: Corpus, title: str, names: bool) -> None:
    if names:
        assert read_line(corpus, title).label == "Décret n° 2003-880 du 15 septembre 2003"
    else:
        with pytest.raises(LookupFailed):
            read_line(corpus, title)


def test_a_bad_list_says_which_lines(dila_path: Path) -> None:
    with open_corpus(dila_path) as corpus, pytest.raises(BadLines) as caught:
        read_list(corpus, "Code civil\nCode pénal\n\nrien", "veille")
    assert [number for number, _ in caught.value.problems] == [2, 4]


def test_a_list_on_the_standard_input(
    corpus_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(text: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        status = cli.run(["watch", "-", "--since", "2005-07-01", "--until", "2006-01-01", "--db", str(corpus_path)])
        return status, *capsys.readouterr()

    status, out, _ = run("R. 730 du code de la santé publique")
    assert status == 1 and "R. 730 → R. 6315-1" in out
    status, out, err = run("")
    assert (status, out) == (2, "") and "l’entrée standard est vide" in err
