"""The commands ``chronolex graph …``: the graph of the law at a date, exported, drawn, asked.

Exit status: 0 with an answer, 1 when nothing was found, 2 for bad input.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from chronolex.asking import EXIT_ANSWER, EXIT_NO, open_base, print_answer, text_option
from chronolex.french import FrenchGroup
from chronolex.graph_asking import (
    answers,
    date_option,
    find_article,
    find_title,
    from_option,
    limit_option,
    read_address,
    read_day,
    read_law,
    read_law_around,
    refuse_uncited,
    to_option,
)
from chronolex.output import plain
from chronolex.saving import save
from corpus.dates import format_date, read_date
from corpus.numbering import display_number
from corpus.reading import Corpus

# The graph itself is imported by the commands that need it: networkx is slow to import.


@click.group(cls=FrenchGroup, invoke_without_command=True, subcommand_metavar="COMMANDE [ARGUMENTS…]")
@click.pass_context
def graph(ctx: click.Context) -> None:
    """Le graphe du droit à une date : qui cite qui, ce qu’une modification touche, sa croissance, ses dessins.

    Un renvoi à un article renuméroté compte pour l’article qui le continue. Les renvois d’un article à lui-même ne
    comptent pas.

    \b
    Exemple :
      chronolex graph cited-by R730 --date 2005-05-01 --db permanence.db
      chronolex graph export reseau.gexf --db permanence.db
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


# --- files ------------------------------------------------------------------------------------------------------


@graph.command()
@click.argument("target", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--date", "date", metavar="DATE", help="Le réseau d’un jour (défaut : de tout temps).")
@from_option
@to_option
@text_option
@answers
def export(
    target: Path,
    date: str | None,
    first: str | None,
    last: str | None,
    text: str | None,
    database: str | None,
    style: str,
) -> int:
    """Écrire le réseau dans un fichier .graphml, .gexf (pour Gephi et sa ligne de temps), .json ou .parquet.

    Avec --from et --to : ce qui a valu un jour au moins de cette période, son dernier jour exclu. Parquet écrit deux
    fichiers, les liens et (.nodes.parquet) les articles.

    \b
    Exemple :
      chronolex graph export reseau.graphml --date 2005-05-01 --db permanence.db
      chronolex graph export reseau.gexf --from 2003-01-01 --to 2011-01-01
    """
    from graph.export import FORMS, export_network

    form = target.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise click.UsageError(f"Le nom doit finir par {', '.join(f'.{name}' for name in FORMS)}.")
    if (date and (first or last)) or bool(first) != bool(last):
        raise click.UsageError("Donner --date, ou bien --from et --to ensemble, ou rien.")
    with open_base(database) as corpus:
        law = read_law(corpus, date=read_date(date) if date else None)
        title = find_title(corpus, text)
    if first and last:
        network = law.between(read_date(first), read_date(last), title)
    else:
        network = law.at(read_date(date), title) if date else law.whole(title)
    files = export_network(network, form)
    names = [str(save(target.with_suffix(end), content)) for end, content in files.items()]
    data = {"files": names, "nodes": network.number_of_nodes(), "edges": network.number_of_edges()}
    lines = [f"{', '.join(names)} : {data['nodes']} articles et textes, {data['edges']} liens."]
    print_answer(style, data, lines)
    return EXIT_ANSWER if network else EXIT_NO


@graph.command()
@click.argument("article", metavar="ARTICLE")
@date_option
@text_option
@click.option("--lineage", is_flag=True, help="Dessiner ses versions et ses changements de numéro.")
@click.option("--most", type=click.IntRange(1, 200), default=20, metavar="N", help="Voisins de chaque côté, au plus.")
@click.option(
    "-o", "--output", "target", required=True, metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path),
    help="Le fichier .svg à écrire.",
)  # fmt: skip
@answers
def draw(
    article: str,
    date: str | None,
    text: str | None,
    lineage: bool,
    most: int,
    target: Path,
    database: str | None,
    style: str,
) -> int:
    """Dessiner un article parmi ceux qui le citent et ceux qu’il cite, ou (--lineage) sa frise.

    \b
    Exemple :
      chronolex graph draw R730 --date 2005-05-01 -o R730.svg --db permanence.db
      chronolex graph draw R730 --lineage -o frise.svg --db permanence.db
    """
    with open_base(database) as corpus:
        picture, said = (
            _draw_lineage(corpus, article, text, date)
            if lineage
            else _draw_neighbours(corpus, article, text, date, most)
        )
    if not picture:
        print_answer(style, {"file": None, "description": said}, [said])
        return EXIT_NO
    name = str(save(target, picture.encode()))
    print_answer(style, {"file": name, "description": said}, [f"{name} : {said}"])
    return EXIT_ANSWER


