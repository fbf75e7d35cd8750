"""The live badge of a label: what it says, to whom, how fresh it is, and what it answers to nonsense."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from labelflow.models.label import Label
from tests.counting import statements
from tests.web.public_town import LONG, town

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.stage import Stage

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {f"{SVG}{name}" for name in ("svg", "title", "desc", "rect", "path", "circle", "g")}


def asked(stage: Stage, path: str, status: int = 200, **options: Any) -> TestResponse:
    answer = stage.app.test_client().get(path, **options)
    assert answer.status_code == status, (path, answer.status_code)
    return answer


def drawing(answer: TestResponse) -> Element:
    assert answer.mimetype == "image/svg+xml"
    return fromstring(answer.data)


def said(root: Element) -> str:
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == root.attrib["aria-label"]
    return str(title.text).replace("\u00a0", " ")


def test_a_badge_says_whose_label_it_is_and_that_it_holds(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number

    root = drawing(asked(stage, f"/badge/{number}.svg"))

    assert root.attrib["role"] == "img"
    assert root.attrib["lang"] == "fr"
    assert said(root).startswith(f"Sciences en Occitanie, L’Atelier des étoiles, numéro {number} : Valable jusqu’au ")
    assert f"/v/{number}" in "".join(root.itertext())


@pytest.mark.parametrize("query", ["", "?modele=compact", "?fond=sombre&langue=ca", "?modele=compact&fond=sombre"])
def test_a_badge_holds_nothing_but_shapes(query: str, stage: Stage) -> None:
    root = drawing(asked(stage, f"/badge/{stage.at(town)['applicant'].number}.svg{query}"))

    assert {element.tag for element in root.iter()} <= DRAWN
    assert not [name for element in root.iter() for name in element.attrib if "href" in name or name.startswith("on")]
    assert (root.attrib["width"], root.attrib["height"]) == (("276", "52") if "compact" in query else ("360", "132"))


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Suspendu depuis le"), ("oc", "Suspendut dempuèi lo"), ("ca", "Suspès des del"), ("en", "Suspended since")],
)
def test_a_badge_speaks_the_languages_of_the_region(language: str, words: str, stage: Stage) -> None:
    root = drawing(asked(stage, f"/badge/{stage.at(town)['neighbour'].number}.svg?langue={language}"))

    assert root.attrib["lang"] == language
    assert words in said(root)


def test_a_label_that_does_not_hold_is_told_by_shape_too(stage: Stage) -> None:
    scenes = stage.at(town)
    held, stopped = (drawing(asked(stage, f"/badge/{scenes[one].number}.svg")) for one in ("applicant", "neighbour"))

    assert "stroke-dasharray" not in held[2].attrib
    assert held.find(f".//{SVG}circle[@class='seal__ring']") is not None
    assert "stroke-dasharray" in stopped[2].attrib
    assert stopped.find(f".//{SVG}circle[@class='seal__ring']") is None


def test_any_site_may_show_it_and_it_can_do_nothing_there(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number

    for path in (f"/badge/{number}.svg", f"/badge/{number}.png"):
        headers = asked(stage, path).headers
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in headers
        assert "Cookie" not in headers.get("Vary", "")
    assert asked(stage, f"/v/{number}").headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_copy_is_asked_about_again_after_a_minute_at_most(stage: Stage) -> None:
    path = f"/badge/{stage.at(town)['applicant'].number}.svg"

    first = asked(stage, path, headers={"Accept-Encoding": "gzip"})

    assert first.headers["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert first.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in first.headers["Vary"]
    again = asked(stage, path, 304, headers={"If-None-Match": first.headers["ETag"]})
    assert again.data == b""
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_a_suspension_shows_at_once_and_so_does_the_end_of_it(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    path = f"/badge/{scene.number}.svg"
    before = asked(stage, path)
    stage.crowd.take("label", scene.label, "suspend_at_once", by="chair", facts=LONG)

    during = asked(stage, path, headers={"If-None-Match": before.headers["ETag"]})
    assert "Suspendu" in said(drawing(during))
    pixels = asked(stage, path.replace(".svg", ".png")).data
    stage.crowd.take("label", scene.label, "reinstate", by="chair", facts=LONG)

    assert asked(stage, path).data == before.data
    assert asked(stage, path.replace(".svg", ".png")).data != pixels


def test_a_label_expires_on_its_badge_whether_or_not_anybody_saw_to_it(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    with stage.crowd.looking() as session:
        last = session.query(Label).filter_by(public_id=scene.label).one().ends_on
    stage.crowd.wait(days=(last - stage.crowd.today).days + 1)

    assert "Expiré le " in said(drawing(asked(stage, f"/badge/{scene.number}.svg")))


def test_a_number_that_nobody_holds_shows_that_nobody_does(stage: Stage) -> None:
    stage.at(town)

    for number in ("SEO-2026-99999-A", "n%27importe%20quoi", "x" * 300):
        root = drawing(asked(stage, f"/badge/{number}.svg", 404))
        assert said(root) == "Aucun label ne porte ce numéro."
        assert "n'importe" not in "".join(root.itertext())


@pytest.mark.parametrize(
    ("query", "choices"),
    [
        ("langue=xx", "fr, oc, ca, en"),
        ("langue=", "fr, oc, ca, en"),
        ("modele=%3Csvg%3E", "grand, compact"),
        ("fond=rose", "clair, sombre"),
        ("echelle=9999", "1, 2, 3"),
    ],
)
def test_a_badge_that_does_not_exist_is_refused_with_those_that_do(query: str, choices: str, stage: Stage) -> None:
    answer = asked(stage, f"/badge/{stage.at(town)['applicant'].number}.png?{query}", 400)

    assert answer.mimetype == "text/plain"
    name = query.partition("=")[0]
    assert answer.text.strip().replace("\u00a0", " ") == f"« {name} » peut être : {choices}."


@pytest.mark.parametrize(
    ("query", "size"), [("", (360, 132)), ("?echelle=3", (1080, 396)), ("?modele=compact&echelle=2", (552, 104))]
)
def test_pixels_come_in_the_sizes_that_mail_wants(query: str, size: tuple[int, int], stage: Stage) -> None:
    answer = asked(stage, f"/badge/{stage.at(town)['applicant'].number}.png{query}")

    assert answer.mimetype == "image/png"
    assert struct.unpack(">II", answer.data[16:24]) == size


def test_a_badge_costs_one_statement(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    asked(stage, f"/badge/{number}.svg")

    signed_in = stage.crowd.browser("applicant").client
    with statements(stage.crowd) as seen:
        asked(stage, f"/badge/{number}.svg?langue=oc")
        asked(stage, f"/badge/{number}.png")
    assert len(seen) == 2, seen

    with statements(stage.crowd) as seen:
        assert "Set-Cookie" not in signed_in.get(f"/badge/{number}.svg").headers
    assert len(seen) <= 2, seen


def test_another_way_to_write_the_number_shows_the_same(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number

    assert (
        asked(stage, f"/badge/{number.replace('-', '').lower()}.svg").data == asked(stage, f"/badge/{number}.svg").data
    )
