"""Where a change leads: the article on either side of it, and the comparison of the two."""

from __future__ import annotations

from chronolex.site.addresses import Addresses
from corpus.changes import Change, State


def change_address(at: Addresses, change: Change, side: State | None) -> str:
    """Where an article stands: open at the change when it has a text then."""
    if side is not None:
        return at.article(side.text_slug, side.number, side.start)
    if change.old and change.old_number is None:
        return at.article(change.old.text_slug, change.old.number, change.day)
    return at.article(change.text_slug, change.number)


def compare_address(at: Addresses, change: Change) -> str | None:
    """Where the two sides of a change are compared, when it has two."""
    if change.old is None or change.new is None:
        return None
    return at.compare(change.new.text_slug, change.new.number, change.old.start, change.new.start)


def reading_address(at: Addresses, change: Change) -> str:
    """Where to read a change: its two sides compared, else the article where it stands."""
    return compare_address(at, change) or change_address(at, change, change.new)
