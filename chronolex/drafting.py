"""The commands ``blame`` (who wrote these words) and ``amend`` (what would an act do), for readers and drafters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from chronolex import output
from chronolex.asking import (
    EXIT_ANSWER,
    EXIT_NO,
    bearer_option,
    db_option,
    format_option,
    open_base,
    print_answer,
    say_not_in_force,
    text_option,
)
from chronolex.french import FrenchCommand
from corpus.dates import read_date
from corpus.errors import NotInForce


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
    print_answer(style, output.plain(spans), output.blame_lines(spans))
    return EXIT_ANSWER if spans else EXIT_NO


@click.command(cls=FrenchCommand)
@click.argument("act", metavar="ACTE", type=click.Path(path_type=Path))
@click.option(
    "--base",
    metavar="FICHIER",
    type=click.Path(path_type=Path),
    help="Un fichier de texte au lieu d’une base : « Article 5 » seul sur sa ligne, puis un alinéa par ligne.",
)
@click.option("--date", "date", metavar="DATE", help="Le jour où l’acte s’applique (défaut : celui de sa publication).")
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
    from chronolex.preview import preview_file, preview_on_text

    day = read_date(date) if date else None
    if base is not None:
        found = preview_on_text(act, base, text)
    else:
        with open_base(database) as corpus:
            found = preview_file(act, corpus, day, text)
    if style == "html":
        from chronolex.report import write_report

        page = write_report(found, dt.date.today())
        target.write_text(page, "utf-8") if target else click.echo(page)
    else:
        print_answer(style, output.preview_data(found), output.preview_lines(found))
    return EXIT_ANSWER if found.complete else EXIT_NO
