"""corpus.toml: what it declares, what it refuses, and how it meets the sources."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ManifestError, SourceError, UnreadableSource
from corpus.model import Format
from ingest import folder as reading_folder
from ingest import read_corpus, read_manifest
from ingest.tables import Table

SAMPLES = Path(__file__).parent.parent / "samples" / "permanence-des-soins"

PAGE = """Article R730

La permanence des soins est assurée.

Liens relatifs à cet article

Abrogé par :
Décret n°2005-840 2005-07-20 art. 4 1° JORF 26 juillet 2005
"""
ACT = """Décret n° 2003-880 du 15 septembre 2003 relatif aux soins
J.O. 214 du 16 septembre 2003

Vu le code,

Décrète :

Article 1

Le code est modifié.
"""
ABROGATION = """
[[abrogation]]
act = "Décret n° 2005-840 du 20 juillet 2005"
article = "4"
published = 2005-07-26
text = "Code de la santé publique"
articles = "R. 730 à R. 736"
"""
PAGE_OF_CODE = "[[source]]\npath = 'page.md'\ntext = 'Code de la santé publique'\n"
VERSIONS = """
[[known_versions]]
text = "Code civil"
article = "R. 730"
source = "Légifrance"
starts = [2004-01-01, 2006-01-01]

[[source]]
path = "page.md"
text = "Code civil"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "page.md").write_text(PAGE)
    (tmp_path / "acte.txt").write_text(ACT)
    return tmp_path


def declare(folder: Path, toml: str) -> Path:
    (folder / "corpus.toml").write_text(toml)
    return folder


class TestSample:
    def test_what_the_sources_do_not_say(self) -> None:
        manifest = read_manifest(SAMPLES)
        assert manifest.title == "La permanence des soins en médecine ambulatoire"
        by_path = {source.path: source for source in manifest.sources}
        assert by_path["decret-2003-880.jo.md"].published is None
        assert by_path["decret-2005-328.jo.txt"].published == dt.date(2005, 4, 8)
        consolidated = by_path["R6315-1_a_R6315-6.consolide.txt"]
        assert consolidated.articles == tuple(f"R6315-{n}" for n in range(1, 7))
        assert (consolidated.start, consolidated.end) == (dt.date(2010, 4, 1), dt.date(2010, 7, 18))

    def test_the_abrogation_covers_r730_to_r736(self) -> None:
        (abrogation,) = read_manifest(SAMPLES).abrogations
        assert abrogation.act.title == "Décret n° 2005-840 du 20 juillet 2005"
        assert (abrogation.article, abrogation.item) == ("4", "1°")
        assert abrogation.published == dt.date(2005, 7, 26)
        assert all(abrogation.covers(f"R. {n}") for n in range(730, 737))
        assert abrogation.covers("R. 732 bis") and abrogation.covers("R732-1")
        assert not any(abrogation.covers(n) for n in ("R729", "R737", "L733", "R73", "R. 7300"))

    def test_lineage_is_not_declared(self) -> None:
        """The six renumberings, and that of R. 736, are for lineage to find."""
        assert read_manifest(SAMPLES).renumberings == ()

    def test_known_versions(self) -> None:
        known = {item.article: item.starts for item in read_manifest(SAMPLES).known_versions}
        assert [len(known[n]) for n in ("R6315-1", "L6314-1")] == [6, 11]

    def test_reading_completes_the_documents(self) -> None:
        reading = read_corpus([SAMPLES])
        published = {d.source.name: d.published for d in reading.documents}
        assert published["decret-2003-880.jo.md"] == dt.date(2003, 9, 16)
        assert published["decret-2005-328.jo.txt"] == dt.date(2005, 4, 8)
        texts = {d.source.name: d.text.title for d in reading.documents if d.text}
        assert texts["L6314-1.legifrance.md"] == texts["R730.legifrance.md"] == "Code de la santé publique"
        assert reading.undeclared == ()
        assert len(reading.entries) == 5

    def test_reading_twice_gives_the_same(self) -> None:
        assert read_corpus([SAMPLES]) == read_corpus([SAMPLES])


