"""Clauses that share a part: it is said once, and each of them takes it.

«Au premier alinéa, les mots : « A » et, au second alinéa, les mots : « B » sont supprimés»: two places and their words,
one verb. «Le mot : « A » est remplacé, au premier alinéa, par le mot : « B » et, au second, par le mot : « C »»: one
word and its verb, two places. Each is spelled out as a sentence of its own, which the forms then read.
"""

from __future__ import annotations

import re

from consolidate.chunks import Chunk, Chunked

_PLACE = "g(?:,+[gf])*,?"
_WORDS = "[ab]?w(?:[,&]+w)*"
_COMPLEMENT = "(?:p[wq](?:[,&]+p?w)*|w)"

_ONE_VERB = re.compile(
    rf"(?P<heads>{_PLACE}{_WORDS}(?:[,&]+{_PLACE}{_WORDS})+),?(?P<tail>e(?:D|R,?{_COMPLEMENT}|I,?w))o*(?=[;.,&]*$|[,&])"
)
_ONE_WORD = re.compile(
    rf"(?P<head>(?:{_PLACE})?w,?eR),?(?P<heads>(?:{_PLACE}|o,?)pw(?:[,&]+(?:{_PLACE}|o,?)pw)+)(?=[;.,&]*$|[,&])"
)
_HEAD = re.compile(rf"{_PLACE}{_WORDS}")
_BRANCH = re.compile(rf"(?:{_PLACE}|o,?)pw")


def spell_shared(chunked: Chunked, position: int) -> tuple[list[Chunked], int]:
    """Spell out the clauses at a chunk that share a part; gives them, and the chunk after the last one.

    Nothing when they share none.
    """
    codes, verb = chunked.codes, chunked.codes.find("e", position)
    if codes.count("w", position, verb) > 1 and (match := _ONE_VERB.match(codes, position)):
        heads = [head.span() for head in _HEAD.finditer(codes, *match.span("heads"))]
        return [_join(chunked, head, match.span("tail")) for head in heads], match.end("tail")
    if codes.count("pw", max(verb, position)) > 1 and (match := _ONE_WORD.match(codes, position)):
        branches = [branch.span() for branch in _BRANCH.finditer(codes, *match.span("heads"))]
        return [_join(chunked, match.span("head"), branch) for branch in branches], match.end("heads")
    return [], position


def _join(chunked: Chunked, *parts: tuple[int, int]) -> Chunked:
    chunks: list[Chunk] = [chunk for start, end in parts for chunk in chunked.chunks[start:end]]
    return Chunked("".join(chunk.code for chunk in chunks), tuple(chunks))
