"""Apply operations to the alinéas of one article: all positions refer to the text before the act.

Each operation is turned into edits of the original alinéas; the edits of all operations are then made at once, so
that the order of the points of a list does not matter, as the law has it. Two edits of the same passage conflict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from consolidate.anatomy import Anatomy, Node, Region, rank_of, read_label
from consolidate.operations import (
    DeletePassage,
    DeleteWords,
    Edge,
    InsertPassage,
    InsertWords,
    MergeItems,
    MoveAlinea,
    Occurrence,
    Operation,
    Place,
    Ranked,
    Reason,
    Refused,
    Relabel,
    ReplacePassage,
    ReplaceStretch,
    ReplaceTail,
    ReplaceWords,
    Unit,
)
from consolidate.words import find_words, join_words, split_sentences
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
    landings: list[tuple[int, int, int]] = field(default_factory=list)
    """(alinéa, first alinéa of the unit in which it is counted, rank that the drafter announces)."""
    added: list[tuple[Node, str]] = field(default_factory=list)
    """Items that are added though one of the same label stands: it must go, or take another label."""

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
            else:
                lines.append(_splice(alinea, self.characters.get(index, [])))
        lines += self.inserted.get(len(self.anatomy.alineas), [])
        for node, label in self.added:
            if node.first not in self.replaced and not any(
                e[0] <= node.label.span[0] + 1 < e[1] + 1 for e in self.characters.get(node.first, [])
            ):
                raise Refused(Reason.CONFLICT, f"Il y a déjà un « {label} ».")
        for moved, first, announced in self.landings:
            start = landed[first] - len(self.inserted.get(first, [])) if first == 0 else landed[first]
            rank = landed[moved] - start + 1
            if announced > 0 and rank != announced:
                detail = f"L’alinéa {moved + 1} devient le {rank}e, et non le {announced}e."
                raise Refused(Reason.MISMATCH, detail)
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


def _plan(draft: _Draft, operation: Operation, rank: int) -> None:  # noqa: C901 - one line for each kind of action
    region = draft.anatomy.locate(operation.place)
    if operation.landing is not None:
        _expect(draft, region, operation.place, operation.landing)
    match operation.action:
        case ReplaceWords() as action:
            _replace_words(draft, region, action, rank)
        case InsertWords() as action:
            _insert_words(draft, region, action, rank)
        case DeleteWords() as action:
            _delete_words(draft, region, action)
        case ReplaceTail() as action:
            _replace_tail(draft, region, action, rank)
        case ReplaceStretch() as action:
            _replace_stretch(draft, region, action, rank)
        case ReplacePassage() as action:
            _replace_passage(draft, _whole(region), action.new, rank)
        case InsertPassage() as action:
            _insert_passage(draft, region, action, rank)
        case DeletePassage():
            _delete_passage(draft, _whole(region))
        case MergeItems() as action:
            _merge_items(draft, region, action, rank)
        case Relabel() as action:
            _relabel(draft, region, action, rank)
        case MoveAlinea() as action:
            _expect(draft, region, operation.place, action.rank)
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
    if occurrence.ranks:
        positions = [rank - 1 if rank > 0 else len(found) + rank for rank in occurrence.ranks]
        if not all(0 <= position < len(found) for position in positions):
            raise Refused(Reason.OUT_OF_RANGE, f"« {words} » ne s’y trouve que {len(found)} fois.")
        return [found[position] for position in positions]
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
            words = _in_case_of(alinea[start:end], old, new)
            piece = Piece(_spaced(alinea, start, words), rank)
            draft.edit(index, _before_mark(alinea, (start, end), new), piece)


def _in_case_of(found: str, old: str, new: str) -> str:
    """Give the new words the capital of those they replace, where that capital only opens a sentence.

    The act says «le préfet», the alinéa opens with «Le préfet»: «le maire» then opens it as «Le maire».
    """
    if found[:1].isupper() and old[:1].islower() and new[:1].islower():
        return new[0].upper() + new[1:]
    return new


def _before_mark(alinea: str, span: Span, new: str) -> Span:
    """New words that begin with a comma or a full stop close up to the word before."""
    start, end = span
    return (start - 1, end) if new[:1] in {",", "."} and alinea[:start].endswith(" ") else span


def _spaced(alinea: str, start: int, new: str) -> str:
    """New words that begin with «;» or «:» take a space before."""
    return f" {new}" if new[:1] in {";", ":", "?", "!"} and start and not alinea[start - 1].isspace() else new


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
    index, (start, end) = _only(_choose(draft, region, action.anchor, action.occurrence), action.anchor)
    alinea = draft.anatomy.alineas[index]
    low = start if action.inclusive else end
    limit_index, limit = _end_of_tail(draft, region, action.scope, index, low)
    if limit_index != index:
        if region.alineas is None or limit_index != region.alineas[1]:
            raise Refused(Reason.AMBIGUOUS, "La fin à remplacer s’étend sur plusieurs alinéas.")
        draft.replace(index + 1, limit_index, ())
        mark = _final_mark(draft.anatomy.alineas[limit_index], action.new)
        new = join_words(alinea[:low], action.new, "") if action.new else ""
        draft.edit(index, (low, len(alinea)), Piece(new + mark, rank))
        return
    _write_stretch(draft, index, (low, limit), action.new, rank)


def _only(found: list[Found], words: str) -> Found:
    if len(found) != 1:
        raise Refused(Reason.AMBIGUOUS, f"« {words} » s’y trouve {len(found)} fois.")
    return found[0]


def _end_of_tail(draft: _Draft, region: Region, scope: Unit | None, index: int, position: int) -> tuple[int, int]:
    """Where «la fin» ends: the alinéa and the position in it."""
    alinea = draft.anatomy.alineas[index]
    if scope is Unit.SENTENCE:
        return index, next((e for s, e in split_sentences(alinea) if s <= position <= e), len(alinea))
    if scope is Unit.ALINEA:
        return index, len(alinea)
    last_index, (_, last_end) = _parts(draft, region)[-1]
    return last_index, last_end


def _final_mark(text: str, new: str) -> str:
    """The final punctuation of a passage, which stays unless the new words bring their own."""
    stripped = text.rstrip()
    return stripped[-1] if stripped and stripped[-1] in ".;:," and not new.endswith((".", ";", ":", ",")) else ""


def _write_stretch(draft: _Draft, index: int, span: Span, new: str, rank: int) -> None:
    """Write ``new`` over a stretch that goes to the end of a sentence or an alinéa; its final mark stays."""
    low, limit = span
    alinea = draft.anatomy.alineas[index]
    tail = alinea[low:limit].rstrip()
    mark = _final_mark(tail, new)
    high = low + len(tail) - len(mark)
    if not new:
        low, high = (low, high) if mark in {"", ".", ","} else (low, high - (alinea[high - 1 : high] == " "))
        low -= alinea[low - 1 : low] == " " and low > 0 and mark in {"", ".", ","}
        draft.edit(index, (low, high), Piece(""))
        return
    if mark in {";", ":"} and alinea[high - 1 : high] == " ":
        high -= 1
    low -= new[:1] in {",", "."} and alinea[low - 1 : low] == " "
    draft.edit(index, (low, high), Piece(join_words(alinea[:low], new, ""), rank))


def _replace_stretch(draft: _Draft, region: Region, action: ReplaceStretch, rank: int) -> None:
    """«les mots : « A » jusqu'aux mots : « B »»: A must be there once, and B once after it in the same alinéa."""
    index, (start, end) = _only(_choose(draft, region, action.anchor, Occurrence()), action.anchor)
    parts = dict(_parts(draft, region))
    _, limit = parts[index]
    alinea = draft.anatomy.alineas[index]
    after = find_words(alinea[end:limit], action.until)
    if not after:
        raise Refused(Reason.WORDS_NOT_FOUND, f"« {action.until} » ne suit pas « {action.anchor} ».")
    if len(after) > 1:
        raise Refused(Reason.AMBIGUOUS, f"« {action.until} » s’y trouve {len(after)} fois.")
    span = start, end + after[0][1]
    if action.new:
        draft.edit(index, _before_mark(alinea, span, action.new), Piece(_spaced(alinea, span[0], action.new), rank))
    else:
        draft.edit(index, _close_up(alinea, span), Piece(""))


