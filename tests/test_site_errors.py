"""Addresses that lead nowhere, and faults of the program: French, with the policy, and as JSON where it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from chronolex.site import errors, routes
from chronolex.site.addresses import Addresses
from tests.reading_room import Site, words_of


@pytest.fixture(scope="module")
def site(sample_path: Path) -> Site:
    return Site(sample_path)


NOWHERE = (
    "/foo",
    "/foo/bar/baz/qux",
    "/droit/a/b/c/d/e/f",
    "/eli/loi/2013/5/17",
    "/eli/loi/x/1/1/2013-404/jo/texte",
    "/legi/versions/1/2/3",
    "/permanence/nulle_table",
    "/droit/statique/nul.css",
)


@pytest.mark.parametrize("address", NOWHERE)
def test_an_address_that_leads_nowhere_is_answered_in_french(site: Site, address: str) -> None:
    answer = site.ask(address)
    assert answer.status_code == 404
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<script" not in answer.text and "not found" not in answer.text.lower()


def test_the_page_of_what_is_not_found_leads_on(site: Site) -> None:
    page = site.read("/foo/bar", 404)
    assert "Il n’y a pas de page à cette adresse." in words_of(page.main)
    assert [link["href"] for link in page.select("main a[href]")] == ["/"]


def test_what_is_not_found_is_json_where_json_is_asked(site: Site) -> None:
    told = site.json("/droit/a/b/c/d/e/f.json", 404)
    assert told["ok"] is False and told["status"] == 404 and told["error"] == "Il n’y a pas de page à cette adresse."


def test_a_fault_of_the_program_shows_nothing_of_it(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("un secret")

    monkeypatch.setattr(routes, "read_request", fail)
    answer = site.ask("/droit/recherche?q=x")
    assert answer.status_code == 500 and "un secret" not in answer.text
    assert "erreur du programme" in answer.text and "<script" not in answer.text
    assert "ValueError: un secret" in capsys.readouterr().err  # for who runs the server


def test_datasette_explains_its_own_refusals(site: Site) -> None:
    answer = site.ask("/permanence.json?sql=select+nulle+part")
    assert answer.status_code == 400 and "nulle" in answer.json()["error"]
    assert errors.answer_error(ValueError("x"), "/", Addresses()) is not None


def test_scripts_of_other_sites_read_the_answers_where_the_server_lets_them(sample_path: Path, site: Site) -> None:
    address = "/droit/code-de-la-sante-publique/R730/2005-05-01.json"
    assert "access-control-allow-origin" not in site.ask(address).headers
    open_to_all = Site(sample_path, cors=True)
    for asked in (address, address.replace(".json", ".txt"), "/droit/changements.atom", "/foo"):
        assert open_to_all.ask(asked).headers["access-control-allow-origin"] == "*", asked
