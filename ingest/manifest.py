"""``corpus.toml``: what a folder's sources do not say about themselves, declared beside them.

Every complaint is a ManifestError that names the file and the key: unknown keys, bad dates, missing files,
contradictions with what a source says of itself. ``docs/manifest.md`` is the reference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.errors import ManifestError
from corpus.model import Format, TextId
from corpus.numbering import canonical_number, sort_key
from ingest.tables import Range, Table, load_toml

FILE_NAME = "corpus.toml"
"""The manifest's name in its folder."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the manifest says of one source. ``path`` is relative to the folder, with ``/``.

    ``[start, end)`` is the validity of the version that the source holds; ``articles`` are the canonical numbers of
    the articles that a text without headings consists of, in order.
    """

    path: str
    key: str
    form: Format | None = None
    published: dt.date | None = None
    jo_number: str | None = None
    text: TextId | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Abrogation:
    """An act repealed articles: ``article`` of the act, and ``item`` in it («4», «1°»).

    «R. 730 à R. 736» are the articles that exist between these two numbers: ask :meth:`covers`.
    """

    act: TextId
    article: str | None
    item: str | None
    published: dt.date
    text: TextId
    articles: tuple[Range, ...]
    source: str
    key: str

    def covers(self, number: str) -> bool:
        """True when the article of that number, in any spelling, is among those repealed."""
        key = sort_key(canonical_number(number))
        return any(sort_key(first) <= key <= sort_key(last) for first, last in self.articles)


@dataclass(frozen=True, slots=True)
class Renumbering:
    """A statement that ``old`` became ``new``; ``source`` says who states it. Both are (text, canonical number)."""

    old_text: TextId
    old: str
    new_text: TextId
    new: str
    date: dt.date | None
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class KnownVersions:
    """The start dates, ascending, of all the versions of an article that ``source`` publishes; ``end`` if repealed."""

    text: TextId
    article: str
    starts: tuple[dt.date, ...]
    end: dt.date | None
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest, read and checked on its own (not yet against its sources)."""

    file: str
    title: str = ""
    ignored: tuple[str, ...] = ()
    sources: tuple[Declaration, ...] = ()
    abrogations: tuple[Abrogation, ...] = ()
    renumberings: tuple[Renumbering, ...] = ()
    known_versions: tuple[KnownVersions, ...] = ()


def read_manifest(path: Path) -> Manifest:
    """Read a ``corpus.toml``, or the one in a folder. Raises ManifestError with file and key."""
    file = path / FILE_NAME if path.is_dir() else path
    tree = Table(str(file), "", load_toml(file))
    corpus = tree.table("corpus", {"title", "ignore"})
    manifest = Manifest(
        file=str(file),
        title=corpus.text("title"),
        ignored=corpus.texts("ignore"),
        sources=tuple(_read_source(item) for item in tree.tables("source", _SOURCE_KEYS)),
        abrogations=tuple(_read_abrogation(item) for item in tree.tables("abrogation", _ABROGATION_KEYS)),
        renumberings=tuple(_read_renumbering(item) for item in tree.tables("renumbering", _RENUMBERING_KEYS)),
        known_versions=tuple(_read_known(item) for item in tree.tables("known_versions", _KNOWN_KEYS)),
    )
    tree.refuse_unknown({"corpus", "source", "abrogation", "renumbering", "known_versions"})
    _check_files(manifest, file.parent)
    return manifest


_SOURCE_KEYS = {"path", "format", "published", "jo_number", "text", "start", "end", "articles"}
_ABROGATION_KEYS = {"act", "article", "item", "published", "text", "articles", "source"}
_RENUMBERING_KEYS = {"old", "new", "text", "new_text", "date", "source"}
_KNOWN_KEYS = {"text", "article", "starts", "end", "source"}


def _read_source(table: Table) -> Declaration:
    path = table.text("path", required=True)
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or "\\" in path:
        raise table.error("path", f"« {path} » sort du dossier.", "Donner un chemin relatif au dossier, avec « / ».")
    declaration = Declaration(
        path=str(PurePosixPath(path)),
        key=table.key,
        form=_read_format(table),
        published=table.date("published"),
        jo_number=table.text("jo_number") or None,
        text=table.identity("text", required=False),
        start=table.date("start"),
        end=table.date("end"),
        articles=table.numbers("articles"),
    )
    if declaration.end and (declaration.start is None or declaration.end <= declaration.start):
        hint = "« end » est le premier jour qui n’en est plus."
        raise table.error("end", "la fin de validité doit suivre un début déclaré.", hint)
    return declaration


def _read_format(table: Table) -> Format | None:
    name = table.text("format")
    if not name:
        return None
    try:
        return Format(name)
    except ValueError as error:
        known = ", ".join(form.value for form in Format)
        raise table.error("format", f"« {name} » n’est pas un format connu.", f"Formats : {known}.") from error


def _read_abrogation(table: Table) -> Abrogation:
    articles = table.ranges("articles")
    if not articles:
        raise table.error("articles", "clé obligatoire.")
    abrogation = Abrogation(
        act=table.required_identity("act"),
        article=_read_number(table, "article") if table.text("article") else None,
        item=table.text("item") or None,
        published=table.required_date("published"),
        text=table.required_identity("text"),
        articles=articles,
        source=table.text("source"),
        key=table.key,
    )
    if abrogation.act.signed and abrogation.published < abrogation.act.signed:
        raise table.error("published", "la publication précède la signature de l’acte.")
    return abrogation


def _read_renumbering(table: Table) -> Renumbering:
    old_text = table.required_identity("text")
    return Renumbering(
        old_text=old_text,
        old=_read_number(table, "old"),
        new_text=table.identity("new_text", required=False) or old_text,
        new=_read_number(table, "new"),
        date=table.date("date"),
        source=table.text("source", required=True),
        key=table.key,
    )


def _read_number(table: Table, name: str) -> str:
    table.text(name, required=True)
    numbers = table.numbers(name)
    if len(numbers) != 1:
        raise table.error(name, "un seul numéro d’article est attendu.")
    return numbers[0]


def _read_known(table: Table) -> KnownVersions:
    starts = table.dates("starts")
    end = table.date("end")
    if not starts:
        raise table.error("starts", "clé obligatoire.", "Donner au moins une date de début.")
    if list(starts) != sorted(set(starts)):
        raise table.error("starts", "les dates doivent se suivre, sans répétition.")
    if end and end <= starts[-1]:
        raise table.error("end", "la fin doit suivre la dernière date de début.")
    return KnownVersions(
        text=table.required_identity("text"),
        article=_read_number(table, "article"),
        starts=starts,
        end=end,
        source=table.text("source", required=True),
        key=table.key,
    )


def _check_files(manifest: Manifest, folder: Path) -> None:
    seen: set[str] = set()
    for declaration in manifest.sources:
        if declaration.path in seen:
            raise ManifestError(manifest.file, f"{declaration.key}.path", f"« {declaration.path} » figure deux fois.")
        seen.add(declaration.path)
        if not (folder / declaration.path).is_file():
            raise ManifestError(
                manifest.file,
                f"{declaration.key}.path",
                f"le fichier « {declaration.path} » n’existe pas.",
                "Corriger le chemin, ou ajouter le fichier au dossier.",
            )


def is_ignored(path: str, patterns: Iterable[str]) -> bool:
    """True when a path of the folder matches one of the manifest's ``ignore`` patterns («notes/*.md»)."""
    return any(PurePosixPath(path).match(pattern) for pattern in patterns)
