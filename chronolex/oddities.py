"""What the sources say that does not fit together: told in the corpus and on the site, never corrected in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from consolidate import Cut, Oddity, Timeline
from corpus.model import Document, Source
from corpus.numbering import display_number
from ingest import find_misprints

_DIVISION = re.compile(r"(livre|titre|chapitre|section|sous-section|paragraphe) (\w+)", re.IGNORECASE)

_WEAK_CUT = 0.6
"""Score under which the article of an alinéa without counterpart is told as uncertain."""


def find_oddities(documents: Sequence[Document], timeline: Timeline) -> tuple[Oddity, ...]:
    """List the likely misprints of the sources and the divisions that two acts number differently."""
    return (*_misprints(documents), *_divisions(timeline))


def _misprints(documents: Sequence[Document]) -> Iterable[Oddity]:
    for misprint in find_misprints(documents):
        detail = f"« {misprint.context} » : sans doute « {misprint.meant} » ({misprint.reason}). Texte laissé tel quel."
        yield Oddity("coquille-probable", f"« {misprint.word} »", detail, misprint.source)


def _divisions(timeline: Timeline) -> Iterable[Oddity]:
    """A later act can name another book or title than the one in which an article was created."""
    placed: dict[tuple[str, str], tuple[dict[str, str], str]] = {}
    told: set[tuple[str, str, str]] = set()
    for verdict in timeline.verdicts:
        place = verdict.operation.place
        if place.text is None or place.article is None or place.division is None:
            continue
        parts = {unit.lower(): number for unit, number in _DIVISION.findall(place.division)}
        key = place.text.slug, place.article
        first, act = placed.setdefault(key, (parts, verdict.act.title))
        said = (verdict.act.slug, *key)
        if said not in told and any(first.get(unit, number) != number for unit, number in parts.items()):
            told.add(said)
            yield Oddity(
                "division-discordante",
                f"{place.text.title}, art. {display_number(place.article)}",
                f"{verdict.act.title} le situe au {place.division}, {act} au {_spell(first)}.",
                article=key,
            )


def _spell(parts: dict[str, str]) -> str:
    return " du ".join(f"{unit} {number}" for unit, number in parts.items())


def weak_cuts(source: Source, cuts: Iterable[Cut]) -> Iterable[Oddity]:
    """Tell the alinéas whose article rests on the likeness of words alone."""
    for cut in cuts:
        if cut.score < _WEAK_CUT:
            detail = f"Alinéa {cut.position} attribué à {display_number(cut.number)}, avec doute. {cut.detail}"
            yield Oddity("coupe-incertaine", source.name, detail, source)
