"""The line of an article across its numbers: what came before it, what came after, and what is missing between.

Pure functions on values; :mod:`corpus.reading` fetches the rows. A gap is stated, never filled.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from corpus.answers import Gap, GapKind, LineageLink, Version, name_article, the_article
from corpus.dates import Clock, format_date
from corpus.model import OUT_OF_FORCE, EndCause
from corpus.numbering import Form, capital, display_number, is_annex

Address = tuple[str, str]
"""A text's slug and a canonical number."""

Entry = Version | Gap

_STATUS_WORDS = {
    "declared": "déclaré par une source",
    "confirmed": "déclaré ou aligné, et corroboré",
    "inferred": "déduit, non déclaré",
    "finding": "seuls des renvois réécrits le montrent",
}


@dataclass(frozen=True, slots=True)
class Line:
    """The addresses of one article over time, and the links between them. ``before``/``after`` bound a borrowed number.

    A number is an address, not an identity: of an ancestor, only the versions that began ``before`` it passed its
    content on belong to the line, and of a descendant only those that ended ``after`` it received it.
    """

    addresses: tuple[Address, ...]
    links: tuple[LineageLink, ...]
    before: Mapping[Address, dt.date]
    after: Mapping[Address, dt.date]

    def holds(self, address: Address, entry: Entry) -> bool:
        """True when this version or absence of an address belongs to the line."""
        before, after = self.before.get(address), self.after.get(address)
        if before is None and after is None:
            return True
        # Two articles that exchanged their numbers are each other's ancestor and descendant: either will do.
        return (before is not None and _begins_before(entry, before)) or (
            after is not None and _ends_after(entry, after)
        )


def _begins_before(entry: Entry, day: dt.date | None) -> bool:
    return day is None or entry.start < day


def _ends_after(entry: Entry, day: dt.date | None) -> bool:
    return day is None or entry.end is None or entry.end > day


def trace_line(
    address: Address,
    links_to: Callable[[Address], Sequence[LineageLink]],
    links_from: Callable[[Address], Sequence[LineageLink]],
) -> Line:
    """Follow the lineage from one address: back through its ancestors, forward through its descendants.

    Siblings (the other children of a split ancestor) are not part of the line.
    """
    links: dict[LineageLink, None] = {}
    before: dict[Address, dt.date] = {}
    after: dict[Address, dt.date] = {}
    ancestors = _walk(address, links_to, _old_of, before, links, operator.lt)
    descendants = _walk(address, links_from, _new_of, after, links, operator.gt)
    addresses = dict.fromkeys((*reversed(ancestors), address, *descendants))
    return Line(tuple(addresses), tuple(links), before, after)


def _old_of(link: LineageLink) -> Address:
    return link.old_text_slug, link.old


def _new_of(link: LineageLink) -> Address:
    return link.new_text_slug, link.new


def _walk(
    start: Address,
    links_at: Callable[[Address], Sequence[LineageLink]],
    other_end: Callable[[LineageLink], Address],
    limits: dict[Address, dt.date],
    links: dict[LineageLink, None],
    in_time: Callable[[dt.date, dt.date], bool],
) -> list[Address]:
    """Follow links from an address, and say where they lead; ``limits`` are the days on which the content passed.

    A number is passed on: what reached an ancestor after it had given its content, or on that very day, as when 3
    becomes 4 and 4 becomes 5, is another article's. ``in_time`` says of two days whether a link of the first one may
    follow one of the second.
    """
    reached, queue = [], [start]
    seen = {start}
    while queue:
        here = queue.pop(0)
        for link in links_at(here):
            limit = limits.get(here) if here != start else None
            if not link.continues or (link.date and limit and not in_time(link.date, limit)):
                continue
            links[link] = None
            there = other_end(link)
            if there in seen:
                continue
            seen.add(there)
            reached.append(there)
            queue.append(there)
            if (passed := link.date or limit) is not None:
                limits[there] = passed
    return reached


def tell_history(line: Line, entries: Mapping[Address, Sequence[Entry]]) -> tuple[Entry, ...]:
    """Put the versions and the gaps of a line in order, oldest first.

    ``entries`` gives, for each address, its versions and its declared absences. Gaps are added where an interval
    between two of them, or between an article and the one that continues it, is covered by nothing.
    """
    own = {
        address: sorted((e for e in entries.get(address, ()) if line.holds(address, e)), key=_chronology)
        for address in line.addresses
    }
    gaps = [gap for address in line.addresses for gap in _holes(own[address])]
    gaps += [gap for address in line.addresses for gap in _open_end(address, own[address], line)]
    gaps += [gap for link in line.links for gap in _between(link, own)]
    everything = [entry for address in line.addresses for entry in own[address]]
    return tuple(sorted([*everything, *_merge(gaps)], key=_chronology))


