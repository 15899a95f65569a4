"""From lines to alinéas: which line opens an alinéa, and which goes on with the one before.

The circular of 20 October 2000 counts every line break of the published act as an alinéa; but pages and columns
break lines too. A line goes on when the sentence before it cannot stop there («des centres d'appel des»), when it
fills the column and nothing opens («…appartenant à des associations / de permanence des soins»), or when a page
broke a sentence that resumes in lower case. It opens when it carries a label («1°», «a)», «I. -») or a quotation
mark that repeats («« Toutefois…»).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.numbering import CODE_NUMBER_PATTERN
from ingest.lines import Line
from ingest.typography import normalise

_DASH = "[-‐‑–—―−]"
_LABEL = re.compile(
    rf"(?:\d+\s?°(?:\s?(?:bis|ter|quater|quinquies|[A-Z])\b)?|\d+\)|[a-z]{{1,2}}\)|\([a-z\d]{{1,3}}\)|[IVXL]+\s?°"
    rf"|(?:[IVXL]+|[A-Z]|\d+)(?:\s(?:bis|ter|quater))?\.?\s?{_DASH}\s|(?:[IVXL]+|[A-H])\.{_DASH}(?=[A-ZÀ-Þ«])|Art\.\s[LRDA]|[IVXLA-H]\.\s(?!\d)|\d+\.\s|{_DASH}\s|[•·]\s)"
)
# After «aux», «1° et 2° de l'article L. 1» is a reference, not a list.
_REFERENCE = re.compile(r"\s?(?:,|et\b|ou\b|à\b|au\b|du\b|de l['a]|de cet|ci-|susvisé|précité)")
# «…mentionnés aux 1° et / 2° de l'article L. 1»
_OPEN_REFERENCE = re.compile(r"(?:\baux?|\bd[eu]s?|\bles?) \d+°[^.;:]{0,40}(?:,| et| ou| à)$")
_ABBREVIATION = re.compile(r"(?:\b(?:[LRDA]|LO|[Aa]rt|al|M|MM|Mme|Dr|cf)\.|\bn°)$")
# «… / associations», «les mots / « six mois » sont supprimés»: a sentence does not stop there.
_CALLS_FOR_MORE = re.compile(
    r"(?:^|[\s(«'])(?:de|du|des|le|la|les|un|une|à|au|aux|en|par|pour|sur|dans|avec|sans|sous|entre|vers|que|qui|dont|où"
    r"|ne|se|ce|cet|cette|ces|son|sa|ses|leur|leurs|notamment|articles?|\S+'|[^\W\d_]+-|«"
    r"|(?:les?|la) (?:mots?|chiffres?|nombres?|références?|années?|dates?|phrases?|signes?))$"
)
_JOINS_WORDS = re.compile(r"(?:^|\s)(?:et|ou|ainsi que|soit)$")
_SENTENCE_END = re.compile(r"[.;:!?…»]$")
_RUNNING_QUOTATION = re.compile(r"« [^«»]* »\s?(?:[,;(]|[a-zà-ÿ])")
_GOES_ON = re.compile(rf"\((?=[a-zà-ÿ])|{CODE_NUMBER_PATTERN}|\d|\"")
_AMID = 40  # characters: a shorter line may be a list's own («L. 1» under «L. 2»)
_CLOSES = ";:!?»,.)"
_TAIL = 100  # characters of an alinéa that can say whether it goes on
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How far lines run before they are broken: ``reach`` is the width at which a next word did not fit, or None.

    None means that the source breaks lines only where it means to.
    """

    reach: int | None

    def fills(self, line: Line, following: Line) -> bool:
        """True when ``line`` may have been broken only because the next word did not fit."""
        return self.reach is not None and _reach(line, following) >= self.reach


def _reach(line: Line, following: Line) -> int:
    first_word = following.text.removeprefix("« ").split(" ", 1)[0]
    return line.width + 1 + len(first_word) + (len(following.text) - len(following.text.removeprefix("« ")))


