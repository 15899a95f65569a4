"""Divisions of texts in running text: «titre II du livre VII de la sixième partie», «chapitres Ier à III».

A chain is read from the inside outwards, as it is written; its path is written the other way round: «partie 6, livre
VII, titre II». Kinds have ranks, so a division that cannot hold the one before it starts a chain of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.lists import CitedNumber
from corpus.numbering import LATIN_ADVERBS
from corpus.numerals import ORDINALS
from corpus.titles import TitleMatch
from corpus.wordlist import any_of

KINDS = {
    kind: rank
    for rank, kind in enumerate(
        "partie livre titre sous-titre chapitre sous-chapitre section sous-section paragraphe sous-paragraphe".split()
    )
}
"""The kinds of divisions, the largest first."""


@dataclass(frozen=True, slots=True)
class Level:
    """One kind with its numbers, as written: («titre», («II»,)); none where the words only point: «présent titre».

    ``heading`` is what it is called by instead of a number: «Du cautionnement», or its place: «précédente».
    """

    start: int
    end: int
    kind: str
    numbers: tuple[CitedNumber, ...] = ()
    pointing: str | None = None
    alternative: bool = False
    heading: str | None = None

    @property
    def label(self) -> str:
        """How a path names it: «titre II», «présent titre», «titre Du cautionnement», «section précédente»."""
        if self.heading:
            return f"{self.kind} {self.heading}"
        if self.numbers:
            return f"{self.kind} {self.numbers[0].canonical}"
        return f"{self.pointing} {self.kind}"


@dataclass(frozen=True, slots=True)
class Division:
    """Divisions cited by one chain of words, and what governs them.

    ``numbers`` are one for each division, ``canonical`` its path. ``outer`` is what holds them all, ``pointing`` the
    level by which the chain points at a text («du présent titre», «du même livre VII»); ``title`` is the name of a text
    after the chain, ``foreign`` says that something else that we do not know stands there («du statut général»),
    ``possessive`` that it is of what was named before («de sa première partie»).
    """

    start: int
    end: int
    levels: tuple[Level, ...]
    title: TitleMatch | None = None
    foreign: bool = False
    possessive: bool = False

    @property
    def pointing(self) -> Level | None:
        """The level that points: «présent titre», «même livre VII»."""
        return next((level for level in self.levels if level.pointing), None)

    @property
    def alternative(self) -> bool:
        """Whether «ou» joins the divisions of the list."""
        return self.levels[0].alternative

    @property
    def inner(self) -> Level:
        """The level that is cited."""
        return self.levels[0]


_CASES = [case for kind in KINDS for case in (kind, kind.capitalize(), kind.upper())]
_KIND = rf"(?:{any_of(_CASES)})[sS]?"
_ADVERB = rf"(?:{any_of(LATIN_ADVERBS)})\b"
_ROMAN = r"(?:(?:X{1,3}(?:IX|IV|V?I{0,3})|IX|IV|V?I{1,3}|V)(?:er|ER|ère)?)"
_RANKED = any_of(word for word, rank in ORDINALS.items() if rank > 0 and word[0].isalpha())
_NUMBER = (
    rf"(?:(?:{_ROMAN}|[1-4]?\d(?<!\b0)(?:er|re)?|{_RANKED}|PREMIER|préliminaire|PRÉLIMINAIRE|PRELIMINAIRE"
    rf"|liminaire|unique)(?:-\d{{1,2}}){{0,2}}(?![\w°%/’']|[-.]\d)(?:\s{_ADVERB}|\s[A-H](?![\w.’'-]))*)"
)
_NATURES = r"(?:législative|réglementaire|Législative|Réglementaire)s?"
_PART_ORDINALS = {word: rank for word, rank in ORDINALS.items() if rank > 0} | {
    f"{roman}{'re' if roman == 'I' else 'e'}": rank
    for rank, roman in enumerate("I II III IV V VI VII VIII IX X".split(), 1)
}
_ORDINAL = rf"(?:{any_of([c for w in _PART_ORDINALS for c in (w, w.capitalize(), w.upper())])})"
_SPACES = r"[^\S\n]*\n?[^\S\n]*"
_PRESENT = r"[Pp]résente?s?"
_SAME = r"(?:ce(?:tte)?\s+)?mêmes?|dudit|ledit|ladite|audit|desdites?|desdits|cette|ce"

_OF = r"(?:D(?:e\s+la|e|u|es)\s+|D(?:e\s+l)?['’]\s?)"
_PART = r"(?:d(?:e\s+la|e|u|es)\s+|d(?:e\s+l)?['’]\s?)"
_NO_MORE = (
    r"(?!(?:et|ou|de|du|des|la|le|les|est|sont|a|ont|en|par|pour|que|qui|dont|sur|dans|au|aux|à|si|ne|se|sous|sans"
    r"|selon|lorsque|peut|peuvent)\b)"
)
_NOUN = rf"{_NO_MORE}[a-zà-ÿœ][\w-]*"
_WORDS = rf"(?:{_NOUN})(?:\s+(?:et\s+|ou\s+)?(?:{_PART})?(?:{_NOUN}))*"
_HEADING = (
    rf"(?:(?P<quote>[\"«“])\s?(?P<quoted>{_OF}[^\"«»“”\n]{{2,120}}?)\s?[\"»”]"
    rf"|(?P<heading>{_OF}{_WORDS}(?:,\s(?:et\s+|ou\s+)?{_PART}{_WORDS}){{0,6}})(?=\s?[.,;:)\n]|\s*$))"
)
"""«titre "Du cautionnement"», «titre De la minorité, de la tutelle et de l'émancipation» up to a stop."""

