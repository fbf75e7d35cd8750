"""A teacher writes to a holder from the page of an action, confirms by the link, and says what came of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from labelflow.db import settings
from labelflow.mail.letters import letter_of
from labelflow.models.class_request import ClassRequest
from labelflow.models.queue import Notice
from tests import scenes
from tests.offers import offered
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.crowd import Crowd
    from tests.page import Browser, Page
    from tests.scenes.scene import Scene
    from tests.stage import Stage

WRITTEN: Final[Mapping[str, Any]] = {
    "name": "Odile Rey",
    "email": "Odile@ecole.exemple.org",
    "school": "École de Langogne",
    "level": "cm1",
    "pupils": "22",
    "message": "Nous avons une salle.",
}


def offering(crowd: Crowd) -> tuple[Scene, str]:
    scene = scenes.labelled(crowd)
    return scene, f"/actions/x-{offered(crowd, scene)}"


@pytest.fixture
def offer(stage: Stage) -> tuple[Scene, str]:
    return stage.at(offering)


@pytest.fixture
def teacher(stage: Stage, offer: tuple[Scene, str]) -> Browser:
    """On the page of the form, who took the time to read it."""
    _scene, address = offer
    browser = stage.crowd.browser()
    browser.get(address, 303)
    browser.follow()
    browser.click("Écrire à la structure")
    stage.crowd.wait(seconds=20)
    return browser


def link_in(crowd: Crowd, text: str) -> str:
    """The link of the last letter of a kind."""
    with crowd.looking() as session:
        notice = session.query(Notice).filter_by(text_code=text).order_by(Notice.id.desc()).first()
        assert notice is not None
        found = re.search(r"/demandes/\S+", letter_of(notice, settings()).body)
        assert found is not None
        return found[0]


def send(teacher: Browser, crowd: Crowd) -> Page:
    """Write, and confirm by the link."""
    teacher.submit("Envoyer", WRITTEN)
    teacher.follow()
    teacher.get(link_in(crowd, "teacher/confirm"))
    teacher.submit("Confirmer et envoyer")
    return teacher.follow()


def count(crowd: Crowd) -> int:
    with crowd.looking() as session:
        return session.query(ClassRequest).count()


def test_a_request_is_written_confirmed_and_answered(stage: Stage, teacher: Browser) -> None:
    page = send(teacher, stage.crowd)
    assert "Votre demande est partie" in page.text
    assert page.facts()["Classe"] == "CM1"

    teacher.submit("Enregistrer ma réponse", {"answer": "yes"})

    assert "Merci" in teacher.follow().text
    page = stage.crowd.browser("applicant").get("/mon-espace/demandes")
    assert "La personne dit avoir reçu votre réponse" in page.text
    assert page.facts()["Répondre à"] == "odile@ecole.exemple.org"
    assert "Aucune demande" in stage.crowd.browser("outsider").get("/mon-espace/demandes").text
    assert (
        stage.crowd.browser("coordinator").get(f"/coordination/labels/{number(stage)}").facts()["Avec réponse"] == "1"
    )


def number(stage: Stage) -> str:
    from labelflow.models.label import Label  # noqa: PLC0415 - for this look alone

    with stage.crowd.looking() as session:
        return session.query(Label).one().number


def test_sent_twice_it_is_one_request(stage: Stage, teacher: Browser) -> None:
    page = teacher.page
    teacher.submit("Envoyer", WRITTEN)
    teacher.page = page
    teacher.submit("Envoyer", WRITTEN)

    assert count(stage.crowd) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "a@b"}, "Écrivez une adresse électronique complète"),
        ({"email": "odile@ecole.fr, tous@exemple.fr"}, "Écrivez une adresse électronique complète"),
        ({"email": "odile@ecole.fr\r\nBcc: tous@exemple.fr"}, "Écrivez une adresse électronique complète"),
        ({"name": "x" * 101}, "Écrivez au plus 100 caractères"),
        ({"message": "x" * 2001}, "Écrivez au plus 2 000 caractères"),
        ({"pupils": "beaucoup"}, "Écrivez un nombre entier"),
        ({"site_web": "https://exemple.org"}, "Laissez vide le champ"),
        ({"stamp": "inventé"}, "Cette page a expiré"),
    ],
)
def test_what_cannot_be_sent_is_said_and_kept(stage: Stage, teacher: Browser, typed: dict[str, str], said: str) -> None:
    assert teacher.page is not None
    form = teacher.page.form("Envoyer")
    answer = teacher.post(teacher.page.url, {**form.data, **WRITTEN, **typed}, 400)

    assert said in answer.soup.get_text(" ", strip=True).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Nous avons une salle." in answer.html or "message" in typed
    assert count(stage.crowd) == 0


def test_a_page_sent_at_once_or_the_next_day_is_read_again(stage: Stage, teacher: Browser) -> None:
    assert teacher.page is not None
    teacher.get(teacher.page.url)
    assert "Cela est allé très vite" in teacher.submit("Envoyer", WRITTEN, 400).text
    stage.crowd.wait(hours=13)
    assert "Cette page a expiré" in teacher.submit("Envoyer", status=400).text
    stage.crowd.wait(seconds=9)

    teacher.submit("Envoyer")

    assert count(stage.crowd) == 1


def test_a_suspended_holder_is_no_longer_written_to(stage: Stage, offer: tuple[Scene, str], teacher: Browser) -> None:
    scene, address = offer
    assert teacher.page is not None
    form = teacher.page.url
    teacher.submit("Envoyer", WRITTEN)
    link = link_in(stage.crowd, "teacher/confirm")

    stage.crowd.take("label", scene.label, "suspend_at_once", by="chair", facts=FACTS + FACTS)

    teacher.get(f"{address}/demande", 404)
    teacher.post(form, WRITTEN, 404)
    teacher.get(link)
    assert "Cette action n’est plus proposée" in teacher.submit("Confirmer et envoyer", status=409).text


def test_a_teacher_takes_everything_back(stage: Stage, teacher: Browser) -> None:
    send(teacher, stage.crowd)
    teacher.click("Effacer ma demande")

    teacher.submit("Effacer ma demande")

    assert "Votre demande est effacée" in teacher.follow().text
    teacher.get(link := "/demandes/inconnu", 410)
    teacher.get(f"{link}/effacer", 410)
    assert "odile" not in stage.crowd.browser("applicant").get("/mon-espace/demandes").html
