"""The history page of an article: its text at a date, and all that led to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from chronolex.site.answers import Answer, Asked, Choice, Desk, Page, Redirection
from chronolex.site.article_address import is_at
from chronolex.site.bearers import answer_bearers
from chronolex.site.citations import (
    Cited,
    CitingList,
    Where,
    Words,
    link_words,
    read_cited,
    read_citing,
    reference_day,
)
from chronolex.site.mended import repairs_within
from chronolex.site.place import Place, find_place
from chronolex.site.reader import Authorship, PairEntry, Produced, SourceEntry
from corpus.answers import Gap, LineageLink, RepairEntry, Version, name_article
from corpus.dates import Clock, as_day, format_date
from corpus.diff import AlineaDiff, diff_alineas
from corpus.errors import AmbiguousArticle
from corpus.handles import ArticleHandle
from corpus.history import Status, StatusKind
from corpus.model import OUT_OF_FORCE, EndCause
from corpus.numbering import display_number, say_article
from corpus.text_days import read_base_day, read_known_day
from ingest.dila.markup import sanitise

MOST_REPAIRS = 60
"""Repairs shown on an article's page, for each source; the quality page and the table have them all."""

MOST_INSTRUCTIONS = 100
"""Instructions that were not applied shown on an article's page."""


@dataclass(frozen=True, slots=True)
class Step:
    """A version or a gap of the line, in order. ``rank`` counts the versions from 1; a gap has none."""

    kind: str
    rank: int | None
    numbers: tuple[str, ...]
    start: dt.date
    end: dt.date | None
    address: str | None
    version: Version | None = None
    gap: Gap | None = None
    acts: Authorship | None = None
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What changed from the version before in the line. ``gap`` lies between the two when texts are missing."""

    old: Version
    new: Version
    alineas: tuple[AlineaDiff, ...]
    typographic: bool
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class SourceRepairs:
    """A source, the first of its repairs in the words of the version, and how many there are in those words."""

    source: SourceEntry
    repairs: tuple[RepairEntry, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """All that the page shows. ``version`` is in force on the date, or, without a date, the last known one.

    ``elsewhere`` are the numbers under which the line has a text on that day; ``ways`` lead to the articles before
    and after this one when it has none. ``base_day`` is that of DILA's last archive: later days are not known to it,
    and without a date the page is of that day. ``ending`` says what ended the version, ``coming`` is the next one to
    come; ``layout`` its layout where the alinéas do not tell it.
    """

    id: int
    text: str
    text_slug: str
    number: str
    date: dt.date | None
    day: dt.date
    clock: Clock
    status: Status
    sentence: str
    base_day: dt.date | None
    place: Place
    version: Version | None
    layout: str | None
    ending: str
    coming: Step | None
    alineas: tuple[tuple[Words, ...], ...]
    acts: Authorship | None
    elsewhere: tuple[Choice, ...]
    ways: tuple[Choice, ...]
    history: tuple[Step, ...]
    change: Change | None
    verification: tuple[PairEntry, ...]
    instructions: tuple[Produced, ...]
    idle_instructions: tuple[Produced, ...]
    cites: tuple[Cited, ...]
    cited_by: CitingList
    lineage: tuple[LineageLink, ...]
    links: tuple[LineageLink, ...]
    repairs: tuple[SourceRepairs, ...]

    @property
    def name(self) -> str:
        """The number as acts print it."""
        return display_number(self.number)

    @property
    def entries(self) -> tuple[Version | Gap, ...]:
        """The versions and gaps of the history, for the timeline."""
        return tuple(entry for step in self.history if (entry := step.version or step.gap))

    @property
    def in_force(self) -> bool:
        """True when the text shown is in force on the date of the page."""
        return self.status.kind is StatusKind.IN_FORCE

    @property
    def is_beyond(self) -> bool:
        """True for a day after that of the base: what is said of it holds if nothing has changed since."""
        return self.base_day is not None and self.base_day < self.status.date

    @property
    def has_law_dates(self) -> bool:
        """True when the law's own dates are known of some version."""
        return any(step.version.law_start for step in self.history if step.version)