def measure_wrapping(lines: Sequence[Line]) -> Wrapping:
    """Learn from the lines that certainly go on (no stop, then lower case) where this source breaks its lines."""
    pairs = [(a, b) for a, b in pairwise(lines) if not (b.gap or a.level or b.level)]
    sure = sorted(_reach(a, b) for a, b in pairs if _resumes(a, b) and not ends_sentence(a.text))
    longest = max((line.width for line in lines), default=0)
    if reach := _column(lines, pairs, longest):
        return Wrapping(reach)
    if len(sure) == 1:  # one break proves a column only if no line is wider
        return Wrapping(sure[0] if longest < sure[0] else None)
    if not sure or len(sure) < 0.3 * len(pairs):
        return Wrapping(None)
    usual = 0.75 * median(sure)
    regular = [reach for reach in sure if reach >= usual]  # «ou de l' / organisme» was cut by hand
    reach = regular[len(regular) // 10]
    return Wrapping(reach if longest <= 1.6 * reach else None)


def _column(lines: Sequence[Line], pairs: Sequence[tuple[Line, Line]], longest: int) -> int | None:
    """The reach of a source whose alinéas stand apart by blank lines, and whose other breaks all fill one column."""
    apart = any(line.gap for line in lines[1:])
    breaks = [_reach(a, b) for a, b in pairs if not (_LABEL.match(b.text) or b.text.startswith("«"))]
    strict = apart and 60 <= longest <= 140 and bool(breaks) and min(breaks) > longest
    return min(breaks) if strict else None


def join_alineas(lines: Sequence[Line], wrapping: Wrapping | None = None) -> tuple[str, ...]:
    """Join lines into alinéas, one string each, normalised."""
    wrapping = wrapping or measure_wrapping(lines)
    words = {word.lower() for line in lines for word in _WORD.findall(line.text)}
    alineas: list[_Growing] = []
    for position, line in enumerate(lines):
        if alineas and not _opens_alinea(alineas[-1], lines, position, wrapping):
            alineas[-1].add(line.text, words)
        else:
            alineas.append(_Growing(line.text))
    return tuple(normalise("".join(alinea.parts)) for alinea in alineas)


class _Growing:
    """An alinéa while its lines come in: its parts, its last words, and how many quotations it leaves open."""

    def __init__(self, text: str) -> None:
        self.parts = [text]
        self.tail = text[-_TAIL:]
        self.quoting = text.count("«") - text.count("»")

    def add(self, text: str, words: set[str]) -> None:
        """Go on with one more line."""
        self.parts[-1], following = _join(self.parts[-1], text, words)
        self.parts.append(following)
        self.tail = (self.parts[-2] + following)[-_TAIL:]
        self.quoting += text.count("«") - text.count("»")


def _opens_alinea(before: _Growing, lines: Sequence[Line], position: int, wrapping: Wrapping) -> bool:
    previous, line = lines[position - 1], lines[position]
    if previous.level or line.level:
        return True
    if line.text[0] in _CLOSES:
        return False
    flows = not line.gap and wrapping.fills(previous, line)
    if label := _LABEL.match(line.text):
        return _opens_item(before.tail, label, flows)
    if _calls_for_more(before.tail) or _JOINS_WORDS.search(before.tail):
        return False
    if line.text.startswith("«"):
        may_break = not line.gap and wrapping.reach is not None
        return _opens_quotation(before, _ahead(lines, position), flows, may_break)
    if flows or (before.tail.endswith("»") and starts_low(line.text)):
        return False
    return ends_sentence(before.tail) or not _resumes(previous, line)


def _opens_item(before: str, label: re.Match[str], flows: bool) -> bool:
    if _calls_for_more(before) or _OPEN_REFERENCE.search(before):
        return False
    stopped = ends_sentence(before) or before.endswith(",")
    if label[0].startswith("("):  # «L. 611-17 / (a) ou L. 612-1»
        return stopped
    return stopped or not (flows and _REFERENCE.match(label.string, label.end()))


def _opens_quotation(before: _Growing, ahead: str, flows: bool, may_break: bool) -> bool:
    """Tell «les mots : / « au moins » sont remplacés» (goes on) from a quoted alinéa (opens)."""
    running = bool(_RUNNING_QUOTATION.match(ahead))
    if before.tail.endswith(":"):
        return not (may_break and running)
    if ends_sentence(before.tail):
        return True
    return not (flows and running) if before.quoting > 0 else not (flows or running)


def _ahead(lines: Sequence[Line], position: int) -> str:
    following = [lines[position].text]
    for line in lines[position + 1 : position + 6]:
        if line.gap or line.text.startswith("«"):
            break
        following.append(line.text)
    return " ".join(following)


def ends_sentence(text: str) -> bool:
    """True when a text ends where a sentence or a list item can end («R.» and «art.» do not end one)."""
    return bool(_SENTENCE_END.search(text)) and not _ABBREVIATION.search(text[-_TAIL:])


def _calls_for_more(text: str) -> bool:
    return bool(_CALLS_FOR_MORE.search(text) or _ABBREVIATION.search(text))


def starts_low(text: str) -> bool:
    """True when a text begins in lower case and carries no label: it resumes a sentence."""
    return text[:1].islower() and not _LABEL.match(text)


def _resumes(previous: Line, line: Line) -> bool:
    """True when a line can only go on with a sentence: lower case, or a number or bracket under a longer line."""
    if starts_low(line.text):
        return True
    amid = previous.width >= _AMID and not _LABEL.match(line.text)
    return amid and bool(_GOES_ON.match(line.text)) and (not line.gap or not line.text[0].isdigit())


def _join(before: str, after: str, words: set[str]) -> tuple[str, str]:
    """Give both sides of a break put together: «de l'» takes no space, a hyphen is weighed against the source's words.

    «inter- / connectés» loses its hyphen only when the source writes «interconnectés» elsewhere, and never «-».
    """
    if before.endswith("'"):
        return before, after
    cut = re.search(r"([^\W\d_]+|\d)-$", before[-_TAIL:])
    if not cut:
        return before, f" {after}"
    following = _WORD.match(after)
    if following:
        whole = f"{cut[1]}{following[0]}".lower()
        if whole in words and f"{cut[1]}-{following[0]}".lower() not in words:
            return before[:-1], after
    return before, after
