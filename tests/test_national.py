"""DILA's archives into a corpus: what they say, what changes, what goes away, and what must survive an accident."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import chronolex
from chronolex.build import build
from chronolex.cli import run
from chronolex.national import is_delivery, update
from chronolex.progress import ignore
from corpus import queries
from corpus.contents import CONTENTS, TEXT_IN_ORDER
from corpus.errors import AmbiguousArticle, CorpusError, SourceError
from corpus.keys import dila_id, dila_key
from corpus.replacing import rewriting
from ingest.dila import folder_of, read_placed, read_target, stream

CASES = Path(__file__).parent / "cases" / "dila"
BASE = "legi/global/code_et_TNC_en_vigueur/code_en_vigueur"
L613_3 = "LEGIARTI994140000882"


def pack(target: Path, folder: str, *, deleted: tuple[str, ...] = (), extra: dict[str, bytes] | None = None) -> Path:
    """Write a tar.gz of a folder of real files, as DILA lays its archives out, with a deletion list."""
    with tarfile.open(target, "w:gz") as tar:
        files = {str(f.relative_to(CASES / folder)): f.read_bytes() for f in sorted((CASES / folder).rglob("*.xml"))}
        if deleted:
            files["liste_suppression_legi.dat"] = "".join(f"{path}\n" for path in deleted).encode()
        for name, data in {**files, **(extra or {})}.items():
            info = tarfile.TarInfo(name if folder == "global" else f"{folder}-213000/{name}")
            info.size, info.mtime = len(data), 1_530_000_000
            tar.addfile(info, io.BytesIO(data))
    return target


@pytest.fixture
def archives(tmp_path: Path) -> list[Path]:
    return [
        pack(tmp_path / "Freemium_legi_global_20180501-000000.tar.gz", "global"),
        pack(tmp_path / "LEGI_20180731-213000.tar.gz", "20180731"),
        pack(tmp_path / "LEGI_20180814-213000.tar.gz", "20180814"),
    ]


@pytest.fixture
def based(archives: list[Path], tmp_path: Path) -> Path:
    build(archives[:1], tmp_path / "legi.db")
    return tmp_path / "legi.db"


def canonical_rows(path: Path) -> Iterator[tuple[object, ...]]:
    """The present state of a corpus without the numbers that depend on the order in which rows were written."""
    base = sqlite3.connect(path)
    yield from base.execute(
        """SELECT v.id, t.key, a.number, a.bearer, v.start, v."end", v.end_cause, v.state, v.html, v.nota,
                  (SELECT group_concat(text, char(10)) FROM (SELECT al.text FROM version_alineas va JOIN alineas al
                   ON al.id = va.alinea_id WHERE va.version_id = v.id ORDER BY va.position))
           FROM versions v JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id ORDER BY v.id"""
    )
    yield from base.execute("SELECT * FROM contents ORDER BY parent_id, position")
    yield from base.execute(
        "SELECT s.id, t.key, s.title FROM sections s JOIN texts t ON t.id = s.text_id ORDER BY s.id"
    )
    yield from base.execute(
        """SELECT l.version_id, l.position, k.found, l.sense, l.outgoing, l.decided_by, l.target_key, l.text_key,
                  l.label FROM links l JOIN link_kinds k ON k.id = l.kind_id ORDER BY 1, 2"""
    )
    yield from base.execute(
        "SELECT r.key, r.part, f.path FROM records r JOIN folders f ON f.id = r.folder_id ORDER BY 1, 2"
    )
    yield from base.execute("SELECT slug, nature, title, key, state FROM texts WHERE key IS NOT NULL ORDER BY key")
    yield from base.execute("SELECT id, citations FROM versions ORDER BY id")
    yield from base.execute(
        """SELECT r.version_id, r.position, r.span_start, r.as_written, r.cited_text, r.cited_number, r.start, r."end",
                  r.status, a.number, a.bearer, r.cited_version_id, r.alinea, r.item, r.relation, r.method
           FROM resolved_citations r LEFT JOIN articles a ON a.id = r.cited_article_id
           ORDER BY 1, 2, r.start, a.number, r.cited_version_id"""
    )
    yield from base.execute("SELECT name, status FROM cited_texts WHERE name NOT LIKE '#%' ORDER BY name")


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_identifiers_are_integers_and_back() -> None:
    for identifier in ("LEGIARTI000006527458", "LEGITEXT000006069414", "JORFTEXT000000512345"):
        key = dila_key(identifier)
        assert key is not None and dila_id(key) == identifier
    assert [dila_key(bad) for bad in ("", "LEGIARTI1", "XXXXARTI000006527458", "LEGIARTI00000652745é")] == [None] * 4


ARTICLE = """<ARTICLE><META><META_COMMUN><ID>LEGIARTI000000000001</ID></META_COMMUN><META_SPEC><META_ARTICLE>
<NUM>{num}</NUM><ETAT>{state}</ETAT><DATE_DEBUT>{start}</DATE_DEBUT><DATE_FIN>{end}</DATE_FIN></META_ARTICLE></META_SPEC>
</META><CONTEXTE><TEXTE cid="LEGITEXT000000000009"/></CONTEXTE><BLOC_TEXTUEL><CONTENU>{text}</CONTENU></BLOC_TEXTUEL>
</ARTICLE>"""
PATH = f"{BASE}/LEGI/TEXT/00/LEGITEXT000000000009/article/LEGI/ARTI/00/LEGIARTI000000000001.xml"


def article(**fields: str) -> str:
    values = {
        "num": "L1",
        "state": "VIGUEUR",
        "start": "2000-01-01",
        "end": "2999-01-01",
        "text": "<p>Un.</p>",
    } | fields
    return ARTICLE.format(**values)


@pytest.mark.parametrize(
    ("fields", "start", "end", "unplaced"),
    [
        ({}, "2000-01-01", None, None),
        ({"end": "2010-01-01", "state": "MODIFIE"}, "2000-01-01", "2010-01-01", None),
        ({"start": "2999-01-01"}, None, None, "undated"),
        ({"start": "2222-02-22"}, "2222-02-22", None, None),
        ({"end": "2000-01-01", "state": "MODIFIE"}, "2000-01-01", "2000-01-01", "stillborn"),
        ({"end": "1999-01-01", "state": "MODIFIE"}, "2000-01-01", "1999-01-01", "stillborn"),
        ({"state": "MODIFIE_MORT_NE", "end": "2001-01-01"}, "2000-01-01", "2001-01-01", "stillborn"),
    ],
)
def test_dila_dates_mean_what_they_mean(
    fields: dict[str, str], start: str | None, end: str | None, unplaced: str | None
) -> None:
    placed, anomalies = read_placed(PATH, article(**fields).encode(), None)
    assert placed is not None and anomalies == ()
    record = placed.record
    assert (record.start, record.end, record.unplaced) == (start, end, unplaced)  # type: ignore[union-attr]


LINK_FAULTS = {"unknown-attribute", "unknown-link-kind", "unknown-link-sense"}


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (article(text="<p>Un<br></p>"), {"broken-xml"}),
        (article().replace("<NUM>", "<NOUVEAU/><NUM>"), {"unknown-tag"}),
        (article(state=""), {"empty-state"}),
        (article().replace('cid="LEGITEXT000000000009"', ""), {"missing-cid"}),
        (article(text="<p>Un.</p><script>alert(1)</script>"), {"dropped-markup"}),
        (article().replace("<NUM>", "<NOTA/>perdu<NUM>"), {"misplaced-tag", "stray-text"}),
        (article(text='<p onclick="x()">Un <img/></p><neuf/>'), {"dropped-attribute", "image", "unknown-markup"}),
        (article().replace("</ARTICLE>", "<LIENS><LIEN sens='x' y='z'/></LIENS></ARTICLE>"), LINK_FAULTS),
        ("<AUTRE/>", {"unknown-root"}),
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + article(), {"doctype"}),
        (article(start="2013-02-30"), {"bad-date"}),
    ],
)
def test_what_is_not_expected_is_counted(data: str, kinds: set[str]) -> None:
    _, anomalies = read_placed(PATH, data.encode(), None)
    assert {anomaly.kind for anomaly in anomalies} == kinds


def test_entities_are_never_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + article(text="<p>&b;</p>")
    placed, _ = read_placed(PATH, bomb.encode(), None)
    assert placed is None  # refused: with the entity lost, the text would silently be another


def test_a_deletion_names_a_record_its_kind_and_its_folder() -> None:
    key = PATH.removesuffix(".xml")
    assert folder_of(f"20180731-213000/{PATH}") == BASE
    assert read_target(key) == (dila_key("LEGIARTI000000000001"), "a", BASE)
    assert read_target("legi/global/nowhere") is None


# ── Whole bases ──────────────────────────────────────────────────────────────────────────────────────────────


def test_versions_sections_and_links_are_there(based: Path) -> None:
    with chronolex.open(based) as corpus:
        versions = corpus.article("371-4", "Code civil").versions()
        assert [str(v.start) for v in versions] == [
            "1971-01-01",
            "1994-02-01",
            "2002-03-05",
            "2007-03-06",
            "2013-05-19",
        ]
        assert versions[-1].end is None and versions[-1].act is not None
        lines = corpus.text("Code de la propriété intellectuelle").at("2018-05-01").contents()
        assert [line.number for line in lines if not line.is_section] == ["L331-6", "L613-3", "L615-14"]
        assert lines[0].is_section and lines[0].depth == 0 and lines[-1].depth > 2
        assert corpus.search("relations personnelles ascendants")[0].number == "371-4"


def test_two_articles_may_bear_one_number_and_neither_is_lost(based: Path) -> None:
    with chronolex.open(based) as corpus:
        assert {fault.subject for fault in corpus.faults("overlap")} == {
            "Code de la propriété intellectuelle, art. L331-6",
            "Code de la propriété intellectuelle, art. L615-14",
        }
        with pytest.raises(AmbiguousArticle, match="porteur 1 à 2"):
            corpus.article("L615-14")
        first, second = corpus.article("L615-14", bearer=1), corpus.article("L615-14", bearer=2)
        assert first.at("1995-01-01") != second.at("1995-01-01")
    assert run(["at", "L615-14", "--date", "1995-01-01", "--porteur", "2", "--db", str(based)]) == 0
    base = sqlite3.connect(based)
    (count,) = base.execute("SELECT count(*) FROM versions").fetchone()
    assert count == len(list((CASES / "global").rglob("article/**/*.xml")))


@pytest.mark.parametrize(
    ("date", "order", "verdict"),
    [
        ("2009-10-31", "L'article L. 331-6 du code de la propriété intellectuelle est abrogé.", "refused"),
        ("2009-10-31", "Dans le code de la propriété intellectuelle, le mot : « les » est supprimé.", "refused"),
        ("2009-11-02", "L'article L. 331-6 du code de la propriété intellectuelle est abrogé.", "applied"),
    ],
)
def test_an_act_on_a_number_that_two_articles_bear_is_shown_on_neither(
    date: str, order: str, verdict: str, based: Path, tmp_path: Path
) -> None:
    (tmp_path / "acte.txt").write_text(order)
    with chronolex.open(based) as corpus:
        found = chronolex.preview(tmp_path / "acte.txt", corpus, date=date)
    (only,) = found.orders
    assert (only.verdict, bool(found.articles)) == (verdict, verdict == "applied")
    shared = "Plusieurs articles portent le même numéro ce jour-là (L. 331-6)."
    assert only.detail == (shared if verdict == "refused" else None)


def test_increments_give_what_a_rebuild_gives(archives: list[Path], based: Path, tmp_path: Path) -> None:
    done = update(based, archives[1:], ignore)
    assert [one.archive for one in done.applied] == [path.name for path in archives[1:]]
    build(archives, tmp_path / "whole.db")
    assert list(canonical_rows(based)) == list(canonical_rows(tmp_path / "whole.db"))


def test_increments_give_what_the_final_state_gives(archives: list[Path], based: Path, tmp_path: Path) -> None:
    """The files as they stand after every increment and deletion, read at once as a folder."""
    final = tmp_path / "final"
    for folder in ("global", "20180731", "20180814"):
        shutil.copytree(CASES / folder, final, dirs_exist_ok=True)
    gone = next(final.rglob(f"{L613_3}.xml"))
    path = gone.relative_to(final).as_posix()
    gone.unlink()
    # The files that named it are sent again without its name.
    name = re.compile(rb'<VERSION [^>]*>\s*<LIEN_ART[^>]* id="%b"[^>]*/>\s*</VERSION>' % L613_3.encode())
    again = {}
    for file in final.rglob("*.xml"):
        if name.search(file.read_bytes()):
            file.write_bytes(name.sub(b"", file.read_bytes()))
            again[file.relative_to(final).as_posix()] = file.read_bytes()
    assert again
    target = tmp_path / "LEGI_20180901-213000.tar.gz"
    last = pack(target, "20180814", deleted=(path.removesuffix(".xml"),), extra=again)
    update(based, [*archives[1:], last], ignore)
    build([final], tmp_path / "final.db")
    assert list(canonical_rows(based)) == list(canonical_rows(tmp_path / "final.db"))


def test_read_in_processes_or_in_one_the_base_is_the_same(
    archives: list[Path], based: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "SMALL", 0)
    monkeypatch.setattr(stream, "BATCH", 3)  # several batches, the last one not whole
    build(archives[:1], tmp_path / "processes.db")
    assert list(canonical_rows(based)) == list(canonical_rows(tmp_path / "processes.db"))
    archives[1].write_bytes(spoil_half(archives[1].read_bytes()))
    with pytest.raises(SourceError, match="incomplète"):
        update(based, archives[1:2], ignore)


def test_running_again_changes_nothing(archives: list[Path], based: Path) -> None:
    update(based, archives[1:], ignore)
    before = list(canonical_rows(based))
    assert update(based, archives, ignore).applied == ()
    assert list(canonical_rows(based)) == before


def test_an_archive_older_than_the_base_is_refused(archives: list[Path], based: Path) -> None:
    update(based, archives[2:], ignore)
    with pytest.raises(CorpusError, match="plus ancienne"):
        update(based, archives[1:2], ignore)


@pytest.mark.parametrize(
    "name", ["LEGI_20180731-213000 (1).tar.gz", "legi_20180731-213000.tar.gz", "Copie de LEGI_20180731-213000.tar.gz"]
)
def test_a_copy_of_an_archive_is_that_archive(name: str, archives: list[Path], based: Path) -> None:
    copy = Path(shutil.copy(archives[1], archives[1].with_name(name)))
    both = update(based, [copy, archives[1]], ignore)
    assert (len(both.applied), len(both.skipped)) == (1, 1)
    done = update(based, [copy, archives[2]], ignore)
    assert ([one.archive for one in done.applied], done.skipped) == ([archives[2].name], (copy.name,))
    older = Path(shutil.copy(archives[1], archives[1].with_name("LEGI_20180730-213000 (1).tar.gz")))
    with pytest.raises(CorpusError, match="plus ancienne"):
        update(based, [older], ignore)


@pytest.mark.parametrize("name", ["foo.tar.gz", "LEGI_20180731.tar.gz", "LEGI_20181399-213000.tar.gz"])
def test_an_archive_that_tells_no_date_is_not_applied(
    name: str, archives: list[Path], based: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = based.read_bytes()
    renamed = archives[1].rename(archives[1].with_name(name))
    assert run(["update", str(renamed), "--db", str(based)]) == 2
    said = capsys.readouterr().err
    assert f"« {name} » ne dit pas de quand est l’archive" in said and "LEGI_AAAAMMJJ-HHMMSS.tar.gz" in said
    assert based.read_bytes() == before


def test_a_folder_and_a_single_file_need_no_date(based: Path) -> None:
    file = next((CASES / "20180731").rglob("LEGIARTI*.xml"))
    done = update(based, [CASES / "20180814", file], ignore)
    assert [one.archive for one in done.applied] == ["20180814", file.name]


@pytest.mark.parametrize(
    ("name", "hole"),
    [
        ("LEGI_20180508-213000.tar.gz", None),
        ("LEGI_20180509-213000.tar.gz", "le 1er mai 2018 et le 9 mai 2018"),
        ("LEGI_20260528-213000.tar.gz", "le 1er mai 2018 et le 28 mai 2026"),
        ("Freemium_legi_global_20260528-000000.tar.gz", None),
        ("JORF_20260528-213000.tar.gz", None),
    ],
)
def test_a_hole_between_two_archives_is_told(
    name: str, hole: str | None, archives: list[Path], based: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = str(archives[1].rename(archives[1].with_name(name)))
    copy = Path(shutil.copy(based, based.with_name("copy.db")))
    assert run(["update", later, "--db", str(based)]) == run(["update", later, "--db", str(copy), "--format=json"]) == 0
    out = capsys.readouterr().out
    said = f"    Entre {hole} aucune archive de LEGI n’a été appliquée : il en manque sans doute.\n"
    assert (said in out) if hole else "aucune archive" not in out
    (told,) = json.loads(out[out.index("{") :])["applied"]
    assert told["hole_since"] == ("2018-05-01" if hole else None)
    watched = based.with_name("veille.txt")
    watched.write_text("Code de la propriété intellectuelle", "utf-8")
    run(["watch", str(watched), "--since", "2026-01-01", "--db", str(based), "--format=json"])
    assert len(json.loads(capsys.readouterr().out)["holes"]) == (1 if hole else 0)


def test_what_the_base_said_on_a_day_can_be_asked(archives: list[Path], based: Path) -> None:
    update(based, archives[1:], ignore)
    with chronolex.open(based) as corpus:
        handle = corpus.article("L613-3")
        before, after = handle.known_on("2018-07-01"), handle.known_on("2018-08-01")
    assert [(v.id, v.state, str(v.end)) for v in before][-1] == ("LEGIARTI994140000883", "VIGUEUR", "None")
    assert [(v.state, str(v.start)) for v in after][-2:] == [
        ("ABROGE_DIFF", "2014-03-13"),
        ("VIGUEUR_DIFF", "2222-02-22"),
    ]
    assert before[-1].alineas == after[-2].alineas


def test_versions_are_chained_and_say_when_the_base_knew_them(archives: list[Path], based: Path) -> None:
    update(based, archives[1:], ignore)
    base = sqlite3.connect(based)
    chain = base.execute(
        """SELECT c.dila_id, c.previous_id IS NULL, c.next_id IS NULL FROM version_chain c JOIN articles a
           ON a.id = c.article_id JOIN versions v ON v.id = c.id WHERE a.number = 'L613-3' ORDER BY v.start"""
    ).fetchall()
    assert [row[1:] for row in chain] == [(1, 0), (0, 0), (0, 1)]
    known = base.execute(
        """SELECT state, "end", substr(known_from, 1, 10), substr(known_until, 1, 10) FROM version_knowledge
           WHERE dila_id = 'LEGIARTI994140000883' ORDER BY known_from"""
    ).fetchall()
    assert known == [
        ("VIGUEUR", None, "2018-05-01", "2018-07-31"),
        ("ABROGE_DIFF", "2222-02-22", "2018-07-31", None),
    ]


def test_a_deletion_takes_a_file_away_and_an_absent_one_is_no_error(based: Path, tmp_path: Path) -> None:
    path = next(str(f.relative_to(CASES / "global")) for f in (CASES / "global").rglob(f"{L613_3}.xml"))
    archive = pack(
        tmp_path / "LEGI_20180901-213000.tar.gz", "20180814", deleted=(path.removesuffix(".xml"), PATH[:-4] + " D")
    )
    (done,) = update(based, [archive], ignore).applied
    assert (done.deleted, done.absent) == (1, 1)
    with chronolex.open(based) as corpus:
        assert L613_3 not in [v.id for v in corpus.article("L613-3").known_on("2018-09-02")]
        assert L613_3 in [v.id for v in corpus.article("L613-3").known_on("2018-05-02")]


def test_a_folder_deletion_takes_a_whole_text_away(based: Path, tmp_path: Path) -> None:
    folder = f"{BASE}/LEGI/TEXT/00/00/06/07/07/LEGITEXT000006070721"
    extra = {"liste_suppression_legi_dossier.dat": f"{folder}\n".encode()}
    archive = pack(tmp_path / "LEGI_20180901-213000.tar.gz", "20180814", extra=extra)
    (done,) = update(based, [archive], ignore).applied
    assert done.deleted > 10 and done.anomalies == 0
    with chronolex.open(based) as corpus:
        assert {version.text for version in corpus.versions()} == {"Code de la propriété intellectuelle"}
        assert len(corpus.article("371-4", "Code civil").known_on("2018-05-02")) == 5


def test_a_new_global_resets_the_base(archives: list[Path], based: Path, tmp_path: Path) -> None:
    update(based, archives[1:], ignore)
    later = archives[0].rename(tmp_path / "Freemium_legi_global_20190101-000000.tar.gz")
    update(based, [later], ignore)
    build([later], tmp_path / "whole.db")
    assert list(canonical_rows(based)) == list(canonical_rows(tmp_path / "whole.db"))


def test_folders_and_single_files_are_read_too(tmp_path: Path) -> None:
    folder = CASES / "global"
    file = next(folder.rglob(f"{L613_3}.xml"))
    assert is_delivery(folder) and is_delivery(file) and not is_delivery(Path(__file__))
    build([folder], tmp_path / "folder.db")
    build([file], tmp_path / "file.db")
    with chronolex.open(tmp_path / "folder.db") as whole, chronolex.open(tmp_path / "file.db") as one:
        assert len(whole.article("L613-3").versions()) == 2
        assert [v.number for v in one.versions()] == ["L613-3"]


ACT = """Loi n° 2002-305 du 4 mars 2002 relative à l'autorité parentale

