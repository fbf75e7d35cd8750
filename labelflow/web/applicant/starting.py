"""Starting an application: what it asks, how long it takes, what happens next, then one button."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from labelflow import clock
from labelflow.domain.calendar import local_day
from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.programmes.diagram.words import delay_in_words
from labelflow.queries.applications import open_programmes, own_structures
from labelflow.queries.stages import main_path
from labelflow.services.applications import start as start_application
from labelflow.web.access import current_actor, signed_in
from labelflow.web.applicant.common import acting, applicant
from labelflow.web.forms.applicant import StartForm
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from labelflow.domain.workflow import State
    from labelflow.models.structure import Structure
    from labelflow.programmes.schema import Programme


@applicant.get("/candidatures/nouvelle")
@signed_in
def choose() -> ResponseReturnValue:
    programmes = open_programmes(local_day(clock.now()))
    if len(programmes) == 1:
        return see_other("applicant.start", code=programmes[0].code)
    return page("applicant/choose.html", programmes=programmes)


@applicant.route("/candidatures/nouvelle/<string:code>", methods=["GET", "POST"])
@signed_in
def start(code: str) -> ResponseReturnValue:
    programme = next((one for one in open_programmes(local_day(clock.now())) if one.code == code), None)
    if programme is None:
        raise NotFound
    structures = own_structures(current_actor(), local_day(clock.now()))
    form = StartForm.made(structures, programme)
    if structures and form.validate_on_submit():
        with intending(_("commencer un dossier")):
            public_id = start_application(
                code, _chosen(form, structures), **acting(), scopes=_scopes(form, programme)
            ).public_id
        done = _("Votre dossier est ouvert. Tout ce que vous enregistrez est conservé.")
        return see_other("applicant.overview", application_id=public_id, done=done)
    return page("applicant/start.html", form, programme=programme, structures=structures, stages=ahead(programme))


def _chosen(form: StartForm, structures: Sequence[Structure]) -> str:
    return str(form["structure"].data) if "structure" in form else structures[0].public_id


def _scopes(form: StartForm, programme: Programme) -> list[str]:
    return list(form["scopes"].data) if "scopes" in form else [programme.scopes[0].code]


def ahead(programme: Programme) -> list[tuple[State, str]]:
    """The stages from the filing to the decision, each with the time that its first deadline allows."""
    machine = programme.machines["application"]
    path = main_path(machine)
    return [(machine.by_code[code], _time(programme, before, code)) for before, code in pairwise(path[:-1])]


def _time(programme: Programme, before: str, code: str) -> str:
    machine = programme.machines["application"]
    for step in machine.steps_from[before]:
        if step.starts and machine.target_of(step.code, before) == code:
            return delay_in_words(programme.deadlines[step.starts[0]].delay)
    return ""
