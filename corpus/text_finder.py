"""Find a text by what people call it: its key, its title or a beginning of it, an abbreviation, its number, its NOR."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from corpus.errors import AmbiguousText, UnknownText
from corpus.model import family_of, slugify
from corpus.queries import Row
from corpus.rows import read_rows
from corpus.titles import is_kind, read_name


class TextFinder:
    """Finds texts in a corpus, as rows with their ``id``, ``slug`` and ``title``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def _rows(self, sql: str, **values: str | int | None) -> Iterator[Row]:
        return read_rows(self._connection, sql, values)

    def find(self, name: str) -> Row:
        """Find the one text of a name; raises :class:`UnknownText` and :class:`AmbiguousText`."""
        found = self.named(name) or self._spelled(name)
        if len(found) == 1:
            return found[0]
        found = found or self._of_kind(name)
        raise self._several_texts(name, found) if len(found) > 1 else self._unknown_text(name)

    def named(self, name: str) -> list[Row]:
        """List the texts that a name means, by the first of its readings that means any; only by indexes."""
        readings = (self._exactly, self._numbered, self._read, self._begun)
        return next((rows for reading in readings if (rows := reading(name))), [])

    def _exactly(self, name: str) -> list[Row]:
        return list(self._rows(_TEXT_OF_SLUG, name=name)) or list(self._rows(_TEXTS_NAMED, name=name))

    def _numbered(self, name: str) -> list[Row]:
        number = _NUMBER_IN_NAME.search(name)
        rows = self._rows(_TEXTS_NUMBERED, number=number[0]) if number else iter(())
        return [row for row in rows if _as_slug(name) in _names_of(row)]

    def _read(self, name: str) -> list[Row]:
        """List the texts whose key says what the name says, or those of its nature and day: «arrêté du 5 mai 2004»."""
        title = read_name(name)
        slugs = dict.fromkeys([_as_slug(name), *([title.slug] if title else [])])
        rows = [row for slug in slugs for row in self._rows(_TEXT_OF_SLUG, name=slug)]
        if rows or title is None or title.number or title.signed is None:
            return rows
        of_day = self._rows(_TEXTS_OF_DAY, signed=title.signed.isoformat(), limit=_FEW_NAMED + 1)
        return [row for row in of_day if family_of(row["nature"]) == family_of(title.nature)]

    def _begun(self, name: str) -> list[Row]:
        """List the texts whose title begins so. A kind alone («loi») is no beginning, nor is a number cut short."""
        start = slugify(name)
        whole = len(start) >= _SHORTEST_BEGINNING and not start[-1].isdigit() and not is_kind(start)
        return self._from(start) if whole else []

    def _of_kind(self, name: str) -> list[Row]:
        """List the texts of a kind («code»), to choose among: even one alone is not named by it."""
        return self._from(f"{slugify(name)}-") if is_kind(name) else []

    def _from(self, start: str) -> list[Row]:
        return list(self._rows(_TEXTS_BEGUN, low=start, high=f"{start}\U0010ffff", limit=_FEW_NAMED + 1))

    def _spelled(self, name: str) -> list[Row]:
        """List the texts that a name means however it is spelled: a national base has two hundred thousand."""
        wanted = _as_slug(name)
        return [row for row in self._like(wanted) if wanted in _names_of(row)]

    def _like(self, wanted: str) -> list[Row]:
        """List the texts whose keys begin alike, most alike first; all of them in a small corpus."""
        rows = list(self._rows(_FIRST_TEXTS, limit=_FEW_TEXTS + 1))
        if len(rows) <= _FEW_TEXTS:
            return rows
        found: dict[int, Row] = {}
        for length in range(len(wanted), 2, -1):
            prefix = wanted[:length]
            found |= {row["id"]: row for row in self._rows(_TEXTS_FROM, low=prefix, high=f"{prefix}\U0010ffff")}
            if len(found) >= _ENOUGH_TEXTS:
                break
        return list(found.values())

    def _several_texts(self, wanted: str, several: Sequence[Row]) -> AmbiguousText:
        named = tuple((row["slug"], row["title"]) for row in several[:_FEW_NAMED])
        titles = " ; ".join(title for _, title in named) + (" ; et d’autres" if len(several) > len(named) else "")
        return AmbiguousText(f"« {wanted} » désigne plusieurs textes : {titles}.", "Donner le titre.", named)

    def _unknown_text(self, wanted: str) -> UnknownText:
        meant = read_name(wanted)
        slug = slugify(meant.title if meant else wanted)
        slugs = {row["slug"]: row["title"] for row in self._like(slug)}
        near = get_close_matches(slug, slugs, n=3, cutoff=0.5)
        hint = f"Les plus proches : {' ; '.join(slugs[slug] for slug in near)}." if near else ""
        nearest = tuple((slug, slugs[slug]) for slug in near)
        title = f" ({meant.title})" if meant and slugify(meant.title) != slugify(wanted) else ""
        return UnknownText(f"Le corpus ne connaît pas de texte « {wanted} »{title}.", hint, nearest)


_FIRST_TEXTS = "SELECT id, slug, title, number FROM texts ORDER BY slug LIMIT :limit"
_TEXTS_FROM = """
    SELECT id, slug, title, number FROM texts WHERE slug >= :low AND slug < :high ORDER BY slug LIMIT 300
"""
_FEW_TEXTS, _ENOUGH_TEXTS, _FEW_NAMED = 2000, 40, 20
_SHORTEST_BEGINNING = 3
_TEXTS_BEGUN = """
    SELECT id, slug, title FROM texts WHERE slug >= :low AND slug < :high ORDER BY slug LIMIT :limit
"""
_TEXTS_OF_DAY = "SELECT id, slug, title, nature FROM texts WHERE signed = :signed ORDER BY title, slug LIMIT :limit"
_TEXT_OF_SLUG = "SELECT id, slug, title, number FROM texts WHERE slug = :name"
_TEXTS_NUMBERED = "SELECT id, slug, title, number FROM texts WHERE number = :number ORDER BY title, slug"
_NUMBER_IN_NAME = re.compile(r"\b\d{2,4}-\d+\b")
_TEXTS_NAMED = """
    SELECT id, slug, title, number FROM texts WHERE id IN (
        SELECT id FROM texts WHERE title = :name UNION SELECT id FROM texts WHERE number = :name
        UNION SELECT id FROM texts WHERE nor = upper(:name))
"""


def _as_slug(name: str) -> str:
    """Reduce a name to a slug, «no» and «n°» alike."""
    return slugify(name).replace("-no-", "-n-")


def _names_of(row: Row) -> set[str]:
    """The ways to name a text, as slugs: its key, its title, its number, and its nature with «n°» and its number."""
    title = _as_slug(row["title"])
    names = {row["slug"], title}
    if row["number"]:
        number = slugify(row["number"])
        names |= {number, title.split("-du-")[0]}
    return names
