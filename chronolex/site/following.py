"""What a page of changes follows, and between which days: read from an address, written as the one address of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chronolex.site.answers import Asked, Desk
from chronolex.watchlist import NUMBER, Watched, read_line, watch_article, watch_division, watch_text
from corpus.changes import EVERYTHING, Scope
from corpus.dates import as_day
from corpus.errors import DateError
from corpus.handles import TextHandle
from corpus.numbering import canonical_number

MOST_WATCHED = 200
"""Lines of a list in an address."""


@dataclass(frozen=True, slots=True)
class Following:
    """What is followed, between which days: what an address says, and what its page is about."""

    text: TextHandle | None
    section: str | None
    articles: str | None
    since: dt.date | None
    until: dt.date | None
    page: int
    watched: tuple[Watched, ...] = ()
    unfolded: bool = False

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Where its changes are read."""
        scopes = tuple(dict.fromkeys(scope for one in self.watched for scope in one.scopes))
        return scopes or (EVERYTHING,)

    @property
    def label(self) -> str:
        """What to call it."""
        if not self.watched:
            return "Tous les textes"
        first, *others = (one.label for one in self.watched)
        return f"{first} et {len(others)} autre{'s' if len(others) > 1 else ''}" if others else first

    def address(self, desk: Desk, form: str = "") -> str:
        """Where its page stands, or another form of it (.csv, .json, .atom)."""
        return desk.at.changes(
            self.text.slug if self.text else None,
            self.since,
            self.until,
            section=self.section,
            articles=self.articles,
            page=self.page,
            unfolded=self.unfolded,
            form=form,
        )


def read_following(desk: Desk, asked: Asked) -> Following:
    """Read what a request follows, from its path and its arguments."""
    corpus = desk.reader.corpus
    given = {name: value.strip() for name, value in asked.arguments.items()}
    named = asked.part("text") or given.get("texte", "")
    since, until = (_read_day(asked, part, given, name) for part, name in (("since", "du"), ("until", "au")))
    if since and until and until <= since:
        raise DateError("La fin ne vient pas après le début.", "La fin est exclue : donner le lendemain.")
    text = corpus.text(named) if named else None
    lines = [line for line in given.get("articles", "").replace(";", "\n").splitlines() if line.strip()]
    articles = ";".join(" ".join(line.split()) for line in lines[:MOST_WATCHED]) or None
    section = given.get("section") or None if text and not articles else None
    return Following(
        text,
        section,
        articles,
        since,
        until,
        asked.page,
        tuple(_watch(desk, text, section, articles)),
        given.get("mots") == "ouverts",
    )


def _read_day(asked: Asked, part: str, given: Mapping[str, str], name: str) -> dt.date | None:
    written = asked.part(part) or given.get(name, "")
    return as_day(written) if written else None


def _watch(desk: Desk, text: TextHandle | None, section: str | None, articles: str | None) -> Iterator[Watched]:
    corpus = desk.reader.corpus
    if articles:
        for line in articles.split(";"):
            number = NUMBER.fullmatch(canonical_number(line))
            yield watch_article(corpus, line, text) if text and number else read_line(corpus, line)
    elif text and section:
        yield watch_division(corpus, text, section)
    elif text:
        yield watch_text(text)


def is_at(following: Following, asked: Asked) -> bool:
    """Say whether a request came to the one address of what it asks."""
    if "texte" in asked.arguments or "" in asked.arguments.values():
        return False
    days = [following.since, following.until]
    in_path = following.text is not None and all(days)
    written = [asked.parts.get(part) or None for part in ("since", "until")]
    expected = [day.isoformat() if day and in_path else None for day in days]
    asked_days = [asked.arguments.get(name) for name in ("du", "au")]
    arguments = [day.isoformat() if day and not in_path else None for day in days]
    slug = following.text.slug if following.text else ""
    return (
        asked.part("text") == slug
        and written == expected
        and asked_days == arguments
        and asked.arguments.get("articles") == following.articles
        and asked.arguments.get("section") == following.section
        and asked.arguments.get("page", "1") == str(following.page)
        and (asked.arguments.get("mots") == "ouverts") == following.unfolded
    )
