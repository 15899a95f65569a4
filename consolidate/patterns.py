"""The words in which forms are written, and how a pattern of them is matched against the chunks of a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from consolidate.chunks import Chunked
from corpus.model import Span

_VOCABULARY = {
    "est": "e",
    "remplacé": "R",
    "substitué": "S",
    "inséré": "I",
    "complété": "C",
    "supprimé": "D",
    "modifié": "M",
    "rétabli": "T",
    "rédigé": "Y",
    "suivant": "y",
    "devient": "K",
    "transféré": "X",
    "interverti": "G",
    "renuméroté": "N",
    "précédé": "P",
    "remplacer": "1",
    "supprimer": "2",
    "insérer": "3",
    "substituer": "4",
    "compléter": "5",
    "rédiger": "6",
    "par": "p",
    "après": "a",
    "avant": "b",
    "entre": "n",
    "jusqu'à": "j",
    "depuis": "k",
    "à-compter": "c",
    "et": "&",
    "au-lieu-de": "A",
    "lire": "L",
    "porté-à": "U",
    ":": ":",
}
VERBS = "RSICDMTYKXGNP123456LU"
"""Codes of the words that say what is done."""

_GAP = "(?:,?[odzth])*,?"
"""What may stand between any two words of a form."""

_QUOTED = "(?:o?[wvq])"
_LATER = "[,odztgfs&]*[eprRDSIC]"
_MACROS = {
    "in": "(?:g|(?<=o)[fs])(?:[,&]+[gsf])*?",
    "subject": "s(?:[,&]+[sfg])*",
    "place": "[sf](?:[,&]+[sfg])*",
    "tail": "[gf](?:[,&]+[gfs])*",
    "last": "g(?:[,&]+[gfs])*(?=[;.]*$)",
    "end": "F",
    "mark": "V",
    "block": "q(?:[;.]?q)*",
    "what": "[usf](?:[,&]+[usfg])*",
    "target": "[suf](?:[,&]+[usf](?![,odzt]*K))*",
    "thus": "[Yyt]*",
    "free": "[fsug&,]*",
}
_LISTS = {
    "new": f"[wvq](?:[,&]+(?:q|pw|pq|w(?!{_LATER})))*",
    "old": f"{_QUOTED}(?:[,&]+{_QUOTED})*",
    "anchor": f"{_QUOTED}(?:[,&]+{_QUOTED})*?",
    "to": "[Wq](?:[,&]+[Wq])*",
    "suite": f"(?:[wvq](?!{_LATER})(?:[,&]+(?:q|pw|pq|w(?!{_LATER})))*)",
}


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the table to a regular expression over codes of chunks.

    A macro that occurs twice gives two groups: ``in``, ``in2``.
    """
    seen: dict[str, int] = {}
    pieces: list[str] = []
    for word in re.findall(r"<[\w:]+>\??|[()|]\??|[^\s()|]+", pattern):
        if word in {"|", ")", ")?"}:
            pieces.append(word)
            continue
        if word == "(":
            pieces.append("(?:")
            continue
        optional = word.endswith("?")
        pieces.append(_element(word.rstrip("?"), seen, optional=optional))
    return re.compile(f"(?:[odzt],?)*{''.join(pieces)}o*(?:,?[dz](?=[;.]*$))*")


