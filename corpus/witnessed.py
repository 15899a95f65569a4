"""Citations that were read against those that DILA declares (CITATION links): a witness, not an authority.

DILA marks a part of the citations only. So what it declares and the reader has not is worth a look at the reader, and
what the reader has and DILA has not is counted for the versions of which DILA declares at least one citation.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from corpus.model import family_of, slugify
from corpus.numbering import canonical_number
from corpus.titles import read_title

Rows = Callable[..., Iterable[Any]]
"""Runs a query with named values and gives its rows."""

Target = tuple[int | str, str]
"""The row of a text, or the key of its name where the corpus has none, and a number; no number is the whole text."""


@dataclass(frozen=True, slots=True)
class WitnessedCitation:
    """A citation by a version, and who knows of it: ``agreed``, ``only-declared`` or ``only-read``.

    ``cited`` is what DILA's link or the text calls it.
    """

    verdict: str
    text: str
    number: str
    start: dt.date
    cited: str
    cited_number: str | None
    text_slug: str = ""


def witness_citations(rows: Rows, one_in: int = 1) -> Iterator[WitnessedCitation]:
    """Compare, version by version, where DILA declares at least one citation; in the order of their identifiers.

    ``one_in`` compares a part of the versions: those whose identifier is a multiple of it.
    """
    for version, group in groupby(rows(_DECLARED, one_in=one_in), key=lambda row: row["citing"]):
        declared = {_declared(row, rows): row["label"] or "?" for row in group}
        (citing,) = rows(_CITING, version=version)
        read = {_read(row): row["title"] for row in rows(_READ, version=version)}
        read.pop((citing["text_id"], citing["number"]), None)
        for target in sorted({*declared, *read}, key=str):
            verdict = _verdict(target, declared, read)
            if verdict is not None:
                cited = read.get(target) or declared[target]
                start = dt.date.fromisoformat(citing["start"])
                yield WitnessedCitation(
                    verdict, citing["text"], citing["number"], start, cited, target[1] or None, citing["slug"]
                )


def _verdict(target: Target, declared: dict[Target, str], read: dict[Target, str]) -> str | None:
    """Say who knows of a citation; a text as a whole is known by who cites one of its articles too."""
    if target in declared and target in read:
        return "agreed"
    text, number = target
    other = read if target in declared else declared
    if not number and any(known == text for known, _ in other):
        return "agreed" if target in declared else None
    return "only-declared" if target in declared else "only-read"


def _read(row: Any) -> Target:
    if row["text_id"] is not None:
        return row["text_id"], row["number"] or ""
    return _name(row["nature"] or "", row["text_number"], row["signed"], row["title"]), row["number"] or ""


def _declared(row: Any, rows: Rows) -> Target:
    """Read what a link calls its target: «Loi n°99-209 organique du 19 mars 1999 - art. 188», «Traité 1992-02-07»."""
    label = row["label"] or ""
    article = _ARTICLE.search(label)
    number = row["number"] or (canonical_number(article["number"]) if article else "")
    if row["text_id"] is not None:
        return row["text_id"], number
    title = label[: article.start()] if article else label
    known = read_title(title)
    if known is not None and (held := next(iter(rows(_HELD, slug=known.slug)), None)):
        return held["id"], number
    act, day = _NUMBER.search(title), _DAY.search(title)
    if known is None:
        nature = slugify(title.partition(" ")[0]).upper()
        return _name(nature, act["number"] if act else None, day[0] if day else None, title), number
    signed = known.signed.isoformat() if known.signed else None
    return _name(known.nature, known.number, signed, known.title), number


_HELD = "SELECT id FROM texts WHERE slug = :slug"
_ARTICLE = re.compile(r"\s(?:-\s)?(?:art\.?\s)+(?P<number>[\w*.-]*\d[\w*.-]*)")
_NUMBER = re.compile(r"n°\s?(?P<number>\d[\d-]*)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _name(nature: str, number: str | None, signed: str | None, title: str) -> str:
    """Give the key of a text that the corpus does not hold: what identifies it, however it is called."""
    what = number or (signed if nature not in {"CODE", ""} else None)
    return f"{family_of(nature)} {what}" if what else slugify(title)


_DECLARED = """
    SELECT l.version_id AS citing, t.id AS text_id, l.number, l.label FROM links l
    JOIN link_kinds k ON k.id = l.kind_id JOIN versions v ON v.id = l.version_id LEFT JOIN texts t ON t.key = l.text_key
    WHERE k.kind = 'CITATION' AND l.outgoing = 1 AND l.version_id % :one_in = 0
    UNION
    SELECT v.id, a.text_id, a.number, NULL FROM links l JOIN link_kinds k ON k.id = l.kind_id
    JOIN versions v ON v.id = l.target_key JOIN versions c ON c.id = l.version_id JOIN articles a ON a.id = c.article_id
    WHERE k.kind = 'CITATION' AND l.outgoing = 0 AND v.id % :one_in = 0
    ORDER BY 1
"""
_CITING = """
    SELECT t.id AS text_id, t.title AS text, t.slug, a.number, v.start FROM versions v
    JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id WHERE v.id = :version
"""
_READ = """
    SELECT DISTINCT r.cited_text_id AS text_id, r.cited_text AS title, r.cited_number AS number, n.nature,
           n.number AS text_number, n.signed
    FROM resolved_citations r LEFT JOIN cited_addresses d ON d.id = r.address_id
    LEFT JOIN cited_texts n ON n.id = d.cited_text_id
    WHERE r.version_id = :version AND r.cited_text IS NOT NULL AND r.division IS NULL AND r.neighbour = 0
"""
