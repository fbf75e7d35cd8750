"""What the effects of the catalogue do to the simulated world; those that only write documents do nothing here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from labelflow.domain.calendar import local_day
from labelflow.domain.facts import VoteFact

if TYPE_CHECKING:
    from labelflow.programmes.simulate.life import Life
    from labelflow.programmes.simulate.subject import Subject

MISSED_AFTER: Final = timedelta(days=3)

Act = Callable[["Life", "Subject", dict[str, Any], Mapping[str, Any]], None]


def _open_complement(life: Life, _subject: Subject, _fields: dict[str, Any], use: Mapping[str, Any]) -> None:
    if use.get("of") == "complement":
        life.complement_rounds += 1
    life.unprepared = life.rng.random() < life.habits.forgets_pieces
    life.spawn("complement")


def _close_complement(life: Life, _subject: Subject, _fields: dict[str, Any], use: Mapping[str, Any]) -> None:
    for one in life.all("complement"):
        life.cause(one, str(use.get("outcome")))


def _open_reply(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    life.spawn("reply")


def _close_reply(life: Life, _subject: Subject, _fields: dict[str, Any], use: Mapping[str, Any]) -> None:
    for one in life.all("reply"):
        life.cause(one, str(use.get("outcome")))


def _extend_deadline(life: Life, subject: Subject, _fields: dict[str, Any], use: Mapping[str, Any]) -> None:
    code = str(use.get("deadline"))
    running, longer = subject.deadlines.get(code), life.scheme.delays.get(str(use.get("by")))
    if running is not None and longer is not None:
        subject.extensions[code] = subject.extensions.get(code, 0) + 1
        life.run_until(subject, code, life.scheme.due(str(use["by"]), running) or running)


def _record_proposal(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    life.proposal_by = life.acting.id


def _decide_at_once(life: Life, _subject: Subject, _fields: dict[str, Any], use: Mapping[str, Any]) -> None:
    life.decision = life.committee.drafted(str(use.get("outcome")))


def _open_objection(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    life.spawn("objection")


def _set_challenged_aside(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    readers = [one for one in life.all("assignment") if not life.is_over(one)]
    for code in ("replace", "exclude") if readers and life.rng.random() < life.habits.challenged_reads else ():
        life.cause(readers[0], code)


def _open_revisions(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    for one in life.all("assignment"):
        life.cause(one, "reopen_for_reply")


def _close_revisions(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    for one in life.all("assignment"):
        life.cause(one, "let_stand")


def _lock_reviews(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    for one in life.all("assignment"):
        life.cause(one, "lock")


def _list_item(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    if life.scheme.machine("session") is not None:
        session = life.spawn("session")
        session.held_at = life.committee.next_session_at()
        life.after(session.held_at - life.now + MISSED_AFTER, lambda: _notice_missed(life, session))
    if life.scheme.machine("item") is not None:
        life.spawn("item")


def _notice_missed(life: Life, session: Subject) -> None:
    """A session whose day has passed without being held: somebody has to act on the application, until they do."""
    if session in life.all("session") and session.outcome == "":
        life.turns.nudge(life.application, MISSED_AFTER)
        life.after(3 * MISSED_AFTER, lambda: _notice_missed(life, session))


def _withdraw_item(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    for one in life.all("item"):
        life.cause(one, "withdraw")
    for session in life.all("session"):
        life.forget(session)


def _count_deferral(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    life.deferrals += 1


def _grant_label(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    if life.scheme.machine("label") is not None:
        label = life.spawn("label")
        end = max(label.deadlines.values(), default=None)
        label.ends_on = local_day(end) if end else None


def _open_reservations(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    if life.scheme.machine("reservation") is not None:
        for _number in range(life.rng.choice((1, 1, 2))):
            life.spawn("reservation").major = life.rng.random() < life.habits.major_reservations


def _close_everything(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    for kind, code in (
        ("assignment", "cancel"),
        ("item", "withdraw"),
        ("complement", "expired"),
        ("reply", "waived"),
        ("objection", "close"),
    ):
        for one in life.all(kind):  # type: ignore[arg-type]  # literals of MachineKind
            life.cause(one, code)


def _record_notice(life: Life, subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    subject.noticed_at = life.now


def _compute_recusals(life: Life, subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    subject.outcome = subject.state  # the state in which it sits
    for item in life.all("item"):
        life.turns.nudge(item, timedelta(hours=2))


def _put_to_the_vote(life: Life, subject: Subject, fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    subject.outcome = str(fields.get("outcome", ""))
    subject.carried = life.rng.random() < life.habits.votes_carry


def _count_votes(life: Life, subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    life.vote = VoteFact(subject.outcome, subject.carried, quorum_reached=True)


def _draft_decision(life: Life, subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    life.decision = life.committee.drafted(subject.outcome)
    if life.scheme.machine("decision") is not None:
        decision = life.spawn("decision")
        decision.outcome, decision.decision = subject.outcome, life.decision


def _fire_outcome(life: Life, subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    life.cause(life.application, subject.outcome)


def _take_back(life: Life, _subject: Subject, _fields: dict[str, Any], use: Mapping[str, Any]) -> None:
    life.cause(life.application, str(use.get("step")))


def _extend_term(life: Life, subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    subject.extended = True
    for code, running in list(subject.deadlines.items()):
        life.run_until(subject, code, running + timedelta(days=30 * life.scheme.programme.term.extension_months))


def _close_reservations(life: Life, _subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    for one in life.all("reservation"):
        life.cause(one, "close")


def _lapse_label_if_major(life: Life, subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    for label in life.all("label") if subject.major else ():
        life.cause(label, "lapse")


def _harden_if_minor(life: Life, subject: Subject, _fields: dict[str, Any], _use: Mapping[str, Any]) -> None:
    if not subject.major:
        life.spawn("reservation").major = True


ACTS: Mapping[str, Act] = {
    "open_complement": _open_complement,
    "close_complement": _close_complement,
    "extend_deadline": _extend_deadline,
    "record_proposal": _record_proposal,
    "decide_at_once": _decide_at_once,
    "lock_reviews": _lock_reviews,
    "open_objection": _open_objection,
    "set_challenged_aside": _set_challenged_aside,
    "open_revisions": _open_revisions,
    "close_revisions": _close_revisions,
    "open_reply": _open_reply,
    "close_reply": _close_reply,
    "list_item": _list_item,
    "withdraw_item": _withdraw_item,
    "count_deferral": _count_deferral,
    "grant_label": _grant_label,
    "harden_if_minor": _harden_if_minor,
    "open_reservations": _open_reservations,
    "close_everything": _close_everything,
    "record_notice": _record_notice,
    "compute_recusals": _compute_recusals,
    "put_to_the_vote": _put_to_the_vote,
    "count_votes": _count_votes,
    "draft_decision": _draft_decision,
    "fire_outcome": _fire_outcome,
    "take_back": _take_back,
    "extend_term": _extend_term,
    "close_reservations": _close_reservations,
    "lapse_label_if_major": _lapse_label_if_major,
}
