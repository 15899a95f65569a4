"""The command ``chronolex``: build a corpus, open its site, ask it questions.

Exit status: 0 when the question has its answer; 1 when the corpus answers that there is no text on that day, when
``check`` finds something to see to, or when ``watch`` finds that something changed; 2 for bad input, with one sentence
and the next step on the error output.
"""

from __future__ import annotations

import errno
import signal
import socket
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

from chronolex import __version__, output
from chronolex.asking import (
    EXIT_ANSWER,
    EXIT_BAD_INPUT,
    EXIT_NO,
    bearer_option,
    db_option,
    find_database,
    format_option,
    open_base,
    print_answer,
    say_no_text,
    say_not_in_force,
    text_option,
)
from chronolex.drafting import amend, blame
from chronolex.french import FrenchGroup, describe_usage_error
from chronolex.graph_cli import graph
from chronolex.progress import show_bytes, show_stage, show_versions
from chronolex.watching import watch
from corpus.causes import describe_cause
from corpus.dates import Clock, format_date, read_date
from corpus.errors import ChronolexError, NotInForce
from corpus.history import StatusKind
from corpus.migrations import is_current, upgrade
from corpus.reading import open_corpus
from corpus.replacing import rewriting

if TYPE_CHECKING:
    from corpus.deliveries import DeliveryReport


