"""Acts of the Journal officiel: laws, ordonnances, décrets, arrêtés, as plain text or Markdown.

An act is title, visas, articles, signatures, in that order (Guide de légistique, fiches 3.1 to 3.10).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.errors import NoArticle, UnknownFormat
from corpus.layout import ACT_NUMBER_PATTERN, match_heading, split_articles
from corpus.model import Article, Document, Format, Source
from corpus.numbering import canonical_number
from ingest.alineas import Wrapping, join_alineas, measure_wrapping
from ingest.lines import Line
from ingest.preamble import find_enacting, find_title, is_visa, read_preamble
from ingest.signatures import find_signature, read_signatures

# Headings that are no body layout but stand in sources: «Art. 2.» alone, «Art. 2. Les…», «Article 2 : Les…».
_OTHER_HEADING = re.compile(
    rf"(?:Art\.|ART\.|Article|ARTICLE)\s*(?P<number>{ACT_NUMBER_PATTERN})\s*[.:]*(?:$|(?<=[.:])\s+(?=[A-ZÀ-ÖØ-Þ«]))"
)
_DIVISION = re.compile(
    r"(?:PARTIE|LIVRE|TITRE|CHAPITRE|SECTION|SOUS-SECTION|PARAGRAPHE|Partie|Livre|Titre|Chapitre|Section|Sous-section"
    r"|Paragraphe)\s+(?:I\s?(?i:er)|[IVXLC]+|\d+|1er|[Pp]remier|PREMIER|[Uu]nique|UNIQUE|[Pp]réliminaire|PRÉLIMINAIRE)\b"
    r"(?:\s(?:bis|ter|quater))?\s*(?:[:.–—―-].*)?$"
)
_PROMULGATION = re.compile(r"La présente (?:loi|ordonnance)\b.{0,60} sera exécutée comme loi de l'[EÉ]tat\.?$")
_ANNEX = re.compile(r"ANNEXES?(?:\s+(?:[IVX]+|\d+|[A-Z]))?$")


@dataclass(frozen=True, slots=True)
class _Heading:
    position: int
    number: str
    rest: str


def read_heading(line: str) -> tuple[str, str] | None:
    """Give the published number and the text after it when a line is the heading of an act's article."""
    if match := match_heading(line):
        return match["alone"] or match["inline"], line[match.end() :]
    if match := _OTHER_HEADING.match(line):
        return match["number"], line[match.end() :]
    return None


def read_act(lines: Sequence[Line], source: Source, form: Format, furniture: Sequence[str] = ()) -> Document:
    """Read an act of the Journal officiel.

    Raises UnknownFormat when it has no title or when several acts stand in one file, NoArticle when it rules nothing.
    """
    title = find_title(lines)
    if title is None:
        raise UnknownFormat(f"{source.name} : acte sans titre.", "Le titre donne la nature, le numéro et la date.")
    first = next((i for i in range(title, len(lines)) if read_heading(lines[i].text)), None)
    enacting = find_enacting(lines[title:first])
    start = title + enacting + 1 if enacting is not None else first
    if start is None:
        raise NoArticle(f"{source.name} : aucun article dans cet acte.", "Vérifier que le texte est complet.")
    end = _find_end(lines, start if first is None else first)
    operative = _read_operative(lines[start:end])
    if not operative.articles:
        raise NoArticle(f"{source.name} : aucun article dans cet acte.", "Vérifier que le texte est complet.")
    preamble = read_preamble(lines[:start], title, furniture)
    signatures = read_signatures(lines[end:])
    _refuse_second_act(lines[end:], source)
    body, articles = lay_out(operative.articles, source)
    return Document(
        format=form,
        source=source,
        text=preamble.text,
        articles=articles,
        title=preamble.title,
        published=preamble.published,
        jo_number=preamble.jo_number,
        visas=preamble.visas,
        signatories=signatures.signatories,
        body=body,
        outside=(*preamble.outside, *operative.outside, *signatures.outside),
    )


