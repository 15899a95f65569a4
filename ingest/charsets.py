"""Which character stands for which: the misreadings that French legal text has really met, as tables.

A *misreading* is a text written in one encoding and read in another. Each table goes from the character that is seen
to the one that was written: «Ž» → «é» for Mac Roman read as Windows-1252. The tables are derived from Python's codecs,
so that none of them is typed by hand.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import ftfy.bad_codecs  # noqa: F401  (registers «sloppy-windows-1252»)

FRENCH_LETTERS = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ")
"""The letters beyond ASCII that French spelling uses."""

SOUND_SIGNS = frozenset("«»’‘“”–—…°§€²³ª•·‑‐−ºᵉʳ½¼¾×±µ™®©‰≤≥\u00a0\u202f\u2009")
"""The signs beyond ASCII that sound French legal text may hold."""

LOST = "•\ufffd"
"""Signs that a lossy reader puts in the place of a byte that it cannot read."""

_UNDEFINED = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""The bytes that Windows-1252 leaves undefined."""


def is_control(char: str) -> bool:
    """Tell a C1 control character, never sound in a text: what Latin-1 makes of the bytes 80 to 9F."""
    return "\x80" <= char <= "\x9f"


def is_letter(char: str) -> bool:
    """Tell a letter; «ˆ», «ª» and raised letters, which Unicode counts as letters, are signs here."""
    return char.isalpha() and (char < "\u02b0" or char > "\u02ff") and char not in "ªºᵉʳ"


def is_sound(char: str) -> bool:
    """Tell a character that sound French legal text may hold."""
    return char.isascii() or char in FRENCH_LETTERS or char in SOUND_SIGNS


@dataclass(frozen=True, slots=True)
class Misreading:
    """One way of being damaged: ``table`` maps a seen character to the written one; ``lost`` are the letters that
    the reader may have replaced by a sign of :data:`LOST`.
    """

    name: str
    table: dict[str, str]
    lost: str

    @property
    def seen(self) -> frozenset[str]:
        """The characters that this misreading leaves in a text."""
        return _seen(self.name)


@cache
def _seen(name: str) -> frozenset[str]:
    misreading = next(m for m in misreadings() if m.name == name)
    return frozenset(misreading.table) | (frozenset(LOST) if misreading.lost else frozenset())


def _table(written: str, readers: tuple[str, ...]) -> dict[str, str]:
    table: dict[str, str] = {}
    for reader in readers:
        for byte in range(0x80, 0x100):
            raw = bytes((byte,))
            seen, true = raw.decode(reader), raw.decode(written)
            if seen != true and not is_control(true):
                table.setdefault(seen, true)
    return table


def _lost(written: str, table: dict[str, str]) -> str:
    letters = _UNDEFINED.decode(written) + table.get("•", "")
    return "".join(c for c in letters if c in FRENCH_LETTERS)


@cache
def misreadings() -> tuple[Misreading, ...]:
    """Give the single-byte misreadings that are looked for, the most usual first.

    CP437 is within CP850 for what French writes; CP858 is CP850 with the euro sign.
    """
    western = ("sloppy-windows-1252", "latin-1")
    mac, dos = _table("mac_roman", western), _table("cp858", western)
    mac["\u0302"] = mac["ˆ"]  # PDF extractors turn the spacing circumflex into the combining one
    return (
        Misreading("mac-roman", mac, _lost("mac_roman", mac)),
        Misreading("cp850", dos, _lost("cp858", dos)),
        Misreading("windows-1252/mac-roman", _western("mac_roman"), ""),
        Misreading("lost", {}, "".join(sorted(FRENCH_LETTERS))),
        Misreading("windows-1252/cp850", _western("cp850"), ""),
    )


def _western(reader: str) -> dict[str, str]:
    """Give the table of Windows-1252 read as ``reader``, limited to what French writes."""
    table = _table("sloppy-windows-1252", (reader,))
    return {seen: true for seen, true in table.items() if true in FRENCH_LETTERS or true in SOUND_SIGNS}


@cache
def utf8_readers() -> dict[str, dict[str, int]]:
    """Give, for each encoding in which UTF-8 is misread, the byte of each of its characters."""
    return {
        "windows-1252": _bytes(("sloppy-windows-1252", "latin-1")),
        "mac-roman": _bytes(("mac_roman",)),
        "cp850": _bytes(("cp850",)),
        "cp437": _bytes(("cp437",)),
    }


def _bytes(codecs: tuple[str, ...]) -> dict[str, int]:
    return {bytes((byte,)).decode(codec): byte for codec in reversed(codecs) for byte in range(0x80, 0x100)}


def is_genuine_accent(previous: str, accent: str) -> bool:
    """Tell a combining accent that makes a French letter with the character before it."""
    return unicodedata.normalize("NFC", previous + accent) in FRENCH_LETTERS
