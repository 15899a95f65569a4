"""Archives: the same files as the standard library finds in them, or an error; never something else in silence."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import lzma
import tarfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableSource
from ingest import tarball
from ingest.anomalies import Anomaly
from ingest.archive import (
    ArchiveKind,
    Deletion,
    Member,
    file_key,
    identify,
    is_safe,
    read_deletions,
    read_members,
    source_size,
)

XML = b'<?xml version="1.0" encoding="UTF-8"?><ARTICLE/>'


def tar(*members: tuple[str, bytes], form: int = tarfile.GNU_FORMAT) -> bytes:
    """A tar archive of regular files."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_525_132_800
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


def special(name: str, kind: bytes, target: str = "") -> bytes:
    """A tar archive of one member that is no regular file, then one that is."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        archive.addfile(info)
        after = tarfile.TarInfo("after.xml")
        after.size = len(XML)
        archive.addfile(after, io.BytesIO(XML))
    return stream.getvalue()


class Read:
    """What reading some bytes as a file of that name gave."""

    def __init__(self, folder: Path, data: bytes, name: str = "LEGI_20180511-213000.tar.gz") -> None:
        path = folder / name
        path.write_bytes(data)
        self.anomalies: list[Anomaly] = []
        self.members: list[Member] = []
        for member in read_members(path, self.anomalies.append):
            self.members.append(member)

    @property
    def files(self) -> list[tuple[str, bytes]]:
        return [(member.path, member.data) for member in self.members]

    @property
    def kinds(self) -> list[str]:
        return [anomaly.kind for anomaly in self.anomalies]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archives")


# DILA's paths pass 100 characters, which the first tar format could not hold: each later format has its own way.
names = st.text("abcdefé/-_ .0123456789", min_size=1, max_size=240).map(lambda s: f"legi/{s.strip('/. ')}x.xml")
files = st.lists(st.tuples(names.filter(is_safe), st.binary(max_size=1500)), max_size=6)
PACKERS = {"plain": bytes, "gzip": gzip.compress, "xz": lzma.compress}


@given(files, st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]), st.sampled_from(sorted(PACKERS)))
@settings(max_examples=150, deadline=None)
def test_the_members_are_those_that_were_written(
    folder: Path, files: list[tuple[str, bytes]], form: int, packer: str
) -> None:
    read = Read(folder, PACKERS[packer](tar(*files, form=form)))
    assert read.files == files
    assert read.anomalies == []
    assert {member.mtime for member in read.members} <= {1_525_132_800}


def test_the_prefix_of_posix_names_is_read(tmp_path: Path) -> None:
    name = "/".join(["legi", "global", "x" * 90, "y" * 40, "LEGIARTI000006527592.xml"])
    assert Read(tmp_path, tar((name, XML), form=tarfile.USTAR_FORMAT)).files == [(name, XML)]


SOME = [(f"legi/global/{n:03}.xml", (f"<A n='{n}'>" + "é" * 7 * n + "</A>").encode()) for n in range(40)]


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_a_truncated_archive_is_an_error(folder: Path, data: st.DataObject) -> None:
    packed = gzip.compress(tar(*SOME), mtime=0)
    cut = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(UnreadableSource):
        Read(folder, packed[:cut])


@pytest.mark.parametrize("cut", [600, 1024, 5000])
def test_a_truncated_tar_is_an_error_even_between_two_members(tmp_path: Path, cut: int) -> None:
    with pytest.raises(UnreadableSource, match="incomplète"):
        Read(tmp_path, tar(*SOME)[:cut], "legi.tar")


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_byte_never_changes_what_is_read(folder: Path, data: st.DataObject) -> None:
    packed = bytearray(gzip.compress(tar(*SOME), mtime=0))
    place = data.draw(st.integers(0, len(packed) - 1))
    packed[place] ^= data.draw(st.integers(1, 255))
    try:
        read = Read(folder, bytes(packed))
    except UnreadableSource:
        return
    assert read.files == SOME  # a byte of the gzip header that says nothing of the content


def lie(size: int) -> bytes:
    """An archive whose first member states that size, with a header that is sound otherwise."""
    whole = bytearray(tar(("legi/a.xml", XML), ("legi/b.xml", XML * 30)))
    whole[124:136] = f"{size:011o}\0".encode()
    whole[148:156] = b" " * 8
    whole[148:156] = f"{sum(whole[:512]):06o}\0 ".encode()
    return bytes(whole)


@pytest.mark.parametrize("size", [0, len(XML) + 512, 1600, 3000, 10**6, 8**11 - 1])
def test_a_member_that_lies_about_its_size_is_an_error(tmp_path: Path, size: int) -> None:
    with pytest.raises(UnreadableSource, match=r"abîmée|incomplète"):
        Read(tmp_path, gzip.compress(lie(size)))


@pytest.mark.parametrize("size", [1, len(XML) - 1])
def test_a_member_that_hides_its_last_bytes_is_reported(tmp_path: Path, size: int) -> None:
    read = Read(tmp_path, gzip.compress(lie(size)))
    assert read.anomalies == [Anomaly("legi/a.xml", "member-padding", "data goes on after the stated size")]
    assert read.files[0] == ("legi/a.xml", XML[:size])


UNSAFE = ["../a.xml", "legi/../../a.xml", "/etc/a.xml", "legi/..", "C:/a.xml", "legi\\a.xml"]


@pytest.mark.parametrize("name", UNSAFE)
def test_a_path_that_leaves_its_folder_is_reported_and_not_read(tmp_path: Path, name: str) -> None:
    read = Read(tmp_path, tar((name, XML), ("legi/after.xml", XML)))
    assert read.files == [("legi/after.xml", XML)]
    assert read.anomalies == [Anomaly(name, "unsafe-path", "outside the archive's own folder")]


def test_two_dots_inside_a_name_are_no_way_out() -> None:
    assert is_safe("legi/a..b.xml")
    assert is_safe("legi/...xml")


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (tarfile.SYMTYPE, "symbolic link"),
        (tarfile.LNKTYPE, "hard link"),
        (tarfile.CHRTYPE, "device"),
        (tarfile.BLKTYPE, "device"),
        (tarfile.FIFOTYPE, "pipe"),
        (b"Z", "type b'Z'"),
    ],
)
def test_what_is_no_file_is_reported_and_passed_over(tmp_path: Path, kind: bytes, what: str) -> None:
    read = Read(tmp_path, special("legi/a.xml", kind, "/etc/passwd" if kind in b"12" else ""))
    assert read.files == [("after.xml", XML)]
    assert read.anomalies == [Anomaly("legi/a.xml", "ignored-member", what)]


def test_a_folder_is_passed_over_without_a_word(tmp_path: Path) -> None:
    read = Read(tmp_path, special("legi/", tarfile.DIRTYPE))
    assert (read.files, read.anomalies) == ([("after.xml", XML)], [])


def test_other_files_are_reported(tmp_path: Path) -> None:
    read = Read(tmp_path, tar(("legi/readme.txt", b"x"), ("2/liste_suppression_legi.dat", b""), ("legi/a.xml", XML)))
    assert [path for path, _ in read.files] == ["2/liste_suppression_legi.dat", "legi/a.xml"]
    assert [member.is_deletion_list for member in read.members] == [True, False]
    assert read.anomalies == [Anomaly("legi/readme.txt", "unknown-file", "1 bytes")]


def test_a_huge_member_is_reported_and_never_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tarball, "MAX_MEMBER", 1000)
    read = Read(tmp_path, gzip.compress(tar(("legi/big.xml", b"x" * 1001), ("legi/fit.xml", b"x" * 1000))))
    assert [path for path, _ in read.files] == ["legi/fit.xml"]
    assert read.anomalies == [Anomaly("legi/big.xml", "member-too-large", "1001 bytes")]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_compression_bomb_is_an_error(tmp_path: Path, pack: type) -> None:
    with pytest.raises(UnreadableSource, match="200 fois"):
        Read(tmp_path, pack(tar(("legi/a.xml", bytes(40 << 20)))))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "est vide"),
        (b"PK\x03\x04" + bytes(600), "ni une archive tar"),
        (b"hello", "ni une archive tar"),
        (gzip.compress(b"hello"), "ni une archive tar"),
        (gzip.compress(b""), "est vide"),
        (b"\x1f\x8b\x08" + bytes(30), "gzip illisible|incomplète"),
        (b"\xfd7zXZ\x00" + bytes(30), "xz illisible|incomplète"),
    ],
)
def test_what_is_no_archive_is_one_clear_error(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableSource, match=said):
        Read(tmp_path, data)


def test_an_end_without_its_mark_is_trusted_only_under_a_checksum(tmp_path: Path) -> None:
    unmarked = tar(("legi/a.xml", XML))[:1024]
    read = Read(tmp_path, gzip.compress(unmarked))
    assert (read.files, read.kinds) == ([("legi/a.xml", XML)], ["archive-unmarked-end"])
    with pytest.raises(UnreadableSource):
        Read(tmp_path, unmarked, "legi.tar")


def test_data_after_the_end_is_reported(tmp_path: Path) -> None:
    whole = tar(("legi/a.xml", XML))
    read = Read(tmp_path, gzip.compress(whole + whole))
    assert (read.files, read.kinds) == ([("legi/a.xml", XML)], ["archive-trailing-data"])


def test_gzip_streams_end_to_end_are_one_archive(tmp_path: Path) -> None:
    whole = tar(*SOME)
    read = Read(tmp_path, gzip.compress(whole[:9000]) + gzip.compress(whole[9000:]))
    assert (read.files, read.anomalies) == (SOME, [])


def test_a_member_after_the_first_does_not_wait_for_the_whole(tmp_path: Path) -> None:
    data = tar(*((f"legi/{n}.xml", bytes([n % 251 + 1]) * (1 << 20)) for n in range(30)))
    (tmp_path / "big.tar").write_bytes(data)
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_members(tmp_path / "big.tar", lambda _: None))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 30
    assert peak < 8 << 20


def test_position_runs_to_the_size_of_the_source(tmp_path: Path) -> None:
    read = Read(tmp_path, tar(*SOME, ("legi/last.xml", bytes(1 << 20))), "x.tar")
    positions = [member.position for member in read.members]
    assert positions == sorted(positions)
    assert 0.9 < positions[-1] / source_size(tmp_path / "x.tar") <= 1


def test_a_folder_is_read_in_a_stable_order_and_its_links_are_not_followed(tmp_path: Path) -> None:
    for name in ("b/2.xml", "a/1.xml", "a/note.txt", "liste_suppression_legi.dat"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(XML)
    (tmp_path / "a/link.xml").symlink_to("/etc/passwd")
    anomalies: list[Anomaly] = []
    members = list(read_members(tmp_path, anomalies.append))
    assert [member.path for member in members] == ["liste_suppression_legi.dat", "a/1.xml", "b/2.xml"]
    assert {(a.path, a.kind) for a in anomalies} == {("a/link.xml", "ignored-member"), ("a/note.txt", "unknown-file")}
    assert members[-1].position == source_size(tmp_path)


def test_a_single_xml_file_is_a_source(tmp_path: Path) -> None:
    assert Read(tmp_path, b"\xef\xbb\xbf" + XML, "a.xml").files == [("a.xml", b"\xef\xbb\xbf" + XML)]


@pytest.mark.parametrize(
    ("name", "kind", "base", "stamp"),
    [
        ("Freemium_legi_global_20180501-000000.tar.gz", "global", "LEGI", dt.datetime(2018, 5, 1)),
        ("Freemium_jorf_global_20180521-000000.tar.gz", "global", "JORF", dt.datetime(2018, 5, 21)),
        ("LEGI_20180511-213000.tar.gz", "increment", "LEGI", dt.datetime(2018, 5, 11, 21, 30)),
        ("legi_20140115-021315.tar.gz", "increment", "LEGI", dt.datetime(2014, 1, 15, 2, 13, 15)),
        ("JORF_20260102-011500.tar.gz", "increment", "JORF", dt.datetime(2026, 1, 2, 1, 15)),
        ("LEGI_20181399-213000.tar.gz", "increment", "LEGI", None),
        ("LEGI_20180604-213000 (1).tar.gz", "increment", "LEGI", dt.datetime(2018, 6, 4, 21, 30)),
        ("LEGI_20180604-213000.tar (1).gz", "increment", "LEGI", dt.datetime(2018, 6, 4, 21, 30)),
        ("LEGI_20180604-213000.tar(2).gz", "increment", "LEGI", dt.datetime(2018, 6, 4, 21, 30)),
        ("LEGI_20180604-213000.tar.gz.1", "increment", "LEGI", dt.datetime(2018, 6, 4, 21, 30)),
        ("Copie de LEGI_20180604-213000.tar.gz", "increment", "LEGI", dt.datetime(2018, 6, 4, 21, 30)),
        ("sauvegarde_LEGI_20180604-213000.tar.gz", "increment", "LEGI", dt.datetime(2018, 6, 4, 21, 30)),
        ("Freemium_legi_global_20180501-000000(1).tar.gz", "global", "LEGI", dt.datetime(2018, 5, 1)),
        ("law.tar.gz", "archive", None, None),
        ("LEGI_20180604.tar.gz", "archive", None, None),
        ("LEGI_20180604-2130001.tar.gz", "archive", None, None),
        ("LEGIARTI000006527592.xml", "file", None, None),
        ("LEGI_20180604-213000.xml", "file", None, None),
    ],
)
def test_a_name_says_what_an_archive_is(name: str, kind: str, base: str | None, stamp: dt.datetime | None) -> None:
    delivery = identify(Path(name))
    assert (delivery.kind, delivery.base, delivery.stamp) == (ArchiveKind(kind), base, stamp)


def test_deliveries_sort_in_the_order_in_which_they_apply() -> None:
    names = [
        "LEGI_20180511-213000.tar.gz",
        "legi_20180430-213000.tar.gz",
        "LEGI_20180501-000000.tar.gz",
        "Freemium_legi_global_20180501-000000.tar.gz",
    ]
    ordered = sorted((identify(Path(name)) for name in names), key=lambda delivery: delivery.key)
    assert [delivery.name for delivery in ordered] == [names[1], names[3], names[2], names[0]]


FILE = "legi/global/code_et_TNC_en_vigueur/code_non_vigueur/LEGI/TEXT/00/00/LEGITEXT000006069414/article/LEGIARTI9941"


@pytest.mark.parametrize(
    ("lines", "name", "keys", "refused"),
    [
        (f"{FILE}\n", "liste_suppression_legi.dat", [Deletion(FILE, False)], []),
        (f"{FILE}.xml\r\n\r\n", "liste_suppression_legi.dat", [Deletion(FILE, False)], []),
        (f"{FILE} D\n", "liste_suppression_legi.dat", [Deletion(FILE, False)], []),
        (f"{FILE} D\n{FILE}2/ D", "liste_suppression_legi_dossier.dat", None, []),
        (f"./{FILE}", "liste_suppression_legi.dat", [Deletion(FILE, False)], []),
        (f"20180531-213000/{FILE}", "liste_suppression_legi.dat", [Deletion(FILE, False)], []),
        (
            "../../etc/passwd\n/etc/x\nnonsense",
            "liste_suppression_legi.dat",
            [],
            ["../../etc/passwd", "/etc/x", "nonsense"],
        ),
    ],
)
def test_a_deletion_list_names_files_or_folders(
    lines: str, name: str, keys: list[Deletion] | None, refused: list[str]
) -> None:
    anomalies: list[Anomaly] = []
    read = read_deletions(Member(f"20180531-213000/{name}", lines.encode(), None, 0), anomalies.append)
    assert list(read) == ([Deletion(FILE, True), Deletion(f"{FILE}2", True)] if keys is None else keys)
    assert [(a.kind, a.detail) for a in anomalies] == [("deletion-line", line) for line in refused]


def test_a_member_and_the_line_that_deletes_it_meet() -> None:
    (line,) = read_deletions(Member("x/liste_suppression_legi.dat", FILE.encode(), None, 0), lambda _: None)
    assert file_key(f"20180531-213000/{FILE}.xml") == line.key
