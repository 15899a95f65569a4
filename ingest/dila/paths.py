"""Where a file of DILA's bases stands, and what a line of a deletion list names."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.keys import dila_key

_DATED = re.compile(r"^\d{8}-\d{6}/")
_OWN_FOLDERS = re.compile(r"/JORF/TEXT/|/(?:article|section_ta|texte)/")
_ID_IN_PATH = re.compile(r"([A-Z]{8}\d{12})(?:\.xml)?$")


def folder_of(path: str) -> str:
    """Give the folder of the base that a file stands in: «…/code_en_vigueur». Its own folder chain is left out."""
    cut = path.find("/LEGI/TEXT/")
    if cut < 0:
        match = _OWN_FOLDERS.search(path)
        cut = match.start() if match else path.rfind("/")
    return _undated(path[: max(cut, 0)])


@lru_cache(maxsize=1_000)
def _undated(folder: str) -> str:
    return _DATED.sub("", folder)


def read_target(key: str) -> tuple[int, str, str] | None:
    """Read the path of a deletion: (key of the record, its part, its folder); None when it is no record's path."""
    found = _ID_IN_PATH.search(key)
    number = dila_key(found[1]) if found else None
    if found is None or number is None:
        return None
    part = {"ARTI": "a", "SCTA": "s", "TEXT": "v" if "/struct/" in key else "t"}.get(found[1][4:8])
    return (number, part, folder_of(key)) if part else None


def names_issue(key: str) -> bool:
    """Say whether a path is that of an issue of the Journal officiel (JORFCONT), of which only the texts are kept."""
    found = _ID_IN_PATH.search(key)
    return found is not None and found[1][4:8] == "CONT"


def read_folder(key: str) -> tuple[int, str] | None:
    """Read the path of a folder's deletion: (key of the text that it is of, its folder); None for another folder."""
    found = _ID_IN_PATH.search(key)
    number = dila_key(found[1]) if found and found[1][4:8] == "TEXT" else None
    return (number, folder_of(f"{key}/")) if number is not None else None
