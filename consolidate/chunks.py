"""Cut a masked sentence into chunks: quoted words, verbs, prepositions, occurrences, dates, and places between them.

French lets a drafter say the same order in many ways («Sont insérés, au premier alinéa, après le mot…», «Après le
mot…, au premier alinéa, sont insérés…»). Forms are therefore written over chunks, not over letters: each chunk has a
one-letter code, a sentence is a short string of codes, and a form is a pattern over it (:mod:`consolidate.forms`).
Nothing is dropped: what is no known word is a free chunk, and a free chunk that is no place makes the sentence unread.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from consolidate.quotes import CLOSE, OPEN, QUOTE_PATTERN
from corpus.dates import DATE_PATTERN
from corpus.model import Span
from corpus.numerals import CARDINALS, ORDINALS
from corpus.wordlist import any_of

Q = QUOTE_PATTERN

NOUNS = (
    r"(?:mots?|membres?\s+de\s+phrases?|expressions?|termes?|chiffres?|nombres?|numéros?|références?|années?|montants?"
    r"|sommes?|taux|signes?|dates?|mentions?|pourcentages?|durées?|ponctuations?|symboles?|lettres?|formules?"
    r"|délais?|âges?|seuils?|plafonds?|tarifs?|prix|coefficients?|quotités?|fractions?|valeurs?|sigles?"
    r"|dénominations?|appellations?"
    r"|points?|virgules?)"
)
_NOUN_TAIL = (
    rf"(?:\s+(?:et|ou)\s+(?:(?:les?|la|l')\s*)?{NOUNS})?"
    rf"(?:\s+(?:suivante?s?|de|du|à(?:\s+l'article)?|aux\s+articles))?\s*:?\s*{Q}"
)

MARKS = {
    "point-virgule": ";",
    "point final": ".",
    "point": ".",
    "virgule": ",",
    "deux-points": ":",
    "deux points": ":",
}
"""Signs that drafters call by their names: «le point est remplacé par un point-virgule»."""

MARK_NAMES = "|".join(MARKS)

_ORD = any_of(ORDINALS) + r"s?\b"
_CARD = any_of(CARDINALS) + r"\b"
_APPEARS = (
    r"(?:\s+(?:qu'(?:il|elle)s?|qu'on|où\s+(?:il|elle)s?|où\s+ces?\s+mots?|que\s+ces?\s+mots?)\s+(?:y\s+)?(?:apparai\w+|apparaî\w+"
    r"|figur\w+|se\s+trouv\w+|(?:est|sont)\s+(?:mentionnée?s?|employée?s?|utilisée?s?|inscrite?s?)))?"
)
_EVERY = (
    rf"(?:(?:[àa]|pour|dans)\s+)?(?:chaque|toutes\s+(?:les|leurs|ses))\s+(?:occurrences?|fois){_APPEARS}(?:\s+(?=d[eu]))?"
    rf"|(?:[àa]|pour|dans)\s+chacune\s+de\s+(?:ses|leurs|ces)\s+occurrences{_APPEARS}|partout{_APPEARS}"
)
_COUNT = (
    rf"(?:(?:par|à|en)\s+)?{_CARD}\s+(?:fois|reprises)|\(\s*{_CARD}\s+(?:fois|occurrences?)\s*\)"
    rf"|(?:(?:(?:dans|en|à|pour)\s+)?(?:ses|leurs|les)|aux)\s+{_CARD}\s+(?:occurrences|fois){_APPEARS}"
)
_WHOLLY = (
    r"(?:dans|à)\s+l'(?:ensemble|intégralité)\s+(?=d(?:e\s+(?:l'|cet\s+)|u\s+(?:(?:présent|même)\s+)?|es\s+)"
    r"(?:article|alinéa)s?\b)|dans\s+tout\s+(?=(?:l'|cet\s+|le\s+(?:présent|même)\s+)article\b)"
)
_RANK = (
    rf"\(\s*(?:[àa]\s+la\s+|la\s+)?{_ORD}\s+occurrence\s*\)|"
    rf"(?:(?:[àa]|dans|en|pour|lors\s+de)\s+)?(?:la|sa|leur|les|l'|aux?|leurs|ses)\s*(?:{_CARD}\s+)?{_ORD}"
    rf"(?:(?:\s*,\s*|\s+et\s+|\s+ou\s+)(?:(?:à\s+)?(?:la|les)\s+)?{_ORD})*\s+(?:occurrences?|fois){_APPEARS}"
)
OCCURRENCE_RANK = re.compile(_RANK, re.IGNORECASE)
OCCURRENCE_COUNT = re.compile(_COUNT, re.IGNORECASE)
RANK_WORD = re.compile(_ORD, re.IGNORECASE)
CARD_WORD = re.compile(rf"\b{_CARD}", re.IGNORECASE)

_FREE = r"[^,;:\n" + OPEN + r"]"
_NUMBER_SAFE = r"(?:[^,;:.\n" + OPEN + r"]|\.(?=\s?\d|-))"

_CHUNKS: tuple[tuple[str, str, str], ...] = (
    # code, first words (lower case), pattern; tried in this order
    ("W", "aux au à a", rf"(?:aux?|[àa]\s+l'|[àa]\s+la)\s*{NOUNS}{_NOUN_TAIL}|[àa]\s*:?\s*{Q}"),
    ("v", "des du de d", rf"(?:des|du|de\s+la|de\s+l')\s*{NOUNS}{_NOUN_TAIL}"),
    # «remplacé par une virgule et les mots : « A » sont supprimés»: the words are those of the next order
    ("V", "un une", rf"une?\s+(?:{MARK_NAMES})(?=\s+et\s+(?:les?|la|l')\s*{NOUNS}{_NOUN_TAIL}\s+(?:est|sont)\b)"),
    ("w", "les le la l un une", rf"(?:les?|la|l'|une?)\s*{NOUNS}{_NOUN_TAIL}"),
    ("w", "la les", rf"(?:la|les)\s+phrases?\s*:?\s*{Q}"),
    ("q", ": " + OPEN, rf":?\s*{Q}"),
    ("q", "de", rf"de\s*:?\s*{Q}"),
    ("o", "à a chaque toutes pour dans partout", _EVERY),
    ("o", "dans à", _WHOLLY),
    ("o", "par à a en ( dans pour aux ses leurs les " + " ".join(CARDINALS), _COUNT),
    ("o", "à a dans en pour lors la sa leur les l au aux leurs ses (", _RANK),
    ("d", "à a", rf"[àa]\s+(?:compter|partir)\s+du\s+(?:{DATE_PATTERN})"),
    ("d", "au le", rf"(?:au|le)\s+(?:{DATE_PATTERN})"),
    ("o", "où", r"où\s+(?:il|elle)s?\s+(?:y\s+)?(?:figur|apparai|apparaî)\w+"),
    ("c", "à a", r"[àa]\s+(?:compter|partir)\s+(?=d[ue])"),
    ("z", "dans", r"dans\s+(?:sa|leur|la)\s+(?:version|rédaction)\s+(?:issue|résultant|(?:applicable|en\s+vigueur)"
     rf"\s+(?:à\s+(?:la\s+date|compter)|au\s+\d|le\s+\d)){_FREE}*?(?=\s*(?:[,;:]|$)|\s+(?:est|sont)\b)"),
    ("z", "tel telle tels telles",
     r"te(?:l|lle)s?\s+(?:qu'(?:il|elle)s?\s+(?:résulte(?:nt)?|(?:est|sont)\s+issue?s?)|que\s+modifiée?s?)"
     rf"\s{_FREE}*?(?=\s*(?:[,;:]|$)|\s+(?:est|sont)\b)"),
    ("Y", "dans", r"dans\s+la\s+rédaction\s+suivante"),
    ("h", "qui devenu devenue devenus devenues",
     rf"(?:qui\s+devien(?:nen)?t|(?:qui\s+(?:est|sont)\s+)?devenue?s?)\s+{_NUMBER_SAFE}+?(?=\s*[,;:]|\s+(?:est|sont)\b)"),
    ("t", "respectivement également enfin", r"respectivement|également|enfin"),
    ("t", "ainsi comme de conformément", r"ainsi\s+qu'il\s+suit|ainsi(?!\s+que?\b)|comme\s+suit"
     r"|de\s+la\s+(?:façon|manière)\s+suivante|conformément\s+aux\s+dispositions\s+suivantes"),
    ("t", "d en", r"d'une\s+part|d'autre\s+part|en\s+outre|en\s+conséquence"),
    ("e", "il elle ils elles est sont sera seront",
     r"(?:(?:il|elle)s?\s+)?(?:est|sont|sera|seront)\b(?:\s+et\s+demeur(?:e|ent|era|eront)\b)?"),
    ("V", "le la un une les du d", rf"(?:l[ea]|une?|les|du|d'une?)\s+(?:{MARK_NAMES})(?!\w|\s*:?\s*{Q})"),
    ("A", "au", r"au\s+lieu\s+de\b"),
    ("L", "lire il", r"lire\b|il\s+(?:faut|convient\s+de|y\s+a\s+lieu\s+de)\s+lire\b"),
    ("U", "porté portée portés portées ramené ramenée ramenés ramenées élevé élevée élevés élevées abaissé abaissée "
     "abaissés abaissées", rf"\w+\s+(?:(?:respectivement\s+)?[àa](?=\s*:?\s*{Q})|(?=(?:aux?|[àa]\s+l[a'])\s*{NOUNS}))"),
    ("R", "remplacé remplacée remplacés remplacées", r"\w+"),
    ("S", "substitué substituée substitués substituées", r"\w+"),
    ("I", "inséré insérée insérés insérées ajouté ajoutée ajoutés ajoutées créé créée créés créées introduit "
     "introduite introduits introduites intercalé intercalée intercalés intercalées", r"\w+"),
    ("C", "complété complétée complétés complétées", r"\w+"),
    ("D", "supprimé supprimée supprimés supprimées abrogé abrogée abrogés abrogées disjoint disjointe disjoints "
     "disjointes", r"\w+"),
    ("M", "modifié modifiée modifiés modifiées", r"\w+"),
    ("T", "rétabli rétablie rétablis rétablies", r"\w+"),
    ("Y", "rédigé rédigée rédigés rédigées conçu conçue conçus conçues libellé libellée libellés libellées", r"\w+"),
    ("Y", "se", r"se\s+li(?:t|sent)\b"),
    ("y", "suivant suivante suivants suivantes ci", r"suivante?s?|ci-après"),
    ("K", "devient deviennent constitue constituent forme forment", r"\w+(?:\s+désormais\b)?"),
    ("X", "transféré transférée transférés transférées déplacé déplacée déplacés déplacées placé placée placés placées "
     "reporté reportée reportés reportées", r"\w+"),
    ("G", "interverti intervertie intervertis interverties permuté permutée permutés permutées inversé inversée "
     "inversés inversées", r"\w+"),
    ("N", "renuméroté renumérotée renumérotés renumérotées", r"\w+"),
    ("N", "prend prennent", r"pren(?:d|nent)\s+(?:respectivement\s+)?les?\s+numéros?"),
    ("P", "précédé précédée précédés précédées", r"\w+(?:\s+d(?=[eu'])\b)?"),
    ("1", "remplacer il", r"(?:il\s+(?:convient|y\s+a\s+lieu)\s+de\s+)?remplacer\b"),
    ("2", "supprimer abroger", r"\w+"),
    ("3", "insérer ajouter", r"\w+"),
    ("4", "substituer", r"\w+"),
    ("5", "compléter", r"\w+"),
    ("6", "rédiger", r"\w+"),
    ("p", "par", r"par\b"),
    ("a", "après immédiatement à a", r"(?:immédiatement\s+)?après\b|[àa]\s+la\s+suite\s+(?=d[eu])"),
    ("b", "avant", r"avant\b(?!-)"),
    ("n", "entre compris comprise", r"(?:comprise?\s+)?entre\b"),
    ("j", "jusqu", rf"jusqu'(?:à\s*(?=:?\s*{Q})|(?=aux?\b|à\b))"),
    ("k", "depuis allant", rf"depuis\b|allant\b(?:\s+de\s*:?\s*(?={Q}))?"),
    ("&", "et ou puis ainsi", r"(?:et|ou|puis|ainsi\s+que)\b|ainsi\s+qu'"),
    (",", ",", ","),
    (";", ";", ";"),
    (":", ":", ":"),
    (".", ".", r"\.(?=\s|$|" + CLOSE + ")"),
)  # fmt: skip

_STEP = re.compile(rf"{Q}|\ue003\ue004*\ue005|[^\W\d_]+|\d\w*(?:\.\d\w*)*|\S")
_SENTENCE = re.compile(r"l(?:a|es)\s+phrases?\b", re.IGNORECASE)
"""«complété par la phrase : « … »» announces a sentence; «la phrase : « … » est supprimée» quotes words."""
_ABBREVIATED = re.compile(r"(?:(?<![\w'])(?:[LRDA]\*{0,2}|L\.?O|[Aa]rt|al|n))\.$")


Readers = list[tuple[str, re.Pattern[str]]]


def _by_first_word() -> dict[str, Readers]:
    readers: dict[str, Readers] = defaultdict(list)
    for code, words, pattern in _CHUNKS:
        compiled = re.compile(pattern, re.IGNORECASE)
        for word in words.split():
            readers[word].append((code, compiled))
    return dict(readers)


_READERS = _by_first_word()
_AFTER_QUOTE = re.compile(r"\s*(?:figurant|qui\s+figurent?|mentionnée?s?|inscrite?s?|visée?s?|contenue?s?)\b\s*", re.I)
_ANNOUNCED = re.compile(
    rf"\s(?<!\b[ldc]es\s)(?<!\baux\s)\s*(?={_CARD}\s)"
    r"|(?<=[\w°\ue005])(?<!\bdans)(?<!\bde)(?<!\bsur)(?<!\bsous)(?<!\bselon)\s+"
    r"(?=(?:les\s+(?:dispositions|alinéas|phrases)|l'alinéa|la\s+phrase|le\s+texte)\s*$)",
    re.IGNORECASE,
)
_MODIFIERS = "odzt"

_KINDS = (
    ("F", re.compile(r"la\s+fin\b", re.IGNORECASE)),
    ("g", re.compile(r"(?:à|a|au|aux|dans|en|sous|in)\b", re.IGNORECASE)),
    ("s", re.compile(r"(?:les?|la|cet|cette|ces?|chacun|tout)\b|l'", re.IGNORECASE)),
    ("u", re.compile(rf"{_CARD}", re.IGNORECASE)),
)


class Chunk(NamedTuple):
    """One chunk: its code and its span in the sentence."""

    code: str
    span: Span


@dataclass(frozen=True, slots=True)
class Chunked:
    """A sentence in chunks; ``codes[i]`` is the code of ``chunks[i]``."""

    codes: str
    chunks: tuple[Chunk, ...]

    def span(self, first: int, last: int) -> Span:
        """Give the characters that the chunks ``first`` to ``last`` (excluded) cover."""
        return self.chunks[first].span[0], self.chunks[last - 1].span[1]


def cut_chunks(sentence: str, start: int, end: int) -> Chunked:
    """Cut the characters ``start`` to ``end`` of a masked sentence into chunks; spans are in the whole sentence."""
    chunks: list[Chunk] = []
    free_start: int | None = None
    position = start
    while (step := _STEP.search(sentence, position, end)) is not None:
        word = step[0]
        readers = _READERS.get(OPEN if word[0] == OPEN else word.lower())
        found = _read_chunk(readers, sentence, (step.start(), end), chunks, free_start) if readers else None
        if found is None:
            free_start = step.start() if free_start is None else free_start
            position = step.end()
            continue
        if free_start is not None:
            chunks += _free_chunks(sentence, free_start, step.start(), chunks)
            free_start = None
        chunks.append(found)
        position = found.span[1]
    if free_start is not None:
        chunks += _free_chunks(sentence, free_start, end, chunks)
    return Chunked("".join([chunk.code for chunk in chunks]), tuple(chunks))


def _read_chunk(
    readers: Readers, sentence: str, span: Span, chunks: list[Chunk], free_start: int | None
) -> Chunk | None:
    for code, pattern in readers:
        match = pattern.match(sentence, *span)
        if match is None or match.end() == match.start():
            continue
        if code == "w" and chunks and chunks[-1].code == "p" and _SENTENCE.match(match[0]):
            continue
        if code == "p" and not _leads_complement(chunks, free_start):
            continue
        if code == "." and _is_abbreviation(sentence, span[0]):
            continue
        return Chunk(code, match.span())
    return None


def _is_abbreviation(sentence: str, dot: int) -> bool:
    """Tell the dot of «L. 121-1» from the one that ends «devient un c.»."""
    following = sentence[dot + 1 : dot + 3].strip()[:1]
    number_follows = following.isdigit() or following == "*"
    return number_follows and _ABBREVIATED.search(sentence, max(0, dot - 4), dot + 1) is not None


def _leads_complement(chunks: list[Chunk], free_start: int | None) -> bool:
    """Tell «remplacés par», «le mot « A » par» from «nommés par le préfet»: what is before must call for a «par»."""
    if free_start is not None:
        return any(chunk.code in "RCPM15" for chunk in chunks)
    significant = [chunk.code for chunk in chunks if chunk.code not in _MODIFIERS + ",&"]
    return bool(significant) and significant[-1] in "RCPMXgsfuwWvq15"


def _free_chunks(sentence: str, start: int, end: int, before: list[Chunk]) -> list[Chunk]:
    """Give the chunks of a stretch without known words: «figurant», a place, and what is announced after it."""
    chunks: list[Chunk] = []
    text = sentence[start:end]
    if before and before[-1].code in "wWvqo" and (filler := _AFTER_QUOTE.match(text)):
        chunks.append(Chunk("z", (start, start + len(filler[0].rstrip()))))
        start += filler.end()
        text = sentence[start:end]
    cut = 0
    for gap in _ANNOUNCED.finditer(text):
        chunks += _free_chunk(text, start, cut, gap.start())
        cut = gap.end()
    return chunks + _free_chunk(text, start, cut, len(text))


def _free_chunk(text: str, start: int, low: int, high: int) -> list[Chunk]:
    words = text[low:high]
    stripped = words.strip()
    if not stripped:
        return []
    first = start + low + len(words) - len(words.lstrip())
    code = next((code for code, kind in _KINDS if kind.match(stripped)), "f")
    return [Chunk(code, (first, first + len(stripped)))]
