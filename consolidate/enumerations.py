"""What joins the parts of an enumeration, when one of them goes away.

«La référence : « 57 » est supprimée» leaves «34, 57 et 78» as «34 et 78»: the drafter does not quote the comma that
goes with the number. Only numbers tell that they are parts of an enumeration: «sans délai», taken from «statue sans
délai, sauf urgence», leaves the comma.
"""

from __future__ import annotations

import re

from consolidate.operations import Reason, Refused
from corpus.model import Span
from corpus.numbering import NUMBER_PATTERN

_NUMBER = rf"(?:{NUMBER_PATTERN}|\d+°)"
_ONE = re.compile(_NUMBER)
_COMMA_AFTER = re.compile(rf",\s+(?={_NUMBER})")
_AND_AFTER = re.compile(rf"\s+(?:et|ou)\s+(?={_NUMBER})")
_LAST_OF_TWO = re.compile(rf"{_NUMBER}(?P<joined>\s+(?:et|ou)\s+)$")
_JOINED = re.compile(r"(?:^|\W)(?P<joint>et|ou)\s*$")
_ENDS = re.compile(r"\s*(?:[.;:,)]|$)")


def close_list(alinea: str, span: Span) -> Span:
    """Widen the deletion of a number to the comma, «et» or «ou» that joined it to the others.

    Raises Refused where «et» or «ou» would stay with nothing after it.
    """
    start, end = span
    if _ONE.fullmatch(alinea[start:end]):
        span = _close_numbers(alinea, start, end)
    joint = _JOINED.search(alinea, 0, span[0])
    if joint and _ENDS.match(alinea, span[1]) and not alinea[slice(*span)].rstrip().endswith((";", ",")):
        raise Refused(Reason.AMBIGUOUS, f"« {joint['joint']} » ne joindrait plus rien : l’instruction n’en dit rien.")
    return span


def _close_numbers(alinea: str, start: int, end: int) -> Span:
    before = alinea[:start]
    if before.endswith(", "):
        return (start - 2 if _AND_AFTER.match(alinea, end) else start), end
    if last := _LAST_OF_TWO.search(before):
        if before[: last.start()].endswith(", "):
            raise Refused(Reason.AMBIGUOUS, "Le nombre supprimé termine une énumération : ce qui la joint resterait.")
        return last.start("joined"), end
    if not _JOINED.search(before) and (after := _COMMA_AFTER.match(alinea, end) or _AND_AFTER.match(alinea, end)):
        return start, after.end()
    return start, end
