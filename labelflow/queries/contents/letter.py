"""What a decision letter says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.domain.words import SOURCE_LANGUAGE, in_language
from labelflow.i18n import _, day_in_words
from labelflow.issuing.contents import ContentFault, Ground, LetterContent, Reservation, Signatory
from labelflow.issuing.wording import office_of, paragraphs, scope_names, town_of
from labelflow.models.label import Label
from labelflow.programmes.letters import PREFIX
from labelflow.queries.contents.address import address_of
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.workflow import State
    from labelflow.issuing.contents import Outcome
    from labelflow.models.decision import Decision


def letter_outcome(decision: Decision) -> Outcome:
    """What kind of decision it is, read from the flags of the state that its outcome leads to."""
    state = _state_after(decision)
    if state.has("granted"):
        return "granted_with_reservations" if decision.reservations else "granted"
    return "refused" if state.has("adverse") else "deferred"


def _state_after(decision: Decision) -> State:
    """The state of the application that the outcome, a step or a state of its machine, leads to."""
    machine = programme_of(decision.programme_version_id).machines["application"]
    step = machine.step_by_code.get(decision.outcome)
    return machine.by_code[step.target if step else decision.outcome]


def letter_content(decision: Decision) -> LetterContent:
    """The letter that notifies a signed decision, or that would notify a drafted one."""
    programme = programme_of(decision.programme_version_id)
    application, outcome = decision.application, letter_outcome(decision)
    label = db.session.scalars(select(Label).where(Label.decision_id == decision.id)).one_or_none()
    written = (decision.departure_reason, decision.text, decision.advice)
    title, said = _words_of_programme(decision, label)
    return LetterContent(
        office=office_of(programme),
        outcome=outcome,
        title=title,
        decision=said[0],
        reference=application.public_id.upper(),
        applicant_name=application.structure.name,
        recipient=(application.structure.name, *address_of(application.structure)),
        scope_names=scope_names(programme, application.scopes),
        signed_on=local_day(decision.signed_at or decision.drafted_at),
        place=town_of(programme.owner.address),
        signatory=Signatory(
            name=decision.signatory.name if decision.signatory else programme.owner.name,
            capacity=decision.signatory_capacity or in_language(programme.attestation.capacity),
        ),
        considerations=_considerations(decision),
        number=label.number if label else "",
        starts_on=label.starts_on if label else None,
        ends_on=label.ends_on if label else None,
        reservations=tuple(_reservation(entry) for entry in decision.reservations),
        grounds=tuple(_ground(ground) for ground in decision.grounds),
        message=(*paragraphs("\n\n".join(filter(None, written))), *said[1:]),
        # A deferral prepares a decision and is none: it opens no time limit.
        remedies=() if outcome == "deferred" else paragraphs(decision.remedies),
        algorithm_mention=in_language(programme.crpa.algorithm) if decision.proposal else "",
    )


def _considerations(decision: Decision) -> tuple[str, ...]:
    """The « Vu » of the letter: texts, documents in force, the deliberation."""
    programme = programme_of(decision.programme_version_id)
    texts = in_language(programme.crpa.considerations).split("\n")
    texts += [f"{in_language(document.title)} ({document.version})" for document in programme.documents]
    if decision.item is not None:
        day = day_in_words(local_day(decision.item.session.held_at))
        texts.append(_("la délibération de la commission du %(day)s", day=day))
    return tuple(line for line in texts if line)


def _reservation(entry: Mapping[str, Any]) -> Reservation:
    if not entry.get("due_on"):
        raise ContentFault("reservations-undated")
    return Reservation(
        text=str(entry["text"]),
        severity="major" if entry["severity"] == "major" else "minor",
        due_on=date.fromisoformat(str(entry["due_on"])),
    )


def _ground(entry: Mapping[str, Any]) -> Ground:
    rule = " — ".join(filter(None, (entry.get("article"), entry.get("criterion"))))
    return Ground(rule=rule, facts=str(entry.get("facts", "")))


def _words_of_programme(decision: Decision, label: Label | None) -> tuple[str, tuple[str, ...]]:
    """The programme's letter for such an outcome: its title, and its paragraphs, the first of which decides."""
    programme = programme_of(decision.programme_version_id)
    text = programme.texts.get(f"{PREFIX}{decision.outcome}")
    if text is None:  # a version of before this outcome had its letter: the name of the state says what was decided
        return _("Décision"), (in_language(_state_after(decision).labels.staff),)
    office = office_of(programme)
    values = {
        "contact": ", ".join(filter(None, (office.name, office.email, office.phone))),
        "last_day": day_in_words(label.ends_on) if label else "",
        "number": label.number if label else "",
        "reference": decision.application.public_id.upper(),
        "start_day": day_in_words(label.starts_on) if label else "",
        "structure": decision.application.structure.name,
    }
    title, body = text.fill(values, SOURCE_LANGUAGE)
    return title, paragraphs(body)
