"""What a text's placeholders are filled with, computed when the notice is queued.

Addresses are paths: the public address of the instance is put in front when the mail is rendered.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from labelflow.domain.calendar import local_day
from labelflow.domain.words import in_language
from labelflow.i18n import day_in_words, moment_in_words
from labelflow.models.label import Reservation
from labelflow.models.review import Assignment
from labelflow.models.session import Session
from labelflow.queries.addresses import page_of
from labelflow.queries.college import college_of
from labelflow.queries.silence import silence_on
from labelflow.services.notice_sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from labelflow.models.subjects import Subject
    from labelflow.programmes.schema import Programme
    from labelflow.services.notice_sources import Known

UNKNOWN = "—"
"""Stands for a value that does not exist (yet), so that a notice is never lost for want of one."""


def values_for(
    names: Iterable[str],
    subject: Subject,
    programme: Programme,
    known: Known,
    now: datetime,
    audience: str = "applicant",
) -> dict[str, str]:
    """The declared values, by name."""
    values = _Values(subject, programme, known, now, audience)
    return {name: str(getattr(values, name, None) or UNKNOWN) for name in names}


class _Values(Sources):
    """One property per placeholder of `labelflow.programmes.schema.texts.VALUES`."""

    # the programme
    @property
    def programme(self) -> str:
        return in_language(self._programme.names)

    @property
    def owner(self) -> str:
        return self._programme.owner.name

    @property
    def court(self) -> str:
        return in_language(self._programme.owner.court)

    @property
    def office(self) -> str:
        office = self._programme.crpa.office
        return "\n".join((office.name, *office.address)) if office else self.owner

    @property
    def contact(self) -> str:
        office = self._programme.crpa.office
        parts = (office.name, office.email, office.phone) if office else (self.owner, self._programme.owner.email)
        return ", ".join(part for part in parts if part)

    @property
    def remedies(self) -> str:
        return in_language(self._programme.crpa.remedies)

    # the structure and its application
    @property
    def structure(self) -> str:
        return "" if isinstance(self._root, Session) else self._root.structure.name

    @property
    def reference(self) -> str:
        return self._root.public_id.upper()

    @property
    def submitted_on(self) -> str:
        application = self._application
        return moment_in_words(application.submitted_at) if application and application.submitted_at else ""

    @property
    def scopes(self) -> str:
        codes = [] if isinstance(self._root, Session) else self._root.scopes
        known = self._programme.scope_by_code
        return ", ".join(in_language(known[code].names) for code in codes if code in known)

    family = scopes

    @property
    def silence_on(self) -> str:
        application = self._application
        day = silence_on(application) if application else None
        return day_in_words(day) if day else ""

    @property
    def silence(self) -> str:
        return in_language(self._programme.crpa.silence_words).replace("{silence_on}", self.silence_on)

    @property
    def pieces(self) -> str:
        slots = self._programme.form.slot_by_code
        return "\n".join(in_language(slots[code].name) for code in self._fields.get("pieces", ()) if code in slots)

    @property
    def question(self) -> str:
        return str(self._fields.get("message", ""))

    @property
    def facts(self) -> str:
        return str(self._fields.get("facts", "") or self._proposal.get("facts", ""))

    @property
    def article(self) -> str:
        return str(self._fields.get("article", "") or self._proposal.get("article", ""))

    @property
    def deadline(self) -> str:
        due = self._known.due_at or self._next_due
        return day_in_words(local_day(due)) if due else ""

    @property
    def hearing_on(self) -> str:
        day = self._fields.get("hearing_on")
        return day_in_words(day) if isinstance(day, date) else ""

    @property
    def link(self) -> str:
        return page_of(self._subject, self._audience)

    evidence_url = link

    # reviewing
    @property
    def role(self) -> str:
        reader = self._subject.reader if isinstance(self._subject, Assignment) else ""
        return {"peer": "pair évaluateur", "scientist": "expert scientifique"}.get(reader, "")

    @property
    def college(self) -> str:
        return "\n".join(college_of(self._programme.code, local_day(self._now)))

    # committee and decision
    @property
    def session_on(self) -> str:
        session = self._session
        return moment_in_words(session.held_at) if session else ""

    @property
    def place(self) -> str:
        session = self._session
        return " — ".join(part for part in (session.place, session.remote_address) if part) if session else ""

    @property
    def agenda(self) -> str:
        session = self._session
        items = [item for item in session.items if item.live] if session else []
        return "\n".join(item.application.structure.name for item in items)

    @property
    def count(self) -> str:
        session = self._session
        return str(len([item for item in session.items if item.live])) if session else ""

    @property
    def decided_on(self) -> str:
        decision = self._decision
        return (
            day_in_words(local_day(decision.signed_at or self._now)) if decision else day_in_words(local_day(self._now))
        )

    @property
    def reasons(self) -> str:
        decision = self._decision
        return "\n".join(str(ground.get("facts", "")) for ground in decision.grounds) if decision else self.facts

    @property
    def signatory(self) -> str:
        decision = self._decision
        if decision is None or decision.signatory is None:
            return ""
        return f"{decision.signatory.name}, {decision.signatory_capacity}"

    @property
    def proposal(self) -> str:
        decision = self._decision
        return str(decision.proposal.get("outcome", "")) if decision else ""

    @property
    def total(self) -> str:
        decision = self._decision
        return str(decision.proposal.get("total", "")) if decision else ""

    @property
    def reservations(self) -> str:
        decision = self._decision
        if isinstance(self._subject, Reservation):
            return self._subject.text
        return "\n".join(str(entry.get("text", "")) for entry in decision.reservations) if decision else ""

    # the label
    @property
    def holder(self) -> str:
        label = self._label
        return label.holder_name if label else self.structure

    @property
    def number(self) -> str:
        label = self._label
        return label.number if label else ""

    @property
    def new_number(self) -> str:
        label = self._label
        return label.superseded_by.number if label and label.superseded_by else ""

    @property
    def start_day(self) -> str:
        label = self._label
        return day_in_words(label.starts_on) if label else ""

    @property
    def last_day(self) -> str:
        label = self._label
        return day_in_words(label.ends_on) if label else ""

    @property
    def verify_url(self) -> str:
        label = self._label
        return f"/v/{label.number}" if label else ""

    @property
    def certificate_url(self) -> str:
        label = self._label
        return page_of(label, self._audience) if label else self.link

    @property
    def effect(self) -> str:
        return "pour l’avenir, à compter de ce jour"

    @property
    def month(self) -> str:
        return day_in_words(local_day(self._now)).split(" ", 1)[1]
