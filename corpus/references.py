"""The one reader of legal references: which article of which text a sentence cites, and where the words stand.

One pass finds the words that can open a reference («article», «L. 162-5», a name of a text); each is then parsed on
the spot. Precision comes before recall: a number followed by «du contrat» is no article of the citing text, and a
reference whose text cannot be known says so (``Method.UNDETERMINED``) instead of guessing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from corpus.antecedents import Antecedents, Found, Method
from corpus.mentions import CitedNumber, Kind, Mention, find_mentions
from corpus.model import Span, TextId
from corpus.titles import TitleMatch, find_titles

__all__ = ["Method", "Reference", "Relation", "find_references"]


class Relation(StrEnum):
    """What the sentence does with an article. The value is what the database stores."""

    CITED = "cited"
    """It applies, or is spoken of."""
    ALTERNATIVE = "alternative"
    """One of several, joined by «ou»: «les articles L. 1 ou L. 2» (both are alternatives)."""
    EXCLUDED = "excluded"
    """Set aside: «à l'exception de l'article L. 5», «sauf les articles 3 et 4»."""


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
    """A mention with the text it means."""

    mention: Mention
    found: Found
    rival: str | None = None
    article: str | None = None


_OWN_PARTS = {
    "livre", "titre", "chapitre", "section", "sous", "partie", "paragraphe", "i", "ii", "iii", "iv", "v", "article",
    "articles", "même",
}  # fmt: skip
_PRESENT = {"présent", "présente"}
_POSSESSIVE = re.compile(r"\b(?:son|ses|leurs?)\s+$")
_NOTABLY = re.compile(r"\s*,?\s*(?:modifiée?\s*,?\s*)?(?:et\s+)?notamment\s+(?:(?:en|à|aux?|les?|l['’]|de|des|du)\s*)*")
_COORDINATION = re.compile(
    r"\s*,?\s*(?:(?:et|ou|ainsi\s+que)\s+)?(?:(?:et|ou)\s+)?(?:à|aux?|de|du|des|par|dans|sous)?\s*(?:l['’]|les?|la)?\s*",
    re.IGNORECASE,
)
_PREPOSITIONS = dict.fromkeys(("à", "au", "aux", "à la"), "à") | dict.fromkeys(("de", "du", "des", "de la"), "de")
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
    readings = _govern_coordinated(text, _read_mentions(text, mentions, antecedents))
    references = [_reference(text, reading, number) for reading in readings for number in reading.mention.numbers]
    governing = {mention.title.start for mention in mentions if mention.title is not None}
    references += _wholes(text, [title for title in titles if title.start not in governing], antecedents)
    return tuple(sorted(references, key=lambda r: (r.start, r.end)))


def _read_mentions(text: str, mentions: list[Mention], antecedents: Antecedents) -> list[_Reading]:
    readings: list[_Reading] = []
    for mention in mentions:
        if mention.kind is Kind.HEADING:
            continue
        match mention.kind:
            case Kind.PRESENT:
                reading = _present(mention, antecedents)
            case Kind.SAME:
                reading = _same_article(text, mention, readings)
            case _:
                reading = _Reading(mention, _text_of(text, mention, antecedents, readings))
        if reading is not None:
            readings.append(reading)
    return readings


def _present(mention: Mention, antecedents: Antecedents) -> _Reading | None:
    """«présent article» is the article read, but not where an act quotes the new wording of another text."""
    if antecedents.is_quoted(mention.lead):
        return None
    found = Found(antecedents.own, antecedents.in_text, Method.THIS_ARTICLE)
    return _Reading(mention, found, article=antecedents.in_article)


def _same_article(text: str, mention: Mention, readings: list[_Reading]) -> _Reading | None:
    """«dudit article» is the last one cited in the same alinéa, if that was a single one."""
    last = readings[-1] if readings else None
    if last is None or len(last.mention.numbers) != 1 or "\n" in text[last.mention.end : mention.lead]:
        return None
    article = last.article or last.mention.numbers[0].canonical
    return _Reading(mention, replace(last.found, method=Method.SAME_ARTICLE), last.rival, article)


def _text_of(text: str, mention: Mention, antecedents: Antecedents, readings: list[_Reading]) -> Found:
    if mention.title is not None:
        return antecedents.of_title(mention.title)
    number = mention.numbers[0]
    if mention.recalled and (earlier := _earlier(number.canonical, readings)):
        return earlier
    if title := _title_before(text, mention, antecedents):
        return antecedents.of_title(title)
    if mention.complement in _PRESENT:
        return Found(antecedents.own, antecedents.in_text, Method.IN_TEXT)
    if mention.complement is not None and _is_foreign(mention):
        return antecedents.undetermined()
    if _POSSESSIVE.search(text, max(0, mention.lead - 8), mention.lead):
        return antecedents.undetermined()
    return antecedents.of_bare_number(number, number.start)


def _is_foreign(mention: Mention) -> bool:
    """«l'article 5 du contrat» is of another text; «l'article L. 331-24 de la transmission» is not: L. is of codes."""
    if mention.numbers[0].letters:
        return mention.complement in {"code", "codes", "livre", "texte"}
    return mention.complement not in _OWN_PARTS


def _earlier(canonical: str, readings: list[_Reading]) -> Found | None:
    """«l'article 121-2 précité» is of the text under which that number was cited before."""
    for reading in reversed(readings):
        if any(number.canonical == canonical for number in reading.mention.numbers):
            return replace(reading.found, method=Method.EARLIER)
    return None


def _title_before(text: str, mention: Mention, antecedents: Antecedents) -> TitleMatch | None:
    """«Vu le code de la santé publique, notamment ses articles L. 6313-1»: the name before governs."""
    title = antecedents.title_before(mention.lead)
    if title is None:
        return None
    between = text[title.end : mention.lead]
    if _NOTABLY.fullmatch(between):
        return title
    possessive = _POSSESSIVE.search(between)
    return title if possessive and not re.search(r"[.;:\n]", between) else None


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
        if not bare or reading.mention.complement or following.found.method not in _GOVERNS:
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


def _reference(text: str, reading: _Reading, number: CitedNumber) -> Reference:
    places = [place for place in (number.after, reading.mention.before) if place is not None]
    return Reference(
        start=number.start,
        end=number.end,
        target_text=reading.found.title,
        target_article=reading.article or number.canonical or None,
        as_written=text[number.start : number.end],
        method=reading.found.method,
        target_alinea=next((p.alinea for p in places if p.alinea), None),
        target_sentence=next((p.sentence for p in places if p.sentence), None),
        target_item=next((p.item for p in places if p.item), None),
        range_span=number.range_span,
        range_bounds=number.range_bounds,
        rival_text=reading.rival,
        target=reading.found.text,
    )


def _wholes(text: str, titles: Sequence[TitleMatch], antecedents: Antecedents) -> list[Reference]:
    """Give the texts cited as a whole; «cet accord», «le même règlement» that point at no known text are prose."""
    found = [(title, antecedents.of_title(title)) for title in titles]
    return [
        Reference(t.start, t.end, f.title, None, text[t.start : t.end], f.method, target=f.text)
        for t, f in found
        if f.title is not None
    ]
