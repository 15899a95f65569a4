"""What several pieces of evidence of one filiation are worth together."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Literal

Status = Literal["declared", "confirmed", "inferred", "finding"]

DILA = "declared-by-dila"
"""The method of what a link of DILA's bases declares."""

_SURE = 0.99
"""No single sign proves a filiation for certain."""

_SAID = frozenset({"declared", "instruction", DILA})


def weigh(evidence: Sequence[tuple[str, float]]) -> tuple[Status, float]:
    """Give the status and the score of (method, score) pairs: one minus the product of what each leaves in doubt.

    The links of DILA count once: the same declaration is copied from version to version.
    """
    said = [(method, score) for method, score in evidence if method != DILA]
    once = [(DILA, 1.0)] if len(said) < len(evidence) else []
    score = round(1 - prod(1 - min(score, _SURE) for _, score in (*said, *once)), 4)
    return _status({method for method, _ in evidence}), score


def _status(methods: set[str]) -> Status:
    if methods <= {"references"}:
        return "finding"
    if methods & _SAID:
        return "declared"
    return "confirmed" if "alignment" in methods and len(methods) > 1 else "inferred"
