"""Consolidated text without headings: alinéas only. Which article holds each is found later, by alignment."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.errors import NoArticle
from corpus.model import Article, Document, Format, Source
from ingest.alineas import ends_sentence, join_alineas
from ingest.lines import Line

_LEGAL = re.compile(
    r"\b(?:articles? (?:\d|[LRDA]\.|préliminaire|1er)|[LRDA]\. ?\d{2,}"
    r"|présent(?:e|s|es)? (?:article|code|chapitre|titre|section|décret|arrêté|loi|livre|alinéa)"
    r"|(?:premier|deuxième|second|troisième|dernier) alinéa|code (?:de |du |des |civil|pénal)"
    r"|par décret|par arrêté|décret en Conseil d'[EÉ]tat|Conseil d'[EÉ]tat|loi n°|décret n°)"
)
_CONVERSATION = re.compile(r"\b(?:je|j'|nous|vous|tu|votre|notre|vos|nos|bonjour|merci|cordialement)\b", re.IGNORECASE)
_FRENCH = re.compile(r"\b(?:de|la|le|les|des|du|et|à|par|est|sont|dans|un|une|au|aux|en|ou|qui)\b", re.IGNORECASE)


def is_legal_prose(lines: Sequence[Line]) -> bool:
    """Say whether lines without any heading read as the text of French law.

    Strict: whole sentences, in French, that refer to articles, codes or decrees about once in a thousand characters,
    and address nobody. What is law and fails here («Tout contrat légalement formé…») can be declared by a manifest.
    """
    if any(line.level for line in lines):
        return False
    alineas = join_alineas(lines)
    text = "\n".join(alineas)
    if sum(ends_sentence(alinea) for alinea in alineas) < 0.8 * len(alineas):
        return False
    words = len(text.split())
    if words < 15 or len(_FRENCH.findall(text)) < 0.15 * words:
        return False
    return len(_LEGAL.findall(text)) >= max(1, len(text) // 1500) and not _CONVERSATION.search(text)


def read_consolidated(lines: Sequence[Line], source: Source) -> Document:
    """Read alinéas only: the document has one article, without a number, that holds them all.

    Raises NoArticle when there is no line at all.
    """
    alineas = join_alineas(lines)
    if not alineas:
        raise NoArticle(f"{source.name} : aucun alinéa.", "Vérifier que le texte est complet.")
    return Document(Format.CONSOLIDATED, source, None, (Article(None, None, alineas),))