def _chronology(entry: Entry) -> tuple[dt.date, bool, dt.date]:
    return entry.start, isinstance(entry, Gap), entry.end or dt.date.max


def _holes(entries: Sequence[Entry]) -> Iterator[Gap]:
    """Uncovered intervals between two entries of one article."""
    for entry, following in pairwise(entries):
        if entry.end is None or entry.end >= following.start:
            continue
        over = entry.end_cause in OUT_OF_FORCE
        yield Gap(
            entry.end,
            following.start,
            entry.text,
            (_number(entry),),
            GapKind.NOT_IN_FORCE if over else GapKind.MISSING,
            reason=_say_interlude(entry) if over else "Le corpus n’a pas le texte de cet intervalle.",
        )


def _say_interlude(entry: Entry) -> str:
    if not entry.end_cause:
        return "Abrogé, puis rétabli."
    number = _number(entry)
    cause = _agree(number, EndCause(entry.end_cause))
    return f"Annexe {cause}, puis rétablie." if is_annex(number) else f"Article {cause}, puis rétabli."


def _open_end(address: Address, entries: Sequence[Entry], line: Line) -> Iterator[Gap]:
    """An article that was modified, not repealed, went on: without its next version, its text is missing."""
    last = entries[-1] if entries else None
    if last is None or last.end is None or last.end_cause is None or last.end_cause in OUT_OF_FORCE:
        return
    if any(_old_of(link) == address for link in line.links):
        return
    yield Gap(last.end, None, last.text, (_number(last),), reason="La version suivante n’est pas dans le corpus.")


def _between(link: LineageLink, own: Mapping[Address, Sequence[Entry]]) -> Iterator[Gap]:
    """The interval between an article's end and the first text of the one that continues it."""
    old = [entry for entry in own.get(_old_of(link), ()) if _begins_before(entry, link.date)]
    new = [entry for entry in own.get(_new_of(link), ()) if _ends_after(entry, link.date)]
    end = max((e.end or dt.date.max for e in old), default=link.date)
    start = new[0].start if new else None
    if end is None or end == dt.date.max or (start is not None and start <= end):
        return
    verb = "continuerait" if link.status == "inferred" else "continue"
    which = f"{name_article(link.new)} {verb} {name_article(link.old)} ({_STATUS_WORDS[link.status]})"
    lack = "le corpus n’en a pas de texte avant cette date" if start else "le corpus n’en a aucun texte"
    yield Gap(end, start, link.new_text, (link.old, link.new), reason=f"{which} ; {lack}.")


def _merge(gaps: Sequence[Gap]) -> list[Gap]:
    """Make one gap of those that cover the same days, as when one article was split into two missing ones."""
    merged: dict[tuple[dt.date, dt.date | None, GapKind], Gap] = {}
    for gap in gaps:
        key = (gap.start, gap.end, gap.kind)
        same = merged.get(key)
        merged[key] = gap if same is None else _join(same, gap)
    return list(merged.values())


def _join(one: Gap, other: Gap) -> Gap:
    numbers = tuple(dict.fromkeys((*one.numbers, *other.numbers)))
    reasons = dict.fromkeys((one.reason, other.reason))
    return replace(one, numbers=numbers, reason=" ".join(reasons))


def _number(entry: Entry) -> str:
    return entry.number if isinstance(entry, Version) else entry.numbers[0]


# --- the state of one article at a date --------------------------------------------------------------------------


class StatusKind(StrEnum):
    """What the corpus knows of an article at a date."""

    IN_FORCE = "in-force"
    NOT_YET = "not-yet"
    """Before the first text that the corpus knows."""
    ENDED = "ended"
    """Repealed, or continued under another number."""
    MISSING = "missing"
    """In force as far as is known, but without a text in the corpus."""
    UNDATED = "undated"
    """In force by Légifrance's dates; the date that the law gives is unknown."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the corpus knows of an article at a date, in values and as a French sentence.

    ``version`` is the one in force, or the one before the date (ended), or the one after it (not yet).
    """

    kind: StatusKind
    date: dt.date
    clock: Clock
    text: str
    number: str
    version: Version | None = None
    gap: Gap | None = None
    predecessors: tuple[LineageLink, ...] = ()
    successors: tuple[LineageLink, ...] = ()

    @property
    def since(self) -> dt.date | None:
        """The day from which this holds: the start of the version or of the gap, or the end of what has ended."""
        if self.kind is StatusKind.ENDED and self.version:
            return self.version.dates(self.clock).end
        if self.kind is StatusKind.IN_FORCE and self.version:
            return self.version.dates(self.clock).start
        return self.gap.start if self.gap else None

    @property
    def sentence(self) -> str:
        """Say it to a person: since when, by which act, where it went."""
        return _SENTENCES[self.kind](self)


