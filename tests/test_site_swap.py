"""The file of a served corpus is replaced while readers read: no error, and the new content is seen."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import Response

from chronolex.site import plugin, routes
from chronolex.site.kept import KeptPages
from chronolex.site.served import Pool, ServedDatabase, identify
from corpus import store
from corpus.dates import DateRule, Moment
from corpus.model import TextId
from corpus.store import Bound

if plugin not in pm.get_plugins():  # not installed: the entry point did not load it
    pm.register(plugin, "chronolex")

ARTICLE = "/droit/code-d-essai/L1"
PAGES = (ARTICLE, f"{ARTICLE}.json", "/", "/droit/recherche?q=essai", "/droit/qualite", "/droit/code-d-essai")
OF_DATASETTE = ("/essai/versions/1", "/essai/versions.json", "/essai.json")
SWAPS = 10
READERS = 8


def write_corpus(path: Path, mark: str) -> None:
    """Build a corpus of one article whose text is a mark, over whatever stands at the path."""
    with store.create(path) as writer:
        article = writer.add_article(writer.add_text(TextId("CODE", "Code d’essai")), "L1")
        start = Bound(Moment(dt.date(2001, 1, 1), DateRule.SOURCE))
        writer.add_version(article, [f"essai {mark}"], start=start, provenance="official", verification="official")


def serve(path: Path, **options: Any) -> Datasette:
    datasette = Datasette(immutables=[str(path)], **options)
    asyncio.run(datasette.invoke_startup())
    return datasette


def client_of(datasette: Datasette) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(datasette.app()), base_url="http://localhost")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "essai.db"
    write_corpus(path, "n° 0.")
    return path


@pytest.mark.parametrize("threads", [3, 0])
def test_readers_never_see_an_error_while_the_file_is_swapped_and_then_see_the_new_content(
    base: Path, threads: int
) -> None:
    datasette = serve(base, settings={"num_sql_threads": threads})
    statuses: list[tuple[str, int]] = []
    over = asyncio.Event()

    async def read(client: httpx.AsyncClient, rank: int) -> None:
        while not over.is_set():
            for address in (*PAGES, *OF_DATASETTE)[rank % 3 :: 2]:
                statuses.append((address, (await client.get(address)).status_code))
                await asyncio.sleep(0)

    async def swap(client: httpx.AsyncClient) -> None:
        for turn in range(1, SWAPS + 1):
            before = len(statuses)
            await asyncio.to_thread(write_corpus, base, f"n° {turn}.")
            page, data = await client.get(ARTICLE), await client.get(f"{ARTICLE}.json")
            assert f"essai n° {turn}." in page.text
            assert data.json()["version"]["alineas"] == [f"essai n° {turn}."]
            while len(statuses) < before + READERS:  # the others have read since
                await asyncio.sleep(0.001)
        over.set()

    async def together() -> None:
        async with client_of(datasette) as client:
            await asyncio.gather(swap(client), *(read(client, rank) for rank in range(READERS)))

    asyncio.run(together())
    assert len(statuses) >= SWAPS * READERS
    assert {status for _, status in statuses} == {200}, [one for one in statuses if one[1] != 200][:5]


def test_a_base_that_datasette_opens_to_be_written_to_is_followed_too_and_no_copy_of_it_is_good(base: Path) -> None:
    datasette = Datasette([str(base)])
    asyncio.run(datasette.invoke_startup())

    async def read() -> None:
        async with client_of(datasette) as client:
            first = await client.get(f"{ARTICLE}.json")
            assert "etag" not in first.headers and first.headers["cache-control"] == "no-cache"
            with sqlite3.connect(base) as written:  # in place, as a plugin would
                written.execute("UPDATE alineas SET text = 'écrit sur place'")
            written.close()
            assert (await client.get(f"{ARTICLE}.json")).json()["version"]["alineas"] == ["écrit sur place"]
            write_corpus(base, "nouveau")
            assert (await client.get(f"{ARTICLE}.json")).json()["version"]["alineas"] == ["essai nouveau"]
            assert (await client.get("/essai/versions.json?_shape=array")).json()

    asyncio.run(read())


def test_a_question_reads_one_file_from_its_beginning_to_its_end(base: Path) -> None:
    pool = make_pool(base)
    query = "SELECT text FROM alineas"
    with pool.borrow() as old:
        write_corpus(base, "nouveau")
        with pool.borrow() as new:
            assert [c.execute(query).fetchone()[0] for c in (old, new)] == ["essai n° 0.", "essai nouveau"]
    with pool.borrow() as again:
        assert again is new
    with pytest.raises(sqlite3.ProgrammingError):  # closed when it came back
        old.execute(query)


def test_idle_connections_to_the_old_file_are_closed_when_the_swap_is_seen(base: Path) -> None:
    pool = make_pool(base)
    with pool.borrow() as first, pool.borrow() as second:
        pass
    write_corpus(base, "nouveau")
    assert pool.identity == identify(base)
    for connection in (first, second):
        with pytest.raises(sqlite3.ProgrammingError):
            connection.execute("SELECT 1")


def test_a_base_that_was_removed_is_served_until_another_comes(base: Path) -> None:
    datasette = serve(base)
    assert asyncio.run(datasette.client.get(ARTICLE)).status_code == 200
    base.unlink()
    assert "essai n° 0." in asyncio.run(datasette.client.get(ARTICLE)).text
    write_corpus(base, "revenu")
    assert "essai revenu" in asyncio.run(datasette.client.get(ARTICLE)).text


def test_a_file_that_is_no_corpus_any_more_is_said_unusable_and_the_next_one_is_served(base: Path) -> None:
    datasette = serve(base)
    good = base.with_name("good.db")
    shutil.copyfile(base, good)
    foreign = base.with_name("foreign.db")
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE t (x)")
    foreign.replace(base)
    assert asyncio.run(datasette.client.get(ARTICLE)).status_code == 503
    good.replace(base)
    assert asyncio.run(datasette.client.get(ARTICLE)).status_code == 200


def test_the_database_is_opened_read_only(base: Path) -> None:
    with make_pool(base).borrow() as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM versions")


def test_the_file_is_neither_hashed_nor_counted_before_the_first_answer(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> str:
        raise AssertionError("the whole file was read")

    monkeypatch.setattr("datasette.database.inspect_hash", refuse)
    datasette = serve(base)
    database = datasette.get_database("essai")
    assert isinstance(database, ServedDatabase)
    before = database.hash

    async def look() -> tuple[dict[str, Any], dict[str, int | None]]:
        async with client_of(datasette) as client:
            listed = (await client.get("/-/databases.json")).json()
            assert (await client.get("/essai")).status_code == 200
            return listed[0], await database.table_counts(500)

    listed, counts = asyncio.run(look())
    assert listed["size"] == base.stat().st_size
    assert listed["hash"] == before
    assert counts["versions"] == 1
    write_corpus(base, "nouveau")
    assert database.hash != before
    assert database.cached_table_counts is None


# ── The real server ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def served(base: Path) -> Iterator[tuple[httpx.Client, int]]:
    """A real ``chronolex serve``, and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "chronolex", "serve", "--db", str(base), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            for _ in range(600):
                assert process.poll() is None
                with suppress(httpx.ConnectError):
                    client.get("/-/versions.json")
                    break
                time.sleep(0.1)
            yield client, process.pid
    finally:
        process.terminate()
        process.wait()


