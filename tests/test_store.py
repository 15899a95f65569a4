"""Writing a corpus: whole or not at all, deterministic, and never two versions of one article on one day."""

from __future__ import annotations

import datetime as dt
import sqlite3
import stat
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chronolex.build import build
from chronolex.citing import cite_unread
from chronolex.progress import ignore
from chronolex.site.reader import _IDLE
from corpus import queries, store
from corpus.citation_tables import CITATION_TABLES, CITATION_VIEWS
from corpus.dates import Clock, DateRule, Moment
from corpus.errors import CorpusError, NewerSchema, NotACorpus, Overlap
from corpus.migrations import Migration, migrate, upgrade
from corpus.model import Source, TextId
from corpus.quality_tables import QUALITY_INDEXES, QUALITY_TABLES
from corpus.reading import Corpus, open_corpus
from corpus.schema import CHANGE_INDEXES, LEARNT_INDEXES, NAMED_INDEXES, SCHEMA_VERSION, TEXT_INDEXES
from corpus.store import Bound, Writer

TEXT = TextId("CODE", "Code civil")
SAMPLES = Path(__file__).parent.parent / "samples" / "permanence-des-soins"
DAY = dt.date(2000, 1, 1)


def bound(day: dt.date, law: dt.date | None = None) -> Bound:
    return Bound(Moment(day, DateRule.SOURCE), Moment(law, DateRule.ACT) if law else None)


def add(
    writer: Writer, start: dt.date, end: dt.date | None, text: str = "Un.", law: tuple[dt.date, dt.date] | None = None
) -> int:
    article = writer.add_article(writer.add_text(TEXT), "1er")
    return writer.add_version(
        article,
        [text],
        start=bound(start, law[0] if law else None),
        end=bound(end, law[1] if law else None) if end else None,
        end_cause="modified" if end else None,
        provenance="official",
        verification="official",
    )


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return [line for line in connection.iterdump() if "version_search" not in line]
    finally:
        connection.close()


# --- whole or not at all ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("interruption", [RuntimeError, KeyboardInterrupt, SystemExit, Overlap])
def test_an_interrupted_build_leaves_the_old_file_as_it_was(tmp_path: Path, interruption: type[BaseException]) -> None:
    path = tmp_path / "droit.db"
    with store.create(path) as writer:
        add(writer, DAY, None)
    before = path.read_bytes()
    with pytest.raises(interruption), store.create(path) as writer:
        add(writer, DAY, None, "Autre.")
        raise interruption("interrompu")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_first_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), store.create(tmp_path / "droit.db"):
        raise RuntimeError
    assert not list(tmp_path.iterdir())


def test_nothing_is_visible_at_the_path_before_the_end(tmp_path: Path) -> None:
    path = tmp_path / "droit.db"
    with store.create(path) as writer:
        add(writer, DAY, None)
        assert not path.exists()
    assert path.exists()


def test_a_new_build_replaces_the_old_one_and_readers_keep_theirs(tmp_path: Path) -> None:
    path = tmp_path / "droit.db"
    for text in ("Ancien.", "Nouveau."):
        with store.create(path) as writer:
            add(writer, DAY, None, text)
        if text == "Ancien.":
            reader = open_corpus(path)
    with reader, open_corpus(path) as fresh:
        assert [c.article("1").versions()[0].alineas for c in (reader, fresh)] == [("Ancien.",), ("Nouveau.",)]


def test_the_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "autre").touch()
    with store.create(tmp_path / "droit.db"):
        pass
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("autre", "droit.db")]
    assert modes[0] == modes[1]


def write_text(path: Path) -> None:
    path.write_text("[corpus]\ntitle = 'mon manifeste'\n")


def write_foreign_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE clients (name)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("occupant", [write_text, write_foreign_database])
def test_a_file_that_is_not_ours_is_never_overwritten(tmp_path: Path, occupant: Callable[[Path], None]) -> None:
    path = tmp_path / "corpus.toml"
    occupant(path)
    before = path.read_bytes()
    with pytest.raises(NotACorpus, match="pas touché"), store.create(path):
        pytest.fail("the block must not run")
    assert path.read_bytes() == before


def test_a_folder_a_missing_folder_and_a_live_journal_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="n’existe pas"), store.create(tmp_path / "absent" / "droit.db"):
        pass
    with pytest.raises(NotACorpus, match="dossier"), store.create(tmp_path):
        pass
    with store.create(tmp_path / "droit.db"):
        pass
    (tmp_path / "droit.db-wal").write_bytes(b"frames of someone else")
    with pytest.raises(CorpusError, match="en cours d’écriture"), store.create(tmp_path / "droit.db"):
        pass


def test_rows_that_name_absent_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.create(tmp_path / "droit.db") as writer:
        writer.add_article(99, "1")
    assert not list(tmp_path.iterdir())


