"""Compare a base, archive after archive, with what the test archives are known to hold."""

from __future__ import annotations

import csv
import gzip
import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import chronolex
from benchmarks.cutting import RAISED
from chronolex.build import build
from chronolex.national import in_order, update
from corpus.answers import Version
from corpus.contents import ContentsLine
from corpus.keys import dila_key, key_sql

Row = Mapping[str, str]

_COUNTS = {
    "after_ARTICLE": "SELECT count(*) FROM records WHERE part = 'a'",
    "after_SECTION_TA": "SELECT count(*) FROM sections",
    "after_TEXTELR": "SELECT count(*) FROM records WHERE part = 'v'",
    "after_TEXTE_VERSION": "SELECT count(*) FROM text_versions",
    "after_sommaires": "SELECT count(*) FROM contents",
    "after_liens": "SELECT count(*) FROM links",
    "dup_files": "SELECT count(*) FROM duplicates",
}
_STATES = "ABROGE ABROGE_DIFF MODIFIE VIGUEUR VIGUEUR_DIFF".split()
_STATE = """SELECT (SELECT count(*) FROM versions WHERE state = ?1)
                 + (SELECT count(*) FROM unplaced_versions WHERE state = ?1)"""

_TEXTS = {
    "cpi": "Code de la propriété intellectuelle",
    "code_civil": "Code civil",
    "constitution": "LEGITEXT000006071194",
    "crpa_as_known": "Code des relations entre le public et l'administration",
}
"""The text that a row of ``as_of.sample.tsv`` speaks of: its title, or its identifier."""

_SETTLED = {"cpi": "20180814", "code_civil": "20180501", "constitution": "99999999"}
"""The day of the archive after which the rows of a text hold; those of the CRPA hold after the archive of their day."""


@dataclass(slots=True)
class Check:
    """One kind of expectation: how many were met, and those that were not."""

    name: str
    met: int = 0
    wrong: list[str] = field(default_factory=list)

    def expect(self, subject: str, found: object, expected: object) -> None:
        """Count one expectation."""
        if str(found) == str(expected):
            self.met += 1
        else:
            self.wrong.append(f"{subject}: {found} found, {expected} expected")

    def __str__(self) -> str:
        return "\n".join([f"{self.name}: {self.met} as expected, {len(self.wrong)} not", *self.wrong[:20]])


def compare_with_oracle(archives: Sequence[Path], oracle: Path, database: Path) -> list[Check]:
    """Build the first archive, apply the others one by one, and check after each what is known of that state."""
    counts, versions, texts = Check("rows after each archive"), Check("article versions"), Check("texts at a date")
    expected = {row["archive"]: row for row in read_table(oracle / "expected_counts.tsv")}
    at_dates = list(read_table(oracle / "as_of.sample.tsv"))
    ordered = in_order(archives)
    for rank, archive in enumerate(ordered):
        if rank == 0:
            build([archive], database)
        else:
            update(database, [archive], lambda name: lambda done, total: None)
        with sqlite3.connect(database) as base:
            _check_counts(base, expected[archive.name], counts)
            if "20180814" in archive.name:
                _check_versions(base, read_table(oracle / "article_versions_after_20180814.tsv.gz"), versions)
        following = ordered[rank + 1].name if rank + 1 < len(ordered) else None
        due = [row for row in at_dates if _is_due(row, archive.name, following)]
        _check_texts(database, due, texts)
    return [counts, versions, texts]


def read_table(path: Path) -> Iterator[Row]:
    opened: Callable[..., Iterable[str]] = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:  # type: ignore[attr-defined]
        yield from csv.DictReader(lines, delimiter="\t")


def _is_due(row: Row, archive: str, following: str | None) -> bool:
    """Say whether this archive brings the state that a row of ``as_of.sample.tsv`` holds for."""
    day = _SETTLED.get(row["text"], row["date"].replace("-", ""))
    return _day(archive) <= day and (following is None or _day(following) > day)


def _day(archive: str) -> str:
    return archive.rpartition("_")[2][:8]


