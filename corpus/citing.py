"""What a version cites: as the build stored it or, for the versions of DILA's bases, read from its text when asked.

The citations of a national base are not stored: their words are, and reading those of one version takes a millisecond.
Who cites an article is then known by the links that DILA declares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from corpus import queries
from corpus.answers import Citation, Version
from corpus.model import slugify
from corpus.references import Reference, find_references
from corpus.titles import read_title

Rows = Callable[..., Iterable[Any]]
"""Runs a query with named values and gives its rows."""

_TEXT = "SELECT id, title FROM texts WHERE slug = :slug"
_HAS_ARTICLE = "SELECT 1 FROM articles WHERE text_id = :text AND number = :number LIMIT 1"


def citations_of(rows: Rows, version: Version) -> tuple[Citation, ...]:
    """List what a version cites, in the order of its text."""
    if version.dila_id is None:
        return tuple(map(queries.make_citation, rows(queries.CITATIONS_OF, version=version.id)))
    references = find_references(version.content, version.text, version.number, ())
    return tuple(_cited(rows, version, reference) for reference in references)


def _cited(rows: Rows, version: Version, reference: Reference) -> Citation:
    return Citation(
        version.text,
        version.number,
        version.start,
        version.end,
        reference.start,
        reference.end,
        reference.as_written,
        reference.target_text,
        reference.target_article,
        reference.target_alinea,
        reference.target_item,
        reference.method,
        _status(rows, reference),
    )


def _status(rows: Rows, reference: Reference) -> str:
    text = _find_text(rows, reference)
    if text is None:
        return "unknown-text"
    if reference.target_article is None or any(
        True for _ in rows(_HAS_ARTICLE, text=text, number=reference.target_article)
    ):
        return "resolved"
    return "unknown-article"


def _find_text(rows: Rows, reference: Reference) -> int | None:
    if reference.target_text is None:
        return None
    identity = reference.target or read_title(reference.target_text)
    slugs = [*([identity.slug] if identity else []), slugify(reference.target_text)]
    found = (row for slug in slugs for row in rows(_TEXT, slug=slug))
    return next((int(row["id"]) for row in found), None)
