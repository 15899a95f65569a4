"""What tells a reader's copy of a page from a newer one: ``ETag``, ``Last-Modified``, and how long a copy may be kept.

A page depends on the file, on this program, on its address and on today's date; nothing of it has to be read to know
that nothing has changed.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

KEPT_FOR = 60
"""Seconds during which a copy may be shown without asking again; after an update the old law stays no longer."""

_STARTED = time.time()


@dataclass(frozen=True, slots=True)
class Validators:
    """The state of a page: ``tag`` is its ETag, ``modified`` (UTC) no earlier than its last change."""

    tag: str
    modified: dt.datetime

    def headers(self, *, shared: bool) -> dict[str, str]:
        """Give the headers of a page; ``shared`` when anyone may see it, so that a proxy may keep it too."""
        keep = f"public, max-age={KEPT_FOR}, must-revalidate" if shared else "private, no-cache"
        return {
            "ETag": self.tag,
            "Last-Modified": format_datetime(self.modified, usegmt=True),
            "Cache-Control": keep,
        }

    def is_fresh(self, asked: Mapping[str, str]) -> bool:
        """Say whether the copy that the request's headers (in lower case) tell of is still good."""
        tags = asked.get("if-none-match")
        if tags is not None:
            return tags.strip() == "*" or self.tag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        since = _read_moment(asked.get("if-modified-since"))
        return since is not None and self.modified <= since


def make_validators(path: str, address: str, today: dt.date) -> Validators:
    """Make the validators of a page of the database at ``path``, which may be gone while it is still read."""
    try:
        state = Path(path).stat()
        # A file that was renamed over another may be older than it: its own state changed when it was.
        changed, file = max(state.st_mtime, state.st_ctime), (state.st_mtime_ns, state.st_size, state.st_ino)
    except OSError:
        changed, file = time.time(), (time.time_ns(), 0, 0)
    midnight = dt.datetime.combine(today, dt.time()).astimezone().timestamp()
    modified = int(max(changed, _STARTED, midnight)) + 1
    facts = (*file, program_digest(), today.isoformat(), address)
    digest = sha256("\0".join(map(str, facts)).encode()).hexdigest()[:24]
    return Validators(f'"{digest}"', dt.datetime.fromtimestamp(modified, dt.UTC))


def _read_moment(text: str | None) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    # A date without a zone is none that HTTP knows.
    return moment if moment is None or moment.tzinfo else None


@cache
def program_digest() -> str:
    """Give what changes with the pages' own code and templates."""
    digest = sha256()
    for part in _walk(files("chronolex.site")):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def _walk(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for part in sorted(folder.iterdir(), key=lambda one: one.name):
        if part.is_dir():
            found += _walk(part)
        elif part.name.endswith((".py", ".html", ".css", ".svg")):
            found.append(part)
    return found
