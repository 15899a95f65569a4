"""The ready question «ce qui a changé»: in plain SQL, the days and articles of the page of changes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from chronolex.build import build
from chronolex.site.change_question import CHANGES
from corpus.reading import open_corpus

ROOT = Path(__file__).parent.parent
KINDS = {
    "modifié": {"modified"},
    "nouveau texte": {"created", "restored", "found", "modified"},
    "renuméroté": {"renumbered"},
    "abrogé": {"repealed"},
    "périmé": {"expired"},
    "annulé": {"annulled"},
    "fin inconnue": {"ended"},
}
"""What the question says, and the kinds that it may be."""


@pytest.fixture(scope="module", params=["samples/permanence-des-soins", "tests/cases/dila"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("question") / "droit.db"
    build([ROOT / request.param], path)
    return path


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("", ""),
        ("", "2005-04-08"),
        ("2005-04-08", "2005-07-26"),
        ("2005-07-26", "2005-07-27"),
        ("2005-07-27", "2013-05-18"),
        ("2013-05-18", "2013-05-19"),
        ("2013-05-19", ""),
        ("2222-02-22", ""),
    ],
)
def test_the_question_and_the_page_agree(path: Path, since: str, until: str) -> None:
    with sqlite3.connect(path) as base:
        rows = base.execute(CHANGES, {"du": since, "au": until}).fetchall()
    base.close()
    told: dict[tuple[str, str, str], set[str]] = {}
    with open_corpus(path) as corpus:
        for change in corpus.changes(since=since or None, until=until or None):
            told.setdefault((change.day.isoformat(), change.text, change.number), set()).add(change.kind.value)
    asked = {(day, text, number) for day, _, text, number, *_ in rows}
    assert asked == told.keys()
    assert not [row for row in rows if not KINDS[row[1]] & told[row[0], row[2], row[3]]]
    both = {(day, number, old) for day, what, _, number, _, old, _ in rows if what == "renuméroté" and old}
    with open_corpus(path) as corpus:
        moved = corpus.changes(since=since or None, until=until or None)
        assert both == {(c.day.isoformat(), c.number, c.old_number) for c in moved if c.old_number}