def _draw_neighbours(corpus: Corpus, article: str, text: str | None, date: str | None, most: int) -> tuple[str, str]:
    from graph.neighbourhood import find_neighbours
    from graph.neighbourhood_picture import describe_neighbourhood, draw_neighbourhood

    law, (node,) = read_law_around(corpus, [article], text, read_day(date), depth=2)
    found = find_neighbours(law, node, read_day(date), most)
    return draw_neighbourhood(found), describe_neighbourhood(found)


def _draw_lineage(corpus: Corpus, article: str, text: str | None, date: str | None) -> tuple[str, str]:
    from graph.lineage_picture import describe, draw_lineage
    from graph.timeline import lay_out

    named, number = read_address(corpus, article, text)
    handle = corpus.article(number, named)
    day = read_date(date) if date else None
    timeline = lay_out(handle.history(), handle.lineage(), width=900.0, selected=day)
    if timeline is None:
        return "", f"Le corpus n’a aucune date de l’article {display_number(number)}."
    return draw_lineage(timeline), describe(timeline)


# --- questions --------------------------------------------------------------------------------------------------


@graph.command(name="cited-by")
@click.argument("article", metavar="ARTICLE")
@date_option
@text_option
@answers
def cited_by(article: str, date: str | None, text: str | None, database: str | None, style: str) -> int:
    """Dire quels articles en citent un à une date, même sous son ancien numéro.

    \b
    Exemple :
      chronolex graph cited-by R730 --date 2005-05-01 --db permanence.db
    """
    from graph import citations_of

    return _tell_citations(article, date, text, database, style, citations_of, incoming=True)


@graph.command()
@click.argument("article", metavar="ARTICLE")
@date_option
@text_option
@answers
def cites(article: str, date: str | None, text: str | None, database: str | None, style: str) -> int:
    """Dire ce qu’un article cite à une date, et ce que sont devenus les articles cités.

    \b
    Exemple :
      chronolex graph cites R735 --date 2005-05-01 --db permanence.db
    """
    from graph import citations_in

    return _tell_citations(article, date, text, database, style, citations_in, incoming=False)


def _tell_citations(
    article: str,
    date: str | None,
    text: str | None,
    database: str | None,
    style: str,
    ask: Callable[..., Any],
    *,
    incoming: bool,
) -> int:
    from chronolex.graph_words import citation_lines

    day = read_day(date)
    with open_base(database) as corpus:
        law, (node,) = read_law_around(corpus, [article], text, day)
    rows = ask(law, node, day)
    head = f"{node.label}, au {format_date(day)}, {'cité par' if incoming else 'cite'}"
    data = {"article": plain(node), "date": plain(day), "citations": plain(rows)}
    print_answer(style, data, citation_lines(head, rows, incoming=incoming))
    return EXIT_ANSWER if rows else EXIT_NO


