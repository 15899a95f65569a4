"""Compare what Chronolex and Legilibre's ``legi`` make of the same archives, article by article, and with the oracle.

    python -m benchmarks.agreement ARCHIVE… [--legi PYTHON] [--oracle DIR] [--examples N] [--json]

``legi`` stores the HTML of an article as it is: its alinéas are cut here, by a reader that shares no code with ours.
``--oracle`` names the folder of expected counts, of article versions and of texts at a date that comes with the test
archives; the base is then built archive by archive, and compared after each. Exit status 1 when anything disagrees.
"""

from __future__ import annotations

import argparse
import io
import json
import sqlite3
import subprocess
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from html import unescape
from pathlib import Path

from benchmarks.cutting import NO_BLANKS, RAISED, alineas_of_html
from benchmarks.oracle import compare_with_oracle
from chronolex.build import build
from corpus.keys import dila_id, key_sql
from corpus.numbering import canonical_number

NO_END = "2999-01-01"

EXPLANATIONS = {
    "end: 2999-01-01": "DILA writes «no end» as a date; Chronolex stores none",
    "start: 2999-01-01": "DILA writes «no date of its own» as a date; Chronolex stores none, the version is unplaced",
    "number: spelling": "«1er», «Annexe I»: the spelling is kept per article, numbers meet in one canonical form",
    "text: exponents": "«10<sup>3</sup>» is 10³ for Chronolex, 103 when tags are only taken away",
    "text: blanks": "the same characters, cut or spaced otherwise",
}
"""Classes of difference that are choices of ours, and why. Any other class is a disagreement."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article version as a reader has it: dates as stored, alinéas as plain text."""

    number: str
    start: str | None
    end: str | None
    alineas: tuple[str, ...]


@dataclass(slots=True)
class Comparison:
    """How many things agree, and each class of difference with its first examples."""

    same: int = 0
    explained: int = 0
    differing: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, subject: str, found: Sequence[tuple[str, str]]) -> None:
        """Record the differences of one subject: pairs (class, detail)."""
        for kind, detail in found:
            self.classes[kind] += 1
            self.examples[kind].append(f"{subject}: {detail}")
        if not found:
            self.same += 1
        elif all(kind in EXPLANATIONS for kind, _ in found):
            self.explained += 1
        else:
            self.differing += 1

    @property
    def agrees(self) -> bool:
        """True when every difference is a known choice and every count is equal."""
        return not self.differing and all(ours == theirs for ours, theirs in self.counts.values())


# ── The two readers ──────────────────────────────────────────────────────────────────────────────────────────


def ours(base: sqlite3.Connection) -> Iterator[tuple[str, Article]]:
    """Give our article versions by DILA's identifier, the unplaced ones included."""
    rows = base.execute(
        """SELECT v.id, a.number_as_published, v.start, v."end",
                  (SELECT json_group_array(text) FROM (SELECT text FROM version_alineas va JOIN alineas al
                   ON al.id = va.alinea_id WHERE va.version_id = v.id ORDER BY va.position))
           FROM versions v JOIN articles a ON a.id = v.article_id"""
    )
    for key, number, start, end, alineas in rows:
        yield dila_id(key) or str(key), Article(number, start, end, tuple(json.loads(alineas)))
    rows = base.execute(
        """SELECT u.id, a.number_as_published, u.start, u."end", u.text
           FROM unplaced_versions u JOIN articles a ON a.id = u.article_id"""
    )
    for key, number, start, end, text in rows:
        yield dila_id(key) or str(key), Article(number, start, end, tuple(text.split("\n")) if text else ())


def theirs(base: sqlite3.Connection) -> Iterator[tuple[str, Article]]:
    """Give the article versions of ``legi``, their HTML cut into alinéas."""
    for identifier, number, start, end, html in base.execute(
        "SELECT id, num, date_debut, date_fin, bloc_textuel FROM articles"
    ):
        yield identifier, Article(number or "", start, end, alineas_of_html(html or ""))


