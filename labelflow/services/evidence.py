"""Evidence files of an application: added, described, removed. Removed files keep their row."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from labelflow.db import settings
from labelflow.domain.refusal import Refusal, gather
from labelflow.domain.uploads import IMAGES, media_type_of, upload_refusals
from labelflow.errors import NotFound, Refused
from labelflow.models.application import Application, Evidence
from labelflow.queries.programmes import programme_of
from labelflow.services.applications import editable, edited
from labelflow.services.transaction import Transaction, transaction
from labelflow.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from labelflow.domain.actor import Actor
    from labelflow.domain.form import Slot

LONGEST_NAME = 200


def add(  # noqa: PLR0913 - a file has that many facts
    application_id: str,
    slot: str,
    *,
    filename: str,
    data: bytes,
    actor: Actor,
    now: datetime,
    title: str = "",
    criteria: Sequence[str] = (),
    dated_on: date | None = None,
    expires_on: date | None = None,
    no_minor_recognisable: bool = False,
) -> Evidence:
    """Add a file. Raises Refused: wrong kind, too large, too many, expiry missing, minors not excluded.

    The same file sent twice to the same place is one file: the one that is there is given back.
    """
    with transaction(actor=actor, now=now) as tx:
        application = editable(tx, application_id, None)
        place = programme_of(application.programme_version_id).form.slot_by_code.get(slot)
        if place is None:
            raise NotFound
        same = _standing(tx, application, slot, hashlib.sha256(data).hexdigest())
        if same is not None:
            return same
        media_type = media_type_of(data) or ""
        undated = place.has_expiry and expires_on is None
        unanswered = media_type in IMAGES and not no_minor_recognisable
        refusals = gather(
            _file_refusals(tx, application, place, data),
            Refusal("file-expiry-missing") if undated else None,
            Refusal("file-minors") if unanswered else None,
        )
        if refusals:
            raise Refused(refusals, intent="add-evidence")
        name = _plain_name(filename)
        row = Evidence(
            application_id=application.id,
            slot=slot,
            title=title.strip()[:LONGEST_NAME] or name,
            filename=name,
            media_type=media_type,
            size_bytes=len(data),
            sha256=Store(settings().files).keep(data),
            criteria=_known(application, criteria) or list(place.criteria),
            visibility=place.visibility,
            dated_on=dated_on,
            expires_on=expires_on,
            uploaded_at=now,
            uploaded_by_id=actor.id,
        )
        tx.insert(row)
        facts = {"evidence": row.public_id, "slot": slot, "sha256": row.sha256}
        tx.record(application, "evidence.added", facts, role="applicant")
        edited(tx, application)
    return row


def attach(evidence_id: str, criteria: Sequence[str], *, actor: Actor, now: datetime) -> Evidence:
    """Say which criteria a file proves. Codes that the grid does not know are left out."""
    with transaction(actor=actor, now=now) as tx:
        row = _called(tx, evidence_id)
        application = editable(tx, row.application.public_id, None)
        row.criteria = _known(application, criteria)
        facts = {"evidence": row.public_id, "criteria": row.criteria}
        tx.record(application, "evidence.attached", facts, role="applicant")
        edited(tx, application)
    return row


def remove(evidence_id: str, *, actor: Actor, now: datetime) -> None:
    """Take a file out of the application; its row and its place in earlier snapshots stay."""
    with transaction(actor=actor, now=now) as tx:
        row = _called(tx, evidence_id)
        application = editable(tx, row.application.public_id, None)
        row.removed_at = now
        tx.record(application, "evidence.removed", {"evidence": row.public_id}, role="applicant")
        edited(tx, application)


def _called(tx: Transaction, evidence_id: str) -> Evidence:
    """The file, still in place. Raises NotFound."""
    row = tx.session.scalars(
        select(Evidence).where(Evidence.public_id == evidence_id, Evidence.removed_at.is_(None))
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def _standing(tx: Transaction, application: Application, slot: str, digest: str) -> Evidence | None:
    return tx.session.scalars(
        select(Evidence)
        .where(
            Evidence.application_id == application.id,
            Evidence.slot == slot,
            Evidence.sha256 == digest,
            Evidence.removed_at.is_(None),
        )
        .limit(1)
    ).first()


def _known(application: Application, criteria: Sequence[str]) -> list[str]:
    grid = programme_of(application.programme_version_id).grid
    return [code for code in grid.by_code if code in set(criteria)] if grid else []


def _plain_name(filename: str) -> str:
    """The last part of what the browser calls the file."""
    return filename.replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:] or "fichier"


def _file_refusals(tx: Transaction, application: Application, place: Slot, data: bytes) -> list[Refusal]:
    """Why the file cannot stand in this place: its kind, its size, how many are there."""
    form = programme_of(application.programme_version_id).form
    most = min(form.max_file_megabytes, settings().max_upload_mb)
    return [*upload_refusals(data, place.accepts, most), *_count_refusals(tx, application, place)]


def _count_refusals(tx: Transaction, application: Application, place: Slot) -> list[Refusal]:
    form = programme_of(application.programme_version_id).form
    standing = select(func.count()).where(Evidence.application_id == application.id, Evidence.removed_at.is_(None))
    refusals = []
    if (tx.session.scalar(standing) or 0) >= form.max_files:
        refusals.append(Refusal("files-too-many", {"most": form.max_files}))
    if (tx.session.scalar(standing.where(Evidence.slot == place.code)) or 0) >= place.max_files:
        refusals.append(Refusal("files-too-many-here", {"most": place.max_files}))
    return refusals
