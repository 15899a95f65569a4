"""Drafters that speak of the items of a list: inserted, replaced, deleted, added at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from .saying import Alineas, Drafter, NotSaid, block, of, opening

_ITEM = re.compile(r"(?P<label>\d+°(?: (?:bis|ter|quater|quinquies))?|[a-z]\))\s")


def label_of(alinea: str) -> str:
    """The label of an item, as a sentence names it."""
    if (match := _ITEM.match(alinea)) is None:
        raise NotSaid
    return match["label"].rstrip(")")


def _named(alineas: Alineas, index: int) -> str:
    """The label of an item of one alinéa, which no other item of the article bears."""
    label = label_of(alineas[index])
    if [alinea for alinea in alineas if alinea.startswith((f"{label} ", f"{label})"))] != [alineas[index]]:
        raise NotSaid
    if any(not _ITEM.match(alinea) or _style(alinea) != _style(alineas[index]) for alinea in alineas[index + 1 :][:1]):
        raise NotSaid  # what follows may belong to the item
    return label


def _style(alinea: str) -> bool:
    return alinea[0].isdigit()


def _only_change(before: Alineas, after: Alineas) -> tuple[str, int, int, int, int]:
    orders = [o for o in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if o[0] != "equal"]
    if len(orders) != 1:
        raise NotSaid
    return orders[0]


def _announced(new: Alineas) -> str:
    labels = [label_of(alinea) for alinea in new]
    if len(labels) > 2 or len(set(labels)) < len(labels):
        raise NotSaid
    return " et ".join(f"un {label}" for label in labels) + (" ainsi rédigés" if len(labels) > 1 else " ainsi rédigé")


def items_inserted(article: str, text: str, before: Alineas, after: Alineas) -> str:
    """«Après le 2° de l'article 5, il est inséré un 2° bis ainsi rédigé : …»."""
    tag, i1, _, j1, j2 = _only_change(before, after)
    if tag != "insert" or i1 == 0:
        raise NotSaid
    verb = "il est inséré" if j2 - j1 == 1 else "sont insérés"
    new = after[j1:j2]
    return f"Après le {_named(before, i1 - 1)} de {of(article, text)}, {verb} {_announced(new)} :\n{block(new)}"


def items_inserted_inverted(article: str, text: str, before: Alineas, after: Alineas) -> str:
    """«A l'article 5, il est inséré, après le 2°, un 2° bis ainsi rédigé : …»."""
    tag, i1, _, j1, j2 = _only_change(before, after)
    if tag != "insert" or i1 == 0 or j2 - j1 != 1:
        raise NotSaid
    new = after[j1:j2]
    return f"A {of(article, text)}, il est inséré, après le {_named(before, i1 - 1)}, {_announced(new)} :\n{block(new)}"


def items_deleted(article: str, text: str, before: Alineas, after: Alineas) -> str:
    """«Le 3° de l'article 5 est abrogé.», «Les 3° et 4° de l'article 5 sont supprimés.»."""
    tag, i1, i2, _, _ = _only_change(before, after)
    if tag != "delete" or i2 - i1 > 2:
        raise NotSaid
    labels = [_named(before, index) for index in range(i1, i2)]
    if len(labels) == 1:
        return f"Le {labels[0]} de {of(article, text)} est abrogé."
    return f"Les {labels[0]} et {labels[1]} de {of(article, text)} sont supprimés."


def items_replaced(article: str, text: str, before: Alineas, after: Alineas) -> str:
    """«Le 2° de l'article 5 est remplacé par un 2° et un 3° ainsi rédigés : …», or of the same number: «rédigé»."""
    tag, i1, i2, j1, j2 = _only_change(before, after)
    if tag != "replace" or i2 - i1 > 2:
        raise NotSaid
    labels, new = [_named(before, index) for index in range(i1, i2)], after[j1:j2]
    said = _announced(new)
    if len(labels) == 1:
        return f"Le {labels[0]} de {of(article, text)} est remplacé par {said} :\n{block(new)}"
    return f"Les {labels[0]} et {labels[1]} de {of(article, text)} sont remplacés par {said} :\n{block(new)}"


def a_list_completed(article: str, text: str, before: Alineas, after: Alineas) -> str:
    """«L'article 5 est complété par un 4° ainsi rédigé : …»: after the last item of its list."""
    tag, i1, _, j1, j2 = _only_change(before, after)
    if tag != "insert" or i1 == 0:
        raise NotSaid
    labels = [m["label"] for alinea in before if (m := _ITEM.match(alinea))]
    if not labels or labels[-1] != f"{_named(before, i1 - 1)}" or {label[-1] for label in labels} != {"°"}:
        raise NotSaid
    return f"{opening(article, text)} est complété par {_announced(after[j1:j2])} :\n{block(after[j1:j2])}"


def item_changes(alineas: Alineas) -> Iterator[tuple[list[str], list[str]]]:
    """A version without one of its items, or two, and back: (before, after)."""
    whole = list(alineas)
    for index in range(len(whole)):
        for count in (1, 2):
            gone = whole[index : index + count]
            if len(gone) == count and all(_ITEM.match(one) for one in gone):
                less = whole[:index] + whole[index + count :]
                yield from ((whole, less), (less, whole))


ITEM_DRAFTERS: tuple[Drafter, ...] = (
    items_inserted,
    items_inserted_inverted,
    items_deleted,
    items_replaced,
    a_list_completed,
)
