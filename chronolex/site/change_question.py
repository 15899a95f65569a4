"""What changed between two days, as one SQL question: the days and articles that :mod:`corpus.changes` tells."""

from __future__ import annotations

_CHIEF = """(a.bearer > 0 OR NOT EXISTS (
    SELECT 1 FROM articles b WHERE b.text_id = a.text_id AND b.number = a.number AND b.bearer > 0))"""
"""As in :data:`corpus.queries.CHIEF`, in words that a jurist may change without looking elsewhere."""

CHANGES = f"""WITH bounds AS (
  SELECT coalesce(nullif(:du, ''), '0000') AS first, coalesce(nullif(:au, ''), '9999') AS last
),
moves AS (  -- les filiations, au jour où elles prennent effet
  SELECT l.date AS day, l.old_text_id, l.old_number, l.new_text_id, l.new_number
  FROM bounds JOIN lineage l ON l.date >= first AND l.date < last
  WHERE l.kind <> 'rewritten' AND l.status <> 'finding'
  UNION
  SELECT e."end", l.old_text_id, l.old_number, l.new_text_id, l.new_number
  FROM bounds CROSS JOIN lineage l JOIN articles o ON o.text_id = l.old_text_id AND o.number = l.old_number
  JOIN versions e ON e.article_id = o.id AND e."end" >= first AND e."end" < last
  JOIN articles n ON n.text_id = l.new_text_id AND n.number = l.new_number
  JOIN versions s ON s.article_id = n.id AND s.start = e."end"
  WHERE l.date IS NULL AND l.kind <> 'rewritten' AND l.status <> 'finding'
),
starts AS (
  SELECT v.start AS day, a.text_id, a.number, v.act_id, EXISTS (
      SELECT 1 FROM articles b JOIN versions p ON p.article_id = b.id
      WHERE b.text_id = a.text_id AND b.number = a.number AND (b.bearer > 0 OR b.id = a.id)
        AND p.start < v.start AND (p."end" IS NULL OR p."end" >= v.start)) AS goes_on
  FROM bounds JOIN versions v ON v.start >= first AND v.start < last JOIN articles a ON a.id = v.article_id
  WHERE {_CHIEF}
  UNION ALL  -- les versions dont seule la date est connue
  SELECT j.value, a.text_id, a.number, NULL, 0
  FROM bounds CROSS JOIN absences m JOIN json_each(m.known_starts) j ON j.value >= first AND j.value < last
  JOIN articles a ON a.id = m.article_id
  WHERE {_CHIEF} AND NOT EXISTS (
      SELECT 1 FROM versions v WHERE v.article_id = a.id AND j.value IN (v.start, v."end"))
),
ends AS (
  SELECT v."end" AS day, a.text_id, a.number, v.end_act_id AS act_id, v.end_cause, EXISTS (
      SELECT 1 FROM absences m JOIN json_each(m.known_starts) j
      WHERE m.article_id = a.id AND j.value = v."end") AS goes_on
  FROM bounds JOIN versions v ON v."end" >= first AND v."end" < last JOIN articles a ON a.id = v.article_id
  WHERE {_CHIEF}
),
told AS (
  SELECT day, CASE WHEN goes_on AND NOT EXISTS (
      SELECT 1 FROM moves m WHERE m.day = s.day AND m.old_text_id = s.text_id AND m.old_number = s.number)
    THEN 'modifié' ELSE 'nouveau texte' END AS what, text_id, number, NULL AS old_text_id, NULL AS old_number, act_id
  FROM starts s WHERE NOT EXISTS (
    SELECT 1 FROM moves m WHERE m.day = s.day AND m.new_text_id = s.text_id AND m.new_number = s.number)
  UNION ALL
  SELECT m.day, 'renuméroté', m.new_text_id, m.new_number, m.old_text_id, m.old_number, coalesce(s.act_id, e.act_id)
  FROM moves m
  LEFT JOIN starts s ON s.day = m.day AND s.text_id = m.new_text_id AND s.number = m.new_number
  LEFT JOIN ends e ON e.day = m.day AND e.text_id = m.old_text_id AND e.number = m.old_number
  WHERE s.day IS NOT NULL OR e.day IS NOT NULL
  UNION ALL
  SELECT day, CASE WHEN end_cause = 'repealed' THEN 'abrogé' WHEN end_cause = 'renumbered' THEN 'renuméroté'
      WHEN end_cause = 'expired' THEN 'périmé' WHEN end_cause = 'annulled' THEN 'annulé'
      WHEN end_cause = 'modified' OR goes_on THEN 'modifié' ELSE 'fin inconnue' END,
    text_id, number, NULL, NULL, act_id
  FROM ends e WHERE NOT EXISTS (
    SELECT 1 FROM moves m WHERE m.day = e.day AND m.old_text_id = e.text_id AND m.old_number = e.number)
  AND NOT EXISTS (SELECT 1 FROM starts s WHERE s.day = e.day AND s.text_id = e.text_id AND s.number = e.number)
)
SELECT DISTINCT x.day AS date, x.what, t.title AS text, x.number, o.title AS old_text, x.old_number, w.title AS act
FROM told x JOIN texts t ON t.id = x.text_id LEFT JOIN texts o ON o.id = x.old_text_id
LEFT JOIN texts w ON w.id = x.act_id LEFT JOIN articles a ON a.text_id = x.text_id AND a.number = x.number
ORDER BY x.day DESC, w.title IS NULL, w.title, t.title, a.sort_key, x.number"""
"""The days and articles between two days, the last one excluded, and as much of what happened as SQL can tell."""
