"""Documents into a corpus: acts, official texts and manifests are put together, and their consolidation written."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from chronolex.pipeline import Consolidation, consolidate_sources
from chronolex.stored import stored_officials
from consolidate import (
    FORMER_COUNT,
    Address,
    Oddity,
    Operation,
    Place,
    Reason,
    SpanKind,
    TimedVersion,
    authored_words,
    new_words,
    old_words,
)
from consolidate import Reading as ActReading
from corpus.dates import Effect
from corpus.kinds import DiscrepancyKind
from corpus.model import Document, Source, Span, TextId
from corpus.store import Bound, EvidenceRecord, Writer
from graph import Verdict as LinkVerdict
from graph import citations, compare_cited, compare_citing
from ingest import KnownVersions
from ingest import Reading as SourceReading


def write_documents(
    writer: Writer, reading: SourceReading, tell: Callable[[str], None], *, national: bool
) -> dict[str, int]:
    """Derive versions, lineage and citations from documents, write them, and give the figures.

    ``national`` says that the corpus holds DILA's bases: acts are then applied to what they hold, and checked by it.
    """
    tell("consolidation")
    consolidation = consolidate_sources(reading, lambda wanted: stored_officials(writer.connection, wanted))
    tell("écriture")
    work = _Documents(writer, consolidation, national=national)
    work.write_sources()
    work.write_versions()
    work.write_instructions()
    work.write_lineage()
    tell("contrôles")
    work.compare_with_pages()
    work.write_discrepancies()
    return work.count()


VersionKey = tuple[str, str, dt.date]
"""(slug of the text, canonical number, start)."""


class _Documents:
    """Writes a consolidation. Everything that it remembers is the identifier that a row got."""

    def __init__(self, writer: Writer, consolidation: Consolidation, *, national: bool) -> None:
        self.writer = writer
        self.national = national
        self.work = consolidation
        self.documents = consolidation.sources.documents
        self.source_ids: dict[str, int] = {}
        self.text_ids: dict[str, int] = {}
        self.article_ids: dict[tuple[int, str], int] = {}
        self.version_ids: dict[VersionKey, int] = {}
        self.instruction_ids: dict[tuple[int, Span, Place], int] = {}
        self.figures: Counter[str] = Counter()

    # ── Sources and texts ────────────────────────────────────────────────────────────────────────────────────

    def write_sources(self) -> None:
        for document in self.documents:
            source_id = self.writer.add_source(
                document.source,
                format=document.format,
                title=document.title or (document.text.title if document.text else document.source.name),
                original=document.original,
            )
            self.source_ids[document.source.name] = source_id
            self.writer.add_repairs(source_id, document.edits, document.original)
            if document.text is not None:
                self._write_text(document, document.text, source_id)

    def _write_text(self, document: Document, text: TextId, source_id: int) -> None:
        if not document.body:
            self._text(text)
            return
        self.text_ids[text.slug] = self.writer.add_text(
            text,
            full_title=document.title,
            published=document.published,
            jo_number=document.jo_number,
            body=document.body,
            visas=document.visas,
            signatories=document.signatories,
            source_id=source_id,
        )

    def _text(self, text: TextId) -> int:
        if text.slug not in self.text_ids:
            self.text_ids[text.slug] = self.writer.add_text(text)
        return self.text_ids[text.slug]

    def _article(self, text: TextId, number: str, as_published: str | None = None) -> int:
        key = self._text(text), number
        if key not in self.article_ids:
            self.article_ids[key] = self.writer.add_article(key[0], number, as_published)
        return self.article_ids[key]

    def _source(self, source: Source | None) -> int | None:
        return self.source_ids.get(source.name) if source else None

    # ── Versions ─────────────────────────────────────────────────────────────────────────────────────────────

    def write_versions(self) -> None:
        for version in self.work.timeline.versions:
            self._write_version(version)
        self._write_links()
        self._write_cuts()
        for known in self.work.sources.known_versions:
            self._write_known(known)
        self._write_unknown_ends()

    def _write_version(self, version: TimedVersion) -> None:
        article_id = self._article(version.text, version.number, version.number_as_published)
        if self.national and self._is_stored(article_id, version):
            return
        verdict = version.comparison.verdict if version.comparison else None
        version_id = self.writer.add_version(
            article_id,
            version.alineas,
            start=self._bound(version.start, version.act, version.act_article),
            end=self._bound(version.end, version.end_act, version.end_act_article) if version.end else None,
            end_cause=version.end_cause,
            provenance="derived" if version.derived else "official",
            verification=(verdict or "unverified") if version.derived else "official",
            source_id=self._source(version.witness or version.source),
        )
        self.version_ids[version.text.slug, version.number, version.start.legifrance.day] = version_id
        if version.comparison and version.witness:
            self.writer.add_verification(version_id, version.comparison, self.source_ids[version.witness.name])

    def _is_stored(self, article_id: int, version: TimedVersion) -> bool:
        """Meet a version that DILA's bases hold: it stays, with the act and the verdict that the derivation adds."""
        day = version.start.legifrance.day
        stored = self.writer.stored_version(article_id, day)
        if stored is not None:
            self.version_ids[version.text.slug, version.number, day] = stored
            if version.comparison and version.act:
                self.writer.confirm_version(stored, self._text(version.act), version.act_article, version.comparison)
            return True
        if not self.writer.is_national(article_id):
            return False
        detail = f"Version calculée au {day.isoformat()} que la base de la DILA ne connaît pas : elle n’est pas gardée."
        subject = f"{version.text.title}, art. {version.number_as_published}"
        self._discrepancy(
            Oddity("version-inconnue-de-la-base", subject, detail, article=(version.text.slug, version.number))
        )
        return True

    def _bound(self, effect: Effect, act: TextId | None, act_article: str | None) -> Bound:
        return Bound.of_effect(effect, self._text(act) if act else None, act_article)

    def _write_links(self) -> None:
        for document in self.documents:
            for article in document.articles if document.text else ():
                if document.links and article.number and document.text:
                    article_id = self._article(document.text, article.number, article.number_as_published)
                    for link in document.links:
                        self.writer.add_link(self.source_ids[document.source.name], article_id, link)

    def _write_cuts(self) -> None:
        for cut_text in self.work.cut_texts:
            for cut in cut_text.cuts:
                self.writer.add_cut(
                    self.source_ids[cut_text.source.name],
                    self._article(cut_text.text, cut.number),
                    cut.position,
                    method=cut.method,
                    score=cut.score,
                    detail=cut.detail,
                    aligned_with=cut.aligned_with,
                )

    # ── What is missing ──────────────────────────────────────────────────────────────────────────────────────

    def _write_known(self, known: KnownVersions) -> None:
        """Say for which intervals versions are known by their dates alone."""
        article_id = self._article(known.text, known.article)
        covered = [_life(version) for version in self.work.timeline.of(known.text, known.article)]
        for start, end in _uncovered(min(known.starts), known.end, covered):
            inside = [day for day in sorted(known.starts) if start <= day and (end is None or day < end)]
            reason = f"Versions connues par leurs dates seulement ({known.source})."
            self.writer.add_absence(article_id, start, end, reason=reason, known_starts=inside)

    def _write_unknown_ends(self) -> None:
        """A version that ends without a known cause is followed by a text that the corpus does not have."""
        told = {(k.text.slug, k.article) for k in self.work.sources.known_versions}
        by_article: dict[tuple[str, str], list[TimedVersion]] = defaultdict(list)
        for version in self.work.timeline.versions:
            by_article[version.text.slug, version.number].append(version)
        for key, versions in by_article.items():
            following = [*(v.start.legifrance.day for v in versions[1:]), None]
            for version, next_start in zip(versions, following, strict=True):
                if version.end and version.end_cause == "unknown" and key not in told:
                    article_id = self._article(version.text, version.number)
                    end = version.end.legifrance.day
                    if next_start is None or end < next_start:
                        reason = "Fin déclarée de la version ; le texte qui suit n’est pas dans le corpus."
                        self.writer.add_absence(article_id, end, next_start, reason=reason)

    # ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────

    def write_instructions(self) -> None:
        verdicts = {id(v.operation): v for v in self.work.timeline.verdicts}
        for document, reading in self.work.acts:
            act_id = self.text_ids[document.text.slug] if document.text else 0
            rows: dict[int, int] = {}
            items: list[tuple[tuple[int, int], Operation | None]] = [(op.span, op) for op in reading.operations]
            items += [(span, None) for span in reading.unread]
            for span, operation in sorted(items, key=lambda item: item[0]):
                if operation is None:
                    rows[span[0]] = self._write_unread(act_id, reading, span)
                    continue
                verdict = verdicts.get(id(operation))
                refusal = verdict.refusal if verdict else None
                reason = Reason.UNDATED_ACT if verdict is None else refusal.reason if refusal else None
                detail = refusal.detail if refusal else FORMER_COUNT if verdict and verdict.recounted else None
                version_id = self.version_ids.get(verdict.version) if verdict and verdict.version else None
                outcome = _outcome(reason)
                self.figures[outcome] += 1
                row = self._write_operation(act_id, operation, outcome, reason, detail, version_id)
                rows.setdefault(span[0], row)
                self.instruction_ids[act_id, operation.span, operation.place] = row
            self._write_spans(act_id, reading, rows)
        self._write_authored_words()

    def _write_authored_words(self) -> None:
        for version in self.work.timeline.versions:
            version_id = self.version_ids.get((version.text.slug, version.number, version.start.legifrance.day))
            for words in authored_words(version) if version_id is not None else ():
                row = self.instruction_ids.get((self._text(words.act), words.operation.span, words.operation.place))
                if version_id is not None and row is not None:
                    self.writer.add_authored_words(version_id, words.alinea, (words.start, words.end), row)

    def _write_operation(
        self,
        act_id: int,
        operation: Operation,
        outcome: str,
        reason: Reason | None,
        detail: str | None,
        version_id: int | None,
    ) -> int:
        place = operation.place
        return self.writer.add_instruction(
            act_id,
            operation.span,
            operation.sentence,
            outcome,
            act_article=operation.act_article,
            form=operation.form,
            kind=operation.kind,
            target_text=place.text.title if place.text else None,
            target_article=place.article,
            place=", ".join(str(step) for step in place.steps) or None,
            old=old_words(operation.action),
            new=new_words(operation.action),
            reason=reason.explanation if reason else None,
            detail=detail,
            version_id=version_id,
        )

    def _write_unread(self, act_id: int, reading: ActReading, span: tuple[int, int]) -> int:
        self.figures["unread"] += 1
        self.figures["unread_characters"] += span[1] - span[0]
        sentence = reading.body[slice(*span)]
        return self.writer.add_instruction(act_id, span, sentence, "unread", reason="Aucune forme connue ne la lit.")

    def _write_spans(self, act_id: int, reading: ActReading, rows: dict[int, int]) -> None:
        spans = []
        current: int | None = None
        for stretch in reading.stretches:
            current = rows.get(stretch.span[0], current)
            owned = stretch.kind in {SpanKind.OPERATION, SpanKind.QUOTED, SpanKind.UNREAD}
            spans.append((stretch.span, stretch.kind.value, current if owned else None))
        self.writer.add_act_spans(act_id, spans)

    # ── Lineage ──────────────────────────────────────────────────────────────────────────────────────────────

    def write_lineage(self) -> None:
        for filiation in self.work.lineage:
            self.writer.add_lineage(
                self._address(filiation.old),
                self._address(filiation.new),
                kind=filiation.kind,
                status=filiation.status,
                score=filiation.score,
                date=filiation.date,
                evidence=[
                    EvidenceRecord(e.method, e.score, e.detail, self._source(e.source)) for e in filiation.evidence
                ],
            )

    def _address(self, address: Address) -> tuple[int, str]:
        return self._text(address.text), address.number

    # ── Citations ────────────────────────────────────────────────────────────────────────────────────────────

    def compare_with_pages(self) -> None:
        for document in self.documents:
            for article in document.articles if document.links and document.text else ():
                if article.number is None or document.text is None:
                    continue
                read = citations("\n".join(article.alineas), document.text.title, article.number)
                compared = [
                    *compare_cited(read, document.links, document.text.title, article.number),
                    *compare_citing(self._citing(document.text, article.number), document.links),
                ]
                for comparison in compared:
                    if comparison.verdict in _CITATION_KINDS:
                        self._discrepancy(
                            Oddity(
                                _CITATION_KINDS[comparison.verdict],
                                f"{document.text.title}, art. {article.number_as_published}",
                                comparison.explanation,
                                document.source,
                                (document.text.slug, article.number),
                            )
                        )

    def _citing(self, text: TextId, number: str) -> Iterable[tuple[str, str]]:
        """The articles whose versions, in force while the article was, cite it."""
        lives = [_life(version) for version in self.work.timeline.of(text, number)]
        for version in self.work.timeline.versions:
            together = any(_overlap(_life(version), life) for life in lives)
            if not together or (version.text.slug, version.number) == (text.slug, number):
                continue
            for reference in citations("\n".join(version.alineas), version.text.title, version.number):
                if reference.target_article == number and reference.target_text == text.title:
                    yield version.text.title, version.number

    # ── Discrepancies ────────────────────────────────────────────────────────────────────────────────────────

    def write_discrepancies(self) -> None:
        for oddity in self.work.oddities:
            self._discrepancy(oddity)

    def _discrepancy(self, oddity: Oddity) -> None:
        self.figures["discrepancies"] += 1
        text_id = self.text_ids.get(oddity.article[0]) if oddity.article else None
        article_id = self.article_ids.get((text_id, oddity.article[1])) if oddity.article and text_id else None
        self.writer.add_discrepancy(
            oddity.kind, oddity.subject, oddity.detail, source_id=self._source(oddity.source), article_id=article_id
        )

    def count(self) -> dict[str, int]:
        """Count what was done, by the names of the figures of a build's summary."""
        versions = self.work.timeline.versions
        edits = [edit for document in self.documents for edit in document.edits]
        verdicts = Counter(str(v.comparison.verdict) for v in versions if v.comparison)
        return {
            "sources": len(self.documents),
            "repairs": sum(edit.decided for edit in edits),
            "undecided": sum(not edit.decided for edit in edits),
            "acts": len(self.work.acts),
            **{name: self.figures[name] for name in _COUNTED},
            "versions": len(versions),
            "derived": sum(v.derived for v in versions),
            "official": sum(not v.derived for v in versions),
            "verified": verdicts["identical"],
            "typographic": verdicts["typographic"],
            "different": verdicts["different"],
            "lineage": len(self.work.lineage),
        }


