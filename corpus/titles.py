"""The one reader of names of texts: «code de la santé publique», «décret n° 87-964 du 30 novembre 1987», «dudit code».

``find_titles`` finds them in running text, ``read_title`` reads a string that is a title. Names that need no number
(codes, Constitution, treaties, laws with a name of their own) come from ``corpus/data``; acts, treaties, European acts
and decisions of courts are read by their form (:mod:`corpus.acts`, :mod:`corpus.treaties`, :mod:`corpus.european`,
:mod:`corpus.caselaw`). A name is not dated: «code pénal» in a text of 1980 is the code then in force, and who resolves
it at a date must say so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from corpus.acts import ACT_KINDS, QUALITIES, act_id, read_acts
from corpus.caselaw import HEADS, read_decision, read_usual_title
from corpus.european import read_european
from corpus.model import TextId
from corpus.names import Anaphora, Names, TitleMatch, known_names, plain_word
from corpus.treaties import read_constitution, read_convention, read_implementing

__all__ = [
    "Anaphora",
    "TitleMatch",
    "find_titles",
    "is_kind",
    "read_name",
    "read_title",
    "spell_out",
    "title_act",
    "titles_at",
    "with_annexes",
]

_KINDS = {
    "code": "CODE", **ACT_KINDS, "règlement": "REGLEMENT", "directive": "DIRECTIVE", "convention": "CONVENTION",
    "constitution": "CONSTITUTION", "livre": "CODE", "traité": "TRAITE", "charte": "CHARTE", "accord": "ACCORD",
    "déclaration": "DECLARATION", "préambule": "CONSTITUTION", "annexe": "CODE", "protocole": "PROTOCOLE",
    "décision-cadre": "DECISION_CADRE", "pacte": "PACTE",
}  # fmt: skip
_NATURES = {plain_word(kind): nature for kind, nature in _KINDS.items()}
_POINTED = {"CODE", "LOI", "DECRET", "ORDONNANCE", "ARRETE", "REGLEMENT", "DIRECTIVE", "CONVENTION", "CONSTITUTION",
            "TRAITE", "ACCORD"}  # fmt: skip


def _head_pattern(before: str = "") -> str:
    """List every spelling of every first word, by their first letters: most letters of a text then fail at once.

    ``before`` is tested after the first letter, where it costs nothing for the others.
    """
    words = [*_KINDS, *{plain_word(kind) for kind in _KINDS}]
    cases = {case for word in words for case in (word, word.capitalize(), word.upper())}
    full = [(word[0], f"{re.escape(word[1:])}[sS]?\\b") for word in sorted(cases, key=len, reverse=True)]
    short = [(name[0], rf"{re.escape(name[1:])}(?!\w)") for name in (*known_names().short, *HEADS)]
    spelled: dict[str, list[str]] = {}
    for letter, rest in (*full, *short):
        spelled.setdefault(letter, []).append(rest)
    return "|".join(f"{re.escape(letter)}{before}(?:{'|'.join(rests)})" for letter, rests in spelled.items())


_HEAD = re.compile(_head_pattern())
_HEAD_OF_WORD = re.compile(_head_pattern(before=r"(?<!\w.)"), re.DOTALL)

_ANNEX = re.compile(r"annexes?\s+(?P<rank>I{1,3}|IV|[1-4])\s+(?:au|du)\s+(?=code\s|CGI)", re.IGNORECASE)

_ADJECTIVE = r"(?:[^\W\d_]{2,}(?:ique|al|ale|aux|ales|aire|aires|if|ive|ier|ière|ien|ienne|el|elle|ais|aise)s?)"
_UNKNOWN = re.compile(
    rf"code(?P<general>\s+général)?\s+(?:(?:du\s|de\s+la\s|de\s+l['’]|des\s)\s*[^\W\d_]{{3,}}(?:\s+{_ADJECTIVE}\b)*|{_ADJECTIVE}\b)",
    re.IGNORECASE,
)
_LIKE_A_CODE = re.compile(r"(?:\d[\w*-]*\s+(?:du|au)|[Vv]u\s+le)\s+$")
"""What must stand before an unknown «code …» for it to be a text: an article number or a visa."""

_POINTING = re.compile(
    r"\b(?:(?P<this>présente?s?)|(?P<same>(?:ce(?:tte|t)?\s+)?mêmes?|ce(?:tte)?\s+derni(?:er|ère)|dudit|ladite|ledit|audit|susdite?"
    r"|cette|cet|ce))\s+$",
    re.IGNORECASE,
)
_POINTERS = {
    "présent", "présente", "présents", "présentes", "même", "mêmes", "dernier", "dernière", "dudit", "ladite", "ledit",
    "audit", "susdit", "susdite", "cette", "cet", "ce",
}  # fmt: skip
"""The last words of those that point, for a quick look."""

_ELSEWHERE = re.compile(
    r"\s+de\s+(?:Saint-(?:Barthélemy|Martin|Pierre-et-Miquelon)|la\s+(?:Polynésie\s+française|Nouvelle-Calédonie"
    r"|province\s+\w+)|Wallis-et-Futuna|Monaco)(?!\w)"
)
"""«le code de l'environnement de Saint-Barthélemy» is another code than that of the name before."""

