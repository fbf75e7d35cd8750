"""Choosing who reads an application: everybody with the mandate, and why some cannot be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from labelflow.domain.disciplines import DISCIPLINES
from labelflow.domain.refusal import Refusal
from labelflow.errors import NotFound, Refused
from labelflow.i18n import _
from labelflow.queries.facts import facts_of
from labelflow.queries.instruction import instructed, readers_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.reviewers import options_for
from labelflow.queries.scores import second_scientist_reasons_of, third_reader_reasons_of
from labelflow.sentences import LINKS
from labelflow.services import assignments
from labelflow.web.access import allows
from labelflow.web.answers import department_name
from labelflow.web.coordination.blueprint import acting, coordinator
from labelflow.web.coordination.dossier import common
from labelflow.web.forms.coordination import AssignForm, ClearForm
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from labelflow.models.application import Application
    from labelflow.queries.instruction import Reader
    from labelflow.queries.reviewers import Option


@coordinator.route("/dossiers/<string:application_id>/affectations", methods=["GET", "POST"])
@allows("coordination:work")
def assign(application_id: str) -> ResponseReturnValue:
    found = instructed(application_id, **acting())
    programme = programme_of(found.programme_version_id)
    if programme.review is None:
        raise NotFound
    form = AssignForm(seen=found.version)
    if form.validate_on_submit():
        with intending(_("inviter cette personne")):
            person, reader = form.person.data or "", form.reader.data or ""
            assignments.assign(application_id, person, reader, **acting(), seen=form.seen.data)
        return see_other("coordinator.assign", application_id=application_id, done=_("L’invitation est partie."))
    present = [one for one in readers_of(found) if one.assignment.live]
    return page(
        "coordinator/assign.html",
        form,
        **common(found),
        is_open=programme.machines["application"].by_code[found.state].has("open_to_reviewers"),
        wanted=[_wanted(found, reader, present) for reader in _asked(found)],
        present=present,
    )


@coordinator.route("/dossiers/<string:application_id>/affectations/<string:person_id>/lien", methods=["GET", "POST"])
@allows("coordination:work")
def clear(application_id: str, person_id: str) -> ResponseReturnValue:
    found = instructed(application_id, **acting())
    option = next((one for one in _everybody(found) if one.person.public_id == person_id), None)
    if option is None:
        raise NotFound
    form = ClearForm(seen=found.version)
    if form.validate_on_submit():
        with intending(_("autoriser cette personne malgré son lien")):
            assignments.clear_link(
                application_id, person_id, reason=form.reason.data or "", **acting(), seen=form.seen.data
            )
        done = _("%(name)s peut être invité malgré ce lien.", name=option.person.name)
        return see_other("coordinator.assign", application_id=application_id, done=done)
    if not option.clearable:
        raise Refused([Refusal("link-not-clearable", {"links": ()})], intent=_("autoriser cette personne"))
    links = [LINKS.get(code, code) for code in sorted(option.clearable)]
    return page("coordinator/clear.html", form, **common(found), name=option.person.name, links=links)


def _everybody(found: Application) -> list[Option]:
    """Everybody with a mandate to read, as a peer or as a scientist."""
    return [option for reader in _asked(found) for option in options_for(found, reader, acting()["now"])]


def _asked(found: Application) -> list[str]:
    facts = facts_of(found, acting()["now"])
    return ["peer", "scientist"] if facts.scientists_needed else ["peer"]


def _wanted(found: Application, reader: str, present: Sequence[Reader]) -> dict[str, Any]:
    """How many readers of a kind are needed and there, why one more if so, and who may be asked."""
    facts = facts_of(found, acting()["now"])
    peer = reader == "peer"
    reasons = third_reader_reasons_of(found) if peer else second_scientist_reasons_of(found)
    options = options_for(found, reader, acting()["now"])
    return {
        "reader": reader,
        "needed": facts.peers_needed + bool(reasons) if peer else facts.scientists_needed,
        "there": sum(1 for one in present if one.assignment.reader == reader),
        "reasons": reasons,
        "free": [_row(option) for option in options if not option.refusals],
        "kept": [_row(option) for option in options if option.refusals],
    }


def _row(option: Option) -> dict[str, Any]:
    person, structure = option.person, option.structure
    return {
        "id": person.public_id,
        "name": person.name,
        "structure": structure.name if structure else "",
        "department": department_name(structure.department) if structure else "",
        "elsewhere": option.elsewhere,
        "disciplines": ", ".join(DISCIPLINES.get(code, code) for code in person.disciplines),
        "open": option.open_files,
        "refusals": option.refusals,
        "clearable": bool(option.clearable),
    }
