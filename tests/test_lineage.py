"""Which article continues which: each kind of evidence alone, together, and what is only a guess."""

from __future__ import annotations

import datetime as dt

from consolidate import Act, Address, Declared, Filiation, OfficialText, Repeal, build_timeline, find_lineage
from consolidate import read_instructions as read
from consolidate.timeline import Timeline
from corpus.dates import Effect, entry_into_force
from corpus.model import Source, TextId
from corpus.titles import read_title

CODE = TextId("CODE", "Code de la santé publique")
WORDS = [
    "La garde médicale est assurée chaque nuit par des praticiens volontaires inscrits au tableau départemental.",
    "Le tableau est transmis au préfet dix jours avant sa mise en œuvre par le conseil de l'ordre compétent.",
    "En cas d'absence, le préfet procède aux réquisitions nécessaires après avis des organisations concernées.",
    "Le cahier des charges prévu à l'article R. 3 fixe les secteurs ainsi que leurs limites géographiques.",
]


def official(number: str, text: str, start: int, end: int | None = None) -> OfficialText:
    day = Effect.declared(dt.date(start, 1, 1))
    ends = Effect.declared(dt.date(end, 1, 1)) if end else None
    return OfficialText(CODE, number, (text,), day, ends, Source("page.md"))


def history(old: list[str], new: list[str]) -> Timeline:
    """Old articles R. 1… repealed in 2005, new ones R. 101… in force from 2006."""
    repealing = read_title("Décret n° 2005-840 du 20 juillet 2005")
    assert repealing is not None
    numbers = tuple(f"R{n}" for n in range(1, len(old) + 1))
    repeal = Repeal(CODE, numbers, repealing, "4", entry_into_force(dt.date(2005, 7, 26)))
    olds = [official(number, text, 2000) for number, text in zip(numbers, old, strict=True)]
    news = [official(f"R{100 + n}", text, 2006) for n, text in enumerate(new, 1)]
    return build_timeline([], [*olds, *news], [repeal])


def methods(found: tuple[Filiation, ...]) -> dict[tuple[str, str], set[str]]:
    return {(f.old.number, f.new.number): {e.method for e in f.evidence} for f in found}


def test_texts_that_share_their_words_are_aligned() -> None:
    found = find_lineage(history(WORDS[:1], [WORDS[0].replace("praticiens", "médecins")]))
    assert methods(found) == {("R1", "R101"): {"alignment"}}
    assert found[0].status == "inferred"


def test_texts_that_share_nothing_are_no_lineage() -> None:
    assert find_lineage(history(WORDS[:1], ["Zéphyr bleu horizon quartz violet mélodie brume."])) == ()


def test_a_run_of_numbers_is_evidence_and_confirms() -> None:
    found = find_lineage(history(WORDS[:3], WORDS[:3]))
    assert all({"alignment", "sequence"} <= kinds for kinds in methods(found).values())
    assert {f.status for f in found} == {"confirmed"}


def test_the_article_after_a_run_is_guessed_and_shown_as_a_guess() -> None:
    found = find_lineage(history([*WORDS[:3], "Texte sans suite connue."], WORDS[:3]))
    guess = next(f for f in found if f.old.number == "R4")
    assert guess.new.number == "R104"
    assert ({e.method for e in guess.evidence}, guess.status) == ({"sequence"}, "inferred")
    assert guess.score < 0.5


def test_a_declaration_is_known_even_without_a_text() -> None:
    declared = Declared(Address(CODE, "R1"), Address(CODE, "R900"), "Nouveaux textes : R900")
    (filiation,) = find_lineage(history(["Court."], []), [declared])
    assert (filiation.status, filiation.score) == ("declared", 0.99)


def test_an_instruction_that_renumbers_is_evidence() -> None:
    title = read_title("Décret n° 2005-1 du 3 janvier 2005")
    assert title is not None
    body = "L'article R. 1 du code de la santé publique devient l'article R. 8."
    act = Act(title, read(body), entry_into_force(dt.date(2005, 1, 4)))
    found = find_lineage(build_timeline([act], [official("R1", WORDS[0], 2000)], []))
    assert "instruction" in methods(found)["R1", "R8"]
    assert found[0].status == "declared"


def test_references_that_aligned_sentences_rewrite_are_found() -> None:
    new = [*WORDS[:3], WORDS[3].replace("R. 3", "R. 103")]
    found = find_lineage(history(WORDS, new))
    assert "references" in methods(found)["R3", "R103"]


def test_a_rewritten_reference_to_strangers_is_a_finding() -> None:
    old = ["Le cahier des charges prévu à l'article L. 500 fixe les secteurs ainsi que leurs limites."]
    found = find_lineage(history(old, [old[0].replace("L. 500", "L. 600")]))
    finding = next(f for f in found if f.kind == "rewritten")
    assert (finding.old.number, finding.new.number, finding.status) == ("L500", "L600", "finding")
