"""The draft of an article under amendment: edits of the text before the act, collected first and made at once.

The order of the points of a list does not matter, as the law has it. Two edits of the same passage conflict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from consolidate.anatomy import Anatomy, Node, order_of, read_label
from consolidate.operations import Reason, Refused
from corpus.model import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the new text: ``author`` is the rank of the operation that wrote them, None if they stood before."""

    text: str
    author: int | None = None


Line = tuple[Piece, ...]
"""One alinéa of the new text, in pieces."""


@dataclass(slots=True)
class Draft:
    """The edits collected so far, per original alinéa (0-based). ``inserted[i]`` goes before alinéa ``i``."""

    anatomy: Anatomy
    former: Anatomy | None = None
    """The same article counted as before the circular of 20 October 2000, for an act that may count so."""
    recounted: set[int] = field(default_factory=set)
    """The ranks of the operations whose place is found by the former count only."""
    characters: dict[int, list[tuple[int, int, Piece]]] = field(default_factory=dict)
    replaced: dict[int, tuple[Line, ...]] = field(default_factory=dict)
    inserted: dict[int, list[Line]] = field(default_factory=dict)
    landings: list[tuple[int, int, int]] = field(default_factory=list)
    """(alinéa, first alinéa of the unit in which it is counted, rank that the drafter announces)."""
    added: list[tuple[Node, str]] = field(default_factory=list)
    """Items that are added though one of the same label stands: it must go, or take another label."""
    renumbered: dict[int, Sequence[Node]] = field(default_factory=dict)
    """By its first alinéa, each list of which an item takes another label: its labels must still go up."""
    anchors: list[tuple[int, Span]] = field(default_factory=list)
    """Words after or before which others are inserted: they must stay, in some wording."""

    def edit(self, alinea: int, span: Span, piece: Piece) -> None:
        """Replace the characters ``span`` of one alinéa."""
        start, end = span
        for other_start, other_end, other in self.characters.get(alinea, []):
            overlap = start < other_end and other_start < end
            if overlap or (start == other_start and end == other_end and start != end):
                raise Refused(Reason.CONFLICT, f"« {self.anatomy.alineas[alinea][start:end]} » est visé deux fois.")
            del other
        self.characters.setdefault(alinea, []).append((start, end, piece))

    def replace(self, first: int, last: int, lines: Sequence[Line]) -> None:
        """Replace whole alinéas; no line at all deletes them."""
        for alinea in range(first, last + 1):
            if alinea in self.replaced:
                raise Refused(Reason.CONFLICT, f"L’alinéa {alinea + 1} est visé deux fois.")
            self.replaced[alinea] = tuple(lines) if alinea == first else ()

    def insert(self, before: int, lines: Sequence[Line]) -> None:
        """Insert alinéas before the original alinéa of that index (its length to append)."""
        self.inserted.setdefault(before, []).extend(lines)

    def finish(self) -> tuple[Line, ...]:
        """Make all edits at once. Raises Refused when two conflict, or when an alinéa does not land as announced."""
        lines: list[Line] = []
        landed: list[int] = []
        for index, alinea in enumerate(self.anatomy.alineas):
            lines += self.inserted.get(index, [])
            landed.append(len(lines))
            if index in self.replaced:
                if index in self.characters:
                    raise Refused(Reason.CONFLICT, f"L’alinéa {index + 1} est à la fois remplacé et modifié.")
                lines += self.replaced[index]
            elif index in self.characters:
                lines.append(_splice(alinea, self.characters[index]))
            else:
                lines.append((Piece(alinea),))
        lines += self.inserted.get(len(self.anatomy.alineas), [])
        self._check_labels()
        self._check_orders()
        self._check_anchors()
        self._check_landings(landed)
        return tuple(line for line in lines if any(p.text.strip() for p in line))

    def _check_anchors(self) -> None:
        for alinea, (start, end) in self.anchors:
            for low, high, piece in self.characters.get(alinea, []):
                if low <= start and end <= high and low < high and not piece.text.strip():
                    words = self.anatomy.alineas[alinea][start:end]
                    raise Refused(Reason.CONFLICT, f"« {words} » est supprimé, et sert de repère à une insertion.")

    def _check_labels(self) -> None:
        for node, name in self.added:
            start, end = node.label.span
            relabelled = any(low < end and start < high for low, high, _ in self.characters.get(node.first, []))
            if node.first not in self.replaced and not relabelled:
                raise Refused(Reason.CONFLICT, f"Il y a déjà un « {name} ».")

    def _check_orders(self) -> None:
        """«Le 3° devient le 1° bis»: whether the item moves, or stays where it is under that number, nothing says."""
        for items in self.renumbered.values():
            kept = [item.first for item in items if item.first not in self.replaced]
            spliced = (_splice(self.anatomy.alineas[index], self.characters.get(index, [])) for index in kept)
            labels = [label for line in spliced if (label := read_label(line_text(line))) is not None]
            for before, after in pairwise(labels):
                if before.style == after.style and order_of(before) >= order_of(after):
                    raise Refused(Reason.AMBIGUOUS, f"« {after.text} » suivrait « {before.text} » dans la liste.")

    def _check_landings(self, landed: Sequence[int]) -> None:
        for alinea, first, announced in self.landings:
            start = landed[first] - len(self.inserted.get(first, [])) if first == 0 else landed[first]
            rank = landed[alinea] - start + 1
            if announced > 0 and rank != announced:
                detail = f"L’alinéa {alinea + 1} devient le {rank}e, et non le {announced}e."
                raise Refused(Reason.MISMATCH, detail)


def _splice(alinea: str, edits: list[tuple[int, int, Piece]]) -> Line:
    pieces: list[Piece] = []
    position = 0
    for start, end, piece in sorted(edits, key=lambda e: (e[0], e[1])):
        pieces += [Piece(alinea[position:start]), piece]
        position = end
    pieces.append(Piece(alinea[position:]))
    return tuple(p for p in pieces if p.text)


def line_text(line: Line) -> str:
    """Give the text of one alinéa."""
    return "".join(piece.text for piece in line)
