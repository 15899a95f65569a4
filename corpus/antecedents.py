"""What «du même code», «du présent code», «susvisé» and a bare number point at, read from left to right."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from corpus.lists import CitedNumber
from corpus.model import Span, TextId, family_of
from corpus.names import known_names
from corpus.titles import TitleMatch, find_titles, read_title


class Method(StrEnum):
    """How the text of a reference was found. The value is what the database stores."""

    EXPLICIT = "explicit"
    """The words name it: «l'article L. 162-5 du code de la sécurité sociale»."""
    SAME = "same"
    """The last text of that nature named before: «du même code», «dudit décret»."""
    THIS_TEXT = "this-text"
    """«du présent code»."""
    THIS_ARTICLE = "this-article"
    """«du présent article»."""
    VISAS = "visas"
    """Named in the visas: «le décret du 30 novembre 1987 susvisé»."""
    EARLIER = "earlier"
    """Named in full earlier in the same text: «la loi du 31 décembre 1990 précitée»."""
    SAME_ARTICLE = "same-article"
    """«dudit article»: the last one cited in the same alinéa."""
    IN_TEXT = "in-text"
    """A bare number: an article of the text that is read."""
    COORDINATED = "coordinated"
    """Named after a later article that is coordinated with this one: «à l'article 2101 et à l'article 2104 du code
    civil». Another reading is possible, and kept."""
    LAST_CODE = "last-code"
    """A number with its letter (L., R.) in an act that has none: an article of the last code named."""
    AMENDED = "amended"
    """A bare number where an act amends a text: «Le décret … est modifié ainsi qu'il suit : I. - A l'article 1er»."""
    UNDETERMINED = "undetermined"
    """An article is cited, but nothing says of which text."""


@dataclass(frozen=True, slots=True)
class Found:
    """A text, its usual title, and how it was found; no title where it is not known."""

    text: TextId | None
    title: str | None
    method: Method


_WORDS = {
    "LOI": r"\blois?\b", "DECRET": r"\bdécrets?\b", "ORDONNANCE": r"\bordonnances?\b", "ARRETE": r"\barrêtés?\b",
    "REGLEMENT": r"\brèglements?\b", "DIRECTIVE": r"\bdirectives?\b", "CONVENTION": r"\bconventions?\b",
    "TRAITE": r"\btraités?\b", "ACCORD": r"\baccords?\b", "CONSTITUTION": r"\bConstitutions?\b",
}  # fmt: skip
"""The common noun of each nature: between a name and «ce décret», it may be what is pointed at."""


_AMENDS = re.compile(
    r"(?:,?\s*(?:l['’]article|les\s+articles)[^;:\n]{0,60}?)?\s+(?:est|sont)\s+(?:ainsi\s+)?"
    r"(?:modifi|complét|rédig|rétabli)"
)


_CARRIED = re.compile(r"\s*,?\s*(?:modifiée?\s*,?\s*)?portant\s+(?:l[ae]\s+)?(?:nouve(?:au|lle)\s+)?")
"""Between the name of an act and what it is: «décret … portant code de déontologie», «ordonnance … portant loi …»."""

_VISA = re.compile(r"\W*Vu\s")
_SENTENCE_END = re.compile(r"[;:\n]|\.\s+(?=[A-ZÀÂÉÈÊÎ«])")
_LONG = 1200
"""No sentence of which the start matters is longer."""

_SUBJECT = re.compile(
    r"\s*,?\s*(?:modifiée?s?\s*,?\s*)?(?:relati(?:f|ve)|portant|fixant|pris|tendant|modifiant|concernant|instituant|créant|sur\s|pour\s)"
)
"""How the subject of an act begins, after its name."""

_QUOTING = re.compile(r"[«»\n]")


_Day = tuple[str, dt.date | None]
"""The nature of an act and the day of its signature."""


