"""A strict, fast reader of tar archives: headers of ustar, GNU and pax, in one pass, with bounded memory.

Why not ``tarfile``: on archives of many small files it costs more than parsing their XML does (see
``benchmarks/dila_reading.py``). Only what DILA's archives need is understood; the rest is an anomaly or an error,
never a guess:

* every header's checksum is verified, so that a member that lies about its size is caught at the next header;
* a compressed source is read to its last byte, so that its own checksum is verified too;
* links, devices and sparse files are reported and passed over; nothing is ever written to disk.
"""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from corpus.errors import UnreadableSource
from ingest.anomalies import Anomaly, Report

BLOCK = 512
CHUNK = 1 << 18
PIECE = 1 << 20
"""At most this much is decompressed at a time."""

MAX_MEMBER = 64 << 20
"""A member larger than this is reported and passed over: DILA's largest files are a few megabytes."""

MAX_EXTENSION = 1 << 16
MAX_RATIO = 200
"""Compressed XML of law shrinks 8 to 15 times; beyond this ratio the archive is a bomb."""

RATIO_FLOOR = 16 << 20
"""Below this many decompressed bytes no ratio is judged: a few zero blocks compress without limit."""

_ZEROS = bytes(BLOCK)
_EIGHT_SPACES = b" " * 8
_GZIP, _XZ = b"\x1f\x8b", b"\xfd7zXZ\x00"
AGAIN = "La télécharger de nouveau."


class Entry(NamedTuple):
    """A regular file of an archive; ``mtime`` is in seconds since 1970, None when the header has none."""

    path: str
    data: bytes
    mtime: int | None


class _Header(NamedTuple):
    path: str
    size: int
    kind: bytes
    mtime: int | None


class Source:
    """The decompressed bytes of an archive, on demand.

    ``consumed`` counts the bytes read from the file itself, for a progress bar. Every method raises
    :class:`~corpus.errors.UnreadableSource` when the archive is truncated, corrupt, or a compression bomb.
    """

    __slots__ = ("_at", "_buffer", "_expanded", "_file", "_pieces", "compressed", "consumed", "name")

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self.consumed = 0
        self._file = file
        self._expanded = 0
        self._buffer = b""
        self._at = 0
        first = self._read_chunk()
        self.compressed = first.startswith((_GZIP, _XZ))
        if first.startswith(_GZIP):
            self._pieces = self._gunzip(first)
        elif first.startswith(_XZ):
            self._pieces = self._unxz(first)
        else:
            self._pieces = self._plain(first)

    def take(self, size: int) -> bytes:
        """Give the next ``size`` bytes."""
        end = self._at + size
        if end <= len(self._buffer):
            taken = self._buffer[self._at : end]
            self._at = end
            return taken
        if self._fill(size) < size:
            raise self.truncated()
        return self.take(size)

    def skip(self, size: int) -> None:
        """Pass over ``size`` bytes without keeping them."""
        while size > (held := len(self._buffer) - self._at):
            size -= held
            self._at = len(self._buffer)
            if not self._fill(1):
                raise self.truncated()
        self._at += size

    def peek(self, size: int) -> bytes:
        """Give up to ``size`` of the next bytes without passing over them."""
        if self._at + size > len(self._buffer):
            self._fill(size)
        return self._buffer[self._at : self._at + size]

    def drain(self) -> bool:
        """Read to the end; say whether only zero bytes were left."""
        clean = not self._buffer[self._at :].strip(b"\0")
        self._at = len(self._buffer)
        for piece in self._pieces:
            clean = clean and not piece.strip(b"\0")
        return clean

    def truncated(self) -> UnreadableSource:
        """Build the error of an archive that stops too early."""
        return UnreadableSource(f"« {self.name} » est incomplète : l’archive s’arrête avant sa fin.", AGAIN)

    def corrupt(self, why: str) -> UnreadableSource:
        """Build the error of an archive that contradicts itself."""
        return UnreadableSource(f"« {self.name} » est abîmée : {why}.", AGAIN)

    def _fill(self, size: int) -> int:
        parts = [self._buffer[self._at :]]
        held = len(parts[0])
        while held < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            parts.append(piece)
            held += len(piece)
        self._buffer, self._at = b"".join(parts), 0
        return held

    def _read_chunk(self) -> bytes:
        chunk = self._file.read(CHUNK)
        self.consumed += len(chunk)
        return chunk

    def _plain(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            yield chunk
            chunk = self._read_chunk()

    def _gunzip(self, chunk: bytes) -> Iterator[bytes]:
        decoder = zlib.decompressobj(31)
        try:
            while chunk:
                if piece := decoder.decompress(chunk, PIECE):
                    yield self._bounded(piece)
                chunk = decoder.unconsumed_tail or (b"" if decoder.eof else self._read_chunk())
                if decoder.eof and (chunk := (decoder.unused_data or self._read_chunk()).lstrip(b"\0")):
                    decoder = zlib.decompressobj(31)  # gzip allows several streams end to end
            if not decoder.eof and (piece := decoder.flush()):
                yield self._bounded(piece)
        except zlib.error as error:
            raise self.corrupt(f"gzip illisible ({error})") from error
        if not decoder.eof:
            raise self.truncated()

    def _unxz(self, chunk: bytes) -> Iterator[bytes]:
        decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=256 << 20)
        try:
            while not decoder.eof and (chunk or not decoder.needs_input):
                if piece := decoder.decompress(chunk, PIECE):
                    yield self._bounded(piece)
                chunk = self._read_chunk() if decoder.needs_input and not decoder.eof else b""
        except lzma.LZMAError as error:
            raise self.corrupt(f"xz illisible ({error})") from error
        if not decoder.eof:
            raise self.truncated()

    def _bounded(self, piece: bytes) -> bytes:
        self._expanded += len(piece)
        if self._expanded > max(RATIO_FLOOR, self.consumed * MAX_RATIO):
            raise self.corrupt(f"elle se décompresse plus de {MAX_RATIO} fois, ce qu’aucune archive de droit ne fait")
        return piece