def _check_counts(base: sqlite3.Connection, expected: Row, check: Check) -> None:
    for name, query in _COUNTS.items():
        check.expect(f"{expected['archive']} {name}", base.execute(query).fetchone()[0], expected[name])
    for state in _STATES:
        found = base.execute(_STATE, (state,)).fetchone()[0]
        check.expect(f"{expected['archive']} {state}", found, expected[f"after_{state}"])


# ── Article versions ─────────────────────────────────────────────────────────────────────────────────────────

_VERSION = f"""
    SELECT {key_sql("t.key")}, a.number_as_published, v.start, coalesce(v."end", '2999-01-01'), v.state, v.html,
           (SELECT count(*) FROM links l WHERE l.version_id = v.id),
           (SELECT group_concat(text, char(10)) FROM (SELECT text FROM version_alineas va JOIN alineas al
            ON al.id = va.alinea_id WHERE va.version_id = v.id ORDER BY va.position))
    FROM versions v JOIN articles a ON a.id = v.article_id JOIN texts t ON t.id = a.text_id WHERE v.id = ?
"""


def _check_versions(base: sqlite3.Connection, rows: Iterable[Row], check: Check) -> None:
    for row in rows:
        found = base.execute(_VERSION, (dila_key(row["id"]),)).fetchone()
        if found is None:
            check.wrong.append(f"{row['id']}: missing")
            continue
        cid, number, start, end, state, html, links, text = found
        plain = plain_alineas((text or "").split("\n") if text else (), html)
        values = (cid, number, start, end, state, len(plain), links, digest(plain))
        names = ("cid", "num", "date_debut", "date_fin", "etat", "alineas", "liens", "sha16_text")
        check.expect(row["id"], values, tuple(_typed(row[name], name) for name in names))


def _typed(value: str, name: str) -> str | int:
    return int(value) if name in {"alineas", "liens"} else value


def digest(lines: Iterable[str]) -> str:
    """Hash lines as the oracle does."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


# ── Texts at a date ──────────────────────────────────────────────────────────────────────────────────────────


def _check_texts(database: Path, rows: Sequence[Row], check: Check) -> None:
    with chronolex.open(database) as corpus, sqlite3.connect(database) as base:
        for row in rows:
            text = corpus.text(_name(base, _TEXTS[row["text"]])).at(row["date"])
            articles = text.articles()
            paths = set(_paths_of_articles(text.contents()))
            html = dict(base.execute("SELECT id, html FROM versions WHERE html IS NOT NULL"))
            lines = [line for v in articles for line in (v.number_as_published, *_alineas(v, html))]
            found = (len(articles), len(paths), digest(v.number_as_published for v in articles), digest(lines))
            expected = (row["articles_in_force"], row["section_paths"], row["sha16_numbers"], row["sha16_text"])
            check.expect(f"{row['text']} {row['date']}", tuple(map(str, found)), expected)


def _name(base: sqlite3.Connection, name: str) -> str:
    row = base.execute("SELECT slug FROM texts WHERE key = ?", (dila_key(name),)).fetchone()
    return str(row[0]) if row else name


def _paths_of_articles(contents: Iterable[ContentsLine]) -> Iterator[tuple[str, ...]]:
    """Give, for each article, the titles of the sections that it stands in."""
    path: list[str] = []
    for line in contents:
        if line.is_section:
            path[line.depth :] = [line.title or ""]
        else:
            yield tuple(path[: line.depth])


def _alineas(version: Version, html: Mapping[int, str]) -> Sequence[str]:
    """The alinéas as the oracle has them: exponents as plain digits."""
    return plain_alineas(version.alineas, html.get(version.id))


def plain_alineas(alineas: Sequence[str], html: str | None) -> Sequence[str]:
    """Put exponents back as plain digits, in an article whose mark-up has some: a «²» typed as such stays."""
    raised = html is not None and ("<sup>" in html or "<sub>" in html)
    return tuple(alinea.translate(RAISED) for alinea in alineas) if raised else alineas
