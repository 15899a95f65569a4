"""An act: what it ordered and what became of it, and the versions that it made and ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from chronolex.site.act_rows import authored_alineas, find_act, verifications_of
from chronolex.site.answers import Answer, Asked, Desk, Page, Redirection
from chronolex.site.article import find_change
from chronolex.site.change_links import change_address
from chronolex.site.reader import ActText, Produced, Stretch
from corpus.answers import Version
from corpus.changes import Boundary, Change, Scope
from corpus.diff import AlineaDiff
from corpus.errors import UnknownText

MOST_DONE = 100
"""Articles changed on a day that one page lists."""

MOST_EFFECTS = 40
"""Versions of which the effect is shown with the instructions; beyond, the articles' own pages have them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one line of an act's body; ``opens`` are the positions of the instructions that begin there.

    ``unread`` counts the passages that nothing has read, from 1.
    """

    text: str
    kind: str
    opens: tuple[int, ...] = ()
    unread: int | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What changed in an article: the alinéas that did, word by word. ``before`` is the version it is compared with.

    ``shared``: other instructions of the act made the same version, and nothing tells their changes apart.
    ``across_gap``: texts are missing between the two.
    """

    before: str | None
    before_address: str | None
    alineas: tuple[AlineaDiff, ...]
    shared: bool = False
    across_gap: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A change that the act made; ``verification`` is that of the version it made, ``effect`` when it was asked for."""

    change: Change
    address: str
    old_address: str | None
    verification: str | None
    effect: Effect | None = None

    @property
    def version(self) -> int | None:
        """The version that it made."""
        return self.change.new.id if self.change.new else None


@dataclass(frozen=True, slots=True)
class Deeds:
    """All that an act did, as the days and articles where versions start or end by it, in order."""

    places: tuple[tuple[Boundary, ...], ...]

    def count(self, kind: str) -> int:
        """Count the versions that ``start`` or ``end`` by it."""
        return sum(one.kind == kind for place in self.places for one in place)

    @property
    def articles(self) -> int:
        """Count the articles."""
        return len({place[0].article for place in self.places})

    @property
    def pages(self) -> int:
        """Count the pages that list them; one at least."""
        return max(-(-len(self.places) // MOST_DONE), 1)

    def on(self, page: int) -> Iterator[Boundary]:
        """Give those of a page, from 1."""
        return (one for place in self.places[MOST_DONE * (page - 1) : MOST_DONE * page] for one in place)


@dataclass(frozen=True, slots=True)
class ActPage:
    """An act: its words, every stretch of them accounted for, each instruction with its verdict, and what it did.

    ``counts`` are the instructions by verdict; ``made`` and ``ended`` count versions; ``text_address`` is the page of
    its own articles, when the corpus has them. ``effects`` are by the position of the instruction.
    """

    act: ActText
    text_address: str | None
    counts: Mapping[str, int]
    made: int
    ended: int
    articles: int
    lines: tuple[tuple[Passage, ...], ...]
    characters: Mapping[str, int]
    instructions: tuple[Produced, ...]
    effects: Mapping[int, Effect]
    done: tuple[Done, ...]
    page: int
    pages: int


def answer_act(desk: Desk, asked: Asked) -> Answer:
    """Answer for an act; raises :class:`UnknownText` for one of which the corpus knows nothing but its name."""
    wanted = asked.part("act")
    handle = desk.reader.corpus.text(wanted)
    if handle.slug != wanted:
        return Redirection(desk.at.act(handle.slug, page=asked.page))
    act = find_act(desk.reader, handle.slug)
    deeds = read_deeds(desk, act.id)
    page = min(asked.page, deeds.pages)
    if act.body is None and not deeds.places:
        raise UnknownText(f"Le corpus ne connaît {handle.title} que par son nom : il n’en a pas le texte.")
    stretches = desk.reader.stretches(act.id)
    produced = tuple(desk.reader.instructions_of_act(act.id))
    starts = [(entry.instruction.span[0], entry.instruction.position) for entry in produced]
    data = ActPage(
        act=act,
        text_address=desk.at.text(act.slug) if desk.reader.has_articles(act.id) else None,
        counts=_count_verdicts(produced),
        made=deeds.count("start"),
        ended=deeds.count("end"),
        articles=deeds.articles,
        lines=tuple(_number_unread(cut_lines(act.body or "", stretches, starts))),
        characters=_count_characters(act.body or "", stretches),
        instructions=produced,
        effects=_effects(desk, act.id, produced),
        done=_done(desk, act, deeds.on(page), asked.arguments.get("diff", "")),
        page=page,
        pages=deeds.pages,
    )
    return Page("act.html", act.title, data, desk.at.act(handle.slug, page=page))


def _count_verdicts(produced: Iterable[Produced]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for entry in produced:
        counts[entry.instruction.verdict] = counts.get(entry.instruction.verdict, 0) + 1
    return counts


# --- what it did --------------------------------------------------------------------------------------------------


def read_deeds(desk: Desk, act: int) -> Deeds:
    """List what an act did."""
    boundaries = desk.reader.corpus.change_reader().boundaries((Scope(act_id=act),))
    return Deeds(tuple(tuple(same) for _, same in groupby(boundaries, key=lambda one: (one.day, one.article))))


def _done(desk: Desk, act: ActText, boundaries: Iterable[Boundary], asked: str) -> tuple[Done, ...]:
    """Tell what an act did; the effect of the one version that is asked for comes with it."""
    told = desk.reader.corpus.change_reader().tell((Scope(act_id=act.id),), boundaries)
    changes = [change for change in told if change.act is None or change.act.slug == act.slug]
    proved = verifications_of(desk.reader, (change.new.id for change in changes if change.new))
    return tuple(
        Done(
            change,
            change_address(desk.at, change, change.new),
            change_address(desk.at, change, change.old) if change.old_number else None,
            proved.get(change.new.id) if change.new else None,
            _effect(desk, change.new.text_slug, change.new.number, change.new.id)
            if change.new and asked == str(change.new.id)
            else None,
        )
        for change in changes
    )


def _effect(desk: Desk, slug: str, number: str, version: int) -> Effect | None:
    """Compare a version with the one before it in the line of its article; None where it is on no such line."""
    entries = desk.reader.line(slug, number)
    made = next((one for one in entries if isinstance(one, Version) and one.id == version), None)
    if made is None:
        return None
    change = find_change(entries, made)
    if change is None:
        return Effect(None, None, ())
    old = change.old
    address = desk.at.article(old.text_slug, old.number, old.start)
    changed = tuple(alinea for alinea in change.alineas if alinea.changed)
    return Effect(old.number, address, changed, across_gap=change.gap is not None)


def _effects(desk: Desk, act: int, produced: Sequence[Produced]) -> dict[int, Effect]:
    """Give the effect of the instructions that made a version: where each wrote, else all that changed in it."""
    made: dict[int, list[Produced]] = {}
    for entry in produced:
        if entry.instruction.version_id is not None:
            made.setdefault(entry.instruction.version_id, []).append(entry)
    whole = {
        version: _effect(desk, entries[0].text_slug or "", entries[0].number or "", version)
        for version, entries in list(made.items())[:MOST_EFFECTS]
    }
    wrote = authored_alineas(desk.reader, act)
    return {
        entry.instruction.position: _own_part(
            effect, wrote.get(entry.instruction.position, frozenset()), several=len(entries) > 1
        )
        for version, entries in made.items()
        if (effect := whole.get(version)) is not None
        for entry in entries
    }


def _own_part(effect: Effect, wrote: frozenset[int], *, several: bool) -> Effect:
    """Keep of the effect of several instructions the alinéas where this one wrote; it may have written nowhere."""
    own = tuple(alinea for alinea in effect.alineas if alinea.new_position in wrote)
    return replace(effect, alineas=own) if own else replace(effect, shared=several)


# --- its words ----------------------------------------------------------------------------------------------------


def cut_lines(
    body: str, stretches: Sequence[Stretch], starts: Sequence[tuple[int, int]] = ()
) -> Iterable[tuple[Passage, ...]]:
    """Cut a body into lines, and each line at the stretches; what no stretch covers has no kind.

    ``starts`` are the (offset, position) of the instructions: several begin at one place when one sentence creates
    several articles. Joined by line breaks, the passages give the body back.
    """
    start = 0
    for line in body.split("\n"):
        end = start + len(line)
        inside = [s for s in stretches if s.start < end and s.end > start]
        yield tuple(
            Passage(body[left:right], kind, tuple(position for offset, position in starts if left <= offset < right))
            for left, right, kind in _cut_line(start, end, inside)
        )
        start = end + 1


def _cut_line(start: int, end: int, stretches: Sequence[Stretch]) -> Iterable[tuple[int, int, str]]:
    done = start
    for stretch in stretches:
        left, right = max(stretch.start, done), min(stretch.end, end)
        if left > done:
            yield done, left, ""
        if right > left:
            yield left, right, stretch.kind
        done = max(done, right)
    if done < end:
        yield done, end, ""


def _count_characters(body: str, stretches: Sequence[Stretch]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for stretch in stretches:
        counts[stretch.kind] = counts.get(stretch.kind, 0) + stretch.end - stretch.start
    rest = len(body) - sum(counts.values())
    return counts | ({"": rest} if rest else {})


def _number_unread(lines: Iterable[tuple[Passage, ...]]) -> Iterable[tuple[Passage, ...]]:
    """Count the passages that nothing has read, so that each has an address in the page."""
    rank = 0
    for line in lines:
        numbered = []
        for passage in line:
            if passage.kind == "unread":
                rank += 1
                passage = replace(passage, unread=rank)
            numbered.append(passage)
        yield tuple(numbered)
