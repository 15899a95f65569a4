"""The anatomy of an article: its alinéas in one flat text, and the labelled items that they form.

All positions refer to the flat text, alinéas joined by a newline, as it stood before the act.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from consolidate.labels import value_of
from consolidate.operations import Edge, Item, Place, Ranked, Reason, Recall, Refused, Step, Unit
from consolidate.words import split_sentences
from corpus.model import Span
from corpus.numbering import LATIN_ADVERBS
from corpus.wordlist import any_of

_ADVERB = any_of(LATIN_ADVERBS)
_DASH = "[-‐‑–—−―]"
_LABEL = re.compile(
    rf"""\s*(?:
        (?P<roman>[IVXLC]+(?:\s{_ADVERB})?)\s*(?:\.\s*{_DASH}+|{_DASH}+|\.|°\s*{_DASH}*)\s*(?=[^\s\d])
      | (?P<degree>\d+°(?:\s{_ADVERB}\b)?(?:\s[A-Z](?=\s[A-ZÀ-Ý«]|\s*[-–—―)]))?)\s*(?:\.?\s*{_DASH}+\s*|\)\s*)?
      | (?P<capital>[A-Z](?:\s{_ADVERB})?)\s*(?:\.\s*{_DASH}+|{_DASH}+|\.|\))\s*(?=[^\s\d])
      | (?P<letter>(?:[ivx]{{3,4}}|[a-z]{{1,2}})(?:\s{_ADVERB})?)\s*(?:\)|\.\s?{_DASH}|\s{_DASH}
          |(?:(?<![a-z]{{2}})|(?<=bis)|(?<=ter))\.(?=\s))\s*
      | (?P<number>\d+(?:\s{_ADVERB})?)\s*(?:\)|\.\s?{_DASH}|\.)\s+
      | (?P<dash>[-–—−―•])\s*(?=\S)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of an alinéa: its style, its text without punctuation, and where its text ends."""

    style: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Node:
    """A labelled unit: the alinéas ``first`` to ``last`` (0-based, included) that hang under its label.

    ``limit`` is where the unit ends at the latest: the alinéas up to there have no label, and nothing says of which
    unit they are.
    """

    label: Label
    first: int
    last: int
    depth: int
    limit: int


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the flat text: a span, and the alinéas it covers whole (None: a part of one alinéa).

    ``beyond`` is the last alinéa that may belong to it too, when it is the last item of a list.
    """

    span: Span
    alineas: tuple[int, int] | None
    edge: Edge | None = None
    beyond: int | None = None


def read_label(alinea: str) -> Label | None:
    """Read the label at the head of an alinéa; ``I. - A. - …`` gives the first, ask again after its end."""
    match = _LABEL.match(alinea)
    if match is None or match.lastgroup is None:
        return None
    style = match.lastgroup
    return Label(style, re.sub(r"\s+", " ", match[style]), match.span())


