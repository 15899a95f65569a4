"""Where a text mentions articles: each «article(s)» with its numbers, its locator and the name that governs it.

This is the syntax of references; ``corpus.references`` says which text each mention means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from corpus.locators import Locator, locator_after, locator_before
from corpus.model import Span
from corpus.numbering import CODE_NUMBER_PATTERN, NUMBER_PATTERN, canonical_number, enumerate_range
from corpus.titles import TitleMatch


class Kind(Enum):
    """What kind of mention it is, by its own words."""

    NUMBERS = auto()
    """«l'article R. 735», «articles L. 162-5 et L. 162-31-1»."""
    PRESENT = auto()
    """«présent article»."""
    SAME = auto()
    """«même article», «dudit article», without a number."""
    HEADING = auto()
    """«Art. R. 730. - …» at the start of a line: it names an article, it cites none."""


@dataclass(frozen=True, slots=True)
class CitedNumber:
    """One article number: its span, canonical form, the range it belongs to, and the locator that follows it."""

    start: int
    end: int
    canonical: str
    range_span: Span | None = None
    range_bounds: tuple[str, str | None] | None = None
    after: Locator | None = None

    @property
    def letters(self) -> str:
        """The letters that open it: «L», «R*»; empty for a plain number."""
        match = re.match(r"(?:LO|[LRDA])\*{0,2}(?=\d)", self.canonical)
        return match[0] if match else ""


@dataclass(frozen=True, slots=True)
class Mention:
    """The numbers that one word «article(s)» governs. ``lead`` is where its locator or «l'article» starts.

    ``title`` is the name of a text linked to it; ``complement`` is the word after «du», «de la» where that is no name
    («du contrat», «du présent chapitre»); ``recalled`` is «précité», «dudit» with a number.
    """

    kind: Kind
    lead: int
    end: int
    preposition: str
    numbers: tuple[CitedNumber, ...]
    before: Locator | None = None
    title: TitleMatch | None = None
    complement: str | None = None
    recalled: bool = False


_ANCHOR = re.compile(
    r"(?:article|Article|ARTICLE)[sS]?\b|(?:art|Art|ART)s?\.|(?:annexe|Annexe)\b"
    r"|L(?=O?\.?\s{0,3}\d|\.\s?O\.)|[RD](?=\*{0,2}\.\s{0,3}\*{0,2}\d|\*{1,2}\s?\d|\d+-\d)"
)
_UNITS = (
    r"%|°|º|€|(?:euros?|francs?|ans?|années?|mois|jours?|semaines?|heures?|h|minutes?|kilomètres?|mètres?|m[²2³]?|km|kg|"
    r"hectares?|ares?|tonnes?|points?|litres?|membres?|personnes?|fois|exemplaires?|janvier|février|mars|avril|mai|juin|"
    r"juillet|août|septembre|octobre|novembre|décembre|millions?|milliards?)\b"
)
_NO_QUANTITY = rf"(?:(?!\w)|(?=[A-ZÉÀ][a-zéèà]|(?:est|sont|du|et)\b))(?!\s?(?:{_UNITS}))(?!\s\d{{3}}\b)"
_SPACE = r"[^\S\n]*\n?[^\S\n]*"
_GAP = re.compile(_SPACE)
_NUMBER = re.compile(rf"(?>{NUMBER_PATTERN}){_NO_QUANTITY}")
_CODED = re.compile(rf"(?!A)(?>{CODE_NUMBER_PATTERN}){_NO_QUANTITY}")
_TREATY = re.compile(r"[IVXLC]+(?:\s(?:bis|ter))?(?![\w.’'])")
_ANNEX = re.compile(
    rf"\s+(?:(?P<of>à\s+l['’]article\s+(?P<article>{NUMBER_PATTERN}))|(?P<number>\d+(?:-\d+)*|[IVX]+|[A-D])(?![\w°%'’]))"
)
_SEPARATOR = re.compile(
    rf"{_SPACE}(?:(?P<comma>,{_SPACE}(?:et\s+|ou\s+|ainsi\s+que\s+)?)|(?P<word>et/ou|et|ou|ainsi\s+que)\s+|(?P<range>à)\s+)"
    r"(?:(?:de|à)\s+(?=[LRDA]\b))?"
)
_FOLLOWING = re.compile(r"\s+et\s+suivants?\b")
_LISTED = re.compile(
    r"\s*(?:[,.;:)»\"\]]|$|\n|(?:et|ou|à|ainsi|du|des?|bis|ter|ci-dessus|susvisés|précités|sont)\b|d['’])"
)
_LABEL_OF_NEXT = re.compile(r"\s+(?:de\s+l['’]|du\s+présent\s+|des\s+)articles?\b")
_BEFORE_ARTICLE = re.compile(
    r"(?:\b(?P<preposition>à|aux?|de|du|des|dans|sous|selon|et|ou|par)\s+|(?P<elided>\bd['’]))?"
    r"(?:\bl['’]|\bles?\s+)?(?P<present>\bprésent\s+)?(?P<same>\b(?:ce\s+même|même|ledit|dudit|audit)\s+)?$",
    re.IGNORECASE,
)
_STRUCTURE = (
    r"(?:du|de\s+la)\s+(?:livre|titre|chapitre|section|sous-section|paragraphe|partie)"
    r"(?:\s+(?:[IVXL]+|\d+|Ier|1er|premier|première|préliminaire|législative|réglementaire)(?:\s(?:bis|ter))?)?,?\s*"
)
_TO_TITLE = re.compile(
    rf"(?:{_SPACE}(?:précitée?s?|susvisée?s?|ci-dessus))?{_SPACE}(?:(?:{_STRUCTURE})*"
    r"(?:du|de\s+la|de\s+l['’]|des|de|d['’]|au|à\s+la)\s*|,\s*(?:du|de\s+la|de\s+l['’])\s*)?"
    r"(?:(?:texte|dispositions)\s+(?:du|de\s+la)\s+)?"
)
_COMPLEMENT = re.compile(
    rf"{_SPACE}(?:du|de\s+la|de\s+l['’]|des|de\s+(?=cet|ce)|dudit)\s*(?P<word>[^\W\d]+)", re.IGNORECASE
)
_RECALLED = re.compile(r"\s+(?:précité|susvisé|susmentionné)s?\b")
_ROMAN_SUFFIX = re.compile(r"\s(?:I{1,3}|IV|VI{0,3}|IX)$")
_HEADING_END = re.compile(r"[\s*]*\.?[\s*]*[-‐‑–—−―:]|[^\S\n]*\.?\**[^\S\n]*(?:\n|$)|[\s*]*\.[\s*]+\(")
_HEADING_DASH = re.compile(r"\s*\.?\s*[-‐‑–—−―]\s")


