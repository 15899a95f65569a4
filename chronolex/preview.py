"""What an act would do to articles, order by order and word by word: computed, shown, and stored nowhere."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

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
)
from corpus.diff import AlineaDiff, diff_alineas
from corpus.errors import NoArticle, UnknownFormat, UnknownText, UnreadableSource
from corpus.layout import split_articles
from corpus.model import Span, TextId
from corpus.numbering import canonical_number, display_number
from corpus.reading import Corpus
from corpus.titles import read_title
from ingest import decode, read, repair

Alineas = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewedOrder:
    """One instruction: ``verdict`` is applied, refused, pending (its text is not at hand) or unread.

    ``span`` is in the act's operative part; ``shown`` are lines that show it there, and in the article, with carets.
    """

    sentence: str
    act_article: str | None
    span: Span
    verdict: str
    target: str | None = None
    reason: str | None = None
    detail: str | None = None
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewedArticle:
    """One article that would change: ``before`` None is created, ``after`` None repealed or moved away."""

    text: str
    number: str
    before: Alineas | None
    after: Alineas | None
    alineas: tuple[AlineaDiff, ...]


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


def preview_file(path: Path, corpus: Corpus, date: dt.date | None = None, text: str | None = None) -> Preview:
    """Show what an act would do to a corpus on a day (default: its publication, else today).

    ``text`` names the text under amendment where the act does not. Raises SourceError for a file that cannot be read.
    """
    act = _read_act(path)
    day = date or act.published or dt.date.today()
    base = read_title(corpus.text(text).title) if text else None
    reading = read_instructions(act.body, act.identity, act.visas, base)
    texts = {op.place.text.slug: op.place.text for op in reading.operations if op.place.text}
    if base is not None:
        texts.setdefault(base.slug, base)
    articles = {identity: _articles_on(corpus, identity, day) for identity in texts.values()}
    return _preview(act, reading, {t: found for t, found in articles.items() if found}, day)


def preview_on_text(path: Path, base: Path, text: str | None = None) -> Preview:
    """Show what an act would do to the articles of a plain text file.

    The file has «Article 5» alone on a line before each article, then one alinéa a line. Raises NoArticle without any.
    """
    act = _read_act(path)
    articles = read_articles(decode(_bytes_of(base), base.name)[0], base.name)
    identity = read_title(text) if text else None
    reading = read_instructions(act.body, act.identity, act.visas, identity)
    return _preview(act, reading, {identity: articles}, None)


def read_articles(text: str, name: str) -> dict[str, Alineas]:
    """Read the articles of a plain text: number → alinéas. Raises NoArticle where no heading is found."""
    found: dict[str, Alineas] = {}
    for article in split_articles(text):
        if article.number is not None:
            lines = (line.strip() for line in text[slice(*article.content)].splitlines())
            found[canonical_number(article.number)] = tuple(line for line in lines if line)
    if not found:
        raise NoArticle(f"{name} : aucun article. Écrire « Article 5 » seul sur la ligne qui précède ses alinéas.")
    return found


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
        raise UnreadableSource(f"{path} ne se lit pas : {error.strerror}.", "Vérifier le chemin.") from error


def _articles_on(corpus: Corpus, identity: TextId, day: dt.date) -> dict[str, Alineas]:
    try:
        text = corpus.text(identity.slug)
    except UnknownText:
        return {}
    return {version.number: version.alineas for version in text.at(day).articles()}


# ── Putting it together ──────────────────────────────────────────────────────────────────────────────────────


def _preview(
    act: _Act, reading: Reading, bases: Mapping[TextId | None, Mapping[str, Alineas]], day: dt.date | None
) -> Preview:
    by_text: dict[str | None, list[Operation]] = defaultdict(list)
    for operation in reading.operations:
        by_text[_slug(operation.place.text)].append(operation)
    articles: list[PreviewedArticle] = []
    orders: list[PreviewedOrder] = []
    done: set[int] = set()
    for identity, known in bases.items():
        own = [op for slug in dict.fromkeys((_slug(identity), None)) for op in by_text[slug] if id(op) not in done]
        if identity is None:
            own = list(reading.operations)
        done |= {id(op) for op in own}
        amendment = apply_reading(replace(reading, operations=tuple(own)), known, identity, act=act.identity)
        articles += _changed(identity, known, amendment)
        orders += _orders(reading, amendment, known)
    missing = [op for op in reading.operations if id(op) not in done]
    orders += [_order(reading, op, "pending", Reason.BASE_TEXT_MISSING.explanation, None) for op in missing]
    orders += [_unread(reading, span) for span in reading.unread]
    return Preview(act.title, day, tuple(articles), tuple(sorted(orders, key=lambda order: order.span)))


def _slug(text: TextId | None) -> str | None:
    return text.slug if text else None


def _changed(identity: TextId | None, known: Mapping[str, Alineas], amendment: Amendment) -> Iterable[PreviewedArticle]:
    for number in amendment.changed:
        before, after = known.get(number), amendment.articles.get(number)
        if before != after:
            title = identity.title if identity else ""
            yield PreviewedArticle(title, number, before, after, diff_alineas(before or (), after or ()))


def _orders(reading: Reading, amendment: Amendment, known: Mapping[str, Alineas]) -> Iterable[PreviewedOrder]:
    refused = {id(r.operation): r for r in amendment.refused}
    for rank, operation in enumerate(amendment.operations):
        refusal = refused.get(id(operation))
        if refusal is None:
            yield _order(reading, operation, "applied", FORMER_COUNT if rank in amendment.recounted else None, None)
            continue
        pending = refusal.reason is Reason.BASE_TEXT_MISSING
        order = _order(
            reading, operation, "pending" if pending else "refused", refusal.reason.explanation, refusal.detail
        )
        yield replace(order, shown=(*order.shown, *_candidates(operation, refusal.reason, known)))


def _order(
    reading: Reading, operation: Operation, verdict: str, reason: str | None, detail: str | None
) -> PreviewedOrder:
    place = operation.place
    named = [place.text.title] if place.text else []
    named += [f"art. {display_number(place.article)}"] if place.article else []
    named += [str(step) for step in place.steps]
    shown = point_at(reading.body, point_in_act(operation)) if verdict != "applied" else ()
    return PreviewedOrder(
        operation.sentence, operation.act_article, operation.span, verdict, ", ".join(named), reason, detail, shown
    )


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


_WIDTH = 100
_LEAD = 30


def point_at(text: str, span: Span) -> tuple[str, ...]:
    """Show where a span of a text stands: its line, cut to fit, and carets under it."""
    start, end = span
    start += len(text[start:end]) - len(text[start:end].lstrip())
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", start)
    high = len(text) if high < 0 else high
    left = max(low, start - _LEAD)
    right = min(high, left + _WIDTH)
    head, tail = "…" if left > low else "", "…" if right < high else ""
    carets = max(min(end, right) - start, 1)
    return head + text[left:right] + tail, " " * (len(head) + start - left) + "^" * carets
