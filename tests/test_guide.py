"""The guide says what is: its commands print it, its Python gives it, its addresses answer, its pictures hold."""

from __future__ import annotations

import asyncio
import re
import shlex
from pathlib import Path

import pytest
from datasette.app import Datasette
from datasette.plugins import pm

from benchmarks.screenshots import LIMIT, PICTURES, shrink_png
from chronolex.build import build
from chronolex.cli import run
from chronolex.site import plugin

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "guide.md").read_text("utf-8")
ADDRESSES = sorted({address.rstrip(".") for address in re.findall(r"`(/droit[^`]*)`", GUIDE)})
IMAGES = ROOT / "docs" / "images"

if plugin not in pm.get_plugins():  # not installed: the entry point did not load it
    pm.register(plugin, "chronolex")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a reader follows the guide, with the files that it has them write."""
    monkeypatch.chdir(tmp_path)
    for name, content in re.findall(r"`(\w+\.txt)`[^\n]*\n\n```text\n(.*?)```", GUIDE, re.DOTALL):
        (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


def test_the_commands_print_what_it_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = "".join(re.findall(r"```console\n(.*?)```", GUIDE, re.DOTALL))
    steps = re.split(r"^\$ ", blocks, flags=re.MULTILINE)[1:]
    assert len(steps) == 16
    for step in steps:
        command, *shown = step.splitlines()
        words = [str(ROOT / w) if w.startswith("samples/") else w for w in shlex.split(command, comments=True)[1:]]
        told = re.search(r"# code de sortie (\d)", command)
        assert run(words) == (int(told[1]) if told else 0), command
        printed = capsys.readouterr().out
        assert [line for line in shown if line.strip("… ") not in printed] == [], command


def test_the_python_gives_what_it_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", str(ROOT / "samples" / "permanence-des-soins"), "--db", "permanence.db"])
    capsys.readouterr()
    code = "\n".join(re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL))
    exec(compile(code, "guide.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == re.findall(r"# → (.*)", code)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    database = tmp_path_factory.mktemp("guide") / "permanence.db"
    build([ROOT / "samples" / "permanence-des-soins"], database)
    datasette = Datasette([str(database)])
    asyncio.run(datasette.invoke_startup())
    return datasette


@pytest.mark.parametrize("address", [*ADDRESSES, *(picture.address for picture in PICTURES)])
def test_every_address_answers(site: Datasette, address: str) -> None:
    assert asyncio.run(site.client.get(address)).status_code == 200


def test_every_picture_is_in_the_guide_taken_by_the_script_and_light() -> None:
    names = {f"{picture.name}.png" for picture in PICTURES}
    assert set(re.findall(r"\]\(images/([^)]+)\)", GUIDE)) == names == {file.name for file in IMAGES.glob("*.png")}
    for name in names:
        data = (IMAGES / name).read_bytes()
        assert len(data) <= LIMIT, name
        assert shrink_png(data) == data, (name, "run python -m benchmarks.screenshots")
