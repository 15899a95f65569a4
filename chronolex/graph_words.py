"""What the graph answers, in French lines and as JSON data."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import click

from chronolex.output import plain
from corpus.dates import format_date
from corpus.numbering import display_number
from corpus.witnessed import WitnessedCitation
from graph import (
    CitationRow,
    Community,
    GrowthRow,
    Measure,
    Node,
    Partition,
    Ranking,
    StaleCitation,
    Standing,
    Step,
    Touched,
)
from graph.chart import write_number
from graph.neighbourhood import WORDS

MEASURES = {
    Measure.CITED: "nombre d’articles qui le citent",
    Measure.PAGERANK: "PageRank",
    Measure.BETWEENNESS: "intermédiarité",
    Measure.AUTHORITY: "autorité (HITS)",
    Measure.HUB: "pivot (HITS)",
}


def citation_lines(head: str, rows: Sequence[CitationRow], *, incoming: bool) -> list[str]:
    """List citations, by the article that makes them or by what they cite."""
    if not rows:
        return [f"{head} : rien."]
    return [click.style(f"{head} :", bold=True), *(f"  {_citation(row, incoming=incoming)}" for row in rows)]


def _citation(row: CitationRow, *, incoming: bool) -> str:
    node = row.source if incoming else row.target
    parts = [node.label]
    if not incoming:
        parts += [f"al. {row.alinea}"] if row.alinea else []
        parts += [part for part in (row.item, row.division) if part]
    return f"{', '.join(parts)} : « {row.as_written} »{_standing(row)}"


def _standing(row: CitationRow) -> str:
    if row.status in {None, Standing.IN_FORCE, Standing.FOUND}:
        return ""
    now = f" : {row.now.label}" if row.now else ""
    return f" ({WORDS[Standing(row.status or '')]}{now})"


def stale_lines(stale: Sequence[StaleCitation]) -> list[str]:
    """List stale citations: those that are sure, then those whose target is merely not found."""
    lines = []
    for certain, head in ((True, "Renvois périmés"), (False, "Renvois dont le corpus ne connaît pas l’article")):
        found = [one for one in stale if one.certain is certain]
        if found:
            places = sum(len(one.spans) for one in found)
            lines += [click.style(f"{head} ({places}) :", bold=True), *(_stale(one) for one in found)]
    return lines or ["Aucun renvoi périmé."]


def _stale(one: StaleCitation) -> str:
    row = one.citation
    since = f"Depuis le {format_date(one.since)} : {one.reason}"
    times = f", {len(one.spans)} fois" if len(one.spans) > 1 else ""
    return f"  {row.source.label} → {row.target.label} : « {row.as_written} »{times}\n    {since}"


def touched_lines(touched: Sequence[Touched]) -> list[str]:
    """List the articles that an amendment touches, by their distance, each with its way."""
    lines = []
    for depth, group in groupby(touched, lambda one: one.depth):
        found = list(group)
        lines.append(click.style(f"À {depth} renvoi{'s' if depth > 1 else ''} ({len(found)}) :", bold=True))
        for one in found:
            way = f"\n    {' ← '.join(node.label for node in one.path)}" if depth > 1 else ""
            lines.append(f"  {one.node.label} : « {one.citations[-1].as_written} »{way}")
    return lines or ["Aucun article ne cite ceux-là à cette date."]


def path_lines(steps: Sequence[Step]) -> list[str]:
    """Tell a chain of citations, one step a line."""
    return [_step(step) for step in steps] or ["C’est le même article."]


def _step(step: Step) -> str:
    verb = "cite" if step.forward else "est cité par"
    return f"{step.start.label} {verb} {step.end.label} : « {step.citation.as_written} »{_standing(step.citation)}"


def ranking_lines(ranking: Ranking) -> list[str]:
    """List the hubs of a day, best first."""
    estimate = "" if ranking.exact else " (estimation)"
    head = f"Au {format_date(ranking.date)}, par {MEASURES[ranking.measure]}{estimate} :"
    lines = [
        f"{rank:4}. {hub.node.label} : {write_number(hub.score)}" + _cited_by(ranking.measure, hub.cited_by)
        for rank, hub in enumerate(ranking.hubs, 1)
    ]
    return [click.style(head, bold=True), *(lines or ["Aucun renvoi entre articles à cette date."])]


def _cited_by(measure: Measure, count: int) -> str:
    return "" if measure is Measure.CITED else f" (cité par {count})"


def partition_lines(partition: Partition, limit: int) -> list[str]:
    """List communities, the largest first."""
    total = len(partition.communities)
    head = f"Au {format_date(partition.date)} : {total} communauté{'s' if total > 1 else ''}, modularité "
    lines = [line for one in partition.communities[:limit] for line in _community(one)]
    left = [f"et {total - limit} autres, plus petites."] if total > limit else []
    return [click.style(head + write_number(partition.modularity), bold=True), *lines, *left]


def _community(one: Community) -> list[str]:
    texts = " ; ".join(f"{text} ({count})" for text, count in one.texts[:3])
    more = f" ; et {len(one.texts) - 3} autres textes" if len(one.texts) > 3 else ""
    return [f"  {len(one.members)} articles autour de {one.hub.label}", f"    {texts}{more}"]


def growth_data(rows: Sequence[GrowthRow]) -> list[dict[str, Any]]:
    """Give the counts as data, with their ratios (null where there is none)."""
    return [plain(row) | {"per_article": row.per_article, "density": row.density} for row in rows]


def growth_lines(rows: Sequence[GrowthRow]) -> list[str]:
    """Write the counts as a table."""
    if not rows:
        return ["Rien à compter : aucune date connue."]
    head = f"{'date':10}  {'articles':>9}  {'renvois':>9}  {'liens':>9}  {'par article':>11}  {'densité':>9}"
    return [click.style(head, bold=True), *map(_growth, rows)]


def _growth(row: GrowthRow) -> str:
    counts = "  ".join(f"{write_number(value):>9}" for value in (row.articles, row.citations, row.links))
    return f"{row.day}  {counts}  {_ratio(row.per_article):>11}  {_ratio(row.density):>9}"


def _ratio(value: float | None) -> str:
    return "-" if value is None else write_number(value)


def node_lines(nodes: Sequence[Node], date: dt.date) -> list[str]:
    """List isolated articles."""
    head = f"Au {format_date(date)}, {len(nodes)} article{'s' if len(nodes) > 1 else ''} sans renvoi reçu ni donné :"
    return [click.style(head, bold=True), *(f"  {node.label}" for node in nodes)] if nodes else ["Aucun article isolé."]


# --- the witness ------------------------------------------------------------------------------------------------


def _shares(found: Sequence[WitnessedCitation]) -> dict[str, Any]:
    """Count the verdicts; precision is the share of what was read that is declared, recall that of what is declared."""
    counts = Counter(one.verdict for one in found)
    agreed, declared, read = counts["agreed"], counts["only-declared"], counts["only-read"]
    return {
        "agreed": agreed, "only_declared": declared, "only_read": read,
        "precision": round(agreed / (agreed + read), 4) if agreed + read else None,
        "recall": round(agreed / (agreed + declared), 4) if agreed + declared else None,
    }  # fmt: skip


def _disagreements(found: Sequence[WitnessedCitation], limit: int) -> list[WitnessedCitation]:
    """Those that only DILA declares come first: they may be what the reader missed."""
    return sorted((one for one in found if one.verdict != "agreed"), key=lambda one: one.verdict)[:limit]


def witness_data(found: Sequence[WitnessedCitation], limit: int) -> dict[str, Any]:
    """Give the comparison with the declared citations as data."""
    return _shares(found) | {"disagreements": plain(_disagreements(found, limit))}


def witness_lines(found: Sequence[WitnessedCitation], limit: int) -> list[str]:
    """Write the comparison with the declared citations."""
    if not found:
        return ["La base ne contient aucun renvoi déclaré par la DILA."]
    shares = _shares(found)
    lines = [
        f"{shares['agreed']} renvois lus et déclarés ; {shares['only_declared']} déclarés seulement ; "
        f"{shares['only_read']} lus seulement.",
        f"Des renvois déclarés, part lue : {_percent(shares['recall'])}. "
        f"Des renvois lus, part déclarée : {_percent(shares['precision'])}.",
    ]
    return lines + [_say_witness(one) for one in _disagreements(found, limit)]


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share * 100:.1f} %".replace(".", ",")


def _say_witness(one: WitnessedCitation) -> str:
    verdict = "déclaré seulement" if one.verdict == "only-declared" else "lu seulement"
    what = f"{one.cited}, art. {display_number(one.cited_number)}" if one.cited_number else one.cited
    citing = f"{one.text}, art. {display_number(one.number)} ({one.start.isoformat()})"
    return f"  {verdict} : {citing} → {what}"
