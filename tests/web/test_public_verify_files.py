"""What becomes of a file that somebody hands in: it is what was issued, to the byte, or it is told why not."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from labelflow.domain.actor import SYSTEM
from labelflow.models.file import Document
from labelflow.models.label import Certificate
from labelflow.services import documents, keys
from labelflow.store import Store
from tests import scenes
from tests.rows import changes, fingerprint
from tests.web.public_town import town
from tests.web.published import fetched
from tests.web.verifying import ask, certificate, drop, enclosing, reissue, saved_again

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.stage import Stage

FORMS = ("credential.json", "credential.jwt", "badge.svg", "badge.png")


def test_the_certificate_that_was_issued_is_recognised_to_the_byte(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]

    page = drop(stage, certificate(stage, scene))

    assert "Ce label est valable jusqu’au" in page.text
    assert "Ce fichier est bien l’attestation émise, à l’octet près." in page.text
    assert "Le cachet est intact" in page.text
    assert "Le justificatif enfermé dans le fichier dit la même chose que le registre." in page.text
    assert (page.facts()["Titulaire"], page.facts()["Numéro"]) == ("L’Atelier des étoiles", scene.number)


def test_its_translation_is_recognised_as_it_is(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    document = stage.crowd.do(documents.translate, scene.number, "ca", by="applicant")
    data = stage.crowd.browser("applicant").client.get(f"/documents/{document}").data

    page = drop(stage, data)
    reissue(stage, scene)

    assert "Ce label est valable jusqu’au" in page.text
    assert "Ce fichier est bien l’attestation émise, à l’octet près." in page.text
    assert "Le justificatif enfermé dans le fichier dit la même chose que le registre." in page.text
    assert "Remplacée par une nouvelle édition" in drop(stage, data).text


def test_its_name_does_not_matter(stage: Stage) -> None:
    data = certificate(stage, stage.at(town)["applicant"])

    assert "Ce label est valable jusqu’au" in drop(stage, data, "photo.jpg").text


@pytest.mark.parametrize("name", FORMS)
def test_a_badge_or_a_credential_is_recognised_and_speaks_of_itself_alone(stage: Stage, name: str) -> None:
    scene = stage.at(town)["applicant"]

    page = drop(stage, fetched(stage, f"/v/{scene.number}/{name}"), name)

    assert "Ce label est valable jusqu’au" in page.text
    assert "est bien celui qui a été émis" in page.text
    assert f"délivré à « L’Atelier des étoiles » pour le label {scene.number}" in page.text
    assert ("pas le dessin" in page.text) == name.startswith("badge")


def test_the_certificate_of_a_suspended_label_is_genuine_and_not_valid(stage: Stage) -> None:
    page = drop(stage, certificate(stage, stage.at(town)["neighbour"]))

    assert "Ce fichier est bien l’attestation émise" in page.text
    assert "Ce label est suspendu" in page.text


def test_a_certificate_that_was_replaced_says_so(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    former = certificate(stage, scene)
    stage.crowd.wait(days=1)
    reissue(stage, scene)

    page = drop(stage, former)

    assert "Remplacée par une nouvelle édition" in page.text
    assert "elle a été remplacée par une nouvelle édition. Le label, lui, est valable." in page.text
    assert ask(stage, former)["valid"] is False


@pytest.mark.parametrize("place", [5000, -20])
def test_one_altered_byte_is_told(stage: Stage, place: int) -> None:
    data = bytearray(certificate(stage, stage.at(town)["applicant"]))
    data[place] ^= 1

    page = drop(stage, bytes(data))

    assert "Fichier modifié" in page.text
    assert "Demandez au titulaire le fichier d’origine" in page.text
    assert "Ce label est valable" not in page.text


def test_a_certificate_that_another_program_saved_is_no_longer_the_one_issued(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]

    page = drop(stage, saved_again(certificate(stage, scene)))

    assert "modifié ou réenregistré" in page.text
    assert f"délivré à « L’Atelier des étoiles » pour le label {scene.number}" in page.text


def test_a_genuine_credential_in_somebody_else_s_document_is_called_out(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    forged = enclosing(fetched(stage, f"/v/{scene.number}/credential.json"))

    page, told = drop(stage, forged), ask(stage, forged)

    assert "Document non authentique" in page.text
    assert "Sous un autre nom, ce document est un faux." in page.text
    assert "Ce label est valable" not in page.text
    assert (told["valid"], told["verdict"], told["label"]) == (False, "copied", None)


def test_a_code_copied_onto_another_s_document_leads_to_whom_it_was_issued(stage: Stage) -> None:
    page = stage.crowd.browser().get(f"/v/{stage.at(town)['applicant'].number}")

    assert page.facts()["Titulaire"] == "L’Atelier des étoiles"
    assert "Le document que vous tenez doit porter exactement ce titulaire, ce numéro et ces dates." in page.text


def test_a_credential_whose_subject_was_changed_is_altered(stage: Stage) -> None:
    credential = json.loads(fetched(stage, f"/v/{stage.at(town)['applicant'].number}/credential.json"))
    credential["credentialSubject"]["identifier"][0]["identityHash"] = "Les Étoiles filantes"

    told = ask(stage, json.dumps(credential).encode())

    assert (told["valid"], told["verdict"], told["credential"]["holder"]) == (False, "altered", None)


def test_a_credential_that_says_something_else_than_the_record_is_not_ours(stage: Stage) -> None:
    data = fetched(stage, f"/v/{stage.at(town)['applicant'].number}/credential.json")
    with stage.engine.begin() as connection:
        held = connection.execute(select(Certificate.credential).limit(1)).scalar_one()
        connection.execute(update(Certificate).values(credential=held | {"name": "Un autre"}))

    told = ask(stage, data)

    assert (told["verdict"], told["credential"]["fault"]) == ("not_ours", "another-subject")


def test_what_a_revoked_key_signed_is_known_by_the_register_alone(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    pdf, token = certificate(stage, scene), fetched(stage, f"/v/{scene.number}/credential.jwt")
    with stage.crowd.looking():
        for name in ("seal-1", "credential-1"):
            keys.revoke(name, actor=SYSTEM, now=stage.crowd.now, reason="copied")

    issued, signed = ask(stage, pdf), ask(stage, token)

    assert (issued["verdict"], issued["seal"]["state"]) == ("valid", "revoked"), "its bytes are those issued"
    assert (signed["verdict"], signed["valid"]) == ("untrusted", False)


def test_a_receipt_is_no_certificate(stage: Stage) -> None:
    stage.at(scenes.submitted)
    with stage.crowd.looking() as session:
        (receipt,) = session.scalars(select(Document.public_id))
        data = documents.render(receipt, store=Store(stage.settings.files), now=stage.crowd.now)

    page = drop(stage, data)

    assert "Ce n’est pas une attestation" in page.text
    assert "il ne dit pas qu’un label est en vigueur" in page.text


def test_no_file_at_all_is_explained(crowd: Crowd) -> None:
    browser = crowd.browser()
    browser.get("/verifier")

    page = browser.submit("Vérifier le fichier", status=400)

    assert page.errors == ["Choisissez le fichier à vérifier."]


def test_a_file_is_not_kept(stage: Stage) -> None:
    stage.at(town)
    before = fingerprint(stage.engine), sorted(stage.settings.files.rglob("*"))

    drop(stage, b"%PDF-1.7 mine")

    assert changes(before[0], fingerprint(stage.engine)) == {}
    assert sorted(stage.settings.files.rglob("*")) == before[1]


def test_a_forged_post_is_turned_away(stage: Stage) -> None:
    client = stage.app.test_client()

    answer = client.post("/verifier", data={"file": (BytesIO(b"%PDF"), "a.pdf")})

    assert answer.status_code == 400
