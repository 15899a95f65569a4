"""Citations on their way into the database: what is still to read, and what is made of what was read."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from corpus import store
from corpus.cited import flatten, unread_versions
from corpus.dates import DateRule, Moment
from corpus.keys import JORF_KEYS
from corpus.model import TextId
from corpus.references import find_references
from corpus.store import Bound


def test_of_the_visas_of_a_text_s_versions_those_of_the_latest_are_read(tmp_path: Path) -> None:
    path = tmp_path / "visas.db"
    with store.create(path) as writer:
        text = writer.add_text(TextId("DECRET", "Décret n° 2005-328 du 7 avril 2005"))
        start = Bound(Moment(dt.date(2005, 4, 9), DateRule.SOURCE))
        article = writer.add_article(text, "1")
        writer.add_version(article, ["Le décret susvisé."], start=start, provenance="official", verification="official")
        # The one of the greatest identifier is the Journal officiel's; the first began before the second.
        rows = [
            (1, "LEGI, 2005", "2005-04-09"),
            (2, "LEGI, 2010", "2010-01-01"),
            (JORF_KEYS[0] + 1, "JO", "2020-01-01"),
        ]
        writer.connection.executemany(
            "INSERT INTO text_versions (id, text_id, nature, title, visas, start) VALUES (?, 1, 'DECRET', '', ?, ?)",
            rows,
        )
        ((unread,),) = unread_versions(writer.connection, 10)
    assert unread.visas == "LEGI, 2010"


def test_a_range_has_two_ends() -> None:
    (first, *_) = find_references("les articles L. 1 à L. 5 du code civil", "Code civil", "L. 9")
    with pytest.raises(ValueError, match="without its two ends"):
        flatten([dataclasses.replace(first, range_bounds=None)], "les articles L. 1 à L. 5", "Code civil", "L9")
