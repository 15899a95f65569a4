"""When the parts of an act take effect: «Le 2° de l'article 1er entre en vigueur le 1er janvier 2011».

A sentence of entry into force names parts of the act (or articles that it amends) and a term. What it says holds for
the operations that it names, the more precise sentence before the more general one; a term that is not understood
leaves its operations without a date, for what is not known is never today.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from consolidate.operations import Item, Operation, Place
from corpus.dates import Term, read_term

Places = tuple[Place, ...]
PlacesOf = Callable[[str, int], Places | None]
"""Reads a place phrase at an offset of the body."""

_KIND = r"(?:décret|loi(?:\s+organique)?|ordonnance|arrêté)"
_ENTERS = r"(?:entre(?:nt|ra|ront)?\s+en\s+vigueur|pren(?:d|nent|dra|dront)\s+effet)"
_TERM_HEAD = (
    r"(?:[àa]\s+(?:compter|partir|l'expiration|l'issue|une\s+date)|au\s+\d|le\s+(?:\d|1er|premier|lendemain|jour)|dès\b|immédiatement"
    r"|[\w-]+\s+(?:mois|ans?|jours)\s+(?:après|à\s+compter))"
)
_TAKES_EFFECT = (
    rf"(?:{_ENTERS}|(?:est|sont|sera|seront)\s+applicables?(?=\s+(?:qu')?{_TERM_HEAD})"
    rf"|s'applique(?:nt|ra|ront)?(?=\s+(?:qu')?{_TERM_HEAD}))"
)
_WHEN = rf"(?:ne?\s+|n')?{_TAKES_EFFECT}\s+(?:qu')?"
_SAYS_WHEN = re.compile(rf"{_TAKES_EFFECT}|entrée\s+en\s+vigueur", re.IGNORECASE)
_ENTRY = re.compile(
    r"^\s*(?:Toutefois,?\s+|Par\s+(?:dérogation|exception)\s+[^,]*,\s*|Cependant,?\s+)?"
    r"(?:(?:[àa]\s+l'exception|sous\s+(?:la\s+)?réserve)\s+(?P<lead>[^,;]*),\s*)?"
    r"(?P<scope>(?:L[ea]s?\s|L'|Ce(?:t|tte|s)?\s)[^;]*?)"
    rf"(?:,?\s+à\s+l'exception\s+(?P<except>[^;]*?)(?:,\s*qui\s+{_WHEN}(?P<exterm>[^;]*?))?)?"
    rf",?\s+{_WHEN}(?P<term>.*?)"
    rf"(?:,?\s+à\s+l'exception\s+(?P<except2>[^;]*?)(?:,?\s+qui\s+{_WHEN}(?P<exterm2>.*?))?)?\s*[.;]?\s*$",
    re.DOTALL | re.IGNORECASE,
)
_NOUN = re.compile(
    r"^\s*(?:Toutefois,?\s+)?(?:L'|La\s+date\s+d')entrée\s+en\s+vigueur\s+(?P<scope>(?:de\s+la\s+présente|du\s+présent|de\s+l'article"
    r"|des\s+(?:articles|dispositions)|d[ue]\s+[IVX\d]|des\s+[IVX\d]).*?)\s+est\s+(?:fixée|reportée)\s+(?P<term>.*?)\s*[.;]?\s*$",
    re.DOTALL | re.IGNORECASE,
)
_PRONOUN = re.compile(rf"^\s*(?:Il|Elle)\s+{_WHEN}(?P<term>.*?)\s*[.;]?\s*$", re.DOTALL)
_UNCLEAR = re.compile(
    r"^\s*(?:Toutefois,?\s+)?(?:elles?|ils?|celles?|ceux|celui|[àa]\s+l'exception|sous|sauf|hormis|par\s+(?:dérogation|exception))"
    rf"\b[^.;]*?{_ENTERS}",
    re.IGNORECASE,
)
"""«Ils entrent en vigueur le …»: which parts, a reader must guess; no order of the act has a sure date then."""
_DATED = re.compile(
    r"^\s*(?P<term>(?:[àa]\s+(?:compter|partir)\s+d|le\s+\d|au\s+\d)[^,;]*),\s*(?P<scope>.*?),?\s+"
    rf"{_ENTERS}\s*[.;]?\s*$",
    re.DOTALL | re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"(?:(?:l'ensemble\s+)?(?:les|des)\s+dispositions\s+)?(?:l[ea]|du|de\s+la|de\s+l')\s*présente?\s+{_KIND}",
    re.IGNORECASE,
)
_ASIDE = re.compile(r",\s*qui\s+(?:sera|est)\s+publiée?[^,]*(?:,|$)", re.IGNORECASE)
"""«Le présent arrêté, qui sera publié au Journal officiel de la République française, entre en vigueur le …»."""
_OF_ACT = re.compile(rf",?\s*(?:du\s+présent|de\s+la\s+présente|de\s+l'présente?)\s+{_KIND}", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:les\s+dispositions|celles|les\s+modifications|l'abrogation|dispositions)\s+(?=d[eu'])", re.IGNORECASE
)
_THIS_ARTICLE = re.compile(r"(?:,?\s*(?:du|le|au)\s+)?présent\s+article", re.IGNORECASE)
_REDACTION = re.compile(
    r",?\s*dans\s+(?:sa|leur)\s+(?:rédaction|version)\s+(?:issue|résultant)\s+[^,]*?"
    rf"(?:(?:présente?|même)\s+{_KIND}|$)\s*,?", re.IGNORECASE
)  # fmt: skip
_OF_THE_ACT = re.compile(
    r"\s*(?:(?:les|l'ensemble\s+des)\s+dispositions\b|l'article\b|les\s+(?:\w+\s+(?:premiers|derniers)\s+)?articles\b"
    r"|l[ea]s?\s+présente?s?\b|l[ea]s?\s+(?:[IVX]+|[A-Z]|\d+°|[a-z]\)?)(?:\s|,|$)|l'abrogation\b|les\s+modifications\b)",
    re.IGNORECASE,
)
"""How a scope of the act begins: what begins so and is not understood leaves the whole act without a date."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement: the parts of the act (their articles and items) or the articles amended, and when.

    ``whole``: the act; ``term`` None: not understood. ``but`` are the parts that the statement leaves out.
    """

    scope: Places
    term: Term | None
    whole: bool = False
    but: Places = ()

    def rank(self, operation: Operation) -> int:
        """How precisely the statement names an operation: 0 not at all, 1 the act, 2 its article, 3… an item."""
        if any(_fit(place, operation) for place in self.but):
            return 0
        return max([_fit(place, operation) for place in self.scope] + [int(self.whole)])


def _fit(place: Place, operation: Operation) -> int:
    target = operation.place
    if place.text is not None or (place.article or "")[:1] in set("LRDA"):
        same = place.text is None or (target.text is not None and target.text.slug == place.text.slug)
        return 8 if same and target.article is not None and place.covers(target.article) else 0
    if operation.act_article is None or not place.covers(operation.act_article):
        return 0
    labels = tuple(step.label for step in place.steps if isinstance(step, Item))
    if operation.act_item[: len(labels)] == labels:
        return 2 + len(labels)
    # «le 2° de l'article 1er», whose 2° hangs under a I: which one is meant, the sentence does not say.
    rest = iter(operation.act_item)
    return 2 + len(labels) if all(label in rest for label in labels) else 0


def term_of(operation: Operation, entries: Sequence[Entry]) -> tuple[bool, Term | None]:
    """Say whether a statement names an operation, and its term (None: not known)."""
    best = max((entry.rank(operation) for entry in entries), default=0)
    terms = {entry.term for entry in entries if entry.rank(operation) == best > 0}
    if not terms:
        return False, None
    return True, terms.pop() if len(terms) == 1 else None


def read_entries(words: str, offset: int, article: str | None, item: tuple[str, ...], places: PlacesOf) -> list[Entry]:
    """Read the statements of entry into force in prose; ``article`` and ``item`` are where in the act it stands."""
    found: list[Entry] = []
    position, before = 0, ""
    for sentence in re.split(r"(?<=[.;])\s+(?=[A-ZÀ])", words):
        start = words.index(sentence, position)
        position = start + len(sentence)
        if _SAYS_WHEN.search(sentence):
            found += _read_sentence(sentence, before, _Scopes(offset + start, article, item, places))
        before = sentence
    return found


def _read_sentence(sentence: str, before: str, scopes: _Scopes) -> Iterable[Entry]:
    sentence = _ASIDE.sub(_blank, sentence)
    match = _ENTRY.match(sentence) or _DATED.match(sentence)
    if match is not None and _OF_THE_ACT.match(match["scope"]):
        return _read_entry(match, scopes)
    if noun := _NOUN.match(sentence):
        return _read_entry(noun, scopes)
    if pronoun := _PRONOUN.match(sentence):
        return [Entry((), read_term(pronoun["term"]) if _WHOLE.match(before.lstrip()) else None, whole=True)]
    return [Entry((), None, whole=True)] if _UNCLEAR.match(sentence) else []


def _read_entry(match: re.Match[str], scopes: _Scopes) -> Iterable[Entry]:
    groups = match.groupdict()
    but: Places = ()
    for name in ("lead", "except", "except2"):
        if not groups.get(name):
            continue
        read = scopes.read(match[name], match.start(name))
        if read is None:
            return [Entry((), None, whole=True)]
        but += read
    scope = scopes.read(match["scope"], match.start("scope"))
    if scope is None:
        return [Entry((), None, whole=True)]
    whole = _WHOLE.fullmatch(match["scope"].strip()) is not None
    return [Entry(scope, read_term(groups["term"]), whole, but), *_exceptions(match, scopes)]


def _exceptions(match: re.Match[str], scopes: _Scopes) -> Iterable[Entry]:
    """«…, à l'exception de l'article 3, qui entre en vigueur le 1er juillet»: the part left out has its own term."""
    for name, own in (("except", "exterm"), ("except2", "exterm2")):
        if match.groupdict().get(own):
            yield Entry(scopes.read(match[name], match.start(name)) or (), read_term(match[own]))
    if match.groupdict().get("lead") and "réserve" in match.string[: match.start("lead")]:
        yield Entry(scopes.read(match["lead"], match.start("lead")) or (), None)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


@dataclass(frozen=True, slots=True)
class _Scopes:
    """Reads which parts of the act a sentence names, from where it stands."""

    offset: int
    article: str | None
    item: tuple[str, ...]
    places: PlacesOf

    def read(self, phrase: str, start: int) -> Places | None:
        words = _REDACTION.sub(_blank, phrase)
        words = _OF_ACT.sub(_blank, words)
        words = re.sub(r"^\s*(?:(?:des\s+)?dispositions\s+)?(?:de\s+(?=l'|la\s)|des\s|du\s|de\s)", _blank, words)
        if _WHOLE.fullmatch(phrase.strip()):
            return ()
        here = Place(article=self.article)
        if re.fullmatch(
            r"(?:l[ea]\s+|du\s+)?présent\s+article|les\s+dispositions\s+du\s+présent\s+article", words.strip(), re.I
        ):
            return (here,)
        words = _THIS_ARTICLE.sub(_blank, words)
        if lead := _LEAD.match(words.lstrip()):
            blank = len(words) - len(words.lstrip()) + lead.end()
            words = " " * blank + words[blank:]
        read = self.places(words, self.offset + start)
        if read is None:
            return None
        return tuple(p if p.article or p.text else p.inside(here) for p in read)
