"""What the links of DILA's archives say of an article's identity: which are filiations, and which end is the older.

Kinds and spellings, with how often each is found in LEGI (tricoteuses' and CPESR's counts of real archives, 2024):
CONCORDANCE 316 000, CONCORDE 193 000, CODIFICATION 380 000, TRANSFERE 17 000, TRANSFERT 11 000, DEPLACE 13 000.
"""

from __future__ import annotations

import io
import sqlite3
import tarfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

import chronolex
from chronolex.build import build
from chronolex.cli import run
from chronolex.national import update
from chronolex.progress import ignore
from corpus.errors import NotInForce
from ingest.dila.links import LINK_KINDS

ROOT = "legi/global/code_et_TNC_en_vigueur/code_en_vigueur/LEGI/TEXT/00/00/00/00/00"
CODE, OTHER, LAW = "LEGITEXT000000000001", "LEGITEXT000000000002", "JORFTEXT000000000003"
TITLES = {CODE: ("CODE", "Code des ports"), OTHER: ("CODE", "Code des transports"), LAW: ("LOI", "Loi n° 2000-30")}


@dataclass(frozen=True)
class Article:
    """One ARTICLE file: its rank gives its identifier; links are (kind, sense, rank of the target, number, text)."""

    rank: int
    number: str
    start: str
    end: str = "2999-01-01"
    links: tuple[tuple[str, str, int, str, str], ...] = ()
    text: str = CODE
    state: str = ""

    @property
    def path(self) -> str:
        return f"{ROOT}/{self.text}/article/LEGI/ARTI/00/00/00/00/00/{identifier(self.rank)}.xml"

    @property
    def xml(self) -> bytes:
        state = self.state or ("VIGUEUR" if self.end == "2999-01-01" else "MODIFIE")
        links = "".join(
            f'<LIEN cidtexte="{text}" datesignatexte="2999-01-01" id="{identifier(target)}" naturetexte="" nortexte="" '
            f'num="{number}" numtexte="" sens="{sense}" typelien="{kind}">{text} - art. {number}</LIEN>'
            for kind, sense, target, number, text in self.links
        )
        return (
            f"<ARTICLE><META><META_COMMUN><ID>{identifier(self.rank)}</ID></META_COMMUN><META_SPEC><META_ARTICLE>"
            f"<NUM>{self.number}</NUM><ETAT>{state}</ETAT><DATE_DEBUT>{self.start}</DATE_DEBUT>"
            f'<DATE_FIN>{self.end}</DATE_FIN></META_ARTICLE></META_SPEC></META><CONTEXTE><TEXTE cid="{self.text}"/>'
            f"</CONTEXTE><BLOC_TEXTUEL><CONTENU><p>Texte {self.rank}.</p></CONTENU></BLOC_TEXTUEL>"
            f"<LIENS>{links}</LIENS></ARTICLE>"
        ).encode()


def identifier(rank: int) -> str:
    return f"LEGIARTI{rank:012d}" if rank else ""


def title_file(text: str) -> bytes:
    nature, title = TITLES[text]
    return (
        f"<TEXTE_VERSION><META><META_COMMUN><ID>{text}</ID><NATURE>{nature}</NATURE></META_COMMUN><META_SPEC>"
        f"<META_TEXTE_CHRONICLE><CID>{text}</CID></META_TEXTE_CHRONICLE><META_TEXTE_VERSION><TITRE>{title}</TITRE>"
        "<ETAT>VIGUEUR</ETAT></META_TEXTE_VERSION></META_SPEC></META></TEXTE_VERSION>"
    ).encode()


def pack(target: Path, *articles: Article, deleted: tuple[Article, ...] = ()) -> Path:
    files = {article.path: article.xml for article in articles}
    if target.name.startswith("Freemium"):
        files |= {f"{ROOT}/{text}/texte/version/{text}.xml": title_file(text) for text in TITLES}
    if deleted:
        gone = "".join(f"{article.path.removesuffix('.xml')}\n" for article in deleted)
        files["liste_suppression_legi.dat"] = gone.encode()
    with tarfile.open(target, "w:gz") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_530_000_000
            tar.addfile(info, io.BytesIO(data))
    return target


