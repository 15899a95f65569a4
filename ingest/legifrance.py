"""A page of Légifrance: one article in one version, and the links that the page declares.

Recognised with any heading level, with or without Markdown, bullets, or the trail above the article.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import DATE_PATTERN, read_date
from corpus.errors import DateError, NoArticle, UnknownFormat
from corpus.model import Article, Document, Format, Link, LinkKind, Source, TextId, slugify
from corpus.numbering import CODE_NUMBER_PATTERN, NUMBER_PATTERN, canonical_number
from ingest.alineas import join_alineas
from ingest.identity import identify
from ingest.lines import Line

_ANNEX = r"Annexe(?:\s+(?:[IVXL]+|\d[\d.-]*|[A-Z]))?(?:\s+(?:à|aux) l?'?articles? .{1,30})?"
_HEADING = re.compile(
    rf"(?:Article|ARTICLE|Art\.)\s+(?P<number>{NUMBER_PATTERN}|{_ANNEX}|unique)\s*(?:\([^)]{{1,60}}\))?\s*[.:]?$"
)
_BARE_HEADING = re.compile(rf"(?P<number>{CODE_NUMBER_PATTERN})$")
_LINKS = re.compile(r"Liens relatifs\b.{0,40}$")
_STATUS = re.compile(r"(?:Version (?:en vigueur|abrogée|initiale)|Article abrogé|Abrogé|En vigueur)\b.{0,120}$")
_ORIGIN = re.compile(
    r"((?:Codifié|Créé|Modifié|Abrogé|Transféré) par|Création|Modification|Abrogation|Transfert) ?:? ?"
    r"(?=(?:D[ée]cret|Loi|Ordonnance|Arr[êe]t[ée]|Code)\b)",
    re.IGNORECASE,
)

_KINDS = {
    "codifie-par": LinkKind.CODIFIED_BY,
    "cree-par": LinkKind.CREATED_BY,
    "creation": LinkKind.CREATED_BY,
    "modifie-par": LinkKind.MODIFIED_BY,
    "modification": LinkKind.MODIFIED_BY,
    "abroge-par": LinkKind.REPEALED_BY,
    "abrogation": LinkKind.REPEALED_BY,
    "transfere-par": LinkKind.TRANSFERRED_BY,
    "transfert": LinkKind.TRANSFERRED_BY,
    "cite": LinkKind.CITES,
    "cite-par": LinkKind.CITED_BY,
    "nouveau-texte": LinkKind.NEW_TEXTS,
    "nouveaux-textes": LinkKind.NEW_TEXTS,
    "ancien-texte": LinkKind.OLD_TEXTS,
    "anciens-textes": LinkKind.OLD_TEXTS,
}

_STATE = re.compile(r"\s*\(([A-Z][A-Za-z]{0,3})\)$")
_JOURNAL = re.compile(
    rf"\bJ\.?O\.?(?:R\.?F\.?)?(?:\s+n°\s?\d+)?(?:\s+du)?\s+(?P<date>{DATE_PATTERN}|\d{{4}}-\d\d-\d\d|\d\d/\d\d/\d{{4}})",
    re.I,
)
_ARTICLE = re.compile(r"(?:\s*[-–,]\s*|\s+)\barts?\.\s*(?P<rest>.*)$", re.IGNORECASE)
_ARTICLE_NUMBER = re.compile(rf"{NUMBER_PATTERN}|{_ANNEX}")
_SEVERAL = re.compile(rf"\s*(?:,|et|à)\s*(?:arts?\.\s*)?{NUMBER_PATTERN}")


def find_heading(lines: Sequence[Line]) -> int | None:
    """Give the position of the first line that is the heading of an article («Article R730»), or None."""
    return next((i for i, line in enumerate(lines) if read_heading(line)), None)


def read_heading(line: Line) -> str | None:
    """Give the published number when a line is the heading of an article."""
    if match := _HEADING.match(line.text):
        return match["number"]
    if (line.level or line.strong) and (match := _BARE_HEADING.match(line.text)):
        return match["number"]
    return None


def has_links(lines: Sequence[Line]) -> bool:
    """True when a page declares links, or the validity of its version, as only Légifrance's pages do."""
    return any(_LINKS.match(line.text) or _STATUS.match(line.text) or _kind_of_heading(line) for line in lines)