def run_legi(python: str, archives: Sequence[Path], folder: Path) -> sqlite3.Connection:
    """Build the base of ``legi`` with its raw text."""
    links = folder / "archives"
    links.mkdir()
    for archive in archives:
        _repack(archive, links / archive.name)
    command = [python, "-m", "legi.tar2sqlite", str(folder / "legi.db"), str(links), "--raw"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return sqlite3.connect(folder / "legi.db")


def _repack(source: Path, target: Path) -> None:
    """Copy an archive with its deletion list in the one spelling of folders that ``legi`` accepts: else it stops.

    The test archives delete from «code_et_TNC_en_vigueur/code_non_vigueur»; ``legi`` looks at the second folder only.
    """
    with tarfile.open(source) as old, tarfile.open(target, "w:gz", compresslevel=1) as new:
        for member in old:
            file = old.extractfile(member)
            data = file.read() if file else b""
            if member.name.endswith(".dat"):
                data = data.replace(b"TNC_en_vigueur/code_non_vigueur", b"TNC_non_vigueur/code_non_vigueur")
                member.size = len(data)
            new.addfile(member, io.BytesIO(data))


# ── Differences ──────────────────────────────────────────────────────────────────────────────────────────────


def differences(one: Article, other: Article) -> Iterator[tuple[str, str]]:
    """Name each difference between our version of an article and the other's."""
    if one.number != other.number:
        same = canonical_number(one.number) == canonical_number(other.number)
        yield "number: spelling" if same else "number", f"«{one.number}» / «{other.number}»"
    for name in ("start", "end"):
        day, stored = getattr(one, name), getattr(other, name)
        if day != stored:
            yield f"{name}: {NO_END}" if (day, stored) == (None, NO_END) else name, f"{day} / {stored}"
    if one.alineas != other.alineas:
        yield _text_difference(one.alineas, other.alineas)


def _text_difference(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, str]:
    flat, other_flat = tuple(text.translate(RAISED) for text in one), tuple(text.translate(RAISED) for text in other)
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    detail = f"alinéa {at + 1}: «{_show(one, at)}» / «{_show(other, at)}»"
    if flat == other_flat:
        return "text: exponents", detail
    if "".join(flat).translate(NO_BLANKS) == "".join(other_flat).translate(NO_BLANKS):
        return "text: blanks", detail
    return "text", detail


def _show(alineas: tuple[str, ...], at: int) -> str:
    return alineas[at][:160] if at < len(alineas) else ""


COUNTS = {
    "articles": (
        "SELECT (SELECT count(*) FROM versions) + (SELECT count(*) FROM unplaced_versions)",
        "SELECT count(*) FROM articles",
    ),
    "sections": ("SELECT count(*) FROM sections", "SELECT count(*) FROM sections"),
    "lines of contents": ("SELECT count(*) FROM contents", "SELECT count(*) FROM sommaires"),
    "texts": ("SELECT count(*) FROM text_versions", "SELECT count(*) FROM textes_versions"),
    "links": ("SELECT count(*) FROM links", "SELECT count(*) FROM liens"),
    "duplicate files": ("SELECT count(*) FROM duplicates", "SELECT count(*) FROM duplicate_files"),
}
"""What is counted on both sides, in our SQL and in theirs."""

_SECTIONS = (f"SELECT {key_sql('id')}, title FROM sections", "SELECT id, titre_ta FROM sections")
_CONTENTS = (
    f"""SELECT {key_sql("parent_id")}, {key_sql("child_id")}, coalesce(start, '{NO_END}'), coalesce("end", '{NO_END}')
        FROM contents""",
    "SELECT coalesce(parent, cid), element, debut, fin FROM sommaires",
)


def compare(base: sqlite3.Connection, other: sqlite3.Connection) -> Comparison:
    """Compare every article, the titles of sections, and the dated lines of the tables of contents."""
    result = Comparison()
    known = dict(theirs(other))
    for identifier, article in ours(base):
        rival = known.pop(identifier, None)
        result.add(identifier, list(differences(article, rival)) if rival else [("article only here", article.number)])
    for identifier, rival in known.items():
        result.add(identifier, [("article only in legi", rival.number)])
    for name, (query, rival_query) in {"section title": _SECTIONS, "line of contents": _CONTENTS}.items():
        found = Counter(map(_collapsed, base.execute(query))), Counter(map(_collapsed, other.execute(rival_query)))
        for row in [*(found[0] - found[1]), *(found[1] - found[0])]:
            result.classes[name] += 1
            result.examples[name].append(" | ".join(row))
            result.differing += 1
    for name, (query, rival_query) in COUNTS.items():
        result.counts[name] = base.execute(query).fetchone()[0], other.execute(rival_query).fetchone()[0]
    return result


def _collapsed(row: Sequence[object]) -> tuple[str, ...]:
    return tuple(" ".join(unescape(str(value or "")).split()) for value in row)  # legi leaves «&#13;» in titles


# ── The command ──────────────────────────────────────────────────────────────────────────────────────────────


def report(result: Comparison, examples: int) -> str:
    lines = [f"{result.same:8}  articles the same in every field"]
    lines += [f"{result.explained:8}  the same but for choices of ours", f"{result.differing:8}  that disagree"]
    for kind, count in result.classes.most_common():
        lines += [f"{count:8}  {kind}: {EXPLANATIONS.get(kind, 'DISAGREEMENT')}"]
        lines += [f"            {example}" for example in result.examples[kind][:examples]]
    for name, (mine, other) in result.counts.items():
        lines.append(f"{name:<20}{mine:>10}{other:>10}{'' if mine == other else '  DIFFERENT'}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archives", type=Path, nargs="+")
    parser.add_argument("--legi", metavar="PYTHON")
    parser.add_argument("--oracle", type=Path, metavar="DIR")
    parser.add_argument("--examples", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    figures: dict[str, object] = {}
    agrees = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.legi:
            build(options.archives, folder / "chronolex.db")
            legi = run_legi(options.legi, options.archives, folder)
            result = compare(sqlite3.connect(folder / "chronolex.db"), legi)
            agrees = result.agrees
            shown = {kind: found[: options.examples] for kind, found in result.examples.items()}
            figures["legi"] = {name: getattr(result, name) for name in Comparison.__slots__} | {"examples": shown}
            if not options.json:
                print(report(result, options.examples))
        if options.oracle:
            checks = compare_with_oracle(options.archives, options.oracle, folder / "steps.db")
            agrees = agrees and not any(check.wrong for check in checks)
            figures["oracle"] = [asdict(check) for check in checks]
            if not options.json:
                print("", *map(str, checks), sep="\n")
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
    return 0 if agrees else 1


if __name__ == "__main__":
    raise SystemExit(main())
