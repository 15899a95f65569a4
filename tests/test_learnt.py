"""When the base learnt what it says of a change: archives that correct, repeat, come late, withdraw; and their feed."""

from __future__ import annotations

import datetime as dt
import io
import sqlite3
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from chronolex.build import build
from chronolex.national import update
from chronolex.progress import ignore
from chronolex.site import changes as pages
from corpus import learning
from corpus.change import EVERYTHING, Change
from corpus.changes import Scope
from corpus.learnt import LEARN_ALL
from corpus.reading import Corpus, open_corpus
from tests.reading_room import Site

CASES = Path(__file__).parent / "cases" / "dila"
ATOM = "{http://www.w3.org/2005/Atom}"
TEXT = "legi/global/code_et_TNC_en_vigueur/code_en_vigueur/LEGI/TEXT/00/00/00/00/00/LEGITEXT000000000009"
ARTICLE = """<ARTICLE><META><META_COMMUN><ID>{id}</ID></META_COMMUN><META_SPEC><META_ARTICLE><NUM>{num}</NUM>
<ETAT>{state}</ETAT><DATE_DEBUT>{start}</DATE_DEBUT><DATE_FIN>{end}</DATE_FIN></META_ARTICLE></META_SPEC></META>
<CONTEXTE><TEXTE cid="LEGITEXT000000000009"/></CONTEXTE><BLOC_TEXTUEL><CONTENU><p>{words}</p></CONTENU></BLOC_TEXTUEL>
</ARTICLE>"""
OPEN = "2999-01-01"
WHOLE = "Freemium_legi_global_{}-000000.tar.gz"

Line = tuple[int, str, str, str, str, str]
"""A version: its number in DILA's identifiers, article, start, end, state, words."""
DELIVERIES: dict[str, tuple[Line, ...]] = {
    "20180501": ((1, "1", "2000-01-01", OPEN, "VIGUEUR", "Un."), (9, "9", "2000-01-01", OPEN, "VIGUEUR", "Neuf.")),
    # Announced: the first version ends, the second is to come.
    "20180601": (
        (1, "1", "2000-01-01", "2018-07-01", "VIGUEUR", "Un."),
        (2, "1", "2018-07-01", OPEN, "VIGUEUR_DIFF", "Deux."),
    ),
    # The day has come: only the states follow.
    "20180701": (
        (1, "1", "2000-01-01", "2018-07-01", "MODIFIE", "Un."),
        (2, "1", "2018-07-01", OPEN, "VIGUEUR", "Deux."),
    ),
    # Corrected, then sent again; and an article comes that was created long before.
    "20180801": ((2, "1", "2018-07-01", OPEN, "VIGUEUR", "Deux, corrigé."),),
    "20180901": (
        (2, "1", "2018-07-01", OPEN, "VIGUEUR", "Deux, corrigé."),
        (5, "5", "2010-01-01", OPEN, "VIGUEUR", "Cinq."),
    ),
    # Another end is no news of the beginning.
    "20181001": (
        (2, "1", "2018-07-01", "2018-11-01", "MODIFIE", "Deux, corrigé."),
        (3, "1", "2018-11-01", OPEN, "VIGUEUR_DIFF", "Trois."),
    ),
}
LEARNT = {
    ("1", "2000-01-01"): "20180501",
    ("9", "2000-01-01"): "20180501",
    ("1", "2018-07-01"): "20180801",
    ("5", "2010-01-01"): "20180901",
    ("1", "2018-11-01"): "20181001",
}
LATER = "2018-09-01"
LEARNT_LATER = [("5", "2010-01-01"), ("1", "2018-11-01")]


