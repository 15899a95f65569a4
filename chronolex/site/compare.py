"""The comparison of an article at two dates, or of two articles: word by word, across renumbering."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from chronolex.site.addresses import Addresses, write_place
from chronolex.site.answers import Answer, Asked, Choice, Desk, Page, Problem, Redirection
from chronolex.site.between import Passed, list_between, tell_passed
from chronolex.site.compare_question import Compared, VersionChoice, find_version, list_choices, read_comparison
from chronolex.site.home import explain
from chronolex.site.reader import Authorship
from corpus.answers import Gap, Version, name_article, the_article
from corpus.collating import CollatedAlinea, Fate, Figures, collate, count_changes
from corpus.dates import Clock, format_date
from corpus.errors import LookupFailed
from corpus.handles import ArticleHandle
from corpus.numbering import capital, display_number, say_article


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a day, and the version then in force; without one ``sentence`` says why.

    ``address`` is the article's page on that day; ``ways`` are comparisons that can be made instead.
    """

    text: str
    number: str
    date: dt.date
    version: Version | None
    acts: Authorship | None
    sentence: str
    address: str
    ways: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """The same comparison shown otherwise, and the ones beside it in the history of the article."""

    regard: str
    fil: str
    folded: str
    unfolded: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ComparePage:
    """All that the page shows. ``between`` is None when no line leads from one article to the other.

    ``other`` names the second article, when another one was asked for. Without a text on one side nothing is
    compared: ``alineas`` is empty, ``changed``, ``typographic`` and ``figures`` are None.
    """

    text: str
    text_slug: str
    number: str
    other: str | None
    clock: Clock
    view: str
    unfolded: bool
    old: Side
    new: Side
    changed: bool | None
    typographic: bool | None
    figures: Figures | None
    alineas: tuple[CollatedAlinea, ...]
    between: tuple[Passed, ...] | None
    choices: tuple[VersionChoice, ...]
    ways: Ways

    @property
    def both(self) -> bool:
        """True when there is a text on both sides."""
        return self.old.version is not None and self.new.version is not None

    @property
    def same(self) -> bool:
        """True when one version is in force on both days."""
        one, two = self.old.version, self.new.version
        return one is not None and two is not None and one.id == two.id

    @property
    def gaps(self) -> tuple[Passed, ...]:
        """What the corpus lacks, or what was not in force, between the two."""
        return tuple(entry for entry in self.between or () if entry.kind != "version")

    @property
    def name(self) -> str:
        """What is compared, as a heading."""
        one, two = ((side.version or side).number for side in (self.old, self.new))
        if one == two and self.other is None:
            return f"{say_article(one, 'title')} : ce qui a changé"
        if self.between is None:
            return f"Articles {display_number(one)} et {display_number(two)} comparés"
        return f"{capital(say_article(one, 'of'))} {say_article(two, 'to')}"


def answer_compare(desk: Desk, asked: Asked) -> Answer:
    """Answer for a comparison; redirects to its one address, older day first.

    Raises :class:`~corpus.errors.LookupFailed` for an unknown text or number, :class:`~corpus.errors.DateError`.
    """
    try:
        compared = read_comparison(desk, asked)
    except LookupFailed as error:
        return explain(desk, error, _about_other(asked))
    if compared is None:
        return _nothing(desk, asked)
    address = compared.address(desk.at)
    if not compared.is_asked_by(asked):
        return Redirection(address)
    data = make_comparison(desk, compared)
    days = f"{format_date(compared.old)} → {format_date(compared.new)}"
    return Page("compare.html", f"{data.name}, {days} · {data.text}", data, address)


def _about_other(asked: Asked) -> Asked:
    """The request, about the article that it compares with: the nearest numbers to give are those of its text."""
    slug, slash, number = asked.arguments.get("avec", "").partition("/")
    if not slash or (slug, number) == (asked.parts["text"], asked.parts["number"]):
        return asked
    return replace(asked, parts={"text": slug, "number": number})


