"""The addresses of the pages: permanent, guessable, and the same ones that the pages read back.

``/droit/code-de-la-sante-publique/R730/2005-05-01``: the slug of a text, the canonical number of an article with
underscores for spaces (``235_ter_ZD_bis``), an ISO date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote, urlencode

from datasette.utils import tilde_encode

from corpus.dates import Clock
from corpus.numbering import canonical_number

RESERVED = frozenset({"acte", "changements", "comparer", "eli", "filiation", "qualite", "recherche", "statique"})
"""First segments under ``/droit/`` that are pages, not texts."""


# Asked for each article of a table of contents.
@lru_cache(maxsize=50_000)
def write_number(number: str) -> str:
    """Write an article number as one segment of an address.

    >>> write_number("235 ter ZD bis"), write_number("221-II-1/13")
    ('235_ter_ZD_bis', '221-II-1%2F13')
    """
    return quote(canonical_number(number).replace(" ", "_"), safe="*")


def read_number(segment: str) -> str:
    """Read the canonical number that a segment of an address names, in any usual spelling."""
    return canonical_number(unquote(segment).replace("_", " "))


def write_place(slug: str, number: str, date: dt.date | None = None) -> str:
    """Write an article, on a day if one is given, as the value of an argument: ``code-civil/235_ter/2005-05-01``."""
    return f"{slug}/{write_number(number)}" + (f"/{date.isoformat()}" if date else "")


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

    def search(
        self,
        words: str | None = None,
        *,
        text: str | None = None,
        date: dt.date | None = None,
        state: str | None = None,
        page: int | None = None,
    ) -> str:
        """The search page, or a page of the answer to a search in a text, on a day, in a state."""
        day, number = date.isoformat() if date else None, str(page) if page else None
        return self._at("droit/recherche", q=words, texte=text, date=day, etat=state, page=number)

    def text(self, slug: str, date: dt.date | None = None, section: str | None = None) -> str:
        """The page of a text, on a day and open to a division when they are given."""
        on = f"/au/{date.isoformat()}" if date else ""
        return self._at(f"droit/{quote(slug, safe='')}{on}", section=section)

    def article(self, slug: str, number: str, date: dt.date | None = None, clock: Clock = Clock.LEGIFRANCE) -> str:
        """The history page of an article, open at a date when one is given."""
        return self.articles(slug, date, clock)(number)

    def articles(self, slug: str, date: dt.date | None = None, clock: Clock = Clock.LEGIFRANCE) -> Callable[[str], str]:
        """Give what writes the address of each article of a text, by its number."""
        start = f"{self.base}droit/{quote(slug, safe='')}/"
        end = f"/{date.isoformat()}" if date else ""
        end += "" if clock is Clock.LEGIFRANCE else f"?dates={clock.value}"
        return lambda number: f"{start}{write_number(number)}{end}"

    def compare(
        self,
        slug: str,
        number: str,
        old: dt.date | None = None,
        new: dt.date | None = None,
        *,
        other: tuple[str, str] | None = None,
        clock: Clock = Clock.LEGIFRANCE,
        shown: Mapping[str, str | None] | None = None,
    ) -> str:
        """What changed in an article between two days, or where to choose them.

        ``other`` is the slug and number of another article, compared on the second day; ``shown`` are the arguments
        that say how it is shown.
        """
        days = f"/{old.isoformat()}/{new.isoformat()}" if old and new else ""
        dates = None if clock is Clock.LEGIFRANCE else clock.value
        place = f"droit/comparer/{quote(slug, safe='')}/{write_number(number)}{days}"
        return self._at(place, avec=write_place(*other) if other else None, dates=dates, **(shown or {}))

    def changes(
        self,
        slug: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
        *,
        section: str | None = None,
        articles: str | None = None,
        page: int = 1,
        unfolded: bool = False,
        learnt: dt.date | None = None,
        mark: str | None = None,
        excel: bool = False,
        form: str = "",
    ) -> str:
        """What changed in all texts, or in one, between two days; ``form`` is .csv, .json or .atom.

        ``section`` is a division of the text, ``articles`` a watch list; ``page`` counts inside one crowded day;
        ``unfolded`` shows the words of each change, to print them; ``learnt`` leaves out what the base knew before that
        day; ``mark`` is where a feed goes on; ``excel`` is for a table with semicolons.
        """
        whole = slug and since and until
        path = "/".join(["droit/changements", *([quote(slug, safe="")] if slug else [])])
        path += f"/{since}/{until}" if whole else ""
        return self._at(
            f"{path}{form}",
            section=section,
            articles=articles,
            du=since.isoformat() if since and not whole else None,
            au=until.isoformat() if until and not whole else None,
            page=str(page) if page > 1 else None,
            mots="ouverts" if unfolded else None,
            apprises=learnt.isoformat() if learnt else None,
            suite=mark,
            pour="excel" if excel else None,
        )

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

    @staticmethod
    def in_form(address: str, form: str) -> str:
        """Another form of one of the pages: its JSON (.json), its words (.txt), its table (.csv), its feed (.atom)."""
        path, question, arguments = address.partition("?")
        return f"{path}{form}{question}{arguments}"

    def json(self, address: str) -> str:
        """The JSON of one of the pages."""
        return self.in_form(address, ".json")

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
