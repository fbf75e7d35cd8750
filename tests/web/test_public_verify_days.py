"""What was guaranteed on a chosen day: told from the label's own history, and in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from labelflow.domain.calendar import local_day
from tests.web.public_town import LONG, town
from tests.web.verifying import certificate, reissue

if TYPE_CHECKING:
    from datetime import date

    from tests.page import Page
    from tests.stage import Stage


def today(stage: Stage) -> date:
    return local_day(stage.crowd.now)


def on_day(stage: Stage, number: str, day: date) -> Page:
    return stage.crowd.browser().get(f"/v/{number}?le={day.isoformat()}")


def test_a_suspended_label_was_valid_before_and_after(stage: Stage) -> None:
    scene, start = stage.at(town)["library"], today(stage)
    stage.crowd.wait(days=10)
    stage.crowd.take("label", scene.label, "suspend_at_once", by="chair", facts=LONG)
    stage.crowd.wait(days=10)
    stage.crowd.take("label", scene.label, "reinstate", by="chair", facts=LONG)
    stage.crowd.wait(days=10)

    before, meanwhile, after = (on_day(stage, scene.number, start + timedelta(days=days)).text for days in (5, 15, 25))

    assert "ce label était valable." in before
    assert "garantissait, pour « Médiathèque de l’Étang »" in before
    assert "ce label était suspendu : il ne pouvait pas être invoqué." in meanwhile
    assert "garantissait, pour" not in meanwhile
    assert "ce label était valable." in after


def test_the_day_of_a_change_tells_what_held_in_the_morning(stage: Stage) -> None:
    scene = stage.at(town)["library"]
    stage.crowd.wait(days=10)
    stage.crowd.take("label", scene.label, "relinquish", by="librarian")

    page = on_day(stage, scene.number, today(stage))

    assert "ce label n’était plus en vigueur. Cela a changé ce jour-là : « Valable » le matin." in page.text


def test_an_annulled_label_was_never_granted_whatever_the_register_said_then(stage: Stage) -> None:
    scene, start = stage.at(town)["library"], today(stage)
    stage.crowd.wait(days=10)
    stage.crowd.take("label", scene.label, "annul", by="signatory", facts=LONG)

    page = on_day(stage, scene.number, start + timedelta(days=5))

    assert "le registre disait ce label valable. Il a été annulé depuis : il est réputé n’avoir jamais été" in page.text
    assert "garantissait, pour" not in page.text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "ce label n’avait pas encore pris effet."),
        (0, "ce label était valable."),
        (30, "est à venir : ce label sera encore valable, si rien ne change d’ici là."),
        (3 * 366, "est à venir : ce label aura expiré, s’il n’est pas renouvelé."),
    ],
)
def test_a_day_outside_of_the_past_of_a_label_is_told_as_such(stage: Stage, days: int, said: str) -> None:
    number = stage.at(town)["applicant"].number

    assert said in on_day(stage, number, today(stage) + timedelta(days=days)).text


def test_what_was_guaranteed_is_what_the_certificate_of_that_day_said(stage: Stage) -> None:
    scene, start = stage.at(town)["applicant"], today(stage)
    stage.crowd.wait(days=10)
    reissue(stage, scene)

    former = on_day(stage, scene.number, start + timedelta(days=5)).text
    present = on_day(stage, scene.number, today(stage)).text

    assert "l’attestation n° 1 garantissait" in former
    assert "l’attestation n° 2 garantissait" in present


def test_a_day_is_asked_by_its_three_boxes_and_is_kept_on_the_way(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    browser = stage.crowd.browser()
    browser.get("/verifier")
    field = "Le label était-il valable un autre jour ?"

    assert browser.page is not None
    form = browser.page.form("Vérifier")
    form.fill("Numéro, code court ou adresse", number.lower())
    form.fill(field, today(stage))
    answer = browser.get(f"{form.action}?{urlencode(form.data)}", 303)

    assert answer.location.endswith(f"/v/{number}?le={today(stage).isoformat()}")
    assert "ce label était valable." in browser.follow().text
    assert "ce label sera" in browser.submit("Voir ce jour-là", {field: today(stage) + timedelta(days=9)}).text


def test_a_file_is_verified_for_a_day_too(stage: Stage) -> None:
    scene, start = stage.at(town)["library"], today(stage)
    data = certificate(stage, scene)
    stage.crowd.wait(days=10)
    stage.crowd.take("label", scene.label, "relinquish", by="librarian")
    browser = stage.crowd.browser()
    browser.get("/verifier")

    field = {"Le label était-il valable un autre jour ?": start, "Fichier reçu": ("a.pdf", data)}
    page = browser.submit("Vérifier le fichier", field, status=200)

    assert "Ce label n’est plus en vigueur" in page.text
    assert "ce label était valable." in page.text


@pytest.mark.parametrize("query", ["le=2027-02-31", "le-day=3", "le-day=a&le-month=b&le-year=c"])
def test_a_day_that_does_not_exist_is_explained_and_the_label_still_shown(stage: Stage, query: str) -> None:
    number = stage.at(town)["applicant"].number

    page = stage.crowd.browser().get(f"/v/{number}?{query}", 400)

    assert len(page.errors) == 1
    assert "Ce label est valable jusqu’au" in page.text
