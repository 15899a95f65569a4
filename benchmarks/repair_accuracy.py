"""Character accuracy of ``ingest.repair`` on sound French legal text damaged in every way that people meet.

Run ``python -m benchmarks.repair_accuracy [--json]``. Each damage is a pair: what its writer could put on paper (DOS
had no œ and no curly apostrophe), and how a wrong reader shows it. The sound text comes in three styles: as DILA
publishes it, as the Journal officiel sets it (’, « », no-break spaces), and in capitals; the damage covers all lines or
every other one, and the lines are repaired as one text or each alone. Accuracy is 1 - edit distance / length.
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
_SAMPLES = Path(__file__).parent.parent / "samples" / "permanence-des-soins"
_NAMES = {"sound.txt", "decret-2003-880.jo.md", "R730.legifrance.md", "R6315-1_a_R6315-6.consolide.txt"}
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
    """What repair made of one text: accuracies in percent, edits made, and damage seen but left undecided."""

    damage: str
    style: str
    extent: str
    characters: int
    before: float
    after: float
    edits: int
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
EXTENTS = ("all", "half", "each")


def measure(damage: Damage, style: str, extent: str, lines: list[str]) -> Score:
    """Damage the lines (every other one only, if ``extent`` is «half»), repair them, and compare line by line.

    They are repaired as one text, but for «each», where every line is repaired alone.
    """
    styled = [STYLES[style](line) for line in lines]
    hit = [extent != "half" or position % 2 == 0 for position in range(len(styled))]
    expected = [damage.written(line) if bad else line for line, bad in zip(styled, hit, strict=True)]
    damaged = [damage.misread(line) if bad else line for line, bad in zip(expected, hit, strict=True)]
    begin = time.perf_counter()
    results = [repair(line) for line in damaged] if extent == "each" else [repair("\n".join(damaged))]
    seconds = time.perf_counter() - begin
    repaired = "\n".join(result.text for result in results).split("\n")
    length = sum(map(len, expected))
    return Score(
        damage.name,
        style,
        extent,
        length,
        _accuracy(expected, damaged, length),
        _accuracy(expected, repaired, length),
        sum(edit.decided for result in results for edit in result.edits),
        sum(len(result.undecided) for result in results),
        round(seconds, 2),
    )


def _accuracy(expected: list[str], actual: list[str], length: int) -> float:
    errors = sum(_distance(good, found) for good, found in zip(expected, actual, strict=True) if good != found)
    return round(100 * (1 - errors / length), 4)


def _distance(good: str, found: str) -> int:
    differ = diff_match_patch.diff_match_patch()
    return int(differ.diff_levenshtein(differ.diff_main(good, found, False)))


def run(lines: list[str]) -> list[Score]:
    """Measure every damage in every style and extent."""
    return [measure(damage, style, extent, lines) for damage in DAMAGES for extent in EXTENTS for style in STYLES]


def sound_lines() -> list[str]:
    """Give the sound lines that are damaged: alinéas of codes, and the sound files of the sample.

    They are taken in the form that repair leaves untouched: «n° 87-964» for «no 87-964».
    """
    texts = [path.read_text(encoding="utf-8") for path in (_SOUND, *sorted(_SAMPLES.glob("*"))) if path.name in _NAMES]
    return [line for text in texts for line in repair(text).text.splitlines() if line.strip()]


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
    print(
        f"{'damage':40} {'style':9} {'extent':6} {'before %':>9} {'after %':>9} {'edits':>7} {'undecided':>9} {'s':>6}"
    )
    for s in scores:
        row = f"{s.damage:40} {s.style:9} {s.extent:6}"
        print(f"{row} {s.before:9.3f} {s.after:9.3f} {s.edits:7} {s.undecided:9} {s.seconds:6.2f}")
    print(f"edits on sound text: {wrong}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
