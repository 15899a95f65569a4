"""What a person types into the search field, in the spellings of every day."""

from __future__ import annotations

import pytest

from corpus.inquiry import read_inquiry

CIVIL, CPI, CPC = "code-civil", "code-de-la-propriete-intellectuelle", "code-de-procedure-civile"
CONSTITUTION = "constitution-du-4-octobre-1958"


def read(words: str) -> tuple[list[str], list[str]] | None:
    """The articles that words name, as «text/number» or «text/first..last», and the texts."""
    inquiry = read_inquiry(words)
    if inquiry is None:
        return None
    articles = [
        (f"{one.text.slug}/" if one.text else "") + one.number + (f"..{one.last}" if one.last else "")
        for one in inquiry.articles
    ]
    return articles, [text.slug for text in inquiry.texts]


@pytest.mark.parametrize(
    ("words", "articles"),
    [
        ("R730", ["R730"]),
        ("art. R. 730", ["R730"]),
        ("1er", ["1"]),
        ("235 ter ZD bis", ["235 ter ZD bis"]),
        ("annexe 1-2", ["Annexe 1-2"]),
        ("l 122 5", ["L122-5"]),
        ("L 122 5 1 cpi", [f"{CPI}/L122-5-1"]),
        ("L.122.5", ["L122-5"]),
        ("l.122-5", ["L122-5"]),
        ("L. 122-5, 3°", ["L122-5"]),
        ("L. 122-5 2°", ["L122-5"]),
        ("L.O. 141 code électoral", ["code-electoral/LO141"]),
        ("R. * 311-1 CPI", [f"{CPI}/R*311-1"]),
        ("art. R.* 311-1", ["R*311-1"]),
        ("C. civ., art. 1382", [f"{CIVIL}/1382"]),
        ("1382 c. civ.", [f"{CIVIL}/1382"]),
        ("1382 c civ", [f"{CIVIL}/1382"]),
        ("Code civil 1382", [f"{CIVIL}/1382"]),
        ("1382 du code civil", [f"{CIVIL}/1382"]),
        ("l'article 1382 du code civil", [f"{CIVIL}/1382"]),
        ("l’article 1382 du Code civil", [f"{CIVIL}/1382"]),
        ("art 16 al. 2 C. civ.", [f"{CIVIL}/16"]),
        ("article 16 alinea 2 du code civil", [f"{CIVIL}/16"]),
        ("2e alinéa de l'article 16 du code civil", [f"{CIVIL}/16"]),
        ("CODE CIVIL ARTICLE 16", [f"{CIVIL}/16"]),
        ("art 700 cpc", [f"{CPC}/700"]),
        ("C. pr. civ. art 700", [f"{CPC}/700"]),
        ("article 700 du nouveau code de procédure civile", [f"{CPC}/700"]),
        ("articles L122-5 et L122-6", ["L122-5", "L122-6"]),
        ("articles L. 122-5 et L. 122-6 du code de la propriete intellectuelle", [f"{CPI}/L122-5", f"{CPI}/L122-6"]),
        ("1240, 1241 c civ", [f"{CIVIL}/1240", f"{CIVIL}/1241"]),
        ("CPI art. L.122-5 et C. civ. art. 9", [f"{CPI}/L122-5", f"{CIVIL}/9"]),
        ("L122-5 à L122-9 cpi", [f"{CPI}/L122-5..L122-9"]),
        ("16 a 18 c. civ.", [f"{CIVIL}/16..18"]),
        ("1101 et s. c. civ.", [f"{CIVIL}/1101"]),
        ("art 49 al 3 constitution", [f"{CONSTITUTION}/49"]),
        ("article 5 de la constitution", [f"{CONSTITUTION}/5"]),
        ("article 8 de la loi n° 2013-404 du 17 mai 2013", ["loi-2013-404/8"]),
        ("préambule", ["PREAMBULE"]),
        ("préambule de la constitution", [f"{CONSTITUTION}/PREAMBULE"]),
        ("2005-328", ["2005-328"]),
    ],
)
def test_the_articles_that_words_name(words: str, articles: list[str]) -> None:
    assert read(words) == (articles, [])


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("cpi", [CPI]),
        ("CPI", [CPI]),
        ("c.p.i.", [CPI]),
        ("CSS", ["code-de-la-securite-sociale"]),
        ("C. civ.", [CIVIL]),
        ("le code civil", [CIVIL]),
        ("code propriété intellectuelle", [CPI]),
        ("Constitution", [CONSTITUTION]),
        ("constitution", [CONSTITUTION]),
        ("Préambule de la Constitution de 1946", ["constitution-du-27-octobre-1946"]),
        ("loi n° 2013-404", ["loi-2013-404"]),
        ("loi 2013-404", ["loi-2013-404"]),
        ("loi no 2013-404 du 17 mai 2013", ["loi-2013-404"]),
        ("loi du 17 mai 2013", ["loi-2013-05-17"]),
        ("loi Informatique et libertés", ["loi-78-17"]),
        ("code civil et cpi", [CIVIL, CPI]),
    ],
)
def test_the_texts_that_words_name(words: str, texts: list[str]) -> None:
    assert read(words) == ([], texts)


@pytest.mark.parametrize(
    "words",
    [
        "", "permanence des soins", "20 heures à 8 heures", "médecin", "«", "R.", "le", "contrat", "constit*", "code",
        "loi", "article", "constitution de partie civile", "constitution d'un dossier", "responsabilité 1382",
        "article 1382 responsabilité", "« Constitution »", '"code civil"', "l'auteur d'une œuvre",
        "article 2 du contrat", "chapitre II du code civil", "présent article", "le même code",
    ],
)  # fmt: skip
def test_words_that_hold_anything_else_name_nothing(words: str) -> None:
    assert read_inquiry(words) is None
