"""The temporal graph against brute force on its rows, and its questions on a small body of law with known answers."""

from __future__ import annotations

import datetime as dt
import random
import tracemalloc

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import (
    CitationRow,
    LawGraph,
    LineageRow,
    Measure,
    Node,
    Pace,
    Standing,
    VersionRow,
    build_network,
    citations_in,
    citations_of,
    communities,
    growth,
    hubs,
    isolated_articles,
    network_at,
    shortest_path,
    stale_citations,
    touched_by,
)
from graph.network import Network
from graph.ranking import hubs_and_authorities, page_rank
from graph.rows import Row

CSP, CSS = "Code de la santé publique", "Code de la sécurité sociale"
BIRTH, CHANGE, MOVE, LATE = (dt.date(*d) for d in [(2003, 9, 16), (2005, 4, 8), (2005, 7, 26), (2010, 4, 1)])


def at(article: str, text: str = CSP) -> Node:
    return Node(text, article)


def cite(start: str, end: str | None, first: dt.date, last: dt.date | None, **more: object) -> CitationRow:
    return CitationRow(CSP, start, str(more.pop("to", CSP)), end, first, last, **more)  # type: ignore[arg-type]


# R. 730 becomes R. 6315-1 in 2005; R. 731 goes on citing it by its old number, in two versions; R. 732 is repealed.
ROWS: tuple[Row, ...] = (
    VersionRow(CSP, "R730", BIRTH, CHANGE),
    VersionRow(CSP, "R730", CHANGE, MOVE),
    VersionRow(CSP, "R6315-1", MOVE),
    VersionRow(CSP, "R731", BIRTH, LATE),
    VersionRow(CSP, "R731", LATE),
    VersionRow(CSP, "R732", BIRTH, CHANGE),
    VersionRow(CSP, "R733", BIRTH),
    VersionRow(CSP, "R734", BIRTH),
    VersionRow(CSP, "R735", BIRTH),
    VersionRow(CSS, "L1", BIRTH),
    cite("R731", "R730", BIRTH, MOVE, status="in-force", as_written="R. 730", span=(10, 16)),
    cite("R731", "R730", MOVE, LATE, status="renumbered", now_text=CSP, now_article="R6315-1", span=(10, 16)),
    cite("R731", "R730", LATE, None, status="renumbered", now_text=CSP, now_article="R6315-1", span=(12, 18)),
    cite("R733", "R732", BIRTH, CHANGE, status="in-force"),
    cite("R733", "R732", CHANGE, None, status="repealed"),
    cite("R734", "R733", BIRTH, None, status="in-force"),
    cite("R734", "R733", BIRTH, None, status="in-force", span=(50, 56)),
    cite("R734", "L1", BIRTH, None, status="in-force", to=CSS),
    cite("R734", None, BIRTH, None, status="unknown-text", to="Code civil"),
    cite("R730", "R730", BIRTH, MOVE, status="in-force"),
    cite("R6315-1", "R730", MOVE, None, status="renumbered", now_text=CSP, now_article="R6315-1"),
    LineageRow(CSP, "R730", CSP, "R6315-1", MOVE, ("declared",)),
)
LAW = LawGraph(ROWS)


# --- the graph of a day is what brute force finds -------------------------------------------------------------------

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2000, 3, 1))
ENDS = st.one_of(st.none(), DAYS)
NUMBERS = st.sampled_from(["1", "2", "R3", "R3-1"])
STATUS = st.one_of(st.none(), st.sampled_from(list(Standing)))
WORDS = st.one_of(st.none(), st.text(max_size=3))
CITATIONS = st.builds(
    CitationRow, st.sampled_from([CSP, CSS]), NUMBERS, st.sampled_from([CSP, CSS]), st.one_of(st.none(), NUMBERS), DAYS,
    ENDS, st.one_of(st.none(), st.tuples(st.integers(0, 9), st.integers(9, 20))), st.text(max_size=3),
    st.sampled_from(["explicit", "same"]), WORDS, WORDS, WORDS, WORDS, st.sampled_from(["cited", "excluded"]), STATUS,
    st.one_of(st.none(), st.just(CSS)), st.just("L9"),
).map(lambda row: row if row.now_text else CitationRow(*[getattr(row, f) for f in row.__slots__[:-1]]))  # fmt: skip
LIVES = st.builds(VersionRow, st.sampled_from([CSP, CSS]), NUMBERS, DAYS, ENDS)
LINEAGE = st.builds(LineageRow, st.just(CSP), NUMBERS, st.just(CSS), NUMBERS, ENDS)
MANY = st.lists(st.one_of(CITATIONS, LIVES, LINEAGE), max_size=40)


