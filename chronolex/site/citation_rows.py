"""The rows behind what an article cites and who cites it, on one day. Each query starts from one version or article."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from chronolex.site.reader import Reader
from corpus.answers import Citation
from corpus.numbering import say_article
from corpus.queries import make_citation


@dataclass(frozen=True, slots=True)
class CitedRow:
    """A citation, the slug of the text that its words name, and the title of the division that it means."""

    citation: Citation
    text_slug: str | None
    last_number: str | None
    section: str | None

    @property
    def names(self) -> str:
        """Name what is cited, for a reader: «Article R. 735, Code de la santé publique»."""
        one = self.citation
        text = one.target_text or "texte non déterminé"
        if one.target_division:
            return f"{self.section or one.target_division}, {text}"
        number = one.now_article if one.neighbour else one.target_article
        return f"{say_article(number, 'title')}, {text}" if number else text


@dataclass(frozen=True, slots=True)
class CitingRow:
    """A version that cites an article: where it stands, and how often it does."""

    version: int
    text: str
    slug: str
    number: str
    sort_key: str
    times: int


def cited_rows(reader: Reader, version: int, day: dt.date) -> list[CitedRow]:
    """List the citations of a version as they are on a day, in the order of the text."""
    rows = reader.rows(_CITED, version=version, day=day.isoformat())
    return [CitedRow(make_citation(row), row["text_slug_cited"], row["last_number"], row["section"]) for row in rows]


def citing_rows(reader: Reader, article: int, day: dt.date) -> list[CitingRow]:
    """List the versions in force on a day that cite an article, itself left out; in no order."""
    return [CitingRow(**row) for row in reader.rows(_CITING, article=article, day=day.isoformat())]


def citations_by(
    reader: Reader, versions: Iterable[int], article: int, day: dt.date
) -> dict[int, tuple[Citation, ...]]:
    """Give the citations of an article by some versions, by version."""
    rows = reader.rows(_BY, versions=json.dumps(list(versions)), article=article, day=day.isoformat())
    found: dict[int, list[Citation]] = {}
    for row in rows:
        found.setdefault(row["version_id"], []).append(make_citation(row))
    return {version: tuple(citations) for version, citations in found.items()}


_COLUMNS = """
    SELECT r.*, t.title AS text, t.slug AS text_slug, a.number, v.start AS version_start, v."end" AS version_end,
           ct.title AS now_text, ct.slug AS now_text_slug, ca.number AS now_article
"""
_HOLDS = 'r.start <= :day AND (r."end" IS NULL OR r."end" > :day)'
_CITED = f"""{_COLUMNS}, xt.slug AS text_slug_cited, sec.title AS section
    FROM resolved_citations r JOIN versions v ON v.id = r.version_id JOIN articles a ON a.id = v.article_id
    JOIN texts t ON t.id = a.text_id
    LEFT JOIN articles ca ON ca.id = r.cited_article_id LEFT JOIN texts ct ON ct.id = ca.text_id
    LEFT JOIN texts xt ON xt.id = r.cited_text_id LEFT JOIN sections sec ON sec.id = r.cited_section_id
    WHERE r.version_id = :version AND {_HOLDS}
    ORDER BY r.span_start, r.span_end, r.position, ca.sort_key
"""
# Each citing version is looked up once, however often it cites: some articles are cited by thousands.
_CITING = """
    SELECT v.id AS version, t.title AS text, t.slug, a.number, a.sort_key, x.times
    FROM (SELECT c.version_id, count(*) AS times FROM cited_states s JOIN citations c ON c.address_id = s.address_id
          WHERE s.article_id = :article AND (s.start IS NULL OR s.start <= :day) AND (s."end" IS NULL OR s."end" > :day)
          GROUP BY c.version_id) x
    JOIN versions v ON v.id = x.version_id JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
    WHERE v.start <= :day AND (v."end" IS NULL OR v."end" > :day) AND v.article_id <> :article
"""
# From the versions, a page of them: each has few citations.
_BY = f"""{_COLUMNS}
    FROM json_each(:versions) j CROSS JOIN resolved_citations r ON r.version_id = j.value
    JOIN versions v ON v.id = r.version_id JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
    LEFT JOIN articles ca ON ca.id = r.cited_article_id LEFT JOIN texts ct ON ct.id = ca.text_id
    WHERE r.cited_article_id = :article AND {_HOLDS} ORDER BY r.version_id, r.span_start, r.span_end, r.position
"""