def deliver(folder: Path, day: str, lines: Iterable[Line], gone: Iterable[int] = (), name: str = "") -> Path:
    """Write an archive of a day, with versions and deletions."""
    path = folder / (
        name or (f"LEGI_{day}-213000.tar.gz" if day > "20180501" else f"Freemium_legi_global_{day}-000000.tar.gz")
    )
    with tarfile.open(path, "w:gz") as tar:
        files = {
            file_of(number): ARTICLE.format(
                id=f"LEGIARTI{number:012d}", num=num, start=start, end=end, state=state, words=words
            )
            for number, num, start, end, state, words in lines
        }
        if gone:
            files["liste_suppression_legi.dat"] = "".join(f"{file_of(n).removesuffix('.xml')}\n" for n in gone)
        for file, text in files.items():
            info = tarfile.TarInfo(file)
            info.size, info.mtime = len(text.encode()), 1_530_000_000
            tar.addfile(info, io.BytesIO(text.encode()))
    return path


def file_of(number: int) -> str:
    identifier = f"{number:012d}"
    parts = "/".join(identifier[i : i + 2] for i in range(0, 10, 2))
    return f"{TEXT}/article/LEGI/ARTI/{parts}/LEGIARTI{identifier}.xml"


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("archives")
    names = dict.fromkeys(list(DELIVERIES)[:1], WHOLE.format("20180501"))
    return [deliver(folder, day, lines, name=names.get(day, "")) for day, lines in DELIVERIES.items()]


@pytest.fixture
def based(archives: list[Path], tmp_path: Path) -> Path:
    path = tmp_path / "legi.db"
    build(archives, path)
    return path


def learnt_of(changes: Iterable[Change]) -> dict[tuple[str, str], str | None]:
    return {
        (change.number, change.day.isoformat()): change.learnt and change.learnt.strftime("%Y%m%d")
        for change in changes
    }


def told(path: Path, **asked: Any) -> list[Change]:
    with open_corpus(path) as corpus:
        return list(corpus.changes(**asked))


# --- what is learnt, and when -------------------------------------------------------------------------------------


def test_the_archive_that_first_said_so_counts(based: Path) -> None:
    assert learnt_of(told(based)) == LEARNT


def test_increments_and_a_rebuild_have_learnt_the_same(archives: list[Path], based: Path, tmp_path: Path) -> None:
    path = tmp_path / "step.db"
    build(archives[:1], path)
    for archive in archives[1:]:
        update(path, [archive], ignore)
    assert told(path) == told(based)


def test_an_older_base_learns_it_by_its_migration(based: Path) -> None:
    with sqlite3.connect(based) as base:
        before = base.execute("SELECT * FROM records ORDER BY key, part").fetchall()
        base.execute("UPDATE records SET start_archive_id = 77, end_archive_id = 77")
        for statement in LEARN_ALL:
            base.execute(statement)
        assert base.execute("SELECT * FROM records ORDER BY key, part").fetchall() == before
    base.close()


def test_a_new_global_archive_that_says_the_same_is_no_news(based: Path, tmp_path: Path) -> None:
    stand: dict[int, Line] = {}
    for lines in DELIVERIES.values():
        stand |= {line[0]: line for line in lines}
    update(
        based,
        [deliver(tmp_path, "20181201", stand.values(), name="Freemium_legi_global_20181201-000000.tar.gz")],
        ignore,
    )
    assert learnt_of(told(based)) == LEARNT


def test_what_is_withdrawn_is_learnt_then(based: Path, tmp_path: Path) -> None:
    update(based, [deliver(tmp_path, "20181015", (), gone=[3])], ignore)
    assert learnt_of(told(based)) == LEARNT | {("1", "2018-11-01"): "20181015"}
    # Said again, it is news once more.
    update(based, [deliver(tmp_path, "20181020", DELIVERIES["20181001"][1:])], ignore)
    assert learnt_of(told(based)) == LEARNT | {("1", "2018-11-01"): "20181020"}


def test_another_number_is_another_change(based: Path, tmp_path: Path) -> None:
    update(based, [deliver(tmp_path, "20181015", [(9, "9 bis", "2000-01-01", OPEN, "VIGUEUR", "Neuf.")])], ignore)
    assert learnt_of(told(based))["9 bis", "2000-01-01"] == "20181015"