class TestRefused:
    """Each: a manifest, the key that must be named, words of the sentence."""

    @pytest.mark.parametrize(
        ("toml", "key", "said"),
        [
            ("[[source]]\npath = 'page.md'\ntexte = 'Code civil'", "source[1].texte", "clé inconnue"),
            ("[sources]\npath = 'page.md'", "sources", "clé inconnue"),
            ("[corpus]\ntitre = 'X'", "corpus.titre", "clé inconnue"),
            ("source = 'page.md'", "source", "liste de tables"),
            ("corpus = 'page.md'", "corpus", "table"),
            ("[[source]]\ntext = 'Code civil'", "source[1].path", "obligatoire"),
            ("[[source]]\npath = 3", "source[1].path", "texte"),
            ("[[source]]\npath = 'absent.md'", "source[1].path", "« absent.md » n’existe pas"),
            ("[[source]]\npath = '../page.md'", "source[1].path", "sort du dossier"),
            ("[[source]]\npath = '/etc/hostname'", "source[1].path", "sort du dossier"),
            ("[[source]]\npath = 'page.md'\n[[source]]\npath = './page.md'", "source[2].path", "deux fois"),
            ("[[source]]\npath = 'page.md'\npublished = 2005-02-30", "published", "date mal écrite"),
            ("[[source]]\npath = 'page.md'\npublished = '30 février 2005'", "source[1].published", "calendrier"),
            ("[[source]]\npath = 'page.md'\npublished = 'hier'", "source[1].published", "pas une date"),
            ("[[source]]\npath = 'page.md'\npublished = 2005", "source[1].published", "pas une date"),
            ("[[source]]\npath = 'page.md'\npublished = 2005-04-08T10:00:00", "source[1].published", "pas une date"),
            ("[[source]]\npath = 'page.md'\ntext = 'Le code'", "source[1].text", "titre d’aucun texte"),
            ("[[source]]\npath = 'page.md'\nformat = 'pdf'", "source[1].format", "format connu"),
            ("[[source]]\npath = 'page.md'\nend = 2005-01-01", "source[1].end", "début"),
            ("[[source]]\npath = 'page.md'\nstart = 2005-01-02\nend = 2005-01-02", "source[1].end", "début"),
            ("[[source]]\npath = 'page.md'\narticles = 'tous'", "source[1].articles", "numéro d’article"),
            ("[[source]]\npath = 'page.md'\narticles = 'R. 1 à L. 5'", "source[1].articles", "s’énumère"),
            ("[[source]]\npath = 'page.md'\narticles = 'R. 5 à R. 1'", "source[1].articles", "s’énumère"),
            ("[[source]]\npath = 'page.md'\narticles = ['R. 1', 'R1']", "source[1].articles", "deux fois"),
            (ABROGATION.replace("published = 2005-07-26\n", ""), "abrogation[1].published", "obligatoire"),
            (ABROGATION.replace("2005-07-26", "2005-07-19"), "abrogation[1].published", "précède la signature"),
            (
                "[[renumbering]]\nold = 'R. 1'\nnew = 'R. 2'\ntext = 'Code civil'",
                "renumbering[1].source",
                "obligatoire",
            ),
            (
                "[[known_versions]]\ntext = 'Code civil'\narticle='1'\nsource = 'L'\nstarts = [2005-01-02,2005-01-01]",
                "known_versions[1].starts",
                "se suivre",
            ),
            ("[[source]\npath = 'page.md'", "[[source]", "TOML mal écrit"),
        ],
    )
    def test_one_sentence_with_file_and_key(self, folder: Path, toml: str, key: str, said: str) -> None:
        with pytest.raises(ManifestError) as caught:
            read_manifest(declare(folder, toml))
        assert caught.value.key == key
        assert caught.value.file.endswith("corpus.toml") and caught.value.file in str(caught.value)
        assert said in caught.value.sentence

    def test_no_manifest(self, tmp_path: Path) -> None:
        with pytest.raises(ManifestError, match=r"corpus\.toml"):
            read_manifest(tmp_path)


class TestContradictions:
    """A manifest may complete a source, never contradict it."""

    @pytest.mark.parametrize(
        ("toml", "key", "said"),
        [
            ("[[source]]\npath = 'acte.txt'\npublished = 2003-09-17", "source[1].published", "16 septembre 2003"),
            ("[[source]]\npath = 'acte.txt'\njo_number = '215'", "source[1].jo_number", "dit 214"),
            ("[[source]]\npath = 'acte.txt'\ntext = 'Code de la santé publique'", "source[1].text", "2003-880"),
            ("[[source]]\npath = 'acte.txt'\ntext = 'Loi n° 2003-880 du 15 septembre 2003'", "source[1].text", "dit"),
            ("[[source]]\npath = 'page.md'\narticles = 'R. 731'", "source[1].articles", "R730"),
            (PAGE_OF_CODE + ABROGATION.replace("-26", "-27"),
             "abrogation[1].published", "26 juillet 2005"),
            (PAGE_OF_CODE + ABROGATION.replace('"4"', '"5"'),
             "abrogation[1].article", "article 4"),
            (PAGE_OF_CODE + ABROGATION.replace("840", "841"),
             "abrogation[1].act", "2005-840"),
            (VERSIONS + "start = 2005-01-01", "source[1].start", "date de version"),
            (VERSIONS + "start = 2004-01-01\nend = 2005-01-01", "source[1].end", "ne finit pas"),
        ],
    )  # fmt: skip
    def test_refused(self, folder: Path, toml: str, key: str, said: str) -> None:
        with pytest.raises(ManifestError) as caught:
            read_corpus([declare(folder, toml)])
        assert caught.value.key == key
        assert said in str(caught.value)

    def test_published_before_signed(self, folder: Path) -> None:
        (folder / "acte.txt").write_text(ACT.replace("J.O. 214 du 16 septembre 2003\n", ""))
        with pytest.raises(ManifestError, match="précède la signature"):
            read_corpus([declare(folder, "[[source]]\npath = 'acte.txt'\npublished = 2003-09-14")])

    def test_what_both_say_alike_is_no_contradiction(self, folder: Path) -> None:
        toml = (
            "[[source]]\npath = 'acte.txt'\npublished = '16 septembre 2003'\njo_number = '0214'\n"
            "text = 'DECRET n°2003-880 du 15 septembre 2003'\n"
            "[[source]]\npath = 'page.md'\ntext = 'Code de la santé publique'\narticles = 'R730'\n" + ABROGATION
        )
        assert len(read_corpus([declare(folder, toml)]).documents) == 2