def lay_out(articles: Sequence[Article], source: Source) -> tuple[str, tuple[Article, ...]]:
    """Write articles as the canonical body, and give each its span there.

    Raises UnknownFormat when the body would not be cut again into the same articles: two articles of one number, or
    an alinéa that looks like a heading.
    """
    placed, pieces, position = [], [], 0
    for article in articles:
        piece = _article_text(article)
        placed.append(replace(article, span=(position, position + len(piece))))
        pieces.append(piece)
        position += len(piece) + 1
    body = "\n".join(pieces)
    numbers = [article.number for article in articles]
    again = split_articles(body)
    contents = [body[slice(*article.content)].strip() for article in again]
    if [a.number for a in again] != numbers or contents != ["\n".join(a.alineas) for a in articles]:
        raise UnknownFormat(f"{source.name} : les titres des articles sont ambigus.", _LOOK_AT_HEADINGS)
    if twice := next((n for n in numbers if numbers.count(n) > 1), None):
        raise UnknownFormat(f"{source.name} : deux articles portent le numéro {twice}.", _LOOK_AT_HEADINGS)
    return body, tuple(placed)


_LOOK_AT_HEADINGS = "Donner un seul acte par fichier, chaque article de l’acte ouvert par « Art. N. - »."


def _article_text(article: Article) -> str:
    if article.number_as_published is None:
        return "\n".join(article.alineas)
    return f"Art. {article.number_as_published}. - {chr(10).join(article.alineas)}".rstrip()


def _find_end(lines: Sequence[Line], start: int) -> int:
    """The articles end at the signatures, or at an annex."""
    annex = next((i for i in range(start + 1, len(lines)) if _ANNEX.match(lines[i].text)), len(lines))
    return min(annex, find_signature(lines, start))


@dataclass(frozen=True, slots=True)
class _Operative:
    articles: tuple[Article, ...]
    outside: tuple[str, ...]


def _read_operative(lines: Sequence[Line]) -> _Operative:
    headings = [_Heading(i, *found) for i, line in enumerate(lines) if (found := read_heading(line.text))]
    wrapping = measure_wrapping(lines)
    first = headings[0].position if headings else len(lines)
    lead, outside = _cut_divisions(lines[:first], followed=bool(headings))
    articles = [Article(None, None, join_alineas(lead, wrapping))] if lead else []
    for rank, heading in enumerate(headings):
        last = rank + 1 == len(headings)
        end = len(lines) if last else headings[rank + 1].position
        article, divisions = _read_article(lines[heading.position : end], heading, wrapping, followed=not last)
        articles.append(article)
        outside += divisions
    return _Operative(tuple(articles), tuple(outside))


def _read_article(
    lines: Sequence[Line], heading: _Heading, wrapping: Wrapping, *, followed: bool
) -> tuple[Article, list[str]]:
    content = [replace(lines[0], text=heading.rest, level=0)] if heading.rest else []
    kept, outside = _cut_divisions([*content, *lines[1:]], followed=followed)
    alineas = join_alineas(kept, wrapping)
    if alineas and _PROMULGATION.match(alineas[-1]):
        outside.insert(0, alineas[-1])
        alineas = alineas[:-1]
    return Article(canonical_number(heading.number), heading.number, alineas), outside


def _cut_divisions(lines: Sequence[Line], *, followed: bool) -> tuple[Sequence[Line], list[str]]:
    """Take off the titles of divisions at the end of ``lines``, where an article's heading follows.

    «Chapitre II» opens a division only if all that stands between it and the next article looks like a title:
    inside an article («Chapitre II / Les mots… sont supprimés.») it is an alinéa.
    """
    if not followed:
        return lines, []
    for position, line in enumerate(lines):
        if _DIVISION.match(line.text) and all(_is_title(other) for other in lines[position:]):
            return lines[:position], [other.text for other in lines[position:]]
    return lines, []


def _is_title(line: Line) -> bool:
    division = bool(_DIVISION.match(line.text))
    return division or (not line.text.startswith("«") and len(line.text) <= 250 and line.text[-1] not in ".;:,»")


def _refuse_second_act(lines: Sequence[Line], source: Source) -> None:
    """After the signatures may come annexes and notes, never visas under another title: that is a second act."""
    title = find_title(lines)
    if title is None:
        return
    after = lines[title:]
    if any(is_visa(line.text) for line in after) and any(read_heading(line.text) for line in after):
        raise UnknownFormat(f"{source.name} : plusieurs actes se suivent.", "Donner un seul acte par fichier.")
