"""What a comparison is asked for: two days of an article, or two articles, from an address or from a form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from chronolex.site.addresses import Addresses, read_number, write_number, write_place
from chronolex.site.answers import Asked, Desk
from corpus.answers import Gap, Version, name_article
from corpus.dates import Clock, as_day, format_date
from corpus.errors import UnknownArticle
from corpus.handles import ArticleHandle
from corpus.inquiry import read_inquiry

REGARD, FIL = "regard", "fil"
"""The two ways to show a comparison: side by side, and inline."""

_ALL = "tous"
_PLACE = re.compile(r"(?P<slug>[^/\s]+)/(?P<number>[^/]+)(?:/(?P<date>[^/]+))?")


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison: of ``article`` on the day ``old``, and of ``other`` (the same article when None) on ``new``."""

    article: ArticleHandle
    other: ArticleHandle | None
    old: dt.date
    new: dt.date
    clock: Clock = Clock.LEGIFRANCE
    view: str = REGARD
    unfolded: bool = False

    @property
    def second(self) -> ArticleHandle:
        """The article of the second day."""
        return self.other or self.article

    def address(self, at: Addresses) -> str:
        """Give its permanent address."""
        other = (self.other.text_slug, self.other.number) if self.other else None
        return at.compare(
            self.article.text_slug,
            self.article.number,
            self.old,
            self.new,
            other=other,
            clock=self.clock,
            shown=self.shown,
        )

    @property
    def shown(self) -> dict[str, str | None]:
        """The arguments that say how it is shown; None for what needs none."""
        return {"vue": self.view if self.view != REGARD else None, "alineas": _ALL if self.unfolded else None}

    def is_asked_by(self, asked: Asked) -> bool:
        """True when a request spells it as its permanent address does."""
        slug, number, old, new = (asked.part(name) for name in ("text", "number", "old", "new"))
        spelled = [slug, number, old, new, *(asked.arguments.get(name) for name in _ARGUMENTS)]
        place = write_place(self.other.text_slug, self.other.number) if self.other else None
        dates = None if self.clock is Clock.LEGIFRANCE else self.clock.value
        own = [self.article.text_slug, unquote(write_number(self.article.number)), *map(str, (self.old, self.new))]
        return spelled == [*own, None, None, place, dates, self.shown["vue"], self.shown["alineas"]]


_ARGUMENTS = ("de", "a", "avec", "dates", "vue", "alineas")
"""The arguments that are read. The form gives its choices as ``de`` and ``a``; no permanent address has those."""


@dataclass(frozen=True, slots=True)
class _End:
    """One end as it is asked for: a day, and the article when it is named."""

    date: dt.date
    article: ArticleHandle | None = None


def read_comparison(desk: Desk, asked: Asked) -> Compared | None:
    """Read what a request asks to compare; the older day comes first. None when the article has no version.

    Without days the two last versions are compared; with one day, the version of that day and the one before it.
    Raises :class:`~corpus.errors.LookupFailed` for an unknown text or number, :class:`~corpus.errors.DateError`.
    """
    article = desk.reader.corpus.article(asked.number, asked.part("text"))
    other = _find_other(desk, article, asked.arguments.get("avec", ""))
    first, second = (_read_end(desk, asked, *names) for names in (("old", "de"), ("new", "a")))
    if first is None or second is None:
        if first is not None and asked.arguments.get("de"):  # a form without its second day: what changed since
            return _put_in_order(article, other, first, _End(asked.today), asked.clock, asked)
        ends = _complete(article, other, first or second, asked.clock, asked.today)
        if ends is None:
            return None
        first, second = ends
    return _put_in_order(article, other, first, second, asked.clock, asked)


def _find_other(desk: Desk, article: ArticleHandle, written: str) -> ArticleHandle | None:
    """Find the article to compare with: «code-civil/1240», «1240», «R. 730 du code de la santé publique»."""
    written = written.strip()
    if not written:
        return None
    found = _named(desk, article, written)
    return None if found.id == article.id else found


