"""Time the site, served by the real ``chronolex serve``: one reader page by page, then many readers at once.

    python -m benchmarks.site --db FILE [--sample 50] [--readers 50] [--seconds 60] [--pause 2] [--seed 1] [--json]

Addresses are drawn from the base with a seed: articles at random, the most cited, the longest and those with most
versions, and for each the pages made of it; kinds of pages that the site does not have are left out. Each page is asked
for by one reader on one connection, and timed until the reader has it; then once more, when the site may have kept it.
Then ``--readers`` read together for ``--seconds`` without any pause a mix of pages, most of them articles at random of
the whole base: first so that no page was ever asked for (an argument of no meaning makes each address new), then as
they are; and, in the same run, Datasette's own page of a row of ``versions`` in the same file: the ratio of requests a
second says what the site costs beside Datasette. Last, the readers take ``--pause`` seconds over each page, as people
do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import httpx

from benchmarks.national import ROOT
from chronolex.site.addresses import Addresses
from corpus.dates import read_date

GOAL_SECONDS = 0.1
"""What 95 pages of a hundred should take at most."""
GOAL_RATIO = 0.7
"""Requests a second, against Datasette's own row page."""
SQL_LIMIT = 1.0
"""Datasette's default limit for a query, in seconds: no whole page of ours should reach it."""

WORDS = (
    "permanence des soins",
    "contrat",
    "responsabilité civile",
    '"droit de propriété"',
    "article",
    "mineur émancipé",
    "constit*",
    "le",
    "œuvre de l'esprit",
    "R. 730",
    "article 2 du code civil",
    "zzzz",
)

TAIL, ROW = "article, for the mix", "datasette row"
"""Kinds of addresses that only the readers who read together ask for, and that Datasette makes."""

Sample = Mapping[str, Sequence[str]]


# ── What is asked ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Drawn:
    """An article of the base, with the days on which its versions start."""

    slug: str
    number: str
    days: tuple[str, ...]


RANDOM_IDS = "SELECT id FROM articles WHERE id >= :low ORDER BY id LIMIT 1"
MOST_CITED = """
    SELECT s.article_id FROM (SELECT address_id, count(*) AS times FROM citations GROUP BY address_id) c
    JOIN (SELECT DISTINCT address_id, article_id FROM cited_states WHERE article_id IS NOT NULL) s
      ON s.address_id = c.address_id
    GROUP BY s.article_id ORDER BY sum(c.times) DESC LIMIT :count
"""
LONGEST = """
    SELECT v.article_id FROM (
        SELECT va.version_id, sum(length(al.text)) AS size
        FROM version_alineas va JOIN alineas al ON al.id = va.alinea_id
        GROUP BY va.version_id ORDER BY size DESC LIMIT :count) x JOIN versions v ON v.id = x.version_id
"""
MOST_VERSIONS = "SELECT article_id FROM versions GROUP BY article_id ORDER BY count(*) DESC LIMIT :count"
_CHOSEN = (("most cited", MOST_CITED), ("longest", LONGEST), ("most versions", MOST_VERSIONS))
LARGEST_TEXTS = "SELECT t.slug FROM articles a JOIN texts t ON t.id = a.text_id GROUP BY t.id ORDER BY count(*) DESC"
DRAWN = """
    SELECT t.slug, a.number, (SELECT json_group_array(v.start) FROM versions v WHERE v.article_id = a.id) AS days
    FROM articles a JOIN texts t ON t.id = a.text_id WHERE a.id = :id AND a.bearer = 1
"""


def draw_articles(
    connection: sqlite3.Connection, count: int, seed: int, *, only_plain: bool = False
) -> dict[str, list[Drawn]]:
    """Draw the articles that pages are asked for, by why they were drawn."""
    (last,) = connection.execute("SELECT max(id) FROM articles").fetchone()
    chance = random.Random(seed)
    at_random = [chance.randint(1, last) for _ in range(count)]
    ids = {"plain": [connection.execute(RANDOM_IDS, {"low": low}).fetchone()[0] for low in at_random]}
    for name, sql in () if only_plain else _CHOSEN:
        ids[name] = [row[0] for row in connection.execute(sql, {"count": count})]
    return {name: [one for row in found if (one := _drawn(connection, row))] for name, found in ids.items()}


