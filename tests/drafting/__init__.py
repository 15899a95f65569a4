"""Draft amending instructions from the difference of two official versions, in many of the forms that drafters use.

The round trip «difference → sentence → operations → text» must give the newer version back, or a refusal: never another
text. A drafter is a function of the article's number, the name of its text and its two versions; what it cannot say in
its form it does not say (None). Those of ``CHANGE_DRAFTERS`` say one change of words: :func:`single_changes` gives the
steps from one version to the other.
"""

from __future__ import annotations

from .changes import SINGLE_DRAFTERS, single_changes
from .items import ITEM_DRAFTERS, item_changes
from .passages import PASSAGE_DRAFTERS
from .saying import Alineas, Drafter, NotSaid
from .stretches import STRETCH_DRAFTERS
from .words import WORD_DRAFTERS

DRAFTERS = PASSAGE_DRAFTERS + ITEM_DRAFTERS + WORD_DRAFTERS
CHANGE_DRAFTERS = SINGLE_DRAFTERS + STRETCH_DRAFTERS

__all__ = [
    "CHANGE_DRAFTERS",
    "DRAFTERS",
    "ITEM_DRAFTERS",
    "draft",
    "item_changes",
    "single_changes",
]


def draft(drafter: Drafter, article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """Draft an instruction, or give None where the form cannot say the difference."""
    try:
        return drafter(article, text, before, after)
    except NotSaid:
        return None
