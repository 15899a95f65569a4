"""Which instruction wrote which words: through acts of one day, moves and the typography of the official text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from chronolex.build import build
from consolidate import Act, OfficialText, TimedVersion, authored_words, build_timeline, read_instructions
from corpus.dates import Effect, entry_into_force
from corpus.following import carry_marks
from corpus.model import Source, TextId
from corpus.reading import open_corpus
from corpus.titles import read_title

CODE = TextId("CODE", "Code civil")
SAMPLES = Path(__file__).parent.parent / "samples" / "permanence-des-soins"


def act(number: str, body: str) -> Act:
    title = read_title(f"Loi n° {number} du 1er janvier 2010")
    assert title is not None
    return Act(title, read_instructions(body), entry_into_force(dt.date(2010, 2, 1)))


def official(text: str, start: dt.date) -> OfficialText:
    return OfficialText(CODE, "5", (text,), Effect.declared(start), None, Source("page.md"))


def written(version: TimedVersion) -> list[tuple[str, str | None]]:
    return [(version.alineas[w.alinea - 1][w.start : w.end], w.act.number) for w in authored_words(version)]


BEFORE = "L'enfant a dix ans. Il parle."
TEN = act("2010-1", "A l'article 5 du code civil, le mot : « dix » est remplacé par le mot : « douze ».")
SPEAKS = act("2010-2", "A l'article 5 du code civil, le mot : « parle » est remplacé par le mot : « écoute ».")
THIRTEEN = act("2010-3", "A l'article 5 du code civil, le mot : « douze » est remplacé par le mot : « treize ».")
MOVES = act("2010-4", "L'article 5 du code civil devient l'article 7.")
WHOLE = act("2010-5", "L'article 5 du code civil est ainsi rédigé : « Art. 5. - L'enfant écoute. »")


@pytest.mark.parametrize(
    ("acts", "witness", "number", "expected"),
    [
        ([TEN], None, "5", [("douze", "2010-1")]),
        ([TEN, SPEAKS], None, "5", [("douze", "2010-1"), ("écoute", "2010-2")]),
        ([TEN, THIRTEEN], None, "5", [("treize", "2010-3")]),
        ([TEN, MOVES], None, "7", [("douze", "2010-1")]),
        ([TEN, WHOLE], None, "5", [("L'enfant écoute.", "2010-5")]),
        ([TEN], "L’enfant a douze ans\u00a0. Il parle.", "5", [("douze", "2010-1")]),
        ([TEN], "L'enfant a onze ans. Il parle.", "5", []),  # the official text says otherwise: nobody's words
    ],
)
def test_words_are_those_of_the_instruction_that_wrote_them(
    acts: list[Act], witness: str | None, number: str, expected: list[tuple[str, str]]
) -> None:
    texts = [official(BEFORE, dt.date(2004, 1, 1))]
    texts += [official(witness, acts[0].effect.legifrance.day)] if witness else []
    version = build_timeline(acts, texts, []).of(CODE, number)[-1]
    assert written(version) == expected


def test_what_no_instruction_wrote_stood_in_the_version_before(tmp_path: Path) -> None:
    """The stored words of instructions, put into what stays of the version before, give each derived version back."""
    build([SAMPLES], tmp_path / "permanence.db")
    amended = 0
    with open_corpus(tmp_path / "permanence.db") as corpus:
        for number in ("R. 730", "R. 731", "R. 732", "R. 733", "R. 734", "R. 735", "R. 736"):
            article = corpus.article(number)
            before: tuple[str, ...] = ()
            for version in article.versions():
                spans = article.blame(version.start)
                own = [s for s in spans if s.author.since == version.start]
                assert {s.author.method for s in own} == {"instruction"}
                kept = "".join(s.text for s in spans if s.author.since < version.start)
                assert _is_within(kept, "\n".join(before))
                amended += bool(before)
                before = version.alineas
    assert amended == 5


def _is_within(kept: str, text: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in kept)


def test_marks_that_are_known_are_never_looked_up() -> None:
    known: list[list[str | None]] = [["B", "B", None, None, None, "B", "B"]]
    assert carry_marks(["xx a yy"], [["A"] * 7], ["zz a zz"], known) == [["B", "B", "A", "A", "A", "B", "B"]]
