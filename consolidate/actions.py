"""From a matched form to typed operations: one small builder for each action that forms name. Here those on words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import product

from consolidate.chunks import MARKS
from consolidate.clauses import Actions, Built, Clause, Context, Matched, NotUnderstood, Places, Reader
from consolidate.operations import (
    Action,
    DeleteWords,
    Edge,
    InsertPassage,
    InsertWords,
    Occurrence,
    Operation,
    Place,
    Ranked,
    ReplaceStretch,
    ReplaceTail,
    ReplaceWords,
    Step,
    Unit,
)
from consolidate.passages import (
    create_articles,
    delete_passage,
    group_articles,
    insert_passage,
    merge_items,
    precede_passage,
    replace_passage,
    restore_passage,
    retitle_division,
    rewrite_article,
)
from consolidate.patterns import Match
from consolidate.renumbering import exchange_passages, move_passage, renumber, renumber_aside


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
        Operation(action, one, found.form.name, found.span, sentence, matched.reader.act_article, landing, effective)
        for place, action in actions
        for one in (_each_unit(place) if _goes_to_each(action) else (place,))
    )


def _goes_to_each(action: Action) -> bool:
    """Tell whether an action on several units is one on each of them: «Aux deux derniers alinéas, le mot : « A » …»."""
    if isinstance(action, InsertPassage):
        return action.what == "phrase"
    return isinstance(action, _INSIDE) and (isinstance(action, ReplaceStretch) or action.occurrence == Occurrence())


def _each_unit(place: Place) -> Places:
    """«les deuxième à quatrième alinéas»: the second, the third and the fourth."""
    if not any(isinstance(step, Ranked) and step.first != step.last for step in place.steps):
        return (place,)
    choices: list[list[Step]] = [
        [replace(step, first=rank, last=rank) for rank in range(step.first, step.last + 1)]
        if isinstance(step, Ranked) and step.first * step.last > 0
        else [step]
        for step in place.steps
    ]
    return tuple(replace(place, steps=steps) for steps in product(*choices))


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
    if len(new) not in {1, len(old)} or not old or _changes_number(matched):
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


_REFERENCES = re.compile(r"référence\w*\s+(à\s+l'article|aux\s+articles)", re.IGNORECASE)


def _changes_number(matched: Matched) -> bool:
    """«les références aux articles : « 5 et 6 » … par celle à l'article : « 7 »»: «aux articles» is not quoted."""
    kinds = {m[1][0].lower() for group in ("old", "new") if (m := _REFERENCES.search(matched.words(group)))}
    return kinds == {"à", "a"}


def _replace_mark(matched: Matched) -> Built:
    """«Au 3°, le point est remplacé par un point-virgule»: the full stop or semicolon that ends the place."""
    new = (_sign(matched, "other"),) if matched.has("other") else matched.quoted("new")
    if len(new) != 1:
        raise NotUnderstood
    sign, places = _sign(matched, "sign"), matched.narrow("in", "tail")
    if sign in {".", ";"}:
        places = tuple(replace(without_edge(p), steps=(*without_edge(p).steps, Edge.END)) for p in places)
    return places, [(place, ReplaceWords((sign,), new)) for place in places]


def _sign(matched: Matched, group: str) -> str:
    """The sign that a group calls by its name: «une virgule»."""
    return next(MARKS[name] for name in sorted(MARKS, key=len, reverse=True) if name in matched.words(group))


def _delete_mark(matched: Matched) -> Built:
    """«La virgule est supprimée»: the only one there."""
    places, sign = matched.narrow("in", "tail"), _sign(matched, "sign")
    return places, [(place, DeleteWords((sign,), _said(matched.occurrence(), place))) for place in places]


def _words_to_mark(matched: Matched) -> Built:
    places, old = matched.narrow("in", "tail"), matched.quoted("old")
    return places, [
        (place, ReplaceWords(old, (_sign(matched, "other"),), _said(matched.occurrence(), place))) for place in places
    ]


def _mark_at_words(matched: Matched) -> Built:
    """«La virgule après le mot : « juge » est supprimée», or replaced."""
    places, anchors, sign = matched.narrow("in", "tail"), matched.quoted("anchor"), _sign(matched, "sign")
    new = (_sign(matched, "other"),) if matched.has("other") else matched.quoted("new")
    if len(anchors) != 1 or len(new) > 1 or matched.occurrence() != Occurrence():
        raise NotUnderstood
    where = Occurrence(after=anchors[0])
    return places, [
        (place, ReplaceWords((sign,), new, where) if new else DeleteWords((sign,), where)) for place in places
    ]


def _words_at_words(matched: Matched) -> Built:
    """«Après le mot : « juge », le mot : « et » est supprimé»: the one that follows at once."""
    places, anchors, old = matched.narrow("in"), matched.quoted("anchor"), matched.quoted("old")
    new = matched.quoted("new")
    if len(anchors) != 1 or len(old) != 1 or len(new) > 1 or matched.occurrence() != Occurrence():
        raise NotUnderstood
    where = Occurrence(after=anchors[0])
    return places, [(place, ReplaceWords(old, new, where) if new else DeleteWords(old, where)) for place in places]


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
    if len(new) != 1 and (len(new) != len(anchors) or not matched.says("respectivement")):
        raise NotUnderstood
    before = matched.takes("b")
    news = new if len(new) == len(anchors) else new * len(anchors)
    return places, [
        (place, InsertWords(words, anchor, before, _said(occurrence, place)))
        for place in places
        for words, anchor, occurrence in zip(news, anchors, said, strict=True)
    ]