_LEVEL = re.compile(
    rf"""(?P<present>{_PRESENT})\s+(?P<present_kind>{_KIND})\b(?:\s+(?P<present_number>{_NUMBER}))?
    |(?P<same>{_SAME})\s+(?P<same_kind>{_KIND})\b(?:\s+(?P<same_number>{_NUMBER}))?
    |(?P<ordinals>{_ORDINAL}(?:(?:,\s*|\s+et\s+|\s+ou\s+)(?:la\s+)?{_ORDINAL})*)\s+(?P<ordinal_kind>[Pp]arties?|PARTIES?)\b
    |(?P<beside_kind>livre|titre|(?:sous-)?chapitre|(?:sous-)?section)\s+(?P<beside>précédente?|suivante?)\b(?!\s*:)
    |(?P<nature_kind>[Pp]arties?)\s+(?P<nature>{_NATURES}(?:\s+et\s+{_NATURES})?)(?!\w)
    |(?P<kind>{_KIND})\s+(?P<first>{_NUMBER})
    |(?P<headed>livre|titre|chapitre|section)\s+{_HEADING}""",
    re.VERBOSE,
)


def _kind_pattern() -> str:
    """List the words for divisions by first letters: most letters of a text then fail at once."""
    spelled: dict[str, list[str]] = {}
    for case in sorted(_CASES, key=len, reverse=True):
        spelled.setdefault(case[0], []).append(rf"{case[1:]}[sS]?\b")
    return "|".join(f"{letter}(?<!\\w.)(?:{'|'.join(rests)})" for letter, rests in spelled.items())


_KIND_WORD = re.compile(_kind_pattern(), re.DOTALL)
_NUMBER_AHEAD = re.compile(
    rf"\s+(?:[IVX\d]|pr[ée]|PR|lim|uni|suivant|[Ll]égis|[Rr]égl|[\"«“]?\s?D(?:e|u|es|['’])\b|{_RANKED})"
)
_POINTERS = {
    "présent", "présente", "présents", "présentes", "même", "mêmes", "dudit", "ledit", "ladite", "audit", "desdits",
    "desdites", "cette", "ce",
}  # fmt: skip
_ORDINALS_BEFORE = re.compile(rf"(?<!\w){_ORDINAL}(?:(?:,\s*|\s+et\s+|\s+ou\s+)(?:la\s+)?{_ORDINAL}){{0,8}}\s+$")
_ITEM = re.compile(
    rf"{_SPACES}(?:(?P<comma>,{_SPACES}(?:(?:et|ou|ainsi\s+que)\s+)?)|(?P<word>et/ou|et|ou|ainsi\s+que)\s+|(?P<range>à)\s+)"
    rf"(?:(?:les?|la|du|de\s+la|aux?|à\s+la)\s+)?(?P<number>{_NUMBER})(?!\s*\))"
)
_OUTER = re.compile(
    rf"(?:{_SPACES}\((?:nouveau|ancien|[Pp]artie\s[^()\n]{{1,40}}|[^()\n]{{1,20}}\spartie)\))?{_SPACES}(?:,{_SPACES})?(?:du\b|de\s+la\b|des\b|de\s+(?:son|sa)\b|de(?=\s+(?:ce|cette)\s)|(?=dudit\b|desdit))\s*"
)
_INNER = re.compile(rf",{_SPACES}(?=[a-zL-T])")
_TO_TITLE = re.compile(
    rf"(?:{_SPACES}\((?:nouveau|ancien|[Pp]artie\s[^()\n]{{1,40}}|[^()\n]{{1,20}}\spartie)\))?"
    rf"(?:{_SPACES},?{_SPACES}(?:du\b|de\s+la\b|de\s+l['’]|des\b|de\b|d['’]|au\b|annexée?\s+au\b)\s*)?"
)
_FOREIGN = re.compile(
    rf"{_SPACES}(?:du\b|de\s+la\b|de\s+l['’]|des\b|de\s+ce|de\s+cette|d['’])\s*(?P<word>[^\W\d_]{{2,}})"
)
_TEXTS = {
    "loi", "lois", "code", "décret", "ordonnance", "arrêté", "convention", "règlement", "traité", "accord", "charte",
    "statut", "statuts", "texte", "directive", "protocole",
}  # fmt: skip
"""What may follow a division, and is a text that has no name here: «le titre III du statut général»."""

