"""The rows behind the quality pages: figures that were counted beforehand, and lists by the page, from an index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from chronolex.site.reader import Reader, SourceEntry
from corpus.answers import Discrepancy, RepairEntry
from corpus.quality import DAY
from corpus.queries import make_discrepancy, make_repair, read_day
from corpus.standing import STALE


@dataclass(frozen=True, slots=True)
class Doubt:
    """A version that is not proved: derived without a witness, or not the same as its witness."""

    id: int
    text: str
    slug: str
    number: str
    start: dt.date
    end: dt.date | None
    act: str | None
    act_slug: str | None
    verification: str


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A fault of DILA's data; ``slug``, ``number`` and ``day`` say where it can be seen, when something does."""

    kind: str
    position: int
    subject: str
    detail: str
    slug: str | None
    number: str | None
    day: str | None


@dataclass(frozen=True, slots=True)
class WitnessRow:
    """A citation that DILA alone declares, or that was read alone: the article that cites, and what it cites."""

    verdict: str
    slug: str
    text: str
    number: str
    start: dt.date
    cited: str
    cited_number: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """Figures of one subject: a text (``title``), a source, a rule; by state."""

    subject: str
    title: str
    states: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.states.values())


def totals(reader: Reader, topic: str, subject: str = "") -> dict[str, int]:
    """Give the figures of a topic, for the whole corpus or for one subject."""
    return {row["state"]: row["total"] for row in reader.rows(_TOTALS, topic=topic, subject=subject)}


def citation_day(reader: Reader) -> str | None:
    """Give the day of which the citations are counted."""
    found = figures(reader, DAY, 1)
    return found[0].subject if found else None


def figures(reader: Reader, topic: str, limit: int, skip: int = 0) -> list[Figure]:
    """Give the figures of a topic subject by subject, largest first; subjects that are texts have their titles."""
    found: dict[str, dict[str, int]] = {}
    titles: dict[str, str] = {}
    for row in reader.rows(_SUBJECTS, topic=topic, limit=limit, skip=skip):
        found.setdefault(row["subject"], {})[row["state"]] = row["total"]
        titles[row["subject"]] = row["title"] or row["subject"]
    return [Figure(subject, titles[subject], states) for subject, states in found.items()]


def stale_figures(reader: Reader, limit: int) -> list[Figure]:
    """Give the stale citations text by text; a corpus that was counted long ago may call others so."""
    found = [
        replace(one, states={s: n for s, n in one.states.items() if s in STALE})
        for one in figures(reader, "stale", limit)
    ]
    return [one for one in found if one.states]


def title_of(reader: Reader, slug: str) -> str:
    """Give the title of a text; its slug where there is no such text."""
    rows = reader.rows("SELECT title FROM texts WHERE slug = :slug", slug=slug)
    return str(rows[0]["title"]) if rows else slug


def doubts(reader: Reader, state: str, text: str | None, limit: int, skip: int) -> list[Doubt]:
    """List the versions of one verification that is not «official», of one text or of all."""
    sql = _DOUBTS_OF_TEXT if text else _DOUBTS
    rows = reader.rows(sql, state=state, text=text, limit=limit, skip=skip)
    return [Doubt(**(row | {"start": read_day(row["start"]), "end": read_day(row["end"])})) for row in rows]


def find_source(reader: Reader, name: str) -> SourceEntry | None:
    """Find a source by its name."""
    rows = reader.rows(_SOURCE, name=name)
    return SourceEntry(**rows[0]) if rows else None


def repairs_of(reader: Reader, source: int, limit: int, skip: int, *, undecided: bool = False) -> list[RepairEntry]:
    """List the repairs of a source: damage left as it is first, then in the order of its text."""
    rows = reader.rows(_REPAIRS, source=source, limit=limit, skip=skip, undecided=int(undecided))
    return [make_repair(row) for row in rows]


def discrepancies(reader: Reader, kind: str | None, limit: int, skip: int) -> list[tuple[Discrepancy, str | None]]:
    """List the disagreements, each with the slug of its text, of one kind or of all."""
    rows = reader.rows(_DISCREPANCIES_OF if kind else _DISCREPANCIES, kind=kind, limit=limit, skip=skip)
    return [(make_discrepancy(row), row["slug"]) for row in rows]


