"""Draft amending instructions from the difference of two official versions, in many of the forms that drafters use.

The round trip «difference → sentence → operations → text» must give the newer version back, or a refusal: never another
text. A drafter here is a function of the two versions; what it cannot say in its form it does not say (None).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from consolidate.words import split_sentences
from corpus.numbering import display_number

Alineas = Sequence[str]
Drafter = Callable[[str, str, Alineas, Alineas], str | None]
"""Called with the article's number, the name of its text, and both versions."""

_ORDINALS = (
    "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième "
    "treizième quatorzième quinzième seizième"
).split()
_CARDINALS = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
_MANY = len(_ORDINALS)


class NotSaid(Exception):
    """The form cannot say this difference."""


def _rank(position: int) -> str:
    if position >= _MANY:
        raise NotSaid
    return _ORDINALS[position]


def _count(number: int, unit: str) -> str:
    if number > _MANY:
        raise NotSaid
    return f"un {unit}" if number == 1 else f"{_CARDINALS[number - 1]} {unit}s"


def _block(alineas: Alineas) -> str:
    if any("«" in alinea or "»" in alinea for alinea in alineas):
        raise NotSaid  # quotations inside a quotation have tests of their own
    return "\n".join(f"« {alinea}" for alinea in alineas) + " »"


def _of(article: str, text: str) -> str:
    if text.startswith("Constitution"):
        return f"l'article {display_number(article)} de la Constitution"
    name = text[:1].lower() + text[1:]
    return f"l'article {display_number(article)} {'de la' if name.startswith('loi') else 'du'} {name}"


def _opening(article: str, text: str) -> str:
    of = _of(article, text)
    return of[:1].upper() + of[1:]


# ── Whole articles and alinéas ───────────────────────────────────────────────────────────────────────────────


def rewrite_article(article: str, text: str, before: Alineas, after: Alineas) -> str:
    head, *rest = after
    return f"{_opening(article, text)} est ainsi rédigé :\n" + _block(
        [f"Art. {display_number(article)}. - {head}", *rest]
    )


