"""Single-byte text read in the wrong encoding, mixed with sound text, with letters lost: «DŽcr•te» → «Décrète».

No character is damaged by itself: «È» is a letter in MINISTÈRE and a quotation mark in «soinsÈ». So each chunk of text
between spaces is read in several ways (as it stands, wholly or partly as damaged), and each reading has a *cost*: what
a reader of French would stumble over. The words that only a misreading explains are its evidence, first in the whole
text, then line by line, since sound and damaged lines stand side by side. Without evidence nothing is touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.model import Edit
from ingest.charsets import LOST, Misreading, is_control, misreadings
from ingest.edits import Plan
from ingest.lexicon import WORD, Lexicon
from ingest.readings import Reading, read_kept, readings

_CHUNK = re.compile(r"[^ \t\n\r\f\v\u00a0\u2002-\u200a\u202f]+")
_LINE = re.compile(r"[^\n]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MARGIN = 4.0
_EVIDENCE_LIMIT = 20_000
_ACTIVE_SHARE = 0.05
_SPACES = re.compile(" {2,}")
_SOUND_LINE, _SILENT_LINE, _MIXED_LINE = 9.0, 2.5, 1.0


@dataclass(frozen=True, slots=True)
class _Chunk:
    start: int
    text: str
    damaged: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class _Judge:
    """What one text has taught: how often each misreading explains a word, and the readings already made."""

    lexicon: Lexicon
    votes: Counter[str] = field(default_factory=Counter)
    kept: dict[str, Reading] = field(default_factory=dict)
    mended: dict[tuple[str, str], tuple[Reading, ...]] = field(default_factory=dict)

    def keep(self, chunk: str) -> Reading:
        if chunk not in self.kept:
            self.kept[chunk] = read_kept(chunk, self.lexicon)
        return self.kept[chunk]

    def mend(self, chunk: str, misreading: Misreading) -> tuple[Reading, ...]:
        """Give the readings of the chunk as damaged, cheapest first."""
        key = (chunk, misreading.name)
        if key not in self.mended:
            self.mended[key] = tuple(sorted(readings(chunk, misreading, self.lexicon), key=lambda r: r.cost))
        return self.mended[key]

    def explains(self, chunk: str, misreading: Misreading) -> bool:
        """Tell whether the misreading turns what is no French into known words."""
        best = self.mend(chunk, misreading)[:1]
        return bool(best) and best[0].sure and best[0].cost + _MARGIN <= self.keep(chunk).cost

    def is_sound(self, chunk: str, misreading: Misreading) -> bool:
        """Tell a chunk whose accented words are right as they stand, and would not be as damaged («ÇA»)."""
        if self.keep(chunk).cost > 0 or not any(c.isalpha() and not c.isascii() for c in chunk):
            return False
        return all(reading.cost > 0 for reading in self.mend(chunk, misreading)[:1])

    @property
    def active(self) -> list[Misreading]:
        """The misreadings with evidence in this text, the best supported first."""
        most = max(self.votes.values(), default=0)
        found = [m for m in misreadings() if self.votes[m.name] and self.votes[m.name] >= most * _ACTIVE_SHARE]
        return sorted(found, key=lambda m: -self.votes[m.name])


def mend_singlebyte(text: str, lexicon: Lexicon) -> Plan:
    """Plan the repair of single-byte damage; what could not be decided is in the plan with ``after == before``."""
    judge = _Judge(lexicon)
    lines = [_chunks(match) for match in _LINE.finditer(text) if _NOT_ASCII.search(match[0])]
    _hear_evidence(judge, lines)
    return tuple(edit for line in lines for edit in _mend_line(text, line, judge))


def _chunks(line: re.Match[str]) -> list[_Chunk]:
    found = _CHUNK.finditer(line[0])
    return [_Chunk(line.start() + m.start(), m[0], bool(_NOT_ASCII.search(m[0]))) for m in found]


def _hear_evidence(judge: _Judge, lines: list[list[_Chunk]]) -> None:
    """Count, for each misreading, the different chunks that it explains; learn the sound accented words."""
    different = list(dict.fromkeys(chunk.text for line in lines for chunk in line if chunk.damaged))
    for text in different[:_EVIDENCE_LIMIT]:
        kept = judge.keep(text)
        if kept.cost < _MARGIN:
            judge.lexicon.seen.update(w.lower() for w in WORD.findall(text) if not w.isascii())
            continue
        judge.votes.update(m.name for m in misreadings() if judge.explains(text, m))


def _mend_line(text: str, line: list[_Chunk], judge: _Judge) -> Iterator[Edit]:
    stances = [_stance(line, misreading, judge) for misreading in judge.active]
    done = -1
    for chunk, following in zip(line, [*line[1:], None], strict=True):
        if chunk.start < done:
            continue
        if following and (joined := _joined(text, chunk, following, judge)):
            yield from _edits(text, chunk.start, *joined)
            done = following.end
        elif chunk.damaged:
            yield from _edits(text, chunk.start, *_choose(chunk.text, stances, judge))


@dataclass(frozen=True, slots=True)
class _Stance:
    """How ready a line is to be read as damaged: the handicap of a damaged reading against the text as it stands.

    In a ``pure`` line, where all evidence is of damage, a character left that the misreading could explain counts too.
    """

    misreading: Misreading
    handicap: float
    pure: bool

    def price(self, chunk: str, reading: Reading) -> float:
        if not self.pure:
            return reading.cost
        pairs = zip(chunk, reading.pieces, strict=True)
        return reading.cost + sum(piece == char and char in self.misreading.table for char, piece in pairs)


def _stance(line: list[_Chunk], misreading: Misreading, judge: _Judge) -> _Stance:
    damaged = [chunk.text for chunk in line if chunk.damaged]
    explained = sum(judge.explains(chunk, misreading) for chunk in damaged)
    sound = sum(judge.is_sound(chunk, misreading) for chunk in damaged)
    if not explained:
        return _Stance(misreading, _SOUND_LINE if sound else _SILENT_LINE, False)
    return _Stance(misreading, _MIXED_LINE if sound > explained else 0.0, sound == 0)


def _choose(chunk: str, stances: list[_Stance], judge: _Judge) -> tuple[Reading, str]:
    """Choose the reading with the greatest advantage over the chunk as it stands, which is kept where none has any."""
    kept = judge.keep(chunk)
    best, rule, gain = kept, "", 0.0
    for stance in stances:
        ceiling = stance.price(chunk, kept) - stance.handicap
        for reading in judge.mend(chunk, stance.misreading):
            if ceiling - stance.price(chunk, reading) > gain:
                best, rule, gain = reading, stance.misreading.name, ceiling - stance.price(chunk, reading)
    return best, rule


def _joined(text: str, chunk: _Chunk, following: _Chunk, judge: _Judge) -> tuple[Reading, str] | None:
    """Read two chunks as one word that a stray space cut at a lost letter: «arr• tŽs» is «arrêtés».

    «o• est» is not: «où» and «est» are words by themselves.
    """
    at_a_loss = chunk.text[-1] in LOST or following.text[0] in LOST
    if not at_a_loss or text[chunk.end : following.start] != " " or "•" in (chunk.text, following.text):
        return None
    for misreading in judge.active:
        whole = judge.mend(chunk.text + following.text, misreading)[:1]
        apart = sum(_least(part.text, misreading, judge) for part in (chunk, following))
        if whole and whole[0].sure and whole[0].cost + 1.0 <= apart:
            pieces, cut_at = whole[0].pieces, len(chunk.text)
            return replace(whole[0], pieces=(*pieces[:cut_at], "", *pieces[cut_at:])), misreading.name
    return None


def _least(chunk: str, misreading: Misreading, judge: _Judge) -> float:
    return min([judge.keep(chunk).cost] + [reading.cost for reading in judge.mend(chunk, misreading)[:1]])


def _edits(text: str, start: int, reading: Reading, rule: str) -> Iterator[Edit]:
    """Give the edits that lead to a reading of the chunk at ``start``, and those that leave damage undecided."""
    for at, piece in enumerate(reading.pieces, start):
        if piece != text[at]:
            stop, after = _with_spaces(text, at, start, reading)
            yield Edit(at, stop, text[at:stop], after, rule, reading.confidence)
        elif _is_open_damage(text, at):
            yield Edit(at, at + 1, piece, piece, "undecided", 0.5)


def _with_spaces(text: str, at: int, start: int, reading: Reading) -> tuple[int, str]:
    """Give where an edit ends and its text, with one space inside «» and one after an «à» that stands alone."""
    piece = reading.pieces[at - start]
    before = reading.pieces[at - start - 1] if at > start else text[at - 1 : at]
    after = (*reading.pieces, text[start + len(reading.pieces) : start + len(reading.pieces) + 1])[at - start + 1]
    if piece == "«" and after.strip():
        return at + 1, "« "
    if piece == "»" and before.strip():
        return at + 1, " »"
    if piece == "à" and len(reading.pieces) == 1 and (spaces := _SPACES.match(text, at + 1)):
        return spaces.end(), "à "
    return at + 1, piece


def _is_open_damage(text: str, at: int) -> bool:
    """Tell a character that cannot be sound where it stands, whatever it stood for."""
    char = text[at]
    if char == "•":
        return text[at - 1 : at].isalpha()
    return char == "\ufffd" or is_control(char)
