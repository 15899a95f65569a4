"""Read where an instruction applies: «au premier alinéa et à la première phrase du sixième alinéa de l'article 5».

A place phrase names units from the inside out, joined by «du», «de la», «de l'»…; coordinated units («aux premier et
sixième alinéas») give several places, and what is named last is shared by those before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product

from consolidate.labels import clean_label, labels_between
from consolidate.operations import Edge, Item, Place, Ranked, Recall, Step, Unit
from corpus.model import TextId
from corpus.numbering import LATIN_ADVERBS, NUMBER_PATTERN, canonical_number, enumerate_range
from corpus.numerals import CARDINALS, ORDINALS, PART_PATTERN
from corpus.wordlist import any_of

TITLE_OPEN, TITLE_INSIDE, TITLE_CLOSE = "\ue003", "\ue004", "\ue005"
"""Private-use characters that stand for the name of a text in a masked sentence."""

TITLE_PATTERN = f"{TITLE_OPEN}{TITLE_INSIDE}*{TITLE_CLOSE}"

_ORD = any_of(ORDINALS) + r"s?(?![\w-])"
_CARD = any_of(CARDINALS) + r"\b"
_EDGES = r"(?:premiers?|premières?|derniers?|dernières?)"
_AND = r"(?:\s*,\s*(?:(?:et|ou)\s+)?|\s+et\s+|\s+ou\s+|\s+ainsi\s+qu(?:e\s+|'))"
_DET = (
    r"(?:(?:[àÀaA]\s+l['’]|[àÀA]\s+la|[Aa]ux?|[dD]e\s+l['’]|[dD]e\s+la|[dD]u|[dD]es|[lL]['’]|[lL]es?|[lL]a"
    r"|[dD]'une?|[cC]et|[cC]e|[dD]ans\s+(?:l[ea]s?|l['’])|[eE]n|[dD]e)\s*)?"
)
_SAME = r"(?:(?:mêmes?|présente?|dite?|ledit|dudit)\s+)?"

_ORDS = rf"(?:{_ORD}(?:(?:{_AND}|\s+à\s+)(?:(?:du|de\s+la|au|à\s+la|les?|la|l')\s*)?{_ORD})*)"
_UNIT_WORD = r"(?P<unit>alinéas?|phrases?|tirets?)"
_RANKED = re.compile(
    rf"{_DET}{_SAME}(?:(?P<ords>{_ORDS})\s+{_UNIT_WORD}"
    rf"|(?P<count>{_CARD})\s+(?P<edge>{_EDGES})\s+(?P<unit2>alinéas?|phrases?|tirets?)"
    rf"|(?P<unit4>alinéa)\s+(?P<first>premier)"
    rf"|(?P<unit3>alinéa|phrase|tiret)s?\s+(?P<digits>\d+(?:{_AND}\d+)*(?:\s+à\s+\d+)?)"
    rf"|(?<=[ls]\s)(?P<all>{_CARD})\s+(?P<unit5>alinéas|phrases|tirets)"
    rf"|(?P<only>(?:alinéa|phrase)\s+unique|unique\s+(?:alinéa|phrase)))"
    r"(?!\w)",
    re.IGNORECASE,
)

_UNIT_GROUPS = ("unit", "unit2", "unit3", "unit4", "unit5", "only")

_ADVERB = any_of(LATIN_ADVERBS) + r"\b"
_LABEL = (
    r"(?<![\w-])(?:"
    rf"\d+\s?(?:°|er\b(?=\s+du))(?:\s{_ADVERB})?(?:\s[A-Z]\b)?"
    rf"|[IVXL]+(?:\s{_ADVERB})?(?:-[A-Z]\b)?(?![\w°'’.]|\s?°)"
    rf"|[A-Z](?:\s{_ADVERB})?(?![\w°'’.-])"
    r"|(?!(?:et|ou|d[eu]|l[ae]|au|un|en|ne|se|ce|sa|si|il|y)\b)"
    rf"(?:[ivx]{{3,4}}|[a-z]{{1,2}})(?:\s{_ADVERB})?\)?(?:\s{_ADVERB}\)?)?(?![\w°'’-])"
    rf"|\d+(?:\s{_ADVERB})?(?:\)|(?=\s+d[ue]\b|\s*,|\s+et\b|$)))"
)
_ITEM_WORD = r"(?:(?:paragraphes?|points?|items?|numéros?|lettres?)\s+)?"
_CASES = (
    r"(?:(?:du|de\s+la|de\s+l['’]|des)\s*)",
    r"(?:(?:[àa]ux?|[àa]\s+la|[àa]\s+l['’]|dans\s+l(?:es?|a|['’]))\s*)",
    r"(?:(?:les?|la|l['’])\s*)",
)
"""Determiners: of, at, and none. A list keeps to one: «le dernier alinéa du II et le III» names the whole III."""
_ITEMS = tuple(
    re.compile(
        rf"(?P<det>(?i:{case})){_SAME}{_ITEM_WORD}(?P<labels>{_LABEL}(?:(?:{_AND}|\s+à\s+)(?i:{case})?{_LABEL})*)"
    )
    for case in (*_CASES, r"(?:cet|ce|d['’]une?|un|en|de)?\s*")
)

_NOT_RANK = r"(?!premier\s+(?:alinéa|tiret))"
_ARTICLES = re.compile(
    rf"{_DET}{_SAME}(?:articles?|art\.)\s+(?P<numbers>{NUMBER_PATTERN}"
    rf"(?:(?:{_AND}(?:de\s+l['’]article\s+)?|\s+(?:à|au)\s+(?:l['’]article\s+)?){_NOT_RANK}{NUMBER_PATTERN})*)",
)
"""Bare numbers go on with a list, and «de l'article»; «le dernier alinéa de l'article 5 et l'article 8» is no list."""
_PREAMBLE = re.compile(rf"{_DET}{_SAME}pr[ée]ambule(?!\w)", re.IGNORECASE)
_SAME_ARTICLE = re.compile(
    r"(?:[àÀaA]u|[dD]u|[lL]e|[cC]et|[cC]e|[àÀ]|[dD]e)\s+(?:(?:cet|ce|le)\s+)?(?:même\s+|dit\s+)?article(?!\s+\d)(?!\w)"
    r"|(?:[lL]edit|[aA]udit|[dD]udit)\s+article(?!\s+\d)(?!\w)"
    r"|(?:(?:[àÀA]|[dD]e)\s+)?[lL]['’]article(?!\s+\d)(?!\w)"
)
_RECALL = re.compile(
    r"(?:[àÀaA]u|[dD]u|[lL]e|[dD]e|[àÀ])?\s*(?:(?:cet(?:te)?|ce)\s+)?(?:(?:l[ae]\s+)?même\s+|dit\s+)?"
    r"(?P<unit>alinéa|phrase|tiret)(?!s?\s+(?:\d|unique))\b"
)
_RECALL_ITEM = re.compile(rf"(?:[àÀaA]u|[dD]u|[lL]e|[dD]e)\s+(?:ce\s+)?même\s+(?P<label>{_LABEL})(?!{_AND}{_LABEL})")
_TITLE = re.compile(rf"{_DET}{_SAME}(?P<title>{TITLE_PATTERN})")
_DIVISION_NUMBER = (
    r"(?:[IVXLC]+(?:er)?|\d+(?:er)?|premier|première|préliminaire|unique)(?:\s" + _ADVERB + r")?(?:\s[A-Z]\b)?"
)
_DIVISION = re.compile(
    rf"{_DET}{_SAME}(?P<division>(?:livre|titre|chapitre|section|sous-section|paragraphe|sous-paragraphe|partie|annexe|"
    rf"division)\s+{_DIVISION_NUMBER}|partie\s+(?:législative|réglementaire)|(?<=même\s)(?:livre|titre|chapitre|(?:sous-)?section"
    rf"|(?:sous-)?paragraphe|partie)|{PART_PATTERN})(?!\w)",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"paragraphe\s+(?P<label>.+)", re.IGNORECASE)
