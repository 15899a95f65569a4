"""A database served from a file that a build or an update replaces while readers read.

A file is opened as immutable: SQLite takes no lock, and never looks whether it changed. That is right of one *file*,
not of what stands at a path: so connections are lent for one question at a time, and each time the path is looked at.
When another file stands there, the connections to the old one are closed as soon as nobody uses them.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from datasette.database import Database
from datasette.utils import escape_sqlite

T = TypeVar("T")


class Identity(NamedTuple):
    """What tells one file from another at the same path."""

    device: int
    inode: int
    size: int
    modified: int

    @property
    def digest(self) -> str:
        """A short name of it, for entity tags. The content is not read: a national base has gigabytes."""
        return sha256(repr(tuple(self)).encode()).hexdigest()


def identify(path: str | Path) -> Identity:
    """Look at the file that stands at a path now; raises ``OSError`` when there is none."""
    found = Path(path).stat()
    return Identity(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


class Pool:
    """Read-only connections to the file at a path, each lent to one thread at a time.

    Whoever borrows one reads a single file from beginning to end, whatever happens to the path meanwhile.
    """

    def __init__(self, path: str | Path, connect: Callable[[], sqlite3.Connection]) -> None:
        self._path = path
        self._connect = connect
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._identity = identify(path)

    @property
    def identity(self) -> Identity:
        """The file that stands at the path now; the last one seen when there is none."""
        with self._lock:
            self._notice()
            return self._identity

    @contextmanager
    def borrow(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection to the file that stands at the path now."""
        with self._lock:
            self._notice()
            # Should the file be replaced between this look and the opening, the new one is read under the old one's
            # name, and thrown away at the next look: early, never stale.
            identity = self._identity
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connect()
        try:
            yield connection
        finally:
            self._give_back(identity, connection)

    def close(self) -> None:
        """Close the connections that nobody uses."""
        with self._lock:
            self._close_idle()

    def _notice(self) -> None:
        try:
            identity = identify(self._path)
        except OSError:  # removed: what is open still reads
            return
        if identity != self._identity:
            self._identity = identity
            self._close_idle()

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _give_back(self, identity: Identity, connection: sqlite3.Connection) -> None:
        with self._lock:
            self._notice()
            if identity == self._identity:
                self._idle.append(connection)
                return
        connection.close()


class ServedDatabase(Database):  # type: ignore[misc]
    """Datasette's database, on a :class:`Pool`. It starts at once, however large: nothing is counted nor hashed."""

    def __init__(self, datasette: Any, path: str, *, is_mutable: bool = False) -> None:
        super().__init__(datasette, path, is_mutable=is_mutable)
        self.pool = Pool(path, self._open)
        self._counts: dict[str, int] = {}
        self._counted: Identity | None = None
        self._counting: asyncio.Task[None] | None = None

    def _open(self) -> sqlite3.Connection:
        connection: sqlite3.Connection = self.connect()
        self._all_file_connections.remove(connection)  # the pool closes it
        self.ds._prepare_connection(connection, self.name)
        return connection

    def close(self) -> None:
        """Close every connection that nobody uses."""
        super().close()
        self.pool.close()

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """Run a function of a connection in one of Datasette's threads."""

        def in_thread() -> T:
            with self.pool.borrow() as connection:
                return fn(connection)

        if self.ds.executor is None:
            return in_thread()
        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, in_thread)

    @property
    def hash(self) -> str | None:
        """A name of the file, for the entity tag of its download. Datasette would read all of it."""
        return None if self.is_mutable else self.pool.identity.digest

    @property
    def is_settled(self) -> bool:
        """True when nobody writes to the file: what was read of it holds as long as it stands at its path."""
        return not self.is_mutable

    @property
    def size(self) -> int:
        """The size of the file, in bytes."""
        return self.pool.identity.size

    @property
    def cached_table_counts(self) -> dict[str, int] | None:
        """How many rows each table has, once that is known of the present file."""
        return self._counts if self.is_settled and self._counted == self.pool.identity else None

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """Count the rows of each table in the background; None for those not counted ``limit`` ms a table later.

        Datasette itself counts them before its first answer: a national base's whole file would go through the memory.
        """
        if self.is_mutable:
            return dict(await super().table_counts(limit))
        if self.cached_table_counts is None and (self._counting is None or self._counting.done()):
            self._counting = asyncio.get_running_loop().create_task(self._count())
        if limit > _SHORT:  # Datasette's own start
            return {}
        names = await self.table_names()
        if self._counting is not None and not self._counting.done():
            await asyncio.wait({self._counting}, timeout=limit * len(names) / 1000)
        return {name: self._counts.get(name) for name in names}

    async def _count(self) -> None:
        identity, self._counts = self.pool.identity, {}
        for name in await self.table_names():
            count = await self.execute_fn(partial(_count_rows, name))
            if count is not None:
                self._counts[name] = count
        self._counted = identity


def _count_rows(table: str, connection: sqlite3.Connection) -> int | None:
    try:
        return int(connection.execute(f"SELECT count(*) FROM {escape_sqlite(table)}").fetchone()[0])  # noqa: S608
    except sqlite3.DatabaseError:  # a table that only some extension reads
        return None


_SHORT = 1000
"""Milliseconds: the pages of Datasette give each count a few."""


def serve_from_pools(datasette: Any, names: list[str]) -> None:
    """Have Datasette read these databases through pools, so that it follows a file that is replaced."""
    served = dict(datasette.databases)
    for name in names:
        database = ServedDatabase(datasette, served[name].path, is_mutable=served[name].is_mutable)
        database.name, database.route = name, served[name].route
        served[name].close()
        served[name] = database
    datasette.databases = served