def find_mentions(text: str, titles: Sequence[TitleMatch]) -> list[Mention]:
    """List the mentions of articles in ``text``, in order and without overlap; ``titles`` are the names found in it."""
    starts = {title.start: title for title in titles}
    mentions: list[Mention] = []
    done = position = 0
    for anchor in _ANCHOR.finditer(text):
        start = anchor.start()
        if start < done or (start and (text[start - 1].isalnum() or text[start - 1] == "_")):
            continue
        while position < len(titles) and titles[position].end <= start:
            position += 1
        if position < len(titles) and titles[position].start < start:
            continue  # inside a name: «l'annexe II au code général des impôts»
        mention = _read(text, anchor, starts)
        if mention is not None:
            mentions.append(mention)
            done = mention.end
    return mentions


def _read(text: str, anchor: re.Match[str], titles: dict[int, TitleMatch]) -> Mention | None:
    start = anchor.start()
    if anchor[0] in {"L", "R", "D"}:
        numbers = _read_list(text, start, plural=True, coded=True)
        if not numbers or (_opens_line(text, start) and _HEADING_DASH.match(text, numbers[-1].end)):
            return None
        return _complete(text, Mention(Kind.NUMBERS, start, numbers[-1].end, "", numbers), start, titles)
    if anchor[0][1:] == "nnexe":
        return _read_annex(text, anchor, titles)
    around = _BEFORE_ARTICLE.search(text, max(0, start - 24), start)
    if around and around["present"]:
        return _read_present(text, around, anchor.end())
    return _read_articles(text, anchor, around, titles)


def _read_present(text: str, around: re.Match[str], end: int) -> Mention:
    start = around.start("present")
    mention = Mention(Kind.PRESENT, around.start(), end, _preposition(around), (CitedNumber(start, end, ""),))
    return _located(text, mention, around.end())


def _read_articles(
    text: str, anchor: re.Match[str], around: re.Match[str] | None, titles: dict[int, TitleMatch]
) -> Mention | None:
    start = anchor.start()
    gap = _GAP.match(text, anchor.end())
    first = gap.end() if gap else anchor.end()
    if first == anchor.end() and not anchor[0].endswith("."):
        return None
    lead = around.start() if around else start
    numbers = _read_list(text, first, plural=anchor[0].rstrip(".")[-1:] in {"s", "S"})
    if not numbers:
        if around and around["same"]:
            mentioned = (CitedNumber(around.start("same"), anchor.end(), ""),)
            same = Mention(Kind.SAME, lead, anchor.end(), _preposition(around), mentioned)
            return _located(text, same, start)
        return _read_treaty_article(text, anchor, first, titles)
    if anchor[0][0] == "A" and _opens_line(text, start) and _HEADING_END.match(text, numbers[-1].end):
        return Mention(Kind.HEADING, start, numbers[-1].end, "", ())
    recalled = bool((around and around["same"]) or _RECALLED.match(text, numbers[-1].end))
    mention = Mention(Kind.NUMBERS, lead, numbers[-1].end, _preposition(around), numbers, recalled=recalled)
    return _complete(text, mention, start, titles)


def _preposition(around: re.Match[str] | None) -> str:
    if around is None:
        return ""
    return (around["preposition"] or ("de" if around["elided"] else "")).lower()


def _located(text: str, mention: Mention, position: int) -> Mention:
    before = locator_before(text, position)
    if before is None:
        return mention
    return replace(mention, before=before, lead=before.start, preposition=before.preposition)


