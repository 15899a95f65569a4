"""The pages that let a sceptical reader check: an act and what became of it, the lineage table, the data quality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chronolex.site.answers import Answer, Asked, Desk, Page
from chronolex.site.reader import Produced, SourceEntry
from corpus.answers import Discrepancy, LineageLink, RepairEntry, Version

MOST_REPAIRS = 500
"""Repairs shown for each source on the quality page; the table has them all."""
MOST_LISTED = 500
"""Versions, instructions, disagreements, sources and lineage links listed on a page; the tables have them all."""


# --- the lineage table ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LineagePage:
    """The concordance. ``findings`` are rewritten references: no history is built on them; ``more`` are not listed."""

    links: tuple[LineageLink, ...]
    findings: tuple[LineageLink, ...]
    more: int


def answer_lineage(desk: Desk, asked: Asked) -> Answer:
    """Answer with the lineage table."""
    read = desk.reader.corpus.lineage
    shown = read(continues=True, limit=MOST_LISTED), read(continues=False, limit=MOST_LISTED)
    data = LineagePage(*shown, more=sum(desk.reader.counts("lineage").values()) - sum(map(len, shown)))
    return Page("lineage.html", "Filiation des articles", data, desk.at.lineage())


# --- data quality -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceLog:
    """A source, and its repairs: undecided ones first, then in the order of the text."""

    source: SourceEntry
    repairs: tuple[RepairEntry, ...]


@dataclass(frozen=True, slots=True)
class QualityPage:
    """What is proved, what is not, and what was found wrong. ``more`` counts the disagreements not listed."""

    verifications: Mapping[str, int]
    unproved: tuple[Version, ...]
    instructions: tuple[Produced, ...]
    verdicts: Mapping[str, int]
    discrepancies: tuple[Discrepancy, ...]
    more: int
    logs: tuple[SourceLog, ...]
    sources: int
    meta: Mapping[str, str]


def answer_quality(desk: Desk, asked: Asked) -> Answer:
    """Answer with the data quality page."""
    reader, corpus = desk.reader, desk.reader.corpus
    discrepancies = corpus.discrepancies()
    data = QualityPage(
        verifications=reader.counts("versions"),
        unproved=(*corpus.versions("different"), *corpus.versions("unverified"))[:MOST_LISTED],
        instructions=tuple(reader.idle_instructions(MOST_LISTED)),
        verdicts=reader.counts("instructions"),
        discrepancies=discrepancies[:MOST_LISTED],
        more=max(len(discrepancies) - MOST_LISTED, 0),
        logs=tuple(_log(desk, source) for source in reader.sources(MOST_LISTED)),
        sources=reader.count_sources(),
        meta=corpus.meta(),
    )
    return Page("quality.html", "Qualité des données", data, desk.at.quality())


def _log(desk: Desk, source: SourceEntry) -> SourceLog:
    if not source.repairs:
        return SourceLog(source, ())
    repairs = sorted(desk.reader.corpus.repairs(source.name), key=lambda r: (r.decided, r.start))
    return SourceLog(source, tuple(repairs[:MOST_REPAIRS]))
