"""The line of an article across its numbers; gaps are stated, never filled."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import store
from corpus.answers import Gap, GapKind, Version
from corpus.dates import Clock, DateRule, Moment
from corpus.history import StatusKind
from corpus.model import TextId
from corpus.reading import Corpus, open_corpus
from corpus.store import Bound, Writer

SANTE = "Code de la santé publique"


def outline(entries: tuple[Version | Gap, ...]) -> list[tuple[str, str, str | None]]:
    """«R730» for a version, «(R730)» for a gap, with its days."""
    return [
        (
            e.number if isinstance(e, Version) else f"({' '.join(e.numbers)})",
            e.start.isoformat(),
            e.end.isoformat() if e.end else None,
        )
        for e in entries
    ]


WHOLE_LINE = [
    ("R730", "2003-09-16", "2005-04-08"),
    ("R730", "2005-04-08", "2005-07-26"),
    ("(R6315-1)", "2005-07-26", "2010-04-01"),
    ("R6315-1", "2010-04-01", "2010-07-18"),
    ("(R6315-1)", "2010-07-18", None),
]


@pytest.mark.parametrize("number", ["R. 730", "R6315-1"])
def test_the_line_is_the_same_from_either_end(corpus: Corpus, number: str) -> None:
    assert outline(corpus.article(number, SANTE).history()) == WHOLE_LINE


def test_a_declared_absence_says_which_versions_exist(corpus: Corpus) -> None:
    gap = corpus.article("R6315-1").history()[2]
    assert isinstance(gap, Gap)
    assert gap.known_starts == (dt.date(2005, 7, 26), dt.date(2006, 6, 8), dt.date(2006, 12, 28))
    assert (gap.kind, gap.reason) == (
        GapKind.MISSING,
        "Versions publiées par Légifrance, dont le corpus n’a pas le texte.",
    )


def test_a_successor_without_any_text_is_an_open_gap(corpus: Corpus) -> None:
    history = corpus.article("R736").history()
    assert outline(history)[1:] == [("(R736 R6315-7)", "2005-07-26", None)]
    assert isinstance(history[1], Gap)
    assert "déduit, non déclaré" in history[1].reason


def test_a_repealed_and_restored_article_has_an_interval_out_of_force(corpus: Corpus) -> None:
    history = corpus.article("R730", "Code civil").history()
    assert outline(history) == [
        ("R730", "1900-01-01", "1950-01-01"),
        ("(R730)", "1950-01-01", "1960-01-01"),
        ("R730", "1960-01-01", None),
    ]
    assert isinstance(history[1], Gap)
    assert history[1].kind is GapKind.NOT_IN_FORCE


def test_a_rewritten_reference_alone_makes_no_history(corpus: Corpus) -> None:
    assert corpus.article("L6314-1").history() == ()
    assert [(link.old, link.status) for link in corpus.article("L6314-1").lineage()] == [("L6325-1", "finding")]


# --- lines of every shape, on made-up articles ----------------------------------------------------------------------


def day(year: int) -> dt.date:
    return dt.date(year, 1, 1)


class Lines:
    """Writes articles as ``(number, start year, end year or None, cause)`` and links as ``(old, new, year)``."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.text = writer.add_text(TextId("CODE", "Code du travail"))

    def version(self, number: str, start: int, end: int | None, cause: str | None = None) -> None:
        self.writer.add_version(
            self.writer.add_article(self.text, number),
            [f"{number} en {start}."],
            start=Bound(Moment(day(start), DateRule.SOURCE)),
            end=Bound(Moment(day(end), DateRule.SOURCE)) if end else None,
            end_cause=cause,
            provenance="official",
            verification="official",
        )

    def link(self, old: str, new: str, year: int | None = None) -> None:
        date = day(year) if year else None
        self.writer.add_lineage(
            (self.text, old), (self.text, new), kind="renumbered", status="declared", score=1.0, date=date
        )


def split(lines: Lines) -> None:
    lines.version("1", 1990, 2000, "repealed")
    lines.version("10", 2000, None)
    lines.version("11", 2000, None)
    lines.link("1", "10", 2000)
    lines.link("1", "11", 2000)


def merged(lines: Lines) -> None:
    lines.version("1", 1990, 2000, "repealed")
    lines.version("2", 1991, 2000, "repealed")
    lines.version("10", 2000, None)
    lines.link("1", "10", 2000)
    lines.link("2", "10", 2000)


