"""Character accuracy of ``ingest.repair`` on sound French legal text damaged in every way that people meet.

Run ``python -m benchmarks.repair_accuracy [--json]``. Each damage is a pair: what its writer could put on paper (DOS
had no œ and no curly apostrophe), and how a wrong reader shows it. The sound text comes in three styles: as DILA
publishes it, as the Journal officiel sets it (’, « », no-break spaces), and in capitals. Accuracy is 1 - edit distance
/ length. On the text that nobody damaged, the count of damage edits must be zero.
"""

from __future__ import annotations

import argparse
import json
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import diff_match_patch
import ftfy.bad_codecs  # noqa: F401  (registers «sloppy-windows-1252»)

from ingest import repair

_SOUND = Path(__file__).parent / "data" / "sound.txt"
_DOS = str.maketrans(
    {"’": "'", "œ": "oe", "Œ": "OE", "€": "euros", "“": '"', "”": '"', "–": "-", "―": "-", "\u202f": " "}
)
_UNDEFINED = "\x81\x8d\x8f\x90\x9d"


@dataclass(frozen=True)
class Damage:
    """A way of damaging a text: what is ``written``, and how the wrong reader has it ``misread``."""

    name: str
    written: Callable[[str], str]
    misread: Callable[[str], str]
    reversible: bool = True


@dataclass(frozen=True)
class Score:
    """What repair made of one text: accuracies in percent, and how many edits it left undecided."""

    damage: str
    style: str
    mixed: bool
    characters: int
    before: float
    after: float
    undecided: int
    seconds: float


def _as_is(text: str) -> str:
    return text


def _written_in(encoding: str) -> Callable[[str], str]:
    def write(text: str) -> str:
        translated = text.translate(_DOS) if encoding in {"cp437", "cp850"} else text
        return "".join(_closest(char, encoding) for char in translated)

    return write


def _closest(char: str, encoding: str) -> str:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return unicodedata.normalize("NFKD", char).encode(encoding, "ignore").decode(encoding)
    return char


def _read(written: str, reader: str) -> Callable[[str], str]:
    return lambda text: text.encode(written).decode(reader)


def _lossy(sign: str) -> Callable[[str], str]:
    def misread(text: str) -> str:
        return (
            text.encode("mac_roman").decode("sloppy-windows-1252").translate(dict.fromkeys(map(ord, _UNDEFINED), sign))
        )

    return misread


def _twice(text: str) -> str:
    once = text.encode("utf-8").decode("sloppy-windows-1252")
    return once.encode("utf-8").decode("sloppy-windows-1252")


DAMAGES = (
    Damage("none", _as_is, _as_is),
    Damage("UTF-8 as Latin-1", _as_is, _read("utf-8", "latin-1")),
    Damage("UTF-8 as Windows-1252", _as_is, _read("utf-8", "sloppy-windows-1252")),
    Damage("UTF-8 as Windows-1252, twice", _as_is, _twice),
    Damage("UTF-8 as Mac Roman", _as_is, _read("utf-8", "mac_roman")),
    Damage("UTF-8 as CP850", _as_is, _read("utf-8", "cp850")),
    Damage("CP850 as Windows-1252", _written_in("cp850"), _read("cp850", "sloppy-windows-1252")),
    Damage("CP850 as Latin-1", _written_in("cp850"), _read("cp850", "latin-1")),
    Damage("CP437 as Windows-1252", _written_in("cp437"), _read("cp437", "sloppy-windows-1252")),
    Damage("CP437 as Latin-1", _written_in("cp437"), _read("cp437", "latin-1")),
    Damage("Mac Roman as Windows-1252", _written_in("mac_roman"), _read("mac_roman", "sloppy-windows-1252")),
    Damage("Mac Roman as Latin-1", _written_in("mac_roman"), _read("mac_roman", "latin-1")),
    Damage("Mac Roman as Windows-1252, lost: •", _written_in("mac_roman"), _lossy("•"), reversible=False),
    Damage("Mac Roman as Windows-1252, lost: U+FFFD", _written_in("mac_roman"), _lossy("\ufffd"), reversible=False),
    Damage("Windows-1252 as Mac Roman", _written_in("cp1252"), _read("cp1252", "mac_roman")),
    Damage("Windows-1252 as CP850", _written_in("cp1252"), _read("cp1252", "cp850")),
)


def _typeset(text: str) -> str:
    quoted = re.sub(r'"([^"\n]*)"', "«\N{NO-BREAK SPACE}\\1\N{NO-BREAK SPACE}»", text.replace("'", "’"))
    return re.sub(" (?=[;:?!])", "\N{NO-BREAK SPACE}", quoted)


STYLES: dict[str, Callable[[str], str]] = {"DILA": _as_is, "JO": _typeset, "capitals": str.upper}


def measure(damage: Damage, style: str, mixed: bool, lines: list[str]) -> Score:
    """Damage the text (every other line only, if ``mixed``), repair it, and compare line by line."""
    styled = [STYLES[style](line) for line in lines]
    hit = [not mixed or position % 2 == 0 for position in range(len(styled))]
    expected = [damage.written(line) if bad else line for line, bad in zip(styled, hit, strict=True)]
    damaged = [damage.misread(line) if bad else line for line, bad in zip(expected, hit, strict=True)]
    begin = time.perf_counter()
    result = repair("\n".join(damaged))
    seconds = time.perf_counter() - begin
    length = sum(map(len, expected))
    return Score(
        damage.name,
        style,
        mixed,
        length,
        _accuracy(expected, damaged, length),
        _accuracy(expected, result.text.split("\n"), length),
        len(result.undecided),
        round(seconds, 2),
    )


def _accuracy(expected: list[str], actual: list[str], length: int) -> float:
    errors = sum(_distance(good, found) for good, found in zip(expected, actual, strict=True) if good != found)
    return round(100 * (1 - errors / length), 4)


def _distance(good: str, found: str) -> int:
    differ = diff_match_patch.diff_match_patch()
    return int(differ.diff_levenshtein(differ.diff_main(good, found, False)))


def run(lines: list[str]) -> list[Score]:
    """Measure every damage in every style, whole and mixed."""
    return [measure(damage, style, mixed, lines) for damage in DAMAGES for mixed in (False, True) for style in STYLES]


def sound_lines() -> list[str]:
    """Give the sound alinéas that are damaged, in the form that repair leaves untouched."""
    return [repair(line).text for line in _SOUND.read_text(encoding="utf-8").splitlines()]


def false_edits() -> int:
    """Count the edits that repair makes on sound text, declared normalisation apart: every one is a fault."""
    lines = _SOUND.read_text(encoding="utf-8").splitlines()
    return sum(not edit.rule.startswith("norm:") for line in lines for edit in repair(line).edits)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    scores, wrong = run(sound_lines()), false_edits()
    if options.json:
        figures = {"edits_on_sound_text": wrong, "scores": [asdict(score) for score in scores]}
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return 0
    print(f"{'damage':40} {'style':9} {'mixed':6} {'before %':>9} {'after %':>9} {'undecided':>9} {'s':>6}")
    for s in scores:
        row = f"{s.damage:40} {s.style:9} {'half' if s.mixed else 'all':6}"
        print(f"{row} {s.before:9.3f} {s.after:9.3f} {s.undecided:9} {s.seconds:6.2f}")
    print(f"edits on sound text: {wrong}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
