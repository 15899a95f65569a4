"""From a request of Datasette to a page, and back: addresses, permissions, threads, errors."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils import add_cors_headers
from datasette.utils.asgi import Response

from chronolex.site import home, identifiers, plaintext, quality_lists, record, search, text
from chronolex.site.act import answer_act
from chronolex.site.addresses import Addresses
from chronolex.site.answers import Answer, Asked, Desk, Download, Page, Plain, Problem, Redirection
from chronolex.site.article import answer_article
from chronolex.site.authors import answer_authors
from chronolex.site.changes import answer_changes
from chronolex.site.cited import answer_citations
from chronolex.site.compare import answer_compare
from chronolex.site.kept import KeptPages
from chronolex.site.quality import answer_quality
from chronolex.site.reader import Reader
from chronolex.site.rendering import HEADERS, STATIC, render_html, render_json, static_file
from chronolex.site.validators import make_validators
from corpus.errors import ChronolexError, CorpusError, DateError, LookupFailed, QuestionError
from corpus.migrations import refuse_newer, schema_version
from corpus.schema import SCHEMA_VERSION

View = Callable[..., Awaitable[Response]]
Answering = Callable[[Desk, Asked], Answer]

_JSON = r"(?P<form>\.json)?$"
_FORM = r"(?P<form>\.csv|\.atom|\.json)?$"
_ELI = (
    r"(?P<nature>[A-Za-z_-]+)/(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<name>[^/]+?)"
    r"(?:/(?:jo|lc)(?:/(?P<date>\d{4}-?\d\d-?\d\d))?(?:/(?P<level>texte|article_[^/]+?))?)?"
)
_ARTICLE = r"/droit/(?P<text>[^/]+)/(?P<number>[^/]+?)(?:/(?P<date>[^/]+?))?"
PAGES: tuple[tuple[str, Answering], ...] = (
    (rf"/droit/?{_JSON}", home.answer_home),
    (rf"/droit/recherche{_JSON}", search.answer_search),
    (rf"/droit/filiation{_JSON}", record.answer_lineage),
    (rf"/droit/qualite{_JSON}", answer_quality),
    (rf"/droit/qualite/verification{_JSON}", quality_lists.answer_verification),
    (rf"/droit/qualite/instructions{_JSON}", quality_lists.answer_instructions),
    (rf"/droit/qualite/reparations{_JSON}", quality_lists.answer_repairs),
    (rf"/droit/qualite/desaccords{_JSON}", quality_lists.answer_discrepancies),
    (rf"/droit/qualite/anomalies{_JSON}", quality_lists.answer_faults),
    (rf"/droit/qualite/citations{_JSON}", quality_lists.answer_read_citations),
    (rf"/droit/acte/(?P<act>[^/]+?){_JSON}", answer_act),
    (
        rf"/droit/comparer/(?P<text>[^/]+)/(?P<number>[^/]+?)(?:/(?P<old>[^/]+?))?(?:/(?P<new>[^/]+?))?{_JSON}",
        answer_compare,
    ),
    (rf"/droit/changements{_FORM}", answer_changes),
    (rf"/droit/changements/(?P<text>[^/]+?)(?:/(?P<since>[^/]+)/(?P<until>[^/]+?))?{_FORM}", answer_changes),
    (rf"(?:/droit)?/eli/{_ELI}{_JSON}", identifiers.answer_eli),
    (rf"/droit/(?P<identifier>[A-Za-z]{{8}}\d{{12}}){_JSON}", identifiers.answer_identifier),
    (rf"/droit/(?P<text>[^/]+)/(?P<on>au)(?:/(?P<date>[^/]+?))?/?{_JSON}", text.answer_text),
    (rf"/droit/(?P<text>[^/]+?){_JSON}", text.answer_text),
    (rf"{_ARTICLE}(?P<form>\.txt)$", plaintext.answer_plain),
    (rf"{_ARTICLE}/auteurs{_JSON}", answer_authors),
    (rf"{_ARTICLE}/citations{_JSON}", answer_citations),
    (rf"{_ARTICLE}{_JSON}", answer_article),
)
"""The addresses of the pages, under Datasette's ``base_url``, most specific first."""

_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def make_routes(database: str, *, home_at_root: bool) -> list[tuple[str, View]]:
    """Make the routes of the site for one corpus; with ``home_at_root`` its home takes the place of Datasette's."""
    kept = KeptPages()
    routes: list[tuple[str, View]] = [(r"/droit/statique/(?P<name>[\w.]+)$", serve_static)]
    routes += [(pattern, make_view(database, answer, home_at_root, kept)) for pattern, answer in PAGES]
    if home_at_root:
        routes.append((r"/$", make_view(database, home.answer_home, home_at_root, kept)))
    return routes


async def serve_static(request: Any) -> Response:
    """Serve one of our files; its address changes with its content."""
    try:
        content, _ = static_file(request.url_vars["name"])
    except KeyError:
        # Not Datasette's page of what is not found: that one has a script, and no policy.
        return Response.text("Fichier inconnu.", status=404, headers=HEADERS)
    return Response(content, headers=HEADERS | _FOR_EVER, content_type=STATIC[request.url_vars["name"]])


