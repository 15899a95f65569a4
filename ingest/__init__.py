"""First wing: sources in, documents out."""

from ingest.edits import replay
from ingest.folder import Entry, Reading, read_corpus
from ingest.manifest import (
    Abrogation,
    Declaration,
    KnownVersions,
    Manifest,
    Renumbering,
    read_manifest,
)
from ingest.misprints import Misprint, find_misprints
from ingest.mojibake import Repair, repair
from ingest.reading import MAX_BYTES, decode, read

__all__ = [
    "MAX_BYTES",
    "Abrogation",
    "Declaration",
    "Entry",
    "KnownVersions",
    "Manifest",
    "Misprint",
    "Reading",
    "Renumbering",
    "Repair",
    "decode",
    "find_misprints",
    "read",
    "read_corpus",
    "read_manifest",
    "repair",
    "replay",
]
