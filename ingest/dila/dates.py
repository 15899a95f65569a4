"""DILA's dates: ``2999-01-01`` is no date; ``2222-02-22`` is a future date that is not known yet, and is kept."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

NO_DATE = "2999-01-01"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_day(value: str | None) -> str | None:
    """Give a start or an end as found; None for none, for ``2999-01-01`` and for what is no day of the calendar."""
    return value if value and value != NO_DATE and is_day(value) else None


@lru_cache(maxsize=50_000)
def is_day(value: str) -> bool:
    """Say whether a text is a day of the calendar, «2013-05-19»."""
    try:
        return dt.date.fromisoformat(value) is not None and _DAY.fullmatch(value) is not None
    except ValueError:
        return False
