"""Apply operations to the alinéas of one article: all positions refer to the text before the act.

Each operation is turned into edits of the original alinéas; the edits of all operations are then made at once, so
that the order of the points of a list does not matter, as the law has it. Two edits of the same passage conflict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from consolidate.anatomy import Anatomy, Node, Region, read_label
from consolidate.operations import (
    DeletePassage,
    DeleteWords,
    Edge,
    InsertPassage,
    InsertWords,
    MergeItems,
    Occurrence,
    Operation,
    Reason,
    Refused,
    Relabel,
    ReplacePassage,
    ReplaceTail,
    ReplaceWords,
)
from consolidate.words import find_words, join_words
from corpus.model import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the new text: ``author`` is the rank of the operation that wrote them, None if they stood before."""

    text: str
    author: int | None = None


Line = tuple[Piece, ...]
"""One alinéa of the new text, in pieces."""


@dataclass(slots=True)
class _Draft:
    """The edits collected so far, per original alinéa (0-based). ``inserted[i]`` goes before alinéa ``i``."""

    anatomy: Anatomy
    characters: dict[int, list[tuple[int, int, Piece]]] = field(default_factory=dict)
    replaced: dict[int, tuple[Line, ...]] = field(default_factory=dict)
    inserted: dict[int, list[Line]] = field(default_factory=dict)

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
        """Make all edits at once."""
        lines: list[Line] = []
        for index, alinea in enumerate(self.anatomy.alineas):
            lines += self.inserted.get(index, [])
            if index in self.replaced:
                if index in self.characters:
                    raise Refused(Reason.CONFLICT, f"L’alinéa {index + 1} est à la fois remplacé et modifié.")
                lines += self.replaced[index]
            else:
                lines.append(_splice(alinea, self.characters.get(index, [])))
        lines += self.inserted.get(len(self.anatomy.alineas), [])
        return tuple(line for line in lines if "".join(p.text for p in line).strip())


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


def edit_article(
    alineas: tuple[str, ...], operations: Sequence[tuple[int, Operation]]
) -> tuple[tuple[Line, ...], list[tuple[int, Refused]]]:
    """Apply operations (each with its rank) to an article.

    Returns the new alinéas in pieces, and the refusals. All or nothing is the caller's: with a refusal, the new
    alinéas must not be used.
    """
    anatomy = Anatomy(alineas)
    draft = _Draft(anatomy)
    refused: list[tuple[int, Refused]] = []
    for rank, operation in operations:
        try:
            _plan(draft, operation, rank)
        except Refused as refusal:
            refused.append((rank, refusal))
    if refused:
        return (), refused
    try:
        return draft.finish(), []
    except Refused as refusal:
        return (), [(rank, refusal) for rank, _ in operations]


def _plan(draft: _Draft, operation: Operation, rank: int) -> None:
    region = draft.anatomy.locate(operation.place)
    match operation.action:
        case ReplaceWords() as action:
            _replace_words(draft, region, action, rank)
        case InsertWords() as action:
            _insert_words(draft, region, action, rank)
        case DeleteWords() as action:
            _delete_words(draft, region, action)
        case ReplaceTail() as action:
            _replace_tail(draft, region, action, rank)
        case ReplacePassage() as action:
            _replace_passage(draft, region, action.new, rank)
        case InsertPassage() as action:
            _insert_passage(draft, region, action, rank)
        case DeletePassage():
            _delete_passage(draft, region)
        case MergeItems() as action:
            _merge_items(draft, region, action, rank)
        case Relabel() as action:
            _relabel(draft, region, action, rank)
        case _:
            raise AssertionError(f"{operation.kind} is no edit inside an article")


# ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────

Found = tuple[int, Span]
"""An occurrence: the index of its alinéa, and its span there."""


def _parts(draft: _Draft, region: Region) -> list[tuple[int, Span]]:
    """List the stretches of alinéas that a region covers."""
    start, end = region.span
    return [
        (index, (max(start - s, 0), min(end - s, len(alinea))))
        for index, (s, alinea) in enumerate(zip(draft.anatomy.starts, draft.anatomy.alineas, strict=True))
        if s < end and start < s + len(alinea)
    ]


def _occurrences(draft: _Draft, region: Region, words: str) -> list[Found]:
    return [
        (index, (low + start, low + end))
        for index, (low, high) in _parts(draft, region)
        for start, end in find_words(draft.anatomy.alineas[index][low:high], words)
    ]


