"""Structures that one acts for: finding them in the register, claiming one, adding colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, url_for

from labelflow import clock
from labelflow.domain.calendar import local_day
from labelflow.errors import Forbidden
from labelflow.i18n import _
from labelflow.queries.accounts import members_of, memberships_of, representatives_of
from labelflow.queries.register import structures_called
from labelflow.services import accounts, joining
from labelflow.web.access import current_actor, signed_in
from labelflow.web.forms.my_account import MEMBER_ROLES, ClaimForm, ColleagueForm, FindStructureForm
from labelflow.web.my_account import acting, me, structure_called
from labelflow.web.page import page, see_other

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

my_structures = Blueprint("my_structures", __name__, url_prefix="/mon-compte/structures")

REGISTER_ENDPOINT = "applicant.register_structure"
"""Page on which a structure that the register does not know is described."""


@my_structures.get("")
@signed_in
def find() -> ResponseReturnValue:
    form = FindStructureForm()
    register = url_for(REGISTER_ENDPOINT) if REGISTER_ENDPOINT in current_app.view_functions else None
    return page(
        "account/find_structure.html",
        form,
        found=structures_called(form.q.data or ""),
        memberships=memberships_of(me(), local_day(clock.now())),
        register=register,
        member_roles=MEMBER_ROLES,
    )


@my_structures.route("/<string:structure_id>", methods=["GET", "POST"])
@signed_in
def claim(structure_id: str) -> ResponseReturnValue:
    structure = structure_called(structure_id)
    form = ClaimForm()
    if form.validate_on_submit():
        accounts.claim_structure(structure, me(), form.role.data, **acting())
        done = _("Vous agissez maintenant pour %(name)s.", name=structure.name)
        return see_other("my_structures.colleagues", structure_id=structure.public_id, done=done)
    represented = bool(representatives_of(structure, local_day(clock.now())))
    return page("account/claim_structure.html", form, structure=structure, represented=represented)


@my_structures.post("/<string:structure_id>/demande")
@signed_in
def ask_to_join(structure_id: str) -> ResponseReturnValue:
    structure = structure_called(structure_id)
    joining.ask_to_join(structure, me(), **acting())
    done = _("Votre demande est partie. La personne qui représente la structure peut maintenant vous ajouter.")
    return see_other("my_structures.find", done=done)


@my_structures.route("/<string:structure_id>/equipe", methods=["GET", "POST"])
@signed_in
def colleagues(structure_id: str) -> ResponseReturnValue:
    structure, day = structure_called(structure_id), local_day(clock.now())
    if not current_actor().acts_for(structure.id, day, *accounts.REPRESENTING):
        raise Forbidden("structure:team")
    form = ColleagueForm()
    if form.validate_on_submit():
        person = joining.Person(form.email.data, form.given_name.data, form.family_name.data)
        joining.add_colleague(structure, person, form.role.data, **acting())
        done = _("%(name)s peut maintenant agir pour la structure et en reçoit la nouvelle.", name=form.given_name.data)
        return see_other("my_structures.colleagues", structure_id=structure.public_id, done=done)
    team = members_of(structure, day)
    return page("account/colleagues.html", form, structure=structure, team=team, member_roles=MEMBER_ROLES)
