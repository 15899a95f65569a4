"""The one reader of legal references: which article of which text a sentence cites, and where the words stand.

One pass finds the words that can open a reference («article», «L. 162-5», a name of a text); each is then parsed on
the spot. Precision comes before recall: a number followed by «du contrat» is no article of the citing text, and a
reference whose text cannot be known says so (``Method.UNDETERMINED``) instead of guessing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.antecedents import Antecedents, Found, Method
from corpus.divisions import KINDS, Division, Level, cited_numbers
from corpus.lists import CitedNumber
from corpus.mentions import Kind, Mention, find_mentions
from corpus.model import Span, TextId
from corpus.relations import Relation, Unit, relate
from corpus.titles import TitleMatch, find_titles

__all__ = ["Method", "Reference", "Relation", "find_references"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation of one article, or of a text as a whole (``target_article`` None).

    ``[start, end)`` are the words of this article alone: «L. 162-5-10» in «articles L. 162-5-10 et L. 162-32-1», or
    «présent article»; articles that a range names without writing them («L. 3» in «L. 1 à L. 5») have the span of the
    whole range. ``range_span`` is that of the range («26 et suivants» too), for its written ends as well;
    ``range_bounds`` are its canonical ends, the last one None for «et suivants».

    ``target_division`` is a division of a text, from the outermost inwards: «partie 6, livre VII, titre II»; or, of
    the text that is read, the one that holds the words: «présent chapitre». ``neighbour`` is -1 for «article
    précédent», 1 for «article suivant» (2 for the one after): the number is then not in the words, and
    ``target_article`` is None.

    ``target_text`` is the usual title; None where the words do not say it and nothing else does. ``rival_text`` is
    a second reading, kept for who can look up which article exists (see ``Method.COORDINATED``). For the form of
    ``target_alinea``, ``target_sentence`` and ``target_item`` see :mod:`corpus.locators`.
    """

    start: int
    end: int
    target_text: str | None
    target_article: str | None
    as_written: str
    method: Method
    target_alinea: str | None = None
    target_sentence: str | None = None
    target_item: str | None = None
    range_span: Span | None = None
    rival_text: str | None = None
    relation: Relation = Relation.CITED
    range_bounds: tuple[str, str | None] | None = None
    target_division: str | None = None
    neighbour: int = 0
    target: TextId | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A mention with the text it means; ``article`` is the number where the words give none («présent article»)."""

    mention: Mention
    found: Found
    rival: str | None = None
    article: str | None = None
    numbers: tuple[CitedNumber, ...] = ()
    """The numbers cited, where they are not those of the mention: «ces articles», divisions with a common holder."""

    @property
    def cited(self) -> tuple[CitedNumber, ...]:
        """The numbers that this reading cites."""
        return self.numbers or self.mention.numbers


_OWN_PARTS = {
    "livre", "titre", "chapitre", "section", "sous", "partie", "paragraphe", "i", "ii", "iii", "iv", "v", "article",
    "articles", "même",
}  # fmt: skip
_PRESENT = {"présent", "présente"}
_POSSESSIVE = re.compile(r"\b(?:son|ses|leurs?)\s+$")
_NOTABLY = re.compile(r"\s*,?\s*(?:modifiée?\s*,?\s*)?(?:et\s+)?notamment\s+(?:(?:en|à|aux?|les?|l['’]|de|des|du)\s*)*")
_THEN = re.compile(r"\s?,\s(?=art\.)")
"""«C. civ., art. 1240»."""

_ITEM = re.compile(r"[\s«\"“]*(?:\d{1,2}[°)]|[a-z]{1,2}[°)]|[-–—―])")
"""How an item of a list opens its line."""

_STOP = re.compile(r"[.;:\n]")
_COORDINATION = re.compile(
    r"\s*,?\s*(?:(?:et|ou|ainsi\s+que)\s+)?(?:(?:et|ou)\s+)?(?:à|aux?|de|du|des|par|dans|sous)?\s*(?:l['’]|les?|la)?\s*",
    re.IGNORECASE,
)
_PREPOSITIONS = dict.fromkeys(("à", "au", "aux", "à la"), "à") | dict.fromkeys(("de", "du", "des", "de la"), "de")
_NUMBERED = {Kind.NUMBERS, Kind.DIVISION}
_GOVERNS = {Method.EXPLICIT, Method.SAME, Method.VISAS, Method.EARLIER, Method.COORDINATED}


def find_references(
    text: str, in_text: str | None = None, in_article: str | None = None, visas: Sequence[str] = ()
) -> tuple[Reference, ...]:
    """List the references of ``text`` in order; spans are characters of ``text`` and do not overlap but for ranges.

    ``in_text`` and ``in_article`` say which article of which text is read: «présent article» and bare numbers are
    theirs. ``visas`` are the visas of an act, by which «le décret du 30 novembre 1987 susvisé» finds its number.
    """
    titles = find_titles(text)
    mentions = find_mentions(text, titles)
    headings = [mention.lead for mention in mentions if mention.kind is Kind.HEADING]
    antecedents = Antecedents(text, titles, headings, in_text, in_article, visas)
    readings = _share_holders(text, _govern_coordinated(text, _Reader(text, antecedents).read(mentions)))
    cited = [(_unit(reading), [_reference(text, reading, number) for number in reading.cited]) for reading in readings]
    governing = {mention.title.start for mention in mentions if mention.title is not None}
    cited += _wholes(text, [title for title in titles if title.start not in governing], antecedents)
    cited.sort(key=lambda unit: unit[0].lead)
    related = zip(cited, relate(text, [unit for unit, _ in cited]), strict=True)
    references = [
        reference if relation is Relation.CITED else replace(reference, relation=relation)
        for (_, group), relation in related
        for reference in group
    ]
    return tuple(sorted(references, key=lambda r: (r.start, r.end)))


def _unit(reading: _Reading) -> Unit:
    mention = reading.mention
    return Unit(mention.lead, mention.end, mention.preposition, mention.alternative)


class _Reader:
    """Reads the mentions of one text from left to right, and remembers what later ones may point at."""

    def __init__(self, text: str, antecedents: Antecedents) -> None:
        self._text = text
        self._antecedents = antecedents
        self._readings: list[_Reading] = []
        self._of_number: dict[str, Found] = {}
        self._of_division: dict[str, tuple[int, Found]] = {}
        self._same_in_item: _Reading | None = None

    def read(self, mentions: Sequence[Mention]) -> list[_Reading]:
        """Give each mention its text; those that point at nothing are left out."""
        for mention in mentions:
            reading = self._read(mention) if mention.kind is not Kind.HEADING else None
            if reading is not None:
                self._remember(reading)
        return self._readings

    def _remember(self, reading: _Reading) -> None:
        if reading.mention.kind is Kind.SAME and self._opens_item(reading.mention):
            self._same_in_item = reading
        elif self._same_in_item and not self._in_item(reading.mention):
            self._same_in_item = None
        self._readings.append(reading)
        for number in reading.cited:
            self._of_number[number.canonical] = reading.found
        if (division := reading.mention.division) is not None:
            for level in division.levels:
                keys = [f"{level.kind} {number.canonical}" for number in level.numbers]
                for key in (level.kind, *keys):
                    self._of_division[key] = (division.end, reading.found)

    def _read(self, mention: Mention) -> _Reading | None:
        match mention.kind:
            case Kind.PRESENT:
                return _present(mention, self._antecedents)
            case Kind.NEIGHBOUR:
                return _neighbour(mention, self._antecedents)
            case Kind.SAME | Kind.SAME_SEVERAL:
                return self._same(mention)
            case Kind.DIVISION:
                found = self._of_its_division(mention)
                return _Reading(mention, found) if found else None
        return _Reading(mention, self._of(mention))

    def _same(self, mention: Mention) -> _Reading | None:
        """«dudit article» is the last one cited, if that was a single one; «ces articles» the last several."""
        last = self._antecedent(mention)
        if last is None or last.cited[0].neighbour:
            return None
        [words] = mention.numbers
        found = replace(last.found, method=Method.SAME_ARTICLE)
        if mention.kind is Kind.SAME:
            alone = len(last.cited) == 1
            if not alone and "dernier" in self._text[words.start : words.end]:
                return _Reading(mention, found, last.rival, last.cited[-1].canonical)
            return _Reading(mention, found, last.rival, last.article or last.cited[0].canonical) if alone else None
        if len(last.cited) < 2:
            return None
        numbers = tuple(replace(words, canonical=number.canonical) for number in last.cited)
        return _Reading(mention, found, last.rival, None, numbers)

    def _antecedent(self, mention: Mention) -> _Reading | None:
        """Give the last reading of articles; in a list, that of the item before: «1° … de cet article ; 2° … de cet
        article» are one article, whatever the first item cites besides.
        """
        last = next((r for r in reversed(self._readings) if r.mention.kind is not Kind.DIVISION), None)
        if mention.kind is not Kind.SAME or not self._opens_item(mention):
            return last
        return self._same_in_item or last

    def _in_item(self, mention: Mention) -> bool:
        return _ITEM.match(self._text, self._text.rfind("\n", 0, mention.lead) + 1) is not None

    def _opens_item(self, mention: Mention) -> bool:
        """Say whether it is the first mention in its line, and the line an item of a list."""
        line = self._text.rfind("\n", 0, mention.lead) + 1
        if self._readings and self._readings[-1].mention.lead >= line:
            return False
        return _ITEM.match(self._text, line) is not None

    def _of(self, mention: Mention) -> Found:
        if mention.title is not None:
            return self._antecedents.of_title(mention.title)
        number = mention.numbers[0]
        if mention.recalled and (earlier := self._of_number.get(number.canonical)):
            return replace(earlier, method=Method.EARLIER)
        if title := _title_before(self._text, mention, self._antecedents):
            return self._antecedents.of_title(title)
        if mention.complement in _PRESENT:
            return Found(self._antecedents.own, self._antecedents.in_text, Method.IN_TEXT)
        if mention.complement is not None and _is_foreign(mention):
            return self._antecedents.undetermined()
        if mention.division is not None and mention.division.pointing:
            return self._of_its_division(mention) or self._antecedents.undetermined()
        if _POSSESSIVE.search(self._text, max(0, mention.lead - 8), mention.lead):
            return self._antecedents.undetermined()
        return self._antecedents.of_bare_number(number, number.start)

    def _of_its_division(self, mention: Mention) -> Found | None:
        """Say of which text a division is; None where «même titre» follows no other title."""
        division = mention.division
        if division is None:
            return None
        if division.title is not None:
            return self._antecedents.of_title(division.title)
        if division.foreign:
            return self._antecedents.undetermined()
        if title := _title_before(self._text, mention, self._antecedents):
            return self._antecedents.of_title(title)
        if (pointing := division.pointing) is not None:
            if pointing.pointing and pointing.pointing.startswith("présent"):
                return self._antecedents.of_own_division(division.start)
            return self._of_same_division(pointing)
        return self._antecedents.of_bare_division(division.start)

    def _of_same_division(self, level: Level) -> Found | None:
        key = f"{level.kind} {level.numbers[0].canonical}" if level.numbers else level.kind
        known = self._of_division.get(key)
        if level.kind == "livre" and not level.numbers and (book := self._antecedents.last_book(level.start)):
            return book
        if known is None:
            return None
        weak = level.pointing in {"ce", "cette"} and not level.numbers
        if weak and "\n" in self._text[known[0] : level.start]:
            return None  # «cette partie», «ce titre» further on is something else
        return replace(known[1], method=Method.SAME)


def _present(mention: Mention, antecedents: Antecedents) -> _Reading | None:
    """«présent article» is the article read, but not where an act quotes the new wording of another text."""
    if antecedents.is_quoted(mention.lead):
        return None
    found = Found(antecedents.own, antecedents.in_text, Method.THIS_ARTICLE)
    return _Reading(mention, found, article=antecedents.in_article)


def _neighbour(mention: Mention, antecedents: Antecedents) -> _Reading | None:
    """«l'article précédent» is one of the text read, but not in the wording that an act quotes."""
    if antecedents.is_quoted(mention.lead):
        return None
    return _Reading(mention, Found(antecedents.own, antecedents.in_text, Method.IN_TEXT))


