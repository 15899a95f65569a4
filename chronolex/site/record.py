"""The lineage table: which article continues which, and on what evidence."""

from __future__ import annotations

from dataclasses import dataclass

from chronolex.site.answers import Answer, Asked, Desk, Page
from corpus.answers import LineageLink

MOST_LISTED = 500
"""Lineage links listed on the page; the table has them all."""


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