def answer_article(desk: Desk, asked: Asked) -> Answer:
    """Answer for an article; redirects to its canonical address.

    Raises :class:`~corpus.errors.LookupFailed` for an unknown text or number, :class:`~corpus.errors.DateError`.
    """
    try:
        handle = desk.reader.corpus.article(asked.number, asked.part("text"))
    except AmbiguousArticle:
        return answer_bearers(desk, asked)
    # The form of the page sends its date as an argument, empty when the reader wants no date any more.
    written = asked.arguments.get("date", asked.part("date")).strip()
    date = as_day(written) if written else None
    there = desk.at.article(handle.text_slug, handle.number, date, asked.clock)
    if "date" in asked.arguments or not is_at(asked, handle, date):
        return Redirection(there)
    data = make_article(desk, handle, date, asked.clock, asked.today)
    title = f"{say_article(data.number, 'title')}{f' au {format_date(date)}' if date else ''} · {handle.text}"
    return Page("article.html", title, data, there)


def make_article(desk: Desk, handle: ArticleHandle, date: dt.date | None, clock: Clock, today: dt.date) -> ArticlePage:
    """Gather the page of an article at a date (today's state, and the last known text, without a date)."""
    reader = desk.reader
    base_day = read_base_day(reader.connection)
    today = read_known_day(reader.connection, today)  # of later days the base knows nothing
    status = handle.status_at(date or today, clock)
    version = status.version if status.kind is StatusKind.IN_FORCE else None
    version = version or (None if date else _last_known(handle.versions(), today))
    entries = handle.history()
    acts = reader.authorship(entry.id for entry in entries if isinstance(entry, Version))
    day = reference_day(version, date, today)
    cites = read_cited(desk, version, day, _where(desk, version, date, clock, today)) if version else ()
    history = _steps(desk, entries, acts, version, clock)
    instructions = tuple(reader.instructions_of_version(version.id)) if version else ()
    return ArticlePage(
        id=handle.id,
        text=handle.text,
        text_slug=handle.text_slug,
        number=handle.number,
        date=date,
        day=day,
        clock=clock,
        status=status,
        sentence=_say_status(status, base_day),
        base_day=base_day,
        place=find_place(desk, handle, version, day, date),
        version=version,
        layout=sanitise(version.html) if version and version.html else None,
        ending=_say_ending(version, handle.versions()) if version else "",
        coming=next((step for step in history if step.version and step.start > status.date), None),
        alineas=link_words(version, cites) if version else (),
        acts=acts.get(version.id) if version else None,
        elsewhere=_elsewhere(desk, handle, entries, date or today, clock),
        ways=_ways(desk, status, date, clock),
        history=history,
        change=find_change(entries, version),
        verification=tuple(reader.verification_of(version.id)) if version else (),
        instructions=instructions,
        idle_instructions=tuple(reader.idle_instructions(MOST_INSTRUCTIONS, handle.number, handle.text)),
        cites=cites,
        cited_by=read_citing(desk, handle.id, handle.text_slug, day),
        lineage=handle.lineage(),
        links=_links_of_line(desk, entries, handle),
        repairs=_repairs(desk, version, instructions),
    )


def _last_known(versions: Sequence[Version], day: dt.date) -> Version | None:
    """The last version that has begun on a day; where none has, the first to come."""
    begun = [version for version in versions if version.start <= day]
    return next(iter([*begun[-1:], *versions]), None)


def _say_status(status: Status, base_day: dt.date | None) -> str:
    if base_day is None or status.date <= base_day or status.kind is not StatusKind.IN_FORCE:
        return status.sentence
    said = status.sentence
    return f"Si rien n’a changé depuis le {format_date(base_day)}, jour de la base, {said[0].lower()}{said[1:]}"


def _say_ending(version: Version, versions: Sequence[Version]) -> str:
    """Say what ended a version; repealed and written anew on one day, the article went on."""
    if version.end is None:
        return ""
    word = EndCause(version.end_cause or EndCause.UNKNOWN).word
    goes_on = any(other.start == version.end for other in versions)
    return f"{word} et réécrit le même jour" if goes_on and version.end_cause in OUT_OF_FORCE else word


def _steps(
    desk: Desk,
    entries: Sequence[Version | Gap],
    acts: dict[int, Authorship],
    shown: Version | None,
    clock: Clock,
) -> tuple[Step, ...]:
    steps, rank = [], 0
    for entry in entries:
        if isinstance(entry, Gap):
            steps.append(Step("gap", None, entry.numbers, entry.start, entry.end, None, gap=entry))
            continue
        rank += 1
        dates = entry.dates(clock)
        start = dates.start or entry.start
        address = desk.at.article(entry.text_slug, entry.number, start, clock if dates.start else Clock.LEGIFRANCE)
        steps.append(
            Step(
                "version",
                rank,
                (entry.number,),
                start,
                dates.end,
                address,
                version=entry,
                acts=acts.get(entry.id),
                shown=shown is not None and entry.id == shown.id,
            )
        )
    return tuple(steps)


