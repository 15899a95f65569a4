"""Time, cutting and lineage: what follows what, on what evidence, and what is refused rather than guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidate import (
    Act,
    Address,
    ArticleText,
    OfficialText,
    Reason,
    Repeal,
    Timeline,
    build_timeline,
    cut_alineas,
    find_lineage,
    read_instructions,
)
from corpus.dates import Effect, entry_into_force
from corpus.model import Source, TextId

CODE = TextId("CODE", "Code rural")
SOURCE = Source("page.md")


def act(number: str, published: str, body: str) -> Act:
    text = TextId("DECRET", f"Décret n° {number} du 1er janvier 2005", number, dt.date(2005, 1, 1))
    return Act(text, read_instructions(body, text), entry_into_force(dt.date.fromisoformat(published)))


def official(number: str, start: str, end: str | None, *alineas: str) -> OfficialText:
    last = Effect.declared(dt.date.fromisoformat(end)) if end else None
    return OfficialText(CODE, number, alineas, Effect.declared(dt.date.fromisoformat(start)), last, SOURCE)


CREATE = "Après l'article R. 0 du code rural, il est inséré un article R. 1 ainsi rédigé :\n« Le loup est protégé. »"
CHANGE = "À l'article R. 1 du code rural, le mot : « loup » est remplacé par le mot : « lynx »."
MISS = "À l'article R. 1 du code rural, le mot : « ours » est remplacé par le mot : « lynx »."


def shown(timeline: Timeline) -> list[tuple[str, str | None, str | None, str]]:
    return [
        (
            version.start.legifrance.day.isoformat(),
            version.end.legifrance.day.isoformat() if version.end else None,
            version.end_cause,
            version.alineas[0],
        )
        for version in timeline.versions
    ]


ANCHOR = official("R2", "2000-01-01", None, "Ancre.")


def test_acts_follow_each_other_in_the_order_of_time() -> None:
    timeline = build_timeline([act("5-2", "2005-06-01", CHANGE), act("5-1", "2005-02-01", CREATE)], [ANCHOR], [])
    assert shown(timeline)[:2] == [
        ("2005-02-01", "2005-06-01", "modified", "Le loup est protégé."),
        ("2005-06-01", None, None, "Le lynx est protégé."),
    ]


def test_a_refused_act_makes_no_version() -> None:
    timeline = build_timeline([act("5-1", "2005-02-01", CREATE), act("5-2", "2005-06-01", MISS)], [ANCHOR], [])
    assert [v.number for v in timeline.versions] == ["R1", "R2"]
    assert timeline.versions[0].end is None
    assert [v.refusal.reason for v in timeline.verdicts if v.refusal] == [Reason.WORDS_NOT_FOUND]


def test_a_text_that_the_corpus_does_not_hold_is_pending() -> None:
    timeline = build_timeline([act("5-1", "2005-02-01", CREATE)], [], [])
    assert timeline.versions == ()
    assert [v.refusal.reason for v in timeline.verdicts if v.refusal] == [Reason.BASE_TEXT_MISSING]


@pytest.mark.parametrize(
    ("words", "verdict"), [("Le loup est protégé.", "identical"), ("Le loup est chassé.", "different")]
)
def test_an_official_text_of_the_same_day_is_a_witness_and_wins(words: str, verdict: str) -> None:
    timeline = build_timeline(
        [act("5-1", "2005-02-01", CREATE)], [ANCHOR, official("R1", "2005-02-01", None, words)], []
    )
    (version,) = timeline.of(CODE, "R1")
    assert version.comparison is not None and version.comparison.verdict == verdict
    assert version.alineas == (words,)
    assert [o.kind for o in timeline.oddities] == (["version-differente"] if verdict == "different" else [])


def test_after_an_official_text_ends_nothing_is_applied_to_it() -> None:
    known = official("R1", "2005-01-01", "2005-03-01", "Le loup est protégé.")
    timeline = build_timeline([act("5-2", "2005-06-01", CHANGE)], [known], [])
    assert shown(timeline) == [("2005-01-01", "2005-03-01", "unknown", "Le loup est protégé.")]
    assert [v.refusal.reason for v in timeline.verdicts if v.refusal] == [Reason.UNKNOWN_ARTICLE]


def test_an_act_of_the_very_day_of_an_end_applies_to_the_text_that_it_ends() -> None:
    known = official("R1", "2005-01-01", "2005-06-01", "Le loup est protégé.")
    timeline = build_timeline([act("5-2", "2005-06-01", CHANGE)], [known], [])
    assert shown(timeline)[-1] == ("2005-06-01", None, None, "Le lynx est protégé.")


def test_a_repeal_ends_an_article_and_one_without_object_is_told() -> None:
    repealing = TextId("DECRET", "Décret n° 5-9 du 1er juillet 2005", "5-9")
    repeal = Repeal(CODE, ("R1", "R7"), repealing, "4", entry_into_force(dt.date(2005, 7, 26)))
    timeline = build_timeline([act("5-1", "2005-02-01", CREATE)], [ANCHOR], [repeal])
    assert shown(timeline)[0][1:3] == ("2005-07-26", "repealed")
    assert [o.kind for o in timeline.oddities] == ["abrogation-sans-objet"]


# ── Cutting ──────────────────────────────────────────────────────────────────────────────────────────────────

OLD = [
    ArticleText(Address(CODE, "R1"), ("Le loup gris est une espèce strictement protégée en montagne.",)),
    ArticleText(
        Address(CODE, "R2"),
        ("La chasse au chevreuil ouvre en septembre.", "Elle ferme au dernier jour de février de chaque année."),
    ),
    ArticleText(Address(CODE, "R3"), ("Les amendes sont versées au trésor public du département.",)),
]
NEW = [alinea for old in OLD for alinea in old.alineas]


def test_a_text_is_cut_where_its_articles_were() -> None:
    cuts = cut_alineas(NEW, ["R11", "R12", "R13"], OLD)
    assert [cut.number for cut in cuts] == ["R11", "R12", "R12", "R13"]
    assert [cut.aligned_with for cut in cuts] == ["R. 1, al. 1", "R. 2, al. 1", "R. 2, al. 2", "R. 3, al. 1"]
    assert {cut.method for cut in cuts} == {"alignment"}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_with_new_alineas_in_between_the_cuts_stay_in_order_and_say_why(data: st.DataObject) -> None:
    extra = data.draw(st.lists(st.sampled_from(["Un ajout sans rapport.", "Autre nouveauté 2010."]), max_size=3))
    places = data.draw(st.lists(st.integers(0, len(NEW)), min_size=len(extra), max_size=len(extra)))
    text = list(NEW)
    for place, alinea in sorted(zip(places, extra, strict=True), reverse=True):
        text.insert(place, alinea)
    cuts = cut_alineas(text, ["R11", "R12", "R13"], OLD)
    assert [cut.position for cut in cuts] == list(range(1, len(text) + 1))
    assert [cut.number for cut in cuts] == sorted(cut.number for cut in cuts)
    assert {cut.number for cut in cuts} == {"R11", "R12", "R13"}
    for cut in cuts:
        assert cut.detail and 0 < cut.score <= 1
        if text[cut.position - 1] in NEW:
            old = next(o for o in OLD if text[cut.position - 1] in o.alineas)
            assert cut.number == f"R1{old.address.number[1:]}"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (["Rien de commun avec les autres.", "Encore autre chose."], ["R11", "R12"]),
        (NEW, ["R11", "R12", "R13", "R14"]),
        (NEW[:2], ["R11", "R12", "R13"]),
        (NEW, []),
    ],
)
def test_what_does_not_align_is_not_cut(text: list[str], numbers: list[str]) -> None:
    assert cut_alineas(text, numbers, OLD) == ()


# ── Lineage ──────────────────────────────────────────────────────────────────────────────────────────────────


def renumbered(*pairs: tuple[str, str, str], lone: str | None = None) -> Timeline:
    """Articles repealed in 2005 whose texts come back in 2010 under other numbers."""
    repealing = TextId("DECRET", "Décret n° 5-9 du 1er juillet 2005", "5-9")
    numbers = tuple(old for old, _, _ in pairs) + ((lone,) if lone else ())
    repeal = Repeal(CODE, numbers, repealing, "4", entry_into_force(dt.date(2005, 7, 26)))
    before = [official(old, "2000-01-01", None, text) for old, _, text in pairs]
    before += [official(lone, "2000-01-01", None, "Sans suite connue.")] if lone else []
    after = [official(new, "2010-04-01", None, text.replace("R. 1", "R. 51")) for _, new, text in pairs]
    return build_timeline([], before + after, [repeal])


PAIRS = (
    ("R1", "R51", "Le loup gris est une espèce strictement protégée en montagne."),
    ("R2", "R52", "La chasse prévue à l'article R. 1 ouvre chaque année en septembre pour les chevreuils."),
    ("R3", "R53", "Les amendes sont versées au trésor public du département concerné."),
)


def test_each_article_is_followed_by_every_sign_that_there_is() -> None:
    found = {f.old.number: f for f in find_lineage(renumbered(*PAIRS, lone="R4"))}
    assert {old: f.new.number for old, f in found.items()} == {"R1": "R51", "R2": "R52", "R3": "R53", "R4": "R54"}
    assert {e.method for e in found["R1"].evidence} == {"alignment", "sequence", "references"}
    assert {e.method for e in found["R3"].evidence} == {"alignment", "sequence"}
    assert [f.status for f in found.values()] == ["confirmed"] * 3 + ["inferred"]
    assert found["R4"].score < 0.5 and {e.method for e in found["R4"].evidence} == {"sequence"}


def test_texts_that_share_little_are_not_linked() -> None:
    timeline = renumbered(("R1", "R51", "Le loup gris est une espèce strictement protégée en montagne."))
    other = official("R60", "2011-01-01", None, "Tout autre chose, sans un mot de commun avec ce qui précède.")
    linked = find_lineage(build_timeline([], [other], []))
    assert linked == ()
    (only,) = find_lineage(timeline)
    assert (only.status, only.new.number) == ("inferred", "R51")  # one sign alone is no proof
