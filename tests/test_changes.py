"""What changed between two days: each kind of change, bounds, scopes, and the real events of the archives."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

import pytest

from chronolex.build import build
from chronolex.change_words import explain_change, name_change, say_change
from corpus import store
from corpus.changes import Change, ChangeKind, Scope
from corpus.dates import DateRule, Moment
from corpus.model import TextId
from corpus.reading import Corpus, open_corpus
from corpus.store import Bound, Writer

ROOT = Path(__file__).parent.parent
OLD, NEW = TextId("CODE", "Ancien code"), TextId("CODE", "Nouveau code")
ACT = TextId("LOI", "Loi n° 2000-1 du 1er janvier 2000", "2000-1", dt.date(2000, 1, 1))

Told = tuple[str, str | None, str, bool]
"""Kind, old number, number, whether both sides have a text."""


class Law:
    """A corpus written by hand, a year for each day: ``law.version("1", 2000, 2005, "repealed")``."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.texts = {text: writer.add_text(text) for text in (OLD, NEW)}
        self.act = writer.add_text(ACT)

    def version(
        self, number: str, start: int, end: int | None = None, cause: str | None = None, text: TextId = OLD
    ) -> None:
        article = self.writer.add_article(self.texts[text], number)
        self.writer.add_version(
            article,
            [f"{number} en {start}."],
            start=_bound(start, self.act),
            end=None if end is None else _bound(end, None),
            end_cause=cause,
            provenance="official",
            verification="official",
        )

    def link(
        self,
        old: str,
        new: str,
        year: int | None,
        kind: str = "renumbered",
        status: str = "declared",
        texts: tuple[TextId, TextId] = (OLD, OLD),
    ) -> None:
        ends = [(self.texts[text], number) for text, number in zip(texts, (old, new), strict=True)]
        day = None if year is None else dt.date(year, 1, 1)
        self.writer.add_lineage(ends[0], ends[1], kind=kind, status=status, score=1.0, date=day)


def _bound(year: int, act: int | None) -> Bound:
    return Bound(Moment(dt.date(year, 1, 1), DateRule.SOURCE), act_id=act)


Make = Callable[[Callable[[Law], None]], Corpus]


@pytest.fixture
def make(tmp_path: Path, request: pytest.FixtureRequest) -> Make:
    """Write a small law and open it."""

    def write(fill: Callable[[Law], None]) -> Corpus:
        path = tmp_path / "loi.db"
        with store.create(path) as writer:
            fill(Law(writer))
        corpus = open_corpus(path)
        request.addfinalizer(corpus.close)
        return corpus

    return write


def told(changes: Iterable[Change]) -> list[Told]:
    return [
        (change.kind.value, change.old_number, change.number, change.old is not None and change.new is not None)
        for change in changes
    ]


# --- each kind ----------------------------------------------------------------------------------------------------


def test_an_article_is_created_modified_repealed_and_restored(make: Make) -> None:
    def fill(law: Law) -> None:
        law.version("1", 2000, 2001, "modified")
        law.version("1", 2001, 2002, "repealed")
        law.version("1", 2005)

    found = list(make(fill).changes())
    assert told(found) == [
        ("created", None, "1", False),
        ("modified", None, "1", True),
        ("repealed", None, "1", False),
        ("restored", None, "1", True),
    ]
    assert [change.day.year for change in found] == [2000, 2001, 2002, 2005]
    assert [change.act and change.act.title for change in found] == [ACT.title, ACT.title, None, ACT.title]


@pytest.mark.parametrize(
    ("cause", "kind"),
    [("repealed", "repealed"), ("expired", "expired"), ("annulled", "annulled"), ("renumbered", "renumbered"),
     ("unknown", "ended"), ("modified", "modified")],
)  # fmt: skip
def test_an_end_that_nothing_follows_is_told_by_its_cause(make: Make, cause: str, kind: str) -> None:
    corpus = make(lambda law: law.version("1", 2000, 2001, cause))
    (end,) = corpus.changes(since="2000-06-01")
    assert (end.kind.value, end.missing, end.new) == (kind, kind in {"ended", "modified"}, None)
    assert end.old is not None and end.old.start.year == 2000


def test_a_modification_across_a_gap_says_so(make: Make) -> None:
    def fill(law: Law) -> None:
        law.version("1", 2000, 2001, "unknown")
        law.version("1", 2005)

    *_, change = make(fill).changes()
    assert (change.kind, change.gap) == (ChangeKind.MODIFIED, True)
    assert "lacune" in explain_change(change)


def test_a_repeal_and_a_new_text_on_one_day_are_one_modification(make: Make) -> None:
    def fill(law: Law) -> None:
        law.version("1", 2000, 2001, "repealed")
        law.version("1", 2001)

    assert told(make(fill).changes(since="2001-01-01")) == [("modified", None, "1", True)]


