"""The versions that led to one, each continuing the one before it, through the numbers that the article had.

A number is an address, not an identity: an article created again after its repeal does not continue the old one, and
one that took a number which another left continues the article that moved there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.answers import LineageLink, Version
from corpus.history import Address
from corpus.model import ENDS_ARTICLE

VersionsOf = Callable[[Address], Sequence[Version]]
"""Gives the versions at an address, oldest first."""
LinksTo = Callable[[Address], Sequence[LineageLink]]


def trace_versions(version: Version, versions_of: VersionsOf, links_to: LinksTo) -> list[Version]:
    """List the versions that led to one and itself, oldest first, while one article alone continues another."""
    line = [version]
    seen = {version.id}
    while (before := _before(line[0], versions_of, links_to)) is not None and before.id not in seen:
        line.insert(0, before)
        seen.add(before.id)
    return line


def _before(version: Version, versions_of: VersionsOf, links_to: LinksTo) -> Version | None:
    address = version.text_slug, version.number
    last = _last([v for v in versions_of(address) if v.start < version.start and v.id != version.id])
    if last is not None and last.end_cause not in ENDS_ARTICLE:
        return last
    links = [link for link in links_to(address) if link.continues and _arrived_between(link, last, version)]
    if links:
        return _passed_on(links, version, versions_of, links_to)
    # Repealed and written anew on one day: the new text took the old one's place.
    return last if last is not None and last.end == version.start else None


def _arrived_between(link: LineageLink, last: Version | None, version: Version) -> bool:
    if last is None:
        return True
    return link.date is not None and last.start < link.date <= version.start


def _passed_on(
    links: Sequence[LineageLink], version: Version, versions_of: VersionsOf, links_to: LinksTo
) -> Version | None:
    """The last version that has a text among those of the article that became this one, and of its own ancestors."""
    seen = {(version.text_slug, version.number)}
    while len(links) == 1:
        (link,) = links
        old = link.old_text_slug, link.old
        if old in seen:
            return None
        seen.add(old)
        limit = version.start if link.date is None else min(link.date, version.start)
        if (last := _last([v for v in versions_of(old) if v.start < limit])) is not None:
            return last
        # What came to that number once it had passed its content on is another article's.
        links = [each for each in links_to(old) if each.continues and (each.date is None or each.date < limit)]
    return None


def _last(versions: Sequence[Version]) -> Version | None:
    return versions[-1] if versions else None