class TestFolders:
    def test_a_folder_without_manifest(self, folder: Path) -> None:
        reading = read_corpus([folder])
        assert [d.source.name for d in reading.documents] == ["acte.txt", "page.md"]
        assert reading.undeclared == ("acte.txt", "page.md")

    def test_a_file_that_the_manifest_does_not_name_is_read(self, folder: Path) -> None:
        reading = read_corpus([declare(folder, "[[source]]\npath = 'page.md'\ntext = 'Code civil'")])
        assert [d.source.name for d in reading.documents] == ["page.md", "acte.txt"]
        assert reading.undeclared == ("acte.txt",)

    def test_ignored_and_hidden_files_are_left(self, folder: Path) -> None:
        (folder / "README.md").write_text("# Notes")
        (folder / ".cache").write_bytes(b"\0")
        declare(folder, "[corpus]\nignore = ['README.md', 'acte.*']")
        assert [d.source.name for d in read_corpus([folder]).documents] == ["page.md"]

    def test_an_unreadable_neighbour_stops_the_reading(self, folder: Path) -> None:
        (folder / "notes.md").write_text("# Notes")
        with pytest.raises(SourceError, match=r"notes\.md"):
            read_corpus([folder])

    def test_lone_files_and_folders_together(self, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        other = tmp_path_factory.mktemp("autre")
        (other / "page.md").write_text(PAGE.replace("730", "731"))
        reading = read_corpus([folder, other / "page.md", folder / "acte.txt"])
        names = [d.source.name for d in reading.documents]
        assert names == ["acte.txt", f"{folder.name}/page.md", f"{other.name}/page.md"]

    def test_nothing_there(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableSource, match="aucune source"):
            read_corpus([tmp_path])
        with pytest.raises(UnreadableSource, match="n’existe pas"):
            read_corpus([tmp_path / "absent.txt"])

    def test_a_declared_format_is_imposed(self, folder: Path) -> None:
        (folder / "civil.txt").write_text("Tout contrat légalement formé tient lieu de loi à ceux qui l'ont fait.")
        declare(folder, "[[source]]\npath = 'civil.txt'\nformat = 'consolide-sans-titres'\ntext = 'Code civil'")
        document = read_corpus([folder]).documents[0]
        assert document.format is Format.CONSOLIDATED
        assert document.text is not None and document.text.title == "Code civil"

    def test_sound_sources_lend_their_words_to_damaged_ones(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The vocabulary holds the words of the sound source, whatever the order of the names."""
        seen: list[frozenset[str]] = []
        original = reading_folder.read

        def spy(data: bytes, name: str, vocabulary: frozenset[str] = frozenset(), form: Format | None = None) -> object:
            if vocabulary:
                seen.append(frozenset(vocabulary))
            return original(data, name, vocabulary, form)

        monkeypatch.setattr(reading_folder, "read", spy)
        (folder / "abime.txt").write_text((SAMPLES / "decret-2005-328.jo.txt").read_text())
        reading = read_corpus([folder])
        assert len(seen) == 1 and "permanence" in seen[0]
        assert reading.documents[0].source.name == "abime.txt"


@given(st.integers(1, 900), st.integers(1, 400))
def test_a_range_has_every_number_between_its_ends(first: int, length: int) -> None:
    table = Table("corpus.toml", "source[1]", {"articles": f"R. {first} à R. {first + length}"})
    assert table.numbers("articles") == tuple(f"R{n}" for n in range(first, first + length + 1))
