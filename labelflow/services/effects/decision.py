"""Effects of a decision: drafted by a vote, reasoned, signed, taken, notified."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from labelflow.domain.calendar import local_day
from labelflow.domain.refusal import Refusal
from labelflow.domain.words import in_language
from labelflow.errors import Refused
from labelflow.models.application import Application, Snapshot
from labelflow.models.decision import Decision
from labelflow.queries.programmes import programme_of
from labelflow.queries.reports import departs_from, proposal_content
from labelflow.queries.reservations import opens_reservations, proposed_reservations
from labelflow.services import clocks, documents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.models.session import Item
    from labelflow.services.transaction import Transaction

Fields = dict[str, Any]

SEVERITIES: Final = ("major", "minor")
LONGEST_CODE: Final = 200
"""Characters of an article's name."""


def draft_decision(tx: Transaction, item: Item, _fields: Fields) -> None:
    """Draft the decision that the vote carries, on the snapshot and the figures of the moment."""
    decision = _draft(tx, item.application, item.proposed_outcome)
    decision.item_id = item.id
    decision.reservations = proposed_reservations(item.application, item.proposed_outcome, tx.now)
    tx.insert(decision)
    deadline = programme_of(item.programme_version_id).deadlines.get("sign")
    if deadline is not None:
        clocks.start(tx, decision, "sign", deadline.delay)
    tx.record(item, "decision.drafted", {"decision": decision.public_id, "outcome": decision.outcome})


def _draft(tx: Transaction, application: Application, outcome: str) -> Decision:
    programme = programme_of(application.programme_version_id)
    snapshot = tx.session.scalars(
        select(Snapshot.id).where(Snapshot.application_id == application.id).order_by(Snapshot.number.desc())
    ).first()
    return Decision(
        application_id=application.id,
        snapshot_id=snapshot,
        outcome=outcome,
        proposal=proposal_content(application),
        departs=departs_from(application, outcome),
        remedies=in_language(programme.crpa.remedies),
        drafted_at=tx.now,
        state=programme.machines["decision"].initial,
        state_since=tx.now,
        programme_version_id=application.programme_version_id,
    )


def record_reasons(_tx: Transaction, decision: Decision, fields: Fields) -> None:
    """Keep what was drafted: reasons, departure, reservations, advice. What could not be signed may still be kept.

    Reservations are kept only for an outcome that opens them. Raises Refused for what nobody could read back.
    """
    for name in ("text", "departure_reason", "advice"):
        if fields.get(name) is not None:
            setattr(decision, name, str(fields[name]).strip())
    if fields.get("grounds") is not None:
        decision.grounds = [_ground(ground) for ground in fields["grounds"]]
    if fields.get("reservations") is not None:
        kept = [_reservation(decision, reservation) for reservation in fields["reservations"]]
        machine = programme_of(decision.programme_version_id).machines["application"]
        decision.reservations = kept if opens_reservations(machine, decision.outcome) else []


def _ground(given: Mapping[str, Any]) -> dict[str, str]:
    kept = {name: str(given.get(name) or "").strip() for name in ("article", "criterion", "facts")}
    if len(kept["article"]) > LONGEST_CODE or not any(kept.values()):
        raise Refused([Refusal("ground-unreadable")], intent="redraft")
    return kept


def _reservation(decision: Decision, given: Mapping[str, Any]) -> dict[str, str]:
    grid = programme_of(decision.programme_version_id).grid
    kept = {name: str(given.get(name) or "").strip() for name in ("criterion", "severity", "text", "due_on")}
    known = grid is not None and kept["criterion"] in grid.by_code
    if not known or kept["severity"] not in SEVERITIES or not _is_day(kept["due_on"]):
        raise Refused([Refusal("reservation-unknown")], intent="redraft")
    return kept


def _is_day(text: str) -> bool:
    """Whether it is a day, or nothing: a draft may still lack its dates."""
    try:
        return text == "" or bool(date.fromisoformat(text))
    except ValueError:
        return False


def record_signature(tx: Transaction, decision: Decision, _fields: Fields) -> None:
    """Keep who signed, on which date, in which capacity (CRPA L212-1)."""
    programme = programme_of(decision.programme_version_id)
    mandate = tx.actor.mandate("signatory", local_day(tx.now), programme.code)
    decision.signed_at = tx.now
    decision.signatory_id = tx.actor.id
    decision.signatory_capacity = (mandate.capacity if mandate else "") or in_language(programme.attestation.capacity)
    clocks.stop(tx, decision, ("sign",))
    tx.session.flush()


def fire_outcome(tx: Transaction, decision: Decision, _fields: Fields) -> None:
    """Take the application's step that was decided: its guards are asked again at signature."""
    tx.take(decision.application, decision.outcome, caused=True, private=False)


def take_back(tx: Transaction, decision: Decision, _fields: Fields, *, step: str) -> None:
    """The decision will not be signed: the application goes back to where it waits for a session."""
    tx.take(decision.application, step, caused=True, private=False)


def record_notification(tx: Transaction, decision: Decision, _fields: Fields) -> None:
    """The decision is available in the structure's account: the date that starts the time limits."""
    decision.notified_at = tx.now
    decision.notified_by = "account"
    tx.session.flush()


def issue_documents(tx: Transaction, decision: Decision, _fields: Fields) -> None:
    """Issue the decision letter."""
    decision.letter_id = documents.letter(tx, decision).id


def count_deferral(tx: Transaction, application: Application, _fields: Fields) -> None:
    """Count one more deferral."""
    del tx
    application.deferrals += 1


def decide_at_once(tx: Transaction, application: Application, fields: Fields, *, outcome: str) -> None:
    """Record a decision that needs no deliberation, signed by whoever takes the step."""
    decision = _draft(tx, application, outcome)
    decision.departs = False
    proposal = application.proposal
    article = str(fields.get("article") or proposal.get("article") or "")
    facts = str(fields.get("facts") or proposal.get("facts") or "")
    decision.grounds = [{"article": article, "criterion": "", "facts": facts}] if facts else []
    tx.insert(decision)
    record_signature(tx, decision, fields)
    record_notification(tx, decision, fields)
    programme = programme_of(application.programme_version_id)
    before, decision.state = decision.state, programme.machines["decision"].states_with("final")[0]
    tx.session.flush()
    told = {"subject": f"decision/{decision.public_id}", "before": before, "after": decision.state}
    facts_of_it = {"version": decision.version, "programme": programme.digest, "outcome": outcome}
    tx.record(decision, "decision.at_once", {**told, **facts_of_it})
    issue_documents(tx, decision, fields)
