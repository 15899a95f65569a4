"""Sources in, documents out: the five sample texts, the cases of tests/cases/documents, bad input, guarantees."""

from __future__ import annotations

import datetime as dt
import json
import re
import textwrap
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from corpus.errors import NoArticle, SourceError, UnknownFormat, UnreadableSource
from corpus.layout import split_articles
from corpus.model import Document, Format, LinkKind
from ingest import MAX_BYTES, read, replay

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples" / "permanence-des-soins"
CASES = Path(__file__).parent / "cases" / "documents"


def sample(name: str) -> Document:
    return read((SAMPLES / name).read_bytes(), name)


def all_texts(document: Document) -> list[str]:
    """Every string that later code reads."""
    return [
        document.title,
        *document.visas,
        *document.signatories,
        *document.outside,
        *(alinea for article in document.articles for alinea in article.alineas),
        *(link.as_written for link in document.links),
        *document.body.split("\n"),
    ]


def assert_guarantees(document: Document) -> None:
    """What the docstring of Document promises."""
    for text in all_texts(document):
        assert unicodedata.is_normalized("NFC", text)
        assert not any(unicodedata.category(c) == "Cc" for c in text), text
        assert "  " not in text and text == text.strip(), text
        assert not set("’‘\u00a0\u202f\u2028") & set(text), text
        assert not re.search(r"«\S|\S»", text), text
    assert all("\n" not in alinea for article in document.articles for alinea in article.alineas)
    if document.format in (Format.JO_TEXT, Format.JO_MARKDOWN):
        assert_body(document)


def assert_body(document: Document) -> None:
    """The body cut at its headings gives back exactly the articles, and spans find them."""
    again = split_articles(document.body)
    assert [a.number for a in again] == [a.number for a in document.articles]
    for cut, article in zip(again, document.articles, strict=True):
        assert document.body[slice(*cut.content)].strip().split("\n") == [*article.alineas] or not article.alineas
        assert article.span is not None
        piece = document.body[slice(*article.span)]
        assert piece.endswith(article.alineas[-1] if article.alineas else ".")
        if article.number_as_published:
            assert piece.startswith(f"Art. {article.number_as_published}. -")