def test_the_same_calls_give_the_same_bytes(corpus_path: Path, tmp_path: Path, fill: Callable[[Writer], None]) -> None:
    with store.create(tmp_path / "encore.db") as writer:
        fill(writer)
    assert dump(tmp_path / "encore.db") == dump(corpus_path)
    assert (tmp_path / "encore.db").read_bytes() == corpus_path.read_bytes()


# --- keys ---------------------------------------------------------------------------------------------------------


def test_what_is_added_twice_keeps_its_identifier_and_gains_what_was_unknown(tmp_path: Path) -> None:
    with store.create(tmp_path / "droit.db") as writer:
        assert writer.add_source(Source("a"), format="x") == writer.add_source(Source("a"), format="x")
        text = writer.add_text(TEXT)
        assert text == writer.add_text(TEXT, published=DAY)
        assert text == writer.add_text(TEXT, published=dt.date(1999, 1, 1))
        assert writer.add_article(text, "art. R.730") == writer.add_article(text, "R 730", "R. 730")
        assert add(writer, DAY, None) == add(writer, DAY, None)
        link = writer.add_lineage((text, "1"), (text, "2"), kind="renumbered", status="declared", score=1)
        assert link == writer.add_lineage((text, "1er"), (text, "2"), kind="renumbered", status="declared", score=1)
    with open_corpus(tmp_path / "droit.db") as corpus:
        assert corpus.texts()[0].published == DAY
        assert corpus.article("R730").number == "R730"


def test_an_alinea_is_kept_once_however_many_versions_hold_it(tmp_path: Path) -> None:
    with store.create(tmp_path / "droit.db") as writer:
        add(writer, DAY, dt.date(2001, 1, 1))
        add(writer, dt.date(2001, 1, 1), None)
    connection = sqlite3.connect(tmp_path / "droit.db")
    counts = [connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("alineas", "version_alineas")]
    connection.close()
    assert counts == [1, 2]


def test_a_version_without_alinea_is_a_bug_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"), store.create(tmp_path / "droit.db") as writer:
        article = writer.add_article(writer.add_text(TEXT), "1")
        writer.add_version(article, [], start=bound(DAY), provenance="official", verification="official")


# --- no overlap ---------------------------------------------------------------------------------------------------

JANUARY, FEBRUARY, MARCH = (dt.date(2000, month, 1) for month in (1, 2, 3))


@pytest.mark.parametrize(
    ("second_start", "second_end"),
    [(JANUARY, FEBRUARY), (dt.date(2000, 1, 31), None), (dt.date(1999, 1, 1), dt.date(2000, 1, 2)), (JANUARY, MARCH)],
)
def test_two_versions_on_one_day_are_refused(tmp_path: Path, second_start: dt.date, second_end: dt.date | None) -> None:
    with pytest.raises(Overlap, match="Code civil, article 1er"), store.create(tmp_path / "droit.db") as writer:
        add(writer, JANUARY, FEBRUARY)
        add(writer, second_start, second_end, "Autre.")


def test_versions_that_touch_do_not_overlap(tmp_path: Path) -> None:
    with store.create(tmp_path / "droit.db") as writer:
        add(writer, JANUARY, FEBRUARY)
        add(writer, FEBRUARY, None, "Suite.")
    with open_corpus(tmp_path / "droit.db") as corpus:
        days = (dt.date(2000, 1, 31), FEBRUARY)
        assert [v.alineas[0] for day in days if (v := corpus.article("1").at(day))] == ["Un.", "Suite."]


def test_versions_do_not_overlap_on_the_law_s_clock_either(tmp_path: Path) -> None:
    with pytest.raises(Overlap), store.create(tmp_path / "droit.db") as writer:
        add(writer, JANUARY, FEBRUARY, law=(JANUARY, MARCH))
        add(writer, FEBRUARY, MARCH, "Suite.", law=(FEBRUARY, dt.date(2000, 4, 1)))


def test_the_database_itself_refuses_an_overlap_by_update(tmp_path: Path) -> None:
    with store.create(tmp_path / "droit.db") as writer:
        add(writer, JANUARY, FEBRUARY)
        add(writer, FEBRUARY, None, "Suite.")
    connection = sqlite3.connect(tmp_path / "droit.db")
    with pytest.raises(sqlite3.IntegrityError, match="overlap"):
        connection.execute("UPDATE versions SET \"end\" = '2000-02-02' WHERE start = '2000-01-01'")
    connection.close()


