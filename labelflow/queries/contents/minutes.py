"""What the minutes of a session say (CRPA R133-13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.domain.words import in_language
from labelflow.issuing.contents import Attendance, Deliberation, MinutesContent, Result, Signatory, Vote
from labelflow.models.account import Mandate
from labelflow.models.decision import Decision
from labelflow.queries.contents.office import office_of
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from labelflow.issuing.contents import Presence
    from labelflow.models.session import Item, Session

PRESENCES: Final[Mapping[str, Presence]] = {
    "present": "present",
    "remote": "remote",
    "proxy": "represented",
    "away": "absent",
}


def minutes_content(session: Session, approved_on: date) -> MinutesContent:
    """The minutes of a closed session."""
    programme = programme_of(session.programme_version_id)
    opened_at = session.opened_at or session.held_at
    chair = session.chair.name if session.chair else ""
    return MinutesContent(
        office=office_of(programme),
        committee=session.title,
        reference=session.public_id.upper(),
        convened_on=local_day(session.noticed_at or session.held_at),
        opened_at=opened_at,
        closed_at=session.closed_at or opened_at,
        place=session.place or session.remote_address,
        chair=chair,
        secretary=programme.crpa.office.name if programme.crpa.office else programme.owner.name,
        second_convocation=session.second_meeting_of_id is not None,
        members=tuple(_members(session)),
        items=tuple(_deliberation(item) for item in session.items),
        signatories=(Signatory(name=chair, capacity=in_language(programme.attestation.capacity)),) if chair else (),
        approved_on=approved_on,
    )


def _members(session: Session) -> list[Attendance]:
    names = {row.member_id: row.member.name for row in session.attendances}
    colleges = dict(
        db.session.execute(
            select(Mandate.user_id, Mandate.college).where(Mandate.user_id.in_(names), Mandate.college.is_not(None))
        ).all()
    )
    return [
        Attendance(
            name=row.member.name,
            college=str(colleges.get(row.member_id) or ""),
            presence=PRESENCES[row.presence],
            proxy=names.get(row.proxy_to_id, "") if row.proxy_to_id else "",
        )
        for row in sorted(session.attendances, key=lambda row: row.member.family_name)
    ]


def _deliberation(item: Item) -> Deliberation:
    ballots = item.result.get("ballots") or []
    last = ballots[-1] if ballots else None
    decision = db.session.scalars(select(Decision).where(Decision.item_id == item.id)).one_or_none()
    return Deliberation(
        title=item.application.structure.name,
        applicant_name=item.application.structure.name,
        reference=item.application.public_id.upper(),
        rapporteur=item.rapporteur.name if item.rapporteur else "",
        recused=tuple(recusal.member.name for recusal in item.recusals),
        quorum_needed=last["quorum_required"] if last else 0,
        quorum_reached=last["quorum_counted"] if last else 0,
        result=_result(item, decision),
        vote=Vote(
            in_favour=last["for"],
            against=last["against"],
            abstentions=last["abstentions"],
            casting=bool(last["casting_vote_used"]),
        )
        if last
        else None,
        reasons=tuple(str(ground.get("facts", "")) for ground in decision.grounds) if decision else (),
    )


def _result(item: Item, decision: Decision | None) -> Result:
    if decision is None:
        return "other"
    machine = programme_of(item.programme_version_id).machines["application"]
    state = machine.by_code[machine.step_by_code[decision.outcome].target]
    if state.has("granted"):
        return "granted_with_reservations" if decision.reservations else "granted"
    return "refused" if state.has("adverse") else "deferred"
