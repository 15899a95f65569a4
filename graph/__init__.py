"""Citations and lineage as a temporal graph: extraction, resolution, networkx views, comparison with declared links."""

from graph.citing import Citation, citations
from graph.network import (
    CitationRow,
    LineageRow,
    build_network,
    cited_by,
    cites,
    network_at,
    node_name,
    successors_of,
)
from graph.places import division_lives, neighbour_lives
from graph.resolve import Heir, Life, Past, State, Status, tell_lives, tell_states
from graph.witness import Comparison, Verdict, compare_cited, compare_citing

__all__ = [
    "Citation",
    "CitationRow",
    "Comparison",
    "Heir",
    "Life",
    "LineageRow",
    "Past",
    "State",
    "Status",
    "Verdict",
    "build_network",
    "citations",
    "cited_by",
    "cites",
    "compare_cited",
    "compare_citing",
    "division_lives",
    "neighbour_lives",
    "network_at",
    "node_name",
    "successors_of",
    "tell_lives",
    "tell_states",
]
