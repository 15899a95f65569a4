"""The one reader of legal references: which article of which text a sentence cites, and where the words stand.

One pass finds the words that can open a reference («article», «L. 162-5», a name of a text); each is then parsed on
the spot. Precision comes before recall: a number followed by «du contrat» is no article of the citing text, and a
reference whose text cannot be known says so (``Method.UNDETERMINED``) instead of guessing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.antecedents import Antecedents, Method
from corpus.coordination import govern_coordinated, share_holders
from corpus.lists import CitedNumber
from corpus.mentions import Kind, find_mentions
from corpus.model import Span, TextId
from corpus.relations import Relation, Unit, relate
from corpus.targets import Reader, Reading
from corpus.titles import TitleMatch, find_titles, read_title, with_annexes

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


def find_references(
    text: str, in_text: str | None = None, in_article: str | None = None, visas: Sequence[str] = ()
) -> tuple[Reference, ...]:
    """List the references of ``text`` in order; spans are characters of ``text``.

    They do not overlap, but for ranges, and for several articles that one phrase names («ces articles», «les deux
    articles précédents»: one reference each, with the same span).

    ``in_text`` and ``in_article`` say which article of which text is read: «présent article» and bare numbers are
    theirs. ``visas`` are the visas of an act, by which «le décret du 30 novembre 1987 susvisé» finds its number.
    """
    titles = with_annexes(text, find_titles(text), read_title(in_text) if in_text else None)
    mentions = find_mentions(text, titles)
    headings = [(mention.lead, mention.numbers[0].canonical) for mention in mentions if mention.kind is Kind.HEADING]
    antecedents = Antecedents(text, titles, headings, in_text, in_article, visas)
    reader = Reader(text, antecedents)
    readings = share_holders(text, govern_coordinated(text, reader.read(mentions), in_article))
    cited = [(_unit(reading), [_reference(text, reading, number) for number in reading.cited]) for reading in readings]
    governing = {mention.title.start for mention in mentions if mention.title is not None} | reader.governing
    wholes = [title for title in titles if title.start not in governing and not antecedents.is_carried(title)]
    cited += _wholes(text, wholes, antecedents)
    cited.sort(key=lambda unit: unit[0].lead)
    related = zip(cited, relate(text, [unit for unit, _ in cited]), strict=True)
    references = [
        reference if relation is Relation.CITED else replace(reference, relation=relation)
        for (_, group), relation in related
        for reference in group
    ]
    return tuple(sorted(references, key=lambda r: (r.start, r.end)))


def _unit(reading: Reading) -> Unit:
    mention = reading.mention
    return Unit(mention.lead, mention.end, mention.preposition, mention.alternative)


def _reference(text: str, reading: Reading, number: CitedNumber) -> Reference:
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


def _wholes(text: str, titles: Sequence[TitleMatch], antecedents: Antecedents) -> list[tuple[Unit, list[Reference]]]:
    """Give the texts cited as a whole; «cet accord», «le même règlement» that point at no known text are prose."""
    found = [(title, antecedents.of_title(title)) for title in titles if not _is_institution(text, title)]
    return [
        (
            Unit(t.start, t.end, ""),
            [Reference(t.start, t.end, f.title, None, text[t.start : t.end], f.method, target=f.text)],
        )
        for t, f in found
        if f.title is not None
    ]


def _is_institution(text: str, title: TitleMatch) -> bool:
    """«l'Agence du Code de la route» bears the name of a code, and cites none."""
    return text[title.start] == "C" and _INSTITUTION.search(text, max(0, title.start - 40), title.start) is not None


_INSTITUTION = re.compile(
    r"\b(?:Agence|Institut|Office|Observatoire|Comité|Association|Fondation|Maison|Centre|École|Société|Revue)\s+"
    r"(?:[^\W\d_]+\s+){0,2}(?:du|de\s+la|de\s+l['’]|des)\s*$"
)
