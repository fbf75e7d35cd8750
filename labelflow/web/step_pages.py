"""Any declared step, as a page: what it asks, what it changes, and all that still stands in its way.

Pages show the steps from here as buttons: `{{ step_actions(offer_buttons(application, offers)) }}`. A step
that asks nothing is taken by its button; any other leads to the page of this module, built from the
declaration alone, so that a programme written in data can be played whole.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, request, url_for

from labelflow import clock
from labelflow.domain.asks import read
from labelflow.domain.refusal import Refusal
from labelflow.errors import NotFound, Outdated, Refused
from labelflow.i18n import _
from labelflow.models.application import Application
from labelflow.queries.addresses import page_of
from labelflow.queries.exchanges import open_complement
from labelflow.queries.programmes import programme_of
from labelflow.queries.step_choices import choices_of
from labelflow.queries.subjects import name_of, role_on, subject_called, was_taken
from labelflow.services.steps import offers, take
from labelflow.web.access import current_actor, signed_in
from labelflow.web.filters import words
from labelflow.web.forms.steps import StepForm, step_form
from labelflow.web.page import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flask.typing import ResponseReturnValue

    from labelflow.domain.workflow import Step
    from labelflow.models.subjects import Subject
    from labelflow.services.steps import Offer

steps = Blueprint("steps", __name__, url_prefix="/dossiers")

AUDIENCES: Final = {
    "applicant": "applicant",
    "holder": "applicant",
    "coordinator": "coordination",
    "reviewer": "reviewer",
    "member": "committee",
    "chair": "committee",
    "signatory": "committee",
}
"""Role under which a step is taken → audience whose page one goes back to."""


@steps.route("/<string:kind>/<string:public_id>/etapes/<string:code>", methods=["GET", "POST"])
@signed_in
def step(kind: str, public_id: str, code: str) -> ResponseReturnValue:
    subject = subject_called(kind, public_id)
    declared = _declared(subject, code)
    role = role_on(subject, str(declared.permission), current_actor(), clock.now())
    if role is None:
        raise NotFound
    form = step_form(declared, choices=choices_of(subject, declared, clock.now()), seen=subject.version)
    form.retour.data = back = safe_path(form.retour.data or request.args.get("retour")) or page_of(
        subject, AUDIENCES.get(role, "")
    )
    if form.validate_on_submit():
        _take_once(subject, declared, form)
        flash(_("« %(what)s » : c’est fait.", what=words(declared.label)), "ok")
        return redirect(back, 303)
    return _shown(subject, declared, form, back, asked=AUDIENCES.get(role) == "applicant")


def _declared(subject: Subject, code: str) -> Step:
    found = programme_of(subject.programme_version_id).machines[subject.KIND].step_by_code.get(code)
    if found is None or found.internal or not found.by_person:
        raise NotFound
    return found


def _take_once(subject: Subject, declared: Step, form: StepForm) -> None:
    """Take the step; a second press of the same button finds it done and changes nothing."""
    seen, kind, public_id = form.seen.data, subject.KIND, subject.public_id
    acting: dict[str, Any] = {"actor": current_actor(), "now": clock.now()}
    try:
        with intending(words(declared.label)):
            take(kind, public_id, declared.code, **acting, seen=seen, fields=form.values)
    except (Outdated, Refused):
        typed, _faults = read(declared.asks, form.values)
        if not was_taken(subject_called(kind, public_id), declared.code, current_actor(), seen, typed):
            raise


def _shown(subject: Subject, declared: Step, form: StepForm, back: str, *, asked: bool) -> ResponseReturnValue:
    offered = {offer.step.code: offer for offer in offers(subject, actor=current_actor(), now=clock.now())}
    offer = offered.get(declared.code)
    if offer is None:
        raise Refused([Refusal("step-not-from-here")], intent=words(declared.label))
    question = open_complement(subject) if asked and isinstance(subject, Application) else None
    slots = programme_of(subject.programme_version_id).form.slot_by_code
    return page(
        "steps/step.html",
        form,
        step=declared,
        refusals=offer.refusals,
        about=name_of(subject),
        back=back,
        question=question,
        pieces=[words(slots[code].name) for code in question.pieces if code in slots] if question else [],
    )


def offer_buttons(
    subject: Subject, offered: Iterable[Offer], *, back: str | None = None, pages: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The offers as `components/step_actions.html` draws them.

    `back`: the page to come back to, the present one unless said. `pages`: for steps that have a page of
    their own, its address by the step's code.
    """
    own, back = pages or {}, back or request.path
    return [_button(subject, offer, back, own.get(offer.step.code)) for offer in offered]


def _button(subject: Subject, offer: Offer, back: str, own: str | None) -> dict[str, Any]:
    declared = offer.step
    at_once = own is None and not declared.asks and not declared.notice and declared.tone != "danger"
    place: dict[str, Any] = {"kind": subject.KIND, "public_id": subject.public_id, "code": declared.code}
    place |= {} if at_once else {"retour": back}
    return {
        "code": declared.code,
        "label": words(declared.label),
        "tone": declared.tone,
        "help": words(declared.help),
        "refusals": offer.refusals,
        "url": own or url_for("steps.step", **place),
        "post": at_once,
        "hidden": {"seen": subject.version, "retour": back},
    }


@contextmanager
def intending(what: str) -> Iterator[None]:
    """Within this block a refusal says what the person wanted in their words, not by a code of ours."""
    try:
        yield
    except Refused as refused:
        raise Refused(refused.refusals, intent=what) from refused


def safe_path(path: str | None) -> str | None:
    """The path, when it leads to a page of this site; None for anything else that an address may carry."""
    if not path or not path.startswith("/") or not path.isprintable() or "\\" in path or " " in path:
        return None
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc and not path.startswith("//") else None
