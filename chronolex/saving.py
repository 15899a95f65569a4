"""Write the file that a command was asked for: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from corpus.causes import describe_cause
from corpus.errors import UnwritableFile


def save(target: Path, content: bytes) -> Path:
    """Write a file beside its place and rename it there: who reads it never finds a part of it.

    What is no file (``/dev/stdout``, a pipe) is written to as it stands. Raises :class:`UnwritableFile`.
    """
    place = target.resolve()  # the file that a link names, not the link
    try:
        if place.exists() and not place.is_file():
            place.write_bytes(content)
        else:
            _replace(place, content)
    except OSError as error:
        raise UnwritableFile(
            f"{target} ne s’écrit pas : {describe_cause(error)}.", "Choisir un autre fichier."
        ) from error
    return target


def _replace(place: Path, content: bytes) -> None:
    draft = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
