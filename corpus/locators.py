"""Places inside an article: «au deuxième alinéa du I de l'article …», «aux 1° à 3° de l'article …», «…, alinéa 2, …».

A locator is read next to an article reference: just before the word «article», or just after the number. Its parts:

* ``alinea``: «1», «2-4» (deuxième à quatrième), «2, 3», «1-2» (deux premiers), «dernier», «2 derniers»;
* ``sentence``: the same for «première phrase»;
* ``item``: labels from the outermost inwards, as the article prints them: «1°», «II 3° a», «1° à 3°», «a, b»; a
  paragraph of a treaty or regulation is «§ 2».
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numbering import LATIN_ADVERBS
from corpus.numerals import CARDINALS, ORDINALS
from corpus.wordlist import any_of

_REACH = 160
"""How far before «article» a locator may start, in characters: the longest seen is 96."""

_NEAR = 64
"""Nearly all locators are shorter; one that starts in its first half is read again with the whole reach."""

_LAST = {"dernière": "dernier", "avant-dernière": "avant-dernier"}
_RANK = {word: str(rank) if rank > 0 else _LAST.get(word, word) for word, rank in ORDINALS.items()}
_COUNT = {word: n for word, n in CARDINALS.items() if n > 1}

_ADVERB = "(?:" + "|".join(LATIN_ADVERBS) + ")"
_ORDINAL = rf"(?i:(?:{any_of(_RANK)}|\d{{1,2}}(?:ère|ème|er|re|e))s?)"
_DET = r"(?i:aux?|du|des|les?|la|à\s+la|de\s+la|de|l['’])"
_AND = rf"(?:\s*,\s*(?:et\s+|ou\s+)?|\s+(?:et|ou|à|ainsi\s+que)\s+)(?:{_DET}\s+)?"
_UNIT = r"(?i:alinéas?|al\.|phrases?|paragraphes?)"
_RANKED = rf"(?i:(?:{'|'.join(_COUNT)}|\d)\s+)?{_ORDINAL}(?:(?:\s+{_UNIT})?{_AND}{_ORDINAL})*\s+{_UNIT}"
_ROMAN = r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V|X))"
_ONE = rf"(?:premier\b|\d{{1,2}}(?:er)?(?:\s{_ADVERB}\b)?)"
_NUMBERED = (
    rf"(?:{_UNIT}(?<=[sS.])\s+{_ONE}(?:{_AND}\d{{1,2}}(?!°)(?:\s{_ADVERB}\b)?)*|{_UNIT}\s+{_ONE}"
    rf"|{_UNIT}\s+{_ROMAN}\b(?:{_AND}{_ROMAN}\b)*)"
)
"""«alinéas 1 et 2»; a singular has one number: in «articles 72, paragraphe 1, et 74», 74 is an article."""

_LABEL = (
    rf"(?:\d{{1,2}}°(?:\s{_ADVERB}\b)?(?:\s[A-Z]\b)?|[a-z]{{1,2}}\)|{_ROMAN}\b(?:\s{_ADVERB}\b)?(?:[- ][A-H]\b)?"
    rf"|[A-H]\b(?:\s{_ADVERB}\b)?|[a-z]\b(?![’'])(?:\s{_ADVERB}\b)?|\d{{1,2}}(?:\s{_ADVERB}\b|(?![\d°,.])))"
)
_POINT = r"(?:points?\s+)?"
_LABELS = rf"{_POINT}{_LABEL}(?:{_AND}{_POINT}{_LABEL})*"
_PART = rf"(?:{_RANKED}|{_NUMBERED}|{_LABELS})"
_OF = r"(?:\s+(?:du|des|de\s+la|de|au|aux)\s+(?:m[êe]me\s+)?|\s+de\s+l['’]|,\s+)"
_TO_ARTICLE = (
    r"\s+(?:du\s+|des\s+|dudit\s+|desdits\s+|de\s+(?:l['’]|cet\s+|ce\s+|ces\s+|son\s+|ses\s+|leurs?\s+)?)\s*"
    r"(?:présents?\s+|mêmes?\s+|derniers?\s+)?"
)

_WITHIN = rf"(?:\s?\(\s*{_PART}\s*\))?"
"""«troisième alinéa (2°) de l'article 3»: the item is one of the alinéa."""

