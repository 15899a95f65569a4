"""The HTML of DILA's files: no words lost, no number read as another, nothing dropped unseen."""

from __future__ import annotations

import pytest
from lxml import etree

from ingest.dila.markup import check_markup, read_alineas, read_markup
from ingest.dila.tags import ALLOWED, BREAKS, DROPPED, EMPTY, HARMLESS_ATTRIBUTES, IMAGES, KEPT_ATTRIBUTES


def content(inner: str) -> etree._Element:
    return etree.fromstring(f"<CONTENU>{inner}</CONTENU>")


def found(inner: str) -> list[tuple[str, str]]:
    anomalies: list[tuple[str, str]] = []
    check_markup(content(inner), lambda kind, detail: anomalies.append((kind, detail)))
    return anomalies


@pytest.mark.parametrize(
    ("inner", "alineas"),
    [
        ("", ()),
        ("Un.", ("Un.",)),
        ("<p>Un.</p><p>Deux.</p>", ("Un.", "Deux.")),
        ("<p>Un.</p> <p/>\n<p>Deux\n fois.</p>", ("Un.", "Deux fois.")),
        ("<P>Un.</P><P>Deux.</P>", ("Un.", "Deux.")),
        ("<br/>  Un.<br/><br/>Deux.", ("Un.", "Deux.")),
        ("Avant <p>Un.</p> après", ("Avant", "Un.", "après")),
        ("<section><header>Titre</header>Un.</section>Deux.", ("Titre", "Un.", "Deux.")),
        ("<figure>Carte<figcaption>Légende</figcaption></figure>", ("Carte", "Légende")),
        ("<form><fieldset><legend>Un</legend>Deux</fieldset></form>", ("Un", "Deux")),
        (
            "<article>Un</article><aside>Deux</aside><main>Trois</main><nav>Quatre</nav>",
            ("Un", "Deux", "Trois", "Quatre"),
        ),
        ("<table><tr><td>A<br/>B</td><td>C</td></tr><tfoot><tr><td>D</td></tr></tfoot></table>", ("A", "B", "C", "D")),
        ("<table><caption>T</caption><tr><th>A</th><td><p>B</p><p>C</p></td></tr></table>", ("T", "A", "B", "C")),
        ("<ul><li>Un ;</li><li>Deux.<ol><li>Trois.</li></ol></li></ul>", ("Un ;", "Deux.", "Trois.")),
        ("<neuf>Un</neuf> deux", ("Un deux",)),  # unknown: its words stay
        ("<button>Un</button>", ("Un",)),
        # Numbers and formulas
        ("10<sup>3</sup> et 1<sup>er</sup>", ("10³ et 1er",)),
        ("m<sup><i>2</i></sup>", ("m²",)),
        ("m<sup><b><i> 2 </i></b></sup>", ("m ²",)),
        ("m<SUP>2</SUP>", ("m²",)),
        ("10<sup>-3</sup>", ("10⁻³",)),
        ("10<sup>n+1</sup>", ("10n⁺¹",)),
        ("10<sup>2,5</sup>", ("10²,⁵",)),
        ("CO<sub>2</sub>", ("CO₂",)),
        ("PM<sub>2,5</sub>", ("PM2,5",)),
        ("x<sub>i</sub> (1)<sup>(2)</sup>", ("xi (1)(2)",)),
        ("10<sup><!-- c -->3</sup>", ("10³",)),
        ("a<sup>1<br/>2</sup>", ("a1", "2")),
        # What reaches no text
        ("Un<!-- caché --> deux<?pi caché?>.", ("Un deux.",)),
        ("<p>Un<!-- caché --> deux.</p>", ("Un deux.",)),
        ("<p>Un.</p><!-- caché --><p>Deux.</p>", ("Un.", "Deux.")),
        ("Un<script>alert(1)</script> deux<style>p{}</style>.", ("Un deux.",)),
        ("Un<math><mn>10</mn><mn>3</mn></math>.", ("Un.",)),
        ("Un <img src='x.gif' alt='croquis'/> deux", ("Un deux",)),
    ],
)
def test_alineas_are_cut_where_blocks_end_and_lose_no_words(inner: str, alineas: tuple[str, ...]) -> None:
    assert read_alineas(content(inner)) == alineas


