"""The one reader of names of texts: «code de la santé publique», «décret n° 87-964 du 30 novembre 1987», «dudit code».

``find_titles`` finds them in running text, ``read_title`` reads a string that is a title. Names that need no number
(codes, Constitution, treaties) come from ``corpus/data/codes.toml``; acts are read by their form. A name is not
dated: «code pénal» in a text of 1980 is the code then in force, and who resolves it at a date must say so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from corpus.dates import DATE_PATTERN, format_date, read_date
from corpus.errors import DateError
from corpus.model import TextId
from corpus.names import Names, known_names, plain_word

Anaphora = Literal["same", "this", "aforementioned"]


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A name of a text in running text, without its article («du», «la»).

    ``anaphora`` says that the words point at a text rather than (only) name it: ``same`` («du même code», «dudit
    décret», «de cette loi»), ``this`` («du présent code») or ``aforementioned`` («le décret du 30 novembre 1987
    susvisé», «la loi précitée»). ``text`` is None where the words give no name; ``nature`` is always known.
    """

    start: int
    end: int
    text: TextId | None
    anaphora: Anaphora | None
    nature: str


_KINDS = {
    "code": "CODE", "loi": "LOI", "décret": "DECRET", "décret-loi": "DECRET_LOI", "ordonnance": "ORDONNANCE",
    "arrêté": "ARRETE", "règlement": "REGLEMENT", "directive": "DIRECTIVE", "convention": "CONVENTION",
    "constitution": "CONSTITUTION", "livre": "CODE", "traité": "TRAITE", "charte": "CHARTE", "accord": "ACCORD",
    "déclaration": "DECLARATION", "préambule": "CONSTITUTION", "annexe": "CODE",
}  # fmt: skip
_NATURES = {plain_word(kind): nature for kind, nature in _KINDS.items()}
_POINTED = {"CODE", "LOI", "DECRET", "ORDONNANCE", "ARRETE", "REGLEMENT", "DIRECTIVE", "CONVENTION", "CONSTITUTION",
            "TRAITE", "ACCORD"}  # fmt: skip
_QUALITIES = {
    "organique": ("LOI_ORGANIQUE", "Loi organique"),
    "constitutionnelle": ("LOI_CONSTIT", "Loi constitutionnelle"),
}


def _head_pattern(before: str = "") -> str:
    """List every spelling of every first word, by their first letters: most letters of a text then fail at once.

    ``before`` is tested after the first letter, where it costs nothing for the others.
    """
    words = [*_KINDS, *{plain_word(kind) for kind in _KINDS}]
    cases = {case for word in words for case in (word, word.capitalize(), word.upper())}
    full = [(word[0], f"{re.escape(word[1:])}[sS]?\\b") for word in sorted(cases, key=len, reverse=True)]
    short = [(name[0], rf"{re.escape(name[1:])}(?!\w)") for name in known_names().short]
    spelled: dict[str, list[str]] = {}
    for letter, rest in (*full, *short):
        spelled.setdefault(letter, []).append(rest)
    return "|".join(f"{re.escape(letter)}{before}(?:{'|'.join(rests)})" for letter, rests in spelled.items())


_HEAD = re.compile(_head_pattern())
_HEAD_OF_WORD = re.compile(_head_pattern(before=r"(?<!\w.)"), re.DOTALL)

