"""The least that any reader of an archive must do, in one process: decompress, walk the tar, parse each file.

python -m benchmarks.floor ARCHIVE
"""

from __future__ import annotations

import sys
import tarfile
from pathlib import Path

from lxml import etree


def read(archive: Path) -> int:
    """Parse every XML file; give their number."""
    files = 0
    with tarfile.open(archive, "r|gz") as tar:
        for member in tar:
            if member.isfile() and member.name.endswith(".xml"):
                file = tar.extractfile(member)
                etree.fromstring(file.read() if file else b"")
                files += 1
            tar.members = []  # type: ignore[attr-defined]  # tarfile remembers every member: half a gigabyte a million
    return files


if __name__ == "__main__":
    print(read(Path(sys.argv[1])))
