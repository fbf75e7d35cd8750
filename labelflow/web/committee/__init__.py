"""« Commission »: sessions, agenda, attendance, deliberations, votes, decisions, minutes, sanctions."""

from labelflow.web.committee import agenda, attendance, decisions, items, labels, minutes, recusals, sessions, signing
from labelflow.web.committee.blueprint import committee

__all__ = [
    "agenda",
    "attendance",
    "committee",
    "decisions",
    "items",
    "labels",
    "minutes",
    "recusals",
    "sessions",
    "signing",
]
