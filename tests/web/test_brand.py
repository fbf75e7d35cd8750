"""The logo and its rules, what the label guarantees, and the pictures of shared links: all from the programme's data."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest

from labelflow.issuing.brand.kit import NAMES
from tests.counting import statements
from tests.web.public_town import LONG, town

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.stage import Stage

HOME = "/label/sciences-en-occitanie"


def size_of(png: bytes) -> tuple[int, ...]:
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


def test_what_is_guaranteed_is_told_from_the_programme(crowd: Crowd) -> None:
    page = crowd.browser().get(f"{HOME}/garanties")
    programme, grid = crowd.programme, crowd.grid

    assert programme.attestation.guarantee["fr"] in page.text
    for family in grid.families:
        assert f"{family.name['fr']} ({family.weight})" in page.text
    for criterion in grid.gates:
        assert criterion.name["fr"] in page.text
    assert "2 pairs lisent et notent chaque dossier. Ils viennent de structures différentes." in page.text
    assert "Il faut au moins 60 points sur 100, et 70 pour un renouvellement." in page.text
    assert "36 mois" in page.text
    assert page.links["Vérifier un numéro"] == "/verifier"
    assert page.links["Faire un signalement"] == "/signaler"


def test_the_rules_of_the_logo_are_those_of_the_programme(crowd: Crowd) -> None:
    page = crowd.browser().get(f"{HOME}/marque")
    brand = crowd.programme.brand

    assert brand.allowed
    assert brand.forbidden
    for rule in (*brand.allowed, *brand.forbidden, brand.when_it_stops):
        assert rule["fr"] in page.text
    assert "25 % de sa hauteur" in page.text
    assert "32 pixels de haut" in page.text
    for colour in (brand.primary, brand.accent, brand.primary_on_dark, brand.accent_on_dark):
        assert colour in page.text
    client = crowd.app.test_client()
    drawn = [tag["src"] for tag in page.soup.main.find_all("img")]
    assert len(drawn) == 13
    for address in drawn:
        fromstring(client.get(address).data)


def test_the_kit_holds_every_logo_and_the_rules(crowd: Crowd) -> None:
    client = crowd.app.test_client()

    answer = client.get(f"{HOME}/marque.zip")

    assert "logo-sciences-en-occitanie.zip" in answer.headers["Content-Disposition"]
    kit = ZipFile(BytesIO(answer.data))
    names = {name.removeprefix("logo-sciences-en-occitanie/") for name in kit.namelist()}
    assert names == {*NAMES, "espace.svg", "LISEZMOI.txt"}
    assert len(NAMES) == 24
    rules = kit.read("logo-sciences-en-occitanie/LISEZMOI.txt").decode()
    assert all(f"- {rule['fr']}" in rules for rule in crowd.programme.brand.forbidden)
    for name in NAMES:
        held = kit.read(f"logo-sciences-en-occitanie/{name}")
        assert held == client.get(f"{HOME}/marque/{name}").data
    assert client.get(f"{HOME}/marque.zip").data == answer.data


@pytest.mark.parametrize(
    "path",
    [
        f"{HOME}/marque/logo-horizontal-rose.svg",
        f"{HOME}/marque/..%5C..%5Csecret.svg",
        "/label/inconnu/marque",
        "/label/inconnu/garanties",
        "/label/inconnu/marque.zip",
        "/label/inconnu/marque/espace.svg",
        "/partage/label/inconnu.png",
        "/partage/v/SEO-2026-99999-A.png",
    ],
)
def test_what_does_not_exist_is_not_found(path: str, crowd: Crowd) -> None:
    assert crowd.app.test_client().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/annuaire", "/verifier", HOME, f"{HOME}/garanties", f"{HOME}/marque"])
def test_a_public_page_tells_networks_what_to_show(path: str, crowd: Crowd) -> None:
    page = crowd.browser().get(path)

    told = {tag["property"]: tag["content"] for tag in page.soup.find_all("meta", property=True)}
    assert told["og:title"].split() == page.h1.split()
    assert told["og:url"].endswith(path)
    picture = told["og:image"]
    assert picture.startswith("http://127.0.0.1:8000/partage/")
    answer = crowd.app.test_client().get(picture.removeprefix("http://127.0.0.1:8000"))
    assert size_of(answer.data) == (1200, 630)
    assert answer.headers["Cache-Control"] == "public, max-age=3600, must-revalidate"
    assert answer.headers["ETag"]


def test_a_label_has_a_picture_of_its_own_that_follows_its_state(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    client = stage.app.test_client()
    page = stage.crowd.browser().get(f"/v/{scene.number}")
    picture = page.soup.find("meta", property="og:image")["content"]
    assert picture.endswith(f"/partage/v/{scene.number}.png")
    path = f"/partage/v/{scene.number}.png"

    with statements(stage.crowd) as seen:
        before = client.get(path)
    assert len(seen) == 1, seen
    assert size_of(before.data) == (1200, 630)
    assert before.headers["Cache-Control"] == "public, max-age=60, must-revalidate"
    stage.crowd.take("label", scene.label, "suspend_at_once", by="chair", facts=LONG)

    assert client.get(path).data != before.data


def test_pages_that_are_not_for_everybody_tell_networks_nothing(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    browser = stage.crowd.browser("applicant")

    for path in ("/mon-espace", f"/mon-espace/labels/{scene.number}/afficher"):
        assert browser.get(path).soup.find("meta", property=True) is None