J.O. n° 54 du 5 mars 2002

Le Président de la République promulgue la loi dont la teneur suit :

Article 8

L'article 371-4 du code civil est ainsi rédigé :

« Art. 371-4. - L'enfant a le droit d'entretenir des relations personnelles avec ses ascendants. Seuls des motifs graves
peuvent faire obstacle à ce droit.

« Si tel est l'intérêt de l'enfant, le juge aux affaires familiales fixe les modalités des relations entre l'enfant et
un tiers, parent ou non. »

Article 9

À l'article 913 du code civil, le mot : « chat » est remplacé par le mot : « chien ».

Fait à Paris, le 4 mars 2002.

Jacques Chirac
"""


def test_an_act_is_applied_to_the_national_base_and_checked_against_it(archives: list[Path], tmp_path: Path) -> None:
    """Source: loi n° 2002-305, art. 8, and the version of art. 371-4 that LEGI gives from the day of its JO on."""
    act = tmp_path / "loi.txt"
    act.write_text(ACT, "utf-8")
    summary = build([archives[0], act], tmp_path / "mixed.db")
    assert (summary.applied, summary.refused, summary.verified + summary.typographic) == (1, 1, 1)
    with chronolex.open(tmp_path / "mixed.db") as corpus:
        version = corpus.article("371-4", "Code civil").at("2003-01-01")
        assert version is not None and version.verification in {"identical", "typographic"}
        assert (version.act, version.act_article) == ("Loi n° 2002-305 du 4 mars 2002", "8")
        assert corpus.instructions(verdict="refused")[0].target_article == "913"


def test_an_act_is_not_applied_while_two_articles_bear_the_number(archives: list[Path], tmp_path: Path) -> None:
    """The CPI had two articles L. 615-14 in 1993, and a law on «l'article L. 615-14» does not say which it means."""
    act = tmp_path / "loi.txt"
    order = "À l'article L. 615-14 du code de la propriété intellectuelle, le mot : « emprisonnement » est supprimé."
    head, tail = ACT.split("Article 8")[0], ACT.split("Fait à Paris")[1]
    dated = head.replace("2002-305 du 4 mars 2002", "93-4 du 4 janvier 1993").replace("5 mars 2002", "5 janvier 1993")
    closing = tail.replace("4 mars 2002", "4 janvier 1993")
    act.write_text(f"{dated}Article 1\n\n{order}\n\nFait à Paris{closing}", "utf-8")
    summary = build([archives[0], act], tmp_path / "mixed.db")
    assert (summary.applied, summary.derived) == (0, 0)
    with chronolex.open(tmp_path / "mixed.db") as corpus:
        (instruction,) = corpus.instructions()
        assert (instruction.target_article, instruction.verdict) == ("L615-14", "refused")


