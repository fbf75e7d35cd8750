"""Anybody reports a concern or a misuse in two clicks; the coordination closes it; whoever asked is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from labelflow.db import settings
from labelflow.jobs.worker import look_after_requests
from labelflow.mail.letters import letter_of
from labelflow.models.account import User
from labelflow.models.concern import Concern
from labelflow.models.journal import Event
from labelflow.models.queue import Notice
from labelflow.models.structure import Structure
from labelflow.queries.actors import actor_of
from labelflow.services.interests import Link, declare_link
from tests import scenes
from tests.offers import offered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.crowd import Crowd
    from tests.page import Browser
    from tests.stage import Stage

WRITTEN: Final[Mapping[str, Any]] = {
    "kind": "misuse",
    "message": "Un logo sur une vitrine à Foix, le 3 mars.",
    "place": "Foix",
}
REASON: Final = "La vitrine est celle du titulaire, qui a le droit de l’afficher."
EMAIL: Final = "odile@ecole.exemple.org"


def town(crowd: Crowd) -> dict[str, str]:
    scene = scenes.labelled(crowd)
    return {"action": f"/actions/x-{offered(crowd, scene)}", "number": scene.number}


@pytest.fixture
def places(stage: Stage) -> dict[str, str]:
    return stage.at(town)


def reporting(crowd: Crowd, address: str, words: str) -> Browser:
    browser = crowd.browser()
    browser.get(address)
    browser.click(words)
    crowd.wait(seconds=20)
    return browser


def report(crowd: Crowd, number: str, **more: str) -> Browser:
    browser = reporting(crowd, f"/v/{number}", "Signaler un usage abusif")
    browser.submit("Envoyer le signalement", {**WRITTEN, **more})
    browser.follow()
    return browser


def told(crowd: Crowd, text: str) -> tuple[list[str], str]:
    """Whom a kind of letter went to, and the last of them."""
    with crowd.looking() as session:
        found = session.query(Notice).filter_by(text_code=text).order_by(Notice.id).all()
        return [one.address for one in found], letter_of(found[-1], settings()).body if found else ""


def the_concern(crowd: Crowd) -> dict[str, Any]:
    with crowd.looking() as session:
        one = session.query(Concern).one()
        return {name: getattr(one, name) for name in ("state", "outcome", "message", "email", "public_id")}


def close(crowd: Crowd) -> Browser:
    coordinator = crowd.browser("coordinator")
    coordinator.get("/coordination/signalements")
    coordinator.click("L’Atelier des étoiles")
    coordinator.submit("Prendre en charge")
    coordinator.follow()
    coordinator.click("Clore ce signalement")
    coordinator.submit("Clore", {"outcome": "unfounded", "reason": REASON})
    coordinator.follow()
    return coordinator


def test_a_report_is_handled_and_its_author_told(stage: Stage, places: dict[str, str]) -> None:
    crowd = stage.crowd
    anybody = report(crowd, places["number"], email=EMAIL)
    assert "coordinator@exemple.fr" in told(crowd, "concern/filed")[0]
    assert "vitrine" not in told(crowd, "concern/filed")[1] + told(crowd, "concern/confirm")[1]

    found = re.search(r"/signalements/\S+", told(crowd, "concern/confirm")[1])
    assert found is not None
    anybody.get(found[0])
    anybody.submit("Confirmer mon adresse")
    anybody.follow()
    page = close(crowd).page

    assert page is not None
    assert "Clos" in page.text
    assert told(crowd, "concern/closed")[0] == [EMAIL]
    assert "> La vitrine est celle du titulaire" in told(crowd, "concern/closed")[1]
    with crowd.looking() as session:
        events = session.query(Event).filter(Event.code.startswith("concern.")).order_by(Event.id).all()
        assert [event.code for event in events] == ["concern.filed", "concern.taken", "concern.closed"]
        assert "vitrine" not in str([event.body for event in events])
    anybody.get(found[0])
    anybody.submit("Effacer mon adresse")
    assert (the_concern(crowd)["email"], told(crowd, "concern/closed")[0]) == ("", [])


@pytest.mark.parametrize("place", ["holder", "action", "answer", "unknown"])
def test_two_clicks_report_without_a_name(stage: Stage, places: dict[str, str], place: str) -> None:
    crowd = stage.crowd
    holder = crowd.structure("applicant").public_id
    address, words = {
        "holder": (f"/annuaire/x-{holder}", "Signaler une inquiétude ou un usage abusif"),
        "action": (places["action"], "Signaler une inquiétude ou un usage abusif"),
        "answer": (f"/v/{places['number']}", "Signaler un usage abusif"),
        "unknown": ("/v/abcdef", "Signaler un usage abusif"),
    }[place]
    browser = crowd.browser()
    browser.get(address, {"answer": 200, "unknown": 404}.get(place, 303))
    if place in {"holder", "action"}:
        browser.follow()
    browser.click(words)
    crowd.wait(seconds=20)

    browser.submit("Envoyer le signalement", {**WRITTEN})

    assert "Merci, votre signalement est transmis" in browser.follow().text
    assert told(crowd, "concern/confirm")[0] == []
    assert the_concern(crowd)["state"] == "new"


def test_a_coordinator_tied_to_the_holder_neither_reads_nor_counts_it(stage: Stage, places: dict[str, str]) -> None:
    crowd = stage.crowd
    report(crowd, places["number"])
    address = f"/coordination/signalements/{the_concern(crowd)['public_id']}"
    crowd.browser("coordinator").get(address)

    with crowd.looking() as session:
        user = session.get_one(User, crowd.person("coordinator").id)
        holder = session.get_one(Structure, crowd.structure("applicant").id)
        declare_link(user, holder, Link("FAMILY", crowd.today, note="Un lien."), actor=actor_of(user), now=crowd.now)

    coordinator = crowd.browser("coordinator")
    coordinator.get(address, 404)
    assert "Aucun signalement" in coordinator.get("/coordination/signalements").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"message": ""}, "Dites ce que vous avez constaté"),
        ({"email": "a@b"}, "Écrivez une adresse électronique complète"),
        ({"site_web": "https://exemple.org"}, "Laissez vide le champ"),
    ],
)
def test_what_cannot_be_sent_is_said_and_kept(
    stage: Stage, places: dict[str, str], typed: dict[str, str], said: str
) -> None:
    browser = reporting(stage.crowd, f"/v/{places['number']}", "Signaler un usage abusif")
    assert browser.page is not None
    data = {**browser.page.form("Envoyer le signalement").data, **WRITTEN, **typed}

    answer = browser.post(browser.page.url, data, 400)

    assert said in answer.text
    assert "Foix" in answer.html
    with stage.crowd.looking() as session:
        assert session.query(Concern).count() == 0


def test_what_was_reported_is_forgotten(stage: Stage, places: dict[str, str]) -> None:
    crowd = stage.crowd
    report(crowd, places["number"], email=EMAIL)

    kept = {}
    for days in (2, 363):
        crowd.wait(days=days)
        with crowd.looking():
            look_after_requests(crowd.now)
        kept[days] = the_concern(crowd)

    assert (kept[2]["email"], bool(kept[2]["message"])) == ("", True)
    assert kept[363]["message"] == ""
