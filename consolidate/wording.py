"""Edits of words in an article: replaced, inserted, deleted, from words to words, and to the end of a passage."""

from __future__ import annotations

import re
from itertools import pairwise

from consolidate.anatomy import Region, read_label
from consolidate.capitals import is_sentence, lower_opening, opens_with_grammar, raise_opening
from consolidate.draft import Draft, Piece
from consolidate.enumerations import close_list
from consolidate.operations import (
    DeleteWords,
    Edge,
    InsertWords,
    Occurrence,
    Reason,
    Refused,
    ReplaceStretch,
    ReplaceTail,
    ReplaceWords,
    Unit,
)
from consolidate.words import find_words, join_words, split_sentences
from corpus.model import Span

WordAction = ReplaceWords | InsertWords | DeleteWords | ReplaceTail | ReplaceStretch

Found = tuple[int, Span]
"""An occurrence: the index of its alinéa, and its span there."""


def edit_words(draft: Draft, region: Region, action: WordAction, rank: int) -> None:
    """Plan the edits of an action on words. Raises Refused when the words are not there, or too often."""
    match action:
        case ReplaceWords():
            _replace_words(draft, region, action, rank)
        case InsertWords():
            _insert_words(draft, region, action, rank)
        case DeleteWords():
            _delete_words(draft, region, action)
        case ReplaceTail():
            _replace_tail(draft, region, action, rank)
        case ReplaceStretch():
            _replace_stretch(draft, region, action, rank)


def parts_of(draft: Draft, region: Region) -> list[tuple[int, Span]]:
    """List the stretches of alinéas that a region covers."""
    start, end = region.span
    return [
        (index, (max(start - s, 0), min(end - s, len(alinea))))
        for index, (s, alinea) in enumerate(zip(draft.anatomy.starts, draft.anatomy.alineas, strict=True))
        if s < end and start < s + len(alinea)
    ]


def _occurrences(draft: Draft, region: Region, words: str) -> list[Found]:
    return [
        (index, (low + start, low + end))
        for index, (low, high) in parts_of(draft, region)
        for start, end in find_words(draft.anatomy.alineas[index][low:high], words, opening=region.edge is Edge.START)
    ]


def _choose(draft: Draft, region: Region, words: str, occurrence: Occurrence) -> list[Found]:
    """Find the occurrences that the drafter means, or refuse."""
    found = _occurrences(draft, region, words)
    if region.edge is not None:
        found = [f for f in found if _is_at_edge(draft, region, f)]
    between = [f for f in found if _stands_between(draft, f, occurrence)]
    if found and not between:
        neighbour = f"suivi de « {occurrence.before} »" if occurrence.before else f"précédé de « {occurrence.after} »"
        raise Refused(Reason.WORDS_NOT_FOUND, f"« {words} » n’y est pas {neighbour}.")
    if not (found := between):
        where = draft.anatomy.flat[slice(*region.span)]
        raise Refused(Reason.WORDS_NOT_FOUND, f"« {words} » n’est pas dans : « {shorten(where)} »")
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


def _is_at_edge(draft: Draft, region: Region, found: Found) -> bool:
    index, (start, end) = found
    base = draft.anatomy.starts[index]
    if region.edge is Edge.END:
        rest = draft.anatomy.flat[base + end : region.span[1]]
    else:
        opening = draft.anatomy.flat[slice(*region.span)]
        label = read_label(opening)
        rest = opening[label.span[1] if label else 0 : base + start - region.span[0]]
    return not rest.strip(" .;:,»")


def _stands_between(draft: Draft, found: Found, occurrence: Occurrence) -> bool:
    """Tell whether words stand directly after and before those that the drafter names."""
    if not (occurrence.after or occurrence.before):
        return True
    index, (start, end) = found
    alinea = draft.anatomy.alineas[index]
    before, after = alinea[:start].rstrip(), alinea[end:].lstrip()
    ends = not occurrence.after or any(e == len(before) for _, e in find_words(before, occurrence.after))
    return ends and (not occurrence.before or any(s == 0 for s, _ in find_words(after, occurrence.before)))


def shorten(text: str, limit: int = 160) -> str:
    """Give the beginning and the end of a long text."""
    return text if len(text) <= limit else f"{text[: limit - 20]} […] {text[-15:]}"


def _replace_words(draft: Draft, region: Region, action: ReplaceWords, rank: int) -> None:
    news = action.new if len(action.new) == len(action.old) else action.new * len(action.old)
    if len(action.new) < len(action.old):
        _check_apart(draft, region, action)
    for old, new in zip(action.old, news, strict=True):
        for index, (start, end) in _choose(draft, region, old, action.occurrence):
            alinea = draft.anatomy.alineas[index]
            if is_sentence(new) and opens_with_grammar(new):
                _check_opens(alinea, start)
            opens = alinea[start].isupper() and old[:1].islower()
            written = new[:1].upper() + new[1:] if opens else new
            piece = Piece(_spaced(alinea, start, written), rank)
            draft.edit(index, _around_marks(alinea, (start, end), written), piece)


