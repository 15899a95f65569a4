"""The site as the tests ask it: a Datasette on some files, in process."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from datasette.app import Datasette
from datasette.plugins import pm

from chronolex.site import plugin

if plugin not in pm.get_plugins():  # not installed: the entry point did not load it
    pm.register(plugin, "chronolex")


class Site:
    """A Datasette on some files, asked in process."""

    def __init__(self, *paths: Path, served: bool = False, **options: Any) -> None:
        """Open files as ``datasette FILE`` does, which keeps no page; ``served``, as ``chronolex serve`` does."""
        self.path = paths[0] if paths else None
        files = [str(path) for path in paths]
        self.datasette = Datasette([] if served else files, immutables=files if served else [], **options)
        asyncio.run(self.datasette.invoke_startup())

    def ask(self, address: str, method: str = "get", **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return asyncio.run(getattr(self.datasette.client, method)(address, headers=named))

    def read(self, address: str, status: int = 200) -> BeautifulSoup:
        response = self.ask(address)
        assert response.status_code == status, (address, response.status_code, response.text[-400:])
        return BeautifulSoup(response.text, "html.parser")

    def json(self, address: str, status: int = 200) -> Any:
        response = self.ask(address)
        assert response.status_code == status, (address, response.status_code)
        assert response.headers["content-type"].startswith("application/json")
        return response.json()

    def led(self, address: str) -> str:
        """The address that a request is sent on to."""
        response = self.ask(address)
        assert response.status_code == 302, (address, response.status_code)
        return str(response.headers["location"])


def words_of(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def section(page: BeautifulSoup, heading: str) -> Tag:
    """The section whose heading has that id."""
    found = page.find("section", attrs={"aria-labelledby": heading})
    assert isinstance(found, Tag), heading
    return found
