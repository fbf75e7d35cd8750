"""Rows that say what happened: written once. Whoever changes or deletes one through a model is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event
from sqlalchemy.orm import object_session

from labelflow.models.application import Acceptance, Report, Snapshot
from labelflow.models.journal import Event
from labelflow.models.label import CertificateTranslation, LabelNumber
from labelflow.models.review import Clearance, Declaration
from labelflow.models.reviewing_certificate import ReviewingCertificate
from labelflow.models.session import Vote

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Mapper

WRITTEN_ONCE: Final = (
    Acceptance,
    CertificateTranslation,
    Clearance,
    Declaration,
    Event,
    LabelNumber,
    Report,
    ReviewingCertificate,
    Snapshot,
    Vote,
)


class WrittenOnce(RuntimeError):
    """Our own code tried to rewrite what happened."""


def _refuse_change(_mapper: Mapper[Any], _connection: Connection, row: object) -> None:
    session = object_session(row)
    if session is not None and session.is_modified(row):
        raise WrittenOnce(f"{type(row).__name__} is written once: add a row instead of changing this one")


def _refuse_deletion(_mapper: Mapper[Any], _connection: Connection, row: object) -> None:
    raise WrittenOnce(f"{type(row).__name__} is never deleted")


for _model in WRITTEN_ONCE:
    event.listen(_model, "before_update", _refuse_change)
    event.listen(_model, "before_delete", _refuse_deletion)
