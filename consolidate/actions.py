"""From a matched form to typed operations: one small builder for each action that forms name. Here those on words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from consolidate.chunks import MARKS
from consolidate.clauses import Actions, Clause, Context, Matched, NotUnderstood, Places, Reader
from consolidate.operations import (
    DeleteWords,
    Edge,
    InsertWords,
    Occurrence,
    Operation,
    Place,
    ReplaceStretch,
    ReplaceTail,
    ReplaceWords,
    Unit,
)
from consolidate.passages import (
    create_articles,
    delete_passage,
    group_articles,
    insert_passage,
    merge_items,
    precede_passage,
    renumber,
    renumber_aside,
    replace_passage,
    restore_passage,
    retitle_division,
    rewrite_article,
)
from consolidate.patterns import Match

Built = tuple[Places, Actions]
"""The places that the clause names, and its actions."""


def build_clause(found: Match, context: Context, reader: Reader) -> Clause | None:
    """Build the operations of a matched form; None when a part of it is not understood."""
    matched = Matched(found, reader, context)
    try:
        return _build(matched)
    except NotUnderstood:
        return None


def _build(matched: Matched) -> Clause:
    found = matched.found
    if found.form.action == "context":
        places = matched.narrow("in", "subject")
        moves = _operations(matched, renumber_aside(matched, places))
        return Clause(moves, found.span, found.last, found.form.name, Context(places), places, matched.effective())
    named, actions = _BUILDERS[found.form.action](matched)
    if aside := renumber_aside(matched, named):
        if any(not isinstance(action, _INSIDE) for _, action in actions):
            raise NotUnderstood
        actions = [*aside, *actions]
    return Clause(_operations(matched, actions), found.span, found.last, found.form.name, _carried(matched, named))


_INSIDE = ReplaceWords | DeleteWords | InsertWords | ReplaceTail | ReplaceStretch
"""What may be done in a unit that takes another number in the same sentence: «Le 3°, qui devient le 4°, …»."""


def _operations(matched: Matched, actions: Actions) -> tuple[Operation, ...]:
    found = matched.found
    sentence, landing, effective = matched.reader.sentence(found.span), matched.landing(), matched.effective()
    return tuple(
        Operation(action, place, found.form.name, found.span, sentence, matched.reader.act_article, landing, effective)
        for place, action in actions
    )


def _carried(matched: Matched, named: Places) -> Context:
    """What the next clause of the sentence inherits from this one."""
    context = matched.context
    spans, subjects = matched.spans("in"), matched.spans("subject")
    if spans and not subjects:
        return Context(context.inherited, named, named)
    if spans and spans[0] < subjects[0]:
        # «Au II, la dernière phrase est supprimée et le mot : « A » est remplacé …»: the word is one of the II.
        lead = matched.narrow("in")
        matched.reader.note_places(named)
        return Context(context.inherited, lead, named)
    if spans or subjects or matched.has("place") or matched.has("tail"):
        return Context(context.inherited, context.lead, named)
    return context


# ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────


def _said(occurrence: Occurrence, place: Place) -> Occurrence:
    """«Dans l'ensemble du code» means every occurrence."""
    return Occurrence(every=True) if occurrence == Occurrence() and place.article is None else occurrence


def _replace_words(matched: Matched) -> Built:
    places = matched.narrow("in", "tail")
    old, new = matched.quoted("old"), matched.quoted("new")
    if len(new) not in {1, len(old)} or not old:
        raise NotUnderstood
    said = matched.occurrences_of("old")
    if len(set(said)) == 1:
        return places, [(place, ReplaceWords(old, new, _said(said[0], place))) for place in places]
    news = new if len(new) == len(old) else new * len(old)
    return places, [
        (place, ReplaceWords((one,), (two,), occurrence))
        for place in places
        for one, two, occurrence in zip(old, news, said, strict=True)
    ]


def _replace_mark(matched: Matched) -> Built:
    """«Au 3°, le point est remplacé par un point-virgule»: the sign that ends the place, called by its name."""
    signs = [next(sign for name, sign in MARKS.items() if name in matched.words(group)) for group in ("sign", "other")]
    places = tuple(
        p if p.steps and isinstance(p.steps[-1], Edge) else replace(p, steps=(*p.steps, Edge.END))
        for p in matched.narrow("in")
    )
    return places, [(place, ReplaceWords((signs[0],), (signs[1],))) for place in places]


def _replace_words_by_block(matched: Matched) -> Built:
    """«remplacés par les mots et une phrase ainsi rédigés»: the block goes on in the same alinéa."""
    places = matched.narrow("in", "tail")
    old, new = matched.quoted("old"), matched.block()
    if len(old) != 1 or len(new) != 1 or re.search(r"\balinéas?\b|\barticles?\b", matched.words("what")):
        raise NotUnderstood
    return places, [(place, ReplaceWords(old, new, _said(matched.occurrence(), place))) for place in places]


def _delete_words(matched: Matched) -> Built:
    places = matched.narrow("in", "tail")
    old, said = matched.quoted("old"), matched.occurrences_of("old")
    if len(set(said)) == 1:
        return places, [(place, DeleteWords(old, _said(said[0], place))) for place in places]
    pairs = list(zip(old, said, strict=True))
    return places, [(place, DeleteWords((one,), occurrence)) for place in places for one, occurrence in pairs]


