"""The rows behind an act's page."""

from __future__ import annotations

import json
from collections.abc import Iterable

from chronolex.site.reader import ActText, Reader
from corpus.cited import split_visas


def find_act(reader: Reader, slug: str) -> ActText:
    """Give an act, of which the corpus may not have the words."""
    (row,) = reader.rows(_ACT, slug=slug)
    return ActText(**(row | {name: split_visas(row[name]) for name in ("visas", "signatories")}))


def verifications_of(reader: Reader, versions: Iterable[int]) -> dict[int, str]:
    """Give how well some versions are proved, by version."""
    rows = reader.rows(_VERIFICATIONS, versions=json.dumps(list(versions)))
    return {row["id"]: row["verification"] for row in rows}


def authored_alineas(reader: Reader, act: int) -> dict[int, frozenset[int]]:
    """Give, by the position of each instruction of an act, the alinéas in which it wrote words."""
    found: dict[int, set[int]] = {}
    for row in reader.rows(_AUTHORED, act=act):
        found.setdefault(row["rank"], set()).add(row["alinea"])
    return {rank: frozenset(alineas) for rank, alineas in found.items()}


_ACT = """
    SELECT id, slug, title, full_title, nor, signed, published, jo_number, body, visas, signatories
    FROM texts WHERE slug = :slug
"""
_VERIFICATIONS = "SELECT v.id, v.verification FROM json_each(:versions) j JOIN versions v ON v.id = j.value"
_AUTHORED = """
    SELECT DISTINCT i.position AS rank, w.position AS alinea FROM instructions i
    JOIN authored_words w ON w.version_id = i.version_id AND w.instruction_id = i.id WHERE i.act_id = :act
"""
