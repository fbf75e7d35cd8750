"""What guards and permissions may know of a subject, read lazily in the current session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

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


def facts_of(subject: Subject, now: datetime) -> Any:  # noqa: ANN401 - facts of the subject's own kind
    """The facts of a subject at `now`. A new object each time: facts are never kept across a write."""
    return READERS.get(subject.KIND, SubjectRead)(subject, now)
