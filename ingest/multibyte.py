"""UTF-8 that was read as something else: «dÃ©cret», «lâ€™alinÃ©a», «d├®cret», once or several times over.

ftfy does the work where it is sure. It works on whole segments and is careful with what could be a foreign word, so
it is given each damaged run alone, and a few runs that it leaves are decoded here: «Å“uvre», «ÃŽle», CP850.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import ftfy

from corpus.model import Edit
from ingest.charsets import FRENCH_LETTERS, SOUND_SIGNS, utf8_readers
from ingest.edits import Plan, compose, replay

_ENCODING_ONLY = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
)
_LOST_NBSP = re.compile(
    r"""(?<![A-ZÀ-Þ])Ã(?:
          (?P<spaces>[ ]{1,2})(?=[a-z0-9«(]|[A-ZÀ-Þ][\w’'])  # «Ã  la», «Ã Paris»; not «Â Ã Ä», a list of letters
        | (?=[.,;:)])                                      # «voilÃ.»
      )
      | (?<=[a-z0-9«:;,.°])Â(?=[ ])                        # «500Â €»""",
    re.VERBOSE,
)
_EXTRA = frozenset("\ufeffáíóúñãõåøßžšŽŠćčþÁÑØÅ¡¿£¤¥¦¨¬¯´¶¸¹¼÷−→←ˆ˜†‡‚„‹›™\u2002\u2003\u200b\u0302\u0301\u0300\u0308")
_QUOTABLE = frozenset(("Ã«", "Ã»", "Ã“", "Ã”", "Ã’", "Ã‘", "ÃŽ"))  # «Ã» in quotation marks is not «û»
_DEPTH = 4


def mend_multibyte(text: str) -> Plan:
    """Plan the decoding of every run of UTF-8 that was read in a single-byte encoding, up to four times over."""
    plan: Plan = ()
    current = text
    for _ in range(_DEPTH):
        found = _one_level(current)
        if not found:
            break
        plan = compose(text, plan, found)
        current = replay(current, found)
    return plan


def _one_level(text: str) -> Plan:
    edits = [edit for reader in utf8_readers() for edit in _runs(text, reader)]
    edits += _lost_spaces(text)
    return _without_overlaps(edits)


def _without_overlaps(edits: list[Edit]) -> Plan:
    """Keep, of edits that overlap, the longest."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, e.start - e.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return tuple(kept)


def _runs(text: str, reader: str) -> Iterator[Edit]:
    """Find the runs that one reader made; where no run is certain, none is touched."""
    found = [(m.start(), m[0], _decode(m[0], reader)) for m in _pattern(reader).finditer(text)]
    certain = [written is not None and _is_certain(text, start, run, reader) for start, run, written in found]
    if not any(certain):
        return
    for (start, run, written), sure in zip(found, certain, strict=True):
        if written is not None:
            yield Edit(start, start + len(run), run, written, f"utf-8/{reader}", 0.99 if sure else 0.9)


def _is_certain(text: str, start: int, run: str, reader: str) -> bool:
    """Tell a run that no sound text has: one of «Ã» or «Â», one that ftfy decodes, or one within a word."""
    if reader == "windows-1252" and run[0] in "ÃÂ" and run not in _QUOTABLE:
        return True
    if run in _QUOTABLE:
        return _beside_letter(text, start, run)
    return ftfy.fix_encoding(run, _ENCODING_ONLY) != run or _beside_letter(text, start, run)


def _beside_letter(text: str, start: int, run: str) -> bool:
    """Tell a run that is part of a word: «l«Å“»uvre»."""
    around = text[max(0, start - 1) : start] + text[start + len(run) : start + len(run) + 1]
    return any(c.isascii() and c.isalpha() for c in around)


@cache
def _pattern(reader: str) -> re.Pattern[str]:
    table = utf8_readers()[reader]
    follow = _class(table, 0x80, 0xBF)
    leads = ((0xC2, 0xDF, 1), (0xE1, 0xEF, 2), (0xF0, 0xF4, 3))
    units = "|".join(f"{_class(table, low, high)}{follow}{{{n}}}" for low, high, n in leads)
    return re.compile(f"(?:{units})+")


def _class(table: dict[str, int], low: int, high: int) -> str:
    return "[" + "".join(re.escape(char) for char, byte in table.items() if low <= byte <= high) + "]"


def _decode(run: str, reader: str) -> str | None:
    """Read the run as UTF-8; None where that gives anything but what French text, sound or damaged, may hold."""
    table = utf8_readers()[reader]
    try:
        written = bytes(table[char] for char in run).decode("utf-8")
    except (UnicodeDecodeError, KeyError):
        return None
    return written if all(_is_plausible(char) for char in written) else None


def _is_plausible(char: str) -> bool:
    return char in FRENCH_LETTERS or char in SOUND_SIGNS or char in _EXTRA or "\x80" <= char <= "\xff"


def _lost_spaces(text: str) -> Iterator[Edit]:
    """Find «Ã » and «Â », whose second character, a no-break space, has become a plain space or nothing."""
    for match in _LOST_NBSP.finditer(text):
        after = "" if match[0] == "Â" else "à " if match["spaces"] else "à"
        yield Edit(match.start(), match.end(), match[0], after, "utf-8/windows-1252", 0.9)
