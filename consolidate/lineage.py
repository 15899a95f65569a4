"""Which article continues which: evidence from declarations, instructions, alignment, rewritten references, sequence.

An article's identity survives its renumbering, but no single sign proves it. Every sign is kept with its method and
score; what rests on one weak sign is shown as inferred, never as known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from consolidate.timeline import TimedVersion, Timeline
from corpus.diff import fold, similarity
from corpus.model import Source, TextId
from corpus.numbering import display_number, sort_key
from corpus.references import Method as CitationMethod
from corpus.references import find_references
from corpus.weighing import Status, weigh

Method = Literal["declared", "instruction", "alignment", "references", "sequence"]
Kind = Literal["renumbered", "transferred", "split", "merged", "codified", "rewritten"]

ALIKE = 0.5
"""Share of common words from which two alinéas, or two articles, are taken for the same one rewritten."""

_LONGEST_GUESS = 0.5
"""Ceiling of the score of a guess that only a sequence supports."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign, its strength in ]0, 1], and what was seen (French)."""

    method: Method
    score: float
    detail: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A number in a text."""

    text: TextId
    number: str

    @property
    def shown(self) -> str:
        """The number as acts print it."""
        return display_number(self.number)


@dataclass(frozen=True, slots=True)
class Filiation:
    """An old number continued by a new one, with all evidence."""

    old: Address
    new: Address
    kind: Kind
    evidence: tuple[Evidence, ...]
    date: dt.date | None = None

    @property
    def score(self) -> float:
        """The strength of all evidence together: one minus the product of what each leaves in doubt."""
        return weigh(self._signs)[1]

    @property
    def status(self) -> Status:
        """Declared by a source or an act; confirmed by the texts and another sign; inferred; or a mere finding."""
        return "finding" if self.kind == "rewritten" else weigh(self._signs)[0]

    @property
    def _signs(self) -> list[tuple[str, float]]:
        return [(evidence.method, evidence.score) for evidence in self.evidence]


@dataclass(frozen=True, slots=True)
class Declared:
    """A filiation that a source states: a page's «Nouveaux textes», a manifest."""

    old: Address
    new: Address
    detail: str
    source: Source | None = None
    date: dt.date | None = None


@dataclass(frozen=True)
class ArticleText:
    """An article's text in the form that alignment compares: the words of each alinéa, references left out."""

    address: Address
    alineas: tuple[str, ...]

    @cached_property
    def bags(self) -> tuple[Counter[str], ...]:
        """The words of each alinéa."""
        return tuple(bag_of_words(alinea) for alinea in self.alineas)

    @cached_property
    def bag(self) -> Counter[str]:
        """The words of the whole article."""
        return sum(self.bags, Counter())

    def best_match(self, bag: Counter[str]) -> tuple[float, int]:
        """Give the similarity and the 0-based rank of the alinéa that is most like a bag of words."""
        return max(((similarity(own, bag), -rank) for rank, own in enumerate(self.bags)), default=(0.0, 0))


_WORD = re.compile(r"[^\W\d_]{2,}")


def bag_of_words(text: str) -> Counter[str]:
    """Count the words of a text; numbers are left out, so that a rewritten reference does not count."""
    return Counter(_WORD.findall(fold(text).lower()))


@dataclass(frozen=True, slots=True)
class _Aligned:
    """An old and a new text that share enough words, with the share of the old one that is found again."""

    old: ArticleText
    new: ArticleText
    score: float
    kept: int


def find_lineage(timeline: Timeline, declared: Sequence[Declared] = ()) -> tuple[Filiation, ...]:
    """Find every filiation that the corpus shows, with its evidence, in the order of the old numbers."""
    last, first = _last_texts(timeline), _first_texts(timeline)
    collected: dict[tuple[Address, Address], list[Evidence]] = defaultdict(list)
    dates = {Address(v.text, v.number): v.end.legifrance.day for v in timeline.versions if v.end}
    for statement in declared:
        said = Evidence("declared", 1.0, statement.detail, statement.source)
        collected[statement.old, statement.new].append(said)
    _add_instructions(timeline, collected)
    aligned = _align_articles(last, first, {(s.old, s.new) for s in declared})
    for pair in aligned:
        kept = "1 alinéa" if pair.kept == 1 else f"{pair.kept} alinéas"
        detail = f"{kept} sur {len(pair.old.alineas)} repris, {100 * pair.score:.0f} % des mots."
        collected[pair.old.address, pair.new.address].append(Evidence("alignment", round(pair.score, 4), detail))
    _add_sequence(last, collected, timeline)
    findings = _add_references(aligned, collected)
    known = [
        Filiation(old, new, "renumbered", tuple(evidence), dates.get(old)) for (old, new), evidence in collected.items()
    ]
    return tuple(sorted([*known, *findings], key=_in_order))


