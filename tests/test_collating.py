"""Collating two states of an article: nothing is lost, typography is told from words, what moved is not rewritten."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.collating import Change, CollatedAlinea, Fate, collate, collate_words, count_changes
from corpus.reading import Corpus

WORDS = "le la médecin préfet peut arrêter l' d’ d' R. L. 6314-1 1° soins , . ; ( ) « » - … œuvre oeuvre 16,5 à".split()
sentences = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
texts = st.lists(sentences | st.text(max_size=40), max_size=8)

SECTORS = "La détermination du nombre et des limites des secteurs est arrêtée par le préfet du département."
MAP = "La carte des secteurs fait l'objet, suivant la même procédure, d'un réexamen annuel."
WATCH = "Cette permanence est organisée dans le cadre départemental en liaison avec les établissements de santé."


def show(old: str, new: str) -> str:
    signs = {Change.KEPT: "{1}", Change.RETYPED: "<{0}|{1}>", Change.REMOVED: "[-{0}-]", Change.ADDED: "{{+{1}+}}"}
    return "".join(signs[p.change].format(p.old, p.new) for p in collate_words(old, new))


def fates(alineas: tuple[CollatedAlinea, ...]) -> list[tuple[str, int | None, int | None]]:
    return [(str(a.fate), a.old_position, a.new_position) for a in alineas]


def sides(alineas: tuple[CollatedAlinea, ...]) -> tuple[list[str], list[str]]:
    return [a.old for a in alineas if a.stands_before], [a.new for a in alineas if a.stands_after]


@given(texts, texts)
def test_either_side_gives_its_text_back(old: list[str], new: list[str]) -> None:
    assert sides(collate(old, new)) == (old, new)


@given(st.permutations([SECTORS, MAP, WATCH, "1° Le samedi ;", "1° Le samedi ;"]), texts)
def test_a_text_whose_alineas_are_shuffled_and_joined_by_others_is_given_back(old: list[str], more: list[str]) -> None:
    new = [*old[::-1], *more]
    assert sides(collate(old, new)) == (old, new)


@given(sentences, sentences)
def test_words_joined_give_back_both(old: str, new: str) -> None:
    passages = collate_words(old, new)
    assert "".join(p.old for p in passages) == old
    assert "".join(p.new for p in passages) == new
    assert (old == new) == all(p.change is Change.KEPT for p in passages)


@given(texts, texts)
def test_the_figures_count_each_alinea_once(old: list[str], new: list[str]) -> None:
    figures = count_changes(collate(old, new))
    stayed = figures.kept + figures.retyped + figures.amended + figures.moved + figures.moved_and_amended
    assert stayed + figures.removed == len(old)
    assert stayed + figures.added == len(new)


def test_the_real_texts_of_r730_are_given_back(corpus: Corpus) -> None:
    old, new = (list(v.alineas) for v in corpus.article("R730", "Code de la santé publique").versions())
    found = collate(old, new)
    assert sides(found) == (old, new)
    assert fates(found) == [
        ("amended", 1, 1),
        ("added", None, 2),
        ("kept", 2, 3),
        ("amended", 3, 4),
        ("kept", 4, 5),
        ("kept", 5, 6),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("l’offre de soins", "l'offre de soins", "<l’|l'>offre de soins"),
        ("à l’article L. 6325-1", "à l'article L. 6314-1", "à <l’|l'>article L. [-6325-1-]{+6314-1+}"),
        ("l'article L. 6314-1 est", "l'article L.6314-1 est abrogé", "l'article L.< |>6314-1 est{+ abrogé+}"),
        ("mise en oeuvre ; il", "mise en œuvre; elle", "mise en <oeuvre ;|œuvre;> [-il-]{+elle+}"),
        ("aux articles 1 - 5", "aux articles 1-5", "aux articles [-1 - 5-]{+1-5+}"),
        ("", "tout", "{+tout+}"),
        ("tout", "", "[-tout-]"),
        ("", "", ""),
    ],
)
def test_typography_is_told_from_words(old: str, new: str, expected: str) -> None:
    assert show(old, new) == expected


def test_an_alinea_that_only_changes_typography_is_retyped() -> None:
    found = collate([MAP, WATCH], [MAP.replace("'", "’"), WATCH])
    assert fates(found) == [("retyped", 1, 1), ("kept", 2, 2)]
    assert not found[0].reworded
    figures = count_changes(found)
    assert (figures.words_added, figures.words_removed, figures.retyped) == (0, 0, 1)


def test_an_alinea_that_stands_elsewhere_has_moved() -> None:
    found = collate([SECTORS, WATCH, MAP], [WATCH, MAP, SECTORS])
    assert fates(found) == [("left", 1, 3), ("kept", 2, 1), ("kept", 3, 2), ("arrived", 1, 3)]
    figures = count_changes(found)
    assert (figures.moved, figures.moved_and_amended, figures.words_added, figures.words_removed) == (1, 0, 0, 0)


def test_one_that_moved_and_was_reworded_says_both() -> None:
    elsewhere = SECTORS.replace("préfet du département", "directeur général de l'agence")
    found = collate([SECTORS, WATCH, MAP], [WATCH, MAP, elsewhere])
    assert fates(found)[0] == ("left", 1, 3) and fates(found)[-1] == ("arrived", 1, 3)
    assert found[-1].reworded and found[-1].fate is Fate.ARRIVED
    figures = count_changes(found)
    assert (figures.moved, figures.moved_and_amended, figures.amended) == (0, 1, 0)
    assert figures.words_added and figures.words_removed


def test_a_short_alinea_that_looks_alike_did_not_move() -> None:
    found = collate(["1° Le samedi à midi ;", WATCH, MAP], [WATCH, MAP, "2° Le samedi soir ;"])
    assert [fate for fate, _, _ in fates(found)] == ["removed", "kept", "kept", "added"]


def test_an_alinea_that_took_the_place_of_another_is_no_amendment() -> None:
    """Code civil, articles 459 and 460, last alinéas: alike by their bags of words, and no passage in common."""
    old = (
        "Toutefois, sauf urgence, la personne chargée de la protection du majeur ne peut, sans l'autorisation du juge "
        "ou du conseil de famille s'il a été constitué, prendre une décision ayant pour effet de porter gravement "
        "atteinte à l'intégrité corporelle de la personne protégée ou à l'intimité de sa vie privée."
    )
    new = (
        "Le mariage d'une personne en tutelle n'est permis qu'avec l'autorisation du juge ou du conseil de famille "
        "s'il a été constitué et après audition des futurs conjoints et recueil, le cas échéant, de l'avis des parents "
        "et de l'entourage."
    )
    assert fates(collate([old], [new])) == [("removed", 1, None), ("added", None, 1)]


def test_words_in_another_order_are_an_amendment() -> None:
    old = "L'homme avant dix-huit ans révolus, la femme avant quinze ans révolus, ne peuvent contracter mariage."
    new = "L'homme et la femme ne peuvent contracter mariage avant dix-huit ans révolus."
    assert fates(collate([old], [new])) == [("amended", 1, 1)]