@graph.command()
@date_option
@text_option
@answers
def stale(date: str | None, text: str | None, database: str | None, style: str) -> int:
    """Lister les renvois périmés, et depuis quand ; à part, ceux dont le corpus ne connaît pas l’article.

    Un renvoi périmé vise un article abrogé, renuméroté, devenu plusieurs articles, ou dont le numéro est passé à un
    autre article. Avec --text : les renvois que font les articles de ce texte. Ce qu’un article cite plusieurs fois
    n’est dit qu’une fois, avec leur nombre.

    \b
    Exemple :
      chronolex graph stale --date 2010-05-01 --db permanence.db
    """
    from chronolex.graph_words import stale_lines
    from chronolex.networks import read_stale
    from graph import stale_citations

    day = read_day(date)
    with open_base(database) as corpus:
        refuse_uncited(corpus)
        law, title = read_stale(corpus, day, text), find_title(corpus, text)
    found = stale_citations(law, day, title)
    print_answer(style, plain(found), stale_lines(found))
    return EXIT_ANSWER if found else EXIT_NO


@graph.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLES…")
@date_option
@text_option
@click.option("--depth", type=click.IntRange(1), default=1, metavar="N", help="Combien de renvois suivre (défaut : 1).")
@answers
def touched(
    articles: tuple[str, ...], date: str | None, text: str | None, depth: int, database: str | None, style: str
) -> int:
    """Dire ce qu’une modification d’articles touche : ceux qui les citent, puis ceux qui citent ceux-là, et par où.

    \b
    Exemple :
      chronolex graph touched R730 R732 --depth 2 --date 2005-05-01 --db permanence.db
    """
    from chronolex.graph_words import touched_lines
    from graph import touched_by

    with open_base(database) as corpus:
        law, nodes = read_law_around(corpus, articles, text, read_day(date), depth)
    found = touched_by(law, nodes, read_day(date), depth)
    print_answer(style, plain(found), touched_lines(found))
    return EXIT_ANSWER if found else EXIT_NO


@graph.command()
@date_option
@text_option
@click.option(
    "--measure",
    type=click.Choice(["cited", "pagerank", "betweenness", "authority", "hub"]),
    default="cited",
    help="Articles qui le citent (défaut), PageRank, intermédiarité, autorité ou pivot (HITS).",
)
@limit_option
@answers
def hubs(date: str | None, text: str | None, measure: str, limit: int, database: str | None, style: str) -> int:
    """Donner les articles les plus importants du réseau d’un jour, de tous les textes ou (--text) d’un seul.

    \b
    Exemple :
      chronolex graph hubs --date 2010-05-01 --measure pagerank --db permanence.db
    """
    from chronolex.graph_words import ranking_lines
    from graph import Measure
    from graph import hubs as rank

    with open_base(database) as corpus:
        law, title = read_law(corpus, date=read_day(date)), find_title(corpus, text)
    found = rank(law, read_day(date), Measure(measure), title, limit)
    print_answer(style, plain(found), ranking_lines(found))
    return EXIT_ANSWER if found.hubs else EXIT_NO


@graph.command()
@date_option
@text_option
@limit_option
@answers
def communities(date: str | None, text: str | None, limit: int, database: str | None, style: str) -> int:
    """Regrouper les articles qui se citent entre eux plus que les autres (méthode de Louvain).

    En JSON, chaque communauté a tous ses membres.

    \b
    Exemple :
      chronolex graph communities --date 2010-05-01 --db permanence.db
    """
    from chronolex.graph_words import partition_lines
    from graph import communities as find_communities

    with open_base(database) as corpus:
        law, title = read_law(corpus, date=read_day(date)), find_title(corpus, text)
    found = find_communities(law, read_day(date), title)
    print_answer(style, plain(found), partition_lines(found, limit))
    return EXIT_ANSWER if found.communities else EXIT_NO


