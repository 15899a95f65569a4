"""TOML tables that know their place: every value is checked as it is taken, every complaint names file and key."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from corpus.causes import describe_cause
from corpus.dates import read_date
from corpus.errors import DateError, ManifestError
from corpus.model import TextId
from corpus.numbering import canonical_number, enumerate_range
from ingest.identity import identify

_TOML_HINT = "Les dates s’écrivent AAAA-MM-JJ, les textes entre guillemets droits (https://toml.io/fr/)."

Range = tuple[str, str]
"""Two canonical article numbers, both included; the same twice for one article."""


def load_toml(file: Path) -> dict[str, object]:
    """Read a TOML file. Raises ManifestError that names the key of the line where TOML stopped."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ManifestError(str(file), "corpus.toml", f"fichier illisible ({describe_cause(error)}).") from error
    except UnicodeDecodeError as error:
        raise ManifestError(str(file), "corpus.toml", "le fichier n’est pas en UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(str(file), _key_at(file, str(error)), _toml_problem(str(error)), _TOML_HINT) from error


def _key_at(file: Path, message: str) -> str:
    """The key on the line where TOML stopped, for «Invalid date (at line 5, column 1)»."""
    line = re.search(r"at line (\d+)", message)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    text = lines[int(line[1]) - 1] if line and int(line[1]) <= len(lines) else ""
    return text.split("=")[0].strip() or "corpus.toml"


def _toml_problem(message: str) -> str:
    place = re.search(r"at line (\d+)", message)
    where = f" à la ligne {place[1]}" if place else ""
    if "date" in message.lower():
        return f"date mal écrite{where}."
    return f"TOML mal écrit{where} ({message})."


@dataclass(frozen=True, slots=True)
class Table:
    """A TOML table with its place, so that every complaint can name its key."""

    file: str
    key: str
    values: dict[str, object]

    def error(self, name: str, problem: str, next_step: str = "") -> ManifestError:
        """Make the complaint about one key."""
        return ManifestError(self.file, self.name_of(name), problem, next_step)

    def name_of(self, name: str) -> str:
        """Give the full name of a key: ``source[2].published``."""
        return f"{self.key}.{name}" if self.key else name

    def refuse_unknown(self, known: set[str]) -> None:
        """Refuse keys that are none of ours: most are typing errors, whose effect would be silence."""
        for name in self.values:
            if name not in known:
                raise self.error(name, "clé inconnue.", f"Clés admises : {', '.join(sorted(known))}.")

    def table(self, name: str, known: set[str]) -> Table:
        """Take a sub-table."""
        value = self.values.get(name, {})
        if not isinstance(value, dict):
            raise self.error(name, "une table est attendue.", f"Écrire [{name}].")
        table = Table(self.file, self.name_of(name), value)
        table.refuse_unknown(known)
        return table

    def tables(self, name: str, known: set[str]) -> list[Table]:
        """Take a list of tables; they are numbered from 1."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(name, "une liste de tables est attendue.", f"Écrire [[{name}]].")
        tables = [Table(self.file, f"{name}[{rank}]", item) for rank, item in enumerate(value, 1)]
        for table in tables:
            table.refuse_unknown(known)
        return tables

    def text(self, name: str, *, required: bool = False) -> str:
        """Take a string, trimmed; empty when absent."""
        value = self.values.get(name, "")
        if not isinstance(value, str):
            raise self.error(name, "un texte est attendu.")
        if required and not value.strip():
            raise self.error(name, "clé obligatoire.")
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """Take a string or a list of strings."""
        value = self.values.get(name, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.error(name, "un texte ou une liste de textes est attendu.")
        return tuple(item.strip() for item in items)

    def date(self, name: str) -> dt.date | None:
        """Take a date, TOML's own or a French one in quotes; None when absent."""
        return self._date_of(name, self.values[name]) if name in self.values else None

    def dates(self, name: str) -> tuple[dt.date, ...]:
        """Take a list of dates."""
        value = self.values.get(name, [])
        if not isinstance(value, list):
            raise self.error(name, "une liste de dates est attendue.")
        return tuple(self._date_of(name, item) for item in value)

    def required_date(self, name: str) -> dt.date:
        """Take a date that must be there."""
        day = self.date(name)
        if day is None:
            raise self.error(name, "clé obligatoire.")
        return day

    def _date_of(self, name: str, value: object) -> dt.date:
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        if not isinstance(value, str):
            raise self.error(name, f"« {value} » n’est pas une date.", "Écrire AAAA-MM-JJ, par exemple 2005-05-01.")
        try:
            return read_date(value)
        except DateError as error:
            raise self.error(name, error.sentence, error.next_step) from error

    def identity(self, name: str, *, required: bool = True) -> TextId | None:
        """Take the title of a text; None when absent and not required."""
        title = self.text(name, required=required)
        if not title:
            return None
        identity = identify(title)
        if identity is None:
            hint = "Écrire le titre usuel : « Code de la santé publique », « Décret n° 2005-840 du 20 juillet 2005 »."
            raise self.error(name, f"« {title} » n’est le titre d’aucun texte.", hint)
        return identity

    def required_identity(self, name: str) -> TextId:
        """Take the title of a text that must be there."""
        identity = self.identity(name)
        assert identity is not None
        return identity

    def ranges(self, name: str) -> tuple[Range, ...]:
        """Take article numbers, «R. 730 à R. 736», «R. 730, R. 732» or a list of such, as ranges."""
        parts = [part for item in self.texts(name) for part in re.split(r",|\bet\b", item)]
        return tuple(self._range(name, part.strip()) for part in parts)

    def _range(self, name: str, text: str) -> Range:
        ends = [canonical_number(end) for end in re.split(r"\s+à\s+", text)]
        if len(ends) > 2 or not all(re.search(r"\d|annexe|préliminaire", end, re.IGNORECASE) for end in ends):
            raise self.error(name, f"« {text} » n’est pas un numéro d’article.", "Écrire « R. 730 à R. 736 ».")
        return ends[0], ends[-1]

    def numbers(self, name: str) -> tuple[str, ...]:
        """Take article numbers, with every range spelt out."""
        numbers = [number for ends in self.ranges(name) for number in self._spell(name, ends)]
        if len(set(numbers)) < len(numbers):
            raise self.error(name, "un numéro d’article figure deux fois.")
        return tuple(numbers)

    def _spell(self, name: str, ends: Range) -> list[str]:
        first, last = ends
        spelt = enumerate_range(first, last)
        following = re.sub(r"\d+$", lambda digits: str(int(digits[0]) + 1), first)
        if first != last and spelt[1] != following:
            raise self.error(name, f"« {first} à {last} » ne s’énumère pas.", "Donner la liste des numéros.")
        return spelt
