"""What an act would do to articles, order by order and word by word: computed, shown, and stored nowhere."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from chronolex.carets import point_at
from chronolex.plaintexts import read_articles
from consolidate import (
    FORMER_COUNT,
    Amendment,
    Operation,
    Reading,
    Reason,
    apply_reading,
    point_in_act,
    point_in_article,
    read_instructions,
    term_of,
)
from corpus.causes import describe_cause
from corpus.dates import Day, as_day, format_date
from corpus.diff import AlineaDiff, diff_alineas
from corpus.errors import AmbiguousArticle, DateError, NoArticle, UnknownFormat, UnknownText, UnreadableSource
from corpus.model import Span, TextId
from corpus.numbering import display_number
from corpus.reading import Corpus
from corpus.titles import read_title
from ingest import decode, read, repair

Alineas = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewedOrder:
    """One instruction: ``verdict`` is applied, refused, pending (its text is not at hand) or unread.

    ``span`` is in the act's operative part; ``shown`` are lines that show it there, and in the article, with carets.
    ``effective`` is the day that the act gives to this instruction, where it gives one; ``undated``: it leaves the day
    to a condition, to another act or to a publication not yet known, or tells it in words that are not understood.
    """

    sentence: str
    act_article: str | None
    span: Span
    verdict: str
    target: str | None = None
    reason: str | None = None
    detail: str | None = None
    shown: tuple[str, ...] = ()
    effective: dt.date | None = None
    undated: bool = False


@dataclass(frozen=True, slots=True)
class PreviewedArticle:
    """One article that would change: ``before`` None is created, ``after`` None repealed.

    ``former`` is the number that it had until then, where the act gives it another.
    """

    text: str
    number: str
    before: Alineas | None
    after: Alineas | None
    alineas: tuple[AlineaDiff, ...]
    former: str | None = None

    @property
    def fate(self) -> str:
        """What becomes of the article as a whole, in French; empty when it is amended."""
        if self.former:
            return f"auparavant article {display_number(self.former)}"
        return "créé" if self.before is None else "abrogé" if self.after is None else ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do on a day. ``complete``: every instruction was read and applied."""

    act: str
    date: dt.date | None
    articles: tuple[PreviewedArticle, ...]
    orders: tuple[PreviewedOrder, ...]

    @property
    def complete(self) -> bool:
        """True when nothing is refused, pending or unread."""
        return all(order.verdict == "applied" for order in self.orders)


@dataclass(frozen=True, slots=True)
class _Act:
    title: str
    body: str
    identity: TextId | None
    visas: tuple[str, ...]
    published: dt.date | None


def preview(act: Path | str, on: Corpus | Path | str, *, date: Day | None = None, text: str | None = None) -> Preview:
    """Show what an act, a file, would do to a corpus, or to the articles of a plain text file; nothing is stored.

    On a corpus: to the law of ``date``; by default that of the eve of the first version that the act has written there,
    else of its publication, else of today. A plain text file has no dates:
    it has «Article 5» alone on a line before each article, then one alinéa a line, and may name its text before the
    first article. ``text`` names the text under amendment where the act, or the plain text, does not.

    Raises SourceError for a file that cannot be read, UnknownText for a ``text`` that is none, and AmbiguousArticle
    when the act amends several texts and the plain text does not say which one it is of.
    """
    source = _read_act(Path(act))
    if isinstance(on, Corpus):
        return _preview_corpus(source, on, None if date is None else as_day(date), text)
    if date is not None:
        raise DateError("Un fichier de texte n’a pas de dates : il dit le droit d’un seul jour.", "Ôter la date.")
    return _preview_text(source, Path(on), text)


def _preview_corpus(act: _Act, corpus: Corpus, date: dt.date | None, text: str | None) -> Preview:
    day = date or _eve(act, corpus) or act.published or dt.date.today()
    base = read_title(corpus.text(text).title) if text else None
    reading = read_instructions(act.body, act.identity, act.visas, base)
    bases = {text: _base_on(corpus, text, day) for text in _texts_of(reading)}
    return _preview(act, reading, {text: found for text, found in bases.items() if found.articles}, day)


