"""What is answered when no page of ours was: an address that leads nowhere, or a fault of the program.

Datasette's own page of an error is in English, has a script in it, and prints the values of all variables to the log
where ``rich`` is installed. Its answers to faulty queries on tables stay its own.
"""

from __future__ import annotations

import traceback

from datasette.utils.asgi import NotFound, Response
from datasette.views.base import DatasetteError

from chronolex.site.addresses import Addresses
from chronolex.site.answers import Page, Problem
from chronolex.site.rendering import HEADERS, render_html, to_plain


def answer_error(exception: Exception, path: str, at: Addresses) -> Response | None:
    """Answer for an exception that no page caught; None for those of Datasette, which it explains itself."""
    if isinstance(exception, NotFound):
        return _answer(404, "Page introuvable", _NOWHERE, path, at)
    if isinstance(exception, DatasetteError) or hasattr(exception, "status"):
        return None
    traceback.print_exception(exception)
    return _answer(500, "Erreur interne", _FAULT, path, at)


def _answer(status: int, title: str, sentences: tuple[str, str], path: str, at: Addresses) -> Response:
    problem = Problem(*sentences)
    headers = HEADERS | {"Cache-Control": "no-cache"}
    if path.endswith(".json"):
        # The keys by which Datasette tells an error, and ours.
        return Response.json({"ok": False, "status": status, **to_plain(problem)}, status=status, headers=headers)
    page = Page("problem.html", title, problem, at.home(), status)
    return Response.html(render_html(page, at), status=status, headers=headers)


_NOWHERE = ("Il n’y a pas de page à cette adresse.", "Chercher l’article, le texte ou les mots.")
_FAULT = ("Cette page n’a pas pu être faite : c’est une erreur du programme.", "La base n’est pas touchée.")
