"""Find quoted words in the text of an article: whole words, tolerant to typography, never to letters.

What is folded away: the shape of apostrophes, quotation marks and dashes, runs of spaces, spaces around marks, the
space between thousands (150 000 and 150000), ligatures (œ/oe), and accents on capitals (E/É). What is not: any other
letter, and case, except a capital that only stands at the start of a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from corpus.model import Span
from corpus.numbering import LATIN_ADVERBS
from corpus.wordlist import any_of

_SHAPES = (
    dict.fromkeys("’‘ʼ´", "'")
    | dict.fromkeys("“”«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00a0\u202f\u2009\t\n", " ")
)
_LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"}
_CAPITALS = {
    letter: unicodedata.normalize("NFD", letter)[0]
    for letter in map(chr, (*range(0x80, 0x530), *range(0x1E00, 0x2200)))
    if letter.isupper()
}
_COMPARED = _SHAPES | _CAPITALS | _LIGATURES
_SHAPE = re.compile("[" + "".join(map(re.escape, _COMPARED)) + "]")
_LIGATURE = re.compile("[" + "".join(_LIGATURES) + "]")
_TIGHT = re.escape('.,;:!?"()[]-%°…*')
"""Marks around which spaces do not count."""
_GROUPED = r"(?:(?<=(?<!\d)\d )|(?<=(?<!\d)\d\d )|(?<=(?<!\d)\d{3} ))(?=\d{3}(?!\d))"
"""The space of «150 000», which some texts leave out; a year and a number («2010 300») are no group."""
_LOOSE = re.compile(rf" (?:(?:(?<=\A )|(?<=[{_TIGHT} ] )) *| *(?=[{_TIGHT}])|{_GROUPED})")
"""Spaces that do not count: around these marks, at the beginning, in numbers, and all but the first of several."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in comparison form: ``text``. ``spaced`` is the same with all its spaces, from which places are told."""

    original: str
    spaced: str
    text: str

    def original_span(self, start: int, end: int) -> Span:
        """Map a span of the folded text back to the original."""
        first = self._spaced(start)
        last = self._spaced(end - 1, first, start)
        if len(self.spaced) == len(self.original):
            return first, last + 1
        return self._unjoined(first), self._unjoined(last) + 1

    def _spaced(self, position: int, known: int = 0, folded: int = 0) -> int:
        """Where a character of ``text`` stands in ``spaced``, looking on from one of which both places are known."""
        position += known - folded
        for gap in _LOOSE.finditer(self.spaced, known):
            if gap.start() > position:
                break
            position += gap.end() - gap.start()
        return position

    def _unjoined(self, position: int) -> int:
        """Where a character of ``spaced`` stands in the original, whose ligatures are one letter."""
        places = (ligature.start() + rank for rank, ligature in enumerate(_LIGATURE.finditer(self.original)))
        return position - sum(place < position for place in places)


@lru_cache(maxsize=256)
def fold(text: str) -> Folded:
    """Fold a text for comparison."""
    spaced = _SHAPE.sub(_fold_character, text)
    return Folded(text, spaced, _LOOSE.sub("", spaced))


def _fold_character(match: re.Match[str]) -> str:
    return _COMPARED[match[0]]


def fold_words(words: str) -> str:
    """Fold quoted words for the search, without the spaces at their ends."""
    return fold(words).text.strip()


def find_words(text: str, words: str, *, opening: bool = False) -> list[Span]:
    """List the spans of ``text`` where ``words`` stand as whole words and in their case; never inside a longer word.

    ``opening``: the act says that they open the text («au début du premier alinéa»); words that stand nowhere as
    written may then differ by the capital that a sentence starts with.
    """
    folded, wanted = fold(text), fold_words(words)
    if not wanted:
        return []
    exact = [span for span in _search(folded, wanted) if not _is_part(text, span)]
    if exact or not opening:
        return exact
    capital = _search(folded, wanted[0].upper() + wanted[1:])
    return [span for span in capital if _starts_sentence(text, span[0]) and not _is_part(text, span)]


def _search(folded: Folded, wanted: str) -> list[Span]:
    # No regular expression: every act quotes other words, and compiling each would cost more than looking for it.
    text, size, spans = folded.text, len(wanted), []
    at = text.find(wanted)
    while at >= 0:
        end = at + size
        inside = (wanted[0].isalnum() and text[at - 1 : at].isalnum()) or (
            wanted[-1].isalnum() and text[end : end + 1].isalnum()
        )
        if not inside:
            spans.append(folded.original_span(at, end))
        at = text.find(wanted, at + 1 if inside else end)
    return spans


