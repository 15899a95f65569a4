"""The addresses of the pages: permanent, guessable, and the same ones that the pages read back.

``/droit/code-de-la-sante-publique/R730/2005-05-01``: the slug of a text, the canonical number of an article with
underscores for spaces (``235_ter_ZD_bis``), an ISO date.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlencode

from datasette.utils import tilde_encode

from corpus.dates import Clock
from corpus.numbering import canonical_number

RESERVED = frozenset({"acte", "filiation", "qualite", "recherche", "statique"})
"""First segments under ``/droit/`` that are pages, not texts."""


def write_number(number: str) -> str:
    """Write an article number as one segment of an address.

    >>> write_number("235 ter ZD bis"), write_number("221-II-1/13")
    ('235_ter_ZD_bis', '221-II-1%2F13')
    """
    return quote(canonical_number(number).replace(" ", "_"), safe="*")


def read_number(segment: str) -> str:
    """Read the canonical number that a segment of an address names, in any usual spelling."""
    return canonical_number(unquote(segment).replace("_", " "))


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where each page stands. ``base`` is Datasette's ``base_url``; ``database`` the name of the corpus in it."""

    base: str = "/"
    database: str = ""
    home_at_root: bool = True

    def _at(self, path: str, **arguments: str | None) -> str:
        given = {name: value for name, value in arguments.items() if value is not None}
        return f"{self.base}{path}" + (f"?{urlencode(given)}" if given else "")

    def home(self) -> str:
        """The home page: Datasette's own address when the corpus is its only database."""
        return self.base if self.home_at_root else self._at("droit")

    def search(self, words: str | None = None) -> str:
        """The search page, or the answer to a search."""
        return self._at("droit/recherche", q=words)

    def text(self, slug: str) -> str:
        """The page of a text."""
        return self._at(f"droit/{quote(slug, safe='')}")

    def article(self, slug: str, number: str, date: dt.date | None = None, clock: Clock = Clock.LEGIFRANCE) -> str:
        """The history page of an article, open at a date when one is given."""
        at = f"/{date.isoformat()}" if date else ""
        dates = None if clock is Clock.LEGIFRANCE else clock.value
        return self._at(f"droit/{quote(slug, safe='')}/{write_number(number)}{at}", dates=dates)

    def on_day(self, slug: str, number: str, day: str | None) -> str:
        """The page of an article on a day as the database stores it; without a date for one that is none."""
        try:
            return self.article(slug, number, dt.date.fromisoformat(day) if day else None)
        except ValueError:
            return self.article(slug, number)

    def authors(self, slug: str, number: str, date: dt.date) -> str:
        """Who wrote each word of an article as it is on a day."""
        return f"{self.article(slug, number, date)}/auteurs"

    def citations(self, slug: str, number: str, date: dt.date, page: int = 1) -> str:
        """All that an article cites, and all that cites it, on a day."""
        return f"{self.article(slug, number, date)}/citations" + (f"?page={page}" if page > 1 else "")

    def citing_table(self, article: int, date: dt.date) -> str:
        """The table of what cites an article on a day, in Datasette."""
        # Not a column filter of Datasette's: the end is open, or after the day. The day is a value of ours.
        still = f"""("end" is null or "end" > '{date.isoformat()}')"""
        filters = {"cited_article_id": str(article), "start__lte": date.isoformat(), "_where": still, "_nosuggest": "1"}
        return self.table("resolved_citations", **filters)

    def json(self, address: str) -> str:
        """The JSON of one of the pages."""
        path, question, arguments = address.partition("?")
        return f"{path}.json{question}{arguments}"

    def act(self, slug: str, instruction: int | None = None, *, page: int = 1, version: int | None = None) -> str:
        """The page of an act, at one of its instructions when its position is given.

        ``page`` is one of the pages of what it did, and ``version`` one that it made, whose difference is to be shown.
        """
        asked = {"page": str(page) if page > 1 else None, "diff": str(version) if version else None}
        anchor = f"#i{instruction}" if instruction else f"#v{version}" if version else ""
        return self._at(f"droit/acte/{quote(slug, safe='')}", **asked) + anchor

    def lineage(self) -> str:
        """The lineage table."""
        return self._at("droit/filiation")

    def quality(self, topic: str | None = None, **arguments: str | None) -> str:
        """The data quality page, or one of its sub-pages."""
        return self._at("droit/qualite" + (f"/{quote(topic, safe='/')}" if topic else ""), **arguments)

    def static(self, name: str, digest: str) -> str:
        """A file of ours; ``digest`` changes with its content, so that it can be kept for ever."""
        return self._at(f"droit/statique/{name}", v=digest)

    def tables(self) -> str:
        """Datasette's page of the database: its tables and its queries."""
        return self._at(tilde_encode(self.database))

    def table(self, name: str, **filters: str) -> str:
        """One table in Datasette, filtered by columns."""
        return self._at(f"{tilde_encode(self.database)}/{tilde_encode(name)}", **filters)

    def row(self, table: str, row: int) -> str:
        """One row in Datasette."""
        return self._at(f"{tilde_encode(self.database)}/{tilde_encode(table)}/{row}")
