"""The table of contents of a text at a date, from the dated tree that DILA's bases give."""

from __future__ import annotations

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
