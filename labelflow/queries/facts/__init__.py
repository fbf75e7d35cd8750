"""What guards and permissions may know of a subject, read lazily in the current session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from labelflow.looks import once_a_look
from labelflow.queries.facts.application import ApplicationRead
from labelflow.queries.facts.assignment import AssignmentRead
from labelflow.queries.facts.base import SubjectRead
from labelflow.queries.facts.committee import DecisionRead, ItemRead, SessionRead
from labelflow.queries.facts.label import LabelRead

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from labelflow.models.subjects import Subject

READERS: Final[Mapping[str, type[SubjectRead[Any]]]] = {
    "application": ApplicationRead,
    "assignment": AssignmentRead,
    "session": SessionRead,
    "item": ItemRead,
    "decision": DecisionRead,
    "label": LabelRead,
}


@once_a_look
def facts_of(subject: Subject, now: datetime) -> Any:  # noqa: ANN401 - facts of the subject's own kind
    """The facts of a subject at `now`. A new object each time that something is written: see `labelflow.looks`."""
    return READERS.get(subject.KIND, SubjectRead)(subject, now)
