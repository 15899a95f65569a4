"""The Journal officiel in DILA's layout (JORF), alone and beside LEGI's non-codified texts, by what a user would ask.

Real layout: a JORF article has no ETAT and bears 2999-01-01 as both its dates; VERSIONS names the same article in LEGI.
"""

from __future__ import annotations

import io
import sqlite3
import tarfile
from pathlib import Path

import pytest

import chronolex
from chronolex.build import build
from chronolex.cli import run
from chronolex.national import update
from chronolex.progress import ignore
from corpus.keys import dila_id

CASES = Path(__file__).parent / "cases" / "dila_jorf"
DECREE = "Décret n° 2003-880 du 15 septembre 2003"
ORDER = "Arrêté du 12 décembre 2003"
ARTICLES = "jorf/global/article/JORF/ARTI/90/00/20/03/08"


def pack(target: Path, folder: str | None, prefix: str = "", extra: dict[str, str] | None = None) -> Path:
    """Write a tar.gz of a folder of cases, with other files beside them: deletion lists, changed articles."""
    root = CASES / (folder or "")
    found = sorted(root.rglob("*.xml")) if folder else []
    files = {str(file.relative_to(root)): file.read_bytes() for file in found}
    files |= {name: text.encode() for name, text in (extra or {}).items()}
    with tarfile.open(target, "w:gz") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(prefix + name)
            info.size, info.mtime = len(data), 1_530_000_000
            tar.addfile(info, io.BytesIO(data))
    return target


@pytest.fixture
def jorf(tmp_path: Path) -> Path:
    return pack(tmp_path / "Freemium_jorf_global_20040101-000000.tar.gz", "jorf_global")


@pytest.fixture
def legi(tmp_path: Path) -> Path:
    return pack(tmp_path / "Freemium_legi_global_20040101-000000.tar.gz", "legi_global")


@pytest.fixture
def increment(tmp_path: Path) -> Path:
    return pack(tmp_path / "JORF_20050408-010000.tar.gz", "jorf_increment", "20050408-010000/")


@pytest.fixture
def both(jorf: Path, legi: Path, tmp_path: Path) -> Path:
    build([jorf, legi], tmp_path / "both.db")
    return tmp_path / "both.db"


