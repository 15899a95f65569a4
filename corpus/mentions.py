"""Where a text mentions articles and divisions: each with its numbers, its locator and the name that governs it.

This is the syntax of references; ``corpus.references`` says which text each mention means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from corpus.divisions import Division, cited_numbers, find_divisions
from corpus.lists import SPACE, CitedNumber, read_list
from corpus.locators import Locator, locator_before
from corpus.numbering import NUMBER_PATTERN, canonical_number
from corpus.numerals import CARDINALS
from corpus.titles import TitleMatch
from corpus.wordlist import any_of


class Kind(Enum):
    """What kind of mention it is, by its own words."""

    NUMBERS = auto()
    """«l'article R. 735», «articles L. 162-5 et L. 162-31-1»."""
    PRESENT = auto()
    """«présent article»."""
    SAME = auto()
    """«même article», «dudit article», «cet article», «l'article précité», without a number."""
    SAME_SEVERAL = auto()
    """«ces articles», «les mêmes articles», «les articles précités»."""
    NEIGHBOUR = auto()
    """«l'article précédent», «les deux articles suivants»."""
    DIVISION = auto()
    """«le titre II du livre VII», «le présent chapitre»."""
    HEADING = auto()
    """«Art. R. 730. - …» at the start of a line: it names an article, it cites none."""


@dataclass(frozen=True, slots=True)
class Mention:
    """The numbers that one word «article(s)» governs. ``lead`` is where its locator or «l'article» starts.

    ``title`` is the name of a text linked to it; ``complement`` is the word after «du», «de la» where that is no name
    («du contrat»); ``division`` is the division cited, or that in which the article stands; ``recalled`` is «précité»,
    «dudit» with a number; ``alternative``: «ou» joins the numbers; ``several``: a plural, «articles», announces them.
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
    division: Division | None = None
    alternative: bool = False
    several: bool = False


_ANCHOR = re.compile(
    r"a(?:rticles?\b|rts?\.|nnexe\b)|A(?:rticles?\b|RTICLES?\b|rts?\.|RTS?\.|nnexe\b)"
    r"|L(?=O?\.?\s{0,3}\d|\.\s?O\.)|R(?=\*{0,2}\.\s{0,3}\*{0,2}\d|\*{1,2}\s?\d|\d+-\d)"
    r"|D(?=\*{0,2}\.\s{0,3}\*{0,2}\d|\*{1,2}\s?\d|\d+-\d)"
)
_GAP = re.compile(SPACE)
_TREATY = re.compile(r"(?:[IVXLC]+(?:\s(?:bis|ter))?|unique)(?![\w.’'])")
_ANNEX = re.compile(
    rf"\s+(?:(?P<of>à\s+l['’]article\s+(?P<article>{NUMBER_PATTERN}))|(?P<number>\d+(?:-\d+)*|[IVX]+|[A-D])(?![\w°%'’]|[.,]\d))"
)
_ITS_ANNEX = re.compile(r"(?:\b[lL]['’]|\ben\s|\()$")
_ANNEX_PART = re.compile(r",?\s+(?=[Pp]artie\s)")
_ANNEX_TO = re.compile(r"\s+(?:aux?|à\s+la|à\s+l['’])\s*\w")
_OF = re.compile(r"\s+de\s+l['’]")
_SMALL = any_of(word for word, n in CARDINALS.items() if 1 < n < 7)
_BEFORE_ARTICLE = re.compile(
    r"(?:\b(?P<preposition>à|aux?|de|du|des|dans|sous|selon|et|ou|par)\s+|(?P<elided>\bd['’]))?"
    r"(?:\bl['’]|\bles?\s+)?(?P<present>\bprésent\s+)?"
    rf"(?:(?:\bces?\s+(?=même))?(?P<same>\b(?:ce\s+dernier|mêmes?|ledit|dudit|audit|lesdits|desdits|auxdits|cet|ces)\s+)"
    rf"|(?P<beside>\b(?P<count>{_SMALL}\s+)?(?P<side>précédents?|suivants?)\s+)|(?P<counted>\b{_SMALL}\s+))?$",
    re.IGNORECASE,
)
PRESENT = {"présent", "présente"}
"""What opens a complement that is a part of the text read: «du présent livre»."""

_PLURAL = {"s", "S", "."}
"""How a word that may have several numbers ends: «articles», «art.»."""

_PLAIN = {"aux ", "des ", "les "}
"""After these, nothing further back belongs to the word «articles» but a preposition."""

_TO_TITLE = re.compile(
    rf"(?:{SPACE},?{SPACE}(?:sus)?(?:précité|visé|mentionné)e?s?|{SPACE}ci-(?:dessus|après|dessous)|\s?\(\d\)|\s(?:ancien|nouveau)s?\b)?{SPACE}"
    r"(?:(?:du\b|de\s+la\b|de\s+l['’]|des\b|de\b|d['’]|au\b|à\s+la\b)\s*|,\s*(?:du\b|de\s+la\b|de\s+l['’])\s*)?"
    r"(?:(?:texte|dispositions)\s+(?:du\b|de\s+la\b)\s*)?"
)
_AT_HEADING = re.compile(r",\s+au\s+(?=(?:titre|chapitre)\s)")
"""«l'article 463, au titre De la minorité»: where the article stands."""

