"""The docs fail when false: links lead somewhere, Python examples run, and the README's commands say what it prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from chronolex.cli import run

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_readme_shows_what_the_command_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    database = tmp_path / "permanence.db"
    for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = step.splitlines()
        words = shlex.split(command, comments=True)[1:]
        words = [
            str(ROOT / w) if w.startswith("samples/") else str(database) if w == "permanence.db" else w for w in words
        ]
        assert run(words) == 0, command
        printed = capsys.readouterr().out
        for line in shown:
            assert line.removesuffix("…").strip() in printed


def test_the_python_example_of_the_readme_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    run(["build", str(ROOT / "samples" / "permanence-des-soins"), "--db", "permanence.db"])
    capsys.readouterr()
    exec(compile(example, "README.md", "exec"), {})
    (said,) = re.findall(r"#\s*(Décret.*)", example)
    assert capsys.readouterr().out.strip() == said
