"""Apply an act to articles: the public entry of this wing. Pure: no database, no file, no clock.

All or nothing per act and article: when one instruction on an article is refused, none of the act's instructions on
that article is applied, and each says why. A wrong text is worse than a missing one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from consolidate.counting import counts_formerly
from consolidate.draft import Line, Piece, line_text
from consolidate.editing import edit_article
from consolidate.instructions import Reading, read_instructions
from consolidate.operations import (
    CreateArticle,
    DeletePassage,
    DeleteWords,
    InsertWords,
    MoveArticle,
    Operation,
    Reason,
    Refusal,
    ReplacePassage,
    ReplaceWords,
    RetitleDivision,
    RewriteArticles,
    Stretch,
)
from consolidate.places import HEADING
from corpus.model import Span, TextId
from corpus.numbering import canonical_number, number_range
from corpus.titles import read_title

Alineas = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an act does to articles.

    ``articles`` maps every article that was given or created to its alinéas after the act (None: abrogated, or moved
    away), under the spelling of its number that the caller used; ``lines`` holds the same for the changed ones in
    pieces, each with the rank in ``operations`` of the one that wrote it. ``refused`` are the operations that were not
    applied; those on a text other than the one given are refused as ``base-text-missing`` (pending).
    """

    articles: Mapping[str, Alineas | None]
    operations: tuple[Operation, ...]
    refused: tuple[Refusal, ...]
    unread: tuple[Span, ...]
    stretches: tuple[Stretch, ...]
    lines: Mapping[str, tuple[Line, ...]]
    moved: Mapping[str, str]
    recounted: frozenset[int] = frozenset()
    """Ranks of the operations whose alinéas were counted as before the circular of 20 October 2000."""

    @property
    def applied(self) -> tuple[Operation, ...]:
        """The operations that were applied."""
        refused = {id(r.operation) for r in self.refused}
        return tuple(op for op in self.operations if id(op) not in refused)

    @property
    def pending(self) -> tuple[Refusal, ...]:
        """The operations on texts that were not given."""
        return tuple(r for r in self.refused if r.reason is Reason.BASE_TEXT_MISSING)

    @property
    def changed(self) -> tuple[str, ...]:
        """The canonical numbers of the articles that the act changed, created, moved or repealed."""
        return tuple(self.lines)


def amend(
    act_text: str,
    articles: Mapping[str, Sequence[str] | None],
    text: str | None = None,
    *,
    act: TextId | None = None,
    visas: Sequence[str] = (),
) -> Amendment:
    """Apply an act to articles of one text.

    ``act_text`` is the act's operative part, one alinéa per line (a single instruction will do). ``articles`` maps
    article numbers, in any spelling, to their alinéas; None for a number that is known not to be in force. ``text`` is
    the title of the text that they belong to; instructions that name another text are kept pending. Without it,
    every instruction is taken to be about the given articles. ``act`` and ``visas`` serve «du présent décret» and
    «susvisé».
    """
    base = read_title(text) if text else None
    return apply_reading(read_instructions(act_text, act, visas, base), articles, base, act=act)


def apply_reading(
    reading: Reading,
    articles: Mapping[str, Sequence[str] | None],
    text: TextId | None = None,
    unsure: Mapping[str, str] | None = None,
    *,
    act: TextId | None = None,
) -> Amendment:
    """Apply the operations of an act that was read (see :func:`amend`).

    ``unsure`` are the articles whose text may no longer be what is given, each with the act of which an instruction
    could not be applied: no instruction is applied to them. ``act`` tells how its alinéas may be counted.
    """
    applying = _Applying(reading, articles, text)
    applying.unsure = dict(unsure or {})
    applying.former = counts_formerly(act)
    return applying.run()