# ── Passages ─────────────────────────────────────────────────────────────────────────────────────────────────


def _expect(draft: _Draft, region: Region, place: Place, rank: int) -> None:
    """«Le troisième alinéa, qui devient le quatrième»: the result must bear it out."""
    last = place.steps[-1] if place.steps else None
    if region.alineas is None or not isinstance(last, Ranked) or last.unit is not Unit.ALINEA:
        return
    outer = draft.anatomy.locate(replace(place, steps=place.steps[:-1])).alineas
    if outer is not None:
        draft.landings.append((region.alineas[0], outer[0], rank))


def _whole(region: Region) -> Region:
    """Refuse «le début» and «la fin» of a unit as a passage: nothing says where they stop."""
    if region.edge is not None:
        raise Refused(Reason.AMBIGUOUS, "Rien ne dit où commence, ou finit, la partie visée.")
    return region


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
    if action.position == "after":
        draft.insert(last + 1, _lines(action.new, rank))
        return
    _insert_at_end(draft, region, action, rank)


def _insert_at_end(draft: _Draft, region: Region, action: InsertPassage, rank: int) -> None:
    """An item goes after the last of its list; other alinéas go at the end of the place.

    «L'article est complété par un 4°»: a list can be followed by an alinéa without label, and the end of the article
    is then not the end of the list. Where a mere «alinéa» brings a label, both could be meant.
    """
    if region.alineas is None:
        raise Refused(Reason.OUT_OF_RANGE, "Un alinéa ne s’insère pas dans une phrase.")
    end = region.alineas[1] + 1
    sibling = _sibling_before(draft.anatomy, region, action.new[0], restored=action.restored)
    position = end if sibling is None else sibling.last + 1
    if action.what != "item" and position != end:
        raise Refused(Reason.AMBIGUOUS, "À la fin de la liste, ou à la fin de l’article : l’instruction ne le dit pas.")
    _check_free(draft, region, action)
    draft.insert(position, _lines(action.new, rank))


