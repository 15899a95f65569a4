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
from ingest.charsets import LOST, Misreading, is_control, is_sound, misreadings
from ingest.edits import Plan
from ingest.lexicon import WORD, Lexicon
from ingest.readings import Reading, read_kept, readings

_CHUNK = re.compile(r"[^ \t\n\r\f\v\u00a0\u2002-\u200a\u202f]+")
_LINE = re.compile(r"[^\n]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_MARGIN = 4.0
_EVIDENCE_LIMIT = 3_000
_ACTIVE_SHARE, _ACTIVE_LIMIT = 0.02, 3
_DEGREE = re.compile(r"[«(]?(?:\d{1,3}|[nN])([^\x00-\x7f])[\d-]*[.,;:)]*")
_UNDECIDED = "undecided"
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
        """Tell whether the misreading turns what is no French into known words, or into the «°» of «1°» and «n°»."""
        if (mark := _DEGREE.fullmatch(chunk)) and not is_sound(mark[1]) and misreading.table.get(mark[1]) == "°":
            return True
        best = self.mend(chunk, misreading)[:1]
        return (
            bool(best) and best[0].evidence and best[0].cost <= 1.0 and best[0].cost + _MARGIN <= self.keep(chunk).cost
        )

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
        return sorted(found, key=lambda m: -self.votes[m.name])[:_ACTIVE_LIMIT]


def mend_singlebyte(text: str, lexicon: Lexicon) -> Plan:
    """Plan the repair of single-byte damage; what could not be decided is in the plan with ``after == before``."""
    judge = _Judge(lexicon)
    lines = [_chunks(match) for match in _LINE.finditer(text) if _NOT_ASCII.search(match[0])]
    _hear_evidence(judge, lines)
    stances = [_stances(judge, misreading, lines) for misreading in judge.active]
    return tuple(
        edit for at, line in enumerate(lines) for edit in _mend_line(text, line, [s[at] for s in stances], judge)
    )


def _chunks(line: re.Match[str]) -> list[_Chunk]:
    found = _CHUNK.finditer(line[0])
    return [_Chunk(line.start() + m.start(), m[0], bool(_NOT_ASCII.search(m[0]))) for m in found]


def _hear_evidence(judge: _Judge, lines: list[list[_Chunk]]) -> None:
    """Learn the sound accented words, then count, for each misreading, the different chunks that it explains."""
    different = list(dict.fromkeys(chunk.text for line in lines for chunk in line if chunk.damaged))
    doubtful = []
    for text in different:
        if judge.keep(text).cost < _MARGIN:
            judge.lexicon.seen.update(w.lower() for w in WORD.findall(text) if not w.isascii())
        else:
            doubtful.append(text)
    for text in doubtful[:_EVIDENCE_LIMIT]:
        judge.votes.update(m.name for m in misreadings() if judge.explains(text, m))


def _mend_line(text: str, line: list[_Chunk], stances: list[_Stance], judge: _Judge) -> Iterator[Edit]:
    done = -1
    for chunk, following in zip(line, [*line[1:], None], strict=False):
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
    doubtful: bool = False

    def price(self, chunk: str, reading: Reading) -> float:
        if not self.pure:
            return reading.cost
        pairs = zip(chunk, reading.pieces, strict=True)
        return reading.cost + sum(piece == char and char in self.misreading.table for char, piece in pairs)


def _stances(judge: _Judge, misreading: Misreading, lines: list[list[_Chunk]]) -> list[_Stance]:
    """Take a stance on each line: by its own evidence, else by that of the whole text."""
    counts = [_evidence(judge, misreading, line) for line in lines]
    all_damaged = not any(sound for _, sound in counts)
    return [_stance(misreading, explained, sound, all_damaged) for explained, sound in counts]


def _evidence(judge: _Judge, misreading: Misreading, line: list[_Chunk]) -> tuple[int, int]:
    """Count the chunks of a line that are damage, and those that are sound accented words."""
    texts = [chunk.text for chunk in line if chunk.damaged]
    explained = sum(judge.explains(text, misreading) for text in texts)
    return explained, sum(judge.is_sound(text, misreading) for text in texts)


def _stance(misreading: Misreading, explained: int, sound: int, all_damaged: bool) -> _Stance:
    if not explained and sound:
        return _Stance(misreading, _SOUND_LINE, False)
    if not explained and not all_damaged:
        return _Stance(misreading, _SILENT_LINE, False, doubtful=True)
    return _Stance(misreading, _MIXED_LINE if sound > explained else 0.0, sound == 0)


def _choose(chunk: str, stances: list[_Stance], judge: _Judge) -> tuple[Reading, str]:
    """Choose the reading with the greatest advantage over the chunk as it stands, which is kept where none has any.

    The rule is the misreading's name; «undecided» where a line gives no evidence and both readings are French
    («…» alone, which CP850 makes of «à»); "" where the chunk is kept as sound.
    """
    kept = judge.keep(chunk)
    best, rule, gain = kept, "", 0.0
    for stance in stances:
        ceiling = stance.price(chunk, kept) - stance.handicap
        for reading in judge.mend(chunk, stance.misreading):
            advantage = ceiling - stance.price(chunk, reading)
            if advantage > gain:
                best, rule, gain = reading, stance.misreading.name, advantage
            elif stance.doubtful and not rule and reading.known and reading.cost <= kept.cost:
                rule = _UNDECIDED
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
        if whole and whole[0].evidence and whole[0].cost + 1.0 <= apart:
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
        elif (rule == _UNDECIDED and not piece.isascii()) or _is_open_damage(text, at):
            yield Edit(at, at + 1, piece, piece, _UNDECIDED, 0.5)


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
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char == "•":
        return before.isalpha() or (after.isalpha() and before not in "\n")
    if char in "ˆ\u0302":
        return before in " \n" and text[at + 1 : at + 4].lstrip(" ")[:1].islower()
    return char == "\ufffd" or is_control(char)
