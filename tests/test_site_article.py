"""The pages of an article, of its authors and citations, of an act, and of data quality."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from bs4 import Tag
from hypothesis import given
from hypothesis import strategies as st

from chronolex.build import build
from chronolex.citing import settle
from chronolex.site import citation_rows, quality_rows
from chronolex.site.differences import fold_unchanged, place_of
from chronolex.site.mended import find_within
from corpus import change_queries, store
from corpus.answers import RepairEntry
from corpus.cited import OWN, CitationWriter, ReadCitation
from corpus.dates import DateRule, Moment
from corpus.diff import diff_alineas
from corpus.model import TextId
from corpus.quality import write_quality
from corpus.reading import open_corpus
from corpus.store import Bound, Writer
from tests.reading_room import Site, section, words_of

ROOT = Path(__file__).parent.parent
CODE = "/droit/code-de-la-sante-publique"
CPI = "/droit/code-de-la-propriete-intellectuelle"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    path = tmp_path_factory.mktemp("site") / "permanence.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    return Site(path)


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Site:
    path = tmp_path_factory.mktemp("national") / "dila.db"
    build([ROOT / "tests" / "cases" / "dila", ROOT / "tests" / "cases" / "dila_jorf"], path)
    return Site(path)


# --- citations ----------------------------------------------------------------------------------------------------


def test_a_citation_that_leads_elsewhere_than_its_words_say_is_told(site: Site) -> None:
    page = site.read(f"{CODE}/R730/2005-05-01")
    link = page.find("a", string="L. 6325-1")
    assert isinstance(link, Tag)
    assert link["data-etat"] == "texte inconnu du corpus" and "texte inconnu du corpus" in str(link["title"])
    plain = page.find("a", string="R. 735")
    assert isinstance(plain, Tag)
    assert plain["title"] == "Article R. 735, Code de la santé publique" and not plain.has_attr("data-etat")


def test_a_renumbered_citation_leads_to_the_new_article(tmp_path: Path) -> None:
    # After 26 July 2005 «R. 735» is an address without an article: the words still stand in what cites it.
    path = tmp_path / "droit.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    base = sqlite3.connect(path)
    base.execute(
        "UPDATE cited_states SET status = 'renumbered', article_id = (SELECT id FROM articles WHERE number = 'R6315-6')"
        " WHERE address_id IN (SELECT id FROM cited_addresses WHERE number = 'R735')"
    )
    base.commit()
    base.close()
    page = Site(path).read(f"{CODE}/R730/2005-05-01")
    link = page.find("a", string="R. 735")
    assert isinstance(link, Tag)
    assert link["href"] == f"{CODE}/R6315-6/2005-05-01"
    assert link["title"] == "Article R. 735, Code de la santé publique : renuméroté, devenu l’article R. 6315-6"
    assert "renumbered" in " ".join(link["class"])
    assert "devenu l’article R. 6315-6" in words_of(section(page, "cite"))


def test_the_words_of_the_law_stay_exact_whatever_is_said_of_its_citations(site: Site) -> None:
    with open_corpus(site.path) as corpus:
        version = corpus.article("R. 730").at("2005-05-01")
    assert version is not None
    shown = [li.get_text() for li in site.read(f"{CODE}/R730/2005-05-01").select("ol.alineas > li")]
    assert shown == list(version.alineas)


@pytest.mark.parametrize(("number", "day"), [("R735", "2005-05-01"), ("R730", "2004-01-01"), ("L6313-1", "2005-05-01")])
def test_who_cites_an_article_is_told_at_the_date_by_text(site: Site, number: str, day: str) -> None:
    with open_corpus(site.path) as corpus:
        held = [c for c in corpus.article(number).cited_by(day) if c.version_end is None or str(c.version_end) > day]
    citing = {(c.text_slug, c.number) for c in held if c.number != number}
    data = site.json(f"{CODE}/{number}/{day}/citations.json")["cited_by"]
    assert citing and data["total"] == len(citing) == data["shown"]
    shown = {(text["slug"], article["number"]) for text in data["texts"] for article in text["articles"]}
    assert shown == citing
    before = site.json(f"{CODE}/{number}/1750-01-01/citations.json")
    assert before["cited_by"]["total"] == 0 and before["version"] is None


def test_an_article_cited_by_many_shows_the_first_and_leads_to_all(tmp_path: Path) -> None:
    path = tmp_path / "droit.db"
    with store.create(path) as writer:
        _write_many(writer, 260)
    site = Site(path)
    page = site.read("/droit/code-civil/1/2010-01-01")
    assert "260 articles ; les 50 premiers" in words_of(section(page, "cite-par"))
    assert len(section(page, "cite-par").select("ul li")) == 50
    assert "Cité par (260)" in words_of(section(page, "voisinage"))
    everything = "/droit/code-civil/1/2010-01-01/citations"
    assert section(page, "cite-par").find("a", href=everything) is not None
    listed = [
        article["number"]
        for number in (1, 2)
        for text in site.json(f"{everything}.json?page={number}")["cited_by"]["texts"]
        for article in text["articles"]
    ]
    assert listed == [str(number) for number in range(2, 262)]


def _write_many(writer: Writer, many: int) -> None:
    code = writer.add_text(TextId("CODE", "Code civil"))
    start = Bound(Moment(dt.date(2000, 1, 1), DateRule.SOURCE))
    reading = CitationWriter(writer.connection)
    for number in range(1, many + 2):
        article = writer.add_article(code, str(number))
        version = writer.add_version(
            article, ["l’article 1er"], start=start, provenance="official", verification="official"
        )
        reading.write([(version, code, [ReadCitation(10, 13, "1er", OWN, "1")])])
    settle(writer.connection)


def test_texts_of_one_title_are_neighbours_of_their_own(tmp_path: Path) -> None:
    """The articles 1 of two arrêtés of one day and one title cite the code, whose article cites both in turn."""
    path = tmp_path / "droit.db"
    start = Bound(Moment(dt.date(2005, 4, 9), DateRule.SOURCE))
    official = {"start": start, "provenance": "official", "verification": "official"}
    with store.create(path) as writer:
        code, reading = writer.add_text(TextId("CODE", "Code civil")), CitationWriter(writer.connection)
        cited = writer.add_version(writer.add_article(code, "1"), ["Voir 1 et 1."], **official)  # type: ignore[arg-type]
        names = []
        for nor in ("SANH0521313A", "SANH0521314A"):
            one = TextId("ARRETE", "Arrêté du 7 avril 2005", None, dt.date(2005, 4, 7), nor)
            text = writer.add_text(one)
            version = writer.add_version(writer.add_article(text, "1"), ["L’article 1 du code."], **official)  # type: ignore[arg-type]
            reading.write(
                [
                    (
                        version,
                        text,
                        [ReadCitation(2, 11, "article 1", ("code-civil", "CODE", "Code civil", None, None), "1")],
                    )
                ]
            )
            names.append((one.slug, one.nature, one.title, None, "2005-04-07"))
        places = zip(names, (5, 10), strict=True)
        reading.write([(cited, code, [ReadCitation(at, at + 1, "1", name, "1") for name, at in places])])
        settle(writer.connection)
    site = Site(path)
    texts = site.json("/droit/code-civil/1/2010-01-01/citations.json")["cited_by"]["texts"]
    expected = sorted(f"/droit/{text['slug']}/1/2010-01-01" for text in texts)
    picture = section(site.read("/droit/code-civil/1/2010-01-01"), "voisinage")
    assert "Cité par (2)" in words_of(picture) and "Cite (2)" in words_of(picture)
    assert len(expected) == 2 and sorted(str(a["href"]) for a in picture.select("svg a[href*='arrete']")) == sorted(
        [*expected, *expected]
    )


def test_the_figures_behind_the_picture_are_one_click_away(site: Site) -> None:
    page = site.read(f"{CODE}/R735/2005-05-01")
    links = {str(a["href"]) for a in section(page, "voisinage").select("figcaption a")}
    assert f"{CODE}/R735/2005-05-01/citations.json" in links
    (table,) = [link for link in links if "cited_article_id" in link]
    rows = site.json(table.replace("resolved_citations?", "resolved_citations.json?_shape=objects&"))["rows"]
    cited_by = site.json(f"{CODE}/R735/2005-05-01/citations.json")["cited_by"]
    listed = [c for text in cited_by["texts"] for article in text["articles"] for c in article["citations"]]
    assert rows and len([row for row in rows if row["start"] <= "2005-05-01"]) == len(rows) >= len(listed) > 0


def test_an_article_of_the_journal_officiel_alone_has_its_page(national: Site) -> None:
    assert "Article 1er" in words_of(national.read("/droit/decret-2005-328/1").find("h1"))


def test_what_cites_an_article_is_read_by_indexes(national: Site) -> None:
    base = sqlite3.connect(national.path)
    plans = {
        citation_rows._CITED: {"version": 1, "day": "2010-01-01"},
        citation_rows._CITING: {"article": 1, "day": "2010-01-01"},
        citation_rows._BY: {"versions": "[1]", "article": 1, "day": "2010-01-01"},
        **{
            sql: {"act": 1, "since": "", "until": "~", "today": "2024-01-01"}
            for sql in change_queries.BOUNDARIES[change_queries.ACT, change_queries.OLDEST].values()
        },
        quality_rows._DOUBTS: {"state": "different", "limit": 10, "skip": 0},
        quality_rows._FAULTS: {"kind": "gap", "first": 1, "last": 10},
    }
    for sql, values in plans.items():
        steps = [row[3] for row in base.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        read_whole = [
            step
            for step in steps
            if step.startswith("SCAN") and step.split()[1] not in {"j", "x", "d", "CONSTANT", "v"}
        ]
        assert not [step for step in read_whole if "subquery" not in step], (sql, steps)


# --- who wrote these words ----------------------------------------------------------------------------------------


def test_the_authors_of_an_article_are_numbered_notes_and_its_words_stay_exact(site: Site) -> None:
    address = f"{CODE}/R730/2005-05-01/auteurs"
    page, data = site.read(address), site.json(f"{address}.json")
    with open_corpus(site.path) as corpus:
        version = corpus.article("R. 730").at("2005-05-01")
        spans = corpus.article("R. 730").blame("2005-05-01")
    assert version is not None
    assert ["".join(p["text"] for p in alinea) for alinea in data["alineas"]] == list(version.alineas)
    assert len(data["notes"]) == len({span.author for span in spans})
    assert sum(note["characters"] for note in data["notes"]) == sum(map(len, version.alineas))
    added = next(p for p in page.select(".passage") if "associations de permanence des soins" in p.get_text())
    call = added.find_next_sibling("a")
    assert isinstance(call, Tag)
    note = page.find(id=str(call["href"]).removeprefix("#"))
    assert isinstance(note, Tag)
    assert "Décret n° 2005-328 du 7 avril 2005" in words_of(note) and "instruction" in words_of(note)
    assert note.find("a", href="/droit/acte/decret-2005-328") is not None


def test_words_that_came_while_texts_were_missing_are_given_to_no_act(site: Site) -> None:
    page = site.read(f"{CODE}/R6315-1/2010-05-01/auteurs")
    text = words_of(section(page, "les-auteurs"))
    assert "acte que le corpus ne connaît pas" in text and "venus entre le 26 juillet 2005 et" in text


def test_the_authors_of_no_text_are_told_as_such(site: Site) -> None:
    assert "n’est plus en vigueur" in words_of(site.read(f"{CODE}/R730/2008-05-01/auteurs", 404).find(role="status"))
    answer = site.ask(f"{CODE}/R.%20730/auteurs")
    assert (answer.status_code, answer.headers["location"]) == (302, f"{CODE}/R730/2005-04-08/auteurs")
    assert site.ask(f"{CODE}/R730/hier/auteurs").status_code == 400


# --- repairs in an article's own words ----------------------------------------------------------------------------


def repair(original: str, before: str, after: str, *, decided: bool = True) -> RepairEntry:
    start = original.index(before)
    return RepairEntry("s", start, start + len(before), before, after, "r", 0.9, decided, original)


def test_a_repair_concerns_the_article_in_whose_words_it_stands() -> None:
    original = "Les mŽdecins de permanence sont là.\nLe prŽfet fixe la liste des secteurs."
    first, second = repair(original, "mŽ", "mé"), repair(original, "prŽ", "pré")
    assert find_within(original, [first, second], "Les médecins de permanence sont là.") == [first]
    assert find_within(original, [first, second], "Le préfet fixe la liste des secteurs.") == [second]
    assert find_within(original, [first, second], "Autre chose.") == []


def test_damage_left_as_it_is_concerns_the_article_that_bears_it() -> None:
    original = "Le conseil dŽpartemental de l’ordre est consulté."
    left = repair(original, "dŽpartemental", "", decided=False)
    assert find_within(original, [left], "Le conseil dŽpartemental de l'ordre est consulté.") == [left]


@given(st.text("ab cŽ\n", max_size=40), st.integers(0, 45), st.integers(0, 5), st.text("é x", max_size=3))
def test_repairs_that_do_not_fit_are_left_out(original: str, start: int, length: int, after: str) -> None:
    before = original[start : start + length] or "?"
    one = RepairEntry("s", start, start + len(before), before, after, "r", 0.9, True, "")
    assert find_within(original, [one], original.replace("Ž", "é")) in ([], [one])


def test_the_repairs_of_an_article_are_those_of_its_words(site: Site) -> None:
    (log,) = [log for log in site.json(f"{CODE}/R730/2005-05-01.json")["repairs"] if log["source"]["repairs"] > 300]
    assert 0 < log["total"] < log["source"]["repairs"] / 2
    assert len(log["repairs"]) <= log["total"]


def test_a_log_too_long_to_be_read_whole_says_how_far_it_was(tmp_path: Path) -> None:
    path = tmp_path / "droit.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    told = "seules les 5\u202f000 premières ont été regardées"
    assert told not in Site(path).ask(f"{CODE}/R730/2005-05-01").text
    with sqlite3.connect(path) as base:
        base.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
            ' INSERT INTO repairs (source_id, start, "end", before, after, rule, confidence, decided, context)'
            " SELECT id, 900000 + i, 900001 + i, 'x', 'y', 'lost', 1, 1, '' FROM sources, n WHERE id IN"
            " (SELECT source_id FROM repairs)"
        )
    assert told in Site(path).ask(f"{CODE}/R730/2005-05-01").text


# --- differences --------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from("abcd"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_folding_what_did_not_change_loses_nothing(old: list[str], new: list[str]) -> None:
    alineas = diff_alineas([f"alinéa {word}" for word in old], [f"alinéa {word}" for word in new])
    runs = list(fold_unchanged(alineas))
    assert [alinea for run in runs for alinea in run] == list(alineas)
    assert all(len(run) == 1 or not any(alinea.changed for alinea in run) for run in runs)
    assert all(place_of(run) for run in runs)


# --- an act -------------------------------------------------------------------------------------------------------


def test_an_act_begins_with_its_figures_and_shows_the_effect_of_each_instruction(site: Site) -> None:
    address = "/droit/acte/decret-2005-328"
    page, data = site.read(address), site.json(f"{address}.json")
    figures = words_of(page.find("dl", class_="chiffres-acte"))
    assert "6 versions faites" in " ".join(figures.split()) or "versions faites 6" in figures
    assert data["counts"] == {"applied": len(data["instructions"])}
    first = page.find(id="i1")
    assert isinstance(first, Tag)
    assert [ins.get_text() for ins in first.select(".differences ins")] == [
        " ainsi que par des médecins appartenant à des associations de permanence des soins"
    ]
    assert first.find("a", href=f"{CODE}/R730/2005-04-08") is not None
    assert set(data["effects"]) == {str(i["instruction"]["position"]) for i in data["instructions"]}


def test_what_an_instruction_wrote_is_told_apart_from_what_the_others_did(site: Site) -> None:
    effects = site.json("/droit/acte/decret-2005-328.json")["effects"]
    assert [len(effects[position]["alineas"]) for position in ("1", "2")] == [1, 1]
    assert not effects["1"]["shared"] and effects["1"]["alineas"] != effects["2"]["alineas"]


def test_an_act_known_by_what_it_did_lists_it_and_opens_a_difference_on_demand(site: Site) -> None:
    page = site.read("/droit/acte/decret-2005-840")
    assert "n’a pas les mots de cet acte" in words_of(page.main)
    rows = [words_of(row) for row in page.select("table.faits tbody tr:not(.suite-de)")]
    assert len(rows) == 7 and all("renuméroté" in row and "26 juillet 2005" in row for row in rows)
    assert rows[0].startswith("R. 730 → R. 6315-1") and "supposé" in rows[-1]

    act = "/droit/acte/decret-2005-328"
    asked = next(str(a["href"]) for a in site.read(act).select("table.faits a") if "diff=" in str(a["href"]))
    opened = site.read(asked.partition("#")[0])
    assert opened.find(id=asked.partition("#")[2]) is not None
    assert len(opened.select("tr.ouverte .differences ins")) > 0
    assert not site.read(f"{act}?diff=12345").select("tr.ouverte")
    assert not site.read(f"{act}?diff=%27;--").select("tr.ouverte")


def test_an_act_of_which_nothing_is_known_but_its_name_is_told_as_such(site: Site) -> None:
    base = sqlite3.connect(site.path)
    named = base.execute(
        "SELECT slug FROM texts t WHERE body IS NULL AND NOT EXISTS (SELECT 1 FROM versions WHERE act_id = t.id)"
        " AND NOT EXISTS (SELECT 1 FROM versions WHERE end_act_id = t.id)"
    ).fetchall()
    assert named
    for (slug,) in named:
        assert "que par son nom" in words_of(site.read(f"/droit/acte/{slug}", 404).find(role="status"))


def test_the_page_of_an_act_and_that_of_changes_tell_the_same(site: Site, national: Site) -> None:
    for one in (site, national):
        days = one.json("/droit/changements.json")["days"]
        groups = [(day["day"], group) for day in days for group in day["acts"] if group["act"]]
        assert groups
        for day, group in groups:
            told = one.json(f"/droit/acte/{group['act']['slug']}.json")
            done = [deed["change"] for deed in told["done"] if deed["change"]["day"] == day]
            shown = [entry["change"] for entry in group["changes"]]
            if told["pages"] == 1 and len(shown) < 60:
                assert sorted(map(str, done)) == sorted(map(str, shown))


def test_what_an_act_did_is_given_by_the_page(national: Site) -> None:
    base = sqlite3.connect(national.path)
    for (slug,) in base.execute("SELECT DISTINCT t.slug FROM versions v JOIN texts t ON t.id = v.act_id LIMIT 5"):
        data = national.json(f"/droit/acte/{slug}.json")
        assert data["made"] == len([one for one in data["done"] if one["change"]["new"]])
        assert all(national.ask(one["address"]).status_code in {200, 300} for one in data["done"][:3])


# --- data quality -------------------------------------------------------------------------------------------------

TOPICS = ("verification", "instructions", "reparations", "desaccords", "anomalies", "citations")


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_of_quality_is_a_page_and_json(site: Site, national: Site, topic: str) -> None:
    for one in (site, national):
        page = one.read(f"/droit/qualite/{topic}")
        assert len(page.find_all("h1")) == 1
        assert isinstance(one.json(f"/droit/qualite/{topic}.json"), dict)
        assert one.read(f"/droit/qualite/{topic}?page=99999999&etat=x&sorte=x&verdict=x&texte=x") is not None
        assert one.ask(f"/droit/qualite/{topic}?page=-1").status_code == 200


def test_the_figures_are_those_of_the_tables(site: Site, national: Site) -> None:
    for one in (site, national):
        data = one.json("/droit/qualite.json")
        with open_corpus(one.path) as corpus:
            assert data["verifications"] == corpus.count_verifications()
            assert sum(data["verdicts"].values()) == len(corpus.instructions())
            assert sum(data["discrepancy_kinds"].values()) == len(corpus.discrepancies())
            assert sum(data["repairs"].values()) == len(corpus.repairs())
            faults = [fault.kind for fault in corpus.faults()]
            assert data["faults"] == {kind: faults.count(kind) for kind in set(faults)}


def test_the_citations_are_counted_on_a_day_that_the_sources_know(site: Site) -> None:
    data = site.json("/droit/qualite/citations.json")
    with open_corpus(site.path) as corpus:
        held = [
            c for c in corpus.citations(date=data["day"]) if c.version_end is None or data["day"] < str(c.version_end)
        ]
    # A range («L. 1 à L. 5») is not counted beside its ends.
    assert 0 < sum(data["totals"].values()) <= len(held)
    again = sqlite3.connect(site.path).execute(
        "SELECT status, count(*) FROM resolved_citations r JOIN versions v ON v.id = r.version_id"
        ' WHERE r.last_number IS NULL AND r.start <= :day AND (r."end" IS NULL OR r."end" > :day) GROUP BY 1',
        {"day": data["day"]},
    )
    assert data["totals"] == dict(again.fetchall())


def test_the_faults_of_the_data_lead_to_where_they_are_seen(national: Site) -> None:
    kinds = national.json("/droit/qualite/anomalies.json")["totals"]
    assert kinds.get("overlap")
    data = national.json("/droit/qualite/anomalies.json?sorte=overlap")
    assert len(data["faults"]) == kinds["overlap"]
    assert all(national.ask(one["address"]).status_code in {200, 300} for one in data["faults"])
    page = national.read("/droit/qualite/anomalies?sorte=overlap")
    assert page.find("a", href="/dila/faults?kind=overlap") is not None


def test_a_repair_is_shown_with_its_passage_and_its_source(site: Site) -> None:
    page = site.read("/droit/qualite/reparations?source=decret-2005-328.jo.txt&page=2")
    rows = page.select("tbody tr")
    assert len(rows) == 100 and "DŽcrets" not in words_of(rows[0])
    assert "page 2 sur 4" in words_of(page.find("nav", class_="pages"))
    assert page.find("a", href="/droit/qualite/reparations?source=decret-2005-328.jo.txt&page=3") is not None
    assert site.ask("/droit/qualite/reparations?source=rien").status_code == 404


def test_a_version_that_differs_from_its_witness_is_shown_with_the_difference(tmp_path: Path) -> None:
    path = tmp_path / "droit.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("UPDATE verifications SET verdict = 'different', derived = derived || ' faux' WHERE position = 1")
    base.execute("UPDATE versions SET verification = 'different' WHERE verification = 'identical'")
    write_quality(base)
    base.close()
    site = Site(path)
    page = site.read("/droit/qualite/verification")
    assert "faux" in [word.strip(" .") for d in page.select(".differences del") for word in d.get_text().split()]
    texts = site.json("/droit/qualite/verification.json")["texts"]
    assert [text["subject"] for text in texts] == ["code-de-la-sante-publique"]
    assert texts[0]["states"]["different"] == 1
    listed = site.read("/droit/qualite/verification?texte=code-de-la-sante-publique").find(id="versions")
    assert words_of(listed) == "Les versions, une à une : Code de la santé publique"
    one = site.json("/droit/qualite/verification.json?etat=different&texte=code-de-la-sante-publique")["versions"]
    assert [v["version"]["number"] for v in one] == ["R730"]


def test_figures_that_an_interrupted_update_left_uncounted_are_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "droit.db"
    build([ROOT / "samples" / "permanence-des-soins"], path)
    base = sqlite3.connect(path)
    base.execute("DELETE FROM quality_figures")
    base.commit()
    base.close()
    assert "n’ont pas été recomptés" in words_of(Site(path).read("/droit/qualite").find(role="status"))


def test_the_comparison_with_dilas_links_gives_the_articles_to_check(national: Site) -> None:
    data = national.json("/droit/qualite/citations.json")
    with open_corpus(national.path) as corpus:
        verdicts = [one.verdict for one in corpus.witnessed_citations()]
    assert data["witness"] == {verdict: verdicts.count(verdict) for verdict in set(verdicts)}
    assert data["one_in"] == 1
    assert len(data["only_declared"]) == verdicts.count("only-declared")
