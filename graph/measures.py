"""Measures of the network of a day: its most important articles, and the communities they form.

They are taken on articles (not on texts cited as a whole), linked once where one cites another, however often and
whatever the number it cites; self-citations do not count. So the same rows in any order give the same answer.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

import networkx as nx

from corpus.dates import Day, as_day
from graph.law_graph import LawGraph
from graph.ranking import hubs_and_authorities, page_rank
from graph.rows import Node

SEED = 1804
"""Louvain's method and the sampling of betweenness take nodes at random: always in the same order."""

_SAMPLE = 400
"""Beyond twice as many articles, betweenness is estimated on the shortest paths from that many of them."""

_DIGITS = 12


class Measure(StrEnum):
    """By what the importance of an article is measured."""

    CITED = "cited"
    """How many articles cite it (in-degree)."""
    PAGERANK = "pagerank"
    BETWEENNESS = "betweenness"
    """How often it stands on a shortest chain of citations between two others."""
    AUTHORITY = "authority"
    """HITS: cited by those that cite much that matters."""
    HUB = "hub"
    """HITS: cites much that matters."""


@dataclass(frozen=True, slots=True)
class Hub:
    """An article, its score, and how many other articles cite it."""

    node: Node
    score: float
    cited_by: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The most important articles of a day, best first; ``exact`` is false where the measure is an estimate."""

    date: dt.date
    measure: Measure
    exact: bool
    hubs: tuple[Hub, ...]


@dataclass(frozen=True, slots=True)
class Community:
    """Articles that cite each other more than others: the most cited of them, their texts (with counts), them all."""

    hub: Node
    texts: tuple[tuple[str, int], ...]
    members: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Partition:
    """The communities of a day, largest first, and the modularity of the whole (0: none stands out, 1: all do)."""

    date: dt.date
    modularity: float
    communities: tuple[Community, ...]


@dataclass(frozen=True, slots=True)
class _Web:
    """The articles of a day in their order, and for each the ranks of those it cites; isolated ones have no link."""

    nodes: tuple[Node, ...]
    links: tuple[tuple[int, ...], ...]

    def cited_by(self) -> list[int]:
        counts = [0] * len(self.nodes)
        for ends in self.links:
            for end in ends:
                counts[end] += 1
        return counts


def hubs(
    graph: LawGraph, date: Day, measure: Measure = Measure.CITED, text: str | None = None, limit: int | None = 20
) -> Ranking:
    """Rank the articles of a text, or of all, by a measure taken on the network of all texts of that day."""
    day = as_day(date)
    web = _make_web(graph, day)
    cited_by = web.cited_by()
    scores = [round(score, _DIGITS) for score in _measure(web, measure, cited_by)]
    found = [Hub(*values) for values in zip(web.nodes, scores, cited_by, strict=True) if text in {None, values[0].text}]
    ranked = sorted((hub for hub in found if hub.score > 0), key=lambda hub: -hub.score)
    exact = measure is not Measure.BETWEENNESS or len(web.nodes) <= 2 * _SAMPLE
    return Ranking(day, measure, exact, tuple(ranked[:limit]))


def _make_web(graph: LawGraph, day: dt.date, *, isolated: bool = True) -> _Web:
    ordinal = day.toordinal()
    pairs = {(source, aim) for _, source, aim in graph.links_at(ordinal) if graph.nodes[aim].article is not None}
    numbers = {end for pair in pairs for end in pair}
    numbers |= set(graph.lives.articles_at(ordinal)) if isolated else set()
    ordered = sorted(numbers, key=lambda number: graph.nodes[number].order)
    rank = {number: place for place, number in enumerate(ordered)}
    links: list[list[int]] = [[] for _ in ordered]
    for source, aim in pairs:
        links[rank[source]].append(rank[aim])
    return _Web(tuple(graph.nodes[number] for number in ordered), tuple(tuple(sorted(ends)) for ends in links))


def _measure(web: _Web, measure: Measure, cited_by: list[int]) -> Sequence[float]:
    if not web.nodes:
        return ()
    match measure:
        case Measure.CITED:
            return cited_by
        case Measure.PAGERANK:
            return page_rank(web.links)
        case Measure.BETWEENNESS:
            return _betweenness(web)
        case Measure.AUTHORITY:
            return hubs_and_authorities(web.links)[1]
        case Measure.HUB:
            return hubs_and_authorities(web.links)[0]
        case _:
            assert_never(measure)


def _betweenness(web: _Web) -> list[float]:
    count = len(web.nodes)
    network: nx.DiGraph[int] = nx.DiGraph()
    network.add_nodes_from(range(count))
    network.add_edges_from((start, end) for start, ends in enumerate(web.links) for end in ends)
    sample = _SAMPLE if count > 2 * _SAMPLE else None
    scores: dict[int, float] = nx.betweenness_centrality(network, k=sample, seed=SEED)
    return [scores[number] for number in range(count)]


def communities(graph: LawGraph, date: Day, text: str | None = None) -> Partition:
    """Find the communities of a day by Louvain's method, on the articles of one text or of all.

    Two articles are linked more strongly where each cites the other. Articles without a link are in none.
    """
    day = as_day(date)
    web = _make_web(graph, day, isolated=False)
    kept = {number for number, node in enumerate(web.nodes) if text in {None, node.text}}
    network: nx.Graph[int] = nx.Graph()
    for start in sorted(kept):
        for end in web.links[start]:
            if end in kept:
                weight = network.get_edge_data(start, end, {}).get("weight", 0)
                network.add_edge(start, end, weight=weight + 1)
    if not network:
        return Partition(day, 0.0, ())
    groups = nx.community.louvain_communities(network, seed=SEED)
    modularity = round(nx.community.modularity(network, groups), 6)
    found = [_describe(web, group) for group in groups]
    return Partition(day, modularity, tuple(sorted(found, key=lambda one: (-len(one.members), one.hub.order))))


def _describe(web: _Web, group: set[int]) -> Community:
    """Name a community by the article that most of its members cite."""
    members = sorted(group)
    cited = Counter(end for start in members for end in web.links[start] if end in group)
    hub = max(members, key=lambda number: (cited[number], -number))
    texts = Counter(web.nodes[number].text for number in members)
    ordered = tuple(sorted(texts.items(), key=lambda pair: (-pair[1], pair[0])))
    return Community(web.nodes[hub], ordered, tuple(web.nodes[number] for number in members))