_NO = r"n(?:o|°|º|\.)s?\.?\s{0,2}"
_ACT_NUMBER = r"(?:\d{2,4}\s?[-‑–−]\s{0,2}\d+(?:-\d+)?|\d+)"
_DATE = rf"(?:{DATE_PATTERN}|\d{{4}}-\d{{2}}-\d{{2}})"
_ISSUER = r"(?:\s+(?:ministériel|interministériel|préfectoral|conjoint|royal|impérial|royale))?"
_FINANCE = (
    r"de\s+finances(?:\s+rectificative)?|de\s+financement\s+(?:rectificative\s+)?de\s+la\s+sécurité\s+sociale"
    r"|de\s+règlement|de\s+programmation"
)
_IDENTITY = rf"""
    (?:(?:\s+|(?<=\())(?:{_NO}(?P<number>{_ACT_NUMBER})|(?P<bare>\d{{2,4}}-\d+)(?![\w-])))?
    (?:\s+modifiée?s?)?
    (?:,?\s+(?:(?:du|le|en\s+date\s+du)\s+)?(?P<date>{_DATE})(?!\w))?
"""
_ACT = re.compile(
    rf"""(?P<kind>lois?|d[ée]crets?(?:-lois?)?|ordonnances?|arr[êe]t[ée]s?){_ISSUER}
    (?:\s+(?P<quality>organiques?|constitutionnelles?)|\s+(?P<finance>(?:{_FINANCE})(?:\s+pour\s+(?P<year>\d{{4}}))?))?
    (?:\s+en\s+conseil\s+d['’][ée]tat)?
    (?:\s+modifiée?s?)?(?P<parenthesis>\s*\()?{_IDENTITY}(?(parenthesis)\s*\)|)""",
    re.VERBOSE | re.IGNORECASE,
)
_NEXT_ACT = re.compile(
    rf"(?:\s*,\s*|\s+et\s+|\s+ou\s+|\s*,\s*et\s+)(?P<number>(?={_NO}){_NO}{_ACT_NUMBER})"
    rf"(?:\s+modifiée?)?(?:\s+du\s+(?P<date>{_DATE})(?!\w))?",
    re.IGNORECASE,
)
_MINISTER = re.compile(
    rf"arrêtés?\s+(?:conjoint\s+)?d(?:u|es|e\s+la|e\s+l['’])\s*[^,;.:()\n]{{1,100}}?\s(?:du|en\s+date\s+du)\s+(?P<date>{_DATE})",
    re.IGNORECASE,
)
_EUROPEAN = re.compile(
    rf"""(?P<kind>r[èe]glements?|directives?)(?:\s+(?:d['’]ex[ée]cution|d[ée]l[ée]gu[ée]e?))?
    (?:\s+\((?P<body>(?:CEE|CE|UE|EURATOM)(?:\s*,\s*\w+)*)\))?\s+
    (?:{_NO})?(?P<number>\d{{1,4}}\s?/\s?\d{{1,4}}(?:/\s?(?:CECA|CEE|CE|UE|JAI|Euratom))*)(?![\w/])
    (?:\s+(?:du|de\s+la)\s+(?:Parlement|Conseil|Commission)[^,;.:()\n]{{0,60}}?,?\s(?:du|en\s+date\s+du)\s+(?P<date>{_DATE})
      |\s+du\s+(?P<day>{_DATE}))?""",
    re.VERBOSE | re.IGNORECASE,
)
_NEXT_EUROPEAN = re.compile(
    rf"(?:\s*,\s*|\s+et\s+|\s+ou\s+)(?:{_NO})?(?P<number>\d{{1,4}}/\d{{1,4}}/(?:CECA|CEE|CE|UE|JAI|Euratom))(?![\w/])",
    re.IGNORECASE,
)
_REGULATION = re.compile(rf"r[èe]glement\s+du\s+(?P<date>{_DATE})", re.IGNORECASE)
_PLACE = r"(?:de\s+|d['’]|de\s+la\s+)(?P<place>[A-ZÉÈÎ][\w-]+)"
_CONVENTION = re.compile(
    rf"(?:[Cc]onvention|CONVENTION|[Tt]raité|[Aa]ccord)\s+(?:{_PLACE}(?:\s+(?:du|en\s+date\s+du)\s+(?P<date>{_DATE}))?(?!\s*-)"
    rf"|(?:du|signée?\s+le|conclue?\s+le)\s+(?P<day>{_DATE}))"
)
_SIGNED_CONVENTION = re.compile(
    rf"(?:[Cc]onvention|[Tt]raité|[Aa]ccord)\b[^;.:()\n]{{1,160}}?\b(?:faite?|signée?|conclue?|ouverte?\s+à\s+la\s+signature)"
    rf"\s+à\s+(?P<place>[A-ZÉÈÎ][\w-]+(?:\s[A-Z][\w-]+)?),?\s+le\s+(?P<date>{_DATE})"
)
_CONSTITUTION = re.compile(
    r"(?:Constitution|CONSTITUTION)(?P<date>\s+du\s+4\s+octobre\s+1958)?(?!\s+d(?:e|u|es)\b|\s+d['’])"
)
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
_QUALIFIER = re.compile(r"\b(?:ancien|nouveau)\s+$", re.IGNORECASE)
_RECALLED = re.compile(
    r",?\s+(?:modifiée?\s+)?(?:(?:sus(?:visée?|mentionnée?|dite?)|précitée?)s?\b|(?:mentionnée?|visée?)s?\s+ci-dessus\b)"
)
_CITED_SHORT = re.compile(r"(?:\d[\w*-]*\s+(?:du\s+)?|^)$")


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


