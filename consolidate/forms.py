"""The amending language, form by form: one entry each, headed by a real sentence of a real act.

A pattern is written in the drafter's own words; each stands for all its inflections («remplacé»: remplacée, remplacés…;
«inséré»: ajouté, créé, introduit…; «est»: sont, il est). These stand for what they say:

* ``<in>``       a place with its preposition: «au premier alinéa», «dans la deuxième phrase»
* ``<subject>``  the place that the verb is about: «le troisième alinéa», «les articles 5 et 6»
* ``<place>``    a place after «après», «avant», «entre»
* ``<tail>``     a place after quoted words: «(figurant) au 2°», «du troisième alinéa»
* ``<last:x>``   a place that ends the sentence
* ``<end>``      «la fin», «la fin du troisième alinéa»
* ``<words:x>``  quoted words with their noun: «les mots : « A » et « B »», named ``x``; ``<to:x>``: «aux mots : « A »»;
  ``<suite:x>``: where no verb of their own follows
* ``<block>``    quoted alinéas
* ``<what>``     what is announced: «un alinéa», «deux phrases», «les articles 8-1 et 8-2», «un 6°»
* ``<thus>``     «ainsi rédigé», «ainsi conçu», «suivant»
* ``x?`` may be absent; ``(x | y)`` is one or the other

Commas, occurrences («à chaque occurrence», «par deux fois»), dates («à compter du 1er janvier 2011») and «ainsi»,
«respectivement» may stand between any two words: no pattern names them. Forms are tried in this order; the first
whose places are understood wins. A new form is one entry and its cases. Those on words stand in
:mod:`consolidate.wordforms`.
"""

from __future__ import annotations

from consolidate.patterns import VERBS, Form
from consolidate.wordforms import WORD_FORMS

