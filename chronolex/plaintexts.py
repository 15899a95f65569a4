"""Read the articles of a plain text file, as a drafter has them on his table.

The file may name its text first. Then, for each article, its heading («Article 145», «Art. R. 730», alone on a line, or
«Art. R. 730. - » before its first alinéa), and one alinéa a line. A line that looks like a heading and is not read as
one is refused: taken for an alinéa, it would hang an article on the one before it, and what an act does to the two
would be shown wrong.
"""

from __future__ import annotations

import re

from corpus.errors import NoArticle
from corpus.numbering import LATIN_ADVERBS, NUMBER_PATTERN, canonical_number, display_number
from corpus.wordlist import any_of

_ADVERB = any_of(LATIN_ADVERBS)
_NUMBER = (
    r"(?:\d+(?:[-/.][\dA-Z]+)*/\d+"  # «221-II-1/13»
    rf"|{NUMBER_PATTERN}(?: [A-Z]{{1,2}}(?=\.))?"  # «5 bis A. - »: no full stop of a sentence
    rf"|(?:[IVXL]+|(?i:unique))(?: {_ADVERB}\b)?)"
)
_ANNEX = rf"(?i:annexe)(?: (?:[IVXL]+|[A-Z]|\d+(?:-\d+)*|(?:(?:à|de) l['’])?(?i:article|art\.) {_NUMBER}))?"
_DASH = "[-‐‑–—―−]"
_MARKS = r"[#*\s]*"  # Markdown's
_HEAD = rf"^{_MARKS}(?i:article|art\.)\s*"
_ALONE = re.compile(rf"(?:{_HEAD}(?P<number>{_NUMBER}|{_ANNEX})|^{_MARKS}(?P<annex>{_ANNEX}))\s*[.:]?{_MARKS}$")
_INLINE = re.compile(rf"{_HEAD}(?P<number>{_NUMBER}){_MARKS}\.?{_MARKS}\s{_DASH}+\s+(?=\S)")
_LIKE_A_HEADING = re.compile(
    rf"^{_MARKS}(?:(?i:articles?|art\.|annexe)\s[^.;,]{{1,40}}$|(?i:articles?|art\.)\s[^;,]{{1,40}}?\s{_DASH}+\s)"
)


def read_articles(text: str, name: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """Read a plain text: what stands before its first article, and canonical number → alinéas.

    ``name`` is the file's, for errors. Raises NoArticle where no heading is found, and for a heading that comes twice,
    has no alinéa, or is not understood.
    """
    lead: list[str] = []
    found: dict[str, list[str]] = {}
    lines = lead
    for rank, line in enumerate(map(str.strip, text.splitlines()), 1):
        number, alinea = _read_line(line)
        if number is not None:
            if number in found:
                raise NoArticle(f"{name} : l’article {display_number(number)} y est deux fois.", "N’en garder qu’un.")
            lines = found.setdefault(number, [])
        elif _LIKE_A_HEADING.match(line):
            sentence = (
                f"{name}, ligne {rank} : « {line} » ressemble à un titre d’article, mais le numéro ne se lit pas."
            )
            raise NoArticle(sentence, "Écrire « Article L. 123-4 » seul sur sa ligne.")
        if alinea:
            lines.append(alinea)
    _refuse_empty(found, name)
    return " ".join(lead), {number: tuple(alineas) for number, alineas in found.items()}


def _read_line(line: str) -> tuple[str | None, str]:
    """Give the number that a line announces, if it is a heading, and what it holds of the article's text."""
    if match := _ALONE.match(line):
        return canonical_number(match["number"] or match["annex"]), ""
    if match := _INLINE.match(line):
        return canonical_number(match["number"]), line[match.end() :]
    return None, line


def _refuse_empty(found: dict[str, list[str]], name: str) -> None:
    if not found:
        raise NoArticle(f"{name} : aucun article. Écrire « Article 5 » seul sur la ligne qui précède ses alinéas.")
    if empty := [display_number(number) for number, alineas in found.items() if not alineas]:
        raise NoArticle(
            f"{name} : l’article {empty[0]} n’a pas de texte.", "L’écrire sous son titre, ou ôter le titre."
        )
