"""The Python API: what a script asks of a corpus."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import chronolex
from corpus.answers import Version
from corpus.dates import Clock
from corpus.errors import (
    AmbiguousArticle,
    AmbiguousText,
    ChronolexError,
    DateError,
    LookupFailed,
    NotInForce,
    UnknownArticle,
    UnknownText,
)
from corpus.reading import Corpus

SANTE = "Code de la santé publique"


def test_the_public_names_are_these() -> None:
    names = ["ChronolexError", "Clock", "Corpus", "__version__", "law_graph", "network", "open", "preview"]
    assert sorted(chronolex.__all__) == names
    assert all(hasattr(chronolex, name) for name in chronolex.__all__)


def test_open_gives_a_corpus_that_closes(corpus_path: Path) -> None:
    with chronolex.open(corpus_path) as corpus:
        assert isinstance(corpus, chronolex.Corpus)
    with chronolex.open(str(corpus_path)) as corpus:
        assert corpus.meta() == {"title": "Corpus d’essai"}


@pytest.mark.parametrize("number", ["R730", "R. 730", "R 730", "r730", "art. R.730", "article R. 730"])
@pytest.mark.parametrize(
    "text", [SANTE, "code-de-la-sante-publique", "code de la sante publique", "CODE DE LA SANTÉ PUBLIQUE"]
)
def test_any_spelling_finds_the_article(corpus: Corpus, number: str, text: str) -> None:
    article = corpus.article(number, text)
    assert (article.number, article.text) == ("R730", SANTE)


@pytest.mark.parametrize("date", ["2005-05-01", "1er mai 2005", "01/05/2005", dt.date(2005, 5, 1)])
def test_any_date_finds_the_version(corpus: Corpus, date: str | dt.date) -> None:
    version = corpus.article("R730", SANTE).at(date)
    assert version is not None
    assert (version.start, version.end) == (dt.date(2005, 4, 8), dt.date(2005, 7, 26))


def test_a_version_says_everything(corpus: Corpus) -> None:
    version = corpus.article("R730", SANTE).latest()
    assert version is not None
    assert len(version.alineas) == 6
    assert version.content.split("\n") == list(version.alineas)
    assert (version.act, version.act_article) == ("Décret n° 2005-328 du 7 avril 2005", "1")
    assert (version.end_act, version.end_act_article, version.end_cause) == (
        "Décret n° 2005-840 du 20 juillet 2005",
        "4 1°",
        "repealed",
    )
    assert (version.provenance, version.verification, version.source) == ("derived", "identical", "R730.legifrance.md")
    assert (version.number_as_published, version.text_slug) == ("R. 730", "code-de-la-sante-publique")
    assert version.dates(Clock.LAW).start == dt.date(2005, 4, 9)
    with pytest.raises(dataclasses.FrozenInstanceError):
        version.number = "R731"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("ask", "error", "words"),
    [
        (lambda c: c.article("R7300", SANTE), UnknownArticle, "R. 730"),
        (lambda c: c.article("L99"), UnknownArticle, "d’article L. 99. Les plus proches : L. 6314-1, L. 6325-1"),
        (lambda c: c.article("1 bis", "Code civil"), UnknownArticle, "Les plus proches : 1er"),
        (lambda c: c.article("R730"), AmbiguousArticle, "Code civil ; Code de la santé publique"),
        (lambda c: c.article("R730", "Code penal"), UnknownText, "Code penal"),
        (lambda c: c.text("Code civl"), UnknownText, "Code civil"),
        (lambda c: c.text("Code"), AmbiguousText, "« Code » désigne plusieurs textes : Code civil ; Code de la santé"),
        (lambda c: c.text("codes"), UnknownText, "ne connaît pas de texte « codes »"),
        (lambda c: c.text("decret-2005"), UnknownText, "ne connaît pas de texte « decret-2005 »"),
        (lambda c: c.text("decret-2005-32"), UnknownText, "Les plus proches : Décret n° 2005-328"),
        (lambda c: c.text("CSS"), UnknownText, "« CSS » \\(Code de la sécurité sociale\\)"),
        (lambda c: c.text(""), UnknownText, "ne connaît pas"),
        (lambda c: c.article("R730", SANTE).at("2005-13-01"), DateError, "date"),
        (lambda c: c.article("R730", SANTE).at("30 février 2005"), DateError, "calendrier"),
        (lambda c: c.diff("R730", "2003-01-01", "2005-05-01", SANTE), NotInForce, "commence le 16 septembre 2003"),
        (lambda c: c.article("R736").citations("2020-01-01"), NotInForce, "n’est plus en vigueur"),
        (lambda c: c.search("« … »"), LookupFailed, "aucun mot"),
    ],
)
def test_a_wrong_question_gets_a_clear_answer(
    corpus: Corpus, ask: Callable[[Corpus], object], error: type[ChronolexError], words: str
) -> None:
    with pytest.raises(error, match=words):
        ask(corpus)


def test_the_nearest_numbers_are_given_as_data(corpus: Corpus) -> None:
    with pytest.raises(UnknownArticle) as raised:
        corpus.article("R7300", SANTE)
    assert raised.value.nearest == ("R. 6315-1", "R. 6315-7", "R. 730", "R. 735", "R. 736")


@pytest.mark.parametrize(
    "name",
    [
        "decret-2005-328",
        "Décret n° 2005-328 du 7 avril 2005",
        "décret n° 2005-328",
        "Décret no 2005-328 du 7 avril 2005",
        "2005-328",
    ],
)
def test_a_text_is_found_by_any_of_its_names(corpus: Corpus, name: str) -> None:
    assert corpus.text(name).slug == "decret-2005-328"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C. civ.", "code-civil"),
        ("c civ", "code-civil"),
        ("Code civ", "code-civil"),
        ("CSP", "code-de-la-sante-publique"),
        ("csp", "code-de-la-sante-publique"),
        ("code de la santé", "code-de-la-sante-publique"),
        ("décret du 7 avril 2005", "decret-2005-328"),
        ("sanh0521313d", "decret-2005-328"),
    ],
)
def test_a_text_is_found_by_its_abbreviation_its_beginning_or_its_day(corpus: Corpus, name: str, slug: str) -> None:
    assert corpus.text(name).slug == slug


@pytest.mark.parametrize(
    ("text", "date", "numbers"),
    [
        ("Code civil", "2000-01-01", ["1", "2", "10", "R730"]),
        ("Code civil", "1955-01-01", ["1", "2", "10"]),
        (SANTE, "2004-01-01", ["R730"]),
        (SANTE, "2005-05-01", ["R730", "R736"]),
        (SANTE, "2006-01-01", []),
        (SANTE, "2010-05-01", ["R6315-1"]),
    ],
)
def test_a_text_at_a_date_lists_its_articles_in_order(corpus: Corpus, text: str, date: str, numbers: list[str]) -> None:
    articles = corpus.text(text).at(date).articles()
    assert [article.number for article in articles] == numbers
    assert all(article.alineas and article.start <= dt.date.fromisoformat(date) for article in articles)


def test_a_diff_compares_two_dates(corpus: Corpus) -> None:
    diff = corpus.diff("R730", "2004-01-01", "2005-05-01", SANTE)
    assert [(a.old_position, a.new_position) for a in diff.alineas] == [
        (1, 1),
        (None, 2),
        (2, 3),
        (3, 4),
        (4, 5),
        (5, 6),
    ]
    assert [a.changed for a in diff.alineas] == [True, True, False, True, False, False]
    assert diff.changed and not diff.typographic
    assert corpus.diff("R730", "2005-05-01", "2005-06-01", SANTE).changed is False


def test_a_diff_goes_across_a_renumbering_and_says_so(corpus: Corpus) -> None:
    diff = corpus.diff("R6315-1", "2005-05-01", "2010-05-01")
    assert (diff.old.number, diff.new.number) == ("R730", "R6315-1")


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("permanence soins", {"R6315-1", "R730"}),
        ("PERMANENCE", {"R6315-1", "R730"}),
        ("medecine", {"R730"}),
        ("moeurs", {"R730"}),
        ("mœurs", {"R730"}),
        ('"soins permanence"', set()),
        ("« permanence des soins »", {"R6315-1", "R730"}),
        ("ambul*", {"R730"}),
        ('"; DROP TABLE versions --', set()),
        ("permanence NOT soins", set()),
        ("bilan", {"R736"}),
    ],
)
def test_search_ignores_accents_and_never_fails_on_signs(corpus: Corpus, words: str, numbers: set[str]) -> None:
    hits = corpus.search(words)
    assert {hit.number for hit in hits} == numbers
    assert all(hit.matches and 0 <= start < end <= len(hit.excerpt) for hit in hits for start, end in hit.matches)


def test_both_spellings_of_a_ligature_are_found(corpus: Corpus) -> None:
    for words in ("mœurs", "moeurs", "« bonnes moeurs »"):
        assert {hit.start.year for hit in corpus.search(words)} == {1900, 1960}


def test_a_match_is_marked_in_its_excerpt(corpus: Corpus) -> None:
    (hit,) = corpus.search("bilan")
    assert [hit.excerpt[start:end] for start, end in hit.matches] == ["Bilan"]


def test_lineage_carries_its_evidence(corpus: Corpus) -> None:
    links = {(link.old, link.new): link for link in corpus.lineage()}
    assert [(e.method, e.score) for e in links["R730", "R6315-1"].evidence] == [("declared", 1.0), ("alignment", 0.8)]
    assert (links["L6325-1", "L6314-1"].continues, links["R736", "R6315-7"].continues) == (False, True)


def test_the_rest_of_the_record_can_be_read(corpus: Corpus) -> None:
    assert [(a.title[-4:], a.applied, a.refused, a.unread_characters) for a in corpus.acts()] == [
        ("2003", 0, 0, 0),
        ("2005", 1, 1, 6),
    ]
    assert [i.sentence for i in corpus.instructions(verdict="refused")] == ["Les mots « absents » sont supprimés"]
    assert [i.verdict for i in corpus.instructions(act="2005-328", article="R. 730")] == ["applied"]
    assert [(r.before, r.after, r.decided) for r in corpus.repairs("decret.txt")] == [
        ("Ž", "é", True),
        ("•", "•", False),
    ]
    with pytest.raises(LookupFailed, match=r"source « decret.text »\. Les plus proches : decret\.txt"):
        corpus.repairs("decret.text")
    assert [(d.kind, d.number) for d in corpus.discrepancies()] == [("links", "R730")]


@pytest.mark.parametrize("day", [None, 20130101, 2013.0, ["2013-01-01"]])
def test_what_is_no_date_is_said_to_be_none(corpus: Corpus, day: Any) -> None:
    with pytest.raises(DateError, match=r"n’est pas une date\. Écrire AAAA-MM-JJ"):
        corpus.article("R730", SANTE).at(day)


def test_a_moment_is_its_day(corpus: Corpus) -> None:
    article = corpus.article("R730", SANTE)
    assert article.at(dt.datetime(2005, 4, 8, 12)) == article.at(dt.date(2005, 4, 8)) is not None


def test_changes_go_from_the_first_day_to_the_last(corpus: Corpus) -> None:
    assert list(corpus.changes(SANTE, since="2005-04-08", until="2005-04-08")) == []
    with pytest.raises(DateError, match=r"La fin \(2005-01-01\) vient avant le début \(2006-01-01\)\."):
        corpus.changes(SANTE, since="2006-01-01", until="2005-01-01")
    assert [v.number for v in corpus.versions("identical")] == ["R730"]


def test_citations_are_read_from_both_sides(corpus: Corpus) -> None:
    (citation,) = corpus.article("R730", SANTE).citations("2005-05-01")
    assert (citation.as_written, citation.target_article, citation.status) == ("R. 735", "R735", "missing")
    assert [c.number for c in corpus.article("R735").cited_by()] == ["R730"]
    assert [c.number for c in corpus.article("R735").cited_by("2005-05-01")] == ["R730"]
    assert corpus.article("R735").cited_by("2004-05-01") == ()
    assert corpus.article("R735").citations() == ()


def test_latest_is_none_without_text(corpus: Corpus) -> None:
    assert corpus.article("R735").latest() is None
    assert isinstance(corpus.article("R736").latest(), Version)
