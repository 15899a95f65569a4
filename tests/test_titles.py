"""Names of texts: what is one, what is none, and where each ends. Sentences are from the samples and from codes."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import format_date
from corpus.names import known_names
from corpus.titles import find_titles, read_title

FOUND = [
    # (sentence, [(words, title or None, anaphora)])
    (
        "Au titre II du livre II du code de la santé publique, l'article R. 730 est modifié",
        [("code de la santé publique", "Code de la santé publique", None)],
    ),
    (
        "Vu le décret no 87-964 du 30 novembre 1987 modifié relatif au comité départemental",
        [("décret no 87-964 du 30 novembre 1987", "Décret n° 87-964 du 30 novembre 1987", None)],
    ),
    (
        "Le décret du 30 novembre 1987 susvisé est modifié ainsi qu'il suit :",
        [("décret du 30 novembre 1987 susvisé", "Décret du 30 novembre 1987", "aforementioned")],
    ),
    (
        "aux articles L. 162-5-10 et L. 162-32-1 du même code, et à l'article L. 1435-5 du présent code",
        [("même code", None, "same"), ("présent code", None, "this")],
    ),
    (
        "l'article 5 dudit décret et l'article 6 de ladite loi",
        [("dudit décret", None, "same"), ("ladite loi", None, "same")],
    ),
    ("de l'exécution du présent décret, qui sera publié", [("présent décret", None, "this")]),
    (
        "l'article 706-53 du code de procédure pénale et l'article 226-1 du code pénal",
        [("code de procédure pénale", "Code de procédure pénale", None), ("code pénal", "Code pénal", None)],
    ),
    (
        "DÉCRET N° 2005-328 DU 7 AVRIL 2005 RELATIF AUX MODALITÉS",
        [("DÉCRET N° 2005-328 DU 7 AVRIL 2005", "Décret n° 2005-328 du 7 avril 2005", None)],
    ),
    (
        "le code de l’action sociale et des familles",
        [("code de l’action sociale et des familles", "Code de l'action sociale et des familles", None)],
    ),
    ("le code\nde la santé  publique", [("code\nde la santé  publique", "Code de la santé publique", None)]),
    (
        "l'article L. 3211-1 du code du travail applicable à Mayotte",
        [("code du travail applicable à Mayotte", "Code du travail applicable à Mayotte", None)],
    ),
    ("régis par le code rural et les usages locaux", [("code rural", "Code rural", None)]),
    (
        "la règle 14 du règlement d'exécution du traité de coopération en matière de brevets doit être acquittée",
        [
            (
                "règlement d'exécution du traité de coopération en matière de brevets",
                "Règlement d'exécution du traité de coopération en matière de brevets",
                None,
            )
        ],
    ),
    (
        "l'article 12 de la convention relative à la protection des eaux des Alpes s'applique",
        [
            (
                "convention relative à la protection des eaux des Alpes",
                "Convention relative à la protection des eaux des Alpes",
                None,
            )
        ],
    ),
    ("une convention relative à la protection des eaux, le règlement d'exécution de la loi", []),
    (
        "le code rural et de la pêche maritime",
        [("code rural et de la pêche maritime", "Code rural et de la pêche maritime", None)],
    ),
    (
        "de l'ancien code de procédure civile et du nouveau code de procédure civile",
        [
            ("ancien code de procédure civile", "Code de procédure civile (1807)", None),
            ("nouveau code de procédure civile", "Code de procédure civile", None),
        ],
    ),
    (
        "par les décrets n° 68-313 du 1er avril 1968 et n° 75-1355 du 18 décembre 1975",
        [
            ("décrets n° 68-313 du 1er avril 1968", "Décret n° 68-313 du 1er avril 1968", None),
            ("n° 75-1355 du 18 décembre 1975", "Décret n° 75-1355 du 18 décembre 1975", None),
        ],
    ),
    (
        "la loi organique n° 2001-692 du 1er août 2001 relative aux lois de finances",
        [("loi organique n° 2001-692 du 1er août 2001", "Loi organique n° 2001-692 du 1er août 2001", None)],
    ),
    (
        "la loi n° 84-16 modifiée du 11 janvier 1984",
        [("loi n° 84-16 modifiée du 11 janvier 1984", "Loi n° 84-16 du 11 janvier 1984", None)],
    ),
    (
        "la loi de finances pour 2004 (n° 2003-1311 du 30 décembre 2003)",
        [
            (
                "loi de finances pour 2004 (n° 2003-1311 du 30 décembre 2003)",
                "Loi n° 2003-1311 du 30 décembre 2003",
                None,
            )
        ],
    ),
    ("la loi du 1er juillet 1901", [("loi du 1er juillet 1901", "Loi du 1er juillet 1901", None)]),
    (
        "le règlement (CE) n° 2100/94 du Conseil du 27 juillet 1994 précité instituant",
        [
            (
                "règlement (CE) n° 2100/94 du Conseil du 27 juillet 1994 précité",
                "Règlement (CE) n° 2100/94 du 27 juillet 1994",
                "aforementioned",
            )
        ],
    ),
    (
        "la directive 2006/123/CE du Parlement européen et du Conseil du 12 décembre 2006",
        [
            (
                "directive 2006/123/CE du Parlement européen et du Conseil du 12 décembre 2006",
                "Directive 2006/123/CE du 12 décembre 2006",
                None,
            )
        ],
    ),
    ("l'article 135-1 (a) de la convention de Munich.", [("convention de Munich", "Convention de Munich", None)]),
    ("en application de la loi précitée", [("loi précitée", None, "aforementioned")]),
    ("les articles 34 et 37 de la Constitution", [("Constitution", "Constitution du 4 octobre 1958", None)]),
    (
        "le Préambule de la Constitution de 1946",
        [("Préambule de la Constitution de 1946", "Constitution du 27 octobre 1946", None)],
    ),
    (
        "l'article 310 de l'annexe II au code général des impôts",
        [("annexe II au code général des impôts", "Code général des impôts, annexe II", None)],
    ),
    ("l'article 39 CGI", [("CGI", "Code général des impôts", None)]),
    ("art. 1240 C. civ.", [("C. civ.", "Code civil", None)]),
    ("l'article 5 du code de la musique prévoit", [("code de la musique", "Code de la musique", None)]),
    (
        "les arrêtés des 3 mai et 5 juin 2004 et les lois n°s 82-213 et 82-214",
        [
            ("arrêtés des 3 mai", "Arrêté du 3 mai 2004", None),
            ("5 juin 2004", "Arrêté du 5 juin 2004", None),
            ("lois n°s 82-213", "Loi n° 82-213", None),
            ("82-214", "Loi n° 82-214", None),
        ],
    ),
    (
        "la décision du Conseil constitutionnel n° 2017-758 QPC du 27 octobre 2017",
        [
            (
                "décision du Conseil constitutionnel n° 2017-758 QPC du 27 octobre 2017",
                "Conseil constitutionnel, décision n° 2017-758 QPC du 27 octobre 2017",
                None,
            )
        ],
    ),
    (
        "au sens du code de l'environnement de Saint-Barthélemy",
        [("code de l'environnement de Saint-Barthélemy", "Code de l'environnement de Saint-Barthélemy", None)],
    ),
    ("l'article 6 du code de sécurité sociale", [("code de sécurité sociale", "Code de la sécurité sociale", None)]),
    (
        "l'arrêté du ministre chargé de la santé du 7 avril 2005",
        [("arrêté du ministre chargé de la santé du 7 avril 2005", "Arrêté du 7 avril 2005", None)],
    ),
]

NONE = [
    "la reproduction du code du logiciel ou la traduction de la forme de ce logiciel",
    "le code postal de la commune ; un code d'accès ; le code source",
    "Un décret en Conseil d'Etat fixe les conditions d'application.",
    "La loi fixe les règles concernant les droits civiques.",
    "La Constitution d'un dossier est nécessaire, comme la constitution de partie civile.",
    "un arrêté du ministre chargé de la santé",
    "un emploi public, l'exploitation d'un domaine",
    "le règlement intérieur du 30 octobre est arrêté par le préfet",
    "par arrêté conjoint des ministres chargés du budget et de la culture",
    "la loi Évin, la décision du directeur, un arrêt de la Cour de cassation, l'affaire est jugée",
    "l'accord de Communauté et la convention contraire",
    "le CSP et la CGI du groupe",
    "les codes de bonne conduite",
    "le titre, le Code international normalisé des enregistrements (code ISRC)",
]

TITLES = [
    ("Code de la santé publique", "code-de-la-sante-publique"),
    ("Code de la sécurité sociale.", "code-de-la-securite-sociale"),
    ("Code général des impôts, CGI.", "code-general-des-impots"),
    ("Code général des impôts, annexe 3, CGIAN3.", "code-general-des-impots-annexe-iii"),
    ("CGI", "code-general-des-impots"),
    ("Code de la musique et des arts", "code-de-la-musique-et-des-arts"),
    ("Décret n°2005-840 2005-07-20", "decret-2005-840"),
    ("DÉCRET N° 2005-328 du 7 avril 2005 relatif à la permanence des soins", "decret-2005-328"),
    ("Loi n°58-356 1958-04-03", "loi-58-356"),
    ("Arrêté 2005-04-07", "arrete-2005-04-07"),
    ("Arrêté du 7 avril 2005 fixant le cahier des charges", "arrete-2005-04-07"),
    ("LOI ORGANIQUE n° 2001-692 du 1er août 2001", "loi-organique-2001-692"),
    ("Constitution du 4 octobre 1958", "constitution-du-4-octobre-1958"),
    ("Ancien code pénal", "code-penal-ancien"),
    ("Conseil constitutionnel, décision n° 2010-605 DC du 12 mai 2010", "conseil-constitutionnel-2010-605-dc"),
    ("Cour de cassation, n° 10-12.345 du 3 mars 2011", "cour-de-cassation-10-12-345"),
    ("Cour administrative d'appel de Paris, n° 08PA01234", "cour-administrative-d-appel-de-paris-08pa01234"),
    ("Règlement (UE) 2016/679 du 27 avril 2016", "reglement-2016-679"),
]


@pytest.mark.parametrize(("sentence", "expected"), FOUND, ids=[s[:50] for s, _ in FOUND])
def test_names_in_running_text(sentence: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    found = find_titles(sentence)
    assert [(sentence[m.start : m.end], m.text and m.text.title, m.anaphora) for m in found] == expected


@pytest.mark.parametrize("sentence", NONE)
def test_prose_is_no_name(sentence: str) -> None:
    assert find_titles(sentence) == ()


@pytest.mark.parametrize(("title", "slug"), TITLES)
def test_read_title(title: str, slug: str) -> None:
    text = read_title(title)
    assert text is not None
    assert text.slug == slug


@pytest.mark.parametrize("title", ["", "Bonjour", "Article R730", "Loi", "un code", "2005-328"])
def test_a_string_that_is_no_title(title: str) -> None:
    assert read_title(title) is None


def test_an_act_has_its_number_and_day() -> None:
    text = read_title("Décret n°2005-840 2005-07-20")
    assert text is not None
    assert (text.nature, text.number, text.signed) == ("DECRET", "2005-840", dt.date(2005, 7, 20))


def test_every_listed_code_is_found_in_a_sentence_under_its_own_title() -> None:
    for short, text in known_names().short.items():
        assert read_title(short) == text
        assert read_title(text.title) == text
        if text.nature == "CODE" and text.title.startswith("Code"):
            sentence = f"L'article 3 du {text.title[0].lower()}{text.title[1:]} prévoit"
            assert [m.text for m in find_titles(sentence)] == [text]


def test_every_law_with_a_name_of_its_own_is_found_by_it_and_says_where_the_name_is_from() -> None:
    laws = tomllib.loads((files("corpus") / "data" / "laws.toml").read_text(encoding="utf-8"))["named"]
    for law in laws:
        assert law["source"] in {"intitulé", "usage"}
        for name in (*law.get("names", ()), *law.get("short", ())):
            [match] = find_titles(f"en application de la {name}, les délais courent")
            assert match.text is not None
            assert (match.text.title, match.text.number, match.text.signed) == (
                law["title"],
                law.get("number"),
                law.get("signed"),
            )
        if law["nature"].startswith("LOI") and law.get("number"):
            assert read_title(law["title"]) == find_titles(law["title"])[0].text
            assert law["title"].endswith(format_date(law["signed"]))


def test_no_two_texts_share_a_name() -> None:
    names: dict[str, str] = {}
    for file in ("codes", "laws"):
        data = tomllib.loads((files("corpus") / "data" / f"{file}.toml").read_text(encoding="utf-8"))
        for entry in (*data.get("code", ()), *data["named"]):
            for name in (entry["title"], *entry.get("names", ()), *entry.get("short", ())):
                assert names.setdefault(name.lower(), entry["title"]) == entry["title"]


def test_an_impossible_day_leaves_the_number() -> None:
    [match] = find_titles("la loi n° 86-1067 du 31 février 1986")
    assert match.text is not None
    assert (match.text.number, match.text.signed) == ("86-1067", None)


PIECES = st.sampled_from(
    [
        "code",
        "Code ",
        " de la ",
        "loi ",
        "n° 86-1067",
        " du 3 mai 2004",
        "même ",
        "présent ",
        "santé publique",
        " et ",
        "n° 3-2",
        "(",
        ")",
        "susvisé",
        "annexe II au ",
        "code général des impôts",
        "CGI",
        "RGPD",
        "décision ",
        "Conseil d'Etat",
        "2010-605 DC",
        "arrêtés des ",
        "directive ",
        "2016/679",
        "\n",
        ", ",
        "constitution",
        "convention de Paris ",
        "É",
        "9",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_matches_are_ordered_disjoint_and_inside(text: str) -> None:
    done = 0
    for match in find_titles(text):
        assert done <= match.start < match.end <= len(text)
        assert match.text is not None or match.anaphora is not None
        done = match.end


@given(st.text(max_size=60))
def test_any_text_is_read_and_a_title_always_has_words(text: str) -> None:
    assert all(0 <= match.start < match.end <= len(text) for match in find_titles(text))
    title = read_title(text)
    assert title is None or title.title.strip()
