"""The pictures: what they show, in order and in words; hostile text stays text; nothing is cut or overlaps."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from playwright.sync_api import Page, sync_playwright

from corpus.answers import Gap, GapKind, LineageLink, Version
from corpus.dates import DateRule
from graph import CitationRow, GrowthRow, LawGraph, Node, Standing, growth
from graph.chart import draw_growth, write_number
from graph.lineage_picture import draw_lineage
from graph.neighbourhood import find_neighbours
from graph.neighbourhood_picture import describe_neighbourhood, draw_neighbourhood
from graph.rows import VersionRow
from graph.svg import measure_text, shorten_text, wrap_text
from graph.timeline import lay_out

CSP, CIVIL = "Code de la santé publique", "Code civil"
DAY = dt.date(2005, 5, 1)
EVIL = "<script>alert('x')</script> & \"\x01\ud800"
HEART = Node(CSP, "R730")


def cite(start: str, end: str | None, **more: Any) -> CitationRow:
    values = {"from_text": CSP, "to_text": CSP, "start": DAY, "status": "in-force"} | more
    return CitationRow(from_article=start, to_article=end, **values)


def picture(rows: list[CitationRow], most: int = 20, **more: Any) -> etree._Element:
    return etree.fromstring(draw_neighbourhood(find_neighbours(LawGraph(rows), HEART, DAY, most), **more))


def texts(svg: etree._Element) -> list[str]:
    return ["".join(map(str, node.itertext())) for node in svg.iter("{*}text")]


ROWS = [
    cite("R731", "R730"),
    cite("R731", "R730"),
    cite("R10", "R730"),
    cite("2", "R730", from_text=CIVIL),
    cite("R735", "R9", status="renumbered", now_text=CSP, now_article="R730"),
    cite("R730", "R732"),
    cite("R730", "R733", status="repealed"),
    cite("R730", "R736", status="renumbered", now_text=CIVIL, now_article="9"),
    cite("R730", "L9", status="unknown-article"),
    cite("R730", None, to_text=CIVIL, division="livre III, titre II"),
    cite("R730", None, to_text="Loi n° 1", status="unknown-text"),
    cite("R730", "R730"),
]


# --- neighbours -----------------------------------------------------------------------------------------------------


def test_neighbours_stand_by_text_and_number_with_what_is_to_be_known_of_them() -> None:
    found = find_neighbours(LawGraph(ROWS), HEART, DAY)
    assert [(text, [(one.name, one.citations, one.note) for one in group]) for text, group in found.citing.groups] == [
        (CSP, [("R. 10", 1, ""), ("R. 731", 2, ""), ("R. 735", 1, "sous R. 9")]),
        (CIVIL, [("art. 2", 1, "")]),
    ]
    moved = [("R. 733", "abrogé"), ("R. 736", f"devenu art. 9 ({CIVIL})")]
    assert [(text, [(one.name, one.note) for one in group]) for text, group in found.cited.groups] == [
        (CSP, [("L. 9", "article inconnu du corpus"), ("R. 732", ""), *moved]),
        (CIVIL, [("livre III, titre II", "")]),
        ("Loi n° 1", [("le texte entier", "texte hors du corpus")]),
    ]
    assert (found.citing.total, found.cited.total) == (4, 6)


def test_a_status_is_told_by_a_word_a_sign_and_a_line() -> None:
    svg = picture(ROWS)
    lines = {str(path.get("class")) for path in svg.iter("{*}path")}
    assert {"lien in-force", "lien repealed", "lien renumbered", "lien unknown-text"} <= lines
    said = texts(svg)
    assert "R. 733abrogé" in said and "×2R. 731" in said
    assert {"en vigueur", "renuméroté", "abrogé", "article inconnu du corpus", "texte hors du corpus"} <= set(
        said
    )  # the legend
    repealed, renumbered = (
        next(p for p in svg.iter("{*}g") if name in (p[0].text or "")) for name in ("R. 733", "R. 736")
    )
    assert repealed[1].get("d", "").split()[2:] != renumbered[1].get("d", "").split()[2:]


def test_the_words_tell_the_whole_picture() -> None:
    found = find_neighbours(LawGraph(ROWS), HEART, DAY)
    said = describe_neighbourhood(found)
    assert said.startswith(
        f"{CSP}, art. R. 730, au 1er mai 2005. Cité par {CSP} : R. 10, R. 731, 2 fois, R. 735 (sous R. 9)"
    )
    assert "R. 733 (abrogé)" in said and said.endswith("Loi n° 1 : le texte entier (texte hors du corpus).")
    assert picture(ROWS).findtext("{*}desc") == said
    alone = find_neighbours(LawGraph(ROWS), Node(CSP, "R1"), DAY)
    assert "Aucun article connu ne le cite. Ne cite rien." in describe_neighbourhood(alone)


def test_the_most_cited_are_kept_and_the_others_counted() -> None:
    rows = [cite(f"R{n}", "R730") for n in range(1, 41)] + [cite("R99", "R40")]
    found = find_neighbours(LawGraph(rows), HEART, DAY, most=3)
    [(_, kept)] = found.citing.groups
    assert [one.node.article for one in kept] == ["R1", "R2", "R40"]
    svg = picture(rows, most=3)
    assert "et 37 autres" in texts(svg) and "Cité par (40)" in texts(svg)


def test_links_lead_where_the_caller_says() -> None:
    svg = picture(ROWS, address=lambda text, article: f"/{text}/{article}?a=1&b=<" if article else None)
    addresses = {str(link.get("href")) for link in svg.iter("{*}a")}
    assert f"/{CSP}/R731?a=1&b=<" in addresses and f"/{CSP}/R730?a=1&b=<" in addresses
    assert len(addresses) == 9
    assert not list(picture(ROWS).iter("{*}a"))


@given(st.lists(st.tuples(st.text(max_size=90), st.text(min_size=1, max_size=30)), max_size=5))
def test_hostile_text_is_text(names: list[tuple[str, str]]) -> None:
    rows = [cite("R730", number, to_text=text, status="repealed") for text, number in [*names, (EVIL, EVIL)]]
    svg = picture(rows)
    assert not list(svg.iter("{*}script"))
    assert {etree.QName(node).localname for node in svg.iter(etree.Element)} <= {
        "svg", "title", "desc", "style", "defs", "marker", "path", "text", "tspan", "g", "rect"
    }  # fmt: skip


@pytest.mark.parametrize("status", Standing)
def test_every_status_has_a_sign_and_a_word(status: Standing) -> None:
    svg = picture([cite("R730", "R1", status=status)])
    assert f"lien {status}" in {path.get("class") for path in svg.iter("{*}path")}


def test_a_picture_in_a_page_leaves_the_style_to_it() -> None:
    assert picture(ROWS).find("{*}style") is not None
    bare = picture(ROWS, styled=False, name="b")
    assert bare.find("{*}style") is None and bare.get("aria-labelledby") == "b-t b-d"


# --- letters --------------------------------------------------------------------------------------------------------


@given(st.text(max_size=80), st.floats(10, 300), st.floats(8, 30))
def test_a_shortened_text_fits(text: str, width: float, size: float) -> None:
    shown = shorten_text(text, width, size)
    assert measure_text(shown, size) <= width or shown == "…"
    assert shown == text or shown.endswith("…")


@given(st.lists(st.text("aMé", min_size=1, max_size=12), max_size=12), st.integers(1, 4))
def test_lines_hold_all_words_or_say_that_some_are_left(words: list[str], most: int) -> None:
    lines = wrap_text(" ".join(words), 120, 12, most)
    assert len(lines) <= most
    assert " ".join(lines) == " ".join(words) or any(line.endswith("…") for line in lines)


# --- lineage --------------------------------------------------------------------------------------------------------


def version(number: str, start: dt.date, end: dt.date | None, text: str = CSP, slug: str = "csp") -> Version:
    unknown = dict.fromkeys(
        ("law_start", "law_end", "law_start_rule", "law_end_rule", "publication", "end_publication", "act",
         "act_article", "end_act", "end_act_article", "source")
    )  # fmt: skip
    return Version(
        id=1, text=text, text_slug=slug, number=number, number_as_published=number, start=start, end=end,
        start_rule=DateRule.SOURCE, end_rule=DateRule.SOURCE if end else None, end_cause=None,
        provenance="official", verification="official", alineas=("a",), **unknown,  # type: ignore[arg-type]
    )  # fmt: skip


def days(*years: int) -> list[dt.date]:
    return [dt.date(year, 7, 26) for year in years]


LINE = [
    *(version("R730", a, b) for a, b in zip(days(1990, 1995, 2003), days(1995, 2003, 2005), strict=True)),
    Gap(*days(2005, 2010), CSP, ("R730", "R6315-1"), reason="Texte inconnu.", known_starts=(dt.date(2008, 1, 1),)),
    version("R6315-1", *days(2010, 2015)),
    Gap(*days(2015, 2018), CSP, ("R6315-1",), GapKind.NOT_IN_FORCE, reason="Abrogé."),
    version("R6315-1", days(2018)[0], None),
]
LINKS = [
    LineageLink(CSP, "csp", "R730", CSP, "csp", "R6315-1", "renumbered", "confirmed", 0.9, days(2005)[0]),
    LineageLink(CSP, "csp", "R6315-1", CIVIL, "cc", "9", "transferred", "inferred", 0.4, days(2010)[0]),
]


def draw_line(entries: list[Version | Gap] = LINE, **more: Any) -> etree._Element:
    timeline = lay_out(entries, LINKS, width=more.pop("width", 900.0), selected=more.pop("selected", None))
    assert timeline is not None
    return etree.fromstring(draw_lineage(timeline, **more))


def test_an_arrow_says_its_day_and_a_guess_is_broken() -> None:
    svg = draw_line([*LINE, version("9", days(2012)[0], None, CIVIL, "cc")])
    said = texts(svg)
    assert said.count("26 juillet 2005") == 1 and "26 juillet 2010" in said
    assert {"fleche", "fleche supposee"} <= {str(path.get("class")) for path in svg.iter("{*}path")}
    assert {"version", "texte manquant", "abrogé", "changement de numéro supposé"} <= set(said)
    assert f"R. 730 → R. 6315-1 → 9 · {CSP} ; {CIVIL}" in said


def test_in_a_page_the_heading_and_the_legend_are_the_page_s() -> None:
    alone, held = draw_line(), draw_line(styled=False)
    assert float(str(alone.get("viewBox")).split()[3]) > float(str(held.get("viewBox")).split()[3])
    assert not any(CSP in said for said in texts(held))


ORDER = "Arrêté du 7 avril 2005"


@pytest.mark.parametrize("numbers", [("1", "1"), ("1", "2")])
def test_a_move_between_two_texts_of_one_title_has_two_lanes(numbers: tuple[str, str]) -> None:
    old, new = numbers
    gap = Gap(*days(2010, 2012), ORDER, numbers, reason="Texte inconnu.")
    hole = Gap(*days(2000, 2003), ORDER, (old,), GapKind.NOT_IN_FORCE, reason="Abrogé.")
    entries = [version(old, *days(1990, 2000), ORDER, "a-1"), hole, version(old, *days(2003, 2010), ORDER, "a-1"), gap,
               version(new, days(2012)[0], None, ORDER, "a-2")]  # fmt: skip
    link = LineageLink(ORDER, "a-1", old, ORDER, "a-2", new, "transferred", "declared", 1.0, days(2010)[0])
    timeline = lay_out(entries, (link,), width=900.0)
    assert timeline is not None and [lane.key for lane in timeline.lanes] == [("a-1", old), ("a-2", new)]
    assert [[bar.entry for bar in lane.bars] for lane in timeline.lanes] == [entries[:3], entries[3:]]
    assert len(timeline.arrows) == 1
    assert timeline.texts == (f"{ORDER} (a-1)", f"{ORDER} (a-2)")


# --- growth ---------------------------------------------------------------------------------------------------------


def test_a_curve_breaks_where_there_is_no_ratio() -> None:
    counts = [(2000, 0, 0), (2001, 10, 5), (2002, 10, 15), (2003, 0, 0), (2004, 20, 30)]
    rows = [GrowthRow(dt.date(y, 1, 1), articles, citations, 1, 1) for y, articles, citations in counts]
    svg = etree.fromstring(draw_growth(rows, "Croissance"))
    traces = [str(path.get("d")) for path in svg.iter("{*}path") if "trace" in str(path.get("class"))]
    assert [trace.count("M") for trace in traces] == [1, 1, 2, 2]
    assert "articles : 20" in texts(svg) and "renvois : 30" in texts(svg) and "1,5" in texts(svg)
    said = svg.findtext("{*}desc") or ""
    assert "Au 1er janvier 2004 : 20 articles en vigueur, 30 renvois, soit 1,5 par article." in said


def test_nothing_to_draw_is_said() -> None:
    assert "Rien à compter : aucune date connue." in texts(etree.fromstring(draw_growth([], "Croissance")))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (12345, "12\u202f345"),
        (0.5, "0,5"),
        (0.000163, "0,00016"),
        (1234.567, "1\u202f234,57"),
        (0.999, "1"),
        (1.0, "1"),
    ],
)
def test_numbers_are_written_the_french_way(value: float, written: str) -> None:
    assert write_number(value) == written


# --- in a browser: nothing is cut, nothing overlaps ----------------------------------------------------------------

_FAULTS = """() => {
  const box = document.querySelector('svg').getBoundingClientRect(), faults = [];
  const words = [...document.querySelectorAll('svg text')].filter(t => t.textContent.trim())
    .map(t => [t.textContent, t.getBoundingClientRect()]);
  words.forEach(([a, r], i) => {
    if (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1)
      faults.push('cut: ' + a);
    for (const [b, s] of words.slice(i + 1))
      if (r.left < s.right - 1 && s.left < r.right - 1 && r.top < s.bottom - 3 && s.top < r.bottom - 3)
        faults.push(`over: ${a} | ${b}`);
  });
  return faults;
}"""

WIDE = "MWM " * 60


def samples() -> dict[str, str]:
    many = [cite(f"R{n}", "R730", from_text=f"{CSP} {n % 4}") for n in range(60)]
    wide = [cite("R730", f"M{n}" * 30, to_text=WIDE, status=status) for n, status in enumerate(Standing)]
    wide += [cite("W" * n, "R730", from_text="ム" * n) for n in (10, 90)]
    crowd = [version(f"R{n}", dt.date(2000, 1 + n, 1), dt.date(2000, 2 + n, 1)) for n in range(8)]
    counted = growth(LawGraph([*ROWS, VersionRow(CSP, "R730", DAY), VersionRow(CIVIL, "1", dt.date(1804, 3, 21))]))
    line = lay_out(LINE, LINKS, width=350.0, selected=DAY)
    assert line is not None
    crowded = lay_out([*crowd, version("X" * 90, days(2012)[0], None, WIDE, "wide")], LINKS, width=900.0)
    assert crowded is not None
    return {
        "voisinage": draw_neighbourhood(find_neighbours(LawGraph(ROWS), HEART, DAY), lambda text, article: "/"),
        "beaucoup": draw_neighbourhood(find_neighbours(LawGraph(many), HEART, DAY)),
        "seul": draw_neighbourhood(find_neighbours(LawGraph(many), Node(WIDE, "W" * 60), DAY)),
        "larges": draw_neighbourhood(find_neighbours(LawGraph(wide), HEART, DAY)),
        "frise": draw_lineage(line),
        "serree": draw_lineage(crowded),
        "courbe": draw_growth(counted, WIDE),
    }


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("CHRONOLEX_REQUIRE_BROWSER") == "1":
            pytest.fail("no chromium, and CHRONOLEX_REQUIRE_BROWSER=1")
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(viewport={"width": 1040, "height": 900})
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("font", ["Liberation Sans", "DejaVu Sans"])
def test_no_text_is_cut_or_over_another(page: Page, font: str) -> None:
    shots = Path(__file__).parent / "screenshots"
    shots.mkdir(exist_ok=True)
    for name, svg in samples().items():
        page.set_content(f'<body style="margin:0; --voix: {font}">{svg}</body>')
        page.screenshot(path=shots / f"dessin-{name}-{font[:2].lower()}.png", full_page=True)
        assert page.evaluate(_FAULTS) == [], (name, font)
