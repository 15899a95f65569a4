"""Which known text and article a citation means. Absent and ambiguous are results too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import TextId, slugify
from corpus.references import Reference
from corpus.titles import read_title


class Status(StrEnum):
    """What became of a citation. The value is what the database stores."""

    RESOLVED = "resolved"
    UNKNOWN_TEXT = "unknown-text"
    UNKNOWN_ARTICLE = "unknown-article"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The known text and article of a citation; ``target_text`` is the title chosen, where there were two readings."""

    reference: Reference
    status: Status
    target_text: str | None
    text_id: int | None = None
    article_id: int | None = None


def resolve_citations(
    references: Iterable[Reference], texts: Mapping[str, int], articles: Mapping[tuple[int, str], int]
) -> tuple[Resolution, ...]:
    """Resolve each reference, in order. ``texts`` maps a slug (or a title) to the identifier of a text, ``articles``
    maps (text identifier, canonical number) to that of an article.
    """
    return tuple(resolve_citation(reference, texts, articles) for reference in references)


def resolve_citation(
    reference: Reference, texts: Mapping[str, int], articles: Mapping[tuple[int, str], int]
) -> Resolution:
    """Resolve one reference.

    Where a citation has two readings («à l'article 2101 et à l'article 2104 du code civil»), the article that exists
    decides; if both exist it is ambiguous, if neither does the first reading stands as unknown.
    """
    first = _look_up(reference, reference.target_text, reference.target, texts, articles)
    if reference.rival_text is None:
        return first
    rival = _look_up(reference, reference.rival_text, None, texts, articles)
    match first.status is Status.RESOLVED, rival.status is Status.RESOLVED:
        case True, True:
            return Resolution(reference, Status.AMBIGUOUS, reference.target_text)
        case False, True:
            return rival
    return first


def _look_up(
    reference: Reference,
    title: str | None,
    target: TextId | None,
    texts: Mapping[str, int],
    articles: Mapping[tuple[int, str], int],
) -> Resolution:
    text_id = next((texts[key] for key in _keys(title, target) if key in texts), None)
    if text_id is None:
        return Resolution(reference, Status.UNKNOWN_TEXT, title)
    if reference.target_article is None:
        return Resolution(reference, Status.RESOLVED, title, text_id)
    article_id = articles.get((text_id, reference.target_article))
    status = Status.RESOLVED if article_id is not None else Status.UNKNOWN_ARTICLE
    return Resolution(reference, status, title, text_id, article_id)


def _keys(title: str | None, target: TextId | None) -> list[str]:
    """The names under which a text may be known: slug of its identity, its title, slug of its title."""
    if title is None:
        return []
    identity = target or read_title(title)
    return [*([identity.slug] if identity else []), title, slugify(title)]
