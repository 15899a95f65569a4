"""What a cited address means at each date: in force, renumbered, repealed, not yet, unknown; ties abstain.

The cases are small timelines, written as the law's own events; the properties hold for any of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text_order import Placed, TextOrder
from graph import Heir, Life, Past, State, division_lives, neighbour_lives, tell_lives, tell_states
from graph.places import read_rank

CODE = 1
Y = {year: dt.date(year, 1, 1) for year in range(1990, 2031)}


def life(start: int, end: int | None, article: int, version: int | None = None, cause: str | None = None) -> Life:
    return Life(Y[start], Y[end] if end else None, article, version or article * 100 + start % 100, cause)


def past_of(pasts: dict[str, Past]) -> Callable[[int, str], Past]:
    return lambda text, number: pasts.get(number, Past()) if text == CODE else Past()


def tell(pasts: dict[str, Past], number: str) -> str:
    """Write the states of an address: «2000 in-force 1» is the status and the article since that year."""
    told = [(s.start.year if s.start else "", s.status, s.article) for s in tell_states(CODE, number, past_of(pasts))]
    kept = [one for n, one in enumerate(told) if n == 0 or told[n - 1][1:] != one[1:]]
    return " | ".join(" ".join(str(part) for part in one if part not in ("", None)) for one in kept)


MODIFIED = Past([life(2000, 2005, 1, cause="modified"), life(2005, None, 1)])
REPEALED = Past([life(2000, 2005, 1, cause="repealed")])
RESTORED = Past([life(2000, 2005, 1, cause="repealed"), life(2010, None, 1)])
MOVED = Past([life(2000, 2005, 1, cause="renumbered")], [Heir(CODE, "B", Y[2005])])
HEIR = Past([life(2005, 2012, 2, cause="modified"), life(2012, None, 2)])


TWO_HEIRS = Past([life(2000, 2005, 1, cause="renumbered")], [Heir(CODE, "B", Y[2005]), Heir(CODE, "C", Y[2005])])
BACK = Past([life(2005, 2007, 2, cause="renumbered")], [Heir(CODE, "A", Y[2007])])


@pytest.mark.parametrize(
    ("pasts", "expected"),
    [
        ({}, ""),
        ({"A": MODIFIED}, "2000 in-force 1"),
        ({"A": REPEALED}, "2000 in-force 1 | 2005 repealed 1"),
        ({"A": RESTORED}, "2000 in-force 1 | 2005 repealed 1 | 2010 in-force 1"),
        # R. 730 became R. 6315-1: what cites it after 2005 means the new article.
        ({"A": MOVED, "B": HEIR}, "2000 in-force 1 | 2005 renumbered 2"),
        # The new article is known by its number alone, or has a text only since 2012.
        ({"A": MOVED}, "2000 in-force 1 | 2005 renumbered"),
        ({"A": MOVED, "B": Past([life(2012, None, 2)])}, "2000 in-force 1 | 2005 renumbered 2"),
        # The heir was repealed in its turn.
        (
            {"A": MOVED, "B": Past([life(2005, 2012, 2, cause="repealed")])},
            "2000 in-force 1 | 2005 renumbered 2 | 2012 repealed 2",
        ),
        # Two heirs: which one is meant, nothing says.
        ({"A": TWO_HEIRS, "B": HEIR}, "2000 in-force 1 | 2005 split"),
        # A circle of renumberings ends.
        ({"A": MOVED, "B": BACK}, "2000 in-force 1 | 2005 renumbered 2 | 2007 renumbered"),
        # Two articles bear the number at once, for a while.
        ({"A": Past([life(2000, None, 1), life(2005, 2007, 9)])}, "2000 in-force 1 | 2005 ambiguous | 2007 in-force 1"),
        # A text that ends without a cause that explains it went on: it is missing, not repealed.
        ({"A": Past([life(2000, 2005, 1, cause="modified")])}, "2000 in-force 1 | 2005 missing 1"),
        # Known by its dates alone.
        ({"A": Past([Life(Y[2000], Y[2005], 1, None)])}, "2000 missing 1"),
    ],
)
def test_what_an_address_was(pasts: dict[str, Past], expected: str) -> None:
    assert tell(pasts, "A") == (f"not-yet 1 | {expected}" if expected else "")


def test_a_number_that_passes_to_another_article_changes_its_bearer() -> None:
    past = Past(
        [life(2000, 2005, 1, cause="renumbered"), life(2005, 2010, 7, cause="modified"), life(2010, None, 7)],
        [Heir(CODE, "B", Y[2005])],
    )
    told = tell_states(CODE, "A", past_of({"A": past, "B": HEIR}))
    assert [(s.article, s.bearer) for s in told if s.status == "in-force"] == [(1, 1), (7, 2), (7, 2)]


def test_an_article_written_again_after_its_repeal_keeps_its_bearer() -> None:
    told = tell_states(CODE, "A", past_of({"A": RESTORED}))
    assert {s.bearer for s in told} == {1}


YEARS = st.integers(1991, 2029)
LIVES = st.lists(
    st.tuples(YEARS, st.none() | YEARS, st.sampled_from(["modified", "repealed", "renumbered", "unknown"])), max_size=6
).map(lambda rows: sorted((life(a, b, 1 + i % 3, cause=c) for i, (a, b, c) in enumerate(rows) if b is None or a < b),
                          key=lambda one: one.start))  # fmt: skip
HEIRS = st.lists(
    st.builds(Heir, st.just(CODE), st.sampled_from("ABC"), st.none() | YEARS.map(Y.__getitem__)), max_size=3
)
PASTS = st.dictionaries(st.sampled_from("ABC"), st.builds(Past, LIVES, HEIRS))


@given(PASTS)
def test_states_cover_all_time_without_gap_or_overlap(pasts: dict[str, Past]) -> None:
    told = tell_states(CODE, "A", past_of(pasts))
    if told:
        assert (told[0].start, told[-1].end) == (None, None)
    for one, two in pairwise(told):
        assert one.end == two.start


@given(PASTS, YEARS)
def test_a_version_is_given_exactly_where_one_alone_holds(pasts: dict[str, Past], year: int) -> None:
    day = Y[year]
    told = tell_states(CODE, "A", past_of(pasts))
    holding = [one for one in pasts.get("A", Past()).lives if one.start <= day and (one.end is None or day < one.end)]
    (state,) = [s for s in told if _holds(s, day)] or [None]
    if len(holding) == 1:
        assert state is not None and (state.status, state.version) == ("in-force", holding[0].version)
    elif len(holding) > 1:
        assert state is not None and (state.status, state.version) == ("ambiguous", None)
    elif state is not None:
        assert state.status not in {"in-force", "ambiguous"} or pasts["A"].heirs


def _holds(state: State, day: dt.date) -> bool:
    return (state.start is None or state.start <= day) and (state.end is None or day < state.end)


# ── Divisions and neighbours ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("heading", "rank"),
    [
        ("Titre II : Droits des auteurs", ("titre", "2")),
        ("TITRE PRELIMINAIRE", None),
        ("Titre préliminaire : De la publication", ("titre", "préliminaire")),
        ("Livre Ier : Des personnes", ("livre", "1")),
        ("livre 1er", ("livre", "1")),
        ("Chapitre IV bis : Des abris", ("chapitre", "4 bis")),
        ("Sous-section 3", ("sous-section", "3")),
        ("Section unique", ("section", "unique")),
        ("Sixième partie : Etablissements", ("partie", "6")),
        ("Partie 6", ("partie", "6")),
        ("Partie législative", None),
        ("Dispositions communes", None),
        ("Section A", ("section", "a")),
    ],
)
def test_headings_are_read(heading: str, rank: tuple[str, str] | None) -> None:
    assert read_rank(heading) == rank


TITLES = {1: "Livre Ier", 2: "Titre II : Des biens", 3: "Titre II : Des contrats", 4: "Livre II", 5: "Chapitre Ier"}
PLACED = [
    Placed(1, (), None, None, True),
    Placed(2, (1,), "2000-01-01", "2010-01-01", True),
    Placed(71, (1, 2), "2000-01-01", "2010-01-01", False),
    Placed(4, (), None, None, True),
    Placed(3, (4,), "2000-01-01", None, True),
    Placed(5, (4, 3), "2000-01-01", None, True),
    Placed(72, (4, 3, 5), "2005-01-01", None, False),
]
ORDER = TextOrder([(11, "1"), (12, "2"), (13, "3")], PLACED, TITLES, {12: (4, 3), 13: (4, 3)})


@pytest.mark.parametrize(
    ("division", "anchor", "sections"),
    [
        ("livre II, titre II", (), [3]),
        ("livre II, titre II, chapitre Ier", (), [5]),
        ("livre II, chapitre Ier", (), [5]),
        ("titre II", (), [2, 3]),
        ("livre III", (), []),
        ("titre II, livre II", (), []),
        ("présent titre", (72,), [3]),
        ("présent chapitre", (71,), []),
        ("présent livre, titre II", (71,), [2]),
        ("titre Du cautionnement", (), []),
    ],
)
def test_a_division_is_found_by_its_parts_in_their_order(
    division: str, anchor: tuple[int, ...], sections: list[int]
) -> None:
    assert [one.section for one in division_lives(ORDER, division, anchor)] == sections


def test_a_division_that_two_sections_bear_is_ambiguous_while_both_hold() -> None:
    told = [(s.start and s.start.year, str(s.status), s.section) for s in tell_lives(division_lives(ORDER, "titre II"))]
    assert told == [(None, "not-yet", None), (2000, "ambiguous", None), (2010, "in-force", 3)]


def test_the_neighbour_is_the_next_article_in_force_at_each_date() -> None:
    lives = {11: [life(2000, 2010, 11, cause="repealed")], 12: [life(2000, 2005, 12)], 13: [life(2000, None, 13)]}
    before = neighbour_lives(ORDER, 13, -1, lives.__getitem__)
    assert [(one.start.year, one.end and one.end.year, one.article) for one in before] == [
        (2000, 2005, 12),
        (2005, 2010, 11),
    ]
    assert [(one.start.year, one.article) for one in neighbour_lives(ORDER, 13, -2, lives.__getitem__)] == [(2000, 11)]
    assert neighbour_lives(ORDER, 13, 1, lives.__getitem__) == []


@pytest.mark.parametrize(
    ("first", "last", "articles"),
    [("1", "3", [12]), ("1", "2", []), ("3", "1", []), ("0", "3", [11, 12]), ("1 bis", "9", [12, 13]), ("1", "1", [])],
)
def test_what_stands_between_two_numbers(first: str, last: str, articles: list[int]) -> None:
    assert ORDER.between(first, last) == articles


def test_what_follows_is_of_the_same_division() -> None:
    assert ORDER.following("2") == [13]
    assert ORDER.following("1") == ORDER.following("3") == ORDER.following("9") == []
