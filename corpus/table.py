"""What a table of a corpus is: its SQL and, for Datasette and the docs, the meaning of it and of each column."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view: its SQL and the meaning of it and of each column (French)."""

    name: str
    meaning: str
    sql: str
    columns: dict[str, str]
