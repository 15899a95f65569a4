"""Show where a passage stands: its line, cut to fit, and carets under the words."""

from __future__ import annotations

from corpus.model import Span

_WIDTH = 100
_LEAD = 30


def point_at(text: str, span: Span) -> tuple[str, ...]:
    """Show where a span of a text stands: its line, cut to fit, and carets under it."""
    start, end = span
    start += len(text[start:end]) - len(text[start:end].lstrip())
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", start)
    high = len(text) if high < 0 else high
    left = max(low, start - _LEAD)
    right = min(high, left + _WIDTH)
    head, tail = "…" if left > low else "", "…" if right < high else ""
    carets = max(min(end, right) - start, 1)
    return head + text[left:right] + tail, " " * (len(head) + start - left) + "^" * carets
