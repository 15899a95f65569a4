"""The writer of a corpus: one method for each thing that the database knows.

The same calls in the same order give the same rows. A text, an article, a source, a version or a lineage link that
is added twice keeps its identifier, so that the builder needs no memory of its own. Words with a closed list of
values (``verdict``, ``kind``, ``status``, ``provenance``…) are those of :mod:`corpus.schema`, whose constraints
refuse any other.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from corpus.bounds import Bound, bound_columns, iso_day
from corpus.diff import Comparison
from corpus.errors import Overlap
from corpus.filiations import restate_lineage
from corpus.keys import FIRST
from corpus.model import Edit, Link, Source, Span, TextId
from corpus.numbering import canonical_number, display_number, sort_key
from corpus.rows import Value, complete_row, find_row, insert_row, update_row

_CONTEXT = 30
"""Characters of the original shown on each side of a repair."""


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One piece of evidence of a lineage link. ``score`` is in ]0, 1]."""

    method: str
    score: float
    detail: str
    source_id: int | None = None


class Writer:
    """Adds rows to a corpus under construction. Made by :func:`corpus.store.create`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._alineas: dict[bytes, int] = {}

    @property
    def connection(self) -> sqlite3.Connection:
        """The open transaction, for those who write many rows at once."""
        return self._connection

    def _insert(self, table: str, **values: Value) -> int:
        return insert_row(self._connection, table, values)

    def _find(self, table: str, **values: Value) -> int | None:
        return find_row(self._connection, table, values)

    def add_source(self, source: Source, *, format: str, title: str = "", original: str | None = None) -> int:
        """Add a file that was read; its name is its key."""
        known = self._find("sources", name=source.name)
        if known is not None:
            return known
        return self._insert(
            "sources",
            name=source.name,
            format=format,
            title=title,
            sha256=source.sha256,
            size=source.size,
            original=original,
        )

    def add_text(
        self,
        text: TextId,
        *,
        full_title: str | None = None,
        published: dt.date | None = None,
        jo_number: str | None = None,
        body: str | None = None,
        visas: Sequence[str] | None = None,
        signatories: Sequence[str] | None = None,
        source_id: int | None = None,
    ) -> int:
        """Add a text; its slug is its key. What an earlier call left unknown is filled in, nothing is overwritten."""
        values: dict[str, Value] = {
            "nature": text.nature,
            "number": text.number,
            "title": text.title,
            "full_title": full_title,
            "nor": text.nor,
            "signed": iso_day(text.signed),
            "published": iso_day(published),
            "jo_number": jo_number,
            "body": body,
            "visas": _json(visas),
            "signatories": _json(signatories),
            "source_id": source_id,
        }
        known = self._find("texts", slug=text.slug)
        if known is None:
            return self._insert("texts", slug=text.slug, **values)
        complete_row(self._connection, "texts", known, values)
        return known

    def add_article(
        self, text_id: int, number: str, as_published: str | None = None, *, order: str | None = None
    ) -> int:
        """Add an article, in any spelling of its number; the text and the canonical number are its key.

        ``order`` sorts it in its text where the source gives an order of its own; else the number does.
        """
        canonical = canonical_number(number)
        known = self._find("articles", text_id=text_id, number=canonical)
        if known is None:
            return self._insert(
                "articles",
                text_id=text_id,
                number=canonical,
                number_as_published=as_published or display_number(canonical),
                sort_key=order or sort_key(canonical),
            )
        stated = {"number_as_published": as_published, "sort_key": order}
        update_row(self._connection, "articles", known, {name: value for name, value in stated.items() if value})
        return known

    def add_version(
        self,
        article_id: int,
        alineas: Sequence[str],
        *,
        start: Bound,
        end: Bound | None = None,
        end_cause: str | None = None,
        provenance: str,
        verification: str,
        source_id: int | None = None,
    ) -> int:
        """Add what an article says during ``[start, end)``; the article and the start are its key.

        ``end_cause`` is required with ``end``: modified, repealed, renumbered or unknown. Raises
        :class:`~corpus.errors.Overlap` when another version of the article holds on one of those days, and
        ``ValueError`` for a version without alinéa.
        """
        if not alineas:
            raise ValueError("a version holds at least one alinéa")
        values = bound_columns(start, end) | {
            "end_cause": end_cause,
            "provenance": provenance,
            "verification": verification,
            "source_id": source_id,
        }
        known = self._find("versions", article_id=article_id, **values)
        if known is not None and self._alineas_of(known) == list(alineas):
            return known
        version = self._insert_version(article_id, values)
        self._connection.executemany(
            "INSERT INTO version_alineas (version_id, position, alinea_id) VALUES (?, ?, ?)",
            [(version, position, self._add_alinea(text)) for position, text in enumerate(alineas, 1)],
        )
        return version

    def stored_version(self, article_id: int, start: dt.date) -> int | None:
        """Give the identifier of the version of an article that starts on a day, if there is one."""
        return self._find("versions", article_id=article_id, start=start.isoformat())

    def is_national(self, article_id: int) -> bool:
        """Say whether DILA's bases hold the versions of an article."""
        query = "SELECT EXISTS (SELECT 1 FROM versions WHERE article_id = ? AND id >= ?)"
        return bool(self._connection.execute(query, (article_id, FIRST)).fetchone()[0])

    def confirm_version(self, version_id: int, act_id: int, act_article: str | None, comparison: Comparison) -> None:
        """Give a stored official version the act that wrote it, and the verdict of the derivation from that act."""
        values: dict[str, Value] = {"act_id": act_id, "act_article": act_article, "verification": comparison.verdict}
        update_row(self._connection, "versions", version_id, values)

    def _insert_version(self, article_id: int, values: dict[str, Value]) -> int:
        try:
            return self._insert("versions", id=self._next_version(), article_id=article_id, **values)
        except sqlite3.IntegrityError as error:
            if "overlap" not in str(error) and "versions.start" not in str(error):
                raise
            raise self._overlap(article_id, values) from error

    def _next_version(self) -> int:
        # DILA's own identifiers, as integers, begin at FIRST: ours stay below, whatever was written before.
        query = "SELECT coalesce(max(id), 0) + 1 FROM versions WHERE id < ?"
        return int(self._connection.execute(query, (FIRST,)).fetchone()[0])

    def _overlap(self, article_id: int, values: dict[str, Value]) -> Overlap:
        query = "SELECT a.number, t.title FROM articles a JOIN texts t ON t.id = a.text_id WHERE a.id = ?"
        number, title = self._connection.execute(query, (article_id,)).fetchone()
        interval = f"du {values['start']!s} au {values['end']!s}" if values["end"] else f"depuis {values['start']!s}"
        return Overlap(
            f"{title}, article {display_number(number)} : la version {interval} en chevauche une autre.",
            "Deux versions d’un article ne peuvent être en vigueur le même jour : vérifier les dates des sources.",
        )

    def _alineas_of(self, version_id: int) -> list[str]:
        query = """SELECT text FROM version_alineas JOIN alineas ON alineas.id = alinea_id
                   WHERE version_id = ? ORDER BY position"""
        return [text for (text,) in self._connection.execute(query, (version_id,))]

    def _add_alinea(self, text: str) -> int:
        digest = blake2b(text.encode(), digest_size=16).digest()
        if digest not in self._alineas:
            known = self._find("alineas", digest=digest)
            self._alineas[digest] = known or self._insert("alineas", digest=digest, text=text)
        return self._alineas[digest]

    def add_verification(self, version_id: int, comparison: Comparison, source_id: int) -> None:
        """Add the comparison of a derived version with its official witness, one row for each pair of alinéas."""
        for position, pair in enumerate(comparison.alineas, 1):
            self._insert(
                "verifications",
                version_id=version_id,
                position=position,
                verdict=pair.verdict,
                derived=pair.derived,
                official=pair.official,
                source_id=source_id,
            )

    def add_authored_words(self, version_id: int, position: int, span: Span, instruction_id: int) -> None:
        """Say that an instruction wrote the characters ``span`` of an alinéa (from 1) of a version."""
        self._connection.execute(
            "INSERT OR IGNORE INTO authored_words VALUES (?, ?, ?, ?, ?)",
            (version_id, position, *span, instruction_id),
        )

    def add_instruction(
        self,
        act_id: int,
        span: Span,
        sentence: str,
        verdict: str,
        *,
        position: int | None = None,
        act_article: str | None = None,
        form: str | None = None,
        kind: str | None = None,
        target_text: str | None = None,
        target_article: str | None = None,
        place: str | None = None,
        old: str | None = None,
        new: str | None = None,
        reason: str | None = None,
        detail: str | None = None,
        version_id: int | None = None,
    ) -> int:
        """Add an instruction of an act; ``span`` is in the act's body, ``position`` defaults to the next one.

        ``verdict`` is applied, refused, pending or unread.
        """
        return self._insert(
            "instructions",
            act_id=act_id,
            act_article=act_article,
            position=position if position is not None else self._next_position(act_id),
            start=span[0],
            end=span[1],
            sentence=sentence,
            form=form,
            kind=kind,
            target_text=target_text,
            target_article=target_article,
            place=place,
            old=old,
            new=new,
            verdict=verdict,
            reason=reason,
            detail=detail,
            version_id=version_id,
        )

    def _next_position(self, act_id: int) -> int:
        query = "SELECT coalesce(max(position), 0) + 1 FROM instructions WHERE act_id = ?"
        return int(self._connection.execute(query, (act_id,)).fetchone()[0])

    def add_act_spans(self, act_id: int, spans: Iterable[tuple[Span, str, int | None]]) -> None:
        """Add the account of an act's body: (span, kind, instruction or None) for each stretch."""
        self._connection.executemany(
            'INSERT INTO act_spans (act_id, start, "end", kind, instruction_id) VALUES (?, ?, ?, ?, ?)',
            [(act_id, start, end, kind, instruction) for (start, end), kind, instruction in spans],
        )

    def add_lineage(
        self,
        old: tuple[int, str],
        new: tuple[int, str],
        *,
        kind: str,
        status: str,
        score: float,
        date: dt.date | None = None,
        evidence: Iterable[EvidenceRecord] = (),
    ) -> int:
        """Say that the article ``new`` (text, number) continues ``old``, with the evidence; the two are the key.

        Both become articles of the corpus, with or without a text: a number that a lineage names can be asked for.
        """
        ends: dict[str, Value] = {
            "old_text_id": old[0],
            "old_number": canonical_number(old[1]),
            "new_text_id": new[0],
            "new_number": canonical_number(new[1]),
        }
        for text_id, number in (old, new):
            self.add_article(text_id, number)
        known = self._find("lineage", **ends)
        if known is None:
            link = self._insert("lineage", **ends, kind=kind, status=status, score=score, date=iso_day(date))
            self._add_evidence(link, evidence)
            return link
        if self._add_evidence(known, evidence):
            # What DILA's links declare is in the base before: the two add up. A mere finding names no kind.
            own: dict[str, Value] = {} if kind == "rewritten" else {"kind": kind}
            update_row(self._connection, "lineage", known, own | ({"date": iso_day(date)} if date else {}))
            restate_lineage(self._connection, known)
        return known

    def _add_evidence(self, lineage_id: int, evidence: Iterable[EvidenceRecord]) -> int:
        """Add what is not there yet; give how many."""
        added = 0
        for item in evidence:
            values: dict[str, Value] = {
                "lineage_id": lineage_id,
                "method": item.method,
                "score": item.score,
                "detail": item.detail,
                "source_id": item.source_id,
            }
            if self._find("lineage_evidence", **values) is None:
                self._insert("lineage_evidence", **values)
                added += 1
        return added

    def add_absence(
        self,
        article_id: int,
        start: dt.date,
        end: dt.date | None,
        *,
        reason: str,
        known_starts: Sequence[dt.date] = (),
    ) -> int:
        """Add an interval during which the article existed but the corpus has no text of it."""
        values: dict[str, Value] = {
            "article_id": article_id,
            "start": start.isoformat(),
            "end": iso_day(end),
            "known_starts": _json([day.isoformat() for day in known_starts]),
            "reason": reason,
        }
        known = self._find("absences", **values)
        return self._insert("absences", **values) if known is None else known

    def add_cut(
        self,
        source_id: int,
        article_id: int,
        position: int,
        *,
        method: str,
        score: float,
        detail: str,
        aligned_with: str | None = None,
    ) -> int:
        """Say to which article one alinéa of a consolidated text without headings was given, and why."""
        return self._insert(
            "cuts",
            source_id=source_id,
            article_id=article_id,
            position=position,
            aligned_with=aligned_with,
            method=method,
            score=score,
            detail=detail,
        )

    def add_link(self, source_id: int, article_id: int, link: Link) -> int:
        """Add a link that a source declares."""
        return self._insert(
            "declared_links",
            source_id=source_id,
            article_id=article_id,
            kind=link.kind,
            heading=link.heading,
            as_written=link.as_written,
            target_text=link.target_text,
            target_article=link.target_article,
            state=link.state,
            published=iso_day(link.published),
        )

    def add_repairs(self, source_id: int, edits: Iterable[Edit], original: str) -> None:
        """Add the repair log of a source, each edit with a stretch of ``original`` around it."""
        self._connection.executemany(
            """INSERT INTO repairs (source_id, start, "end", before, after, rule, confidence, decided, context)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                (source_id, e.start, e.end, e.before, e.after, e.rule, e.confidence, int(e.decided), context)
                for e in edits
                for context in [original[max(0, e.start - _CONTEXT) : e.end + _CONTEXT]]
            ],
        )

    def add_discrepancy(
        self,
        kind: str,
        subject: str,
        detail: str,
        *,
        source_id: int | None = None,
        article_id: int | None = None,
        version_id: int | None = None,
    ) -> int:
        """Add a disagreement that was found and left as it stands."""
        return self._insert(
            "discrepancies",
            kind=kind,
            source_id=source_id,
            article_id=article_id,
            version_id=version_id,
            subject=subject,
            detail=detail,
        )

    def set_meta(self, key: str, value: str) -> None:
        """Record one fact about the build."""
        self._connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def _json(values: Sequence[str] | None) -> str | None:
    return None if values is None else json.dumps(list(values), ensure_ascii=False)