_WHOLE = re.compile(
    rf"(?:[dD]ans\s+)?(?:(?:l'|à\s+l'|de\s+l')ensemble|tout|toute|toutes\s+les\s+dispositions|tous\s+les\s+articles|l'intégralité)\s+(?:des\s+dispositions\s+)?(?:(?:de|du|des|le|la)\s+)*(?={TITLE_PATTERN}|de\s+l'article)"
)
_BARE_CODE = re.compile(
    r"(?:[dD]ans\s+)?(?:l'ensemble\s+|tout\s+)?(?:l[ea]|du|de\s+la|de\s+l'|au)\s*\b(?:code|loi|décret|ordonnance|arrêté)(?=$|\s*,)"
)
_HEADING = re.compile(r"(?:(?:[àa]|dans|de)\s+)?l'intitulé\s+(?=d[ue])", re.IGNORECASE)
_EDGE = re.compile(
    r"(?:(?:[àÀaA]u|[lL]e)\s+|[eE]n\s+(?=tête))(?P<start>début|tête)|(?:[àÀA]\s+la|[lL]a|[eE]n)\s+(?P<end>fin)|[iI]n\s+(?P<fine>fine)"
)
_FILLER = re.compile(
    r"(?:(?:[lL]es|[aA]ux|[dD]es|[dD]ans\s+les)\s+dispositions(?:\s+actuelles)?|(?:[lL]e|[aA]u)\s+texte(?:\s+actuel)?|[lL]'ordre|[aA]u\s+sein|[cC]hacun|[cC]hacune"
    r"|[àÀaA]\s+chacune?)\s+(?=d[eu']|des\s)"
)
_GENITIVE = re.compile(r"\s*(?:(?:du|de\s+la|des)\b|de\s+l['’])")
_COMPRISING = re.compile(
    r"(?:comprenant|qui\s+compren(?:d|nent)|composée?s?\s+(?=des\s))\s*(?=(?:l'|d?les\s+|des\s+)articles?\b)"
)
_LIST = re.compile(r"[lL]a\s+liste\s[^,;:]*?\bmentionnée?s?\s+(?=au\s)")
_JOIN = re.compile(_AND)
_APPOSED = re.compile(r"\s*\(\s*(?P<inner>[^()]{1,40}?)\s*\)")