def _choose(draft: _Draft, region: Region, words: str, occurrence: Occurrence) -> list[Found]:
    """Find the occurrences that the drafter means, or refuse."""
    found = _occurrences(draft, region, words)
    if region.edge is not None:
        found = [f for f in found if _is_at_edge(draft, region, f)]
    if not found:
        where = draft.anatomy.flat[slice(*region.span)]
        raise Refused(Reason.WORDS_NOT_FOUND, f"« {words} » n’est pas dans : « {_shorten(where)} »")
    if occurrence.rank is not None:
        position = occurrence.rank - 1 if occurrence.rank > 0 else len(found) + occurrence.rank
        if not 0 <= position < len(found):
            raise Refused(Reason.OUT_OF_RANGE, f"« {words} » ne s’y trouve que {len(found)} fois.")
        return [found[position]]
    if occurrence.count is not None and occurrence.count != len(found):
        raise Refused(Reason.MISMATCH, f"« {words} » : {occurrence.count} annoncés, {len(found)} trouvés.")
    if len(found) > 1 and occurrence.count is None and not occurrence.every:
        raise Refused(Reason.AMBIGUOUS, f"« {words} » s’y trouve {len(found)} fois.")
    return found


def _is_at_edge(draft: _Draft, region: Region, found: Found) -> bool:
    index, (start, end) = found
    base = draft.anatomy.starts[index]
    if region.edge is Edge.END:
        rest = draft.anatomy.flat[base + end : region.span[1]]
    else:
        rest = draft.anatomy.flat[region.span[0] : base + start]
        label = read_label(rest)
        rest = rest[label.span[1] :] if label else rest
    return not rest.strip(" .;:,»")