def rows(path: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as base:
        return base.execute(query, values).fetchall()


def asked(capsys: pytest.CaptureFixture[str], base: Path, *question: str) -> tuple[int, str]:
    status = run([*question, "--db", str(base)])
    return status, capsys.readouterr().out


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_four_roots_of_jorf_are_read(jorf: Path, tmp_path: Path) -> None:
    build([jorf], tmp_path / "jorf.db")
    parts = dict(rows(tmp_path / "jorf.db", "SELECT part, count(*) FROM records GROUP BY part"))
    assert parts == {"a": 5, "s": 1, "t": 2, "v": 2}
    (found,) = rows(tmp_path / "jorf.db", "SELECT nor, signed, published, number FROM texts WHERE slug LIKE 'decret%'")
    assert found == ("SANH0322761D", "2003-09-15", "2003-09-16", "2003-880")
    ((visas, signed),) = rows(
        tmp_path / "jorf.db", "SELECT visas, signatories FROM text_versions WHERE title LIKE 'Décret%'"
    )
    assert "Vu le code de la santé publique" in str(visas) and "Raffarin" in str(signed)


def test_nothing_in_the_layout_of_jorf_is_unexpected(jorf: Path, increment: Path, tmp_path: Path) -> None:
    build([jorf, increment], tmp_path / "jorf.db")
    assert rows(tmp_path / "jorf.db", "SELECT DISTINCT kind, detail FROM anomalies") == []


def test_the_words_of_every_jorf_article_are_kept(jorf: Path, increment: Path, tmp_path: Path) -> None:
    build([jorf, increment], tmp_path / "jorf.db")
    found = rows(
        tmp_path / "jorf.db",
        """SELECT u.text FROM unplaced_versions u UNION ALL
           SELECT al.text FROM version_alineas va JOIN alineas al ON al.id = va.alinea_id""",
    )
    words = "\n".join(str(text) for (text,) in found)
    assert "Il est inséré au livre VII du code de la santé publique un titre II" in words
    assert "Après l'article R. 735 du même code, il est inséré un article R. 736" in words


# ── What a user asks ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", [DECREE, "Décret n° 2003-880", "décret n°2003-880", "2003-880"])
def test_a_decree_is_found_by_its_title_and_its_number(name: str, jorf: Path, tmp_path: Path) -> None:
    build([jorf], tmp_path / "jorf.db")
    with chronolex.open(tmp_path / "jorf.db") as corpus:
        assert corpus.text(name).slug == "decret-2003-880"


def test_a_text_is_found_by_its_nor(jorf: Path, tmp_path: Path) -> None:
    build([jorf], tmp_path / "jorf.db")
    with chronolex.open(tmp_path / "jorf.db") as corpus:
        assert corpus.text("SANH0322761D").slug == "decret-2003-880"


def test_an_article_of_the_journal_officiel_is_read_at_a_date(
    jorf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build([jorf], tmp_path / "jorf.db")
    status, said = asked(
        capsys, tmp_path / "jorf.db", "at", "1", "--text", "Décret n° 2003-880", "--date", "2003-10-01"
    )
    assert status == 0
    assert "Il est inséré au livre VII du code de la santé publique un titre II" in said


def test_the_words_of_the_journal_officiel_are_searched(jorf: Path, tmp_path: Path) -> None:
    build([jorf], tmp_path / "jorf.db")
    with chronolex.open(tmp_path / "jorf.db") as corpus:
        assert [hit.number for hit in corpus.search("cahier des charges départemental")] == ["1"]


def test_an_increment_of_the_journal_officiel_brings_the_acts_of_the_day(
    jorf: Path, increment: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build([jorf], tmp_path / "jorf.db")
    update(tmp_path / "jorf.db", [increment], ignore)
    base = tmp_path / "jorf.db"
    status, said = asked(capsys, base, "at", "6", "--text", "Décret n° 2005-328", "--date", "2005-05-01")
    assert status == 0 and "il est inséré un article R. 736" in said


# ── Non-codified texts of LEGI ───────────────────────────────────────────────────────────────────────────────


def test_a_non_codified_text_is_read_like_a_code(
    legi: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build([legi], tmp_path / "legi.db")
    status, said = asked(capsys, tmp_path / "legi.db", "at", "1er", "--text", ORDER, "--date", "2004-01-01")
    assert status == 0 and "porte le nom de chaque médecin" in said
    status, said = asked(capsys, tmp_path / "legi.db", "at", "3", "--text", DECREE, "--date", "2003-09-15")
    assert status == 2  # before its first version
    with chronolex.open(tmp_path / "legi.db") as corpus:
        lines = corpus.text(ORDER).at("2004-01-01").contents()
        assert [(line.depth, line.title or line.number) for line in lines] == [
            (0, "Chapitre Ier : Le tableau"),
            (1, "1"),
            (0, "2"),
        ]
        assert corpus.faults() == ()


# ── The two bases together ───────────────────────────────────────────────────────────────────────────────────


def test_the_same_articles_of_both_bases_are_paired_both_ways(both: Path) -> None:
    pairs = {(dila_id(int(str(a))), dila_id(int(str(b)))) for a, b in rows(both, "SELECT * FROM pairs")}
    assert ("LEGIARTI900020030881", "JORFARTI900020030881") in pairs
    assert ("JORFARTI900020030881", "LEGIARTI900020030881") in pairs
    assert pairs == {(other, one) for one, other in pairs} and len(pairs) == 10


def test_one_text_of_two_bases_is_one_text_and_its_articles_are_not_ambiguous(
    both: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rows(both, "SELECT count(*) FROM texts WHERE number = '2003-880'") == [(1,)]
    status, said = asked(capsys, both, "at", "1", "--text", DECREE, "--date", "2003-10-01")
    assert status == 0 and "R730" in said


def test_the_contents_of_a_text_of_two_bases_name_each_article_once(both: Path) -> None:
    with chronolex.open(both) as corpus:
        lines = corpus.text(DECREE).at("2003-10-01").contents()
    assert [line.number for line in lines] == ["1", "2", "3"]


def test_what_legi_says_of_a_text_stays_whatever_comes_last(jorf: Path, legi: Path, tmp_path: Path) -> None:
    build([legi], tmp_path / "legi.db")
    update(tmp_path / "legi.db", [jorf], ignore)
    assert rows(tmp_path / "legi.db", "SELECT state, start FROM texts WHERE number = '2003-880'") == [
        ("VIGUEUR", "2003-09-16")
    ]


def _of_base(base: str) -> tuple[str, ...]:
    """Queries for what one base brought: identifiers of LEGI begin below 4·10¹², those of JORF after."""
    side = "<" if base == "LEGI" else ">="
    tables = ("versions", "id"), ("unplaced_versions", "id"), ("contents", "parent_id"), ("records", "key")
    return tuple(f"SELECT * FROM {table} WHERE {key} {side} 4000000000000 ORDER BY 1, 2" for table, key in tables)


@pytest.mark.parametrize(("reset", "kept"), [("jorf", "LEGI"), ("legi", "JORF")])
def test_a_new_global_of_one_base_leaves_the_other(both: Path, tmp_path: Path, reset: str, kept: str) -> None:
    before = [rows(both, query) for query in _of_base(kept)]
    other = [rows(both, query) for query in _of_base("JORF" if kept == "LEGI" else "LEGI")]
    emptied = pack(tmp_path / f"Freemium_{reset}_global_20060101-000000.tar.gz", None, extra={"lisez-moi.txt": "rien"})
    update(both, [emptied], ignore)
    assert [rows(both, query) for query in _of_base(kept)] == before
    assert any(other) and not any(rows(both, query) for query in _of_base("JORF" if kept == "LEGI" else "LEGI"))


def test_an_increment_older_than_the_other_base_is_applied(both: Path, tmp_path: Path, increment: Path) -> None:
    """The bases have calendars of their own: LEGI of 2006 does not keep JORF of 2005 out."""
    later = pack(tmp_path / "LEGI_20060101-213000.tar.gz", "legi_global", "20060101-213000/")
    update(both, [later], ignore)
    (done,) = update(both, [increment], ignore).applied
    assert done.archive == increment.name and done.written == 9


def test_a_deletion_list_of_jorf_takes_its_files_away_and_no_other(both: Path, tmp_path: Path) -> None:
    lines = [f"{ARTICLES}/JORFARTI900020030883", "jorf/global/article/JORF/ARTI/00/00/00/00/00/JORFARTI000000000009"]
    archive = pack(
        tmp_path / "JORF_20040201-010000.tar.gz",
        None,
        "20040201-010000/",
        {"liste_suppression_jorf.dat": "\n".join(lines) + "\n"},
    )
    (done,) = update(both, [archive], ignore).applied
    assert (done.deleted, done.absent, done.anomalies) == (1, 1, 0)
    assert rows(both, "SELECT key FROM records WHERE key % 1000000000000 = 900020030883") == [(2900020030883,)]


def test_the_deletion_of_an_issue_is_no_anomaly(both: Path, tmp_path: Path) -> None:
    listed = "jorf/global/conteneur/JORF/CONT/90/00/20/03/08/JORFCONT900020030880\n"
    archive = pack(tmp_path / "JORF_20040201-010000.tar.gz", None, extra={"liste_suppression_jorf.dat": listed})
    (done,) = update(both, [archive], ignore).applied
    assert done.anomalies == 0
