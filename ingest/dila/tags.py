"""The tags and attributes of HTML that DILA's files hold, and what becomes of each: facts, no code."""

from __future__ import annotations

_KNOWN_BREAKS = frozenset(
    "p br div table tr td th tbody thead blockquote li ul center caption ol dl dt dd hr h1 h2 h3 h4 h5 h6 pre".split()
)

_NEW_BREAKS = frozenset(
    """tfoot section article header footer figure figcaption address aside main nav hgroup search menu dir details
    summary dialog fieldset legend form option optgroup textarea""".split()
)
"""Blocks of HTML that were never seen in DILA's files: they end an alinéa all the same, and are reported."""

BREAKS = _KNOWN_BREAKS | _NEW_BREAKS
"""Tags that end an alinéa: each cell of a table is one, so that its words are found and compared."""

ALLOWED = frozenset(
    """p br div table thead tbody tfoot tr td th caption colgroup col ul ol li dl dt dd sup sub b strong i em u
    blockquote pre hr h1 h2 h3 h4 h5 h6 span""".split()
)
"""Tags that the sanitised form keeps."""

EMPTY = frozenset({"br", "hr", "col"})
"""Tags without an end in HTML."""

DROPPED = frozenset("script style template iframe object embed applet input link meta base svg math".split())
"""Dropped with all that they hold, and reported: no words of the law, or (math) words that would read as other ones."""

IMAGES = frozenset("img image picture map video audio canvas".split())
"""What shows no words: reported, so that nobody takes the text for the whole (a form, a map, a formula)."""

MARKUP_TAGS = ALLOWED | EMPTY | frozenset("a font center small big tt".split())
"""Tags that are expected inside a CONTENU. A struck-out word (strike, del) is none: it may be no law any more."""

KEPT_ATTRIBUTES = frozenset({"colspan", "rowspan"})
"""Attributes that the sanitised form keeps, where they are small numbers."""

HARMLESS_ATTRIBUTES = frozenset(
    """align valign width height border bordercolor cellpadding cellspacing char charoff class id name lang xml:lang dir
    title bgcolor background color face size clear nowrap noshade summary abbr axis headers scope rules frame hspace
    vspace href target rel rev shape""".split()
)
"""Attributes that are dropped in silence: how it looks, where a link leads. (``start`` of a list, ``value`` of an item
are none of these: they number.)"""

HARMLESS_STYLES = frozenset(
    """align background background-color border border-bottom border-collapse border-color border-left border-right
    border-spacing border-style border-top border-width clear color float font font-family font-size font-style
    font-variant font-weight height letter-spacing line-height margin margin-bottom margin-left margin-right margin-top
    max-width min-width padding padding-bottom padding-left padding-right padding-top page-break-after
    page-break-before page-break-inside table-layout text-align text-indent vertical-align white-space width
    word-spacing word-wrap""".split()
)
"""Properties of a ``style`` that change no word; others («display», «content», «text-transform»…) are reported."""
