"""The commands ``blame`` (who wrote these words) and ``amend`` (what would an act do), for readers and drafters."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chronolex.accounts import blame_lines, preview_data, preview_lines
from chronolex.asking import (
    EXIT_ANSWER,
    EXIT_NO,
    bearer_option,
    color_wanted,
    db_option,
    format_option,
    open_base,
    print_answer,
    say_not_in_force,
    text_option,
)
from chronolex.french import FrenchCommand
from chronolex.output import plain
from chronolex.saving import save
from corpus.dates import read_date
from corpus.errors import NotInForce

if TYPE_CHECKING:
    from chronolex.previews import Preview


@click.command(cls=FrenchCommand)
@click.argument("number", metavar="NUMÉRO")
@click.option("--date", "date", metavar="DATE", help="Le jour (défaut : la dernière version).")
@text_option
@bearer_option
@db_option
@format_option
def blame(number: str, date: str | None, text: str | None, bearer: int | None, database: str | None, style: str) -> int:
    """Dire qui a écrit chaque mot d’un article : l’acte, son article, l’instruction.

    « par instruction » : les mots qu’une instruction lue et appliquée a écrits. « par rapprochement » : deux textes
    officiels qui se suivent diffèrent là, sans que l’instruction soit connue. « à l’origine » : les mots de la plus
    ancienne version connue.

    \b
    Exemple :
      chronolex blame R730 --date 2005-05-01 --db permanence.db
    """
    with open_base(database) as corpus:
        try:
            spans = corpus.article(number, text, bearer).blame(read_date(date) if date else None)
        except NotInForce as error:
            return say_not_in_force(error, style)
    print_answer(style, plain(spans), blame_lines(spans))
    return EXIT_ANSWER if spans else EXIT_NO


@click.command(cls=FrenchCommand)
@click.argument("act", metavar="ACTE", type=click.Path(path_type=Path))
@click.option(
    "--base",
    metavar="FICHIER",
    type=click.Path(path_type=Path),
    help=(
        "Un fichier de texte au lieu d’une base : le nom du texte, puis « Article 5 » seul sur sa ligne, "
        "puis un alinéa par ligne."
    ),
)
@click.option(
    "--date",
    "date",
    metavar="DATE",
    help="Le jour dont l’acte trouve le droit (défaut : la veille de son effet, sa publication ou aujourd’hui).",
)
@text_option
@db_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    help="Texte (défaut), JSON, ou une page à lire et à imprimer.",
)
@click.option(
    "--output", "target", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path), help="Où écrire."
)
def amend(
    act: Path,
    base: Path | None,
    date: str | None,
    text: str | None,
    database: str | None,
    style: str,
    target: Path | None,
) -> int:
    """Montrer ce qu’un acte ferait, article par article, sans rien changer : pour qui rédige ou attend un texte.

    L’acte est un fichier : un acte du Journal officiel, ou de simples instructions, une par ligne. Le code de sortie
    est 1 si une instruction est refusée, en attente ou non lue.

    \b
    Exemple :
      chronolex amend projet.txt --db permanence.db --date 2005-05-01
      chronolex amend projet.txt --base articles.txt --text "Code civil" --format html --output projet.html
    """
    from chronolex.previews import preview

    if base is not None and date is not None:
        raise click.UsageError("--date n’a pas de sens avec --base : un fichier de texte n’a pas de dates.")
    if base is not None:
        found = preview(act, base, text=text)
    else:
        with open_base(database) as corpus:
            found = preview(act, corpus, date=date, text=text)
    if target is not None:
        save(target, f"{click.unstyle(_show(found, style))}\n".encode())
    else:
        click.echo(_show(found, style), color=color_wanted())
    return EXIT_ANSWER if found.complete else EXIT_NO


def _show(preview: Preview, style: str) -> str:
    match style:
        case "html":
            from chronolex.report import write_report

            return write_report(preview, dt.date.today())
        case "json":
            return json.dumps(preview_data(preview), ensure_ascii=False, indent=2)
        case _:
            return "\n".join(preview_lines(preview))
