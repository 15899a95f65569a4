"""What a base of DILA says of today is told with the day of its last archive; a base without archives says nothing."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette
from datasette.plugins import pm

from chronolex.build import build
from chronolex.site import plugin

ROOT = Path(__file__).parent.parent
TOLD = "La base date du 2 janvier 2006"
ARTICLE = "/droit/code-de-la-sante-publique/R730"

if plugin not in pm.get_plugins():  # not installed: the entry point did not load it
    pm.register(plugin, "chronolex")


def read(database: Path, *addresses: str) -> list[str]:
    datasette = Datasette([str(database)])
    asyncio.run(datasette.invoke_startup())
    return [asyncio.run(datasette.client.get(address)).text for address in addresses]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    build([ROOT / "samples" / "permanence-des-soins"], tmp_path / "base.db")
    return tmp_path / "base.db"


def test_a_base_without_archives_has_no_day(database: Path) -> None:
    assert not [page for page in read(database, "/", ARTICLE) if "La base date" in page]


def test_a_page_of_a_later_day_tells_the_day_of_the_base(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        row = ("LEGI_20060102-213000.tar.gz", "LEGI", "increment", "2006-01-02T21:30:00", json.dumps({}))
        connection.execute("INSERT INTO archives (name, base, kind, stamp, counts) VALUES (?, ?, ?, ?, ?)", row)
    home, today, before, later = read(database, "/", ARTICLE, f"{ARTICLE}/2005-05-01", f"{ARTICLE}/2006-01-03")
    assert [TOLD in page for page in (home, today, before, later)] == [True, True, False, True]
