"""Who wrote each word: by construction where an instruction did, by alignment where only two official texts tell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chronolex
from chronolex.build import build
from chronolex.cli import run
from corpus.answers import Version
from corpus.blame import Authored, blame_versions
from corpus.dates import DateRule

SAMPLES = Path(__file__).parent.parent / "samples" / "permanence-des-soins"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("blame") / "permanence.db"
    build([SAMPLES], path)
    return path


def test_the_words_of_r730_are_those_of_two_decrees(base: Path) -> None:
    with chronolex.open(base) as corpus:
        spans = corpus.article("R. 730").blame("2005-05-01")
        version = corpus.article("R. 730").at("2005-05-01")
    assert version is not None
    first = [(s.author.act, s.text[:30]) for s in spans if s.alinea == 1]
    assert [act and act.split(" du ")[0] for act, _ in first] == [
        "Décret n° 2003-880",
        "Décret n° 2005-328",
        "Décret n° 2003-880",
    ]
    assert first[1][1] == " ainsi que par des médecins ap" and first[2][1] == "."
    assert {s.author.method for s in spans} == {"instruction"}
    added = next(s for s in spans if s.alinea == 2)
    assert added.author.instruction is not None and "après le premier alinéa" in added.author.instruction


def test_words_keep_their_author_through_the_renumbering(base: Path) -> None:
    with chronolex.open(base) as corpus:
        spans = corpus.article("R. 6315-1").blame("2010-05-01")
    kept = [s for s in spans if s.author.number == "R730"]
    new = [s for s in spans if s.author.number == "R6315-1"]
    assert any("médecins appartenant à des associations" in s.text for s in kept)
    assert [s.text for s in new if "6314" in s.text] == ["6314-1"]
    assert {s.author.method for s in new} == {"alignment"}


def test_the_command_names_authors_and_says_when_there_is_no_text(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["blame", "R730", "--date", "2005-05-01", "--db", str(base)]) == 0
    said = capsys.readouterr().out
    assert "[1] Décret n° 2003-880" in said and "par instruction" in said
    assert run(["blame", "R730", "--date", "2009-05-01", "--db", str(base)]) == 1
    assert run(["blame", "R730", "--date", "2005-05-01", "--format", "json", "--db", str(base)]) == 0
    assert '"method": "instruction"' in capsys.readouterr().out


def version(number: int, alineas: tuple[str, ...], act: str | None = None) -> Version:
    start = dt.date(2000 + number, 1, 1)
    unknown = dict.fromkeys(
        "law_start law_end law_start_rule law_end_rule publication end_publication end_cause act_article end_act "
        "end_act_article source end end_rule".split()
    )
    return Version(
        id=number,
        text="Code",
        text_slug="code",
        number="5",
        number_as_published="5",
        start=start,
        start_rule=DateRule.SOURCE,
        act=act,
        provenance="official",
        verification="official",
        alineas=alineas,
        **unknown,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (("Le juge statue.",), ("Le tribunal statue.",), [("Le ", "A"), ("tribunal", "B"), (" statue.", "A")]),
        (("L'enfant.",), ("L’enfant.",), [("L’enfant.", "A")]),  # typography alone: who retypes does not write
        (("Un mot.", "Deux."), ("Deux.", "Un mot."), [("Deux.", "A"), ("Un mot.", "A")]),  # an alinéa that moves
        (("Un.",), ("Un.", "Deux."), [("Un.", "A"), ("Deux.", "B")]),
        (("Un.", "Deux."), ("Deux.",), [("Deux.", "A")]),
    ],
)
def test_words_that_stay_keep_their_author(
    before: tuple[str, ...], after: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    spans = blame_versions([version(1, before, "A"), version(2, after, "B")], {})
    assert [(s.text, s.author.act) for s in spans] == expected


def test_what_an_instruction_wrote_is_its_own_even_where_the_words_were_there_before() -> None:
    line = [version(1, ("Le juge statue.",), "A"), version(2, ("Le juge statue.",), "B")]
    spans = blame_versions(line, {2: [Authored(1, 3, 7, "4", "le mot est remplacé")]})
    assert [(s.text, s.author.act, s.author.method) for s in spans] == [
        ("Le ", "A", "origin"),
        ("juge", "B", "instruction"),
        (" statue.", "A", "origin"),
    ]
    assert spans[1].author.act_article == "4"


ALINEAS = st.lists(st.text("ab c.’'", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=4).map(tuple)


@given(st.lists(ALINEAS, min_size=1, max_size=4))
def test_the_spans_tile_the_text(texts: list[tuple[str, ...]]) -> None:
    spans = blame_versions([version(n, alineas, str(n)) for n, alineas in enumerate(texts, 1)], {})
    for number, alinea in enumerate(texts[-1], 1):
        own = [s for s in spans if s.alinea == number]
        assert "".join(s.text for s in own) == alinea
        assert [s.start for s in own] == [0, *(s.end for s in own)][: len(own)] and own[-1].end == len(alinea)
