"""The pipeline, put together: documents that were read become timelines, lineage and citations. Pure: no database.

read_corpus → acts, official texts, repeals → timeline → cutting of texts without headings → timeline → lineage
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from chronolex.oddities import find_oddities, weak_cuts
from consolidate import (
    Act,
    Address,
    ArticleText,
    Cut,
    Declared,
    Filiation,
    Oddity,
    OfficialText,
    Repeal,
    Timeline,
    build_timeline,
    cut_alineas,
    find_lineage,
    read_instructions,
)
from consolidate import Reading as ActReading
from consolidate.operations import MoveArticle
from corpus.dates import Effect, entry_into_force
from corpus.model import Article, Document, Link, LinkKind, Source, TextId
from corpus.numbering import canonical_number, display_number, number_range, sort_key
from corpus.titles import read_title
from ingest import Abrogation, Entry
from ingest import Reading as SourceReading


@dataclass(frozen=True, slots=True)
class CutText:
    """A consolidated text without headings, cut: the article of each of its alinéas, and why."""

    source: Source
    text: TextId
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Consolidation:
    """Everything that the sources give once they are put together."""

    sources: SourceReading
    acts: tuple[tuple[Document, ActReading], ...]
    timeline: Timeline
    lineage: tuple[Filiation, ...]
    cut_texts: tuple[CutText, ...]
    oddities: tuple[Oddity, ...]


Addresses = set[tuple[str, str | None, str | None]]
"""(slug of a text, canonical number, last number of a range): no number means every article of the text."""

Stored = Callable[[Addresses], list[OfficialText]]
"""Gives the official versions that the corpus already holds of some articles: those of DILA's bases."""


def consolidate_sources(sources: SourceReading, stored: Stored | None = None) -> Consolidation:
    """Derive every version, lineage and cut that the sources give.

    ``stored`` brings the official versions of the articles that the acts amend: the acts are applied to them, and what
    is derived is checked against them.
    """
    acts = [(d, read_instructions(d.body, d.text, d.visas)) for d in sources.documents if d.body and d.text]
    dated = [
        Act(document.text, reading, entry_into_force(document.published), document.source)
        for document, reading in acts
        if document.text and document.published
    ]
    officials, undated = _official_texts(sources.entries)
    if stored is not None:
        officials += stored(_amended(reading for _, reading in acts))
    repeals = _repeals(sources, officials, _numbers_by_text(sources, [reading for _, reading in acts]))
    known = build_timeline(dated, officials, repeals)
    cut_texts, cut_officials, uncut = _cut_texts(sources.entries, known)
    timeline = build_timeline(dated, [*officials, *cut_officials], repeals)
    lineage = find_lineage(timeline, _declared(sources))
    doubts = [oddity for text in cut_texts for oddity in weak_cuts(text.source, text.cuts)]
    oddities = (*timeline.oddities, *find_oddities(sources.documents, timeline), *undated, *uncut, *doubts)
    return Consolidation(sources, tuple(acts), timeline, lineage, cut_texts, oddities)


def _amended(acts: Iterable[ActReading]) -> Addresses:
    """The articles that acts are about: those that they amend, and those whose numbers they give to others."""
    wanted: Addresses = set()
    for operation in (operation for act in acts for operation in act.operations):
        place = operation.place
        if place.text is None or (place.article is None and place.division is not None):
            continue
        wanted.add((place.text.slug, place.article, place.until))
        if isinstance(operation.action, MoveArticle):
            wanted.add((place.text.slug, operation.action.number, None))
    return wanted


# ── Official texts ───────────────────────────────────────────────────────────────────────────────────────────


def _official_texts(entries: Iterable[Entry]) -> tuple[list[OfficialText], list[Oddity]]:
    officials: list[OfficialText] = []
    undated: list[Oddity] = []
    for entry in entries:
        document = entry.document
        for article in document.articles if not document.body and document.text else ():
            if article.number is None or document.text is None:
                continue
            start = _start_of(entry)
            if start is None:
                undated.append(_undated(document, article))
            else:
                officials.append(_official(entry, document.text, article, start))
    return officials, undated


def _undated(document: Document, article: Article) -> Oddity:
    return Oddity(
        "texte-sans-date",
        f"Article {article.number_as_published}",
        "La source ne dit pas depuis quand ce texte est en vigueur : il n’est pas placé. "
        "Déclarer « start » dans le manifeste.",
        document.source,
    )


def _official(entry: Entry, text: TextId, article: Article, start: Effect) -> OfficialText:
    changed = _last_link(entry.document, LinkKind.MODIFIED_BY, LinkKind.CREATED_BY)
    repealed = _last_link(entry.document, LinkKind.REPEALED_BY)
    declared_end = entry.declaration.end if entry.declaration else None
    end = Effect.declared(declared_end) if declared_end else None
    if end is None and repealed and repealed.published:
        end = entry_into_force(repealed.published)
    return OfficialText(
        text,
        article.number or "",
        article.alineas,
        start,
        end,
        entry.document.source,
        "repealed" if repealed and end and not declared_end else "unknown",
        read_title(changed.target_text) if changed else None,
        changed.target_article if changed else None,
        read_title(repealed.target_text) if repealed else None,
        repealed.target_article if repealed else None,
    )


def _start_of(entry: Entry) -> Effect | None:
    """When an official text begins: as declared, else by the last act that the page says changed it."""
    if entry.declaration and entry.declaration.start:
        return Effect.declared(entry.declaration.start)
    changed = _last_link(entry.document, LinkKind.MODIFIED_BY, LinkKind.CREATED_BY)
    return entry_into_force(changed.published) if changed and changed.published else None


