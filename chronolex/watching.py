"""The command ``chronolex watch``: what changed in the texts, articles and divisions of a list; for cron too."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import click

from chronolex.asking import EXIT_ANSWER, EXIT_NO, db_option, format_option, open_base, print_answer
from chronolex.change_words import explain_change, name_act, name_change, say_change
from chronolex.french import FrenchCommand
from chronolex.output import Data, hole_lines, plain
from chronolex.watchlist import Watched, read_list
from corpus.causes import describe_cause
from corpus.changes import Change, ChangeAct
from corpus.dates import format_date, read_date
from corpus.deliveries import DeliveryReport
from corpus.errors import CorpusError, DateError, UnreadableSource
from corpus.numbering import display_number
from corpus.reading import Corpus


@click.command(cls=FrenchCommand)
@click.argument("path", metavar="LISTE")
@click.option("--since", "since", metavar="DATE", help="Le premier jour d’effet, inclus.")
@click.option("--until", "until", metavar="DATE", help="Le jour de la fin, exclu (défaut : tout ce qui est à venir).")
@click.option(
    "--learnt-since",
    "learnt",
    metavar="DATE",
    help="Seulement ce que la base a appris depuis ce jour, inclus, quel qu’en soit le jour d’effet.",
)
@click.option(
    "--require-fresh",
    "most",
    type=click.IntRange(0),
    metavar="JOURS",
    help="Refuser (code 2) une base dont la dernière archive a plus de jours que cela.",
)
@db_option
@format_option
def watch(
    path: str,
    since: str | None,
    until: str | None,
    learnt: str | None,
    most: int | None,
    database: str | None,
    style: str,
) -> int:
    """Dire ce qui a changé dans les textes, les articles et les divisions d’une liste.

    La liste est un fichier (- : l’entrée standard) ; chaque ligne nomme un texte, des articles d’un texte (« 144 à 146
    et 150 du code civil »), une division ou un identifiant de la DILA ; ce qui suit un # est un commentaire. Un article
    est suivi à travers ses numéros. Le code de sortie est 0 si rien n’a changé, 1 si quelque chose a changé, 2 si une
    ligne n’est pas comprise en entier ou ne nomme rien de connu, si la liste est vide, ou si la base est trop ancienne
    pour --require-fresh.

    La réponse dit à quel jour la base est à jour ; un avertissement suit si la période va plus loin.

    Il faut --since ou --learnt-since. Le second dit aussi ce qui est arrivé tard, et ce qui a été corrigé.

    \b
    Exemple :
      echo "R. 6315-1 du code de la santé publique" > veille.txt
      chronolex watch veille.txt --since 2005-01-01 --until 2006-01-01 --db permanence.db
    """
    first, last, told = (None if day is None else read_date(day) for day in (since, until, learnt))
    if first is None and told is None:
        raise DateError("Depuis quand ?", "Donner --since, un jour d’effet, ou --learnt-since, un jour d’archive.")
    if first is not None and last is not None and last <= first:
        raise DateError("La fin ne vient pas après le début.", "La fin est exclue : donner le lendemain.")
    today = dt.date.today()
    text = _read(path)
    with open_base(database) as corpus:
        known = Known(corpus.base_day(), last, today, tuple(r for r in corpus.deliveries() if r.hole_since))
        if most is not None:
            known.refuse_older(most)
        watched = read_list(corpus, text, _name(path))
        changes = tuple(find_changes(corpus, watched, first, last, told))
    data = watch_data(watched, changes, first, known) | {"learnt_since": plain(told)}
    print_answer(style, data, list(watch_lines(changes, known)))
    if known.is_passed and known.base_day:
        click.echo(f"chronolex : {say_passed(known.base_day)}", err=True)
    return EXIT_NO if changes else EXIT_ANSWER


@dataclass(frozen=True, slots=True)
class Known:
    """How far a base can know what changed, up to a window's end (None: open).

    ``base_day`` is that of its last archive (None: it has none), ``holes`` are the archives before which some are
    missing.
    """

    base_day: dt.date | None
    until: dt.date | None
    today: dt.date
    holes: tuple[DeliveryReport, ...] = ()

    @property
    def is_passed(self) -> bool:
        """True when the window goes on after the last archive; without an end it goes to today at least."""
        last = self.today if self.until is None else self.until - dt.timedelta(days=1)
        return self.base_day is not None and self.base_day < last

    def refuse_older(self, most: int) -> None:
        """Raise :class:`CorpusError` for a base whose last archive is more than ``most`` days old, or unknown."""
        if self.base_day is None:
            sentence = "La base n’a aucune archive de la DILA : rien ne dit jusqu’à quel jour elle est à jour."
            raise CorpusError(sentence, "Ôter --require-fresh, ou construire la base avec les archives.")
        age = (self.today - self.base_day).days
        if age > most:
            day = format_date(self.base_day)
            sentence = f"La base n’est à jour qu’au {day}, il y a {age} jours, plus que les {most} permis."
            raise CorpusError(sentence, UPDATE)


MOST_HOLES = 3
"""Interruptions between archives that are told, the last ones."""

UPDATE = "Appliquer les archives qui manquent : chronolex update ARCHIVES… --db FICHIER."


def say_passed(day: dt.date) -> str:
    """Warn that a window goes on after the last archive of the base."""
    return f"la base n’est à jour qu’au {format_date(day)} : elle ne sait rien de ce qui a été publié depuis. {UPDATE}"


STANDARD_INPUT = "-"
"""The name of a list that comes on the standard input."""


def _read(path: str) -> str:
    try:
        data = sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = describe_cause(error) if isinstance(error, OSError) else "il n’est pas en UTF-8"
        raise UnreadableSource(
            f"{_name(path)} ne se lit pas : {reason}.", "Vérifier le chemin et l’encodage."
        ) from error


def _name(path: str) -> str:
    return "l’entrée standard" if path == STANDARD_INPUT else path


def find_changes(
    corpus: Corpus,
    watched: Sequence[Watched],
    since: dt.date | None,
    until: dt.date | None,
    learnt_since: dt.date | None = None,
) -> Iterator[Change]:
    """Give what changed in all that a list names, each change once; an empty list follows nothing."""
    scopes = list(dict.fromkeys(scope for one in watched for scope in one.scopes))
    return corpus.change_reader().changes(scopes, since, until, learnt_since=learnt_since) if scopes else iter(())


def watch_data(watched: Sequence[Watched], changes: Sequence[Change], since: dt.date | None, known: Known) -> Data:
    """Give the answer as data."""
    told = [{"id": str(c.id), "future": c.is_future(known.today), "unfixed": c.unfixed, **plain(c)} for c in changes]
    return {
        "watched": [one.label for one in watched],
        "since": plain(since),
        "until": plain(known.until),
        "base_day": plain(known.base_day),
        "base_is_behind": known.is_passed,
        "holes": [{"base": r.base, "since": plain(r.hole_since), "until": (r.stamp or "")[:10]} for r in known.holes],
        "changes": told,
    }


def watch_lines(changes: Iterable[Change], known: Known) -> Iterator[str]:
    """Write the changes by day, then by act; then to which day the base can know."""
    day: dt.date | None = None
    acts = groupby(changes, key=lambda change: (change.day, change.act.slug if change.act else None))
    for (when, _), same in acts:
        group = list(same)
        if when != day:
            yield from [] if day is None else [""]
            yield click.style(f"{format_date(when)}{' (à venir)' if when > known.today else ''}", bold=True)
            day = when
        yield f"  {_act(group[0].act)}"
        for change in group:
            note = explain_change(change)
            article = f", par l’art. {display_number(change.act.article)}" if change.act and change.act.article else ""
            yield f"    {say_change(change):<12} {name_change(change)}{article}"
            yield from [f"                 {note}"] if note else []
    if day is None:
        yield "Aucun changement connu." if known.is_passed else "Rien n’a changé."
    yield ""
    yield _say_base_day(known.base_day)
    for report in known.holes[-MOST_HOLES:]:
        yield from hole_lines(report)
    if len(known.holes) > MOST_HOLES:
        yield f"Avant, {len(known.holes) - MOST_HOLES} autres interruptions (--format json les dit toutes)."


def _say_base_day(day: dt.date | None) -> str:
    if day is None:
        return "La base n’a aucune archive de la DILA : elle ne dit pas jusqu’à quel jour elle est à jour."
    return f"Base à jour au {format_date(day)}."


def _act(act: ChangeAct | None) -> str:
    return act.title if act else name_act(None)