@pytest.mark.parametrize("cause", ["repealed", "renumbered"])
@pytest.mark.parametrize("day", [2001, None])
def test_a_renumbering_is_one_change(make: Make, cause: str, day: int | None) -> None:
    def fill(law: Law) -> None:
        law.version("1", 2000, 2001, cause)
        law.version("2", 2001)
        law.link("1", "2", day)

    (change,) = make(fill).changes(since="2001-01-01")
    assert told([change]) == [("renumbered", "1", "2", True)]
    assert (change.certainty, change.cause, name_change(change)) == ("declared", cause, "1er → 2 (Ancien code)")


def test_an_inferred_renumbering_is_told_as_a_guess(make: Make) -> None:
    def fill(law: Law) -> None:
        law.version("1", 2000, 2001, "repealed")
        law.link("1", "2", 2001, status="inferred")

    (change,) = make(fill).changes(since="2001-01-01")
    assert (say_change(change), change.missing) == ("renuméroté (supposé)", True)


def test_a_finding_is_no_renumbering(make: Make) -> None:
    def fill(law: Law) -> None:
        law.version("1", 2000, 2001, "repealed")
        law.version("2", 2001)
        law.link("1", "2", 2001, kind="rewritten", status="finding")

    assert Counter(kind for kind, *_ in told(make(fill).changes(since="2001-01-01"))) == {"repealed": 1, "created": 1}


def test_articles_that_exchange_their_numbers_are_two_renumberings(make: Make) -> None:
    def fill(law: Law) -> None:
        for number in ("1", "2"):
            law.version(number, 2000, 2001, "renumbered")
            law.version(number, 2001)
        law.link("1", "2", 2001)
        law.link("2", "1", 2001)

    found = told(make(fill).changes(since="2001-01-01"))
    assert sorted(found, key=str) == [("renumbered", "1", "2", True), ("renumbered", "2", "1", True)]


def test_a_number_that_was_left_and_taken_at_once_is_not_modified(make: Make) -> None:
    def fill(law: Law) -> None:
        law.version("1", 2000, 2001, "renumbered")
        law.version("1", 2001)
        law.version("2", 2001)
        law.link("1", "2", 2001)

    found = told(make(fill).changes(since="2001-01-01"))
    assert sorted(found, key=str) == [("created", None, "1", False), ("renumbered", "1", "2", True)]


def test_a_split_is_told_for_each_part_and_a_merger_for_each_source(make: Make) -> None:
    def fill(law: Law) -> None:
        law.version("1", 2000, 2001, "repealed")
        for number in ("1-1", "1-2"):
            law.version(number, 2001)
            law.link("1", number, 2001, kind="split")
        law.version("8", 2000, 2003, "repealed")
        law.version("9", 2000, 2003, "modified")
        law.version("9", 2003)
        law.link("8", "9", 2003, kind="merged")

    corpus = make(fill)
    split = list(corpus.changes(since="2001-01-01", until="2002-01-01"))
    assert told(split) == [("renumbered", "1", "1-1", True), ("renumbered", "1", "1-2", True)]
    assert {say_change(change) for change in split} == {"scindé"}
    merged = told(corpus.changes(since="2003-01-01"))
    assert sorted(merged, key=str) == [("modified", None, "9", True), ("renumbered", "8", "9", True)]


def test_a_transfer_is_told_in_the_old_text_and_in_the_new_one_and_once_in_both(make: Make) -> None:
    def fill(law: Law) -> None:
        law.version("1", 2000, 2001, "repealed")
        law.version("L1", 2001, text=NEW)
        law.link("1", "L1", 2001, kind="codified", texts=(OLD, NEW))

    corpus = make(fill)
    scopes = [Scope(corpus.text(text.title).id) for text in (OLD, NEW)]
    reader, since = corpus.change_reader(), dt.date(2001, 1, 1)
    each = [list(reader.changes([scope], since)) for scope in scopes]
    together = list(reader.changes(scopes, since))
    assert each[0] == each[1] == together == list(corpus.changes(since=since))
    assert name_change(together[0]) == "1er (Ancien code) → L. 1 (Nouveau code)"


def test_two_bearers_of_a_number_at_once_are_said_to_overlap(tmp_path: Path) -> None:
    path = tmp_path / "dila.db"
    build([ROOT / "tests" / "cases" / "dila"], path)
    with open_corpus(path) as corpus:
        by_day = {
            (c.number, c.day.isoformat()): c
            for c in corpus.changes("Code de la propriété intellectuelle")
            if c.bearer > 1 or c.overlap or c.day.year == 2002
        }
    # L. 615-14 was given to two articles from 1993 to 1994; in 2002 the second is modified, as the first goes on.
    assert (by_day["L615-14", "1993-01-01"].kind, by_day["L615-14", "1993-01-01"].overlap) == ("modified", True)
    assert (by_day["L615-14", "2002-01-01"].kind, by_day["L615-14", "2002-01-01"].overlap) == ("modified", False)
    # A version to come, on a day not fixed, while the present one has no end.
    coming = by_day["L613-3", "2222-02-22"]
    assert (coming.kind, coming.overlap, coming.unfixed) == ("modified", True, True)


