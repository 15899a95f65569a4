"""``docs/json.md`` says what the JSON of the site is: its tables equal the program's types and what bases answer."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import pkgutil
import re
import shlex
import shutil
import subprocess
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest

import chronolex.site
from chronolex.build import build
from chronolex.site.answers import Problem
from chronolex.site.routes import PAGES
from corpus.model import Span
from tests.reading_room import Site

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "json.md").read_text("utf-8")
NOT_JSON = {"Page", "KeptPage"}
"""Classes of the site that are called pages and are no document."""


@dataclass(frozen=True)
class Field:
    """A row of a table of fields."""

    name: str
    type: str
    holds: str
    null_when: str


@dataclass(frozen=True)
class Section:
    """A heading of the page, what it documents, and the cells of its table."""

    chapter: str
    name: str
    path: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def subject(self) -> Any:
        module, _, name = self.path.rpartition(".")
        return getattr(importlib.import_module(module), name)

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(Field(*row) for row in self.rows)

    @property
    def values(self) -> list[str]:
        return [row[0] for row in self.rows]

    @property
    def link(self) -> str:
        return f"[{self.name}](#{self.name.lower()})"


def _read_sections() -> Iterator[Section]:
    for chapter in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        for part in re.split(r"^### ", chapter, flags=re.MULTILINE)[1:]:
            (path,) = re.findall(r"^\(`(.+)`\)$", part, re.MULTILINE)
            lines = re.findall(r"^\| (`.+) \|$", part, re.MULTILINE)
            cells = (tuple(cell.strip() for cell in re.split(r" \|(?: |$)", line)) for line in lines)
            rows = tuple((first.strip("`"), *rest) for first, *rest in cells)
            yield Section(chapter.partition("\n")[0], part.partition("\n")[0], path, rows)


SECTIONS = {section.name: section for section in _read_sections()}
DOCUMENTS = {name: section for name, section in SECTIONS.items() if section.chapter == "Documents"}
TABLES = {name: section for name, section in SECTIONS.items() if section.chapter in {"Documents", "Shared values"}}
ENUMERATIONS = {name: section for name, section in SECTIONS.items() if section.chapter == "Enumerations"}
ADDRESSES = re.findall(r"^\| (.*) \| (.*) \| `(/.*)` \|$", PAGE, re.MULTILINE)
PRIMITIVES = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
FORMS = {"date": r"\d{4}-\d\d-\d\d", "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"}


def _linked(hint: Any) -> str | None:
    same = (one for one in SECTIONS.values() if one.subject is hint or (get_origin(hint) and one.subject == hint))
    return next((one.link for one in same), None)


def write_type(hint: Any) -> str:
    """Write a type as the page does."""
    words = {str: "string", int: "integer", float: "number", bool: "boolean", dt.date: "date", dt.datetime: "moment"}
    origin, arguments = get_origin(hint), get_args(hint)
    if (found := words.get(hint) or _linked(hint)) is not None:
        return found
    if hint == Span:
        return "span"
    if origin is tuple:
        return f"list of {write_type(arguments[0])}"
    if origin in {types.UnionType, typing.Union}:
        return " or ".join("null" if one is types.NoneType else write_type(one) for one in arguments)
    assert origin is Mapping, hint
    return f"object of {write_type(arguments[1])}"


def _reach(hint: Any, found: set[Any]) -> None:
    """Gather the dataclasses and enumerations that a type leads to."""
    if isinstance(hint, type) and (is_dataclass(hint) or issubclass(hint, Enum)):
        if hint not in found:
            found.add(hint)
            for inner in get_type_hints(hint).values() if is_dataclass(hint) else ():
                _reach(inner, found)
        return
    for argument in get_args(hint):
        _reach(argument, found)


def _list_documents() -> set[Any]:
    modules = [
        importlib.import_module(f"chronolex.site.{m.name}") for m in pkgutil.iter_modules(chronolex.site.__path__)
    ]
    classes = {found for module in modules for found in vars(module).values() if isinstance(found, type)}
    pages = {one for one in classes if one.__name__.endswith("Page") and one.__name__ not in NOT_JSON}
    return {one for one in pages if is_dataclass(one)} | {Problem}


# --- the page and the program -----------------------------------------------------------------------------------------


def test_every_document_and_all_that_it_holds_has_a_table() -> None:
    assert {section.subject for section in DOCUMENTS.values()} == _list_documents()
    reached: set[Any] = set()
    for document in _list_documents():
        _reach(document, reached)
    told = {one.subject for one in TABLES.values()}
    assert {one.__qualname__ for one in reached if is_dataclass(one)} - {one.__qualname__ for one in told} == set()
    assert told == {one for one in reached if is_dataclass(one)}
    assert {one for one in reached if not is_dataclass(one)} <= _enumerated()


def _enumerated() -> set[Any]:
    return {one.subject for one in ENUMERATIONS.values() if isinstance(one.subject, type)}


@pytest.mark.parametrize("section", TABLES.values(), ids=TABLES)
def test_a_table_has_the_fields_of_the_program_with_their_types(section: Section) -> None:
    assert [one.name for one in section.fields] == [one.name for one in fields(section.subject)]
    hints = get_type_hints(section.subject)
    for one in section.fields:
        said = write_type(hints[one.name])
        # Of a string the page may say more: that it is a date, or a value of an enumeration.
        closer = {said.replace("string", word) for word in ("date", *(each.link for each in ENUMERATIONS.values()))}
        assert one.type in {said, *closer}, (section.name, one.name)
        assert one.holds, (section.name, one.name)
        assert bool(one.null_when) == one.type.endswith(" or null"), (section.name, one.name)


@pytest.mark.parametrize("section", ENUMERATIONS.values(), ids=ENUMERATIONS)
def test_an_enumeration_has_the_values_of_the_program(section: Section) -> None:
    subject = section.subject
    if isinstance(subject, type) and issubclass(subject, Enum):
        values = [one.value for one in subject]
    else:  # a Literal; else the keys of a vocabulary, or a list
        values = list(get_args(subject)) if get_origin(subject) is typing.Literal else list(subject)
    assert len(section.values) == len(set(section.values)) and set(section.values) == set(values)
    assert all(meaning for _, meaning in section.rows)


def test_every_enumeration_is_spoken_of_and_every_link_leads_to_a_heading() -> None:
    headings = {re.sub(r"[^\w -]", "", line).lower().replace(" ", "-") for line in re.findall(r"^#+ (.*)", PAGE, re.M)}
    links = re.findall(r"\]\(#([^)]+)\)", PAGE)
    assert set(links) - headings == set()
    assert {name.lower() for name in SECTIONS} - set(links) == set()


def test_every_address_of_the_site_that_gives_json_is_told_with_an_example() -> None:
    met = {
        next((answering for pattern, answering in PAGES if re.match(pattern, each.partition("?")[0])), None)
        for *_, each in ADDRESSES
    }
    answering = {each for pattern, each in PAGES if "json" in pattern}
    untold = {each.__name__ for each in answering - met}
    assert untold == {"answer_identifier"}  # the sample has none of DILA's identifiers
    assert "`/droit/LEGIARTI…`" in PAGE


# --- the page and what is answered ------------------------------------------------------------------------------------


def find_faults(value: Any, type_: str, where: str) -> Iterator[str]:
    """Say where a value of JSON is not what the page says of its type."""
    if type_.startswith("list of "):
        if isinstance(value, list):
            for rank, item in enumerate(value):
                yield from find_faults(item, type_.removeprefix("list of "), f"{where}[{rank}]")
            return
    elif type_.startswith("object of "):
        if isinstance(value, dict):
            for key, item in value.items():
                yield from find_faults(item, type_.removeprefix("object of "), f"{where}.{key}")
            return
    elif (name := type_.partition("]")[0].removeprefix("[")) in TABLES:
        if isinstance(value, dict):
            yield from _compare_keys(value, TABLES[name], where)
            return
    elif _is_of(value, type_, name):
        return
    yield f"{where}: {value!r} is no {type_}"


def _is_of(value: Any, type_: str, name: str) -> bool:
    if name in ENUMERATIONS:
        return value in ENUMERATIONS[name].values
    if type_ == "span":
        return isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)
    if type_ in FORMS:
        return isinstance(value, str) and re.fullmatch(FORMS[type_], value) is not None
    return isinstance(value, PRIMITIVES[type_]) and (type_ == "boolean") == isinstance(value, bool)


def _compare_keys(value: dict[str, Any], section: Section, where: str) -> Iterator[str]:
    keys = [one.name for one in section.fields]
    if list(value) != keys:
        yield f"{where}: {sorted(set(value) ^ set(keys)) or 'other order'}, not {section.name}"
        return
    for one in section.fields:
        there, inner = f"{where}.{one.name}", value[one.name]
        ways = one.type.split(" or ")
        if inner is None:
            yield from () if "null" in ways else (f"{there} is null",)
            continue
        # «list of A or B»: a list of either.
        lists = "list of " if ways[0].startswith("list of ") and len(set(ways) - {"null"}) > 1 else ""
        items = inner if lists else [inner]
        for item in items:
            told = [list(find_faults(item, way.removeprefix(lists), there)) for way in ways if way != "null"]
            yield from min(told, key=len)
        chosen = re.match(r"one of (empty, )?((?:`[^`]*`[^,:;]*(?:, )?)+)", one.holds)
        if chosen and inner not in {*re.findall(r"`([^`]*)`", chosen[2]), *([""] if chosen[1] else [])}:
            yield f"{there}: {inner!r}"


def find_document(data: dict[str, Any]) -> Section:
    """Find the document that has exactly these keys."""
    (found,) = (one for one in DOCUMENTS.values() if [each.name for each in one.fields] == list(data))
    return found


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Site:
    return Site(sample_path)


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Site:
    path = tmp_path_factory.mktemp("json") / "dila.db"
    build([ROOT / "tests" / "cases" / "dila"], path)
    return Site(path)


def ask(site: Site, address: str) -> tuple[int, dict[str, Any]]:
    """Ask for JSON; redirections are followed, as a script does."""
    response = site.ask(address)
    while response.status_code in {301, 302}:
        response = site.ask(response.headers["location"])
    assert response.headers["content-type"].startswith("application/json"), (address, response.status_code)
    return response.status_code, response.json()


@pytest.mark.parametrize(("documents", "address"), [row[1:] for row in ADDRESSES], ids=[row[2] for row in ADDRESSES])
def test_an_example_answers_with_the_document_that_is_told(sample: Site, documents: str, address: str) -> None:
    status, data = ask(sample, address)
    found = find_document(data)
    assert found.link in documents or "leads to" in documents
    assert (status == 200) == (found.name != "Problem")
    assert list(find_faults(data, found.link, found.name)) == []


def test_all_that_is_reached_from_the_home_page_is_as_told(sample: Site, national: Site) -> None:
    met: set[str] = set()
    for site in (sample, national):
        for address in _walk(site, 80):
            status, data = ask(site, address)
            found = find_document(data)
            assert status in {200, 300} or found.name == "Problem", address
            assert list(find_faults(data, found.link, found.name)) == [], address
            met.add(found.name)
    assert {"ArticlePage", "TextPage", "ActPage", "ChangesPage"} <= met


def _walk(site: Site, most: int) -> list[str]:
    """The pages that documents lead to, breadth first, as JSON."""
    waiting, seen = ["/droit.json", "/droit/changements.json", "/droit/qualite/anomalies.json"], dict[str, None]()
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address not in seen:
            seen[address] = None
            written = json.dumps(ask(site, address)[1], ensure_ascii=False)
            waiting += [
                _as_json(one) for one in re.findall(r'"(?:address|compare|\w+_address)": "(/droit[^"]*)"', written)
            ]
    return list(seen)


def _as_json(address: str) -> str:
    path, question, arguments = address.partition("?")
    return f"{path.removesuffix('.json')}.json{question}{arguments}"


def test_a_number_of_several_articles_and_an_article_without_a_text_answer_as_told(
    national: Site, sample: Site
) -> None:
    status, data = ask(national, "/droit/code-de-la-propriete-intellectuelle/L615-14.json")
    assert status in {200, 300} and find_document(data).name == "BearersPage"
    assert list(find_faults(data, DOCUMENTS["BearersPage"].link, "BearersPage")) == []
    status, data = ask(sample, "/droit/code-de-la-sante-publique/R730/2003-01-01.json")
    assert (status, data["status"]["kind"], data["version"]) == (200, "not-yet", None)
    assert list(find_faults(data, DOCUMENTS["ArticlePage"].link, "ArticlePage")) == []


@pytest.mark.parametrize(
    ("address", "status", "beside"),
    [
        ("/droit/code-de-la-sante-publique/R730/hier.json", 400, []),
        ("/droit/code-de-la-sante-publique/R999.json", 404, []),
        ("/droit/a/b/c/d/e/f.json", 404, ["ok", "status"]),
    ],
)
def test_an_error_is_a_problem(sample: Site, address: str, status: int, beside: list[str]) -> None:
    found, data = ask(sample, address)
    assert found == status and f"| {status}" in PAGE
    own = {key: value for key, value in data.items() if key not in beside}
    assert sorted(data) == sorted([*own, *beside])
    assert list(find_faults(own, DOCUMENTS["Problem"].link, "Problem")) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("number"),
        lambda data: data.update(new_field=1),
        lambda data: data.update(sentence=None),
        lambda data: data["version"].update(start="8 avril 2005"),
        lambda data: data["version"].update(end_cause="forgotten"),
        lambda data: data["history"][0].update(kind="other"),
        lambda data: data["history"][0].update(shown=0),
    ],
)
def test_what_is_not_as_told_is_seen(sample: Site, change: Any) -> None:
    _, data = ask(sample, "/droit/code-de-la-sante-publique/R730/2005-05-01.json")
    change(data)
    assert list(find_faults(data, DOCUMENTS["ArticlePage"].link, "ArticlePage"))


# --- its example ------------------------------------------------------------------------------------------------------


def test_the_python_example_prints_what_it_says(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    code = example.replace("http://127.0.0.1:8001", address.rstrip("/"))
    assert code != example
    exec(compile(code, "json.md", "exec"), {})
    said = re.findall(r"# → (.*)", example)
    printed = capsys.readouterr().out.splitlines()
    assert printed[: len(said)] == said


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not there")
def test_the_curl_example_gives_the_article(address: str) -> None:
    (line,) = re.findall(r"^curl .*$", PAGE, re.MULTILINE)
    command = shlex.split(line.replace("http://127.0.0.1:8001", address.rstrip("/")))
    answer = subprocess.run(command, capture_output=True, check=True, timeout=30)
    assert find_document(json.loads(answer.stdout)).name == "ArticlePage"
