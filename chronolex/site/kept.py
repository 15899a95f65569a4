"""Pages kept for the next reader. A page is a function of the file, of its address and of the day: nothing else.

So the pages that everybody opens (the home page, a large code's contents) cost once, and an update makes all of them
anew. Of a file that may be written to in place nothing is kept.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from datasette.utils.asgi import Response

from chronolex.site.served import Identity, ServedDatabase

ROOM = 64 << 20
"""Bytes of pages that are kept: those read last."""

LARGEST = 2 << 20
"""Bytes of a page that is worth its place."""


class PageKey(NamedTuple):
    """What a page depends on."""

    identity: Identity
    address: str
    today: dt.date


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was answered. Datasette writes into a response, so each reader gets one of their own."""

    body: bytes
    headers: Mapping[str, str]
    content_type: str

    def to_response(self) -> Response:
        """Make the response anew."""
        return Response(self.body, headers=dict(self.headers), content_type=self.content_type)


class KeptPages:
    """The pages read last, up to ``room`` bytes of them. For the event loop's thread alone."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._size = 0
        self._pages: OrderedDict[PageKey, KeptPage] = OrderedDict()

    async def answer(
        self, database: ServedDatabase, address: str, today: dt.date, make: Callable[[sqlite3.Connection], Response]
    ) -> Response:
        """Give the page at an address, kept or made by ``make`` in one of Datasette's threads."""
        if not database.is_settled:
            return await database.execute_fn(make)
        key = PageKey(database.pool.identity, address, today)
        if (page := self._find(key)) is not None:
            return page.to_response()
        response = await database.execute_fn(make)
        # The file may have been replaced while the page was made: then nobody knows of which file it is.
        if response.status == 200 and key.identity == database.pool.identity:
            self._keep(key, response)
        return response

    def _find(self, key: PageKey) -> KeptPage | None:
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
        return page

    def _keep(self, key: PageKey, response: Response) -> None:
        body = response.body if isinstance(response.body, bytes) else response.body.encode()
        if len(body) > LARGEST or key in self._pages:
            return
        self._pages[key] = KeptPage(body, dict(response.headers), response.content_type)
        self._size += len(body)
        while self._size > self._room:
            _, oldest = self._pages.popitem(last=False)
            self._size -= len(oldest.body)
