"""Two ways to count alinéas (circulaire du 20 octobre 2000), and which of them an old act means."""

from __future__ import annotations

import datetime as dt

import pytest

from consolidate import Amendment, Reason, amend
from corpus.model import TextId

ARTICLE = [
    "La demande comprend :",
    "1° Le nom du requérant ;",
    "2° L'objet de la demande.",
    "Le préfet statue dans un délai de trois mois.",
]
WORDS = "Au deuxième alinéa de l'article 5, les mots : « trois mois » sont remplacés par les mots : « six mois »."
DELETED = "Le deuxième alinéa de l'article 5 est supprimé."


def act(nature: str, signed: str | None) -> TextId:
    return TextId(nature, "Acte", "95-1", dt.date.fromisoformat(signed) if signed else None)


def applied(sentence: str, nature: str, signed: str | None, article: list[str] = ARTICLE) -> Amendment:
    return amend(sentence, {"5": article}, act=act(nature, signed))


def test_an_old_decree_counts_the_breaks_after_a_full_stop() -> None:
    amendment = applied(WORDS, "DECRET", "1995-03-01")
    assert (amendment.articles["5"] or ())[3] == "Le préfet statue dans un délai de six mois."
    assert amendment.recounted == {0}


@pytest.mark.parametrize(
    ("nature", "signed"),
    [("DECRET", "2005-04-07"), ("LOI", "1995-03-01"), ("DECRET", None), ("DECRET", "2000-10-20")],
)
def test_a_law_and_an_act_since_the_circular_count_every_break(nature: str, signed: str | None) -> None:
    amendment = applied(WORDS, nature, signed)
    assert [r.reason for r in amendment.refused] == [Reason.WORDS_NOT_FOUND]
    assert amendment.articles["5"] == tuple(ARTICLE)


def test_where_both_counts_fit_at_two_passages_the_order_is_refused() -> None:
    amendment = applied(DELETED, "DECRET", "1995-03-01")
    assert [r.reason for r in amendment.refused] == [Reason.AMBIGUOUS]
    assert "circulaire" in amendment.refused[0].detail


def test_where_both_counts_name_one_passage_nothing_is_doubtful() -> None:
    amendment = applied(DELETED, "DECRET", "1995-03-01", ["Un.", "Deux.", "Trois."])
    assert amendment.articles["5"] == ("Un.", "Trois.") and amendment.recounted == frozenset()


def test_words_found_under_the_usual_count_alone_need_no_other() -> None:
    sentence = "Au deuxième alinéa de l'article 5, le mot : « nom » est remplacé par le mot : « prénom »."
    amendment = applied(sentence, "ARRETE", "1995-03-01")
    assert (amendment.articles["5"] or ())[1] == "1° Le prénom du requérant ;" and amendment.recounted == frozenset()


def test_a_move_needs_both_counts_to_name_one_place() -> None:
    moved = "Le premier alinéa de l'article 5 est placé après le deuxième alinéa."
    amendment = applied(moved, "DECRET", "1995-03-01", ["Un.", "Deux.", "Trois."])
    assert amendment.articles["5"] == ("Deux.", "Un.", "Trois.")
    refused = applied("Le dernier alinéa de l'article 5 est placé avant le premier alinéa.", "DECRET", "1995-03-01")
    assert [r.reason for r in refused.refused] == [Reason.AMBIGUOUS]