def faults(reader: Reader, kind: str, limit: int, skip: int) -> list[FaultRow]:
    """List the faults of one kind, in their order."""
    return [FaultRow(**row) for row in reader.rows(_FAULTS, kind=kind, first=skip + 1, last=skip + limit)]


def witnessed(reader: Reader, verdict: str, limit: int) -> list[WitnessRow]:
    """List the first citations of which the reading and DILA's links disagree."""
    rows = reader.rows(_WITNESSED, verdict=verdict, limit=limit)
    return [WitnessRow(**(row | {"start": read_day(row["start"])})) for row in rows]


_TOTALS = "SELECT state, total FROM quality_figures WHERE topic = :topic AND subject = :subject ORDER BY state"
_SUBJECTS = """
    SELECT f.subject, f.state, f.total, t.title FROM (
        SELECT subject, sum(total) AS weight FROM quality_figures WHERE topic = :topic AND subject <> ''
        GROUP BY subject ORDER BY weight DESC, subject LIMIT :limit OFFSET :skip) x
    JOIN quality_figures f ON f.topic = :topic AND f.subject = x.subject LEFT JOIN texts t ON t.slug = f.subject
    ORDER BY x.weight DESC, f.subject, f.state
"""
_DOUBT = """
    SELECT v.id, t.title AS text, t.slug, a.number, v.start, v."end", act.title AS act, act.slug AS act_slug,
           v.verification
"""
_DOUBTS = f"""{_DOUBT}
    FROM (SELECT * FROM versions INDEXED BY versions_unofficial
          WHERE verification = :state AND verification <> 'official'
          ORDER BY article_id, start LIMIT :limit OFFSET :skip) v
    JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id LEFT JOIN texts act ON act.id = v.act_id
    ORDER BY v.article_id, v.start
"""  # noqa: S608 - our own words; values are bound
_DOUBTS_OF_TEXT = f"""{_DOUBT}
    FROM texts t JOIN articles a ON a.text_id = t.id JOIN versions v ON v.article_id = a.id
    LEFT JOIN texts act ON act.id = v.act_id
    WHERE t.slug = :text AND v.verification = :state ORDER BY a.sort_key, a.id, v.start LIMIT :limit OFFSET :skip
"""
_SOURCE = """
    SELECT s.id, s.name, s.format, s.title, s.sha256, s.size,
           (SELECT count(*) FROM repairs r WHERE r.source_id = s.id) AS repairs,
           (SELECT count(*) FROM repairs r WHERE r.source_id = s.id AND NOT r.decided) AS undecided
    FROM sources s WHERE s.name = :name
"""
_REPAIRS = """
    SELECT r.*, s.name AS source FROM repairs r JOIN sources s ON s.id = r.source_id
    WHERE r.source_id = :source AND (NOT :undecided OR NOT r.decided)
    ORDER BY r.decided, r.start, r.id LIMIT :limit OFFSET :skip
"""
_DISCREPANCY = """
    SELECT d.kind, d.subject, d.detail, s.name AS source, t.title AS text, t.slug, a.number, v.start AS version_start
    FROM discrepancies d LEFT JOIN sources s ON s.id = d.source_id LEFT JOIN versions v ON v.id = d.version_id
    LEFT JOIN articles a ON a.id = coalesce(d.article_id, v.article_id) LEFT JOIN texts t ON t.id = a.text_id
"""
_DISCREPANCIES = f"{_DISCREPANCY} ORDER BY d.id LIMIT :limit OFFSET :skip"
_DISCREPANCIES_OF = f"{_DISCREPANCY} WHERE d.kind = :kind ORDER BY d.id LIMIT :limit OFFSET :skip"
_FAULTS = """
    SELECT kind, position, subject, detail, text_slug AS slug, number, day FROM faults
    WHERE kind = :kind AND position BETWEEN :first AND :last ORDER BY position
"""
_WITNESSED = """
    SELECT w.verdict, w.text_slug AS slug, t.title AS text, w.number, w.start, w.cited, w.cited_number
    FROM witnessed_citations w JOIN texts t ON t.slug = w.text_slug
    WHERE w.verdict = :verdict ORDER BY w.position LIMIT :limit
"""
