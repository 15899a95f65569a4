"""Versions that DILA's files name and that no file brings: gaps with their dates, whatever the order of archives."""

from __future__ import annotations

import io
import sqlite3
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from chronolex.build import build
from chronolex.national import update
from chronolex.progress import ignore
from corpus.answers import Gap
from corpus.change import Change, ChangeKind
from corpus.endings import ARTICLES, ENDINGS
from corpus.migrations import migrate
from corpus.numbering import name_articles
from corpus.reading import open_corpus
from ingest.dila import reading
from tests.reading_room import Site, section, words_of
from tests.test_national import canonical_rows

ROOT = "legi/global/code_et_TNC_en_vigueur/code_en_vigueur/LEGI/TEXT/00/00/00/00/00/LEGITEXT000000000009"
FILE = """<ARTICLE><META><META_COMMUN><ID>{id}</ID></META_COMMUN><META_SPEC><META_ARTICLE><NUM>{num}</NUM>
<ETAT>{state}</ETAT><DATE_DEBUT>{start}</DATE_DEBUT><DATE_FIN>{end}</DATE_FIN></META_ARTICLE></META_SPEC></META>
<CONTEXTE><TEXTE cid="LEGITEXT000000000009"/></CONTEXTE><VERSIONS>{versions}</VERSIONS>
<BLOC_TEXTUEL><CONTENU><p>{words}</p></CONTENU></BLOC_TEXTUEL><LIENS>{links}</LIENS></ARTICLE>"""
NAMED = """<VERSION etat="{state}">
<LIEN_ART debut="{start}" etat="{state}" fin="{end}" id="{id}" num="{num}" origine="LEGI"/></VERSION>"""
LINK = """<LIEN cidtexte="JORFTEXT{act:012d}" datesignatexte="{signed}" id="" naturetexte="LOI" nortexte=""
 num="{number}" numtexte="2000-{act}" sens="cible" typelien="{kind}">LOI n° 2000-{act} - art. {number}</LIEN>"""
OPEN = "2999-01-01"


@dataclass(frozen=True)
class V:
    """A version as DILA's files have it. ``links``: (kind, number of the act, its article)."""

    n: int
    start: str
    end: str = OPEN
    state: str = "VIGUEUR"
    num: str = "1"
    links: tuple[tuple[str, int, str], ...] = ()
    words: str = ""

    @property
    def id(self) -> str:
        return f"LEGIARTI{self.n:012d}"


OLD = V(1, "2000-01-01", "2005-01-01", "MODIFIE")
MIDDLE = V(2, "2005-01-01", "2010-01-01", "MODIFIE")
NEW = V(3, "2010-01-01")
CITING = V(8, "2001-01-01", num="8", words="Comme le dit l’article 1.")
Files = dict[str, bytes]


def file(version: V, named: Iterable[V] = ()) -> Files:
    """The file of a version, which names itself and others."""
    links = "".join(
        LINK.format(act=act, kind=kind, number=number, signed="1999-12-31") for kind, act, number in version.links
    )
    parts = {name: getattr(version, name) for name in ("id", "num", "state", "start", "end")}
    listed = "".join(
        NAMED.format(**{name: getattr(one, name) for name in ("id", "num", "state", "start", "end")})
        for one in (*named, version)
    )
    data = FILE.format(**parts, versions=listed, words=version.words or f"Mots de {version.n}.", links=links)
    return {f"{ROOT}/article/LEGI/ARTI/00/{version.id}.xml": data.encode()}


def pack(folder: Path, name: str, files: Files, deleted: Iterable[V] = ()) -> Path:
    """Write an archive: «20180501» is a global one, any other day an increment."""
    is_global = name.startswith("Freemium")
    target = folder / f"{name}.tar.gz"
    if gone := [f"{ROOT}/article/LEGI/ARTI/00/{one.id}\n" for one in deleted]:
        files = files | {"liste_suppression_legi.dat": "".join(gone).encode()}
    with tarfile.open(target, "w:gz") as tar:
        for path, data in files.items():
            info = tarfile.TarInfo(path if is_global else f"{name.removeprefix('LEGI_')}/{path}")
            info.size, info.mtime = len(data), 1_530_000_000
            tar.addfile(info, io.BytesIO(data))
    return target


FIRST, SECOND, THIRD = "Freemium_legi_global_20180501-000000", "LEGI_20180601-000000", "LEGI_20180701-000000"


