"""What a page of changes follows, and between which days: read from an address, written as the one address of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chronolex.site.answers import Asked, Desk
from chronolex.watchlist import NUMBER, Watched, read_line, watch_article, watch_division, watch_text
from corpus.changes import EVERYTHING, Mark, Scope
from corpus.dates import as_day
from corpus.errors import DateError, QuestionError
from corpus.handles import TextHandle
from corpus.numbering import canonical_number

MOST_WATCHED = 200
"""Lines of a list in an address."""
LONGEST = 300
"""Characters of a line of it, or of the name of a text or a division."""
MOST_SKIPPED = 10_000_000
"""Boundaries that the mark of a feed may pass over."""


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
    learnt: dt.date | None = None
    mark: Mark | None = None
    excel: bool = False

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
            learnt=self.learnt,
            mark=write_mark(self.mark) if self.mark else None,
            excel=self.excel,
            form=form,
        )


def read_following(desk: Desk, asked: Asked) -> Following:
    """Read what a request follows, from its path and its arguments.

    Raises QuestionError for what cannot be followed, DateError and LookupFailed for what is no day or is not known.
    """
    corpus = desk.reader.corpus
    given = {name: value.strip() for name, value in asked.arguments.items()}
    named = asked.part("text") or given.get("texte", "")
    since, until = (_read_day(asked, part, given, name) for part, name in (("since", "du"), ("until", "au")))
    if since and until and until <= since:
        raise DateError("La fin ne vient pas après le début.", "La fin est exclue : donner le lendemain.")
    articles = _read_list(given.get("articles", ""))
    section = given.get("section") or None if not articles else None
    _refuse_long(named, section or "")
    if section and not named:
        raise QuestionError("Une division se suit dans un texte.", "Nommer aussi le texte.")
    text = corpus.text(named) if named else None
    return Following(
        text,
        section,
        articles,
        since,
        until,
        asked.page,
        tuple(_watch(desk, text, section, articles)),
        given.get("mots") == "ouverts",
        as_day(given["apprises"]) if given.get("apprises") else None,
        read_mark(given["suite"]) if given.get("suite") else None,
        given.get("pour") == "excel",
    )


def _read_list(given: str) -> str | None:
    """Read the lines of a list, one after the other with semicolons between them."""
    lines = [line for line in (" ".join(line.split()) for line in given.replace(";", "\n").splitlines()) if line]
    if len(lines) > MOST_WATCHED:
        sentence = f"Cette liste a {len(lines)} lignes ; une adresse en tient {MOST_WATCHED}."
        raise QuestionError(sentence, "La couper en plusieurs, ou la suivre avec la commande chronolex watch.")
    _refuse_long(*lines)
    return ";".join(lines) or None


def _refuse_long(*names: str) -> None:
    for name in names:
        if len(name) > LONGEST:
            sentence = f"« {name[:40]}… » est trop long pour un nom : {len(name)} caractères."
            raise QuestionError(sentence, f"Donner un nom de {LONGEST} caractères au plus.")


def write_mark(mark: Mark) -> str:
    """Write where a feed goes on, as an argument."""
    return f"{mark.moment}~{mark.day}~{mark.skipped}"


def read_mark(written: str) -> Mark:
    """Read where a feed goes on; raises QuestionError for what :func:`write_mark` cannot have written."""
    moment, _, rest = written.partition("~")
    day, _, skipped = rest.partition("~")
    try:
        mark = Mark(moment, dt.date.fromisoformat(day).isoformat(), int(skipped[:9]))
        known = moment == "" or dt.datetime.fromisoformat(moment).isoformat() == moment
    except ValueError:
        known = False
    if not known or write_mark(mark) != written or not 0 <= mark.skipped < MOST_SKIPPED:
        raise QuestionError("Cette suite du fil n’existe pas.", "Reprendre le fil à son début, sans « suite ».")
    return mark


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
        and asked.arguments.get("apprises") == (following.learnt.isoformat() if following.learnt else None)
        and (asked.arguments.get("pour") == "excel") == following.excel
        and asked.arguments.get("suite") == (write_mark(following.mark) if following.mark else None)
    )
