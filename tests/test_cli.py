"""The command: its answers as text and as JSON, its exit statuses, its sentences for bad input."""

from __future__ import annotations

import json
import shlex
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from chronolex import cli
from chronolex.graph_cli import graph
from corpus.reading import Corpus

SANTE = "--text code-de-la-sante-publique"
Run = Callable[[str], tuple[int, str, str]]


@pytest.fixture
def run(corpus_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line on the small corpus; gives the exit status, the output and the error output."""
    monkeypatch.setenv("CHRONOLEX_DB", str(corpus_path))

    def run_line(line: str) -> tuple[int, str, str]:
        status = cli.run(shlex.split(line))
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run_line


def read_json(run: Run, line: str, status: int = 0) -> Any:
    found, out, _ = run(f"{line} --format json")
    assert found == status
    return json.loads(out)


# --- answers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["R730", "'R. 730'", "R.730"])
def test_at_gives_the_text_at_a_date(run: Run, number: str) -> None:
    data = read_json(run, f"at {number} --date 2005-05-01 {SANTE}")
    assert {"text", "number", "start", "end", "alineas", "act", "verification"} <= data.keys()
    assert (data["text"], data["number"]) == ("Code de la santé publique", "R730")
    assert (data["start"], data["end"]) == ("2005-04-08", "2005-07-26")
    assert (len(data["alineas"]), data["verification"]) == (6, "identical")
    assert data["act"] == "Décret n° 2005-328 du 7 avril 2005"


def test_at_as_text_shows_the_alineas_and_the_proof(run: Run) -> None:
    status, out, err = run(f"at R730 --date '1er mai 2005' {SANTE}")
    assert (status, err) == (0, "")
    assert "Du 8 avril 2005 au 26 juillet 2005 exclu." in out
    assert "Abrogé par : Décret n° 2005-840 du 20 juillet 2005, art. 4 1° (JO du 26 juillet 2005)." in out
    assert "vérifiée, identique au texte officiel" in out
    assert "\n\nToutefois, le cahier des charges" in out


@pytest.mark.parametrize(
    ("date", "clock", "start", "alineas"),
    [
        ("2005-04-08", "legifrance", "2005-04-08", 6),
        ("2005-04-08", "loi", "2003-09-18", 5),
        ("2005-04-09", "loi", "2005-04-09", 6),
    ],
)
def test_at_follows_the_calendar_asked_for(run: Run, date: str, clock: str, start: str, alineas: int) -> None:
    data = read_json(run, f"at R730 --date {date} --dates {clock} {SANTE}")
    assert (data["start"], len(data["alineas"]), data["clock"]) == (start, alineas, clock)
    assert set(data["dates"]) == {"legifrance", "loi"}


def test_an_ended_article_says_since_when_by_which_act_and_where_it_went(run: Run) -> None:
    status, out, _ = run(f"at R730 --date 2006-01-01 {SANTE}")
    assert status == 1
    assert "depuis le 26 juillet 2005" in out
    assert "décret n° 2005-840 du 20 juillet 2005" in out
    assert "R. 6315-1" in out
    data = read_json(run, f"at R730 --date 2006-01-01 {SANTE}", status=1)
    assert (data["in_force"], data["status"], data["since"]) == (False, "ended", "2005-07-26")
    assert (data["act"], data["act_article"]) == ("Décret n° 2005-840 du 20 juillet 2005", "4 1°")
    assert [link["new"] for link in data["became"]] == ["R6315-1"]


def test_a_gap_is_an_answer_of_its_own(run: Run) -> None:
    data = read_json(run, "at R6315-1 --date 2008-01-01", status=1)
    assert (data["status"], data["gap"]["start"], data["gap"]["end"]) == ("missing", "2005-07-26", "2010-04-01")


def test_a_date_before_the_first_version_is_bad_input(run: Run) -> None:
    status, out, err = run(f"at R730 --date 2003-01-01 {SANTE}")
    assert (status, out) == (2, "")
    assert "commence le 16 septembre 2003" in err
    assert read_json(run, f"at R730 --date 2003-01-01 {SANTE}", status=2)["status"] == "not-yet"


def test_history_tells_the_whole_line_from_either_number(run: Run) -> None:
    data = read_json(run, "history R6315-1")
    assert [(entry["type"], entry.get("number"), entry["start"]) for entry in data] == [
        ("version", "R730", "2003-09-16"),
        ("version", "R730", "2005-04-08"),
        ("gap", None, "2005-07-26"),
        ("version", "R6315-1", "2010-04-01"),
        ("gap", None, "2010-07-18"),
    ]
    assert data == read_json(run, f"history R730 {SANTE}")
    _, out, _ = run("history R6315-1")
    assert out.startswith("R. 730 ") and "(lacune)" in out and "2006-06-08" in out


def test_diff_marks_words(run: Run) -> None:
    status, out, _ = run(f"diff R730 --from 2004-01-01 --to 2005-05-01 {SANTE}")
    assert status == 0
    assert "[-et en tenant compte-]{+ainsi que+} de l'offre de soins" in out
    assert "et centres{+ ainsi que par des médecins" in out
    assert "\x1b[" not in out
    data = read_json(run, f"diff R730 --from 2004-01-01 --to 2005-05-01 {SANTE}")
    assert [alinea["changed"] for alinea in data["alineas"]] == [True, True, False, True, False, False]
    assert {segment["kind"] for alinea in data["alineas"] for segment in alinea["segments"]} == {
        "equal",
        "insert",
        "delete",
    }


def test_diff_goes_from_the_older_day_to_the_newer(run: Run) -> None:
    forward = run(f"diff R730 --from 2004-01-01 --to 2005-05-01 {SANTE}")
    status, out, err = run(f"diff R730 --from 2005-05-01 --to 2004-01-01 {SANTE}")
    assert (status, out) == forward[:2]
    assert err == "chronolex : --from vient après --to : comparé du 1er janvier 2004 au 1er mai 2005.\n"


def test_diff_without_text_at_one_date_has_no_answer(run: Run) -> None:
    status, out, _ = run(f"diff R736 --from 2005-05-01 --to 2015-05-01 {SANTE}")
    assert status == 1
    assert "n’est plus en vigueur depuis le 26 juillet 2005" in out


def test_map_gives_each_link_with_its_evidence(run: Run) -> None:
    data = read_json(run, "map")
    assert [(link["old"], link["new"]) for link in data] == [
        ("R730", "R6315-1"),
        ("R736", "R6315-7"),
        ("L6325-1", "L6314-1"),
    ]
    assert all({"method", "score"} <= evidence.keys() for link in data for evidence in link["evidence"])
    _, out, _ = run("map")
    assert "R. 736 → R. 6315-7 (Code de la santé publique) : déduite, à vérifier" in out


def test_cites_gives_both_directions(run: Run) -> None:
    assert [c["target_article"] for c in read_json(run, f"cites R730 --date 2005-05-01 {SANTE}")["cites"]] == ["R735"]
    assert [c["number"] for c in read_json(run, "cites R735")["cited_by"]] == ["R730"]
    assert run(f"cites R730 --date 2009-05-01 {SANTE}")[0] == 1
    _, out, _ = run("cites R735")
    assert out.startswith("Cite : rien.\nCité par :\n  R. 730")


def test_check_fails_when_something_is_to_be_seen_to(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    data = read_json(run, "check", status=1)
    assert (data["ok"], data["verification"]["identical"], data["undecided_repairs"]) == (False, 1, 1)
    assert [entry["reason"] for entry in data["refused"]] == ["mots introuvables"]
    status, out, _ = run("check")
    assert status == 1 and "REFUSÉE : mots introuvables" in out and "La page omet R. 735." in out
    monkeypatch.setattr(Corpus, "instructions", lambda self, **kinds: ())
    assert run("check")[0] == 0


def test_repairs_lists_every_change(run: Run) -> None:
    data = read_json(run, "repairs --source decret.txt")
    assert [(entry["before"], entry["after"], entry["decided"]) for entry in data] == [
        ("Ž", "é", True),
        ("•", "•", False),
    ]
    assert "1 réparation(s), 1 dégât(s) laissé(s)" in run("repairs")[1]


def test_migrate_leaves_a_corpus_of_today_alone(run: Run) -> None:
    assert run("migrate") == (0, "La base est à jour.\n", "")


# --- bad input ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("at", "Il manque l’argument NUMÉRO"),
        ("at R730", "Il manque l’option --date"),
        ("at R730 --date", "L’option --date"),
        ("at R736 R737 --date 2005-05-01", "Argument en trop : R737"),
        ("at R736 --date 2005-02-30", "n’est pas une date du calendrier"),
        ("at R736 --date hier", "« hier » n’est pas une date"),
        ("at R7300 --date 2005-05-01", "Les plus proches : R. 6315-1, R. 6315-7, R. 730, R. 735"),
        ("at R730 --date 2005-05-01", "Préciser le texte : Code civil ; Code de la santé publique"),
        ("at R730 --date 2005-05-01 --text 'Code pénal'", "ne connaît pas de texte « Code pénal »"),
        ("at R736 --date 2005-05-01 --format xml", "valeurs possibles : text, json"),
        ("at R736 --date 2005-05-01 --dates moi", "valeurs possibles : legifrance, loi"),
        ("at R736 --dat 2005-05-01", "Option inconnue : --dat. Peut-être : --dat"),
        ("chek", "Commande inconnue : « chek ». Peut-être : check ?"),
        ("serve --port mille", "un nombre de 1 à 65535 est attendu"),
        ("check --db absente.db", "La base absente.db n’existe pas. La construire"),
        ("build", "Il manque l’argument SOURCES"),
        ("at '' --date 2005-05-01", "Le numéro d’article est vide"),
        ("at ' . ' --date 2005-05-01", "Le numéro d’article est vide"),
        ("repairs --source zzz", "Le corpus ne connaît pas de source « zzz ». Les plus proches : "),
        ("repairs --source decret.text", "Les plus proches : decret.txt."),
        ("update nulle-part.tar.gz --db x.db", "« nulle-part.tar.gz » n’existe pas. Vérifier le nom et le dossier."),
        ("watch / --since 2005-01-01", "/ ne se lit pas : c’est un dossier. Vérifier le chemin"),
        ("watch nulle-part.txt --since 2005-01-01", "nulle-part.txt ne se lit pas : ce chemin n’existe pas."),
        ("amend nulle-part.md", "nulle-part.md ne se lit pas : ce chemin n’existe pas."),
        ("graph export / --date 2005-05-01", "Valeur refusée pour FICHIER : c’est un dossier, un fichier est attendu."),
        ("graph draw R736 -o /nulle-part/x.svg", "/nulle-part/x.svg ne s’écrit pas : ce chemin n’existe pas."),
        ("serve --host 999.1.1.1", "ce n’est l’adresse ni le nom d’aucune machine. Donner à --host une adresse"),
        ("serve --host 192.0.2.1", "cette adresse n’est pas celle de cette machine. Donner à --host une adresse"),
    ],
)
def test_bad_input_gets_one_sentence_and_status_2(run: Run, line: str, words: str) -> None:
    status, out, err = run(line)
    assert (status, out) == (2, "")
    assert err.startswith("chronolex : ") and err.count("\n") == 1
    assert words in err


def test_a_damaged_base_is_said_to_be_so(run: Run, corpus_path: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "abîmée.db"
    data = bytearray(corpus_path.read_bytes())
    connection = sqlite3.connect(corpus_path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'lineage'").fetchone()
    connection.close()
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    damaged.write_bytes(data)
    status, _, err = run(f"map --db {damaged}")
    assert status == 2
    assert "endommagée" in err and "Traceback" not in err


@pytest.mark.parametrize(
    ("bases", "words"), [([], "ne contient aucune base"), (["a.db", "b.db"], "plusieurs bases (a.db, b.db)")]
)
def test_without_a_named_base_the_only_one_of_the_folder_is_read(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, corpus_path: Path, bases: list[str], words: str
) -> None:
    monkeypatch.delenv("CHRONOLEX_DB")
    monkeypatch.chdir(tmp_path)
    for name in bases:
        (tmp_path / name).write_bytes(corpus_path.read_bytes())
    assert words in run("map")[2]
    for name in bases[1:]:
        (tmp_path / name).unlink()
    if bases:
        assert run("map")[0] == 0


def test_an_interruption_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(self: Corpus) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Corpus, "lineage", interrupt)
    status, _, err = run("map")
    assert status == 130
    assert err.strip() == "Interrompu."


# --- help and site ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [None, *cli.cli.commands])
def test_every_help_page_is_french_and_holds_an_example(run: Run, name: str | None) -> None:
    status, out, _ = run(f"{name or ''} --help")
    assert status == 0
    assert out.startswith("Usage : chronolex")
    assert "Exemple" in out and f"\n    chronolex {name or 'build'} " in out
    assert not [word for word in ("Usage:", "Show this", "[required]", "[OPTIONS]", "Error") if word in out]


def list_examples() -> list[str]:
    commands = [*cli.cli.commands.values(), *graph.commands.values()]
    pages = [command.help or "" for command in commands]
    return [line.strip() for page in pages for line in page.splitlines() if line.strip().startswith("chronolex ")]


@pytest.mark.parametrize("example", list_examples())
def test_every_example_of_the_help_is_a_command_that_parses(example: str) -> None:
    name, *arguments = shlex.split(example)[1:]
    command = cli.cli.commands[name]
    if isinstance(command, click.Group):
        command, arguments = command.commands[arguments[0]], arguments[1:]
    assert command.make_context(name, arguments, parent=click.Context(cli.cli)).params


def test_the_commands_are_these() -> None:
    names = (
        "build update anomalies serve migrate contents at history diff map cites check repairs blame amend graph watch"
    )
    assert set(cli.cli.commands) == set(names.split())


def test_serve_opens_the_site_on_the_base_as_it_is(
    run: Run, monkeypatch: pytest.MonkeyPatch, corpus_path: Path
) -> None:
    from datasette.cli import serve as datasette_serve

    seen: list[list[str]] = []
    monkeypatch.setattr(datasette_serve, "main", lambda arguments, *rest, **options: seen.append(arguments))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    status, out, _ = run(f"serve --port {port}")
    assert (status, out) == (0, f"Chronolex : http://127.0.0.1:{port}/ (Ctrl+C pour arrêter)\n")
    assert seen == [["--immutable", str(corpus_path), "--host", "127.0.0.1", "--port", str(port)]]


def test_serve_refuses_a_busy_port(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, _, err = run(f"serve --port {taken.getsockname()[1]}")
    assert status == 2
    assert "ce port est déjà pris. Choisir un autre --port." in err
