"""What an amending act orders, as frozen values: where (:class:`Place`), what (:data:`Action`), and how it ended.

An operation is a plan, not a deed: it can be printed, stored and replayed without applying it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.model import Span, TextId
from corpus.numbering import number_range

# ── Where ────────────────────────────────────────────────────────────────────────────────────────────────────


class Unit(StrEnum):
    """The units that an ordinal counts."""

    ALINEA = "alinéa"
    SENTENCE = "phrase"
    DASH = "tiret"


@dataclass(frozen=True, slots=True)
class Ranked:
    """Units by rank, ``first`` to ``last`` included, 1-based; negative ranks count from the end (-1 is the last)."""

    unit: Unit
    first: int
    last: int
    total: int | None = field(default=None, compare=False)
    """How many there must be: «les deux phrases» are all that there are."""

    def __str__(self) -> str:
        if self.first == self.last:
            return f"{self.unit} {self.first}"
        return f"{self.unit}s {self.first} à {self.last}"


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled unit: ``I``, ``A``, ``1°``, ``a``, ``d bis``. The label is written without its punctuation.

    ``since`` is the label before it in a range: «les 1° à 3°» holds the 2° bis too, if there is one.
    """

    label: str
    since: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class Recall:
    """A unit that was named before: «au même alinéa», «du même 2°». Gone once the place is resolved."""

    unit: Unit | str

    def __str__(self) -> str:
        return f"même {self.unit}"


class Edge(StrEnum):
    """The beginning or the end of the unit before it in the path."""

    START = "début"
    END = "fin"


Step = Ranked | Item | Edge | Recall


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the law: text, article, then steps from the outside in (``II``, ``3°``, ``alinéa 2``, ``phrase 1``).

    ``text`` None means the text under amendment; ``article`` None means every article (or none named yet);
    ``until`` makes it the range of the articles that exist from ``article`` to ``until`` («les articles 5 à 5-3»);
    ``division`` names a book, title… when the drafter gave one: it is kept for the report, not needed to find.
    """

    text: TextId | None = None
    article: str | None = None
    steps: tuple[Step, ...] = ()
    division: str | None = None
    until: str | None = None

    def covers(self, number: str) -> bool:
        """Tell whether an article is the one, or one of the range, that the place names."""
        if self.article is None or self.until is None:
            return self.article == number
        return number in number_range(self.article, self.until, [number])

    def inside(self, context: Place) -> Place:
        """Complete this place by what its context says of the levels above it."""
        if self.article is not None or self.text is not None or self.division is not None:
            same = self.article in (None, context.article) and self.text in (None, context.text)
            inherits = same and self.division is None
            return Place(
                self.text or context.text,
                self.article or (context.article if inherits else None),
                self.steps,
                self.division or context.division,
                self.until or (context.until if inherits and self.article is None else None),
            )
        return Place(context.text, context.article, context.steps + self.steps, context.division, context.until)

    def __str__(self) -> str:
        parts = [str(step) for step in self.steps]
        if self.article:
            parts.insert(0, f"article {self.article}" + (f" à {self.until}" if self.until else ""))
        return ", ".join(parts)


# ── What ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Which occurrences of quoted words are meant.

    ``ranks`` pick some (negative from the end); ``count`` is a number that the drafter announces («par deux fois»);
    neither, with ``every`` set, means «à chaque occurrence». All unset: the drafter did not say. ``after`` and
    ``before`` are the words between which they stand («la virgule après le mot : « juge »»).
    """

    ranks: tuple[int, ...] = ()
    count: int | None = None
    every: bool = False
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class ReplaceWords:
    """Replace ``old[i]`` by ``new[i]`` (or by the one ``new``)."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    occurrence: Occurrence = Occurrence()


@dataclass(frozen=True, slots=True)
class InsertWords:
    """Insert words before or after an anchor; without an anchor, at the start or the end of the place."""

    new: str
    anchor: str | None = None
    before: bool = False
    occurrence: Occurrence = Occurrence()


@dataclass(frozen=True, slots=True)
class DeleteWords:
    """Delete each of the quoted words."""

    old: tuple[str, ...]
    occurrence: Occurrence = Occurrence()


@dataclass(frozen=True, slots=True)
class ReplaceTail:
    """Replace (or, with ``new`` empty, delete) what follows the anchor, up to the end of the ``scope``.

    ``inclusive``: the anchor itself goes too («à compter du mot : …»). ``scope`` is the sentence or the alinéa that
    holds the anchor («la fin de la phrase»), or None: the place. The final punctuation stays unless the new words
    bring their own.
    """

    anchor: str
    new: str = ""
    inclusive: bool = False
    scope: Unit | None = None
    occurrence: Occurrence = Occurrence()


@dataclass(frozen=True, slots=True)
class ReplaceStretch:
    """Replace (or, with ``new`` empty, delete) what goes from one quotation to another.

    Without ``anchor``, from the beginning of the place. ``inclusive``: the quotations go too; else they stay («les mots
    compris entre …»).
    """

    anchor: str
    until: str
    new: str = ""
    inclusive: bool = True


@dataclass(frozen=True, slots=True)
class ReplacePassage:
    """Replace whole units (article, items, alinéas, sentences) by new alinéas or sentences."""

    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InsertPassage:
    """Insert alinéas, items or sentences: after or before the place, or at its end («est complété par»).

    ``what`` says what the drafter announced: ``alinéa``, ``phrase``, ``item``.
    """

    new: tuple[str, ...]
    what: str
    position: str = "end"
    lands: int | None = None
    restored: bool = False


@dataclass(frozen=True, slots=True)
class DeletePassage:
    """Delete whole units; an article is repealed."""


@dataclass(frozen=True, slots=True)
class MoveAlinea:
    """«Le troisième alinéa devient le quatrième»: no edit, but a statement that the result must bear out."""

    rank: int


@dataclass(frozen=True, slots=True)
class MovePassage:
    """Alinéas change places: they go after, or before, the unit at ``goal``."""

    goal: Place
    before: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A unit takes the place of another; the other one has an operation of its own."""

    other: Place


