"""What lies between two versions of an article: the versions and acts passed over, and what the corpus lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chronolex.site.addresses import Addresses
from chronolex.site.reader import Authorship
from corpus.answers import Gap, GapKind, Version


@dataclass(frozen=True, slots=True)
class Passed:
    """A version that began after the older one, or a gap. ``kind`` is version, missing or not-in-force.

    ``address`` is the version's page, ``change`` the comparison with the version before it.
    """

    kind: str
    text: str
    numbers: tuple[str, ...]
    start: dt.date
    end: dt.date | None
    act: str | None = None
    act_slug: str | None = None
    act_article: str | None = None
    reason: str = ""
    known_starts: tuple[dt.date, ...] = ()
    address: str | None = None
    change: str | None = None


def list_between(
    old: Version, new: Version, before: Sequence[Version | Gap], after: Sequence[Version | Gap]
) -> tuple[Version | Gap, ...] | None:
    """List what began after one version and up to another, oldest first; None when no line leads from one to the other.

    ``before`` and ``after`` are the histories of their two articles: what lies between is in both, which leaves out
    the other children of an article that was split, and the other parents of one that was merged.
    """
    mutual = {e.id for e in before if isinstance(e, Version)} & {e.id for e in after if isinstance(e, Version)}
    if not {old.id, new.id} <= mutual:
        return None
    versions = [e for e in after if isinstance(e, Version) and e.id in mutual and (old.start < e.start <= new.start)]
    numbers = {(v.text, v.number) for v in (old, new, *versions)}
    gaps = {(e.start, e.end, e.kind): e for e in (*before, *after) if isinstance(e, Gap) and _lies(e, old, new)}
    kept = [gap for gap in gaps.values() if any((gap.text, number) in numbers for number in gap.numbers)]
    return tuple(sorted([*versions, *kept], key=lambda e: (e.start, isinstance(e, Version))))


def _lies(gap: Gap, old: Version, new: Version) -> bool:
    return gap.start < new.start and (gap.end is None or gap.end > old.start)


def tell_passed(
    entries: Sequence[Version | Gap], old: Version, acts: Mapping[int, Authorship], at: Addresses
) -> tuple[Passed, ...]:
    """Tell what lies between, with the addresses of each version and of its change."""
    told: list[Passed] = []
    before = old
    for entry in entries:
        if isinstance(entry, Gap):
            kind = "missing" if entry.kind is GapKind.MISSING else "not-in-force"
            told.append(
                Passed(kind, entry.text, entry.numbers, entry.start, entry.end, reason=entry.reason,
                       known_starts=entry.known_starts)
            )  # fmt: skip
            continue
        told.append(_tell_version(entry, before, acts, at))
        before = entry
    return tuple(told)


def _tell_version(version: Version, before: Version, acts: Mapping[int, Authorship], at: Addresses) -> Passed:
    slug, number = version.text_slug, version.number
    known = acts.get(version.id)
    return Passed(
        "version",
        version.text,
        (number,),
        version.start,
        version.end,
        act=version.act,
        act_slug=known.act if known else None,
        act_article=version.act_article,
        address=at.article(slug, number, version.start),
        change=at.compare(slug, number, before.start, version.start),
    )