_SAID_IN = re.compile(
    r"(?:prévue?s?|mentionnée?s?|visée?s?|régie?s?|définie?s?|fixée?s?|dispositions)\s+(?:[àa]|par|dans|de)\s+la\s+$"
)
"""What shows that «la sixième partie» is one of a code."""

_SAID_SAME = re.compile(
    r"\b(?:pr[ée]vue?s?|mentionnée?s?|visée?s?|régie?s?|définie?s?|fixée?s?|établie?s?|expliquée?s?|dite?s?|dispositions|règles)"
    r"\s+(?:en|[àa]|par|dans|de)\s+la\s+$"
)
_COUNTED = re.compile(rf"{_SPACES}(?:du|de|des|d['’])\b")
_GOES_ON = re.compile(
    rf"{_SPACES}(?:,|,?\s(?:et|ou))\s+(?:du|de\s+la|des|au|à\s+la)\s+(?![Pp]aragraphe){_KIND}\s+{_NUMBER}"
)
"""«du paragraphe 2 ou du sous-paragraphe 1 de la sous-section 3»: in such company, a paragraph is a division."""

_POSSESSED = re.compile(r"\bde\s+(?:son|sa)\s")
"""«le titre II de sa première partie»: of the text named before."""

_DETERMINED = re.compile(r"\b(?:l[ea]|du|au)\s$")
_CREATED = re.compile(r"\b[Uu]ne?\s+$")
"""«il est inséré un titre II»: it is not there yet."""

_AS_SUCH = re.compile(r"(?:\bau|\bà|[Aa]u|À|A)\s+$")
"""«à ce titre», «au même titre»: a title of another kind."""


def find_divisions(text: str, titles: Sequence[TitleMatch]) -> list[Division]:
    """List the chains of divisions in ``text``, in order and without overlap; ``titles`` are the names found in it."""
    starts = {title.start: title for title in titles}
    found: list[Division] = []
    done = position = 0
    for word in _KIND_WORD.finditer(text):
        start = _start_of(text, word)
        if start is None or start < done:
            continue
        while position < len(titles) and titles[position].end <= start:
            position += 1
        if position < len(titles) and titles[position].start <= start:
            continue
        division = _read(text, start, starts)
        if division is not None:
            found.append(division)
            done = division.end
    return found


def _start_of(text: str, word: re.Match[str]) -> int | None:
    """Give where a chain starts whose first «titre» stands here: at «présent titre», «sixième partie», «titre II»."""
    start = word.start()
    if start and text[start - 1].isspace():
        before = text[max(0, start - 16) : start].split()
        last = before[-1] if before else ""
        if last.lower() in _POINTERS:
            return text.rindex(last, 0, start)
        if word[0][0] in "pP" and (ordinals := _ORDINALS_BEFORE.search(text, max(0, start - 60), start)):
            return ordinals.start()
    elif text[start - 1 : start] == "-":
        return None
    return start if _NUMBER_AHEAD.match(text, word.end()) else None


