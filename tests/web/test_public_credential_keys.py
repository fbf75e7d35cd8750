"""The keys that sign credentials: published before they sign, retired, revoked; and those of others."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from labelflow.credentials import proofs
from labelflow.domain.actor import SYSTEM
from labelflow.models.label import Certificate, Label
from labelflow.services import credentials, keys
from tests.credentials.parts import Issuer
from tests.web.public_town import town
from tests.web.published import fetched, held, reissue

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.scenes.scene import Scene
    from tests.stage import Stage


def test_the_keys_are_published_under_the_address_of_the_instance(stage: Stage) -> None:
    stage.at(town)

    documents_ = [json.loads(fetched(stage, path)) for path in ("/.well-known/did.json", "/did.json")]

    assert documents_[0] == documents_[1]
    assert documents_[0]["id"] == "did:web:127.0.0.1%3A8000"
    assert documents_[0]["assertionMethod"] == ["did:web:127.0.0.1%3A8000#credential-1"]


def changed_key(stage: Stage) -> None:
    with stage.crowd.looking():
        credentials.change_key(actor=SYSTEM, now=stage.crowd.now)


def revoked_key(stage: Stage) -> None:
    with stage.crowd.looking():
        keys.revoke("credential-1", actor=SYSTEM, now=stage.crowd.now, reason="perdue")


def test_a_new_key_is_published_before_it_signs_and_the_old_one_after(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    path = f"/v/{scene.number}/credential.json"
    first = fetched(stage, path)
    changed_key(stage)
    published = json.loads(fetched(stage, "/.well-known/did.json"))["assertionMethod"]
    stage.crowd.wait(hours=1)
    during = json.loads(fetched(stage, "/etats/revocation/1"))["proof"]["verificationMethod"]
    stage.crowd.wait(days=1)
    reissue(stage.crowd, scene)

    after = held(stage, fetched(stage, path))

    assert [name.partition("#")[2] for name in published] == ["credential-1", "credential-2"]
    assert (during.partition("#")[2], after.key, after.in_force) == ("credential-1", "credential-2", True)
    assert held(stage, first).intact


def test_what_a_revoked_key_signed_no_longer_counts_and_is_signed_again(stage: Stage) -> None:
    scene = stage.at(town)["applicant"]
    path = f"/v/{scene.number}/credential.json"
    before = fetched(stage, path)
    changed_key(stage)
    stage.crowd.wait(days=2)
    revoked_key(stage)

    after = held(stage, fetched(stage, path))
    document = json.loads(fetched(stage, "/.well-known/did.json"))

    assert held(stage, before).fault == "key-revoked"
    assert (after.key, after.in_force) == ("credential-2", True)
    assert [name.partition("#")[2] for name in document["assertionMethod"]] == ["credential-2"]
    assert [method.get("revoked") is not None for method in document["verificationMethod"]] == [True, False]


def test_without_a_key_nothing_is_signed_until_another_one_is_made(stage: Stage) -> None:
    number = stage.at(town)["applicant"].number
    revoked_key(stage)

    answers = [
        stage.app.test_client().get(path).status_code for path in (f"/v/{number}/badge.svg", "/etats/revocation/1")
    ]
    with stage.crowd.looking():
        credentials.make_first_key(actor=SYSTEM, now=stage.crowd.now + timedelta(minutes=1))
    stage.crowd.wait(minutes=2)

    assert answers == [404, 404]
    assert held(stage, fetched(stage, f"/v/{number}/badge.svg")).in_force


def _of_another_instance(stage: Stage, scene: Scene) -> bytes:
    """The same words, signed by somebody who calls himself by our name."""
    impostor = Issuer(base="http://127.0.0.1:8000")
    with stage.crowd.looking() as session:
        bare = session.scalars(select(Certificate).join(Label).where(Label.number == scene.number)).one().credential

    return proofs.serialised(proofs.secured(bare, impostor.signer, stage.crowd.now))


def _of_the_neighbour(stage: Stage, scene: Scene) -> bytes:
    """Our own credential, under another number."""
    return fetched(stage, f"/v/{scene.number}/credential.json").replace(b"00001", b"00002")


@pytest.mark.parametrize("forged", [_of_another_instance, _of_the_neighbour])
def test_a_forged_credential_is_altered(forged: Callable[[Stage, Scene], bytes], stage: Stage) -> None:
    found = held(stage, forged(stage, stage.at(town)["applicant"]))

    assert (found.fault, found.in_force) == ("altered", False)
