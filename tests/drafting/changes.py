"""Drafters that say one change of words in one alinéa, in the orders, places and inversions that acts write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from consolidate.words import split_sentences

from .saying import MANY, ORDINALS_F, Alineas, Drafter, NotSaid, capital, of, rank, same_shape
from .words import word_runs

_MARKS = re.compile(r"[«»]")
_WORD_START, _WORD_END = r"(?<![\w-])", r"(?![\w-])"


def single_changes(before: Alineas, after: Alineas) -> Iterator[tuple[list[str], list[str]]]:
    """The changes of words that lead from one version to the other, each alone: (before, after that one)."""
    if len(before) != len(after):
        return
    for index in same_shape(before, after):
        for left, _, fresh, right in word_runs(before[index], after[index]):
            changed = list(before)
            changed[index] = " ".join(piece for piece in (left, fresh, right) if piece)
            yield list(before), changed


@dataclass(frozen=True)
class Change:
    """One change: in an alinéa (0-based), between ``left`` and ``right``, ``old`` becomes ``new``."""

    alineas: Alineas
    index: int
    left: str
    old: str
    new: str
    right: str

    @property
    def alinea(self) -> str:
        return self.alineas[self.index]

    def place(self) -> str:
        """«premier alinéa», «dernier alinéa»."""
        return f"{rank(self.index)} alinéa"

    def with_context(self) -> tuple[str, str]:
        """The words to replace, and what they become, with as many neighbours as make them stand once."""
        left, right = self.left.split(), self.right.split()
        for reach in range(12):
            head, tail = " ".join(left[-reach:]) if reach else "", " ".join(right[:reach])
            one, two = (" ".join(w for w in (head, middle, tail) if w) for middle in (self.old, self.new))
            if one and two and occurrences(self.alinea, one) == 1:
                return one, two
        raise NotSaid

    def anchor(self, *, before: bool) -> str:
        """Words next to the change that stand once, and end on no mark."""
        words = (self.right if before else self.left).split()
        for reach in range(1, 12):
            anchor = " ".join(words[:reach] if before else words[-reach:])
            if anchor and occurrences(self.alinea, anchor) == 1 and anchor[-1].isalnum() and anchor[0].isalnum():
                return anchor
        raise NotSaid


def occurrences(text: str, words: str) -> int:
    """How often words stand whole; not said where a hyphen makes it doubtful."""
    strict = len(re.findall(_WORD_START + re.escape(words) + _WORD_END, text))
    if strict != text.count(words):
        raise NotSaid
    return strict


def read_change(before: Alineas, after: Alineas) -> Change:
    """The only change between two versions. Raises NotSaid where there are several, or quotation marks in it."""
    changed = same_shape(before, after)
    if len(changed) != 1:
        raise NotSaid
    runs = word_runs(before[changed[0]], after[changed[0]])
    if len(runs) != 1 or _MARKS.search(before[changed[0]]) or _MARKS.search(runs[0][2]):
        raise NotSaid
    left, old, new, right = runs[0]
    if old[-1:] == new[-1:] and old[-1:] in {",", ".", ";"}:
        old, new, right = old[:-1], new[:-1], old[-1] + " " + right
    return Change(before, changed[0], left, old, new, right)


def drafter(say: Callable[[Change, str], str]) -> Drafter:
    """Make a drafter of a function that says a change of an article («l'article 5 du code civil»)."""

    def drafted(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
        return capital(say(read_change(before, after), of(article, text)))

    drafted.__name__ = say.__name__
    return drafted


# ── Replaced ─────────────────────────────────────────────────────────────────────────────────────────────────


def _replacement(change: Change) -> tuple[str, str]:
    if not change.old or not change.new:
        raise NotSaid
    return change.with_context()


@drafter
def words_of_a_place_replaced(change: Change, article: str) -> str:
    one, two = _replacement(change)
    return f"les mots : « {one} » du {change.place()} de {article} sont remplacés par les mots : « {two} »."


@drafter
def words_substituted(change: Change, article: str) -> str:
    one, two = _replacement(change)
    return f"au {change.place()} de {article}, aux mots : « {one} » sont substitués les mots : « {two} »."


@drafter
def words_replaced_in_a_sentence(change: Change, article: str) -> str:
    """«A la deuxième phrase du premier alinéa, …»: the words need to stand once in that sentence only."""
    one, two = _replacement(change)
    sentences = [change.alinea[start:end] for start, end in split_sentences(change.alinea)]
    holders = [n for n, sentence in enumerate(sentences) if one in sentence]
    if len(sentences) < 2 or len(holders) != 1 or holders[0] >= MANY:
        raise NotSaid
    where = f"à la {ORDINALS_F[holders[0]]} phrase du {change.place()} de {article}"
    return f"{where}, les mots : « {one} » sont remplacés par les mots : « {two} »."


@drafter
def words_replaced_from_the_end(change: Change, article: str) -> str:
    """«Au dernier alinéa», «à l'avant-dernier alinéa»."""
    one, two = _replacement(change)
    back = len(change.alineas) - change.index
    if back > 2 or len(change.alineas) < 2:
        raise NotSaid
    where = "au dernier alinéa" if back == 1 else "à l'avant-dernier alinéa"
    return f"{where} de {article}, les mots : « {one} » sont remplacés par les mots : « {two} »."


@drafter
def an_occurrence_replaced(change: Change, article: str) -> str:
    """«La deuxième occurrence du mot : « A » est remplacée par le mot : « B »»: the words as they are, no context."""
    many = occurrences(change.alinea, change.old) if change.old and change.new else 0
    if many < 2:
        raise NotSaid
    nth = ORDINALS_F[occurrences(f"{change.left} ", change.old)]
    where = f"au {change.place()} de {article}"
    return (
        f"{where}, à la {nth} occurrence, les mots : « {change.old} » sont remplacés par les mots : « {change.new} »."
    )


@drafter
def a_stretch_replaced(change: Change, article: str) -> str:
    """«les mots : « A » jusqu'aux mots : « B » sont remplacés par les mots : « C »»."""
    words = change.old.split()
    if len(words) < 6 or not change.new:
        raise NotSaid
    first, last = " ".join(words[:3]), " ".join(words[-3:])
    if occurrences(change.alinea, first) != 1 or occurrences(change.alinea, last) != 1:
        raise NotSaid
    where = f"au {change.place()} de {article}"
    return (
        f"{where}, les mots : « {first} » jusqu'aux mots : « {last} » sont remplacés par les mots : « {change.new} »."
    )


@drafter
def an_end_replaced(change: Change, article: str) -> str:
    """«Après les mots : « A », la fin du premier alinéa est ainsi rédigée : « B. »»."""
    rest = f"{change.new} {change.right}".replace(" ,", ",").replace(" .", ".").strip()
    if not change.new or rest[-1] not in ".;:" or not rest[0].isalnum():
        raise NotSaid
    anchor = change.anchor(before=False)
    return f"après les mots : « {anchor} », la fin du {change.place()} de {article} est ainsi rédigée : « {rest} »"


# ── Inserted ─────────────────────────────────────────────────────────────────────────────────────────────────


def _insertion(change: Change, *, before: bool = False) -> str:
    if change.old or not change.new:
        raise NotSaid
    return change.anchor(before=before)


@drafter
def words_inserted_inverted(change: Change, article: str) -> str:
    anchor = _insertion(change)
    where = f"au {change.place()} de {article}"
    return f"{where}, sont insérés, après les mots : « {anchor} », les mots : « {change.new} »."


@drafter
def words_inserted_at_the_head(change: Change, article: str) -> str:
    anchor = _insertion(change)
    where = f"au {change.place()} de {article}"
    return f"les mots : « {change.new} » sont insérés après les mots : « {anchor} » {where}."


@drafter
def words_inserted_before(change: Change, article: str) -> str:
    anchor = _insertion(change, before=True)
    where = f"au {change.place()} de {article}"
    return f"{where}, avant les mots : « {anchor} », sont insérés les mots : « {change.new} »."


@drafter
def an_alinea_completed_by_words(change: Change, article: str) -> str:
    """«Le premier alinéa est complété par les mots : « A »»: before its final mark."""
    old, mark = change.alinea[:-1], change.alinea[-1:]
    new = re.sub(r"\s+([.,])", r"\1", f"{change.left} {change.new} {change.right}").strip()
    added = new[len(old) : -1].strip()
    if mark not in {".", ";"} or new[-1] != mark or not new.startswith((f"{old} ", f"{old},")) or not added:
        raise NotSaid
    return f"le {change.place()} de {article} est complété par les mots : « {added} »."


# ── Deleted ──────────────────────────────────────────────────────────────────────────────────────────────────


def _deletion(change: Change) -> str:
    if not change.old or change.new or occurrences(change.alinea, change.old) != 1:
        raise NotSaid
    return change.old


@drafter
def words_deleted(change: Change, article: str) -> str:
    return f"au {change.place()} de {article}, les mots : « {_deletion(change)} » sont supprimés."


@drafter
def words_deleted_inverted(change: Change, article: str) -> str:
    return f"sont supprimés, au {change.place()} de {article}, les mots : « {_deletion(change)} »."


@drafter
def words_of_a_place_deleted(change: Change, article: str) -> str:
    return f"les mots : « {_deletion(change)} » du {change.place()} de {article} sont supprimés."


SINGLE_DRAFTERS: tuple[Drafter, ...] = (
    words_of_a_place_replaced,
    words_substituted,
    words_replaced_in_a_sentence,
    words_replaced_from_the_end,
    an_occurrence_replaced,
    a_stretch_replaced,
    an_end_replaced,
    words_inserted_inverted,
    words_inserted_at_the_head,
    words_inserted_before,
    an_alinea_completed_by_words,
    words_deleted,
    words_deleted_inverted,
    words_of_a_place_deleted,
)
