"""Every address of a small world: each rule of the site, filled with what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from labelflow.models.account import InterestLink
from labelflow.models.action import Action
from labelflow.models.application import Application, Evidence
from labelflow.models.concern import Concern
from labelflow.models.decision import Decision
from labelflow.models.file import Document
from labelflow.models.label import Label, Reservation
from labelflow.models.queue import Notice
from labelflow.models.review import Assignment
from labelflow.models.session import Item, Session
from labelflow.models.structure import Structure
from tests.world import PROGRAMME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from werkzeug.routing import Rule

    from tests.house.ground import Ground

MODEL_OF: Final[Mapping[str, type]] = {
    "action_id": Action,
    "application_id": Application, "assignment_id": Assignment, "concern_id": Concern, "decision_id": Decision, "document_id": Document,
    "item_id": Item, "link_id": InterestLink, "piece_id": Evidence, "public_id": Notice, "session_id": Session,
    "structure_id": Structure, "other_id": Structure,
}  # fmt: skip
MOST: Final = {Evidence: 3, Document: 4, Structure: 2, Notice: 1}
"""Of some tables a few are enough."""
WORDS: Final[Mapping[str, str]] = {
    "act": "confirmer",
    "document": "charter",
    "family": "A",
    "list_number": "1",
    "person_id": "inconnu",
    "purpose": "revocation",
    "part": "1",
    "report": "1",
    "section": "lieu",
    "shape": "LabelEntry",
    "slot": "insurance",
    "table": "labels",
    "tie_id": "inconnu",
    "token": "inconnu",
}

STEPS: Final[Mapping[str, tuple[type, tuple[str, ...]]]] = {
    "application": (
        Application,
        ("submit", "ask_missing", "declare_admissible", "withdraw", "schedule", "send_reply", "grant"),
    ),
    "assignment": (Assignment, ("accept", "decline", "exclude", "submit_review")),
    "session": (Session, ("convene", "open", "close")),
    "item": (Item, ("open_vote", "close_vote")),
    "decision": (Decision, ("sign", "set_aside")),
    "label": (Label, ("suspend_at_once", "relinquish", "annul", "expire", "reissue")),
    "reservation": (Reservation, ("answer", "clear")),
}
"""By kind of subject: its table, and some steps by each role, some by none."""


def addresses(rule: Rule, ground: Ground) -> Iterator[dict[str, str]]:
    """Ways to fill an address with what is there. Every parameter must be known here."""
    names = sorted(rule.arguments)
    if names == ["code", "kind", "public_id"]:
        yield from _steps(ground)
    elif names == ["application_id", "piece_id"]:
        yield from ({"application_id": application, "piece_id": piece} for application, piece in ground.pieces.items())
    else:
        choices = {name: _values(rule, name, ground) for name in names}
        for place in range(max(map(len, choices.values()), default=1)):
            yield {name: values[place % len(values)] for name, values in choices.items()}


def _steps(ground: Ground) -> Iterator[dict[str, str]]:
    """Of each subject, half of the steps in turn."""
    for kind, (model, codes) in STEPS.items():
        for place, public_id in enumerate(ground.ids[model]):
            for code in codes if model is Label else codes[place % 2 :: 2]:
                yield {"kind": kind, "public_id": public_id, "code": code}


def _values(rule: Rule, name: str, ground: Ground) -> list[str]:
    if name in MODEL_OF:
        model = MODEL_OF[name]
        return ground.ids[model][-MOST.get(model, 9) :]
    if name in WORDS:
        return [WORDS[name]]
    return [_known(rule, name, ground)]


def _known(rule: Rule, name: str, ground: Ground) -> str:
    """What is there once: the label, its holder, the style sheet; a part of the form, a text, the programme."""
    if name in {"typed", "number"}:
        return ground.number
    if name == "name":
        if "/actions/" in rule.rule:
            return ground.action
        return {"assets.asset": ground.style, "public.brand_file": "espace.svg"}.get(rule.endpoint, ground.holder)
    assert name == "code", f"fill {name} of {rule.rule}"
    if "/questions/" in rule.rule:
        return "structure"
    return "charter" if "application_id" in rule.arguments else PROGRAMME
