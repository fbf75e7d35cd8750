"""Which page a person opens about a subject, as a path: the same in a notice and on a page of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelflow.models.application import Application
from labelflow.models.label import Label
from labelflow.models.review import Assignment, Objection
from labelflow.models.session import Session
from labelflow.models.subjects import root_of

if TYPE_CHECKING:
    from labelflow.models.subjects import Subject


def page_of(subject: Subject, audience: str) -> str:  # noqa: PLR0911 - a table of pages, written as a match
    """The page that a person of this audience should open about the subject, as a path."""
    root = root_of(subject)
    match audience:
        case "reviewer" if isinstance(subject, Assignment):
            return f"/evaluations/{subject.public_id}"
        case "reviewer":
            return "/evaluations"
        case "coordination" if isinstance(root, Application):
            return f"/coordination/dossiers/{root.public_id}"
        case "coordination" if isinstance(root, Label):
            return f"/coordination/labels/{root.number}"
        case "committee" if isinstance(root, Session):
            return f"/commission/seances/{root.public_id}"
        case "applicant" if isinstance(root, Application):
            return f"/candidatures/{root.public_id}{'/college' if isinstance(subject, Objection) else ''}"
        case "applicant" if isinstance(root, Label):
            return f"/mon-espace/labels/{root.number}"
        case _:
            return "/mon-espace"
