"""The pages that let a sceptical reader check: an act and what became of it, the lineage table, the data quality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from chronolex.site.answers import Answer, Asked, Desk, Page, Redirection
from chronolex.site.reader import ActText, Produced, SourceEntry, Stretch
from corpus.answers import Discrepancy, LineageLink, RepairEntry, Version
from corpus.errors import UnknownText

MOST_REPAIRS = 500
"""Repairs shown for each source on the quality page; the table has them all."""
MOST_LISTED = 500
"""Versions, instructions, disagreements, sources and lineage links listed on a page; the tables have them all."""


# --- an act -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one line of an act's body; ``opens`` are the positions of the instructions that begin there."""

    text: str
    kind: str
    opens: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ActPage:
    """An act: its words, every stretch of them accounted for, and each instruction with its verdict."""

    act: ActText
    lines: tuple[tuple[Passage, ...], ...]
    characters: Mapping[str, int]
    instructions: tuple[Produced, ...]


def answer_act(desk: Desk, asked: Asked) -> Answer:
    """Answer for an act; raises :class:`UnknownText` for one that the corpus does not have in its own words."""
    wanted = unquote(asked.parts["act"])
    handle = desk.reader.corpus.text(wanted)
    act = desk.reader.act(handle.slug)
    if act is None:
        raise UnknownText(f"Le corpus ne connaît {handle.title} que par son nom : il n’en a pas le texte.")
    if handle.slug != wanted:
        return Redirection(desk.at.act(handle.slug) + (".json" if asked.json else ""))
    stretches = desk.reader.stretches(act.id)
    produced = tuple(desk.reader.instructions_of_act(act.id))
    starts = [(entry.instruction.span[0], entry.instruction.position) for entry in produced]
    data = ActPage(
        act=act,
        lines=tuple(cut_lines(act.body, stretches, starts)),
        characters=_count_characters(act.body, stretches),
        instructions=produced,
    )
    return Page("act.html", act.title, data, desk.at.act(act.slug))


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


# --- the lineage table ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LineagePage:
    """The concordance. ``findings`` are rewritten references: no history is built on them; ``more`` are not listed."""

    links: tuple[LineageLink, ...]
    findings: tuple[LineageLink, ...]
    more: int


def answer_lineage(desk: Desk, asked: Asked) -> Answer:
    """Answer with the lineage table."""
    read = desk.reader.corpus.lineage
    shown = read(continues=True, limit=MOST_LISTED), read(continues=False, limit=MOST_LISTED)
    data = LineagePage(*shown, more=sum(desk.reader.counts("lineage").values()) - sum(map(len, shown)))
    return Page("lineage.html", "Filiation des articles", data, desk.at.lineage())


# --- data quality -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceLog:
    """A source, and its repairs: undecided ones first, then in the order of the text."""

    source: SourceEntry
    repairs: tuple[RepairEntry, ...]


@dataclass(frozen=True, slots=True)
class QualityPage:
    """What is proved, what is not, and what was found wrong. ``more`` counts the disagreements not listed."""

    verifications: Mapping[str, int]
    unproved: tuple[Version, ...]
    instructions: tuple[Produced, ...]
    verdicts: Mapping[str, int]
    discrepancies: tuple[Discrepancy, ...]
    more: int
    logs: tuple[SourceLog, ...]
    sources: int
    meta: Mapping[str, str]


def answer_quality(desk: Desk, asked: Asked) -> Answer:
    """Answer with the data quality page."""
    reader, corpus = desk.reader, desk.reader.corpus
    discrepancies = corpus.discrepancies()
    data = QualityPage(
        verifications=reader.counts("versions"),
        unproved=(*corpus.versions("different"), *corpus.versions("unverified"))[:MOST_LISTED],
        instructions=tuple(reader.idle_instructions(MOST_LISTED)),
        verdicts=reader.counts("instructions"),
        discrepancies=discrepancies[:MOST_LISTED],
        more=max(len(discrepancies) - MOST_LISTED, 0),
        logs=tuple(_log(desk, source) for source in reader.sources(MOST_LISTED)),
        sources=reader.count_sources(),
        meta=corpus.meta(),
    )
    return Page("quality.html", "Qualité des données", data, desk.at.quality())


def _log(desk: Desk, source: SourceEntry) -> SourceLog:
    if not source.repairs:
        return SourceLog(source, ())
    repairs = sorted(desk.reader.corpus.repairs(source.name), key=lambda r: (r.decided, r.start))
    return SourceLog(source, tuple(repairs[:MOST_REPAIRS]))
