"""Articles that an act quotes: cut at their headings («Art. R. 731. - …»), headings of divisions left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consolidate.clauses import NotUnderstood
from corpus.numbering import NUMBER_PATTERN, canonical_number

_HEADING = re.compile(
    rf"(?:\*\*)?\s*(?:Art(?:icle)?s?\.?)\s*(?P<number>{NUMBER_PATTERN}(?:[ -][A-Z]{{1,2}}(?=\s*\.))?)"
    r"(?:\s*\(nouveau\))?\s*\.?\s*(?:\*\*)?\s*"
    r"(?:(?:[-‐‑–—−!]+|\.|:)\s*(?:\*\*)?|$)",
)
_LIKE_A_HEADING = re.compile(r"(?:\*\*)?\s*(?:Art\.\s*\S|Article\s+(?:[LRDA]\b|\d)[^,;]{0,30}(?:\.\s*[-–—]|$))")
_DIVISION_HEADING = re.compile(
    r"(?:(?:première|deuxième|troisième)\s+partie|(?:partie|livre|titre|chapitre|(?:sous-)?section|(?:sous-)?paragraphe)"
    r"\s+(?:[IVXLC]+|\d+|premi|préliminaire|unique)|§\s*\d)",
    re.IGNORECASE,
)


def split_quoted_articles(alineas: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Cut quoted alinéas at their article headings («Art. R. 731. - …»): (number as published, alinéas).

    Headings of divisions between two articles, and the line of their title, belong to no article. After «l'article
    L. 122-3-1 est ainsi rédigé :», a heading is of an article that the new one quotes, and so may be those after it:
    all is then its text.
    """
    articles: list[tuple[str, list[str]]] = []
    in_heading = True
    for alinea in alineas:
        quoting = bool(articles) and _quotes(articles[-1][1])
        if (heading := _HEADING.match(alinea)) and not quoting:
            articles.append((" ".join(heading["number"].split()), []))
            in_heading = False
            if rest := alinea[heading.end() :].strip():
                articles[-1][1].append(rest)
        elif _LIKE_A_HEADING.match(alinea) and not quoting:
            raise NotUnderstood
        elif _DIVISION_HEADING.match(alinea) and len(alinea) < 200 and not alinea.rstrip().endswith((".", ";")):
            in_heading = True
        elif not in_heading and articles:
            articles[-1][1].append(alinea)
    return [(number, tuple(text)) for number, text in articles]


def _quotes(text: Sequence[str]) -> bool:
    """Tell whether what was read of an article announces the words of another: «… est ainsi rédigé :»."""
    return any(_ANNOUNCES.search(alinea) for alinea in text)


_ANNOUNCES = re.compile(r"\b(?:rédigée?s?|suivante?s?|lisent|lit|lire|lus?|conçue?s?)\b[^.;]*:$")


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
