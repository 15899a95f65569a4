"""Apply operations to the alinéas of one article: all positions refer to the text before the act.

Each operation is turned into edits of the original alinéas; the edits of all operations are then made at once, so
that the order of the points of a list does not matter, as the law has it. Two edits of the same passage conflict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from consolidate.anatomy import Anatomy, Node, Region, order_of, rank_of, read_label
from consolidate.counting import locate_counted
from consolidate.draft import Draft, Line, Piece
from consolidate.labels import open_with, shape_of
from consolidate.operations import (
    DeletePassage,
    DeleteWords,
    Detach,
    Edge,
    Exchange,
    InsertPassage,
    InsertWords,
    Item,
    MergeItems,
    MoveAlinea,
    MovePassage,
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
from consolidate.shifting import shift_passage
from consolidate.wording import edit_words, parts_of, shorten


@dataclass(frozen=True, slots=True)
class Edited:
    """An article under amendment: its new alinéas in pieces, and the refusals.

    All or nothing is the caller's: with a refusal, the new alinéas must not be used. ``recounted`` are the ranks of
    the operations whose alinéas were found by the count of before 20 October 2000 only.
    """

    lines: tuple[Line, ...] = ()
    refused: tuple[tuple[int, Refused], ...] = ()
    recounted: frozenset[int] = frozenset()


def edit_article(
    alineas: tuple[str, ...], operations: Sequence[tuple[int, Operation]], *, former: bool = False
) -> Edited:
    """Apply operations (each with its rank) to an article; ``former``: the act may count alinéas as before 2000."""
    anatomy = Anatomy(alineas)
    draft = Draft(anatomy, Anatomy(alineas, by_full_stop=True) if former else None)
    refused: list[tuple[int, Refused]] = []
    for rank, operation in operations:
        try:
            _plan(draft, operation, rank)
        except Refused as refusal:
            refused.append((rank, refusal))
    if refused:
        return Edited(refused=tuple(refused))
    try:
        return Edited(draft.finish(), recounted=frozenset(draft.recounted))
    except Refused as refusal:
        return Edited(refused=tuple((rank, refusal) for rank, _ in operations))


def _plan(draft: Draft, operation: Operation, rank: int) -> None:
    region, recounted = locate_counted(draft.anatomy, draft.former, operation)
    if recounted:
        draft.recounted.add(rank)
    if operation.landing is not None:
        _expect(draft, region, operation.place, operation.landing)
    match operation.action:
        case ReplaceWords() | InsertWords() | DeleteWords() | ReplaceTail() | ReplaceStretch() as action:
            if isinstance(action, ReplaceStretch) and not action.anchor:
                _check_beginning(draft, operation.place, region, action.new)
            edit_words(draft, region, action, rank)
        case ReplacePassage() as action:
            _check_opening(draft, operation.place, region, action.new)
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
        case MovePassage() | Exchange() | Detach() as action:
            shift_passage(draft, region, operation.place, action)
        case _:
            raise AssertionError(f"{operation.kind} is no edit inside an article")


# ── Passages ─────────────────────────────────────────────────────────────────────────────────────────────────


def _expect(draft: Draft, region: Region, place: Place, rank: int) -> None:
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


def _check_opening(draft: Draft, place: Place, region: Region, new: Sequence[str]) -> None:
    """«Le premier alinéa du II est ainsi rédigé» quotes «II. - …»: without it, the II would lose its number."""
    match place.steps:
        case (*_, Item(label=label), Ranked(unit=Unit.ALINEA)) if region.alineas is not None:
            old = read_label(draft.anatomy.alineas[region.alineas[0]])
            if old is not None and old.text == label and read_label(new[0]) is None:
                raise Refused(Reason.MISMATCH, f"L’alinéa porte « {label} », les mots cités ne le portent pas.")


def _check_beginning(draft: Draft, place: Place, region: Region, new: str) -> None:
    """«Le début du sixième alinéa», where it is a dash or a «1°»: whether its label is part of it, nothing says.

    «Le début du 1°» names the label, and keeps it.
    """
    units = [step for step in place.steps if not isinstance(step, Edge)]
    match units:
        case (*_, Item() | Ranked(unit=Unit.DASH)):
            return
    label = read_label(draft.anatomy.flat[region.span[0] :].split("\n", 1)[0])
    if label is not None and read_label(new) is None:
        raise Refused(Reason.AMBIGUOUS, f"« {label.text} » fait-il partie du début visé ? Rien ne le dit.")


def _lines(new: Sequence[str], rank: int) -> list[Line]:
    return [(Piece(text, rank),) for text in new]


def _replace_passage(draft: Draft, region: Region, new: tuple[str, ...], rank: int) -> None:
    if region.alineas is not None:
        draft.replace(*region.alineas, _lines(new, rank))
        return
    parts = parts_of(draft, region)
    (first, (start, end)) = parts[0]
    if len(parts) > 1:
        raise Refused(Reason.AMBIGUOUS, "Le passage à remplacer s’étend sur plusieurs alinéas.")
    alinea = draft.anatomy.alineas[first]
    if len(new) > 1 and alinea[end:].strip():
        raise Refused(Reason.AMBIGUOUS, "Des alinéas ne peuvent prendre la place d’une phrase au milieu d’un alinéa.")
    if start == draft.anatomy.openings[first] and alinea[:start].strip() and read_label(new[0]):
        start = _with_label(alinea, start, new[0])
    draft.edit(first, (start, end), Piece(new[0], rank))
    draft.insert(first + 1, _lines(new[1:], rank))


def _with_label(alinea: str, start: int, new: str) -> int:
    """«La première phrase du II est ainsi rédigée : « II. - Le juge … »»: a label quoted with it must be the same."""
    old, quoted = read_label(alinea), read_label(new)
    if old is None or quoted is None or old.text != quoted.text or old.span[1] != start:
        raise Refused(Reason.MISMATCH, f"La phrase citée porte un autre numéro : « {shorten(new, 40)} ».")
    return 0


def _delete_passage(draft: Draft, region: Region) -> None:
    if region.alineas is not None:
        draft.replace(*region.alineas, ())
        return
    for index, (start, end) in parts_of(draft, region):
        alinea = draft.anatomy.alineas[index]
        label = read_label(alinea)
        at_start = start <= (label.span[1] if label else 0)
        while at_start and alinea[end : end + 1] == " ":
            end += 1
        if not at_start and alinea[start - 1] == " ":
            start -= 1
        draft.edit(index, (start, end), Piece(""))


def _insert_passage(draft: Draft, region: Region, action: InsertPassage, rank: int) -> None:
    if action.what == "phrase":
        _insert_sentence(draft, region, action, rank)
        return
    if action.lands is not None and action.position == "end":
        _insert_at_rank(draft, region, action, rank)
        return
    if region.alineas is None:
        raise Refused(Reason.OUT_OF_RANGE, "Un alinéa ne s’insère pas dans une phrase.")
    first, last = region.alineas
    if action.restored and (vacant := _vacant_item(draft, region, action)):
        draft.replace(vacant.first, vacant.last, _lines(action.new, rank))
        return
    if action.position == "before":
        draft.insert(first, _lines(action.new, rank))
        return
    if action.position == "after":
        draft.insert(last + 1, _lines(action.new, rank))
        return
    _insert_at_end(draft, region, action, rank)


_VACANT = re.compile(
    r"\s*[(\[]?\s*(?:abrogée?|supprimée?|annulée?|périmée?|(?:alinéa|paragraphe)\s+(?:abrogé|supprimé)|sans\s+objet)"
    r"\s*[)\]]?\s*[.;,]*\s*",
    re.IGNORECASE,
)


def _vacant_item(draft: Draft, region: Region, action: InsertPassage) -> Node | None:
    """The line «2° (Abrogé) ;» that official texts keep: an item that is restored takes its place."""
    label = read_label(action.new[0])
    if label is None or region.alineas is None or action.what != "item" or len(_peers(action.new)) != 1:
        return None
    first, last = region.alineas
    beside = [m for n in draft.anatomy.nodes if (n.first, n.last) == (first, last) for m in _list_of(draft.anatomy, n)]
    inside = [n for n in draft.anatomy.nodes if first <= n.first and n.last <= last]
    for node in inside if action.position == "end" else beside:
        line = draft.anatomy.alineas[node.first]
        if node.label.text == label.text and node.first == node.last and _VACANT.fullmatch(line[node.label.span[1] :]):
            return node
    return None


def _insert_at_end(draft: Draft, region: Region, action: InsertPassage, rank: int) -> None:
    """An item goes after the last of its list; other alinéas go at the end of the place.

    «L'article est complété par un 4°»: a list can be followed by an alinéa without label, and the end of the article
    is then not the end of the list. Where a mere «alinéa» brings a label, both could be meant.
    """
    if region.alineas is None:
        raise Refused(Reason.OUT_OF_RANGE, "Un alinéa ne s’insère pas dans une phrase.")
    end = region.alineas[1] + 1
    listed = _position_in_list(draft.anatomy, region, action.new[0])
    position = end if listed is None else listed
    if action.what == "item" and listed is None:
        _check_opens_list(draft, action.new[0])
    if action.what == "item" and any(_position_in_list(draft.anatomy, region, a) != listed for a in _peers(action.new)):
        raise Refused(Reason.AMBIGUOUS, "Les éléments cités n’ont pas leur place au même endroit de la liste.")
    if action.what != "item" and position != end and read_label(action.new[0]):
        raise Refused(Reason.AMBIGUOUS, "À la fin de la liste, ou à la fin de l’article : l’instruction ne le dit pas.")
    if action.what != "item":
        position = end
    _check_free(draft, region, action)
    draft.insert(position, _lines(action.new, rank))


def _check_opens_list(draft: Draft, new: str) -> None:
    """«complété par un 4°» where there is no list: another place was meant, unless the act numbers it elsewhere."""
    label = read_label(new)
    numbered = any(read_label(f"{piece.text}X") for edits in draft.characters.values() for _, _, piece in edits)
    if label is not None and rank_of(label) > _OPENING_RANK and not numbered:
        raise Refused(Reason.OUT_OF_RANGE, f"Aucune liste ici que « {label.text} » puisse compléter.")


_OPENING_RANK = 2
"""A «II» is added to articles whose text without number is then their I; a «III», a «3°» is not."""


def _check_free(draft: Draft, region: Region, action: InsertPassage) -> None:
    """An item that is there already cannot be added, unless the same act takes it away or renumbers it."""
    label = read_label(action.new[0])
    if label is None or region.alineas is None or action.what != "item":
        return
    first, last = region.alineas
    same = [n for n in draft.anatomy.nodes if first <= n.first and n.last <= last and n.label.text == label.text]
    shallow = [n for n in same if n.label.style == label.style and n.depth == min(m.depth for m in same)]
    draft.added += [(node, label.text) for node in shallow]


def _peers(new: Sequence[str]) -> list[str]:
    """The quoted alinéas whose labels are of the style of the first: «3°» and «4°», not the «a)» inside."""
    first = read_label(new[0])
    return [alinea for alinea in new if first and (label := read_label(alinea)) and label.style == first.style]


def _position_in_list(anatomy: Anatomy, region: Region, new: str) -> int | None:
    """Find where an item takes its place in the list of its style: after the items whose labels come before its own."""
    label = read_label(new)
    if label is None or region.alineas is None:
        return None
    first, last = region.alineas
    same_style = [n for n in anatomy.nodes if first <= n.first and n.last <= last and n.label.style == label.style]
    siblings = [n for n in same_style if n.depth == min(m.depth for m in same_style)]
    if not siblings:
        return None
    before = [n for n in siblings if label.style == "dash" or order_of(n.label) < order_of(label)]
    return before[-1].last + 1 if before else siblings[0].first


def _insert_at_rank(draft: Draft, region: Region, action: InsertPassage, rank: int) -> None:
    """«Il est ajouté un troisième alinéa»: it must become the third."""
    if region.alineas is None or action.lands is None:
        raise Refused(Reason.OUT_OF_RANGE, "Un alinéa ne s’insère pas dans une phrase.")
    first, last = region.alineas
    target = first + action.lands - 1
    if not first < target <= last + 1:
        count = last - first + 1
        raise Refused(Reason.OUT_OF_RANGE, f"{count} alinéas ici : le nouveau ne peut être le {action.lands}e.")
    draft.insert(target, _lines(action.new, rank))


def _insert_sentence(draft: Draft, region: Region, action: InsertPassage, rank: int) -> None:
    parts = parts_of(draft, region)
    words = " ".join(action.new)
    if action.position == "before":
        index, (start, _) = parts[0]
        alinea = draft.anatomy.alineas[index]
        label = None if read_label(words) else read_label(alinea[start:])
        at = start + (label.span[1] if label and region.alineas is not None else 0)
        draft.edit(index, (at, at), Piece(f"{words} ", rank))
        return
    index, (_, end) = parts[-1]
    body = draft.anatomy.alineas[index][:end].rstrip()
    if body.endswith(":"):
        raise Refused(Reason.AMBIGUOUS, f"« {shorten(body, 60)} » annonce une liste : une phrase ne l’y complète pas.")
    if body.endswith(";"):
        # An item that goes on with a sentence ends its own one: «… celui-ci ;» → «… celui-ci. L'infraction…».
        kept = body[:-1].rstrip()
        draft.edit(index, (len(kept), end), Piece(f". {words}", rank))
        return
    draft.edit(index, (end, end), Piece(f" {words}", rank))


def _merge_items(draft: Draft, region: Region, action: MergeItems, rank: int) -> None:
    if region.alineas is None:
        raise Refused(Reason.OUT_OF_RANGE, "Une liste ne se trouve pas dans une phrase.")
    first, last = region.alineas
    for text in action.new:
        label = read_label(text)
        if label is None:
            raise Refused(Reason.MISMATCH, f"« {shorten(text, 40)} » ne porte pas de numéro.")
        same = [n for n in draft.anatomy.nodes if first <= n.first <= last and n.label.text == label.text]
        if same:
            draft.replace(same[0].first, same[0].last, _lines((text,), rank))
        else:
            position = _position_in_list(draft.anatomy, region, text)
            draft.insert(last + 1 if position is None else position, _lines((text,), rank))


def _relabel(draft: Draft, region: Region, action: Relabel, rank: int) -> None:
    node = draft.anatomy.node_at(region)
    start, end = node.label.span
    label = draft.anatomy.alineas[node.first][start:end]
    at = start + label.index(node.label.text)
    items = _list_of(draft.anatomy, node)
    draft.renumbered[items[0].first] = items
    draft.added += [(other, action.label) for other in items if other.label.text == action.label]
    if shape_of(node.label.text) == shape_of(action.label):
        draft.edit(node.first, (at, at + len(node.label.text)), Piece(action.label, rank))
    else:
        # «Les 1° à 3° deviennent les a à c»: the punctuation of the label changes with it.
        draft.edit(node.first, (start, end), Piece(open_with(action.label), rank))


def _list_of(anatomy: Anatomy, node: Node) -> list[Node]:
    """The items of the list to which an item belongs: of its style and depth, as long as their numbers go up."""
    items: list[Node] = []
    for other in anatomy.nodes:
        if other.depth < node.depth or (other.depth == node.depth and items and _starts_anew(items[-1], other)):
            if node in items:
                break
            items = []
        if other.depth == node.depth and other.label.style == node.label.style:
            items.append(other)
    return items


def _starts_anew(last: Node, node: Node) -> bool:
    return rank_of(node.label) < rank_of(last.label) or node.label.text == last.label.text
