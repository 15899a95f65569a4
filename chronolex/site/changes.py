"""The page of what changed: in a text, a division, a list of articles, or everything, between two days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice, takewhile

from chronolex.site.answers import Answer, Asked, Choice, Desk, Download, Page, Problem, Redirection
from chronolex.site.change_links import change_address, compare_address
from chronolex.site.feed import FeedPlaces, write_feed
from chronolex.site.following import Following, is_at, read_following
from chronolex.site.spreadsheet import write_csv
from corpus.changes import Boundary, Change, ChangeAct, Mark, Wording
from corpus.dates import UNFIXED
from corpus.diff import AlineaDiff, diff_alineas

MOST_CHANGES = 60
"""Changes on a page: whole days, newest first, as many as fit; a day that does not fit is paged by itself."""
MOST_PRINTED = 300
"""The same for a page that is unfolded to be printed."""
MOST_CHARACTERS = 20_000
"""Characters of law, old and new, that a page folds under its changes; the others are one link away."""
MOST_UNFOLDED = 800_000
"""The same for a page that is unfolded."""
MOST_ROWS = 5_000
"""Changes of a CSV file; its last line says where it goes on."""
MOST_ENTRIES = 80
"""Beginnings and ends of versions that a part of a feed tells: a change has one or both."""


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """A change as the page shows it. ``alineas`` are those that changed, word by word, and ``same`` how many did not.

    ``words`` is a text that appears or ends as a whole. ``left_out`` says that the page has no room for either, though
    there is something to show: ``compare``, or else ``address``, leads to it.
    """

    id: str
    change: Change
    future: bool
    address: str
    old_address: str | None
    compare: str | None
    alineas: tuple[AlineaDiff, ...] | None
    same: int
    words: tuple[str, ...]
    left_out: bool


@dataclass(frozen=True, slots=True)
class ActGroup:
    """What one act changed on a day; no act: one that the corpus does not know."""

    act: ChangeAct | None
    changes: tuple[ChangeEntry, ...]


@dataclass(frozen=True, slots=True)
class DayGroup:
    """What changed on a day."""

    day: dt.date
    future: bool
    unfixed: bool
    acts: tuple[ActGroup, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed in ``[since, until)``, newest first. ``older`` is the address of what changed before, if any did.

    ``learnt`` leaves out what the base knew before that day. ``settled`` is the address of what has taken effect, where
    the page holds what has not.
    ``counts`` are of this page, by kind. ``articles`` is the watch list as it was asked, ``watched`` what it names.
    """

    label: str
    text: str | None
    text_slug: str | None
    section: str | None
    articles: str | None
    watched: tuple[str, ...]
    since: dt.date | None
    until: dt.date | None
    learnt: dt.date | None
    page: int
    shown: int
    counts: Mapping[str, int]
    days: tuple[DayGroup, ...]
    older: str | None
    settled: str | None
    csv: str
    excel: str
    feed: str
    unfolded: bool
    unfold: str


def answer_changes(desk: Desk, asked: Asked) -> Answer:
    """Answer with what changed; redirects to the one address of what is asked.

    Raises DateError for a date that is none, QuestionError for what cannot be followed, LookupFailed for a text, an
    article or a division that is not known.
    """
    form = asked.form
    following = read_following(desk, asked)
    following = replace(
        following, mark=following.mark if form == ".atom" else None, excel=following.excel and form == ".csv"
    )
    if not is_at(following, asked):
        return Redirection(following.address(desk))
    answer = {".csv": _answer_csv, ".atom": _answer_feed}.get(form, _answer_page)
    return answer(desk, following, asked) or _answer_beyond(desk, following, form)


def _answer_page(desk: Desk, following: Following, asked: Asked) -> Answer | None:
    taken, older = cut_page(desk, following, MOST_PRINTED if following.unfolded else MOST_CHANGES, asked.today)
    if not taken and following.page > 1:
        return None
    data = make_page(desk, following, taken, older, asked)
    return Page("changes.html", f"Ce qui a changé · {following.label}", data, following.address(desk))


