"""The page on amending is true: its code runs, its forms and reasons are the engine's."""

from __future__ import annotations

import re
from pathlib import Path

from consolidate import Reason
from consolidate.forms import describe_forms

PAGE = (Path(__file__).parent.parent / "docs" / "amending.md").read_text("utf-8")


def test_the_code_of_the_page_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(code, "amending.md", "exec"), {})


def test_the_page_lists_the_forms_of_the_engine() -> None:
    assert describe_forms() in PAGE, "paste describe_forms() of consolidate.forms into the page"


def test_the_page_lists_every_reason() -> None:
    for reason in Reason:
        assert f"| `{reason}` | {reason.explanation} |" in PAGE
