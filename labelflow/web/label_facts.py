"""What the pages about one label share, for whoever follows it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from labelflow.queries.labels import status_of
from labelflow.queries.programmes import programme_of
from labelflow.web.answers import department_name
from labelflow.web.filters import words

if TYPE_CHECKING:
    from labelflow.models.label import Label


def label_facts(found: Label, now: datetime) -> dict[str, Any]:
    """The label, what the public is told of it at `now`, its scopes, the acts that bear on it."""
    programme = programme_of(found.programme_version_id)
    known = programme.scope_by_code
    return {
        "label": found,
        "programme": programme,
        "state": programme.machines["label"].by_code[found.state],
        "answer": status_of(found, now),
        "department": department_name(found.structure.department),
        "scopes": [words(known[code].names) for code in found.scopes if code in known],
        "acts": acts(found.grounds),
    }


def acts(grounds: list[Any]) -> list[dict[str, Any]]:
    """What was decided or found about a label or a reservation: when, under which article, why."""
    return [
        {
            "at": datetime.fromisoformat(str(entry["at"])),
            "article": str(entry.get("article") or ""),
            "text": str(entry.get("facts") or ""),
        }
        for entry in grounds
    ]