def _eve(act: _Act, corpus: Corpus) -> dt.date | None:
    """The last day of the law that the act found, where the corpus already holds what it wrote."""
    try:
        first = corpus.text(act.identity.slug).first_effect() if act.identity else None
    except UnknownText:
        return None
    return first - dt.timedelta(days=1) if first else None


def _preview_text(act: _Act, base: Path, text: str | None) -> Preview:
    heading, articles = read_articles(decode(_bytes_of(base), base.name)[0], base.name)
    if text is not None and read_title(text) is None:
        raise UnknownText(f"« {text} » n’est pas le nom d’un texte.", "L’écrire en entier : « Code civil ».")
    identity = read_title(text or heading)
    reading = read_instructions(act.body, act.identity, act.visas, identity)
    named = _texts_of(reading)
    if identity is None and len(named) > 1:
        titles = tuple(each.title for each in named)
        sentence = f"L’acte modifie plusieurs textes ({', '.join(titles)}) ; {base.name} ne dit pas lequel est le sien."
        raise AmbiguousArticle(sentence, titles, "Le nommer sur la première ligne du fichier, ou par --text.")
    return _preview(act, reading, {identity or next(iter(named), None): _Base(articles)}, None)


def _texts_of(reading: Reading) -> tuple[TextId, ...]:
    """The texts that the operations name, each once."""
    named = (op.place.text for op in reading.operations)
    return tuple({text.slug: text for text in named if text is not None}.values())


def _read_act(path: Path) -> _Act:
    data = _bytes_of(path)
    try:
        document = read(data, path.name)
    except (UnknownFormat, NoArticle):
        document = None
    if document is None or not document.body:
        # Not an act as the Journal officiel prints it: the orders alone, as a drafter has them on his table.
        return _Act(path.name, repair(decode(data, path.name)[0]).text, None, (), None)
    title = document.text.title if document.text else document.title or path.name
    return _Act(title, document.body, document.text, document.visas, document.published)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSource(f"{path} ne se lit pas : {describe_cause(error)}.", "Vérifier le chemin.") from error


@dataclass(frozen=True, slots=True)
class _Base:
    """The articles of a text; ``shared`` are the numbers that several of them bear at once (DILA's bases have such)."""

    articles: Mapping[str, Alineas]
    shared: frozenset[str] = frozenset()


def _base_on(corpus: Corpus, identity: TextId, day: dt.date) -> _Base:
    try:
        text = corpus.text(identity.slug)
    except UnknownText:
        return _Base({})
    versions = text.at(day).articles()
    borne = Counter(version.number for version in versions)
    shared = frozenset(number for number, times in borne.items() if times > 1)
    return _Base({version.number: version.alineas for version in versions}, shared)


# ── Putting it together ──────────────────────────────────────────────────────────────────────────────────────


def _preview(act: _Act, reading: Reading, bases: Mapping[TextId | None, _Base], day: dt.date | None) -> Preview:
    """Apply the orders to each text that is at hand; an order that names none is about it if there is only one."""
    only = len({_slug(text) for text in (*_texts_of(reading), *bases)}) < 2
    articles: list[PreviewedArticle] = []
    orders: list[PreviewedOrder] = []
    done: set[int] = set()
    for text, base in bases.items():
        slugs = {_slug(text), None} if only else {_slug(text)}
        own = tuple(op for op in reading.operations if _slug(op.place.text) in slugs)
        done |= {id(op) for op in own}
        sure = tuple(op for op in own if not _is_shared(op, base))
        amendment = apply_reading(replace(reading, operations=sure), base.articles, text, act=act.identity)
        articles += _changed(text, base.articles, amendment)
        orders += _orders(act, reading, amendment, base.articles)
        orders += [_shared(act, reading, op, base) for op in own if _is_shared(op, base)]
    orders += [_missing(act, reading, op, day) for op in reading.operations if id(op) not in done]
    orders += [_unread(reading, span) for span in reading.unread]
    return Preview(act.title, day, tuple(articles), tuple(sorted(orders, key=lambda order: order.span)))


def _is_shared(operation: Operation, base: _Base) -> bool:
    """True where it is not known which article an order is about: an order on all articles is on those too."""
    article = operation.place.article
    return article in base.shared if article else bool(base.shared)


