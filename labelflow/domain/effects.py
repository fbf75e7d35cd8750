"""The effects that programmes may name. Each is carried out by `labelflow.services.effects`."""

from labelflow.domain.catalogue import effect

effect("freeze_snapshot", "application", "Freeze answers, positions, evidence and accepted documents.")
effect("start_silence_clock", "application", "Start the clock of the administration's silence.")
effect("pause_silence_clock", "application", "Suspend or reset the silence clock, as the rule says.")
effect("resume_silence_clock", "application", "Resume or start again the silence clock.")
effect("end_silence_clock", "application", "Stop the silence clock: an express decision exists.")
effect("issue_receipt", "application", "Issue the acknowledgement of receipt with its legal mentions.")
effect("open_complement", "application", "Open a question to the structure.", of=True, deadline=True)
effect("close_complement", "application", "Close the open question.", outcome=True)
effect(
    "extend_deadline",
    "application assignment",
    "Extend a deadline by another of the programme.",
    deadline=True,
    by=True,
)
effect("record_proposal", "application", "Keep a proposal that a second person has to confirm.")
effect("decide_at_once", "application", "Record and sign a decision without deliberation.", outcome=True)
effect("lock_reviews", "application", "Lock the reviews that count.")
effect(
    "build_report",
    "application",
    "Consolidate the anonymised reviews and the computed proposal (if_changed: unless the last report says the same).",
    if_changed=False,
)
effect("open_reply", "application", "Open the right of reply to the report.")
effect("close_reply", "application", "Close the right of reply.", outcome=True)
effect("open_revisions", "application", "Let each reviewer revise or confirm their review in the light of the reply.")
effect("close_revisions", "application", "Leave every review that nobody revised as it was submitted.")
effect("open_objection", "application", "Open an objection to a reviewer or to a structure.", deadline=True)
effect("answer_objection", "objection", "Keep the answer to an objection, and who gave it.")
effect("set_challenged_aside", "objection", "Replace or exclude whoever the objection names.")
effect("list_item", "application", "Put the application on a session's agenda.")
effect("withdraw_item", "application", "Take the application off the agenda.")
effect("count_deferral", "application", "Count one more deferral.")
effect("grant_label", "application", "Allot a number, start the label, issue the certificate.")
effect("open_reservations", "application", "Open the decision's reservations, with their dates.")
effect("close_everything", "application", "Close questions, invitations, reviews and agenda items.")
effect("record_declaration", "assignment", "Keep the signed declaration of interests.")
effect("seal_review", "assignment", "Seal the review by its hash.")
effect("record_notice", "session", "Keep the date of the notice.")
effect("tell_recused", "session", "Tell each member whom a link keeps out of an item, before the session.", text=True)
effect("compute_recusals", "session", "Compute who has to step aside on each item.")
effect("record_closing", "session", "Keep the instant at which the session closed.")
effect("issue_minutes", "session", "Issue the minutes.")
effect("put_to_the_vote", "item", "Open a ballot on one outcome.")
effect("count_votes", "item", "Count the ballot and keep the result.")
effect("clear_ballot", "item", "Make room for another proposal.")
effect("draft_decision", "item", "Draft the decision that the vote carries.")
effect("record_reasons", "decision", "Keep the reasons, reservations and advice of the draft.")
effect("record_signature", "decision", "Keep who signed, in which capacity.")
effect("fire_outcome", "decision", "Take the application's step that was decided.")
effect("take_back", "decision", "Set the decision aside: take the named step of the application.", step=True)
effect("record_notification", "decision", "Keep the date and way of the notification.")
effect("issue_documents", "decision", "Issue the decision letter.")
effect("record_grounds", "label reservation", "Keep the grounds of an act.")
effect("extend_term", "label", "Prolong the term while a renewal is examined.")
effect(
    "reissue_certificate",
    "label",
    "Issue the certificate anew; for the reason `renamed_by`, with the holder's name as the register has it.",
    renamed_by=False,
)
effect("close_reservations", "label", "Close the reservations that are still open.")
effect("record_answer", "reservation", "Keep the holder's answer.")
effect("lapse_label_if_major", "reservation", "Let the label lapse when a major reservation is not met.")
effect(
    "harden_if_minor",
    "reservation",
    "Follow a minor reservation that is not met by a major one, due after a deadline of the programme.",
    deadline=True,
)
