"""The tar reader against Python's own: the same files, and an error where an archive cannot be trusted."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableSource
from ingest.anomalies import Anomaly
from ingest.archive import ArchiveKind, identify, is_safe, read_deletions, read_members
from ingest.archive import Member as ArchiveMember
from ingest.tarball import Source, read_entries

NAMES = st.lists(
    st.text(alphabet="abcdéç_-. 0", min_size=1, max_size=120).filter(lambda name: name.strip(". /")),
    min_size=1,
    max_size=6,
    unique=True,
)


def write(files: list[tuple[str, bytes]], form: int) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as tar:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_500_000_000
            tar.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def read(archive: bytes) -> tuple[list[tuple[str, bytes]], list[Anomaly]]:
    anomalies: list[Anomaly] = []
    entries = list(read_entries(Source(io.BytesIO(archive), "essai.tar"), anomalies.append))
    return [(entry.path, entry.data) for entry in entries], anomalies


@settings(max_examples=60, deadline=None)
@given(NAMES, st.lists(st.binary(max_size=3000), min_size=6, max_size=6), st.sampled_from([0, 1, 2]), st.booleans())
def test_it_reads_what_tarfile_writes(names: list[str], contents: list[bytes], form: int, packed: bool) -> None:
    files = [(f"d/{name}", data) for name, data in zip(names, contents, strict=False)]
    if form == tarfile.USTAR_FORMAT:
        files = [(name[:60].encode("ascii", "replace").decode().replace("?", "x"), data) for name, data in files]
        files = list(dict(files).items())
    archive = write(files, form)
    assert read(gzip.compress(archive) if packed else archive) == (files, [])


def test_links_and_devices_are_passed_over_and_told() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo(f"x{kind.decode()}")
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
    entries, anomalies = read(buffer.getvalue())
    assert entries == [] and len(anomalies) == 4  # a folder is no anomaly


@pytest.mark.parametrize("cut", [300, 511, 700, 1100])
def test_an_archive_that_stops_early_is_an_error(cut: int) -> None:
    archive = write([("a.xml", b"x" * 600), ("b.xml", b"y" * 600)], tarfile.GNU_FORMAT)
    with pytest.raises(UnreadableSource):
        read(archive[:cut])
    with pytest.raises(UnreadableSource):
        read(gzip.compress(archive)[: cut // 16])


def test_a_member_that_lies_about_its_size_is_an_error() -> None:
    archive = bytearray(write([("a.xml", b"x" * 600), ("b.xml", b"y" * 600)], tarfile.GNU_FORMAT))
    header = tarfile.TarInfo("a.xml")
    header.size, header.mtime = 700, 1_500_000_000
    archive[:512] = header.tobuf(tarfile.GNU_FORMAT)
    archive[1536:1540] = b"junk"
    with pytest.raises(UnreadableSource):
        read(bytes(archive))


def test_a_compression_bomb_is_stopped() -> None:
    with pytest.raises(UnreadableSource, match="décompresse"):
        read(gzip.compress(write([("a.xml", b"\0" * (40 << 20))], tarfile.GNU_FORMAT), 9))


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("legi/global/a.xml", True),
        ("a..b/c.xml", True),
        ("/etc/passwd", False),
        ("../a.xml", False),
        ("a/../../b.xml", False),
        ("C:a.xml", False),
        ("a\\..\\b.xml", False),
    ],
)
def test_a_path_stays_inside(path: str, safe: bool) -> None:
    assert is_safe(path) is safe


@pytest.mark.parametrize(
    ("name", "kind", "base", "day"),
    [
        ("Freemium_legi_global_20180501-000000.tar.gz", ArchiveKind.GLOBAL, "LEGI", "2018-05-01"),
        ("LEGI_20180511-213000.tar.gz", ArchiveKind.INCREMENT, "LEGI", "2018-05-11"),
        ("legi_20150101-201501.tar.gz", ArchiveKind.INCREMENT, "LEGI", "2015-01-01"),
        ("JORF_20240102-003000.tar.gz", ArchiveKind.INCREMENT, "JORF", "2024-01-02"),
        ("essai.tar.gz", ArchiveKind.ARCHIVE, None, "None"),
        ("LEGIARTI000006419320.xml", ArchiveKind.FILE, None, "None"),
    ],
)
def test_a_name_says_what_an_archive_is(name: str, kind: ArchiveKind, base: str | None, day: str) -> None:
    found = identify(Path(name))
    assert (found.kind, found.base, str(found.stamp)[:10]) == (kind, base, day)


def test_both_kinds_of_deletion_lists_are_read() -> None:
    anomalies: list[Anomaly] = []
    lines = b"legi/global/a/LEGIARTI000000000001 D\nlegi/global/a/LEGIARTI000000000002.xml\n\n../x\n"
    files = read_deletions(ArchiveMember("1/liste_suppression_legi.dat", lines, None, 0), anomalies.append)
    assert [d.key for d in files] == [f"legi/global/a/LEGIARTI00000000000{n}" for n in (1, 2)]
    assert not any(d.folder for d in files) and len(anomalies) == 1
    folders = read_deletions(
        ArchiveMember("1/liste_suppression_legi_dossier.dat", b"legi/global/a/\n", None, 0), anomalies.append
    )
    assert [(d.key, d.folder) for d in folders] == [("legi/global/a", True)]


def test_a_file_that_is_no_archive_says_so(tmp_path: Path) -> None:
    path = tmp_path / "LEGI_20180511-213000.tar.gz"
    path.write_bytes(b"bonjour" * 200)
    with pytest.raises(UnreadableSource, match="ni une archive"):
        list(read_members(path, lambda _: None))
