"""Typography that is a convention, not damage: the declared normalisation, and what readers do to each line.

``conventions`` plans what :func:`ingest.repair` does to any text, under rules named ``norm:…``; ``normalise`` gives a
line the guarantees of :class:`corpus.model.Document`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from corpus.kinds import RepairRule
from corpus.model import Edit
from ingest.edits import Plan

# «1o», «2º»: the JO of 1998 to 2006 printed the ordinal sign of an item as a raised letter, which PDFs give as «o».
_ITEM = re.compile(r"(?<![\w.,/-])\d{1,3}(?P<sign>[oº˚])(?=[ \u00a0\u202f.,;:)»]|$)", re.MULTILINE)
# «no 2005-328», «No 12», «nº 5»: only before a number.
_NUMBER = re.compile(r"(?<![\w.'’-])[nN](?P<sign>[oº˚])(?=[ \u00a0\u202f]?\d)")
# «nos 87-964 et 95-1000»: the numbers of acts, so that «nos 27 partenaires» keeps its possessive.
_NUMBERS = re.compile(r"(?<![\w.'’-])[nN](?P<sign>[oº˚])s(?=[ \u00a0\u202f]\d{2,4}-\d)")
# «Art. R. 734. ! A la demande»: after the full stop of a heading no exclamation begins a sentence.
_LOST_DASH = re.compile(r"(?<!\w)(?:Art|Article)s?\.? [^\n!]{1,40}?\.(?:\*\*)?[ \u00a0](?P<sign>!)(?=[ \u00a0])")
_HEADING_DASH = re.compile(r"(?<!\w)Art\. ?[^\n–—−-]{1,20}(?:-\d+)?\.[ \u00a0](?P<dash>[–—−])(?= )")

_SPACES = re.compile(r"[\s\u0085\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_PAIRED = re.compile("[^“”]*(?:“[^“”]*”[^“”]*)+")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´", "'"))


def conventions(text: str) -> Plan:
    """Plan the declared normalisation: «1o» → «1°», «no 5» → «n° 5», the lost dash of a heading."""
    edits = [
        *_signs(text, _ITEM, "°", "norm:item", "˚oº"),
        *_signs(text, _NUMBER, "°", "norm:numero", "˚oº"),
        *_signs(text, _NUMBERS, "°", "norm:numero", "˚oº"),
        *_signs(text, _LOST_DASH, heading_dash(text), "heading-dash", "!"),
    ]
    return tuple(sorted(edits, key=lambda edit: edit.start))


def _signs(text: str, pattern: re.Pattern[str], after: str, rule: RepairRule, signs: str) -> Iterator[Edit]:
    if any(sign in text for sign in signs):
        for match in pattern.finditer(text):
            yield Edit(match.start("sign"), match.end("sign"), match["sign"], after, rule, 0.99)


def heading_dash(text: str) -> str:
    """Give the dash that the text's own article headings use most; an en dash where none does."""
    dashes = Counter(match["dash"] for match in _HEADING_DASH.finditer(text))
    return dashes.most_common(1)[0][0] if dashes else "–"


def compose_accents(text: str) -> Plan:
    """Plan the change to Unicode's composed form (NFC), one edit for each run of characters that it changes."""
    if unicodedata.is_normalized("NFC", text):
        return ()
    return tuple(_recomposed(text))


def _recomposed(text: str) -> Iterator[Edit]:
    for match in re.finditer(r"[^\x00-\x7f]*[\x00-\x7f]?[^\x00-\x7f]+", text):
        composed = unicodedata.normalize("NFC", match[0])
        if composed != match[0]:
            yield Edit(match.start(), match.end(), match[0], composed, "norm:nfc", 1.0)


def normalise(text: str) -> str:
    """Bring one line to the form that every document has, and that later code relies on.

    Guarantees: NFC; no control, invisible or soft-hyphen character; every space is U+0020, never two in a row, none at
    either end; apostrophes are U+0027; « and » have one space inside; “…” are « … » where each
    one opened in the line is closed before the next. Straight quotation marks,
    single curly ones and every dash (hyphen, −, –, —) stay. Applying it again changes nothing.
    """
    text = _INVISIBLE.sub("", text)
    text = "".join(c for c in text if unicodedata.category(c) != "Cc" or c.isspace() or c == "\x85")
    text = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    if _PAIRED.fullmatch(text):
        text = text.replace("“", "«").replace("”", "»")
    text = text.replace("«", "« ").replace("»", " »")
    return _SPACES.sub(" ", text).strip(" ")
