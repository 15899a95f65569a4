"""DILA's identifiers as integers, so that rows meet without a look-up: ``LEGIARTI000006527458`` ↔ 2_000006527458.

Rows that Chronolex numbers itself stay below :data:`FIRST`.
"""

from __future__ import annotations

_PREFIXES = (
    "LEGITEXT LEGIARTI LEGISCTA JORFTEXT JORFARTI JORFSCTA JORFCONT CNILTEXT KALITEXT KALIARTI KALISCTA KALICONT "
    "CONSTEXT JURITEXT CETATEXT DOLEARTI DOLETEXT"
).split()
_DIGITS = 12
FIRST: int = 10**_DIGITS
"""The smallest key that a DILA identifier gives."""

_NUMBER: dict[str, int] = {prefix: number for number, prefix in enumerate(_PREFIXES, 1)}


def dila_key(identifier: str) -> int | None:
    """Give the integer of a DILA identifier; None for a string that is none, or of an unknown kind.

    >>> dila_key("LEGIARTI000006527458")
    2000006527458
    """
    number = _NUMBER.get(identifier[:8])
    digits = identifier[8:]
    # Called millions of times: plain string tests, no regular expression.
    if number is None or len(digits) != _DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    return number * FIRST + int(digits)


def dila_id(key: int) -> str | None:
    """Give the DILA identifier of an integer; None for a row that Chronolex numbered itself.

    >>> dila_id(2000006527458)
    'LEGIARTI000006527458'
    """
    number, digits = divmod(key, FIRST)
    return f"{_PREFIXES[number - 1]}{digits:0{_DIGITS}d}" if 1 <= number <= len(_PREFIXES) else None


def base_keys(base: str) -> tuple[int, int]:
    """Give the half-open range of the keys of a base: all identifiers that begin with «LEGI», «JORF»…"""
    numbers = [number for prefix, number in _NUMBER.items() if prefix.startswith(base)] or [0]
    return min(numbers) * FIRST, (max(numbers) + 1) * FIRST


JORF_KEYS: tuple[int, int] = base_keys("JORF")
"""The half-open range of the keys of the Journal officiel, for SQL."""


def is_jorf(key: int) -> bool:
    """Say whether a key is of the Journal officiel as published, not of a consolidated text."""
    return JORF_KEYS[0] <= key < JORF_KEYS[1]


def key_sql(column: str) -> str:
    """Write the SQL expression that turns a key column back into DILA's identifier."""
    cases = " ".join(f"WHEN {number} THEN '{prefix}'" for prefix, number in _NUMBER.items())
    return f"(CASE {column} / {FIRST} {cases} END || printf('%012d', {column} % {FIRST}))"