@graph.command()
@click.argument("start", metavar="ARTICLE")
@click.argument("end", metavar="ARTICLE")
@date_option
@text_option
@click.option("--undirected", is_flag=True, help="Suivre les renvois dans les deux sens.")
@answers
def path(
    start: str, end: str, date: str | None, text: str | None, undirected: bool, database: str | None, style: str
) -> int:
    """Trouver la plus courte chaîne de renvois d’un article à un autre.

    \b
    Exemple :
      chronolex graph path R734 R730 --undirected --date 2005-05-01 --db permanence.db
    """
    from chronolex.graph_words import path_lines
    from graph import shortest_path

    with open_base(database) as corpus:
        law = read_law(corpus, date=read_day(date))
        ends = find_article(law, corpus, start, text), find_article(law, corpus, end, text)
    steps = shortest_path(law, *ends, read_day(date), directed=not undirected)
    lines = ["Aucune chaîne de renvois n’y mène à cette date."] if steps is None else path_lines(steps)
    print_answer(style, plain(steps), lines)
    return EXIT_NO if steps is None else EXIT_ANSWER


@graph.command()
@click.option("--by", "pace", type=click.Choice(["year", "month"]), default="year", help="Par an (défaut) ou par mois.")
@from_option
@to_option
@text_option
@click.option(
    "--svg", "target", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path), help="Où dessiner la courbe."
)
@answers
def growth(
    pace: str,
    first: str | None,
    last: str | None,
    text: str | None,
    target: Path | None,
    database: str | None,
    style: str,
) -> int:
    """Compter articles en vigueur, renvois, renvois par article et densité, au premier jour de chaque an ou mois.

    Sans --text, tout le graphe est lu : plus d’une minute pour une base nationale.

    \b
    Exemple :
      chronolex graph growth --text "Code de la santé publique" --svg croissance.svg --db permanence.db
    """
    from chronolex.graph_words import growth_data, growth_lines
    from graph import Pace
    from graph import growth as count
    from graph.chart import draw_growth

    with open_base(database) as corpus:
        law, title = read_law(corpus, citing=text), find_title(corpus, text)
    ends = (read_date(first) if first else None, read_date(last) if last else None)
    rows = count(law, Pace(pace), *ends, title)
    if target is not None:
        save(target, draw_growth(rows, f"Croissance : {title or 'tous les textes'}").encode())
    print_answer(style, growth_data(rows), growth_lines(rows))
    return EXIT_ANSWER if rows else EXIT_NO


@graph.command()
@date_option
@text_option
@answers
def isolated(date: str | None, text: str | None, database: str | None, style: str) -> int:
    """Lister les articles en vigueur qui ne citent rien et que rien ne cite.

    \b
    Exemple :
      chronolex graph isolated --date 2005-05-01 --db permanence.db
    """
    from chronolex.graph_words import node_lines
    from graph import isolated_articles

    day = read_day(date)
    with open_base(database) as corpus:
        law, title = read_law(corpus, date=day), find_title(corpus, text)
    found = isolated_articles(law, day, title)
    print_answer(style, plain(found), node_lines(found, day))
    return EXIT_ANSWER if found else EXIT_NO


@graph.command()
@click.option("--limit", type=click.IntRange(0), default=50, metavar="N", help="Désaccords montrés (défaut : 50).")
@answers
def witness(limit: int, database: str | None, style: str) -> int:
    """Comparer les renvois lus dans les textes aux renvois que la DILA déclare, version par version.

    La DILA n’en marque qu’une partie : ce qu’elle seule déclare est à vérifier dans le texte, ce qui est seulement lu
    ne l’est que pour les versions dont elle déclare au moins un renvoi.

    \b
    Exemple :
      chronolex graph witness --limit 20 --db legi.db
    """
    from chronolex.graph_words import witness_data, witness_lines

    with open_base(database) as corpus:
        found = list(corpus.witnessed_citations())
    print_answer(style, witness_data(found, limit), witness_lines(found, limit))
    return EXIT_ANSWER if found else EXIT_NO
