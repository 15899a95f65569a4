"""Drafters that speak of whole articles, alinéas, sentences and items."""

from __future__ import annotations

from difflib import SequenceMatcher

from consolidate.words import split_sentences
from corpus.numbering import display_number

from .saying import (
    CARDINALS,
    MANY,
    NUMBERED,
    ORDINALS_F,
    Alineas,
    Drafter,
    block,
    count,
    of,
    opening,
    rank,
    same_shape,
)

# ── Whole articles and alinéas ───────────────────────────────────────────────────────────────────────────────


def rewrite_article(article: str, text: str, before: Alineas, after: Alineas) -> str:
    head, *rest = after
    return f"{opening(article, text)} est ainsi rédigé :\n" + block(
        [f"Art. {display_number(article)}. - {head}", *rest]
    )


def replace_article(article: str, text: str, before: Alineas, after: Alineas) -> str:
    return f"{opening(article, text)} est remplacé par les dispositions suivantes :\n" + block(
        [f"Art. {display_number(article)}. - {after[0]}", *after[1:]]
    )


def _alinea_orders(before: Alineas, after: Alineas) -> list[tuple[str, str]]:
    """The orders on alinéas, each as (place, rest of the sentence): «le deuxième alinéa», «est supprimé»."""
    orders: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        new = after[j1:j2]
        if tag == "equal":
            continue
        if tag == "insert":
            what = f"{count(len(new), 'alinéa')} ainsi rédigé{'s' if len(new) > 1 else ''} :\n{block(new)}"
            verb = "il est inséré" if len(new) == 1 else "sont insérés"
            where = "avant le premier alinéa" if i1 == 0 else f"après le {rank(i1 - 1)} alinéa"
            orders.append((where, f"{verb} {what}"))
            continue
        subject = f"le {rank(i1)} alinéa" if i2 - i1 == 1 else f"les {rank(i1)} à {rank(i2 - 1)} alinéas"
        plural = i2 - i1 > 1
        be, ending = ("sont", "s") if plural else ("est", "")
        if tag == "delete":
            orders.append((subject, f"{be} supprimé{ending}"))
        elif not plural and len(new) == 1:
            orders.append((subject, f"est ainsi rédigé :\n{block(new)}"))
        else:
            made = f"{count(len(new), 'alinéa')} ainsi rédigé{'s' if len(new) > 1 else ''}"
            orders.append((subject, f"{be} remplacé{ending} par {made} :\n{block(new)}"))
    return orders


def alineas_in_a_list(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«L'article 5 est ainsi modifié : 1° Le premier alinéa est supprimé ; 2° …»."""
    orders = _alinea_orders(before, after)
    if not orders:
        return None
    points = [
        f"{n}° {where[:1].upper()}{where[1:]}{',' if where.startswith(('après', 'avant')) else ''} {what}"
        for n, (where, what) in enumerate(orders, 1)
    ]
    return f"{opening(article, text)} est ainsi modifié :\n" + " ;\n".join(points) + "."


def one_alinea(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Après le deuxième alinéa de l'article 5 du code civil, il est inséré…», a sentence of its own."""
    orders = _alinea_orders(before, after)
    if len(orders) != 1:
        return None
    ((where, what),) = orders
    comma = "," if where.startswith(("après", "avant")) else ""
    return f"{where[:1].upper()}{where[1:]} de {of(article, text)}{comma} {what}"


def one_alinea_inverted(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«A l'article 5 du code civil, le deuxième alinéa est supprimé.»."""
    orders = _alinea_orders(before, after)
    if len(orders) != 1:
        return None
    ((where, what),) = orders
    comma = "," if where.startswith(("après", "avant")) else ""
    return f"A {of(article, text)}, {where}{comma} {what}"


# ── Sentences, items, ends ───────────────────────────────────────────────────────────────────────────────────


def _sentences_of(alinea: str) -> list[str]:
    return [alinea[start:end] for start, end in split_sentences(alinea)]


def sentences(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«La deuxième phrase du premier alinéa est supprimée», «Après la première phrase, est insérée une phrase…»."""
    changed = same_shape(before, after)
    if len(changed) != 1:
        return None
    old, new = (_sentences_of(version[changed[0]]) for version in (before, after))
    orders = [o for o in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if o[0] != "equal"]
    if len(orders) != 1 or max(len(old), len(new)) > MANY or len(old) < 2:
        return None
    ((tag, i1, i2, j1, j2),) = orders
    fresh = " ".join(new[j1:j2])
    if "«" in fresh or "»" in fresh:
        return None
    whose = f"du {rank(changed[0])} alinéa de {of(article, text)}"
    made = "une phrase ainsi rédigée" if j2 - j1 == 1 else f"{CARDINALS[j2 - j1 - 1]} phrases ainsi rédigées"
    if tag == "insert":
        verb = "est insérée" if j2 - j1 == 1 else "sont insérées"
        if i1 == len(old):
            return f"Le {rank(changed[0])} alinéa de {of(article, text)} est complété par {made} : « {fresh} »"
        where = f"Avant la première phrase {whose}" if i1 == 0 else f"Après la {ORDINALS_F[i1 - 1]} phrase {whose}"
        return f"{where}, {verb} {made} : « {fresh} »"
    many = i2 - i1 > 1
    subject = f"Les {ORDINALS_F[i1]} à {ORDINALS_F[i2 - 1]} phrases" if many else f"La {ORDINALS_F[i1]} phrase"
    be, ending = ("sont", "s") if many else ("est", "")
    if tag == "delete":
        return f"{subject} {whose} {be} supprimée{ending}."
    return f"{subject} {whose} {be} remplacée{ending} par {made} : « {fresh} »"


def one_item(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Le 2° de l'article 5 est ainsi rédigé : « 2° … »», where one list has one item of that number."""
    changed = same_shape(before, after)
    labels = [m[1] if (m := NUMBERED.match(alinea)) else None for alinea in before]
    if len(changed) != 1 or (label := labels[changed[0]]) is None or labels.count(label) != 1:
        return None
    following = labels[changed[0] + 1] if changed[0] + 1 < len(labels) else "none"
    new = after[changed[0]]
    if following is None or not new.startswith(label):
        return None  # the item may have lines without a label
    return f"Le {label} de {of(article, text)} est ainsi rédigé :\n{block([new])}"


def completed(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«L'article 5 est complété par deux alinéas ainsi rédigés :»."""
    fresh = after[len(before) :]
    if not fresh or list(after[: len(before)]) != list(before):
        return None
    made = f"{count(len(fresh), 'alinéa')} ainsi rédigé{'s' if len(fresh) > 1 else ''}"
    return f"{opening(article, text)} est complété par {made} :\n{block(fresh)}"


def last_alineas(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Les deux derniers alinéas de l'article 5 sont supprimés.»."""
    gone = len(before) - len(after)
    if not 1 <= gone <= 4 or list(before[: len(after)]) != list(after):
        return None
    if gone == 1:
        return f"Le dernier alinéa de {of(article, text)} est supprimé."
    return f"Les {CARDINALS[gone - 1]} derniers alinéas de {of(article, text)} sont supprimés."


PASSAGE_DRAFTERS: tuple[Drafter, ...] = (
    rewrite_article,
    replace_article,
    alineas_in_a_list,
    one_alinea,
    one_alinea_inverted,
    sentences,
    one_item,
    completed,
    last_alineas,
)