HEADING = "intitulé"
"""How a division begins when its heading is meant: «à l'intitulé du titre V»."""
_UNITS_BY_WORD = {"alinéa": Unit.ALINEA, "phrase": Unit.SENTENCE, "tiret": Unit.DASH}


@dataclass(frozen=True, slots=True)
class _Component:
    """One level of a place phrase: its alternatives, each a step, an article number, a text or a division."""

    level: str
    alternatives: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class PlaceReader:
    """Reads place phrases; ``title_of`` names the text that stands at an offset of the masked sentence.

    ``last_article`` is what «le même article» refers to, with its text.
    """

    title_of: Callable[[int], TextId | None]
    last_article: Place | None = None

    def read(self, phrase: str, offset: int = 0) -> tuple[Place, ...] | None:
        """Read the places that a phrase names, or None when a part of it is not understood.

        ``offset`` is where the phrase stands in the sentence whose titles ``title_of`` knows.
        """
        if comprising := _COMPRISING.search(phrase):
            return self._contents(phrase, comprising, offset)
        groups = [_without_inner_divisions(group) for group in self._groups(phrase, offset)]
        if not groups or _leaves_text_open(groups) or any(not group or _is_in_annex(group) for group in groups):
            return None
        places: list[Place] = []
        shared: tuple[_Component, ...] = ()
        # «au premier alinéa et à la première phrase du sixième alinéa de l'article 5»: read from the last group,
        # whose outer levels are shared by the groups before it.
        for group in reversed(groups):
            completed = _complete(group, shared)
            places[:0] = _places(completed)
            shared = completed
        return tuple(places)

    def _contents(self, phrase: str, comprising: re.Match[str], offset: int) -> tuple[Place, ...] | None:
        """«La section 1 du chapitre II, comprenant les articles 3 à 5»: these articles, which the division holds."""
        divisions = self.read(phrase[: comprising.start()], offset)
        articles = self.read(phrase[comprising.end() :], offset + comprising.end())
        if not divisions or not articles or len(divisions) > 1 or divisions[0].article or divisions[0].steps:
            return None
        return tuple(p.inside(divisions[0]) for p in articles) if all(not p.steps for p in articles) else None

    def _groups(self, phrase: str, offset: int) -> list[tuple[_Component, ...]]:
        groups: list[list[_Component]] = [[]]
        joins = [""]
        position = len(phrase) - len(phrase.lstrip(" ,\n"))
        end = len(phrase.rstrip(" ,\n"))
        while position < end:
            if whole := _WHOLE.match(phrase, position, end):
                position = whole.end()
                continue
            if groups[-1] and (join := _JOIN.match(phrase, position, end)):
                groups.append([])
                position = join.end()
                of = _GENITIVE.match(phrase, position, end)
                joins.append("outer" if of else join[0].strip())
                if of and join[0].strip() != ",":
                    return []
                continue
            start = _skip_space(phrase, position)
            if len(groups) > 1 and (same := _same_article(groups, phrase, start, end)):
                components, position = same
                groups[-1] += components
                continue
            found = self._component(phrase, start, end, offset)
            if found is None:
                return []
            component, position = found
            groups[-1].append(component)
            if "(" in phrase and (apposed := self._apposed(phrase, position, end, component)) is not None:
                inner, position = apposed
                groups[-1].insert(-1, inner)
        return _merge_contexts(groups, joins) if all(groups) else []

    def _component(self, phrase: str, start: int, end: int, offset: int) -> tuple[_Component, int] | None:
        for filler in (_LIST, _FILLER):
            if match := filler.match(phrase, start, end):
                start = match.end()
        for reader in (
            self._articles,
            self._title,
            self._ranked,
            self._edge,
            self._division,
            self._recalled,
            self._items,
        ):
            if (found := reader(phrase, start, end, offset)) is not None:
                return found
        return None

    def _apposed(self, phrase: str, start: int, end: int, outer: _Component) -> tuple[_Component, int] | None:
        """«au deuxième alinéa (1°)», «à l'article 5 (premier alinéa)»: a second address of the place, inside it."""
        if outer.level not in {"article", "item", Unit.ALINEA.value} or len(outer.alternatives) != 1:
            return None
        match = _APPOSED.match(phrase, start, end)
        if match is None:
            return None
        low, high = match.span("inner")
        inner = " " * low + phrase[low:high]
        found = self._ranked(inner, low, high, 0) or self._items(inner, low, high, 0)
        if found is None or found[1] != high or len(found[0].alternatives) != 1:
            return None
        return found[0], match.end()

    def _edge(self, phrase: str, start: int, end: int, offset: int) -> tuple[_Component, int] | None:
        if match := _EDGE.match(phrase, start, end):
            return _Component("edge", (Edge.START if match["start"] else Edge.END,)), match.end()
        return None

    def _ranked(self, phrase: str, start: int, end: int, offset: int) -> tuple[_Component, int] | None:
        match = _RANKED.match(phrase, start, end)
        if match is None:
            return None
        word = next(w for name in _UNIT_GROUPS if (w := match[name])).lower()
        unit = next(u for name, u in _UNITS_BY_WORD.items() if name in word)
        return _Component(unit.value, tuple(_ranks(match, unit))), match.end()

    def _articles(self, phrase: str, start: int, end: int, offset: int) -> tuple[_Component, int] | None:
        if match := _ARTICLES.match(phrase, start, end):
            return _Component("article", tuple(read_articles(match["numbers"]))), match.end()
        if match := _PREAMBLE.match(phrase, start, end):
            return _Component("article", (Place(article=canonical_number("préambule")),)), match.end()
        if self.last_article and (match := _SAME_ARTICLE.match(phrase, start, end)):
            return _Component("article", (self.last_article,)), match.end()
        return None

    def _title(self, phrase: str, start: int, end: int, offset: int) -> tuple[_Component, int] | None:
        if match := _TITLE.match(phrase, start, end):
            return _Component("text", (self.title_of(offset + match.start("title")),)), match.end()
        if match := _BARE_CODE.match(phrase, start, end):
            return _Component("text", (None,)), match.end()
        return None

    def _recalled(self, phrase: str, start: int, end: int, offset: int) -> tuple[_Component, int] | None:
        if match := _RECALL_ITEM.match(phrase, start, end):
            return _Component("item", (Recall(clean_label(match["label"])),)), match.end()
        if match := _RECALL.match(phrase, start, end):
            unit = _UNITS_BY_WORD[match["unit"].lower()]
            return _Component(unit.value, (Recall(unit),)), match.end()
        return None

    def _division(self, phrase: str, start: int, end: int, offset: int) -> tuple[_Component, int] | None:
        if match := _HEADING.match(phrase, start, end):
            return _Component("division", (HEADING,)), match.end()
        if match := _DIVISION.match(phrase, start, end):
            return _Component("division", (match["division"],)), match.end()
        return None

    def _items(self, phrase: str, start: int, end: int, offset: int) -> tuple[_Component, int] | None:
        match = next((m for pattern in _ITEMS if (m := pattern.match(phrase, start, end))), None)
        before = phrase[:start].strip()
        if match is None or not (match["det"].strip() or not before or _AFTER_LIST.search(before)):
            return None
        labels = _of_one_style(match["labels"])
        return _Component("item", tuple(_items(labels))), match.start("labels") + len(labels)


