"""How an act is laid out: article headings, and the quotation marks that open and close what an act quotes.

The readers of the Journal officiel write an act's body in this layout, and the reader of instructions reads it, so
both know the same headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.model import Span
from corpus.numbering import LATIN_ADVERBS, canonical_number
from corpus.wordlist import any_of

_ADVERB = any_of(LATIN_ADVERBS)
ACT_NUMBER_PATTERN = (
    r"(?:(?i:1er|1ᵉʳ|premier|unique|liminaire|préliminaire)|\d+(?:[-.]\d+)*|[IVXL]+)"
    rf"(?:[ ]{_ADVERB}\b)?(?:[ ][A-Z]{{1,2}}\b(?![’']|\.(?!\s*[-‐‑–—―−])))?"
)
"""Regular expression source of the number of an article of an act: «1er», «unique», «3 bis», «12-1», «II»."""
_DASH = "[-‐‑–—―−]"

_HEADING = re.compile(
    rf"""^\s*(?:
        (?:Article|ARTICLE)\s+(?P<alone>{ACT_NUMBER_PATTERN})\s*[.:]?\s*$               # «Article 2» on its own line
      | (?:Art\.|Article|ARTICLE)\s*(?P<inline>{ACT_NUMBER_PATTERN})(?![-.]?\d)\s*\.?\s*{_DASH}+\s*  # «Art. 1er. − …»
    )""",
    re.VERBOSE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class ActArticle:
    """One article of an act's body. Spans are in that body: the heading, and the text after it."""

    number: str | None
    heading: Span
    content: Span


def match_heading(line: str) -> re.Match[str] | None:
    """Match the heading of an article of an act at the start of ``line``.

    Group ``alone`` or ``inline`` is the number: «Article 2» alone on its line, or «Art. 1er. - Au titre II…».
    """
    return _HEADING.match(line)


def heading_number(match: re.Match[str]) -> str:
    """Give the canonical number of a matched heading."""
    return canonical_number(match["alone"] or match["inline"])


def split_articles(body: str) -> tuple[ActArticle, ...]:
    """Cut the body of an act at its article headings; text before the first heading is an article without number.

    Headings inside a quotation («« Art. R. 730. - …») are no headings of the act: quoted alinéas open with «.
    The articles tile the body: every character belongs to exactly one heading or content.
    """
    headings = [m for m in _HEADING.finditer(body) if not body.endswith("«", 0, m.start())]
    articles = []
    first = headings[0].start() if headings else len(body)
    if body[:first].strip() or not headings:
        articles.append(ActArticle(None, (0, 0), (0, first)))
        lead = first
    else:
        lead = 0
    for position, match in enumerate(headings):
        end = headings[position + 1].start() if position + 1 < len(headings) else len(body)
        start = lead if position == 0 else match.start()
        articles.append(ActArticle(heading_number(match), (start, match.end()), (match.end(), end)))
    return tuple(articles)