GLOBAL = "Freemium_legi_global_20200101-000000.tar.gz"


def built(folder: Path, *articles: Article) -> Path:
    build([pack(folder / GLOBAL, *articles)], folder / "legi.db")
    return folder / "legi.db"


def rows_of(base: Path) -> list[tuple[object, ...]]:
    """The lineage with its evidence, and what is not settled, without the identifiers."""
    connection = sqlite3.connect(base)
    return [
        *connection.execute(
            """SELECT o.slug, l.old_number, n.slug, l.new_number, l.kind, l.status, l.score, l.date, e.method, e.score,
                      e.detail, e.version_id, e.link, e.date
               FROM lineage l JOIN texts o ON o.id = l.old_text_id JOIN texts n ON n.id = l.new_text_id
               LEFT JOIN lineage_evidence e ON e.lineage_id = l.id ORDER BY 1, 2, 3, 4, 9, 12, 13, 11"""
        ),
        *connection.execute("SELECT * FROM unsettled_links ORDER BY 1, 2"),
        *connection.execute("SELECT * FROM data_faults WHERE kind LIKE 'filiation-%' ORDER BY 1, 2, 3"),
    ]


def edges_of(base: Path) -> list[str]:
    with chronolex.open(base) as corpus:
        return sorted(f"{link.old} > {link.new} {link.kind} {link.date}" for link in corpus.lineage())


def faults_of(base: Path) -> list[str]:
    with chronolex.open(base) as corpus:
        return [fault.kind for fault in corpus.faults() if fault.kind.startswith("filiation")]


def old(*links: tuple[str, str, int, str, str], **other: str) -> Article:
    return Article(1, "L1", "1990-01-01", "2008-05-01", links, **other)


def new(*links: tuple[str, str, int, str, str], **other: str) -> Article:
    return Article(2, "L10", "2008-05-01", "2999-01-01", links, **other)


def to_old(kind: str, sense: str = "source", text: str = CODE) -> tuple[str, str, int, str, str]:
    return kind, sense, 1, "L1", text


def to_new(kind: str, sense: str = "cible", text: str = CODE) -> tuple[str, str, int, str, str]:
    return kind, sense, 2, "L10", text


RENUMBERED = ["L1 > L10 renumbered 2008-05-01"]
TRANSFERRED = ["L1 > L10 transferred 2008-05-01"]
CODIFIED = ["L1 > L10 codified 2008-05-01"]

