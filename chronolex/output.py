"""What the command prints: answers as plain data for JSON, and as lines of text for a person. Pure functions."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from chronolex.citation_words import RELATIONS, RESOLUTIONS
from corpus.answers import (
    Citation,
    DeclaredLink,
    Fault,
    Gap,
    GapKind,
    Interval,
    LineageLink,
    RepairEntry,
    Version,
    name_article,
)
from corpus.contents import ContentsLine
from corpus.dates import UNFIXED, Clock, format_date
from corpus.deliveries import DeliveryReport
from corpus.diff import AlineaDiff, Kind, Segment
from corpus.history import Status
from corpus.model import OUT_OF_FORCE, EndCause
from corpus.numbering import display_number
from corpus.reading import ArticleDiff

if TYPE_CHECKING:
    from chronolex.national import Update

Data = dict[str, Any]

VERIFICATIONS = {
    "identical": "vérifiée, identique au texte officiel",
    "typographic": "vérifiée, à la typographie près",
    "different": "DIFFÈRE du texte officiel",
    "unverified": "calculée, sans témoin officiel",
    "official": "texte officiel",
}
STATUSES = {
    "declared": "déclarée",
    "confirmed": "confirmée",
    "inferred": "déduite, à vérifier",
    "finding": "constat : seuls des renvois ont été réécrits",
}
METHODS = {
    "declared": "déclarée par une source",
    "declared-by-dila": "déclarée par un lien de la DILA",
    "instruction": "dite par un acte",
    "alignment": "alignement des textes",
    "references": "renvois réécrits",
    "sequence": "rang dans la suite",
}
VERDICTS = {"applied": "appliquée(s)", "refused": "refusée(s)", "pending": "en attente", "unread": "non lue(s)"}


def plain(value: object) -> Any:
    """Turn an answer into what JSON holds: dates as ISO text, tuples as lists, values as objects."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


# --- national bases ---------------------------------------------------------------------------------------------


def update_data(done: Update, reports: Sequence[DeliveryReport]) -> Data:
    """Give what an update did as data: ``applied``, archive by archive, and ``skipped``."""
    applied = {one.archive for one in done.applied}
    return {"applied": plain([r for r in reports if r.archive in applied]), "skipped": plain(done.skipped)}


def update_lines(done: Update, reports: Sequence[DeliveryReport]) -> list[str]:
    """Say what an update did, archive by archive."""
    applied = {one.archive for one in done.applied}
    skipped = [f"{name} : déjà appliquée, passée." for name in done.skipped]
    return skipped + delivery_lines([report for report in reports if report.archive in applied])


def delivery_lines(reports: Sequence[DeliveryReport]) -> list[str]:
    """Say what each archive brought: one line, one more after a hole, and one where it has anomalies."""
    return [line for report in reports for line in _delivery(report)]


def _delivery(report: DeliveryReport) -> list[str]:
    line = (
        f"{report.archive} : {report.files} fichiers, {report.written} enregistrements écrits "
        f"(dont {report.replaced} remplacés), {report.duplicates} doublons, {report.deleted} supprimés, "
        f"{report.absent} suppressions sans objet, {sum(report.anomalies.values())} anomalies."
    )
    kinds = [f"{kind} {count}" for kind, count in report.anomalies.items()]
    more = [*hole_lines(report), *([f"anomalies : {', '.join(kinds)}"] if kinds else [])]
    return [line, *(f"    {one}" for one in more)]


def hole_lines(report: DeliveryReport) -> list[str]:
    """Say between which days archives are probably missing before one; nothing where none are."""
    if report.hole_since is None or report.stamp is None:
        return []
    days = f"le {format_date(report.hole_since)} et le {format_date(dt.date.fromisoformat(report.stamp[:10]))}"
    return [f"Entre {days} aucune archive de {report.base} n’a été appliquée : il en manque sans doute."]


def fault_lines(faults: Sequence[Fault]) -> list[str]:
    """List the faults of the data, under the count of each kind."""
    counts = Counter(fault.kind for fault in faults)
    lines = [f"{count:6}  {kind}" for kind, count in sorted(counts.items())] or ["Aucune anomalie."]
    return [*lines, "", *(f"{fault.kind} : {fault.subject} : {fault.detail}" for fault in faults)]


# --- one version ------------------------------------------------------------------------------------------------


def version_data(version: Version, clock: Clock = Clock.LEGIFRANCE) -> Data:
    """Give a version with ``start`` and ``end`` on the clock asked for, and the dates of both."""
    data: Data = plain(version)
    for name in [name for name in data if name.startswith("law_")] + ["id", "start_rule", "end_rule"]:
        del data[name]
    shown = version.dates(clock)
    data |= {"start": plain(shown.start), "end": plain(shown.end), "clock": clock.value}
    return data | {"dates": {each.value: plain(version.dates(each)) for each in Clock}}


