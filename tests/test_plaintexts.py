"""The plain text file of ``chronolex amend --base``: its headings are read, or refused, never taken for alinéas."""

from __future__ import annotations

import pytest

from chronolex.plaintexts import read_articles
from corpus.errors import NoArticle


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("Article 5", "5"),
        ("ARTICLE 5", "5"),
        ("article 5 :", "5"),
        ("Art. 5", "5"),
        ("Art. 5.", "5"),
        ("Article 1er", "1"),
        ("Article premier", "1"),
        ("Article préliminaire", "préliminaire"),
        ("Article R. 730", "R730"),
        ("Art. R.730", "R730"),
        ("Article L123-4", "L123-4"),
        ("Article L. 123-4-1", "L123-4-1"),
        ("Article R* 12-3", "R*12-3"),
        ("Article LO 111", "LO111"),
        ("Article D. 5", "D5"),
        ("Article A. 123-4", "A123-4"),
        ("Article 9 bis", "9 bis"),
        ("Article 235 ter ZD bis", "235 ter ZD bis"),
        ("Article 221-II-1/13", "221-II-1/13"),
        ("Article II", "II"),
        ("## Article 5", "5"),
        ("**Art. R. 730**", "R730"),
        ("Annexe", "Annexe"),
        ("ANNEXE II", "Annexe II"),
        ("Annexe 1-2", "Annexe 1-2"),
        ("Annexe à l'article R127-3", "Annexe à l'article R127-3"),
        ("Article Annexe I", "Annexe I"),
    ],
)
def test_a_heading_alone_on_its_line_opens_an_article(heading: str, number: str) -> None:
    lead, articles = read_articles(f"Code civil\n\nArticle 3\nUn.\nDeux.\n{heading}\n\n  Trois.  \n", "base.txt")
    assert lead == "Code civil"
    assert articles == {"3": ("Un.", "Deux."), number: ("Trois.",)}


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Art. 5. - Le juge.", "5"),
        ("Art. R. 730. − Le juge.", "R730"),
        ("Article L. 123-4 – Le juge.", "L123-4"),
        ("**Art. L. 123-4.** — Le juge.", "L123-4"),
        ("Art. 5 bis A. - Le juge.", "5 bis A"),
        ("Art. 15-3-1-1. - Le juge.", "15-3-1-1"),
    ],
)
def test_a_heading_may_open_its_first_alinea(line: str, number: str) -> None:
    assert read_articles(f"{line}\nLe greffe.", "base.txt")[1] == {number: ("Le juge.", "Le greffe.")}


@pytest.mark.parametrize(
    "line",
    [
        "I. - L'article 5 s'applique.",
        "1° Article 5 du code : rien n'y change.",
        "Articles d'habillement, chaussures et literie.",
        "L'annexe fixe la liste.",
        "Annexe qu'il faut lire avec soin, car elle est longue et dit tout.",
    ],
)
def test_an_alinea_that_names_an_article_is_no_heading(line: str) -> None:
    assert read_articles(f"Article 3\n{line}", "base.txt")[1] == {"3": (line,)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Le juge statue.", "aucun article"),
        ("", "aucun article"),
        ("Article 3\nUn.\nArticle zut\nDeux.", "base.txt, ligne 3 : « Article zut » ressemble à un titre"),
        ("Article 3\nUn.\nArticle 5 (nouveau)\nDeux.", "ligne 3"),
        ("Article 3\nUn.\nArticles 5 et 6\nDeux.", "ligne 3"),
        ("Article 3\nUn.\nArt. zut. - Deux.", "ligne 3"),
        ("Article 3\nUn.\nAnnexe zéro\nDeux.", "ligne 3"),
        ("Article 3\nUn.\nArt. 3. - Deux.", "l’article 3 y est deux fois"),
        ("Article R. 730\nUn.\nArticle R730\nDeux.", "l’article R. 730 y est deux fois"),
        ("Article 3\nArticle 4\nUn.", "l’article 3 n’a pas de texte"),
        ("Article 3\nUn.\nArticle 4", "l’article 4 n’a pas de texte"),
    ],
)
def test_what_is_not_sure_to_be_an_article_is_refused(text: str, said: str) -> None:
    with pytest.raises(NoArticle) as refusal:
        read_articles(text, "base.txt")
    assert said in refusal.value.sentence