FORMS: tuple[Form, ...] = (
    *WORD_FORMS,
    # ── Whole units ──────────────────────────────────────────────────────────────────────────────────────────
    Form(
        "modifier-et-compléter",
        "merge-items",
        "<in>? <subject> est modifié et complété <thus> <block>",
        "La liste des membres nommés par le préfet mentionnée au d est modifiée et complétée comme suit : "
        "« 5. Un médecin d'exercice libéral. »",
        "Décret n° 2003-880 du 15 septembre 2003, art. 2, I, C",
    ),
    Form(
        "intituler-division",
        "retitle-division",
        "<subject:title> est ( rédigé <block> | remplacé par <words:new> | remplacé par <what> <thus> <block> )",
        "L'intitulé du titre V du livre Ier du code civil est ainsi rédigé : « Du mariage ».",
        "Exemple construit",
    ),
    Form(
        "remplacer-passage",
        "replace-passage",
        "<in>? <subject> est remplacé <in>? ( par <what> )? <thus> <block>",
        "Le troisième alinéa, qui devient le quatrième, est remplacé par les dispositions suivantes : « A cette fin, "
        "le département est divisé en secteurs. »",
        "Décret n° 2005-328 du 7 avril 2005, art. 1er, 3°",
    ),
    Form(
        "remplacer-passage-par-mots",
        "replace-passage",
        "<in>? <subject> est remplacé par <words:block>",
        "La deuxième phrase du premier alinéa est remplacée par les mots : « Le juge statue. »",
        "Exemple construit",
    ),
    Form(
        "rédiger-passage",
        "replace-passage",
        "<in>? <subject> est? rédigé <block>",
        "L'article 24 de la Constitution est ainsi rédigé : « Le Parlement vote la loi. »",
        "Loi constitutionnelle n° 2008-724 du 23 juillet 2008, art. 9",
    ),
    Form(
        "rédiger-ce-qui-est-dit",
        "replace-passage",
        "est ( remplacé par <what> <thus> | rédigé ) <block>",
        "Le 3° de l'article 5 est ainsi modifié : a) Il est ainsi rédigé : « 3° La loi dispose. »",
        "Exemple construit : «il» est ce que l'en-tête nomme",
    ),
    Form(
        "insérer-division",
        "create-articles",
        "est inséré <in>? ( ( après | avant ) <place> )? <what:unit> <title:title> <free:contents> <thus> <block>",
        "Il est inséré au livre VII du code de la santé publique un titre II intitulé : « Permanence des soins » et "
        "comprenant les articles suivants : « Art. R. 730. - La permanence des soins est assurée. »",
        "Décret n° 2003-880 du 15 septembre 2003, art. 1er",
    ),
    Form(
        "insérer-division-après",
        "create-articles",
        "( ( après | avant ) <place> | <in> ) est inséré <what:unit> <title:title> <free:contents> <thus> <block>",
        "Après l'article 515, il est inséré un titre XII intitulé : « Du pacte civil de solidarité » et comprenant "
        "les articles suivants : « Art. 515-1. - Un pacte civil de solidarité est un contrat. »",
        "Exemple construit sur la loi n° 99-944 du 15 novembre 1999",
    ),
    Form(
        "créer-division",
        "group-articles",
        "( <in> | ( après | avant ) <place> )? est inséré <in>? ( ( après | avant ) <place> )? <what:unit> "
        "<title:title> <free:contents>",
        "Il est créé un paragraphe 1 intitulé : « Dispositions communes » qui comprend les articles L. 331-18 à "
        "L. 331-23.",
        "Exemple construit sur les ordonnances de codification",
    ),
    Form(
        "compléter-par-division",
        "create-articles",
        "<in>? <subject>? est complété <in>? par <what:unit> <title:title> <free:contents> <thus> <block>",
        "Le livre Ier du code civil est complété par un titre XIII intitulé : « Du pacte civil de solidarité » et "
        "comprenant l'article 515-8 ainsi rédigé : « Art. 515-8. - Le concubinage est une union de fait. »",
        "Exemple construit sur la loi n° 99-944 du 15 novembre 1999",
    ),
    Form(
        "insérer-passage",
        "insert-passage",
        "<in>? ( après | avant | entre ) <place> <in>? est ( inséré | rétabli ) <in>? <what> <in>? <thus> <block>",
        "Après l'article R. 735 du même code, il est inséré un article R. 736 ainsi rédigé : « Art. R. 736. - La "
        "mission régionale de santé élabore ses propositions. »",
        "Décret n° 2005-328 du 7 avril 2005, art. 6",
    ),
    Form(
        "insérer-passage-inversé",
        "insert-passage",
        "<in>? est ( inséré | rétabli ) <in>? ( après | avant | entre ) <place> <in>? <what> <thus> <block>",
        "Il est inséré après le premier alinéa un alinéa ainsi rédigé : « Toutefois, le cahier des charges peut "
        "prévoir des modalités distinctes. »",
        "Décret n° 2005-328 du 7 avril 2005, art. 1er, 2°",
    ),
    Form(
        "insérez-passage",
        "insert-passage",
        "<in>? ( après | avant | entre ) <place> insérer <what> <thus> <block>",
        "Après l'article 8, insérer un article 8-1 ainsi rédigé : « Art. 8-1. - La loi dispose. »",
        "Exemple construit (style des amendements parlementaires)",
    ),
    Form(
        "ajouter-passage",
        "insert-passage",
        "<in>? est ( inséré | rétabli ) <in>? <what> <in>? <thus> <block>",
        "Il est ajouté un troisième alinéa ainsi rédigé : « Il évalue chaque année l'organisation de la permanence. »",
        "Décret n° 2003-880 du 15 septembre 2003, art. 2, II",
    ),
    Form(
        "compléter-passage",
        "insert-passage",
        "<in>? <subject>? est complété <in>? ( par <what> )? <thus> <block>",
        "L'article 85 de la Constitution est complété par un alinéa ainsi conçu : « Les dispositions du présent titre "
        "peuvent être également révisées. »",
        "Loi constitutionnelle n° 60-525 du 4 juin 1960",
    ),
    Form(
        "compléter-suite",
        "insert-passage-too",
        "par? <what> <thus> <block>",
        "Le premier alinéa est complété par les mots : « , sauf urgence » et par une phrase ainsi rédigée : "
        "« Il statue. »",
        "Exemple construit : le verbe n'est pas répété",
        follows="compléter-mots",
    ),
    Form(
        "précéder-de-passage",
        "precede-passage",
        "<in>? <subject>? est précédé par? <what> <thus> <block>",
        "Le premier alinéa est précédé d'un alinéa ainsi rédigé : « La loi dispose pour l'avenir. »",
        "Exemple construit",
    ),
    Form(
        "rétablir-passage",
        "restore-passage",
        "<in>? <subject> est rétabli <in>? et? <thus> <block>",
        "L'article 11 est rétabli dans la rédaction suivante : « Art. 11. - L'étranger jouira des droits civils. »",
        "Exemple construit",
    ),
    Form(
        "supprimer-passage",
        "delete-passage",
        "<in>? <subject> est supprimé",
        "Les articles L. 615-18 et L. 615-19 du code de la propriété intellectuelle sont abrogés.",
        "D'après la loi n° 2014-315 du 11 mars 2014",
    ),
    Form(
        "supprimer-passage-inversé",
        "delete-passage",
        "<in>? est supprimé <in>? <subject>",
        "Sont abrogés les articles 8 et 9 du code civil.",
        "Exemple construit",
    ),
    Form(
        "supprimez-passage",
        "delete-passage",
        "<in>? supprimer <subject>",
        "A l'article 5, supprimer le deuxième alinéa.",
        "Exemple construit (style des amendements parlementaires)",
    ),
    Form(
        "renuméroter",
        "renumber",
        "<in>? <subject> devient <target>",
        "Les articles L. 212-10 et L. 212-11 deviennent respectivement les articles L. 212-3-5 et L. 212-3-6.",
        "D'après la loi n° 2016-925 du 7 juillet 2016",
    ),
    Form(
        "renuméroter-numéro",
        "renumber",
        "<in>? <subject> est? renuméroté <target>",
        "L'article R. 730 est renuméroté R. 6315-1.",
        "Exemple construit",
    ),
    Form(
        "transférer",
        "renumber",
        "<in>? <subject> est transféré <in:target>",
        "L'article R. 730 est transféré à l'article R. 6315-1.",
        "Exemple construit",
    ),
    Form(
        "placer-passage",
        "move-passage",
        "<in>? <subject> est transféré ( après | avant ) <place:goal>",
        "Le troisième alinéa est placé après le cinquième.",
        "Exemple construit : la forme est rare, les actes réécrivent d'ordinaire les alinéas",
    ),
    Form(
        "intervertir",
        "exchange",
        "<in>? <subject> est interverti",
        "Les deuxième et troisième alinéas sont intervertis.",
        "Exemple construit",
    ),
    Form(
        "modifier-article",
        "rewrite-article",
        "<in>? <subject> est modifié <thus> :? <block>",
        "L'article 3 est modifié comme suit : « Art. 3. - Le comité se réunit deux fois par an. »",
        "Exemple construit : l'article est cité avec son numéro, donc en entier",
    ),
    Form(
        "modifier",
        "context",
        "<in>? <subject> est modifié ( et complété )? :?",
        "L'article 522 est ainsi modifié :",
        "Loi n° 2015-177 du 16 février 2015, art. 2",
    ),
    Form(
        "est-modifié-suite",
        "context",
        "est modifié :",
        "L'article 8 devient l'article 11 et est ainsi modifié :",
        "Exemple construit",
        follows="renuméroter",
    ),
)
"""Every form, in the order in which they are tried."""


def _by_verb() -> dict[str, tuple[Form, ...]]:
    return {verb: tuple(f for f in FORMS if verb in f.verbs and not f.follows) for verb in VERBS}


FORMS_BY_VERB = _by_verb()
"""The forms that need each verb: a clause is tried against those of its own first verb only."""

FOLLOWING = tuple(form for form in FORMS if form.follows)
"""The forms that go on after a clause without saying its verb again."""


def describe_forms() -> str:
    """Write the table of forms as Markdown, for ``docs/amending.md``: name, pattern, example and source of each."""
    rows = ["| forme | tournure | exemple | source |", "|---|---|---|---|"]
    for form in FORMS:
        pattern = form.pattern.replace("|", "\\|")
        rows.append(f"| {form.name} | `{pattern}` | {form.example} | {form.source} |")
    return "\n".join(rows)
