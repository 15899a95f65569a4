"""The ways of reading one chunk of text, and what each costs a reader of French.

The cost is counted in things that such a reader stumbles over: an unknown word, a foreign letter, a capital within a
word, a sign where signs do not stand. It decides nothing alone: see ``singlebyte``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.charsets import FRENCH_LETTERS, LOST, Misreading, is_control, is_genuine_accent, is_letter, is_sound
from ingest.lexicon import WORD, Guess, Lexicon

_ONE_LETTER_WORDS = frozenset("àôÀÔ")
_LONGEST_WORD = 40
_LONGEST_CHUNK = 1_000  # beyond, it is no French between spaces, whatever its letters are
_PROOF = 3  # letters of known words that, changed, prove a text to be damaged: «dÕun», not «ˆ»
_TELLING_SIGNS = frozenset("’«»")
_GRAVE_A = frozenset("ˆ\u0302")
_JOINERS = frozenset("’‑‐·")
_LOST_WORD, _CONTROL, _ILL_CASED, _FOREIGN, _MISPLACED, _UNKNOWN = 6.0, 8.0, 5.0, 4.0, 3.0, 3.0
_AFTER_DIGIT_OR_N = frozenset("0123456789nNoO")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading a chunk. ``pieces`` holds what stands for each of its characters.

    ``known`` tells that every word that is not as it stood is known; ``evidence``, that one of them is long enough to
    prove that the text is damaged; ``confidence`` is that of the least certain word.
    """

    pieces: tuple[str, ...]
    cost: float
    known: bool = False
    evidence: bool = False
    confidence: float = 0.99


def read_kept(chunk: str, lexicon: Lexicon) -> Reading:
    """Read the chunk as it stands."""
    return _assess(chunk, chunk, frozenset(), lexicon, "")


def readings(chunk: str, misreading: Misreading, lexicon: Lexicon) -> Iterator[Reading]:
    """Give the readings of a chunk as damaged by ``misreading``, wholly or in part."""
    if len(chunk) > _LONGEST_CHUNK or misreading.seen.isdisjoint(chunk):
        return
    done: set[tuple[str, frozenset[int]]] = set()
    least = 1.0
    for text in _mapped(chunk, misreading):
        if least <= 0.0:
            break
        for lost in _losses(chunk):
            if (lost or text != chunk) and (text, lost) not in done:
                done.add((text, lost))
                reading = _assess(chunk, text, lost, lexicon, misreading.lost)
                least = min(least, reading.cost)
                yield reading
    yield from _split(chunk, misreading, lexicon)


def _split(chunk: str, misreading: Misreading, lexicon: Lexicon) -> Iterator[Reading]:
    """Set apart an «à» that lost its space: «ˆla» → «à la», «prŽvuˆ» → «prévu à»."""
    if misreading.table.get("ˆ") != "à":
        return
    if chunk[0] in _GRAVE_A and is_letter(chunk[1:2]):
        for rest in (read_kept(chunk[1:], lexicon), *readings(chunk[1:], misreading, lexicon)):
            yield replace(rest, pieces=("à ", *rest.pieces), cost=rest.cost + 1.0)
    if chunk[-1] in _GRAVE_A and is_letter(chunk[-2:-1]) and not _composes(chunk, len(chunk) - 1):
        for rest in (read_kept(chunk[:-1], lexicon), *readings(chunk[:-1], misreading, lexicon)):
            yield replace(rest, pieces=(*rest.pieces, " à"), cost=rest.cost + 1.0)


def _losses(chunk: str) -> list[frozenset[int]]:
    """Give the choices of which «•» are lost letters: all, none (bullets), all but a leading one."""
    places = frozenset(at for at, char in enumerate(chunk) if char in LOST)
    choices = [places, frozenset[int]()] if places else [places]
    return [*choices, places - {0}] if 0 in places and len(places) > 1 else choices


def _mapped(chunk: str, misreading: Misreading) -> Iterator[str]:
    """Map all that can be damage; only what must be; that and a sound sign's look-alike at either edge."""
    table = misreading.table
    suspects = [at for at, char in enumerate(chunk) if char in table and char not in LOST and not _composes(chunk, at)]
    yield _with(chunk, suspects, table)
    open_to_doubt = [at for at in suspects if is_sound(chunk[at])]
    if not open_to_doubt:
        return
    forced = [at for at in suspects if not is_sound(chunk[at])]
    yield _with(chunk, forced, table)
    if len(open_to_doubt) > 1:
        first, last = open_to_doubt[0], open_to_doubt[-1]
        for edges in ([first], [last], [first, last]):
            yield _with(chunk, forced + edges, table)


def _with(chunk: str, places: Sequence[int], table: dict[str, str]) -> str:
    mapped = list(chunk)
    for place in places:
        mapped[place] = table[chunk[place]]
    return "".join(mapped)


def _composes(chunk: str, at: int) -> bool:
    return chunk[at] == "\u0302" and at > 0 and is_genuine_accent(chunk[at - 1], chunk[at])


