"""Read one file of DILA's bases: bytes in, one record ready to be written and the anomalies of the file out. Pure.

Four roots: ARTICLE, SECTION_TA, TEXTELR (a text's structure), TEXTE_VERSION, in LEGI as in JORF. What the file says is
kept as found beside what is normalised: ``2999-01-01`` is no end, or as a start no date of its own; ``2222-02-22`` is a
future date that is not known yet. What is not expected is an anomaly, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from corpus.delivered import Placed, Record
from corpus.kinds import FileFault
from ingest.anomalies import Anomaly
from ingest.dila.articles import article_of, read_article
from ingest.dila.layout import check_layout
from ingest.dila.markup import check_markup
from ingest.dila.paths import folder_of
from ingest.dila.plain import PARSER, take_article_apart, take_section_apart
from ingest.dila.reports import Report, once
from ingest.dila.texts import read_section, read_struct, read_text, section_of

Element = etree._Element


def read_placed(path: str, data: bytes, mtime: int | None) -> tuple[Placed | None, tuple[Anomaly, ...]]:
    """Read a file: its record with its place in the archive (None when it has none), and its anomalies."""
    anomalies: list[Anomaly] = []

    def report(kind: FileFault, detail: str) -> None:
        anomalies.append(Anomaly(path, kind, detail))

    record = _read(path, data, report)
    if record is None:
        return None, tuple(anomalies)
    return Placed(record, folder_of(path), mtime, path), tuple(anomalies)


def _read(path: str, data: bytes, report: Report) -> Record | None:
    if (parts := take_article_apart(data)) is not None:
        for block in (parts.nota, parts.content):
            if block is not None and not isinstance(block, str):
                check_markup(block, once(report))
        return article_of(parts, path, report)
    if (section := take_section_apart(data)) is not None:
        return section_of(section, path, report)
    return _parse(path, data, report)


def _parse(path: str, data: bytes, report: Report) -> Record | None:
    """Read a file that is not of the plain layout, and tell all that is not expected in it."""
    if b"<!DOCTYPE" in data:
        # Its entities would have to be expanded or lost: either way the text would not be the source's.
        report("doctype", "document type declared: the file is refused")
        return None
    try:
        root = etree.fromstring(data, PARSER)
    except etree.XMLSyntaxError as error:
        report("broken-xml", str(error)[:300])
        return None
    if root.tag == ISSUE:
        return None
    reader = _READERS.get(str(root.tag))
    if reader is None:
        report("unknown-root", str(root.tag)[:100])
        return None
    tell = once(report)
    check_layout(root, tell)
    for content in root.iter("CONTENU"):
        check_markup(content, tell)
    return reader(root, path, report)


ISSUE = "JO"
"""The root of an issue of the Journal officiel: a list of its texts, which come in files of their own. Not kept."""

_READERS: dict[str, Callable[[Element, str, Report], Record | None]] = {
    "ARTICLE": read_article,
    "SECTION_TA": read_section,
    "TEXTELR": read_struct,
    "TEXTE_VERSION": read_text,
}