def late_successor(lines: Lines) -> None:
    lines.version("1", 1990, 2000, "repealed")
    lines.version("10", 2005, None)
    lines.link("1", "10", 2000)


def borrowed_number(lines: Lines) -> None:
    # L. 10 was repealed in 1980; in 2000 its number went to what had been L. 1, and L. 1 to a new article.
    lines.version("10", 1960, 1980, "repealed")
    lines.version("1", 1990, 2000, "renumbered")
    lines.version("10", 2000, None)
    lines.version("1", 2000, None)
    lines.link("1", "10", 2000)


def hole(lines: Lines) -> None:
    lines.version("1", 1990, 1995, "modified")
    lines.version("1", 1999, None)


def swapped(lines: Lines) -> None:
    # Two articles that exchanged their numbers: following the links must end.
    lines.version("1", 1990, 2000, "renumbered")
    lines.version("2", 1990, 2000, "renumbered")
    lines.link("1", "2", 2000)
    lines.link("2", "1", 2000)


def shifted(lines: Lines) -> None:
    # On one day 3 became 4, 4 became 5: three articles, one number further each.
    for number in ("3", "4"):
        lines.version(number, 1990, 2000, "renumbered")
    for number in ("4", "5"):
        lines.version(number, 2000, None)
    lines.link("3", "4", 2000)
    lines.link("4", "5", 2000)


def reused(lines: Lines) -> None:
    # 1 went to 10 in 2000; years later 2 took the number 1: it never was an ancestor of 10.
    lines.version("1", 1990, 2000, "renumbered")
    lines.version("10", 2000, None)
    lines.version("2", 1995, 2010, "renumbered")
    lines.version("1", 2010, None)
    lines.link("1", "10", 2000)
    lines.link("2", "1", 2010)


def twice(lines: Lines) -> None:
    lines.version("1", 1990, 2000, "renumbered")
    lines.version("10", 2000, 2010, "renumbered")
    lines.version("100", 2010, None)
    lines.link("1", "10", 2000)
    lines.link("10", "100", 2010)


def expired(lines: Lines) -> None:
    lines.version("1", 1990, 1995, "expired")
    lines.version("1", 1999, 2005, "annulled")


@pytest.mark.parametrize(
    ("write", "number", "expected"),
    [
        (shifted, "5", [("4", 1990, 2000), ("5", 2000, None)]),
        (shifted, "3", [("3", 1990, 2000), ("4", 2000, None)]),
        (reused, "10", [("1", 1990, 2000), ("10", 2000, None)]),
        (reused, "2", [("2", 1995, 2010), ("1", 2010, None)]),
        (twice, "100", [("1", 1990, 2000), ("10", 2000, 2010), ("100", 2010, None)]),
        (twice, "1", [("1", 1990, 2000), ("10", 2000, 2010), ("100", 2010, None)]),
        (expired, "1", [("1", 1990, 1995), ("(1)", 1995, 1999), ("1", 1999, 2005)]),
        (split, "1", [("1", 1990, 2000), ("10", 2000, None), ("11", 2000, None)]),
        (split, "10", [("1", 1990, 2000), ("10", 2000, None)]),
        (merged, "10", [("1", 1990, 2000), ("2", 1991, 2000), ("10", 2000, None)]),
        (merged, "1", [("1", 1990, 2000), ("10", 2000, None)]),
        (late_successor, "10", [("1", 1990, 2000), ("(1 10)", 2000, 2005), ("10", 2005, None)]),
        (
            borrowed_number,
            "10",
            [("10", 1960, 1980), ("(10)", 1980, 2000), ("1", 1990, 2000), ("10", 2000, None)],
        ),
        (borrowed_number, "1", [("1", 1990, 2000), ("1", 2000, None), ("10", 2000, None)]),
        (hole, "1", [("1", 1990, 1995), ("(1)", 1995, 1999), ("1", 1999, None)]),
        (swapped, "1", [("2", 1990, 2000), ("1", 1990, 2000), ("(2 1)", 2000, None)]),
    ],
)
def test_lines_of_every_shape(
    tmp_path: Path, write: object, number: str, expected: list[tuple[str, int, int | None]]
) -> None:
    assert callable(write)
    with store.create(tmp_path / "droit.db") as writer:
        write(Lines(writer))
    with open_corpus(tmp_path / "droit.db") as corpus:
        found = [
            (name, int(start[:4]), int(end[:4]) if end else None)
            for name, start, end in outline(corpus.article(number).history())
        ]
    assert found == expected


years = st.integers(1800, 2020)


