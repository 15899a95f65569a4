"""The French words for what changed, the same on the site, in its feeds and tables, and in the terminal."""

from __future__ import annotations

from corpus.answers import name_article
from corpus.changes import Change, ChangeAct, ChangeKind, Wording
from corpus.numbering import display_number

CHANGES = {
    ChangeKind.CREATED: "créé",
    ChangeKind.RESTORED: "rétabli",
    ChangeKind.MODIFIED: "modifié",
    ChangeKind.RENUMBERED: "renuméroté",
    ChangeKind.REPEALED: "abrogé",
    ChangeKind.EXPIRED: "périmé",
    ChangeKind.ANNULLED: "annulé",
    ChangeKind.ENDED: "fin inconnue",
    ChangeKind.FOUND: "texte connu",
}
WORDINGS = {Wording.SAME: "Le texte est le même.", Wording.TYPOGRAPHIC: "Seule la typographie change."}
"""What is said of a change that changes no word."""
_LINEAGE = {
    "renumbered": "renuméroté",
    "transferred": "transféré",
    "split": "scindé",
    "merged": "fusionné",
    "codified": "codifié",
}


def say_change(change: Change) -> str:
    """Say in a word or two what happened: «modifié», «transféré», «renuméroté (supposé)»."""
    word = _LINEAGE.get(change.lineage or "", CHANGES[change.kind])
    return f"{word} (supposé)" if change.certainty == "inferred" else word


def name_change(change: Change, *, with_text: bool = True) -> str:
    """Name the article of a change: «R. 730 → R. 6315-1 (Code de la santé publique)»."""
    if change.old_number is None:
        return name_article(change.number, change.text if with_text else None)
    if change.old_text_slug == change.text_slug:
        numbers = f"{display_number(change.old_number)} → {display_number(change.number)}"
        return f"{numbers} ({change.text})" if with_text else numbers
    return f"{name_article(change.old_number, change.old_text)} → {name_article(change.number, change.text)}"


def name_act(act: ChangeAct | None) -> str:
    """Name the act of a change, with its article: «Décret n° 2005-328 du 7 avril 2005, art. 1er»."""
    if act is None:
        return "acte que le corpus ne connaît pas"
    return f"{act.title}, art. {display_number(act.article)}" if act.article else act.title


def explain_change(change: Change) -> str:
    """Say what the corpus lacks of a change, or what is unusual in it; nothing where all is said."""
    notes = [_explain_missing(change)]
    if change.gap:
        notes.append("Une lacune précède ce texte : d’autres versions ont existé ou ont pu exister.")
    if change.overlap:
        notes.append("La source donne en même temps ce numéro à un autre article.")
    if change.kind is ChangeKind.MODIFIED and change.cause == "repealed":
        notes.append("Abrogé et réécrit le même jour.")
    if change.kind is ChangeKind.RENUMBERED and change.old_number is None:
        notes.append("Le corpus ne connaît pas son nouveau numéro.")
    if change.certainty == "inferred":
        notes.append("Le nouveau numéro est déduit, non déclaré.")
    if change.wording in WORDINGS:
        notes.append(WORDINGS[change.wording])
    return " ".join(note for note in notes if note)


def _explain_missing(change: Change) -> str:
    if not change.missing:
        return ""
    match change.kind:
        case ChangeKind.FOUND:
            return (
                "Texte connu à partir de ce jour : l’article existait, et son texte d’avant n’est pas dans le corpus."
            )
        case ChangeKind.ENDED:
            return "Fin déclarée d’une version ; ce qui suit n’est pas dans le corpus."
        case ChangeKind.RENUMBERED:
            side = "du nouvel article" if change.new is None else "de l’ancien article"
            return f"Le texte {side} n’est pas dans le corpus à cette date."
        case _ if change.new is not None:
            return "Le texte d’avant n’est pas dans le corpus."
        case _ if change.old is not None:
            return "Le texte nouveau n’est pas dans le corpus."
        case _:
            return "Version connue par sa date seule : son texte n’est pas dans le corpus."
