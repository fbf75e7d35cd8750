"""The effects that programmes name, carried out inside the transaction of their step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from labelflow.services.effects import committee, decision, label, objection, reviewing, submission

EffectFunction = Callable[..., None]
"""Called with the transaction, the step's subject, what the person typed, and the declared parameters."""

EFFECT_FUNCTIONS: Final[Mapping[str, EffectFunction]] = {
    "answer_objection": objection.answer_objection,
    "build_report": reviewing.build_report,
    "clear_ballot": committee.clear_ballot,
    "close_complement": submission.close_complement,
    "close_everything": submission.close_everything,
    "close_reply": reviewing.close_reply,
    "close_reservations": label.close_reservations,
    "close_revisions": reviewing.close_revisions,
    "compute_recusals": committee.compute_recusals,
    "count_deferral": decision.count_deferral,
    "count_votes": committee.count_votes,
    "decide_at_once": decision.decide_at_once,
    "draft_decision": decision.draft_decision,
    "end_silence_clock": submission.end_silence_clock,
    "extend_deadline": submission.extend_deadline,
    "extend_term": label.extend_term,
    "fire_outcome": decision.fire_outcome,
    "freeze_snapshot": submission.freeze_snapshot,
    "grant_label": label.grant_label,
    "harden_if_minor": label.harden_if_minor,
    "issue_documents": decision.issue_documents,
    "issue_minutes": committee.issue_minutes,
    "issue_receipt": submission.issue_receipt,
    "lapse_label_if_major": label.lapse_label_if_major,
    "list_item": committee.list_item,
    "lock_reviews": reviewing.lock_reviews,
    "open_complement": submission.open_complement,
    "open_objection": objection.open_objection,
    "open_reply": reviewing.open_reply,
    "open_reservations": label.open_reservations,
    "open_revisions": reviewing.open_revisions,
    "pause_silence_clock": submission.update_silence_clock,
    "put_to_the_vote": committee.put_to_the_vote,
    "record_answer": label.record_answer,
    "record_closing": committee.record_closing,
    "record_declaration": reviewing.record_declaration,
    "record_grounds": label.record_grounds,
    "record_notice": committee.record_notice,
    "record_notification": decision.record_notification,
    "record_proposal": submission.record_proposal,
    "record_reasons": decision.record_reasons,
    "record_signature": decision.record_signature,
    "reissue_certificate": label.reissue_certificate,
    "resume_silence_clock": submission.update_silence_clock,
    "seal_review": reviewing.seal_review,
    "set_challenged_aside": objection.set_challenged_aside,
    "start_silence_clock": submission.update_silence_clock,
    "take_back": decision.take_back,
    "tell_recused": committee.tell_recused,
    "withdraw_item": committee.withdraw_item,
}
"""A house test holds this table equal to the catalogue of `labelflow.domain.effects`."""