@dataclass(frozen=True, slots=True)
class Detach:
    """Sentences at the end of an alinéa become an alinéa; of rank ``rank``, when the act says which."""

    rank: int | None = None


@dataclass(frozen=True, slots=True)
class RetitleDivision:
    """«L'intitulé du titre V est ainsi rédigé»: a heading, which is no part of any article's text."""

    new: str


@dataclass(frozen=True, slots=True)
class MergeItems:
    """«est modifiée et complétée comme suit»: items whose label exists are rewritten, the others added."""

    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relabel:
    """The unit at the place takes a new label («le 5° devient le 6°»)."""

    label: str


@dataclass(frozen=True, slots=True)
class CreateArticle:
    """A new (or restored) article with its alinéas."""

    number: str
    number_as_published: str
    new: tuple[str, ...]
    restored: bool = False


@dataclass(frozen=True, slots=True)
class RewriteArticles:
    """The articles of a range or of a division are replaced by those quoted: (number, as published, alinéas) each.

    What exists and is not quoted again disappears; what is quoted and did not exist is created.
    """

    quoted: tuple[tuple[str, str, tuple[str, ...]], ...]

    def text_of(self, number: str) -> tuple[str, ...] | None:
        """The new alinéas of an article, or None when it disappears."""
        return next((alineas for canonical, _, alineas in self.quoted if canonical == number), None)


@dataclass(frozen=True, slots=True)
class MoveArticle:
    """An article takes another number, its text unchanged; feeds the lineage.

    ``among`` are the ends of the range that the drafter moves («les articles 5 à 8 deviennent …»): every article that
    exists between them must have its new number.
    """

    number: str
    among: tuple[str, str] | None = None


