"""Acts, official texts and repeals over time: what each version says, who confirms it, and what nobody knows."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from consolidate import Act, OfficialText, Reason, Repeal, Timeline, build_timeline, read_instructions
from corpus.dates import Effect, entry_into_force
from corpus.model import Source, TextId
from corpus.titles import read_title

CODE = TextId("CODE", "Code civil")
PAGE = Source("page.md")


def act(number: str, day: str, body: str) -> Act:
    title = read_title(f"Loi n° {number} du 1er janvier 2010")
    assert title is not None
    return Act(title, read_instructions(body), entry_into_force(dt.date.fromisoformat(day)))


def official(number: str, alineas: list[str], start: str, end: str | None = None) -> OfficialText:
    ends = Effect.declared(dt.date.fromisoformat(end)) if end else None
    return OfficialText(
        CODE, number, tuple(alineas), Effect.declared(dt.date.fromisoformat(start)), ends, PAGE, end_cause="unknown"
    )


def starts(timeline: Timeline, number: str) -> list[str]:
    return [v.start.legifrance.day.isoformat() for v in timeline.of(CODE, number)]


def test_an_act_makes_a_version_of_an_official_text() -> None:
    amending = act("2010-1", "2010-02-01", "A l'article 5 du code civil, le mot : « un » est remplacé par « deux ».")
    timeline = build_timeline([amending], [official("5", ["Il faut un témoin."], "2004-01-01")], [])
    first, second = timeline.of(CODE, "5")
    assert (first.end_cause, first.end, first.derived) == ("modified", amending.effect, False)
    assert (second.alineas, second.derived) == (("Il faut deux témoin.",), True)
    (verdict,) = timeline.verdicts
    assert verdict.refusal is None
    assert verdict.version == ("code-civil", "5", second.start.legifrance.day)


def test_acts_apply_in_the_order_of_their_days_not_of_the_list() -> None:
    first = act("2010-1", "2010-02-01", "A l'article 5 du code civil, le mot : « un » est remplacé par « deux ».")
    second = act("2010-2", "2010-03-01", "A l'article 5 du code civil, le mot : « deux » est remplacé par « trois ».")
    timeline = build_timeline([second, first], [official("5", ["Il faut un témoin."], "2004-01-01")], [])
    assert [v.alineas[0] for v in timeline.of(CODE, "5")] == [
        "Il faut un témoin.",
        "Il faut deux témoin.",
        "Il faut trois témoin.",
    ]


def test_an_official_text_of_the_same_day_is_the_witness_and_wins() -> None:
    amending = act("2010-1", "2010-02-01", "A l'article 5 du code civil, le mot : « un » est remplacé par « deux ».")
    witness = official("5", ["Il faut deux témoins."], "2010-02-02")
    timeline = build_timeline([amending], [official("5", ["Il faut un témoin."], "2004-01-01"), witness], [])
    last = timeline.of(CODE, "5")[-1]
    assert last.alineas == ("Il faut deux témoins.",)
    assert last.comparison is not None
    assert last.comparison.verdict == "different"
    assert [o.kind for o in timeline.oddities] == ["version-differente"]


def test_a_witness_that_agrees_says_identical() -> None:
    amending = act(
        "2010-1", "2010-02-01", "L'article 5 du code civil est complété par une phrase ainsi rédigée : « B. »"
    )
    texts = [official("5", ["A."], "2004-01-01"), official("5", ["A. B."], "2010-02-02")]
    timeline = build_timeline([amending], texts, [])
    comparison = timeline.of(CODE, "5")[-1].comparison
    assert comparison is not None
    assert comparison.verdict == "identical"
    assert timeline.oddities == ()


def test_no_act_is_applied_to_a_text_that_may_no_longer_hold() -> None:
    expired = official("5", ["Il faut un témoin."], "2004-01-01", "2008-01-01")
    amending = act("2010-1", "2010-02-01", "A l'article 5 du code civil, le mot : « un » est supprimé.")
    timeline = build_timeline([amending], [expired], [])
    assert starts(timeline, "5") == ["2004-01-01"]
    assert [v.refusal.reason for v in timeline.verdicts if v.refusal] == [Reason.UNKNOWN_ARTICLE]


def test_orders_on_a_text_that_is_not_in_the_corpus_wait() -> None:
    amending = act("2010-1", "2010-02-01", "A l'article 5 du code pénal, le mot : « un » est supprimé.")
    timeline = build_timeline([amending], [official("5", ["Un."], "2004-01-01")], [])
    assert [v.refusal.reason for v in timeline.verdicts if v.refusal] == [Reason.BASE_TEXT_MISSING]
    assert len(timeline.of(CODE, "5")) == 1


def test_a_repeal_ends_what_is_in_force_and_tells_what_is_not() -> None:
    repealing = read_title("Loi n° 2010-3 du 1er janvier 2010")
    assert repealing is not None
    repeal = Repeal(CODE, ("5", "6"), repealing, "1", entry_into_force(dt.date(2010, 3, 1)))
    timeline = build_timeline([], [official("5", ["Un."], "2004-01-01")], [repeal])
    (version,) = timeline.of(CODE, "5")
    assert (version.end_cause, version.end_act) == ("repealed", repealing)
    assert [(o.kind, "6" in o.subject) for o in timeline.oddities] == [("abrogation-sans-objet", True)]


def test_a_moved_article_ends_as_renumbered_and_lives_on() -> None:
    amending = act("2010-1", "2010-02-01", "L'article 5 du code civil devient l'article 7.")
    timeline = build_timeline([amending], [official("5", ["Un."], "2004-01-01")], [])
    assert timeline.of(CODE, "5")[0].end_cause == "renumbered"
    assert timeline.of(CODE, "7")[0].alineas == ("Un.",)


def test_an_instruction_takes_effect_on_the_day_that_it_gives() -> None:
    body = (
        "I. - A compter du 1er janvier 2011, l'article 5 du code civil est complété par une phrase ainsi rédigée : "
        "« B. »\nII. - L'article 6 du code civil est complété par une phrase ainsi rédigée : « B. »"
    )
    texts = [official("5", ["A."], "2004-01-01"), official("6", ["A."], "2004-01-01")]
    timeline = build_timeline([act("2010-1", "2010-02-01", body)], texts, [])
    assert starts(timeline, "5") == ["2004-01-01", "2011-01-01"]
    assert starts(timeline, "6") == ["2004-01-01", "2010-02-02"]


def test_versions_of_an_article_never_overlap() -> None:
    acts = [
        act(
            f"2010-{n}",
            f"2010-0{n}-01",
            f"A l'article 5 du code civil, le mot : « m{n} » est remplacé par « m{n + 1} ».",
        )
        for n in range(1, 7)
    ]
    versions = build_timeline(acts, [official("5", ["Le m1."], "2004-01-01")], []).of(CODE, "5")
    assert len(versions) == 7
    for one, two in pairwise(versions):
        assert one.end is not None
        assert one.end.legifrance.day == two.start.legifrance.day


LISTED = """Art. 1er. - Le code civil est ainsi modifié :
1° A l'article 5, le mot : « un » est remplacé par le mot : « deux » ;
2° L'article 6 est ainsi modifié :
a) Le mot : « un » est remplacé par le mot : « deux » ;
b) Le mot : « juge » est remplacé par le mot : « maire ».
Art. 2. - I. - L'article 7 du code civil est abrogé.
II. - L'article 8 du code civil est abrogé.
Art. 3. - """
TERMS = [
    ("La présente loi entre en vigueur le 1er janvier 2011.", "2011-01-01 2011-01-01 2011-01-01 2011-01-01"),
    (
        "Les dispositions du 2° de l'article 1er entrent en vigueur le 1er janvier 2011.",
        "2010-02-02 2011-01-01 2010-02-02 2010-02-02",
    ),
    (
        "L'article 1er et le II de l'article 2 entrent en vigueur le premier jour du troisième mois suivant la "
        "publication de la présente loi.",
        "2010-05-01 2010-05-01 2010-02-02 2010-05-01",
    ),
    (
        "La présente loi entre en vigueur six mois après sa publication, à l'exception de l'article 2, qui entre en "
        "vigueur le 1er janvier 2011.",
        "2010-08-01 2010-08-01 2011-01-01 2011-01-01",
    ),
    (
        "La présente loi entre en vigueur le 1er mars 2010. Toutefois, le I de l'article 2 entre en vigueur à "
        "l'expiration d'un délai de trois mois à compter de sa publication.",
        "2010-03-01 2010-03-01 2010-05-01 2010-03-01",
    ),
    (
        "Les articles 1er et 2 entrent en vigueur à une date fixée par décret, et au plus tard le 15 janvier 2018.",
        "2018-01-15 2018-01-15 2018-01-15 2018-01-15",
    ),
    (
        "Les articles 5 et 6 du code civil, dans leur rédaction résultant de la présente loi, sont applicables à "
        "compter du 1er janvier 2011.",
        "2011-01-01 2011-01-01 2010-02-02 2010-02-02",
    ),
    (
        "L'article 1er entre en vigueur à une date fixée par décret en Conseil d'Etat.",
        "waits waits 2010-02-02 2010-02-02",
    ),
    ("Les trois premiers articles entrent en vigueur le 1er janvier 2011.", "waits waits waits waits"),
    (
        "A l'exception du I de l'article 2, la présente loi entre en vigueur le 1er janvier 2011.",
        "2011-01-01 2011-01-01 2010-02-02 2011-01-01",
    ),
    (
        "L'article 1er entre en vigueur le premier jour du sixième mois suivant la promulgation de la présente loi.",
        "2010-07-01 2010-07-01 2010-02-02 2010-02-02",
    ),
    ("L'article 2 n'entre en vigueur qu'à compter du 1er janvier 2011.", "2010-02-02 2010-02-02 2011-01-01 2011-01-01"),
    (
        "L'entrée en vigueur de l'article 2 est reportée au 1er janvier 2011.",
        "2010-02-02 2010-02-02 2011-01-01 2011-01-01",
    ),
    (
        "La présente loi est exécutée comme loi de l'Etat. Elle entre en vigueur le 1er mars 2010.",
        "2010-03-01 2010-03-01 2010-03-01 2010-03-01",
    ),
    (
        "La présente loi, qui sera publiée au Journal officiel de la République française, entre en vigueur le 1er "
        "janvier 2016.",
        "2016-01-01 2016-01-01 2016-01-01 2016-01-01",
    ),
    (
        "Les dispositions de la présente loi sont applicables six mois après la publication de la présente loi au "
        "Journal officiel de la République française.",
        "2010-08-01 2010-08-01 2010-08-01 2010-08-01",
    ),
    ("Ils entrent en vigueur le 1er janvier 2011.", "waits waits waits waits"),
    (
        "La présente loi s'applique aux contrats conclus à compter du 1er janvier 2012.",
        "2010-02-02 2010-02-02 2010-02-02 2010-02-02",
    ),
]


@pytest.mark.parametrize(("sentence", "days"), TERMS, ids=[term[0][:60] for term in TERMS])
def test_each_part_of_an_act_takes_effect_on_its_own_day(sentence: str, days: str) -> None:
    base = [official(n, ["Il faut un juge."], "2004-01-01") for n in "5678"]
    title = read_title("Loi n° 2010-1 du 1er janvier 2010")
    assert title is not None
    reading = read_instructions(LISTED + sentence, title)
    timeline = build_timeline([Act(title, reading, entry_into_force(dt.date(2010, 2, 1)))], base, [])
    changed = []
    for number in "5678":
        end = timeline.of(CODE, number)[0].end
        changed.append(end.legifrance.day.isoformat() if end else "waits")
    assert " ".join(changed) == days
    waiting = [v.refusal.reason for v in timeline.verdicts if v.refusal]
    assert set(waiting) <= {Reason.UNDATED_ORDER}


def test_one_act_makes_two_versions_of_an_article_at_two_dates() -> None:
    body = (
        "Art. 1er. - A l'article 5 du code civil, le mot : « un » est remplacé par le mot : « deux ».\n"
        "Art. 2. - A l'article 5 du code civil, le mot : « deux » est remplacé par le mot : « trois ».\n"
        "Art. 3. - L'article 2 de la présente loi entre en vigueur le 1er janvier 2011."
    )
    title = read_title("Loi n° 2010-1 du 1er janvier 2010")
    assert title is not None
    amending = Act(title, read_instructions(body, title), entry_into_force(dt.date(2010, 2, 1)))
    timeline = build_timeline([amending], [official("5", ["Il faut un juge."], "2004-01-01")], [])
    assert [(v.alineas[0], v.start.legifrance.rule.value) for v in timeline.of(CODE, "5")[1:]] == [
        ("Il faut deux juge.", "jo+1"),
        ("Il faut trois juge.", "acte"),
    ]


def test_after_an_order_that_was_not_applied_the_text_is_unsure() -> None:
    first = act("2010-1", "2010-02-01", "A l'article 5 du code civil, le mot : « absent » est supprimé.")
    second = act("2010-2", "2010-03-01", "A l'article 5 du code civil, le mot : « un » est remplacé par « deux ».")
    timeline = build_timeline([first, second], [official("5", ["Il faut un juge."], "2004-01-01")], [])
    assert starts(timeline, "5") == ["2004-01-01"]
    assert [v.refusal.reason for v in timeline.verdicts if v.refusal] == [Reason.WORDS_NOT_FOUND, Reason.UNSURE_BASE]


def test_an_official_text_makes_it_sure_again() -> None:
    first = act("2010-1", "2010-02-01", "A l'article 5 du code civil, le mot : « absent » est supprimé.")
    second = act("2010-2", "2010-03-01", "A l'article 5 du code civil, le mot : « un » est remplacé par « deux ».")
    texts = [official("5", ["Un."], "2004-01-01"), official("5", ["Il faut un juge."], "2010-02-02")]
    timeline = build_timeline([first, second], texts, [])
    assert timeline.of(CODE, "5")[-1].alineas == ("Il faut deux juge.",)


def test_two_acts_of_one_day_apply_one_after_the_other() -> None:
    first = act("2010-1", "2010-02-01", "A l'article 5 du code civil, le mot : « un » est remplacé par « deux ».")
    second = act("2010-2", "2010-02-01", "A l'article 5 du code civil, le mot : « deux » est remplacé par « trois ».")
    timeline = build_timeline([first, second], [official("5", ["Il faut un juge."], "2004-01-01")], [])
    assert timeline.of(CODE, "5")[-1].alineas == ("Il faut trois juge.",)


def test_an_article_created_by_an_act_is_amended_by_the_next() -> None:
    first = act(
        "2010-1",
        "2010-02-01",
        "Après l'article 5 du code civil, il est inséré un article 5-1 ainsi rédigé :\n"
        "« Art. 5-1. - Il faut un juge. »",
    )
    second = act("2010-2", "2010-03-01", "A l'article 5-1 du code civil, le mot : « un » est remplacé par « deux ».")
    timeline = build_timeline([first, second], [official("5", ["Un."], "2004-01-01")], [])
    assert [v.alineas[0] for v in timeline.of(CODE, "5-1")] == ["Il faut un juge.", "Il faut deux juge."]
