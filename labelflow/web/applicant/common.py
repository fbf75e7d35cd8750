"""What the applicant's pages share: the blueprint, the application of an address, the way from part to part."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, url_for

from labelflow import clock
from labelflow.domain.refusal import Refusal
from labelflow.errors import Outdated, Refused
from labelflow.i18n import _, _l
from labelflow.queries.applications import own_application
from labelflow.queries.checklist import checklist_of
from labelflow.queries.programmes import programme_of
from labelflow.web.access import current_actor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from labelflow.domain.workflow import State, Step
    from labelflow.models.application import Application
    from labelflow.programmes.schema import Programme
    from labelflow.queries.checklist import Part

applicant = Blueprint("applicant", __name__)

TITLES: Final = {
    "scopes": _l("Le périmètre demandé"),
    "pieces": _l("Les pièces justificatives"),
    "documents": _l("Les textes à accepter"),
}
"""Parts that the programme does not name."""


def acting() -> dict[str, Any]:
    """Who acts and when, for a service."""
    return {"actor": current_actor(), "now": clock.now()}


def mine(application_id: str) -> Application:
    """The application of an address, if it is of one of the person's structures. Raises NotFound."""
    return own_application(application_id, **acting())


def in_hand(application_id: str) -> Application:
    """The same, while it can be changed. Raises NotFound, or Refused once it was filed."""
    application = mine(application_id)
    if not state_of(application).has("editable"):
        raise Refused([Refusal("not-editable")], intent=_("modifier le dossier"))
    return application


def programme_for(application: Application) -> Programme:
    """The programme, in the version that the application began with."""
    return programme_of(application.programme_version_id)


def state_of(application: Application) -> State:
    """The declared state in which the application is."""
    return programme_for(application).machines["application"].by_code[application.state]


def filing_step(application: Application) -> Step | None:
    """The step that files what is being edited: the one from here that freezes it."""
    steps = programme_for(application).machines["application"].steps_from[application.state]
    freezing = (step for step in steps if step.by_person and any(use.rule == "freeze_snapshot" for use in step.effects))
    return next(freezing, None)


def title_of(part: Part) -> str:
    """What a part is called."""
    name = part.title or str(TITLES[part.kind])
    return f"{part.code} · {name}" if part.kind == "family" else name


def page_of(application: Application, part: Part) -> str:
    """The address at which a part is filled."""
    place: dict[str, Any] = {"application_id": application.public_id}
    match part.kind:
        case "section":
            return url_for("applicant.section", code=part.code, **place)
        case "family":
            return url_for("applicant.criteria", family=part.code, **place)
        case _:
            return url_for(f"applicant.{part.kind}", **place)


def after(application: Application, kind: str, code: str) -> str:
    """The address of the part that follows one; after the last one, the check before filing."""
    parts = checklist_of(application)
    place = next((n for n, part in enumerate(parts) if (part.kind, part.code) == (kind, code)), len(parts))
    if place + 1 < len(parts):
        return page_of(application, parts[place + 1])
    return url_for("applicant.check", application_id=application.public_id)


def fingerprint(values: Mapping[str, Any]) -> int:
    """A number that changes when one of the values does: what a form saw of its own part of the application.

    Two colleagues may work on two pages at once; only the same page, changed meanwhile, is refused.
    """
    canonical = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return int(hashlib.sha256(canonical.encode()).hexdigest()[:12], 16)


def refuse_stale(seen: int | None, present: int) -> None:
    """Raise Outdated when the page showed something else than what is there now."""
    if seen is not None and seen != present:
        raise Outdated
