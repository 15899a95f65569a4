"""What a cited address is at a date, and which citations are stale: one definition for the graph, the site and SQL."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """What the cited address is while the citation holds. The value is what the database stores."""

    IN_FORCE = "in-force"
    RENUMBERED = "renumbered"
    """One article carries it on, under the address ``now``."""
    SPLIT = "split"
    """Several articles carry it on: which of them the words mean is not known."""
    REPEALED = "repealed"
    REASSIGNED = "reassigned"
    """The number has passed to another article than the one that bore it when the words were written."""
    NOT_YET = "not-yet"
    MISSING = "missing"
    """In force, but no text of it is known."""
    FOUND = "found"
    """A text as a whole, or a division, that the corpus has."""
    UNKNOWN_ARTICLE = "unknown-article"
    UNKNOWN_DIVISION = "unknown-division"
    UNKNOWN_TEXT = "unknown-text"
    AMBIGUOUS = "ambiguous"
    UNDETERMINED = "undetermined"
    """The words do not say which text."""
    UNRESOLVED = "unresolved"
    """Nobody has looked yet."""

    @property
    def is_stale(self) -> bool:
        """True where it is known what became of the cited article, and it is no longer at that address."""
        return self in STALE

    @property
    def is_lost(self) -> bool:
        """True where the text is known, and nothing of that article: the words may be wrong, or the corpus lack it."""
        return self in LOST


STALE = frozenset({Standing.REPEALED, Standing.RENUMBERED, Standing.SPLIT, Standing.REASSIGNED})
"""What a stale citation leads to, wherever one is spoken of: :attr:`Standing.is_stale`, for who asks the database."""
LOST = frozenset({Standing.MISSING, Standing.UNKNOWN_ARTICLE})
"""What a citation leads to of which nobody can say whether it is stale: :attr:`Standing.is_lost`."""