def content(network: Network) -> tuple[list[str], list[str]]:
    """Nodes and edges in one order, whatever the order in which they came; ``lives`` too."""
    nodes = [repr((n, d | {"lives": sorted(d["lives"], key=repr)})) for n, d in network.nodes(data=True)]
    return sorted(nodes), sorted(repr(edge) for edge in network.edges(data=True))


def holds_somewhere(row: Row) -> bool:
    return isinstance(row, LineageRow) or row.end is None or row.start < row.end


def overlaps(row: Row, first: dt.date, last: dt.date) -> bool:
    if isinstance(row, LineageRow):
        return row.date is not None and row.date < last and first < last
    return holds_somewhere(row) and row.start < last and (row.end is None or row.end > first) and first < last


@given(MANY, DAYS)
def test_the_graph_of_a_day_holds_the_rows_of_that_day(rows: list[Row], day: dt.date) -> None:
    assert content(LawGraph(rows).at(day)) == content(network_at(rows, day))


@given(MANY, DAYS, DAYS)
def test_the_graph_of_a_span_holds_the_rows_that_touch_it(rows: list[Row], first: dt.date, last: dt.date) -> None:
    expected = build_network(row for row in rows if overlaps(row, first, last))
    assert content(LawGraph(rows).between(first, last)) == content(expected)


@given(MANY, DAYS)
def test_a_day_is_a_span_of_one_day(rows: list[Row], day: dt.date) -> None:
    graph = LawGraph(rows)
    assert content(graph.between(day, day + dt.timedelta(1))) == content(graph.at(day))
    assert not graph.between(day, day).edges


@given(MANY)
def test_the_whole_graph_holds_every_row_that_ever_holds_as_it_came(rows: list[Row]) -> None:
    graph = LawGraph(rows)
    assert (
        content(graph.whole()) == content(build_network(rows)) == content(build_network(filter(holds_somewhere, rows)))
    )
    cited = [row for row in rows if isinstance(row, CitationRow) and holds_somewhere(row)]
    assert sorted(map(graph.ledger.row, range(len(graph))), key=repr) == sorted(cited, key=repr)


@given(MANY, DAYS)
def test_nothing_changes_but_on_the_days_of_the_list(rows: list[Row], day: dt.date) -> None:
    graph = LawGraph(rows)
    before = content(graph.at(day - dt.timedelta(1)))
    assert day in graph.dates() or content(graph.at(day)) == before
    assert list(graph.dates()) == sorted(set(graph.dates()))


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 300)), min_size=200, max_size=400))
def test_blocks_that_have_ended_are_passed_over_and_no_other(spans: list[tuple[int, int]]) -> None:
    origin = dt.date(2000, 1, 1)
    days = [(origin + dt.timedelta(first), origin + dt.timedelta(first + length)) for first, length in spans]
    graph = LawGraph(VersionRow(CSP, str(n), *pair) for n, pair in enumerate(days))
    for day in (origin, origin + dt.timedelta(150), origin + dt.timedelta(599)):
        assert len(graph.in_force(day)) == sum(first <= day < last for first, last in days)


def test_a_text_of_its_own_is_its_articles_what_they_cite_and_what_cites_them() -> None:
    network = LAW.at(LATE, CSS)
    assert set(network) == {f"{CSS} L1", f"{CSP} R734"}
    assert network.nodes[f"{CSP} R734"]["lives"] == ((BIRTH, None),)
    assert set(LAW.at(LATE, "Code civil")) == {"Code civil", f"{CSP} R734"}


def test_a_citation_takes_some_forty_bytes() -> None:
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    graph = LawGraph(
        cite(
            str(n % 200),
            str(n % 99),
            BIRTH + dt.timedelta(n % 5000),
            None,
            as_written=f"art. {n % 99}",
            span=(n, n + 5),
        )
        for n in range(40_000)
    )
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (held - before) / len(graph) < 50