def _say_in_force(status: Status) -> str:
    since = f" depuis le {format_date(status.since)}" if status.since else ""
    since = " depuis ce jour" if status.since == status.date else since
    return f"{_subject(status)} est en vigueur le {format_date(status.date)}{since}."


def _say_not_yet(status: Status) -> str:
    first = status.version.dates(status.clock).start if status.version else (status.gap and status.gap.start)
    start = f" : son premier texte connu commence le {format_date(first)}" if first else ""
    sentence = f"Le corpus ne connaît pas de texte {_name(status, 'of')} le {format_date(status.date)}"
    return f"{sentence}{start}.{_say_before(status)}"


def _say_ended(status: Status) -> str:
    since = f" depuis le {format_date(status.since)}" if status.since else ""
    cause = _say_cause(status.version) if status.version else ""
    sentence = f"{_subject(status)} n’est plus en vigueur{since}{cause}."
    return f"{sentence}{_say_after(status)}"


def _say_cause(version: Version) -> str:
    cause = _agree(version.number, EndCause(version.end_cause or EndCause.UNKNOWN))
    if version.end_act is None:
        return f" : {cause}, par un acte que le corpus ne connaît pas"
    article = f", art. {display_number(version.end_act_article)}" if version.end_act_article else ""
    published = f", JO du {format_date(version.end_publication)}" if version.end_publication else ""
    return f" : {cause} par {_name_act(version.end_act)}{article}{published}"


def _agree(number: str, cause: EndCause) -> str:
    """Say what ended an article, in its gender: «abrogé», «abrogée»."""
    return f"{cause.word}e" if is_annex(number) and cause is not EndCause.UNKNOWN else cause.word


_DETERMINERS = {
    "arrêté": "l’arrêté",
    "code": "le code",
    "décision": "la décision",
    "décret": "le décret",
    "loi": "la loi",
    "ordonnance": "l’ordonnance",
}


def _name_act(title: str) -> str:
    """Put a title into a sentence: «le décret n° 2005-840 du 20 juillet 2005»."""
    nature, space, rest = title.partition(" ")
    determined = _DETERMINERS.get(nature.lower())
    return f"{determined}{space}{rest}" if determined else f"« {title} »"


def _say_missing(status: Status) -> str:
    if status.gap is None:
        links = _say_before(status) + _say_after(status)
        return f"Le corpus n’a pas de texte {_name(status, 'of')} le {format_date(status.date)}.{links}"
    sentence = f"Le corpus n’a pas le texte {_name(status, 'of')} en vigueur le {format_date(status.date)}"
    start, end = format_date(status.gap.start), status.gap.end
    lasting = f"du {start} au {format_date(end)}" if end else f"depuis le {start}"
    return f"{sentence} (lacune {lasting}) : {status.gap.reason}"


def _say_undated(status: Status) -> str:
    return (
        f"La date à laquelle le texte {_name(status, 'of')} est entré en vigueur selon la loi n’est pas "
        "connue du corpus ; la date de Légifrance l’est."
    )


def _say_before(status: Status) -> str:
    it = "Elle" if is_annex(status.number) else "Il"
    return _say_links(status.predecessors, f"{it} continue", f"{it} continuerait", old=True)


def _say_after(status: Status) -> str:
    it, become = ("Elle", "devenue") if is_annex(status.number) else ("Il", "devenu")
    return _say_links(status.successors, f"{it} est {become}", f"{it} serait {become}", old=False)


def _say_links(links: Sequence[LineageLink], sure: str, unsure: str, *, old: bool) -> str:
    said = []
    for link in links:
        number, text = (link.old, link.old_text) if old else (link.new, link.new_text)
        certain = link.continues and link.status != "inferred"
        doubt = "" if certain else f" ({_STATUS_WORDS[link.status]})"
        said.append(f" {sure if certain else unsure} {the_article(number, text)}{doubt}.")
    return "".join(said)


def _name(status: Status, form: Form = "the") -> str:
    return the_article(status.number, status.text, form)


def _subject(status: Status) -> str:
    return capital(_name(status))


_SENTENCES: dict[StatusKind, Callable[[Status], str]] = {
    StatusKind.IN_FORCE: _say_in_force,
    StatusKind.NOT_YET: _say_not_yet,
    StatusKind.ENDED: _say_ended,
    StatusKind.MISSING: _say_missing,
    StatusKind.UNDATED: _say_undated,
}