def made(folder: Path, files: Files) -> Path:
    """A base of one archive."""
    build([pack(folder, FIRST, files)], folder / "named.db")
    return folder / "named.db"


def lacks(path: Path) -> list[tuple[object, ...]]:
    """All that a base says of what it lacks, and of what ended its versions."""
    base = sqlite3.connect(path)
    return [
        *base.execute("SELECT * FROM named_versions ORDER BY 1, 2"),
        *base.execute("SELECT * FROM withdrawn_versions"),
        *base.execute(
            """SELECT t.key, a.number, a.bearer, b.start, b."end", b.known_starts, b.reason, b.end_cause, b.named_id
               FROM absences b JOIN articles a ON a.id = b.article_id JOIN texts t ON t.id = a.text_id
               ORDER BY b.named_id"""
        ),
        *base.execute(
            """SELECT v.id, w.key, v.act_article, e.key, v.end_act_article FROM versions v
               LEFT JOIN texts w ON w.id = v.act_id LEFT JOIN texts e ON e.id = v.end_act_id ORDER BY v.id"""
        ),
        *base.execute("SELECT kind, subject, detail, day FROM faults ORDER BY 1, 2, 3"),
    ]


def gaps(path: Path) -> list[tuple[str, str | None]]:
    with open_corpus(path) as corpus:
        found = [entry for entry in corpus.article("1").history() if isinstance(entry, Gap)]
        return [(gap.start.isoformat(), gap.end and gap.end.isoformat()) for gap in found]


def told(path: Path) -> list[Change]:
    with open_corpus(path) as corpus:
        return [change for change in corpus.changes() if change.number == "1"]


# --- what is missing ----------------------------------------------------------------------------------------------


def test_a_named_version_without_a_file_is_a_gap_with_its_dates(tmp_path: Path) -> None:
    base = made(tmp_path, file(NEW, (OLD, MIDDLE)))
    assert gaps(base) == [("2000-01-01", "2005-01-01"), ("2005-01-01", "2010-01-01")]
    assert [(c.day.isoformat(), c.kind, c.missing) for c in told(base)] == [
        ("2000-01-01", ChangeKind.CREATED, True),
        ("2005-01-01", ChangeKind.MODIFIED, True),
        ("2010-01-01", ChangeKind.MODIFIED, True),
    ]
    with open_corpus(base) as corpus:
        assert corpus.article("1").status_at("2006-01-01").kind == "missing"
        assert corpus.article("1").status_at("1999-01-01").kind == "not-yet"


def test_the_dates_of_the_last_file_that_names_a_version_hold(tmp_path: Path) -> None:
    other = V(2, "2005-01-01", "2009-01-01", "MODIFIE")
    later = V(4, "2015-01-01")
    base = made(tmp_path, file(V(3, "2010-01-01", "2015-01-01", "MODIFIE"), (other,)) | file(later, (MIDDLE,)))
    assert gaps(base) == [("2005-01-01", "2010-01-01")]


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (V(2, "2005-01-01", "2005-01-01", "MODIFIE"), []),
        (V(2, "2005-01-01", "2004-01-01", "MODIFIE_MORT_NE"), []),
        (V(2, OPEN, OPEN, "VIGUEUR"), []),
        (V(2, "2005-01-01", "2012-01-01", "MODIFIE"), [("2005-01-01", "2010-01-01")]),  # its own dates, cut at NEW
        (V(2, "2011-01-01", "2012-01-01", "MODIFIE"), []),  # NEW holds then
        (V(2, "2005-01-01", "2008-01-01", "ABROGE"), [("2005-01-01", "2008-01-01"), ("2008-01-01", "2010-01-01")]),
    ],
)
def test_what_never_was_in_force_or_is_covered_is_no_gap_but_is_counted(
    named: V, found: list[tuple[str, str]], tmp_path: Path
) -> None:
    base = made(tmp_path, file(NEW, (named,)))
    assert gaps(base) == found
    (row,) = sqlite3.connect(base).execute("SELECT detail FROM faults WHERE kind = 'named-version'").fetchall()
    assert named.id in row[0] and NEW.id in row[0]


def test_a_named_version_may_have_borne_another_number(tmp_path: Path) -> None:
    base = made(tmp_path, file(NEW, (V(2, "2005-01-01", "2010-01-01", "TRANSFERE", num="R. 7"),)))
    assert gaps(base) == []
    with open_corpus(base) as corpus:
        (gap, *_) = corpus.article("R7").history()
        assert isinstance(gap, Gap) and gap.end_cause == "renumbered"


