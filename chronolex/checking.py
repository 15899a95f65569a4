"""What the command ``check`` answers: what was read, applied, refused, and whether what was derived is the law.

Pure functions: data for JSON, lines of text for a person. Nothing is counted by loading it: a national base has
millions of versions, and few that anyone must look at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import click

from chronolex.carets import point_at
from chronolex.discrepancy_words import DISCREPANCIES
from chronolex.output import VERDICTS, VERIFICATIONS, Data, mark_alinea, name_version, plain, version_data
from consolidate import find_words
from corpus.answers import Act, Discrepancy, Instruction, Version
from corpus.diff import AlineaDiff
from corpus.numbering import display_number
from corpus.reading import Corpus

COMPARED = {"different": "DIFFÈRE (calculé → officiel)", "typographic": "la typographie diffère (calculé → officiel)"}
"""The versions that are shown with their difference, and how each is announced."""
UNAPPLIED = {"refused": "REFUSÉE", "unread": "NON LUE", "pending": "EN ATTENTE"}
"""The verdicts whose instructions are listed, the gravest first."""


@dataclass(frozen=True, slots=True)
class State:
    """The state of a corpus: ``compared`` are the versions of each kind of :data:`COMPARED` with their difference."""

    verifications: Mapping[str, int]
    compared: Mapping[str, Sequence[tuple[Version, Sequence[AlineaDiff]]]]
    acts: Sequence[Act]
    unapplied: Mapping[str, Sequence[Instruction]]
    undecided_repairs: int
    discrepancies: Sequence[Discrepancy]

    @property
    def ok(self) -> bool:
        """False when a version differs from the official text or an instruction was refused."""
        return not self.verifications.get("different") and not self.unapplied["refused"]


def read_state(corpus: Corpus) -> State:
    """Read the state of a corpus."""
    return State(
        corpus.count_verifications(),
        {kind: [(version, corpus.disagreement(version)) for version in corpus.versions(kind)] for kind in COMPARED},
        corpus.acts(),
        {verdict: corpus.instructions(verdict=verdict) for verdict in UNAPPLIED},
        sum(not entry.decided for entry in corpus.repairs()),
        corpus.discrepancies(),
    )


def check_data(state: State) -> Data:
    """Give the state of a corpus as data."""
    return {
        "ok": state.ok,
        "versions": sum(state.verifications.values()),
        "verification": {name: state.verifications.get(name, 0) for name in VERIFICATIONS},
        **{kind: [_compared_data(*pair) for pair in found] for kind, found in state.compared.items()},
        "instructions": count_instructions(state.acts),
        "acts": plain(state.acts),
        **{verdict: plain(found) for verdict, found in state.unapplied.items()},
        "undecided_repairs": state.undecided_repairs,
        "discrepancies": plain(state.discrepancies),
    }


def _compared_data(version: Version, disagreement: Sequence[AlineaDiff]) -> Data:
    return {**version_data(version), "disagreement": plain(disagreement)}


def count_instructions(acts: Sequence[Act]) -> dict[str, int]:
    """Add up what became of the instructions of some acts; ``read`` are all but the unread."""
    counts = {verdict: sum(getattr(act, verdict) for act in acts) for verdict in VERDICTS}
    return {"read": sum(counts.values()) - counts["unread"], **counts}


def check_lines(state: State) -> list[str]:
    """Write the state of a corpus: versions, acts, what was not applied, what disagrees."""
    counts = state.verifications
    lines = [f"{sum(counts.values())} version(s) :"]
    lines += [f"  {counts[name]:>5}  {words}" for name, words in VERIFICATIONS.items() if counts.get(name)]
    for kind, words in COMPARED.items():
        for version, disagreement in state.compared[kind]:
            lines += [f"  {name_version(version)} : {words}", *(f"    {mark_alinea(each)}" for each in disagreement)]
    lines += _acts_lines(state.acts)
    for verdict, found in state.unapplied.items():
        lines += [line for instruction in found for line in _unapplied_lines(instruction, verdict)]
    lines += [f"Désaccord ({DISCREPANCIES.get(d.kind, d.kind)}), {d.subject} : {d.detail}" for d in state.discrepancies]
    return [*lines, _conclude(state)]


def _acts_lines(acts: Sequence[Act]) -> list[str]:
    counts = count_instructions(acts)
    total = f"{counts['read'] + counts['unread']} instruction(s) : {counts['read']} lue(s) ; {_tell_verdicts(counts)}"
    return [total, *map(_act_line, acts)] if acts else []


def _act_line(act: Act) -> str:
    unread = f"{act.unread_characters} caractère(s) non lu(s) sur {act.characters}"
    return f"  {act.title} : {_tell_verdicts(count_instructions([act]))} ; {unread}"


def _tell_verdicts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[verdict]} {words}" for verdict, words in VERDICTS.items())


def _unapplied_lines(instruction: Instruction, verdict: str) -> list[str]:
    label = click.style(UNAPPLIED[verdict], fg="red" if verdict == "refused" else "yellow")
    lines = [f"{label} : {instruction.reason}" if instruction.reason else label, f"    {_whereabouts(instruction)}"]
    lines += [f"    {line}" for line in _show(instruction, verdict)]
    return [*lines, f"    {instruction.detail}"] if instruction.detail else lines


def _whereabouts(instruction: Instruction) -> str:
    named = [instruction.target_text] if instruction.target_text else []
    named += [f"art. {display_number(instruction.target_article)}"] if instruction.target_article else []
    named += [instruction.place] if instruction.place else []
    article = f", art. {instruction.act_article}" if instruction.act_article else ""
    return f"{instruction.act}{article}{' → ' if named else ''}{', '.join(named)}"


def _show(instruction: Instruction, verdict: str) -> tuple[str, ...]:
    """The line of the instruction that holds the words it is about, with carets under them.

    An instruction that waits for its text has no fault to point at. The words are looked for where they are quoted:
    «de la» also stands in «au premier alinéa de la …».
    """
    sentence = instruction.sentence
    words = re.split(r" \| | \[…\] ", instruction.old or "")[0]
    quoted = (span for span in find_words(sentence, words) if sentence[: span[0]].rstrip()[-1:] in {"«", "“", '"'})
    shown = point_at(sentence, next(quoted, (0, len(sentence))) if words else (0, len(sentence)))
    return shown[:1] if verdict == "pending" else shown


def _conclude(state: State) -> str:
    if not state.ok:
        return "À revoir : une version diffère ou une instruction est refusée."
    left = [f"{len(found)} {VERDICTS[verdict]}" for verdict, found in state.unapplied.items() if found]
    if not left:
        return "Tout est en ordre."
    return f"Rien ne diffère et rien n’est refusé ; instructions sans effet : {', '.join(left)}."
