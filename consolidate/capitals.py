"""The capital that opens a sentence, when words come before it or go away.

Official texts follow the sentence: «Les animaux et» put before «Les objets» gives «Les animaux et les objets»;
«Toutefois,» taken from «Toutefois, deux personnes» leaves «Deux personnes». Measured on the successive versions of the
code civil, the code de la propriété intellectuelle and the Constitution that differ so and in nothing else: five
insertions of five, one deletion of one. A name keeps its capital, so only words of grammar are changed.
"""

from __future__ import annotations

import re

_GRAMMAR = frozenset(
    """le la les l un une des du de d ce cet cette ces il elle ils elles on nul nulle aucun aucune tout toute tous
    toutes chaque en à a au aux dans par pour sur sous sans sauf si s lorsque lorsqu quand leur leurs son sa ses qui
    que qu dont chacun chacune celui celle ceux celles cela y ou et ainsi dès avant après pendant depuis entre selon
    toutefois est sont a ont ne n peut peuvent doit doivent quiconque plusieurs certains certaines seul seule seuls
    seules comme afin lors jusqu parmi outre notamment cependant néanmoins aussi hors hormis faute tant quel quelle
    quels quelles""".split()
)
_FIRST = re.compile(r"[^\W\d_]+")
_ENDS_SENTENCE = (".", "!", "?", ":", "»")
_ACCENTED = re.compile("[À-Ý]")


_NUMBER = re.compile(r"[LRDA]\*{0,2}\.\s?\d")


def is_sentence(words: str) -> bool:
    """Tell whether quoted words have the capital and the full stop of a sentence: «Il statue.»."""
    stripped = words.strip()
    first = _FIRST.match(stripped)
    return (
        first is not None
        and first[0][0].isupper()
        and stripped.endswith((".", "!", "?"))
        and not _NUMBER.match(stripped)
    )


def opens_with_grammar(words: str) -> bool:
    """Tell whether the first word is one of grammar, whose capital can only be that of a sentence."""
    first = _FIRST.match(words.strip())
    return first is not None and first[0].lower() in _GRAMMAR


def lower_opening(following: str, inserted: str) -> str | None:
    """Give the first letter of ``following`` in lower case, where words that end no sentence come before; or None."""
    word = _FIRST.match(following)
    if word is None or not word[0][0].isupper() or inserted.rstrip().endswith(_ENDS_SENTENCE):
        return None
    if word[0].lower() not in _GRAMMAR or word[0][1:] != word[0][1:].lower():
        return None
    return "à" if word[0] == "A" else word[0][0].lower()


def raise_opening(before: str, removed: str, following: str) -> str | None:
    """Give the first letter of ``following`` as a capital, where the words that opened its sentence go away; or None.

    ``before`` is what stands before them in their alinéa, its label left out.
    """
    opens = not before.strip() or before.rstrip().endswith((".", "!", "?"))
    if not opens or not removed.strip()[:1].isupper() or not following[:1].islower():
        return None
    return "A" if following[0] == "à" and not _ACCENTED.search(removed + following) else following[0].upper()