def version_lines(version: Version, clock: Clock) -> list[str]:
    """Write a version: heading, dates, acts, proof, then its alinéas."""
    dates = version.dates(clock)
    lines = [
        click.style(f"Article {version.number_as_published} - {version.text}", bold=True),
        f"{_when(dates)}{_rule(dates)}",
        *([f"Écrit par : {_act(version.act, version.act_article, version.publication)}"] if version.act else []),
        *([_ending(version)] if version.end else []),
        f"Preuve : {VERIFICATIONS[version.verification]}.",
        "",
    ]
    return lines + [line for alinea in version.alineas for line in (alinea, "")][:-1]


def _when(dates: Interval) -> str:
    start = format_date(dates.start) if dates.start else "(date inconnue)"
    return f"Du {start} au {format_date(dates.end)} exclu." if dates.end else f"Depuis le {start}."


def _rule(dates: Interval) -> str:
    return f" {dates.start_rule.explanation}" if dates.start_rule else ""


def _act(title: str, article: str | None, publication: dt.date | None) -> str:
    where = f", art. {display_number(article)}" if article else ""
    published = f" (JO du {format_date(publication)})" if publication else ""
    return f"{title}{where}{published}."


def _ending(version: Version) -> str:
    cause = EndCause(version.end_cause or EndCause.UNKNOWN).word.capitalize()
    if version.end_act is None:
        return f"{cause}."
    return f"{cause} par : {_act(version.end_act, version.end_act_article, version.end_publication)}"


def status_data(status: Status) -> Data:
    """Give what is known of an article that has no text at a date."""
    version = status.version
    return {
        "text": status.text,
        "number": status.number,
        "date": plain(status.date),
        "clock": status.clock.value,
        "in_force": False,
        "status": status.kind.value,
        "since": plain(status.since),
        "sentence": status.sentence,
        "act": version.end_act if version else None,
        "act_article": version.end_act_article if version else None,
        "became": [link_data(link) for link in status.successors],
        "continues": [link_data(link) for link in status.predecessors],
        "gap": gap_data(status.gap) if status.gap else None,
    }


# --- history ----------------------------------------------------------------------------------------------------


def gap_data(gap: Gap) -> Data:
    """Give a gap as data."""
    return {"type": "gap", **plain(gap)}


def history_data(history: Iterable[Version | Gap]) -> list[Data]:
    """Give a history as data: each entry has ``type``, version or gap."""
    return [
        gap_data(entry) if isinstance(entry, Gap) else {"type": "version", **version_data(entry)} for entry in history
    ]


def history_lines(history: Sequence[Version | Gap]) -> list[str]:
    """Write a history, one paragraph for each version and gap, oldest first."""
    lines = []
    for entry in history:
        lines += _gap_lines(entry) if isinstance(entry, Gap) else _history_version_lines(entry)
    return lines


def _history_version_lines(version: Version) -> list[str]:
    law = version.dates(Clock.LAW)
    lines = [click.style(f"{version.number_as_published:<14}", bold=True) + _days(version.start, version.end)]
    if version.act:
        lines.append(f"    écrit par {_act(version.act, version.act_article, version.publication)}")
    if law.start:
        lines.append(f"    selon la loi : {_days(law.start, law.end)}")
    lines.append(f"    {VERIFICATIONS[version.verification]} ; {len(version.alineas)} alinéa(s)")
    if version.end_cause in OUT_OF_FORCE:
        lines.append(f"    {_ending(version)}")
    return lines


def _gap_lines(gap: Gap) -> list[str]:
    label = "lacune" if gap.kind is GapKind.MISSING else "hors vigueur"
    numbers = " → ".join(map(display_number, gap.numbers))
    lines = [
        click.style(f"{f'({label})':<14}", fg="yellow") + f"{_days(gap.start, gap.end)}  {numbers}",
        f"    {gap.reason}",
    ]
    if gap.known_starts:
        lines.append(f"    versions connues, sans texte : {', '.join(day.isoformat() for day in gap.known_starts)}")
    return lines


def _days(start: dt.date, end: dt.date | None) -> str:
    return f"{_iso(start)} → {_iso(end) if end else 'aujourd’hui' if start <= dt.date.today() else '…'}"


def _iso(day: dt.date) -> str:
    return "date à fixer" if day == UNFIXED else day.isoformat()


# --- diff -------------------------------------------------------------------------------------------------------


def diff_data(diff: ArticleDiff) -> Data:
    """Give a diff as data."""
    return {
        "old": version_data(diff.old),
        "new": version_data(diff.new),
        "changed": diff.changed,
        "typographic": diff.typographic,
        "alineas": [{**plain(alinea), "changed": alinea.changed} for alinea in diff.alineas],
    }


def diff_lines(diff: ArticleDiff) -> list[str]:
    """Write a diff: every alinéa, with the words that changed marked [-removed-] and {+added+}."""
    lines = [f"{sign} {name_version(version)}" for sign, version in (("---", diff.old), ("+++", diff.new))]
    if not diff.changed:
        return [*lines, "", "Aucune différence."]
    notes = ["Seule la typographie diffère."] if diff.typographic else []
    return [*lines, *notes, *(line for alinea in diff.alineas for line in ("", mark_alinea(alinea)))]