_COMPLEMENT = re.compile(
    rf"{SPACE}(?:du|de\s+la|de\s+l['’]|des|de\s+(?=cet|ce)|dudit)\s*(?P<word>[^\W\d_]+(?:\s[^\W\d_]+){{0,2}})",
    re.IGNORECASE,
)
_ANOTHER = re.compile(rf"{SPACE}(?:,{SPACE}(?:(?:et|ou|ainsi\s+que)\s+)?|(?:et/ou|et|ou|ainsi\s+que)\s+)(?=[\dLRDA])")
"""What joins the numbers of one text to those of the next: «…, », « et », « ou »."""

_SUBJECT = re.compile(
    r"\s+(?:modifiée?\s+)?(?:relati(?:f|ve)s?|portant|fixant|tendant|instituant|modifiée?)\s"
    r"(?:(?!\b[aA]rt|[Ll]['’]art)[^;:()\n]){1,200}"
)

_ASIDE = re.compile(r",\s*(?:à\s+l['’]ex(?:ception|clusion)|sauf|hormis|excepté)\b[^,;:.()]*$")
"""«les articles L. 1, L. 2, à l'exception du 1° de l'article L. 2, L. 3 et L. 4»: the list goes on after the one."""

_RECALLED = re.compile(r"\s+(?:précité|sus-?visé|sus-?mentionné|sus-?dit)s?\b")
_SIDE = re.compile(
    r"\s+(?:immédiatement\s+)?(?:(?P<side>précédents?|suivants?)\b|qui\s+(?P<verb>précède|suit|précèdent|suivent)\b)(?!\s*:)"
)
_ANNOUNCES = re.compile(r"\s*(?::|,?\s+ainsi\s)")
_BEFORE_DIVISION = re.compile(
    r"(?:\b(?P<preposition>à|aux?|de|du|des|dans|sous|selon|et|ou|par)\s+|(?P<elided>\bd['’]))?(?:\bl['’]|\bl(?:es?|a)\s+)?$",
    re.I,
)
_THERE = re.compile(r"\s*,\s+")
_IN_PLACE = re.compile(
    r"(?:^|[.;:\n]\s*)(?:[IVX\d]{1,4}[°.)]*\s?(?:[-–—―.]\s*)?)?(?:[Aa]u|[AÀaà]\s+la|[Dd]ans\s+l[ea])\s+$"
)
"""How a sentence opens that says where an article stands."""

_HEADING_END = re.compile(
    r"[\s*]*\.?[\s*]*[-‐‑–—−―:]|[^\S\n]*\.?\**[^\S\n]*(?:\n|$)|\.\s+(?=[A-ZÀÂÉÈÊÎ«])|[\s*]+\((?:abrogée?|nouveau)\b|[\s*]*\.[\s*]+\("
)
_HEADING_DASH = re.compile(r"\s*\.?\s*[-‐‑–—−―]\s")