CASES: dict[str, tuple[tuple[Article, ...], list[str], list[str]]] = {
    # Code du travail, 2008: the new article names the old one («Anciens textes»), the old one the new.
    "the new names the old": ((old(), new(to_old("CONCORDANCE"))), RENUMBERED, []),
    "the old names the new": ((old(to_new("CONCORDANCE")), new()), RENUMBERED, []),
    "both do, in both spellings": ((old(to_new("CONCORDE")), new(to_old("CONCORDANCE"))), RENUMBERED, []),
    # @sens is not reliable (DOMAIN): the dates decide, whatever it says.
    "@sens says the contrary": ((old(), new(to_old("CONCORDANCE", "cible"))), RENUMBERED, []),
    "@sens is empty": ((old(), new(to_old("CONCORDANCE", ""))), RENUMBERED, []),
    "another text": (
        (old(text=OTHER), new(to_old("CONCORDANCE", text=OTHER))),
        ["L1 > L10 transferred 2008-05-01"],
        [],
    ),
    "transferred": ((old(to_new("TRANSFERE")), new()), TRANSFERRED, []),
    "transferred, the passive spelling": ((old(), new(to_old("TRANSFERT"))), TRANSFERRED, []),
    "moved": ((old(to_new("DEPLACE")), new()), TRANSFERRED, []),
    # An old law's article that became one of a code: it ends on the day on which the code's begins.
    "codified": ((old(text=LAW), new(to_old("CODIFICATION", text=LAW))), CODIFIED, []),
    "codified, said by the law": ((old(to_new("CODIFICATION"), text=LAW), new()), CODIFIED, []),
    "a law's article transferred into a code": ((old(to_new("TRANSFERE"), text=LAW), new()), TRANSFERRED, []),
    # CRPA: «CODIFICATION, ordonnance n° 2015-1341, art. annexe»: the act that made the code, in the base or not.
    "the act that codified, at hand": (
        (Article(1, "Annexe", "2008-05-01", text=LAW), new(("CODIFICATION", "source", 1, "Annexe", LAW))),
        [],
        [],
    ),
    "the act that codified, named": ((new(("CODIFICATION", "source", 9, "Annexe", LAW)),), [], []),
    # «Transféré par loi n° 2000-30 - art. 1»: the law that moved it is no article that it became.
    "the act that transferred, at hand": (
        (
            Article(1, "1", "2008-05-01", text=LAW),
            Article(2, "L1", "1990-01-01", "2008-05-01", (("TRANSFERE", "cible", 1, "1", LAW),)),
        ),
        [],
        [],
    ),
    "the act that transferred, named": ((new(("TRANSFERE", "cible", 9, "1", LAW)),), [], []),
    "the act that transferred says so itself": (
        (Article(1, "1", "2008-05-01", "2999-01-01", (("TRANSFERT", "source", 2, "L1", CODE),), LAW), old()),
        [],
        [],
    ),
    # A link is copied from version to version: the filiation is as old as the first of them.
    "copied to a later version": (
        (
            old(),
            Article(2, "L10", "2008-05-01", "2012-01-01"),
            Article(3, "L10", "2012-01-01", links=(to_old("CONCORDANCE"),)),
        ),
        RENUMBERED,
        [],
    ),
    "from an earlier version": (
        (
            Article(3, "L1", "1980-01-01", "1990-01-01", (to_new("CONCORDANCE"),)),
            old(),
            new(),
        ),
        RENUMBERED,
        [],
    ),
    "a number that shifts": (
        (
            Article(1, "L1", "1990-01-01", "2008-05-01", (("CONCORDANCE", "cible", 2, "L2", CODE),)),
            Article(2, "L2", "2008-05-01"),
            Article(3, "L2", "1990-01-01", "2008-05-01"),
            Article(4, "L1", "2008-05-01"),
        ),
        ["L1 > L2 renumbered 2008-05-01"],
        [],
    ),
    "a gap between the two": (
        (Article(1, "L1", "1990-01-01", "2004-01-01"), new(to_old("CONCORDANCE"))),
        RENUMBERED,
        [],
    ),
    "split": (
        (old(), new(to_old("CONCORDANCE")), Article(3, "L11", "2008-05-01", links=(to_old("CONCORDANCE"),))),
        ["L1 > L10 split 2008-05-01", "L1 > L11 split 2008-05-01"],
        [],
    ),
    "merged": (
        (old(to_new("CONCORDANCE")), Article(3, "L2", "1990-01-01", "2008-05-01", (to_new("CONCORDANCE"),)), new()),
        ["L1 > L10 merged 2008-05-01", "L2 > L10 merged 2008-05-01"],
        [],
    ),
    # The other end is not at hand: a version without an end has become nothing else, so the other is the older.
    "named only, in force": ((new(to_old("CONCORDANCE", text=OTHER)),), ["L1 > L10 transferred 2008-05-01"], []),
    "named by number alone": (
        (new(("CONCORDANCE", "source", 0, "L. 1", OTHER)),),
        ["L1 > L10 transferred 2008-05-01"],
        [],
    ),
    "named only, ended": ((old(to_new("CONCORDANCE", text=OTHER)),), [], ["filiation-undecided"]),
    "met by its number": ((old(), new(("CONCORDANCE", "source", 9, "L1", CODE))), RENUMBERED, []),
    "both in force": (
        (Article(1, "L1", "1990-01-01"), new(to_old("CONCORDANCE"))),
        [],
        ["filiation-undecided"],
    ),
    # «Loi 2000-1208 art. 29-4» with the law's identifier and no number: no article is named.
    "no article": ((new(("CONCORDANCE", "source", 0, "", LAW)),), [], ["filiation-unresolved"]),
    "nothing known": ((new(("TRANSFERE", "source", 9, "", "")),), [], ["filiation-unresolved"]),
    "the same article": (
        (Article(1, "L10", "1990-01-01", "2008-05-01"), new(("CONCORDANCE", "source", 1, "L10", CODE))),
        [],
        [],
    ),
    "a citation is none": ((old(), new(to_old("CITATION"))), [], []),
    # Moved away and back: two filiations, each with its day.
    "there and back": (
        (
            Article(1, "L1", "1990-01-01", "2000-01-01", (("DEPLACE", "cible", 2, "L10", CODE),)),
            Article(2, "L10", "2000-01-01", "2008-05-01", (("DEPLACE", "cible", 3, "L1", CODE),)),
            Article(3, "L1", "2008-05-01"),
        ),
        ["L1 > L10 transferred 2000-01-01", "L10 > L1 transferred 2008-05-01"],
        [],
    ),
}


