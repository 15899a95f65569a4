"""First wing: sources in, documents out."""

from ingest.reading import MAX_BYTES, read

__all__ = ["MAX_BYTES", "read"]