def find_mentions(text: str, titles: Sequence[TitleMatch]) -> list[Mention]:
    """List the mentions of articles and divisions in ``text``, in order and without overlap.

    ``titles`` are the names found in it. A division in which an article stands is no mention of its own.
    """
    starts = {title.start: title for title in titles}
    divisions = find_divisions(text, titles)
    mentions = _find_articles(text, titles, _Linked(starts, {division.start: division for division in divisions}))
    if not divisions:
        return mentions
    leads = [mention.lead for mention in mentions]
    cited: list[Mention] = []
    for division in divisions:
        index = bisect_right(leads, division.start)
        if index and mentions[index - 1].end > division.start:
            continue
        if index < len(mentions) and _opens_place(text, division, mentions[index]):
            mentions[index] = replace(mentions[index], division=division, title=division.title)
        else:
            cited.append(_mention_division(text, division))
    return sorted((*mentions, *cited), key=lambda mention: mention.lead)


def _opens_place(text: str, division: Division, mention: Mention) -> bool:
    """«Au titre II du livre II du code X, l'article R. 730 est modifié»: the division says where the article stands."""
    end = division.title.end if division.title else division.end
    bare = mention.kind is Kind.NUMBERS and not (mention.preposition or mention.title or mention.division)
    if not bare or not _THERE.fullmatch(text, end, mention.lead):
        return False
    return _IN_PLACE.search(text, max(0, division.start - 20), division.start) is not None


@dataclass(frozen=True, slots=True)
class _Linked:
    """What may govern an article: names of texts and divisions, by the place where they start."""

    titles: dict[int, TitleMatch]
    divisions: dict[int, Division]


def _mention_division(text: str, division: Division) -> Mention:
    around = _BEFORE_DIVISION.search(text, max(0, division.start - 24), division.start)
    end = division.title.end if division.title else division.end
    lead = around.start() if around else division.start
    numbers = cited_numbers(division)
    return Mention(
        Kind.DIVISION, lead, end, _preposition(around), numbers, title=division.title, division=division,
        alternative=division.alternative,
    )  # fmt: skip


def _find_articles(text: str, titles: Sequence[TitleMatch], linked: _Linked) -> list[Mention]:
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
        mention = _read(text, anchor, linked)
        if mention is not None and mentions and _only_places(text, mentions[-1], mention):
            continue
        if mention is not None and mention.numbers and mention.numbers[0].start < done:
            continue  # «l'article précédent article …»: the words before it are the last one's
        while mention is not None:
            mentions.append(mention)
            done = mention.end
            mention = _go_on(text, mention, linked)
    return mentions


def _only_places(text: str, article: Mention, annex: Mention) -> bool:
    """«l'article 23 de l'annexe I»: the annex says where the article stands, and is no citation of its own."""
    placed = (article.complement or "").startswith("annexe") and annex.title is None
    return placed and _OF.fullmatch(text, article.end, annex.numbers[0].start) is not None


def _go_on(text: str, mention: Mention, linked: _Linked) -> Mention | None:
    """Read how a list goes on with other numbers of another text: «articles 1843-4 du code civil et 17 du décret …».

    Only where the name of that text follows: without one, a number after a name may be anything. The subject of the
    first may stand between: «articles 14 de l'ordonnance … portant loi organique … et 50 du décret …».
    """
    if mention.title is None or mention.kind is not Kind.NUMBERS:
        return None
    if (separator := _ANOTHER.match(text, mention.end)) is not None:
        return _read_next(text, mention, separator.end(), linked)
    subject = _SUBJECT.match(text, mention.end) if mention.several else None
    for separator in _ANOTHER.finditer(text, mention.end, subject.end()) if subject else ():
        if (following := _read_next(text, mention, separator.end(), linked)) is not None:
            return following
    return None


def _read_next(text: str, mention: Mention, start: int, linked: _Linked) -> Mention | None:
    read = read_list(text, start, plural=True)
    if read is None:
        return None
    following = Mention(Kind.NUMBERS, start, read.end, mention.preposition, read.numbers, alternative=read.alternative,
                        several=mention.several)  # fmt: skip
    following = _link(text, following, linked)
    return following if following.title is not None else None