@pytest.mark.parametrize(("articles", "edges", "faults"), CASES.values(), ids=CASES.keys())
def test_a_link_gives_the_filiation_that_the_dates_show(
    articles: tuple[Article, ...], edges: list[str], faults: list[str], tmp_path: Path
) -> None:
    base = built(tmp_path, *articles)
    assert (edges_of(base), faults_of(base)) == (edges, faults)


@pytest.mark.parametrize("case", CASES)
def test_one_article_at_a_time_gives_what_all_at_once_do(case: str, tmp_path: Path) -> None:
    """Increments bring the articles in both orders, then take them away again: a rebuild gives the same each time."""
    articles = CASES[case][0]
    whole = rows_of(built(tmp_path, *articles))
    for turn in (articles, articles[::-1]):
        base = built(tmp_path)
        steps = [pack(tmp_path / f"LEGI_202002{n:02d}-213000.tar.gz", a) for n, a in enumerate(turn, 1)]
        update(base, steps, ignore)
        assert rows_of(base) == whole
        for n in range(len(turn)):
            gone = pack(tmp_path / f"LEGI_202003{n + 1:02d}-213000.tar.gz", deleted=(turn[n],))
            update(base, [gone], ignore)
            (tmp_path / "rest").mkdir(exist_ok=True)
            assert rows_of(base) == rows_of(built(tmp_path / "rest", *turn[n + 1 :]))


DAYS = ("1990-01-01", "2000-01-01", "2008-05-01", "2012-01-01", "2999-01-01")


def drawn(random: Random, rank: int, text: str | None) -> Article:
    """Draw an article of a small world, where numbers are reused and links name anything, also what is not there."""
    start, end = sorted(random.sample(range(5), 2))
    links = tuple(
        (
            random.choice(("CONCORDANCE", "CONCORDE", "TRANSFERE", "DEPLACE", "CODIFICATION")),
            random.choice(("cible", "source", "")),
            random.choice((0, 9, *range(1, 8))),
            random.choice(("", "L1", "L2", "L3")),
            random.choice((CODE, OTHER, LAW, "")),
        )
        for _ in range(random.choice((0, 1, 2)))
    )
    own = text or random.choice((CODE, CODE, OTHER, LAW))
    return Article(rank, random.choice(("L1", "L2", "L3")), DAYS[start], DAYS[end], links, own)


