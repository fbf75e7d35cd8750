"""Ask an instance for what it publishes about credentials, and hold files against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.credentials.reading import CredentialReading, read
from labelflow.credentials.trust import Trust
from labelflow.domain.actor import SYSTEM
from labelflow.models.label import Label
from labelflow.services import credentials, documents
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from tests.crowd import Crowd
    from tests.scenes.scene import Scene
    from tests.stage import Stage


def fetched(stage: Stage, path: str) -> bytes:
    answer = stage.app.test_client().get(path)
    assert answer.status_code == 200, path
    return answer.data


def held(stage: Stage, data: bytes) -> CredentialReading:
    """What the instance says of a file."""
    with stage.crowd.looking():
        return credentials.read(data, stage.crowd.now)


def offline(stage: Stage, data: bytes, bundle: bytes) -> CredentialReading:
    return read(data, trust=Trust.load(bundle.decode()), now=stage.crowd.now)


def reissue(crowd: Crowd, scene: Scene) -> None:
    with crowd.looking(), transaction(actor=SYSTEM, now=crowd.now) as tx:
        documents.certificate(tx, tx.lock(Label, scene.label))