def _read(text: str, anchor: re.Match[str], linked: _Linked) -> Mention | None:
    start = anchor.start()
    if anchor[0] in {"L", "R", "D"}:
        read = read_list(text, start, plural=True, coded=True)
        if read is None or _is_label(text, start, read.end) or _is_short(anchor[0], read.numbers[0].canonical):
            return None
        mention = Mention(Kind.NUMBERS, start, read.end, "", read.numbers, alternative=read.alternative)
        return _complete(text, mention, start, linked)
    if anchor[0][1:] == "nnexe":
        return _read_annex(text, anchor, linked)
    near = text[start - 1 : start] in {"'", "’"} or text[start - 4 : start] in _PLAIN
    around = _BEFORE_ARTICLE.search(text, max(0, start - (12 if near else 40)), start)
    if around and around["present"]:
        return _read_present(text, around, anchor.end())
    return _read_articles(text, anchor, around, linked)


def _read_present(text: str, around: re.Match[str], end: int) -> Mention:
    start = around.start("present")
    mention = Mention(Kind.PRESENT, around.start(), end, _preposition(around), (CitedNumber(start, end, ""),))
    return _located(text, mention, around.end())


def _read_articles(text: str, anchor: re.Match[str], around: re.Match[str] | None, linked: _Linked) -> Mention | None:
    start = anchor.start()
    gap = _GAP.match(text, anchor.end())
    first = gap.end() if gap else anchor.end()
    lead = around.start() if around else start
    separate = first > anchor.end() or anchor[0].endswith(".")
    read = read_list(text, first, plural=anchor[0][-1] in _PLURAL) if separate else None
    if read is None:
        return _read_without_number(text, anchor, around) or _read_treaty_article(text, anchor, first, linked)
    if anchor[0][0] == "A" and _opens_line(text, start) and _HEADING_END.match(text, read.numbers[-1].end):
        return Mention(Kind.HEADING, start, read.numbers[-1].end, "", read.numbers)
    if len(read.numbers) > 1 and anchor[0][-1] not in _PLURAL and _ASIDE.search(text, max(0, lead - 60), lead):
        read = read_list(text, first, plural=False, alone=True) or read
    recalled = bool((around and around["same"]) or _RECALLED.match(text, read.numbers[-1].end))
    mention = Mention(Kind.NUMBERS, lead, read.end, _preposition(around), read.numbers, recalled=recalled,
                      alternative=read.alternative, several=anchor[0][-1] in "sS")  # fmt: skip
    return _complete(text, mention, start, linked)


def _is_short(letter: str, number: str) -> bool:
    """«D. 3», «R. 5» alone may be anything; «L. 5» and «R. 123-4» are numbers of articles."""
    return letter != "L" and len(number.lstrip("RD*")) < 2


def _is_label(text: str, start: int, end: int) -> bool:
    """Say whether a bare «L. 12» opens its line as a heading or a label: «L. 12 - …», «(L12) Rachats»."""
    if not _opens_line(text, start):
        return False
    return text[start - 1 : start] == "(" or _HEADING_DASH.match(text, end) is not None


# --- articles without a number ----------------------------------------------------------------------------------------


def _read_without_number(text: str, anchor: re.Match[str], around: re.Match[str] | None) -> Mention | None:
    """Read «même article», «ces articles», «l'article précité», «les deux articles précédents»."""
    preposition = _preposition(around)
    lead = around.start() if around else anchor.start()
    several = anchor[0][-1] in "sS"
    if around and around["beside"]:
        return _neighbours(text, around, anchor, around.start("beside"), around["side"], anchor.end())
    if side := _SIDE.match(text, anchor.end()):
        start = around.start("counted") if around and around["counted"] else anchor.start()
        return _neighbours(text, around, anchor, start, side["side"] or side["verb"], side.end())
    start, end = around.start("same") if around and around["same"] else -1, anchor.end()
    if start < 0 and (recalled := _RECALLED.match(text, anchor.end())):
        start, end = anchor.start(), recalled.end()
    if start < 0:
        return None
    kind = Kind.SAME_SEVERAL if several else Kind.SAME
    return _located(text, Mention(kind, lead, end, preposition, (CitedNumber(start, end, ""),)), anchor.start())


