"""Which text a file of DILA's bases belongs to: CONTEXTE says it, or else the path does."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from corpus.keys import dila_key
from ingest.dila.reports import Report

Element = etree._Element

_TEXT_IN_PATH = re.compile(r"/((?:LEGI|JORF)TEXT\d{12})/")


def text_key(cid: str, path: str, report: Report) -> int | None:
    """Give the key of the text that a file belongs to: CONTEXTE says it, or else the path does."""
    if (key := _key_of_text(cid)) is not None:
        return key
    in_path = _TEXT_IN_PATH.search(path)
    report("missing-cid", "the path has it" if in_path else "nowhere")
    return dila_key(in_path[1]) if in_path else None


def text_of(context: Element | None) -> tuple[str, str, str]:
    """Give what CONTEXTE says of the text: its identifier, and the days of its publication and signature, as found."""
    text = context.find("TEXTE") if context is not None else None
    if text is None:
        return "", "", ""
    return text.get("cid") or "", text.get("date_publi") or "", text.get("date_signature") or ""


_key_of_text = lru_cache(maxsize=10_000)(dila_key)
"""The same text stands in thousands of files in a row."""
