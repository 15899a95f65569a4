"""The French words for what does not fit between sources, on the site and at the command."""

from __future__ import annotations

DISCREPANCIES = {
    "citation-only-in-text": "citation que la page omet",
    "citation-only-in-page": "citation que seule la page donne",
    "coquille-probable": "coquille probable",
    "coupe-incertaine": "découpage incertain",
    "division-discordante": "division discordante",
}
