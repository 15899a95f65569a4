"""The sub-pages of data quality: each a list by the page, with its figures, its source passages and its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chronolex.site import quality_rows as rows
from chronolex.site.answers import Answer, Asked, Desk, Page
from chronolex.site.quality_rows import Doubt, FaultRow, Figure, WitnessRow
from chronolex.site.reader import Produced, SourceEntry
from corpus.answers import Discrepancy, RepairEntry
from corpus.diff import AlineaDiff
from corpus.errors import UnknownText
from corpus.quality import ONE_IN

MOST_LISTED = 100
"""Rows of a list on one page."""
MOST_DIFFERENCES = 25
"""Versions shown with their difference from the witness on one page."""
MOST_TEXTS = 100
"""Texts, sources and rules of which figures are shown."""
DEEPEST = 2_000
"""The last page that is given: beyond, the table is the place to look."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands in its list; ``filters`` are the arguments that it was asked with."""

    page: int
    pages: int
    filters: Mapping[str, str]


def _place(asked: Asked, total: int, most: int, *names: str) -> Place:
    filters = {name: asked.arguments[name] for name in names if asked.arguments.get(name)}
    pages = min(max(-(-total // most), 1), DEEPEST)
    return Place(min(asked.page, pages), pages, filters)


def _page(desk: Desk, topic: str, title: str, data: object, place: Place) -> Page:
    number = str(place.page) if place.page > 1 else None
    address = desk.at.quality(topic, **place.filters, page=number)
    return Page(f"quality_{topic}.html", title, data, address)  # type: ignore[arg-type]


# --- verification -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckedVersion:
    """A version that is not proved; ``difference`` is what differs from its witness (derived → official)."""

    version: Doubt
    address: str
    difference: tuple[AlineaDiff, ...]


@dataclass(frozen=True, slots=True)
class VerificationPage:
    """How much is verified: of the whole, text by text, and the versions of one ``state``.

    ``text`` is the slug of the text asked for, and ``title`` its title, or what was asked where there is no such text.
    """

    totals: Mapping[str, int]
    texts: tuple[Figure, ...]
    state: str
    text: str | None
    title: str | None
    versions: tuple[CheckedVersion, ...]
    place: Place


STATES = ("different", "unverified", "typographic", "identical")


def answer_verification(desk: Desk, asked: Asked) -> Answer:
    """Answer with the verification rates, and the versions of one state, in one text or in all."""
    reader, totals = desk.reader, rows.totals(desk.reader, "verification")
    texts = rows.figures(reader, "verification", MOST_TEXTS)
    wanted = asked.arguments.get("etat", "")
    state = wanted if wanted in STATES else next((one for one in STATES if totals.get(one)), STATES[0])
    text = asked.arguments.get("texte") or None
    within = rows.totals(reader, "verification", text) if text else totals
    place = _place(asked, within.get(state, 0), MOST_DIFFERENCES, "etat", "texte")
    found = rows.doubts(reader, state, text, MOST_DIFFERENCES, MOST_DIFFERENCES * (place.page - 1))
    checked = tuple(_check(desk, one) for one in found)
    data = VerificationPage(totals, tuple(texts), state, text, text and rows.title_of(reader, text), checked, place)
    return _page(desk, "verification", "Vérification des versions", data, place)


def _check(desk: Desk, doubt: Doubt) -> CheckedVersion:
    compared = doubt.verification in {"different", "typographic"}
    difference = desk.reader.corpus.disagreement_of(doubt.id) if compared else ()
    return CheckedVersion(doubt, desk.at.article(doubt.slug, doubt.number, doubt.start), difference)


# --- instructions -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InstructionsPage:
    """The instructions that were not applied, of one ``verdict`` or of all."""

    totals: Mapping[str, int]
    verdict: str | None
    instructions: tuple[Produced, ...]
    place: Place


def answer_instructions(desk: Desk, asked: Asked) -> Answer:
    """Answer with the instructions that were not applied."""
    totals = rows.totals(desk.reader, "instruction")
    wanted = asked.arguments.get("verdict", "")
    verdict = wanted if wanted in {"refused", "pending", "unread"} else None
    total = totals.get(verdict, 0) if verdict else sum(totals.values()) - totals.get("applied", 0)
    place = _place(asked, total, MOST_LISTED, "verdict")
    found = desk.reader.idle_page(verdict, MOST_LISTED, MOST_LISTED * (place.page - 1))
    data = InstructionsPage(totals, verdict, tuple(found), place)
    return _page(desk, "instructions", "Instructions non appliquées", data, place)


# --- repairs ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RepairsPage:
    """The repairs: figures by source and by rule; those of one ``source`` when it is asked for."""

    sources: tuple[Figure, ...]
    rules: tuple[Figure, ...]
    source: SourceEntry | None
    repairs: tuple[RepairEntry, ...]
    place: Place


def answer_repairs(desk: Desk, asked: Asked) -> Answer:
    """Answer with the repairs; raises :class:`UnknownText` for a source that was not read."""
    reader, name = desk.reader, asked.arguments.get("source", "")
    source = rows.find_source(reader, name) if name else None
    if name and source is None:
        raise UnknownText(f"Aucune source lue ne s’appelle « {name} ».")
    undecided = asked.arguments.get("etat") == "laisse"
    total = (source.undecided if undecided else source.repairs) if source else 0
    place = _place(asked, total, MOST_LISTED, "source", "etat")
    skip = MOST_LISTED * (place.page - 1)
    found = rows.repairs_of(reader, source.id, MOST_LISTED, skip, undecided=undecided) if source else []
    sources, rules = (() if source else tuple(rows.figures(reader, topic, MOST_TEXTS)) for topic in ("repair", "rule"))
    data = RepairsPage(sources, rules, source, tuple(found), place)
    return _page(desk, "reparations", "Réparations des sources", data, place)


# --- disagreements and faults ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """A disagreement, and where the article stands that it is about."""

    discrepancy: Discrepancy
    address: str | None


@dataclass(frozen=True, slots=True)
class DiscrepanciesPage:
    """The disagreements found in the sources, of one ``kind`` or of all."""

    totals: Mapping[str, int]
    kind: str | None
    discrepancies: tuple[Told, ...]
    place: Place


def answer_discrepancies(desk: Desk, asked: Asked) -> Answer:
    """Answer with the disagreements."""
    totals = rows.totals(desk.reader, "discrepancy")
    kind = asked.arguments.get("sorte") or None
    total = totals.get(kind, 0) if kind else sum(totals.values())
    place = _place(asked, total, MOST_LISTED, "sorte")
    found = rows.discrepancies(desk.reader, kind, MOST_LISTED, MOST_LISTED * (place.page - 1))
    told = tuple(
        Told(one, desk.at.article(slug, one.number, one.version_start) if slug and one.number else None)
        for one, slug in found
    )
    return _page(desk, "desaccords", "Désaccords constatés", DiscrepanciesPage(totals, kind, told, place), place)


@dataclass(frozen=True, slots=True)
class Seen:
    """A fault, and the page where it can be seen."""

    fault: FaultRow
    address: str | None


@dataclass(frozen=True, slots=True)
class FaultsPage:
    """The faults of DILA's data: how many of each kind, and those of one ``kind``."""

    totals: Mapping[str, int]
    kind: str | None
    faults: tuple[Seen, ...]
    place: Place


def answer_faults(desk: Desk, asked: Asked) -> Answer:
    """Answer with the faults of DILA's data."""
    totals = rows.totals(desk.reader, "fault")
    kind = asked.arguments.get("sorte") or None
    place = _place(asked, totals.get(kind or "", 0), MOST_LISTED, "sorte")
    found = rows.faults(desk.reader, kind, MOST_LISTED, MOST_LISTED * (place.page - 1)) if kind else []
    data = FaultsPage(totals, kind, tuple(Seen(one, _where(desk, one)) for one in found), place)
    return _page(desk, "anomalies", "Défauts des données de la DILA", data, place)


def _where(desk: Desk, fault: FaultRow) -> str | None:
    if fault.slug is None:
        return None
    if fault.number is None:
        return desk.at.text(fault.slug)
    return desk.at.on_day(fault.slug, fault.number, fault.day)


# --- citations ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadCitationsPage:
    """What became of the citations on ``day``, the texts with most stale ones, and what a witness says.

    ``one_in``: the witness was asked for one version in so many.
    """

    day: str | None
    totals: Mapping[str, int]
    stale: tuple[Figure, ...]
    witness: Mapping[str, int]
    one_in: int
    only_declared: tuple[WitnessRow, ...]
    only_read: tuple[WitnessRow, ...]
    place: Place


def answer_read_citations(desk: Desk, asked: Asked) -> Answer:
    """Answer with the figures of the citations."""
    reader = desk.reader
    place = _place(asked, 1, 1)
    data = ReadCitationsPage(
        day=rows.citation_day(reader),
        totals=rows.totals(reader, "citation"),
        stale=tuple(rows.stale_figures(reader, MOST_TEXTS)),
        witness=rows.totals(reader, "witness"),
        one_in=rows.totals(reader, ONE_IN).get("", 1),
        only_declared=tuple(rows.witnessed(reader, "only-declared", MOST_LISTED)),
        only_read=tuple(rows.witnessed(reader, "only-read", MOST_LISTED)),
        place=place,
    )
    return _page(desk, "citations", "Citations : lues, résolues, comparées", data, place)