def open_files(pid: int) -> list[str]:
    found = []
    for path in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # closed since
            found.append(str(path.readlink()))
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="what a process holds open is read in /proc")
def test_the_server_follows_its_file_without_a_restart_and_lets_the_old_one_go(
    base: Path, served: tuple[httpx.Client, int]
) -> None:
    client, pid = served
    for turn in range(3):
        write_corpus(base, f"tour {turn}")
        answers = [client.get(address) for address in (*PAGES, *OF_DATASETTE)]
        assert {answer.status_code for answer in answers} == {200}
        assert f"essai tour {turn}" in answers[0].text
        held = [link for link in open_files(pid) if base.name in link]
        assert held and not any(link.endswith("(deleted)") for link in held)


# ── Kept pages ───────────────────────────────────────────────────────────────────────────────────────────────


class Counted:
    """Count the times a page is made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made = 0
        respond = routes.respond

        def counted(*arguments: Any) -> Any:
            self.made += 1
            return respond(*arguments)

        monkeypatch.setattr(routes, "respond", counted)


def test_a_page_is_made_once_for_a_file_and_a_day(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasette, counted = serve(base), Counted(monkeypatch)

    async def read_all() -> list[httpx.Response]:
        async with client_of(datasette) as client:
            found = [await client.get(address) for address in (ARTICLE, ARTICLE, f"{ARTICLE}.json", ARTICLE)]
            write_corpus(base, "nouveau")
            return [*found, await client.get(ARTICLE), await client.get(ARTICLE)]

    first, second, data, third, new, again = asyncio.run(read_all())
    assert first.content == second.content == third.content != new.content == again.content
    assert first.headers == second.headers and data.headers["content-type"].startswith("application/json")
    assert counted.made == 3


def test_what_is_not_there_is_not_kept(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasette, counted = serve(base), Counted(monkeypatch)

    async def read_twice(address: str) -> None:
        async with client_of(datasette) as client:
            assert [(await client.get(address)).status_code for _ in range(2)] == [404, 404]

    asyncio.run(read_twice("/droit/code-d-essai/L999"))
    assert counted.made == 2


def test_pages_are_kept_up_to_their_room_those_read_last_first(base: Path) -> None:
    kept, database = KeptPages(room=250), ServedDatabase(Datasette(), str(base))
    made: list[str] = []

    async def ask(*addresses: str) -> None:
        for address in addresses:

            def make(connection: sqlite3.Connection, address: str = address) -> Response:
                made.append(address)
                return Response.html("x" * 100)

            await kept.answer(database, address, dt.date(2020, 1, 1), make)

    asyncio.run(ask("/a", "/b", "/a", "/c", "/a", "/b"))
    assert made == ["/a", "/b", "/c", "/b"]


def test_a_base_that_may_be_written_to_keeps_no_page(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasette, counted = Datasette([str(base)]), Counted(monkeypatch)
    asyncio.run(datasette.invoke_startup())

    async def read_twice() -> None:
        async with client_of(datasette) as client:
            assert [(await client.get(ARTICLE)).status_code for _ in range(2)] == [200, 200]

    asyncio.run(read_twice())
    assert counted.made == 2


def make_pool(path: Path) -> Pool:
    return Pool(path, lambda: sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True, check_same_thread=False))
