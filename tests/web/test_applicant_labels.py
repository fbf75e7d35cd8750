"""The decision, the label and its life, as their holder sees them; and what nobody else sees."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from labelflow.models.decision import Decision
from labelflow.models.journal import Event
from tests import scenes
from tests.scenes.committee import FACTS

if TYPE_CHECKING:
    from tests.world import World


def at(scene: scenes.Scene, more: str = "") -> str:
    return f"/candidatures/{scene.application}{more}"


def test_the_first_reading_of_a_decision_is_dated_once(world: World) -> None:
    scene = scenes.labelled(world)
    world.wait(days=2)
    world.browser("colleague").get(at(scene, "/decision"))
    world.wait(days=3)
    world.browser("applicant").get(at(scene, "/decision"))

    with world.looking() as session:
        decision = session.query(Decision).one()
        assert decision.notified_at is not None
        assert decision.opened_at is not None
        assert (decision.opened_at - decision.notified_at).days == 2
        assert session.query(Event).filter_by(code="decision.opened").count() == 1


def test_a_grant_leads_to_the_label_its_certificate_and_its_letter(world: World) -> None:
    scene = scenes.labelled(world)
    browser = world.browser("applicant")

    page = browser.get(at(scene, "/decision"))
    assert "Label accordé" in page.text
    assert browser.client.get(page.links["Télécharger la lettre (PDF)"]).data.startswith(b"%PDF-")
    page = browser.click("Attestation de labellisation")
    assert page.facts()["Numéro"] == scene.number
    assert page.facts()["Jusqu’au"] == "6 avril 2030"
    certificate = browser.client.get(page.links["Télécharger l’attestation (PDF)"])

    assert certificate.data.startswith(b"%PDF-")
    assert scene.number in certificate.headers["Content-Disposition"]
    assert page.links["Vérifier en ligne"] == f"/v/{scene.number}"


def test_a_holder_asks_for_the_certificate_in_another_language_and_keeps_it(world: World) -> None:
    scene = scenes.labelled(world)
    browser = world.browser("colleague")
    browser.get(f"/mon-espace/labels/{scene.number}")

    browser.submit("Obtenir cette traduction", {"Langue": "Occitan"})
    page = browser.follow()
    again = browser.post(f"/mon-espace/labels/{scene.number}/attestation", {"langue": "oc"}, status=400)

    assert "L’attestation est prête en occitan." in page.text
    assert page.links["Occitan"].startswith("/documents/")
    assert "Choisissez une réponse dans la liste." in again.text


def test_a_refusal_says_why_and_what_can_be_done(world: World) -> None:
    scene = scenes.refused(world)

    page = world.browser("applicant").get(at(scene, "/decision"))

    assert "Label refusé" in page.text
    assert FACTS[:60] in page.text
    assert "Article 4.1, critère A1." in page.text
    assert "Faites relire vos fiches." in page.text
    assert "Vous pouvez contester cette décision dans un délai de deux mois" in page.text


def test_a_reservation_is_answered_before_its_date(world: World) -> None:
    scene = scenes.labelled_with_reservations(world)
    browser = world.browser("applicant")
    path = f"/mon-espace/labels/{scene.number}"

    page = browser.get(path)
    assert "Citer les sources de chaque fiche." in page.text
    assert "Sans preuve à cette date, le label devient caduc." in page.text
    browser.get(f"/dossiers/reservation/{scene.reservations[0]}/etapes/answer?retour={path}")
    browser.submit("Montrer ce qui a été fait", {"answer": "Chaque fiche cite désormais ses sources."})

    page = browser.follow()
    assert page.url == path
    assert "Chaque fiche cite désormais ses sources." in page.text
    assert world.state("reservation", scene.reservations[0]) == "answered"


def test_giving_up_the_label_is_confirmed_first(world: World) -> None:
    scene = scenes.labelled(world)
    browser = world.browser("applicant")

    browser.get(f"/mon-espace/labels/{scene.number}")
    page = browser.click("Renoncer au label")
    assert "Le label cessera d’être valable aujourd’hui même." in page.text
    browser.submit("Renoncer au label")

    page = browser.follow()
    assert "Renonciation" in page.text
    assert "Renoncer au label" not in page.links


def test_renewal_opens_nine_months_before_the_end_and_keeps_the_answers(world: World) -> None:
    scene = scenes.labelled(world)
    browser = world.browser("applicant")
    path = f"/mon-espace/labels/{scene.number}"
    assert "Le renouvellement s’ouvrira le 7 juillet 2029." in browser.get(path).text
    world.wait(days=365 * 3 - 200)

    browser = world.browser("applicant")
    browser.get(path)
    browser.click("Ouvrir un dossier de renouvellement")
    browser.submit("Ouvrir le dossier de renouvellement")
    page = browser.follow()

    assert "renouvellement" in page.text
    assert "Ouvrir un dossier de renouvellement" not in browser.get(path).links
    renewed = page.url.removeprefix("/candidatures/")
    section = browser.get(f"/candidatures/{renewed}/questions/structure")
    assert "Une réponse en quelques phrases" in section.html


def test_renewal_is_not_open_before_its_window(world: World) -> None:
    scene = scenes.labelled(world)
    browser = world.browser("applicant")

    page = browser.get(f"/mon-espace/labels/{scene.number}/renouveler")
    assert page.buttons == []
    page = browser.post(f"/mon-espace/labels/{scene.number}/renouveler", status=409)

    assert page.reasons == ["Le renouvellement s’ouvre le 7 juillet 2029."]


# ── Nothing leaks ─────────────────────────────────────────────────────────────────────────────────────

OWN = (
    "", "/perimetre", "/questions/structure", "/criteres/A", "/pieces", "/pieces/statutes/ajouter", "/textes",
    "/textes/charter", "/verifier", "/modifier", "/accuse", "/dossier", "/rapports", "/decision",
)  # fmt: skip


@pytest.mark.parametrize("person", ["outsider", "nobody", "coordinator", "peer1", "member2", "auditor", "operator"])
def test_no_page_of_an_application_exists_for_anybody_else(world: World, person: str) -> None:
    scene = scenes.labelled(world)
    browser = world.browser(person)

    for more in OWN:
        page = browser.get(at(scene, more), status=404)
        assert "L’Atelier des étoiles" not in page.html
    for more in ("/perimetre", "/questions/structure", "/criteres/A", "/textes/charter", "/verifier"):
        browser.post(at(scene, more), {"q_presentation": "Un texte d’ailleurs."}, status=404)


def test_no_page_of_a_label_exists_for_anybody_else(world: World) -> None:
    scene = scenes.labelled(world)

    for person in ("outsider", "nobody", "coordinator", "peer1"):
        browser = world.browser(person)
        browser.get(f"/mon-espace/labels/{scene.number}", status=404)
        browser.get(f"/mon-espace/labels/{scene.number}/renouveler", status=404)
        browser.post(f"/mon-espace/labels/{scene.number}/renouveler", status=404)


def test_whoever_left_the_structure_sees_nothing_any_more(world: World) -> None:
    scene = scenes.submitted(world)
    world.person("colleague")
    world.end_membership("colleague", on=world.today - timedelta(days=1))
    browser = world.browser("colleague")

    browser.get(at(scene), status=404)
    assert "L’Atelier des étoiles" not in browser.get("/candidatures").html
    assert "L’Atelier des étoiles" not in browser.get("/mon-espace").html


@pytest.mark.parametrize("path", ["/candidatures", "/mon-espace", "/candidatures/nouvelle/sciences-en-occitanie"])
def test_a_visitor_is_asked_to_sign_in(world: World, path: str) -> None:
    page = world.browser().get(path, status=303)

    assert page.location.startswith("/connexion?next=")
