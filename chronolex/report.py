"""The preview of an act as one French page: self-contained, escaped, without any script, made to be printed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from jinja2 import Environment, PackageLoader

from chronolex.accounts import tell_term
from chronolex.previews import Preview
from corpus.dates import format_date
from corpus.diff import AlineaDiff
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
    environment.filters |= {
        "day": format_date,
        "number": display_number,
        "term": tell_term,
        "rank": _tell_rank,
        "pointed": _split_at_carets,
    }
    template = environment.get_template("preview.html")
    counts = Counter(order.verdict for order in preview.orders)
    return template.render(preview=preview, verdicts=VERDICTS, counts=counts, today=today)


def _tell_rank(alinea: AlineaDiff) -> str:
    """Say which alinéa it is, before and after."""
    old, new = alinea.old_position, alinea.new_position
    if old is None:
        return f"al. {new}, nouveau"
    if new is None:
        return f"ancien al. {old}, supprimé"
    return f"al. {new}" if old == new else f"al. {new}, ancien al. {old}"


def _split_at_carets(shown: Sequence[str]) -> list[tuple[str, str, str]]:
    """Cut each line where carets stand under it: a page marks the words, and may wrap the line."""
    pairs = zip(shown[::2], shown[1::2], strict=True)
    return [(line[: (low := c.index("^"))], line[low : len(c)], line[len(c) :]) for line, c in pairs]
