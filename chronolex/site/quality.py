"""The data quality page: what is proved, what is not, what was changed; the figures, and the first of each list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chronolex.site import quality_rows as rows
from chronolex.site.answers import Answer, Asked, Desk, Page
from chronolex.site.quality_rows import Figure
from chronolex.site.reader import Produced, SourceEntry
from corpus.answers import Discrepancy, RepairEntry

MOST_SHOWN = 10
"""Rows of each list on the overview; its sub-pages have them all."""
MOST_SOURCES = 5
"""Sources whose first repairs the overview shows."""


@dataclass(frozen=True, slots=True)
class SourceLog:
    """A source, and the first of its repairs: undecided ones first, then in the order of the text."""

    source: SourceEntry
    repairs: tuple[RepairEntry, ...]


@dataclass(frozen=True, slots=True)
class QualityPage:
    """The figures of every topic by state, and the first rows of each. ``day`` is that of the citations' figures.

    ``counted`` is False while an update has not counted anew.
    """

    counted: bool
    verifications: Mapping[str, int]
    verdicts: Mapping[str, int]
    instructions: tuple[Produced, ...]
    discrepancy_kinds: Mapping[str, int]
    discrepancies: tuple[Discrepancy, ...]
    repairs: Mapping[str, int]
    logs: tuple[SourceLog, ...]
    repaired_sources: int
    sources: int
    faults: Mapping[str, int]
    citations: Mapping[str, int]
    witness: Mapping[str, int]
    day: str | None
    meta: Mapping[str, str]


def answer_quality(desk: Desk, asked: Asked) -> Answer:
    """Answer with the data quality page."""
    reader = desk.reader
    verifications = rows.totals(reader, "verification")
    repaired = rows.figures(reader, "repair", MOST_SOURCES)
    data = QualityPage(
        counted=bool(verifications) or not _has_versions(desk),
        verifications=verifications,
        verdicts=rows.totals(reader, "instruction"),
        instructions=tuple(reader.idle_page(None, MOST_SHOWN, 0)),
        discrepancy_kinds=rows.totals(reader, "discrepancy"),
        discrepancies=tuple(found for found, _ in rows.discrepancies(reader, None, MOST_SHOWN, 0)),
        repairs=_sum_repairs(desk),
        logs=tuple(log for figure in repaired if (log := _log(desk, figure)) is not None),
        repaired_sources=_count_repaired(desk),
        sources=reader.count_sources(),
        faults=rows.totals(reader, "fault"),
        citations=rows.totals(reader, "citation"),
        witness=rows.totals(reader, "witness"),
        day=rows.citation_day(reader),
        meta=reader.corpus.meta(),
    )
    return Page("quality.html", "Qualité des données", data, desk.at.quality())


def _has_versions(desk: Desk) -> bool:
    return bool(desk.reader.rows("SELECT 1 FROM versions LIMIT 1"))


def _sum_repairs(desk: Desk) -> dict[str, int]:
    found = desk.reader.rows(
        "SELECT state, sum(total) AS total FROM quality_figures WHERE topic = 'rule' GROUP BY state"
    )
    return {row["state"]: row["total"] for row in found}


def _count_repaired(desk: Desk) -> int:
    (row,) = desk.reader.rows("SELECT count(DISTINCT subject) AS total FROM quality_figures WHERE topic = 'repair'")
    return int(row["total"])


def _log(desk: Desk, figure: Figure) -> SourceLog | None:
    source = rows.find_source(desk.reader, figure.subject)
    return SourceLog(source, tuple(rows.repairs_of(desk.reader, source.id, MOST_SHOWN, 0))) if source else None
