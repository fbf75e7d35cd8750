"""« Mes actions »: what a holder offers to classes, written section by section, previewed, published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import flash, redirect, request, url_for

from labelflow import clock
from labelflow.db import db
from labelflow.domain.actions import DRAFT, PUBLISHED, content_of, lacking, not_covered
from labelflow.domain.calendar import local_day
from labelflow.errors import NotFound
from labelflow.i18n import _, _l
from labelflow.queries.actions import label_of, labels_in_force, own_action, own_actions
from labelflow.queries.programmes import programme_of
from labelflow.sentences import sentence
from labelflow.services import actions as services
from labelflow.territory.vocabulary import LEVELS
from labelflow.web import action_words
from labelflow.web.access import signed_in
from labelflow.web.applicant.common import acting, applicant
from labelflow.web.filters import words
from labelflow.web.forms.actions import SECTIONS, StartForm
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask.typing import ResponseReturnValue

    from labelflow.domain.refusal import Refusal
    from labelflow.models.action import Action
    from labelflow.models.label import Label

ACTS: Final[Mapping[str, tuple[Callable[..., Action], Any, Any]]] = {
    "publier": (services.publish, _l("publier l’action"), _l("L’action est publiée : les enseignants la trouvent.")),
    "retirer": (services.unpublish, _l("retirer l’action"), _l("L’action n’est plus publique. C’est un brouillon.")),
    "archiver": (services.archive, _l("archiver l’action"), _l("L’action est archivée.")),
    "confirmer": (services.confirm, _l("confirmer l’action"), _l("C’est noté : la fiche est à jour.")),
}
"""What a button does: the service, its name in a refusal, and what is said afterwards."""
STAY: Final = "rester"


@applicant.get("/mon-espace/actions")
@signed_in
def actions() -> ResponseReturnValue:
    found, labels = own_actions(**acting()), labels_in_force(**acting())
    return page("applicant/actions.html", actions=found, labels=labels, words=action_words)


@applicant.route("/mon-espace/actions/nouvelle", methods=["GET", "POST"])
@signed_in
def start_action() -> ResponseReturnValue:
    form = StartForm()
    labels = labels_in_force(**acting())
    form.label.choices = [(one.number, f"{one.holder_name} ({one.number})") for one in labels]
    if len(labels) == 1 and not form.is_submitted():
        form.label.data = labels[0].number
    if form.validate_on_submit():
        with intending(_("commencer une action")):
            made = services.start(form.label.data, **acting(), content={"title": form.title.data})
        return see_other("applicant.action_section", action_id=made.public_id, section="essentiel")
    return page("applicant/start_action.html", form, labels=labels)


@applicant.get("/mon-espace/actions/<string:action_id>")
@signed_in
def action(action_id: str) -> ResponseReturnValue:
    found = own_action(action_id, **acting())
    label = _label(found)
    return page(
        "applicant/action.html",
        action=found,
        label=label,
        sections=[(code, title, _standing(found, code)) for code, (title, _form) in SECTIONS.items()],
        refusals=[sentence(one) for one in _in_the_way(found, label)],
        draft=found.state == DRAFT,
        published=found.state == PUBLISHED,
        words=action_words,
    )


@applicant.route("/mon-espace/actions/<string:action_id>/fiche/<string:section>", methods=["GET", "POST"])
@signed_in
def action_section(action_id: str, section: str) -> ResponseReturnValue:
    found = own_action(action_id, **acting())
    if section not in SECTIONS:
        raise NotFound
    title, kind = SECTIONS[section]
    form = kind.made(found, _scopes(found))
    if form.is_submitted():
        right = form.validate()
        if right or found.state == DRAFT:
            with intending(_("enregistrer la fiche")):
                services.save(action_id, form.kept, **acting(), seen=form.seen.data)
        if right:
            return _saved(action_id, section)
        form.seen.data = found.version
    return page("applicant/action_part.html", form, action=found, title=title, draft=found.state == DRAFT)


@applicant.get("/mon-espace/actions/<string:action_id>/apercu")
@signed_in
def preview_action(action_id: str) -> ResponseReturnValue:
    found = own_action(action_id, **acting())
    return page("applicant/preview_action.html", action=found, label=_label(found), words=action_words)


@applicant.get("/mon-espace/actions/<string:action_id>/adage")
@signed_in
def copy_for_adage(action_id: str) -> ResponseReturnValue:
    found = own_action(action_id, **acting())
    return page("applicant/adage.html", action=found, words=action_words, levels=LEVELS)


@applicant.post("/mon-espace/actions/<string:action_id>/copie")
@signed_in
def copy_action(action_id: str) -> ResponseReturnValue:
    own_action(action_id, **acting())
    with intending(_("copier l’action")):
        made = services.duplicate(action_id, **acting())
    return see_other("applicant.action", action_id=made.public_id, done=_("Voici la copie : c’est un brouillon."))


@applicant.post("/mon-espace/actions/<string:action_id>/<string:act>")
@signed_in
def act_on_action(action_id: str, act: str) -> ResponseReturnValue:
    own_action(action_id, **acting())
    if act not in ACTS:
        raise NotFound
    service, what, done = ACTS[act]
    with intending(str(what)):
        service(action_id, **acting(), seen=request.form.get("seen", type=int))
    return see_other("applicant.action", action_id=action_id, done=done)


def _saved(action_id: str, section: str) -> ResponseReturnValue:
    """On to the next section; after the last one, and when asked to stay, back to the sheet."""
    flash(_("C’est enregistré."), "ok")
    codes = list(SECTIONS)
    following = codes[codes.index(section) + 1 :]
    if STAY in request.form or not following:
        return redirect(url_for("applicant.action", action_id=action_id), 303)
    return redirect(url_for("applicant.action_section", action_id=action_id, section=following[0]), 303)


def _label(found: Action) -> Label | None:
    return label_of(db.session, found.structure_id, found.programme_code, local_day(clock.now()))


def _scopes(found: Action) -> list[tuple[str, str]]:
    label = _label(found)
    if label is None:
        return []
    known = programme_of(label.programme_version_id).scope_by_code
    return [(code, words(known[code].names)) for code in label.scopes if code in known]


def _standing(found: Action, section: str) -> int:
    """How many answers of a section are still wanted."""
    own = set(dict(SECTIONS[section][1]()._fields))
    return len(own.intersection(lacking(content_of(found))))


def _in_the_way(found: Action, label: Label | None) -> list[Refusal]:
    """What stands between the sheet and its readers."""
    covered = not_covered(found.scope, label.scopes if label else None)
    return [*covered, *services.incomplete(found)]
