"""What ended a version of DILA's: where the next one of its article begins on the day it ends, the act that made that.

DILA's links say of a version which act wrote it. That act ended the version before, if nothing was between them and its
state says that it was modified. Settled at the end of each delivery from the versions at hand, so that increments leave
what a rebuild gives. An end that another source told, with its publication, is not touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from corpus.keys import FIRST
from corpus.removal import Address

WRITING = ("CREE", "MODIFIE")
"""Kinds of links by which an act writes a version."""

_DERIVED = f"versions.end_cause = 'modified' AND versions.id >= {FIRST} AND versions.end_publication IS NULL"
ENDINGS = f"""
    UPDATE versions SET end_act_id = n.act_id, end_act_article = n.act_article FROM versions n
    WHERE n.article_id = versions.article_id AND n.start = versions."end" AND n.act_id IS NOT NULL
      AND {_DERIVED}
"""
"""All endings of a base that has none so far: a new one, or an older one that is migrated."""

_SETTLE = f"""
    UPDATE versions SET (end_act_id, end_act_article) = (
        SELECT n.act_id, n.act_article FROM versions n
        WHERE n.article_id = versions.article_id AND n.start = versions."end")
    WHERE article_id IN (SELECT id FROM articles WHERE text_id = ? AND number = ? AND bearer > 0) AND {_DERIVED}
"""


ARTICLES = f"""
    UPDATE versions SET act_article = (
        SELECT name_articles(json_group_array(l.number)) FROM links l JOIN link_kinds k ON k.id = l.kind_id
        WHERE l.version_id = versions.id AND l.outgoing = 0 AND k.kind IN {WRITING}
          AND l.text_key = (SELECT key FROM texts WHERE id = versions.act_id))
    WHERE id >= {FIRST} AND act_id IS NOT NULL AND act_article IS NULL
"""
"""The articles of the acts that wrote versions, for a base of which they were not read: a migration needs it."""


def settle_endings(connection: sqlite3.Connection, addresses: Iterable[Address] | None) -> None:
    """Say which act ended the versions of some numbers, or of all in a new base."""
    if addresses is None:
        connection.execute(ENDINGS)
    else:
        connection.executemany(_SETTLE, addresses)
