"""The ARTICLE files of DILA's bases: one version of one article each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from lxml import etree

from corpus.dates import UNFIXED, DateRule
from corpus.delivered import END_CAUSES, ArticleRecord, NamedRow, find_no_place
from corpus.keys import dila_key, is_jorf
from corpus.numbering import canonical_number, sort_key
from ingest.dila.context import text_key, text_of
from ingest.dila.dates import NO_DATE, is_day, read_day
from ingest.dila.links import read_links
from ingest.dila.markup import read_alineas, read_markup
from ingest.dila.plain import ArticleParts, Content, NamedVersion, split_paragraphs
from ingest.dila.reports import Report

Element = etree._Element


def read_article(root: Element, path: str, report: Report) -> ArticleRecord | None:
    """Read a version of an article; None, and an anomaly, where it has no identifier."""
    parts = {str(child.tag): child for child in root}
    meta = {str(child.tag): child for child in parts.get("META", ())}
    identifier = (meta["META_COMMUN"].findtext("ID") or "").strip() if "META_COMMUN" in meta else ""
    article = meta["META_SPEC"].find("META_ARTICLE") if "META_SPEC" in meta else None
    if article is None:
        report("missing-meta", "META_ARTICLE")
        return None
    fields = {str(child.tag): (child.text or "").strip() for child in article}
    taken = ArticleParts(
        identifier,
        fields.get("NUM", ""),
        fields.get("ETAT", ""),
        fields.get("DATE_DEBUT", ""),
        fields.get("DATE_FIN", ""),
        *text_of(parts.get("CONTEXTE")),
        [_named(link) for version in parts.get("VERSIONS", ()) for link in version],
        _content(parts.get("NOTA")),
        _content(parts.get("BLOC_TEXTUEL")),
        [(_attributes(link), link.text or "") for link in parts.get("LIENS", ()) if link.tag == "LIEN"],
    )
    return article_of(taken, path, report)


def _attributes(element: Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


def _named(link: Element) -> NamedVersion:
    start, state, end, identifier, number = (str(link.get(n) or "") for n in ("debut", "etat", "fin", "id", "num"))
    return start, state, end, identifier, number


def _content(block: Element | None) -> Element | None:
    """The CONTENU of a block; None when there is none, or nothing in it."""
    content = block[0] if block is not None and len(block) else None
    if content is None or (len(content) == 0 and not content.text):
        return None
    return content


def article_of(parts: ArticleParts, path: str, report: Report) -> ArticleRecord | None:
    """Make the record of an ARTICLE file that was taken apart."""
    key = dila_key(parts.id)
    if key is None:
        report("bad-id", parts.id[:60] or "missing")
        return None
    number, state = " ".join(parts.number.split()), parts.state or None
    if state is None and not is_jorf(key):
        report("empty-state", "ETAT")
    start, end = _day("DATE_DEBUT", parts.start, report), _day("DATE_FIN", parts.end, report)
    rule = DateRule.UNFIXED if start == UNFIXED.isoformat() else DateRule.SOURCE
    if start is None and is_jorf(key):
        # An article of the Journal officiel bears no date of its own: it says what was published that day.
        start, rule = read_day(parts.published), DateRule.JO_DAY
    nota = _alineas(parts.nota)
    return ArticleRecord(
        key,
        text_key(parts.cid, path, report),
        number,
        *_canonical(number),
        start,
        rule.value if start else None,
        end,
        END_CAUSES.get(state or "", "unknown") if end else None,
        state,
        find_no_place(start, end, state),
        None if parts.content is None or isinstance(parts.content, str) else read_markup(parts.content),
        "\n".join(nota) or None,
        tuple([(blake2b(alinea.encode(), digest_size=16).digest(), alinea) for alinea in _alineas(parts.content)]),
        tuple(read_links(parts.links, start, report, read_day(parts.signed))) if parts.links else (),
        *(_other_versions(parts.versions, parts.id, report) if parts.versions else ((), ())),
    )


def _day(name: str, value: str, report: Report) -> str | None:
    if value and value != NO_DATE and not is_day(value):
        report("bad-date", f"{name} {value}"[:60])
    return read_day(value)


def _alineas(content: Content) -> tuple[str, ...]:
    if content is None:
        return ()
    return split_paragraphs(content) if isinstance(content, str) else read_alineas(content)


def _other_versions(
    versions: Iterable[NamedVersion], own: str, report: Report
) -> tuple[tuple[int, ...], tuple[NamedRow, ...]]:
    """What VERSIONS lists beside the version itself: the same article in the other base, other versions in its own."""
    pairs: dict[int, None] = {}
    named: dict[int, NamedRow] = {}
    for start, state, end, identifier, number in versions:
        if identifier == own:
            continue
        key = dila_key(identifier)
        if key is None:
            report("bad-version", identifier[:60] or "missing")
        elif not identifier.startswith(own[:4]):
            pairs[key] = None
        else:
            named[key] = key, number, read_day(start), read_day(end), state or None
    return tuple(pairs), tuple(named.values())


@lru_cache(maxsize=100_000)
def _canonical(number: str) -> tuple[str, str]:
    """Give a number's canonical form and its sort key: the same few numbers stand in thousands of files."""
    canonical = canonical_number(number)
    return canonical, sort_key(canonical)
