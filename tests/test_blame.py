"""Who wrote each word: by construction where an instruction did, by alignment where only two official texts tell."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chronolex
from chronolex.build import build
from chronolex.cli import run
from corpus.answers import LineageLink, Version
from corpus.blame import Authored, blame_versions
from corpus.dates import DateRule
from corpus.descent import trace_versions

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
        (("Le coeur l'a dit.",), ("Le cœur l’a bien dit.",), [("Le cœur l’a ", "A"), ("bien ", "B"), ("dit.", "A")]),
        (("Ceci ;",), ("Ceci\u00a0;",), [("Ceci\u00a0;", "A")]),
        (("Un mot;",), ("Un seul mot ;",), [("Un ", "A"), ("seul ", "B"), ("mot ;", "A")]),
        (  # a dash that loses its spaces, in an alinéa that changes elsewhere (R. 611-14-1 CPI, 31 July 2008)
            ("I. - Le juge statue sans délai sur la demande.",),
            ("I.-Le juge statue sans délai sur cette demande.",),
            [("I.-Le juge statue sans délai sur ", "A"), ("cette", "B"), (" demande.", "A")],
        ),
        (  # an alinéa that is moved and retyped
            ("L'un.", "Deux.", "Trois."),
            ("Deux.", "Trois.", "L’un."),
            [("Deux.", "A"), ("Trois.", "A"), ("L’un.", "A")],
        ),
        (  # a sentence that becomes an alinéa of its own
            ("Le juge statue sous trois mois. Il entend les parties et leurs conseils.",),
            (
                "Le juge statue sous trois mois.",
                "Il entend les parties et leurs conseils.",
            ),
            [
                ("Le juge statue sous trois mois.", "A"),
                ("Il entend les parties et leurs conseils.", "A"),
            ],
        ),
    ],
)
def test_words_that_stay_keep_their_author(
    before: tuple[str, ...], after: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    spans = blame_versions([version(1, before, "A"), version(2, after, "B")], {})
    assert [(s.text, s.author.act) for s in spans] == expected


def test_what_an_instruction_wrote_is_its_own_even_where_the_words_were_there_before() -> None:
    line = [version(1, ("Le juge statue.",), "A"), version(2, ("Le juge statue.",), "B")]
    spans = blame_versions(line, {2: [Authored(1, 3, 7, "B", "4", "le mot est remplacé")]})
    assert [(s.text, s.author.act, s.author.method) for s in spans] == [
        ("Le ", "A", "origin"),
        ("juge", "B", "instruction"),
        (" statue.", "A", "origin"),
    ]
    assert spans[1].author.act_article == "4"


def test_a_word_between_two_that_an_instruction_wrote_is_known_to_have_stayed() -> None:
    line = [version(1, ("un et deux",), "A"), version(2, ("trois et quatre",), "B")]
    written = [Authored(1, 0, 5, "B", None, "un"), Authored(1, 9, 15, "B", None, "deux")]
    spans = blame_versions(line, {2: written})
    assert [(s.text, s.author.act) for s in spans] == [("trois", "B"), (" et ", "A"), ("quatre", "B")]


def test_what_came_while_texts_are_missing_is_given_to_no_act() -> None:
    old = dataclasses.replace(version(1, ("Un mot.",), "A"), end=dt.date(2001, 6, 1))
    spans = blame_versions([old, version(5, ("Un seul mot.",), "B")], {})
    new = spans[1].author
    assert (spans[1].text, new.act, new.after, new.since) == ("seul ", None, dt.date(2001, 6, 1), dt.date(2005, 1, 1))


def link(old: str, new: str, year: int | None) -> LineageLink:
    day = dt.date(year, 1, 1) if year else None
    return LineageLink("Code", "code", old, "Code", "code", new, "renumbered", "declared", 1.0, day)


def numbered(number: str, year: int, end: int | None = None, cause: str | None = None) -> Version:
    own = version(year - 2000, ("Texte.",))
    own_id = (year - 2000) * 100 + int(number)
    return dataclasses.replace(own, id=own_id, number=number, end=dt.date(end, 1, 1) if end else None, end_cause=cause)


@pytest.mark.parametrize(
    ("versions", "links", "line"),
    [
        ([numbered("5", 2001, 2003, "modified"), numbered("5", 2003)], [], ["5/2001", "5/2003"]),
        ([numbered("5", 2001, 2003, "unknown"), numbered("5", 2008)], [], ["5/2001", "5/2008"]),
        # created again after its repeal: a new article
        ([numbered("5", 2001, 2003, "repealed"), numbered("5", 2008)], [], ["5/2008"]),
        # repealed and written anew on one day
        ([numbered("5", 2001, 2003, "repealed"), numbered("5", 2003)], [], ["5/2001", "5/2003"]),
        # moved; the way may go through a number of which no text is known
        ([numbered("4", 2001, 2003, "renumbered"), numbered("5", 2003)], [link("4", "5", 2003)], ["4/2001", "5/2003"]),
        (
            [numbered("4", 2001, 2003, "renumbered"), numbered("5", 2009)],
            [link("4", "6", 2003), link("6", "5", 2006)],
            ["4/2001", "5/2009"],
        ),
        # the number was left by another article on the day this one took it
        (
            [numbered("5", 2001, 2003, "renumbered"), numbered("4", 2001, 2003, "renumbered"), numbered("5", 2003)],
            [link("4", "5", 2003), link("5", "6", 2003)],
            ["4/2001", "5/2003"],
        ),
        # two articles exchange their numbers
        (
            [
                *(numbered(n, 2001, 2003, "renumbered") for n in "45"),
                *(numbered(n, 2003) for n in "45"),
            ],
            [link("4", "5", 2003), link("5", "4", 2003)],
            ["4/2001", "5/2003"],
        ),
        # merged from two: neither alone is continued
        (
            [numbered("3", 2001), numbered("4", 2001), numbered("5", 2003)],
            [link("3", "5", 2003), link("4", "5", 2003)],
            ["5/2003"],
        ),
    ],
)
def test_the_line_follows_the_article_and_not_the_number(
    versions: list[Version], links: list[LineageLink], line: list[str]
) -> None:
    last = next(v for v in reversed(versions) if v.number == "5")
    found = trace_versions(
        last,
        lambda address: sorted((v for v in versions if v.number == address[1]), key=lambda v: v.start),
        lambda address: [one for one in links if one.new == address[1]],
    )
    assert [f"{v.number}/{v.start.year}" for v in found] == line


def test_official_texts_alone_tell_which_act_brought_which_words(tmp_path: Path) -> None:
    """Code civil, article 144: the loi of 2006 wrote the age, the one of 2013 the words before it."""
    build([Path(__file__).parent / "cases" / "dila" / "global"], tmp_path / "legi.db")
    with chronolex.open(tmp_path / "legi.db") as corpus:
        spans = corpus.article("144", "Code civil").blame()
    assert [(s.text, s.author.act, s.author.method) for s in spans[:2]] == [
        ("Le mariage ne peut être contracté", "Loi n° 2013-404 du 17 mai 2013", "alignment"),
        (" avant dix-huit ans révolus", "Loi n° 2006-399 du 4 avril 2006", "alignment"),
    ]


ALINEAS = st.lists(st.text("ab c.’'", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=4).map(tuple)


@given(st.lists(ALINEAS, min_size=1, max_size=4))
def test_the_spans_tile_the_text(texts: list[tuple[str, ...]]) -> None:
    spans = blame_versions([version(n, alineas, str(n)) for n, alineas in enumerate(texts, 1)], {})
    for number, alinea in enumerate(texts[-1], 1):
        own = [s for s in spans if s.alinea == number]
        assert "".join(s.text for s in own) == alinea
        assert [s.start for s in own] == [0, *(s.end for s in own)][: len(own)] and own[-1].end == len(alinea)
