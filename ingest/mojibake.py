"""Repair of damaged French legal text: :func:`repair` and what it returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.model import Edit
from ingest.edits import Plan, compose, replay
from ingest.lexicon import Lexicon
from ingest.multibyte import mend_multibyte
from ingest.singlebyte import mend_singlebyte
from ingest.typography import compose_accents, conventions

_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Repair:
    """A repaired text, and every edit that led there.

    ``edits`` have their spans in the text as it came, in order, none overlapping another; ``undecided`` are those whose
    ``after`` equals ``before``: damage that was seen and left as it stands.
    """

    text: str
    edits: Plan

    @property
    def undecided(self) -> Plan:
        """The damage that was seen and left."""
        return tuple(edit for edit in self.edits if not edit.decided)


def repair(text: str, vocabulary: Iterable[str] = ()) -> Repair:
    """Repair a damaged French text; sound text comes out unchanged but for the declared normalisation (``norm:…``).

    ``vocabulary`` are words of sound texts of the same corpus: they rank before the French frequency list. Pure and
    idempotent: rounds of repair follow one another until nothing changes, and a text on which they would not come to
    rest is left as it is, undecided as a whole.
    """
    words = Lexicon.of(vocabulary).vocabulary
    plan: Plan = ()
    current = text
    for _ in range(_ROUNDS):
        current, found = _round(current, words)
        plan = compose(text, plan, found)
        if not any(edit.decided for edit in found):
            return Repair(current, plan)
    return Repair(text, (Edit(0, len(text), text, text, "undecided", 0.5),))


def _round(text: str, words: Counter[str]) -> tuple[str, Plan]:
    """Run every pass once; give the new text, and the plan that leads to it."""
    passes: tuple[Callable[[str], Plan], ...] = (
        mend_multibyte,
        lambda t: mend_singlebyte(t, Lexicon(words)),
        compose_accents,
        conventions,
    )
    plan: Plan = ()
    current = text
    for plan_pass in passes:
        found = plan_pass(current)
        plan = compose(text, plan, found)
        current = replay(current, found)
    return current, plan
