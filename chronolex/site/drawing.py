"""The timeline of an article's page: the picture of :mod:`graph.lineage_picture`, in the style sheet of the site."""

from __future__ import annotations

from markupsafe import Markup

from corpus.dates import Clock
from graph.lineage_picture import Link, draw_lineage
from graph.timeline import Timeline


def draw(timeline: Timeline, name: str, link: Link, clock: Clock = Clock.LEGIFRANCE) -> Markup:
    """Draw a timeline. ``name`` makes its ids unique in the page."""
    # The tree holds our own element names, and texts that the XML library has escaped.
    return Markup(draw_lineage(timeline, name, link, clock, styled=False))  # noqa: S704