class TestSamples:
    """The five official texts; the figures were counted by hand on the sources."""

    @pytest.mark.parametrize("name", sorted(p.name for p in SAMPLES.iterdir() if p.name != "corpus.toml"))
    def test_guarantees(self, name: str) -> None:
        assert_guarantees(sample(name))

    @pytest.mark.parametrize(
        ("name", "form"),
        [
            ("decret-2003-880.jo.md", Format.JO_MARKDOWN),
            ("decret-2005-328.jo.txt", Format.JO_TEXT),
            ("R730.legifrance.md", Format.LEGIFRANCE_PAGE),
            ("L6314-1.legifrance.md", Format.LEGIFRANCE_PAGE),
            ("R6315-1_a_R6315-6.consolide.txt", Format.CONSOLIDATED),
        ],
    )
    def test_format_comes_from_content(self, name: str, form: Format) -> None:
        data = (SAMPLES / name).read_bytes()
        assert read(data, "x.bin").format is form

    def test_decree_of_2003(self) -> None:
        act = sample("decret-2003-880.jo.md")
        assert act.text is not None
        assert act.text.title == "Décret n° 2003-880 du 15 septembre 2003"
        assert (act.text.nature, act.text.number, act.text.nor) == ("DECRET", "2003-880", "SANH0322761D")
        assert act.text.signed == dt.date(2003, 9, 15)
        assert (act.published, act.jo_number) == (dt.date(2003, 9, 16), "214")
        assert act.title.endswith(
            "modifiant le code de la santé publique (deuxième partie : Décrets en Conseil d'Etat)"
        )
        assert [a.number for a in act.articles] == ["1", "2", "3"]
        assert [len(a.alineas) for a in act.articles] == [18, 16, 1]
        assert len(act.visas) == 7
        assert all(visa.startswith("Vu ") for visa in act.visas)
        assert act.signatories[0] == "Jean-Pierre Raffarin, le Premier ministre"
        assert len(act.signatories) == 4

    def test_page_breaks_are_joined_again(self) -> None:
        alineas = sample("decret-2003-880.jo.md").articles[0].alineas
        assert any(alinea.endswith("médecins libéraux représentées au niveau départemental.") for alinea in alineas)

    def test_headings_inside_an_article_are_alineas(self) -> None:
        alineas = sample("decret-2003-880.jo.md").articles[1].alineas
        assert "I. - A l'article 1er :" in alineas
        assert "II. - L'article 4 est modifié comme suit :" in alineas

    def test_damaged_decree_of_2005(self) -> None:
        act = sample("decret-2005-328.jo.txt")
        assert act.text is not None
        assert act.text.title == "Décret n° 2005-328 du 7 avril 2005"
        assert (act.text.nor, act.published) == ("SANH0521313D", None)
        assert [len(a.alineas) for a in act.articles] == [6, 3, 5, 2, 5, 4, 1]
        assert [a.number_as_published for a in act.articles] == ["1er", "2", "3", "4", "5", "6", "7"]
        assert len(act.visas) == 3
        assert act.signatories[2].startswith("DOMINIQUE DE VILLEPIN, le ministre de l'intérieur")
        assert not any(c in "".join(all_texts(act)) for c in "ŽÕÇÈ•ˆƒ̂".replace("È", ""))

    def test_two_quoted_alineas_on_consecutive_lines(self) -> None:
        second, third = sample("decret-2005-328.jo.txt").articles[1].alineas[1:]
        assert second.startswith("« L'accès") and second.endswith("organisée par le SAMU.")
        assert third.startswith("« Toutefois, l'accès") and "centres d'appel des associations de" in third

    def test_edits_explain_the_repair_of_the_original(self) -> None:
        data = (SAMPLES / "decret-2005-328.jo.txt").read_bytes()
        act = read(data, "2005")
        assert act.original == data.decode()
        assert len(act.edits) > 300
        assert "arrêtés" in replay(act.original, act.edits)

    def test_page_of_r730(self) -> None:
        page = sample("R730.legifrance.md")
        assert [(a.number, len(a.alineas)) for a in page.articles] == [("R730", 6)]
        assert (
            page.articles[0]
            .alineas[0]
            .endswith("par des médecins appartenant à des associations de permanence des soins.")
        )
        assert [(link.kind, link.target_text, link.target_article, link.state) for link in page.links[2:6]] == [
            (LinkKind.MODIFIED_BY, "Décret n° 2005-328 du 7 avril 2005", "1", None),
            (LinkKind.REPEALED_BY, "Décret n° 2005-840 du 20 juillet 2005", "4", None),
            (LinkKind.CITES, "Code de la santé publique", "L6313-1", "M"),
            (LinkKind.CITES, "Code de la santé publique", "L6325-1", "T"),
        ]
        assert len(page.links) == 10
        assert page.links[3].published == dt.date(2005, 7, 26)
        assert [link.state for link in page.links if link.kind is LinkKind.NEW_TEXTS] == ["M", "V"]
        assert [link.target_article for link in page.links if link.kind is LinkKind.CITED_BY] == ["R731", "R735"]

    def test_page_without_links(self) -> None:
        page = sample("L6314-1.legifrance.md")
        assert [(a.number, len(a.alineas)) for a in page.articles] == [("L6314-1", 5)]
        assert page.links == ()

    def test_consolidated_text_is_28_alineas_of_one_article_without_number(self) -> None:
        document = sample("R6315-1_a_R6315-6.consolide.txt")
        assert [(a.number, len(a.alineas)) for a in document.articles] == [(None, 28)]
        assert document.articles[0].alineas[2] == "1° Le samedi à partir de midi ;"


class TestCases:
    """Other layouts: one text and what must be read in it, side by side (synthetic, in the manner of real ones)."""

    @pytest.mark.parametrize("file", sorted(CASES.glob("*.json")), ids=lambda file: file.stem)
    def test_case(self, file: Path) -> None:
        expected = json.loads(file.read_text())
        source = CASES / expected.pop("source")
        document = read(source.read_bytes(), source.name)
        assert_guarantees(document)
        assert {key: as_data(document)[key] for key in expected} == expected

    def test_every_source_has_its_expectation(self) -> None:
        named = {json.loads(file.read_text())["source"] for file in CASES.glob("*.json")}
        assert {p.name for p in CASES.iterdir() if p.suffix != ".json"} == named
        assert len(named) >= 14


def as_data(document: Document) -> dict[str, object]:
    """A document in the words of the JSON cases."""
    text = document.text
    return {
        "format": document.format.value,
        "text": text.title if text else None,
        "nature": text.nature if text else None,
        "number": text.number if text else None,
        "nor": text.nor if text else None,
        "slug": text.slug if text else None,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "jo_number": document.jo_number,
        "visas": list(document.visas),
        "articles": [[article.number, *article.alineas] for article in document.articles],
        "signatories": list(document.signatories),
        "links": [
            [link.kind.value, link.heading, link.target_text, link.target_article, link.state]
            for link in document.links
        ],
        "outside": list(document.outside),
    }


