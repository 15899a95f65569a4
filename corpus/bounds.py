"""The ends of a version, and the columns that keep them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corpus.dates import Effect, Moment
from corpus.rows import Value


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a version: when, on both clocks, and by which act.

    ``law`` is None when the date that the law gives is not known (an official version whose act we have not read).
    """

    legifrance: Moment
    law: Moment | None = None
    publication: dt.date | None = None
    act_id: int | None = None
    act_article: str | None = None

    @classmethod
    def of_effect(cls, effect: Effect, act_id: int | None = None, act_article: str | None = None) -> Bound:
        """Make the bound that an act's entry into force gives."""
        return cls(effect.legifrance, effect.law, effect.publication, act_id, act_article)


def iso_day(day: dt.date | None) -> str | None:
    """Write a day as the database keeps it."""
    return None if day is None else day.isoformat()


def bound_columns(start: Bound, end: Bound | None) -> dict[str, Value]:
    """Spell out both ends of a version as the columns of ``versions``."""
    return (
        _moment_columns("start", start)
        | _moment_columns("end", end)
        | {
            "publication": iso_day(start.publication),
            "act_id": start.act_id,
            "act_article": start.act_article,
            "end_publication": iso_day(end.publication) if end else None,
            "end_act_id": end.act_id if end else None,
            "end_act_article": end.act_article if end else None,
        }
    )


def _moment_columns(name: str, bound: Bound | None) -> dict[str, Value]:
    shown, law = (bound.legifrance, bound.law) if bound else (None, None)
    return {
        name: iso_day(shown.day) if shown else None,
        f"{name}_rule": shown.rule if shown else None,
        f"law_{name}": iso_day(law.day) if law else None,
        f"law_{name}_rule": law.rule if law else None,
    }
