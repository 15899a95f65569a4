"""A file that a command writes is whole, or as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from chronolex.saving import save
from corpus.errors import UnwritableFile


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    target, link = tmp_path / "projet.html", tmp_path / "lien.html"
    target.write_bytes(b"avant")
    link.symlink_to(target)
    assert save(link, "après".encode()) == link
    assert link.is_symlink() and target.read_text("utf-8") == "après"
    assert sorted(tmp_path.iterdir()) == [link, target]


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "projet.html"
    target.write_bytes(b"avant")

    def fail(self: Path, content: bytes) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(UnwritableFile, match="le disque est plein"):
        save(target, b"x")
    assert target.read_bytes() == b"avant" and list(tmp_path.iterdir()) == [target]


def test_what_is_no_file_is_written_to() -> None:
    assert save(Path("/dev/null"), b"x") == Path("/dev/null")
    assert Path("/dev/null").is_char_device()
