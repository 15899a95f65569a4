"""Citations read in a text against those that its source declares («Cite», «Cité par»): a witness, not an authority.

Légifrance's page of R730 declares L6313-1 and L6325-1; its text also cites R. 735, which the page omits. «Présent
article» cites the article itself, which no page lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from corpus.model import Link, LinkKind, TextId, slugify
from corpus.numbering import canonical_number, display_number
from corpus.references import Reference
from corpus.titles import read_title


class Verdict(StrEnum):
    """Who knows of a citation."""

    AGREED = "agreed"
    ONLY_IN_TEXT = "only-in-text"
    ONLY_DECLARED = "only-declared"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One cited (or citing) article and who knows of it, with one French sentence for the reader."""

    verdict: Verdict
    kind: LinkKind
    target_text: str
    target_article: str | None
    explanation: str
    citations: tuple[Reference, ...] = ()
    links: tuple[Link, ...] = ()


_Key = tuple[str, str | None]
_Value = TypeVar("_Value")


def compare_cited(
    references: Iterable[Reference], links: Iterable[Link], in_text: str, in_article: str
) -> tuple[Comparison, ...]:
    """Compare what an article's text cites with the «Cite» links of its page; citations of itself are left out.

    Agreed ones come first, then those only in the text, then those only declared, each in the order of its source.
    """
    own = (_identity(in_text), canonical_number(in_article))
    read = _group((_key(r.target_text, r.target_article, r.target), r) for r in references if r.target_text)
    declared = _group(_link_key(link) for link in links if link.kind is LinkKind.CITES)
    read.pop(own, None)
    read = {key: found for key, found in read.items() if key != (own[0], None)}
    return _compare(read, declared, LinkKind.CITES)


def compare_citing(citing: Iterable[tuple[str, str]], links: Iterable[Link]) -> tuple[Comparison, ...]:
    """Compare the articles whose texts cite this one, as (text, number), with the «Cité par» links of its page."""
    read: dict[_Key, list[Reference]] = {(_identity(text), canonical_number(number)): [] for text, number in citing}
    names: dict[_Key, str] = {(_identity(text), canonical_number(number)): text for text, number in citing}
    declared = _group(_link_key(link) for link in links if link.kind is LinkKind.CITED_BY)
    return _compare(read, declared, LinkKind.CITED_BY, names)


def _compare(
    read: dict[_Key, list[Reference]],
    declared: dict[_Key, list[Link]],
    kind: LinkKind,
    names: dict[_Key, str] | None = None,
) -> tuple[Comparison, ...]:
    agreed = [key for key in read if key in declared]
    only_read = [key for key in read if key not in declared]
    only_declared = [key for key in declared if key not in read]
    result = []
    for verdict, keys in (
        (Verdict.AGREED, agreed),
        (Verdict.ONLY_IN_TEXT, only_read),
        (Verdict.ONLY_DECLARED, only_declared),
    ):
        for key in keys:
            found, links = read.get(key, []), declared.get(key, [])
            title = _title(found, links) or (names or {}).get(key, key[0])
            result.append(
                Comparison(verdict, kind, title, key[1], _explain(verdict, kind, title, key[1]), (*found,), (*links,))
            )
    return tuple(result)


def _explain(verdict: Verdict, kind: LinkKind, title: str, article: str | None) -> str:
    what = f"{title}, art. {display_number(article)}" if article else title
    citing = kind is LinkKind.CITED_BY
    match verdict:
        case Verdict.AGREED:
            return f"{what} : {'cite cet article' if citing else 'cité par le texte'}, et la page le déclare."
        case Verdict.ONLY_IN_TEXT:
            return f"{what} : {'son texte cite cet article' if citing else 'cité par le texte'}, mais la page l’omet."
        case Verdict.ONLY_DECLARED:
            where = "aucun texte connu à cet article ne cite celui-ci" if citing else "le texte ne le cite pas"
            return f"{what} : déclaré par la page, mais {where}."


def _title(found: list[Reference], links: list[Link]) -> str | None:
    for reference in found:
        return reference.target_text
    for link in links:
        identity = read_title(link.target_text)
        return identity.title if identity else link.target_text
    return None


def _group(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, list[_Value]]:
    groups: dict[_Key, list[_Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _key(title: str | None, article: str | None, target: TextId | None) -> _Key:
    return (target.slug if target else _identity(title or ""), article)


def _link_key(link: Link) -> tuple[_Key, Link]:
    article = canonical_number(link.target_article) if link.target_article else None
    return (_identity(link.target_text), article), link


def _identity(title: str) -> str:
    text = read_title(title)
    return text.slug if text else slugify(title)
