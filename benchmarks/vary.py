"""Copy a scaled archive with the words of each replica its own, so that replicas share no alinéa and no word list.

    python -m benchmarks.vary SCALED TARGET

An archive made by replicating a small one holds every alinéa as many times as it has replicas. Chronolex keeps each
once: sizes and speeds measured on it flatter it, and its search index above all. Here every stretch of text gets a
word of its replica. Real law lies between: texts do share alinéas, but few.
"""

from __future__ import annotations

import io
import re
import sys
import tarfile
from pathlib import Path

_REPLICA = re.compile(r"/LEGITEXT8(\d{4})\d{7}/")
_CONTENT = re.compile(rb"<CONTENU>.*?</CONTENU>", re.DOTALL)
_STRETCH = re.compile(rb"([^<>\s][^<>]{20,}?)(?=\s*<)")


def vary(path: str, data: bytes) -> bytes:
    """Add a word of its replica to each stretch of an article's text."""
    replica = _REPLICA.search(path)
    if replica is None or "/article/" not in path:
        return data
    word = rb"\1 mot" + replica[1].encode()
    return _CONTENT.sub(lambda content: _STRETCH.sub(word, content[0]), data)


def copy(source: Path, target: Path) -> int:
    """Copy the archive; give the number of its files."""
    files = 0
    with tarfile.open(source, "r|gz") as old, tarfile.open(target, "w:gz", compresslevel=1) as new:
        for member in old:
            file = old.extractfile(member)
            data = vary(member.name, file.read() if file else b"")
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
            files += 1
            old.members, new.members = [], []  # type: ignore[attr-defined]  # else every member stays in memory
    return files


if __name__ == "__main__":
    print(copy(Path(sys.argv[1]), Path(sys.argv[2])))
