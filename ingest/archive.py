"""What DILA delivers, as a stream of files: archives, folders or single files, named by where they stand.

A *global* archive (``Freemium_legi_global_YYYYMMDD-HHMMSS.tar.gz``) holds a whole base; *increments*
(``LEGI_YYYYMMDD-HHMMSS.tar.gz``, in lower case before 2018) re-issue what changed, and name what vanished in
``liste_suppression_legi.dat``. Files come one at a time, so that memory stays bounded whatever the archive's size.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from corpus.errors import UnreadableSource
from ingest.anomalies import Anomaly, Report
from ingest.tarball import AGAIN, MAX_MEMBER, Entry, Source, read_entries


class ArchiveKind(StrEnum):
    """What a source is: it decides whether it resets a base, adds to it, or stands alone."""

    GLOBAL = "global"
    INCREMENT = "increment"
    ARCHIVE = "archive"  # a tar archive whose name says neither
    FOLDER = "folder"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The identity of a source: ``base`` is «LEGI», «JORF»…, ``stamp`` its date and time, None when its name has none.

    ``key`` sorts deliveries of one base in the order in which they apply: by stamp, a global before an increment of
    the same moment. ``identity`` is the same for two copies of an archive, however each is called.
    """

    name: str
    kind: ArchiveKind
    base: str | None = None
    stamp: dt.datetime | None = None

    @property
    def key(self) -> tuple[str, dt.datetime, bool]:
        """Order of application within a base."""
        return (self.base or "", self.stamp or dt.datetime.min, self.kind is not ArchiveKind.GLOBAL)

    @property
    def identity(self) -> tuple[str | None, str, str]:
        """What archive it is: its base, its kind and its stamp; the name alone where that tells no stamp."""
        return (self.base, self.kind, self.stamp.isoformat()) if self.stamp else (None, self.kind, self.name)

    @property
    def is_undated(self) -> bool:
        """True for an archive whose name does not tell when DILA made it; folders and single files have no date."""
        return self.stamp is None and self.kind not in {ArchiveKind.FOLDER, ArchiveKind.FILE}


class Member(NamedTuple):
    """One file of a source: an XML file or a deletion list.

    ``path`` uses «/» and is as the source gives it, without a leading «./»; ``mtime`` is in seconds since 1970;
    ``position`` is how many bytes of the source were read when it came, out of :func:`source_size`.
    """

    path: str
    data: bytes
    mtime: int | None
    position: int

    @property
    def is_deletion_list(self) -> bool:
        """True for ``liste_suppression_legi.dat`` and its kin, False for XML."""
        return self.path.endswith(".dat")


class Deletion(NamedTuple):
    """One line of a deletion list: the file, or with ``folder`` the whole folder, that the base no longer holds.

    ``key`` compares with :func:`file_key` of a member. Deletion is by path, not by id: a file that moved from one
    folder to another is deleted from the first only.
    """

    key: str
    folder: bool


_NAME = re.compile(
    r"(?<![a-z\d])(?:freemium_)?(?P<base>[a-z]+)_(?P<whole>global_)?(?P<stamp>\d{8}-\d{6})(?!\d)", re.IGNORECASE
)
_TAR = re.compile(r"\.(?:tgz|tar(?: ?\(\d+\))?(?:\.[gx]z)?)(?:\.\d+)?$", re.IGNORECASE)
"""The end of an archive's name, also as browsers and others write that of a copy: «….tar (1).gz», «….tar.gz.1»."""
_LIST = re.compile(r"(?:^|/)liste_suppression_\w+\.dat$", re.IGNORECASE)
_DATED = re.compile(r"^\d{8}-\d{6}/")


def identify(path: Path) -> Delivery:
    """Say what a source is, from its name alone; raises nothing, and does not open it.

    What a browser adds to the name of a copy is passed over: «LEGI_20180604-213000 (1).tar.gz» is that archive.
    """
    if path.is_dir():
        return Delivery(path.name, ArchiveKind.FOLDER)
    if not _TAR.search(path.name):
        return Delivery(path.name, ArchiveKind.FILE)
    if not (match := _NAME.search(path.name)):
        return Delivery(path.name, ArchiveKind.ARCHIVE)
    kind = ArchiveKind.GLOBAL if match["whole"] else ArchiveKind.INCREMENT
    return Delivery(path.name, kind, match["base"].upper(), _read_stamp(match["stamp"]))


def _read_stamp(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, "%Y%m%d-%H%M%S")
    except ValueError:
        return None


def source_size(path: Path) -> int:
    """Count the bytes of a source on disk: what ``Member.position`` runs to. Raises UnreadableSource."""
    refuse_unreachable(path)
    if path.is_dir():
        return sum(file.stat().st_size for file in _walk(path, lambda _: None))
    return path.stat().st_size


