"""From acts, official texts and repeals to the versions of every article, in the order of time.

Acts are applied to what the corpus knows on their day; an official text that begins on the day of a derived version
is its witness, and wins. Where an official text ends and nothing says what followed, the text is unknown from then on:
no act is ever applied to a text that may no longer hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from consolidate.amendment import Amendment, apply_reading, is_rewritten
from consolidate.draft import Line
from consolidate.entry import term_of
from consolidate.instructions import Reading
from consolidate.operations import CreateArticle, MoveArticle, Operation, Place, Reason, Refusal
from corpus.dates import Effect, entry_into_force
from corpus.diff import Comparison, compare
from corpus.kinds import DiscrepancyKind
from corpus.model import Source, TextId
from corpus.numbering import display_number

EndCause = Literal["modified", "repealed", "renumbered", "unknown"]


@dataclass(frozen=True, slots=True)
class Act:
    """An amending act that was read, with the day it takes effect."""

    text: TextId
    reading: Reading
    effect: Effect
    source: Source | None = None
    waiting: bool = False
    """Its orders wait for a date that the act does not give."""


@dataclass(frozen=True, slots=True)
class OfficialText:
    """What an official source says an article said from ``start`` to ``end`` (None: still in force)."""

    text: TextId
    number: str
    alineas: tuple[str, ...]
    start: Effect
    end: Effect | None
    source: Source
    end_cause: EndCause = "unknown"
    act: TextId | None = None
    act_article: str | None = None
    end_act: TextId | None = None
    end_act_article: str | None = None


@dataclass(frozen=True, slots=True)
class Repeal:
    """Articles of a text that an act, not itself in the corpus, abrogates."""

    text: TextId
    numbers: tuple[str, ...]
    act: TextId
    act_article: str | None
    effect: Effect


@dataclass(frozen=True, slots=True)
class TimedVersion:
    """One version of an article. ``lines`` say which operation of ``act`` wrote which words (derived ones only)."""

    text: TextId
    number: str
    number_as_published: str
    alineas: tuple[str, ...]
    start: Effect
    end: Effect | None = None
    end_cause: EndCause | None = None
    act: TextId | None = None
    act_article: str | None = None
    end_act: TextId | None = None
    end_act_article: str | None = None
    derived: bool = True
    lines: tuple[Line, ...] = field(default=(), compare=False, repr=False)
    ranked: tuple[Operation, ...] = field(default=(), compare=False, repr=False)
    """The operations whose ranks the pieces of ``lines`` carry."""
    operations: tuple[Operation, ...] = field(default=(), compare=False, repr=False)
    earlier: TimedVersion | None = field(default=None, compare=False, repr=False)
    """What another act wrote that same day, which this one wrote over: two acts of one day make one version."""
    witness: Source | None = None
    comparison: Comparison | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one operation of an act ended: the version that it made, or why it made none."""

    act: TextId
    operation: Operation
    refusal: Refusal | None = None
    version: tuple[str, str, dt.date] | None = None
    """(slug of the text, number, start) of the version that it wrote."""
    recounted: bool = False
    """Its alinéas were counted as before the circular of 20 October 2000."""


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something that does not fit and was left as published: told, never corrected in silence."""

    kind: DiscrepancyKind
    subject: str
    detail: str
    source: Source | None = None
    article: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """All versions of all articles, how every operation ended, and what does not fit."""

    versions: tuple[TimedVersion, ...]
    verdicts: tuple[Verdict, ...]
    oddities: tuple[Oddity, ...]

    def of(self, text: TextId, number: str) -> list[TimedVersion]:
        """The versions of one article, oldest first."""
        return [v for v in self.versions if v.text.slug == text.slug and v.number == number]


def build_timeline(acts: Sequence[Act], officials: Sequence[OfficialText], repeals: Sequence[Repeal]) -> Timeline:
    """Put acts, official texts and repeals in the order of time and derive every version.

    On one day acts come first, then repeals, then official texts: they confirm or overrule what was derived.
    """
    events: list[Act | Repeal | OfficialText] = [
        *(part for act in acts for part in _by_effect(act)),
        *repeals,
        *officials,
    ]
    builder = _Builder({o.text.slug: o.text for o in officials} | {r.text.slug: r.text for r in repeals})
    for event in sorted(events, key=_day_of):
        match event:
            case Act():
                builder.apply(event)
            case Repeal():
                builder.repeal(event)
            case OfficialText():
                builder.witness(event)
    return builder.finish()


def _by_effect(act: Act) -> list[Act]:
    """Split an act by the days that its own words give («à compter du 1er janvier 2011»): what has none keeps its own.

    Operations whose day is not known («à une date fixée par décret») wait: from the act's own day on, the texts that
    they are about are unsure.
    """
    groups: dict[Effect | None, list[Operation]] = {}
    for operation in act.reading.operations:
        groups.setdefault(_effect_of(operation, act), []).append(operation)
    return [
        replace(
            act,
            reading=replace(act.reading, operations=tuple(operations)),
            effect=effect or act.effect,
            waiting=effect is None,
        )
        for effect, operations in sorted(groups.items(), key=lambda group: (group[0] or act.effect).legifrance.day)
    ]


def _effect_of(operation: Operation, act: Act) -> Effect | None:
    """When an operation takes effect: what its sentence says, else what the act says of it, else the act's own day."""
    publication = act.effect.publication
    if publication is None:
        return act.effect
    if operation.effective is not None:
        return entry_into_force(publication, operation.effective)
    said, term = term_of(operation, act.reading.entries)
    if not said:
        return act.effect
    if term is None or (term.from_promulgation and act.text.signed is None):
        return None
    return entry_into_force(publication, term, act.text.signed)