def _last_link(document: Document, *kinds: LinkKind) -> Link | None:
    links = [link for link in document.links if link.kind in kinds and link.published]
    return max(links, key=lambda link: link.published or dt.date.min, default=None)


# ── Repeals ──────────────────────────────────────────────────────────────────────────────────────────────────


def _repeals(
    sources: SourceReading, officials: Sequence[OfficialText], numbers: Mapping[str, list[str]]
) -> list[Repeal]:
    """The repeals that manifests and pages declare; one that both declare counts once."""
    repeals = [_declared_repeal(a, numbers.get(a.text.slug, [])) for a in sources.abrogations]
    known = {(r.text.slug, number, r.act.slug) for r in repeals for number in r.numbers}
    for official in officials:
        if official.end_cause != "repealed" or official.end_act is None or official.end is None:
            continue
        if (official.text.slug, official.number, official.end_act.slug) not in known:
            article = official.end_act_article
            repeals.append(Repeal(official.text, (official.number,), official.end_act, article, official.end))
    return repeals


def _declared_repeal(abrogation: Abrogation, known: list[str]) -> Repeal:
    numbers = _expand(abrogation.articles, known)
    act_article = " ".join(filter(None, (abrogation.article, abrogation.item))) or None
    return Repeal(abrogation.text, numbers, abrogation.act, act_article, entry_into_force(abrogation.published))


def _expand(ranges: Iterable[tuple[str, str]], known: list[str]) -> tuple[str, ...]:
    """Spell out declared ranges over the articles that exist: «R. 730 à R. 736» names those between the two."""
    numbers: dict[str, None] = {}
    for first, last in ranges:
        numbers |= dict.fromkeys([canonical_number(first)] if first == last else number_range(first, last, known))
    return tuple(numbers)


def _numbers_by_text(sources: SourceReading, acts: Iterable[ActReading]) -> dict[str, list[str]]:
    """Every number of every text that a source bears or an act names: what a declared range can mean."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for document in sources.documents:
        if document.text and not document.body:
            numbers[document.text.slug] |= {a.number for a in document.articles if a.number}
    for operation in (op for act in acts for op in act.operations):
        if operation.place.text and operation.place.article:
            numbers[operation.place.text.slug].add(operation.place.article)
    return {slug: sorted(known, key=sort_key) for slug, known in numbers.items()}


# ── Texts without headings ───────────────────────────────────────────────────────────────────────────────────


def _cut_texts(
    entries: Iterable[Entry], known: Timeline
) -> tuple[tuple[CutText, ...], list[OfficialText], list[Oddity]]:
    cut_texts: list[CutText] = []
    officials: list[OfficialText] = []
    uncut: list[Oddity] = []
    for entry in entries:
        document, declaration = entry.document, entry.declaration
        if document.body or not document.articles or document.articles[0].number is not None:
            continue
        start = _start_of(entry)
        if declaration is None or not declaration.articles or document.text is None or start is None:
            uncut.append(_uncut(document, "le manifeste n’en déclare pas le texte, les articles et la date"))
            continue
        alineas = document.articles[0].alineas
        cuts = cut_alineas(alineas, declaration.articles, _candidates(known, document.text, start))
        if not cuts:
            uncut.append(_uncut(document, "aucun alignement avec des articles antérieurs du corpus"))
            continue
        cut_texts.append(CutText(document.source, document.text, cuts))
        end = Effect.declared(declaration.end) if declaration.end else None
        for number in declaration.articles:
            own = tuple(alineas[cut.position - 1] for cut in cuts if cut.number == number)
            officials.append(OfficialText(document.text, number, own, start, end, document.source))
    return tuple(cut_texts), officials, uncut


def _uncut(document: Document, why: str) -> Oddity:
    return Oddity(
        "texte-non-decoupe", document.source.name, f"Texte sans titres laissé de côté : {why}.", document.source
    )


def _candidates(known: Timeline, text: TextId, start: Effect) -> list[ArticleText]:
    """The articles of a text that ended before a later text begins, in their order, as they last stood."""
    ended = {v.number: v for v in known.versions if v.text.slug == text.slug}
    before = [
        v
        for v in ended.values()
        if v.end and v.end_cause in {"repealed", "renumbered"} and v.end.legifrance.day <= start.legifrance.day
    ]
    return [ArticleText(Address(v.text, v.number), v.alineas) for v in sorted(before, key=lambda v: sort_key(v.number))]


# ── Declared filiations ──────────────────────────────────────────────────────────────────────────────────────


def _declared(sources: SourceReading) -> list[Declared]:
    declared: dict[tuple[str, str, str, str], Declared] = {}
    for document in sources.documents:
        for article in document.articles:
            if document.text and article.number:
                for statement in _declared_by_links(document, document.text, article.number):
                    key = (
                        statement.old.text.slug,
                        statement.old.number,
                        statement.new.text.slug,
                        statement.new.number,
                    )
                    declared.setdefault(key, statement)
    return [
        *declared.values(),
        *(
            Declared(Address(r.old_text, r.old), Address(r.new_text, r.new), f"Manifeste : {r.source}", date=r.date)
            for r in sources.renumberings
        ),
    ]


def _declared_by_links(document: Document, text: TextId, number: str) -> Iterable[Declared]:
    own = Address(text, number)
    for link in document.links:
        target = read_title(link.target_text)
        if target is None or link.target_article is None:
            continue
        other = Address(target, link.target_article)
        detail = f"« {link.heading} » de la page de l’article {display_number(number)} : {link.as_written}"
        if link.kind is LinkKind.NEW_TEXTS:
            yield Declared(own, other, detail, document.source)
        elif link.kind is LinkKind.OLD_TEXTS:
            yield Declared(other, own, detail, document.source)


__all__ = ["Addresses", "Consolidation", "CutText", "consolidate_sources"]