def _shared(act: _Act, reading: Reading, operation: Operation, base: _Base) -> PreviewedOrder:
    numbers = ", ".join(map(display_number, sorted(base.shared)))
    detail = f"Plusieurs articles portent le même numéro ce jour-là ({numbers})."
    return _order(act, reading, operation, "refused", Reason.AMBIGUOUS.explanation, detail)


def _missing(act: _Act, reading: Reading, operation: Operation, day: dt.date | None) -> PreviewedOrder:
    where = f"Le corpus n’a du texte visé aucun article en vigueur le {format_date(day)}" if day else _OTHER_TEXT
    detail = None if operation.place.text else "L’instruction ne nomme aucun texte."
    return _order(act, reading, operation, "pending", f"{where} : l’instruction est en attente.", detail)


_OTHER_TEXT = "Le fichier n’est pas celui du texte visé"


def _slug(text: TextId | None) -> str | None:
    return text.slug if text else None


def _changed(text: TextId | None, known: Mapping[str, Alineas], amendment: Amendment) -> Iterable[PreviewedArticle]:
    formers = {target: number for number, target in amendment.moved.items()}
    title = text.title if text else ""
    for number in amendment.changed:
        former = formers.get(number)
        # The text of an article that left its number is told under the new one; another may have taken the old one.
        own = None if number in amendment.moved and former is None else former or number
        before, after = known.get(own) if own else None, amendment.articles.get(number)
        if before != after or former:
            yield PreviewedArticle(title, number, before, after, diff_alineas(before or (), after or ()), former)


def _orders(
    act: _Act, reading: Reading, amendment: Amendment, known: Mapping[str, Alineas]
) -> Iterable[PreviewedOrder]:
    refused = {id(r.operation): r for r in amendment.refused}
    for rank, operation in enumerate(amendment.operations):
        refusal = refused.get(id(operation))
        if refusal is None:
            note = FORMER_COUNT if rank in amendment.recounted else None
            yield _order(act, reading, operation, "applied", note, None)
            continue
        verdict = "pending" if refusal.reason is Reason.BASE_TEXT_MISSING else "refused"
        order = _order(act, reading, operation, verdict, refusal.reason.explanation, refusal.detail)
        yield replace(order, shown=(*order.shown, *_candidates(operation, refusal.reason, known)))


def _order(
    act: _Act, reading: Reading, operation: Operation, verdict: str, reason: str | None, detail: str | None
) -> PreviewedOrder:
    place = operation.place
    named = [place.text.title] if place.text else []
    named += [f"art. {display_number(place.article)}"] if place.article else []
    named += [str(step) for step in place.steps]
    shown = point_at(reading.body, point_in_act(operation)) if verdict != "applied" else ()
    target = ", ".join(named)
    order = PreviewedOrder(
        operation.sentence, operation.act_article, operation.span, verdict, target, reason, detail, shown
    )
    return _dated(order, operation, reading, act.published)


def _dated(order: PreviewedOrder, operation: Operation, reading: Reading, published: dt.date | None) -> PreviewedOrder:
    """Add the day that the act itself gives to an order, apart from the rest."""
    if operation.effective is not None:
        return replace(order, effective=operation.effective)
    said, term = term_of(operation, reading.entries)
    if not said:
        return order
    if term is None or (term.day is None and published is None):
        return replace(order, undated=True)
    return replace(order, effective=term.moment(published or dt.date.min).day)


def _unread(reading: Reading, span: Span) -> PreviewedOrder:
    reason = "L’instruction n’a pas été comprise."
    sentence = reading.body[slice(*span)].strip()
    return PreviewedOrder(sentence, None, span, "unread", None, reason, None, point_at(reading.body, span))


def _candidates(operation: Operation, reason: Reason, known: Mapping[str, Alineas]) -> list[str]:
    """Show, in the article, each place where words that were found too often, or elsewhere, stand."""
    article = operation.place.article
    if reason not in {Reason.AMBIGUOUS, Reason.WORDS_NOT_FOUND} or article not in known or article is None:
        return []
    shown: list[str] = []
    for rank, span in point_in_article(operation, known[article]):
        first, *rest = point_at(known[article][rank - 1], span)
        shown += [f"al. {rank} : {first}", *(" " * len(f"al. {rank} : ") + line for line in rest)]
    return shown