_QUALIFIER = re.compile(r"\b(?:ancien|nouveau)\s+$", re.IGNORECASE)
_RECALLED = re.compile(
    r",?\s+(?:modifiée?\s+)?(?:(?:sus-?(?:visée?|mentionnée?|dite?|indiquée?|énoncée?)|précitée?)s?\b"
    r"|(?:mentionnée?|visée?)s?\s+ci-dessus\b|ci-dessus\s+(?:mentionnée?|visée?)s?\b)"
)
_DISTINCT = 4
"""From this length on, «du CESEDA», «le RGPD» mean one text only; «le CSP», «du CSS» mean many things."""

_DETERMINED = re.compile(r"\b(?:du|le|la|au)\s+$")
_CITED_SHORT = re.compile(
    r"(?:(?:\d[\w*-]*|suivants?|et\s+s\.|\b[IVX]+(?:er)?)\s+(?:du\s+|de\s+la\s+)?|^|\b[Vv]u\s+(?:le\s+)?|\b(?:sens|dispositions|application)\s+(?:du|de\s+la)\s+"
    r"|(?:prévu|visé|mentionné|fixé|défini)e?s?\s+(?:au|par\s+le)\s+)$"
)
_SHORT_THEN_ARTICLE = re.compile(r"\s?,?\s(?:art\.|articles?\b)")


def find_titles(text: str) -> tuple[TitleMatch, ...]:
    """List the names of texts in ``text``, in order and without overlap. Offsets are characters of ``text``."""
    found: list[TitleMatch] = []
    done = 0
    for head in _HEAD_OF_WORD.finditer(text):
        start = head.start()
        if start < done:
            continue
        for match in titles_at(text, start):
            if match.start >= done:
                found.append(match)
                done = match.end
    return tuple(found)


def with_annexes(text: str, titles: tuple[TitleMatch, ...], own: TextId | None) -> tuple[TitleMatch, ...]:
    """Add «l'annexe II au présent code», «l'annexe III» where the code that is read has annexes that are codes.

    ``own`` is the text that is read, ``titles`` the names that are found without knowing it.
    """
    annexes = known_names().annexes.get(own.title.partition(",")[0]) if own else None
    if not annexes:
        return titles
    found = {title.start: title for title in titles}
    for match in _OWN_ANNEX.finditer(text):
        annex = annexes.get(match["rank"])
        if annex is not None and match.start() not in found:
            found[match.start()] = TitleMatch(match.start(), match.end(), annex, None, "CODE")
            found.pop(match.start("code"), None)
    return tuple(found[start] for start in sorted(found))


_OWN_ANNEX = re.compile(
    r"annexe\s+(?P<rank>I{1,3}|IV)(?![\w'’])(?:\s+(?:au|du)\s+(?P<code>(?:présent|même)\s+code|code\s+général\s+des\s+impôts))?"
)


def titles_at(text: str, start: int) -> Iterator[TitleMatch]:
    """Read the name whose first word («code», «loi», «CGI») is at ``start``; a plural head may give several."""
    head = _HEAD.match(text, start)
    if head is None:
        return
    nature = _NATURES.get(plain_word(head[0]).replace("s-", "-").removesuffix("s"))
    names = known_names()
    if nature is None:
        if (other := _read_short(text, head, names) or read_decision(text, start)) is not None:
            yield other
        return
    begin, anaphora = _pointing_before(text, start)
    named = _read_name(text, start, nature, names)
    if named is None:
        yield from _pointed(text, begin, head.end(), nature, anaphora)
        return
    first, *others = named
    if first.start == start and anaphora:
        first = replace(first, start=begin, anaphora=anaphora)
    yield _recalled(text, first) if not others else first
    yield from others


