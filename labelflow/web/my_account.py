"""« Mon compte »: who one is, how one signs in, which links of interest one declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask import Blueprint, url_for
from flask_security import current_user, login_user

from labelflow import clock
from labelflow.domain.calendar import local_day
from labelflow.domain.disciplines import DISCIPLINES
from labelflow.errors import NotFound
from labelflow.i18n import _
from labelflow.queries.accounts import interest_links_of, mandates_of, memberships_of
from labelflow.queries.register import structure_by_public_id, structures_called
from labelflow.services import accounts, interests
from labelflow.web.access import current_actor, signed_in
from labelflow.web.forms.my_account import EndForm, FindStructureForm, InterestForm, ProfileForm
from labelflow.web.page import page, see_other
from labelflow.web.people_words import LANGUAGES, LINKS, MANDATE_ROLES, MEMBER_ROLES

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.models.account import User
    from labelflow.models.structure import Structure

my_account = Blueprint("my_account", __name__, url_prefix="/mon-compte")

WORDS = {"languages": LANGUAGES, "links": LINKS, "member_roles": MEMBER_ROLES, "mandate_roles": MANDATE_ROLES}


def me() -> User:
    """Whoever is signed in."""
    return cast("User", current_user._get_current_object())  # noqa: SLF001 - the documented way to the person behind the proxy


def acting() -> dict[str, Any]:
    """Who acts and when, for a service."""
    return {"actor": current_actor(), "now": clock.now()}


def structure_called(public_id: str) -> Structure:
    """The structure of an address. Raises NotFound."""
    found = structure_by_public_id(public_id)
    if found is None:
        raise NotFound
    return found


def found_called(typed: str | None, endpoint: str) -> list[dict[str, str]]:
    """The structures that these words designate, as cards that lead to `endpoint`."""
    return [
        {
            "title": structure.name,
            "url": url_for(endpoint, structure_id=structure.public_id),
            "meta": structure.commune,
        }
        for structure in structures_called(typed or "")
    ]


@my_account.get("")
@signed_in
def show() -> ResponseReturnValue:
    person, day = me(), local_day(clock.now())
    return page(
        "account/show.html",
        person=person,
        disciplines=[DISCIPLINES.get(code, code) for code in person.disciplines],
        memberships=memberships_of(person, day),
        mandates=mandates_of(person, day),
        interest_links=interest_links_of(person),
        **WORDS,
    )


@my_account.route("/profil", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    form = ProfileForm(obj=me())
    if form.validate_on_submit():
        told = {name: form[name].data for name in accounts.Profile.__annotations__ if name in form}
        accounts.change_profile(me(), **acting(), **told)
        return see_other("my_account.show", done=_("Vos informations sont à jour."))
    return page("account/profile.html", form)


@my_account.post("/deconnexions")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    accounts.end_sessions(me(), **acting())
    login_user(me(), remember=False)
    return see_other("my_account.show", done=_("Vos autres appareils sont déconnectés."))


@my_account.get("/interets")
@signed_in
def interest_structure() -> ResponseReturnValue:
    form = FindStructureForm()
    return page("account/interest_structure.html", form, found=found_called(form.q.data, "my_account.declare_interest"))


@my_account.route("/interets/<string:structure_id>", methods=["GET", "POST"])
@signed_in
def declare_interest(structure_id: str) -> ResponseReturnValue:
    structure = structure_called(structure_id)
    form = InterestForm()
    if form.validate_on_submit():
        link = interests.Link(form.code.data, form.starts_on.data, form.ends_on.data, form.note.data)
        interests.declare_link(me(), structure, link, **acting())
        return see_other("my_account.show", done=_("Votre lien d’intérêts est déclaré."))
    return page("account/declare_interest.html", form, structure=structure)


@my_account.route("/interets/<string:link_id>/fin", methods=["GET", "POST"])
@signed_in
def end_interest(link_id: str) -> ResponseReturnValue:
    link = next((link for link in me().interest_links if link.public_id == link_id), None)
    if link is None:
        raise NotFound
    form = EndForm()
    if form.validate_on_submit():
        interests.end_link(link, on=form.on.data, **acting())
        return see_other("my_account.show", done=_("La fin de ce lien est enregistrée."))
    return page("account/end_interest.html", form, link=link, **WORDS)
