"""The words of one line of a watch list, read whole: what they name, and what of them is not understood.

144 à 146 et 150 du code civil
Code civil, article 144
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.references import Reference, find_references
from corpus.titles import find_titles

_WORDS = r"articles?|art|du|des|de|les|le|la|et|ou|ainsi\s+que"
_BEFORE = re.compile(rf"(?:[\s,;.:]|(?:{_WORDS})\b|[ld]['’])*", re.IGNORECASE)
_AFTER = re.compile(rf"(?:[\s,;.:]|\b(?:(?:{_WORDS})(?!\w)|[ld]['’]))+$", re.IGNORECASE)
_ARTICLES = re.compile(r"^(?:l['’])?(?:articles?|art\.?)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"^\s*[,:–—-]?\s*")
"""What may stand between the name of a text and its articles, where the name comes first."""
_ADDS = re.compile(r"[;.]|(?:et|ou|ainsi\s+que)\b", re.IGNORECASE)
"""What adds something to a text: «Code civil ; article 144» is not article 144 of it alone."""
_SMALL_LETTER = re.compile(r"(?<![\w.’'])(?:lo|[lrda])(?=\*{0,2}\.?\s?\*{0,2}\d)")


@dataclass(frozen=True, slots=True)
class Words:
    """What a line names, in order, and the words of it that say something else; ``unread`` empty: all is understood."""

    references: tuple[Reference, ...]
    unread: tuple[str, ...]


def read_words(line: str) -> Words:
    """Read a line: as it stands, as a list of articles, or as a text whose articles follow its name.

    The first way that leaves nothing out is the one; where none does, that which leaves out least is given.
    """
    found: list[Words] = []
    for words in _ways(line):
        found.append(words)
        if words.references and not words.unread:
            return words
    return min(found, key=lambda words: (not words.references, sum(map(len, words.unread))))


def _ways(line: str) -> Iterator[Words]:
    for written in (line, line.lower()) if line.isupper() else (line,):
        yield from _ways_of(_SMALL_LETTER.sub(lambda letter: letter[0].upper(), written))


def _ways_of(line: str) -> Iterator[Words]:
    yield _read(line)
    # «1240 et 1241 du code civil» says no «articles», and «article 144 et 145» says one.
    yield _read(f"articles {_ARTICLES.sub('', line)}")
    name = next(iter(find_titles(line)), None)
    if name is not None and name.start == 0 and name.text is not None:
        rest = _BETWEEN.sub("", line[name.end :])
        own = rest and not _ADDS.match(rest)
        for words in (rest, f"articles {_ARTICLES.sub('', rest)}") if own else ():
            yield _read_after(line[: name.end], name.text.title, words)


def _read_after(name: str, title: str, rest: str) -> Words:
    """Read what follows the name of a text; where some of it is of another text, the name itself is left out."""
    words = _read(rest, title)
    alone = any(one.target_text != title for one in words.references)
    return replace(words, unread=(name, *words.unread)) if alone else words


def _read(line: str, in_text: str | None = None) -> Words:
    found = find_references(line, in_text=in_text)
    texts = {one.target_text for one in found}
    spans = [span for one in found for span in ((one.start, one.end), one.range_span) if span]
    spans += [(t.start, t.end) for t in find_titles(line) if t.text is not None and t.text.title in texts]
    unread = list(_leftover(line, spans))
    if texts - {None}:  # a text is named: what it does not govern is of no known text
        unread += [one.as_written for one in found if one.target_text is None]
    return Words(found, tuple(unread))


def _leftover(line: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    """Give the words outside the spans that are no mere connectives."""
    done = 0
    for start, end in [*sorted(spans), (len(line), len(line))]:
        words = line[done:start] if start > done else ""
        words = _AFTER.sub("", words[_BEFORE.match(words).end() :])  # type: ignore[union-attr]  # it may match nothing
        if words:
            yield words
        done = max(done, end)