def _answer_csv(desk: Desk, following: Following, asked: Asked) -> Answer | None:
    taken, older = cut_page(desk, following, MOST_ROWS, asked.today)
    if not taken and following.page > 1:
        return None
    name = f"changements{f'-{following.text.slug}' if following.text else ''}.csv"
    following_table = f"{asked.origin}{older.address(desk, '.csv')}" if older else None
    table = write_csv(
        tell(desk, following, taken, asked.today),
        desk.at,
        asked.origin,
        asked.today,
        excel=following.excel,
        older=following_table,
    )
    return Download(table, "text/csv; charset=utf-8", name, following_table)


def _answer_feed(desk: Desk, following: Following, asked: Asked) -> Answer | None:
    reader = desk.reader.corpus.change_reader(asked.today)
    found = reader.last_learnt(following.scopes, following.since, following.until, following.mark)
    known = following.learnt.isoformat() if following.learnt else ""
    found = takewhile(lambda boundary: (boundary.moment or "") >= known, found)
    taken, after = list(islice(found, MOST_ENTRIES)), next(found, None)
    if following.page > 1 or (following.mark and not taken):
        return None
    first, own, older = (
        f"{asked.origin}{replace(following, mark=mark).address(desk, '.atom')}"
        for mark in (None, following.mark, _mark(following.mark, taken, after) if after else None)
    )
    page = f"{asked.origin}{replace(following, mark=None).address(desk)}"
    places = FeedPlaces(first, own, older if after else None, page)
    changes = list(reader.tell_learnt(following.scopes, taken))
    feed = write_feed(following.label, places, changes, desk.at, asked.origin, asked.today)
    return Download(feed, "application/atom+xml; charset=utf-8")


def _mark(before: Mark | None, taken: Sequence[Boundary], after: Boundary) -> Mark:
    """Say where a feed goes on: at a boundary, after those of its day and moment that were taken."""
    moment, day = after.moment or "", after.day
    same = sum((one.moment or "", one.day) == (moment, day) for one in taken)
    passed = before.skipped if before and (before.moment, before.day) == (moment, day) else 0
    return Mark(moment, day, same + passed)


def _answer_beyond(desk: Desk, following: Following, form: str) -> Page:
    """Say that there are fewer pages, and lead back to the first."""
    first = replace(following, page=1, mark=None).address(desk, form)
    name = "Cette partie du fil" if form == ".atom" else f"La page {following.page} de ces changements"
    problem = Problem(
        f"{name} n’existe pas.",
        "Les suivantes s’ouvrent depuis la première.",
        (Choice("Revenir à la première", first),),
    )
    return Page("problem.html", "Page introuvable", problem, first, status=404)


# --- a page -----------------------------------------------------------------------------------------------------


def tell(desk: Desk, following: Following, boundaries: Sequence[Boundary], today: dt.date) -> Iterator[Change]:
    """Tell what happened at the boundaries of a page."""
    reader = desk.reader.corpus.change_reader(today)
    return reader.tell(following.scopes, boundaries, learnt_since=following.learnt)


def make_page(
    desk: Desk, following: Following, boundaries: Sequence[Boundary], older: Following | None, asked: Asked
) -> ChangesPage:
    """Gather the page of what is followed; what leads on from JSON leads to JSON."""
    today, form = asked.today, ".json" if asked.form == ".json" else ""
    changes = list(tell(desk, following, boundaries, today))
    coming = following.until is None and any(change.is_future(today) for change in changes)
    tomorrow = today + dt.timedelta(days=1)
    whole = replace(following, page=1, unfolded=False)
    return ChangesPage(
        label=following.label,
        text=following.text.title if following.text else None,
        text_slug=following.text.slug if following.text else None,
        section=following.section,
        articles=following.articles,
        watched=tuple(one.label for one in following.watched),
        since=following.since,
        until=following.until,
        learnt=following.learnt,
        page=following.page,
        shown=len(changes),
        counts=Counter(change.kind.value for change in changes),
        days=tuple(group_changes(desk, changes, today, MOST_UNFOLDED if following.unfolded else MOST_CHARACTERS)),
        older=older.address(desk, form) if older else None,
        settled=replace(following, until=tomorrow, page=1).address(desk, form) if coming else None,
        csv=whole.address(desk, ".csv"),
        excel=replace(whole, excel=True).address(desk, ".csv"),
        feed=replace(whole, since=None, until=None, learnt=None).address(desk, ".atom"),
        unfolded=following.unfolded,
        unfold=_turn(following).address(desk, form),
    )