def _check_apart(draft: Draft, region: Region, action: ReplaceWords) -> None:
    """«les références : « 13 » et « 14 » par la référence : « 23 »»: «13 et 14» would become «23 et 23»."""
    found = sorted(f for old in action.old for f in _choose(draft, region, old, action.occurrence))
    for (index, (_, end)), (other, (start, _)) in pairwise(found):
        if index == other and _JOINT.fullmatch(draft.anatomy.alineas[index][end:start]):
            raise Refused(Reason.AMBIGUOUS, f"« {action.new[0]} » remplacerait deux fois la même énumération.")


_JOINT = re.compile(r"\s*(?:,|\bet\b|\bou\b)?\s*")


def _around_marks(alinea: str, span: Span, new: str) -> Span:
    """New words that begin with a comma or a full stop close up; a mark that they end with is not doubled."""
    start, end = span
    start -= new[:1] in {",", "."} and alinea[:start].endswith(" ")
    start -= new[:1] in {",", "."} and alinea[:start].endswith(",")
    following = alinea[end:].lstrip()[:1]
    if (new[-1:] in {".", ";", ","} and following == new[-1]) or (new[-1:] in {";", ":"} and following == "."):
        end = alinea.index(following, end) + 1
    return start, end


def _spaced(alinea: str, start: int, new: str) -> str:
    """New words that begin with «;» or «:» take a space before, and so do letters in the place of a mark."""
    if not start or alinea[start - 1].isspace():
        return new
    parted = new[:1] in {";", ":", "?", "!"} or (
        alinea[start] in ",.;:" and new[:1] not in {",", ".", ")", "]"} and alinea[start - 1] not in "('’[«"
    )
    return f" {new}" if new and parted else new


def _insert_words(draft: Draft, region: Region, action: InsertWords, rank: int) -> None:
    if action.anchor is None:
        _insert_at_edge(draft, region, action.new, rank, at_start=action.before)
        return
    for index, (start, end) in _choose(draft, region, action.anchor, action.occurrence):
        draft.anchors.append((index, (start, end)))
        _insert_at(draft, index, start if action.before else end, action.new, rank)


def _insert_at(draft: Draft, index: int, position: int, words: str, rank: int) -> None:
    alinea = draft.anatomy.alineas[index]
    if is_sentence(words):
        _check_opens(alinea, position)
    joined = join_words(alinea[:position], words, alinea[position:])
    draft.edit(index, (position, position), Piece(joined, rank))
    if _opens(alinea, position) and not read_label(words) and (lowered := lower_opening(alinea[position:], words)):
        draft.edit(index, (position, position + 1), Piece(lowered, rank))


def _check_opens(alinea: str, position: int) -> None:
    """Refuse a sentence in the middle of another."""
    if not _opens(alinea, position) and not alinea[:position].rstrip().endswith(_SENTENCE_ENDS):
        raise Refused(Reason.AMBIGUOUS, "Une phrase ne se met pas au milieu d’une autre.")


def _opens(alinea: str, position: int) -> bool:
    """Tell whether a sentence begins there."""
    label = read_label(alinea)
    before = alinea[label.span[1] if label else 0 : position].rstrip()
    return not before or any(start == position for start, _ in split_sentences(alinea))


def _insert_at_edge(draft: Draft, region: Region, words: str, rank: int, *, at_start: bool) -> None:
    parts = parts_of(draft, region)
    if not at_start:
        index, (_, end) = parts[-1]
        _insert_at_end(draft, index, end, words, rank)
        return
    index, (start, _) = parts[0]
    _check_unnumbered(draft.anatomy.alineas[index][start:], words)
    label = None if read_label(words) else read_label(draft.anatomy.alineas[index][start:])
    _insert_at(draft, index, start + (label.span[1] if label else 0), words, rank)


_LAST_MARK = re.compile(r"\s*(?:[;,]\s+(?:et|ou)|[.;:,])$")
"""What ends a unit and stays its end: «1° Le père ;», «2° La mère ; et»."""


def _insert_at_end(draft: Draft, index: int, end: int, words: str, rank: int) -> None:
    """Words go before the mark that ends the unit; their own mark takes its place; «et» joins the next item."""
    body = draft.anatomy.alineas[index][:end].rstrip()
    if is_sentence(words) and body.endswith((".", "!", "?", ";")):
        _append_sentence(draft, index, body, words, rank)
        return
    mark = _LAST_MARK.search(body)
    low = mark.start() if mark else len(body)
    if mark and words.strip() in {"et", "ou"} and body[-1] in ";,":
        low = len(body)
    brings_mark = words.rstrip()[-1:] in {".", ";", ":"} or (words.rstrip()[-1:] == "," == body[-1:])
    high = len(body) if mark and brings_mark else low
    if mark and not brings_mark:
        words = words.rstrip(" ,") if words.strip() != "," else words
    draft.edit(index, (low, high), Piece(join_words(body[:low], words, ""), rank))


_SENTENCE_ENDS = (".", "!", "?", ":", "»")