def test_a_status_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="abolished"):
        LawGraph([cite("1", "2", BIRTH, None, status="abolished")])


# --- questions ------------------------------------------------------------------------------------------------------


def test_who_cites_an_article_is_followed_across_its_renumbering_and_said() -> None:
    [before] = citations_of(LAW, at("R730"), CHANGE)
    assert (before.from_article, before.status) == ("R731", "in-force")
    [after] = citations_of(LAW, at("R6315-1"), "1er janvier 2006")
    assert (after.from_article, after.to_article, after.status) == ("R731", "R730", "renumbered")
    assert citations_of(LAW, at("R730"), MOVE) == ()
    assert citations_of(LAW, at("R9"), MOVE) == () == citations_in(LAW, at("R9"), MOVE)
    assert [row.target.label for row in citations_in(LAW, at("R734"), MOVE)] == [
        "Code civil",
        f"{CSP}, art. R. 733",
        f"{CSS}, art. L. 1",
        f"{CSP}, art. R. 733",
    ]


def test_stale_citations_say_why_and_since_when() -> None:
    found = {(s.citation.from_article, s.citation.to_article): s for s in stale_citations(LAW, dt.date(2012, 1, 1))}
    assert set(found) == {("R731", "R730"), ("R733", "R732"), ("R6315-1", "R730")}
    moved, repealed = found["R731", "R730"], found["R733", "R732"]
    assert moved.reason == f"L’article cité est devenu : {CSP}, art. R. 6315-1, depuis le 26 juillet 2005."
    # Stale through two versions of the article that cites: since the renumbering, not since the later version.
    assert (moved.since, moved.gone_since, moved.citation.start) == (MOVE, MOVE, LATE)
    assert repealed.reason == "L’article cité est abrogé depuis le 8 avril 2005." and repealed.certain
    assert stale_citations(LAW, BIRTH) == ()
    assert stale_citations(LAW, LATE, CSS) == ()


def test_a_stale_citation_that_was_mended_and_broken_again_counts_from_the_second_time() -> None:
    days = [dt.date(2000 + n, 1, 1) for n in range(4)]
    rows = [
        cite("1", "2", days[0], days[1], status="repealed"),
        cite("1", "2", days[1], days[2], status="in-force"),
        cite("1", "2", days[2], days[3], status="missing"),
        cite("1", "2", days[3], None, status="unknown-article"),
    ]
    [stale] = stale_citations(LawGraph(rows), days[3])
    assert (stale.since, stale.gone_since, stale.certain) == (days[2], None, False)


def test_what_an_article_cites_several_times_is_one_stale_citation_with_its_places() -> None:
    places = [(40, 45), (2, 7), (20, 25)]
    rows = [cite("1", "2", MOVE, None, status="repealed", span=span) for span in places]
    rows.append(cite("3", "2", MOVE, None, status="repealed", span=(0, 5)))
    first, other = stale_citations(LawGraph(rows), MOVE)
    assert (first.spans, first.citation.span) == (tuple(sorted(places)), (2, 7))
    assert (other.citation.from_article, other.spans) == ("3", ((0, 5),))


def test_a_split_article_names_its_heirs() -> None:
    rows = [
        cite("1", "2", MOVE, None, status="split"),
        LineageRow(CSP, "2", CSP, "10", MOVE),
        LineageRow(CSP, "2", CSP, "9", MOVE),
        LineageRow(CSP, "2", CSP, "11", LATE),
    ]
    [stale] = stale_citations(LawGraph(rows), MOVE)
    assert stale.reason == f"Plusieurs articles continuent l’article cité : {CSP}, art. 9 ; {CSP}, art. 10."


