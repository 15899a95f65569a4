"""What all commands that ask a corpus share: their options, the base they open, how they answer."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import click

from chronolex import output
from corpus.errors import NotACorpus, NotInForce
from corpus.history import Status, StatusKind
from corpus.reading import Corpus, open_corpus

EXIT_ANSWER, EXIT_NO, EXIT_BAD_INPUT = 0, 1, 2

_DB_HELP = "La base (défaut : la variable CHRONOLEX_DB, sinon la seule base *.db du dossier courant)."
db_option = click.option("--db", "database", metavar="FICHIER", envvar="CHRONOLEX_DB", help=_DB_HELP)
format_option = click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="Texte (défaut) ou JSON."
)
text_option = click.option(
    "--text", "text", metavar="TEXTE", help="Le texte : son titre, son abréviation ou sa clé, « Code civil »."
)

bearer_option = click.option(
    "--porteur",
    "bearer",
    type=click.IntRange(1),
    metavar="N",
    help="Lequel des articles qui portent ce numéro ensemble.",
)


def find_database(given: str | None) -> Path:
    """Give the base to read: the one named, or the only one of the folder."""
    if given:
        return Path(given)
    found = sorted(Path().glob("*.db"))
    if len(found) == 1:
        return found[0]
    state = f"contient plusieurs bases ({', '.join(map(str, found))})" if found else "ne contient aucune base *.db"
    raise NotACorpus(f"Le dossier courant {state}.", "Nommer la base : --db FICHIER.")


def open_base(given: str | None) -> Corpus:
    """Open the base to read: the one named, or the only one of the folder."""
    return open_corpus(find_database(given))


def print_answer(style: str, data: object, lines: Sequence[str]) -> None:
    """Print an answer as JSON or as lines."""
    if style == "json":
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines), color=color_wanted())


def color_wanted() -> bool | None:
    """Tell whether to colour: NO_COLOR (no-color.org) wins over the terminal's own word (None)."""
    return False if os.environ.get("NO_COLOR") else None


def say_no_text(status: Status, style: str) -> int:
    """Answer that there is no text: status 1; a date before the first version is bad input: status 2."""
    early = status.kind is StatusKind.NOT_YET
    if style == "json":
        print_answer(style, output.status_data(status), [])
    if style == "text" or early:
        click.echo(status.sentence, err=early)
    return EXIT_BAD_INPUT if early else EXIT_NO


def say_not_in_force(error: NotInForce, style: str) -> int:
    """Answer that an article has no text on the day; gives the exit status."""
    if isinstance(error.status, Status):
        return say_no_text(error.status, style)
    raise error
