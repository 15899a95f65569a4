"""What Datasette shows of the tables: the words of :mod:`corpus.schema`, and the column that names each row."""

from __future__ import annotations

from typing import Any

from corpus.schema import TABLES, VIEWS

_LABELS = {"sources": "name", "texts": "title", "articles": "number_as_published", "versions": "start"}
"""The column that Datasette shows instead of an identifier, where a foreign key leads to the table."""

_HIDDEN = {"alineas", "version_alineas"}
"""How alinéas are shared is of no interest to a reader; ``version_texts`` shows their text."""


def describe_database(title: str) -> dict[str, Any]:
    """Make Datasette's metadata of a corpus, anew each time: Datasette writes into what it is given."""
    return {
        "title": title,
        "description": "L’histoire du droit, article par article : chaque version, chaque acte, chaque preuve.",
        "tables": {table.name: _describe_table(table.name, table.meaning, table.columns) for table in TABLES + VIEWS},
    }


def _describe_table(name: str, meaning: str, columns: dict[str, str]) -> dict[str, Any]:
    described: dict[str, Any] = {"description": meaning, "columns": dict(columns)}
    if name in _LABELS:
        described["label_column"] = _LABELS[name]
    if name in _HIDDEN:
        described["hidden"] = True
    return described