def _turn(following: Following) -> Following:
    """Fold or unfold a page. The page of a crowded day is then the one that holds its first changes."""
    sizes = MOST_CHANGES, MOST_PRINTED
    size, other = reversed(sizes) if following.unfolded else sizes
    page = (following.page - 1) * size // other + 1
    return replace(following, page=page, unfolded=not following.unfolded)


def cut_page(desk: Desk, following: Following, most: int, today: dt.date) -> tuple[list[Boundary], Following | None]:
    """Take ``most`` boundaries of a page: whole days while they fit, or a part of one day; and where to go on.

    Paging is by date, so that an address shows the same whatever is added later.
    """
    skipped = (following.page - 1) * most
    wanted = skipped + most + 1
    reader = desk.reader.corpus.change_reader(today)
    found = reader.latest(following.scopes, following.since, following.until, wanted, learnt_since=following.learnt)
    if following.page > 1:
        return _cut_day(following, found, skipped, most)
    taken = list(islice(found, wanted))
    if len(taken) <= most:
        return taken, None
    first, last = taken[0].day, taken[-1].day
    if first == last:
        return taken[:-1], replace(following, until=_after(first), page=2)
    return [boundary for boundary in taken if boundary.day != last], replace(following, until=_after(last))


def _cut_day(
    following: Following, found: Iterator[Boundary], skipped: int, most: int
) -> tuple[list[Boundary], Following | None]:
    """Take a part of a crowded day, the first of those that are asked for."""
    days = groupby(found, key=lambda boundary: boundary.day)
    _, of_day = next(days, (None, iter(())))
    taken = list(islice(of_day, skipped, skipped + most))
    after = next(of_day, None) or next((next(of_next) for _, of_next in days), None)
    if not taken or after is None:
        return taken, None
    page = following.page + 1 if after.day == taken[0].day else 1
    return taken, replace(following, until=_after(after.day), page=page)


def _after(day: str) -> dt.date:
    return dt.date.fromisoformat(day) + dt.timedelta(days=1)


def group_changes(desk: Desk, changes: Sequence[Change], today: dt.date, room: int) -> Iterator[DayGroup]:
    """Group changes by day, then by act, in the order in which they come.

    ``room`` is how many characters of law there is place for.
    """
    for day, of_day in groupby(changes, key=lambda change: change.day):
        groups = []
        for _, of_act in groupby(of_day, key=lambda change: change.act and change.act.slug):
            entries = []
            for change in of_act:
                entry, used = _enter(desk, change, today, room)
                entries.append(entry)
                room -= used
            act = entries[0].change.act
            groups.append(ActGroup(act and replace(act, article=None), tuple(entries)))
        yield DayGroup(day, day > today, day == UNFIXED, tuple(groups))


def _enter(desk: Desk, change: Change, today: dt.date, room: int) -> tuple[ChangeEntry, int]:
    """Make the entry of a change, and say how many characters of law it shows."""
    reader = desk.reader.corpus.change_reader()
    same = change.wording is Wording.SAME
    old, new = (() if same else reader.words(side) for side in (change.old, change.new))
    size = sum(map(len, (*old, *new)))
    both = change.old is not None and change.new is not None
    alineas = diff_alineas(old, new) if both and size <= room else None
    shown = size <= room
    entry = ChangeEntry(
        id=str(change.id),
        change=change,
        future=change.is_future(today),
        address=change_address(desk.at, change, change.new),
        old_address=change_address(desk.at, change, change.old) if change.old_number else None,
        compare=compare_address(desk.at, change),
        alineas=None if alineas is None else tuple(alinea for alinea in alineas if alinea.changed),
        same=sum(not alinea.changed for alinea in alineas or ()),
        words=() if both or not shown else new or old,
        left_out=not shown,
    )
    return entry, size if shown else 0
