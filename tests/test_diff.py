"""Comparing texts: words are never cut, typography is told from law, alinéas are aligned."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.diff import Kind, Verdict, align, compare, diff_alineas, diff_words, fold, pair_words
from corpus.following import follow_words

WORDS = "le la médecin préfet peut arrêter l' d' R. L. 6314-1 1° soins , . ; ( ) « » - … œuvre 16,5 à".split()
sentences = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
anything = st.text(max_size=60)


def marked(old: str, new: str) -> str:
    signs = {Kind.EQUAL: "{}", Kind.DELETE: "[-{}-]", Kind.INSERT: "{{+{}+}}"}
    return "".join(signs[s.kind].format(s.text) for s in diff_words(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "prévue à l'article L. 6325-1.",
            "prévue à l'article L. 6314-1.",
            "prévue à l'article L. [-6325-1-]{+6314-1+}.",
        ),
        ("au moins une fois par an", "au moins deux fois par an", "au moins [-une-]{+deux+} fois par an"),
        ("et centres.", "et centres ainsi que par des médecins.", "et centres{+ ainsi que par des médecins+}."),
        ("les médecins", "le médecin", "[-les médecins-]{+le médecin+}"),
        ("l'offre", "l'accès", "l'[-offre-]{+accès+}"),
        ("le 1° et le 2°", "le 1° et le 3°", "le 1° et le [-2°-]{+3°+}"),
        ("taux de 16,5 %", "taux de 16,6 %", "taux de [-16,5-]{+16,6+} %"),
        ("identique", "identique", "identique"),
        ("", "tout", "{+tout+}"),
        ("tout", "", "[-tout-]"),
    ],
)
def test_words_are_marked_whole(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


@given(anything | sentences, anything | sentences)
def test_the_segments_give_back_both_texts(old: str, new: str) -> None:
    segments = diff_words(old, new)
    assert "".join(s.text for s in segments if s.kind is not Kind.INSERT) == old
    assert "".join(s.text for s in segments if s.kind is not Kind.DELETE) == new
    assert (old == new) == all(s.kind is Kind.EQUAL for s in segments)


@given(sentences, sentences)
def test_no_word_is_cut(old: str, new: str) -> None:
    segments = diff_words(old, new)
    for side, absent in ((old, Kind.INSERT), (new, Kind.DELETE)):
        bounds, position = set(), 0
        for segment in segments:
            if segment.kind is not absent:
                position += len(segment.text)
                bounds.add(position)
        inside = {i for word in re.finditer(r"\w+", side) for i in range(word.start() + 1, word.end())}
        assert not bounds & inside


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l’article", "l'article"),
        ("« Art. R. 730. - La", '"Art. R. 730. – La'),
        ("mise en œuvre", "mise en oeuvre"),
        ("L. 6314-1", "L.6314-1"),
        ("R. 730 : les", "R. 730: les"),
        ("aide médico-sociale", "aide médico‑sociale"),
        ("soins\u00a0;", "soins ;"),
        ("au 1° ; 2°", "au 1°; 2°"),
        (" deux  espaces ", "deux espaces"),
        ("etc…", "etc..."),
    ],
)
def test_typography_is_folded(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert compare([one], [other]).verdict is Verdict.TYPOGRAPHIC


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("articles 1 - 5", "article 1-5"),
        ("les articles 1 - 5", "les articles 1-5"),
        ("les articles 1, 5", "les articles 1,5"),
        ("au cours", "aucours"),
        ("10 000 euros", "10000 euros"),
        ("A cette fin", "à cette fin"),
        ("arrêté", "arrête"),
        ("peut", "peut,"),
        ("le 1°", "le 1"),
        ("deuxième", "second"),
    ],
)
def test_what_may_change_the_law_is_not_folded(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert compare([one], [other]).verdict is Verdict.DIFFERENT


@given(anything | sentences)
def test_folding_is_idempotent_and_keeps_every_word(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(sentences)
def test_folding_keeps_letters_and_digits(text: str) -> None:
    spelled = text.replace("œ", "oe")
    assert re.findall(r"\w+", fold(text)) == re.findall(r"\w+", spelled)


FIRST = "La permanence des soins est assurée par des médecins de garde."
SECOND = "Cette permanence est organisée dans le cadre départemental."
THIRD = "La carte des secteurs fait l'objet d'un réexamen annuel."
NEW = "Toutefois, le cahier des charges peut prévoir des modalités distinctes."


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ([FIRST, SECOND], [FIRST, NEW, SECOND], [(0, 0), (None, 1), (1, 2)]),
        ([FIRST, NEW, SECOND], [FIRST, SECOND], [(0, 0), (1, None), (2, 1)]),
        ([FIRST, SECOND], [NEW, FIRST, SECOND], [(None, 0), (0, 1), (1, 2)]),
        ([FIRST, SECOND], [FIRST, SECOND + " Il est public.", THIRD], [(0, 0), (1, 1), (None, 2)]),
        ([FIRST], [NEW], [(0, None), (None, 0)]),
        ([FIRST, SECOND, THIRD], [THIRD, FIRST, SECOND], [(None, 0), (0, 1), (1, 2), (2, None)]),
        ([], [FIRST], [(None, 0)]),
        ([], [], []),
        ([FIRST.replace("'", "’"), THIRD], [FIRST, THIRD.replace("'", "’")], [(0, 0), (1, 1)]),
    ],
)
def test_alineas_are_aligned(old: list[str], new: list[str], pairs: list[tuple[int | None, int | None]]) -> None:
    assert align(old, new) == pairs


@given(st.lists(sentences, max_size=6), st.lists(sentences, max_size=6))
def test_alignment_keeps_every_alinea_once_and_in_order(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    assert [i for i, _ in pairs if i is not None] == list(range(len(old)))
    assert [j for _, j in pairs if j is not None] == list(range(len(new)))
    assert (None, None) not in pairs


def test_a_diff_says_what_each_alinea_became() -> None:
    old, new = [FIRST, SECOND, THIRD], [FIRST, NEW, SECOND, THIRD.replace("'", "’")]
    same, inserted, kept, respelled = diff_alineas(old, new)
    assert (same.changed, kept.changed) == (False, False)
    assert (inserted.old_position, inserted.new_position, inserted.old, inserted.new) == (None, 2, "", NEW)
    assert (respelled.old_position, respelled.new_position, respelled.typographic) == (3, 4, True)
    assert respelled.changed and not inserted.typographic


@pytest.mark.parametrize(
    ("derived", "official", "verdicts", "overall"),
    [
        ([FIRST], [FIRST], ["identical"], "identical"),
        ([THIRD, FIRST], [THIRD.replace("'", "’"), FIRST], ["typographic", "identical"], "typographic"),
        ([FIRST, SECOND], [FIRST], ["identical", "different"], "different"),
        ([FIRST], [FIRST.replace("garde", "ville")], ["different"], "different"),
        ([], [FIRST], ["different"], "different"),
        ([], [], [], "identical"),
    ],
)
def test_a_derived_text_is_judged_by_its_worst_alinea(
    derived: list[str], official: list[str], verdicts: list[str], overall: str
) -> None:
    comparison = compare(derived, official)
    assert [pair.verdict for pair in comparison.alineas] == verdicts
    assert comparison.verdict == overall


def test_large_texts_without_anything_in_common_are_compared_at_once() -> None:
    old = " ".join(f"mot{n}" for n in range(20_000))
    new = " ".join(f"terme{n}" for n in range(20_000))
    assert [s.kind for s in diff_words(old, new)] == [Kind.DELETE, Kind.INSERT]


@given(st.one_of(sentences, anything), st.one_of(sentences, anything), st.booleans())
def test_paired_words_tile_both_texts_and_are_the_same_but_for_typography(old: str, new: str, tidy: bool) -> None:
    pairs = list(pair_words(old, new, tidy=tidy))
    assert "".join(old[slice(*here)] for here, _ in pairs if here) == old
    assert "".join(new[slice(*there)] for _, there in pairs if there) == new
    assert all(fold(old[slice(*here)]) == fold(new[slice(*there)]) for here, there in pairs if here and there)


@given(*[st.lists(st.one_of(sentences, anything), max_size=5)] * 2, st.booleans())
def test_followed_words_are_the_newer_text_and_those_that_stayed(old: list[str], new: list[str], tidy: bool) -> None:
    lines = follow_words(old, new, tidy=tidy)
    assert ["".join(word.text for word in line) for line in lines] == new
    for word in (word for line in lines for word in line if word.origin and fold(word.text)):
        alinea, span = word.origin or (0, (0, 0))
        assert fold(old[alinea][slice(*span)]) == fold(word.text) or not fold(word.text).strip()
