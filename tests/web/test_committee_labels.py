"""A label before the committee: what it covers, what was decided about it, what may be decided now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests import scenes
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from tests.scenes import Scene
    from tests.world import World

OBJECT = "Trois ateliers ont été annulés sans que les classes soient prévenues, malgré la mise en demeure."


def page_of(scene: Scene) -> str:
    return f"/commission/labels/{scene.number}"


def in_notice(world: World) -> Scene:
    """A label whose holder was put on formal notice."""
    scene = scenes.labelled_with_reservations(world)
    world.take("label", scene.label, "issue_formal_notice", by="chair", article="5.1", facts=FACTS)
    return scene


def test_the_page_says_what_the_label_covers_and_what_it_still_owes(world: World) -> None:
    scene = scenes.labelled_with_reservations(world)

    page = world.browser("chair").get(page_of(scene))

    assert page.h1 == "L’Atelier des étoiles"
    assert page.facts() == {
        "État": "En vigueur",
        "Réponse publique": "Valable",
        "Département": "Ariège (09)",
        "Périmètre": "Ateliers et interventions scolaires, Expositions",
        "Validité": "du 7 avril 2027 au 6 avril 2030",
    }
    assert [row[0] for row in page.rows("Réserves du label")] == ["A2", "H2"]
    assert "Actes sur ce label" not in page.text


def test_a_hearing_is_called_from_the_page_and_told_on_it(world: World) -> None:
    scene = in_notice(world)
    browser = world.browser("chair")
    heard = world.today + timedelta(days=20)

    browser.get(page_of(scene))
    browser.click("Inviter à une audition")
    day = {"hearing_on-day": heard.day, "hearing_on-month": heard.month, "hearing_on-year": heard.year}
    asked = {"Heure et lieu, ou adresse de la réunion en ligne": "À 10 h, en visioconférence", "facts": OBJECT}
    browser.submit("Inviter à une audition", {**asked, **{name: str(part) for name, part in day.items()}})
    page = browser.follow()

    assert page.url == page_of(scene)
    assert "Mettre en demeure · 7 avril 2027 · 5.1" in page.text
    assert "Inviter à une audition · 7 avril 2027" in page.text
    assert "Jour de l’audition : 27 avril 2027" in page.text
    assert "Heure et lieu, ou adresse de la réunion en ligne : À 10 h, en visioconférence" in page.text
    assert OBJECT in page.text


def test_a_hearing_that_leaves_no_time_is_refused_with_what_was_typed(world: World) -> None:
    scene = in_notice(world)
    browser = world.browser("chair")
    soon = world.today + timedelta(days=2)

    browser.get(page_of(scene))
    browser.click("Inviter à une audition")
    day = {"hearing_on-day": soon.day, "hearing_on-month": soon.month, "hearing_on-year": soon.year}
    typed = {"place": "À 10 h, en visioconférence", "facts": OBJECT, **{name: str(part) for name, part in day.items()}}
    page = browser.submit("Inviter à une audition", typed, status=409)

    assert "choisissez un jour à partir du 15 avril 2027" in page.text
    assert OBJECT in page.html
    assert world.offers("label", scene.label, by="chair")["withdraw"] == ("formal-notice-running",)


def test_whoever_signs_annuls_a_label_and_nothing_else(world: World) -> None:
    scene = in_notice(world)

    page = world.browser("signatory").get(page_of(scene))

    assert "Annuler" in page.links
    assert not {"Suspendre", "Retirer", "Inviter à une audition"} & set(page.links)


def test_a_number_that_does_not_exist_is_not_found(world: World) -> None:
    scenes.labelled(world)

    world.browser("chair").get("/commission/labels/SEO-2027-99999-X", status=404)