Action = (
    ReplaceWords
    | InsertWords
    | DeleteWords
    | ReplaceTail
    | ReplaceStretch
    | ReplacePassage
    | InsertPassage
    | DeletePassage
    | MoveAlinea
    | MovePassage
    | Exchange
    | Detach
    | RetitleDivision
    | MergeItems
    | Relabel
    | CreateArticle
    | RewriteArticles
    | MoveArticle
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One typed instruction at one place, with its origin. Provenance does not count in equality."""

    action: Action
    place: Place
    form: str = field(default="", compare=False)
    span: Span = field(default=(0, 0), compare=False)
    sentence: str = field(default="", compare=False, repr=False)
    act_article: str | None = field(default=None, compare=False)
    landing: int | None = field(default=None, compare=False)
    effective: dt.date | None = field(default=None, compare=False)
    """The day that the instruction itself gives: «à compter du 1er janvier 2011»."""
    act_item: tuple[str, ...] = field(default=(), compare=False)
    """Where in its article of the act the instruction stands: (``I``, ``2°``, ``a``)."""

    @property
    def kind(self) -> str:
        """The name of the action, as the database stores it: ``replace-words``, ``create-article``…"""
        name = type(self.action).__name__
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


def old_words(action: Action) -> str | None:
    """The words or label that an action is about, as one string."""
    match action:
        case ReplaceWords(old=old) | DeleteWords(old=old):
            return " | ".join(old)
        case InsertWords(anchor=anchor) | ReplaceTail(anchor=anchor):
            return anchor
        case ReplaceStretch(anchor=anchor, until=until):
            return f"{anchor} […] {until}"
        case _:
            return None


def new_words(action: Action) -> str | None:
    """The words, alinéas or number that an action brings, as one string, alinéas joined by newlines."""
    match action:
        case ReplaceWords(new=new):
            return " | ".join(new)
        case InsertWords(new=words) | ReplaceTail(new=words) | ReplaceStretch(new=words) | RetitleDivision(new=words):
            return words or None
        case ReplacePassage(new=new) | InsertPassage(new=new) | MergeItems(new=new) | CreateArticle(new=new):
            return "\n".join(new)
        case RewriteArticles(quoted=quoted):
            return "\n".join(alinea for _, shown, alineas in quoted for alinea in (f"Art. {shown}", *alineas))
        case Relabel(label=label):
            return label
        case MoveArticle(number=number):
            return number
        case _:
            return None


# ── How it ended ─────────────────────────────────────────────────────────────────────────────────────────────


class Reason(StrEnum):
    """Why an operation was not applied. The value is what the database and the JSON hold."""

    WORDS_NOT_FOUND = "words-not-found"
    AMBIGUOUS = "ambiguous"
    OUT_OF_RANGE = "out-of-range"
    UNKNOWN_ARTICLE = "unknown-article"
    ARTICLE_EXISTS = "article-exists"
    BASE_TEXT_MISSING = "base-text-missing"
    UNDATED_ACT = "undated-act"
    UNDATED_ORDER = "undated-order"
    UNSURE_BASE = "unsure-base"
    CONFLICT = "conflict"
    MISMATCH = "mismatch"
    UNKNOWN_DIVISION = "unknown-division"
    ARTICLE_REFUSED = "article-refused"

    @property
    def explanation(self) -> str:
        """One French sentence for the reader of a refusal."""
        return _REASONS[self]


_REASONS = {
    Reason.WORDS_NOT_FOUND: "Les mots visés ne se trouvent pas à l’endroit désigné.",
    Reason.AMBIGUOUS: "L’endroit désigné répond plusieurs fois, et l’instruction ne dit pas laquelle.",
    Reason.OUT_OF_RANGE: "L’endroit désigné n’existe pas dans l’article.",
    Reason.UNKNOWN_ARTICLE: "L’article visé n’existe pas à cette date.",
    Reason.ARTICLE_EXISTS: "L’article à créer existe déjà.",
    Reason.BASE_TEXT_MISSING: "Le texte visé n’est pas dans le corpus : l’instruction est en attente.",
    Reason.UNDATED_ACT: "La date de publication de l’acte est inconnue : l’instruction est en attente.",
    Reason.UNDATED_ORDER: "L’acte fait dépendre l’instruction d’une date ou d’une condition que le corpus ignore.",
    Reason.UNSURE_BASE: "Une instruction antérieure sur cet article n’a pu être appliquée : son texte n’est plus sûr.",
    Reason.CONFLICT: "Deux instructions du même acte se contredisent sur le même passage.",
    Reason.MISMATCH: "L’instruction annonce un nombre qui ne correspond pas à ce qui est trouvé.",
    Reason.UNKNOWN_DIVISION: "Le corpus ne dit pas quels articles forment cette division.",
    Reason.ARTICLE_REFUSED: "Une autre instruction du même acte sur cet article est refusée : aucune n’est appliquée.",
}


class Refused(Exception):
    """Raised while locating or editing; carries the reason and what was seen."""

    def __init__(self, reason: Reason, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


@dataclass(frozen=True, slots=True)
class Refusal:
    """An operation that was not applied: why, where in the act (``span``), and what was seen in the article."""

    operation: Operation
    reason: Reason
    detail: str

    @property
    def span(self) -> Span:
        """Where the instruction stands in the act's body."""
        return self.operation.span


class SpanKind(StrEnum):
    """What a stretch of an act's body is. The kinds tile the body: no character is passed over."""

    HEADING = "heading"
    OPERATION = "operation"
    QUOTED = "quoted"
    CONNECTIVE = "connective"
    OTHER = "other"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A typed stretch of an act's body."""

    span: Span
    kind: SpanKind