def test_the_sample_is_the_same_beside_a_national_base(archives: list[Path], tmp_path: Path) -> None:
    sample = Path(__file__).parent.parent / "samples" / "permanence-des-soins"
    alone, beside = build([sample], tmp_path / "alone.db"), build([archives[0], sample], tmp_path / "beside.db")
    for figure in ("applied", "pending", "derived", "official", "verified", "lineage", "discrepancies"):
        assert getattr(beside, figure) == getattr(alone, figure), figure
    numbers = [
        sqlite3.connect(tmp_path / name)
        .execute("SELECT count(*) FROM version_texts WHERE text_slug = 'code-de-la-sante-publique'")
        .fetchone()
        for name in ("alone.db", "beside.db")
    ]
    assert numbers[0] == numbers[1] == (19,)


# ── Accidents ────────────────────────────────────────────────────────────────────────────────────────────────


def spoil_half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def spoil_middle(data: bytes) -> bytes:
    return data[: len(data) // 2] + b"\0" * 50 + data[len(data) // 2 + 50 :]


@pytest.mark.parametrize("spoil", [spoil_half, spoil_middle, lambda data: b"", lambda data: b"no archive"])
def test_a_spoiled_archive_changes_nothing(spoil: Callable[[bytes], bytes], archives: list[Path], based: Path) -> None:
    before = list(canonical_rows(based))
    archives[1].write_bytes(spoil(archives[1].read_bytes()))
    with pytest.raises(SourceError):
        update(based, archives[1:2], ignore)
    assert list(canonical_rows(based)) == before


def test_unsafe_members_are_passed_over_and_counted(based: Path, tmp_path: Path) -> None:
    archive = pack(
        tmp_path / "LEGI_20181001-213000.tar.gz",
        "20180814",
        extra={"../../etc/passwd": b"x", "lisez-moi.txt": b"bonjour"},
    )
    (done,) = update(based, [archive], ignore).applied
    assert done.anomalies == 2
    with chronolex.open(based) as corpus:
        assert {"unsafe-path", "unknown-file"} <= {fault.kind for fault in corpus.faults()}


def start_update(archive: Path, base: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "chronolex", "update", str(archive), "--db", str(base)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def test_killed_at_any_moment_the_base_is_before_or_after(archives: list[Path], based: Path, tmp_path: Path) -> None:
    pristine = based.read_bytes()
    before = list(canonical_rows(based))
    started = time.monotonic()
    process = start_update(archives[1], based)
    assert process.wait() == 0, process.stderr and process.stderr.read()
    whole = time.monotonic() - started
    after = list(canonical_rows(based))
    assert after != before
    killed = 0
    for share in range(1, 16):
        based.write_bytes(pristine)
        process = start_update(archives[1], based)
        time.sleep(whole * share / 16)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
        assert list(canonical_rows(based)) in (before, after)
    assert killed >= 5
    update(based, archives[1:2], ignore)
    assert list(canonical_rows(based)) == after
    assert not [file.name for file in based.parent.glob(f".{based.name}.*")]


def test_the_command_updates_and_reports(archives: list[Path], based: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["update", *map(str, archives), "--db", str(based)]) == 0
    said = capsys.readouterr().out
    assert "déjà appliquée" in said and "LEGI_20180731-213000.tar.gz : 7 fichiers" in said
    assert run(["anomalies", "--db", str(based)]) == 0
    assert "overlap" in capsys.readouterr().out


def test_build_and_update_say_what_each_archive_brought(
    archives: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = f"{PATH[:-4]}\n{BASE}/nowhere\n".encode()
    extra = {"lisez-moi.txt": b"bonjour", PATH: b"<ARTICLE>", "liste_suppression_legi.dat": gone}
    later = pack(tmp_path / "LEGI_20190101-213000.tar.gz", "20180814", extra=extra)
    base = str(tmp_path / "told.db")
    assert run(["build", *map(str, archives[:2]), "--db", base, "--format", "json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["deliveries"]
    assert (first["archive"], first["anomalies"]) == (archives[0].name, {})
    assert second["files"] == second["written"] == 7 and 0 < second["replaced"] < 7
    assert run(["update", str(later), str(archives[1]), "--db", base, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["skipped"] == [archives[1].name]
    assert told["applied"][0]["absent"] == 1
    assert told["applied"][0]["anomalies"] == {"broken-xml": 1, "deletion-unknown": 1, "unknown-file": 1}
    assert run(["build", *map(str, archives[:1]), str(later), "--db", base]) == 0
    said = capsys.readouterr().out
    assert f"{later.name} : " in said and "doublons" in said
    assert "    anomalies : broken-xml 1, deletion-unknown 1" in said


def test_the_command_gives_a_table_of_contents_at_a_date(based: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["contents", "Code de la propriété intellectuelle", "--db", str(based), "--date"]
    assert run([*ask, "2018-05-01"]) == 0
    said = capsys.readouterr().out.splitlines()
    articles = [line.strip() for line in said if "art. " in line]
    assert articles == ["art. L331-6", "art. L613-3", "art. L615-14"]
    assert not said[0].startswith(" ") and said[-1].startswith("    ")
    assert run([*ask, "1900-01-01"]) == 1
    assert "Aucune table" in capsys.readouterr().out


def test_what_a_version_cites_and_what_cites_it_are_in_the_base_beside_what_dila_declares(
    based: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with chronolex.open(based) as corpus:
        article = corpus.article("371-4", "Code civil")
        (link,) = article.declared_links()
        assert (link.kind, link.outgoing, link.other) == (
            "MODIFIE",
            False,
            "LOI n°2013-404 du 17 mai 2013 - art. 13",
        )
        cited = [c for c in corpus.citations() if c.status == "in-force" and c.now_article != c.number]
        assert cited
        for c in cited[:20]:
            assert c.now_article is not None
            back = corpus.article(c.now_article, c.now_text_slug).cited_by(c.since)
            assert (c.number, c.start) in {(b.number, b.start) for b in back}
    assert run(["cites", "371-4", "--text", "Code civil", "--db", str(based)]) == 0
    said = capsys.readouterr().out
    assert "Cité par" in said and "MODIFIE ← LOI n°2013-404" in said


# ── Plans ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("query", "values"),
    [
        (queries.ARTICLE_AT["legifrance"], {"article": 1, "day": "2010-01-01"}),
        (CONTENTS, {"text": 1, "day": "2010-01-01"}),
        (TEXT_IN_ORDER, {"text": 1, "day": "2010-01-01"}),
        (queries.KNOWN_ON, {"text": 1, "number": "L1", "day": "2018-06-01"}),
    ],
)
def test_no_question_at_a_date_scans_a_table(based: Path, query: str, values: dict[str, object]) -> None:
    with sqlite3.connect(based) as base:  # its statistics say that the tables are tiny: forget them
        base.execute("DELETE FROM sqlite_stat1")
    plan = [row[3] for row in sqlite3.connect(based).execute(f"EXPLAIN QUERY PLAN {query}", values)]
    scans = [step for step in plan if step.startswith("SCAN")]
    # What is walked whole is only what the query itself made: the tree of contents, a JSON list of a few numbers.
    assert [
        step for step in scans if not any(own in step for own in ("tree", "json_each", "(subquery", "j VIRTUAL"))
    ] == []


# ── A base in use ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_update_replaces_the_file_so_that_who_reads_the_old_one_reads_it_whole(
    archives: list[Path], based: Path
) -> None:
    before, old = list(canonical_rows(based)), based.read_bytes()
    inode = based.stat().st_ino
    based.chmod(0o640)
    with based.open("rb") as held:
        update(based, archives[1:], ignore)
        assert held.read() == old
    assert based.stat().st_ino != inode and based.stat().st_mode & 0o777 == 0o640
    assert list(canonical_rows(based)) != before
    assert [path.name for path in based.parent.glob(".*")] == []


def test_an_update_follows_a_link_to_its_base(archives: list[Path], based: Path) -> None:
    link = based.with_name("courante.db")
    link.symlink_to(based.name)
    update(link, archives[1:2], ignore)
    assert link.is_symlink() and update(based, archives[1:2], ignore).applied == ()


def test_nothing_is_copied_when_there_is_nothing_to_apply(archives: list[Path], based: Path) -> None:
    inode = based.stat().st_ino
    update(based, archives[:1], ignore)
    assert based.stat().st_ino == inode


def test_what_was_applied_before_an_unreadable_archive_stays(archives: list[Path], based: Path) -> None:
    archives[2].write_bytes(spoil_half(archives[2].read_bytes()))
    with pytest.raises(SourceError):
        update(based, archives[1:3], ignore)
    names = [name for (name,) in sqlite3.connect(based).execute("SELECT name FROM archives ORDER BY id")]
    assert names == [path.name for path in archives[:2]]


def test_two_updates_at_once_are_refused_and_a_foreign_writer_is_seen(archives: list[Path], based: Path) -> None:
    with rewriting(based), pytest.raises(CorpusError, match="en cours"):
        update(based, archives[1:2], ignore)
    with pytest.raises(CorpusError, match="autre programme"), rewriting(based):
        with sqlite3.connect(based) as other:
            other.execute("INSERT INTO meta VALUES ('note', 'x')")
        other.close()
    assert sqlite3.connect(based).execute("SELECT value FROM meta WHERE key = 'note'").fetchone() == ("x",)


def test_a_base_left_with_a_log_of_its_writes_is_copied_whole(based: Path) -> None:
    base = sqlite3.connect(based)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("INSERT INTO meta VALUES ('note', 'x')")
    base.commit()
    base.close()
    with rewriting(based):
        pass
    assert sqlite3.connect(based).execute("SELECT value FROM meta WHERE key = 'note'").fetchone() == ("x",)
    assert [path.name for path in based.parent.glob("legi.db*")] == ["legi.db"]


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_base_that_another_program_writes_to_is_not_replaced(mode: str, based: Path) -> None:
    base = sqlite3.connect(based)
    base.execute(f"PRAGMA journal_mode = {mode}")
    with pytest.raises(CorpusError, match=r"ouverte par un autre|en cours d’écriture"), rewriting(based):
        base.execute("INSERT INTO meta VALUES ('note', 'x')")
    base.commit()
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    base.close()
    assert sqlite3.connect(based).execute("SELECT count(*) FROM meta WHERE key = 'note'").fetchone() == (1,)
