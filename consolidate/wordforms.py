"""The forms that order something on words, signs and the parts of a sentence: one entry each, as in :mod:`.forms`.

They are the first that are tried.
"""

from __future__ import annotations

from consolidate.patterns import Form

WORD_FORMS: tuple[Form, ...] = (
    Form(
        "remplacer-mots",
        "replace-words",
        "<in>? <words:old> <tail>? est remplacé <in>? par <words:new> <last:tail>?",
        "Au premier alinéa, les mots : « au moins une fois par an » sont remplacés par les mots : "
        "« au moins deux fois par an ».",
        "Décret n° 2003-880 du 15 septembre 2003, art. 2, II",
    ),
    Form(
        "remplacer-mots-suite",
        "replace-words",
        "<in>? <words:old> <tail>? par <words:new>",
        "Au premier alinéa, le mot : « chef » est remplacé par le mot : « directeur » et le mot : « bureau » par le "
        "mot : « service ».",
        "Exemple construit : le verbe n'est pas répété",
        follows="remplacer-mots",
    ),
    Form(
        "remplacer-mots-par-phrase",
        "replace-words-block",
        "<in>? <words:old> <tail>? est remplacé <in>? par <what> <thus> <block>",
        "Au deuxième alinéa, les mots : « sans délai. » sont remplacés par les mots et une phrase ainsi rédigés : "
        "« sous huit jours. Le juge statue. »",
        "Exemple construit",
    ),
    Form(
        "remplacer-étendue",
        "replace-stretch",
        "<in>? <words:anchor> <tail>? jusqu'à <to:until> <tail>? est remplacé <in>? par <words:new>",
        "Au premier alinéa, les mots : « Le juge » jusqu'aux mots : « trois mois » sont remplacés par les mots : "
        "« Il statue ».",
        "Exemple construit",
    ),
    Form(
        "supprimer-étendue",
        "replace-stretch",
        "<in>? <words:anchor> <tail>? jusqu'à <to:until> <tail>? est supprimé",
        "Au premier alinéa, les mots : « dans un délai » jusqu'aux mots : « trois mois » sont supprimés.",
        "Exemple construit",
    ),
    Form(
        "remplacer-jusqu'à-la-fin",
        "replace-to-end",
        "<in>? <words:anchor> <tail>? jusqu'à <in:end> est ( remplacé <in>? par <words:new> | supprimé )",
        "A la première phrase, les mots : « sauf accord » jusqu'à la fin de la phrase sont supprimés.",
        "Exemple construit",
    ),
    Form(
        "remplacer-entre-bornes",
        "replace-between",
        "<in>? <free> entre <words:anchor> et? <words:until> <tail>? est ( remplacé <in>? par <words:new> | supprimé )",
        "Au premier alinéa, les mots compris entre les mots : « le juge » et les mots : « statue » sont supprimés.",
        "Exemple construit : les bornes restent",
    ),
    Form(
        "remplacer-d'un-mot-à-l'autre",
        "replace-stretch",
        "<in>? <free> depuis <words:anchor> jusqu'à? <to:until> <tail>? est "
        "( remplacé <in>? par <words:new> | supprimé )",
        "Au premier alinéa, le membre de phrase allant des mots : « dans un délai » aux mots : « trois mois » est "
        "supprimé.",
        "Exemple construit",
    ),
    Form(
        "début-jusqu'à",
        "replace-head",
        "<in>? <subject> jusqu'à <to:until> est ( remplacé <in>? par <words:new> | rédigé <block> | supprimé )",
        "Le début de la première phrase, jusqu'au mot : « statue », est ainsi rédigé : « Le tribunal décide ».",
        "Exemple construit",
    ),
    Form(
        "passage-à-compter",
        "replace-tail-of",
        "<in>? <subject> à-compter <words:anchor> est ( remplacé par <words:new> | rédigé <block> | supprimé )",
        "La première phrase, à compter des mots : « , sauf », est supprimée.",
        "Exemple construit",
    ),
    Form(
        "substituer-mots",
        "replace-words",
        "<in>? <to:old> <tail>? est substitué <in>? <words:new>",
        "À l'article 5, aux mots : « trois mois » sont substitués les mots : « six mois ».",
        "Exemple construit",
    ),
    Form(
        "substituer-mots-suite",
        "replace-words",
        "<in>? <to:old> <tail>? <suite:new>",
        "Aux mots : « trois mois » sont substitués les mots : « six mois » et, au mot : « père », le mot : « parent ».",
        "Exemple construit : le verbe n'est pas répété",
        follows="substituer-mots",
    ),
    Form(
        "substituer-mots-inversé",
        "replace-words",
        "<in>? <words:new> est substitué <in>? <to:old> <tail>?",
        "Au premier alinéa, le mot : « six » est substitué au mot : « trois ».",
        "Exemple construit",
    ),
    Form(
        "substituer-il-est",
        "replace-words",
        "<in>? est substitué <to:old> <tail>? <words:new>",
        "Au premier alinéa, sont substitués aux mots : « trois mois » les mots : « six mois ».",
        "Exemple construit",
    ),
    Form(
        "fin-supprimée",
        "replace-tail",
        "<in>? après <words:anchor> <tail>? <end> est supprimé",
        "Après les mots : « un plus grand nombre », la fin de l'article 913 du code civil est supprimée.",
        "D'après l'ordonnance n° 2005-759 du 4 juillet 2005",
    ),
    Form(
        "fin-remplacée",
        "replace-tail",
        "<in>? après <words:anchor> <tail>? <end> est ( remplacé par <words:new> | remplacé par <what> <thus> <block> "
        "| rédigé <block> )",
        "Après le mot : « mariage », la fin du deuxième alinéa est ainsi rédigée : « devant l'officier d'état civil. »",
        "Exemple construit",
    ),
    Form(
        "fin-après-mots",
        "replace-tail",
        "<in>? <end> après <words:anchor> <tail>? est ( supprimé | remplacé par <words:new> "
        "| remplacé par <what> <thus> <block> | rédigé <block> )",
        "Au troisième alinéa, la fin de la phrase après le mot : « agir » est supprimée.",
        "Exemple construit",
    ),
    Form(
        "fin-à-compter",
        "replace-tail-inclusive",
        "<in>? <end> à-compter <words:anchor> <tail>? est ( supprimé | remplacé par <words:new> "
        "| remplacé par <what> <thus> <block> | rédigé <block> )",
        "Au troisième alinéa, la fin de la phrase, à compter du mot : « il », est supprimée.",
        "Exemple construit",
    ),
    Form(
        "à-compter-fin",
        "replace-tail-inclusive",
        "<in>? à-compter <words:anchor> <tail>? <end> est ( supprimé | remplacé par <words:new> "
        "| remplacé par <what> <thus> <block> | rédigé <block> )",
        "A compter du mot : « il », la fin du troisième alinéa est ainsi rédigée : « nul ne peut l'ignorer. »",
        "Exemple construit",
    ),
    Form(
        "insérer-mots",
        "insert-words",
        "<in>? ( après | avant ) <words:anchor> <tail>? <in>? est inséré <in>? <words:new>",
        "À l'avant-dernier alinéa de l'article 401 du code civil, après le mot : « mineur », sont insérés les mots : "
        "« âgé de seize ans révolus ».",
        "D'après la loi n° 2012-387 du 22 mars 2012",
    ),
    Form(
        "insérer-entre-mots",
        "insert-between",
        "<in>? ( entre <words:anchor> et? <words:until> | après <words:anchor> et? avant <words:until> ) <tail>? "
        "est inséré <in>? <words:new>",
        "Au premier alinéa, entre les mots : « le juge » et le mot : « statue », sont insérés les mots : "
        "« des tutelles ».",
        "Exemple construit",
    ),
    Form(
        "insérer-signe",
        "insert-mark",
        "<in>? ( après | avant ) <words:anchor> <tail>? est inséré <mark:sign>",
        "Au premier alinéa, après le mot : « juge », il est inséré une virgule.",
        "Exemple construit",
    ),
    Form(
        "insérer-mots-suite",
        "insert-words",
        "<in>? ( après | avant ) <words:anchor> <tail>? <suite:new>",
        "Après le mot : « père », sont insérés les mots : « ou tuteur » et, après le mot : « mère », les mots : "
        "« ou tutrice ».",
        "Exemple construit : le verbe n'est pas répété",
        follows="insérer-mots",
    ),
    Form(
        "insérer-mots-inversé",
        "insert-words",
        "<in>? est inséré <in>? ( après | avant ) <words:anchor> <tail>? <in>? <words:new>",
        "Au deuxième alinéa, sont insérés, après le mot : « époux », les mots : « ou partenaires ».",
        "Exemple construit",
    ),
    Form(
        "mots-insérés-après",
        "insert-words",
        "<in>? <words:new> est inséré <in>? ( après | avant ) <words:anchor> <tail>?",
        "Au deuxième alinéa, les mots : « ou partenaires » sont insérés après le mot : « époux ».",
        "Exemple construit",
    ),
    Form(
        "insérer-phrase-après-mots",
        "insert-words-block",
        "<in>? ( après | avant ) <words:anchor> <tail>? est inséré <in>? <what> <thus> <block>",
        "Au deuxième alinéa, après le mot : « époux », il est inséré un membre de phrase ainsi rédigé : "
        "« , s'ils en sont d'accord, ».",
        "Exemple construit",
    ),
    Form(
        "ajouter-mots-lieu",
        "insert-words-place",
        "est inséré <words:new> <in>",
        "Il est ajouté la mention : « I. - » au début du premier alinéa.",
        "Exemple construit",
    ),
    Form(
        "ajouter-membre-de-phrase",
        "insert-block-edge",
        "<in>? est inséré <in>? <what> <in>? <thus> <block>",
        "A la fin de la première phrase, il est ajouté un membre de phrase ainsi rédigé : « , sauf urgence ».",
        "Exemple construit",
    ),
    Form(
        "compléter-membre-de-phrase",
        "insert-block-edge",
        "<in>? <subject>? est complété <in>? par <what> <thus> <block>",
        "La première phrase est complétée par un membre de phrase ainsi rédigé : « , sauf urgence ».",
        "Exemple construit",
    ),
    Form(
        "ajouter-mots",
        "insert-words-edge",
        "<in>? est inséré <in>? <words:new>",
        "Au début du premier alinéa, est insérée la mention : « I. - ».",
        "D'après le décret n° 2005-1315 du 21 octobre 2005",
    ),
    Form(
        "mots-ajoutés",
        "insert-words-edge",
        "<in>? <words:new> est inséré <in>",
        "Les mots : « en séance publique » sont ajoutés à la fin du premier alinéa.",
        "Exemple construit",
    ),
    Form(
        "compléter-mots",
        "insert-words-edge",
        "<in>? <subject>? est complété <in>? par <words:new>",
        "Le premier alinéa est complété par les mots : « ainsi que par des médecins appartenant à des associations de "
        "permanence des soins ».",
        "Décret n° 2005-328 du 7 avril 2005, art. 1er, 1°",
    ),
    Form(
        "compléter-mots-suite",
        "insert-words-edge",
        "<in>? <subject> par <words:new>",
        "Le premier alinéa est complété par les mots : « et 7 » et le second alinéa par les mots : « aux époux ».",
        "Exemple construit : le verbe n'est pas répété",
        follows="compléter-mots",
    ),
    Form(
        "précéder-de-mots",
        "insert-words-start",
        "<in>? <subject>? est précédé par? <words:new>",
        "Le premier alinéa est précédé de la mention : « I. - ».",
        "Exemple construit",
    ),
    Form(
        "supprimer-mots",
        "delete-words",
        "<in>? <words:old> <tail>? est supprimé <last:tail>?",
        "À l'article 96 du même code, les mots : « nationale et des forces armées » sont supprimés.",
        "D'après l'ordonnance n° 2007-465 du 29 mars 2007",
    ),
    Form(
        "supprimer-mots-inversé",
        "delete-words",
        "<in>? est supprimé <in>? <words:old> <tail>?",
        "Sont supprimés, au premier alinéa de l'article 96, les mots : « nationale et des forces armées ».",
        "Exemple construit",
    ),
    Form(
        "remplacez-mots",
        "replace-words",
        "<in>? remplacer <in>? <words:old> <tail>? <in>? par <words:new>",
        "Au premier alinéa, remplacer les mots : « trois mois » par les mots : « six mois ».",
        "Exemple construit (style des amendements parlementaires)",
    ),
    Form(
        "supprimez-mots",
        "delete-words",
        "<in>? supprimer <in>? <words:old> <tail>?",
        "Au premier alinéa, supprimer les mots : « dans un délai de trois mois ».",
        "Exemple construit (style des amendements parlementaires)",
    ),
    Form(
        "insérez-mots",
        "insert-words",
        "<in>? ( ( après | avant ) <words:anchor> <tail>? insérer | insérer ( après | avant ) <words:anchor> ) "
        "<words:new>",
        "Au premier alinéa, après le mot : « juge », insérer le mot : « unique ».",
        "Exemple construit (style des amendements parlementaires)",
    ),
    Form(
        "ajoutez-mots",
        "insert-words-edge",
        "<in> insérer <words:new>",
        "A la fin du premier alinéa, ajouter les mots : « en séance publique ».",
        "Exemple construit (style des amendements parlementaires)",
    ),
    Form(
        "complétez-mots",
        "insert-words-edge",
        "<in>? compléter <subject> par <words:new>",
        "Compléter le premier alinéa par les mots : « en séance publique ».",
        "Exemple construit (style des amendements parlementaires)",
    ),
    Form(
        "substituez-mots",
        "replace-words",
        "<in>? substituer <to:old> <tail>? <words:new>",
        "Au premier alinéa, substituer au mot : « trois » le mot : « six ».",
        "Exemple construit (style des amendements parlementaires)",
    ),
    Form(
        "porter-à",
        "replace-words",
        "<in>? <words:old> <tail>? est porté-à ( <words:new> | <to:new> )",
        "Au premier alinéa, le taux : « 10 % » est porté à : « 12 % ».",
        "Exemple construit (style des décrets qui relèvent un montant)",
    ),
    Form(
        "rectifier",
        "replace-words",
        "<in>? au-lieu-de <words:old> <tail>? lire <in>? <words:new>",
        "A l'article 6, au lieu de : « trois mois », lire : « six mois ».",
        "Rectificatifs du Journal officiel",
    ),
    Form(
        "rectifier-inversé",
        "replace-words",
        "<in>? lire <words:new> au-lieu-de <words:old>",
        "A l'article 6, lire : « six mois » au lieu de : « trois mois ».",
        "Rectificatifs du Journal officiel",
    ),
    Form(
        "remplacer-signe",
        "replace-mark",
        "<in>? <mark:sign> <tail>? est remplacé <in>? par <mark:other>",
        "Au 3°, le point est remplacé par un point-virgule.",
        "D'après la loi n° 2008-776 du 4 août 2008",
    ),
    Form(
        "remplacer-mots-par-signe",
        "words-to-mark",
        "<in>? <words:old> <tail>? est remplacé <in>? par <mark:other>",
        "Au premier alinéa, le mot : « et » est remplacé par une virgule.",
        "Exemple construit",
    ),
    Form(
        "supprimer-signe",
        "mark-at-words",
        "<in>? ( après <words:anchor> <tail>? <mark:sign> | <mark:sign> après <words:anchor> <tail>? ) "
        "est ( supprimé | remplacé <in>? par <words:new> | remplacé <in>? par <mark:other> )",
        "Au premier alinéa, la virgule après le mot : « juge » est supprimée.",
        "Exemple construit",
    ),
    Form(
        "supprimer-signe-seul",
        "delete-mark",
        "<in>? <mark:sign> <tail>? est supprimé",
        "Au premier alinéa, la virgule est supprimée.",
        "Exemple construit : il n'y en a qu'une",
    ),
    Form(
        "mots-après-mots",
        "words-at-words",
        "<in>? après <words:anchor> <words:old> est ( supprimé | remplacé <in>? par <words:new> )",
        "Au premier alinéa, après le mot : « juge », le mot : « et » est remplacé par le mot : « ou ».",
        "Exemple construit : ils suivent aussitôt",
    ),
    Form(
        "remplacer-signe-final",
        "replace-mark",
        "<in>? <mark:sign> <tail>? est remplacé <in>? par <words:new>",
        "A la fin du 3°, le point est remplacé par le mot : « ; et ».",
        "Exemple construit",
    ),
)
"""Every form on words, in the order in which they are tried."""
