"""The guards, by subject. Importing this package fills the catalogue."""

from labelflow.domain.guards import committee, decision, label, objection, review, submission

__all__ = ["committee", "decision", "label", "objection", "review", "submission"]