def test_its_identifier_leads_to_the_article_on_its_first_day(tmp_path: Path) -> None:
    site = Site(made(tmp_path, file(NEW, (OLD, MIDDLE, V(5, "2006-01-01", "2006-01-01", "MODIFIE_MORT_NE")))))
    for one, day in ((MIDDLE, "/2005-01-01"), (OLD, "/2000-01-01"), (V(5, ""), "")):
        response = site.ask(f"/droit/{one.id}")
        assert response.status_code == 301
        assert response.headers["location"].endswith(f"/1{day}")
    assert site.ask("/droit/LEGIARTI000000000077").status_code == 404
    page = site.read(site.ask(f"/droit/{MIDDLE.id}").headers["location"])
    assert "lacune du 1er janvier 2005 au 1er janvier 2010" in words_of(page.main)
    newest = site.read(site.ask(f"/droit/{NEW.id}").headers["location"])
    assert "La version précédente n’est pas dans le corpus" in words_of(section(newest, "changements"))
    quality = words_of(site.read("/droit/qualite").main)
    assert "version nommée par la DILA, absente des archives 3" in quality


# --- whatever the order -------------------------------------------------------------------------------------------

Sent = list[tuple[Files, tuple[V, ...]]]
"""Archives: files, and what is deleted."""


def grow(archives: Sent, folder: Path) -> Path:
    """A base of a global archive and increments, which is the same as one that is built of all of them."""
    named = zip((FIRST, SECOND, THIRD), archives, strict=False)
    paths = [pack(folder, name, files, deleted) for name, (files, deleted) in named]
    grown, whole = folder / "grown.db", folder / "whole.db"
    build(paths[:1], grown)
    update(grown, paths[1:], ignore)
    build(paths, whole)
    assert lacks(grown) == lacks(whole)
    assert list(canonical_rows(grown)) == list(canonical_rows(whole))
    return grown


BOTH = file(NEW, (OLD, MIDDLE)) | file(CITING)


@pytest.mark.parametrize(
    ("archives", "missing"),
    [
        ([(BOTH, ())], [OLD, MIDDLE]),
        ([(BOTH, ()), (file(MIDDLE, (OLD, NEW)), ())], [OLD]),
        ([(file(MIDDLE, (OLD, NEW)), ()), (BOTH, ())], [OLD]),
        ([(file(MIDDLE), ()), (BOTH, ())], [OLD]),
        ([(BOTH, ()), (file(MIDDLE), ()), (file(OLD), ())], []),
        ([(BOTH, ()), (file(MIDDLE), ()), ({}, (MIDDLE,))], [OLD]),  # deleted: not missing
        ([(BOTH | file(MIDDLE), ()), ({}, (MIDDLE,))], [OLD]),
        ([(BOTH, ()), ({}, (MIDDLE,))], [OLD]),  # never there, and deleted
        ([(BOTH | file(MIDDLE), ()), ({}, (MIDDLE,)), (BOTH, ())], [OLD]),  # still named, since
        ([(BOTH, ()), (file(NEW, (MIDDLE,)), ())], [MIDDLE]),  # named no more
        ([(BOTH, ()), ({}, (NEW,))], []),  # who named them is gone
        ([(BOTH, ()), (file(V(4, "2015-01-01"), (OLD,)), ()), ({}, (NEW,))], [OLD]),
        ([(BOTH, ()), (file(NEW, (V(1, "2000-01-01", "2004-01-01", "ABROGE"), MIDDLE)), ())], [OLD, MIDDLE]),
    ],
)
def test_increments_leave_what_a_rebuild_does(archives: Sent, missing: list[V], tmp_path: Path) -> None:
    grown = grow(archives, tmp_path)
    found = sqlite3.connect(grown).execute("SELECT dila_id FROM missing_versions ORDER BY id").fetchall()
    assert found == [(one.id,) for one in missing]


def test_a_new_global_forgets_what_was_named_and_withdrawn(tmp_path: Path) -> None:
    first = pack(tmp_path, FIRST, BOTH | file(MIDDLE))
    again = pack(tmp_path, "Freemium_legi_global_20180801-000000", file(NEW, (MIDDLE,)) | file(CITING))
    grown, whole = tmp_path / "grown.db", tmp_path / "whole.db"
    build([first], grown)
    update(grown, [pack(tmp_path, SECOND, {}, (MIDDLE,)), again], ignore)
    build([again], whole)
    assert lacks(grown) == lacks(whole)
    assert gaps(grown) == [("2005-01-01", "2010-01-01")]


