"""The questions on citations as SQL: stale ones, the most cited articles, isolated ones, growth, effects downstream.

``texte`` is the key of a text in addresses («code-civil»). Citations that an article makes of itself never count.
"""

from __future__ import annotations

from collections.abc import Iterable

from chronolex import citation_words
from chronolex.site.question import Question
from corpus.standing import LOST, STALE, Standing

_AT = 'r.start <= :date AND (r."end" IS NULL OR r."end" > :date)'
_IN_FORCE = 'v.start <= :date AND (v."end" IS NULL OR v."end" > :date)'


def _cited_as(statuses: Iterable[Standing]) -> str:
    """The citations that a text makes on a day and that have one of some statuses."""
    listed = ", ".join(f"'{status}'" for status in sorted(statuses))
    return f"""SELECT a.number_as_published, r.as_written, r.cited_text, r.cited_number, r.status, r.start AS depuis,
       m.number AS devenu
FROM texts t JOIN articles a ON a.text_id = t.id JOIN versions v ON v.article_id = a.id AND {_IN_FORCE}
JOIN resolved_citations r ON r.version_id = v.id AND {_AT} LEFT JOIN articles m ON m.id = r.cited_article_id
WHERE t.slug = :texte AND r.status IN ({listed})
ORDER BY a.sort_key, r.position"""


CITATION_QUESTIONS: tuple[Question, ...] = (
    Question(
        "citations_d_un_article",
        "Ce que cite un article",
        "Les citations lues dans chaque version de l’article, et ce qu’elles visent, intervalle par intervalle.",
        """SELECT t.title AS text, a.number_as_published, r.start, r."end", r.as_written, r.cited_text, r.cited_number,
       r.division, r.alinea, r.sentence, r.item, r.relation, r.status, m.number AS devenu
FROM articles a JOIN versions v ON v.article_id = a.id JOIN texts t ON t.id = a.text_id
JOIN resolved_citations r ON r.version_id = v.id LEFT JOIN articles m ON m.id = r.cited_article_id
WHERE a.number = numero_canonique(:numero)
ORDER BY v.start, r.position, r.start""",
    ),
    Question(
        "qui_cite_un_article",
        "Qui cite un article",
        "Les versions de tous les textes qui citent l’article, y compris sous un ancien numéro.",
        """SELECT t.title AS text, a.number_as_published, r.start, r."end", r.as_written, r.cited_text, r.cited_number,
       r.status
FROM articles c JOIN resolved_citations r ON r.cited_article_id = c.id JOIN versions v ON v.id = r.version_id
JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id
WHERE c.number = numero_canonique(:numero)
ORDER BY t.title, a.sort_key, r.start, r.position""",
    ),
    Question(
        "citations_perimees",
        "Les citations périmées d’un texte à une date",
        f"Celles qui visent {citation_words.STALE}. Texte : sa clé (« code-civil »).",
        _cited_as(STALE),
    ),
    Question(
        "citations_sans_article",
        "Les citations d’un texte dont le corpus ne connaît pas l’article",
        f"Celles qui visent {citation_words.LOST} : nul ne peut dire si elles sont périmées. "
        "Texte : sa clé (« code-civil »).",
        _cited_as(LOST),
    ),
    Question(
        "articles_les_plus_cites",
        "Les articles les plus cités d’un texte à une date",
        "Combien d’autres articles, de tous les textes, citent chacun. Texte : sa clé (« code-civil »).",
        f"""SELECT a.number_as_published, count(DISTINCT v.article_id) AS articles_citants
FROM texts t JOIN articles a ON a.text_id = t.id JOIN resolved_citations r ON r.cited_article_id = a.id AND {_AT}
JOIN versions v ON v.id = r.version_id AND v.article_id <> a.id
WHERE t.slug = :texte
GROUP BY a.id ORDER BY articles_citants DESC, a.sort_key LIMIT 100""",
    ),
    Question(
        "articles_isoles",
        "Les articles isolés d’un texte à une date",
        "Ceux qui ne citent aucun article et qu’aucun autre ne cite. Texte : sa clé (« code-civil »).",
        f"""SELECT a.number_as_published, v.start, v."end"
FROM texts t JOIN articles a ON a.text_id = t.id JOIN versions v ON v.article_id = a.id AND {_IN_FORCE}
WHERE t.slug = :texte
  AND NOT EXISTS (SELECT 1 FROM resolved_citations r WHERE r.version_id = v.id AND {_AT}
                  AND r.cited_article_id IS NOT a.id)
  AND NOT EXISTS (SELECT 1 FROM resolved_citations r JOIN versions c ON c.id = r.version_id
                  WHERE r.cited_article_id = a.id AND {_AT} AND c.article_id <> a.id)
ORDER BY a.sort_key""",
    ),
    Question(
        "croissance_des_citations",
        "La croissance des citations d’un texte",
        "Au 1er janvier de chaque année : articles en vigueur, citations qu’ils font. Texte : sa clé (« code-civil »).",
        """WITH RECURSIVE days(day) AS (
  SELECT substr(min(v.start), 1, 4) || '-01-01' FROM texts t JOIN articles a ON a.text_id = t.id
  JOIN versions v ON v.article_id = a.id WHERE t.slug = :texte
  UNION ALL
  SELECT date(day, '+1 year') FROM days WHERE day < date('now', '-1 year')
)
SELECT d.day AS date, count(*) AS articles, coalesce(sum(v.citations), 0) AS citations,
       round(1.0 * coalesce(sum(v.citations), 0) / count(*), 2) AS citations_par_article
FROM days d JOIN texts t ON t.slug = :texte JOIN articles a ON a.text_id = t.id
JOIN versions v ON v.article_id = a.id AND v.start <= d.day AND (v."end" IS NULL OR v."end" > d.day)
GROUP BY d.day ORDER BY d.day""",
    ),
    Question(
        "en_aval_d_un_article",
        "Ce que touche la modification d’un article",
        "Les articles qui le citent à cette date, puis ceux qui citent ceux-ci, sur trois degrés.",
        f"""WITH RECURSIVE aval(article_id, degre) AS (
  SELECT id, 0 FROM articles WHERE number = numero_canonique(:numero)
  UNION
  SELECT v.article_id, aval.degre + 1 FROM aval JOIN resolved_citations r ON r.cited_article_id = aval.article_id
  JOIN versions v ON v.id = r.version_id WHERE aval.degre < 3 AND {_AT}
)
SELECT min(aval.degre) AS degre, t.title AS text, a.number_as_published
FROM aval JOIN articles a ON a.id = aval.article_id JOIN texts t ON t.id = a.text_id
GROUP BY a.id HAVING min(aval.degre) > 0 ORDER BY degre, t.title, a.sort_key LIMIT 1000""",
    ),
)