def _neighbours(
    text: str, around: re.Match[str] | None, anchor: re.Match[str], start: int, side: str, end: int
) -> Mention | None:
    """Read how many articles before or after; «les articles précédents» does not say it, and is left."""
    counted = around and (around["count"] or around["counted"])
    if anchor[0][-1] in "sS" and not counted:
        return None
    count = CARDINALS[counted.strip().lower()] if counted else 1
    if side.startswith("suiv") and _ANNOUNCES.match(text, end):
        return None  # «est remplacé par l'article suivant :»
    beside = range(-count, 0) if side.startswith("préc") else range(1, count + 1)
    numbers = tuple(CitedNumber(start, end, "", neighbour=step) for step in beside)
    lead = around.start() if around else anchor.start()
    mention = Mention(Kind.NEIGHBOUR, lead, end, _preposition(around), numbers)
    return _located(text, mention, start if counted or (around and around["beside"]) else anchor.start())


def _preposition(around: re.Match[str] | None) -> str:
    if around is None:
        return ""
    return (around["preposition"] or ("de" if around["elided"] else "")).lower()


def _located(text: str, mention: Mention, position: int) -> Mention:
    before = locator_before(text, position)
    if before is None:
        return mention
    return replace(mention, before=before, lead=before.start, preposition=before.preposition)


def _complete(text: str, mention: Mention, start: int, linked: _Linked) -> Mention:
    """Add what stands before and after the numbers: locator, name of the text, or a complement that is no name."""
    return _link(text, _located(text, mention, start), linked)


def _link(text: str, mention: Mention, linked: _Linked) -> Mention:
    """Add what stands after the numbers."""
    link = _TO_TITLE.match(text, mention.end)
    if link is None:
        return mention
    if (title := linked.titles.get(link.end())) is not None:
        return replace(mention, title=title, end=title.end)
    if (division := linked.divisions.get(link.end())) is not None and link.end() > mention.end + 1:
        end = division.title.end if division.title else division.end
        complement = "texte" if division.foreign else None
        return replace(mention, division=division, title=division.title, complement=complement, end=end)
    placed = _AT_HEADING.match(text, mention.end)
    if placed and (division := linked.divisions.get(placed.end())) is not None and division.inner.heading:
        return replace(mention, division=division, title=division.title, end=division.end)
    complement_match = _COMPLEMENT.match(text, mention.end)
    return replace(mention, complement=complement_match["word"].lower()) if complement_match else mention


def _read_treaty_article(text: str, anchor: re.Match[str], first: int, linked: _Linked) -> Mention | None:
    """Read «l'article VIII du traité du 27 janvier 1967», «l'article unique»: only where a text is named."""
    match = _TREATY.match(text, first)
    if match is None:
        return None
    number = CitedNumber(*match.span(), match[0])
    mention = Mention(Kind.NUMBERS, anchor.start(), match.end(), "", (number,))
    mention = _complete(text, mention, anchor.start(), linked)
    return mention if mention.title is not None else None


def _read_annex(text: str, anchor: re.Match[str], linked: _Linked) -> Mention | None:
    """Read «l'annexe 11-3 du code de la santé publique», «l'annexe à l'article R. 127-3», «conforme à l'annexe 1».

    An annex of something else («l'annexe 2 au contrat», «l'annexe A de la norme») is prose.
    """
    match = _ANNEX.match(text, anchor.end())
    if match is None or (_opens_line(text, anchor.start()) and _HEADING_END.match(text, match.end())):
        return None
    name = f"Annexe à l'article {canonical_number(match['article'])}" if match["of"] else f"Annexe {match['number']}"
    number = CitedNumber(anchor.start(), match.end(), name)
    mention = Mention(Kind.NUMBERS, anchor.start(), match.end(), "", (number,))
    mention = _complete(text, mention, anchor.start(), linked)
    if mention.title is not None or match["of"]:
        return mention
    part = linked.divisions.get(placed.end()) if (placed := _ANNEX_PART.match(text, match.end())) else None
    if part is not None and part.title is not None:
        return replace(mention, division=part, title=part.title, end=part.title.end)
    own = mention.complement is None or mention.complement.split()[0] in PRESENT
    led = _ITS_ANNEX.search(text, max(0, anchor.start() - 4), anchor.start())
    return mention if own and led and not _ANNEX_TO.match(text, match.end()) else None


def _opens_line(text: str, start: int) -> bool:
    line = text.rfind("\n", 0, start) + 1
    return not text[line:start].strip(' «"“(*#_\t\u00a0')
