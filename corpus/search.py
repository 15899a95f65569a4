"""Full-text search: what a person types, made a safe FTS5 expression; and its excerpts, made spans.

The index ignores accents and case. It does not know that «œuvre» and «oeuvre» are one word: both spellings are
looked for. Words are all required; a phrase between quotation marks is required as it stands; ``médec*`` is a prefix.
"""

from __future__ import annotations

import re

from corpus.errors import LookupFailed
from corpus.model import Span

_TERM = re.compile(r'"(?P<ascii>[^"]+)"|«\s*(?P<french>[^»]+?)\s*»|“(?P<curly>[^”]+)”|(?P<word>\w+\*?)')
_LIGATURES = (("œ", "oe"), ("æ", "ae"))


def match_terms(words: str) -> tuple[str, ...]:
    """Make one FTS5 expression for each word or phrase; raises :class:`LookupFailed` when there is none."""
    terms = [_read_term(match) for match in _TERM.finditer(words)]
    spelled = tuple(dict.fromkeys(_either(text, prefix) for text, prefix in terms if text))
    if not spelled:
        raise LookupFailed("La recherche ne contient aucun mot.", "Exemple : permanence des soins.")
    return spelled


def _read_term(match: re.Match[str]) -> tuple[str, bool]:
    phrase = match["ascii"] or match["french"] or match["curly"]
    if phrase:
        return " ".join(re.findall(r"\w+", phrase)), False
    return match["word"].rstrip("*"), match["word"].endswith("*")


def _either(text: str, prefix: bool) -> str:
    spellings = list(dict.fromkeys([text, *_respell(text)]))
    quoted = ['"' + spelling.replace('"', '""') + '"' + (" *" if prefix else "") for spelling in spellings]
    return quoted[0] if len(quoted) == 1 else "(" + " OR ".join(quoted) + ")"


def _respell(text: str) -> list[str]:
    lower = text.lower()
    joined = split = lower
    for ligature, letters in _LIGATURES:
        joined, split = joined.replace(letters, ligature), split.replace(ligature, letters)
    return [spelling for spelling in (split, joined) if spelling != lower]


def read_excerpt(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Take the marks U+0002 … U+0003 out of an excerpt; return it with the spans they stood around."""
    plain, spans, length = [], [], 0
    for piece in re.split("(\x02[^\x03]*\x03)", marked):
        text = piece.strip("\x02\x03")
        if piece.startswith("\x02"):
            spans.append((length, length + len(text)))
        plain.append(text)
        length += len(text)
    return "".join(plain), tuple(spans)
