"""Edits that bring no words: alinéas that change places, sentences that become an alinéa."""

from __future__ import annotations

from dataclasses import replace

from consolidate.anatomy import Region, read_label
from consolidate.draft import Draft, Piece
from consolidate.operations import Detach, Exchange, MovePassage, Place, Reason, Refused
from consolidate.wording import parts_of
from corpus.model import Span


def shift_passage(draft: Draft, region: Region, place: Place, action: MovePassage | Exchange | Detach) -> None:
    """Plan a move. Raises Refused where it could be meant in two ways."""
    match action:
        case MovePassage():
            _move(draft, region, action)
        case Exchange():
            _exchange(draft, region, action)
        case Detach():
            _detach(draft, region, place, action)


def _locate(draft: Draft, place: Place) -> Region:
    """Find the other unit of a move; an old decree that may count its alinéas otherwise must name the same one."""
    region = draft.anatomy.locate(place)
    if draft.former is not None and draft.former.locate(place).span != region.span:
        raise Refused(Reason.AMBIGUOUS, "Deux façons de compter les alinéas désignent deux endroits.")
    return region


def _move(draft: Draft, region: Region, action: MovePassage) -> None:
    """Take alinéas from where they stand to their new place."""
    goal = _locate(draft, action.goal)
    if region.alineas is None or goal.alineas is None:
        raise Refused(Reason.OUT_OF_RANGE, "Seuls des alinéas changent de place.")
    first, last = region.alineas
    at = goal.alineas[0] if action.before else goal.alineas[1] + 1
    if first < at <= last:
        raise Refused(Reason.CONFLICT, "Un passage ne se place pas au milieu de lui-même.")
    _check_unnumbered(draft, first, last)
    draft.replace(first, last, ())
    draft.insert(at, [(Piece(alinea),) for alinea in draft.anatomy.alineas[first : last + 1]])


def _check_unnumbered(draft: Draft, first: int, last: int) -> None:
    """«Le 2° est placé après le 4°»: whether the numbers go along, or stay in order, nothing says."""
    for alinea in draft.anatomy.alineas[first : last + 1]:
        label = read_label(alinea)
        if label is not None and label.style != "dash":
            raise Refused(Reason.AMBIGUOUS, f"« {label.text} » garde-t-il son numéro ? Rien ne le dit.")


def _exchange(draft: Draft, region: Region, action: Exchange) -> None:
    """Write the text of another unit in the place of this one."""
    other = _locate(draft, action.other)
    if region.span[0] < other.span[1] and other.span[0] < region.span[1]:
        raise Refused(Reason.CONFLICT, "Les deux passages se recouvrent.")
    if region.alineas is not None and other.alineas is not None:
        _check_unnumbered(draft, *region.alineas)
        first, last = other.alineas
        draft.replace(*region.alineas, [(Piece(alinea),) for alinea in draft.anatomy.alineas[first : last + 1]])
        return
    (index, span), words = _sentence(draft, region), draft.anatomy.flat[slice(*other.span)]
    if "\n" in words:
        raise Refused(Reason.AMBIGUOUS, "Une phrase ne prend pas la place d’alinéas.")
    draft.edit(index, span, Piece(words))


def _sentence(draft: Draft, region: Region) -> tuple[int, Span]:
    parts = parts_of(draft, region)
    if region.alineas is not None or len(parts) != 1:
        raise Refused(Reason.AMBIGUOUS, "Une phrase ne prend pas la place d’alinéas.")
    return parts[0]


def _detach(draft: Draft, region: Region, place: Place, action: Detach) -> None:
    """«La dernière phrase du deuxième alinéa devient le troisième alinéa»: what ends an alinéa opens the next one."""
    index, (start, end) = _sentence(draft, region)
    alinea = draft.anatomy.alineas[index]
    if alinea[end:].strip():
        raise Refused(Reason.AMBIGUOUS, "Ce qui suit la phrase va-t-il avec elle ? Rien ne le dit.")
    if not alinea[draft.anatomy.openings[index] : start].strip():
        raise Refused(Reason.MISMATCH, "La phrase est un alinéa déjà.")
    outer = draft.anatomy.locate(replace(place, steps=place.steps[:-2])).alineas
    if action.rank is not None and outer is not None and outer[0] + action.rank - 1 != index + 1:
        raise Refused(Reason.MISMATCH, f"La phrase devient l’alinéa {index + 2 - outer[0]}, et non le {action.rank}e.")
    draft.edit(index, (len(alinea[:start].rstrip()), len(alinea)), Piece(""))
    draft.insert(index + 1, [(Piece(alinea[start:end]),)])
