"""What every subject offers to permissions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from labelflow.domain.calendar import local_day
from labelflow.models.application import Application
from labelflow.models.session import Session
from labelflow.models.subjects import Subject, root_of
from labelflow.queries.conflicts import blocking_codes
from labelflow.queries.programmes import programme_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from labelflow.domain.conflicts import Purpose
    from labelflow.domain.workflow import Machine
    from labelflow.programmes.schema import Programme

S = TypeVar("S", bound=Subject)


class SubjectRead(Generic[S]):
    """Facts that need no more than the subject, its root and its programme."""

    def __init__(self, subject: S, now: datetime) -> None:
        self.subject = subject
        self.now = now
        self.root = root_of(subject)
        self._blocked: dict[tuple[int, Purpose], tuple[str, ...]] = {}

    @property
    def kind(self) -> str:
        """Kind of the subject."""
        return self.subject.KIND

    @property
    def state(self) -> str:
        """State of the subject."""
        return self.subject.state

    @cached_property
    def programme(self) -> Programme:
        """The version of the programme that rules the subject."""
        return programme_of(self.subject.programme_version_id)

    @property
    def machine(self) -> Machine:
        """The machine of the subject."""
        return self.programme.machines[self.subject.KIND]

    @property
    def programme_code(self) -> str:
        """Code of the programme."""
        return self.programme.code

    @property
    def structure_id(self) -> int | None:
        """The applicant or holder; None for a session."""
        return None if isinstance(self.root, Session) else self.root.structure_id

    @property
    def is_draft(self) -> bool:
        """Whether the subject belongs to an application that was never submitted."""
        return isinstance(self.root, Application) and self.root.submitted_at is None

    @property
    def is_live(self) -> bool:
        """Whether the subject's state is not an end."""
        return not self.machine.by_code[self.subject.state].has("final")

    @property
    def today(self) -> date:
        """The day in France."""
        return local_day(self.now)

    def blocked_codes(self, person: int, purpose: Purpose) -> tuple[str, ...]:
        """Codes of the links that keep `person` from `purpose` on this subject now."""
        if isinstance(self.root, Session):
            return ()
        if (person, purpose) not in self._blocked:
            found = blocking_codes((person,), self.root, purpose, self.now)
            self._blocked[person, purpose] = found.get(person, ())
        return self._blocked[person, purpose]
