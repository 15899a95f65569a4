"""A text without headings is cut where its alignment with the old articles changes; a stranger is not cut at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronolex.pipeline import consolidate_sources
from consolidate import Address, ArticleText, cut_alineas
from corpus.model import TextId
from ingest import read_corpus

SAMPLES = Path(__file__).parent.parent / "samples" / "permanence-des-soins"
CODE = TextId("CODE", "Code de la santé publique")
NEW = [f"R6315-{n}" for n in range(1, 7)]
OF_EACH = (10, 3, 3, 4, 1, 7)
"""How many of the 28 alinéas belong to each article: read by a person, by what each alinéa speaks of."""
OWNERS = [number for number, size in zip(NEW, OF_EACH, strict=True) for _ in range(size)]

Sample = tuple[list[str], list[ArticleText]]


@pytest.fixture(scope="module")
def sample() -> Sample:
    work = consolidate_sources(read_corpus([SAMPLES]))
    last = {v.number: v for v in work.timeline.versions if v.number.startswith("R73")}
    olds = [ArticleText(Address(CODE, number), version.alineas) for number, version in sorted(last.items())]
    (document,) = (e.document for e in work.sources.entries if len(e.document.articles) == 1 and not e.document.links
                   and len(e.document.articles[0].alineas) == 28)  # fmt: skip
    return list(document.articles[0].alineas), olds


def test_the_sample_is_cut_as_a_person_reads_it(sample: Sample) -> None:
    alineas, olds = sample
    cuts = cut_alineas(alineas, NEW, olds)
    assert [cut.number for cut in cuts] == OWNERS
    assert all(cut.detail for cut in cuts)


def test_the_sample_without_any_one_alinea_is_still_cut_right(sample: Sample) -> None:
    alineas, olds = sample
    for gone in range(len(alineas)):
        owners = OWNERS[:gone] + OWNERS[gone + 1 :]
        if set(owners) != set(NEW):
            continue
        cuts = cut_alineas(alineas[:gone] + alineas[gone + 1 :], NEW, olds)
        assert [cut.number for cut in cuts] == owners, f"without alinéa {gone + 1}"


SENTENCES = [
    "Le médecin examine chaque patient admis dans son cabinet durant la garde.",
    "Le préfet arrête la liste des secteurs après avis du comité départemental.",
    "La régulation téléphonique est organisée par le centre hospitalier universitaire.",
    "Les honoraires sont versés mensuellement par la caisse primaire compétente.",
    "Une convention fixe les modalités de transport sanitaire terrestre ou aérien.",
    "Le conseil de l'ordre transmet annuellement un bilan des exemptions accordées.",
    "Tout manquement est signalé sans délai au procureur de la République.",
    "Les véhicules sont équipés conformément aux prescriptions techniques nationales.",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 2), min_size=2, max_size=4), st.sets(st.integers(0, 7), max_size=3))
def test_cuts_are_monotone_and_leave_no_article_empty(sizes: list[int], dropped: set[int]) -> None:
    olds, position = [], 0
    for rank, size in enumerate(sizes):
        olds.append(ArticleText(Address(CODE, f"R{rank}"), tuple(SENTENCES[position : position + size])))
        position += size
    kept = [(owner, text) for owner, old in enumerate(olds) for k, text in enumerate(old.alineas)
            if SENTENCES.index(text) not in dropped or k == 0]  # fmt: skip
    numbers = [f"L{rank}" for rank in range(len(sizes))]
    cuts = cut_alineas([text for _, text in kept], numbers, olds)
    assert [cut.number for cut in cuts] == [numbers[owner] for owner, _ in kept]
    assert {cut.number for cut in cuts} == set(numbers)
    assert [cut.position for cut in cuts] == list(range(1, len(kept) + 1))


def test_an_unknown_text_is_not_cut() -> None:
    olds = [ArticleText(Address(CODE, f"R{n}"), (SENTENCES[n],)) for n in range(3)]
    strangers = ["Zéphyr bleu horizon.", "Quartz violet mélodie.", "Brume argent cascade."]
    assert cut_alineas(strangers, ["L1", "L2", "L3"], olds) == ()


def test_fewer_alineas_than_articles_cannot_be_cut() -> None:
    olds = [ArticleText(Address(CODE, f"R{n}"), (SENTENCES[n],)) for n in range(3)]
    assert cut_alineas(SENTENCES[:2], ["L1", "L2", "L3"], olds) == ()
    assert cut_alineas(SENTENCES[:2], [], olds) == ()


def test_each_cut_says_why() -> None:
    olds = [ArticleText(Address(CODE, f"R{n}"), tuple(SENTENCES[n * 2 : n * 2 + 2])) for n in range(2)]
    text = [SENTENCES[0], "Alinéa nouveau, sans rapport aucun.", SENTENCES[1], SENTENCES[2]]
    cuts = cut_alineas(text, ["L1", "L2"], olds)
    assert [(cut.number, cut.method) for cut in cuts] == [
        ("L1", "alignment"),
        ("L1", "between"),
        ("L1", "alignment"),
        ("L2", "alignment"),
    ]
    assert cuts[0].aligned_with == "R. 0, al. 1"