def _in_order(filiation: Filiation) -> tuple[bool, str, str, str]:
    old, new = filiation.old, filiation.new
    return filiation.kind == "rewritten", old.text.slug, sort_key(old.number), sort_key(new.number)


def _last_texts(timeline: Timeline) -> dict[Address, TimedVersion]:
    """The last version of every article that a repeal ended: what may live on under another number."""
    last = {Address(v.text, v.number): v for v in timeline.versions}
    return {address: v for address, v in last.items() if v.end_cause in {"repealed", "renumbered"}}


def _first_texts(timeline: Timeline) -> dict[Address, TimedVersion]:
    first: dict[Address, TimedVersion] = {}
    for version in timeline.versions:
        first.setdefault(Address(version.text, version.number), version)
    return first


def _add_instructions(timeline: Timeline, collected: dict[tuple[Address, Address], list[Evidence]]) -> None:
    for verdict in timeline.verdicts:
        operation = verdict.operation
        if operation.kind == "move-article" and verdict.refusal is None and verdict.version and operation.place.text:
            text, number = operation.place.text, operation.place.article or ""
            detail = f"{verdict.act.title}, art. {operation.act_article} : « {operation.sentence} »"
            key = Address(text, number), Address(text, verdict.version[1])
            collected[key].append(Evidence("instruction", 1.0, detail))


# ── Alignment ────────────────────────────────────────────────────────────────────────────────────────────────


def _align_articles(
    last: dict[Address, TimedVersion], first: dict[Address, TimedVersion], declared: set[tuple[Address, Address]]
) -> list[_Aligned]:
    """Pair each repealed article with the later article that is most like it, where both prefer each other."""
    olds = [ArticleText(a, v.alineas) for a, v in last.items()]
    news = [ArticleText(a, v.alineas) for a, v in first.items()]
    scored = []
    for old in olds:
        ended = last[old.address].end
        for new in news:
            later = ended is not None and first[new.address].start.legifrance.day >= ended.legifrance.day
            if later and new.address != old.address and _may_match(old, new):
                score, kept = _share_kept(old, new)
                if score >= ALIKE or (old.address, new.address) in declared:
                    scored.append(_Aligned(old, new, max(score, 0.01), kept))
    return _mutual(scored)


def _may_match(old: ArticleText, new: ArticleText) -> bool:
    """A cheap bound: the share of the old article's words that the new one has at all."""
    total = old.bag.total()
    return total > 0 and (old.bag & new.bag).total() / total >= ALIKE


def _share_kept(old: ArticleText, new: ArticleText) -> tuple[float, int]:
    """Weigh each old alinéa by its length: how much of it stands again in the new article."""
    matches = [(bag.total(), new.best_match(bag)[0]) for bag in old.bags]
    total = sum(size for size, _ in matches) or 1
    return sum(size * score for size, score in matches) / total, sum(score >= ALIKE for _, score in matches)


def _mutual(scored: list[_Aligned]) -> list[_Aligned]:
    best_new: dict[Address, _Aligned] = {}
    best_old: dict[Address, _Aligned] = {}
    for pair in scored:
        for table, key in ((best_new, pair.old.address), (best_old, pair.new.address)):
            if key not in table or pair.score > table[key].score:
                table[key] = pair
    return [p for p in scored if best_new[p.old.address] is p and best_old[p.new.address] is p]


# ── Sequence ─────────────────────────────────────────────────────────────────────────────────────────────────


def _add_sequence(
    last: dict[Address, TimedVersion], collected: dict[tuple[Address, Address], list[Evidence]], timeline: Timeline
) -> None:
    """Add what order shows: a run of numbers that keep their order, and the number that would follow the run."""
    for run in _runs(collected):
        score = round(1 - 1 / len(run), 4)
        detail = (
            f"Suite de {len(run)} : {run[0][0].shown} → {run[0][1].shown} … {run[-1][0].shown} → {run[-1][1].shown}."
        )
        for pair in run:
            collected[pair].append(Evidence("sequence", score, detail))
        if (guess := _next_of(run, last)) is not None and not any(old == guess[0] for old, _ in collected):
            detail = (
                f"Suit {run[-1][0].shown} → {run[-1][1].shown} et prend fin par le même acte ; "
                "aucun texte du corpus ne le confirme."
            )
            collected[guess].append(Evidence("sequence", round(_LONGEST_GUESS * score, 4), detail))