_CITATION_KINDS: dict[LinkVerdict, DiscrepancyKind] = {
    LinkVerdict.ONLY_IN_TEXT: "citation-only-in-text",
    LinkVerdict.ONLY_DECLARED: "citation-only-declared",
}
_COUNTED = ("applied", "refused", "pending", "unread", "unread_characters", "discrepancies")
"""Figures that are counted while rows are written."""

Interval = tuple[dt.date, dt.date | None]


_WAITING = {Reason.BASE_TEXT_MISSING, Reason.UNDATED_ACT, Reason.UNDATED_ORDER}


def _outcome(reason: Reason | None) -> str:
    if reason is None:
        return "applied"
    return "pending" if reason in _WAITING else "refused"


def _life(version: TimedVersion) -> Interval:
    return version.start.legifrance.day, version.end.legifrance.day if version.end else None


def _uncovered(start: dt.date, end: dt.date | None, covered: Iterable[Interval]) -> list[Interval]:
    """Take covered intervals away from ``[start, end)``."""
    left: list[Interval] = []
    position: dt.date | None = start
    for low, high in sorted(covered, key=lambda interval: interval[0]):
        if position is not None and position < low and (end is None or position < end):
            left.append((position, low if end is None else min(low, end)))
        if position is not None:
            position = None if high is None else max(position, high)
    if position is not None and (end is None or position < end):
        left.append((position, end))
    return left


def _overlap(one: Interval, two: Interval) -> bool:
    latest = dt.date.max
    return one[0] < (two[1] or latest) and two[0] < (one[1] or latest)
