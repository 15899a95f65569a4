"""Which text each mention means: its name, the text read, or what earlier words of the text named.

Precision comes before recall: a number followed by «du contrat» is no article of the text that is read, and a reference
whose text cannot be known says so (``Method.UNDETERMINED``) instead of guessing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.antecedents import Antecedents, Found, Method
from corpus.divisions import Level, said_in
from corpus.lists import CitedNumber
from corpus.mentions import PRESENT, Kind, Mention
from corpus.relations import excepts, near_exception, opening_before
from corpus.titles import TitleMatch


@dataclass(frozen=True, slots=True)
class Reading:
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
_POSSESSIVE = re.compile(r"\b(?:son|ses|leurs?)\s+$")
_NOTABLY = re.compile(r"\s*,?\s*(?:modifiée?\s*,?\s*)?(?:et\s+)?notamment\s+(?:(?:en|à|aux?|les?|l['’]|de|des|du)\s*)*")
_NOTABLY_HERE = re.compile(r"\bnotamment\s+(?:(?:en|à|aux?|les?|l['’]|de|des|du|son|ses)\s*)*$")
_THEN = re.compile(r"\s?[,–-]?\s\(?")
"""«C. civ., art. 1240», «loi HPST (art. 49)»: the name before an abbreviated article governs it."""

_ITEM = re.compile(r"[\s«\"“]*(?:\d{1,2}[°)]|[a-z]{1,2}[°)]|[-–—―])")
"""How an item of a list opens its line."""

_ANNEX = re.compile(r"Annexe (?!à)")
_SEVERAL = 30
"""«ces articles» after a longer list, or a longer range, is left: it would say little."""

_STOP = re.compile(r"[;:\n]|\.(?!\s?\d)")
_COORDINATION = re.compile(
    r"\s*,?\s*(?:(?:et|ou|ainsi\s+que)\s+|ainsi\s+qu['’])?(?:(?:et|ou)\s+)?(?:à|aux?|de|du|des|par|dans|sous)?\s*(?:l['’]|les?|la)?\s*",
    re.IGNORECASE,
)
_PREPOSITIONS = dict.fromkeys(("à", "au", "aux", "à la"), "à") | dict.fromkeys(("de", "du", "des", "de la"), "de")
GOVERNS = {Method.EXPLICIT, Method.SAME, Method.VISAS, Method.EARLIER, Method.COORDINATED}
"""How a text is known that may govern what stands beside it."""


class Reader:
    """Reads the mentions of one text from left to right, and remembers what later ones may point at."""

    def __init__(self, text: str, antecedents: Antecedents) -> None:
        self._text = text
        self._antecedents = antecedents
        self._readings: list[Reading] = []
        self._of_number: dict[str, Found] = {}
        self._of_division: dict[str, tuple[int, Found]] = {}
        self._last_article: Reading | None = None
        self._same_in_item: Reading | None = None
        self._excepting: Mention | None = None
        self.governing: set[int] = set()
        """Where names of texts start that govern the article after them, and are no citation of their own."""

    def read(self, mentions: Sequence[Mention]) -> list[Reading]:
        """Give each mention its text; those that point at nothing are left out."""
        for mention in mentions:
            reading = self._read(mention) if mention.kind is not Kind.HEADING else None
            if reading is not None:
                self._remember(reading)
        return self._readings

    def _remember(self, reading: Reading) -> None:
        if reading.mention.kind is Kind.SAME and self._opens_item(reading.mention):
            self._same_in_item = reading
        elif self._same_in_item and not self._in_item(reading.mention):
            self._same_in_item = None
        self._readings.append(reading)
        if reading.mention.kind is not Kind.DIVISION:
            self._last_article = reading
        for number in reading.cited:
            self._of_number[number.canonical] = reading.found
        if (division := reading.mention.division) is not None:
            for level in division.levels:
                keys = [f"{level.kind} {number.canonical}" for number in level.numbers]
                for key in (level.kind, *keys):
                    self._of_division[key] = (division.end, reading.found)

    def _read(self, mention: Mention) -> Reading | None:
        match mention.kind:
            case Kind.PRESENT:
                return _present(mention, self._antecedents)
            case Kind.NEIGHBOUR:
                return _neighbour(mention, self._antecedents)
            case Kind.SAME | Kind.SAME_SEVERAL:
                return self._same(mention)
            case Kind.DIVISION:
                found = self._of_its_division(mention)
                return Reading(mention, found) if found else None
        if mention.complement is not None and _is_private(mention.complement):
            return None
        found = self._of(mention)
        if mention.title is None and _ANNEX.match(mention.numbers[0].canonical):
            found = self._antecedents.of_bare_annex(found, mention.lead, mention.end)
        return Reading(mention, found)

    def _same(self, mention: Mention) -> Reading | None:
        """«dudit article» is the last one cited, if that was a single one; «ces articles» the last several."""
        last = self._antecedent(mention)
        if last is None or last.cited[0].neighbour:
            return None
        [words] = mention.numbers
        found = replace(last.found, method=Method.SAME_ARTICLE)
        if mention.kind is Kind.SAME:
            alone = len(last.cited) == 1
            if not alone and "dernier" in self._text[words.start : words.end]:
                return Reading(mention, found, last.rival, last.cited[-1].canonical)
            return Reading(mention, found, last.rival, last.article or last.cited[0].canonical) if alone else None
        if not 1 < len(last.cited) <= _SEVERAL:
            return None
        numbers = tuple(replace(words, canonical=number.canonical) for number in last.cited)
        return Reading(mention, found, last.rival, None, numbers)

    def _antecedent(self, mention: Mention) -> Reading | None:
        """Give the last reading of articles; in a list, that of the item before: «1° … de cet article ; 2° … de cet
        article» are one article, whatever the first item cites besides.
        """
        if mention.kind is not Kind.SAME or not self._opens_item(mention):
            return self._last_article
        return self._same_in_item or self._last_article

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
        if title := self._named_just_before(mention) or _title_before(self._text, mention, self._antecedents):
            return self._antecedents.of_title(title)
        if mention.complement is not None and mention.complement.split()[0] in PRESENT:
            return Found(self._antecedents.own, self._antecedents.in_text, Method.IN_TEXT)
        if mention.complement is not None and _is_foreign(mention):
            return self._antecedents.undetermined()
        if mention.division is not None and mention.division.pointing:
            return self._of_its_division(mention) or self._antecedents.undetermined()
        if _POSSESSIVE.search(self._text, max(0, mention.lead - 8), mention.lead):
            return self._antecedents.undetermined()
        found = self._excepted(mention) or self._antecedents.of_bare_number(number, number.start)
        earlier = self._of_number.get(number.canonical) if found.title is None else None
        return replace(earlier, method=Method.EARLIER) if earlier and earlier.title else found

    def _named_just_before(self, mention: Mention) -> TitleMatch | None:
        title = self._antecedents.title_before(mention.lead)
        if title is None or self._text[mention.lead : mention.lead + 4].lower() != "art.":
            return None
        if not _THEN.fullmatch(self._text, title.end, mention.lead):
            return None
        self.governing.add(title.start)
        return title

    def _excepted(self, mention: Mention) -> Found | None:
        """«les articles L. 1 à L. 9 du code de commerce, à l'exception de l'article L. 5»: of the same code.

        «les dispositions du décret … pris pour l'application de l'article 7 de la loi …, à l'exception de l'article 5»:
        of the decree; where several texts are named in one sentence, of none that is known.
        """
        last = self._readings[-1] if self._readings else None
        if last is not None and last.mention is self._excepting and parallel(self._text, last.mention, mention):
            self._excepting = mention
            return replace(last.found, method=Method.SAME if last.found.title else last.found.method)
        if not near_exception(self._text, mention.lead):
            return None
        if last is not None and excepts(self._text, last.mention.end, mention.lead):
            found = last.found if last.found.method in GOVERNS and _like(last, mention) else None
        else:
            found = self._outermost(mention)
        if found is not None:
            self._excepting = mention
        return found and replace(found, method=Method.SAME if found.title else found.method)

    def _outermost(self, mention: Mention) -> Found | None:
        """Give the text that the sentence cites as a whole before «, à l'exception de»."""
        opening = opening_before(self._text, mention.lead)
        if opening is None:
            return None
        low = max(self._antecedents.sentence_start(opening), self._excepting.end if self._excepting else 0)
        texts = self._antecedents.outer_texts(low, opening, mention.numbers[0])
        bare = {Method.IN_TEXT, Method.THIS_TEXT}
        own = self._antecedents.may_be_own(mention.numbers[0]) and any(
            r.mention.lead >= low and r.found.method in bare and _like(r, mention) for r in self._readings
        )
        if not texts or texts == [self._antecedents.own]:
            return None
        only = len(texts) == 1 and not own
        return Found(texts[0], texts[0].title, Method.SAME) if only else self._antecedents.undetermined()

    def _of_its_division(self, mention: Mention) -> Found | None:
        """Say of which text a division is; None where «même titre» follows no other title."""
        division = mention.division
        if division is None:
            return None
        if division.title is not None:
            return self._antecedents.of_title(division.title)
        if division.foreign:
            return self._antecedents.undetermined()
        if title := _title_before(
            self._text, mention, self._antecedents, division.end if division.possessive else None
        ):
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
            alone = level.pointing == "même" and not level.numbers and said_in(self._text, level)
            before = self._antecedents.title_before(level.start)
            return self._antecedents.of_bare_division(level.start) if alone and before is None else None
        weak = level.pointing in {"ce", "cette"} and not level.numbers
        if weak and "\n" in self._text[known[0] : level.start]:
            return None  # «cette partie», «ce titre» further on is something else
        return replace(known[1], method=Method.SAME)