def replace_article(article: str, text: str, before: Alineas, after: Alineas) -> str:
    return f"{_opening(article, text)} est remplacé par les dispositions suivantes :\n" + _block(
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
            what = f"{_count(len(new), 'alinéa')} ainsi rédigé{'s' if len(new) > 1 else ''} :\n{_block(new)}"
            verb = "il est inséré" if len(new) == 1 else "sont insérés"
            where = "avant le premier alinéa" if i1 == 0 else f"après le {_rank(i1 - 1)} alinéa"
            orders.append((where, f"{verb} {what}"))
            continue
        subject = f"le {_rank(i1)} alinéa" if i2 - i1 == 1 else f"les {_rank(i1)} à {_rank(i2 - 1)} alinéas"
        plural = i2 - i1 > 1
        be, ending = ("sont", "s") if plural else ("est", "")
        if tag == "delete":
            orders.append((subject, f"{be} supprimé{ending}"))
        elif not plural and len(new) == 1:
            orders.append((subject, f"est ainsi rédigé :\n{_block(new)}"))
        else:
            made = f"{_count(len(new), 'alinéa')} ainsi rédigé{'s' if len(new) > 1 else ''}"
            orders.append((subject, f"{be} remplacé{ending} par {made} :\n{_block(new)}"))
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
    return f"{_opening(article, text)} est ainsi modifié :\n" + " ;\n".join(points) + "."


def _only_order(before: Alineas, after: Alineas) -> tuple[str, str]:
    orders = _alinea_orders(before, after)
    if len(orders) != 1:
        raise NotSaid
    ((where, what),) = orders
    return where, f", {what}" if where.startswith(("après", "avant")) else f" {what}"


def one_alinea(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Après le deuxième alinéa de l'article 5 du code civil, il est inséré…», a sentence of its own."""
    where, what = _only_order(before, after)
    return f"{where[:1].upper()}{where[1:]} de {_of(article, text)}{what}"


def one_alinea_inverted(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«A l'article 5 du code civil, le deuxième alinéa est supprimé.»."""
    where, what = _only_order(before, after)
    return f"A {_of(article, text)}, {where}{what}"


# ── Words ────────────────────────────────────────────────────────────────────────────────────────────────────

_WORD = re.compile(r"\S+")


def _runs(old: str, new: str) -> list[tuple[str, str, str, str]]:
    """The stretches of words that change, each with the words just before and after it: (before, old, new, after)."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    runs = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            runs.append((" ".join(a[:i1]), " ".join(a[i1:i2]), " ".join(b[j1:j2]), " ".join(a[i2:])))
    return runs


def _unique(alinea: str, before: str, words: str, after: str) -> tuple[int, int]:
    """How many words of context on the left and on the right make the words stand once in the alinéa."""
    left, right = before.split(), after.split()
    for reach in range(12):
        taken = [*left[len(left) - reach :], words, *right[:reach]] if reach else [words]
        whole = " ".join(piece for piece in taken if piece)
        if whole and len(re.findall(rf"(?<!\w){re.escape(whole)}(?!\w)", alinea)) == 1:
            return min(reach, len(left)), min(reach, len(right))
    raise NotSaid


def _around(before: str, after: str, left: int, right: int) -> tuple[str, str]:
    head = before.split()[len(before.split()) - left :] if left else []
    return " ".join(head), " ".join(after.split()[:right])


def _word_orders(old: str, new: str) -> list[str]:
    """The orders on words of one alinéa, as clauses without their place."""
    orders = []
    for before, words, fresh, after in _runs(old, new):
        if any(mark in f"{words}{fresh}" for mark in "«»"):
            raise NotSaid
        left, right = _unique(old, before, words, after)
        if not words and not left:
            left = 1 if before else 0
        head, tail = _around(before, after, left, right)
        one = " ".join(piece for piece in (head, words, tail) if piece)
        other = " ".join(piece for piece in (head, fresh, tail) if piece)
        if not one or "«" in one or "»" in one:
            raise NotSaid
        if not other:
            orders.append(f"les mots : « {one} » sont supprimés")
        else:
            orders.append(f"les mots : « {one} » sont remplacés par les mots : « {other} »")
    return orders


def _same_shape(before: Alineas, after: Alineas) -> list[int]:
    if len(before) != len(after):
        raise NotSaid
    return [n for n, (one, two) in enumerate(zip(before, after, strict=True)) if one != two]


def words_in_a_list(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """Lists in a list: «1° Le premier alinéa est ainsi modifié : a) Les mots … ; b) …»."""
    points = []
    for number, index in enumerate(_same_shape(before, after), 1):
        orders = _word_orders(before[index], after[index])
        if len(orders) > 20:
            return None
        if len(orders) == 1:
            points.append(f"{number}° Au {_rank(index)} alinéa, {orders[0]}")
            continue
        inner = [f"{chr(96 + n)}) {order[:1].upper()}{order[1:]}" for n, order in enumerate(orders, 1)]
        points.append(f"{number}° Le {_rank(index)} alinéa est ainsi modifié :\n" + " ;\n".join(inner))
    return f"{_opening(article, text)} est ainsi modifié :\n" + " ;\n".join(points) + "." if points else None


def words_in_a_sentence(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Au premier alinéa de l'article 5, les mots … sont remplacés par … et les mots … sont supprimés.»."""
    changed = _same_shape(before, after)
    if len(changed) != 1:
        return None
    orders = _word_orders(before[changed[0]], after[changed[0]])
    if not 1 <= len(orders) <= 4:
        return None
    place = f"Au {_rank(changed[0])} alinéa de {_of(article, text)}" if len(before) > 1 else f"A {_of(article, text)}"
    return f"{place}, {' et '.join(orders)}."


def words_inserted(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Au premier alinéa, après les mots : « A », sont insérés les mots : « B ».»."""
    changed = _same_shape(before, after)
    if len(changed) != 1:
        return None
    old = before[changed[0]]
    runs = _runs(old, after[changed[0]])
    if len(runs) != 1 or runs[0][1] or not runs[0][0] or any(mark in runs[0][2] for mark in "«»"):
        return None
    head, _, fresh, _ = runs[0]
    for reach in range(1, 12):
        anchor = " ".join(head.split()[-reach:])
        if len(re.findall(rf"(?<!\w){re.escape(anchor)}(?!\w)", old)) == 1 and "«" not in anchor and "»" not in anchor:
            break
    else:
        return None
    if anchor[-1] in ".;:,":
        return None  # a drafter anchors on words, not on the mark after them
    place = f"Au {_rank(changed[0])} alinéa de {_of(article, text)}"
    return f"{place}, après les mots : « {anchor} », sont insérés les mots : « {fresh} »."


# ── One stretch of words, said in other ways ─────────────────────────────────────────────────────────────────


def _one_run(before: Alineas, after: Alineas) -> tuple[int, str, str, str, str]:
    """The only stretch of words that changes: its alinéa, and what stands before it, in it, in its place, after it."""
    changed = _same_shape(before, after)
    if len(changed) != 1:
        raise NotSaid
    runs = _runs(before[changed[0]], after[changed[0]])
    if len(runs) != 1 or any(mark in "".join(runs[0]) for mark in "«»"):
        raise NotSaid
    return (changed[0], *runs[0])


def _once(alinea: str, words: str) -> str:
    """Words that a drafter may quote alone: they stand once, and do not begin or end with a mark."""
    if not words or len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", alinea)) != 1 or words[-1] in ".;:,(":
        raise NotSaid
    return words


def _shortest(alinea: str, words: list[str], *, at_end: bool) -> str:
    for reach in range(1, min(12, len(words)) + 1):
        try:
            return _once(alinea, " ".join(words[-reach:] if at_end else words[:reach]))
        except NotSaid:
            continue
    raise NotSaid


def _at(index: int, article: str, text: str) -> str:
    return f"Au {_rank(index)} alinéa de {_of(article, text)}"


def words_inserted_before(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«avant les mots : « A », sont insérés les mots : « B »»."""
    index, head, old, new, tail = _one_run(before, after)
    if old or not head or head[-1] in ".!?":
        return None
    anchor = _shortest(before[index], tail.split(), at_end=False)
    return f"{_at(index, article, text)}, avant les mots : « {anchor} », sont insérés les mots : « {new} »."


def words_inserted_between(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«entre les mots : « A » et les mots : « B », sont insérés les mots : « C »»."""
    index, head, old, new, tail = _one_run(before, after)
    left, right = head.split()[-2:], tail.split()[:2]
    if old or not left or not right or left[-1][-1] in ".;:,'’" or right[-1][-1] in ".;:,":
        return None
    if len(re.findall(re.escape(" ".join([*left, *right])), before[index])) != 1:
        return None
    bounds = f"les mots : « {' '.join(left)} » et les mots : « {' '.join(right)} »"
    return f"{_at(index, article, text)}, entre {bounds}, sont insérés les mots : « {new} »."


def words_deleted(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Sont supprimés, au premier alinéa de l'article 5, les mots : « A »»."""
    index, head, old, new, _ = _one_run(before, after)
    if new or not head or head[-1] in ".!?":
        return None
    return (
        f"Sont supprimés, au {_rank(index)} alinéa de {_of(article, text)}, les mots : « {_once(before[index], old)} »."
    )


def words_from_to(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«les mots : « A » jusqu'aux mots : « B » sont remplacés par les mots : « C »»."""
    index, head, old, new, _ = _one_run(before, after)
    words = old.split()
    if len(words) < 5:
        return None
    first = _shortest(before[index], words[: len(words) // 2], at_end=False)
    last = _shortest(before[index], words[len(words) // 2 :], at_end=True)
    done = f"sont remplacés par les mots : « {new} »" if new else "sont supprimés"
    if not new and (not head or head[-1] in ".!?"):
        return None
    return f"{_at(index, article, text)}, les mots : « {first} » jusqu'aux mots : « {last} » {done}."


def words_between_bounds(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«les mots compris entre les mots : « A » et les mots : « B » sont supprimés»."""
    index, head, old, new, tail = _one_run(before, after)
    if not old:
        return None
    left = _shortest(before[index], head.split(), at_end=True)
    right = _shortest(before[index], tail.split(), at_end=False)
    done = f"sont remplacés par les mots : « {new} »" if new else "sont supprimés"
    bounds = f"les mots : « {left} » et les mots : « {right} »"
    return f"{_at(index, article, text)}, les mots compris entre {bounds} {done}."


def _end_run(before: Alineas, after: Alineas) -> tuple[int, str, str, str]:
    """The only stretch that changes, where it ends its alinéa with a mark of its own."""
    index, head, old, new, tail = _one_run(before, after)
    if tail or not head or new[-1:] not in {".", ";", ":"}:
        raise NotSaid
    return index, head, old, new


def end_of_an_alinea(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Après les mots : « A », la fin du premier alinéa est ainsi rédigée : « B »»."""
    index, head, _, new = _end_run(before, after)
    anchor = _shortest(before[index], head.split(), at_end=True)
    end = f"la fin du {_rank(index)} alinéa de {_of(article, text)}"
    return f"Après les mots : « {anchor} », {end} est ainsi rédigée : « {new} »"


def end_from_words(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«La fin du premier alinéa, à compter des mots : « A », est ainsi rédigée : « B »»."""
    index, _, old, new = _end_run(before, after)
    anchor = _shortest(before[index], old.split(), at_end=False)
    end = f"La fin du {_rank(index)} alinéa de {_of(article, text)}"
    return f"{end}, à compter des mots : « {anchor} », est ainsi rédigée : « {new} »"


def beginning_up_to(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Le début du premier alinéa, jusqu'aux mots : « A », est ainsi rédigé : « B »»."""
    index, head, old, new, _ = _one_run(before, after)
    if head or not new:
        return None
    anchor = _shortest(before[index], old.split(), at_end=True)
    start = f"Le début du {_rank(index)} alinéa de {_of(article, text)}"
    return f"{start}, jusqu'aux mots : « {anchor} », est ainsi rédigé : « {new} »"


def completed_by_words(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Le premier alinéa est complété par les mots : « A »»."""
    changed = _same_shape(before, after)
    if len(changed) != 1:
        return None
    old, new = before[changed[0]], after[changed[0]]
    mark = old[-1] if old[-1] in ".;" else ""
    body = old[: len(old) - len(mark)].rstrip()
    fresh = new[len(body) : len(new) - len(mark)].strip()
    if not new.startswith(body) or not new.endswith(mark) or not fresh or fresh[-1] in ".;:" or "«" in fresh:
        return None
    if fresh[0].isalnum() and not new[len(body)].isspace():
        return None
    return f"Le {_rank(changed[0])} alinéa de {_of(article, text)} est complété par les mots : « {fresh} »."


def sentence_words(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«A la deuxième phrase du premier alinéa, les mots … sont remplacés par les mots …»."""
    changed = _same_shape(before, after)
    if len(changed) != 1:
        return None
    old, new = (_sentences_of(version[changed[0]]) for version in (before, after))
    touched = [n for n, (one, two) in enumerate(zip(old, new, strict=False)) if one != two]
    if len(old) != len(new) or len(old) < 2 or len(touched) != 1 or touched[0] >= _MANY:
        return None
    orders = _word_orders(old[touched[0]], new[touched[0]])
    if not 1 <= len(orders) <= 4:
        return None
    of = f"du {_rank(changed[0])} alinéa de {_of(article, text)}"
    return f"A la {_ORDINALS_F[touched[0]]} phrase {of}, {' et '.join(orders)}."


# ── Sentences, items, ends ───────────────────────────────────────────────────────────────────────────────────

_ORDINALS_F = ["première", *_ORDINALS[1:]]


def _sentences_of(alinea: str) -> list[str]:
    return [alinea[start:end] for start, end in split_sentences(alinea)]


def sentences(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«La deuxième phrase du premier alinéa est supprimée», «Après la première phrase, est insérée une phrase…»."""
    changed = _same_shape(before, after)
    if len(changed) != 1:
        return None
    old, new = (_sentences_of(version[changed[0]]) for version in (before, after))
    orders = [o for o in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if o[0] != "equal"]
    if len(orders) != 1 or max(len(old), len(new)) > _MANY or len(old) < 2:
        return None
    ((tag, i1, i2, j1, j2),) = orders
    fresh = " ".join(new[j1:j2])
    if "«" in fresh or "»" in fresh:
        return None
    of = f"du {_rank(changed[0])} alinéa de {_of(article, text)}"
    made = "une phrase ainsi rédigée" if j2 - j1 == 1 else f"{_CARDINALS[j2 - j1 - 1]} phrases ainsi rédigées"
    if tag == "insert":
        verb = "est insérée" if j2 - j1 == 1 else "sont insérées"
        if i1 == len(old):
            return f"Le {_rank(changed[0])} alinéa de {_of(article, text)} est complété par {made} : « {fresh} »"
        where = f"Avant la première phrase {of}" if i1 == 0 else f"Après la {_ORDINALS_F[i1 - 1]} phrase {of}"
        return f"{where}, {verb} {made} : « {fresh} »"
    many = i2 - i1 > 1
    subject = f"Les {_ORDINALS_F[i1]} à {_ORDINALS_F[i2 - 1]} phrases" if many else f"La {_ORDINALS_F[i1]} phrase"
    be, ending = ("sont", "s") if many else ("est", "")
    if tag == "delete":
        return f"{subject} {of} {be} supprimée{ending}."
    return f"{subject} {of} {be} remplacée{ending} par {made} : « {fresh} »"


_NUMBERED = re.compile(r"(\d+°)\s")


def _own_label(before: Alineas, after: Alineas) -> tuple[int, list[str | None], str]:
    """The only item that changes, the labels of all lines, and its own, which no other item has."""
    changed = _same_shape(before, after)
    labels = [m[1] if (m := _NUMBERED.match(alinea)) else None for alinea in before]
    label = labels[changed[0]] if len(changed) == 1 else None
    if label is None or labels.count(label) != 1 or not after[changed[0]].startswith(label):
        raise NotSaid
    return changed[0], labels, label


def one_item(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Le 2° de l'article 5 est ainsi rédigé : « 2° … »», where one list has one item of that number."""
    index, labels, label = _own_label(before, after)
    if index + 1 < len(labels) and labels[index + 1] is None:
        return None  # the item may have lines without a label
    return f"Le {label} de {_of(article, text)} est ainsi rédigé :\n{_block([after[index]])}"


def words_in_an_item(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Au 2° de l'article 5, les mots … sont remplacés par …»."""
    index, _, label = _own_label(before, after)
    orders = _word_orders(before[index], after[index])
    return f"Au {label} de {_of(article, text)}, {orders[0]}." if len(orders) == 1 else None


def completed(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«L'article 5 est complété par deux alinéas ainsi rédigés :»."""
    fresh = after[len(before) :]
    if not fresh or list(after[: len(before)]) != list(before):
        return None
    made = f"{_count(len(fresh), 'alinéa')} ainsi rédigé{'s' if len(fresh) > 1 else ''}"
    return f"{_opening(article, text)} est complété par {made} :\n{_block(fresh)}"


def last_alineas(article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """«Les deux derniers alinéas de l'article 5 sont supprimés.»."""
    gone = len(before) - len(after)
    if not 1 <= gone <= 4 or list(before[: len(after)]) != list(after):
        return None
    if gone == 1:
        return f"Le dernier alinéa de {_of(article, text)} est supprimé."
    return f"Les {_CARDINALS[gone - 1]} derniers alinéas de {_of(article, text)} sont supprimés."


DRAFTERS: tuple[Drafter, ...] = (
    rewrite_article,
    replace_article,
    alineas_in_a_list,
    one_alinea,
    one_alinea_inverted,
    words_in_a_list,
    words_in_a_sentence,
    words_inserted,
    words_inserted_before,
    words_inserted_between,
    words_deleted,
    words_from_to,
    words_between_bounds,
    end_of_an_alinea,
    end_from_words,
    beginning_up_to,
    completed_by_words,
    sentence_words,
    sentences,
    one_item,
    words_in_an_item,
    completed,
    last_alineas,
)


def draft(drafter: Drafter, article: str, text: str, before: Alineas, after: Alineas) -> str | None:
    """Draft an instruction, or give None where the form cannot say the difference."""
    try:
        return drafter(article, text, before, after)
    except NotSaid:
        return None