def test_what_an_amendment_touches_with_the_way_to_it() -> None:
    near, far = touched_by(LAW, [at("R732")], BIRTH, depth=2)
    assert (near.node, near.depth, near.path) == (at("R733"), 1, (at("R732"), at("R733")))
    assert (far.node, far.path) == (at("R734"), (at("R732"), at("R733"), at("R734")))
    assert [row.target for row in far.citations] == [at("R732"), at("R733")]
    assert [one.node for one in touched_by(LAW, [at("R732")], BIRTH)] == [at("R733")]
    assert [one.node for one in touched_by(LAW, [at("R6315-1")], MOVE, 9)] == [at("R731")]
    assert touched_by(LAW, [at("R732"), at("R733"), at("R734")], BIRTH, 9) == ()
    assert touched_by(LAW, [at("R9")], BIRTH) == ()


def test_the_shortest_chain_of_citations() -> None:
    steps = shortest_path(LAW, at("R734"), at("R732"), BIRTH) or ()
    assert [(step.start.article, step.end.article, step.forward) for step in steps] == [
        ("R734", "R733", True),
        ("R733", "R732", True),
    ]
    assert shortest_path(LAW, at("R732"), at("R734"), BIRTH) is None
    back = shortest_path(LAW, at("R732"), at("L1", CSS), BIRTH, directed=False) or ()
    assert [step.forward for step in back] == [False, False, True]
    assert shortest_path(LAW, at("R731"), at("R731"), BIRTH) == ()
    assert shortest_path(LAW, at("R731"), at("R9"), BIRTH) is None


def test_that_two_articles_cite_the_same_code_as_a_whole_links_them_by_nothing() -> None:
    graph = LawGraph([cite("1", None, BIRTH, None, to=CSS), cite("2", None, BIRTH, None, to=CSS)])
    assert shortest_path(graph, at("1"), at("2"), BIRTH, directed=False) is None
    assert len(shortest_path(graph, at("1"), Node(CSS), BIRTH, directed=False) or ()) == 1


@given(MANY, DAYS, st.booleans())
def test_a_chain_is_as_short_as_networkx_finds_it(rows: list[Row], day: dt.date, directed: bool) -> None:
    graph = LawGraph(rows)
    simple: nx.DiGraph[int] = nx.DiGraph([pair[1:] for pair in graph.links_at(day.toordinal())])
    known = simple if directed else simple.to_undirected()
    whole = [n for n in known if graph.nodes[n].article is None]
    known = known.subgraph([n for n in known if directed or n not in whole])
    for start in known:
        lengths = nx.single_source_shortest_path_length(known, start)
        for end in known:
            found = shortest_path(graph, graph.nodes[start], graph.nodes[end], day, directed=directed)
            assert (None if found is None else len(found)) == lengths.get(end)


def test_isolated_articles_neither_cite_nor_are_cited() -> None:
    assert isolated_articles(LAW, BIRTH) == (at("R735"),)
    assert isolated_articles(LAW, CHANGE) == (at("R735"),)
    assert isolated_articles(LAW, BIRTH, CSS) == ()
    # An article that cites only itself stands alone.
    assert at("R730") in isolated_articles(LawGraph(ROWS[:10] + ROWS[19:20]), BIRTH)


# --- measures -------------------------------------------------------------------------------------------------------


def test_hubs_are_counted_in_articles_ties_by_number() -> None:
    found = hubs(LAW, LATE)
    assert [(hub.node, hub.score, hub.cited_by) for hub in found.hubs] == [
        (at("R732"), 1, 1),
        (at("R733"), 1, 1),
        (at("R6315-1"), 1, 1),
        (at("L1", CSS), 1, 1),
    ]
    assert [hub.node for hub in hubs(LAW, LATE, text=CSS).hubs] == [at("L1", CSS)]
    assert hubs(LAW, LATE, limit=1).hubs == found.hubs[:1]
    assert hubs(LAW, dt.date(1900, 1, 1), Measure.PAGERANK).hubs == ()


@pytest.mark.parametrize("measure", Measure)
def test_a_star_is_ranked_by_its_middle(measure: Measure) -> None:
    rows = [cite(str(n), "100", BIRTH, None) for n in range(1, 9)]
    rows += [cite("100", str(n), BIRTH, None) for n in range(1, 3)]
    assert hubs(LawGraph(rows), BIRTH, measure).hubs[0].node.article == ("1" if measure is Measure.HUB else "100")


LINKS = st.integers(2, 12).flatmap(
    lambda n: st.lists(st.sets(st.integers(0, n - 1)).map(sorted), min_size=n, max_size=n)
)


