"""What must survive an accident: hostile and spoiled archives, a full disk, a process killed in the middle.

Each through the command, as a user meets it: one French sentence, exit status 2, the old base as it was, nothing left.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chronolex.build import build
from chronolex.cli import run
from corpus.store import create

CASES = Path(__file__).parent / "cases" / "dila"
TEXT = "legi/global/code_et_TNC_en_vigueur/code_en_vigueur/LEGI/TEXT/00/00/06/07/07/LEGITEXT000006070721"
GLOBAL = "Freemium_legi_global_20180501-000000.tar.gz"
INCREMENT = "LEGI_20180731-213000.tar.gz"

Files = dict[str, bytes]


def case_files(folder: str) -> Files:
    root = CASES / folder
    return {str(file.relative_to(root)): file.read_bytes() for file in sorted(root.rglob("*.xml"))}


def tar_of(files: Files, *others: tarfile.TarInfo) -> bytes:
    """Give the bytes of a tar of these files, then of members without data: links, devices."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_530_000_000
            tar.addfile(info, io.BytesIO(data))
        for info in others:
            tar.addfile(info)
    return buffer.getvalue()


def link_to(target: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(f"{TEXT}/article/LEGIARTI000000000002.xml")
    info.type, info.linkname = tarfile.SYMTYPE, target
    return info


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("accidents")
    (folder / GLOBAL).write_bytes(gzip.compress(tar_of(case_files("global"))))
    build([folder / GLOBAL], folder / "legi.db")
    return (folder / "legi.db").read_bytes()


@pytest.fixture
def base(pristine: bytes, tmp_path: Path) -> Path:
    """A base of the global archive, alone in its folder: whatever else is there afterwards was left behind."""
    (tmp_path / "bases").mkdir()
    (tmp_path / "bases" / "legi.db").write_bytes(pristine)
    return tmp_path / "bases" / "legi.db"


def left_behind(base: Path) -> list[str]:
    return sorted(file.name for file in base.parent.iterdir() if file != base)


def contents_of(base: Path) -> list[str]:
    """All that a base holds. A rolled back transaction may write the same pages again: bytes are too strict."""
    with sqlite3.connect(base) as connection:
        return list(connection.iterdump())


# ── Spoiled and hostile archives ─────────────────────────────────────────────────────────────────────────────


def cut_short(tar: bytes) -> bytes:
    return gzip.compress(tar)[:-2000]


def cut_between_members(tar: bytes) -> bytes:
    """A tar that stops after a whole member, in a gzip that was cut with it."""
    return gzip.compress(tar)[: len(gzip.compress(tar)) // 2]


def flip_a_byte(tar: bytes) -> bytes:
    whole = bytearray(gzip.compress(tar))
    whole[len(whole) // 2] ^= 0xFF
    return bytes(whole)


def lie_about_a_size(tar: bytes) -> bytes:
    """The first member states a size that swallows those after it; its checksum is right."""
    header = bytearray(tar[:512])
    header[124:136] = b"%011o\0" % (len(tar) // 1024 * 512)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return gzip.compress(bytes(header) + tar[512:])


def inflate(tar: bytes) -> bytes:
    return gzip.compress(tar[:1024] + bytes(40 << 20))


def download_a_page(tar: bytes) -> bytes:
    """What a server gives instead of an archive. As a global archive that holds nothing, it would reset the base."""
    return b"<!DOCTYPE html><html><body>503 Service Unavailable</body></html>"


@pytest.mark.parametrize("command", ["build", "update", "reset"])
@pytest.mark.parametrize(
    "spoil",
    [cut_short, cut_between_members, flip_a_byte, lie_about_a_size, inflate, lambda tar: b"", download_a_page],
    ids=["cut-short", "cut-in-half", "flipped-byte", "lying-size", "gzip-bomb", "empty", "error-page"],
)
def test_a_spoiled_archive_is_refused_in_one_sentence(
    spoil: Callable[[bytes], bytes],
    command: str,
    base: Path,
    pristine: bytes,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = {"build": GLOBAL, "update": INCREMENT, "reset": GLOBAL.replace("2018", "2019")}[command]
    (tmp_path / name).write_bytes(spoil(tar_of(case_files("20180731" if command == "update" else "global"))))
    assert run(["build" if command == "build" else "update", str(tmp_path / name), "--db", str(base)]) == 2
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("chronolex : ")]
    assert len(said) == 1 and name in said[0]
    assert left_behind(base) == []
    # A build does not touch the old base; an update that was rolled back may have written the same pages again.
    assert base.read_bytes() == pristine if command == "build" else contents_of(base) == contents_before(pristine)


def contents_before(pristine: bytes) -> list[str]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(pristine)
    return list(connection.iterdump())


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
HOSTILE: dict[str, tuple[Files, tuple[tarfile.TarInfo, ...], str]] = {
    "path-above": ({"../../../../tmp/chronolex-escaped.xml": b"<ARTICLE/>"}, (), "unsafe-path"),
    "absolute-path": ({"/tmp/chronolex-escaped.xml": b"<ARTICLE/>"}, (), "unsafe-path"),
    "symbolic-link": ({}, (link_to("/etc/passwd"),), "ignored-member"),
    "xml-bomb": ({f"{TEXT}/article/LEGIARTI000000000002.xml": BOMB + b"]><ARTICLE>&j;</ARTICLE>"}, (), "doctype"),
    "broken-xml": ({f"{TEXT}/article/LEGIARTI000000000002.xml": b"<ARTICLE><META>"}, (), "broken-xml"),
    "no-utf8": ({f"{TEXT}/article/LEGIARTI000000000002.xml": b"<ARTICLE>\xe9t\xe9</ARTICLE>"}, (), "broken-xml"),
    "no-xml": ({f"{TEXT}/article/LEGIARTI000000000002.xml": b""}, (), "broken-xml"),
    "deep-xml": ({f"{TEXT}/article/LEGIARTI000000000002.xml": b"<p>" * 100_000}, (), "broken-xml"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_member_is_counted_and_the_rest_is_read(
    name: str, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, others, kind = HOSTILE[name]
    archive = tmp_path / INCREMENT
    archive.write_bytes(gzip.compress(tar_of({**files, **case_files("20180731")}, *others)))
    assert run(["update", str(archive), "--db", str(base)]) == 0
    assert "Traceback" not in capsys.readouterr().err
    with sqlite3.connect(base) as connection:
        kinds = [kind for (kind,) in connection.execute("SELECT kind FROM anomalies")]
        (written,) = connection.execute("SELECT count(*) FROM records WHERE archive_id = 2").fetchone()
    assert kinds == [kind] and written == len(case_files("20180731"))
    assert not Path("/tmp/chronolex-escaped.xml").exists() and left_behind(base) == []


# ── A disk that fills ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes; skipped where the tests may not mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = os.geteuid() == 0 and sys.platform == "linux"
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "chronolex", str(disk)]
    if not mounted or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk takes root to mount")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def invoke(*arguments: str, largest_file: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, which may write no file beyond a size."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    command = [sys.executable, "-m", "chronolex", *arguments]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)


def complaint_of(done: subprocess.CompletedProcess[str]) -> str:
    (said,) = [line for line in done.stderr.splitlines() if line.startswith("chronolex : ")]
    assert "Traceback" not in done.stderr
    return said


@pytest.fixture
def large_global(tmp_path: Path) -> Path:
    """A global archive whose base takes more room than there is."""
    (name, data) = next((n, d) for n, d in case_files("global").items() if "/article/" in n)
    words = " ".join(f"mot{n}" for n in range(60_000)).encode()
    files = case_files("global") | {name: data.replace(b"<CONTENU>", b"<CONTENU><p>" + words + b"</p>")}
    (tmp_path / GLOBAL).write_bytes(gzip.compress(tar_of(files)))
    return tmp_path / GLOBAL


@pytest.fixture
def large_increment(large_global: Path) -> Path:
    return large_global.rename(large_global.with_name(INCREMENT))


def fill(disk: Path, pristine: bytes) -> Path:
    """Put a base on a disk that has room for a hundred kilobytes more."""
    (disk / "bases").mkdir()
    (disk / "bases" / "legi.db").write_bytes(pristine)
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize
    (disk / "ballast").write_bytes(bytes(free - 100_000))
    return disk / "bases" / "legi.db"


def test_a_build_that_fills_the_disk_leaves_the_old_base(small_disk: Path, large_global: Path, pristine: bytes) -> None:
    base = fill(small_disk, pristine)
    done = invoke("build", str(large_global), "--db", str(base))
    assert done.returncode == 2 and "plein" in complaint_of(done)
    assert base.read_bytes() == pristine and left_behind(base) == []


def test_an_update_that_fills_the_disk_leaves_the_base(
    small_disk: Path, large_increment: Path, pristine: bytes
) -> None:
    base = fill(small_disk, pristine)
    done = invoke("update", str(large_increment), "--db", str(base))
    assert done.returncode == 2 and complaint_of(done)
    with sqlite3.connect(base) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT name FROM archives").fetchall() == [(GLOBAL,)]
    assert left_behind(base) == []


def test_an_update_that_fills_the_disk_says_so(small_disk: Path, large_increment: Path, pristine: bytes) -> None:
    base = fill(small_disk, pristine)
    assert "plein" in complaint_of(invoke("update", str(large_increment), "--db", str(base)))


@pytest.mark.parametrize("command", ["build", "update"])
def test_a_file_that_may_not_grow_leaves_the_old_base(
    command: str, base: Path, large_global: Path, pristine: bytes
) -> None:
    archive = large_global if command == "build" else large_global.rename(large_global.with_name(INCREMENT))
    before = contents_of(base)
    done = invoke(command, str(archive), "--db", str(base), largest_file=len(pristine) + 50_000)
    assert done.returncode == 2 and complaint_of(done)
    assert contents_of(base) == before and left_behind(base) == []


# ── Killed ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_build_killed_at_any_moment_leaves_the_old_base(base: Path, pristine: bytes, tmp_path: Path) -> None:
    """The global archive is built again over its own base, and killed; the next build does as if nothing had been."""
    archive = tmp_path / GLOBAL
    archive.write_bytes(gzip.compress(tar_of(case_files("global"))))
    command = [sys.executable, "-m", "chronolex", "build", str(archive), "--db", str(base)]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    whole = time.monotonic() - started
    moments = random.Random(2018)
    killed = 0
    for _ in range(8):
        base.write_bytes(pristine)
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(whole * moments.uniform(0.3, 1.0))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
        assert contents_of(base)[-1] == "COMMIT;"
        assert all(name.endswith(".partial") for name in left_behind(base))
    assert killed
    subprocess.run(command, check=True, capture_output=True)
    assert left_behind(base) == []
    (counts,) = sqlite3.connect(base).execute("SELECT count(*) FROM records").fetchone()
    assert counts == len(case_files("global"))


def test_the_next_build_sweeps_what_a_killed_one_left_and_nothing_else(base: Path, tmp_path: Path) -> None:
    archive = tmp_path / GLOBAL
    archive.write_bytes(gzip.compress(tar_of(case_files("global"))))
    base.with_name(".legi.db.0123456789ab.partial").write_bytes(b"half")
    base.with_name(".legi.db.0123456789ab.partial-journal").write_bytes(b"what would undo the half")
    base.with_name(".legi.db.ba9876543210.partial-journal").write_bytes(b"what would undo what is gone")
    base.with_name(".jorf.db.0123456789ab.partial").write_bytes(b"of another base")
    with create(base) as writer:
        writer.set_meta("title", "under way")
        assert run(["build", str(archive), "--db", str(base)]) == 0
        kept = [name for name in left_behind(base) if not name.endswith("-journal")]
        assert len(kept) == 2 and not [name for name in left_behind(base) if "0123456789ab.partial-" in name]
        assert not {".legi.db.0123456789ab.partial", ".legi.db.ba9876543210.partial-journal"} & {*left_behind(base)}
    assert left_behind(base) == [".jorf.db.0123456789ab.partial"]


@pytest.mark.parametrize("command", ["build", "update"])
def test_an_archive_that_is_not_there_is_named(
    command: str, base: Path, pristine: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the shell leaves of «LEGI_*.tar.gz» where nothing matches."""
    assert run([command, "ailleurs/LEGI_*.tar.gz", "--db", str(base)]) == 2
    assert "« ailleurs/LEGI_*.tar.gz » n’existe pas." in capsys.readouterr().err
    assert base.read_bytes() == pristine and left_behind(base) == []
