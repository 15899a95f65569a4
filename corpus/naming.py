"""The names of texts in addresses (slugs), where several texts would bear the same one.

Of the texts with one name, the first by identifier bears it alone; the others carry their identifier after it. So the
names depend on the texts there are, not on the order in which they came.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpus.keys import JORF_KEYS, dila_id
from corpus.model import TextId
from corpus.queries import read_day

_IDENTIFIER = re.compile(r"-[a-z]{8}\d{12}$")
_COLUMNS = "SELECT id, key, slug, nature, number, title, signed, nor FROM texts WHERE key IS NOT NULL"


class _Named(NamedTuple):
    id: int
    key: int
    slug: str
    nature: str
    number: str | None
    title: str
    signed: str | None
    nor: str | None

    @property
    def name(self) -> str:
        """The slug that the text would bear if it were alone."""
        return TextId(self.nature, self.title, self.number, read_day(self.signed), self.nor).slug or self.slug


def describe_texts(connection: sqlite3.Connection, changed: Iterable[int]) -> None:
    """Describe texts by the version of theirs that says most: LEGI's before the JORF's, then the latest.

    A text whose versions are all gone stays as it was last described.
    """
    connection.executemany(_DESCRIBE, [(text_id, text_id, text_id) for text_id in changed])


MOST_TELLING = f"v.id >= {JORF_KEYS[0]}, v.start DESC, v.id DESC"
"""Of the versions ``v`` of a whole text, the one that says most comes first."""
_DESCRIBED = 'nature, number, title, full_title, nor, signed, published, jo_number, state, start, "end"'
_DESCRIBE = f"""
    UPDATE texts SET ({_DESCRIBED}) = (
        SELECT {_DESCRIBED} FROM text_versions v WHERE v.text_id = ?
        ORDER BY {MOST_TELLING} LIMIT 1)
    WHERE id = ? AND EXISTS (SELECT 1 FROM text_versions WHERE text_id = ?)
"""


def name_texts(connection: sqlite3.Connection, changed: Sequence[int] | None) -> None:
    """Name the texts that changed (rows of ``texts``), and those with which they share a name; None: all texts."""
    if changed is None:
        texts = [_Named._make(row) for row in connection.execute(_COLUMNS)]
    else:
        texts = _with_namesakes(connection, changed)
    by_name: dict[str, list[_Named]] = defaultdict(list)
    for text in sorted(texts, key=lambda text: text.key):
        by_name[text.name].append(text)
    renamed: list[tuple[str, int]] = []
    for name, bearers in by_name.items():
        alone = None if _is_taken(connection, name) else bearers[0]
        for text in bearers:
            slug = name if text is alone else f"{name}-{(dila_id(text.key) or str(text.key)).lower()}"
            if slug != text.slug:
                renamed.append((slug, text.id))
    # Two texts may exchange a name: all step aside first.
    connection.executemany("UPDATE texts SET slug = '/' || id WHERE id = ?", [(i,) for _, i in renamed])
    connection.executemany("UPDATE texts SET slug = ? WHERE id = ?", renamed)


def _is_taken(connection: sqlite3.Connection, name: str) -> bool:
    """Say whether a text of another source, which has no identifier, bears the name."""
    return connection.execute("SELECT 1 FROM texts WHERE slug = ? AND key IS NULL", (name,)).fetchone() is not None


def _with_namesakes(connection: sqlite3.Connection, changed: Iterable[int]) -> list[_Named]:
    found = {
        text_id: _Named._make(row)
        for text_id in changed
        for row in connection.execute(f"{_COLUMNS} AND id = ?", (text_id,))
    }
    names = {text.name for text in found.values()} | {_IDENTIFIER.sub("", text.slug) for text in found.values()}
    for name in names:
        # What stands between the name and the next character after «-» is the name alone, or with an identifier.
        for row in connection.execute(f"{_COLUMNS} AND slug >= ? AND slug < ?", (name, f"{name}.")):
            if _IDENTIFIER.sub("", row[2]) == name:
                found.setdefault(row[0], _Named._make(row))
    return list(found.values())
