"""Changes as a CSV file (RFC 4180), for a spreadsheet: no cell of it can be taken for a formula or for a date."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable

from chronolex.change_words import explain_change, name_act, say_change
from chronolex.site.addresses import Addresses
from corpus.changes import Change, Wording
from corpus.numbering import display_number

COLUMNS = (
    "jour", "à venir", "changement", "nature", "texte", "article", "ancien texte", "ancien article", "acte",
    "publication", "version d’avant", "version d’après", "mots", "appris le", "remarque", "adresse",
)  # fmt: skip

_WORDS = {Wording.SAME: "les mêmes", Wording.TYPOGRAPHIC: "typographie seule", Wording.REWORDED: "changés"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula (OWASP, «CSV injection»)."""


def write_csv(
    changes: Iterable[Change],
    at: Addresses,
    origin: str,
    today: dt.date,
    *,
    excel: bool = False,
    older: str | None = None,
) -> str:
    """Write changes, one a line, after the line of the columns; with the mark by which Excel knows UTF-8.

    ``excel``: with the semicolons that a French Excel takes for the borders of cells. ``older`` is the address of the
    table that goes on where this one has no more room: it is the last line.
    """
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";" if excel else ",")
    writer.writerow(COLUMNS)
    writer.writerows([disarm(cell) for cell in _cells(change, at, origin, today)] for change in changes)
    if older:
        cells = {
            "changement": "suite",
            "remarque": "Ce tableau est coupé : la suite est à cette adresse.",
            "adresse": older,
        }
        writer.writerow([cells.get(column, "") for column in COLUMNS])
    return f"\ufeff{file.getvalue()}"


def disarm(cell: str) -> str:
    """Quote with an apostrophe a cell that a spreadsheet would take for a formula.

    >>> disarm("=1+1"), disarm("R. 730")
    ("'=1+1", 'R. 730')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cells(change: Change, at: Addresses, origin: str, today: dt.date) -> tuple[str, ...]:
    old, new = change.old, change.new
    side = new or old
    there = at.article(side.text_slug, side.number, side.start) if side else at.article(change.text_slug, change.number)
    published = change.act.publication if change.act else None
    return (
        change.day.isoformat(),
        "oui" if change.is_future(today) else "",
        say_change(change),
        change.kind.value,
        change.text,
        _number(change.number),
        change.old_text or "",
        _number(change.old_number) if change.old_number else "",
        name_act(change.act) if change.act else "",
        published.isoformat() if published else "",
        old.start.isoformat() if old else "",
        new.start.isoformat() if new else "",
        _WORDS[change.wording] if change.wording else "",
        change.learnt.isoformat(" ") if change.learnt else "",
        explain_change(change),
        f"{origin}{there}",
    )


def _number(number: str) -> str:
    """Write a number with its «art.»: alone, «6-1» would be the 6th of January."""
    return f"art. {display_number(number)}"