_BEFORE = re.compile(
    rf"(?<![\w-])(?P<lead>{_DET}\s+|(?<=['’]))?(?P<chain>{_PART}{_WITHIN}(?:{_OF}{_PART}{_WITHIN})*)(?P<to>{_TO_ARTICLE})$"
)
_LED = ("de l'", "de l’", "de", "du", "des", "dit", "dits", "cet", "ce", "ces", "son", "ses", "leur", "leurs",
        "présent", "présents", "même", "mêmes", "dernier", "de\nl'", "de\u00a0l'", "de  l'")  # fmt: skip
"""The words that may stand between a locator and «article»."""

_LIKELY = re.compile(rf"(?:{_UNIT}|°(?:\s\w+)?|\b[IVX]+|\b\w\)?|\d|\))(?:\s+\w+)?{_TO_ARTICLE}$")
_AFTER = re.compile(
    rf"""\s?\(\s*(?P<inside>{_PART}(?:\s*,?\s*{_PART})*)\s*\)
      |\s?,?\s+(?P<beside>(?:{_RANKED}|{_NUMBERED}|\d{{1,2}}°(?:{_AND}\d{{1,2}}°)*)(?:,?\s+{_PART})?)(?![\w°])
      |\s?,?\s+(?P<point>(?:point\s+(?:\d{{1,2}}|[a-z])|§\s?\d{{1,2}})(?![\w.°]))
      |\s(?P<roman>{_ROMAN}(?:[\s-]\d{{1,2}}°?)?)(?![\w’'.°-])""",
    re.VERBOSE,
)
_OF_NOT_AND = re.compile(
    r"(?<!\bet)(?<!\bou)(?<!,)(?<!\sà)\s+(?:du|des|de\s+la|de\s+l['’]|de|au|aux)\s+(?:même\s+)?|\s+de\s+l['’]",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\s?\(\s*|(?<=[\w°]{2})\s*\)$")
_AFTER_PARTS = re.compile(
    r",\s*(?=\D*(?:alinéa|phrase)|points?\s)|(?<=[IVX])\s+(?=\d)|(?<=alinéa),?\s+(?!\d+(?:er)?\b(?!°))"
)
_DIVIDES = re.compile(
    r"(?:chapitre|titre|section|partie|livre|annexe|tableau|groupe|catégorie|classe|liste)s?\s+$", re.IGNORECASE
)
"""«le chapitre IX de l'annexe II»: IX is no item."""

_CONTINUES = re.compile(r"\s+(?:de\s+l['’]|du\s+(?:présent\s+|même\s+)?|des\s+|dudit\s+)\s*article", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Locator:
    """A place inside an article. ``start`` and ``end`` are its span, ``preposition`` the word that leads it («au»)."""

    start: int
    end: int
    preposition: str
    alinea: str | None = None
    sentence: str | None = None
    item: str | None = None


def locator_before(text: str, position: int) -> Locator | None:
    """Read the locator that ends at ``position``, where the word «article» (or «présent article») starts."""
    if not text[max(0, position - 20) : position].rstrip().endswith(_LED):
        return None  # most articles have none: «à l'article»
    if not _LIKELY.search(text, max(0, position - 60), position):
        return None
    low, match = _search_back(text, position)
    while match is not None and match["lead"] is None and not _is_place(text, low, match):
        # «de l'article 40 et du III de l'article 10»: 40 is no item, III is one
        match = _BEFORE.search(match.string, match.start() + 1)
    if match is None or _closes_what_opened(text[low : low + match.start("chain")], match["chain"]):
        return None
    chain = [part for part in re.split(_OF_NOT_AND, match["chain"]) if part.strip()]
    parts = [part.strip() for place in chain[::-1] for part in _INSIDE.split(place) if part.strip()]
    lead = match["lead"] or ""
    return _locate(parts, low + match.start("chain"), low + match.end("chain"), lead.strip().lower())


def _closes_what_opened(before: str, chain: str) -> bool:
    """In «aux 1° (a et b), 2° (a et b) et 3° de l'article 5», «b) et 3°» is the end of a longer list."""
    return chain.count(")") > chain.count("(") and before.rfind("(") > before.rfind(")")


def _search_back(text: str, position: int) -> tuple[int, re.Match[str] | None]:
    """Search what stands just before; further back only where the place found may have begun earlier."""
    low = max(0, position - _NEAR)
    match = _BEFORE.search(text[low:position])
    if low and match is not None and match.start() < _NEAR // 2:
        low = max(0, position - _REACH)
        match = _BEFORE.search(text[low:position])
    return low, match


def _is_place(text: str, low: int, match: re.Match[str]) -> bool:
    """Say whether a chain without «au», «du» is a locator all the same."""
    start = low + match.start("chain")
    return not (_DIVIDES.search(text, low, start) or _is_list_label(text, start, match["chain"]))


def locator_after(text: str, position: int) -> Locator | None:
    """Read the locator that follows an article number ending at ``position``: «, alinéa 2», « (2°)», « I»."""
    match = _AFTER.match(text, position)
    if match is None or _CONTINUES.match(text, match.end()):
        return None
    written = match["inside"] or match["beside"] or match["point"] or match["roman"]
    return _locate(_AFTER_PARTS.split(written), position, match.end(), "")


def _is_list_label(text: str, start: int, chain: str) -> bool:
    """Say whether a chain without «au», «du» is no locator: a lone letter or digit, or the label of a list item.

    «à l'exception : ⏎ 1° Des articles R. 421-1 …» (CPI, art. R. 811-1) cites no 1°.
    """
    if re.match(r"(?:[a-zA-Z]|\d{1,2})(?![\w°)])", chain):
        return True
    opens_line = not text[text.rfind("\n", 0, start) + 1 : start].strip(' «"')
    return opens_line and re.search(r"alinéa|phrase|paragraphe", chain, re.IGNORECASE) is None


def _locate(parts: list[str], start: int, end: int, preposition: str) -> Locator:
    """Sort parts given from the outermost inwards into alinéa, sentence and items."""
    alinea = sentence = None
    items = []
    for part in parts:
        if re.search(r"phrase", part, re.IGNORECASE):
            sentence = _ranks(part)
        elif re.search(r"alinéa|\bal\.", part, re.IGNORECASE):
            alinea = _ranks(part)
        elif (paragraphs := re.match(r"(?:(.*)\s)?paragraphes?(?:\s+(?=[IVX])|\b)", part, re.IGNORECASE)) is not None:
            roman = part[paragraphs.end() :]
            items.append(_labels(roman) if roman[:1] in {"I", "V", "X"} else _paragraphs(part))
        elif part.startswith("§"):
            items.append(f"§ {part[1:].strip()}")
        else:
            items.append(_labels(part))
    return Locator(start, end, preposition, alinea, sentence, " ".join(items) or None)


def _ranks(part: str) -> str:
    """Normalise «deuxième à quatrième alinéas» to «2-4», «deux premiers» to «1-2», «alinéas 1 et 2» to «1, 2»."""
    words = part.lower()
    counted = re.match(rf"({'|'.join(_COUNT)}|\d)\s+({_ORDINAL})", words)
    ranks = [_rank(word) for word in re.findall(rf"{_ORDINAL}|\d{{1,2}}(?:\s{_ADVERB}\b)?", words)]
    if counted:
        count = _COUNT.get(counted[1]) or int(counted[1])
        last = _rank(counted[2])
        return f"{count} derniers" if last == "derniers" else f"1-{count}"
    if len(ranks) == 2 and re.search(r"\sà\s", words) and not re.search(r"\b(?:et|ou)\s+à", words):
        return "-".join(ranks)
    return ", ".join(ranks)


def _paragraphs(part: str) -> str:
    """Normalise «paragraphes 2 et 3» to «§ 2, § 3», «paragraphes 1 à 3» to «§ 1 à § 3»."""
    return re.sub(r"(^|, |-)(?=\d)", lambda before: f"{before[1].replace('-', ' à ')}§ ", _ranks(part))


def _rank(word: str) -> str:
    if word in {"derniers", "dernières"}:
        return "derniers"
    singular = word.removesuffix("s")
    return _RANK.get(singular) or (" ".join(word.split()) if " " in word else re.sub(r"\D+", "", word))


def _labels(part: str) -> str:
    """Normalise a list of labels: «1° et au 2°» to «1°, 2°»; «1° à 3°» stays a range; «a)» loses its parenthesis."""
    pointless = re.sub(r"\bpoints?\s+", "", " ".join(part.split()).replace(")", ""))
    spaced = re.sub(rf"\s+(?:{_DET})\s+(?=\S)", " ", pointless)
    return re.sub(r"\s*,\s*(?:et\s+|ou\s+)?|\s+(?:et|ou|ainsi que)\s+", ", ", spaced).strip()
