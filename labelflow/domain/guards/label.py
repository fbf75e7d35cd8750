"""Guards of a label's life: hearing before sanctions (CRPA L121-1, L122-1), terms, one extension."""

from __future__ import annotations

from datetime import date, timedelta

from labelflow.domain.catalogue import Case, Verdict, guard
from labelflow.domain.facts import LabelFacts
from labelflow.domain.refusal import Refusal

LabelCase = Case[LabelFacts]


@guard("label")
def hearing_was_held(case: LabelCase) -> Verdict:
    """The holder was heard before the decision."""
    if case.fields is None:
        return None
    heard = case.fields.get("hearing_date")
    if not isinstance(heard, date):
        return Refusal("hearing-missing")
    return None if heard <= case.today else Refusal("hearing-to-come", {"on": heard.isoformat()})


@guard("label")
def hearing_leaves_time(case: LabelCase, *, days: int) -> Verdict:
    """The holder has time to prepare: so many days between the invitation and the hearing (CRPA L122-1)."""
    if case.fields is None:
        return None
    day = case.fields.get("hearing_on")
    first = case.today + timedelta(days=days)
    if not isinstance(day, date) or day >= first:
        return None
    return Refusal("hearing-too-soon", {"from": first.isoformat()})


@guard("label")
def formal_notice_is_over(case: LabelCase) -> Verdict:
    """The time given by the formal notice has passed."""
    due = case.facts.formal_notice_due
    if due is None or case.now > due:
        return None
    return Refusal("formal-notice-running", {"until": due.date().isoformat()})


@guard("label")
def term_is_not_over(case: LabelCase) -> Verdict:
    """A label is reinstated for what remains of its term."""
    return None if case.today <= case.facts.ends_on else Refusal("term-over")


@guard("label")
def not_yet_extended(case: LabelCase) -> Verdict:
    """A term is extended once."""
    return Refusal("already-extended") if case.facts.extended else None


@guard("label")
def renewal_is_under_way(case: LabelCase) -> Verdict:
    """Only a renewal deposited and not yet decided extends a term."""
    if case.facts.renewal_submitted_at is None:
        return Refusal("no-renewal-under-way")
    return Refusal("renewal-decided") if case.facts.renewal_decided else None
