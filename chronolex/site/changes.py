"""The page of what changed: in a text, a division, a list of articles, or everything, between two days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from chronolex.site.answers import Answer, Asked, Desk, Download, Page, Redirection
from chronolex.site.feed import write_feed
from chronolex.site.following import Following, is_at, read_following
from chronolex.site.spreadsheet import write_csv
from corpus.changes import Boundary, Change, ChangeAct, State
from corpus.dates import UNFIXED
from corpus.diff import AlineaDiff, diff_alineas

MOST_CHANGES = 60
"""Changes on a page: whole days, newest first, as many as fit; a day that does not fit is paged by itself."""
MOST_CHARACTERS = 20_000
"""Characters of law, old and new, that a page folds under its changes; the others are one link away."""
MOST_UNFOLDED = 100_000
"""The same for a page that is unfolded to be printed."""
MOST_ROWS = 5_000
"""Changes of a CSV file; the page says so, and dates bound them."""
MOST_ENTRIES = 50
"""Changes of a feed."""


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """A change as the page shows it. ``alineas`` are those that changed, word by word, and ``same`` how many did not.

    ``alineas`` is None where the page has no room for them: ``compare`` leads to them. ``words`` is a text that
    appears or ends as a whole.
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

    ``settled`` is that of what has taken effect, where the page holds what has not.
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
    page: int
    shown: int
    counts: Mapping[str, int]
    days: tuple[DayGroup, ...]
    older: str | None
    settled: str | None
    csv: str
    most_rows: int
    feed: str
    unfolded: bool
    unfold: str


def answer_changes(desk: Desk, asked: Asked) -> Answer:
    """Answer with what changed; redirects to the one address of what is asked.

    Raises DateError for a date that is none, LookupFailed for a text, an article or a division that is not known.
    """
    following = read_following(desk, asked)
    form = asked.parts.get("form") or (".json" if asked.json else "")
    address = following.address(desk)
    if not is_at(following, asked):
        return Redirection(following.address(desk, form))
    if form == ".csv":
        changes = take_latest(desk, following, MOST_ROWS)
        name = f"changements{f'-{following.text.slug}' if following.text else ''}.csv"
        return Download(write_csv(changes, desk.at, asked.origin, asked.today), "text/csv; charset=utf-8", name)
    if form == ".atom":
        changes = take_latest(desk, replace(following, until=following.until or UNFIXED), MOST_ENTRIES)
        places = (f"{asked.origin}{following.address(desk, '.atom')}", f"{asked.origin}{address}")
        feed = write_feed(following.label, places, list(changes), desk.at, asked.origin, asked.today)
        return Download(feed, "application/atom+xml; charset=utf-8")
    data = make_page(desk, following, asked.today)
    return Page("changes.html", f"Ce qui a changé · {following.label}", data, address)


def take_latest(desk: Desk, following: Following, count: int) -> Iterator[Change]:
    """Give the latest changes, newest first."""
    reader = desk.reader.corpus.change_reader()
    boundaries = reader.newest(following.scopes, following.since, following.until, count)
    return islice(reader.tell(following.scopes, boundaries), count)


# --- a page -----------------------------------------------------------------------------------------------------


def make_page(desk: Desk, following: Following, today: dt.date) -> ChangesPage:
    """Gather the page of what is followed."""
    boundaries, older = cut_page(desk, following)
    changes = list(desk.reader.corpus.change_reader().tell(following.scopes, boundaries))
    coming = following.until is None and any(change.is_future(today) for change in changes)
    return ChangesPage(
        label=following.label,
        text=following.text.title if following.text else None,
        text_slug=following.text.slug if following.text else None,
        section=following.section,
        articles=following.articles,
        watched=tuple(one.label for one in following.watched),
        since=following.since,
        until=following.until,
        page=following.page,
        shown=len(changes),
        counts=Counter(change.kind.value for change in changes),
        days=tuple(group_changes(desk, changes, today, MOST_UNFOLDED if following.unfolded else MOST_CHARACTERS)),
        older=older.address(desk) if older else None,
        settled=replace(following, until=today + dt.timedelta(days=1), page=1).address(desk) if coming else None,
        csv=replace(following, page=1, unfolded=False).address(desk, ".csv"),
        most_rows=MOST_ROWS,
        feed=replace(following, since=None, until=None, page=1, unfolded=False).address(desk, ".atom"),
        unfolded=following.unfolded,
        unfold=replace(following, unfolded=not following.unfolded).address(desk),
    )


