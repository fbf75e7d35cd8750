"""What machines read: the keys, the status lists, each label's credential. Held against the labels as they stand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from labelflow.models.label import Certificate, Label
from labelflow.queries import labels
from labelflow.services import documents
from labelflow.store import Store
from tests.web.public_town import LONG, town
from tests.web.published import fetched, held, offline, reissue

if TYPE_CHECKING:
    from tests.scenes.scene import Scene
    from tests.stage import Stage

FILES = ("credential.json", "credential.jwt", "badge.svg", "badge.png")


def issued_pdf(stage: Stage, scene: Scene) -> bytes:
    with stage.crowd.looking() as session:
        label = session.scalars(select(Label).where(Label.public_id == scene.label)).one()
        document = labels.certificate_document(label)
        assert document is not None
        return documents.render(document.public_id, store=Store(stage.settings.files), now=stage.crowd.now)


def texts(value: Any) -> list[str]:
    """Every text inside a JSON value."""
    if isinstance(value, dict):
        return [text for entry in value.values() for text in texts(entry)]
    if isinstance(value, list):
        return [text for entry in value for text in texts(entry)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("name", FILES)
def test_each_form_of_a_label_s_credential_is_what_was_issued(name: str, stage: Stage) -> None:
    number = stage.at(town)["applicant"].number

    found = held(stage, fetched(stage, f"/v/{number}/{name}"))

    assert (found.number, found.holder, found.record) == (number, "L’Atelier des étoiles", "same")
    assert found.in_force


def test_the_certificate_itself_carries_the_credential(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]

    found = held(stage, issued_pdf(stage, scene))

    assert (found.form, found.number, found.in_force) == ("pdf", scene.number, True)


def test_a_machine_that_never_reaches_the_instance_says_the_same(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    bundle, credential = fetched(stage, "/etats/confiance.json"), fetched(stage, f"/v/{number}/credential.json")
    stage.crowd.wait(hours=2)

    assert offline(stage, credential, bundle).in_force

    stage.crowd.wait(days=1)
    late = offline(stage, credential, bundle)

    assert (late.ours, late.listed, late.in_force) == (True, "old", False)


@pytest.mark.parametrize(
    ("step", "by", "standing"),
    [
        ("suspend_at_once", "chair", "suspended"),
        ("annul", "signatory", "revoked"),
        ("relinquish", "librarian", "revoked"),
    ],
)
def test_the_lists_change_with_the_act_itself(step: str, by: str, standing: str, stage: Stage) -> None:
    scene = stage.at(town)["library"]
    credential = fetched(stage, f"/v/{scene.number}/credential.json")
    before = held(stage, credential)

    stage.crowd.take("label", scene.label, step, by=by, **({} if step == "relinquish" else {"facts": LONG}))
    after = offline(stage, credential, fetched(stage, "/etats/confiance.json"))

    assert (before.standing, after.standing, after.listed) == ("clear", standing, "fresh")


def test_a_suspension_that_ends_clears_the_credential_again(stage: Stage) -> None:
    scene = stage.at(town)["neighbour"]
    credential = fetched(stage, f"/v/{scene.number}/credential.json")
    suspended = held(stage, credential)

    stage.crowd.take("label", scene.label, "reinstate", by="chair", facts=LONG)

    assert (suspended.standing, held(stage, credential).in_force) == ("suspended", True)


def test_the_former_issue_of_a_certificate_is_revoked_and_the_new_one_is_not(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    former = fetched(stage, f"/v/{scene.number}/credential.json")
    stage.crowd.wait(days=1)
    reissue(stage.crowd, scene)

    old, new = held(stage, former), held(stage, fetched(stage, f"/v/{scene.number}/credential.json"))

    assert (old.record, old.standing, old.ours) == ("superseded", "revoked", True)
    assert (new.record, new.in_force) == ("same", True)


def test_bits_are_drawn_apart_in_a_list_that_hides_them(stage: Stage) -> None:
    stage.at(town)

    with stage.crowd.looking() as session:
        bits = session.scalars(select(Certificate.status_index)).all()
        lists = set(session.scalars(select(Certificate.status_list)))
    subject = json.loads(fetched(stage, "/etats/revocation/1"))["credentialSubject"]

    assert (len(bits), len(set(bits)), lists) == (3, 3, {1})
    assert max(bits) - min(bits) > 3, "neighbours in the list would tell who was labelled together"
    assert (subject["statusPurpose"], subject["ttl"]) == ("revocation", 60_000)


def test_no_person_is_named_by_any_credential(stage: Stage) -> None:
    scenes = stage.at(town)
    named = [word for key in ("applicant", "peer1", "chair", "signatory") for word in [stage.crowd.person(key).name]]
    mails = [stage.crowd.person(key).email for key in ("applicant", "signatory")]

    for place in ("applicant", "library", "neighbour"):
        told = " ".join(texts(json.loads(fetched(stage, f"/v/{scenes[place].number}/credential.json"))))
        assert [word for word in (*named, *mails) if word in told] == []
        assert "@" not in told


def test_the_credential_says_what_the_programme_requires(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number

    subject = json.loads(fetched(stage, f"/v/{number}/credential.json"))["credentialSubject"]

    achievement = subject["achievement"]
    assert achievement["tag"] == ["Ateliers et interventions scolaires", "Expositions"]
    assert [
        c.code for c in stage.crowd.grid.criteria if f"- {c.code} — " not in achievement["criteria"]["narrative"]
    ] == []


@pytest.mark.parametrize(
    "path", ["/.well-known/did.json", "/etats/revocation/1", "/etats/suspension/1", "/etats/confiance.json"]
)
def test_any_site_may_read_it_and_keeps_it_for_a_minute(path: str, stage: Stage) -> None:
    stage.at(town)

    answer = stage.app.test_client().get(path)

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers


def test_what_did_not_change_is_not_sent_again(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    client = stage.app.test_client()

    for path in ("/.well-known/did.json", *(f"/v/{number}/{name}" for name in FILES)):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304, path


@pytest.mark.parametrize(
    "path",
    [
        "/v/SEO-2027-00099-7/credential.json",
        "/v/nothing/badge.png",
        "/etats/revocation/2",
        "/etats/revocation/0",
        "/etats/refresh/1",
    ],
)
def test_what_was_never_issued_is_not_found(path: str, stage: Stage) -> None:
    stage.at(town)

    assert stage.app.test_client().get(path).status_code == 404
