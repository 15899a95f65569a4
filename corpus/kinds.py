"""The kinds of what is told and never corrected in silence, each list in one place: the type says what may be told.

The database stores them as they stand here. The doors say them in French (``chronolex.site.words``), and a test holds
that none is without its words.
"""

from __future__ import annotations

from typing import Literal, get_args

DiscrepancyKind = Literal[
    "citation-only-in-text",
    "citation-only-declared",
    "coquille-probable",
    "coupe-incertaine",
    "division-discordante",
    "abrogation-sans-objet",
    "version-differente",
    "version-inconnue-de-la-base",
    "texte-sans-date",
    "texte-non-decoupe",
]
"""What does not fit between sources."""

FileFault = Literal[
    "broken-xml",
    "doctype",
    "unknown-root",
    "bad-id",
    "missing-meta",
    "missing-cid",
    "empty-state",
    "bad-date",
    "bad-child",
    "bad-version",
    "unknown-tag",
    "misplaced-tag",
    "repeated-tag",
    "unknown-attribute",
    "stray-text",
    "unknown-link-kind",
    "unknown-link-sense",
    "unknown-markup",
    "dropped-markup",
    "dropped-attribute",
    "image",
    "unsafe-path",
    "unknown-file",
    "ignored-member",
    "member-too-large",
    "member-padding",
    "archive-unmarked-end",
    "archive-trailing-data",
    "deletion-line",
    "deletion-unknown",
]
"""What a file or an archive of DILA's holds that was not expected; ``docs/dila.md`` explains each."""

SharedFault = Literal[
    "named-version",
    "overlap",
    "gap",
    "article-before-section",
    "missing-article",
    "missing-section",
    "empty-text",
    "number-variants",
    "state-disagrees",
    "unplaced-stillborn",
    "unplaced-undated",
    "filiation-undecided",
    "filiation-unresolved",
]
"""What shows when the files of DILA's bases are put together: what the view ``data_faults`` finds."""

RepairRule = Literal[
    "mac-roman",
    "cp850",
    "windows-1252/mac-roman",
    "windows-1252/cp850",
    "lost",
    "utf-8/windows-1252",
    "utf-8/mac-roman",
    "utf-8/cp850",
    "utf-8/cp437",
    "heading-dash",
    "norm:item",
    "norm:numero",
    "norm:nfc",
    "undecided",
]
"""Why a repair was made; one that several made together names them all, joined by «+»."""

DISCREPANCY_KINDS: tuple[str, ...] = get_args(DiscrepancyKind)
FAULT_KINDS: tuple[str, ...] = (*get_args(FileFault), *get_args(SharedFault))
REPAIR_RULES: tuple[str, ...] = get_args(RepairRule)