def _nothing(desk: Desk, asked: Asked) -> Page:
    article = desk.reader.corpus.article(asked.number, asked.part("text"))
    there = desk.at.article(article.text_slug, article.number)
    name = the_article(article.number, article.text, "of")
    sentence = f"Le corpus n’a aucun texte {name} : il n’y a rien à comparer."
    problem = Problem(sentence, choices=(Choice(f"L’histoire {name}", there),))
    return Page("problem.html", "Rien à comparer", problem, there)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found on one side: the article asked for, its history, the version of the day, or several."""

    article: ArticleHandle
    day: dt.date
    entries: Sequence[Version | Gap]
    version: Version | None
    several: Sequence[Version]


def _find(article: ArticleHandle, day: dt.date, clock: Clock, entries: Sequence[Version | Gap]) -> _Found:
    return _Found(article, day, entries, *find_version(article, day, clock, entries))


def make_comparison(desk: Desk, compared: Compared) -> ComparePage:
    """Gather the page of a comparison."""
    history = compared.article.history()
    old = _find(compared.article, compared.old, compared.clock, history)
    new = _find(compared.second, compared.new, compared.clock, compared.other.history() if compared.other else history)
    entries = (*old.entries, *(entry for entry in new.entries if entry not in old.entries))
    acts = desk.reader.authorship(entry.id for entry in entries if isinstance(entry, Version))
    both = old.version is not None and new.version is not None
    alineas = collate(old.version.alineas, new.version.alineas) if old.version and new.version else ()
    changed = [alinea for alinea in alineas if alinea.fate is not Fate.KEPT]
    return ComparePage(
        text=compared.article.text,
        text_slug=compared.article.text_slug,
        number=compared.article.number,
        other=write_place(compared.other.text_slug, compared.other.number) if compared.other else None,
        clock=compared.clock,
        view=compared.view,
        unfolded=compared.unfolded,
        old=_make_side(desk, compared, old, acts, second=False),
        new=_make_side(desk, compared, new, acts, second=True),
        changed=bool(changed) if both else None,
        typographic=bool(changed) and all(alinea.fate is Fate.RETYPED for alinea in changed) if both else None,
        figures=count_changes(alineas) if both else None,
        alineas=alineas,
        between=_between(desk, old, new, acts),
        choices=list_choices(entries, compared.clock),
        ways=_ways(desk.at, compared, history, (old.version, new.version)),
    )


def _make_side(desk: Desk, compared: Compared, found: _Found, acts: dict[int, Authorship], *, second: bool) -> Side:
    day, version, article = found.day, found.version, found.article
    if version is not None:
        there = desk.at.article(version.text_slug, version.number, day, compared.clock)
        return Side(version.text, version.number, day, version, acts.get(version.id), "", there)
    there = desk.at.article(article.text_slug, article.number, day, compared.clock)
    status = article.status_at(day, compared.clock)
    near = found.several or _nearest(found.entries, day, compared.clock)
    ways = tuple(_instead(desk, compared, one, day if found.several else None, second=second) for one in near)
    sentence = " ".join([status.sentence, *_say_gaps(found, status.gap)])
    return Side(article.text, article.number, day, None, None, sentence, there, ways)


def _say_gaps(found: _Found, told: Gap | None) -> list[str]:
    """Say what is missing on the day under the other numbers of the line."""
    gaps = [
        e for e in found.entries if isinstance(e, Gap) and e.start <= found.day and (not e.end or found.day < e.end)
    ]
    return [
        f"Lacune de l’article {', '.join(map(display_number, gap.numbers))} à cette date : {gap.reason}"
        for gap in gaps
        if gap != told
    ]


def _nearest(entries: Sequence[Version | Gap], day: dt.date, clock: Clock) -> list[Version]:
    """The last version that began up to a day, and the first that began after it."""
    dated = [(start, e) for e in entries if isinstance(e, Version) and (start := e.dates(clock).start)]
    before, after = [e for start, e in dated if start <= day], [e for start, e in dated if start > day]
    return [*before[-1:], *after[:1]]


def _instead(desk: Desk, compared: Compared, version: Version, day: dt.date | None, *, second: bool) -> Choice:
    """A comparison with another version at the place of the one that is missing, on the same day or on its first."""
    start = version.dates(compared.clock).start or version.start
    label = f"{name_article(version.number, version.text)}, version du {format_date(start)}"
    chosen = write_place(version.text_slug, version.number, day or start)
    article, kept = compared.article, compared.article if second else compared.second
    rest = write_place(kept.text_slug, kept.number, compared.old if second else compared.new)
    ends: dict[str, str | None] = {"de": rest, "a": chosen} if second else {"de": chosen, "a": rest}
    ends |= compared.shown
    return Choice(label, desk.at.compare(article.text_slug, article.number, clock=compared.clock, shown=ends))


def _between(desk: Desk, old: _Found, new: _Found, acts: dict[int, Authorship]) -> tuple[Passed, ...] | None:
    if old.version is None or new.version is None:
        return ()
    entries = list_between(old.version, new.version, old.entries, new.entries)
    return None if entries is None else tell_passed(entries, old.version, acts, desk.at)


def _ways(
    at: Addresses, compared: Compared, entries: Sequence[Version | Gap], shown: tuple[Version | None, Version | None]
) -> Ways:
    versions = [entry for entry in entries if isinstance(entry, Version)]
    pairs = [(a, b) for a, b in pairwise(versions) if a.start < b.start]
    old, new = shown
    before = next((pair for pair in reversed(pairs) if old and pair[1].id == old.id), None)
    after = next((pair for pair in pairs if new and pair[0].id == new.id), None)
    return Ways(
        regard=replace(compared, view="regard").address(at),
        fil=replace(compared, view="fil").address(at),
        folded=replace(compared, unfolded=False).address(at),
        unfolded=replace(compared, unfolded=True).address(at),
        before=_step(at, compared, before),
        after=_step(at, compared, after),
    )


def _step(at: Addresses, compared: Compared, pair: tuple[Version, Version] | None) -> str | None:
    """The address of the change between two versions that follow each other."""
    if pair is None or compared.other is not None:
        return None
    old, new = (version.dates(compared.clock).start or version.start for version in pair)
    return at.compare(pair[1].text_slug, pair[1].number, old, new, clock=compared.clock, shown=compared.shown)


@dataclass(frozen=True, slots=True)
class Fold:
    """Alinéas that follow each other with one fate; those that did not change are shown folded."""

    fate: Fate
    alineas: tuple[CollatedAlinea, ...]

    @property
    def folded(self) -> bool:
        """True when nothing in them changed but typography."""
        return self.fate in {Fate.KEPT, Fate.RETYPED}


def fold_alineas(alineas: Sequence[CollatedAlinea]) -> Iterator[Fold]:
    """Group the alinéas that follow each other with one fate."""
    for fate, group in groupby(alineas, key=lambda alinea: alinea.fate):
        yield Fold(fate, tuple(group))
