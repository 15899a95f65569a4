"""Files of DILA's bases, LEGI and JORF: bytes in, one record ready to be written and the file's anomalies out. Pure."""

from __future__ import annotations

from ingest.dila.links import decide_direction
from ingest.dila.paths import folder_of, names_issue, read_folder, read_target
from ingest.dila.reading import read_placed

__all__ = ["decide_direction", "folder_of", "names_issue", "read_folder", "read_placed", "read_target"]
