"""What the pages about one label share, for whoever follows it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from labelflow.i18n import day_in_words
from labelflow.queries.labels import status_of
from labelflow.queries.programmes import programme_of
from labelflow.web.answers import department_name
from labelflow.web.filters import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.workflow import Ask, Machine, Step
    from labelflow.models.label import Label

TOLD_APART: Final = ("article", "facts")


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
        "acts": acts(found.grounds, programme.machines["label"]),
    }


def acts(grounds: list[Any], machine: Machine) -> list[dict[str, Any]]:
    """What was decided or found about a label or a reservation: what, when, under which article, why, with its dates."""
    return [_act(entry, machine.step_by_code.get(str(entry.get("step") or ""))) for entry in grounds]


def _act(entry: Mapping[str, Any], step: Step | None) -> dict[str, Any]:
    asked = step.asks if step else ()
    return {
        "title": words(step.label) if step else "",
        "at": datetime.fromisoformat(str(entry["at"])),
        "article": str(entry.get("article") or ""),
        "text": str(entry.get("facts") or ""),
        "details": [
            (words(ask.label), _shown(ask, str(entry[ask.code])))
            for ask in asked
            if ask.code not in TOLD_APART and entry.get(ask.code)
        ],
        "adverse": step is not None and step.tone == "danger",
    }


def _shown(ask: Ask, kept: str) -> str:
    if ask.kind == "choice":
        return words(dict(ask.options).get(kept, {})) or kept
    return day_in_words(date.fromisoformat(kept)) if ask.kind == "date" else kept