def _runs(pairs: Iterable[tuple[Address, Address]]) -> list[list[tuple[Address, Address]]]:
    """List the runs of at least three pairs whose old and new numbers both go up by one."""
    ordered = sorted(pairs, key=lambda p: (p[0].text.slug, sort_key(p[0].number)))
    runs: list[list[tuple[Address, Address]]] = []
    for pair in ordered:
        if runs and _follows(runs[-1][-1][0], pair[0]) and _follows(runs[-1][-1][1], pair[1]):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return [run for run in runs if len(run) >= 3]


def _follows(one: Address, two: Address) -> bool:
    return one.text.slug == two.text.slug and _successor(one.number) == two.number


def _successor(number: str) -> str | None:
    match = re.fullmatch(r"(.*?)(\d+)", number)
    return f"{match[1]}{int(match[2]) + 1}" if match else None


def _next_of(run: list[tuple[Address, Address]], last: dict[Address, TimedVersion]) -> tuple[Address, Address] | None:
    old, new = run[-1]
    next_old = next((a for a in last if a.text.slug == old.text.slug and a.number == _successor(old.number)), None)
    if next_old is None or last[next_old].end_act != last[old].end_act or last[next_old].end != last[old].end:
        return None
    return next_old, Address(new.text, _successor(new.number) or "")


# ── Rewritten references ─────────────────────────────────────────────────────────────────────────────────────

Rewriting = tuple[Address, Address]


def _add_references(
    aligned: Sequence[_Aligned], collected: dict[tuple[Address, Address], list[Evidence]]
) -> list[Filiation]:
    """Add the references that aligned sentences rewrite: to known pairs as evidence, to others as findings."""
    seen: dict[Rewriting, list[str]] = defaultdict(list)
    for pair in aligned:
        for rewriting, place in _rewritten_references(pair):
            seen[rewriting].append(place)
    findings = []
    for (old, new), places in seen.items():
        shown = ", ".join(dict.fromkeys(places))
        detail = f"Renvoi « {old.shown} » devenu « {new.shown} » dans : {shown}."
        evidence = Evidence("references", round(1 - 0.5 ** len(places), 4), detail)
        if (old, new) in collected:
            collected[old, new].append(evidence)
        else:
            findings.append(Filiation(old, new, "rewritten", (evidence,)))
    return findings


def _rewritten_references(pair: _Aligned) -> Iterable[tuple[Rewriting, str]]:
    for rank, (alinea, bag) in enumerate(zip(pair.old.alineas, pair.old.bags, strict=True)):
        score, position = pair.new.best_match(bag)
        if score < ALIKE:
            continue
        where = f"{pair.old.address.shown}, al. {rank + 1} → {pair.new.address.shown}, al. {1 - position}"
        ours = _tokens(alinea, pair.old.address)
        theirs = _tokens(pair.new.alineas[-position], pair.new.address)
        matcher = SequenceMatcher(None, [w for w, _ in ours], [w for w, _ in theirs], autojunk=False)
        for block in matcher.get_matching_blocks():
            for k in range(block.size):
                old, new = ours[block.a + k][1], theirs[block.b + k][1]
                if old is not None and new is not None and old != new:
                    yield (old, new), where


def _tokens(alinea: str, address: Address) -> list[tuple[str, Address | None]]:
    """Cut an alinéa into words; each reference to an article of the same text is one word, with its address."""
    tokens: list[tuple[str, Address | None]] = []
    position = 0
    for reference in find_references(alinea, in_text=address.text.title, in_article=address.number):
        if reference.target_article is None or reference.start < position:
            continue
        tokens += [(w, None) for w in _words(alinea[position : reference.start])]
        named = reference.target_text == address.text.title and reference.method is not CitationMethod.THIS_ARTICLE
        target = Address(address.text, reference.target_article) if named else None
        tokens.append(("\ue010" if named else alinea[reference.start : reference.end], target))
        position = reference.end
    return tokens + [(w, None) for w in _words(alinea[position:])]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", fold(text))