@pytest.mark.parametrize(
    ("inner", "html"),
    [
        ("<p>Un.</p><br/>Deux.", None),
        ('<p align="center">Un.</p><!-- c -->', None),
        ("1<sup>er</sup> &lt; 2", "1<sup>er</sup> &lt; 2"),
        ("CO<sub>2</sub><!-- c --><?pi x?>.", "CO<sub>2</sub>."),
        (
            '<table border="1"><tr><td colspan="2" onclick="x()">A<br/>B</td></tr></table>',
            '<table><tr><td colspan="2">A<br>B</td></tr></table>',
        ),
        ('<table><td rowspan="&quot;&gt;" colspan="٣">A</td></table>', "<table><td>A</td></table>"),
        ('Voir <a href="javascript:x()">ici</a>.', "Voir ici."),
        ("<center>Un</center>Deux", "<div>Un</div>Deux"),
        ("<section>Un</section><form>Deux</form>", "<div>Un</div><div>Deux</div>"),
        ("<B>Un</B><script>x</script><svg>x</svg>", "<b>Un</b>"),
        ("<ul><li>Un</li></ul>", "<ul><li>Un</li></ul>"),
    ],
)
def test_the_sanitised_form_keeps_the_shape_and_nothing_dangerous(inner: str, html: str | None) -> None:
    assert read_markup(content(inner)) == html


@pytest.mark.parametrize(
    "inner",
    [
        "Un <b>deux</b><i/><sup>3</sup><!-- c --><?pi x?>",
        '<P align="center">Un</P><BR clear="none"/>',
        '<table border="1" cellpadding="2" width="100%"><tr><td class="a" colspan="2" valign="top">A</td></tr></table>',
        '<a href="/affichTexte.do" target="_blank" title="t">Un</a><font color="red" size="2">Deux</font>',
        '<p style="text-align: justify; margin-top:2px">Un</p><p style="">Deux</p>',
        '<p xml:lang="fr">Un</p>',
    ],
)
def test_what_is_known_is_silent(inner: str) -> None:
    assert found(inner) == []


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<section>Un</section><section>Deux</section>", [("unknown-markup", "section")]),
        ("<neuf>Un</neuf>", [("unknown-markup", "neuf")]),
        ("<strike>Un</strike><del>Deux</del>", [("unknown-markup", "strike"), ("unknown-markup", "del")]),
        ('<p xmlns="urn:x">Un</p>', [("unknown-markup", "{urn:x}p")]),
        ("<script>x</script><math/>", [("dropped-markup", "script"), ("dropped-markup", "math")]),
        ('<img src="/images/f1.gif"/><img src="/images/f1.gif"/>', [("image", "/images/f1.gif")]),
        ('<p><img alt="croquis"/></p>', [("image", "croquis")]),
        ("<IMG/>", [("image", "img")]),
        ('<p onclick="x()">Un</p><td onclick="y()"/>', [("dropped-attribute", "onclick")]),
        ('<p hidden="hidden">Un</p>', [("dropped-attribute", "hidden")]),
        ('<ol start="3"><li value="5">Un</li></ol>', [("dropped-attribute", "start"), ("dropped-attribute", "value")]),
        ('<p style="display:none">Un</p>', [("dropped-attribute", "style")]),
        ("<p style=\"color:red;content:'x'\">Un</p>", [("dropped-attribute", "style")]),
        ('<p style="background: URL (x)">Un</p>', [("dropped-attribute", "style")]),
        ('<td colspan="9999">A</td>', [("dropped-attribute", "colspan")]),
        ('<p src="x">A</p>', [("dropped-attribute", "src")]),
    ],
)
def test_what_is_not_known_is_reported_once(inner: str, expected: list[tuple[str, str]]) -> None:
    assert found(inner) == expected


def test_the_lists_do_not_contradict_each_other() -> None:
    assert EMPTY <= ALLOWED
    assert not (ALLOWED | BREAKS) & (DROPPED | IMAGES)
    assert not KEPT_ATTRIBUTES & HARMLESS_ATTRIBUTES
    assert not any(name.startswith("on") for name in HARMLESS_ATTRIBUTES)
