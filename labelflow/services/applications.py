"""What a structure does with its application before it is submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from labelflow.domain.calendar import end_of, local_day, start_of
from labelflow.domain.positions import level_refusals
from labelflow.domain.refusal import Refusal, gather
from labelflow.domain.term import Period, renewal_refusal
from labelflow.errors import Forbidden, NotFound, Refused
from labelflow.models.application import Acceptance, Application, SelfPosition
from labelflow.models.label import Label
from labelflow.models.structure import Structure
from labelflow.queries.programmes import current_version, programme_of
from labelflow.services import clocks
from labelflow.services.transaction import Transaction, transaction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from labelflow.domain.actor import Actor
    from labelflow.programmes.schema import Programme

WHOLE = "all"
"""A programme grants one label per structure, whatever the scopes that it covers."""


def start(
    programme_code: str,
    structure_public_id: str,
    *,
    actor: Actor,
    now: datetime,
    scopes: Sequence[str] = (),
    renews: str | None = None,
) -> Application:
    """Open a draft. Raises Forbidden, NotFound, or Refused.

    Refused: the call is closed, the structure turned out to be another one, one is already live, or the label cannot
    be renewed.
    """
    with transaction(actor=actor, now=now) as tx:
        version = current_version(programme_code, local_day(now))
        programme = programme_of(version.id)
        structure = tx.session.scalars(
            select(Structure).where(Structure.public_id == structure_public_id).with_for_update()
        ).one_or_none()
        if structure is None:
            raise NotFound
        if not actor.acts_for(structure.id, local_day(now)):
            raise Forbidden("application:edit")
        former = _renewed(tx, renews, structure) if renews else None
        _refuse_out_of_time(programme, structure, now, is_renewal=former is not None)
        _refuse_a_second(tx, programme.code, structure)
        application = Application(
            programme_code=programme.code,
            structure_id=structure.id,
            kind="renewal" if former else "initial",
            scope=WHOLE,
            scopes=[code for code in scopes if code in programme.scope_by_code],
            renews_label_id=former.id if former else None,
            created_by_id=actor.id,
            created_at=now,
            edited_at=now,
            answers=_first_answers(tx, former),
            state=programme.machines["application"].initial,
            state_since=now,
            programme_version_id=version.id,
        )
        tx.insert(application)
        if "draft_idle" in programme.deadlines:
            clocks.start(tx, application, "draft_idle", programme.deadlines["draft_idle"].delay)
        tx.record(
            application,
            "application.started",
            {"structure": structure.public_id, "programme": programme.digest, "after": application.state},
            role="applicant",
        )
    return application


def _refuse_out_of_time(programme: Programme, structure: Structure, now: datetime, *, is_renewal: bool) -> None:
    """A first application is begun while the call is open; nothing is begun for what turned out to be another one."""
    refusals = gather(
        None if is_renewal or programme.campaign.is_open(local_day(now)) else Refusal("window-closed"),
        Refusal("structure-merged") if structure.merged_into_id is not None else None,
    )
    if refusals:
        raise Refused(refusals, intent="start")


def _refuse_a_second(tx: Transaction, programme: str, structure: Structure) -> None:
    live = select(Application.id).where(
        Application.programme_code == programme,
        Application.structure_id == structure.id,
        Application.scope == WHOLE,
        Application.live.is_(True),
    )
    if tx.session.scalars(live).first() is not None:
        raise Refused([Refusal("other-application-live")], intent="start")


def _renewed(tx: Transaction, number: str, structure: Structure) -> Label:
    label = tx.session.scalars(select(Label).where(Label.number == number)).one_or_none()
    if label is None or label.structure_id != structure.id:
        raise NotFound
    period = Period(start_of(label.starts_on), end_of(label.ends_on))
    refusal = renewal_refusal(period, programme_of(label.programme_version_id).term, tx.now)
    if refusal is not None:
        raise Refused([refusal], intent="start")
    return label


def _first_answers(tx: Transaction, former: Label | None) -> dict[str, Any]:
    """A renewal starts from the last application: never ask twice."""
    if former is None or former.application_id is None:
        return {}
    last = tx.session.get(Application, former.application_id)
    return dict(last.answers) if last else {}


def save_answers(
    public_id: str,
    answers: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
    scopes: Sequence[str] | None = None,
) -> Application:
    """Keep answers in the draft (those given replace the former ones; the others stay)."""
    with transaction(actor=actor, now=now) as tx:
        application = editable(tx, public_id, seen)
        known = programme_of(application.programme_version_id).form.question_by_code
        application.answers = {**application.answers, **{c: v for c, v in answers.items() if c in known}}
        if scopes is not None:
            allowed = programme_of(application.programme_version_id).scope_by_code
            application.scopes = [code for code in scopes if code in allowed]
        edited(tx, application)
    return application


def save_positions(
    public_id: str,
    positions: Mapping[str, Mapping[str, Any]],
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> Application:
    """Keep self-positions: criterion → {"level", "not_applicable", "comment"}. Raises Refused for a level of no grid."""
    with transaction(actor=actor, now=now) as tx:
        application = editable(tx, public_id, seen)
        if unreadable := level_refusals(positions):
            raise Refused(unreadable, intent="save-positions")
        grid = programme_of(application.programme_version_id).grid
        codes = {criterion.code: criterion for criterion in grid.criteria} if grid else {}
        rows = {row.criterion: row for row in application.positions}
        for code, given in positions.items():
            if code not in codes:
                continue
            row = rows.get(code)
            if row is None:
                row = SelfPosition(criterion=code)
                application.positions.append(row)
            level = given.get("level")
            row.not_applicable = bool(given.get("not_applicable")) and codes[code].na_able
            row.level = None if row.not_applicable or level is None else int(level)
            row.comment = str(given.get("comment") or "").strip()
        edited(tx, application)
    return application


def accept_documents(
    public_id: str, accepted: Sequence[str], *, actor: Actor, now: datetime, seen: int | None = None
) -> Application:
    """Record that the actor accepts documents, each in its current version, for the structure."""
    with transaction(actor=actor, now=now) as tx:
        application = editable(tx, public_id, seen)
        tx.allow(application, "application:submit")
        if actor.id is None:
            raise Forbidden("application:submit")
        documents = programme_of(application.programme_version_id).document_by_code
        before = set(tx.session.scalars(select(Acceptance.sha256).where(Acceptance.application_id == application.id)))
        for code in accepted:
            document = documents.get(code)
            if document is None or document.sha256 in before:
                continue
            tx.insert(
                Acceptance(
                    application_id=application.id,
                    document=code,
                    document_version=document.version,
                    sha256=document.sha256,
                    user_id=actor.id,
                    accepted_at=now,
                )
            )
            tx.record(
                application,
                "document.accepted",
                {"document": code, "version": document.version, "sha256": document.sha256},
            )
        edited(tx, application)
    return application


def editable(tx: Transaction, public_id: str, seen: int | None) -> Application:
    """The application, locked, if the actor may change it now. Raises NotFound, Outdated, Forbidden, Refused."""
    application = tx.lock(Application, public_id, seen=seen)
    tx.allow(application, "application:edit")
    state = programme_of(application.programme_version_id).machines["application"].by_code[application.state]
    if not state.has("editable"):
        raise Refused([Refusal("not-editable")], intent="edit")
    return application


def edited(tx: Transaction, application: Application) -> None:
    """A draft that is worked on does not lapse."""
    application.edited_at = tx.now
    application.version += 1
    deadlines = programme_of(application.programme_version_id).deadlines
    if application.submitted_at is None and "draft_idle" in deadlines:
        clocks.start(tx, application, "draft_idle", deadlines["draft_idle"].delay)
    tx.session.flush()