def _insert_between(matched: Matched) -> Built:
    """«entre les mots : « A » et : « B »»: A, where B follows it."""
    places, new = matched.narrow("in", "tail"), matched.quoted("new")
    (anchor,), (until,) = matched.quoted("anchor"), matched.quoted("until")
    if len(new) != 1 or matched.occurrence() != Occurrence():
        raise NotUnderstood
    return places, [(p, InsertWords(new[0], anchor, occurrence=Occurrence(before=until))) for p in places]


def _insert_mark(matched: Matched) -> Built:
    return _insert_words(matched, (_sign(matched, "sign"),))


def _insert_block_at_words(matched: Matched) -> Built:
    """«après le mot : « A », il est inséré un membre de phrase ainsi rédigé»: the block goes on in the same alinéa.

    A whole sentence can only follow words that end one, unless it brings the full stop: « . Lorsque…».
    """
    new = matched.block()
    whole = re.search(r"(?<!membre de )(?<!membres de )\bphrases?\b", matched.words("what"))
    ended = all(anchor.rstrip().endswith((".", "!", "?")) for anchor in matched.quoted("anchor"))
    if whole and not ended and not new[0].startswith((".", ";")):
        raise NotUnderstood
    if len(new) != 1 or re.search(r"\balinéas?\b|\barticles?\b|\d°", matched.words("what")):
        raise NotUnderstood
    return _insert_words(matched, new)


_PART_OF_SENTENCE = re.compile(
    r"\s*(?:une?|les?|des|la|l')?\s*(?:membres?\s+de\s+phrase|mots?|expression|termes?)\s*", re.I
)


def _insert_block_at_edge(matched: Matched) -> Built:
    """«complété par un membre de phrase ainsi rédigé»: words, that go before the final full stop."""
    if not _PART_OF_SENTENCE.fullmatch(matched.words("what")):
        raise NotUnderstood
    return _insert_words_at_edge(matched, matched.block())


def _insert_words_at_edge(matched: Matched, new: tuple[str, ...] | None = None) -> Built:
    places = matched.narrow("in", "subject")
    new = new or matched.quoted("new")
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


def _replace_between(matched: Matched) -> Built:
    """«les mots compris entre les mots : « A » et : « B »»: the quotations stay."""
    places, actions = _replace_stretch(matched)
    return places, [(p, replace(a, inclusive=False)) for p, a in actions if isinstance(a, ReplaceStretch)]


def _replace_head(matched: Matched) -> Built:
    """«Le début du premier alinéa, jusqu'aux mots : « A »»: these words go too."""
    places = matched.narrow("in", "subject")
    (until,), new = matched.quoted("until"), matched.quoted("new") or matched.block()
    if len(new) > 1 or not all(p.steps and p.steps[-1] is Edge.START for p in places):
        raise NotUnderstood
    return places, [(without_edge(place), ReplaceStretch("", until, "".join(new))) for place in places]


def _replace_tail_of(matched: Matched) -> Built:
    """«La première phrase, à compter du mot : « A », est supprimée»."""
    places = matched.narrow("in", "subject")
    (anchor,), new = matched.quoted("anchor"), matched.quoted("new") or matched.block()
    if len(new) > 1 or matched.occurrence().count or matched.occurrence().every:
        raise NotUnderstood
    return places, [(p, ReplaceTail(anchor, "".join(new), True, None, matched.occurrence())) for p in places]


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


def _insert_passage_too(matched: Matched) -> Built:
    """«… et par une phrase ainsi rédigée»: where the clause before has put its words."""
    matched.context = replace(matched.context, lead=matched.context.named or matched.context.lead)
    return insert_passage(matched)


_BUILDERS: dict[str, Callable[[Matched], Built]] = {
    "replace-words": _replace_words,
    "replace-mark": _replace_mark,
    "delete-mark": _delete_mark,
    "replace-words-block": _replace_words_by_block,
    "replace-stretch": _replace_stretch,
    "replace-between": _replace_between,
    "replace-head": _replace_head,
    "replace-tail-of": _replace_tail_of,
    "words-to-mark": _words_to_mark,
    "mark-at-words": _mark_at_words,
    "words-at-words": _words_at_words,
    "insert-between": _insert_between,
    "insert-mark": _insert_mark,
    "replace-to-end": _replace_to_end,
    "replace-tail": _replace_tail,
    "replace-tail-inclusive": _replace_to_end,
    "insert-words": _insert_words,
    "insert-words-block": _insert_block_at_words,
    "insert-block-edge": _insert_block_at_edge,
    "insert-words-edge": _insert_words_at_edge,
    "insert-words-start": _insert_words_at_start,
    "insert-words-place": _insert_words_at_place,
    "delete-words": _delete_words,
    "replace-passage": replace_passage,
    "rewrite-article": rewrite_article,
    "insert-passage": insert_passage,
    "insert-passage-too": _insert_passage_too,
    "precede-passage": precede_passage,
    "restore-passage": restore_passage,
    "delete-passage": delete_passage,
    "merge-items": merge_items,
    "create-articles": create_articles,
    "group-articles": group_articles,
    "retitle-division": retitle_division,
    "renumber": renumber,
    "move-passage": move_passage,
    "exchange": exchange_passages,
}
