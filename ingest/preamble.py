"""What stands before the first article of an act: title, NOR, publication, author, visas, the words that decree."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.dates import DATE_PATTERN, find_dates, read_date
from corpus.errors import DateError
from corpus.model import TextId
from ingest.alineas import ends_sentence, starts_low
from ingest.identity import match_act
from ingest.lines import Line
from ingest.typography import normalise

_NOR = re.compile(r"\(?\bNOR\s*:?\s*([A-Z]{3}[A-Z0-9]\d{7}[A-Z])\b\)?")
_JOURNAL = re.compile(
    r"\(?(?:(?:Publiée?|Parue?) (?:au|dans le) )?"
    r"(?:J\. ?O\. ?(?:R\. ?F\.)?|JO(?:RF)?|Journal officiel(?: de la République française)?)"
    rf"(?:,? (?:n° ?)?(?P<number>\d+))?,? (?:du|en date du) (?P<date>{DATE_PATTERN}|\d\d/\d\d/\d{{4}})\b",
    re.IGNORECASE,
)
_VISA = re.compile(r"Vu(?:es?|s)?\b")
# «Décète :» too: a real act was printed so.
_VERB = (
    r"(?:(?i:(?:D[ée]c\w{1,3}t|Arr\w{1,2}t|Ordonn|Décid|Adopt|Délibèr)(?:e|ent) ?:)"
    r"|ARR[ÊE]TE(?:NT)?$|D[ÉE]CR[ÈE]TE(?:NT)?$)"
)
_ENACTS = re.compile(rf"(?:{_VERB}|.*\bpromulgue la loi dont la teneur suit ?:)$")
_AUTHOR = (
    r"L'Assemblée nationale|L[ea]s? [Pp]remi(?:er|ère)s? ministres?|Le Président"
    r"|L[ea]s? ministres?|L[ea]s? secrétaires? d'[EÉ]tat"
)
_OPENS = re.compile(rf"(?:Vu(?:es?|s)?|Sur|Après|Considérant|NOR|ELI|Alias|Texte)\b|https?:|{_AUTHOR}|{_VERB}$")
_ARTICLE_OPENS = re.compile(r"(?:Le|La|Les|Au|En)\b|L'")
_AFTER_TITLE = re.compile(
    rf"(?:Vu|NOR|ELI)\b|(?:{_AUTHOR})\b.*,$|Sur (?:le rapport|proposition|la proposition)\b|(?:https?:|Version )"
)
_FOOTNOTE = re.compile(r"\s*\(\d\)$")


@dataclass(frozen=True, slots=True)
class Preamble:
    """The head of an act. ``outside`` are the lines that are neither title, visa nor publication."""

    text: TextId
    title: str
    published: dt.date | None
    jo_number: str | None
    visas: tuple[str, ...]
    outside: tuple[str, ...]


def find_title(lines: Sequence[Line]) -> int | None:
    """Give the position of the line where the title of an act begins, or None."""
    for position, line in enumerate(lines):
        following = lines[position + 1].text if position + 1 < len(lines) else ""
        if line.text[:1].isupper() and match_act(f"{line.text} {following}"):
            return position
    return None


def find_enacting(lines: Sequence[Line]) -> int | None:
    """Give the position of «Décrète :», «Arrêtent :», «… promulgue la loi dont la teneur suit :», or None."""
    for position, line in enumerate(lines):
        if _ENACTS.match(line.text):
            return position
    return None


def is_visa(line: str) -> bool:
    """True for a line that begins a visa."""
    return bool(_VISA.match(line))


def read_preamble(lines: Sequence[Line], start: int, furniture: Iterable[str] = ()) -> Preamble:
    """Read the head of an act whose title begins at ``start``; ``furniture`` are the running titles of its pages."""
    end = _title_end(lines, start)
    title = " ".join(line.text for line in lines[start:end])
    nor, title = _take_nor(title)
    title = _FOOTNOTE.sub("", normalise(title))
    act = match_act(title)
    assert act is not None  # find_title saw it in these very lines
    head, rest = lines[:start], lines[end:]
    mentions = [m for line in (*head, *rest) if (m := _JOURNAL.match(line.text))]
    blocks = (*(line.text for line in head), *_join_blocks(rest))
    nors = [nor, *(_take_nor(block)[0] for block in blocks)]
    published, jo_number = _publication(mentions, furniture)
    return Preamble(
        text=replace(act.text, nor=next(filter(None, nors), None)),
        title=title,
        published=published,
        jo_number=jo_number,
        visas=tuple(block for block in blocks if is_visa(block)),
        outside=tuple(block for block in blocks if not is_visa(block) and not _is_metadata(block, published)),
    )


def _title_end(lines: Sequence[Line], start: int) -> int:
    """A title goes on over line breaks, and over a page break when it resumes in lower case or in brackets."""
    position = start + 1
    while position < len(lines):
        previous, line = lines[position - 1].text, lines[position]
        if _AFTER_TITLE.match(line.text) or _JOURNAL.match(line.text):
            break
        resumes = starts_low(line.text) and not ends_sentence(previous)
        if line.gap and not (resumes or line.text.startswith("(")):
            break
        position += 1
    return position


def _take_nor(text: str) -> tuple[str | None, str]:
    match = _NOR.search(text)
    return (match[1], text[: match.start()] + text[match.end() :]) if match else (None, text)


def _is_metadata(block: str, published: dt.date | None) -> bool:
    """True for lines that fields of the document already say in full."""
    without_nor = _take_nor(block)[1].strip()
    journal = _JOURNAL.match(without_nor)
    return not without_nor or bool(journal and published and not without_nor[journal.end() :].strip(" )."))


def _publication(mentions: list[re.Match[str]], furniture: Iterable[str]) -> tuple[dt.date | None, str | None]:
    """Give the day and number of the journal; nothing when the source names two days, rather than a guess."""
    found: dict[dt.date, str | None] = {}
    for mention in mentions:
        try:
            day = read_date(mention["date"])
        except DateError:
            continue
        number = (mention["number"] or "").lstrip("0") or None
        found[day] = found.get(day) or number
    for line in furniture:
        for _, _, day in find_dates(line):
            found.setdefault(day, None)
    return next(iter(found.items())) if len(found) == 1 else (None, None)


def _join_blocks(lines: Sequence[Line]) -> tuple[str, ...]:
    blocks: list[str] = []
    for line in lines:
        if not blocks or _opens_block(blocks[-1], line):
            blocks.append(line.text)
        else:
            blocks[-1] += line.text if blocks[-1].endswith("'") else f" {line.text}"
    return tuple(normalise(block) for block in blocks)


def _opens_block(before: str, line: Line) -> bool:
    if line.level or _OPENS.match(line.text) or _JOURNAL.match(line.text):
        return True
    if line.gap:
        return ends_sentence(before) or not starts_low(line.text)
    return bool(_ARTICLE_OPENS.match(line.text)) and before.endswith((",", ";", ".", ":"))
