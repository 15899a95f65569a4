"""``citations``: what a text cites, with exact spans. The reading itself is ``corpus.references``."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.references import Reference, find_references


def citations(
    text: str, in_text: str | None = None, in_article: str | None = None, visas: Sequence[str] = ()
) -> tuple[Reference, ...]:
    """List what ``text`` cites, in order: one citation per article, or per text cited as a whole.

    ``text`` is one article or act, one alinéa per line; ``in_text`` is the title of the text it belongs to, and
    ``in_article`` its number in any usual spelling: «présent article» and bare numbers are resolved by them.
    ``visas`` are those of the act, for «susvisé». Spans are half-open, in characters of ``text``.

    >>> [(c.as_written, c.target_text, c.target_article)
    ...  for c in citations("aux articles L. 162-5 et L. 162-31-1 du code de la sécurité sociale")]
    [('L. 162-5', 'Code de la sécurité sociale', 'L162-5'), ('L. 162-31-1', 'Code de la sécurité sociale', 'L162-31-1')]
    """
    return find_references(text, in_text, in_article, visas)