def _complete(text: str, mention: Mention, start: int, titles: dict[int, TitleMatch]) -> Mention:
    """Add what stands before and after the numbers: locator, name of the text, or a complement that is no name."""
    mention = _located(text, mention, start)
    end = max(mention.end, *(_end_of(number) for number in mention.numbers))
    link = _TO_TITLE.match(text, end)
    title = titles.get(link.end()) if link else None
    if title is not None:
        return replace(mention, title=title, end=title.end)
    complement = _COMPLEMENT.match(text, end)
    return replace(mention, complement=complement["word"].lower() if complement else None, end=end)


def _read_treaty_article(text: str, anchor: re.Match[str], first: int, titles: dict[int, TitleMatch]) -> Mention | None:
    """Read «l'article VIII du traité du 27 janvier 1967»: Roman numbers only where a text is named."""
    match = _TREATY.match(text, first)
    if match is None:
        return None
    number = CitedNumber(*match.span(), match[0])
    mention = Mention(Kind.NUMBERS, anchor.start(), match.end(), "", (number,))
    mention = _complete(text, mention, anchor.start(), titles)
    return mention if mention.title is not None else None


def _read_annex(text: str, anchor: re.Match[str], titles: dict[int, TitleMatch]) -> Mention | None:
    """Read «l'annexe 11-3 du code de la santé publique» and «l'annexe à l'article R. 127-3»; else an annex is prose."""
    match = _ANNEX.match(text, anchor.end())
    if match is None or (_opens_line(text, anchor.start()) and _HEADING_END.match(text, match.end())):
        return None
    name = f"Annexe à l'article {canonical_number(match['article'])}" if match["of"] else f"Annexe {match['number']}"
    number = CitedNumber(anchor.start(), match.end(), name)
    mention = Mention(Kind.NUMBERS, anchor.start(), match.end(), "", (number,))
    mention = _complete(text, mention, anchor.start(), titles)
    return mention if mention.title is not None or match["of"] else None


def _opens_line(text: str, start: int) -> bool:
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip(' «"*#_\t\u00a0')


# --- lists of numbers -------------------------------------------------------------------------------------------------


def _read_list(text: str, start: int, *, plural: bool, coded: bool = False) -> tuple[CitedNumber, ...]:
    """Read «L. 1, L. 2 et L. 4 à L. 6»; after a singular «article» only numbers with their letter continue it."""
    first = (_CODED if coded else _NUMBER).match(text, start)
    if first is None:
        return ()
    numbers = [_number(text, first, "")]
    while separator := _SEPARATOR.match(text, _end_of(numbers[-1])):
        following = _CODED.match(text, separator.end())
        if following is None and plural:
            following = _plain_in_list(text, separator)
        if following is None or _LABEL_OF_NEXT.match(text, following.end()):
            break  # «des articles 10 et 11, 1 de l'article 12»: a label of the next
        number = _number(text, following, numbers[-1].letters)
        if separator["range"]:
            numbers[-1:] = _spell_out(numbers[-1], number)
        else:
            numbers.append(number)
    if following_on := _FOLLOWING.match(text, numbers[-1].end):
        last = numbers[-1]
        numbers[-1] = replace(last, range_span=(last.start, following_on.end()), range_bounds=(last.canonical, None))
    return tuple(numbers)


def _end_of(number: CitedNumber) -> int:
    """Where reading goes on: after the locator that follows the number, or after «et suivants»."""
    ends = [number.end, number.after.end if number.after else 0, number.range_span[1] if number.range_span else 0]
    return max(ends)


def _plain_in_list(text: str, separator: re.Match[str]) -> re.Match[str] | None:
    match = _NUMBER.match(text, separator.end())
    if match is None or not separator["comma"]:
        return match
    short = match[0].isdigit() and len(match[0]) < 3
    return match if not short or _LISTED.match(text, match.end()) else None  # «aux articles 5 et 6, 3 membres …»


def _number(text: str, match: re.Match[str], letters: str) -> CitedNumber:
    """Take one number; a number without letter after one with («L. 335-2 et 335-3») has the same letter."""
    end = match.end()
    if suffix := _ROMAN_SUFFIX.search(match[0]):
        end -= len(suffix[0])  # «l'article 6 II»: a part, not a number
    canonical = canonical_number(text[match.start() : end])
    if letters and canonical[0].isdigit():
        canonical = letters + canonical
    return CitedNumber(match.start(), end, canonical, after=locator_after(text, end))


def _spell_out(first: CitedNumber, last: CitedNumber) -> list[CitedNumber]:
    """Give a range with the numbers inside it, where they can be spelled out; all are marked with its span."""
    span, bounds = (first.start, last.end), (first.canonical, last.canonical)
    inside = enumerate_range(*bounds)[1:-1]
    return [
        replace(first, range_span=span, range_bounds=bounds),
        *(CitedNumber(*span, canonical, range_span=span, range_bounds=bounds) for canonical in inside),
        replace(last, range_span=span, range_bounds=bounds),
    ]
