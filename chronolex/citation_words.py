"""The French words for what a citation means, on the site and at the command."""

from __future__ import annotations

from graph.neighbourhood import WORDS

RESOLUTIONS: dict[str, str] = {str(status): words for status, words in WORDS.items()}
"""What a citation means at a date, by the status that the database stores."""

RELATIONS = {"cited": "", "alternative": "au choix", "excluded": "cité pour l’excepter"}
"""What the sentence does with what it cites."""
