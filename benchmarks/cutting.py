"""Cut HTML into alinéas with the standard library alone: a witness that shares no code with ``ingest.dila.markup``."""

from __future__ import annotations

from html.parser import HTMLParser

BREAKS = frozenset("p br div table tr td th tbody thead blockquote li ul center caption".split())
"""Tags at which an alinéa ends, as the test archives' own description has it."""

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-0123456789+-", "")
"""Exponents and indices back as plain digits."""

NO_BLANKS = dict.fromkeys(map(ord, " \u00a0\u202f\n\t"))


class _Cutter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in BREAKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data


def alineas_of_html(html: str) -> tuple[str, ...]:
    """Give the alinéas of an article's HTML: plain text, white space collapsed, empty ones dropped.

    >>> alineas_of_html("<p>Un.</p> <br/>10<sup>3</sup> m")
    ('Un.', '103 m')
    """
    cutter = _Cutter()
    cutter.feed(html)
    cutter.close()
    return tuple(line for line in (" ".join(line.split()) for line in cutter.lines) if line)
