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


# What a page shows, and the exit status of its commands: an act of which an instruction is refused gives 1.
@pytest.mark.parametrize(
    ("page", "status"),
    [("README.md", 0), ("docs/blame.md", 0), ("docs/checking.md", 0), ("docs/graph.md", 0), ("docs/amending.md", 1)],
)
def test_a_page_shows_what_the_command_prints(
    page: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / page).read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    for name, content in re.findall(r"`(\w+\.txt)`(?:(?!\n\n).)*\n\n```text\n(.*?)```", text, re.DOTALL):
        (tmp_path / name).write_text(content)
    (block,) = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = step.splitlines()
        words = [str(ROOT / w) if w.startswith("samples/") else w for w in shlex.split(command, comments=True)[1:]]
        assert run(words) == status, command
        printed = capsys.readouterr().out
        for line in shown:
            assert line.strip("… ") in printed


@pytest.mark.parametrize("page", ["README.md", "docs/blame.md"])
def test_a_python_example_runs(
    page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    run(["build", str(ROOT / "samples" / "permanence-des-soins"), "--db", "permanence.db"])
    capsys.readouterr()
    exec(compile(example, page, "exec"), {})
    said = re.findall(r"#\s*(Décret.*)", example)
    assert capsys.readouterr().out.split("\n")[:-1] == said


def test_the_python_example_of_changes_tells_the_renumbering(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "watching.md").read_text("utf-8"), re.DOTALL)
    example = "\n".join(examples)
    monkeypatch.chdir(tmp_path)
    run(["build", str(ROOT / "samples" / "permanence-des-soins"), "--db", "permanence.db"])
    capsys.readouterr()
    exec(compile(example, "watching.md", "exec"), {})
    assert "2005-07-26 renumbered R730 R6315-1 Décret n° 2005-840 du 20 juillet 2005" in capsys.readouterr().out


def test_the_python_examples_of_the_graph_print_what_they_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "graph.md").read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    run(["build", str(ROOT / "samples" / "permanence-des-soins"), "--db", "permanence.db"])
    capsys.readouterr()
    exec(compile("\n".join(examples), "graph.md", "exec"), {})
    said = [line for shown in re.findall(r"# → (.*)", examples[0]) for line in shown.split(", then ")]
    assert capsys.readouterr().out.splitlines() == said
    assert (tmp_path / "croissance.svg").read_text("utf-8").startswith("<svg")
