"""Drafters that say one stretch of words otherwise: before, between, from … to, ends and beginnings, in a sentence."""

from __future__ import annotations

import re

from consolidate.words import split_sentences

from .saying import MANY, NUMBERED, ORDINALS_F, Alineas, Drafter, NotSaid, of, rank, same_shape
from .words import word_orders, word_runs


def _sentences_of(alinea: str) -> list[str]:
    return [alinea[start:end] for start, end in split_sentences(alinea)]


def _one_run(before: Alineas, after: Alineas) -> tuple[int, str, str, str, str]:
    """The only stretch of words that changes: its alinéa, and what stands before it, in it, in its place, after it."""
    changed = same_shape(before, after)
    if len(changed) != 1:
        raise NotSaid
    runs = word_runs(before[changed[0]], after[changed[0]])
    if len(runs) != 1 or any(mark in "".join(runs[0]) for mark in "«»"):
        raise NotSaid
    return (changed[0], *runs[0])


def _once(alinea: str, words: str) -> str:
    """Words that a drafter may quote alone: they stand once, and do not begin or end with a mark."""
    if not words or len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", alinea)) != 1 or words[-1] in ".;:,(":
        raise NotSaid
    return words


def _shortest(alinea: str, words: list[str], *, at_end: bool) -> str:
    for reach in range(1, min(12, len(words)) + 1):
        try:
            return _once(alinea, " ".join(words[-reach:] if at_end else words[:reach]))
        except NotSaid:
            continue
    raise NotSaid


def _at(index: int, article: str, text: str) -> str:
    return f"Au {rank(index)} alinéa de {of(article, text)}"


def words_inserted_before(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«avant les mots : « A », sont insérés les mots : « B »»."""
    index, head, old, new, tail = _one_run(before, after)
    if old or not head or head[-1] in ".!?":
        return None
    anchor = _shortest(before[index], tail.split(), at_end=False)
    return f"{_at(index, article, text)}, avant les mots : « {anchor} », sont insérés les mots : « {new} »."


def words_inserted_between(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«entre les mots : « A » et les mots : « B », sont insérés les mots : « C »»."""
    index, head, old, new, tail = _one_run(before, after)
    left, right = head.split()[-2:], tail.split()[:2]
    if old or not left or not right or left[-1][-1] in ".;:,'’" or right[-1][-1] in ".;:,":
        return None
    if len(re.findall(re.escape(" ".join([*left, *right])), before[index])) != 1:
        return None
    bounds = f"les mots : « {' '.join(left)} » et les mots : « {' '.join(right)} »"
    return f"{_at(index, article, text)}, entre {bounds}, sont insérés les mots : « {new} »."


def words_deleted(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Sont supprimés, au premier alinéa de l'article 5, les mots : « A »»."""
    index, head, old, new, _ = _one_run(before, after)
    if new or not head or head[-1] in ".!?":
        return None
    return (
        f"Sont supprimés, au {rank(index)} alinéa de {of(article, text)}, les mots : « {_once(before[index], old)} »."
    )


def words_from_to(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«les mots : « A » jusqu'aux mots : « B » sont remplacés par les mots : « C »»."""
    index, head, old, new, _ = _one_run(before, after)
    words = old.split()
    if len(words) < 5:
        return None
    first = _shortest(before[index], words[: len(words) // 2], at_end=False)
    last = _shortest(before[index], words[len(words) // 2 :], at_end=True)
    done = f"sont remplacés par les mots : « {new} »" if new else "sont supprimés"
    if not new and (not head or head[-1] in ".!?"):
        return None
    return f"{_at(index, article, text)}, les mots : « {first} » jusqu'aux mots : « {last} » {done}."


def words_between_bounds(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«les mots compris entre les mots : « A » et les mots : « B » sont supprimés»."""
    index, head, old, new, tail = _one_run(before, after)
    if not old:
        return None
    left = _shortest(before[index], head.split(), at_end=True)
    right = _shortest(before[index], tail.split(), at_end=False)
    done = f"sont remplacés par les mots : « {new} »" if new else "sont supprimés"
    bounds = f"les mots : « {left} » et les mots : « {right} »"
    return f"{_at(index, article, text)}, les mots compris entre {bounds} {done}."


def _end_run(before: Alineas, after: Alineas) -> tuple[int, str, str, str]:
    """The only stretch that changes, where it ends its alinéa with a mark of its own."""
    index, head, old, new, tail = _one_run(before, after)
    if tail or not head or new[-1:] not in {".", ";", ":"}:
        raise NotSaid
    return index, head, old, new


def end_of_an_alinea(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Après les mots : « A », la fin du premier alinéa est ainsi rédigée : « B »»."""
    index, head, _, new = _end_run(before, after)
    anchor = _shortest(before[index], head.split(), at_end=True)
    end = f"la fin du {rank(index)} alinéa de {of(article, text)}"
    return f"Après les mots : « {anchor} », {end} est ainsi rédigée : « {new} »"


def end_from_words(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«La fin du premier alinéa, à compter des mots : « A », est ainsi rédigée : « B »»."""
    index, _, old, new = _end_run(before, after)
    anchor = _shortest(before[index], old.split(), at_end=False)
    end = f"La fin du {rank(index)} alinéa de {of(article, text)}"
    return f"{end}, à compter des mots : « {anchor} », est ainsi rédigée : « {new} »"


def beginning_up_to(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Le début du premier alinéa, jusqu'aux mots : « A », est ainsi rédigé : « B »»."""
    index, head, old, new, _ = _one_run(before, after)
    if head or not new or (NUMBERED.match(before[index]) and not NUMBERED.match(after[index])):
        return None  # the label stays, unless the new beginning brings one
    anchor = _shortest(before[index], old.split(), at_end=True)
    start = f"Le début du {rank(index)} alinéa de {of(article, text)}"
    return f"{start}, jusqu'aux mots : « {anchor} », est ainsi rédigé : « {new} »"


def completed_by_words(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Le premier alinéa est complété par les mots : « A »»."""
    changed = same_shape(before, after)
    if len(changed) != 1:
        return None
    old, new = before[changed[0]], after[changed[0]]
    mark = old[-1] if old[-1] in ".;" else ""
    body = old[: len(old) - len(mark)].rstrip()
    fresh = new[len(body) : len(new) - len(mark)].strip()
    if not new.startswith(body) or not new.endswith(mark) or not fresh or fresh[-1] in ".;:" or "«" in fresh:
        return None
    if fresh[0].isalnum() and not new[len(body)].isspace():
        return None
    return f"Le {rank(changed[0])} alinéa de {of(article, text)} est complété par les mots : « {fresh} »."


def sentence_words(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«A la deuxième phrase du premier alinéa, les mots … sont remplacés par les mots …»."""
    changed = same_shape(before, after)
    if len(changed) != 1:
        return None
    old, new = (_sentences_of(version[changed[0]]) for version in (before, after))
    touched = [n for n, (one, two) in enumerate(zip(old, new, strict=False)) if one != two]
    if len(old) != len(new) or len(old) < 2 or len(touched) != 1 or touched[0] >= MANY:
        return None
    orders = word_orders(old[touched[0]], new[touched[0]])
    if not 1 <= len(orders) <= 4:
        return None
    where = f"du {rank(changed[0])} alinéa de {of(article, text)}"
    return f"A la {ORDINALS_F[touched[0]]} phrase {where}, {' et '.join(orders)}."


STRETCH_DRAFTERS: tuple[Drafter, ...] = (
    words_inserted_before,
    words_inserted_between,
    words_deleted,
    words_from_to,
    words_between_bounds,
    end_of_an_alinea,
    end_from_words,
    beginning_up_to,
    completed_by_words,
    sentence_words,
)
