"""The plain layout of an article, taken apart without a parser: it must give what the parser gives, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.delivered import Placed
from ingest.anomalies import Anomaly
from ingest.dila import reading
from ingest.dila.plain import take_article_apart, take_section_apart

CASES = Path(__file__).parent / "cases" / "dila"
FILES = sorted(file for pattern in ("LEGIARTI*.xml", "LEGISCTA*.xml") for file in CASES.rglob(pattern))
PATH = "legi/global/code_et_TNC_en_vigueur/code_en_vigueur/LEGI/TEXT/00/LEGITEXT000000000009/article/a.xml"

Outcome = tuple[Placed | None, tuple[Anomaly, ...]]


def both_ways(data: bytes) -> tuple[Outcome | None, Outcome]:
    """Read a file by its plain layout (None: it is not of it), and by the parser with every check."""
    quick = reading.read_placed(PATH, data, None) if is_plain(data) else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "take_article_apart", lambda data: None)
        patch.setattr(reading, "take_section_apart", lambda data: None)
        return quick, reading.read_placed(PATH, data, None)


def is_plain(data: bytes) -> bool:
    return take_article_apart(data) is not None or take_section_apart(data) is not None


def test_the_files_of_the_archives_are_of_the_plain_layout_and_read_the_same_both_ways() -> None:
    assert len(FILES) > 20
    for file in FILES:
        quick, parsed = both_ways(file.read_bytes())
        assert quick == parsed, file.name


SOUND = FILES[0].read_text()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("</ARTICLE>", "</ARTICLE><X/>"),
        ("</ARTICLE>", ""),
        ("<NUM>", "<NOUVEAU/><NUM>"),
        ("<NUM>", "mots <NUM>"),
        ("<TYPE>", '<TYPE neuf="1">'),
        ("<TITRE_TM ", '<TITRE_TM neuf="1" '),
        ("</CONTEXTE>", "</TM></CONTEXTE>"),
        ("<ARTICLE>", "<!DOCTYPE ARTICLE><ARTICLE>"),
        ("</CONTENU>\n</BLOC_TEXTUEL>", "<p>Un</CONTENU></BLOC_TEXTUEL>"),
        ("</CONTENU>\n</BLOC_TEXTUEL>", "</CONTENU><CONTENU>Deux</CONTENU></BLOC_TEXTUEL>"),
        ("</CONTENU>\n</BLOC_TEXTUEL>", "</p></CONTENU></BLOC_TEXTUEL>"),
        ("</CONTENU>\n</BLOC_TEXTUEL>", "]]></CONTENU></BLOC_TEXTUEL>"),
        ("</CONTENU>\n</BLOC_TEXTUEL>", "\x01</CONTENU></BLOC_TEXTUEL>"),
        ("</CONTENU>\n</BLOC_TEXTUEL>", "&nbsp;</CONTENU></BLOC_TEXTUEL>"),
        ('encoding="UTF-8"', 'encoding="ISO-8859-1"'),
        ("</LIENS>", "<LIEN neuf='1'/></LIENS>"),
        ("</LIENS>", '<LIEN id="a" id="b"/></LIENS>'),
    ],
)
def test_what_is_not_wholly_of_the_plain_layout_goes_to_the_parser(before: str, after: str) -> None:
    changed = SOUND.replace("<LIENS/>", "<LIENS></LIENS>").replace(before, after)
    assert changed.count(after) and not is_plain(changed.encode())


FRAGMENTS = [
    "<p>",
    "</p>",
    "<br/>",
    "&amp;",
    "&",
    "<",
    ">",
    '"',
    "]]>",
    "<TM>",
    "</TM>",
    "<sup>2</sup>",
    "<!-- x -->",
    "<LIEN/>",
    "</CONTENU>",
    "<CONTENU>",
    "\x00",
    "\ufffe",
    "\r",
    "é",
    " ",
    "<CONTENU/>",
    "</NOTA>",
    ' id="x"',
]


@given(
    file=st.sampled_from(FILES),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(FRAGMENTS)), min_size=1, max_size=3),
)
def test_however_a_file_is_damaged_the_plain_layout_never_says_other_than_the_parser(
    file: Path, edits: list[tuple[float, int, str]]
) -> None:
    text = file.read_text()
    for share, removed, inserted in edits:
        at = int(share * len(text))
        text = text[:at] + inserted + text[at + removed :]
    quick, parsed = both_ways(text.encode())
    assert quick is None or quick == parsed


@pytest.mark.parametrize("piece", ["<TM>", "<p>", "<br/>", "<LIEN>", " ", "<VERSION>", "<LIEN_ART/>"])
def test_hostile_text_does_not_slow_the_patterns_down(piece: str) -> None:
    many = piece * 100_000
    assert not is_plain(f"<ARTICLE>{many}<BLOC_TEXTUEL>{many}</BLOC_TEXTUEL>".encode())
    assert not is_plain(f"<SECTION_TA><ID>x</ID><TITRE_TA/><STRUCTURE_TA>{many}".encode())