@given(LINKS)
def test_page_rank_is_the_fixed_point_of_its_definition(links: list[list[int]]) -> None:
    ranks = page_rank(links)
    assert sum(ranks) == pytest.approx(1)
    count, lost = len(links), sum(rank for rank, ends in zip(ranks, links, strict=True) if not ends)
    for node, rank in enumerate(ranks):
        given = sum(ranks[n] / len(ends) for n, ends in enumerate(links) if node in ends)
        assert rank == pytest.approx(0.15 / count + 0.85 * (given + lost / count), abs=1e-7)


def test_hits_by_hand() -> None:
    scores, authorities = hubs_and_authorities([[2, 3], [2], [], []])
    golden = (5**0.5 - 1) / 2
    assert scores[1] / scores[0] == pytest.approx(golden, abs=1e-6)
    assert authorities[3] / authorities[2] == pytest.approx(golden, abs=1e-6)
    assert hubs_and_authorities([[], []]) == ([0, 0], [0, 0])


def two_clusters() -> list[Row]:
    rows: list[Row] = []
    for group in (range(1, 6), range(11, 16)):
        rows += [cite(str(a), str(b), BIRTH, None) for a in group for b in group if a != b and (a + b) % 2]
        rows += [cite(str(a), str(group[-1]), BIRTH, None) for a in group[:-1]]
    return [*rows, cite("1", "11", BIRTH, None), cite("R1", "L2", BIRTH, None, to=CSS)]


def test_communities_are_named_by_their_hub_and_their_texts() -> None:
    partition = communities(LawGraph(two_clusters()), BIRTH)
    first, second, pair = partition.communities
    assert [node.article for node in first.members] == ["1", "2", "3", "4", "5"]
    assert (first.hub.article, second.hub.article) == ("5", "15")
    assert pair.texts == ((CSP, 1), (CSS, 1)) and pair.hub == at("L2", CSS)
    assert 0.3 < partition.modularity < 0.7
    assert len(communities(LawGraph(two_clusters()), BIRTH, CSP).communities) == 2
    assert communities(LAW, dt.date(1900, 1, 1)).communities == ()


@pytest.mark.parametrize("measure", Measure)
def test_the_order_of_the_rows_changes_no_answer(measure: Measure) -> None:
    rows, shuffled = two_clusters() + list(ROWS), two_clusters() + list(ROWS)
    random.Random(7).shuffle(shuffled)
    one, two = LawGraph(rows), LawGraph(shuffled)
    assert hubs(one, LATE, measure, limit=None) == hubs(two, LATE, measure, limit=None)
    assert communities(one, LATE) == communities(two, LATE)
    assert growth(one) == growth(two)
    assert stale_citations(one, LATE) == stale_citations(two, LATE)
    assert isolated_articles(one, LATE) == isolated_articles(two, LATE)


# --- growth ---------------------------------------------------------------------------------------------------------


def test_growth_counts_the_first_day_of_each_year() -> None:
    rows = growth(LAW)
    assert [row.day.year for row in rows] == list(range(2004, 2012))
    assert [row.articles for row in rows] == [7, 7, 6, 6, 6, 6, 6, 6]
    assert rows[0].citations == 6 and rows[0].citing == 3
    assert rows[0].links == 4 and rows[0].density == 4 / 42
    assert rows[0].per_article == pytest.approx(6 / 7)
    assert [row.articles for row in growth(LAW, text=CSS)] == [1]
    assert growth(LawGraph([])) == ()


@given(MANY)
def test_growth_is_what_each_day_shows(rows: list[Row]) -> None:
    graph = LawGraph(rows)
    for row in growth(graph, Pace.MONTH, dt.date(2000, 1, 1), dt.date(2000, 4, 1)):
        links = list(graph.links_at(row.day.toordinal()))
        assert row.articles == len(graph.in_force(row.day))
        assert (row.citations, row.citing) == (len(links), len({source for _, source, _ in links}))
        there = {None, Standing.IN_FORCE, Standing.RENUMBERED}
        led = [(s, aim) for n, s, aim in links if graph.nodes[aim].article and graph.ledger.status(n) in there]
        assert row.links == len(set(led))