def read_page(lines: Sequence[Line], source: Source, form: Format = Format.LEGIFRANCE_PAGE) -> Document:
    """Read a page of Légifrance: its articles (usually one), and every line of its links.

    Raises NoArticle when no article has a text, UnknownFormat when several articles share one list of links.
    """
    headings = [i for i, line in enumerate(lines) if read_heading(line)]
    if not headings:
        raise NoArticle(f"{source.name} : aucun titre d’article.", "La page doit contenir « Article » et son numéro.")
    links_at = next((i for i in range(headings[0], len(lines)) if _opens_links(lines[i])), len(lines))
    headings = [i for i in headings if i < links_at]
    if links_at < len(lines) and len(headings) > 1:
        raise UnknownFormat(
            f"{source.name} : plusieurs articles pour une seule liste de liens.", "Un fichier par article."
        )
    pieces = [_read_article(lines[start:end]) for start, end in zip(headings, [*headings[1:], links_at], strict=True)]
    if not any(piece.article.alineas for piece in pieces):
        raise NoArticle(f"{source.name} : l’article n’a pas de texte.", "Vérifier que la page est complète.")
    trail = lines[: headings[0]]
    text = _text_of(trail)
    return Document(
        format=form,
        source=source,
        text=text,
        articles=tuple(piece.article for piece in pieces),
        title=" - ".join(filter(None, [text.title if text else "", *(lines[i].text for i in headings[:1])])),
        links=(*(link for piece in pieces for link in piece.links), *read_links(lines[links_at:])),
        outside=(*(line.text for line in trail), *(line for piece in pieces for line in piece.outside)),
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    article: Article
    links: tuple[Link, ...]
    outside: tuple[str, ...]


def _read_article(lines: Sequence[Line]) -> _Piece:
    """Read a heading and what follows it; before the text may stand the version's dates and the act that wrote it."""
    number = read_heading(lines[0])
    assert number is not None
    start = 1
    links: list[Link] = []
    outside: list[str] = []
    while start < len(lines) and _is_notice(lines[start]):
        if origin := _ORIGIN.match(lines[start].item):
            links.append(read_link(lines[start].item[origin.end() :], origin[1]))
        else:
            outside.append(lines[start].text)
        start += 1
    article = Article(canonical_number(number), number, join_alineas(lines[start:]))
    return _Piece(article, tuple(links), tuple(outside))


def _is_notice(line: Line) -> bool:
    return bool(_STATUS.match(line.text) or _ORIGIN.match(line.item)) and len(line.text) < 200


def _text_of(trail: Sequence[Line]) -> TextId | None:
    """The text that the page's trail names: the last line that is the title of a code or of an act."""
    named = [text for line in trail if len(line.text) <= 200 and (text := identify(line.text))]
    return named[-1] if named else None


def _opens_links(line: Line) -> bool:
    return bool(_LINKS.match(line.text)) or _kind_of_heading(line) is not None


def _kind_of_heading(line: Line) -> LinkKind | None:
    """The kind that a heading of links announces: «Cité par :», bold or not; None for any other line."""
    if not (line.strong or line.level or line.text.endswith(":")):
        return None
    return _KINDS.get(slugify(line.item))


def read_links(lines: Sequence[Line]) -> tuple[Link, ...]:
    """Read the lines of «Liens relatifs à cet article»: one link per line, none lost."""
    heading = ""
    links: list[Link] = []
    bulleted = any(line.bullet for line in lines)
    for line in lines:
        if _LINKS.match(line.text):
            continue
        if _is_heading(line, bulleted=bulleted):
            heading = line.item.rstrip(" :")
        elif links and bulleted and not line.bullet and not line.gap:
            broken = links.pop()
            links.append(read_link(f"{broken.as_written} {line.text}", broken.heading))
        else:
            links.append(read_link(line.item, heading, strayed=bulleted and not line.bullet))
    return tuple(links)


def _is_heading(line: Line, *, bulleted: bool) -> bool:
    if _kind_of_heading(line) or line.level or line.text.endswith(":"):
        return True
    return (line.strong or slugify(line.text) in _KINDS) and not (bulleted and line.bullet)


def read_link(as_written: str, heading: str, *, strayed: bool = False) -> Link:
    """Read one declared link; ``strayed`` marks a line that stands apart from the list it follows.

    >>> read_link("Code de la santé publique - art. L6313-1 (M)", "Cite").target_article
    'L6313-1'
    """
    journal = _JOURNAL.search(as_written)
    text = as_written[: journal.start()].rstrip(" ,") if journal else as_written
    state = _STATE.search(text)
    text = text[: state.start()] if state else text
    article = _ARTICLE.search(text)
    title = (text[: article.start()] if article else text).strip(" -–,.")
    identity = identify(re.sub(r"\s*\([^)]*\)$", "", title))
    kind = _KINDS.get(slugify(heading), LinkKind.OTHER)
    return Link(
        kind=kind if identity or not strayed else LinkKind.OTHER,
        heading=heading,
        as_written=as_written,
        target_text=identity.title if identity else title,
        target_article=_target_article(article["rest"]) if article else None,
        state=state[1] if state else None,
        published=_published(journal),
    )


def _target_article(rest: str) -> str | None:
    """The one article that a link names; None when it names several, rather than the first of them."""
    number = _ARTICLE_NUMBER.match(rest)
    if number is None or _SEVERAL.match(rest, number.end()):
        return None
    return canonical_number(number[0])


def _published(journal: re.Match[str] | None) -> dt.date | None:
    try:
        return read_date(journal["date"]) if journal else None
    except DateError:
        return None