@lru_cache(maxsize=10_000)
def read_title(text: str) -> TextId | None:
    """Read a string that is a title: «Décret n°2005-840 2005-07-20», «DÉCRET N° 2005-328 du 7 avril 2005 relatif à …».

    The title given back is the usual one, without the subject. None where the string does not start with a title.
    """
    title = " ".join(text.split())
    if (known := known_names().short.get(title)) is not None:
        return known
    if (decision := read_usual_title(title)) is not None:
        return decision
    head = _HEAD.match(title) or re.match(r"(?:nouveau|ancien)\s", title, re.IGNORECASE)
    if head is None:
        return None
    if title[: head.end()] in HEADS:
        decided = read_decision(title, 0)
        return decided.text if decided else None
    names = known_names()
    nature = _NATURES.get(plain_word(head[0].strip()).removesuffix("s"), "CODE")
    if named := names.longest_at(title, 0):
        end, known = named
        if not re.match(r"\s*\w", title[end:]) or nature != "CODE":
            return known
    if nature == "CODE":
        return _unknown_code(re.split(r"\s+-\s+art|\s*\(", title)[0])
    read = _read_name(title, 0, nature, names)
    return read[0].text if read and read[0].start == 0 else None


def _read_short(text: str, head: re.Match[str], names: Names) -> TitleMatch | None:
    """Read «CGI», «C. civ.», «RGPD»: bare capitals also mean other things, so their place must show a citation."""
    known = names.short.get(head[0])
    if known is None:
        return None
    before = text[max(0, head.start() - 24) : head.start()]
    distinct = len(head[0]) >= _DISTINCT and _DETERMINED.search(before)
    if "." in head[0] or distinct or _CITED_SHORT.search(before) or _SHORT_THEN_ARTICLE.match(text, head.end()):
        return TitleMatch(head.start(), head.end(), known, None, known.nature)
    return None


def _pointing_before(text: str, start: int) -> tuple[int, Anaphora | None]:
    before = text[max(0, start - 14) : start].split()
    if not before or before[-1].lower() not in _POINTERS:
        return start, None
    match = _POINTING.search(text, max(0, start - 24), start)
    if match is None:
        return start, None
    return match.start(), "this" if match["this"] else "same"


def _pointed(text: str, begin: int, end: int, nature: str, anaphora: Anaphora | None) -> Iterator[TitleMatch]:
    """Read words that give no name: «du même code», «la loi précitée»."""
    if nature not in _POINTED or plain_word(text[begin:end].split()[-1]) in {"livre", "annexe", "preambule"}:
        return
    recalled = _RECALLED.match(text, end)
    if anaphora:
        yield TitleMatch(begin, end, None, anaphora, nature)
    elif recalled:
        yield TitleMatch(begin, recalled.end(), None, "aforementioned", nature)


def _recalled(text: str, match: TitleMatch) -> TitleMatch:
    """Take «susvisé», «précité» after a name into the match: the name is also a back-reference."""
    recalled = _RECALLED.match(text, match.end)
    if recalled is None:
        return match
    return replace(match, end=recalled.end(), anaphora=match.anaphora or "aforementioned")


def _read_name(text: str, start: int, nature: str, names: Names) -> list[TitleMatch] | None:
    qualifier = _QUALIFIER.search(text, max(0, start - 10), start) if nature == "CODE" else None
    for origin in (qualifier.start() if qualifier else start, start):
        if named := names.longest_at(text, origin):
            if named[1].nature == "CODE" and (elsewhere := _ELSEWHERE.match(text, named[0])):
                return [
                    TitleMatch(origin, elsewhere.end(), _unknown_code(text[origin : elsewhere.end()]), None, "CODE")
                ]
            return [TitleMatch(origin, named[0], named[1], None, named[1].nature)]
    return _read_form(text, start, nature, names)


def _read_form(text: str, start: int, nature: str, names: Names) -> list[TitleMatch] | None:
    """Read a name that is no entry of the lists, by the form that its nature has."""
    match nature:
        case "CODE":
            return _read_code(text, start, names)
        case "LOI" | "DECRET" | "DECRET_LOI" | "ORDONNANCE" | "ARRETE" | "CIRCULAIRE" | "INSTRUCTION" | "DELIBERATION":
            return read_acts(text, start)
        case "REGLEMENT":
            return read_european(text, start) or read_implementing(text, start, names)
        case "DIRECTIVE" | "DECISION_CADRE":
            return read_european(text, start)
        case "DECISION":
            decision = read_decision(text, start)
            return [decision] if decision else read_european(text, start) or read_acts(text, start)
        case "CONVENTION" | "TRAITE" | "ACCORD" | "PROTOCOLE":
            return read_convention(text, start, nature, names)
        case "CONSTITUTION":
            return read_constitution(text, start, names)
    return None