def _is_foreign(mention: Mention) -> bool:
    """«l'article 5 du contrat» is of another text; «l'article L. 331-24 de la transmission» is not: L. is of codes."""
    if mention.numbers[0].letters:
        return mention.complement in {"code", "codes", "livre", "texte"}
    return mention.complement not in _OWN_PARTS


def _title_before(text: str, mention: Mention, antecedents: Antecedents) -> TitleMatch | None:
    """«Vu le code de la santé publique, notamment ses articles L. 6313-1»: the name before governs."""
    title = antecedents.title_before(mention.lead)
    if title is None:
        return None
    if _NOTABLY.fullmatch(text, title.end, mention.lead) or _THEN.fullmatch(text, title.end, mention.lead):
        return title
    possessive = _POSSESSIVE.search(text, max(title.end, mention.lead - 8), mention.lead)
    return title if possessive and not _STOP.search(text, title.end, mention.lead) else None


def _govern_coordinated(text: str, readings: list[_Reading]) -> list[_Reading]:
    """Let a name govern the articles coordinated before it: «au 4° de l'article 2331 et à l'article 2375 du code …».

    Only where both have the same preposition and the same kind of number, with nothing but «et», «ou», a comma between
    them. «Prévue à l'article 76 et les articles 188 et 189 de la loi organique» (Constitution, art. 77) is two texts.
    The other reading, an article of the citing text, is kept as the rival.
    """
    governed = list(readings)
    for position in range(len(readings) - 2, -1, -1):
        reading, following = governed[position], governed[position + 1]
        bare = reading.found.method in {Method.IN_TEXT, Method.LAST_CODE, Method.UNDETERMINED}
        numbered = reading.mention.kind in _NUMBERED and following.mention.kind is reading.mention.kind
        if not (bare and numbered) or reading.mention.complement or following.found.method not in _GOVERNS:
            continue
        if _parallel(text, reading.mention, following.mention):
            rival = reading.found.title if reading.found.title != following.found.title else None
            governed[position] = replace(
                reading, found=replace(following.found, method=Method.COORDINATED), rival=rival
            )
    return governed


