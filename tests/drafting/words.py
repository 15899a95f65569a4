"""Drafters that speak of words: replaced, inserted, deleted, in each order that drafters write."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from .saying import NUMBERED, Alineas, Drafter, NotSaid, of, opening, rank, same_shape

# ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────

_WORD = re.compile(r"\S+")


def word_runs(old: str, new: str) -> list[tuple[str, str, str, str]]:
    """The stretches of words that change, each with the words just before and after it: (before, old, new, after)."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    runs = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            runs.append((" ".join(a[:i1]), " ".join(a[i1:i2]), " ".join(b[j1:j2]), " ".join(a[i2:])))
    return runs


def _unique(alinea: str, before: str, words: str, after: str) -> tuple[int, int]:
    """How many words of context on the left and on the right make the words stand once in the alinéa."""
    left, right = before.split(), after.split()
    for reach in range(12):
        taken = [*left[len(left) - reach :], words, *right[:reach]] if reach else [words]
        whole = " ".join(piece for piece in taken if piece)
        if whole and len(re.findall(rf"(?<!\w){re.escape(whole)}(?!\w)", alinea)) == 1:
            return min(reach, len(left)), min(reach, len(right))
    raise NotSaid


def _around(before: str, after: str, left: int, right: int) -> tuple[str, str]:
    head = before.split()[len(before.split()) - left :] if left else []
    return " ".join(head), " ".join(after.split()[:right])


def word_orders(old: str, new: str) -> list[str]:
    """The orders on words of one alinéa, as clauses without their place."""
    orders = []
    for before, words, fresh, after in word_runs(old, new):
        if any(mark in f"{words}{fresh}" for mark in "«»"):
            raise NotSaid
        left, right = _unique(old, before, words, after)
        if not words and not left:
            left = 1 if before else 0
        head, tail = _around(before, after, left, right)
        one = " ".join(piece for piece in (head, words, tail) if piece)
        other = " ".join(piece for piece in (head, fresh, tail) if piece)
        if not one or "«" in one or "»" in one:
            raise NotSaid
        if not other:
            orders.append(f"les mots : « {one} » sont supprimés")
        else:
            orders.append(f"les mots : « {one} » sont remplacés par les mots : « {other} »")
    return orders


def words_in_a_list(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """Lists in a list: «1° Le premier alinéa est ainsi modifié : a) Les mots … ; b) …»."""
    points = []
    for number, index in enumerate(same_shape(before, after), 1):
        orders = word_orders(before[index], after[index])
        if len(orders) > 20:
            return None
        if len(orders) == 1:
            points.append(f"{number}° Au {rank(index)} alinéa, {orders[0]}")
            continue
        inner = [f"{chr(96 + n)}) {order[:1].upper()}{order[1:]}" for n, order in enumerate(orders, 1)]
        points.append(f"{number}° Le {rank(index)} alinéa est ainsi modifié :\n" + " ;\n".join(inner))
    return f"{opening(article, text)} est ainsi modifié :\n" + " ;\n".join(points) + "." if points else None


def words_in_a_sentence(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Au premier alinéa de l'article 5, les mots … sont remplacés par … et les mots … sont supprimés.»."""
    changed = same_shape(before, after)
    if len(changed) != 1:
        return None
    orders = word_orders(before[changed[0]], after[changed[0]])
    if not 1 <= len(orders) <= 4:
        return None
    place = f"Au {rank(changed[0])} alinéa de {of(article, text)}" if len(before) > 1 else f"A {of(article, text)}"
    return f"{place}, {' et '.join(orders)}."


def words_inserted(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Au premier alinéa, après les mots : « A », sont insérés les mots : « B ».»."""
    changed = same_shape(before, after)
    if len(changed) != 1:
        return None
    old = before[changed[0]]
    runs = word_runs(old, after[changed[0]])
    if len(runs) != 1 or runs[0][1] or not runs[0][0] or any(mark in runs[0][2] for mark in "«»"):
        return None
    head, _, fresh, _ = runs[0]
    for reach in range(1, 12):
        anchor = " ".join(head.split()[-reach:])
        if len(re.findall(rf"(?<!\w){re.escape(anchor)}(?!\w)", old)) == 1 and "«" not in anchor and "»" not in anchor:
            break
    else:
        return None
    if anchor[-1] in ".;:,":
        return None  # a drafter anchors on words, not on the mark after them
    place = f"Au {rank(changed[0])} alinéa de {of(article, text)}"
    return f"{place}, après les mots : « {anchor} », sont insérés les mots : « {fresh} »."


def words_in_an_item(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Au 2° de l'article 5, les mots … sont remplacés par …»."""
    changed = same_shape(before, after)
    labels = [m[1] if (m := NUMBERED.match(alinea)) else None for alinea in before]
    if len(changed) != 1 or (label := labels[changed[0]]) is None or labels.count(label) != 1:
        return None
    orders = word_orders(before[changed[0]], after[changed[0]])
    if len(orders) != 1 or not after[changed[0]].startswith(label):
        return None
    return f"Au {label} de {of(article, text)}, {orders[0]}."


WORD_DRAFTERS: tuple[Drafter, ...] = (words_in_a_list, words_in_a_sentence, words_inserted, words_in_an_item)