def _like(reading: Reading, mention: Mention) -> bool:
    """Say whether a citation may be of the text of another: both have letters, or none has; divisions have none."""
    divided = reading.mention.kind is Kind.DIVISION
    return divided or bool(mention.numbers[0].letters) == bool(reading.cited[0].letters)


def _present(mention: Mention, antecedents: Antecedents) -> Reading | None:
    """«présent article» is the article read; in the wording that an act quotes, the one whose heading it quotes."""
    if antecedents.is_quoted(mention.lead):
        number = antecedents.quoted_article(mention.lead)
        found = antecedents.of_own_division(mention.lead)
        return Reading(mention, found, article=number) if number and found.text else None
    found = Found(antecedents.own, antecedents.in_text, Method.THIS_ARTICLE)
    return Reading(mention, found, article=antecedents.in_article)


def _neighbour(mention: Mention, antecedents: Antecedents) -> Reading | None:
    """«l'article précédent» is one of the text read, but not in the wording that an act quotes."""
    if antecedents.is_quoted(mention.lead):
        return None
    return Reading(mention, Found(antecedents.own, antecedents.in_text, Method.IN_TEXT))


def _is_private(complement: str) -> bool:
    """«l'article 5 du contrat», «des statuts», «du règlement intérieur»: no text of the law."""
    words = [word for word in complement.split() if word not in PRESENT]
    return bool(words) and (words[0] in _PRIVATE or tuple(words[:2]) in _PRIVATE_PAIRS)


