"""Accepting the texts, checking, filing, and what comes back: receipt, questions, reports, replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from labelflow.models.application import Acceptance, Snapshot
from labelflow.models.journal import Event
from tests import scenes
from tests.scenes.filing import EXPIRES, PDF, add_piece, remove_pieces

if TYPE_CHECKING:
    from tests.world import World


def at(scene: scenes.Scene, more: str = "") -> str:
    return f"/candidatures/{scene.application}{more}"


def count(world: World, code: str) -> int:
    with world.looking() as session:
        return session.query(Event).filter_by(code=code).count()


# ── Texts ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_text_is_read_in_full_and_accepted_for_the_structure(world: World) -> None:
    scene = scenes.draft(world)
    browser = world.browser("delegate")

    page = browser.get(at(scene, "/textes"))
    page = browser.click("Charte des acteurs « Sciences en Occitanie »".replace("« ", "« ").replace(" »", " »"))
    assert len(page.text) > 2000
    error = browser.submit("Accepter ce texte", status=400).errors
    assert error == ["Cochez la case pour accepter ce texte."]
    browser.submit("Accepter ce texte", {"accepted": ["y"]})

    assert "accepté par Karim Benali le 1er mars 2027" in browser.follow().text
    with world.looking() as session:
        assert [(row.document, row.user.name) for row in session.query(Acceptance)] == [("charter", "Karim Benali")]


def test_a_member_who_does_not_commit_the_structure_cannot_accept(world: World) -> None:
    scene = scenes.draft(world)
    browser = world.browser("colleague")

    page = browser.get(at(scene, "/textes/charter"))
    assert "Seule la personne qui représente la structure" in page.text
    assert "Pour votre structure : Jeanne Vidal." in page.text
    assert page.buttons == []
    browser.post(at(scene, "/textes/charter"), {"accepted": "y"}, status=403)

    assert count(world, "document.accepted") == 0


# ── Checking and filing ───────────────────────────────────────────────────────────────────────────────


def test_everything_missing_is_told_at_once_with_where_to_mend_it(world: World) -> None:
    scene = scenes.complete_draft(world)
    remove_pieces(world, scene, "statutes")
    browser = world.browser("applicant")
    browser.get(at(scene, "/questions/structure"))
    browser.submit("Enregistrer et revenir au dossier", {"q_presentation": ""})
    browser.get(at(scene, "/criteres/A"))
    browser.submit("Enregistrer et revenir au dossier", {"A1": "0"})

    page = browser.get(at(scene, "/verifier"))

    assert "Il reste 3 parties à terminer." in page.text
    assert "Présentez votre structure en quelques lignes" in page.text
    assert "Statuts ou acte de création" in page.text
    assert page.links["Votre structure"] == at(scene, "/questions/structure")
    assert page.links["Les pièces justificatives"] == at(scene, "/pieces")
    assert page.buttons == []


def test_filing_freezes_the_application_and_gives_the_receipt_at_once(world: World) -> None:
    scene = scenes.complete_draft(world)
    browser = world.browser("applicant")

    browser.get(at(scene, "/verifier"))
    browser.submit("Déposer le dossier")
    page = browser.follow()

    assert page.h1 == "Votre dossier est déposé"
    assert page.facts()["Référence"] == scene.application.upper()
    assert "1er mai 2027" in page.text
    receipt = page.links["Télécharger l’accusé de réception (PDF)"]
    assert browser.client.get(receipt).data.startswith(b"%PDF-")
    assert world.state("application", scene.application) == "submitted"


def test_an_application_filed_twice_is_filed_once(world: World) -> None:
    scene = scenes.complete_draft(world)
    browser = world.browser("applicant")
    form = browser.get(at(scene, "/verifier")).form("Déposer le dossier")

    first = browser.post(at(scene, "/verifier"), form.data)
    second = browser.post(at(scene, "/verifier"), form.data)

    assert first.location == second.location == at(scene, "/accuse")
    assert count(world, "application.submit") == 1
    with world.looking() as session:
        assert session.query(Snapshot).count() == 1


def test_what_changed_since_the_check_is_refused(world: World) -> None:
    scene = scenes.complete_draft(world)
    browser = world.browser("applicant")
    browser.get(at(scene, "/verifier"))
    add_piece(world, scene, "supports")

    page = browser.submit("Déposer le dossier", status=409)

    assert "Quelqu’un a modifié ce dossier pendant ce temps" in page.text
    assert world.state("application", scene.application) == "draft"
    browser.submit("Déposer le dossier")
    assert world.state("application", scene.application) == "submitted"


def test_a_member_checks_but_does_not_file(world: World) -> None:
    scene = scenes.complete_draft(world)
    browser = world.browser("colleague")

    page = browser.get(at(scene, "/verifier"))
    assert "Seule la personne qui représente la structure" in page.text
    assert page.buttons == []
    browser.post(at(scene, "/verifier"), status=403)

    assert world.state("application", scene.application) == "draft"


def test_a_filed_application_is_read_as_it_was_filed(world: World) -> None:
    scene = scenes.submitted(world)
    browser = world.browser("colleague")

    page = browser.get(at(scene, "/dossier"))

    assert "Une réponse en quelques phrases" in page.text
    assert "Voir nos pièces (A1)." in page.text
    assert "insurance.pdf" in page.links
    assert browser.get(at(scene, "/questions/structure"), status=409).reasons == [
        "Ce dossier ne peut plus être modifié dans son état actuel."
    ]


@pytest.mark.parametrize("more", ["/accuse", "/dossier", "/rapports", "/decision"])
def test_what_is_not_there_yet_has_no_page(world: World, more: str) -> None:
    scene = scenes.draft(world)

    world.browser("applicant").get(at(scene, more), status=404)


# ── Questions and missing pieces ──────────────────────────────────────────────────────────────────────


def test_missing_pieces_are_given_and_the_application_goes_on(world: World) -> None:
    scene = scenes.incomplete(world)
    browser = world.browser("applicant")

    page = browser.get(at(scene))
    assert "Votre attestation d’assurance ne couvre pas les ateliers" in page.text
    assert "avant le 24 mars 2027" in page.text
    assert "18 sur 19 parties terminées" in page.text
    browser.click("Continuer le dossier", status=303)
    page = browser.follow()
    assert page.h1 == "Les pièces justificatives"
    form = page.form("Retirer insurance.pdf")
    browser.post(form.action, form.data)
    browser.get(at(scene, "/pieces/insurance/ajouter"))
    browser.submit("Ajouter ce fichier", {"file": ("nouvelle.pdf", PDF + b"new"), "expires_on": EXPIRES})
    assert browser.get(at(scene, "/verifier")).h1 == "Vérifier et renvoyer"
    browser.submit("Renvoyer le dossier complété")

    assert "Le dossier complété est renvoyé à la coordination." in browser.follow().text
    assert world.state("application", scene.application) == "submitted"


def test_a_question_is_read_and_answered(world: World) -> None:
    scene = scenes.awaiting_complement(world)
    browser = world.browser("delegate")

    page = browser.get(at(scene))
    assert "Combien d’ateliers avez-vous menés en zone rurale" in page.text
    page = browser.click("Répondre")
    assert "Combien d’ateliers avez-vous menés en zone rurale" in page.text
    browser.submit("Répondre", {"Votre réponse": "Quatorze, dans trois communautés de communes."})

    page = browser.follow()
    assert page.url == at(scene)
    assert "Quatorze, dans trois communautés de communes." in page.text
    assert world.state("application", scene.application) == "in_review"


# ── Reports and reply ─────────────────────────────────────────────────────────────────────────────────


def test_the_reports_say_what_was_read_and_never_who_read(world: World) -> None:
    scene = scenes.all_reviews_in(world)
    browser = world.browser("applicant")

    page = browser.get(at(scene, "/rapports"))

    assert "Avis favorable" in page.text
    assert "Vu dans les pièces (A1)." in page.text
    assert "Proposition : favorable. Total : 66,6 %" in page.text
    assert "Ce calcul propose, il ne décide jamais" in page.text
    assert "articles L311-3-1 et R311-3-1-2" in page.text
    assert page.rows("Effet de chaque critère sur le total")[0][0] == "A1 · Contenus exacts et à jour"
    names = ("Peyre", "Marty", "Ramon", "peer1@", "Planétarium du Lez", "La Fabrique du Tarn", "milieux marins")
    assert [name for name in names if name in page.html] == []


def test_the_structure_replies_once(world: World) -> None:
    scene = scenes.all_reviews_in(world)
    browser = world.browser("applicant")

    page = browser.get(at(scene, "/rapports"))
    assert "avant le 30 mars 2027" in page.text
    browser.click("Envoyer ma réponse")
    browser.submit("Envoyer ma réponse", {"answer": "Merci. Nous publierons nos sources."})

    page = browser.follow()
    assert page.url == at(scene, "/rapports")
    assert "Merci. Nous publierons nos sources." in page.text
    assert "Envoyer ma réponse" not in page.links
    assert world.state("application", scene.application) == "revision"


def test_not_replying_is_confirmed_first(world: World) -> None:
    scene = scenes.all_reviews_in(world)
    browser = world.browser("applicant")

    browser.get(at(scene, "/rapports"))
    page = browser.click("Ne pas répondre")
    assert "Vous ne pourrez plus répondre ensuite." in page.text
    browser.submit("Ne pas répondre")

    assert "Aucune réponse n’a été envoyée." in browser.follow().text


def test_withdrawing_is_confirmed_first_and_only_by_the_representative(world: World) -> None:
    scene = scenes.in_review(world)
    assert "Se désister" not in world.browser("delegate").get(at(scene)).links
    browser = world.browser("applicant")

    browser.get(at(scene))
    page = browser.click("Se désister")
    assert "Le dossier sera clos. Vous pourrez en déposer un autre." in page.text
    browser.submit("Se désister")

    page = browser.follow()
    assert "Désistement" in page.text
    assert page.buttons == []


def test_the_stages_are_dated_and_the_next_ones_announced(world: World) -> None:
    scene = scenes.all_reviews_in(world)

    page = world.browser("applicant").get(at(scene))

    stages = [" ".join(stage.get_text().split()) for stage in page.soup.select(".timeline__step")]
    assert stages == [
        "Brouillon (terminé) 1er mars 2027",
        "Déposé, vérification en cours (terminé) 1er mars 2027",
        "En évaluation par les pairs et les scientifiques (terminé) 3 mars 2027",
        "Droit de réponse (en cours) depuis le 14 mars 2027Lisez les rapports et, si vous le souhaitez, répondez-y.",
        "En attente de commission (à venir)",
        "En délibération (à venir)",
        "Décision (à venir)",
    ]


def test_a_side_stage_shows_while_it_lasts(world: World) -> None:
    scene = scenes.incomplete(world)
    page = world.browser("applicant").get(at(scene))

    names = [" ".join(name.get_text().split()) for name in page.soup.select(".timeline__name")]

    assert names[:4] == [
        "Brouillon (terminé)",
        "Déposé, vérification en cours (terminé)",
        "Incomplet : pièces demandées (en cours)",
        "En évaluation par les pairs et les scientifiques (à venir)",
    ]