def _where(desk: Desk, version: Version, date: dt.date | None, clock: Clock, today: dt.date) -> Where:
    """Lead to cited articles as they are on the date; without one, as today, or as when the text was in force."""
    day = date or (None if version.end is None or today < version.end else reference_day(version, None, today))
    return lambda slug, number: desk.at.article(slug, number, day, clock)


def _elsewhere(
    desk: Desk, handle: ArticleHandle, entries: Sequence[Version | Gap], date: dt.date, clock: Clock
) -> tuple[Choice, ...]:
    """Where the line stands on that day under another number."""
    there = [entry for entry in entries if isinstance(entry, Version) and entry.dates(clock).holds(date)]
    return tuple(
        Choice(name_article(entry.number, entry.text), desk.at.article(entry.text_slug, entry.number, date, clock))
        for entry in there
        if (entry.text_slug, entry.number) != (handle.text_slug, handle.number)
    )


def _ways(desk: Desk, status: Status, date: dt.date | None, clock: Clock) -> tuple[Choice, ...]:
    """Where to look on when there is no text: the articles that this one continues, and those that continue it."""
    if status.kind is StatusKind.IN_FORCE:
        return ()
    old = [] if status.kind is StatusKind.ENDED else [x for x in status.predecessors if x.continues]
    new = [] if status.kind is StatusKind.NOT_YET else [x for x in status.successors if x.continues]
    ways = [("ancien numéro", x.old_text_slug, x.old, x.old_text, x.status) for x in old]
    ways += [("nouveau numéro", x.new_text_slug, x.new, x.new_text, x.status) for x in new]
    return tuple(
        Choice(
            f"{name_article(number, text)}, {which}{' supposé' if certainty == 'inferred' else ''}",
            desk.at.article(slug, number, date, clock),
        )
        for which, slug, number, text, certainty in ways
    )


def find_change(entries: Sequence[Version | Gap], version: Version | None) -> Change | None:
    """Compare a version with the one before it in its line; None for the first, or without a version."""
    if version is None:
        return None
    position = next((i for i, e in enumerate(entries) if isinstance(e, Version) and e.id == version.id), 0)
    before = [entry for entry in entries[:position] if isinstance(entry, Version) and entry.start < version.start]
    if not before:
        return None
    old = before[-1]
    gap = next((e for e in entries[:position] if isinstance(e, Gap) and old.start < e.start < version.start), None)
    alineas = diff_alineas(old.alineas, version.alineas)
    changed = [alinea for alinea in alineas if alinea.changed]
    return Change(old, version, alineas, bool(changed) and all(a.typographic for a in changed), gap)


def _links_of_line(desk: Desk, entries: Sequence[Version | Gap], handle: ArticleHandle) -> tuple[LineageLink, ...]:
    """The links between the numbers of the line, for the arrows of the timeline."""
    numbers = {(e.text_slug, e.number) for e in entries if isinstance(e, Version)} | {(handle.text_slug, handle.number)}
    links: dict[LineageLink, None] = {}
    for slug, number in sorted(numbers):
        links |= dict.fromkeys(link for link in desk.reader.corpus.lines.links_at((slug, number)) if link.continues)
    return tuple(links)


def _repairs(desk: Desk, version: Version | None, instructions: Sequence[Produced]) -> tuple[SourceRepairs, ...]:
    if version is None:
        return ()
    sentences = [entry.instruction.sentence for entry in instructions]
    found = []
    for source in desk.reader.sources_of(version.id):
        if source.repairs:
            within = repairs_within(desk.reader, source, version.content, sentences)
            found.append(SourceRepairs(source, tuple(within[:MOST_REPAIRS]), len(within)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The versions before and after the one shown, in the line; a gap can lie between."""

    before: Step | None = None
    after: Step | None = None
    gap_before: bool = False
    gap_after: bool = False


def neighbours(page: ArticlePage) -> Neighbours:
    """Give the versions around the one shown, and whether texts are missing between."""
    position = next((i for i, step in enumerate(page.history) if step.shown), None)
    if position is None:
        return Neighbours()
    before, after = page.history[:position][::-1], page.history[position + 1 :]
    return Neighbours(
        next((step for step in before if step.version), None),
        next((step for step in after if step.version), None),
        bool(before) and before[0].gap is not None,
        bool(after) and after[0].gap is not None,
    )