@pytest.mark.parametrize("folders", [("global", "20180731", "20180814")])
def test_of_real_law_what_was_said_before_is_no_news(folders: tuple[str, ...], tmp_path: Path) -> None:
    """The base is looked at after each archive; a change was learnt when it was last told otherwise."""
    from tests.test_national import pack

    path = tmp_path / "legi.db"
    names = ("Freemium_legi_global_20180501-000000", "LEGI_20180731-213000", "LEGI_20180814-213000")
    known: dict[Any, Any] = {}
    since: dict[Any, str] = {}
    for name, folder in zip(names, folders, strict=True):
        archive = pack(tmp_path / f"{name}.tar.gz", folder)
        if folder == "global":
            build([archive], path)
        else:
            update(path, [archive], ignore)
        with open_corpus(path) as corpus:
            now = {change.id: facts(corpus, change) for change in corpus.changes()}
        since |= {change: name[-15:-7] for change, fact in now.items() if known.get(change) != fact}
        known = now
    found = told(path)
    assert {change.id: change.learnt.strftime("%Y%m%d") for change in found if change.learnt} == {
        change.id: since[change.id] for change in found
    }
    assert len(set(since.values())) > 1


def facts(corpus: Corpus, change: Change) -> tuple[Any, ...]:
    reader = corpus.change_reader()
    old = change.old if change.old and change.old.end == change.day else None
    cause = None if change.cause in {"modified", "unknown"} else change.cause
    return reader.words(old), reader.words(change.new), old is None, change.new is None, cause


# --- asking for it ------------------------------------------------------------------------------------------------