@dataclass(frozen=True)
class Anatomy:
    """An article as a drafter counts it. ``alineas`` is what the act finds; nothing here changes it."""

    alineas: tuple[str, ...]
    by_full_stop: bool = False
    """Count alinéas as Government texts did before 20 October 2000: a break counts after a full stop only."""

    @cached_property
    def flat(self) -> str:
        """The alinéas joined by newlines."""
        return "\n".join(self.alineas)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each alinéa starts in the flat text."""
        starts, position = [], 0
        for alinea in self.alineas:
            starts.append(position)
            position += len(alinea) + 1
        return tuple(starts)

    def span_of(self, first: int, last: int) -> Span:
        """The span of the alinéas ``first`` to ``last`` (0-based, included)."""
        return self.starts[first], self.starts[last] + len(self.alineas[last])

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every labelled unit, in order."""
        return _build_nodes(self.alineas)

    @cached_property
    def openings(self) -> tuple[int, ...]:
        """Where the words of each alinéa begin, after its labels: a first sentence is rewritten without them."""
        ends = dict.fromkeys(range(len(self.alineas)), 0)
        ends |= {node.first: node.label.span[1] for node in self.nodes}
        return tuple(ends.values())

    def whole(self) -> Region:
        """The whole article as a region."""
        return Region(self.span_of(0, len(self.alineas) - 1), (0, len(self.alineas) - 1))

    def locate(self, place: Place) -> Region:
        """Find the region that a place names. Raises Refused(OUT_OF_RANGE) when there is none."""
        region = self.whole()
        for step in place.steps:
            region = self._step(region, step, place)
        return region

    def _step(self, region: Region, step: Step, place: Place) -> Region:
        match step:
            case Item():
                return self._item(region, step, place)
            case Ranked(unit=Unit.SENTENCE):
                return self._sentences(region, step, place)
            case Ranked(unit=Unit.DASH):
                return self._dashes(region, step, place)
            case Ranked():
                return self._alineas(region, step, place)
            case Edge():
                return Region(region.span, region.alineas, step)
            case Recall():
                raise Refused(Reason.OUT_OF_RANGE, f"Rien n’a été nommé avant ({place}).")

    def _alineas(self, region: Region, step: Ranked, place: Place) -> Region:
        first, last = _whole_alineas(region, place)
        counted = self._counted(first, last)
        if region.beyond is not None:
            if step.first < 0:
                raise Refused(Reason.AMBIGUOUS, f"Jusqu’où va la liste ? Rien ne le dit ({place}).")
            if step.last > len(counted):
                # «le second alinéa du 9°», of one line: the drafter counts in the alinéa that follows the list.
                counted = self._counted(first, region.beyond)
        low, high = _resolve_ranks(step, len(counted), place)
        start, end = counted[low][0], counted[high][1]
        return Region(self.span_of(start, end), (start, end))

    def _counted(self, first: int, last: int) -> list[tuple[int, int]]:
        """The alinéas that a drafter counts, each as its first and last line."""
        if not self.by_full_stop:
            return [(line, line) for line in range(first, last + 1)]
        counted, start = [], first
        for line in range(first, last + 1):
            if line == last or self.alineas[line].rstrip(" »").endswith((".", "!", "?")):
                counted.append((start, line))
                start = line + 1
        return counted

    def _sentences(self, region: Region, step: Ranked, place: Place) -> Region:
        start, end = region.span
        sentences = [
            (start_of + max(s, label), start_of + e)
            for start_of, alinea, label in zip(self.starts, self.alineas, self.openings, strict=True)
            if start <= start_of and start_of + len(alinea) <= end
            for s, e in split_sentences(alinea)
        ]
        if region.alineas is None:
            sentences = [(start + s, start + e) for s, e in split_sentences(self.flat[start:end])]
        low, high = _resolve_ranks(step, len(sentences), place)
        span = sentences[low][0], sentences[high][1]
        self._check_alinea(region, step, span, place)
        return Region(span, None)

    def _check_alinea(self, region: Region, step: Ranked, span: Span, place: Place) -> None:
        """«La deuxième phrase de l'article»: of its first alinéa, or «la dernière» of its last; else of which?"""
        if region.alineas is None or region.alineas[0] == region.alineas[1]:
            return
        line = region.alineas[0] if step.first > 0 else region.alineas[1]
        start, end = self.span_of(line, line)
        if not start <= span[0] <= span[1] <= end:
            raise Refused(Reason.AMBIGUOUS, f"La phrase de quel alinéa ? ({place})")

    def _dashes(self, region: Region, step: Ranked, place: Place) -> Region:
        first, last = _whole_alineas(region, place)
        dashes = [n for n in self.nodes if n.label.style == "dash" and first <= n.first <= last]
        low, high = _resolve_ranks(step, len(dashes), place)
        return Region(self.span_of(dashes[low].first, dashes[high].last), (dashes[low].first, dashes[high].last))

    def _item(self, region: Region, step: Item, place: Place) -> Region:
        first, last = _whole_alineas(region, place)
        inside = [n for n in self.nodes if first <= n.first and n.last <= last and n.label.text == step.label]
        shallowest = [n for n in inside if n.depth == min(m.depth for m in inside)]
        if not shallowest:
            raise Refused(Reason.OUT_OF_RANGE, f"Pas de « {step.label} » ici ({place}).")
        if len(shallowest) > 1:
            raise Refused(Reason.AMBIGUOUS, f"Plusieurs « {step.label} » ici ({place}).")
        node = shallowest[0]
        low = self._since(node, step, place) if step.since else node.first
        beyond = node.limit if node.limit > node.last else None
        return Region(self.span_of(low, node.last), (low, node.last), beyond=beyond)

    def _since(self, node: Node, step: Item, place: Place) -> int:
        """Where an item of a range begins: with the 2° bis that stands before it, «les 1° à 3°» says nothing of it."""
        before = [
            n for n in self.nodes if n.first < node.first and n.depth == node.depth and n.label.text == step.since
        ]
        if not before or before[-1].last + 1 == node.first:
            return node.first
        if step is not place.steps[-1]:
            raise Refused(Reason.AMBIGUOUS, f"Avant le « {step.label} » s’en trouve un autre ({place}).")
        return before[-1].last + 1

    def node_at(self, region: Region) -> Node:
        """Give the labelled unit that a region is. Raises Refused when it carries no label."""
        for node in self.nodes:
            if region.alineas is not None and node.first == region.alineas[0] and node.last == region.alineas[1]:
                return node
        raise Refused(Reason.OUT_OF_RANGE, "Cet endroit ne porte pas de numéro à changer.")


