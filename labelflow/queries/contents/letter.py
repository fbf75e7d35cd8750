"""What a decision letter says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from labelflow.db import db
from labelflow.domain.calendar import local_day
from labelflow.domain.words import SOURCE_LANGUAGE, in_language
from labelflow.i18n import _, day_in_words
from labelflow.issuing.contents import Ground, LetterContent, Reservation, Signatory
from labelflow.models.label import Label
from labelflow.queries.contents.office import address_of, office_of, paragraphs, scope_names
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.issuing.contents import Outcome
    from labelflow.models.decision import Decision

FLAGGED: Final[Mapping[str, Outcome]] = {"inadmissible": "inadmissible"}


def letter_outcome(decision: Decision) -> Outcome:
    """Which letter an outcome needs, read from the flags of the state that it leads to."""
    machine = programme_of(decision.programme_version_id).machines["application"]
    if decision.outcome in machine.by_code:
        return FLAGGED.get(decision.outcome, "refused")
    state = machine.by_code[machine.step_by_code[decision.outcome].target]
    if state.has("granted"):
        return "granted_with_reservations" if decision.reservations else "granted"
    return "refused"


def letter_content(decision: Decision) -> LetterContent:
    """The letter that notifies a signed decision."""
    programme = programme_of(decision.programme_version_id)
    application = decision.application
    label = db.session.scalars(select(Label).where(Label.decision_id == decision.id)).one_or_none()
    session = decision.item.session if decision.item else None
    considerations = in_language(programme.crpa.considerations).split("\n")
    considerations += [f"{in_language(document.title)} ({document.version})" for document in programme.documents]
    if session is not None:
        considerations.append(
            _("la délibération de la commission du %(day)s", day=day_in_words(local_day(session.held_at)))
        )
    return LetterContent(
        office=office_of(programme),
        outcome=letter_outcome(decision),
        reference=application.public_id.upper(),
        applicant_name=application.structure.name,
        recipient=(application.structure.name, *address_of(application.structure)),
        scope_names=scope_names(programme, application.scopes),
        signed_on=local_day(decision.signed_at) if decision.signed_at else local_day(decision.drafted_at),
        place=(programme.owner.address[-1].lstrip("0123456789 ") if programme.owner.address else ""),
        signatory=Signatory(
            name=decision.signatory.name if decision.signatory else programme.owner.name,
            capacity=decision.signatory_capacity or in_language(programme.attestation.capacity),
        ),
        considerations=tuple(line for line in considerations if line),
        number=label.number if label else "",
        starts_on=label.starts_on if label else None,
        ends_on=label.ends_on if label else None,
        reservations=tuple(
            Reservation(
                text=str(entry["text"]),
                severity="major" if entry["severity"] == "major" else "minor",
                due_on=date.fromisoformat(str(entry["due_on"])),
            )
            for entry in decision.reservations
        ),
        grounds=tuple(
            Ground(rule=" — ".join(filter(None, (g.get("article"), g.get("criterion")))), facts=str(g.get("facts", "")))
            for g in decision.grounds
        ),
        message=(
            *paragraphs("\n\n".join(filter(None, (decision.departure_reason, decision.text, decision.advice)))),
            *_words_of_programme(decision, label),
        ),
        remedies=paragraphs(decision.remedies),
        algorithm_mention=in_language(programme.crpa.algorithm) if decision.proposal else "",
    )


def _words_of_programme(decision: Decision, label: Label | None) -> tuple[str, ...]:
    """What the programme says after such a decision: how to use the label, when to apply again."""
    programme = programme_of(decision.programme_version_id)
    text = programme.texts.get(f"letter/{letter_outcome(decision)}")
    if text is None:
        return ()
    office = office_of(programme)
    values = {
        "contact": ", ".join(filter(None, (office.name, office.email, office.phone))),
        "last_day": day_in_words(label.ends_on) if label else "",
        "reference": decision.application.public_id.upper(),
        "start_day": day_in_words(label.starts_on) if label else "",
    }
    return paragraphs(text.fill(values, SOURCE_LANGUAGE)[1])