def cut_page(desk: Desk, following: Following) -> tuple[list[Boundary], Following | None]:
    """Take the boundaries of a page: whole days while they fit, or a part of one day; and where to go on.

    Paging is by date, so that an address shows the same whatever is added later.
    """
    skipped = (following.page - 1) * MOST_CHANGES
    wanted = skipped + MOST_CHANGES + 1
    found = desk.reader.corpus.change_reader().newest(following.scopes, following.since, following.until, wanted)
    taken = list(islice(found, skipped, wanted))
    if not taken or (following.page == 1 and len(taken) <= MOST_CHANGES):
        return taken, None
    first, last = taken[0].day, taken[-1].day
    if following.page == 1 and first != last:
        whole = [boundary for boundary in taken if boundary.day != last]
        return whole, replace(following, until=_after(last))
    same_day = [boundary for boundary in taken if boundary.day == first]
    if len(same_day) > MOST_CHANGES:
        return same_day[:-1], replace(following, until=_after(first), page=following.page + 1)
    return same_day, replace(following, until=dt.date.fromisoformat(first), page=1)


def _after(day: str) -> dt.date:
    return dt.date.fromisoformat(day) + dt.timedelta(days=1)


def group_changes(desk: Desk, changes: Sequence[Change], today: dt.date, room: int) -> Iterator[DayGroup]:
    """Group changes by day, then by act; inside an act they are in the order of the texts.

    ``room`` is how many characters of law there is place for.
    """
    for day, of_day in groupby(changes, key=lambda change: change.day):
        acts: dict[str, list[Change]] = {}
        for change in of_day:
            acts.setdefault(change.act.title if change.act else "", []).append(change)
        groups = []
        for of_act in acts.values():
            entries = []
            for change in sorted(of_act, key=lambda c: (c.text, c.text_slug, c.sort_key, c.number)):
                entry, used = _enter(desk, change, today, room)
                entries.append(entry)
                room -= used
            groups.append(ActGroup(of_act[0].act and replace(of_act[0].act, article=None), tuple(entries)))
        yield DayGroup(day, day > today, day == UNFIXED, tuple(groups))


def _enter(desk: Desk, change: Change, today: dt.date, room: int) -> tuple[ChangeEntry, int]:
    """Make the entry of a change, and say how many characters of law it shows."""
    reader = desk.reader.corpus.change_reader()
    old, new = (reader.words(side) for side in (change.old, change.new))
    size = sum(map(len, (*old, *new)))
    both = change.old is not None and change.new is not None
    alineas = diff_alineas(old, new) if both and size <= room else None
    shown = size <= room
    entry = ChangeEntry(
        id=str(change.id),
        change=change,
        future=change.is_future(today),
        address=change_address(desk, change, change.new),
        old_address=change_address(desk, change, change.old) if change.old_number else None,
        compare=compare_address(desk, change),
        alineas=None if alineas is None else tuple(alinea for alinea in alineas if alinea.changed),
        same=sum(not alinea.changed for alinea in alineas or ()),
        words=() if both or not shown else new or old,
    )
    return entry, size if shown else 0


def change_address(desk: Desk, change: Change, side: State | None) -> str:
    """Where an article stands: open at the change when it has a text then."""
    if side is not None:
        return desk.at.article(side.text_slug, side.number, side.start)
    if change.old and change.old_number is None:
        return desk.at.article(change.old.text_slug, change.old.number, change.day)
    return desk.at.article(change.text_slug, change.number)


def compare_address(desk: Desk, change: Change) -> str | None:
    """Where the two sides of a change are compared, when it has two."""
    if change.old is None or change.new is None:
        return None
    return desk.at.compare(change.new.text_slug, change.new.number, change.old.start, change.new.start)
