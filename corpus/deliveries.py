"""What each archive of DILA's bases brought, as the corpus has recorded it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DELIVERIES = """
    SELECT name, base, kind, stamp, counts, lag(stamp) OVER (PARTITION BY base ORDER BY stamp, id) AS previous,
           (SELECT json_group_object(kind, number) FROM
               (SELECT kind, count(*) AS number FROM anomalies WHERE archive_id = archives.id GROUP BY kind))
           AS anomalies
    FROM archives ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """One archive in figures: files read, and what their records did. ``absent`` are deletions of what was not there.

    ``hole_since``: the day of the archive of this base before it, where archives are probably missing between the two.
    ``written`` counts every record that was written, the ``replaced`` ones included; ``anomalies`` counts by kind.
    """

    archive: str
    base: str | None
    stamp: str | None
    hole_since: dt.date | None
    files: int
    written: int
    replaced: int
    duplicates: int
    deleted: int
    absent: int
    anomalies: dict[str, int]


def make_report(row: Mapping[str, Any]) -> DeliveryReport:
    """Make the report of a row of :data:`DELIVERIES`."""
    counts = json.loads(row["counts"])
    figures = {name: counts.get(name, 0) for name in _FIGURES}
    anomalies = json.loads(row["anomalies"])
    return DeliveryReport(row["name"], row["base"], row["stamp"], _find_hole(row), anomalies=anomalies, **figures)


def _find_hole(row: Mapping[str, Any]) -> dt.date | None:
    """Tell since when archives are missing before one: DILA publishes nearly every day. A global holds a whole base."""
    if row["kind"] == "global" or not (row["stamp"] and row["previous"]):
        return None
    before, day = (dt.datetime.fromisoformat(row[name]).date() for name in ("previous", "stamp"))
    return before if day - before > WIDEST_GAP else None


WIDEST_GAP = dt.timedelta(days=7)
"""What may lie between two archives that follow each other: a week with its feasts."""


COUNT_HOLES = """
    SELECT count(*) AS holes FROM (
        SELECT kind, stamp, lag(stamp) OVER (PARTITION BY base ORDER BY stamp, id) AS previous FROM archives)
    WHERE kind <> 'global' AND julianday(substr(stamp, 1, 10)) - julianday(substr(previous, 1, 10)) > :days
"""
"""In how many places archives are probably missing; :days is :data:`WIDEST_GAP`."""

_FIGURES = ("files", "written", "replaced", "duplicates", "deleted", "absent")
