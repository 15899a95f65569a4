"""Every kind that may be told is declared once, and a reader of the site is never shown its code."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import get_args

import pytest

from chronolex.build import Summary
from chronolex.site.words import META, REPAIRS, VOCABULARY, explain_reason, say, say_rule
from consolidate.operations import Action, Reason, SpanKind
from corpus.change import ChangeKind
from corpus.collating import Fate
from corpus.kinds import DISCREPANCY_KINDS, FAULT_KINDS, REPAIR_RULES, FileFault, SharedFault
from corpus.model import Format
from corpus.standing import Standing
from ingest.charsets import misreadings, utf8_readers

ROOT = Path(__file__).parent.parent
ACTIONS = {re.sub("(?<!^)(?=[A-Z])", "-", action.__name__).lower() for action in get_args(Action)}


@pytest.mark.parametrize(
    ("family", "kinds"),
    [
        ("discrepancy", DISCREPANCY_KINDS),
        ("fault", FAULT_KINDS),
        ("rule", REPAIR_RULES),
        ("operation", ACTIONS),
        ("citation", Standing),
        ("stretch", SpanKind),
        ("change", ChangeKind),
        ("fate", Fate),
        ("format", Format),
    ],
)
def test_every_kind_has_french_words_and_no_word_is_of_none(family: str, kinds: tuple[str, ...]) -> None:
    assert set(VOCABULARY[family]) == set(map(str, kinds))
    assert all(said and say(str(code), family) != code for code, said in VOCABULARY[family].items())


@pytest.mark.parametrize(
    ("table", "column", "family"),
    [
        ("versions", "end_cause", "cause"),
        ("versions", "verification", "verification"),
        ("versions", "verification", "verification_short"),
        ("instructions", "verdict", "verdict"),
        ("act_spans", "kind", "stretch"),
        ("lineage", "kind", "lineage"),
        ("lineage", "status", "status"),
        ("lineage_evidence", "method", "method"),
        ("citations", "relation", "relation"),
    ],
)
def test_every_code_that_the_schema_allows_has_french_words(
    corpus_path: Path, table: str, column: str, family: str
) -> None:
    (sql,) = sqlite3.connect(corpus_path).execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    (listed,) = re.findall(rf"{column} IN\s*\(([^)]*)\)", sql)
    assert set(re.findall("'([^']*)'", listed)) == set(VOCABULARY[family])


def test_the_view_of_faults_finds_the_kinds_that_are_declared(corpus_path: Path) -> None:
    base = sqlite3.connect(corpus_path)
    (view,) = base.execute("SELECT sql FROM sqlite_master WHERE name = 'data_faults'").fetchone()
    found = set()
    for kind in re.findall(r"SELECT '([\w-]+)'", view):
        table = {"unplaced-": "unplaced_versions", "filiation-": "unsettled_links"}.get(kind)
        if table is None:
            found.add(kind)
            continue
        (sql,) = base.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        found |= {kind + reason for reason in re.findall("'([^']*)'", re.findall(r"reason IN \(([^)]*)\)", sql)[0])}
    assert found == set(get_args(SharedFault))


def test_the_documentation_explains_each_fault_of_a_file() -> None:
    table = (ROOT / "docs" / "dila.md").read_text("utf-8").split("| kind | what was found |")[1].split("\n\n")[0]
    told = [kind for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for kind in re.findall("`([^`]+)`", row)]
    assert sorted(told) == sorted(get_args(FileFault))


def test_each_way_to_misread_a_text_is_a_rule() -> None:
    names = {one.name for one in misreadings()} | {f"utf-8/{reader}" for reader in utf8_readers()}
    assert names < set(REPAIR_RULES)
    written = {
        rule for file in (ROOT / "ingest").glob("*.py") for rule in re.findall('"(norm:[^"…]+)"', file.read_text())
    }
    assert written == {rule for rule in REPAIR_RULES if rule.startswith("norm:")}


def test_a_repair_that_two_rules_made_names_both() -> None:
    assert say_rule("mac-roman+norm:nfc") == f"{REPAIRS['mac-roman']}, puis {REPAIRS['norm:nfc']}"


def test_every_refusal_and_every_figure_of_a_build_is_said_in_french() -> None:
    assert all(explain_reason(reason) != reason for reason in Reason)
    assert set(META) == {"title", *(f"build.{name}" for name in Summary().figures())}