def name_version(version: Version) -> str:
    """Name a version for a person: its article, its text and its days."""
    return f"{name_article(version.number, version.text)}  {_days(version.start, version.end)}"


def mark_alinea(alinea: AlineaDiff) -> str:
    """Write one alinéa with its changes marked, and its rank before and after."""
    sign = (
        "=" if not alinea.changed else "+" if alinea.old_position is None else "-" if not alinea.new_position else "~"
    )
    note = " (typographie)" if alinea.typographic else ""
    ranks = f"{alinea.old_position or '·'}→{alinea.new_position or '·'}"
    return f"{sign} al. {ranks}{note} : {''.join(map(_mark, alinea.segments))}"


def _mark(segment: Segment) -> str:
    match segment.kind:
        case Kind.DELETE:
            return click.style(f"[-{segment.text}-]", fg="red")
        case Kind.INSERT:
            return click.style(f"{{+{segment.text}+}}", fg="green")
        case _:
            return segment.text


# --- lineage, citations, repairs ----------------------------------------------------------------------------------


def link_data(link: LineageLink) -> Data:
    """Give a lineage link as data, with its evidence."""
    data: Data = plain(link)
    return data


def link_lines(link: LineageLink) -> list[str]:
    """Write a lineage link, then one line for each piece of evidence."""
    title = f"{name_article(link.old)} → {name_article(link.new)}"
    crossing = f" ({link.old_text} → {link.new_text})" if link.old_text != link.new_text else f" ({link.new_text})"
    date = f", {link.date.isoformat()}" if link.date else ""
    head = f"{click.style(title, bold=True)}{crossing} : {STATUSES[link.status]}, {link.score:.2f}{date}"
    return [head, *(f"    {METHODS[e.method]} {e.score:.2f} : {e.detail}" for e in link.evidence)]


def citation_lines(citations: Sequence[Citation], *, citing: bool) -> list[str]:
    """Write citations: those that an article makes (``citing``), or those that are made of it."""
    title = "Cite :" if citing else "Cité par :"
    return [title, *(f"  {_citation(citation, citing)}" for citation in citations)] if citations else [f"{title} rien."]


def contents_lines(lines: Sequence[ContentsLine]) -> list[str]:
    """Write a table of contents, each line under the division that holds it."""
    written = [f"{'  ' * line.depth}{_contents_line(line)}" for line in lines]
    return written or ["Aucune table des matières à cette date."]


def _contents_line(line: ContentsLine) -> str:
    if line.number is None:
        return line.title or "(division sans intitulé)"
    return f"art. {line.number_as_published or line.number}{'' if line.version_id else ' (sans fichier)'}"


def declared_lines(links: Sequence[DeclaredLink]) -> list[str]:
    """Write the links that DILA's bases declare, if any."""
    return ["Liens déclarés par la DILA :", *map(_declared, links)] if links else []


def _declared(link: DeclaredLink) -> str:
    arrow = {True: "→", False: "←", None: "?"}[link.outgoing]
    return f"  {link.found} {arrow} {link.other}{f' ({link.other_id})' if link.other_id else ''}"


def _citation(citation: Citation, citing: bool) -> str:
    if not citing:
        days = _days(citation.since, citation.until)
        return f"{name_article(citation.number, citation.text)}, {days} : « {citation.as_written} »{_said(citation)}"
    parts = [citation.target_text or "texte inconnu"]
    parts += [f"art. {display_number(citation.target_article)}"] if citation.target_article else []
    parts += [citation.target_division] if citation.target_division else []
    parts += [f"al. {citation.target_alinea}"] if citation.target_alinea else []
    parts += [f"phrase {citation.target_sentence}"] if citation.target_sentence else []
    parts += [citation.target_item] if citation.target_item else []
    return f"« {citation.as_written} » : {', '.join(parts)}{_said(citation)}"


def _said(citation: Citation) -> str:
    """Say what the words mean then, and where the article went."""
    said = [RESOLUTIONS[citation.status], RELATIONS[citation.relation]]
    if citation.status == "renumbered" and citation.now_article:
        said[0] = f"devenu {name_article(citation.now_article, citation.now_text)}"
    return f" ({', '.join(filter(None, said))})"


def repair_lines(repairs: Sequence[RepairEntry]) -> list[str]:
    """Write the repair log, source by source, with the count of each rule first."""
    lines = []
    for source in dict.fromkeys(entry.source for entry in repairs):
        entries = [entry for entry in repairs if entry.source == source]
        left = sum(not entry.decided for entry in entries)
        lines.append(
            click.style(f"{source} : {len(entries) - left} réparation(s), {left} dégât(s) laissé(s)", bold=True)
        )
        rules = Counter(entry.rule for entry in entries)
        lines += [f"  règle {rule} : {count}" for rule, count in sorted(rules.items())]
        lines += [f"  {_repair(entry)}" for entry in entries]
    return lines or ["Aucune réparation."]


def _repair(entry: RepairEntry) -> str:
    after = f"« {entry.after} »" if entry.decided else "laissé en l’état"
    return f"[{entry.start}, {entry.end}[ « {entry.before} » → {after} ({entry.rule}, {entry.confidence:.2f})"
