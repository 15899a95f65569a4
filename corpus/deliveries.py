"""What each archive of DILA's bases brought, as the corpus has recorded it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DELIVERIES = """
    SELECT name, base, stamp, counts,
           (SELECT json_group_object(kind, number) FROM
               (SELECT kind, count(*) AS number FROM anomalies WHERE archive_id = archives.id GROUP BY kind))
           AS anomalies
    FROM archives ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """One archive in figures: files read, and what their records did. ``absent`` are deletions of what was not there.

    ``written`` counts every record that was written, the ``replaced`` ones included; ``anomalies`` counts by kind.
    """

    archive: str
    base: str | None
    stamp: str | None
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
    return DeliveryReport(row["name"], row["base"], row["stamp"], anomalies=json.loads(row["anomalies"]), **figures)


_FIGURES = ("files", "written", "replaced", "duplicates", "deleted", "absent")
