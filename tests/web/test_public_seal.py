"""What an instance publishes of its keys is enough to judge what it sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography import x509
from sqlalchemy import select

from labelflow.domain.actor import SYSTEM
from labelflow.models.file import Document
from labelflow.sealing.reading import read
from labelflow.sealing.trust import load
from labelflow.services import documents, keys
from labelflow.store import Store
from tests import scenes

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.stage import Stage


def test_the_published_bundle_judges_a_document_and_follows_a_revocation(stage: Stage) -> None:
    stage.at(scenes.submitted)
    client, now = stage.app.test_client(), stage.crowd.now
    with stage.crowd.looking() as session:
        (receipt,) = session.scalars(select(Document.public_id))
        data = documents.render(receipt, store=Store(stage.settings.files), now=now)

    before = client.get("/sceau/confiance.json")
    with stage.crowd.looking():
        keys.revoke("seal-1", actor=SYSTEM, now=now, reason="copied")
    after = client.get("/sceau/confiance.json")
    listed = x509.load_der_x509_crl(client.get("/sceau/revocations.crl").data)

    assert (read(data, load(before.text), now).state, read(data, load(after.text), now).state) == ("intact", "revoked")
    assert len(list(listed)) == 1
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "PRIVATE" not in after.text


def test_an_instance_that_never_sealed_has_no_list(client: FlaskClient) -> None:
    assert client.get("/sceau/revocations.crl").status_code == 404


def test_the_page_of_verification_says_what_the_seal_is_worth(stage: Stage) -> None:
    page = stage.crowd.browser().get("/verifier")

    assert "ce n’est pas un cachet qualifié" in page.text
