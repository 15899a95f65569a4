"""stand-in."""

from dataclasses import dataclass

from corpus.model import Edit


@dataclass(frozen=True, slots=True)
class Repair:
    """stand-in."""

    text: str
    edits: tuple[Edit, ...] = ()


def repair(text: str, vocabulary: object = ()) -> Repair:
    """stand-in."""
    return Repair(text)