offsets = st.integers(0, 60)
intervals = st.lists(st.tuples(offsets, st.one_of(st.none(), st.integers(1, 40))), max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(intervals)
def test_whatever_is_added_each_day_has_at_most_one_version(
    tmp_path: Path, wanted: list[tuple[int, int | None]]
) -> None:
    accepted: list[tuple[dt.date, dt.date]] = []
    with store.create(tmp_path / "droit.db") as writer:
        for rank, (offset, length) in enumerate(wanted):
            start = DAY + dt.timedelta(offset)
            end = start + dt.timedelta(length) if length else None
            free = all(not (start < e and s < (end or dt.date.max)) for s, e in accepted)
            if free:
                add(writer, start, end, f"Texte {rank}.")
                accepted.append((start, end or dt.date.max))
            else:
                with pytest.raises(Overlap):
                    add(writer, start, end, f"Texte {rank}.")
    if not accepted:
        return
    with open_corpus(tmp_path / "droit.db") as corpus:
        article = corpus.article("1")
        for day in (DAY + dt.timedelta(n) for n in range(0, 110, 3)):
            found = article.at(day)
            assert [(v.start, v.end or dt.date.max) for v in [found] if v] == [
                (s, e) for s, e in accepted if s <= day < e
            ]


# --- opening ------------------------------------------------------------------------------------------------------


def set_pragma(path: Path, pragma: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA {pragma}")
    connection.commit()
    connection.close()


def drop_a_table(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP VIEW lineage_map")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "error", "words"),
    [
        (lambda path: path.unlink(), NotACorpus, "n’existe pas"),
        (lambda path: path.write_bytes(b""), NotACorpus, "n’est pas une base construite par Chronolex"),
        (lambda path: path.write_bytes(b"\x89PNG" * 2000), NotACorpus, "n’est pas une base SQLite"),
        (lambda path: set_pragma(path, "application_id = 7"), NotACorpus, "construite par Chronolex"),
        (lambda path: set_pragma(path, f"user_version = {SCHEMA_VERSION + 1}"), NewerSchema, "plus récente"),
        (lambda path: set_pragma(path, "user_version = 0"), NotACorpus, "chronolex migrate"),
        (drop_a_table, NotACorpus, "lineage_map"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_what_to_do(
    tmp_path: Path, spoil: Callable[[Path], None], error: type[CorpusError], words: str
) -> None:
    path = tmp_path / "droit.db"
    with store.create(path):
        pass
    spoil(path)
    with pytest.raises(error, match=words) as raised:
        open_corpus(path)
    assert raised.value.next_step


def test_a_corpus_is_open_for_reading_only(corpus: Corpus) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        corpus._connection.execute("DELETE FROM versions")


def test_a_path_with_uri_signs_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "droit ?mode=rwc#é%20.db"
    with store.create(path) as writer:
        add(writer, DAY, None)
    with open_corpus(path) as corpus:
        assert corpus.article("1er").latest() is not None


@pytest.mark.parametrize("clock", list(Clock))
@pytest.mark.parametrize("question", [queries.ARTICLE_AT, queries.TEXT_AT])
def test_point_in_time_is_an_indexed_query(tmp_path: Path, question: dict[str, str], clock: Clock) -> None:
    with store.create(tmp_path / "droit.db") as writer:
        # SQLite scans a table of ten rows sooner than its index: what matters is the plan for many.
        for number in range(300):
            text = writer.add_text(TextId("LOI", f"Loi n° {number}", str(number)))
            source = writer.add_source(Source(f"{number}.xml"), format="legi")
            article = writer.add_article(text, "1")
            writer.add_version(
                article,
                [f"Alinéa {number}."],
                start=bound(DAY),
                provenance="official",
                verification="official",
                source_id=source,
            )
    connection = sqlite3.connect(tmp_path / "droit.db")
    values = {"article": 1, "text": 1, "day": "2005-05-01"}
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {question[clock]}", values)]
    connection.close()
    assert [step for step in plan if step.startswith("SEARCH v USING INDEX versions_in_order (article_id=?")], plan
    assert not [step for step in plan if step.startswith("SCAN") and "(subquery" not in step], plan


# --- migrations ---------------------------------------------------------------------------------------------------

ADD_COLUMN = Migration(SCHEMA_VERSION + 1, "test", ("ALTER TABLE texts ADD COLUMN colour TEXT", "SELECT 1"))
HALF_WAY = Migration(
    SCHEMA_VERSION + 2, "test", ("ALTER TABLE texts ADD COLUMN shape TEXT", "INSERT INTO nowhere VALUES (1)")
)


def connect_to_new(path: Path) -> sqlite3.Connection:
    with store.create(path):
        pass
    return sqlite3.connect(path, isolation_level=None)


def state(connection: sqlite3.Connection) -> tuple[int, set[str]]:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return version, {row[1] for row in connection.execute("PRAGMA table_info(texts)")} & {"colour", "shape"}


FIRST_CITATIONS = """CREATE TABLE citations (id INTEGER PRIMARY KEY, version_id INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, as_written TEXT NOT NULL, target_text TEXT, target_article TEXT,
    target_alinea TEXT, target_item TEXT, target_text_id INTEGER, target_article_id INTEGER, method TEXT NOT NULL,
    status TEXT NOT NULL)"""


def test_a_corpus_of_schema_1_is_brought_to_today_and_its_citations_read_again(tmp_path: Path) -> None:
    path = tmp_path / "droit.db"
    build([SAMPLES], path)
    today = list(sqlite3.connect(path).execute("SELECT * FROM resolved_citations ORDER BY 1, 2, start"))
    base = sqlite3.connect(path)
    for view in CITATION_VIEWS:
        base.execute(f"DROP VIEW {view.name}")
    for table in reversed(CITATION_TABLES):
        base.execute(f"DROP TABLE {table.name}")
    for index in (
        "versions_unread",
        *(sql.split()[2] for sql in CHANGE_INDEXES + LEARNT_INDEXES + TEXT_INDEXES + QUALITY_INDEXES + NAMED_INDEXES),
    ):
        base.execute(f"DROP INDEX {index}")
    base.execute("DELETE FROM meta WHERE key = 'figures'")
    for table in QUALITY_TABLES:
        base.execute(f"DROP TABLE {table.name}")
    base.execute("ALTER TABLE versions DROP COLUMN citations")
    for side in ("start", "end"):
        base.execute(f"ALTER TABLE records DROP COLUMN {side}_archive_id")
    # A view of today's names columns that an older base did not have.
    base.execute("DROP VIEW data_faults")
    base.execute("CREATE VIEW data_faults AS SELECT 1 AS kind")
    for column in ("end_cause", "named_id"):
        base.execute(f"ALTER TABLE absences DROP COLUMN {column}")
    base.execute("DROP VIEW missing_versions")
    for table in ("named_versions", "withdrawn_versions"):
        base.execute(f"DROP TABLE {table}")
    base.execute(FIRST_CITATIONS)
    base.execute("PRAGMA user_version = 1")
    base.commit()
    base.close()
    with pytest.raises(NotACorpus, match="ancienne"):
        open_corpus(path)
    assert upgrade(path) == (2, 3, 4, 5, 6)
    assert cite_unread(path, ignore("")) == 41
    assert list(sqlite3.connect(path).execute("SELECT * FROM resolved_citations ORDER BY 1, 2, start")) == today
    assert cite_unread(path, ignore("")) == 0


def test_a_migration_is_applied_once(tmp_path: Path) -> None:
    connection = connect_to_new(tmp_path / "droit.db")
    assert migrate(connection, "droit.db", [ADD_COLUMN]) == (SCHEMA_VERSION + 1,)
    assert migrate(connection, "droit.db", [ADD_COLUMN]) == ()
    assert state(connection) == (SCHEMA_VERSION + 1, {"colour"})
    connection.close()


def test_a_migration_that_fails_half_way_is_rolled_back_whole(tmp_path: Path) -> None:
    connection = connect_to_new(tmp_path / "droit.db")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(connection, "droit.db", [ADD_COLUMN, HALF_WAY])
    assert state(connection) == (SCHEMA_VERSION + 1, {"colour"})
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_upgrade_leaves_a_corpus_of_today_alone_and_refuses_the_rest(tmp_path: Path) -> None:
    with store.create(tmp_path / "droit.db"):
        pass
    assert upgrade(tmp_path / "droit.db") == ()
    with pytest.raises(NotACorpus):
        upgrade(tmp_path / "absent.db")
    set_pragma(tmp_path / "droit.db", f"user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(NewerSchema):
        upgrade(tmp_path / "droit.db")


def test_what_is_not_official_is_found_and_counted_by_an_index(tmp_path: Path) -> None:
    path = tmp_path / "droit.db"
    build([SAMPLES], path)
    with open_corpus(path) as corpus:
        versions = corpus.versions()
        for state in {version.verification for version in versions} | {"official", "unverified"}:
            assert corpus.versions(state) == tuple(one for one in versions if one.verification == state)
        assert corpus.count_verifications() == Counter(one.verification for one in versions)
    base = sqlite3.connect(path)
    for query, index in ((queries.COMPARED_VERSIONS, "versions_unofficial"), (_IDLE, "instructions_by_target")):
        values = {"verification": "different", "number": "L1", "text": "x", "limit": 1}
        plan = " ".join(row[3] for row in base.execute(f"EXPLAIN QUERY PLAN {query}", values))
        assert index in plan


def test_a_base_of_an_older_schema_is_not_updated(tmp_path: Path) -> None:
    path = tmp_path / "droit.db"
    with store.create(path):
        pass
    set_pragma(path, f"user_version = {SCHEMA_VERSION - 1}")
    with pytest.raises(NotACorpus, match="ancienne"):
        store.open_for_update(path)
