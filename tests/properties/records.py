"""Invariants about states, labels, the journal, snapshots and time (§9.6): see `invariants`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from tests.properties.replay import digest, initial_state
from tests.properties.seen import KINDS, Seen, added, moved, states_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Invariant = Callable[[Seen, Seen], Iterator[str]]

EXITS: Final = {
    ("label", "expired"): {"annulled", "superseded"},
    ("label", "withdrawn"): {"annulled"},
    ("assignment", "locked"): {"excluded", "revising"},
}
"""The exits of final states that are named; every other end is an end."""
FOR_EVER: Final = ("event", "snapshot", "label_number", "report", "declaration", "vote", "acceptance")
"""Tables whose rows never change and never go."""
NEVER_FEWER: Final = ("review", "assignment", "certificate", "document", "decision", "label", "evidence", "recusal")


def numbers_are_allotted_once(before: Seen, after: Seen) -> Iterator[str]:
    """9: unique, in sequence without a gap, each told by the journal, never taken back."""
    register = after.all("label_number")
    for (prefix, year), count in Counter((row.prefix, row.year) for row in register).items():
        sequence = sorted(row.sequence for row in register if (row.prefix, row.year) == (prefix, year))
        if sequence != list(range(1, count + 1)):
            yield f"{prefix}-{year} has a gap or a double: {sequence}"
    told = [event.body["data"]["number"] for event in after.all("event", code="label.granted")]
    if sorted(told) != sorted(row.number for row in register):
        yield f"the journal tells {told}"
    if sorted(label.number for label in after.all("label")) != sorted(row.number for row in register):
        yield "a number without its label"
    for label in added(before, after, "label"):
        if after.one("decision", label.decision_id).signed_at != after.at:
            yield f"{label.number} was not allotted at the signature"


def one_label_is_held(before: Seen, after: Seen) -> Iterator[str]:
    """10: at most one per structure and scope."""
    del before
    held = [row for row in after.all("label") if row.state in states_with("label", "holds_label")]
    for key, count in Counter((row.programme_code, row.structure_id, row.scope) for row in held).items():
        if count > 1:
            yield f"{count} labels held: {key}"


def mirrors_say_what_states_say(before: Seen, after: Seen) -> Iterator[str]:
    """10, 11: the columns that constraints and the public list read."""
    del before
    live = states_with("assignment", "pending") | states_with("assignment", "reads")
    expected = {
        ("application", "live"): states_with("application", "live"),
        ("objection", "stands"): states_with("objection", "pending") | states_with("objection", "granted"),
        ("assignment", "live"): live | states_with("assignment", "counts"),
        ("label", "held"): states_with("label", "holds_label"),
        ("label", "listed"): states_with("label", "listed"),
    }
    for (table, column), states in expected.items():
        for row in after.all(table):
            if getattr(row, column) != (row.state in states):
                yield f"{table} {row.id} is {row.state} and {column} says {getattr(row, column)}"


def states_move_with_their_event(before: Seen, after: Seen) -> Iterator[str]:
    """13: state, version and event are written together, by a declared step."""
    told = {}
    for event in added(before, after, "event"):
        data = event.body["data"]
        if "subject" in data and "after" in data:
            told[data["subject"]] = (data["after"], data["version"])
    for kind, table in KINDS.items():
        for former, row in moved(before, after, table):
            fresh = former is None and row.state == initial_state(kind)
            if not fresh and told.get(f"{kind}/{row.public_id}", (None,))[0] != row.state:
                yield f"{kind} {row.public_id} went from {former} to {row.state} without an event"
        for row in after.all(table):
            subject = f"{kind}/{row.public_id}"
            if subject in told and row.version < told[subject][1]:
                yield f"{subject} has version {row.version}, its event {told[subject][1]}"


def ends_are_ends(before: Seen, after: Seen) -> Iterator[str]:
    """14: no exit from a final state but the ones named."""
    for kind, table in KINDS.items():
        for former, row in moved(before, after, table):
            if former in states_with(kind, "final") and row.state not in EXITS.get((kind, str(former)), ()):
                yield f"{kind} {row.public_id} left {former} for {row.state}"


def nothing_is_rewritten(before: Seen, after: Seen) -> Iterator[str]:
    """5, 15, 16: what was said stays as it was said."""
    for table in FOR_EVER:
        for row in before.all(table):
            if after.get(table, row.id) != row:
                yield f"{table} {row.id} changed or went"
    for table in NEVER_FEWER:
        for row in before.all(table):
            if after.get(table, row.id) is None:
                yield f"{table} {row.id} went"


def snapshots_are_what_they_say(before: Seen, after: Seen) -> Iterator[str]:
    """15: sealed by their hash; a decision names the latest, and never another one afterwards."""
    for row in added(before, after, "snapshot"):
        if row.sha256 != digest(row.content):
            yield f"snapshot {row.id} has another hash"
    for row in added(before, after, "decision"):
        taken = after.all("snapshot", application_id=row.application_id)
        if row.snapshot_id != taken[-1].id:
            yield f"decision {row.id} does not rest on the last snapshot"
    for row in before.all("decision"):
        if after.one("decision", row.id).snapshot_id != row.snapshot_id:
            yield f"decision {row.id} rests on another snapshot"


def deadlines_follow_their_cause(before: Seen, after: Seen) -> Iterator[str]:
    """20: never before it; prolonging never shortens, and happens once."""
    for row in after.all("deadline"):
        if row.due_at < row.starts_at:
            yield f"{row.code} falls before its cause"
        former = before.get("deadline", row.id)
        if former is not None and former.starts_at == row.starts_at and row.due_at < former.due_at:
            yield f"{row.code} became shorter"
        if row.extensions > 1:
            yield f"{row.code} was prolonged {row.extensions} times"


def submissions_have_a_receipt(before: Seen, after: Seen) -> Iterator[str]:
    """21, 15: a receipt, a snapshot, and a proof of notice of what was decided."""
    del before
    for row in after.all("application"):
        receipts = after.all("document", kind="receipt", chain_subject=row.public_id)
        if (row.submitted_at is not None) != (len(receipts) == 1):
            yield f"application {row.public_id} has {len(receipts)} receipts"
        if row.submitted_at is not None and not after.all("snapshot", application_id=row.id):
            yield f"application {row.public_id} has no snapshot"
    for row in after.all("decision"):
        if row.signed_at is not None and (row.notified_at is None or not row.notified_by or row.letter_id is None):
            yield f"decision {row.public_id} is signed and not notified"


def silence_decides_once_and_never_after(before: Seen, after: Seen) -> Iterator[str]:
    """22: at most one implicit decision, never after an express one."""
    for chain in after.all("chain", kind="application"):
        told = [row for row in after.all("event", chain_id=chain.id) if row.code.startswith("silence.")]
        if len(told) > 1:
            yield f"{len(told)} implicit decisions on {chain.subject}"
        (application,) = after.all("application", public_id=chain.subject)
        ended = application.silence.get("ended_at")
        if ended and any(before.get("event", row.id) is None and ended < row.at.isoformat() for row in told):
            yield f"silence decided on {chain.subject} after its end"
        if application.submitted_at and not ended and application.state in states_with("application", "final"):
            yield f"the silence clock of {chain.subject} runs on after {application.state}"


def notices_have_one_cause(before: Seen, after: Seen) -> Iterator[str]:
    """13: queued in the act that causes them, once for each person."""
    for row in added(before, after, "notice"):
        if row.queued_at != after.at:
            yield f"{row.text_code} was queued at another moment"


def terms_are_prolonged_once(before: Seen, after: Seen) -> Iterator[str]:
    """23, 10: a term moves only when it is prolonged, and only once."""
    for row in before.all("label"):
        later: Any = after.one("label", row.id)
        if later.ends_on != row.ends_on and (row.extended or not later.extended or later.ends_on < row.ends_on):
            yield f"the term of {row.number} moved from {row.ends_on} to {later.ends_on}"
        if (later.number, later.short_code, later.starts_on) != (row.number, row.short_code, row.starts_on):
            yield f"{row.number} became another label"


RECORDS: Final[tuple[Invariant, ...]] = (
    numbers_are_allotted_once,
    one_label_is_held,
    mirrors_say_what_states_say,
    states_move_with_their_event,
    ends_are_ends,
    nothing_is_rewritten,
    snapshots_are_what_they_say,
    deadlines_follow_their_cause,
    submissions_have_a_receipt,
    silence_decides_once_and_never_after,
    notices_have_one_cause,
    terms_are_prolonged_once,
)