# --- what is told -------------------------------------------------------------------------------------------------


def by(kind: str, act: int = 5, number: str = "4") -> tuple[str, int, str]:
    return kind, act, number


@pytest.mark.parametrize(
    ("named", "links", "kind", "missing"),
    [
        ((), (), ChangeKind.CREATED, False),
        ((), (by("CREE"),), ChangeKind.CREATED, False),
        ((), (by("MODIFIE"),), ChangeKind.FOUND, True),
        ((), (by("CREE"), by("MODIFIE")), ChangeKind.CREATED, False),
        ((), (by("MODIFIE"), by("CITATION")), ChangeKind.FOUND, True),
        ((MIDDLE,), (by("MODIFIE"),), ChangeKind.MODIFIED, True),
        ((MIDDLE,), (), ChangeKind.MODIFIED, True),
        ((V(2, "2005-01-01", "2010-01-01", "ABROGE"),), (), ChangeKind.RESTORED, True),
        ((V(2, "2005-01-01", "2008-01-01", "ABROGE"),), (), ChangeKind.RESTORED, True),
        ((V(2, "2005-01-01", "2008-01-01", "MODIFIE"),), (), ChangeKind.FOUND, True),
        ((V(2, "2020-01-01", OPEN),), (), ChangeKind.CREATED, False),
    ],
)
def test_what_was_there_before_was_not_created(
    named: tuple[V, ...], links: tuple[tuple[str, int, str], ...], kind: ChangeKind, missing: bool, tmp_path: Path
) -> None:
    new = V(3, "2010-01-01", "2020-01-01", "MODIFIE", links=links)
    base = made(tmp_path, file(new, named))
    change = next(change for change in told(base) if change.new and change.new.id)
    assert (change.kind, change.missing) == (kind, missing)
    if links and kind is not ChangeKind.CREATED:
        site = Site(base)
        assert "créé" not in words_of(site.read("/droit/acte/loi-2000-5").main)
        assert "art. 4" in words_of(site.read("/droit/acte/loi-2000-5").main)


@pytest.mark.parametrize(
    ("held", "named", "kinds"),
    [
        # Repealed, restored without its text, then modified.
        (
            V(1, "2000-01-01", "2003-01-01", "ABROGE"),
            MIDDLE,
            [ChangeKind.CREATED, ChangeKind.REPEALED, ChangeKind.RESTORED, ChangeKind.MODIFIED],
        ),
        # What replaced a version that is held is not: its end tells that.
        (OLD, MIDDLE, [ChangeKind.CREATED, ChangeKind.MODIFIED, ChangeKind.MODIFIED]),
    ],
)
def test_a_named_version_between_two(held: V, named: V, kinds: list[ChangeKind], tmp_path: Path) -> None:
    base = made(tmp_path, file(held, (named,)) | file(NEW, (named,)))
    changes = told(base)
    assert [change.kind for change in changes] == kinds
    assert len({change.id for change in changes}) == len(changes)


# --- acts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "written"),
    [
        (["4"], "4"),
        (["4", "4"], "4"),
        (["7", "4"], "4 et 7"),
        (["10", "9", "1er"], "1er, 9 et 10"),
        (["unique"], "unique"),
        (["L. 12", "R1"], "L. 12 et R. 1"),
        (["4", None], None),
        (["4", " "], None),
        ([], None),
    ],
)
def test_articles_of_an_act_are_named_as_acts_do(numbers: list[str | None], written: str | None) -> None:
    assert name_articles(tuple(numbers)) == written


Ended = tuple[str | None, str | None]


