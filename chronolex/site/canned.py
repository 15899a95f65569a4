"""The questions of jurists as SQL that they can read and change: Datasette's canned queries. Values are bound."""

from __future__ import annotations

from chronolex.site.change_question import CHANGES
from chronolex.site.citation_questions import CITATION_QUESTIONS
from chronolex.site.question import Question

QUESTIONS: tuple[Question, ...] = (
    Question(
        "article_a_une_date",
        "Un article à une date",
        "Le texte en vigueur ce jour-là. Numéro : « R. 730 », « R730 »… Date : AAAA-MM-JJ.",
        """SELECT text, number_as_published, start, "end", act, verification, content
FROM version_texts
WHERE number = numero_canonique(:numero)
  AND start <= :date AND ("end" IS NULL OR "end" > :date)
ORDER BY text""",
    ),
    Question(
        "histoire_d_un_article",
        "L’histoire d’un article",
        "Toutes les versions de l’article et de ceux dont il est issu ou qu’il est devenu.",
        """WITH RECURSIVE line(text_id, number) AS (
  SELECT text_id, number FROM articles WHERE number = numero_canonique(:numero)
  UNION
  SELECT l.new_text_id, l.new_number FROM line JOIN lineage l
    ON l.old_text_id = line.text_id AND l.old_number = line.number
    WHERE l.kind <> 'rewritten' AND l.status <> 'finding'
  UNION
  SELECT l.old_text_id, l.old_number FROM line JOIN lineage l
    ON l.new_text_id = line.text_id AND l.new_number = line.number
    WHERE l.kind <> 'rewritten' AND l.status <> 'finding'
)
SELECT t.title AS text, a.number_as_published, v.start, v."end", v.end_cause, act.title AS act, v.act_article,
       v.provenance, v.verification
FROM line JOIN articles a ON a.text_id = line.text_id AND a.number = line.number
JOIN texts t ON t.id = a.text_id JOIN versions v ON v.article_id = a.id LEFT JOIN texts act ON act.id = v.act_id
ORDER BY v.start""",
    ),
    Question(
        "ce_qui_a_change",
        "Ce qui a changé entre deux dates",
        "Ceux de la page « Ce qui a changé » : du premier jour, inclus, au second, exclu. Dates : AAAA-MM-JJ.",
        CHANGES,
    ),
    *CITATION_QUESTIONS,
    Question(
        "filiation",
        "La filiation, preuve par preuve",
        "Ancien numéro, nouveau numéro, degré de certitude, et chaque preuve avec sa méthode et son score.",
        """SELECT m.old_text, m.old_number, m.new_text, m.new_number, m.kind, m.status, m.score, e.method,
       e.score AS evidence_score, e.detail
FROM lineage_map m JOIN lineage_evidence e ON e.lineage_id = m.id
ORDER BY m.id, e.id""",
    ),
    Question(
        "instructions_non_appliquees",
        "Les instructions non appliquées",
        "Ce que les actes ordonnent et qui n’a pas été appliqué : refusé, en attente d’un texte absent, ou non lu.",
        """SELECT t.title AS act, i.act_article, i.verdict, i.reason, i.sentence, i.target_text,
       i.target_article, i.detail
FROM instructions i JOIN texts t ON t.id = i.act_id
WHERE i.verdict <> 'applied'
ORDER BY i.verdict, t.published, i.position""",
    ),
    Question(
        "versions_non_verifiees",
        "Les versions non vérifiées",
        "Les versions calculées qu’aucun témoin officiel ne confirme, ou qui en diffèrent.",
        """SELECT text, number_as_published, start, "end", act, verification
FROM version_texts
WHERE verification IN ('unverified', 'different')
ORDER BY verification, text, start""",
    ),
    Question(
        "reparations",
        "Les réparations, par règle",
        "Ce qui a été réparé dans les sources, et les dégâts laissés en l’état faute de certitude.",
        """SELECT s.name AS source, r.rule, r.before, r.after, r.decided, count(*) AS times,
       min(r.confidence) AS lowest_confidence
FROM repairs r JOIN sources s ON s.id = r.source_id
GROUP BY s.name, r.rule, r.before, r.after, r.decided
ORDER BY r.decided, s.name, times DESC""",
    ),
)


def canned_queries() -> dict[str, dict[str, str]]:
    """Give the questions in the form that Datasette takes."""
    return {q.name: {"title": q.title, "description": q.description, "sql": q.sql} for q in QUESTIONS}
