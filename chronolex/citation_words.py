"""The French words for what a citation means, on the site and at the command."""

from __future__ import annotations

RESOLUTIONS = {
    "in-force": "en vigueur",
    "renumbered": "renuméroté",
    "split": "devenu plusieurs articles",
    "repealed": "abrogé",
    "not-yet": "pas encore de texte connu",
    "missing": "texte inconnu du corpus",
    "reassigned": "numéro passé à un autre article",
    "found": "dans le corpus",
    "unknown-text": "texte hors du corpus",
    "unknown-article": "article inconnu du corpus",
    "unknown-division": "division non trouvée dans les tables du corpus",
    "ambiguous": "ambigu",
    "undetermined": "texte non déterminé",
    "unresolved": "pas encore résolu",
}
"""What a citation means at a date, by the status that the database stores."""

RELATIONS = {"cited": "", "alternative": "au choix", "excluded": "exclu"}
"""What the sentence does with what it cites."""
