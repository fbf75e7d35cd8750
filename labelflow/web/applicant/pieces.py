"""The published list of pieces: what is there, what is missing, adding, attaching, removing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from labelflow.db import settings
from labelflow.domain.uploads import MEGABYTE
from labelflow.errors import NotFound, Refused
from labelflow.i18n import _, file_size
from labelflow.queries.applications import pieces_of
from labelflow.queries.exchanges import open_complement
from labelflow.sentences import sentence
from labelflow.services import evidence
from labelflow.web.access import signed_in
from labelflow.web.applicant.common import acting, after, applicant, in_hand, programme_for
from labelflow.web.forms.applicant import AttachForm, PieceForm, kinds_in_words
from labelflow.web.page import page, see_other
from labelflow.web.step_pages import intending

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from labelflow.domain.form import Slot
    from labelflow.models.application import Application, Evidence

FIELD_OF: Final = {"file-expiry-missing": "expires_on", "file-minors": "no_minor"}
"""Where each reason of the service is said; beside the file unless here."""


@applicant.get("/candidatures/<string:application_id>/pieces")
@signed_in
def pieces(application_id: str) -> ResponseReturnValue:
    application = in_hand(application_id)
    form = programme_for(application).form
    visible, given = form.visible_slots(application.answers), pieces_of(application)
    asked = open_complement(application)
    here = {slot.code for slot in visible}
    return page(
        "applicant/pieces.html",
        application=application,
        slots=[(slot, [piece for piece in given if piece.slot == slot.code]) for slot in visible],
        others=[piece for piece in given if piece.slot not in here],
        asked=asked,
        renewed={piece.slot for piece in given if asked and piece.uploaded_at >= asked.asked_at},
        count=len(given),
        most=form.max_files,
        kinds_in_words=kinds_in_words,
        onward=after(application, "pieces", "pieces"),
    )


@applicant.route("/candidatures/<string:application_id>/pieces/<string:slot>/ajouter", methods=["GET", "POST"])
@signed_in
def add_piece(application_id: str, slot: str) -> ResponseReturnValue:
    application = in_hand(application_id)
    place = _slot(application, slot)
    form = PieceForm.made(place, _most(application))
    if form.validate_on_submit() and _added(application, place, form):
        done = _("« %(name)s » est dans le dossier.", name=form["file"].data.filename)
        return see_other("applicant.pieces", application_id=application_id, _anchor=slot, done=done)
    return page("applicant/add_piece.html", form, application=application, slot=place, kinds=kinds_in_words(place))


def _slot(application: Application, code: str) -> Slot:
    found = programme_for(application).form.slot_by_code.get(code)
    if found is None:
        raise NotFound
    return found


def _most(application: Application) -> int:
    return min(programme_for(application).form.max_file_megabytes, settings().max_upload_mb)


def _added(application: Application, place: Slot, form: PieceForm) -> bool:
    """Add the file; each reason against it is put beside its field."""
    file = form["file"].data
    try:
        evidence.add(
            application.public_id, place.code, filename=file.filename, data=file.read(), **acting(), **form.facts
        )
    except Refused as refused:
        for refusal in refused.refusals:
            field = FIELD_OF.get(refusal.code, "file")
            form.refuse(sentence(refusal), field if field in form else "file")
        return False
    return True


@applicant.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """A file so large that the site stops reading: the page of the piece again, with the reason."""
    if request.endpoint != "applicant.add_piece" or request.view_args is None:
        return error
    application = in_hand(str(request.view_args["application_id"]))
    place = _slot(application, str(request.view_args["slot"]))
    form = PieceForm.made(place, _most(application), formdata=None)
    limit = file_size(_most(application) * MEGABYTE)
    form.refuse(_("Choisissez un fichier plus léger : la limite est de %(limit)s.", limit=limit), "file")
    shown = {"application": application, "slot": place, "kinds": kinds_in_words(place)}
    return render_template("applicant/add_piece.html", form=form, **shown), 413


@applicant.route("/candidatures/<string:application_id>/pieces/<string:piece_id>/criteres", methods=["GET", "POST"])
@signed_in
def attach_piece(application_id: str, piece_id: str) -> ResponseReturnValue:
    application = in_hand(application_id)
    piece, grid = _piece(application, piece_id), programme_for(application).grid
    if grid is None:
        raise NotFound
    form = AttachForm.made(grid, piece.criteria)
    if form.validate_on_submit():
        with intending(_("relier cette pièce à des critères")):
            evidence.attach(piece_id, form.chosen, **acting())
        done = _("Les critères de « %(name)s » sont enregistrés.", name=piece.title)
        return see_other("applicant.pieces", application_id=application_id, _anchor=piece.slot, done=done)
    return page("applicant/attach_piece.html", form, application=application, piece=piece)


@applicant.post("/candidatures/<string:application_id>/pieces/<string:piece_id>/retirer")
@signed_in
def remove_piece(application_id: str, piece_id: str) -> ResponseReturnValue:
    application = in_hand(application_id)
    piece = _piece(application, piece_id)
    if piece.removed_at is None:
        with intending(_("retirer une pièce")):
            evidence.remove(piece_id, **acting())
    done = _("« %(name)s » est retiré du dossier.", name=piece.title)
    return see_other("applicant.pieces", application_id=application_id, _anchor=piece.slot, done=done)


def _piece(application: Application, piece_id: str) -> Evidence:
    for piece in application.evidence:
        if piece.public_id == piece_id:
            return piece
    raise NotFound