class Antecedents:
    """The texts named in one text, its own title and its visas; answers what a back-reference points at.

    ``headings`` are the headings of articles in the text, with their numbers: where the amending of a text ends.
    """

    def __init__(
        self,
        text: str,
        titles: Sequence[TitleMatch],
        headings: Sequence[tuple[int, str]],
        in_text: str | None,
        in_article: str | None,
        visas: Sequence[str],
    ) -> None:
        self.in_text = in_text
        self.in_article = in_article
        self.own = read_title(in_text) if in_text else None
        self._in_act = self.own is not None and self.own.nature not in {"CODE", "CONSTITUTION"}
        self._text = text
        self._marks = [mark.start() for mark in _QUOTING.finditer(text)] if self._in_act else []
        self._carried = _carried(text, titles)
        self._titles = [title for title in titles if title.start not in self._carried]
        self._starts = [title.start for title in self._titles]
        self._headings = [start for start, _ in headings if not self.is_quoted(start)]
        self._quoted_headings = [heading for heading in headings if self.is_quoted(heading[0])]
        self._visas = [match.text for visa in visas for match in find_titles(visa) if match.text]
        self._of_visas: dict[_Day, dict[str, TextId]] = {}
        self._of_text: dict[_Day, dict[str, TextId]] = {}
        for text_id in self._visas:
            _keep(self._of_visas, text_id)
        self._unquoted: list[tuple[int, TextId]] = []
        self._lines = [mark for mark in self._marks if text[mark] == "\n"]
        self._kin: dict[str, list[tuple[Span, TextId]]] = {}
        self._unquoted_kin: dict[str, list[tuple[Span, TextId]]] = {}
        self._found: dict[int, Found] = {}
        self._amended: list[tuple[int, TextId]] = []
        for title in titles:
            self._take(title)

    def of_title(self, title: TitleMatch) -> Found:
        """Say which text a name, or words that point at one, mean."""
        return self._found[title.start]

    def undetermined(self) -> Found:
        """Nothing says which text it is."""
        return Found(None, None, Method.UNDETERMINED)

    def is_carried(self, title: TitleMatch) -> bool:
        """«décret … portant code de déontologie médicale»: the second name says what the act is, and cites nothing."""
        return title.start in self._carried

    def title_before(self, position: int) -> TitleMatch | None:
        """Give the last name that stands before ``position``."""
        index = bisect_left(self._starts, position)
        return self._titles[index - 1] if index else None

    def visa_at(self, position: int, number: CitedNumber) -> TitleMatch | None:
        """Give the text of the visa that holds ``position``: its first name that may have such an article.

        «Vu le décret n° 92-1439 du 30 décembre 1992 modifiant le code de la santé publique, notamment son article 3» is
        of the decree.
        """
        line = self._text.rfind("\n", 0, position) + 1
        if not _VISA.match(self._text, line):
            return None
        first = bisect_left(self._starts, line)
        named = self._titles[first : min(first + 3, bisect_left(self._starts, position))]
        return next((title for title in named if title.text is not None and _numbers_so(title.text, number)), None)

    def of_bare_number(self, number: CitedNumber, position: int) -> Found:
        """Say of which text a number without a text is: the citing one, unless its kind of number excludes that.

        Numbers with a letter exist in codes only. A legislative article «L. …» belongs to a code whose legislative
        part has that letter throughout: there, «l'article 131-39» is of another text; and the other way round, a code
        with plain numbers (code civil) has no article «L. …».
        """
        if self._in_act:
            return self._in_an_act(number, position)
        if self.own is not None and self.own.nature == "CODE" and self.in_article:
            own, letters = self.in_article[:1], number.letters[:1]
            plain = not letters and number.canonical[:1].isdigit()
            if (own == "L" and plain) or (own.isdigit() and letters == "L"):
                return self.undetermined()
        return Found(self.own, self.in_text, Method.IN_TEXT)

    def may_be_own(self, number: CitedNumber) -> bool:
        """Say whether the text that is read may have an article of that number."""
        return self.own is None or _numbers_so(self.own, number)

    def sentence_start(self, position: int) -> int:
        """Say where the sentence starts that holds ``position``, as far as it matters."""
        low = max(0, position - _LONG)
        ends = [end.end() for end in _SENTENCE_END.finditer(self._text, low, position)]
        return ends[-1] if ends else low

    def outer_texts(self, start: int, end: int, number: CitedNumber) -> list[TextId]:
        """Give the texts named there that may have such an article, but for those in the title of another.

        In «décret … relatif à … pris pour l'application de l'article 7 de la loi …» the law is in the decree's title.
        """
        named = self._titles[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        outer = named[:1]
        for title in named[1:]:
            between = self._text[outer[-1].end : title.start]
            if not _SUBJECT.match(between) or "," in between.lstrip(" ,"):
                outer.append(title)
        texts = {found.slug: found for title in outer if (found := self._found[title.start].text) is not None}
        return [text for text in texts.values() if _numbers_so(text, number)]

    def of_bare_annex(self, found: Found, start: int, end: int) -> Found:
        """«conforme à l'annexe 1» is of the text read, but in a sentence that names another text: there, of any."""
        if found.method is not Method.IN_TEXT:
            return found
        around = bisect_left(self._starts, start)
        before, after = self._titles[around - 1 : around] if around else (), self._titles[around : around + 1]
        spans = [(title, title.end, start) for title in before] + [(title, end, title.start) for title in after]
        others = (
            title.anaphora != "this"
            and self._found[title.start].text != self.own
            and not _SENTENCE_END.search(self._text, low, high)
            for title, low, high in spans
        )
        return self.undetermined() if self.own is None or any(others) else found

    def quoted_article(self, position: int) -> str | None:
        """Give the number of the article whose new wording an act quotes there: «« Art. R. 730. - … »»."""
        index = bisect_left(self._quoted_headings, position, key=lambda heading: heading[0])
        if not index:
            return None
        start, number = self._quoted_headings[index - 1]
        last = bisect_left(self._headings, position) - 1
        return None if last >= 0 and self._headings[last] > start else number

    def last_book(self, position: int) -> Found | None:
        """«du même livre» after «livre des procédures fiscales»: a code that calls itself a book."""
        last = self._last("CODE", position)
        return Found(last, last.title, Method.SAME) if last and last.title.startswith("Livre") else None

    def of_own_division(self, position: int) -> Found:
        """Say of which text «le présent titre» is: the one read; where an act quotes a code, that code."""
        if self.is_quoted(position):
            amended = self._amended_at(position) or self._last("CODE", position, quoted=False)
            return Found(amended, amended.title, Method.AMENDED) if amended else self.undetermined()
        return Found(self.own, self.in_text, Method.THIS_TEXT)

    def of_bare_division(self, position: int) -> Found:
        """Say of which text «le titre II» is, without a name: in an act that amends a text, of that one."""
        if self._in_act:
            amended = self._amended_at(position)
            if amended is not None:
                return Found(amended, amended.title, Method.AMENDED)
            if self.is_quoted(position):
                return self.undetermined()
        return Found(self.own, self.in_text, Method.IN_TEXT)

    def is_quoted(self, position: int) -> bool:
        """Say whether an act quotes at this place. Every quoted alinéa opens with «, the last one closes with »."""
        if not self._in_act:
            return False
        last = bisect_left(self._marks, position) - 1
        return last >= 0 and self._text[self._marks[last]] == "«"

    def _in_an_act(self, number: CitedNumber, position: int) -> Found:
        """An act's bare numbers are its own only outside quotations, and where it amends nothing."""
        amended = self._amended_at(position)
        if amended is not None and _numbers_so(amended, number):
            return Found(amended, amended.title, Method.AMENDED)
        if number.letters:
            code = self._last("CODE", position, quoted=False)
            return Found(code, code.title, Method.LAST_CODE) if code else self.undetermined()
        if self.is_quoted(position):
            return self._in_quoted_words(number, position)
        if amended is not None:
            return self.undetermined()
        return Found(self.own, self.in_text, Method.IN_TEXT)

    def _in_quoted_words(self, number: CitedNumber, position: int) -> Found:
        """«A l'article 5 du code civil, les mots : « de l'article 6 » sont remplacés»: of the code named before."""
        index = bisect_left(self._unquoted, position, key=lambda named: named[0])
        if not index:
            return self.undetermined()
        start, text = self._unquoted[index - 1]
        line_break = bisect_left(self._lines, position) - 1
        if (line_break >= 0 and self._lines[line_break] > start) or not _numbers_so(text, number):
            return self.undetermined()
        return Found(text, text.title, Method.AMENDED)

    def _amended_at(self, position: int) -> TextId | None:
        before = bisect_left(self._amended, position, key=lambda amended: amended[0])
        if not before:
            return None
        start, text = self._amended[before - 1]
        heading = bisect_left(self._headings, position) - 1
        return None if heading >= 0 and self._headings[heading] > start else text

    def _take(self, title: TitleMatch) -> None:
        found = self._find(title)
        self._found[title.start] = found
        if found.text is None:
            return
        _keep(self._of_text, found.text)
        family, span = family_of(found.text.nature), (title.start, title.end)
        self._kin.setdefault(family, []).append((span, found.text))
        if not self.is_quoted(title.start):
            self._unquoted.append((title.start, found.text))
            self._unquoted_kin.setdefault(family, []).append((span, found.text))
        if self._in_act and found.text != self.own and _AMENDS.match(self._text, title.end):
            self._amended.append((title.start, found.text))

    def _find(self, title: TitleMatch) -> Found:
        if title.anaphora == "this":
            return self._this(title)
        if title.text is None:
            return self._pointed(title)
        text = title.text
        if title.text.number is None and title.text.signed is not None:
            for known, method in ((self._of_visas, Method.VISAS), (self._of_text, Method.EARLIER)):
                same_day = known.get((text.nature, text.signed), {})
                if len(same_day) == 1:
                    full = next(iter(same_day.values()))
                    return Found(full, full.title, method)
        return Found(text, text.title, Method.EXPLICIT)

    def _this(self, title: TitleMatch) -> Found:
        """«du présent code» in an act that amends a code is that code, not the act; a Constitution is a law too."""
        constitution = self.own is not None and self.own.nature == "CONSTITUTION" and title.nature == "LOI"
        if self.own is None or constitution or family_of(self.own.nature) == family_of(title.nature):
            return Found(self.own, self.in_text, Method.THIS_TEXT)
        last = self._last(title.nature, title.start, quoted=False)
        return Found(last, last.title, Method.SAME) if last else self.undetermined()

    def _pointed(self, title: TitleMatch) -> Found:
        if last_named := self._last_named(title.nature, title.start):
            span, last = last_named
            between = self._text[span[1] : title.start]
            if title.nature != "CODE" and re.search(_WORDS[title.nature], between, re.IGNORECASE):
                return self.undetermined()  # «un décret en Conseil d'Etat … Ce décret»: another, without a name
            return Found(last, last.title, Method.SAME)
        of_nature = {t.slug: t for t in self._visas if family_of(t.nature) == family_of(title.nature)}
        if title.anaphora == "aforementioned" and len(of_nature) == 1:
            only = next(iter(of_nature.values()))
            return Found(only, only.title, Method.VISAS)
        return self.undetermined()

    def _last(self, nature: str, position: int, *, quoted: bool = True) -> TextId | None:
        """Give the last text of that nature named before; with ``quoted`` False, named by the act itself."""
        last = self._last_named(nature, position, quoted=quoted)
        return last[1] if last else None

    def _last_named(self, nature: str, position: int, *, quoted: bool = True) -> tuple[Span, TextId] | None:
        kin = (self._kin if quoted else self._unquoted_kin).get(family_of(nature), [])
        index = bisect_left(kin, position, key=lambda named: named[0][0])
        return kin[index - 1] if index else None


def _carried(text: str, titles: Sequence[TitleMatch]) -> frozenset[int]:
    """Give where the names start that only say what the act named before them is."""
    pairs = pairwise(titles)
    return frozenset(b.start for a, b in pairs if a.nature != "CODE" and _CARRIED.fullmatch(text, a.end, b.start))


def _numbers_so(text: TextId, number: CitedNumber) -> bool:
    """Say whether a text may have an article of that number: «L. 5» is of codes, «144» of laws and some codes."""
    if text.nature == "CODE":
        return bool(number.letters) or text.title in known_names().plain
    return not number.letters


def _keep(known: dict[_Day, dict[str, TextId]], text: TextId) -> None:
    """Remember an act with a number by its day: where two acts share one, the day says neither."""
    if text.number:
        known.setdefault((text.nature, text.signed), {})[text.slug] = text
