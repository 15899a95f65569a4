"""The preview of an act as one French page: self-contained, escaped, without any script, made to be printed."""

from __future__ import annotations

import datetime as dt

from jinja2 import Environment, PackageLoader

from chronolex.accounts import tell_term
from chronolex.previews import Preview
from corpus.dates import format_date
from corpus.numbering import display_number

VERDICTS = {
    "applied": "appliquée",
    "refused": "refusée",
    "pending": "en attente",
    "unread": "non lue",
}
"""The words of the report for what became of an instruction."""


def write_report(preview: Preview, today: dt.date) -> str:
    """Write the page. Everything that comes from the act or the articles is escaped."""
    environment = Environment(loader=PackageLoader("chronolex", "templates"), autoescape=True)
    environment.filters |= {"day": format_date, "number": display_number, "term": tell_term}
    template = environment.get_template("preview.html")
    return template.render(preview=preview, verdicts=VERDICTS, today=today)