@given(
    st.lists(st.tuples(years, st.integers(1, 30), st.sampled_from(["modified", "repealed"])), min_size=1, max_size=6)
)
def test_versions_and_gaps_of_one_number_tile_its_time(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[tuple[int, int, str]]
) -> None:
    path = tmp_path_factory.mktemp("line") / "droit.db"
    taken: list[tuple[int, int]] = []
    with store.create(path) as writer:
        lines = Lines(writer)
        for start, length, cause in wanted:
            if all(start >= e or s >= start + length for s, e in taken):
                lines.version("1", start, start + length, cause)
                taken.append((start, start + length))
    with open_corpus(path) as corpus:
        history = corpus.article("1").history()
    assert [(e.start.year, e.end.year) for e in history if isinstance(e, Version) and e.end] == sorted(taken)
    for entry, following in pairwise(history):
        assert entry.end == following.start


# --- the state at a date ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "date", "kind", "words"),
    [
        ("R730", "2005-05-01", StatusKind.IN_FORCE, ["en vigueur le 1er mai 2005 depuis le 8 avril 2005"]),
        ("R730", "2003-09-15", StatusKind.NOT_YET, ["commence le 16 septembre 2003"]),
        (
            "R730",
            "2005-07-26",
            StatusKind.ENDED,
            [
                "n’est plus en vigueur depuis le 26 juillet 2005",
                "abrogé par le décret n° 2005-840 du 20 juillet 2005, art. 4 1°",
                "Il est devenu l’article R. 6315-1",
            ],
        ),
        ("R736", "2006-01-01", StatusKind.ENDED, ["Il serait devenu l’article R. 6315-7", "déduit, non déclaré"]),
        ("R6315-1", "2005-05-01", StatusKind.NOT_YET, ["Il continue l’article R. 730"]),
        ("R6315-1", "2008-01-01", StatusKind.MISSING, ["lacune du 26 juillet 2005 au 1er avril 2010"]),
        ("R6315-1", "2015-01-01", StatusKind.MISSING, ["lacune depuis le 18 juillet 2010"]),
        ("R6315-7", "2008-01-01", StatusKind.MISSING, ["continuerait R. 736"]),
        ("L6325-1", "2008-01-01", StatusKind.MISSING, ["n’a pas de texte", "seuls des renvois réécrits"]),
    ],
)
def test_the_state_at_a_date_is_said(
    corpus: Corpus, number: str, date: str, kind: StatusKind, words: list[str]
) -> None:
    article = corpus.article(number, SANTE)
    status = article.status_at(date)
    assert status.kind is kind
    assert [word for word in words if word not in status.sentence] == [], status.sentence
    assert (article.at(date) is not None) == (kind is StatusKind.IN_FORCE)


def test_what_ended_says_since_when_and_where_it_went(corpus: Corpus) -> None:
    status = corpus.article("R730", SANTE).status_at("2010-01-01")
    assert status.since == dt.date(2005, 7, 26)
    assert status.version is not None and status.version.end_act_article == "4 1°"
    assert [(link.new, link.evidence[0].method) for link in status.successors] == [("R6315-1", "declared")]


@pytest.mark.parametrize(
    ("date", "clock", "alineas"),
    [
        ("2003-09-16", Clock.LEGIFRANCE, 5),
        ("2003-09-16", Clock.LAW, None),  # one clear day after the JO of 16 September 2003
        ("2003-09-18", Clock.LAW, 5),
        ("2005-04-08", Clock.LEGIFRANCE, 6),
        ("2005-04-08", Clock.LAW, 5),  # the day after the JO of 8 April 2005
        ("2005-04-09", Clock.LAW, 6),
        ("2005-07-26", Clock.LEGIFRANCE, None),
        ("2005-07-26", Clock.LAW, 6),
        ("2005-07-27", Clock.LAW, None),
    ],
)
def test_the_two_clocks_give_their_own_versions(corpus: Corpus, date: str, clock: Clock, alineas: int | None) -> None:
    version = corpus.article("R730", SANTE).at(date, clock)
    assert (version and len(version.alineas)) == alineas


def test_an_unknown_law_date_is_not_guessed(corpus: Corpus) -> None:
    article = corpus.article("R6315-1")
    assert article.at("2010-05-01", Clock.LAW) is None
    status = article.status_at("2010-05-01", Clock.LAW)
    assert status.kind is StatusKind.UNDATED
    assert "selon la loi n’est pas connue" in status.sentence
