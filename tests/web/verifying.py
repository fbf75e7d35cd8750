"""Hand a file to whoever verifies, and what people do to files."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from sqlalchemy import select

from labelflow.domain.actor import SYSTEM
from labelflow.models.label import Label
from labelflow.queries import labels
from labelflow.services import documents
from labelflow.services.transaction import transaction
from labelflow.store import Store
from labelflow.web.limits import limiter

if TYPE_CHECKING:
    from tests.page import Page
    from tests.scenes.scene import Scene
    from tests.stage import Stage


def certificate(stage: Stage, scene: Scene) -> bytes:
    """The bytes of the certificate in force."""
    with stage.crowd.looking() as session:
        label = session.scalars(select(Label).where(Label.public_id == scene.label)).one()
        document = labels.certificate_document(label)
        assert document is not None
        store = Store(stage.settings.files)
        return documents.render(document.public_id, store=store, now=stage.crowd.now)


def reissue(stage: Stage, scene: Scene) -> None:
    """A new certificate of the same label; the former is superseded."""
    with stage.crowd.looking(), transaction(actor=SYSTEM, now=stage.crowd.now) as tx:
        documents.certificate(tx, tx.lock(Label, scene.label))


def drop(stage: Stage, data: bytes, filename: str = "attestation.pdf", status: int = 200) -> Page:
    """Hand a file to the page."""
    forget_tries(stage)
    browser = stage.crowd.browser()
    browser.get("/verifier")
    return browser.submit("Vérifier le fichier", {"Fichier reçu": (filename, data)}, status=status)


def ask(stage: Stage, data: bytes, status: int = 200, **query: str) -> dict[str, Any]:
    """Hand a file to the interface for programs, from another site."""
    forget_tries(stage)
    answer = stage.app.test_client().post(
        "/api/v1/verify", data=data, query_string=query, content_type="application/octet-stream"
    )
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def forget_tries(stage: Stage) -> None:
    """Nobody has tried anything yet: all tests share one network address."""
    with stage.app.app_context():
        limiter.reset()


def enclosing(data: bytes) -> bytes:
    """A PDF of somebody else that holds a credential."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["credential.json"] = pikepdf.AttachedFileSpec(pdf, data, filename="credential.json")
        pdf.save(out)
    return out.getvalue()


def saved_again(data: bytes) -> bytes:
    """The same document, written anew by another program."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(out)
    return out.getvalue()
