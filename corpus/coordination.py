"""What stands in one list shares what is said once: the name of a text at its end, the book that holds its titles."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.antecedents import Method
from corpus.divisions import KINDS, Division, Level, cited_numbers
from corpus.mentions import Kind
from corpus.relations import excepts
from corpus.targets import GOVERNS, Reading, parallel

_NUMBERED = {Kind.NUMBERS, Kind.DIVISION}


def govern_coordinated(text: str, readings: list[Reading], in_article: str | None) -> list[Reading]:
    """Let a name govern the articles coordinated before it: «au 4° de l'article 2331 et à l'article 2375 du code …».

    Only where both have the same preposition and the same kind of number, with nothing but «et», «ou», a comma between
    them. «Prévue à l'article 76 et les articles 188 et 189 de la loi organique» (Constitution, art. 77) is two texts.
    The other reading, an article of the citing text, is kept as the rival; it wins where the number is of the citing
    article's kin and not of the later one's: in the code du travail, «à l'article L. 7221-1 et à l'article L. 421-1 du
    code de l'action sociale et des familles» begins at home.
    """
    governed = list(readings)
    for position in range(len(readings) - 2, -1, -1):
        reading, following = governed[position], governed[position + 1]
        if _is_bare(reading, following) and _is_joined(text, reading, following, in_article):
            rival = reading.found.title if reading.found.title != following.found.title else None
            found = replace(following.found, method=Method.COORDINATED)
            governed[position] = replace(reading, found=found, rival=rival)
    return governed


def _is_bare(reading: Reading, following: Reading) -> bool:
    """Say whether nothing names the text of the first, and something that of the second, of the same kind."""
    bare = reading.found.method in {Method.IN_TEXT, Method.LAST_CODE, Method.UNDETERMINED}
    numbered = reading.mention.kind in _NUMBERED and following.mention.kind is reading.mention.kind
    named = reading.mention.title is not None or bool(reading.mention.complement)
    return bare and numbered and not named and following.found.method in GOVERNS


def _is_joined(text: str, reading: Reading, following: Reading, in_article: str | None) -> bool:
    """Say whether they are coordinated, and the first is not at home."""
    if _AS_WELL.match(text[reading.mention.end : following.mention.lead]) and (
        reading.found.method is Method.LAST_CODE or _may_be_at_home(reading, following, in_article)
    ):
        return False
    joined = parallel(text, reading.mention, following.mention) or _inserts_exception(text, reading, following)
    return joined and not _is_at_home(reading, following, in_article)


def _is_at_home(reading: Reading, following: Reading, in_article: str | None) -> bool:
    """Compare how numbers are built, and where they begin: «L. 7221-1» has four digits, «706-47» is near «706-53»."""
    if in_article is None or reading.mention.kind is not Kind.NUMBERS:
        return False
    if bool(reading.cited[0].letters) == in_article[0].isdigit():
        return False
    heads = [_HEAD.match(number) for number in (in_article, reading.cited[0].canonical, following.cited[0].canonical)]
    if not all(heads):
        return False
    home, this, other = (head[1] for head in heads if head)
    return this == home != other or (len(this) == len(home) >= 3 and len(other) != len(this))


def _inserts_exception(text: str, reading: Reading, following: Reading) -> bool:
    """«Les articles 112 à 124, à l'exception de l'article 117, du décret …»: what stands after the comma holds both."""
    one, two = reading.mention, following.mention
    if two.title is None or bool(one.numbers[0].letters) != bool(two.numbers[0].letters):
        return False
    last = two.numbers[-1].after.end if two.numbers[-1].after else two.numbers[-1].end
    return text[last : two.title.start].lstrip().startswith(",") and excepts(text, one.end, two.lead)


def _may_be_at_home(reading: Reading, following: Reading, in_article: str | None) -> bool:
    """«aux articles R. 262-1 et R. 264-1 ainsi qu'à l'article R. 726-1 du code rural»: «ainsi que» opens a group.

    So the first is at home, unless its numbers begin or are built like those of the second, and not like the one read.
    """
    if in_article is None or not reading.cited[0].letters or in_article[0].isdigit():
        return False
    heads = [_HEAD.match(number) for number in (in_article, reading.cited[0].canonical, following.cited[0].canonical)]
    home, this, other = (head[1] if head else "" for head in heads)
    return this == home or (this != other and (len(this) != len(other) or len(this) == len(home)))


_AS_WELL = re.compile(r"\s*,?\s*ainsi\s+qu")
_HEAD = re.compile(r"\D*?(\d+)")


def share_holders(text: str, readings: list[Reading]) -> list[Reading]:
    """«au titre Ier et au titre II du livre III»: the livre holds both."""
    shared = list(readings)
    for position in range(len(readings) - 2, -1, -1):
        reading, following = shared[position], shared[position + 1]
        one, two = reading.mention.division, following.mention.division
        if reading.mention.kind is not Kind.DIVISION or following.mention.kind is not Kind.DIVISION:
            continue
        if (
            one
            and two
            and not (one.title or one.pointing or one.foreign)
            and parallel(text, reading.mention, following.mention)
        ):
            outer = _holders(one, two)
            shared[position] = replace(reading, numbers=cited_numbers(one, outer))
    return shared


def _holders(one: Division, two: Division) -> list[Level]:
    """Give what holds the second chain, and is large enough to hold the whole first one."""
    rank = KINDS[one.levels[-1].kind]
    return [level for level in two.levels[1:] if KINDS[level.kind] < rank and KINDS[two.inner.kind] >= rank]
