"""An act is read whole: every character is accounted for, and prose that only looks like an order gives none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidate import SpanKind, amend, read_instructions

NO_ORDERS = {
    "execution clause": "Le ministre de la santé et le ministre de la justice sont chargés, chacun en ce qui le "
    "concerne, de l'exécution du présent décret, qui sera publié au Journal officiel de la République française.",
    "transitional provision": "Les dispositions du présent décret s'appliquent aux contrats en cours à la date de sa "
    "publication.",
    "entry into force": "Le présent décret entre en vigueur le 1er janvier 2011.",
    "report": "Le Gouvernement remet au Parlement, avant le 1er juillet 2011, un rapport sur l'application du présent "
    "article.",
    "provision of its own": "Les médecins inscrits au tableau à la date de publication du présent décret conservent "
    "leur qualité jusqu'à l'expiration de leur mandat.",
}


@pytest.mark.parametrize("prose", NO_ORDERS.values(), ids=NO_ORDERS)
def test_prose_gives_no_operation_and_is_not_unread(prose: str) -> None:
    reading = read_instructions(f"Art. 3. - {prose}")
    assert reading.operations == ()
    assert reading.unread == ()
    assert SpanKind.OTHER in {stretch.kind for stretch in reading.stretches}


def test_an_order_inside_quoted_text_is_quoted_text() -> None:
    body = (
        "L'article 5 du code civil est complété par un alinéa ainsi rédigé :\n"
        "« Le contrat est ainsi rédigé : « Les mots sont remplacés par les mots ». L'article 6 est abrogé. »"
    )
    (operation,) = read_instructions(body).operations
    assert operation.kind == "insert-passage"
    amendment = amend(body, {"5": ["Un."], "6": ["Six."]}, text="Code civil")
    assert amendment.articles["6"] == ("Six.",)


def test_an_order_that_no_form_reads_is_unread_not_passed_over() -> None:
    sentence = "A l'article 5 du code civil, la numérotation en chiffres est remplacée par une numérotation en lettres."
    reading = read_instructions(sentence)
    assert reading.operations == ()
    assert [sentence[slice(*span)] for span in reading.unread] == [sentence]


def test_half_an_order_is_unread() -> None:
    sentence = "A l'article 5 du code civil, le mot : « un » est remplacé par le mot : « deux » selon un barème abrogé."
    assert read_instructions(sentence).unread


def test_spans_point_at_the_drafter_s_words() -> None:
    body = (
        "L'article 5 du code civil est ainsi modifié :\n"
        "1° Le premier alinéa est supprimé ;\n"
        "2° Au second alinéa, le mot : « un » est remplacé par le mot : « deux »."
    )
    first, second = read_instructions(body).operations
    assert body[slice(*first.span)] == "Le premier alinéa est supprimé"
    assert body[slice(*second.span)].startswith("Au second alinéa, le mot : « un »")


def test_the_context_of_a_list_reaches_its_points_only() -> None:
    body = (
        "I. - L'article 5 du code civil est ainsi modifié :\n"
        "1° Le premier alinéa est supprimé ;\n"
        "2° Le second alinéa est supprimé.\n"
        "II. - L'article 6 du même code est abrogé."
    )
    assert [str(op.place) for op in read_instructions(body).operations] == [
        "article 5, alinéa 1",
        "article 5, alinéa 2",
        "article 6",
    ]


LINES = st.sampled_from(
    [
        "Art. 1er. - L'article 5 du code civil est ainsi modifié :",
        "1° Le premier alinéa est supprimé ;",
        "2° Il est ajouté un alinéa ainsi rédigé :",
        "« Nouveau texte.",
        "« Fin du texte. »",
        "a) Les mots : « un » et « deux » sont supprimés ;",
        "II. - Le présent article entre en vigueur demain.",
        "Article 2",
        "",
        "   ",
        "»",
        "« jamais fermé",
        "Le 3° est abrogé, le 4° devient le 3°.",
        "sont remplacés par",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=12))
def test_stretches_tile_every_body(lines: list[str]) -> None:
    body = "\n".join(lines)
    stretches = read_instructions(body).stretches
    assert "".join(body[slice(*s.span)] for s in stretches) == body
    assert all(one.span[1] == two.span[0] for one, two in pairwise(stretches))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="Lelarticl 5esmot«»:;,.\n1°a)I-édupr", max_size=120))
def test_any_text_can_be_read(body: str) -> None:
    assert "".join(body[slice(*s.span)] for s in read_instructions(body).stretches) == body


def test_case_counts_so_words_that_open_a_sentence_are_not_taken_for_others() -> None:
    act = "À l'article 5 du code civil, les mots : « le préfet » sont remplacés par les mots : « le maire »."
    opening = amend(act, {"5": ["Le préfet nomme le président."]}, text="Code civil")
    assert [refusal.reason for refusal in opening.refused] == ["words-not-found"]
    inside = amend(act, {"5": ["Chaque année, le préfet décide."]}, text="Code civil")
    assert inside.articles["5"] == ("Chaque année, le maire décide.",)


def test_what_a_reading_of_a_bill_has_added_is_marked_and_read() -> None:
    reading = read_instructions("L'article 5 est ainsi modifié :\n1° (nouveau) Le mot : « A » est supprimé ;")
    assert [operation.kind for operation in reading.operations] == ["delete-words"]
    assert not reading.unread