def _whole_alineas(region: Region, place: Place) -> tuple[int, int]:
    if region.alineas is None:
        raise Refused(Reason.OUT_OF_RANGE, f"Un alinéa ne se cherche pas dans une phrase ({place}).")
    return region.alineas


def _resolve_ranks(step: Ranked, count: int, place: Place) -> tuple[int, int]:
    low, high = (rank - 1 if rank > 0 else count + rank for rank in (step.first, step.last))
    if step.total not in {None, count}:
        raise Refused(Reason.MISMATCH, f"{step.total} annoncés, {count} trouvés ({place}).")
    if not 0 <= low <= high < count:
        units = f"{count} {step.unit.value}{'s' if count > 1 else ''}"
        raise Refused(Reason.OUT_OF_RANGE, f"{units} ici, {step} n’y est pas ({place}).")
    return low, high


# ── Labels to a tree ─────────────────────────────────────────────────────────────────────────────────────────

_CLOSED = {"degree", "letter", "number", "small", "dash"}
"""Styles of list items: an alinéa without label after the last of them belongs to the list's owner, not to it."""


def _build_nodes(alineas: tuple[str, ...]) -> tuple[Node, ...]:
    opened: list[tuple[Label, int, int]] = []
    stack: list[str] = []
    for index, alinea in enumerate(alineas):
        for label in _labels(alinea, opened, alineas[index + 1 :]):
            if label.style in stack:
                del stack[stack.index(label.style) + 1 :]
            else:
                stack.append(label.style)
            opened.append((label, index, len(stack) - 1))
    return tuple(_close(position, opened, alineas) for position in range(len(opened)))


def _labels(alinea: str, opened: list[tuple[Label, int, int]], following: Sequence[str]) -> list[Label]:
    """List the labels at the head of an alinéa: «I. - A. - 1.» opens three levels."""
    labels: list[Label] = []
    position = 0
    while (label := read_label(alinea[position:])) is not None and len(labels) < 4:
        if not _is_plausible(label, alinea[position:], labels, opened):
            break
        start, end = label.span
        label = settle_style(label, [o for o, _, _ in opened], following)
        labels.append(Label(label.style, label.text, (position + start, position + end)))
        position += end
        if label.style in {"dash", "letter", "small"}:
            break
    return labels