def _number_as_said(number: str, named: Collection[str | None]) -> str:
    """Give a number in the act's form: «235terZD», written without spaces, is the «235 ter ZD» that the act names."""
    canonical = canonical_number(number)
    if canonical in named:
        return canonical
    spaced = canonical_number(_STUCK.sub(" ", number))
    return spaced if spaced in named else canonical


_STUCK = re.compile(r"(?<=\d)(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])")


class _Applying:
    def __init__(self, reading: Reading, articles: Mapping[str, Sequence[str] | None], text: TextId | None) -> None:
        self.reading = reading
        self.text = text
        self.given = {number: None if alineas is None else tuple(alineas) for number, alineas in articles.items()}
        named = {number for op in reading.operations for number in (op.place.article, op.place.until)}
        self.number = {number: _number_as_said(number, named) for number in articles}
        self.spelling = {canonical: number for number, canonical in self.number.items()}
        self.refused: list[Refusal] = []
        self.former = False
        self.recounted: set[int] = set()
        self.lines: dict[str, tuple[Line, ...]] = {}
        self.after: dict[str, Alineas | None] = {}
        self.moved: dict[str, str] = {}
        self.unsure: dict[str, str] = {}
        self.begun: set[str] = set()
        self.done: set[str] = set()

    def run(self) -> Amendment:
        groups = self._by_article()
        for number in groups:
            self._apply_in_order(number, groups)
        articles = self.given | {self.spelling.get(n, n): alineas for n, alineas in self.after.items()}
        return Amendment(
            articles,
            self.reading.operations,
            tuple(sorted(self.refused, key=lambda r: r.span)),
            self.reading.unread,
            self.reading.stretches,
            self.lines,
            self.moved,
            frozenset(self.recounted),
        )

    def _apply_in_order(self, number: str, groups: Mapping[str, list[tuple[int, Operation]]]) -> None:
        """Apply the orders on an article after those on the article whose number it takes, which must leave first."""
        if number in self.begun or number not in groups:
            return
        self.begun.add(number)
        for _, operation in groups[number]:
            if isinstance(operation.action, MoveArticle):
                self._apply_in_order(operation.action.number, groups)
        self._apply_to_article(number, groups[number])
        self.done.add(number)

    def _by_article(self) -> dict[str, list[tuple[int, Operation]]]:
        """Group the operations by article; an order on the whole text is one on every article that has the words."""
        groups: dict[str, list[tuple[int, Operation]]] = defaultdict(list)
        several_texts = self._names_another_text()
        for rank, operation in enumerate(self.reading.operations):
            place = operation.place
            if self.text is not None and place.text is not None and place.text.slug != self.text.slug:
                self._refuse(operation, Reason.BASE_TEXT_MISSING, f"« {place.text.title} » n’est pas dans le corpus.")
            elif place.text is None and several_texts:
                detail = "L’acte modifie plusieurs textes, et l’instruction ne nomme pas le sien."
                self._refuse(operation, Reason.AMBIGUOUS, detail)
            elif isinstance(operation.action, RetitleDivision) or (place.division or "").startswith(HEADING):
                continue
            elif place.until is not None:
                self._give_to_range(rank, operation, groups)
            elif place.article is not None:
                groups[place.article].append((rank, operation))
            elif place.division is not None:
                self._refuse(operation, Reason.UNKNOWN_DIVISION, f"« {place.division} »")
            elif isinstance(operation.action, DeletePassage) and not place.steps:
                self._repeal_text(rank, operation, groups)
            elif place.steps or not isinstance(operation.action, ReplaceWords | DeleteWords | InsertWords):
                self._give_to_only_article(rank, operation, groups)
            else:
                self._spread(rank, operation, groups)
        return self._follow_moves(groups)

    def _follow_moves(self, groups: dict[str, list[tuple[int, Operation]]]) -> dict[str, list[tuple[int, Operation]]]:
        """«1° L'article 8 devient l'article 11 ; 2° Au premier alinéa de l'article 11, …»: under its new number.

        Where an article 11 stood before, which of the two is meant is not sure: refused.
        """
        for number, ranked in list(groups.items()):
            for move_rank, move in ranked:
                if not isinstance(move.action, MoveArticle) or (target := move.action.number) not in groups:
                    continue
                later = [(r, op) for r, op in groups[target] if r > move_rank and not _is_whole_article(op)]
                if target not in self._in_force():
                    groups[number] = ranked + later
                else:
                    for _, operation in later:
                        self._refuse(operation, Reason.AMBIGUOUS, f"L’ancien ou le nouvel article {target} ?")
                groups[target] = [pair for pair in groups[target] if pair not in later]
        return {number: ranked for number, ranked in groups.items() if ranked}

    def _names_another_text(self) -> bool:
        texts = {op.place.text.slug for op in self.reading.operations if op.place.text}
        return self.text is not None and bool(texts - {self.text.slug})

    def _give_to_range(self, rank: int, operation: Operation, groups: dict[str, list[tuple[int, Operation]]]) -> None:
        """«Les articles 5 à 8»: those that exist between the two ends, which must exist themselves."""
        place = operation.place
        if place.article is None or place.until is None:
            return
        known = number_range(place.article, place.until, self._in_force())
        for end in (place.article, place.until):
            if end not in known:
                self._refuse(operation, Reason.UNKNOWN_ARTICLE, f"Article {end} inconnu à cette date.")
                return
        if self._has_mixed_letters(place.article, place.until):
            self._refuse(operation, Reason.AMBIGUOUS, f"Des articles d’une autre lettre sont entre les deux ({place}).")
            return
        new = [n for n, _, _ in operation.action.quoted] if isinstance(operation.action, RewriteArticles) else []
        for number in dict.fromkeys((*known, *new)):
            groups[number].append((rank, operation))

    def _repeal_text(self, rank: int, operation: Operation, groups: dict[str, list[tuple[int, Operation]]]) -> None:
        """«Le décret n° 87-964 du 30 novembre 1987 est abrogé»: every article of the text that was given."""
        if self.text is None or not self._in_force():
            title = operation.place.text.title if operation.place.text else "Ce texte"
            self._refuse(operation, Reason.BASE_TEXT_MISSING, f"« {title} » n’est pas dans le corpus.")
        for number in self._in_force() if self.text is not None else ():
            groups[number].append((rank, operation))

    def _in_force(self) -> list[str]:
        return [self.number[number] for number, alineas in self.given.items() if alineas is not None]

    def _has_mixed_letters(self, first: str, last: str) -> bool:
        """R. and D. articles of a code follow each other by their digits: «R. 1 à R. 9» may hold a D. 5, or not."""
        return any(
            number[0] in "RD" and first[0] in "RD" and number[0] != first[0]
            and number_range(first[1:], last[1:], [number[1:]])
            for number in self._in_force()
        )  # fmt: skip

    def _give_to_only_article(
        self, rank: int, operation: Operation, groups: dict[str, list[tuple[int, Operation]]]
    ) -> None:
        """An instruction that names no article is about the only one that was given, if there is only one."""
        only = [number for number, alineas in self.given.items() if alineas is not None]
        if len(only) == 1:
            groups[self.number[only[0]]].append((rank, operation))
        else:
            self._refuse(operation, Reason.AMBIGUOUS, "L’instruction ne dit pas de quel article il s’agit.")

    def _spread(self, rank: int, operation: Operation, groups: dict[str, list[tuple[int, Operation]]]) -> None:
        """«Dans l'ensemble du code, les mots…»: every article in which the words stand."""
        hits = 0
        for number, alineas in self.given.items():
            if alineas is None:
                continue
            refused = edit_article(alineas, [(rank, operation)], former=self.former).refused
            if not refused:
                groups[self.number[number]].append((rank, operation))
                hits += 1
        if not hits:
            self._refuse(operation, Reason.WORDS_NOT_FOUND, "Aucun des articles connus ne contient ces mots.")

    def _unread_on(self, number: str) -> str | None:
        """The words of an order that was not understood and may be about an article."""
        for unread in self.reading.unread_orders:
            for place in unread.places:
                here = place.text is None or self.text is None or place.text.slug == self.text.slug
                if here and place.covers(number):
                    return " ".join(self.reading.body[slice(*unread.span)].split())
        return None

    def _apply_to_article(self, number: str, ranked: list[tuple[int, Operation]]) -> None:
        base = self.given.get(self.spelling.get(number, number))
        if (words := self._unread_on(number)) is not None:
            detail = f"Article {number} : une autre instruction n’a pas été comprise : « {words[:120]} »"
            for _, operation in ranked:
                self._refuse(operation, Reason.ARTICLE_REFUSED, detail)
            return
        if (earlier := self.unsure.get(number)) is not None and not all(is_rewritten(op) for _, op in ranked):
            for _, operation in ranked:
                self._refuse(operation, Reason.UNSURE_BASE, f"Article {number} : {earlier}.")
            return
        moves = [(r, op) for r, op in ranked if isinstance(op.action, MoveArticle)]
        if len(moves) == 1 and len(ranked) > 1 and base is not None:
            created = [(r, op) for r, op in ranked if isinstance(op.action, CreateArticle)]
            self._move_edited(number, base, moves[0], [pair for pair in ranked if pair not in [*moves, *created]])
            self._create_in_its_place(number, created)
            return
        whole = [(r, op) for r, op in ranked if _is_whole_article(op)]
        if len(whole) == 1 and len(ranked) == 1:
            self._apply_whole(number, base, *whole[0])
        elif whole:
            for _, operation in ranked:
                self._refuse(operation, Reason.CONFLICT, f"L’article {number} est visé en entier et en partie.")
        elif base is None:
            for _, operation in ranked:
                self._refuse(operation, Reason.UNKNOWN_ARTICLE, f"Article {number} inconnu à cette date.")
        else:
            self._edit(number, base, ranked)

    def _apply_whole(self, number: str, base: Alineas | None, rank: int, operation: Operation) -> None:
        match operation.action:
            case RewriteArticles() as rewriting if base is None:
                self._rewrite(number, rewriting, rank)
            case CreateArticle(new=new):
                if base is not None:
                    self._refuse(operation, Reason.ARTICLE_EXISTS, f"L’article {number} existe déjà.")
                else:
                    self._write(number, new, rank)
            case _ if base is None:
                self._refuse(operation, Reason.UNKNOWN_ARTICLE, f"Article {number} inconnu à cette date.")
            case ReplacePassage(new=new):
                self._write(number, new, rank)
            case RewriteArticles() as rewriting:
                self._rewrite(number, rewriting, rank)
            case DeletePassage():
                self.lines[number], self.after[number] = (), None
            case MoveArticle(number=target):
                self._move(number, target, base, operation)

    def _move_edited(
        self, number: str, base: Alineas, move: tuple[int, Operation], others: list[tuple[int, Operation]]
    ) -> None:
        """«L'article 8 devient l'article 11 et est ainsi modifié»: amended first, then moved; both or none."""
        operation = move[1]
        if not others:
            self._apply_whole(number, base, *move)
            return
        arrived = self.after.pop(number, None), self.lines.pop(number, None)
        self._apply_to_article(number, others)
        assert isinstance(operation.action, MoveArticle)
        if number not in self.after:
            self._refuse(operation, Reason.ARTICLE_REFUSED, f"Article {number} : voir l’autre instruction refusée.")
            return
        target = operation.action.number
        if self._is_taken(target) or self.after[number] is None:
            del self.after[number], self.lines[number]
            for _, other in [move, *others]:
                self._refuse(other, Reason.ARTICLE_EXISTS, f"L’article {target} existe déjà.")
            return
        self.moved[number] = target
        self.after[target], self.lines[target] = self.after[number], self.lines[number]
        # Another article may have taken the number that this one leaves.
        self.after[number], self.lines[number] = arrived[0], arrived[1] or ()

    def _forgotten(self, operation: Operation) -> str | None:
        """An article that exists between the ends of a range that moves, and that has no number to go to."""
        if not isinstance(operation.action, MoveArticle) or operation.action.among is None:
            return None
        moving = {op.place.article for op in self.reading.operations if isinstance(op.action, MoveArticle)}
        inside = number_range(*operation.action.among, self._in_force())
        return next((number for number in inside if number not in moving), None)

    def _create_in_its_place(self, number: str, created: list[tuple[int, Operation]]) -> None:
        """«L'article 7 devient l'article 8. L'article 7 est ainsi rétabli : …»: written once the old one has left."""
        for rank, operation in created:
            if len(created) == 1 and isinstance(operation.action, CreateArticle) and self.after.get(number, ()) is None:
                self._write(number, operation.action.new, rank)
            else:
                self._refuse(operation, Reason.ARTICLE_EXISTS, f"L’article {number} existe déjà.")

    def _is_taken(self, target: str) -> bool:
        """Tell whether a number is in use: not left or repealed by what the act did, or is doing, to its article."""
        if self.given.get(self.spelling.get(target, target)) is None:
            return target in self.after and self.after[target] is not None
        if target in self.done:
            return target not in self.after or self.after[target] is not None
        return target not in self.begun

    def _move(self, number: str, target: str, base: Alineas, operation: Operation) -> None:
        if self._is_taken(target):
            self._refuse(operation, Reason.ARTICLE_EXISTS, f"L’article {target} existe déjà.")
            return
        if (forgotten := self._forgotten(operation)) is not None:
            self._refuse(operation, Reason.MISMATCH, f"L’article {forgotten} n’a pas de nouveau numéro.")
            return
        self.moved[number] = target
        self.lines[target] = tuple((Piece(alinea),) for alinea in base)
        self.after[target] = base
        if number not in self.moved.values():
            self.lines[number], self.after[number] = (), None

    def _write(self, number: str, new: Alineas, rank: int) -> None:
        self.lines[number] = tuple((Piece(alinea, rank),) for alinea in new)
        self.after[number] = new

    def _rewrite(self, number: str, rewriting: RewriteArticles, rank: int) -> None:
        if (new := rewriting.text_of(number)) is None:
            self.lines[number], self.after[number] = (), None
        else:
            self._write(number, new, rank)

    def _edit(self, number: str, base: Alineas, ranked: list[tuple[int, Operation]]) -> None:
        edited = edit_article(base, ranked, former=self.former)
        if not edited.refused:
            self.lines[number] = edited.lines
            self.after[number] = tuple(line_text(line) for line in edited.lines) or None
            self.recounted |= edited.recounted
            return
        reasons = dict(edited.refused)
        for rank, operation in ranked:
            if refusal := reasons.get(rank):
                self._refuse(operation, refusal.reason, refusal.detail)
            else:
                self._refuse(operation, Reason.ARTICLE_REFUSED, f"Article {number} : voir l’autre instruction refusée.")

    def _refuse(self, operation: Operation, reason: Reason, detail: str) -> None:
        self.refused.append(Refusal(operation, reason, detail))


def _is_whole_article(operation: Operation) -> bool:
    if isinstance(operation.action, CreateArticle | MoveArticle | RewriteArticles):
        return True
    return not operation.place.steps and isinstance(operation.action, ReplacePassage | DeletePassage)


def is_rewritten(operation: Operation) -> bool:
    """Tell whether an operation writes or repeals a whole article: what it said before does not matter then."""
    return _is_whole_article(operation) and not isinstance(operation.action, MoveArticle | CreateArticle)