def read_entries(source: Source, report: Report) -> Iterator[Entry]:
    """Yield the regular files of a tar archive in their order, each name as the archive gives it.

    What is no regular file, or is larger than :data:`MAX_MEMBER`, is reported and passed over; folders are passed
    over. Raises :class:`~corpus.errors.UnreadableSource` when the archive cannot be followed to its end: what was
    yielded before must then be forgotten.
    """
    shared: dict[str, str] = {}
    own: dict[str, str] = {}
    while (header := _next_header(source, report)) is not None:
        if header.kind in b"LKxg":
            _read_extension(source, header, shared if header.kind == b"g" else own)
            continue
        if shared or own:
            header = _extended(header, {**shared, **own}, source)
        sparse = any(key.startswith("GNU.sparse") for key in own)
        own = {}
        padding = -header.size % BLOCK
        if header.kind in b"0\0" and header.size <= MAX_MEMBER and not sparse:
            data = source.take(header.size)
            if source.take(padding).strip(b"\0"):
                report(Anomaly(header.path, "member-padding", "data goes on after the stated size"))
            if b"\0" in data and _swallows_header(data):
                raise source.corrupt(f"« {header.path} » prétend contenir les fichiers qui le suivent")
            yield Entry(header.path, data, header.mtime)
        else:
            _pass_over(source, header, padding, report)


def _next_header(source: Source, report: Report) -> _Header | None:
    block = source.peek(BLOCK)
    if not block or block == _ZEROS:
        _close(source, bool(block), report)
        return None
    source.skip(BLOCK)
    if len(block) < BLOCK:
        raise source.truncated()
    return _parse_header(block, source)