def titles_at(text: str, start: int) -> Iterator[TitleMatch]:
    """Read the name whose first word («code», «loi», «CGI») is at ``start``; a plural head may give several."""
    head = _HEAD.match(text, start)
    if head is None:
        return
    nature = _NATURES.get(plain_word(head[0]).removesuffix("s"))
    names = known_names()
    if nature is None:
        if "." in head[0] or _CITED_SHORT.search(text, max(0, start - 24), start):
            yield TitleMatch(start, head.end(), names.short[head[0]], None, "CODE")
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
    head = _HEAD.match(title) or re.match(r"(?:nouveau|ancien)\s", title, re.IGNORECASE)
    if head is None:
        return None
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


def _pointing_before(text: str, start: int) -> tuple[int, Anaphora | None]:
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
    qualifier = _QUALIFIER.search(text, max(0, start - 10), start)
    for origin in (qualifier.start() if qualifier else start, start):
        if named := names.longest_at(text, origin):
            return [TitleMatch(origin, named[0], named[1], None, named[1].nature)]
    match nature:
        case "CODE":
            return _read_code(text, start, names)
        case "LOI" | "DECRET" | "DECRET_LOI" | "ORDONNANCE" | "ARRETE":
            return _read_acts(text, start)
        case "REGLEMENT" | "DIRECTIVE":
            return _read_european(text, start)
        case "CONVENTION" | "TRAITE" | "ACCORD":
            return _read_convention(text, start, nature)
        case "CONSTITUTION":
            return _read_constitution(text, start)
    return None


def _read_code(text: str, start: int, names: Names) -> list[TitleMatch] | None:
    if annex := _ANNEX.match(text, start):
        return _read_annex(text, annex, names)
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


def _read_acts(text: str, start: int) -> list[TitleMatch] | None:
    match = _ACT.match(text, start)
    if match is None:
        return None
    if not (match["number"] or match["bare"] or match["date"] or match["year"]):
        return _read_minister(text, start)
    if match["number"] and not match["date"] and "-" not in _clean_number(match["number"]) and match["kind"][-1] != "s":
        return None  # «la loi n° 5» names nothing that can be found again
    nature, label = _act_nature(match)
    acts = [_act(text, match, nature, label, start)]
    if match["kind"].lower().endswith("s"):
        while following := _NEXT_ACT.match(text, acts[-1].end):
            acts.append(_act(text, following, nature, label, following.start("number")))
    return acts


def _act_nature(match: re.Match[str]) -> tuple[str, str]:
    if match["quality"]:
        return _QUALITIES[plain_word(match["quality"]).removesuffix("s")]
    kind = plain_word(match["kind"]).removesuffix("s").replace("s-", "-")
    label = next(name for name in _KINDS if plain_word(name) == kind)
    return _KINDS[label], label.capitalize()


def _act(text: str, match: re.Match[str], nature: str, label: str, start: int) -> TitleMatch:
    groups = match.groupdict()
    number = groups.get("number") or groups.get("bare")
    signed = _day(groups["date"])
    if number is None and signed is None:
        label = " ".join(f"{label} {match['finance']}".split())
    end = match.end() if groups.get("parenthesis") else max(match.end(g) for g in groups if g != "parenthesis")
    return TitleMatch(
        start, end, act_id(nature, label, _clean_number(number) if number else None, signed), None, nature
    )