def _day_of(event: Act | Repeal | OfficialText) -> dt.date:
    return (event.start if isinstance(event, OfficialText) else event.effect).legifrance.day


Key = tuple[str, str]
"""(slug of the text, canonical number)."""


class _Builder:
    """The state while time goes by: the open version of every article, and what is done."""

    def __init__(self, texts: Mapping[str, TextId]) -> None:
        self.texts = dict(texts)
        self.done: list[TimedVersion] = []
        self.open: dict[Key, TimedVersion] = {}
        self.verdicts: list[Verdict] = []
        self.oddities: list[Oddity] = []
        self.unsure: dict[Key, str] = {}
        """Articles on which an order was refused or not read, and whose: their text may be another from then on."""

    # ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────

    def apply(self, act: Act) -> None:
        """Apply an act to every text that it names and that the corpus holds."""
        self._close_expired(act.effect)
        if act.waiting:
            self._wait(act)
            return
        targets = {op.place.text.slug: op.place.text for op in act.reading.operations if op.place.text}
        unnamed = [op for op in act.reading.operations if op.place.text is None]
        for operation in unnamed:
            refusal = Refusal(operation, Reason.BASE_TEXT_MISSING, "L’instruction ne nomme aucun texte.")
            self.verdicts.append(Verdict(act.text, operation, refusal))
        for slug, text in targets.items():
            operations = tuple(op for op in act.reading.operations if op.place.text and op.place.text.slug == slug)
            if slug in self.texts:
                self._apply_to_text(act, text, replace(act.reading, operations=operations))
                continue
            for operation in operations:
                detail = f"« {text.title} » n’est pas dans le corpus."
                self.verdicts.append(Verdict(act.text, operation, Refusal(operation, Reason.BASE_TEXT_MISSING, detail)))

    def _wait(self, act: Act) -> None:
        detail = "L’acte ne donne pas de date qui puisse être lue."
        refusals = [Refusal(op, Reason.UNDATED_ORDER, detail) for op in act.reading.operations]
        self.verdicts += [Verdict(act.text, refusal.operation, refusal) for refusal in refusals]
        self._note_unsure(act, [refusal.operation.place for refusal in refusals])

    def _apply_to_text(self, act: Act, text: TextId, reading: Reading) -> None:
        base = {number: v.alineas for (slug, number), v in self.open.items() if slug == text.slug}
        unsure = {number: title for (slug, number), title in self.unsure.items() if slug == text.slug}
        amendment = apply_reading(reading, base, text, unsure, act=act.text)
        orders = [refusal.operation.place for refusal in amendment.refused]
        orders += [place for unread in act.reading.unread_orders for place in unread.places]
        self._note_unsure(act, [replace(place, text=place.text or text) for place in orders])
        refused = {id(r.operation): r for r in amendment.refused}
        before = {number: v for (slug, number), v in self.open.items() if slug == text.slug}
        sources = {target: number for number, target in amendment.moved.items()}
        for changed in amendment.changed:
            self._write(act, text, changed, amendment, before.get(sources.get(changed, changed)))
        for rank, operation in enumerate(reading.operations):
            refusal = refused.get(id(operation))
            number = operation.place.article
            if isinstance(operation.action, MoveArticle):
                number = operation.action.number
            key = (text.slug, number, act.effect.legifrance.day) if number and refusal is None else None
            self.verdicts.append(Verdict(act.text, operation, refusal, key, rank in amendment.recounted))

    def _note_unsure(self, act: Act, orders: Sequence[Place]) -> None:
        """Remember the articles that an order of this act should have changed, and did not."""
        for place in orders:
            for slug, number in self.open:
                if place.text and slug == place.text.slug and place.article and place.covers(number):
                    self.unsure.setdefault((slug, number), act.text.title)

    def _write(self, act: Act, text: TextId, number: str, amendment: Amendment, before: TimedVersion | None) -> None:
        key = (text.slug, number)
        ranks = {p.author for line in amendment.lines[number] for p in line if p.author is not None}
        own = tuple(amendment.operations[rank] for rank in sorted(ranks))
        if own and all(is_rewritten(op) for op in own):
            self.unsure.pop(key, None)
        touching = own or tuple(op for op in amendment.applied if op.place.covers(number))
        act_article = touching[0].act_article if touching else None
        moved = number in amendment.moved
        after = amendment.articles.get(number)
        self._end(key, act.effect, _cause(after, moved), act.text, act_article)
        if after is None:
            return
        created = next((op.action for op in touching if isinstance(op.action, CreateArticle)), None)
        self.open[key] = TimedVersion(
            text,
            number,
            created.number_as_published if created else display_number(number),
            after,
            act.effect,
            act=act.text,
            act_article=act_article,
            lines=amendment.lines[number],
            ranked=amendment.operations,
            operations=touching,
            earlier=before if before is not None and before.lines and before.start == act.effect else None,
            source=act.source,
        )

    def _end(self, key: Key, effect: Effect, cause: EndCause, act: TextId | None, act_article: str | None) -> None:
        if cause != "modified":
            self.unsure.pop(key, None)
        version = self.open.pop(key, None)
        # What an act of the same day wrote over never was in force: two acts of one day make one version.
        if version is not None and version.start.legifrance.day < effect.legifrance.day:
            self.done.append(replace(version, end=effect, end_cause=cause, end_act=act, end_act_article=act_article))

    # ── Repeals ──────────────────────────────────────────────────────────────────────────────────────────────

    def repeal(self, repeal: Repeal) -> None:
        """End the articles that an act abrogates; one that is not in force that day is told."""
        self._close_expired(repeal.effect)
        for number in repeal.numbers:
            key = (repeal.text.slug, number)
            if key not in self.open:
                self.oddities.append(
                    Oddity(
                        "abrogation-sans-objet",
                        f"{repeal.text.title}, art. {display_number(number)}",
                        f"{repeal.act.title} l’abroge, mais le corpus ne le connaît pas en vigueur à cette date.",
                    )
                )
            self._end(key, repeal.effect, "repealed", repeal.act, repeal.act_article)

    # ── Official texts ───────────────────────────────────────────────────────────────────────────────────────

    def witness(self, official: OfficialText) -> None:
        """Compare an official text with what was derived; it confirms, overrules, or fills what nobody derived."""
        self._close_expired(official.start, reached=True)
        key = (official.text.slug, official.number)
        self.unsure.pop(key, None)
        derived = self.open.get(key)
        if derived is not None and derived.derived and derived.start.legifrance.day == official.start.legifrance.day:
            comparison = compare(derived.alineas, official.alineas)
            self.open[key] = replace(derived, alineas=official.alineas, witness=official.source, comparison=comparison)
            self._tell_difference(derived, official, comparison)
            return
        if derived is not None:
            self._end(key, official.start, "modified", official.act, official.act_article)
        self.open[key] = TimedVersion(
            official.text,
            official.number,
            display_number(official.number),
            official.alineas,
            official.start,
            official.end,
            official.end_cause if official.end else None,
            act=official.act,
            act_article=official.act_article,
            end_act=official.end_act,
            end_act_article=official.end_act_article,
            derived=False,
            source=official.source,
        )

    def _tell_difference(self, derived: TimedVersion, official: OfficialText, comparison: Comparison) -> None:
        if comparison.verdict == "different":
            self.oddities.append(
                Oddity(
                    "version-differente",
                    f"{official.text.title}, art. {display_number(official.number)}",
                    f"La version calculée au {derived.start.legifrance.day.isoformat()} diffère du texte officiel, "
                    "qui l’emporte.",
                    official.source,
                    (official.text.slug, official.number),
                )
            )

    def _close_expired(self, now: Effect, *, reached: bool = False) -> None:
        """Put away official texts whose declared end has come: what follows them is unknown.

        An act of the very day of an end applies to the text that it ends (``reached`` False); an official text of that
        day follows it (``reached`` True).
        """
        today = now.legifrance.day
        for key, version in list(self.open.items()):
            if version.end is None:
                continue
            last = version.end.legifrance.day
            if last < today or (reached and last == today):
                self.done.append(self.open.pop(key))

    def finish(self) -> Timeline:
        """Give all versions, ordered by text, number and time."""
        versions = sorted(
            [*self.done, *self.open.values()], key=lambda v: (v.text.slug, v.number, v.start.legifrance.day)
        )
        return Timeline(tuple(versions), tuple(self.verdicts), tuple(self.oddities))


def _cause(after: tuple[str, ...] | None, moved: bool) -> EndCause:
    if moved:
        return "renumbered"
    return "repealed" if after is None else "modified"