def _read_code(text: str, start: int, names: Names) -> list[TitleMatch] | None:
    if annex := _ANNEX.match(text, start):
        return _read_annex(text, annex, names)
    if (known := names.loosely_at(text, start)) is not None:
        return [TitleMatch(start, known[0], known[1], None, "CODE")]
    match = _UNKNOWN.match(text, start)
    if match is None or not _cited_as_code(text[max(0, start - 24) : start], match[0]):
        return None
    return [TitleMatch(start, match.end(), _unknown_code(match[0]), None, "CODE")]


def _cited_as_code(before: str, name: str) -> bool:
    """Say whether an unknown «code …» is a text: after an article number or in a visa, or «le Code de la …»."""
    named = re.match(r"Code\s+d", name) and before.rstrip().endswith((" du", " au", " le"))
    return bool(named or _LIKE_A_CODE.search(before))


def _read_annex(text: str, annex: re.Match[str], names: Names) -> list[TitleMatch] | None:
    """Read «annexe II au code général des impôts»: an annex that is a code of its own in LEGI."""
    base = names.longest_at(text, annex.end())
    end = base[0] if base else annex.end() + 3
    title = f"{base[1].title if base else 'Code général des impôts'}, annexe {annex['rank']}"
    known = names.longest_at(title, 0)
    if known is None or known[0] != len(title):
        return None
    return [TitleMatch(annex.start(), end, known[1], None, "CODE")]


def _unknown_code(name: str) -> TextId:
    words = " ".join(name.split()).replace("’", "'").strip(" .,")
    return TextId("CODE", words[:1].upper() + (words[1:].lower() if words.isupper() else words[1:]))


_LABELS = {nature: kind.capitalize() for kind, nature in reversed(_KINDS.items())} | dict(QUALITIES.values())


def title_act(nature: str, number: str | None, signed: dt.date | None) -> str | None:
    """Write the usual title of an act from what identifies it; None where that is not enough, or no act.

    >>> title_act("DECRET", "2003-880", dt.date(2003, 9, 15))
    'Décret n° 2003-880 du 15 septembre 2003'
    """
    label = _LABELS.get(nature)
    if label is None or nature in {"CODE", "CONSTITUTION"} or not (number and signed):
        return None
    return act_id(nature, label, number, signed).title


# --- as a person types them -------------------------------------------------------------------------------------------


def is_kind(word: str) -> bool:
    """Say whether a word is a kind of text and names none: «code», «loi». «Constitution» names one."""
    return plain_word(word) in _NATURES and plain_word(word) != "constitution"


def read_name(name: str) -> TextId | None:
    """Read what a person types for a text: a title, or an abbreviation in any case, with or without its full stops.

    >>> [read_name(name).title for name in ("c civ", "cpi", "code du travail")]
    ['Code civil', 'Code de la propriété intellectuelle', 'Code du travail']
    """
    return read_title(spell_out(" ".join(name.split())))


@lru_cache(maxsize=1000)
def spell_out(words: str) -> str:
    """Write the titles for which abbreviations stand, in any case: «1382 c. civ.» is «1382 Code civil».

    Running text is not read so: there, only a place that cites makes «css» a code.
    """
    pattern, titles = _abbreviations()
    spelled, done = "", 0
    for match in pattern.finditer(_fold(words)):
        spelled += words[done : match.start()] + titles[_squeeze(match[0])]
        done = match.end()
    return _CONSTITUTION.sub(r"\1Constitution du 4 octobre 1958", spelled + words[done:])


_CONSTITUTION = re.compile(r"(^|\s)constitution(?!\w|\s+(?:du|de|des)\b|\s+d['’])", re.IGNORECASE)
"""«Constitution d'un dossier», «constitution de partie civile» are prose."""


@lru_cache(maxsize=1)
def _abbreviations() -> tuple[re.Pattern[str], dict[str, str]]:
    short = known_names().short
    titles = {_squeeze(_fold(name)): text.title for name, text in short.items()}
    words = sorted({_abbreviation(_fold(name)) for name in short}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)\.?"), titles


def _abbreviation(short: str) -> str:
    """Let full stops and spaces be left out: «C. civ.» is «c civ» and «C.civ»; and let initials have some: «C.P.I»."""
    pieces = re.findall(r"\w+", short)
    return r"\.?\s?".join(pieces) if len(pieces) > 1 else r"\.?".join(pieces[0])


def _squeeze(abbreviation: str) -> str:
    return re.sub(r"\W", "", abbreviation)


def _fold(text: str) -> str:
    """Fold case and accents letter by letter, so that places stay what they were."""
    return "".join(plain_word(letter)[:1] or letter for letter in text)