def _shorten(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else f"{text[: limit - 20]} […] {text[-15:]}"


def _replace_words(draft: _Draft, region: Region, action: ReplaceWords, rank: int) -> None:
    news = action.new if len(action.new) == len(action.old) else action.new * len(action.old)
    for old, new in zip(action.old, news, strict=True):
        for index, (start, end) in _choose(draft, region, old, action.occurrence):
            alinea = draft.anatomy.alineas[index]
            if new[:1] in {",", "."} and alinea[:start].endswith(" "):
                start -= 1
            space = " " if new[:1] in {";", ":", "?", "!"} and start and not alinea[start - 1].isspace() else ""
            draft.edit(index, (start, end), Piece(space + new, rank))


def _insert_words(draft: _Draft, region: Region, action: InsertWords, rank: int) -> None:
    if action.anchor is None:
        _insert_at_edge(draft, region, action.new, rank, at_start=action.before)
        return
    for index, (start, end) in _choose(draft, region, action.anchor, action.occurrence):
        _insert_at(draft, index, start if action.before else end, action.new, rank)


def _insert_at(draft: _Draft, index: int, position: int, words: str, rank: int) -> None:
    alinea = draft.anatomy.alineas[index]
    joined = join_words(alinea[:position], words, alinea[position:])
    draft.edit(index, (position, position), Piece(joined, rank))


def _insert_at_edge(draft: _Draft, region: Region, words: str, rank: int, *, at_start: bool) -> None:
    parts = _parts(draft, region)
    if at_start:
        index, (start, _) = parts[0]
        label = None if read_label(words) else read_label(draft.anatomy.alineas[index][start:])
        _insert_at(draft, index, start + (label.span[1] if label else 0), words, rank)
        return
    index, (_, end) = parts[-1]
    alinea = draft.anatomy.alineas[index]
    body = alinea[:end].rstrip()
    stripped = body.rstrip(".;:").rstrip() if not words.rstrip().endswith((".", ";", ":")) else body
    if words.rstrip().endswith((".", ";")) and body.endswith((".", ";")):
        # The new words bring their own final mark: it takes the place of the old one.
        kept = body[:-1].rstrip()
        draft.edit(index, (len(kept), len(body)), Piece(join_words(kept, words, ""), rank))
        return
    joined = join_words(stripped, words, "")
    draft.edit(index, (len(stripped), len(stripped)), Piece(joined, rank))


def _delete_words(draft: _Draft, region: Region, action: DeleteWords) -> None:
    for words in action.old:
        for index, span in _choose(draft, region, words, action.occurrence):
            draft.edit(index, _close_up(draft.anatomy.alineas[index], span), Piece(""))


def _close_up(alinea: str, span: Span) -> Span:
    """Widen a deletion to the space that it would leave doubled, or before a comma or a full stop."""
    start, end = span
    before, after = alinea[:start], alinea[end:]
    if before.endswith(" ") and (not after or after[0] in " ,.)"):
        return start - 1, end
    if not before and after.startswith(" "):
        return start, end + 1
    if before.endswith(("'", "’", "(")) and after.startswith(" "):
        return start, end + 1
    return span


def _replace_tail(draft: _Draft, region: Region, action: ReplaceTail, rank: int) -> None:
    found = _choose(draft, region, action.anchor, Occurrence())
    index, (start, end) = found[0]
    last_index, (_, last_end) = _parts(draft, region)[-1]
    if last_index != index:
        raise Refused(Reason.AMBIGUOUS, "La fin à remplacer s’étend sur plusieurs alinéas.")
    alinea = draft.anatomy.alineas[index]
    low = start if action.inclusive else end
    tail = alinea[low:last_end].rstrip()
    mark = tail[-1] if tail and tail[-1] in ".;:" and not action.new.endswith((".", ";", ":")) else ""
    high = low + len(tail) - len(mark)
    if mark in {";", ":"} and alinea[high - 1 : high] == " ":
        high -= 1
    draft.edit(index, (low, high), Piece(join_words(alinea[:low], action.new, "") if action.new else "", rank))


# ── Passages ─────────────────────────────────────────────────────────────────────────────────────────────────


def _lines(new: Sequence[str], rank: int) -> list[Line]:
    return [(Piece(text, rank),) for text in new]


def _replace_passage(draft: _Draft, region: Region, new: tuple[str, ...], rank: int) -> None:
    if region.alineas is not None:
        draft.replace(*region.alineas, _lines(new, rank))
        return
    parts = _parts(draft, region)
    (first, (start, end)) = parts[0]
    if len(parts) > 1:
        raise Refused(Reason.AMBIGUOUS, "Le passage à remplacer s’étend sur plusieurs alinéas.")
    draft.edit(first, (start, end), Piece(" ".join(new), rank))


def _delete_passage(draft: _Draft, region: Region) -> None:
    if region.alineas is not None:
        draft.replace(*region.alineas, ())
        return
    for index, (start, end) in _parts(draft, region):
        alinea = draft.anatomy.alineas[index]
        label = read_label(alinea)
        at_start = start <= (label.span[1] if label else 0)
        while at_start and alinea[end : end + 1] == " ":
            end += 1
        if not at_start and alinea[start - 1] == " ":
            start -= 1
        draft.edit(index, (start, end), Piece(""))


def _insert_passage(draft: _Draft, region: Region, action: InsertPassage, rank: int) -> None:
    if action.what == "phrase":
        _insert_sentence(draft, region, action, rank)
        return
    if action.lands is not None and action.position == "end":
        _insert_at_rank(draft, region, action, rank)
        return
    if region.alineas is None:
        raise Refused(Reason.OUT_OF_RANGE, "Un alinéa ne s’insère pas dans une phrase.")
    first, last = region.alineas
    if action.position == "before":
        draft.insert(first, _lines(action.new, rank))
        return
    sibling = _last_sibling(draft.anatomy, region, action.new[0]) if action.position == "end" else None
    draft.insert((sibling.last if sibling else last) + 1, _lines(action.new, rank))


def _last_sibling(anatomy: Anatomy, region: Region, new: str) -> Node | None:
    """Find the item after which a new one goes: «L'article est complété par un 4°» puts it after the 3°.

    A list can be followed by an alinéa without label: the end of the article is then not the end of the list.
    """
    label = read_label(new)
    if label is None or region.alineas is None:
        return None
    first, last = region.alineas
    same_style = [n for n in anatomy.nodes if first <= n.first and n.last <= last and n.label.style == label.style]
    shallowest = [n for n in same_style if n.depth == min(m.depth for m in same_style)]
    return shallowest[-1] if shallowest else None


def _insert_at_rank(draft: _Draft, region: Region, action: InsertPassage, rank: int) -> None:
    """«Il est ajouté un troisième alinéa»: it must become the third."""
    if region.alineas is None or action.lands is None:
        raise Refused(Reason.OUT_OF_RANGE, "Un alinéa ne s’insère pas dans une phrase.")
    first, last = region.alineas
    target = first + action.lands - 1
    if not first < target <= last + 1:
        count = last - first + 1
        raise Refused(Reason.OUT_OF_RANGE, f"{count} alinéas ici : le nouveau ne peut être le {action.lands}e.")
    draft.insert(target, _lines(action.new, rank))


def _insert_sentence(draft: _Draft, region: Region, action: InsertPassage, rank: int) -> None:
    parts = _parts(draft, region)
    words = " ".join(action.new)
    if action.position == "before":
        index, (start, _) = parts[0]
        draft.edit(index, (start, start), Piece(f"{words} ", rank))
        return
    index, (_, end) = parts[-1]
    draft.edit(index, (end, end), Piece(f" {words}", rank))


def _merge_items(draft: _Draft, region: Region, action: MergeItems, rank: int) -> None:
    if region.alineas is None:
        raise Refused(Reason.OUT_OF_RANGE, "Une liste ne se trouve pas dans une phrase.")
    first, last = region.alineas
    for text in action.new:
        label = read_label(text)
        if label is None:
            raise Refused(Reason.MISMATCH, f"« {_shorten(text, 40)} » ne porte pas de numéro.")
        same = [n for n in draft.anatomy.nodes if first <= n.first <= last and n.label.text == label.text]
        if same:
            draft.replace(same[0].first, same[0].last, _lines((text,), rank))
        else:
            sibling = _last_sibling(draft.anatomy, region, text)
            draft.insert((sibling.last if sibling else last) + 1, _lines((text,), rank))


def _relabel(draft: _Draft, region: Region, action: Relabel, rank: int) -> None:
    node = draft.anatomy.node_at(region)
    start, end = node.label.span
    label = draft.anatomy.alineas[node.first][start:end]
    at = start + label.index(node.label.text)
    draft.edit(node.first, (at, at + len(node.label.text)), Piece(action.label, rank))