def _same_article(
    groups: list[list[_Component]], phrase: str, start: int, end: int
) -> tuple[list[_Component], int] | None:
    """«au premier alinéa de l'article 5 et au second alinéa du même article»: the article that this phrase named."""
    match = None if _ARTICLES.match(phrase, start, end) else _SAME_ARTICLE.match(phrase, start, end)
    named = [group for group in groups[:-1] if any(c.level == "article" for c in group)]
    if match is None or not named:
        return None
    return [c for c in named[-1] if _OUTER[c.level] >= _OUTER["article"]], match.end()


def _without_inner_divisions(group: tuple[_Component, ...]) -> tuple[_Component, ...]:
    """«Le paragraphe II de l'article 5» is the II of the article; «la section 1 de l'article 5» is not understood.

    Read as a division that holds the article, the order would be one on the whole of it.
    """
    article = next((rank for rank, c in enumerate(group) if c.level == "article"), 0)
    if not any(c.level == "division" for c in group[:article]):
        return group
    labels = [_PARAGRAPH.fullmatch(str(a)) for c in group[:article] if c.level == "division" for a in c.alternatives]
    if len(labels) != 1 or labels[0] is None:
        return ()
    item = _Component("item", (Item(clean_label(labels[0]["label"])),))
    return tuple(item if c.level == "division" else c for c in group[:article]) + group[article:]


