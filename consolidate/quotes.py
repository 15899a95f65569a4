"""Find what an act quotes, and mask it, so that instructions can be read without their quoted words.

French acts quote with « and ». Two uses must be told apart:

* words inside a sentence: «les mots : « A » sont remplacés par les mots : « B »»;
* a block of whole alinéas: every alinéa opens with «, only the last one closes with ».

The mask has the length of the text, so that a position in one is a position in the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from corpus.model import Span

OPEN, INSIDE, CLOSE = "\ue000", "\ue001", "\ue002"
"""Private-use characters that stand for a quotation in a mask: one OPEN, any number of INSIDE, one CLOSE."""

QUOTE_PATTERN = f"{OPEN}{INSIDE}*{CLOSE}"

_OPENING = re.compile(r"[«“\"]")
_REPEATED = {mark: re.compile(rf"\s*{mark}\s?") for mark in '«“"'}
"""The mark that a block repeats at each alinéa is its own: another one opens a quotation of the law."""
_CLOSES_LINE = re.compile(r"»\s*[;.,]?\s*$")
_MARK = re.compile(r"[«»\n]|[“”]|\"")
_PRIVATE = re.compile("[\ue000-\ue00f]")


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation: its span with the marks, and its alinéas without them."""

    span: Span
    alineas: tuple[str, ...]
    closed: bool = True

    @property
    def words(self) -> str:
        """The quoted words as one string."""
        return "\n".join(self.alineas)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text whose quotations are masked; ``text`` and ``mask`` have the same length."""

    text: str
    mask: str
    quotes: tuple[Quote, ...]

    def quotes_in(self, span: Span) -> tuple[Quote, ...]:
        """Give the quotations that stand whole in a span of the text."""
        low = bisect_left(self.quotes, span[0], key=lambda quote: quote.span[0])
        high = bisect_right(self.quotes, span[1], lo=low, key=lambda quote: quote.span[1])
        return self.quotes[low:high]


def mask_quotes(text: str) -> Masked:
    """Mask every quotation of ``text``."""
    quotes = tuple(_find_quotes(text))
    pieces, position = [], 0
    for quote in quotes:
        start, end = quote.span
        pieces.append(_PRIVATE.sub("\ufffd", text[position:start]))
        pieces.append(OPEN + INSIDE * (end - start - 2) + CLOSE)
        position = end
    pieces.append(_PRIVATE.sub("\ufffd", text[position:]))
    return Masked(text, "".join(pieces), quotes)


def _find_quotes(text: str) -> list[Quote]:
    quotes: list[Quote] = []
    position = 0
    while (match := _OPENING.search(text, position)) is not None:
        start = match.start()
        end, closed = _end_of_quote(text, start)
        if end - start < 2:
            position = start + 1
            continue
        quotes.append(Quote((start, end), _alineas(text[start:end], closed), closed))
        position = end
    return quotes


def _end_of_quote(text: str, start: int) -> tuple[int, bool]:
    """Find where the quotation that opens at ``start`` ends, and whether a mark closes it."""
    if text[start] != "«":
        closing = "”" if text[start] == "“" else '"'
        line_end = _line_end(text, start)
        end = text.find(closing, start + 1, line_end)
        return (end + 1, True) if end > 0 else _end_of_repeated(text, start, closing)
    return _end_of_guillemets(text, start)


def _end_of_repeated(text: str, start: int, closing: str) -> tuple[int, bool]:
    """Find the end of a block whose alinéas all open with a mark that only the last one closes, as with «."""
    line = _line_end(text, start)
    while _opens_line(text, start) and text[line + 1 : line + 2] == text[start]:
        line_start, line = line + 1, _line_end(text, line + 1)
        if (end := text.find(closing, line_start + 1, line)) > 0:
            alone = text.find(closing, end + 1, line) < 0 and not text[end + 1 : line].strip(" ;.,")
            return (end + 1, True) if alone else (start + 1, False)
    return start + 1, False


def _end_of_guillemets(text: str, start: int) -> tuple[int, bool]:
    depth, last_opened_line = 0, _line_end(text, start)
    for mark in _MARK.finditer(text, start):
        here = mark.start()
        if mark[0] == "«":
            # The « that opens each further alinéa of a block repeats the first one: it opens nothing.
            if depth == 0 or not _opens_line(text, here):
                depth += 1
            else:
                last_opened_line = _line_end(text, here)
        elif mark[0] == "»":
            depth -= 1
            if depth == 0:
                return here + 1, True
        elif mark[0] == "\n" and _closed_at_line_end(text, here):
            # «… l'expression « nu-propriétaire » : one mark closes both the inner and the outer quotation.
            return _last_mark(text, here), True
    # Never closed: what is sure to be quoted are the alinéas that open with «.
    return last_opened_line, False


def _opens_line(text: str, position: int) -> bool:
    return text[text.rfind("\n", 0, position) + 1 : position].strip() == ""


def _closed_at_line_end(text: str, newline: int) -> bool:
    line = text[text.rfind("\n", 0, newline) + 1 : newline]
    following = text[newline + 1 : newline + 40].lstrip()
    return _CLOSES_LINE.search(line) is not None and bool(following) and not following.startswith("«")


def _last_mark(text: str, newline: int) -> int:
    return text.rfind("»", 0, newline) + 1


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _alineas(quoted: str, closed: bool) -> tuple[str, ...]:
    inner = quoted[1:-1] if closed else quoted[1:]
    first, *others = inner.split("\n")
    # The « that repeats at each further alinéa goes; one at the head of the first opens a quotation of the law's own.
    lines = [first.strip(), *(_without_mark(line, quoted[0]) for line in others)]
    return tuple([line for line in lines if line])


def _without_mark(line: str, mark: str) -> str:
    """Take off the mark that a quoted alinéa repeats."""
    repeated = _REPEATED[mark].match(line)
    return line[repeated.end() if repeated else 0 :].strip()
