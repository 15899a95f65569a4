"""Where the words that an instruction is about stand: in the act, and in the article, for the carets of a refusal."""

from __future__ import annotations

from collections.abc import Sequence

from consolidate.operations import (
    Action,
    DeleteWords,
    InsertWords,
    Operation,
    ReplaceStretch,
    ReplaceTail,
    ReplaceWords,
)
from consolidate.words import find_words
from corpus.model import Span


def sought_words(action: Action) -> tuple[str, ...]:
    """Give the words that an action looks for in the article, in the order in which the act quotes them."""
    match action:
        case ReplaceWords(old=old) | DeleteWords(old=old):
            return old
        case InsertWords(anchor=anchor) | ReplaceTail(anchor=anchor):
            return (anchor,) if anchor else ()
        case ReplaceStretch(anchor=anchor, until=until):
            return (anchor, until) if anchor else (until,)
        case _:
            return ()


def point_in_act(operation: Operation) -> Span:
    """Give the span, in the act's body, of the words that it quotes to be found; else of the instruction."""
    start, _ = operation.span
    for words in sought_words(operation.action):
        at = operation.sentence.find(words)
        if at >= 0:
            return start + at, start + at + len(words)
    return operation.span


def point_in_article(operation: Operation, alineas: Sequence[str]) -> list[tuple[int, Span]]:
    """Give each alinéa (1-based) and span where the words stand as they are quoted, whatever the place named."""
    return [
        (rank, span)
        for rank, alinea in enumerate(alineas, 1)
        for words in sought_words(operation.action)
        for span in find_words(alinea, words)
    ]