def _check_free(draft: _Draft, region: Region, action: InsertPassage) -> None:
    """An item that is there already cannot be added, unless the same act takes it away or renumbers it."""
    label = read_label(action.new[0])
    if label is None or region.alineas is None or action.what != "item":
        return
    first, last = region.alineas
    same = [n for n in draft.anatomy.nodes if first <= n.first and n.last <= last and n.label.text == label.text]
    shallow = [n for n in same if n.label.style == label.style and n.depth == min(m.depth for m in same)]
    draft.added += [(node, label.text) for node in shallow]


def _sibling_before(anatomy: Anatomy, region: Region, new: str, *, restored: bool) -> Node | None:
    """Find the item of the same list after which a new one goes: the last one, or the one before a restored one."""
    label = read_label(new)
    if label is None or region.alineas is None:
        return None
    first, last = region.alineas
    same_style = [n for n in anatomy.nodes if first <= n.first and n.last <= last and n.label.style == label.style]
    shallowest = [n for n in same_style if n.depth == min(m.depth for m in same_style)]
    if restored:
        shallowest = [n for n in shallowest if rank_of(n.label) < rank_of(label)]
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
            sibling = _sibling_before(draft.anatomy, region, text, restored=False)
            draft.insert((sibling.last if sibling else last) + 1, _lines((text,), rank))


def _relabel(draft: _Draft, region: Region, action: Relabel, rank: int) -> None:
    node = draft.anatomy.node_at(region)
    start, end = node.label.span
    label = draft.anatomy.alineas[node.first][start:end]
    at = start + label.index(node.label.text)
    draft.edit(node.first, (at, at + len(node.label.text)), Piece(action.label, rank))