def _close(source: Source, marked: bool, report: Report) -> None:
    if not marked and not source.compressed:
        raise source.truncated()
    if not marked:  # the compressed stream's own end and checksum vouch for the rest
        report(Anomaly(source.name, "archive-unmarked-end", "no block of zeros at the end"))
    if not source.drain():
        report(Anomaly(source.name, "archive-trailing-data", "data after the end of the archive"))


def _parse_header(block: bytes, source: Source) -> _Header:
    # The low half of Adler-32 is the sum of the bytes plus one, modulo 65521: the checksum of tar, at C speed.
    stated = _octal(block[148:156])
    total = zlib.adler32(block[:148] + _EIGHT_SPACES + block[156:]) & 0xFFFF
    if stated is None or total != (stated + 1) % 65521:
        raise source.corrupt("un en-tête de fichier ne répond pas à sa somme de contrôle")
    size = _octal(block[124:136])
    if size is None:
        raise source.corrupt("la taille d’un fichier est illisible")
    name = block[:100].partition(b"\0")[0]
    if block[257:263] == b"ustar\0" and block[345]:
        name = block[345:500].partition(b"\0")[0] + b"/" + name
    kind = block[156:157]
    # Links, devices, pipes and folders have no data, whatever their size field says.
    return _Header(_decode(name), 0 if kind in b"123456" else size, kind, _octal(block[136:148]))


def _swallows_header(data: bytes) -> bool:
    """Find the header of another member inside the data of one that states too large a size."""
    return any(data[at + 257 : at + 262] == b"ustar" for at in range(0, len(data), BLOCK))


@lru_cache(1 << 12)
def _octal(field: bytes) -> int | None:
    digits = field.strip(b"\0 ")
    if not digits:
        return 0
    try:
        return int(digits, 8) if digits.isdigit() else None
    except ValueError:
        return None


def _decode(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace")


def _read_extension(source: Source, header: _Header, values: dict[str, str]) -> None:
    if header.size > MAX_EXTENSION:
        raise source.corrupt("un nom de fichier de plus de 64 ko")
    data = source.take(header.size)
    source.skip(-header.size % BLOCK)
    if header.kind == b"L":
        values["path"] = _decode(data.partition(b"\0")[0])
    elif header.kind in b"xg":
        values.update(_read_pax(data, source))


def _read_pax(data: bytes, source: Source) -> Iterator[tuple[str, str]]:
    """Read records «LENGTH KEY=VALUE⏎», where LENGTH counts the whole record."""
    while data:
        length, _, rest = data.partition(b" ")
        size = int(length) if length.isdigit() else 0
        key, equals, value = rest[: size - len(length) - 1].partition(b"=")
        if not equals or not value.endswith(b"\n") or size > len(data):
            raise source.corrupt("un en-tête pax est illisible")
        yield _decode(key), _decode(value[:-1])
        data = data[size:]


def _extended(header: _Header, values: dict[str, str], source: Source) -> _Header:
    path, size, kind, mtime = header
    if (stated := values.get("size")) is not None:
        if not stated.isdecimal():
            raise source.corrupt("la taille d’un fichier est illisible")
        size = 0 if kind in b"123456" else int(stated)
    if (seconds := values.get("mtime", "").partition(".")[0]).isdecimal():
        mtime = int(seconds)
    return _Header(values.get("path", path), size, kind, mtime)


_KINDS = {b"1": "hard link", b"2": "symbolic link", b"3": "device", b"4": "device", b"6": "pipe", b"S": "sparse file"}


def _pass_over(source: Source, header: _Header, padding: int, report: Report) -> None:
    if header.kind in b"0\0" and header.size > MAX_MEMBER:
        report(Anomaly(header.path, "member-too-large", f"{header.size} bytes"))
    elif header.kind != b"5":
        what = _KINDS.get(header.kind, f"type {header.kind!r}")
        report(Anomaly(header.path, "ignored-member", what if header.kind not in b"0\0" else "sparse file"))
    source.skip(header.size + padding)
