"""Guards of the committee: agenda, notice, quorum, recusals, votes (CRPA R133-3 to R133-15)."""

from __future__ import annotations

from datetime import timedelta

from labelflow.domain.calendar import PARIS
from labelflow.domain.catalogue import Case, Verdict, guard
from labelflow.domain.facts import ApplicationFacts, ItemFacts, SessionFacts
from labelflow.domain.quorum import after_tie
from labelflow.domain.refusal import Refusal

ApplicationCase = Case[ApplicationFacts]
SessionCase = Case[SessionFacts]
ItemCase = Case[ItemFacts]


@guard("application")
def session_takes_items(case: ApplicationCase) -> Verdict:
    """The chosen session is still in preparation."""
    if case.fields is None:
        return None
    session = case.facts.session_called(str(case.fields.get("session", "")))
    if session is None:
        return Refusal("session-unknown")
    return None if session.takes_items else Refusal("session-closed-to-items")


@guard("application")
def rapporteur_is_free(case: ApplicationCase) -> Verdict:
    """The rapporteur is a member of the committee, did not evaluate the file, and has no link with it."""
    if case.fields is None:
        return None
    person = case.facts.person_called(str(case.fields.get("rapporteur", "")))
    if person is None or not case.facts.is_member(person):
        return Refusal("rapporteur-not-member")
    if person in case.facts.evaluators:
        return Refusal("rapporteur-evaluated")
    links = case.facts.blocked_codes(person, "report")
    return Refusal("rapporteur-in-conflict", {"links": links}) if links else None


@guard("application")
def notice_was_given(case: ApplicationCase) -> Verdict:
    """The session was convened with the notice that the rules ask for (CRPA R133-8: five days)."""
    session = case.facts.session
    if session is None or session.noticed_at is None:
        return Refusal("session-not-convened")
    given = (session.held_at.astimezone(PARIS).date() - session.noticed_at.astimezone(PARIS).date()).days
    if given < session.notice_days:
        return Refusal("notice-too-short", {"given": given, "needed": session.notice_days})
    return None


@guard("application")
def vote_carries_the_outcome(case: ApplicationCase) -> Verdict:
    """The committee voted this outcome, with the quorum."""
    vote, decision = case.facts.vote, case.facts.decision
    if vote is None or decision is None:
        return Refusal("no-vote")
    if not vote.quorum_reached:
        return Refusal("quorum-missing-at-vote")
    return None if vote.carried and vote.outcome == decision.outcome else Refusal("vote-does-not-carry")


@guard("session")
def agenda_is_not_empty(case: SessionCase) -> Verdict:
    """There is something to deliberate on."""
    return None if case.facts.live_items else Refusal("agenda-empty")


@guard("session")
def agenda_is_empty(case: SessionCase) -> Verdict:
    """Nothing is left on the agenda."""
    return Refusal("agenda-not-empty", {"count": case.facts.live_items}) if case.facts.live_items else None


@guard("session")
def notice_is_long_enough(case: SessionCase) -> Verdict:
    """Members receive notice, agenda and papers at least `notice_days` days before."""
    first = case.today + timedelta(days=case.facts.notice_days)
    held_on = case.facts.held_at.astimezone(PARIS).date()
    if held_on >= first:
        return None
    return Refusal("notice-too-short", {"given": (held_on - case.today).days, "needed": case.facts.notice_days})


@guard("session")
def session_day_has_come(case: SessionCase) -> Verdict:
    """A session opens on its day, not before."""
    held_on = case.facts.held_at.astimezone(PARIS).date()
    return None if case.today >= held_on else Refusal("session-not-today", {"on": held_on.isoformat()})


@guard("session")
def attendance_is_recorded(case: SessionCase) -> Verdict:
    """Who is there was recorded, and somebody presides."""
    if not case.facts.attendance_recorded:
        return Refusal("attendance-missing")
    return None if case.facts.chair is not None else Refusal("nobody-presides")


@guard("session")
def every_item_is_settled(case: SessionCase) -> Verdict:
    """Each item was voted on or withdrawn."""
    count = case.facts.unsettled_items
    return Refusal("items-unsettled", {"count": count}) if count else None


@guard("item")
def session_is_open(case: ItemCase) -> Verdict:
    """The session is open."""
    return None if case.facts.session_open else Refusal("session-not-open")


@guard("item")
def quorum_is_reached(case: ItemCase) -> Verdict:
    """Quorum for this item, without its recused members (CRPA R133-10)."""
    required, counted = case.facts.quorum_required, case.facts.quorum_counted
    return None if counted >= required else Refusal("quorum-missing", {"required": required, "counted": counted})


@guard("item")
def chair_is_free(case: ItemCase) -> Verdict:
    """Whoever presides has no link with the applicant: when the chair has one, a deputy presides the item."""
    if case.facts.chair is not None:
        return None
    return Refusal("chair-recused" if case.facts.chair_recused else "nobody-presides")


@guard("item")
def rapporteur_is_still_free(case: ItemCase) -> Verdict:
    """No link came to light since the rapporteur was chosen."""
    person = case.facts.rapporteur
    links = case.facts.blocked_codes(person, "report") if person is not None else ()
    return Refusal("rapporteur-in-conflict", {"links": links}) if links else None


@guard("item")
def outcome_is_possible(case: ItemCase) -> Verdict:
    """What is put to the vote is an outcome that the programme knows, and that could take effect if it carried."""
    if case.fields is None:
        return None
    outcome = str(case.fields.get("outcome", ""))
    if outcome not in case.facts.possible_outcomes:
        return Refusal("outcome-unknown", {"outcome": outcome})
    return case.facts.outcome_obstacles(outcome)


@guard("item")
def result_is_clear(case: ItemCase) -> Verdict:
    """Every voter voted, and the proposal carries."""
    if case.facts.votes_cast < case.facts.votes_expected:
        return Refusal("votes-missing", {"cast": case.facts.votes_cast, "expected": case.facts.votes_expected})
    if case.facts.carried:
        return None
    if not case.facts.tie:
        return Refusal("vote-rejected")
    return Refusal("vote-tied" if after_tie(case.facts.deferrals) == "deferral" else "vote-tied-again")


@guard("item")
def proposal_was_rejected(case: ItemCase) -> Verdict:
    """Another proposal is put to the vote only after one was rejected by everybody's vote."""
    if case.facts.votes_cast < case.facts.votes_expected:
        return Refusal("votes-missing", {"cast": case.facts.votes_cast, "expected": case.facts.votes_expected})
    return Refusal("proposal-carried") if case.facts.carried else None
