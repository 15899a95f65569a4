"""Which lane of a timeline each entry stands in: that of a number of one text, whatever other text shares its title.

A version knows its text by its slug; a gap only by its title, so what stands around it tells which text is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.answers import Gap, LineageLink, Version
from graph.rows import name_apart

Entry = Version | Gap
LaneKey = tuple[str, str]
"""The slug of a text and a canonical number."""


class Lanes:
    """The lanes of a history, and the names of their texts."""

    def __init__(self, history: Iterable[Entry], links: Iterable[LineageLink]) -> None:
        self._versions = [entry for entry in history if isinstance(entry, Version)]
        self._links = list(links)
        self._titles = {one.text_slug: one.text for one in self._versions}
        for link in self._links:
            self._titles |= {link.old_text_slug: link.old_text, link.new_text_slug: link.new_text}
        ends = [end for one in self._links for end in ((one.old_text_slug, one.old), (one.new_text_slug, one.new))]
        self._addresses = {*ends, *((one.text_slug, one.number) for one in self._versions)}
        self._name = name_apart(self._titles.values())

    def of(self, entry: Entry) -> list[LaneKey]:
        """Give the lanes of an entry; a gap between two numbers stands under those that continue the first."""
        if isinstance(entry, Version):
            return [(entry.text_slug, entry.number)]
        return [(self._slug_of(entry, number), number) for number in entry.numbers[1:] or entry.numbers]

    def name_text(self, key: LaneKey) -> str:
        """Name the text of a lane, by its title, and by its slug too where two texts share it."""
        slug = key[0]
        return self._name(self._titles[slug], slug) if slug in self._titles else slug

    def _slug_of(self, gap: Gap, number: str) -> str:
        """Find the text of a gap; its title stands for it where nothing else is known of it."""
        held = [slug for slug, title in self._titles.items() if title == gap.text]
        bearing = [slug for slug in held if (slug, number) in self._addresses]
        there = [slug for slug in self._around(gap, number) if slug in held]
        return (there or bearing or held or [gap.text])[0]

    def _around(self, gap: Gap, number: str) -> Sequence[str]:
        """The texts whose article continues another on the day the gap begins, or had a version until then."""
        if len(gap.numbers) > 1:
            return [one.new_text_slug for one in self._links if one.new == number and one.old in gap.numbers]
        return [one.text_slug for one in self._versions if one.number == number and one.end == gap.start]
