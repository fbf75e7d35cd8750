"""« Évaluations »: invitations, declarations of interests, the file beside the grid, the review."""

from labelflow.web.reviewing import certificates, grid, invitation, lists, reading
from labelflow.web.reviewing.blueprint import reviewer

__all__ = ["certificates", "grid", "invitation", "lists", "reading", "reviewer"]
