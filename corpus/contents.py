"""The table of contents of a text at a date, from the dated tree that DILA's bases give."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from corpus.keys import JORF_KEYS
from corpus.queries import VERSIONS

_HOLDS = '(c.start IS NULL OR c.start <= :day) AND (c."end" IS NULL OR c."end" > :day)'

_STRUCTURE = f"""
    SELECT tv.id FROM text_versions tv WHERE tv.text_id = :text
    AND EXISTS (SELECT 1 FROM contents s WHERE s.parent_id = tv.id)
    ORDER BY tv.id >= {JORF_KEYS[0]}, tv.start <= :day AND (tv."end" IS NULL OR tv."end" > :day) DESC, tv.start DESC
    LIMIT 1
"""
"""The one structure of a text that is followed: LEGI's before the JORF's, the one in force that day before others."""

_TREE = f"""
    WITH RECURSIVE tree(child_id, number, depth, path) AS (
        SELECT c.child_id, c.number, 0, printf('%06d', c.position)
        FROM contents c WHERE c.parent_id = ({_STRUCTURE}) AND {_HOLDS}
        UNION ALL
        SELECT c.child_id, c.number, tree.depth + 1, tree.path || printf('%06d', c.position)
        FROM tree JOIN contents c ON c.parent_id = tree.child_id WHERE tree.depth < 40 AND {_HOLDS})
"""
# Every piece of this SQL is our own; what comes from outside is bound.
"""What stands in a text on a day, in its order. The depth is bounded: a source may hold a section in itself."""


def _own(parent: str) -> str:
    """Write the columns that count the articles right under a division, with the first and the last of them."""
    held = f"FROM contents c WHERE c.parent_id = {parent} AND c.number IS NOT NULL AND {_HOLDS}"
    return f"""
        (SELECT count(*) {held}) AS articles,
        (SELECT c.number {held} ORDER BY c.position LIMIT 1) AS first,
        (SELECT c.number {held} ORDER BY c.position DESC LIMIT 1) AS last,
        (SELECT coalesce(min(c.position), 0) {held}) AS first_position,
        (SELECT coalesce(max(c.position), 0) {held}) AS last_position"""


CONTENTS = f"""{_TREE}
    SELECT tree.child_id AS key, tree.depth, s.title, coalesce(a.number, tree.number) AS number,
           a.number_as_published, v.id AS version_id, v.start, v."end"
    FROM tree LEFT JOIN sections s ON s.id = tree.child_id LEFT JOIN versions v ON v.id = tree.child_id
    LEFT JOIN articles a ON a.id = v.article_id ORDER BY tree.path
"""

TEXT_IN_ORDER = f"{_TREE} {VERSIONS} JOIN tree ON tree.child_id = v.id ORDER BY tree.path"
"""The versions that the table of contents holds on :day, in its order."""

HAS_CONTENTS = """
    SELECT EXISTS (
        SELECT 1 FROM text_versions tv JOIN contents c ON c.parent_id = tv.id WHERE tv.text_id = :text) AS found
"""


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One line of a table of contents: a section with its ``title``, or an article with its ``number``.

    ``version_id`` is None for an article that the contents name and the base does not hold.
    """

    key: int
    depth: int
    title: str | None
    number: str | None
    number_as_published: str | None = None
    version_id: int | None = None
    start: str | None = None
    end: str | None = None

    @property
    def is_section(self) -> bool:
        """True for a division, False for an article."""
        return self.number is None


_SECTION_TREE = _TREE.replace(_HOLDS, f"c.number IS NULL AND {_HOLDS}")

SECTIONS = f"""{_SECTION_TREE}
    SELECT tree.child_id AS key, tree.depth, tree.position, s.title, {_own("tree.child_id")}
    FROM (SELECT child_id, depth, CAST(substr(path, -6) AS INTEGER) AS position, path FROM tree) tree
    LEFT JOIN sections s ON s.id = tree.child_id ORDER BY tree.path
"""
"""The divisions that stand in a text on :day, in order, and what articles of that day each holds itself."""

STRUCTURE = f"SELECT x.id AS key, {_own('x.id')} FROM ({_STRUCTURE}) x"
"""The structure of a text that is followed on :day, and what articles it holds outside of any division."""

ARTICLES_IN = f"""
    SELECT c.parent_id, c.position, coalesce(a.number, c.number) AS number, v.id IS NOT NULL AS held
    FROM json_each(:parents) j CROSS JOIN contents c ON c.parent_id = j.value
    LEFT JOIN versions v ON v.id = c.child_id LEFT JOIN articles a ON a.id = v.article_id
    WHERE c.number IS NOT NULL AND {_HOLDS} ORDER BY c.parent_id, c.position
"""
"""The articles that some divisions hold themselves on :day, each in its place."""


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A division of a table of contents; ``articles`` counts those it holds itself, from ``first`` to ``last``.

    They stand between ``first_position`` and ``last_position``; its own ``position`` is its rank among all that the
    division around it holds. ``title`` is None for the text as a whole, and empty where the base lacks its file.
    """

    key: int
    articles: int
    first: str | None
    last: str | None
    first_position: int
    last_position: int
    depth: int = -1
    position: int = 0
    title: str | None = None


def read_sections(connection: sqlite3.Connection, text: int, day: str) -> list[SectionLine]:
    """Read the divisions of a text on a day, the text itself first; none where its sources give no contents."""
    values = {"text": text, "day": day}
    root = connection.execute(STRUCTURE, values).fetchone()
    if root is None:
        return []
    lines = [SectionLine(*root)]
    for key, depth, position, title, articles, first, last, low, high in connection.execute(SECTIONS, values):
        lines.append(SectionLine(key, articles, first, last, low, high, depth, position, title or ""))
    return lines