DECREE = "Décret n° 2005-1 du 3 janvier 2005 relatif aux soins\n\nVu le code,\n\nDécrète :\n\n"


class TestBadInput:
    @pytest.mark.parametrize(
        ("data", "error", "said"),
        [
            (b"", UnreadableSource, "vide"),
            (b" \n\t\r\n\x0c ", UnreadableSource, "vide"),
            (b"\xef\xbb\xbf", UnreadableSource, "vide"),
            (b"%PDF-1.4\n\x00\x01\x02", UnreadableSource, "binaire"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", UnreadableSource, "binaire"),
            (b"Article 1\n" + b"\x01\x02\x03" * 20, UnreadableSource, "binaire"),
            (b"\xff\xfeA", UnreadableSource, "encodage"),
            (b"<!DOCTYPE html><html><body><p>Article 1</p></body></html>", UnknownFormat, "HTML"),
            (b"<?xml version='1.0'?><ARTICLE/>", UnknownFormat, "XML"),
            (b"Article 1<br/><p>Le maire.</p><p>Le pr\xc3\xa9fet.</p>", UnknownFormat, "HTML"),
            (b"nom;date;article\nR730;2003;1\nR731;2003;1\n", UnknownFormat, "format inconnu"),
            (b'{"article": "R730", "alineas": ["Le code de la route."]}', UnknownFormat, "format inconnu"),
            (
                b"Bonjour,\n\nVeuillez trouver ci-joint le compte rendu.\n\nCordialement.",
                UnknownFormat,
                "inconnu",
            ),
            (("Nous pensons que l'article 3 du code de la route est obscur. " * 5).encode(), UnknownFormat, "inconnu"),
            (
                "Le chat dort sur le canapé de la maison et il ne bouge pas du tout.".encode() * 3,
                UnknownFormat,
                "inconnu",
            ),
            (
                b"The quick brown fox. Section 3 of the Act applies to the article 5 of this code.",
                UnknownFormat,
                "inconnu",
            ),
            (b"def read(path):\n    return open(path).read()\n", UnknownFormat, "inconnu"),
            (
                "# Notes\n\nLe code de la route prévoit un décret en Conseil d'Etat à l'article 3.".encode(),
                UnknownFormat,
                "",
            ),
            (
                b"Loi n\xc2\xb0 2005-1 du 3 janvier 2005\nVersion consolid\xc3\xa9e au 4 mai 2010\n\nArticle 1\n\nUn.",
                UnknownFormat,
                "consolidé",
            ),
            (b"Vu le code,\nD\xc3\xa9cr\xc3\xa8te :\nArticle 1\nLe maire.\n", UnknownFormat, "sans titre"),
            (DECREE.encode(), NoArticle, "aucun article"),
            ("### Article R730\n\nLiens relatifs à cet article\n".encode(), NoArticle, "pas de texte"),
            ((DECREE + "Article 1\n\nUn.\n\nArticle 1\n\nDeux.").encode(), UnknownFormat, "deux articles"),
            (
                (f"{DECREE}Article 1\n\nUn.\n\nFait le 3 janvier 2005.\n\n" * 2).encode(),
                UnknownFormat,
                "plusieurs actes",
            ),
        ],
    )
    def test_one_sentence_that_names_the_file(self, data: bytes, error: type[SourceError], said: str) -> None:
        with pytest.raises(error) as caught:
            read(data, "dossier/fichier.txt")
        assert "dossier/fichier.txt" in caught.value.sentence
        assert said in caught.value.sentence
        assert caught.value.sentence.count(". ") == 0 and caught.value.sentence.endswith(".")
        assert caught.value.next_step

    def test_too_large(self) -> None:
        with pytest.raises(UnreadableSource, match="64 Mo"):
            read(b"a" * (MAX_BYTES + 1), "gros.txt")

    @given(st.binary(max_size=400))
    @settings(max_examples=150, deadline=None)
    def test_any_bytes_give_a_document_or_a_source_error(self, data: bytes) -> None:
        try:
            assert_guarantees(read(data, "x"))
        except SourceError as error:
            assert "x" in error.sentence


class TestDecoding:
    TEXT = "Article R730\n\nLa santé est l'œuvre de l'État.\n"

    @pytest.mark.parametrize(
        ("encoding", "named"),
        [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "windows-1252")],
    )
    def test_encodings(self, encoding: str, named: str) -> None:
        document = read(self.TEXT.encode(encoding), "x")
        assert document.articles[0].alineas == ("La santé est l'œuvre de l'État.",)
        assert document.source.encoding == named
        assert document.original == self.TEXT

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
    def test_line_ends(self, newline: str) -> None:
        document = read(self.TEXT.replace("\n", newline).encode(), "x")
        assert document.articles[0].alineas == ("La santé est l'œuvre de l'État.",)

    def test_the_manifest_can_impose_a_format(self) -> None:
        text = "Tout contrat légalement formé tient lieu de loi à ceux qui l'ont fait."
        with pytest.raises(UnknownFormat):
            read(text.encode(), "x")
        assert read(text.encode(), "x", form=Format.CONSOLIDATED).articles[0].alineas == (text,)


