"""The French words for what a citation means, on the site and at the command."""

from __future__ import annotations

from graph.neighbourhood import WORDS

RESOLUTIONS: dict[str, str] = {str(status): words for status, words in WORDS.items()}
"""What a citation means at a date, by the status that the database stores."""

RELATIONS = {"cited": "", "alternative": "au choix", "excluded": "cité pour l’excepter"}
"""What the sentence does with what it cites."""

STALE = "un article abrogé, renuméroté, devenu plusieurs articles, ou dont le numéro est passé à un autre article"
"""What a stale citation leads to: the words of :data:`corpus.standing.STALE`."""

LOST = "un article inconnu du corpus, ou dont il n’a pas de texte à cette date"
"""What a citation leads to of which nobody can say whether it is stale: the words of :data:`corpus.standing.LOST`."""
