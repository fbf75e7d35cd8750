"""The pages of a structure that applies for a label, and then holds it."""

from labelflow.web.applicant import (
    actions,
    college,
    filing,
    filling,
    labels,
    overview,
    pieces,
    reading,
    requests,
    showing,
    starting,
    texts,
)
from labelflow.web.applicant.common import applicant

__all__ = [
    "actions",
    "applicant",
    "college",
    "filing",
    "filling",
    "labels",
    "overview",
    "pieces",
    "reading",
    "requests",
    "showing",
    "starting",
    "texts",
]