def _append_sentence(draft: Draft, index: int, body: str, words: str, rank: int) -> None:
    """«complété par les mots : « Il statue. »»: a sentence goes after the full stop, whatever the drafter calls it."""
    if not opens_with_grammar(words):
        raise Refused(Reason.AMBIGUOUS, f"« {shorten(words, 40)} » : une phrase nouvelle, ou la fin de la dernière ?")
    kept = body[:-1].rstrip() if body.endswith(";") else body
    draft.edit(index, (len(kept), len(body)), Piece(f"{'. ' if kept != body else ' '}{words}", rank))


def _check_unnumbered(alinea: str, words: str) -> None:
    """«I. – » is not put before an alinéa that has a number of that kind."""
    new, old = read_label(f"{words} X"), read_label(alinea)
    if new and old and new.span[1] >= len(words.rstrip()) and new.style == old.style != "dash":
        raise Refused(Reason.CONFLICT, f"L’alinéa porte déjà le numéro « {old.text} ».")


def _delete_words(draft: Draft, region: Region, action: DeleteWords) -> None:
    for words in action.old:
        for index, span in _choose(draft, region, words, action.occurrence):
            alinea = draft.anatomy.alineas[index]
            start, end = _close_up(alinea, close_list(alinea, span))
            label = read_label(alinea)
            before = alinea[label.span[1] if label else 0 : start]
            rest = alinea[end:].lstrip()
            if raised := raise_opening(before, alinea[slice(*span)], rest):
                end = len(alinea) - len(rest) + 1
                space = " " if start and not alinea[start - 1].isspace() else ""
                draft.edit(index, (start, end), Piece(space + raised))
            else:
                draft.edit(index, (start, end), Piece(""))


def _close_up(alinea: str, span: Span) -> Span:
    """Widen a deletion to the space that it would leave doubled, or before a comma or a full stop."""
    start, end = span
    before, after = alinea[:start], alinea[end:]
    following = after.lstrip()[:1]
    if (before.rstrip().endswith(",") and following in {",", ".", ";", ")"}) or (
        before.endswith("; ") and following == "."
    ):
        # «L. 11, L. 12, L. 13» without «L. 12»: one comma stays; before a full stop, none.
        return len(before.rstrip()[:-1].rstrip()), end
    if before.endswith(" ") and (not after or after[0] in " ,.)"):
        return start - 1, end
    if not before and after.startswith(" "):
        return start, end + 1
    if before.endswith(("'", "’", "(")) and after.startswith(" "):
        return start, end + 1
    return span


def _replace_tail(draft: Draft, region: Region, action: ReplaceTail, rank: int) -> None:
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


def _end_of_tail(draft: Draft, region: Region, scope: Unit | None, index: int, position: int) -> tuple[int, int]:
    """Where «la fin» ends: the alinéa and the position in it."""
    alinea = draft.anatomy.alineas[index]
    if scope is Unit.SENTENCE:
        return index, next((e for s, e in split_sentences(alinea) if s <= position <= e), len(alinea))
    if scope is Unit.ALINEA:
        return index, len(alinea)
    last_index, (_, last_end) = parts_of(draft, region)[-1]
    return last_index, last_end


def _final_mark(text: str, new: str) -> str:
    """The final punctuation of a passage, which stays unless the new words bring their own."""
    stripped = text.rstrip()
    return stripped[-1] if stripped and stripped[-1] in ".;:," and not new.endswith((".", ";", ":", ",")) else ""


def _write_stretch(draft: Draft, index: int, span: Span, new: str, rank: int) -> None:
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


def _replace_stretch(draft: Draft, region: Region, action: ReplaceStretch, rank: int) -> None:
    """«les mots : « A » jusqu'aux mots : « B »»: A must be there once, and B once after it in the same alinéa."""
    parts = dict(parts_of(draft, region))
    if action.anchor:
        index, (start, end) = _only(_choose(draft, region, action.anchor, Occurrence()), action.anchor)
    else:
        index, (low, _) = parts_of(draft, region)[0]
        label = None if read_label(action.new) else read_label(draft.anatomy.alineas[index][low:])
        start = end = low + (label.span[1] if label else 0)
    _, limit = parts[index]
    alinea = draft.anatomy.alineas[index]
    after = find_words(alinea[end:limit], action.until)
    if not after:
        before = f"« {action.anchor} »" if action.anchor else "le début"
        raise Refused(Reason.WORDS_NOT_FOUND, f"« {action.until} » ne suit pas {before}.")
    if len(after) > 1:
        raise Refused(Reason.AMBIGUOUS, f"« {action.until} » s’y trouve {len(after)} fois.")
    span = (start, end + after[0][1]) if action.inclusive else (end, end + after[0][0])
    if not action.inclusive:
        span = _without_spaces(alinea, span)
    if action.new:
        draft.edit(index, _around_marks(alinea, span, action.new), Piece(_spaced(alinea, span[0], action.new), rank))
    else:
        draft.edit(index, _close_up(alinea, span), Piece(""))


def _without_spaces(alinea: str, span: Span) -> Span:
    """Leave the spaces at the ends of a span out of it."""
    start, end = span
    words = alinea[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
