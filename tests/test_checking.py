"""``chronolex check``: what was read, applied and refused, and where what was derived is not the official text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import click
import pytest

from chronolex import checking
from chronolex.build import build
from chronolex.checking import State, check_data, read_state
from chronolex.cli import run
from corpus.answers import Act, Instruction
from corpus.reading import open_corpus

SAMPLES = Path(__file__).parent.parent / "samples" / "permanence-des-soins"


def check(tmp_path: Path, page: tuple[str, str]) -> State:
    """Read the state of a corpus of the samples, in whose official page of R. 730 some words are replaced."""
    sources = tmp_path / "sources"
    shutil.copytree(SAMPLES, sources)
    official = sources / "R730.legifrance.md"
    changed = official.read_text().replace(*page)
    assert changed != official.read_text() or page[0] == page[1]
    official.write_text(changed)
    build([sources], tmp_path / "essai.db")
    with open_corpus(tmp_path / "essai.db") as corpus:
        return read_state(corpus)


def check_lines(state: State) -> list[str]:
    return [click.unstyle(line) for line in checking.check_lines(state)]


@pytest.mark.parametrize(
    ("page", "verification", "ok", "ranks", "said"),
    [
        (("un réexamen annuel", "un réexamen mensuel"), "different", False, [(6, 6)], "[-annuel-]{+mensuel+}"),
        # an alinéa more in the official text: those after it keep their own ranks
        (
            ("\nA cette fin,", "\nUn alinéa que nul n'a écrit.\n\nA cette fin,"),
            "different",
            False,
            [(None, 4)],
            "+ al. ·→4 : {+Un alinéa que nul n'a écrit.+}",
        ),
        (("soins existante.", "soins existante ."), "typographic", True, [(4, 4)], "la typographie diffère"),
    ],
)
def test_a_text_that_is_not_the_official_one_is_shown_word_by_word_at_its_rank(
    page: tuple[str, str], verification: str, ok: bool, ranks: list[tuple[int, int]], said: str, tmp_path: Path
) -> None:
    state = check(tmp_path, page)
    ((version, disagreement),) = state.compared[verification]
    assert (state.ok, version.number) == (ok, "R730")
    assert [(diff.old_position, diff.new_position) for diff in disagreement] == ranks
    assert all(diff.changed for diff in disagreement)
    assert said in "\n".join(check_lines(state))
    assert check_data(state)[verification][0]["disagreement"]


def test_the_samples_are_applied_and_none_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = check(tmp_path, ("annuel", "annuel"))
    database = str(tmp_path / "essai.db")
    assert run(["check", "--db", database, "--format", "json"]) == 0
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert data == check_data(state)
    assert (data["verification"]["identical"], data["different"], data["typographic"]) == (1, [], [])
    assert run(["check", "--db", database]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "Rien ne diffère et rien n’est refusé ; instructions sans effet : 5 en attente."
    assert "20 instruction(s) : 20 lue(s) ; 15 appliquée(s), 0 refusée(s), 5 en attente, 0 non lue(s)" in lines
    assert "^" not in "".join(lines)  # what waits for its text has no fault to point at


def order(verdict: str, sentence: str, old: str | None) -> Instruction:
    return Instruction(
        "Loi",
        "2",
        1,
        (0, 9),
        sentence,
        None,
        None,
        "Code civil",
        "5",
        "alinéa 1",
        old,
        None,
        verdict,
        "Motif.",
        "Vu.",
        1,
    )


@pytest.mark.parametrize(
    ("sentence", "old", "pointed"),
    [
        ("Au début de la phrase, les mots : « de la » sont supprimés.", "de la", "de la"),
        ("Les mots : « A » et « B » sont supprimés.", "A | B", "A"),
        ("Les mots : “juge” sont supprimés.", "juge", "juge"),
        ("Le neuvième alinéa est supprimé.", None, "Le neuvième alinéa est supprimé."),
        ("Les mots : « l’an » sont supprimés.", "l'an", "l’an"),
    ],
)
def test_carets_stand_under_the_quoted_words(sentence: str, old: str | None, pointed: str) -> None:
    found = {"refused": [order("refused", sentence, old)], "unread": [], "pending": []}
    state = State({}, {"different": [], "typographic": []}, (), found, 0, ())
    head, where, line, carets, detail, end = check_lines(state)[1:]
    assert (head, where) == ("REFUSÉE : Motif.", "    Loi, art. 2 → Code civil, art. 5, alinéa 1")
    assert line[carets.index("^") : len(carets)] == pointed
    assert line.strip(" …") in sentence and detail == "    Vu."
    assert not state.ok and end.startswith("À revoir")


@pytest.mark.parametrize(
    ("verdict", "ok", "end"),
    [
        (None, True, "Tout est en ordre."),
        ("unread", True, "Rien ne diffère et rien n’est refusé ; instructions sans effet : 1 non lue(s)."),
        ("refused", False, "À revoir : une version diffère ou une instruction est refusée."),
    ],
)
def test_the_last_line_says_what_is_left(verdict: str | None, ok: bool, end: str) -> None:
    found = {v: [order(v, "Le juge.", None)] if v == verdict else [] for v in ("refused", "unread", "pending")}
    act = Act("loi", "Loi", None, 0, 0, 0, 0, 0, 9)
    state = State({"official": 3}, {"different": [], "typographic": []}, (act,), found, 0, ())
    assert (state.ok, check_lines(state)[-1]) == (ok, end)
