"""The invariants of the domain reference (§9.6), each read from the rows of two moments: before and after an act.

An invariant yields what is wrong, in words. `broken` asks them all. Those about people and their parts are here;
`records` has those about labels, the journal and time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.properties import records
from tests.properties.links import belongs_to, evaluated, has_role, is_blocked
from tests.properties.readings import lacking, quorum_faults, readings, unmet_gates
from tests.properties.seen import PARIS, RULES, Row, Seen, added, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    Invariant = Callable[[Seen, Seen], Iterator[str]]

ON_THE_MERITS: Final = ("grant", "grant_with_reservations", "refuse")
ADVERSE: Final = ("refuse", "inadmissible", "defer")
READING: Final = ("accepted", "submitted", "locked", "revising")
LEAST_FACTS: Final = 200


def broken(before: Seen, after: Seen) -> list[str]:
    """Everything that an act should not have done."""
    return [f"{rule.__name__}: {fault}" for rule in (*PEOPLE, *records.RECORDS) for fault in rule(before, after)]


def nobody_reads_in_conflict(before: Seen, after: Seen) -> Iterator[str]:
    """1: whoever accepts or submits has no blocking link at that moment."""
    for _former, row in moved(before, after, "assignment"):
        application = after.one("application", row.application_id)
        if row.state in {"accepted", "submitted"} and is_blocked(after, row.person_id, application, "review"):
            yield f"{row.public_id} became {row.state}"


def nobody_acts_in_conflict(before: Seen, after: Seen) -> Iterator[str]:
    """1, 26: coordinators, chairs, members and signatories act on nothing that concerns them."""
    for event, application in _events_on_applications(before, after):
        role = event.body["role"]
        purpose = {"coordinator": "instruction", "chair": "decision", "member": "decision", "signatory": "decision"}
        people = after.all("user", public_id=event.body["actor"])
        if role not in purpose or not people:
            continue
        person = people[0].id
        stepping_aside = event.code == "item.recused"
        if is_blocked(after, person, application, purpose[role]) and not stepping_aside:
            yield f"{event.code} by {role} {people[0].email} in conflict"
        if role == "coordinator" and belongs_to(after, person, application.structure_id):
            yield f"{event.code} by a coordinator of the applicant"
        if purpose[role] == "decision" and evaluated(after, person, application.id) and not stepping_aside:
            yield f"{event.code} by {role} who evaluated"


def rapporteurs_are_free_when_chosen(before: Seen, after: Seen) -> Iterator[str]:
    """1, 2: whoever reports has no link, and did not evaluate."""
    for item in after.all("item"):
        former = before.get("item", item.id)
        if item.rapporteur_id is None or (former is not None and former.rapporteur_id == item.rapporteur_id):
            continue
        application = after.one("application", item.application_id)
        if is_blocked(after, item.rapporteur_id, application, "report"):
            yield f"the rapporteur of {item.public_id} is in conflict"
        if evaluated(after, item.rapporteur_id, application.id):
            yield f"the rapporteur of {item.public_id} evaluated"


def nobody_evaluates_and_votes(before: Seen, after: Seen) -> Iterator[str]:
    """2: the same person never does both on one application."""
    del before
    clear = {(row.application_id, row.person_id) for row in after.all("declaration", clear=True)}
    reading = {(row.application_id, row.person_id) for row in after.all("assignment") if row.state in READING}
    for vote in after.all("vote"):
        application = after.one("item", vote.item_id).application_id
        for person in {vote.member_id, vote.by_proxy_id or vote.member_id}:
            if (application, person) in clear | reading:
                yield f"person {person} evaluated and voted on application {application}"


def nothing_is_read_before_a_declaration(before: Seen, after: Seen) -> Iterator[str]:
    """3: whoever reads signed a clear declaration; nobody writes a review before."""
    del before
    for row in after.all("assignment"):
        clear = after.all("declaration", application_id=row.application_id, person_id=row.person_id, clear=True)
        if row.state in READING and not any(one.signed_at >= row.invited_at for one in clear):
            yield f"{row.public_id} is {row.state} without a declaration"
        for review in after.all("review", assignment_id=row.id):
            if not any(one.signed_at <= review.started_at for one in clear):
                yield f"a review was begun before a declaration: {review.public_id}"


def decisions_rest_on_enough(before: Seen, after: Seen) -> Iterator[str]:
    """4: enough readings, a closed reply, notice, quorum: at the vote and at the signature."""
    for _former, decision in moved(before, after, "decision"):
        if decision.signed_at is None or decision.item_id is None:
            continue
        application = after.one("application", decision.application_id)
        item = after.one("item", decision.item_id)
        session = after.one("committee_session", item.session_id)
        if decision.outcome in ON_THE_MERITS:
            yield from lacking(after, application)
            replies = after.all("reply", application_id=application.id)
            if not replies or any(reply.closed_at is None for reply in replies):
                yield "the right of reply was not closed"
        if session.noticed_at is None or _days(session.noticed_at, session.held_at) < RULES["committee"]["notice_days"]:
            yield "the notice was too short"
        ballot = item.result["ballots"][-1]
        if not (ballot["carried"] and ballot["quorum_reached"] and ballot["outcome"] == decision.outcome):
            yield f"the vote does not carry {decision.outcome}: {ballot}"


def votes_that_close_have_quorum_and_carry(before: Seen, after: Seen) -> Iterator[str]:
    """4: counted again from who was there, who stepped aside and who voted."""
    for former, item in moved(before, after, "item"):
        if former == "voting" and item.state == "voted":
            yield from quorum_faults(after, item)


def ready_applications_have_their_readings(before: Seen, after: Seen) -> Iterator[str]:
    """6: an application does not wait for a session without enough readings."""
    del before
    for application in after.all("application", state="ready"):
        yield from lacking(after, application)


def reports_count_valid_reviews_only(before: Seen, after: Seen) -> Iterator[str]:
    """5: an excluded review is not in any report made after its exclusion."""
    for report in added(before, after, "report"):
        counted = len(readings(after, report.application_id))
        if len(report.content["reviews"]) != counted:
            yield f"a report has {len(report.content['reviews'])} reviews, {counted} count"


def sealed_reviews_stay(before: Seen, after: Seen) -> Iterator[str]:
    """5: what was submitted, excluded or not, keeps its row and its words."""
    for review in before.all("review"):
        if review.submitted_at is None:
            continue
        if after.get("review", review.id) != review:
            yield f"the submitted review {review.public_id} changed or went"
        if after.all("mark", review_id=review.id) != before.all("mark", review_id=review.id):
            yield f"marks of the submitted review {review.public_id} changed"


def nobody_goes_on_reading_who_was_set_aside(before: Seen, after: Seen) -> Iterator[str]:
    """1, 5: an objection that is upheld leaves nobody whom it names among the readers; none is left unanswered."""
    for _former, objection in moved(before, after, "objection"):
        rows = after.all("assignment", application_id=objection.application_id)
        if objection.state == "upheld":
            named = [
                row
                for row in rows
                if (objection.person_id is not None and row.person_id == objection.person_id)
                or (objection.structure_id is not None and row.structure_id == objection.structure_id)
            ]
            yield from (f"{row.public_id} still reads" for row in named if row.state in ("invited", *READING))
        if objection.state in {"upheld", "rejected"} and not (objection.answer and objection.decided_by_id):
            yield f"objection {objection.public_id} was decided without an answer"
    for former, application in moved(before, after, "application"):
        pending = after.all("objection", application_id=application.id, state="open")
        if former == "in_review" and application.state == "reply" and pending:
            yield f"reports went out before {len(pending)} objections were answered"


def revisions_follow_a_reply(before: Seen, after: Seen) -> Iterator[str]:
    """5: a further version is written only while the reply is being read, and follows one that was submitted."""
    for review in added(before, after, "review"):
        former = after.all("review", assignment_id=review.assignment_id, number=review.number - 1)
        if review.number == 1:
            continue
        if not former or former[0].submitted_at is None:
            yield f"{review.public_id} revises nothing that was submitted"
        if before.one("assignment", review.assignment_id).state != "revising":
            yield f"{review.public_id} was begun outside of a revision"


def no_session_takes_an_application_still_read_again(before: Seen, after: Seen) -> Iterator[str]:
    """4: the reviewers have confirmed or revised, or their time is over, before the application goes on."""
    del before
    for row in after.all("assignment", state="revising"):
        if after.one("application", row.application_id).state != "revision":
            yield f"{row.public_id} may still be revised"


def grants_meet_every_gate(before: Seen, after: Seen) -> Iterator[str]:
    """7: or say, for each gate, by when."""
    for _former, decision in moved(before, after, "decision"):
        if decision.signed_at is None or not decision.outcome.startswith("grant"):
            continue
        unmet = unmet_gates(after, after.one("application", decision.application_id))
        dated = {
            one["criterion"] for one in decision.reservations if one["due_on"] > after.today.isoformat()
        }  # fmt: skip
        if decision.outcome == "grant" and unmet:
            yield f"granted with unmet gates {unmet}"
        if decision.outcome == "grant_with_reservations" and not (dated and set(unmet) <= dated):
            yield f"reservations {dated} do not cover {unmet}"


def adverse_decisions_have_reasons(before: Seen, after: Seen) -> Iterator[str]:
    """8: an article, facts, remedies, and a signatory whose delegation runs that day."""
    for _former, decision in moved(before, after, "decision"):
        if decision.signed_at is None:
            continue
        if not has_role(after, decision.signatory_id, "signatory"):
            yield f"{decision.public_id} was signed without a delegation"
        if decision.outcome not in ADVERSE:
            continue
        if not decision.grounds or not all(one["article"] and one["facts"] for one in decision.grounds):
            yield f"{decision.outcome} without grounds"
        if sum(len(one["facts"]) for one in decision.grounds) < LEAST_FACTS:
            yield f"{decision.outcome} with a formula for reasons"
        if not decision.remedies.strip():
            yield f"{decision.outcome} without remedies"


def _events_on_applications(before: Seen, after: Seen) -> Iterator[tuple[Row, Row]]:
    """The new events of applications and of labels, with the application concerned (or the label as one)."""
    for event in added(before, after, "event"):
        chain = after.one("chain", event.chain_id)
        if chain.kind in {"application", "label"}:
            (subject,) = after.all(chain.kind, public_id=chain.subject)
            yield event, subject if chain.kind == "application" else after.one("application", subject.application_id)


def _days(first: datetime, last: datetime) -> int:
    return (last.astimezone(PARIS).date() - first.astimezone(PARIS).date()).days


PEOPLE: Final[tuple[Invariant, ...]] = (
    nobody_reads_in_conflict,
    nobody_acts_in_conflict,
    rapporteurs_are_free_when_chosen,
    nobody_evaluates_and_votes,
    nothing_is_read_before_a_declaration,
    decisions_rest_on_enough,
    votes_that_close_have_quorum_and_carry,
    ready_applications_have_their_readings,
    reports_count_valid_reviews_only,
    sealed_reviews_stay,
    nobody_goes_on_reading_who_was_set_aside,
    revisions_follow_a_reply,
    no_session_takes_an_application_still_read_again,
    grants_meet_every_gate,
    adverse_decisions_have_reasons,
)
