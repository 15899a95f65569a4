"""How an act's body is cut into units (a line, a point of a list, with its quoted blocks), and what «même» recalls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from consolidate.clauses import Places
from consolidate.operations import Place, Ranked, Recall, Unit
from consolidate.quotes import OPEN
from corpus.model import Span
from corpus.numerals import ORDINALS
from corpus.wordlist import any_of

_ORDER = r"(?:[A-ZÀÉÈÎ]|l'|(?:le|la|les|au|aux|à|après|avant|dans|il|est|sont)\s)"
_POINT = re.compile(rf"[:;]\s+(?=(?:\d+°|[a-z]{{1,2}}\))\s+{_ORDER})|[.;]\s+(?=[IVX]+\.\s*[-–—−―]\s)")


def _points(sentences: str, start: int, line: Span) -> Iterator[Span]:
    """Cut a line that holds a list: «Le code civil est ainsi modifié : 1° L'article 6 est abrogé ; 2° …»."""
    position = line[0]
    for gap in _POINT.finditer(sentences, start + line[0], start + line[1]):
        yield position, gap.start() + 1 - start
        position = gap.end() - start
    yield position, line[1]


def units_of(sentences: str, content: Span) -> Iterator[Span]:
    """Cut the content of an article into units: a line with the quoted blocks that follow it."""
    start, end = content
    lines = [m.span() for m in re.finditer(r"[^\n]+", sentences[start:end])]
    unit: list[int] | None = None
    for low, high in (part for line in lines for part in _points(sentences, start, line)):
        line = sentences[start + low : start + high]
        if not line.strip():
            continue
        if unit is not None and line.lstrip().startswith(OPEN):
            unit[1] = start + high
            continue
        if unit is not None:
            yield unit[0], unit[1]
        unit = [start + low, start + high]
    if unit is not None:
        yield unit[0], unit[1]


_ORDINAL = any_of(ORDINALS)
_ELIDED = re.compile(rf"\s*(?:au|[àa]\s+la|la|le)\s+(?:{_ORDINAL})\s*", re.IGNORECASE)


def complete_ordinal(phrase: str, last: Places) -> str | None:
    """«à la première phrase, … et, à la seconde, …»: the unit that was named last, where it has that gender."""
    if not _ELIDED.fullmatch(phrase) or not last:
        return None
    units = {next((s.unit for s in reversed(p.steps) if isinstance(s, Ranked)), None) for p in last}
    unit = units.pop() if len(units) == 1 else None
    feminine = re.match(r"\s*(?:[àa]\s+)?la\b", phrase, re.IGNORECASE) is not None
    return None if unit is None or feminine != (unit is Unit.SENTENCE) else f"{phrase.strip()} {unit}"


def recall_places(read: Places, last: Places) -> Places | None:
    """Resolve «le même alinéa», «du même 2°»: the unit of that name in the places named last."""
    resolved: list[Place] = []
    for place in read:
        match place.steps:
            case (Recall(unit=unit), *rest):
                prefixes = [_up_to(named, unit) for named in last]
                if not prefixes or any(prefix is None for prefix in prefixes):
                    return None
                resolved += [replace(prefix, steps=(*prefix.steps, *rest)) for prefix in prefixes if prefix]
            case _:
                resolved.append(place)
    return tuple(dict.fromkeys(resolved))


def _up_to(place: Place, unit: str) -> Place | None:
    for rank, step in enumerate(place.steps):
        if str(step) == unit or str(step).split()[0].removesuffix("s") == unit:
            return replace(place, steps=place.steps[: rank + 1])
    return None
