"""What the commands ``blame`` and ``amend`` print: data for JSON, and lines of text for a person. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from chronolex.output import Data, mark_alinea, plain
from corpus.blame import Author, BlameSpan
from corpus.dates import format_date
from corpus.numbering import display_number

if TYPE_CHECKING:
    from chronolex.previews import Preview, PreviewedOrder

_METHODS_OF_BLAME = {
    "instruction": "par instruction",
    "alignment": "par rapprochement",
    "origin": "à l’origine",
}


def blame_lines(spans: Sequence[BlameSpan]) -> list[str]:
    """Write each alinéa with the number of each author before his words, then the authors."""
    if not spans:
        return ["Aucun texte."]
    authors = list(dict.fromkeys(span.author for span in spans))
    lines: list[str] = []
    for alinea, group in groupby(spans, key=lambda span: span.alinea):
        words = "".join(f"{click.style(f'[{authors.index(s.author) + 1}]', fg='cyan')}{s.text}" for s in group)
        lines += [f"al. {alinea} : {words}", ""]
    return lines + [f"[{number}] {_author(author)}" for number, author in enumerate(authors, 1)]


def _author(author: Author) -> str:
    act = author.act or "acte que le corpus ne connaît pas"
    where = f", art. {author.act_article}" if author.act_article else ""
    when = f"depuis le {format_date(author.since)}"
    if author.after:
        when = f"entre le {format_date(author.after)} et le {format_date(author.since)}, dans un texte qui manque"
    how = f"{_METHODS_OF_BLAME[author.method]}, {when} ({display_number(author.number)})"
    order = f"\n    « {shorten(author.instruction)} »" if author.instruction else ""
    return f"{act}{where} : {how}{order}"


def shorten(text: str, limit: int = 160) -> str:
    """Give the beginning of a long text, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"


def preview_data(preview: Preview) -> Data:
    """Give a preview as data."""
    data: Data = plain(preview)
    return {**data, "complete": preview.complete}


def preview_lines(preview: Preview) -> list[str]:
    """Write a preview: each article as a word diff, then what became of each instruction."""
    day = f" le {format_date(preview.date)}" if preview.date else ""
    lines = [click.style(f"Ce que ferait {preview.act}{day} :", bold=True)]
    for article in preview.articles:
        fate = f" : {article.fate}" if article.fate else ""
        name = f"{display_number(article.number)}{f' ({article.text})' if article.text else ''}"
        lines += ["", click.style(f"Article {name}{fate}", bold=True)]
        lines += [mark_alinea(alinea) for alinea in article.alineas]
    lines += ["" if preview.articles else "Aucun article ne changerait.", click.style("Instructions :", bold=True)]
    lines += [] if preview.orders else ["  Aucune : rien, dans cet acte, ne se lit comme une instruction."]
    return lines + [line for order in preview.orders for line in _order_lines(order)]


_FATES = {"applied": "appliquée", "refused": "refusée", "pending": "en attente", "unread": "non lue"}


def tell_term(order: PreviewedOrder) -> str:
    """Say when the act itself has an order take effect; nothing where it does not say."""
    if order.effective:
        return f"À compter du {format_date(order.effective)}, selon l’acte."
    return "L’acte en fait dépendre la date d’un terme qui n’est pas connu." if order.undated else ""


def _order_lines(order: PreviewedOrder) -> list[str]:
    lines = [f"  {_FATES[order.verdict]:<11} {shorten(order.sentence)}"]
    lines += [f"      {when}"] if (when := tell_term(order)) else []
    lines += [f"      {order.reason} {order.detail or ''}".rstrip()] if order.reason else []
    return lines + [f"      {line}" for line in order.shown]
