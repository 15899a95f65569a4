"""Second wing: amending sentences become operations, operations become versions.

``amend`` is the public entry for one act and some articles; ``build_timeline`` for acts, official texts and repeals
over time; ``find_lineage`` and ``cut_alineas`` follow articles across a renumbering.
"""

from consolidate.amendment import Amendment, amend, apply_reading
from consolidate.authoring import Written, authored_words
from consolidate.counting import FORMER_COUNT
from consolidate.cutting import Cut, cut_alineas
from consolidate.entry import term_of
from consolidate.instructions import Reading, read_instructions
from consolidate.lineage import Address, ArticleText, Declared, Evidence, Filiation, find_lineage
from consolidate.operations import Operation, Place, Reason, Refusal, SpanKind, Stretch, new_words, old_words
from consolidate.pointing import point_in_act, point_in_article
from consolidate.timeline import (
    Act,
    Oddity,
    OfficialText,
    Repeal,
    TimedVersion,
    Timeline,
    Verdict,
    build_timeline,
)
from consolidate.words import find_words

__all__ = [
    "FORMER_COUNT",
    "Act",
    "Address",
    "Amendment",
    "ArticleText",
    "Cut",
    "Declared",
    "Evidence",
    "Filiation",
    "Oddity",
    "OfficialText",
    "Operation",
    "Place",
    "Reading",
    "Reason",
    "Refusal",
    "Repeal",
    "SpanKind",
    "Stretch",
    "TimedVersion",
    "Timeline",
    "Verdict",
    "Written",
    "amend",
    "apply_reading",
    "authored_words",
    "build_timeline",
    "cut_alineas",
    "find_lineage",
    "find_words",
    "new_words",
    "old_words",
    "point_in_act",
    "point_in_article",
    "read_instructions",
    "term_of",
]