def _drawn(connection: sqlite3.Connection, article: int) -> Drawn | None:
    row = connection.execute(DRAWN, {"id": article}).fetchone()
    return Drawn(row[0], row[1], tuple(sorted(json.loads(row[2])))) if row else None


def draw_sample(connection: sqlite3.Connection, database: str, count: int, seed: int) -> dict[str, list[str]]:
    """Draw the addresses to ask for, by kind of page; and, as ``datasette row``, Datasette's own pages."""
    at = Addresses(database=database)
    drawn = draw_articles(connection, count, seed)
    sample = {f"article, {name}": [_article(at, one) for one in found] for name, found in drawn.items()}
    sample["article, json"] = [f"{at.article(one.slug, one.number)}.json" for one in drawn["plain"][: count // 2]]
    chosen = [one for found in drawn.values() for one in found if len(one.days) > 1][:count]
    sample["compare"] = [
        f"/droit/comparer/{at.article(one.slug, one.number)[7:]}/{one.days[0]}/{one.days[-1]}" for one in chosen
    ]
    texts = [slug for (slug,) in connection.execute(f"{LARGEST_TEXTS} LIMIT ?", (max(count // 5, 1),))]
    sample["text"] = [at.text(slug) for slug in texts]
    sample["text at a date"] = [f"{at.text(slug)}/au/{day}" for slug in texts for day in ("1990-01-01", "2015-06-30")]
    sample["changes"] = [f"/droit/changements/{slug}/2010-01-01/2010-12-31" for slug in texts]
    sample["search"] = [at.search(words) for words in WORDS]
    sample["home"] = [at.home()] * 3
    sample["quality"] = [at.quality()] * 3
    sample["lineage"] = [at.lineage()] * 3
    (low, high) = connection.execute("SELECT min(id), max(id) FROM versions").fetchone()
    chance = random.Random(seed)
    near = [chance.randint(low, high) for _ in range(count * 4)]
    pick = "SELECT id FROM versions WHERE id >= ? ORDER BY id LIMIT 1"
    tail = draw_articles(connection, count * 40, seed + 1, only_plain=True)["plain"]
    sample[TAIL] = [_article(at, one) for one in tail]
    sample[ROW] = [at.row("versions", connection.execute(pick, (n,)).fetchone()[0]) for n in near]
    return {kind: list(dict.fromkeys(pages)) for kind, pages in sample.items() if pages}


def _article(at: Addresses, one: Drawn) -> str:
    """Every second article is asked for at the day on which one of its versions starts."""
    day = one.days[len(one.days) // 2] if one.days and len(one.number) % 2 else None
    return at.article(one.slug, one.number, read_date(day) if day else None)


# ── Serving ──────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def serve(db: Path) -> Iterator[tuple[str, float]]:
    """Serve a base as a user would; give the address, and the seconds until the first answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "chronolex", "serve", "--db", str(db.absolute()), "--port", str(port)]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address)
        yield address, time.perf_counter() - start
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    while process.poll() is None:
        try:
            httpx.get(f"{address}/-/versions.json", timeout=600)
            return
        except httpx.ConnectError:
            time.sleep(0.05)
    raise RuntimeError("chronolex serve ended at once: run it by hand to see why")


# ── One reader ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Timed:
    """How long the pages of one kind take, in seconds, for one reader; ``again`` is the median of the second time."""

    pages: int
    median: float
    p95: float
    p99: float
    again: float
    kilobytes: float
    slowest_page: str
    over_the_limit: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


def read_alone(address: str, sample: Sample) -> tuple[dict[str, Timed], list[float]]:
    """Ask for each page twice on one connection; give the figures of each kind, and the seconds of all our pages."""
    timed, everything = {}, []
    with httpx.Client(base_url=address, timeout=120, follow_redirects=True) as client:
        for page in sample[TAIL][-10:]:  # the templates are compiled
            client.get(page)
        for kind, pages in sample.items():
            if kind == TAIL or not _exists(client, pages):
                continue
            first, again = ([_ask(client, page) for page in pages] for _ in range(2))
            timed[kind] = _summary(pages, first, again)
            if kind != ROW:
                everything += [seconds for seconds, _, _ in first]
    return timed, everything


def _exists(client: httpx.Client, pages: Sequence[str]) -> bool:
    """A kind of page exists when one of its pages does: asked for with an argument of our own, it is timed as new."""
    return client.get(pages[-1], params={"n": "1"}).status_code < 400


def _ask(client: httpx.Client, page: str) -> tuple[float, int, int]:
    start = time.perf_counter()
    response = client.get(page)
    return time.perf_counter() - start, len(response.content), response.status_code


def _summary(
    pages: Sequence[str], first: Sequence[tuple[float, int, int]], again: Sequence[tuple[float, int, int]]
) -> Timed:
    seconds = [one[0] for one in first]
    return Timed(
        len(pages),
        statistics.median(seconds),
        percentile(seconds, 95),
        percentile(seconds, 99),
        statistics.median(one[0] for one in again),
        statistics.median(one[1] for one in first) / 1024,
        max(zip(seconds, pages, strict=True))[1],
        tuple(page for page, waited in zip(pages, seconds, strict=True) if waited > SQL_LIMIT),
        tuple(f"{status} {page}" for page, (_, _, status) in zip(pages, first, strict=True) if status >= 500),
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """Give the smallest value that ``percent`` of a hundred do not exceed.

    >>> percentile([1, 2, 3, 4], 50), percentile([1, 2, 3, 4], 95)
    (2, 4)
    """
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100).__int__() - 1)]


# ── Many readers ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Load:
    """What many readers at once were served."""

    readers: int
    pause: float
    requests: int
    requests_a_second: float
    median: float
    p95: float
    p99: float
    errors: Mapping[str, int] = field(default_factory=dict)


async def read_together(
    address: str,
    pages: Sequence[str],
    readers: int,
    seconds: float,
    pause: float = 0.0,
    seed: int = 1,
    *,
    new: bool = False,
) -> Load:
    """Have readers ask for pages at random until the time is over, each on a connection of its own."""
    waits: list[float] = []
    errors: defaultdict[str, int] = defaultdict(int)
    start = time.perf_counter()

    async def read(chance: random.Random) -> None:
        await asyncio.sleep(chance.uniform(0, pause))
        # A pool shared by all would leave a connection idle until the server closes it: an error that no reader makes.
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:
            while (begun := time.perf_counter()) - start < seconds:
                try:
                    page = chance.choice(pages)
                    mark = f"{'&' if '?' in page else '?'}n={len(waits)}-{chance.random()}" if new else ""
                    response = await client.get(page + mark)
                    if response.status_code >= 500:
                        errors[str(response.status_code)] += 1
                except httpx.HTTPError as error:
                    errors[type(error).__name__] += 1
                waits.append(time.perf_counter() - begun)
                if pause:
                    await asyncio.sleep(chance.uniform(pause / 2, pause * 3 / 2))

    await asyncio.gather(*(read(random.Random(f"{seed}-{n}")) for n in range(readers)))
    whole = time.perf_counter() - start
    figures = statistics.median(waits), percentile(waits, 95), percentile(waits, 99)
    return Load(readers, pause, len(waits), len(waits) / whole, *figures, dict(errors))


MIX = {"text": 4, "text at a date": 4, "compare": 8, "changes": 4, "search": 8, "home": 4}
"""Pages of each kind in a hundred, where the site has them; three in a hundred are of each sort of large articles."""


def mix(sample: Sample) -> list[str]:
    """Make the list of which the readers draw: mostly articles at random, each of them a few times in all."""
    pages: list[str] = []
    size = len(sample[TAIL])
    for kind, found in sample.items():
        share = 3 if kind.startswith("article") and kind != TAIL else MIX.get(kind, 0)
        pages += [found[n % len(found)] for n in range(size * share // 100)]
    return pages + list(sample[TAIL][: max(size - len(pages), 0)])


# ── The whole ────────────────────────────────────────────────────────────────────────────────────────────────


def measure(db: Path, count: int, readers: int, seconds: float, pause: float, seed: int) -> dict[str, object]:
    """Measure the whole; give the figures as plain values."""
    with sqlite3.connect(f"{db.absolute().as_uri()}?immutable=1", uri=True) as connection:
        sample = draw_sample(connection, db.stem, count, seed)
        (versions,) = connection.execute("SELECT count(*) FROM versions").fetchone()
    connection.close()
    with serve(db) as (address, start):
        timed, everything = read_alone(address, sample)
        ours = mix({kind: pages for kind, pages in sample.items() if kind in {*timed, TAIL}})
        run = [(ours, 0.0, True), (ours, 0.0, False), (sample[ROW], 0.0, False), (ours, pause, False)]
        loads = [
            asyncio.run(read_together(address, pages, readers, seconds, wait, seed, new=new))
            for pages, wait, new in run
        ]
    new, site, row, calm = loads
    return {
        "versions": versions,
        "megabytes": db.stat().st_size / 1e6,
        "start_seconds": start,
        "alone": {kind: asdict(one) for kind, one in timed.items()},
        "alone_p95": percentile(everything, 95),
        "alone_p99": percentile(everything, 99),
        "under_goal": sum(one < GOAL_SECONDS for one in everything) / len(everything),
        "absent": [kind for kind in sample if kind not in {*timed, TAIL}],
        "together_all_new": asdict(new),
        "together": asdict(site),
        "together_datasette_row": asdict(row),
        "ratio_all_new": new.requests_a_second / row.requests_a_second,
        "ratio": site.requests_a_second / row.requests_a_second,
        "together_with_pauses": asdict(calm),
    }


def as_lines(figures: dict[str, object]) -> Iterator[str]:
    """Write the figures for the terminal."""
    start = f"first answer after {figures['start_seconds']:.2f} s"
    yield f"{figures['versions']} versions, {figures['megabytes']:.0f} MB; {start}"
    yield f"{'one reader (ms)':<24}{'pages':>6}{'median':>8}{'p95':>8}{'p99':>8}{'again':>8}{'KB':>7}  slowest"
    alone = figures["alone"]
    assert isinstance(alone, dict)
    for kind, one in alone.items():
        times = "".join(f"{one[name] * 1000:>8.1f}" for name in ("median", "p95", "p99", "again"))
        yield f"{kind:<24}{one['pages']:>6}{times}{one['kilobytes']:>7.0f}  {one['slowest_page']}"
        yield from (f"  over {SQL_LIMIT:g} s: {page}" for page in one["over_the_limit"])
        yield from (f"  error: {page}" for page in one["errors"])
    yield (
        f"all our pages: p95 {figures['alone_p95'] * 1000:.1f} ms, p99 {figures['alone_p99'] * 1000:.1f} ms; "
        f"{figures['under_goal']:.1%} under {GOAL_SECONDS * 1000:.0f} ms (goal: 95 %)"
    )
    if figures["absent"]:
        yield f"not on this site: {', '.join(figures['absent'])}"
    for name in ("together_all_new", "together", "together_datasette_row", "together_with_pauses"):
        load = figures[name]
        assert isinstance(load, dict)
        yield (
            f"{name.replace('_', ' '):<24} {load['readers']} readers, {load['requests']} requests, "
            f"{load['requests_a_second']:.1f} a second; median {load['median'] * 1000:.0f} ms, "
            f"p95 {load['p95'] * 1000:.0f} ms, p99 {load['p99'] * 1000:.0f} ms; errors: {load['errors'] or 'none'}"
        )
    ratios = f"{figures['ratio_all_new']:.2f} where every page is new, {figures['ratio']:.2f} as they come"
    yield f"ratio to Datasette's own row page: {ratios} (goal: {GOAL_RATIO})"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=50, help="articles drawn of each sort")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=2, help="seconds that a reader takes over a page, on average")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    o = parser.parse_args(arguments)
    figures = measure(o.db, o.sample, o.readers, o.seconds, o.pause, o.seed)
    print(json.dumps(figures, indent=2, ensure_ascii=False) if o.json else "\n".join(as_lines(figures)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