_ADVERB = any_of(LATIN_ADVERBS)
_UNIT = r"\s?(?:%|€|euros?\b|francs?\b|F\b|millions?\b)"
_GOES_ON = re.compile(
    r"[-‐‑](?=\w)"  # «L. 122-6» in «L. 122-6-1», «celui» in «celui-ci»
    r"|(?<=\d)(?<!\d{4})[ \u00a0\u202f]\d{3}(?!\d)"  # «300» in «300 000»
    rf"|(?<=\d),\d+{_UNIT}"  # «5» in «5,5 %»
    rf"|(?<=[\d°])(?:\s[A-Z]{{1,2}})?\s{_ADVERB}\b"  # «l'article 34» in «l'article 34 bis»
    rf"|(?<=\b[IVX])\s{_ADVERB}\b"  # «du I» in «du I bis»
)
_GOES_BACK = (
    (re.compile(r"\w[-‐‑]$"), re.compile(r"\w")),  # «champ» in «sur-le-champ»
    (re.compile(r"(?<!\d)\d{1,3}[ \u00a0\u202f]$"), re.compile(r"\d{3}(?!\d)")),  # «000» in «300 000»
    (re.compile(r"\d,$"), re.compile(rf"\d+{_UNIT}")),  # «5 %» in «5,5 %»
)
"""What stands before the words, and how they begin, when they are the end of something longer."""


def _is_part(text: str, span: Span) -> bool:
    """Tell whether what stands at ``span`` is only a part of a compound word, of a number or of a reference."""
    start, end = span
    if (text[end - 1].isalnum() or text[end - 1] == "°") and _GOES_ON.match(text, end):
        return True
    return any(own.match(text, start) and before.search(text, max(0, start - 8), start) for before, own in _GOES_BACK)


def _starts_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip(" «\"'(")
    return not before or before[-1] in ".!?:\n" or re.search(r"(?:°|\)|[-–—―])$", before) is not None


_ABBREVIATIONS = re.compile(r"(?:\b(?:[LRDAM]|LO|art|al|cf|etc|M{1,2}|MM|Mme|n|no|p|op|cit|J\.O|v|c)|\b[A-Z])\.$")
_UNIT_NAMED = re.compile(
    r"\b(?:[Aa]ux?|[Dd]u|[Dd]es|[Ll]es?|et|ou|à|annexe|tableau|zone|catégorie|classe|groupe|liste|point)\s+"
    r"(?:[IVXL]+|[A-Z])(?:\s\w+)?\.$|\d\s?F\.$"
)
"""«les conditions prévues au I. Le juge …», «une amende de 50 000 F. En cas …»: no abbreviation before the dot."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])[»\"”)]?\s+(?=[«\"“(]?\s?[A-ZÀ-ÖØ-ÞŒ\d])")


def split_sentences(alinea: str) -> list[Span]:
    """Give the spans of the sentences of an alinéa, without the spaces between them.

    Abbreviations and the dots of article numbers («L. 122-5») end no sentence; a label («1° », «a) ») opens one.
    """
    spans, start = [], 0
    for gap in _SENTENCE_END.finditer(alinea):
        before = alinea[start : gap.start()]
        if _is_label(before) or _is_abbreviated(before, alinea[gap.end() :]):
            continue
        spans.append((start, gap.start() + len(gap[0]) - len(gap[0].lstrip('»"”)'))))
        start = gap.end()
    if alinea[start:].strip():
        spans.append((start, len(alinea.rstrip())))
    return spans


_NUMBERED = re.compile(r"\d|[LRDA]\.?\s?O?\*{0,2}\s?\d|[LRDA]\*{0,2}\.")
_BEFORE_NUMBERS = re.compile(r"\b(?:art|al|n|no|p)\.$")


def _is_abbreviated(before: str, following: str) -> bool:
    """Tell the dot of «L. 122-5», «M. le préfet» from one that ends a sentence («prévues au I. Le juge …»)."""
    numbered = _NUMBERED.match(following) is not None
    if not _ABBREVIATIONS.search(before):
        return False
    return numbered or not (_UNIT_NAMED.search(before) or _BEFORE_NUMBERS.search(before))


def may_hold_sentences(text: str, count: int) -> bool:
    """Tell whether a text may be so many sentences: «au I. Le juge» may end one, or not."""
    return len(split_sentences(text)) <= count <= 1 + len(_SENTENCE_END.findall(text.strip()))


def _is_label(text: str) -> bool:
    return re.fullmatch(r"\s*(?:[IVXLC]+|[A-Z]|\d+°?)\s*\.", text) is not None


_DOUBLED = {",": (",",), ".": (",", "."), ";": (",", ";")}
"""Marks that end inserted words and go, by the mark that follows: «sauf accord exprès,» before a full stop."""


def join_words(before: str, inserted: str, after: str) -> str:
    """Give ``inserted`` with the spaces that join it to its neighbours.

    A comma or a full stop closes up to the word before; «;» and «:» take a space before; an apostrophe, a parenthesis
    or a hyphen at either side takes none. A mark that the neighbour has already is not doubled.
    """
    if inserted[:1] == "," and before.rstrip().endswith(","):
        inserted = inserted[1:].lstrip()
    if inserted[-1:] in _DOUBLED.get(after.lstrip()[:1], ()):
        inserted = inserted[:-1].rstrip()
    left = "" if _closes_up(before, inserted) else " "
    right = "" if _closes_up(inserted, after) else " "
    return left + inserted + right


def _closes_up(left: str, right: str) -> bool:
    if not left or not right:
        return True
    if left[-1].isspace() or right[0].isspace():
        return True
    return right[0] in ".,)]" or left[-1] in "('’[" or (right[0] == "-" and left[-1].isalnum() and right[1:2].isalnum())