# --- bounds, order, identity --------------------------------------------------------------------------------------


def test_bounds_are_half_open(make: Make) -> None:
    def fill(law: Law) -> None:
        law.version("1", 2000, 2001, "modified")
        law.version("1", 2001, 2002, "repealed")

    corpus = make(fill)

    def years(since: str | None, until: str | None) -> list[int]:
        return [change.day.year for change in corpus.changes(since=since, until=until)]

    assert years("2001-01-01", "2002-01-01") == [2001]
    assert years("2001-01-02", "2002-01-02") == [2002]
    assert years(None, "2001-01-01") == [2000]
    assert years("2002-01-01", None) == [2002]
    assert years("2002-01-02", None) == []


def test_the_newest_first_are_the_same(dila: Corpus) -> None:
    forth, back = list(dila.changes()), list(dila.changes(newest_first=True))
    assert [change.day for change in back] == sorted((change.day for change in forth), reverse=True)
    assert {change.id for change in back} == {change.id for change in forth}
    assert len({change.id for change in forth}) == len(forth)


def test_inside_a_day_acts_texts_and_articles_have_one_order(dila: Corpus) -> None:
    def place(change: Change) -> tuple[object, ...]:
        act = change.act.title if change.act else None
        return act is None, act or "", change.text, change.sort_key, change.number, change.bearer

    forth, back = list(dila.changes()), list(dila.changes(newest_first=True))
    for changes in (forth, back):
        for _, same_day in groupby(changes, key=lambda change: change.day):
            places = [place(change) for change in same_day]
            assert places == sorted(places)  # type: ignore[type-var]
    days = [list(same) for _, same in groupby(forth, key=lambda change: change.day)]
    assert [change for day in reversed(days) for change in day] == back


@pytest.mark.parametrize(
    ("old", "new", "wording", "said"),
    [
        (["L'un.", "L'autre."], ["L'un.", "L'autre."], "same", "Le texte est le même."),
        (["L'un.", "L'autre."], ["L’un.", "L'autre ."], "typographic", "Seule la typographie change."),
        (["L'un.", "L'autre."], ["L'un.", "Nul autre."], "reworded", ""),
        (["L'un.", "L'autre."], ["L'autre.", "L'un."], "reworded", ""),
        (["L'un."], ["L'un.", "L'autre."], "reworded", ""),
    ],
)
def test_a_change_says_whether_words_changed(
    make: Make, old: list[str], new: list[str], wording: str | None, said: str
) -> None:
    def fill(law: Law) -> None:
        article = law.writer.add_article(law.texts[OLD], "1")
        for alineas, start, end in ((old, 2000, 2001), (new, 2001, None)):
            law.writer.add_version(
                article,
                alineas,
                start=_bound(start, None),
                end=_bound(end, None) if end else None,
                end_cause="modified" if end else None,
                provenance="official",
                verification="official",
            )

    created, change = make(fill).changes()
    assert (created.wording, change.wording, explain_change(change)) == (None, wording, said)


def test_two_articles_of_one_number_that_begin_on_one_day_are_told_apart(tmp_path: Path) -> None:
    articles = "".join(
        ARTICLE.format(id=f"LEGIARTI{n:012d}", words=words) for n, words in ((1, "Un."), (2, "Deux."))
    ).split("<!-- -->")
    for n, article in enumerate(filter(str.strip, articles)):
        (tmp_path / "legi").mkdir(exist_ok=True)
        (tmp_path / "legi" / f"{n}.xml").write_text(article, "utf-8")
    build([tmp_path / "legi"], tmp_path / "legi.db")
    with open_corpus(tmp_path / "legi.db") as corpus:
        found = list(corpus.changes())
    assert [(change.number, change.bearer, change.overlap) for change in found] == [("1", 1, True), ("1", 2, True)]
    assert {explain_change(change) for change in found} == {
        "La source donne en même temps ce numéro à un autre article."
    }


ARTICLE = """<ARTICLE><META><META_COMMUN><ID>{id}</ID></META_COMMUN><META_SPEC><META_ARTICLE><NUM>1</NUM>
<ETAT>VIGUEUR</ETAT><DATE_DEBUT>2004-08-07</DATE_DEBUT><DATE_FIN>2999-01-01</DATE_FIN></META_ARTICLE></META_SPEC></META>
<CONTEXTE><TEXTE cid="LEGITEXT000000000009"/></CONTEXTE><BLOC_TEXTUEL><CONTENU><p>{words}</p></CONTENU></BLOC_TEXTUEL>
</ARTICLE><!-- -->"""


