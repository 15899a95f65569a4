"""Repair: damaged French law comes out whole, sound text untouched, every edit replayable."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import repair, replay
from ingest.typography import normalise

SAMPLES = Path(__file__).parent.parent / "samples" / "permanence-des-soins"
DAMAGED = SAMPLES / "decret-2005-328.jo.txt"
SOUND = [path for path in sorted(SAMPLES.iterdir()) if path.suffix in {".md", ".txt"} and path != DAMAGED]
LAW = (
    "L'accès au médecin est assuré où l'hôpital l'a prévu, à l'âge fixé. « Ça suffit », dit l'œuvre. Le préfet arrête "
    "les modalités ; les élèves exercent dès l'été. MINISTÈRE DE LA SANTÉ, GÉNÉRAUX, n° 12, 1° Noël reçu."
)


def readings() -> list[tuple[str, str, str]]:
    """(name, damaged, sound): the same sentence misread in each way that people meet."""
    dos = LAW.replace("œ", "oe")
    return [
        ("utf-8 as latin-1", LAW.encode().decode("latin-1"), LAW),
        ("utf-8 as cp1252", LAW.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d"), LAW),
        ("utf-8 twice", LAW.encode().decode("latin-1").encode().decode("latin-1"), LAW),
        ("cp850 as cp1252", dos.encode("cp850").decode("cp1252", "replace").replace("\ufffd", "•"), dos),
        ("cp850 as latin-1", dos.encode("cp850").decode("latin-1"), dos),
        ("mac roman as latin-1", LAW.encode("mac_roman").decode("latin-1"), LAW),
        ("mac roman as cp1252, lossy", LAW.encode("mac_roman").decode("cp1252", "replace").replace("\ufffd", "•"), LAW),
    ]


def spaced(text: str) -> str:
    """The text with typographic spaces and apostrophes folded: repair may settle them as French wants."""
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip()


@pytest.mark.parametrize(("name", "damaged", "sound"), readings(), ids=[name for name, _, _ in readings()])
def test_each_misreading_is_undone(name: str, damaged: str, sound: str) -> None:
    assert damaged != sound
    assert spaced(repair(damaged).text) == spaced(sound)


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        # Source: the damaged text of décret n° 2005-328, JO of 8 April 2005.
        (" DŽcrets, arr• tŽs, circulaires", " Décrets, arrêtés, circulaires"),
        ("TEXTES GƒNƒRAUX", "TEXTES GÉNÉRAUX"),
        (
            "conclue entre lÕŽtablissement hospitalier o• est situŽ",
            "conclue entre l’établissement hospitalier où est situé",
        ),
        ("DŽcr•te:", "Décrète:"),
        ("tenir compte de lÕ‰ge, de lÕŽtat de santŽ", "tenir compte de l’âge, de l’état de santé"),
        ("mentionnŽ ̂ lÕarticle R. 735", "mentionné à l’article R. 735"),
        ("ŽvaluŽs ̂  partir de lÕactivitŽ", "évalués à partir de l’activité"),
        ("trente jours ˆ compter de la date", "trente jours à compter de la date"),
        ("de permanence des soinsÈ.", "de permanence des soins »."),
        ("ÇArt. R. 734. ! A la demande du mŽdecin", "« Art. R. 734. − A la demande du médecin"),
        ("1o Le premier alinŽa est complŽtŽ", "1° Le premier alinéa est complété"),
        ("Décret no 2005-328 du 7 avril 2005", "Décret n° 2005-328 du 7 avril 2005"),
        ("de lÕalimentation, de la p•che et de la", "de l’alimentation, de la pêche et de la"),
        ("officiel de la RŽpublique fran•aise", "officiel de la République française"),
    ],
)
def test_the_damage_of_the_2005_decree_is_mended(damaged: str, expected: str) -> None:
    context = DAMAGED.read_text("utf-8")
    start = context.find(damaged)
    assert start >= 0, "not a passage of the decree"
    mended = repair(context).text
    assert expected in mended


def test_the_2005_decree_comes_out_without_one_damaged_character() -> None:
    original = DAMAGED.read_text("utf-8")
    mended = repair(original)
    assert mended.undecided == ()
    assert re.findall(r"[ŽƒÕ‰ˆ•Çž›\u0302�]|È(?![A-ZÉ])|(?<![A-Z])È|!", mended.text) == []
    assert "MINISTÈRE DES SOLIDARITÉS, DE LA SANTÉ ET DE LA FAMILLE" in mended.text
    assert mended.text.count("«") == original.count("Ç")
    assert mended.text.count("»") == original.count("È") - 1  # the È of MINISTÈRE is a letter
    assert "  " not in mended.text


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.name)
def test_sound_files_change_by_declared_normalisation_only(path: Path) -> None:
    text = path.read_text("utf-8")
    mended = repair(text)
    assert {edit.rule for edit in mended.edits} <= {"norm:numero", "norm:item", "norm:nfc"}
    assert replay(text, mended.edits) == mended.text


@pytest.mark.parametrize(
    "sound",
    [
        LAW,
        "• Premier point ;\n• Second point.",
        "MINISTÈRE DE L’INTÉRIEUR. À la demande du préfet, Ça et là.",
        "Le maître d’œuvre perçoit 5 000 €, soit 3 % ; § 2, « l’ayant droit », 1er alinéa.",
        "M. Müller, né à Łódź, et Mme Peña résident à Tübingen !",
        "x ˆ y ; 10 ƒ ; Žižek ; Čapek ; “quoted”",
        "L'article 5 s'applique : voir l'annexe.",
        "",
    ],
)
def test_sound_text_is_left_alone(sound: str) -> None:
    assert [e for e in repair(sound).edits if e.decided and not e.rule.startswith("norm:")] == []


def test_every_edit_says_where_what_why_and_how_sure() -> None:
    text = DAMAGED.read_text("utf-8")
    edits = repair(text).edits
    assert len(edits) > 370
    for edit, following in pairwise(edits):
        assert edit.end <= following.start
    assert all(text[e.start : e.end] == e.before and e.rule and 0 < e.confidence <= 1 for e in edits)


def test_words_of_the_corpus_come_before_the_french_list() -> None:
    damaged = "le b•ton de la s•ret•"
    assert "bâton" in repair(damaged, vocabulary=["bâton"]).text
    assert "béton" in repair(damaged, vocabulary=["béton"]).text


def test_a_letter_that_cannot_be_decided_stays_and_is_listed() -> None:
    mended = repair("lÕŽtat du zz•qx est rŽputŽ publiŽ")
    assert "zz•qx" in mended.text
    assert [edit.before for edit in mended.undecided] == ["•"]
    assert all(not edit.decided for edit in mended.undecided)


french = st.text(alphabet="abcdefgéèêàâùûîïôœç ’'«».,;:!•ŽÕÈÇ‰ˆ\u0302°-\n\u00a0" + "ABCÉÈ", max_size=60)


@settings(max_examples=150, deadline=None)
@given(french)
def test_replaying_the_edits_gives_the_result_and_repair_is_idempotent(text: str) -> None:
    mended = repair(text)
    assert replay(text, mended.edits) == mended.text
    again = repair(mended.text)
    assert again.text == mended.text
    assert [edit for edit in again.edits if edit.decided] == []


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzàâçéèêëîïôûù '’,.;:-\n", max_size=80))
def test_sound_letters_are_never_touched(text: str) -> None:
    assert [e for e in repair(text).edits if e.decided and not e.rule.startswith("norm:")] == []


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_normalising_keeps_its_promises(text: str) -> None:
    line = normalise(text)
    assert normalise(line) == line
    assert "  " not in line and line == line.strip() and "’" not in line and "\u00a0" not in line