def _assess(chunk: str, text: str, lost: frozenset[int], lexicon: Lexicon, letters: str) -> Reading:
    """Complete the letters lost at ``lost`` and count the cost of the outcome; ``text`` is as long as ``chunk``."""
    outcome = list(text)
    cost, confidence, known, proof = 0.0, 0.99, True, 0
    telling = any(new != old and new in _TELLING_SIGNS for new, old in zip(text, chunk, strict=True))
    masked = "".join("ê" if at in lost else char for at, char in enumerate(text)) if lost else text
    for match in WORD.finditer(masked):
        start, end = match.span()
        guess = _complete(text, start, end, lost, lexicon, letters) if lost else Guess(match[0], 0.99)
        outcome[start:end] = guess.word
        confidence = min(confidence, guess.confidence)
        cost += _word_cost(guess.word, lexicon) if guess.confidence else _LOST_WORD
        new_signs = _new_signs(chunk, text, start, end)
        if new_signs or chunk[start:end] != guess.word:
            known = known and lexicon.knows(guess.word)
            if chunk[start:end] != guess.word or telling:
                proof += end - start if guess.word == match[0] or end - start < 2 else _PROOF
    cost += _signs_cost("".join(outcome))
    return Reading(tuple(outcome), cost, known, known and proof >= _PROOF, confidence or 0.5)


def _new_signs(chunk: str, text: str, start: int, end: int) -> set[str]:
    """Give the signs beside a word that the reading put there."""
    return {text[at] for at in (start - 1, end) if 0 <= at < len(text) and text[at] != chunk[at]}


def _complete(text: str, start: int, end: int, lost: frozenset[int], lexicon: Lexicon, letters: str) -> Guess:
    word = text[start:end]
    places = [at - start for at in range(start, end) if at in lost]
    if not places:
        return Guess(word, 0.99)
    if len(word) > _LONGEST_WORD:
        return Guess(word, 0.0)
    return lexicon.complete(word, places, _fitting(letters, word, places))


def _fitting(letters: str, word: str, places: list[int]) -> str:
    """Limit the letters to the case of the word: no «é» within capitals, no capital after a small letter."""
    rest = [char for at, char in enumerate(word) if at not in places and char.isalpha()]
    capitals = [char for char in rest if char.isupper()]
    if len(capitals) > 1 and len(capitals) == len(rest):
        return "".join(c for c in letters if c.isupper())
    if 0 in places:
        return letters
    return "".join(c for c in letters if c.islower())


def _word_cost(word: str, lexicon: Lexicon) -> float:
    if word.isascii():
        return 0.0 if len(word) < 2 or lexicon.knows(word) else 1.0
    if len(word) == 1 and word not in _ONE_LETTER_WORDS:
        return _ILL_CASED
    cost = _ILL_CASED if _is_ill_cased(word) else 0.0
    if lexicon.knows(word):
        return cost
    return cost + _UNKNOWN + _FOREIGN * sum(not c.isascii() and c not in FRENCH_LETTERS for c in word)


_GLUED = re.compile("[^\x00-\x7fa-z]{1,2}[A-Z][a-z]")


def _is_ill_cased(word: str) -> bool:
    """Tell a word with an accented capital after a small letter, or an accented small letter within capitals.

    So too one with an accented capital before its own capital: «ÇIl» is «« Il», where «ÉPIC» is a word.
    """
    if (glued := _GLUED.match(word)) and word[: glued.end() - 1].isupper():
        return True
    for at, char in enumerate(word):
        if char.isascii():
            continue
        if char.isupper() and at and word[at - 1].islower():
            return True
        if char.islower() and at > 1 and word[at - 2 : at].isupper():
            return True
        if char.islower() and word[at + 1 : at + 3].isupper() and len(word[at + 1 : at + 3]) == 2:
            return True
    return False


def _signs_cost(text: str) -> float:
    return sum(
        _sign_cost(char, text[at - 1] if at else "", text[at + 1 : at + 2])
        for at, char in enumerate(text)
        if not char.isascii() and not is_letter(char) and not _composes(text, at)
    )


def _sign_cost(char: str, before: str, after: str) -> float:
    """Count what a reader stumbles over at a sign beyond ASCII between two characters ("" at the chunk's ends)."""
    if is_control(char) or char == "\ufffd":
        return _CONTROL
    if not is_sound(char):
        return _FOREIGN
    if char == "•":
        return _LOST_WORD if before.isalpha() or (before and after.isalpha()) else 2.0 if after.isalpha() else 0.0
    misplaced = False
    if char in "«“‘":
        misplaced = before.isalpha()
    elif char in "»”":
        misplaced = after.isalpha()
    elif char == "’":
        misplaced = not before.isalnum()
    elif char in "°º":
        misplaced = before not in _AFTER_DIGIT_OR_N or not before
    elif char == "‰":
        misplaced = before.isalpha() or after.isalpha()
    elif char in "€§®":
        misplaced = after.isalpha() or (before.isalpha() and before not in "kM")
    elif char not in _JOINERS:
        misplaced = before.isalpha() and after.isalpha()
    return _MISPLACED if misplaced else 0.0