def _parallel(text: str, mention: Mention, following: Mention) -> bool:
    if bool(mention.numbers[0].letters) != bool(following.numbers[0].letters) or following.lead < mention.end:
        return False
    if _PREPOSITIONS.get(mention.preposition) != _PREPOSITIONS.get(following.preposition):
        return False
    return _COORDINATION.fullmatch(text, mention.end, following.lead) is not None


def _share_holders(text: str, readings: list[_Reading]) -> list[_Reading]:
    """«au titre Ier et au titre II du livre III»: the livre holds both."""
    shared = list(readings)
    for position in range(len(readings) - 2, -1, -1):
        reading, following = shared[position], shared[position + 1]
        one, two = reading.mention.division, following.mention.division
        if reading.mention.kind is not Kind.DIVISION or following.mention.kind is not Kind.DIVISION:
            continue
        if one and two and not (one.title or one.pointing or one.foreign) and _parallel(text, reading.mention, following.mention):
            outer = _holders(one, two)
            shared[position] = replace(reading, numbers=cited_numbers(one, outer))
    return shared


def _holders(one: Division, two: Division) -> list[Level]:
    """Give what holds the second chain, and is large enough to hold the whole first one."""
    rank = KINDS[one.levels[-1].kind]
    return [level for level in two.levels[1:] if KINDS[level.kind] < rank and KINDS[two.inner.kind] >= rank]


