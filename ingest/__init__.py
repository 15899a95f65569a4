"""First wing: sources in, documents out."""

from ingest.edits import replay
from ingest.mojibake import Repair, repair

__all__ = ["Repair", "repair", "replay"]
