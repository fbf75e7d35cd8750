"""Effects of a label's life: number, term, certificate, reservations, acts."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from labelflow.domain.calendar import end_of, local_day
from labelflow.domain.deadlines import due
from labelflow.domain.numbering import SHORT_CODE_MINIMUM_BYTES, make_number, make_short_code
from labelflow.domain.term import Period, extended, first_period, successor
from labelflow.models.decision import Decision
from labelflow.models.label import Label, LabelNumber, Reservation
from labelflow.queries.applications import period_of
from labelflow.queries.labels import original_period
from labelflow.queries.programmes import programme_of
from labelflow.services import clocks, documents, term_clocks

if TYPE_CHECKING:
    from labelflow.models.application import Application
    from labelflow.programmes.schema import Programme
    from labelflow.services.transaction import Transaction

Fields = dict[str, Any]


def grant_label(tx: Transaction, application: Application, _fields: Fields) -> None:
    """Allot a number, start the term, issue the certificate. The label renewed is superseded at once."""
    programme = programme_of(application.programme_version_id)
    former = tx.session.get(Label, application.renews_label_id) if application.renews_label_id else None
    period = _period(tx, former, programme)
    if former is not None and former.held:
        tx.take(former, "supersede", caused=True, private=False)
    label = Label(
        programme_code=programme.code,
        number=allot_number(tx, programme),
        short_code=make_short_code(secrets.token_bytes(SHORT_CODE_MINIMUM_BYTES)),
        structure_id=application.structure_id,
        application_id=application.id,
        decision_id=_decision_id(tx, application),
        scope=application.scope,
        scopes=list(application.scopes),
        holder_name=application.structure.name,
        starts_on=period.first_day,
        ends_on=period.last_day,
        state=programme.machines["label"].initial,
        state_since=tx.now,
        programme_version_id=application.programme_version_id,
    )
    tx.insert(label)
    if former is not None:
        former.superseded_by_id = label.id
    term_clocks.start(tx, label, programme)
    documents.certificate(tx, label)
    tx.record(
        label,
        "label.granted",
        {
            "number": label.number,
            "application": application.public_id,
            "programme": programme.digest,
            "starts_on": label.starts_on,
            "ends_on": label.ends_on,
            "after": label.state,
        },
    )


def _period(tx: Transaction, former: Label | None, programme: Programme) -> Period:
    """When the new label is valid: the term continues that of the label renewed, however early the renewal."""
    if former is None or not former.held:
        return first_period(tx.now, programme.term)
    return successor(period_of(former), tx.now, programme.term, original_period(former))


def allot_number(tx: Transaction, programme: Programme) -> str:
    """The next number of the year, written in the register for ever.

    Two signatures that read the same last number meet at the register's unique constraint: the second one waits
    for the first, and takes the number after it; when the first is rolled back its number is free again.
    """
    year, prefix = local_day(tx.now).year, programme.numbering.prefix
    taken = -1
    while (last := _last_sequence(tx, prefix, year)) > taken:
        number = make_number(prefix, year, last + 1, programme.numbering.width)
        row = {"prefix": prefix, "year": year, "sequence": last + 1, "number": number, "allotted_at": tx.now}
        try:
            with tx.session.begin_nested():
                tx.session.execute(insert(LabelNumber).values(row))
        except IntegrityError:
            taken = last
            continue
        return number
    raise RuntimeError(f"the register refuses the number after {prefix}-{year}-{taken}")


def _last_sequence(tx: Transaction, prefix: str, year: int) -> int:
    last = select(func.max(LabelNumber.sequence)).where(LabelNumber.prefix == prefix, LabelNumber.year == year)
    return tx.session.scalar(last) or 0


def _decision_id(tx: Transaction, application: Application) -> int | None:
    return tx.session.scalars(
        select(Decision.id).where(Decision.application_id == application.id).order_by(Decision.id.desc())
    ).first()


def open_reservations(tx: Transaction, application: Application, _fields: Fields) -> None:
    """Open the reservations of the decision, each with its own date."""
    label = tx.session.scalars(select(Label).where(Label.application_id == application.id)).one()
    decision = tx.session.get(Decision, label.decision_id)
    for entry in decision.reservations if decision else ():
        due_on = date.fromisoformat(str(entry["due_on"]))
        _open_reservation(
            tx, label, str(entry["criterion"]), severity=str(entry["severity"]), text=str(entry["text"]), due_on=due_on
        )


def _open_reservation(
    tx: Transaction, label: Label, criterion: str, *, severity: str, text: str, due_on: date
) -> Reservation:
    programme = programme_of(label.programme_version_id)
    declared = programme.deadlines.get("reservation")
    reservation = Reservation(
        label_id=label.id,
        criterion=criterion,
        severity=severity,
        text=text,
        due_on=due_on,
        state=programme.machines["reservation"].initial,
        state_since=tx.now,
        programme_version_id=label.programme_version_id,
    )
    tx.insert(reservation)
    clocks.start(tx, reservation, "reservation", declared.delay if declared else None, due_at=end_of(due_on))
    return reservation


def close_reservations(tx: Transaction, label: Label, _fields: Fields) -> None:
    """The label ended: nothing is left to clear."""
    pending = programme_of(label.programme_version_id).machines["reservation"].states_with("pending")
    for reservation in tx.session.scalars(
        select(Reservation).where(Reservation.label_id == label.id, Reservation.state.in_(pending))
    ).all():
        tx.take(reservation, "close", caused=True, private=False)


def record_grounds(tx: Transaction, subject: Label | Reservation, fields: Fields) -> None:
    """Keep the grounds of an act on a label or a reservation, under the step that it was."""
    given = {name: value for name, value in fields.items() if value is not None}
    typed = {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in given.items()}
    act = {"step": tx.taking.code if tx.taking else "", "at": tx.now.isoformat(), "by": tx.actor.public_id}
    subject.grounds = [*subject.grounds, {**typed, **act}]


def record_answer(_tx: Transaction, reservation: Reservation, fields: Fields) -> None:
    """Keep the holder's answer."""
    reservation.answer = str(fields.get("answer") or "")


