"""What cannot apply is refused, with its reason and its place; all or nothing for each act and article."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidate import Reason, amend

BASE = {
    "5": ["Le juge statue. Le greffier note.", "Le juge motive son avis et signe son avis.", "Il se retire."],
    "6": ["On ne peut déroger.", "1° Aux lois ;", "2° Aux bonnes mœurs."],
}

REFUSALS = [
    ("A l'article 5, le mot : « avocat » est supprimé.", Reason.WORDS_NOT_FOUND, "« avocat »"),
    ("Au deuxième alinéa de l'article 5, le mot : « avis » est remplacé par le mot : « sens ».", Reason.AMBIGUOUS, "2"),
    ("Le quatrième alinéa de l'article 5 est supprimé.", Reason.OUT_OF_RANGE, "3 alinéas"),
    ("La troisième phrase du premier alinéa de l'article 5 est supprimée.", Reason.OUT_OF_RANGE, "2 phrases"),
    ("Le 3° de l'article 6 est abrogé.", Reason.OUT_OF_RANGE, "« 3° »"),
    ("A l'article 5, la troisième occurrence du mot : « avis » est supprimée.", Reason.OUT_OF_RANGE, "2 fois"),
    ("L'article 7 est abrogé.", Reason.UNKNOWN_ARTICLE, "7"),
    ("Au premier alinéa de l'article 7, le mot : « un » est supprimé.", Reason.UNKNOWN_ARTICLE, "7"),
    (
        "Après l'article 5, il est inséré un article 6 ainsi rédigé :\n« Art. 6. - Nouveau. »",
        Reason.ARTICLE_EXISTS,
        "6",
    ),
    ("A l'article 5 du code pénal, le mot : « juge » est supprimé.", Reason.BASE_TEXT_MISSING, "pénal"),
    (
        "Au deuxième alinéa de l'article 5, le mot : « avis » est remplacé, par trois fois, par le mot : « sens ».",
        Reason.MISMATCH,
        "3 annoncés, 2 trouvés",
    ),
    (
        "Au troisième alinéa de l'article 5, les mots : « Il se » et « se retire » sont supprimés.",
        Reason.CONFLICT,
        "deux fois",
    ),
    ("L'article 5 devient l'article 6.", Reason.ARTICLE_EXISTS, "6"),
]


@pytest.mark.parametrize(("sentence", "reason", "detail"), REFUSALS, ids=[f"{r[1]}: {r[0][:50]}" for r in REFUSALS])
def test_what_cannot_apply_is_refused_with_its_reason(sentence: str, reason: Reason, detail: str) -> None:
    amendment = amend(sentence, BASE, text="Code civil")
    assert [refusal.reason for refusal in amendment.refused] == [reason]
    assert detail in amendment.refused[0].detail
    assert {number: tuple(alineas) for number, alineas in BASE.items()} == amendment.articles


def test_a_refusal_points_at_the_instruction() -> None:
    body = "L'article 5 est ainsi modifié :\n1° Le premier alinéa est supprimé ;\n2° Le neuvième alinéa est supprimé."
    refused = amend(body, BASE).refused
    pointed = {body[slice(*refusal.span)]: refusal.reason for refusal in refused}
    assert pointed == {
        "Le neuvième alinéa est supprimé": Reason.OUT_OF_RANGE,
        "Le premier alinéa est supprimé": Reason.ARTICLE_REFUSED,
    }


def test_every_reason_has_a_sentence_for_the_reader() -> None:
    assert all(reason.explanation.endswith(".") for reason in Reason)


SOUND = [
    "Le premier alinéa est supprimé",
    "Au troisième alinéa, les mots : « Il se retire » sont remplacés par les mots : « Il sort »",
    "Après le deuxième alinéa, il est inséré un alinéa ainsi rédigé : « Nul ne l'interrompt. »",
]
IMPOSSIBLE = [
    "Le douzième alinéa est supprimé",
    "Au troisième alinéa, le mot : « absent » est supprimé",
    "Le 9° est abrogé",
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(SOUND), unique=True, min_size=1),
    st.sampled_from(IMPOSSIBLE),
    st.randoms(use_true_random=False),
)
def test_one_impossible_instruction_refuses_them_all(sound: list[str], impossible: str, random: st.DataObject) -> None:
    points = [*sound, impossible]
    random.shuffle(points)  # type: ignore[attr-defined]
    listed = "\n".join(f"{rank}° {point} ;" for rank, point in enumerate(points, 1))
    body = f"I. - L'article 5 est ainsi modifié :\n{listed}\nII. - Le 2° de l'article 6 est abrogé."
    amendment = amend(body, BASE)
    assert amendment.articles["5"] == tuple(BASE["5"])
    assert amendment.articles["6"] == tuple(BASE["6"][:2])
    assert len(amendment.refused) == len(points)
    assert {r.reason for r in amendment.refused} - {Reason.ARTICLE_REFUSED} != set()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SOUND), unique=True, min_size=1), st.randoms(use_true_random=False))
def test_the_order_of_the_points_of_a_list_does_not_matter(sound: list[str], random: st.DataObject) -> None:
    """Positions in one list refer to the text before the act."""
    shuffled = list(sound)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    bodies = [
        "L'article 5 est ainsi modifié :\n" + "\n".join(f"{n}° {p} ;" for n, p in enumerate(points, 1))
        for points in (sound, shuffled)
    ]
    one, two = (amend(body, BASE) for body in bodies)
    assert not one.refused
    assert one.articles == two.articles


def test_a_sentence_that_asks_for_too_much_is_bounded_and_changes_nothing() -> None:
    """Eighty words in each of eighty articles are 6,400 changes: what passes the bound is unread, all is refused."""
    many = range(80)
    articles = {str(number): [" ".join(f"mot{word}x" for word in many)] for number in range(5, 85)}
    words = " et ".join(f"le mot : « mot{word}x » est remplacé par le mot : « autre{word} »" for word in many)
    amendment = amend(f"Aux articles {', '.join(articles)}, {words}.", articles)
    assert amendment.unread
    assert len(amendment.refused) <= 5_000
    assert {number: list(text) for number, text in amendment.articles.items() if text} == articles
