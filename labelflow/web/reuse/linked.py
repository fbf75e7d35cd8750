"""Holders and actions as JSON-LD; and what their pages say to robots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelflow import clock
from labelflow.errors import NotFound
from labelflow.queries import directory
from labelflow.queries.actions import public_action
from labelflow.queries.open_data import covering, labels_by_structure
from labelflow.queries.programmes import programme_of
from labelflow.web.access import public
from labelflow.web.filters import today
from labelflow.web.limits import limit_reads
from labelflow.web.open_data import linked, records
from labelflow.web.open_data.answers import as_json
from labelflow.web.reuse import reuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.blueprints import BlueprintSetupState
    from flask.typing import ResponseReturnValue

    from labelflow.models.label import Label

MEDIA_TYPE = "application/ld+json"


@reuse.get("/annuaire/<string:name>/donnees.jsonld")
@public
@limit_reads
def holder_data(name: str) -> ResponseReturnValue:
    known = directory.labels_of(name.rpartition("-")[2])
    if not known:
        raise NotFound
    return as_json(of_holder(known), MEDIA_TYPE)


@reuse.get("/actions/<string:name>/donnees.jsonld")
@public
@limit_reads
def action_data(name: str) -> ResponseReturnValue:
    found = public_action(name.rpartition("-")[2], today())
    if found is None:
        raise NotFound
    held = labels_by_structure({found.structure_id}, today())[found.structure_id]
    return as_json(linked.action(records.action_entry(found, covering(found, held))), MEDIA_TYPE)


def of_holder(known: Sequence[Label]) -> dict[str, Any]:
    """A holder, by all its labels, the newest first."""
    programmes = {one.programme_code: programme_of(one.programme_version_id) for one in reversed(known)}
    return linked.holder(records.structure_entry(known[0].structure, known, clock.now()), programmes)


@reuse.record
def give_templates(state: BlueprintSetupState) -> None:
    """Pages ask for what they are about: `linked_holder(labels)`, `linked_action(action, label)`."""
    state.app.jinja_env.globals["linked_holder"] = of_holder
    state.app.jinja_env.globals["linked_action"] = lambda action, label: linked.action(
        records.action_entry(action, label)
    )