def refuse_unreachable(path: Path) -> None:
    """Say in words that a file is not there: a pattern that matched nothing comes as it was typed."""
    if not path.exists():
        raise UnreadableSource(f"« {path} » n’existe pas.", "Vérifier le nom et le dossier.")
    if not os.access(path, os.R_OK):
        raise UnreadableSource(f"« {path} » ne se laisse pas lire.", "Vérifier les droits du fichier.")


def read_members(path: Path, report: Report) -> Iterator[Member]:
    """Yield the XML files and deletion lists of an archive, a folder or a file, one at a time, in its own order.

    Every other file, unsafe path, link or oversized member is handed to ``report`` and passed over. Raises
    :class:`~corpus.errors.UnreadableSource` when the source is truncated, corrupt or of no known kind: at the first
    member or at any later one, up to the end, so nothing read from it may be committed before the iterator is done.
    """
    refuse_unreachable(path)
    if path.is_dir():
        yield from _read_folder(path, report)
        return
    with path.open("rb") as file:
        source = Source(file, path.name)
        start = source.peek(512)
        if not start:
            raise UnreadableSource(f"« {path.name} » est vide.")
        if not source.compressed and start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            if _TAR.search(path.name):
                # The page of a failed download: taken for an empty global archive, it would reset the base.
                raise UnreadableSource(f"« {path.name} » n’est pas une archive, mais du XML ou du HTML.", AGAIN)
            yield _read_file(path, path.name, path.stat().st_size)
            return
        yield from _read_archive(source, start, report)


def _read_archive(source: Source, start: bytes, report: Report) -> Iterator[Member]:
    if len(start) < 512 or (start[257:262] != b"ustar" and start.strip(b"\0")):
        raise UnreadableSource(
            f"« {source.name} » n’est ni une archive tar, ni un fichier XML.",
            "Donner une archive de la DILA (tar, tar.gz, tar.xz), un dossier ou un fichier XML.",
        )
    for entry in read_entries(source, report):
        if (clean := _check(entry, report)) is not None:
            yield Member(clean, entry.data, entry.mtime, source.consumed)


def _check(entry: Entry, report: Report) -> str | None:
    path = entry.path.removeprefix("./")
    if not is_safe(path):
        report(Anomaly(entry.path, "unsafe-path", "outside the archive's own folder"))
    elif not path.endswith(".xml") and not _LIST.search(path):
        report(Anomaly(path, "unknown-file", f"{len(entry.data)} bytes"))
    else:
        return path
    return None


def is_safe(path: str) -> bool:
    """Say whether a path stays inside the folder it is relative to, on every system."""
    if path.startswith("/") or "\\" in path or "\0" in path or path[1:2] == ":":
        return False
    return ".." not in path or ".." not in path.split("/")


def _read_folder(folder: Path, report: Report) -> Iterator[Member]:
    position = 0
    for file in _walk(folder, report):
        name = file.relative_to(folder).as_posix()
        size = file.stat().st_size
        position += size
        if size > MAX_MEMBER:
            report(Anomaly(name, "member-too-large", f"{size} bytes"))
        elif name.endswith(".xml") or _LIST.search(name):
            yield _read_file(file, name, position)
        else:
            report(Anomaly(name, "unknown-file", f"{size} bytes"))


def _walk(folder: Path, report: Report) -> Iterator[Path]:
    """List the regular files below a folder in a stable order; links are reported, and never followed."""
    for current, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            file = Path(current, name)
            if file.is_symlink() or not file.is_file():
                report(Anomaly(file.relative_to(folder).as_posix(), "ignored-member", "link or device"))
            else:
                yield file


def _read_file(file: Path, name: str, position: int) -> Member:
    status = file.stat()
    if status.st_size > MAX_MEMBER:
        raise UnreadableSource(f"« {name} » dépasse 64 Mo.")
    return Member(name, file.read_bytes(), int(status.st_mtime), position)


def file_key(path: str) -> str:
    """Give the name under which a member and the line that deletes it meet: no dated folder, no extension.

    >>> file_key("20180604-213000/legi/global/code_et_TNC_en_vigueur/LEGIARTI000006419320.xml")
    'legi/global/code_et_TNC_en_vigueur/LEGIARTI000006419320'
    """
    return _DATED.sub("", path.removeprefix("./")).removesuffix(".xml")


def read_deletions(member: Member, report: Report) -> tuple[Deletion, ...]:
    """Read a deletion list: one path a line, with or without «.xml», perhaps ended by « D».

    In ``liste_suppression_…_dossier.dat`` the lines name folders. Lines that name nothing safe are reported.
    """
    folder = "dossier" in member.path.rpartition("/")[2].lower()
    deletions = []
    for line in member.data.decode("utf-8", "backslashreplace").splitlines():
        key = file_key(re.sub(r"\s+D$", "", line.strip()).rstrip("/"))
        if key and is_safe(key) and "/" in key and not re.search(r"\s", key):
            deletions.append(Deletion(key, folder))
        elif line.strip():
            report(Anomaly(member.path, "deletion-line", line.strip()[:200]))
    return tuple(deletions)
