"""The document check: what the coordination finds on the criteria that documents settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from markupsafe import Markup

from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.queries.dossier import document_checks, submitted
from labelflow.queries.instruction import instructed
from labelflow.queries.programmes import programme_of
from labelflow.services.completeness import check_documents
from labelflow.web.access import allows
from labelflow.web.answers import listed_pieces
from labelflow.web.coordination.blueprint import acting, coordinator
from labelflow.web.coordination.dossier import common
from labelflow.web.forms.coordination import check_form
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.domain.grid import Criterion
    from labelflow.models.application import Application


@coordinator.route("/dossiers/<string:application_id>/documents", methods=["GET", "POST"])
@allows("coordination:work")
def check(application_id: str) -> ResponseReturnValue:
    found = instructed(application_id, **acting())
    programme, checks = programme_of(found.programme_version_id), document_checks(found)
    grid = programme.grid
    if grid is None:
        raise NotFound
    criteria = grid.criteria_for("coordinator")
    closed = programme.machines["application"].by_code[found.state].has("final")
    form = check_form(grid, criteria, checks, _asides(found, criteria), found.version)
    if not closed and form.validate_on_submit():
        with intending(_("enregistrer la vérification des documents")):
            check_documents(application_id, form.found, **acting(), seen=form.seen.data)
        return see_other("coordinator.application", application_id=application_id, done=_("Vérification enregistrée."))
    return page("coordinator/check.html", form, **common(found), criteria=criteria, checks=checks, closed=closed)


def _asides(found: Application, criteria: tuple[Criterion, ...]) -> dict[str, Markup]:
    """What stands beside each criterion: the structure's own position, its pieces, the evidence expected."""
    filed, programme = submitted(found, "coordinators"), programme_of(found.programme_version_id)
    return {
        criterion.code: Markup(  # noqa: S704 - rendered by a template, which escapes
            render_template(
                "reviewer/beside.html",
                criterion=criterion,
                grid=programme.grid,
                position=filed.positions.get(criterion.code) if filed else None,
                pieces=listed_pieces(programme.form, filed.pieces_for(criterion.code) if filed else ()),
                lacks_comment=False,
            )
        )
        for criterion in criteria
    }
