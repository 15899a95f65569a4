"""Two ways to count alinéas, and which of them an old act means.

Since the circular of 20 October 2000 every line break opens an alinéa. Before it, texts of the Government counted only
the breaks after a full stop (the points of a list and quotations did not count), while Parliament always counted all.
For an old decree both counts are possible: the one under which the order fits is kept; where it fits both, at two
different passages, nothing says which is meant and the order is refused.
"""

from __future__ import annotations

import datetime as dt

from consolidate.anatomy import Anatomy, Region
from consolidate.operations import Operation, Ranked, Reason, Refused, Unit
from consolidate.pointing import sought_words
from consolidate.words import find_words
from corpus.model import TextId

CIRCULAR = dt.date(2000, 10, 20)
"""Circulaire du 20 octobre 2000 relative au mode de décompte des alinéas."""

FORMER_COUNT = "Alinéas comptés comme avant la circulaire du 20 octobre 2000 : les mots ne se trouvent qu’ainsi."
"""What the reader of an instruction is told where the former count was needed."""

_GOVERNMENT = frozenset("DECRET ARRETE ORDONNANCE DECISION".split())


def counts_formerly(act: TextId | None) -> bool:
    """Say whether an act may count its alinéas as Government texts did before the circular."""
    return act is not None and act.nature in _GOVERNMENT and act.signed is not None and act.signed < CIRCULAR


def locate_counted(anatomy: Anatomy, former: Anatomy | None, operation: Operation) -> tuple[Region, bool]:
    """Find the place of an order; says whether the former count was needed.

    Raises Refused: out of range, or ambiguous where both counts fit at different passages.
    """
    place = operation.place
    if former is None or not any(isinstance(s, Ranked) and s.unit is Unit.ALINEA for s in place.steps):
        return anatomy.locate(place), False
    fitting = [(region, one is former) for one in (anatomy, former) if (region := _fit(one, operation)) is not None]
    if len({region.span for region, _ in fitting}) > 1:
        detail = "Deux façons de compter les alinéas conviennent, avant et après la circulaire du 20 octobre 2000."
        raise Refused(Reason.AMBIGUOUS, detail)
    return fitting[0] if fitting else (anatomy.locate(place), False)


def _fit(anatomy: Anatomy, operation: Operation) -> Region | None:
    try:
        region = anatomy.locate(operation.place)
    except Refused:
        return None
    words = sought_words(operation.action)
    inside = anatomy.flat[slice(*region.span)]
    return region if all(find_words(inside, each) for each in words) else None
