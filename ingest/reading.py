"""One source in, one Document out: decode, repair, recognise, read. A pure function of bytes."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import ftfy.bad_codecs  # noqa: F401  registers «sloppy-windows-1252»

from corpus.errors import UnknownFormat, UnreadableSource
from corpus.model import Document, Format, Source
from ingest.consolidated import is_legal_prose, read_consolidated
from ingest.journal_officiel import read_act
from ingest.journal_officiel import read_heading as read_act_heading
from ingest.legifrance import find_heading, has_links, read_page
from ingest.lines import Line, is_markdown, read_furniture, read_lines
from ingest.mojibake import repair
from ingest.preamble import find_enacting, find_title, is_visa
from ingest.signatures import find_signature

MAX_BYTES = 64 * 1024 * 1024
"""Larger sources are refused: the longest code in plain text is a tenth of this."""

MAX_CONTROL_SHARE = 0.01
"""Share of control characters beyond which a file is taken for binary."""

_TAGS = re.compile(r"</(?:html|body|div|p|span|table|a|li|article|texte|section)\s*>|<(?:br|hr|p)\s*/?>", re.IGNORECASE)
_MARKUP = re.compile(r"\s*<(?:\?xml|!doctype|!--|html|[a-z_]+[\s>])", re.IGNORECASE)
_BINARY_CONTROLS = [chr(code) for code in range(1, 32) if chr(code) not in "\t\n\r\f\v"] + ["\x7f"]
_CONSOLIDATED_ACT = re.compile(r"Version consolidée (?:au|du)\b")
_GIVE_ACT = "Donner l’acte tel que le Journal officiel l’a publié, ou chaque article de la version consolidée."
_SUPPORTED = (
    "Formats lus : acte du Journal officiel, page d’article de Légifrance, texte consolidé sans titres "
    '(que le manifeste peut déclarer : format = "consolide-sans-titres").'
)


def read(data: bytes, name: str, vocabulary: Collection[str] = (), form: Format | None = None) -> Document:
    """Read one source. ``vocabulary`` are the words of sound sources, which rank the readings of damaged letters.

    The format is detected from the content, never from the name; ``form`` imposes one. Raises UnreadableSource,
    UnknownFormat or NoArticle, each with one sentence that names the file.
    """
    original, encoding = decode(data, name)
    repaired = repair(original, vocabulary)
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), encoding)
    document = _read_text(repaired.text, source, form)
    return replace(document, original=original, edits=tuple(repaired.edits))


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Decode UTF-8 or UTF-16 (with its mark), else Windows-1252: the text, line ends as they came, and the encoding.

    Raises UnreadableSource for what is empty, too large, binary or undecodable.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableSource(f"{name} : fichier de plus de {MAX_BYTES // 2**20} Mo.", "Le découper en plusieurs.")
    text, encoding = _decode(data, name)
    if not text.strip():
        raise UnreadableSource(f"{name} : fichier vide.", "Vérifier le fichier.")
    controls = sum(map(text.count, _BINARY_CONTROLS))
    if "\0" in text or controls > MAX_CONTROL_SHARE * len(text):
        raise UnreadableSource(f"{name} : fichier binaire, pas un texte.", _GIVE_TEXT)
    return text, encoding


_GIVE_TEXT = "Donner le texte lui-même (.txt ou .md), en UTF-8."


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """Try the encodings in turn. Windows-1252 is read as browsers do, its five undefined bytes kept for repair."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "sloppy-windows-1252"):
        try:
            return data.decode(encoding), encoding.removesuffix("-sig").removeprefix("sloppy-")
        except UnicodeDecodeError:
            continue
    raise UnreadableSource(f"{name} : encodage inconnu.", _GIVE_TEXT)


def _read_text(text: str, source: Source, form: Format | None) -> Document:
    if form is None and is_markup(text):
        raise UnknownFormat(f"{source.name} : le HTML et le XML ne sont pas encore lus.", _GIVE_TEXT)
    lines = read_lines(text)
    form = form or detect(lines, source, markdown=is_markdown(text))
    match form:
        case Format.JO_TEXT | Format.JO_MARKDOWN:
            return read_act(lines, source, form, read_furniture(text))
        case Format.LEGIFRANCE_PAGE:
            return read_page(lines, source)
        case Format.CONSOLIDATED:
            return read_consolidated(lines, source)


def is_markup(text: str) -> bool:
    """True for HTML and XML, whole or as a fragment."""
    return bool(_MARKUP.match(text)) or len(_TAGS.findall(text[:100_000])) >= 3


def detect(lines: Sequence[Line], source: Source, *, markdown: bool) -> Format:
    """Recognise the format from the content. Raises UnknownFormat with the reason.

    An act has a title and articles or the marks of an act; a page has an article's heading near its top; a
    consolidated text has neither, and reads as legal prose.
    """
    page_heading = find_heading(lines)
    is_act = find_title(lines[: _first_heading(lines)]) is not None
    if page_heading is not None and has_links(lines):
        return Format.LEGIFRANCE_PAGE
    if is_act and any(_CONSOLIDATED_ACT.match(line.text) for line in lines):
        raise UnknownFormat(f"{source.name} : texte consolidé d’un acte, et non l’acte publié.", _GIVE_ACT)
    if is_act and (_has_act_marks(lines) or page_heading is not None):
        return Format.JO_MARKDOWN if markdown else Format.JO_TEXT
    if _has_act_marks(lines) and page_heading is not None:
        raise UnknownFormat(
            f"{source.name} : acte sans titre.",
            "Ajouter en tête son titre : nature, numéro, date (« Décret n° … du … »).",
        )
    if page_heading is not None and all(_is_trail(line) for line in lines[:page_heading]):
        return Format.LEGIFRANCE_PAGE
    if is_legal_prose(lines):
        return Format.CONSOLIDATED
    raise UnknownFormat(f"{source.name} : format inconnu.", _SUPPORTED)


def _first_heading(lines: Sequence[Line]) -> int:
    return next((i for i, line in enumerate(lines) if read_act_heading(line.text)), len(lines))


def _has_act_marks(lines: Sequence[Line]) -> bool:
    """Visas, «Décrète :», «Art. 1er. -» or a signature: what only an act has."""
    inline = any((heading := read_act_heading(line.text)) and heading[1] for line in lines)
    signed = find_signature(lines, 0) < len(lines)
    return inline or signed or any(is_visa(line.text) for line in lines) or find_enacting(lines) is not None


def _is_trail(line: Line) -> bool:
    """A line of the trail above a page's article: short, and no sentence."""
    return len(line.text) <= 200 and not line.text.endswith((".", ";", ","))
