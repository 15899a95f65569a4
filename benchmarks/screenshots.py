"""Take the pictures of ``docs/guide.md``: build the sample, serve it, and photograph its pages in Chromium.

    python -m benchmarks.screenshots [--to docs/images] [--only article]

Each picture is of a fixed width, from a fixed page of a dated address, so that the same program gives the same bytes;
only the fonts of the machine make a difference. Needs ``playwright`` and a Chromium (``CHRONOLEX_CHROMIUM`` or the one
on the path).
"""

from __future__ import annotations

import argparse
import os
import shutil
import struct
import sys
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.national import ROOT
from benchmarks.site import serve
from chronolex.build import build

SAMPLE = ROOT / "samples" / "permanence-des-soins"
WIDTH = 1000
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-lcd-text")
"""Without the coloured edges of letters: they look the same everywhere, and take less room."""
MARGIN = 20
LIMIT = 200_000
"""Bytes of a picture, at most: the pages of the documents stay light."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the page, the elements with which it begins and ends, and those that are opened on it first."""

    name: str
    address: str
    start: str = "body > header"
    end: str = ""
    height: int = 900
    opened: str = ""


CODE = "code-de-la-sante-publique"
PICTURES = (
    Picture("article", f"/droit/{CODE}/R730/2005-05-01", height=896),
    Picture(
        "frise", f"/droit/{CODE}/R730/2005-05-01", "section[aria-labelledby=frise]", "section[aria-labelledby=versions]"
    ),
    Picture("auteurs", f"/droit/{CODE}/R730/2005-05-01/auteurs", height=1060),
    Picture("comparer", f"/droit/comparer/{CODE}/R730/2004-01-01/2005-05-01", "#texte", "table.regard"),
    Picture(
        "changements",
        f"/droit/changements/{CODE}/2005-01-01/2005-07-01",
        end="main",
        opened=".changement details",
    ),
    Picture(
        "citations",
        f"/droit/{CODE}/R730/2005-05-01",
        "section[aria-labelledby=voisinage]",
        "section[aria-labelledby=cite-par]",
    ),
    Picture("acte", "/droit/acte/decret-2005-328", height=1000),
    Picture("qualite", "/droit/qualite", height=960),
)


def take(page: Page, base: str, picture: Picture, folder: Path) -> Path:
    """Take one picture; give its file."""
    page.goto(base + picture.address)
    if picture.opened:
        page.locator(picture.opened).first.evaluate("element => element.open = true")
    top = max(0, _edge(page, picture.start, "top") - MARGIN)
    bottom = _edge(page, picture.end, "bottom") + MARGIN if picture.end else top + picture.height
    clip = {"x": 0, "y": top, "width": WIDTH, "height": bottom - top}
    shot = page.screenshot(full_page=True, clip=clip, animations="disabled", caret="hide")  # type: ignore[arg-type]
    file = folder / f"{picture.name}.png"
    file.write_bytes(shrink_png(shot))
    return file


def _edge(page: Page, selector: str, side: str) -> int:
    found = page.locator(selector).first.evaluate("(e, side) => e.getBoundingClientRect()[side] + scrollY", side)
    return round(found)


def shrink_png(data: bytes) -> bytes:
    """Write a PNG smaller, with the same pixels: one best-packed stream, and no chunk that only describes."""
    packed, kept = b"", []
    for kind, content in _chunks(data):
        if kind == b"IDAT":
            packed += content
        elif kind in {b"IHDR", b"PLTE", b"tRNS"}:
            kept.append(_chunk(kind, content))
    best = zlib.compress(zlib.decompress(packed), 9)
    return data[:8] + b"".join(kept) + _chunk(b"IDAT", best) + _chunk(b"IEND", b"")


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(data):
        (size,) = struct.unpack_from(">I", data, at)
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += size + 12
    return found


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def take_all(pictures: Sequence[Picture], folder: Path) -> list[Path]:
    """Build and serve the sample, and take the pictures of it."""
    program = os.environ.get("CHRONOLEX_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as place:
        database = Path(place) / "permanence.db"
        build([SAMPLE], database)
        with serve(database) as (base, _), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            context = browser.new_context(
                viewport={"width": WIDTH, "height": 900}, locale="fr-FR", color_scheme="light"
            )
            files = [take(context.new_page(), base, picture, folder) for picture in pictures]
            browser.close()
    return files


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--only", choices=[picture.name for picture in PICTURES])
    asked = parser.parse_args(arguments)
    pictures = [picture for picture in PICTURES if asked.only in {None, picture.name}]
    asked.to.mkdir(parents=True, exist_ok=True)
    sizes = {file.name: file.stat().st_size for file in take_all(pictures, asked.to)}
    for name, size in sizes.items():
        print(f"{name:20} {size:8} bytes{'  TOO LARGE' if size > LIMIT else ''}")
    return int(max(sizes.values()) > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