def _reference(text: str, reading: _Reading, number: CitedNumber) -> Reference:
    places = [place for place in (number.after, reading.mention.before) if place is not None]
    divided = reading.mention.kind is Kind.DIVISION
    return Reference(
        start=number.start,
        end=number.end,
        target_text=reading.found.title,
        target_article=None if divided else reading.article or number.canonical or None,
        as_written=text[number.start : number.end],
        method=reading.found.method,
        target_alinea=next((p.alinea for p in places if p.alinea), None),
        target_sentence=next((p.sentence for p in places if p.sentence), None),
        target_item=next((p.item for p in places if p.item), None),
        range_span=number.range_span,
        range_bounds=number.range_bounds,
        rival_text=reading.rival,
        target_division=number.canonical if divided else None,
        neighbour=number.neighbour,
        target=reading.found.text,
    )


def _wholes(
    text: str, titles: Sequence[TitleMatch], antecedents: Antecedents
) -> list[tuple[Unit, list[Reference]]]:
    """Give the texts cited as a whole; «cet accord», «le même règlement» that point at no known text are prose."""
    found = [(title, antecedents.of_title(title)) for title in titles]
    return [
        (
            Unit(t.start, t.end, ""),
            [Reference(t.start, t.end, f.title, None, text[t.start : t.end], f.method, target=f.text)],
        )
        for t, f in found
        if f.title is not None
    ]