def _insert_words(matched: Matched, new: tuple[str, ...] | None = None) -> Built:
    places = matched.narrow("in", "tail")
    new = new or matched.quoted("new")
    anchors, said = matched.quoted("anchor"), matched.occurrences_of("anchor")
    if len(new) != 1:
        raise NotUnderstood
    before = matched.takes("b")
    return places, [
        (place, InsertWords(new[0], anchor, before, _said(occurrence, place)))
        for place in places
        for anchor, occurrence in zip(anchors, said, strict=True)
    ]


def _insert_block_at_words(matched: Matched) -> Built:
    """«après le mot : « A », il est inséré une phrase ainsi rédigée»: the block goes on in the same alinéa."""
    new = matched.block()
    if len(new) != 1 or re.search(r"\balinéas?\b|\barticles?\b|\d°", matched.words("what")):
        raise NotUnderstood
    return _insert_words(matched, new)


def _insert_words_at_edge(matched: Matched) -> Built:
    places = matched.narrow("in", "subject")
    new = matched.quoted("new")
    if len(new) != 1 or matched.occurrence() != Occurrence():
        raise NotUnderstood
    actions: Actions = []
    for place in places:
        edge = place.steps[-1] if place.steps else None
        actions.append((without_edge(place), InsertWords(new[0], before=edge is Edge.START)))
    return places, actions


def _insert_words_at_place(matched: Matched) -> Built:
    """«Est ajouté le mot : « A » au second alinéa»; after a comma, the place may be that of another order."""
    (words,), (place,) = matched.spans("new"), matched.spans("in")
    if "," in matched.reader.masked((words[1], place[0])):
        raise NotUnderstood
    return _insert_words_at_edge(matched)


def _insert_words_at_start(matched: Matched) -> Built:
    places = matched.narrow("in", "subject")
    new = matched.quoted("new")
    if len(new) != 1:
        raise NotUnderstood
    return places, [(place, InsertWords(new[0], before=True)) for place in places]


def without_edge(place: Place) -> Place:
    """Give a place without «au début» or «à la fin»."""
    steps = place.steps[:-1] if place.steps and isinstance(place.steps[-1], Edge) else place.steps
    return replace(place, steps=steps)


# ── From words to words, and to the end ──────────────────────────────────────────────────────────────────────


def _replace_stretch(matched: Matched) -> Built:
    places = matched.narrow("in", "tail")
    (anchor,), (until,), new = matched.quoted("anchor"), matched.quoted("until"), matched.quoted("new")
    if len(new) > 1 or matched.occurrence() != Occurrence():
        raise NotUnderstood
    return places, [(place, ReplaceStretch(anchor, until, "".join(new))) for place in places]


_END = re.compile(r"(?:à\s+|a\s+)?la\s+fin(?:\s+(?P<rest>.+))?", re.IGNORECASE | re.DOTALL)
_SCOPE = re.compile(r"de\s+(?:la\s+|cette\s+|l')(?:même\s+)?(?P<unit>phrase|alinéa)|du\s+même\s+(?P<same>alinéa)", re.I)


def _replace_tail(matched: Matched, *, inclusive: bool = False) -> Built:
    if matched.occurrence().count or matched.occurrence().every:
        raise NotUnderstood
    places = matched.narrow("in", "tail")
    scope: Unit | None = None
    end = _END.fullmatch(matched.words("end").strip())
    if end is None:
        raise NotUnderstood
    if rest := end["rest"]:
        if unit := _SCOPE.fullmatch(rest.strip()):
            scope = Unit.SENTENCE if unit["unit"] == "phrase" else Unit.ALINEA
        else:
            offset = matched.spans("end")[0][0] + end.start("rest")
            places = _narrow_end(matched, rest, offset, places)
    anchors = matched.quoted("anchor")
    if len(anchors) != 1:
        raise NotUnderstood
    block = matched.quoted("new") or matched.block()
    if len(block) > 1:
        raise NotUnderstood
    new = "".join(block)
    tail = ReplaceTail(anchors[0], new, inclusive, scope, matched.occurrence())
    return places, [(place, tail) for place in places]


def _narrow_end(matched: Matched, phrase: str, offset: int, places: Places) -> Places:
    """«la fin du troisième alinéa»: the place is inside the end."""
    read = matched.reader.relative_places(phrase, offset)
    if read is None or (matched.has("in") and any(p.article for p in read)):
        raise NotUnderstood
    if matched.has("in"):
        return tuple(p.inside(outer) for outer in places for p in read)
    return matched.narrow_read(read)


def _replace_to_end(matched: Matched) -> Built:
    """«les mots : « A » jusqu'à la fin de la phrase»."""
    return _replace_tail(matched, inclusive=True)


_BUILDERS: dict[str, Callable[[Matched], Built]] = {
    "replace-words": _replace_words,
    "replace-mark": _replace_mark,
    "replace-words-block": _replace_words_by_block,
    "replace-stretch": _replace_stretch,
    "replace-to-end": _replace_to_end,
    "replace-tail": _replace_tail,
    "replace-tail-inclusive": _replace_to_end,
    "insert-words": _insert_words,
    "insert-words-block": _insert_block_at_words,
    "insert-words-edge": _insert_words_at_edge,
    "insert-words-start": _insert_words_at_start,
    "insert-words-place": _insert_words_at_place,
    "delete-words": _delete_words,
    "replace-passage": replace_passage,
    "rewrite-article": rewrite_article,
    "insert-passage": insert_passage,
    "precede-passage": precede_passage,
    "restore-passage": restore_passage,
    "delete-passage": delete_passage,
    "merge-items": merge_items,
    "create-articles": create_articles,
    "group-articles": group_articles,
    "retitle-division": retitle_division,
    "renumber": renumber,
}
