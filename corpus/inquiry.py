"""What a person types into a search field, read as a lawyer's reference: «C. civ., art. 1382», «l 122 5», «cpi».

The one reader of references (:mod:`corpus.titles`, :mod:`corpus.mentions`) reads running text, where a citation is
spelled as the law spells it. Here its spellings of haste are written out first. What is read is a reference when it is
nothing else: one word that belongs to none of the articles and texts that it names, and it is words to search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.lists import CitedNumber
from corpus.mentions import Kind, Mention, find_mentions
from corpus.model import Span, TextId
from corpus.numbering import NUMBER_PATTERN, canonical_number
from corpus.titles import TitleMatch, find_titles, read_name, spell_out


@dataclass(frozen=True, slots=True)
class NamedArticle:
    """An article that is asked for: its canonical number, its text when one is named, the last one of a range."""

    number: str
    text: TextId | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The articles and the texts that words name, in their order; a text that holds a named article is not repeated."""

    articles: tuple[NamedArticle, ...]
    texts: tuple[TextId, ...] = ()


@lru_cache(maxsize=1000)
def read_inquiry(words: str) -> Inquiry | None:
    """Read the articles and texts that words name; None for words that are, or hold, anything else.

    >>> read_inquiry("art 16 al. 2 C. civ.").articles[0].number, read_inquiry("permanence des soins")
    ('16', None)
    """
    if is_exact(words):
        return None
    number = canonical_number(words)
    if (_NUMBER.fullmatch(number) and not _LETTER_AND_POINT.match(number)) or number.startswith(_WITHOUT_NUMBER):
        return Inquiry((NamedArticle(number),))
    readings = (_read_whole(spelling) for spelling in _spellings(_write_out(words)))
    return next((reading for reading in readings if reading is not None), None) or _read_preamble(words)


def is_exact(words: str) -> bool:
    """Say whether exact words are asked for, between quotation marks: they are to be found, whatever they name."""
    return _QUOTED.search(words) is not None


def _read_preamble(words: str) -> Inquiry | None:
    """Read «préambule de la Constitution»: of 1946 it is a text, of 1958 an article."""
    match = _PREAMBLE.fullmatch(" ".join(words.split()))
    text = read_name(match["text"]) if match else None
    return Inquiry((NamedArticle("PREAMBULE", text),)) if text else None


_PREAMBLE = re.compile(r"(?:le\s)?pr[ée]ambule\s(?:de\sla|du)\s(?P<text>.+)", re.IGNORECASE)
_QUOTED = re.compile(r'["«»“”]')
_NUMBER = re.compile(NUMBER_PATTERN)
_LETTER_AND_POINT = re.compile(r"[A-Z]+\*{0,2}\d+\.")
"""«L.122.5» is written for L. 122-5."""

_WITHOUT_NUMBER = ("Annexe", "PREAMBULE")
"""How the canonical numbers of articles begin that have none, or one of their own kind."""

# --- spellings ------------------------------------------------------------------------------------------------------

_ARTICLE_WORD = re.compile(r"\barts?(?:icles?)?\b\.?\s*(?=[\w-])", re.IGNORECASE)
_ALINEA_WORD = re.compile(r"\bal(?:in[ée]as?)?\b\.?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<=\d)\s+a\s+(?=[lrda\d])", re.IGNORECASE)
_LETTERED = re.compile(r"(?<![\w'’-])(l\.?\s?o|[lrda])\.?\s?(\*{0,2})\.?\s*(?=\d)", re.IGNORECASE)
_SPACED = re.compile(r"(?<=[LRDAO*])\d+(?:[ .]\d+(?![\d°º])(?!\s?(?:er|e|ème|alinéa)\b))+")


def _write_out(words: str) -> str:
    """Write out what is written in haste: «art 16 al 2», «l 122 5», «c civ»."""
    text = spell_out(" ".join(words.split()))
    text = _ALINEA_WORD.sub("alinéa", _ARTICLE_WORD.sub("articles ", text))
    text = _LETTERED.sub(_write_letter, _BETWEEN.sub(" à ", text))
    return _SPACED.sub(lambda number: re.sub("[ .]", "-", number[0]), text)


def _write_letter(match: re.Match[str]) -> str:
    return re.sub(r"\W", "", match[1]).upper() + match[2]


def _spellings(text: str) -> Iterator[str]:
    """Give the text as it stands, then with the word «articles» that a person leaves out, before or after a name."""
    yield text
    yield f"articles {text}"
    titles = find_titles(text)
    if titles and titles[0].start == 0 and text[titles[0].end :].strip(" ,"):
        yield f"{text[: titles[0].end]}, articles {text[titles[0].end :].strip(' ,')}"


# --- reading --------------------------------------------------------------------------------------------------------

_CONNECTIVE = re.compile(
    r"(?:[\s,;.:()]|\b(?:et|ou|du|de|la|le|les|des|au|aux|dans|ainsi\s+que|voir|v)\b|\b[dl]['’]|[àÀ])*", re.IGNORECASE
)
_MEANT = {Kind.NUMBERS, Kind.HEADING}


def _read_whole(text: str) -> Inquiry | None:
    """Read a text all of which is references, and what joins them."""
    titles = find_titles(text)
    mentions = find_mentions(text, titles)
    if not (titles or mentions) or not all(map(_is_plain, mentions)) or any(title.text is None for title in titles):
        return None
    spans = [(mention.lead, mention.end) for mention in mentions] + [(title.start, title.end) for title in titles]
    if not _CONNECTIVE.fullmatch(_leave_out(text, spans)):
        return None
    linked = {mention.title.start for mention in mentions if mention.title}
    free = [title for title in titles if title.start not in linked]
    governing = {mention.lead: _title_before(text, mention, free) for mention in mentions if mention.title is None}
    named = {title.text for title in titles if title.text}
    only = named.pop() if len(named) == 1 else None
    articles: list[NamedArticle] = []
    for mention in mentions:
        title = mention.title or governing.get(mention.lead)
        articles += _articles(mention.numbers, title.text if title else only)
    used = {title.start for title in governing.values() if title}
    texts = () if only and articles else tuple(t.text for t in free if t.text and t.start not in used)
    return Inquiry(tuple(dict.fromkeys(articles)), tuple(dict.fromkeys(texts)))


def _is_plain(mention: Mention) -> bool:
    """Say whether a mention gives numbers, and no division in which they stand."""
    return mention.kind in _MEANT and mention.division is None


def _leave_out(text: str, spans: Sequence[Span]) -> str:
    kept, done = [], 0
    for start, end in sorted(spans):
        kept.append(text[done : max(start, done)])
        done = max(done, end)
    return " ".join([*kept, text[done:]])


def _title_before(text: str, mention: Mention, free: Sequence[TitleMatch]) -> TitleMatch | None:
    """Give the name that stands just before a number: «Code civil, art. 1382»."""
    before = [title for title in free if title.end <= mention.lead]
    return before[-1] if before and not text[before[-1].end : mention.lead].strip(" ,;:.") else None


def _articles(numbers: Sequence[CitedNumber], text: TextId | None) -> Iterator[NamedArticle]:
    """Give the articles of a list; a range once, by its ends."""
    for number in numbers:
        bounds = number.range_bounds
        if bounds is None or bounds[1] is None:
            yield NamedArticle(number.canonical, text)
        elif number.canonical == bounds[0]:
            yield NamedArticle(bounds[0], text, bounds[1])