def lapse_label_if_major(tx: Transaction, reservation: Reservation, _fields: Fields) -> None:
    """A major reservation that is not met makes the label lapse."""
    label = reservation.label
    machine = programme_of(label.programme_version_id).machines["label"]
    if reservation.severity == "major" and machine.target_of("lapse", label.state) is not None:
        tx.take(label, "lapse", caused=True, private=False)


def harden_if_minor(tx: Transaction, reservation: Reservation, _fields: Fields, *, deadline: str) -> None:
    """A minor reservation that is not met is followed by a major one, which has the time of `deadline`."""
    if reservation.severity != "minor" or not reservation.label.held:
        return
    delay = programme_of(reservation.programme_version_id).deadlines[deadline].delay
    hardened = _open_reservation(
        tx,
        reservation.label,
        reservation.criterion,
        severity="major",
        text=reservation.text,
        due_on=local_day(due(tx.now, delay)),
    )
    tx.record(
        reservation.label,
        "reservation.hardened",
        {"unmet": reservation.public_id, "reservation": hardened.public_id, "due_on": hardened.due_on},
    )


def extend_term(tx: Transaction, label: Label, _fields: Fields) -> None:
    """Prolong the term, once, while a renewal is examined; the certificate is issued anew."""
    programme = programme_of(label.programme_version_id)
    label.ends_on = extended(period_of(label), programme.term).last_day
    label.extended = True
    term_clocks.restart_end(tx, label, programme)
    documents.certificate(tx, label)


def reissue_certificate(tx: Transaction, label: Label, fields: Fields, *, renamed_by: str = "") -> None:
    """Issue the certificate anew: the former issue is superseded and kept.

    The holder keeps the name that was granted, but for the reason `renamed_by`: the register corrected it.
    """
    if renamed_by and fields.get("reason") == renamed_by and label.holder_name != label.structure.name:
        tx.record(label, "label.renamed", {"before": label.holder_name, "after": label.structure.name})
        label.holder_name = label.structure.name
    documents.certificate(tx, label)