def _named(desk: Desk, article: ArticleHandle, written: str) -> ArticleHandle:
    if place := _PLACE.fullmatch(written):
        return desk.reader.corpus.article(read_number(place["number"]), place["slug"])
    inquiry = read_inquiry(written)
    if inquiry is None or len(inquiry.articles) != 1:
        raise UnknownArticle(f"« {written} » n’est pas un numéro d’article.")
    (named,) = inquiry.articles
    return desk.reader.corpus.article(named.number, named.text.slug if named.text else article.text_slug)


def _read_end(desk: Desk, asked: Asked, part: str, argument: str) -> _End | None:
    # A form's choice wins: it is asked from a page whose address has days already.
    written = asked.arguments.get(argument, "").strip() or asked.part(part).strip()
    if not written:
        return None
    place = _PLACE.fullmatch(written)
    if place is None or not place["date"] or place["slug"].isdigit():  # «01/05/2005» is a day
        return _End(as_day(written))
    day = as_day(place["date"])
    return _End(day, desk.reader.corpus.article(read_number(place["number"]), place["slug"]))


def _complete(
    article: ArticleHandle, other: ArticleHandle | None, known: _End | None, clock: Clock, today: dt.date
) -> tuple[_End, _End] | None:
    """Choose the days that were not asked for: of two articles the same one, of one its last change up to the day."""
    if other is not None:
        known = known or _End(today)
        return known, known
    versions = [v for v in article.history() if isinstance(v, Version)]
    days = sorted({start for v in versions if (start := v.dates(clock).start)})
    if known is not None:
        days = [*[day for day in days if day <= known.date][:-1], known.date]
    return (_End(days[-2 if len(days) > 1 else -1]), _End(days[-1])) if days else None


def _put_in_order(
    article: ArticleHandle, other: ArticleHandle | None, first: _End, second: _End, clock: Clock, asked: Asked
) -> Compared:
    one, two = first.article or article, second.article or other or article
    if one.id != two.id and other is None and _is_one_line(article, (one, first.date), (two, second.date), clock):
        one = two = article
    (old, one), (new, two) = sorted([(first.date, one), (second.date, two)], key=lambda end: end[0])
    view = FIL if asked.arguments.get("vue") == FIL else REGARD
    unfolded = asked.arguments.get("alineas") == _ALL
    return Compared(one, two if two.id != one.id else None, old, new, clock, view, unfolded)


def _is_one_line(
    article: ArticleHandle, one: tuple[ArticleHandle, dt.date], two: tuple[ArticleHandle, dt.date], clock: Clock
) -> bool:
    """True when the article alone, followed through its numbers, gives both texts."""
    entries = article.history()
    return all(
        (version := find_version(article, day, clock, entries)[0]) is not None
        and (version.text_slug, version.number) == (handle.text_slug, handle.number)
        for handle, day in (one, two)
    )


def find_version(
    article: ArticleHandle, day: dt.date, clock: Clock, entries: Sequence[Version | Gap]
) -> tuple[Version | None, tuple[Version, ...]]:
    """Give the version of a day, under the number that the article then had; or those between which none is chosen."""
    own = article.at(day, clock)
    if own is not None:
        return own, ()
    line = tuple(entry for entry in entries if isinstance(entry, Version) and entry.dates(clock).holds(day))
    return (line[0], ()) if len(line) == 1 else (None, line)


# --- what the form offers --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VersionChoice:
    """A version to choose in a form, or a gap (``value`` None)."""

    value: str | None
    label: str
    version_id: int | None = None


def list_choices(entries: Sequence[Version | Gap], clock: Clock) -> tuple[VersionChoice, ...]:
    """List the versions of a line for a form, with its gaps between them."""
    several = len({entry.text for entry in entries}) > 1
    return tuple(_choice(entry, clock, with_text=several) for entry in entries)


def _choice(entry: Version | Gap, clock: Clock, *, with_text: bool) -> VersionChoice:
    if isinstance(entry, Gap):
        end = f" au {format_date(entry.end)}" if entry.end else ""
        return VersionChoice(None, f"⋯ sans texte, du {format_date(entry.start)}{end}")
    dates = entry.dates(clock)
    start = dates.start or entry.start
    end = f" au {format_date(dates.end)}" if dates.end else ""
    label = f"{name_article(entry.number, entry.text if with_text else None)}, du {format_date(start)}{end}"
    return VersionChoice(write_place(entry.text_slug, entry.number, start), label, entry.id)
