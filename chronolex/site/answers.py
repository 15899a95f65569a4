"""What a page is asked, and what it answers: values, without Datasette."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from chronolex.site.addresses import Addresses, read_number
from chronolex.site.reader import Reader
from corpus.dates import Clock

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


_LONGEST_NUMBER = 6
"""Figures of the number of a page; more is no question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the parts of its address (still percent-encoded), its arguments, today's date.

    ``form`` is the one that is wanted, as the end of an address: «.json», «.txt», «.csv», «.atom», empty for a page.
    ``origin`` is what to put before an address for who reads it elsewhere: «https://droit.example».
    """

    parts: Mapping[str, str]
    arguments: Mapping[str, str]
    today: dt.date
    form: str = ""
    origin: str = ""

    def part(self, name: str) -> str:
        """Give a part of the address as its reader wrote it; empty when it is not there."""
        return unquote(self.parts.get(name) or "")

    @property
    def number(self) -> str:
        """The canonical article number of the address."""
        return read_number(self.parts["number"])

    @property
    def clock(self) -> Clock:
        """By which dates to count: Légifrance's unless the law's are asked for."""
        return Clock.LAW if self.arguments.get("dates") == Clock.LAW else Clock.LEGIFRANCE

    @property
    def page(self) -> int:
        """The page asked for, from 1; the first one for what is no number."""
        written = self.arguments.get("page", "")
        return max(int(written), 1) if written.isdecimal() and len(written) < _LONGEST_NUMBER else 1


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page is made with: the corpus, and where the other pages stand."""

    reader: Reader
    at: Addresses


@dataclass(frozen=True, slots=True)
class Page:
    """A page: ``data`` is its JSON, and all that its template shows. ``address`` is its permanent address."""

    template: str
    title: str
    data: DataclassInstance
    address: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirection:
    """Another address answers, in the form that was asked for."""

    address: str
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Download:
    """A page in another form than HTML and JSON: a table, a feed. ``name`` is how to call it when it is kept.

    ``next`` is where what it had no room for goes on.
    """

    content: str
    content_type: str
    name: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Plain:
    """A file for scripts: its whole content, and the address of the page that shows the same."""

    content: str
    address: str
    content_type: str = "text/plain; charset=utf-8"
    status: int = 200


Answer = Page | Redirection | Download | Plain


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on: the words of a link, and its address."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no page: one clear sentence, and the ways on."""

    error: str
    next_step: str = ""
    choices: tuple[Choice, ...] = field(default=())
