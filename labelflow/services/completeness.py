"""What the coordination finds on the criteria that documents settle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from labelflow.domain.positions import level_refusals
from labelflow.domain.refusal import Refusal
from labelflow.errors import Refused
from labelflow.models.application import Application, DocumentCheck
from labelflow.queries.programmes import programme_of
from labelflow.services.transaction import transaction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelflow.domain.actor import Actor


def check_documents(
    application_id: str, found: Mapping[str, Mapping[str, Any]], *, actor: Actor, now: datetime, seen: int | None = None
) -> Application:
    """Record the document check: criterion → {"level", "comment"}; a later check replaces the former, with a trace.

    Raises Forbidden, Outdated, or Refused for a level of no grid, and once the application is closed: what was decided rests on it.
    """
    with transaction(actor=actor, now=now) as tx:
        application = tx.lock(Application, application_id, seen=seen)
        role = tx.allow(application, "application:check")
        programme = programme_of(application.programme_version_id)
        if programme.machines["application"].by_code[application.state].has("final"):
            raise Refused([Refusal("document-check-closed")], intent="check-documents")
        if unreadable := level_refusals(found):
            raise Refused(unreadable, intent="check-documents")
        grid = programme.grid
        mine = {criterion.code for criterion in grid.criteria_for("coordinator")} if grid else set()
        rows = {
            row.criterion: row
            for row in tx.session.scalars(select(DocumentCheck).where(DocumentCheck.application_id == application.id))
        }
        for code, entry in found.items():
            if code not in mine or entry.get("level") is None:
                continue
            row = rows.get(code) or DocumentCheck(application_id=application.id, criterion=code)
            row.level = int(entry["level"])
            row.comment = str(entry.get("comment") or "").strip()
            row.checked_by_id, row.checked_at = actor.id, now
            tx.session.add(row)
        tx.session.flush()
        application.version += 1
        levels = {code: entry.get("level") for code, entry in found.items() if code in mine}
        tx.record(application, "documents.checked", {"levels": levels}, role=role)
    return application
