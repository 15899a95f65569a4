"""What stands after the last article of an act: who signed it, in what capacity, and what the page adds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.lines import Line

_DONE = re.compile(r"Fait (?:à [^,]{1,80},? )?(?:le|en date du) (?:1er|\d)", re.IGNORECASE)
_ON_BEHALF = re.compile(r"(?:Par|Pour|Et par)\b.*?:?$")
_CAPACITY = re.compile(r"(?:Le|La|Les)\s|L'|Chargée? |Ministre |Secrétaire ")
_NAME = re.compile(r"(?:(?:[A-ZÀ-ÖØ-Þ][\w.'-]*|d[eu]s?|l[ea]|d'[\w-]+)\s?){1,7}")
_APPENDIX = re.compile(r"\(\d+\)|ANNEXES?\b|Annexes?\b|N(?:OTA|ota|ote)\b|T(?:RAVAUX|ravaux) |_{3,}")
_DELEGATION = re.compile(
    r"Par (?:l[ea] Président(?:e)? de la République|l[ea] Premi(?:er|ère) ministre|délégation)\b.{0,40}:$"
    r"|Pour .{1,200} et par délégation ?:?$"
)


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatories, «name, capacity» each, and the lines that are no signature."""

    signatories: tuple[str, ...]
    outside: tuple[str, ...]


def find_signature(lines: Sequence[Line], start: int) -> int:
    """Give the position, from ``start`` on, where the signatures begin, or the number of lines."""
    for position in range(start, len(lines)):
        if _DONE.match(lines[position].text):
            return position
    for position in range(start + 1, len(lines)):
        if _DELEGATION.match(lines[position].text):
            while position > start + 1 and _is_name(lines[position - 1].text):
                position -= 1
            return position
    return len(lines)


@dataclass(slots=True)
class _Reader:
    """Capacities and names come in turn; a capacity waits until the name that bears it.

    «Le ministre, / Pour le ministre et par délégation : / Le directeur, / D. Durand»: Durand signs as director, on
    behalf; the minister, whom nobody signs for in person, goes outside.
    """

    signatories: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    capacity: str = ""
    behalf: list[str] = field(default_factory=list)

    def take(self, line: Line) -> None:
        """Read one line of the signatures."""
        if _DONE.match(line.text) or line.link:
            self.outside.append(line.text)
        elif _ON_BEHALF.match(line.text):
            self._on_behalf(line.text.rstrip(": "))
        elif self.capacity and (line.text[:1].islower() or not self.capacity.endswith(",")):
            self.capacity += f" {line.text}"
        elif _CAPACITY.match(line.text):
            self._drop_capacity()
            self.capacity = line.text
        elif _is_name(line.text):
            self._sign(line.text)
        else:
            self.outside.append(line.text)

    def _on_behalf(self, words: str) -> None:
        """«Par le Premier ministre :» says who signed above it; «Pour le ministre et par délégation :», below."""
        if not words.startswith(("Par le ", "Par la ")):
            self._drop_capacity()
            self.behalf.append(words)
        elif len(self.signatories) == 1 and "," not in self.signatories[0]:
            self.signatories[0] += f", {words[4:]}"
        else:
            self.outside.append(words)

    def _sign(self, name: str) -> None:
        parts = (name, *map(_lower_first, (self.capacity.rstrip(" ,:"), *self.behalf)))
        self.signatories.append(", ".join(part for part in parts if part))
        self.capacity = ""
        self.behalf = []

    def _drop_capacity(self) -> None:
        if self.capacity:
            self.outside.append(self.capacity)
        self.capacity = ""

    def flush(self) -> None:
        """Keep a capacity that nobody bears: the page gives no name."""
        self.outside.extend(self.behalf)
        self._drop_capacity()


def read_signatures(lines: Sequence[Line]) -> Signatures:
    """Read the lines from «Fait à Paris, le …» to the end."""
    reader = _Reader()
    end = next((i for i, line in enumerate(lines) if _APPENDIX.match(line.text)), len(lines))
    for line in lines[:end]:
        reader.take(line)
    reader.flush()
    reader.outside.extend(line.text for line in lines[end:])
    return Signatures(tuple(reader.signatories), tuple(reader.outside))


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and not _CAPACITY.match(text)


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
