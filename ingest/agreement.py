"""Does a manifest agree with its sources? What both say must be the same; a contradiction stops the reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corpus.dates import format_date
from corpus.errors import ManifestError
from corpus.model import Document, Link, LinkKind, TextId
from ingest.manifest import Abrogation, Declaration, KnownVersions, Manifest

_CORRECT = "Corriger le manifeste, ou retirer la clé : la source le dit elle-même."


def check_against(manifest: Manifest, documents: Mapping[str, Document]) -> None:
    """Compare a manifest with the documents of its folder, by the path of their source.

    Raises ManifestError for the first contradiction, with the key that makes it.
    """
    for declaration in manifest.sources:
        if document := documents.get(declaration.path):
            for name, problem in _contradictions(declaration, document):
                raise ManifestError(manifest.file, f"{declaration.key}.{name}", problem, _CORRECT)
            _check_validity(manifest, declaration, document)
            _check_abrogations(manifest, declaration, document)


def _contradictions(declaration: Declaration, document: Document) -> Iterator[tuple[str, str]]:
    """What a declaration says otherwise than its own source, as (key, French sentence)."""
    path = declaration.path
    day, said = declaration.published, document.published
    signed = document.text.signed if document.text else None
    if day and said and day != said:
        yield "published", f"le manifeste dit {format_date(day)}, la source « {path} » dit {format_date(said)}."
    if day and signed and day < signed:
        yield "published", f"{format_date(day)} précède la signature de « {path} », le {format_date(signed)}."
    number, printed = declaration.jo_number, document.jo_number
    if number and printed and number.lstrip("0") != printed:
        yield "jo_number", f"le manifeste dit {number}, la source « {path} » dit {printed}."
    if declaration.text and document.text and not _same_text(declaration.text, document.text):
        title = document.text.title
        yield "text", f"le manifeste dit « {declaration.text.title} », la source « {path} » dit « {title} »."
    printed_numbers = tuple(article.number for article in document.articles if article.number)
    if declaration.articles and printed_numbers and declaration.articles != printed_numbers:
        yield "articles", f"la source « {path} » a ses propres numéros : {', '.join(printed_numbers)}."


def _same_text(one: TextId, other: TextId) -> bool:
    dates_differ = one.signed and other.signed and one.signed != other.signed
    if one.number and other.number:
        return one.nature == other.nature and one.number == other.number and not dates_differ
    return one.nature == other.nature and not dates_differ and (one.slug == other.slug or bool(one.signed))


def _numbers(declaration: Declaration, document: Document) -> tuple[str, ...]:
    return declaration.articles or tuple(article.number for article in document.articles if article.number)


def _check_validity(manifest: Manifest, declaration: Declaration, document: Document) -> None:
    """The validity of a version must be one of the intervals that the manifest itself lists as known."""
    text = declaration.text or document.text
    for known in manifest.known_versions:
        if not (text and known.text.slug == text.slug and known.article in _numbers(declaration, document)):
            continue
        if declaration.start and declaration.start not in known.starts:
            problem = f"{format_date(declaration.start)} n’est pas une date de version de {known.article}."
            raise ManifestError(manifest.file, f"{declaration.key}.start", problem, f"Voir {known.key}.starts.")
        if declaration.start and declaration.end and declaration.end != _end_of(known, declaration):
            problem = f"la version de {known.article} ne finit pas le {format_date(declaration.end)}."
            raise ManifestError(manifest.file, f"{declaration.key}.end", problem, f"Voir {known.key}.starts.")


def _end_of(known: KnownVersions, declaration: Declaration) -> object:
    later = [day for day in known.starts if declaration.start and day > declaration.start]
    return later[0] if later else known.end


def _check_abrogations(manifest: Manifest, declaration: Declaration, document: Document) -> None:
    text = declaration.text or document.text
    repeals = [link for link in document.links if link.kind is LinkKind.REPEALED_BY]
    numbers = [article.number for article in document.articles if article.number]
    for abrogation in manifest.abrogations:
        if text is None or abrogation.text.slug != text.slug or not any(map(abrogation.covers, numbers)):
            continue
        for link in repeals:
            if problem := _repeal_problem(abrogation, link):
                name, sentence = problem
                where = f"« {declaration.path} » dit : {link.as_written}."
                raise ManifestError(manifest.file, f"{abrogation.key}.{name}", sentence, where)


def _repeal_problem(abrogation: Abrogation, link: Link) -> tuple[str, str] | None:
    """Compare with the page's own «Abrogé par»; another act on another day is another repeal, of a later life."""
    same_act = abrogation.act.title == link.target_text
    if same_act and link.published and link.published != abrogation.published:
        return "published", f"la page dit {format_date(link.published)}."
    if same_act and link.target_article and abrogation.article and link.target_article != abrogation.article:
        return "article", f"la page dit article {link.target_article}."
    if not same_act and link.published == abrogation.published:
        return "act", f"la page dit « {link.target_text} »."
    return None