def _element(word: str, seen: dict[str, int], *, optional: bool) -> str:
    if not word.startswith("<"):
        code = re.escape(_VOCABULARY[word])
    else:
        kind, _, name = word[1:-1].partition(":")
        group = name or kind
        seen[group] = seen.get(group, 0) + 1
        numbered = group if seen[group] == 1 else f"{group}{seen[group]}"
        source = _LISTS.get(kind if kind in {"to", "suite"} else name) or _MACROS.get(kind) or _LISTS["old"]
        code = f"(?P<{numbered}>{source})"
    return f"(?:{code}{_GAP})?" if optional else f"{code}{_GAP}"


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the amending language: what it does, how it is written, and a sentence that shows it.

    ``follows``: the form has no verb of its own; it is read after a clause of the form it names («… et le mot :
    « C » par le mot : « D »»).
    """

    name: str
    action: str
    pattern: str
    example: str
    source: str
    follows: str = ""
    regex: re.Pattern[str] = field(init=False, repr=False, compare=False)
    verbs: frozenset[str] = field(init=False, repr=False, compare=False)
    numbered: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    """The groups of each name, in their order: ``in`` → («in», «in2»)."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "regex", compile_pattern(self.pattern))
        words = re.findall(r"[^\s()|]+", self.pattern)
        object.__setattr__(self, "verbs", frozenset(_VOCABULARY.get(word, "") for word in words) & set(VERBS))
        names: dict[str, tuple[str, ...]] = {}
        for name in self.regex.groupindex:
            base = name.rstrip("0123456789")
            names[base] = (*names.get(base, ()), name)
        object.__setattr__(self, "numbered", names)


@dataclass(frozen=True, slots=True)
class Match:
    """A form found in a chunked sentence: gives its groups as characters of the sentence."""

    form: Form
    chunked: Chunked
    first: int
    """The index of the first chunk of the clause."""
    last: int
    """The index after the last chunk of the clause, trailing commas left out."""
    parts: Mapping[str, list[tuple[int, int]]]
    """The chunks of each group, as indexes (first, after the last), each time that it occurs in the clause."""

    @property
    def codes(self) -> str:
        """The codes of the chunks that the form took."""
        return self.chunked.codes[self.first : self.last]

    @property
    def span(self) -> Span:
        """The characters of the clause."""
        return self.chunked.span(self.first, self.last)

    def groups(self, group: str) -> list[tuple[int, int]]:
        """The chunks of a group, as indexes (first, after the last), each time that it occurs in the clause."""
        return self.parts.get(group, [])

    def has(self, group: str) -> bool:
        """Tell whether a group of the form is there."""
        return group in self.parts


def match_form(form: Form, chunked: Chunked, position: int) -> Match | None:
    """Match a form at a chunk."""
    match = form.regex.match(chunked.codes, position)
    if match is None:
        return None
    parts: dict[str, list[tuple[int, int]]] = {}
    for group, names in form.numbered.items():
        spans = [(start, end) for start, end in map(match.span, names) if start < end]
        if spans:
            parts[group] = sorted(spans)
    return Match(form, chunked, position, position + len(match[0].rstrip(",")), parts)


# ── Units without an order of their own ──────────────────────────────────────────────────────────────────────

CONTEXT = re.compile("(?:d,?)?(?P<in>(?:g(?:[,&]+[gsf])*|[ab][sf](?:[,&]+[sfg])*))(?:,?d)?:")
"""«I. - A l'article 1er :»: a place alone, for what follows."""

DATED = re.compile("(?P<in>(?!))?d,?:")
"""«A compter du 1er janvier 2011 :»: a day alone, for what follows."""

_PLACE = "g(?:[,&]+[gsf])*"
LISTED_ORDER = re.compile(
    f"(?:d,?)?(?:(?P<in>{_PLACE}),?)?(?:sy(?P<of>f)?,?)?e(?P<verb>D)[odzt,]*"
    f"(?:(?P<after>{_PLACE})|sy(?P<of_after>f)?)?[odzt,]*:"
)
"""«Sont abrogés :», «Les dispositions suivantes du code civil sont abrogées :»: an order for what the points name."""

LISTED_PLACE = re.compile(f"(?:(?P<in>{_PLACE}):)?(?P<subject>s(?:[,&]+[sfg])*)")
"""«1° L'article 5 ;», a point of such a list."""

LISTED_WORDS = re.compile(f"(?P<in>{_PLACE}),?(?P<old>w(?:[,&]+w)*)")
"""«1° A l'article 5, les mots : « sans délai » ;», a point of a list under «Sont supprimés :»."""