_PRIVATE = {
    "contrat", "contrats", "statuts", "protocole", "cahier", "cahiers", "bail", "police", "marché", "budget", "rôle",
    "nomenclature", "catalogue", "questionnaire", "formulaire",
}  # fmt: skip
_PRIVATE_PAIRS = {
    ("règlement", "intérieur"), ("règlement", "de"), ("règlement", "du"), ("convention", "collective"),
    ("convention", "type"), ("contrat", "type"),
}  # fmt: skip


def _is_foreign(mention: Mention) -> bool:
    """«l'article 5 de l'annexe» is of another text; «l'article L. 331-24 de la transmission» is not: L. is of codes."""
    word = (mention.complement or "").split()[0]
    if mention.numbers[0].letters:
        return word in {"code", "codes", "livre", "texte"}
    return word not in _OWN_PARTS


def _title_before(
    text: str, mention: Mention, antecedents: Antecedents, possessed: int | None = None
) -> TitleMatch | None:
    """«Vu le code de la santé publique, notamment ses articles L. 6313-1»: the name before governs.

    ``possessed`` is where a chain ends that has the possessive inside: «le titre II de sa première partie».
    """
    title = antecedents.title_before(mention.lead)
    if title is None:
        return None
    if _NOTABLY.fullmatch(text, title.end, mention.lead):
        return title
    possessive = possessed or _POSSESSIVE.search(text, max(title.end, mention.lead - 8), mention.lead)
    notably = possessive or _NOTABLY_HERE.search(text, max(title.end, mention.lead - 24), mention.lead)
    if not notably or _STOP.search(text, title.end, mention.lead):
        return None
    of_visa = antecedents.visa_at(mention.lead, mention.numbers[0])
    return of_visa or (title if possessive else None)


def parallel(text: str, mention: Mention, following: Mention) -> bool:
    """Say whether two mentions are coordinated: same preposition, same kind of number, nothing but «et» between."""
    if bool(mention.numbers[0].letters) != bool(following.numbers[0].letters) or following.lead < mention.end:
        return False
    if _PREPOSITIONS.get(mention.preposition) != _PREPOSITIONS.get(following.preposition):
        return False
    return _COORDINATION.fullmatch(text, mention.end, following.lead) is not None
