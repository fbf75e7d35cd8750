"""Is this label genuine and in force? By number, short code, QR or file. Whatever is given is an answer, never an error."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from flask import make_response, request

from labelflow import clock
from labelflow.queries.answered import shown_of
from labelflow.queries.programmes import programme_of
from labelflow.services import verification_words as said
from labelflow.services.verification import verify_file, verify_typed
from labelflow.services.verification_answer import Verification
from labelflow.services.verification_files import too_large
from labelflow.web.access import public
from labelflow.web.addresses import slug_of
from labelflow.web.drawn import drawn, is_for_everybody
from labelflow.web.headers import is_private
from labelflow.web.limits import limit_files, limit_guesses
from labelflow.web.page import page, see_other
from labelflow.web.public import public_pages
from labelflow.web.public.verify_forms import AskForm, DayForm, FileForm, PasteForm
from labelflow.web.uploads import read_to_the_end

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.exceptions import RequestEntityTooLarge

    from labelflow.programmes.schema import Programme

FRESH_SECONDS = 60
"""A public answer is never staler than this (invariant 11)."""
MOST_SHOWN = 200
"""Characters of what was asked that an address repeats."""
APART = frozenset({"on_that_day", "seal_details", "file_scanned", "codes"})
"""Lines that have a place of their own on the page."""


@public_pages.get("/verifier")
@public
def ask() -> ResponseReturnValue:
    typed = AskForm()
    wanted = (typed.q.data or "").strip()
    if not wanted or not typed.validate():
        return _asking(typed, status=400 if typed.errors else 200)
    return _told(typed, verify_typed(wanted, clock.now(), on=typed.le.data), wanted)


@public_pages.post("/verifier", provide_automatic_options=False)
@public
@limit_files
def hand_in() -> ResponseReturnValue:
    if "texte" in request.form:
        return _pasted(PasteForm())
    form = FileForm()
    if not form.validate_on_submit():
        return _asking(AskForm(formdata=None), form=form, status=400)
    with closing(form.file.data) as file:
        found = verify_file(file.read(), clock.now(), on=form.jour.data, name=file.filename)
    return _asking(AskForm(formdata=None), found, form=form)


def _pasted(form: PasteForm) -> ResponseReturnValue:
    typed = AskForm(formdata=None)
    if not form.validate_on_submit():
        return _asking(typed, form=form, status=400)
    return _told(typed, verify_typed(form.texte.data, clock.now()), form.texte.data, form=form)


def _told(typed: AskForm, found: Verification, wanted: str, *, form: PasteForm | None = None) -> ResponseReturnValue:
    """The answer here, or on the page of the label when a number was given."""
    if found.file is not None or (found.asked is not None and found.asked.site):
        return _asking(typed, found, form=form)
    number = found.record["number"] if found.record else wanted[:MOST_SHOWN].strip()
    return see_other("public.answer", typed=number, le=typed.le.data)


@public_pages.errorhandler(413)
def heavy(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """What is too large to be read is answered like any other file."""
    read_to_the_end(request)
    found = Verification(file=too_large(request.content_length or 0))
    return _asking(AskForm(formdata=None), found, form=FileForm(formdata=None), status=413)


@public_pages.get("/v/<path:typed>")
@public
@limit_guesses
def answer(typed: str) -> ResponseReturnValue:
    if not request.args and is_for_everybody() and (shows := shown_of(typed)) is not None:
        return drawn(
            shows, lambda: _page_of(verify_typed(typed, clock.now()), DayForm(), typed), fresh_seconds=FRESH_SECONDS
        )
    form = DayForm()
    found = verify_typed(typed, clock.now(), on=form.le.data if form.validate() else None)
    if found.reviewing is not None:
        return _of_a_reviewer(found)
    if found.label is not None and typed != found.label.number:
        return see_other("public.answer", typed=found.label.number, le=form.le.data)
    response = make_response(_page_of(found, form, typed))
    response.status_code = 400 if form.errors else 200 if found.label else 404
    if not is_private():
        response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
        response.add_etag()
        response.make_conditional(request)
    return response


def _page_of(found: Verification, form: DayForm, typed: str) -> str:
    label = found.label
    body, _status = page(
        "public/answer.html",
        form,
        asked=typed,
        label=label,
        slug=slug_of(label.holder_name, label.structure.public_id) if label else "",
        ask_form=AskForm(formdata=None),
        **_shown(found),
    )
    return body


def _of_a_reviewer(found: Verification) -> ResponseReturnValue:
    """A certificate of reviewing: it names a person, so that no copy of the page is kept on the way."""
    body, status = page("public/reviewing.html", ask_form=AskForm(formdata=None), **_shown(found))
    response = make_response(body, status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _asking(
    typed: AskForm, found: Verification | None = None, *, form: FileForm | PasteForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """The page that asks, with the answer on top when there is one."""
    faulty = typed if typed.errors else form
    body, _status = page(
        "public/verify.html",
        faulty,
        typed=typed,
        file_form=form if isinstance(form, FileForm) else FileForm(formdata=None),
        paste_form=form if isinstance(form, PasteForm) else PasteForm(formdata=None),
        **_shown(found) if found else {},
    )
    return body, status


def _shown(found: Verification) -> dict[str, Any]:
    lines = said.lines(found)
    return {
        "found": found,
        "programme": _programme(found),
        "verdict": found.verdict,
        "tone": said.tone_of(found.verdict),
        "heading": said.title(found),
        "sentence": said.sentence(found),
        "lines": [line for line in lines if line.code not in APART],
        "apart": {line.code: line for line in lines if line.code in APART},
        "seal_details": [line.text for line in lines if line.code == "seal_details"],
    }


def _programme(found: Verification) -> Programme | None:
    return programme_of(found.label.programme_version_id) if found.label else None
