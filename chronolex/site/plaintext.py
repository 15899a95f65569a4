"""The law at a date as plain text, for scripts: ``/droit/code-civil/1382/1999-12-31.txt``."""

from __future__ import annotations

from urllib.parse import unquote

from chronolex.site.addresses import read_number, write_number
from chronolex.site.answers import Answer, Asked, Desk, Plain, Redirection
from corpus.dates import Clock, as_day


def answer_plain(desk: Desk, asked: Asked) -> Answer:
    """Answer with the words of an article on a day (today without one), one alinéa a line, and nothing else.

    Where it has no text that day the answer is 404, with the sentence that says why. Raises
    :class:`~corpus.errors.LookupFailed` for an unknown text or number, :class:`~corpus.errors.DateError`.
    """
    slug, number, written = (unquote(asked.parts.get(part) or "") for part in ("text", "number", "date"))
    handle = desk.reader.corpus.article(read_number(number), slug)
    clock = Clock.LAW if asked.arguments.get("dates") == Clock.LAW else Clock.LEGIFRANCE
    day = as_day(written) if written else None
    there = desk.at.article(handle.text_slug, handle.number, day, clock)
    path, _, arguments = there.partition("?")
    canonical = [handle.text_slug, unquote(write_number(handle.number)), day.isoformat() if day else ""]
    if canonical != [slug, number, written]:
        return Redirection(f"{path}.txt" + (f"?{arguments}" if arguments else ""))
    version = handle.at(day or asked.today, clock)
    if version is None:
        return Plain(f"{handle.status_at(day or asked.today, clock).sentence}\n", there, status=404)
    return Plain(f"{version.content}\n", there)