def test_days_cut_the_changes_without_loss(dila: Corpus) -> None:
    whole = list(dila.changes())
    for middle in {change.day for change in whole}:
        assert [*dila.changes(until=middle), *dila.changes(since=middle)] == whole


def test_what_an_identifier_depends_on(make: Make, tmp_path: Path) -> None:
    def fill(law: Law) -> None:
        law.version("1", 2000, 2001, "modified")
        law.version("1", 2001)

    def fill_more(law: Law) -> None:
        law.version("0", 1990)
        fill(law)

    first = [change.id for change in make(fill).changes()]
    again = [change.id for change in make(fill_more).changes(since="2000-01-01")]
    assert first == again


def test_what_is_to_come_is_marked(make: Make) -> None:
    corpus = make(lambda law: law.version("1", 2222))
    (change,) = corpus.changes()
    assert change.is_future(dt.date(2221, 12, 31)) and not change.is_future(dt.date(2222, 1, 1))


# --- real law -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def dila_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dila") / "dila.db"
    build([ROOT / "tests" / "cases" / "dila"], path)
    return path


@pytest.fixture
def dila(dila_path: Path, request: pytest.FixtureRequest) -> Corpus:
    corpus = open_corpus(dila_path)
    request.addfinalizer(corpus.close)
    return corpus


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> list[Change]:
    path = tmp_path_factory.mktemp("sample") / "permanence.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    with open_corpus(path) as corpus:
        return list(corpus.changes())


def test_the_events_of_the_sample(sample: list[Change]) -> None:
    by_day: dict[str, list[Change]] = {}
    for change in sample:
        by_day.setdefault(change.day.isoformat(), []).append(change)

    def kinds(day: str) -> Counter[str]:
        return Counter(change.kind.value for change in by_day[day])

    def acts(day: str) -> set[str | None]:
        return {change.act and change.act.title for change in by_day[day]}

    assert kinds("2003-09-16") == {"created": 6} and acts("2003-09-16") == {"Décret n° 2003-880 du 15 septembre 2003"}
    assert kinds("2005-04-08") == {"modified": 5, "created": 1}
    assert kinds("2005-07-26") == {"renumbered": 7} and acts("2005-07-26") == {"Décret n° 2005-840 du 20 juillet 2005"}
    assert {c.number: c.certainty for c in by_day["2005-07-26"]}["R6315-7"] == "inferred"
    # R. 6315-1 existed before its first text: no creation.
    assert kinds("2010-04-01") == {"found": 6}
    # Versions that Légifrance lists and the corpus has no text of.
    assert [(c.number, c.missing, c.old, c.new) for c in by_day["2006-06-08"]] == [("R6315-1", True, None, None)]
    assert kinds("2000-06-22") == {"created": 1} and kinds("2023-12-28") == {"modified": 1}


def test_an_article_is_followed_through_its_numbers(corpus: Corpus) -> None:
    for number in ("R. 730", "R. 6315-1"):
        found = told(corpus.changes("Code de la santé publique", number))
        assert ("renumbered", "R730", "R6315-1", False) in found
        assert [kind for kind, *_ in found][:3] == ["created", "modified", "renumbered"]


def test_real_modifications_of_the_code_civil(dila: Corpus) -> None:
    found = list(dila.changes("Code civil", since="2013-05-18", until="2013-05-20"))
    assert sorted((c.kind.value, c.number) for c in found) == [("modified", "144"), ("modified", "371-4")]
    assert {c.act and c.act.title for c in found} == {"Loi n° 2013-404 du 17 mai 2013"}


def test_a_division_holds_what_its_versions_were(dila: Corpus) -> None:
    (key,) = (k for k, title in dila.divisions_of(dila.text("Code civil")).titles.items() if title == "Titre V")
    inside = list(dila.change_reader().changes([Scope(sections=(key,))]))
    assert inside == [c for c in dila.changes("Code civil") if c.number == "144"]
    assert len(inside) == 3


def test_no_table_is_read_whole(dila: Corpus) -> None:
    from corpus.change_queries import BOUNDARIES

    values = {"since": "", "until": "~", "text": 1, "number": "1", "sections": "[]"}
    for (scope, newest_first), queries in BOUNDARIES.items():
        for kind, query in queries.items():
            plan = [row[3] for row in dila._connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
            read = [line for line in plan if line.startswith("SCAN ") or "BLOOM" in line]
            small = {"SCAN json_each VIRTUAL TABLE INDEX 1:", "SCAN tree", "SCAN b", "SCAN j VIRTUAL TABLE INDEX 1:"}
            assert set(read) <= small, (scope, newest_first, kind, plan)
