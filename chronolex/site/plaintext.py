"""The law at a date as plain text, for scripts: ``/droit/code-civil/1382/1999-12-31.txt``."""

from __future__ import annotations

from chronolex.site.answers import Answer, Asked, Desk, Plain, Redirection
from chronolex.site.article_address import is_at
from chronolex.site.bearers import answer_bearers
from corpus.dates import as_day
from corpus.errors import AmbiguousArticle


def answer_plain(desk: Desk, asked: Asked) -> Answer:
    """Answer with the words of an article on a day (today without one), one alinéa a line, and nothing else.

    Where it has no text that day the answer is 404, with the sentence that says why. Raises
    :class:`~corpus.errors.LookupFailed` for an unknown text or number, :class:`~corpus.errors.DateError`.
    """
    try:
        handle = desk.reader.corpus.article(asked.number, asked.part("text"))
    except AmbiguousArticle:
        return answer_bearers(desk, asked)
    day = as_day(asked.part("date")) if asked.part("date") else None
    there = desk.at.article(handle.text_slug, handle.number, day, asked.clock)
    if not is_at(asked, handle, day):
        return Redirection(there)
    version = handle.at(day or asked.today, asked.clock)
    if version is None:
        return Plain(f"{handle.status_at(day or asked.today, asked.clock).sentence}\n", there, status=404)
    return Plain(f"{version.content}\n", there)
