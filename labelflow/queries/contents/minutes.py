"""What the minutes of a session say (CRPA R133-13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.domain.words import in_language
from labelflow.i18n import _, ngettext
from labelflow.issuing.contents import Attendance, Deliberation, MinutesContent, Signatory, Vote
from labelflow.issuing.wording import office_of
from labelflow.models.account import Mandate, User
from labelflow.models.decision import Decision
from labelflow.queries.committee import committee_members
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from labelflow.issuing.contents import Presence
    from labelflow.models.session import Item, Session

PRESENCES: Final[Mapping[str, Presence]] = {
    "present": "present",
    "remote": "remote",
    "proxy": "represented",
    "away": "absent",
}


def minutes_content(session: Session, approved_on: date | None) -> MinutesContent:
    """The minutes of a session. `approved_on` None: a draft, which says so."""
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
    """Every member in office on the day of the session; whoever was not recorded was away."""
    rows = {row.member_id: row for row in session.attendances}
    in_office = committee_members(session.programme_code, local_day(session.held_at))
    people = {
        person.id: person for person in db.session.scalars(select(User).where(User.id.in_(in_office | set(rows))))
    }
    colleges = dict(
        db.session.execute(
            select(Mandate.user_id, Mandate.college).where(Mandate.user_id.in_(people), Mandate.college.is_not(None))
        ).all()
    )
    return [
        Attendance(
            name=person.name,
            college=str(colleges.get(person.id) or ""),
            presence=PRESENCES[row.presence] if row else "absent",
            proxy=people[row.proxy_to_id].name if row and row.proxy_to_id in people else "",
        )
        for person in sorted(people.values(), key=lambda person: (person.family_name, person.given_name))
        for row in [rows.get(person.id)]
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
        sense=" ".join(_sense(item, ballots, decision)),
        reasons=tuple(str(ground.get("facts", "")) for ground in decision.grounds) if decision else (),
    )


def _sense(item: Item, ballots: Sequence[Mapping[str, Any]], decision: Decision | None) -> Iterator[str]:
    """What the figures of the last ballot do not say: who presided, what was voted before, what came of it."""
    machines = programme_of(item.programme_version_id).machines
    chair = db.session.scalars(select(User).where(User.public_id == (ballots[-1].get("chair") if ballots else "")))
    presiding = chair.one_or_none()
    if presiding is not None and presiding.id != item.session.chair_id:
        yield _("Ce point a été présidé par %(name)s.", name=presiding.name)
    for ballot in ballots[:-1] if decision else ballots:
        step = machines["application"].step_by_code.get(str(ballot["outcome"]))
        yield _(
            "La proposition « %(what)s » a été rejetée : %(for)s pour, %(against)s contre, %(abstained)s.",
            what=in_language(step.label) if step else ballot["outcome"],
            abstained=ngettext("%(num)s abstention", "%(num)s abstentions", ballot["abstentions"]),
            **{name: ballot[name] for name in ("for", "against")},
        )
    if decision is None and not item.live:
        yield _("Ce point a été retiré de l’ordre du jour.")
    if decision is not None and decision.signed_at is None:
        state = machines["decision"].by_code[decision.state]
        if state.has("final"):
            yield _("La décision n’a pas été signée : le dossier reviendra devant la commission.")


def _result(item: Item, decision: Decision | None) -> str:
    """What was decided, as the programme names the state that it leads to."""
    if decision is None:
        return _("Sans décision")
    machine = programme_of(item.programme_version_id).machines["application"]
    return in_language(machine.by_code[machine.step_by_code[decision.outcome].target].labels.staff)
