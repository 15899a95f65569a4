"""The Datasette plugin: it registers, and nothing more.

It is silent unless Datasette serves exactly one corpus of ours. Beside other databases its home page stands at
``/droit`` and Datasette keeps ``/``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from datasette import hookimpl as untyped_hookimpl

from chronolex.site.addresses import Addresses
from chronolex.site.canned import canned_queries as questions
from chronolex.site.descriptions import describe_database
from chronolex.site.errors import answer_error
from chronolex.site.routes import View, allow_origins, make_routes
from chronolex.site.served import Identity, identify, serve_from_pools
from corpus.numbering import canonical_number
from corpus.schema import APPLICATION_ID

_Hook = TypeVar("_Hook", bound=Callable[..., Any])


def hookimpl(function: _Hook, *, wraps: bool = False) -> _Hook:
    """Register a hook. Datasette's own decorator has no types, and gives the function back."""
    untyped_hookimpl(function, hookwrapper=wraps)
    return function


_ID_AT = 68
"""Where a SQLite file holds its ``application_id``: four bytes, big-endian (sqlite.org/fileformat)."""


def is_corpus(path: str | Path) -> bool:
    """True for a SQLite file that Chronolex wrote."""
    try:
        return _has_our_mark(path, identify(path))
    except OSError:
        return False


@lru_cache(maxsize=64)
def _has_our_mark(path: str | Path, identity: Identity) -> bool:
    """Look into a file. Datasette's hooks ask dozens of times a page; the identity is another when the file is."""
    with Path(path).open("rb") as file:
        header = file.read(_ID_AT + 4)
    return header[:15] == b"SQLite format 3" and int.from_bytes(header[_ID_AT:], "big") == APPLICATION_ID


def find_corpora(datasette: Any) -> tuple[list[str], list[str]]:
    """Give the names of the databases that are ours, and of the others that Datasette shows."""
    ours: list[str] = []
    others: list[str] = []
    for name, database in datasette.databases.items():
        if name == "_internal":
            continue
        (ours if database.path and is_corpus(database.path) else others).append(name)
    return ours, others


@hookimpl
def startup(datasette: Any) -> None:
    """Follow the files of the corpora that are served as immutable: a build or an update replaces them."""
    serve_from_pools(datasette, find_corpora(datasette)[0])


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, View]]:
    """Open the site when one corpus is served, at Datasette's own home when it is alone."""
    ours, others = find_corpora(datasette)
    return make_routes(ours[0], home_at_root=not others) if len(ours) == 1 else []


@partial(hookimpl, wraps=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """Answer for an address that leads nowhere in French, where the site is open.

    In the place of the others: Datasette makes every plugin's answer, its own too, and sends the first.
    """
    outcome = yield
    ours, others = find_corpora(datasette)
    if len(ours) == 1:
        at = Addresses(datasette.setting("base_url"), ours[0], home_at_root=not others)
        answer = answer_error(exception, request.path, at)
        if answer is not None:
            answer.headers |= allow_origins(datasette)
            outcome.force_result([answer])


_DESCRIBED = frozenset({None, "databases", "title", "description", "tables", "columns", "label_column", "hidden"})
"""The keys of metadata of which we say something; Datasette asks for others, permissions above all, on every page."""


@hookimpl
def get_metadata(datasette: Any, key: str | None) -> dict[str, Any]:
    """Describe the tables and columns of each corpus."""
    if key not in _DESCRIBED:
        return {}
    ours, _ = find_corpora(datasette)
    return {"databases": {name: describe_database(f"Base {name}") for name in ours}}


@hookimpl
def canned_queries(datasette: Any, database: str) -> dict[str, dict[str, str]]:
    """Offer the questions of jurists on each corpus."""
    ours, _ = find_corpora(datasette)
    return questions() if database in ours else {}


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Let the questions take an article number in any spelling."""
    if database in find_corpora(datasette)[0]:
        conn.create_function("numero_canonique", 1, _canonical, deterministic=True)


def _canonical(number: object) -> str | None:
    return None if number is None else canonical_number(str(number))


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """Lead back from Datasette's pages to ours."""
    ours, _ = find_corpora(datasette)
    if len(ours) != 1:
        return []
    links = {
        "droit/recherche": "Chercher un article",
        "droit/changements": "Changements",
        "droit/filiation": "Filiation",
        "droit/qualite": "Qualité",
    }
    return [{"href": datasette.urls.path(path), "label": label} for path, label in links.items()]