def _is_in_annex(group: tuple[_Component, ...]) -> bool:
    """«L'article 10 de l'annexe III au code général des impôts» is not the article 10 of the code."""
    levels = [c.level for c in group]
    if "article" not in levels or "division" not in levels:
        return False
    return any(str(a).lower().startswith("annexe") for c in group if c.level == "division" for a in c.alternatives)


def _leaves_text_open(groups: list[tuple[_Component, ...]]) -> bool:
    """«L'article 3 du code pénal et les articles 5 et 7»: of which text the last ones are, the drafter does not say."""
    levels = [{c.level for c in group} for group in groups]
    return any("text" in level for level in levels[:-1]) and "article" in levels[-1] and "text" not in levels[-1]


@lru_cache(maxsize=20_000)
def read_untitled(phrase: str, last_article: Place | None) -> tuple[Place, ...] | None:
    """Read a phrase that names no text: «au premier alinéa» comes back a thousand times in an act."""
    return PlaceReader(lambda _: None, last_article).read(phrase)


def _skip_space(phrase: str, position: int) -> int:
    while phrase[position : position + 1].isspace():
        position += 1
    return position


def _merge_contexts(groups: list[list[_Component]], joins: list[str]) -> list[tuple[_Component, ...]]:
    """Join what a drafter names with commas, from the outside in or back out again.

    «au titre II du livre II, l'article R. 730»; «à l'article L. 121-1, deuxième alinéa, du code de la propriété
    intellectuelle». «la première phrase du I et du premier alinéa du II» is left unread: the first sentence of both.
    """
    merged: list[list[_Component]] = []
    for group, join in zip(groups, joins, strict=True):
        outermost = max(_OUTER[c.level] for c in group)
        if merged and join == "outer":
            merged[-1] = merged[-1] + group
        elif merged and join == "," and outermost < min(_OUTER[c.level] for c in merged[-1]):
            merged[-1] = group + merged[-1]
        else:
            merged.append(group)
    return [tuple(group) for group in merged]


_NUMBER, _ONE_LABEL = re.compile(NUMBER_PATTERN), re.compile(_LABEL)
_ORDINAL = re.compile(_ORD, re.IGNORECASE)
_TO = re.compile(r"\s(?:à|au)\s")


def read_articles(numbers: str) -> Iterator[Place]:
    """List the articles of an enumeration; «R. 730 à R. 736» is a range: which articles it holds, the text tells."""
    found = list(_NUMBER.finditer(numbers))
    joined = [_TO.search(numbers[a.end() : b.start()]) is not None for a, b in pairwise(found)]
    for rank, match in enumerate(found):
        if rank and joined[rank - 1]:
            continue
        until = canonical_number(found[rank + 1][0]) if rank < len(joined) and joined[rank] else None
        yield Place(article=canonical_number(match[0]), until=until)


def spell_out(place: Place) -> list[str]:
    """Spell out a range of articles whose numbers differ in their last integer only; else its two ends."""
    if place.article is None:
        return []
    return enumerate_range(place.article, place.until) if place.until else [place.article]


