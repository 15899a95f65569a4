"""Build a corpus: read the sources, put them together, and write the database, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from chronolex.citing import read_citations, settle
from chronolex.national import is_delivery, write_deliveries
from chronolex.progress import Watch, ignore
from corpus.cited import count_citations
from corpus.store import Writer, create, restore_guards
from ingest import Reading, read_corpus

Progress = Callable[[str], None]
"""Called with the name of each stage as it begins."""

STAGES = ("lecture", "consolidation", "écriture", "contrôles", "citations")
"""The stages of a build, in order."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did, in figures. Every one of them can be found again in the database."""

    sources: int = 0
    repairs: int = 0
    undecided: int = 0
    acts: int = 0
    applied: int = 0
    refused: int = 0
    pending: int = 0
    unread: int = 0
    unread_characters: int = 0
    versions: int = 0
    derived: int = 0
    official: int = 0
    verified: int = 0
    typographic: int = 0
    different: int = 0
    lineage: int = 0
    citations: int = 0
    unresolved_citations: int = 0
    discrepancies: int = 0
    archives: int = 0
    records: int = 0
    anomalies: int = 0

    def __str__(self) -> str:
        parts = [_ARCHIVES] if self.archives else []
        parts += [_SUMMARY] if self.sources else []
        parts += [_CITATIONS]
        return "\n".join(parts).format(**self.figures())

    def figures(self) -> dict[str, int]:
        """The figures by name, for JSON and for the ``meta`` table."""
        return asdict(self)


_ARCHIVES = "{archives} archives de la DILA : {records} enregistrements, {anomalies} anomalies"

_SUMMARY = """\
{sources} sources lues, {repairs} réparations ({undecided} caractères laissés sans décision)
{acts} actes : {applied} instructions appliquées, {refused} refusées, {pending} en attente, {unread} non lues
{versions} versions : {derived} calculées, {official} officielles
{verified} vérifiées identiques, {typographic} à la typographie près, {different} différentes
{lineage} filiations
{discrepancies} désaccords signalés"""

_CITATIONS = "{citations} citations, dont {unresolved_citations} vers des textes ou des articles hors du corpus"


def build(
    sources: Sequence[Path],
    db: Path,
    progress: Progress | None = None,
    moved: Watch = ignore,
    counted: Watch = ignore,
) -> Summary:
    """Build the corpus ``db`` from sources: folders with or without a manifest, files, and DILA's archives.

    ``moved`` is asked, for each archive by its name, whom to tell how many of its bytes were read; ``counted`` for
    other long work, by its stage, whom to tell how many versions are done.

    The old file is replaced only when the new one is whole. Raises SourceError, ManifestError or CorpusError.
    """
    tell = progress or (lambda _: None)
    archives = [source for source in sources if is_delivery(source)]
    documents = [source for source in sources if source not in archives]
    tell("lecture")
    reading = read_corpus(documents)
    with create(db, bulk=bool(archives)) as writer:
        delivered = write_deliveries(writer.connection, archives, moved)
        figures = _write_documents(writer, reading, tell, archives) if documents else {}
        tell("citations")
        read_citations(writer.connection, counted("citations"))
        restore_guards(writer.connection)
        settle(writer.connection)
        summary = Summary(
            **figures | count_citations(writer.connection),
            archives=len(delivered),
            records=sum(one.written for one in delivered),
            anomalies=sum(one.anomalies for one in delivered),
        )
        writer.set_meta("title", reading.title)
        for name, figure in summary.figures().items():
            writer.set_meta(f"build.{name}", str(figure))
    return summary


def _write_documents(writer: Writer, reading: Reading, tell: Progress, archives: Sequence[Path]) -> dict[str, int]:
    # Imported here: a build from archives alone does without the reader of acts, which takes a while to load.
    from chronolex.documents import write_documents

    return write_documents(writer, reading, tell, national=bool(archives))
