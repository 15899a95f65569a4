"""What a canned query is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A canned query: its name in addresses, its title and description (French), its SQL."""

    name: str
    title: str
    description: str
    sql: str
