"""Articles that an act quotes: cut at their headings («Art. R. 731. - …»), headings of divisions left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from consolidate.clauses import NotUnderstood
from corpus.numbering import NUMBER_PATTERN, canonical_number
from corpus.numerals import PART_PATTERN

Known = Callable[[str], bool]
QuotedArticle = tuple[str, tuple[str, ...]]

_HEADING = re.compile(
    rf"(?:\*\*)?\s*(?:Art(?:icle)?s?\.?)\s*(?P<number>{NUMBER_PATTERN}(?:[ -][A-Z]{{1,2}}(?=\s*\.))?)"
    r"(?:\s*\(nouveau\))?\s*\.?\s*(?:\*\*)?\s*"
    r"(?:(?:[-‐‑–—−―!]+|\.|:)\s*(?:\*\*)?|$)",
)
_LIKE_A_HEADING = re.compile(r"(?:\*\*)?\s*(?:Art\.\s*\S|Article\s+(?:[LRDA]\b|\d)[^,;]{0,30}(?:\.\s*[-–—―]|$))")
_DIVISION_HEADING = re.compile(
    rf"(?:{PART_PATTERN}|(?:partie|livre|titre|chapitre|(?:sous-)?section|(?:sous-)?paragraphe)"
    r"\s+(?:[IVXLC]+|\d+|premi|préliminaire|unique)|§\s*\d)",
    re.IGNORECASE,
)


def split_quoted_articles(alineas: tuple[str, ...], known: Known | None = None) -> list[QuotedArticle]:
    """Cut quoted alinéas at their article headings («Art. R. 731. - …»): (number as published, alinéas).

    ``known`` tells which numbers open an article of the block, when the drafter announces them: another heading is then
    text, for an article may quote articles («… l'article R. 613-63 est ainsi rédigé : Art. R. 613-63. - …»). Headings
    of divisions between two articles, and the line of their title, belong to no article.

    Raises NotUnderstood for a heading that may be either, or that is not read.
    """
    cut = _Cut(known)
    for alinea in alineas:
        cut.take(alinea)
    numbers = [canonical_number(number) for number, _ in cut.articles]
    if len(set(numbers)) != len(numbers):
        raise NotUnderstood
    return [(number, tuple(text)) for number, text in cut.articles]


@dataclass(slots=True)
class _Cut:
    known: Known | None
    articles: list[tuple[str, list[str]]] = field(default_factory=list)
    in_heading: bool = True
    nested: bool = False

    def take(self, alinea: str) -> None:
        """Add an alinéa to the article that it opens or continues."""
        if heading := _HEADING.match(alinea):
            number = " ".join(heading["number"].split())
            if self._opens(canonical_number(number)):
                rest = alinea[heading.end() :].strip()
                self.articles.append((number, [rest] if rest else []))
                self.in_heading = self.nested = False
                return
        elif _LIKE_A_HEADING.match(alinea) and not self.nested:
            raise NotUnderstood
        elif _DIVISION_HEADING.match(alinea) and len(alinea) < 200 and not alinea.rstrip().endswith((".", ";")):
            self.in_heading = True
        if not self.in_heading and self.articles:
            self.articles[-1][1].append(alinea)

    def _opens(self, number: str) -> bool:
        """Tell whether a heading opens an article of the block, rather than one that an article quotes."""
        if not self.articles or (self.known is not None and self.known(number)):
            return True
        announced = bool(self.articles[-1][1]) and self.articles[-1][1][-1].rstrip().endswith(":")
        if self.known is None and not announced:
            return True
        if self.known is None or not (announced or self.nested):
            raise NotUnderstood
        self.nested = True
        return False


def without_heading(alineas: tuple[str, ...], number: str | None) -> tuple[str, ...]:
    """Take the heading of a quoted article off its first alinéa."""
    heading = _HEADING.match(alineas[0]) if alineas else None
    if heading is None:
        if alineas and _LIKE_A_HEADING.match(alineas[0]):
            raise NotUnderstood
        return alineas
    if number and canonical_number(heading["number"]) != number:
        raise NotUnderstood
    rest = alineas[0][heading.end() :].strip()
    return ((rest,) if rest else ()) + alineas[1:]


def opens_with_heading(alineas: tuple[str, ...]) -> bool:
    """Tell whether quoted alinéas begin with the heading of an article."""
    return bool(alineas) and _HEADING.match(alineas[0]) is not None
