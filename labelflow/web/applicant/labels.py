"""A label, for those who hold it: its card, its certificate, its reservations, its renewal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from labelflow import clock
from labelflow.domain.calendar import local_day
from labelflow.errors import NotFound
from labelflow.i18n import _, _l
from labelflow.issuing.wording import scope_names
from labelflow.queries.accounts import representatives_of
from labelflow.queries.applications import may_renew, own_label, renewal_days
from labelflow.queries.labels import certificate_document, translations_of, untranslated
from labelflow.queries.new_documents import in_force_from, new_documents_of
from labelflow.queries.programmes import programme_of
from labelflow.queries.subjects import role_on
from labelflow.services.applications import start
from labelflow.services.documents import translate
from labelflow.services.new_documents import accept
from labelflow.services.steps import offers
from labelflow.web.access import current_actor, signed_in
from labelflow.web.applicant.common import acting, applicant
from labelflow.web.filters import words
from labelflow.web.forms.applicant import AcceptForm
from labelflow.web.forms.base import BaseForm
from labelflow.web.forms.fields import SelectField
from labelflow.web.label_facts import acts
from labelflow.web.page import page, see_other
from labelflow.web.people_words import LANGUAGES
from labelflow.web.step_pages import intending, offer_buttons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from babel.support import LazyProxy
    from flask.typing import ResponseReturnValue

    from labelflow.models.label import Label

LANGUAGE_WORDS: Final[Mapping[str, LazyProxy]] = {
    "fr": _l("français"),
    "oc": _l("occitan"),
    "ca": _l("catalan"),
    "en": _l("anglais"),
}


class TranslationForm(BaseForm):
    """In which other language the certificate is wanted."""

    langue = SelectField(_l("Langue"))

    @classmethod
    def made(cls, languages: Sequence[str]) -> Self:
        """The languages that are left to ask for."""
        form = cls()
        form.langue.choices = [(code, LANGUAGES[code]) for code in languages]
        return form


class RenewForm(BaseForm):
    """The button that starts a renewal."""


@applicant.get("/mon-espace/labels/<string:number>")
@signed_in
def label(number: str) -> ResponseReturnValue:
    found = own_label(number, **acting())
    return _shown(found, TranslationForm.made(untranslated(found)))


def _shown(found: Label, form: TranslationForm) -> ResponseReturnValue:
    return page(
        "applicant/label.html",
        form,
        label=found,
        translations=[(LANGUAGES[one.language], one.document) for one in translations_of(found)],
        programme=programme_of(found.programme_version_id),
        scope_names=scope_names(programme_of(found.programme_version_id), found.scopes),
        certificate=certificate_document(found),
        reservations=[
            (one, offer_buttons(one, offers(one, **acting())), programme_of(one.programme_version_id))
            for one in found.reservations
        ],
        steps=offer_buttons(found, offers(found, **acting())),
        renewal=renewal_days(found) if found.held else None,
        may_renew=may_renew(found, clock.now()),
        new_documents=new_documents_of(found).values(),
        acts=acts(found.grounds, programme_of(found.programme_version_id).machines["label"]),
    )


@applicant.route("/mon-espace/labels/<string:number>/textes/<string:code>", methods=["GET", "POST"])
@signed_in
def new_document(number: str, code: str) -> ResponseReturnValue:
    """A text that came after the grant, to read in full and accept for the holder."""
    found = own_label(number, **acting())
    text = new_documents_of(found).get(code)
    if text is None:
        raise NotFound
    form = AcceptForm.made(found.structure, found.version)
    if form.validate_on_submit():
        with intending(_("accepter ce texte")):
            accept(number, code, **acting())
        done = _("%(title)s : accepté au nom de la structure.", title=words(text.title))
        return see_other("applicant.label", number=number, done=done)
    return page(
        "applicant/new_text.html",
        form,
        label=found,
        text=text,
        from_day=in_force_from(found),
        commits=role_on(found, "label:answer", current_actor(), clock.now()) is not None,
        representatives=representatives_of(found.structure, local_day(clock.now())),
    )


@applicant.post("/mon-espace/labels/<string:number>/attestation")
@signed_in
def translate_certificate(number: str) -> ResponseReturnValue:
    found = own_label(number, **acting())
    form = TranslationForm.made(untranslated(found))
    if not form.validate_on_submit():
        return _shown(found, form)
    with intending(_("traduire l’attestation")):
        translate(number, form.langue.data, **acting())
    done = _("L’attestation est prête en %(language)s.", language=LANGUAGE_WORDS[form.langue.data])
    return see_other("applicant.label", number=number, done=done, _anchor="langues")


@applicant.route("/mon-espace/labels/<string:number>/renouveler", methods=["GET", "POST"])
@signed_in
def renew(number: str) -> ResponseReturnValue:
    found = own_label(number, **acting())
    form = RenewForm()
    if form.validate_on_submit():
        with intending(_("renouveler le label")):
            public_id = start(
                found.programme_code, found.structure.public_id, **acting(), scopes=found.scopes, renews=number
            ).public_id
        done = _("Votre dossier de renouvellement est ouvert, avec les réponses du précédent.")
        return see_other("applicant.overview", application_id=public_id, done=done)
    return page(
        "applicant/renew.html", form, label=found, renewal=renewal_days(found), open=may_renew(found, clock.now())
    )