@pytest.fixture(params=["by archive", "by day"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of reading what an archive taught."""
    if request.param == "by day":
        monkeypatch.setattr(learning, "MOST_SORTED", 0)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("text", [None, "LEGITEXT000000000009"])
@pytest.mark.parametrize("day", ["2018-05-01", "2018-05-02", "2018-08-01", "2018-09-01", "2018-10-02"])
@pytest.mark.parametrize("newest_first", [False, True])
def test_what_was_learnt_since_a_day(based: Path, text: str | None, day: str, newest_first: bool) -> None:
    whole = told(based, newest_first=newest_first)
    found = told(based, text=text, newest_first=newest_first, learnt_since=day)
    assert found == [one for one in whole if one.learnt and one.learnt.date().isoformat() >= day]


def test_hand_made_law_is_learnt_with_its_publication(corpus: Corpus) -> None:
    for change in corpus.changes():
        day = change.act.publication if change.act and change.act.publication else change.day
        assert change.learnt == dt.datetime.combine(day, dt.time())
    day = dt.date(2005, 4, 8)
    late = list(corpus.changes(learnt_since=day, until="2005-04-09"))
    assert late and all(change.learnt and change.learnt.date() >= day for change in late)


def test_nothing_is_learnt_in_a_time_to_come(corpus: Corpus) -> None:
    reader = corpus.change_reader(dt.date(2005, 4, 7))
    learnt = {change.day.isoformat(): change.learnt for change in reader.changes()}
    assert learnt["2003-09-16"] and learnt["2005-04-08"] is None


# --- the feed -----------------------------------------------------------------------------------------------------


def read_feed(site: Site, address: str) -> Iterator[tuple[str, str, str]]:
    """Read a feed through all its parts: identifier, moment and title of each entry."""
    while address:
        answer = site.ask(address)
        assert answer.status_code == 200, answer.text
        feed = etree.fromstring(answer.content)
        for entry in feed.findall(f"{ATOM}entry"):
            yield tuple(str(entry.findtext(f"{ATOM}{name}")) for name in ("id", "updated", "title"))  # type: ignore[misc]
        following = feed.find(f"{ATOM}link[@rel='next']")
        address = str(following.get("href")).partition("localhost")[2] if following is not None else ""


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("most", [1, 2, 3, 80])
@pytest.mark.parametrize("place", ["", "/legitext000000000009"])
def test_a_feed_gives_every_change_once_what_was_learnt_last_first(
    based: Path, monkeypatch: pytest.MonkeyPatch, most: int, place: str
) -> None:
    monkeypatch.setattr(pages, "MOST_ENTRIES", most)
    entries = list(read_feed(Site(based), f"/droit/changements{place}.atom"))
    assert [moment[:10] for _, moment, _ in entries] == sorted((moment[:10] for _, moment, _ in entries), reverse=True)
    assert entries[0][1] == "2018-10-01T21:30:00+02:00"
    assert sorted(one for one, *_ in entries) == sorted(change.id.urn for change in told(based))


@pytest.mark.parametrize("source", ["sample", "dila"])
@pytest.mark.parametrize("most", [7, 80])
def test_every_feed_holds_what_python_tells(
    source: str, most: int, corpus_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_ENTRIES", most)
    path = corpus_path
    if source == "dila":
        path = tmp_path / "dila.db"
        build([CASES], path)
    entries = list(read_feed(Site(path), "/droit/changements.atom"))
    assert sorted(one for one, *_ in entries) == sorted(change.id.urn for change in told(path))
    moments = [moment for _, moment, _ in entries]
    assert moments == sorted(moments, key=dt.datetime.fromisoformat, reverse=True)


def test_a_feed_says_again_what_is_corrected(archives: list[Path], tmp_path: Path) -> None:
    path = tmp_path / "legi.db"
    build(archives[:3], path)
    ((before, at, _), *_) = (e for e in read_feed(Site(path), "/droit/changements.atom"))
    update(path, archives[3:4], ignore)
    ((after, later, _), *_) = (e for e in read_feed(Site(path), "/droit/changements.atom"))
    assert before == after and (at[:10], later[:10]) == ("2018-06-01", "2018-08-01")
    update(path, archives[4:5], ignore)
    assert next(read_feed(Site(path), "/droit/changements.atom"))[2].startswith("5 (")


def test_a_feed_can_be_bound_to_what_was_learnt(based: Path) -> None:
    entries = list(read_feed(Site(based), "/droit/changements.atom?apprises=2018-09-01"))
    assert [moment[:10] for _, moment, _ in entries] == ["2018-10-01", "2018-09-01"]


@pytest.mark.parametrize(
    "mark", ["x", "2018-10-01T21:30:00", "2018-10-01T21:30:00~2018-02-30~0", "~2018-01-01~-1", "hier~2018-01-01~0"]
)
def test_a_mark_that_is_none_is_refused(based: Path, mark: str) -> None:
    assert Site(based).ask(f"/droit/changements.atom?suite={mark}").status_code == 400


def test_a_part_beyond_the_last_is_none(based: Path) -> None:
    assert Site(based).ask("/droit/changements.atom?suite=~1700-01-01~0").status_code == 404


@pytest.mark.parametrize("form", ["", ".json", ".csv", ".atom"])
def test_every_form_is_bound_to_what_was_learnt(based: Path, form: str) -> None:
    text = Site(based).ask(f"/droit/changements{form}?apprises={LATER}").text
    for change in told(based):
        late = (change.number, change.day.isoformat()) in LEARNT_LATER
        if form == ".csv":
            assert (f"{change.day},," in text) is late
        else:
            assert (str(change.id) in text) is late


def test_no_table_is_read_whole_for_what_was_learnt(based: Path) -> None:
    from corpus.change_queries import BY_ARCHIVE, LEARNT_BOUNDARIES

    values = {"since": "", "until": "~", "today": "2026-01-01", "learnt": "", "archives": "[2]"}
    with sqlite3.connect(based) as base:
        for (way, order), queries in LEARNT_BOUNDARIES.items():
            for query in queries.values() if way == BY_ARCHIVE else ():
                plan = [row[3] for row in base.execute(f"EXPLAIN QUERY PLAN {query}", values)]
                read = [line for line in plan if line.startswith("SCAN ") or "BLOOM" in line]
                # The base of this test has one text.
                assert all("json_each" in line or line.startswith("SCAN t ") for line in read), (order, plan)
    base.close()


def test_scopes_together_tell_each_once(based: Path) -> None:
    with open_corpus(based) as corpus:
        text = corpus.text("LEGITEXT000000000009").id
        reader = corpus.change_reader()
        scopes = [Scope(text), Scope(text, "1"), EVERYTHING]
        whole = list(reader.tell_learnt(scopes, reader.last_learnt(scopes, None, None)))
        assert len({change.id for change in whole}) == len(whole) == len(LEARNT)