def _read(text: str, start: int, titles: dict[int, TitleMatch]) -> Division | None:
    levels = [*_read_chain(text, start)]
    if not levels or _is_prose(text, levels):
        return None
    end = levels[-1].end
    link = _TO_TITLE.match(text, end)
    title = titles.get(link.end()) if link else None
    if title is None and _is_heading(text, levels):
        return None
    foreign = _FOREIGN.match(text, end) if title is None and not levels[-1].pointing else None
    if foreign and foreign["word"] not in _TEXTS:
        return None  # «le chapitre 65 du budget», «la section 2 du tribunal»
    lone_part = levels[-1].kind == "partie" and len(levels) == 1 and title is None and not levels[0].pointing
    if lone_part and (foreign or _COUNTED.match(text, end) or not _SAID_IN.search(text, max(0, start - 40), start)):
        return None  # «la première partie de l'épreuve»
    possessive = _POSSESSED.search(text, start, end) is not None
    return Division(start, end, tuple(levels), title, foreign is not None, possessive)


def _read_chain(text: str, start: int) -> Iterator[Level]:
    """Read the levels from the inside outwards; «livre III, titre II, chapitre Ier» comes in the other order."""
    level = _read_level(text, start)
    if level is None or (level.heading and not _DETERMINED.search(text, max(0, start - 4), start)):
        return
    inwards = [level]
    while len(inwards[-1].numbers) == 1 and not inwards[-1].pointing and (comma := _INNER.match(text, inwards[-1].end)):
        inner = _read_level(text, comma.end())
        if inner is None or inner.pointing or KINDS[inner.kind] <= KINDS[inwards[-1].kind]:
            break
        inwards.append(inner)
    end = inwards[-1].end
    yield from (replace(level, end=end) for level in inwards[:0:-1])
    yield replace(inwards[0], end=end)
    while not level.pointing and (link := _OUTER.match(text, end)):
        outer = _read_level(text, link.end())
        if outer is None or KINDS[outer.kind] >= KINDS[level.kind] or len(outer.numbers) > 1:
            break
        yield outer
        level, end = outer, outer.end


def _read_level(text: str, start: int) -> Level | None:
    match = _LEVEL.match(text, start)
    if match is None:
        return None
    if match["present"]:
        return _pointing(match, "present")
    if match["same"]:
        return _pointing(match, "same")
    if match["ordinals"]:
        return _parts(match, "ordinals", _ORDINAL)
    if match["nature"]:
        return _parts(match, "nature", _NATURES)
    if match["beside"]:
        return Level(*match.span(), match["beside_kind"], heading=match["beside"])
    if match["headed"]:
        heading = " ".join((match["quoted"] or match["heading"]).split())
        return Level(*match.span(), match["headed"], heading=heading.replace("’", "'"))
    return _numbered(text, match)


def _pointing(match: re.Match[str], group: str) -> Level | None:
    kind = _kind(match[f"{group}_kind"])
    written = match[f"{group}_number"]
    if kind is None:
        return None
    number = (CitedNumber(*match.span(f"{group}_number"), _written(kind, written)),) if written else ()
    return Level(*match.span(), kind, number, " ".join(match[group].lower().split()))


def _parts(match: re.Match[str], numbers: str, pattern: str) -> Level:
    """Read «première et deuxième parties», «parties législative et réglementaire»: the numbers come in words."""
    start = match.start(numbers)
    found = re.finditer(pattern, match[numbers])
    cited = [CitedNumber(start + m.start(), start + m.end(), _written("partie", m[0])) for m in found]
    cited[0] = replace(cited[0], start=match.start())
    cited[-1] = replace(cited[-1], end=match.end())
    return Level(*match.span(), "partie", tuple(cited), None, " ou " in match[numbers])


def _numbered(text: str, match: re.Match[str]) -> Level | None:
    kind = _kind(match["kind"])
    if kind is None:
        return None
    numbers = [CitedNumber(match.start(), match.end(), _written(kind, match["first"]))]
    end, alternative = match.end(), False
    plural = match["kind"][-1] in "sS" and not match["kind"].lower().endswith("sous")
    while plural and (item := _ITEM.match(text, end)):
        number = CitedNumber(*item.span("number"), _written(kind, item["number"]))
        alternative = alternative or "ou" in item[0][: item.start("number") - item.start()]
        numbers[-1:] = _spell_out(numbers[-1], number) if item["range"] else [numbers[-1], number]
        end = item.end()
    return Level(match.start(), end, kind, tuple(numbers), None, alternative)