def find_articles(words: str) -> list[Place]:
    """List the articles that prose mentions, wherever they stand."""
    preamble = [Place(article=canonical_number(m[0].split()[-1])) for m in _PREAMBLE.finditer(words)]
    return preamble + [p for match in _ARTICLES.finditer(words) for p in read_articles(match["numbers"])]


def _ranks(match: re.Match[str], unit: Unit) -> Iterator[Ranked]:
    if match["only"] or match["first"]:
        yield Ranked(unit, 1, 1)
    elif match["all"]:
        total = CARDINALS[match["all"].lower()]
        yield Ranked(unit, 1, total, total)
    elif match["count"]:
        n = CARDINALS[match["count"].lower()]
        from_start = match["edge"].lower().startswith("prem")
        yield Ranked(unit, 1, n) if from_start else Ranked(unit, -n, -1)
    elif match["digits"]:
        yield from _digit_ranks(match["digits"], unit)
    else:
        yield from _ordinal_ranks(match["ords"], unit)


def _digit_ranks(digits: str, unit: Unit) -> Iterator[Ranked]:
    for first, last in re.findall(r"(\d+)(?:\s+à\s+(\d+))?", digits):
        yield Ranked(unit, int(first), int(last or first))


def _ordinal_ranks(words: str, unit: Unit) -> Iterator[Ranked]:
    found = [(m, ORDINALS[m[0].lower().removesuffix("s")]) for m in _ORDINAL.finditer(words)]
    position = 0
    while position < len(found):
        match, rank = found[position]
        following = found[position + 1] if position + 1 < len(found) else None
        if following and re.fullmatch(r"\s+à\s+(?:la |l')?", words[match.end() : following[0].start()]):
            yield Ranked(unit, rank, following[1])
            position += 2
        else:
            yield Ranked(unit, rank, rank)
            position += 1


def _items(labels: str) -> Iterator[Item]:
    found = list(_ONE_LABEL.finditer(labels))
    for position, match in enumerate(found):
        label = clean_label(match[0])
        if position and _TO.search(labels[found[position - 1].end() : match.start()]):
            first = clean_label(found[position - 1][0])
            spelled = [first, *labels_between(first, label), label]
            yield from (Item(after, before) for before, after in pairwise(spelled))
        else:
            yield Item(label)


_AFTER_LIST = re.compile(r"(?:,|\set|\sou)$")
_STYLES = (r"\d", r"[IVXLC]+\b(?!\))|[A-Z]\b", r"[a-z]")


def _of_one_style(labels: str) -> str:
    """«Aux 4° du IV, 4° du V»: the list of labels that «du» opens ends where another style begins."""
    found = list(_ONE_LABEL.finditer(labels))
    styles = [next((n for n, style in enumerate(_STYLES) if re.match(style, m[0])), None) for m in found]
    end = next((found[n - 1].end() for n in range(1, len(found)) if styles[n] != styles[0]), len(labels))
    return labels[:end]


_OUTER = {
    "edge": 0,
    Unit.SENTENCE.value: 1,
    Unit.DASH.value: 2,
    Unit.ALINEA.value: 3,
    "item": 4,
    "article": 6,
    "division": 7,
    "text": 8,
}


def _complete(group: tuple[_Component, ...], shared: tuple[_Component, ...]) -> tuple[_Component, ...]:
    """Give a group the outer levels of the group after it, above its own outermost level.

    What the group after it names first is its own, not shared: «au deuxième alinéa et à l'article 6».
    """
    outermost = max(_OUTER[c.level] for c in group)
    return group + tuple(c for c in shared[1:] if _OUTER[c.level] > outermost)


def _places(components: tuple[_Component, ...]) -> list[Place]:
    """Multiply out the alternatives of each level, in the order of the drafter (outer levels vary slowest)."""
    outer_first = components[::-1]
    return [_place(choice, outer_first) for choice in product(*(c.alternatives for c in outer_first))]


def _place(choice: tuple[object, ...], components: tuple[_Component, ...]) -> Place:
    text: TextId | None = None
    article = until = division = None
    steps: list[Step] = []
    for component, value in zip(components, choice, strict=True):
        if isinstance(value, TextId):
            text = value
        elif component.level == "article" and isinstance(value, Place):
            article, until, text = value.article, value.until, text or value.text
        elif component.level == "division":
            division = f"{value} du {division}" if division else str(value)
        elif isinstance(value, Ranked | Item | Edge | Recall):
            steps.append(value)
    return Place(text, article, tuple(steps), division, until)
