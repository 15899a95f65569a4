"""The French words for what does not fit between sources, on the site and at the command."""

from __future__ import annotations

DISCREPANCIES: dict[str, str] = {
    "citation-only-in-text": "citation que la page omet",
    "citation-only-declared": "citation que seule la page donne",
    "coquille-probable": "coquille probable",
    "coupe-incertaine": "découpage incertain",
    "division-discordante": "division discordante",
    "abrogation-sans-objet": "abrogation sans objet",
    "version-differente": "version calculée qui diffère du texte officiel",
    "version-inconnue-de-la-base": "version que la base de la DILA ne connaît pas",
    "texte-sans-date": "texte sans date",
    "texte-non-decoupe": "texte laissé sans découpage",
}