def make_view(database: str, answering: Answering, home_at_root: bool, pages: KeptPages) -> View:
    """Make Datasette's view of one kind of page."""

    async def view(datasette: Any, request: Any) -> Response:
        await datasette.ensure_permissions(request.actor, [("view-database", database), "view-instance"])
        at = Addresses(datasette.setting("base_url"), database, home_at_root)
        if request.method not in {"GET", "HEAD"}:
            return Response.text("Cette page se lit seulement (GET).", status=405, headers={"Allow": "GET, HEAD"})
        asked = read_request(request)
        base = datasette.get_database(database)
        kept, allowed = {"Cache-Control": "no-cache"}, allow_origins(datasette)
        if base.is_settled:  # else nothing tells what was written to it meanwhile
            validators = make_validators(base.path, f"{at.base}{request.full_path}", asked.today)
            kept = validators.headers(shared=request.actor is None)
            if validators.is_fresh(request.headers):
                return Response("", status=304, headers=HEADERS | kept | allowed)

        def in_thread(connection: sqlite3.Connection) -> Response:
            return respond(answering, connection, asked, at)

        # A feed and a table hold whole addresses: those of one host are not for the readers of another.
        response: Response = await pages.answer(base, f"{asked.origin}{request.full_path}", asked.today, in_thread)
        # Only an answer that is there is kept: the way on from an error may be there tomorrow.
        headers = response.headers | (kept if response.status == 200 else {"Cache-Control": "no-cache"}) | allowed
        return Response(response.body, status=response.status, headers=headers, content_type=response.content_type)

    return view


def allow_origins(datasette: Any) -> dict[str, str]:
    """Give the headers that let scripts of other sites read the answers, where the server was told to (CORS)."""
    headers: dict[str, str] = {}
    if datasette.cors:
        add_cors_headers(headers)
    return headers


def read_request(request: Any) -> Asked:
    """Read what a request asks. Parts of the address stay percent-encoded: an article number can hold a slash."""
    parts = {name: value for name, value in request.url_vars.items() if value is not None}
    form = parts.pop("form", "")
    arguments = {name: request.args.get(name) or "" for name in request.args}
    return Asked(parts, arguments, dt.date.today(), form, f"{request.scheme}://{request.host}")


def respond(answering: Answering, connection: sqlite3.Connection, asked: Asked, at: Addresses) -> Response:
    """Answer a request, in a thread that owns the connection: read, then render."""
    answer = _answer(answering, Desk(Reader(connection), at), asked)
    if isinstance(answer, Redirection):
        headers = {"Location": Addresses.in_form(answer.address, asked.form), **HEADERS}
        status = 301 if answer.permanent else 302
        return Response("", status=status, headers=headers, content_type="text/html; charset=utf-8")
    if isinstance(answer, Download):
        named = {"Content-Disposition": f'attachment; filename="{answer.name}"'} if answer.name else {}
        named |= {"Link": f'<{answer.next}>; rel="next"'} if answer.next else {}
        return Response(answer.content, headers=HEADERS | named, content_type=answer.content_type)
    if isinstance(answer, Plain):
        headers = HEADERS | {"Link": f'<{answer.address}>; rel="canonical"'}
        return Response(answer.content, status=answer.status, headers=headers, content_type=answer.content_type)
    if asked.form == ".txt" and isinstance(answer.data, Problem):
        said = f"{answer.data.error}\n"
        return Response(said, status=answer.status, headers=HEADERS, content_type="text/plain; charset=utf-8")
    if asked.form == ".json":
        content_type = "application/json; charset=utf-8"
        return Response(render_json(answer), status=answer.status, headers=HEADERS, content_type=content_type)
    return Response.html(render_html(answer, at), status=answer.status, headers=HEADERS)


def _answer(answering: Answering, desk: Desk, asked: Asked) -> Answer:
    try:
        check_schema(desk.reader.connection, desk.at.database)
        return answering(desk, asked)
    except LookupFailed as error:
        return home.explain(desk, error, asked)
    except DateError as error:
        return _problem(desk, error, "Date illisible", 400)
    except QuestionError as error:
        return _problem(desk, error, "Demande à préciser", 400)
    except CorpusError as error:
        return _problem(desk, error, "Base inutilisable", 503)


def _problem(desk: Desk, error: ChronolexError, title: str, status: int) -> Page:
    return Page("problem.html", title, Problem(error.sentence, error.next_step), desk.at.home(), status)


def check_schema(connection: sqlite3.Connection, name: str) -> None:
    """Raise :class:`CorpusError` unless the database has the schema that this Chronolex reads."""
    version = schema_version(connection, name)
    refuse_newer(version, name)
    if version < SCHEMA_VERSION:
        sentence = f"{name} a été écrit par une version plus ancienne de Chronolex (schéma {version})."
        raise CorpusError(sentence, "La mettre à jour : chronolex migrate.")
