"""Citations and lineage as a temporal graph: extraction, resolution, networks of any day, questions, measures."""

from corpus.standing import Standing
from graph.asking import citations_in, citations_of, isolated_articles
from graph.citing import citations
from graph.growth import GrowthRow, Pace, growth
from graph.law_graph import LawGraph
from graph.measures import Community, Hub, Measure, Partition, Ranking, communities, hubs
from graph.network import build_network, cited_by, cites, network_at, successors_of
from graph.places import division_lives, neighbour_lives
from graph.resolve import Heir, Life, Past, State, Status, tell_lives, tell_states
from graph.rows import CitationRow, LineageRow, Node, VersionRow, node_name
from graph.stale import StaleCitation, stale_citations
from graph.touching import Step, Touched, shortest_path, touched_by
from graph.witness import Comparison, Verdict, compare_cited, compare_citing

__all__ = [
    "CitationRow",
    "Community",
    "Comparison",
    "GrowthRow",
    "Heir",
    "Hub",
    "LawGraph",
    "Life",
    "LineageRow",
    "Measure",
    "Node",
    "Pace",
    "Partition",
    "Past",
    "Ranking",
    "StaleCitation",
    "Standing",
    "State",
    "Status",
    "Step",
    "Touched",
    "Verdict",
    "VersionRow",
    "build_network",
    "citations",
    "citations_in",
    "citations_of",
    "cited_by",
    "cites",
    "communities",
    "compare_cited",
    "compare_citing",
    "division_lives",
    "growth",
    "hubs",
    "isolated_articles",
    "neighbour_lives",
    "network_at",
    "node_name",
    "shortest_path",
    "stale_citations",
    "successors_of",
    "tell_lives",
    "tell_states",
    "touched_by",
]