def act_id(nature: str, label: str, number: str | None, signed: dt.date | None) -> TextId:
    """Identify an act, with its usual title: «Loi organique n° 2001-692 du 1er août 2001»."""
    title = label + (f" n° {number}" if number else "") + (f" du {format_date(signed)}" if signed else "")
    return TextId(nature, title, number, signed)


_LABELS = {nature: kind.capitalize() for kind, nature in reversed(_KINDS.items())} | dict(_QUALITIES.values())


def title_act(nature: str, number: str | None, signed: dt.date | None) -> str | None:
    """Write the usual title of an act from what identifies it; None where that is not enough, or no act.

    >>> title_act("DECRET", "2003-880", dt.date(2003, 9, 15))
    'Décret n° 2003-880 du 15 septembre 2003'
    """
    label = _LABELS.get(nature)
    if label is None or nature in {"CODE", "CONSTITUTION"} or not (number and signed):
        return None
    return act_id(nature, label, number, signed).title


def _clean_number(number: str) -> str:
    return re.sub(r"\s", "", re.sub(rf"^{_NO}", "", number, flags=re.IGNORECASE)).translate(_DASHES)


_DASHES = str.maketrans("‑–−", "---")


def _day(text: str | None) -> dt.date | None:
    try:
        return read_date(text) if text else None
    except DateError:
        return None  # «31 avril»: the name stands, its date is no day


def _read_minister(text: str, start: int) -> list[TitleMatch] | None:
    """Read «arrêté du ministre chargé de la santé du 7 avril 2005»."""
    match = _MINISTER.match(text, start)
    signed = _day(match["date"]) if match else None
    if match is None or signed is None:
        return None
    return [TitleMatch(start, match.end(), act_id("ARRETE", "Arrêté", None, signed), None, "ARRETE")]


def _read_european(text: str, start: int) -> list[TitleMatch] | None:
    match = _EUROPEAN.match(text, start)
    if match is None:
        regulation = _REGULATION.match(text, start)
        signed = _day(regulation["date"]) if regulation else None
        if regulation is None or signed is None:
            return None
        return [TitleMatch(start, regulation.end(), act_id("REGLEMENT", "Règlement", None, signed), None, "REGLEMENT")]
    nature = "DIRECTIVE" if match["kind"][0] in "dD" else "REGLEMENT"
    label = ("Directive" if nature == "DIRECTIVE" else "Règlement") + (
        f" ({match['body'].upper()})" if match["body"] else ""
    )
    signed = _day(match["date"] or match["day"])
    number = re.sub(r"\s", "", match["number"])
    title = f"{label} {number}" + (f" du {format_date(signed)}" if signed else "")
    found = [TitleMatch(start, match.end(), TextId(nature, title, number, signed), None, nature)]
    while match["kind"][-1] in "sS" and (following := _NEXT_EUROPEAN.match(text, found[-1].end)):
        other = TextId(nature, f"{label} {following['number']}", following["number"])
        found.append(TitleMatch(following.start("number"), following.end(), other, None, nature))
    return found


def _read_convention(text: str, start: int, nature: str) -> list[TitleMatch] | None:
    match = _CONVENTION.match(text, start) or _SIGNED_CONVENTION.match(text, start)
    groups = match.groupdict() if match else {}
    signed = _day(groups.get("date") or groups.get("day"))
    if match is None or (nature == "ACCORD" and signed is None):
        return None  # «accord de Communauté» is prose
    label = "Traité" if nature == "TRAITE" else nature.capitalize()
    label += f" de {match['place']}" if match["place"] else ""
    return [TitleMatch(start, match.end(), act_id(nature, label, None, signed), None, nature)]


def _read_constitution(text: str, start: int) -> list[TitleMatch] | None:
    """Read «la Constitution»: with a capital and after «la», for «Constitution d'un dossier» is prose."""
    match = _CONSTITUTION.match(text, start)
    if match is None or not (
        match["date"] or not start or re.search(r"\bla\s+$", text[max(0, start - 4) : start], re.I)
    ):
        return None
    known = known_names().longest_at("Constitution de 1958", 0)
    return [TitleMatch(start, match.end(), known[1] if known else None, None, "CONSTITUTION")]
