"""Place phrases, from the inside out: what they name, level by level, and what is no place."""

from __future__ import annotations

import pytest

from consolidate.operations import Place
from consolidate.places import PlaceReader, clean_label

CASES = [
    ("au premier alinéa", ["alinéa 1"]),
    ("Au second alinéa", ["alinéa 2"]),
    ("à l'avant-dernier alinéa", ["alinéa -2"]),
    ("à l'antépénultième alinéa", ["alinéa -3"]),
    ("aux premier et troisième alinéas", ["alinéa 1", "alinéa 3"]),
    ("les deuxième à quatrième alinéas", ["alinéas 2 à 4"]),
    ("les deux derniers alinéas", ["alinéas -2 à -1"]),
    ("les trois premières phrases", ["phrases 1 à 3"]),
    ("à l'alinéa 3", ["alinéa 3"]),
    ("au vingt et unième alinéa", ["alinéa 21"]),
    ("à l'article 5", ["article 5"]),
    ("aux articles 34, 57 et 78", ["article 34", "article 57", "article 78"]),
    ("les articles R. 730 à R. 732", ["article R730 à R732"]),
    ("à la première phrase du sixième alinéa de l'article 5", ["article 5, alinéa 6, phrase 1"]),
    ("au deuxième alinéa du 3° du II de l'article L. 121-1", ["article L121-1, II, 3°, alinéa 2"]),
    ("au 2°", ["2°"]),
    ("au a du 2°", ["2°, a"]),
    ("aux 1° et 3°", ["1°", "3°"]),
    ("les 3° à 6°", ["3°", "4°", "5°", "6°"]),
    ("les a, b et c", ["a", "b", "c"]),
    ("au d bis", ["d bis"]),
    ("au I", ["I"]),
    ("au A du II", ["II, A"]),
    ("à la fin du 5°", ["5°, fin"]),
    ("au début du premier alinéa", ["alinéa 1, début"]),
    ("Au premier alinéa et à la première phrase du sixième alinéa de l'article 5",
     ["article 5, alinéa 1", "article 5, alinéa 6, phrase 1"]),
    ("au deuxième alinéa de l'article 5 et à l'article 6", ["article 5, alinéa 2", "article 6"]),
    ("au troisième tiret", ["tiret 3"]),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "expected"), CASES, ids=[c[0] for c in CASES])
def test_a_place_phrase_is_read(phrase: str, expected: list[str]) -> None:
    places = PlaceReader(lambda _: None).read(phrase)
    assert places is not None
    assert [str(place) for place in places] == expected


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "le ministre",
        "dans un délai de trois mois",
        "à titre transitoire",
        "au premier alinéa du contrat",
        "les dispositions réglementaires",
        "au même article",
    ],
)
def test_what_is_no_place_is_not_understood(phrase: str) -> None:
    assert PlaceReader(lambda _: None).read(phrase) is None


def test_the_same_article_is_the_last_one_named() -> None:
    (place,) = PlaceReader(lambda _: None, Place(article="5-1")).read("au premier alinéa du même article") or ()
    assert str(place) == "article 5-1, alinéa 1"


@pytest.mark.parametrize(
    ("written", "label"),
    [("a)", "a"), ("I. -", "I"), ("d bis)", "d bis"), ("5 °", "5°"), ("1°", "1°"), ("A. –", "A")],
)
def test_labels_lose_their_punctuation(written: str, label: str) -> None:
    assert clean_label(written) == label