def _is_plausible(label: Label, rest: str, labels: list[Label], opened: list[tuple[Label, int, int]]) -> bool:
    """Tell a label from a word that looks like one: «A. Martin», «Le d -», «C. civ.»."""
    if labels and label.style == "dash":
        return False
    if label.style == "capital":
        expected = chr(ord(label.text[0]) - 1)
        return label.text[0] == "A" or any(o.text[0] == expected and o.style == "capital" for o, _, _ in opened)
    return True


def settle_style(label: Label, earlier: Sequence[Label], following: Sequence[str] | None = None) -> Label:
    """Decide whether C, D, I, V, X is a roman numeral or a letter: a letter when the one before it was a letter.

    So for i, v and x, whose lists open inside a letter («a) … i) … ii) …») and never follow h, u or w. Where the h was
    repealed, the i that follows g opens no list: no ii comes after it among the ``following`` alinéas.
    """
    if label.style == "letter" and _SMALL_ROMAN.fullmatch(label.text):
        letters = [other.text[0] for other in earlier if other.style == "letter"]
        next_letter = bool(letters) and ord(letters[-1]) + 1 == ord(label.text[0])
        after_a_gap = bool(letters) and following is not None and not _opens_romans(label, earlier, following)
        return label if next_letter or after_a_gap else replace(label, style="small")
    if label.style == "roman" and len(label.text) == 1:
        capitals = [other.text for other in earlier if other.style == "capital"]
        if capitals and ord(capitals[-1][0]) + 1 == ord(label.text):
            return replace(label, style="capital")
    return label


def _opens_romans(label: Label, earlier: Sequence[Label], following: Sequence[str]) -> bool:
    """Tell whether i begins a list of roman numerals, or v or x goes on with one."""
    if label.text != "i":
        return len(label.text) > 1 or (bool(earlier) and earlier[-1].style == "small")
    coming = (read_label(alinea) for alinea in following)
    return next((other.text for other in coming if other is not None and other.style != "dash"), None) == "ii"


def _close(position: int, opened: list[tuple[Label, int, int]], alineas: tuple[str, ...]) -> Node:
    """Find where a labelled unit ends.

    It goes up to the next label of its own list, or of a level above. The last item of a list holds its label's
    alinéa and its own items only: what follows without a label is said of the whole list, but for an alinéa that
    names the item as its own («Le premier alinéa du présent 9° ne s'applique pas …»).
    """
    label, first, depth = opened[position]
    following = opened[position + 1 :]
    rank = next((k for k, (_, _, d) in enumerate(following) if d <= depth), None)
    within = following if rank is None else following[:rank]
    limit = len(alineas) - 1
    goes_on = False
    if rank is not None:
        next_label, next_first, next_depth = following[rank]
        limit = max(first, next_first - 1)
        goes_on = next_depth == depth and _continues(label, next_label)
    if goes_on or label.style not in _CLOSED:
        return Node(label, first, limit, depth, limit)
    last = max([first, *(index for _, index, _ in within)])
    own = re.compile(rf"\bprésente?\s+{re.escape(label.text)}(?!\w)")
    last = max([last, *(index for index in range(last + 1, limit + 1) if own.search(alineas[index]))])
    return Node(label, first, last, depth, limit)


def _continues(label: Label, following: Label) -> bool:
    """Tell whether a label goes on with the list of the one before it, rather than opening another list."""
    return label.style == "dash" or rank_of(following) >= rank_of(label)


_SMALL_ROMAN = re.compile(r"(?:ix|iv|v?i{1,3}|v|x)")


def rank_of(label: Label) -> int:
    """Give the rank of a label in its list: 4 for «4°», «IV» and «d»."""
    return value_of(label.text.split()[0], roman=label.style in {"roman", "small"})


def order_of(label: Label) -> tuple[int, float, str]:
    """Give what puts the labels of a list in order: 1° A, 1°, 1° bis A, 1° bis, 2°."""
    _, *suffixes = label.text.split()
    adverb = next((LATIN_ADVERBS.index(word) + 1 for word in suffixes if word in LATIN_ADVERBS), 0)
    letter = next((word for word in suffixes if word not in LATIN_ADVERBS), "")
    return rank_of(label), adverb - 0.5 if letter else adverb, letter