def _kind(written: str) -> str | None:
    lower = written.lower()
    return lower if lower in KINDS else lower.removesuffix("s") if lower.removesuffix("s") in KINDS else None


def _written(kind: str, number: str) -> str:
    """Write a number as it stands, but for parts, which have a digit: «sixième», «VI» and «6» are 6."""
    plain = " ".join(number.split())
    if kind != "partie":
        return plain.lower() if len(plain) > 5 and plain.isalpha() else plain.replace("ER", "er")
    rank = _PART_ORDINALS.get(plain) or _PART_ORDINALS.get(plain.lower()) or _value(plain)
    return str(rank) if rank else plain.lower().removesuffix("s")


_VALUES = {"I": 1, "V": 5, "X": 10}


def _value(number: str) -> int | None:
    """Read «VII», «Ier», «3»; None for what is no plain number."""
    plain = re.sub(r"(?:er|ère|re)$", "", number)
    if plain.isdigit():
        return int(plain)
    if not plain or not set(plain) <= _VALUES.keys():
        return None
    digits = [_VALUES[letter] for letter in plain]
    return sum(-d if d < max(digits[i:], default=0) else d for i, d in enumerate(digits))


def _roman(value: int) -> str:
    tens, units = divmod(value, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[units]


def _spell_out(first: CitedNumber, last: CitedNumber) -> list[CitedNumber]:
    """Give «titres Ier à IV» with the titles inside, marked with the span of the range."""
    span, bounds = (first.start, last.end), (first.canonical, last.canonical)
    low, high = _value(first.canonical), _value(last.canonical)
    inside = range(low + 1, high) if low and high and high - low < 40 else range(0)
    write = str if last.canonical.isdigit() else _roman
    return [
        replace(first, range_span=span, range_bounds=bounds),
        *(CitedNumber(*span, write(value), range_span=span, range_bounds=bounds) for value in inside),
        replace(last, range_span=span, range_bounds=bounds),
    ]


def _is_prose(text: str, levels: list[Level]) -> bool:
    """«au même titre», «à ce titre»; «le paragraphe 2» alone is a part of an article."""
    first = levels[0]
    if _CREATED.search(text, max(0, first.start - 5), first.start):
        return True
    if first.pointing and first.kind == "titre" and not first.numbers and not first.pointing.startswith("présent"):
        return _AS_SUCH.search(text, max(0, first.start - 4), first.start) is not None
    alone = "paragraphe" in first.kind and len(levels) == 1 and not first.pointing
    return alone and _GOES_ON.match(text, first.end) is None


def _is_heading(text: str, levels: list[Level]) -> bool:
    """«TITRE II», «Chapitre Ier : …» that open a line are headings: they cite nothing."""
    if levels[0].pointing:
        return False
    line = text.rfind("\n", 0, levels[0].start) + 1
    return not text[line : levels[0].start].strip(' «"“*#_\t\u00a0')


def said_in(text: str, level: Level) -> bool:
    """Say whether words before «même section» show that it is one of a text: «ainsi qu'il est expliqué en la …»."""
    return _SAID_SAME.search(text, max(0, level.start - 40), level.start) is not None


def cited_numbers(division: Division, outer: Sequence[Level] = ()) -> tuple[CitedNumber, ...]:
    """Give the divisions that a chain cites, with their paths; ``outer`` are levels that hold the chain.

    The first one's words start with the chain, the last one's end with it: «chapitres Ier», «II du titre II».
    """
    inner = division.inner
    above = [level.label for level in sorted((*division.levels[1:], *outer), key=lambda level: KINDS[level.kind])]
    if not inner.numbers:
        return (CitedNumber(division.start, division.end, ", ".join([*above, inner.label])),)
    first, last = inner.numbers[0].start, inner.numbers[-1].end
    bounds = {first: division.start, last: division.end}

    def stretch(number: CitedNumber) -> CitedNumber:
        span = number.range_span
        return replace(
            number,
            start=bounds.get(number.start, number.start),
            end=bounds.get(number.end, number.end),
            canonical=", ".join([*above, f"{inner.kind} {number.canonical}"]),
            range_span=(bounds.get(span[0], span[0]), bounds.get(span[1], span[1])) if span else None,
        )

    return tuple(map(stretch, inner.numbers))