@pytest.mark.parametrize(
    ("state", "end", "links", "ended"),
    [
        ("MODIFIE", "2010-01-01", (by("MODIFIE"),), ("loi-2000-5", "4")),
        ("MODIFIE", "2010-01-01", (by("MODIFIE"), by("MODIFIE", 5, "7")), ("loi-2000-5", "4 et 7")),
        ("MODIFIE", "2010-01-01", (by("MODIFIE"), by("MODIFIE", 5, "")), ("loi-2000-5", None)),
        ("MODIFIE", "2010-01-01", (by("MODIFIE"), by("MODIFIE", 6)), (None, None)),  # two acts: none is chosen
        ("MODIFIE", "2010-01-01", (), (None, None)),
        ("MODIFIE", "2009-01-01", (by("MODIFIE"),), (None, None)),  # something may lie between
        ("ABROGE", "2010-01-01", (by("CREE"),), (None, None)),
        ("TRANSFERE", "2010-01-01", (by("CREE"),), (None, None)),
    ],
)
def test_the_act_that_made_the_next_version_ended_this_one(
    state: str, end: str, links: tuple[tuple[str, int, str], ...], ended: Ended, tmp_path: Path
) -> None:
    base = made(
        tmp_path, file(V(1, "2000-01-01", end, state, links=(by("CREE", 9),))) | file(V(3, "2010-01-01", links=links))
    )
    row = (
        sqlite3.connect(base)
        .execute(
            """SELECT e.slug, v.end_act_article FROM versions v LEFT JOIN texts e ON e.id = v.end_act_id
               WHERE v.start = '2000-01-01'"""
        )
        .fetchone()
    )
    assert row == ended


def next_by(*links: tuple[str, int, str]) -> Files:
    return file(V(3, "2010-01-01", links=links))


MET = file(MIDDLE) | next_by(by("MODIFIE"))


@pytest.mark.parametrize(
    ("archives", "ended"),
    [
        ([(file(OLD) | file(MIDDLE), ()), (next_by(by("MODIFIE")), ())], ("loi-2000-5", "4")),
        ([(MET, ()), (next_by(by("MODIFIE", 6, "2")), ())], ("loi-2000-6", "2")),
        ([(MET, ()), (next_by(by("MODIFIE", 6)), ()), (next_by(), ())], (None, None)),
        ([(MET, ()), ({}, (NEW,))], (None, None)),
        ([(MET, ()), (file(V(2, "2005-01-01", "2009-01-01", "MODIFIE")), ())], (None, None)),
        ([(MET, ()), (file(MIDDLE), ())], ("loi-2000-5", "4")),
    ],
)
def test_what_ended_a_version_follows_the_next_one(archives: Sent, ended: Ended, tmp_path: Path) -> None:
    base = sqlite3.connect(grow(archives, tmp_path))
    rows = base.execute(
        """SELECT e.slug, v.end_act_article FROM versions v LEFT JOIN texts e ON e.id = v.end_act_id
           WHERE v.start = '2005-01-01'"""
    )
    assert rows.fetchall() == [ended]


def test_an_end_adds_no_change_and_changes_no_act(tmp_path: Path) -> None:
    base = made(tmp_path, file(V(2, "2005-01-01", "2010-01-01", "MODIFIE", links=(by("CREE", 9),)))
                | file(V(3, "2010-01-01", links=(by("MODIFIE"),))))  # fmt: skip
    acts = [(c.kind, c.act and (c.act.slug, c.act.article)) for c in told(base)]
    assert acts == [(ChangeKind.CREATED, ("loi-2000-9", "4")), (ChangeKind.MODIFIED, ("loi-2000-5", "4"))]
    page = words_of(Site(base).read("/droit/acte/loi-2000-5").main)
    assert "versions faites 1 versions closes 1" in page


def test_a_base_of_before_is_given_its_acts_by_a_migration(tmp_path: Path) -> None:
    files = file(V(2, "2005-01-01", "2010-01-01", "MODIFIE", links=(by("CREE", 9, "1"), by("CREE", 9, "3"))))
    path = made(tmp_path, files | file(V(3, "2010-01-01", links=(by("MODIFIE"), by("CITATION", 6)))))
    before = lacks(path)
    with sqlite3.connect(path) as base:
        base.execute("UPDATE versions SET act_article = NULL, end_act_id = NULL, end_act_article = NULL")
        migrate(base, "named.db", ())
        base.execute(ARTICLES)
        base.execute(ENDINGS)
    assert lacks(path) == before


# --- reading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ('<LIEN_ART debut="2000-01-01" fin="2001-01-01" id="LEGIARTI000000000002" num="1"/>', []),
        ('<LIEN_ART id="LEGIARTI00000002" num="1"/>', ["bad-version"]),
        ('<LIEN_ART num="1"/>', ["bad-version"]),
    ],
)
def test_a_line_of_versions_that_cannot_be_read_is_counted(line: str, kinds: list[str]) -> None:
    ((path, data),) = file(NEW).items()
    spoilt = data.replace(b"</VERSIONS>", f"<VERSION>{line}</VERSION></VERSIONS>".encode())
    _, anomalies = reading.read_placed(path, spoilt, None)
    assert [one.kind for one in anomalies] == kinds
