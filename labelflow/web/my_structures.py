"""Structures that one acts for: finding them in the register, claiming one, adding colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, url_for

from labelflow import clock
from labelflow.domain.calendar import local_day
from labelflow.errors import Forbidden, NotFound, Refused
from labelflow.i18n import _, _l
from labelflow.queries.accounts import members_of, memberships_of, representatives_of
from labelflow.queries.register import structures_called
from labelflow.queries.ties import ties_declared
from labelflow.sentences import sentence
from labelflow.services import accounts, joining
from labelflow.services.structures import register_structure
from labelflow.services.ties import PERMISSION, declare_tie, end_tie
from labelflow.web.access import current_actor, signed_in
from labelflow.web.forms.my_account import (
    ClaimForm,
    ColleagueForm,
    EndForm,
    FindStructureForm,
    NewStructureForm,
    TieForm,
)
from labelflow.web.my_account import acting, found_called, me, structure_called
from labelflow.web.page import page, see_other
from labelflow.web.people_words import MEMBER_ROLES, TIES
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.models.structure import Structure

my_structures = Blueprint("my_structures", __name__, url_prefix="/mon-compte/structures")

FAULTS: Final = {
    "name": ("name", _l("Écrivez le nom complet de la structure.")),
    "place": ("commune", _l("Indiquez une commune de la région, avec son code postal.")),
    "postal": ("postal_code", _l("Ce code postal n’est pas celui de la commune.")),
    "siret": ("siret", _l("Vérifiez les quatorze chiffres du SIRET : ce numéro n’existe pas.")),
    "rna": ("rna", _l("Vérifiez le numéro RNA : la lettre W, puis neuf chiffres.")),
    "email": ("email", _l("Vérifiez l’adresse électronique.")),
    "phone": ("phone", _l("Vérifiez le numéro de téléphone.")),
    "url": ("url", _l("Vérifiez l’adresse du site web.")),
}
"""First word of a refusal's code → field and instruction."""


@my_structures.get("")
@signed_in
def find() -> ResponseReturnValue:
    form = FindStructureForm()
    return page(
        "account/find_structure.html",
        form,
        found=found_called(form.q.data, "my_structures.claim"),
        memberships=memberships_of(me(), local_day(clock.now())),
        member_roles=MEMBER_ROLES,
    )


@my_structures.route("/nouvelle", methods=["GET", "POST"])
@signed_in
def describe() -> ResponseReturnValue:
    form = NewStructureForm()
    if form.validate_on_submit():
        columns = {field.name: field.data for field in form.asked if field.name != "role"}
        try:
            structure = register_structure(columns, **acting())
        except Refused as refused:
            known = _tell(form, refused)
            if known:
                done = _("Cette structure est déjà dans le registre.")
                return see_other("my_structures.claim", structure_id=known, done=done)
        else:
            accounts.claim_structure(structure, me(), form.role.data, **acting())
            done = _("La structure est inscrite, et vous agissez pour elle.")
            return see_other("my_structures.find", done=done)
    return page("account/new_structure.html", form)


def _tell(form: NewStructureForm, refused: Refused) -> str:
    """Put each reason beside its field. Returns the identifier of the structure when it is a known one."""
    for refusal in refused.refusals:
        if refusal.code == "structure-known":
            return str(refusal.details["public_id"])
        field, message = FAULTS.get(refusal.code.partition("-")[0], (None, sentence(refusal)))
        form.refuse(message, field)
    return ""


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


@my_structures.get("/<string:structure_id>/liens")
@signed_in
def ties(structure_id: str) -> ResponseReturnValue:
    structure, form = _committed(structure_id), FindStructureForm()
    others = structures_called(form.q.data) if form.q.data else []
    found = [
        {"title": one.name, "text": one.commune, "url": _tie(structure_id, one.public_id)}
        for one in others
        if one.id != structure.id
    ]
    return page("account/ties.html", form, structure=structure, ties=ties_declared(structure), words=TIES, found=found)


@my_structures.route("/<string:structure_id>/liens/<string:other_id>", methods=["GET", "POST"])
@signed_in
def tie(structure_id: str, other_id: str) -> ResponseReturnValue:
    structure, other, form = _committed(structure_id), structure_called(other_id), TieForm()
    if form.validate_on_submit():
        with intending(_("déclarer ce lien")):
            declare_tie(structure_id, other_id, form.kind_.data, starts_on=form.starts_on.data, **acting())
        return see_other("my_structures.ties", structure_id=structure_id, done=_("Le lien est déclaré."))
    return page("account/tie.html", form, structure=structure, other=other)


@my_structures.route("/<string:structure_id>/liens/<string:tie_id>/fin", methods=["GET", "POST"])
@signed_in
def untie(structure_id: str, tie_id: str) -> ResponseReturnValue:
    structure = _committed(structure_id)
    found = next((one for one in ties_declared(structure) if one.public_id == tie_id), None)
    if found is None:
        raise NotFound
    form = EndForm()
    if form.validate_on_submit():
        with intending(_("enregistrer la fin de ce lien")):
            end_tie(tie_id, on=form.on.data, **acting())
        return see_other("my_structures.ties", structure_id=structure_id, done=_("La fin de ce lien est enregistrée."))
    return page("account/untie.html", form, structure=structure, tie=found)


def _tie(structure_id: str, other_id: str) -> str:
    return url_for("my_structures.tie", structure_id=structure_id, other_id=other_id)


def _committed(structure_id: str) -> Structure:
    """A structure that the person may commit. Raises NotFound or Forbidden."""
    structure, day = structure_called(structure_id), local_day(clock.now())
    if not current_actor().acts_for(structure.id, day, *accounts.REPRESENTING):
        raise Forbidden(PERMISSION)
    return structure
