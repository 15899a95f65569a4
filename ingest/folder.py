"""A whole corpus in: folders with their manifest, and lone files, read into documents that the manifest completes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.causes import describe_cause
from corpus.errors import UnreadableSource
from corpus.model import Document
from ingest.agreement import check_against
from ingest.manifest import (
    FILE_NAME,
    Abrogation,
    Declaration,
    KnownVersions,
    Manifest,
    Renumbering,
    is_ignored,
    read_manifest,
)
from ingest.reading import MAX_BYTES, read

SOUND_SHARE = 1 / 500
"""Share of repaired characters up to which a source is sound: its words then help to repair the others."""

_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document, completed by what the manifest declares of it, and that declaration (None if there is none)."""

    document: Document
    declaration: Declaration | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read, in the order of the manifests, then of the names."""

    title: str = ""
    entries: tuple[Entry, ...] = ()
    abrogations: tuple[Abrogation, ...] = ()
    renumberings: tuple[Renumbering, ...] = ()
    known_versions: tuple[KnownVersions, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents alone."""
        return tuple(entry.document for entry in self.entries)

    @property
    def undeclared(self) -> tuple[str, ...]:
        """Names of the sources that no manifest names: they were read all the same."""
        return tuple(entry.document.source.name for entry in self.entries if entry.declaration is None)


@dataclass(frozen=True, slots=True)
class _Found:
    """A file to read: where it is, the name that it will bear, and what its folder's manifest says of it."""

    path: Path
    name: str
    manifest: Manifest | None = None
    declaration: Declaration | None = None


def read_corpus(paths: Iterable[Path | str]) -> Reading:
    """Read folders (with or without a manifest) and files.

    A file that a folder's manifest does not name is read too, with nothing declared of it, unless ``ignore`` leaves
    it out. Sound sources are read first: their words rank the readings of damaged ones. Raises SourceError for a
    source, ManifestError for a manifest or its contradiction with a source.
    """
    found = _name_apart([item for path in dict.fromkeys(map(Path, paths)) for item in _find(path)])
    documents = _read_sound_first(found)
    manifests = list(dict.fromkeys(item.manifest for item in found if item.manifest))
    for manifest in manifests:
        pairs = zip(found, documents, strict=True)
        check_against(manifest, {f.declaration.path: d for f, d in pairs if f.declaration and f.manifest == manifest})
    return Reading(
        title=next((manifest.title for manifest in manifests if manifest.title), ""),
        entries=tuple(
            Entry(complete(document, item.declaration), item.declaration)
            for item, document in zip(found, documents, strict=True)
        ),
        abrogations=tuple(item for manifest in manifests for item in manifest.abrogations),
        renumberings=tuple(item for manifest in manifests for item in manifest.renumberings),
        known_versions=tuple(item for manifest in manifests for item in manifest.known_versions),
    )


def complete(document: Document, declaration: Declaration | None) -> Document:
    """Fill what a source does not say with what its declaration says; what it says itself stays."""
    if declaration is None:
        return document
    return replace(
        document,
        published=document.published or declaration.published,
        jo_number=document.jo_number or declaration.jo_number,
        text=document.text or declaration.text,
    )


def _find(path: Path) -> list[_Found]:
    if not path.is_dir():
        return [_Found(path, path.name)]
    manifest = read_manifest(path) if (path / FILE_NAME).exists() else None
    declared = manifest.sources if manifest else ()
    ignored = manifest.ignored if manifest else ()
    named = {declaration.path for declaration in declared}
    found = [_Found(path / d.path, d.path, manifest, d) for d in declared]
    for name in sorted(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file()):
        hidden = any(part.startswith(".") for part in name.split("/"))
        if not (hidden or name in named or name == FILE_NAME or is_ignored(name, ignored)):
            found.append(_Found(path / name, name, manifest))
    if not found:
        raise UnreadableSource(f"{path} : aucune source dans ce dossier.", "Y placer les textes, et leur corpus.toml.")
    return found


def _name_apart(found: list[_Found]) -> list[_Found]:
    """Put folders before a name that two files share, as few as tell them apart; a file given twice is read once."""
    once: dict[Path, _Found] = {}
    for item in found:
        known = once.setdefault(item.path.resolve(), item)
        if known.manifest is None and item.manifest:
            once[item.path.resolve()] = item
    unique = list(once.values())
    depth = 1
    while twice := {name for name, count in Counter(item.name for item in unique).items() if count > 1}:
        depth += 1
        unique = [
            replace(item, name="/".join(item.path.resolve().parts[-depth:]).lstrip("/")) if item.name in twice else item
            for item in unique
        ]
    return unique


def _read_sound_first(found: list[_Found]) -> list[Document]:
    """Read all; then read again the damaged ones, the least damaged first, with the words of the sound ones."""
    contents = [_read_bytes(item) for item in found]
    documents = [_read_one(item, data) for item, data in zip(found, contents, strict=True)]
    vocabulary = frozenset(word for document in documents if is_sound(document) for word in words_of(document))
    for rank in sorted(range(len(documents)), key=lambda rank: _damage(documents[rank])):
        if vocabulary and not is_sound(documents[rank]):
            documents[rank] = _read_one(found[rank], contents[rank], vocabulary)
    return documents


def _read_one(item: _Found, data: bytes, vocabulary: Collection[str] = ()) -> Document:
    return read(data, item.name, vocabulary, item.declaration.form if item.declaration else None)


def _read_bytes(item: _Found) -> bytes:
    try:
        if item.path.stat().st_size > MAX_BYTES:
            raise UnreadableSource(f"{item.name} : fichier de plus de {MAX_BYTES // 2**20} Mo.", "Le découper.")
        return item.path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableSource(f"{item.path} : ce fichier n’existe pas.", "Vérifier le chemin.") from error
    except OSError as error:
        raise UnreadableSource(
            f"{item.path} : fichier illisible ({describe_cause(error)}).", "Vérifier les droits."
        ) from error


def _damage(document: Document) -> float:
    """Share of characters that repair changed or could not decide; typographic conventions are no damage."""
    damaged = [edit for edit in document.edits if not edit.rule.startswith("norm:")]
    return sum(edit.end - edit.start for edit in damaged) / max(1, len(document.original))


def is_sound(document: Document) -> bool:
    """True when repair changed next to nothing."""
    return _damage(document) <= SOUND_SHARE


def words_of(document: Document) -> Iterator[str]:
    """List the words of a document's articles and title, in lower case."""
    for text in (document.title, *(alinea for article in document.articles for alinea in article.alineas)):
        yield from _WORD.findall(text.lower())