@pytest.mark.parametrize("seed", range(10))
def test_whatever_increments_bring_a_rebuild_gives_the_same(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    state = {rank: drawn(random, rank, None) for rank in range(1, 6)}
    base = built(tmp_path, *state.values())
    (tmp_path / "whole").mkdir()
    for step in range(1, 4):
        ranks = random.sample(range(1, 8), 2)
        brought = {rank: drawn(random, rank, state[rank].text if rank in state else None) for rank in ranks}
        gone = [rank for rank in state if rank not in brought and random.random() < 0.2]
        name = tmp_path / f"LEGI_202002{step:02d}-213000.tar.gz"
        update(base, [pack(name, *brought.values(), deleted=tuple(state.pop(rank) for rank in gone))], ignore)
        state |= brought
        assert rows_of(base) == rows_of(built(tmp_path / "whole", *state.values()))


def test_a_link_that_is_replaced_takes_its_filiation_away(tmp_path: Path) -> None:
    base = built(tmp_path, old(), new(to_old("CONCORDANCE")))
    update(base, [pack(tmp_path / "LEGI_20200201-213000.tar.gz", new())], ignore)
    assert rows_of(base) == []


def test_dates_that_change_change_the_filiation(tmp_path: Path) -> None:
    base = built(tmp_path, Article(1, "L1", "1990-01-01"), new(to_old("CONCORDANCE")))
    assert faults_of(base) == ["filiation-undecided"]
    update(base, [pack(tmp_path / "LEGI_20200201-213000.tar.gz", old())], ignore)
    assert (edges_of(base), faults_of(base)) == (RENUMBERED, [])


def test_a_split_that_loses_a_half_is_none(tmp_path: Path) -> None:
    half = Article(3, "L11", "2008-05-01", links=(to_old("CONCORDANCE"),))
    base = built(tmp_path, old(), new(to_old("CONCORDANCE")), half)
    update(base, [pack(tmp_path / "LEGI_20200201-213000.tar.gz", deleted=(half,))], ignore)
    assert edges_of(base) == RENUMBERED


def test_a_new_global_resets_the_filiations(tmp_path: Path) -> None:
    base = built(tmp_path, old(), new(to_old("CONCORDANCE")))
    moved = Article(5, "L7", "2009-01-01", links=(to_old("TRANSFERE"),))
    later = pack(tmp_path / "Freemium_legi_global_20210101-000000.tar.gz", old(), moved)
    update(base, [later], ignore)
    whole = tmp_path / "whole.db"
    build([later], whole)
    assert rows_of(base) == rows_of(whole) != []


def test_a_build_of_all_archives_gives_what_updates_give(tmp_path: Path) -> None:
    base = built(tmp_path, old(), new())
    step = pack(tmp_path / "LEGI_20200201-213000.tar.gz", new(to_old("CONCORDANCE")))
    update(base, [step], ignore)
    build([tmp_path / GLOBAL, step], tmp_path / "whole.db")
    assert rows_of(base) == rows_of(tmp_path / "whole.db") != []


# ── What the doors say ───────────────────────────────────────────────────────────────────────────────────────


def test_history_and_status_follow_an_article_that_went_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = built(
        tmp_path,
        old(to_new("TRANSFERE", text=OTHER), state="TRANSFERE"),
        Article(2, "L10", "2010-01-01", text=OTHER),
    )
    with chronolex.open(base) as corpus:
        entries = corpus.article("L10", "Code des transports").history()
        assert [(str(entry.start), str(entry.end)) for entry in entries] == [
            ("1990-01-01", "2008-05-01"),
            ("2008-05-01", "2010-01-01"),
            ("2010-01-01", "None"),
        ]
        assert corpus.article("L1", "Code des ports").require("2011-01-01").number == "L10"
        with pytest.raises(NotInForce):
            corpus.article("L1", "Code des ports").require("2009-01-01")
    assert run(["at", "L1", "--date", "2011-01-01", "--db", str(base)]) == 1
    assert "Il est devenu l’article L. 10 (Code des transports)." in capsys.readouterr().out
    assert run(["map", "--db", str(base)]) == 0
    said = capsys.readouterr().out
    assert "L. 1 → L. 10 (Code des ports → Code des transports) : déclarée, 0.99, 2010-01-01" in said
    assert "déclarée par un lien de la DILA 1.00 : Lien TRANSFERE de la version LEGIARTI000000000001" in said


def test_the_act_that_moved_an_article_is_said(tmp_path: Path) -> None:
    base = built(tmp_path, old(), new(to_old("CONCORDANCE"), ("TRANSFERE", "cible", 0, "1", LAW)))
    with chronolex.open(base) as corpus:
        (proof,) = corpus.lineage()[0].evidence
    assert proof.detail == (
        "Lien CONCORDANCE de la version LEGIARTI000000000002 vers LEGIARTI000000000001 ; "
        "par JORFTEXT000000000003 - art. 1."
    )


# ── Beside other sources ─────────────────────────────────────────────────────────────────────────────────────

MANIFEST = """
[[source]]
path = "acte.txt"

[[renumbering]]
old = "L. 1"
new = "L. 10"
text = "Code des ports"
source = "Table de concordance du ministère"
"""
ACT = """Décret n° 2008-244 du 7 mars 2008 relatif aux ports

J.O. n° 61 du 12 mars 2008

Article 1

À l'article L. 99 du code des ports, le mot : « chat » est remplacé par le mot : « chien ».

Fait à Paris, le 7 mars 2008.

François Fillon
"""


@pytest.fixture
def declared(tmp_path: Path) -> Path:
    folder = tmp_path / "declared"
    folder.mkdir()
    (folder / "acte.txt").write_text(ACT, "utf-8")
    (folder / "corpus.toml").write_text(MANIFEST, "utf-8")
    return folder


def proofs_of(base: Path) -> list[tuple[object, ...]]:
    with chronolex.open(base) as corpus:
        return [
            (link.old, link.new, link.kind, link.status, link.score, [proof.method for proof in link.evidence])
            for link in corpus.lineage()
        ]


def test_what_a_manifest_declares_and_what_dila_declares_add_up(tmp_path: Path, declared: Path) -> None:
    archive = pack(tmp_path / GLOBAL, old(), new(to_old("TRANSFERE")))
    build([archive, declared], tmp_path / "mixed.db")
    both = [("L1", "L10", "renumbered", "declared", 0.9999, ["declared-by-dila", "declared"])]
    assert proofs_of(tmp_path / "mixed.db") == both


def test_updates_leave_what_other_sources_declare(tmp_path: Path, declared: Path) -> None:
    archive = pack(tmp_path / GLOBAL, old(), new())
    base = tmp_path / "mixed.db"
    build([archive, declared], base)
    alone = proofs_of(base)
    assert alone == [("L1", "L10", "renumbered", "declared", 0.99, ["declared"])]
    update(base, [pack(tmp_path / "LEGI_20200201-213000.tar.gz", new(to_old("TRANSFERE")))], ignore)
    assert proofs_of(base) == [("L1", "L10", "renumbered", "declared", 0.9999, ["declared", "declared-by-dila"])]
    update(base, [pack(tmp_path / "LEGI_20200202-213000.tar.gz", new())], ignore)
    assert proofs_of(base) == alone


def test_a_filiation_that_dates_do_not_decide_is_no_fault_once_a_manifest_does(tmp_path: Path, declared: Path) -> None:
    archive = pack(tmp_path / GLOBAL, Article(1, "L1", "1990-01-01"), new(to_old("CONCORDANCE")))
    build([archive, declared], tmp_path / "mixed.db")
    assert faults_of(tmp_path / "mixed.db") == []
    assert [methods for *_, methods in proofs_of(tmp_path / "mixed.db")] == [["declared"]]


def test_every_spelling_of_a_concordance_is_known() -> None:
    assert {LINK_KINDS[found] for found in ("CONCORDANCE", "CONCORDE")} == {"CONCORDANCE"}