# Where a line is broken inside them, the next one looks like something else: an item, a quotation, a number.
CLAUSES = (
    "le préfet du département",
    "arrête la liste des médecins",
    "à l'article R. 730",
    "aux 1° et 2° de l'article L. 162-5 du code de la sécurité sociale",
    "par décret en Conseil d'Etat",
    "dans un délai de deux mois",
    "les mots « six mois » sont supprimés",
    "ainsi qu'il suit",
    "le sous-préfet",
)
PHRASE = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=15).map(" ".join)


@st.composite
def alinea(draw: st.DrawFn) -> str:
    opening = draw(st.sampled_from(["Le maire ", "Dans ce cas, ", "1° ", "a) ", "« Toutefois, ", "II. - Pour "]))
    return opening + draw(PHRASE) + draw(st.sampled_from([" avis.", " avis ;", " avis :"]))


def act_of(alineas: list[str]) -> str:
    return DECREE + "Article 1er\n\n" + "\n\n".join(alineas) + "\n\nFait à Paris, le 3 janvier 2005.\n\nJean Martin\n"


class TestJoining:
    """Lines come and go, alinéas stay."""

    @given(st.lists(alinea(), min_size=1, max_size=6), st.integers(60, 120))
    @settings(max_examples=200, deadline=None)
    def test_wrapping_changes_nothing(self, alineas: list[str], width: int) -> None:
        plain = read(act_of(alineas).encode(), "x")
        assume(plain.articles[0].alineas == tuple(alineas))  # repair may touch a random sentence
        wrap = textwrap.TextWrapper(width, break_on_hyphens=False, break_long_words=False)
        wrapped = read(act_of(["\n".join(wrap.wrap(text)) for text in alineas]).encode(), "x")
        assert wrapped.body == plain.body

    @given(st.lists(alinea(), min_size=2, max_size=5), st.data())
    @settings(max_examples=100, deadline=None)
    def test_a_page_break_before_a_lower_case_word_changes_nothing(
        self, alineas: list[str], data: st.DataObject
    ) -> None:
        rank = data.draw(st.integers(0, len(alineas) - 1))
        words = alineas[rank].split(" ")
        places = [
            i
            for i in range(3, len(words))
            if words[i][:2].isalpha() and words[i][0].islower() and words[i - 1][-1].isalpha()
        ]
        assume(places)
        place = data.draw(st.sampled_from(places))
        broken = " ".join(words[:place]) + "\n\n\f" + " ".join(words[place:])
        sound = read(act_of(alineas).encode(), "x")
        assert read(act_of([*alineas[:rank], broken, *alineas[rank + 1 :]]).encode(), "x").body == sound.body

    @given(st.text(max_size=300))
    @example("Art. 2.\n- Le maire")
    @example("Article 2\n\nAnnexe\n5 - b")
    @settings(max_examples=200, deadline=None)
    def test_whatever_an_act_says_its_body_is_cut_again_at_its_articles(self, text: str) -> None:
        try:
            document = read((DECREE + "Article 1er\n\nLe maire.\n\n" + text).encode("utf-8", "replace"), "x")
        except SourceError:
            return
        assert_guarantees(document)

    @pytest.mark.parametrize(
        ("lines", "alineas"),
        [
            (["les centres d'appel des", "", "associations agréées."], 1),
            (["l'avis de la mission ou de l'", "autorité compétente."], 1),
            (["au titre de l'article L.", "", "6313-1 du code."], 1),
            (["Sont supprimés les mots :", "« six mois ».", "Le reste demeure."], 3),
            (["Les mots : « six mois »", "", "sont supprimés."], 1),
            (["Le préfet :", "", "1° Arrête la liste ; et", "2° La publie."], 3),
            (["« Un.", "« Deux.", "« Trois. »"], 3),
            (["Une phrase.", "", "une autre, en minuscule."], 2),
            (["Le premier alinéa est complété par les mots suivants", "", "« et le préfet »."], 2),
        ],
    )
    def test_breaks(self, lines: list[str], alineas: int) -> None:
        text = DECREE + "Article 1er\n\n" + "\n".join(lines)
        assert len(read(text.encode(), "x").articles[0].alineas) == alineas