@click.group(
    cls=FrenchGroup, no_args_is_help=False, invoke_without_command=True, subcommand_metavar="COMMANDE [ARGUMENTS…]"
)
@click.version_option(__version__, "--version", message="chronolex %(version)s", help="Afficher la version.")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """L’histoire du droit français en base de données : chaque article, chaque version, avec sa preuve.

    \b
    Exemple :
      chronolex build samples/permanence-des-soins --db permanence.db
      chronolex serve --db permanence.db
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


# --- making and opening -----------------------------------------------------------------------------------------


@cli.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCES…")
@click.option("--db", "database", metavar="FICHIER", envvar="CHRONOLEX_DB", required=True, help="La base à construire.")
@format_option
def build(sources: tuple[str, ...], database: str, style: str) -> None:
    """Construire la base à partir de dossiers (avec leur corpus.toml), de fichiers et d’archives de la DILA.

    La base est remplacée d’un seul coup, à la fin : une construction interrompue laisse l’ancienne intacte.

    \b
    Exemple :
      chronolex build samples/permanence-des-soins --db permanence.db
      chronolex build Freemium_legi_global_*.tar.gz LEGI_*.tar.gz --db legi.db
    """
    from chronolex.build import build as build_corpus

    signal.signal(signal.SIGTERM, _stop)
    summary = build_corpus([Path(source) for source in sources], Path(database), show_stage, show_bytes, show_versions)
    reports = _deliveries(database) if summary.archives else ()
    data = output.plain(summary) | {"deliveries": output.plain(reports)}
    print_answer(style, data, [*output.delivery_lines(reports), str(summary)])


@cli.command()
@click.argument("archives", nargs=-1, required=True, metavar="ARCHIVES…")
@click.option("--db", "database", metavar="FICHIER", required=True, help="La base à mettre à jour.")
@format_option
def update(archives: tuple[str, ...], database: str, style: str) -> None:
    """Appliquer à la base des archives plus récentes de la DILA, dans l’ordre de leurs dates.

    Une archive déjà appliquée est passée ; une archive plus ancienne que la base est refusée. Chaque archive est
    appliquée en entier ou pas du tout.

    Le travail se fait sur une copie (il faut la place d’une seconde base), qui remplace la base d’un seul coup, à la
    fin : le site ouvert pendant ce temps sert l’ancienne, puis la nouvelle, sans redémarrer.

    \b
    Exemple :
      chronolex update LEGI_20180601-213000.tar.gz --db legi.db
    """
    from chronolex.national import update as update_corpus

    signal.signal(signal.SIGTERM, _stop)
    done = update_corpus(Path(database), [Path(archive) for archive in archives], show_bytes)
    reports = _deliveries(database)
    print_answer(style, output.update_data(done, reports), output.update_lines(done, reports))


def _deliveries(database: str) -> tuple[DeliveryReport, ...]:
    with open_corpus(database) as corpus:
        return corpus.deliveries()


@cli.command()
@db_option
@click.option("--kind", metavar="SORTE", help="Une seule sorte d’anomalie ou de défaut.")
@format_option
def anomalies(database: str | None, kind: str | None, style: str) -> None:
    """Rapporter les défauts des données de la DILA : chevauchements, lacunes, articles absents, fichiers abîmés.

    \b
    Exemple :
      chronolex anomalies --db legi.db --format json
    """
    with open_base(database) as corpus:
        found = corpus.faults(kind)
        print_answer(style, [output.plain(fault) for fault in found], output.fault_lines(found))


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    """Leave through the normal way out, so that an unfinished file is removed."""
    raise SystemExit(128 + number)


@cli.command()
@db_option
@click.option("--port", type=click.IntRange(1, 65535), default=8001, help="Le port (défaut : 8001).")
@click.option("--host", metavar="ADRESSE", default="127.0.0.1", help="L’adresse d’écoute (défaut : cette machine).")
@click.option("--cors", is_flag=True, help="Laisser les scripts d’autres sites lire les réponses (en-têtes CORS).")
def serve(database: str | None, port: int, host: str, cors: bool) -> None:
    """Ouvrir le site de consultation, sur cette machine et sans réseau.

    \b
    Exemple :
      chronolex serve --db permanence.db --port 8001
    """
    from datasette.cli import serve as serve_datasette  # slow to import, and only needed here

    path = find_database(database)
    open_corpus(path).close()
    _refuse_busy_port(host, port)
    address = f"[{host}]" if ":" in host else host
    click.echo(f"Chronolex : http://{address}:{port}/ (Ctrl+C pour arrêter)")
    serve_datasette.main(
        ["--immutable", str(path), "--host", host, "--port", str(port), *(["--cors"] if cors else [])],
        "datasette",
        standalone_mode=False,
    )


def _refuse_busy_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sentence = f"Impossible d’écouter sur {host}:{port} : {describe_cause(error)}."
            busy = error.errno in {errno.EADDRINUSE, errno.EACCES} and not isinstance(error, socket.gaierror)
            step = "Choisir un autre --port." if busy else "Donner à --host une adresse de cette machine : 127.0.0.1."
            raise ChronolexError(sentence, step) from error


@cli.command()
@db_option
def migrate(database: str | None) -> None:
    """Mettre une base ancienne au schéma d’aujourd’hui, et lire les citations des versions où elles ne le sont pas.

    Le travail se fait sur une copie, qui remplace la base d’un seul coup, à la fin.

    \b
    Exemple :
      chronolex migrate --db permanence.db
    """
    from chronolex.citing import cite_unread, is_read

    path = find_database(database)
    done: tuple[int, ...] = ()
    read = 0
    if not (is_current(path) and is_read(path)):
        with rewriting(path) as copy:
            done = upgrade(copy)
            read = cite_unread(copy, show_versions("citations"))
    said = [f"Schéma mis à jour : {', '.join(map(str, done))}."] if done else []
    said += [f"{read} citations lues."] if read else []
    click.echo("\n".join(said) or "La base est à jour.")


# --- asking -----------------------------------------------------------------------------------------------------


@cli.command()
@click.argument("text", metavar="TEXTE")
@click.option("--date", "date", required=True, metavar="DATE", help="Le jour : 2005-05-01 ou « 1er mai 2005 ».")
@db_option
@format_option
def contents(text: str, date: str, database: str | None, style: str) -> int:
    """Donner la table des matières d’un texte à une date : ses divisions et ses articles, dans leur ordre.

    Le texte est nommé par son titre ou sa clé. Seules les bases de la DILA donnent une table des matières.

    \b
    Exemple :
      chronolex contents "Code civil" --date 2010-01-01 --db legi.db
    """
    with open_base(database) as corpus:
        found = corpus.text(text).at(read_date(date)).contents()
    print_answer(style, output.plain(found), output.contents_lines(found))
    return EXIT_ANSWER if found else EXIT_NO


@cli.command()
@click.argument("number", metavar="NUMÉRO")
@click.option("--date", "date", required=True, metavar="DATE", help="Le jour : 2005-05-01 ou « 1er mai 2005 ».")
@text_option
@bearer_option
@click.option(
    "--dates",
    "clock",
    type=click.Choice([clock.value for clock in Clock]),
    default=Clock.LEGIFRANCE.value,
    help="Les dates de Légifrance (défaut), ou celles que donne la loi.",
)
@db_option
@format_option
def at(
    number: str, date: str, text: str | None, bearer: int | None, clock: str, database: str | None, style: str
) -> int:
    """Donner le texte d’un article à une date.

    \b
    Exemples :
      chronolex at R730 --date 2005-05-01 --db permanence.db
      chronolex at "R. 730" --date "1er mai 2005" --dates loi --format json
    """
    day = read_date(date)
    with open_base(database) as corpus:
        article = corpus.article(number, text, bearer)
        status = article.status_at(day, Clock(clock))
    if status.kind is not StatusKind.IN_FORCE or status.version is None:
        return say_no_text(status, style)
    version = status.version
    print_answer(style, output.version_data(version, Clock(clock)), output.version_lines(version, Clock(clock)))
    return EXIT_ANSWER


@cli.command()
@click.argument("number", metavar="NUMÉRO")
@text_option
@bearer_option
@db_option
@format_option
def history(number: str, text: str | None, bearer: int | None, database: str | None, style: str) -> None:
    """Raconter un article : toutes ses versions et ses lacunes, à travers ses numéros successifs.

    \b
    Exemple :
      chronolex history R6315-1 --db permanence.db
    """
    with open_base(database) as corpus:
        article = corpus.article(number, text, bearer)
        entries = article.history()
        lines = output.history_lines(entries) or [f"Le corpus n’a aucun texte de l’article {number}."]
        lines += [line for link in article.lineage() for line in output.link_lines(link)]
    print_answer(style, output.history_data(entries), lines)


@cli.command()
@click.argument("number", metavar="NUMÉRO")
@click.option("--from", "before", required=True, metavar="DATE", help="Le premier jour.")
@click.option("--to", "after", required=True, metavar="DATE", help="Le second jour.")
@text_option
@db_option
@format_option
def diff(number: str, before: str, after: str, text: str | None, database: str | None, style: str) -> int:
    """Montrer ce qui a changé entre deux dates : mots [-supprimés-] et {+ajoutés+}.

    L’article est suivi à travers sa renumérotation. Les deux jours sont comparés du plus ancien au plus récent, dans
    quelque ordre qu’ils soient donnés.

    \b
    Exemple :
      chronolex diff R730 --from 2004-01-01 --to 2005-05-01 --db permanence.db
    """
    first, second = sorted((read_date(before), read_date(after)))
    if first != read_date(before):
        click.echo(
            f"chronolex : --from vient après --to : comparé du {format_date(first)} au {format_date(second)}.", err=True
        )
    with open_base(database) as corpus:
        try:
            found = corpus.diff(number, first, second, text)
        except NotInForce as error:
            return say_not_in_force(error, style)
    print_answer(style, output.diff_data(found), output.diff_lines(found))
    return EXIT_ANSWER


@cli.command(name="map")
@db_option
@format_option
def show_map(database: str | None, style: str) -> None:
    """Donner la table de concordance : quel article continue lequel, avec chaque preuve.

    \b
    Exemple :
      chronolex map --db permanence.db --format json
    """
    with open_base(database) as corpus:
        links = corpus.lineage()
    lines = [line for link in links for line in output.link_lines(link)] or ["Aucune filiation."]
    print_answer(style, [output.link_data(link) for link in links], lines)


@cli.command()
@click.argument("number", metavar="NUMÉRO")
@click.option("--date", "date", metavar="DATE", help="Le jour (défaut : la dernière version, et tous les renvois).")
@text_option
@db_option
@format_option
def cites(number: str, date: str | None, text: str | None, database: str | None, style: str) -> int:
    """Donner ce qu’un article cite, et ce qui le cite.

    Un renvoi à un article renuméroté, abrogé ou absent du corpus le dit ; les liens que la DILA déclare suivent à part.

    \b
    Exemple :
      chronolex cites R730 --date 2005-05-01 --db permanence.db
    """
    day = None if date is None else read_date(date)
    with open_base(database) as corpus:
        article = corpus.article(number, text)
        try:
            citing, cited, declared = article.citations(day), article.cited_by(day), article.declared_links(day)
        except NotInForce as error:
            return say_not_in_force(error, style)
    data = {"text": article.text, "number": article.number, "date": output.plain(day)}
    data |= {"cites": output.plain(citing), "cited_by": output.plain(cited), "declared": output.plain(declared)}
    lines = output.citation_lines(citing, citing=True)
    lines += output.citation_lines(cited, citing=False)
    print_answer(style, data, lines + output.declared_lines(declared))
    return EXIT_ANSWER


@cli.command()
@db_option
@format_option
def check(database: str | None, style: str) -> int:
    """Contrôler la base : versions vérifiées, instructions appliquées, refusées, en attente ou non lues, désaccords.

    Chaque version calculée qui n’est pas celle du texte officiel est montrée mot à mot, [-calculé-]{+officiel+} ; ce
    qu’une instruction refusée ne trouve pas est souligné. Le code de sortie est 1 si une version diffère du texte
    officiel (par plus que sa typographie) ou si une instruction est refusée.

    \b
    Exemples :
      chronolex check --db permanence.db
      chronolex check --db permanence.db --format json
    """
    from chronolex.checking import check_data, check_lines, read_state  # the engine is slow to import

    with open_base(database) as corpus:
        state = read_state(corpus)
    print_answer(style, check_data(state), check_lines(state))
    return EXIT_ANSWER if state.ok else EXIT_NO


@cli.command()
@click.option("--source", metavar="NOM", help="Une seule source, par son nom de fichier.")
@db_option
@format_option
def repairs(source: str | None, database: str | None, style: str) -> None:
    """Donner le journal des réparations : chaque caractère changé, sa règle, sa confiance.

    \b
    Exemple :
      chronolex repairs --db permanence.db
    """
    with open_base(database) as corpus:
        entries = corpus.repairs(source)
    print_answer(style, output.plain(entries), output.repair_lines(entries))


for command in (blame, amend, graph, watch):
    cli.add_command(command)


def run(arguments: Sequence[str]) -> int:
    """Run the command and return its exit status: the one place where errors become sentences."""
    try:
        result = cli.main(list(arguments), "chronolex", standalone_mode=False)
    except ChronolexError as error:
        return _complain(f"{error.sentence} {error.next_step}".strip())
    except click.UsageError as error:
        return _complain(describe_usage_error(error))
    except sqlite3.DatabaseError as error:
        return _complain(_describe_database_error(error))
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrompu.", err=True)
        return 130
    return result if isinstance(result, int) else EXIT_ANSWER


def _describe_database_error(error: sqlite3.DatabaseError) -> str:
    # The low byte is the kind of error, the others say where it arose.
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        return f"Le disque est plein ou défaillant ({error}) : la base est restée telle quelle. Faire de la place."
    return f"La base est endommagée ou illisible ({error}). La reconstruire : chronolex build."


def _complain(sentence: str) -> int:
    click.echo(f"chronolex : {sentence}", err=True)
    return EXIT_BAD_INPUT


def main() -> NoReturn:
    """Run the command on the program's arguments."""
    sys.exit(run(sys.argv[1:]))
